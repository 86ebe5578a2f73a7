"""What has a name: codes of the vocabulary, and meanings that are said in several ways."""

import dataclasses
import functools
import itertools
import re
import threading
from collections.abc import Iterable, Iterator

from commons import vocabulary
from search import analysis, equivalents, relations

Phrase = tuple[str, ...]
Code = tuple[str, str]  # facet, code

# Said more often of what a practice came to than of what an association plays.
_OF_NO_FIELD = frozenset({"echec", "echecs"})
# What says where an association is at work, not how big it is.
_OF_NO_SIZE = frozenset(["quartier", "local", "locale", "locales", "locaux", "neighbourhood"])
# Outcomes that are looked for by name, and their synonyms that are said of other things.
_TOLD_OUTCOMES = frozenset({"worked", "failed", "stopped", "not-launched"})
_OF_NO_OUTCOME = frozenset(
    {"fonctionne", "positif", "positive", "works", "erreur", "mistake", "annulé", "stop"}
)
_CONTINUED = re.compile(r"\n +")  # a group that takes several lines
_making = threading.Lock()


@dataclasses.dataclass(frozen=True, slots=True)
class Name:
    """A code that some words name, if any, and the phrases that say the same in a text.

    Words that are `equal` to the code find all that carries it, others only suggest it, as
    "billetterie" suggests the tools that sell tickets. What is `offered` is a filter worth adding.
    A field is no more than that: what an association does is not what its practices are about.
    What is `near` says something else that belongs to it, and `hints` at codes.
    """

    code: Code | None
    phrases: frozenset[Phrase]
    equal: bool
    offered: bool = True
    near: bool = False
    hints: frozenset[Code] = frozenset()

    @property
    def raises(self) -> bool:
        return self.code is not None and self.code[0] != "fields"


def names() -> tuple[dict[Phrase, tuple[Name, ...]], int]:
    """Everything that names a code, by its stems, and the length of the longest.

    Made at the first call, which takes seconds: the others wait for it instead of making it too.
    """
    with _making:
        return _names()


@functools.cache
def _names() -> tuple[dict[Phrase, tuple[Name, ...]], int]:
    found: dict[Phrase, dict[Name, None]] = {}
    for name, recognised in itertools.chain(_vocabulary_names(), _equivalents()):
        for phrase in recognised:
            found.setdefault(phrase, {})[name] = None
    pointed = {
        phrase: frozenset(name.code for name in names if name.code and name.equal and name.raises)
        for phrase, names in found.items()
    }
    for sayings, recognised in _groups(relations.GROUPS):
        hints = frozenset(code for phrase in sayings for code in pointed.get(phrase, ()))
        name = Name(None, sayings, equal=True, offered=False, near=True, hints=hints)
        for phrase in recognised:
            found.setdefault(phrase, {})[name] = None
    return (
        {phrase: tuple(names) for phrase, names in found.items()},
        max(map(len, found), default=0),
    )


def alone(named: tuple[Name, ...], form: str) -> Iterator[Name]:
    """The names that a single word may stand for, of those that share one of its stems.

    Codes that have it as a word of their own go before those that have one of its family: who
    types "collecte" does not ask for the pages of "collecteurs". The family is that of one
    language: a French "personnes" is no English "personalized".
    """
    own = {name for name in named if _singular(form) in _forms().get(name.code, ())}
    for name in named:
        if name.code is None:
            yield name
        elif not name.raises and form in _OF_NO_FIELD:
            continue
        elif name in own or (not own and _akin(name.code, form)):
            yield name


def _akin(code: Code, form: str) -> bool:
    return any(
        analysis.stem(form, language) == analysis.stem(known, language)
        for known in _forms().get(code, ())
        for language in analysis.LANGUAGES
    )


@functools.cache
def _forms() -> dict[Code | None, frozenset[str]]:
    """The words that name a code alone, whatever their number."""
    found: dict[Code | None, set[str]] = {}
    said: list[tuple[Code, Iterable[str]]] = [
        ((facet, term.code), (_plain(term.fr), _plain(term.en), *term.synonyms, *term.synonyms_en))
        for facet in ("themes", "channels", "fields", "sizes", "outcomes")
        for term in vocabulary.terms(facet).values()
    ]
    said += [
        (("tools", tool.code), (tool.name, *tool.aliases, *tool.synonyms))
        for tool in vocabulary.tools().values()
    ]
    for code, writings in said:
        for writing in writings:
            forms = [compound.joined.form for compound in analysis.compounds(writing)]
            if len(forms) == 1:
                found.setdefault(code, set()).add(_singular(forms[0]))
    return {code: frozenset(forms) for code, forms in found.items()}


