"""Notices: what waits on somebody's page, told to all in one daily slot.

Whom a notice is for and of which kind it is are sealed. A try is noted before a letter leaves, and
the letter forgotten once it left: a death in between sends it once more, after a pause.
"""

import random
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from commons import accounts, clock, keys, reminders
from commons.accounts import correspondence, memberships
from commons.accounts.correspondence import Wishes
from commons.authorship import Authorships
from commons.database import UNORDERED
from commons.keys import Mark
from commons.refusals import NotFound

# Everything that may be told, in the order of a letter that tells several.
KINDS = (
    "inactive",  # erased soon unless somebody signs in
    "verified",
    "not-verified",
    "membership-ended",  # by a contact of the association
    "merged",  # with another entry of the same association
    "vendor-shown",
    "vendor-refused",
    "contact-missing",
    "welcome-ends",
    "review-answered",
    "appeared",  # what waited for its release is on the shelf
    "seal-opened",  # for a legal demand, once its author may be told
)
# Told whatever somebody wishes: unread, they would lose something.
ALWAYS = frozenset({"inactive"})

SLOT_HOUR = 9  # Europe/Paris
DAYS_UNTIL_GIVEN_UP = 5
DAYS_TOLD_TO_THE_OPERATOR = 30
ROW_BYTES = 1024

_FIRST_PAUSE_MINUTES, _PAUSE_FACTOR, _LONGEST_PAUSE_MINUTES = 15, 4, 24 * 60
_MARK = "letters"


class Notice(SQLModel, table=True):
    """Something to tell at the next slot; its keyed hash is the same for the same thing."""

    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    sealed: bytes


