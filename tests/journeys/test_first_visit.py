"""From landing to a published practice, in a real browser, with axe on every page it meets."""

import time
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import fit

if TYPE_CHECKING:
    from playwright import sync_api as playwright

# What the author writes, and what must never leave.
NAME = "Les Ravaudeurs de Brévenne"
TOWN = "Brévenne-le-Haut"
PRESIDENT = "Solange Quintrec"
PHONE = "06 39 98 12 34"
DONOR = "Achille Vermandou"
SOLD = "487"


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_from_landing_to_a_published_practice(
    site: str, browser: "playwright.Browser", script: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=script, locale="fr-FR"
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda each: each.type == "error" and problems.append(each.text))
    page.on("pageerror", lambda each: problems.append(str(each)))
    check = fit if script else (lambda page: None)
    email = f"brevenne-{'js' if script else 'plain'}@ravaudeurs.example"

    # finds a practice without an account
    page.goto(site)
    check(page)
    page.get_by_role("searchbox").first.fill("financement participatf petites assos")
    page.get_by_role("searchbox").first.press("Enter")
    page.wait_for_url("**/pratiques?**")
    check(page)
    cards = page.locator("#results article")
    assert cards.count() > 0
    # is helped where little is found, and while typing
    page.goto(f"{site}/pratiques?q=cagnotte+zzzzzz&sizes=small")
    assert page.locator("#results .note a").count() > 0
    check(page)
    if script:
        page.goto(site)
        page.get_by_role("searchbox").first.press_sequentially("béné", delay=80)
        page.locator("#suggestions a").first.wait_for()
        check(page)
        # and has the results alone once they come
        page.goto(f"{site}/pratiques")
        page.get_by_role("searchbox").press_sequentially("cagnotte", delay=80)
        page.locator("#suggestions a").first.wait_for()
        page.get_by_role("searchbox").press("Enter")
        page.wait_for_url("**/pratiques?q=cagnotte")
        page.locator("#suggestions a").first.wait_for(state="detached")
        _open_all(page)
        check(page)
    page.goto(f"{site}/pratiques?q=financement+participatf&channels=crowdfunding&sizes=small")
    check(page)
    cards.first.get_by_role("link").first.click()
    page.wait_for_url("**/pratiques/*-*")
    check(page)

    # signs in through the mailbox
    page.goto(f"{site}/connexion")
    check(page)
    page.locator("input[type=email]").first.fill(email)
    page.locator("input[type=email]").first.press("Enter")
    page.goto(f"{site}/demo/courrier")
    check(page)
    page.locator("a[href*='/connexion/']").first.click()
    check(page)
    page.locator("main form button").first.click()
    page.wait_for_url("**/mes-partages**")
    check(page)

    # declares the association
    page.goto(f"{site}/compte/association")
    check(page)
    page.locator("[name=legalName]").fill(NAME)
    page.locator("[name=towns]").fill(TOWN)
    page.locator("[name=people]").fill(PRESIDENT)
    page.locator("[name=rna]").fill("W000900001" if script else "W000900002")
    for name, code in {
        "budget": "10k-50k",
        "employees": "none",
        "volunteers": "10-29",
        "field": "culture",
        "scope": "commune",
        "region": "84",
    }.items():
        field = page.locator(f"[name={name}]")
        if (
            field.first.evaluate("each => each.tagName") == "SELECT"
            if script
            else _is_select(field)
        ):
            field.first.select_option(code)
        else:
            page.locator(f"[name={name}][value='{code}']").check()
    page.locator("main form button").last.click()
    page.wait_for_load_state()

    # writes a case that names everybody
    page.goto(f"{site}/partager/etude-de-cas")
    check(page)
    page.locator("[name=title]").fill(f"La tombola de {NAME}")
    page.locator("[name=tried]").fill(
        f"À {TOWN}, {NAME} a vendu {SOLD} billets par téléphone. {PRESIDENT} répondait au {PHONE}."
    )
    page.locator("[name=advice]").fill(
        f"Remerciez chacun : {DONOR}, qui a donné 1 250 €, attendait notre appel."
    )
    _open_all(page)
    page.locator("[name=themes][value=fundraising]").check()
    page.locator("[name=channels][value=raffle]").check()
    page.locator("[name=outcome][value=worked]").check()
    page.locator("[name=humanLink][value=stronger]").check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/apercu**")
    check(page)

    # sees all of it replaced, accepts, looks at the doubtful words, publishes
    accept_all = page.get_by_role("button", name="Tout accepter")
    accept_all.first.click()
    page.wait_for_load_state()
    check(page)
    assert page.get_by_role("button", name="Publier").first.is_disabled()
    page.get_by_role("checkbox", name=SOLD).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="C'est vu").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#mots")
    check(page)
    assert SOLD not in "".join(page.locator(".seen .text").all_inner_texts())
    page.get_by_role("button", name="Publier").first.click()
    page.wait_for_url("**/mes-partages**")
    check(page)
    public = page.locator("main a[href*='/pratiques/']").first.get_attribute("href")
    assert public is not None

    # finds it, and nothing of who wrote it
    page.goto(f"{site}{public}")
    check(page)
    shown = page.content()
    for planted in (NAME, "Ravaudeurs", TOWN, PRESIDENT, "Quintrec", PHONE, DONOR, "1 250", SOLD):
        assert planted not in shown
    until = time.monotonic() + 2
    identifier = public.rsplit("/", 1)[-1]
    while True:
        page.goto(f"{site}/pratiques?q=tombola&tri=date")
        if page.locator(f"a[href*='{identifier}']").count() or time.monotonic() > until:
            break
        time.sleep(0.2)
    assert page.locator(f"a[href*='{identifier}']").count()

    # withdraws it
    page.goto(f"{site}/mes-partages")
    _open_all(page)
    page.get_by_role("button", name="Retirer").first.click()
    page.wait_for_load_state()
    gone = page.goto(f"{site}{public}")
    assert gone is not None
    assert gone.status == 410
    page.goto(f"{site}/pratiques?q=tombola&tri=date")
    assert not page.locator(f"a[href*='{identifier}']").count()
    assert [each for each in problems if "410" not in each] == []
    context.close()


def _is_select(field: "playwright.Locator") -> bool:
    return field.and_(field.page.locator("select")).count() > 0


def _open_all(page: "playwright.Page") -> None:
    """Open every folded part, as somebody would who reads it all."""
    for summary in page.locator("main details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
