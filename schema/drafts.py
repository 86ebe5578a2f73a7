"""Drafts as the API shows them: what an author sends, and the same read back word for word."""

from enum import Enum
from typing import Any, NewType

import strawberry
from graphql import GraphQLError

from commons import clock, publishing, vocabulary
from commons.case_studies import CaseStudyDraft
from commons.drafts import Manuscript
from commons.figures import Observation
from commons.tool_benchmarks import ScoredCriterion, ToolBenchmarkDraft
from schema.practices import Audience, PracticeKind

Whole = NewType("Whole", int)


def _whole(value: object) -> Whole:
    if isinstance(value, bool) or not isinstance(value, int):
        raise GraphQLError("A whole number is expected.")
    return Whole(value)


# Cents of a large association pass the 32 bits of GraphQL's Int.
SCALARS: dict[object, Any] = {
    Whole: strawberry.scalar(
        name="Whole",
        description="A whole number beyond 32 bits, as a JSON number.",
        serialize=int,
        parse_value=_whole,
    )
}


@strawberry.enum(description="When an observation was made, relative to the practice.")
class Moment(Enum):
    BEFORE = strawberry.enum_value("before", description="Before the practice.")
    AFTER = strawberry.enum_value("after", description="After it.")
    ONLY = strawberry.enum_value("only", description="The only measure.")
    COMPARISON = strawberry.enum_value("comparison", description="A group without the practice.")


@strawberry.enum(description="Would the tool be chosen again.")
class Again(Enum):
    YES = strawberry.enum_value("yes", description="Yes.")
    NO = strawberry.enum_value("no", description="No.")
    UNSURE = strawberry.enum_value("unsure", description="Not sure.")


@strawberry.input(description="One measure; money in cents, months as YYYY-MM.")
class ObservationInput:
    metric: str = strawberry.field(description="A code that `Query.metrics` tells.")
    basis: str = strawberry.field(description="One of the metric's bases, see `Query.metrics`.")
    moment: Moment = strawberry.field(default=Moment.ONLY, description="When it was made.")
    numerator: Whole | None = strawberry.field(
        default=None, description="For a metric that counts something among others."
    )
    denominator: Whole | None = strawberry.field(default=None, description="Likewise, above 0.")
    value: Whole | None = strawberry.field(
        default=None, description="For a metric that counts something alone."
    )
    start: str | None = strawberry.field(default=None, description="First month, kept private.")
    end: str | None = strawberry.field(default=None, description="Last month, kept private.")
    source: str = strawberry.field(default="declared", description="A code of `figure_sources`.")


@strawberry.input(description="A criterion scored.")
class CriterionInput:
    code: str = strawberry.field(description="A code of `criteria`.")
    score: int = strawberry.field(description="1 (poor) to 5 (excellent).")
    comment: str | None = strawberry.field(default=None, description="A sentence.")


@strawberry.input(description="What both kinds of draft share; all of it may be missing at first.")
class PracticeInput:
    language: str = strawberry.field(default="fr", description="fr or en.")
    title: str | None = strawberry.field(default=None, description="At most 160 characters.")
    advice: str | None = strawberry.field(default=None, description="One piece of advice.")
    regrets: str | None = strawberry.field(default=None, description="What you would not do again.")
    themes: list[str] = strawberry.field(default_factory=list, description="Codes of `themes`.")
    channels: list[str] = strawberry.field(default_factory=list, description="Codes of `channels`.")
    publics: list[str] = strawberry.field(default_factory=list, description="Codes of `publics`.")
    outcome: str | None = strawberry.field(default=None, description="A code of `outcomes`.")
    status: str | None = strawberry.field(default=None, description="A code of `statuses`.")
    human_link: str | None = strawberry.field(default=None, description="A code of `human_links`.")
    human_means: list[str] = strawberry.field(
        default_factory=list, description="Codes of `human_means`."
    )
    dose: str | None = strawberry.field(default=None, description="A code of `dosage`.")
    cost: str | None = strawberry.field(default=None, description="A code of `costs`.")
    setup_time: str | None = strawberry.field(default=None, description="A code of `setup_times`.")
    started: str | None = strawberry.field(
        default=None, description="The month it began (YYYY-MM); three-year bands are published."
    )
    observations: list[ObservationInput] = strawberry.field(
        default_factory=list, description="At most 20."
    )


