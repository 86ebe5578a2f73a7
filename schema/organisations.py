"""One's association: what it declares of itself, its people and its words, and its leaving."""

from enum import Enum
from typing import Annotated

import strawberry

from commons import accounts, departure, organisations, registers, rights
from commons.accounts import sessions
from schema import memberships, privacy, reciprocity, terms, vouching
from schema.memberships import Colleague, OpenInvitation
from schema.problems import AccessProblem, ConflictProblem, InputProblem, refusable
from schema.reciprocity import DepthGrant
from schema.terms import ABOUT, Ask, Term, said
from schema.vouching import Word


@strawberry.enum(description="What an organisation is.")
class OrganisationKind(Enum):
    ASSOCIATION = strawberry.enum_value("association", description="An association.")
    FEDERATION = strawberry.enum_value("federation", description="A federation: it may curate.")


@strawberry.type(description="A court register entry (Bas-Rhin, Haut-Rhin, Moselle).")
class CourtEntry:
    court: str = strawberry.field(description="The court.")
    volume: int = strawberry.field(description="The volume.")
    folio: int = strawberry.field(description="The folio.")


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
    rna: str | None = strawberry.field(description="Its number in the national register.")
    siren: str | None = strawberry.field(description="Its SIREN.")
    court: CourtEntry | None = strawberry.field(description="Its entry in a court's register.")
    budget: str = strawberry.field(description="A code of `budget_classes`.")
    employees: str = strawberry.field(description="A code of `staff_classes`.")
    volunteers: str = strawberry.field(description="A code of `volunteer_classes`.")
    scope: str = strawberry.field(description="A code of `scopes`.")
    region: str = strawberry.field(description="INSEE code of the region.")
    refused: bool = strawberry.field(
        description="Whether a moderator looked and did not verify it: see `word`."
    )
    word: str | None = strawberry.field(description="What a moderator wrote to it.")
    known: strawberry.Private[organisations.Known]

    @strawberry.field(description="Its people: all for a contact, its contacts for a member.")
    def colleagues(self, info: Ask) -> list[Colleague]:
        return memberships.colleagues(info, self.known.id)

    @strawberry.field(
        description="Invitations that wait for their answer, for its contacts. One by which an"
        " association may declare itself stays until its last day: who came is not told."
    )
    def invitations(self, info: Ask) -> list[OpenInvitation]:
        viewer = info.context.viewer
        if not viewer.contact or viewer.organisation != self.known.id:
            return []
        return memberships.waiting(info, self.known.id)

    @strawberry.field(description="Whom it vouched for, where it is a verified federation.")
    def vouches(self, info: Ask) -> list[Word]:
        return vouching.words(info, self.known)

    @strawberry.field(
        description="What it opens to all it vouches for, where it is a verified federation."
    )
    def depth_grant(self, info: Ask) -> DepthGrant | None:
        return reciprocity.grant(info, self.known)


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
    invitation: str | None = strawberry.field(
        default=None, description="The last part of an invitation's link, to declare by it."
    )


@strawberry.input(description="The whole association leaves.")
class LeaveNetworkInput:
    words: str = strawberry.field(
        description="To be sure: `quitter le réseau`, or `leave the network`."
    )
    withdraw: bool = strawberry.field(
        default=False,
        description="Whether what it published goes too; else it stays without an author.",
    )


@strawberry.type(description="The association left: all it had confided is destroyed.")
class LeftNetwork:
    kept: int = strawberry.field(description="How many publications stay, without an author.")
    withdrawn: int = strawberry.field(description="How many publications went with it.")


DeclareOrganisationResult = Annotated[
    Organisation | AccessProblem | InputProblem | ConflictProblem,
    strawberry.union(
        "DeclareOrganisationResult", description="The association, pending, or why not."
    ),
]
LeaveNetworkResult = Annotated[
    LeftNetwork | AccessProblem | InputProblem,
    strawberry.union("LeaveNetworkResult", description="What became of it, or why nothing."),
]


def own(info: Ask) -> Organisation | None:
    """The viewer's association, once declared."""
    context = info.context
    if context.viewer.organisation is None:
        return None
    rights.require_person(context.viewer, "read")
    known = organisations.known(context.session, context.product.keys, context.viewer.organisation)
    return _organisation(known, context.language)


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
        rna=profile.rna,
        siren=profile.siren,
        court=CourtEntry(**vars(profile.court)) if profile.court else None,
        budget=profile.budget,
        employees=profile.employees,
        volunteers=profile.volunteers,
        scope=profile.scope,
        region=profile.region,
        refused=organisations.REFUSED in known.flags,
        word=known.word or None,
        known=known,
    )


def _profile(given: DeclareOrganisationInput) -> organisations.Profile:
    fields = vars(given) | {"kind": said(given.kind)}
    del fields["invitation"]
    if given.court is not None:
        fields["court"] = registers.CourtEntry(**vars(given.court))
    return organisations.Profile.model_validate(fields)


@strawberry.type
class OrganisationsMutation:
    @strawberry.mutation(
        description="Declare your association and join it, pending verification; in person. Whether"
        " somebody declared it before is not told: ask your colleagues for an invitation."
    )
    @refusable
    def declare_organisation(
        self, info: Ask, input: Annotated[DeclareOrganisationInput, ABOUT]
    ) -> DeclareOrganisationResult:
        context = info.context
        product = context.product
        person = rights.require_session(context.viewer)
        product.throttle.require("declare-requester", context.requester, product.now())
        organisation = accounts.declare_organisation(
            context.session,
            product.keys,
            person,
            _profile(input),
            product.now(),
            registration=product.settings.registration,
            invitation=input.invitation,
        )
        return _organisation(
            organisations.known(context.session, product.keys, organisation), context.language
        )

    @strawberry.mutation(
        description="Say anew what your association is: all of it; its numbers and kind stay. For"
        " contacts."
    )
    @refusable
    def revise_organisation(
        self, info: Ask, input: Annotated[DeclareOrganisationInput, ABOUT]
    ) -> DeclareOrganisationResult:
        context = info.context
        secrets = context.product.keys
        organisation = rights.require_contact(context.viewer)
        organisations.revise(context.session, secrets, organisation, _profile(input))
        return _organisation(
            organisations.known(context.session, secrets, organisation), context.language
        )

    @strawberry.mutation(
        description="Take your association out of the network; for contacts who just signed in."
    )
    @refusable
    def leave_network(
        self, info: Ask, input: Annotated[LeaveNetworkInput, ABOUT]
    ) -> LeaveNetworkResult:
        context, product = info.context, info.context.product
        organisation = rights.require_contact(context.viewer)
        departure.confirm(input.words)
        sessions.require_fresh(context.session, product.keys, context.token, product.now())
        left = departure.leave(
            context.session,
            product.keys,
            product.authorships,
            organisation,
            product.now(),
            withdraw=input.withdraw,
        )
        privacy.remember_erasures(info)
        return LeftNetwork(kept=left.kept, withdrawn=left.withdrawn)
