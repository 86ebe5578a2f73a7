"""The operator's page: who looks after the site, and how its parts do."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages.sharing import PRIVATE, moved

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/exploitation")
async def overview(request: Request) -> Response:
    if not (await door.ask(request, "WhoAsks"))["viewer"]["signedIn"]:
        return moved(request, "/connexion", [("suite", request.url.path)])
    return await _overview(request)


@router.post("/exploitation/moderation")
async def appoint(request: Request) -> Response:
    email = forms.text(await request.form(), "email")
    result = (await door.ask(request, "AppointModerator", {"input": {"email": email}}))["result"]
    if result["__typename"] == "Moderators":
        return moved(request, "/exploitation#moderation")
    if result["__typename"] == "InputProblem":
        return await _overview(request, email=email, problem=result["message"])
    raise door.Failed(result["code"], result["message"])


@router.post("/exploitation/moderation/fin")
async def dismiss(request: Request) -> Response:
    given = {"email": forms.text(await request.form(), "email")}
    result = (await door.ask(request, "DismissModerator", {"input": given}))["result"]
    if result["__typename"] == "Moderators":
        return moved(request, "/exploitation#moderation")
    raise door.Failed(result["code"], result["message"])


async def _overview(request: Request, *, email: str = "", problem: str | None = None) -> Response:
    data = await door.ask(request, "Operations")
    problems = {} if problem is None else {"email": problem}
    return rendering.page(
        request,
        "operations.html",
        data | {"email": email, "problems": problems},
        status=422 if problems else 200,
        headers=PRIVATE,
    )