@strawberry.input(description="A case study as its author writes it.")
class CaseStudyInput(PracticeInput):
    tried: str | None = strawberry.field(default=None, description="What was tried.")
    context: str | None = strawberry.field(default=None, description="In which situation.")
    done: str | None = strawberry.field(default=None, description="What was done.")
    results: str | None = strawberry.field(default=None, description="What it gave.")
    tools: list[str] = strawberry.field(
        default_factory=list, description="Codes of tools, or other-tool."
    )
    needs: list[str] = strawberry.field(default_factory=list, description="Codes of `needs`.")


@strawberry.input(description="A tool benchmark as its author writes it.")
class ToolBenchmarkInput(PracticeInput):
    tool: str | None = strawberry.field(default=None, description="The code of the tool.")
    use: str | None = strawberry.field(default=None, description="What it was used for.")
    criteria: list[CriterionInput] = strawberry.field(
        default_factory=list, description="At least three of seven to publish."
    )
    again: Again | None = strawberry.field(default=None, description="Would you choose it again.")
    monthly_hours: int | None = strawberry.field(default=None, description="Hours a month.")
    adopted: int | None = strawberry.field(default=None, description="People who use it.")
    equipped: int | None = strawberry.field(default=None, description="People who were given it.")
    leaving_reasons: list[str] = strawberry.field(
        default_factory=list, description="Codes of `leaving_reasons`."
    )
    left_for: str | None = strawberry.field(default=None, description="A tool, or other-tool.")
    vendor_tie: str | None = strawberry.field(default=None, description="A code of `vendor_ties`.")


@strawberry.input(description="Which draft to write: none for a new one.")
class SaveCaseStudyDraftInput:
    id: strawberry.ID | None = strawberry.field(default=None, description="The draft's id.")
    version: int | None = strawberry.field(
        default=None, description="The version you read; refused when it changed since."
    )
    practice: CaseStudyInput = strawberry.field(description="All of it: what is left out is empty.")


@strawberry.input(description="Which draft to write: none for a new one.")
class SaveToolBenchmarkDraftInput:
    id: strawberry.ID | None = strawberry.field(default=None, description="The draft's id.")
    version: int | None = strawberry.field(
        default=None, description="The version you read; refused when it changed since."
    )
    practice: ToolBenchmarkInput = strawberry.field(
        description="All of it: what is left out is empty."
    )


@strawberry.type(description="An observation as it was written.")
class DraftObservation:
    metric: str = strawberry.field(description="Code of the metric.")
    basis: str = strawberry.field(description="Code of the basis.")
    moment: Moment = strawberry.field(description="When it was made.")
    numerator: Whole | None = strawberry.field(description="Money in cents.")
    denominator: Whole | None = strawberry.field(description="Above 0.")
    value: Whole | None = strawberry.field(description="Money in cents.")
    start: str | None = strawberry.field(description="First month.")
    end: str | None = strawberry.field(description="Last month.")
    source: str = strawberry.field(description="Code of the source.")


@strawberry.type(description="A criterion as it was written.")
class DraftCriterion:
    code: str = strawberry.field(description="Code of the criterion.")
    score: int = strawberry.field(description="1 to 5.")
    comment: str | None = strawberry.field(description="A sentence.")


