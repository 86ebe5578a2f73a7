"""My shares: drafts to continue, publications to find again or to withdraw."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages.sharing import PRIVATE, moved

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

TOLD = ("enregistre", "retire", "repris", "efface", "recours", "chiffres")
# What the author may answer stands before what merely is.
OPEN = ("CHANGES", "REFUSED", "APPEALED", "UPHELD")


@router.get("/mes-partages")
async def mine(request: Request) -> Response:
    return await _mine(request)


@router.post("/mes-partages/retirer")
async def withdraw(request: Request) -> Response:
    """The publication's id comes in the body: an address is written down in logs."""
    form = await request.form()
    given = {"id": forms.text(form, "publication")}
    result = (await door.ask(request, "WithdrawPublication", {"input": given}))["result"]
    if result["__typename"] == "WithdrawnPublication":
        told = "repris" if forms.text(form, "draft") else "retire"
        return moved(request, "/mes-partages", [(told, 1)])
    raise door.Failed(result["code"], result["message"])


@router.post("/mes-partages/effacer")
async def delete(request: Request) -> Response:
    given = {"draft": forms.text(await request.form(), "draft")}
    result = (await door.ask(request, "DeleteDraft", {"input": given}))["result"]
    if result["__typename"] == "Draft":
        return moved(request, "/mes-partages", [("efface", 1)])
    raise door.Failed(result["code"], result["message"])


async def _mine(request: Request) -> Response:
    data = await door.ask(request, "MyShares")
    if not data["viewer"]["signedIn"]:
        return moved(request, "/connexion", [("suite", request.url.path)])
    data["viewer"]["shares"].sort(key=lambda each: not _is_open(each))
    month = request.query_params.get("publie", "")
    told = next((name for name in TOLD if _said(request, name)), None)
    shown = data | {
        "published": month if re.fullmatch("20[0-9]{2}-(0[1-9]|1[0-2])", month) else None,
        "waits": month == "attente",
        "batch": month == "lot",
        "deposited": month == "depot",
        "told": told,
        "titles": {
            each["practice"]["id"]: each["practice"]["title"] for each in data["viewer"]["shares"]
        },
    }
    return rendering.page(request, "shares.html", shown, headers=PRIVATE)


def _is_open(share: Mapping[str, Any]) -> bool:
    return share["review"] is not None and share["review"]["state"] in OPEN


def _said(request: Request, name: str) -> bool:
    return request.query_params.get(name) == "1"
