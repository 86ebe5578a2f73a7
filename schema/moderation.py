"""Moderation as the API shows it: to moderators no author and no date, to authors what was said."""

from collections.abc import Sequence
from enum import Enum
from typing import Annotated

import strawberry

from commons import clock, notices, rights
from commons.moderation import batches, decisions, promise, reports, reviews, vendors
from schema import practices, terms
from schema.operations import Band, band
from schema.practices import Figure, PracticeKind
from schema.problems import (
    AccessProblem,
    InputProblem,
    NotFoundProblem,
    WordsProblem,
    refusable,
)
from schema.terms import ABOUT, Ask, Term, said

# A share of answers, and the word for it.
_MOST, _HALF = 0.8, 0.5
MEDIAN_LIMIT = promise.DAYS + 1


@strawberry.enum(description="What a moderator says of a publication.")
class ReviewDecision(Enum):
    APPROVE = strawberry.enum_value("approve", description="It stays, or comes back.")
    CHANGES = strawberry.enum_value(
        "changes", description="It stays while its author is asked for a better one, 30 days."
    )
    REFUSE = strawberry.enum_value("refuse", description="No reader sees it from now on.")


@strawberry.enum(description="What was decided of a publication.")
class ReviewState(Enum):
    APPROVED = strawberry.enum_value("approved", description="It was read and stays.")
    CHANGES = strawberry.enum_value("changes", description="Its author is asked for changes.")
    REFUSED = strawberry.enum_value(
        "refused", description="No reader sees it; its author may appeal for 30 days."
    )
    APPEALED = strawberry.enum_value("appealed", description="Another moderator looks again.")
    UPHELD = strawberry.enum_value("upheld", description="Refused again, for good.")


@strawberry.enum(description="How many answers of a month came within three working days.")
class PromiseKept(Enum):
    UNKNOWN = strawberry.enum_value("unknown", description="Too few answers to say.")
    ALL = strawberry.enum_value("all", description="All of them.")
    MOST = strawberry.enum_value("most", description="Four out of five or more.")
    HALF = strawberry.enum_value("half", description="Half of them or more.")
    FEW = strawberry.enum_value("few", description="Fewer than half.")


@strawberry.type(description="What was decided of a publication, for its author.")
class Review:
    state: ReviewState = strawberry.field(description="The decision.")
    reason: Term | None = strawberry.field(description="Why, from the vocabulary.")
    note: str = strawberry.field(description="What the moderator wrote.")
    may_appeal: bool = strawberry.field(description="Whether another moderator may be asked.")
    last_day: str | None = strawberry.field(
        description="Until when (YYYY-MM-DD) its author may answer; null where nothing ends."
    )


@strawberry.type(description="A text of a publication.")
class ReviewText:
    field: str = strawberry.field(description="The name of the field.")
    text: str = strawberry.field(description="What readers read.")


@strawberry.type(description="A label of a publication.")
class ReviewFact:
    facet: str = strawberry.field(description="What it is about.")
    label: str = strawberry.field(description="Its wording.")


@strawberry.type(description="What readers reported of a publication, several as one.")
class ReviewReport:
    reasons: list[str] = strawberry.field(description="Their reasons, in words.")
    words: list[str] = strawberry.field(description="What they wrote; names are masked.")


@strawberry.type(description="An appeal against another moderator's decision.")
class ReviewAppeal:
    reason: Term | None = strawberry.field(description="Why it was decided so.")
    note: str = strawberry.field(description="What the first moderator wrote.")
    words: str = strawberry.field(description="What its author answers.")


@strawberry.type(
    description="A publication to review: what it says and its labels; neither its id nor its"
    " month, nor whether anybody reviewed it before."
)
class ReviewItem:
    id: strawberry.ID = strawberry.field(description="Its id in this batch, and nowhere else.")
    kind: PracticeKind = strawberry.field(description="Case study or tool benchmark.")
    title: str = strawberry.field(description="Its title.")
    language: Term = strawberry.field(description="The language it is written in.")
    texts: list[ReviewText] = strawberry.field(description="All its texts in reading order.")
    facts: list[ReviewFact] = strawberry.field(description="Its labels.")
    figures: list[Figure] = strawberry.field(description="What was counted.")
    report: ReviewReport | None = strawberry.field(description="What readers reported.")
    appeal: ReviewAppeal | None = strawberry.field(description="What its author answers.")


