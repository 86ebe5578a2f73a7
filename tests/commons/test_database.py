import contextlib
import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlmodel import SQLModel, col, select

from commons import migrations
from commons.accounts import Membership
from commons.authorship import Shelf
from commons.database import Database
from commons.keys import Mark

WAIT = 10


def run(*acts: Callable[[], None]) -> list[BaseException]:
    """Each act in a thread of its own; what they raised."""
    failed: list[BaseException] = []

    def guarded(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as problem:
            failed.append(problem)

    threads = [threading.Thread(target=guarded, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failed


def add(database: Database, name: str, value: str = "") -> None:
    with database.writing() as session:
        session.add(Mark(id=name, value=value))


def names(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.exec(select(Mark.id)).all())


def test_concurrent_writers_lose_no_update(database: Database) -> None:
    threads, rounds = 6, 10

    def count() -> None:
        for _ in range(rounds):
            with database.writing() as session:
                row = session.get(Shelf, "shelf", with_for_update=True)
                assert row is not None
                row.generation += 1
                session.add(row)

    failed = run(*[count] * threads)

    with database.reading() as session:
        assert failed == []
        assert session.get_one(Shelf, "shelf").generation == threads * rounds


def test_on_sqlite_a_writer_waits_before_its_first_reading(sqlite: Database) -> None:
    read, release = threading.Event(), threading.Event()
    seen: list[str] = []

    def first() -> None:
        with sqlite.writing() as session:
            session.exec(select(Mark)).all()
            read.set()
            release.wait(WAIT)
            session.add(Mark(id="first", value=""))

    def second() -> None:
        read.wait(WAIT)
        threading.Timer(0.2, release.set).start()
        with sqlite.writing() as session:
            seen.extend(session.exec(select(Mark.id)).all())

    assert run(first, second) == []
    assert seen == ["first"]


def test_on_sqlite_a_writer_begins_immediate_and_a_reader_does_not(sqlite: Database) -> None:
    begun: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        begun.append(statement)

    sa.event.listen(sqlite.engine, "before_cursor_execute", note)
    with sqlite.writing() as session:
        session.exec(select(Mark)).all()
    with sqlite.reading() as session:
        session.exec(select(Mark)).all()

    assert [each for each in begun if each.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]


def test_readers_are_not_kept_waiting_by_a_writer(database: Database) -> None:
    with database.writing() as session:
        session.add(Mark(id="unseen", value=""))
        session.flush()

        assert names(database) == set()

    assert names(database) == {"unseen"}


def test_a_reader_sees_one_state_to_its_end(database: Database) -> None:
    add(database, "before")

    with database.reading() as session:
        first = session.exec(select(Mark.id)).all()
        add(database, "meanwhile")
        second = session.exec(select(Mark.id)).all()

    assert first == second == ["before"]
    assert names(database) == {"before", "meanwhile"}


def test_a_reader_that_comes_during_the_nightly_rewrite_finds_every_row(
    database: Database,
) -> None:
    add(database, "kept")
    rewriting = threading.Event()
    seen: list[set[str]] = []

    def rewrite() -> None:
        with database.writing() as session:
            connection = session.connection()
            if database.is_sqlite:
                connection.exec_driver_sql("DELETE FROM mark")
            else:
                every = ", ".join(SQLModel.metadata.tables)
                connection.exec_driver_sql(f"LOCK TABLE {every} IN ACCESS EXCLUSIVE MODE")
                connection.exec_driver_sql("TRUNCATE mark")
            rewriting.set()
            threading.Event().wait(0.3)
            session.add(Mark(id="kept", value=""))

    def read() -> None:
        rewriting.wait(WAIT)
        seen.append(names(database))

    assert run(rewrite, read) == []
    assert seen == [{"kept"}]


def test_what_a_reader_changes_is_never_kept(database: Database) -> None:
    refused = contextlib.nullcontext() if database.is_sqlite else pytest.raises(DBAPIError)

    with refused, database.reading() as session:
        session.add(Mark(id="never", value=""))
        session.flush()

    assert names(database) == set()


@pytest.mark.parametrize("problem", [RuntimeError, KeyboardInterrupt])
def test_an_exception_undoes_the_whole_block(
    database: Database, problem: type[BaseException]
) -> None:
    add(database, "before")

    def fail() -> None:
        with database.writing() as session:
            session.add(Mark(id="during", value=""))
            session.delete(session.get_one(Mark, "before"))
            session.flush()
            raise problem

    with pytest.raises(problem):
        fail()

    assert names(database) == {"before"}


def test_a_database_goes_on_after_an_error(database: Database) -> None:
    add(database, "same")

    with pytest.raises(IntegrityError):
        add(database, "same")
    add(database, "other")

    assert names(database) == {"same", "other"}


def test_references_are_kept_by_the_database(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(Membership(person_id="nobody", organisation_hash="nothing", sealed=b""))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("busy_timeout", 30_000),
    ],
)
def test_every_connection_of_sqlite_is_prepared(
    sqlite: Database, pragma: str, value: object
) -> None:
    with sqlite.engine.connect() as one, sqlite.engine.connect() as two:
        for connection in (one, two):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_what_is_deleted_on_sqlite_is_overwritten(sqlite: Database) -> None:
    words = "a name that nobody may read again"
    path = sqlite.url.database
    assert path
    add(sqlite, "row", words)
    with sqlite.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with open(path, "rb") as file:
        assert words.encode() in file.read()

    with sqlite.writing() as session:
        session.exec(sa.delete(Mark).where(col(Mark.id) == "row"))
    with sqlite.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    with open(path, "rb") as file:
        assert words.encode() not in file.read()


def test_no_table_of_sqlite_numbers_its_rows(sqlite: Database) -> None:
    with sqlite.engine.connect() as connection:
        for table in SQLModel.metadata.tables:
            with pytest.raises(OperationalError, match="no such column"):
                connection.exec_driver_sql(f"SELECT rowid FROM {table}")


def test_no_table_of_postgresql_has_a_counter_or_a_clock(database: Database) -> None:
    if database.is_sqlite:
        return
    with database.engine.connect() as connection:
        counters = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_class WHERE relkind = 'S'"
        ).scalar()

    assert counters == 0


def test_tables_keep_no_moment_in_clear() -> None:
    assert migrations.TABLES
    kinds = {
        type(column.type).__name__
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
    }

    assert kinds <= {"AutoString", "String", "Text", "Integer", "LargeBinary"}


def test_a_file_in_a_new_folder_is_made(make_database: Callable[[str], str]) -> None:
    database = Database(make_database("sqlite"))

    with database.reading() as session:
        assert migrations.is_empty(session)
    database.close()


def test_a_database_without_tables_can_be_read(
    make_database: Callable[[str], str],
) -> None:
    database = Database(make_database("postgresql"))

    with database.reading() as session:
        assert migrations.is_empty(session)
        assert migrations.is_empty(session)
    database.close()
