"""How a Meilisearch index is set up, written out whole, and what is put in it."""

import functools
import hashlib
import itertools
import json
from collections.abc import Mapping
from typing import Any

from search import analysis, engine, understanding

_LAYOUT = 1  # to be raised with any change of what is put in the fields

# From where a word tells most of what a practice is about to where it tells least.
WORDS = ("title_words", "summary_words", "body_words")
STEMS = ("title_stems", "label_stems", "summary_stems", "body_stems")

MOST_CODES = 10_000  # of one facet: far above any vocabulary, so that no code is left uncounted
_MOST_TOTAL = 10_000_000  # totals are exact up to here; the window of results is the engine's
_CUTOFF_MS = 1500


@functools.cache
def settings() -> Mapping[str, Any]:
    """The settings of an index, in the words of the server's API."""
    return {
        "displayedAttributes": ["id", "version"],
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
            _filterable(["audience", *engine.FACETS], comparison=False),
            _filterable(["id", "month", "visible_from"], comparison=True),
        ],
        "sortableAttributes": sorted(["id", "month", *map(alone, engine.CLASSED_FACETS)]),
        "rankingRules": [
            "sort",
            "words",
            "typo",
            "attributeRank",
            "exactness",
            "proximity",
            "wordPosition",
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
        "embedders": {},
        "localizedAttributes": None,
        "proximityPrecision": "byWord",
        "prefixSearch": "indexingTime",
        "facetSearch": False,
        "faceting": {"maxValuesPerFacet": MOST_CODES, "sortFacetValuesBy": {"*": "alpha"}},
        "pagination": {"maxTotalHits": _MOST_TOTAL},
        "searchCutoffMs": _CUTOFF_MS,
    }


@functools.cache
def fingerprint() -> str:
    """Ten letters that change with the settings, the analyser or the layout of the documents."""
    said = json.dumps([_LAYOUT, analysis.VERSION, settings()], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:10]


def alone(facet: str) -> str:
    """The attribute that is 1 where a document carries one code of this facet, else 0."""
    return f"one_of_{facet}"


def code_word(facet: str, code: str) -> str:
    """The word by which a document says that it carries a code."""
    return "code" + analysis.fold(f"{facet}{code}")


def said(word: str) -> str:
    """A word as it is looked for: a stop word, which the server leaves out, in disguise."""
    return f"stop{word}" if word in analysis.STOP_WORDS else word


def indexed(document: engine.Document) -> dict[str, Any]:
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
            forms += map(said, filter(analysis.STOP_WORDS.__contains__, forms))
        if place != "label":
            fields[f"{place}_words"] = " ".join(forms)
        # A full stop stands between runs: words on both sides are far from each other.
        fields[f"{place}_stems"] = ". ".join(
            " ".join(run)
            for language in languages
            for run in analysis.stem_runs(compounds, language)
        )
    codes = [(facet, code) for facet, each in document.facets.items() for code in each]
    fields["label_stems"] += ". " + " ".join(itertools.starmap(code_word, codes))
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
        said = {" ".join(each) for each in phrases} | {code_word(*code) for code in codes}
        found.setdefault(" ".join(phrase), set()).update(said)
    return {
        phrase: sorted(said - {phrase}) for phrase, said in sorted(found.items()) if said - {phrase}
    }
