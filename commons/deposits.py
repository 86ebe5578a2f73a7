"""Mutual deposits: what waits, unseen, until several associations have given on the same topic."""

import hashlib
import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import authorship, clock, keys, library, organisations, releases, vocabulary
from commons.authorship import TOPIC_BITS, Authorships
from commons.database import UNORDERED
from commons.keys import Mark
from commons.practices import PracticeDraft
from commons.refusals import Refusal

# So many verified associations open a topic (design, section 5), each counted once.
TOGETHER = 5
# The chance, by the number of associations that wait on a topic, that the weekly count begins or
# ceases to say "almost". One association more or less changes a chance by four times at most: what
# is told in a week fits well with both, whoever else one knows of.
BEGIN = (0.02, 0.02, 0.05, 0.2, 0.5)
CEASE = (0.5, 0.5, 0.2, 0.05, 0.02)

Progress = Literal["untold", "some", "almost"]

_DICE = random.SystemRandom()


class WrongTopic(Refusal):
    code = "wrong-topic"


class NearlyOpen(SQLModel, table=True):
    """A topic of which the weekly count says that it is almost open; only its keyed hash."""

    __tablename__ = "nearly_open"
    __table_args__ = UNORDERED
    topic_hash: str = Field(primary_key=True)


def topics(practice: PracticeDraft) -> tuple[str, ...]:
    """What a practice may be deposited on: its own channels and themes."""
    return (*practice.channels, *practice.themes)


def check(practice: PracticeDraft, topic: str | None) -> str:
    """The topic. Raises WrongTopic unless it is one of the practice's own."""
    known = topics(practice)
    if topic is None or topic not in known:
        raise WrongTopic("topic", known=", ".join(known))
    return topic


def number(topic: str) -> int:
    """How a seal tells a topic; no two channels or themes share a number."""
    digest = hashlib.sha256(topic.encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 32 - TOPIC_BITS


def topic_of(wanted: int | None) -> str | None:
    """The channel or theme of a number; None where it left the vocabulary."""
    return _by_number().get(wanted) if wanted is not None else None


def _by_number() -> Mapping[int, str]:
    return {number(code): code for code in _every_topic()}


def _every_topic() -> list[str]:
    return [*vocabulary.terms("channels"), *vocabulary.terms("themes")]


def progress(
    session: Session, secrets: keys.Keys, topic: str, deposited: datetime, now: datetime
) -> Progress:
    """What a depositor is told, once a week: roughly how near the topic is to opening."""
    if deposited >= releases.last_batch(now):
        return "untold"
    row = session.get(NearlyOpen, _hash(secrets, topic))
    return "some" if row is None else "almost"


def due(session: Session, now: datetime) -> bool:
    """Whether this week's count is still to be made."""
    mark = session.get(Mark, "deposits", populate_existing=True)
    return mark is None or mark.value < releases.last_batch(now).isoformat()


def count(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    now: datetime,
    dice: random.Random | None = None,
) -> int:
    """Once a week: open what enough associations have deposited on; how many appeared.

    What opens appears all at once, in the order of random ids. Nobody waits 7 days after another
    of theirs: among five authors at least, none stands out. Under embargo a deposit counts from its
    month on, so that nobody's appears before the others'.
    """
    if not due(session, now):
        return 0
    authorship.hold(session)
    if not due(session, now):
        return 0
    batch = releases.last_batch(now)
    session.merge(Mark(id="deposits", value=batch.isoformat()))
    waiting = _waiting(session, secrets, authorships, batch, now)
    told = {*session.exec(select(NearlyOpen.topic_hash))}
    opened: set[str] = set()
    for topic in _every_topic():
        given, digest = waiting.get(number(topic), {}), _hash(secrets, topic)
        if len(given) >= TOGETHER:
            opened.update(*given.values())
        if len(given) >= TOGETHER or (digest in told and _turns(CEASE, len(given), dice)):
            session.exec(sa.delete(NearlyOpen).where(col(NearlyOpen.topic_hash) == digest))
        elif given and digest not in told and _turns(BEGIN, len(given), dice):
            session.add(NearlyOpen(topic_hash=digest))
    if opened:
        authorship.open_deposits(session, secrets, opened, now)
    return sum(library.release(session, each, clock.month(now)) for each in sorted(opened))


def _waiting(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    batch: datetime,
    now: datetime,
) -> Mapping[int, Mapping[str, list[str]]]:
    """What verified associations had deposited by this week: topic, organisation, publications."""
    ids = library.waiting_ids(session)
    months = library.visible_from(session, ids)
    verified: dict[str, bool] = {}
    found: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for each in authorships.deposits(session, ids):
        if each.moment >= batch or months[each.publication_id] > clock.month(now):
            continue
        if each.organisation not in verified:
            known = organisations.known(session, secrets, each.organisation)
            verified[known.id] = known.state == "verified"
        if verified[each.organisation] and each.topic is not None:
            found[each.topic].setdefault(each.organisation, []).append(each.publication_id)
    return found


def _turns(chances: tuple[float, ...], associations: int, dice: random.Random | None) -> bool:
    return (dice or _DICE).random() < chances[associations]


def _hash(secrets: keys.Keys, topic: str) -> str:
    return secrets.fingerprint("nearly-open", topic)


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    """Make every keyed hash anew under another key."""
    known = {*session.exec(select(NearlyOpen.topic_hash))}
    session.exec(sa.delete(NearlyOpen))
    session.add_all(
        NearlyOpen(topic_hash=_hash(new, topic))
        for topic in _every_topic()
        if _hash(old, topic) in known
    )
    session.flush()
