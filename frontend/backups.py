"""Copies of the database: made while it is served, put back with all that was erased since."""

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from commons import clock, erasure
from commons.settings import Settings
from frontend import app
from search import relay

NOT_SQLITE = (
    "PostgreSQL is copied by pg_dump and put back by pg_restore; then run recul restore --replay."
)


def backup(known: Settings, target: Path) -> Path:
    """One consistent copy of the SQLite database, beside whoever serves it; where it lies.

    In a folder it gets the day for a name. Raises StartProblem.
    """
    source = _file(known)
    if target.is_dir():
        target = target / f"recul-{clock.day(clock.system()).isoformat()}.sqlite"
    if target.exists():
        raise app.StartProblem(f"{target} is there already: give another name.")
    if not source.exists():
        raise app.StartProblem("There is no database yet: run recul migrate.")
    if target.resolve().parent == known.key_file.resolve().parent:
        raise app.StartProblem(
            f"The key lies in {target.parent}: whoever finds the copy would hold both."
        )
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(source, part)
        os.replace(part, target)
    except (OSError, sqlite3.Error) as problem:
        raise app.StartProblem(f"{target} can't be written: {problem}.") from None
    finally:
        part.unlink(missing_ok=True)
    return target


def restore(known: Settings, file: Path) -> None:
    """Put a copy back in the place of the database, once it has erased what was erased since.

    The copy of the copy is mended first, and takes the place of the database in one step: a death
    at any moment leaves the one or the other, whole. Raises StartProblem, KeyProblem, AlreadyLed.
    """
    database = _file(known)
    leadership = relay.FileLeadership(known.data_dir)
    draft = database.with_name(f"{database.name}.restoring")
    try:
        _unlink(draft)
        _copy(file, draft)
        replay(replace(known, database_url=f"sqlite:///{draft}"), alone=True)
        _copy(draft, database)
        # A copy of the shelf as it was until now: the next start fills a new one.
        shutil.rmtree(known.index_dir, ignore_errors=True)
    except sqlite3.Error as problem:
        raise app.StartProblem(f"{file} can't be put back: {problem}.") from None
    finally:
        _unlink(draft)
        leadership.release()


def replay(known: Settings, *, alone: bool = False) -> None:
    """Erase in the database what the ledger beside the key names, and sign everybody out.

    Raises AlreadyLed while it is served, unless the caller holds that right already.
    """
    leadership = None if alone else relay.FileLeadership(known.data_dir)
    try:
        opened = app.open_database(known)
        with opened.database.writing() as session:
            erasure.end_sessions(session)
        opened.database.close()
    finally:
        if leadership is not None:
            leadership.release()


def _file(known: Settings) -> Path:
    url = sa.make_url(known.database_url)
    if url.get_backend_name() != "sqlite":
        raise app.StartProblem(NOT_SQLITE)
    return Path(url.database or "")


def _copy(source: Path, target: Path) -> None:
    """All pages in one transaction of the target, whoever writes in the source meanwhile."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)


def _unlink(database: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
