"""Federations vouch for their members: the lines they send, what became of each, their list."""

from enum import Enum
from typing import Annotated

import strawberry

from commons import clock, organisations, rights, vouching
from commons.accounts import recognition
from schema import problems
from schema.problems import AccessProblem, InputProblem, NotFoundProblem, refusable
from schema.terms import ABOUT, Ask


@strawberry.enum(description="What became of a line.")
class VouchOutcome(Enum):
    NOTED = strawberry.enum_value(
        "noted", description="Your word is given; whether the association is here is not told."
    )
    ALREADY = strawberry.enum_value(
        "already", description="You had vouched for it; your word is renewed."
    )
    TWICE = strawberry.enum_value("twice", description="The same number stands further up.")
    WRONG = strawberry.enum_value("wrong", description="The number or the address can't be right.")


@strawberry.type(description="What became of one line.")
class VouchedLine:
    line: int = strawberry.field(description="Its place in what was sent, from 1.")
    number: str = strawberry.field(description="Its number, as it was sent.")
    name: str = strawberry.field(description="Its name, as it was sent.")
    outcome: VouchOutcome = strawberry.field(description="What became of it.")
    message: str | None = strawberry.field(description="What is wrong with it.")


@strawberry.type(description="What became of what was sent, line by line.")
class VouchReport:
    lines: list[VouchedLine] = strawberry.field(description="In the order they were sent.")


@strawberry.type(description="A word your federation gave; nothing is said of who joined by it.")
class Word:
    id: strawberry.ID = strawberry.field(description="What withdrawVouch takes.")
    number: str = strawberry.field(description="The number that was sent.")
    name: str = strawberry.field(description="The name that was sent.")
    email: str | None = strawberry.field(description="The address of its contact that was sent.")
    until: str = strawberry.field(description="The month (YYYY-MM) it ends unless renewed.")


@strawberry.input(description="Whom your federation vouches for.")
class VouchForInput:
    lines: str = strawberry.field(
        description="One a line, 300 at most: number, name, e-mail address of its contact, with ;"
        " or a comma between; the last two if wanted."
    )


@strawberry.input(description="A word to take back.")
class WithdrawVouchInput:
    id: strawberry.ID = strawberry.field(description="Its id.")


@strawberry.type(description="A word was taken back: a moderator looks, nothing else happens.")
class VouchWithdrawn:
    id: strawberry.ID = strawberry.field(description="Its id.")


VouchForResult = Annotated[
    VouchReport | AccessProblem | InputProblem,
    strawberry.union("VouchForResult", description="What became of each line, or why nothing."),
]
WithdrawVouchResult = Annotated[
    VouchWithdrawn | AccessProblem | NotFoundProblem,
    strawberry.union("WithdrawVouchResult", description="Done, or why not."),
]


def words(info: Ask, federation: organisations.Known) -> list[Word]:
    """What a federation vouched for, for its own people."""
    context, viewer = info.context, info.context.viewer
    mine = viewer.organisation == federation.id and viewer.federation and viewer.verified
    if viewer.by_token or not mine:
        return []
    return [
        Word(
            id=strawberry.ID(each.id),
            number=each.number,
            name=each.name,
            email=each.email,
            until=clock.text_of(each.until),
        )
        for each in vouching.words_of(
            context.session, context.product.keys, federation, context.product.now()
        )
    ]


@strawberry.type
class VouchingMutation:
    @strawberry.mutation(
        description="Vouch for members by their numbers; for federations. Those whose contact you"
        " name are verified, for the others a moderator looks."
    )
    @refusable
    def vouch_for(self, info: Ask, input: Annotated[VouchForInput, ABOUT]) -> VouchForResult:
        context, product = info.context, info.context.product
        federation = rights.require_voucher(context.viewer)
        product.throttle.require("vouch-federation", federation, product.now())
        reports = recognition.vouch(
            context.session,
            product.keys,
            organisations.known(context.session, product.keys, federation),
            vouching.lines(input.lines),
            product.now(),
        )
        return VouchReport(
            lines=[
                VouchedLine(
                    line=each.line.place,
                    number=each.line.number,
                    name=each.line.name,
                    outcome=VouchOutcome(each.outcome),
                    message=problems.message(each.wrong, context.language) if each.wrong else None,
                )
                for each in reports
            ]
        )

    @strawberry.mutation(description="Take back a word your federation gave.")
    @refusable
    def withdraw_vouch(
        self, info: Ask, input: Annotated[WithdrawVouchInput, ABOUT]
    ) -> WithdrawVouchResult:
        context, secrets = info.context, info.context.product.keys
        federation = rights.require_voucher(context.viewer)
        known = organisations.known(context.session, secrets, federation)
        vouching.withdraw(context.session, secrets, known, input.id)
        return VouchWithdrawn(id=input.id)
