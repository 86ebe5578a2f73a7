"""What is told because things are so: read from the state at the slot, written by no act.

So no row about an author lies beside what was done to a publication. What others may see happen,
like a decision of moderators, is told to all on the first slot of a week or month.
"""

from collections.abc import Iterator
from datetime import date, datetime

from sqlmodel import Session

from commons import clock, keys, organisations, reciprocity, unsealing
from commons.accounts import memberships
from commons.authorship import Authorship, Authorships
from commons.moderation import reviews
from commons.organisations import Known


def between(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    before: datetime,
    now: datetime,
) -> Iterator[tuple[str, str]]:
    """Organisations, each with what kind of thing it is told at this slot, after the one before."""
    week = clock.week(before), clock.week(now)
    month = clock.month(before), clock.month(now)
    if week[0] != week[1]:
        written = authorships.by_draft(session).values()
        answered = {
            review.publication_id
            for review in reviews.open_ones(session, secrets)
            if _within(review.moment, *week)
        }
        for author in {each.organisation for each in written if each.publication_id in answered}:
            yield author, "review-answered"
        for author in {each.organisation for each in written if _appeared(each, *week)}:
            yield author, "appeared"
        for author in unsealing.told_between(session, secrets, *map(_monday, week)):
            yield author, "seal-opened"
    for organisation in organisations.everyone(session, secrets):
        if _verified(organisation, before, now):
            yield organisation.id, "verified"
        if month[0] != month[1]:
            if _ends(session, secrets, authorships, organisation, now):
                yield organisation.id, "welcome-ends"
            if memberships.lacks_contact(session, secrets, organisation.id):
                yield organisation.id, "contact-missing"


def _verified(organisation: Known, before: datetime, now: datetime) -> bool:
    """Verified since the last slot; who was so at once has seen it on the page."""
    moment = organisation.verified
    return moment is not None and before < moment <= now and moment != organisation.declared


def _within(moment: datetime, first: str, until: str) -> bool:
    """In one of the weeks that ended since the last slot."""
    return first <= clock.week(moment) < until


def _monday(week: str) -> date:
    return date.fromisoformat(f"{week}-1")


def _appeared(written: Authorship, first: str, until: str) -> bool:
    """Whether what waited for its release had it: what appears at once is no news."""
    return (
        written.release is not None
        and written.release > written.moment
        and _within(written.release, first, until)
    )


def _ends(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    organisation: Known,
    now: datetime,
) -> bool:
    """Whether what is open to who gives will close at the end of this month."""
    known = reciprocity.contribution(session, secrets, authorships, organisation, now)
    return known is not None and not known.granted and known.until == clock.month(now)
