"""Finding: the index says which and how many, the database says what, the rule says to whom."""

import base64
import binascii
import hashlib
import json
import logging
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from commons import library
from commons.library import Publication, PublicationLabel, PublicationVersion
from commons.plain_text import folded
from commons.refusals import Refusal
from commons.rights import Readable
from search import understanding
from search.engine import WINDOW, EngineUnavailable, Query, Result, Searcher
from search.reach import Reach, reach_of

Sort = Literal["relevance", "date"]

PAGE_LIMIT = 50
# Up to so many results, what holds one word of the text is listed as well.
FEW = 5
# How far a page's last result may have moved between two pages before it counts as lost.
DRIFT = 50

# What a folded word ends with and its singular does not, or the blank alone.
_SINGULAR = re.compile(r"(?<=\w{3})[sx] $| $")

# What a cursor may hold; anything else would fail somewhere in the index or the database.
_MONTHS = range(190001, 220013)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

log = logging.getLogger("recul.search")


class BrokenCursor(Refusal):
    code = "broken-cursor"


class PageSize(Refusal):
    code = "page-size"


class TooFar(Refusal):
    code = "window-exceeded"


class QueryTooLong(Refusal):
    code = "query-too-long"


@dataclass(frozen=True, slots=True)
class Found:
    """One result with the cursor that begins the next page after it."""

    item: library.Item
    cursor: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of results; ``degraded`` when the index could not answer and the database did.

    ``loosened`` when so few matched enough of the words that whatever holds one of them is
    listed; ``reach`` is for further questions about the same search.
    """

    results: tuple[Found, ...]
    total: int
    has_next: bool
    facets: Mapping[str, Mapping[str, int]]
    degraded: bool
    loosened: bool
    reach: Reach


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for; ``only`` restricts to a collection's publications."""

    text: str
    filters: Mapping[str, tuple[str, ...]]
    only: frozenset[str] | None
    sort: Sort
    first: int
    after: str | None
    count: tuple[str, ...]

    @property
    def by_date(self) -> bool:
        """The order by relevance of nothing is the order by date."""
        return self.sort == "date" or not self.text.strip()

    def digest(self) -> str:
        """Ties a cursor to the question it belongs to."""
        said = [self.text.strip(), sorted(self.filters.items()), sorted(self.only or ()), self.sort]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def find(session: Session, engine: Searcher, readable: Readable, wish: Wish) -> Page:
    """What a viewer may find. Raises BrokenCursor, PageSize, TooFar, QueryTooLong."""
    if not 1 <= wish.first <= PAGE_LIMIT:
        raise PageSize("first", limit=PAGE_LIMIT)
    if len(wish.text) > understanding.LONGEST_TEXT:
        raise QueryTooLong("text", limit=understanding.LONGEST_TEXT)
    start = _start(wish)
    reach = reach_of(session, engine, readable)
    loosened = False
    try:
        result, ids, offset = _ask(reach, wish, start)
        if result.total <= FEW and not wish.by_date:
            wider = _ask(reach, wish, start, loose=True)
            loosened = wider[0].total > result.total
            if loosened:
                result, ids, offset = wider
    except EngineUnavailable as problem:
        log.warning("search answers from the database: %s", problem)
        return _degraded(reach, wish, start)
    items = library.items(session, ids[: wish.first], readable)
    found = tuple(
        Found(items[each], _cursor(wish, items[each], offset + place))
        for place, each in enumerate(ids[: wish.first])
        if each in items
    )
    return Page(
        found,
        result.total,
        len(ids) > wish.first,
        result.facets,
        degraded=False,
        loosened=loosened,
        reach=reach,
    )


def _ask(
    reach: Reach, wish: Wish, start: "_Start", *, loose: bool = False
) -> tuple[Result, list[str], int]:
    """The engine's answer, the ids of this page and one more, and the first one's rank."""

    def query(offset: int, limit: int) -> Query:
        return replace(
            reach.query(wish.text, wish.filters, wish.only),
            loose=loose,
            near=True,
            sort="date" if wish.by_date else "relevance",
            offset=offset,
            limit=limit,
            before=start.before,
            count=wish.count,
        )

    if start.last is None:
        result = reach.engine.search(query(0, wish.first + 1))
        return result, list(result.ids), 0
    # What came before may have grown or shrunk since: look for the last one seen around its rank.
    low = max(0, start.offset - DRIFT)
    high = start.offset + wish.first + 1 + DRIFT
    if start.offset >= WINDOW:
        raise TooFar("after", limit=WINDOW)
    result = reach.engine.search(query(low, min(high, WINDOW) - low))
    ids = list(result.ids)
    # Once it is gone, what followed it has moved up to its place.
    begin = ids.index(start.last) + 1 if start.last in ids else start.offset - low
    return result, ids[begin : begin + wish.first + 1], low + begin


