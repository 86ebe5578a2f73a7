"""What the words of a text find and what is near it by meaning, in one ranking."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol

from search import understanding
from search.engine import CLASSED_FACETS, WINDOW, Query, Result, SearchEngine

# Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009): a document is worth the sum, over
# the rankings that list it, of 1 / (60 + rank). Scores of different kinds need not be compared.
# What is said counts twice what is meant: our words know the field, a model met it by chance.
_K = 60
_SAID, _MEANT = 1.0, 0.5
# How many by meaning are ranked, and how many of these are listed whatever their words.
_RANKED = 100
ADDED = 20


class Meaning(SearchEngine, Protocol):
    """A SearchEngine that keeps a vector of each document."""

    def nearest(self, query: Query, limit: int) -> tuple[str, ...]:
        """Of what the query keeps whatever its text, the ids nearest to that text, in order."""

    def alone(self, ids: Collection[str], facet: str) -> frozenset[str]:
        """Which of these carry one code alone of a classed facet."""


class Fused:
    """A Searcher that answers queries which ask for what is `near`; others are the engine's own.

    What matches a text is what its words find and the nearest by meaning beside it, whatever the
    filters, which then keep some of these: totals, counts and pages are those of one set. Excluded
    words exclude the near as well. What is quoted is wanted word for word, and where the words find
    more than the window holds, what is near is among it or not missed: both are the engine's own.
    """

    def __init__(self, engine: Meaning) -> None:
        self._engine = engine

    @property
    def name(self) -> str:
        """That of the engine."""
        return self._engine.name

    def search(self, query: Query) -> Result:
        """The documents that match; ValueError when `before` meets an order by relevance."""
        understood = understanding.understand(query.text, loose=query.loose)
        if not query.near or not understood.words or understood.quoted:
            return self._engine.search(query)
        if query.before is not None and query.sort != "date":
            raise ValueError("`before` belongs to the order by date")
        listed = query.limit > 0
        best = replace(
            query, sort="relevance", offset=0, limit=WINDOW if listed else 0, before=None
        )
        said = self._engine.search(best)
        if said.total > WINDOW - ADDED:
            return self._engine.search(query) if query.sort == "date" else _page(said, query)
        excluded = [span for e in understood.pieces if e.kind == "excluded" for span in e.spans]
        meant = replace(best, text=understanding.without(query.text, excluded), filters={})
        near = self._engine.nearest(meant, _RANKED)
        # What has no word of the text, and none that it excludes.
        worded = replace(best, filters={}, include=frozenset(near[:ADDED]), limit=ADDED, count=())
        rest = frozenset(near[:ADDED]).difference(self._engine.search(worded).ids, said.ids)
        kept = " ".join(query.text[start:end] for start, end in excluded)
        added = self._engine.search(
            replace(best, text=kept, include=rest, sort="date", limit=ADDED if listed else 0)
        )
        if query.sort == "date":
            both = rest.union(said.ids)
            return self._engine.search(replace(query, text=kept, include=both))
        order = self._ordered([*said.ids, *added.ids], query, said.ids, near)
        facets = {
            facet: dict(Counter(said.facets[facet]) + Counter(added.facets[facet]))
            for facet in query.count
        }
        return _page(Result(tuple(order), said.total + added.total, facets), query)

    def _ordered(
        self, found: Sequence[str], query: Query, said: Sequence[str], near: Sequence[str]
    ) -> list[str]:
        """The best first; before them, as in every engine, what has a filtered code alone."""
        worth = fused((_SAID, said), (_MEANT, near))
        exact = [
            self._engine.alone(found, facet)
            for facet in CLASSED_FACETS
            if found and query.filters.get(facet)
        ]
        return sorted(found, key=lambda id: (-sum(id in each for each in exact), -worth[id]))


def _page(found: Result, query: Query) -> Result:
    return replace(found, ids=found.ids[query.offset : query.offset + query.limit])


def fused(*rankings: tuple[float, Sequence[str]]) -> dict[str, float]:
    """What each id is worth over some rankings, each with its weight."""
    worth: dict[str, float] = {}
    for weight, ranking in rankings:
        for rank, id in enumerate(ranking, 1):
            worth[id] = worth.get(id, 0.0) + weight / (_K + rank)
    return worth
