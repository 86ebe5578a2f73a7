"""The search engine written for clarity alone: lists, loops, and the rule of `Understood` as is."""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence

from search import analysis, engine, understanding


@dataclasses.dataclass(frozen=True)
class Read:
    """A document and what the analyser says of it."""

    document: engine.Document
    forms: frozenset[str]
    runs: tuple[tuple[str, ...], ...]
    stems: frozenset[str]
    codes: frozenset[tuple[str, str]]


class Oracle:
    """A SearchEngine in memory; its relevance only knows exact labels before wider ones."""

    name = "index"
    keeps_deleted = False

    def __init__(self) -> None:
        self._read: dict[str, Read] = {}
        self._closed = False
        self.needs_rebuild = True

    def search(self, query: engine.Query) -> engine.Result:
        self._check_open()
        understood = understanding.understand(query.text, loose=query.loose)
        by_date = query.sort == "date" or not (understood.words or understood.quoted)
        if query.before is not None and not by_date:
            raise ValueError("`before` belongs to the order by date")
        found = [
            read
            for read in self._read.values()
            if asked_for(read.document, query) and matches(read, understood)
        ]
        hits = [read for read in found if kept(read.document, query)]
        hits.sort(key=lambda read: (read.document.month, read.document.id), reverse=True)
        if not by_date:
            hits.sort(key=lambda read: -exactness(read.document, query))
        page = [read.document for read in hits]
        if query.before is not None:
            page = [d for d in page if (d.month, d.id) < query.before]
        return engine.Result(
            ids=tuple(d.id for d in page[query.offset : query.offset + query.limit]),
            total=len(hits),
            facets={
                facet: counted(facet, [r.document for r in found], query) for facet in query.count
            },
        )

    def put(self, documents: Sequence[engine.Document]) -> None:
        self._check_open()
        for document in documents:
            known = self._read.get(document.id)
            if known is None or known.document.version <= document.version:
                self._read[document.id] = read(document)

    def delete(self, ids: Collection[str]) -> None:
        self._check_open()
        for id in ids:
            self._read.pop(id, None)

    def versions(self) -> Iterator[tuple[str, int]]:
        self._check_open()
        return iter([(id, read.document.version) for id, read in self._read.items()])

    def rebuild(self, documents: Iterable[engine.Document]) -> None:
        self._check_open()
        shadow = Oracle()
        for document in documents:
            shadow.put([document])
        self._read = shadow._read
        self.needs_rebuild = False

    def count(self) -> int:
        self._check_open()
        return len(self._read)

    def close(self) -> None:
        self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise engine.EngineUnavailable("closed")


def read(document: engine.Document) -> Read:
    texts = [
        ((document.language,), document.title),
        ((document.language,), document.summary),
        ((document.language,), document.body),
        (("fr", "en"), document.words),
    ]
    forms: list[str] = []
    runs: list[list[str]] = []
    for languages, text in texts:
        forms += analysis.forms(analysis.compounds(text))
        for language in languages:
            runs += analysis.stem_runs(analysis.compounds(text), language)
    return Read(
        document=document,
        forms=frozenset(forms),
        runs=tuple(tuple(run) for run in runs),
        stems=frozenset(stem for run in runs for stem in run),
        codes=frozenset((facet, c) for facet, codes in document.facets.items() for c in codes),
    )


def asked_for(document: engine.Document, query: engine.Query) -> bool:
    return (
        document.audience in query.visibility.audiences
        and document.visible_from <= query.visibility.month
        and (query.include is None or document.id in query.include)
        and document.id not in query.exclude
    )


def matches(read: Read, understood: understanding.Understood) -> bool:
    said = [word for word in understood.words if says(read, word)]
    return (
        len(said) >= understood.needed
        and all(holds_any(read, phrases) for phrases in understood.quoted)
        and not any(holds_any(read, phrases) for phrases in understood.excluded)
    )


def holds_any(read: Read, phrases: Collection[tuple[str, ...]]) -> bool:
    return any(holds(run, phrase) for run in read.runs for phrase in phrases)


def says(read: Read, word: understanding.Word) -> bool:
    return (
        word.text in read.forms
        or (word.prefix and any(form.startswith(word.text) for form in read.forms))
        or any(
            form[0] == word.text[0]
            and form not in analysis.STOP_WORDS
            and edits(word.text, form) <= word.edits
            for form in read.forms
        )
        or not word.stems.isdisjoint(read.stems)
        or any(holds(run, phrase) for run in read.runs for phrase in word.phrases)
        or not word.codes.isdisjoint(read.codes)
    )


def holds(run: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(run[i : i + len(phrase)] == phrase for i in range(len(run)))


def edits(one: str, other: str) -> int:
    """The optimal string alignment distance, by its textbook table."""
    table = [[i + j for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


def kept(document: engine.Document, query: engine.Query, ignored: str | None = None) -> bool:
    return all(
        not {*codes}.isdisjoint(document.facets.get(facet, ()))
        for facet, codes in query.filters.items()
        if codes and facet != ignored
    )


def counted(facet: str, found: list[engine.Document], query: engine.Query) -> dict[str, int]:
    counts: dict[str, int] = {}
    for document in found:
        if kept(document, query, ignored=facet):
            for code in {*document.facets.get(facet, ())}:
                counts[code] = counts.get(code, 0) + 1
    return counts


def exactness(document: engine.Document, query: engine.Query) -> int:
    """By how many filtered class facets a document is labelled with one code alone."""
    return sum(
        len({*document.facets.get(facet, ())}) == 1
        for facet in ("sizes", "fields")
        if query.filters.get(facet)
    )
