"""Published practices as the API shows them: nothing here knows who wrote one."""

from enum import Enum
from typing import Any

import strawberry

from commons import clock, vocabulary
from commons.content import CaseStudyContent, ShownFigure
from commons.library import Item
from schema import terms
from schema.terms import Term


@strawberry.enum(description="What is shared.")
class PracticeKind(Enum):
    CASE_STUDY = strawberry.enum_value("case-study", description="A practice told and measured.")
    TOOL_BENCHMARK = strawberry.enum_value(
        "tool-benchmark", description="One association's evaluation of one tool in one use."
    )


@strawberry.enum(description="Who may read.")
class Audience(Enum):
    OPEN = strawberry.enum_value("open", description="Everybody.")
    MEMBERS = strawberry.enum_value("members", description="People of verified associations.")
    CONTRIBUTORS = strawberry.enum_value(
        "contributors", description="People of associations that gave in the last 12 months."
    )


@strawberry.interface(description="Anything with an id of its own.")
class Node:
    id: strawberry.ID = strawberry.field(description="A random id that says nothing else.")


@strawberry.type(description="A figure, never finer than anonymity allows.")
class Figure:
    metric: Term = strawberry.field(description="What was measured.")
    basis: Term = strawberry.field(description="Over what: figures compare on one basis only.")
    moment: str = strawberry.field(description="before, after, only or comparison.")
    value: str | None = strawberry.field(
        description="A rate in per cent or a ratio, with two significant digits."
    )
    unit: str = strawberry.field(description="The unit of the metric: %, EUR, count, hours…")
    band: Term | None = strawberry.field(
        description="Instead of a value: a band of amounts or counts, or words for few people."
    )
    source: Term = strawberry.field(description="Where the figure comes from.")


@strawberry.interface(description="A published practice; nothing in it leads to its author.")
class Practice(Node):
    kind: PracticeKind = strawberry.field(description="Case study or tool benchmark.")
    title: str = strawberry.field(description="At most 160 characters.")
    summary: str = strawberry.field(description="The first thing to know, in a few lines.")
    language: Term = strawberry.field(description="The language it is written in.")
    month: str = strawberry.field(description="The month of publication (YYYY-MM).")
    version: int = strawberry.field(description="Grows by one at each change.")
    audience: Audience = strawberry.field(description="Who may read it.")
    themes: list[Term] = strawberry.field(description="What it is about.")
    channels: list[Term] = strawberry.field(description="Through which channels.")
    tools: list[Term] = strawberry.field(description="With which tools.")
    sizes: list[Term] = strawberry.field(
        description="The class of sizes its author belongs to; all four when size is hidden."
    )
    field: Term | None = strawberry.field(
        description="Its author's field of activity, where enough associations share it."
    )
    zone: Term | None = strawberry.field(
        description="Its author's part of France, where enough associations share it."
    )
    publics: list[Term] = strawberry.field(description="Whom it reached.")
    outcome: Term | None = strawberry.field(description="What it gave, in one word.")
    status: Term | None = strawberry.field(description="Whether it is still in use.")
    human_link: Term | None = strawberry.field(description="What became of the human link.")
    human_means: list[Term] = strawberry.field(description="By which human means.")
    dose: Term | None = strawberry.field(description="Too little, right or too much digital.")
    cost: Term | None = strawberry.field(description="Band of its yearly cost.")
    setup_time: Term | None = strawberry.field(description="Band of the hours to set it up.")
    evidence: Term | None = strawberry.field(description="How well it is measured.")
    hindsight: Term | None = strawberry.field(description="How long it had run when written.")
    period: Term | None = strawberry.field(description="The three years in which it began.")
    figures: list[Figure] = strawberry.field(description="What was counted.")
    advice: str | None = strawberry.field(description="One piece of advice.")
    regrets: str | None = strawberry.field(description="What its author would not do again.")
    source: str | None = strawberry.field(
        description="Where it was imported from; null for what was published here."
    )


@strawberry.type(description="A practice told and measured.")
class CaseStudy(Practice):
    tried: str = strawberry.field(description="What was tried.")
    context: str | None = strawberry.field(description="In which situation.")
    done: str | None = strawberry.field(description="What was done.")
    results: str | None = strawberry.field(description="What it gave.")
    needs: list[Term] = strawberry.field(
        description="Which need of the association's project it served."
    )


@strawberry.type(description="A criterion with its score.")
class Criterion:
    term: Term = strawberry.field(description="What is judged.")
    score: int = strawberry.field(description="1 (poor) to 5 (excellent).")
    comment: str | None = strawberry.field(description="A sentence, where there is one.")


