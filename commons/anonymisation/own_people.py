"""The own people of an association, by first name, surname or initials, even misspelt."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from commons.anonymisation import chains, first_names, lexicon, normalisation, spelling
from commons.anonymisation.mentions import Mention
from commons.anonymisation.normalisation import Word

_SEASONS = frozenset(("noel", "toussaint"))
_BEFORE_SEASONS = frozenset(("a", "de", "la", "pour", "avant", "apres", "depuis", "vers", "joyeux"))
_ARTICLES_OF_THINGS = frozenset(("le", "la", "les", "un", "une", "des", "du", "au", "aux"))
_CIVIL = normalisation.listed(
    """
m mr mme mlle monsieur madame mademoiselle dr docteur maitre me
"""
)
_SURNAME_PARTICLES = normalisation.listed(
    """
le la de du des d l van von el al ben da dos
"""
)
_AFTER_PERSON = normalisation.listed(
    """
a est s qui nous avait etait fait gere dit tient vient m m'a raconte explique propose pense y
"""
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the association declares."""

    key: str
    first: tuple[str, ...]
    last: tuple[str, ...]  # with particles


def person_of(text: str) -> Person | None:
    """A declared person, None for a text without a word."""
    words = tuple(w for w in normalisation.words_of(text) if w not in _CIVIL)
    if not words:
        return None
    if len(words) == 1:
        single = words[0] in first_names.FIRST_NAMES
        return Person(words[0], words if single else (), () if single else words)
    # "DUPONT Martine" is declared as often as "Martine Dupont".
    if words[0] not in first_names.FIRST_NAMES and words[-1] in first_names.FIRST_NAMES:
        return Person(" ".join(words), words[-1:], words[:-1])
    cut = len(normalisation.words_of(text.split()[0])) if text.split()[0][:1].isalpha() else 1
    cut = min(max(cut, 1), len(words) - 1)
    while (
        cut < len(words) - 1
        and words[cut] in first_names.FIRST_NAMES
        and (f"{words[cut - 1]}-{words[cut]}" in normalisation.fold(text))
    ):
        cut += 1
    return Person(" ".join(words), words[:cut], words[cut:])


class OwnPeople:
    """The people of an association prepared for matching."""

    def __init__(self, people: Iterable[str]) -> None:
        self.people = tuple(person for text in people if (person := person_of(text)) is not None)
        self.recut = spelling.Recut(
            (words, (person.key, whole))
            for person in self.people
            for words, whole in (
                (person.first + person.last, bool(person.first and person.last)),
                (person.last + person.first, bool(person.first and person.last)),
                (person.first, False),
                (person.last, False),
            )
            if len("".join(words)) > 2
        )

    def accounts(self) -> Iterator[str]:
        """Names written solid, as accounts are."""
        for person in self.people:
            if person.first and person.last:
                yield "".join(person.first + person.last)
                yield "".join(person.last + person.first)

    def initials(self) -> frozenset[str]:
        """Of those who have a first name and a surname, particles in or out."""
        return frozenset(
            person.first[0][0] + last[0]
            for person in self.people
            if person.first
            for last in person.last
        )

    def telling(self) -> frozenset[str]:
        """Words that recall somebody wherever they stand."""
        return frozenset(
            word for person in self.people for word in person.first + person.last if len(word) > 2
        )


def detect(context: chains.Context, known: OwnPeople) -> Iterator[Mention]:
    """The people declared, by all or part of their names."""
    yield from _declared(context, known.people)
    for first, last, (key, whole) in known.recut.find(context.words):
        yield Mention(
            context.words[first].start,
            context.words[last].end,
            "PERSON",
            "certain" if whole else "probable",
            "own-person" if whole else "own-person-part",
            f"person:{key}",
        )


def _declared(context: chains.Context, people: tuple[Person, ...]) -> Iterator[Mention]:
    words = context.words
    for person in people:
        key = f"person:{person.key}"
        sure = frozenset(person.first + person.last)
        for word in words:
            first = _starts(words, word.index, person.first)
            last = _starts(words, word.index, person.last)
            if first and person.last:
                after = _starts(words, word.index + first, person.last)
                if after:
                    yield _person_mention(context, word.index, first + after, key, sure)
                    continue
                if _initial_of(words, word.index + first, person.last):
                    yield _person_mention(context, word.index, first + 1, key, None)
                    continue
            if last and person.first:
                after = _starts(words, word.index + last, person.first)
                if after:
                    yield _person_mention(context, word.index, last + after, key, sure)
                    continue
                before = _initials_before(words, word.index, person.first)
                if before:
                    yield _person_mention(context, word.index - before, last + before, key, None)
                    continue
            if first and _alone(context, word, person.first):
                yield _person_mention(context, word.index, first, key, None)
            elif last and _alone(context, word, person.last):
                yield _person_mention(context, word.index, last, key, None)
            elif _initials_of(words, word, person):
                yield _person_mention(context, word.index, 2, key, None)


