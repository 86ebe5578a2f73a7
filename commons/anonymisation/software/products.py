"""Software, web services and means of payment by name, beside the catalogue of the vocabulary."""

import functools
import re
import tomllib
from collections.abc import Iterator
from importlib import resources

from commons.anonymisation.words import dictionary, lexicon, normalisation
from commons.anonymisation.words.normalisation import Reading, Word

_LONGEST = 6  # words of a name as people may cut it
_TIGHT = frozenset((" ", "-", "'", "", ".", " & ", "&", " '", "' ", "  ", "- "))
_CUT = 7  # letters that a name in one word needs to be known in pieces
_FAMILY = re.compile(r"frama[a-z]{3,}")  # Framasoft names its services so


def find(reading: Reading) -> Iterator[tuple[int, int, bool]]:
    """Where a product is named, and whether the words can be nothing else."""
    index = 0
    while index < len(reading.words):
        word = reading.words[index]
        match = _longest(reading, word)
        if match is None:
            if _FAMILY.fullmatch(word.fold):
                yield word.start, word.end, True
            index += 1
            continue
        last, sure = match
        yield word.start, reading.words[last].end, sure
        index = last + 1


def is_name(fold: str) -> bool:
    """Whether a folded word is a product wherever it stands."""
    return _names().get(_key(fold), False)


def single() -> frozenset[str]:
    """The products of one word that are always products."""
    return frozenset(name for name, sure in _listed() if sure and name.isalpha())


def warm_up() -> None:
    """Read the list now."""
    _names()


def _longest(reading: Reading, word: Word) -> tuple[int, bool] | None:
    names, whole = _names(), _spelt()
    found = None
    key = ""
    pieces: list[str] = []
    for each in reading.words[word.index : word.index + _LONGEST]:
        if pieces and (each.gap not in _TIGHT or (each.begins and each.gap != ".")):
            break
        pieces.append(_key(each.fold))
        key += pieces[-1]
        sure = names.get(key)
        if sure is None:
            continue
        if len(pieces) > 1 and " ".join(pieces) not in whole:
            # "ring over" is Ringover, "mon club" rarely MonClub.
            if len(key) < _CUT:
                continue
            sure = sure and not all(map(_ordinary, pieces))
        found = each.index, sure
    return found


def _ordinary(piece: str) -> bool:
    return lexicon.is_common(piece) or dictionary.is_word(piece)


def _key(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text
    return re.sub(r"[^a-z0-9]", "", text)


@functools.cache
def _listed() -> tuple[tuple[str, bool], ...]:
    table = resources.files("commons.anonymisation.software").joinpath("products.toml")
    groups = tomllib.loads(table.read_text(encoding="utf-8"))
    return tuple(
        (name, kind == "names")
        for group in groups.values()
        for kind in ("names", "words")
        for each in group[kind].split(",")
        if (name := normalisation.fold(" ".join(each.split())))
    )


@functools.cache
def _names() -> dict[str, bool]:
    """Every name without spaces and signs, and whether it is always one."""
    return {_key(name): sure for name, sure in _listed()}


@functools.cache
def _spelt() -> frozenset[str]:
    """The names of several words as they are usually written."""
    return frozenset(" ".join(map(_key, normalisation.words_of(name))) for name, _ in _listed())
