"""Letters: what is mailed, in the reader's language; no title or id ever stands in one."""

from collections.abc import Sequence
from dataclasses import dataclass

from schema import wording

# The kinds of notices that have words of their own. All others say the same, that something waits:
# who reads a mailbox doesn't learn what was shared, or that anything was.
WORDED = frozenset(
    {"verified", "not-verified", "inactive", "membership-ended", "merged"}
    | {"vendor-shown", "vendor-refused"}
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail. ``subject`` and ``text`` hold nothing about any publication.

    ``stop`` is the address at which one request ends letters of its kind, where they can be ended;
    ``minutes`` is for how long it is of use to whoever reads it.
    """

    to: str
    subject: str
    text: str
    language: str = "fr"
    stop: str | None = None
    minutes: int = 24 * 60


def sign_in(to: str, address: str, minutes: int, language: str) -> Letter:
    """The letter with a single-use link."""
    return Letter(
        to=to,
        subject=wording.say("letter-sign-in-subject", language),
        text=wording.say("letter-sign-in-text", language, address=address, minutes=minutes),
        language=language,
        minutes=minutes,
    )


def invitation(to: str, address: str, days: int, language: str) -> Letter:
    """The letter by which a colleague may join an association; it doesn't say which one."""
    return Letter(
        to=to,
        subject=wording.say("letter-invitation-subject", language),
        text=wording.say("letter-invitation-text", language, address=address, days=days),
        language=language,
        minutes=days * 24 * 60,
    )


def hand_over(to: str, address: str, days: int, language: str) -> Letter:
    """The letter by which somebody takes over from a contact of their association."""
    return Letter(
        to=to,
        subject=wording.say("letter-hand-over-subject", language),
        text=wording.say("letter-hand-over-text", language, address=address, days=days),
        language=language,
        minutes=days * 24 * 60,
    )


def welcome(to: str, address: str, days: int, language: str) -> Letter:
    """The letter by which somebody may declare their association."""
    return Letter(
        to=to,
        subject=wording.say("letter-welcome-subject", language),
        text=wording.say("letter-welcome-text", language, address=address, days=days),
        language=language,
        minutes=days * 24 * 60,
    )


def alert(to: str, change: str, base_url: str, language: str) -> Letter:
    """The letter that tells of a change in how somebody gets in; there is no way to stop it."""
    site = f"{base_url}/en" if language == "en" else base_url
    return Letter(
        to=to,
        subject=wording.say("letter-alert-subject", language),
        text=wording.say(
            "letter-alert-text",
            language,
            told=wording.say(f"letter-told-{change}", language),
            address=f"{site}/compte/securite",
        ),
        language=language,
    )


def new_address(to: str, address: str, minutes: int, language: str) -> Letter:
    """The letter with the link by which an account takes the address it is sent to."""
    return Letter(
        to=to,
        subject=wording.say("letter-new-address-subject", language),
        text=wording.say("letter-new-address-text", language, address=address, minutes=minutes),
        language=language,
        minutes=minutes,
    )


def address_wanted(to: str, language: str) -> Letter:
    """The letter to whoever has the address that somebody wanted for their account."""
    return Letter(
        to=to,
        subject=wording.say("letter-address-wanted-subject", language),
        text=wording.say("letter-address-wanted-text", language),
        language=language,
    )


def address_changed(to: str, language: str) -> Letter:
    """The last letter to an address that its account has no more; it doesn't say which it has."""
    return Letter(
        to=to,
        subject=wording.say("letter-alert-subject", language),
        text=wording.say("letter-address-changed-text", language),
        language=language,
    )


def unsealing(to: str, head: str, site: str, language: str) -> Letter:
    """The letter to an operator with the head of the log of unsealings, after each act."""
    address = (
        f"{site}/en/exploitation/secret" if language == "en" else f"{site}/exploitation/secret"
    )
    return Letter(
        to=to,
        subject=wording.say("letter-unsealing-subject", language),
        text=wording.say("letter-unsealing-text", language, address=address, head=head),
        language=language,
        minutes=5 * 24 * 60,
    )


def notice(to: str, kinds: Sequence[str], base_url: str, stop_token: str, language: str) -> Letter:
    """The one letter of a slot, of what it tells in the order given; nothing of it is quoted."""
    told = [each for each in kinds if each in WORDED]
    if len(told) < len(kinds):
        told.append("page")
    site = f"{base_url}/en" if language == "en" else base_url
    stop = f"{site}/lettres/{stop_token}"
    return Letter(
        to=to,
        subject=wording.say(f"letter-subject-{told[0]}", language),
        text=wording.say(
            "letter-notice-text",
            language,
            told="\n\n".join(wording.say(f"letter-told-{each}", language) for each in told),
            address=f"{site}/compte",
            choose=f"{site}/compte/lettres",
            stop=stop,
        ),
        language=language,
        stop=stop,
    )
