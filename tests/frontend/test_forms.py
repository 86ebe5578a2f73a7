"""Forms of our own pages alone: every one carries a token, and without it nothing happens."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyotp
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from frontend import rendering
from tests.frontend.browser import FIELD, SESSION, VISITOR, token_in
from tests.frontend.conftest import Site
from tests.frontend.test_leaks import routes

TEMPLATES = sorted(Path(rendering.__file__).parent.glob("templates/*.html"))
# Acts that no page of ours asks for, and what stands in for the token there.
ELSEWHERE = {
    "/graphql": "JSON alone, and the origin of a cookie: tests/schema/test_origins.py",
    "/lettres/{token}": "asked by mail programs (RFC 8058): the token of the address is a secret",
    "/en/lettres/{token}": "the same",
}
SAVE = "/connexion"
GIVEN = {"email": "odile@saulniere.example"}


@pytest.fixture
def plain(site: Site) -> TestClient:
    """A browser that sends what it is told to and nothing more."""
    return TestClient(site.client.app, follow_redirects=False)


def held(site: Site) -> dict[str, list[str]]:
    """All rows but those by which the site keeps its own time."""
    return {name: rows for name, rows in site.rows().items() if name not in ("mark", "shelf")}


def refused(answer: Any) -> bool:
    return answer.status_code == 403 and rendering.say("fr", "error.foreign.title") in answer.text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_form_that_is_posted_carries_the_token(path: Path) -> None:
    written = path.read_text("utf-8")

    posted = re.findall(r'<form\b[^>]*\bmethod="post"[^>]*>(.{12})', written, re.DOTALL | re.I)
    assert [each for each in posted if each != "{{ csrf() }}"] == []
    assert len(posted) == len(re.findall(r"method=.post", written, re.I))
    assert "hx-post" not in written


def test_every_act_of_the_pages_refuses_a_form_without_it(site: Site, plain: TestClient) -> None:
    app = site.client.app
    assert isinstance(app, FastAPI)
    author = site.join("amis")
    acts = sorted({path for method, path in routes(app) if method not in ("GET", "HEAD")})
    before = held(site)

    for path in set(acts) - set(ELSEWHERE):
        address = re.sub(r"\{[^}]*\}", "x", path)
        for cookie in ({}, {"cookie": f"{SESSION}={author.token}"}):
            answer = plain.post(address, headers=cookie)

            assert answer.status_code == 403, path
    assert len(acts) > 50
    assert held(site) == before


def with_token(site: Site, plain: TestClient) -> Mapping[str, str]:
    return GIVEN | {FIELD: token_in(plain.get(SAVE).text)}


def test_a_form_of_one_s_own_page_is_taken(site: Site, plain: TestClient) -> None:
    form = with_token(site, plain)

    assert plain.post(SAVE, data=form).status_code == 303
    assert plain.cookies.get(VISITOR)
    assert len(site.letters) == 1


def test_reading_alone_leaves_no_cookie(site: Site, plain: TestClient) -> None:
    for address in ("/", "/pratiques", "/confiance", "/collections"):
        assert "set-cookie" not in plain.get(address).headers, address


def test_the_cookie_lasts_for_all_pages_of_a_visit(plain: TestClient) -> None:
    first, second = plain.get(SAVE), plain.get("/en" + SAVE)

    assert "httponly" in first.headers["set-cookie"].lower()
    assert "samesite=lax" in first.headers["set-cookie"].lower()
    assert "set-cookie" not in second.headers
    assert token_in(first.text) == token_in(second.text)


Change = Callable[[Site, TestClient, dict[str, str]], None]


def _missing(_site: Site, _plain: TestClient, form: dict[str, str]) -> None:
    del form[FIELD]


def _empty(_site: Site, _plain: TestClient, form: dict[str, str]) -> None:
    form[FIELD] = ""


def _altered(_site: Site, _plain: TestClient, form: dict[str, str]) -> None:
    form[FIELD] = form[FIELD][:-1] + ("0" if form[FIELD][-1] != "0" else "1")


def _no_ascii(_site: Site, _plain: TestClient, form: dict[str, str]) -> None:
    form[FIELD] = "é" * 64


def _of_another_visitor(site: Site, _plain: TestClient, form: dict[str, str]) -> None:
    form[FIELD] = token_in(TestClient(site.client.app).get(SAVE).text)


def _without_its_cookie(_site: Site, plain: TestClient, _form: dict[str, str]) -> None:
    plain.cookies.clear()


def _of_a_visitor_sent_in_a_session(site: Site, plain: TestClient, _form: dict[str, str]) -> None:
    plain.cookies.set(SESSION, site.sign_in("lea@exemple.test").token)


def _of_another_session(site: Site, plain: TestClient, form: dict[str, str]) -> None:
    one, other = (site.sign_in(f"{each}@exemple.test").token for each in ("lea", "ida"))
    shown = TestClient(site.client.app, cookies={SESSION: one}).get(SAVE)
    form[FIELD] = token_in(shown.text)
    plain.cookies.set(SESSION, other)


CHANGES: tuple[Change, ...] = (
    _missing, _empty, _altered, _no_ascii, _of_another_visitor, _without_its_cookie,
    _of_a_visitor_sent_in_a_session, _of_another_session,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__.strip("_"))
def test_a_foreign_token_changes_nothing_and_says_so(
    site: Site, plain: TestClient, change: Change
) -> None:
    form = dict(with_token(site, plain))
    change(site, plain, form)
    before, letters = held(site), len(site.letters)

    answer = plain.post(SAVE, data=form)

    assert refused(answer)
    assert held(site) == before
    assert len(site.letters) == letters


def test_a_right_token_from_another_site_changes_nothing(site: Site, plain: TestClient) -> None:
    form = with_token(site, plain)

    answer = plain.post(SAVE, data=form, headers={"sec-fetch-site": "cross-site"})

    assert refused(answer)
    assert site.letters == []


def test_the_token_is_no_credential(site: Site, plain: TestClient) -> None:
    """It tells nothing of the session that it is bound to, and another key makes another."""
    token = site.sign_in("lea@exemple.test").token
    plain.cookies.set(SESSION, token)

    shown = token_in(plain.get(SAVE).text)

    assert token not in shown
    assert len(shown) == 64


def test_a_page_shown_with_a_renewed_session_carries_its_new_token(site: Site) -> None:
    """Confirming a second factor renews the session on the answer itself."""
    site.as_author(site.sign_in("lea@exemple.test"))
    begun = site.client.post("/compte/securite/code").text
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", begun)[0]
    code = pyotp.TOTP(secret).at(site.clock())
    shown = site.client.post("/compte/securite/code/confirmation", data={"code": code})

    renewed = shown.cookies[SESSION]
    plain = TestClient(site.client.app, cookies={SESSION: renewed}, follow_redirects=False)
    answer = plain.post("/compte/securite/code/fin", data={FIELD: token_in(shown.text)})
    assert answer.headers["location"] == "/compte/securite?fait=sans-code"
