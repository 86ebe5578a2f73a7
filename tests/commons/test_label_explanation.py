"""The author is told how the number came about, step by step, and why something is not said."""

from hypothesis import given, settings
from hypothesis import strategies as st

from commons import labels
from commons.labels import explanation
from commons.labels.explanation import Step
from commons.labels.population import Population
from tests.commons.test_labels import (
    AUTHORS,
    EXAMPLES,
    HIDINGS,
    SIZES,
    groups,
    hides_everything,
    menu,
    needed,
    peoples,
    some_facts,
)


def told(fixed: labels.Menu, *author: str, hide: tuple[str, ...] = ()) -> tuple[Step, ...]:
    return explanation.steps(fixed, labels.choose(fixed, *author, hide=hide))


@given(people=peoples, of=some_facts, hide=st.sampled_from(HIDINGS))
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_steps_lead_from_everybody_to_the_number_told(
    people: Population, of: labels.Facts, hide: tuple[str, ...]
) -> None:
    fixed = labels.menu(people, of)

    for shown, authors in groups(fixed, hide).items():
        steps = explanation.steps(fixed, shown)
        narrowing = [each for each in steps if each.about not in ("channel", "tool")]
        counts = [each.count for each in narrowing]
        single = [each for each in steps if each.about in ("channel", "tool")]
        last = single[0] if len(single) == 1 and counts == counts[:1] else narrowing[-1]
        assert last.count == shown.matching
        assert steps[0] == Step("everyone", (), labels.at_least(people.total))
        assert counts == sorted(counts, reverse=True)
        assert {each.codes[0] for each in single} == of.channels | of.tools
        assert sum(each.rarest for each in single) == (len(single) > 1)
        expected = 0 if hides_everything(shown) else needed(shown, authors)
        assert explanation.needed(fixed, shown) == expected


def test_several_at_once_are_half_of_the_rarest() -> None:
    steps = told(menu("email", tools=("helloasso",)), "small", "culture", "paris")

    assert [(each.about, each.codes, each.count, each.rarest) for each in steps] == [
        ("everyone", (), 1_200_000, False),
        ("channel", ("email",), 760_000, False),
        ("tool", ("helloasso",), 190_000, True),
        ("together", (), 95_000, False),
        ("size", ("small",), 20_000, False),
        ("field", ("culture",), 3_700, False),
    ]


def test_the_zone_is_a_step_where_it_shows() -> None:
    fixed = menu("email")

    *_, field, zone = told(fixed, "small", "culture", "overseas")

    assert (field.about, zone.about, zone.codes) == ("field", "zone", ("overseas",))
    assert zone.count == labels.choose(fixed, "small", "culture", "overseas").matching


def test_what_is_not_said_has_its_reason() -> None:
    def why(channel: str, *author: str, hide: tuple[str, ...] = ()) -> tuple[str, ...]:
        fixed = menu(channel)
        shown = labels.choose(fixed, *author, hide=hide)
        return tuple(explanation.reasons(fixed, shown, hide).values())

    small = ("small", "culture", "paris")
    assert why("email", *small) == ("shown", "shown", "shown")
    assert why("email", *small, hide=("zone", "size")) == ("hidden", "shown", "hidden")
    assert why("email", "large", "sport", "paris") == ("shown", "remaining", "too-few")
    assert why("sms-gift", *small, hide=("size",)) == ("public-list",) * 3
    assert why("bank-round-up", *small) == ("too-few",) * 3
    assert why("peer-page", "large", "sport", "paris")[0] == "class"


@given(people=peoples, of=some_facts, hide=st.sampled_from(HIDINGS))
@settings(max_examples=EXAMPLES // 2, deadline=None)
def test_reasons_say_shown_exactly_for_what_shows(
    people: Population, of: labels.Facts, hide: tuple[str, ...]
) -> None:
    fixed = labels.menu(people, of)

    for author in AUTHORS:
        shown = labels.choose(fixed, *author, hide=hide)
        reasons = explanation.reasons(fixed, shown, hide)
        assert (reasons["size"] == "shown") == (len(shown.sizes) == 1)
        assert (reasons["size"] == "class") == (1 < len(shown.sizes) < len(SIZES))
        assert (reasons["field"] == "shown") == (shown.field is not None)
        assert (reasons["zone"] == "shown") == (shown.zone is not None)
