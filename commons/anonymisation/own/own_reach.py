"""How far a mention of an association reaches: its article, its kind, its place, its number."""

import itertools
import re

from commons.anonymisation.own.own_forms import EDGES, Name
from commons.anonymisation.words import lexicon, normalisation, spelling
from commons.anonymisation.words.normalisation import Word

# Said before a name by which nobody declared it.
_HEADS = frozenset(
    (
        "collectif",
        "comite",
        "chorale",
        "fanfare",
        "compagnie",
        "troupe",
        "groupe",
        "amicale",
        "cercle",
    )
)
_FIGURES = {
    "1": "un", "2": "deux", "3": "trois", "4": "quatre", "5": "cinq", "6": "six", "7": "sept",
    "8": "huit", "9": "neuf", "10": "dix", "12": "douze", "100": "cent", "1000": "mille",
}  # fmt: skip
# Figures, and what everybody writes short, in full.
IN_FULL = _FIGURES | {
    "cie": "compagnie", "ste": "sainte", "st": "saint", "gd": "grand", "ptit": "petit",
    "ptits": "petits", "ptite": "petite", "gpe": "groupe", "ctre": "centre", "jne": "jeune",
    "jnes": "jeunes", "vx": "vieux", "ch": "choeur", "mt": "mont", "bvd": "boulevard",
}  # fmt: skip
# What an association is, in the languages of the regions and overseas: "Etxean Bizi elkartea".
_LEGAL_FORMS = normalisation.listed(
    """
elkartea elkarte elkargoa taldea kevredigezh kevredigez bagad skol strollad associacion associacio
associu assuciu associazione verein asosyasyon lasosyasyon lasosiasyon taatiraa tautea asbl e.v
association asso loi1901
"""
)
_DEPARTMENT = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-8]|98[678]")
_SAID_OF_ANY = frozenset(("association", "asso", "skol", "bagad"))


def extended(words: list[Word], name: Name, first: int, last: int) -> tuple[int, int]:
    """Take in the article, generic words and the place that belong to the name."""
    rest = set(name.words)

    def belongs(index: int, neighbour: int) -> bool:
        word = words[index]
        gap = words[max(index, neighbour)].gap
        return (
            IN_FULL.get(word.fold, word.fold) in rest
            and len(gap) <= 2
            and "," not in gap
            and "." not in gap
            and "\n" not in gap
        )

    reach = last
    for index in range(last + 1, min(last + 6, len(words))):
        if not belongs(index, index - 1):
            break
        if words[index].fold not in EDGES:
            reach = index
    last = reach
    if last + 1 < len(words) and _is_place_cut_short(words[last + 1], name):
        last += 1
    last += has_department(words, last)
    reach = first
    for index in range(first - 1, max(first - 6, -1), -1):
        if words[index + 1].begins or not belongs(index, index + 1):
            break
        if words[index].fold not in lexicon.ARTICLES or index == first - 1:
            reach = index
    reach = _spelt(words, reach, rest)
    before = words[reach - 1] if reach and words[reach].gap in (" ", "-") else None
    if before is not None and not words[reach].begins:
        heads = before.fold in _HEADS or before.fold in _LEGAL_FORMS - _SAID_OF_ANY
        reach -= heads or _is_misheard(before, name, words[reach])
    if last + 1 < len(words) and words[last + 1].gap in (" ", "-"):
        last += words[last + 1].fold in _LEGAL_FORMS - _SAID_OF_ANY
    return reach, last


def has_department(words: list[Word], last: int) -> bool:
    """Whether the number of a département stands after the name and counts nothing."""
    if last + 1 >= len(words) or words[last + 1].gap not in (" ", "-", ""):
        return False
    if not _DEPARTMENT.fullmatch(words[last + 1].fold):
        return False
    following = words[last + 2] if last + 2 < len(words) else None
    if following is None or following.begins or following.gap.strip():
        return True
    return following.gap == " " and (
        following.fold in lexicon.HOLLOW or lexicon.is_verb(following.fold)
    )


def _is_misheard(word: Word, name: Name, following: Word) -> bool:
    """Whether it is heard as the word of the name before the one that follows: "case" for "Kaz"."""
    for before, after in itertools.pairwise(name.words):
        heard = spelling.sound(word.fold.rstrip("es")) == spelling.sound(before)
        if following.fold == after and (heard or spelling.sounds_alike(before, word.fold)):
            return True
    return False


def _spelt(words: list[Word], first: int, rest: set[str]) -> int:
    """Where letters begin that spell, with dots, a word of the name: "S.O.S. Hérissons"."""
    letters, index = "", first
    while index and len(words[index - 1].text) == 1 and words[index].gap in (".", ". ", " "):
        index -= 1
        letters = words[index].fold + letters
    return index if letters in rest else first


def _is_place_cut_short(word: Word, name: Name) -> bool:
    """Whether it is the place of the name in two or three consonants: "dk", "dkq"."""
    return (
        word.gap in (" ", "-")
        and 2 <= len(word.fold) <= 4
        and word.fold.isalpha()
        and not set("aeiouy") & set(word.fold)
        and not lexicon.is_common(word.fold)
        and any(word.fold[0] == place[0] and _within(word.fold, place) for place in name.placed)
    )


def _within(letters: str, whole: str) -> bool:
    """Whether the letters stand in the word, in this order."""
    rest = iter(whole)
    return all(letter in rest for letter in letters)
