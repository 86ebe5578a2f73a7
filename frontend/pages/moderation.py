"""Moderators at work: one publication at a time, without its author or date; answers of vendors."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages.sharing import PRIVATE, by_name, moved

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

DECISIONS = ("APPROVE", "CHANGES", "REFUSE")
NOTHING = {"decision": "", "reason": "", "note": ""}


@router.get("/moderation")
async def review(request: Request) -> Response:
    if not (await door.ask(request, "WhoAsks"))["viewer"]["signedIn"]:
        return moved(request, "/connexion", [("suite", request.url.path)])
    return await _review(request, _number(request.query_params.get("place", "")))


@router.post("/moderation")
async def decide(request: Request) -> Response:
    form = await request.form()
    typed = {name: forms.text(form, name).strip() for name in ("item", *NOTHING)}
    place = _number(forms.text(form, "place"))
    if typed["decision"] not in DECISIONS:
        return await _review(request, place, typed, {"decision": "moderation.choose"})
    given = typed | {"reason": typed["reason"] or None}
    result = (await door.ask(request, "ReviewPublication", {"input": given}))["result"]
    if result["__typename"] in ("ReviewedItem", "NotFoundProblem"):
        # Somebody else may have decided meanwhile: what is next is shown either way.
        done = "fait" if result["__typename"] == "ReviewedItem" else "ailleurs"
        return moved(request, "/moderation", [(done, 1), ("place", place)])
    if result["__typename"] == "AccessProblem":
        raise door.Failed(result["code"], result["message"])
    problems = {forms.place_problem(result["path"]): result["message"]}
    return await _review(request, place, typed, problems)


@router.post("/moderation/lot")
async def open_batch(request: Request) -> Response:
    result = (await door.ask(request, "OpenBatch"))["result"]
    if result["__typename"] == "ModerationBatch":
        return moved(request, "/moderation")
    raise door.Failed(result["code"], result["message"])


@router.get("/moderation/editeurs")
async def vendors(request: Request) -> Response:
    if not (await door.ask(request, "WhoAsks"))["viewer"]["signedIn"]:
        return moved(request, "/connexion", [("suite", request.url.path)])
    data = await door.ask(request, "Vendors")
    chosen = request.query_params.get("outil", "")
    code = None
    if chosen in {each["code"] for each in data["tools"]}:
        code = (await door.ask(request, "VendorCode", {"tool": chosen}))["vendorCode"]
    done = request.query_params.get("fait") == "1"
    shown = data | {"chosen": chosen, "code": code, "done": done}
    return rendering.page(request, "vendors.html", shown, headers=PRIVATE)


@router.post("/moderation/editeurs")
async def decide_vendor(request: Request) -> Response:
    form = await request.form()
    given = {"id": forms.text(form, "answer"), "show": forms.text(form, "decision") == "show"}
    result = (await door.ask(request, "ReviewVendorAnswer", {"input": given}))["result"]
    if result["__typename"] == "VendorAnswerReviewed":
        return moved(request, "/moderation/editeurs", [("fait", 1)])
    raise door.Failed(result["code"], result["message"])


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0


async def _review(
    request: Request,
    place: int,
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> Response:
    data = await door.ask(request, "Moderation")
    items = data["moderationBatch"]["items"]
    if typed:
        # What was typed is about one item, wherever it now stands.
        places = [number for number, each in enumerate(items) if each["id"] == typed["item"]]
        place = places[0] if places else 0
    place = place % len(items) if items else 0
    done = next((name for name in ("fait", "ailleurs") if request.query_params.get(name)), None)
    shown = {
        "viewer": data["viewer"],
        "batch": data["moderationBatch"],
        "months": data["moderationHealth"],
        "reasons": by_name(data)["refusal_reasons"],
        "item": items[place] if items else None,
        "place": place,
        "typed": dict(typed or NOTHING),
        "problems": problems or {},
        "done": done,
    }
    status = 422 if problems else 200
    return rendering.page(request, "moderation.html", shown, status=status, headers=PRIVATE)
