"""A raw text read as words: invisible characters dropped, accents folded, offsets mapped back."""

import bisect
import functools
import html.entities
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SPACES = frozenset("\t\x0b\x0c\xa0\u1680\u202f\u205f\u2800\u3000") | {
    chr(c) for c in range(0x2000, 0x200B)
}
# Default-ignorable characters that are neither format characters nor marks: fillers, tags.
_FILLERS = (
    (0x115F, 0x1160), (0x2065, 0x2065), (0x3164, 0x3164), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8),
    (0xE0000, 0xE0FFF),
)  # fmt: skip
_ENTITY = re.compile(
    r"&(?:amp;)*(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));"
)
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
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ſ": "s",
}
# Letters of other alphabets, and rare ones of ours, that look like those of a French word.
_CYRILLIC = (
    "\u0430\u0432\u0435\u0451\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0457\u0458"
    "\u0455\u0501\u04bb\u051b\u051d\u04cf\u044c"
    "\u0410\u0412\u0415\u0401\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0407\u0408"
    "\u0405\u0500\u04ba\u051a\u051c\u04c0\u04ae",
    "abeekmhopctyxiijsdhqwlbABEEKMHOPCTYXIIJSDHQWIY",
)
_GREEK = (
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03f9\u037f"
    "\u03b1\u03b2\u03b3\u03b5\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03c9\u03f2\u03f3",
    "ABEZHIKMNOPTYXCJabyenikvoptuxwcj",
)
_RARE_LATIN = (
    "\u0261\u0251\u0237\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d"
    "\u0274\u1d0f\u1d18\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22",
    "gajabcdefghijklmnoprstuvwyz",
)
_LOOKALIKES = {
    ord(seen): meant
    for alphabet in (_CYRILLIC, _GREEK, _RARE_LATIN)
    for seen, meant in zip(*alphabet, strict=True)
}
_LOOKALIKE = re.compile(f"[{''.join(map(chr, _LOOKALIKES))}]")
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
    if cluster[0] == "\n":
        return "\n"
    # Marks that make no letter of their own would cut the word in two.
    return (
        "".join(
            " " if c in _SPACES else c
            for c in unicodedata.normalize("NFKC", cluster)
            if c.isprintable() and not _is_mark(c)
        )
        or " "
    )


@functools.cache
def _is_invisible(character: str) -> bool:
    if unicodedata.category(character) == "Cf":
        return True
    return any(low <= ord(character) <= high for low, high in _FILLERS)


@functools.cache
def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me")


@functools.cache
def _clings(character: str) -> bool:
    """Whether it adds to the character before it, or nothing at all."""
    return _is_invisible(character) or _is_mark(character)


def _decoded(entity: re.Match[str]) -> str | None:
    """The character an HTML entity stands for, None if there is no such entity."""
    decimal, hexadecimal, name = entity.groups()
    if name:
        return html.entities.html5.get(f"{name};")
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else None


def _latinised(word: re.Match[str]) -> str:
    """A word with its look-alikes read as Latin letters, unless it is of another alphabet."""
    text = word.group()
    if not _LOOKALIKE.search(text):
        return text
    letters = [c for c in text if c.isalpha()]
    latin = any(c < "\u0250" for c in letters)
    return text.translate(_LOOKALIKES) if latin or all(map(_LOOKALIKE.match, letters)) else text


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
        for cluster, start, end in _clusters(raw):
            clean = cluster if _plain(cluster) else _clean_character(cluster)
            pieces.append(clean)
            for _ in clean:
                self._starts.append(start)
                self._ends.append(end)
        self.clean = "".join(pieces)
        if _LOOKALIKE.search(self.clean):
            self.clean = _WORD.sub(_latinised, self.clean)
        self.folded = "".join(map(_fold_character, self.clean))
        self.words = _words(self.clean, self.folded)
        # In a text that writes accents, "a" is the verb and "à" the preposition.
        self.accented = "à" in self.clean or "À" in self.clean
        self._by_start = {word.start: word.index for word in self.words}
        self._word_starts = [word.start for word in self.words]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets, in the raw text, of a span of the clean text."""
        return self._starts[start], self._ends[end - 1]

    def word_at(self, start: int) -> Word | None:
        """The word that starts exactly there."""
        index = self._by_start.get(start)
        return None if index is None else self.words[index]

    def words_in(self, start: int, end: int) -> list[Word]:
        """The words that lie within a span."""
        low = bisect.bisect_left(self._word_starts, start)
        found = []
        while low < len(self.words) and self.words[low].end <= end:
            found.append(self.words[low])
            low += 1
        return found

    def is_verbatim(self, start: int, end: int) -> bool:
        """Whether the raw text reads there exactly as the clean one."""
        low, high = self.raw_span(start, end)
        return self.raw[low:high] == self.clean[start:end]

    def around(self, start: int, reach: int) -> str:
        """The folded words of the sentence that holds `start`, at most `reach` on either side."""
        here = max(0, bisect.bisect_right(self._word_starts, start) - 1)
        first = last = here
        while first and here - first < reach and not self.words[first].begins:
            first -= 1
        while last + 1 < len(self.words) and last - here < reach:
            if self.words[last + 1].begins:
                break
            last += 1
        return " ".join(word.fold for word in self.words[first : last + 1])


def _clusters(raw: str) -> Iterator[tuple[str, int, int]]:
    """Each character with its marks, without what shows nothing, and its place in the raw text."""
    base, first, last = "", 0, 0
    position, length = 0, len(raw)
    while position < length:
        character, end = raw[position], position + 1
        if character == "&":
            entity = _ENTITY.match(raw, position)
            decoded = _decoded(entity) if entity else None
            if entity and decoded:
                character, end = decoded, entity.end()
        if len(character) == 1 and character > "~" and _clings(character):
            if base:
                base, last = base if _is_invisible(character) else base + character, end
        else:
            if base:
                yield base, first, last
            base, first, last = character, position, end
        position = end
    if base:
        yield base, first, last


def _plain(cluster: str) -> bool:
    return len(cluster) == 1 and " " <= cluster <= "~" and cluster != "`"


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
    elif _careless(words):
        for word in words:
            word.plain = word.plain or not word.capital


def _careless(words: list[Word]) -> bool:
    """Whether most sentences begin in small letters: a name may have none either."""
    first = [word for word in words if word.begins and word.text[0].isalpha()]
    return 3 * sum(word.text[0].islower() for word in first) > 2 * len(first)


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
