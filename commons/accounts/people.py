"""People: who has which address; it is sealed, a keyed hash finds it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from commons import clock, keys, ledger
from commons.database import UNORDERED
from commons.refusals import NotFound, Refusal

ROW_BYTES = 1024

_EMAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3


class WrongEmail(Refusal):
    code = "wrong-email"


class AddressTaken(Refusal):
    code = "address-taken"


class Person(SQLModel, table=True):
    """Somebody who signs in; the address is sealed, a keyed hash finds it."""

    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    email_hash: str = Field(unique=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Life:
    """The month (YYYYMM) somebody was last here, and that of the warning sent since."""

    person: str
    seen: int | None
    warned: int | None


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


def find_person(session: Session, secrets: keys.Keys, email: str) -> str:
    """The id of the person with this address, none being made. Raises NotFound."""
    email_hash = secrets.fingerprint("email", tidy_email(email))
    found = session.exec(select(Person.id).where(Person.email_hash == email_hash)).first()
    if found is None:
        raise NotFound("email")
    return found


def email_of(session: Session, secrets: keys.Keys, person_id: str) -> str:
    """The address of a person, for themselves. Raises NotFound."""
    row = session.get(Person, person_id)
    if row is None:
        raise NotFound("person")
    value: dict[str, Any] = secrets.open("person", row.sealed, row.id)
    return str(value["email"])


def _moves(secrets: keys.Keys, row: Person) -> int:
    """How often somebody changed their address."""
    return int(secrets.open("person", row.sealed, row.id).get("moves", 0))


def move(session: Session, secrets: keys.Keys, person_id: str, email: str) -> None:
    """Another address for a person, also for backups. Raises AddressTaken for somebody else's."""
    row = session.get_one(Person, person_id, with_for_update=True, populate_existing=True)
    moves = _moves(secrets, row)
    try:
        with session.begin_nested():
            _readdress(secrets, row, email, moves + 1)
    except IntegrityError:
        raise AddressTaken("token") from None
    ledger.note_move(session, secrets, person_id, moves, email)


def _readdress(secrets: keys.Keys, row: Person, email: str, moves: int) -> None:
    held = secrets.open("person", row.sealed, row.id) | {"email": email, "moves": moves}
    row.email_hash = secrets.fingerprint("email", email)
    row.sealed = secrets.seal("person", held, row.id, ROW_BYTES)


def move_again(session: Session, secrets: keys.Keys) -> None:
    """Give back the addresses that people took, as the ledger of erasures says: a backup undid it.

    Nobody keeps theirs meanwhile: one may have taken what another left.
    """
    found = {}
    for row in session.exec(select(Person).order_by(col(Person.id))).all():
        moved = ledger.address_of(session, secrets, row.id, _moves(secrets, row))
        if moved is not None:
            row.email_hash = keys.new_id()
            found[row.id] = (row, *moved)
    session.flush()
    for row, email, moves in found.values():
        _readdress(secrets, row, email, moves)
    session.flush()


def note_life(session: Session, secrets: keys.Keys, person_id: str, now: datetime) -> None:
    """Somebody was here this month; whatever they were warned of is over."""
    _change(session, secrets, person_id, {"seen": clock.month(now), "warned": None})


def note_warning(session: Session, secrets: keys.Keys, person_id: str, now: datetime) -> None:
    """Somebody was told this month that their account ends soon."""
    _change(session, secrets, person_id, {"warned": clock.month(now)})


def _change(session: Session, secrets: keys.Keys, person_id: str, changes: dict[str, Any]) -> None:
    session.flush()
    row = session.get(Person, person_id, with_for_update=True, populate_existing=True)
    if row is None:
        return
    held = secrets.open("person", row.sealed, row.id)
    if held | changes != held:
        row.sealed = secrets.seal("person", held | changes, row.id, ROW_BYTES)
        session.flush()


def lives(session: Session, secrets: keys.Keys) -> list[Life]:
    """When everybody was last here, in the order of their ids."""
    found = []
    for row in session.exec(select(Person).order_by(col(Person.id))):
        held = secrets.open("person", row.sealed, row.id)
        found.append(Life(row.id, held.get("seen"), held.get("warned")))
    return found


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for page in keys.pages(session, Person):
        for row in page:
            email = old.open("person", row.sealed, row.id)["email"]
            row.email_hash = new.fingerprint("email", email)
            row.sealed = old.carry(new, "person", row.sealed, row.id)
