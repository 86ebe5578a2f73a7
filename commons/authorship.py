"""Sealed authorship: who wrote a publication, readable only by the process that holds the key."""

import hashlib
import struct
import threading
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import clock, keys
from commons.database import UNORDERED
from commons.refusals import Refusal

# Organisation, draft, and the moment of the act in seconds; above it those until the release or,
# marked by the highest bit, what a deposit waits for. One length for all.
_FORM = struct.Struct(">16s16sQ")
_MOMENT_BITS = 36
TOPIC_BITS = 27
_DEPOSIT = 1 << TOPIC_BITS
# Who holds the shelf, and whether seals came or went since.
_HELD = "changed seals under the shelf's lock"


class AlreadyPublished(Refusal):
    code = "already-published"


class Seal(SQLModel, table=True):
    """One fixed-length blob per publication: organisation, draft, exact dates.

    ``draft_hash`` is keyed and unique: it stops a draft from being published twice without the
    publishing transaction touching the draft's row, and finds nothing for whoever lacks the key.
    """

    __table_args__ = UNORDERED
    publication_id: str = Field(primary_key=True)
    draft_hash: str = Field(unique=True)
    blob: bytes


class Shelf(SQLModel, table=True):
    """One row whose number grows with every seal made or broken; publishing takes its lock."""

    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    generation: int


@dataclass(frozen=True, slots=True)
class Authorship:
    """A seal opened: ``moment`` is that of the act, ``release`` when readers may see it.

    A deposit that waits for others has no release yet: ``topic`` is the number of what it waits on.
    """

    publication_id: str
    organisation: str
    draft: str
    moment: datetime
    release: datetime | None
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class _Map:
    """The seals opened at one generation of the shelf, each beside the digest of its blob."""

    generation: int
    seals: Mapping[str, tuple[bytes, Authorship]]
    by_organisation: Mapping[str, tuple[Authorship, ...]]


def _associated(publication_id: str) -> str:
    return f"seal:{publication_id}"


def _draft_hash(secrets: keys.Keys, draft_id: str) -> str:
    return secrets.fingerprint("sealed-draft", draft_id)


def hold(session: Session) -> None:
    """Take the shelf's lock until the transaction ends: one publishing act at a time."""
    if _HELD in session.info:
        return
    session.info[_HELD] = False
    changed = session.exec(
        sa.update(Shelf).where(col(Shelf.id) == "shelf").values(generation=Shelf.generation + 1)
    )
    if changed.rowcount == 0:
        session.add(Shelf(id="shelf", generation=1))
        session.flush()


def seal(session: Session, secrets: keys.Keys, authorship: Authorship) -> None:
    """Seal who wrote a publication. Raises AlreadyPublished when the draft has a seal.

    The caller holds the shelf's lock.
    """
    if is_published(session, secrets, authorship.draft):
        raise AlreadyPublished("draft")
    session.info[_HELD] = True
    session.add(
        Seal(
            publication_id=authorship.publication_id,
            draft_hash=_draft_hash(secrets, authorship.draft),
            blob=_blob(secrets, authorship),
        )
    )
    session.flush()


def _blob(secrets: keys.Keys, authorship: Authorship) -> bytes:
    seconds = int(authorship.moment.timestamp())
    plain = _FORM.pack(
        uuid.UUID(authorship.organisation).bytes,
        uuid.UUID(authorship.draft).bytes,
        (_waits(authorship, seconds) << _MOMENT_BITS) + seconds,
    )
    associated = _associated(authorship.publication_id)
    return keys.encrypt(secrets.subkey("authorship"), plain, associated)


def _waits(authorship: Authorship, seconds: int) -> int:
    if authorship.release is None:
        return _DEPOSIT + (authorship.topic or 0)
    return min(int(authorship.release.timestamp()) - seconds, _DEPOSIT - 1)


def unseal(secrets: keys.Keys, row: Seal) -> Authorship:
    """Open one seal. Raises KeyProblem for another key, or for a blob moved to another row."""
    return _unseal(secrets, row.publication_id, row.blob)


def _unseal(secrets: keys.Keys, publication_id: str, blob: bytes) -> Authorship:
    plain = keys.decrypt(secrets.subkey("authorship"), blob, _associated(publication_id))
    organisation, draft, moments = _FORM.unpack(plain)
    wait, seconds = divmod(moments, 1 << _MOMENT_BITS)
    deposited, number = divmod(wait, _DEPOSIT)
    return Authorship(
        publication_id=publication_id,
        organisation=str(uuid.UUID(bytes=organisation)),
        draft=str(uuid.UUID(bytes=draft)),
        moment=datetime.fromtimestamp(seconds, UTC),
        release=None if deposited else datetime.fromtimestamp(seconds + wait, UTC),
        topic=number if deposited else None,
    )


def is_published(session: Session, secrets: keys.Keys, draft_id: str) -> bool:
    """Whether a draft has reached the shelf (and was not withdrawn)."""
    digest = _draft_hash(secrets, draft_id)
    return (
        session.exec(select(Seal.draft_hash).where(Seal.draft_hash == digest)).first() is not None
    )


