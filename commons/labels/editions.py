"""The stored editions of the figures behind the label plan: numbered and kept for good."""

import functools

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from commons.database import UNORDERED
from commons.labels import population
from commons.labels.population import Counts, Population


class PopulationEdition(SQLModel, table=True):
    """All figures that a label plan is made from, as JSON; the highest number is in force."""

    __tablename__ = "population_edition"
    __table_args__ = UNORDERED
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    fingerprint: str
    inputs: str = Field(sa_type=sa.Text)


def current(session: Session) -> Population:
    """The edition in force, whichever process stored it."""
    row = session.exec(_newest()).one()
    return _read(row.number, row.inputs)


def history(session: Session) -> tuple[Population, ...]:
    """Every edition, oldest first: what is on the shelf may have been labelled under any."""
    rows = session.exec(select(PopulationEdition).order_by(col(PopulationEdition.number)))
    return tuple(_read(row.number, row.inputs) for row in rows)


def keep_estimates(session: Session) -> None:
    """Store the estimates this version brings where they are new; what was counted stays."""
    row = session.exec(_newest()).first()
    _store(session, _read(row.number, row.inputs).counted if row else {})


def count_anew(session: Session, counted: Counts) -> Population:
    """Store what was counted in the register, region → field or "all" → associations."""
    _store(session, counted)
    return current(session)


def _store(session: Session, counted: Counts) -> None:
    """Add an edition, unless it would say what the one in force says."""
    row = session.exec(_newest()).first()
    number = row.number + 1 if row else 1
    inputs = population.inputs(counted)
    if row is None or row.inputs != inputs:
        fingerprint = _read(number, inputs).fingerprint
        session.add(PopulationEdition(number=number, fingerprint=fingerprint, inputs=inputs))
        session.flush()


def _newest() -> SelectOfScalar[PopulationEdition]:
    return select(PopulationEdition).order_by(col(PopulationEdition.number).desc()).limit(1)


# Reading the figures takes longer than everything made from them.
_read = functools.lru_cache(maxsize=32)(Population.of)
