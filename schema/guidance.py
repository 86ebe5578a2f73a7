"""What helps a search along: what is understood or suggested, what to let go of, spelling."""

import strawberry

from schema import problems, terms
from schema.terms import Ask, Term
from search import relaxing, spelling, suggesting, understanding
from search.discovery import FEW, Page, PageSize, QueryTooLong, Wish
from search.engine import EngineUnavailable
from search.reach import Filters, reach_of

MOST_OFFERED = 4
_OFFERED = ("channels", "themes", "tools", "sizes", "fields")  # where one word names several


@strawberry.type(description="A part of the text that names a value of a filter.")
class UnderstoodTerm:
    facet: str = strawberry.field(description="The filter field that takes it.")
    term: Term = strawberry.field(description="The value.")
    text: str = strawberry.field(description="The part of the text that names it.")
    rest: str = strawberry.field(description="The text without that part.")
    applied: bool = strawberry.field(description="Whether the filter holds it.")


@strawberry.type(description="A search near one that found little, with what it would find.")
class Relaxation:
    how: str = strawberry.field(
        description="What it leaves out: filter, word or exclusion; phrase when only the order of"
        " the words is; code when nothing is kept but a value that the text names."
    )
    facet: str | None = strawberry.field(description="The filter field it is about, if any.")
    label: str = strawberry.field(description="What is left out, or kept alone, in words.")
    text: str = strawberry.field(description="The text to search instead.")
    filters: list[Term] = strawberry.field(
        description="The values that filter then; codes are written facet:code."
    )
    count: int = strawberry.field(description="How many results this viewer would find.")


@strawberry.type(description="What somebody who types may mean: a value of a filter or a title.")
class Suggestion:
    text: str = strawberry.field(description="The label or the title.")
    facet: str | None = strawberry.field(description="The filter field, for a value.")
    code: str | None = strawberry.field(description="The code that the filter takes, for a value.")
    id: strawberry.ID | None = strawberry.field(description="The practice, for a title.")


def filter_terms(filters: Filters, language: str) -> list[Term]:
    """The values of some filters, their codes written with the name of the filter."""
    return [
        Term(
            code=f"{problems.camel(facet)}:{code}",
            label=terms.facet_label(facet, code, language),
        )
        for facet, codes in filters.items()
        for code in codes
    ]


def understood_terms(wish: Wish, language: str) -> list[UnderstoodTerm]:
    """What the text names, in its order, at most so much as is worth offering."""
    text = wish.text

    def place(naming: understanding.Naming) -> tuple[understanding.Span, int, int]:
        facet, code = naming.code
        return naming.span, _OFFERED.index(facet), list(terms.facet_codes(facet)).index(code)

    namings = sorted(understanding.understand(text).namings, key=place)
    found: dict[understanding.Code, UnderstoodTerm] = {}
    for naming in namings:
        facet, code = naming.code
        found.setdefault(
            naming.code,
            UnderstoodTerm(
                facet=problems.camel(facet),
                term=Term(code=code, label=terms.facet_label(facet, code, language)),
                text=text[slice(*naming.span)],
                rest=understanding.without(text, [naming.span]),
                applied=code in wish.filters.get(facet, ()),
            ),
        )
    return list(found.values())[:MOST_OFFERED]


def relaxations(page: Page, wish: Wish, language: str) -> list[Relaxation]:
    """What to let go of, where little was found; nothing while the index does not answer."""
    total = 0 if page.loosened else page.total
    if page.degraded or total > FEW:
        return []
    try:
        found = relaxing.relaxations(page.reach, wish.text, wish.filters, wish.only, total)
    except EngineUnavailable:
        return []
    return [
        Relaxation(
            how=each.how,
            facet=problems.camel(each.facet) if each.facet else None,
            label=_label(each, wish, language),
            text=each.text,
            filters=filter_terms(each.filters, language),
            count=each.count,
        )
        for each in found
    ]


def _label(each: relaxing.Relaxation, wish: Wish, language: str) -> str:
    if each.facet is None:
        return each.said
    codes = wish.filters if each.how == "filter" else each.filters
    return ", ".join(terms.facet_label(each.facet, code, language) for code in codes[each.facet])


def spelt(page: Page, wish: Wish) -> str | None:
    """The text with its unknown words corrected; None where there is nothing to correct."""
    if page.degraded or not wish.text:
        return None
    try:
        return spelling.corrected(page.reach, wish.text, [each.item for each in page.results])
    except EngineUnavailable:
        return None


def suggest(info: Ask, text: str, first: int) -> list[Suggestion]:
    """Terms and titles for what is being typed. Raises PageSize and QueryTooLong."""
    if not 1 <= first <= suggesting.MOST:
        raise PageSize("first", limit=suggesting.MOST)
    if len(text) > understanding.LONGEST_TEXT:
        raise QueryTooLong("text", limit=understanding.LONGEST_TEXT)
    context = info.context
    reach = reach_of(context.session, context.product.engine, context.readable)
    try:
        found = suggesting.suggestions(reach, text, first)
    except EngineUnavailable:
        return []
    return [_suggestion(each, context.language) for each in found]


def _suggestion(each: suggesting.Suggestion, language: str) -> Suggestion:
    if each.facet is None or each.code is None:
        return Suggestion(
            text=each.title or "", facet=None, code=None, id=strawberry.ID(each.id or "")
        )
    label = terms.facet_label(each.facet, each.code, language)
    return Suggestion(text=label, facet=problems.camel(each.facet), code=each.code, id=None)
