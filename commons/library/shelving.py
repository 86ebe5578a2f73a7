"""A publication goes on the shelf, is shown, held back, given back, withdrawn; each announced."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlmodel import Session, col

from commons import outbox, vocabulary
from commons.content import OTHER_TOOL, CaseStudyContent, ToolBenchmarkContent
from commons.library.rows import HeldRow, Publication, PublicationLabel, PublicationVersion
from commons.plain_text import folded


def shelve(
    session: Session,
    *,
    publication_id: str,
    content: CaseStudyContent | ToolBenchmarkContent,
    labels: Mapping[str, Collection[str]],
    language: str,
    audience: str,
    month: int,
    visible_from: int,
    waits: bool = False,
) -> None:
    """Put a first version on the shelf and announce it, unless it waits for its release."""
    session.add(
        Publication(
            id=publication_id,
            kind=content.kind,
            state="pending" if waits else "published",
            audience=audience,
            visible_from=visible_from,
            month=month,
            version=1,
        )
    )
    session.flush()
    session.add(
        PublicationVersion(
            publication_id=publication_id,
            number=1,
            month=month,
            language=language,
            content=content.model_dump_json(exclude_none=True),
            folded_title=folded(title_of(content)),
        )
    )
    session.add_all(
        PublicationLabel(publication_id=publication_id, facet=facet, code=code)
        for facet, codes in labels.items()
        for code in codes
    )
    if not waits:
        outbox.announce(session, publication_id, 1)


def release(session: Session, publication_id: str, month: int) -> bool:
    """Show what waited, as of this month, and announce it; False when it waits no longer.

    Nothing of the month in which it was written down stays.
    """
    row = session.get(Publication, publication_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != "pending":
        return False
    row.state = "published"
    row.visible_from = row.month = max(month, row.visible_from)
    session.add(row)
    session.exec(
        sa.update(PublicationVersion)
        .where(col(PublicationVersion.publication_id) == publication_id)
        .values(month=row.month)
    )
    outbox.announce(session, publication_id, row.version)
    return True


def hold_back(session: Session, publication_id: str) -> None:
    """Take a publication from all readers and keep what it says; announced as a withdrawal is."""
    row = session.get_one(Publication, publication_id, with_for_update=True, populate_existing=True)
    if row.state == "published":
        row.state = "pending"
        row.version += 1
        session.add_all((row, HeldRow(publication_id=publication_id)))
        outbox.announce(session, publication_id, row.version)


def give_back(session: Session, publication_id: str) -> None:
    """Show again, as of the same month, what was held back; nothing else changes by it."""
    row = session.get_one(Publication, publication_id, with_for_update=True, populate_existing=True)
    held = session.get(HeldRow, publication_id)
    if held is not None:
        row.state = "published"
        row.version += 1
        session.add(row)
        session.delete(held)
        outbox.announce(session, publication_id, row.version)


def withdraw(session: Session, publication_id: str) -> None:
    """Delete all that a publication said; its id and month stay as a tombstone."""
    row = session.get_one(Publication, publication_id, with_for_update=True)
    for table in (PublicationVersion, PublicationLabel, HeldRow):
        session.exec(sa.delete(table).where(col(table.publication_id) == publication_id))
    row.state = "withdrawn"
    row.audience = "open"
    row.visible_from = row.month
    row.version += 1
    session.add(row)
    outbox.announce(session, publication_id, row.version)


def title_of(content: CaseStudyContent | ToolBenchmarkContent) -> str:
    """The title, or the name of the tool where an evaluation has none."""
    if content.title is None and isinstance(content, ToolBenchmarkContent):
        return "" if content.tool == OTHER_TOOL else vocabulary.tools()[content.tool].name
    return content.title or ""
