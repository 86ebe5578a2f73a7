"""One's own data: a file with all of it, what was done with one's account, and the way out."""

import base64
from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages.sharing import PRIVATE, moved

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

HERE = "/compte/donnees"

# What a sheet shows of a practice: its texts, and its codes with their list of the vocabulary.
TEXTS = ("use", "tried", "context", "done", "results", "regrets", "advice")
CODES = {
    "tool": "tools",
    "themes": "themes",
    "channels": "channels",
    "tools": "tools",
    "publics": "publics",
    "needs": "needs",
    "outcome": "outcomes",
    "status": "statuses",
    "humanLink": "human_links",
    "humanMeans": "human_means",
    "dose": "dosage",
    "cost": "costs",
    "setupTime": "setup_times",
    "leavingReasons": "leaving_reasons",
}


@router.get(HERE)
async def data(request: Request) -> Response:
    return await _data(request)


@router.post(HERE)
async def export_my_data(request: Request) -> Response:
    """The file is the answer itself: it is kept nowhere, and no address leads to it."""
    result = (await door.ask(request, "ExportMyData"))["result"]
    if result["__typename"] != "DataExported":
        return await _data(request, {"export": result["message"]})
    return Response(
        base64.b64decode(result["archive"]),
        media_type="application/zip",
        headers=PRIVATE | {"content-disposition": f'attachment; filename="{result["name"]}"'},
    )


@router.get(HERE + "/effacement")
async def back_to_data(request: Request) -> Response:
    return moved(request, HERE)


@router.post(HERE + "/effacement")
async def erase_account(request: Request) -> Response:
    given = {"words": forms.text(await request.form(), "words")}
    result = (await door.ask(request, "EraseAccount", {"input": given}))["result"]
    if result["__typename"] != "AccountErased":
        if result["code"] in ("sign-in-required", "not-allowed"):
            raise door.Failed(result["code"], result["message"])
        return await _data(request, {"words": result["message"]}, given["words"])
    response = rendering.page(request, "account_erased.html", {"viewer": None}, headers=PRIVATE)
    door.end_session(request, response)
    return response


@router.get("/mes-partages/{draft}/fiche")
async def sheet(request: Request, draft: str) -> Response:
    """One's own practice under one's own name, to print for a board; made of the draft alone."""
    found = await door.ask(request, "Sheet", {"id": draft})
    practice = found["draft"]["practice"]
    words = {
        each["name"]: {term["code"]: term["label"] for term in each["terms"]}
        for each in found["vocabulary"]
    }
    words["tools"] = {each["code"]: each["name"] for each in found["tools"]}
    written = forms.saved(found["draft"], door.language_of(request))
    shown = {
        "texts": [name for name in TEXTS if name in written.values],
        "tool": words["tools"].get(practice["tool"]),
        "said": [(name, _said(practice[name], words[lists])) for name, lists in CODES.items()],
        "rows": [row | {"measure": _measure(row["measure"], words)} for row in written.rows],
        "criteria": [
            each | {"label": words["criteria"][each["code"]]} for each in practice["criteria"]
        ],
    }
    return rendering.page(request, "sheet.html", found | shown, headers=PRIVATE)


def _said(codes: str | Sequence[str] | None, words: Mapping[str, str]) -> str:
    """The labels of one code or of several."""
    several = [codes] if isinstance(codes, str) else codes or []
    return ", ".join(words[code] for code in several)


def _measure(code: str, words: Mapping[str, Mapping[str, str]]) -> str:
    metric, _, basis = code.partition(":")
    return f"{words['metrics'][metric]} ({words['bases'][basis]})"


async def _data(
    request: Request, problems: Mapping[str, str] | None = None, typed: str = ""
) -> Response:
    found = await door.ask(request, "MyData")
    if not found["viewer"]["signedIn"]:
        return moved(request, "/connexion", [("suite", HERE)])
    if found["viewer"]["security"] is None:
        raise HTTPException(403)  # a token in the place of a session
    status = 422 if problems else 200
    return rendering.page(
        request,
        "my_data.html",
        found | {"problems": problems or {}, "typed": typed},
        status=status,
        headers=PRIVATE,
    )
