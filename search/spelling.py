"""How a word that nobody else wrote is written: "Vouliez-vous dire"."""

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import rapidfuzz

from commons import vocabulary
from commons.library import Item
from search import analysis, understanding
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
    forms = [form for item in shown for form in _writings(item.texts.values())]
    unknown = [
        word
        for word in understood.words
        if word.edits and not word.codes and not _stands_in(word, [*_known(), *forms])
    ]
    better: dict[understanding.Span, str] = {}
    for word in unknown[:_UNKNOWN]:
        writing = _nearest(reach, word)
        if writing is not None:
            better |= dict.fromkeys(spans[word.text], writing)
    if not better:
        return None
    for (start, end), writing in sorted(better.items(), reverse=True):
        text = text[:start] + writing + text[end:]
    return text if reach.count(text, {}) else None


def _nearest(reach: Reach, word: understanding.Word) -> str | None:
    """The writing nearest to a word, the most frequent of those; None when it stands somewhere.

    What may be read holding a word near it is what the index finds for it.
    """
    near: Counter[str] = Counter()
    for item in reach.items(reach.best(word.text, limit=_READ).ids):
        writings = _writings(item.texts.values())
        if _stands_in(word, writings):
            return None
        near.update(writings[form] for form in writings if word.is_typo_of(form))
    for form, writing in _known().items():
        if word.is_typo_of(form):
            near[writing] += 1
    if not near:
        return None
    return min(near, key=lambda each: (_distance(word.text, each), -near[each], each))


def _distance(typed: str, writing: str) -> int:
    return rapidfuzz.distance.OSA.distance(typed, analysis.fold(writing))


def _stands_in(word: understanding.Word, forms: Iterable[str]) -> bool:
    return any(
        form == word.text or word.is_prefix_of(form) or not word.stems.isdisjoint(_stems(form))
        for form in forms
    )


def _stems(form: str) -> frozenset[str]:
    return analysis.stems(form) if analysis.is_content(form) else frozenset()


def _writings(texts: Iterable[str]) -> dict[str, str]:
    """The words of some texts by their folded form, as they are written, in small letters."""
    found: dict[str, str] = {}
    for text in texts:
        for compound in analysis.compounds(text):
            for token in {*compound.parts, compound.joined}:
                found.setdefault(token.form, text[token.start : token.end].lower())
    return found


@functools.cache
def _known() -> Mapping[str, str]:
    """The words of the vocabulary and the names of tools."""
    said: list[str] = []
    for name in ("themes", "channels", "sizes", "fields"):
        for term in vocabulary.terms(name).values():
            said += [term.fr, term.en, *term.synonyms, *term.synonyms_en]
    found = _writings(said)
    for tool in vocabulary.tools().values():
        for name in (tool.name, *tool.aliases):
            found.setdefault(analysis.fold(name), name)
        found = _writings(tool.synonyms) | found
    return found
