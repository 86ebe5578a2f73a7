"""Acts on the indexes: done here, or asked of the process that feeds them and waited for."""

import contextlib
import time
from collections.abc import Callable, Iterator

from commons import outbox
from commons.database import Database
from commons.settings import Settings
from frontend import app
from search import relay
from search.engine import EngineUnavailable, SearchEngine

POLL_SECONDS = 0.2
# A process that feeds an index looks at what is asked of it every half second, unless it is busy.
TAKEN_UP_SECONDS = 10.0
DONE_SECONDS = 3600.0


def perform(
    settings: Settings, database: Database, act: str, told: Callable[[str], None]
) -> Iterator[str]:
    """Do an act of `relay.ACTS` to every index; yields what came of each.

    ``told`` hears what is waited for. Raises EngineUnavailable when an index can't be reached, or
    when nobody answers.
    """
    try:
        indexes = app.open_indexes(settings)
    except relay.AlreadyLed:
        told("Another process feeds the index: it is asked, and waited for.")
        with database.reading() as session:
            names = outbox.sinks(session)
        for name in names:
            yield _asked(database, name, act)
        return
    try:
        with database.writing() as session:
            outbox.keep(session, {engine.name for engine in indexes.engines})
        for engine in indexes.engines:
            try:
                with _leading(indexes, database, engine):
                    yield relay.ACTS[act](database, engine)
            except relay.AlreadyLed:
                told(f"Another process feeds the index {engine.name}: it is asked, and waited for.")
                yield _asked(database, engine.name, act)
    finally:
        indexes.close()


def forget_others(settings: Settings) -> Iterator[str]:
    """Remove the indexes that other versions left on the Meilisearch servers; says which.

    For an operator to ask for: a process of another version may still read its index, which nobody
    else can know. Raises EngineUnavailable and StartProblem.
    """
    for server in app.servers(settings, app.embedder(settings)):
        with contextlib.closing(server):
            if names := server.forget_others():
                yield f"Removed from {server.name} what other versions left: {', '.join(names)}."


@contextlib.contextmanager
def _leading(indexes: app.Indexes, database: Database, engine: SearchEngine) -> Iterator[None]:
    if indexes.leadership is not None:
        yield
        return
    leadership = relay.DatabaseLeadership(database, engine.name)
    try:
        yield
    finally:
        leadership.release()


def _asked(database: Database, name: str, act: str) -> str:
    with database.writing() as session:
        outbox.ask(session, name, act)
    begun = time.monotonic()
    while time.monotonic() < begun + DONE_SECONDS:
        time.sleep(POLL_SECONDS)
        with database.reading() as session:
            said = outbox.answered(session, name)
        if said:
            return said
        if said is None and time.monotonic() > begun + TAKEN_UP_SECONDS:
            with database.writing() as session:
                if outbox.give_up(session, name):
                    break
    raise EngineUnavailable(
        "The process that holds the index is busy, or does not feed it: try again later."
    )
