"""Vocabulary and tools as the API shows them: an object with a code and a label, never an enum."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

import strawberry
from strawberry.types import Info

from commons import tools, vocabulary
from commons.content import OTHER_TOOL
from commons.moderation import vendors
from commons.refusals import Refusal
from schema.product import Context

Ask = Info[Context, None]

ABOUT = strawberry.argument(description="All that the act needs.")


def said(member: Enum) -> str:
    """The value of an enum member; its declaration is typed as a definition, not as the value."""
    return str(member.value)


@strawberry.type(description="A value of the vocabulary.")
class Term:
    code: str = strawberry.field(description="The stable code that filters take.")
    label: str = strawberry.field(description="The wording in the language of the request.")


@strawberry.type(description="A list of the vocabulary.")
class VocabularyList:
    name: str = strawberry.field(description="The name of the list.")
    terms: list["VocabularyTerm"] = strawberry.field(description="Its values in reading order.")


@strawberry.type(description="A value of the vocabulary with what surrounds it.")
class VocabularyTerm:
    code: str = strawberry.field(description="The stable code that filters take.")
    label: str = strawberry.field(description="The wording in the language of the request.")
    parent: str | None = strawberry.field(
        description="The code above this one: a theme's parent, a channel's group."
    )
    synonyms: list[str] = strawberry.field(description="Other words people search it by.")


@strawberry.type(description="A measure that may be given; what is computed from others is not.")
class Metric:
    code: str = strawberry.field(description="What `metric` of an observation takes.")
    label: str = strawberry.field(description="The wording in the language of the request.")
    unit: str = strawberry.field(
        description="What readers are told it in: %, EUR, count, hours… Amounts are given in cents."
    )
    bases: list[Term] = strawberry.field(description="What `basis` takes with it.")
    counted: str | None = strawberry.field(
        description="What `numerator` counts, or `value` where `among` is null; null where the"
        " label says it."
    )
    among: str | None = strawberry.field(
        description="What `denominator` counts; null for a measure that takes `value` alone."
    )


@strawberry.type(description="What the vendor of a tool answers to its benchmarks.")
class VendorAnswer:
    text: str = strawberry.field(description="Plain text, read by a moderator first.")
    language: str = strawberry.field(description="fr or en.")


@strawberry.type(description="A tool used by associations.")
class Tool:
    code: str = strawberry.field(description="The stable code that filters take.")
    name: str = strawberry.field(description="The name of the tool.")
    category: Term | None = strawberry.field(description="What kind of tool it is.")
    licence: str | None = strawberry.field(description="SPDX code or proprietary, when sourced.")
    hosted_in: list[str] = strawberry.field(
        description="Where its data is hosted, when sourced: country codes, or self."
    )
    source: str | None = strawberry.field(description="Where licence and host were read.")
    checked_on: str | None = strawberry.field(description="When they were read (YYYY-MM-DD).")
    case_studies: int = strawberry.field(description="Case studies that name it.")
    benchmarks: int = strawberry.field(description="Benchmarks of it.")
    vendor_answer: VendorAnswer | None = strawberry.field(
        description="The one answer of its vendor, where there is one: to be shown as such."
    )


class UnknownList(Refusal):
    """The vocabulary has no list of this name."""

    code = "unknown-list"


def term(list_name: str, code: str | None, language: str) -> Term | None:
    """A code with its label; None stays None."""
    if code is None:
        return None
    return Term(code=code, label=vocabulary.label(list_name, code, language))


def terms(list_name: str, codes: Iterable[str], language: str) -> list[Term]:
    """Codes with their labels, in the order of the vocabulary."""
    wanted = set(codes)
    return [
        Term(code=each.code, label=each.label(language))
        for each in vocabulary.terms(list_name).values()
        if each.code in wanted
    ]


def tool_label(code: str, language: str) -> str:
    """The name of a tool; the one word for all outside the catalogue."""
    if code == OTHER_TOOL:
        return "Other tool" if language == "en" else "Autre outil"
    return vocabulary.tools()[code].name


def tool_terms(codes: Iterable[str], language: str) -> list[Term]:
    return [Term(code=code, label=tool_label(code, language)) for code in codes]


# Facet → list of the vocabulary that words its codes.
FACET_LISTS = {
    "kinds": "kinds",
    "themes": "themes",
    "channels": "channels",
    "sizes": "sizes",
    "fields": "fields",
    "zones": "zones",
    "outcomes": "outcomes",
    "statuses": "statuses",
    "publics": "publics",
    "human_links": "human_links",
    "costs": "costs",
    "setup_times": "setup_times",
    "evidence": "evidence",
    "hindsight": "hindsight",
    "languages": "languages",
}


def facet_codes(facet: str) -> Sequence[str]:
    """Every code a facet may take, in reading order."""
    if facet == "tools":
        known = sorted(vocabulary.tools().values(), key=lambda each: each.name.casefold())
        return [each.code for each in known] + [OTHER_TOOL]
    return list(vocabulary.terms(FACET_LISTS[facet]))


def facet_label(facet: str, code: str, language: str) -> str:
    if facet == "tools":
        return tool_label(code, language)
    return vocabulary.label(FACET_LISTS[facet], code, language)


def vocabulary_lists(names: Sequence[str] | None, language: str) -> list[VocabularyList]:
    """The lists asked for, or all. Raises UnknownList for one that does not exist."""
    wanted = dict.fromkeys(names) if names is not None else vocabulary.lists()
    for name in wanted:
        if name not in vocabulary.lists():
            raise UnknownList("lists", list=name)
    return [
        VocabularyList(
            name=name,
            terms=[
                VocabularyTerm(
                    code=each.code,
                    label=each.label(language),
                    parent=each.attributes.get("parent") or each.attributes.get("group"),
                    synonyms=list(each.synonyms_en if language == "en" else each.synonyms),
                )
                for each in vocabulary.terms(name).values()
            ],
        )
        for name in wanted
    ]


def _counted(words: str) -> str | None:
    """What is counted on one side of a measure; the vocabulary writes a dash for nothing."""
    return None if words == "-" else words


def metrics(language: str) -> list[Metric]:
    """Every measure that may be given, with what it takes."""
    said_in = "" if language == "en" else "_fr"
    return [
        Metric(
            code=each.code,
            label=each.label(language),
            unit=about["unit"],
            bases=terms("bases", about["bases"], language),
            counted=_counted(about[f"numerator{said_in}"]),
            among=_counted(about[f"denominator{said_in}"]),
        )
        for each in vocabulary.terms("metrics").values()
        if not (about := each.attributes)["derived"]
    ]


def tool(
    row: tools.Tool,
    uses: Mapping[tuple[str, str], int],
    answers: Mapping[str, vendors.VendorAnswer],
    language: str,
) -> Tool:
    answer = answers.get(row.code)
    return Tool(
        code=row.code,
        name=row.name,
        category=term("tool_categories", row.category, language),
        licence=row.licence,
        hosted_in=row.hosted_in.split(),
        source=row.source,
        checked_on=row.checked_on,
        case_studies=uses.get((row.code, "case-study"), 0),
        benchmarks=uses.get((row.code, "tool-benchmark"), 0),
        vendor_answer=VendorAnswer(text=answer.text, language=answer.language) if answer else None,
    )


def tools_of(info: Ask) -> list[Tool]:
    """The whole catalogue with the number of practices the viewer may read."""
    context = info.context
    uses = tools.uses(context.session, context.readable)
    answers = vendors.shown(context.session)
    return [tool(row, uses, answers, context.language) for row in tools.all_of(context.session)]


def tool_of(info: Ask, code: str) -> Tool | None:
    context = info.context
    row = tools.by_code(context.session, code)
    if row is None:
        return None
    uses = tools.uses(context.session, context.readable)
    return tool(row, uses, vendors.shown(context.session), context.language)
