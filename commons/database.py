"""The database: one engine, two ways to begin a transaction, the same on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from psycopg import ProgrammingError
from sqlalchemy import event
from sqlmodel import Session, SQLModel

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

# SQLite keeps the order of insertion in row ids; no table of Recul has any.
UNORDERED: dict[str, Any] = {"sqlite_with_rowid": False}

BUSY_SECONDS = 30

# The advisory lock by which processes on PostgreSQL know of each other: "recul" in ASCII.
PRESENCE = int.from_bytes(b"recul")

# What a deferred transaction is on SQLite: all statements see what the first one saw.
_ONE_STATE: dict[str, Any] = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}


class Database:
    """An engine with its two kinds of transaction."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = sa.create_engine(
            self.url,
            # What people wrote must not reach a log through an error of the database.
            hide_parameters=True,
            pool_size=16,
            max_overflow=16,
            connect_args={"timeout": BUSY_SECONDS} if self.is_sqlite else {},
        )
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine, "connect", _show_presence)
        self._reader = self.engine.execution_options(**({} if self.is_sqlite else _ONE_STATE))
        if not self.is_sqlite:
            event.listen(self._reader, "begin", _begin_reading_postgresql)
        self._writer = self.engine.execution_options(recul_write=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose transaction sees one state and changes nothing."""
        with Session(self._reader) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits at the end of the block, or rolls back on any exception.

        On SQLite the write lock is taken at the first statement, not at the first change: a
        transaction that reads and then writes can't find that another one wrote in between.
        """
        with Session(self._writer) as session, session.begin():
            yield session

    def close(self) -> None:
        self.engine.dispose()


def alone(session: Session) -> bool:
    """Whether no other process of Recul uses a PostgreSQL database, from any machine.

    Then none begins to until the transaction ends.
    """
    return bool(session.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(PRESENCE))))


def _show_presence(connection: Any, _record: object) -> None:
    """Each connection of Recul holds a lock as long as it lasts, shared with all others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", (PRESENCE,))
    connection.commit()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing: _begin_sqlite does
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_reading_postgresql(connection: sa.Connection) -> None:
    """Wait for the nightly rewrite to end before the one state is chosen.

    TRUNCATE empties a table for those too who chose theirs before (PostgreSQL, 13.6), so no
    reading may straddle it; LOCK is the one statement that waits without choosing a state. Any
    table does, because the rewrite locks them all; before the first migration there is none.
    """
    driver = connection.connection.cursor()
    try:
        driver.execute("LOCK TABLE mark IN ACCESS SHARE MODE")
    except ProgrammingError as problem:
        if problem.sqlstate != "42P01":  # undefined_table
            raise
        connection.connection.rollback()
    finally:
        driver.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("recul_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
