"""Words that are the same but for a slip of the pen, or for where they were cut."""

import functools
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from rapidfuzz import fuzz

from commons.anonymisation import first_names, lexicon
from commons.anonymisation.normalisation import Word

Meaning = TypeVar("Meaning")


@functools.lru_cache(maxsize=50_000)
def alike(word: str, known: str) -> bool:
    """Same word, or the same but for a slip of the pen."""
    if word == known:
        return True
    if min(len(word), len(known)) < 4 or lexicon.is_common(word) or word in first_names.FIRST_NAMES:
        # Plurals of ordinary words are still the name's words.
        return len(word) > 4 and len(known) > 4 and word.rstrip("sx") == known.rstrip("sx")
    return abs(len(word) - len(known)) <= 2 and fuzz.ratio(word, known) >= (
        75 if len(known) < 6 else 80
    )


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
        and not any(piece.begins or "," in piece.gap for piece in pieces[1:])
        and not all(map(lexicon.is_common, folds))
    )
