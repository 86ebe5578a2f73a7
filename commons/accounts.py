"""People: sign-in by e-mail link, sessions, access tokens, and who they are for the rules."""

import hashlib
import secrets as randomness
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from commons import keys, organisations, reciprocity
from commons.authorship import Authorships
from commons.database import UNORDERED
from commons.organisations import OneOrganisation
from commons.plain_text import tidy_line
from commons.refusals import NotAllowed, NotFound, Refusal
from commons.rights import SCOPES, VISITOR, Viewer, require_person

LINK_MINUTES = 15
SESSION_DAYS = 30
TOKEN_DAYS_LIMIT = 366
TOKEN_NAME_LIMIT = 80
ROW_BYTES = 1024
TOKEN_PREFIX = "recul_"

_EMAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3


class WrongEmail(Refusal):
    code = "wrong-email"


class LinkExpired(Refusal):
    code = "link-expired"


class WrongScope(Refusal):
    code = "wrong-scope"


class WrongExpiry(Refusal):
    code = "wrong-expiry"


class Person(SQLModel, table=True):
    """Somebody who signs in; the address is sealed, a keyed hash finds it."""

    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    email_hash: str = Field(unique=True)
    sealed: bytes


class Membership(SQLModel, table=True):
    """A person belongs to one organisation; a count of members would tell of its size.

    ``organisation_hash`` is keyed: it gathers the members for whoever holds the key.
    """

    __table_args__ = UNORDERED
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    organisation_hash: str = Field(index=True)
    sealed: bytes


class SignInLink(SQLModel, table=True):
    """A link that was mailed: only the hash of its token, its times sealed."""

    __tablename__ = "sign_in_link"
    __table_args__ = UNORDERED
    token_hash: str = Field(primary_key=True)
    sealed: bytes


class SignInSession(SQLModel, table=True):
    """A browser that is signed in; its person and times are sealed."""

    __tablename__ = "sign_in_session"
    __table_args__ = UNORDERED
    token_hash: str = Field(primary_key=True)
    sealed: bytes


