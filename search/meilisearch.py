"""The search engine on a Meilisearch server: a copy of the shelf that several machines may ask."""

import concurrent.futures as futures
import contextlib
import itertools
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import meilisearch
from meilisearch.errors import MeilisearchApiError, MeilisearchError

from search import analysis, engine, understanding
from search import meilisearch_settings as layout

SEARCH_SECONDS = 3
TASK_SECONDS = 120
_BATCH = 1000  # documents sent at once
_COUNTERS = 4  # threads that count facets beside the threads that search

# How much less than all the words some of them are worth, and the stems less than the words.
_STEMS = 0.95
_CODES = 0.2
# Beyond, the server itself leaves out the most frequent words.
_MOST_COMBINED = 6


class Meilisearch:
    """A SearchEngine over the index `<prefix>-<fingerprint of the settings>` of a server.

    Until the first rebuild an index of the same name and `-begun` serves. A rebuild fills
    `-shadow`, then takes the place of what serves in one task of the server. Indexes of other
    settings are left to whoever still reads them, until `forget_others`.
    """

    def __init__(
        self, url: str, *, search_key: str, write_key: str | None = None, prefix: str = "recul"
    ) -> None:
        self._url = url
        self._keys = (search_key, write_key or search_key)
        self._name = f"{prefix}-{layout.fingerprint()}"
        self._prefix = prefix
        self._local = threading.local()
        self._writing = threading.RLock()
        self._serving: str | None = None
        self._closed = False
        self._counters = futures.ThreadPoolExecutor(_COUNTERS, thread_name_prefix="counter")

    @property
    def needs_rebuild(self) -> bool:
        """Whether no index with these settings has been filled by a rebuild."""
        with self._asking("read"):
            return not self._exists(self._name)

    def search(self, query: engine.Query) -> engine.Result:
        """The documents that match; ValueError when `before` meets an order by relevance."""
        understood = understanding.understand(query.text)
        by_date = query.sort == "date" or not understood.words
        if query.before is not None and not by_date:
            raise ValueError("`before` belongs to the order by date")
        visible = _visible(query)
        kept = {facet: _any_of(facet, codes) for facet, codes in query.filters.items() if codes}
        matching = [*visible, *kept.values()]
        with self._asking("search"):
            counting = [
                self._counters.submit(self._counted, understood, facets, conditions)
                for facets, conditions in _passes(query.count, visible, kept)
            ]
            if query.before is None:
                ids, total = self._page(understood, query, matching, by_date)
            else:
                ids, _ = self._page(understood, query, [*matching, _after(query.before)], by_date)
                total = self._ask(_combined(understood, matching), 1, 0)["totalHits"]
            return engine.Result(
                ids=tuple(ids),
                total=total,
                facets={facet: found for each in counting for facet, found in each.result()},
            )

    def put(self, documents: Sequence[engine.Document]) -> None:
        """Insert or replace by id, never going back to a lower version; durable on return."""
        latest: dict[str, engine.Document] = {}
        for document in documents:
            known = latest.get(document.id)
            if known is None or known.version <= document.version:
                latest[document.id] = document
        with self._writing, self._asking("write"):
            index = self._writable()
            versions = self._versions_of(index, latest)
            fresh = [
                _indexed(document)
                for document in latest.values()
                if versions.get(document.id, document.version) <= document.version
            ]
            for start in range(0, len(fresh), _BATCH):
                self._done(self._client(1).index(index).add_documents(fresh[start : start + _BATCH]))

    def delete(self, ids: Collection[str]) -> None:
        """Forget these documents; unknown ids are ignored."""
        if ids:
            with self._writing, self._asking("write"):
                index = self._client(1).index(self._writable())
                self._done(index.delete_documents(filter=_any_of("id", ids)))

    def versions(self) -> Iterator[tuple[str, int]]:
        """The (id, version) of everything, for reconciliation."""
        with self._asking("read"):
            index = self._readable()
        yield from self._listed(index) if index else ()

    def rebuild(self, documents: Iterable[engine.Document]) -> None:
        """Fill a shadow index and swap; searches use the old one, writes wait until then."""
        shadow = f"{self._name}-shadow"
        with self._writing, self._asking("rebuild"):
            self._remove(shadow)
            self._create(shadow)
            try:
                expected = self._fill(shadow, documents)
                found = self._client(1).index(shadow).get_stats().number_of_documents
                if found != expected:
                    raise engine.EngineUnavailable(
                        f"The new index holds {found} documents instead of {expected}."
                    )
                renamed = not self._exists(self._name)
                self._done(
                    self._client(1).swap_indexes(
                        [{"indexes": [shadow, self._name], "rename": renamed}]
                    )
                )
            finally:
                self._remove(shadow)
            self._serving = None
            self._remove(f"{self._name}-begun")

    def count(self) -> int:
        """How many documents there are, visible or not."""
        with self._asking("read"):
            index = self._readable()
            return self._client(1).index(index).get_stats().number_of_documents if index else 0

    def close(self) -> None:
        """Forget the connection; further use raises EngineUnavailable."""
        self._closed = True
        self._counters.shutdown()

    def forget_others(self) -> list[str]:
        """Remove the indexes of other settings; their names."""
        with self._writing, self._asking("write"):
            others = [
                name
                for name in self._names()
                if name.startswith(f"{self._prefix}-") and not name.startswith(self._name)
            ]
            for name in others:
                self._remove(name)
            return others

    @contextlib.contextmanager
    def _asking(self, act: str) -> Iterator[None]:
        """What the server or the way to it refuse is not the caller's mistake.

        Its messages may quote a document and are not passed on: its codes may.
        """
        if self._closed:
            raise engine.EngineUnavailable("The search index is closed.")
        try:
            yield
        except MeilisearchApiError as error:
            why = error.code or f"status {error.status_code}"
            raise engine.EngineUnavailable(f"Meilisearch refuses to {act}: {why}.") from None
        except MeilisearchError as error:
            raise engine.EngineUnavailable(
                f"Meilisearch does not answer ({type(error).__name__})."
            ) from None

    def _client(self, key: int) -> meilisearch.Client:
        """The client of this thread: it keeps the headers of a request in itself."""
        known: dict[int, meilisearch.Client] = self._local.__dict__.setdefault("clients", {})
        if key not in known:
            known[key] = meilisearch.Client(self._url, self._keys[key], timeout=SEARCH_SECONDS)
        return known[key]

    def _names(self) -> list[str]:
        found = self._client(1).get_indexes({"limit": 1000})["results"]
        return [str(index.uid) for index in found]

    def _exists(self, name: str) -> bool:
        return name in self._names()

    def _readable(self) -> str | None:
        """The index that serves; None when there is none yet."""
        if self._serving is None:
            names = self._names()
            for name in (self._name, f"{self._name}-begun"):
                if name in names:
                    self._serving = name
                    break
        return self._serving

    def _writable(self) -> str:
        self._serving = None
        name = self._readable()
        if name is None:
            name = f"{self._name}-begun"
            self._create(name)
        return name

    def _create(self, name: str) -> None:
        self._done(self._client(1).create_index(name, {"primaryKey": "id"}))
        self._done(self._client(1).index(name).update_settings(layout.settings()))

    def _remove(self, name: str) -> None:
        if self._exists(name):
            self._done(self._client(1).delete_index(name))

    def _done(self, task: Any) -> None:
        """Wait for a task. Raises EngineUnavailable when it failed."""
        ended = self._client(1).wait_for_task(
            task.task_uid, timeout_in_ms=TASK_SECONDS * 1000, interval_in_ms=20
        )
        if ended.status != "succeeded":
            code = (ended.error or {}).get("code", ended.status)
            raise engine.EngineUnavailable(f"A task of Meilisearch failed: {code}.")

    def _fill(self, name: str, documents: Iterable[engine.Document]) -> int:
        """Send everything; how many documents there are. The server works while we read on."""
        seen: dict[str, int] = {}
        index = self._client(1).index(name)
        waiting = []
        coming = iter(documents)
        while batch := list(itertools.islice(coming, _BATCH)):
            latest = {}
            for document in batch:
                if seen.get(document.id, document.version) <= document.version:
                    seen[document.id] = document.version
                    latest[document.id] = document
            waiting.append(index.add_documents([_indexed(each) for each in latest.values()]))
        for task in waiting:
            self._done(task)
        return len(seen)

    def _versions_of(self, name: str, ids: Collection[str]) -> dict[str, int]:
        return dict(self._listed(name, ids)) if ids else {}

    def _listed(self, name: str, ids: Collection[str] | None = None) -> Iterator[tuple[str, int]]:
        """The (id, version) of some documents or of all."""
        chosen = {} if ids is None else {"filter": _any_of("id", ids)}
        for offset in itertools.count(0, _BATCH):
            with self._asking("read"):
                page = self._client(1).index(name).get_documents(
                    {"fields": ["id", "version"], "limit": _BATCH, "offset": offset, **chosen}
                )
            yield from ((document.id, document.version) for document in page.results)
            if offset + _BATCH >= page.total:
                return

    def _page(
        self,
        understood: understanding.Understood,
        query: engine.Query,
        conditions: list[str],
        by_date: bool,
    ) -> tuple[list[str], int]:
        """The ids of one page and the total of all pages."""
        sort = ["month:desc", "id:desc"]
        if not by_date:
            sort = [
                f"{layout.alone(facet)}:desc"
                for facet in engine.CLASSED_FACETS
                if query.filters.get(facet)
            ]
        size, page = _page_around(query.offset, query.limit)
        answer = self._ask(_combined(understood, conditions, sort), page, size)
        skipped = query.offset - (page - 1) * size
        ids = [hit["id"] for hit in answer["hits"]]
        return ids[skipped : skipped + query.limit], answer["totalHits"]

    def _counted(
        self,
        understood: understanding.Understood,
        facets: Sequence[str],
        conditions: Sequence[str],
    ) -> list[tuple[str, dict[str, int]]]:
        """The codes of some facets with the number of matching documents that carry them."""
        answer = self._ask(_combined(understood, conditions), 1, 0, facets)
        found = answer["facetsByIndex"].get(self._serving, {}).get("distribution", {})
        return [(facet, dict(found.get(facet, {}))) for facet in facets]

    def _ask(
        self,
        queries: list[dict[str, Any]],
        page: int,
        size: int,
        facets: Sequence[str] = (),
    ) -> Mapping[str, Any]:
        """One page of what any of the queries finds, the best of each document counting."""
        name = self._readable()
        if name is None:
            return {"hits": [], "totalHits": 0, "facetsByIndex": {}}
        federation: dict[str, Any] = {"page": page, "hitsPerPage": size}
        if facets:
            federation["facetsByIndex"] = {name: list(facets)}
        try:
            found: Mapping[str, Any] = self._client(0).multi_search(
                [{"indexUid": name, **query} for query in queries], federation
            )
        except MeilisearchApiError as error:
            if error.code != "index_not_found" or name != self._serving:
                raise
            self._serving = None  # a rebuild has just put another one in its place
            return self._ask(queries, page, size, facets)
        return found


