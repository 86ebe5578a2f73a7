from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons import clock

MONTHS = st.integers(1900 * 12, 2200 * 12 + 11).map(lambda each: each // 12 * 100 + each % 12 + 1)


def test_the_system_clock_tells_utc() -> None:
    assert clock.system().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        # Winter: Paris is one hour ahead.
        (datetime(2025, 12, 31, 22, 59, 59, tzinfo=UTC), 202512),
        (datetime(2025, 12, 31, 23, 0, tzinfo=UTC), 202601),
        # Summer: two hours.
        (datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), 202606),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), 202607),
        # Summer time began on 31 March 2024 and ended on 31 October 2021: a month's last day each.
        (datetime(2024, 3, 31, 0, 59, tzinfo=UTC), 202403),
        (datetime(2024, 3, 31, 21, 59, tzinfo=UTC), 202403),
        (datetime(2024, 3, 31, 22, 0, tzinfo=UTC), 202404),
        (datetime(2021, 10, 31, 22, 59, tzinfo=UTC), 202110),
        (datetime(2021, 10, 31, 23, 0, tzinfo=UTC), 202111),
    ],
)
def test_months_are_those_of_paris(moment: datetime, month: int) -> None:
    assert clock.month(moment) == month


def test_a_month_does_not_depend_on_the_zone_it_is_told_in() -> None:
    moment = datetime.fromisoformat("2026-01-01T08:00:00+09:00")  # 23:00 UTC the day before

    assert clock.month(moment) == 202601


@pytest.mark.parametrize("text", ["2024-03", "1900-01", "2200-12"])
def test_a_month_is_read_and_written_the_same(text: str) -> None:
    assert clock.text_of(clock.month_of(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "2024-3",
        "2024-13",
        "2024-00",
        "1899-12",
        "2201-01",
        "2024/03",
        "24-03",
        "2024-03-01",
        "2024-ab",
        "2024-+3",
        "2024- 3",
        "+024-03",
        "2_24-03",
        "2024-٠٣",
        "2024-03\n",
    ],
)
def test_anything_else_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        clock.month_of(text)


@given(MONTHS, st.integers(-500, 500))
def test_months_after_and_months_between_undo_each_other(start: int, count: int) -> None:
    later = clock.months_after(start, count)

    assert 1 <= later % 100 <= 12
    assert clock.months_between(start, later) == count
    assert clock.months_after(later, -count) == start


@given(MONTHS)
def test_the_first_day_of_a_month_lies_in_it(month: int) -> None:
    first = clock.first_day(month)

    assert first.day == 1
    assert clock.month_of(clock.text_of(month)) == month == first.year * 100 + first.month


def test_a_year_ends_with_december() -> None:
    assert clock.months_after(202512, 1) == 202601
    assert clock.months_after(202601, -1) == 202512
    assert clock.months_between(202511, 202602) == 3
    assert clock.first_day(202601) == date(2026, 1, 1)
