"""When an organisation leaves: what is destroyed, and what stays on the shelf without an author."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from commons import (
    accounts,
    authorship,
    clock,
    curation,
    drafts,
    figures,
    journal,
    keys,
    ledger,
    library,
    notices,
    organisations,
    reciprocity,
    vouching,
)
from commons.accounts import invitations, memberships, sessions, staff
from commons.authorship import Authorships
from commons.moderation import vendors
from commons.organisations import Known
from commons.refusals import Refusal

# After so many days without a sign of life, what was never verified is erased.
QUARANTINE_DAYS = 60


# What is typed before an organisation leaves, in one language or the other.
WORDS = ("quitter le réseau", "leave the network")


class NotConfirmed(Refusal):
    code = "not-confirmed"


@dataclass(frozen=True, slots=True)
class Departure:
    """How many publications stay on the shelf, and how many were withdrawn."""

    kept: int
    withdrawn: int


def confirm(words: str) -> None:
    """Raises NotConfirmed unless the words are those that nobody types by mistake."""
    if " ".join(words.casefold().split()) not in WORDS:
        raise NotConfirmed("words")


def leave(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    organisation_id: str,
    now: datetime,
    *,
    withdraw: bool = False,
) -> Departure:
    """Destroy all that is private of an organisation, its key first of all. Raises NotFound.

    Its people's accounts end with it, but of those who look after this site only the membership:
    no contact of an association takes its moderators or its last operator from it. What it
    published stays and loses its author, or is withdrawn when asked. What nobody could
    read yet is withdrawn in any case: no one could take it back later.
    """
    authorship.hold(session)
    leaving = organisations.hold(session, secrets, organisation_id)
    written = [each.publication_id for each in authorships.of(session, leaving.id)]
    kept = set()
    for key, item in library.own_items(session, written).items():
        if not withdraw and item.state == "published" and item.visible_from <= clock.month(now):
            kept.add(key)
        else:
            library.withdraw(session, key)
            authorship.break_seal(session, key)
    authorship.orphan(session, secrets, kept)
    drafts.erase_of(session, secrets, leaving.id)
    figures.erase_of(session, drafts.owner_hash(secrets, leaving.id))
    vouching.erase_of(session, secrets, leaving.id)
    reciprocity.part(session, secrets, leaving)
    members = {each.person for each in memberships.colleagues(session, secrets, leaving.id)}
    staying = {each for each in members if staff.roles_of(session, secrets, each)}
    for each in staying:
        memberships.end(session, each)
    forget_people(session, secrets, members - staying, now)
    invitations.forget_owner(session, secrets, leaving.id)
    notices.forget(session, secrets, {leaving.id})
    curation.close(session, leaving.id)
    organisations.erase(session, leaving.id)
    ledger.note(session, secrets, "organisation", leaving.id)
    journal.note(session, secrets, journal.SITE, "organisation-erased", now)
    return Departure(len(kept), len(written) - len(kept))


def forget_people(session: Session, secrets: keys.Keys, gone: set[str], now: datetime) -> None:
    """Erase people end to end: account and ways in, letters that wait for them, their journal."""
    notices.forget(session, secrets, gone)
    accounts.forget_people(session, secrets, gone)
    journal.forget_people(session, secrets, gone)
    vendors.forget_people(session, secrets, gone)
    if gone:
        ledger.note(session, secrets, "person", *sorted(gone))
        journal.note(session, secrets, journal.SITE, "person-erased", now, len(gone))


def end_quarantine(
    session: Session, secrets: keys.Keys, authorships: Authorships, now: datetime
) -> int:
    """Erase what waits to be verified and nobody comes back to; how many were erased.

    One that was verified once has a place on the shelf: it is never erased so. Every night: the
    session that shows somebody's last visit ends before the quarantine does.
    """
    limit = now.date() - timedelta(days=QUARANTINE_DAYS)
    erased = 0
    for waits in list(organisations.everyone(session, secrets, "pending")):
        if waits.verified is not None:
            continue
        seen = _last_seen(session, secrets, waits)
        if seen < limit:
            leave(session, secrets, authorships, waits.id, now)
            erased += 1
        elif seen != waits.alive:
            organisations.note_life(session, secrets, waits.id, seen)
    return erased


def _last_seen(session: Session, secrets: keys.Keys, organisation: Known) -> date:
    """The day on which somebody of an organisation last came, or wrote."""
    people = memberships.colleagues(session, secrets, organisation.id)
    uses = [sessions.last_use(session, secrets, each.person) for each in people]
    written = [each.updated.date() for each in drafts.mine(session, secrets, organisation)[:1]]
    known = (organisation.declared.date(), organisation.alive, *uses, *written)
    return max(each for each in known if each)
