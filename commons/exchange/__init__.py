"""The shelf as JSON Lines: written out whole, and what comes from elsewhere taken in, or nothing.

The form of a line is in docs/exchange.md. Nothing here knows who wrote anything.
"""

import hashlib
import json
import pickle
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import IO, Any

import sqlalchemy as sa
from sqlmodel import Session

from commons import clock, database, keys, library
from commons.exchange import lines
from commons.exchange.lines import Read, Terms
from commons.exchange.manifest import Tally, is_manifest
from commons.library import Item
from commons.refusals import Refusal
from commons.rights import Readable

__all__ = [
    "LINE_LIMIT",
    "TOLD",
    "Found",
    "Parcel",
    "Refused",
    "Tally",
    "check",
    "export",
    "opened",
    "remove",
    "take_in",
]

LINE_LIMIT = 2_000_000  # bytes
TOLD = 50  # refusals, or different remarks, that are kept to be told
_BATCH = 500

Progress = Callable[[int, int], None]


class UnreadableLine(Refusal):
    """A line is no JSON object in UTF-8 of at most ``LINE_LIMIT`` bytes."""

    code = "unreadable-line"


class RepeatedLine(Refusal):
    """Two lines are one publication of one source."""

    code = "repeated-line"


class ShelfBusy(Refusal):
    """Another import, or something else that writes, did not end in time."""

    code = "shelf-busy"


class UnknownSource(Refusal):
    """Nothing on the shelf was imported from this source."""

    code = "unknown-source"


class Refused(Exception):
    """Nothing was taken in: ``refusals`` are the first ones with their lines, ``count`` all."""

    def __init__(self, refusals: Sequence[tuple[int, Refusal]], count: int) -> None:
        super().__init__(f"{count} lines are refused")
        self.refusals, self.count = refusals, count


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file of lines, kept as it was when its manifest was read."""

    file: IO[bytes]
    reads: IO[bytes]  # what was read of each line, until it is taken in
    size: int
    trusted: bool  # its manifest is ours, and nothing was changed since
    sealed: bool  # it has a manifest, ours or not

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Every line but empty ones and manifests, with its number; the end of one too long is
        left out."""
        self.file.seek(0)
        number = 0
        while line := self.file.readline(LINE_LIMIT + 1):
            number += 1
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = self.file.readline(LINE_LIMIT)
            if line.strip() and not is_manifest(line):
                yield number, line


@dataclass(slots=True)
class Found:
    """What a look at a whole parcel gave: remarks with their first line and how many lines."""

    publications: int = 0
    remarks: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)


def export(
    session: Session,
    secrets: keys.Keys,
    network: str,
    readable: Readable | None = None,
) -> Iterator[bytes]:
    """The shelf line by line in the order of ids, then the manifest.

    ``readable`` None is for all that is on the shelf, what is reserved or to come included.
    """
    tally = Tally(secrets)
    for item in library.everything(session):
        if readable is None or readable.allows(item.audience, item.visible_from, item.state):
            said = lines.written(item, network)
            line = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            tally.add(line)
            yield line
    yield tally.line()


@contextmanager
def opened(stream: IO[bytes], secrets: keys.Keys) -> Iterator[Parcel]:
    """A stream copied aside, so that what was checked is what is taken in."""
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as reads:
        tally = Tally(secrets)
        last, sealed = b"", False
        while piece := stream.readline(LINE_LIMIT):
            file.write(piece)
            if last:
                tally.add(last)
            last = piece
            sealed = sealed or is_manifest(piece)
        yield Parcel(file, reads, file.tell(), sealed and tally.sealed(last), sealed)


def check(
    parcel: Parcel,
    *,
    source: str | None,
    otherwise: str | None,
    told: Progress = lambda done, whole: None,
) -> Found:
    """Read every line before any is taken in; no database, no lock. Raises Refused.

    ``source`` holds for every line, ``otherwise`` for those that name none. ``told`` hears how
    many bytes were read, of how many.
    """
    terms = Terms(parcel.trusted, source, otherwise)
    found = Found()
    parcel.reads.seek(0)
    parcel.reads.truncate()
    refusals: list[tuple[int, Refusal]] = []
    count = 0
    seen: dict[bytes, int] = {}
    for number, line in parcel.lines():
        try:
            read = lines.read(_parsed(line), terms)
            if not terms.trusted:
                lines.examine(read.item)
            mark = hashlib.sha256(repr(read.origin).encode()).digest()[:16]
            if mark in seen:
                raise RepeatedLine("id", first=seen[mark])
            seen[mark] = number
        except Refusal as refusal:
            count += 1
            if len(refusals) < TOLD:
                refusals.append((number, refusal))
            continue
        found.publications += 1
        # Not in memory, which has its bounds, and not read again, which takes its time.
        pickle.dump(read, parcel.reads)
        for remark in read.remarks:
            first, times = found.remarks.get(remark, (number, 0))
            if times or len(found.remarks) < TOLD:
                found.remarks[remark] = (first, times + 1)
        told(parcel.file.tell(), parcel.size)
    if count:
        raise Refused(refusals, count)
    return found


