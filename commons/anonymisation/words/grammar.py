"""How a replacement joins the words before it: articles, contractions, elision."""

import re

from commons.anonymisation.words import normalisation
from commons.anonymisation.words.normalisation import Reading, Word

# A determiner that goes with the name, and the preposition that stays of it.
_ARTICLES = {
    "le": "", "la": "", "les": "", "l": "", "the": "",
    "du": "de", "des": "de", "d": "de", "au": "à", "aux": "à",
}  # fmt: skip
# Those that go too when the replacement brings its own.
_OWN_DETERMINERS = normalisation.listed(
    """
un une notre nos votre vos son sa ses leur leurs mon ma mes ce cet cette ces a an our this that
their its my
"""
)
_DETERMINED = re.compile(
    r"(?:une?|l[ea]s?|des|notre|nos|our|an?|the|sa|son|ma|mon|leur|his|her|my) |l'"
)
_WITHIN = re.compile(r"(?:notre|une?) (?:commune|département|région)\b")
_VOWEL = re.compile(r"\[?[aeiouyàâéèêëîïôùûhœ]", re.I)
_ASPIRATED = re.compile(r"\[?(?:hall\b|her |his )", re.I)
_ELIDED = {"d": "de", "qu": "que", "lorsqu": "lorsque", "puisqu": "puisque", "quoiqu": "quoique"}
_ELIDING = frozenset(_ELIDED.values())
_TIGHT = (" ", "'", "' ")


def is_determined(words: str) -> bool:
    """Whether the words of a replacement begin with an article or a possessive."""
    return _DETERMINED.match(words) is not None


def joined(
    reading: Reading, span: tuple[int, int], words: str, after: int, language: str
) -> tuple[int, str]:
    """Where a replacement of a span begins, and its words, what it takes in before it included.

    Nothing that lies before `after` is taken in.
    """
    first = reading.word_at(span[0])
    if first is None:
        return span[0], words
    determined = is_determined(words)
    start, owed = span[0], ""
    article = first if _is_inner(first, span[1], reading) else _before(reading, first, after)
    if article is None:
        return start, words
    if article.fold in _ARTICLES and _is_article(reading, article):
        start, owed = article.start, _ARTICLES[article.fold]
    elif article.fold in ("un", "une") or (
        determined and article.fold in _OWN_DETERMINERS and not _is_verb(reading, article)
    ):
        start = article.start
    else:
        return _led(reading, article, start, words, language)
    if owed:
        return start, _composed(owed, words)
    lead = _before(reading, article, after)
    return (start, words) if lead is None else _led(reading, lead, start, words, language)


def _is_inner(first: Word, end: int, reading: Reading) -> bool:
    """Whether the span opens with an article of its own: "Les Voiles"."""
    following = first.index + 1 < len(reading.words) and reading.words[first.index + 1]
    return bool(
        following
        and following.start < end
        and first.fold in _ARTICLES
        and _is_article(reading, first)
    )


def _is_article(reading: Reading, word: Word) -> bool:
    """Whether "l" and "d" are elided, and nothing else is."""
    return (reading.clean[word.end : word.end + 1] == "'") == (word.fold in ("l", "d"))


def _is_verb(reading: Reading, word: Word) -> bool:
    return word.fold == "a" and reading.accented


def _before(reading: Reading, word: Word, after: int) -> Word | None:
    if not word.index or word.gap not in _TIGHT:
        return None
    before = reading.words[word.index - 1]
    return before if before.start >= after else None


def _led(reading: Reading, lead: Word, start: int, words: str, language: str) -> tuple[int, str]:
    """With the preposition or conjunction before it, where the two change one another."""
    if language != "fr":
        return start, words
    fold = _ELIDED.get(lead.fold, lead.fold)
    if fold == "a":
        said = reading.clean[lead.start : lead.end].lower()
        if (said != "à" and reading.accented) or "'" in lead.gap:
            return start, words
        fold = "à"
    if fold not in ("à", "en", *_ELIDING):
        return start, words
    together = _composed(fold, words)
    if together == f"{fold} {words}" and lead.fold not in _ELIDED:
        return start, words
    return lead.start, together


def _composed(lead: str, words: str) -> str:
    """A preposition or conjunction with a replacement: "de" and "le maire" make "du maire"."""
    if lead in ("à", "en") and _WITHIN.match(words):
        return f"dans {words}"
    if lead in ("de", "à"):
        for article, contracted in (("le ", ("du ", "au ")), ("les ", ("des ", "aux "))):
            if words.startswith(article):
                return contracted[lead == "à"] + words.removeprefix(article)
    if lead in _ELIDING and _VOWEL.match(words) and not _ASPIRATED.match(words):
        return f"{lead[:-1]}'{words}"
    return f"{lead} {words}"
