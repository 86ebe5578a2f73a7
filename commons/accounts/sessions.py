"""Browsers that are signed in: how long, since when, and which ones somebody has."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import clock, journal, keys
from commons.accounts import bearer, people
from commons.accounts.people import ROW_BYTES
from commons.database import UNORDERED
from commons.refusals import NotFound, Refusal

# A browser nobody used for two weeks is forgotten; one used every day signs in anew each quarter.
IDLE_DAYS = 14
SESSION_DAYS = 90
# What changes how somebody signs in needs that they did so just now.
FRESH_MINUTES = 15

# The first that stands in a user agent; most others name Safari or Chrome too.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


class SignInAgain(Refusal):
    code = "sign-in-again"


class SignInSession(SQLModel, table=True):
    """A browser that is signed in; its person, name and times are sealed.

    ``owner_hash`` is keyed: it gathers somebody's browsers for whoever holds the key.
    """

    __tablename__ = "sign_in_session"
    __table_args__ = UNORDERED
    token_hash: str = Field(primary_key=True)
    owner_hash: str = Field(index=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Device:
    """What somebody sees of a browser of theirs; ``month`` (YYYYMM) is of its last use."""

    id: str
    name: str
    month: int
    current: bool


def device_of(agent: str) -> str:
    """Browser and system, as families, from a user agent; empty when neither is known."""
    found = (
        next((name for mark, name in known if re.search(rf"\b{mark}", agent)), None)
        for known in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(name for name in found if name)


def begin(
    session: Session, secrets: keys.Keys, person_id: str, now: datetime, device: str = ""
) -> str:
    """Sign a person in: the token for their browser."""
    held = {
        "id": keys.new_id(),
        "person": person_id,
        "device": device,
        "began": now.isoformat(),
        "until": (now + timedelta(days=SESSION_DAYS)).isoformat(),
        "seen": now.date().isoformat(),
    }
    journal.note(session, secrets, person_id, "signed-in", now)
    people.note_life(session, secrets, person_id, now)
    return _keep(session, secrets, held)


def _keep(session: Session, secrets: keys.Keys, held: dict[str, Any]) -> str:
    token = bearer.fresh()
    row_id = bearer.hashed(token)
    session.add(
        SignInSession(
            token_hash=row_id,
            owner_hash=_owner(secrets, held["person"]),
            sealed=secrets.seal("session", held, row_id, ROW_BYTES),
        )
    )
    return token


def _owner(secrets: keys.Keys, person_id: str) -> str:
    return secrets.fingerprint("session-owner", person_id)


def _open(secrets: keys.Keys, row: SignInSession) -> dict[str, Any]:
    held: dict[str, Any] = secrets.open("session", row.sealed, row.token_hash)
    return held


def _is_over(held: dict[str, Any], now: datetime) -> bool:
    idle = now.date() - date.fromisoformat(held["seen"])
    return datetime.fromisoformat(held["until"]) < now or idle > timedelta(days=IDLE_DAYS)


def _living(
    session: Session, secrets: keys.Keys, token: str | None, now: datetime, *, lock: bool = False
) -> tuple[SignInSession, dict[str, Any]] | None:
    if not token:
        return None
    row = session.get(SignInSession, bearer.hashed(token), with_for_update=lock or None)
    if row is None or _is_over(held := _open(secrets, row), now):
        return None
    return row, held


def person_of(session: Session, secrets: keys.Keys, token: str, now: datetime) -> str | None:
    """Who is signed in by this token; None when it is unknown or over."""
    found = _living(session, secrets, token, now)
    return None if found is None else str(found[1]["person"])


def is_first_today(session: Session, secrets: keys.Keys, token: str | None, now: datetime) -> bool:
    """Whether this use of a session is still to be noted: one write a day is enough."""
    found = _living(session, secrets, token, now)
    return found is not None and found[1]["seen"] < now.date().isoformat()


def note_use(session: Session, secrets: keys.Keys, token: str | None, now: datetime) -> None:
    """A session was used today; in a transaction of its own, beside no other act."""
    found = _living(session, secrets, token, now, lock=True)
    if found is not None:
        row, held = found
        held["seen"] = now.date().isoformat()
        row.sealed = secrets.seal("session", held, row.token_hash, ROW_BYTES)
        people.note_life(session, secrets, held["person"], now)


def renew(session: Session, secrets: keys.Keys, token: str | None, now: datetime) -> str:
    """Another token for a session whose rights changed: who copied the old one holds nothing."""
    found = _living(session, secrets, token, now, lock=True)
    if found is None:
        raise SignInAgain(minutes=FRESH_MINUTES)
    row, held = found
    session.delete(row)
    session.flush()
    return _keep(session, secrets, held)


def id_of(session: Session, secrets: keys.Keys, token: str | None, now: datetime) -> str | None:
    """The id of a session, the same however often its token is renewed; None for a visitor."""
    found = _living(session, secrets, token, now)
    return None if found is None else str(found[1]["id"])


def is_fresh(
    session: Session, secrets: keys.Keys, token: str | None, now: datetime, *, lock: bool = False
) -> bool:
    """Whether somebody signed in just now."""
    found = _living(session, secrets, token, now, lock=lock)
    limit = timedelta(minutes=FRESH_MINUTES)
    return found is not None and now - datetime.fromisoformat(found[1]["began"]) <= limit


def require_fresh(
    session: Session, secrets: keys.Keys, token: str | None, now: datetime, *, lock: bool = False
) -> None:
    """Raises SignInAgain unless somebody signed in just now.

    With ``lock`` whoever ends this session waits until this transaction is done.
    """
    if not is_fresh(session, secrets, token, now, lock=lock):
        raise SignInAgain(minutes=FRESH_MINUTES)


def devices(
    session: Session, secrets: keys.Keys, person_id: str, token: str | None, now: datetime
) -> list[Device]:
    """Somebody's browsers: the one that asks first, then by last use and name."""
    found = []
    for row in _rows(session, secrets, person_id):
        held = _open(secrets, row)
        if not _is_over(held, now):
            current = token is not None and row.token_hash == bearer.hashed(token)
            month = clock.month_of(held["seen"][:7])
            found.append(Device(held["id"], held["device"], month, current))
    return sorted(found, key=lambda each: (not each.current, -each.month, each.name, each.id))


