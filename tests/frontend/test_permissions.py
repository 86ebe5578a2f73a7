"""Who reaches which page and act of the site: everybody at every route, default deny.

A route without a rule here fails. Acts follow the rules of their mutations, in tests/schema; pages
say where they send whom.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI

from tests.frontend.conftest import Site
from tests.frontend.test_leaks import routes
from tests.schema import cast as casting
from tests.schema.cast import OWN, TOKENS, VIEWERS, Cast
from tests.schema.test_permissions import (
    BY_SESSION,
    CURATING,
    EVERYBODY,
    MODERATING,
    NOT_ALLOWED,
    NOT_FOUND,
    OK,
    OPERATING,
    OWNED,
    READING,
    RULES,
    SIGN_IN,
    VERIFYING,
    WRITING,
    Answers,
)

PERSONS = ("person", "moderator", "operator")  # of no association
ELSEWHERE = "elsewhere"


def both(first: Answers, second: Answers) -> dict[str, str]:
    """A page that asks two questions: the first refusal is what one is answered."""
    return {each: second[each] if first[each] == OK else first[each] for each in VIEWERS}


# Pages are not made for tokens: one that reads nothing sees none that greets its owner.
GREETING = dict.fromkeys(VIEWERS, OK) | {
    viewer: answer for viewer, answer in READING.items() if answer == NOT_ALLOWED
}
SIGNED_IN = dict.fromkeys(VIEWERS, OK) | dict.fromkeys(("visitor", "expired"), SIGN_IN)
SENT_ON = dict.fromkeys(VIEWERS, ELSEWHERE)
BEGINNING = READING | dict.fromkeys(PERSONS, ELSEWHERE)

# What each is answered by each page; one's own are those of the owner's association.
PAGES: dict[str, tuple[str, Answers]] = {
    "/": ("/", GREETING),
    "/pratiques": ("/pratiques?q=vendre", EVERYBODY),
    "/pratiques/suggestions": ("/pratiques/suggestions?q=vendre", SENT_ON),
    "/pratiques/{practice}": ("/pratiques/{practice}", EVERYBODY),
    "/collections": ("/collections", EVERYBODY),
    "/collections/{slug}": ("/collections/{slug}", EVERYBODY),
    "/collections/nouvelle": (
        "/collections/nouvelle",
        CURATING | dict.fromkeys(("visitor", "expired"), NOT_ALLOWED),
    ),
    "/api": ("/api", EVERYBODY),
    "/confiance": ("/confiance", EVERYBODY),
    "/robots.txt": ("/robots.txt", EVERYBODY),
    "/sante": ("/sante", EVERYBODY),
    "/partager": ("/partager", GREETING),
    "/partager/etude-de-cas": ("/partager/etude-de-cas", BEGINNING),
    "/partager/outil": ("/partager/outil", BEGINNING),
    "/partager/chiffres": ("/partager/chiffres", BEGINNING),
    "/partager/{draft}": ("/partager/{draft}", both(READING, OWNED)),
    "/partager/{draft}/apercu": (
        "/partager/{draft}/apercu", both(READING, OWNED) | dict.fromkeys(PERSONS, ELSEWHERE),
    ),
    **{
        path: (path, SENT_ON)
        for path in (
            "/partager/{draft}/conditions", "/partager/{draft}/decision", "/partager/{draft}/mots",
            "/partager/{draft}/publier",
            "/compte/securite/fournisseur", "/compte/jetons", "/compte/securite/adresse",
            "/compte/securite/code", "/compte/securite/code/confirmation",
            "/compte/securite/mot-de-passe", "/connexion/code", "/connexion/mot-de-passe",
        )
    },
    "/mes-partages": ("/mes-partages", both(READING, WRITING) | dict.fromkeys(PERSONS, OK)),
    "/connexion": ("/connexion", EVERYBODY),
    "/connexion/{token}": ("/connexion/x", EVERYBODY),
    "/connexion/fournisseur/{name}/aller": ("/connexion/fournisseur/maison/aller", SENT_ON),
    "/connexion/fournisseur/{name}": ("/connexion/fournisseur/maison", SENT_ON),
    "/compte": ("/compte", READING),
    "/compte/securite": ("/compte/securite", BY_SESSION),
    "/compte/securite/adresse/{token}": ("/compte/securite/adresse/x", GREETING),
    "/compte/lettres": ("/compte/lettres", BY_SESSION),
    "/compte/donnees": ("/compte/donnees", BY_SESSION),
    "/compte/donnees/effacement": ("/compte/donnees/effacement", SENT_ON),
    "/mes-partages/{draft}/fiche": ("/mes-partages/{draft}/fiche", both(READING, OWNED)),
    "/lettres/{token}": ("/lettres/x", EVERYBODY),
    "/compte/association": ("/compte/association", READING),
    "/compte/association/fiche": ("/compte/association/fiche", BEGINNING),
    "/compte/association/passation": ("/compte/association/passation", BEGINNING),
    "/compte/association/quitter": ("/compte/association/quitter", BEGINNING),
    "/compte/federation": ("/compte/federation", BEGINNING),
    "/invitation/{token}": ("/invitation/x", GREETING),
    "/moderation/organisations": ("/moderation/organisations", VERIFYING),
    "/moderation": ("/moderation", MODERATING),
    "/moderation/editeurs": ("/moderation/editeurs", MODERATING),
    "/pratiques/{practice_id}/signaler": ("/pratiques/{practice}/signaler", EVERYBODY),
    "/outils/{code}/reponse": ("/outils/helloasso/reponse", SIGNED_IN),
    "/exploitation/secret": ("/exploitation/secret", OPERATING),
    "/exploitation": ("/exploitation", OPERATING),
}  # fmt: skip
# Forms list the vocabulary, where the classes of the owner's association are among all others.
FORMS = ("/compte/association", "/compte/association/fiche")

Form = Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """What is sent where: an address and a form for what the mutation is given."""

    rule: str
    send: Callable[[Cast, dict[str, Any]], tuple[str, Form]]
    answers: Answers | None = None

    @property
    def expected(self) -> Answers:
        return self.answers or RULES[self.rule].answers


def to(address: str, **names: str) -> Callable[[Cast, dict[str, Any]], tuple[str, Form]]:
    """The fields of the mutation's input, under these names where the form has others."""

    def send(cast: Cast, given: dict[str, Any]) -> tuple[str, Form]:
        fields = {names.get(name, name): value for name, value in given.items()}
        return address.format(**given), fields

    return send


