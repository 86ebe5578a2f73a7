"""One's account and its tokens."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages.sharing import PRIVATE, moved

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

SCOPES = ("READ", "PUBLISH", "CURATE")
TOKEN_DAYS = (30, 90, 366)


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
        here = rendering.link(door.language_of(request), "/compte")
        return moved(request, "/connexion", [("suite", here)])
    shown = {
        "left": request.query_params.get("fait") == "depart",
        "secret": secret,
        "problems": problems or {},
        "typed": typed or {"name": "", "scopes": ["READ"], "days": 90},
        "scopes": SCOPES,
        "days": TOKEN_DAYS,
    }
    status = 422 if problems else 200
    return rendering.page(request, "account.html", data | shown, status=status, headers=PRIVATE)
