"""Pages, headers, cookies, letters and commands of a product in which identities were planted.

Every route of the application is driven here, by everybody but the author, or listed with the
reason why not; a new one fails the test until it is.
"""

import email.policy
import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import pytest
import typer
from fastapi import FastAPI
from starlette.routing import Mount, Route
from typer.testing import CliRunner

from commons import library, publishing, settings
from frontend import mailing
from frontend.cli import cli
from frontend.commands import mail
from frontend.pages import mailbox
from tests.frontend.browser import FIELD
from tests.frontend.conftest import OpenSite, Site
from tests.schema import planted as planting
from tests.schema import world as worlds
from tests.schema.planted import PROFILE, Planted, found_secrets, leaks

UNKNOWN = "3b241101-e2bb-4255-8caf-4136c566a962"
COOKIE = "recul_session"
Form = Mapping[str, Any]

# Routes that are not driven here, and why.
NOT_DRIVEN = {
    "/graphql": "tests/schema/test_leaks.py asks every field and tries every mutation",
    "/static": "files of the release, the same for everybody",
    "/demo/courrier": "only in the demo, whose people and letters are invented",
}
# Pages that show an author what is theirs: seen by that author alone.
OWN = ("/mes-partages", "/partager", "/compte", "/connexion", "/invitation")
# Forms list the vocabulary, where the author's classes are among all others.
FORMS = ("/compte/association", "/compte/association/fiche")


