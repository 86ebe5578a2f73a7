"""What one viewer may find now: whatever else is asked of the index keeps to the same rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from commons import library, outbox
from commons.rights import Readable
from search.engine import WINDOW, Query, Result, Searcher, Visibility

Filters = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reach:
    """An index and the shelf, as far as a viewer may read them."""

    session: Session
    engine: Searcher
    readable: Readable
    exclude: frozenset[str]

    def query(
        self, text: str = "", filters: Filters | None = None, only: frozenset[str] | None = None
    ) -> Query:
        """The best of what answers and may be read."""
        return Query(
            visibility=Visibility(self.readable.audiences, self.readable.month),
            text=text,
            filters=filters or {},
            include=only,
            exclude=self.exclude,
        )

    def best(self, text: str = "", filters: Filters | None = None, limit: int = 20) -> Result:
        """The best answers and how many there are. Raises EngineUnavailable."""
        return self.engine.search(replace(self.query(text, filters), limit=limit))

    def count(self, text: str, filters: Filters, only: frozenset[str] | None = None) -> int:
        """How many answers there are. Raises EngineUnavailable."""
        query = replace(self.query(text, filters, only), near=True, limit=0)
        return self.engine.search(query).total

    def items(self, ids: Sequence[str]) -> list[library.Item]:
        """These publications, read from the shelf again."""
        return list(library.items(self.session, ids, self.readable).values())


def reach_of(session: Session, engine: Searcher, readable: Readable) -> Reach:
    """The reach of a viewer.

    Publications that the index does not know to be hidden from this viewer are those still in the
    outbox: they are excluded by id, so that hits, totals and counts agree at once.
    """
    waiting = outbox.unsettled(session, WINDOW)
    return Reach(session, engine, readable, library.hidden_among(session, waiting, readable))
