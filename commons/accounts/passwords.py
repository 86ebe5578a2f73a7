"""Passwords, for whoever wants one: argon2id hashes, themselves sealed."""

import functools
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError
from sqlmodel import Field, Session, SQLModel, select

from commons import keys
from commons.accounts import bearer, entrance
from commons.accounts.entrance import Entrance
from commons.accounts.people import ROW_BYTES, Person, tidy_email
from commons.database import UNORDERED
from commons.refusals import Refusal

SHORTEST, LONGEST = 12, 256

# The settings that OWASP's cheat sheet on password storage recommends (19 MiB, two passes, one
# lane). Of those it gives as equals the 46 MiB one took twice as long here beside searches.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)

# One at a time, whichever queue a request came through: several at once would take all cores.
_TURN = Lock()

# What the lists of stolen passwords hold most, with or without figures and marks around it.
_WORDS = """
adminadmin administrateur administrator association associations azerty azertyazerty azertyuiop
azertyuiopqs benevole benevoles bienvenue bonjour bonjourbonjour changeme changezmoi chocolat
doudou football iloveyou jetaime jetaimejetaime lassociation lemotdepasse letmeinplease loulou
marseille monassociation monmotdepasse motdepasse mypassword notreassociation nouveaumotdepasse
password passwordpassword president presidente princesse qwerty qwertyqwerty qwertyuiop recul
reculrecul secretaire soleil tresorier tresoriere trustno welcome
"""
_COMMON = frozenset(_WORDS.split())
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm",
         "12345678901234567890", "98765432109876543210")  # fmt: skip
_REPEATED = 6


class WrongPassword(Refusal):
    code = "wrong-password"


class PasswordTooShort(Refusal):
    code = "password-too-short"


class PasswordTooLong(Refusal):
    code = "password-too-long"


class PasswordTooCommon(Refusal):
    code = "password-too-common"


class Password(SQLModel, table=True):
    """The password of one person; its hash is sealed, so that a copy of the rows can't be tried."""

    __table_args__ = UNORDERED
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """Whose password this is, and its hash."""

    person: str
    hash: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A password was right for this hash; ``renewed`` replaces it where settings changed since."""

    stored: Stored
    renewed: str | None


def _tidy(password: str) -> str:
    # One password, however a keyboard writes its accents (NIST SP 800-63B, 3.1.1.2).
    return unicodedata.normalize("NFKC", password)


def prepare(password: str, email: str) -> str:
    """The hash of a new password; slow, so never under the lock of writing.

    Raises PasswordTooShort, PasswordTooLong, PasswordTooCommon. No rule of composition: length is
    what counts.
    """
    password = _tidy(password)
    if len(password) < SHORTEST:
        raise PasswordTooShort("password", limit=SHORTEST)
    if len(password) > LONGEST:
        raise PasswordTooLong("password", limit=LONGEST)
    plain = password.casefold()
    address = tidy_email(email)
    if plain in (address, address.partition("@")[0]) or _is_common(plain):
        raise PasswordTooCommon("password")
    with _TURN:
        return _HASHER.hash(password)


def _is_common(plain: str) -> bool:
    """Whether this is a word of the lists in disguise, a little repeated, or a row of keys."""
    bare = re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", plain))
    period = (plain + plain).index(plain, 1)
    return bare in _COMMON or period <= _REPEATED or any(plain in row for row in _ROWS)


def stored(session: Session, secrets: keys.Keys, email: str) -> Stored | None:
    """The password that belongs to an address, None where there is none. Raises WrongEmail."""
    digest = secrets.fingerprint("email", tidy_email(email))
    person = session.exec(select(Person.id).where(Person.email_hash == digest)).first()
    # Asked for nobody too: the same statements, whether the address is known or not.
    return stored_of(session, secrets, person or "")


def stored_of(session: Session, secrets: keys.Keys, person_id: str) -> Stored | None:
    """The password of a person, None where there is none."""
    row = session.get(Password, person_id, populate_existing=True)
    if row is None:
        return None
    return Stored(person_id, secrets.open("password", row.sealed, person_id)["hash"])


def check(known: Stored | None, typed: str) -> Proof:
    """Compare; slow, so never under the lock of writing. Raises WrongPassword.

    As slow where there is no password: the time tells nobody whether an address is known.
    """
    typed = _tidy(typed)[: LONGEST + 1]
    with _TURN:
        try:
            _HASHER.verify(_nobodys() if known is None else known.hash, typed)
        except VerifyMismatchError:
            raise WrongPassword("password") from None
        if known is None:
            raise WrongPassword("password")
        renewed = _HASHER.hash(typed) if _HASHER.check_needs_rehash(known.hash) else None
    return Proof(known, renewed)


@functools.cache
def _nobodys() -> str:
    return _HASHER.hash(bearer.fresh())


def warm_up() -> None:
    """Make what unknown addresses are compared with, or the first try for one would be slower."""
    _nobodys()


def sign_in(
    session: Session, secrets: keys.Keys, proof: Proof, now: datetime, device: str = ""
) -> Entrance:
    """Let in whoever proved their password. Raises WrongPassword when it changed meanwhile."""
    confirm(session, secrets, proof)
    if proof.renewed is not None:
        put(session, secrets, proof.stored.person, proof.renewed)
    return entrance.admit(session, secrets, proof.stored.person, now, device)


def confirm(session: Session, secrets: keys.Keys, proof: Proof) -> None:
    """Raises WrongPassword when a password is no more what was proved before the lock."""
    if stored_of(session, secrets, proof.stored.person) != proof.stored:
        raise WrongPassword("password")


def put(session: Session, secrets: keys.Keys, person_id: str, prepared: str) -> None:
    """Set or replace somebody's password by the hash of ``prepare``."""
    sealed = secrets.seal("password", {"hash": prepared}, person_id, ROW_BYTES)
    row = session.get(Password, person_id)
    if row is None:
        session.add(Password(person_id=person_id, sealed=sealed))
    else:
        row.sealed = sealed


def remove(session: Session, person_id: str) -> None:
    """Sign in by letter alone again; nothing where no password was."""
    row = session.get(Password, person_id)
    if row is not None:
        session.delete(row)


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for page in keys.pages(session, Password):
        for row in page:
            row.sealed = old.carry(new, "password", row.sealed, row.person_id)
