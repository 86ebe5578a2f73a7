"""The first page: a search box, the ways in, the latest practices."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.requests import Request
from starlette.responses import Response

from frontend import door, rendering

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/")
async def show(request: Request) -> Response:
    data = await door.ask(request, "Home")
    counts = {facet["name"]: facet["values"] for facet in data["counts"]["facets"]}
    lists = {each["name"]: each["terms"] for each in data["vocabulary"]}
    return rendering.page(
        request,
        "home.html",
        {
            "viewer": data["viewer"],
            "latest": data["latest"],
            "resembling": data["resembling"],
            "collections": data["collections"],
            "themes": _top_themes(lists["themes"], counts.get("themes", [])),
            "groups": _groups(lists["channel_groups"], lists["channels"]),
            "sizes": counts.get("sizes", []),
        },
    )


def _top_themes(terms: list[dict[str, Any]], counted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The themes that are below no other; a theme's count holds those below it."""
    top = {term["code"] for term in terms if term["parent"] is None}
    return [value for value in counted if value["code"] in top]


def _groups(
    groups: list[dict[str, Any]], channels: list[dict[str, Any]]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each group's label with the filter that means any of its channels."""
    return [
        (
            group["label"],
            [("channels", term["code"]) for term in channels if term["parent"] == group["code"]],
        )
        for group in groups
    ]
