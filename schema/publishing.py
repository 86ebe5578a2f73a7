"""Previewing, deciding and publishing, as the API shows them."""

from typing import Annotated, cast

import strawberry

from commons import clock, publishing
from commons.labels import editions
from commons.moderation import reviews
from schema import deposits, drafts, moderation, practices, previews, privacy
from schema.deposits import Release, WaitingDeposit
from schema.drafts import Draft, SaveCaseStudyDraftInput, SaveToolBenchmarkDraftInput
from schema.moderation import Review
from schema.practices import Audience, Practice
from schema.previews import Choice, Preview
from schema.problems import (
    AccessProblem,
    ConflictProblem,
    GateProblem,
    InputProblem,
    NotFoundProblem,
    refusable,
)
from schema.terms import ABOUT, Ask, said


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
        return previews.preview(prepared, network, context.language)

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
