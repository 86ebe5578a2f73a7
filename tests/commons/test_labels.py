"""The label plan: what is shown never depends on the author but through a fixed partition."""

import importlib.resources
import itertools
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commons import labels, vocabulary
from commons.labels import plan, population

SIZES = tuple(vocabulary.terms("sizes"))
FIELDS = tuple(vocabulary.terms("fields"))
PAIRS = tuple(itertools.product(SIZES, FIELDS))
HIDINGS: tuple[tuple[str, ...], ...] = ((), ("size",), ("field",), ("size", "field"))

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

Group = tuple[tuple[str, ...], str | None, bool]


def facts(*channels: str, tools: tuple[str, ...] = ()) -> labels.Facts:
    return labels.Facts(frozenset(channels), frozenset(tools), frozenset())


def groups(of: labels.Facts, hide: tuple[str, ...] = ()) -> dict[labels.Labels, set[Any]]:
    """All 52 possible authors, gathered by what readers see of them."""
    found: dict[labels.Labels, set[Any]] = {}
    for size, field in PAIRS:
        found.setdefault(labels.choose(of, size, field, hide=hide), set()).add((size, field))
    return found


def held(users: Mapping[str, Fraction], shown: labels.Labels, authors: set[Any]) -> Fraction:
    """Associations in a class, added up author by author rather than from its labels."""
    if shown.field is None and not shown.field_is_remaining:
        return sum((users[size] for size in {size for size, _ in authors}), Fraction(0))
    return sum((population.count(users, [s], [f]) for s, f in authors), Fraction(0))


def needed(shown: labels.Labels, authors: set[Any]) -> int:
    sensitive = {f for _, f in authors if vocabulary.term("fields", f).attributes["sensitive"]}
    tells_field = shown.field is not None or shown.field_is_remaining
    return 200 if tells_field and sensitive else 100


def hides_everything(shown: labels.Labels) -> bool:
    return shown.sizes == SIZES and shown.field is None and not shown.field_is_remaining


@given(of=some_facts, hide=st.sampled_from(HIDINGS))
@settings(max_examples=150, deadline=None)
def test_every_class_is_large_enough_whatever_is_hidden(
    of: labels.Facts, hide: tuple[str, ...]
) -> None:
    users = labels.menu(of).users

    for shown, authors in groups(of, hide).items():
        if not hides_everything(shown):
            assert held(users, shown, authors) >= needed(shown, authors)


@given(of=some_facts, hide=st.sampled_from(HIDINGS))
@settings(max_examples=100, deadline=None)
def test_labels_fit_exactly_the_authors_who_publish_them(
    of: labels.Facts, hide: tuple[str, ...]
) -> None:
    for shown, authors in groups(of, hide).items():
        fields = {field for _, field in authors}

        assert authors == set(itertools.product(shown.sizes, fields))
        if shown.field is not None:
            assert fields == {shown.field}
        elif not shown.field_is_remaining:
            assert fields == set(FIELDS)


@given(of=some_facts)
@settings(max_examples=100, deadline=None)
def test_the_menu_tells_the_class_of_every_author(of: labels.Facts) -> None:
    fixed = labels.menu(of)

    assert tuple(itertools.chain(*fixed.sizes)) == SIZES
    assert set(fixed.fields) == set(fixed.sizes)
    for size, field in PAIRS:
        shown = labels.choose(of, size, field)
        exact = fixed.fields[shown.sizes]
        assert size in shown.sizes
        assert shown.sizes in fixed.sizes
        assert shown.field == (field if field in exact else None)
        assert shown.field_is_remaining == bool(exact and field not in exact)
        assert labels.choose(fixed, size, field) == shown


