"""The words of the field, and which of them a word that no language knows was meant to be."""

import functools
from collections.abc import Iterable, Mapping

import rapidfuzz

from commons import vocabulary
from commons.anonymisation.words import dictionary
from commons.anonymisation.words import spelling as ear
from search import analysis, equivalents, families

_LEAST = 4  # letters of a word that may be a slip of the fingers
_LEAST_BEGUN = 3  # letters of a word that is looked for unfinished
_TWO_EDITS_FROM = 8
_LANGUAGES = ("fr", "en")


def edits(form: str) -> int:
    """How many slips of the fingers are forgiven in a word of this form."""
    if not form.isalpha() or len(form) < _LEAST:
        return 0
    return 1 if len(form) < _TWO_EDITS_FROM else 2


@functools.lru_cache(maxsize=4_096)
def meant(form: str, *, begun: bool = False) -> str | None:
    """The word of the field nearest to a form that is a word of no language; else None.

    What sounds like it comes first, then the fewest slips. A word that is `begun` may be the
    beginning of another one: it is left as it is when any word begins so.
    """
    allowed = edits(form)
    if not allowed or _is_word(form) or (begun and _begins(form)):
        return None
    sound = ear.sound(form)
    near: list[tuple[float, int, str]] = []
    for known in {*_by_letter().get(form[0], ()), *_by_sound().get(sound, ())}:
        distance = rapidfuzz.distance.OSA.distance(form, known, score_cutoff=allowed + 1)
        alike = sound == ear.sound(known) and len(sound) > 2
        if distance <= allowed or (alike and distance <= allowed + 1):
            near.append((distance - alike, abs(len(form) - len(known)), known))
    return min(near)[2] if near else None


@functools.lru_cache(maxsize=4_096)
def completions(start: str) -> tuple[str, ...]:
    """The words of the field that begin so, the shortest of each stem; none for a whole word."""
    if len(start) < _LEAST_BEGUN or start in _forms():
        return ()
    found: dict[str, str] = {}
    for form in sorted(_by_letter().get(start[0], ()), key=len):
        if form.startswith(start):
            found.setdefault(analysis.stem(form, "fr"), form)
    return tuple(found.values())


@functools.cache
def writings() -> Mapping[str, str]:
    """The words of the vocabulary and the names of tools, by their folded form."""
    said: list[str] = []
    for name in ("themes", "channels", "sizes", "fields", "publics"):
        for term in vocabulary.terms(name).values():
            said += [term.fr, term.en, *term.synonyms, *term.synonyms_en]
    found = written(said)
    for tool in vocabulary.tools().values():
        for writing in (tool.name, *tool.aliases):
            found.setdefault(analysis.fold(writing), writing)
        found = written(tool.synonyms) | found
    return found


def written(texts: Iterable[str]) -> dict[str, str]:
    """The words of some texts by their folded form, as they are written, in small letters."""
    found: dict[str, str] = {}
    for text in texts:
        for compound in analysis.compounds(text):
            for token in {*compound.parts, compound.joined}:
                found.setdefault(token.form, text[token.start : token.end].lower())
    return found


def is_known(form: str) -> bool:
    """Whether a form is a word of the field, in any inflection: nothing to be forgiven."""
    return form in _forms() or analysis.stem(form, "fr") in _stems()


def _is_word(form: str) -> bool:
    return form in _forms() or any(dictionary.is_word(form, each) for each in _LANGUAGES)


def _begins(form: str) -> bool:
    return any(dictionary.begins(form, each) for each in _LANGUAGES) or any(
        known.startswith(form) for known in _by_letter().get(form[0], ())
    )


@functools.cache
def _forms() -> frozenset[str]:
    """All that the vocabulary, the equivalents and the families say."""
    said = [*families.FRENCH.split(), *families.ENGLISH.split(), *written([equivalents.GROUPS])]
    return frozenset(form for form in (*writings(), *said) if analysis.is_content(form))


@functools.cache
def _stems() -> frozenset[str]:
    return frozenset(analysis.stem(form, "fr") for form in _forms())


@functools.cache
def _by_letter() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for form in sorted(_forms()):
        if len(form) >= _LEAST:
            found.setdefault(form[0], []).append(form)
    return {letter: tuple(forms) for letter, forms in found.items()}


@functools.cache
def _by_sound() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for form in sorted(_forms()):
        if len(form) >= _LEAST:
            found.setdefault(ear.sound(form), []).append(form)
    return {sound: tuple(forms) for sound, forms in found.items()}
