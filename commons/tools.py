"""The tool catalogue as rows: what the shelf is joined with when tools are listed."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import vocabulary
from commons.database import UNORDERED
from commons.library import Publication, PublicationLabel, readable_rows
from commons.rights import Readable


class Tool(SQLModel, table=True):
    """A tool by its code; licence and hosts stay empty where no source says them."""

    __table_args__ = UNORDERED
    code: str = Field(primary_key=True)
    name: str
    category: str
    licence: str | None = None
    hosted_in: str = ""
    source: str | None = None
    checked_on: str | None = None


def load_catalogue(session: Session) -> None:
    """Bring the rows in line with the catalogue that ships with this version."""
    for entry in vocabulary.tools().values():
        session.merge(
            Tool(
                code=entry.code,
                name=entry.name,
                category=entry.category,
                licence=entry.licence,
                hosted_in=" ".join(entry.hosted_in),
                source=entry.source,
                checked_on=entry.checked_on,
            )
        )


def by_code(session: Session, code: str) -> Tool | None:
    return session.get(Tool, code)


def all_of(session: Session) -> Sequence[Tool]:
    """The catalogue by name."""
    return session.exec(select(Tool).order_by(sa.func.lower(Tool.name), col(Tool.code))).all()


def uses(session: Session, readable: Readable) -> dict[tuple[str, str], int]:
    """How many readable publications of each kind name each tool: (tool, kind) → count."""
    rows = session.exec(
        select(PublicationLabel.code, Publication.kind, sa.func.count())
        .join(Publication, col(Publication.id) == col(PublicationLabel.publication_id))
        .where(PublicationLabel.facet == "tools", *readable_rows(readable))
        .group_by(PublicationLabel.code, Publication.kind)
    ).all()
    return {(code, kind): count for code, kind, count in rows}