@given(of=some_facts, hide=st.sampled_from(HIDINGS))
@settings(max_examples=100, deadline=None)
def test_hiding_only_merges_whole_classes(of: labels.Facts, hide: tuple[str, ...]) -> None:
    plain = groups(of)

    for wider, authors in groups(of, hide).items():
        inside = [(shown, some) for shown, some in plain.items() if some & authors]
        assert set().union(*(some for _, some in inside)) == authors
        assert all(wider.matching >= shown.matching for shown, _ in inside)
        if "size" in hide:
            assert wider.sizes == SIZES
        if "field" in hide:
            assert wider.field is None
            assert not wider.field_is_remaining


@given(of=some_facts)
@settings(max_examples=100, deadline=None)
def test_the_number_told_to_the_author_is_never_too_high(of: labels.Facts) -> None:
    users = labels.menu(of).users

    for shown, authors in groups(of).items():
        exact = held(users, shown, authors)
        assert Fraction(9, 10) * (exact - 1) <= shown.matching <= exact
        if not hides_everything(shown):
            assert shown.matching >= needed(shown, authors)


@given(of=some_facts, more=st.sampled_from(CHANNELS), tool=st.sampled_from(TOOLS))
@settings(max_examples=100, deadline=None)
def test_one_more_channel_or_tool_never_adds_users_nor_size_classes(
    of: labels.Facts, more: str, tool: str
) -> None:
    before = labels.menu(of)

    for wider in (
        labels.Facts(of.channels | {more}, of.tools, of.themes),
        labels.Facts(of.channels, of.tools | {tool}, of.themes),
    ):
        after = labels.menu(wider)
        assert all(after.users[size] <= before.users[size] for size in SIZES)
        assert len(after.sizes) <= len(before.sizes)


@given(of=some_facts)
@settings(max_examples=50, deadline=None)
def test_size_is_never_hidden_while_a_field_is_shown(of: labels.Facts) -> None:
    fixed = labels.menu(of)

    hidden = fixed.sizes == (SIZES,)
    assert hidden == (fixed.reason != labels.OK)
    if hidden:
        assert fixed.fields == {SIZES: ()}


@given(of=some_facts)
@settings(max_examples=50, deadline=None)
def test_only_what_appears_can_be_hidden(of: labels.Facts) -> None:
    offered = labels.hide_menu(of)

    for name in ("size", "field"):
        changes = any(
            labels.choose(of, size, field) != labels.choose(of, size, field, hide={name})
            for size, field in PAIRS
        )
        assert changes == (name in offered)


@given(users=some_users)
@settings(max_examples=200, deadline=None)
def test_size_classes_are_the_finest_that_are_large_enough(users: dict[str, Fraction]) -> None:
    chosen = plan.size_classes(users)

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


@given(users=some_users, size_class=st.sampled_from([SIZES, SIZES[:1], SIZES[1:3], SIZES[3:]]))
@settings(max_examples=200, deadline=None)
def test_exact_fields_and_the_remaining_are_large_enough_for_any_figures(
    users: dict[str, Fraction], size_class: tuple[str, ...]
) -> None:
    exact = plan.exact_fields(users, size_class)

    remaining = [field for field in FIELDS if field not in exact]
    for part in ([field] for field in exact):
        assert population.count(users, size_class, part) >= plan.threshold(part)
    if exact and remaining:
        assert population.count(users, size_class, remaining) >= plan.threshold(remaining)
        assert len(remaining) > 1


def test_a_class_of_exactly_a_hundred_is_large_enough() -> None:
    users = dict(zip(SIZES, map(Fraction, (100, 99, 1, 100)), strict=True))

    assert plan.size_classes(users) == (SIZES[:1], SIZES[1:3], SIZES[3:])


def test_very_small_and_small_are_kept_apart_between_equally_fine_partitions() -> None:
    users = dict(zip(SIZES, map(Fraction, (100, 100, 50, 50)), strict=True))

    assert plan.size_classes(users) == (SIZES[:1], SIZES[1:2], SIZES[2:])


