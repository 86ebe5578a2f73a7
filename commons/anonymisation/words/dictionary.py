"""Whether a folded word is an ordinary one of French or English, by the lists of simplemma (MIT).

Loaded once, at the first question: about 1 s and 45 MB.
"""

import functools
import re
import unicodedata

from simplemma.strategies import DefaultDictionaryFactory

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
# "désinscrire", "préinscriptions": what the lists hold without its prefix.
_DERIVED = re.compile(
    r"(?:re|des?|pre|co|auto|multi|inter|intra|eco|tele|micro|mini|sur|sous|non)([a-z]{6,}?)s?"
)
_HEAD = 4  # letters that words share to be kept together


def is_word(fold: str, language: str = "fr") -> bool:
    """Whether a language has this word, in any inflection; names of people and places are none.

    A word may still be a name as well (*rose*, *sens*): ask the lists of names first.
    """
    if _holds(fold, language):
        return True
    if len(fold) > 4 and fold[-1] == "s" and _holds(fold[:-1], language):
        return True
    derived = _DERIVED.fullmatch(fold)
    return derived is not None and _holds(derived[1], language)


def begins(start: str, language: str = "fr") -> bool:
    """Whether some word of a language may begin so; of less than four letters, any may."""
    return len(start) < _HEAD or f" {start}" in _words(language).get(start[:_HEAD], "")


def warm_up() -> None:
    """Load both languages now."""
    for language in ("fr", "en"):
        _words(language)


def _holds(fold: str, language: str) -> bool:
    return f" {fold} " in _words(language).get(fold[:_HEAD], "")


@functools.cache
def _words(language: str) -> dict[str, str]:
    """The folded words by their first letters, one text each: a tenth of a set's memory."""
    # A factory of our own, so that the unfolded forms go once they are read.
    forms = DefaultDictionaryFactory(cache_max_size=1).get_dictionary(language)
    text = "\n".join(form for form in forms if form[0].islower()).translate(_LIGATURES)
    bare = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    grouped: dict[str, set[str]] = {}
    for word in bare.split("\n"):
        if word.isalpha() and (len(word) > 1 or word in ("a", "y", "i")):
            grouped.setdefault(word[:_HEAD], set()).add(word)
    return {head: f" {' '.join(sorted(words))} " for head, words in grouped.items()}
