"""Previewing, deciding and publishing, as the API shows them."""

from collections.abc import Mapping
from enum import Enum
from typing import Annotated, cast

import strawberry

from commons import anonymisation, clock, labels, publishing
from commons.labels import editions, explanation
from commons.moderation import reviews
from schema import deposits, drafts, moderation, practices, privacy, terms, wording
from schema.deposits import Release, WaitingDeposit
from schema.drafts import Draft, SaveCaseStudyDraftInput, SaveToolBenchmarkDraftInput
from schema.moderation import Review
from schema.practices import Audience, Practice
from schema.problems import (
    AccessProblem,
    ConflictProblem,
    GateProblem,
    InputProblem,
    NotFoundProblem,
    camel,
    refusable,
)
from schema.terms import ABOUT, Ask, Term, said

# Kinds whose author had better find other words than ours.
REPHRASED = ("SUPERLATIVE", "CLUE")


@strawberry.enum(description="What the author says of a finding.")
class Choice(Enum):
    ACCEPT = strawberry.enum_value("accept", description="Take the proposed replacement.")
    EDIT = strawberry.enum_value("edit", description="Write another replacement.")
    KEEP = strawberry.enum_value("keep", description="Keep the words, with a reason.")
    UNDO = strawberry.enum_value("undo", description="Open the finding again.")


@strawberry.input(description="Which draft, to preview or to delete.")
class PreviewPublicationInput:
    draft: strawberry.ID = strawberry.field(description="The draft's id.")


@strawberry.input(description="One decision for one or several findings.")
class DecideFindingInput:
    draft: strawberry.ID = strawberry.field(description="The draft's id.")
    version: int = strawberry.field(description="The version that was previewed.")
    findings: list[strawberry.ID] = strawberry.field(
        description="Ids of findings of the last preview."
    )
    choice: Choice = strawberry.field(description="What is decided.")
    replacement: str | None = strawberry.field(default=None, description="For an edit.")
    reason: str | None = strawberry.field(
        default=None, description="For a keep: a code of `keep_reasons`."
    )


@strawberry.input(description="Your answers: could these words tell who you are?")
class AnswerDoubtsInput:
    draft: strawberry.ID = strawberry.field(description="The draft's id.")
    version: int = strawberry.field(description="The version that was previewed.")
    yes: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of doubts: these words tell, and are replaced."
    )
    no: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of doubts: harmless; `yes` holds where both are."
    )
    undo: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of doubts to open again."
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
        default_factory=list, description="Labels to hide beyond the plan: size, field, zone."
    )


@strawberry.input(description="Which draft, as it was previewed.")
class PublishDraftInput:
    draft: strawberry.ID = strawberry.field(description="The draft's id.")
    version: int = strawberry.field(description="The version that was previewed.")
    release: Release = strawberry.field(default=Release.NOW, description="When readers may see it.")
    topic: str | None = strawberry.field(
        default=None,
        description="For a mutual deposit: one of the practice's own channels or themes, by its"
        " code. Nothing else takes one.",
    )


@strawberry.input(description="Which of your publications.")
class WithdrawPublicationInput:
    id: strawberry.ID = strawberry.field(description="The publication's id.")


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
    suggestion: str | None = strawberry.field(
        description="How to say it otherwise, for what makes somebody unique."
    )
    proposal: str = strawberry.field(description="The proposed replacement.")
    replacement: str = strawberry.field(description="What now stands in the text to be published.")
    entity: str = strawberry.field(description="The same for all mentions of one thing.")
    keepable: bool = strawberry.field(
        description="False for what certainly identifies: names, numbers, own places."
    )
    decision: FindingDecision | None = strawberry.field(description="Empty while it is open.")


@strawberry.type(
    description="Words no rule found, which their author alone can judge. Each form is listed once."
)
class Doubt:
    id: strawberry.ID = strawberry.field(description="The same wherever these words stand.")
    text: str = strawberry.field(description="The words, as they are first written.")
    excerpt: str = strawberry.field(description="The words around, on one line.")
    field: str | None = strawberry.field(
        description="The field that first holds them; empty for words of a decision."
    )
    count: int = strawberry.field(description="How many times they are written.")
    tells: bool | None = strawberry.field(description="Your answer; empty while it is open.")


