"""A raw text read as words: invisible characters dropped, accents folded, offsets mapped back."""

import functools
import re
import unicodedata
from dataclasses import dataclass

_SPACES = frozenset("\t\x0b\x0c\xa0\u1680\u202f\u205f\u3000") | {
    chr(c) for c in range(0x2000, 0x200B)
}
_DROPPED = frozenset("\xad\u200b\u200c\u200d\u2060\ufeff\u180e")
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
_APOSTROPHES = frozenset("\u2018\u2019\u201b\u02bc\u02b9\u0060\xb4\u2032")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = {
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "ß": "ss",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
}
_ABBREVIATIONS = frozenset(
    (
        "m",
        "mm",
        "mr",
        "mme",
        "mmes",
        "mlle",
        "dr",
        "pr",
        "me",
        "st",
        "ste",
        "tel",
        "av",
        "bd",
        "n",
        "art",
        "cf",
        "ex",
        "env",
        "sr",
        "mgr",
        "mrs",
        "ms",
    )
)
_BREAK = re.compile(r"[.!?;\n\u2026\u2022]|(?:^|\n)\s*[-*]\s")


@functools.cache
def _clean_character(cluster: str) -> str:
    if cluster in _SPACES or cluster == "\r":
        return " "
    if cluster in _DASHES:
        return "-"
    if cluster in _APOSTROPHES:
        return "'"
    if cluster in _LETTERS:
        return _LETTERS[cluster]
    return "".join(
        " " if c in _SPACES else c
        for c in unicodedata.normalize("NFKC", cluster)
        if c.isprintable()
    ) or (cluster if cluster == "\n" else " ")


@functools.cache
def _fold_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    bare = unicodedata.normalize("NFD", character)[0].lower()
    return bare[0] if bare else character


def fold(text: str) -> str:
    """Lower case without accents, ligatures spelt out, one kind of space, dash and apostrophe."""
    return Reading(text).folded


def listed(text: str) -> frozenset[str]:
    """The folded words of a list written as a text."""
    return frozenset(fold(text).split())


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a short text such as a name."""
    return tuple(_WORD.findall(fold(text)))


@dataclass(slots=True)
class Word:
    """A run of letters and digits; offsets are those of the clean text."""

    index: int
    start: int
    end: int
    text: str
    fold: str
    gap: str  # what stands between the word before and this one
    begins: bool  # it begins a sentence, a line or an item
    capital: bool  # it has a capital that means something
    plain: bool = False  # its case means nothing: a text in capitals or without any


class Reading:
    """The clean text, its folded twin of the same length, and its words."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        pieces: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        position, length = 0, len(raw)
        while position < length:
            end = position + 1
            while end < length and unicodedata.combining(raw[end]):
                end += 1
            cluster = raw[position:end]
            if cluster not in _DROPPED:
                clean = (
                    cluster
                    if end == position + 1 and _plain(cluster)
                    else _clean_character(cluster)
                )
                pieces.append(clean)
                for _ in clean:
                    self._starts.append(position)
                    self._ends.append(end)
            position = end
        self.clean = "".join(pieces)
        self.folded = "".join(map(_fold_character, self.clean))
        self.words = _words(self.clean, self.folded)
        self._by_start = {word.start: word.index for word in self.words}

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets, in the raw text, of a span of the clean text."""
        return self._starts[start], self._ends[end - 1]

    def word_at(self, start: int) -> Word | None:
        """The word that starts exactly there."""
        index = self._by_start.get(start)
        return None if index is None else self.words[index]

    def words_in(self, start: int, end: int) -> list[Word]:
        """The words that lie within a span."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words[middle].start < start:
                low = middle + 1
            else:
                high = middle
        found = []
        while low < len(self.words) and self.words[low].end <= end:
            found.append(self.words[low])
            low += 1
        return found


def _plain(character: str) -> bool:
    return " " <= character <= "~" and character != "`"


def _words(clean: str, folded: str) -> list[Word]:
    words: list[Word] = []
    end = 0
    for match in _WORD.finditer(clean):
        gap = clean[end : match.start()]
        begins = not words or _breaks(words[-1], gap)
        text = match.group()
        words.append(
            Word(
                len(words),
                match.start(),
                match.end(),
                text,
                folded[match.start() : match.end()],
                gap,
                begins,
                any(map(str.isupper, text)),
            )
        )
        end = match.end()
    _level(words)
    return words


def _breaks(before: Word, gap: str) -> bool:
    if not _BREAK.search(gap):
        return False
    if gap.startswith(".") and "\n" not in gap:
        if gap.strip(" ") == "." and (before.fold in _ABBREVIATIONS or _initial(before)):
            return False
        if gap == ".":  # inside an address, a number or an acronym
            return False
    return True


def _initial(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isupper()


def _level(words: list[Word]) -> None:
    """Take their meaning from capitals that stand in a passage written all in capitals."""
    lettered = [word for word in words if len(word.text) > 1 and word.text.isalpha()]
    if len(lettered) > 3 and 10 * sum(w.text.isupper() for w in lettered) > 6 * len(lettered):
        _mute(words)
        return
    sentence: list[Word] = []
    for word in [*words, None]:
        if word is None or (word.begins and sentence):
            _level_sentence(sentence)
            sentence = []
        if word is not None:
            sentence.append(word)
    if not any(word.capital and not word.begins for word in words):
        for word in words:
            word.plain = True
            word.capital = word.capital and not word.begins


def _level_sentence(sentence: list[Word]) -> None:
    lettered = [word for word in sentence if len(word.text) > 1 and word.text.isalpha()]
    upper = [word for word in lettered if word.text.isupper()]
    if len(upper) >= 4 and len(upper) * 10 >= len(lettered) * 7:
        _mute(sentence)
        return
    run: list[Word] = []
    for word in sentence:
        if word.text.isupper() or not word.text.isalpha():
            run.append(word)
            continue
        if sum(len(w.text) > 1 for w in run) >= 6:
            _mute(run)
        run = []
    if sum(len(w.text) > 1 for w in run) >= 6:
        _mute(run)


def _mute(words: list[Word]) -> None:
    for word in words:
        word.capital = False
        word.plain = True
