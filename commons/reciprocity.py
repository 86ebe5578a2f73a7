"""Who gives sees deeper: contributor status, computed from sealed authorship and stored nowhere."""

from datetime import datetime, timedelta

from sqlmodel import Session

from commons import clock
from commons.authorship import Authorships
from commons.organisations import Known

WELCOME_DAYS = 90
GIVING_MONTHS = 12


def contributes(
    session: Session, authorships: Authorships, organisation: Known, now: datetime
) -> bool:
    """True within 90 days of verification, or when something was given in the last 12 months."""
    if organisation.verified and now < organisation.verified + timedelta(days=WELCOME_DAYS):
        return True
    month = clock.month(now)
    return any(
        clock.months_between(clock.month(given.moment), month) <= GIVING_MONTHS
        for given in authorships.of(session, organisation.id)
    )
