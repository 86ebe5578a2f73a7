"""The search engine inside the process: a tantivy index in a directory, written by one process."""

import concurrent.futures as futures
import contextlib
import fcntl
import importlib.metadata
import itertools
import json
import os
import pathlib
import shutil
import threading
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING

import tantivy

from search import analysis, engine, semantic, understanding
from search import embedded_queries as queries
from search import embedded_schema as layout

if TYPE_CHECKING:
    from search.vectors import Rows

_STAMP = "/".join(
    (
        f"{layout.VERSION}.{analysis.VERSION}",
        *(importlib.metadata.version(library) for library in ("tantivy", "snowballstemmer")),
    )
)
_WRITER_HEAP = 20_000_000  # bytes; tantivy's least is 15 MB
_FILLED = 100  # documents read at once by a rebuild

# Threads that count facets beside the threads that search.
COUNTERS = 2


class Embedded:
    """A SearchEngine over `<directory>/<generation>/`; `current.json` names the one that serves.

    The first write takes the directory's lock and keeps it until close: a second writer gets
    EngineUnavailable; readers are free, and see the index as it was when they opened it. An index
    written by other versions of this code or of its libraries, or damaged, is replaced by an empty
    one. Documents are stored sorted by month and random id: the files do not tell in which order
    they came. With an embedder each has a vector; an index made with another is replaced too.
    """

    name = "index"
    keeps_deleted = True

    def __init__(self, directory: pathlib.Path, embedder: semantic.Embedder | None = None) -> None:
        self._directory = directory
        self._embedder = embedder
        self._stamp = f"{_STAMP}/{embedder.fingerprint}" if embedder else _STAMP
        self._rows: Rows | None = None
        self._writing = threading.RLock()
        self._lock: IO[str] | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._closed = False
        self._counters = futures.ThreadPoolExecutor(COUNTERS, thread_name_prefix="counter")
        with _unavailable("open"):
            directory.mkdir(parents=True, exist_ok=True)
        opened = self._open_current()
        if opened is None:
            opened = self._create_empty()
        self._generation = opened
        self._read_rows()

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index was created empty and has not been rebuilt since."""
        return not self._generation.rebuilt

    def search(self, query: engine.Query) -> engine.Result:
        """The documents that match; ValueError when `before` meets an order by relevance."""
        understood = understanding.understand(query.text, loose=query.loose)
        by_date = query.sort == "date" or not understood.ranks
        if query.before is not None and not by_date:
            raise ValueError("`before` belongs to the order by date")
        after = None if query.before is None else layout.order(*query.before)
        snapshot = self._snapshot()
        with _unavailable("search"):
            readable = queries.readable(query)
            filters = queries.filters(query)
            asked = [*readable, *snapshot.said(understood)]
            # tantivy lets go of Python's lock: hits and counts are looked for side by side.
            counting = [
                self._counters.submit(queries.counted, snapshot, facets, matched)
                for facets, matched in queries.passes(query.count, asked, filters)
            ]
            matching = queries.all_of(asked, filters.values())
            if by_date:
                addresses, total = snapshot.newest(query, matching, after)
            else:
                scored = [*readable, *snapshot.said(understood, scored=True)]
                scored += queries.ranking(understood, query)
                addresses, total = snapshot.best(query, queries.all_of(scored, filters.values()))
            return engine.Result(
                ids=tuple(snapshot.ids(addresses)),
                total=total,
                facets={facet: found for each in counting for facet, found in each.result()},
            )

    def nearest(self, query: engine.Query, limit: int) -> tuple[str, ...]:
        """Of what the query keeps whatever its text, the ids nearest to that text, in order."""
        if self._embedder is None or self._rows is None:
            return ()
        vector = self._embedder.embed([query.text])[0]
        snapshot = self._snapshot()
        with _unavailable("search"):
            kept = queries.all_of(queries.readable(query), queries.filters(query).values())
            found: list[str] = []
            near = self._rows.near(vector, semantic.FLOOR)
            size = limit
            while len(found) < limit and (part := list(itertools.islice(near, size))):
                size *= 2
                among = snapshot.among(part, kept)
                found += [id for id in part if id in among]
            return tuple(found[:limit])

    def alone(self, ids: Collection[str], facet: str) -> frozenset[str]:
        """Which of these carry one code alone of a classed facet."""
        with _unavailable("search"):
            return frozenset(self._snapshot().among(ids, queries.labelled_alone(facet)))

    def put(self, documents: Sequence[engine.Document]) -> None:
        """Insert or replace by id, never going back to a lower version; durable on return."""
        latest: dict[str, engine.Document] = {}
        for document in documents:
            known = latest.get(document.id)
            if known is None or known.version <= document.version:
                latest[document.id] = document
        analysed = [*zip(latest.values(), self._indexed([*latest.values()]), strict=True)]
        with self._changing() as writer:
            versions = self._snapshot().versions_of(latest)
            for document, indexed in analysed:
                if versions.get(document.id, document.version) <= document.version:
                    writer.delete_documents_by_term("id", document.id)
                    writer.add_document(indexed)

    def delete(self, ids: Collection[str]) -> None:
        """Forget these documents; unknown ids are ignored.

        Their words leave the files when segments merge, at the latest with the next rebuild.
        """
        with self._changing() as writer:
            for id in ids:
                writer.delete_documents_by_term("id", id)

    def versions(self) -> Iterator[tuple[str, int]]:
        """The (id, version) of everything, for reconciliation."""
        snapshot = self._snapshot()
        with _unavailable("read"):
            found = snapshot.all_versions()
        yield from found

    def rebuild(self, documents: Iterable[engine.Document]) -> None:
        """Fill a shadow index and swap; searches use the old one, writes wait until then."""
        with self._writing:
            self._take_lock()
            name = uuid.uuid4().hex
            try:
                with _unavailable("rebuild"):
                    index = _create(self._directory / name)
                    writer = index.writer(_WRITER_HEAP, 1)
                try:
                    self._fill(writer, documents)
                finally:
                    _stop(writer)
                with _unavailable("rebuild"):
                    self._point_at(name, rebuilt=True)
            except BaseException:
                shutil.rmtree(self._directory / name, ignore_errors=True)
                raise
            self._stop_writer()
            self._generation = _Generation(name, index, rebuilt=True)
            self._read_rows()
            self._sweep()

    def count(self) -> int:
        """How many documents there are, visible or not."""
        return self._snapshot().searcher.num_docs

    def close(self) -> None:
        """Release files and locks; further use raises EngineUnavailable."""
        with self._writing:
            self._closed = True
            self._counters.shutdown()
            self._stop_writer()
            if self._lock is not None:
                self._lock.close()
                self._lock = None

    def _read_rows(self) -> None:
        """Take the vectors of what is searched now into memory, where there is a model."""
        if self._embedder is not None:
            from search import vectors

            with _unavailable("read"):
                stored = self._generation.snapshot.vectors()
                self._rows = vectors.Rows(*stored, self._embedder.dimensions)

    def _indexed(self, documents: Sequence[engine.Document]) -> Iterator[tantivy.Document]:
        if self._embedder is None:
            yield from map(layout.indexed, documents)
            return
        rows = self._embedder.embed([semantic.text_of(each) for each in documents])
        for document, row in zip(documents, rows, strict=True):
            yield layout.indexed(document, semantic.packed(row))

    def _fill(self, writer: tantivy.IndexWriter, documents: Iterable[engine.Document]) -> None:
        seen: dict[str, int] = {}
        coming = iter(documents)
        while batch := list(itertools.islice(coming, _FILLED)):
            for document, indexed in zip(batch, self._indexed(batch), strict=True):
                if seen.get(document.id, document.version) > document.version:
                    continue
                with _unavailable("rebuild"):
                    if document.id in seen:
                        writer.delete_documents_by_term("id", document.id)
                    writer.add_document(indexed)
                seen[document.id] = document.version
        with _unavailable("rebuild"):
            writer.commit()

    def _snapshot(self) -> queries.Snapshot:
        if self._closed:
            raise engine.EngineUnavailable("The search index is closed.")
        return self._generation.snapshot

    @contextlib.contextmanager
    def _changing(self) -> Iterator[tantivy.IndexWriter]:
        """A writer whose changes are committed and visible on leaving, or all forgotten."""
        with self._writing:
            self._take_lock()
            with _unavailable("write"):
                if self._writer is None:
                    self._writer = self._generation.index.writer(_WRITER_HEAP, 1)
                try:
                    yield self._writer
                    self._writer.commit()
                except BaseException:
                    self._stop_writer()
                    raise
                self._generation.reload()
            self._read_rows()

    def _stop_writer(self) -> None:
        if self._writer is not None:
            _stop(self._writer)
        self._writer = None

    def _take_lock(self) -> None:
        """Become the only writer, and catch up with what the writer before us left."""
        if self._closed:
            raise engine.EngineUnavailable("The search index is closed.")
        if self._lock is not None:
            return
        with _unavailable("lock"):
            lock = (self._directory / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise engine.EngineUnavailable(
                f"Another process is writing the search index in {self._directory}."
            ) from None
        self._lock = lock
        opened = self._open_current()
        if opened is not None:
            self._generation = opened
            self._sweep()

    def _open_current(self) -> "_Generation | None":
        """The generation that serves; None when there is none that this version can read."""
        try:
            state = json.loads((self._directory / "current.json").read_text())
            if state["stamp"] != self._stamp:
                return None
            name = str(state["generation"])
            index = tantivy.Index.open(str(self._directory / name))
            return _Generation(name, index, rebuilt=bool(state["rebuilt"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _create_empty(self) -> "_Generation":
        self._take_lock()
        # Another process may have created the index just before the lock was taken.
        opened = self._open_current()
        if opened is not None:
            return opened
        name = uuid.uuid4().hex
        with _unavailable("create"):
            index = _create(self._directory / name)
            self._point_at(name, rebuilt=False)
        self._generation = _Generation(name, index, rebuilt=False)
        self._sweep()
        return self._generation

    def _point_at(self, name: str, rebuilt: bool) -> None:
        state = {"generation": name, "stamp": self._stamp, "rebuilt": rebuilt}
        draft = self._directory / "current.json.new"
        with draft.open("w") as file:
            json.dump(state, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._directory / "current.json")
        directory = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def _sweep(self) -> None:
        """Remove other generations; whoever still reads one keeps its open files."""
        for path in self._directory.iterdir():
            if path.is_dir() and path.name != self._generation.name:
                shutil.rmtree(path, ignore_errors=True)


class _Generation:
    """One index directory, and what a search sees of it."""

    def __init__(self, name: str, index: tantivy.Index, rebuilt: bool) -> None:
        self.name = name
        self.index = index
        self.rebuilt = rebuilt
        index.config_reader("manual")
        self.reload()

    def reload(self) -> None:
        self.index.reload()
        self.snapshot = queries.Snapshot(self.index.searcher())


@contextlib.contextmanager
def _unavailable(act: str) -> Iterator[None]:
    """What tantivy or the disk refuse is not the caller's mistake."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise engine.EngineUnavailable(f"Cannot {act} the search index: {error}") from error


def _create(path: pathlib.Path) -> tantivy.Index:
    path.mkdir()
    return tantivy.Index(
        layout.SCHEMA, path=str(path), sort_by_field="order", sort_order=tantivy.Order.Desc
    )


def _stop(writer: tantivy.IndexWriter) -> None:
    """Forget what was not committed and let merges end, so that no thread is left writing."""
    # A writer that failed may refuse this as well: what it did not commit is lost either way.
    with contextlib.suppress(ValueError, OSError):
        writer.wait_merging_threads()
