"""Letters reach a real mail server whole, safely, or not at all."""

import email
import email.policy
import io
import logging
import re
import signal
import smtplib
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from commons import accounts, notices, settings
from commons.accounts import SignInLink, correspondence, memberships
from commons.database import Database
from commons.notices import Health
from commons.settings import Settings
from frontend import app, diagnosis, mailing
from schema import letters, wording
from schema.letters import Letter
from schema.product import Product
from tests.conftest import free_port
from tests.frontend.browser import Browser
from tests.frontend.conftest import Site

ADDRESS = "https://recul.example/connexion/" + "x" * 43
LETTER = letters.sign_in("odile@saulniere.example", ADDRESS, 15, "fr")


@dataclass
class Post:
    """A mail server's memory."""

    received: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str | None, list[str]]] = field(default_factory=list)
    secure: list[bool] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    refusing: bool = False
    later: bool = False

    @property
    def put_off(self) -> int:
        return len(self.asked) - len(self.received)

    # The names of the next two are aiosmtpd's.
    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        self.asked.append(address)
        if self.refusing:
            return f"550 5.1.1 <{address}> is unknown here"
        if self.later:
            return f"451 4.7.1 <{address}>: greylisted, come back"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        assert server.transport is not None
        self.secure.append(server.transport.get_extra_info("sslcontext") is not None)
        return "250 OK"

    def authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _way: Any, given: Any
    ) -> Any:
        assert isinstance(given, LoginPassword)
        self.logins.append((given.login.decode(), given.password.decode()))
        return AuthResult(success=given.password == b"mot de passe", handled=False)


def parts(message: EmailMessage) -> tuple[str, str]:
    """A letter's text and the same as HTML."""
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    for part, kind in ((text, "text/plain"), (html, "text/html")):
        assert isinstance(part, EmailMessage)
        assert (part.get_content_type(), part.get_content_charset()) == (kind, "utf-8")
        assert not part.defects
    assert not message.defects
    return text.get_content().replace("\r\n", "\n").strip(), html.get_content()


OpenPost = Callable[..., tuple[Post, int]]


@pytest.fixture
def open_post() -> Iterator[OpenPost]:
    """Starts mail servers on this machine; their memory and their port."""
    running: list[Controller] = []

    def opened(**options: Any) -> tuple[Post, int]:
        post, port = Post(), free_port()
        controller = Controller(
            post,
            hostname="127.0.0.1",
            port=port,
            authenticator=post.authenticate,
            auth_require_tls=False,
            **options,
        )
        controller.start()
        running.append(controller)
        return post, port

    yield opened
    for controller in running:
        controller.stop()


