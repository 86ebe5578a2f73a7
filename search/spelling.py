"""How a word that nobody else wrote is written: "Vouliez-vous dire"."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import rapidfuzz

from commons.library import Item
from search import analysis, lexicon, understanding
from search.reach import Reach

_READ = 8  # publications read for each unknown word
_UNKNOWN = 3  # unknown words looked at


def corrected(reach: Reach, text: str, shown: Sequence[Item]) -> str | None:
    """The text with its unknown words as the vocabulary or readable publications write them.

    A word is known when one of these holds it, or an inflection of it, or begins with it while it
    is being typed. `shown` are results already read. None when nothing is to be corrected, or when
    the corrected text would find nothing. Raises EngineUnavailable.
    """
    understood = understanding.understand(text)
    spans = {piece.text: piece.spans for piece in understood.pieces if piece.kind == "word"}
    forms = [form for item in shown for form in lexicon.written(item.texts.values())]
    better, joined = _written_apart(understood, spans)
    unknown = [
        word
        for word in understood.words
        if word.edits
        and word.text not in joined
        and (word.meant or not word.codes)
        and not _stands_in(word, [*lexicon.writings(), *forms])
    ]
    for word in unknown[:_UNKNOWN]:
        writing = _nearest(reach, word)
        if writing is not None:
            better |= dict.fromkeys(spans[word.text], writing)
    if not better:
        return None
    for (start, end), writing in sorted(better.items(), reverse=True):
        text = text[:start] + writing + text[end:]
    return text if reach.count(text, {}) else None


def _written_apart(
    understood: understanding.Understood, spans: Mapping[str, tuple[understanding.Span, ...]]
) -> tuple[dict[understanding.Span, str], set[str]]:
    """What is written in one word, by the places where it was typed in two, and these two."""
    better: dict[understanding.Span, str] = {}
    joined: set[str] = set()
    for one, other in itertools.pairwise(understood.words):
        if one.meant and one.meant == other.meant and one.meant in lexicon.writings():
            start, end = spans[one.text][0][0], spans[other.text][0][1]
            better[start, end] = lexicon.writings()[one.meant]
            joined |= {one.text, other.text}
    return better, joined


def _nearest(reach: Reach, word: understanding.Word) -> str | None:
    """The writing nearest to a word, the most frequent of those; None when it stands somewhere.

    What may be read holding a word near it is what the index finds for it.
    """
    near: Counter[str] = Counter()
    for item in reach.items(reach.best(word.text, limit=_READ).ids):
        writings = lexicon.written(item.texts.values())
        if _stands_in(word, writings):
            return None
        near.update(writings[form] for form in writings if word.is_typo_of(form))
    for form, writing in lexicon.writings().items():
        if word.is_typo_of(form):
            near[writing] += 1
    if not near:
        return None
    return min(near, key=lambda each: (_distance(word.text, each), -near[each], each))


def _distance(typed: str, writing: str) -> int:
    return rapidfuzz.distance.OSA.distance(typed, analysis.fold(writing))


def _stands_in(word: understanding.Word, forms: Iterable[str]) -> bool:
    typed = word.stems - understanding.stems_of(word.meant or "")
    return any(
        form == word.text
        or word.is_prefix_of(form)
        or not typed.isdisjoint(understanding.stems_of(form))
        for form in forms
    )
