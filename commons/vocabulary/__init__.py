"""The words everybody shares: controlled lists in French and English, and the tool catalogue."""

import dataclasses
import functools
import importlib.resources
import tomllib
import types
from collections.abc import Iterable, Mapping
from typing import Any

from commons.refusals import Refusal

# In reading order: lists() follows it, then the order inside each file.
_LIST_FILES = (
    "themes.toml",
    "channels.toml",
    "associations.toml",
    "practices.toml",
    "benchmarks.toml",
    "metrics.toml",
    "bands.toml",
    "publishing.toml",
)
_WORDING = frozenset({"fr", "en", "synonyms", "synonyms_en"})


class UnknownCode(Refusal):
    """No term of this list has this code (or no list has this name)."""

    code = "unknown-code"

    def __init__(self, list_name: str, value: str, *path: str | int) -> None:
        super().__init__(*path, list=list_name, value=value)
        self.list_name = list_name
        self.value = value


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """One entry of a list; every term of a list has the same attributes, None where it has none."""

    code: str
    fr: str
    en: str
    synonyms: tuple[str, ...]
    synonyms_en: tuple[str, ...]
    attributes: Mapping[str, Any] = dataclasses.field(hash=False)

    def label(self, language: str) -> str:
        """French unless the language is English."""
        return self.en if language == "en" else self.fr


@dataclasses.dataclass(frozen=True, slots=True)
class ToolEntry:
    """One tool; licence and hosts are given only with the page that says so and its date."""

    code: str
    name: str
    category: str
    licence: str | None
    hosted_in: tuple[str, ...]
    source: str | None
    checked_on: str | None
    aliases: tuple[str, ...]
    common_word: bool
    synonyms: tuple[str, ...]


def lists() -> tuple[str, ...]:
    """The names of all lists, tools excepted."""
    return tuple(_lists())


def terms(list_name: str) -> Mapping[str, Term]:
    """The terms of a list by code, in the order they are shown; raises UnknownCode."""
    try:
        return _lists()[list_name]
    except KeyError:
        raise UnknownCode(list_name, "") from None


def term(list_name: str, code: str) -> Term:
    """One term; raises UnknownCode."""
    try:
        return terms(list_name)[code]
    except KeyError:
        raise UnknownCode(list_name, code) from None


def require(list_name: str, code: str, *path: str | int) -> Term:
    """The term of a code somebody sent, "tools" included; raises UnknownCode at this path."""
    known = _tool_terms() if list_name == "tools" else _lists().get(list_name, {})
    if code not in known:
        raise UnknownCode(list_name, code, *path)
    return known[code]


def label(list_name: str, code: str, language: str) -> str:
    """The wording of a code in "fr" or "en"; raises UnknownCode."""
    return term(list_name, code).label(language)


def has(list_name: str, code: str) -> bool:
    """Whether this list exists and has this code."""
    return code in _lists().get(list_name, {})


def tools() -> Mapping[str, ToolEntry]:
    """The tool catalogue by code."""
    return _tools()


def outside_figures() -> tuple[Mapping[str, Any], ...]:
    """Figures published by others, quoted as context and never mixed with observations."""
    return _rows("outside_figures.toml", "outside_figures")


def channel_rules() -> tuple[Mapping[str, Any], ...]:
    """Legal or contractual limits of a channel, worth reading before trying it."""
    return _rows("channel_rules.toml", "channel_rules")


def ancestors(list_name: str, code: str) -> tuple[str, ...]:
    """The codes above this one, nearest first; empty in a flat list."""
    found: list[str] = []
    parent = term(list_name, code).attributes.get("parent")
    while parent is not None:
        found.append(parent)
        parent = term(list_name, parent).attributes["parent"]
    return tuple(found)


def size_of_budget(budget_code: str) -> str:
    """The public size of a private budget class; raises UnknownCode."""
    for size in terms("sizes").values():
        if budget_code in size.attributes["budget_classes"]:
            return size.code
    raise UnknownCode("budget_classes", budget_code)


def field_of_rna(family: str) -> str | None:
    """The field of an RNA social object, whose first three digits are its family."""
    for field in terms("fields").values():
        if f"{family[:3]}000" in field.attributes["rna"]:
            return field.code
    return None


