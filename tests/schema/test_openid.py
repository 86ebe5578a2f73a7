"""OpenID Connect against a certified provider: what is taken, and everything that must not be."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from commons.settings import OpenIdProvider
from schema import openid
from schema.openid import Answer, Attempt, Provider, ProviderDown, ProviderRefused, ProviderUnproven
from tests.openid import server as servers
from tests.openid.server import SECRET, Server

SITE = "http://127.0.0.1:8000"
RETURN = f"{SITE}{openid.RETURN_PATH}/maison"
ATTEMPT = Attempt("s" * 43, "n" * 43, "v" * 43)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with servers.running(
        servers.client("recul", RETURN), servers.client("other", RETURN)
    ) as running:
        yield running


def provider(server: Server, client: str = "recul", issuer: str = "") -> Provider:
    known = OpenIdProvider("maison", issuer or server.issuer, client, SECRET, "La Maison")
    return Provider(known, SITE)


def now() -> datetime:
    return datetime.now(UTC)


def answer(server: Server, asked: Provider, person: str = "odile", **changes: str | None) -> Answer:
    """What the provider sends back when this person goes there."""
    said = server.follow(asked.address(ATTEMPT, now()), person)
    found = Answer(said.get("code"), said.get("state"), said.get("iss"), said.get("error"))
    return dataclasses.replace(found, **changes)  # type: ignore[arg-type]


def test_a_person_is_known_by_what_the_provider_calls_them(server: Server) -> None:
    asked = provider(server)

    first = asked.subject(ATTEMPT, answer(server, asked), now())
    again = asked.subject(ATTEMPT, answer(server, asked), now())
    other = asked.subject(ATTEMPT, answer(server, asked, "lucie"), now())

    assert (first, again, other) == ("odile", "odile", "lucie")


def test_nothing_but_who_somebody_is_is_asked_for(server: Server) -> None:
    said = parse_qs(urlsplit(provider(server).address(ATTEMPT, now())).query)

    assert said.pop("code_challenge") != [ATTEMPT.verifier]
    assert said == {
        "response_type": ["code"],
        "client_id": ["recul"],
        "redirect_uri": [RETURN],
        "scope": ["openid"],
        "state": [ATTEMPT.state],
        "nonce": [ATTEMPT.nonce],
        "code_challenge_method": ["S256"],
    }


def test_a_code_is_spent_once(server: Server) -> None:
    asked = provider(server)
    found = answer(server, asked)
    asked.subject(ATTEMPT, found, now())

    with pytest.raises(ProviderUnproven):
        asked.subject(ATTEMPT, found, now())


@pytest.mark.parametrize("name", ["state", "nonce", "verifier"])
def test_an_answer_to_another_attempt_proves_nothing(server: Server, name: str) -> None:
    asked = provider(server)
    other = dataclasses.replace(ATTEMPT, **{name: "x" * 43})

    with pytest.raises(ProviderUnproven):
        asked.subject(other, answer(server, asked), now())


@pytest.mark.parametrize(
    "changes",
    [{"state": None}, {"state": ""}, {"state": "é"}, {"issuer": None},
     {"issuer": "https://ailleurs.example"}, {"code": "x"}],
    ids=str,
)  # fmt: skip
def test_an_altered_answer_proves_nothing(server: Server, changes: dict[str, str | None]) -> None:
    asked = provider(server)

    with pytest.raises(ProviderUnproven):
        asked.subject(ATTEMPT, answer(server, asked, **changes), now())


def test_a_code_given_to_another_client_proves_nothing(server: Server) -> None:
    with pytest.raises(ProviderUnproven):
        provider(server).subject(ATTEMPT, answer(server, provider(server, "other")), now())


@pytest.mark.parametrize("hours", [-1, 2])
def test_a_token_of_another_time_proves_nothing(server: Server, hours: int) -> None:
    asked = provider(server)

    with pytest.raises(ProviderUnproven):
        asked.subject(ATTEMPT, answer(server, asked), now() + timedelta(hours=hours))


def test_who_says_no_is_told_apart(server: Server) -> None:
    asked = provider(server)

    with pytest.raises(ProviderRefused):
        asked.subject(ATTEMPT, answer(server, asked, "refuses"), now())


def test_keys_that_change_are_asked_for_again_but_not_at_once(server: Server) -> None:
    asked = provider(server)
    began = now()
    asked.subject(ATTEMPT, answer(server, asked), began)
    server.rotate()

    soon, later = began + timedelta(seconds=30), began + timedelta(seconds=61)
    with pytest.raises(ProviderUnproven):
        asked.subject(ATTEMPT, answer(server, asked), soon)
    assert asked.subject(ATTEMPT, answer(server, asked), later) == "odile"


def test_who_names_itself_otherwise_is_no_issuer(server: Server) -> None:
    """The same server under another name: its document says another issuer."""
    asked = provider(server, issuer=server.issuer.replace("127.0.0.1", "localhost"))

    with pytest.raises(ProviderDown):
        asked.address(ATTEMPT, now())


def test_a_provider_that_is_down_is_said_to_be() -> None:
    with servers.running(servers.client("recul", RETURN)) as server:
        asked, unasked = provider(server), provider(server)
        found = answer(server, asked)

    with pytest.raises(ProviderDown):
        unasked.address(ATTEMPT, now())
    # What was known before is still known, but no code can be spent.
    assert asked.address(ATTEMPT, now())
    with pytest.raises(ProviderDown):
        asked.subject(ATTEMPT, found, now())


def test_no_secret_is_logged(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    asked = provider(server)
    found = answer(server, asked)
    caplog.clear()

    asked.subject(ATTEMPT, found, now())
    with pytest.raises(ProviderUnproven):
        asked.subject(ATTEMPT, found, now())

    for secret in (SECRET, found.code, ATTEMPT.verifier, ATTEMPT.nonce, "id_token", "eyJ"):
        assert secret
        assert secret not in caplog.text
