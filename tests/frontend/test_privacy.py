"""One's own data by the pages and the commands: the file, the journal, the way out, the sheet."""

import io
import json
import re
import zipfile

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from commons import accounts, ledger, processing
from commons.accounts import passwords
from frontend import rounds
from frontend.cli import cli
from tests.frontend.conftest import Site
from tests.schema.world import Author

PASSWORD = "quatre mots sans rapport"


@pytest.fixture
def author(site: Site) -> Author:
    found = site.join("amis")
    site.as_author(found)
    return found


def people(site: Site) -> int:
    with site.product.database.reading() as session:
        return len(session.exec(select(accounts.Person.id)).all())


def test_the_file_is_the_answer_and_is_kept_nowhere(site: Site, author: Author) -> None:
    answer = site.client.post("/compte/donnees")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    assert re.fullmatch(
        r'attachment; filename="recul-20\d\d-\d\d-\d\d\.zip"', answer.headers["content-disposition"]
    )
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        found = json.loads(packed.read("donnees.json"))
        assert "LISEZMOI.txt" in packed.namelist()
    assert found["person"]["person"][0]["email"] == author.email
    assert found["association"]["organisation"]
    assert "Données téléchargées" in site.html("/compte/donnees")


def test_an_old_session_signs_in_again_first(site: Site, author: Author) -> None:
    site.clock.forward(minutes=20)

    answer = site.client.post("/compte/donnees")
    assert answer.status_code == 422
    assert "connectez-vous à nouveau" in answer.text
    words = {"words": "effacer mon compte"}
    assert site.client.post("/compte/donnees/effacement", data=words).status_code == 422
    assert people(site) == 1


def test_an_account_is_erased_on_its_owner_s_word(site: Site, author: Author) -> None:
    alone = site.sign_in("seule@exemple.test").token
    site.client.cookies.set("recul_session", alone)
    address = "/compte/donnees/effacement"

    answer = site.client.post(address, data={"words": "oui"})
    assert answer.status_code == 422
    assert "tapez exactement" in answer.text
    assert people(site) == 2

    answer = site.client.post(address, data={"words": " Effacer  mon compte "})
    assert answer.status_code == 200
    assert "Votre compte est effacé" in answer.text
    assert "recul_session=" in answer.headers["set-cookie"]
    assert people(site) == 1
    # At once, where no backup of the database reaches.
    path = ledger.path_of(site.product.settings.key_file)
    assert len(path.read_text().splitlines()) == 3
    site.as_visitor()
    site.client.cookies.set("recul_session", alone)
    assert site.client.get("/compte").status_code == 303


def test_the_last_of_an_association_leaves_with_it_instead(site: Site, author: Author) -> None:
    before = site.rows()

    answer = site.client.post("/compte/donnees/effacement", data={"words": "effacer mon compte"})

    assert answer.status_code == 422
    assert "la dernière personne" in answer.text
    assert site.rows() == before


def test_the_journal_counts_what_failed_too(site: Site, author: Author) -> None:
    with site.product.database.writing() as session:
        person = accounts.find_person(session, site.product.keys, author.email)
        prepared = passwords.prepare(PASSWORD, author.email)
        passwords.put(session, site.product.keys, person, prepared)
    site.as_visitor()
    before = site.rows()
    for email in (author.email, author.email, "inconnue@exemple.test"):
        wrong = {"email": email, "password": "autre chose encore"}
        assert site.client.post("/connexion/mot-de-passe", data=wrong).status_code == 422
    # Nothing is written at the moment of a try: its time would tell who is known.
    assert site.rows() == before

    rounds.remember(site.product)

    site.as_author(author)
    page = " ".join(site.html("/compte/donnees").split())
    assert "Mot de passe refusé" in page
    assert "aujourd&#39;hui · 2 fois" in page
    assert "today · 2 times" in " ".join(site.html("/en/compte/donnees").split())


def test_nothing_is_remembered_of_who_is_erased_meanwhile(site: Site, author: Author) -> None:
    with site.product.database.writing() as session:
        person = accounts.find_person(session, site.product.keys, author.email)
    site.product.failures.count(person, "password-failed")
    given = {"words": "leave the network", "withdraw": False}
    site.do("leaveNetwork", given, author.token)
    before = site.rows()["journal"]

    rounds.remember(site.product)

    assert site.rows()["journal"] == before


def test_a_sheet_says_all_under_one_s_own_name_and_goes_with_the_draft(
    site: Site, author: Author
) -> None:
    observation = {"metric": "response-rate", "basis": "sent", "numerator": 48, "denominator": 97}
    draft, version = site.save(
        author, tried="Nous avons écrit à Yvonne Kerbrat.", observations=[observation]
    )
    shelved = site.release(author, draft, version)

    shares = site.html("/mes-partages")
    assert f"/mes-partages/{draft}/fiche" in shares
    page = site.html(f"/mes-partages/{draft}/fiche")
    name = site.read("{ viewer { organisation { name } } }", author.token)
    assert name["viewer"]["organisation"]["name"] in page
    assert "Yvonne Kerbrat" in page
    assert re.search(r"48\s*/\s*97", page)
    assert shelved not in page
    site.html(f"/en/mes-partages/{draft}/fiche")
    assert site.client.get(f"/mes-partages/{shelved}/fiche").status_code == 404

    other = site.join("autres")
    site.as_author(other)
    assert site.client.get(f"/mes-partages/{draft}/fiche").status_code == 404


@pytest.mark.parametrize("language", processing.LANGUAGES)
def test_the_register_is_printed_by_the_doctor(language: str) -> None:
    told = CliRunner().invoke(cli, ["doctor", "--privacy", "--language", language])

    assert told.exit_code == 0
    assert told.stdout == processing.register(language)
