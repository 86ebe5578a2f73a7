"""Writing, re-reading, publishing and signing in, by forms alone: no JavaScript anywhere."""

import html
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import SQLModel
from starlette.datastructures import FormData

from commons import anonymisation, settings, vocabulary
from commons.accounts.sessions import SESSION_DAYS
from frontend import app, forms, rendering
from schema.letters import Letter
from tests.conftest import Ticking
from tests.frontend.browser import Browser

SITE = "http://testserver"
TABLES = ("draft", "publication", "person", "organisation", "sign_in_session", "access_token")

PROFILE = {
    "kind": "ASSOCIATION",
    "legalName": "Les Veilleurs de Saulnière",
    "towns": "Saulnière",
    "people": "Odile Trémazan\nRaoul Kerdavid",
    "rna": "W000100001",
    "budget": "10k-50k",
    "employees": "none",
    "volunteers": "10-29",
    "field": "culture",
    "scope": "commune",
    "region": "53",
}
CASE: dict[str, Any] = {
    "kind": "CASE_STUDY",
    "language": "fr",
    "title": "Relancer les adhésions par courriel",
    "tried": "Odile Trémazan a écrit deux fois aux adhérents. Raoul Kerdavid a appelé les autres.",
    "advice": "prévoir du temps pour les réponses.",
    "themes": ["membership"],
    "channels": ["email"],
    "outcome": "worked",
    "humanLink": "same",
}


@dataclass
class Person:
    """Somebody with a browser that runs no script."""

    client: Browser
    letters: list[Letter]

    def get(self, path: str, **options: Any) -> Response:
        return self.client.get(path, **options)

    def post(self, path: str, form: dict[str, Any], **options: Any) -> Response:
        return self.client.post(path, data=form, **options)

    def sign_in(self, email: str) -> Response:
        """Ask for a link, open it from the letter, confirm."""
        asked = self.post("/connexion", {"email": email})
        assert asked.headers["location"] == "/connexion?envoye=1"
        link = self.link()
        assert "Me connecter" in self.get(link).text
        return self.post(link, {})

    def link(self) -> str:
        """The path of the last link that was mailed."""
        found = re.search(r"https?://testserver(\S+)", self.letters[0].text)
        assert found is not None
        return found.group(1)

    def join(self, email: str, number: int, **changes: str) -> None:
        """Sign in and declare an association."""
        self.sign_in(email)
        profile = PROFILE | {"rna": f"W0001{number:05d}"} | changes
        declared = self.post("/compte/association", profile)
        assert declared.headers["location"] == "/compte/association?fait=inscription", declared.text

    def write(self, form: dict[str, Any] = CASE, path: str = "/partager/etude-de-cas") -> str:
        """Save a draft; its path."""
        saved = self.post(path, form)
        assert saved.status_code == 303, problems(saved)
        return saved.headers["location"].removesuffix("/apercu")


def problems(page: Response) -> list[str]:
    """The messages beside the fields and on top."""
    found = re.findall(r'<p class="error"[^>]*>(.*?)</p>|<li><a href="#f-.*?>(.*?)</a>', page.text)
    return [html.unescape(first or second) for first, second in found]


def inputs(page: Response, name: str) -> list[str]:
    """The values of the fields of this name."""
    return re.findall(rf'name="{name}" value="([^"]*)"', page.text)


def findings(page: Response) -> dict[str, str]:
    """The open findings of a preview: words → id."""
    sections = re.findall(r'<section class="finding".*?</section>', page.text, re.DOTALL)
    return {
        html.unescape(re.findall(r"<q[^>]*>(.*?)</q>", each)[0]): re.findall(
            r'name="finding" value="(.*?)"', each
        )[0]
        for each in sections
    }


def rows(application: FastAPI) -> dict[str, int]:
    """How many rows each table holds."""
    database = application.state.runner.product.database
    with database.engine.connect() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in SQLModel.metadata.sorted_tables
            if table.name in TABLES
        }


@dataclass
class Served:
    app: FastAPI
    letters: list[Letter]

    def visitor(self) -> Person:
        client = Browser(self.app, base_url=SITE, follow_redirects=False)
        return Person(client, self.letters)


