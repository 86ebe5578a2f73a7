"""The search engine inside the process: a tantivy index in a directory, written by one process."""

import concurrent.futures as futures
import contextlib
import fcntl
import importlib.metadata
import json
import os
import pathlib
import shutil
import threading
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import IO

import rapidfuzz
import tantivy

from search import analysis, engine, understanding

_SCHEMA_VERSION = 1  # to be raised with any change of the fields or of what is put in them
_STAMP = "/".join(
    (
        f"{_SCHEMA_VERSION}.{analysis.VERSION}",
        *(importlib.metadata.version(library) for library in ("tantivy", "snowballstemmer")),
    )
)
_WRITER_HEAP = 20_000_000  # bytes; tantivy's least is 15 MB
_MOST_CODES = 10_000  # of one facet: far above any vocabulary, so that no code is left uncounted
_MOST_TYPED = 2_000  # words whose typos are remembered between two commits

# BM25 weights: where a word stands, then how exactly it is said. "all" is the whole text.
_PLACES = {"title": 4.0, "summary": 2.0, "labels": 1.5, "all": 1.0}
_STEM = 0.5
_PHRASE = 0.5
# Constant scores, below those of most words.
_TITLE_PREFIX = 1.0
_PREFIX = 0.3
_CODE = 0.3
_TYPO = 0.1
_NAMED_CODE = 2.0
# Scores are 32-bit floats: kept small so that adding the tier of exact labels loses no order.
_SCALE = 1 / 16
_EXACT_TIER = 1024.0

# Threads that count facets beside the threads that search.
COUNTERS = 2

_Clause = tuple[tantivy.Occur, tantivy.Query]