def declared(_cast: Cast, given: dict[str, Any]) -> tuple[str, Form]:
    return "/compte/association", given


def revised(_cast: Cast, given: dict[str, Any]) -> tuple[str, Form]:
    lines = {name: "\n".join(x) if isinstance(x, list) else x for name, x in given.items()}
    return "/compte/association/fiche", lines | given["court"]


def saved(_cast: Cast, given: dict[str, Any]) -> tuple[str, Form]:
    typed = {"title": "une relance", "version": str(given["version"]), "kind": "CASE_STUDY"}
    return f"/partager/{given['draft']}", typed


ACTS: dict[str, Act] = {
    "/connexion": Act("requestSignIn", to("/connexion")),
    "/connexion/mot-de-passe": Act("signInWithPassword", to("/connexion/mot-de-passe")),
    "/connexion/code": Act("signInWithCode", to("/connexion/code")),
    "/connexion/{token}": Act("signIn", to("/connexion/{token}")),
    "/deconnexion": Act("signOut", to("/deconnexion")),
    "/compte/jetons": Act(
        "createToken", lambda _cast, given: ("/compte/jetons", given | {"days": "30"})
    ),
    "/compte/jetons/fin": Act("revokeToken", to("/compte/jetons/fin", id="token")),
    "/compte/association": Act("declareOrganisation", declared),
    "/compte/donnees": Act("exportMyData", to("/compte/donnees")),
    "/compte/donnees/effacement": Act("eraseAccount", to("/compte/donnees/effacement")),
    "/compte/lettres": Act("chooseLetters", to("/compte/lettres")),
    "/lettres/{token}": Act("stopLetters", to("/lettres/{token}")),
    "/compte/securite/mot-de-passe": Act("setPassword", to("/compte/securite/mot-de-passe")),
    "/compte/securite/mot-de-passe/fin": Act(
        "removePassword", to("/compte/securite/mot-de-passe/fin")
    ),
    "/compte/securite/adresse": Act("requestAddressChange", to("/compte/securite/adresse")),
    "/compte/securite/adresse/{token}": Act(
        "changeAddress", to("/compte/securite/adresse/{token}")
    ),
    "/compte/securite/code": Act("beginSecondFactor", to("/compte/securite/code")),
    "/compte/securite/code/confirmation": Act(
        "confirmSecondFactor", to("/compte/securite/code/confirmation")
    ),
    "/compte/securite/code/fin": Act("removeSecondFactor", to("/compte/securite/code/fin")),
    "/compte/securite/fournisseur": Act("linkIdentity", to("/compte/securite/fournisseur")),
    "/compte/securite/fournisseur/fin": Act(
        "unlinkIdentity", to("/compte/securite/fournisseur/fin", id="identity")
    ),
    "/compte/securite/appareil/fin": Act(
        "endSession", to("/compte/securite/appareil/fin", id="device")
    ),
    "/compte/securite/ailleurs/fin": Act("endOtherSessions", to("/compte/securite/ailleurs/fin")),
    "/mes-partages/retirer": Act(
        "withdrawPublication", to("/mes-partages/retirer", id="publication")
    ),
    "/mes-partages/effacer": Act("deleteDraft", to("/mes-partages/effacer")),
    "/partager/etude-de-cas": Act(
        "saveCaseStudyDraft",
        lambda _cast, _given: ("/partager/etude-de-cas", {"title": "une relance"}),
    ),
    "/partager/outil": Act(
        "saveToolBenchmarkDraft", lambda _cast, _given: ("/partager/outil", {"tool": "helloasso"})
    ),
    "/partager/chiffres": Act(
        "contributeFigures",
        lambda _cast, _given: (
            "/partager/chiffres",
            {
                "row-0-measure": "response-rate:sent", "row-0-number": "30", "row-0-total": "90",
                "channels": "email",
            },
        ),
    ),
    "/partager/{draft}": Act("setDraftTerms", saved),
    "/partager/{draft}/decision": Act(
        "decideFinding", to("/partager/{draft}/decision", findings="finding")
    ),
    "/partager/{draft}/mots": Act(
        "answerDoubts",
        lambda _cast, given: (
            f"/partager/{given['draft']}/mots",
            {"version": given["version"], "shown": given["yes"], "tells": given["yes"]},
        ),
    ),
    "/partager/{draft}/conditions": Act("setDraftTerms", to("/partager/{draft}/conditions")),
    "/partager/{draft}/publier": Act("publishDraft", to("/partager/{draft}/publier")),
    "/collections/nouvelle": Act(
        "createCollection",
        lambda _cast, given: (
            "/collections/nouvelle", {"introduction": "", "language": "fr"} | given,
        ),
    ),
    "/collections/{slug}/deplacer": Act(
        "moveInCollection", to("/collections/{collection}/deplacer")
    ),
    "/collections/{slug}/note": Act(
        "removeFromCollection",  # what is there already
        lambda _cast, given: (
            f"/collections/{given['collection']}/note", given | {"note": "à relire"},
        ),
    ),
    "/collections/{slug}/retirer": Act(
        "removeFromCollection", to("/collections/{collection}/retirer")
    ),
    "/pratiques/{practice}/collections": Act(
        "addToCollection", to("/pratiques/{publication}/collections")
    ),
    "/compte/association/fiche": Act("reviseOrganisation", revised),
    "/compte/association/invitations": Act("inviteMember", to("/compte/association/invitations")),
    "/compte/association/invitations/fin": Act(
        "endInvitation", to("/compte/association/invitations/fin", id="invitation")
    ),
    "/compte/association/membres/fin": Act(
        "removeMember", to("/compte/association/membres/fin", id="colleague")
    ),
    "/compte/association/contact": Act("stepIn", to("/compte/association/contact")),
    "/compte/association/depart": Act("leaveOrganisation", to("/compte/association/depart")),
    "/compte/association/passation": Act("inviteMember", to("/compte/association/passation")),
    "/compte/association/quitter": Act("leaveNetwork", to("/compte/association/quitter")),
    "/invitation/{token}": Act("acceptInvitation", to("/invitation/{token}")),
    "/compte/federation": Act("vouchFor", to("/compte/federation")),
    "/compte/federation/fin": Act("withdrawVouch", to("/compte/federation/fin", id="vouch")),
    "/compte/federation/invitations": Act(
        "inviteAssociation",
        to("/compte/federation/invitations"),
        RULES["inviteAssociation"].answers,
    ),
    "/moderation/organisations": Act(
        "refuseOrganisation", to("/moderation/organisations")
    ),
    "/moderation/organisations/doublons": Act(
        "mergeOrganisations", to("/moderation/organisations/doublons")
    ),
    "/moderation/organisations/invitations": Act(
        "inviteAssociation", to("/moderation/organisations/invitations")
    ),
    "/moderation/organisations/invitations/fin": Act(
        "endInvitation", to("/moderation/organisations/invitations/fin", id="invitation")
    ),
    "/compte/federation/ouverture": Act(
        "grantDepth", lambda _cast, given: ("/compte/federation/ouverture", {"open": "1"})
    ),
    "/moderation": Act("reviewPublication", to("/moderation")),
    "/moderation/lot": Act("openBatch", to("/moderation/lot")),
    "/moderation/editeurs": Act(
        "reviewVendorAnswer",
        lambda _cast, given: ("/moderation/editeurs", {"answer": given["id"], "decision": "show"}),
    ),
    "/pratiques/{practice_id}/signaler": Act(
        "reportPublication", to("/pratiques/{publication}/signaler")
    ),
    "/outils/{code}/reponse": Act("answerAsVendor", to("/outils/{tool}/reponse")),
    "/mes-partages/recours": Act("appealReview", to("/mes-partages/recours")),
    "/exploitation/secret": Act("askUnsealing", to("/exploitation/secret")),
    "/exploitation/secret/confirmer": Act(
        "confirmUnsealing", to("/exploitation/secret/confirmer", id="demand")
    ),
    "/exploitation/moderation": Act("appointModerator", to("/exploitation/moderation")),
    "/exploitation/moderation/fin": Act("dismissModerator", to("/exploitation/moderation/fin")),
}  # fmt: skip

