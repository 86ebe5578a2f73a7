"""Letters reach a real mail server whole, safely, or not at all."""

import email
import email.policy
import io
import logging
import smtplib
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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
from starlette.testclient import TestClient

from commons import settings
from commons.accounts import SignInLink
from commons.settings import Settings
from frontend import app, mailing
from schema import letters
from schema.letters import Letter

ADDRESS = "https://recul.example/connexion/" + "x" * 43
LETTER = letters.sign_in("odile@saulniere.example", ADDRESS, 15, "fr")


@dataclass
class Post:
    """A mail server's memory."""

    received: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str | None, list[str]]] = field(default_factory=list)
    secure: list[bool] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    refusing: bool = False

    # The names of the next two are aiosmtpd's.
    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.refusing:
            return f"550 <{address}> is unknown here"
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


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
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert message.get_content().replace("\r\n", "\n").strip() == LETTER.text.strip()
    assert ADDRESS in message.get_content().splitlines()
    assert not message.defects
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
    assert first.get_content().replace("\r\n", "\n") == accents.text


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

    with TestClient(site, base_url="https://recul.example", follow_redirects=False) as client:
        answer = client.post("/connexion", data={"email": LETTER.to})
        with site.state.runner.product.database.reading() as session:
            links = session.scalar(sa.select(sa.func.count()).select_from(SignInLink))

    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion?envoye=1")
    assert links == 1
    failure = {"closed": "ConnectionRefusedError", "refusing": "SMTPRecipientsRefused"}[fault]
    assert any(f"not delivered: {failure}" in each for each in caplog.messages)
    assert LETTER.to not in caplog.text
    assert "saulniere" not in caplog.text


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
