"""Moderation by its pages: one at a time by keyboard alone, what authors and readers do of it."""

import re
from typing import Any

import pytest

from tests.frontend.conftest import Site
from tests.schema.cast import appoint
from tests.schema.world import Author

OWN = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


def send(site: Site, address: str, **typed: str) -> Any:
    return site.client.post(address, data=typed, headers=OWN)


@pytest.fixture
def moderator(site: Site) -> Author:
    return appoint(site, "moderation@exemple.test", "moderator")


def hidden_field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found
    return found[1]


def drawn(site: Site, moderator: Author) -> str:
    """The page of a moderator some days later."""
    site.clock.forward(days=4)
    site.as_author(moderator)
    assert send(site, "/moderation/lot").status_code == 303
    return site.html("/moderation")


def test_a_moderator_reads_decides_and_goes_on(site: Site, moderator: Author) -> None:
    for number in range(2):
        site.publish(site.join(f"amis{number}"), title=f"Relancer par courriel, essai {number}")
    page = drawn(site, moderator)

    assert "2 publications à relire." in page
    assert page.count('name="decision"') == 3
    for month in ("mars 2026", "2026-03", "March"):
        assert month not in page
    # Nothing leads to the public page, where a month stands.
    assert "/pratiques/" not in page.split("<main")[1].split("</main")[0]

    refused = send(site, "/moderation", item=hidden_field(page, "item"), place="0")
    assert refused.status_code == 422
    assert "Choisissez une décision." in refused.text
    given = {"item": hidden_field(page, "item"), "place": "0", "decision": "CHANGES"}
    refused = send(site, "/moderation", **given, reason="unclear")
    assert refused.status_code == 422
    assert "Dites à l'auteur ce qui est à changer." in refused.text.replace("&#39;", "'")

    done = send(site, "/moderation", **given, reason="unclear", note="Dites ce qui a été envoyé.")
    assert done.status_code == 303
    assert "1 publication à relire." in site.html(done.headers["location"])
    again = send(site, "/moderation", **given, reason="unclear", note="Dites ce qui manque.")
    assert "ailleurs=1" in again.headers["location"]
    assert "déjà occupé" in site.html(again.headers["location"])


def test_an_author_reads_why_appeals_and_is_heard(site: Site, moderator: Author) -> None:
    author, other = site.join("amis"), appoint(site, "autre@exemple.test", "moderator")
    publication = site.publish(author)
    page = drawn(site, moderator)
    note = "Le texte vante un produit."
    send(site, "/moderation", item=hidden_field(page, "item"), place="0", decision="REFUSE",
         reason="advertising", note=note)  # fmt: skip
    site.as_visitor()
    site.html(f"/pratiques/{publication}", status=410)

    author = site.sign_in(author.email)
    site.as_author(author)
    shares = site.html("/mes-partages")
    assert note in shares
    assert "La modération l&#39;a refusée." in shares
    assert f'href="/pratiques/{publication}"' not in shares
    named = send(site, "/mes-partages/recours", publication=publication,
                 words="Nous, l'Association amis, protestons.")  # fmt: skip
    assert named.status_code == 422
    assert "protestons" in named.text
    sent = send(site, "/mes-partages/recours", publication=publication,
                words="nous ne vendons rien.")  # fmt: skip
    assert sent.headers["location"] == "/mes-partages?recours=1"
    assert "Une autre personne va la relire." in site.html("/mes-partages")

    site.clock.forward(days=1)
    site.as_author(other)
    send(site, "/moderation/lot")
    page = site.html("/moderation")
    assert "nous ne vendons rien." in page
    assert page.count('name="decision"') == 2
    send(site, "/moderation", item=hidden_field(page, "item"), place="0", decision="APPROVE")
    site.as_visitor()
    site.html(f"/pratiques/{publication}")


def test_a_reader_reports_without_an_account(site: Site, moderator: Author) -> None:
    publication = site.publish(site.join("amis"))
    unknown = "3b241101-e2bb-4255-8caf-4136c566a962"
    site.as_visitor()
    assert f'href="/pratiques/{publication}/signaler"' in site.html(f"/pratiques/{publication}")

    thanks = []
    for each in (publication, unknown):
        assert "Rien n&#39;est gardé de vous" in site.html(f"/pratiques/{each}/signaler")
        assert send(site, f"/pratiques/{each}/signaler", words="x").status_code == 422
        sent = send(site, f"/pratiques/{each}/signaler", reason="unclear", words="où ça ?")
        thanks.append(site.html(sent.headers["location"]).replace(each, "#"))
    assert "Merci, nous allons regarder." in thanks[0]
    assert thanks[0] == thanks[1]
    assert "où ça\u00a0?" in drawn(site, moderator)


def test_a_vendor_s_answer_stands_by_its_label(site: Site, moderator: Author) -> None:
    benchmark, vendor = site.evaluate(site.join("amis")), site.sign_in("editeur@exemple.test")
    site.as_author(moderator)
    page = site.html("/moderation/editeurs?outil=helloasso")
    code = re.search(r"<strong>([A-Z2-7-]{19})</strong>", page)
    assert code
    site.as_author(vendor)
    assert "Vous ne saurez pas qui a écrit" in site.html("/outils/helloasso/reponse")
    wrong = send(site, "/outils/helloasso/reponse", code="AAAA", text="Bonjour.")
    assert wrong.status_code == 422
    sent = send(site, "/outils/helloasso/reponse", code=code[1], text="Nous avons revu l'aide.")
    assert sent.status_code == 303
    assert "Nous avons revu" not in site.html(f"/pratiques/{benchmark}")

    site.as_author(moderator)
    page = site.html("/moderation/editeurs")
    send(site, "/moderation/editeurs", answer=hidden_field(page, "answer"), decision="show")
    site.as_visitor()
    shown = site.html(f"/pratiques/{benchmark}")
    assert "Réponse de l&#39;éditeur" in shown
    assert "Nous avons revu l&#39;aide." in shown
    site.html("/outils/nulle-part/reponse", status=404)


def test_two_operators_answer_a_legal_demand_on_their_page(site: Site) -> None:
    author = site.join("amis")
    publication = site.publish(author)
    first = appoint(site, "exploitation@exemple.test", "operator")
    second = appoint(site, "seconde@exemple.test", "operator")
    site.as_author(first)
    assert send(site, "/exploitation/secret", publication="x").status_code == 422
    sent = send(site, "/exploitation/secret", reason="Réquisition n° 12",
                publication=f"http://testserver/pratiques/{publication}")  # fmt: skip
    assert sent.status_code == 303
    assert "/exploitation/secret/confirmer" not in site.html("/exploitation/secret")

    site.as_author(second)
    page = site.html("/exploitation/secret")
    opened = send(site, "/exploitation/secret/confirmer", demand=hidden_field(page, "demand"))
    assert "Association amis" in opened.text
    assert opened.headers["cache-control"] == "no-store"
    assert "Association amis" not in site.html("/exploitation/secret")

    site.as_author(author)
    shares = site.html("/mes-partages")
    assert "Réquisition n° 12" in shares
    assert "10 mars 2026" in shares


@pytest.mark.parametrize("path", ["/moderation", "/moderation/editeurs", "/exploitation/secret"])
def test_nobody_else_sees_these_pages(site: Site, path: str) -> None:
    assert site.client.get(path, follow_redirects=False).status_code == 303
    site.as_author(site.join("amis"))
    site.html(path, status=403)
    site.html(f"/en{path}", status=403)
