"""Moderators look at organisations: those that wait, what to do with each, and double entries."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages.sharing import PRIVATE, moved

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

TYPED = ("email", "gone", "kept", "organisation", "word")


@router.get("/moderation/organisations")
async def waiting(request: Request) -> Response:
    if not (await door.ask(request, "WhoAsks"))["viewer"]["signedIn"]:
        return moved(request, "/connexion", [("suite", request.url.path)])
    return await _waiting(request)


@router.post("/moderation/organisations")
async def decide(request: Request) -> Response:
    form = await request.form()
    given = {"organisation": forms.text(form, "organisation")}
    if forms.text(form, "decision") == "verify":
        return await _done(request, "VerifyOrganisation", given)
    given["word"] = forms.text(form, "word")
    return await _done(request, "RefuseOrganisation", given)


@router.post("/moderation/organisations/doublons")
async def merge(request: Request) -> Response:
    form = await request.form()
    given = {"kept": forms.text(form, "kept"), "gone": forms.text(form, "gone")}
    return await _done(request, "MergeOrganisations", given)


@router.post("/moderation/organisations/invitations")
async def invite_association(request: Request) -> Response:
    given = {"email": forms.text(await request.form(), "email")}
    return await _done(request, "InviteAssociation", given)


@router.post("/moderation/organisations/invitations/fin")
async def end_invitation(request: Request) -> Response:
    given = {"id": forms.text(await request.form(), "invitation")}
    return await _done(request, "EndInvitation", given)


async def _done(request: Request, act: str, given: Mapping[str, str]) -> Response:
    result = (await door.ask(request, act, {"input": given}))["result"]
    if not result["__typename"].endswith("Problem"):
        return moved(request, "/moderation/organisations", [("fait", 1)])
    if result["__typename"] == "AccessProblem" and result["code"] != "own-organisation":
        raise door.Failed(result["code"], result["message"])
    place = forms.place_problem(result["path"])
    # The organisation is named by no field that could be corrected.
    problems = {"" if place == "organisation" else place: result["message"]}
    return await _waiting(request, given, problems)


async def _waiting(
    request: Request,
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> Response:
    data = await door.ask(request, "Verification")
    shown = data | {
        "typed": dict.fromkeys(TYPED, "") | dict(typed or {}),
        "problems": problems or {},
        "done": request.query_params.get("fait") == "1",
    }
    status = 422 if problems else 200
    return rendering.page(request, "verification.html", shown, status=status, headers=PRIVATE)
