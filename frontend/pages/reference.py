"""How to ask the API from a program."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.requests import Request
from starlette.responses import Response

from frontend import door, rendering

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/api")
async def show(request: Request) -> Response:
    return rendering.page(request, "api.html", await door.ask(request, "Reader"))
