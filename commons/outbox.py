"""What the indexes have not been told yet: identities only, written as one publishes."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons.database import UNORDERED

INDEX = "index"  # the sink of the embedded index, and of a database that was never served


class SinkRow(SQLModel, table=True):
    """An index that is to be told of every change.

    ``asked`` is what another process asks of the one that feeds it, ``answered`` what came of it.
    """

    __tablename__ = "sink"
    __table_args__ = UNORDERED
    name: str = Field(primary_key=True)
    asked: str | None = None
    answered: str | None = None


class OutboxRow(SQLModel, table=True):
    """This version of this publication is still to be pushed to this sink.

    ``refused`` is the code of the reason why the sink will not have it: a dead letter, tried again
    only when told or when the publication changes.
    """

    __tablename__ = "outbox"
    __table_args__ = UNORDERED
    sink: str = Field(primary_key=True)
    publication_id: str = Field(primary_key=True)
    version: int
    refused: str | None = None


def keep(session: Session, names: Collection[str]) -> set[str]:
    """From now on these are the sinks; those that are new, to be filled by whoever asked."""
    known = {*sinks(session)}
    for gone in known - {*names}:
        session.exec(sa.delete(OutboxRow).where(col(OutboxRow.sink) == gone))
        session.exec(sa.delete(SinkRow).where(col(SinkRow.name) == gone))
    fresh = {*names} - known
    session.add_all(SinkRow(name=name) for name in sorted(fresh))
    return fresh


def sinks(session: Session) -> list[str]:
    """The names of all sinks."""
    return [*session.exec(select(SinkRow.name).order_by(col(SinkRow.name)))]


def announce(session: Session, publication_id: str, version: int) -> None:
    """Say to every sink that a publication changed; its current state is read when pushed."""
    for sink in sinks(session):
        session.merge(
            OutboxRow(sink=sink, publication_id=publication_id, version=version, refused=None)
        )


def announce_all(session: Session, versions: Mapping[str, int]) -> None:
    """Say to every sink that many publications changed: id → version."""
    session.exec(sa.delete(OutboxRow).where(col(OutboxRow.publication_id).in_(versions)))
    rows = [
        {"sink": sink, "publication_id": publication_id, "version": version, "refused": None}
        for sink in sinks(session)
        for publication_id, version in versions.items()
    ]
    if rows:
        session.exec(sa.insert(OutboxRow), params=rows)


def waiting(session: Session, sink: str, limit: int) -> dict[str, int]:
    """Publication id → version, at most ``limit`` of those a sink was not told yet."""
    rows = session.exec(
        select(OutboxRow)
        .where(OutboxRow.sink == sink, col(OutboxRow.refused).is_(None))
        .limit(limit)
    ).all()
    return {row.publication_id: row.version for row in rows}


def unsettled(session: Session, limit: int) -> set[str]:
    """Ids of at most ``limit`` publications that some sink does not hold as they are now."""
    return {*session.exec(select(OutboxRow.publication_id).distinct().limit(limit))}


def backlog(session: Session, sink: str) -> int:
    """How many publications wait for a sink."""
    return session.exec(
        select(sa.func.count())
        .select_from(OutboxRow)
        .where(OutboxRow.sink == sink, col(OutboxRow.refused).is_(None))
    ).one()


def done(session: Session, sink: str, pushed: Collection[tuple[str, int]]) -> None:
    """Forget what was pushed, unless a newer version arrived meanwhile."""
    for publication_id, version in pushed:
        session.exec(sa.delete(OutboxRow).where(*_row(sink, publication_id, version)))


def refuse(session: Session, sink: str, publication_id: str, version: int, reason: str) -> None:
    """Put aside what a sink will not have, told before or not, unless a newer version waits.

    The caller holds the publication's row: nobody announces it meanwhile.
    """
    row = session.get(OutboxRow, (sink, publication_id), populate_existing=True)
    if row is None or row.version <= version:
        session.merge(
            OutboxRow(sink=sink, publication_id=publication_id, version=version, refused=reason)
        )


def refused(session: Session, sink: str) -> set[str]:
    """The ids of what a sink will not have."""
    rows = select(OutboxRow.publication_id).where(
        OutboxRow.sink == sink, col(OutboxRow.refused).is_not(None)
    )
    return {*session.exec(rows)}


def dead(session: Session) -> list[OutboxRow]:
    """What sinks refused, by sink and id."""
    rows = session.exec(
        select(OutboxRow)
        .where(col(OutboxRow.refused).is_not(None))
        .order_by(col(OutboxRow.sink), col(OutboxRow.publication_id))
    )
    return [*rows]


def retry(session: Session) -> int:
    """Let everything that was refused be tried again; how many there are."""
    count = len(dead(session))
    session.exec(sa.update(OutboxRow).values(refused=None))
    return count


def ask(session: Session, sink: str, act: str) -> None:
    """Ask something of the process that feeds a sink. Raises KeyError for an unknown one."""
    row = session.get(SinkRow, sink, populate_existing=True)
    if row is None:
        raise KeyError(sink)
    row.asked, row.answered = act, None
    session.add(row)


def is_asked(session: Session, sink: str) -> bool:
    """Whether something is asked of the process that feeds a sink."""
    return session.exec(select(SinkRow.asked).where(SinkRow.name == sink)).first() is not None


def take_up(session: Session, sink: str) -> str | None:
    """What is asked of the process that feeds a sink; from now on it is being done."""
    row = session.get(SinkRow, sink, populate_existing=True)
    if row is None or row.asked is None:
        return None
    act, row.asked, row.answered = row.asked, None, ""
    session.add(row)
    return act


def give_up(session: Session, sink: str) -> bool:
    """Ask no longer what nobody has taken up; False when somebody just has."""
    row = session.get(SinkRow, sink, populate_existing=True)
    if row is None or row.asked is None:
        return False
    row.asked = None
    session.add(row)
    return True


def answer(session: Session, sink: str, said: str) -> None:
    """Say what came of what was asked."""
    session.exec(sa.update(SinkRow).where(col(SinkRow.name) == sink).values(answered=said))


def answered(session: Session, sink: str) -> str | None:
    """What came of what was asked: nothing while it is being done, None before that."""
    return session.exec(select(SinkRow.answered).where(SinkRow.name == sink)).first()


def _row(sink: str, publication_id: str, version: int) -> list[sa.ColumnElement[bool]]:
    return [
        col(OutboxRow.sink) == sink,
        col(OutboxRow.publication_id) == publication_id,
        col(OutboxRow.version) == version,
    ]
