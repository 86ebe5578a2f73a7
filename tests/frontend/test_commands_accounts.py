"""The command for whoever lost their telephone and their recovery codes."""

import smtplib
from pathlib import Path

import pyotp
import pytest
from sqlmodel import select

from commons import accounts, clock, journal, ledger, settings
from commons.accounts import correspondence, second_factor
from commons.rights import Viewer
from frontend import app as composition
from frontend import mailing
from frontend.app import Opened
from schema.letters import Letter
from tests.frontend.test_cli import assert_one_sentence, folder, run

__all__ = ["folder"]  # a fixture that every test here uses too

EMAIL = "claire@exemple.test"


def enter(opened: Opened) -> str | None:
    """Sign in by a link: a session, or nothing where a code is asked for."""
    with opened.database.writing() as session:
        link = accounts.request_link(session, opened.keys, EMAIL, clock.system())
        return accounts.sign_in(session, opened.keys, link, clock.system()).session


@pytest.fixture
def opened() -> Opened:
    """A site with somebody who is signed in, has a token, and then sets a second factor."""
    found = composition.open_database(settings.load())
    now = clock.system()
    browser = enter(found)
    with found.database.writing() as session:
        person = accounts.find_person(session, found.keys, EMAIL)
        viewer = Viewer(person=person, scopes=frozenset({"read"}))
        accounts.create_token(session, found.keys, viewer, "site", ("read",), 30, now)
        correspondence.choose(session, found.keys, person, pace="none", language="en")
        secret = second_factor.begin(session, found.keys, person)
        second_factor.confirm(session, found.keys, person, pyotp.TOTP(secret).at(now), now)
    assert browser
    assert enter(found) is None
    return found


def kinds(opened: Opened) -> set[str]:
    with opened.database.reading() as session:
        person = accounts.find_person(session, opened.keys, EMAIL)
        return {each.kind for each in journal.entries(session, opened.keys, person, clock.system())}


def left(opened: Opened) -> tuple[int, int]:
    """How many browsers are signed in, and how many tokens there are."""
    with opened.database.reading() as session:
        tables = (accounts.SignInSession, accounts.AccessToken)
        browsers, tokens = (len(session.exec(select(each)).all()) for each in tables)
        return browsers, tokens


def test_somebody_gets_in_again_and_all_else_ends(opened: Opened) -> None:
    done = run("account", "recover", f" {EMAIL.upper()}")

    assert (done.exit_code, done.stdout) == (0, ""), done.output
    assert "asked for no code any more" in done.stderr
    assert "RECUL_SMTP_URL is not set" in done.stderr
    assert left(opened) == (0, 0)
    assert {"second-factor-changed", "token-ended"} <= kinds(opened)
    assert enter(opened)
    # A backup put back would let the token in again, but that the ledger names it.
    with opened.database.reading() as session:
        path = ledger.path_of(opened.settings.key_file)
        assert ledger.missing(session, opened.keys, path) == 0
    assert len(path.read_text().splitlines()) == 3
    opened.database.close()


def test_a_letter_tells_them_in_their_language(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECUL_SMTP_URL", "smtp://127.0.0.1:2525")
    sent: list[Letter] = []
    monkeypatch.setattr(mailing, "by_smtp", lambda _settings: sent.append)

    done = run("account", "recover", EMAIL)

    assert "A letter tells them" in done.stderr
    (letter,) = sent
    assert (letter.to, letter.language) == (EMAIL, "en")
    assert "no longer asks for the code" in letter.text
    opened.database.close()


def test_a_letter_that_is_refused_is_told_without_its_address(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECUL_SMTP_URL", "smtp://127.0.0.1:2525")

    def refuse(_letter: Letter) -> None:
        raise smtplib.SMTPException("claire is unknown here")

    monkeypatch.setattr(mailing, "by_smtp", lambda _settings: refuse)

    done = run("account", "recover", EMAIL)

    assert done.exit_code == 0
    assert "was not sent (SMTPException)" in done.stderr
    assert "unknown here" not in done.output
    assert enter(opened)
    opened.database.close()


def test_whoever_is_unknown_or_is_asked_for_no_code_stays_as_they_are(opened: Opened) -> None:
    with opened.database.writing() as session:
        accounts.person_of(session, opened.keys, "zoe@exemple.test")

    assert_one_sentence(run("account", "recover", "inconnue@exemple.test"), 1)
    assert_one_sentence(run("account", "recover", "zoe@exemple.test"), 1)
    assert_one_sentence(run("account", "recover", "sans arobase"))

    assert left(opened) == (1, 1)
    assert enter(opened) is None
    opened.database.close()


def test_in_another_folder_nothing_is_made(folder: Path) -> None:
    assert_one_sentence(run("account", "recover", EMAIL))
    assert [*folder.iterdir()] == []


def test_the_help_says_to_recognise_them_first() -> None:
    told = " ".join(run("account", "recover", "--help").stdout.split())

    assert "Recognise them by other means first" in told
