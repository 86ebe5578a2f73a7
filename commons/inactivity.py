"""Who gives no sign of life for 23 months is warned, and erased after 24: people, associations."""

from datetime import datetime

from sqlmodel import Session

from commons import clock, departure, keys, notices, organisations
from commons.accounts import memberships, people, staff
from commons.accounts.people import Life
from commons.authorship import Authorships

WARN_MONTHS, ERASE_MONTHS = 23, 24


def tend(session: Session, secrets: keys.Keys, authorships: Authorships, now: datetime) -> None:
    """The nightly part. An association goes when all of its people do; what it published stays.

    Nobody goes who was not warned in an earlier month, however long the site itself was away.
    Whoever moderates or operates this site has others to look after that.
    """
    lives = people.lives(session, secrets)
    overdue = {each.person for each in lives if _tended(session, secrets, each, now)}
    for organisation in list(organisations.everyone(session, secrets)):
        colleagues = memberships.colleagues(session, secrets, organisation.id)
        members = {each.person for each in colleagues}
        if members and members <= overdue:
            departure.leave(session, secrets, authorships, organisation.id, now)
            overdue -= members
    departure.forget_people(session, secrets, overdue, now)


def _tended(session: Session, secrets: keys.Keys, life: Life, now: datetime) -> bool:
    """Whether somebody is to be erased tonight; otherwise they are warned when it is time."""
    month = clock.month(now)
    if life.seen is None:
        # Nothing was noted by the versions before: their two years begin today.
        people.note_life(session, secrets, life.person, now)
        return False
    idle = clock.months_between(life.seen, month)
    if idle < WARN_MONTHS or staff.roles_of(session, secrets, life.person):
        return False
    if life.warned is None:
        notices.tell_person(session, secrets, life.person, "inactive", now)
        people.note_warning(session, secrets, life.person, now)
        return False
    return idle >= ERASE_MONTHS and life.warned < month
