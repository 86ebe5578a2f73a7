"""The house rules: clean code, imports downwards, a stable schema, every refusal in words."""

import ast
import importlib
import importlib.metadata
import pkgutil
import re
import shutil
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    is_specified_scalar_type,
    parse,
    specified_rules,
    validate,
)
from graphql.utilities import find_breaking_changes

from commons import anonymisation
from commons.refusals import Refusal
from frontend import demo, door, rendering
from schema import limits, problems, root, wording
from tests.commons.anonymisation import texts as annotated

HERE = Path(__file__).parents[1]
ROOMS = ("commons", "schema", "search", "frontend")
SCHEMA = root.schema._schema


def run(*command: str, cwd: Path = HERE) -> subprocess.CompletedProcess[str]:
    """A tool of the virtual environment, by the name of its module."""
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, check=False
    )


def modules() -> list[Path]:
    """Every Python file of the product, relative to the tree."""
    return sorted(path.relative_to(HERE) for room in ROOMS for path in HERE.glob(f"{room}/**/*.py"))


@pytest.mark.parametrize(
    "command",
    [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)],
    ids=lambda command: " ".join(command),
)
def test_a_tool_finds_nothing(command: tuple[str, ...]) -> None:
    done = run(*command)

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


LINT = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"


def lint(cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_keep_their_contracts() -> None:
    done = lint(HERE)

    assert done.returncode == 0, done.stdout
    assert "6 kept, 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("search/documents.py", "from commons import drafts", "can't reach private"),
        # Indirectly: the index reads the library.
        ("commons/library.py", "from commons import organisations", "can't reach private"),
        ("commons/content.py", "from commons import rights", "has its place"),
        ("commons/refusals.py", "from search import engine", "downwards only"),
        ("commons/novelty.py", '"""A module nobody placed."""', "has its place"),
        ("frontend/pages/home.py", "from commons import library", "not tables"),
    ],
)
def test_a_wrong_import_breaks_a_contract(
    tmp_path: Path, module: str, line: str, broken: str
) -> None:
    for path in modules():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / path, tmp_path / path)
    shutil.copy(HERE / "pyproject.toml", tmp_path)
    with (tmp_path / module).open("a") as file:
        file.write(f"\n{line}\n")

    done = lint(tmp_path)

    assert done.returncode == 1, done.stdout + done.stderr
    told = " ".join(done.stdout.split())
    assert re.search(rf"{re.escape(broken)}[^.]*? BROKEN", told), done.stdout


def test_the_four_names_are_ours_alone() -> None:
    claimed = importlib.metadata.packages_distributions()

    for room in ROOMS:
        assert set(claimed.get(room, ["recul"])) == {"recul"}
        file = importlib.import_module(room).__file__
        assert file
        assert Path(file) == HERE / room / "__init__.py"


def test_the_snapshot_of_the_schema_is_current() -> None:
    snapshot = (HERE / "schema" / "schema.graphql").read_text("utf-8")

    changes = find_breaking_changes(build_schema(snapshot), build_schema(root.sdl()))
    assert [change.description for change in changes] == []
    assert root.sdl() == snapshot, "run: recul sdl > schema/schema.graphql"


def described() -> Iterator[tuple[str, str | None]]:
    """Everything of the schema that people read, with its description."""
    for name, kind in SCHEMA.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(kind):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            for value, enum_value in kind.values.items():
                yield f"{name}.{value}", enum_value.description
        elif isinstance(kind, GraphQLInputObjectType):
            for field, input_field in kind.fields.items():
                yield f"{name}.{field}", input_field.description
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field, output_field in kind.fields.items():
                yield f"{name}.{field}", output_field.description
                for argument, given in output_field.args.items():
                    yield f"{name}.{field}({argument})", given.description


def test_everything_in_the_schema_is_described() -> None:
    told = dict(described())

    assert len(told) > 400
    assert [name for name, description in told.items() if not (description or "").strip()] == []


def test_mutations_take_one_input_and_answer_a_problem() -> None:
    mutations = SCHEMA.mutation_type
    assert mutations

    for name, field in mutations.fields.items():
        assert set(field.args) <= {"input"}, name
        if field.args:
            kind: Any = field.type.of_type
            members = [each.name for each in kind.types]
            assert any(member.endswith("Problem") for member in members), name


