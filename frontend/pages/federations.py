"""A federation vouches for its members: by hand or from a file, with a report line by line."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages.sharing import PRIVATE, moved, not_yet

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/compte/federation")
async def vouching(request: Request) -> Response:
    return await _vouching(request)


@router.post("/compte/federation")
async def vouch_for(request: Request) -> Response:
    """The report is on the answer itself, once: it is kept nowhere."""
    async with request.form() as form:
        typed = forms.text(form, "lines")
        upload = form.get("file")
        if isinstance(upload, UploadFile) and upload.size:
            typed = f"{typed}\n{forms.decoded(await upload.read())}".strip()
    result = (await door.ask(request, "VouchFor", {"input": {"lines": typed}}))["result"]
    if result["__typename"] == "VouchReport":
        return await _vouching(request, report=result["lines"])
    if result["__typename"] == "AccessProblem":
        raise door.Failed(result["code"], result["message"])
    return await _vouching(request, typed=typed, problems={"lines": result["message"]})


@router.post("/compte/federation/fin")
async def withdraw_vouch(request: Request) -> Response:
    given = {"id": forms.text(await request.form(), "vouch")}
    result = (await door.ask(request, "WithdrawVouch", {"input": given}))["result"]
    if result["__typename"] == "VouchWithdrawn":
        return moved(request, "/compte/federation", [("fait", "retrait")])
    raise door.Failed(result["code"], result["message"])


@router.post("/compte/federation/ouverture")
async def grant_depth(request: Request) -> Response:
    given = {"open": forms.text(await request.form(), "open") == "1"}
    result = (await door.ask(request, "GrantDepth", {"input": given}))["result"]
    if result["__typename"] == "DepthGrant":
        return moved(request, "/compte/federation", [("fait", "ouverture")])
    if result["__typename"] == "AccessProblem":
        raise door.Failed(result["code"], result["message"])
    return await _vouching(request, problems={"open": result["message"]})


@router.post("/compte/federation/invitations")
async def invite_association(request: Request) -> Response:
    email = forms.text(await request.form(), "email")
    result = (await door.ask(request, "InviteAssociation", {"input": {"email": email}}))["result"]
    if result["__typename"] == "InvitationSent":
        return moved(request, "/compte/federation", [("fait", "invitation")])
    if result["__typename"] == "AccessProblem":
        raise door.Failed(result["code"], result["message"])
    return await _vouching(request, email=email, problems={"email": result["message"]})


async def _vouching(
    request: Request,
    *,
    report: list[Mapping[str, Any]] | None = None,
    typed: str = "",
    email: str = "",
    problems: Mapping[str, str] | None = None,
) -> Response:
    data = await door.ask(request, "Vouching")
    if elsewhere := not_yet(request, data["viewer"]):
        return elsewhere
    shown = {
        "viewer": data["viewer"],
        "own": data["viewer"]["organisation"],
        "report": report,
        "lines": typed,
        "email": email,
        "problems": problems or {},
        "done": request.query_params.get("fait", ""),
    }
    status = 422 if problems else 200
    return rendering.page(request, "vouching.html", shown, status=status, headers=PRIVATE)
