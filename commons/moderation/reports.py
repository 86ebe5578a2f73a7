"""Reports of readers: a reason and words, kept without who or when, one line per publication."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import keys, library, remarks, vocabulary
from commons.database import UNORDERED
from commons.moderation.reviews import Ids
from commons.plain_text import tidy
from commons.rights import Readable

WORDS_LIMIT = 500
# What further readers write of the same publication adds nothing that moderators would read.
TEXTS_KEPT = 5
_ROW_BYTES = 8192


class ReportRow(SQLModel, table=True):
    """What readers reported of one publication, sealed."""

    __tablename__ = "report"
    __table_args__ = UNORDERED
    publication_id: str = Field(primary_key=True, foreign_key="publication.id")
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader says of a publication, ready to be kept: ``read`` makes it."""

    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Reported:
    """All that was reported of one publication, in an order that says nothing."""

    reasons: tuple[str, ...]
    words: tuple[str, ...]


def read(reason: str, words: str | None, language: str) -> Report:
    """Look over what a reader wrote; no database, no lock.

    Whoever is named in it is masked: it is read by moderators, who know no author. Raises
    UnknownCode, TextTooLong and ForbiddenCharacter, which depend on nothing but what was typed.
    """
    vocabulary.require("refusal_reasons", reason, "reason")
    text = tidy(words, "words", limit=WORDS_LIMIT) or ""
    # A replacement may be longer than what it replaces.
    return Report(reason, remarks.masked(text, language)[: 2 * WORDS_LIMIT] if text else "")


def keep(
    session: Session, secrets: keys.Keys, publication_id: str, report: Report, readable: Readable
) -> None:
    """Keep a report of what its reader may read; of anything else, silently nothing."""
    if publication_id in library.hidden_among(session, [publication_id], readable):
        return
    row = session.get(ReportRow, publication_id, with_for_update=True, populate_existing=True)
    reasons, words = _opened(secrets, row) if row else ([], [])
    # Sorted: what was reported first must not show.
    reasons = sorted({*reasons, report.reason})
    if report.words and len(words) < TEXTS_KEPT:
        words = sorted({*words, report.words})
    sealed = secrets.seal("report", [reasons, words], publication_id, _ROW_BYTES)
    if row is None:
        session.add(ReportRow(publication_id=publication_id, sealed=sealed))
    else:
        row.sealed = sealed
    session.flush()


def _opened(secrets: keys.Keys, row: ReportRow) -> tuple[list[str], list[str]]:
    reasons, words = secrets.open("report", row.sealed, row.publication_id)
    return reasons, words


def of(session: Session, secrets: keys.Keys, ids: Collection[str]) -> dict[str, Reported]:
    """What was reported of these publications, by id."""
    rows = session.exec(select(ReportRow).where(col(ReportRow.publication_id).in_(ids)))
    found = {}
    for row in rows:
        reasons, words = _opened(secrets, row)
        found[row.publication_id] = Reported(tuple(reasons), tuple(words))
    return found


def reported_ids(session: Session) -> set[str]:
    """The publications that readers reported and no moderator has answered since."""
    return {*session.exec(select(ReportRow.publication_id))}


def forget(session: Session, ids: Ids) -> None:
    """Delete what was reported of these publications."""
    session.exec(sa.delete(ReportRow).where(col(ReportRow.publication_id).in_(ids)))


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for page in keys.pages(session, ReportRow):
        for row in page:
            row.sealed = old.carry(new, "report", row.sealed, row.publication_id)
