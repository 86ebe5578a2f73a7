"""Moderation: what was shared is read again after its release, by people who know no author."""

from datetime import datetime

from sqlmodel import Session

from commons import keys
from commons.authorship import Authorships
from commons.moderation import batches, decisions, promise, reports, reviews, vendors


def tend(session: Session, secrets: keys.Keys, authorships: Authorships, now: datetime) -> None:
    """The nightly part: end what is overdue, forget what is gone, draw the next batch."""
    decisions.lapse(session, secrets, now)
    decisions.forget_withdrawn(session)
    promise.forget_old(session, secrets, now)
    batches.draw(session, secrets, authorships, now)


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    """Carry what is sealed over to another key."""
    for each in (reviews, reports, promise, vendors):
        each.rekey(session, old, new)