@strawberry.type(description="A text before and after.")
class PreviewText:
    field: str = strawberry.field(description="The name of the field.")
    written: str = strawberry.field(description="What you wrote.")
    seen: str = strawberry.field(description="What the others will see.")


@strawberry.type(description="One step from all French associations to those that match.")
class PreviewStep:
    about: str = strawberry.field(
        description="everyone, channel, tool, together (half of the rarest), size, field or zone."
    )
    terms: list[Term] = strawberry.field(description="What is counted, where it has a name.")
    count: int = strawberry.field(
        description="At least so many: users of a channel or tool alone, else what is left."
    )
    rarest: bool = strawberry.field(description="Whether this channel or tool sets the limit.")


@strawberry.type(description="How much is said of one thing, and why not more.")
class PreviewSaid:
    name: str = strawberry.field(description="size, field or zone.")
    reason: str = strawberry.field(
        description="shown, class (several sizes), remaining (one of several fields), hidden (by"
        " you), too-few (associations) or public-list (the channel's users are known)."
    )


@strawberry.type(description="What will be said of the author, and how many it could be.")
class PreviewLabels:
    sizes: list[Term] = strawberry.field(description="The class of sizes.")
    field: Term | None = strawberry.field(description="The field, where it is shown.")
    zone: Term | None = strawberry.field(description="The part of France, where it is shown.")
    said: list[PreviewSaid] = strawberry.field(description="Why so much is said and not more.")
    steps: list[PreviewStep] = strawberry.field(description="How the number was computed.")
    needed: int = strawberry.field(
        description="So many must match; 0 where nothing is said and nothing is left to hide."
    )
    estimated: bool = strawberry.field(
        description="Whether fields and zones are estimated, not yet counted in the register."
    )
    matching: int = strawberry.field(
        description="At least so many French associations match these labels."
    )
    network: str | None = strawberry.field(
        description="How many in the network: under-5, 5-20 or over-20; for verified ones only."
    )
    hideable: list[str] = strawberry.field(
        description="What may be hidden more: size, field, zone."
    )


@strawberry.type(description="Everything to know before publishing; nothing is published by it.")
class Preview:
    draft: Draft = strawberry.field(description="The draft previewed.")
    texts: list[PreviewText] = strawberry.field(description="Both columns, field by field.")
    findings: list[Finding] = strawberry.field(description="Every passage found.")
    open_count: int = strawberry.field(description="How many wait for a decision.")
    doubts: list[Doubt] = strawberry.field(
        description="Could these words tell who you are? The riskiest first, none left out."
    )
    open_doubts: int = strawberry.field(description="How many wait for a yes or a no.")
    names_model: bool = strawberry.field(
        description="Whether names were looked for with the model; nothing is published without."
    )
    remaining: list[Finding] = strawberry.field(
        description="Found in the text to be published: the draft itself must be rephrased."
    )
    missing: list[str] = strawberry.field(
        description="Required fields of `practice` that are empty."
    )
    unusual: list[int] = strawberry.field(
        description="Places of observations out of the usual bounds: worth a second look."
    )
    labels: PreviewLabels = strawberry.field(description="What is said of the author.")
    ready: bool = strawberry.field(description="Whether publishDraft would accept it now.")


@strawberry.type(description="A publication of one's own, seen by its author only.")
class Share:
    practice: Practice = strawberry.field(description="As others see it.")
    published: str = strawberry.field(description="The exact day (YYYY-MM-DD) you gave it.")
    visible_from: str = strawberry.field(description="The month readers see it from.")
    waits_until: str | None = strawberry.field(
        description="The day (YYYY-MM-DD) it appears; empty once it does not wait any more, and for"
        " a deposit, which waits for others."
    )
    deposit: WaitingDeposit | None = strawberry.field(
        description="What it waits for, where it is a deposit that is not open yet."
    )
    review: Review | None = strawberry.field(
        description="What moderators said of it; null while nobody has read it yet."
    )
    draft: strawberry.ID | None = strawberry.field(
        description="The draft it was made of; null once it is erased, some 30 days later."
    )


