"""The shelf: publications, their versions and labels, and the readings of them."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from commons import outbox, vocabulary
from commons.content import OTHER_TOOL, CaseStudyContent, Content, ToolBenchmarkContent, texts
from commons.database import UNORDERED
from commons.plain_text import folded
from commons.rights import Readable

ANYTHING: TypeAdapter[CaseStudyContent | ToolBenchmarkContent] = TypeAdapter(Content)


class Publication(SQLModel, table=True):
    """A practice on the shelf; nothing in it leads back to who wrote it.

    ``month`` and ``visible_from`` are YYYYMM in Europe/Paris; ``version`` is the current one and
    grows by one at each change, a withdrawal included. While it is ``pending`` no reader knows of
    it; when that ends is sealed.
    """

    __table_args__ = (
        sa.CheckConstraint("state IN ('pending', 'published', 'withdrawn')", name="state"),
        sa.CheckConstraint("kind IN ('case-study', 'tool-benchmark')", name="kind"),
        sa.CheckConstraint("audience IN ('open', 'members', 'contributors')", name="audience"),
        UNORDERED,
    )
    id: str = Field(primary_key=True)
    kind: str
    state: str
    audience: str
    visible_from: int
    month: int = Field(index=True)
    version: int


class PublicationVersion(SQLModel, table=True):
    """What a publication said from a month on; never changed once written.

    ``folded_title`` is for finding while there is no index.
    """

    __tablename__ = "publication_version"
    __table_args__ = UNORDERED
    publication_id: str = Field(primary_key=True, foreign_key="publication.id")
    number: int = Field(primary_key=True)
    month: int
    language: str
    content: str = Field(sa_type=sa.Text)
    folded_title: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})


class PublicationLabel(SQLModel, table=True):
    """One public fact of a publication's current version."""

    __tablename__ = "publication_label"
    __table_args__ = (sa.Index("ix_publication_label_facet_code", "facet", "code"), UNORDERED)
    publication_id: str = Field(primary_key=True, foreign_key="publication.id")
    facet: str = Field(primary_key=True)
    code: str = Field(primary_key=True)


class ImportedRow(SQLModel, table=True):
    """Where a publication was taken from: it has no author here, and never had one."""

    __tablename__ = "imported"
    __table_args__ = (sa.UniqueConstraint("source", "source_id"), UNORDERED)
    publication_id: str = Field(primary_key=True, foreign_key="publication.id")
    source: str
    source_id: str


class HeldRow(SQLModel, table=True):
    """A publication that a moderator took from its readers, while its author may still answer."""

    __tablename__ = "held"
    __table_args__ = UNORDERED
    publication_id: str = Field(primary_key=True, foreign_key="publication.id")


class Origin(NamedTuple):
    """The source of an imported publication, and the id it has there."""

    source: str
    id: str


@dataclass(frozen=True, slots=True)
class Item:
    """A publication read whole: row, current content, labels (facet → codes, sorted).

    ``origin`` is None for what was published here.
    """

    id: str
    kind: str
    state: str
    audience: str
    visible_from: int
    month: int
    version: int
    language: str
    content: CaseStudyContent | ToolBenchmarkContent
    labels: Mapping[str, tuple[str, ...]]
    origin: Origin | None = None

    @property
    def texts(self) -> dict[str, str]:
        return texts(self.content)


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
            folded_title=folded(_title(content)),
        )
    )
    session.add_all(
        PublicationLabel(publication_id=publication_id, facet=facet, code=code)
        for facet, codes in labels.items()
        for code in codes
    )
    if not waits:
        outbox.announce(session, publication_id, 1)


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


def _title(content: CaseStudyContent | ToolBenchmarkContent) -> str:
    """The title, or the name of the tool where an evaluation has none."""
    if content.title is None and isinstance(content, ToolBenchmarkContent):
        return "" if content.tool == OTHER_TOOL else vocabulary.tools()[content.tool].name
    return content.title or ""


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
                "folded_title": folded(_title(item.content)),
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


def imported(session: Session, origins: Collection[Origin]) -> dict[Origin, str]:
    """The publications that were taken in from these origins, withdrawn ones included."""
    rows = session.exec(
        select(ImportedRow).where(
            sa.tuple_(col(ImportedRow.source), col(ImportedRow.source_id)).in_(list(origins))
        )
    )
    return {Origin(row.source, row.source_id): row.publication_id for row in rows}


def visible_ids(session: Session, month: int) -> list[str]:
    """Ids of all that readers of any audience may see in a month, in their order."""
    found = session.exec(
        select(Publication.id)
        .where(Publication.state == "published", Publication.visible_from <= month)
        .order_by(col(Publication.id))
    )
    return [*found]


def visible_from(session: Session, ids: Collection[str]) -> dict[str, int]:
    """The month (YYYYMM) from which readers may see each of these."""
    rows = session.exec(
        select(Publication.id, Publication.visible_from).where(col(Publication.id).in_(ids))
    )
    return {key: month for key, month in rows}


def withdrawn_ids() -> SelectOfScalar[str]:
    """The ids of all that was withdrawn, as a statement."""
    return select(Publication.id).where(Publication.state == "withdrawn")


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


def known_ids(session: Session, ids: Collection[str]) -> set[str]:
    """Of these ids, those that any publication has, whatever became of it."""
    return {*session.exec(select(Publication.id).where(col(Publication.id).in_(ids)))}


def waiting_ids(session: Session) -> Sequence[str]:
    """Ids of all that waits for its release, in their order; what is held back does not."""
    return session.exec(
        select(Publication.id)
        .where(
            Publication.state == "pending",
            col(Publication.id).not_in(select(HeldRow.publication_id)),
        )
        .order_by(col(Publication.id))
    ).all()


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


