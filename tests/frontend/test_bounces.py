"""Later reports of mail servers are understood, whoever wrote them; anything else changes nothing.

By hand, ten thousand broken reports: RECUL_TEST_SCALE=100 python -m pytest
tests/frontend/test_bounces.py
"""

import os
import random
import subprocess
from pathlib import Path

import pytest

from commons import accounts, settings
from commons.accounts import correspondence
from frontend import app as composition
from frontend import bounces
from frontend.commands import mail
from tests.frontend.test_cli import assert_one_sentence, command, folder, run

__all__ = ["folder"]  # a fixture that every test here uses too

SCALE = float(os.environ.get("RECUL_TEST_SCALE", "1"))
EMAIL = "odile@saulniere.example"


def recipient(
    status: str = "5.1.1", action: str = "failed", final: str = EMAIL, original: str = ""
) -> str:
    lines = [f"Original-Recipient: rfc822;{original}"] if original else []
    lines += [f"Final-Recipient: rfc822; {final}", f"Action: {action}", f"Status: {status}"]
    return "\n".join([*lines, "Diagnostic-Code: smtp; 550 no such user here"])


def report(*recipients: str) -> bytes:
    """As Postfix writes one."""
    told = "\n\n".join(recipients)
    return f"""\
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: recul@recul.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4F1.17/mx.example"

This is a MIME-encapsulated message.

--4F1.17/mx.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4F1.17/mx.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
X-Postfix-Queue-ID: 4F1
Arrival-Date: Tue, 10 Mar 2026 09:00:00 +0100 (CET)

{told}

--4F1.17/mx.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Recul <recul@recul.example>
To: {EMAIL}
Subject: Quelque chose vous attend sur Recul

--4F1.17/mx.example--
""".encode()


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        ("5.1.1", True),
        ("5.0.0", True),
        ("5.1.10", True),
        ("5.2.1 (mailbox disabled)", True),
        ("5.4.4", True),
        ("5.2.2", False),
        ("5.2.3", False),
        ("5.3.4", False),
        ("5.6.0", False),
        ("5.7.1", False),
        ("4.4.1", False),
        ("4.2.2", False),
        ("2.1.5", False),
        ("55.1.1", False),
        ("five", False),
        ("", False),
    ],
)
def test_only_what_is_for_good_counts(status: str, permanent: bool) -> None:
    assert bounces.refused(report(recipient(status))) == ([EMAIL] if permanent else [])


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_a_letter_that_did_not_fail_is_no_bounce(action: str) -> None:
    assert bounces.refused(report(recipient(action=action))) == []


def test_an_address_that_forwards_counts_by_the_one_we_wrote_to() -> None:
    forwarded = recipient(final="ailleurs@autre.example", original=EMAIL)

    assert bounces.refused(report(forwarded)) == [EMAIL, "ailleurs@autre.example"]


def test_windows_line_ends_and_some_recipients_are_read() -> None:
    other = recipient("4.2.2", final="plus+tard@autre.example")

    found = bounces.refused(report(recipient(), other).replace(b"\n", b"\r\n"))

    assert found == [EMAIL]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 500,
        b"Subject: Absent jusqu'au 12\n\nJe vous r\xe9ponds lundi.\n",
        report(),
        report(recipient()).replace(b"multipart/report", b"multipart/mixed"),
        report(recipient()).replace(b"message/delivery-status", b"text/plain"),
        report(*(recipient(final=f"{place}@autre.example") for place in range(11))),
        report(recipient())[:600],
        b"Content-Type: multipart/report; boundary=a\n\n" + b"--a\n" * 3,
    ],
    ids=range(9),
)
def test_what_is_no_report_is_told_apart(raw: bytes) -> None:
    with pytest.raises(bounces.NoReport):
        bounces.refused(raw)


def test_no_broken_report_is_a_surprise() -> None:
    dice = random.Random(7)
    whole = report(recipient(original=EMAIL), recipient("4.1.1"))
    for _ in range(round(100 * SCALE)):
        raw = bytearray(whole)
        for _ in range(dice.randint(1, 30)):
            place = dice.randrange(len(raw))
            kind = dice.randrange(3)
            if kind == 0:
                raw[place] = dice.randrange(256)
            elif kind == 1:
                del raw[place : place + dice.randint(1, 40)]
            else:
                raw[place:place] = dice.choice((b"\n\n", b"\x00", b"--4F1.17/mx.example\n", b"=?"))
        try:
            found = bounces.refused(bytes(raw))
        except bounces.NoReport:
            continue
        assert len(found) <= 2 * bounces.RECIPIENTS_LIMIT


def test_a_mail_bomb_of_nested_parts_is_no_report() -> None:
    deep = b"".join(
        b"Content-Type: multipart/report; boundary=b%d\n\n--b%d\n" % (depth, depth)
        for depth in range(3000)
    )
    with pytest.raises(bounces.NoReport):
        bounces.refused(deep)


# -- the command -----------------------------------------------------------------------------------


def piped(raw: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command("mail", "bounce"), input=raw, capture_output=True, check=False, timeout=60
    )


@pytest.fixture
def known(folder: Path) -> str:
    """The person whose address it is, in the database of this folder."""
    assert run("migrate").exit_code == 0
    opened = composition.open_database(settings.load())
    with opened.database.writing() as session:
        person = accounts.person_of(session, opened.keys, EMAIL)
    opened.database.close()
    return person


def noted(person: str) -> bool:
    opened = composition.open_database(settings.load())
    with opened.database.reading() as session:
        found = correspondence.wishes_of(session, opened.keys, person).undeliverable
        assert correspondence.undeliverable(session, opened.keys) == found
    opened.database.close()
    return found


def test_a_bounce_is_noted_as_if_the_address_had_been_refused_at_once(known: str) -> None:
    assert not noted(known)

    stranger = recipient(final="inconnue@saulniere.example")
    done = piped(report(recipient(final=EMAIL.upper()), stranger, recipient(final="no address")))

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert noted(known)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (report(recipient("4.4.1")), 0),
        (report(recipient("5.1.1", final="inconnue@saulniere.example")), 0),
        (b"Subject: hello\n\nhello\n", 65),
        (b"\x80" * 100, 65),
    ],
    ids=["put off", "of nobody", "a letter", "noise"],
)
def test_what_is_no_bounce_of_ours_changes_nothing(known: str, raw: bytes, code: int) -> None:
    done = piped(raw)

    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert EMAIL.encode() not in done.stderr
    assert not noted(known)


def test_a_mail_server_tries_again_while_the_database_can_t_be_opened(
    known: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECUL_KEY_FILE", str(folder / "elsewhere" / "recul.key"))

    done = run("mail", "bounce", given=report(recipient()))

    assert_one_sentence(done, mail.LATER)
    assert not (folder / "elsewhere").exists()
