"""Signing in by an account elsewhere: there and back; what it proved is linked on the account."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from frontend import door, forms, rendering
from frontend.pages.sharing import PRIVATE, moved

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

ACCOUNT = "/compte/securite"
# Where signing in goes on to when it is to end in linking: no other way in keeps what was proved.
LINKING = ("relier", 1)
# Browsers keep no cookie beyond 4096 bytes, and what is sealed takes a third of it.
ONWARD_LIMIT = 1500
# What a browser holds on its way: the sealed attempt with where to go on, then the sealed proof.
ATTEMPT, PROOF = "recul_attempt", "recul_proof"
# Why nobody is signed in after all, as the sign-in page says it.
OUTCOMES = ("inconnu", "refus", "panne", "delai", "echec", "essais")
_OUTCOMES = {
    "provider-refused": "refus",
    "provider-down": "panne",
    "attempt-expired": "delai",
    "too-many-tries": "essais",
}


@router.get("/connexion/fournisseur/{name}/aller")
async def leave(request: Request, name: str) -> Response:
    """A link, not a form: browsers that mind what forms lead to would not follow it elsewhere.

    Nothing changes by it, and no other site may send anybody here.
    """
    if door.is_foreign(request):
        return moved(request, "/connexion")
    link = request.query_params.get(LINKING[0]) == "1"
    given = {"provider": name, "link": link}
    result = (await door.ask(request, "BeginSignInWithProvider", {"input": given}))["result"]
    if result["__typename"] == "NotFoundProblem":
        raise door.Failed(result["code"], result["message"])
    if result["__typename"] == "AccessProblem":
        return moved(request, ACCOUNT)
    if result["__typename"] != "ProviderAddress":
        return _failed(request, result["code"], link)
    onward = forms.local_path(request.query_params.get("suite")) or ""
    if link:
        onward = ACCOUNT
    elif len(onward) > ONWARD_LIMIT:
        onward = ""
    response = RedirectResponse(result["address"], status_code=303, headers=PRIVATE)
    held = f"{door.language_of(request)} {result['attempt']} {onward}"
    door.keep(request, response, ATTEMPT, held, result["minutes"])
    return response


@router.get("/connexion/fournisseur/{name}")
async def come_back(request: Request, name: str) -> Response:
    """The one address of a provider's answers: it goes on in the language one left in."""
    language, _, rest = (door.kept(request, ATTEMPT) or "").partition(" ")
    attempt, _, onward = rest.partition(" ")
    if language == "en" and door.language_of(request) != "en":
        path = rendering.link("en", f"/connexion/fournisseur/{name}")
        return RedirectResponse(f"{path}?{request.url.query}", status_code=303, headers=PRIVATE)
    said = request.query_params
    given = {"attempt": attempt} | {key: said.get(key) for key in ("code", "state", "iss", "error")}
    result = (await door.ask(request, "SignInWithProvider", {"input": given}))["result"]
    response = await _arrived(request, result, forms.local_path(onward))
    # It served its purpose, whatever came of it.
    door.drop(request, response, ATTEMPT)
    return response


async def _arrived(request: Request, result: dict[str, Any], onward: str | None) -> Response:
    if result["__typename"] == "SignedIn":
        response = moved(request, "/mes-partages")
        if onward:
            response.headers["location"] = onward
        door.begin_session(request, response, result["session"])
        door.drop(request, response, PROOF)
        return response
    if result["__typename"] == "CodeNeeded":
        data = await door.ask(request, "WhoAsks")
        shown = {"challenge": result["challenge"], "next": onward or "", "problem": None}
        return rendering.page(request, "sign_in_code.html", data | shown, headers=PRIVATE)
    if result["__typename"] == "ProviderProved":
        signed_in = (await door.ask(request, "WhoAsks"))["viewer"]["signedIn"]
        response = (
            moved(request, ACCOUNT)
            if signed_in
            else _to_sign_in(request, "inconnu", _linking(request))
        )
        door.keep(request, response, PROOF, result["proof"], result["minutes"])
        return response
    return _failed(request, result["code"], onward == ACCOUNT)


def _failed(request: Request, code: str, linking: bool) -> Response:
    outcome = _OUTCOMES.get(code, "echec")
    if linking:
        return moved(request, ACCOUNT, [("fournisseur", outcome)])
    return _to_sign_in(request, outcome)


def _linking(request: Request) -> str:
    return rendering.link(door.language_of(request), ACCOUNT, [LINKING])


def forget_others(request: Request, response: Response, onward: str) -> None:
    """Somebody signed in: what this browser proved before is theirs only if they go on to link."""
    if onward != _linking(request):
        door.drop(request, response, PROOF)


def forget(request: Request, response: Response) -> None:
    """Somebody signed out: nothing of a way to a provider stays for who comes next."""
    for name in (ATTEMPT, PROOF):
        door.drop(request, response, name)


def _to_sign_in(request: Request, outcome: str, onward: str = "") -> Response:
    more = [("suite", onward)] if onward else []
    return moved(request, "/connexion", [("fournisseur", outcome), *more])
