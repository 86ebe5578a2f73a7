"""Every night: erase what has had its time, and leave no order in which things were written."""

import time
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from commons import (
    accounts,
    arrivals,
    clock,
    departure,
    drafts,
    figures,
    inactivity,
    journal,
    keys,
    ledger,
    moderation,
    organisations,
    publishing,
    unsealing,
    vouching,
)
from commons.authorship import Authorships
from commons.database import Database
from commons.drafts import Draft
from commons.figures import Figure
from commons.keys import Mark
from commons.organisations import Known, Organisation

DRAFT_DAYS_AFTER_PUBLICATION = 30
NIGHT_HOUR = 2  # UTC

# Shorter than PostgreSQL's deadlock_timeout (1 s): in a knot of locks housekeeping steps back
# and comes again, so that nobody else's transaction is ever the one refused.
_LOCK_MILLISECONDS = 500
_LOCK_TRIES = 60


class OrderRemains(Exception):
    """The files still tell in what order things were written; told to the operator."""


def due(database: Database, now: datetime) -> bool:
    """Whether the last night's work is still to be done; a new database has had its first."""
    with database.writing() as session:
        mark = session.get(Mark, "night")
        if mark is None:
            session.add(Mark(id="night", value=_night(now)))
        return mark is not None and mark.value < _night(now)


def remember(database: Database, now: datetime) -> None:
    """Last night's work is done."""
    with database.writing() as session:
        session.merge(Mark(id="night", value=_night(now)))


def last(session: Session) -> str | None:
    """The day (YYYY-MM-DD) of the last night whose work is done."""
    mark = session.get(Mark, "night")
    return mark.value if mark else None


def _night(now: datetime) -> str:
    return (now - timedelta(hours=NIGHT_HOUR)).date().isoformat()


def run(database: Database, secrets: keys.Keys, authorships: Authorships, now: datetime) -> None:
    """The nightly work: expiries, erased drafts, then rows rewritten in the order of their ids."""
    with database.writing() as session:
        departure.end_quarantine(session, secrets, authorships, now)
        inactivity.tend(session, secrets, authorships, now)
        journal.forget_expired(session, secrets, now)
        accounts.forget_expired(session, secrets, now)
        arrivals.forget_expired(session, secrets, now)
        vouching.forget_expired(session, secrets, now)
        erase_published_drafts(session, secrets, authorships, now)
        moderation.tend(session, secrets, authorships, now)
        unsealing.forget_expired(session, secrets, now)
        forget_withdrawn_figures(session, secrets, authorships)
        forget_ownerless(session, secrets)
    forget_order(database)


def erase_published_drafts(
    session: Session, secrets: keys.Keys, authorships: Authorships, now: datetime
) -> None:
    """Erase drafts once their 30 days after publication ended in an earlier month.

    All that ended in one month go together: a draft that vanished alone, 30 days to the day after
    a publication, would tell whose it was. Their exact figures stay, sealed, for statistics.
    """
    sealed = authorships.by_draft(session)
    opened: dict[str, Known] = {}
    for draft_id in sorted(session.exec(select(Draft.id)).all()):
        written = sealed.get(draft_id)
        if written is None or written.release is None:
            continue
        end = written.release + timedelta(days=DRAFT_DAYS_AFTER_PUBLICATION)
        if clock.month(now) <= clock.month(end):
            continue
        if written.organisation not in opened:
            opened[written.organisation] = organisations.known(
                session, secrets, written.organisation
            )
        organisation = opened[written.organisation]
        practice = publishing.practice_of(drafts.read(session, secrets, organisation, draft_id))
        if practice.observations:
            figures.keep(
                session,
                organisation.data_key,
                owner_hash=drafts.owner_hash(secrets, organisation.id),
                observations=practice.observations,
                facts={"channels": list(practice.channels), "themes": list(practice.themes)},
                publication_id=written.publication_id,
            )
        drafts.erase(session, draft_id)
        ledger.note(session, secrets, "draft", draft_id)


