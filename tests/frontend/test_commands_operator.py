"""The commands that make an operator, from the first one on."""

import re
import smtplib
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from commons import settings
from frontend import app as composition
from frontend import mailing
from schema.letters import Letter
from tests.frontend.test_cli import assert_one_sentence, folder, run

__all__ = ["folder"]  # a fixture that every test here uses too

LINK = re.compile(r"^http://127\.0\.0\.1:8000/connexion/[\w-]{43}$", re.MULTILINE)


def test_the_first_operator_signs_in_by_the_link_that_is_shown() -> None:
    made = run("operator", "create", "Claire@Exemple.test ")

    assert made.exit_code == 0, made.output
    link = LINK.search(made.stdout)
    assert link
    token = link[0].rsplit("/", 1)[-1]
    with TestClient(composition.create(settings.load())) as client:
        act = "mutation($t: String!) { signIn(input: {token: $t}) { ... on SignedIn { session } } }"
        done = client.post("/graphql", json={"query": act, "variables": {"t": token}}).json()
        session = done["data"]["signIn"]["session"]
        seen = client.post(
            "/graphql",
            json={"query": "{ viewer { email operator moderator } }"},
            headers={"authorization": f"Bearer {session}"},
        ).json()
    assert seen["data"]["viewer"] == {
        "email": "claire@exemple.test", "operator": True, "moderator": False,
    }  # fmt: skip


def test_operators_are_listed_and_removed_but_the_last() -> None:
    for name in ("zoé", "anne"):
        assert run("operator", "create", f"{name}@exemple.test").exit_code == 0
    assert run("operator", "list").stdout == "anne@exemple.test\nzoé@exemple.test\n"

    assert run("operator", "remove", "anne@exemple.test").exit_code == 0

    assert run("operator", "list").stdout == "zoé@exemple.test\n"
    assert_one_sentence(run("operator", "remove", "zoé@exemple.test"))
    assert_one_sentence(run("operator", "remove", "anne@exemple.test"))
    assert_one_sentence(run("operator", "remove", "inconnue@exemple.test"))
    assert_one_sentence(run("operator", "create", "sans arobase"))
    assert run("operator", "list").stdout == "zoé@exemple.test\n"


@pytest.mark.parametrize(
    "words",
    [
        "operator list", "operator remove a@exemple.test", "organisation list",
        "organisation verify W123456789", "organisation leave W123456789", "restore --replay",
    ],
)  # fmt: skip
def test_in_another_folder_nothing_is_made(words: str, folder: Path) -> None:
    done = run(*words.split())

    assert_one_sentence(done)
    assert "recul migrate" in done.stderr
    assert [*folder.iterdir()] == []


def test_with_a_mail_server_the_link_is_mailed_and_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RECUL_SMTP_URL", "smtp://127.0.0.1:2525")
    sent: list[Letter] = []
    monkeypatch.setattr(mailing, "by_smtp", lambda _settings: sent.append)

    made = run("operator", "create", "claire@exemple.test")

    assert made.exit_code == 0, made.output
    assert made.stdout == ""
    (letter,) = sent
    assert letter.to == "claire@exemple.test"
    assert LINK.search(letter.text)
    assert "connexion/" not in made.stderr


def test_a_letter_that_can_t_be_sent_is_shown_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECUL_SMTP_URL", "smtp://127.0.0.1:2525")

    def refuse(_letter: Letter) -> None:
        raise smtplib.SMTPException("claire@exemple.test is unknown here")

    monkeypatch.setattr(mailing, "by_smtp", lambda _settings: refuse)

    made = run("operator", "create", "claire@exemple.test")

    assert made.exit_code == 0
    assert LINK.search(made.stdout)
    assert "unknown here" not in made.output
