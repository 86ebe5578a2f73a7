"""Two entries of one association made one: its people, drafts, figures and shares come together."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from commons import (
    authorship,
    curation,
    drafts,
    figures,
    journal,
    keys,
    notices,
    organisations,
    reciprocity,
    vouching,
)
from commons.accounts import invitations, memberships, recognition, staff
from commons.organisations import Known, Profile
from commons.refusals import Refusal
from commons.registers import REGISTERS

_SINGLE = ("acronym", "department", "domain", *REGISTERS)


class NotDuplicates(Refusal):
    code = "not-duplicates"


class NotAgreed(Refusal):
    code = "not-agreed"


def merge(session: Session, secrets: keys.Keys, kept_id: str, gone_id: str, now: datetime) -> Known:
    """Let one entry take over all that is another's, and erase that one.

    Every seal is made anew, so that two copies of the database don't tell which were the other's.
    Raises NotFound, NotDuplicates, NotAgreed, AlreadyDeclared.
    """
    authorship.hold(session)
    kept, gone = organisations.hold_both(session, secrets, kept_id, gone_id)
    after = united(kept, gone)
    for one, other in ((kept, gone), (gone, kept)):
        _agree(session, secrets, one, other, now)
    authorship.pass_on(session, secrets, gone.id, kept.id)
    drafts.pass_on(session, secrets, gone, kept)
    before, later = (drafts.owner_hash(secrets, each.id) for each in (gone, kept))
    figures.pass_on(session, before, gone.data_key, later, kept.data_key)
    memberships.pass_on(session, secrets, gone.id, kept.id)
    staff.pass_on(session, secrets, gone.id, kept.id)
    # They name an entry that is no more; who sent them may send others.
    invitations.forget_owner(session, secrets, gone.id)
    notices.forget(session, secrets, {gone.id})
    vouching.pass_on(session, secrets, gone, kept)
    reciprocity.forget_grant(session, secrets, gone.id)
    curation.pass_on(session, gone.id, kept.id)
    organisations.take_over(session, secrets, after, gone.id)
    recognition.recognise(session, secrets, kept.id, now)
    for each in memberships.colleagues(session, secrets, kept.id):
        journal.note(session, secrets, each.person, "organisation-merged", now)
    journal.note(session, secrets, journal.SITE, "organisation-merged", now)
    notices.tell(session, secrets, kept.id, "merged", now)
    return organisations.known(session, secrets, kept.id)


def _agree(session: Session, secrets: keys.Keys, one: Known, other: Known, now: datetime) -> None:
    """Raises NotAgreed unless a contact of one entry has invited somebody of the other.

    From then on each reads the addresses of the other's people and what they wrote: whoever
    declares a number that is taken could else learn who is there.
    """
    people = {each.email for each in memberships.colleagues(session, secrets, other.id)}
    invited = [
        each
        for each in invitations.waiting(session, secrets, one.id, now)
        if each.role is not None and each.email in people
    ]
    if not invited:
        raise NotAgreed("gone")
    # They belong to it now, without accepting.
    for each in invited:
        invitations.end(session, secrets, (one.id,), each.id)


def united(kept: Known, gone: Known) -> Known:
    """Two entries as one: all that must be hidden of either stays hidden.

    Raises NotDuplicates where one register numbers both otherwise, or only one is a federation.
    """
    one, other = kept.profile, gone.profile
    numbers, others = one.numbers(), other.numbers()
    clash = any(numbers[each] != others[each] for each in numbers.keys() & others)
    if kept.id == gone.id or one.kind != other.kind or clash:
        raise NotDuplicates("gone")
    names = (*one.other_names, other.legal_name, *other.other_names)
    towns = (*one.towns, *other.towns)
    single = {name: getattr(one, name) or getattr(other, name) for name in _SINGLE}
    for name in ("acronym", "domain"):
        if (second := getattr(other, name)) and second != single[name]:
            names = (*names, second)
    if other.department and other.department != single["department"]:
        towns = (*towns, other.department)
    several = {
        "other_names": tuple(each for each in dict.fromkeys(names) if each != one.legal_name),
        "towns": tuple(dict.fromkeys(towns)),
        "people": tuple(dict.fromkeys((*one.people, *other.people))),
        "handles": tuple(dict.fromkeys((*one.handles, *other.handles))),
    }
    dates = [each.verified for each in (kept, gone) if each.verified]
    return replace(
        kept,
        state="verified" if "verified" in (kept.state, gone.state) else "pending",
        # Checked again: names cut off at a limit would no longer be hidden.
        profile=Profile.model_validate(vars(one) | single | several),
        declared=min(kept.declared, gone.declared),
        # The earlier one: nobody is welcomed twice for being entered twice.
        verified=min(dates) if dates else None,
        flags=kept.flags & gone.flags,
        inviter=kept.inviter or gone.inviter,
    )
