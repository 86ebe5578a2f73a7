"""From what somebody typed to what is looked for: an engine-neutral reading of a search text."""

import dataclasses
import functools
import math
from collections.abc import Iterator

import rapidfuzz

from commons import vocabulary
from search import analysis

LONGEST_TEXT = 500  # characters read of a text
MOST_WORDS = 32  # content words kept of a text

_MIN_PREFIX = 2
_ONE_EDIT_FROM = 4  # letters
_TWO_EDITS_FROM = 8

Phrase = tuple[str, ...]
Code = tuple[str, str]  # facet, code


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """One content word of the text, with everything that stands for it in a document."""

    text: str
    stems: frozenset[str]
    prefix: bool
    edits: int
    phrases: frozenset[Phrase]
    codes: frozenset[Code]

    def is_prefix_of(self, form: str) -> bool:
        """Whether the word, being the last one typed, begins this form."""
        return self.prefix and form.startswith(self.text)

    def is_typo_of(self, form: str) -> bool:
        """Whether a slip of the fingers turns this form into the word.

        The distance is optimal string alignment: insertions, deletions, replacements and swaps of
        neighbours count one each, and no part is edited twice. First letters are equal.
        """
        if not self.edits or form[:1] != self.text[0] or form == self.text:
            return False
        distance = rapidfuzz.distance.OSA.distance(self.text, form, score_cutoff=self.edits)
        return distance <= self.edits


@dataclasses.dataclass(frozen=True, slots=True)
class Understood:
    """What a text asks for, and with it the rule that decides which documents match.

    A document matches when at least `needed` of the words match it. A word matches a document when
    - one of its forms (`analysis.forms` of title, summary, body, words) is the word, begins with it
      (if `prefix`) or is within `edits` of it, or
    - one of its stems is among the word's stems, or
    - one of its runs of stems holds one of the word's phrases, uninterrupted and in order, or
    - it carries one of the word's codes as a facet.
    The runs of a document are `analysis.stem_runs` of title, summary and body in its language, and
    of words in both languages; its stems are all that is in them. Without words all documents
    match. `codes` are all the codes that the text names: they only raise a document.
    """

    words: tuple[Word, ...]
    needed: int
    codes: frozenset[Code]


@functools.lru_cache(maxsize=512)
def understand(text: str) -> Understood:
    """Read a text: its content words, or its stop words where it has nothing else."""
    typed = list(analysis.compounds(text[:LONGEST_TEXT]))
    kept = [c for c in typed if _is_content(c)] or typed
    kept = kept[:MOST_WORDS]
    if not kept:
        return Understood((), 0, frozenset())
    names = _names_in(kept)
    words: dict[str, Word] = {}
    for position, compound in enumerate(kept):
        form = compound.joined.form
        equal = [name for start, end, name in names if start <= position < end and name.equal]
        said = {phrase for name in equal for phrase in name.phrases}
        word = Word(
            text=form,
            stems=analysis.stems(form) if analysis.is_content(form) else frozenset(),
            prefix=compound is typed[-1] and len(form) >= _MIN_PREFIX,
            edits=_edits(form),
            phrases=frozenset(said.union(_parts_phrases(compound))),
            codes=frozenset(name.code for name in equal),
        )
        words[form] = _merged(words[form], word) if form in words else word
    return Understood(
        words=tuple(words.values()),
        needed=math.ceil(2 * len(words) / 3),
        codes=frozenset(name.code for _, _, name in names),
    )


def namings() -> Iterator[tuple[Phrase, frozenset[Code], frozenset[Phrase]]]:
    """Everything that names codes, with those codes and the phrases that say them in a text."""
    known, _ = _names()
    for phrase, names in known.items():
        equal = [name for name in names if name.equal]
        if equal:
            said = frozenset(each for name in equal for each in name.phrases)
            yield phrase, frozenset(name.code for name in equal), said


@dataclasses.dataclass(frozen=True, slots=True)
class _Name:
    """A code that some words name, and the phrases that say it in a text.

    Words that are `equal` to the code find all that carries it, others only suggest it, as
    "billetterie" suggests the tools that sell tickets.
    """

    code: Code
    phrases: frozenset[Phrase]
    equal: bool


def _is_content(compound: analysis.Compound) -> bool:
    return analysis.is_content(compound.joined.form)


def _edits(form: str) -> int:
    if not form.isalpha() or len(form) < _ONE_EDIT_FROM:
        return 0
    return 1 if len(form) < _TWO_EDITS_FROM else 2


