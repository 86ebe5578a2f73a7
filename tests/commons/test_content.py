"""The allow-list: what reaches the shelf is a code, a band, or a text that the gate let through."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, create_model

import commons
from commons import case_studies, content, practices, tool_benchmarks, vocabulary
from commons.case_studies import CaseStudyDraft
from commons.content import CaseStudyContent, Criterion, ShownFigure, ToolBenchmarkContent
from commons.refusals import Refusal
from commons.tool_benchmarks import ToolBenchmarkDraft
from tests.commons.conftest import benchmark, case_study

NOW = datetime(2026, 3, 10, tzinfo=UTC)
DRAFTS: tuple[tuple[Any, CaseStudyDraft | ToolBenchmarkDraft], ...] = (
    (case_studies, case_study(**dict.fromkeys(case_studies.TEXTS, "écrit"))),
    (
        tool_benchmarks,
        benchmark(
            **dict.fromkeys(tool_benchmarks.TEXTS, "écrit"),
            criteria=tuple(
                {"code": code, "score": 4, "comment": "écrit"}
                for code in vocabulary.terms("criteria")
            ),
        ),
    ),
)
# Fields of the shelf that are strings and no text of an author: where their words come from.
CODES = {
    CaseStudyContent: {
        "needs": "needs", "human_means": "human_means", "dose": "dosage", "period": "periods",
    },
    ToolBenchmarkContent: {
        "tool": "tools", "human_means": "human_means", "dose": "dosage", "period": "periods",
        "monthly_hours": "count_bands", "leaving_reasons": "leaving_reasons",
        "left_for": "tools", "vendor_tie": "vendor_ties",
    },
    Criterion: {"code": "criteria"},
    # ``value`` is a number of two digits, made by ``figures.shown``.
    ShownFigure: {
        "metric": "metrics", "basis": "bases", "source": "figure_sources", "code": "bands",
        "value": "a number",
    },
}  # fmt: skip
TEXTS = {
    CaseStudyContent: set(case_studies.TEXTS),
    # An account comes from elsewhere only, through the exchange.
    ToolBenchmarkContent: {*tool_benchmarks.TEXTS, "account"},
    Criterion: {"comment"},
    ShownFigure: set(),
}


def holds_text(annotation: Any) -> bool:
    """Whether a value of this type may be any string."""
    return annotation is str or any(holds_text(each) for each in get_args(annotation))


def public_models() -> Iterator[type[BaseModel]]:
    for each in vars(content).values():
        if isinstance(each, type) and issubclass(each, content._Public) and each.model_fields:
            yield each


def test_every_string_of_the_shelf_is_a_code_or_a_text_of_the_gate() -> None:
    models = set(public_models())
    assert models == set(CODES) == set(TEXTS)
    for model in models:
        free = {name for name, field in model.model_fields.items() if holds_text(field.annotation)}
        assert free == CODES[model].keys() | TEXTS[model], f"{model.__name__}: a new string"


@pytest.mark.parametrize(("kind", "draft"), DRAFTS, ids=["case-study", "tool-benchmark"])
def test_no_text_reaches_the_shelf_but_as_it_was_decided(
    kind: Any, draft: CaseStudyDraft | ToolBenchmarkDraft
) -> None:
    """Title and comments included: what is scanned is all that is published, word for word."""
    scanned = kind.texts(draft)
    assert set(scanned.values()) == {"écrit"}

    shown = kind.content(draft, dict.fromkeys(scanned, "décidé"), NOW)

    assert "écrit" not in shown.model_dump_json()
    assert content.texts(shown) == dict.fromkeys(content.texts(shown), "décidé")
    assert content.texts(shown).keys() == scanned.keys()


@pytest.mark.parametrize(("kind", "draft"), DRAFTS, ids=["case-study", "tool-benchmark"])
def test_a_code_that_somebody_typed_is_refused(
    kind: Any, draft: CaseStudyDraft | ToolBenchmarkDraft
) -> None:
    """Names of other tools too: outside of the catalogue there is one word for all."""
    free = [
        name
        for name, field in type(draft).model_fields.items()
        if holds_text(field.annotation) and name not in kind.TEXTS
    ]
    assert len(free) >= 12
    for name in free:
        before = getattr(draft, name)
        typed: Any = ("Zéphyrin",) if isinstance(before, tuple) else "Zéphyrin"
        with pytest.raises(Refusal):
            kind.check(draft.model_copy(update={name: typed}), NOW)


@pytest.mark.parametrize(("kind", "draft"), DRAFTS, ids=["case-study", "tool-benchmark"])
def test_a_new_field_of_a_draft_does_not_reach_the_shelf(
    kind: Any, draft: CaseStudyDraft | ToolBenchmarkDraft
) -> None:
    wider: Any = create_model("Wider", __base__=type(draft), president=(str, "Zéphyrin"))
    held = wider.model_validate(draft.model_dump() | {"president": "Zéphyrin"})

    shown = kind.content(held, kind.texts(held), NOW)
    labelled = practices.labels(held, kind.tools(held), NOW)

    assert "Zéphyrin" not in shown.model_dump_json()
    assert "Zéphyrin" not in repr(labelled)
    assert "Zéphyrin" not in kind.texts(held).values()
    assert set(labelled) <= set(content.FACETS)


def test_one_door_leads_to_the_shelf() -> None:
    """Rows of the shelf are made by ``library.shelve``, which publishing alone calls.

    What has no author here comes by another, ``library.take_in``, which the exchange alone calls.
    """
    made: dict[str, set[str]] = {}
    given: list[str] = []
    for path in Path(next(iter(commons.__path__))).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func).rsplit(".", 1)[-1]
                of = path.parent.name if path.stem == "__init__" else path.stem
                made.setdefault(name, set()).add(of)
                if name == "shelve":
                    given += [ast.unparse(each.value) for each in node.keywords
                              if each.arg in ("content", "labels")]  # fmt: skip

    for row in ("Publication", "PublicationVersion", "PublicationLabel"):
        assert made[row] == {"shelving"}
    assert made["CaseStudyContent"] == {"case_studies"}
    assert made["ToolBenchmarkContent"] == {"tool_benchmarks"}
    assert made["shelve"] == {"publishing"}
    assert made["take_in"] | made["revise_imported"] == {"exchange"}
    assert made["_insert"] | made["_insert_versions"] == {"imports"}
    assert given == ["kind.content(practice, prepared.seen, now)", "facets"]
