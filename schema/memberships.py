"""The people of one's association: colleagues, invitations, handing over, leaving."""

from collections.abc import Callable
from enum import Enum
from typing import Annotated

import strawberry

from commons import accounts, notices, organisations, rights
from commons.accounts import invitations, memberships, recognition
from commons.accounts.invitations import InvitationExpired, InvitationOfAnother, Invited
from schema import letters, privacy
from schema.letters import Letter
from schema.problems import (
    AccessProblem,
    ConflictProblem,
    InputProblem,
    NotFoundProblem,
    refusable,
)
from schema.terms import ABOUT, Ask, said


@strawberry.enum(description="What somebody is in their association.")
class MemberRole(Enum):
    CONTACT = strawberry.enum_value(
        "contact", description="Looks after its people and its place in the network: two at most."
    )
    MEMBER = strawberry.enum_value("member", description="Writes, publishes and reads.")


@strawberry.enum(description="Whether a link still opens something, and for whom.")
class InvitationState(Enum):
    OPEN = strawberry.enum_value("open", description="It is yours to accept.")
    SIGN_IN = strawberry.enum_value("sign-in", description="Sign in first.")
    OF_ANOTHER = strawberry.enum_value("of-another", description="It went to another address.")
    EXPIRED = strawberry.enum_value("expired", description="Unknown, used, taken back or old.")


@strawberry.type(description="Somebody of your association; nobody else sees them.")
class Colleague:
    id: strawberry.ID = strawberry.field(description="What removeMember takes.")
    email: str = strawberry.field(description="Their address.")
    role: MemberRole = strawberry.field(description="What they are.")
    yourself: bool = strawberry.field(description="Whether it is the viewer.")


@strawberry.type(description="An invitation that waits for its answer.")
class OpenInvitation:
    id: strawberry.ID = strawberry.field(description="What endInvitation takes.")
    email: str = strawberry.field(description="Where it went.")
    role: MemberRole | None = strawberry.field(
        description="What they would be; null for an association invited to declare itself."
    )
    hands_over: bool = strawberry.field(description="Whether a contact hands over by it.")
    until: str = strawberry.field(description="Its last day (YYYY-MM-DD).")


@strawberry.type(description="What the link of an invitation is for.")
class InvitationShown:
    state: InvitationState = strawberry.field(description="Whether it still opens something.")
    role: MemberRole | None = strawberry.field(
        description="What you would be; null for an invitation to declare an association."
    )
    hands_over: bool = strawberry.field(description="Whether a contact hands over to you.")
    name: str | None = strawberry.field(
        description="Who invites, for whom it was meant: an association or a federation. Null for"
        " the moderators."
    )
    contacts: list[str] = strawberry.field(
        description="Addresses of who looks after the association that you would join: know one of"
        " them before you accept. Empty for an invitation to declare one."
    )


@strawberry.input(description="Whom to invite.")
class InviteMemberInput:
    email: str = strawberry.field(description="Their address: it alone can accept.")
    role: MemberRole = strawberry.field(default=MemberRole.MEMBER, description="What they will be.")
    hand_over: bool = strawberry.field(
        default=False,
        description="Whether they become contact in your place; you stay until they accept.",
    )


@strawberry.input(description="An association to invite into the network.")
class InviteAssociationInput:
    email: str = strawberry.field(description="An address of somebody there: it alone can accept.")


@strawberry.input(description="An invitation to take back.")
class EndInvitationInput:
    id: strawberry.ID = strawberry.field(description="Its id.")


@strawberry.input(description="The link of an invitation.")
class AcceptInvitationInput:
    token: str = strawberry.field(description="The last part of the link's address.")


@strawberry.input(description="A member whose membership ends.")
class RemoveMemberInput:
    id: strawberry.ID = strawberry.field(description="The id of the colleague.")


@strawberry.type(description="An invitation left by mail.")
class InvitationSent:
    days: int = strawberry.field(description="How long it lasts.")


@strawberry.type(description="An invitation taken back: its link opens nothing any more.")
class InvitationEnded:
    id: strawberry.ID = strawberry.field(description="Its id.")


@strawberry.type(description="You belong to an association from now on.")
class InvitationAccepted:
    role: MemberRole = strawberry.field(description="What you are there.")


@strawberry.type(description="A membership ended.")
class MembershipEnded:
    done: bool = strawberry.field(description="Always true.")


@strawberry.type(description="You are the contact of your association.")
class SteppedIn:
    role: MemberRole = strawberry.field(description="What you are there.")


