"""The order of the first results of a Meilisearch server, by what each of them says of each word.

The server merges queries by the best score of a document in any of them: what answers three words
of a question stands no higher than what answers two, and a rare word is worth no more than a
common one. So the first results come with the stems of their fields, and are put in order here.
"""

import dataclasses
import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from search import engine, understanding
from search import meilisearch_settings as layout

RANKED = 60  # results put in order here; those behind follow as the server has them

# What saying a word is worth, added up over the places that say it.
_PLACES = {"title_stems": 3.0, "summary_stems": 2.0, "label_stems": 1.5, "body_stems": 1.0}
_SATURATION = 3.0  # the k1 of BM25: from where more places add little
_COMMONEST = 0.3  # what a word is worth that all results say
# How much less than the word itself what stands for it is worth.
_BEGUN = 0.5
_EQUAL = 0.7
_NEAR = 0.5
# Codes that the text names, and that it is near to.
_NAMED = 1.0
_HINTED = 0.6

FIELDS = ("id", *_PLACES, *map(layout.alone, engine.CLASSED_FACETS))


@dataclasses.dataclass(frozen=True, slots=True)
class _Hit:
    """A result: its fields of stems, and which of the stems looked for are in each."""

    id: str
    tier: tuple[int, ...]
    fields: tuple[str, ...]
    said: tuple[frozenset[str], ...]

    def amount(self, looked_for: Collection[str]) -> float:
        """How much it says one of these."""
        places = zip(_PLACES.values(), self.said, strict=True)
        return sum(weight for weight, said in places if not said.isdisjoint(looked_for))

    def amount_begun(self, start: str) -> float:
        """How much it says what begins so."""
        places = zip(_PLACES.values(), self.fields, strict=True)
        return sum(weight for weight, field in places if f" {start}" in f" {field}")


def helps(understood: understanding.Understood) -> bool:
    """Whether there is anything to add up: a single word the server ranks as well."""
    return len(understood.words) > 1


def ranked(
    understood: understanding.Understood, query: engine.Query, found: Sequence[Mapping[str, Any]]
) -> list[str]:
    """The ids of some results, the best first: BM25F without lengths, over these results alone.

    What has a filtered code alone stays before what is labelled by a class, and what is worth the
    same stays in the order of the server.
    """
    named = _code_words(understood.codes)
    hinted = _code_words(understood.hinted - understood.codes)
    ways = [_ways(word) for word in understood.words]
    looked_for = named.union(hinted, *itertools.chain.from_iterable(ways))
    tiers = [layout.alone(facet) for facet in engine.CLASSED_FACETS if query.filters.get(facet)]
    hits = []
    for each in found:
        fields = tuple(str(each.get(place, "")) for place in _PLACES)
        said = tuple(looked_for.intersection(field.split()) for field in fields)
        tier = tuple(-int(each.get(facet, 0)) for facet in tiers)
        hits.append(_Hit(str(each["id"]), tier, fields, said))
    worth = [
        _NAMED * len(named & said) + _HINTED * len(hinted & said)
        for said in (frozenset[str]().union(*hit.said) for hit in hits)
    ]
    for word, (own, equal, near) in zip(understood.words, ways, strict=True):
        sayings = [
            _weighted(1.0, [hit.amount(own) for hit in hits]),
            _weighted(_EQUAL, [hit.amount(equal) for hit in hits]),
            _weighted(_NEAR, [hit.amount(near) for hit in hits]),
        ]
        if word.prefix:
            sayings.append(_weighted(_BEGUN, [hit.amount_begun(word.text) for hit in hits]))
        best = map(max, zip(*sayings, strict=True))
        worth = [so_far + more for so_far, more in zip(worth, best, strict=True)]
    order = sorted(range(len(hits)), key=lambda at: (hits[at].tier, -round(worth[at], 6)))
    return [hits[at].id for at in order]


def _ways(word: understanding.Word) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What stands in fields of stems for a word, for what says the same, for what is near it."""
    equal = _code_words(word.codes).union(map(layout.phrase_word, word.phrases - word.near))
    near = frozenset(map(layout.phrase_word, word.near))
    return word.stems, equal - word.stems, near - word.stems


def _code_words(codes: Collection[understanding.Code]) -> frozenset[str]:
    return frozenset(itertools.starmap(layout.code_word, codes))


def _weighted(factor: float, amounts: Sequence[float]) -> list[float]:
    """By how few say it (the inverse document frequency of BM25), and in how many places."""
    holding = sum(amount > 0 for amount in amounts)
    rarity = math.log(1 + (len(amounts) - holding + 0.5) / (holding + 0.5)) + _COMMONEST
    return [factor * rarity * amount / (_SATURATION + amount) for amount in amounts]
