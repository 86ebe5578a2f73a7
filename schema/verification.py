"""Moderators look at organisations: verify, refuse with a word, make one of two entries."""

from typing import Annotated

import strawberry

from commons import merging, notices, organisations, rights
from commons.accounts import invitations
from schema import memberships
from schema.memberships import OpenInvitation
from schema.problems import (
    AccessProblem,
    ConflictProblem,
    InputProblem,
    NotFoundProblem,
    refusable,
)
from schema.terms import ABOUT, Ask


@strawberry.type(description="An organisation that waits for a moderator; no date is told.")
class WaitingOrganisation:
    id: strawberry.ID = strawberry.field(description="What verifyOrganisation takes.")
    name: str = strawberry.field(description="Its legal name.")
    federation: bool = strawberry.field(description="Whether it declares to be a federation.")
    numbers: list[str] = strawberry.field(description="Its registry numbers.")
    towns: list[str] = strawberry.field(description="Where it says it is.")
    domain: str | None = strawberry.field(description="Its internet domain.")
    apart: bool = strawberry.field(
        description="Whether it came with many others: look twice, nobody is hurried."
    )
    look_again: bool = strawberry.field(
        description="Whether a federation vouched for it, or changed its mind, since you decided."
    )


@strawberry.type(description="What moderators see of organisations, and nothing of what they do.")
class Verification:
    @strawberry.field(description="Those that wait, apart ones last.")
    def waiting(self, info: Ask) -> list[WaitingOrganisation]:
        rights.require_verifier(info.context.viewer)
        found = organisations.waiting(info.context.session, info.context.product.keys)
        shown = [_shown(each) for each in found]
        return sorted(shown, key=lambda each: each.apart)

    @strawberry.field(description="Associations that moderators invited and nobody declared yet.")
    def invitations(self, info: Ask) -> list[OpenInvitation]:
        rights.require_verifier(info.context.viewer)
        return memberships.waiting(info, invitations.MODERATORS)


@strawberry.input(description="An organisation to verify.")
class VerifyOrganisationInput:
    organisation: str = strawberry.field(description="Its id, or a number of any register.")


@strawberry.input(description="An organisation that may not publish.")
class RefuseOrganisationInput:
    organisation: str = strawberry.field(description="Its id, or a number of any register.")
    word: str = strawberry.field(description="Why, for its people: 600 characters at most.")


@strawberry.input(description="Two entries of one organisation.")
class MergeOrganisationsInput:
    kept: str = strawberry.field(description="The one that stays: id, or number of any register.")
    gone: str = strawberry.field(description="The one that ends: id, or number of any register.")


@strawberry.type(description="A moderator decided.")
class OrganisationDecided:
    id: strawberry.ID = strawberry.field(description="Its id.")
    verified: bool = strawberry.field(description="Whether it may publish.")


VerifyOrganisationResult = Annotated[
    OrganisationDecided | AccessProblem | NotFoundProblem,
    strawberry.union("VerifyOrganisationResult", description="Done, or why not."),
]
RefuseOrganisationResult = Annotated[
    OrganisationDecided | AccessProblem | NotFoundProblem | InputProblem,
    strawberry.union("RefuseOrganisationResult", description="Done, or why not."),
]
MergeOrganisationsResult = Annotated[
    OrganisationDecided | AccessProblem | NotFoundProblem | ConflictProblem,
    strawberry.union("MergeOrganisationsResult", description="The one that stays, or why not."),
]


def verification(info: Ask) -> Verification:
    """The moderators' view. Raises SignInRequired, NotAllowed."""
    rights.require_verifier(info.context.viewer)
    return Verification()


def _shown(known: organisations.Known) -> WaitingOrganisation:
    profile = known.profile
    return WaitingOrganisation(
        id=strawberry.ID(known.id),
        name=profile.legal_name,
        federation=profile.kind == "federation",
        numbers=list(profile.numbers().values()),
        towns=list(profile.towns),
        domain=profile.domain,
        apart=organisations.APART in known.flags,
        look_again=organisations.LOOK_AGAIN in known.flags,
    )


def _decided(known: organisations.Known) -> OrganisationDecided:
    return OrganisationDecided(id=strawberry.ID(known.id), verified=known.state == "verified")


def _found(info: Ask, number_or_id: str) -> str:
    rights.require_verifier(info.context.viewer)
    return organisations.find(info.context.session, info.context.product.keys, number_or_id).id


@strawberry.type
class VerificationMutation:
    @strawberry.mutation(description="Let an organisation publish; for moderators.")
    @refusable
    def verify_organisation(
        self, info: Ask, input: Annotated[VerifyOrganisationInput, ABOUT]
    ) -> VerifyOrganisationResult:
        context, product = info.context, info.context.product
        found = _found(info, input.organisation)
        return _decided(organisations.verify(context.session, product.keys, found, product.now()))

    @strawberry.mutation(description="Keep an organisation from publishing, and tell it why.")
    @refusable
    def refuse_organisation(
        self, info: Ask, input: Annotated[RefuseOrganisationInput, ABOUT]
    ) -> RefuseOrganisationResult:
        context, product = info.context, info.context.product
        found = _found(info, input.organisation)
        decided = organisations.refuse(context.session, product.keys, found, input.word)
        notices.tell(context.session, product.keys, found, "not-verified", product.now())
        return _decided(decided)

    @strawberry.mutation(
        description="Make one of two entries of an organisation; both invited each other before."
    )
    @refusable
    def merge_organisations(
        self, info: Ask, input: Annotated[MergeOrganisationsInput, ABOUT]
    ) -> MergeOrganisationsResult:
        context, product = info.context, info.context.product
        kept, gone = _found(info, input.kept), _found(info, input.gone)
        return _decided(merging.merge(context.session, product.keys, kept, gone, product.now()))
