"""The schema's history: bring a database up to date, and tell whether it is."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import Session, select

from commons import (
    accounts,
    authorship,
    curation,
    deposits,
    drafts,
    figures,
    journal,
    keys,
    ledger,
    library,
    notices,
    organisations,
    outbox,
    reciprocity,
    tools,
    unsealing,
)
from commons.authorship import Shelf
from commons.database import Database
from commons.labels import editions
from commons.moderation import batches, promise, reports, reviews, vendors

# Every module with tables, so that their metadata is complete when Alembic compares.
TABLES = (
    accounts,
    authorship,
    curation,
    deposits,
    drafts,
    editions,
    figures,
    journal,
    keys,
    ledger,
    library,
    batches,
    promise,
    reports,
    reviews,
    vendors,
    notices,
    organisations,
    outbox,
    reciprocity,
    tools,
    unsealing,
)


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database"] = database
    return config


def upgrade(database: Database) -> None:
    """Run what is missing, then bring tools and estimates in line; a second run changes nothing."""
    command.upgrade(_config(database), "head")
    with database.writing() as session:
        tools.load_catalogue(session)
        editions.keep_estimates(session)
        if session.exec(select(Shelf)).first() is None:
            session.add(Shelf(id="shelf", generation=0))


def is_current(database: Database) -> bool:
    """Whether the database has exactly the schema of this version."""
    head = ScriptDirectory.from_config(_config(database)).get_current_head()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def is_known(database: Database) -> bool:
    """Whether this version can bring the database up to date: no other version went further."""
    scripts = ScriptDirectory.from_config(_config(database))
    known = {each.revision for each in scripts.walk_revisions()}
    with database.engine.connect() as connection:
        return known.issuperset(MigrationContext.configure(connection).get_current_heads())


def is_empty(session: Session) -> bool:
    """Whether a database has no table at all."""
    return not sa.inspect(session.connection()).get_table_names()