def forget_withdrawn_figures(
    session: Session, secrets: keys.Keys, authorships: Authorships
) -> None:
    """Erase exact figures whose publication was withdrawn."""
    if session.exec(select(Figure.id)).first() is None:
        return
    shelved = {each.publication_id for each in authorships.by_draft(session).values()}
    for organisation in organisations.everyone(session, secrets):
        owner = drafts.owner_hash(secrets, organisation.id)
        figures.forget_unless(session, organisation.data_key, owner, shelved)


def forget_ownerless(session: Session, secrets: keys.Keys) -> None:
    """Erase drafts and figures that somebody wrote while their organisation left, or was merged.

    Nothing opens them any more, and a rotation of the key would stop at them. A lock at each
    writing would let rows of PostgreSQL tell which organisation wrote.
    """
    written = {*session.exec(select(Draft.owner_hash)), *session.exec(select(Figure.owner_hash))}
    # Read after them: whoever wrote one was there before.
    owners = {
        drafts.owner_hash(secrets, each) for each in session.exec(select(Organisation.id)).all()
    }
    for gone in written - owners:
        drafts.erase_all(session, gone)
        figures.erase_of(session, gone)


def forget_order(database: Database) -> None:
    """Rewrite every table in the order of its ids and drop the log of writes.

    A copy of the files then tells neither when nor after what a row was written (design, 4.2).
    Raises OrderRemains when readers or writers left no moment for it.
    """
    if database.is_sqlite:
        _rewrite_sqlite(database)
    else:
        _rewrite_postgresql(database)


def _rewrite_sqlite(database: Database) -> None:
    """A fresh file: tables without row ids are copied in the order of their keys.

    Until then the place of a row inside its page tells when it came.
    """
    # Not through an SQLAlchemy connection: those begin a transaction, which VACUUM refuses.
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        told = cursor.fetchone()  # whether it was kept from it, frames in the log, frames moved
        cursor.close()
    finally:
        connection.close()
    if told is None or told[0]:
        raise OrderRemains("A reader kept SQLite's log of writes from being emptied.")


def _rewrite_postgresql(database: Database) -> None:
    """New files for all tables in one transaction, so that every row bears the same id of it."""
    for _ in range(_LOCK_TRIES):
        try:
            with database.writing() as session:
                _rewrite_rows(session.connection())
            break
        except OperationalError as problem:
            if getattr(problem.orig, "sqlstate", None) != "55P03":  # lock_not_available
                raise
            time.sleep(_LOCK_MILLISECONDS / 1000)
    else:
        raise OrderRemains("PostgreSQL's tables were never free for the nightly rewrite.")
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # The planner's samples hold ids of rows that are gone: renew them, and their file.
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("VACUUM FULL pg_catalog.pg_statistic")
        # Segments before the second checkpoint are removed (for good if wal_recycle is off).
        for _ in range(2):
            connection.exec_driver_sql("SELECT pg_switch_wal()")
            connection.exec_driver_sql("CHECKPOINT")


def _rewrite_rows(connection: sa.Connection) -> None:
    """TRUNCATE keeps constraints, indexes and grants where dropping and renaming would lose them.

    All tables are locked first: a row written between its copy and the TRUNCATE would be lost.
    """
    # Read from the database, not from the models: no table is left out, whoever imported what.
    held = sa.MetaData()
    held.reflect(connection)
    quote = connection.dialect.identifier_preparer.format_table
    every = ", ".join(quote(table) for table in held.sorted_tables)
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_LOCK_MILLISECONDS}")
    connection.exec_driver_sql(f"LOCK TABLE {every} IN ACCESS EXCLUSIVE MODE")
    for table in held.sorted_tables:
        connection.exec_driver_sql(
            f"CREATE TEMPORARY TABLE kept_{table.name} ON COMMIT DROP AS TABLE {quote(table)}"
        )
    connection.exec_driver_sql(f"TRUNCATE {every}")
    for table in held.sorted_tables:
        order = ", ".join(column.name for column in table.primary_key.columns)
        connection.exec_driver_sql(
            f"INSERT INTO {quote(table)} SELECT * FROM kept_{table.name} ORDER BY {order}"
        )
