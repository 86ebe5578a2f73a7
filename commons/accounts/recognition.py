"""Who is verified without a moderator: an association whose contact a federation names."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from commons import keys, organisations, registers, vouching
from commons.accounts import memberships, people
from commons.organisations import CONTESTED, LOOK_AGAIN, REFUSED, UNCHECKED, AlreadyDeclared, Known
from commons.refusals import Refusal
from commons.registers import Number, WrongNumber
from commons.vouching import Held, Line, Standing

# The same for whoever is here and whoever is not: a report must not tell which.
Outcome = Literal["noted", "already", "twice", "wrong"]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a line; ``wrong`` says what is wrong with its number or its address."""

    line: Line
    outcome: Outcome
    wrong: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An organisation that moderators have to look at, and what speaks for it or against it.

    ``rivals`` claim a number of it as well.
    """

    organisation: Known
    rivals: Sequence[Known]
    standing: Standing | None


def vouch(
    session: Session, secrets: keys.Keys, federation: Known, given: Sequence[Line], now: datetime
) -> list[Report]:
    """A federation gives its word for these; what became of each line, in their order.

    An association is verified if the word names one of its contacts, now or once it has such a
    contact; else moderators see that there is a word. Their refusal stays, and is looked at
    again. Raises TooManyVouches.
    """
    organisations.hold(session, secrets, federation.id)
    changed: dict[Number, bool] = {}
    reports = []
    for line in given:
        try:
            number = registers.read(line.number)
            tidied = people.tidy_email(line.email) if line.email else ""
        except (WrongNumber, people.WrongEmail) as wrong:
            reports.append(Report(line, "wrong", wrong))
            continue
        if number in changed:
            reports.append(Report(line, "twice"))
            continue
        said = Line(line.place, line.number, line.name, tidied)
        new, renamed = vouching.put(session, secrets, federation, number, said, now)
        changed[number] = new or renamed
        reports.append(Report(line, "noted" if new else "already"))
    # By their ids, whatever the order of lines: two federations that name the same ones never
    # wait for each other.
    claims = organisations.claiming(session, secrets, changed) if changed else []
    for claim in claims:
        numbers = (Number(*each) for each in claim.profile.numbers().items())
        if not recognise(session, secrets, claim.id, now) and any(
            changed.get(each) for each in numbers
        ):
            _point_out(session, secrets, claim, now)
    return reports


def _point_out(session: Session, secrets: keys.Keys, claim: Known, now: datetime) -> None:
    """Moderators look again at whom they refused, or verified while nobody else was named."""
    if REFUSED in claim.flags:
        organisations.look_again(session, secrets, claim.id)
    elif claim.state == "verified" and _standing(session, secrets, claim, now) == "another":
        organisations.look_again(session, secrets, claim.id, CONTESTED)


def recognise(session: Session, secrets: keys.Keys, organisation_id: str, now: datetime) -> bool:
    """Verify an association if a word that holds names one of its contacts; whether it does.

    Asked whenever it may have become so. Federations are verified by moderators alone, or one
    let in by mistake could let in others; and whom moderators refused they look at again.
    """
    claim = organisations.known(session, secrets, organisation_id)
    if not _may_be_named(claim) or _standing(session, secrets, claim, now) != "contact":
        return False
    if claim.state == "pending" or UNCHECKED in claim.flags:
        # A moderator may be refusing it just now.
        claim = organisations.hold(session, secrets, organisation_id)
        if not _may_be_named(claim):
            return False
        try:
            organisations.verify(session, secrets, claim.id, now)
        except AlreadyDeclared:
            # Another is verified by this number: moderators see both.
            return False
    return True


def _may_be_named(claim: Known) -> bool:
    refused = claim.state == "pending" and claim.flags & {REFUSED, LOOK_AGAIN}
    return claim.profile.kind != "federation" and not refused


def _standing(session: Session, secrets: keys.Keys, claim: Known, now: datetime) -> Standing | None:
    words = vouching.words_for(session, secrets, [claim], now)[claim.id]
    return _named(session, secrets, claim, words)


def _named(
    session: Session, secrets: keys.Keys, claim: Known, words: Collection[Held]
) -> Standing | None:
    if not words:
        return None
    contacts = {
        each.email
        for each in memberships.colleagues(session, secrets, claim.id)
        if each.role == "contact"
    }
    return vouching.standing(secrets, claim, words, contacts)


def doubted(session: Session, secrets: keys.Keys, organisation_id: str, now: datetime) -> bool:
    """Whether somebody should look at an organisation even where registration is open."""
    claim = organisations.known(session, secrets, organisation_id)
    if any(each.state == "verified" for each in organisations.rivals(session, secrets, claim)):
        return True
    return _standing(session, secrets, claim, now) is not None


def waiting(session: Session, secrets: keys.Keys, now: datetime) -> list[Waiting]:
    """What moderators have to look at, by id."""
    everyone = list(organisations.everyone(session, secrets))
    claims: dict[tuple[str, str], list[Known]] = {}
    for each in everyone:
        for number in each.profile.numbers().items():
            claims.setdefault(number, []).append(each)
    found = [each for each in everyone if organisations.waits(each)]
    words = vouching.words_for(session, secrets, found, now)
    return [
        Waiting(
            each,
            [
                rival
                for rival in {
                    other.id: other
                    for number in each.profile.numbers().items()
                    for other in claims[number]
                }.values()
                if rival.id != each.id
            ],
            _named(session, secrets, each, words[each.id]),
        )
        for each in found
    ]
