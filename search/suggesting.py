"""What somebody who types may mean: terms of the vocabulary, and titles they may read."""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commons import vocabulary
from search import analysis
from search.reach import Reach

MOST = 8
_LEAST_TYPED = 2  # letters
_READ = 12  # publications whose titles are looked at
_FACETS = ("themes", "channels", "sizes", "fields")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value of a filter (`facet`, `code`), or a publication by its title (`id`)."""

    facet: str | None = None
    code: str | None = None
    id: str | None = None
    title: str | None = None


def suggestions(reach: Reach, text: str, first: int) -> list[Suggestion]:
    """At most so many, terms first and at least a place in three left to titles.

    All the words typed stand in the term or in the title, the last one being unfinished. Raises
    EngineUnavailable.
    """
    typed = _forms(text)
    if not typed or sum(map(len, typed)) < _LEAST_TYPED:
        return []
    terms = [Suggestion(facet=facet, code=code) for facet, code in _terms(typed)]
    titles = list(_titles(reach, text, typed))
    room = max(first - len(titles), first - first // 3)
    return [*terms[:room], *titles][:first]


def _terms(typed: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The codes that have a writing with these words; those that begin with them come first."""
    begun: dict[tuple[str, str], None] = {}
    within: dict[tuple[str, str], None] = {}
    whole = "".join(typed)
    for code, forms in _writings():
        if "".join(forms).startswith(whole):
            begun[code] = None
        elif code[0] != "sizes" and _all_in(typed, forms):  # "sans bénévole" is a size by the way
            within[code] = None
    yield from {**begun, **within}


def _titles(reach: Reach, text: str, typed: Sequence[str]) -> Iterator[Suggestion]:
    for item in reach.items(reach.best(text, limit=_READ).ids):
        title = item.content.title
        if title and _all_in(typed, _forms(title)):
            yield Suggestion(id=item.id, title=title)


def _all_in(typed: Sequence[str], forms: Sequence[str]) -> bool:
    *finished, last = typed
    stems = {stem for form in forms for stem in analysis.stems(form)}
    return any(form.startswith(last) for form in forms) and all(
        form in forms or not stems.isdisjoint(analysis.stems(form)) for form in finished
    )


def _forms(text: str) -> tuple[str, ...]:
    """The content words of a text, or whatever there is when there are none."""
    forms = analysis.forms(analysis.compounds(text))
    content = [form for form in forms if analysis.is_content(form)]
    # The last word is being typed: "s" may be the beginning of more than a letter.
    if forms and content and forms[-1] != content[-1]:
        content.append(forms[-1])
    return tuple(content or forms)


@functools.cache
def _writings() -> tuple[tuple[tuple[str, str], tuple[str, ...]], ...]:
    """Every writing of every code, labels before synonyms."""
    labels, synonyms = [], []
    for facet in _FACETS:
        for term in vocabulary.terms(facet).values():
            labels += [((facet, term.code), writing) for writing in (term.fr, term.en)]
            others = (*term.synonyms, *term.synonyms_en)
            synonyms += [((facet, term.code), writing) for writing in others]
    for tool in vocabulary.tools().values():
        labels += [(("tools", tool.code), writing) for writing in (tool.name, *tool.aliases)]
    return tuple((code, _forms(writing)) for code, writing in (*labels, *synonyms))
