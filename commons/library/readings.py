"""The shelf read: under the rule of reading, by its authors, by the index."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from commons.library.rows import (
    ANYTHING,
    HeldRow,
    ImportedRow,
    Item,
    Origin,
    Publication,
    PublicationLabel,
    PublicationVersion,
)
from commons.rights import Readable


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
