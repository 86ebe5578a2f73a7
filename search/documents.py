"""A publication becomes an index document: text, facets, and the words its codes stand for."""

from commons import vocabulary
from commons.content import FACETS, OTHER_TOOL, CaseStudyContent
from commons.library import Item
from search.engine import Document

# Facet → list of the vocabulary whose labels are searchable words.
_WORDED = {
    "themes": "themes",
    "channels": "channels",
    "fields": "fields",
    "publics": "publics",
    "outcomes": "outcomes",
}


def document(item: Item) -> Document:
    """The current projection of a publication."""
    texts = item.texts
    content = item.content
    summary = content.tried if isinstance(content, CaseStudyContent) else content.use or ""
    tool_names = [
        vocabulary.tools()[code].name for code in item.labels.get("tools", ()) if code != OTHER_TOOL
    ]
    facets = {facet: item.labels[facet] for facet in FACETS if facet in item.labels}
    # A practice about a theme is also about the themes above it.
    facets["themes"] = tuple(
        dict.fromkeys(
            code
            for own in item.labels.get("themes", ())
            for code in (own, *vocabulary.ancestors("themes", own))
        )
    )
    facets["kinds"] = (item.kind,)
    facets["languages"] = (item.language,)
    labels = [
        vocabulary.label(list_name, code, language)
        for facet, list_name in _WORDED.items()
        for code in facets.get(facet, ())
        for language in ("fr", "en")
    ]
    return Document(
        id=item.id,
        version=item.version,
        audience=item.audience,
        visible_from=item.visible_from,
        month=item.month,
        title=content.title or (tool_names[0] if tool_names else ""),
        summary=summary,
        body="\n".join(
            text for name, text in texts.items() if name not in ("title", "tried", "use")
        ),
        words=" · ".join([*labels, *tool_names]),
        language=item.language,
        facets=facets,
    )
