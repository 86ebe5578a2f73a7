"""How many associations could use a channel or a tool, by size, field and zone, at the least."""

import dataclasses
import functools
import hashlib
import importlib.resources
import itertools
import json
import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Self

from commons import vocabulary

# A channel or tool without odds of its own is as likely in every size.
_EVEN_ODDS = (1, 1, 1, 1)
# The key of all fields together among the counts of a region.
ALL = "all"

Counts = Mapping[str, Mapping[str, int]]


@dataclasses.dataclass(frozen=True)
class Population:
    """One edition of all figures that a label plan is made from; equal if their fingerprints are.

    ``inputs`` is a JSON object: shares by size, field, region and field × size, users by channel
    and tool, the regions of each zone, and, where the register was counted, its counts
    (region → field or "all" → associations) which stand in for the shares.
    """

    number: int = dataclasses.field(compare=False)
    fingerprint: str
    inputs: Mapping[str, Any] = dataclasses.field(compare=False, repr=False)

    @classmethod
    def of(cls, number: int, inputs: str) -> Self:
        """Read back from its JSON."""
        # Fractions, because a class of exactly 100 must not become 99.99 by binary rounding.
        read = json.loads(inputs, parse_float=Fraction)
        fingerprint = hashlib.sha256(inputs.encode()).hexdigest()
        return cls(number, fingerprint, MappingProxyType(read))

    @functools.cached_property
    def sizes(self) -> tuple[str, ...]:
        """The public sizes, smallest first."""
        return tuple(self.inputs["sizes"])

    @functools.cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields of activity, in the order of the vocabulary."""
        return tuple(self.inputs["fields"])

    @functools.cached_property
    def zones(self) -> tuple[str, ...]:
        """The zones of France, in the order of the vocabulary."""
        return tuple(self.inputs["zones"])

    @functools.cached_property
    def counted(self) -> Counts:
        """What was counted in the register; empty while everything is estimated."""
        return MappingProxyType(self.inputs["counted"])

    @functools.cached_property
    def total(self) -> Fraction:
        """All associations: the published total, less what counted regions fall short of it."""
        return self._associations(None, None)

    def is_public(self, channel: str) -> bool:
        """Whether the users of this channel can be read in a public list."""
        return bool(self.inputs["channels"].get(channel, {}).get("public_list", False))

    def associations(self, size: str) -> Fraction:
        """All associations of a size."""
        return self.total * Fraction(self.inputs["sizes"][size])

    def users_of(self, kind: str, code: str) -> Mapping[str, Fraction]:
        """Users of one of the "channels" or "tools" by size, proportional to share × odds.

        Never more than there are associations.
        """
        entry = self.inputs[kind].get(code, self.inputs["default"])
        whole = Fraction(entry.get("users") or entry["share_low"] * self.total)
        odds = entry.get("size_odds", _EVEN_ODDS)
        weights = {
            size: self.inputs["sizes"][size] * each
            for size, each in zip(self.sizes, odds, strict=True)
        }
        every = sum(weights.values())
        return {
            size: min(whole * weight / every, self.associations(size))
            for size, weight in weights.items()
        }

    def users(self, channels: Collection[str], tools: Collection[str]) -> Mapping[str, Fraction]:
        """Associations of each size that could use all of these; all of them when none is given.

        Several together count as half of the rarest, taken size by size: a channel common overall
        may be the rarest among small associations, and users of both are never more than users of
        either.
        """
        spread = [self.users_of("channels", code) for code in channels]
        spread += [self.users_of("tools", code) for code in tools]
        if not spread:
            return MappingProxyType({size: self.associations(size) for size in self.sizes})
        part = Fraction(1, 2) if len(spread) > 1 else Fraction(1)
        return MappingProxyType(
            {size: part * min(each[size] for each in spread) for size in self.sizes}
        )

    def count(
        self,
        among: Mapping[str, Fraction],
        sizes: Collection[str],
        fields: Collection[str] | None = None,
        zone: str | None = None,
    ) -> Fraction:
        """How many of these users are of these sizes and, unless None, these fields, this zone.

        Users are spread over fields and zones as all associations are: nothing better is known.
        """
        if fields is None:
            return sum((among[size] for size in sizes), Fraction(0)) * self._parts[None, zone]
        found = Fraction(0)
        for field in fields:
            own = sum((among[size] * self._tilts[field, size] for size in sizes), Fraction(0))
            found += own * self._parts[field, zone]
        return found

    @functools.cached_property
    def _parts(self) -> Mapping[tuple[str | None, str | None], Fraction]:
        """The share of each field, or all, in each zone, or everywhere."""
        keys = itertools.product((None, *self.fields), (None, *self.zones))
        return {key: self._associations(*key) / self.total for key in keys}

    @functools.cached_property
    def _tilts(self) -> Mapping[tuple[str, str], Fraction]:
        """How much rarer than independence a field is among associations of a size; at most 1."""
        found = {}
        for field, size in itertools.product(self.fields, self.sizes):
            share = self.inputs["fields"][field]["share"] * self.inputs["sizes"][size]
            found[field, size] = Fraction(self.inputs["cells"][field][size]) / share
        return found

    def _associations(self, field: str | None, zone: str | None) -> Fraction:
        """Associations of a field in a zone: counted where they were, else the lower estimates."""
        estimated = self.inputs["regions"]
        if zone is None:
            counted = list(self.counted)
            # Shares, not their lower values: what the counted regions leave for the others.
            rest = 1 - sum((estimated[region]["share"] for region in counted), Fraction(0))
        else:
            within = self.inputs["zones"][zone]
            counted = [region for region in within if region in self.counted]
            others = [region for region in within if region not in self.counted]
            rest = sum((estimated[region]["low"] for region in others), Fraction(0))
        share = 1 if field is None else self.inputs["fields"][field]["low"]
        known = sum(self.counted[region].get(field or ALL, 0) for region in counted)
        return Fraction(self.inputs["total"] * rest * share + known)


def said_in(text: str) -> frozenset[str]:
    """The publicly listed channels that a text names, however it is accented or cased."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("\u2011", "-")
    words = " ".join("".join(x for x in plain if not unicodedata.combining(x)).split())
    return frozenset(
        channel
        for channel, wordings in _read("selectivity.toml")["said"].items()
        if any(re.search(rf"\b{re.escape(wording)}\b", words) for wording in wordings)
    )