class AccessToken(SQLModel, table=True):
    """A token for programs; ``owner_hash`` is keyed, so that only the key tells whose it is."""

    __tablename__ = "access_token"
    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    token_hash: str = Field(unique=True)
    owner_hash: str = Field(index=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class TokenCard:
    """What the owner of a token sees of it."""

    id: str
    name: str
    scopes: tuple[str, ...]
    expires: datetime


def tidy_email(address: str) -> str:
    """Lower case, no outer blanks. Raises WrongEmail; the mail itself proves the rest."""
    address = address.strip().lower()
    local, at, domain = address.partition("@")
    if (
        not at
        or not local
        or "." not in domain.strip(".")
        or "@" in domain
        or len(address) > _EMAIL_LIMIT
        or any(character.isspace() or ord(character) < 33 for character in address)
        or any(character in '<>()[],;:\\"' for character in address)
    ):
        raise WrongEmail("email")
    return address


def _hashed(token: str) -> str:
    # The token is 256 random bits: a plain hash can't be searched.
    return hashlib.sha256(token.encode()).hexdigest()


def request_link(session: Session, secrets: keys.Keys, email: str, now: datetime) -> str:
    """A single-use token to mail to this address; the same whether the address is known or not."""
    email = tidy_email(email)
    token = randomness.token_urlsafe(32)
    row_id = _hashed(token)
    value = {"email": email, "until": (now + timedelta(minutes=LINK_MINUTES)).isoformat()}
    session.add(
        SignInLink(token_hash=row_id, sealed=secrets.seal("link", value, row_id, ROW_BYTES))
    )
    return token


def sign_in(session: Session, secrets: keys.Keys, token: str, now: datetime) -> str:
    """Spend a mailed token for a session token. Raises LinkExpired when unknown, used or old."""
    row = session.get(SignInLink, _hashed(token), with_for_update=True)
    if row is None:
        raise LinkExpired("token")
    value = secrets.open("link", row.sealed, row.token_hash)
    session.delete(row)
    if datetime.fromisoformat(value["until"]) < now:
        raise LinkExpired("token")
    person = person_of(session, secrets, value["email"])
    fresh = randomness.token_urlsafe(32)
    row_id = _hashed(fresh)
    held = {"person": person, "until": (now + timedelta(days=SESSION_DAYS)).isoformat()}
    session.add(
        SignInSession(token_hash=row_id, sealed=secrets.seal("session", held, row_id, ROW_BYTES))
    )
    return fresh


def sign_out(session: Session, token: str) -> None:
    """End a session; an unknown one is ended already."""
    session.exec(sa.delete(SignInSession).where(col(SignInSession.token_hash) == _hashed(token)))


def person_of(session: Session, secrets: keys.Keys, email: str) -> str:
    """The id of the person with this address, made at the first sign-in."""
    email_hash = secrets.fingerprint("email", tidy_email(email))
    found = session.exec(select(Person.id).where(Person.email_hash == email_hash)).first()
    if found is not None:
        return found
    person_id = keys.new_id()
    sealed = secrets.seal("person", {"email": tidy_email(email)}, person_id, ROW_BYTES)
    try:
        with session.begin_nested():
            session.add(Person(id=person_id, email_hash=email_hash, sealed=sealed))
    except IntegrityError:
        # Another machine signed the same person in between the two statements.
        return session.exec(select(Person.id).where(Person.email_hash == email_hash)).one()
    return person_id


def email_of(session: Session, secrets: keys.Keys, person_id: str) -> str:
    """The address of a person, for themselves. Raises NotFound."""
    row = session.get(Person, person_id)
    if row is None:
        raise NotFound("person")
    value: dict[str, Any] = secrets.open("person", row.sealed, row.id)
    return str(value["email"])


def join(session: Session, secrets: keys.Keys, person_id: str, organisation_id: str) -> None:
    """Make a person a member. Raises OneOrganisation when they already are one somewhere."""
    if session.get(Membership, person_id) is not None:
        raise OneOrganisation("person")
    held = {"organisation": organisation_id}
    session.add(
        Membership(
            person_id=person_id,
            organisation_hash=secrets.fingerprint("members", organisation_id),
            sealed=secrets.seal("membership", held, person_id, ROW_BYTES),
        )
    )
    session.flush()


def organisation_of(session: Session, secrets: keys.Keys, person_id: str) -> str | None:
    """The id of the organisation a person belongs to."""
    row = session.get(Membership, person_id)
    if row is None:
        return None
    return str(secrets.open("membership", row.sealed, row.person_id)["organisation"])


def declare_organisation(
    session: Session,
    secrets: keys.Keys,
    person_id: str,
    profile: organisations.Profile,
    now: datetime,
    *,
    registration: str = "moderated",
) -> str:
    """Declare an association and join it.

    Where registration is ``moderated`` it stays pending until verified, and drafting may begin;
    ``open`` verifies at once; ``invitation`` raises NotAllowed.
    """
    if registration == "invitation":
        raise NotAllowed(needs="invitation")
    if session.get(Membership, person_id) is not None:
        raise OneOrganisation("person")
    organisation_id = organisations.declare(session, secrets, profile, now)
    join(session, secrets, person_id, organisation_id)
    if registration == "open":
        organisations.verify(session, secrets, organisation_id, now)
    return organisation_id


def create_token(
    session: Session,
    secrets: keys.Keys,
    viewer: Viewer,
    name: str,
    scopes: tuple[str, ...],
    days: int,
    now: datetime,
) -> tuple[str, TokenCard]:
    """A token for programs, shown once, and its card.

    A token never has a scope its maker lacks, and makes no other token: it would outlive itself.
    Raises WrongScope, WrongExpiry, SignInRequired, NotAllowed, TextTooLong.
    """
    person = require_person(viewer, "read")
    if viewer.by_token:
        raise NotAllowed(needs="session")
    name = tidy_line(name, "name", limit=TOKEN_NAME_LIMIT) or TOKEN_PREFIX.rstrip("_")
    if not scopes or any(scope not in SCOPES or scope not in viewer.scopes for scope in scopes):
        raise WrongScope("scopes", known=", ".join(SCOPES))
    if not 1 <= days <= TOKEN_DAYS_LIMIT:
        raise WrongExpiry("days", limit=TOKEN_DAYS_LIMIT)
    token = TOKEN_PREFIX + randomness.token_urlsafe(32)
    card = TokenCard(keys.new_id(), name, tuple(sorted(set(scopes))), now + timedelta(days=days))
    held = {
        "person": person,
        "name": name,
        "scopes": card.scopes,
        "until": card.expires.isoformat(),
    }
    session.add(
        AccessToken(
            id=card.id,
            token_hash=_hashed(token),
            owner_hash=secrets.fingerprint("token-owner", person),
            sealed=secrets.seal("token", held, card.id, ROW_BYTES),
        )
    )
    return token, card


def tokens(session: Session, secrets: keys.Keys, viewer: Viewer) -> list[TokenCard]:
    """The viewer's tokens, by name."""
    person = require_person(viewer, "read")
    owner = secrets.fingerprint("token-owner", person)
    rows = session.exec(select(AccessToken).where(AccessToken.owner_hash == owner)).all()
    cards = []
    for row in rows:
        held = secrets.open("token", row.sealed, row.id)
        until = datetime.fromisoformat(held["until"])
        cards.append(TokenCard(row.id, held["name"], tuple(held["scopes"]), until))
    return sorted(cards, key=lambda card: (card.name, card.id))


def revoke_token(session: Session, secrets: keys.Keys, viewer: Viewer, token_id: str) -> None:
    """End a token of one's own. Raises NotFound for anybody else's, NotAllowed for a token."""
    person = require_person(viewer, "read")
    if viewer.by_token:
        raise NotAllowed(needs="session")
    row = session.get(AccessToken, token_id)
    if row is None or row.owner_hash != secrets.fingerprint("token-owner", person):
        raise NotFound("id")
    session.delete(row)


def viewer_of(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    token: str | None,
    now: datetime,
) -> Viewer:
    """Who holds this session or access token; a visitor when it is unknown or over."""
    if not token:
        return VISITOR
    by_token = token.startswith(TOKEN_PREFIX)
    if by_token:
        row = session.exec(
            select(AccessToken).where(AccessToken.token_hash == _hashed(token))
        ).first()
        held = row and secrets.open("token", row.sealed, row.id)
        scopes = frozenset(held["scopes"]) if held else frozenset()
    else:
        browser = session.get(SignInSession, _hashed(token))
        held = browser and secrets.open("session", browser.sealed, browser.token_hash)
        scopes = frozenset(SCOPES)
    if not held or datetime.fromisoformat(held["until"]) < now:
        return VISITOR
    person = str(held["person"])
    belongs_to = organisation_of(session, secrets, person)
    if belongs_to is None:
        return Viewer(person=person, scopes=scopes, by_token=by_token)
    organisation = organisations.known(session, secrets, belongs_to)
    verified = organisation.state == "verified"
    return Viewer(
        person=person,
        organisation=organisation.id,
        verified=verified,
        contributor=verified and reciprocity.contributes(session, authorships, organisation, now),
        federation=organisation.profile.kind == "federation",
        scopes=scopes,
        by_token=by_token,
    )


def forget_expired(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """Delete links, sessions and tokens whose sealed end has passed."""
    held: list[tuple[SignInLink | SignInSession | AccessToken, Any]] = []
    for link in session.exec(select(SignInLink)).all():
        held.append((link, secrets.open("link", link.sealed, link.token_hash)))
    for browser in session.exec(select(SignInSession)).all():
        held.append((browser, secrets.open("session", browser.sealed, browser.token_hash)))
    for token in session.exec(select(AccessToken)).all():
        held.append((token, secrets.open("token", token.sealed, token.id)))
    for row, value in held:
        if datetime.fromisoformat(value["until"]) < now:
            session.delete(row)


def forget_members(session: Session, secrets: keys.Keys, organisation_id: str) -> None:
    """Delete the people of an organisation with all they sign in by; who comes back begins anew."""
    digest = secrets.fingerprint("members", organisation_id)
    members = session.exec(select(Membership).where(Membership.organisation_hash == digest)).all()
    people = {row.person_id for row in members}
    addresses = {email_of(session, secrets, person) for person in people}
    for link in session.exec(select(SignInLink)).all():
        if secrets.open("link", link.sealed, link.token_hash)["email"] in addresses:
            session.delete(link)
    for browser in session.exec(select(SignInSession)).all():
        if secrets.open("session", browser.sealed, browser.token_hash)["person"] in people:
            session.delete(browser)
    owners = {secrets.fingerprint("token-owner", person) for person in people}
    session.exec(sa.delete(AccessToken).where(col(AccessToken.owner_hash).in_(owners)))
    for row in members:
        session.delete(row)
    session.flush()
    session.exec(sa.delete(Person).where(col(Person.id).in_(people)))


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    """Carry people, memberships, links, sessions and tokens over to another key."""
    for people in keys.pages(session, Person):
        for person in people:
            email = old.open("person", person.sealed, person.id)["email"]
            person.email_hash = new.fingerprint("email", email)
            person.sealed = old.carry(new, "person", person.sealed, person.id)
    for memberships in keys.pages(session, Membership):
        for row in memberships:
            belongs_to = old.open("membership", row.sealed, row.person_id)["organisation"]
            row.organisation_hash = new.fingerprint("members", belongs_to)
            row.sealed = old.carry(new, "membership", row.sealed, row.person_id)
    for links in keys.pages(session, SignInLink):
        for link in links:
            link.sealed = old.carry(new, "link", link.sealed, link.token_hash)
    for sessions in keys.pages(session, SignInSession):
        for browser in sessions:
            browser.sealed = old.carry(new, "session", browser.sealed, browser.token_hash)
    for tokens_held in keys.pages(session, AccessToken):
        for token in tokens_held:
            owner = old.open("token", token.sealed, token.id)["person"]
            token.owner_hash = new.fingerprint("token-owner", owner)
            token.sealed = old.carry(new, "token", token.sealed, token.id)
