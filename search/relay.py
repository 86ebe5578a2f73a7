"""The relay: pushes what the outbox names to the index, always in its current state."""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from sqlmodel import Session

from commons import bugs, library, outbox
from commons.database import Database
from search import documents
from search.engine import Document, EngineUnavailable, SearchEngine

BATCH = 200
PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0

log = logging.getLogger("recul.relay")


class AlreadyLed(Exception):
    """Another process leads this index; told to the operator in one sentence."""


class Leadership:
    """The right to write an index: one process at a time, by a lock on a file."""

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

    def release(self) -> None:
        os.close(self._descriptor)


# One hand at a time: whoever read the shelf to push it also finishes pushing it, so that nobody
# puts back what somebody else has just learned was withdrawn.
_turn = threading.RLock()


def push(database: Database, engine: SearchEngine, limit: int = BATCH) -> int:
    """Push one batch; how many publications it held.

    What is pushed is the state read now, not the one announced: an index never goes back in time.
    A row leaves the outbox after the push, and only if no newer version came meanwhile.
    """
    with _turn:
        with database.reading() as session:
            waiting = outbox.waiting(session, outbox.INDEX, limit)
            items = library.items(session, list(waiting))
        if not waiting:
            return 0
        engine.put([documents.document(item) for item in items.values()])
        engine.delete([each for each in waiting if each not in items])
        with database.writing() as session:
            outbox.done(session, outbox.INDEX, list(waiting.items()))
        return len(waiting)


def rebuild(database: Database, engine: SearchEngine, *, pause: float = 0.0) -> int:
    """Fill a new index from the shelf and swap; how many publications it holds.

    ``pause`` seconds after each publication leave the processor to whoever searches meanwhile.
    """

    def shelf(session: Session) -> Iterator[Document]:
        for item in library.everything(session):
            yield documents.document(item)
            if pause:
                time.sleep(pause)

    with _turn:
        with database.reading() as session:
            engine.rebuild(shelf(session))
        while push(database, engine):
            pass
        return engine.count()


class Relay(threading.Thread):
    """Runs beside the serving threads; wakes when told or after a pause."""

    def __init__(self, database: Database, engine: SearchEngine) -> None:
        super().__init__(name="relay", daemon=True)
        self._database = database
        self._engine = engine
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
                while push(self._database, self._engine):
                    pass
                pause = PAUSE_SECONDS
            except Exception as problem:
                # Whatever failed, the rows are still in the outbox: try again, ever more slowly.
                known = isinstance(problem, EngineUnavailable)
                why = str(problem) if known else bugs.place(problem)
                log.error("the index was not updated, next try in %.0f s: %s", pause, why)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            self._woken.wait(pause)
            self._woken.clear()
