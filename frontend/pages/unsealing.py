"""Two operators answer a legal demand: one writes it down, the other confirms it."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages.sharing import PRIVATE, moved

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

TYPED = ("publication", "reason", "silentUntil")


@router.get("/exploitation/secret")
async def demands(request: Request) -> Response:
    if not (await door.ask(request, "WhoAsks"))["viewer"]["signedIn"]:
        return moved(request, "/connexion", [("suite", request.url.path)])
    return await _demands(request, dict.fromkeys(TYPED, ""), {})


@router.post("/exploitation/secret")
async def ask(request: Request) -> Response:
    form = await request.form()
    typed = {name: forms.text(form, name).strip() for name in TYPED}
    # An operator copies the address of the page as it stands in the demand.
    publication = typed["publication"].rstrip("/").rsplit("/", 1)[-1]
    given = typed | {"publication": publication, "silentUntil": typed["silentUntil"] or None}
    result = (await door.ask(request, "AskUnsealing", {"input": given}))["result"]
    if result["__typename"] == "UnsealingDemand":
        return moved(request, "/exploitation/secret", [("demande", 1)])
    if result["__typename"] == "AccessProblem":
        raise door.Failed(result["code"], result["message"])
    problems = {forms.place_problem(result["path"]): result["message"]}
    return await _demands(request, typed, problems)


@router.post("/exploitation/secret/confirmer")
async def confirm(request: Request) -> Response:
    """The answer is this page and no other: nobody can ask for it again."""
    given = {"id": forms.text(await request.form(), "demand")}
    result = (await door.ask(request, "ConfirmUnsealing", {"input": given}))["result"]
    if result["__typename"] != "UnsealedAuthor":
        raise door.Failed(result["code"], result["message"])
    data = await door.ask(request, "WhoAsks")
    return rendering.page(request, "unsealed.html", data | {"author": result}, headers=PRIVATE)


async def _demands(
    request: Request, typed: Mapping[str, str], problems: Mapping[str, str]
) -> Response:
    data = await door.ask(request, "Unsealing")
    shown = data | {
        "typed": typed,
        "problems": problems,
        "asked": request.query_params.get("demande") == "1",
    }
    status = 422 if problems else 200
    return rendering.page(request, "unsealing.html", shown, status=status, headers=PRIVATE)
