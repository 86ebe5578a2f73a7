"""How to ask the API from a program, and how anonymity is kept."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.requests import Request
from starlette.responses import Response

from frontend import door, rendering

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/api")
async def show_api(request: Request) -> Response:
    return rendering.page(request, "api.html", await door.ask(request, "Reader"))


@router.get("/confiance")
async def show_trust(request: Request) -> Response:
    data = await door.ask(request, "Trust")
    told = (each for each in data["moderationPromise"] if each["kept"] != "UNKNOWN")
    return rendering.page(request, "trust.html", data | {"measured": next(told, None)})
