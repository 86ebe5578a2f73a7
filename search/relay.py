"""The relay: pushes what the outbox names to an index, always in its current state."""

import fcntl
import itertools
import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlmodel import Session

from commons import bugs, library, outbox
from commons.database import Database
from search import documents
from search.engine import Document, DocumentRefused, EngineUnavailable, SearchEngine

BATCH = 200
PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0

log = logging.getLogger("recul.relay")


class AlreadyLed(Exception):
    """Another process leads this index; told to the operator in one sentence."""


class Leadership(Protocol):
    """The right to write an index: one process at a time."""

    def holds(self) -> bool:
        """Whether the right is still ours."""

    def release(self) -> None:
        """Leave the right to whoever asks next."""


class FileLeadership:
    """The right to write the indexes fed from a folder, by a lock on a file in it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(folder / "leader.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            raise AlreadyLed(
                f"Another process of Recul already serves the index in {folder}: stop it first."
            ) from None

    def holds(self) -> bool:
        return True  # the lock lasts as long as the process or until `release`

    def release(self) -> None:
        os.close(self._descriptor)


class DatabaseLeadership:
    """The right to feed a sink from any machine, by a lock in the PostgreSQL database."""

    def __init__(self, database: Database, sink: str) -> None:
        self._connection = database.engine.connect()
        asked = sa.select(sa.func.pg_try_advisory_lock(sa.func.hashtext(f"recul relay {sink}")))
        if not self._connection.scalar(asked):
            self._connection.close()
            raise AlreadyLed(f"Another process of Recul already feeds the index {sink}.")
        self._connection.commit()  # the lock is the session's, not the transaction's

    def holds(self) -> bool:
        try:
            self._connection.execute(sa.select(1))
            self._connection.commit()
        except sa.exc.DBAPIError:
            return False
        return True

    def release(self) -> None:
        # A connection given back to the pool would keep its lock.
        self._connection.invalidate()
        self._connection.close()


_Refused = tuple[Document, str]  # with the code of the reason

# One hand at a time: whoever read the shelf to push it also finishes pushing it, so that nobody
# puts back what somebody else has just learned was withdrawn.
_turn = threading.RLock()


def push(database: Database, engine: SearchEngine, limit: int = BATCH) -> int:
    """Push one batch; how many publications it held.

    What is pushed is the state read now, not the one announced: an index never goes back in time.
    A row leaves the outbox after the push, and only if no newer version came meanwhile. What the
    index refuses is put aside with the reason, and everything else is pushed.
    """
    with _turn:
        with database.reading() as session:
            waiting = outbox.waiting(session, engine.name, limit)
            items = library.items(session, list(waiting))
        if not waiting:
            return 0
        refused = _put(engine, [documents.document(item) for item in items.values()])
        _forget(engine, [each for each in waiting if each not in items])
        _put_aside(database, engine, refused)
        with database.writing() as session:
            ids = {document.id for document, _ in refused}
            taken = [(each, version) for each, version in waiting.items() if each not in ids]
            outbox.done(session, engine.name, taken)
        return len(waiting)


def _put(engine: SearchEngine, batch: list[Document]) -> list[_Refused]:
    """Put a batch; what the index will not have of it, found by halving, each with the reason."""
    if not batch:  # an index commits, and opens itself anew, even for nothing
        return []
    try:
        engine.put(batch)
    except DocumentRefused as refusal:
        if len(batch) == 1:
            return [(batch[0], refusal.reason)]
        middle = len(batch) // 2
        return _put(engine, batch[:middle]) + _put(engine, batch[middle:])
    return []


def _forget(engine: SearchEngine, ids: Collection[str]) -> None:
    if ids:
        engine.delete(ids)


def _put_aside(database: Database, engine: SearchEngine, refused: Sequence[_Refused]) -> None:
    """Make dead letters of what an index refused, unless it has changed since."""
    if not refused:
        return
    with database.writing() as session:
        now = library.held_versions(session, [document.id for document, _ in refused])
        for document, reason in refused:
            if now.get(document.id) == document.version:
                outbox.refuse(session, engine.name, document.id, document.version, reason)
    for document, reason in refused:
        log.error("the index refuses a publication (%s): %s", reason, document.id)


def rebuild(database: Database, engine: SearchEngine, *, pause: float = 0.0) -> int:
    """Fill a new index from the shelf and swap; how many publications it holds.

    ``pause`` seconds after each publication leave the processor to whoever searches meanwhile.
    What changed meanwhile, and was told to the old index by another process, is told again. What
    the index refuses is put aside with the reason, and it is filled with everything else.
    """

    def shelf(session: Session) -> Iterator[Document]:
        refused = outbox.refused(session, engine.name)
        for item in library.everything(session):
            if item.id not in refused:
                yield documents.document(item)
            if pause:
                time.sleep(pause)

    with _turn:
        try:
            with database.reading() as session:
                engine.rebuild(shelf(session))
        except DocumentRefused as refusal:
            if not _search_refused(database, engine):
                raise EngineUnavailable(str(refusal)) from None
            return rebuild(database, engine, pause=pause)
        reconcile(database, engine)
        return engine.count()


def _search_refused(database: Database, engine: SearchEngine) -> bool:
    """Put everything to the index that serves, and put aside what it refuses; whether it did.

    A rebuild that fails does not say for which document.
    """
    found = False
    with database.reading() as session:
        known = outbox.refused(session, engine.name)
        everything = (item for item in library.everything(session) if item.id not in known)
        while batch := [documents.document(item) for item in itertools.islice(everything, BATCH)]:
            refused = _put(engine, batch)
            _put_aside(database, engine, refused)
            found = found or bool(refused)
    return found


@dataclass(frozen=True, slots=True)
class Differences:
    """How an index differed from the shelf, in publications; dead letters are no difference."""

    missing: int
    outdated: int
    unknown: int


def reconcile(database: Database, engine: SearchEngine) -> Differences:
    """Bring an index in line with the shelf by (id, version); how it differed.

    What still waits in the outbox is pushed first: it is no difference.
    """
    with _turn:
        while push(database, engine):
            pass
        held = dict(engine.versions())
        with database.reading() as session:
            wanted = dict(library.published_versions(session))
            refused = outbox.refused(session, engine.name)
        differing = {
            each: version
            for each, version in wanted.items()
            if held.get(each, -1) < version and each not in refused
        }
        missing = [each for each in differing if each not in held]
        outdated = [each for each in differing if each in held]
        unknown = [each for each in held if each not in wanted]
        for start in range(0, len(differing), BATCH):
            some = (missing + outdated)[start : start + BATCH]
            with database.reading() as session:
                items = library.items(session, some)
            newly = _put(engine, [documents.document(item) for item in items.values()])
            _put_aside(database, engine, newly)
        _forget(engine, unknown)
        found = Differences(len(missing), len(outdated), len(unknown))
        if found != Differences(0, 0, 0):
            log.warning("the index %s was not as the shelf: %s", engine.name, found)
        return found


def reindexed(database: Database, engine: SearchEngine) -> str:
    """Rebuild, and say so in one sentence."""
    count = rebuild(database, engine)
    return f"{count} publications are in {_called(engine)}.{_refusing(database, engine)}"


def reconciled(database: Database, engine: SearchEngine) -> str:
    """Reconcile, and say so in one sentence."""
    found = reconcile(database, engine)
    return (
        f"Now {_called(engine)} is as the shelf. It lacked {found.missing} publications, held"
        f" {found.outdated} in an older version and {found.unknown} that are not there any more."
        f"{_refusing(database, engine)}"
    )


def _refusing(database: Database, engine: SearchEngine) -> str:
    with database.reading() as session:
        count = len(outbox.refused(session, engine.name))
    return f" {count} publications are refused: recul refused." if count else ""


def _called(engine: SearchEngine) -> str:
    return "the index" if engine.name == outbox.INDEX else f"the index {engine.name}"


# What a process may ask of the one that feeds an index; each says what came of it.
ACTS: Mapping[str, Callable[[Database, SearchEngine], str]] = {
    "reindex": reindexed,
    "reconcile": reconciled,
}


class Relay(threading.Thread):
    """Runs beside the serving threads; wakes when told or after a pause.

    ``lead`` gives the right to feed the index or raises AlreadyLed: then another process does,
    and it is asked again later. Whoever comes to lead first brings the index in line. An index
    that was lost is filled again.
    """

    def __init__(
        self,
        database: Database,
        engine: SearchEngine,
        lead: Callable[[], Leadership] | None = None,
    ) -> None:
        super().__init__(name=f"relay {engine.name}", daemon=True)
        self._database = database
        self._engine = engine
        self._lead = lead
        self._leadership: Leadership | None = None
        self._woken = threading.Event()
        self._stopped = False

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        self._stopped = True
        self._woken.set()
        self.join(timeout=LONGEST_PAUSE_SECONDS)

    def run(self) -> None:
        pause = PAUSE_SECONDS
        while not self._stopped:
            try:
                if self._leads():
                    if self._engine.needs_rebuild:
                        rebuild(self._database, self._engine)
                    while not self._stopped and push(self._database, self._engine):
                        pass
                    self._do_what_is_asked()
                pause = PAUSE_SECONDS
            except Exception as problem:
                # Whatever failed, the rows are still in the outbox: try again, ever more slowly.
                known = isinstance(problem, EngineUnavailable)
                why = str(problem) if known else bugs.place(problem)
                log.error("the index was not updated, next try in %.0f s: %s", pause, why)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            self._woken.wait(pause)
            self._woken.clear()
        if self._leadership is not None:
            self._leadership.release()

    def refresh(self, pause: float) -> None:
        """Bring the index in line if this process feeds it; where withdrawn words would stay in
        its files, build it anew.
        """
        if self._lead is not None and self._leadership is None:
            return
        if self._engine.keeps_deleted:
            rebuild(self._database, self._engine, pause=pause)
        else:
            reconcile(self._database, self._engine)

    def _do_what_is_asked(self) -> None:
        with self._database.reading() as session:
            if not outbox.is_asked(session, self._engine.name):
                return
        with self._database.writing() as session:
            act = outbox.take_up(session, self._engine.name)
        if act is None:
            return
        try:
            done = ACTS[act](self._database, self._engine)
        except EngineUnavailable as problem:
            done = str(problem)
        with self._database.writing() as session:
            outbox.answer(session, self._engine.name, done)

    def _leads(self) -> bool:
        """Whether this process feeds the index; asks for the right where nobody has it."""
        if self._lead is None:
            return True
        if self._leadership is not None and not self._leadership.holds():
            self._leadership.release()
            self._leadership = None
        if self._leadership is None:
            try:
                leadership = self._lead()
            except AlreadyLed:
                return False
            try:
                reconcile(self._database, self._engine)
            except BaseException:
                leadership.release()
                raise
            self._leadership = leadership
        return True