@strawberry.type(description="A draft reached the shelf.")
class PublishedDraft:
    practice: Practice = strawberry.field(description="As others see it.")
    visible_from: str = strawberry.field(description="The month readers see it from (YYYY-MM).")
    waits: bool = strawberry.field(
        description="Whether nobody else sees it yet: another of yours appears within 7 days, or"
        " you left it to a batch or to a deposit."
    )
    release: Release = strawberry.field(description="As you chose.")


@strawberry.type(description="A publication left the shelf for good.")
class WithdrawnPublication:
    id: strawberry.ID = strawberry.field(description="Its id, now a tombstone.")


DraftResult = Annotated[
    Draft | AccessProblem | NotFoundProblem | InputProblem | ConflictProblem | GateProblem,
    strawberry.union("DraftResult", description="The draft as it now is, or why not."),
]
PreviewResult = Annotated[
    Preview | AccessProblem | NotFoundProblem | InputProblem | GateProblem,
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
        suggestion=(
            wording.say(f"suggestion-{found.kind}", language) if found.kind in REPHRASED else None
        ),
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


def _doubt(answered: publishing.AnsweredDoubt, written: Mapping[str, str]) -> Doubt:
    field = answered.doubt.mentions[0][0]
    return Doubt(
        id=strawberry.ID(answered.doubt.id),
        text=answered.doubt.text,
        excerpt=answered.doubt.excerpt,
        field=field if field in written else None,
        count=len(answered.doubt.mentions),
        tells=answered.tells,
    )


def _preview(prepared: publishing.Preview, network: str | None, language: str) -> Preview:
    return Preview(
        draft=drafts.draft(prepared.draft),
        texts=[
            PreviewText(field=name, written=text, seen=prepared.seen[name])
            for name, text in prepared.written.items()
        ],
        findings=[_finding(each.finding, each, language) for each in prepared.findings],
        open_count=prepared.open_count,
        doubts=[_doubt(each, prepared.written) for each in prepared.doubts],
        open_doubts=prepared.open_doubts,
        names_model=prepared.names_model,
        remaining=[_finding(each, None, language) for each in prepared.remaining],
        missing=[camel(name) for name in prepared.missing],
        unusual=list(prepared.unusual),
        labels=_labels(prepared, network, language),
        ready=prepared.ready,
    )


_STEP_LISTS = {"channel": "channels", "size": "sizes", "field": "fields", "zone": "zones"}


def _labels(prepared: publishing.Preview, network: str | None, language: str) -> PreviewLabels:
    menu, shown = prepared.menu, prepared.labels
    reasons = explanation.reasons(menu, shown, prepared.draft.hide)
    return PreviewLabels(
        sizes=terms.terms("sizes", shown.sizes, language),
        field=terms.term("fields", shown.field, language),
        zone=terms.term("zones", shown.zone, language),
        said=[PreviewSaid(name=name, reason=reason) for name, reason in reasons.items()],
        steps=[_step(each, language) for each in explanation.steps(menu, shown)],
        needed=explanation.needed(menu, shown),
        estimated=not menu.population.counted,
        matching=shown.matching,
        network=network,
        hideable=list(labels.hide_menu(menu)),
    )


def _step(step: explanation.Step, language: str) -> PreviewStep:
    if step.about == "tool":
        named = terms.tool_terms(step.codes, language)
    else:
        named = terms.terms(_STEP_LISTS.get(step.about, "sizes"), step.codes, language)
    return PreviewStep(about=step.about, terms=named, count=step.count, rarest=step.rarest)


def _prepare(info: Ask, draft_id: str) -> publishing.Preview:
    """Read and scan a draft in a short reading of its own, before any lock."""
    product = info.context.product
    with product.database.reading() as session:
        organisation, manuscript = publishing.open_draft(
            session, product.keys, info.context.viewer, draft_id
        )
        people = editions.current(session)
    return publishing.preview(organisation, manuscript, people)


def draft_of(info: Ask, draft_id: str) -> Draft:
    """A draft of the viewer's association. Raises NotFound for anybody else's."""
    context = info.context
    _, manuscript = publishing.open_draft(
        context.session, context.product.keys, context.viewer, draft_id
    )
    return drafts.draft(manuscript)


def shares_of(info: Ask) -> list[Share]:
    """What the viewer's association has on the shelf, newest first."""
    context = info.context
    mine = publishing.mine(context.session, context.product.authorships, context.viewer)
    decided = reviews.of(context.session, context.product.keys, [each.item.id for each in mine])
    kept = privacy.drafts_behind(info)
    return [
        Share(
            practice=practices.practice(each.item, context.language),
            published=each.moment.date().isoformat(),
            visible_from=clock.text_of(each.visible_from),
            # What is held back waits for an answer, not for a day.
            waits_until=clock.day(each.release).isoformat()
            if each.waits and each.release and each.item.id not in decided
            else None,
            deposit=deposits.waiting(info, each),
            draft=kept.get(each.item.id),
            review=moderation.review(decided.get(each.item.id), context.language),
        )
        for each in mine
    ]


def _save(
    info: Ask,
    given: SaveCaseStudyDraftInput | SaveToolBenchmarkDraftInput,
    practice: publishing.Practice,
) -> Draft:
    context = info.context
    return drafts.draft(
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
        return _save(info, input, drafts.case_study(input.practice))

    @strawberry.mutation(description="Write a tool benchmark; private until published.")
    @refusable
    def save_tool_benchmark_draft(
        self, info: Ask, input: Annotated[SaveToolBenchmarkDraftInput, ABOUT]
    ) -> DraftResult:
        return _save(info, input, drafts.tool_benchmark(input.practice))

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
        return drafts.draft(
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

    @strawberry.mutation(description="Say which doubtful words tell who you are, and which don't.")
    @refusable
    def answer_doubts(self, info: Ask, input: Annotated[AnswerDoubtsInput, ABOUT]) -> DraftResult:
        context = info.context
        prepared = _prepare(info, input.draft)
        return drafts.draft(
            publishing.answer(
                context.session,
                context.product.keys,
                context.viewer,
                prepared,
                input.version,
                context.product.now(),
                yes=input.yes,
                no=input.no,
                undo=input.undo,
            )
        )

    @strawberry.mutation(description="Choose audience, embargo and labels to hide.")
    @refusable
    def set_draft_terms(
        self, info: Ask, input: Annotated[SetDraftTermsInput, ABOUT]
    ) -> DraftResult:
        context = info.context
        return drafts.draft(
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
        share = publishing.publish(
            context.session,
            context.product.keys,
            context.product.authorships,
            context.viewer,
            prepared,
            input.version,
            context.product.now(),
            way=cast(publishing.Way, said(input.release)),
            topic=input.topic,
        )
        return PublishedDraft(
            practice=practices.practice(share.item, context.language),
            visible_from=clock.text_of(share.visible_from),
            waits=share.waits,
            release=input.release,
        )

    @strawberry.mutation(description="Take a publication of yours off the shelf, for good.")
    @refusable
    def withdraw_publication(
        self, info: Ask, input: Annotated[WithdrawPublicationInput, ABOUT]
    ) -> WithdrawPublicationResult:
        context = info.context
        publishing.withdraw(context.session, context.product.authorships, context.viewer, input.id)
        privacy.remember_erasures(info)
        return WithdrawnPublication(id=input.id)

    @strawberry.mutation(description="Delete a draft of yours; answers it as it was.")
    @refusable
    def delete_draft(
        self, info: Ask, input: Annotated[PreviewPublicationInput, ABOUT]
    ) -> DraftResult:
        context = info.context
        return drafts.draft(
            publishing.delete_draft(
                context.session, context.product.keys, context.viewer, input.draft
            )
        )