# Routes with rules elsewhere, and where.
ELSE = {
    "/graphql": "tests/schema/test_permissions.py",
    "/static": "files of the release, the same for everybody",
}


def site_of(cast: Cast) -> Site:
    assert isinstance(cast.world, Site)
    return cast.world


def enter(cast: Cast, viewer: str) -> Site:
    """The site in the browser of this viewer."""
    site, token = site_of(cast), cast.tokens[viewer]
    site.client.cookies.clear()
    if token:
        site.client.cookies.set("recul_session", token)
    return site


def verdict(answer: Any) -> str:
    """What a page answered, in the words of the rules."""
    where = answer.headers.get("location")
    if where is not None:
        return SIGN_IN if where.removeprefix("/en").startswith("/connexion?suite") else ELSEWHERE
    return {200: OK, 401: SIGN_IN, 403: NOT_ALLOWED, 404: NOT_FOUND}.get(
        answer.status_code, str(answer.status_code)
    )


def test_every_route_has_a_rule_for_every_viewer(site: Site) -> None:
    app = site.client.app
    assert isinstance(app, FastAPI)
    known = {
        (method, path.removeprefix("/en") or "/")
        for method, path in routes(app)
        if method != "HEAD" and path not in ELSE
    }
    ruled = {("GET", path) for path in PAGES} | {("POST", path) for path in ACTS}

    assert {(method, path.rstrip("/") or "/") for method, path in known} == ruled
    for path, answers in [
        *((path, answers) for path, (_, answers) in PAGES.items()),
        *((path, act.expected) for path, act in ACTS.items()),
    ]:
        assert set(answers) == set(VIEWERS), path


