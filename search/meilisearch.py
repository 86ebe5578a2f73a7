"""The search engine on a Meilisearch server: a copy of the shelf that several machines may ask."""

import concurrent.futures as futures
import dataclasses
import itertools
import re
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from search import engine, semantic, understanding
from search import meilisearch_queries as queries
from search import meilisearch_ranking as ranking
from search import meilisearch_server as remote
from search import meilisearch_settings as layout

_REBUILT = 2000  # documents sent at once by a rebuild: the server is slow at adding few to many
_READ = 200  # results whose fields are read although no more than the first are put in order
_COUNTERS = 4  # threads that count facets beside the threads that search


class Meilisearch:
    """A SearchEngine over the index `<prefix>-<fingerprint of the settings>` of a server.

    Until the first rebuild an index of the same name and `-begun` serves. A rebuild fills
    `-shadow`, then takes the place of what serves in one task of the server. Indexes of other
    settings are left to whoever still reads them, until `forget_others`. Searches need nothing
    but a key for searching.
    """

    def __init__(
        self,
        url: str,
        *,
        search_key: str,
        write_key: str | None = None,
        prefix: str = "recul",
        embedder: semantic.Embedder | None = None,
    ) -> None:
        self._server = remote.Server(url, search_key, write_key or search_key)
        self.name = self._server.name
        self._embedder = embedder
        self._name = f"{prefix}-{layout.fingerprint(embedder)}"
        self._begun = f"{self._name}-begun"
        self._prefix = prefix
        self._writing = threading.RLock()
        self._serving: str | None = None
        self._counters = futures.ThreadPoolExecutor(_COUNTERS, thread_name_prefix="counter")

    keeps_deleted = False

    @property
    def needs_rebuild(self) -> bool:
        """Whether no index with these settings has been filled by a rebuild."""
        with self._server.asking("read"):
            return self._name not in self._server.indexes()

    def search(self, query: engine.Query) -> engine.Result:
        """The documents that match; ValueError when `before` meets an order by relevance."""
        understood = understanding.understand(query.text, loose=query.loose)
        by_date = query.sort == "date" or not understood.ranks
        if query.before is not None and not by_date:
            raise ValueError("`before` belongs to the order by date")
        query = self._held_to(understood, query)
        matching, others = queries.matching(query)
        alike = [facet for facet in query.count if facet not in others]
        everything = queries.combined(understood, matching)
        following = [*matching, queries.after(query.before)] if query.before else matching
        order = ["month:desc", "id:desc"] if by_date else queries.alone_first(query)
        # What the first results say is read as well, and put in order; of many, in its own request.
        reads = not by_date and ranking.helps(understood) and query.offset < ranking.RANKED
        reads = reads and query.limit > 0
        together = reads and query.limit <= _READ
        read = queries.combined(understood, following, order, ranking.FIELDS)
        page = read if together else queries.combined(understood, following, order)
        counts = [(facet, queries.combined(understood, kept)) for facet, kept in others.items()]
        counting: list[futures.Future[remote.Answer]] = []
        with self._server.asking("search"):
            try:
                for facet, asked in counts:
                    counting.append(self._counters.submit(self._ask, asked, 1, 0, [facet]))
                size, number = queries.page_around(query.offset, query.limit)
                if reads:
                    size, number = max(ranking.RANKED, query.offset + query.limit), 1
                found = self._ask(page, number, size, () if query.before else alike)
                first = found
                if reads and not together:
                    first = self._ask(read, 1, ranking.RANKED, ())
                all_pages = self._ask(everything, 1, 0, alike) if query.before else found
                counted = [each.result(remote.SEARCH_SECONDS).facets for each in counting]
            finally:
                for each in counting:  # a server that is silent to one is silent to all
                    each.cancel()
        ids = found.ids
        if reads:
            best = ranking.ranked(understood, query, first.hits[: ranking.RANKED])
            ids = (*best, *ids[ranking.RANKED :])
        skipped = query.offset - (number - 1) * size
        return engine.Result(
            ids=ids[skipped : skipped + query.limit],
            total=all_pages.total,
            facets={
                facet: codes
                for facets in (all_pages.facets, *counted)
                for facet, codes in facets.items()
            },
        )

    def nearest(self, query: engine.Query, limit: int) -> tuple[str, ...]:
        """Of what the query keeps whatever its text, the ids nearest to that text, in order."""
        vector = None if self._embedder is None else self._embedder.embed([query.text])[0]
        if vector is None or not vector.any():
            return ()
        conditions, _ = queries.matching(query)
        with self._server.asking("search"):
            # Asked for a least score, the server would look at everything: a second and more.
            hits = self._ask([queries.near(vector.tolist(), conditions)], 1, limit, ()).hits
            return tuple(str(h["id"]) for h in hits if queries.cosine(h) >= semantic.FLOOR)

    def alone(self, ids: Collection[str], facet: str) -> frozenset[str]:
        """Which of these carry one code alone of a classed facet."""
        with self._server.asking("search"):
            asked = queries.labelled_alone(ids, facet)
            return frozenset(self._ask([asked], 1, max(1, len(ids)), ()).ids)

    def _held_to(self, understood: understanding.Understood, query: engine.Query) -> engine.Query:
        """The query with what holds its phrases included, and what holds the excluded ones not.

        The server knows which documents hold all the words of a phrase, not in which order: of
        each phrase the best of these are read, as many as the window has.
        """
        include, exclude = query.include, query.exclude
        for phrases in understood.quoted:
            if any(len(phrase) > 1 for phrase in phrases):
                holding = self._holding(phrases, query)
                include = holding if include is None else include & holding
        for phrases in understood.excluded:
            if any(len(phrase) > 1 for phrase in phrases):
                exclude |= self._holding(phrases, query)
        return dataclasses.replace(query, include=include, exclude=exclude)

    def _holding(
        self, phrases: Collection[understanding.Phrase], query: engine.Query
    ) -> frozenset[str]:
        """Of what the viewer may read, the ids of what holds one of these phrases."""
        conditions, _ = queries.matching(dataclasses.replace(query, filters={}))
        with self._server.asking("search"):
            asked = queries.holding(phrases, conditions)
            found = self._ask(asked, 1, engine.WINDOW, ())
            return frozenset(
                str(hit["id"]) for hit in found.hits if queries.holds(hit["runs"], phrases)
            )

    def put(self, documents: Sequence[engine.Document]) -> None:
        """Insert or replace by id, never going back to a lower version; durable on return.

        Raises DocumentRefused, with nothing changed, when the server will not have one of them.
        """
        latest: dict[str, engine.Document] = {}
        for document in documents:
            known = latest.get(document.id)
            if known is None or known.version <= document.version:
                latest[document.id] = document
        if not latest:
            return
        coming = [*layout.embedded(self._embedder, [*latest.values()])]
        with self._writing, self._server.asking("write"):
            index = self._writable()
            held = dict(self._server.listed(index, latest))
            fresh = [each for each in coming if held.get(each["id"], 0) <= each["version"]]
            if fresh:  # in one task: all of them or none
                self._server.done(self._server.writer().index(index).add_documents(fresh, "id"))

    def delete(self, ids: Collection[str]) -> None:
        """Forget these documents; unknown ids are ignored."""
        if ids:
            with self._writing, self._server.asking("delete"):
                index = self._server.writer().index(self._writable())
                self._server.done(index.delete_documents(filter=queries.any_of("id", ids)))

    def versions(self) -> Iterator[tuple[str, int]]:
        """The (id, version) of everything, for reconciliation."""
        with self._server.asking("read"):
            index = self._readable()
        yield from self._server.listed(index) if index else ()

    def rebuild(self, documents: Iterable[engine.Document]) -> None:
        """Fill a shadow index and swap; searches use the old one, writes wait until then."""
        shadow = f"{self._name}-shadow"
        with self._writing:
            with self._server.asking("rebuild"):
                self._server.remove(shadow)
                self._server.create(shadow, layout.settings(self._embedder))
            try:
                self._fill(shadow, documents)
                with self._server.asking("rebuild"):
                    self._replace_by(shadow)
            finally:
                with self._server.asking("rebuild"):
                    self._server.remove(shadow)
            with self._server.asking("rebuild"):
                self._server.remove(self._begun)

    def count(self) -> int:
        """How many documents there are, visible or not."""
        with self._server.asking("read"):
            index = self._readable()
            return self._server.held(index) if index else 0

    def close(self) -> None:
        """Forget the connection; further use raises EngineUnavailable."""
        self._server.close()
        self._counters.shutdown(cancel_futures=True)

    def differences(self) -> list[str]:
        """The names of the settings that somebody changed on the server, of what serves there."""
        with self._server.asking("read"):
            index = self._readable()
            if index is None:
                return []
            found = self._server.writer().index(index).get_settings()
            found["embedders"] = {
                name: each.model_dump(by_alias=True, exclude_none=True)
                for name, each in (found["embedders"] or {}).items()
            }
            wanted = layout.settings(self._embedder)
            return [name for name, ours in wanted.items() if found.get(name) != ours]

    def others(self) -> list[str]:
        """The names of the indexes of other settings, which other versions may still read."""
        with self._server.asking("read"):
            return self._others()

    def forget_others(self) -> list[str]:
        """Remove the indexes of other settings, unless ours is not filled yet; their names."""
        with self._writing, self._server.asking("delete"):
            others = self._others() if self._name in self._server.indexes() else []
            for name in others:
                self._server.remove(name)
            return others

    def _others(self) -> list[str]:
        ours = re.compile(rf"{re.escape(self._prefix)}-[0-9a-f]{{10}}(-begun|-shadow)?")
        return sorted(
            name
            for name in self._server.indexes()
            if ours.fullmatch(name) and not name.startswith(self._name)
        )

    def _readable(self) -> str | None:
        """The index that serves; None when there is none yet."""
        there = self._server.indexes()
        return next((name for name in (self._name, self._begun) if name in there), None)

    def _writable(self) -> str:
        name = self._readable()
        if name is None:
            name = self._begun
            self._server.create(name, layout.settings(self._embedder))
        return name

    def _replace_by(self, shadow: str) -> None:
        """Let this index serve, and remove what served.

        The server does not show the tasks of a swap to a key of some indexes only: what tells is
        the end of the task behind it, and which index then bears the name.
        """
        there = self._server.indexes()
        swap: dict[str, Any] = {"indexes": [shadow, self._name]}
        swap["rename"] = self._name not in there
        self._server.writer().swap_indexes([swap])
        # It fails where there was nothing to swap.
        self._server.ended(self._server.writer().delete_index(shadow))
        made = there.get(shadow)
        if made is None or self._server.indexes().get(self._name) != made:
            raise engine.EngineUnavailable("The new index did not take its place.")

    def _fill(self, name: str, documents: Iterable[engine.Document]) -> None:
        """Send everything and see that it has come. The server works while we read on."""
        seen: dict[str, int] = {}
        waiting = []
        coming = iter(documents)
        while batch := list(itertools.islice(coming, _REBUILT)):
            latest = {}
            for document in batch:
                if seen.get(document.id, document.version) <= document.version:
                    seen[document.id] = document.version
                    latest[document.id] = document
            sent = [*layout.embedded(self._embedder, [*latest.values()])]
            with self._server.asking("rebuild"):
                waiting.append(self._server.writer().index(name).add_documents(sent, "id"))
        with self._server.asking("rebuild"):
            for task in waiting:
                self._server.done(task, remote.REBUILD_SECONDS)
            # A third of the file is pages that earlier batches left empty.
            self._server.done(self._server.writer().index(name).compact(), remote.REBUILD_SECONDS)
            held = self._server.held(name)
        if held != len(seen):
            raise engine.EngineUnavailable(
                f"The new index holds {held} documents instead of {len(seen)}."
            )

    def _ask(
        self, asked: Sequence[dict[str, Any]], number: int, size: int, facets: Sequence[str]
    ) -> remote.Answer:
        """One page of what any of the queries finds, in the index that serves."""
        # The first name is asked for twice: a rebuild may put an index there while the second is.
        for name in (self._serving or self._name, self._begun, self._name):
            found = self._server.search(name, asked, number, size, facets)
            if found is not None:
                self._serving = name
                return found
        if self._serving is not None:
            raise engine.EngineUnavailable("The index is not on the Meilisearch server any more.")
        return remote.Answer([], 0, {facet: {} for facet in facets})
