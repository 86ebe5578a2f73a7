"""Figures alone: what was counted is given to the statistics, without a practice."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.forms import CASE_STUDY, Sheet
from frontend.pages import sharing
from frontend.pages.sharing import PRIVATE, moved

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/partager/chiffres")
async def blank(request: Request) -> Response:
    return await _figures(request, forms.blank(CASE_STUDY, door.language_of(request)))


@router.post("/partager/chiffres")
async def contribute(request: Request) -> Response:
    language = door.language_of(request)
    sheet = forms.filled(CASE_STUDY, await request.form(), None)
    given = {
        "observations": forms.practice_input(sheet)["observations"],
        "channels": sheet.chosen("channels"),
        "themes": sheet.chosen("themes"),
    }
    sheet.problems = {name: rendering.say(language, key) for name, key in sheet.problems.items()}
    if not sheet.problems:
        result = (await door.ask(request, "ContributeFigures", {"input": given}))["result"]
        if result["__typename"] == "ContributedFigures":
            return moved(request, "/mes-partages", [("chiffres", 1)])
        if result["__typename"] == "AccessProblem":
            raise door.Failed(result["code"], result["message"])
        sheet.problems[forms.place_problem(result["path"])] = result["message"]
    return await _figures(request, sheet, status=422)


async def _figures(request: Request, sheet: Sheet, *, status: int = 200) -> Response:
    data = await door.ask(request, "ShareForm", {"draft": "", "existing": False})
    if first := sharing.not_yet(request, data["viewer"]):
        return first
    lists = sharing.by_name(data)
    shown = {
        "viewer": data["viewer"],
        "sheet": sheet,
        "lists": lists,
        "themes": sharing.nested(lists["themes"]),
        "channels": sharing.grouped(lists["channel_groups"], lists["channels"]),
        "measures": sharing.measures(lists, door.language_of(request)),
    }
    return rendering.page(request, "figures.html", shown, status=status, headers=PRIVATE)
