"""How a Meilisearch index is set up, written out whole, and what is put in it."""

import functools
import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from search import analysis, engine, semantic, understanding

_LAYOUT = 3  # to be raised with any change of what is put in the fields

# From where a word tells most of what a practice is about to where it tells least.
WORDS = ("title_words", "summary_words", "body_words")
STEMS = ("title_stems", "label_stems", "summary_stems", "body_stems")

MOST_CODES = 10_000  # of one facet: far above any vocabulary, so that no code is left uncounted
_MOST_TOTAL = 10_000_000  # totals are exact up to here; the window of results is the engine's
_CUTOFF_MS = 1500
EMBEDDER = "recul"  # the name of the vectors
_OWN = "xq"  # begins the words that nobody types and no text holds


@functools.cache
def settings(embedder: semantic.Embedder | None = None) -> Mapping[str, Any]:
    """The settings of an index, in the words of the server's API."""
    return {
        "displayedAttributes": [
            *("id", "version", "runs", *STEMS),
            *map(alone, engine.CLASSED_FACETS),
        ],
        "searchableAttributes": [
            "title_words",
            "title_stems",
            "label_stems",
            "summary_words",
            "summary_stems",
            "body_words",
            "body_stems",
        ],
        "filterableAttributes": [
            _filterable(
                ["audience", *engine.FACETS, *map(alone, engine.CLASSED_FACETS)], comparison=False
            ),
            _filterable(["id", "month", "visible_from"], comparison=True),
        ],
        "sortableAttributes": sorted(["id", "month", *map(alone, engine.CLASSED_FACETS)]),
        "rankingRules": [
            "sort",
            "words",
            "typo",
            "attributeRank",
            "exactness",
            "month:desc",
        ],
        "stopWords": sorted(analysis.STOP_WORDS),
        "synonyms": _synonyms(),
        "typoTolerance": {
            "enabled": True,
            "minWordSizeForTypos": {"oneTypo": 4, "twoTypos": 8},
            "disableOnWords": [],
            "disableOnAttributes": sorted(STEMS),
            "disableOnNumbers": True,
        },
        "separatorTokens": [],
        "nonSeparatorTokens": [],
        "dictionary": [],
        "distinctAttribute": None,
        "embedders": {}
        if embedder is None
        else {EMBEDDER: {"source": "userProvided", "dimensions": embedder.dimensions}},
        "localizedAttributes": None,
        "proximityPrecision": "byAttribute",
        "prefixSearch": "indexingTime",
        "facetSearch": False,
        "faceting": {"maxValuesPerFacet": MOST_CODES, "sortFacetValuesBy": {"*": "alpha"}},
        "pagination": {"maxTotalHits": _MOST_TOTAL},
        "searchCutoffMs": _CUTOFF_MS,
    }


@functools.cache
def fingerprint(embedder: semantic.Embedder | None = None) -> str:
    """Ten letters that change with the settings, the analyser, the model or the layout of the
    documents.
    """
    parts: list[object] = [_LAYOUT, analysis.VERSION, settings(embedder)]
    if embedder is not None:
        parts.append(embedder.fingerprint)
    said = json.dumps(parts, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:10]


def alone(facet: str) -> str:
    """The attribute that is 1 where a document carries one code of this facet, else 0."""
    return f"one_of_{facet}"


def said(word: str) -> str:
    """A word as it is looked for: a stop word, which the server leaves out, in disguise."""
    return f"{_OWN}s{word}" if word in analysis.STOP_WORDS else word


def embedded(
    embedder: semantic.Embedder | None, documents: Sequence[engine.Document]
) -> Iterator[dict[str, Any]]:
    """Documents as the server stores them, with their vectors where there is a model."""
    if embedder is None:
        yield from map(indexed, documents)
        return
    rows = embedder.embed([semantic.text_of(each) for each in documents])
    for document, row in zip(documents, rows, strict=True):
        # The server wants to be told of each document that it has none.
        vector = row.astype(float).round(4).tolist() if row.any() else None
        yield indexed(document) | {"_vectors": {EMBEDDER: vector}}


