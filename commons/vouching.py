"""What federations say of their members: a number, its contact's address, for a year."""

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import clock, keys, organisations
from commons.database import UNORDERED
from commons.organisations import CONTESTED, UNCHECKED, Known
from commons.plain_text import tidy_line
from commons.refusals import NotFound, Refusal
from commons.registers import Number

LINES_LIMIT = 300
# Of one federation: the largest of France have fewer members who would ever be listed one by one.
VOUCHES_LIMIT = 5_000
# Memberships are renewed by the year: so is the word given for a member, whether it came or not.
WORD_DAYS = 365
NAME_LIMIT = 160
ROW_BYTES = 1024
_LINE_SIGNS = 1_000

# Whom the words for a number name: a contact of who declared it, nobody, or somebody else.
Standing = Literal["contact", "nobody", "another"]


class TooManyLines(Refusal):
    code = "too-many-lines"


class NothingToVouch(Refusal):
    code = "nothing-to-vouch"


class TooManyVouches(Refusal):
    code = "too-many-vouches"


class Vouch(SQLModel, table=True):
    """A federation gave its word for a number.

    What it sent is in ``sealed``, under its own key. ``giver`` says which federation it was, until
    when its word holds, and by a keyed hash whom it names; three more keyed hashes gather the
    words of one federation, find those for a number, and keep one federation from giving its
    word twice.
    """

    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    federation_hash: str = Field(index=True)
    number_hash: str = Field(index=True)
    line_hash: str = Field(unique=True)
    sealed: bytes
    giver: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """What a federation sent: a number, its own name for it, the address of its contact.

    ``place`` is the line's among all.
    """

    place: int
    number: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A word that holds: who gave it, and by a keyed hash the contact it names, if it does."""

    federation: str
    contact: str | None


@dataclass(frozen=True, slots=True)
class Word:
    """A word given, as its federation sees it: what it sent, and until when (YYYYMM) it holds.

    Whether anybody joined by it, let alone what they do, is not said.
    """

    id: str
    number: str
    name: str
    email: str | None
    until: int


def lines(text: str) -> list[Line]:
    """The lines of a file: number, then a name and an address if wanted, with ``;`` or ``,``.

    A cell with an @ and no blank is the address, wherever it stands; a first line without any
    digit is a heading. Raises TooManyLines, NothingToVouch.
    """
    separator = ";" if ";" in text else ","
    found: list[Line] = []
    for place, raw in enumerate(text.splitlines(), start=1):
        cells = next(csv.reader([raw[:_LINE_SIGNS]], delimiter=separator), [])
        cells = [" ".join(cell.split()) for cell in cells]
        email = next((each for each in cells if "@" in each and " " not in each), "")
        number, name, *_ = (*(each for each in cells if not email or each != email), "", "")
        if not number or (not found and not any(sign.isdigit() for sign in raw)):
            continue
        if len(found) == LINES_LIMIT:
            raise TooManyLines("lines", limit=LINES_LIMIT)
        name = tidy_line(name[:NAME_LIMIT], "lines") or ""
        found.append(Line(place, number[:NAME_LIMIT], name, email))
    if not found:
        raise NothingToVouch("lines")
    return found


def put(
    session: Session,
    secrets: keys.Keys,
    federation: Known,
    number: Number,
    line: Line,
    now: datetime,
) -> tuple[bool, bool]:
    """Write a word down, or renew it: whether it is new, and whether it names somebody new.

    A line without an address leaves the one that was given before. Raises TooManyVouches.
    """
    digest = _line_hash(secrets, federation.id, number)
    row = session.exec(select(Vouch).where(Vouch.line_hash == digest)).first()
    before = None if row is None else _open(federation, row).get("email")
    new = row is None
    if row is None:
        if how_many(session, secrets, federation.id) >= VOUCHES_LIMIT:
            raise TooManyVouches("lines", limit=VOUCHES_LIMIT)
        row = Vouch(
            id=keys.new_id(),
            federation_hash=_federation_hash(secrets, federation.id),
            number_hash=_number_hash(secrets, number),
            line_hash=digest,
            sealed=b"",
            giver=b"",
        )
    email = line.email or before
    until = (now + timedelta(days=WORD_DAYS)).isoformat()
    said = {
        # The id that is shown: the row's own is told nobody.
        "id": keys.new_id(),
        "register": number.register,
        "compact": number.compact,
        "number": line.number,
        "name": line.name,
        "email": email,
        "until": until,
    }
    row.sealed = keys.seal(federation.data_key, said, _associated(row), ROW_BYTES)
    row.giver = _giver(secrets, row, federation.id, email, until)
    session.add(row)
    session.flush()
    return new, email != before


def _giver(
    secrets: keys.Keys, row: Vouch, federation_id: str, email: str | None, until: str
) -> bytes:
    contact = contact_hash(secrets, email) if email else None
    held = {"federation": federation_id, "until": until, "contact": contact}
    return secrets.seal("vouch", held, row.id, 256)


def withdraw(session: Session, secrets: keys.Keys, federation: Known, word_id: str) -> None:
    """A federation takes its word back; a moderator looks, and nothing happens by itself.

    Raises NotFound for anybody else's.
    """
    for row in _rows(session, secrets, federation.id):
        said = _open(federation, row)
        if said["id"] == word_id:
            session.delete(row)
            session.flush()
            number = Number(said["register"], said["compact"])
            for known in organisations.claiming(session, secrets, [number]):
                if known.state == "verified" and known.id != federation.id:
                    organisations.look_again(session, secrets, known.id)
            return
    raise NotFound("id")


def words_for(
    session: Session, secrets: keys.Keys, asked: Iterable[Known], now: datetime
) -> dict[str, list[Held]]:
    """The words that hold for the numbers of organisations, by the organisation's id.

    Those of verified federations alone; for the rules and for who verifies.
    """
    claims = {
        each.id: {
            _number_hash(secrets, Number(*number)) for number in each.profile.numbers().items()
        }
        for each in asked
    }
    wanted = set().union(*claims.values())
    said: dict[str, list[Held]] = {}
    verified: dict[str, bool] = {}
    for row in session.exec(select(Vouch).where(col(Vouch.number_hash).in_(wanted))):
        giver = secrets.open("vouch", row.giver, row.id)
        federation = giver["federation"]
        if datetime.fromisoformat(giver["until"]) <= now:
            continue
        if federation not in verified:
            state = organisations.known(session, secrets, federation).state
            verified[federation] = state == "verified"
        if verified[federation]:
            # The first words named no contact.
            said.setdefault(row.number_hash, []).append(Held(federation, giver.get("contact")))
    return {
        key: [each for digest in sorted(digests) for each in said.get(digest, ())]
        for key, digests in claims.items()
    }


def standing(
    secrets: keys.Keys, organisation: Known, words: Collection[Held], contacts: Collection[str]
) -> Standing | None:
    """Whom the words for an organisation name, given the addresses of its contacts.

    A number is public: without an address of its contact, or the invitation by which it was
    declared, a word says nothing of who declared it.
    """
    if not words:
        return None
    here = {contact_hash(secrets, email) for email in contacts}
    if any(
        each.contact in here or (each.contact is None and each.federation == organisation.inviter)
        for each in words
    ):
        return "contact"
    return "another" if any(each.contact for each in words) else "nobody"


def vouchers_of(
    session: Session, secrets: keys.Keys, organisation: Known, now: datetime
) -> frozenset[str]:
    """The federations whose word for an organisation counts; for the rules alone.

    That of a number counts once the organisation was verified as its own: by a word that names
    its contact or by a moderator, and nothing was said against it since.
    """
    if organisation.state != "verified" or organisation.flags & {CONTESTED, UNCHECKED}:
        return frozenset()
    words = words_for(session, secrets, [organisation], now)[organisation.id]
    return frozenset(each.federation for each in words)


def how_many(session: Session, secrets: keys.Keys, federation_id: str) -> int:
    """How many words a federation has given and not taken back; for the rules alone."""
    digest = _federation_hash(secrets, federation_id)
    counted = sa.select(sa.func.count()).where(col(Vouch.federation_hash) == digest)
    return session.scalar(counted) or 0


def words_of(session: Session, secrets: keys.Keys, federation: Known, now: datetime) -> list[Word]:
    """What a federation sent and did not take back, by name and number."""
    found = []
    for row in _rows(session, secrets, federation.id):
        said = _open(federation, row)
        until = datetime.fromisoformat(said["until"])
        if until > now:
            found.append(
                Word(
                    said["id"], said["number"], said["name"], said.get("email"), clock.month(until)
                )
            )
    return sorted(found, key=lambda each: (each.name.casefold(), each.number, each.id))


def _rows(session: Session, secrets: keys.Keys, federation_id: str) -> Sequence[Vouch]:
    digest = _federation_hash(secrets, federation_id)
    return session.exec(select(Vouch).where(Vouch.federation_hash == digest)).all()


def _open(federation: Known, row: Vouch) -> dict[str, Any]:
    value: dict[str, Any] = keys.unseal(federation.data_key, row.sealed, _associated(row))
    return value


def _associated(row: Vouch) -> str:
    return f"vouch:{row.id}"


def contact_hash(secrets: keys.Keys, email: str) -> str:
    """By which a word names an address, tidied as at sign-in."""
    return secrets.fingerprint("vouched-contact", email)


def _federation_hash(secrets: keys.Keys, federation_id: str) -> str:
    return secrets.fingerprint("voucher", federation_id)


def _number_hash(secrets: keys.Keys, number: Number) -> str:
    # Not the hash in the organisation's row: a copy must not join the two.
    return secrets.fingerprint(f"vouched-{number.register}", number.compact)


def _line_hash(secrets: keys.Keys, federation_id: str, number: Number) -> str:
    return secrets.fingerprint("vouch", f"{federation_id} {number.register} {number.compact}")


def forget_expired(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """Delete the words that were not renewed, whether anybody had joined by them or not."""
    ended = [
        row.id
        for row in session.exec(select(Vouch)).all()
        if datetime.fromisoformat(secrets.open("vouch", row.giver, row.id)["until"]) <= now
    ]
    session.exec(sa.delete(Vouch).where(col(Vouch.id).in_(ended)))


def erase_of(session: Session, secrets: keys.Keys, federation_id: str) -> None:
    """Delete all words of a federation that leaves; whom it vouched for stay verified."""
    digest = _federation_hash(secrets, federation_id)
    session.exec(sa.delete(Vouch).where(col(Vouch.federation_hash) == digest))


def pass_on(session: Session, secrets: keys.Keys, federation: Known, heir: Known) -> None:
    """All words of one federation become another's, where it has not given its own."""
    given = {row.line_hash for row in _rows(session, secrets, heir.id)}
    for row in _rows(session, secrets, federation.id):
        said = _open(federation, row)
        number = Number(said["register"], said["compact"])
        digest = _line_hash(secrets, heir.id, number)
        if digest in given:
            session.delete(row)
            continue
        row.line_hash = digest
        row.federation_hash = _federation_hash(secrets, heir.id)
        row.sealed = keys.rewrap(federation.data_key, heir.data_key, row.sealed, _associated(row))
        row.giver = _giver(secrets, row, heir.id, said.get("email"), said["until"])
    session.flush()


def rekey(
    session: Session,
    old: keys.Keys,
    new: keys.Keys,
    data_keys: Mapping[str, tuple[bytes, bytes]],
) -> None:
    """Carry every word over to another key and to its federation's new data key."""
    for page in keys.pages(session, Vouch):
        for row in page:
            federation = old.open("vouch", row.giver, row.id)["federation"]
            before, after = data_keys[federation]
            said = keys.unseal(before, row.sealed, _associated(row))
            number = Number(said["register"], said["compact"])
            row.federation_hash = _federation_hash(new, federation)
            row.number_hash = _number_hash(new, number)
            row.line_hash = _line_hash(new, federation, number)
            row.sealed = keys.rewrap(before, after, row.sealed, _associated(row))
            row.giver = _giver(new, row, federation, said.get("email"), said["until"])
