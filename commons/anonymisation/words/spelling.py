"""Words that are the same but for a slip of the pen, of the ear or of a scanner, or where cut."""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz

from commons.anonymisation.words import dictionary, first_names, lexicon
from commons.anonymisation.words.normalisation import Word

Meaning = TypeVar("Meaning")

# What a scanner mistakes, read one way; longer ones first.
_PRINTED = tuple(
    {"rn": "m", "nn": "m", "ri": "n", "cl": "d", "vv": "w", "ii": "u", "0": "o", "1": "i", "l": "i",
     "|": "i", "5": "s", "8": "b", "6": "b", "9": "g", "q": "g", "j": "i", "c": "e"}.items()
)  # fmt: skip
# What French ears do not tell apart, in order; on folded words, so "e" stands for all its accents.
_SOUNDS = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"ph", "f"),
        (r"t?sch|t?ch|sh", "C"),
        (r"h", ""),
        (r"qu|q|ck|cc(?![eiy])|c(?![eiy])|k", "K"),
        (r"ti(?=on|el|aux)", "si"),
        (r"gu(?=[eiy])", "G"),
        (r"ge(?=[ao])|g(?=[eiy])|j", "J"),
        (r"gn|ni(?=[aeo])", "N"),
        (r"c|z|ss|x(?=[aeiou])", "s"),
        (r"e?aux?|o(?:s|t|x)?$", "o"),
        (r"oeu|eu", "E"),
        (r"ou|oo|w(?=[aeiou])", "U"),
        (r"o[iy]", "Ua"),
        (r"(?:[ae]?[iy]|u)[nm](?![aeiouynmE])|(?<=i)en$", "I"),
        (r"[ae][nm](?![aeiouynmE])", "A"),
        (r"o[nm](?![aeiouynmE])", "O"),
        (r"(?:ai|e)res?$|[ae]ir$|(?:er|ez|ets?)$|[ae][iy]", "e"),
        (r"ill|y", "i"),
        (r"w", "v"),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)(?:es?|[tdpxzgb]{1,2}s?|s)$", ""),
    )
)


@functools.lru_cache(maxsize=50_000)
def alike(word: str, known: str) -> bool:
    """Same word, or the same but for a slip of the pen."""
    if word == known:
        return True
    if min(len(word), len(known)) < 4 or lexicon.is_common(word) or word in first_names.FIRST_NAMES:
        # Plurals of ordinary words are still the name's words; "ty" is the Breton "ti".
        if len(word) == len(known) < 4:
            return len(word) > 1 and word.replace("y", "i") == known.replace("y", "i")
        return min(len(word), len(known)) > 3 and word.rstrip("sx") == known.rstrip("sx")
    if len(word) == 4 and dictionary.is_word(word):
        return False
    if abs(len(word) - len(known)) <= 2 and fuzz.ratio(word, known) >= (
        75 if len(known) < 6 else 80
    ):
        return True
    if dictionary.is_word(word):
        return False
    return printed(word) == printed(known) or sounds_alike(word, known)


def sounds_alike(word: str, known: str) -> bool:
    """Whether two folded words, none too short, are heard as one."""
    heard = sound(known)
    return len(known) > 3 and len(heard) > 2 and sound(word) == heard


@functools.lru_cache(maxsize=50_000)
def printed(word: str) -> str:
    """A folded word with what scanners mistake read one way."""
    for seen, read in _PRINTED:
        word = word.replace(seen, read)
    return word


