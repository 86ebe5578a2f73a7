"""Collections: a federation gathers anyone's open practices, in its order, with its words."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import library, remarks
from commons.database import UNORDERED
from commons.organisations import Known
from commons.plain_text import tidy, tidy_line
from commons.practices import LANGUAGES, WrongLanguage
from commons.refusals import NotFound, Refusal
from commons.rights import Readable, Viewer, require_curator

ITEMS_LIMIT = 100
COLLECTIONS_LIMIT = 100
INTRODUCTION_LIMIT = 4000
NOTE_LIMIT = 1000


class TitleMissing(Refusal):
    code = "title-missing"


class OnlyOpen(Refusal):
    code = "only-open"


class CollectionFull(Refusal):
    code = "collection-full"


class Federation(SQLModel, table=True):
    """A federation that curates does so under its own public name."""

    __table_args__ = UNORDERED
    slug: str = Field(primary_key=True)
    organisation_id: str = Field(foreign_key="organisation.id", unique=True)
    name: str


class Collection(SQLModel, table=True):
    """An ordered choice of open publications; the introduction is Markdown."""

    __table_args__ = UNORDERED
    slug: str = Field(primary_key=True)
    federation: str = Field(foreign_key="federation.slug", index=True)
    language: str
    title: str
    introduction: str = Field(default="", sa_type=sa.Text)


class CollectionItem(SQLModel, table=True):
    """A place in a collection; ``position`` counts from 1."""

    __tablename__ = "collection_item"
    __table_args__ = UNORDERED
    collection: str = Field(primary_key=True, foreign_key="collection.slug")
    publication_id: str = Field(primary_key=True, foreign_key="publication.id", index=True)
    position: int
    note: str = Field(default="", sa_type=sa.Text)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as readers see it; ``item`` is None where the publication was withdrawn."""

    publication_id: str
    position: int
    note: str
    item: library.Item | None


@dataclass(frozen=True, slots=True)
class Heading:
    """What a collection says of itself, looked over: ``present`` makes it."""

    title: str
    introduction: str
    language: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a curator says of one publication, looked over: ``comment`` makes it."""

    publication_id: str
    note: str


def slug_of(title: str) -> str:
    """Lower-case ASCII words joined by hyphens, at most 60 characters."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "collection"


def _free_slug(session: Session, table: type[Federation] | type[Collection], title: str) -> str:
    slug = slug_of(title)
    number = 1
    while session.get(table, slug if number == 1 else f"{slug}-{number}") is not None:
        number += 1
    return slug if number == 1 else f"{slug}-{number}"


def federation_of(session: Session, organisation: Known) -> Federation:
    """The public face of a federation, made at its first collection."""
    found = session.exec(
        select(Federation).where(Federation.organisation_id == organisation.id)
    ).first()
    if found is None:
        name = organisation.profile.legal_name
        found = Federation(
            slug=_free_slug(session, Federation, name), organisation_id=organisation.id, name=name
        )
        session.add(found)
        session.flush()
    return found


def present(
    organisation: Known, *, title: str, introduction: str = "", language: str = "fr"
) -> Heading:
    """The words a collection opens with; no database, no lock.

    Raises TitleMissing, WrongLanguage, or what ``remarks.look_over`` raises.
    """
    if language not in LANGUAGES:
        raise WrongLanguage("language", known=", ".join(LANGUAGES))
    line = tidy_line(title, "title")
    if line is None:
        raise TitleMissing("title")
    words = tidy(introduction, "introduction", limit=INTRODUCTION_LIMIT) or ""
    remarks.look_over("title", line, language, organisation.profile)
    remarks.look_over("introduction", words, language, organisation.profile)
    return Heading(line, words, language)


def comment(
    organisation: Known, collection: Collection, item: library.Item, note: str | None
) -> Remark:
    """A note on a publication whose author nobody knows; no database, no lock.

    What the publication itself says may be said again. Raises what ``remarks.look_over`` raises.
    """
    words = tidy(note, "note", limit=NOTE_LIMIT) or ""
    remarks.look_over("note", words, collection.language, organisation.profile, item.texts.values())
    return Remark(item.id, words)


def create(session: Session, viewer: Viewer, organisation: Known, heading: Heading) -> Collection:
    """A new, empty collection of the viewer's federation; its address is made of its title."""
    if organisation.id != require_curator(viewer):
        raise NotFound("organisation")
    federation = federation_of(session, organisation)
    own = session.exec(select(Collection.slug).where(Collection.federation == federation.slug))
    if len(own.all()) >= COLLECTIONS_LIMIT:
        raise CollectionFull("title", limit=COLLECTIONS_LIMIT)
    collection = Collection(
        slug=_free_slug(session, Collection, heading.title),
        federation=federation.slug,
        language=heading.language,
        title=heading.title,
        introduction=heading.introduction,
    )
    session.add(collection)
    session.flush()
    return collection


def _own(session: Session, viewer: Viewer, slug: str) -> Collection:
    organisation_id = require_curator(viewer)
    found = session.exec(
        select(Collection)
        .join(Federation, col(Federation.slug) == col(Collection.federation))
        .where(Collection.slug == slug, Federation.organisation_id == organisation_id)
    ).first()
    if found is None:
        raise NotFound("collection")
    return found


def _rows(session: Session, slug: str) -> list[CollectionItem]:
    return list(
        session.exec(
            select(CollectionItem)
            .where(CollectionItem.collection == slug)
            .order_by(col(CollectionItem.position), col(CollectionItem.publication_id))
        ).all()
    )


