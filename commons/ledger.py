"""The ledger of erasures: keyed hashes of what is gone for good, kept beside the key as well.

Of an address that somebody changed it also holds the new one, sealed, until they are erased.

A backup holds what was erased after it was made. The ledger's file lies where backups of the
database don't reach, so that a database put back knows what it must erase again. It has a key of
its own, wrapped under every master key since: older backups open with the key before.

An entry goes once no backup can hold what it names. Its month is that of the machine's own clock,
like the day in a backup's name.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, cast

from sqlmodel import Field, Session, SQLModel, select

from commons import beside, clock, keys, library
from commons.database import UNORDERED, Database
from commons.keys import KeyProblem, Mark

Kind = Literal[
    "person", "organisation", "draft", "token", "membership", "identity", "publication", "address"
]

_HEADING = "recul erasures 1"
_MARK = "ledger"
_ROW_BYTES = 384  # all alike, with an address or without


class ErasedRow(SQLModel, table=True):
    """Something was erased: what it was and the month are sealed, a keyed hash tells which one.

    A withdrawn publication leaves a tombstone on the shelf instead, which says as much.
    """

    __tablename__ = "erased"
    __table_args__ = UNORDERED
    hash: str = Field(primary_key=True)
    sealed: bytes


def path_of(key_file: Path) -> Path:
    """Where the ledger's file lies: beside the key."""
    return beside.path_of(key_file, "erased")


def note(session: Session, secrets: keys.Keys, kind: Kind, *ids: str) -> None:
    """Write down that these are erased, in the transaction that erases them."""
    own = _key(session, secrets)
    for each in ids:
        digest = digest_of(own, kind, each)
        if session.get(ErasedRow, digest) is None:
            session.add(ErasedRow(hash=digest, sealed=_sealed(own, kind, digest)))
        if kind == "person":
            for row in _moves(session, own, each):
                row.sealed = _sealed(own, "address", row.hash)
    session.flush()


def note_move(session: Session, secrets: keys.Keys, person_id: str, moves: int, email: str) -> None:
    """Write down which address takes the place of one that somebody had after so many changes.

    The one kind of entry that holds more than a hash: else who is put back from a backup would
    sign in by an address that others may read by now, and not by their own.
    """
    own = _key(session, secrets)
    digest = digest_of(own, "address", f"{person_id} {moves}")
    session.add(ErasedRow(hash=digest, sealed=_sealed(own, "address", digest, to=email)))
    session.flush()


def address_of(
    session: Session, secrets: keys.Keys, person_id: str, moves: int
) -> tuple[str, int] | None:
    """The last address that took the place of one, with how many there were; None where none."""
    own, found = _key(session, secrets), None
    for many, row in enumerate(_moves(session, own, person_id, moves), moves + 1):
        found = _opened_entry(own, row.hash, row.sealed)["to"], many
    return found


def _moves(session: Session, own: bytes, person_id: str, moves: int = 0) -> Iterator[ErasedRow]:
    """What was written down of each address that somebody left, after so many, in order."""
    while row := session.get(ErasedRow, digest_of(own, "address", f"{person_id} {moves}")):
        yield row
        moves += 1


def digest_of(own: bytes, kind: Kind, gone: str) -> str:
    """The keyed hash of what was erased; nothing of it is found without the ledger's key."""
    return hmac.new(own, f"{kind}:{gone}".encode(), hashlib.sha256).hexdigest()


def _sealed(own: bytes, kind: Kind, digest: str, **more: str) -> bytes:
    held = {"kind": kind, "month": clock.system().strftime("%Y-%m")} | more
    return keys.seal(own, held, f"erased:{digest}", _ROW_BYTES)


def _opened_entry(own: bytes, digest: str, sealed: bytes) -> dict[str, str]:
    held: dict[str, str] = keys.unseal(own, sealed, f"erased:{digest}")
    return held


