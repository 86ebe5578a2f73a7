"""How a Meilisearch index is set up, written out whole: nothing is left to the server's defaults."""

import functools
import hashlib
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
        "sortableAttributes": ["id", "month", *map(alone, engine.CLASSED_FACETS)],
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
            "disableOnAttributes": [*STEMS],
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
