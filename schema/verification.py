"""Moderators look at organisations: verify, refuse with a word, make one of two entries."""

from enum import Enum
from typing import Annotated

import strawberry

from commons import merging, notices, organisations, rights
from commons.accounts import invitations, recognition
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


@strawberry.enum(description="Whom federations name that vouch for a number; which is not told.")
class VouchedFor(Enum):
    CONTACT = strawberry.enum_value("contact", description="One of its contacts.")
    NOBODY = strawberry.enum_value("nobody", description="Nobody: only the number was given.")
    ANOTHER = strawberry.enum_value("another", description="Somebody who is no contact of it.")


@strawberry.type(description="Another organisation that claims a number of one that waits.")
class RivalOrganisation:
    id: strawberry.ID = strawberry.field(description="What mergeOrganisations takes.")
    name: str = strawberry.field(description="Its legal name.")
    verified: bool = strawberry.field(description="Whether it may publish: the number is its own.")


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
        description="Whether a federation vouched for it or changed its mind, or it was revised,"
        " since you decided."
    )
    verified: bool = strawberry.field(description="Whether it may publish, until you decide.")
    own: bool = strawberry.field(
        description="Whether you are of it, of one that claims its number, or were within a year:"
        " somebody else decides."
    )
    vouched: VouchedFor | None = strawberry.field(
        description="Whom the words for its numbers name; null without a word."
    )
    rivals: list[RivalOrganisation] = strawberry.field(
        description="The others that claim a number of it."
    )


@strawberry.type(description="What moderators see of organisations, and nothing of what they do.")
class Verification:
    @strawberry.field(description="Those that wait, apart ones last.")
    def waiting(self, info: Ask) -> list[WaitingOrganisation]:
        rights.require_verifier(info.context.viewer)
        product = info.context.product
        found = recognition.waiting(info.context.session, product.keys, product.now())
        shown = [_shown(info, each) for each in found]
        return sorted(shown, key=lambda each: each.apart)

    @strawberry.field(
        description="Associations that moderators invited, until the last day of each invitation."
    )
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
    OrganisationDecided | AccessProblem | NotFoundProblem | ConflictProblem,
    strawberry.union("VerifyOrganisationResult", description="Done, or why not."),
]
RefuseOrganisationResult = Annotated[
    OrganisationDecided | AccessProblem | NotFoundProblem | InputProblem | ConflictProblem,
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


def _shown(info: Ask, waits: recognition.Waiting) -> WaitingOrganisation:
    known, profile = waits.organisation, waits.organisation.profile
    claims = {known.id, *(each.id for each in waits.rivals)}
    return WaitingOrganisation(
        id=strawberry.ID(known.id),
        name=profile.legal_name,
        federation=profile.kind == "federation",
        numbers=list(profile.numbers().values()),
        towns=list(profile.towns),
        domain=profile.domain,
        apart=organisations.APART in known.flags,
        look_again=organisations.LOOK_AGAIN in known.flags,
        verified=known.state == "verified",
        own=not info.context.viewer.near.isdisjoint(claims),
        vouched=VouchedFor(waits.standing) if waits.standing else None,
        rivals=[
            RivalOrganisation(
                id=strawberry.ID(each.id),
                name=each.profile.legal_name,
                verified=each.state == "verified",
            )
            for each in waits.rivals
        ],
    )


def _decided(known: organisations.Known) -> OrganisationDecided:
    return OrganisationDecided(id=strawberry.ID(known.id), verified=known.state == "verified")


def _found(info: Ask, number_or_id: str) -> str:
    """What is to be decided on by somebody who is of none of those that claim its numbers."""
    context, secrets = info.context, info.context.product.keys
    rights.require_verifier(context.viewer)
    found = organisations.find(context.session, secrets, number_or_id)
    rivals = organisations.rivals(context.session, secrets, found)
    rights.require_impartial(context.viewer, {found.id, *(each.id for each in rivals)})
    return found.id


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
