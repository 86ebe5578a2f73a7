"""The search engine on a Meilisearch server: a copy of the shelf that several machines may ask."""

import concurrent.futures as futures
import contextlib
import dataclasses
import itertools
import json
import re
import threading
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import meilisearch
import requests
from meilisearch.errors import MeilisearchApiError, MeilisearchError

from search import engine, semantic, understanding
from search import meilisearch_queries as queries
from search import meilisearch_ranking as ranking
from search import meilisearch_settings as layout

# How long the server may be silent, then how long a task of a put and of a rebuild may take.
SEARCH_SECONDS = 3
WRITE_SECONDS = 30
TASK_SECONDS = 120
REBUILD_SECONDS = 3600
_BATCH = 1000  # documents listed at once
_REBUILT = 2000  # documents sent at once by a rebuild: the server is slow at adding few to many
_READ = 200  # results whose fields are read although no more than the first are put in order
_COUNTERS = 4  # threads that count facets beside the threads that search

# What the server says of a document rather than of itself.
_REFUSALS = frozenset(
    {
        "document_fields_limit_reached",
        "invalid_document_fields",
        "invalid_document_geo_field",
        "invalid_document_geojson_field",
        "invalid_document_id",
        "invalid_vector_dimensions",
        "invalid_vectors_type",
        "malformed_payload",
        "max_fields_limit_exceeded",
        "missing_document_id",
        "missing_payload",
        "payload_too_large",
    }
)

