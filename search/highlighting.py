"""Which words of a text answer a search, as plain segments: markup is the page's business."""

import dataclasses
import functools
import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

from search import analysis, understanding

_ELLIPSIS = "…"


@dataclasses.dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text, and whether it answers the search."""

    text: str
    hit: bool


@dataclasses.dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    words: frozenset[int]  # positions of the words it answers; none outside hits


def highlight(
    text: str, understood: understanding.Understood, length: int | None = None
) -> tuple[Segment, ...]:
    """The text in segments; with a length, the extract of at most so many characters of it that
    answers most words, cut between words, an ellipsis where something was left out.

    A word of the text answers by its form, stem, beginning, typo, or as part of a phrase that says
    the same: all that makes a document match, but the codes it carries.
    """
    spans = _hits(text, understood)
    if length is None or len(text) <= length:
        return _segments(text, spans, 0, len(text))
    start, end = _extract(text, spans, length)
    return (
        *([Segment(_ELLIPSIS, False)] if text[:start].strip() else []),
        *_segments(text, spans, start, end),
        *([Segment(_ELLIPSIS, False)] if text[end:].strip() else []),
    )


def _hits(text: str, understood: understanding.Understood) -> list[_Span]:
    """The spans that answer a word, in order and apart."""
    if not understood.ranks:
        return []
    judged = _judge(understood)
    found: dict[tuple[int, int], set[int]] = {}
    parts: list[_Part] = []
    for match in analysis.written(text):
        verdict = judged(match.group())
        start = match.start()
        for begin, end, positions in verdict.answers:
            found.setdefault((start + begin, start + end), set()).update(positions)
        parts += [(start + begin, start + end, stems) for begin, end, stems in verdict.parts]
    for position, start, end in _phrase_hits(parts, understood):
        found.setdefault((start, end), set()).add(position)
    spans: list[_Span] = []
    for (start, end), words in sorted(found.items()):
        if spans and start < spans[-1].end:
            last = spans.pop()
            start, end, words = last.start, max(end, last.end), words | last.words
        spans.append(_Span(start, end, frozenset(words)))
    return spans


# Where a content word stands, and its stem in each language.
_Part = tuple[int, int, tuple[str, ...]]


class _Verdict(NamedTuple):
    """What is written in one go, judged once: offsets are from its beginning."""

    answers: tuple[tuple[int, int, frozenset[int]], ...]
    parts: tuple[_Part, ...]


@functools.lru_cache(maxsize=16)
def _judge(understood: understanding.Understood) -> Callable[[str], _Verdict]:
    """The verdict on what is written in one go; texts repeat their words, each is judged once."""
    words = understood.words
    has_phrases = understood.quoted or any(word.phrases for word in words)

    @functools.lru_cache(maxsize=4_096)
    def verdict(written: str) -> _Verdict:
        compound = next(analysis.compounds(written), None)
        if compound is None:
            return _Verdict((), ())
        tokens = {*compound.parts, compound.joined}
        answers = []
        for token in sorted(tokens, key=lambda each: (each.start, each.end)):
            positions = frozenset(i for i, word in enumerate(words) if _answers(token.form, word))
            if positions:
                answers.append((token.start, token.end, positions))
        parts = [
            (part.start, part.end, tuple(analysis.stem(part.form, x) for x in analysis.LANGUAGES))
            for part in compound.parts
            if has_phrases and analysis.is_content(part.form)
        ]
        return _Verdict(tuple(answers), tuple(parts))

    return verdict


def _answers(form: str, word: understanding.Word) -> bool:
    return (
        form == word.text
        or (analysis.is_content(form) and word.is_prefix_of(form))
        or (analysis.is_content(form) and not word.stems.isdisjoint(analysis.stems(form)))
        or word.is_typo_of(form)
    )


def _phrase_hits(
    parts: Sequence[_Part], understood: understanding.Understood
) -> list[tuple[int, int, int]]:
    """The word position, start and end of every part of a phrase that stands in the text."""
    phrases: dict[understanding.Phrase, set[int]] = {}
    for position, word in enumerate(understood.words):
        for phrase in word.phrases:
            phrases.setdefault(phrase, set()).add(position)
    for position, quoted in enumerate(understood.quoted, start=len(understood.words)):
        for phrase in quoted:
            phrases.setdefault(phrase, set()).add(position)
    firsts = {phrase[0] for phrase in phrases}
    lengths = sorted({len(phrase) for phrase in phrases})
    found: list[tuple[int, int, int]] = []
    for language in range(len(analysis.LANGUAGES)):
        for place, (_, _, stems) in enumerate(parts):
            if stems[language] not in firsts:
                continue
            for length in lengths:
                run = parts[place : place + length]
                positions = phrases.get(tuple(part[2][language] for part in run), ())
                found.extend((each, part[0], part[1]) for each in positions for part in run)
    return found


def _segments(text: str, spans: Sequence[_Span], start: int, end: int) -> tuple[Segment, ...]:
    found: list[Segment] = []
    for span in spans:
        if start <= span.start and span.end <= end:
            found.append(Segment(text[start : span.start], False))
            found.append(Segment(text[span.start : span.end], True))
            start = span.end
    found.append(Segment(text[start:end], False))
    return tuple(segment for segment in found if segment.text)


def _ends_by(end: int) -> Callable[[_Span], bool]:
    return lambda span: span.end <= end


def _extract(text: str, spans: Sequence[_Span], length: int) -> tuple[int, int]:
    """Where to cut: around the hits that answer most words, then most hits, then the first."""
    room = max(1, length - 2 * len(_ELLIPSIS))
    first, last, best = 0, 0, (0, 0)
    for i, span in enumerate(spans):
        near = [*itertools.takewhile(_ends_by(span.start + room), spans[i:])]
        worth = (len({word for hit in near for word in hit.words}), len(near))
        if worth > best:
            first, last, best = span.start, near[-1].end, worth
    # A third of the room left goes before the hits, so that they are read in their sentence.
    start = min(max(0, first - (room - last + first) // 3), len(text) - room)
    end = start + room
    # Then inwards to the nearest space, never into the hits.
    if start and not text[start - 1].isspace():
        outside = range(start, first if last else end)
        start = next((i + 1 for i in outside if text[i].isspace()), first if last else start)
    if end < len(text) and not text[end].isspace():
        outside = range(end - 1, (last if last else start) - 1, -1)
        end = next((i for i in outside if text[i].isspace()), last if last else end)
    return start, end
