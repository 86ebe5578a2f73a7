"""Signing in, one's association and one's tokens, as the API shows them."""

from enum import Enum
from typing import Annotated

import strawberry

from commons import accounts, organisations, publishing, rights
from schema import drafts, letters, terms
from schema import publishing as sharing
from schema.drafts import Draft
from schema.problems import (
    AccessProblem,
    ConflictProblem,
    InputProblem,
    NotFoundProblem,
    refusable,
)
from schema.publishing import Share
from schema.terms import ABOUT, Ask, Term, said


@strawberry.enum(description="What a token may do.")
class TokenScope(Enum):
    READ = strawberry.enum_value("read", description="Read what its owner may read.")
    PUBLISH = strawberry.enum_value("publish", description="Write drafts and publish.")
    CURATE = strawberry.enum_value("curate", description="Curate collections of the federation.")


@strawberry.enum(description="What an organisation is.")
class OrganisationKind(Enum):
    ASSOCIATION = strawberry.enum_value("association", description="An association.")
    FEDERATION = strawberry.enum_value("federation", description="A federation: it may curate.")


@strawberry.type(
    description="One's own association, as its people declared it. Nobody else sees it."
)
class Organisation:
    name: str = strawberry.field(description="Its legal name.")
    kind: OrganisationKind = strawberry.field(description="Association or federation.")
    verified: bool = strawberry.field(description="Whether it may publish.")
    size: Term = strawberry.field(description="The size its budget class belongs to.")
    field: Term = strawberry.field(description="Its field of activity.")
    other_names: list[str] = strawberry.field(description="Other names people use.")
    acronym: str | None = strawberry.field(description="Its acronym.")
    towns: list[str] = strawberry.field(description="Where it is.")
    department: str | None = strawberry.field(description="Its département.")
    people: list[str] = strawberry.field(description="People to look for in texts.")
    domain: str | None = strawberry.field(description="Its internet domain.")
    handles: list[str] = strawberry.field(description="Its accounts on social networks.")


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

    @strawberry.field(description="The viewer's own address.")
    def email(self, info: Ask) -> str | None:
        context = info.context
        if context.viewer.person is None:
            return None
        rights.require_person(context.viewer, "read")
        return accounts.email_of(context.session, context.product.keys, context.viewer.person)

    @strawberry.field(description="The viewer's association, once declared.")
    def organisation(self, info: Ask) -> Organisation | None:
        context = info.context
        if context.viewer.organisation is None:
            return None
        rights.require_person(context.viewer, "read")
        return _organisation(
            organisations.known(context.session, context.product.keys, context.viewer.organisation),
            context.language,
        )

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

    @strawberry.field(description="The viewer's tokens.")
    def tokens(self, info: Ask) -> list[AccessToken]:
        context = info.context
        if context.viewer.person is None:
            return []
        return [
            _token(card)
            for card in accounts.tokens(context.session, context.product.keys, context.viewer)
        ]


@strawberry.input(description="Where to send the link.")
class RequestSignInInput:
    email: str = strawberry.field(description="An address you can read now.")


@strawberry.input(description="The token of a link.")
class SignInInput:
    token: str = strawberry.field(description="The last part of the link's address.")


@strawberry.input(description="A court register entry (Bas-Rhin, Haut-Rhin, Moselle).")
class CourtEntryInput:
    court: str = strawberry.field(description="The court.")
    volume: int = strawberry.field(description="The volume.")
    folio: int = strawberry.field(description="The folio.")


@strawberry.input(description="What your association is; kept sealed, used to hide it in texts.")
class DeclareOrganisationInput:
    kind: OrganisationKind = strawberry.field(
        default=OrganisationKind.ASSOCIATION, description="Association or federation."
    )
    legal_name: str = strawberry.field(description="Its legal name.")
    other_names: list[str] = strawberry.field(default_factory=list, description="Other names.")
    acronym: str | None = strawberry.field(default=None, description="Its acronym.")
    towns: list[str] = strawberry.field(default_factory=list, description="Where it is.")
    department: str | None = strawberry.field(default=None, description="Its département.")
    people: list[str] = strawberry.field(
        default_factory=list, description="People whose names must never appear."
    )
    domain: str | None = strawberry.field(default=None, description="Its internet domain.")
    handles: list[str] = strawberry.field(default_factory=list, description="Its accounts.")
    rna: str | None = strawberry.field(default=None, description="W and nine digits.")
    siren: str | None = strawberry.field(default=None, description="Nine digits.")
    court: CourtEntryInput | None = strawberry.field(default=None, description="Instead of RNA.")
    budget: str = strawberry.field(description="A code of `budget_classes`.")
    employees: str = strawberry.field(description="A code of `staff_classes`.")
    volunteers: str = strawberry.field(description="A code of `volunteer_classes`.")
    field: str = strawberry.field(description="A code of `fields`.")
    scope: str = strawberry.field(description="A code of `scopes`.")
    region: str = strawberry.field(description="INSEE code of the region.")


@strawberry.input(description="A token to make.")
class CreateTokenInput:
    name: str = strawberry.field(description="What you call it.")
    scopes: list[TokenScope] = strawberry.field(description="What it may do.")
    days: int = strawberry.field(default=90, description="How long it lasts.")


@strawberry.input(description="A token to end.")
class RevokeTokenInput:
    id: strawberry.ID = strawberry.field(description="Its id.")


@strawberry.type(description="A link was sent, if the address can receive one.")
class SignInRequested:
    minutes: int = strawberry.field(description="How long the link lasts.")


@strawberry.type(description="A session began.")
class SignedIn:
    session: str = strawberry.field(
        description="The session's token: a browser keeps it in a cookie, a program as bearer."
    )


