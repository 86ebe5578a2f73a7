"""The composed application: what holds for every answer, and what happens when something fails."""

import html
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import pytest
import sqlalchemy as sa
from starlette.responses import StreamingResponse

from commons import housekeeping, settings
from commons.accounts import SignInLink
from frontend import app, door, rendering, rounds
from frontend.app import HEADERS
from schema import limits
from schema.letters import Letter
from tests.conftest import Ticking
from tests.frontend.browser import Browser
from tests.frontend.conftest import Site

SECRET = "Huguette Lasserre, 06 39 98 41 27"

Serve = Callable[..., Browser]


@pytest.fixture
def serve(tmp_path: Path, clock: Ticking) -> Iterator[Serve]:
    """Opens the product of a folder, as it is served."""
    with ExitStack() as opened:

        def make(*, demo: bool = False, now: Callable[[], datetime] = clock) -> Browser:
            given = {"RECUL_DATA_DIR": str(tmp_path / "data")}
            if not demo:
                given["RECUL_KEY_FILE"] = str(tmp_path / "key")
            letters: list[Letter] = []
            site = app.create(settings.load(given, demo=demo), now=now, deliver=letters.append)
            return opened.enter_context(Browser(site, follow_redirects=False))

        yield make


def failing(*_arguments: object, **_options: object) -> NoReturn:
    raise ValueError(SECRET)


# ------------------------------------------------------------------------------- headers


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/en/", 200),
        ("/connexion", 200),
        ("/graphql?query={__typename}", 200),
        ("/graphql", 400),
        (rendering.asset("recul.css"), 200),
        ("/static/nowhere.css", 404),
        ("/nowhere", 404),
        ("/pratiques/nobody", 404),
        ("/mes-partages", 303),
        ("/robots.txt", 200),
        ("/sante", 200),
    ],
)
def test_every_answer_closes_what_a_browser_may_do(site: Site, path: str, status: int) -> None:
    answer = site.client.get(path)

    assert answer.status_code == status
    kept = answer.headers["cache-control"]
    assert ("public" in kept) == path.startswith(rendering.asset("recul.css"))
    fixed = {name: value for name, value in HEADERS.items() if name != "cache-control"}
    assert {name: answer.headers.get(name) for name in fixed} == fixed
    assert "x-robots-tag" not in answer.headers
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_the_demo_is_for_no_search_engine(serve: Serve) -> None:
    client = serve(demo=True)

    paths = ("/", "/en/", "/pratiques", "/connexion", "/demo/courrier", "/nowhere", "/api")
    pages = [client.get(path) for path in paths]
    files = [client.get(path) for path in (rendering.asset("recul.css"), "/graphql", "/sante")]

    assert all('<meta name="robots" content="noindex">' in page.text for page in pages)
    assert {answer.headers["x-robots-tag"] for answer in pages + files} == {"noindex"}
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_the_real_product_wants_to_be_found(site: Site) -> None:
    assert "noindex" not in site.html("/")
    assert site.client.get("/robots.txt").text == "User-agent: *\nAllow: /\n"
    assert site.client.get("/sante").text == "ok\n"


def test_the_mailbox_is_nowhere_but_in_the_demo(serve: Serve) -> None:
    client = serve()

    for path in ("/demo/courrier", "/en/demo/courrier"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


# ------------------------------------------------------------------------------- static files


def test_files_are_asked_for_once(site: Site) -> None:
    for name in ("recul.css", "forms.css", "htmx.min.js", "favicon.svg"):
        answer = site.client.get(rendering.asset(name))

        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path", ["/static/nowhere.css", "/static/../app.py", "/static/%2e%2e/app.py"]
)
def test_what_is_no_file_is_not_kept(site: Site, path: str) -> None:
    answer = site.client.get(path)

    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "private, no-cache"


# ------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(("prefix", "language"), [("", "fr"), ("/en", "en")])
@pytest.mark.parametrize("path", ["/nowhere", "/pratiques/nobody", "/demo/courrier", "/.env"])
def test_what_is_not_there_is_told_in_the_readers_language(
    site: Site, prefix: str, language: str, path: str
) -> None:
    page = site.html(prefix + path, 404)

    assert f'<html lang="{language}">' in page
    assert f"<h1>{rendering.say(language, 'error.not-found.title')}</h1>" in page


def test_another_method_is_refused_with_a_page(site: Site) -> None:
    answer = site.client.put("/pratiques")

    assert answer.status_code == 405
    assert rendering.say("fr", "error.method.title") in html.unescape(answer.text)


def links(site: Site) -> int:
    with site.product.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(SignInLink)) or 0


def too_much() -> Iterator[bytes]:
    """A form without a length: what it weighs is known only by reading it."""
    yield b"email=odile%40saulniere.example&more="
    for _ in range(20):
        yield b"x" * 64 * 1024