@pytest.fixture
def serve(sqlite_template: Path, tmp_path: Path, clock: Ticking) -> Iterator[Callable[..., Served]]:
    """Opens the product as it is served, letters kept in a list."""
    opened: list[Browser] = []

    def make(*, demo: bool = True, base_url: str = SITE) -> Served:
        folder = tmp_path / ("demo" if demo else "real")
        folder.mkdir()
        shutil.copy(sqlite_template, folder / "recul.sqlite")
        given = {"RECUL_DATA_DIR": str(folder), "RECUL_BASE_URL": base_url}
        if not demo:
            given["RECUL_KEY_FILE"] = str(tmp_path / "keys" / "recul.key")
        letters: list[Letter] = []
        application = app.create(
            settings.load(given, demo=demo),
            now=clock,
            deliver=lambda letter: letters.insert(0, letter),
        )
        opened.append(Browser(application).__enter__())
        return Served(application, letters)

    yield make
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def served(serve: Callable[..., Served]) -> Served:
    """The demo: an association is verified as soon as it is declared."""
    return serve()


@pytest.fixture
def author(served: Served) -> Person:
    """Somebody whose association may publish."""
    person = served.visitor()
    person.join("odile@saulniere.example", 1)
    return person


def accept_all(person: Person, draft: str) -> Response:
    page = person.get(f"{draft}/apercu")
    form = {
        "version": inputs(page, "version")[0],
        "finding": list(findings(page).values()),
        "choice": "ACCEPT",
    }
    return person.post(f"{draft}/decision", form)


def publish(person: Person, draft: str) -> Response:
    version = inputs(person.get(f"{draft}/apercu"), "version")[0]
    return person.post(f"{draft}/publier", {"version": version})


def test_from_a_mailed_link_to_a_published_practice(served: Served) -> None:
    person = served.visitor()

    # a visitor is led to sign in, then back
    assert "/connexion?suite=" in person.get("/partager").text
    led = person.get("/partager/etude-de-cas")
    assert led.headers["location"] == "/connexion?suite=%2Fpartager%2Fetude-de-cas"
    person.post("/connexion", {"email": "odile@saulniere.example", "suite": "/partager"})
    confirmation = person.get(person.link())
    signed_in = person.post(person.link(), {"suite": inputs(confirmation, "suite")[0]})
    assert signed_in.headers["location"] == "/partager"

    # then to declare the association
    assert person.get("/partager/outil").headers["location"] == "/compte/association"
    assert person.post("/compte/association", PROFILE).status_code == 303
    assert "Les Veilleurs de Saulnière" in person.get("/compte").text

    # writes, re-reads, decides, publishes
    draft = person.write()
    preview = person.get(f"{draft}/apercu")
    assert set(findings(preview)) >= {"Odile Trémazan", "Raoul Kerdavid"}
    assert "disabled" in preview.text
    assert accept_all(person, draft).headers["location"].startswith(f"{draft}/apercu")
    decided = person.get(f"{draft}/apercu")
    assert "Tout est prêt" in decided.text
    assert "disabled" not in decided.text
    published = publish(person, draft)

    # lands on the list of shares, never on the public page
    assert published.headers["location"] == "/mes-partages?publie=2026-03"
    mine = person.get(published.headers["location"])
    assert "Merci, c'est publié" in html.unescape(mine.text)
    public = re.findall(r'href="(/pratiques/[^"]+)"', mine.text)[0]
    read = served.visitor().get(public)
    assert read.status_code == 200
    assert "Trémazan" not in read.text
    assert "Kerdavid" not in read.text

    # withdraws it
    gone = person.post("/mes-partages/retirer", {"publication": public.rsplit("/", 1)[-1]})
    assert gone.headers["location"] == "/mes-partages?retire=1"
    assert served.visitor().get(public).status_code in (404, 410)


def test_publication_is_refused_while_a_passage_is_open(served: Served, author: Person) -> None:
    draft = author.write()
    before = rows(served.app)

    refused = publish(author, draft)

    assert refused.status_code == 422
    assert "passages à décider" in refused.text
    assert rows(served.app) == before


def test_publication_is_refused_while_an_answer_is_missing(served: Served, author: Person) -> None:
    draft = author.write({key: value for key, value in CASE.items() if key != "humanLink"})
    accept_all(author, draft)
    before = rows(served.app)

    refused = publish(author, draft)

    assert refused.status_code == 422
    assert "Effet sur le lien humain" in refused.text
    assert rows(served.app) == before


def test_an_unverified_association_writes_but_does_not_publish(
    serve: Callable[..., Served],
) -> None:
    served = serve(demo=False)
    person = served.visitor()
    person.join("odile@saulniere.example", 1)
    draft = person.write()
    accept_all(person, draft)

    page = person.get(f"{draft}/apercu")
    refused = publish(person, draft)

    assert "votre association aura été vérifiée" in page.text
    assert refused.status_code == 422
    assert rows(served.app)["publication"] == 0


