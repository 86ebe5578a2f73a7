from datetime import UTC, datetime

import pytest

from commons import tool_benchmarks
from commons.plain_text import ForbiddenCharacter
from commons.refusals import Refusal
from commons.tool_benchmarks import (
    ScoredCriterion,
    ToolBenchmarkDraft,
    WrongCount,
    WrongScore,
)
from commons.vocabulary import UnknownCode
from tests.commons.conftest import benchmark

NOW = datetime(2026, 3, 10, tzinfo=UTC)


def scored(code: str = "ease", score: int = 3, comment: str | None = None) -> ScoredCriterion:
    return ScoredCriterion(code=code, score=score, comment=comment)


def test_an_empty_draft_may_be_kept_and_misses_all_that_is_required() -> None:
    empty = ToolBenchmarkDraft()

    assert tool_benchmarks.check(empty, NOW) == empty
    assert tool_benchmarks.missing(empty) == ("tool", "criteria", "again", "outcome", "human_link")
    assert tool_benchmarks.missing(benchmark()) == ()


def test_two_criteria_are_not_enough() -> None:
    draft = benchmark(criteria=(scored("ease"), scored("value")))

    assert tool_benchmarks.missing(draft) == ("criteria",)


@pytest.mark.parametrize(
    ("changes", "refusal", "path"),
    [
        ({"tool": "no-such"}, UnknownCode, ("tool",)),
        ({"tool": "other-tool"}, UnknownCode, ("tool",)),
        ({"left_for": "no-such"}, UnknownCode, ("left_for",)),
        ({"leaving_reasons": ("no-such",)}, UnknownCode, ("leaving_reasons",)),
        ({"vendor_tie": "cousin"}, UnknownCode, ("vendor_tie",)),
        ({"criteria": (scored("beauty"),)}, UnknownCode, ("criteria", "beauty")),
        ({"criteria": (scored(score=0),)}, WrongScore, ("criteria", "ease")),
        ({"criteria": (scored(score=6),)}, WrongScore, ("criteria", "ease")),
        ({"criteria": (scored(), scored(score=4))}, WrongScore, ("criteria",)),
        (
            {"criteria": (scored(comment="a\x00"),)},
            ForbiddenCharacter,
            ("criteria", "ease"),
        ),
        ({"monthly_hours": -1}, WrongCount, ("monthly_hours",)),
        ({"monthly_hours": 10_001}, WrongCount, ("monthly_hours",)),
        ({"equipped": 1_000_001}, WrongCount, ("equipped",)),
        ({"adopted": 5}, WrongCount, ("equipped",)),
        ({"adopted": 5, "equipped": 4}, WrongCount, ("equipped",)),
    ],
)
def test_the_first_wrong_field_is_named(
    changes: dict[str, object], refusal: type[Refusal], path: tuple[str, ...]
) -> None:
    with pytest.raises(refusal) as refused:
        tool_benchmarks.check(benchmark(**changes), NOW)

    assert refused.value.path == path


def test_comments_are_tidied_and_read_after_the_rest() -> None:
    draft = benchmark(
        use="  les dons ",
        criteria=(scored("ease", comment=" simple "), scored("value", comment=" ")),
    )

    checked = tool_benchmarks.check(draft, NOW)

    assert tool_benchmarks.texts(checked) == {"use": "les dons", "criteria.ease": "simple"}


@pytest.mark.parametrize(
    ("adopted", "equipped", "told"),
    [
        (None, 30, None),
        (0, 0, None),
        (15, 19, ("words", "nearly-all")),
        (0, 30, ("rate", "0")),
        (13, 30, ("rate", "43")),
    ],
)
def test_adoption_is_a_rate_and_words_under_twenty(
    adopted: int | None, equipped: int, told: tuple[str, str] | None
) -> None:
    draft = tool_benchmarks.check(benchmark(adopted=adopted, equipped=equipped), NOW)

    found = tool_benchmarks.content(draft, {}, NOW).adoption

    assert (found and (found.kind, found.value or found.code)) == told


def test_what_reaches_the_shelf_is_the_allow_list_and_the_texts_of_the_gate() -> None:
    draft = benchmark(
        use="écrit",
        criteria=(
            scored("ease", 5, "écrit"),
            scored("value", 1, "retiré"),
            scored("support", 2),
        ),
        monthly_hours=12,
        adopted=50,
        equipped=123,
        leaving_reasons=("too-expensive",),
        left_for="other-tool",
        vendor_tie="none",
        started="2025-06",
    )

    content = tool_benchmarks.content(draft, {"use": "vu", "criteria.ease": "vu aussi"}, NOW)

    assert content.model_dump(exclude_none=True) == {
        "kind": "tool-benchmark",
        "tool": "helloasso",
        "use": "vu",
        "criteria": (
            {"code": "ease", "score": 5, "comment": "vu aussi"},
            {"code": "value", "score": 1},
            {"code": "support", "score": 2},
        ),
        "again": "yes",
        "human_means": (),
        "period": "2025-2027",
        "monthly_hours": "10-29",
        "adoption": {
            "metric": "adoption-rate",
            "basis": "all",
            "moment": "only",
            "kind": "rate",
            "value": "41",
            "source": "declared",
        },
        "leaving_reasons": ("too-expensive",),
        "left_for": "other-tool",
        "vendor_tie": "none",
        "figures": (),
    }


def test_an_incomplete_benchmark_has_no_public_form() -> None:
    for changes in ({"tool": None}, {"again": None}):
        with pytest.raises(ValueError, match="incomplete"):
            tool_benchmarks.content(benchmark(**changes), {}, NOW)
