"""When an organisation leaves: what is destroyed, and what stays on the shelf without an author."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from commons import (
    accounts,
    authorship,
    clock,
    curation,
    drafts,
    figures,
    keys,
    library,
    organisations,
)
from commons.authorship import Authorships


@dataclass(frozen=True, slots=True)
class Departure:
    """How many publications stay on the shelf, and how many were withdrawn."""

    kept: int
    withdrawn: int


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

    What it published stays and loses its author, or is withdrawn when asked. What nobody could
    read yet is withdrawn in any case: no one could take it back later.
    """
    authorship.hold(session)
    leaving = organisations.known(session, secrets, organisation_id)
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
    accounts.forget_members(session, secrets, leaving.id)
    curation.close(session, leaving.id)
    organisations.erase(session, leaving.id)
    return Departure(len(kept), len(written) - len(kept))
