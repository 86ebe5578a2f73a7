"""Changing the address one signs in by: nothing does before a letter to the new one was opened."""

from datetime import datetime, timedelta

from sqlmodel import Session

from commons import keys
from commons.accounts import correspondence, invitations, links, memberships, people, recognition
from commons.refusals import NotFound, Refusal

CHANGE_MINUTES = 30


class SameAddress(Refusal):
    code = "same-address"


class LinkOfAnother(Refusal):
    code = "link-of-another"


def request_change(
    session: Session, secrets: keys.Keys, person_id: str, email: str, now: datetime
) -> str | None:
    """A single-use token to mail to a person's new address; None when somebody has it already.

    As much is done for an address that somebody has as for one that is free. Raises WrongEmail,
    SameAddress.
    """
    email, own = people.tidy_email(email), people.email_of(session, secrets, person_id)
    if email == own:
        raise SameAddress("email")
    until = now + timedelta(minutes=CHANGE_MINUTES)
    token = links.keep(session, secrets, own, until, to=email)
    try:
        people.find_person(session, secrets, email)
    except NotFound:
        return token
    return None


def change(session: Session, secrets: keys.Keys, person_id: str, token: str, now: datetime) -> str:
    """Give a person the address that a mailed token proves; which one they had.

    What was mailed to the old one opens nothing any more. Raises LinkExpired, LinkOfAnother,
    AddressTaken.
    """
    held = links.take(session, secrets, token, now)
    if held.get("to") is None:
        raise links.LinkExpired("token")
    own = people.email_of(session, secrets, person_id)
    if held["email"] != own:
        raise LinkOfAnother("token")
    # First: whoever signs in by one of these now is done before, and their session is ended.
    links.forget_addresses(session, secrets, {own})
    invitations.close(session, secrets, own)
    people.move(session, secrets, person_id, held["to"])
    correspondence.retry(session, secrets, person_id)
    organisation = memberships.organisation_of(session, secrets, person_id)
    if organisation is not None:
        recognition.recognise(session, secrets, organisation, now)
    return own