class WaitingLetter(SQLModel, table=True):
    """What one person is to be told by one letter; who, what and how often tried are sealed.

    Its id is random: a keyed hash of the person would be the same in each week's letter.
    """

    __tablename__ = "waiting_letter"
    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter that leaves now; ``stop`` is the token by which its reader wants no more."""

    id: str
    person: str
    email: str
    language: str
    kinds: tuple[str, ...]
    stop: str


@dataclass(frozen=True, slots=True)
class Health:
    """Letters that should have left, the age in days of the oldest; given up; refused for good."""

    waiting: int
    oldest_days: int
    given_up: int
    bounced: int


def slot(now: datetime) -> date:
    """The day of the last slot."""
    today = clock.day(now)
    return today if now >= clock.at(today, SLOT_HOUR) else today - timedelta(days=1)


def pause(attempts: int) -> timedelta:
    """How long a letter rests after so many tries."""
    minutes = _FIRST_PAUSE_MINUTES * _PAUSE_FACTOR ** (attempts - 1)
    return timedelta(minutes=min(minutes, _LONGEST_PAUSE_MINUTES))


def is_turn(pace: str, before: date, today: date) -> bool:
    """Whether the slot of today, after the one before, is one for this pace."""
    if pace == "weekly":
        return before.isocalendar()[:2] != today.isocalendar()[:2]
    if pace == "monthly":
        return (before.year, before.month) != (today.year, today.month)
    return True


# -- telling ---------------------------------------------------------------------------------------


def tell(
    session: Session, secrets: keys.Keys, organisation_id: str, kind: str, now: datetime
) -> None:
    """Tell the contacts of an organisation at the next slot; the same thing is told once.

    Never in the transaction of an act on a publication: what is to be told of those is read from
    the state, see ``commons.reminders``.
    """
    _note(session, secrets, "organisation", organisation_id, kind, now)


def tell_person(
    session: Session, secrets: keys.Keys, person_id: str, kind: str, now: datetime
) -> None:
    """Tell one person at the next slot."""
    _note(session, secrets, "person", person_id, kind, now)


def _note(
    session: Session, secrets: keys.Keys, who: str, target: str, kind: str, now: datetime
) -> None:
    assert kind in KINDS, kind
    held = {"who": who, "id": target, "kind": kind, "slot": slot(now).isoformat()}
    digest = _digest(secrets, held)
    if session.get(Notice, digest) is None:
        row = Notice(id=digest, sealed=secrets.seal("notice", held, digest, ROW_BYTES))
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            return  # told by another process between the two statements


def _digest(secrets: keys.Keys, held: dict[str, str]) -> str:
    return secrets.fingerprint("notice", " ".join(held[each] for each in sorted(held)))


# -- the slot --------------------------------------------------------------------------------------


def is_slot(session: Session, now: datetime) -> bool:
    """Whether a slot has come whose letters were not gathered yet."""
    mark = session.get(Mark, _MARK)
    return mark is None or mark.value < slot(now).isoformat()


def gather(session: Session, secrets: keys.Keys, authorships: Authorships, now: datetime) -> None:
    """Make the letters of a slot of all that is to be told; a new database has had its first."""
    today = slot(now)
    mark = session.get(Mark, _MARK, with_for_update=True, populate_existing=True)
    if mark is None:
        session.add(Mark(id=_MARK, value=today.isoformat()))
        return
    before = date.fromisoformat(mark.value)
    if before >= today:
        return
    mark.value = today.isoformat()
    moments = clock.at(before, SLOT_HOUR), clock.at(today, SLOT_HOUR)
    told = [
        *_taken(session, secrets),
        *(
            ("organisation", organisation, kind)
            for organisation, kind in reminders.between(session, secrets, authorships, *moments)
        ),
    ]
    correspondence.renew(session, secrets)
    letters = _waiting(session, secrets)
    for person, kinds in _by_person(session, secrets, told).items():
        row, held = letters.get(person, (None, _blank(person)))
        if held["given_up"]:
            held = _blank(person)
        letters[person] = row, held | {"kinds": [*held["kinds"], *kinds]}
    for row, held in letters.values():
        wishes = correspondence.wishes_of(session, secrets, held["person"])
        is_there = session.get(accounts.Person, held["person"]) is not None
        kept = _released(held, wishes, is_turn(wishes.pace, before, today), now)
        _replace(session, secrets, row, kept if is_there else None)
    session.flush()


def _taken(session: Session, secrets: keys.Keys) -> list[tuple[str, str, str]]:
    rows = session.exec(select(Notice)).all()
    taken = [secrets.open("notice", row.sealed, row.id) for row in rows]
    # By a statement: what is told meanwhile stays for the next slot.
    session.exec(sa.delete(Notice).where(col(Notice.id).in_([row.id for row in rows])))
    return [(held["who"], held["id"], held["kind"]) for held in taken]


def _by_person(
    session: Session, secrets: keys.Keys, told: Iterable[tuple[str, str, str]]
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for who, target, kind in told:
        people = [target]
        if who == "organisation":
            people = [each.person for each in memberships.contacts(session, secrets, target)]
        for person in people:
            found[person].add(kind)
    return found


def _wanted(wishes: Wishes, kinds: Collection[str]) -> list[str]:
    """What of this a person is written about, in the order of KINDS."""
    if wishes.undeliverable:
        return []
    return [each for each in KINDS if each in kinds and (wishes.pace != "none" or each in ALWAYS)]


def _blank(person: str) -> dict[str, Any]:
    return {
        "person": person, "kinds": [], "released": None, "attempts": 0, "next": None,
        "given_up": None,
    }  # fmt: skip


def _waiting(
    session: Session, secrets: keys.Keys
) -> dict[str, tuple[WaitingLetter | None, dict[str, Any]]]:
    """Every letter with its row, by the person it is for."""
    found = ((row, _open(secrets, row)) for row in session.exec(select(WaitingLetter)).all())
    return {held["person"]: (row, held) for row, held in found}


def _released(
    held: dict[str, Any], wishes: Wishes, turn: bool, now: datetime
) -> dict[str, Any] | None:
    """A letter after a slot: it may leave if it is its reader's turn; None once nobody waits."""
    if held["given_up"]:
        age = now - datetime.fromisoformat(held["given_up"])
        return held if age < timedelta(days=DAYS_TOLD_TO_THE_OPERATOR) else None
    kinds = _wanted(wishes, held["kinds"])
    if not kinds:
        return None
    leaves = held["released"] is None and (turn or ALWAYS & {*kinds})
    return held | {"kinds": kinds, "released": now.isoformat() if leaves else held["released"]}


def _replace(
    session: Session,
    secrets: keys.Keys,
    row: WaitingLetter | None,
    held: dict[str, Any] | None,
) -> None:
    """Write a letter under another id, so that nothing tells for how long one person waits.

    One that was tried keeps its own: another process may be sending it.
    """
    if row is not None and held is not None and held["attempts"]:
        _keep(secrets, row, held)
        return
    if row is not None:
        session.delete(row)
    if held is not None:
        fresh = WaitingLetter(id=keys.new_id(), sealed=b"")
        _keep(secrets, fresh, held)
        session.add(fresh)


def _open(secrets: keys.Keys, row: WaitingLetter) -> dict[str, Any]:
    held: dict[str, Any] = secrets.open("waiting-letter", row.sealed, row.id)
    return held


