"""Reports of mail servers that came by mail (RFC 3464): which addresses take no letters."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message

BYTES_LIMIT = 10 * 1024 * 1024
# One letter has one recipient, which a list of theirs may turn into a few.
RECIPIENTS_LIMIT = 10


class NoReport(Exception):
    """What was read is no report on a delivery."""


def refused(raw: bytes) -> list[str]:
    """The addresses that a report says take no letters, now or later. Raises NoReport.

    Each recipient counts under the address we wrote to and the one it was forwarded to.
    """
    recipients = _recipients(raw)
    if not 0 < len(recipients) <= RECIPIENTS_LIMIT:
        raise NoReport(f"It speaks of {len(recipients)} recipients.")
    found: dict[str, None] = {}
    for each in recipients:
        if _is_permanent(each):
            found |= dict.fromkeys(_addresses(each))
    return [*found]


def _recipients(raw: bytes) -> list[Message]:
    """What a report says of each recipient."""
    if len(raw) > BYTES_LIMIT:
        raise NoReport(f"It is longer than {BYTES_LIMIT} bytes.")
    try:
        # The older policy: the newer one refuses headers that mail servers do write.
        message = message_from_bytes(raw, policy=policy.compat32)
        reports = [
            each for each in message.walk() if each.get_content_type() == "message/delivery-status"
        ]
    except (MessageError, ValueError, LookupError, RecursionError) as problem:
        raise NoReport(f"It can't be read ({type(problem).__name__}).") from None
    if message.get_content_type() != "multipart/report" or len(reports) != 1:
        raise NoReport("It is no delivery status message.")
    blocks = [each for each in reports[0].walk() if each is not reports[0] and each.keys()]
    # The first is about the letter, each of the others about one recipient.
    return blocks[1:]


def _is_permanent(recipient: Message) -> bool:
    """Whether letters to a recipient have failed for good (RFC 3463).

    Not counted: a full mailbox (5.2.2), a letter or a sender that was not liked (5.2.3, 5.3, 5.5
    to 5.7): those are the operator's to mend.
    """
    action = str(recipient.get("Action", "")).strip().casefold()
    status = re.match(r"\s*5\.(\d{1,3})\.(\d{1,3})\b", str(recipient.get("Status", "")))
    return (
        action == "failed"
        and status is not None
        and status[1] in ("0", "1", "2", "4")
        and (status[1], status[2]) not in (("2", "2"), ("2", "3"))
    )


def _addresses(recipient: Message) -> Iterator[str]:
    for name in ("Original-Recipient", "Final-Recipient"):
        kind, _, address = str(recipient.get(name, "")).partition(";")
        if kind.strip().casefold() in ("rfc822", "utf-8"):
            yield address.strip().strip("<>")
