"""The pages by which people sign in and keep their account, as a browser without script."""

import base64
import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import pyotp
import pytest
from sqlmodel import select

from commons.accounts import Person, sessions
from tests.frontend.conftest import Site

ADDRESS, PASSWORD = "odile@saulniere.example", "quatre mots sans rapport"
HERE = "/compte/securite"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
OWN = {"origin": "http://testserver", "sec-fetch-site": "same-origin", "user-agent": FIREFOX}


def post(site: Site, path: str, form: Mapping[str, str] | None = None) -> Any:
    return site.client.post(path, data=dict(form or {}), headers=OWN)


def follow_link(site: Site, email: str = ADDRESS) -> Any:
    post(site, "/connexion", {"email": email})
    token = site.letters[-1].text.split("/connexion/")[1].split()[0]
    return post(site, f"/connexion/{token}", {"suite": HERE})


def hidden(text: str, name: str) -> str:
    return html.unescape(re.findall(rf'name="{name}" value="([^"]*)"', text)[0])


def sign_in(site: Site) -> None:
    site.as_visitor()
    answer = follow_link(site)
    assert (answer.status_code, answer.headers["location"]) == (303, HERE)


def opens(site: Site, session: str) -> bool:
    """Whether this session's browser sees the page."""
    site.as_visitor()
    site.client.cookies.set("recul_session", session)
    return bool(site.client.get(HERE).status_code == 200)


def test_a_password_is_set_used_and_removed(site: Site) -> None:
    sign_in(site)
    before = site.client.cookies["recul_session"]
    assert "Vous n'en avez pas" in html.unescape(site.html(HERE))

    poor = post(site, HERE + "/mot-de-passe", {"password": "court"})
    done = post(site, HERE + "/mot-de-passe", {"password": PASSWORD})

    assert poor.status_code == 422
    assert 'id="e-password"' in poor.text
    assert (done.status_code, done.headers["location"]) == (303, HERE + "?fait=mot-de-passe")
    assert site.client.cookies["recul_session"] != before
    assert "Votre mot de passe est enregistré" in site.html(HERE + "?fait=mot-de-passe")

    site.as_visitor()
    given = {"email": ADDRESS, "suite": "/partager"}
    wrong = post(site, "/connexion/mot-de-passe", given | {"password": "autre chose encore"})
    right = post(site, "/connexion/mot-de-passe", given | {"password": PASSWORD})
    assert wrong.status_code == 422
    assert hidden(wrong.text, "suite") == "/partager"
    assert "autre chose encore" not in wrong.text
    assert (right.status_code, right.headers["location"]) == (303, "/partager")

    ended = post(site, HERE + "/mot-de-passe/fin")
    assert ended.headers["location"] == HERE + "?fait=sans-mot-de-passe"
    site.as_visitor()
    again = post(site, "/connexion/mot-de-passe", given | {"password": PASSWORD})
    assert again.status_code == 422


def test_later_a_change_needs_the_present_password_or_a_new_sign_in(site: Site) -> None:
    sign_in(site)
    post(site, HERE + "/mot-de-passe", {"password": PASSWORD})
    site.clock.forward(minutes=sessions.FRESH_MINUTES, seconds=1)

    shown = site.html(HERE)
    without = post(site, HERE + "/mot-de-passe", {"password": "un tout autre texte"})
    given = {"password": "un tout autre texte", "current": PASSWORD}
    done = post(site, HERE + "/mot-de-passe", given)

    assert f'href="/connexion?suite={HERE.replace("/", "%2F")}"' in shown
    assert 'name="current"' in shown
    assert without.status_code == 422
    assert 'id="e-current"' in without.text
    assert done.status_code == 303
    refused = post(site, HERE + "/code")
    assert refused.status_code == 422
    assert 'id="e-code"' in refused.text


