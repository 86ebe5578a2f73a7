"""What readers, authors and vendors say to moderators: a report, an appeal, a vendor's answer."""

import uuid
from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages.sharing import PRIVATE, by_name, moved

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/pratiques/{practice_id}/signaler")
async def report_form(request: Request, practice_id: uuid.UUID) -> Response:
    return await _report(request, practice_id, {"reason": "", "words": ""}, {})


@router.post("/pratiques/{practice_id}/signaler")
async def report(request: Request, practice_id: uuid.UUID) -> Response:
    form = await request.form()
    typed = {name: forms.text(form, name) for name in ("reason", "words")}
    if not typed["reason"]:
        problem = rendering.say(door.language_of(request), "report.choose")
        return await _report(request, practice_id, typed, {"reason": problem})
    given = typed | {"publication": str(practice_id)}
    result = (await door.ask(request, "ReportPublication", {"input": given}))["result"]
    if result["__typename"] == "ReportReceived":
        return moved(request, f"/pratiques/{practice_id}/signaler", [("merci", 1)])
    problems = {forms.place_problem(result["path"]): result["message"]}
    return await _report(request, practice_id, typed, problems)


async def _report(
    request: Request,
    practice_id: uuid.UUID,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
) -> Response:
    data = await door.ask(request, "ReportForm")
    shown = {
        "viewer": data["viewer"],
        "reasons": by_name(data)["refusal_reasons"],
        "practice": str(practice_id),
        "typed": typed,
        "problems": problems,
        "thanked": request.query_params.get("merci") == "1",
    }
    return rendering.page(request, "report.html", shown, status=422 if problems else 200)


@router.post("/mes-partages/recours")
async def appeal(request: Request) -> Response:
    """The publication's id comes in the body: an address is written down in logs."""
    form = await request.form()
    words = forms.text(form, "words")
    given = {"publication": forms.text(form, "publication"), "words": words}
    result = (await door.ask(request, "AppealReview", {"input": given}))["result"]
    if result["__typename"] == "AppealedReview":
        return moved(request, "/mes-partages", [("recours", 1)])
    if result["__typename"] in ("AccessProblem", "NotFoundProblem"):
        raise door.Failed(result["code"], result["message"])
    data = await door.ask(request, "WhoAsks")
    shown = data | {
        "publication": given["publication"],
        "words": words,
        "problems": {"words": result["message"]},
    }
    return rendering.page(request, "appeal.html", shown, status=422, headers=PRIVATE)


@router.get("/outils/{code}/reponse")
async def answer_form(request: Request, code: str) -> Response:
    return await _answer(request, code, {"code": "", "text": ""}, {})


@router.post("/outils/{code}/reponse")
async def answer(request: Request, code: str) -> Response:
    form = await request.form()
    typed = {name: forms.text(form, name) for name in ("code", "text")}
    given = typed | {"tool": code, "language": door.language_of(request)}
    result = (await door.ask(request, "AnswerAsVendor", {"input": given}))["result"]
    if result["__typename"] == "VendorAnswerReceived":
        return moved(request, f"/outils/{code}/reponse", [("recue", 1)])
    if result["__typename"] == "AccessProblem":
        raise door.Failed(result["code"], result["message"])
    problems = {forms.place_problem(result["path"]): result["message"]}
    return await _answer(request, code, typed, problems)


async def _answer(
    request: Request, code: str, typed: Mapping[str, str], problems: Mapping[str, str]
) -> Response:
    data = await door.ask(request, "VendorForm", {"tool": code})
    if data["tool"] is None:
        raise HTTPException(404)
    if not data["viewer"]["signedIn"]:
        return moved(request, "/connexion", [("suite", request.url.path)])
    shown = data | {
        "typed": typed,
        "problems": problems,
        "received": request.query_params.get("recue") == "1",
    }
    status = 422 if problems else 200
    return rendering.page(request, "vendor_answer.html", shown, status=status, headers=PRIVATE)
