"""Letters: what is mailed, in the reader's language; no title or id ever stands in one."""

from dataclasses import dataclass

from schema import wording


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain text mail. ``subject`` and ``text`` hold nothing about any publication."""

    to: str
    subject: str
    text: str


def sign_in(to: str, address: str, minutes: int, language: str) -> Letter:
    """The letter with a single-use link."""
    return Letter(
        to=to,
        subject=wording.say("letter-sign-in-subject", language),
        text=wording.say("letter-sign-in-text", language, address=address, minutes=minutes),
    )
