"""Access tokens: what programs sign in by, within scopes and until a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import keys, ledger
from commons.accounts import bearer
from commons.accounts.people import ROW_BYTES
from commons.database import UNORDERED
from commons.plain_text import tidy_line
from commons.refusals import NotFound, Refusal
from commons.rights import SCOPES, Viewer, require_person, require_session

TOKEN_DAYS_LIMIT = 366
TOKEN_NAME_LIMIT = 80
TOKEN_PREFIX = "recul_"


class WrongScope(Refusal):
    code = "wrong-scope"


class WrongExpiry(Refusal):
    code = "wrong-expiry"


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
    person = require_session(viewer)
    name = tidy_line(name, "name", limit=TOKEN_NAME_LIMIT) or TOKEN_PREFIX.rstrip("_")
    if not scopes or any(scope not in SCOPES or scope not in viewer.scopes for scope in scopes):
        raise WrongScope("scopes", known=", ".join(SCOPES))
    if not 1 <= days <= TOKEN_DAYS_LIMIT:
        raise WrongExpiry("days", limit=TOKEN_DAYS_LIMIT)
    token = TOKEN_PREFIX + bearer.fresh()
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
            token_hash=bearer.hashed(token),
            owner_hash=secrets.fingerprint("token-owner", person),
            sealed=secrets.seal("token", held, card.id, ROW_BYTES),
        )
    )
    return token, card


def tokens_of(session: Session, secrets: keys.Keys, viewer: Viewer) -> list[TokenCard]:
    """The viewer's tokens, by name."""
    person = require_person(viewer, "read")
    cards = []
    for row in _rows(session, secrets, person):
        held = _open(secrets, row)
        until = datetime.fromisoformat(held["until"])
        cards.append(TokenCard(row.id, held["name"], tuple(held["scopes"]), until))
    return sorted(cards, key=lambda card: (card.name, card.id))


def _rows(session: Session, secrets: keys.Keys, person_id: str) -> Sequence[AccessToken]:
    owner = secrets.fingerprint("token-owner", person_id)
    return session.exec(select(AccessToken).where(AccessToken.owner_hash == owner)).all()


def revoke_token(session: Session, secrets: keys.Keys, viewer: Viewer, token_id: str) -> None:
    """End a token of one's own. Raises NotFound for anybody else's, NotAllowed for a token."""
    person = require_session(viewer)
    row = session.get(AccessToken, token_id)
    if row is None or row.owner_hash != secrets.fingerprint("token-owner", person):
        raise NotFound("id")
    session.delete(row)
    # A backup put back must not let it in again.
    ledger.note(session, secrets, "token", token_id)


def end_all(session: Session, secrets: keys.Keys, person_id: str) -> int:
    """End all of somebody's tokens; how many there were. Their sessions end before.

    A session that makes a token meanwhile holds back its own end, so that the token is seen here.
    """
    ended = [row.id for row in _rows(session, secrets, person_id)]
    if not ended:
        return 0
    # By a statement: another request may have ended one of them meanwhile.
    session.exec(sa.delete(AccessToken).where(col(AccessToken.id).in_(ended)))
    ledger.note(session, secrets, "token", *ended)
    return len(ended)


def holder(
    session: Session, secrets: keys.Keys, token: str, now: datetime
) -> tuple[str, frozenset[str]] | None:
    """Whose token this is and what it may do; None when it is unknown or over."""
    digest = bearer.hashed(token)
    row = session.exec(select(AccessToken).where(AccessToken.token_hash == digest)).first()
    if row is None or _is_over(held := _open(secrets, row), now):
        return None
    return str(held["person"]), frozenset(held["scopes"])


def _open(secrets: keys.Keys, row: AccessToken) -> dict[str, Any]:
    held: dict[str, Any] = secrets.open("token", row.sealed, row.id)
    return held


def _is_over(held: dict[str, Any], now: datetime) -> bool:
    return datetime.fromisoformat(held["until"]) < now


def forget_expired(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """Delete the tokens that are over."""
    for row in session.exec(select(AccessToken)).all():
        if _is_over(_open(secrets, row), now):
            session.delete(row)


def forget_people(session: Session, secrets: keys.Keys, people: set[str]) -> None:
    owners = {secrets.fingerprint("token-owner", person) for person in people}
    session.exec(sa.delete(AccessToken).where(col(AccessToken.owner_hash).in_(owners)))


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for page in keys.pages(session, AccessToken):
        for row in page:
            row.owner_hash = new.fingerprint("token-owner", _open(old, row)["person"])
            row.sealed = old.carry(new, "token", row.sealed, row.id)
