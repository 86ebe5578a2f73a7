"""Who moderates and who operates this instance: the roles that no organisation gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import keys
from commons.accounts import people
from commons.accounts.people import ROW_BYTES
from commons.database import UNORDERED
from commons.refusals import NotFound, Refusal

ROLES = ("moderator", "operator")
# Whoever left an organisation does not judge it for so long.
LEFT_DAYS = 366


class LastOperator(Refusal):
    code = "last-operator"


class Staff(SQLModel, table=True):
    """Somebody with a role here; who and which is sealed, a keyed hash finds them."""

    __table_args__ = UNORDERED
    person_hash: str = Field(primary_key=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Appointed:
    """Somebody with their roles, for operators."""

    person: str
    email: str
    roles: frozenset[str]


def _digest(secrets: keys.Keys, person_id: str) -> str:
    return secrets.fingerprint("staff", person_id)


def roles_of(session: Session, secrets: keys.Keys, person_id: str) -> frozenset[str]:
    """The roles of a person; none for almost everybody."""
    row = session.get(Staff, _digest(secrets, person_id))
    if row is None:
        return frozenset()
    return frozenset(secrets.open("staff", row.sealed, row.person_hash)["roles"])


def appoint(session: Session, secrets: keys.Keys, person_id: str, role: str) -> None:
    """Give a person a role, besides those they have; a second time changes nothing."""
    _keep(session, secrets, person_id, _locked(session, secrets, person_id) | {role})


def dismiss(session: Session, secrets: keys.Keys, person_id: str, role: str) -> None:
    """Take a role from a person. Raises NotFound for who lacks it, LastOperator for the last."""
    roles = _locked(session, secrets, person_id)
    if role not in roles:
        raise NotFound("email")
    if role == "operator" and sum(1 for _ in everyone(session, secrets, role)) == 1:
        raise LastOperator("email")
    _keep(session, secrets, person_id, roles - {role})


def _locked(session: Session, secrets: keys.Keys, person_id: str) -> frozenset[str]:
    """The roles of a person once nobody else is changing anybody's."""
    hold(session)
    return roles_of(session, secrets, person_id)


def hold(session: Session) -> None:
    """Who has a role changes one act at a time."""
    everybody = select(Staff).order_by(col(Staff.person_hash)).with_for_update()
    session.exec(everybody.execution_options(populate_existing=True)).all()


def _keep(session: Session, secrets: keys.Keys, person_id: str, roles: frozenset[str]) -> None:
    digest = _digest(secrets, person_id)
    row = session.get(Staff, digest)
    if not roles:
        if row is not None:
            session.delete(row)
    else:
        left = [] if row is None else _left(secrets, row)
        held = {"person": person_id, "roles": sorted(roles), "left": left}
        sealed = secrets.seal("staff", held, digest, ROW_BYTES)
        if row is None:
            session.add(Staff(person_hash=digest, sealed=sealed))
        else:
            row.sealed = sealed
    session.flush()


def note_left(
    session: Session, secrets: keys.Keys, person_id: str, organisation_id: str, now: datetime
) -> None:
    """Remember of somebody with a role which organisation they left, for a year; of nobody else."""
    row = session.get(Staff, _digest(secrets, person_id), with_for_update=True)
    if row is not None:
        until = (now + timedelta(days=LEFT_DAYS)).isoformat()
        _write_left(secrets, row, [*_left(secrets, row), [organisation_id, until]])
        session.flush()


def left_by(session: Session, secrets: keys.Keys, person_id: str, now: datetime) -> frozenset[str]:
    """The organisations somebody with a role left within a year: they don't judge them."""
    row = session.get(Staff, _digest(secrets, person_id))
    return frozenset() if row is None else frozenset(_still(_left(secrets, row), now))


def _left(secrets: keys.Keys, row: Staff) -> list[list[str]]:
    # The first rows knew nothing of it.
    left: list[list[str]] = secrets.open("staff", row.sealed, row.person_hash).get("left", [])
    return left


def _still(left: list[list[str]], now: datetime) -> dict[str, str]:
    return {key: until for key, until in left if datetime.fromisoformat(until) > now}


def _write_left(secrets: keys.Keys, row: Staff, left: list[list[str]]) -> None:
    held: dict[str, Any] = secrets.open("staff", row.sealed, row.person_hash)
    row.sealed = secrets.seal("staff", held | {"left": left}, row.person_hash, ROW_BYTES)


def pass_on(session: Session, secrets: keys.Keys, organisation_id: str, heir_id: str) -> None:
    """Whoever left an organisation has left the one that takes it over."""
    hold(session)
    for row in session.exec(select(Staff)).all():
        left = _left(secrets, row)
        if any(key == organisation_id for key, _ in left):
            heirs = [[heir_id if key == organisation_id else key, until] for key, until in left]
            _write_left(secrets, row, heirs)
    session.flush()


def forget_expired(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """Forget who left which organisation more than a year ago."""
    for row in session.exec(select(Staff)).all():
        left = _left(secrets, row)
        still = [[key, until] for key, until in _still(left, now).items()]
        if still != left:
            _write_left(secrets, row, still)


def everyone(session: Session, secrets: keys.Keys, role: str) -> Iterator[Appointed]:
    """Everybody with a role, in the order of their keyed hashes."""
    for row in session.exec(select(Staff).order_by(col(Staff.person_hash))):
        held = secrets.open("staff", row.sealed, row.person_hash)
        if role in held["roles"]:
            email = people.email_of(session, secrets, held["person"])
            yield Appointed(held["person"], email, frozenset(held["roles"]))


def forget_people(session: Session, secrets: keys.Keys, gone: set[str]) -> None:
    """Delete what roles these people have."""
    digests = {_digest(secrets, person) for person in gone}
    session.exec(sa.delete(Staff).where(col(Staff.person_hash).in_(digests)))


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    # All at once: they are few, and what finds them changes.
    for row in session.exec(select(Staff)).all():
        held = old.open("staff", row.sealed, row.person_hash)
        session.delete(row)
        digest = _digest(new, held["person"])
        session.add(Staff(person_hash=digest, sealed=new.seal("staff", held, digest, ROW_BYTES)))
    session.flush()
