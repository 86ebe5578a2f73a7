"""Sending letters: by SMTP, to the operator's terminal, or to the demo's mailbox page."""

import heapq
import logging
import re
import smtplib
import ssl
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email import policy
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from commons import accounts, bugs, notices
from commons.accounts import correspondence
from commons.database import Database
from commons.keys import Keys
from commons.refusals import Refusal
from commons.settings import Settings
from frontend import rendering
from schema import letters
from schema.letters import Letter
from schema.product import Product

TIMEOUT_SECONDS = 20
# A link of a quarter of an hour is tried after 1, 4 and 13 minutes: those who make newcomers wait
# take a letter after 5 or so. An invitation is tried for days, ever more rarely.
FIRST_PAUSE_SECONDS, PAUSE_FACTOR = 60, 3
LOOPBACK = ("127.0.0.1", "::1", "localhost")

# An address longer than a line would be encoded, and no mail program would find it any more.
_POLICY = policy.SMTP.clone(max_line_length=998)  # RFC 5322, 2.1.1

log = logging.getLogger("recul.mail")

Deliver = Callable[[Letter], None]


class Mailbox:
    """The demo's letters, newest first, in memory only."""

    def __init__(self) -> None:
        self.letters: deque[Letter] = deque(maxlen=50)

    def deliver(self, letter: Letter) -> None:
        self.letters.appendleft(letter)


class Postman:
    """Delivers in a thread of its own: a slow mail server must not hold what people do.

    What a server puts off, as many do with whoever is new to them, is tried again while it is of
    use. A letter that can't be delivered is told to the operator without its address or content;
    what was refused for good, to ``bounced``.
    """

    def __init__(self, deliver: Deliver, bounced: Callable[[str], None]) -> None:
        self._deliver, self._bounced = deliver, bounced
        self._bag: list[_Carried] = []
        self._changed = threading.Condition()
        self._closing = False
        self._round = threading.Thread(target=self._go, name="mail", daemon=True)
        self._round.start()

    def take(self, letter: Letter) -> None:
        now = time.monotonic()
        self._put(_Carried(now, letter, until=now + 60 * letter.minutes))

    def close(self) -> None:
        """Try what is left once more, then stop."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._round.join()

    def _put(self, carried: "_Carried") -> None:
        with self._changed:
            heapq.heappush(self._bag, carried)
            self._changed.notify()

    def _go(self) -> None:
        while (carried := self._next()) is not None:
            try:
                self._carry(carried)
            except Exception as problem:  # a refusal that can't be noted stops no other letter
                log.error("a refused address was not noted: %s", bugs.place(problem))

    def _next(self) -> "_Carried | None":
        """The letter whose turn has come; None once the bag is empty and no more come."""
        with self._changed:
            while True:
                pause = self._bag[0].due - time.monotonic() if self._bag else None
                if pause is not None and (pause <= 0 or self._closing):
                    return heapq.heappop(self._bag)
                if self._closing:
                    return None
                self._changed.wait(pause)

    def _carry(self, carried: "_Carried") -> None:
        if time.monotonic() > carried.until:
            log.error("a letter was not delivered while it was of use")
            return
        try:
            self._deliver(carried.letter)
        except Exception as problem:
            following = carried.put_off()
            refused = is_permanent(problem)
            again = not refused and not self._closing and following.due < following.until
            # A mail server's refusal quotes the address: only its type is logged.
            log.error(
                "a letter was not delivered: %s; %s",
                bugs.place(problem),
                "it will be tried again" if again else "it is given up",
            )
            if refused:
                self._bounced(carried.letter.to)
            elif again:
                self._put(following)


@dataclass(frozen=True, order=True, slots=True)
class _Carried:
    """A letter in the bag, first the one that is due first; ``until`` is how long it is of use."""

    due: float
    letter: Letter = field(compare=False)
    until: float = field(compare=False)
    tries: int = field(compare=False, default=0)

    def put_off(self) -> "_Carried":
        pause = FIRST_PAUSE_SECONDS * PAUSE_FACTOR**self.tries
        return replace(self, due=time.monotonic() + pause, tries=self.tries + 1)


def note_bounce(database: Database, keys: Keys, address: str) -> None:
    """A mail server refused an address for good, at once or by a report that came by mail.

    Whoever signs in by it is told so there; until they save their choice only reminders stop.
    """
    with database.writing() as session:
        try:
            person = accounts.find_person(session, keys, address)
        except Refusal:
            return  # nobody's, or no address at all
        correspondence.refuse(session, keys, person)


def is_permanent(problem: Exception) -> bool:
    """Whether a mail server said that an address takes no letters, now or later.

    RFC 3463: of the permanent refusals those of the address (5.1) and the mailbox (5.2), a full
    one excepted. One without such a code counts by RFC 5321 (4.2.3); a refusal of the sender or of
    what is relayed (5.7) is the operator's to mend, and is tried again.
    """
    if not isinstance(problem, smtplib.SMTPRecipientsRefused):
        return False
    for code, said in problem.recipients.values():
        text = said.decode("ascii", "replace") if isinstance(said, bytes) else str(said)
        if enhanced := re.match(r"5\.(\d{1,3})\.(\d{1,3})\b", text):
            if enhanced[1] not in ("1", "2") or enhanced[0] == "5.2.2":
                return False
        elif code not in (550, 551, 553, 556):
            return False
    return bool(problem.recipients)


def due_notices(product: Product) -> list[str]:
    """The letters that may leave now, those of a slot that has come included."""
    database, keys = product.database, product.keys
    with database.reading() as session:
        gathers = notices.is_slot(session, product.now())
    if gathers:
        with database.writing() as session:
            notices.gather(session, keys, product.authorships, product.now())
    with database.reading() as session:
        return notices.due(session, keys, product.now())


def send_notice(product: Product, deliver: Deliver, letter_id: str) -> bool:
    """Send one letter after its try was noted; whether the mail server can be used for others."""
    database, keys = product.database, product.keys
    with database.writing() as session:
        claimed = notices.claim(session, keys, letter_id, product.now())
    if claimed is None:
        return True
    site = product.settings.base_url
    letter = letters.notice(claimed.email, claimed.kinds, site, claimed.stop, claimed.language)
    try:
        deliver(letter)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as problem:
        log.warning("a notice was refused: %s", bugs.place(problem))
        if is_permanent(problem):
            with database.writing() as session:
                notices.bounced(session, keys, claimed)
        return True
    except Exception as problem:
        log.error("notices wait: the mail server can't be used: %s", bugs.place(problem))
        return False
    with database.writing() as session:
        notices.sent(session, keys, claimed)
    return True


def by_smtp(settings: Settings) -> Deliver:
    """Send each letter at once through the server of RECUL_SMTP_URL (TLS by smtps or STARTTLS)."""
    parts = urlsplit(settings.smtp_url or "")
    host, secure = parts.hostname or "", parts.scheme == "smtps"
    site = urlsplit(settings.base_url).hostname or "localhost"

    def deliver(letter: Letter) -> None:
        message = written(letter, site)
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


def written(letter: Letter, site: str) -> EmailMessage:
    """A letter as it travels: its text, the same as simple HTML, and how to stop its like."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = f"Recul <recul@{site}>"
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=site)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers
    if letter.stop:
        message["List-Unsubscribe"] = f"<{letter.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message.set_content(letter.text, cte="quoted-printable")
    html = rendering.letter(letter.subject, letter.text, letter.language)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.language  # of both: before, it would be of the first
    return message


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
