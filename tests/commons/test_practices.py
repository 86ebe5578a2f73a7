from datetime import UTC, datetime

import pytest

from commons import clock, practices, vocabulary
from commons.practices import PracticeDraft, TooManyCodes, WrongLanguage, WrongMonth
from commons.vocabulary import UnknownCode

NOW = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)  # February in Paris


@pytest.mark.parametrize("name", [*practices.SINGLE, *practices.SEVERAL])
def test_every_code_is_one_of_its_list(name: str) -> None:
    several = name in practices.SEVERAL
    list_name = (practices.SINGLE | practices.SEVERAL)[name]
    known = next(iter(vocabulary.terms(list_name)))
    right = PracticeDraft.model_validate({name: (known,) if several else known})
    wrong = PracticeDraft.model_validate({name: (known, "no-such") if several else "no-such"})

    practices.check_codes(right, practices.SINGLE, practices.SEVERAL)
    with pytest.raises(UnknownCode) as refused:
        practices.check_codes(wrong, practices.SINGLE, practices.SEVERAL)

    assert refused.value.path == (name,)
    assert refused.value.value == "no-such"


def test_a_practice_is_told_in_french_or_english() -> None:
    for language in practices.LANGUAGES:
        practices.check_codes(PracticeDraft(language=language), {}, {})

    with pytest.raises(WrongLanguage):
        practices.check_codes(PracticeDraft(language="de"), {}, {})


def test_more_codes_than_the_limit_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 12"):
        PracticeDraft(themes=("membership",) * 13)
    around = PracticeDraft().model_copy(update={"themes": ("membership",) * 13})
    with pytest.raises(TooManyCodes):
        practices.check_codes(around, {}, practices.SEVERAL)


def test_tools_are_those_of_the_catalogue() -> None:
    practices.check_tools(["helloasso", "other-tool"], "tools", other=True)
    practices.check_tools([], "tool", other=False)

    with pytest.raises(UnknownCode):
        practices.check_tools(["other-tool"], "tool", other=False)
    with pytest.raises(UnknownCode):
        practices.check_tools(["helloasso", "our-own-site"], "tools", other=True)


@pytest.mark.parametrize("started", [None, "2026-02", "2026-01", "1998-06"])
def test_a_practice_began_this_month_or_before(started: str | None) -> None:
    practices.check_started(PracticeDraft(started=started), NOW)


@pytest.mark.parametrize("started", ["2026-03", "2027-01", "2026", "2026-13", "january"])
def test_a_practice_to_come_has_not_begun(started: str) -> None:
    with pytest.raises(WrongMonth) as refused:
        practices.check_started(PracticeDraft(started=started), NOW)

    assert refused.value.path == ("started",)


@pytest.mark.parametrize(
    ("started", "period"),
    [
        (None, None),
        # hindsight leaves less than six months, a year: all of them in the band, or not
        ("2026-02", "2025-2027"),
        ("2025-09", "2025-2027"),
        ("2025-02", None),
        ("2024-12", None),
        ("2024-02", "2022-2024"),
        # three years or more: the band which that cuts is not told from the one before
        ("2023-02", None),
        ("2022-01", None),
        ("2019-01", None),
        ("2018-12", "2016-2018"),
        ("2013-01", "2013-2015"),
        ("2012-12", None),
    ],
)
def test_a_beginning_is_published_as_three_years(started: str | None, period: str | None) -> None:
    assert practices.period(PracticeDraft(started=started), NOW) == period


@pytest.mark.parametrize("written", [f"{year}-{month:02d}" for year in (2025, 2026, 2027, 2028)
                                     for month in range(1, 13)])  # fmt: skip
def test_hindsight_and_period_together_tell_no_more_than_either(written: str) -> None:
    """Whoever reads all three knows the months of the hindsight, or three years at least."""
    now = datetime(int(written[:4]), int(written[5:]), 15, 12, tzinfo=UTC)
    by_hindsight: dict[str, set[int]] = {}
    by_both: dict[tuple[str, str | None], set[int]] = {}
    for back in range(40 * 12):
        started = clock.months_after(clock.month(now), -back)
        draft = PracticeDraft(started=clock.text_of(started))
        (hindsight,) = practices.labels(draft, (), now)["hindsight"]
        by_hindsight.setdefault(hindsight, set()).add(started)
        by_both.setdefault((hindsight, practices.period(draft, now)), set()).add(started)

    for (hindsight, _), left in by_both.items():
        assert left == by_hindsight[hindsight] or len(left) >= 36, (written, hindsight, left)


@pytest.mark.parametrize(
    ("started", "hindsight"),
    [
        ("2026-02", "under-6-months"),
        ("2025-09", "under-6-months"),
        ("2025-08", "6-months"),
        ("2025-03", "6-months"),
        ("2025-02", "12-months"),
        ("2024-02", "24-months"),
        ("2023-02", "36-months"),
        ("1990-01", "36-months"),
    ],
)
def test_hindsight_counts_months_in_paris(started: str, hindsight: str) -> None:
    found = practices.labels(PracticeDraft(started=started), (), NOW)

    assert found["hindsight"] == (hindsight,)


def test_labels_are_the_public_facts_once_each_in_their_order() -> None:
    draft = PracticeDraft(
        themes=("membership", "governance", "membership"),
        channels=("letter",),
        publics=("members",),
        outcome="worked",
        status="in-use",
        human_link="same",
        human_means=("call",),
        dose="right",
        cost="free",
        setup_time="under-4",
        started="2024-02",
    )

    found = practices.labels(draft, ("helloasso", "helloasso", "other-tool"), NOW)

    assert found == {
        "themes": ("membership", "governance"),
        "channels": ("letter",),
        "publics": ("members",),
        "outcomes": ("worked",),
        "statuses": ("in-use",),
        "human_links": ("same",),
        "costs": ("free",),
        "setup_times": ("under-4",),
        "tools": ("helloasso", "other-tool"),
        "evidence": ("account",),
        "hindsight": ("24-months",),
    }


def test_what_was_not_said_has_no_label() -> None:
    assert practices.labels(PracticeDraft(), (), NOW) == {"evidence": ("account",)}
