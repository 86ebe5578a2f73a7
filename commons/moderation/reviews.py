"""What moderators said of publications: one row for each, which knows neither author nor date."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from commons import clock, keys
from commons.database import UNORDERED
from commons.refusals import NotFound

# So long an author may answer, and nothing is final.
DAYS_TO_ANSWER = 30
NOTE_LIMIT = 1000
APPEAL_LIMIT = 2000
# Nothing was written beside an approval; all else is of one length.
_APPROVED_BYTES, _ROW_BYTES = 256, 8192

Ids = Collection[str] | SelectOfScalar[str]


class ReviewRow(SQLModel, table=True):
    """The last decision on a publication; note, appeal and times are sealed."""

    __tablename__ = "review"
    __table_args__ = (
        sa.CheckConstraint(
            "state IN ('approved', 'changes', 'refused', 'appealed', 'upheld')", name="state"
        ),
        UNORDERED,
    )
    publication_id: str = Field(primary_key=True, foreign_key="publication.id")
    state: str = Field(index=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Review:
    """A decision opened; ``moment`` is that of the last act, the appeal included.

    ``reviewer`` is the person who decided last: an appeal goes to another. It is made once.
    """

    publication_id: str
    state: str
    moment: datetime
    reviewer: str = ""
    reason: str | None = None
    note: str = ""
    appeal: str = ""

    @property
    def last_day(self) -> datetime:
        """Until when its author may answer."""
        return self.moment + timedelta(days=DAYS_TO_ANSWER)

    @property
    def may_appeal(self) -> bool:
        return self.state in ("changes", "refused") and not self.appeal


def put(session: Session, secrets: keys.Keys, review: Review) -> None:
    """Write a decision in the place of the one before."""
    size = _APPROVED_BYTES if review.state == "approved" else _ROW_BYTES
    row = session.get(ReviewRow, review.publication_id)
    sealed = _sealed(secrets, review, size)
    if row is None:
        row = ReviewRow(publication_id=review.publication_id, state=review.state, sealed=sealed)
        session.add(row)
    else:
        row.state, row.sealed = review.state, sealed
    session.flush()


def _sealed(secrets: keys.Keys, review: Review, size: int) -> bytes:
    held = {
        "moment": int(review.moment.timestamp()),
        "reviewer": review.reviewer,
        "reason": review.reason,
        "note": review.note,
        "appeal": review.appeal,
    }
    return secrets.seal("review", held, review.publication_id, size)


def _opened(secrets: keys.Keys, row: ReviewRow) -> Review:
    held = secrets.open("review", row.sealed, row.publication_id)
    moment = clock.from_seconds(held.pop("moment"))
    return Review(row.publication_id, row.state, moment, **held)


def to_change(session: Session, secrets: keys.Keys, publication_id: str) -> Review | None:
    """A decision with its lock, read anew once nobody else holds it."""
    row = session.get(ReviewRow, publication_id, with_for_update=True, populate_existing=True)
    return _opened(secrets, row) if row else None


def of(session: Session, secrets: keys.Keys, ids: Collection[str]) -> dict[str, Review]:
    """The decisions on these publications, by id."""
    rows = session.exec(select(ReviewRow).where(col(ReviewRow.publication_id).in_(ids)))
    return {row.publication_id: _opened(secrets, row) for row in rows}


def ids(session: Session, *states: str) -> set[str]:
    """The publications with a decision, or with one of these."""
    statement = select(ReviewRow.publication_id)
    if states:
        statement = statement.where(col(ReviewRow.state).in_(states))
    return {*session.exec(statement)}


def open_ones(session: Session, secrets: keys.Keys) -> Iterator[Review]:
    """The decisions that their authors may still answer."""
    states = ("changes", "refused", "upheld")
    rows = session.exec(
        select(ReviewRow)
        .where(col(ReviewRow.state).in_(states))
        .order_by(col(ReviewRow.publication_id))
    ).all()
    return (_opened(secrets, row) for row in rows)


def lodge(session: Session, secrets: keys.Keys, review: Review, words: str, now: datetime) -> None:
    """An author's one appeal. Raises NotFound where there is nothing to appeal against."""
    if not review.may_appeal:
        raise NotFound("publication")
    put(session, secrets, replace(review, state="appealed", appeal=words, moment=now))


def forget(session: Session, publication_ids: Ids) -> None:
    """Delete what was decided of these publications."""
    session.exec(sa.delete(ReviewRow).where(col(ReviewRow.publication_id).in_(publication_ids)))


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for page in keys.pages(session, ReviewRow):
        for row in page:
            row.sealed = old.carry(new, "review", row.sealed, row.publication_id)
