"""The relay: pushes what the outbox names to an index, always in its current state."""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
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
        engine.delete([each for each in waiting if each not in items])
        with database.writing() as session:
            for each, reason in refused.items():
                outbox.refuse(session, engine.name, each, waiting[each], reason)
            taken = [(each, version) for each, version in waiting.items() if each not in refused]
            outbox.done(session, engine.name, taken)
        for each, reason in refused.items():
            log.error("the index refuses a publication (%s): %s", reason, each)
        return len(waiting)


def _put(engine: SearchEngine, batch: list[Document]) -> dict[str, str]:
    """Put a batch; the ids the index will not have, found by halving, each with the reason."""
    try:
        engine.put(batch)
    except DocumentRefused as refusal:
        if len(batch) == 1:
            return {batch[0].id: refusal.reason}
        middle = len(batch) // 2
        return _put(engine, batch[:middle]) | _put(engine, batch[middle:])
    return {}


def rebuild(database: Database, engine: SearchEngine, *, pause: float = 0.0) -> int:
    """Fill a new index from the shelf and swap; how many publications it holds.

    ``pause`` seconds after each publication leave the processor to whoever searches meanwhile.
    What changed meanwhile, and was told to the old index by another process, is told again.
    """

    def shelf(session: Session) -> Iterator[Document]:
        for item in library.everything(session):
            yield documents.document(item)
            if pause:
                time.sleep(pause)

    with _turn:
        with database.reading() as session:
            engine.rebuild(shelf(session))
        reconcile(database, engine)
        return engine.count()


@dataclass(frozen=True, slots=True)
class Differences:
    """How an index differed from the shelf, in publications."""

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
        missing = [each for each in wanted if each not in held]
        outdated = [each for each, version in wanted.items() if held.get(each, version) < version]
        unknown = [each for each in held if each not in wanted]
        for start in range(0, len(missing) + len(outdated), BATCH):
            some = (missing + outdated)[start : start + BATCH]
            with database.reading() as session:
                items = library.items(session, some)
            _put(engine, [documents.document(item) for item in items.values()])
        engine.delete(unknown)
        found = Differences(len(missing), len(outdated), len(unknown))
        if found != Differences(0, 0, 0):
            log.warning("the index %s was not as the shelf: %s", engine.name, found)
        return found


def reindexed(database: Database, engine: SearchEngine) -> str:
    """Rebuild, and say so in one sentence."""
    return f"{rebuild(database, engine)} publications are in {_called(engine)}."


def reconciled(database: Database, engine: SearchEngine) -> str:
    """Reconcile, and say so in one sentence."""
    found = reconcile(database, engine)
    return (
        f"Now {_called(engine)} is as the shelf. It lacked {found.missing} publications, held"
        f" {found.outdated} in an older version and {found.unknown} that are not there any more."
    )


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
        """Build the index anew if this process feeds it, so that no withdrawn word stays in it."""
        if self._lead is None or self._leadership is not None:
            rebuild(self._database, self._engine, pause=pause)

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
