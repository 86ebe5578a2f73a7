"""What is kept, of whom, why and how long: one table of all fields, and the register made of it."""

import functools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

LANGUAGES = ("fr", "en")
_ASPECTS = ("purpose", "data", "readers", "kept", "basis")


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is inside a sealed column, as dotted paths; ``purpose`` is that of the sealing.

    ``under`` says whose key opens it. ``person`` and ``association`` are the paths whose value
    says to whom a row belongs (``@id``: its own id); who asks for their data gets all but the
    ``secret`` paths. ``packed`` bytes are no JSON.
    """

    purpose: str
    column: str
    under: Literal["site", "association"]
    keys: tuple[str, ...]
    secret: tuple[str, ...]
    person: str | None
    association: str | None
    packed: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """One table: its columns in clear, what is sealed in it, and the codes of why and how long."""

    table: str
    columns: tuple[str, ...]
    sealed: tuple[Sealed, ...]
    purpose: str
    data: str
    readers: str
    kept: str
    basis: str


@functools.cache
def holdings() -> Mapping[str, Holding]:
    """Every table by its name."""
    return {table: _holding(table, said) for table, said in _toml("holdings").items()}


def _toml(name: str) -> dict[str, Any]:
    text = resources.files("commons.processing").joinpath(f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def _holding(table: str, said: Mapping[str, Any]) -> Holding:
    sealed = tuple(
        Sealed(
            # One purpose may seal two columns: what stands in brackets tells the lines apart.
            purpose=name.partition(" (")[0],
            column=each.get("column", "sealed"),
            under=each.get("under", "site"),
            keys=tuple(each["keys"]),
            secret=tuple(each.get("secret", ())),
            person=each.get("person"),
            association=each.get("association"),
            packed=each.get("packed", False),
        )
        for name, each in said.get("sealed", {}).items()
    )
    return Holding(table, tuple(said["columns"]), sealed, **{name: said[name] for name in _ASPECTS})


def paths(value: object, inside: str = "") -> Iterator[str]:
    """The dotted paths of a JSON value; places in lists don't count, nothing is named ``items``."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from paths(each, f"{inside}.{name}" if inside else str(name))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from paths(each, inside or "items")
    elif value is not None:
        yield inside


def undeclared(purpose: str, value: object) -> set[str]:
    """The paths of a value to be sealed that no line of the table declares."""
    known = {
        key
        for holding in holdings().values()
        for sealed in holding.sealed
        if sealed.purpose == purpose
        for key in sealed.keys
    }
    return {
        path
        for path in paths(value)
        if path not in known and not any(path.startswith(f"{key}.") for key in known)
    }


@functools.cache
def _words(language: str) -> Mapping[str, Any]:
    return _toml(language)


def name(path: str, language: str) -> str:
    """The readable name of a column or of a path inside a sealed one."""
    return str(_words(language)["names"][path.rpartition(".")[2]])


def table_name(table: str, language: str) -> str:
    """The readable name of a table."""
    return str(_words(language)["tables"][table])


def register(language: str) -> str:
    """The register of processing as Markdown: one line for each column and each sealed value."""
    said = _words(language)["register"]
    lines = [f"# {said['title']}", "", said["lead"], "", said["measures"], ""]
    lines += [_line(said["heading"]), _line(["---"] * len(said["heading"]))]
    for holding in holdings().values():
        aspects = [_words(language)[aspect][getattr(holding, aspect)] for aspect in _ASPECTS]
        for column in holding.columns:
            field = _field(column, language)
            lines.append(_line([table_name(holding.table, language), field, *aspects]))
        for sealed in holding.sealed:
            for key in sealed.keys:
                field = f"{_field(key, language)} ({said['inside']})"
                lines.append(_line([table_name(holding.table, language), field, *aspects]))
    return "\n".join(lines) + "\n"


def _field(path: str, language: str) -> str:
    return f"{name(path, language)} `{path}`"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
