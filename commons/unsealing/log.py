"""The log of unsealings: rows that hold each other, and where they end, kept beside the key.

Put back together with its mark from an older backup, the log would look whole. So its *head* is
kept in a file beside the key too, and mailed to every operator at each act. Whoever rules the
machine and holds the key can write another log and another file: only a head that was noted
elsewhere speaks against them.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from sqlmodel import Field, Session, SQLModel, col, select

from commons import authorship, beside, clock, keys
from commons.database import UNORDERED, Database
from commons.keys import KeyProblem, Mark
from commons.refusals import Refusal

_ROW_BYTES = 8192
_START = hashlib.sha256(b"recul unsealing").hexdigest()
_HEADING = "recul unsealings 1"


class WrongHead(Refusal):
    code = "wrong-head"


class EntryRow(SQLModel, table=True):
    """One act of the log: ``digest`` is the hash of the one before with what is sealed here.

    Numbers go up by one; where acts were lost with a database, an act that says so follows them.
    """

    __tablename__ = "unsealing_entry"
    __table_args__ = UNORDERED
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends, or ended: its last number and digest, as ``NUMBER:DIGEST``."""

    number: int
    digest: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises WrongHead."""
        found = re.fullmatch(r"([1-9][0-9]{0,8}):([0-9a-f]{64})", text.strip().lower())
        if found is None:
            raise WrongHead("head")
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


@dataclass(frozen=True, slots=True)
class Lost:
    """Acts from ``first`` to ``last`` were lost with a database; noted on a day."""

    first: int
    last: Head
    day: date


@dataclass(frozen=True, slots=True)
class Log:
    """The log as a whole: every head it ever had and holds still, and what was lost of it."""

    heads: Mapping[int, str]
    lost: Sequence[Lost]
    is_whole: bool

    @property
    def end(self) -> Head | None:
        """Its head; None while it is empty."""
        return Head(*max(self.heads.items())) if self.heads else None

    def goes_on_from(self, head: Head) -> bool:
        """Whether it ended so once, and holds all that it held then."""
        return self.is_whole and self.heads.get(head.number) == head.digest

    def admits(self, head: Head) -> bool:
        """Whether it goes on from a head, or says that this one was lost with a database."""
        lost = self.is_whole and any(each.last == head for each in self.lost)
        return lost or self.goes_on_from(head)


def add(session: Session, secrets: keys.Keys, held: dict[str, Any], lost: int = 0) -> None:
    """Write an act down, after what was ``lost`` if need be."""
    authorship.hold(session)  # one act at a time: each names the one before
    last = session.exec(select(EntryRow).order_by(col(EntryRow.number).desc()).limit(1)).first()
    number = max(last.number if last else 0, lost) + 1
    # Without chance in it, a digest would tell whoever guesses what an act was about.
    held = held | {"salt": keys.new_id()}
    sealed = secrets.seal("unsealing-log", held, str(number), _ROW_BYTES)
    digest = _digest(last.digest if last else _START, number, held)
    session.add(EntryRow(number=number, sealed=sealed, digest=digest))
    session.merge(Mark(id="unsealing", value=_end(secrets, number, digest)))
    session.flush()


def _digest(before: str, number: int, held: Mapping[str, Any]) -> str:
    """Of what an act says, not of its sealed bytes: a head noted once outlives another key."""
    said = json.dumps([before, number, held], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _end(secrets: keys.Keys, number: int, digest: str) -> str:
    """A keyed hash of the last row: whoever lacks the key can't shorten the log unseen."""
    return secrets.fingerprint("unsealing-end", f"{number}:{digest}")


