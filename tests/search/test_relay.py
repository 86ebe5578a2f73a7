"""From the outbox to the index: nothing lost, nothing backwards."""

import logging
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from commons import library, outbox
from commons.database import Database
from search import documents, relay
from search.embedded import Embedded
from search.engine import Document, DocumentRefused, EngineUnavailable, Query, Visibility
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


def test_an_index_is_asked_for_nothing_that_changes_nothing(sqlite: Database) -> None:
    acts: list[str] = []

    class Counting(oracle.Oracle):
        def put(self, documents: Sequence[Document]) -> None:
            acts.append("put")
            super().put(documents)

        def delete(self, ids: Collection[str]) -> None:
            acts.append("delete")
            super().delete(ids)

    engine = Counting()
    publication = shelf.shelve(sqlite)
    relay.push(sqlite, engine)
    shelf.withdraw(sqlite, publication)
    relay.push(sqlite, engine)
    relay.reconcile(sqlite, engine)

    # Each costs an index a commit, and with it half the time until something is found.
    assert acts == ["put", "delete"]


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
    first = relay.FileLeadership(tmp_path / "data")

    with pytest.raises(relay.AlreadyLed, match="already serves the index"):
        relay.FileLeadership(tmp_path / "data")
    other = relay.FileLeadership(tmp_path / "elsewhere")

    first.release()
    again = relay.FileLeadership(tmp_path / "data")
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


class Picky(oracle.Oracle):
    """An index that refuses some documents, and with them the batch they are in."""

    def __init__(self, unwanted: Collection[str]) -> None:
        super().__init__()
        self.unwanted, self.puts = unwanted, 0

    def put(self, documents: Sequence[Document]) -> None:
        self.puts += 1
        if any(each.id in self.unwanted for each in documents):
            raise DocumentRefused("invalid_document_id")
        super().put(documents)

    def rebuild(self, documents: Iterable[Document]) -> None:
        held = [*documents]
        if any(each.id in self.unwanted for each in held):
            raise DocumentRefused("invalid_document_id")
        super().rebuild(held)


def test_what_an_index_refuses_is_put_aside_and_the_rest_is_pushed(database: Database) -> None:
    ids = {shelf.shelve(database) for _ in range(16)}
    unwanted = {min(ids)}
    engine = Picky(unwanted)

    assert relay.push(database, engine) == 16

    assert {id for id, _ in engine.versions()} == ids - unwanted
    assert engine.puts == 1 + 2 * 4  # by halving, not one by one
    assert waiting(database) == {}
    with database.reading() as session:
        refused = [(row.publication_id, row.refused) for row in outbox.dead(session)]
        assert outbox.unsettled(session, 100) == unwanted
    assert refused == [(id, "invalid_document_id") for id in sorted(unwanted)]
    assert relay.push(database, engine) == 0


def test_what_was_refused_is_tried_again_when_told_or_when_it_changes(database: Database) -> None:
    told, changed = shelf.shelve(database), shelf.shelve(database)
    engine = Picky({told, changed})
    relay.push(database, engine)

    shelf.withdraw(database, changed)
    engine.unwanted = ()
    assert waiting(database) == {changed: 2}
    with database.writing() as session:
        assert outbox.retry(session) == 1
    relay.push(database, engine)

    assert dict(engine.versions()) == {told: 1}
    with database.reading() as session:
        assert outbox.dead(session) == []


def dead(database: Database) -> list[tuple[str, int, str | None]]:
    with database.reading() as session:
        return [(row.publication_id, row.version, row.refused) for row in outbox.dead(session)]


@pytest.mark.parametrize("pushed", [True, False])
def test_a_rebuild_puts_aside_what_is_refused_and_ends_with_all_others(
    database: Database, pushed: bool
) -> None:
    ids = {shelf.shelve(database) for _ in range(9)}
    unwanted = {min(ids), max(ids)}
    engine = Picky(())
    if pushed:  # to an index that took everything: nothing waits any more
        relay.push(database, engine)
    engine.unwanted = unwanted

    assert relay.rebuild(database, engine) == 7

    assert {id for id, _ in engine.versions()} == ids - unwanted
    assert dead(database) == [(id, 1, "invalid_document_id") for id in sorted(unwanted)]
    assert not engine.needs_rebuild
    assert waiting(database) == {}

    # Known now, it costs nothing: nothing is tried before the rebuild.
    engine.puts = 0
    assert relay.rebuild(database, engine) == 7
    assert engine.puts == 0


def test_a_rebuild_refused_for_no_document_is_no_endless_one(sqlite: Database) -> None:
    shelf.shelve(sqlite)

    class Stubborn(oracle.Oracle):
        def rebuild(self, documents: Iterable[Document]) -> None:
            raise DocumentRefused("malformed_payload")

    with pytest.raises(EngineUnavailable, match="malformed_payload"):
        relay.rebuild(sqlite, Stubborn())

    assert dead(sqlite) == []


