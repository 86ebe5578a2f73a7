"""Signing in: by a link from a letter, or by a password; then by a code, for whoever wants one."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages import providers
from frontend.pages.sharing import PRIVATE, moved

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

# The link in the letter can't say where one was going; this says it for as long as it is valid.
RETURN_COOKIE = "recul_suite"
RETURN_SECONDS = 15 * 60


@router.get("/connexion")
async def sign_in_form(request: Request) -> Response:
    onward = forms.local_path(request.query_params.get("suite")) or ""
    return await _form(request, onward=onward, sent=request.query_params.get("envoye") == "1")


async def _form(
    request: Request,
    *,
    onward: str = "",
    sent: bool = False,
    email: str = "",
    problem: str | None = None,
    refused: str | None = None,
) -> Response:
    """``problem`` is about the address, ``refused`` about the password."""
    # Whoever is sent here to sign in once more finds their address written already.
    data = await door.ask(request, "SignInForm", {"again": bool(onward)})
    shown = {"next": onward, "sent": sent, "email": email, "problem": problem, "refused": refused}
    failed = request.query_params.get("fournisseur")
    shown["provider"] = failed if failed in providers.OUTCOMES else None
    status = 422 if problem or refused else 200
    return rendering.page(request, "sign_in.html", data | shown, status=status, headers=PRIVATE)


@router.post("/connexion")
async def request_sign_in(request: Request) -> Response:
    form = await request.form()
    email = forms.text(form, "email")
    onward = forms.local_path(forms.text(form, "suite"))
    result = (await door.ask(request, "RequestSignIn", {"input": {"email": email}}))["result"]
    if result["__typename"] != "SignInRequested":
        return await _form(request, onward=onward or "", email=email, problem=result["message"])
    response = moved(request, "/connexion", [("envoye", 1)])
    if onward:
        _remember(request, response, onward)
    return response


@router.get("/connexion/mot-de-passe")
@router.get("/connexion/code")
async def back_to_sign_in(request: Request) -> Response:
    return moved(request, "/connexion")


@router.post("/connexion/mot-de-passe")
async def sign_in_with_password(request: Request) -> Response:
    form = await request.form()
    given = {"email": forms.text(form, "email"), "password": forms.text(form, "password")}
    onward = forms.local_path(forms.text(form, "suite")) or ""
    result = (await door.ask(request, "SignInWithPassword", {"input": given}))["result"]
    if result["__typename"] in ("SignedIn", "CodeNeeded"):
        return await _entered(request, result, onward)
    return await _form(request, onward=onward, email=given["email"], refused=result["message"])


@router.post("/connexion/code")
async def sign_in_with_code(request: Request) -> Response:
    form = await request.form()
    given = {"challenge": forms.text(form, "challenge"), "code": forms.text(form, "code")}
    onward = forms.local_path(forms.text(form, "suite")) or ""
    result = (await door.ask(request, "SignInWithCode", {"input": given}))["result"]
    if result["__typename"] == "SignedIn":
        return await _entered(request, result, onward)
    return await _code(request, given["challenge"], onward, result["message"])


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
    if result["__typename"] in ("SignedIn", "CodeNeeded"):
        return await _entered(request, result, forms.local_path(forms.text(form, "suite")) or "")
    data = await door.ask(request, "WhoAsks")
    shown = data | {"token": token, "problem": result["message"], "next": ""}
    return rendering.page(request, "sign_in_link.html", shown, status=422, headers=PRIVATE)


async def _entered(request: Request, result: dict[str, Any], onward: str) -> Response:
    """On to where one was going, or to the question for a code."""
    if result["__typename"] == "CodeNeeded":
        return await _code(request, result["challenge"], onward)
    response = moved(request, "/mes-partages")
    if onward:
        response.headers["location"] = onward
    door.begin_session(request, response, result["session"])
    providers.forget_others(request, response, onward)
    response.delete_cookie(RETURN_COOKIE, path=_sign_in_path(request))
    return response


async def _code(
    request: Request, challenge: str, onward: str, problem: str | None = None
) -> Response:
    data = await door.ask(request, "WhoAsks")
    shown = data | {"challenge": challenge, "next": onward, "problem": problem}
    status = 422 if problem else 200
    return rendering.page(request, "sign_in_code.html", shown, status=status, headers=PRIVATE)


@router.post("/deconnexion")
async def sign_out(request: Request) -> Response:
    await door.ask(request, "SignOut")
    response = moved(request, "/")
    door.end_session(request, response)
    providers.forget(request, response)
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