def _row_of(rows: Sequence[CollectionItem], publication_id: str) -> CollectionItem:
    """The place of a publication among these. Raises NotFound."""
    for row in rows:
        if row.publication_id == publication_id:
            return row
    raise NotFound("publication")


def _number(session: Session, rows: Sequence[CollectionItem]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
        session.add(row)
    session.flush()


def choose(
    session: Session, viewer: Viewer, slug: str, publication_id: str, readable: Readable
) -> tuple[Collection, library.Item]:
    """The viewer's own collection and a publication that may enter it.

    Raises NotFound (also under embargo), OnlyOpen (another audience).
    """
    collection = _own(session, viewer, slug)
    item = library.item(session, publication_id, readable)
    if item is None:
        raise NotFound("publication")
    if item.audience != "open":
        raise OnlyOpen("publication")
    return collection, item


def add(
    session: Session, viewer: Viewer, slug: str, remark: Remark, readable: Readable
) -> Collection:
    """Put an open publication at the end, or change the note of one that is there.

    Raises what ``choose`` raises, and CollectionFull.
    """
    publication_id = remark.publication_id
    collection, _ = choose(session, viewer, slug, publication_id, readable)
    rows = _rows(session, slug)
    row = next((each for each in rows if each.publication_id == publication_id), None)
    if row is None:
        if len(rows) >= ITEMS_LIMIT:
            raise CollectionFull("publication", limit=ITEMS_LIMIT)
        row = CollectionItem(collection=slug, publication_id=publication_id, position=len(rows) + 1)
    row.note = remark.note
    session.add(row)
    session.flush()
    return collection


def move(
    session: Session, viewer: Viewer, slug: str, publication_id: str, position: int
) -> Collection:
    """Move a publication to a position counted from 1; beyond the end is the end."""
    collection = _own(session, viewer, slug)
    rows = _rows(session, slug)
    row = _row_of(rows, publication_id)
    rows.remove(row)
    rows.insert(max(0, position - 1), row)
    _number(session, rows)
    return collection


def remove(session: Session, viewer: Viewer, slug: str, publication_id: str) -> Collection:
    """Take a publication out of a collection; it stays on the shelf."""
    collection = _own(session, viewer, slug)
    rows = _rows(session, slug)
    row = _row_of(rows, publication_id)
    session.delete(row)
    session.flush()
    _number(session, [each for each in rows if each is not row])
    return collection


def federation_slug(session: Session, organisation_id: str) -> str | None:
    """The public name of a federation in addresses, None before its first collection."""
    return session.exec(
        select(Federation.slug).where(Federation.organisation_id == organisation_id)
    ).first()


def by_slug(session: Session, slug: str) -> tuple[Collection, Federation, int] | None:
    """A collection with its federation and number of places."""
    return next(iter(_counted(session, Collection.slug == slug)), None)


def all_of(session: Session) -> list[tuple[Collection, Federation, int]]:
    """Every collection with its federation and number of places, by title."""
    return _counted(session)


def _counted(session: Session, *conditions: bool) -> list[tuple[Collection, Federation, int]]:
    rows = session.exec(
        select(Collection, Federation, sa.func.count(col(CollectionItem.publication_id)))
        .join(Federation, col(Federation.slug) == col(Collection.federation))
        .outerjoin(CollectionItem, col(CollectionItem.collection) == col(Collection.slug))
        .where(*conditions)
        .group_by(*Collection.__table__.c, *Federation.__table__.c)  # type: ignore[attr-defined]
        .order_by(sa.func.lower(Collection.title), col(Collection.slug))
    ).all()
    return [(collection, federation, count) for collection, federation, count in rows]


def places(session: Session, slug: str, readable: Readable) -> list[Place]:
    """The places of a collection in its order; what was withdrawn keeps its place, empty."""
    rows = _rows(session, slug)
    items = library.items(session, [row.publication_id for row in rows], readable)
    return [
        Place(row.publication_id, row.position, row.note, items.get(row.publication_id))
        for row in rows
    ]


def members(session: Session, slugs: Sequence[str]) -> frozenset[str]:
    """The publications that are in any of these collections."""
    return frozenset(
        session.exec(
            select(CollectionItem.publication_id).where(col(CollectionItem.collection).in_(slugs))
        ).all()
    )


def pass_on(session: Session, organisation_id: str, heir_id: str) -> None:
    """The public name and the collections of one federation become another's."""
    found = select(Federation).where(Federation.organisation_id == organisation_id)
    federation = session.exec(found).first()
    if federation is None:
        return
    of_heir = select(Federation).where(Federation.organisation_id == heir_id)
    heir = session.exec(of_heir).first()
    if heir is None:
        federation.organisation_id = heir_id
    else:
        owned = col(Collection.federation) == federation.slug
        session.exec(sa.update(Collection).where(owned).values(federation=heir.slug))
        session.delete(federation)
    session.flush()


def close(session: Session, organisation_id: str) -> None:
    """Delete the public name and the collections of a federation that leaves."""
    for federation in session.exec(
        select(Federation).where(Federation.organisation_id == organisation_id)
    ).all():
        held = select(Collection.slug).where(Collection.federation == federation.slug)
        session.exec(sa.delete(CollectionItem).where(col(CollectionItem.collection).in_(held)))
        session.exec(sa.delete(Collection).where(col(Collection.federation) == federation.slug))
        session.delete(federation)
        session.flush()