@strawberry.type(description="What is left to review, new and old together, shuffled.")
class ModerationBatch:
    week: str | None = strawberry.field(description="The week of the batch (2026-W11).")
    items: list[ReviewItem] = strawberry.field(description="In an order that says nothing.")
    for_others: int = strawberry.field(
        description="How many only another moderator may decide on: your association's own, and"
        " appeals against your decisions."
    )


@strawberry.type(description="How the promise of an answer in three working days was kept.")
class ModerationMonth:
    month: str = strawberry.field(description="The month (YYYY-MM).")
    answers: Band = strawberry.field(description="About how many answers.")
    kept: PromiseKept = strawberry.field(description="How many within three working days.")
    median_days: int | None = strawberry.field(
        description="The median in working days, 4 for all beyond 3; null for too few answers."
    )


@strawberry.type(description="An answer of a vendor, for moderators.")
class VendorAnswerToReview:
    id: strawberry.ID = strawberry.field(description="Its id.")
    tool: Term = strawberry.field(description="The tool it is about.")
    text: str = strawberry.field(description="What it says.")
    language: str = strawberry.field(description="fr or en.")
    shown: bool = strawberry.field(description="Whether readers see it.")


@strawberry.input(description="What you decide of an item of the batch.")
class ReviewPublicationInput:
    item: strawberry.ID = strawberry.field(description="Its id in the batch.")
    decision: ReviewDecision = strawberry.field(description="What becomes of it.")
    reason: str | None = strawberry.field(
        default=None, description="A code of `refusal_reasons`; an approval needs none."
    )
    note: str | None = strawberry.field(
        default=None, description="For its author; needed where changes are asked for."
    )


@strawberry.input(description="Your answer to a moderator, for another one to read; once.")
class AppealReviewInput:
    publication: strawberry.ID = strawberry.field(description="Your publication.")
    words: str = strawberry.field(description="Why it should stay; name nobody, nor yourself.")


@strawberry.input(description="What is wrong with a publication; nothing is kept of who says so.")
class ReportPublicationInput:
    publication: strawberry.ID = strawberry.field(description="The publication's id.")
    reason: str = strawberry.field(description="A code of `refusal_reasons`.")
    words: str | None = strawberry.field(default=None, description="At most 500 characters.")


@strawberry.input(description="What the vendor of a tool answers to its benchmarks.")
class AnswerAsVendorInput:
    tool: str = strawberry.field(description="The tool's code.")
    code: str = strawberry.field(description="The code the moderators gave to its vendor.")
    text: str = strawberry.field(description="Plain text, at most 1 500 characters.")
    language: str = strawberry.field(default="fr", description="fr or en.")


@strawberry.input(description="What becomes of a vendor's answer.")
class ReviewVendorAnswerInput:
    id: strawberry.ID = strawberry.field(description="The answer's id.")
    show: bool = strawberry.field(description="Show it, or delete it.")


@strawberry.type(description="An item that is decided.")
class ReviewedItem:
    item: strawberry.ID = strawberry.field(description="Its id in the batch.")


@strawberry.type(description="An appeal that another moderator will read.")
class AppealedReview:
    publication: strawberry.ID = strawberry.field(description="The publication's id.")


@strawberry.type(description="Thank you: the same answer whatever was reported.")
class ReportReceived:
    done: bool = strawberry.field(description="True.")


@strawberry.type(description="A vendor's answer that waits for a moderator.")
class VendorAnswerReceived:
    tool: Term = strawberry.field(description="The tool it is about.")


@strawberry.type(description="A vendor's answer that is decided.")
class VendorAnswerReviewed:
    id: strawberry.ID = strawberry.field(description="Its id.")


