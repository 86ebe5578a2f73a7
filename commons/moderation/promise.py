"""The promise of an answer within three working days, and how well it is kept."""

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, select

from commons import clock, keys
from commons.database import UNORDERED

DAYS = 3
# Fewer answers in a month say nothing of how well it went.
FEWEST = 5
MONTHS_KEPT = 12
_ROW_BYTES = 64

# Day and month of the holidays that do not move (Code du travail, L3133-1).
_FIXED = ((1, 1), (1, 5), (8, 5), (14, 7), (15, 8), (1, 11), (11, 11), (25, 12))
# Easter Monday, Ascension and Whit Monday: days after Easter.
_AFTER_EASTER = (1, 39, 50)


class AnswerTime(SQLModel, table=True):
    """When something was asked of moderators and when it was answered, sealed; of what, nowhere."""

    __tablename__ = "answer_time"
    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Health:
    """How a month's answers kept the promise; ``month`` is YYYYMM, ``median`` in working days.

    ``share`` (0 to 1) and ``median`` are None where too few were answered to say.
    """

    month: int
    count: int
    share: float | None
    median: int | None


def easter(year: int) -> date:
    """Easter Sunday (Meeus, Astronomical Algorithms, chapter 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    correction = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def is_working(day: date) -> bool:
    """Whether people work on a day in France: neither weekend nor public holiday."""
    moving = {easter(day.year) + timedelta(days=each) for each in _AFTER_EASTER}
    return day.weekday() < 5 and (day.day, day.month) not in _FIXED and day not in moving


def working_days(asked: datetime, answered: datetime) -> int:
    """How many working days began in between, by the calendar of Europe/Paris."""
    first, last = clock.day(asked), clock.day(answered)
    days = (first + timedelta(days=each) for each in range(1, (last - first).days + 1))
    return sum(is_working(day) for day in days)


def note(session: Session, secrets: keys.Keys, asked: datetime, answered: datetime) -> None:
    """Remember how long one answer took, by nothing that says which."""
    key = keys.new_id()
    times = [int(asked.timestamp()), int(answered.timestamp())]
    session.add(AnswerTime(id=key, sealed=secrets.seal("answer-time", times, key, _ROW_BYTES)))


def health(session: Session, secrets: keys.Keys) -> Sequence[Health]:
    """The last months with answers, newest first."""
    waits: dict[int, list[int]] = defaultdict(list)
    for row in session.exec(select(AnswerTime)):
        asked, answered = _times(secrets, row)
        waits[clock.month(answered)].append(working_days(asked, answered))
    return [
        Health(
            month,
            len(found),
            sum(each <= DAYS for each in found) / len(found) if len(found) >= FEWEST else None,
            statistics.median_high(found) if len(found) >= FEWEST else None,
        )
        for month, found in sorted(waits.items(), reverse=True)
    ]


def _times(secrets: keys.Keys, row: AnswerTime) -> tuple[datetime, datetime]:
    asked, answered = secrets.open("answer-time", row.sealed, row.id)
    return clock.from_seconds(asked), clock.from_seconds(answered)


def forget_old(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """Delete what is too old to be shown."""
    oldest = clock.months_after(clock.month(now), -MONTHS_KEPT)
    for row in session.exec(select(AnswerTime).order_by(col(AnswerTime.id))).all():
        if clock.month(_times(secrets, row)[1]) < oldest:
            session.delete(row)
    session.flush()


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for page in keys.pages(session, AnswerTime):
        for row in page:
            row.sealed = old.carry(new, "answer-time", row.sealed, row.id)
