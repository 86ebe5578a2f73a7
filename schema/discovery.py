"""Search as the API shows it: a connection with facets whose counts ignore their own filter."""

from enum import Enum
from typing import cast

import strawberry
from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, SelectionNode

from commons import curation, library, vocabulary
from schema import guidance, practices, problems, terms
from schema.guidance import Relaxation, UnderstoodTerm
from schema.practices import CaseStudy, Practice, ToolBenchmark
from schema.terms import Ask, Term, said
from search import discovery, highlighting, understanding
from search.understanding import Understood

SUMMARY_LENGTH = 260

# Facets that are counted, in the order of the page.
COUNTED = (
    "themes",
    "channels",
    "sizes",
    "kinds",
    "outcomes",
    "tools",
    "fields",
    "publics",
    "human_links",
    "costs",
    "setup_times",
    "languages",
)


@strawberry.enum(description="The order of results.")
class SearchSort(Enum):
    RELEVANCE = strawberry.enum_value("relevance", description="Best answers first.")
    DATE = strawberry.enum_value("date", description="Newest month first.")


@strawberry.input(
    description="OR within a list, AND between lists. Codes of the vocabulary's list of the same"
    " name, or of the one in backquotes: those that facets count."
)
class SearchFilter:
    kinds: list[str] | None = strawberry.field(
        default=None, description="case-study, tool-benchmark."
    )
    themes: list[str] | None = strawberry.field(
        default=None, description="Themes; a theme includes those below it."
    )
    channels: list[str] | None = strawberry.field(default=None, description="Channels.")
    sizes: list[str] | None = strawberry.field(
        default=None, description="Sizes; exact ones come before wider classes."
    )
    fields: list[str] | None = strawberry.field(default=None, description="Fields of activity.")
    zones: list[str] | None = strawberry.field(default=None, description="Zones of France.")
    outcomes: list[str] | None = strawberry.field(default=None, description="Outcomes.")
    statuses: list[str] | None = strawberry.field(default=None, description="Statuses.")
    publics: list[str] | None = strawberry.field(default=None, description="Publics reached.")
    human_links: list[str] | None = strawberry.field(default=None, description="Of `human_links`.")
    costs: list[str] | None = strawberry.field(default=None, description="Yearly costs.")
    setup_times: list[str] | None = strawberry.field(default=None, description="Of `setup_times`.")
    evidence: list[str] | None = strawberry.field(default=None, description="Evidence levels.")
    hindsight: list[str] | None = strawberry.field(default=None, description="Hindsight.")
    tools: list[str] | None = strawberry.field(
        default=None, description="Codes of tools, or other-tool."
    )
    languages: list[str] | None = strawberry.field(default=None, description="fr, en.")
    collections: list[str] | None = strawberry.field(
        default=None,
        description="Slugs of collections to search inside; an unknown one holds nothing.",
    )


@strawberry.type(description="A value of a facet.")
class FacetValue:
    code: str = strawberry.field(description="The code that the filter takes.")
    label: str = strawberry.field(description="Its wording.")
    count: int = strawberry.field(description="Results with it, ignoring this facet's own filter.")
    selected: bool = strawberry.field(description="Whether the filter holds it.")


@strawberry.type(description="A facet with all its values, those without results included.")
class Facet:
    name: str = strawberry.field(description="The name of the filter field.")
    values: list[FacetValue] = strawberry.field(description="In the order of the vocabulary.")


@strawberry.type(description="A piece of text.")
class Segment:
    text: str = strawberry.field(description="The words.")
    hit: bool = strawberry.field(description="Whether they answer the search.")


@strawberry.type(description="Where a result answers the search.")
class Highlights:
    title: list[Segment] = strawberry.field(description="The whole title.")
    summary: list[Segment] = strawberry.field(description="The extract that answers best.")


@strawberry.type(description="Where a page stands.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more follows.")
    has_previous_page: bool = strawberry.field(description="Whether this page has a cursor.")
    start_cursor: str | None = strawberry.field(description="The first result's cursor.")
    end_cursor: str | None = strawberry.field(description="What `after` takes for the next page.")


@strawberry.type(description="A result.")
class SearchEdge:
    cursor: str = strawberry.field(description="What `after` takes to begin after this one.")
    node: Practice = strawberry.field(description="The practice.")
    item: strawberry.Private[library.Item]
    understood: strawberry.Private[Understood]

    @strawberry.field(description="Where it answers the search.")
    def highlights(self, info: Ask) -> Highlights:
        texts = self.item.texts
        title = practices.title_of(self.item, info.context.language)
        body = "\n".join(text for name, text in texts.items() if name != "title")
        return Highlights(
            title=_segments(highlighting.highlight(title, self.understood)),
            summary=_segments(highlighting.highlight(body, self.understood, SUMMARY_LENGTH)),
        )


