"""Sealed authorship: who wrote a publication, readable only by the process that holds the key."""

import hashlib
import struct
import threading
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import clock, keys
from commons.database import UNORDERED
from commons.refusals import Refusal

# Organisation, draft, and the moment of the act in seconds, with those until the release above it.
_FORM = struct.Struct(">16s16sQ")
_MOMENT_BITS = 36
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
    """A seal opened: ``moment`` is that of the act, ``release`` when readers may see it."""

    publication_id: str
    organisation: str
    draft: str
    moment: datetime
    release: datetime


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
        (int(authorship.release.timestamp()) - seconds << _MOMENT_BITS) + seconds,
    )
    associated = _associated(authorship.publication_id)
    return keys.encrypt(secrets.subkey("authorship"), plain, associated)


def unseal(secrets: keys.Keys, row: Seal) -> Authorship:
    """Open one seal. Raises KeyProblem for another key, or for a blob moved to another row."""
    return _unseal(secrets, row.publication_id, row.blob)


def _unseal(secrets: keys.Keys, publication_id: str, blob: bytes) -> Authorship:
    plain = keys.decrypt(secrets.subkey("authorship"), blob, _associated(publication_id))
    organisation, draft, moments = _FORM.unpack(plain)
    wait, seconds = divmod(moments, 1 << _MOMENT_BITS)
    return Authorship(
        publication_id=publication_id,
        organisation=str(uuid.UUID(bytes=organisation)),
        draft=str(uuid.UUID(bytes=draft)),
        moment=datetime.fromtimestamp(seconds, UTC),
        release=datetime.fromtimestamp(seconds + wait, UTC),
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


def orphan(session: Session, secrets: keys.Keys, publications: Collection[str]) -> None:
    """Forget who wrote these: their seals now name an organisation and a draft that never were.

    Every other seal is made anew beside them, so that two copies of the database don't tell which
    publications lost their author together. The caller holds the shelf's lock.
    """
    session.info[_HELD] = True
    for page in keys.pages(session, Seal):
        for row in page:
            known = unseal(secrets, row)
            if row.publication_id in publications:
                first = clock.month_start(clock.month(known.release))
                known = replace(
                    known,
                    organisation=keys.new_id(),
                    draft=keys.new_id(),
                    moment=first,
                    release=first,
                )
            row.blob = _blob(secrets, known)


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
        """When readers may see these; one without a seal is absent."""
        seals = self._current(session).seals
        return {each: seals[each][1].release for each in publications if each in seals}

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