def test_a_passage_is_edited_kept_and_reopened(author: Person) -> None:
    draft = author.write(CASE | {"advice": "Demandez à la Boulangerie Marchandeau de relayer."})
    page = author.get(f"{draft}/apercu")
    found = findings(page)
    partner = next(words for words in found if "Marchandeau" in words)

    def decide(finding: str, choice: str, **more: str) -> str:
        version = inputs(author.get(f"{draft}/apercu"), "version")[0]
        form = {"version": version, "finding": finding, "choice": choice} | more
        answer = author.post(f"{draft}/decision", form)
        assert answer.status_code == 303, answer.text
        return author.get(f"{draft}/apercu").text

    edited = decide(found["Odile Trémazan"], "EDIT", replacement="notre secrétaire")
    assert "notre secrétaire" in edited
    kept = decide(found[partner], "KEEP", reason="necessary")
    assert "Nécessaire pour comprendre" in kept
    reopened = decide(found[partner], "UNDO")
    assert found[partner] in findings(author.get(f"{draft}/apercu")).values()
    assert '<span class="kept">' not in reopened


def test_a_decision_leads_to_the_next_passage(author: Person) -> None:
    draft = author.write(CASE | {"advice": "Demandez à la Boulangerie Marchandeau de relayer."})
    page = author.get(f"{draft}/apercu")
    assert len(findings(page)) >= 2
    section = re.findall(r'<section class="finding".*?</section>', page.text, re.DOTALL)[0]
    (following, *_) = re.findall(r'name="following" value="(\d+)"', section)
    form = {
        "version": inputs(page, "version")[0],
        "finding": next(iter(findings(page).values())),
        "choice": "ACCEPT",
    }

    moved = author.post(f"{draft}/decision", form | {"following": following})

    assert moved.headers["location"].endswith(f"/apercu#passage-{following}")
    assert f'id="passage-{following}"' in author.get(f"{draft}/apercu").text
    for wrong in ("", "x", "-1", '"><script>'):
        form["version"] = inputs(author.get(f"{draft}/apercu"), "version")[0]
        moved = author.post(f"{draft}/decision", form | {"following": wrong})
        assert moved.headers["location"].endswith("/apercu#passages")


def test_mentions_of_one_entity_are_accepted_together_or_one_by_one(author: Person) -> None:
    draft = author.write(
        CASE | {"advice": "Odile Trémazan a tout noté. Odile Trémazan recommence."}
    )
    page = author.get(f"{draft}/apercu")

    (together,) = [
        each
        for each in re.findall(r'<article class="entity".*?</article>', page.text, re.DOTALL)
        if "Décider l'un après l'autre" in html.unescape(each)
    ]

    mentions = len(re.findall(r'<section class="finding"', together))
    first_form = together[: together.index("</form>")]
    assert mentions >= 2
    assert len(re.findall(r'name="finding"', first_form)) == mentions


def test_doubts_are_answered_at_once_and_opened_again_together(author: Person) -> None:
    draft = author.write(CASE | {"advice": "nous avons compté 7431 lettres dans le brimborion."})
    page = author.get(f"{draft}/apercu")
    shown = inputs(page, "shown")
    assert len(shown) == 2

    author.post(f"{draft}/mots", {"version": inputs(page, "version")[0], "shown": shown})
    answered = author.get(f"{draft}/apercu")
    assert inputs(answered, "shown") == []
    assert answered.text.count("sans danger") == 2
    again = {"version": inputs(answered, "version")[0], "undo": inputs(answered, "undo")[:2]}
    author.post(f"{draft}/mots", again)

    assert inputs(author.get(f"{draft}/apercu"), "shown") == shown


