"""Sending letters: by SMTP, to the operator's terminal, or to the demo's mailbox page."""

import logging
import smtplib
import ssl
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from commons import bugs
from commons.settings import Settings
from schema.letters import Letter

TIMEOUT_SECONDS = 20
LOOPBACK = ("127.0.0.1", "::1", "localhost")

log = logging.getLogger("recul.mail")


class Mailbox:
    """The demo's letters, newest first, in memory only."""

    def __init__(self) -> None:
        self.letters: deque[Letter] = deque(maxlen=50)

    def deliver(self, letter: Letter) -> None:
        self.letters.appendleft(letter)


class Postman:
    """Delivers in a thread of its own: a slow mail server must not hold what people do.

    A letter that can't be delivered is told to the operator without its address or content.
    """

    def __init__(self, deliver: Callable[[Letter], None]) -> None:
        self._deliver = deliver
        self._bag = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")

    def take(self, letter: Letter) -> None:
        self._bag.submit(self._carry, letter)

    def close(self) -> None:
        """Deliver what is left, then stop."""
        self._bag.shutdown(wait=True)

    def _carry(self, letter: Letter) -> None:
        try:
            self._deliver(letter)
        except Exception as problem:
            # A mail server's refusal quotes the address: only its type is logged.
            log.error("a letter was not delivered: %s", bugs.place(problem))


def by_smtp(settings: Settings) -> Callable[[Letter], None]:
    """Send each letter at once through the server of RECUL_SMTP_URL (TLS by smtps or STARTTLS)."""
    parts = urlsplit(settings.smtp_url or "")
    host, secure = parts.hostname or "", parts.scheme == "smtps"
    site = urlsplit(settings.base_url).hostname or "localhost"

    def deliver(letter: Letter) -> None:
        message = EmailMessage()
        message["From"] = f"Recul <recul@{site}>"
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=site)
        message.set_content(letter.text)
        with _connected(host, parts.port, secure) as server:
            # What a server can do is known only once it was greeted.
            server.ehlo_or_helo_if_needed()
            if not secure and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            elif not secure and parts.username and host not in LOOPBACK:
                raise smtplib.SMTPException("STARTTLS is not offered: no password goes in clear")
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)

    return deliver


def _connected(host: str, port: int | None, secure: bool) -> smtplib.SMTP:
    if not secure:
        return smtplib.SMTP(host, port or 587, timeout=TIMEOUT_SECONDS)
    # Without a context of ours, smtplib takes any certificate.
    context = ssl.create_default_context()
    return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_SECONDS, context=context)


def to_terminal(letter: Letter) -> None:
    """For an operator without a mail server: the terminal only, never a log that is kept."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\n--- {letter.to} ---\n{letter.text}\n---\n")
    else:
        sys.stderr.write("A letter was not sent: set RECUL_SMTP_URL, or run in a terminal.\n")
