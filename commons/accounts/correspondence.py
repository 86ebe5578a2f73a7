"""How often somebody wants letters, in which language, and whether their address takes them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from commons import keys
from commons.accounts import bearer
from commons.accounts.people import Person
from commons.database import UNORDERED
from commons.refusals import NotFound

PACES = ("daily", "weekly", "monthly", "none")
LANGUAGES = ("fr", "en")
ROW_BYTES = 512


class Correspondence(SQLModel, table=True):
    """A person's wishes, sealed; the digest of the token that stops letters finds them."""

    __table_args__ = UNORDERED
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    stop_hash: str = Field(unique=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Wishes:
    """``undeliverable`` says that a mail server refused the address for good."""

    pace: str = "daily"
    language: str = "fr"
    undeliverable: bool = False


def wishes_of(session: Session, secrets: keys.Keys, person_id: str) -> Wishes:
    """What a person wishes; who never said so gets letters as they come."""
    row = session.get(Correspondence, person_id)
    return Wishes() if row is None else _wishes(_open(secrets, row))


def _wishes(held: dict[str, Any]) -> Wishes:
    return Wishes(held["pace"], held["language"], held["undeliverable"])


def choose(
    session: Session, secrets: keys.Keys, person_id: str, *, pace: str, language: str
) -> Wishes:
    """Write less or more often to a person; an address that was refused is tried again."""
    changes = {"pace": pace, "language": language, "undeliverable": False}
    return _wishes(_change(session, secrets, person_id, changes))


def stop(session: Session, secrets: keys.Keys, token: str) -> None:
    """Write no more to whoever a letter's token was made for. Raises NotFound."""
    digest = bearer.hashed(token)
    found = select(Correspondence.person_id).where(Correspondence.stop_hash == digest)
    person_id = session.exec(found).first()
    if person_id is None:
        raise NotFound("token")
    _change(session, secrets, person_id, {"pace": "none"})


def stop_token(session: Session, secrets: keys.Keys, person_id: str) -> str:
    """The token that stops a person's letters: the same in all of them, so that old ones work."""
    return str(_change(session, secrets, person_id, {})["token"])


def refuse(session: Session, secrets: keys.Keys, person_id: str) -> None:
    """A mail server will never take letters for this person."""
    _change(session, secrets, person_id, {"undeliverable": True})


def retry(session: Session, secrets: keys.Keys, person_id: str) -> None:
    """A letter reached this person: those that were held back leave again."""
    if session.get(Correspondence, person_id) is not None:
        _change(session, secrets, person_id, {"undeliverable": False})


def renew(session: Session, secrets: keys.Keys) -> None:
    """Make the rows that are missing and seal all of them anew.

    Between two copies of the database neither a row nor a change in one tells who was written to.
    """
    known = select(Correspondence.person_id)
    for person_id in session.exec(select(Person.id).where(col(Person.id).not_in(known))).all():
        _made(session, secrets, person_id)
    for page in keys.pages(session, Correspondence):
        for row in page:
            row.sealed = secrets.carry(secrets, "correspondence", row.sealed, row.person_id)


def undeliverable(session: Session, secrets: keys.Keys) -> int:
    """How many addresses were refused for good."""
    rows = session.exec(select(Correspondence)).all()
    return sum(_open(secrets, row)["undeliverable"] for row in rows)


def _open(secrets: keys.Keys, row: Correspondence) -> dict[str, Any]:
    held: dict[str, Any] = secrets.open("correspondence", row.sealed, row.person_id)
    return held


def _change(
    session: Session, secrets: keys.Keys, person_id: str, changes: dict[str, Any]
) -> dict[str, Any]:
    """A person's row, made when it is first needed, with these changes."""
    row = session.get(Correspondence, person_id, with_for_update=True, populate_existing=True)
    if row is None:
        row = _made(session, secrets, person_id)
    held = _open(secrets, row)
    if held != held | changes:
        held |= changes
        row.sealed = secrets.seal("correspondence", held, person_id, ROW_BYTES)
        session.flush()
    return held


def _made(session: Session, secrets: keys.Keys, person_id: str) -> Correspondence:
    token = bearer.fresh()
    held = {"token": token, "pace": "daily", "language": "fr", "undeliverable": False}
    row = Correspondence(
        person_id=person_id,
        stop_hash=bearer.hashed(token),
        sealed=secrets.seal("correspondence", held, person_id, ROW_BYTES),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Another process made it between the two statements.
        return session.exec(
            select(Correspondence).where(Correspondence.person_id == person_id).with_for_update()
        ).one()
    return row


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for page in keys.pages(session, Correspondence):
        for row in page:
            row.sealed = old.carry(new, "correspondence", row.sealed, row.person_id)
