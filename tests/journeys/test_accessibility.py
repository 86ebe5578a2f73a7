"""Pages that no journey meets, with axe: nothing on them is closed to somebody."""

from typing import TYPE_CHECKING

import pytest

from frontend import demo
from tests.journeys.conftest import Entering, fit

if TYPE_CHECKING:
    from playwright import sync_api as playwright

STAFF = {role: address for _, address, role in demo.STAFF}
ASSOCIATION = next(each["contact"] for each in demo.associations() if each["kind"] != "federation")

# Whom a page is for, and where it is; ``None`` is a visitor.
PAGES = {
    None: ("/confiance", "/en/confiance", "/api", "/collections", "/partager", "/demo/courrier"),
    ASSOCIATION: (
        "/compte/lettres",
        "/compte/securite",
        "/compte/securite/adresse/perime",
        "/compte/association",
        "/compte/association/fiche",
        "/compte/association/passation",
        "/compte/association/quitter",
        "/partager/chiffres",
        "/partager/outil",
        "/outils/helloasso/reponse",
        "/invitation/perimee",
    ),
    STAFF["moderator"]: ("/moderation/organisations", "/moderation/editeurs?outil=helloasso"),
    STAFF["operator"]: ("/exploitation", "/exploitation/secret"),
}


@pytest.mark.parametrize("who", PAGES, ids=["visitor", "association", "moderator", "operator"])
def test_no_page_breaks_a_rule_of_axe(
    site: str, browser: "playwright.Browser", entering: Entering, who: str | None
) -> None:
    page = entering(who) if who else browser.new_page(viewport={"width": 390, "height": 844})

    for address in PAGES[who]:
        answer = page.goto(f"{site}{address}")
        assert answer is not None
        assert answer.ok, address
        fit(page)
        # nothing is wider than a phone
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address

    if who is None:
        practice = page.goto(f"{site}/pratiques")
        assert practice is not None
        found = page.locator("#results article a").first.get_attribute("href")
        page.goto(f"{site}{found}/signaler")
        page.get_by_role("button", name="Signaler").click()
        page.locator("main [role=alert]").wait_for()
        fit(page)
        page.close()
