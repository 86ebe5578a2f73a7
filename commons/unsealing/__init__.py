"""Unsealing for a legal demand: two operators, a reason, and a log whose rows hold each other.

Nothing else opens a seal for anybody but its author. Who wrote it is told of it, at once or, where
the law forbids that, from a day on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Field, Session, SQLModel, col, select

from commons import authorship, clock, journal, keys, organisations
from commons.authorship import Seal
from commons.database import UNORDERED
from commons.organisations import Known
from commons.plain_text import tidy
from commons.refusals import NotFound, Refusal
from commons.rights import Viewer, require_author, require_operator
from commons.unsealing import log

CONFIRM_HOURS = 72
REASON_LIMIT = 1000
SILENCE_DAYS_LIMIT = 5 * 365
_ROW_BYTES = 8192


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
    log.add(session, secrets, held | {"act": "asked"})
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
    log.add(
        session, secrets, held | confirmed | {"asked_by": held["by"], "organisation": author.id}
    )
    journal.note(session, secrets, person, "unsealing", now)
    session.delete(row)
    session.flush()
    return author


def told(session: Session, secrets: keys.Keys, viewer: Viewer, now: datetime) -> Sequence[Told]:
    """Which seals of the viewer's association were opened, oldest first, unless still forbidden."""
    organisation, today = require_author(viewer), clock.day(now)
    return [
        Told(held["publication"], clock.day(clock.from_seconds(held["at"])), held["reason"])
        for day, held in _openings(session, secrets)
        if held["organisation"] == organisation and day <= today
    ]


def told_between(session: Session, secrets: keys.Keys, first: date, until: date) -> set[str]:
    """The associations that a seal of theirs was opened for, told from one of these days on."""
    return {
        held["organisation"] for day, held in _openings(session, secrets) if first <= day < until
    }


def _openings(session: Session, secrets: keys.Keys) -> Iterator[tuple[date, dict[str, Any]]]:
    """Every seal that was opened, with the day from which its author is told."""
    for held in log.acts(session, secrets):
        if held["act"] == "confirmed":
            day = clock.day(clock.from_seconds(held["at"]))
            yield max(day, _day(held["silent_until"]) or day), held


def forget_expired(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """Delete demands that nobody confirmed in time; that they were made stays in the log."""
    for row in session.exec(select(DemandRow)).all():
        held = secrets.open("unsealing", row.sealed, row.id)
        if now >= _demand(row.id, held, "").expires:
            session.delete(row)
    session.flush()


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    """Carry demands and the log over. Raises KeyProblem for a broken one."""
    log.rekey(session, old, new)
    for page in keys.pages(session, DemandRow):
        for row in page:
            row.sealed = old.carry(new, "unsealing", row.sealed, row.id)
    session.flush()
