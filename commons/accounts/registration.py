"""Declaring an association: who may, what waits for a moderator, and what waits apart."""

from datetime import datetime

from sqlmodel import Session

from commons import arrivals, keys, organisations
from commons.accounts import invitations, memberships, people, recognition
from commons.organisations import OneOrganisation
from commons.refusals import NotAllowed


class InvitationNeeded(NotAllowed):
    code = "invitation-needed"


def declare_organisation(
    session: Session,
    secrets: keys.Keys,
    person_id: str,
    profile: organisations.Profile,
    now: datetime,
    *,
    registration: str = "moderated",
    invitation: str | None = None,
) -> str:
    """Declare an association and join it.

    Where registration is ``moderated`` it stays pending until verified, and drafting may begin;
    ``open`` verifies at once whom nobody doubts; ``invitation`` raises InvitationNeeded without
    the token of one. Whoever was not invited counts for the caps; beyond, only a moderator or a
    federation that names its contact verifies.
    """
    if registration == "invitation" and not invitation:
        raise InvitationNeeded("invitation", needs="invitation")
    if memberships.organisation_of(session, secrets, person_id) is not None:
        raise OneOrganisation()
    apart, inviter = False, None
    if invitation:
        invited = invitations.spend(session, secrets, person_id, invitation, now)
        if invited.owner != invitations.MODERATORS:
            inviter = invited.owner
    else:
        email = people.email_of(session, secrets, person_id)
        apart = arrivals.note(session, secrets, email, now)
    organisation_id = organisations.declare(
        session, secrets, profile, now, apart=apart, inviter=inviter
    )
    memberships.join(session, secrets, person_id, organisation_id)
    if (
        not recognition.recognise(session, secrets, organisation_id, now)
        and registration == "open"
        and not apart
        and not recognition.doubted(session, secrets, organisation_id, now)
    ):
        organisations.verify(session, secrets, organisation_id, now, unchecked=True)
    return organisation_id