def since(now: datetime, days: int) -> str:
    """The oldest month of which backups may still be there, if none is kept longer."""
    return (now - timedelta(days=days)).strftime("%Y-%m")


def _is_expired(held: Mapping[str, str], since: str) -> bool:
    """A withdrawn publication never is: its tombstone stays as long as the shelf.

    Nor is what the versions before wrote, without a month.
    """
    return held["kind"] != "publication" and held.get("month", since) < since


def _key(session: Session, secrets: keys.Keys) -> bytes:
    """The ledger's own key, made when it is first needed."""
    mark = session.get(Mark, _MARK)
    if mark is not None:
        return secrets.unwrap(base64.b64decode(mark.value), _MARK)
    own = keys.new_key()
    _bind(session, secrets, own)
    return own


def _bind(session: Session, secrets: keys.Keys, own: bytes) -> None:
    session.merge(Mark(id=_MARK, value=_wrapped(secrets, own)))
    session.flush()


def _wrapped(secrets: keys.Keys, own: bytes) -> str:
    return base64.b64encode(secrets.wrap(own, _MARK)).decode()


# -- the file --------------------------------------------------------------------------------------


def settle(session: Session, secrets: keys.Keys, path: Path) -> None:
    """Let a database share the key of the file that lies there. Raises KeyProblem."""
    wraps, _ = _read(path)
    if not wraps:
        _key(session, secrets)
        return
    own = _opened(secrets, wraps, path)
    if session.get(Mark, _MARK) is None:
        _bind(session, secrets, own)
    elif _key(session, secrets) != own:
        raise KeyProblem(
            f"The ledger of erasures {path} is another database's: put back the right one; "
            "nothing was changed."
        )


def _opened(secrets: keys.Keys, wraps: Collection[str], path: Path) -> bytes:
    for wrap in wraps:
        try:
            return secrets.unwrap(base64.b64decode(wrap), _MARK)
        except KeyProblem:
            continue  # under another of the master keys
    raise KeyProblem(f"The ledger of erasures {path} does not belong to this key.")


def carry_out(database: Database, secrets: keys.Keys, path: Path) -> None:
    """Bring the file up to what the database has erased.

    After every erasure, at every start and every night: a death after a commit loses nothing.
    """
    with database.reading() as session:
        erased = _erased(session, secrets)
    if erased is None:
        return
    own = erased.key
    with beside.held(path):
        wraps, known = _read(path)
        if wraps and _opened(secrets, wraps, path) != own:
            raise KeyProblem(f"The ledger of erasures {path} is another database's.")
        if erased.lacking(known):
            _write(path, wraps or (_wrapped(secrets, own),), known | erased.lacking(known))


def missing(session: Session, secrets: keys.Keys, path: Path) -> int:
    """How much the database has erased that the file does not name yet."""
    erased = _erased(session, secrets)
    return 0 if erased is None else len(erased.lacking(_read(path)[1]))


@dataclass(frozen=True, slots=True)
class _Erased:
    """The ledger's key and all that its file should hold: rows as they are, tombstones sealed."""

    key: bytes
    rows: Mapping[str, bytes]
    withdrawn: Mapping[str, bytes]

    def lacking(self, known: Mapping[str, bytes]) -> dict[str, bytes]:
        """What of it a file has not, or has with an address that is erased since."""
        found = {each: self.withdrawn[each] for each in self.withdrawn.keys() - known.keys()}
        return found | {each: row for each, row in self.rows.items() if known.get(each) != row}


def _erased(session: Session, secrets: keys.Keys) -> _Erased | None:
    """What the file should hold; None before the ledger has a key."""
    if session.get(Mark, _MARK) is None:
        return None
    own = _key(session, secrets)
    rows = {row.hash: row.sealed for row in session.exec(select(ErasedRow))}
    digests = (
        digest_of(own, "publication", each) for each in session.exec(library.withdrawn_ids())
    )
    return _Erased(own, rows, {each: _sealed(own, "publication", each) for each in digests})