def zone_of_region(region: str) -> str:
    """The zone of a region given by its INSEE code; raises UnknownCode."""
    for zone in terms("zones").values():
        if region in zone.attributes["regions"]:
            return zone.code
    raise UnknownCode("regions", region)


def period_of(year: int) -> str | None:
    """The three-year band of a year, None outside the bands."""
    for period in terms("periods").values():
        if period.attributes["first_year"] <= year <= period.attributes["last_year"]:
            return period.code
    return None


def hindsight_of(months: int) -> str:
    """The hindsight reached after this many whole months; a negative number is a ValueError."""
    return _last_reached("hindsight", "min_months", months)


def amount_band(cents: int) -> str:
    """The band of an amount in cents; a negative amount is a ValueError."""
    return _last_reached("amount_bands", "min_eur", cents // 100)


def count_band(n: int) -> str:
    """The band of a count; a negative count is a ValueError."""
    return _last_reached("count_bands", "min", n)


def rate_word(share: float) -> str:
    """The word for a share from 0 to 1; only exact bounds are "none" and "all"."""
    for word in terms("rate_words").values():
        low, high = word.attributes["min"], word.attributes["max"]
        if low <= share < high or share == low == high:
            return word.code
    raise ValueError(f"a share is between 0 and 1, not {share}")


def _last_reached(list_name: str, bound: str, value: int) -> str:
    reached = [t.code for t in terms(list_name).values() if t.attributes[bound] <= value]
    if not reached:
        raise ValueError(f"{value} is below the first of {list_name!r}")
    return reached[-1]


@functools.cache
def _lists() -> Mapping[str, Mapping[str, Term]]:
    found: dict[str, Mapping[str, Term]] = {}
    for file_name in _LIST_FILES:
        for list_name, entries in _read(file_name).items():
            found[list_name] = _terms_of(entries)
    return types.MappingProxyType(found)


def _terms_of(entries: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Term]:
    names = [name for name in _names(entries.values()) if name not in _WORDING]
    return types.MappingProxyType(
        {
            code: Term(
                code=code,
                fr=entry["fr"],
                en=entry["en"],
                synonyms=tuple(entry.get("synonyms", ())),
                synonyms_en=tuple(entry.get("synonyms_en", ())),
                attributes=_completed(entry, names),
            )
            for code, entry in entries.items()
        }
    )


@functools.cache
def _tools() -> Mapping[str, ToolEntry]:
    return types.MappingProxyType(
        {
            code: ToolEntry(
                code=code,
                name=entry["name"],
                category=entry["category"],
                licence=entry.get("licence"),
                hosted_in=tuple(entry.get("hosted_in", ())),
                source=entry.get("source"),
                checked_on=entry.get("checked_on"),
                aliases=tuple(entry.get("aliases", ())),
                common_word=entry.get("common_word", False),
                synonyms=tuple(entry.get("synonyms", ())),
            )
            for code, entry in _read("tools.toml").items()
        }
    )


@functools.cache
def _tool_terms() -> Mapping[str, Term]:
    """A tool has one name in every language."""
    return {
        tool.code: Term(
            code=tool.code,
            fr=tool.name,
            en=tool.name,
            synonyms=(*tool.aliases, *tool.synonyms),
            synonyms_en=tool.aliases,
            attributes=types.MappingProxyType({"category": tool.category}),
        )
        for tool in tools().values()
    }


@functools.cache
def _rows(file_name: str, table: str) -> tuple[Mapping[str, Any], ...]:
    rows = _read(file_name)[table]
    names = _names(rows)
    return tuple(_completed(row, names) for row in rows)


def _names(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for entry in entries for name in entry))


def _completed(entry: Mapping[str, Any], names: list[str]) -> Mapping[str, Any]:
    """TOML has no null: a name another entry has and this one lacks reads as None."""
    return types.MappingProxyType({name: _frozen(entry.get(name)) for name in names})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _read(file_name: str) -> dict[str, Any]:
    text = importlib.resources.files(__name__).joinpath(file_name).read_text(encoding="utf-8")
    return tomllib.loads(text)
