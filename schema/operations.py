"""What operators see and do: people who look after the site, organisations that wait, health."""

from enum import Enum
from typing import Annotated

import strawberry

from commons import accounts, housekeeping, notices, outbox, rights
from commons.accounts import staff
from commons.keys import KeyProblem
from commons.unsealing import log
from schema import privacy
from schema.problems import (
    AccessProblem,
    InputProblem,
    NotFoundProblem,
    refusable,
)
from schema.terms import ABOUT, Ask
from search.engine import EngineUnavailable, Query, Visibility


@strawberry.enum(description="About how many: an exact count would tell when somebody acted.")
class Band(Enum):
    NONE = strawberry.enum_value("none", description="None.")
    FEW = strawberry.enum_value("few", description="Fewer than 5.")
    SOME = strawberry.enum_value("some", description="5 to 20.")
    MANY = strawberry.enum_value("many", description="More than 20.")


@strawberry.type(description="A search index, and what it was not told yet.")
class IndexHealth:
    name: str = strawberry.field(description="Its name.")
    waiting: Band = strawberry.field(description="Publications it was not told of yet.")
    refused: int = strawberry.field(description="Publications it will not have: see the logs.")


@strawberry.type(description="How the search does.")
class EngineHealth:
    degraded: bool = strawberry.field(
        description="Whether searches are answered from the database, by titles only."
    )
    renewed: str | None = strawberry.field(
        description="The day (YYYY-MM-DD) whose night saw every index compared and built anew."
    )
    indexes: list[IndexHealth] = strawberry.field(description="Each index by name.")


@strawberry.type(description="How letters do, but those that sign somebody in.")
class MailHealth:
    leaves: bool = strawberry.field(
        description="Whether a mail server is set; without one, links go to the terminal only."
    )
    waiting: Band = strawberry.field(description="Letters that should have left.")
    oldest_days: int = strawberry.field(description="For how many days the oldest has waited.")
    given_up: int = strawberry.field(description="Letters nobody tries to send any more.")
    bounced: int = strawberry.field(description="Addresses that letters don't reach.")


@strawberry.type(description="The log of seals opened for legal demands.")
class UnsealingLog:
    whole: bool = strawberry.field(
        description="Whether no act was changed or taken out, as far as this machine can tell."
    )
    acts: int = strawberry.field(description="How many acts it holds.")
    lost: int = strawberry.field(
        description="How many acts were lost with a database that another took the place of."
    )
    head: str | None = strawberry.field(
        description="Where it ends (`NUMBER:DIGEST`), as in operators' letters; null when empty."
    )


@strawberry.type(description="For operators: what the site needs, never who shared what.")
class Operations:
    @strawberry.field(description="The addresses of all moderators.")
    def moderators(self, info: Ask) -> list[str]:
        return _addresses(info, "moderator")

    @strawberry.field(description="The addresses of all operators.")
    def operators(self, info: Ask) -> list[str]:
        return _addresses(info, "operator")

    @strawberry.field(description="How letters do.")
    def mail(self, info: Ask) -> MailHealth:
        context = info.context
        found = notices.health(context.session, context.product.keys, context.product.now())
        return MailHealth(
            leaves=context.product.settings.smtp_url is not None or context.product.settings.demo,
            waiting=band(found.waiting),
            oldest_days=found.oldest_days,
            given_up=found.given_up,
            bounced=found.bounced,
        )

    @strawberry.field(description="The log of seals opened for legal demands.")
    def unsealings(self, info: Ask) -> UnsealingLog:
        product = info.context.product
        found = log.read(info.context.session, product.keys)
        try:
            noted = log.noted(log.path_of(product.settings.key_file))
        except KeyProblem:
            whole = False
        else:
            whole = found.is_whole and (noted is None or found.admits(noted))
        return UnsealingLog(
            whole=whole,
            acts=len(found.heads),
            lost=sum(each.last.number - each.first + 1 for each in found.lost),
            head=str(found.end) if found.end else None,
        )

    @strawberry.field(description="How the search does.")
    def engine(self, info: Ask) -> EngineHealth:
        session, product = info.context.session, info.context.product
        try:
            product.engine.search(Query(Visibility(frozenset(), 0), limit=0))
            degraded = False
        except EngineUnavailable:
            degraded = True
        refused = [row.sink for row in outbox.dead(session)]
        return EngineHealth(
            degraded=degraded,
            renewed=housekeeping.last(session),
            indexes=[
                IndexHealth(
                    name=sink,
                    waiting=band(outbox.backlog(session, sink)),
                    refused=refused.count(sink),
                )
                for sink in outbox.sinks(session)
            ],
        )


@strawberry.input(description="Whom to give a role; who never signed in may do so from then on.")
class AppointModeratorInput:
    email: str = strawberry.field(description="The address they sign in with.")


@strawberry.input(description="Whom to take a role from.")
class DismissModeratorInput:
    email: str = strawberry.field(description="The address they sign in with.")


@strawberry.type(description="The moderators from now on.")
class Moderators:
    emails: list[str] = strawberry.field(description="Their addresses.")


AppointModeratorResult = Annotated[
    Moderators | AccessProblem | InputProblem,
    strawberry.union("AppointModeratorResult", description="The moderators, or why not."),
]
DismissModeratorResult = Annotated[
    Moderators | AccessProblem | InputProblem | NotFoundProblem,
    strawberry.union("DismissModeratorResult", description="The moderators, or why not."),
]


def operations(info: Ask) -> Operations:
    """The operator's view. Raises SignInRequired, NotAllowed."""
    rights.require_operator(info.context.viewer)
    return Operations()


def band(count: int) -> Band:
    """A count said so that one more doesn't show."""
    if count == 0:
        return Band.NONE
    if count < 5:
        return Band.FEW
    return Band.SOME if count <= 20 else Band.MANY


def _addresses(info: Ask, role: str) -> list[str]:
    rights.require_operator(info.context.viewer)
    everybody = staff.everyone(info.context.session, info.context.product.keys, role)
    return sorted(each.email for each in everybody)


@strawberry.type
class OperationsMutation:
    @strawberry.mutation(description="Make somebody a moderator; for operators.")
    @refusable
    def appoint_moderator(
        self, info: Ask, input: Annotated[AppointModeratorInput, ABOUT]
    ) -> AppointModeratorResult:
        rights.require_operator(info.context.viewer)
        session, secrets = info.context.session, info.context.product.keys
        person = accounts.person_of(session, secrets, input.email)
        staff.appoint(session, secrets, person, "moderator")
        privacy.note(info, person, "role-changed")
        return Moderators(emails=_addresses(info, "moderator"))

    @strawberry.mutation(description="Take the role of moderator from somebody; for operators.")
    @refusable
    def dismiss_moderator(
        self, info: Ask, input: Annotated[DismissModeratorInput, ABOUT]
    ) -> DismissModeratorResult:
        rights.require_operator(info.context.viewer)
        session, secrets = info.context.session, info.context.product.keys
        person = accounts.find_person(session, secrets, input.email)
        staff.dismiss(session, secrets, person, "moderator")
        privacy.note(info, person, "role-changed")
        return Moderators(emails=_addresses(info, "moderator"))
