"""From what somebody typed to what is looked for: an engine-neutral reading of a search text."""

import dataclasses
import functools
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import rapidfuzz

from search import analysis, lexicon, naming, questions

LONGEST_TEXT = 500  # characters read of a text
MOST_WORDS = 32  # content words kept of a text
MOST_EXACT = 6  # quoted phrases and exclusions kept; what follows is read as words

_MIN_PREFIX = 2
_SPLIT_FROM = 7
_WIDE_FROM = 2  # words of a text that is looked for in what is near them as well
_MANY = 3  # words of a text some of which say little

Phrase = naming.Phrase
Code = naming.Code
Span = tuple[int, int]  # of a text, in characters

# A phrase in quotation marks, or a word, with a minus before it or not.
_EXACT = re.compile(
    r"""(?<!\S)(?P<minus>-(?=["«“]))?(?:"(?P<a>[^"]*)"|«(?P<b>[^»]*)»|“(?P<c>[^”]*)”)"""
    r"""|(?<!\S)-(?P<word>[^\W_]\S*)"""
)
_ELISION = re.compile(r"(?<![^\W_])[^\W_]{1,7}['’ʼ‘`´]$")


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """One content word of the text, with everything that stands for it in a document.

    `meant` is the word of the field that it was read as, if it is no word of any language: stems,
    phrases and codes are then those of both. `near` are the phrases that do not say the same but
    belong to it; the others are worth more.
    """

    text: str
    stems: frozenset[str]
    prefix: bool
    edits: int
    phrases: frozenset[Phrase]
    codes: frozenset[Code]
    meant: str | None = None
    near: frozenset[Phrase] = frozenset()
    weak: bool = False

    def is_prefix_of(self, form: str) -> bool:
        """Whether the word, being the last one typed, begins this form."""
        return self.prefix and form.startswith(self.text)

    def is_typo_of(self, form: str) -> bool:
        """Whether a slip of the fingers turns this form into the word.

        The distance is optimal string alignment: insertions, deletions, replacements and swaps of
        neighbours count one each, and no part is edited twice. First letters are equal, and stop
        words are no target.
        """
        if not self.edits or form[:1] != self.text[0] or form == self.text:
            return False
        if form in analysis.STOP_WORDS:
            return False
        distance = rapidfuzz.distance.OSA.distance(self.text, form, score_cutoff=self.edits)
        return distance <= self.edits


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """What a text is made of: one of its words, a quoted phrase, or what it excludes."""

    kind: Literal["word", "quoted", "excluded"]
    text: str
    spans: tuple[Span, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Naming:
    """A place of the text that names a code."""

    code: Code
    span: Span


@dataclasses.dataclass(frozen=True, slots=True)
class Understood:
    """What a text asks for, and with it the rule that decides which documents match.

    A document matches when at least `needed` of the words match it, when it holds one phrase at
    least of each of `quoted`, and none of any of `excluded`. It holds a phrase when one of its runs
    of stems does, uninterrupted and in order. A word matches a document when
    - one of its forms (`analysis.forms` of title, summary, body, words) is the word, begins with it
      (if `prefix`) or is within `edits` of it, or
    - one of its stems is among the word's stems, or
    - it holds one of the word's phrases, or
    - it carries one of the word's codes as a facet.
    The runs of a document are `analysis.stem_runs` of title, summary and body in its language, and
    of words in both languages; its stems are all that is in them.
    `codes` are all the codes that the text names, `hinted` those that it only makes think of: they
    only raise a document. `pieces` and `namings` say where the text says it.
    """

    words: tuple[Word, ...] = ()
    needed: int = 0
    codes: frozenset[Code] = frozenset()
    quoted: tuple[frozenset[Phrase], ...] = ()
    excluded: tuple[frozenset[Phrase], ...] = ()
    pieces: tuple[Piece, ...] = ()
    namings: tuple[Naming, ...] = ()
    hinted: frozenset[Code] = frozenset()

    @property
    def ranks(self) -> bool:
        """Whether some documents answer better than others; else all that match are equal."""
        return bool(self.words or self.quoted)


@functools.lru_cache(maxsize=512)
def understand(text: str, *, loose: bool = False) -> Understood:
    """Read a text: its phrases and exclusions, its content words, or its stop words where it has
    nothing else.
    """
    text = text[:LONGEST_TEXT]
    exact, plain = _exact(text)
    typed = list(analysis.compounds(plain))
    content = [c for c in typed if _is_content(c)]
    kept = questions.told(content, plain) or ([] if exact else typed)
    kept = kept[:MOST_WORDS]
    begun = typed[-1].joined.start if typed else 0
    finished = any(piece.spans[0][0] > begun for piece, _ in exact)
    prefixes = [compound is typed[-1] and not finished for compound in kept]
    meant = [
        lexicon.meant(compound.joined.form, begun=prefix)
        for compound, prefix in zip(kept, prefixes, strict=True)
    ]
    meant = _meant_together(kept, meant, plain)
    names = _names_in(kept, meant)
    if kept and prefixes[-1] and not meant[-1]:
        names += _begun_names(kept, meant)
    beside = _beside_the_point(kept, meant, names)
    words: dict[str, Word] = {}
    spans: dict[str, list[Span]] = {}
    for position, compound in enumerate(kept):
        if position in beside:
            continue
        form, read = compound.joined.form, meant[position]
        equal = [name for start, end, name in names if start <= position < end and name.equal]
        said = {phrase for name in equal for phrase in name.phrases if not name.near}
        said.update(_parts_phrases(compound), _halves(form))
        near = {phrase for name in equal for phrase in name.phrases if name.near} - said
        if len(kept) < _WIDE_FROM and not loose:
            near = set()
        word = Word(
            text=form,
            stems=stems_of(form) | stems_of(read or form) | _joined_stems(kept, position, plain),
            prefix=prefixes[position] and len(form) >= _MIN_PREFIX,
            edits=lexicon.edits(form) if not lexicon.is_known(form) else 0,
            phrases=frozenset(said | near),
            codes=frozenset(name.code for name in equal if name.code),
            meant=read,
            near=frozenset(near),
            weak=len(kept) >= _MANY and not read and questions.is_weak(form),
        )
        words[form] = _merged(words[form], word) if form in words else word
        spans.setdefault(form, []).append((compound.joined.start, compound.joined.end))
    return Understood(
        words=tuple(words.values()),
        needed=min(1, len(words)) if loose else _needed(len(words)),
        codes=frozenset(name.code for _, _, name in names if name.code and name.raises),
        hinted=frozenset(code for _, _, name in names for code in name.hints),
        quoted=tuple(said for piece, said in exact if piece.kind == "quoted"),
        excluded=tuple(said for piece, said in exact if piece.kind == "excluded"),
        pieces=(
            *(Piece("word", form, tuple(places)) for form, places in spans.items()),
            *(piece for piece, _ in exact),
        ),
        namings=tuple(
            Naming(name.code, (kept[start].joined.start, kept[end - 1].joined.end))
            for start, end, name in names
            if name.code and name.offered
        ),
    )


def _meant_together(
    kept: Sequence[analysis.Compound], meant: Sequence[str | None], text: str
) -> list[str | None]:
    """What two neighbours that are not both words were meant to be as one: "helo asso"."""
    found = list(meant)
    for at, (one, other) in enumerate(itertools.pairwise(kept)):
        forms = one.joined.form, other.joined.form
        if text[one.joined.end : other.joined.start] == " " and not all(
            map(lexicon.is_known, forms)
        ):
            together = lexicon.meant("".join(forms)[: analysis.LONGEST])
            if together:
                found[at] = found[at + 1] = together
    return found


def _beside_the_point(
    kept: Sequence[analysis.Compound],
    meant: Sequence[str | None],
    names: Sequence[tuple[int, int, naming.Name]],
) -> frozenset[int]:
    """The words that are not looked for where others say what is: those that only say for whom,
    which raise what carries their code, and small ones that belong to no name.
    """
    said = {
        position
        for start, end, name in names
        if name.code and name.code[0] != "sizes" and end > start + 1
        for position in range(start, end)
    }
    sized = {
        position
        for start, end, name in names
        if name.code and name.code[0] == "sizes"
        for position in range(start, end)
    }
    ours = {
        at
        for at, (each, read) in enumerate(zip(kept, meant, strict=True))
        if (read or each.joined.form) in questions.OURSELVES
    }
    together = {
        position for start, end, _ in names if end > start + 1 for position in range(start, end)
    }
    small = {at for at, each in enumerate(kept) if each.joined.form in questions.SMALL}
    found = frozenset(((sized | ours) - said) | (small - together))
    return found if len(found) < len(kept) else frozenset()


def without(text: str, spans: Iterable[Span]) -> str:
    """A text without some of its places, and without the articles elided before them."""
    for start, end in sorted(spans, reverse=True):
        text = f"{_ELISION.sub('', text[:start])} {text[end:]}"
    return " ".join(text.split())


def _exact(text: str) -> tuple[list[tuple[Piece, frozenset[Phrase]]], str]:
    """The phrases and exclusions of a text with the ways to say them, and the text without."""
    found: list[tuple[Piece, frozenset[Phrase]]] = []
    plain = text
    for match in itertools.islice(_EXACT.finditer(text), MOST_EXACT):
        said = match["word"] or match["a"] or match["b"] or match["c"] or ""
        phrases = _literal(said)
        if not phrases and not match["word"]:
            continue  # nothing but stop words between the marks: they are read as words
        start, end = match.span()
        plain = plain[:start] + " " * (end - start) + plain[end:]
        if phrases:
            excluded = bool(match["word"] or match["minus"])
            piece = Piece("excluded" if excluded else "quoted", said.strip(), ((start, end),))
            found.append((piece, phrases))
    return found, plain


def _literal(text: str) -> frozenset[Phrase]:
    """The stems of a text to be found word for word, in either language, stop words left out."""
    compounds = [each for each in analysis.compounds(text) if _is_content(each)]
    parts = [part.form for compound in compounds for part in compound.parts]
    # "e-mail" is more than what its letter alone leaves of it.
    halved = any(len(part) == 1 and not analysis.is_content(part) for part in parts)
    found: set[Phrase] = set()
    for run in (parts, [compound.joined.form for compound in compounds]):
        content = [form for form in run if analysis.is_content(form)]
        if content and not (halved and run is parts and len(content) == 1):
            for language in analysis.LANGUAGES:
                found.add(tuple(analysis.stem(form, language) for form in content))
    return frozenset(found)


def namings() -> Iterator[tuple[Phrase, frozenset[Code], frozenset[Phrase]]]:
    """Everything that has another name, with its codes and the phrases that say it in a text."""
    known, _ = naming.names()
    for phrase, names in known.items():
        equal = [name for name in names if name.equal]
        if equal:
            said = frozenset(each for name in equal for each in name.phrases)
            yield phrase, frozenset(name.code for name in equal if name.code), said


def _needed(words: int) -> int:
    """How many of so many words a document must match: two of three, but of a long question only
    the part that any answer shares; the order by relevance puts those that share more first.
    """
    return math.ceil(2 * words / 3) if words <= 3 else max(2, words // 3)


def _is_content(compound: analysis.Compound) -> bool:
    return analysis.is_content(compound.joined.form)


def _parts_phrases(compound: analysis.Compound) -> Iterator[Phrase]:
    """ "peer-to-peer" is also found where it is written without hyphens."""
    parts = [part.form for part in compound.parts if analysis.is_content(part.form)]
    if len(parts) > 1:
        for language in analysis.LANGUAGES:
            yield tuple(analysis.stem(part, language) for part in parts)


def stems_of(form: str) -> frozenset[str]:
    return analysis.stems(form) if analysis.is_content(form) else frozenset()


def _joined_stems(typed: list[analysis.Compound], position: int, text: str) -> frozenset[str]:
    """What a word says together with its neighbours: "co voiturage" is also "covoiturage"."""
    found: set[str] = set()
    for one, other in ((position - 1, position), (position, position + 1)):
        if one >= 0 and other < len(typed):
            left, right = typed[one].joined, typed[other].joined
            if text[left.end : right.start] == " ":
                found |= analysis.stems((left.form + right.form)[: analysis.LONGEST])
    return frozenset(found)


def _halves(form: str) -> Iterator[Phrase]:
    """ "covoiturage" is also found where it is written in two words."""
    if form.isalpha() and len(form) >= _SPLIT_FROM:
        for end in range(_MIN_PREFIX, len(form) - 2):
            left, right = form[:end], form[end:]
            if analysis.is_content(left) and analysis.is_content(right):
                for language in analysis.LANGUAGES:
                    yield analysis.stem(left, language), analysis.stem(right, language)


def _merged(one: Word, other: Word) -> Word:
    """A word typed twice counts once, with all that both places say of it."""
    return dataclasses.replace(
        one,
        prefix=one.prefix or other.prefix,
        phrases=one.phrases | other.phrases,
        near=(one.near | other.near) - ((one.phrases - one.near) | (other.phrases - other.near)),
        codes=one.codes | other.codes,
    )


def _names_in(
    typed: list[analysis.Compound], meant: Sequence[str | None]
) -> list[tuple[int, int, naming.Name]]:
    """The names found in a text with the positions (start, end) they cover; the longest win."""
    joined = [(i, meant[i] or compound.joined.form) for i, compound in enumerate(typed)]
    parts = [
        (i, part.form)
        for i, compound in enumerate(typed)
        for part in compound.parts
        if analysis.is_content(part.form)
    ]
    known, longest = naming.names()
    found: dict[tuple[int, int, naming.Name], None] = {}
    for run in (joined, parts):
        for language in analysis.LANGUAGES:
            stems = [analysis.stem(form, language) for _, form in run]
            for start in range(len(run)):
                for end in range(start + 1, min(start + longest, len(run)) + 1):
                    named: Iterable[naming.Name] = known.get(tuple(stems[start:end]), ())
                    if end == start + 1:
                        named = naming.alone(tuple(named), run[start][1])
                    for name in named:
                        found[run[start][0], run[end - 1][0] + 1, name] = None
    spans = {(start, end) for start, end, name in found if name.raises}
    within = {
        (start, end)
        for start, end in spans
        if any(a <= start and end <= b and (a, b) != (start, end) for a, b in spans)
    }
    return [(start, end, name) for start, end, name in found if (start, end) not in within]


def _begun_names(
    typed: list[analysis.Compound], meant: Sequence[str | None]
) -> list[tuple[int, int, naming.Name]]:
    """The names that the last word may be about to end: those of several words, and those of the
    only word of the field that begins so.
    """
    endings = lexicon.completions(typed[-1].joined.form)
    found: dict[tuple[int, int, naming.Name], None] = {}
    for ending in endings:
        for start, end, name in _names_in(typed, [*meant[:-1], ending]):
            if end == len(typed) and (len(endings) == 1 or start < end - 1):
                found[start, end, name] = None
    return [*found]
