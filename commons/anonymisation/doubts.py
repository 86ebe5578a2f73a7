"""What no detector flagged and may still tell who wrote it: each listed once, for a yes or a no."""

import functools
import hashlib
import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commons import vocabulary
from commons.anonymisation import (
    chains,
    dictionary,
    first_names,
    gazetteer,
    lexicon,
    normalisation,
    phrases,
)
from commons.anonymisation.mentions import Mention
from commons.anonymisation.normalisation import Reading, Word

# So many in so many words at most, and a few even in the shortest text.
LISTED, PER_WORDS, AT_LEAST = 15, 400, 6
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


def limit(words: int) -> int:
    """How many doubts a text of so many words may list."""
    return max(AT_LEAST, math.ceil(words * LISTED / PER_WORDS))


def detect(
    contexts: Mapping[str, chains.Context],
    covered: Mapping[str, Collection[tuple[int, int, str]]],
    recalls: Callable[[str], bool],
    language: str,
    answered: Collection[str] = (),
) -> tuple[Doubt, ...]:
    """The doubts of all fields of a document, the riskiest first.

    ``covered`` holds the raw spans and kinds of the findings; ``recalls`` tells whether a word
    says again what the profile holds. What was ``answered`` stays, so that no answer is lost by a
    longer text.
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
    size = sum(len(context.words) for context in contexts.values())
    listed = [key for place, key in enumerate(ranked) if place < limit(size) or key in answered]
    return tuple(_doubt(key, found[key], contexts) for key in listed)


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
            if kind in ("NUMBER", "DATE") and context.is_kept(start, words[0].end):
                continue
            used |= {word.index for word in words}
            yield _Candidate(risk, start, end, kind)
    yield from _words(context, taken, used, recalls, language)


# Words that are no ordinary ones, that have a capital, or that stand beside a finding

# Nothing about them tells; they are listed where a text leaves room.
_RARE, _BESIDE, _PLACE_LIKE = 25, 30, 38


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
        risk, kind = (0, "") if index in used else _risk(context, word, taken, recalls, language)
        if not risk:
            index += 1
            continue
        end = index + 1
        while end < len(words) and end not in used and _joined(words[end]):
            following, of_kind = _risk(context, words[end], taken, recalls, language)
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


def _risk(
    context: chains.Context,
    word: Word,
    taken: Mapping[int, str],
    recalls: Callable[[str], bool],
    language: str,
) -> tuple[int, str]:
    """How much a word may tell, 0 for not at all, and what kind of finding it would be."""
    fold = word.fold
    if not fold.isalpha():
        coined = len(fold) > 2 and fold[0].isalpha() and not context.is_kept(word.start, word.end)
        return (50, "NAME") if coined else (0, "")
    titled = word.text[1:].islower() and word.text[0].isupper()
    capital = word.capital and not word.plain and not word.begins
    if context.is_kept(word.start, word.end):
        # Acronyms that anybody may write are written in capitals or without any.
        acronym = (
            len(fold) < 5
            and lexicon.GENERIC.fullmatch(fold) is not None
            and lexicon.PRODUCTS.fullmatch(fold) is None
        )
        return (55, "NAME") if capital and titled and acronym else (0, "")
    initial = len(fold) == 1 and word.text.isupper()
    if (fold in lexicon.HOLLOW or fold in _PIECES) and not (
        initial and _clings(context, word, taken)
    ):
        return (52, "NAME") if capital and titled and len(fold) > 2 else (0, "")
    if _clings(context, word, taken):
        return 60, "NAME"
    if len(fold) < 2:
        return 0, ""
    if recalls(fold):
        return 100, "NAME"
    named = _name(context, word, capital)
    if named is not None:
        return named
    if lexicon.is_common(fold) or fold in _vocabulary():
        if capital:
            return 58, "NAME"
        return _around(context, word, taken), "NAME"
    if dictionary.is_word(fold, language):
        if capital:
            return 80, "NAME"
        announced = _has_article(context, word) or (word.plain and _has_preposition(context, word))
        rare = _RARE if announced and not _VERBAL.search(word.text.lower()) else 0
        return max(rare, _around(context, word, taken)), "NAME"
    if dictionary.is_word(fold, "fr" if language == "en" else "en"):
        return (85, "NAME") if capital else (40, "NAME")
    if capital or word.plain:
        return 90, "NAME"
    return (65 if lexicon.looks_common(fold) else 75), "NAME"


def _name(context: chains.Context, word: Word, capital: bool) -> tuple[int, str] | None:
    """The same for what is in the lists of places and of first names, None for all else."""
    fold = word.fold
    for listed, ordinary, kind in _NAMES:
        if fold in listed:
            if capital or fold not in ordinary:
                return 95, kind
            if word.plain:
                return 35 if _has_article(context, word) else 45, kind
    return None


_NAMES = (
    (gazetteer.SINGLE | gazetteer.DEMONYMS, gazetteer.ORDINARY | lexicon.COMMON, "LOC"),
    (first_names.FIRST_NAMES, first_names.ORDINARY, "PERSON"),
)


def _clings(context: chains.Context, word: Word, taken: Mapping[int, str]) -> bool:
    """Whether a hyphen or a full stop makes it one with a finding."""
    after = context.words[word.index + 1] if word.index + 1 < len(context.words) else None
    joints = []
    if word.index - 1 in taken:
        joints.append((word.gap, context.words[word.index - 1]))
    if after is not None and after.index in taken:
        joints.append((after.gap, word))
    return any(
        gap.strip() in ("-", ".", "@", "_", "/")
        and (not gap.endswith((". ", ".\n")) or gap == " . " or len(first.fold) < 3)
        for gap, first in joints
    )


def _around(context: chains.Context, word: Word, taken: Mapping[int, str]) -> int:
    """The risk of an ordinary word by its place: a kind of place, or right before a finding."""
    if word.fold in _PLACES and not word.begins:
        return _PLACE_LIKE
    index = word.index + 1
    while index < len(context.words) and index < word.index + 4:
        after = context.words[index]
        if after.begins or after.gap not in (" ", "'"):
            return 0
        if after.index in taken:
            headed = _has_article(context, word) or (
                word.index > 0 and _has_article(context, context.words[word.index - 1])
            )
            return _BESIDE if headed and taken[after.index] in _NAMED else 0
        if after.fold not in ("de", "du", "des", "d", "la", "le", "l", "les", "in", "of", "the"):
            return 0
        index += 1
    return 0


# Kinds of findings that a word before them may belong to: "les transports X".
_NAMED = frozenset(("ASSO", "PARTNER", "LOC", "VENUE", "EVENT", "NAME", "GRANT", "PUBLIC"))
# What elision and hyphens leave of ordinary words.
_PIECES = normalisation.listed("quelqu lorsqu puisqu jusqu presqu quoiqu aujourd hui dela deca ci")
_VERBAL = re.compile(r"(?:ait|aient|ons|ez|ant|ée?s?|ing|ed)$")
# Buildings and landmarks of which a place often has one.
_PLACES = normalisation.listed(
    """
