"""Release times: at once, after a random while for what follows closely, or in weekly batches."""

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from commons import clock, library
from commons.authorship import Authorships

CLOSE = timedelta(days=7)
SHORTEST = timedelta(days=1)
LONGEST = timedelta(days=14)
# One that appeared at night would tell that it had waited: people publish by day.
FIRST_HOUR, LAST_HOUR = 8, 21
# Mondays at ten, the same for all: what appears then tells nothing of when it was given.
BATCH_DAY, BATCH_HOUR = 0, 10
# Of the batches that are far enough from the author's others, one of the first so many is drawn.
BATCHES_DRAWN = 3

_DICE = random.SystemRandom()


def appears(release: datetime, visible_from: int) -> datetime:
    """When readers first see what is released then and visible from a month (YYYYMM)."""
    return max(release, clock.month_start(visible_from))


def moment(
    now: datetime,
    embargo: int | None,
    others: Iterable[datetime],
    dice: random.Random | None = None,
) -> datetime:
    """When a publication is released: ``now``, unless another of its author appears within 7 days.

    Then at a random moment between 8 and 21 o'clock, one to fourteen days after it would have
    appeared. ``others`` are the moments at which the author's others appear.
    """
    start = appears(now, embargo) if embargo else now
    if all(abs(start - other) >= CLOSE for other in others):
        return now
    while True:
        due = start + SHORTEST + (LONGEST - SHORTEST) * (dice or _DICE).random()
        if FIRST_HOUR <= clock.hour(due) < LAST_HOUR:
            return due


def last_batch(now: datetime) -> datetime:
    """The weekly moment that was last reached."""
    return clock.struck(now, BATCH_DAY, BATCH_HOUR)


def next_batch(now: datetime) -> datetime:
    """The first weekly moment still to come."""
    # Half a day more than a week: one with a change of the clock is an hour longer.
    return last_batch(last_batch(now) + timedelta(days=7, hours=12))


def in_batch(
    now: datetime,
    embargo: int | None,
    others: Iterable[datetime],
    dice: random.Random | None = None,
) -> datetime:
    """The weekly batch in which a publication is released: the next, once its embargo has ended.

    Where another of its author appears within 7 days of that one, a random one of those after.
    """
    known = list(others)

    def is_free(batch: datetime) -> bool:
        return all(abs(batch - other) >= CLOSE for other in known)

    batch = next_batch(appears(now, embargo) if embargo else now)
    if is_free(batch):
        return batch
    free: list[datetime] = []
    while len(free) < BATCHES_DRAWN:
        batch = next_batch(batch)
        if is_free(batch):
            free.append(batch)
    return (dice or _DICE).choice(free)


def due(session: Session, authorships: Authorships, now: datetime) -> Sequence[str]:
    """Ids of what has waited long enough, in an order that tells nothing: ids are random."""
    waiting = library.waiting_ids(session)
    if not waiting:
        return []
    times = authorships.releases(session, waiting)
    return [each for each in waiting if each in times and times[each] <= now]


def release(session: Session, authorships: Authorships, now: datetime) -> int:
    """Show what is due and announce it; how many. One transaction that changes no private row.

    Its month is the one in which it truly appears, even when nothing ran at the sealed moment.
    """
    month = clock.month(now)
    return sum(library.release(session, each, month) for each in due(session, authorships, now))
