"""Labels over versions and editions: who reads all of them knows no small class."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commons import labels
from commons.labels import population, versions
from commons.labels.population import Population
from commons.labels.versions import Said, TellsTooMuch
from tests.commons.test_labels import (
    AUTHORS,
    EXAMPLES,
    FIELDS,
    HIDINGS,
    PEOPLE,
    SIZES,
    ZONES,
    facts,
    held,
    peoples,
    some_facts,
)

History = list[tuple[Population, labels.Facts, tuple[str, ...]]]

histories = st.lists(
    st.tuples(peoples, some_facts, st.sampled_from(HIDINGS)), min_size=2, max_size=3
)


def told(history: History, author: tuple[str, str, str]) -> tuple[Said, ...]:
    """What an author's versions say one after the other; those refused are not published."""
    said: list[Said] = []
    for number, (_, of, hide) in enumerate(history, start=1):
        editions = [people for people, _, _ in history[:number]]
        try:
            shown = versions.choose(said, editions, of, *author, hide=hide)
        except TellsTooMuch:
            continue
        said.append(Said(of, shown.sizes, shown.field, shown.zone))
    return tuple(said)


def together(of: list[labels.Facts]) -> labels.Facts:
    return labels.Facts(
        frozenset().union(*(each.channels for each in of)),
        frozenset().union(*(each.tools for each in of)),
        frozenset(),
    )


@given(history=histories)
@settings(max_examples=EXAMPLES // 2, deadline=None)
def test_authors_with_the_same_versions_are_many_whenever_something_new_is_told(
    history: History,
) -> None:
    alike: dict[tuple[Said, ...], set[tuple[str, str, str]]] = {}
    for author in AUTHORS:
        alike.setdefault(told(history, author), set()).add(author)

    for said, authors in alike.items():
        first, *others = said
        at = next(n for n, (_, of, _) in enumerate(history) if of is first.facts)
        known = labels.menu(history[at][0], first.facts)
        for number, each in enumerate(others, start=1):
            # Every later version tells of its author what the first told, or less.
            assert set(each.sizes) >= set(first.sizes)
            assert each.field in (first.field, None)
            assert each.zone in (first.zone, None)
            of = together([version.facts for version in said[: number + 1]])
            if (of.channels, of.tools) != (known.channels, known.tools):
                at = next(n for n, (_, new, _) in enumerate(history) if new is each.facts)
                known = labels.menu(history[at][0], of)
        everybody = len(authors) == len(AUTHORS)
        needed = 200 if first.zone else 100
        assert everybody or held(known, authors) >= needed


@given(history=histories)
@settings(max_examples=EXAMPLES // 2, deadline=None)
def test_whether_a_version_is_refused_depends_on_what_was_published_alone(
    history: History,
) -> None:
    by_first: dict[Said, set[tuple[Said, ...]]] = {}
    for author in AUTHORS:
        said = told(history, author)
        by_first.setdefault(said[0], set()).add(said)

    assert all(len(ways) == 1 for ways in by_first.values())


def test_a_later_version_keeps_its_labels_though_the_plan_became_finer() -> None:
    few = Population.of(1, population.inputs({"53": dict.fromkeys((*FIELDS, "all"), 0)}))
    first = versions.choose((), (few,), facts("peer-page"), "large", "sport", "paris")
    said = [Said(facts("peer-page"), first.sizes, first.field, first.zone)]

    later = versions.choose(said, (few, PEOPLE), facts("email"), "large", "sport", "paris")

    assert labels.choose(labels.menu(PEOPLE, facts("email")), "large", "culture", "paris").field
    assert (later.sizes, later.field, later.zone) == (first.sizes, first.field, first.zone)


def test_a_later_version_may_say_less() -> None:
    of = facts("email")
    said = [Said(of, ("small",), "sport", "paris")]

    later = versions.choose(said, (PEOPLE,), of, "small", "sport", "paris", hide={"zone", "size"})

    assert (later.sizes, later.field, later.zone) == (SIZES, "sport", None)
    # Who read the first version still knows what it said.
    menu = labels.menu(PEOPLE, of)
    exact = menu.population.count(menu.users, ("small",), ["sport"], "paris")
    assert later.matching == labels.at_least(exact)


def test_a_channel_that_makes_a_small_class_of_what_was_told_is_refused() -> None:
    said = [Said(facts("email"), ("large",), "culture", None)]

    with pytest.raises(TellsTooMuch):
        versions.choose(said, (PEOPLE,), facts("sms-gift"), "large", "culture", "paris")


def test_nothing_told_leaves_room_for_any_channel() -> None:
    said = [Said(facts("sms-gift"), SIZES, None, None)]

    later = versions.choose(said, (PEOPLE,), facts("payroll-giving"), "large", "culture", "paris")

    assert (later.sizes, later.field, later.zone) == (SIZES, None, None)


@pytest.mark.parametrize(
    ("size", "field", "zone"), [*itertools.product(SIZES, FIELDS[:3], ZONES[:2])]
)
def test_a_class_shrunk_by_a_better_count_is_no_reason_to_refuse_what_tells_nothing_new(
    size: str, field: str, zone: str
) -> None:
    of = facts("email")
    shown = labels.choose(labels.menu(PEOPLE, of), size, field, zone)
    said = [Said(of, shown.sizes, shown.field, shown.zone)]
    regions = {code: dict.fromkeys((*FIELDS, "all"), 1) for code in PEOPLE.inputs["regions"]}
    tiny = Population.of(2, population.inputs(regions))

    later = versions.choose(said, (PEOPLE, tiny), of, size, field, zone)

    assert (later.sizes, later.field, later.zone) == (shown.sizes, shown.field, shown.zone)
    assert later.matching <= Fraction(18)
