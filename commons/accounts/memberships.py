"""Who belongs to which organisation; nobody lists it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from commons import journal, keys, ledger, organisations
from commons.accounts import people, staff
from commons.accounts.people import ROW_BYTES
from commons.database import UNORDERED
from commons.organisations import OneOrganisation
from commons.refusals import NotFound, Refusal

ROLES = ("contact", "member")
CONTACTS_LIMIT = 2


class LastMember(Refusal):
    code = "last-member"


class ContactStays(Refusal):
    code = "contact-stays"


class ContactThere(Refusal):
    code = "contact-there"


class Membership(SQLModel, table=True):
    """A person belongs to one organisation; a count of members would tell of its size.

    ``organisation_hash`` is keyed: it gathers the members for whoever holds the key.
    """

    __table_args__ = UNORDERED
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    organisation_hash: str = Field(index=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of one's organisation; ``id`` is what its contacts name them by."""

    id: str
    person: str
    email: str
    role: str


def join(
    session: Session,
    secrets: keys.Keys,
    person_id: str,
    organisation_id: str,
    role: str = "contact",
) -> None:
    """Make a person a member. Raises OneOrganisation when they already are one somewhere."""
    if session.get(Membership, person_id) is not None:
        raise OneOrganisation()
    held = {"organisation": organisation_id, "role": role}
    row = Membership(
        person_id=person_id,
        organisation_hash=secrets.fingerprint("members", organisation_id),
        sealed=secrets.seal("membership", held, person_id, ROW_BYTES),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # They joined another one between the two statements.
        raise OneOrganisation() from None


def organisation_of(session: Session, secrets: keys.Keys, person_id: str) -> str | None:
    """The id of the organisation a person belongs to."""
    row = session.get(Membership, person_id)
    if row is None:
        return None
    return str(secrets.open("membership", row.sealed, row.person_id)["organisation"])


def role_of(session: Session, secrets: keys.Keys, person_id: str) -> str | None:
    """What a person is in their organisation: ``contact`` or ``member``."""
    row = session.get(Membership, person_id)
    if row is None:
        return None
    # Before roles were kept, each member was the one who had declared the association.
    return str(secrets.open("membership", row.sealed, row.person_id).get("role", "contact"))


def change_role(session: Session, secrets: keys.Keys, person_id: str, role: str) -> None:
    """Make a member a contact, or a contact a member. Raises NotFound."""
    row = session.get(Membership, person_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound()
    held = secrets.open("membership", row.sealed, row.person_id) | {"role": role}
    row.sealed = secrets.seal("membership", held, person_id, ROW_BYTES)
    session.flush()


def colleagues(session: Session, secrets: keys.Keys, organisation_id: str) -> list[Colleague]:
    """Everybody of an organisation, contacts first, then by address."""
    digest = secrets.fingerprint("members", organisation_id)
    rows = session.exec(select(Membership).where(Membership.organisation_hash == digest)).all()
    found = [
        Colleague(
            id=secrets.fingerprint("colleague", row.person_id),
            person=row.person_id,
            email=people.email_of(session, secrets, row.person_id),
            role=role_of(session, secrets, row.person_id) or "member",
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.role != "contact", each.email))


def contacts(session: Session, secrets: keys.Keys, organisation_id: str) -> list[Colleague]:
    """Whom letters about an organisation go to: one person or two, all when nobody is left."""
    everybody = colleagues(session, secrets, organisation_id)
    return [each for each in everybody if each.role == "contact"] or everybody


def lacks_contact(session: Session, secrets: keys.Keys, organisation_id: str) -> bool:
    """Whether an organisation has people, and none of them looks after it."""
    people = colleagues(session, secrets, organisation_id)
    return bool(people) and all(each.role != "contact" for each in people)


def depart(session: Session, secrets: keys.Keys, person_id: str, now: datetime) -> None:
    """A person leaves their organisation and keeps their account.

    Raises NotFound, or LastMember: an organisation nobody belongs to could never be left.
    """
    organisation_id = organisation_of(session, secrets, person_id)
    if organisation_id is None:
        raise NotFound()
    organisations.hold(session, secrets, organisation_id)
    if len(colleagues(session, secrets, organisation_id)) == 1:
        raise LastMember()
    _part(session, secrets, person_id, organisation_id, now)


def remove(
    session: Session, secrets: keys.Keys, organisation_id: str, colleague_id: str, now: datetime
) -> str:
    """A contact ends the membership of a member: whose. Raises NotFound, or ContactStays."""
    organisations.hold(session, secrets, organisation_id)
    for each in colleagues(session, secrets, organisation_id):
        if each.id == colleague_id:
            if each.role == "contact":
                raise ContactStays("id")
            _part(session, secrets, each.person, organisation_id, now)
            journal.note(session, secrets, each.person, "membership-ended", now)
            return each.person
    raise NotFound("id")


def step_in(session: Session, secrets: keys.Keys, person_id: str) -> None:
    """A member becomes the contact of an organisation that has none left. Raises ContactThere."""
    organisation_id = organisation_of(session, secrets, person_id)
    if organisation_id is None:
        raise NotFound()
    organisations.hold(session, secrets, organisation_id)
    if any(each.role == "contact" for each in colleagues(session, secrets, organisation_id)):
        raise ContactThere()
    change_role(session, secrets, person_id, "contact")


def end(session: Session, person_id: str) -> None:
    """A person belongs to no organisation any more; their account stays."""
    session.exec(sa.delete(Membership).where(col(Membership.person_id) == person_id))


def _part(
    session: Session, secrets: keys.Keys, person_id: str, organisation_id: str, now: datetime
) -> None:
    end(session, person_id)
    staff.note_left(session, secrets, person_id, organisation_id, now)
    ledger.note(session, secrets, "membership", f"{person_id} {organisation_id}")


def end_again(session: Session, secrets: keys.Keys, digests: Collection[str]) -> None:
    """End the memberships that the ledger of erasures names: a backup brought them back."""
    rows = session.exec(select(Membership.person_id)).all()
    named = {f"{person} {organisation_of(session, secrets, person)}": person for person in rows}
    for each in ledger.among(session, secrets, "membership", digests, iter(named)):
        end(session, named[each])


def pass_on(session: Session, secrets: keys.Keys, organisation_id: str, heir_id: str) -> None:
    """Everybody of one organisation belongs to another; contacts stay so while there is room."""
    room = CONTACTS_LIMIT - sum(
        each.role == "contact" for each in colleagues(session, secrets, heir_id)
    )
    for each in colleagues(session, secrets, organisation_id):
        role = "member"
        if each.role == "contact" and room > 0:
            role, room = "contact", room - 1
        end(session, each.person)
        join(session, secrets, each.person, heir_id, role)


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for page in keys.pages(session, Membership):
        for row in page:
            belongs_to = old.open("membership", row.sealed, row.person_id)["organisation"]
            row.organisation_hash = new.fingerprint("members", belongs_to)
            row.sealed = old.carry(new, "membership", row.sealed, row.person_id)
