"""Links by e-mail: asked for, sent, spent once."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import keys
from commons.accounts import bearer, entrance, people
from commons.accounts.entrance import Entrance
from commons.accounts.people import ROW_BYTES
from commons.database import UNORDERED
from commons.refusals import Refusal

LINK_MINUTES = 15


class LinkExpired(Refusal):
    code = "link-expired"


class SignInLink(SQLModel, table=True):
    """A link that was mailed: only the hash of its token; to whom, and until when, is sealed.

    One by which an account takes the address it was mailed to holds the present address too, and
    signs nobody in.
    """

    __tablename__ = "sign_in_link"
    __table_args__ = UNORDERED
    token_hash: str = Field(primary_key=True)
    sealed: bytes


def request_link(session: Session, secrets: keys.Keys, email: str, now: datetime) -> str:
    """A single-use token to mail to this address; the same whether the address is known or not.

    It leaves older ones valid: else whoever asks for links to somebody's address all day would
    make each one they receive worthless before it is opened.
    """
    return keep(session, secrets, people.tidy_email(email), now + timedelta(minutes=LINK_MINUTES))


def keep(
    session: Session,
    secrets: keys.Keys,
    email: str,
    until: datetime,
    to: str | None = None,
) -> str:
    """A token to mail to this address, or to the address ``to`` that shall take its place."""
    token = bearer.fresh()
    row_id = bearer.hashed(token)
    value = {"email": email, "until": until.isoformat(), "to": to}
    session.add(
        SignInLink(token_hash=row_id, sealed=secrets.seal("link", value, row_id, ROW_BYTES))
    )
    return token


def spend(session: Session, secrets: keys.Keys, token: str, now: datetime) -> str:
    """Whose address a mailed token proves; it works once. Raises LinkExpired."""
    value = take(session, secrets, token, now)
    if value.get("to") is not None:
        raise LinkExpired("token")
    return people.person_of(session, secrets, value["email"])


def take(session: Session, secrets: keys.Keys, token: str, now: datetime) -> dict[str, Any]:
    """What a mailed token is for; from now on for nothing. Raises LinkExpired."""
    row = session.get(SignInLink, bearer.hashed(token), with_for_update=True)
    if row is None:
        raise LinkExpired("token")
    value = _open(secrets, row)
    session.delete(row)
    if datetime.fromisoformat(value["until"]) < now:
        raise LinkExpired("token")
    return value


def _open(secrets: keys.Keys, row: SignInLink) -> dict[str, Any]:
    value: dict[str, Any] = secrets.open("link", row.sealed, row.token_hash)
    return value


def sign_in(
    session: Session, secrets: keys.Keys, token: str, now: datetime, device: str = ""
) -> Entrance:
    """Spend a mailed token to sign in. Raises LinkExpired when it is unknown, used or old."""
    person = spend(session, secrets, token, now)
    return entrance.admit(session, secrets, person, now, device)


def forget_expired(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """Delete the links that are over."""
    for row in session.exec(select(SignInLink)).all():
        if datetime.fromisoformat(_open(secrets, row)["until"]) < now:
            session.delete(row)


def forget_addresses(session: Session, secrets: keys.Keys, addresses: set[str]) -> None:
    """Delete the links that sign in by these addresses, or would change them."""
    rows = session.exec(select(SignInLink)).all()
    named = [row.token_hash for row in rows if _open(secrets, row)["email"] in addresses]
    # By a statement: whoever spends one of them now is done first.
    session.exec(sa.delete(SignInLink).where(col(SignInLink.token_hash).in_(named)))


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for page in keys.pages(session, SignInLink):
        for row in page:
            row.sealed = old.carry(new, "link", row.sealed, row.token_hash)
