"""Those who look after the commons, and those who leave it, in a real browser on a phone."""

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from frontend import demo
from tests.journeys.conftest import Entering, fit

if TYPE_CHECKING:
    from playwright import sync_api as playwright

MODERATORS = [address for _, address, role in demo.STAFF if role == "moderator"]
CONTACTS = {each["key"]: each["contact"] for each in demo.associations()}
# Whose practice it is: moderators can't know, we who wrote the demo do.
AUTHORS = {
    raw["title"]: CONTACTS[raw["association"]] for _, raw in demo.practices() if "title" in raw
}
FEDERATION = next(each["contact"] for each in demo.associations() if each["kind"] == "federation")

# What the association of the journey below is, as chosen from lists.
CLASSES = {
    "budget": "1k-10k",
    "employees": "none",
    "volunteers": "10-29",
    "field": "culture",
    "scope": "commune",
    "region": "75",
}


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
    lines = (
        "numero;nom;contact\nW000000001;Les premiers;bureau@exemple.test\n"
        "W000900500;Pas encore là\nW12;Faux numéro\n"
    )

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
    # What is to be corrected comes first; of the others nothing is told.
    assert "À revoir" in told[0]
    assert [each.partition("Notée")[1] for each in told] == ["", "Notée", "Notée"]
    assert "W000900500" in listed
    assert "bureau@exemple.test" in listed
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


def test_a_volunteer_whom_a_federation_invites_may_publish(
    site: str, browser: "playwright.Browser", entering: Entering
) -> None:
    email = "ginette@amis-du-lavoir.example"
    federation = entering(FEDERATION)
    federation.goto(f"{site}/compte/federation")
    inviting = federation.locator("form[action$='/invitations']")
    inviting.locator("[name=email]").fill(email)
    inviting.get_by_role("button").click()
    federation.locator("main [role=status]").wait_for()

    # without JavaScript, from the letter on
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="fr-FR", java_script_enabled=False
    )
    page = phone.new_page()
    letters = page.locator("article.letter", has_text=email)
    page.goto(f"{site}/demo/courrier")
    letters.locator("a[href*='/invitation/']").click()
    page.locator("main a[href*='/connexion']").click()
    page.locator("#email").fill(email)
    page.locator("#email").press("Enter")
    page.goto(f"{site}/demo/courrier")
    letters.locator("a[href*='/connexion/']").click()
    page.get_by_role("button", name="Me connecter").click()
    page.wait_for_url("**/invitation/*")
    page.get_by_role("link", name="Déclarer mon association").click()
    page.locator("[name=legalName]").fill("Les Amis du Lavoir")
    page.locator("[name=rna]").fill("W000900601")
    for name, code in CLASSES.items():
        page.locator(f"[name={name}]").select_option(code)
    page.get_by_role("button", name="Déclarer cette association").click()
    page.wait_for_url("**/compte/association?fait=inscription")
    told = page.locator("main").inner_text()
    page.get_by_role("link", name="Partager une expérience").click()
    page.wait_for_url("**/partager")
    page.goto(f"{site}/mes-partages")
    welcome = page.locator("#dons ~ p").first.inner_text()
    phone.close()

    assert "Votre association est vérifiée" in told
    assert email in told
    assert "votre bienvenue" in welcome