def readable_rows(readable: Readable) -> list[sa.ColumnElement[bool]]:
    """The rule of reading as conditions on ``Publication``."""
    return [
        col(Publication.state) == "published",
        col(Publication.audience).in_(sorted(readable.audiences)),
        col(Publication.visible_from) <= readable.month,
    ]


def says_now(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Conditions on the current ``PublicationVersion`` as one on ``Publication``."""
    return sa.exists().where(
        col(PublicationVersion.publication_id) == col(Publication.id), _is_current(), *conditions
    )


def _is_current() -> sa.ColumnElement[bool]:
    """Whether a version is the newest of its publication."""
    newest = sa.orm.aliased(PublicationVersion)
    number = sa.select(sa.func.max(newest.number)).where(
        col(newest.publication_id) == col(Publication.id)
    )
    return col(PublicationVersion.number) == number.correlate(Publication).scalar_subquery()


def items(
    session: Session, ids: Sequence[str], readable: Readable | None = None
) -> dict[str, Item]:
    """Publications by id, in the order asked; those unknown, withdrawn or not readable are absent.

    Three statements whatever the number of ids. ``readable`` None is for the index.
    """
    if readable is None:
        return _items(session, ids, [col(Publication.state) == "published"])
    return _items(session, ids, readable_rows(readable))


def own_items(session: Session, ids: Sequence[str]) -> dict[str, Item]:
    """Publications for their own author, who alone sees those that wait."""
    return _items(session, ids, [col(Publication.state) != "withdrawn"])


def _items(
    session: Session, ids: Sequence[str], conditions: Sequence[sa.ColumnElement[bool]]
) -> dict[str, Item]:
    if not ids:
        return {}
    rows = session.exec(
        select(Publication, PublicationVersion, ImportedRow)
        .join(ImportedRow, isouter=True)
        .join(
            PublicationVersion,
            sa.and_(col(PublicationVersion.publication_id) == col(Publication.id), _is_current()),
        )
        .where(col(Publication.id).in_(ids), *conditions)
    ).all()
    found = {row.id: (row, version, imported) for row, version, imported in rows}
    codes: dict[str, dict[str, list[str]]] = {key: defaultdict(list) for key in found}
    labels = session.exec(
        select(PublicationLabel.publication_id, PublicationLabel.facet, PublicationLabel.code)
        .where(col(PublicationLabel.publication_id).in_(found))
        .order_by(col(PublicationLabel.facet), col(PublicationLabel.code))
    )
    for publication_id, facet, code in labels:
        codes[publication_id][facet].append(code)
    return {
        key: _item(*found[key], {facet: tuple(own) for facet, own in codes[key].items()})
        for key in ids
        if key in found
    }


def _item(
    row: Publication,
    version: PublicationVersion,
    imported: ImportedRow | None,
    labels: Mapping[str, tuple[str, ...]],
) -> Item:
    return Item(
        id=row.id,
        kind=row.kind,
        state=row.state,
        audience=row.audience,
        visible_from=row.visible_from,
        month=row.month,
        version=row.version,
        language=version.language,
        content=ANYTHING.validate_python(json.loads(version.content)),
        labels=labels,
        origin=Origin(imported.source, imported.source_id) if imported else None,
    )


def item(session: Session, publication_id: str, readable: Readable) -> Item | None:
    """One publication, or None when unknown, withdrawn or not for this viewer."""
    return items(session, [publication_id], readable).get(publication_id)


def hidden_among(session: Session, ids: Collection[str], readable: Readable) -> frozenset[str]:
    """Of these publications, the ones a viewer may not see."""
    if not ids:
        return frozenset()
    seen = session.exec(
        select(Publication.id).where(col(Publication.id).in_(ids), *readable_rows(readable))
    ).all()
    return frozenset(ids) - frozenset(seen)


def published_ids(session: Session, after: str = "", limit: int = 500) -> Sequence[str]:
    """Ids of all that is on the shelf, page by page in the order of ids."""
    return session.exec(
        select(Publication.id)
        .where(Publication.state == "published", Publication.id > after)
        .order_by(col(Publication.id))
        .limit(limit)
    ).all()


def published_versions(session: Session) -> Iterator[tuple[str, int]]:
    """The (id, version) of all that is on the shelf."""
    rows = session.exec(
        select(Publication.id, Publication.version).where(Publication.state == "published")
    )
    return ((publication_id, version) for publication_id, version in rows)


def held_versions(session: Session, ids: Collection[str]) -> dict[str, int]:
    """Id → version of those that are on the shelf; they stay so until the transaction ends."""
    rows = session.exec(
        select(Publication.id, Publication.version)
        .where(col(Publication.id).in_(ids), Publication.state == "published")
        .order_by(col(Publication.id))
        .with_for_update()
    )
    return {publication_id: version for publication_id, version in rows}


def everything(session: Session) -> Iterator[Item]:
    """The whole shelf, a page of rows in memory at a time."""
    after = ""
    while ids := published_ids(session, after):
        yield from items(session, ids).values()
        session.expunge_all()
        after = ids[-1]


def count(session: Session, readable: Readable) -> int:
    """How many publications a viewer may read."""
    return session.exec(
        select(sa.func.count()).select_from(Publication).where(*readable_rows(readable))
    ).one()


def latest(session: Session, readable: Readable, limit: int) -> list[Item]:
    """The newest publications a viewer may read; within a month the order is that of the ids."""
    ids = session.exec(
        select(Publication.id)
        .where(*readable_rows(readable))
        .order_by(col(Publication.month).desc(), col(Publication.id).desc())
        .limit(limit)
    ).all()
    return list(items(session, ids).values())
