"""Signing in by an account elsewhere, page by page, at a certified provider."""

import html
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pyotp
import pytest

from commons import settings
from commons.accounts import sessions
from frontend import app as composition
from frontend import rendering
from schema.letters import Letter
from tests.conftest import Ticking
from tests.frontend.browser import Browser
from tests.frontend.conftest import Site
from tests.openid import server as servers
from tests.openid.server import SECRET, Server

BASE = "http://127.0.0.1:8000"
HERE, ODILE, LUCIE = "/compte/securite", "odile@saulniere.example", "lucie@exemple.test"
LINKING = f"{HERE}?relier=1"
GO, BACK = "/connexion/fournisseur/maison/aller", "/connexion/fournisseur/maison"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with servers.running(servers.client("recul", BASE + BACK)) as running:
        yield running


@pytest.fixture
def home(server: Server, sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """A site whose people may sign in by the provider."""
    known = settings.load(
        {
            "RECUL_DATA_DIR": str(tmp_path / "data"),
            "RECUL_KEY_FILE": str(tmp_path / "key"),
            "RECUL_OIDC_MAISON_ISSUER": server.issuer,
            "RECUL_OIDC_MAISON_CLIENT_ID": "recul",
            "RECUL_OIDC_MAISON_CLIENT_SECRET": SECRET,
            "RECUL_OIDC_MAISON_LABEL": "La Maison",
        }
    )
    known.data_dir.mkdir(parents=True)
    shutil.copy(sqlite_template, known.data_dir / "recul.sqlite")
    letters: list[Letter] = []
    clock = Ticking()
    # The provider's own clock goes on by itself.
    clock.now = datetime.now(UTC)
    app = composition.create(known, now=clock, deliver=letters.append)
    with Browser(app, follow_redirects=False) as client:
        yield Site(app.state.runner.product, clock, client, letters)


def there(site: Site, server: Server, person: str, address: str = GO) -> str:
    """Leave for the provider and sign in there; the address one is sent back to."""
    left = site.client.get(address)
    assert left.status_code == 303
    assert left.headers["cache-control"] == "no-store"
    return f"{BACK}?{urlencode(server.follow(left.headers['location'], person))}"


def come_and_go(site: Site, server: Server, person: str, address: str = GO) -> Any:
    return site.client.get(there(site, server, person, address))


def by_letter(site: Site, onward: str = HERE, person: str = ODILE) -> Any:
    site.client.post("/connexion", data={"email": person})
    token = site.letters[-1].text.split("/connexion/")[1].split()[0]
    return site.client.post(f"/connexion/{token}", data={"suite": onward})


def hidden(text: str, name: str) -> str:
    return html.unescape(re.findall(rf'name="{name}" value="([^"]*)"', text)[0])


def link(site: Site, server: Server, person: str) -> Any:
    """Link an account elsewhere to the one signed in."""
    answer = come_and_go(site, server, person, f"{GO}?relier=1")
    assert answer.headers["location"] == HERE
    proof = hidden(site.html(HERE), "proof")
    return site.client.post(f"{HERE}/fournisseur", data={"proof": proof})


def held(site: Site) -> dict[str, list[str]]:
    """Who is known, and by what they sign in."""
    names = ("person", "external_identity", "sign_in_session")
    return {name: rows for name, rows in site.rows().items() if name in names}


def sees(site: Site) -> str | None:
    """Whose account this browser sees."""
    answer = site.client.get("/compte")
    return answer.text.split("<strong>")[1].split("<")[0] if answer.status_code == 200 else None


def test_linked_once_it_signs_in_by_itself(home: Site, server: Server) -> None:
    by_letter(home)
    done = link(home, server, "odile")
    assert done.headers["location"] == f"{HERE}?fait=fournisseur"
    assert "recul_proof" not in home.client.cookies
    assert "Ne plus relier" in home.html(HERE)

    home.as_visitor()
    assert "Continuer avec La Maison" in home.html("/connexion?suite=/partager")
    answer = come_and_go(home, server, "odile", f"{GO}?suite=/partager")

    assert (answer.status_code, answer.headers["location"]) == (303, "/partager")
    assert "recul_attempt" not in home.client.cookies
    assert sees(home) == ODILE
    # Neither the code, nor who somebody is there, stands in an address one goes on to.
    assert not urlsplit(answer.headers["location"]).query


def test_who_is_not_known_is_asked_for_their_address_and_then_links(
    home: Site, server: Server
) -> None:
    """No account is made of what a provider says: everybody has an address they proved."""
    before = held(home)
    answer = come_and_go(home, server, "odile")

    where = urlsplit(answer.headers["location"])
    assert where.path == "/connexion"
    assert parse_qs(where.query) == {"fournisseur": ["inconnu"], "suite": [LINKING]}
    assert held(home) == before
    shown = home.html(answer.headers["location"])
    assert rendering.say("fr", "sign_in.provider.inconnu") in html.unescape(shown)

    assert by_letter(home, LINKING).headers["location"] == LINKING
    # Signing in alone links nothing: it is asked.
    assert held(home)["external_identity"] == []
    proof = hidden(home.html(HERE), "proof")
    assert "Ne plus relier" not in home.html(HERE)
    home.client.post(f"{HERE}/fournisseur", data={"proof": proof})
    home.as_visitor()
    come_and_go(home, server, "odile")
    assert sees(home) == ODILE


def test_in_english_one_comes_back_to_english(home: Site, server: Server) -> None:
    first = come_and_go(home, server, "odile", f"/en{GO}")
    assert first.headers["location"].startswith(f"/en{BACK}?")

    answer = home.client.get(first.headers["location"])

    assert answer.headers["location"].startswith("/en/connexion?fournisseur=inconnu")
    assert parse_qs(urlsplit(answer.headers["location"]).query)["suite"] == [f"/en{LINKING}"]
    shown = html.unescape(home.html(answer.headers["location"]))
    assert rendering.say("en", "sign_in.provider.inconnu") in shown


def test_a_second_factor_is_asked_for_here_too(home: Site, server: Server) -> None:
    by_letter(home)
    link(home, server, "odile")
    begun = home.client.post(f"{HERE}/code").text
    totp = pyotp.TOTP(re.findall(r"<code>([A-Z2-7]{32})</code>", begun)[0])
    home.client.post(f"{HERE}/code/confirmation", data={"code": totp.at(home.clock())})
    home.clock.forward(minutes=1)
    home.as_visitor()

    asked = come_and_go(home, server, "odile", f"{GO}?suite=/partager")

    assert asked.status_code == 200
    assert sees(home) is None
    given = {"challenge": hidden(asked.text, "challenge"), "suite": hidden(asked.text, "suite")}
    done = home.client.post("/connexion/code", data=given | {"code": totp.at(home.clock())})
    assert done.headers["location"] == "/partager"
    assert sees(home) == ODILE


def test_it_is_unlinked_and_a_letter_signs_in_as_ever(home: Site, server: Server) -> None:
    by_letter(home)
    link(home, server, "odile")
    identity = hidden(home.html(HERE), "identity")

    assert home.client.post(f"{HERE}/fournisseur/fin", data={"identity": "x"}).status_code == 404
    done = home.client.post(f"{HERE}/fournisseur/fin", data={"identity": identity})

    assert done.headers["location"] == f"{HERE}?fait=sans-fournisseur"
    home.as_visitor()
    come_and_go(home, server, "odile")
    assert sees(home) is None
    by_letter(home)
    assert sees(home) == ODILE


def test_an_account_elsewhere_is_not_taken_over(home: Site, server: Server) -> None:
    by_letter(home)
    link(home, server, "odile")
    home.as_author(home.sign_in(LUCIE))

    refused = link(home, server, "odile")

    assert refused.status_code == 422
    assert "déjà relié à une autre personne" in html.unescape(refused.text)
    home.as_visitor()
    come_and_go(home, server, "odile")
    assert sees(home) == ODILE


def test_what_was_proved_long_ago_or_by_whom_signed_in_long_ago_is_not_linked(
    home: Site, server: Server
) -> None:
    by_letter(home)
    come_and_go(home, server, "odile", f"{GO}?relier=1")
    proof = hidden(home.html(HERE), "proof")
    home.clock.forward(minutes=sessions.FRESH_MINUTES, seconds=1)

    stale = home.client.post(f"{HERE}/fournisseur", data={"proof": proof})
    by_letter(home)
    late = home.client.post(f"{HERE}/fournisseur", data={"proof": proof})
    invented = home.client.post(f"{HERE}/fournisseur", data={"proof": "x" * 40})

    assert [each.status_code for each in (stale, late, invented)] == [422, 422, 422]
    assert held(home)["external_identity"] == []


def _signs_out(site: Site) -> None:
    site.client.post("/deconnexion")
    by_letter(site, person=LUCIE)


def _leaves_it_open(site: Site) -> None:
    by_letter(site, person=LUCIE)


def _leaves_it_open_with_a_code(site: Site) -> None:
    """The second proof comes after the letter: nothing is kept in between either."""
    account = site.sign_in(LUCIE)
    secret = site.do("beginSecondFactor", None, account.token)["secret"]
    code = pyotp.TOTP(secret).at(site.clock())
    site.do("confirmSecondFactor", {"code": code}, account.token)
    site.clock.forward(minutes=1)
    asked = by_letter(site, person=LUCIE).text
    given = {"challenge": hidden(asked, "challenge"), "suite": hidden(asked, "suite")}
    code = pyotp.TOTP(secret).at(site.clock())
    site.client.post("/connexion/code", data=given | {"code": code})


@pytest.mark.parametrize("known", [True, False], ids=["signed in", "a visitor"])
@pytest.mark.parametrize("then", [_signs_out, _leaves_it_open, _leaves_it_open_with_a_code])
def test_in_a_shared_browser_nobody_links_what_somebody_else_proved(
    home: Site, server: Server, known: bool, then: Any
) -> None:
    if known:
        by_letter(home)
    come_and_go(home, server, "odile", f"{GO}?relier=1" if known else GO)
    kept = home.client.cookies["recul_proof"]

    then(home)

    assert sees(home) == LUCIE
    assert "recul_proof" not in home.client.cookies
    shown = home.html(HERE)
    assert 'name="proof"' not in shown
    assert kept not in shown
    if known:
        # Not even by whoever copied it.
        refused = home.client.post(f"{HERE}/fournisseur", data={"proof": kept})
        assert refused.status_code == 422
        assert held(home)["external_identity"] == []


def test_linking_begins_by_who_signed_in_just_now(home: Site) -> None:
    by_letter(home)
    assert "relier=1" in home.html(HERE)
    home.clock.forward(minutes=sessions.FRESH_MINUTES, seconds=1)

    answer = home.client.get(f"{GO}?relier=1")

    assert answer.headers["location"] == HERE
    assert "recul_attempt" not in home.client.cookies
    shown = html.unescape(home.html(HERE))
    assert "relier=1" not in shown
    assert rendering.say("fr", "security.again") in shown


def test_a_way_begun_in_a_session_is_over_with_it(home: Site, server: Server) -> None:
    by_letter(home)
    address = there(home, server, "odile", f"{GO}?relier=1")
    attempt = home.client.cookies["recul_attempt"]
    home.client.post("/deconnexion")
    assert "recul_attempt" not in home.client.cookies
    home.client.cookies.set("recul_attempt", attempt)

    answer = home.client.get(address)

    assert answer.headers["location"].startswith(HERE)
    assert sees(home) is None
    assert "recul_proof" not in home.client.cookies


def _refused(site: Site, server: Server, _known: str) -> str:
    return there(site, server, "refuses")


def _again(site: Site, server: Server, _known: str) -> str:
    address = there(site, server, "odile")
    kept = site.client.cookies["recul_attempt"]
    site.client.get(address)
    site.client.cookies.clear()
    site.client.cookies.set("recul_attempt", kept)
    return address


def _other_state(site: Site, server: Server, _known: str) -> str:
    return there(site, server, "odile").replace("state=", "state=x")


def _other_browser(site: Site, server: Server, _known: str) -> str:
    address = there(site, server, "odile")
    site.as_visitor()
    return address


def _other_attempt(site: Site, server: Server, _known: str) -> str:
    """Somebody else's way back, slipped to this browser after it left by itself."""
    stolen = there(site, server, "odile")
    site.as_visitor()
    site.client.get(GO)
    return stolen


def _late(site: Site, server: Server, _known: str) -> str:
    address = there(site, server, "odile")
    site.clock.forward(minutes=16)
    return address


def _altered(site: Site, server: Server, _known: str) -> str:
    address = there(site, server, "odile")
    kept = site.client.cookies["recul_attempt"].strip('"')
    site.client.cookies.clear()
    site.client.cookies.set("recul_attempt", kept[:60] + "AAAA" + kept[64:])
    return address


@pytest.mark.parametrize(
    ("way", "outcome"),
    [(_refused, "refus"), (_again, "echec"), (_other_state, "echec"), (_other_browser, "delai"),
     (_other_attempt, "echec"), (_late, "delai"), (_altered, "delai")],
    ids=lambda each: each.__name__.strip("_") if callable(each) else each,
)  # fmt: skip
def test_a_way_back_that_proves_nothing_signs_nobody_in(
    home: Site, server: Server, way: Any, outcome: str
) -> None:
    by_letter(home)
    link(home, server, "odile")
    home.as_visitor()
    address = way(home, server, ODILE)
    before = held(home)

    answer = home.client.get(address)

    assert answer.headers["location"] == f"/connexion?fournisseur={outcome}"
    assert held(home) == before
    assert sees(home) is None
    said = html.unescape(home.html(answer.headers["location"]))
    assert rendering.say("fr", f"sign_in.provider.{outcome}") in said


@pytest.mark.parametrize(
    "onward",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", "javascript:1",
     "/%0d%0aset-cookie:a", " /x", "http:/x"],
)  # fmt: skip
def test_nobody_is_sent_on_to_another_site(home: Site, server: Server, onward: str) -> None:
    by_letter(home)
    link(home, server, "odile")
    home.as_visitor()

    answer = come_and_go(home, server, "odile", f"{GO}?{urlencode({'suite': onward})}")

    assert answer.status_code == 303
    where = answer.headers["location"]
    assert where == "/mes-partages" or (where.startswith("/%0d") and "\n" not in where)
    assert sees(home) == ODILE