def test_sensitive_fields_need_twice_as_many_alone_or_among_the_remaining() -> None:
    assert plan.threshold(["culture"]) == 100
    assert plan.threshold(["health"]) == 200
    assert plan.threshold(["culture", "health"]) == 200


def test_email_shows_every_field_to_small_associations() -> None:
    fixed = labels.menu(facts("email"))

    assert fixed.sizes == tuple((size,) for size in SIZES)
    assert fixed.fields[("small",)] == FIELDS
    assert labels.choose(facts("email"), "small", "religion").field == "religion"


@pytest.mark.parametrize("channel", ["payroll-giving", "sms-gift", "till-round-up"])
def test_channels_with_public_lists_show_nothing_even_beside_common_ones(channel: str) -> None:
    for of in (facts(channel), facts(channel, "email", tools=("helloasso",))):
        assert labels.menu(of).reason == "public-list"
        assert labels.hide_menu(of) == ()
        assert all(hides_everything(labels.choose(of, *pair)) for pair in PAIRS)


def test_too_few_users_show_nothing_and_the_alarm_is_below_the_smallest_channel() -> None:
    of = facts("bank-round-up")

    assert labels.menu(of).reason == "too-few-users"
    assert labels.choose(of, "large", "health") == labels.Labels(SIZES, None, False, 120)
    assert labels.ALARM == 50


def test_most_channels_keep_a_size() -> None:
    pairs = [
        len(labels.choose(facts(channel), size, "other", hide=("field",)).sizes)
        for channel in vocabulary.terms("channels")
        for size in SIZES
    ]

    assert sum(classes == 1 for classes in pairs) / len(pairs) > 2 / 3
    assert sum(classes <= 2 for classes in pairs) / len(pairs) > 3 / 4


def test_several_channels_count_as_half_of_the_rarest_size_by_size() -> None:
    # legacy has more users than contactless overall, fewer of them very small
    both = labels.menu(facts("contactless", "legacy")).users
    contactless = labels.menu(facts("contactless")).users
    legacy = labels.menu(facts("legacy")).users

    assert sum(legacy.values()) > sum(contactless.values())
    assert both["very-small"] == legacy["very-small"] / 2
    assert both["large"] == contactless["large"] / 2
    assert labels.menu(facts("contactless", "legacy", "email")).users == both


def test_users_are_never_more_than_there_are_associations() -> None:
    everybody = labels.menu(facts()).users

    assert sum(everybody.values()) == 1_270_000
    assert labels.menu(facts("direct-debit")).users["large"] == everybody["large"]


def test_unknown_tools_and_channels_count_as_the_default() -> None:
    users = labels.menu(facts(tools=("other-tool",))).users

    assert sum(users.values()) == 2540
    assert labels.menu(facts(tools=("unheard-of",))).users == users
    assert labels.menu(facts("unheard-of")).users == users


def test_a_size_hidden_by_its_author_hides_the_fields_that_would_tell_it() -> None:
    of = facts("crowdfunding")
    fixed = labels.menu(of)
    assert "sport" in fixed.fields[("very-small",)]
    assert "sport" not in fixed.fields[("large",)]

    shown = labels.choose(of, "very-small", "sport", hide={"size"})

    assert shown.field is None
    assert shown == labels.choose(of, "large", "sport", hide={"size"})


def test_themes_change_nothing() -> None:
    plain = labels.Facts(frozenset({"email"}), frozenset(), frozenset())
    themed = labels.Facts(frozenset({"email"}), frozenset(), frozenset({"governance"}))

    assert labels.menu(plain) == labels.menu(themed)


def test_unknown_codes_and_hidings_are_refused() -> None:
    with pytest.raises(vocabulary.UnknownCode):
        labels.choose(facts("email"), "tiny", "sport")
    with pytest.raises(vocabulary.UnknownCode):
        labels.choose(facts("email"), "small", "chess")
    with pytest.raises(ValueError, match="theme"):
        labels.choose(facts("email"), "small", "sport", hide={"theme"})


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
