"""Unsealing for a legal demand: two operators, a reason, and a log whose rows hold each other.

Nothing else opens a seal for anybody but its author. Who wrote it is told of it, at once or, where
the law forbids that, from a day on.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import authorship, clock, journal, keys, organisations
from commons.authorship import Seal
from commons.database import UNORDERED
from commons.keys import KeyProblem, Mark
from commons.organisations import Known
from commons.plain_text import tidy
from commons.refusals import NotFound, Refusal
from commons.rights import Viewer, require_author, require_operator

CONFIRM_HOURS = 72
REASON_LIMIT = 1000
SILENCE_DAYS_LIMIT = 5 * 365
_ROW_BYTES = 8192
_START = hashlib.sha256(b"recul unsealing").hexdigest()


class DemandEmpty(Refusal):
    code = "demand-empty"


class WrongSilence(Refusal):
    code = "wrong-silence"


class SameOperator(Refusal):
    code = "same-operator"


class DemandRow(SQLModel, table=True):
    """A demand that one operator wrote down and another has still to confirm, sealed."""

    __tablename__ = "unsealing_demand"
    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    sealed: bytes


class EntryRow(SQLModel, table=True):
    """One act of the log: ``digest`` is the hash of the one before with what is sealed here."""

    __tablename__ = "unsealing_entry"
    __table_args__ = UNORDERED
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand as operators see it; ``own`` is whether the viewer wrote it down."""

    id: str
    publication_id: str
    reason: str
    silent_until: date | None
    expires: datetime
    own: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the people of an association are told of a seal of theirs that was opened."""

    publication_id: str
    day: date
    reason: str


def ask(
    session: Session,
    secrets: keys.Keys,
    viewer: Viewer,
    publication_id: str,
    reason: str,
    silent_until: date | None,
    now: datetime,
) -> Demand:
    """Write a demand down; another operator confirms it within 72 hours. Nothing is opened yet.

    Raises DemandEmpty, WrongSilence (a day to come, within five years), NotFound without a seal.
    """
    person = require_operator(viewer)
    words = tidy(reason, "reason", limit=REASON_LIMIT)
    if words is None:
        raise DemandEmpty("reason")
    today = clock.day(now)
    if silent_until is not None and not (
        today < silent_until <= today + timedelta(days=SILENCE_DAYS_LIMIT)
    ):
        raise WrongSilence("silent_until", limit=SILENCE_DAYS_LIMIT)
    if session.get(Seal, publication_id) is None:
        raise NotFound("publication")
    held = {
        "publication": publication_id,
        "reason": words,
        "silent_until": silent_until.isoformat() if silent_until else None,
        "by": person,
        "at": int(now.timestamp()),
    }
    key = keys.new_id()
    session.add(DemandRow(id=key, sealed=secrets.seal("unsealing", held, key, _ROW_BYTES)))
    _log(session, secrets, held | {"act": "asked"})
    journal.note(session, secrets, person, "unsealing", now)
    return _demand(key, held, person)


def _demand(key: str, held: Mapping[str, Any], person: str) -> Demand:
    return Demand(
        id=key,
        publication_id=held["publication"],
        reason=held["reason"],
        silent_until=_day(held["silent_until"]),
        expires=clock.from_seconds(held["at"]) + timedelta(hours=CONFIRM_HOURS),
        own=held["by"] == person,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def open_demands(
    session: Session, secrets: keys.Keys, viewer: Viewer, now: datetime
) -> Sequence[Demand]:
    """The demands that may still be confirmed, for operators."""
    person = require_operator(viewer)
    rows = session.exec(select(DemandRow).order_by(col(DemandRow.id)))
    found = [_demand(row.id, secrets.open("unsealing", row.sealed, row.id), person) for row in rows]
    return [each for each in found if now < each.expires]


def confirm(
    session: Session, secrets: keys.Keys, viewer: Viewer, demand_id: str, now: datetime
) -> Known:
    """Open one seal: who wrote it, told to the operator who confirms, this once, and logged.

    Raises NotFound (unknown, expired, its seal is gone, or its author left), SameOperator.
    """
    person = require_operator(viewer)
    row = session.get(DemandRow, demand_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("id")
    held = secrets.open("unsealing", row.sealed, row.id)
    demand = _demand(row.id, held, person)
    if now >= demand.expires:
        raise NotFound("id")
    if demand.own:
        raise SameOperator("id")
    sealed = session.get(Seal, demand.publication_id)
    if sealed is None:
        raise NotFound("id")
    author = organisations.known(session, secrets, authorship.unseal(secrets, sealed).organisation)
    confirmed = {"act": "confirmed", "by": person, "at": int(now.timestamp())}
    _log(session, secrets, held | confirmed | {"asked_by": held["by"], "organisation": author.id})
    journal.note(session, secrets, person, "unsealing", now)
    session.delete(row)
    session.flush()
    return author


def _log(session: Session, secrets: keys.Keys, held: Mapping[str, Any]) -> None:
    authorship.hold(session)  # one act at a time: each names the one before
    last = session.exec(select(EntryRow).order_by(col(EntryRow.number).desc()).limit(1)).first()
    number = last.number + 1 if last else 1
    sealed = secrets.seal("unsealing-log", held, str(number), _ROW_BYTES)
    digest = _digest(last.digest if last else _START, sealed)
    session.add(EntryRow(number=number, sealed=sealed, digest=digest))
    session.merge(Mark(id="unsealing", value=_end(secrets, number, digest)))
    session.flush()


def _digest(before: str, sealed: bytes) -> str:
    return hashlib.sha256(before.encode() + sealed).hexdigest()


def _end(secrets: keys.Keys, number: int, digest: str) -> str:
    """A keyed hash of the last row: whoever lacks the key can't shorten the log unseen."""
    return secrets.fingerprint("unsealing-end", f"{number}:{digest}")