def known(folder: Path, address: str) -> Settings:
    return settings.load(
        {
            "RECUL_DATA_DIR": str(folder / "data"),
            "RECUL_KEY_FILE": str(folder / "key"),
            "RECUL_BASE_URL": "https://recul.example",
            "RECUL_SMTP_URL": address,
        }
    )


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_letter_arrives_whole(open_post: OpenPost, tmp_path: Path) -> None:
    post, port = open_post()

    mailing.by_smtp(known(tmp_path, f"smtp://127.0.0.1:{port}"))(LETTER)

    (message,) = post.received
    assert message["From"] == "Recul <recul@recul.example>"
    assert message["To"] == LETTER.to
    assert message["Subject"] == LETTER.subject
    age = datetime.now(UTC) - parsedate_to_datetime(message["Date"]).replace(tzinfo=UTC)
    assert timedelta(seconds=-1) <= age < timedelta(minutes=1)
    assert message["Message-ID"].endswith("@recul.example>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] is None, "a link to sign in comes because it was asked for"
    text, html = parts(message)
    assert text == LETTER.text.strip()
    assert ADDRESS in text.splitlines()
    assert html.count(f'href="{ADDRESS}"') == 1
    assert post.envelopes == [("recul@recul.example", [LETTER.to])]


def test_every_letter_has_an_identity_of_its_own(open_post: OpenPost, tmp_path: Path) -> None:
    post, port = open_post()
    deliver = mailing.by_smtp(known(tmp_path, f"smtp://127.0.0.1:{port}"))
    accents = Letter("odile@saulniere.example", "Écrire à l’œil, 5 €", "Ça ira : « déjà » 👍\n")

    deliver(accents)
    deliver(accents)

    first, second = post.received
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Subject"] == accents.subject
    assert parts(first)[0] == accents.text.strip()


def test_a_letter_follows_a_login(open_post: OpenPost, tmp_path: Path) -> None:
    post, port = open_post()
    address = f"smtp://r%40cul:mot%20de%20passe@127.0.0.1:{port}"

    mailing.by_smtp(known(tmp_path, address))(LETTER)

    assert len(post.received) == 1
    assert post.logins == [("r@cul", "mot de passe")]


def test_a_wrong_password_sends_nothing(open_post: OpenPost, tmp_path: Path) -> None:
    post, port = open_post()

    with pytest.raises(smtplib.SMTPAuthenticationError):
        mailing.by_smtp(known(tmp_path, f"smtp://recul:other@127.0.0.1:{port}"))(LETTER)

    assert not post.received


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_letters_travel_encrypted_where_the_server_can(
    open_post: OpenPost,
    tmp_path: Path,
    tls: ssl.SSLContext,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
) -> None:
    way = {"ssl_context": tls} if scheme == "smtps" else {"tls_context": tls}
    post, port = open_post(**way)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    mailing.by_smtp(known(tmp_path, f"{scheme}://127.0.0.1:{port}"))(LETTER)

    assert post.secure == [True]
    assert len(post.received) == 1


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_nothing_is_told_to_a_server_that_nobody_vouches_for(
    open_post: OpenPost, tmp_path: Path, tls: ssl.SSLContext, scheme: str
) -> None:
    way = {"ssl_context": tls} if scheme == "smtps" else {"tls_context": tls}
    post, port = open_post(**way)

    with pytest.raises(ssl.SSLCertVerificationError):
        mailing.by_smtp(known(tmp_path, f"{scheme}://recul:word@127.0.0.1:{port}"))(LETTER)

    assert (post.received, post.logins) == ([], [])


@pytest.mark.parametrize("fault", ["closed", "refusing"])
def test_a_failing_server_does_not_undo_the_request(
    open_post: OpenPost, tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    port = free_port()
    if fault == "refusing":
        post, port = open_post()
        post.refusing = True
    site = app.create(known(tmp_path, f"smtp://127.0.0.1:{port}"))
    caplog.set_level(logging.INFO, "recul")

    with Browser(site, base_url="https://recul.example", follow_redirects=False) as client:
        answer = client.post("/connexion", data={"email": LETTER.to})
        with site.state.runner.product.database.reading() as session:
            links = session.scalar(sa.select(sa.func.count()).select_from(SignInLink))

    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion?envoye=1")
    assert links == 1
    failure = {"closed": "ConnectionRefusedError", "refusing": "SMTPRecipientsRefused"}[fault]
    assert any(f"not delivered: {failure}" in each for each in caplog.messages)
    assert LETTER.to not in caplog.text
    assert "saulniere" not in caplog.text


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a server puts off is tried again in a moment."""
    monkeypatch.setattr(mailing, "FIRST_PAUSE_SECONDS", 0.01)


def waited_for(what: Callable[[], Any]) -> bool:
    until = time.monotonic() + 20
    while not what() and time.monotonic() < until:
        time.sleep(0.01)
    return bool(what())


@pytest.mark.usefixtures("hurried")
def test_a_link_that_a_server_puts_off_arrives_and_signs_in(
    open_post: OpenPost, tmp_path: Path
) -> None:
    """Many servers refuse whoever is new to them for some minutes (greylisting)."""
    server, port = open_post()
    server.later = True
    site = app.create(known(tmp_path, f"smtp://127.0.0.1:{port}"))

    with Browser(site, base_url="https://recul.example", follow_redirects=False) as client:
        client.post("/connexion", data={"email": LETTER.to})
        assert waited_for(lambda: server.put_off >= 2)
        server.later = False
        assert waited_for(lambda: server.received)
        text, _ = parts(server.received[0])
        link = re.search(r"https://recul\.example(/connexion/\S+)", text)
        assert link
        entered = client.post(link[1])

    assert entered.status_code == 303
    assert "recul_session" in entered.headers["set-cookie"]
    assert len(server.received) == 1


@pytest.mark.usefixtures("hurried")
def test_who_is_known_is_not_told_by_how_often_a_link_is_tried(
    open_post: OpenPost, tmp_path: Path
) -> None:
    server, port = open_post()
    server.later = True
    site = app.create(known(tmp_path, f"smtp://127.0.0.1:{port}"))
    product = site.state.runner.product
    with product.database.writing() as session:
        accounts.person_of(session, product.keys, LETTER.to)
    other = "inconnue@saulniere.example"

    with Browser(site, base_url="https://recul.example", follow_redirects=False) as client:
        for address in (LETTER.to, other):
            client.post("/connexion", data={"email": address})
        assert waited_for(lambda: min(map(server.asked.count, (LETTER.to, other))) >= 3)
        server.later = False
        assert waited_for(lambda: len(server.received) == 2)

    assert {each["To"] for each in server.received} == {LETTER.to, other}


def test_a_letter_is_tried_while_it_is_of_use_and_then_given_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mailing, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(mailing, "PAUSE_FACTOR", 100)
    tried: list[Letter] = []

    def put_off(letter: Letter) -> None:
        tried.append(letter)
        raise smtplib.SMTPRecipientsRefused({letter.to: (451, b"4.7.1 greylisted")})

    refused: list[str] = []
    postman = mailing.Postman(put_off, refused.append)
    postman.take(replace(LETTER, minutes=0))  # its link is over before anything is tried
    postman.take(replace(LETTER, minutes=1))
    assert waited_for(lambda: "given up" in caplog.text)
    postman.close()

    # 0.01 and 1 s later; the next would come 100 s later, after its minute.
    assert len(tried) == 3
    assert refused == []
    assert LETTER.to not in caplog.text
    assert "while it was of use" in caplog.text


def test_a_letter_that_waits_holds_no_other_back() -> None:
    sent: list[str] = []

    def deliver(letter: Letter) -> None:
        if letter.to == LETTER.to and "tried" not in sent:
            sent.append("tried")
            raise ConnectionRefusedError
        sent.append(letter.to)

    postman = mailing.Postman(deliver, sent.append)
    postman.take(LETTER)
    postman.take(replace(LETTER, to="autre@saulniere.example"))
    assert waited_for(lambda: len(sent) == 2)
    assert sent == ["tried", "autre@saulniere.example"]
    postman.close()

    assert sent[2:] == [LETTER.to], "a stop tries once more what waits"


def test_a_bounce_that_can_t_be_noted_stops_no_other_letter(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sent: list[str] = []

    def deliver(letter: Letter) -> None:
        if letter.to == LETTER.to:
            raise refusal(550, "5.1.1 unknown")
        sent.append(letter.to)

    def bounced(_address: str) -> None:
        raise OSError("the disk is full")

    postman = mailing.Postman(deliver, bounced)
    postman.take(LETTER)
    postman.take(replace(LETTER, to="autre@saulniere.example"))
    postman.close()

    assert sent == ["autre@saulniere.example"]
    assert "was not noted: OSError" in caplog.text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_server_a_link_goes_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    mailing.to_terminal(LETTER)

    assert LETTER.to in terminal.getvalue()
    assert ADDRESS in terminal.getvalue().splitlines()


def test_without_a_terminal_a_link_goes_nowhere(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    mailing.to_terminal(LETTER)

    told = capfd.readouterr()
    assert told.out == ""
    assert told.err.startswith("A letter was not sent")
    assert told.err.count("\n") == 1
    assert ADDRESS not in told.err
    assert LETTER.to not in told.err
    assert caplog.text == ""


def test_a_mailbox_keeps_the_newest_letters_only() -> None:
    box = mailing.Mailbox()

    for number in range(60):
        box.deliver(Letter("a@b.example", str(number), ""))

    assert [each.subject for each in box.letters] == [str(number) for number in range(59, 9, -1)]


# -- what every letter says ------------------------------------------------------------------------

STOP = "s" * 43


def every_letter(language: str) -> dict[str, Letter]:
    """One of each kind, and one of all that a slot may tell."""
    about = (LETTER.to, ADDRESS, 15, language)
    site = "https://recul.example"
    return {
        "sign-in": letters.sign_in(*about),
        "invitation": letters.invitation(*about),
        "hand-over": letters.hand_over(*about),
        "welcome": letters.welcome(*about),
        "unsealing": letters.unsealing(LETTER.to, f"3:{'ab' * 32}", site, language),
        **{
            kind: letters.notice(LETTER.to, (kind,), site, STOP, language) for kind in notices.KINDS
        },
        "all": letters.notice(LETTER.to, notices.KINDS, site, STOP, language),
    }


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_letter_is_text_and_the_same_in_html(language: str) -> None:
    for name, letter in every_letter(language).items():
        message = mailing.written(letter, "recul.example")

        text, html = parts(message)
        assert message["Content-Language"] == language, name
        assert text == letter.text.strip()
        assert f'<html lang="{language}">' in html
        said = re.sub(r"<[^>]+>|\s+", " ", html.partition("</head>")[2])
        for line in filter(None, text.splitlines()):
            words = re.split(r"https?://\S+", line)[0].strip()
            assert words.replace("'", "&#39;") in said, (name, line)
        for address in re.findall(r"https?://\S+", text):
            assert f'href="{address}"' in html, name
        # Nothing is loaded, so that nobody learns when a letter is opened; nothing runs.
        assert re.findall(r"(?i)<(?:img|link|script|style|iframe)|\bsrc=|url\(|@import", html) == []
        assert set(re.findall(r'"(https?://[^/"]+)', html)) == {"https://recul.example"}


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_letters_of_the_slot_can_be_stopped_at_one_click(language: str) -> None:
    prefix = "/en" if language == "en" else ""
    address = f"https://recul.example{prefix}/lettres/{STOP}"

    for name, letter in every_letter(language).items():
        message = mailing.written(letter, "recul.example")
        assert max(map(len, bytes(message).splitlines())) <= 998
        slot = name == "all" or name in notices.KINDS
        assert b"\r\nList-Unsubscribe: <https:" in bytes(message) or not slot
        stops = message["List-Unsubscribe"], message["List-Unsubscribe-Post"]
        assert stops == ((f"<{address}>", "List-Unsubscribe=One-Click") if slot else (None, None))
        assert (address in letter.text) == slot


def test_a_long_address_is_not_broken_in_a_header() -> None:
    site = "https://" + "federation-des-associations." * 4 + "example"
    letter = letters.notice(LETTER.to, ("verified",), site, STOP, "fr")

    assert f"\r\nList-Unsubscribe: <{letter.stop}>\r\n".encode() in bytes(
        mailing.written(letter, "recul.example")
    )


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_what_moderators_and_others_did_stands_in_no_letter(language: str) -> None:
    """What tells that somebody publishes is told in the same words as what doesn't."""
    known = every_letter(language)
    alike = ("contact-missing", "welcome-ends", "review-answered", "appeared", "seal-opened")

    assert len({(known[kind].subject, known[kind].text) for kind in alike}) == 1
    assert len({letter.subject for letter in known.values()}) == 13
    assert known["all"].subject == known["inactive"].subject


# -- the daily slot, by a real mail server ---------------------------------------------------------


class Round:
    """One who waits for a letter, and what the site's own task does."""

    def __init__(self, site: Site, url: str, folder: Path) -> None:
        self.site, self.product = site, site.product
        self.deliver = mailing.by_smtp(known(folder, url))
        self.author = site.join("amis")
        self()
        site.clock.forward(days=1)
        self()
        self.tell()

    @property
    def email(self) -> str:
        return self.author.email

    def tell(self, kind: str = "appeared") -> None:
        """Something waits at the slot of tomorrow."""
        self.person = tell(self.product, self.email, kind)
        self.site.clock.forward(days=1)

    def __call__(self, deliver: mailing.Deliver | None = None) -> None:
        post(self.product, deliver or self.deliver)

    def health(self) -> Health:
        with self.product.database.reading() as session:
            return notices.health(session, self.product.keys, self.product.now())


def tell(product: Product, address: str, kind: str) -> str:
    with product.database.writing() as session:
        person = accounts.find_person(session, product.keys, address)
        notices.tell_person(session, product.keys, person, kind, product.now())
    return person


def post(product: Product, deliver: mailing.Deliver) -> None:
    """What the site does every few minutes."""
    for each in mailing.due_notices(product):
        if not mailing.send_notice(product, deliver, each):
            break


def test_what_waits_is_told_by_one_letter(site: Site, open_post: OpenPost, tmp_path: Path) -> None:
    server, port = open_post()
    go = Round(site, f"smtp://127.0.0.1:{port}", tmp_path)

    go()
    go()

    (message,) = server.received
    assert message["To"] == go.email
    assert message["Subject"] == "Quelque chose vous attend sur Recul"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert go.health() == Health(0, 0, 0, 0)


@pytest.mark.parametrize("fault", ["closed", "later"])
def test_what_a_server_puts_off_arrives_later(
    site: Site,
    open_post: OpenPost,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    fault: str,
) -> None:
    server, port = open_post()
    go = Round(site, f"smtp://127.0.0.1:{port if fault == 'later' else free_port()}", tmp_path)
    server.later = True

    go()
    server.later = False
    go()
    assert (server.received, go.health()) == ([], Health(1, 0, 0, 0))

    site.clock.forward(minutes=15)
    go(mailing.by_smtp(known(tmp_path, f"smtp://127.0.0.1:{port}")))
    go()

    assert len(server.received) == 1
    assert go.health() == Health(0, 0, 0, 0)
    assert any("notice" in each for each in caplog.messages)
    assert go.email not in caplog.text


def test_a_server_that_is_down_costs_no_letter_but_one_its_try(
    site: Site, open_post: OpenPost, tmp_path: Path
) -> None:
    go = Round(site, f"smtp://127.0.0.1:{free_port()}", tmp_path)
    for place in range(3):
        other = site.join(f"voisins{place}")
        tell(site.product, other.email, "appeared")
    site.clock.forward(days=1)
    go()
    assert go.health().waiting == 4

    server, port = open_post()
    go(mailing.by_smtp(known(tmp_path, f"smtp://127.0.0.1:{port}")))
    assert len(server.received) == 3
    site.clock.forward(minutes=15)
    go(mailing.by_smtp(known(tmp_path, f"smtp://127.0.0.1:{port}")))

    assert len({each["To"] for each in server.received}) == len(server.received) == 4


def test_an_address_that_bounces_is_left_alone_and_its_owner_told(
    site: Site, open_post: OpenPost, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server, port = open_post()
    go = Round(site, f"smtp://127.0.0.1:{port}", tmp_path)
    server.refusing = True
    told = "Vos courriels ne vous parviennent pas"
    site.as_author(go.author)
    assert told not in site.html("/compte")

    go()
    server.refusing = False
    go.tell("inactive")
    go()

    assert (server.received, go.health()) == ([], Health(0, 0, 0, 1))
    assert told in site.html("/compte")
    assert told in site.html("/compte/lettres")
    assert go.email not in caplog.text

    site.client.post("/compte/lettres", data={"pace": "DAILY", "language": "EN"})
    assert told not in site.html("/compte")
    go.tell()
    go()
    assert [each["Subject"] for each in server.received] == ["Something waits for you on Recul"]


def test_the_doctor_counts_letters_and_names_nobody(
    site: Site, open_post: OpenPost, tmp_path: Path
) -> None:
    server, port = open_post()
    go = Round(site, f"smtp://127.0.0.1:{port}", tmp_path)

    def found() -> list[tuple[bool, str]]:
        return [each for each in diagnosis.diagnose(site.product.settings) if "Letters" in each[1]]

    server.refusing = True
    go()
    good = (True, "Letters that wait: 0, the oldest for 0 days; given up: 0; addresses that were "
            "refused for good: 1.")  # fmt: skip
    assert found() == [good]

    other = site.join("voisins")
    tell(site.product, other.email, "appeared")
    site.clock.forward(days=1)
    server.refusing, server.later = False, True
    go()
    # The operator's clock is today's: to it the letter of a test has waited long.
    ((well, said),) = found()
    assert not well
    assert re.fullmatch(
        r"Letters that wait: 1, the oldest for \d+ days; given up: 0; addresses that were refused"
        r" for good: 1\.",
        said,
    )


def refusal(code: int, said: str) -> Exception:
    return smtplib.SMTPRecipientsRefused({LETTER.to: (code, said.encode())})


@pytest.mark.parametrize(
    ("problem", "permanent"),
    [
        (refusal(550, "5.1.1 unknown"), True),
        (refusal(550, "no such user"), True),
        (refusal(553, "5.1.3 not an address"), True),
        (refusal(550, "5.2.1 mailbox disabled"), True),
        (refusal(552, "5.2.2 mailbox full"), False),
        (refusal(552, "mailbox full"), False),
        # These are about who sends, or what a server relays.
        (refusal(550, "5.7.1 relaying denied"), False),
        (refusal(554, "transaction failed"), False),
        (refusal(451, "4.7.1 greylisted"), False),
        (smtplib.SMTPSenderRefused(550, b"5.1.8 no such sender", "recul@recul.example"), False),
        (smtplib.SMTPDataError(554, b"5.6.0 looks like spam"), False),
        (smtplib.SMTPServerDisconnected(), False),
        (ConnectionRefusedError(), False),
    ],
    ids=str,
)
def test_only_a_refusal_of_the_address_is_for_good(problem: Exception, permanent: bool) -> None:
    assert mailing.is_permanent(problem) is permanent


def test_a_letter_of_sign_in_that_bounces_is_noted_of_who_is_known(
    open_post: OpenPost, tmp_path: Path
) -> None:
    server, port = open_post()
    server.refusing = True
    site = app.create(known(tmp_path, f"smtp://127.0.0.1:{port}"))
    product = site.state.runner.product
    with product.database.writing() as session:
        person = accounts.person_of(session, product.keys, LETTER.to)

    with Browser(site, base_url="https://recul.example", follow_redirects=False) as client:
        for address in (LETTER.to, "inconnue@saulniere.example"):
            client.post("/connexion", data={"email": address})

    database = Database(product.settings.database_url)
    with database.reading() as session:
        assert correspondence.wishes_of(session, product.keys, person).undeliverable
        assert correspondence.undeliverable(session, product.keys) == 1
    database.close()


VICTIM = """
import base64, os, signal, sys
from datetime import datetime
from pathlib import Path
from commons import keys
from commons.authorship import Authorships
from commons.database import Database
from frontend import mailing
from types import SimpleNamespace
from commons import settings

folder, moment = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[3])
names = {"DATA_DIR": str(folder / "data"), "KEY_FILE": str(folder / "key"),
         "SMTP_URL": sys.argv[2]}
known = settings.load({"RECUL_" + name: value for name, value in names.items()})
secrets = keys.load(known.key_file, create=False)
product = SimpleNamespace(settings=known, database=Database(known.database_url), keys=secrets,
                          authorships=Authorships(secrets), now=lambda: moment)
deliver = mailing.by_smtp(known)
def die(letter):
    deliver(letter)
    os.kill(os.getpid(), signal.SIGKILL)
for each in mailing.due_notices(product):
    mailing.send_notice(product, die, each)
"""


def test_a_process_killed_after_a_letter_left_sends_it_once_more_and_loses_none(
    site: Site, open_post: OpenPost, tmp_path: Path
) -> None:
    server, port = open_post()
    url = f"smtp://127.0.0.1:{port}"
    go = Round(site, url, tmp_path)

    moment = site.clock().isoformat()
    killed = subprocess.run([sys.executable, "-c", VICTIM, tmp_path, url, moment], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(server.received) == 1
    go()
    assert len(server.received) == 1, "the pause of its try isn't over"
    for _ in range(3):
        site.clock.forward(minutes=15)
        go()

    assert [each["To"] for each in server.received] == [go.email] * 2
    assert go.health() == Health(0, 0, 0, 0)


# -- stopping --------------------------------------------------------------------------------------


def test_one_click_stops_reminders_and_looking_does_not(
    site: Site, open_post: OpenPost, tmp_path: Path
) -> None:
    server, port = open_post()
    go = Round(site, f"smtp://127.0.0.1:{port}", tmp_path)
    go()
    (message,) = server.received
    path = message["List-Unsubscribe"].strip("<>").removeprefix("https://recul.example")
    path = path.removeprefix(site.product.settings.base_url)
    site.as_visitor()
    before = site.rows()

    # Programs that look at every address of a letter change nothing.
    assert site.client.get(path).status_code == site.client.head(path).status_code == 200
    assert "<button>" in site.html(path)
    assert rows_changed(before, site.rows()) == set()

    # RFC 8058, 3.2: neither cookie nor session, one field in the body.
    answer = site.client.post(
        path,
        content=b"List-Unsubscribe=One-Click",
        headers={
            "content-type": "application/x-www-form-urlencoded",
            "origin": "https://mail.example",
        },
    )
    assert answer.status_code == 200
    assert rows_changed(before, site.rows()) == {"correspondence"}
    go.tell()
    go()
    assert len(server.received) == 1
    go.tell("inactive")
    go()
    assert len(server.received) == 2

    site.as_author(go.author)
    page = site.html("/compte/lettres")
    assert re.search(r'value="NONE" checked', page)


def rows_changed(before: Any, after: Any) -> set[str]:
    """The tables in which something changed, but those where a site notes its nights and weeks."""
    return {table for table in before if before[table] != after[table]} - {"mark", "shelf"}


def test_an_invented_token_stops_nobody(site: Site) -> None:
    site.join("amis")
    before = site.rows()

    answer = site.client.post(f"/lettres/{STOP}", data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 404
    assert rows_changed(before, site.rows()) == set()


def test_an_address_receives_no_more_than_so_many_letters_a_day(site: Site) -> None:
    """Whoever asks for links to somebody's address all day leaves them a way in all day."""
    email, last = "odile@saulniere.example", 0
    for quarter in range(4 * 24):
        for _ in range(8):
            site.client.post("/connexion", data={"email": email})
        assert len(site.letters) > last, quarter
        last = len(site.letters)
        site.clock.forward(minutes=15)

    # 6 in each of the first quarters of an hour, then one.
    assert len(site.letters) == 24 + 4 * 24 - 4
    link = re.search(r"/connexion/\S+", site.letters[-1].text)
    assert link


def test_one_s_letters_are_chosen_on_a_page(site: Site) -> None:
    site.as_author(site.join("amis"))
    assert 'value="DAILY" checked' in site.html("/compte/lettres")

    answer = site.client.post("/compte/lettres", data={"pace": "WEEKLY", "language": "EN"})

    assert answer.headers["location"] == "/compte/lettres?fait=1"
    page = site.html("/compte/lettres?fait=1")
    assert 'value="WEEKLY" checked' in page
    assert 'value="EN" checked' in page
    assert "C'est noté" in page.replace("&#39;", "'")


def test_who_is_left_without_a_contact_is_told(site: Site) -> None:
    author, sent = site.join("amis"), site.letters
    colleague = site.sign_in("collegue@exemple.test")
    with site.product.database.writing() as session:
        person = accounts.find_person(session, site.product.keys, colleague.email)
        organisation = author.organisation or ""
        memberships.join(session, site.product.keys, person, organisation, "member")
    post(site.product, sent.append)
    sent.clear()

    site.do("leaveOrganisation", None, author.token)
    site.clock.forward(days=1)
    post(site.product, sent.append)

    assert [(each.to, each.stop is not None) for each in sent] == [(colleague.email, True)]
