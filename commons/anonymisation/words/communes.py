"""The communes of France, overseas included, and what people still call by a former name.

`communes.tsv` is cut from the npm package `@etalab/decoupage-administratif` 6.0.0 of March 2026
(code MIT; data of INSEE and IGN, Licence Ouverte 2.0): a line for each département and class of
population, names separated by semicolons. See docs/decisions/0007.
"""

import functools
import unicodedata
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from commons.anonymisation.words import dictionary

# Fewer than 2 000 inhabitants, than 10 000, than 50 000, and more; f for a former commune, p for
# the country around several (its name as their community of communes bears it).
Population = Literal["a", "b", "c", "d", "f", "p"]
_ORDER = "pfabcd"
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "'": " ", "-": " "})
_ARTICLES = frozenset(("l", "le", "la", "les"))
_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_SCANNED = str.maketrans({"1": "l", "i": "l", "0": "o", "5": "s", "8": "b", "6": "b"})
LONGEST = 8  # words in the longest name worth looking for
_STEM = 4  # letters a demonym must have of the name it is made from
_ENDINGS = tuple(
    ending + number
    for ending in [
        "ais",
        "aise",
        "ois",
        "oise",
        "ien",
        "ienne",
        "een",
        "eenne",
        "ain",
        "aine",
        "in",
        "ine",
        "ot",
        "ote",
        "otte",
        "ard",
        "arde",
    ]
    for number in ("s", "")
)


@dataclass(frozen=True, slots=True)
class Commune:
    """What is known of a name: the largest commune that bears it."""

    population: Population
    articled: bool = False  # it is always said with its article: Le Mans


def key(words: list[str]) -> str:
    """The words of a name as they are looked for: "st" spelt out, without the first article."""
    spelt = [_SHORT.get(word, word) for word in words]
    return " ".join(spelt[1:] if len(spelt) > 1 and spelt[0] in _ARTICLES else spelt)


def find(name: str) -> Commune | None:
    """The commune with this key."""
    return _index().get(name)


def scanned(fold: str) -> bool:
    """Whether a long word is a name as a scanner may read it: MuttershoItz for Muttersholtz."""
    return len(fold) > 6 and _shape(fold) in _shapes()


def opens(word: str) -> bool:
    """Whether a name begins with this word."""
    return _SHORT.get(word, word) in _firsts()


def is_demonym(fold: str) -> bool:
    """Whether a word that no dictionary has is made from the name of a commune: Louhannais."""
    for ending in _ENDINGS:
        stem = fold.removesuffix(ending)
        if stem != fold and len(stem) >= _STEM:
            doubled = stem[:-1] if stem[-1] == stem[-2] else stem
            if stem in _stems() or (len(doubled) >= _STEM and doubled in _stems()):
                return True
    return False


def warm_up() -> None:
    """Read the list now."""
    _firsts()
    _stems()
    _shapes()


@functools.cache
def _index() -> dict[str, Commune]:
    found: dict[str, Commune] = {}
    # A population stands alone for all names of its class: the objects are shared.
    shared: dict[tuple[str, bool], Commune] = {}
    table = resources.files("commons.anonymisation.words").joinpath("communes.tsv")
    for line in table.read_text(encoding="utf-8").splitlines():
        _, population, names = line.split("\t")
        for words in map(str.split, _folded(names).split(";")):
            articled = words[0] in _ARTICLES and len(words) > 1
            known = found.get(name := key(words))
            if known is None or _ORDER.index(known.population) < _ORDER.index(population):
                found[name] = shared.setdefault(
                    (population, articled),
                    Commune(population, articled),  # type: ignore[arg-type]
                )
    for name, known in tuple(found.items()):
        head, _, rest = name.partition(" ")
        # What people say for short: Plougastel, Freyming.
        if rest and len(head) > 4 and not dictionary.is_word(head):
            found.setdefault(head, known)
    return found


def _shape(fold: str) -> str:
    """A word with the letters a scanner takes for one another made the same."""
    return fold.replace("rn", "m").replace("vv", "w").translate(_SCANNED)


@functools.cache
def _shapes() -> frozenset[str]:
    return frozenset(_shape(name) for name in _index() if len(name) > 6 and name.isalpha())


@functools.cache
def _firsts() -> frozenset[str]:
    return frozenset(name.partition(" ")[0] for name in _index())


@functools.cache
def _stems() -> frozenset[str]:
    """What demonyms keep of a name: all of it, or all but its last letters."""
    joined = (name.replace(" ", "") for name in _index())
    return frozenset(
        name[: len(name) - cut] for name in joined for cut in range(4) if len(name) - cut >= _STEM
    )


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    return bare.encode("ascii", "ignore").decode().lower()