def _keep(secrets: keys.Keys, row: WaitingLetter, held: dict[str, Any]) -> None:
    row.sealed = secrets.seal("waiting-letter", held, row.id, ROW_BYTES)


# -- sending ---------------------------------------------------------------------------------------


def due(session: Session, secrets: keys.Keys, now: datetime) -> list[str]:
    """The letters that may leave now, in no order."""
    rows = session.exec(select(WaitingLetter)).all()
    found = [row.id for row in rows if _is_due(_open(secrets, row), now)]
    random.shuffle(found)
    return found


def _is_due(held: dict[str, Any], now: datetime) -> bool:
    waits = held["next"] is not None and datetime.fromisoformat(held["next"]) > now
    return held["released"] is not None and not held["given_up"] and not waits


def claim(session: Session, secrets: keys.Keys, letter_id: str, now: datetime) -> Addressed | None:
    """Note that a letter is tried now; None when another process has it, or nobody wants it.

    Once tried for five days it is given up: the operator reads how many were.
    """
    row = _locked(session, letter_id)
    if row is None or not _is_due(held := _open(secrets, row), now):
        return None
    person = held["person"]
    try:
        email = accounts.email_of(session, secrets, person)
    except NotFound:
        session.delete(row)
        return None
    wishes = correspondence.wishes_of(session, secrets, person)
    kinds = _wanted(wishes, held["kinds"])
    if not kinds:
        session.delete(row)
        return None
    if now - datetime.fromisoformat(held["released"]) > timedelta(days=DAYS_UNTIL_GIVEN_UP):
        _keep(secrets, row, held | {"given_up": now.isoformat()})
        return None
    attempts = held["attempts"] + 1
    following = (now + pause(attempts)).isoformat()
    _keep(secrets, row, held | {"attempts": attempts, "next": following, "kinds": kinds})
    token = correspondence.stop_token(session, secrets, person)
    return Addressed(letter_id, person, email, wishes.language, tuple(kinds), token)


def _locked(session: Session, letter_id: str) -> WaitingLetter | None:
    return session.get(WaitingLetter, letter_id, with_for_update=True, populate_existing=True)


def sent(session: Session, secrets: keys.Keys, letter: Addressed) -> None:
    """A letter left: what came in meanwhile waits for the next slot."""
    row = _locked(session, letter.id)
    if row is None:
        return
    held = _open(secrets, row)
    left = [each for each in held["kinds"] if each not in letter.kinds]
    if left:
        _keep(secrets, row, held | {"kinds": left, "released": None, "attempts": 0, "next": None})
    else:
        session.delete(row)


def bounced(session: Session, secrets: keys.Keys, letter: Addressed) -> None:
    """A mail server refused the address for good: nothing is sent to it until its owner says so."""
    correspondence.refuse(session, secrets, letter.person)
    row = _locked(session, letter.id)
    if row is not None:
        session.delete(row)


def health(session: Session, secrets: keys.Keys, now: datetime) -> Health:
    """How letters do, in counts: whom they are for is told nobody."""
    held = [_open(secrets, row) for row in session.exec(select(WaitingLetter)).all()]
    waiting = [
        datetime.fromisoformat(each["released"])
        for each in held
        if each["released"] and not each["given_up"]
    ]
    return Health(
        waiting=len(waiting),
        oldest_days=(now - min(waiting)).days if waiting else 0,
        given_up=sum(1 for each in held if each["given_up"]),
        bounced=correspondence.undeliverable(session, secrets),
    )


def forget(session: Session, secrets: keys.Keys, gone: Collection[str]) -> None:
    """Delete what people or organisations who leave were still to be told."""
    for notice in session.exec(select(Notice)).all():
        if secrets.open("notice", notice.sealed, notice.id)["id"] in gone:
            session.delete(notice)
    for letter in session.exec(select(WaitingLetter)).all():
        if _open(secrets, letter)["person"] in gone:
            session.delete(letter)
    session.flush()


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    """Carry what waits over to another key; all at once, because what finds a notice changes."""
    for row in session.exec(select(Notice)).all():
        told = old.open("notice", row.sealed, row.id)
        session.delete(row)
        digest = _digest(new, told)
        session.add(Notice(id=digest, sealed=new.seal("notice", told, digest, ROW_BYTES)))
    for letter in session.exec(select(WaitingLetter)).all():
        letter.sealed = old.carry(new, "waiting-letter", letter.sealed, letter.id)
    session.flush()
