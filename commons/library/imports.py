"""What was published elsewhere: taken in many at once, revised, withdrawn by its source."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from commons import outbox
from commons.library.rows import (
    ImportedRow,
    Item,
    Origin,
    Publication,
    PublicationLabel,
    PublicationVersion,
)
from commons.library.shelving import title_of
from commons.plain_text import folded


def take_in(session: Session, imported: Sequence[Item]) -> None:
    """Put what comes from elsewhere on the shelf, many at once, and announce it.

    Raises ValueError for an item without origin: what is written here comes by ``shelve``.
    """
    if not all(item.origin for item in imported):
        raise ValueError("only what has an origin is taken in")
    _insert(session, Publication, [_row(item) for item in imported])
    _insert_versions(session, [(item, item.month) for item in imported])
    origins = [(item.id, item.origin) for item in imported if item.origin]
    _insert(
        session,
        ImportedRow,
        [
            {"publication_id": key, "source": origin.source, "source_id": origin.id}
            for key, origin in origins
        ],
    )
    outbox.announce_all(session, {item.id: item.version for item in imported})


def revise_imported(session: Session, imported: Sequence[Item], month: int) -> None:
    """Add this month's version to what was taken in before, and announce it.

    The versions before it stay.
    """
    for item in imported:
        session.exec(
            sa.update(Publication).where(col(Publication.id) == item.id).values(**_row(item))
        )
    ids = [item.id for item in imported]
    session.exec(sa.delete(PublicationLabel).where(col(PublicationLabel.publication_id).in_(ids)))
    _insert_versions(session, [(item, month) for item in imported])
    outbox.announce_all(session, {item.id: item.version for item in imported})


def withdraw_imported(session: Session, source: str) -> int:
    """Withdraw all that was taken in from a source, as if it never had been; how many.

    What had been withdrawn before, each for its own reason, stays known: it is not taken in again.
    """
    held = session.exec(
        select(Publication.id, Publication.version)
        .join(ImportedRow)
        .where(ImportedRow.source == source, Publication.state == "published")
        .order_by(col(Publication.id))
        .with_for_update(of=Publication)
    ).all()
    for start in range(0, len(held), 500):
        some = held[start : start + 500]
        ids = [publication_id for publication_id, _ in some]
        for table in (PublicationVersion, PublicationLabel, ImportedRow):
            session.exec(sa.delete(table).where(col(table.publication_id).in_(ids)))
        session.exec(
            sa.update(Publication)
            .where(col(Publication.id).in_(ids))
            .values(
                state="withdrawn",
                audience="open",
                visible_from=Publication.month,
                version=Publication.version + 1,
            )
        )
        outbox.announce_all(session, {key: version + 1 for key, version in some})
    return len(held)


def imported(session: Session, origins: Collection[Origin]) -> dict[Origin, str]:
    """The publications that were taken in from these origins, withdrawn ones included."""
    rows = session.exec(
        select(ImportedRow).where(
            sa.tuple_(col(ImportedRow.source), col(ImportedRow.source_id)).in_(list(origins))
        )
    )
    return {Origin(row.source, row.source_id): row.publication_id for row in rows}


def imported_ids(session: Session) -> set[str]:
    """Ids of all that was taken in from elsewhere."""
    return {*session.exec(select(ImportedRow.publication_id))}


def sources(session: Session) -> dict[str, int]:
    """Where the shelf's imported publications come from, and how many are from there."""
    rows = session.exec(
        select(ImportedRow.source, sa.func.count())
        .join(Publication)
        .where(Publication.state == "published")
        .group_by(ImportedRow.source)
        .order_by(ImportedRow.source)
    )
    return {source: count for source, count in rows}


def _row(item: Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in Publication.model_fields}


def _insert_versions(session: Session, imported: Sequence[tuple[Item, int]]) -> None:
    """The current versions of these, from a month on, and the labels that go with them."""
    _insert(
        session,
        PublicationVersion,
        [
            {
                "publication_id": item.id,
                "number": item.version,
                "month": month,
                "language": item.language,
                "content": item.content.model_dump_json(exclude_none=True),
                "folded_title": folded(title_of(item.content)),
            }
            for item, month in imported
        ],
    )
    _insert(
        session,
        PublicationLabel,
        [
            {"publication_id": item.id, "facet": facet, "code": code}
            for item, _ in imported
            for facet, codes in item.labels.items()
            for code in codes
        ],
    )


def _insert(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.exec(sa.insert(table), params=rows)