def _rows(session: Session, secrets: keys.Keys, person_id: str) -> list[SignInSession]:
    owner = _owner(secrets, person_id)
    return list(session.exec(select(SignInSession).where(SignInSession.owner_hash == owner)).all())


def last_use(session: Session, secrets: keys.Keys, person_id: str) -> date | None:
    """The day on which somebody's browsers were last used; None once all their sessions ended."""
    seen = [_open(secrets, row)["seen"] for row in _rows(session, secrets, person_id)]
    return date.fromisoformat(max(seen)) if seen else None


def end_device(session: Session, secrets: keys.Keys, person_id: str, device_id: str) -> None:
    """End one of somebody's own sessions. Raises NotFound for anybody else's."""
    for row in _rows(session, secrets, person_id):
        if _open(secrets, row)["id"] == device_id:
            _end(session, [row])
            return
    raise NotFound("id")


def end_others(session: Session, secrets: keys.Keys, person_id: str, token: str | None) -> None:
    """End all of somebody's sessions but the one of this token."""
    kept = bearer.hashed(token) if token else ""
    _end(session, [row for row in _rows(session, secrets, person_id) if row.token_hash != kept])


def _end(session: Session, rows: list[SignInSession]) -> None:
    # By a statement: another request may have ended one of them meanwhile.
    ended = [row.token_hash for row in rows]
    session.exec(sa.delete(SignInSession).where(col(SignInSession.token_hash).in_(ended)))


def sign_out(session: Session, token: str) -> None:
    """End a session; an unknown one is ended already."""
    digest = bearer.hashed(token)
    session.exec(sa.delete(SignInSession).where(col(SignInSession.token_hash) == digest))


def forget_expired(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """Delete the sessions that are over."""
    rows = session.exec(select(SignInSession)).all()
    _end(session, [row for row in rows if _is_over(_open(secrets, row), now)])


def forget_people(session: Session, secrets: keys.Keys, gone: set[str]) -> None:
    owners = {_owner(secrets, person) for person in gone}
    session.exec(sa.delete(SignInSession).where(col(SignInSession.owner_hash).in_(owners)))


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for page in keys.pages(session, SignInSession):
        for row in page:
            row.owner_hash = _owner(new, _open(old, row)["person"])
            row.sealed = old.carry(new, "session", row.sealed, row.token_hash)