def test_the_page_says_that_nothing_is_published_without_the_names_model(
    author: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = author.write()
    monkeypatch.setattr(anonymisation.model, "is_available", lambda: False)

    page = author.get(f"{draft}/apercu")
    refused = publish(author, draft)

    assert "des noms ont pu nous échapper" in page.text
    assert findings(page)
    assert refused.status_code == 422


def test_a_replacement_that_names_somebody_must_be_rephrased(author: Person) -> None:
    draft = author.write()
    page = author.get(f"{draft}/apercu")
    form = {
        "version": inputs(page, "version")[0],
        "finding": findings(page)["Odile Trémazan"],
        "choice": "EDIT",
        "replacement": "Raoul Kerdavid",
    }
    author.post(f"{draft}/decision", form)
    accept_all(author, draft)

    page = author.get(f"{draft}/apercu")

    assert findings(page) == {}
    assert "fait encore reconnaître quelqu'un" in html.unescape(page.text)
    assert "disabled" in page.text
    assert publish(author, draft).status_code == 422


def test_decisions_that_lack_something_are_refused_at_their_passage(author: Person) -> None:
    draft = author.write()
    page = author.get(f"{draft}/apercu")
    form = {
        "version": inputs(page, "version")[0],
        "finding": findings(page)["Odile Trémazan"],
        "choice": "EDIT",
        "replacement": " ",
    }

    refused = author.post(f"{draft}/decision", form)

    assert refused.status_code == 422
    assert 'aria-describedby="edit-e-1"' in refused.text


def test_a_direct_and_certain_passage_cannot_be_kept(author: Person) -> None:
    draft = author.write()
    page = author.get(f"{draft}/apercu")
    section = re.findall(r'<section class="finding".*?</section>', page.text, re.DOTALL)[0]
    assert 'name="reason"' not in section
    form = {
        "version": inputs(page, "version")[0],
        "finding": findings(page)["Odile Trémazan"],
        "choice": "KEEP",
        "reason": "necessary",
    }

    refused = author.post(f"{draft}/decision", form)

    assert refused.status_code == 422
    assert "ne peut pas rester" in refused.text
    assert inputs(author.get(f"{draft}/apercu"), "version")[0] == form["version"]


def test_a_stale_form_changes_nothing_and_loses_nothing(author: Person) -> None:
    draft = author.write()
    assert inputs(author.get(draft), "version") == ["1"]
    assert author.post(draft, CASE | {"version": "1", "title": "Seconde"}).status_code == 303

    late = author.post(draft, CASE | {"version": "1", "title": "Troisième"})

    assert late.status_code == 422
    assert "Recharger le brouillon" in late.text
    assert inputs(late, "title") == ["Troisième"]
    assert inputs(author.get(draft), "title") == ["Seconde"]


def test_a_stale_preview_neither_decides_nor_publishes(served: Served, author: Person) -> None:
    draft = author.write()
    accept_all(author, draft)
    before = rows(served.app)

    late = author.post(f"{draft}/publier", {"version": "1"})

    assert late.status_code == 422
    assert "Recharger l'aperçu" in html.unescape(late.text)
    assert rows(served.app) == before


def test_a_draft_of_others_is_not_found_and_not_changed(served: Served, author: Person) -> None:
    draft = author.write()
    stranger = served.visitor()
    stranger.join("raoul@ailleurs.example", 2, legalName="Le Cercle de Malaunay")
    before = rows(served.app)

    answers = [
        stranger.get(draft),
        stranger.get(f"{draft}/apercu"),
        stranger.post(draft, CASE | {"version": "1", "title": "Volé"}),
        stranger.post(f"{draft}/decision", {"version": "1", "choice": "ACCEPT"}),
        stranger.post(f"{draft}/conditions", {"version": "1", "audience": "OPEN"}),
        stranger.post(f"{draft}/publier", {"version": "1"}),
        stranger.post("/mes-partages/effacer", {"draft": draft.rsplit("/", 1)[-1]}),
    ]

    assert [each.status_code for each in answers] == [404] * 7
    assert all("Trémazan" not in each.text for each in answers)
    assert rows(served.app) == before
    assert inputs(author.get(draft), "version") == ["1"]
    assert inputs(author.get(draft), "title") == [CASE["title"]]


def test_terms_are_set_and_a_wrong_month_is_said_at_its_field(author: Person) -> None:
    draft = author.write()
    terms = {"version": "1", "audience": "MEMBERS", "embargo": "2026-09", "hide": ["size"]}

    chosen = author.post(f"{draft}/conditions", terms)
    refused = author.post(f"{draft}/conditions", terms | {"version": "2", "embargo": "2020-01"})

    assert chosen.headers["location"] == f"{draft}/apercu#etiquettes"
    page = author.get(f"{draft}/apercu").text
    assert re.search(r'value="MEMBERS" checked', page)
    assert re.search(r'name="hide" value="size" checked', page)
    assert 'value="2026-09"' in page
    assert refused.status_code == 422
    assert 'id="e-embargo"' in refused.text
    assert 'value="2020-01"' in refused.text


def test_hostile_words_come_back_escaped(author: Person) -> None:
    hostile = '"><script>alert(1)</script>{{ 7*7 }}'

    draft = author.write(CASE | {"title": hostile, "advice": hostile, "tried": "x</textarea><b>"})
    pages = [
        author.get(draft),
        author.get(f"{draft}/apercu"),
        author.get("/mes-partages"),
        author.post("/partager/outil", CASE | {"title": hostile, "monthlyHours": hostile}),
        author.post("/connexion", {"email": hostile}),
        author.get(f"/connexion?suite=/{hostile}"),
    ]

    for page in pages:
        assert "<script>alert" not in page.text
        assert "</textarea><b>" not in page.text


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(author: Person) -> None:
    form = CASE | {
        "title": "mot " * 60,
        "context": "gardé mot pour mot",
        "row-0-measure": "renewal-rate:year",
        "row-0-number": "102",
        "row-0-total": "143",
    }
    long_title = author.post("/partager/etude-de-cas", form)
    no_number = author.post("/partager/etude-de-cas", form | {"row-0-total": "beaucoup"})
    too_much = author.post("/partager/etude-de-cas", form | {"title": "t", "row-0-total": "0"})

    assert long_title.status_code == no_number.status_code == too_much.status_code == 422
    assert 'id="e-title"' in long_title.text
    assert "gardé mot pour mot" in long_title.text
    assert 'value="membership" checked' in long_title.text
    assert 'id="e-observations.0"' in no_number.text
    assert inputs(no_number, "row-0-total") == ["beaucoup"]
    assert 'id="e-observations.0"' in too_much.text
    assert "Chiffre 1" in " ".join(problems(too_much))


def test_a_tool_is_evaluated_and_read_back(author: Person) -> None:
    form = {
        "kind": "TOOL_BENCHMARK",
        "language": "fr",
        "tool": "helloasso",
        "criterion": ["ease", "value", "support", "leaving"],
        "criterion-ease": "4",
        "criterion-ease-comment": "simple pour tous",
        "criterion-value": "5",
        "criterion-support": "3",
        "criterion-leaving": "",
        "again": "YES",
        "outcome": "worked",
        "humanLink": "same",
        "monthlyHours": "1 200",
        "adopted": "12",
        "equipped": "15",
    }

    draft = author.write(form, "/partager/outil")
    page = author.get(draft)

    assert inputs(page, "criterion-ease-comment") == ["simple pour tous"]
    assert re.search(r'name="criterion-value" value="5" checked', page.text)
    assert re.search(r'name="criterion-leaving" value="" checked', page.text)
    assert inputs(page, "monthlyHours") == ["1200"]
    if findings(author.get(f"{draft}/apercu")):
        accept_all(author, draft)
    assert publish(author, draft).status_code == 303


def test_figures_keep_their_cents_and_empty_rows_are_ignored(author: Person) -> None:
    form = CASE | {
        "row-0-measure": "average-gift:all",
        "row-0-number": "1 234,50",
        "row-0-total": "31",
        "row-0-moment": "AFTER",
        "row-0-source": "accounts",
        "row-2-measure": "setup-hours:all",
        "row-2-number": "12",
    }

    page = author.get(author.write(form))

    assert inputs(page, "row-0-number") == ["1234,50"]
    assert inputs(page, "row-1-number") == ["12"]
    assert inputs(page, "row-4-number") == [""]
    assert inputs(page, "row-5-number") == []


def test_opening_a_sign_in_link_changes_nothing(served: Served) -> None:
    person = served.visitor()
    person.post("/connexion", {"email": "odile@saulniere.example"})
    before = rows(served.app)

    opened = [person.get(person.link()) for _ in range(3)]

    assert [each.status_code for each in opened] == [200] * 3
    assert rows(served.app) == before
    assert not any("set-cookie" in each.headers for each in opened)
    assert person.post(person.link(), {}).status_code == 303
    used = person.post(person.link(), {})
    assert used.status_code == 422
    assert "set-cookie" not in used.headers


@pytest.mark.parametrize(
    ("base_url", "name"), [(SITE, "recul_session"), ("https://testserver", "__Host-recul_session")]
)
def test_the_session_cookie_is_closed_to_scripts_and_other_sites(
    serve: Callable[..., Served], base_url: str, name: str
) -> None:
    served = serve(demo=False, base_url=base_url)
    person = Person(Browser(served.app, base_url=base_url, follow_redirects=False), served.letters)
    person.post("/connexion", {"email": "odile@saulniere.example"})

    signed_in = person.post(person.link(), {})

    cookie = signed_in.headers.get_list("set-cookie")[0]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert cookie.startswith(f"{name}=")
    assert {"httponly", "samesite=lax", "path=/", f"max-age={SESSION_DAYS * 24 * 3600}"} <= parts
    assert ("secure" in parts) is base_url.startswith("https")
    assert not any(part.startswith("domain") for part in parts)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: b=c",
        "évil",
        "",
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(served: Served, elsewhere: str) -> None:
    person = served.visitor()
    person.post("/connexion", {"email": "odile@saulniere.example", "suite": elsewhere})

    signed_in = person.post(person.link(), {"suite": elsewhere})

    assert signed_in.headers["location"] == "/mes-partages"
    assert forms.local_path(elsewhere) is None


def test_signing_out_ends_the_session_itself(served: Served, author: Person) -> None:
    session = author.client.cookies["recul_session"]
    before = rows(served.app)

    left = author.post("/deconnexion", {})

    assert left.headers["location"] == "/"
    assert rows(served.app)["sign_in_session"] == before["sign_in_session"] - 1
    again = served.visitor().get("/compte", headers={"cookie": f"recul_session={session}"})
    assert again.headers["location"].startswith("/connexion")


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}]
)
def test_forms_of_other_sites_are_refused_and_change_nothing(
    served: Served, author: Person, headers: dict[str, str]
) -> None:
    draft = author.write()
    accept_all(author, draft)
    version = inputs(author.get(f"{draft}/apercu"), "version")[0]
    before = rows(served.app)

    answers = [
        author.post(path, form, headers=headers)
        for path, form in [
            ("/partager/etude-de-cas", CASE),
            (draft, CASE | {"version": version}),
            (f"{draft}/decision", {"version": version, "choice": "UNDO"}),
            (f"{draft}/conditions", {"version": version}),
            (f"{draft}/publier", {"version": version}),
            ("/mes-partages/effacer", {"draft": draft.rsplit("/", 1)[-1]}),
            ("/mes-partages/retirer", {"publication": "x"}),
            ("/compte/jetons", {"name": "n", "scopes": "READ", "days": "90"}),
            ("/compte/jetons/fin", {"token": "x"}),
            ("/compte/association", PROFILE),
            ("/connexion", {"email": "x@y.example"}),
            ("/deconnexion", {}),
        ]
    ]

    assert [each.status_code for each in answers] == [403] * len(answers)
    assert rows(served.app) == before
    assert inputs(author.get(draft), "version") == [version]


