"""The label plan: what is shown never depends on the author but through a fixed partition."""

import importlib.resources
import itertools
import os
import tomllib
from collections.abc import Collection
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commons import labels, vocabulary
from commons.labels import plan, population
from commons.labels.population import Population

# One setting for the size of every property test of the plan.
EXAMPLES = int(os.environ.get("RECUL_TEST_EXAMPLES", "40"))

SIZES = tuple(vocabulary.terms("sizes"))
FIELDS = tuple(vocabulary.terms("fields"))
ZONES = tuple(vocabulary.terms("zones"))
AUTHORS = tuple(itertools.product(SIZES, FIELDS, ZONES))
HIDINGS = tuple(
    itertools.chain.from_iterable(itertools.combinations(labels.NAMES, n) for n in range(4))
)
PEOPLE = population.estimates()

CHANNELS = (*vocabulary.terms("channels"), "unheard-of-channel")
TOOLS = ("helloasso", "facebook", "brevo", "other-tool", "unheard-of-tool")

some_facts = st.builds(
    labels.Facts,
    channels=st.frozensets(st.sampled_from(CHANNELS), max_size=3),
    tools=st.frozensets(st.sampled_from(TOOLS), max_size=2),
    themes=st.frozensets(st.sampled_from(tuple(vocabulary.terms("themes"))), max_size=2),
)
# Figures will be replaced: the rules must hold for any number of users of each size.
some_users = st.fixed_dictionaries(
    {size: st.fractions(min_value=0, max_value=30_000, max_denominator=7) for size in SIZES}
)

Author = tuple[str, str, str]
Shown = tuple[tuple[str, ...], str | None, str | None]


@st.composite
def some_people(draw: st.DrawFn) -> Population:
    """Any register: some regions counted, others estimated, each field rare or common in each."""
    regions = draw(st.lists(st.sampled_from(tuple(vocabulary.terms("regions"))), unique=True))
    seed = draw(st.randoms(use_true_random=False))
    counted = {}
    for region in regions:
        scale = seed.choice((30, 3_000, 300_000))
        counts = {field: int(scale * seed.random() ** 4) for field in FIELDS}
        counted[region] = counts | {"all": sum(counts.values()) + seed.randrange(1, scale)}
    return Population.of(1, population.inputs(counted))


peoples = st.one_of(st.just(PEOPLE), some_people())


def facts(*channels: str, tools: tuple[str, ...] = ()) -> labels.Facts:
    return labels.Facts(frozenset(channels), frozenset(tools), frozenset())


def menu(*channels: str, tools: tuple[str, ...] = ()) -> labels.Menu:
    return labels.menu(PEOPLE, facts(*channels, tools=tools))


def groups(fixed: labels.Menu, hide: tuple[str, ...] = ()) -> dict[labels.Labels, set[Author]]:
    """All 312 possible authors, gathered by what is shown of them."""
    found: dict[labels.Labels, set[Author]] = {}
    for author in AUTHORS:
        found.setdefault(labels.choose(fixed, *author, hide=hide), set()).add(author)
    return found


def held(fixed: labels.Menu, authors: Collection[Author]) -> Fraction:
    """Associations among which these are, from the figures themselves: field by field.

    Where all fields or all zones are in, associations of none known count too.
    """
    inputs, counted = fixed.population.inputs, fixed.population.counted
    by_size_and_field: dict[tuple[str, str], set[str]] = {}
    for size, field, zone in authors:
        by_size_and_field.setdefault((size, field), set()).add(zone)
    zones = next(iter(by_size_and_field.values()))
    assert all(each == zones for each in by_size_and_field.values()), "not a class"
    fields = {field for _, field in by_size_and_field}
    everywhere, everything = zones == set(ZONES), fields == set(FIELDS)
    regions = [region for zone in zones for region in inputs["zones"][zone]]
    estimated = [region for region in inputs["regions"] if region not in counted]
    share = "share" if everywhere else "low"
    part = sum(inputs["regions"][region][share] for region in regions if region in estimated)

    def of(field: str) -> Fraction:
        low = 1 if field == "all" else inputs["fields"][field]["low"]
        own = sum(counted[region][field] for region in regions if region in counted)
        return Fraction(inputs["total"] * part * low + own)

    total = inputs["total"] * sum(inputs["regions"][region]["share"] for region in estimated)
    total += sum(each["all"] for each in counted.values())
    result = Fraction(0)
    for size in {size for size, _, _ in authors}:
        if everything:
            result += fixed.users[size] * of("all") / total
            continue
        for field in fields:
            known = inputs["fields"][field]["share"] * inputs["sizes"][size]
            result += fixed.users[size] * of(field) * inputs["cells"][field][size] / known / total
    return result


