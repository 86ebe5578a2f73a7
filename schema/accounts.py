"""Whoever asks: their account and their tokens."""

from enum import Enum
from typing import Annotated

import strawberry

from commons import accounts, publishing, rights
from commons.accounts import sessions
from schema import (
    alerts,
    correspondence,
    drafts,
    organisations,
    privacy,
    reciprocity,
    security,
    unsealing,
)
from schema import publishing as sharing
from schema.correspondence import Correspondence
from schema.drafts import Draft
from schema.organisations import Organisation
from schema.privacy import JournalEntry
from schema.problems import (
    AccessProblem,
    InputProblem,
    NotFoundProblem,
    refusable,
)
from schema.publishing import Share
from schema.reciprocity import Contribution
from schema.security import Security
from schema.terms import ABOUT, Ask, said
from schema.unsealing import OpenedSeal


@strawberry.enum(description="What a token may do.")
class TokenScope(Enum):
    READ = strawberry.enum_value("read", description="Read what its owner may read.")
    PUBLISH = strawberry.enum_value("publish", description="Write drafts and publish.")
    CURATE = strawberry.enum_value("curate", description="Curate collections of the federation.")


@strawberry.type(description="A token without its secret.")
class AccessToken:
    id: strawberry.ID = strawberry.field(description="What revokeToken takes.")
    name: str = strawberry.field(description="What its owner called it.")
    scopes: list[TokenScope] = strawberry.field(description="What it may do.")
    expires: str = strawberry.field(description="Its last day (YYYY-MM-DD).")


@strawberry.type(name="Viewer", description="Whoever asks.")
class ViewerType:
    signed_in: bool = strawberry.field(description="Whether somebody is signed in.")
    verified: bool = strawberry.field(description="Whether their association may publish.")
    contributor: bool = strawberry.field(description="Whether their association gives.")
    curator: bool = strawberry.field(description="Whether they may curate collections.")
    contact: bool = strawberry.field(
        description="Whether they look after their association's members; never by a token."
    )
    moderator: bool = strawberry.field(description="Whether they moderate; never by a token.")
    operator: bool = strawberry.field(description="Whether they run this site; never by a token.")

    @strawberry.field(description="The viewer's own address.")
    def email(self, info: Ask) -> str | None:
        context = info.context
        if context.viewer.person is None:
            return None
        rights.require_person(context.viewer, "read")
        return accounts.email_of(context.session, context.product.keys, context.viewer.person)

    @strawberry.field(description="The viewer's association, once declared.")
    def organisation(self, info: Ask) -> Organisation | None:
        return organisations.own(info)

    @strawberry.field(description="Drafts that are not published, last touched first.")
    def drafts(self, info: Ask) -> list[Draft]:
        context = info.context
        if context.viewer.organisation is None:
            return []
        return [
            drafts.draft(each)
            for each in publishing.unpublished(
                context.session, context.product.keys, context.viewer
            )
        ]

    @strawberry.field(description="What the viewer's association published, newest first.")
    def shares(self, info: Ask) -> list[Share]:
        return sharing.shares_of(info) if info.context.viewer.organisation else []

    @strawberry.field(
        description="The association's seals that were opened for a legal demand, unless the law"
        " still forbids to tell."
    )
    def opened_seals(self, info: Ask) -> list[OpenedSeal]:
        return unsealing.opened(info)

    @strawberry.field(
        description="What giving opens to the viewer's association; null before it is verified."
    )
    def contribution(self, info: Ask) -> Contribution | None:
        return reciprocity.contribution(info)

    @strawberry.field(description="How the viewer's account is kept; null by a token.")
    def security(self, info: Ask) -> Security | None:
        return security.security(info)

    @strawberry.field(description="How the viewer is written to; null by a token.")
    def correspondence(self, info: Ask) -> Correspondence | None:
        return correspondence.own(info)

    @strawberry.field(
        description="What was done with the viewer's account in the last six months, newest first;"
        " none by a token."
    )
    def journal(self, info: Ask) -> list[JournalEntry]:
        return privacy.entries(info)

    @strawberry.field(description="The viewer's tokens.")
    def tokens(self, info: Ask) -> list[AccessToken]:
        context = info.context
        if context.viewer.person is None:
            return []
        return [
            _token(card)
            for card in accounts.tokens_of(context.session, context.product.keys, context.viewer)
        ]


@strawberry.input(description="A token to make.")
class CreateTokenInput:
    name: str = strawberry.field(description="What you call it.")
    scopes: list[TokenScope] = strawberry.field(description="What it may do.")
    days: int = strawberry.field(default=90, description="How long it lasts: 366 at most.")


@strawberry.input(description="A token to end.")
class RevokeTokenInput:
    id: strawberry.ID = strawberry.field(description="Its id.")


@strawberry.type(description="A token, shown this once.")
class TokenCreated:
    secret: str = strawberry.field(description="Keep it: it is not shown again.")
    token: AccessToken = strawberry.field(description="The token without its secret.")


@strawberry.type(description="A token ended.")
class TokenRevoked:
    id: strawberry.ID = strawberry.field(description="Its id.")


CreateTokenResult = Annotated[
    TokenCreated | AccessProblem | InputProblem,
    strawberry.union("CreateTokenResult", description="The token, or why not."),
]
RevokeTokenResult = Annotated[
    TokenRevoked | AccessProblem | NotFoundProblem,
    strawberry.union("RevokeTokenResult", description="Done, or why not."),
]


def _token(card: accounts.TokenCard) -> AccessToken:
    return AccessToken(
        id=strawberry.ID(card.id),
        name=card.name,
        scopes=[TokenScope(scope) for scope in card.scopes],
        expires=card.expires.date().isoformat(),
    )


def viewer(info: Ask) -> ViewerType:
    known = info.context.viewer
    return ViewerType(
        signed_in=known.person is not None,
        verified=known.verified,
        contributor=known.contributor,
        curator=known.federation and known.verified and "curate" in known.scopes,
        contact=known.contact,
        moderator=known.moderator,
        operator=known.operator,
    )


@strawberry.type
class AccountsMutation:
    @strawberry.mutation(
        description="Make a token for programs; needs that one signed in just now. Its owner is"
        " told by a letter."
    )
    @refusable
    def create_token(
        self, info: Ask, input: Annotated[CreateTokenInput, ABOUT]
    ) -> CreateTokenResult:
        context = info.context
        product = context.product
        person, now = rights.require_session(context.viewer), product.now()
        sessions.require_fresh(context.session, product.keys, context.token, now, lock=True)
        secret, card = accounts.create_token(
            context.session,
            product.keys,
            context.viewer,
            input.name,
            tuple(said(scope) for scope in input.scopes),
            input.days,
            now,
        )
        alerts.tell(info, person, "token-made")
        return TokenCreated(secret=secret, token=_token(card))

    @strawberry.mutation(description="End a token of yours.")
    @refusable
    def revoke_token(
        self, info: Ask, input: Annotated[RevokeTokenInput, ABOUT]
    ) -> RevokeTokenResult:
        context = info.context
        accounts.revoke_token(context.session, context.product.keys, context.viewer, input.id)
        privacy.note(info, rights.require_session(context.viewer), "token-ended")
        privacy.remember_erasures(info)
        return TokenRevoked(id=input.id)
