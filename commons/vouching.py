"""Federations vouch for their members: by number, one by one or many lines at once."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import clock, keys, organisations, registers
from commons.database import UNORDERED
from commons.organisations import Known
from commons.plain_text import tidy_line
from commons.refusals import NotFound, Refusal
from commons.registers import Number, WrongNumber

LINES_LIMIT = 300
# Of one federation: the largest of France have fewer members who would ever be listed one by one.
VOUCHES_LIMIT = 5_000
# Memberships are renewed by the year: so is the word given for a member, whether it came or not.
WORD_DAYS = 365
NAME_LIMIT = 160
ROW_BYTES = 1024
_LINE_SIGNS = 1_000

Outcome = Literal["verified", "already", "waiting", "twice", "wrong"]


class TooManyLines(Refusal):
    code = "too-many-lines"


class NothingToVouch(Refusal):
    code = "nothing-to-vouch"


class TooManyVouches(Refusal):
    code = "too-many-vouches"


class Vouch(SQLModel, table=True):
    """A federation gave its word for a number.

    What it sent is in ``sealed``, under its own key. ``giver`` says which federation it was and
    until when its word holds; three keyed hashes gather the words of one federation, find those
    for a number, and keep one federation from giving its word twice.
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
    """What a federation sent: a number, its own name for it, and their place among the lines."""

    place: int
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a line; ``wrong`` says what is wrong with its number."""

    line: Line
    outcome: Outcome
    wrong: WrongNumber | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word given, as its federation sees it: what it sent, and until when (YYYYMM) it holds.

    Whether anybody joined by it, let alone what they do, is not said.
    """

    id: str
    number: str
    name: str
    until: int


def lines(text: str) -> list[Line]:
    """The lines of a file: number, then a name if wanted, separated by ``;`` or ``,``.

    A first line without any digit is a heading. Raises TooManyLines, NothingToVouch.
    """
    separator = ";" if ";" in text else ","
    found: list[Line] = []
    for place, raw in enumerate(text.splitlines(), start=1):
        cells = next(csv.reader([raw[:_LINE_SIGNS]], delimiter=separator), [])
        number, name, *_ = (*(" ".join(cell.split()) for cell in cells), "", "")
        if not number or (not found and not any(sign.isdigit() for sign in raw)):
            continue
        if len(found) == LINES_LIMIT:
            raise TooManyLines("lines", limit=LINES_LIMIT)
        name = tidy_line(name[:NAME_LIMIT], "lines") or ""
        found.append(Line(place, number[:NAME_LIMIT], name))
    if not found:
        raise NothingToVouch("lines")
    return found


def vouch(
    session: Session, secrets: keys.Keys, federation: Known, given: Sequence[Line], now: datetime
) -> list[Report]:
    """A federation gives its word for these; what became of each line, in their order.

    A known association is verified; an unknown one is as soon as it declares itself. A moderator's
    refusal stays, and is looked at again; federations are verified by moderators alone, or one
    that was let in by mistake could let in others. Raises TooManyVouches.
    """
    organisations.hold(session, secrets, federation.id)
    held = {row.line_hash: row for row in _rows(session, secrets, federation.id)}
    seen: set[Number] = set()
    reports = []
    for line in given:
        try:
            number = registers.read(line.number)
        except WrongNumber as wrong:
            reports.append(Report(line, "wrong", wrong))
            continue
        if number in seen:
            reports.append(Report(line, "twice"))
            continue
        seen.add(number)
        digest = _line_hash(secrets, federation.id, number)
        row = held.get(digest)
        outcome: Outcome = "already"
        if row is None:
            if len(held) >= VOUCHES_LIMIT:
                raise TooManyVouches("lines", limit=VOUCHES_LIMIT)
            row = Vouch(
                id=keys.new_id(),
                federation_hash=_federation_hash(secrets, federation.id),
                number_hash=_number_hash(secrets, number),
                line_hash=digest,
                sealed=b"",
                giver=b"",
            )
            held[digest] = row
            outcome = _take(session, secrets, number, now)
        _write(secrets, row, federation, number, line, now)
        reports.append(Report(line, outcome))
    session.add_all(held.values())
    session.flush()
    return reports


def _take(session: Session, secrets: keys.Keys, number: Number, now: datetime) -> Outcome:
    """What a word does at once for whoever declared this number."""
    known = organisations.by_number(session, secrets, number)
    if known is None:
        return "waiting"
    if organisations.REFUSED in known.flags:
        organisations.look_again(session, secrets, known.id)
        return "waiting"
    if known.state == "pending" and known.profile.kind == "federation":
        return "waiting"
    organisations.verify(session, secrets, known.id, now)
    return "verified"


def _write(
    secrets: keys.Keys, row: Vouch, federation: Known, number: Number, line: Line, now: datetime
) -> None:
    until = (now + timedelta(days=WORD_DAYS)).isoformat()
    said = {
        # The id that is shown: the row's own is told nobody.
        "id": keys.new_id(),
        "register": number.register,
        "compact": number.compact,
        "number": line.number,
        "name": line.name,
        "until": until,
    }
    row.sealed = keys.seal(federation.data_key, said, _associated(row), ROW_BYTES)
    row.giver = secrets.seal("vouch", {"federation": federation.id, "until": until}, row.id, 256)


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
            known = organisations.by_number(session, secrets, number)
            if known is not None and known.state == "verified" and known.id != federation.id:
                organisations.look_again(session, secrets, known.id)
            return
    raise NotFound("id")


def greet(session: Session, secrets: keys.Keys, organisation: Known, now: datetime) -> bool:
    """Verify an association that has just declared itself, if a federation gave its word."""
    if organisation.profile.kind == "federation":
        return False
    if not vouchers_of(session, secrets, organisation, now):
        return False
    organisations.verify(session, secrets, organisation.id, now)
    return True


def vouchers_of(
    session: Session, secrets: keys.Keys, organisation: Known, now: datetime
) -> frozenset[str]:
    """The verified federations whose word for an organisation holds; for the rules alone."""
    digests = [
        _number_hash(secrets, Number(register, compact))
        for register, compact in organisation.profile.numbers().items()
    ]
    rows = session.exec(select(Vouch).where(col(Vouch.number_hash).in_(digests))).all()
    found = set()
    for row in rows:
        giver = secrets.open("vouch", row.giver, row.id)
        if datetime.fromisoformat(giver["until"]) > now:
            found.add(giver["federation"])
    return frozenset(
        each for each in found if organisations.known(session, secrets, each).state == "verified"
    )


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
            found.append(Word(said["id"], said["number"], said["name"], clock.month(until)))
    return sorted(found, key=lambda each: (each.name.casefold(), each.number, each.id))


def _rows(session: Session, secrets: keys.Keys, federation_id: str) -> Sequence[Vouch]:
    digest = _federation_hash(secrets, federation_id)
    return session.exec(select(Vouch).where(Vouch.federation_hash == digest)).all()


def _open(federation: Known, row: Vouch) -> dict[str, Any]:
    value: dict[str, Any] = keys.unseal(federation.data_key, row.sealed, _associated(row))
    return value


def _associated(row: Vouch) -> str:
    return f"vouch:{row.id}"


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
        giver = {"federation": heir.id, "until": said["until"]}
        row.giver = secrets.seal("vouch", giver, row.id, 256)
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
            row.giver = old.carry(new, "vouch", row.giver, row.id)