def _visible(query: engine.Query) -> list[str]:
    """The conditions of what the viewer may see, among what the query includes."""
    conditions = [
        _any_of("audience", query.visibility.audiences),
        f"visible_from <= {query.visibility.month}",
    ]
    if query.include is not None:
        conditions.append(_any_of("id", query.include))
    if query.exclude:
        conditions.append(f"NOT {_any_of('id', query.exclude)}")
    return conditions


def _passes(
    counted: Sequence[str], visible: Sequence[str], kept: Mapping[str, str]
) -> Iterator[tuple[list[str], list[str]]]:
    """What to count in one go: each facet without its own filter, all that have none together."""
    passes: dict[str | None, list[str]] = {}
    for facet in counted:
        passes.setdefault(facet if facet in kept else None, []).append(facet)
    for ignored, facets in passes.items():
        yield facets, [*visible, *(each for facet, each in kept.items() if facet != ignored)]


def _combined(
    understood: understanding.Understood,
    conditions: Sequence[str],
    sort: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """The queries which together find what matches enough of the words, as they are or by stem."""
    shared: dict[str, Any] = {"filter": list(conditions), "attributesToRetrieve": ["id"]}
    if sort:
        shared["sort"] = list(sort)
    words = understood.words
    if not words:
        return [{**shared, "q": ""}]
    queries = []
    whole = len(words) > _MOST_COMBINED
    sizes = [len(words)] if whole else range(understood.needed, len(words) + 1)
    for size in sizes:
        for some in itertools.combinations(words, size):
            weight = size / len(words)
            for text, attributes, worth in (
                (" ".join(layout.said(word.text) for word in some), layout.WORDS, weight),
                (" ".join(_stem(word) for word in some), layout.STEMS, weight * _STEMS),
            ):
                query = {
                    **shared,
                    "q": text,
                    "attributesToSearchOn": list(attributes),
                    "matchingStrategy": "frequency" if whole else "all",
                    "federationOptions": {"weight": worth},
                }
                if whole:
                    # A score in (m - 1, m] / n is that of m words of n.
                    query["rankingScoreThreshold"] = (understood.needed - 1) / len(words) + 1e-6
                queries.append(query)
    return queries


def _stem(word: understanding.Word) -> str:
    return analysis.stem(word.text, "fr") if word.stems else word.text


def _page_around(offset: int, limit: int) -> tuple[int, int]:
    """The size and number of a page of the server that holds these results."""
    if limit == 0:
        return 0, 1
    size = limit
    while offset // size != (offset + limit - 1) // size:
        size += 1
    return size, offset // size + 1


def _after(before: tuple[int, str]) -> str:
    month, id = before
    return f"month < {month} OR (month = {month} AND id < {_quoted(id)})"


def _any_of(attribute: str, values: Collection[str]) -> str:
    return f"{attribute} IN [{', '.join(map(_quoted, sorted(values)))}]"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _indexed(document: engine.Document) -> dict[str, Any]:
    """A document as the server stores it: words already analysed, facets by their names."""
    spoken = (document.language,)
    fields: dict[str, Any] = {
        "id": document.id,
        "version": document.version,
        "audience": document.audience,
        "visible_from": document.visible_from,
        "month": document.month,
    }
    for place, text, languages in (
        ("title", document.title, spoken),
        ("summary", document.summary, spoken),
        ("body", document.body, spoken),
        ("label", document.words, analysis.LANGUAGES),
    ):
        compounds = list(analysis.compounds(text))
        forms = analysis.forms(compounds)
        if place == "title":
            # Looked for by whoever types nothing but stop words, which the server leaves out.
            forms += map(layout.said, filter(analysis.STOP_WORDS.__contains__, forms))
        if place != "label":
            fields[f"{place}_words"] = " ".join(forms)
        # A full stop stands between runs: words on both sides are far from each other.
        fields[f"{place}_stems"] = ". ".join(
            " ".join(run)
            for language in languages
            for run in analysis.stem_runs(compounds, language)
        )
    codes = [(facet, code) for facet, each in document.facets.items() for code in each]
    fields["label_stems"] += ". " + " ".join(itertools.starmap(layout.code_word, codes))
    for facet, each in document.facets.items():
        fields[facet] = list(dict.fromkeys(each))
    for facet in engine.CLASSED_FACETS:
        fields[layout.alone(facet)] = int(len({*document.facets.get(facet, ())}) == 1)
    return fields
