"""The one analyser used for indexing, for querying and for highlighting: from text to words."""

import functools
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import snowballstemmer  # type: ignore[import-untyped]  # it has no types

from search import families

VERSION = (
    4  # to be raised with any change that alters the words of a text: indexes are then rebuilt
)

LANGUAGES = ("fr", "en")
LONGEST = 64  # letters kept of a word; no word of either language comes near

_APOSTROPHES = frozenset("'’ʼ‘`´")
_HYPHENS = frozenset("-‐‑")
_JOINERS = _APOSTROPHES | _HYPHENS
_JOINER = f"[{re.escape(''.join(sorted(_JOINERS)))}]"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_PART = rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_INVISIBLE}])*"
_COMPOUND = re.compile(rf"{_PART}(?:{_JOINER}{_PART})*")
_PARTS = re.compile(rf"({_PART})({_JOINER}?)")

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})

# Written folded, as all that is compared with them.
_ELIDED = frozenset(
    {"l", "d", "qu", "n", "s", "j", "m", "t", "c"}
    | {"jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu"}
)
# "été" (summer), "sans" and the negations are kept: they change what is looked for.
_STOP_FRENCH = """
    a afin ai aie ainsi ait alors apres as au aucun aucune aura aurait aussi autre autres
    aux avaient avait avant avec avez avoir avons car ce ceci cela celle celles celui ces
    cet cette ceux chaque chez ci comme comment dans de des donc dont du elle elles en
    encore entre es est et etaient etait etant etre eu eux fait fut il ils je la le les leur
    leurs lors lui ma mais me meme memes mes moi mon nos notre nous on ont ou par parce
    pendant peut plus pour pourquoi quand que quel quelle quelles quels qui quoi sa se sera
    serait ses si soi soit son sont sous sur ta te tes toi ton tous tout toute toutes tres
    tu un une vers via vos votre vous y
"""
_STOP_ENGLISH = """
    about all am an and any are at be been being but by can could did do does doing for from
    had has have having he her here him his how if in into is it its me more most my no of
    off or other our out over she should so some such than that the their them then there
    these they this those to too up us was we were what when where which who why will with
    would you your
"""
# What Snowball would confuse with "petite", "commune" and a refuge of animals.
_EXCEPTIONS = {
    "petition": "petition",
    "petitions": "petition",
    "communication": "communic",
    "communications": "communic",
    "refugie": "refugie",
    "refugies": "refugie",
    "refugiee": "refugie",
    "refugiees": "refugie",
}
STOP_WORDS = frozenset(f"{_STOP_FRENCH} {_STOP_ENGLISH}".split())


class Token(NamedTuple):
    """A word of a text: its folded form and where it stands in the raw text."""

    form: str
    start: int
    end: int


class Compound(NamedTuple):
    """What is written in one go ("e-mail", "d'association"): its parts, and its joined form.

    Without hyphen or inner apostrophe there is one part and the joined form is the same.
    """

    parts: tuple[Token, ...]
    joined: Token


@functools.lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Lower case without accents, ligatures opened, nothing but letters and digits."""
    if text.isascii() and text.isalnum():
        return text.lower()
    opened = unicodedata.normalize("NFKD", text.lower()).translate(_LIGATURES)
    return "".join(char for char in opened.lower() if char.isalnum())


def written(text: str) -> Iterator[re.Match[str]]:
    """What is written in one go, in order: each match holds at most one compound."""
    return _COMPOUND.finditer(text)


def compounds(text: str) -> Iterator[Compound]:
    """The words of a text in order, elided articles and pronouns left out."""
    for match in written(text):
        compound = _compound(match)
        if compound is not None:
            yield compound


def is_content(form: str) -> bool:
    """Whether a word says what a text is about: not a stop word, not a letter alone."""
    return form not in STOP_WORDS and (len(form) > 1 or form.isdigit())


@functools.lru_cache(maxsize=65_536)
def stem(form: str, language: str) -> str:
    """The stem of a folded form and of its family; all but English is taken as French."""
    if form in _EXCEPTIONS:
        return _EXCEPTIONS[form]
    if language not in _STEMMERS:
        language = "fr"
    found = _snowball(form, language)
    return _family_heads(language).get(found, found)


def _snowball(form: str, language: str) -> str:
    with _stemming:
        found: str = _STEMMERS[language].stemWord(form)
    return found


@functools.cache
def _family_heads(language: str) -> Mapping[str, str]:
    """The stem of the first word of a family, by the stems of the others."""
    listed = families.ENGLISH if language == "en" else families.FRENCH
    heads: dict[str, str] = {}
    for family in listed.strip().splitlines():
        head, *others = (_snowball(form, language) for form in family.split())
        heads |= {stem: head for stem in others if stem != head}
    return heads


def stems(form: str) -> frozenset[str]:
    """The stems of a form whose language is not known."""
    return frozenset(stem(form, language) for language in LANGUAGES)


def forms(compounds: Iterable[Compound]) -> list[str]:
    """Every folded form of a text: all parts, and the joined form of what has several."""
    found: list[str] = []
    for compound in compounds:
        found.extend(part.form for part in compound.parts)
        if len(compound.parts) > 1:
            found.append(compound.joined.form)
    return found


def stem_runs(compounds: Iterable[Compound], language: str) -> list[list[str]]:
    """Stems in which phrases are looked for: the content parts in a run, each joined form alone."""
    run: list[str] = []
    joined: list[list[str]] = []
    for compound in compounds:
        run.extend(stem(part.form, language) for part in compound.parts if is_content(part.form))
        if len(compound.parts) > 1:
            joined.append([stem(compound.joined.form, language)])
    return [run, *joined] if run else joined


def _compound(match: re.Match[str]) -> Compound | None:
    written = match.group()
    form = fold(written)[:LONGEST] if _JOINERS.isdisjoint(written) else ""
    if form:
        token = Token(form, match.start(), match.end())
        return Compound((token,), token)
    parts: list[Token] = []
    for part in _PARTS.finditer(written):
        form = fold(part.group(1))[:LONGEST]
        elided = form in _ELIDED and part.group(2) in _APOSTROPHES
        if form and not elided:
            parts.append(Token(form, match.start() + part.start(1), match.start() + part.end(1)))
    if not parts:
        return None
    joined = "".join(part.form for part in parts)[:LONGEST]
    return Compound(tuple(parts), Token(joined, parts[0].start, parts[-1].end))


# Snowball's stemmers keep the word they work on in themselves: one thread at a time.
_stemming = threading.Lock()
_STEMMERS = {
    "fr": snowballstemmer.stemmer("french"),
    "en": snowballstemmer.stemmer("english"),
}