def take_in(
    session: Session,
    parcel: Parcel,
    now: datetime,
    told: Progress = lambda done, whole: None,
) -> Counter[str]:
    """Put what was checked on the shelf, in the caller's transaction; how many of each.

    ``new``, ``changed`` (the line says something else than before), ``same``, ``withdrawn`` (here,
    and so for good) and ``here`` (published by this network itself: its own copy is left alone).
    Raises ShelfBusy.
    """
    _hold(session)
    counts: Counter[str] = Counter()
    whole = parcel.reads.tell()
    parcel.reads.seek(0)
    while parcel.reads.tell() < whole:
        some = range(_BATCH)
        batch = [pickle.load(parcel.reads) for _ in some if parcel.reads.tell() < whole]
        _take_in(session, batch, parcel.trusted, clock.month(now), counts)
        session.expunge_all()
        told(parcel.reads.tell(), whole)
    return counts


def remove(session: Session, source: str) -> int:
    """Withdraw all that was imported from a source; how many. Raises ShelfBusy, UnknownSource.

    It may be imported again, at other addresses.
    """
    _hold(session)
    count = library.withdraw_imported(session, source)
    if not count:
        known = ", ".join(f"{each} ({held})" for each, held in library.sources(session).items())
        raise UnknownSource("source", source=source, known=known or "–")
    return count


def _hold(session: Session) -> None:
    """One import at a time: another waits, and then finds what the first one took in.

    On SQLite whoever writes at all is alone already.
    """
    try:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{database.BUSY_SECONDS}s'")
            connection.execute(
                sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("recul import")))
            )
            connection.exec_driver_sql("SET LOCAL lock_timeout TO DEFAULT")
    except sa.exc.OperationalError:
        raise ShelfBusy from None


def _take_in(
    session: Session, batch: Sequence[Read], trusted: bool, month: int, counts: Counter[str]
) -> None:
    known = library.imported(session, [read.origin for read in batch])
    held = library.items(session, [*known.values()])
    here = library.known_ids(session, [read.origin.id for read in batch])
    new, changed = [], []
    for read in batch:
        if read.origin in known:
            before = held.get(known[read.origin])
            if before is None:
                counts["withdrawn"] += 1
                continue
            after = _placed(read, before.id, before.month)
            if _says(after) == _says(before):
                counts["same"] += 1
            else:
                version = max(before.version + 1, after.version)
                changed.append(replace(after, version=version))
        elif read.origin.id in here:
            counts["here"] += 1
        else:
            # An address of ours stays what it was.
            kept = trusted and _is_id(read.origin.id)
            new.append(_placed(read, read.origin.id if kept else keys.new_id(), month))
    library.take_in(session, new)
    library.revise_imported(session, changed, month)
    counts.update(new=len(new), changed=len(changed))


def _placed(read: Read, publication_id: str, month: int) -> Item:
    """A line as a publication of this shelf; what it says of no month is as of this one."""
    month = read.item.month or month
    return replace(
        read.item,
        id=publication_id,
        month=month,
        visible_from=max(month, read.item.visible_from),
        origin=read.origin,
    )


def _says(item: Item) -> Item:
    """A publication without what changes by itself: its number, and the order of its labels."""
    labels = {facet: tuple(sorted(codes)) for facet, codes in item.labels.items()}
    return replace(item, version=0, labels=labels)


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _parsed(line: bytes) -> Mapping[str, Any]:
    """Raises UnreadableLine."""
    if len(line) > LINE_LIMIT:
        raise UnreadableLine(limit=LINE_LIMIT)
    try:
        value = json.loads(line.decode("utf-8-sig"))
        # Half a surrogate pair is no character: it has no place in a text.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise UnreadableLine(limit=LINE_LIMIT) from None
    if not isinstance(value, dict):
        raise UnreadableLine(limit=LINE_LIMIT)
    return value
