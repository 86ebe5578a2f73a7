"""Writing, previewing, deciding and publishing, as the API shows them."""

from enum import Enum
from typing import Annotated, Any, NewType, cast

import strawberry
from graphql import GraphQLError

from commons import anonymisation, clock, publishing, vocabulary
from commons.case_studies import CaseStudyDraft
from commons.drafts import Manuscript
from commons.figures import Observation
from commons.tool_benchmarks import ScoredCriterion, ToolBenchmarkDraft
from schema import practices, terms, wording
from schema.practices import Audience, Practice, PracticeKind
from schema.problems import (
    AccessProblem,
    ConflictProblem,
    GateProblem,
    InputProblem,
    NotFoundProblem,
    refusable,
)
from schema.terms import ABOUT, Ask, Term, said

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


@strawberry.enum(description="What the author says of a finding.")
class Choice(Enum):
    ACCEPT = strawberry.enum_value("accept", description="Take the proposed replacement.")
    EDIT = strawberry.enum_value("edit", description="Write another replacement.")
    KEEP = strawberry.enum_value("keep", description="Keep the words, with a reason.")
    UNDO = strawberry.enum_value("undo", description="Open the finding again.")


@strawberry.input(description="One measure; money in cents, months as YYYY-MM.")
class ObservationInput:
    metric: str = strawberry.field(description="A code of `metrics` that is not derived.")
    basis: str = strawberry.field(description="One of the metric's bases.")
    moment: Moment = strawberry.field(default=Moment.ONLY, description="When it was made.")
    numerator: Whole | None = strawberry.field(
        default=None, description="For a metric with formula."
    )
    denominator: Whole | None = strawberry.field(default=None, description="Likewise, above 0.")
    value: Whole | None = strawberry.field(
        default=None, description="For a metric without formula."
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


@strawberry.input(description="Which draft.")
class PreviewPublicationInput:
    draft: strawberry.ID = strawberry.field(description="The draft's id.")


@strawberry.input(description="One decision for one or several findings.")
class DecideFindingInput:
    draft: strawberry.ID = strawberry.field(description="The draft's id.")
    version: int = strawberry.field(description="The version that was previewed.")
    findings: list[strawberry.ID] = strawberry.field(description="Ids of findings.")
    choice: Choice = strawberry.field(description="What is decided.")
    replacement: str | None = strawberry.field(default=None, description="For an edit.")
    reason: str | None = strawberry.field(
        default=None, description="For a keep: a code of `keep_reasons`."
    )


@strawberry.input(description="Who may read, from when, and what more to hide.")
class SetDraftTermsInput:
    draft: strawberry.ID = strawberry.field(description="The draft's id.")
    version: int = strawberry.field(description="The version you read.")
    audience: Audience = strawberry.field(default=Audience.OPEN, description="Who may read.")
    embargo: str | None = strawberry.field(
        default=None, description="Not before this month (YYYY-MM)."
    )
    hide: list[str] = strawberry.field(
        default_factory=list, description="Labels to hide beyond the plan: size, field."
    )


@strawberry.input(description="Which draft, as it was previewed.")
class PublishDraftInput:
    draft: strawberry.ID = strawberry.field(description="The draft's id.")
    version: int = strawberry.field(description="The version that was previewed.")


@strawberry.input(description="Which of your publications.")
class WithdrawPublicationInput:
    id: strawberry.ID = strawberry.field(description="The publication's id.")


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


@strawberry.type(description="What was decided of a finding.")
class FindingDecision:
    choice: Choice = strawberry.field(description="Accept, edit or keep.")
    replacement: str | None = strawberry.field(description="The words of an edit.")
    reason: str | None = strawberry.field(description="Why it is kept.")


@strawberry.type(description="A passage that may identify somebody. Offsets are code points.")
class Finding:
    id: strawberry.ID = strawberry.field(description="Survives a new scan and edits elsewhere.")
    field: str = strawberry.field(description="The field whose text it is in.")
    start: int = strawberry.field(description="Where it begins.")
    end: int = strawberry.field(description="Where it ends.")
    text: str = strawberry.field(description="The words.")
    kind: str = strawberry.field(description="What they are: ASSO, PERSON, EMAIL, LOC…")
    kind_label: str = strawberry.field(description="The same in words.")
    certainty: str = strawberry.field(description="certain, probable or possible.")
    direct: bool = strawberry.field(description="Whether it identifies by itself.")
    reason: str = strawberry.field(description="Code of the rule that found it.")
    explanation: str = strawberry.field(description="Why it was found, in words.")
    proposal: str = strawberry.field(description="The proposed replacement.")
    replacement: str = strawberry.field(description="What now stands in the text to be published.")
    entity: str = strawberry.field(description="The same for all mentions of one thing.")
    keepable: bool = strawberry.field(description="False when direct and certain.")
    decision: FindingDecision | None = strawberry.field(description="Empty while it is open.")


@strawberry.type(description="A text before and after.")
class PreviewText:
    field: str = strawberry.field(description="The name of the field.")
    written: str = strawberry.field(description="What you wrote.")
    seen: str = strawberry.field(description="What the others will see.")


@strawberry.type(description="What will be said of the author, and how many it could be.")
class PreviewLabels:
    sizes: list[Term] = strawberry.field(description="The class of sizes.")
    field: Term | None = strawberry.field(description="The field, where it is shown.")
    matching: int = strawberry.field(
        description="At least so many French associations match these labels."
    )
    network: str | None = strawberry.field(
        description="How many in the network: under-5, 5-20 or over-20; for verified ones only."
    )
    hideable: list[str] = strawberry.field(description="What may be hidden more: size, field.")


@strawberry.type(description="Everything to know before publishing; nothing is published by it.")
class Preview:
    draft: Draft = strawberry.field(description="The draft previewed.")
    texts: list[PreviewText] = strawberry.field(description="Both columns, field by field.")
    findings: list[Finding] = strawberry.field(description="Every passage found.")
    open_count: int = strawberry.field(description="How many wait for a decision.")
    remaining: list[Finding] = strawberry.field(
        description="Found in the text to be published: the draft itself must be rephrased."
    )
    missing: list[str] = strawberry.field(description="Required fields that are empty.")
    unusual: list[int] = strawberry.field(
        description="Places of observations out of the usual bounds: worth a second look."
    )
    labels: PreviewLabels = strawberry.field(description="What is said of the author.")
    ready: bool = strawberry.field(description="Whether publishDraft would accept it now.")


@strawberry.type(description="A publication of one's own, seen by its author only.")
class Share:
    practice: Practice = strawberry.field(description="As others see it.")
    published: str = strawberry.field(description="The exact day (YYYY-MM-DD).")
    visible_from: str = strawberry.field(description="The month readers see it from.")


@strawberry.type(description="A draft reached the shelf.")
class PublishedDraft:
    practice: Practice = strawberry.field(description="As others see it.")
    visible_from: str = strawberry.field(description="The month readers see it from (YYYY-MM).")


@strawberry.type(description="A publication left the shelf for good.")
class WithdrawnPublication:
    id: strawberry.ID = strawberry.field(description="Its id, now a tombstone.")


DraftResult = Annotated[
    Draft | AccessProblem | NotFoundProblem | InputProblem | ConflictProblem,
    strawberry.union("DraftResult", description="The draft as it now is, or why not."),
]
PreviewResult = Annotated[
    Preview | AccessProblem | NotFoundProblem | InputProblem,
    strawberry.union("PreviewResult", description="The preview, or why not."),
]
PublishDraftResult = Annotated[
    PublishedDraft | AccessProblem | NotFoundProblem | InputProblem | ConflictProblem | GateProblem,
    strawberry.union("PublishDraftResult", description="The publication, or why not."),
]
WithdrawPublicationResult = Annotated[
    WithdrawnPublication | AccessProblem | NotFoundProblem | InputProblem,
    strawberry.union("WithdrawPublicationResult", description="The tombstone, or why not."),
]


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


def _finding(
    found: anonymisation.Finding, decided: publishing.DecidedFinding | None, language: str
) -> Finding:
    decision = decided.decision if decided else None
    return Finding(
        id=strawberry.ID(found.id),
        field=found.field,
        start=found.start,
        end=found.end,
        text=found.text,
        kind=found.kind,
        kind_label=wording.say(f"kind-{found.kind}", language),
        certainty=found.certainty,
        direct=found.identifier == "direct",
        reason=found.reason,
        explanation=wording.say_or(f"reason-{found.reason}", "reason-other", language),
        proposal=found.replacement,
        replacement=decided.replacement if decided else found.replacement,
        entity=found.entity,
        keepable=found.keepable,
        decision=(
            FindingDecision(
                choice=Choice(decision.choice),
                replacement=decision.replacement,
                reason=decision.reason,
            )
            if decision
            else None
        ),
    )


def _preview(prepared: publishing.Preview, network: str | None, language: str) -> Preview:
    return Preview(
        draft=draft(prepared.draft),
        texts=[
            PreviewText(field=name, written=text, seen=prepared.seen[name])
            for name, text in prepared.written.items()
        ],
        findings=[_finding(each.finding, each, language) for each in prepared.findings],
        open_count=prepared.open_count,
        remaining=[_finding(each, None, language) for each in prepared.remaining],
        missing=list(prepared.missing),
        unusual=list(prepared.unusual),
        labels=PreviewLabels(
            sizes=terms.terms("sizes", prepared.labels.sizes, language),
            field=terms.term("fields", prepared.labels.field, language),
            matching=prepared.labels.matching,
            network=network,
            hideable=list(prepared.hideable),
        ),
        ready=prepared.ready,
    )


def _prepare(info: Ask, draft_id: str) -> publishing.Preview:
    """Read and scan a draft in a short reading of its own, before any lock."""
    product = info.context.product
    with product.database.reading() as session:
        organisation, manuscript = publishing.open_draft(
            session, product.keys, info.context.viewer, draft_id
        )
    return publishing.preview(organisation, manuscript)


def draft_of(info: Ask, draft_id: str) -> Draft:
    """A draft of the viewer's association. Raises NotFound for anybody else's."""
    context = info.context
    _, manuscript = publishing.open_draft(
        context.session, context.product.keys, context.viewer, draft_id
    )
    return draft(manuscript)


def shares_of(info: Ask) -> list[Share]:
    """What the viewer's association has on the shelf, newest first."""
    context = info.context
    return [
        Share(
            practice=practices.practice(each.item, context.language),
            published=each.moment.date().isoformat(),
            visible_from=clock.text_of(each.item.visible_from),
        )
        for each in publishing.mine(context.session, context.product.authorships, context.viewer)
    ]


def _save(
    info: Ask,
    given: SaveCaseStudyDraftInput | SaveToolBenchmarkDraftInput,
    practice: publishing.Practice,
) -> Draft:
    context = info.context
    return draft(
        publishing.save(
            context.session,
            context.product.keys,
            context.viewer,
            practice,
            context.product.now(),
            draft_id=given.id,
            version=given.version,
        )
    )


@strawberry.type
class PublishingMutation:
    @strawberry.mutation(description="Write a case study; private until published.")
    @refusable
    def save_case_study_draft(
        self, info: Ask, input: Annotated[SaveCaseStudyDraftInput, ABOUT]
    ) -> DraftResult:
        return _save(info, input, case_study(input.practice))

    @strawberry.mutation(description="Write a tool benchmark; private until published.")
    @refusable
    def save_tool_benchmark_draft(
        self, info: Ask, input: Annotated[SaveToolBenchmarkDraftInput, ABOUT]
    ) -> DraftResult:
        return _save(info, input, tool_benchmark(input.practice))

    @strawberry.mutation(description="See what others would see; changes nothing.")
    @refusable
    def preview_publication(
        self, info: Ask, input: Annotated[PreviewPublicationInput, ABOUT]
    ) -> PreviewResult:
        context = info.context
        prepared = _prepare(info, input.draft)
        network = None
        if context.viewer.verified:
            with context.product.database.reading() as session:
                network = publishing.network(session, context.product.keys, prepared.labels)
        return _preview(prepared, network, context.language)

    @strawberry.mutation(description="Accept, edit, keep or reopen findings.")
    @refusable
    def decide_finding(self, info: Ask, input: Annotated[DecideFindingInput, ABOUT]) -> DraftResult:
        context = info.context
        prepared = _prepare(info, input.draft)
        return draft(
            publishing.decide(
                context.session,
                context.product.keys,
                context.viewer,
                prepared,
                input.version,
                input.findings,
                cast(publishing.Choice, said(input.choice)),
                context.product.now(),
                replacement=input.replacement,
                reason=input.reason,
            )
        )

    @strawberry.mutation(description="Choose audience, embargo and labels to hide.")
    @refusable
    def set_draft_terms(
        self, info: Ask, input: Annotated[SetDraftTermsInput, ABOUT]
    ) -> DraftResult:
        context = info.context
        return draft(
            publishing.set_terms(
                context.session,
                context.product.keys,
                context.viewer,
                input.draft,
                input.version,
                context.product.now(),
                audience=said(input.audience),
                embargo=input.embargo,
                hide=input.hide,
            )
        )

    @strawberry.mutation(description="Release exactly what was previewed, once nothing is open.")
    @refusable
    def publish_draft(
        self, info: Ask, input: Annotated[PublishDraftInput, ABOUT]
    ) -> PublishDraftResult:
        context = info.context
        prepared = _prepare(info, input.draft)
        item = publishing.publish(
            context.session,
            context.product.keys,
            context.viewer,
            prepared,
            input.version,
            context.product.now(),
        )
        return PublishedDraft(
            practice=practices.practice(item, context.language),
            visible_from=clock.text_of(item.visible_from),
        )

    @strawberry.mutation(description="Take a publication of yours off the shelf, for good.")
    @refusable
    def withdraw_publication(
        self, info: Ask, input: Annotated[WithdrawPublicationInput, ABOUT]
    ) -> WithdrawPublicationResult:
        context = info.context
        publishing.withdraw(context.session, context.product.authorships, context.viewer, input.id)
        return WithdrawnPublication(id=input.id)

    @strawberry.mutation(description="Delete a draft of yours.")
    @refusable
    def delete_draft(
        self, info: Ask, input: Annotated[PreviewPublicationInput, ABOUT]
    ) -> DraftResult:
        context = info.context
        return draft(
            publishing.delete_draft(
                context.session, context.product.keys, context.viewer, input.draft
            )
        )
