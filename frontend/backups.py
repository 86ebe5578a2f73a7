"""Copies of the database: made while it is served, put back with all that was erased since."""

import logging
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from commons import clock, erasure, journal, keys, ledger, migrations
from commons.database import Database
from commons.keys import KeyProblem
from commons.settings import Settings
from commons.unsealing import log as unsealing_log
from frontend import app
from search import relay

log = logging.getLogger("recul")

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
    if not target.parent.is_dir():
        raise app.StartProblem(f"There is no folder {target.parent}: make it first.")
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
        _settle(part, target)
    except (OSError, sqlite3.Error) as problem:
        raise app.StartProblem(f"{target} can't be written: {problem}.") from None
    finally:
        _unlink(part)
    _note_backup(known)
    return target


def _settle(part: Path, target: Path) -> None:
    """Give a copy its name once it is whole, on the disk too."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(part, target)
    keys.settle_folder(target.parent)


def _note_backup(known: Settings) -> None:
    """For the operator, who reads when the last copy was made; not in a database of before."""
    database = Database(known.database_url)
    try:
        secrets = keys.load(known.key_file, create=False)
        with database.writing() as session:
            if migrations.is_current(database) and keys.belongs(session, secrets):
                journal.note(session, secrets, journal.SITE, "backup-made", clock.system())
    except (KeyProblem, DBAPIError) as problem:
        # A machine that makes copies needs no key, nor the right to write.
        log.info("The journal doesn't say that a copy was made: %s.", type(problem).__name__)
    finally:
        database.close()


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
        _check(known, file, draft)
        _bring_ledger_up(known)
        replay(replace(known, database_url=f"sqlite:///{draft}"), alone=True)
        # A copy of the shelf as it was until now: the next start fills a new one. Before, so that
        # no death in between leaves it beside another shelf.
        shutil.rmtree(known.index_dir, ignore_errors=True)
        _take_place(draft, database)
    except sqlite3.Error as problem:
        raise app.StartProblem(f"{file} can't be put back: {problem}.") from None
    finally:
        _unlink(draft)
        leadership.release()


def _take_place(draft: Path, database: Path) -> None:
    """In one transaction of the database there; a new file takes the place of a broken one."""
    try:
        _copy(draft, database)
    except sqlite3.DatabaseError as problem:
        if problem.sqlite_errorcode not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
        whole = database.with_name(f"{database.name}.whole")
        _unlink(whole)
        _copy(draft, whole)
        for ending in ("-wal", "-shm", "-journal"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
        _settle(whole, database)


def replay(known: Settings, *, alone: bool = False) -> None:
    """Erase in the database what the ledger beside the key names, and sign everybody out.

    Raises AlreadyLed while it is served, unless the caller holds that right already.
    """
    leadership = None if alone else relay.FileLeadership(known.data_dir)
    try:
        opened = app.open_database(known)
        with opened.database.writing() as session:
            erasure.end_sessions(session)
            now = clock.system()
            journal.note(session, opened.keys, journal.SITE, "backup-restored", now)
        opened.database.close()
    finally:
        if leadership is not None:
            leadership.release()


def _bring_ledger_up(known: Settings) -> None:
    """Beside the key: what the database that goes now has erased since it was last carried out."""
    if not _file(known).exists():
        return
    database = Database(known.database_url)
    try:
        secrets = keys.load(known.key_file, create=False)
        with database.reading() as session:
            ours = migrations.is_current(database) and keys.belongs(session, secrets)
        if ours:
            ledger.carry_out(database, secrets, ledger.path_of(known.key_file))
            unsealing_log.carry_out(database, secrets, unsealing_log.path_of(known.key_file))
    except (KeyProblem, DBAPIError) as problem:
        # That it can't be read may be why a copy is put back.
        log.warning("What it erased in its last minutes may come back: %s.", type(problem).__name__)
    finally:
        database.close()


def _check(known: Settings, file: Path, draft: Path) -> None:
    """Whether a copy is whole, a database of ours, and not older than the ledger of erasures.

    An empty file would become a new, empty network. Raises StartProblem.
    """
    with closing(sqlite3.connect(draft)) as copy:
        (well,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        marked = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'mark'").fetchone()
        marks = dict(copy.execute("SELECT id, value FROM mark")) if marked else {}
    if well != "ok" or "key" not in marks:
        raise app.StartProblem(f"{file} is no whole copy of a database of Recul.")
    night = marks.get("night", "")
    if night and night < ledger.since(clock.system(), known.backup_days):
        raise app.StartProblem(
            f"{file} is of {night}: what was erased since is not known any more, because copies"
            f" are kept for {known.backup_days} days (RECUL_BACKUP_DAYS); nothing was changed."
        )


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
