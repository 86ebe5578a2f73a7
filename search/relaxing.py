"""When little is found: what to let go of, and how much would be found then."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from search import discovery, understanding
from search.reach import Filters, Reach

MOST = 4
# Of each kind, how many are counted: a search is not to become thirty.
_FILTERS = 5
_PIECES = 6
_CODES = 2


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Another search near the one that found little.

    `how` says what was done: a "filter" was left out (`facet` says which), a "word", a "phrase" or
    an "exclusion" of the text was; or nothing was kept but a "code" that the text names. `said` is
    the part of the text it is about.
    """

    how: Literal["filter", "word", "phrase", "exclusion", "code"]
    facet: str | None
    said: str
    text: str
    filters: Filters
    count: int = 0


def relaxations(
    reach: Reach, text: str, filters: Filters, only: frozenset[str] | None, total: int
) -> list[Relaxation]:
    """Those that find more, the nearest first; of the words, the one that keeps most from being
    found. Raises EngineUnavailable.
    """

    def counted(found: Iterator[Relaxation]) -> list[Relaxation]:
        tried = [_with_count(reach, each, only) for each in found]
        more = [each for each in tried if each.count > total]
        return sorted(more, key=lambda each: -each.count)

    understood = understanding.understand(text)
    near = counted(_without_filter(text, filters))
    rest = counted(_without_piece(text, filters, understood))
    rarest = [each for each in rest if each.how == "word"][:1]
    near += [each for each in rest if each.how != "word"] + rarest
    near.sort(key=lambda each: -each.count)
    codes = counted(_code_alone(text, filters, understood))
    kept = near[: MOST - 1] if codes else near[:MOST]
    return [*kept, *codes[: MOST - len(kept)]]


def _with_count(reach: Reach, each: Relaxation, only: frozenset[str] | None) -> Relaxation:
    count = reach.count(each.text, each.filters, only)
    if each.how == "phrase" and count <= discovery.FEW:  # its page would be loosened as well
        query = reach.query(each.text, each.filters, only)
        count = reach.engine.search(replace(query, loose=True, near=True, limit=0)).total
    return Relaxation(each.how, each.facet, each.said, each.text, each.filters, count)


def _without_filter(text: str, filters: Filters) -> Iterator[Relaxation]:
    for facet in list(filters)[:_FILTERS]:
        left = {name: codes for name, codes in filters.items() if name != facet}
        yield Relaxation("filter", facet, "", text, left)


def _without_piece(
    text: str, filters: Filters, understood: understanding.Understood
) -> Iterator[Relaxation]:
    for piece in understood.pieces[:_PIECES]:
        said = text[slice(*piece.spans[0])]
        rest = understanding.without(text, piece.spans)
        if piece.kind == "quoted":  # the same words, no longer in their order
            yield Relaxation("phrase", None, piece.text, f"{piece.text} {rest}".strip(), filters)
        elif piece.kind == "excluded":
            yield Relaxation("exclusion", None, said, rest, filters)
        elif len(understood.pieces) > 1 or filters:
            yield Relaxation("word", None, said, rest, filters)


def _code_alone(
    text: str, filters: Filters, understood: understanding.Understood
) -> Iterator[Relaxation]:
    for naming in understood.namings[:_CODES]:
        facet, code = naming.code
        alone = {facet: (code,)}
        if text[slice(*naming.span)] != text.strip() or filters:
            yield Relaxation("code", facet, text[slice(*naming.span)], "", alone)
        elif facet != "fields":
            yield Relaxation("code", facet, text.strip(), "", alone)