@pytest.fixture(scope="module")
def planted(open_site: OpenSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    with open_site(tmp_path_factory.mktemp("leaks")) as site, planting.every_log_line() as log:
        made = planting.plant(site)
        made.log = log
        yield made


def site_of(planted: Planted) -> Site:
    assert isinstance(planted.world, Site)
    return planted.world


def routes(routed: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every (method, path) of an application, routers within it included."""
    for each in routed.routes:
        if isinstance(each, Mount):
            yield "GET", prefix + each.path
        elif isinstance(each, Route):
            for method in each.methods or ():
                yield method, prefix + each.path
        else:
            yield from routes(each.original_router, prefix + each.include_context.prefix)


def addresses(planted: Planted) -> dict[str, list[str]]:
    """Every page with the ways to open it; those under /en are the same."""
    shelf = (*planted.publications, planted.waiting, planted.gone, planted.drafts[0],
             planted.organisation, UNKNOWN, "x")  # fmt: skip
    theirs = (*planted.drafts, planted.organisation, UNKNOWN, "x")
    draft = {each: [f"/partager/{one}/{each}" for one in theirs]
             for each in ("apercu", "decision", "mots", "conditions", "publier")}  # fmt: skip
    return {
        "/": ["/"],
        "/pratiques": [
            "/pratiques", "/pratiques?q=relancer", "/pratiques?tri=date", "/pratiques?apres=x",
            "/pratiques?sizes=small&fields=culture", "/pratiques?hindsight=36-months",
            "/pratiques?tools=helloasso", f"/pratiques?collections={planted.slug}",
            "/pratiques?zones=north-west", "/pratiques?q=rien-de-tel", "/pratiques?sizes=x",
        ],
        "/pratiques/suggestions": ["/pratiques/suggestions?q=relancer", "/pratiques/suggestions"],
        "/pratiques/{practice}": [f"/pratiques/{each}" for each in shelf],
        "/collections": ["/collections"],
        "/collections/nouvelle": ["/collections/nouvelle"],
        "/collections/{slug}": [f"/collections/{each}" for each in (planted.slug, "rien")],
        "/partager": ["/partager"],
        "/partager/etude-de-cas": ["/partager/etude-de-cas"],
        "/partager/outil": ["/partager/outil"],
        "/partager/chiffres": ["/partager/chiffres"],
        "/partager/{draft}": [f"/partager/{each}" for each in theirs],
        **{f"/partager/{{draft}}/{act}": ways for act, ways in draft.items()},
        "/mes-partages": [
            "/mes-partages", "/mes-partages?publie=2026-03", "/mes-partages?publie=attente",
            "/mes-partages?retire=1", "/mes-partages?efface=1", "/mes-partages?enregistre=1",
        ],
        "/connexion": ["/connexion", "/connexion?envoye=1", "/connexion?suite=/compte"],
        "/connexion/{token}": ["/connexion/x"],
        "/connexion/mot-de-passe": ["/connexion/mot-de-passe"],
        "/connexion/code": ["/connexion/code"],
        "/compte/securite": ["/compte/securite", "/compte/securite?fait=appareils"],
        "/connexion/fournisseur/{name}/aller": ["/connexion/fournisseur/maison/aller"],
        "/connexion/fournisseur/{name}": ["/connexion/fournisseur/maison?code=x&state=y"],
        "/compte/securite/fournisseur": ["/compte/securite/fournisseur"],
        "/compte/securite/mot-de-passe": ["/compte/securite/mot-de-passe"],
        "/compte/securite/adresse": ["/compte/securite/adresse"],
        "/compte/securite/adresse/{token}": [
            f"/compte/securite/adresse/{each}" for each in (planted.moving, planted.token)
        ],
        "/compte/securite/code": ["/compte/securite/code"],
        "/compte/securite/code/confirmation": ["/compte/securite/code/confirmation"],
        "/compte/lettres": ["/compte/lettres", "/compte/lettres?fait=1"],
        "/compte/donnees": ["/compte/donnees"],
        "/compte/donnees/effacement": ["/compte/donnees/effacement"],
        "/mes-partages/{draft}/fiche": [f"/mes-partages/{each}/fiche" for each in theirs],
        "/lettres/{token}": ["/lettres/x"],
        "/compte": ["/compte"],
        "/compte/jetons": ["/compte/jetons"],
        "/compte/association": ["/compte/association", "/compte/association?fait=fiche"],
        "/compte/association/fiche": ["/compte/association/fiche"],
        "/compte/association/passation": ["/compte/association/passation"],
        "/compte/association/quitter": ["/compte/association/quitter"],
        "/compte/federation": ["/compte/federation", "/compte/federation?fait=retrait"],
        "/invitation/{token}": [f"/invitation/{each}" for each in (planted.invitation, "x")],
        "/moderation/organisations": ["/moderation/organisations"],
        "/moderation": ["/moderation", "/moderation?place=1"],
        "/moderation/editeurs": ["/moderation/editeurs", "/moderation/editeurs?outil=helloasso"],
        "/pratiques/{practice_id}/signaler": [
            f"/pratiques/{each}/signaler" for each in (planted.publications[0], UNKNOWN)
        ],
        "/outils/{code}/reponse": ["/outils/helloasso/reponse", "/outils/x/reponse"],
        "/exploitation/secret": ["/exploitation/secret"],
        "/exploitation": ["/exploitation"],
        "/api": ["/api"],
        "/confiance": ["/confiance"],
        "/robots.txt": ["/robots.txt"],
        "/sante": ["/sante"],
    }  # fmt: skip


def forms(planted: Planted) -> dict[str, list[tuple[str, Form]]]:
    """Every act of a page as somebody else would try it on what is the author's."""
    theirs = (*planted.drafts, planted.organisation, UNKNOWN)
    shelf = (*planted.publications, planted.waiting, planted.gone, UNKNOWN)

    def of_draft(act: str, **more: Any) -> list[tuple[str, Form]]:
        return [(f"/partager/{each}{act}", {"version": "1"} | more) for each in theirs]

    def of_collection(act: str, **more: Any) -> list[tuple[str, Form]]:
        return [
            (f"/collections/{slug}/{act}", {"publication": each} | more)
            for slug in (planted.slug, "rien")
            for each in shelf
        ]

    declared = {name: value for name, value in worlds.PROFILE.items() if name != "rna"}
    written = {"title": "une relance", "tried": "nous avons écrit.", "version": "1"}
    return {
        "/connexion": [("/connexion", {"email": each}) for each in (planting.EMAIL, "x")],
        "/connexion/{token}": [(f"/connexion/{each}", {}) for each in ("x", planted.token)],
        "/connexion/mot-de-passe": [
            ("/connexion/mot-de-passe", {"email": planting.EMAIL, "password": "quatre mots"})
        ],
        "/connexion/code": [("/connexion/code", {"challenge": "x", "code": "000000"})],
        "/deconnexion": [("/deconnexion", {})],
        "/compte/securite/mot-de-passe": [
            ("/compte/securite/mot-de-passe", {"password": "court"}),
            ("/compte/securite/mot-de-passe", {"password": "x" * 20, "current": "y" * 20}),
        ],
        "/compte/securite/mot-de-passe/fin": [("/compte/securite/mot-de-passe/fin", {})],
        "/compte/securite/adresse": [
            ("/compte/securite/adresse", {"email": each}) for each in (planting.EMAIL, "x")
        ],
        "/compte/securite/adresse/{token}": [
            (f"/compte/securite/adresse/{each}", {}) for each in (planted.moving, "x")
        ],
        "/compte/securite/code": [("/compte/securite/code", {})],
        "/compte/securite/fournisseur": [("/compte/securite/fournisseur", {"proof": "x"})],
        "/compte/securite/fournisseur/fin": [
            ("/compte/securite/fournisseur/fin", {"identity": UNKNOWN})
        ],
        "/compte/securite/code/confirmation": [("/compte/securite/code/confirmation", {})],
        "/compte/securite/code/fin": [("/compte/securite/code/fin", {})],
        "/compte/securite/appareil/fin": [
            ("/compte/securite/appareil/fin", {"device": each})
            for each in (planted.device(), UNKNOWN)
        ],
        "/compte/securite/ailleurs/fin": [("/compte/securite/ailleurs/fin", {})],
        "/compte/donnees": [("/compte/donnees", {})],
        "/compte/donnees/effacement": [("/compte/donnees/effacement", {"words": "non"})],
        "/compte/lettres": [("/compte/lettres", {"pace": "NONE", "language": "FR"})],
        "/lettres/{token}": [(f"/lettres/{each}", {}) for each in ("x", planted.token)],
        "/compte/jetons": [
            ("/compte/jetons", {"name": "le mien", "scopes": "READ", "days": "30"}),
            ("/compte/jetons", {"name": "", "scopes": "READ", "days": "x"}),
        ],
        "/compte/jetons/fin": [
            ("/compte/jetons/fin", {"token": each}) for each in (planted.token, UNKNOWN)
        ],
        "/compte/association": [
            ("/compte/association", declared | {"rna": PROFILE["rna"]}),
            ("/compte/association", declared | {"siren": PROFILE["siren"]}),
            ("/compte/association", {}),
        ],
        "/exploitation/moderation": [("/exploitation/moderation", {"email": planting.EMAIL})],
        "/exploitation/moderation/fin": [
            ("/exploitation/moderation/fin", {"email": each})
            for each in (planting.EMAIL, planting.MODERATOR)
        ],
        "/compte/association/fiche": [
            ("/compte/association/fiche", declared | {"rna": PROFILE["rna"]}),
            ("/compte/association/fiche", {}),
        ],
        "/compte/association/invitations/fin": [
            ("/compte/association/invitations/fin", {"invitation": each})
            for each in (planted.invited(), UNKNOWN)
        ],
        "/compte/association/membres/fin": [
            ("/compte/association/membres/fin", {"colleague": each})
            for each in (planted.colleague(), UNKNOWN)
        ],
        "/compte/association/contact": [("/compte/association/contact", {})],
        "/compte/association/depart": [("/compte/association/depart", {})],
        "/compte/association/quitter": [
            ("/compte/association/quitter", {"words": "oui", "shares": "withdraw"})
        ],
        "/compte/federation/fin": [("/compte/federation/fin", {"vouch": UNKNOWN})],
        "/compte/federation/ouverture": [
            ("/compte/federation/ouverture", {"open": each}) for each in ("1", "")
        ],
        "/invitation/{token}": [(f"/invitation/{each}", {}) for each in (planted.invitation, "x")],
        "/moderation/organisations": [
            ("/moderation/organisations", {"organisation": PROFILE["rna"], "decision": each})
            for each in ("verify", "refuse")
        ],
        "/moderation/organisations/doublons": [
            ("/moderation/organisations/doublons", {"kept": PROFILE["rna"], "gone": "x"})
        ],
        "/moderation/organisations/invitations/fin": [
            ("/moderation/organisations/invitations/fin", {"invitation": UNKNOWN})
        ],
        "/moderation": [("/moderation", {"item": each, "decision": "APPROVE"}) for each in shelf],
        "/moderation/lot": [("/moderation/lot", {})],
        "/moderation/editeurs": [("/moderation/editeurs", {"answer": UNKNOWN})],
        "/pratiques/{practice_id}/signaler": [
            (f"/pratiques/{each}/signaler", {"reason": reason})
            for each in shelf
            for reason in ("unclear", "")
        ],
        "/mes-partages/recours": [
            ("/mes-partages/recours", {"publication": each, "words": "rien à redire."})
            for each in shelf
        ],
        "/outils/{code}/reponse": [("/outils/helloasso/reponse", {"code": "x", "text": "x"})],
        "/exploitation/secret": [
            ("/exploitation/secret", {"publication": each, "reason": "x"}) for each in shelf
        ],
        "/exploitation/secret/confirmer": [("/exploitation/secret/confirmer", {"demand": UNKNOWN})],
        "/mes-partages/retirer": [("/mes-partages/retirer", {"publication": x}) for x in shelf],
        "/mes-partages/effacer": [("/mes-partages/effacer", {"draft": x}) for x in theirs],
        "/partager/etude-de-cas": [("/partager/etude-de-cas", written)],
        "/partager/outil": [("/partager/outil", written)],
        "/partager/chiffres": [("/partager/chiffres", written)],
        "/partager/{draft}": of_draft("", **written),
        "/partager/{draft}/decision": of_draft("/decision", choice="ACCEPT", finding="x"),
        "/partager/{draft}/mots": of_draft("/mots", shown="x"),
        "/partager/{draft}/conditions": of_draft("/conditions", audience="OPEN"),
        "/partager/{draft}/publier": of_draft("/publier"),
        "/collections/nouvelle": [
            ("/collections/nouvelle", {"title": title, "introduction": "", "language": "fr"})
            for title in ("Suite", "", "Vu chez Gwenola Kerbrat")
        ],
        "/collections/{slug}/deplacer": of_collection("deplacer", position="1"),
        "/collections/{slug}/note": of_collection("note", note="Vu chez Gwenola Kerbrat"),
        "/collections/{slug}/retirer": of_collection("retirer")[2:],
        "/pratiques/{practice}/collections": [
            (f"/pratiques/{each}/collections", {"collection": planted.slug, "note": note})
            for each in (*shelf, planted.drafts[0])
            for note in ("à lire", "Vu chez Gwenola Kerbrat")
        ],
        # Last: whoever wrote these down reads them on their own page from then on.
        "/compte/association/invitations": [
            ("/compte/association/invitations", {"email": each, "role": "CONTACT"})
            for each in ("x", planting.EMAIL)
        ],
        "/compte/association/passation": [
            ("/compte/association/passation", {"email": each}) for each in ("x", planting.EMAIL)
        ],
        "/compte/federation/invitations": [
            ("/compte/federation/invitations", {"email": each}) for each in ("x", planting.EMAIL)
        ],
        "/moderation/organisations/invitations": [
            ("/moderation/organisations/invitations", {"email": planting.EMAIL})
        ],
        "/compte/federation": [
            ("/compte/federation", {"lines": lines})
            for lines in ("", f"{PROFILE['rna']};nous\n1;x")
        ],
    }


def viewers(planted: Planted) -> dict[str, str | None]:
    return {
        "visitor": None,
        "person": planted.person.token,
        "reader": planted.reader.token,
        "curator": planted.curator.token,
    }


def told(answer: Any) -> str:
    """Everything that travels: status, headers, cookies, body."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.multi_items())
    return f"{answer.status_code}\n{headers}\n\n{answer.text}"


def asked_by(site: Site, token: str | None, method: str, address: str, form: Form) -> Any:
    site.client.cookies.clear()
    if token:
        site.client.cookies.set(COOKIE, token)
    if method == "GET":
        # What a box suggests as one types is asked for by the page's script.
        headers = {"hx-request": "true"} if "/suggestions?" in address else {}
        return site.client.get(address, headers=headers)
    return site.client.post(address, data=dict(form))


def found_in(answer: Any, where: str, secrets: set[str], asked: str) -> list[str]:
    """What leaks into an answer, but what the request itself said."""
    text = told(answer)
    said = leaks(asked, where)
    found = [each for each in leaks(text, where, forms=where.endswith(FORMS)) if each not in said]
    return found + found_secrets(text, secrets, asked=[each for each in secrets if each in asked])


def test_every_route_is_driven_or_listed(planted: Planted) -> None:
    app = site_of(planted).client.app
    assert isinstance(app, FastAPI)
    known = set(routes(app))
    driven = {("GET", path) for path in addresses(planted)}
    driven |= {("POST", path) for path in forms(planted)}
    english = {(method, f"/en{path}".rstrip("/")) for method, path in driven}
    bare = {(method, path.rstrip("/") or "/") for method, path in known}

    left = {
        (method, path)
        for method, path in bare - driven - english
        if method != "HEAD" and path.removeprefix("/en") not in NOT_DRIVEN
    }
    assert left == set(), "a new route must be driven here"
    assert driven <= bare
    # The demo's own pages exist nowhere else.
    assert {path for _, path in routes(mailbox.router)} == {"/demo/courrier"}
    assert not {path for _, path in known} & {"/demo/courrier", "/en/demo/courrier"}


@pytest.mark.parametrize("viewer", ["visitor", "person", "reader", "curator"])
def test_no_page_names_an_author(planted: Planted, viewer: str) -> None:
    site, secrets, found = site_of(planted), planted.secrets(), []
    token, statuses = viewers(planted)[viewer], set()

    for path, ways in addresses(planted).items():
        for address in ways:
            english = viewer != "person" and path not in ("/robots.txt", "/sante")
            prefixes = ("", "/en") if english else ("",)
            for prefix in prefixes:
                answer = asked_by(site, token, "GET", prefix + address, {})
                statuses.add(answer.status_code)
                found += found_in(answer, path, secrets, address)
                if viewer in ("visitor", "person") and planting.RESERVED in answer.text:
                    found.append(f"{planting.RESERVED} in {path}")

    assert found == []
    assert {200, 303, 404, 410} <= statuses
    assert 500 not in statuses


@pytest.mark.parametrize("viewer", ["visitor", "person", "reader", "curator"])
def test_no_answer_to_a_form_names_an_author(planted: Planted, viewer: str) -> None:
    site, secrets, found = site_of(planted), planted.secrets(), []
    token, statuses = viewers(planted)[viewer], set()

    for path, ways in forms(planted).items():
        for address, form in ways:
            for prefix in ("", "/en") if viewer == "reader" else ("",):
                # Signing out ends a session, so it is a visitor's here.
                own = None if path == "/deconnexion" else token
                answer = asked_by(site, own, "POST", prefix + address, form)
                statuses.add(answer.status_code)
                asked = address + json.dumps(form, ensure_ascii=False)
                found += found_in(answer, path, secrets, asked)

    assert found == []
    assert statuses >= {303}
    assert 500 not in statuses


def unbound(html: str) -> str:
    """A page without the token of its forms."""
    return re.sub(rf'(name="{FIELD}" value=")[0-9a-f]+', r"\1", html)


def test_a_page_for_everybody_is_the_same_to_its_author(planted: Planted) -> None:
    """Only the pages of one's own know who one is: nothing of it enters what may be passed on."""
    site, secrets, found = site_of(planted), planted.secrets(), []
    pages = {path: ways for path, ways in addresses(planted).items() if not path.startswith(OWN)}

    for path, ways in pages.items():
        for address in ways:
            seen = asked_by(site, planted.author.token, "GET", address, {})
            other = asked_by(site, planted.reader.token, "GET", address, {})
            found += found_in(seen, path, secrets, address)
            # The token of forms is each reader's own.
            assert unbound(seen.text) == unbound(other.text), address
            assert seen.status_code == other.status_code

    assert found == []


def test_the_author_sees_what_is_theirs(planted: Planted) -> None:
    """The planted values are found where they may be: the walks are not blind."""
    site = site_of(planted)
    private = planted.drafts[-1]
    own = ("/mes-partages", "/compte", f"/partager/{private}", f"/partager/{private}/apercu")

    text = "\n".join(
        told(asked_by(site, planted.author.token, "GET", address, {})) for address in own
    )

    seen = leaks(text, "own")
    for value in (
        "zephyrin", "plouzevede", "gwenola", "jetondez", "48211", "2021-07", "2019-08", "2027-10",
        "0639984712", "1234577", "citrouille", "mirabelline",
    ):  # fmt: skip
        assert f"{value} in own" in seen
    assert {planted.token, private} <= set(found_secrets(text, planted.secrets()))


def test_no_address_holds_an_author_and_a_publication(planted: Planted) -> None:
    """Addresses are written down in logs, histories and referrers."""
    site = site_of(planted)
    private = {planted.organisation, planted.token, *planted.drafts}
    public = {*planted.publications, planted.waiting, planted.gone}
    found, links = [], set()

    for viewer in (planted.author.token, planted.reader.token, None):
        for ways in addresses(planted).values():
            for address in ways:
                answer = asked_by(site, viewer, "GET", address, {})
                seen = re.findall(r'(?:href|action|src|content)="([^"]*)"', answer.text)
                for link in (*seen, unquote(answer.headers.get("location", ""))):
                    links.add(link)
                    joined = any(x in link for x in private) and any(x in link for x in public)
                    if joined or (planted.organisation in link and link not in address):
                        found.append((address, link))

    # The address that was asked for comes back in its other language and after signing in.
    assert [pair for pair in found if planted.organisation not in pair[0]] == []
    assert any(each in link for link in links for each in planted.drafts)


def test_the_head_of_a_page_says_no_more_than_its_body(planted: Planted) -> None:
    """Dataverse named blinded authors in the meta tags and breadcrumbs of their pages."""
    site = site_of(planted)
    hidden = (planted.publications[2], planted.waiting, planted.gone, UNKNOWN)

    pages = [asked_by(site, None, "GET", f"/pratiques/{each}", {}).text for each in hidden]

    same = {page.replace(each, "#") for page, each in zip(pages, hidden, strict=True)}
    assert len(same) == 1
    shown = asked_by(site, None, "GET", f"/pratiques/{planted.publications[0]}", {}).text
    head = shown.split("<body")[0]
    assert leaks(head, "head") == []
    assert not re.search(r'<meta[^>]*name="author"', head)
    collection = asked_by(site, None, "GET", f"/collections/{planted.slug}", {}).text
    assert planting.GONE not in collection


def test_an_address_asked_for_a_link_is_not_told_to_be_known(planted: Planted) -> None:
    """Zenodo's form for access said who owned a record: ours answers all alike."""
    site = site_of(planted)

    answers = [
        told(asked_by(site, None, "POST", "/connexion", {"email": each}))
        for each in (planting.EMAIL, "inconnue@exemple.test")
    ]

    assert answers[0] == answers[1]


def test_a_bug_shows_and_logs_nothing_of_what_it_met(
    planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, secrets, found = site_of(planted), planted.secrets(), []

    def stumble(*_: object, **__: object) -> None:
        raise RuntimeError(f"Gwenola Kerbrat, 48211, {planted.organisation}")

    for owner, name in ((library, "item"), (publishing, "open_draft"), (publishing, "mine")):
        monkeypatch.setattr(owner, name, stumble)
    for address in (
        f"/pratiques/{planted.publications[0]}", "/mes-partages",
        f"/partager/{planted.drafts[-1]}", f"/partager/{planted.drafts[-1]}/apercu",
    ):  # fmt: skip
        answer = asked_by(site, planted.author.token, "GET", address, {})
        assert answer.status_code == 500, address
        found += found_in(answer, address, secrets, address)
    too_large = site.client.post("/connexion", data={"email": "x" * 2_000_000})
    nowhere = [site.client.get("/rien"), site.client.put("/pratiques"), too_large]
    for answer in nowhere:
        found += found_in(answer, "error", secrets, "")

    assert {answer.status_code for answer in nowhere} == {404, 405, 413}
    assert any("bug" in line for line in planted.log)
    assert found == []


def test_no_log_line_names_anybody(planted: Planted) -> None:
    """After all of the above: the lines of every logger, at every level."""
    lines = "\n".join(planted.log)
    logging.getLogger("recul").debug("Gwenola Kerbrat")

    assert leaks(planted.log.pop(), "log"), "every level is read"
    assert leaks(lines, "log") == []
    assert found_secrets(lines, planted.secrets()) == []
    # No line joins anybody to a publication: none holds the id of one.
    assert [each for each in planted.publications if each in lines] == []
    # What the database would tell is every row: it tells nothing.
    assert not site_of(planted).product.database.engine.echo
    assert not logging.getLogger("sqlalchemy.engine.Engine").isEnabledFor(logging.INFO)


def told_of(message: EmailMessage) -> bool:
    """Whether it is a letter of the daily slot."""
    return "/compte/lettres" in next(message.iter_parts()).get_content()


def test_a_letter_as_it_travels_holds_its_link_alone(
    planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[EmailMessage] = []

    class Post:
        def ehlo_or_helo_if_needed(self) -> None: ...
        def has_extn(self, _: str) -> bool:
            return False

        def send_message(self, message: EmailMessage) -> None:
            sent.append(message)

    @contextmanager
    def connected(*_: object) -> Iterator[Post]:
        yield Post()

    monkeypatch.setattr(mailing, "_connected", connected)
    known = settings.load({"RECUL_SMTP_URL": "smtp://127.0.0.1:2525"})
    deliver: Callable[..., None] = mailing.by_smtp(known)
    for letter in planted.world.letters:
        deliver(letter)

    assert len(sent) == len(planted.world.letters) > 3
    for message in sent:
        to = message["To"]
        assert set(message) == {
            "From", "To", "Subject", "Date", "Message-ID", "Content-Type",
            "MIME-Version", "Content-Language", "Auto-Submitted",
            *(("List-Unsubscribe", "List-Unsubscribe-Post") if told_of(message) else ()),
        }  # fmt: skip
        del message["To"], message["Date"]
        parts = [each.get_content() for each in message.iter_parts()]
        text = message.as_bytes(policy=email.policy.SMTP).decode() + "".join(parts)
        assert len(parts) == 2
        assert leaks(text, f"letter to {to}") == []
        for_operators = planted.heads() if "--head" in text else []
        asked = [planted.stop, *for_operators]
        assert found_secrets(text, planted.secrets(), asked=asked) == []
        assert (planted.stop in text) == told_of(message)
    assert sum(map(told_of, sent)) == 2


# -- what the operator's commands print, and may paste elsewhere ----------------------------------

# Commands that name an association to the operator, or print what they are given, and why.
NAMING = {
    "serve": "prints its address; its log lines are those above",
    "organisation list": "the operator must know whom to verify; on the terminal only",
    "organisation verify": "says whom it verified; on the terminal only",
    "organisation leave": "says whom it destroys, and asks for the name; on the terminal only",
    "operator create": "says again the address it was given, and a link to sign in by",
    "operator remove": "says again the address it was given",
    "account recover": "says again the address it was given",
    "operator list": "operators must know each other; on the terminal only",
    "anonymise": "prints the text it was given; reads no database",
    "import": "says again codes and tools of the file it was given; reads no private table",
    "relay": "feeds servers and prints nothing of what it feeds them",
    "population import": "reads an export of the register and counts; no table but its edition",
}


def commands(group: click.Command, before: str = "") -> Iterator[str]:
    for name, each in getattr(group, "commands", {}).items():
        if hasattr(each, "commands"):
            yield from commands(each, f"{before}{name} ")
        else:
            yield before + name


def test_what_an_operator_may_paste_names_nobody(open_site: OpenSite, tmp_path: Path) -> None:
    with open_site(tmp_path) as site:
        made = planting.plant(site)
        secrets, heads = made.secrets(), made.heads()
    where = {"RECUL_DATA_DIR": str(tmp_path / "data"), "RECUL_KEY_FILE": str(tmp_path / "key")}
    driven = (
        "doctor", "migrate", "reindex", "reconcile", "refused", "sdl", "export -", "key rotate",
        "doctor --privacy", "restore --replay", f"backup -- {tmp_path / 'data'}",
        "unsealing verify", "mail bounce",
    )  # fmt: skip
    known = set(commands(typer.main.get_command(cli)))
    names = {each.partition(" -")[0] for each in driven}
    assert known == {*names, *NAMING}, "a new command must be driven here"

    for command in (*driven, "doctor"):
        done = CliRunner().invoke(cli, command.split(), env=where)
        codes = (mail.NO_REPORT,) if command == "mail bounce" else (0, 1)
        assert done.exit_code in codes, (command, done.output)
        assert leaks(done.output, command) == []
        assert found_secrets(done.output, secrets, asked=heads) == []
        # The shelf is written out, and for everybody only what everybody may read.
        if command == "export -":
            assert planting.RESERVED in done.output
            public = CliRunner().invoke(cli, ["export", "-", "--open"], env=where)
            assert "[personne A]" in public.output
            assert planting.RESERVED not in public.output
    listed = CliRunner().invoke(cli, ["organisation", "list", "--state", "verified"], env=where)
    assert leaks(listed.output, "list"), "the search is not blind"
