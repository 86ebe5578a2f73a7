"""Accounts elsewhere that somebody signs in by: known by issuer and subject, never by an address.

Whoever links one has an address here already, and a letter to it always signs in: taking a link
away is never taking the last way in.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from commons import keys, ledger
from commons.accounts.people import ROW_BYTES
from commons.database import UNORDERED
from commons.refusals import NotFound, Refusal


class IdentityTaken(Refusal):
    code = "identity-taken"


class IssuerLinked(Refusal):
    code = "issuer-linked"


class ExternalIdentity(SQLModel, table=True):
    """An account elsewhere and whose it is, sealed; keyed hashes find it from either side."""

    __tablename__ = "external_identity"
    __table_args__ = UNORDERED
    identity_hash: str = Field(primary_key=True)
    owner_hash: str = Field(index=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Identity:
    """What somebody sees of an account elsewhere that they linked."""

    id: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a trusted issuer says of a program that asks: for whom, and what it may do."""

    issuer: str
    subject: str
    scopes: frozenset[str]


def _digest(secrets: keys.Keys, issuer: str, subject: str) -> str:
    # As a list: no issuer and subject run together into those of another.
    return secrets.fingerprint("identity", json.dumps([issuer, subject]))


def _owner(secrets: keys.Keys, person_id: str) -> str:
    return secrets.fingerprint("identity-owner", person_id)


def _open(secrets: keys.Keys, row: ExternalIdentity) -> dict[str, Any]:
    held: dict[str, Any] = secrets.open("identity", row.sealed, row.identity_hash)
    return held


def find(session: Session, secrets: keys.Keys, issuer: str, subject: str) -> str | None:
    """The person who linked this account elsewhere, None when nobody did."""
    row = session.get(ExternalIdentity, _digest(secrets, issuer, subject))
    return None if row is None else str(_open(secrets, row)["person"])


def link(session: Session, secrets: keys.Keys, person_id: str, issuer: str, subject: str) -> None:
    """Let a person sign in by an account elsewhere; a second time changes nothing.

    One of each issuer. Raises IdentityTaken when it is somebody else's, IssuerLinked when another
    account of the same issuer is linked.
    """
    found = find(session, secrets, issuer, subject)
    if found == person_id:
        return
    if found is not None:
        raise IdentityTaken("proof")
    if any(each.issuer == issuer for each in identities(session, secrets, person_id)):
        raise IssuerLinked("proof")
    digest = _digest(secrets, issuer, subject)
    held = {"id": keys.new_id(), "person": person_id, "issuer": issuer, "subject": subject}
    row = ExternalIdentity(
        identity_hash=digest,
        owner_hash=_owner(secrets, person_id),
        sealed=secrets.seal("identity", held, digest, ROW_BYTES),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Another machine linked it between the two statements.
        raise IdentityTaken("proof") from None


def _rows(session: Session, secrets: keys.Keys, person_id: str) -> list[ExternalIdentity]:
    owner = _owner(secrets, person_id)
    known = select(ExternalIdentity).where(ExternalIdentity.owner_hash == owner)
    return list(session.exec(known).all())


def identities(session: Session, secrets: keys.Keys, person_id: str) -> list[Identity]:
    """Somebody's accounts elsewhere, by issuer."""
    opened = [_open(secrets, row) for row in _rows(session, secrets, person_id)]
    return sorted(
        (Identity(held["id"], held["issuer"]) for held in opened), key=lambda each: each.issuer
    )


def unlink(session: Session, secrets: keys.Keys, person_id: str, identity_id: str) -> None:
    """Sign in by one of one's own accounts elsewhere no more. Raises NotFound for another's."""
    for row in _rows(session, secrets, person_id):
        if _open(secrets, row)["id"] == identity_id:
            session.delete(row)
            # A backup put back must not let it in again.
            ledger.note(session, secrets, "identity", identity_id)
            return
    raise NotFound("id")


def end_again(session: Session, secrets: keys.Keys, digests: Collection[str]) -> None:
    """Unlink what the ledger of erasures names: a backup brought it back."""
    if not digests:
        return
    rows = {_open(secrets, row)["id"]: row for row in session.exec(select(ExternalIdentity)).all()}
    for each in ledger.among(session, secrets, "identity", digests, iter(rows)):
        session.delete(rows[each])
    session.flush()


def forget_people(session: Session, secrets: keys.Keys, gone: set[str]) -> None:
    """Delete what these people linked."""
    owners = {_owner(secrets, person) for person in gone}
    session.exec(sa.delete(ExternalIdentity).where(col(ExternalIdentity.owner_hash).in_(owners)))


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    """All at once: what finds a row changes, and few people link one."""
    for row in session.exec(select(ExternalIdentity)).all():
        held = _open(old, row)
        session.delete(row)
        digest = _digest(new, held["issuer"], held["subject"])
        session.add(
            ExternalIdentity(
                identity_hash=digest,
                owner_hash=_owner(new, held["person"]),
                sealed=new.seal("identity", held, digest, ROW_BYTES),
            )
        )
    session.flush()