@strawberry.type(description="One association's evaluation of one tool in one use.")
class ToolBenchmark(Practice):
    tool: Term = strawberry.field(description="The tool.")
    use: str | None = strawberry.field(description="What it was used for.")
    account: str | None = strawberry.field(
        description="How it went, in the words of the source it was imported from."
    )
    criteria: list[Criterion] = strawberry.field(
        description="At least three of seven; imported ones may have fewer."
    )
    again: str = strawberry.field(
        description="Would they choose it again: yes, no or unsure; unsaid in some imported ones."
    )
    monthly_hours: Term | None = strawberry.field(description="Band of hours a month.")
    adoption: Figure | None = strawberry.field(description="Who uses it of those equipped.")
    leaving_reasons: list[Term] = strawberry.field(description="Why it was left.")
    left_for: Term | None = strawberry.field(description="For which tool it was left.")
    vendor_tie: Term | None = strawberry.field(description="Ties with the vendor, declared.")


_BANDS = {"words": "rate_words", "amount": "amount_bands", "count": "count_bands"}


def figure(shown: ShownFigure, language: str) -> Figure:
    band_list = _BANDS.get(shown.kind)
    return Figure(
        metric=Term(code=shown.metric, label=vocabulary.label("metrics", shown.metric, language)),
        basis=Term(code=shown.basis, label=vocabulary.label("bases", shown.basis, language)),
        moment=shown.moment,
        value=shown.value,
        unit=vocabulary.term("metrics", shown.metric).attributes["unit"],
        band=terms.term(band_list, shown.code, language) if band_list else None,
        source=Term(
            code=shown.source, label=vocabulary.label("figure_sources", shown.source, language)
        ),
    )


def _one(item: Item, facet: str, language: str) -> Term | None:
    codes = item.labels.get(facet, ())
    return terms.term(terms.FACET_LISTS[facet], codes[0], language) if codes else None


def _several(item: Item, facet: str, language: str) -> list[Term]:
    return terms.terms(terms.FACET_LISTS[facet], item.labels.get(facet, ()), language)


def title_of(item: Item, language: str) -> str:
    """The title, or for a benchmark without one the tool it is about."""
    content = item.content
    if content.title:
        return content.title
    if isinstance(content, CaseStudyContent):
        raise ValueError("a case study has a title")
    name = terms.tool_label(content.tool, language)
    return f"{name}: an evaluation" if language == "en" else f"{name} : une évaluation"


def summary_of(item: Item) -> str:
    """What a list shows under the title."""
    content = item.content
    if isinstance(content, CaseStudyContent):
        return content.tried
    return content.use or content.advice or content.account or ""


def practice(item: Item, language: str) -> CaseStudy | ToolBenchmark:
    """A publication in the form of its kind."""
    content = item.content
    shared: dict[str, Any] = {
        "id": strawberry.ID(item.id),
        "kind": PracticeKind(item.kind),
        "title": title_of(item, language),
        "summary": summary_of(item),
        "language": terms.term("languages", item.language, language),
        "month": clock.text_of(item.month),
        "version": item.version,
        "audience": Audience(item.audience),
        "themes": _several(item, "themes", language),
        "channels": _several(item, "channels", language),
        "tools": terms.tool_terms(item.labels.get("tools", ()), language),
        "sizes": _several(item, "sizes", language),
        "field": _one(item, "fields", language),
        "zone": _one(item, "zones", language),
        "publics": _several(item, "publics", language),
        "outcome": _one(item, "outcomes", language),
        "status": _one(item, "statuses", language),
        "human_link": _one(item, "human_links", language),
        "human_means": terms.terms("human_means", content.human_means, language),
        "dose": terms.term("dosage", content.dose, language),
        "cost": _one(item, "costs", language),
        "setup_time": _one(item, "setup_times", language),
        "evidence": _one(item, "evidence", language),
        "hindsight": _one(item, "hindsight", language),
        "period": terms.term("periods", content.period, language),
        "figures": [figure(each, language) for each in content.figures],
        "advice": content.advice,
        "regrets": content.regrets,
        "source": item.origin.source if item.origin else None,
    }
    if isinstance(content, CaseStudyContent):
        return CaseStudy(
            **shared,
            tried=content.tried,
            context=content.context,
            done=content.done,
            results=content.results,
            needs=terms.terms("needs", content.needs, language),
        )
    return ToolBenchmark(
        **shared,
        tool=Term(code=content.tool, label=terms.tool_label(content.tool, language)),
        use=content.use,
        account=content.account,
        criteria=[
            Criterion(
                term=Term(code=each.code, label=vocabulary.label("criteria", each.code, language)),
                score=each.score,
                comment=each.comment,
            )
            for each in content.criteria
        ],
        again=content.again or "unsaid",
        monthly_hours=terms.term("count_bands", content.monthly_hours, language),
        adoption=figure(content.adoption, language) if content.adoption else None,
        leaving_reasons=terms.terms("leaving_reasons", content.leaving_reasons, language),
        left_for=(
            Term(code=content.left_for, label=terms.tool_label(content.left_for, language))
            if content.left_for
            else None
        ),
        vendor_tie=terms.term("vendor_ties", content.vendor_tie, language),
    )