def _parts_phrases(compound: analysis.Compound) -> Iterator[Phrase]:
    """ "peer-to-peer" is also found where it is written without hyphens."""
    parts = [part.form for part in compound.parts if analysis.is_content(part.form)]
    if len(parts) > 1:
        for language in analysis.LANGUAGES:
            yield tuple(analysis.stem(part, language) for part in parts)


def _merged(one: Word, other: Word) -> Word:
    """A word typed twice counts once, with all that both places say of it."""
    return dataclasses.replace(
        one,
        prefix=one.prefix or other.prefix,
        phrases=one.phrases | other.phrases,
        codes=one.codes | other.codes,
    )


def _names_in(typed: list[analysis.Compound]) -> list[tuple[int, int, _Name]]:
    """The names found in a text with the positions (start, end) they cover; the longest win."""
    joined = [(i, compound.joined.form) for i, compound in enumerate(typed)]
    parts = [
        (i, part.form)
        for i, compound in enumerate(typed)
        for part in compound.parts
        if analysis.is_content(part.form)
    ]
    known, longest = _names()
    found: dict[tuple[int, int, _Name], None] = {}
    for run in (joined, parts):
        for language in analysis.LANGUAGES:
            stems = [analysis.stem(form, language) for _, form in run]
            for start in range(len(run)):
                for end in range(start + 1, min(start + longest, len(run)) + 1):
                    for name in known.get(tuple(stems[start:end]), ()):
                        found[run[start][0], run[end - 1][0] + 1, name] = None
    spans = {(start, end) for start, end, _ in found}
    within = {
        (start, end)
        for start, end in spans
        if any(a <= start and end <= b and (a, b) != (start, end) for a, b in spans)
    }
    return [(start, end, name) for start, end, name in found if (start, end) not in within]


@functools.cache
def _names() -> tuple[dict[Phrase, tuple[_Name, ...]], int]:
    """Everything that names a code, by its stems, and the length of the longest."""
    found: dict[Phrase, dict[_Name, None]] = {}
    for name, recognised in _vocabulary_names():
        for phrase in recognised:
            found.setdefault(phrase, {})[name] = None
    return (
        {phrase: tuple(names) for phrase, names in found.items()},
        max(map(len, found), default=0),
    )


def _vocabulary_names() -> Iterator[tuple[_Name, frozenset[Phrase]]]:
    """Each name and the phrases by which it is recognised.

    Synonyms are what people type, often wider than the term: they find what carries its code, but
    only its labels are looked for in texts.
    """
    for facet in ("themes", "channels"):
        for term in vocabulary.terms(facet).values():
            labels = _phrases(_plain(term.fr), _plain(term.en))
            yield (
                _Name((facet, term.code), labels, equal=True),
                labels | _phrases(*term.synonyms, *term.synonyms_en),
            )
    for term in vocabulary.terms("sizes").values():
        # "moyenne" and "grande" alone are said of everything: a size is named with its noun.
        fr, en = _plain(term.fr), _plain(term.en)
        named = [f"{fr} {noun}" for noun in ("association", "asso", "structure")]
        named += [f"{en} {noun}" for noun in ("charity", "nonprofit", "organisation")]
        yield (
            _Name(("sizes", term.code), frozenset(), equal=True),
            _phrases(*named, *term.synonyms, *term.synonyms_en),
        )
    for tool in vocabulary.tools().values():
        writings = _phrases(tool.name, *tool.aliases)
        yield _Name(("tools", tool.code), writings, equal=True), writings
        yield _Name(("tools", tool.code), frozenset(), equal=False), _phrases(*tool.synonyms)


def _plain(label: str) -> str:
    """A label without what it says in brackets."""
    return label.partition("(")[0]


def _phrases(*writings: str) -> frozenset[Phrase]:
    """The stems of each writing in either language, in parts and with compounds joined."""
    found: set[Phrase] = set()
    for writing in writings:
        compounds = list(analysis.compounds(writing))
        parts = [part.form for compound in compounds for part in compound.parts]
        joined = [compound.joined.form for compound in compounds]
        for run in (parts, joined):
            content = [form for form in run if analysis.is_content(form)]
            # "tous bénévoles" and "e-mail" say more than the only word left of them.
            if content and (len(content) > 1 or len(run) == 1):
                for language in analysis.LANGUAGES:
                    found.add(tuple(analysis.stem(form, language) for form in content))
    return frozenset(found)