def test_a_code_is_set_up_by_a_picture_and_then_asked_for(site: Site) -> None:
    sign_in(site)

    begun = post(site, HERE + "/code")
    picture = unquote(re.findall(r'<img src="data:image/svg\+xml[^,]*,([^"]*)"', begun.text)[0])
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", begun.text)[0]
    totp = pyotp.TOTP(secret)
    wrong = post(site, HERE + "/code/confirmation", {"code": "12"})
    done = post(site, HERE + "/code/confirmation", {"code": totp.at(site.clock())})

    assert "<svg" in html.unescape(picture)
    assert begun.headers["cache-control"] == "no-store"
    assert wrong.status_code == 422
    assert secret not in wrong.text
    codes = re.findall(r"<code>([0-9a-f-]{23})</code>", done.text)
    assert len(codes) == 10
    assert codes[0] not in site.html(HERE)
    assert "10 codes de secours" in site.html(HERE)

    site.clock.forward(minutes=1)
    site.as_visitor()
    asked = follow_link(site)
    assert asked.status_code == 200
    assert "recul_session" not in site.client.cookies
    given = {"challenge": hidden(asked.text, "challenge"), "suite": hidden(asked.text, "suite")}
    mistaken = post(site, "/connexion/code", given | {"code": "000000"})
    assert mistaken.status_code == 422
    assert hidden(mistaken.text, "challenge") == given["challenge"]
    entered = post(site, "/connexion/code", given | {"code": totp.at(site.clock())})
    assert (entered.status_code, entered.headers["location"]) == (303, HERE)
    ended = post(site, HERE + "/code/fin")
    assert ended.headers["location"] == HERE + "?fait=sans-code"
    assert "Commencer" in site.html(HERE)


def test_one_s_devices_are_named_and_ended(site: Site) -> None:
    sign_in(site)
    elsewhere = site.client.cookies["recul_session"]
    sign_in(site)
    here = site.client.cookies["recul_session"]

    shown = site.html(HERE)
    assert shown.count("Firefox · Linux</strong>") == 2
    assert "utilisé en mars 2026" in shown
    ended = post(site, HERE + "/appareil/fin", {"device": hidden(shown, "device")})

    assert ended.headers["location"] == HERE + "?fait=appareils"
    assert "Tout déconnecter" not in site.html(HERE)
    assert post(site, HERE + "/appareil/fin", {"device": "x"}).status_code == 404
    assert opens(site, here)
    assert not opens(site, elsewhere)
    sign_in(site)
    post(site, HERE + "/ailleurs/fin")
    assert not opens(site, here)


def test_a_token_is_made_after_signing_in_again_and_coming_back(site: Site) -> None:
    sign_in(site)
    site.clock.forward(minutes=sessions.FRESH_MINUTES, seconds=1)
    given = {"name": "site", "scopes": "READ", "days": "30"}
    before = site.rows()

    shown = site.html("/compte")
    late = post(site, "/compte/jetons", given)

    assert 'action="/compte/jetons"' not in shown
    assert 'href="/connexion?suite=%2Fcompte%23jetons"' in shown
    assert late.status_code == 422
    assert "connectez-vous à nouveau" in html.unescape(late.text)
    assert site.rows()["access_token"] == before["access_token"]

    post(site, "/connexion", {"email": ADDRESS, "suite": "/compte#jetons"})
    token = site.letters[-1].text.split("/connexion/")[1].split()[0]
    asked = site.html(f"/connexion/{token}")
    back = post(site, f"/connexion/{token}", {"suite": hidden(asked, "suite")})
    assert back.headers["location"] == "/compte#jetons"
    done = post(site, "/compte/jetons", given)
    assert re.search(r"<code>recul_\S{43}</code>", done.text)


def test_signing_out_everywhere_ends_tokens_and_says_so(site: Site) -> None:
    sign_in(site)
    post(site, "/compte/jetons", {"name": "site", "scopes": "READ", "days": "30"})

    shown = html.unescape(site.html(HERE))
    done = post(site, HERE + "/ailleurs/fin")

    assert "1 jeton pour programmes" in shown
    assert "les autres appareils et les jetons pour programmes perdent l'accès" in shown
    assert done.headers["location"] == HERE + "?fait=partout"
    assert "plus aucun autre appareil ni jeton" in html.unescape(site.html(HERE + "?fait=partout"))
    assert site.rows()["access_token"] == []


@pytest.mark.parametrize("path", ["", "/adresse", "/mot-de-passe", "/code", "/code/confirmation"])
def test_a_visitor_is_asked_to_sign_in(site: Site, path: str) -> None:
    answer = site.client.get(HERE + path)

    assert answer.status_code == 303
    assert answer.headers["location"] in (HERE, f"/connexion?suite={HERE.replace('/', '%2F')}")


@pytest.mark.parametrize(
    "path",
    [
        "/connexion/mot-de-passe", "/connexion/code",
        *(HERE + each for each in ("/adresse", "/adresse/x", "/mot-de-passe", "/mot-de-passe/fin",
                                   "/code", "/code/fin", "/code/confirmation",
                                   "/appareil/fin", "/ailleurs/fin")),
    ],
)  # fmt: skip
def test_a_form_of_another_site_changes_nothing(site: Site, path: str) -> None:
    sign_in(site)
    before = site.rows()

    answer = site.client.post(path, data={}, headers={"origin": "https://ailleurs.example"})

    assert answer.status_code == 403
    assert site.rows() == before


