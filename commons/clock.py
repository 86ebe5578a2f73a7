"""One clock for the whole product, and months as the readers count them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

_PARIS = ZoneInfo("Europe/Paris")
_MONTH = re.compile("([0-9]{4})-([0-9]{2})")


def system() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def month(moment: datetime) -> int:
    """The month in Europe/Paris as YYYYMM: publication dates and embargoes are told in months."""
    local = moment.astimezone(_PARIS)
    return local.year * 100 + local.month


def hour(moment: datetime) -> int:
    """The hour of the day in Europe/Paris."""
    return moment.astimezone(_PARIS).hour


def month_of(text: str) -> int:
    """``2024-03`` as 202403. Raises ValueError for anything else."""
    found = _MONTH.fullmatch(text)
    if found is None:
        raise ValueError(f"not a month (YYYY-MM): {text!r}")
    year, number = int(found[1]), int(found[2])
    if not (1900 <= year <= 2200 and 1 <= number <= 12):
        raise ValueError(f"not a month (YYYY-MM): {text!r}")
    return year * 100 + number


def months_between(start: int, end: int) -> int:
    """Whole months from one YYYYMM to another."""
    return (end // 100 - start // 100) * 12 + end % 100 - start % 100


def text_of(month_number: int) -> str:
    """202403 as ``2024-03``."""
    return f"{month_number // 100:04d}-{month_number % 100:02d}"


def months_after(start: int, count: int) -> int:
    """The month that lies ``count`` months after one given as YYYYMM."""
    index = (start // 100) * 12 + start % 100 - 1 + count
    return index // 12 * 100 + index % 12 + 1


def first_day(month_number: int) -> date:
    """The first day of a month given as YYYYMM."""
    return date(month_number // 100, month_number % 100, 1)


def month_start(month_number: int) -> datetime:
    """The moment at which a month given as YYYYMM begins in Europe/Paris, in UTC."""
    return datetime.combine(first_day(month_number), time(), _PARIS).astimezone(UTC)


def day(moment: datetime) -> date:
    """The day in Europe/Paris."""
    return moment.astimezone(_PARIS).date()


def at(local_day: date, local_hour: int) -> datetime:
    """The moment at which an hour of a day in Europe/Paris begins, in UTC."""
    return datetime.combine(local_day, time(local_hour), _PARIS).astimezone(UTC)


def week(moment: datetime) -> str:
    """The ISO week in Europe/Paris, ``2024-W09``."""
    year, number, _ = day(moment).isocalendar()
    return f"{year:04d}-W{number:02d}"


def struck(moment: datetime, weekday: int, hour: int) -> datetime:
    """When an hour last struck on a day of the week (0 is Monday) in Europe/Paris, in UTC."""
    today = day(moment)
    last = today - timedelta(days=(today.weekday() - weekday) % 7)
    found = datetime.combine(last, time(hour), _PARIS).astimezone(UTC)
    if found > moment:
        found = datetime.combine(last - timedelta(days=7), time(hour), _PARIS).astimezone(UTC)
    return found


def from_seconds(seconds: int) -> datetime:
    """The moment so many seconds after the epoch, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