@strawberry.type(description="The session ended.")
class SignedOut:
    done: bool = strawberry.field(description="Always true.")


@strawberry.type(description="A token, shown this once.")
class TokenCreated:
    secret: str = strawberry.field(description="Keep it: it is not shown again.")
    token: AccessToken = strawberry.field(description="The token without its secret.")


@strawberry.type(description="A token ended.")
class TokenRevoked:
    id: strawberry.ID = strawberry.field(description="Its id.")


RequestSignInResult = Annotated[
    SignInRequested | InputProblem,
    strawberry.union("RequestSignInResult", description="The same for any address."),
]
SignInResult = Annotated[
    SignedIn | InputProblem, strawberry.union("SignInResult", description="A session, or why not.")
]
DeclareOrganisationResult = Annotated[
    Organisation | AccessProblem | InputProblem | ConflictProblem,
    strawberry.union(
        "DeclareOrganisationResult", description="The association, pending, or why not."
    ),
]
CreateTokenResult = Annotated[
    TokenCreated | AccessProblem | InputProblem,
    strawberry.union("CreateTokenResult", description="The token, or why not."),
]
RevokeTokenResult = Annotated[
    TokenRevoked | AccessProblem | NotFoundProblem,
    strawberry.union("RevokeTokenResult", description="Done, or why not."),
]


def _organisation(known: organisations.Known, language: str) -> Organisation:
    profile = known.profile
    size = terms.term("sizes", profile.size, language)
    field = terms.term("fields", profile.field, language)
    assert size is not None
    assert field is not None
    return Organisation(
        name=profile.legal_name,
        kind=OrganisationKind(profile.kind),
        verified=known.state == "verified",
        size=size,
        field=field,
        other_names=list(profile.other_names),
        acronym=profile.acronym,
        towns=list(profile.towns),
        department=profile.department,
        people=list(profile.people),
        domain=profile.domain,
        handles=list(profile.handles),
    )


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
    )


def _profile(given: DeclareOrganisationInput) -> organisations.Profile:
    fields = vars(given) | {"kind": said(given.kind)}
    if given.court is not None:
        fields["court"] = organisations.CourtEntry(**vars(given.court))
    return organisations.Profile.model_validate(fields)


@strawberry.type
class AccountsMutation:
    @strawberry.mutation(description="Ask for a link by e-mail; the same answer for any address.")
    @refusable
    def request_sign_in(
        self, info: Ask, input: Annotated[RequestSignInInput, ABOUT]
    ) -> RequestSignInResult:
        context = info.context
        product = context.product
        token = accounts.request_link(context.session, product.keys, input.email, product.now())
        path = "/en/connexion" if context.language == "en" else "/connexion"
        letter = letters.sign_in(
            accounts.tidy_email(input.email),
            f"{product.settings.base_url}{path}/{token}",
            accounts.LINK_MINUTES,
            context.language,
        )
        context.after_commit.append(lambda: product.deliver(letter))
        return SignInRequested(minutes=accounts.LINK_MINUTES)

    @strawberry.mutation(description="Spend a link's token; works once.")
    @refusable
    def sign_in(self, info: Ask, input: Annotated[SignInInput, ABOUT]) -> SignInResult:
        context = info.context
        product = context.product
        return SignedIn(
            session=accounts.sign_in(context.session, product.keys, input.token, product.now())
        )

    @strawberry.mutation(description="End the session of this request.")
    @refusable
    def sign_out(self, info: Ask) -> SignedOut:
        if info.context.token:
            accounts.sign_out(info.context.session, info.context.token)
        return SignedOut(done=True)

    @strawberry.mutation(description="Declare your association and join it, pending verification.")
    @refusable
    def declare_organisation(
        self, info: Ask, input: Annotated[DeclareOrganisationInput, ABOUT]
    ) -> DeclareOrganisationResult:
        context = info.context
        product = context.product
        person = rights.require_person(context.viewer, "publish")
        organisation = accounts.declare_organisation(
            context.session,
            product.keys,
            person,
            _profile(input),
            product.now(),
            registration=product.settings.registration,
        )
        return _organisation(
            organisations.known(context.session, product.keys, organisation), context.language
        )

    @strawberry.mutation(
        description="Say anew what your association is: all of it; its numbers and kind stay."
    )
    @refusable
    def revise_organisation(
        self, info: Ask, input: Annotated[DeclareOrganisationInput, ABOUT]
    ) -> DeclareOrganisationResult:
        context = info.context
        secrets = context.product.keys
        organisation = rights.require_author(context.viewer)
        organisations.revise(context.session, secrets, organisation, _profile(input))
        return _organisation(
            organisations.known(context.session, secrets, organisation), context.language
        )

    @strawberry.mutation(description="Make a token for programs.")
    @refusable
    def create_token(
        self, info: Ask, input: Annotated[CreateTokenInput, ABOUT]
    ) -> CreateTokenResult:
        context = info.context
        product = context.product
        secret, card = accounts.create_token(
            context.session,
            product.keys,
            context.viewer,
            input.name,
            tuple(said(scope) for scope in input.scopes),
            input.days,
            product.now(),
        )
        return TokenCreated(secret=secret, token=_token(card))

    @strawberry.mutation(description="End a token of yours.")
    @refusable
    def revoke_token(
        self, info: Ask, input: Annotated[RevokeTokenInput, ABOUT]
    ) -> RevokeTokenResult:
        context = info.context
        accounts.revoke_token(context.session, context.product.keys, context.viewer, input.id)
        return TokenRevoked(id=input.id)