def test_a_challenge_says_nothing_to_whoever_reads_it(site: Site) -> None:
    sign_in(site)
    begun = post(site, HERE + "/code")
    totp = pyotp.TOTP(re.findall(r"<code>([A-Z2-7]{32})</code>", begun.text)[0])
    post(site, HERE + "/code/confirmation", {"code": totp.at(site.clock())})
    site.as_visitor()

    challenge = hidden(follow_link(site).text, "challenge")

    raw = base64.urlsafe_b64decode(challenge)
    assert len(raw) == 12 + 256 + 16
    with site.product.database.reading() as session:
        (person,) = session.exec(select(Person.id)).all()
    assert person.encode() not in raw


NEW = "odile@nouvelle.example"


def new_address(site: Site, email: str = NEW) -> str:
    """Ask for another address; where the letter to it leads."""
    answer = post(site, HERE + "/adresse", {"email": email})
    assert (answer.status_code, answer.headers["location"]) == (303, HERE + "?fait=lien-adresse")
    (address,) = (each for each in site.letters[-1].text.split() if "/adresse/" in each)
    return address.removeprefix(site.product.settings.base_url)


def test_an_address_is_changed_by_a_letter_to_the_new_one(site: Site) -> None:
    sign_in(site)
    sign_in(site)
    before = site.client.cookies["recul_session"]
    assert ADDRESS in site.html(HERE)

    opened = new_address(site)
    told = html.unescape(site.html(HERE + "?fait=lien-adresse"))
    rows = site.rows()
    shown = html.unescape(site.html(opened))

    assert "Rien n'a encore changé" in told
    assert site.rows() == rows
    assert ADDRESS in shown
    assert "Vos autres appareils seront déconnectés" in shown
    assert 'name="referrer" content="no-referrer"' in shown
    done = post(site, opened)
    assert (done.status_code, done.headers["location"]) == (303, HERE + "?fait=adresse")
    assert site.client.cookies["recul_session"] != before
    told = html.unescape(site.html(HERE + "?fait=adresse"))
    assert "Votre adresse est changée" in told
    assert NEW in told
    assert ADDRESS not in told
    again = post(site, opened)
    assert again.status_code == 422
    assert "a déjà servi" in html.unescape(again.text)
    assert not opens(site, before)


def test_an_address_somebody_has_is_answered_the_same(site: Site) -> None:
    site.as_visitor()
    follow_link(site, NEW)
    sign_in(site)

    taken, free = (
        post(site, HERE + "/adresse", {"email": each}) for each in (NEW, "libre@exemple.test")
    )

    assert taken.headers["location"] == free.headers["location"] == HERE + "?fait=lien-adresse"
    assert (taken.status_code, taken.text) == (free.status_code, free.text)


def test_what_is_no_address_is_told_at_its_field(site: Site) -> None:
    sign_in(site)

    poor = post(site, HERE + "/adresse", {"email": "<odile"})

    assert poor.status_code == 422
    assert 'id="e-email"' in poor.text
    assert 'value="&lt;odile"' in poor.text
    site.clock.forward(minutes=sessions.FRESH_MINUTES, seconds=1)
    late = post(site, HERE + "/adresse", {"email": NEW})
    assert late.status_code == 422
    assert 'id="e-email"' in late.text
    assert f'action="{HERE}/adresse"' not in late.text


def test_the_link_leads_whoever_is_signed_out_to_sign_in_and_back(site: Site) -> None:
    sign_in(site)
    opened = new_address(site)
    site.as_visitor()

    shown = site.html(opened)
    refused = post(site, opened)

    assert f'href="/connexion?suite={opened.replace("/", "%2F")}"' in shown
    assert "<form" not in shown.partition("<main")[2].partition("</main>")[0]
    assert refused.status_code == 401


def test_whoever_lost_their_telephone_reads_whom_to_ask(site: Site) -> None:
    sign_in(site)
    begun = post(site, HERE + "/code")
    totp = pyotp.TOTP(re.findall(r"<code>([A-Z2-7]{32})</code>", begun.text)[0])
    post(site, HERE + "/code/confirmation", {"code": totp.at(site.clock())})
    site.as_visitor()

    asked = html.unescape(follow_link(site).text)

    assert "Téléphone perdu" in asked
    assert "après vous avoir reconnu" in asked