@pytest.mark.parametrize(("prefix", "language"), [("", "fr"), ("/en", "en")])
def test_a_form_of_more_than_a_mebibyte_is_refused(site: Site, prefix: str, language: str) -> None:
    form = {"email": "odile@saulniere.example", "more": "x" * app.FORM_BYTES}
    kind = {"content-type": "application/x-www-form-urlencoded"}

    announced = site.client.post(f"{prefix}/connexion", data=form)
    streamed = site.client.post(f"{prefix}/connexion", content=too_much(), headers=kind)

    for answer in (announced, streamed):
        assert answer.status_code == 413
        assert rendering.say(language, "error.too-large.title") in answer.text
        assert answer.headers["content-security-policy"] == app.POLICY
    assert links(site) == 0
    assert site.letters == []


def test_a_form_of_nearly_a_mebibyte_is_read(site: Site) -> None:
    form = {"email": "odile@saulniere.example", "more": "x" * (app.FORM_BYTES - 200)}

    assert site.client.post("/connexion", data=form).status_code == 303
    assert links(site) == 1


def test_a_body_too_large_for_the_api_is_refused(site: Site) -> None:
    answer = site.post(b'{"query": "' + b"x" * limits.BODY_BYTES + b'"}')

    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("application/")
    assert answer.json()["errors"]


# ------------------------------------------------------------------------------- bugs


@pytest.mark.parametrize(("path", "language"), [("/", "fr"), ("/en/pratiques", "en")])
def test_a_bug_shows_a_page_and_logs_no_value(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    path: str,
    language: str,
) -> None:
    monkeypatch.setattr(door, "ask", failing)

    # The client raises whatever reaches the server, whose log would hold the whole exception.
    answer = site.client.get(path)

    assert answer.status_code == 500
    assert rendering.say(language, "error.bug.title") in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "Huguette" not in answer.text + caplog.text
    assert "06 39" not in caplog.text
    (message,) = caplog.messages
    assert message.startswith("bug on a page: ValueError at test_app.py:")
    assert " failing < " in message


def test_a_bug_in_the_api_shows_no_more(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(site.product.engine, "search", failing)

    api = site.post({"query": "{ search { totalCount } }"})
    page = site.client.get("/pratiques")

    assert api.json()["errors"][0]["extensions"]["code"] == "internal"
    assert page.status_code == 500
    assert rendering.say("fr", "error.bug.title") in page.text
    assert "Huguette" not in api.text + page.text + caplog.text


def test_a_bug_in_the_middle_of_an_answer_logs_no_value(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def half() -> Iterator[str]:
        yield "<!doctype html>"
        failing()

    monkeypatch.setattr(rendering, "page", lambda *_, **__: StreamingResponse(half()))

    answer = site.client.get("/pratiques")

    assert answer.text == "<!doctype html>"
    assert "bug on a page: ValueError" in caplog.text
    assert "Huguette" not in caplog.text


def test_a_night_that_fails_is_logged_without_values(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(housekeeping, "due", lambda database, now: True)
    monkeypatch.setattr(housekeeping, "run", failing)

    client = serve()

    until = time.monotonic() + 10
    while "housekeeping failed" not in caplog.text:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert client.get("/sante").status_code == 200
    assert "ValueError" in caplog.text
    assert "Huguette" not in caplog.text


@pytest.mark.parametrize("due", [False, True])
def test_housekeeping_is_done_when_a_night_is_due_and_remembered(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, clock: Ticking, due: bool
) -> None:
    done = []
    monkeypatch.setattr(housekeeping, "due", lambda database, now: due)
    monkeypatch.setattr(housekeeping, "run", lambda *given: done.append(("run", given[-1])))
    monkeypatch.setattr(
        housekeeping, "remember", lambda database, now: done.append(("remember", now))
    )

    client = serve()

    until = time.monotonic() + (10 if due else 0.3)
    while len(done) < (2 if due else 1) and time.monotonic() < until:
        client.get("/sante")
    assert done == ([("run", clock.now), ("remember", clock.now)] if due else [])


def test_a_head_is_the_answer_without_its_body(site: Site) -> None:
    whole = site.client.get("/pratiques")

    head = site.client.head("/pratiques")

    assert head.status_code == whole.status_code == 200
    assert head.content == b""
    assert head.headers["content-security-policy"] == whole.headers["content-security-policy"]


def test_pages_are_kept_by_no_shared_cache_and_tell_no_path(site: Site) -> None:
    headers = site.client.get("/mes-partages").headers

    assert headers["cache-control"] == "private, no-cache"
    assert headers["referrer-policy"] == "strict-origin"


# ------------------------------------------------------------------------------- warm-up


def test_readers_are_answered_while_detection_is_being_loaded(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, loaded = threading.Event(), threading.Event()

    def load() -> None:
        began.set()
        loaded.wait(30)

    monkeypatch.setattr(rounds.anonymisation, "warm_up", load)

    client = serve()

    assert began.wait(30)
    assert client.get("/").status_code == 200
    assert client.get("/graphql?query={search{totalCount}}").status_code == 200
    assert not loaded.is_set()
    loaded.set()


def test_a_warm_up_that_fails_leaves_the_product_serving(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(rounds.anonymisation, "warm_up", failing)

    assert serve().get("/").status_code == 200
    assert SECRET not in caplog.text
