"""The register of processing is complete: every column, every sealed value, in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import SQLModel

import commons
from commons import migrations, processing
from commons.case_studies import CaseStudyDraft
from commons.figures import Observation
from commons.organisations import CourtEntry, Profile
from commons.tool_benchmarks import ScoredCriterion, ToolBenchmarkDraft

# Sealed and handed out, never kept.
NOT_KEPT = {"challenge"}


def sealed_keys(purpose: str) -> set[str]:
    return {
        key
        for holding in processing.holdings().values()
        for sealed in holding.sealed
        if sealed.purpose == purpose
        for key in sealed.keys
    }


def test_every_column_of_every_table_has_a_line() -> None:
    assert migrations.TABLES
    tables = {
        table.name: {column.name for column in table.columns}
        for table in SQLModel.metadata.tables.values()
    }

    assert {name: {*each.columns} for name, each in processing.holdings().items()} == tables


def test_what_is_sealed_lies_in_a_column_of_bytes() -> None:
    for holding in processing.holdings().values():
        binary = {
            column.name
            for column in SQLModel.metadata.tables[holding.table].columns
            if column.type.python_type is bytes
        }

        assert {each.column for each in holding.sealed} == binary - {"wrapped_key"}, holding.table


def seals() -> Iterator[tuple[str, str]]:
    """Every purpose under which the domain seals something, with where it does."""
    for path in sorted(Path(commons.__file__).parent.rglob("*.py")):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                first = node.args[0] if node.args else None
                if node.func.attr == "seal" and isinstance(first, ast.Constant):
                    yield str(first.value), path.name
        # Under the key of an association: what ties the bytes to their row begins with it.
        if re.search(r"\bkeys\.(?:seal|rewrap)\(", text):
            for found in re.findall(r'f"([a-z-]+):\{', text):
                yield found, path.name


def test_every_purpose_of_sealing_has_a_line() -> None:
    known = {sealed.purpose for each in processing.holdings().values() for sealed in each.sealed}

    found = dict(seals())
    assert {"person", "draft", "session", "organisation", "erased"} <= found.keys()
    assert {purpose: where for purpose, where in found.items() if purpose not in known} == {
        each: found[each] for each in NOT_KEPT
    }


@pytest.mark.parametrize(
    ("purpose", "model", "inside"),
    [
        ("organisation", Profile, "profile"),
        ("organisation", CourtEntry, "profile.court"),
        ("draft", CaseStudyDraft, "practice"),
        ("draft", ToolBenchmarkDraft, "practice"),
        ("draft", Observation, "practice.observations"),
        ("draft", ScoredCriterion, "practice.criteria"),
        ("figure", Observation, "observations"),
    ],
)
def test_every_field_that_people_fill_has_a_line(purpose: str, model: type, inside: str) -> None:
    known = sealed_keys(purpose)

    for name in model.model_fields:  # type: ignore[attr-defined]
        path = f"{inside}.{name}"
        assert path in known or any(each.startswith(f"{path}.") for each in known), path


def test_a_new_private_value_is_noticed() -> None:
    assert processing.undeclared("person", {"email": "x", "seen": 202601}) == set()
    assert processing.undeclared("person", {"email": "x", "birthday": "x"}) == {"birthday"}
    assert processing.undeclared("draft", {"practice": {"phone": "x"}}) == {"practice.phone"}
    # What hangs on ids that are different each time is declared by its root.
    assert processing.undeclared("draft", {"decisions": {"f1": ["keep", None, "why"]}}) == set()


@pytest.mark.parametrize("language", processing.LANGUAGES)
def test_the_register_says_all_of_it_in_words(language: str) -> None:
    lines = processing.register(language).splitlines()

    told = [line for line in lines if line.startswith("| ")][2:]
    assert len(told) == sum(
        len(each.columns) + sum(len(sealed.keys) for sealed in each.sealed)
        for each in processing.holdings().values()
    )
    assert all(line.count(" | ") == 6 for line in told)
    email = next(line for line in told if "`email`" in line)
    for cell in email.strip("| ").split(" | "):
        assert cell.strip()


def test_both_languages_have_the_same_words_and_none_too_many() -> None:
    said = {each: processing._words(each) for each in processing.LANGUAGES}

    assert {group: {*words} for group, words in said["fr"].items()} == {
        group: {*words} for group, words in said["en"].items()
    }
    holdings = processing.holdings().values()
    for aspect in ("purpose", "data", "readers", "kept", "basis"):
        assert {getattr(each, aspect) for each in holdings} == {*said["fr"][aspect]}, aspect
    used = {column for each in holdings for column in each.columns} | {
        key.rpartition(".")[2] for each in holdings for sealed in each.sealed for key in sealed.keys
    }
    assert {*said["fr"]["names"]} - used == set()
