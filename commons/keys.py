"""The key file and what is made from it: subkeys, sealed bytes of fixed sizes, keyed hashes."""

import base64
import contextlib
import hashlib
import hmac
import json
import logging
import os
import secrets
import struct
import uuid
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlmodel import Field, Session, SQLModel, select

from commons.database import UNORDERED

KEY_BYTES = 32
# How the name of a key ends that a rotation left behind.
OLD = ".old"
_NONCE_BYTES = 12
_PAGE = 200

_Row = TypeVar("_Row", bound=SQLModel)

log = logging.getLogger("recul")


class KeyProblem(Exception):
    """The key is missing, unreadable or another one; told to the operator in one sentence."""


class Mark(SQLModel, table=True):
    """What a database is: ``key`` tells whether a key file belongs to it, ``demo`` a demo's state,
    ``night`` the date of its last housekeeping, ``letters`` that of its last slot of letters,
    ``batch`` that of moderation's last batch, ``unsealing`` where the log of unsealings ends,
    ``deposits`` the week of the last count of deposits, ``ledger`` the wrapped key of that of
    erasures.
    """

    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    value: str


class Keys:
    """Every secret of a running product, derived from one master key of 32 bytes."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise KeyProblem(f"The key must be {KEY_BYTES} bytes long.")
        self._master = master
        self._subkeys: dict[str, bytes] = {}

    def subkey(self, purpose: str) -> bytes:
        """A key for one use only (HKDF-SHA256, RFC 5869)."""
        if purpose not in self._subkeys:
            derivation = HKDF(
                algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"recul {purpose}".encode()
            )
            self._subkeys[purpose] = derivation.derive(self._master)
        return self._subkeys[purpose]

    def fingerprint(self, purpose: str, value: str) -> str:
        """A keyed hash (HMAC-SHA256, 64 hexadecimal digits): finds a value, tells nothing of it."""
        return hmac.new(self.subkey(purpose), value.encode(), hashlib.sha256).hexdigest()

    def seal(self, purpose: str, value: Any, owner: str, *sizes: int) -> bytes:
        """A JSON value sealed for its row under the subkey of a purpose, see ``seal``."""
        return seal(self.subkey(purpose), value, f"{purpose}:{owner}", *sizes)

    def open(self, purpose: str, sealed: bytes, owner: str) -> Any:
        return unseal(self.subkey(purpose), sealed, f"{purpose}:{owner}")

    def carry(self, new: "Keys", purpose: str, sealed: bytes, owner: str) -> bytes:
        """What is sealed here, sealed under another master key; its length stays."""
        return rewrap(self.subkey(purpose), new.subkey(purpose), sealed, f"{purpose}:{owner}")

    def wrap(self, data_key: bytes, owner: str) -> bytes:
        """The random key of one organisation, ciphertext under the key file's."""
        return encrypt(self.subkey("data-key"), data_key, f"data-key:{owner}")

    def unwrap(self, wrapped: bytes, owner: str) -> bytes:
        return decrypt(self.subkey("data-key"), wrapped, f"data-key:{owner}")


