"""The rules of the label plan: fixed partitions of sizes, fields and France into large classes."""

import itertools
from collections.abc import Collection, Mapping
from fractions import Fraction

from commons import vocabulary
from commons.labels.population import Population

SMALLEST_CLASS = 100
SMALLEST_SENSITIVE_CLASS = 200
SMALLEST_ZONE_CLASS = 200
# Nothing is left to hide when even the hidden labels match fewer than this: worth an alarm.
ALARM = 50

SizeClass = tuple[str, ...]


def threshold(fields: Collection[str], zone: str | None = None) -> int:
    """How many associations a class showing these fields, one or several, must hold."""
    if zone is not None:
        return SMALLEST_ZONE_CLASS
    known = vocabulary.terms("fields")
    sensitive = any(known[field].attributes["sensitive"] for field in fields)
    return SMALLEST_SENSITIVE_CLASS if sensitive else SMALLEST_CLASS


def size_classes(population: Population, users: Mapping[str, Fraction]) -> tuple[SizeClass, ...]:
    """The finest contiguous partition of the sizes whose classes are all large enough.

    All eight are tried. Most classes win; between equals the smallest sizes are kept apart first,
    because a very small association looks for its like. None large enough: one class of all.
    """
    sizes = population.sizes
    cuts = itertools.product((True, False), repeat=len(sizes) - 1)
    # product() begins with cuts after the smallest sizes, and max() keeps the first of equals.
    partitions = [_cut(sizes, where) for where in cuts]
    safe = [
        partition
        for partition in partitions
        if all(population.count(users, part) >= SMALLEST_CLASS for part in partition)
    ]
    return max(safe, key=len, default=(sizes,))


def exact_fields(
    population: Population, users: Mapping[str, Fraction], size_class: SizeClass
) -> tuple[str, ...]:
    """The fields shown as they are for this size class; all others together are `remaining`.

    `remaining` takes in the smallest exact field until it is large enough itself; when that leaves
    none, no field is shown. Equal counts: the first of the vocabulary is taken.
    """
    counts = {field: population.count(users, size_class, [field]) for field in population.fields}
    exact = [field for field, held in counts.items() if held >= threshold([field])]
    remaining = [field for field in counts if field not in exact]
    while exact and remaining and sum(counts[f] for f in remaining) < threshold(remaining):
        smallest = min(exact, key=lambda field: counts[field])
        exact.remove(smallest)
        remaining.append(smallest)
    return tuple(exact)


def shows_zones(
    population: Population,
    users: Mapping[str, Fraction],
    size_class: SizeClass,
    fields: Collection[str],
) -> bool:
    """Whether those of this size class and these fields say their zone: all six, or none."""
    return all(
        population.count(users, size_class, fields, zone) >= SMALLEST_ZONE_CLASS
        for zone in population.zones
    )


def _cut(sizes: tuple[str, ...], where: tuple[bool, ...]) -> tuple[SizeClass, ...]:
    ends = [0, *(place for place, cut in enumerate(where, start=1) if cut), len(sizes)]
    return tuple(sizes[start:end] for start, end in itertools.pairwise(ends))
