"""The way in, whatever proved who somebody is: a session, or first the question for a code."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from commons import keys
from commons.accounts import second_factor, sessions
from commons.keys import KeyProblem
from commons.refusals import Refusal

CHALLENGE_MINUTES = 10
_CHALLENGE_BYTES = 256


class ChallengeExpired(Refusal):
    code = "challenge-expired"


@dataclass(frozen=True, slots=True)
class Entrance:
    """Either the token of a session, or a challenge to send back with a code."""

    session: str | None = None
    challenge: str | None = None


def admit(
    session: Session, secrets: keys.Keys, person_id: str, now: datetime, device: str = ""
) -> Entrance:
    """Let in a person who proved who they are; who has a second factor is asked for it first.

    A challenge is kept nowhere: it is sealed and handed out, so that whoever stops half-way leaves
    no trace.
    """
    if not second_factor.is_set(session, secrets, person_id):
        return Entrance(session=sessions.begin(session, secrets, person_id, now, device))
    until = now + timedelta(minutes=CHALLENGE_MINUTES)
    value = {"person": person_id, "until": until.isoformat()}
    sealed = secrets.seal("challenge", value, "sign-in", _CHALLENGE_BYTES)
    return Entrance(challenge=base64.urlsafe_b64encode(sealed).decode())


def challenged(secrets: keys.Keys, challenge: str, now: datetime) -> str:
    """The person a challenge was made for. Raises ChallengeExpired when it is invented or old."""
    try:
        sealed = base64.b64decode(challenge.encode(), altchars=b"-_", validate=True)
        value: dict[str, Any] = secrets.open("challenge", sealed, "sign-in")
    except (KeyProblem, binascii.Error):
        raise ChallengeExpired("challenge") from None
    if datetime.fromisoformat(value["until"]) < now:
        raise ChallengeExpired("challenge")
    return str(value["person"])


def answer(
    session: Session,
    secrets: keys.Keys,
    challenge: str,
    code: str,
    now: datetime,
    device: str = "",
) -> str:
    """The token of a session for a challenge and its code. Raises ChallengeExpired, WrongCode."""
    person = challenged(secrets, challenge, now)
    second_factor.spend(session, secrets, person, code, now)
    return sessions.begin(session, secrets, person, now, device)