_MAY_WRITE = (
    "documents.add",
    "documents.delete",
    "documents.get",
    "indexes.compact",
    "indexes.create",
    "indexes.delete",
    "indexes.get",
    "indexes.swap",
    "settings.get",
    "settings.update",
    "stats.get",
    "tasks.get",
)
_KEYS = uuid.UUID("6f1f5d0e-9d0b-4c0e-8a55-8d2f3b7c1e64")  # the space of the ids of our keys


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
        self.name = urlsplit(url).netloc
        self._url = url
        self._keys = (search_key, write_key or search_key)
        self._embedder = embedder
        self._name = f"{prefix}-{layout.fingerprint(embedder)}"
        self._begun = f"{self._name}-begun"
        self._prefix = prefix
        self._local = threading.local()
        self._writing = threading.RLock()
        self._serving: str | None = None
        self._closed = False
        self._counters = futures.ThreadPoolExecutor(_COUNTERS, thread_name_prefix="counter")

    keeps_deleted = False

    @property
    def needs_rebuild(self) -> bool:
        """Whether no index with these settings has been filled by a rebuild."""
        with self._asking("read"):
            return self._name not in self._indexes()

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
        counting: list[futures.Future[_Answer]] = []
        with self._asking("search"):
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
                counted = [each.result(SEARCH_SECONDS).facets for each in counting]
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
        with self._asking("search"):
            # Asked for a least score, the server would look at everything: a second and more.
            hits = self._ask([queries.near(vector.tolist(), conditions)], 1, limit, ()).hits
            return tuple(str(h["id"]) for h in hits if queries.cosine(h) >= semantic.FLOOR)

    def alone(self, ids: Collection[str], facet: str) -> frozenset[str]:
        """Which of these carry one code alone of a classed facet."""
        with self._asking("search"):
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
        with self._asking("search"):
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
        with self._writing, self._asking("write"):
            index = self._writable()
            held = dict(self._listed(index, latest))
            fresh = [each for each in coming if held.get(each["id"], 0) <= each["version"]]
            if fresh:  # in one task: all of them or none
                self._done(self._client(1).index(index).add_documents(fresh, "id"))

    def delete(self, ids: Collection[str]) -> None:
        """Forget these documents; unknown ids are ignored."""
        if ids:
            with self._writing, self._asking("delete"):
                index = self._client(1).index(self._writable())
                self._done(index.delete_documents(filter=queries.any_of("id", ids)))

    def versions(self) -> Iterator[tuple[str, int]]:
        """The (id, version) of everything, for reconciliation."""
        with self._asking("read"):
            index = self._readable()
        yield from self._listed(index) if index else ()

    def rebuild(self, documents: Iterable[engine.Document]) -> None:
        """Fill a shadow index and swap; searches use the old one, writes wait until then."""
        shadow = f"{self._name}-shadow"
        with self._writing:
            with self._asking("rebuild"):
                self._remove(shadow)
                self._create(shadow)
            try:
                self._fill(shadow, documents)
                with self._asking("rebuild"):
                    self._replace_by(shadow)
            finally:
                with self._asking("rebuild"):
                    self._remove(shadow)
            with self._asking("rebuild"):
                self._remove(self._begun)

    def count(self) -> int:
        """How many documents there are, visible or not."""
        with self._asking("read"):
            index = self._readable()
            return self._held(index) if index else 0

    def close(self) -> None:
        """Forget the connection; further use raises EngineUnavailable."""
        self._closed = True
        self._counters.shutdown(cancel_futures=True)

    def differences(self) -> list[str]:
        """The names of the settings that somebody changed on the server, of what serves there."""
        with self._asking("read"):
            index = self._readable()
            if index is None:
                return []
            found = self._client(1).index(index).get_settings()
            found["embedders"] = {
                name: each.model_dump(by_alias=True, exclude_none=True)
                for name, each in (found["embedders"] or {}).items()
            }
            wanted = layout.settings(self._embedder)
            return [name for name, ours in wanted.items() if found.get(name) != ours]

    def others(self) -> list[str]:
        """The names of the indexes of other settings, which other versions may still read."""
        with self._asking("read"):
            return self._others()

    def forget_others(self) -> list[str]:
        """Remove the indexes of other settings, unless ours is not filled yet; their names."""
        with self._writing, self._asking("delete"):
            others = self._others() if self._name in self._indexes() else []
            for name in others:
                self._remove(name)
            return others

    def _others(self) -> list[str]:
        ours = re.compile(rf"{re.escape(self._prefix)}-[0-9a-f]{{10}}(-begun|-shadow)?")
        return sorted(
            name
            for name in self._indexes()
            if ours.fullmatch(name) and not name.startswith(self._name)
        )

    @contextlib.contextmanager
    def _asking(self, act: str) -> Iterator[None]:
        if self._closed:
            raise engine.EngineUnavailable("The search index is closed.")
        with _unavailable(act):
            yield

    def _client(self, key: int) -> meilisearch.Client:
        """The client of this thread: it keeps the headers of a request in itself."""
        known: dict[int, meilisearch.Client] = self._local.__dict__.setdefault("clients", {})
        if key not in known:
            seconds = (SEARCH_SECONDS, WRITE_SECONDS)[key]
            known[key] = meilisearch.Client(self._url, self._keys[key], timeout=seconds)
        return known[key]

    def _indexes(self) -> dict[str, object]:
        """The names of the indexes and when each was created, which stays with it in a swap."""
        found = self._client(1).get_indexes({"limit": 1000})["results"]
        return {str(index.uid): index.created_at for index in found}

    def _readable(self) -> str | None:
        """The index that serves; None when there is none yet."""
        there = self._indexes()
        return next((name for name in (self._name, self._begun) if name in there), None)

    def _writable(self) -> str:
        name = self._readable()
        if name is None:
            name = self._begun
            self._create(name)
        return name

    def _create(self, name: str) -> None:
        """An index comes with its settings, in one task: it is never seen without."""
        self._done(self._client(1).index(name).update_settings({**layout.settings(self._embedder)}))

    def _remove(self, name: str) -> None:
        if name in self._indexes():
            self._done(self._client(1).delete_index(name))

    def _replace_by(self, shadow: str) -> None:
        """Let this index serve, and remove what served.

        The server does not show the tasks of a swap to a key of some indexes only: what tells is
        the end of the task behind it, and which index then bears the name.
        """
        there = self._indexes()
        swap: dict[str, Any] = {"indexes": [shadow, self._name]}
        swap["rename"] = self._name not in there
        self._client(1).swap_indexes([swap])
        self._ended(self._client(1).delete_index(shadow))  # fails where there was nothing to swap
        made = there.get(shadow)
        if made is None or self._indexes().get(self._name) != made:
            raise engine.EngineUnavailable("The new index did not take its place.")

    def _held(self, name: str) -> int:
        return self._client(1).index(name).get_stats().number_of_documents

    def _done(self, task: Any, seconds: int | None = None) -> None:
        """Wait for a task. Raises DocumentRefused or EngineUnavailable when it failed."""
        ended = self._ended(task, seconds)
        if ended.status == "succeeded":
            return
        code = _code((ended.error or {}).get("code", ended.status)) or "unknown"
        if code in _REFUSALS:
            raise engine.DocumentRefused(code)
        raise engine.EngineUnavailable(f"A task of Meilisearch failed: {code}.")

    def _ended(self, task: Any, seconds: int | None = None) -> Any:
        return self._client(1).wait_for_task(
            task.task_uid,
            timeout_in_ms=1000 * (seconds or TASK_SECONDS),
            interval_in_ms=50 if seconds else 20,
        )

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
            with self._asking("rebuild"):
                waiting.append(self._client(1).index(name).add_documents(sent, "id"))
        with self._asking("rebuild"):
            for task in waiting:
                self._done(task, REBUILD_SECONDS)
            # A third of the file is pages that earlier batches left empty.
            self._done(self._client(1).index(name).compact(), REBUILD_SECONDS)
            held = self._held(name)
        if held != len(seen):
            raise engine.EngineUnavailable(
                f"The new index holds {held} documents instead of {len(seen)}."
            )

    def _listed(self, name: str, ids: Collection[str] | None = None) -> Iterator[tuple[str, int]]:
        """The (id, version) of some documents or of all."""
        chosen = {} if ids is None else {"filter": queries.any_of("id", ids)}
        for offset in itertools.count(0, _BATCH):
            with self._asking("read"):
                part = {"fields": ["id", "version"], "limit": _BATCH, "offset": offset}
                page = self._client(1).index(name).get_documents({**part, **chosen})
                listed = [(str(each.id), int(each.version)) for each in page.results]
                last = offset + _BATCH >= page.total
            yield from listed
            if last:
                return

    def _ask(
        self, asked: list[dict[str, Any]], number: int, size: int, facets: Sequence[str]
    ) -> "_Answer":
        """One page of what any of the queries finds, the best of each document counting."""
        # The first name is asked for twice: a rebuild may put an index there while the second is.
        for name in (self._serving or self._name, self._begun, self._name):
            federation: dict[str, Any] = {"page": number, "hitsPerPage": size}
            if facets:
                federation["facetsByIndex"] = {name: list(facets)}
            try:
                found: Mapping[str, Any] = self._client(0).multi_search(
                    [{"indexUid": name, **query} for query in asked], federation
                )
            except MeilisearchApiError as error:
                if error.code != "index_not_found":
                    raise
                continue
            self._serving = name
            counts = found["facetsByIndex"][name]["distribution"] if facets else {}
            return _Answer(
                hits=found["hits"],
                total=int(found["totalHits"]),
                facets={facet: dict(counts.get(facet, {})) for facet in facets},
            )
        if self._serving is not None:
            raise engine.EngineUnavailable("The index is not on the Meilisearch server any more.")
        return _Answer([], 0, {facet: {} for facet in facets})