def indexed(document: engine.Document) -> dict[str, Any]:
    """A document as the server stores it: words already analysed, facets by their names.

    Each word stands once in a field, where it comes first: words far apart are no worse than words
    together, and phrases of the vocabulary have a word of their own. `runs` are the stems as they
    follow each other: not searched, but read where somebody quotes a phrase.
    """
    spoken = (document.language,)
    fields: dict[str, Any] = {
        "id": document.id,
        "version": document.version,
        "audience": document.audience,
        "visible_from": document.visible_from,
        "month": document.month,
    }
    said_in_order: list[str] = []
    for place, text, languages in (
        ("title", document.title, spoken),
        ("summary", document.summary, spoken),
        ("body", document.body, spoken),
        ("label", document.words, analysis.LANGUAGES),
    ):
        compounds = list(analysis.compounds(text))
        if place != "label":
            words = dict.fromkeys(analysis.forms(compounds))
            if place == "title":  # whoever types nothing but stop words looks for them there
                kept = [said(word) for word in words]
            else:
                kept = [word for word in words if word not in analysis.STOP_WORDS]
            fields[f"{place}_words"] = " ".join(kept)
        runs = [run for each in languages for run in analysis.stem_runs(compounds, each)]
        said_in_order += [" ".join(run) for run in runs if len(run) > 1]
        stems = itertools.chain(itertools.chain.from_iterable(runs), _phrases_in(runs))
        fields[f"{place}_stems"] = " ".join(dict.fromkeys(stems))
    named = (
        code_word(facet, code)
        for facet, codes in document.facets.items()
        for code in codes
        if (facet, code) in _looked_for()[1]
    )
    fields["label_stems"] = " ".join([fields["label_stems"], *named])
    fields["runs"] = said_in_order
    for facet, each in document.facets.items():
        fields[facet] = list(dict.fromkeys(each))
    for facet in engine.CLASSED_FACETS:
        fields[alone(facet)] = int(len({*document.facets.get(facet, ())}) == 1)
    return fields


def _filterable(attributes: list[str], *, comparison: bool) -> dict[str, Any]:
    return {
        "attributePatterns": attributes,
        "features": {
            "facetSearch": False,
            "filter": {"equality": True, "comparison": comparison},
        },
    }


def _synonyms() -> dict[str, list[str]]:
    """What names a code, by its stems, also looks for the word of that code and for its labels."""
    found: dict[str, set[str]] = {}
    for phrase, codes, phrases in understanding.namings():
        words = {*map(phrase_word, phrases)} | {code_word(*code) for code in codes}
        found.setdefault(" ".join(phrase), set()).update(words)
    return {
        phrase: sorted(words - {phrase})
        for phrase, words in sorted(found.items())
        if words - {phrase}
    }


def code_word(facet: str, code: str) -> str:
    """The word by which a document says that it carries a code."""
    return f"{_OWN}c{analysis.fold(facet + code)}"


def phrase_word(phrase: understanding.Phrase) -> str:
    """The word by which a document says that it holds a phrase; of one word, the word itself."""
    return phrase[0] if len(phrase) == 1 else f"{_OWN}p{''.join(phrase)}"


def _phrases_in(runs: Iterable[Sequence[str]]) -> Iterator[str]:
    """The words of the phrases of the vocabulary that these runs of stems hold uninterrupted."""
    by_start, _ = _looked_for()
    for run in runs:
        for start, stem in enumerate(run):
            for phrase in by_start.get(stem, ()):
                if tuple(run[start : start + len(phrase)]) == phrase:
                    yield phrase_word(phrase)


@functools.cache
def _looked_for() -> tuple[
    Mapping[str, tuple[understanding.Phrase, ...]], frozenset[understanding.Code]
]:
    """What is looked for beside stems: phrases by their first stem, and the codes with a name."""
    phrases: dict[str, dict[understanding.Phrase, None]] = {}
    named: set[understanding.Code] = set()
    for _, codes, said in understanding.namings():
        named |= codes
        for phrase in said:
            if len(phrase) > 1:
                phrases.setdefault(phrase[0], {})[phrase] = None
    return {start: tuple(each) for start, each in phrases.items()}, frozenset(named)
