"""Batches: what moderators read next, shuffled, new and old together and not told apart.

Everything waits at least for the night after readers first saw it, half of it for another one,
so that neither the order of a batch nor the day of it says when something was written.
"""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import authorship, clock, keys, library, releases
from commons.authorship import Authorships
from commons.database import UNORDERED
from commons.keys import Mark
from commons.library import Item
from commons.moderation import promise, reports, reviews
from commons.moderation.reports import Reported
from commons.moderation.reviews import Ids
from commons.refusals import NotFound
from commons.rights import Viewer, require_moderator

# A batch holds so many at most; what found no place waits for one.
LIMIT = 30
# Of those reviewed before, one for every two that enter, and never fewer.
OLD_FOR_NEW = 0.5
FEWEST_OLD = 2
# What waits enters by the toss of a coin, and surely in the night after so many working days.
SURELY_AFTER_DAYS = 1
# Of all that was never read, so many are looked at in one night: after an upgrade it is the shelf.
CANDIDATES = 1000

_DICE = random.SystemRandom()


class BatchItem(SQLModel, table=True):
    """A place in the batch that moderators now read; nothing in it says why it came there.

    Moderators know it by an id of its own, never by the publication's.
    """

    __tablename__ = "batch_item"
    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    publication_id: str = Field(foreign_key="publication.id", unique=True)
    position: int
    week: str


@dataclass(frozen=True, slots=True)
class ToReview:
    """A publication as moderators see it: what it says, and what was said against a decision.

    ``item`` holds more than they may be shown: no id, no month.
    """

    id: str
    item: Item
    reported: Reported | None
    contested: reviews.Review | None


@dataclass(frozen=True, slots=True)
class Batch:
    """What is left to review; ``week`` (``2026-W11``) is that of the batch, None for none.

    ``for_others`` is how many only another moderator may decide on.
    """

    week: str | None
    items: Sequence[ToReview]
    for_others: int


def draw(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    now: datetime,
    dice: random.Random | None = None,
) -> bool:
    """Make tonight's batch, once a day whoever asks when; whether it was made now.

    It holds what readers saw before today began, so that asking late shows nothing more. What is
    left of the batch before comes back, shuffled with what is new.
    """
    today = clock.day(now).isoformat()
    if _drawn(session, today):
        return False
    authorship.hold(session)
    if _drawn(session, today):
        return False
    session.merge(Mark(id="batch", value=today))
    chance = dice or _DICE
    visible = set(library.visible_ids(session, clock.month(now)))
    left = _left(session, visible)
    room = max(0, LIMIT - len(left))
    entering = _entering(session, authorships, visible - left, now, chance)[:room]
    if entering:
        reviewed = sorted(reviews.ids(session, "approved") & visible - left - {*entering})
        others = max(FEWEST_OLD, ceil(len(entering) * OLD_FOR_NEW))
        entering += chance.sample(reviewed, min(others, len(reviewed)))
    week = clock.week(now)
    known = {row.publication_id: row for row in session.exec(select(BatchItem))}
    order = sorted(left | {*entering})
    chance.shuffle(order)
    for position, publication_id in enumerate(order, start=1):
        row = known.get(publication_id) or BatchItem(
            id=keys.new_id(), publication_id=publication_id, position=0, week=week
        )
        row.position, row.week = position, week
        session.add(row)
    session.flush()
    return True


def _drawn(session: Session, today: str) -> bool:
    mark = session.get(Mark, "batch", populate_existing=True)
    return mark is not None and mark.value >= today


def _left(session: Session, visible: Collection[str]) -> set[str]:
    """What the batch before still holds; what nobody can read any more leaves it."""
    known = {*session.exec(select(BatchItem.publication_id))}
    kept = {*visible} | reviews.ids(session, "appealed")
    gone = known - kept
    session.exec(sa.delete(BatchItem).where(col(BatchItem.publication_id).in_(gone)))
    return known & kept


def _entering(
    session: Session,
    authorships: Authorships,
    visible: Collection[str],
    now: datetime,
    chance: random.Random,
) -> list[str]:
    """What is to be read next: the contested, the reported, the new; the longest waiting first."""
    inside = {*session.exec(select(BatchItem.publication_id))}
    contested = reviews.ids(session, "appealed") - inside
    reported = reports.reported_ids(session) & {*visible} - contested
    new = {*visible} - reviews.ids(session) - library.imported_ids(session) - reported
    seen = appearances(session, authorships, sorted(new)[:CANDIDATES])
    today = clock.day(now)
    waiting = [
        each
        for each in sorted(seen, key=lambda each: (seen[each], each))
        if clock.day(seen[each]) < today
        and (promise.working_days(seen[each], now) > SURELY_AFTER_DAYS or chance.random() < 0.5)
    ]
    return [*sorted(contested), *sorted(reported), *waiting]


def appearances(
    session: Session, authorships: Authorships, ids: Collection[str]
) -> dict[str, datetime]:
    """When readers first saw these; what has no seal is absent."""
    months = library.visible_from(session, ids)
    return {
        each: releases.appears(moment, months[each])
        for each, moment in authorships.releases(session, ids).items()
        if each in months
    }


def current(
    session: Session, secrets: keys.Keys, authorships: Authorships, viewer: Viewer
) -> Batch:
    """What is left of the batch for this moderator.

    Nobody reviews what their own association wrote, or one they left within a year, nor an appeal
    against their own decision.
    """
    person = require_moderator(viewer)
    rows = session.exec(select(BatchItem).order_by(col(BatchItem.position))).all()
    ids = [row.publication_id for row in rows]
    items = library.own_items(session, ids)
    told = reports.of(session, secrets, ids)
    decided = reviews.of(session, secrets, ids)
    own = _own(session, authorships, viewer)
    found, for_others = [], 0
    for row in rows:
        key = row.publication_id
        review = decided.get(key)
        contested = review if review and review.state == "appealed" else None
        if key not in items or (items[key].state != "published" and not contested):
            continue
        if key in own or (contested and contested.reviewer == person):
            for_others += 1
        else:
            found.append(ToReview(row.id, items[key], told.get(key), contested))
    return Batch(rows[0].week if rows else None, found, for_others)


def _own(session: Session, authorships: Authorships, viewer: Viewer) -> set[str]:
    return {each.publication_id for near in viewer.near for each in authorships.of(session, near)}


def take(session: Session, authorships: Authorships, viewer: Viewer, item_id: str) -> BatchItem:
    """A place of the batch with its lock. Raises NotFound, for the viewer's own things too."""
    row = session.get(BatchItem, item_id, with_for_update=True, populate_existing=True)
    if row is None or row.publication_id in _own(session, authorships, viewer):
        raise NotFound("item")
    return row


def forget(session: Session, ids: Ids) -> None:
    """Take these publications out of the batch."""
    session.exec(sa.delete(BatchItem).where(col(BatchItem.publication_id).in_(ids)))