@functools.lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """A folded word as it is heard in French, roughly."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


class Recut(Generic[Meaning]):
    """Names found again where a text cuts them elsewhere: "M a r t i n e", "Ver-tou", "LeGoff"."""

    def __init__(self, names: Iterable[tuple[tuple[str, ...], Meaning]]) -> None:
        self._names: dict[str, tuple[tuple[str, ...], Meaning]] = {}
        for words, meaning in names:
            self._names.setdefault("".join(words), (words, meaning))
        self._starts: dict[str, list[str]] = {}
        for joined in self._names:
            for length in range(1, len(joined) + 1):
                self._starts.setdefault(joined[:length], []).append(joined)

    def find(self, words: list[Word]) -> Iterator[tuple[int, int, Meaning]]:
        """The first and last word of each, and what it means."""
        for word in words:
            for joined in self._starts.get(word.fold, ()):
                known, meaning = self._names[joined]
                last = _end(words, word.index, joined)
                if last is not None and _tells(words[word.index : last + 1], known):
                    yield word.index, last, meaning


def _end(words: list[Word], index: int, joined: str) -> int | None:
    """The last of the words that, put together from `index` on, say `joined`."""
    said = words[index].fold
    while len(said) < len(joined):
        index += 1
        if index == len(words) or len(words[index].gap) > 3:
            return None
        said += words[index].fold
        if not joined.startswith(said):
            return None
    return index


def _tells(pieces: list[Word], known: tuple[str, ...]) -> bool:
    """Whether such pieces cannot be words that stand there by chance."""
    folds = tuple(piece.fold for piece in pieces)
    if folds == known:
        return False  # written as it should be: the detectors of words judge that
    size = sum(map(len, folds))
    if all(len(fold) == 1 for fold in folds):
        return size > 2
    return (
        size > 5
        and all(_goes_on(piece) and "," not in piece.gap for piece in pieces[1:])
        and not all(map(lexicon.is_common, folds))
    )


@dataclass(frozen=True, slots=True)
class _Form(Generic[Meaning]):
    """A name with its words joined, as written, as printed and as heard."""

    written: str
    printed: str
    heard: str
    words: int
    meaning: Meaning


class Garbled(Generic[Meaning]):
    """Names found again, their words joined, where a text misspells and cuts them as it likes.

    Names of less than eight letters must be there to the letter: they are like too many things.
    """

    def __init__(self, names: Iterable[tuple[tuple[str, ...], Meaning]]) -> None:
        forms: dict[str, _Form[Meaning]] = {}
        for words, meaning in names:
            written = "".join(words)
            if len(written) >= _SHORTEST:
                heard = "".join(map(sound, words))
                forms.setdefault(
                    written, _Form(written, printed(written), heard, len(words), meaning)
                )
        self._forms = tuple(forms.values())

    def find(self, words: list[Word]) -> Iterator[tuple[int, int, Meaning]]:
        """The first and last word of each, and what it means; of those that overlap, what is
        likest over most letters."""
        if not self._forms:
            return
        sounds = [sound(word.fold) for word in words]
        reach = _reaches(words)
        found = [
            ((likeness - 50) * len(form.written), first, last, number)
            for number, form in enumerate(self._forms)
            for likeness, first, last in _windows(form, words, sounds, reach)
        ]
        taken: set[int] = set()
        for _, first, last, number in sorted(found, key=_likest):
            if taken.isdisjoint(range(first, last + 1)):
                taken.update(range(first, last + 1))
                yield first, last, self._forms[number].meaning


def _likest(window: tuple[float, int, int, int]) -> tuple[float, int, int, int]:
    weight, first, last, number = window
    return -weight, first - last, first, number


_SHORTEST = 4
_LIKENED = 8  # letters from which on a name may be misspelt
_LIKE = 86.0  # of 100, as written and as printed
_HEARD = 90.0  # of 100, as heard: fewer letters are left to tell
_JUNCTION = re.compile(r" ?[-'.,’&+/]? ?\n?|-? ?\n ?")


def _goes_on(word: Word) -> bool:
    """Whether no sentence begins with a word; a name may be broken at the end of a line."""
    broken = word.gap[:1] == "-" or "\n" in word.gap
    return not word.begins or (broken and not word.text[0].isupper()) or (broken and word.plain)


def _reaches(words: list[Word]) -> list[int]:
    """For each word, the last one that a name beginning there may reach."""
    reach = list(range(len(words)))
    for index in range(len(words) - 2, -1, -1):
        following = words[index + 1]
        if _JUNCTION.fullmatch(following.gap) and _goes_on(following):
            reach[index] = reach[index + 1]
    return reach


def _windows(
    form: _Form[Meaning], words: list[Word], sounds: list[str], reach: list[int]
) -> Iterator[tuple[float, int, int]]:
    size = len(form.written)
    slack = max(2, size // 5) if size >= _LIKENED else 0
    for first in range(len(words)):
        written = ""
        heard = ""
        for last in range(first, min(first + form.words + 3, reach[first] + 1)):
            written += words[last].fold
            heard += sounds[last]
            if len(written) > size + slack:
                break
            if size < _LIKENED and not form.written.startswith(written):
                break
            if len(written) < size - slack:
                continue
            if size < _LIKENED:
                yield 100.0, first, last
                continue
            likeness = fuzz.ratio(written, form.written, score_cutoff=_LIKE)
            likeness = likeness or fuzz.ratio(heard, form.heard, score_cutoff=_HEARD) - 1
            likeness = max(
                likeness, fuzz.ratio(printed(written), form.printed, score_cutoff=_LIKE) - 2
            )
            if likeness > 0:
                yield likeness, first, last
