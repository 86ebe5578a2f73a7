"""What was done with an account in the last six months: for its owner, sealed, as counts by day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from commons import clock, keys
from commons.database import UNORDERED

KINDS = (
    "signed-in",
    "password-failed",
    "code-failed",
    "token-made",
    "token-ended",
    "password-changed",
    "second-factor-changed",
    "identity-changed",
    "address-changed",
    "role-changed",
    "exported",
    "unsealing",
    "membership-ended",
    "organisation-merged",
    "person-erased",
    "organisation-erased",
    "backup-made",
    "backup-restored",
)
DAYS_KEPT = 183
# What concerns the whole site, or people of whom nobody is left to be told: for the operator.
SITE = "site"
_ROW_BYTES = (2048, 8192)


class JournalRow(SQLModel, table=True):
    """All that is remembered of one account; a keyed hash finds it."""

    __tablename__ = "journal"
    __table_args__ = UNORDERED
    owner_hash: str = Field(primary_key=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """How often something was done on a day."""

    day: date
    kind: str
    count: int


def note(
    session: Session, secrets: keys.Keys, owner: str, kind: str, now: datetime, count: int = 1
) -> None:
    """Remember that something was done with an account, a person's or ``SITE``."""
    assert kind in KINDS, kind
    session.flush()
    digest = _digest(secrets, owner)
    row = session.get(JournalRow, digest, with_for_update=True, populate_existing=True)
    if row is None:
        row = _made(session, secrets, owner)
    held = _open(secrets, row)
    of_day = held["days"].setdefault(clock.day(now).isoformat(), {})
    of_day[kind] = of_day.get(kind, 0) + count
    row.sealed = _sealed(secrets, held, digest)
    session.flush()


def _made(session: Session, secrets: keys.Keys, owner: str) -> JournalRow:
    digest = _digest(secrets, owner)
    row = JournalRow(
        owner_hash=digest, sealed=_sealed(secrets, {"owner": owner, "days": {}}, digest)
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Another process made it between the two statements.
        return session.exec(
            select(JournalRow).where(JournalRow.owner_hash == digest).with_for_update()
        ).one()
    return row


def _digest(secrets: keys.Keys, owner: str) -> str:
    return secrets.fingerprint("journal", owner)


def _sealed(secrets: keys.Keys, held: dict[str, Any], digest: str) -> bytes:
    return secrets.seal("journal", held, digest, *_ROW_BYTES)


def _open(secrets: keys.Keys, row: JournalRow) -> dict[str, Any]:
    held: dict[str, Any] = secrets.open("journal", row.sealed, row.owner_hash)
    return held


def _oldest(now: datetime) -> str:
    return (clock.day(now) - timedelta(days=DAYS_KEPT)).isoformat()


def entries(session: Session, secrets: keys.Keys, owner: str, now: datetime) -> Sequence[Entry]:
    """What was done with an account, newest first."""
    row = session.get(JournalRow, _digest(secrets, owner))
    if row is None:
        return []
    return [
        Entry(date.fromisoformat(day), kind, count)
        for day, counts in sorted(_open(secrets, row)["days"].items(), reverse=True)
        if day > _oldest(now)
        for kind, count in sorted(counts.items(), key=lambda each: KINDS.index(each[0]))
    ]


def forget_expired(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """Delete what is older than six months."""
    for row in session.exec(select(JournalRow)).all():
        held = _open(secrets, row)
        kept = {day: counts for day, counts in held["days"].items() if day > _oldest(now)}
        if not kept:
            session.delete(row)
        elif kept != held["days"]:
            row.sealed = _sealed(secrets, held | {"days": kept}, row.owner_hash)
    session.flush()


def forget_people(session: Session, secrets: keys.Keys, people: set[str]) -> None:
    """Delete what is remembered of these."""
    digests = {_digest(secrets, person) for person in people}
    session.exec(sa.delete(JournalRow).where(col(JournalRow.owner_hash).in_(digests)))


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    # All at once: what finds a row changes.
    for row in session.exec(select(JournalRow)).all():
        held = _open(old, row)
        session.delete(row)
        session.flush()
        digest = _digest(new, held["owner"])
        session.add(JournalRow(owner_hash=digest, sealed=_sealed(new, held, digest)))
    session.flush()


class Failures:
    """Tries to sign in that failed, counted in memory until the journal takes them.

    Written at once they would take a moment that tells whether an address is known.
    """

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = Lock()

    def count(self, person: str, kind: str) -> None:
        with self._lock:
            self._counts[person, kind] += 1

    def take(self) -> Counter[tuple[str, str]]:
        """What was counted since last asked: (person, kind) → how often."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
            return taken
