"""Invitations: into one's association by role, to hand over to somebody, or into the network."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import keys, organisations
from commons.accounts import bearer, memberships, people
from commons.accounts.memberships import CONTACTS_LIMIT, ROLES
from commons.accounts.people import ROW_BYTES
from commons.database import UNORDERED
from commons.organisations import OneOrganisation
from commons.refusals import NotFound, Refusal

INVITATION_DAYS = 14
# That wait for their answer at once, of one association or federation.
OPEN_LIMIT = 20
# Into the network: these count until their days are over, or their number would tell who came.
WELCOME_LIMIT = 100
# Whose invitations into the network are the moderators' together.
MODERATORS = "moderators"


class InvitationExpired(Refusal):
    code = "invitation-expired"


class InvitationOfAnother(Refusal):
    code = "invitation-of-another"


class TooManyInvitations(Refusal):
    code = "too-many-invitations"


class TooManyContacts(Refusal):
    code = "too-many-contacts"


class AlreadyMember(Refusal):
    code = "already-member"


class WrongRole(Refusal):
    code = "wrong-role"


class Invitation(SQLModel, table=True):
    """A link that was mailed: the hash of its token, and sealed to whom it went and for what.

    ``owner_hash`` is keyed: it gathers those of one organisation for whoever holds the key.
    """

    __table_args__ = UNORDERED
    token_hash: str = Field(primary_key=True)
    owner_hash: str = Field(index=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation opened. ``owner`` is an organisation, or the moderators.

    ``role`` is None for one into the network; ``replaces`` is the contact who hands over.
    """

    id: str
    owner: str
    email: str
    role: str | None
    replaces: str | None
    until: date


def invite(
    session: Session,
    secrets: keys.Keys,
    organisation_id: str,
    email: str,
    role: str,
    now: datetime,
    replaces: str | None = None,
) -> str:
    """A single-use token to mail, with which this address may join an organisation.

    It takes the place of an earlier one to the same address. With ``replaces`` that contact hands
    over: they stay until the other accepts. Raises WrongEmail, WrongRole, AlreadyMember,
    TooManyContacts, TooManyInvitations.
    """
    if role not in ROLES:
        raise WrongRole("role", known=", ".join(ROLES))
    email = people.tidy_email(email)
    organisations.hold(session, secrets, organisation_id)
    everybody = memberships.colleagues(session, secrets, organisation_id)
    if any(each.email == email and role in (each.role, "member") for each in everybody):
        raise AlreadyMember("email")
    others = [
        row for row in _open_rows(session, secrets, organisation_id, now) if row[1].email != email
    ]
    if role == "contact" and replaces is None:
        there = sum(each.role == "contact" for each in everybody)
        coming = sum(each.role == role and each.replaces is None for _, each in others)
        if there + coming >= CONTACTS_LIMIT:
            raise TooManyContacts("role", limit=CONTACTS_LIMIT)
    return _write(session, secrets, organisation_id, email, now, role=role, replaces=replaces)


def invite_association(
    session: Session, secrets: keys.Keys, owner: str, email: str, now: datetime
) -> str:
    """A single-use token to mail, with which this address may declare an association.

    ``owner`` is the federation that invites, or ``MODERATORS``. Raises WrongEmail,
    TooManyInvitations.
    """
    return _write(session, secrets, owner, people.tidy_email(email), now)


def _write(
    session: Session,
    secrets: keys.Keys,
    owner: str,
    email: str,
    now: datetime,
    role: str | None = None,
    replaces: str | None = None,
) -> str:
    waiting = 0
    for row, each in _open_rows(session, secrets, owner, now):
        if each.email == email and (each.role is None) == (role is None):
            session.delete(row)
        elif (each.role is None) == (role is None):
            waiting += 1
    limit = WELCOME_LIMIT if role is None else OPEN_LIMIT
    if waiting >= limit:
        raise TooManyInvitations("email", limit=limit)
    token = bearer.fresh()
    digest = bearer.hashed(token)
    held = {
        "id": keys.new_id(),
        "owner": owner,
        "email": email,
        "role": role,
        "replaces": replaces,
        "until": (now + timedelta(days=INVITATION_DAYS)).isoformat(),
        "spent": False,
    }
    sealed = secrets.seal("invitation", held, digest, ROW_BYTES)
    owner_hash = _owner_hash(secrets, owner)
    session.add(Invitation(token_hash=digest, owner_hash=owner_hash, sealed=sealed))
    session.flush()
    return token


def _owner_hash(secrets: keys.Keys, owner: str) -> str:
    return secrets.fingerprint("invitations", owner)


def _held(secrets: keys.Keys, row: Invitation) -> dict[str, Any]:
    held: dict[str, Any] = secrets.open("invitation", row.sealed, row.token_hash)
    return held


def _invited(held: dict[str, Any]) -> Invited:
    until = datetime.fromisoformat(held["until"]).date()
    known = {each.name: held[each.name] for each in fields(Invited)}
    return Invited(**(known | {"until": until}))


def _rows(session: Session, secrets: keys.Keys, owner: str) -> Sequence[Invitation]:
    digest = _owner_hash(secrets, owner)
    return session.exec(select(Invitation).where(Invitation.owner_hash == digest)).all()


def _open_rows(
    session: Session, secrets: keys.Keys, owner: str, now: datetime
) -> list[tuple[Invitation, Invited]]:
    return [
        (row, _invited(held))
        for row in _rows(session, secrets, owner)
        if datetime.fromisoformat((held := _held(secrets, row))["until"]) >= now
    ]