@pytest.mark.parametrize("viewer", VIEWERS)
def test_who_reaches_which_page(stage_read: Cast, viewer: str) -> None:
    site = enter(stage_read, viewer)
    before = site.rows()
    names = {
        "practice": stage_read.publication,
        "slug": stage_read.collection,
        "draft": stage_read.draft_id,
    }

    for path, (address, answers) in PAGES.items():
        answer = site.client.get(address.format(**names))

        assert verdict(answer) == answers[viewer], path
        if viewer not in OWN or answers[viewer] != OK:
            said = casting.leaked(answer.text, address, viewer=viewer, forms=path in FORMS)
            assert said == [], path
            assert casting.DRAFT not in answer.text, path
    assert site.rows() == before


# Acts that leave all as it was where nobody was signed in, elsewhere, or where it is so already.
IDLE = ("signOut", "stopLetters", "endOtherSessions", "moveInCollection", "addToCollection")
# Last, because they end what the others need.
LAST = ("owner", "colleague", "federation")


@pytest.mark.parametrize("path", ACTS)
def test_who_may_act_by_a_form(everybody: Cast, path: str) -> None:
    act, site = ACTS[path], site_of(everybody)
    rule = RULES[act.rule]
    refused = [viewer for viewer in VIEWERS if act.expected[viewer] != OK]
    allowed = [viewer for viewer in VIEWERS if act.expected[viewer] == OK]
    given = dict(rule.given(everybody) or {}) if refused else {}
    site.push()
    before, letters = site.rows(), len(site.letters)

    for viewer in refused:
        address, form = act.send(everybody, given)
        answer = enter(everybody, viewer).client.post(address, data=dict(form))

        assert answer.status_code in (303, 401, 403, 404, 422, 400), (viewer, answer.status_code)
        if viewer not in OWN:
            said = f"{address} {form}"
            assert casting.leaked(answer.text, said, viewer=viewer, forms=True) == [], viewer
            assert casting.DRAFT not in answer.text, viewer
        assert site.rows() == before, viewer
        assert len(site.letters) == letters, viewer
    for viewer in sorted(allowed, key=lambda each: (each in LAST, each)):
        address, form = act.send(everybody, dict(rule.given(everybody) or {}))
        before = site.rows()
        answer = enter(everybody, viewer).client.post(address, data=dict(form))

        assert answer.status_code in (200, 303) or viewer in TOKENS, (viewer, answer.text)
        assert verdict(answer) != SIGN_IN, viewer
        done = site.rows() != before
        # Pages aren't made for tokens.
        assert done or viewer in TOKENS or act.rule in IDLE, viewer
