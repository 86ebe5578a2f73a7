"""Those who look after the commons, and those who leave it, in a real browser on a phone."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from frontend import demo
from tests.journeys.conftest import fit, sign_in

if TYPE_CHECKING:
    from playwright import sync_api as playwright

MODERATORS = [address for _, address, role in demo.STAFF if role == "moderator"]
CONTACTS = {each["key"]: each["contact"] for each in demo.associations()}
# Whose practice it is: moderators can't know, we who wrote the demo do.
AUTHORS = {
    raw["title"]: CONTACTS[raw["association"]] for _, raw in demo.practices() if "title" in raw
}
FEDERATION = next(each["contact"] for each in demo.associations() if each["kind"] == "federation")

Entering = Callable[[str], "playwright.Page"]


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


def reviewing(page: "playwright.Page", site: str) -> str:
    """Stand before a practice of the batch whose author we know; its title."""
    page.goto(f"{site}/compte")
    page.get_by_role("link", name="Modération").click()
    page.wait_for_url("**/moderation")
    opening = page.get_by_role("button", name="Voir s'il y a un lot")
    if opening.count():
        opening.click()
        page.wait_for_url("**/moderation")
    # Some answer for tools, and have no title of their own.
    for place in range(30):
        page.goto(f"{site}/moderation?place={place}")
        title = page.locator("#titre").inner_text().replace("\u00a0", " ")
        if title in AUTHORS:
            return title
    pytest.fail("the batch holds nothing whose author is known")


def decide(page: "playwright.Page", decision: str, note: str) -> None:
    page.locator(f"[name=decision][value={decision}]").check()
    page.locator("[name=reason]").select_option(index=1)
    page.locator("[name=note]").fill(note)
    page.get_by_role("button", name="Décider").click()
    page.wait_for_url("**/moderation?fait=1**")


def test_a_moderator_reviews_and_asks_for_changes(site: str, entering: Entering) -> None:
    moderator = entering(MODERATORS[0])

    title = reviewing(moderator, site)
    fit(moderator)
    shown = moderator.content()
    assert AUTHORS[title] not in shown
    moderator.locator("[name=decision][value=CHANGES]").check()
    moderator.locator("[name=note]").fill("Dites combien de personnes sont venues.")
    moderator.get_by_role("button", name="Décider").click()
    moderator.locator("main [role=alert]").wait_for()
    fit(moderator)
    # nothing that was typed is lost
    assert moderator.locator("#titre").inner_text().replace("\u00a0", " ") == title
    assert "combien de personnes" in moderator.locator("[name=note]").input_value()
    decide(moderator, "CHANGES", "Dites combien de personnes sont venues.")
    assert moderator.locator("#titre").inner_text().replace("\u00a0", " ") != title

    author = entering(AUTHORS[title])
    card = author.locator("main li.card", has_text=title)
    assert "combien de personnes" in card.inner_text()
    assert MODERATORS[0] not in author.content()
    fit(author)


def test_an_author_appeals_and_another_moderator_reads_it(site: str, entering: Entering) -> None:
    first = entering(MODERATORS[0])
    title = reviewing(first, site)
    decide(first, "REFUSE", "Nous y reconnaissons une ville.")

    author = entering(AUTHORS[title])
    card = author.locator("main li.card", has_text=title)
    assert not card.locator("a[href*='/pratiques/']").count()
    card.locator("summary", has_text="Demander une autre relecture").click()
    fit(author)
    card.get_by_role("button", name="Envoyer").click()
    author.locator("main [role=alert]").wait_for()
    fit(author)
    author.locator("[name=words]").fill("Aucune ville n'est nommée dans ce texte.")
    author.get_by_role("button", name="Envoyer").click()
    author.wait_for_url("**/mes-partages?recours=1")
    card = author.locator("main li.card", has_text=title)
    assert "Une autre personne va la relire." in card.inner_text()
    assert not card.locator("a[href*='/pratiques/']").count()
    # it is read with the next batch, never by who refused
    first.goto(f"{site}/moderation")
    assert title not in first.locator("#titre").inner_text().replace("\u00a0", " ")


def test_a_federation_vouches_for_a_file_of_members(site: str, entering: Entering) -> None:
    page = entering(FEDERATION)
    lines = "numero;nom\nW000000001;Les premiers\nW000900500;Pas encore là\nW12;Faux numéro\n"

    page.goto(f"{site}/compte")
    page.get_by_role("link", name="Se porter garante").click()
    page.wait_for_url("**/compte/federation")
    fit(page)
    page.locator("[name=file]").set_input_files(
        {"name": "membres.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    )
    page.get_by_role("button", name="Se porter garante").first.click()
    report = page.locator("main [role=status]")
    report.wait_for()
    fit(page)
    told = report.locator("li").all_inner_texts()
    page.goto(f"{site}/compte/federation")
    listed = page.locator("main").inner_text()

    assert len(told) == 3
    assert "Dans le réseau" in told[0]
    assert "dès son inscription" in told[1]
    assert "Numéro à revoir" in told[2]
    assert "W000900500" in listed
    assert "W12" not in listed


def test_a_person_takes_their_data_and_leaves(site: str, entering: Entering) -> None:
    email = "de-passage@ailleurs.example"
    page = entering(email)

    page.goto(f"{site}/compte")
    fit(page)
    page.get_by_role("link", name="Mes données").click()
    page.wait_for_url("**/compte/donnees")
    fit(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Télécharger").click()
    with zipfile.ZipFile(io.BytesIO(saved.value.path().read_bytes())) as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    page.locator("summary", has_text="Je veux effacer mon compte").click()
    page.locator("[name=words]").fill("effacer mon conte")
    page.get_by_role("button", name="Effacer mon compte").click()
    page.locator("main [role=alert]").wait_for()
    fit(page)
    kept = page.locator("[name=words]").input_value()
    page.locator("[name=words]").fill("effacer mon compte")
    page.get_by_role("button", name="Effacer mon compte").click()
    page.get_by_role("heading", name="Votre compte est effacé").wait_for()
    fit(page)
    page.goto(f"{site}/compte")

    assert email.encode() in held
    assert kept == "effacer mon conte"
    assert "/connexion" in page.url