abbaye anse arenes aerodrome aeroport barrage basilique bateau bois bourg butte calvaire canal cap
carenage carriere caserne cathedrale centrale chapelle chateau cimetiere citadelle cirque cite col
colline couvent crique delta dent digue donjon ecluse eglise esplanade estuaire etang falaise
filature fontaine foret forge fort forteresse foyer gare glacier gorge gorges grotte halle halles
hameau hippodrome ile ilet ilot jetee kiosque lac lagon lavoir manoir marais marina mine mines
monastere mont montagne monument mosquee moulin papeterie parvis phare pic piscine piton plage
plateau pointe pont port prieure prison puits quai quartier rade ravine remparts rocher ruines
sanctuaire sommet source station sucrerie synagogue tanneries temple terminus terril tour usine
vallee vallon velodrome viaduc village volcan zoo island river harbour castle lighthouse
"""
)


def _has_preposition(context: chains.Context, word: Word) -> bool:
    return word.index > 0 and context.words[word.index - 1].fold in _PREPOSITIONS


def _has_article(context: chains.Context, word: Word) -> bool:
    """Whether a determiner makes an ordinary noun of it."""
    return word.index > 0 and context.words[word.index - 1].fold in _DETERMINERS


_PREPOSITIONS = normalisation.listed("de d a en sur chez vers pour par avec of in at from near")
_DETERMINERS = normalisation.listed(
    "le la les l un une des du au aux ce cet cette ces mon ma mes notre nos leur leurs the a an our"
)


@functools.cache
def _vocabulary() -> frozenset[str]:
    """The single words of the controlled lists: anybody of the field uses them."""
    said = set()
    for name in ("themes", "channels", "metrics", "publics", "human_means", "needs"):
        for term in vocabulary.terms(name).values():
            for wording in (term.fr, term.en, *term.synonyms, *term.synonyms_en):
                said |= set(normalisation.words_of(wording))
    return frozenset(said)