DOCUMENTS = sorted(HERE.glob("frontend/documents/*.graphql"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_of_the_pages_is_valid(path: Path) -> None:
    document = parse(door.document(path.stem))

    errors = validate(SCHEMA, document, [*specified_rules, limits.Limits])
    assert [error.message for error in errors] == []
    (operation,) = [each for each in document.definitions if each.kind == "operation_definition"]
    assert operation.name.value == path.stem  # type: ignore[attr-defined]


def refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Every refusal there is."""
    for room in ROOMS:
        for found in pkgutil.walk_packages([str(HERE / room)], f"{room}."):
            if ".versions." not in found.name and not found.name.endswith("migrations.env"):
                importlib.import_module(found.name)
    waiting = [kind]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += each.__subclasses__()


# Details that the constructor of a refusal gives by itself.
GIVEN = {"UnknownCode": {"list", "value"}}


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """Every call that makes a refusal, or words a sentence: name, key if literal, details."""
    names = {each.__name__ for each in refusals()} | {"_Unfit", "Refused", "say"}
    for path in modules():
        for node in ast.walk(ast.parse((HERE / path).read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name not in names or any(each.arg is None for each in node.keywords):
                continue
            if name == "say" and path.parts[0] == "frontend":
                continue  # the pages have words of their own
            position = {"_Unfit": 1, "Refused": 0, "say": 0}.get(name)
            key = ""
            if position is not None:
                said = node.args[position] if len(node.args) > position else None
                if not (isinstance(said, ast.Constant) and isinstance(said.value, str)):
                    continue
                key = said.value
            details = {each.arg for each in node.keywords if each.arg} - {"headers"}
            yield name, key, details | GIVEN.get(name, set())


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_refusal_has_a_code_of_its_own_and_words_in_both_languages() -> None:
    codes = [each.code for each in refusals()]

    assert len(codes) > 35
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert re.fullmatch("[a-z]+(-[a-z]+)*", code)
        for language in wording.LANGUAGES:
            assert wording.sentences(language)[code]
    assert set(problems._PROBLEMS) <= set(codes)


def test_every_sentence_finds_the_details_it_quotes() -> None:
    by_name = {each.__name__: each.code for each in refusals()}
    seen = set()

    for name, key, details in raised():
        code = key or by_name[name]
        seen.add(code)
        for language in wording.LANGUAGES:
            quoted = fields(wording.sentences(language)[code])
            assert quoted <= details, (name, code, language)
    assert len(seen) > 40


def test_both_languages_say_the_same_things() -> None:
    french, english = (wording.sentences(language) for language in ("fr", "en"))

    assert list(french) == list(english)
    for key, sentence in french.items():
        assert fields(sentence) == fields(english[key]), key
    assert set(rendering.words("fr")) == set(rendering.words("en"))
    for key, sentence in rendering.words("fr").items():
        assert fields(sentence) == fields(rendering.words("en")[key]), key


def test_no_sentence_is_left_without_use() -> None:
    used = {each.code for each in refusals()} | {key for _, key, _ in raised() if key}
    # Chosen by a variable: see commons.anonymisation, schema.letters and schema.problems.
    chosen = (
        "kind-", "reason-", "suggestion-", "letter-subject-", "letter-told-", "not-allowed-",
        "wrong-figure-",
    )  # fmt: skip

    unused = [key for key in wording.sentences("fr") if key not in used]
    assert [key for key in unused if not key.startswith(chosen)] == []


def test_every_finding_is_explained() -> None:
    kinds, reasons = set(), set()
    for case in annotated.cases():
        profile = anonymisation.Profile.from_mapping(case["profile"])
        for found in anonymisation.scan({"text": case["text"]}, profile):
            kinds.add(found.kind)
            reasons.add(found.reason)
    for _, raw in demo.practices():
        words = {name: text for name, text in raw.items() if isinstance(text, str)}
        for found in anonymisation.scan(words, anonymisation.Profile()):
            kinds.add(found.kind)
            reasons.add(found.reason)

    assert len(kinds) > 15
    assert len(reasons) > 30
    for language in wording.LANGUAGES:
        known = wording.sentences(language)
        assert [each for each in sorted(kinds) if f"kind-{each}" not in known] == []
        assert [each for each in sorted(reasons) if f"reason-{each}" not in known] == []


def test_the_lock_names_no_package_index() -> None:
    lock = (HERE / "requirements.lock").read_text("utf-8")

    assert "://" not in lock
    assert "index-url" not in lock
    pinned = re.findall(r"^[a-z0-9][a-z0-9._\[\],-]*==\S+", lock, re.MULTILINE)
    assert len(pinned) > 40
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", lock)) >= len(pinned)
    assert not (HERE / "uv.lock").exists()


def test_the_map_of_the_readme_is_the_tree() -> None:
    readme = (HERE / "README.md").read_text("utf-8")
    drawn = re.search(r"<!-- map -->(.*)<!-- /map -->", readme, re.DOTALL)
    assert drawn
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", drawn[1], re.MULTILINE))

    expected = {}
    for path in modules():
        said = ast.get_docstring(ast.parse((HERE / path).read_text("utf-8"))) or ""
        # A room's own file and the history of the schema are no modules to know.
        if str(path) in {f"{room}/__init__.py" for room in ROOMS}:
            continue
        if path.parts[:2] == ("commons", "migrations") and path.name != "__init__.py":
            continue
        assert said, f"{path} says nothing of itself"
        expected[str(path)] = " ".join(said.split("\n\n")[0].split())
    assert rows == expected


def test_names_say_what_a_module_is_about() -> None:
    vague = {"utils", "helpers", "service", "manager", "base", "core", "common", "misc", "data",
             "info"}  # fmt: skip
    for path in modules():
        assert path.stem not in vague | set(ROOMS), path
        if len(path.parts) == 2 and path.stem != "__init__":
            assert path.stem not in sys.stdlib_module_names, path