@functools.cache
def estimates() -> Population:
    """The estimates this version brings, before any edition is stored or anything counted."""
    return Population.of(0, inputs({}))


def inputs(counted: Counts) -> str:
    """The JSON of an edition: the estimates of this version, and what was counted."""
    known, used = _read("population.toml"), _read("selectivity.toml")
    tree = {
        "total": known["total"]["low"],
        "sizes": {size: known["sizes"][size]["share"] for size in vocabulary.terms("sizes")},
        "fields": {
            field: {name: known["fields"][field][name] for name in ("share", "low")}
            for field in vocabulary.terms("fields")
        },
        # Independence over-counts some cells, raking others: the lower of the two.
        "cells": {
            field: {size: min(each["independent"], each["raked"]) for size, each in cells.items()}
            for field, cells in known["field_by_size"]["cells"].items()
        },
        "regions": {
            region: {name: each[name] for name in ("share", "low")}
            for region, each in known["regions"].items()
        },
        "zones": {
            zone.code: zone.attributes["regions"] for zone in vocabulary.terms("zones").values()
        },
        "channels": {code: _figures(each) for code, each in used["channels"].items()},
        "tools": {code: _figures(each) for code, each in used["tools"].items()},
        "default": _figures(used["default"]),
        "counted": {region: dict(counts) for region, counts in sorted(counted.items())},
    }
    return json.dumps(tree, default=float)


def _figures(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in ("source", "estimate")}


@functools.cache
def _read(file_name: str) -> Mapping[str, Any]:
    text = importlib.resources.files(__package__).joinpath(file_name).read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text, parse_float=Fraction))
