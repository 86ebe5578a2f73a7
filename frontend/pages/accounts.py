"""Signing in by a link, one's account, its tokens, and the association one declares."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages.sharing import PRIVATE, by_name, moved
from schema import endpoint

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

SESSION_SECONDS = 30 * 24 * 3600
# The link in the letter can't say where one was going; this says it for as long as it is valid.
RETURN_COOKIE = "recul_suite"
RETURN_SECONDS = 15 * 60
SCOPES = ("READ", "PUBLISH", "CURATE")
TOKEN_DAYS = (30, 90, 366)

# INSEE codes of the regions; their names are the same in every language.
SEVERAL = ("otherNames", "towns", "people", "handles")
SINGLE = (
    *("legalName", "acronym", "department", "domain", "rna", "siren"),
    *("budget", "employees", "volunteers", "field", "scope", "region"),
)
COURT = ("court", "volume", "folio")


@router.get("/connexion")
async def sign_in_form(request: Request) -> Response:
    data = await door.ask(request, "WhoAsks")
    shown = {
        "next": forms.local_path(request.query_params.get("suite")) or "",
        "sent": request.query_params.get("envoye") == "1",
        "email": "",
        "problem": None,
    }
    return rendering.page(request, "sign_in.html", data | shown, headers=PRIVATE)


@router.post("/connexion")
async def request_sign_in(request: Request) -> Response:
    form = await request.form()
    email = forms.text(form, "email")
    onward = forms.local_path(forms.text(form, "suite"))
    result = (await door.ask(request, "RequestSignIn", {"input": {"email": email}}))["result"]
    if result["__typename"] != "SignInRequested":
        data = await door.ask(request, "WhoAsks")
        shown = {"next": onward or "", "sent": False, "email": email, "problem": result["message"]}
        return rendering.page(request, "sign_in.html", data | shown, status=422, headers=PRIVATE)
    response = moved(request, "/connexion", [("envoye", 1)])
    if onward:
        _remember(request, response, onward)
    return response


@router.get("/connexion/{token}")
async def confirm_sign_in(request: Request, token: str) -> Response:
    """Changes nothing: mail filters open links too."""
    data = await door.ask(request, "WhoAsks")
    shown = {"token": token, "problem": None, "next": request.cookies.get(RETURN_COOKIE, "")}
    return rendering.page(request, "sign_in_link.html", data | shown, headers=PRIVATE)


@router.post("/connexion/{token}")
async def sign_in(request: Request, token: str) -> Response:
    form = await request.form()
    result = (await door.ask(request, "SignIn", {"input": {"token": token}}))["result"]
    if result["__typename"] != "SignedIn":
        data = await door.ask(request, "WhoAsks")
        shown = data | {"token": token, "problem": result["message"], "next": ""}
        return rendering.page(request, "sign_in_link.html", shown, status=422, headers=PRIVATE)
    onward = forms.local_path(forms.text(form, "suite"))
    response = moved(request, "/mes-partages")
    if onward:
        response.headers["location"] = onward
    product = request.app.state.runner.product
    response.set_cookie(
        endpoint.cookie_name(product),
        result["session"],
        max_age=SESSION_SECONDS,
        path="/",
        secure=product.settings.secure,
        httponly=True,
        samesite="lax",
    )
    response.delete_cookie(RETURN_COOKIE, path=_sign_in_path(request))
    return response


@router.post("/deconnexion")
async def sign_out(request: Request) -> Response:
    await door.ask(request, "SignOut")
    product = request.app.state.runner.product
    response = moved(request, "/")
    response.delete_cookie(
        endpoint.cookie_name(product),
        path="/",
        secure=product.settings.secure,
        httponly=True,
        samesite="lax",
    )
    return response


def _sign_in_path(request: Request) -> str:
    return rendering.link(door.language_of(request), "/connexion")


def _remember(request: Request, response: Response, onward: str) -> None:
    response.set_cookie(
        RETURN_COOKIE,
        onward,
        max_age=RETURN_SECONDS,
        path=_sign_in_path(request),
        secure=request.app.state.runner.product.settings.secure,
        httponly=True,
        samesite="lax",
    )


@router.get("/compte")
async def account(request: Request) -> Response:
    return await _account(request)


@router.get("/compte/jetons")
async def back_to_account(request: Request) -> Response:
    return moved(request, "/compte")


@router.post("/compte/jetons")
async def create_token(request: Request) -> Response:
    """The secret is on the answer itself, once: no address may ever hold it."""
    form = await request.form()
    days = forms.text(form, "days")
    given = {
        "name": forms.text(form, "name").strip(),
        "scopes": [scope for scope in forms.several(form, "scopes") if scope in SCOPES],
        "days": int(days) if days in map(str, TOKEN_DAYS) else 0,
    }
    if not given["name"]:
        problem = rendering.say(door.language_of(request), "account.tokens.name_missing")
        return await _account(request, problems={"name": problem}, typed=given)
    result = (await door.ask(request, "CreateToken", {"input": given}))["result"]
    if result["__typename"] == "TokenCreated":
        return await _account(request, secret=result["secret"])
    problems = {forms.place_problem(result["path"]): result["message"]}
    return await _account(request, problems=problems, typed=given)


@router.post("/compte/jetons/fin")
async def revoke_token(request: Request) -> Response:
    given = {"id": forms.text(await request.form(), "token")}
    result = (await door.ask(request, "RevokeToken", {"input": given}))["result"]
    if result["__typename"] == "TokenRevoked":
        return moved(request, "/compte#jetons")
    raise door.Failed(result["code"], result["message"])


async def _account(
    request: Request,
    *,
    secret: str | None = None,
    problems: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    data = await door.ask(request, "Account")
    if not data["viewer"]["signedIn"]:
        return moved(request, "/connexion", [("suite", "/compte")])
    shown = {
        "secret": secret,
        "problems": problems or {},
        "typed": typed or {"name": "", "scopes": ["READ"], "days": 90},
        "scopes": SCOPES,
        "days": TOKEN_DAYS,
    }
    status = 422 if problems else 200
    return rendering.page(request, "account.html", data | shown, status=status, headers=PRIVATE)


@router.get("/compte/association")
async def declare_form(request: Request) -> Response:
    values = dict.fromkeys((*SINGLE, *SEVERAL, *COURT), "") | {"kind": "ASSOCIATION"}
    return await _declare(request, values, {})


@router.post("/compte/association")
async def declare(request: Request) -> Response:
    form = await request.form()
    values = {name: forms.text(form, name) for name in (*SINGLE, *SEVERAL, *COURT)}
    values["kind"] = "FEDERATION" if forms.text(form, "kind") == "FEDERATION" else "ASSOCIATION"
    given, problems = _organisation(form, values, door.language_of(request))
    if problems:
        return await _declare(request, values, problems)
    result = (await door.ask(request, "DeclareOrganisation", {"input": given}))["result"]
    if result["__typename"] == "Organisation":
        return moved(request, "/compte")
    return await _declare(request, values, {forms.place_problem(result["path"]): result["message"]})


def _organisation(
    form: FormData, values: Mapping[str, str], language: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """What was declared as ``DeclareOrganisationInput``, and what can't be sent as it is."""
    given: dict[str, Any] = {name: values[name].strip() or None for name in SINGLE}
    given |= {name: forms.lines(form, name) for name in SEVERAL}
    given["kind"] = values["kind"]
    needed = ("legalName", "budget", "employees", "volunteers", "field", "scope", "region")
    problems = {
        name: rendering.say(language, "declare.needed") for name in needed if not given[name]
    }
    given["court"] = None
    if any(values[name].strip() for name in COURT):
        try:
            volume, folio = forms.whole(values["volume"]), forms.whole(values["folio"])
        except forms.NotANumber as wrong:
            problems["court"] = rendering.say(language, wrong.key)
        else:
            court = values["court"].strip()
            limit = forms.INTEGER_LIMIT
            given["court"] = {
                "court": court,
                "volume": min(volume, limit),
                "folio": min(folio, limit),
            }
    return given, problems


async def _declare(
    request: Request, values: Mapping[str, str], problems: Mapping[str, str]
) -> Response:
    data = await door.ask(request, "DeclareForm")
    if not data["viewer"]["signedIn"]:
        return moved(request, "/connexion", [("suite", request.url.path)])
    if data["viewer"]["organisation"] is not None:
        return moved(request, "/compte")
    shown = {
        "viewer": data["viewer"],
        "lists": by_name(data),
        "values": values,
        "problems": problems,
    }
    status = 422 if problems else 200
    return rendering.page(request, "declare.html", shown, status=status, headers=PRIVATE)