@strawberry.type(
    description="What a draft says, word for word; fields of the other kind are empty."
)
class DraftPractice:
    language: str = strawberry.field(description="fr or en.")
    title: str | None = strawberry.field(description="The title.")
    tried: str | None = strawberry.field(description="What was tried.")
    context: str | None = strawberry.field(description="In which situation.")
    done: str | None = strawberry.field(description="What was done.")
    results: str | None = strawberry.field(description="What it gave.")
    regrets: str | None = strawberry.field(description="What you would not do again.")
    advice: str | None = strawberry.field(description="One piece of advice.")
    use: str | None = strawberry.field(description="What the tool was used for.")
    themes: list[str] = strawberry.field(description="Codes.")
    channels: list[str] = strawberry.field(description="Codes.")
    tools: list[str] = strawberry.field(description="Codes.")
    publics: list[str] = strawberry.field(description="Codes.")
    needs: list[str] = strawberry.field(description="Codes.")
    outcome: str | None = strawberry.field(description="Code.")
    status: str | None = strawberry.field(description="Code.")
    human_link: str | None = strawberry.field(description="Code.")
    human_means: list[str] = strawberry.field(description="Codes.")
    dose: str | None = strawberry.field(description="Code.")
    cost: str | None = strawberry.field(description="Code.")
    setup_time: str | None = strawberry.field(description="Code.")
    started: str | None = strawberry.field(description="YYYY-MM.")
    observations: list[DraftObservation] = strawberry.field(description="Exact figures.")
    tool: str | None = strawberry.field(description="Code of the tool evaluated.")
    criteria: list[DraftCriterion] = strawberry.field(description="Scores.")
    again: Again | None = strawberry.field(description="Would you choose it again.")
    monthly_hours: int | None = strawberry.field(description="Hours a month.")
    adopted: int | None = strawberry.field(description="People who use it.")
    equipped: int | None = strawberry.field(description="People who were given it.")
    leaving_reasons: list[str] = strawberry.field(description="Codes.")
    left_for: str | None = strawberry.field(description="Code.")
    vendor_tie: str | None = strawberry.field(description="Code.")


@strawberry.type(description="A draft of one's own association; nobody else sees it.")
class Draft:
    id: strawberry.ID = strawberry.field(description="The draft's id, never a publication's.")
    kind: PracticeKind = strawberry.field(description="Case study or tool benchmark.")
    version: int = strawberry.field(description="Grows by one at each change.")
    title: str | None = strawberry.field(description="Its title, where it has one.")
    updated: str = strawberry.field(description="When it last changed (YYYY-MM-DD).")
    audience: Audience = strawberry.field(description="Who will read it.")
    embargo: str | None = strawberry.field(description="Not before this month (YYYY-MM).")
    hide: list[str] = strawberry.field(description="Labels hidden beyond the plan.")
    practice: DraftPractice = strawberry.field(description="What it says.")


def _written(given: PracticeInput) -> dict[str, Any]:
    """The fields of an input as the models take them."""
    fields = {
        name: value.value if isinstance(value, Enum) else value
        for name, value in vars(given).items()
        if name not in ("observations", "criteria")
    }
    fields["observations"] = tuple(
        Observation(**vars(each) | {"moment": each.moment.value}) for each in given.observations
    )
    return fields


def case_study(given: CaseStudyInput) -> CaseStudyDraft:
    return CaseStudyDraft.model_validate(_written(given))


def tool_benchmark(given: ToolBenchmarkInput) -> ToolBenchmarkDraft:
    criteria = tuple(ScoredCriterion(**vars(each)) for each in given.criteria)
    return ToolBenchmarkDraft.model_validate(_written(given) | {"criteria": criteria})


def draft(manuscript: Manuscript) -> Draft:
    """A draft as its own people see it."""
    practice = publishing.practice_of(manuscript)
    own = practice.model_dump()
    names = {each.python_name for each in DraftPractice.__strawberry_definition__.fields}  # type: ignore[attr-defined]
    lists = {"needs", "tools", "leaving_reasons", "criteria"}
    fields: dict[str, Any] = {name: own.get(name, [] if name in lists else None) for name in names}
    fields["observations"] = [
        DraftObservation(**each | {"moment": Moment(each["moment"])})
        for each in own["observations"]
    ]
    fields["criteria"] = [DraftCriterion(**each) for each in fields["criteria"]]
    fields["again"] = Again(fields["again"]) if fields["again"] else None
    for name, value in fields.items():
        if isinstance(value, tuple):
            fields[name] = list(value)
    title = practice.title
    if title is None and isinstance(practice, ToolBenchmarkDraft) and practice.tool:
        title = vocabulary.tools()[practice.tool].name
    return Draft(
        id=strawberry.ID(manuscript.id),
        kind=PracticeKind(manuscript.kind),
        version=manuscript.version,
        title=title,
        updated=manuscript.updated.date().isoformat(),
        audience=Audience(manuscript.audience),
        embargo=clock.text_of(manuscript.embargo) if manuscript.embargo else None,
        hide=list(manuscript.hide),
        practice=DraftPractice(**fields),
    )
