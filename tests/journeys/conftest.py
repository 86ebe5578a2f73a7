"""The demo served for all journeys, a real browser, and axe on the pages they meet."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.conftest import free_port, skip_or_fail
from tests.frontend import first_start

if TYPE_CHECKING:
    from playwright import sync_api as playwright

AXE = pathlib.Path(__file__).parent.parent / "vendored" / "axe.min.js"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTS_WITHIN_SECONDS = 60

Entering = Callable[[str], "playwright.Page"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo, served as the README says, in a folder where it has been started before."""
    home = tmp_path_factory.mktemp("demo")
    first_start.once(tmp_path_factory).copy(home)
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key[:6] != "RECUL_"}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "frontend.cli", "serve", "--demo", "--port", str(port)],
            cwd=home,
            env=environment,
            stdout=log,
            stderr=log,
        )
        address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/sante"):
                break
            if process.poll() is not None or time.monotonic() > until:
                process.kill()
                pytest.fail(f"the demo did not start: {(home / 'log').read_text()}")
            time.sleep(0.2)
        yield address
        process.terminate()
        process.wait()


@pytest.fixture(scope="session")
def browser() -> Iterator["playwright.Browser"]:
    driver = pytest.importorskip("playwright.sync_api")
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        skip_or_fail("browser", "Chromium is not installed")
    with driver.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()


def fit(page: "playwright.Page") -> None:
    """No rule of axe is broken on the page as it stands."""
    # The site's own policy forbids injected scripts: axe comes in through the debugger.
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")
    broken = [
        (each["id"], [node["target"] for node in each["nodes"]]) for each in found["violations"]
    ]
    assert not broken, f"{page.url}: {broken}"


def sign_in(page: "playwright.Page", site: str, email: str) -> None:
    """By the link in the letter, which waits in the demo's mailbox."""
    page.goto(f"{site}/connexion")
    page.locator("#email").fill(email)
    page.locator("#email").press("Enter")
    page.goto(f"{site}/demo/courrier")
    letters = page.locator("article.letter", has_text=email)
    letters.locator("a[href*='/connexion/']").first.click()
    page.locator("main form button").first.click()
    page.wait_for_url("**/mes-partages")


@pytest.fixture
def entering(site: str, browser: "playwright.Browser") -> Iterator[Entering]:
    """Open a phone's browser as somebody of the demo."""
    contexts = []

    def enter(email: str) -> "playwright.Page":
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
        contexts.append(context)
        page = context.new_page()
        sign_in(page, site, email)
        return page

    yield enter
    for each in contexts:
        each.close()
