"""What may be said of an author: size, field and zone, by a plan fixed by the public facts alone.

Hiding a value only where it is rare would tell that it is rare. So the facts of a practice (its
channels and tools) fix how sizes, fields and zones are cut into classes, and every author
publishes the class they fall in. What is dropped first: zones, then fields, then sizes; themes and
channels never.
"""

import dataclasses
import functools
import math
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from commons import vocabulary
from commons.labels import plan, population
from commons.labels.plan import SizeClass
from commons.labels.population import Population

ALARM = plan.ALARM

SIZE, FIELD, ZONE = "size", "field", "zone"
NAMES = (SIZE, FIELD, ZONE)
OK, PUBLIC_LIST, TOO_FEW_USERS = "ok", "public-list", "too-few-users"

# A size class and a field shown in it; None stands for all its remaining fields together.
Cell = tuple[SizeClass, str | None]


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """The public facts of a practice, as published: a tool outside the catalogue is `other-tool`.

    Themes are carried because they are public, but nothing tells how many associations meet one.
    """

    channels: frozenset[str]
    tools: frozenset[str]
    themes: frozenset[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Menu:
    """The partitions fixed by some facts, with the users of each size they were made from.

    fields lists per size class those shown exactly; all others are `remaining`. One class of all
    sizes means the size is hidden, no exact field means the field is. zoned are the cells whose
    authors say their zone.
    """

    population: Population
    channels: frozenset[str]
    tools: frozenset[str]
    sizes: tuple[SizeClass, ...]
    fields: Mapping[SizeClass, tuple[str, ...]]
    zoned: frozenset[Cell]
    reason: str
    users: Mapping[str, Fraction]

    def shown_fields(self, sizes: SizeClass) -> tuple[str, ...]:
        """Fields that stay exact for a class, or for all sizes where their author hides theirs.

        With the size hidden a field stays exact only if it is exact for every size, since showing
        it would otherwise tell the sizes for which it can be shown.
        """
        if sizes in self.fields:
            return self.fields[sizes]
        every = tuple(self.fields.values())
        return tuple(field for field in every[0] if all(field in exact for exact in every))

    def read_fields(self, sizes: SizeClass, field: str | None) -> tuple[str, ...] | None:
        """The fields readers may think of: the one shown, else `remaining`, else None for all."""
        if field is not None:
            return (field,)
        exact = self.shown_fields(sizes)
        return tuple(each for each in self.population.fields if exact and each not in exact) or None

    def cells(self, sizes: SizeClass, fields: Collection[str]) -> tuple[Cell, ...]:
        """The cells that a class of sizes and of fields is made of."""
        return tuple(
            (each, field if field in self.fields[each] else None)
            for each in self.sizes
            if set(each) <= set(sizes)
            for field in fields
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Labels:
    """What readers see of an author, and at least how many associations it may be.

    field is None both when the field is hidden and when it is `remaining`.
    """

    sizes: SizeClass
    field: str | None
    field_is_remaining: bool
    zone: str | None
    matching: int

    def facets(self) -> dict[str, tuple[str, ...]]:
        """As the shelf bears them, facet → codes."""
        single = {"fields": self.field, "zones": self.zone}
        return {"sizes": self.sizes} | {
            facet: (code,) for facet, code in single.items() if code is not None
        }


def listed_channels(texts: Iterable[str]) -> frozenset[str]:
    """Channels whose users are publicly listed that these texts name: facts, ticked or not."""
    return frozenset().union(*(population.said_in(text) for text in texts))


def menu(people: Population, facts: Facts) -> Menu:
    """The partitions for these facts, the same for every author."""
    return _menu(people, facts.channels, facts.tools)


def choose(fixed: Menu, size: str, field: str, zone: str, *, hide: Collection[str] = ()) -> Labels:
    """The labels of an author of this size, field and zone, who may hide more, never less.

    Raises vocabulary.UnknownCode for a size, field or zone, ValueError for anything else to hide.
    The classes that hiding leads to are unions of classes of the menu, hence as large at least:
    what would show in some of them only is not shown.
    """
    vocabulary.term("sizes", size)
    vocabulary.term("fields", field)
    vocabulary.term("zones", zone)
    if not set(NAMES).issuperset(hide):
        raise ValueError(f"only {', '.join(NAMES)} can be hidden, not {sorted(hide)}")
    people = fixed.population
    sizes = next(size_class for size_class in fixed.sizes if size in size_class)
    if SIZE in hide:
        sizes = people.sizes
    exact = () if FIELD in hide else fixed.shown_fields(sizes)
    shown = field if field in exact else None
    alike = (field,) if shown else tuple(each for each in people.fields if each not in exact)
    said = zone if ZONE not in hide and fixed.zoned.issuperset(fixed.cells(sizes, alike)) else None
    # All fields together are more than their sum, which is made of lower values.
    counted = alike if exact else None
    held = people.count(fixed.users, sizes, counted, said)
    return Labels(sizes, shown, bool(exact and not shown), said, at_least(held))


def hide_menu(fixed: Menu) -> tuple[str, ...]:
    """What an author may still hide of what a menu lets appear."""
    shown = {
        SIZE: len(fixed.sizes) > 1,
        FIELD: any(fixed.fields.values()),
        ZONE: bool(fixed.zoned),
    }
    return tuple(name for name, can_hide in shown.items() if can_hide)


def network_band(count: int) -> str:
    """How many associations of the network match, never closer than these three bands."""
    if count < 5:
        return "under-5"
    return "5-20" if count <= 20 else "over-20"


def at_least(held: Fraction) -> int:
    """Rounded down to two significant digits: an estimate looks like one, and stays safe."""
    whole = math.floor(held)
    step: int = 10 ** max(0, len(str(whole)) - 2)
    return whole // step * step


# Bounded, because any visitor may ask for any set of facts; an edition has entries of its own.
@functools.lru_cache(maxsize=1024)
def _menu(people: Population, channels: frozenset[str], tools: frozenset[str]) -> Menu:
    users = people.users(channels, tools)
    everything = people.sizes
    listed = any(people.is_public(channel) for channel in channels)
    classes = (everything,) if listed else plan.size_classes(people, users)
    fields: dict[SizeClass, tuple[str, ...]] = {everything: ()}
    # Fields are dropped before sizes: no size left to show, no field either.
    if len(classes) > 1:
        fields = {each: plan.exact_fields(people, users, each) for each in classes}
    # And zones before fields: each cell as it is published holds six large zones, or shows none.
    zoned = set()
    for sizes, exact in fields.items():
        remaining = [field for field in people.fields if field not in exact]
        cells = [(field, [field]) for field in exact] + ([(None, remaining)] if remaining else [])
        zoned |= {
            (sizes, shown)
            for shown, alike in cells
            if exact and plan.shows_zones(people, users, sizes, alike)
        }
    reason = PUBLIC_LIST if listed else OK if len(classes) > 1 else TOO_FEW_USERS
    return Menu(
        population=people,
        channels=channels,
        tools=tools,
        sizes=classes,
        fields=MappingProxyType(fields),
        zoned=frozenset(zoned),
        reason=reason,
        users=users,
    )