class Embedded:
    """A SearchEngine over `<directory>/<generation>/`; `current.json` names the one that serves.

    The first write takes the directory's lock and keeps it until close: a second writer gets
    EngineUnavailable; readers are free, and see the index as it was when they opened it. An index
    written by other versions of this code or of its libraries, or damaged, is replaced by an empty
    one. Documents are stored sorted by month and random id: the files do not tell in which order
    they came.
    """

    name = "index"

    def __init__(self, directory: pathlib.Path) -> None:
        self._directory = directory
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
        after = None if query.before is None else _order(*query.before)
        snapshot = self._snapshot()
        with _unavailable("search"):
            readable = _readable(query)
            filters = {
                facet: _any_of(_facet(facet), codes)
                for facet, codes in query.filters.items()
                if codes
            }
            asked = [*readable, *snapshot.said(understood)]
            # tantivy lets go of Python's lock: hits and counts are looked for side by side.
            counting = [
                self._counters.submit(_counted, snapshot, facets, matched)
                for facets, matched in _passes(query.count, asked, filters)
            ]
            matching = _all_of(asked, filters.values())
            if by_date:
                addresses, total = snapshot.newest(query, matching, after)
            else:
                scored = [*readable, *snapshot.said(understood, scored=True)]
                scored += _ranking(understood, query)
                addresses, total = snapshot.best(query, _all_of(scored, filters.values()))
            return engine.Result(
                ids=tuple(snapshot.ids(addresses)),
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
        analysed = [(document, _indexed(document)) for document in latest.values()]
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
                    _fill(writer, documents)
                finally:
                    _stop(writer)
                with _unavailable("rebuild"):
                    self._point_at(name, rebuilt=True)
            except BaseException:
                shutil.rmtree(self._directory / name, ignore_errors=True)
                raise
            self._stop_writer()
            self._generation = _Generation(name, index, rebuilt=True)
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

    def _snapshot(self) -> "_Snapshot":
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
            if state["stamp"] != _STAMP:
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
        state = {"generation": name, "stamp": _STAMP, "rebuilt": rebuilt}
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
        self.snapshot = _Snapshot(self.index.searcher())


class _Snapshot:
    """The index as of one commit."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self._dictionary: dict[str, list[str]] = {}
        self._typos_of: dict[str, list[str]] = {}

    def said(self, understood: understanding.Understood, scored: bool = False) -> list[_Clause]:
        """The clause that keeps the documents which `understood` says; scoring them takes more."""
        clauses: list[_Clause] = [
            (tantivy.Occur.MustNot, _any_phrase(phrases)) for phrases in understood.excluded
        ]
        clauses += [
            (tantivy.Occur.Must, _boosted(_any_phrase(phrases), _SCALE))
            for phrases in understood.quoted
        ]
        if not understood.words:
            return clauses
        words = [self._says(word, scored) for word in understood.words]
        if understood.needed == len(words):  # the same documents, found faster
            enough = tantivy.Query.boolean_query([(tantivy.Occur.Must, word) for word in words])
        else:
            enough = tantivy.Query.boolean_query(
                [(tantivy.Occur.Should, word) for word in words], understood.needed
            )
        return [*clauses, (tantivy.Occur.Must, _boosted(enough, _SCALE) if scored else enough)]

    def best(
        self, query: engine.Query, scored: tantivy.Query
    ) -> tuple[list[tantivy.DocAddress], int]:
        """The addresses of one page by relevance, and the total of all pages."""
        found = self.searcher.search(scored, max(1, query.limit), offset=query.offset)
        return [address for _, address in found.hits[: query.limit]], _total(found)

    def newest(
        self, query: engine.Query, matching: tantivy.Query, after: int | None
    ) -> tuple[list[tantivy.DocAddress], int]:
        """The addresses of one page by date, and the total of all pages."""
        following = matching
        if after is not None:
            following = _all_of([], [matching, _number_range("order", most=after - 1)])
        found = self.searcher.search(
            following, max(1, query.limit), offset=query.offset, order_by_field="order"
        )
        total = _total(found) if after is None else _total(self.searcher.search(matching, 1))
        return [address for _, address in found.hits[: query.limit]], total

    def ids(self, addresses: list[tantivy.DocAddress]) -> list[str]:
        high = self._numbers("id_high", addresses)
        low = self._numbers("id_low", addresses)
        return [str(uuid.UUID(int=h << 64 | w)) for h, w in zip(high, low, strict=True)]

    def versions_of(self, ids: Collection[str]) -> dict[str, int]:
        if not ids:
            return {}
        asked = _any_of("id", ids)
        found = self.searcher.search(asked, len(ids), order_by_field="order")
        return dict(self._versions([address for _, address in found.hits]))

    def all_versions(self) -> list[tuple[str, int]]:
        everything = tantivy.Query.all_query()
        limit = max(1, self.searcher.num_docs)
        found = self.searcher.search(everything, limit, order_by_field="order")
        return self._versions([address for _, address in found.hits])

    def _versions(self, addresses: list[tantivy.DocAddress]) -> list[tuple[str, int]]:
        return list(zip(self.ids(addresses), self._numbers("version", addresses), strict=True))

    def _numbers(self, field: str, addresses: list[tantivy.DocAddress]) -> list[int]:
        return [int(value or 0) for value in self.searcher.fast_field_values(field, addresses)]

    def _says(self, word: understanding.Word, scored: bool) -> tantivy.Query:
        """The documents that match a word; those found in a title are found in "all" as well."""
        ways: list[tantivy.Query] = []
        for place, weight in _PLACES.items() if scored else [("all", 1.0)]:
            ways.append(_boosted(_term(f"{place}_words", word.text), weight))
            ways.extend(
                _boosted(_term(f"{place}_stems", stem), weight * _STEM) for stem in word.stems
            )
        if word.prefix:
            ways.append(_prefix("all_words", word.text, _PREFIX))
            if scored:
                ways.append(_prefix("title_words", word.text, _TITLE_PREFIX))
        typos = self._typos(word)
        if typos:
            ways.append(_constant(_any_of("all_words", typos), _TYPO))
        ways.extend(_boosted(_phrase(phrase), _PHRASE) for phrase in word.phrases)
        ways.extend(_constant(_term(_facet(facet), code), _CODE) for facet, code in word.codes)
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, way) for way in ways])

    def _typos(self, word: understanding.Word) -> list[str]:
        """The forms of the index that `word.is_typo_of` accepts, found all at once."""
        if not word.edits:
            return []
        known = self._typos_of.get(word.text)
        if known is None:
            near = rapidfuzz.process.extract(
                word.text,
                self._beginning_with(word.text[0]),
                scorer=rapidfuzz.distance.OSA.distance,
                score_cutoff=word.edits,
                limit=None,
            )
            if len(self._typos_of) >= _MOST_TYPED:
                self._typos_of.clear()
            known = self._typos_of[word.text] = [form for form, distance, _ in near if distance]
        return known

    def _beginning_with(self, letter: str) -> list[str]:
        known = self._dictionary.get(letter)
        if known is None:
            known = [form for form, _ in self.searcher.terms_with_prefix("all_words", letter)]
            self._dictionary[letter] = known
        return known


@contextlib.contextmanager
def _unavailable(act: str) -> Iterator[None]:
    """What tantivy or the disk refuse is not the caller's mistake."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise engine.EngineUnavailable(f"Cannot {act} the search index: {error}") from error


def _total(found: tantivy.SearchResult) -> int:
    total: int = found.count  # type: ignore[attr-defined]  # the library's stubs forget it
    return total


def _facet(name: str) -> str:
    return f"facet_{name}"


def _build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for place in _PLACES:
        builder.add_text_field(f"{place}_words", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field(
            f"{place}_stems",
            tokenizer_name="whitespace",
            index_option="position" if place == "all" else "freq",
        )
    for name in ("id", "audience", "exact"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for facet in engine.FACETS:
        builder.add_text_field(_facet(facet), fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("visible_from", indexed=True)
    builder.add_unsigned_field("order", indexed=True, fast=True)
    for name in ("id_high", "id_low", "version"):
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


_SCHEMA = _build_schema()


def _create(path: pathlib.Path) -> tantivy.Index:
    path.mkdir()
    return tantivy.Index(
        _SCHEMA, path=str(path), sort_by_field="order", sort_order=tantivy.Order.Desc
    )


def _fill(writer: tantivy.IndexWriter, documents: Iterable[engine.Document]) -> None:
    seen: dict[str, int] = {}
    for document in documents:
        if seen.get(document.id, document.version) > document.version:
            continue
        indexed = _indexed(document)
        with _unavailable("rebuild"):
            if document.id in seen:
                writer.delete_documents_by_term("id", document.id)
            writer.add_document(indexed)
        seen[document.id] = document.version
    with _unavailable("rebuild"):
        writer.commit()


def _stop(writer: tantivy.IndexWriter) -> None:
    """Forget what was not committed and let merges end, so that no thread is left writing."""
    # A writer that failed may refuse this as well: what it did not commit is lost either way.
    with contextlib.suppress(ValueError, OSError):
        writer.wait_merging_threads()


def _indexed(document: engine.Document) -> tantivy.Document:
    """What is stored of a document. Raises DocumentRefused when a field is malformed."""
    try:
        return tantivy.Document.from_dict(_fields(document), _SCHEMA)
    except (ValueError, OverflowError):
        # The message would quote the field.
        raise engine.DocumentRefused("malformed_document") from None


def _fields(document: engine.Document) -> dict[str, object]:
    spoken = (document.language,)
    texts = {
        "title": (document.title, spoken),
        "summary": (document.summary, spoken),
        "labels": (document.words, analysis.LANGUAGES),
        "body": (document.body, spoken),
    }
    number = uuid.UUID(document.id).int
    fields: dict[str, object] = {
        "id": [document.id],
        "audience": [document.audience],
        "visible_from": [document.visible_from],
        "order": [_order(document.month, document.id)],
        "id_high": [number >> 64],
        "id_low": [number & (1 << 64) - 1],
        "version": [document.version],
        "exact": [
            facet for facet in engine.CLASSED_FACETS if len({*document.facets.get(facet, ())}) == 1
        ],
    }
    for facet, codes in document.facets.items():
        fields[_facet(facet)] = list(dict.fromkeys(codes))
    words: list[str] = []
    runs: list[str] = []
    for place, (text, languages) in texts.items():
        compounds = list(analysis.compounds(text))
        text_words = analysis.forms(compounds)
        text_runs = [
            " ".join(run)
            for language in languages
            for run in analysis.stem_runs(compounds, language)
        ]
        words += text_words
        runs += text_runs
        if place in _PLACES:
            fields[f"{place}_words"] = [" ".join(text_words)]
            fields[f"{place}_stems"] = [" ".join(text_runs)]
    fields["all_words"] = [" ".join(words)]
    # A sign that is no word stands between runs: no phrase reaches over it.
    fields["all_stems"] = [" | ".join(runs)]
    return fields


def _order(month: int, id: str) -> int:
    """The order by date as one number: 12 bits of month, 52 random bits of the id.

    The digit of an UUID that says its version is the same in all and left out. Among 100 000
    documents of one month, two share these bits with a probability of one in a million.
    """
    months = max(0, min((month // 100 - 1900) * 12 + month % 100, 4095))
    digits = uuid.UUID(id).hex
    return months << 52 | int(digits[:12] + digits[13], 16)


def _readable(query: engine.Query) -> list[_Clause]:
    """The clauses that keep what the viewer may see, among what the query includes."""
    clauses = [_kept(_any_of("audience", query.visibility.audiences))]
    later = query.visibility.month + 1
    clauses.append((tantivy.Occur.MustNot, _number_range("visible_from", least=later)))
    if query.include is not None:
        clauses.append(_kept(_any_of("id", query.include)))
    if query.exclude:
        clauses.append((tantivy.Occur.MustNot, _any_of("id", query.exclude)))
    return clauses


def _ranking(understood: understanding.Understood, query: engine.Query) -> list[_Clause]:
    """What raises documents beside the words themselves."""
    named = [
        _constant(_term(_facet(facet), code), _NAMED_CODE * _SCALE)
        for facet, code in understood.codes
    ]
    exact = [
        _constant(_term("exact", facet), _EXACT_TIER)
        for facet in engine.CLASSED_FACETS
        if query.filters.get(facet)
    ]
    return [(tantivy.Occur.Should, raising) for raising in (*named, *exact)]


def _passes(
    counted: Sequence[str], asked: Sequence[_Clause], filters: Mapping[str, tantivy.Query]
) -> Iterator[tuple[list[str], tantivy.Query]]:
    """What to count in one go: each facet without its own filter, all that have none together."""
    passes: dict[str | None, list[str]] = {}
    for facet in counted:
        passes.setdefault(facet if facet in filters else None, []).append(facet)
    for ignored, facets in passes.items():
        others = [kept for facet, kept in filters.items() if facet != ignored]
        yield facets, _all_of(asked, others)


def _counted(
    snapshot: _Snapshot, facets: Sequence[str], matched: tantivy.Query
) -> list[tuple[str, dict[str, int]]]:
    """The codes of some facets with the number of matching documents that carry them."""
    wanted = {facet: {"terms": {"field": _facet(facet), "size": _MOST_CODES}} for facet in facets}
    answer = snapshot.searcher.aggregate(matched, wanted)
    return [
        (facet, {each["key"]: int(each["doc_count"]) for each in answer[facet]["buckets"]})
        for facet in facets
    ]


def _all_of(clauses: Iterable[_Clause], filters: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([*clauses, *map(_kept, filters)])


def _kept(query: tantivy.Query) -> _Clause:
    """A condition that says nothing about relevance."""
    return tantivy.Occur.Must, _constant(query, 0.0)


def _any_of(field: str, values: Collection[str]) -> tantivy.Query:
    if len(values) == 1:  # a set is read whole before the first document, a term is not
        return _term(field, *values)
    return tantivy.Query.term_set_query(_SCHEMA, field, list(values))


def _term(field: str, value: str) -> tantivy.Query:
    option = "freq" if field.endswith(("_words", "_stems")) else "basic"
    return tantivy.Query.term_query(_SCHEMA, field, value, option)


def _prefix(field: str, start: str, score: float) -> tantivy.Query:
    begins = tantivy.Query.fuzzy_term_query(_SCHEMA, field, start, 0, True, True)
    return _constant(begins, score)


def _phrase(phrase: understanding.Phrase) -> tantivy.Query:
    if len(phrase) == 1:
        return _term("all_stems", phrase[0])
    return tantivy.Query.phrase_query(_SCHEMA, "all_stems", list(phrase))


def _any_phrase(phrases: Collection[understanding.Phrase]) -> tantivy.Query:
    ways = [(tantivy.Occur.Should, _phrase(phrase)) for phrase in sorted(phrases)]
    return tantivy.Query.boolean_query(ways)


def _number_range(field: str, least: int | None = None, most: int | None = None) -> tantivy.Query:
    return tantivy.Query.range_query(
        _SCHEMA,
        field,
        tantivy.FieldType.Unsigned,
        least,
        most,
        use_inverted_index=field == "visible_from",  # few months, many documents
    )


def _boosted(query: tantivy.Query, weight: float) -> tantivy.Query:
    return tantivy.Query.boost_query(query, weight)


def _constant(query: tantivy.Query, score: float) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, score)
