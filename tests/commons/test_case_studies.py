from datetime import UTC, datetime

import pytest

from commons import case_studies
from commons.case_studies import CaseStudyDraft
from commons.figures import Observation, WrongFigure
from commons.plain_text import ForbiddenCharacter, TextTooLong
from commons.practices import WrongMonth
from commons.refusals import Refusal
from commons.vocabulary import UnknownCode
from tests.commons.conftest import case_study

NOW = datetime(2026, 3, 10, tzinfo=UTC)
RATE = Observation(metric="response-rate", basis="sent", numerator=123, denominator=1000)


def test_an_empty_draft_may_be_kept() -> None:
    assert case_studies.check(CaseStudyDraft(), NOW) == CaseStudyDraft()


def test_texts_are_tidied_and_the_title_is_one_line() -> None:
    draft = case_study(title="  une\nrelance ", tried=" un\r\ndeux ", context=" \n ")

    checked = case_studies.check(draft, NOW)

    assert (checked.title, checked.tried, checked.context) == ("une relance", "un\ndeux", None)


@pytest.mark.parametrize(
    ("changes", "refusal", "path"),
    [
        ({"title": "a" * 161}, TextTooLong, ("title",)),
        ({"tried": "a" * 20_001}, TextTooLong, ("tried",)),
        ({"advice": "a\u202eb"}, ForbiddenCharacter, ("advice",)),
        ({"needs": ("money",)}, UnknownCode, ("needs",)),
        ({"tools": ("no-such",)}, UnknownCode, ("tools",)),
        ({"outcome": "great"}, UnknownCode, ("outcome",)),
        ({"started": "2026-04"}, WrongMonth, ("started",)),
        (
            {"observations": (RATE, RATE.model_copy(update={"denominator": 0}))},
            WrongFigure,
            ("observations", 1, "denominator"),
        ),
    ],
)
def test_the_first_wrong_field_is_named(
    changes: dict[str, object], refusal: type[Refusal], path: tuple[str | int, ...]
) -> None:
    with pytest.raises(refusal) as refused:
        case_studies.check(case_study(**changes), NOW)

    assert refused.value.path == path


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, ()),
        ({"title": None}, ("title",)),
        ({"tried": None, "advice": None}, ("tried", "advice")),
        ({"themes": ()}, ("themes",)),
        ({"channels": ()}, ("channels",)),
        ({"channels": (), "tools": ("helloasso",)}, ()),
        ({"outcome": None, "human_link": None}, ("outcome", "human_link")),
    ],
)
def test_what_is_required_is_the_quick_story_only(
    changes: dict[str, object], missing: tuple[str, ...]
) -> None:
    assert case_studies.missing(case_study(**changes)) == missing


def test_an_empty_draft_misses_all_that_is_required() -> None:
    assert case_studies.missing(CaseStudyDraft()) == (
        "title",
        "tried",
        "themes",
        "channels",
        "outcome",
        "advice",
        "human_link",
    )


def test_texts_come_in_reading_order_without_empty_ones() -> None:
    draft = case_study(regrets="rien", done="tout")

    assert list(case_studies.texts(draft)) == ["title", "tried", "done", "regrets", "advice"]


def test_what_reaches_the_shelf_is_the_allow_list_and_the_texts_of_the_gate() -> None:
    draft = case_study(
        needs=("people", "people"),
        human_means=("call",),
        dose="right",
        started="2024-02",
        observations=(RATE,),
    )

    content = case_studies.content(draft, {"title": "vu", "tried": "vu aussi", "advice": "vu"}, NOW)

    assert content.model_dump(exclude_none=True) == {
        "kind": "case-study",
        "title": "vu",
        "tried": "vu aussi",
        "advice": "vu",
        "needs": ("people",),
        "human_means": ("call",),
        "dose": "right",
        "period": "2022-2024",
        "figures": (
            {
                "metric": "response-rate",
                "basis": "sent",
                "moment": "only",
                "kind": "rate",
                "value": "12",
                "source": "declared",
            },
        ),
    }