def _starts(words: list[Word], index: int, sought: tuple[str, ...]) -> int:
    """How many words from `index` say `sought`, slips allowed; 0 if they do not."""
    if not sought or index + len(sought) > len(words):
        return 0
    for offset, known in enumerate(sought):
        word = words[index + offset]
        if offset and (len(word.gap) > 2 or word.begins or "," in word.gap):
            return 0
        if not spelling.alike(word.fold, known) and not (
            # A misspelt name has a capital; "valerie" and "valeria" are two people in lower case.
            len(known) >= 5
            and word.fold[0] == known[0]
            and fuzz.ratio(word.fold, known) >= 84
            and not lexicon.is_common(word.fold)
        ):
            return 0
    if words[index].index != index:
        return 0
    return len(sought)


def _initial_of(words: list[Word], index: int, sought: tuple[str, ...]) -> bool:
    if index >= len(words):
        return False
    word = words[index]
    heads = {w[0] for w in sought[:1]} | {w[0] for w in sought if w not in _SURNAME_PARTICLES}
    return len(word.text) == 1 and word.text.isupper() and word.fold in heads and len(word.gap) <= 2


def _initials_of(words: list[Word], word: Word, person: Person) -> bool:
    """Whether "M. V." stands there."""
    return (
        bool(person.first and person.last)
        and len(word.text) == 1
        and word.capital
        and word.fold == person.first[0][0]
        and _initial_of(words, word.index + 1, person.last)
        and words[word.index + 1].gap in (".", ". ", ".-")
    )


def _initials_before(words: list[Word], index: int, first: tuple[str, ...]) -> int:
    count = 0
    for known in reversed(first):
        position = index - 1 - count
        if position < 0 or len(words[position + 1].gap) > 2 or words[position + 1].gap == ", ":
            break
        if words[position].fold != known[0]:
            break
        count += 1
    return count


def _alone(context: chains.Context, word: Word, sought: tuple[str, ...]) -> bool:
    """Whether a first name or surname by itself is somebody rather than a word."""
    if len(sought) > 1 and not all(len(w) < 3 for w in sought):
        return True
    ordinary = lexicon.is_common(word.fold)
    if word.index:
        cue = context.words[word.index - 1].fold
        if context.is_kept(word.start, word.end) and cue in chains.TOOL_CUES:
            return False
        if word.fold in _SEASONS and cue in _BEFORE_SEASONS:
            return False
        if cue in _ARTICLES_OF_THINGS and not (word.capital or word.plain):
            return False
    if not ordinary and (word.fold == sought[0] or word.capital or word.plain):
        return len(word.fold) > 2 or word.capital
    if word.capital and not word.begins:
        return True
    before = context.words[word.index - 1] if word.index else None
    titled = before is not None and not word.begins and before.fold in _CIVIL
    following = context.words[word.index + 1] if word.index + 1 < len(context.words) else None
    acts = (
        following is not None
        and following.fold in _AFTER_PERSON
        and following.gap == " "
        and (before is None or word.begins or before.fold not in lexicon.ARTICLES)
    )
    return titled or (acts and (word.capital or word.plain))


def _person_mention(
    context: chains.Context, index: int, count: int, key: str, sure: frozenset[str] | None
) -> Mention:
    inside = context.words[index : index + count]
    end = inside[-1].end
    if len(inside[-1].text) == 1 and context.reading.clean[end : end + 1] == ".":
        end += 1
    exact = sure is not None and all(word.fold in sure for word in inside)
    if exact:
        certainty, reason = "certain", "own-person"
    elif sure is not None:
        certainty, reason = "probable", "own-person-misspelt"
    else:
        certainty, reason = "probable", "own-person-part"
    return Mention(inside[0].start, end, "PERSON", certainty, reason, key)