OpenBatchResult = Annotated[
    ModerationBatch | AccessProblem,
    strawberry.union("OpenBatchResult", description="The batch, or why not."),
]
ReviewPublicationResult = Annotated[
    ReviewedItem | AccessProblem | InputProblem | NotFoundProblem | WordsProblem,
    strawberry.union("ReviewPublicationResult", description="Done, or why not."),
]
AppealReviewResult = Annotated[
    AppealedReview | AccessProblem | InputProblem | NotFoundProblem | WordsProblem,
    strawberry.union("AppealReviewResult", description="Done, or why not."),
]
ReportPublicationResult = Annotated[
    ReportReceived | InputProblem,
    strawberry.union("ReportPublicationResult", description="Thanks, or what was mistyped."),
]
AnswerAsVendorResult = Annotated[
    VendorAnswerReceived | AccessProblem | InputProblem | WordsProblem,
    strawberry.union("AnswerAsVendorResult", description="Done, or why not."),
]
ReviewVendorAnswerResult = Annotated[
    VendorAnswerReviewed | AccessProblem | NotFoundProblem,
    strawberry.union("ReviewVendorAnswerResult", description="Done, or why not."),
]


def review(known: reviews.Review | None, language: str) -> Review | None:
    """A decision as its author reads it."""
    if known is None:
        return None
    ends = known.state in ("changes", "refused", "upheld")
    return Review(
        state=ReviewState(known.state),
        reason=terms.term("refusal_reasons", known.reason, language),
        note=known.note,
        may_appeal=known.may_appeal,
        last_day=clock.day(known.last_day).isoformat() if ends else None,
    )


def batch(info: Ask) -> ModerationBatch:
    """What is left to review. Raises SignInRequired, NotAllowed."""
    context, product = info.context, info.context.product
    found = batches.current(context.session, product.keys, product.authorships, context.viewer)
    return ModerationBatch(
        week=found.week,
        items=[_item(each, context.language) for each in found.items],
        for_others=found.for_others,
    )


def _item(each: batches.ToReview, language: str) -> ReviewItem:
    item, reported, contested = each.item, each.reported, each.contested
    spoken = terms.term("languages", item.language, language)
    assert spoken is not None
    return ReviewItem(
        id=strawberry.ID(each.id),
        kind=PracticeKind(item.kind),
        title=practices.title_of(item, language),
        language=spoken,
        texts=[ReviewText(field=name, text=text) for name, text in item.texts.items()],
        facts=[
            ReviewFact(facet=facet, label=terms.facet_label(facet, code, language))
            for facet, codes in item.labels.items()
            for code in codes
        ],
        figures=[practices.figure(figure, language) for figure in item.content.figures],
        report=_report(reported, language) if reported else None,
        appeal=_appeal(contested, language) if contested else None,
    )


def _report(reported: reports.Reported, language: str) -> ReviewReport:
    reasons = terms.terms("refusal_reasons", reported.reasons, language)
    return ReviewReport(reasons=[each.label for each in reasons], words=list(reported.words))


def _appeal(contested: reviews.Review, language: str) -> ReviewAppeal:
    return ReviewAppeal(
        reason=terms.term("refusal_reasons", contested.reason, language),
        note=contested.note,
        words=contested.appeal,
    )


def health(info: Ask) -> Sequence[ModerationMonth]:
    """The last months, newest first. Raises SignInRequired, NotAllowed."""
    rights.require_caretaker(info.context.viewer)
    return [
        _month(each) for each in promise.health(info.context.session, info.context.product.keys)
    ]


def kept(info: Ask) -> Sequence[ModerationMonth]:
    """The same of the months that are over: nothing moves while anybody looks."""
    context = info.context
    now = clock.month(context.product.now())
    found = promise.health(context.session, context.product.keys)
    return [_month(each) for each in found if each.month < now]


def _month(each: promise.Health) -> ModerationMonth:
    return ModerationMonth(
        month=clock.text_of(each.month),
        answers=band(each.count),
        kept=_kept(each.share),
        median_days=None if each.median is None else min(each.median, MEDIAN_LIMIT),
    )


def _kept(share: float | None) -> PromiseKept:
    if share is None:
        return PromiseKept.UNKNOWN
    if share == 1:
        return PromiseKept.ALL
    if share >= _MOST:
        return PromiseKept.MOST
    return PromiseKept.HALF if share >= _HALF else PromiseKept.FEW


