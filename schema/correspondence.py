"""How often and in which language somebody is written to, and how letters are stopped."""

from enum import Enum
from typing import Annotated

import strawberry

from commons import rights
from commons.accounts import correspondence
from commons.accounts.correspondence import Wishes
from schema.problems import AccessProblem, NotFoundProblem, refusable
from schema.terms import ABOUT, Ask, said


@strawberry.enum(description="How often reminders are sent, in the slot that all share.")
class Pace(Enum):
    DAILY = strawberry.enum_value("daily", description="As something waits, once a day at most.")
    WEEKLY = strawberry.enum_value("weekly", description="Once a week at most.")
    MONTHLY = strawberry.enum_value("monthly", description="Once a month at most.")
    NONE = strawberry.enum_value("none", description="Never, but before an account is erased.")


@strawberry.enum(description="The language of letters.")
class LetterLanguage(Enum):
    FR = strawberry.enum_value("fr", description="French.")
    EN = strawberry.enum_value("en", description="English.")


@strawberry.type(description="How the viewer is written to; for sessions, not for tokens.")
class Correspondence:
    pace: Pace = strawberry.field(description="How often.")
    language: LetterLanguage = strawberry.field(description="In which language.")
    undeliverable: bool = strawberry.field(
        description="Whether a mail server refused the viewer's address for good."
    )


@strawberry.input(description="How to be written to from now on.")
class ChooseLettersInput:
    pace: Pace = strawberry.field(description="How often.")
    language: LetterLanguage = strawberry.field(description="In which language.")


@strawberry.input(description="Whose letters to stop.")
class StopLettersInput:
    token: str = strawberry.field(description="The last part of the address in a letter.")


@strawberry.type(description="How the viewer is written to from now on.")
class LettersChosen:
    correspondence: Correspondence = strawberry.field(description="What was chosen.")


@strawberry.type(description="No more reminders are sent to whoever received the letter.")
class LettersStopped:
    done: bool = strawberry.field(description="Always true.")


ChooseLettersResult = Annotated[
    LettersChosen | AccessProblem,
    strawberry.union("ChooseLettersResult", description="What holds now, or why not."),
]
StopLettersResult = Annotated[
    LettersStopped | NotFoundProblem,
    strawberry.union("StopLettersResult", description="Done, or why not."),
]


def own(info: Ask) -> Correspondence | None:
    """How the viewer is written to; nothing by a token, or for a visitor."""
    context = info.context
    if context.viewer.person is None or context.viewer.by_token:
        return None
    person = context.viewer.person
    return _shown(correspondence.wishes_of(context.session, context.product.keys, person))


def _shown(wishes: Wishes) -> Correspondence:
    return Correspondence(
        pace=Pace(wishes.pace),
        language=LetterLanguage(wishes.language),
        undeliverable=wishes.undeliverable,
    )


@strawberry.type
class CorrespondenceMutation:
    @strawberry.mutation(
        description="Choose how to be written to; an address that was refused is tried again."
    )
    @refusable
    def choose_letters(
        self, info: Ask, input: Annotated[ChooseLettersInput, ABOUT]
    ) -> ChooseLettersResult:
        context = info.context
        person = rights.require_session(context.viewer)
        wishes = correspondence.choose(
            context.session,
            context.product.keys,
            person,
            pace=said(input.pace),
            language=said(input.language),
        )
        return LettersChosen(correspondence=_shown(wishes))

    @strawberry.mutation(description="Stop reminders by a letter's token; no sign-in is needed.")
    @refusable
    def stop_letters(
        self, info: Ask, input: Annotated[StopLettersInput, ABOUT]
    ) -> StopLettersResult:
        context = info.context
        correspondence.stop(context.session, context.product.keys, input.token)
        return LettersStopped(done=True)
