"""Unsealing for a legal demand as the API shows it: to two operators, then to who wrote it."""

import functools
from datetime import date
from typing import Annotated

import strawberry

from commons import unsealing
from commons.accounts import correspondence, staff
from commons.unsealing import log
from schema import letters
from schema.problems import (
    AccessProblem,
    ConflictProblem,
    InputProblem,
    NotFoundProblem,
    refusable,
)
from schema.terms import ABOUT, Ask


@strawberry.type(description="A legal demand that another operator has still to confirm.")
class UnsealingDemand:
    id: strawberry.ID = strawberry.field(description="Its id.")
    publication: strawberry.ID = strawberry.field(description="The publication it is about.")
    reason: str = strawberry.field(description="Why, as its author will read it.")
    silent_until: str | None = strawberry.field(
        description="The day (YYYY-MM-DD) before which the law forbids to tell its author."
    )
    expires: str = strawberry.field(description="The day (YYYY-MM-DD) it lapses.")
    own: bool = strawberry.field(description="Whether you wrote it: then another confirms it.")


@strawberry.type(description="Who wrote a publication, told this once.")
class UnsealedAuthor:
    name: str = strawberry.field(description="The association's legal name.")
    number: str = strawberry.field(description="Its number in a public register.")


@strawberry.type(description="A seal of your association that was opened for a legal demand.")
class OpenedSeal:
    publication: strawberry.ID = strawberry.field(description="The publication it was of.")
    day: str = strawberry.field(description="When (YYYY-MM-DD).")
    reason: str = strawberry.field(description="Why.")


@strawberry.input(description="A legal demand to know who wrote a publication.")
class AskUnsealingInput:
    publication: strawberry.ID = strawberry.field(description="The publication's id.")
    reason: str = strawberry.field(description="Who demands it, and by what act.")
    silent_until: str | None = strawberry.field(
        default=None,
        description="A day (YYYY-MM-DD) before which the law forbids to tell its author.",
    )


@strawberry.input(description="The demand of another operator.")
class ConfirmUnsealingInput:
    id: strawberry.ID = strawberry.field(description="The demand's id.")


AskUnsealingResult = Annotated[
    UnsealingDemand | AccessProblem | InputProblem | NotFoundProblem,
    strawberry.union("AskUnsealingResult", description="The demand, or why not."),
]
ConfirmUnsealingResult = Annotated[
    UnsealedAuthor | AccessProblem | ConflictProblem | NotFoundProblem,
    strawberry.union("ConfirmUnsealingResult", description="Who wrote it, or why not."),
]


def demands(info: Ask) -> list[UnsealingDemand]:
    """What waits for a second operator. Raises SignInRequired, NotAllowed."""
    context, product = info.context, info.context.product
    return [
        _demand(each)
        for each in unsealing.open_demands(
            context.session, product.keys, context.viewer, product.now()
        )
    ]


def _demand(known: unsealing.Demand) -> UnsealingDemand:
    return UnsealingDemand(
        id=strawberry.ID(known.id),
        publication=strawberry.ID(known.publication_id),
        reason=known.reason,
        silent_until=known.silent_until.isoformat() if known.silent_until else None,
        expires=known.expires.date().isoformat(),
        own=known.own,
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise unsealing.WrongSilence("silent_until", limit=unsealing.SILENCE_DAYS_LIMIT) from None


def opened(info: Ask) -> list[OpenedSeal]:
    """The seals of the viewer's association that were opened, oldest first."""
    context, product = info.context, info.context.product
    if context.viewer.organisation is None:
        return []
    return [
        OpenedSeal(
            publication=strawberry.ID(each.publication_id),
            day=each.day.isoformat(),
            reason=each.reason,
        )
        for each in unsealing.told(context.session, product.keys, context.viewer, product.now())
    ]


def _tell_operators(info: Ask) -> None:
    """After the act: its head is kept beside the key, and by every operator in a letter.

    So no operator alone can take an act back unseen, by a database from before it for example.
    """
    context, product = info.context, info.context.product
    head = log.head(context.session)
    path = log.path_of(product.settings.key_file)
    context.after_commit.append(lambda: log.carry_out(product.database, product.keys, path))
    for each in staff.everyone(context.session, product.keys, "operator"):
        wishes = correspondence.wishes_of(context.session, product.keys, each.person)
        letter = letters.unsealing(
            each.email, str(head), product.settings.base_url, wishes.language
        )
        context.after_commit.append(functools.partial(product.deliver, letter))


@strawberry.type
class UnsealingMutation:
    @strawberry.mutation(
        description="Write a legal demand down; another operator confirms it within 72 hours."
    )
    @refusable
    def ask_unsealing(
        self, info: Ask, input: Annotated[AskUnsealingInput, ABOUT]
    ) -> AskUnsealingResult:
        context, product = info.context, info.context.product
        demand = unsealing.ask(
            context.session,
            product.keys,
            context.viewer,
            input.publication,
            input.reason,
            _day(input.silent_until),
            product.now(),
        )
        _tell_operators(info)
        return _demand(demand)

    @strawberry.mutation(description="Confirm another operator's demand: one seal is opened.")
    @refusable
    def confirm_unsealing(
        self, info: Ask, input: Annotated[ConfirmUnsealingInput, ABOUT]
    ) -> ConfirmUnsealingResult:
        context, product = info.context, info.context.product
        author = unsealing.confirm(
            context.session, product.keys, context.viewer, input.id, product.now()
        )
        _tell_operators(info)
        profile = author.profile
        court = profile.court
        number = profile.rna or profile.siren
        if number is None and court is not None:
            number = f"{court.court}, {court.volume}, {court.folio}"
        return UnsealedAuthor(name=profile.legal_name, number=number or "")