def is_whole(session: Session, secrets: keys.Keys) -> bool:
    """Whether no row of the log was changed, put in, or taken out, at its end either."""
    digest, number = _START, 0
    for row in session.exec(select(EntryRow).order_by(col(EntryRow.number))):
        number += 1
        digest = _digest(digest, row.sealed)
        if row.number != number or row.digest != digest:
            return False
    mark = session.get(Mark, "unsealing", populate_existing=True)
    if mark is None:
        return number == 0
    return hmac.compare_digest(mark.value, _end(secrets, number, digest))


def count(session: Session) -> int:
    """How many acts the log holds."""
    return session.exec(select(sa.func.count()).select_from(EntryRow)).one()


def told(session: Session, secrets: keys.Keys, viewer: Viewer, now: datetime) -> Sequence[Told]:
    """Which seals of the viewer's association were opened, oldest first, unless still forbidden."""
    organisation, today = require_author(viewer), clock.day(now)
    found = []
    for row in session.exec(select(EntryRow).order_by(col(EntryRow.number))):
        held = secrets.open("unsealing-log", row.sealed, str(row.number))
        silent_until = _day(held["silent_until"])
        if held.get("organisation") != organisation or (silent_until and today < silent_until):
            continue
        day = clock.day(clock.from_seconds(held["at"]))
        found.append(Told(held["publication"], day, held["reason"]))
    return found


def forget_expired(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """Delete demands that nobody confirmed in time; that they were made stays in the log."""
    for row in session.exec(select(DemandRow)).all():
        held = secrets.open("unsealing", row.sealed, row.id)
        if now >= _demand(row.id, held, "").expires:
            session.delete(row)
    session.flush()


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    """Carry demands and the log over, its hashes made anew. Raises KeyProblem for a broken one."""
    if not is_whole(session, old):
        raise KeyProblem("The log of unsealings was tampered with: see recul doctor.")
    for page in keys.pages(session, DemandRow):
        for row in page:
            row.sealed = old.carry(new, "unsealing", row.sealed, row.id)
    digest, number = _START, 0
    for entry in session.exec(select(EntryRow).order_by(col(EntryRow.number))).all():
        number = entry.number
        entry.sealed = old.carry(new, "unsealing-log", entry.sealed, str(number))
        entry.digest = digest = _digest(digest, entry.sealed)
    if number:
        session.merge(Mark(id="unsealing", value=_end(new, number, digest)))
    session.flush()