def vendor_answers(info: Ask) -> list[VendorAnswerToReview]:
    """All answers of vendors. Raises SignInRequired, NotAllowed."""
    context = info.context
    return [
        VendorAnswerToReview(
            id=strawberry.ID(row.id),
            tool=_tool(row.tool, context.language),
            text=row.text,
            language=row.language,
            shown=row.state == "shown",
        )
        for row in vendors.all_of(context.session, context.viewer)
    ]


def vendor_code(info: Ask, tool: str) -> str:
    """What to give to the vendor of a tool. Raises SignInRequired, NotAllowed, UnknownCode."""
    return vendors.code_of(info.context.product.keys, info.context.viewer, tool)


def _tool(code: str, language: str) -> Term:
    return Term(code=code, label=terms.tool_label(code, language))


@strawberry.type
class ModerationMutation:
    @strawberry.mutation(description="Make today's batch if the night did not; for moderators.")
    @refusable
    def open_batch(self, info: Ask) -> OpenBatchResult:
        context, product = info.context, info.context.product
        rights.require_moderator(context.viewer)
        batches.draw(context.session, product.keys, product.authorships, product.now())
        return batch(info)

    @strawberry.mutation(description="Decide on an item of the batch; for moderators.")
    @refusable
    def review_publication(
        self, info: Ask, input: Annotated[ReviewPublicationInput, ABOUT]
    ) -> ReviewPublicationResult:
        context, product = info.context, info.context.product
        rights.require_moderator(context.viewer)
        # Read over before the lock, which the act itself takes.
        verdict = decisions.word(said(input.decision), input.reason, input.note, context.language)
        decisions.decide(
            context.session,
            product.keys,
            product.authorships,
            context.viewer,
            input.item,
            verdict,
            product.now(),
        )
        return ReviewedItem(item=input.item)

    @strawberry.mutation(description="Ask another moderator to look at yours again, once.")
    @refusable
    def appeal_review(
        self, info: Ask, input: Annotated[AppealReviewInput, ABOUT]
    ) -> AppealReviewResult:
        context, product = info.context, info.context.product
        with product.database.reading() as session:
            prepared = decisions.own_review(
                session, product.keys, product.authorships, context.viewer, input.publication
            )
        words = decisions.plead(*prepared, input.words, context.language)
        decisions.appeal(
            context.session,
            product.keys,
            product.authorships,
            context.viewer,
            input.publication,
            words,
            product.now(),
        )
        return AppealedReview(publication=input.publication)

    @strawberry.mutation(description="Tell moderators what is wrong with a publication.")
    @refusable
    def report_publication(
        self, info: Ask, input: Annotated[ReportPublicationInput, ABOUT]
    ) -> ReportPublicationResult:
        context, product = info.context, info.context.product
        # Before anything is looked up: how long it takes tells nothing of what is there.
        report = reports.read(input.reason, input.words, context.language)
        if product.throttle.allow("report-requester", context.requester, product.now()):
            reports.keep(context.session, product.keys, input.publication, report, context.readable)
        return ReportReceived(done=True)

    @strawberry.mutation(description="Answer the benchmarks of your tool, as its vendor.")
    @refusable
    def answer_as_vendor(
        self, info: Ask, input: Annotated[AnswerAsVendorInput, ABOUT]
    ) -> AnswerAsVendorResult:
        context, product = info.context, info.context.product
        person = rights.require_session(context.viewer)
        product.throttle.require("vendor-person", person, product.now())
        statement = vendors.prepare(
            product.keys, context.viewer, input.tool, input.code, input.text, input.language
        )
        vendors.post(context.session, product.keys, statement)
        return VendorAnswerReceived(tool=_tool(statement.tool, context.language))

    @strawberry.mutation(description="Show or delete a vendor's answer; for moderators.")
    @refusable
    def review_vendor_answer(
        self, info: Ask, input: Annotated[ReviewVendorAnswerInput, ABOUT]
    ) -> ReviewVendorAnswerResult:
        context, product = info.context, info.context.product
        session, secrets = context.session, product.keys
        author = vendors.decide(session, secrets, context.viewer, input.id, show=input.show)
        if author is not None:
            kind = "vendor-shown" if input.show else "vendor-refused"
            notices.tell_person(session, secrets, author, kind, product.now())
        return VendorAnswerReviewed(id=input.id)
