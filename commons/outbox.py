"""What the index has not been told yet: identities only, written in the publishing transaction."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons.database import UNORDERED

INDEX = "index"
SINKS = (INDEX,)


class OutboxRow(SQLModel, table=True):
    """This version of this publication is still to be pushed to this sink."""

    __tablename__ = "outbox"
    __table_args__ = UNORDERED
    sink: str = Field(primary_key=True)
    publication_id: str = Field(primary_key=True)
    version: int


def announce(session: Session, publication_id: str, version: int) -> None:
    """Say to every sink that a publication changed; its current state is read when pushed."""
    for sink in SINKS:
        session.merge(OutboxRow(sink=sink, publication_id=publication_id, version=version))


def waiting(session: Session, sink: str, limit: int) -> dict[str, int]:
    """Publication id → version, at most ``limit`` of those a sink was not told yet."""
    rows = session.exec(select(OutboxRow).where(OutboxRow.sink == sink).limit(limit)).all()
    return {row.publication_id: row.version for row in rows}


def backlog(session: Session, sink: str) -> int:
    """How many publications wait for a sink."""
    return session.exec(
        select(sa.func.count()).select_from(OutboxRow).where(OutboxRow.sink == sink)
    ).one()


def done(session: Session, sink: str, pushed: Collection[tuple[str, int]]) -> None:
    """Forget what was pushed, unless a newer version arrived meanwhile."""
    for publication_id, version in pushed:
        session.exec(
            sa.delete(OutboxRow).where(
                col(OutboxRow.sink) == sink,
                col(OutboxRow.publication_id) == publication_id,
                col(OutboxRow.version) == version,
            )
        )
