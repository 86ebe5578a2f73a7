"""From the outbox to the index: nothing lost, nothing backwards."""

import logging
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import pytest

from commons import library, outbox
from commons.database import Database
from search import documents, relay
from search.embedded import Embedded
from search.engine import Document, EngineUnavailable, Query, Visibility
from tests.search import oracle, shelf


class Failing(oracle.Oracle):
    """An index that refuses to write as often as it is told."""

    def __init__(self, failures: int = 10**6) -> None:
        super().__init__()
        self.failures, self.tries = failures, 0

    def put(self, documents: Sequence[Document]) -> None:
        self.tries += 1
        if self.tries <= self.failures:
            raise EngineUnavailable("the disk is full")
        super().put(documents)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Embedded]:
    engine = Embedded(tmp_path / "index")
    yield engine
    engine.close()


def waiting(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return outbox.waiting(session, outbox.INDEX, 1000)


def test_what_was_published_reaches_the_index_and_leaves_the_outbox(
    database: Database, index: Embedded
) -> None:
    publication = shelf.shelve(database)
    assert waiting(database) == {publication: 1}

    assert relay.push(database, index) == 1

    assert dict(index.versions()) == {publication: 1}
    assert waiting(database) == {}
    assert relay.push(database, index) == 0


def test_what_was_withdrawn_leaves_the_index(database: Database, index: Embedded) -> None:
    kept, gone = shelf.shelve(database), shelf.shelve(database)
    relay.push(database, index)

    shelf.withdraw(database, gone)
    relay.push(database, index)

    assert dict(index.versions()) == {kept: 1}
    assert waiting(database) == {}


def test_published_and_withdrawn_before_any_push(database: Database, index: Embedded) -> None:
    shelf.withdraw(database, shelf.shelve(database))

    while relay.push(database, index):
        pass

    assert index.count() == 0
    assert waiting(database) == {}


def test_a_batch_is_as_long_as_it_is_told(sqlite: Database, index: Embedded) -> None:
    ids = {shelf.shelve(sqlite) for _ in range(5)}

    assert [relay.push(sqlite, index, limit=2) for _ in range(4)] == [2, 2, 1, 0]

    assert set(dict(index.versions())) == ids


def test_a_change_during_the_push_stays_announced(sqlite: Database) -> None:
    publication = shelf.shelve(sqlite)

    class Interrupted(oracle.Oracle):
        def put(self, documents: Sequence[Document]) -> None:
            super().put(documents)
            if documents:
                shelf.withdraw(sqlite, publication)

    engine = Interrupted()
    relay.push(sqlite, engine)
    assert dict(engine.versions()) == {publication: 1}
    assert waiting(sqlite) == {publication: 2}

    relay.push(sqlite, engine)
    assert dict(engine.versions()) == {}
    assert waiting(sqlite) == {}


def test_a_push_that_fails_keeps_its_rows(sqlite: Database) -> None:
    publication = shelf.shelve(sqlite)
    engine = Failing()

    with pytest.raises(EngineUnavailable):
        relay.push(sqlite, engine)

    assert waiting(sqlite) == {publication: 1}


def test_a_push_that_fails_at_forgetting_keeps_its_rows(sqlite: Database) -> None:
    gone = shelf.shelve(sqlite)
    shelf.withdraw(sqlite, gone)

    class Deaf(oracle.Oracle):
        def delete(self, ids: Collection[str]) -> None:
            raise EngineUnavailable("the disk is full")

    with pytest.raises(EngineUnavailable):
        relay.push(sqlite, Deaf())

    assert waiting(sqlite) == {gone: 2}


def test_the_relay_tries_again_ever_more_slowly(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(relay, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(relay, "LONGEST_PAUSE_SECONDS", 0.08)
    publication = shelf.shelve(sqlite)
    engine = Failing(failures=6)
    pauses: list[float | None] = []

    class Recorded(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout)
            return super().wait(timeout)

    pusher = relay.Relay(sqlite, engine)
    pusher._woken = Recorded()
    with caplog.at_level(logging.ERROR):
        pusher.start()
        assert shelf.drained(sqlite, 5)
        pusher.stop()

    assert dict(engine.versions()) == {publication: 1}
    assert pauses[:7] == [0.02, 0.04, 0.08, 0.08, 0.08, 0.08, 0.01]
    assert "the disk is full" in caplog.text


def test_a_woken_relay_pushes_at_once(
    sqlite: Database, index: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "PAUSE_SECONDS", 30.0)
    pusher = relay.Relay(sqlite, index)
    pusher.start()
    try:
        time.sleep(0.1)
        shelf.shelve(sqlite)
        begun = time.monotonic()
        pusher.wake()
        assert shelf.drained(sqlite, 5)
        assert time.monotonic() - begun < 2
        assert index.count() == 1
    finally:
        pusher.stop()
    assert not pusher.is_alive()


def test_a_backlog_that_stays_is_said(sqlite: Database) -> None:
    shelf.shelve(sqlite)

    assert not shelf.drained(sqlite, 0.1)


def test_a_rebuild_holds_the_shelf_and_nothing_else(database: Database, index: Embedded) -> None:
    gone, unknown = shelf.shelve(database), shelf.shelve(database)
    relay.push(database, index)
    with database.reading() as session:
        stray = library.items(session, [unknown])[unknown]
    shelf.withdraw(database, gone)
    shelf.withdraw(database, unknown)
    index.put([documents.document(stray)])
    kept = {shelf.shelve(database) for _ in range(3)}
    assert index.needs_rebuild

    assert relay.rebuild(database, index) == 3

    assert set(dict(index.versions())) == kept
    assert waiting(database) == {}
    assert not index.needs_rebuild


def test_one_process_leads_an_index(tmp_path: Path) -> None:
    first = relay.Leadership(tmp_path / "data")

    with pytest.raises(relay.AlreadyLed, match="already serves the index"):
        relay.Leadership(tmp_path / "data")
    other = relay.Leadership(tmp_path / "elsewhere")

    first.release()
    again = relay.Leadership(tmp_path / "data")
    again.release()
    other.release()


def test_an_index_never_goes_back(sqlite: Database, index: Embedded) -> None:
    publication = shelf.shelve(sqlite)
    with sqlite.reading() as session:
        old = documents.document(library.items(session, [publication])[publication])
    newer = Document(**{each: getattr(old, each) for each in old.__slots__} | {"version": 3})
    index.put([newer])

    relay.push(sqlite, index)

    assert dict(index.versions()) == {publication: 3}
    found = index.search(Query(visibility=Visibility(frozenset({"open"}), 202603)))
    assert found.ids == (publication,)