def needed(shown: labels.Labels, authors: Collection[Author]) -> int:
    if shown.zone is not None:
        return 200
    sensitive = {f for _, f, _ in authors if vocabulary.term("fields", f).attributes["sensitive"]}
    tells_field = shown.field is not None or shown.field_is_remaining
    return 200 if tells_field and sensitive else 100


def hides_everything(shown: labels.Labels) -> bool:
    told = shown.field is not None or shown.field_is_remaining or shown.zone is not None
    return shown.sizes == SIZES and not told


@given(people=peoples, of=some_facts, hide=st.sampled_from(HIDINGS))
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_class_is_large_enough_whatever_is_hidden(
    people: Population, of: labels.Facts, hide: tuple[str, ...]
) -> None:
    fixed = labels.menu(people, of)

    for shown, authors in groups(fixed, hide).items():
        if not hides_everything(shown):
            assert held(fixed, authors) >= needed(shown, authors)


@given(people=peoples, of=some_facts, hide=st.sampled_from(HIDINGS))
@settings(max_examples=EXAMPLES, deadline=None)
def test_labels_fit_exactly_the_authors_who_publish_them(
    people: Population, of: labels.Facts, hide: tuple[str, ...]
) -> None:
    for shown, authors in groups(labels.menu(people, of), hide).items():
        fields, zones = {field for _, field, _ in authors}, {zone for _, _, zone in authors}

        assert authors == set(itertools.product(shown.sizes, fields, zones))
        assert zones == ({shown.zone} if shown.zone else set(ZONES))
        if shown.field is not None:
            assert fields == {shown.field}
        elif not shown.field_is_remaining:
            assert fields == set(FIELDS)


@given(people=peoples, of=some_facts)
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_menu_tells_the_class_of_every_author(people: Population, of: labels.Facts) -> None:
    fixed = labels.menu(people, of)

    assert tuple(itertools.chain(*fixed.sizes)) == SIZES
    assert set(fixed.fields) == set(fixed.sizes)
    for size, field, zone in AUTHORS:
        shown = labels.choose(fixed, size, field, zone)
        exact = fixed.fields[shown.sizes]
        assert size in shown.sizes
        assert shown.sizes in fixed.sizes
        assert shown.field == (field if field in exact else None)
        assert shown.field_is_remaining == bool(exact and field not in exact)
        assert shown.zone == (zone if (shown.sizes, shown.field) in fixed.zoned else None)


@given(people=peoples, of=some_facts, hide=st.sampled_from(HIDINGS))
@settings(max_examples=EXAMPLES, deadline=None)
def test_hiding_only_merges_whole_classes(
    people: Population, of: labels.Facts, hide: tuple[str, ...]
) -> None:
    fixed = labels.menu(people, of)
    plain = groups(fixed)

    for wider, authors in groups(fixed, hide).items():
        inside = [(shown, some) for shown, some in plain.items() if some & authors]
        assert set().union(*(some for _, some in inside)) == authors
        assert all(wider.matching >= shown.matching for shown, _ in inside)
        if "size" in hide:
            assert wider.sizes == SIZES
        if "field" in hide:
            assert wider.field is None
            assert not wider.field_is_remaining
        if "zone" in hide:
            assert wider.zone is None


@given(people=peoples, of=some_facts)
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_number_told_to_the_author_is_never_too_high(
    people: Population, of: labels.Facts
) -> None:
    fixed = labels.menu(people, of)

    for shown, authors in groups(fixed).items():
        exact = held(fixed, authors)
        assert Fraction(9, 10) * (exact - 1) <= shown.matching <= exact
        if not hides_everything(shown):
            assert shown.matching >= needed(shown, authors)