def test_a_token_is_shown_once_and_ends_when_told(served: Served, author: Person) -> None:
    form = {"name": "Notre site", "scopes": ["READ"], "days": "30"}

    made = author.post("/compte/jetons", form)
    nameless = author.post("/compte/jetons", form | {"name": " "})
    later = author.get("/compte")

    secret = re.findall(r"<code>(recul_\S+)</code>", made.text)[0]
    assert made.headers["cache-control"] == "no-store"
    assert nameless.status_code == 422
    assert "Notre site" in later.text
    assert secret not in later.text
    ended = author.post("/compte/jetons/fin", {"token": inputs(later, "token")[0]})
    assert ended.status_code == 303
    assert rows(served.app)["access_token"] == 0


def test_a_declaration_says_what_is_missing_and_keeps_the_rest(served: Served) -> None:
    person = served.visitor()
    person.sign_in("odile@saulniere.example")

    empty = person.post("/compte/association", {"legalName": "Les Veilleurs"})
    no_number = person.post("/compte/association", PROFILE | {"rna": ""})
    wrong = person.post("/compte/association", PROFILE | {"rna": "12"})
    court = PROFILE | {"rna": "", "court": "Colmar", "volume": "XII", "folio": "3"}

    assert len([each for each in problems(empty) if each == "Cette réponse est nécessaire."]) == 6
    assert inputs(empty, "legalName") == ["Les Veilleurs"]
    assert 'id="e-rna"' in no_number.text
    assert 'id="e-rna"' in wrong.text
    assert "Odile Trémazan" in wrong.text
    assert person.post("/compte/association", court).status_code == 422
    assert rows(served.app)["organisation"] == 0
    assert person.post("/compte/association", court | {"volume": "12"}).status_code == 303


