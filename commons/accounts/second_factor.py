"""A second proof besides mailbox or password: codes of an application (TOTP, RFC 6238)."""

import hashlib
import re
import secrets as randomness
from datetime import datetime, timedelta
from typing import Any

import pyotp
from pyotp.utils import strings_equal
from sqlmodel import Field, Session, SQLModel

from commons import keys
from commons.accounts.people import ROW_BYTES
from commons.database import UNORDERED
from commons.refusals import Refusal

RECOVERY_CODES = 10
_RECOVERY_BYTES = 10  # 80 random bits: a plain hash of them can't be searched
_PERIOD = timedelta(seconds=30)
# The code before and the one after count too: clocks of telephones go wrong (RFC 6238, 5.2).
_STEPS = (0, -1, 1)


class WrongCode(Refusal):
    code = "wrong-code"


class SecondFactorSet(Refusal):
    code = "second-factor-set"


class SecondFactor(SQLModel, table=True):
    """The application of one person: its secret, the last code and what recovers it, sealed."""

    __tablename__ = "second_factor"
    __table_args__ = UNORDERED
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    sealed: bytes


def _open(secrets: keys.Keys, row: SecondFactor) -> dict[str, Any]:
    held: dict[str, Any] = secrets.open("second-factor", row.sealed, row.person_id)
    return held


def _seal(secrets: keys.Keys, person_id: str, held: dict[str, Any]) -> bytes:
    return secrets.seal("second-factor", held, person_id, ROW_BYTES)


def recovery_codes_left(session: Session, secrets: keys.Keys, person_id: str) -> int | None:
    """How many recovery codes somebody still has; None while they have no second factor."""
    row = session.get(SecondFactor, person_id)
    if row is None or not (held := _open(secrets, row))["confirmed"]:
        return None
    return len(held["recovery"])


def is_set(session: Session, secrets: keys.Keys, person_id: str) -> bool:
    """Whether a code is asked of this person when they sign in."""
    return recovery_codes_left(session, secrets, person_id) is not None


def begin(session: Session, secrets: keys.Keys, person_id: str) -> str:
    """A secret for an application, asked for nowhere until a code of it confirmed it.

    Raises SecondFactorSet when there is one already.
    """
    row = session.get(SecondFactor, person_id, with_for_update=True)
    if row is not None and _open(secrets, row)["confirmed"]:
        raise SecondFactorSet()
    secret = pyotp.random_base32()
    held = {"secret": secret, "confirmed": False, "last": 0, "recovery": []}
    sealed = _seal(secrets, person_id, held)
    if row is None:
        session.add(SecondFactor(person_id=person_id, sealed=sealed))
    else:
        row.sealed = sealed
    return secret


def address(secret: str, email: str) -> str:
    """What applications read from a picture (otpauth)."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Recul")


def confirm(
    session: Session, secrets: keys.Keys, person_id: str, code: str, now: datetime
) -> list[str]:
    """Take a begun application into use; the recovery codes, shown once. Raises WrongCode."""
    row = session.get(SecondFactor, person_id, with_for_update=True)
    if row is None:
        raise WrongCode("code")
    held = _open(secrets, row)
    if held["confirmed"]:
        raise SecondFactorSet()
    step = _step(held, code, now)
    if step is None:
        raise WrongCode("code")
    codes = [randomness.token_hex(_RECOVERY_BYTES) for _ in range(RECOVERY_CODES)]
    held |= {"confirmed": True, "last": step, "recovery": [_hashed(each) for each in codes]}
    row.sealed = _seal(secrets, person_id, held)
    return ["-".join(re.findall(".{5}", each)) for each in codes]


def spend(session: Session, secrets: keys.Keys, person_id: str, code: str, now: datetime) -> None:
    """Accept a code of the application or a recovery code, each of them once. Raises WrongCode."""
    row = session.get(SecondFactor, person_id, with_for_update=True, populate_existing=True)
    if row is None or not (held := _open(secrets, row))["confirmed"]:
        raise WrongCode("code")
    step, recovery = _step(held, code, now), _hashed(code)
    if step is not None:
        held["last"] = step
    elif recovery in held["recovery"]:
        held["recovery"].remove(recovery)
    else:
        raise WrongCode("code")
    row.sealed = _seal(secrets, person_id, held)


def _step(held: dict[str, Any], code: str, now: datetime) -> int | None:
    """The moment whose code this is, None for a wrong one or one not later than the last used."""
    typed = re.sub(r"\s", "", code)
    application = pyotp.TOTP(held["secret"])
    for offset in _STEPS:
        step = application.timecode(now + offset * _PERIOD)
        if step > held["last"] and strings_equal(application.generate_otp(step), typed):
            return step
    return None


def _hashed(code: str) -> str:
    return hashlib.sha256(re.sub(r"[^0-9a-f]", "", code.lower()).encode()).hexdigest()[:32]


def remove(session: Session, person_id: str) -> None:
    """Ask for no second factor any more; nothing where none was."""
    row = session.get(SecondFactor, person_id, with_for_update=True)
    if row is not None:
        session.delete(row)


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for page in keys.pages(session, SecondFactor):
        for row in page:
            row.sealed = old.carry(new, "second-factor", row.sealed, row.person_id)
