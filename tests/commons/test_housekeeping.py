import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, select

from commons import accounts, drafts, figures, housekeeping, keys, library
from commons.authorship import Shelf
from commons.drafts import Draft, Manuscript
from commons.figures import Figure, Observation
from commons.keys import Mark
from commons.migrations import is_current
from tests.commons.conftest import Member, Network, Rows, case_study
from tests.conftest import Ticking

EXACT = Observation(metric="response-rate", basis="sent", numerator=31_417, denominator=271_829)


def night(network: Network) -> None:
    housekeeping.run(network.database, network.secrets, network.authorships, network.now())


def held(network: Network, member: Member) -> list[dict[str, Any]]:
    """The exact figures kept for an organisation, opened with its key."""
    own = drafts.owner_hash(network.secrets, member.organisation.id)
    with network.database.reading() as session:
        return [
            keys.unseal(member.organisation.data_key, row.sealed, f"figure:{row.id}")
            for row in session.exec(select(Figure).where(Figure.owner_hash == own)).all()
        ]


def drawn(now: datetime) -> dict[str, list[tuple[Any, ...]]]:
    """What a night writes of itself: the day of its batch, under the shelf's lock."""
    return {"mark": [("batch", now.date().isoformat())], "shelf": [("shelf", 1)]}


def draft_ids(network: Network) -> set[str]:
    with network.database.reading() as session:
        return set(session.exec(select(Draft.id)).all())


def test_what_is_over_goes_and_what_is_not_stays(
    network: Network, author: Member, clock: Ticking, rows: Rows
) -> None:
    with network.database.writing() as session:
        accounts.request_link(session, network.secrets, author.email, clock())
        for days in (5, 200):
            accounts.create_token(
                session, network.secrets, author.viewer, "site", ("read",), days, clock()
            )
    before = rows()

    clock.forward(minutes=15)
    night(network)
    before |= drawn(clock())
    assert rows() == before

    clock.forward(seconds=1)
    night(network)
    assert rows() == before | {"sign_in_link": []}

    clock.forward(days=31)
    night(network)
    after = rows()
    assert after["sign_in_session"] == []
    assert len(after["access_token"]) == 1
    assert after["person"] == before["person"]
    assert after["membership"] == before["membership"]


def test_published_drafts_are_erased_together_in_the_month_after_their_thirty_days(
    network: Network, author: Member, clock: Ticking
) -> None:
    # given two published in the same month, on the 10th and the 20th of March
    draft = network.write(author)
    item = network.release(author, network.preview(author, draft))
    clock.forward(days=10)
    other = network.write(author)
    network.release(author, network.preview(author, other))
    waiting = network.write(author)

    # when the thirty days of both ended, in April
    clock.now = clock.now.replace(month=4, day=29)
    night(network)
    assert draft_ids(network) == {draft.id, other.id, waiting.id}

    # then they go in the first night of May, both at once
    clock.now = clock.now.replace(month=5, day=1)
    night(network)
    assert draft_ids(network) == {waiting.id}
    with network.database.reading() as session:
        assert library.item(session, item.id, network.readable()) == item


def test_figures_of_a_withdrawn_publication_are_erased(
    network: Network, author: Member, clock: Ticking
) -> None:
    measured = case_study(observations=(EXACT,))
    kept, withdrawn = network.publish(author, measured), network.publish(author, measured)
    clock.forward(days=62)
    night(network)
    assert len(held(network, author)) == 2

    network.withdraw(author, withdrawn.id)
    night(network)

    assert [each["publication"] for each in held(network, author)] == [kept.id]


def test_what_was_written_while_an_organisation_left_is_erased(
    network: Network, author: Member, draft: Manuscript
) -> None:
    """No lock of its organisation is taken by a draft: it may come after all others were erased."""
    gone = drafts.owner_hash(network.secrets, keys.new_id())
    with network.database.writing() as session:
        session.add(Draft(id=keys.new_id(), owner_hash=gone, sealed=b"x"))
        session.add(Figure(id=keys.new_id(), owner_hash=gone, sealed=b"x"))
        figures.keep(
            session,
            author.organisation.data_key,
            owner_hash=drafts.owner_hash(network.secrets, author.organisation.id),
            observations=(EXACT,),
            facts={},
            publication_id=None,
        )

    night(network)

    assert draft_ids(network) == {draft.id}
    assert len(held(network, author)) == 1
    with network.database.reading() as session:
        assert len(session.exec(select(Figure)).all()) == 1


def test_an_unpublished_or_withdrawn_draft_is_never_erased(
    network: Network, author: Member, clock: Ticking
) -> None:
    draft, waiting = network.write(author), network.write(author)
    item = network.release(author, network.preview(author, draft))
    network.withdraw(author, item.id)

    clock.forward(days=400)
    night(network)

    assert draft_ids(network) == {draft.id, waiting.id}


def test_exact_figures_outlive_their_draft_sealed(
    network: Network, author: Member, clock: Ticking, rows: Rows
) -> None:
    told = case_study(observations=(EXACT,))
    item = network.publish(author, told)
    network.publish(author)
    clock.forward(days=62)

    night(network)

    (kept,) = held(network, author)
    assert [Observation.model_validate(each) for each in kept["observations"]] == [EXACT]
    assert kept["publication"] == item.id
    assert kept["facts"] == {"channels": ["letter"], "themes": ["membership"]}
    assert "31417" not in repr(rows())
    private = rows(private=True)
    # What moderators read next knows a publication, and nobody.
    assert item.id in repr(private.pop("batch_item"))
    assert item.id not in repr(private)