def test_the_demo_mailbox_exists_in_the_demo_only(serve: Callable[..., Served]) -> None:
    demo, real = serve(), serve(demo=False)
    demo.app.state.demo_people = [("Les <b>Jetons</b>", "jetons@demo.example")]
    demo.app.state.mailbox.deliver(Letter("a@b.example", "Lien", f"Voici : {SITE}/connexion/abc\n"))

    shown = demo.visitor().get("/demo/courrier")

    assert 'href="/connexion/abc"' in shown.text
    assert "<b>Jetons" not in shown.text
    assert inputs(shown, "email") == ["jetons@demo.example"]
    assert real.visitor().get("/demo/courrier").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/partager",
        "/partager/etude-de-cas",
        "/partager/outil",
        "/mes-partages",
        "/compte",
        "/connexion",
        "/connexion/abc",
        "/demo/courrier",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_opens_in_both_languages(author: Person, path: str, prefix: str) -> None:
    page = author.get(prefix + path)

    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert f'<html lang="{"en" if prefix else "fr"}">' in page.text
    assert page.text.count("<h1") == 1
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", page.text)


def test_an_english_draft_is_decided_in_english(author: Person) -> None:
    draft = author.write(CASE | {"language": "en"}, "/en/partager/etude-de-cas")

    page = author.get(f"{draft}/apercu")

    assert draft.startswith("/en/partager/")
    assert "What others will see" in page.text
    assert accept_all(author, draft).headers["location"].startswith(f"{draft}/apercu")
    assert publish(author, draft).headers["location"] == "/en/mes-partages?publie=2026-03"


