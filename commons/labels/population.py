"""How many associations could use a channel or a tool, by size and field, never over-counted."""

import functools
import importlib.resources
import itertools
import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from commons import vocabulary

# A channel or tool without odds of its own is as likely in every size.
_EVEN_ODDS = (1, 1, 1, 1)


def sizes() -> tuple[str, ...]:
    """The public sizes, smallest first."""
    return tuple(vocabulary.terms("sizes"))


def fields() -> tuple[str, ...]:
    """The fields of activity, in the order of the vocabulary."""
    return tuple(vocabulary.terms("fields"))


def is_public(channel: str) -> bool:
    """Whether the users of this channel can be read in a public list."""
    return bool(_selectivity()["channels"].get(channel, {}).get("public_list", False))


def said_in(text: str) -> frozenset[str]:
    """The publicly listed channels that a text names, however it is accented or cased."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("\u2011", "-")
    words = " ".join("".join(x for x in plain if not unicodedata.combining(x)).split())
    return frozenset(
        channel
        for channel, wordings in _selectivity()["said"].items()
        if any(re.search(rf"\b{re.escape(wording)}\b", words) for wording in wordings)
    )


def users(channels: Collection[str], tools: Collection[str]) -> Mapping[str, Fraction]:
    """Associations of each size that could use all of these; every association when none is given.

    Several together count as half of the rarest, taken size by size: a channel common overall may
    be the rarest among small associations, and users of both are never more than users of either.
    """
    known = _selectivity()
    entries = [known["channels"].get(code, known["default"]) for code in channels]
    entries += [known["tools"].get(code, known["default"]) for code in tools]
    if not entries:
        return MappingProxyType({size: _associations(size) for size in sizes()})
    spread = [_spread(entry) for entry in entries]
    part = Fraction(1, 2) if len(entries) > 1 else Fraction(1)
    return MappingProxyType({size: part * min(s[size] for s in spread) for size in sizes()})


def count(
    among: Mapping[str, Fraction], size_class: Collection[str], only: Collection[str] | None = None
) -> Fraction:
    """How many of these users are of these sizes and, unless None, of these fields."""
    if only is None:
        return sum((among[size] for size in size_class), Fraction(0))
    pairs = itertools.product(size_class, only)
    return sum((among[size] * _part_of_field(field, size) for size, field in pairs), Fraction(0))


def _associations(size: str) -> Fraction:
    population = _population()
    return Fraction(population["total"]["low"] * population["sizes"][size]["share"])


def _spread(entry: Mapping[str, Any]) -> Mapping[str, Fraction]:
    """Users by size: proportional to share × odds, and never more than there are associations."""
    population = _population()
    total = Fraction(entry.get("users") or entry["share_low"] * population["total"]["low"])
    weights = {
        size: population["sizes"][size]["share"] * odds
        for size, odds in zip(sizes(), entry.get("size_odds", _EVEN_ODDS), strict=True)
    }
    whole = sum(weights.values())
    return {
        size: min(total * weight / whole, _associations(size)) for size, weight in weights.items()
    }


@functools.cache
def _part_of_field(field: str, size: str) -> Fraction:
    """Share of a field among associations of a size: the lower of two estimates, lowered again."""
    population = _population()
    cell = population["field_by_size"]["cells"][field][size]
    known = population["fields"][field]
    both = min(cell["independent"], cell["raked"]) * known["low"] / known["share"]
    return Fraction(both / population["sizes"][size]["share"])


@functools.cache
def _population() -> Mapping[str, Any]:
    return _read("population.toml")


@functools.cache
def _selectivity() -> Mapping[str, Any]:
    return _read("selectivity.toml")


def _read(file_name: str) -> Mapping[str, Any]:
    # Fractions, because a class of exactly 100 must not become 99.99 by binary rounding.
    text = importlib.resources.files(__package__).joinpath(file_name).read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text, parse_float=Fraction))