def waiting(session: Session, secrets: keys.Keys, owner: str, now: datetime) -> list[Invited]:
    """The invitations of an organisation, or of the moderators, still open; by address.

    Those into the network stay until their days are over: that one is gone would tell a
    federation who came.
    """
    found = [each for _, each in _open_rows(session, secrets, owner, now)]
    return sorted(found, key=lambda each: (each.email, each.id))


def end(session: Session, secrets: keys.Keys, owners: Sequence[str], invitation_id: str) -> None:
    """Take an invitation back: its link opens nothing any more. Raises NotFound."""
    for row in (row for owner in owners for row in _rows(session, secrets, owner)):
        if _held(secrets, row)["id"] == invitation_id:
            session.delete(row)
            session.flush()
            return
    raise NotFound("id")


def look(
    session: Session, secrets: keys.Keys, person_id: str, token: str, now: datetime
) -> Invited:
    """What a link is for, to whom it was sent. Raises InvitationExpired, InvitationOfAnother."""
    return _read(session, secrets, person_id, token, now)[1]


def _read(
    session: Session,
    secrets: keys.Keys,
    person_id: str,
    token: str,
    now: datetime,
    *,
    lock: bool = False,
) -> tuple[Invitation, Invited]:
    row = session.get(
        Invitation, bearer.hashed(token), with_for_update=lock or None, populate_existing=lock
    )
    if row is None:
        raise InvitationExpired("token")
    held = _held(secrets, row)
    # The first versions deleted what was spent.
    if held.get("spent") or datetime.fromisoformat(held["until"]) < now:
        raise InvitationExpired("token")
    # A letter that is passed on, or found, lets nobody else in.
    if held["email"] != people.email_of(session, secrets, person_id):
        raise InvitationOfAnother("token")
    return row, _invited(held)


def accept(
    session: Session, secrets: keys.Keys, person_id: str, token: str, now: datetime
) -> Invited:
    """Join by a link, or take over from the contact who sent it; works once.

    Raises InvitationExpired, InvitationOfAnother, OneOrganisation, TooManyContacts.
    """
    owner = look(session, secrets, person_id, token, now).owner
    # Before the invitation's own lock: whoever leaves, or is merged, takes them in this order.
    try:
        organisations.hold(session, secrets, owner)
    except NotFound:
        raise InvitationExpired("token") from None
    row, invited = _read(session, secrets, person_id, token, now, lock=True)
    if invited.role is None:
        raise InvitationExpired("token")
    belongs_to = memberships.organisation_of(session, secrets, person_id)
    if belongs_to not in (None, invited.owner):
        raise OneOrganisation()
    if invited.role == "contact":
        _make_room(session, secrets, invited)
    session.delete(row)
    if belongs_to is None:
        memberships.join(session, secrets, person_id, invited.owner, invited.role)
    elif invited.role == "contact":
        memberships.change_role(session, secrets, person_id, "contact")
    return invited


def _make_room(session: Session, secrets: keys.Keys, invited: Invited) -> None:
    """Whoever hands over becomes a member; a third contact is refused."""
    everybody = memberships.colleagues(session, secrets, invited.owner)
    there = [each.person for each in everybody if each.role == "contact"]
    if invited.replaces in there:
        memberships.change_role(session, secrets, invited.replaces or "", "member")
    elif len(there) >= CONTACTS_LIMIT:
        raise TooManyContacts("role", limit=CONTACTS_LIMIT)


def spend(
    session: Session, secrets: keys.Keys, person_id: str, token: str, now: datetime
) -> Invited:
    """Use an invitation into the network; who sent it doesn't see that.

    Raises InvitationExpired, InvitationOfAnother.
    """
    row, invited = _read(session, secrets, person_id, token, now, lock=True)
    if invited.role is not None:
        raise InvitationExpired("token")
    _close(secrets, row)
    session.flush()
    return invited


def close(session: Session, secrets: keys.Keys, email: str) -> None:
    """Let what was mailed to an address open nothing any more; whoever sent it sees no change."""
    for row in session.exec(select(Invitation)).all():
        if _held(secrets, row)["email"] == email:
            _close(secrets, row)
    session.flush()


def _close(secrets: keys.Keys, row: Invitation) -> None:
    held = _held(secrets, row) | {"spent": True}
    row.sealed = secrets.seal("invitation", held, row.token_hash, ROW_BYTES)


def forget_expired(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """Delete the invitations that are over."""
    for row in session.exec(select(Invitation)).all():
        if datetime.fromisoformat(_held(secrets, row)["until"]) < now:
            session.delete(row)


def forget_owner(session: Session, secrets: keys.Keys, owner: str) -> None:
    """Delete the invitations of an organisation."""
    digest = _owner_hash(secrets, owner)
    session.exec(sa.delete(Invitation).where(col(Invitation.owner_hash) == digest))


def forget_addresses(session: Session, secrets: keys.Keys, addresses: set[str]) -> None:
    """Delete the invitations that were mailed to these addresses."""
    for row in session.exec(select(Invitation)).all():
        if _held(secrets, row)["email"] in addresses:
            session.delete(row)


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for page in keys.pages(session, Invitation):
        for row in page:
            row.owner_hash = _owner_hash(new, _held(old, row)["owner"])
            row.sealed = old.carry(new, "invitation", row.sealed, row.token_hash)
