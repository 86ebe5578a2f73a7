"""Practices like one, or for an association like one's own, as the API shows them."""

from collections.abc import Iterable, Sequence

import strawberry

from commons import library, organisations, rights, vocabulary
from schema import practices, problems, terms
from schema.practices import Practice
from schema.terms import Ask, Term
from search import likeness
from search.discovery import PageSize
from search.engine import EngineUnavailable
from search.reach import reach_of


@strawberry.type(description="What two have in common.")
class Reason:
    facet: str = strawberry.field(description="The filter field of the value, or needs.")
    term: Term = strawberry.field(description="The value.")


@strawberry.type(description="A practice that is near, with the reason.")
class LikePractice:
    practice: Practice = strawberry.field(description="The practice.")
    reasons: list[Reason] = strawberry.field(
        description="What is in common, the most telling first."
    )


def similar(info: Ask, publication_id: str, first: int) -> list[LikePractice]:
    """Practices like one that the viewer may read. Raises PageSize."""
    _check(first)
    context = info.context
    item = library.item(context.session, publication_id, context.readable)
    if item is None:
        return []
    reach = reach_of(context.session, context.product.engine, context.readable)
    try:
        return _shown(likeness.similar(reach, item, first), context.language)
    except EngineUnavailable:
        return []


def resembling(info: Ask, needs: Sequence[str], first: int) -> list[LikePractice]:
    """Practices for the viewer's own association. Raises PageSize, UnknownCode and NotAllowed.

    Its profile is opened for this answer, and nothing of it is kept.
    """
    _check(first)
    for place, need in enumerate(needs):
        vocabulary.require("needs", need, "needs", place)
    context = info.context
    viewer = context.viewer
    if viewer.organisation is None:
        return []
    rights.require_person(viewer, "read")
    known = organisations.known(context.session, context.product.keys, viewer.organisation)
    profile = known.profile
    reach = reach_of(context.session, context.product.engine, context.readable)
    try:
        found = likeness.resembling(reach, profile.size, profile.field, needs, first)
    except EngineUnavailable:
        return []
    return _shown(found, context.language)


def _check(first: int) -> None:
    if not 1 <= first <= likeness.MOST:
        raise PageSize("first", limit=likeness.MOST)


def _shown(found: Iterable[likeness.Alike], language: str) -> list[LikePractice]:
    return [
        LikePractice(
            practice=practices.practice(each.item, language),
            reasons=[
                Reason(facet=problems.camel(facet), term=_term(facet, code, language))
                for facet, codes in each.shared.items()
                for code in codes
            ],
        )
        for each in found
    ]


def _term(facet: str, code: str, language: str) -> Term:
    if facet == "needs":
        return Term(code=code, label=vocabulary.label("needs", code, language))
    return Term(code=code, label=terms.facet_label(facet, code, language))