def test_a_reconciliation_records_what_is_refused_and_says_so(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    ids = {shelf.shelve(database) for _ in range(5)}
    unwanted = {min(ids), max(ids)}
    engine = Picky(())
    relay.push(database, engine)
    engine.delete(unwanted)
    engine.unwanted = unwanted

    assert relay.reconcile(database, engine) == relay.Differences(2, 0, 0)

    assert dead(database) == [(id, 1, "invalid_document_id") for id in sorted(unwanted)]
    # The next night it is known.
    caplog.clear()
    assert relay.reconcile(database, engine) == relay.Differences(0, 0, 0)
    assert caplog.text == ""
    assert relay.reconciled(database, engine).endswith("2 publications are refused: recul refused.")
    assert relay.reindexed(database, engine) == (
        "3 publications are in the index. 2 publications are refused: recul refused."
    )


def test_what_changed_since_it_was_refused_is_no_dead_letter(database: Database) -> None:
    publication = shelf.shelve(database)

    class Slow(Picky):
        def put(self, documents: Sequence[Document]) -> None:
            if documents:
                shelf.withdraw(database, publication)
            super().put(documents)

    engine = Slow({publication})
    relay.push(database, engine)

    assert dead(database) == []
    assert waiting(database) == {publication: 2}


def test_each_sink_is_told_of_everything_once_it_is_known(database: Database) -> None:
    first, second = oracle.Oracle(), oracle.Oracle()
    first.name, second.name = "one", "two"
    with database.writing() as session:
        assert outbox.keep(session, {"one", "two"}) == {"one", "two"}
    publication = shelf.shelve(database)

    relay.push(database, first)
    assert dict(first.versions()) == {publication: 1}
    assert dict(second.versions()) == {}
    with database.reading() as session:
        assert outbox.unsettled(session, 10) == {publication}
        assert (outbox.backlog(session, "one"), outbox.backlog(session, "two")) == (0, 1)

    relay.push(database, second)
    assert dict(second.versions()) == {publication: 1}
    with database.writing() as session:
        assert outbox.keep(session, {"two"}) == set()
        assert outbox.sinks(session) == ["two"]


def test_an_index_is_brought_in_line_by_id_and_version(database: Database) -> None:
    missing, outdated, same = (shelf.shelve(database) for _ in range(3))
    engine = oracle.Oracle()
    relay.push(database, engine)
    with database.reading() as session:
        item = library.items(session, [outdated])[outdated]
    stray = replace(documents.document(item), id="00000000-0000-4000-8000-000000000000")
    engine.delete([missing, outdated])
    engine.put([replace(documents.document(item), version=0), stray])

    assert relay.reconcile(database, engine) == relay.Differences(1, 1, 1)

    assert dict(engine.versions()) == {missing: 1, outdated: 1, same: 1}
    assert relay.reconcile(database, engine) == relay.Differences(0, 0, 0)


def test_an_index_that_was_lost_is_filled_again(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "PAUSE_SECONDS", 0.01)
    ids = {shelf.shelve(sqlite) for _ in range(3)}
    engine = oracle.Oracle()
    while relay.push(sqlite, engine):
        pass
    engine.delete(ids)
    assert engine.needs_rebuild

    pusher = relay.Relay(sqlite, engine)
    pusher.start()
    until = time.monotonic() + 5
    while engine.needs_rebuild and time.monotonic() < until:
        time.sleep(0.01)
    pusher.stop()

    assert {id for id, _ in engine.versions()} == ids


def test_what_another_process_asks_is_done_and_answered(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "PAUSE_SECONDS", 0.01)
    shelf.shelve(sqlite)
    pusher = relay.Relay(sqlite, oracle.Oracle())
    pusher.start()
    answers = []
    for act in ("reindex", "reconcile"):
        with sqlite.writing() as session:
            outbox.ask(session, outbox.INDEX, act)
        until = time.monotonic() + 5
        said = None
        while not said and time.monotonic() < until:
            with sqlite.reading() as session:
                said = outbox.answered(session, outbox.INDEX)
            time.sleep(0.01)
        answers.append(said)
    pusher.stop()

    assert answers[0] == "1 publications are in the index."
    assert answers[1] is not None
    assert answers[1].startswith("Now the index is as the shelf.")


def test_one_process_feeds_a_sink_from_the_database(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("several machines share PostgreSQL only")
    first = relay.DatabaseLeadership(database, "one")

    with pytest.raises(relay.AlreadyLed):
        relay.DatabaseLeadership(database, "one")
    other = relay.DatabaseLeadership(database, "two")
    assert first.holds()

    first.release()
    again = relay.DatabaseLeadership(database, "one")
    again.release()
    other.release()


def test_a_relay_without_the_right_waits_for_it(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "PAUSE_SECONDS", 0.01)
    engine = oracle.Oracle()
    taken = threading.Event()

    class Right:
        def holds(self) -> bool:
            return True

        def release(self) -> None:
            taken.set()

    asked: list[bool] = []

    def lead() -> relay.Leadership:
        asked.append(True)
        if len(asked) < 4:
            raise relay.AlreadyLed("not yet")
        return Right()

    publication = shelf.shelve(sqlite)
    pusher = relay.Relay(sqlite, engine, lead)
    pusher.start()
    assert shelf.drained(sqlite, 5)
    pusher.stop()

    assert len(asked) == 4
    assert dict(engine.versions()) == {publication: 1}
    assert taken.is_set()