def test_a_second_night_keeps_no_figure_twice(
    network: Network, author: Member, clock: Ticking, rows: Rows
) -> None:
    network.publish(author, case_study(observations=(EXACT,)))
    clock.forward(days=62)
    night(network)
    before = rows()

    night(network)

    assert rows() == before
    assert len(held(network, author)) == 1


def test_figures_stay_with_their_own_organisation(
    network: Network, author: Member, clock: Ticking
) -> None:
    other = network.join()
    for member in (author, other):
        network.publish(member, case_study(observations=(EXACT,)))
    clock.forward(days=62)

    night(network)

    assert [len(held(network, member)) for member in (author, other)] == [1, 1]


def full(network: Network) -> Member:
    """Something in every table a network fills."""
    author, federation = network.join(), network.join(kind="federation")
    network.publish(author, case_study(observations=(EXACT,)))
    network.write(author)
    network.protect(author)
    with network.database.writing() as session:
        keys.bind(session, network.secrets)
        accounts.request_link(session, network.secrets, federation.email, network.now())
        accounts.create_token(
            session, network.secrets, author.viewer, "site", ("read",), 9, network.now()
        )
    return author


def test_forgetting_the_order_changes_no_row_and_breaks_nothing(
    network: Network, rows: Rows
) -> None:
    author = full(network)
    before = rows()

    housekeeping.forget_order(network.database)

    assert rows() == before
    with network.database.engine.connect() as connection:
        if network.database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        else:
            invalid = "SELECT count(*) FROM pg_constraint WHERE NOT convalidated"
            assert connection.exec_driver_sql(invalid).scalar() == 0
    assert is_current(network.database)
    # Life goes on: what guards the rows was not lost with their old places.
    network.publish(author)
    with pytest.raises(IntegrityError), network.database.writing() as session:
        session.add(Mark(id="key", value=""))


def test_on_postgresql_every_row_bears_one_transaction(network: Network) -> None:
    if network.database.is_sqlite:
        return
    full(network)

    housekeeping.forget_order(network.database)

    with network.database.engine.connect() as connection:
        found = {
            transaction
            for table in SQLModel.metadata.sorted_tables
            for (transaction,) in connection.exec_driver_sql(
                f"SELECT DISTINCT xmin::text FROM {table.name}"
            )
        }
    assert len(found) == 1


def test_on_sqlite_the_log_of_writes_is_emptied(network: Network) -> None:
    if not network.database.is_sqlite:
        return
    full(network)
    log = Path(f"{network.database.url.database}-wal")
    assert log.stat().st_size > 0

    housekeeping.forget_order(network.database)

    assert log.stat().st_size == 0


def test_what_is_written_meanwhile_is_neither_lost_nor_refused(network: Network) -> None:
    full(network)
    failed: list[BaseException] = []
    stop = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        try:
            while not stop.is_set():
                with network.database.writing() as session:
                    row = session.get(Shelf, "shelf", with_for_update=True)
                    assert row is not None
                    row.generation += 1
                    session.add(row)
                written += 1
                time.sleep(0.01)
        except BaseException as problem:
            failed.append(problem)

    with network.database.reading() as session:
        start = session.get_one(Shelf, "shelf").generation
    thread = threading.Thread(target=write)
    thread.start()
    housekeeping.forget_order(network.database)
    stop.set()
    thread.join()

    with network.database.reading() as session:
        assert session.get_one(Shelf, "shelf").generation == start + written
    assert failed == []
    assert written > 0


def test_readers_find_every_row_during_the_night(network: Network) -> None:
    full(network)
    found: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            with network.database.reading() as session:
                found.append(library.count(session, network.readable()))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        housekeeping.forget_order(network.database)
    except housekeeping.OrderRemains:
        # On SQLite a reader may hold the log open; nothing of the rows depends on it.
        assert network.database.is_sqlite
    stop.set()
    thread.join()

    assert found
    assert set(found) == {1}


def test_the_night_passes_on_an_empty_database(network: Network, rows: Rows) -> None:
    before, tonight = rows(), network.now() + timedelta(days=9)

    housekeeping.run(network.database, network.secrets, network.authorships, tonight)

    assert rows() == before | drawn(tonight)


def test_the_night_is_due_once_a_day_and_never_at_a_mere_restart(
    network: Network, clock: Ticking
) -> None:
    database = network.database
    clock.now = clock.now.replace(hour=14)
    assert not housekeeping.due(database, clock())  # a new database has had its night

    clock.now = (clock.now + timedelta(days=1)).replace(hour=1, minute=59)
    assert not housekeeping.due(database, clock())
    clock.now = clock.now.replace(hour=2, minute=0)
    assert housekeeping.due(database, clock())
    assert housekeeping.due(database, clock())
    housekeeping.remember(database, clock())
    assert not housekeeping.due(database, clock())

    # a night that was missed is made up for
    clock.now = (clock.now + timedelta(days=1)).replace(hour=17)
    assert housekeeping.due(database, clock())