@dataclasses.dataclass(frozen=True, slots=True)
class _Answer:
    """What the server found: one page, the total of all, counts of some facets."""

    hits: Sequence[Mapping[str, Any]]
    total: int
    facets: Mapping[str, Mapping[str, int]]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(str(hit["id"]) for hit in self.hits)


def create_keys(url: str, master_key: str, prefix: str = "recul") -> tuple[str, str]:
    """A key that only searches the indexes of this prefix and one that only writes them.

    Asked again, the same ones, and the same of every server that has this master key: a server
    makes a key of its master key and of the key's id alone, and the id is made of what it may do.
    """
    client = meilisearch.Client(url, master_key, timeout=WRITE_SECONDS)

    def key(name: str, actions: tuple[str, ...]) -> str:
        wanted = {"name": f"{prefix} {name}", "actions": [*actions], "indexes": [f"{prefix}-*"]}
        uid = str(uuid.uuid5(_KEYS, json.dumps(wanted, sort_keys=True)))
        try:
            return client.get_key(uid).key
        except MeilisearchApiError as error:
            if error.code != "api_key_not_found":
                raise
        return client.create_key({**wanted, "uid": uid, "expiresAt": None}).key

    with _unavailable("create keys"):
        return key("search", ("search",)), key("write", _MAY_WRITE)


@contextlib.contextmanager
def _unavailable(act: str) -> Iterator[None]:
    """What the server or the way to it refuse is not the caller's mistake.

    Their messages may quote a document or a key and are not passed on: codes are.
    """
    try:
        yield
    except MeilisearchApiError as error:
        # What stands before the server may be the one to find a request too long.
        code = "payload_too_large" if error.status_code == 413 else _code(error.code)
        if code in _REFUSALS and act in ("write", "rebuild"):
            raise engine.DocumentRefused(code) from None
        why = code or f"status {error.status_code}"
        raise engine.EngineUnavailable(f"Meilisearch refuses to {act}: {why}.") from None
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise engine.EngineUnavailable(
            f"What answers at the address of Meilisearch is not understood ({_kind(error)})."
        ) from None
    except (MeilisearchError, requests.RequestException, TimeoutError) as error:
        raise engine.EngineUnavailable(f"Meilisearch does not answer ({_kind(error)}).") from None


def _kind(error: Exception) -> str:
    return type(error).__name__


def _code(said: object) -> str:
    """A code as the server writes it, nothing else."""
    return said if isinstance(said, str) and re.fullmatch("[a-z_]+", said) else ""