def test_every_word_of_these_pages_exists_in_both_languages() -> None:
    room = Path(rendering.__file__).parent
    french, english = (
        {key: set(re.findall(r"{\w+}", said)) for key, said in rendering.words(language).items()}
        for language in ("fr", "en")
    )
    own = (
        "share share_form _form preview shares sign_in sign_in_link sign_in_code account security"
        " declare mailbox figures _measured _giving"
    )

    used = {
        key
        for name in own.split()
        for key in re.findall(
            r'\bt\("([\w.-]+)"[,)]', (room / "templates" / f"{name}.html").read_text("utf-8")
        )
    }

    assert french == english
    assert used
    assert not {key for key in used if key not in french and f"{key}.one" not in french}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12", 1200),
        ("1 234,50", 123450),
        ("1 234,5", 123450),
        ("1\u202f234,50\u00a0€", 123450),
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1.234", 123400),
        ("12'000", 1200000),
        ("0,01", 1),
    ],
)
def test_euros_become_cents(typed: str, expected: int) -> None:
    assert forms.cents(typed) == expected


@pytest.mark.parametrize("typed", ["", "-3", "1,2,3", "douze", "1e5", "1234,567", "٣", "9" * 30])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(forms.NotANumber):
        forms.cents(typed)
    with pytest.raises(forms.NotANumber):
        forms.whole(typed)


@pytest.mark.parametrize("cents", [0, 1, 99, 100, 123450, 10**11])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_amounts_survive_the_form(cents: int, language: str) -> None:
    assert forms.cents(forms.euros(cents, language)) == cents


def test_every_measure_that_may_be_typed_is_offered_as_its_formula_says() -> None:
    known = vocabulary.terms("metrics")

    assert set(forms.measures()) == {
        code for code, term in known.items() if not term.attributes["derived"]
    }
    for code, measure in forms.measures().items():
        words = measure.counted["en"] + known[code].attributes["unit"]
        if measure.over and measure.amount:
            assert re.search("amount|cost|income|fees", words), code
        if measure.over and not measure.amount:
            assert not re.search("amount|cost|income|fees", words), code
        if measure.amount_over:
            assert re.search("amount|cost|target", measure.among["en"]), code


def test_files_and_repeats_in_a_form_are_no_trouble() -> None:
    form = FormData([("themes", "membership"), ("themes", " "), ("themes", "membership")])

    assert forms.several(form, "themes") == ["membership"]
    assert forms.text(form, "title") == ""
    assert forms.filled("CASE_STUDY", form, None).rows == []


def test_the_preview_says_how_the_number_was_counted_and_why_not_more_is_said(
    author: Person,
) -> None:
    common = author.write(CASE | {"tools": ["helloasso"]})
    listed = author.write(CASE | {"channels": ["sms-gift"]})

    page = html.unescape(author.get(f"{common}/apercu").text)
    hidden = html.unescape(author.get(f"{listed}/apercu").text)

    steps = re.findall(r"<li>(.*?)</li>", page.partition("Comment ce nombre")[2].split("</ol>")[0])
    assert [each.replace("\u00a0", " ").replace("\u202f", " ") for each in steps] == [
        "En France : 1 200 000 associations.",
        "Se servent de « E-mail » : 760 000 ou plus.",
        "Se servent de l'outil « HelloAsso » : 190 000 ou plus. C'est le moins répandu : c'est lui"
        " qui limite ce qui peut être dit.",
        "Tout cela à la fois : la moitié du moins répandu, soit 95 000.",
        "De cette taille (Petite (10 000 à 199 999 €)) : 20 000.",
        "De ce domaine (Culture, patrimoine, médias) : 3 700.",
    ]
    assert "trop peu d'associations pour le dire" in page
    assert page.count('name="hide"') == 3
    assert hidden.count("les utilisateurs de ce canal sont connus") == 3
    assert 'name="hide"' not in hidden


