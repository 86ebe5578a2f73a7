"""What a publication says of its author over all its versions and all editions of the figures.

Whoever read two versions knows what both say: labels that change would cut one class with the
other. So a later version keeps the labels of the one before, or says less, whatever the plan has
become since; and it adds no channel or tool that makes a small class of what was already told.
"""

import dataclasses
import functools
import itertools
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from commons import labels
from commons.labels import Facts, Labels, Menu, plan
from commons.labels.plan import SizeClass
from commons.labels.population import Population
from commons.refusals import Refusal


class TellsTooMuch(Refusal):
    """With the new channels and tools, what earlier versions said would match too few."""

    code = "tells-too-much"


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What one version said, as its readers know it: its facts, and the labels of its author."""

    facts: Facts
    sizes: SizeClass
    field: str | None
    zone: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Class:
    """The associations a reader may think of: of these sizes, these fields, this zone if any."""

    sizes: frozenset[str]
    fields: frozenset[str]
    zone: str | None

    def __and__(self, other: "Class") -> "Class":
        """Whoever is in both; one author has one zone, so that the other's is the same or none."""
        return Class(self.sizes & other.sizes, self.fields & other.fields, self.zone or other.zone)

    def held(self, fixed: Menu) -> Fraction:
        """How many could be the author, among the users that a menu was made from."""
        people = fixed.population
        fields = None if self.fields == frozenset(people.fields) else self.fields
        return people.count(fixed.users, self.sizes, fields, self.zone)

    def needed(self, people: Population) -> int:
        """How many must be: any number where nothing is told, since nothing is left to hide."""
        fields = () if self.fields == frozenset(people.fields) else self.fields
        if not (fields or self.zone) and self.sizes == frozenset(people.sizes):
            return 0
        return plan.threshold(fields, self.zone)


def meanings(editions: Sequence[Population], said: Said) -> Iterator[Class]:
    """What these labels may stand for, under each edition their version may come from.

    No field is read as `remaining`, which is less than hidden.
    """
    for people in editions:
        fields = labels.menu(people, said.facts).read_fields(said.sizes, said.field)
        yield Class(frozenset(said.sizes), frozenset(fields or people.fields), said.zone)


def smallest(editions: Sequence[Population], told: Sequence[Said], fixed: Menu) -> Class:
    """The smallest class that the readers of all these versions may know, among a menu's users."""
    ways = itertools.product(*({*meanings(editions, said)} for said in told))
    known = [functools.reduce(Class.__and__, way) for way in ways]
    return min(known, key=lambda each: each.held(fixed) - each.needed(fixed.population))


def choose(
    earlier: Sequence[Said],
    editions: Sequence[Population],
    facts: Facts,
    size: str,
    field: str,
    zone: str,
    *,
    hide: Collection[str] = (),
) -> Labels:
    """The labels of the next version, under the last of these editions.

    The first version's are those of the plan; a later one says what the last said, or less, so
    that nothing depends on its author but through what was published. Raises TellsTooMuch when
    the facts of all versions together leave too few in the class that was told.
    """
    people = editions[-1]
    if not earlier:
        return labels.choose(labels.menu(people, facts), size, field, zone, hide=hide)
    told = _together([each.facts for each in earlier])
    fixed = labels.menu(people, _together([told, facts]))
    known = smallest(editions, earlier, fixed)
    grew = not (facts.channels <= told.channels and facts.tools <= told.tools)
    if grew and known.held(fixed) < known.needed(people):
        raise TellsTooMuch("channels")
    last = earlier[-1]
    shown = None if labels.FIELD in hide else last.field
    return Labels(
        sizes=people.sizes if labels.SIZE in hide else last.sizes,
        field=shown,
        field_is_remaining=shown is None and known.fields != frozenset(people.fields),
        zone=None if labels.ZONE in hide else last.zone,
        matching=labels.at_least(known.held(fixed)),
    )


def _together(all_facts: Sequence[Facts]) -> Facts:
    return Facts(
        *(
            frozenset().union(*(getattr(each, name) for each in all_facts))
            for name in ("channels", "tools", "themes")
        )
    )