@given(of=some_facts, more=st.sampled_from(CHANNELS), tool=st.sampled_from(TOOLS))
@settings(max_examples=EXAMPLES, deadline=None)
def test_one_more_channel_or_tool_never_adds_users_nor_size_classes(
    of: labels.Facts, more: str, tool: str
) -> None:
    before = labels.menu(PEOPLE, of)

    for wider in (
        labels.Facts(of.channels | {more}, of.tools, of.themes),
        labels.Facts(of.channels, of.tools | {tool}, of.themes),
    ):
        after = labels.menu(PEOPLE, wider)
        assert all(after.users[size] <= before.users[size] for size in SIZES)
        assert len(after.sizes) <= len(before.sizes)


@given(people=peoples, of=some_facts)
@settings(max_examples=EXAMPLES, deadline=None)
def test_zones_are_dropped_before_fields_and_fields_before_sizes(
    people: Population, of: labels.Facts
) -> None:
    fixed = labels.menu(people, of)

    hidden = fixed.sizes == (SIZES,)
    assert hidden == (fixed.reason != labels.OK)
    if hidden:
        assert fixed.fields == {SIZES: ()}
    assert all(fixed.fields[sizes] for sizes, _ in fixed.zoned)


@given(people=peoples, of=some_facts)
@settings(max_examples=EXAMPLES // 2, deadline=None)
def test_only_what_appears_can_be_hidden(people: Population, of: labels.Facts) -> None:
    fixed = labels.menu(people, of)
    offered = labels.hide_menu(fixed)

    for name in labels.NAMES:
        changes = any(
            labels.choose(fixed, *author) != labels.choose(fixed, *author, hide={name})
            for author in AUTHORS
        )
        assert changes == (name in offered)


@given(users=some_users)
@settings(max_examples=EXAMPLES * 2, deadline=None)
def test_size_classes_are_the_finest_that_are_large_enough(users: dict[str, Fraction]) -> None:
    chosen = plan.size_classes(PEOPLE, users)

    def safe(partition: tuple[tuple[str, ...], ...]) -> bool:
        return all(sum(users[size] for size in part) >= 100 for part in partition)

    partitions = []
    for cuts in itertools.chain.from_iterable(
        itertools.combinations(range(1, len(SIZES)), n) for n in range(len(SIZES))
    ):
        ends = (0, *cuts, len(SIZES))
        partitions.append(tuple(SIZES[a:b] for a, b in itertools.pairwise(ends)))
    best = max((len(partition) for partition in partitions if safe(partition)), default=1)
    assert chosen in partitions
    assert len(chosen) == best
    assert safe(chosen) or chosen == (SIZES,)
    apart = [p for p in partitions if safe(p) and len(p) == best and p[0] == SIZES[:1]]
    assert not apart or chosen[0] == SIZES[:1]


@given(
    people=peoples,
    users=some_users,
    size_class=st.sampled_from([SIZES, SIZES[:1], SIZES[1:3], SIZES[3:]]),
)
@settings(max_examples=EXAMPLES * 2, deadline=None)
def test_exact_fields_and_the_remaining_are_large_enough_for_any_figures(
    people: Population, users: dict[str, Fraction], size_class: tuple[str, ...]
) -> None:
    exact = plan.exact_fields(people, users, size_class)

    remaining = [field for field in FIELDS if field not in exact]
    for part in ([field] for field in exact):
        assert people.count(users, size_class, part) >= plan.threshold(part)
    if exact and remaining:
        assert people.count(users, size_class, remaining) >= plan.threshold(remaining)
        assert len(remaining) > 1


def test_a_class_of_exactly_a_hundred_is_large_enough() -> None:
    users = dict(zip(SIZES, map(Fraction, (100, 99, 1, 100)), strict=True))

    assert plan.size_classes(PEOPLE, users) == (SIZES[:1], SIZES[1:3], SIZES[3:])


def test_very_small_and_small_are_kept_apart_between_equally_fine_partitions() -> None:
    users = dict(zip(SIZES, map(Fraction, (100, 100, 50, 50)), strict=True))

    assert plan.size_classes(PEOPLE, users) == (SIZES[:1], SIZES[1:2], SIZES[2:])


def test_sensitive_fields_and_zones_need_twice_as_many() -> None:
    assert plan.threshold(["culture"]) == 100
    assert plan.threshold(["health"]) == 200
    assert plan.threshold(["culture", "health"]) == 200
    assert plan.threshold(["culture"], "overseas") == 200


def test_zones_show_only_where_the_rarest_of_the_six_holds_two_hundred() -> None:
    low = sum(PEOPLE.inputs["regions"][r]["low"] for r in PEOPLE.inputs["zones"]["overseas"])
    enough = 200 / low

    for users, shown in ((enough, True), (enough - 1, False)):
        spread = dict(zip(SIZES, (users, *[Fraction(0)] * 3), strict=True))
        part = PEOPLE.count(spread, ["very-small"], ["sport"]) / users
        wanted = {size: each / part for size, each in spread.items()}
        assert plan.shows_zones(PEOPLE, wanted, ("very-small",), ["sport"]) is shown


def test_email_shows_every_field_to_small_associations_and_zones_of_the_common_ones() -> None:
    fixed = menu("email")

    assert fixed.sizes == tuple((size,) for size in SIZES)
    assert fixed.fields[("small",)] == FIELDS
    assert labels.choose(fixed, "small", "religion", "overseas").field == "religion"
    assert labels.choose(fixed, "small", "culture", "overseas").zone == "overseas"
    assert labels.choose(fixed, "small", "religion", "paris").zone is None


@pytest.mark.parametrize("channel", ["payroll-giving", "sms-gift", "till-round-up"])
def test_channels_with_public_lists_show_nothing_even_beside_common_ones(channel: str) -> None:
    for fixed in (menu(channel), menu(channel, "email", tools=("helloasso",))):
        assert fixed.reason == "public-list"
        assert labels.hide_menu(fixed) == ()
        assert all(hides_everything(labels.choose(fixed, *author)) for author in AUTHORS)


def test_too_few_users_show_nothing_and_the_alarm_is_below_the_smallest_channel() -> None:
    fixed = menu("bank-round-up")

    assert fixed.reason == "too-few-users"
    shown = labels.choose(fixed, "large", "health", "paris")
    assert shown == labels.Labels(SIZES, None, False, None, 120)
    assert labels.ALARM == 50


def test_most_channels_keep_a_size() -> None:
    pairs = [
        len(labels.choose(menu(channel), size, "other", "paris", hide=("field",)).sizes)
        for channel in vocabulary.terms("channels")
        for size in SIZES
    ]

    assert sum(classes == 1 for classes in pairs) / len(pairs) > 2 / 3
    assert sum(classes <= 2 for classes in pairs) / len(pairs) > 3 / 4


def test_several_channels_count_as_half_of_the_rarest_size_by_size() -> None:
    # legacy has more users than contactless overall, fewer of them very small
    both = menu("contactless", "legacy").users
    contactless = menu("contactless").users
    legacy = menu("legacy").users

    assert sum(legacy.values()) > sum(contactless.values())
    assert both["very-small"] == legacy["very-small"] / 2
    assert both["large"] == contactless["large"] / 2
    assert menu("contactless", "legacy", "email").users == both


def test_users_are_never_more_than_there_are_associations() -> None:
    everybody = menu().users

    assert sum(everybody.values()) == 1_270_000
    assert menu("direct-debit").users["large"] == everybody["large"]


@given(people=some_people())
@settings(max_examples=EXAMPLES, deadline=None)
def test_parts_of_a_class_are_never_more_than_the_whole(people: Population) -> None:
    users = {size: people.associations(size) for size in SIZES}

    for sizes in ([size] for size in SIZES):
        whole = people.count(users, sizes)
        assert sum(people.count(users, sizes, [field]) for field in FIELDS) <= whole
        assert sum(people.count(users, sizes, None, zone) for zone in ZONES) <= whole
        for field in FIELDS:
            own = people.count(users, sizes, [field])
            assert sum(people.count(users, sizes, [field], zone) for zone in ZONES) <= own


def test_the_lower_of_two_estimates_is_lowered_again() -> None:
    cell = figures("population.toml")["field_by_size"]["cells"]["sport"]["large"]
    sport = figures("population.toml")["fields"]["sport"]
    brittany = figures("population.toml")["regions"]["53"]["low"]
    others = sum(figures("population.toml")["regions"][code]["low"] for code in ("52", "28"))
    everybody = {size: PEOPLE.associations(size) for size in SIZES}

    counted = PEOPLE.count(everybody, ["large"], ["sport"], "north-west")

    expected = 1_270_000 * min(cell.values()) * sport["low"] / sport["share"] * (brittany + others)
    assert float(counted) == pytest.approx(expected)


def test_unknown_tools_and_channels_count_as_the_default() -> None:
    users = menu(tools=("other-tool",)).users

    assert sum(users.values()) == 2540
    assert menu(tools=("unheard-of",)).users == users
    assert menu("unheard-of").users == users


def test_a_size_hidden_by_its_author_hides_the_fields_and_zones_that_would_tell_it() -> None:
    fixed = menu("crowdfunding")
    assert "sport" in fixed.fields[("very-small",)]
    assert "sport" not in fixed.fields[("large",)]
    common = menu("email")
    assert (("small",), "sport") in common.zoned
    assert (("large",), None) not in common.zoned

    shown = labels.choose(fixed, "very-small", "sport", "paris", hide={"size"})
    zone = labels.choose(common, "small", "sport", "paris", hide={"size"}).zone

    assert shown.field is None
    assert shown == labels.choose(fixed, "large", "sport", "overseas", hide={"size"})
    assert zone is None


def test_themes_change_nothing() -> None:
    plain = labels.Facts(frozenset({"email"}), frozenset(), frozenset())
    themed = labels.Facts(frozenset({"email"}), frozenset(), frozenset({"governance"}))

    assert labels.menu(PEOPLE, plain) == labels.menu(PEOPLE, themed)


def test_unknown_codes_and_hidings_are_refused() -> None:
    for wrong in (("tiny", "sport", "paris"), ("small", "chess", "paris"), ("small", "sport", "")):
        with pytest.raises(vocabulary.UnknownCode):
            labels.choose(menu("email"), *wrong)
    with pytest.raises(ValueError, match="theme"):
        labels.choose(menu("email"), "small", "sport", "paris", hide={"theme"})


@pytest.mark.parametrize(
    ("count", "band"),
    [(0, "under-5"), (4, "under-5"), (5, "5-20"), (20, "5-20"), (21, "over-20"), (900, "over-20")],
)
def test_the_network_is_told_in_three_bands(count: int, band: str) -> None:
    assert labels.network_band(count) == band


def figures(file_name: str) -> dict[str, Any]:
    text = importlib.resources.files(labels).joinpath(file_name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def rows(tree: Any) -> list[dict[str, Any]]:
    """Every table that gives a share or a number of users, at any depth."""
    if not isinstance(tree, dict):
        return []
    own = [tree] if tree.keys() & {"share", "share_low", "users", "value", "cells"} else []
    return own + [row for branch in tree.values() for row in rows(branch)]


@pytest.mark.parametrize("file_name", ["population.toml", "selectivity.toml"])
def test_every_share_names_its_source_and_says_whether_it_is_an_estimate(file_name: str) -> None:
    tree = figures(file_name)

    assert len(rows(tree)) > 40
    for row in rows(tree):
        assert row["source"] in tree["sources"]
        assert isinstance(row["estimate"], bool)


def test_the_figures_cover_the_vocabulary() -> None:
    known, chosen = figures("population.toml"), figures("selectivity.toml")

    assert tuple(known["sizes"]) == SIZES
    assert tuple(known["fields"]) == FIELDS
    assert {
        f: tuple(cells) for f, cells in known["field_by_size"]["cells"].items()
    } == dict.fromkeys(FIELDS, SIZES)
    assert set(chosen["channels"]) == set(vocabulary.terms("channels"))
    assert all(len(channel["size_odds"]) == len(SIZES) for channel in chosen["channels"].values())
    zones = vocabulary.terms("zones").values()
    assert set(known["regions"]) >= {code for zone in zones for code in zone.attributes["regions"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Notre campagne de dons par SMS.", {"sms-gift"}),
        ("L’Arrondi\u00a0en caisse et le\nDON SUR SALAIRE", {"till-round-up", "payroll-giving"}),
        ("Un SMS pour les dons, une caisse, un salaire.", set()),
        ("We tried text to give.", {"sms-gift"}),
    ],
)
def test_a_listed_channel_is_a_fact_once_a_text_names_it(text: str, found: set[str]) -> None:
    assert labels.listed_channels(["", text]) == found