def read(session: Session, secrets: keys.Keys) -> Log:
    """The log, and whether no row of it was changed, put in, or taken out, at its end either."""
    heads: dict[int, str] = {}
    lost: list[Lost] = []
    digest, number = _START, 0
    for row in session.exec(select(EntryRow).order_by(col(EntryRow.number))):
        held = _opened(secrets, row)
        if held is None:
            return Log(heads, lost, is_whole=False)
        if held["act"] == "lost" and held["after"] == number and row.number > number + 1:
            day = clock.day(clock.from_seconds(held["at"]))
            lost.append(Lost(number + 1, Head(row.number - 1, held["digest"]), day))
            number = row.number - 1
        number += 1
        digest = _digest(digest, number, held)
        if row.number != number or row.digest != digest:
            return Log(heads, lost, is_whole=False)
        heads[number] = digest
    mark = session.get(Mark, "unsealing", populate_existing=True)
    whole = (
        hmac.compare_digest(mark.value, _end(secrets, number, digest))
        if mark is not None
        else number == 0
    )
    return Log(heads, lost, is_whole=whole)


def _opened(secrets: keys.Keys, row: EntryRow) -> dict[str, Any] | None:
    """What an act says; None when it was touched."""
    try:
        held: dict[str, Any] = secrets.open("unsealing-log", row.sealed, str(row.number))
    except KeyProblem:
        return None
    return held


def acts(session: Session, secrets: keys.Keys) -> Iterator[dict[str, Any]]:
    """What every act says, in their order."""
    for row in session.exec(select(EntryRow).order_by(col(EntryRow.number))):
        yield secrets.open("unsealing-log", row.sealed, str(row.number))


def head(session: Session) -> Head | None:
    """Where the log ends; None while it is empty."""
    last = session.exec(select(EntryRow).order_by(col(EntryRow.number).desc()).limit(1)).first()
    return Head(last.number, last.digest) if last else None


# -- the head beside the key -----------------------------------------------------------------------


def path_of(key_file: Path) -> Path:
    """Where the head is kept outside the database: beside the key."""
    return beside.path_of(key_file, "unsealed")


def noted(path: Path) -> Head | None:
    """The head of the file; None where there is none. Raises KeyProblem."""
    try:
        heading, line = path.read_text("ascii").splitlines()
        if heading != _HEADING:
            raise ValueError(heading)
        return Head.parse(line)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, WrongHead):
        raise KeyProblem(f"{path} is no head of a log of unsealings that Recul wrote.") from None


def settle(session: Session, secrets: keys.Keys, path: Path, now: datetime) -> Lost | None:
    """Write down in a database that was put back which acts its log has lost, for good.

    The file keeps its head until the log has gone beyond it. Raises KeyProblem.
    """
    there = noted(path)
    if there is None:
        return None
    end = head(session)
    after = end.number if end else 0
    # A log that was touched is left as it is, for whoever looks into it.
    if there.number <= after or not read(session, secrets).is_whole:
        return None
    add(
        session,
        secrets,
        {"act": "lost", "after": after, "digest": there.digest, "at": int(now.timestamp())},
        lost=there.number,
    )
    return Lost(after + 1, there, clock.day(now))


def carry_out(database: Database, secrets: keys.Keys, path: Path) -> None:
    """Bring the file up to the head of the log, if the log admits the head that the file knows.

    If it doesn't, it is another log: the file stays, and recul doctor tells.
    """
    with beside.held(path), database.reading() as session:
        before, end = noted(path), head(session)
        if end is None or end == before:
            return
        if before is not None and not read(session, secrets).admits(before):
            return
        beside.write(path, f"{_HEADING}\n{end}\n")


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    """Carry the log over to another key; its heads stay. Raises KeyProblem for a broken one."""
    found = read(session, old)
    if not found.is_whole:
        raise KeyProblem("The log of unsealings was tampered with: see recul doctor.")
    for row in session.exec(select(EntryRow)).all():
        row.sealed = old.carry(new, "unsealing-log", row.sealed, str(row.number))
    if found.end is not None:
        mark = _end(new, found.end.number, found.end.digest)
        session.merge(Mark(id="unsealing", value=mark))
    session.flush()
