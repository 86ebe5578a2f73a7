"""What may be said of an author: size and field, by a plan fixed by the public facts alone.

Hiding a value only where it is rare would tell that it is rare. So the facts of a practice (its
channels and tools) fix how sizes and fields are cut into classes, and every author publishes the
class they fall in. What is dropped first: fields, then sizes; themes and channels never.
"""

import dataclasses
import functools
import math
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from commons import vocabulary
from commons.labels import plan, population

ALARM = plan.ALARM

SIZE, FIELD = "size", "field"
OK, PUBLIC_LIST, TOO_FEW_USERS = "ok", "public-list", "too-few-users"


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
    sizes means the size is hidden, no exact field means the field is.
    """

    sizes: tuple[tuple[str, ...], ...]
    fields: Mapping[tuple[str, ...], tuple[str, ...]]
    reason: str
    users: Mapping[str, Fraction]


@dataclasses.dataclass(frozen=True, slots=True)
class Labels:
    """What readers see of an author, and at least how many associations it may be.

    field is None both when the field is hidden and when it is `remaining`.
    """

    sizes: tuple[str, ...]
    field: str | None
    field_is_remaining: bool
    matching: int


def listed_channels(texts: Iterable[str]) -> frozenset[str]:
    """Channels whose users are publicly listed that these texts name: facts, ticked or not."""
    return frozenset().union(*(population.said_in(text) for text in texts))


def menu(facts: Facts) -> Menu:
    """The partitions for these facts, the same for every author."""
    return _menu(facts.channels, facts.tools)


def choose(facts: Facts | Menu, size: str, field: str, *, hide: Collection[str] = ()) -> Labels:
    """The labels of an author of this size and field, who may hide more, never less.

    Raises vocabulary.UnknownCode for a size or field, ValueError for anything else to hide. The
    classes that hiding leads to are unions of classes of the menu, hence as large at least: with
    the size hidden a field stays exact only if it is exact for every size, since showing it would
    otherwise tell the sizes for which it can be shown.
    """
    vocabulary.term("sizes", size)
    vocabulary.term("fields", field)
    if not {SIZE, FIELD}.issuperset(hide):
        raise ValueError(f"only {SIZE!r} and {FIELD!r} can be hidden, not {sorted(hide)}")
    fixed = menu(facts) if isinstance(facts, Facts) else facts

    sizes = next(size_class for size_class in fixed.sizes if size in size_class)
    exact = fixed.fields[sizes]
    if SIZE in hide:
        sizes = population.sizes()
        exact = tuple(f for f in exact if all(f in shown for shown in fixed.fields.values()))
    if FIELD in hide or not exact:
        return Labels(sizes, None, False, _at_least(population.count(fixed.users, sizes)))
    if field in exact:
        held = population.count(fixed.users, sizes, [field])
        return Labels(sizes, field, False, _at_least(held))
    remaining = [f for f in population.fields() if f not in exact]
    return Labels(sizes, None, True, _at_least(population.count(fixed.users, sizes, remaining)))


def hide_menu(facts: Facts) -> tuple[str, ...]:
    """What an author may still hide of what these facts let appear."""
    fixed = menu(facts)
    shown = {SIZE: len(fixed.sizes) > 1, FIELD: any(fixed.fields.values())}
    return tuple(name for name, can_hide in shown.items() if can_hide)


def network_band(count: int) -> str:
    """How many associations of the network match, never closer than these three bands."""
    if count < 5:
        return "under-5"
    return "5-20" if count <= 20 else "over-20"


# Bounded, because any visitor may ask for any set of facts.
@functools.lru_cache(maxsize=1024)
def _menu(channels: frozenset[str], tools: frozenset[str]) -> Menu:
    users = population.users(channels, tools)
    everything = population.sizes()
    if any(population.is_public(channel) for channel in channels):
        return Menu((everything,), MappingProxyType({everything: ()}), PUBLIC_LIST, users)
    classes = plan.size_classes(users)
    if len(classes) == 1:
        # Fields are dropped before sizes: no size left to show, no field either.
        return Menu(classes, MappingProxyType({everything: ()}), TOO_FEW_USERS, users)
    exact = {size_class: plan.exact_fields(users, size_class) for size_class in classes}
    return Menu(classes, MappingProxyType(exact), OK, users)


def _at_least(held: Fraction) -> int:
    """Rounded down to two significant digits: an estimate looks like one, and stays safe."""
    whole = math.floor(held)
    step: int = 10 ** max(0, len(str(whole)) - 2)
    return whole // step * step
