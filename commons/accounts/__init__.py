"""People: how they sign in, what they hold, and who they are for the rules."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from commons import keys, organisations, reciprocity
from commons.accounts import (
    correspondence,
    external,
    invitations,
    links,
    memberships,
    passwords,
    people,
    second_factor,
    sessions,
    staff,
    tokens,
)
from commons.accounts.correspondence import Correspondence
from commons.accounts.entrance import Entrance
from commons.accounts.external import Assertion, ExternalIdentity
from commons.accounts.invitations import Invitation
from commons.accounts.links import LINK_MINUTES, LinkExpired, SignInLink, request_link, sign_in
from commons.accounts.memberships import Membership, join, organisation_of
from commons.accounts.passwords import Password
from commons.accounts.people import (
    ROW_BYTES,
    Person,
    WrongEmail,
    email_of,
    find_person,
    person_of,
    tidy_email,
)
from commons.accounts.registration import declare_organisation
from commons.accounts.second_factor import SecondFactor
from commons.accounts.sessions import SESSION_DAYS, SignInSession, sign_out
from commons.accounts.tokens import (
    TOKEN_DAYS_LIMIT,
    TOKEN_NAME_LIMIT,
    TOKEN_PREFIX,
    AccessToken,
    TokenCard,
    WrongExpiry,
    WrongScope,
    create_token,
    revoke_token,
    tokens_of,
)
from commons.authorship import Authorships
from commons.rights import SCOPES, VISITOR, Viewer

__all__ = [
    "LINK_MINUTES",
    "ROW_BYTES",
    "SESSION_DAYS",
    "TOKEN_DAYS_LIMIT",
    "TOKEN_NAME_LIMIT",
    "TOKEN_PREFIX",
    "AccessToken",
    "Assertion",
    "Correspondence",
    "Entrance",
    "ExternalIdentity",
    "Invitation",
    "LinkExpired",
    "Membership",
    "Password",
    "Person",
    "SecondFactor",
    "SignInLink",
    "SignInSession",
    "TokenCard",
    "WrongEmail",
    "WrongExpiry",
    "WrongScope",
    "create_token",
    "declare_organisation",
    "email_of",
    "find_person",
    "join",
    "organisation_of",
    "person_of",
    "request_link",
    "revoke_token",
    "sign_in",
    "sign_out",
    "tidy_email",
    "tokens_of",
]


def viewer_of(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    token: str | None,
    now: datetime,
    assertion: Assertion | None = None,
) -> Viewer:
    """Who holds this session or access token; a visitor when it is unknown or over.

    ``assertion`` is what a trusted issuer said by the token, where it is one of theirs.
    """
    if not token:
        return VISITOR
    by_token = token.startswith(TOKEN_PREFIX) or assertion is not None
    scopes = frozenset(SCOPES)
    person: str | None
    if assertion is not None:
        person = external.find(session, secrets, assertion.issuer, assertion.subject)
        scopes = assertion.scopes
    elif by_token:
        found = tokens.holder(session, secrets, token, now)
        person, scopes = found or (None, frozenset())
    else:
        person = sessions.person_of(session, secrets, token, now)
    if person is None:
        return VISITOR
    # A program acts for an organisation, never for those who look after the whole.
    roles = frozenset() if by_token else staff.roles_of(session, secrets, person)
    left = staff.left_by(session, secrets, person, now) if roles else frozenset()
    belongs_to = organisation_of(session, secrets, person)
    if belongs_to is None:
        return Viewer(
            person=person,
            moderator="moderator" in roles,
            operator="operator" in roles,
            left=left,
            scopes=scopes,
            by_token=by_token,
        )
    organisation = organisations.known(session, secrets, belongs_to)
    verified = organisation.state == "verified"
    return Viewer(
        person=person,
        organisation=organisation.id,
        verified=verified,
        contributor=verified
        and reciprocity.contributes(session, secrets, authorships, organisation, now),
        federation=organisation.profile.kind == "federation",
        contact=not by_token and memberships.role_of(session, secrets, person) == "contact",
        moderator="moderator" in roles,
        operator="operator" in roles,
        left=left,
        scopes=scopes,
        by_token=by_token,
    )


def forget_expired(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """Delete links, invitations, sessions, tokens and notes whose sealed end has passed."""
    for each in (links, invitations, sessions, tokens, staff):
        each.forget_expired(session, secrets, now)


def forget_people(session: Session, secrets: keys.Keys, gone: set[str]) -> None:
    """Delete people with their membership and all they sign in by."""
    addresses = {email_of(session, secrets, person) for person in gone}
    for each in (links, invitations):
        each.forget_addresses(session, secrets, addresses)
    for each in (sessions, tokens, staff, external):
        each.forget_people(session, secrets, gone)
    for table in (Password, SecondFactor, Membership, Correspondence):
        session.exec(sa.delete(table).where(col(table.person_id).in_(gone)))
    session.exec(sa.delete(Person).where(col(Person.id).in_(gone)))


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    """Carry people and all they sign in by over to another key."""
    for each in (
        people,
        memberships,
        invitations,
        links,
        sessions,
        tokens,
        passwords,
        second_factor,
        staff,
        correspondence,
        external,
    ):
        each.rekey(session, old, new)