def test_the_zone_is_shown_hidden_on_demand_and_found_again(author: Person) -> None:
    draft = author.write()
    before = author.get(f"{draft}/apercu").text
    terms = {"version": "1", "audience": "OPEN", "hide": ["zone"]}

    author.post(f"{draft}/conditions", terms)

    after = author.get(f"{draft}/apercu").text
    assert "<dd>Ouest</dd>" in before
    assert "<dd>Ouest</dd>" not in after
    assert "vous l'avez masqué" in html.unescape(after)


def test_a_deposit_is_chosen_on_the_preview_and_told_on_ones_own_page(
    served: Served, author: Person
) -> None:
    draft = author.write()
    accept_all(author, draft)
    preview = author.get(f"{draft}/apercu")
    version = inputs(preview, "version")[0]
    given = {"version": version, "release": "MUTUAL_DEPOSIT"}
    assert inputs(preview, "release") == ["NOW", "NEXT_BATCH", "MUTUAL_DEPOSIT"]
    assert re.findall('<option value="(.*?)">', preview.text.partition('id="topic"')[2]) == [
        "email", "membership",
    ]  # fmt: skip

    refused = author.post(f"{draft}/publier", given | {"topic": "letter"})
    assert refused.status_code == 422
    assert 'value="MUTUAL_DEPOSIT" checked' in refused.text
    done = author.post(f"{draft}/publier", given | {"topic": "membership"})

    assert done.headers["location"] == "/mes-partages?publie=depot"
    mine = html.unescape(author.get(done.headers["location"]).text)
    assert "Merci, c'est déposé." in mine
    assert "dépôt croisé sur «\u00a0Adhésion" in mine
    assert "Lundi à 10 heures, nous dirons à peu près où cela en est." in mine
    assert 'href="/pratiques/' not in mine
    (publication,) = inputs(author.get("/mes-partages"), "publication")
    # As an address that never was.
    unknown = served.visitor().get(f"/pratiques/{uuid4()}").status_code
    assert served.visitor().get(f"/pratiques/{publication}").status_code == unknown == 410

    author.post("/mes-partages/retirer", {"publication": publication})
    assert (
        "dépôt croisé"
        not in html.unescape(author.get("/mes-partages").text).partition("Publications")[2]
    )


def test_what_is_left_to_the_batch_is_told_without_a_day_in_the_address(author: Person) -> None:
    draft = author.write()
    accept_all(author, draft)
    version = inputs(author.get(f"{draft}/apercu"), "version")[0]

    done = author.post(f"{draft}/publier", {"version": version, "release": "NEXT_BATCH"})

    assert done.headers["location"] == "/mes-partages?publie=lot"
    mine = html.unescape(author.get(done.headers["location"]).text)
    assert "visible le 16 mars 2026" in mine


def test_ones_own_pages_say_gently_what_giving_opens(author: Person) -> None:
    for path in ("/compte", "/mes-partages"):
        told = html.unescape(author.get(path).text)
        assert "Encore 3 mois, jusqu'à la fin de\u00a0: juin 2026." in told
        assert "C'est votre bienvenue" in told
        assert "un seul geste suffit" in told
        assert "Vous seuls voyez ceci" in told
    english = html.unescape(author.get("/en/compte").text)
    assert "3 months left, until the end of: June 2026." in english


def test_figures_alone_are_given_by_a_form_and_nothing_appears(
    served: Served, author: Person
) -> None:
    assert "/partager/chiffres" in author.get("/partager").text
    empty = author.post("/partager/chiffres", {"channels": "email"})
    assert (empty.status_code, len(problems(empty))) == (422, 1 + 1)
    row = {"row-0-measure": "response-rate:sent", "row-0-number": "30", "row-0-total": "x"}
    wrong = author.post("/partager/chiffres", row | {"channels": "email"})
    assert "Tapez un nombre entier" in html.unescape(wrong.text)
    assert inputs(wrong, "row-0-total")[0] == "x"
    before = rows(served.app)

    done = author.post("/partager/chiffres", row | {"row-0-total": "90", "channels": "email"})

    assert done.headers["location"] == "/mes-partages?chiffres=1"
    told = html.unescape(author.get(done.headers["location"]).text)
    assert "vos chiffres sont gardés scellés" in told
    assert "Encore 12 mois" in told
    assert rows(served.app) == before