def encrypt(key: bytes, plain: bytes, associated: str) -> bytes:
    """AES-256-GCM with a random nonce in front; ``associated`` ties the bytes to their row."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, associated.encode())


def decrypt(key: bytes, sealed: bytes, associated: str) -> bytes:
    """The bytes under ``encrypt``. Raises KeyProblem when the key or the row is another one."""
    try:
        return AESGCM(key).decrypt(
            sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], associated.encode()
        )
    except (InvalidTag, ValueError):  # the latter for bytes too short to hold a nonce
        raise KeyProblem("A sealed row does not open with this key.") from None


def rewrap(old: bytes, new: bytes, sealed: bytes, associated: str) -> bytes:
    """The same bytes under another key."""
    return encrypt(new, decrypt(old, sealed, associated), associated)


def seal(key: bytes, value: Any, associated: str, *sizes: int) -> bytes:
    """A JSON value, compressed, padded to the first of ``sizes`` (bytes) that holds it, encrypted.

    Beyond the largest size, multiples of it are used: a length tells at most a coarse class.
    """
    packed = zlib.compress(json.dumps(value, ensure_ascii=False).encode(), 6)
    framed = struct.pack(">I", len(packed)) + packed
    room = next((size for size in sizes if size >= len(framed)), None)
    if room is None:
        room = -(-len(framed) // sizes[-1]) * sizes[-1]
    return encrypt(key, framed.ljust(room, b"\0"), associated)


def unseal(key: bytes, sealed: bytes, associated: str) -> Any:
    framed = decrypt(key, sealed, associated)
    (length,) = struct.unpack(">I", framed[:4])
    return json.loads(zlib.decompress(framed[4 : 4 + length]))


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def new_id() -> str:
    """A public or private id: UUID4, so that it says nothing of when or after what it was made."""
    return str(uuid.uuid4())


def pages(session: Session, table: type[_Row]) -> Iterator[Sequence[_Row]]:
    """All rows in the order of their ids, few at a time; what the caller changes is written."""
    (column,) = sa.inspect(table).primary_key
    after = ""
    while rows := session.exec(
        select(table).where(column > after).order_by(column).limit(_PAGE)
    ).all():
        after = getattr(rows[-1], column.key)
        yield rows
        session.flush()
        for row in rows:
            session.expunge(row)


def load(path: Path, *, create: bool) -> Keys:
    """The keys of a key file. Raises KeyProblem; creates the file once (0600) when allowed."""
    if not path.exists():
        if not create:
            raise KeyProblem(
                f"The key file {path} is missing, and the database holds rows sealed with it."
            )
        try:
            _create(path)
        except OSError as problem:
            raise KeyProblem(f"The key file {path} can't be made: {problem}.") from None
    return _read(path)


def _read(path: Path) -> Keys:
    try:
        return Keys(base64.b64decode(path.read_bytes(), validate=False))
    except (OSError, ValueError) as problem:
        raise KeyProblem(f"The key file {path} can't be read: {problem}.") from None


def _create(path: Path) -> None:
    """A new key, whole or not at all: another process may look for it, or make one, meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{new_id()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(new_key()) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def is_bound(session: Session) -> bool:
    """True when a key was already used with this database."""
    return session.get(Mark, "key") is not None


def _check_value(keys: Keys) -> str:
    return keys.fingerprint("check", "recul")


def belongs(session: Session, keys: Keys) -> bool:
    """Whether this database was sealed with these keys."""
    row = session.get(Mark, "key", populate_existing=True)
    return row is not None and hmac.compare_digest(row.value, _check_value(keys))


def bind(session: Session, keys: Keys) -> None:
    """Tie a database to its key the first time; afterwards raise KeyProblem for any other key."""
    if not is_bound(session):
        session.add(Mark(id="key", value=_check_value(keys)))
    elif not belongs(session, keys):
        raise KeyProblem(
            "The key file does not belong to this database: put back the right key; "
            "nothing was changed."
        )


def rebind(session: Session, keys: Keys) -> None:
    """Tie a database to another key, in the transaction that carries everything over to it."""
    session.merge(Mark(id="key", value=_check_value(keys)))


def successor(path: Path) -> Path:
    """Where a rotation keeps the next key until the database has taken it."""
    return path.with_name(f"{path.name}.new")


def predecessor(path: Path) -> Path:
    """Where a rotation leaves the key before: older backups open with it alone."""
    return path.with_name(f"{path.name}{OLD}")


def prepare_successor(path: Path) -> Keys:
    """Write the next key beside the present one. Raises KeyProblem; one rotation at a time.

    One left over by a rotation that died before its commit opens nothing: it is written anew.
    """
    old = predecessor(path)
    if old.exists() and old.read_bytes() != path.read_bytes():
        raise KeyProblem(
            f"The key of an earlier rotation is still at {old}: "
            "move it away, to where the backups are that need it, or delete it with them."
        )
    following = successor(path)
    try:
        following.unlink(missing_ok=True)
        _create(following)
        settle_folder(path.parent)
    except OSError as problem:
        raise KeyProblem(f"The key file {following} can't be made: {problem}.") from None
    return _read(following)


def promote_successor(path: Path) -> None:
    """Put the next key in the place of the present one, which stays as ``predecessor``."""
    # Who comes second, after a death in between or beside another process, finds it done.
    with contextlib.suppress(FileExistsError):
        os.link(path, predecessor(path))
    with contextlib.suppress(FileNotFoundError):
        os.replace(successor(path), path)
    settle_folder(path.parent)


def settle(session: Session, path: Path) -> Keys:
    """The keys of a database that is bound, from the key file. Raises KeyProblem.

    A rotation that died between its commit and the renaming of its key is finished here.
    """
    known = load(path, create=False)
    if not belongs(session, known):
        if successor(path).exists() and belongs(session, _read(successor(path))):
            promote_successor(path)
            log.warning(
                "An interrupted key rotation is finished: %s is the new key, %s the one before.",
                path,
                predecessor(path),
            )
        known = load(path, create=False)
    bind(session, known)
    return known


def settle_folder(folder: Path) -> None:
    """Make sure that names given and taken in a folder outlive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