InviteMemberResult = Annotated[
    InvitationSent | AccessProblem | InputProblem | ConflictProblem,
    strawberry.union("InviteMemberResult", description="The letter left, or why not."),
]
InviteAssociationResult = Annotated[
    InvitationSent | AccessProblem | InputProblem,
    strawberry.union("InviteAssociationResult", description="The letter left, or why not."),
]
EndInvitationResult = Annotated[
    InvitationEnded | AccessProblem | NotFoundProblem,
    strawberry.union("EndInvitationResult", description="Done, or why not."),
]
AcceptInvitationResult = Annotated[
    InvitationAccepted | AccessProblem | InputProblem | ConflictProblem,
    strawberry.union("AcceptInvitationResult", description="Your role, or why not."),
]
RemoveMemberResult = Annotated[
    MembershipEnded | AccessProblem | NotFoundProblem | ConflictProblem,
    strawberry.union("RemoveMemberResult", description="Done, or why not."),
]
LeaveOrganisationResult = Annotated[
    MembershipEnded | AccessProblem | ConflictProblem,
    strawberry.union("LeaveOrganisationResult", description="Done, or why not."),
]
StepInResult = Annotated[
    SteppedIn | AccessProblem | ConflictProblem,
    strawberry.union("StepInResult", description="Done, or why not."),
]


def colleagues(info: Ask, organisation_id: str) -> list[Colleague]:
    """All of them for a contact, the contacts for a member; none by a token."""
    context, viewer = info.context, info.context.viewer
    if viewer.by_token or viewer.organisation != organisation_id:
        return []
    look = memberships.colleagues if viewer.contact else memberships.contacts
    return [
        Colleague(
            id=strawberry.ID(each.id),
            email=each.email,
            role=MemberRole(each.role),
            yourself=each.person == viewer.person,
        )
        for each in look(context.session, context.product.keys, organisation_id)
    ]


def waiting(info: Ask, owner: str) -> list[OpenInvitation]:
    """The invitations of an organisation, or of the moderators, without their links."""
    context = info.context
    return [
        OpenInvitation(
            id=strawberry.ID(each.id),
            email=each.email,
            role=_role(each),
            hands_over=each.replaces is not None,
            until=each.until.isoformat(),
        )
        for each in invitations.waiting(
            context.session, context.product.keys, owner, context.product.now()
        )
    ]


def _role(invited: Invited) -> MemberRole | None:
    return None if invited.role is None else MemberRole(invited.role)


def invitation(info: Ask, token: str) -> InvitationShown:
    """What a link is for; who invites is told to whom it was sent."""
    context, secrets = info.context, info.context.product.keys

    def shown(state: InvitationState) -> InvitationShown:
        return InvitationShown(state=state, role=None, hands_over=False, name=None, contacts=[])

    if context.viewer.person is None or context.viewer.by_token:
        return shown(InvitationState.SIGN_IN)
    try:
        invited = invitations.look(
            context.session, secrets, context.viewer.person, token, context.product.now()
        )
    except InvitationExpired:
        return shown(InvitationState.EXPIRED)
    except InvitationOfAnother:
        return shown(InvitationState.OF_ANOTHER)
    name = None
    if invited.owner != invitations.MODERATORS:
        known = organisations.known(context.session, secrets, invited.owner)
        name = known.profile.legal_name
    return InvitationShown(
        state=InvitationState.OPEN,
        role=_role(invited),
        hands_over=invited.replaces is not None,
        name=name,
        contacts=_contacts(info, invited.owner) if invited.role else [],
    )


def _contacts(info: Ask, organisation_id: str) -> list[str]:
    """Anybody may enter an association under any name, and invite the true one's people to it."""
    context = info.context
    found = memberships.contacts(context.session, context.product.keys, organisation_id)
    return [each.email for each in found]


def _send(
    info: Ask, letter: Callable[[str, str, int, str], Letter], email: str, token: str
) -> InvitationSent:
    """The letter leaves after commit, unless this address received many just now."""
    context, product = info.context, info.context.product
    days, now = invitations.INVITATION_DAYS, product.now()
    email = accounts.tidy_email(email)
    # Said to nobody: it would tell that others invited them.
    if product.throttle.allow("invitation-address", email, now) and product.throttle.allow(
        "letter-day", email, now
    ):
        path = "/en/invitation" if context.language == "en" else "/invitation"
        address = f"{product.settings.base_url}{path}/{token}"
        written = letter(email, address, days, context.language)
        context.after_commit.append(lambda: product.deliver(written))
    return InvitationSent(days=days)


