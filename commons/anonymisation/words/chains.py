"""Runs of words that make one name, and what of them the allow-list keeps."""

import bisect
import functools

from commons.anonymisation.words import (
    dictionary,
    first_names,
    languages,
    lexicon,
    normalisation,
    scans,
    texting,
)
from commons.anonymisation.words.normalisation import Reading, Word

PARTICLES = normalisation.listed(
    """
de du des d la le les l von van der den el al ben bin da dos di san st saint sainte sur en
"""
)
# What stands before a tool whose name is also a first name: "payer avec Lydia".
TOOL_CUES = normalisation.listed(
    """
via sur avec appli application outil logiciel cagnotte compte paiement payer utilise utilisons
utilisait par l'appli dans using use on
"""
)
_TIGHT = frozenset((" ", "-", "'", "  ", " - ", "\n", ". ", ".", " '"))
_LABEL = 5  # letters that are too many for the label of a list


def _is_english(fold: str) -> bool:
    """Whether English has a word that is no first name only."""
    return dictionary.is_word(fold, "en") and (
        fold not in first_names.FIRST_NAMES
        or fold in first_names.ORDINARY
        or fold in first_names.ENGLISH_WORDS
    )


class Context:
    """A reading and the regions in it that detectors of names leave alone."""

    def __init__(self, reading: Reading, kept: list[tuple[int, int]], language: str = "fr") -> None:
        self.reading = reading
        self.words = reading.words
        self.accented = reading.accented
        self._language = language
        self.kept = sorted(kept)
        self._kept_starts = [start for start, _ in self.kept]

    def is_kept(self, start: int, end: int) -> bool:
        """Whether a span lies inside a kept region."""
        index = bisect.bisect_right(self._kept_starts, start) - 1
        # Regions may nest: look a little further back.
        return any(end <= self.kept[i][1] for i in range(index, max(index - 4, -1), -1))

    def opens(self, word: Word) -> bool:
        """Whether a sentence, the cell of a table or what a label heads begins with a word."""
        if word.begins or "|" in word.gap:
            return True
        before = self.words[word.index - 1]
        return (
            before.begins
            and len(before.text) < _LABEL
            and word.gap.strip() in (".", ")", "/", ":", "-", "°")
            and (before.text.isdigit() or self.is_kept(before.start, before.end))
        )

    def is_english(self, word: Word) -> bool:
        """Whether a word stands in an English passage."""
        return self._english[word.index] == 1

    @functools.cached_property
    def _passages(self) -> list[int]:
        return [*(low for low, _ in languages.passages(self.words)), len(self.words)]

    @functools.cached_property
    def _english(self) -> bytes:
        return languages.english(self.words, self._language)

    def passage(self, word: Word) -> list[Word]:
        """The words of the passage that a word stands in."""
        place = bisect.bisect_right(self._passages, word.index)
        return self.words[self._passages[place - 1] : self._passages[place]]

    def is_ordinary(self, word: Word) -> bool:
        """Whether a dictionary has a word: the French one, in an English passage either."""
        return (
            dictionary.is_word(word.fold)
            or (self.is_english(word) and _is_english(word.fold))
            or scans.is_misread(word.fold, scanned=self._scanned)
            or (self._texted and word.text.islower() and texting.is_heard(word.fold))
        )

    @functools.cached_property
    def _texted(self) -> bool:
        """Whether the text is written as short messages are, by ear."""
        return texting.is_texted(self.words)

    @functools.cached_property
    def _scanned(self) -> bool:
        """Whether a scanner has read the text: figures stand inside its ordinary words."""
        return any(scans.is_misread(word.fold, scanned=False) for word in self.words)

    def name_like(self, word: Word) -> bool:
        """Whether a word may be part of a name: a capital, or unknown where case says nothing."""
        if self.is_kept(word.start, word.end):
            return False
        if word.plain:
            return (
                len(word.fold) > 2
                and word.fold.isalpha()
                and not lexicon.looks_common(word.fold)
                and not self.is_ordinary(word)
            )
        return word.capital

    def unknown(self, word: Word) -> bool:
        """Whether a word is no ordinary one and not kept."""
        return (
            len(word.fold) > 1
            and word.fold.isalpha()
            and not lexicon.is_common(word.fold)
            and not self.is_kept(word.start, word.end)
            # A French surname may be a word; "our treasurer handles" is none.
            and (word.capital or not self.is_english(word) or not _is_english(word.fold))
        )

    def run(self, first: int, limit: int = 5, *, joined: bool = True) -> int:
        """The index after the run of name words that starts at `first` (`first` if none does).

        `joined` lets particles ("du", "de la") stand between two name words.
        """
        last = first
        index = first
        names = 0
        while index < len(self.words) and names < limit:
            word = self.words[index]
            if index > first and (word.gap not in _TIGHT or word.begins):
                break
            if word.gap in (".", ". ") and index > first and len(self.words[index - 1].text) > 1:
                break
            if self.name_like(word) or (index > first and word.gap == "-" and word.capital):
                names += 1
                index += 1
                last = index
            elif (
                index > first
                and joined
                and word.fold in PARTICLES
                and index - last < 2
                and not self.is_kept(word.start, word.end)
            ):
                index += 1
            else:
                break
        return last
