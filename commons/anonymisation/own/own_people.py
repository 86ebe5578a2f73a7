"""The own people of an association, by any part of their names, short, tender or misspelt."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from commons.anonymisation.mentions import Mention
from commons.anonymisation.people import nicknames, person_frames
from commons.anonymisation.words import chains, first_names, lexicon, normalisation, spelling
from commons.anonymisation.words.normalisation import Word

_BETWEEN = normalisation.listed(
    "le la petit petite grand grande gros vieux jeune fils pere dit alias"
)
_SURNAME_PARTICLES = normalisation.listed(
    """
le la de du des d l van von el al ben da dos
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
    words = normalisation.words_of(text)
    while words and words[0] in person_frames.CIVIL:
        words = words[1:]  # but not the last of "Wilson Petit-Frère"
    if not words:
        return None
    if len(words) == 1:
        single = words[0] in first_names.FIRST_NAMES
        return Person(words[0], words if single else (), () if single else words)
    # "DUPONT Martine" is declared as often as "Martine Dupont".
    if words[0] not in first_names.FIRST_NAMES and words[-1] in first_names.FIRST_NAMES:
        given = len(normalisation.words_of(text.split()[-1]))
        given = given if given < len(words) else 1
        return Person(" ".join(words), words[-given:], words[:-given])
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
        self.garbled = spelling.Garbled(
            (words, person.key)
            for person in self.people
            if person.first and person.last
            for words in (person.first + person.last, person.last + person.first)
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
    for person in known.people:
        for word in context.words:
            yield from _at(context, word, person)
    words = context.words
    for first, last, (key, whole) in known.recut.find(words):
        yield Mention(
            words[first].start,
            words[last].end,
            "PERSON",
            "certain" if whole else "probable",
            "own-person" if whole else "own-person-part",
            f"person:{key}",
        )
    for first, last, key in known.garbled.find(words):
        inside = words[first : last + 1]
        things = any(not (w.capital or w.plain) and person_frames.ordinary(w.fold) for w in inside)
        if not things and any(
            word.capital or not person_frames.ordinary(word.fold) for word in inside
        ):
            start, end = inside[0].start, inside[-1].end
            yield Mention(start, end, "PERSON", "probable", "own-person-misspelt", f"person:{key}")


def _at(context: chains.Context, word: Word, person: Person) -> Iterator[Mention]:
    """The person, if a mention of them begins with this word."""
    words = context.words
    key = f"person:{person.key}"
    sure = frozenset(person.first + person.last)
    first = _starts(words, word.index, person.first)
    last = _starts(words, word.index, person.last)
    short = 0 if first else _shortened(context, word.index, person.first)
    if (given := first or short) and person.last:
        between = _between(words, word.index + given)
        if between and _starts(words, word.index + given, person.last):
            between = 0  # "Wilson Petit-Frère"
        after = _starts(words, word.index + given + between, person.last)
        if after:
            whole = sure if first and not between else None
            yield _person_mention(context, word.index, given + between + after, key, whole)
            return
        part = _initials_from(words, word.index + given, person.last)
        if part or _part_of(words, word.index + given + between, person.last):
            count = given + (part or between + 1)
            yield _person_mention(context, word.index, count, key, None)
            return
    if last and person.first:
        after = _starts(words, word.index + last, person.first)
        if after:
            yield _person_mention(context, word.index, last + after, key, sure)
            return
        if count := _initials_after(words, word.index + last, person.first):
            yield _person_mention(context, word.index, last + count, key, None)
            return
        before = _initials_before(words, word.index, person.first)
        if before:
            yield _person_mention(context, word.index - before, last + before, key, None)
            return
    if first and person_frames.alone(context, word, person.first, given=True):
        yield _person_mention(context, word.index, first, key, None)
    elif last and person_frames.alone(context, word, person.last, given=False):
        yield _person_mention(context, word.index, last, key, None)
    elif (
        len(person.first) > 1
        and word.fold == person.first[0]
        and person_frames.is_titled(context, word)
    ):
        yield _person_mention(context, word.index, 1, key, None)
    elif short and person_frames.is_nickname(context, word, short):
        yield _person_mention(context, word.index, short, key, None)
    elif not last and _surname_part(context, word, person):
        yield _person_mention(context, word.index, 1, key, None)
    elif count := _initials_of(words, word, person):
        yield _person_mention(context, word.index, count, key, None)


def _between(words: list[Word], index: int) -> int:
    """How many words that only tell which one stand before a surname: "le petit", « Nanard »."""
    count = 0
    while index + count < len(words) and count < 2 and words[index + count].fold in _BETWEEN:
        count += 1
    if not count and index + 1 < len(words):
        quoted = words[index].gap.strip()[-1:] in ("«", '"', "“", "(")
        return int(quoted and words[index + 1].gap.strip()[:1] in ("»", '"', "”", ")"))
    return count


def _shortened(context: chains.Context, index: int, first: tuple[str, ...]) -> int:
    """How many words from `index` make a first name cut short: "Mimi", "J.-Ph.", "JP"."""
    words = context.words
    word = words[index]
    if not first:
        return 0
    if len(first) == 1:
        return int(nicknames.is_made_of(word.fold, first[0]))
    if word.fold == "".join(part[0] for part in first):
        return int(not lexicon.is_common(word.fold))
    for offset, part in enumerate(first):
        if index + offset >= len(words):
            return 0
        said = words[index + offset]
        if offset and (said.begins or said.gap not in (" ", "-", ".-", ". ", ".")):
            return 0
        dotted = context.reading.clean[said.end : said.end + 1] in (".", "-") or said.gap == "-"
        cut = part.startswith(said.fold) and (
            (dotted and said.capital)
            or (offset > 0 and len(said.fold) > 1 and said.fold not in lexicon.HOLLOW)
        )
        made = offset > 0 and nicknames.is_made_of(said.fold, part)
        if not (spelling.alike(said.fold, part) or cut or made):
            return 0
    return len(first)


def _surname_part(context: chains.Context, word: Word, person: Person) -> bool:
    """Whether it is one of two surnames, with its capital: "Mme Rey" of "Rey-Grobellet"."""
    parts = [w for w in person.last if w not in _SURNAME_PARTICLES and len(w) > 2]
    if len(parts) < 2 or word.fold not in parts or lexicon.is_common(word.fold):
        return False
    return not context.is_kept(word.start, word.end) and (
        (word.capital and not word.begins) or person_frames.is_titled(context, word)
    )


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
    dotted = index + 1 < len(words) and words[index + 1].gap[:1] == "."
    small = (word.plain and dotted) or (
        # "ionéla c a 23 ans", the first name in small letters, too
        index > 0
        and not words[index - 1].capital
        and word.gap == " "
        and person_frames.closes(words, word)
    )
    lone = len(word.text) == 1 and (word.text.isupper() or small)
    return lone and word.fold in heads and len(word.gap) <= 2


def _initials_of(words: list[Word], word: Word, person: Person) -> int:
    """How many words make "M. V." or "J.-Y. P.", 0 if none do."""
    count = len(person.first)
    if not (person.first and person.last and word.capital):
        return 0
    for offset, part in enumerate(person.first):
        said = words[word.index + offset : word.index + offset + 1]
        if not said or said[0].text != part[0].upper():
            return 0
        if offset and said[0].gap not in (".", ". ", ".-", "-"):
            return 0
    if not _initial_of(words, word.index + count, person.last):
        return 0
    return count + 1 if words[word.index + count].gap in (".", ". ", ".-") else 0


def _initials_from(words: list[Word], index: int, last: tuple[str, ...]) -> int:
    """How many words make the initials of a surname: "Hamza O.", "Ali M.S.", "ghislaine m-s"."""
    if not _initial_of(words, index, last):
        return _dashed(words, index, last)
    count = 1
    while count < len(last) and index + count < len(words):
        word = words[index + count]
        if word.gap not in (".", ". ", "-") or word.text != last[count][0].upper():
            break
        count += 1
    return count


def _dashed(words: list[Word], index: int, names: tuple[str, ...]) -> int:
    """How many words make lone letters joined by dashes or dots, those of the names: "j-b"."""
    letters = words[index : index + len(names)]
    if len(names) < 2 or tuple(w.fold for w in letters) != tuple(name[0] for name in names):
        return 0
    joined = all(w.gap in ("-", ".", ".-", ". ") for w in letters[1:])
    return len(names) if joined and letters[0].gap in (" ", ", ") else 0


def _part_of(words: list[Word], index: int, last: tuple[str, ...]) -> bool:
    """Whether one of two surnames follows a first name: "Ali Mzé" of "Ali Mzé Soilihi"."""
    if len(last) < 2 or index >= len(words) or words[index].gap not in (" ", "-", " '"):
        return False
    parts = [part for part in last if part not in _SURNAME_PARTICLES and len(part) > 2]
    return any(spelling.alike(words[index].fold, part) for part in parts)


def _initials_after(words: list[Word], index: int, first: tuple[str, ...]) -> int:
    """How many words make "JB" of "Keravec JB", or "J." or "A.S." after a surname."""
    if index >= len(words) or words[index].gap not in (" ", ", "):
        return 0
    word = words[index]
    if len(first) > 1 and word.fold == "".join(part[0] for part in first):
        return 1
    if count := _dashed(words, index, first):
        return count
    dotted = index + 1 == len(words) or words[index + 1].gap[:1] == "."
    return int(dotted and word.capital and word.text == first[0][0].upper())


def _initials_before(words: list[Word], index: int, first: tuple[str, ...]) -> int:
    count = 0
    for known in reversed(first):
        position = index - 1 - count
        if position < 0 or len(words[position + 1].gap) > 2 or words[position + 1].gap == ", ":
            break
        said = words[position]
        cut = said.capital and len(said.fold) < 5 and words[position + 1].gap[:1] in (".", "-")
        if said.fold != known[0] and not (cut and known.startswith(said.fold)):
            break
        count += 1
    return count


def _person_mention(
    context: chains.Context, index: int, count: int, key: str, sure: frozenset[str] | None
) -> Mention:
    inside = context.words[index : index + count]
    start, end = _with_title(context, inside[0]), inside[-1].end
    if len(inside[-1].text) == 1 and context.reading.clean[end : end + 1] == ".":
        end += 1
    exact = sure is not None and all(word.fold in sure for word in inside)
    if exact:
        certainty, reason = "certain", "own-person"
    elif sure is not None:
        certainty, reason = "probable", "own-person-misspelt"
    else:
        certainty, reason = "probable", "own-person-part"
    return Mention(start, end, "PERSON", certainty, reason, key)


def _with_title(context: chains.Context, word: Word) -> int:
    """Where the title begins that is said with the name, or the name itself."""
    start = word.start
    while word.index and not word.begins and word.gap in (" ", ". ", ".", "'", "-"):
        word = context.words[word.index - 1]
        if word.fold in person_frames.CIVIL or (
            word.fold in person_frames.FAMILIAR and word.fold not in ("si", "don")
        ):
            start = word.start
        elif word.fold not in ("l", "le", "la"):
            break
    return start