@dataclass(frozen=True, slots=True)
class _Start:
    before: tuple[int, str] | None = None
    last: str | None = None
    offset: int = 0


def _cursor(wish: Wish, item: library.Item, rank: int) -> str:
    said: list[object] = (
        ["d", item.month, item.id] if wish.by_date else ["r", wish.digest(), rank, item.id]
    )
    return base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode()


def _start(wish: Wish) -> _Start:
    if wish.after is None:
        return _Start()
    try:
        match json.loads(base64.urlsafe_b64decode(wish.after.encode())):
            case ["d", int(month), str(last)] if (
                wish.by_date and month in _MONTHS and _ID.fullmatch(last)
            ):
                return _Start(before=(month, last))
            case ["r", digest, int(rank), str(last)] if (
                not wish.by_date and digest == wish.digest() and rank >= 0 and _ID.fullmatch(last)
            ):
                return _Start(last=last, offset=rank)
    except (binascii.Error, ValueError, RecursionError):
        pass
    raise BrokenCursor("after")


def _degraded(reach: Reach, wish: Wish, start: _Start) -> Page:
    """Titles and exact filters from the database, newest first, without counts."""
    session, readable = reach.session, reach.readable
    conditions = library.readable_rows(readable)
    for facet, codes in wish.filters.items():
        conditions.append(_labelled(facet, codes))
    if wish.only is not None:
        conditions.append(col(Publication.id).in_(wish.only))
    if titled := _titled(wish.text):
        conditions.append(library.says_now(*titled))
    total = session.exec(select(sa.func.count()).select_from(Publication).where(*conditions)).one()
    seen = session.get(Publication, start.last) if start.last else None
    before = (seen.month, seen.id) if seen else start.before
    if before:
        month, last = before
        conditions.append(
            sa.or_(
                col(Publication.month) < month,
                sa.and_(col(Publication.month) == month, col(Publication.id) < last),
            )
        )
    ids = session.exec(
        select(Publication.id)
        .where(*conditions)
        .order_by(col(Publication.month).desc(), col(Publication.id).desc())
        .limit(wish.first + 1)
    ).all()
    items = library.items(session, ids[: wish.first], readable)
    rank = start.offset + 1 if seen else 0
    found = tuple(
        Found(item, _cursor(wish, item, place))
        for place, item in enumerate(items.values(), start=rank)
    )
    return Page(found, total, len(ids) > wish.first, {}, degraded=True, loosened=False, reach=reach)


def _titled(text: str) -> list[sa.ColumnElement[bool]]:
    """What a text asks of titles: enough of its words, its phrases, none of what it excludes."""
    understood = understanding.understand(text)
    title = col(PublicationVersion.folded_title)
    conditions: list[sa.ColumnElement[bool]] = []
    words: list[sa.ColumnElement[int]] = []
    for piece in understood.pieces:
        said = {folded(text[slice(*span)]) for span in piece.spans}
        if piece.kind == "word":
            begun = sa.or_(*(title.contains(_SINGULAR.sub("", each)) for each in said))
            words.append(sa.case((begun, 1), else_=0))
        else:
            held = sa.or_(
                *(title.contains(way) for each in said for way in (each, f"{each[:-1]}s "))
            )
            conditions.append(~held if piece.kind == "excluded" else held)
    if words:
        conditions.append(sum(words, sa.literal(0)) >= understood.needed)
    return conditions


def _labelled(facet: str, codes: Collection[str]) -> sa.ColumnElement[bool]:
    if facet == "kinds":
        return col(Publication.kind).in_(codes)
    if facet == "languages":
        return library.says_now(col(PublicationVersion.language).in_(codes))
    return sa.exists().where(
        col(PublicationLabel.publication_id) == col(Publication.id),
        col(PublicationLabel.facet) == facet,
        col(PublicationLabel.code).in_(codes),
    )
