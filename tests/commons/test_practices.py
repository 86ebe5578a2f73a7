from datetime import UTC, datetime

import pytest

from commons import practices, vocabulary
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
        ("2012-12", None),
        ("2013-01", "2013-2015"),
        ("2024-12", "2022-2024"),
        ("2025-01", "2025-2027"),
    ],
)
def test_a_beginning_is_published_as_three_years(started: str | None, period: str | None) -> None:
    assert practices.period(PracticeDraft(started=started)) == period


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
