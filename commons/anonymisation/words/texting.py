"""Ordinary words spelt by ear, as short messages do: "colecte", "sceptik", "jarive", "lapel"."""

import functools
import re
from collections.abc import Iterator

from commons.anonymisation.words import communes, dictionary, first_names, gazetteer
from commons.anonymisation.words.normalisation import Word

# What nobody writes but in short messages; three of them make a text one. Accents are kept: "cé" is
# one, "ce" is none.
_MARKS = re.compile(
    r"(?:ke|ki|kon|kil|kelle|koi|kan|kand|pr|pk|pck|pcq|ns|tt|ts|"
    r"tjr|tjrs|tjs|dc|ds|pdt|mdr|ptdr|lol|bcp|qd|qqn|qqch|mtn|slt"
    r"|bjr|dsl|stp|jvous|jme|jle|jsui|chui|chuis|vla|wesh|yo|cest|"
    r"jai|jétai|cété|avk|alor|alr|dak|ptit|ptite|vrmt|jspr|fo|fé|jé"
    r"|cé|mé|lé|té|pa|ossi|tro|koman|kom|kelk|kelke|pourkoi|apré)"
)
_FEW = 3
_SHORTEST, _LONGEST = 4, 14
# How a sound may be spelt; longer groups first.
_SPELT = {
    "wa": ("oi", "oua"), "oi": ("oi", "oie"), "in": ("in", "ain", "ein", "im"),
    "an": ("an", "en", "am", "em", "ann"), "on": ("on", "om", "onn"), "sh": ("ch", "sh"),
    "ch": ("ch",), "qu": ("qu",), "k": ("c", "qu", "ch", "cc", "cqu"), "z": ("s", "z"),
    "s": ("s", "ss", "c", "sc"), "f": ("f", "ff", "ph"), "j": ("j", "g", "ge"), "w": ("ou", "w"),
    "o": ("o", "au", "eau"), "e": ("e", "ai", "ei", "he"), "i": ("i", "y"), "y": ("y", "i", "ill"),
    "a": ("a", "ha"), "c": ("c", "cc"),
    **{letter: (letter, letter * 2) for letter in "bdglmnprt"},
}  # fmt: skip
_SILENT = ("", "e", "s", "t", "d", "x", "p", "r", "es", "nt", "ent", "z", "er")
_SPOKEN_E = ("e", "er", "ee", "ez", "et", "es", "ees", "ait", "ais", "aient")
_ELIDED = "ljdm"  # what runs into the vowel after it


def is_texted(words: list[Word]) -> bool:
    """Whether a text is written as short messages are."""
    said = {word.text.lower() for word in words if len(word.text) < _LONGEST}
    return sum(_MARKS.fullmatch(text) is not None for text in said) >= _FEW


@functools.lru_cache(maxsize=20_000)
def is_heard(fold: str) -> bool:
    """Whether a folded word no list has sounds like an ordinary one, alone or after an elision."""
    if not fold.isalpha() or not _SHORTEST <= len(fold) <= _LONGEST or _is_name(fold):
        return False
    if any(map(dictionary.is_word, _respelt(fold, ""))):
        return True
    elided = len(fold) > _SHORTEST and fold[0] in _ELIDED and fold[1] in "aeiouyh"
    return elided and any(map(dictionary.is_word, _respelt(fold[1:], "")))


def _respelt(rest: str, start: str) -> Iterator[str]:
    """What the rest of a word may be after a start, as long as the dictionary has such a start."""
    if not rest:
        yield from (start + ending for ending in _SILENT)
        return
    if rest == "e":
        yield from (start + ending for ending in _SPOKEN_E)
        return
    for size in (2, 1):
        for spelling in _SPELT.get(rest[:size], (rest[0],) if size == 1 else ()):
            if len(rest) >= size and dictionary.begins(start + spelling):
                yield from _respelt(rest[size:], start + spelling)


def _is_name(fold: str) -> bool:
    return (
        fold in first_names.FIRST_NAMES
        or fold in gazetteer.SINGLE
        or communes.find(fold) is not None
    )