def forget_expired(database: Database, secrets: keys.Keys, path: Path, since: str) -> None:
    """Delete what was erased before a month, in the database and in the file."""
    with database.writing() as session:
        if session.get(Mark, _MARK) is None:
            return
        own = _key(session, secrets)
        for row in session.exec(select(ErasedRow)).all():
            if _is_expired(_opened_entry(own, row.hash, row.sealed), since):
                session.delete(row)
    with beside.held(path):
        wraps, known = _read(path)
        kept = {
            digest: sealed
            for digest, sealed in known.items()
            if not _is_expired(_opened_entry(own, digest, sealed), since)
        }
        if kept != known:
            _write(path, wraps, kept)


def unknown(session: Session, secrets: keys.Keys, path: Path, since: str) -> dict[Kind, set[str]]:
    """What the file names and this database does not know of: it was put back from a backup.

    Not what was erased before a month: the database may have forgotten that by itself.

    Publications are all named: their tombstones tell which ones are gone.
    """
    wraps, entries = _read(path)
    if not wraps:
        return {}
    own = _key(session, secrets)
    known = {*session.exec(select(ErasedRow.hash))}
    found: dict[Kind, set[str]] = {}
    for digest, sealed in entries.items():
        if digest not in known:
            held = _opened_entry(own, digest, sealed)
            if not _is_expired(held, since):
                found.setdefault(cast(Kind, held["kind"]), set()).add(digest)
    return found


def learn(session: Session, path: Path, digests: Collection[str]) -> None:
    """From now on a database knows these of the file: it has erased them again."""
    _, entries = _read(path)
    for digest in sorted(digests):
        session.add(ErasedRow(hash=digest, sealed=entries[digest]))
    session.flush()


def among(
    session: Session, secrets: keys.Keys, kind: Kind, digests: Collection[str], ids: Iterator[str]
) -> list[str]:
    """Of these ids, those that are named by a digest."""
    own = _key(session, secrets)
    return sorted(each for each in ids if digest_of(own, kind, each) in digests)


def _read(path: Path) -> tuple[tuple[str, ...], dict[str, bytes]]:
    """The wrapped keys of a file and its entries; nothing where there is none."""
    try:
        heading, *lines = path.read_text("ascii").splitlines()
    except FileNotFoundError:
        return (), {}
    except (OSError, ValueError) as problem:
        raise KeyProblem(f"The ledger of erasures {path} can't be read: {problem}.") from None
    wraps, entries = [], {}
    try:
        if heading != _HEADING:
            raise ValueError(heading)
        for line in lines:
            name, value = line.split(" ")
            if name == "key":
                wraps.append(value)
            else:
                entries[name] = base64.b64decode(value, validate=True)
    except (ValueError, binascii.Error):
        raise KeyProblem(f"{path} is no ledger of erasures that Recul wrote.") from None
    return tuple(wraps), entries


def _write(path: Path, wraps: Collection[str], entries: Mapping[str, bytes]) -> None:
    """A new file in the place of the one before, its lines in an order that tells nothing."""
    lines = [_HEADING, *(f"key {each}" for each in wraps)]
    lines += [f"{name} {base64.b64encode(entries[name]).decode()}" for name in sorted(entries)]
    beside.write(path, "\n".join(lines) + "\n")


# -- another master key ----------------------------------------------------------------------------


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    """Wrap the ledger's key under another one; hashes and file stay as they are."""
    if session.get(Mark, _MARK) is not None:
        _bind(session, new, _key(session, old))


def admit(old: keys.Keys, new: keys.Keys, path: Path) -> None:
    """Let a file be opened by the next master key too; done before the database takes it."""
    if not path.exists():
        return
    with beside.held(path):
        wraps, entries = _read(path)
        if wraps:
            _write(path, (*wraps, _wrapped(new, _opened(old, wraps, path))), entries)
