"""Who gives sees deeper: contributor status, computed from what is sealed, kept nowhere."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Field, Session, SQLModel, col, select

from commons import clock, figures, keys, vouching
from commons.authorship import Authorships
from commons.database import UNORDERED
from commons.organisations import Known
from commons.refusals import Refusal

WELCOME_DAYS = 90
GIVING_MONTHS = 12
# A federation opens depth to all it vouches for: fewer than so many would be somebody.
FEWEST_VOUCHED = 5
ROW_BYTES = 256


class TooFewVouched(Refusal):
    code = "too-few-vouched"


class Welcomed(SQLModel, table=True):
    """A registry number whose organisation left after its welcome had begun.

    The id is a keyed hash of it; the number is sealed beside, for a key rotation.
    """

    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    sealed: bytes


class DepthGrant(SQLModel, table=True):
    """A federation that opens, or ceases to open, depth to all it vouches for."""

    __tablename__ = "depth_grant"
    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Contribution:
    """Where an organisation stands, for its own people alone; months are YYYYMM.

    ``until`` is the last month that what it gave, or its welcome, opens; None without either.
    """

    until: int | None
    months_left: int
    welcome: bool
    granted: bool
    prolonged_by: tuple[str, ...]

    @property
    def active(self) -> bool:
        return self.until is not None or self.granted


@dataclass(frozen=True, slots=True)
class Grant:
    """Whether a federation opens depth this month, and whether it will from the next one on."""

    now: bool
    coming: bool


class _Asked(NamedTuple):
    """Of whom a rule is asked, and when."""

    session: Session
    secrets: keys.Keys
    authorships: Authorships
    organisation: Known
    now: datetime


class _Gift(NamedTuple):
    """For how many months a kind of gift counts, and in which months it was given."""

    months: int
    given: Callable[[_Asked], Iterable[int]]


def _published(asked: _Asked) -> Iterable[int]:
    """From when readers had it: a deposit that waits for others may still be taken back."""
    for each in asked.authorships.of(asked.session, asked.organisation.id):
        if each.release is not None:
            yield clock.month(each.release if each.release <= asked.now else each.moment)


def _figures(asked: _Asked) -> Iterable[int]:
    owner = figures.owner_hash(asked.secrets, asked.organisation.id)
    return figures.months_given(asked.session, asked.organisation.data_key, owner)


# What counts as giving; a new kind of gift is one line here.
GIFTS: Mapping[str, _Gift] = {
    "publication": _Gift(GIVING_MONTHS, _published),
    "figures": _Gift(GIVING_MONTHS, _figures),
}


def contributes(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    organisation: Known,
    now: datetime,
) -> bool:
    """True in the welcome, after giving in the last 12 months, or by the grant of a federation."""
    asked, month = _Asked(session, secrets, authorships, organisation, now), clock.month(now)
    return (
        _welcomed_until(asked) is not None
        or any(_opens(gift, asked) >= month for gift in GIFTS.values())
        or _granted(asked)
    )


def contribution(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    organisation: Known,
    now: datetime,
) -> Contribution | None:
    """The same, as its own people are told; None before verification."""
    if organisation.state != "verified":
        return None
    asked, month = _Asked(session, secrets, authorships, organisation, now), clock.month(now)
    welcome = _welcomed_until(asked)
    months = [*(_opens(gift, asked) for gift in GIFTS.values()), welcome or 0]
    until = max(months) if max(months) >= month else None
    return Contribution(
        until=until,
        months_left=clock.months_between(month, until) if until else 0,
        welcome=welcome is not None and welcome == until,
        granted=_granted(asked),
        prolonged_by=tuple(GIFTS),
    )


def _opens(gift: _Gift, asked: _Asked) -> int:
    """The last month that the latest gift of a kind opens; 0 without any."""
    given = max(gift.given(asked), default=0)
    return clock.months_after(given, gift.months) if given else 0


# The welcome, once per organisation


def _welcomed_until(asked: _Asked) -> int | None:
    """The month in which the welcome ends; None when it is over, or was spent before."""
    since = asked.organisation.verified
    if since is None or asked.now >= since + timedelta(days=WELCOME_DAYS):
        return None
    digests = [_number_hash(asked.secrets, *each) for each in _numbers(asked.organisation)]
    for row in asked.session.exec(select(Welcomed).where(col(Welcomed.id).in_(digests))):
        since = min(since, _since(asked.secrets, row))
    end = since + timedelta(days=WELCOME_DAYS)
    return clock.month(end) if asked.now < end else None


def _since(secrets: keys.Keys, row: Welcomed) -> datetime:
    return datetime.fromisoformat(secrets.open("welcomed", row.sealed, row.id)["since"])


def _numbers(organisation: Known) -> Iterable[tuple[str, str]]:
    return organisation.profile.numbers().items()


def _number_hash(secrets: keys.Keys, register: str, number: str) -> str:
    # Not the hash in the organisation's row: a copy must not join the two.
    return secrets.fingerprint(f"welcomed-{register}", number)


def part(session: Session, secrets: keys.Keys, leaving: Known) -> None:
    """An organisation leaves: its welcome is remembered by number, its grant to others is gone."""
    forget_grant(session, secrets, leaving.id)
    if leaving.verified is None:
        return
    for register, number in _numbers(leaving):
        digest = _number_hash(secrets, register, number)
        row, since = session.get(Welcomed, digest), leaving.verified
        if row is not None:
            since = min(since, _since(secrets, row))
        value = {"register": register, "number": number, "since": since.isoformat()}
        sealed = secrets.seal("welcomed", value, digest, ROW_BYTES)
        session.merge(Welcomed(id=digest, sealed=sealed))
    session.flush()


# What a federation opens to all it vouches for


def grant(
    session: Session, secrets: keys.Keys, federation: Known, open_to_all: bool, now: datetime
) -> Grant:
    """From the next month on, a federation opens depth to all it vouches for, or ceases to.

    Raises TooFewVouched.
    """
    if open_to_all and vouching.how_many(session, secrets, federation.id) < FEWEST_VOUCHED:
        raise TooFewVouched("open", fewest=FEWEST_VOUCHED)
    month = clock.month(now)
    after = Grant(grant_of(session, secrets, federation.id, now).now, open_to_all)
    digest = _grant_hash(secrets, federation.id)
    value = {
        "federation": federation.id,
        "before": after.now,
        "from": clock.months_after(month, 1),
        "open": open_to_all,
    }
    sealed = secrets.seal("depth-grant", value, digest, ROW_BYTES)
    session.merge(DepthGrant(id=digest, sealed=sealed))
    session.flush()
    return after


def grant_of(session: Session, secrets: keys.Keys, federation_id: str, now: datetime) -> Grant:
    """What a federation opens, for its own people."""
    row = session.get(DepthGrant, _grant_hash(secrets, federation_id), populate_existing=True)
    return Grant(False, False) if row is None else _opened(secrets, row, now)[1]


def _opened(secrets: keys.Keys, row: DepthGrant, now: datetime) -> tuple[str, Grant]:
    value = secrets.open("depth-grant", row.sealed, row.id)
    in_force = value["open"] if clock.month(now) >= value["from"] else value["before"]
    return value["federation"], Grant(in_force, value["open"])


def _grant_hash(secrets: keys.Keys, federation_id: str) -> str:
    return secrets.fingerprint("depth-grant", federation_id)


def _granted(asked: _Asked) -> bool:
    """Whether a federation that vouches for an organisation opens depth to all of them now."""
    session, secrets, now = asked.session, asked.secrets, asked.now
    rows = session.exec(select(DepthGrant)).all()
    opening = {
        federation
        for federation, grant in (_opened(secrets, row, now) for row in rows)
        if grant.now and vouching.how_many(session, secrets, federation) >= FEWEST_VOUCHED
    }
    if not opening:
        return False
    return bool(opening & vouching.vouchers_of(session, secrets, asked.organisation, now))


def forget_grant(session: Session, secrets: keys.Keys, federation_id: str) -> None:
    """A federation that is no more opens nothing."""
    row = session.get(DepthGrant, _grant_hash(secrets, federation_id))
    if row is not None:
        session.delete(row)
        session.flush()


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    """Carry the numbers welcomed once, and what federations open, over to another key."""
    numbers = []
    for row in session.exec(select(Welcomed)).all():
        numbers.append(old.open("welcomed", row.sealed, row.id))
        session.delete(row)
    grants = []
    for grant in session.exec(select(DepthGrant)).all():
        grants.append(old.open("depth-grant", grant.sealed, grant.id))
        session.delete(grant)
    # The ids are hashes: rows are made anew, once those before are gone.
    session.flush()
    for value in numbers:
        digest = _number_hash(new, value["register"], value["number"])
        sealed = new.seal("welcomed", value, digest, ROW_BYTES)
        session.add(Welcomed(id=digest, sealed=sealed))
    for value in grants:
        digest = _grant_hash(new, value["federation"])
        sealed = new.seal("depth-grant", value, digest, ROW_BYTES)
        session.add(DepthGrant(id=digest, sealed=sealed))
    session.flush()