@strawberry.type
class MembershipsMutation:
    @strawberry.mutation(
        description="Invite a colleague, or hand over to one; for contacts. The letter leaves."
    )
    @refusable
    def invite_member(
        self, info: Ask, input: Annotated[InviteMemberInput, ABOUT]
    ) -> InviteMemberResult:
        context, product = info.context, info.context.product
        organisation = rights.require_contact(context.viewer)
        product.throttle.require("invitation-owner", organisation, product.now())
        token = invitations.invite(
            context.session,
            product.keys,
            organisation,
            input.email,
            "contact" if input.hand_over else said(input.role),
            product.now(),
            replaces=context.viewer.person if input.hand_over else None,
        )
        letter = letters.hand_over if input.hand_over else letters.invitation
        return _send(info, letter, input.email, token)

    @strawberry.mutation(
        description="Invite an association to declare itself; for federations and moderators."
    )
    @refusable
    def invite_association(
        self, info: Ask, input: Annotated[InviteAssociationInput, ABOUT]
    ) -> InviteAssociationResult:
        context, product = info.context, info.context.product
        owner = rights.require_inviter(context.viewer) or invitations.MODERATORS
        product.throttle.require("invitation-owner", owner, product.now())
        token = invitations.invite_association(
            context.session, product.keys, owner, input.email, product.now()
        )
        return _send(info, letters.welcome, input.email, token)

    @strawberry.mutation(description="Take back an invitation that was not accepted yet.")
    @refusable
    def end_invitation(
        self, info: Ask, input: Annotated[EndInvitationInput, ABOUT]
    ) -> EndInvitationResult:
        context = info.context
        owners = [invitations.MODERATORS] if context.viewer.moderator else []
        if context.viewer.contact or not owners:
            owners.append(rights.require_contact(context.viewer))
        invitations.end(context.session, context.product.keys, owners, input.id)
        return InvitationEnded(id=input.id)

    @strawberry.mutation(description="Join by the link of an invitation; works once.")
    @refusable
    def accept_invitation(
        self, info: Ask, input: Annotated[AcceptInvitationInput, ABOUT]
    ) -> AcceptInvitationResult:
        context, product = info.context, info.context.product
        person = rights.require_session(context.viewer)
        invited = invitations.accept(
            context.session, product.keys, person, input.token, product.now()
        )
        recognition.recognise(context.session, product.keys, invited.owner, product.now())
        privacy.note(info, person, "role-changed")
        before = invited.replaces
        # They may have left since, or erased their account.
        if before and memberships.organisation_of(context.session, product.keys, before):
            privacy.note(info, before, "role-changed")
        return InvitationAccepted(role=MemberRole(invited.role))

    @strawberry.mutation(description="End the membership of a member; for contacts.")
    @refusable
    def remove_member(
        self, info: Ask, input: Annotated[RemoveMemberInput, ABOUT]
    ) -> RemoveMemberResult:
        context, product = info.context, info.context.product
        organisation = rights.require_contact(context.viewer)
        session, secrets, now = context.session, product.keys, product.now()
        removed = memberships.remove(session, secrets, organisation, input.id, now)
        notices.tell_person(session, secrets, removed, "membership-ended", now)
        privacy.remember_erasures(info)
        return MembershipEnded(done=True)

    @strawberry.mutation(description="Leave your association; your account stays.")
    @refusable
    def leave_organisation(self, info: Ask) -> LeaveOrganisationResult:
        context = info.context
        person, organisation = rights.require_member(context.viewer)
        session, secrets, now = context.session, context.product.keys, context.product.now()
        memberships.depart(session, secrets, person, now)
        if memberships.lacks_contact(session, secrets, organisation):
            notices.tell(session, secrets, organisation, "contact-missing", now)
        privacy.note(info, person, "role-changed")
        privacy.remember_erasures(info)
        return MembershipEnded(done=True)

    @strawberry.mutation(
        description="Become the contact of your association; for members, once nobody else is."
    )
    @refusable
    def step_in(self, info: Ask) -> StepInResult:
        context, product = info.context, info.context.product
        person, organisation = rights.require_member(context.viewer)
        memberships.step_in(context.session, product.keys, person)
        recognition.recognise(context.session, product.keys, organisation, product.now())
        privacy.note(info, person, "role-changed")
        return SteppedIn(role=MemberRole.CONTACT)
