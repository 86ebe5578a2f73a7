"""Ordinary words as a scanner misreads them: "0bjet", "tota1", "instrurnent", "vi1Ie"."""

import functools
import itertools
import re

from commons.anonymisation.words import communes, dictionary, first_names, gazetteer, lexicon

_FIGURES = {"0": "o", "1": "li", "5": "s", "6": "b", "8": "b", "9": "g", "3": "e", "4": "a"}
_SHAPES = (
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("vv", "w"),
    ("ii", "u"),
    ("nn", "m"),
    ("li", "h"),
)
_FIGURED = re.compile(r"(?=\w*[a-z]{2})(?=\w*\d)[a-z0-9]{4,18}")
_MOST = 3  # figures in one word
_LONG = 7  # letters from which on a misread shape tells by itself


@functools.lru_cache(maxsize=20_000)
def is_misread(fold: str, *, scanned: bool) -> bool:
    """Whether a folded word no list has is an ordinary one once its signs are read again.

    `scanned` says that a scanner has read the text: then fewer letters are enough, and figures
    need not be there.
    """
    if _FIGURED.fullmatch(fold):
        figures = sum(map(str.isdigit, fold))
        return figures <= _MOST and any(
            _is_word(word) or any(map(_is_word, _reshaped(word))) for word in _unfigured(fold)
        )
    if not fold.isalpha() or len(fold) < (4 if scanned else _LONG):
        return False
    # Without a figure only what no surname, first name or place has.
    if not scanned and ("rn" not in fold or _is_name(fold)):
        return False
    return not _is_name(fold) and any(map(_is_word, _reshaped(fold)))


def _unfigured(fold: str) -> list[str]:
    """A word with its figures read as the letters they are like."""
    choices = [_FIGURES.get(sign, sign) for sign in fold]
    return ["".join(letters) for letters in itertools.product(*choices)]


def _reshaped(fold: str) -> list[str]:
    """A word with each pair of letters read as the one it is like, once or throughout."""
    found = []
    for seen, read in _SHAPES:
        start = fold.find(seen)
        if start >= 0:
            found += [fold.replace(seen, read), fold[:start] + read + fold[start + len(seen) :]]
    return found


def _is_word(fold: str) -> bool:
    return not _is_name(fold) and (lexicon.is_common(fold) or dictionary.is_word(fold))


def _is_name(fold: str) -> bool:
    """Whether people or places are known by this word; of two that look alike, it is the name."""
    return (
        fold in first_names.FIRST_NAMES
        or fold in gazetteer.SINGLE
        or (communes.find(fold) is not None and not lexicon.is_common(fold))
    )
