"""How the number told to an author came about, and why something is not said of them."""

import dataclasses
from collections.abc import Collection, Mapping
from fractions import Fraction

from commons import labels
from commons.labels import Labels, Menu, plan

EVERYONE, CHANNEL, TOOL, TOGETHER = "everyone", "channel", "tool", "together"
SHOWN, HIDDEN, CLASS, REMAINING, TOO_FEW = "shown", "hidden", "class", "remaining", "too-few"


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """At least so many associations once this is known too, rounded down to two digits.

    ``about`` is one of everyone, channel, tool, together, size, field, zone; ``codes`` are those it
    speaks of. Channels and tools are counted each on its own; ``rarest`` marks the one that limits.
    """

    about: str
    codes: tuple[str, ...]
    count: int
    rarest: bool = False


def steps(fixed: Menu, shown: Labels) -> tuple[Step, ...]:
    """From all associations of France down to the number that the author is told."""
    people = fixed.population
    found = [_step(EVERYONE, (), people.total)]
    found += _users(fixed, shown)
    if len(fixed.channels) + len(fixed.tools) > 1:
        found.append(_step(TOGETHER, (), people.count(fixed.users, people.sizes)))
    if shown.sizes != people.sizes:
        found.append(_step(labels.SIZE, shown.sizes, people.count(fixed.users, shown.sizes)))
    fields = _fields(fixed, shown)
    if fields is not None:
        found.append(_step(labels.FIELD, fields, people.count(fixed.users, shown.sizes, fields)))
    if shown.zone is not None:
        held = people.count(fixed.users, shown.sizes, fields, shown.zone)
        found.append(_step(labels.ZONE, (shown.zone,), held))
    return tuple(found)


def needed(fixed: Menu, shown: Labels) -> int:
    """How many the plan requires; 0 where nothing is said, hence nothing left to hide."""
    fields = _fields(fixed, shown) or ()
    if not (fields or shown.zone) and shown.sizes == fixed.population.sizes:
        return 0
    return plan.threshold(fields, shown.zone)


def reasons(fixed: Menu, shown: Labels, hide: Collection[str]) -> Mapping[str, str]:
    """For size, field and zone: shown, hidden by the author, or what the plan says instead.

    ``class`` (several sizes), ``remaining`` (one of several fields), ``too-few`` or
    ``public-list``.
    """
    said = {
        labels.SIZE: SHOWN if len(shown.sizes) == 1 else CLASS,
        labels.FIELD: SHOWN if shown.field else REMAINING if shown.field_is_remaining else TOO_FEW,
        labels.ZONE: SHOWN if shown.zone else TOO_FEW,
    }
    if shown.sizes == fixed.population.sizes:
        said[labels.SIZE] = TOO_FEW
    could_hide = labels.hide_menu(fixed)
    for name, reason in said.items():
        if reason != SHOWN and name in hide and name in could_hide:
            said[name] = HIDDEN
        elif reason == TOO_FEW and fixed.reason == labels.PUBLIC_LIST:
            said[name] = labels.PUBLIC_LIST
    return said


def _fields(fixed: Menu, shown: Labels) -> tuple[str, ...] | None:
    """The fields that the number told to the author covers; None for all."""
    if shown.field is None and not shown.field_is_remaining:
        return None
    return fixed.read_fields(shown.sizes, shown.field)


def _users(fixed: Menu, shown: Labels) -> list[Step]:
    """Users of each channel and tool alone, in a fixed order; the rarest within the size class."""
    people = fixed.population
    used = [(CHANNEL, code) for code in sorted(fixed.channels)]
    used += [(TOOL, code) for code in sorted(fixed.tools)]
    spread = {each: people.users_of(f"{each[0]}s", each[1]) for each in used}
    in_class = {each: people.count(users, shown.sizes) for each, users in spread.items()}
    rarest = min(in_class, key=lambda each: in_class[each], default=None)
    return [
        _step(
            about,
            (code,),
            people.count(spread[about, code], people.sizes),
            rarest=len(used) > 1 and (about, code) == rarest,
        )
        for about, code in used
    ]


def _step(about: str, codes: tuple[str, ...], held: Fraction, *, rarest: bool = False) -> Step:
    return Step(about, codes, labels.at_least(held), rarest)
