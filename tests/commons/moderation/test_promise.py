"""Working days in France, and how well the promise was kept."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from commons import keys
from commons.database import Database
from commons.moderation import promise


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1999, date(1999, 4, 4)),
        (2008, date(2008, 3, 23)),
        (2024, date(2024, 3, 31)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_is_where_the_almanac_has_it(year: int, sunday: date) -> None:
    assert promise.easter(year) == sunday


def test_a_year_has_the_eleven_public_holidays_of_france() -> None:
    days = [date(2026, 1, 1) + timedelta(days=each) for each in range(365)]

    free = [day for day in days if day.weekday() < 5 and not promise.is_working(day)]

    # Of eleven, those that fall on a Saturday or a Sunday are left out.
    assert [f"{day:%d-%m}" for day in free] == [
        "01-01", "06-04", "01-05", "08-05", "14-05", "25-05", "14-07", "11-11", "25-12",
    ]  # fmt: skip
    assert not promise.is_working(date(2026, 8, 15))


@pytest.mark.parametrize(
    ("asked", "answered", "days"),
    [
        ("2026-03-10T09:00", "2026-03-10T18:00", 0),
        ("2026-03-10T09:00", "2026-03-13T22:00", 3),
        ("2026-03-13T09:00", "2026-03-16T09:00", 1),
        ("2026-04-03T09:00", "2026-04-07T09:00", 1),  # over Easter
        ("2026-03-12T22:59", "2026-03-13T10:00", 1),
        ("2026-03-12T23:01", "2026-03-13T10:00", 0),  # past midnight there
    ],
)
def test_working_days_are_counted_by_the_calendar_of_paris(
    asked: str, answered: str, days: int
) -> None:
    first, last = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (asked, answered))

    assert promise.working_days(first, last) == days


def test_few_answers_say_nothing_and_more_say_how_it_went(
    database: Database, secrets: keys.Keys, clock: Any
) -> None:
    now = clock()
    with database.writing() as session:
        for hours in (1, 2, 30, 24 * 14):
            promise.note(session, secrets, now, now + timedelta(hours=hours))
        (few,) = promise.health(session, secrets)
        promise.note(session, secrets, now, now + timedelta(hours=50))
        (enough,) = promise.health(session, secrets)

    assert (few.month, few.count, few.share, few.median) == (202603, 4, None, None)
    assert (enough.count, enough.share, enough.median) == (5, 0.8, 1)


def test_old_answers_are_forgotten(database: Database, secrets: keys.Keys, clock: Any) -> None:
    with database.writing() as session:
        promise.note(session, secrets, clock(), clock())
        clock.forward(days=300)
        promise.forget_old(session, secrets, clock())
        assert len(promise.health(session, secrets)) == 1
        clock.forward(days=120)
        promise.forget_old(session, secrets, clock())
        assert promise.health(session, secrets) == []