def _singular(form: str) -> str:
    return form[:-1] if form[-1:] in "sx" else form


def _vocabulary_names() -> Iterator[tuple[Name, frozenset[Phrase]]]:
    """Each name and the phrases by which it is recognised.

    Synonyms are what people type, often wider than the term: they find what carries its code, but
    only its labels are looked for in texts.
    """
    for facet in ("themes", "channels"):
        for term in vocabulary.terms(facet).values():
            labels = _phrases(_plain(term.fr), _plain(term.en))
            yield (
                Name((facet, term.code), labels, equal=True),
                labels | _phrases(*term.synonyms, *term.synonyms_en),
            )
    for term in vocabulary.terms("fields").values():
        yield (
            Name(("fields", term.code), frozenset(), equal=False),
            _phrases(_plain(term.fr), _plain(term.en), *term.synonyms, *term.synonyms_en),
        )
    for term in vocabulary.terms("sizes").values():
        # "moyenne" and "grande" alone are said of everything: a size is named with its noun.
        fr, en = _plain(term.fr), _plain(term.en)
        named = [f"{fr} {noun}" for noun in ("association", "asso", "structure")]
        named += [f"{en} {noun}" for noun in ("charity", "nonprofit", "organisation")]
        others = [
            each
            for each in (*term.synonyms, *term.synonyms_en)
            if _OF_NO_SIZE.isdisjoint(analysis.forms(analysis.compounds(each)))
        ]
        yield (
            Name(("sizes", term.code), frozenset(), equal=True),
            _phrases(*named, *others),
        )
    for term in vocabulary.terms("outcomes").values():
        yield (
            Name(("outcomes", term.code), frozenset(), equal=True, offered=False),
            _phrases(*_of_outcome(term)),
        )
    for tool in vocabulary.tools().values():
        writings = _phrases(tool.name, *tool.aliases)
        yield Name(("tools", tool.code), writings, equal=True), writings
        yield (
            Name(("tools", tool.code), frozenset(), equal=False, offered=False),
            _phrases(*tool.synonyms),
        )


def _of_outcome(term: vocabulary.Term) -> Iterator[str]:
    """What says how a practice ended, and is not said of everything."""
    if term.code in _TOLD_OUTCOMES:
        for writing in (*term.synonyms, *term.synonyms_en):
            if writing not in _OF_NO_OUTCOME:
                yield writing


def _equivalents() -> Iterator[tuple[Name, frozenset[Phrase]]]:
    """Each meaning that has several sayings: any of them finds them all."""
    for sayings, recognised in _groups(equivalents.GROUPS):
        yield Name(None, sayings, equal=True, offered=False), recognised


def _groups(listed: str) -> Iterator[tuple[frozenset[Phrase], frozenset[Phrase]]]:
    """The phrases of each line, and those by which it is recognised."""
    for group in _CONTINUED.sub(" ", listed.strip()).splitlines():
        said = [saying.strip() for saying in group.split("|")]
        sayings = _phrases(*said)
        # A French stem of an English plural is not that of its singular.
        yield sayings, sayings | _phrases(*(f"{saying}s" for saying in said))


def _plain(label: str) -> str:
    """A label without what it says in brackets."""
    return label.partition("(")[0]


def _phrases(*writings: str) -> frozenset[Phrase]:
    """The stems of each writing in either language, in parts and with compounds joined."""
    found: set[Phrase] = set()
    for writing in writings:
        compounds = list(analysis.compounds(writing))
        parts = [part.form for compound in compounds for part in compound.parts]
        joined = [compound.joined.form for compound in compounds]
        for run in (parts, joined):
            content = [form for form in run if analysis.is_content(form)]
            # "tous bénévoles" and "e-mail" say more than the only word left of them.
            if content and (len(content) > 1 or len(run) == 1):
                for language in analysis.LANGUAGES:
                    found.add(tuple(analysis.stem(form, language) for form in content))
    return frozenset(found)
