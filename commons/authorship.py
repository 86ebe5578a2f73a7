"""Sealed authorship: who wrote a publication, readable only by the process that holds the key."""

import hashlib
import struct
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import keys
from commons.database import UNORDERED
from commons.refusals import Refusal

_FORM = struct.Struct(">16s16sq")
_HELD = "holds the shelf"


class AlreadyPublished(Refusal):
    code = "already-published"


class Seal(SQLModel, table=True):
    """One fixed-length blob per publication: organisation, draft, exact date.

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
    """A seal opened."""

    publication_id: str
    organisation: str
    draft: str
    moment: datetime


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
    session.info[_HELD] = True
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
    plain = _FORM.pack(
        uuid.UUID(authorship.organisation).bytes,
        uuid.UUID(authorship.draft).bytes,
        int(authorship.moment.timestamp()),
    )
    key = secrets.subkey("authorship")
    session.add(
        Seal(
            publication_id=authorship.publication_id,
            draft_hash=_draft_hash(secrets, authorship.draft),
            blob=keys.encrypt(key, plain, _associated(authorship.publication_id)),
        )
    )
    session.flush()


def unseal(secrets: keys.Keys, row: Seal) -> Authorship:
    """Open one seal. Raises KeyProblem for another key, or for a blob moved to another row."""
    plain = keys.decrypt(secrets.subkey("authorship"), row.blob, _associated(row.publication_id))
    organisation, draft, seconds = _FORM.unpack(plain)
    return Authorship(
        publication_id=row.publication_id,
        organisation=str(uuid.UUID(bytes=organisation)),
        draft=str(uuid.UUID(bytes=draft)),
        moment=datetime.fromtimestamp(seconds, UTC),
    )


def is_published(session: Session, secrets: keys.Keys, draft_id: str) -> bool:
    """Whether a draft has reached the shelf (and was not withdrawn)."""
    digest = _draft_hash(secrets, draft_id)
    return (
        session.exec(select(Seal.draft_hash).where(Seal.draft_hash == digest)).first() is not None
    )


def break_seal(session: Session, publication_id: str) -> None:
    """Delete a seal; the caller holds the shelf's lock."""
    session.exec(sa.delete(Seal).where(col(Seal.publication_id) == publication_id))


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

    def _current(self, session: Session) -> _Map:
        """The map as this session sees the shelf."""
        generation = session.exec(select(Shelf.generation)).first() or 0
        with self._lock:
            # Whoever holds the shelf reads a number that is not committed: seals may still come or
            # go under it, or all be undone and the number be given again.
            if _HELD in session.info:
                return self._opened(session, generation)
            if generation != self._known.generation:
                self._known = self._opened(session, generation)
            return self._known

    def _opened(self, session: Session, generation: int) -> _Map:
        seals: dict[str, tuple[bytes, Authorship]] = {}
        for sealed in session.exec(select(Seal)).all():
            digest = hashlib.sha256(sealed.blob).digest()
            known = self._known.seals.get(sealed.publication_id)
            seals[sealed.publication_id] = (
                known if known and known[0] == digest else (digest, unseal(self._secrets, sealed))
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