def test_another_site_sends_nobody_to_a_provider(home: Site) -> None:
    answer = home.client.get(GO, headers={"sec-fetch-site": "cross-site"})

    assert answer.headers["location"] == "/connexion"
    assert "set-cookie" not in answer.headers


def test_a_provider_nobody_named_is_not_there(home: Site) -> None:
    assert home.client.get(GO.replace("maison", "autre")).status_code == 404


def test_many_ways_there_from_one_place_are_slowed_down(home: Site) -> None:
    for _ in range(60):
        home.client.get(GO)

    assert home.client.get(GO).headers["location"] == "/connexion?fournisseur=essais"


def test_a_provider_that_is_down_says_so_kindly_and_a_letter_still_signs_in(
    home: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = home.product.providers["maison"]
    monkeypatch.setattr(provider.issuer, "address", "http://127.0.0.1:9")

    answer = home.client.get(GO)
    by_letter(home)
    linking = home.client.get(f"{GO}?relier=1")

    assert answer.headers["location"] == "/connexion?fournisseur=panne"
    assert linking.headers["location"] == f"{HERE}?fournisseur=panne"
    shown = html.unescape(home.html(f"{HERE}?fournisseur=panne"))
    assert rendering.say("fr", "sign_in.provider.panne") in shown


def test_a_site_without_providers_offer_none(site: Site) -> None:
    assert "fournisseur" not in site.html("/connexion")
    site.as_author(site.sign_in("lea@exemple.test"))
    assert "fournisseur" not in site.html(HERE)
