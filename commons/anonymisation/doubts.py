"""What no detector flagged and may still tell who wrote it: each listed once, for a yes or a no."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commons.anonymisation import oddities, phrases
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains
from commons.anonymisation.words.normalisation import Reading, Word

_EXCERPT_WORDS = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """A number or some words that may tell; ``form`` is what a later scan looks for.

    ``id`` is the same wherever these words stand, but for the capital they have or not.
    """

    id: str
    form: str
    kind: str
    text: str
    excerpt: str
    mentions: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    risk: int
    start: int
    end: int
    kind: str
    capital: bool = False


def detect(
    contexts: Mapping[str, chains.Context],
    covered: Mapping[str, Collection[tuple[int, int, str]]],
    recalls: Callable[[str], bool],
    language: str,
) -> tuple[Doubt, ...]:
    """The doubts of all fields of a document, the riskiest first; none is left out.

    ``covered`` holds the raw spans and kinds of the findings; ``recalls`` tells whether a word
    says again what the profile holds.
    """
    risks: dict[str, int] = {}
    found: dict[str, list[tuple[str, _Candidate]]] = {}
    for field, context in contexts.items():
        taken = _taken(context.reading, covered.get(field, ()))
        for each in _candidates(context, taken, recalls, language):
            form = context.reading.folded[each.start : each.end]
            key = _identity(form, each.capital)
            risks[key] = max(risks.get(key, 0), each.risk)
            found.setdefault(key, []).append((field, each))
    ranked = sorted(found, key=lambda key: -risks[key])
    return tuple(_doubt(key, found[key], contexts) for key in ranked)


def told(reading: Reading, doubt: Doubt) -> Iterator[Mention]:
    """Every mention of the words that their author said may tell."""
    # What is counted says little once nobody knows how many.
    number = phrases.NUMBER.match(doubt.form) if doubt.kind == "NUMBER" else None
    for match in re.finditer(rf"(?<!\w){re.escape(doubt.form)}(?!\w)", reading.folded):
        end = match.start() + number.end() if number else match.end()
        yield Mention(match.start(), end, doubt.kind, "certain", "told", f"doubt:{doubt.id}")


def _identity(form: str, capital: bool) -> str:
    return hashlib.sha256(f"doubt\0{form}\0{capital}".encode()).hexdigest()[:16]


def _doubt(
    key: str, found: Sequence[tuple[str, _Candidate]], contexts: Mapping[str, chains.Context]
) -> Doubt:
    field, first = found[0]
    reading = contexts[field].reading
    start, end = reading.raw_span(first.start, first.end)
    return Doubt(
        key,
        reading.folded[first.start : first.end],
        first.kind,
        reading.raw[start:end],
        _excerpt(reading, first.start, first.end),
        tuple(
            (name, *contexts[name].reading.raw_span(each.start, each.end)) for name, each in found
        ),
    )


def _excerpt(reading: Reading, start: int, end: int) -> str:
    """The words around, on one line."""
    inside = reading.words_in(start, end)
    low = max(0, inside[0].index - _EXCERPT_WORDS)
    high = min(len(reading.words), inside[-1].index + 1 + _EXCERPT_WORDS)
    while high < len(reading.words) and reading.words[high].gap in ("'", "-"):
        high += 1
    text = reading.clean[reading.words[low].start : reading.words[high - 1].end]
    before, after = "… " if low else "", " …" if high < len(reading.words) else ""
    return f"{before}{' '.join(text.split())}{after}"


def _taken(reading: Reading, spans: Collection[tuple[int, int, str]]) -> dict[int, str]:
    """The indices of the words that findings touch, with the kind of the finding."""
    touched = {}
    for word in reading.words:
        low, high = reading.raw_span(word.start, word.end)
        for start, end, kind in spans:
            if start < high and low < end:
                touched[word.index] = kind
    return touched


def _candidates(
    context: chains.Context,
    taken: Mapping[int, str],
    recalls: Callable[[str], bool],
    language: str,
) -> Iterator[_Candidate]:
    """What may tell in one text; no word is in two of them."""
    used = set(taken)
    for start, end, risk, kind in phrases.detect(context):
        words = context.reading.words_in(start, end)
        if words and used.isdisjoint(word.index for word in words):
            # Tools have figures in their names; figures alone are no tool.
            named = kind in ("NUMBER", "DATE") and not words[0].fold.isdigit()
            if named and context.is_kept(start, words[0].end):
                continue
            used |= {word.index for word in words}
            yield _Candidate(risk, start, end, kind)
    yield from _words(context, taken, used, recalls, language)


# Words that are no ordinary ones, that have a capital, or that stand where names do


def _words(
    context: chains.Context,
    taken: Mapping[int, str],
    used: set[int],
    recalls: Callable[[str], bool],
    language: str,
) -> Iterator[_Candidate]:
    words = context.words
    index = 0
    while index < len(words):
        word = words[index]
        risk, kind = (
            (0, "") if index in used else oddities.risk(context, word, taken, recalls, language)
        )
        if not risk:
            index += 1
            continue
        end = index + 1
        while end < len(words) and end not in used and _joined(words[end]):
            following, of_kind = oddities.risk(context, words[end], taken, recalls, language)
            if not following:
                break
            if following > risk:
                risk, kind = following, of_kind
            end += 1
        capital = any(each.capital and not each.plain for each in words[index:end])
        yield _Candidate(risk, word.start, words[end - 1].end, kind, capital)
        index = end


def _joined(word: Word) -> bool:
    return word.gap in (" ", "-", "'") and not word.begins
