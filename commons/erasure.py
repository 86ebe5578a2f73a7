"""Erasing an account on its owner's word, and erasing again what a backup brought back."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from commons import accounts, authorship, departure, drafts, keys, ledger, library, organisations
from commons.accounts import external, memberships, people, staff
from commons.accounts.links import SignInLink
from commons.accounts.memberships import LastMember
from commons.accounts.staff import LastOperator
from commons.authorship import Authorships
from commons.drafts import Draft
from commons.ledger import Kind
from commons.library import Publication
from commons.organisations import Organisation
from commons.refusals import Refusal

# What is typed before an account is erased, in one language or the other.
WORDS = ("effacer mon compte", "erase my account")


class NotTyped(Refusal):
    code = "not-typed"


def confirm(words: str) -> None:
    """Raises NotTyped unless the words are those that nobody types by mistake."""
    if " ".join(words.casefold().split()) not in WORDS:
        raise NotTyped("words")


def erase_account(session: Session, secrets: keys.Keys, person_id: str, now: datetime) -> None:
    """Erase a person with all they sign in by. Raises LastMember, LastOperator.

    The last of an association leaves the network with it, or invites somebody before.
    """
    organisation = memberships.organisation_of(session, secrets, person_id)
    if organisation:
        organisations.hold(session, secrets, organisation)
        if len(memberships.colleagues(session, secrets, organisation)) == 1:
            raise LastMember()
    staff.hold(session)
    operators = [each.person for each in staff.everyone(session, secrets, "operator")]
    if operators == [person_id]:
        raise LastOperator("email")
    departure.forget_people(session, secrets, {person_id}, now)


def replay(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    path: Path,
    since: str,
    now: datetime,
) -> int:
    """Erase again what the ledger's file names since a month and this database holds; how much.

    One transaction, before anything is served: a death in between leaves all of it to be done.
    Whoever was signed in when the backup was made signs in anew.
    """
    named = ledger.unknown(session, secrets, path, since)
    again = _publications(session, secrets, named)
    erased: dict[Kind, set[str]] = {**named}
    erased.pop("publication", None)
    if not again and not erased:
        return 0
    authorship.hold(session)
    for publication in again:
        library.withdraw(session, publication)
        authorship.break_seal(session, publication)
    # Before what they note themselves: a row stands once for each.
    ledger.learn(session, path, set().union(*erased.values()))
    _erase(session, secrets, authorships, erased, now)
    end_sessions(session)
    return len(again) + sum(map(len, erased.values()))


def end_sessions(session: Session) -> None:
    """Sign everybody out, and end every link that was mailed: some were ended since the backup."""
    for table in (accounts.SignInSession, SignInLink, accounts.Invitation):
        session.exec(sa.delete(table))


def _publications(
    session: Session, secrets: keys.Keys, named: Mapping[Kind, set[str]]
) -> list[str]:
    digests = named.get("publication")
    if not digests:
        return []
    there = session.exec(select(Publication.id).where(Publication.state != "withdrawn"))
    return ledger.among(session, secrets, "publication", digests, iter(there))


def _erase(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    named: Mapping[Kind, set[str]],
    now: datetime,
) -> None:
    def of(kind: Kind, column: str) -> list[str]:
        digests = named.get(kind, set())
        return ledger.among(session, secrets, kind, digests, iter(session.exec(select(column))))

    for organisation in of("organisation", Organisation.id):
        departure.leave(session, secrets, authorships, organisation, now)
    departure.forget_people(session, secrets, {*of("person", accounts.Person.id)}, now)
    for draft in of("draft", Draft.id):
        drafts.erase(session, draft)
    tokens = of("token", accounts.AccessToken.id)
    session.exec(sa.delete(accounts.AccessToken).where(col(accounts.AccessToken.id).in_(tokens)))
    memberships.end_again(session, secrets, named.get("membership", set()))
    external.end_again(session, secrets, named.get("identity", set()))
    if "address" in named:
        people.move_again(session, secrets)