@strawberry.type(description="A page of results.")
class SearchConnection:
    total_count: int = strawberry.field(description="All results, whatever the page.")
    edges: list[SearchEdge] = strawberry.field(description="This page, with cursors.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    degraded: bool = strawberry.field(
        description="True when the index could not answer: titles only, no counts."
    )
    loosened: bool = strawberry.field(
        description="True when few match enough of the words: what holds one of them follows."
    )
    filters: list[Term] = strawberry.field(description="The values that filter, worded.")
    facets: list[Facet] = strawberry.field(description="Counts by facet.")
    page: strawberry.Private[discovery.Page]
    wish: strawberry.Private[discovery.Wish]

    @strawberry.field(description="What the text names that a filter could say, at most four.")
    def understood(self, info: Ask) -> list[UnderstoodTerm]:
        return guidance.understood_terms(self.wish, info.context.language)

    @strawberry.field(
        description="When two results at most match: searches near this one that find more,"
        " at most four."
    )
    def relaxations(self, info: Ask) -> list[Relaxation]:
        return guidance.relaxations(self.page, self.wish, info.context.language)

    @strawberry.field(
        description="The text with its unknown words as the vocabulary or practices the viewer may"
        " read write them; null when there is nothing to correct."
    )
    def spelling(self) -> str | None:
        return guidance.spelt(self.page, self.wish)

    @strawberry.field(description="This page, without cursors.")
    def nodes(self) -> list[Practice]:
        return [edge.node for edge in self.edges]


def _segments(found: tuple[highlighting.Segment, ...]) -> list[Segment]:
    return [Segment(text=each.text, hit=each.hit) for each in found]


def _filters(given: SearchFilter | None) -> dict[str, tuple[str, ...]]:
    """Facet → codes, checked. Raises UnknownCode with the path of the filter."""
    if given is None:
        return {}
    filters: dict[str, tuple[str, ...]] = {}
    for facet in (*terms.FACET_LISTS, "tools"):
        codes = getattr(given, facet)
        if codes:
            known = set(terms.facet_codes(facet))
            for code in codes:
                if code not in known:
                    raise vocabulary.UnknownCode(facet, code, "filter", facet)
            filters[facet] = tuple(sorted(set(codes)))
    return filters


def _counts_facets(info: Ask) -> bool:
    """Whether facets are asked for; the library's own list follows each fragment every time."""
    asked = info._raw_info
    waiting: list[SelectionNode] = [
        node
        for field in asked.field_nodes
        for node in (field.selection_set.selections if field.selection_set else ())
    ]
    spread = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, FieldNode) and node.name.value == "facets":
            return True
        if isinstance(node, InlineFragmentNode):
            waiting += node.selection_set.selections
        elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
            spread.add(node.name.value)
            waiting += asked.fragments[node.name.value].selection_set.selections
    return False


def search(
    info: Ask,
    text: str,
    given: SearchFilter | None,
    sort: SearchSort,
    first: int,
    after: str | None,
) -> SearchConnection:
    """What the viewer may find. Raises the refusals of ``search.discovery.find``."""
    context = info.context
    filters = _filters(given)
    only = None
    if given is not None and given.collections:
        only = curation.members(context.session, given.collections)
    wish = discovery.Wish(
        text=text,
        filters=filters,
        only=only,
        sort=cast(discovery.Sort, said(sort)),
        first=first,
        after=after,
        count=COUNTED if _counts_facets(info) else (),
    )
    page = discovery.find(context.session, context.product.engine, context.readable, wish)
    understood = understanding.understand(text)
    edges = [
        SearchEdge(
            cursor=found.cursor,
            node=practices.practice(found.item, context.language),
            item=found.item,
            understood=understood,
        )
        for found in page.results
    ]
    return SearchConnection(
        total_count=page.total,
        edges=edges,
        page_info=PageInfo(
            has_next_page=page.has_next,
            has_previous_page=after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
        degraded=page.degraded,
        loosened=page.loosened,
        filters=guidance.filter_terms(filters, context.language),
        page=page,
        wish=wish,
        facets=[
            Facet(
                name=problems.camel(facet),
                values=[
                    FacetValue(
                        code=code,
                        label=terms.facet_label(facet, code, context.language),
                        count=page.facets[facet].get(code, 0),
                        selected=code in filters.get(facet, ()),
                    )
                    for code in terms.facet_codes(facet)
                ],
            )
            for facet in COUNTED
            if facet in page.facets
        ],
    )


def practice_of(info: Ask, publication_id: str) -> CaseStudy | ToolBenchmark | None:
    """One practice, None when unknown, withdrawn or not for this viewer."""
    context = info.context
    item = library.item(context.session, publication_id, context.readable)
    return practices.practice(item, context.language) if item else None