def break_seal(session: Session, publication_id: str) -> None:
    """Delete a seal; the caller holds the shelf's lock."""
    session.info[_HELD] = True
    session.exec(sa.delete(Seal).where(col(Seal.publication_id) == publication_id))


def open_deposits(
    session: Session, secrets: keys.Keys, publications: Collection[str], release: datetime
) -> None:
    """These wait for nobody any more; the caller holds the shelf's lock."""
    session.info[_HELD] = True
    for row in session.exec(select(Seal).where(col(Seal.publication_id).in_(publications))).all():
        known = unseal(secrets, row)
        row.blob = _blob(secrets, replace(known, release=release, topic=None))
        session.add(row)
    session.flush()


def orphan(session: Session, secrets: keys.Keys, publications: Collection[str]) -> None:
    """Forget who wrote these: their seals now name an organisation and a draft that never were.

    The caller holds the shelf's lock.
    """

    def forgotten(known: Authorship) -> Authorship:
        if known.publication_id not in publications:
            return known
        first = clock.month_start(clock.month(known.release or known.moment))
        return Authorship(known.publication_id, keys.new_id(), keys.new_id(), first, first)

    _remake(session, secrets, forgotten)


def pass_on(session: Session, secrets: keys.Keys, organisation_id: str, heir_id: str) -> None:
    """What one organisation wrote is another's from now on; the caller holds the shelf's lock."""

    def inherited(known: Authorship) -> Authorship:
        if known.organisation != organisation_id:
            return known
        return replace(known, organisation=heir_id)

    _remake(session, secrets, inherited)


def _remake(
    session: Session, secrets: keys.Keys, change: Callable[[Authorship], Authorship]
) -> None:
    """Make every seal anew, changed or not: two copies of the database don't tell which changed."""
    session.info[_HELD] = True
    for page in keys.pages(session, Seal):
        for row in page:
            row.blob = _blob(secrets, change(unseal(secrets, row)))


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    """Make every seal and its keyed hash anew under another key."""
    hold(session)
    session.info[_HELD] = True
    for page in keys.pages(session, Seal):
        for row in page:
            known = unseal(old, row)
            row.draft_hash = _draft_hash(new, known.draft)
            row.blob = _blob(new, known)


class Authorships:
    """The reverse map, in memory only: every seal opened, brought up to date when asked."""

    def __init__(self, secrets: keys.Keys) -> None:
        self._secrets = secrets
        self._lock = threading.Lock()
        self._known = _Map(-1, {}, {})

    def of(self, session: Session, organisation_id: str) -> tuple[Authorship, ...]:
        """What an organisation published and did not withdraw, oldest first."""
        return self._current(session).by_organisation.get(organisation_id, ())

    def by_draft(self, session: Session) -> dict[str, Authorship]:
        """Every seal by the id of its draft, for housekeeping."""
        return {each.draft: each for _, each in self._current(session).seals.values()}

    def releases(self, session: Session, publications: Collection[str]) -> dict[str, datetime]:
        """When readers may see these; one without a seal, or that waits for others, is absent."""
        seals = self._current(session).seals
        found = {each: seals[each][1].release for each in publications if each in seals}
        return {key: release for key, release in found.items() if release}

    def deposits(self, session: Session, publications: Collection[str]) -> list[Authorship]:
        """Of these, what waits for deposits of others, for the rule that counts them."""
        seals = self._current(session).seals
        known = [seals[each][1] for each in publications if each in seals]
        return [each for each in known if each.release is None]

    def _current(self, session: Session) -> _Map:
        """The map as this session sees the shelf."""
        generation = session.exec(select(Shelf.generation)).first() or 0
        with self._lock:
            # Whoever holds the shelf reads a number that is not committed: seals may still come or
            # go under it, or all be undone and the number be given again.
            if session.info.get(_HELD):
                return self._opened(session, generation)
            if _HELD in session.info:
                generation -= 1  # no seal has changed yet: they are those of the number before
            if generation != self._known.generation:
                self._known = self._opened(session, generation)
            return self._known

    def _opened(self, session: Session, generation: int) -> _Map:
        seals: dict[str, tuple[bytes, Authorship]] = {}
        # Columns, not rows of the model: every publication reads all seals again.
        for key, blob in session.exec(select(Seal.publication_id, Seal.blob)).all():
            digest = hashlib.sha256(blob).digest()
            known = self._known.seals.get(key)
            seals[key] = (
                known
                if known and known[0] == digest
                else (digest, _unseal(self._secrets, key, blob))
            )
        by_organisation: dict[str, list[Authorship]] = {}
        for _, each in seals.values():
            by_organisation.setdefault(each.organisation, []).append(each)
        return _Map(
            generation,
            seals,
            {
                organisation: tuple(sorted(own, key=lambda each: (each.moment, each.draft)))
                for organisation, own in by_organisation.items()
            },
        )
