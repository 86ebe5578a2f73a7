"""Collections: read by everybody, arranged by the federation that curates them."""

from collections.abc import Mapping
from typing import Any

import nh3
from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from frontend import door, rendering

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "h2", "h3", "h4"}
_markdown = MarkdownIt("commonmark", {"html": False})


def introduction(text: str) -> Markup:
    """A curator's Markdown as safe HTML; its headings come below the page's own."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(4, int(token.tag[1]) + 1)}"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return Markup(
        nh3.clean(
            html,
            tags=TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener",
        )
    )


@router.get("/collections")
async def index(request: Request) -> Response:
    return rendering.page(request, "collections.html", await door.ask(request, "Collections"))


@router.get("/collections/nouvelle")
async def begin(request: Request) -> Response:
    return await _new(request, {"title": "", "introduction": "", "language": "fr"}, None)


async def _new(
    request: Request, typed: Mapping[str, str], problem: Mapping[str, Any] | None
) -> Response:
    data = await door.ask(request, "Reader")
    if not data["viewer"]["curator"]:
        raise HTTPException(403)
    return rendering.page(
        request,
        "collection_form.html",
        {"viewer": data["viewer"], "typed": typed, "problem": problem},
        status=422 if problem else 200,
    )


@router.post("/collections/nouvelle")
async def create(request: Request) -> Response:
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("title", "introduction", "language")}
    data = await door.ask(request, "CreateCollection", {"input": typed})
    answer = data["createCollection"]
    if answer["__typename"] != "Collection":
        return await _new(request, typed, answer)
    return _to(request, answer["slug"])


@router.get("/collections/{slug}")
async def show(request: Request, slug: str) -> Response:
    return await _page(request, slug, None)


async def _page(
    request: Request,
    slug: str,
    problem: Mapping[str, Any] | None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    """A collection; ``typed`` is the note that ``problem`` refused, to be written otherwise."""
    data = await door.ask(request, "Collection", {"slug": slug})
    found = data["collection"]
    if found is None:
        raise HTTPException(404)
    return rendering.page(
        request,
        "collection.html",
        {
            "viewer": data["viewer"],
            "collection": found,
            "introduction": introduction(found["introduction"]),
            "problem": problem,
            "typed": typed or {},
        },
        status=422 if problem else 200,
    )


@router.post("/collections/{slug}/deplacer")
async def move(request: Request, slug: str) -> Response:
    form = await request.form()
    position = str(form.get("position", ""))
    return await _change(
        request,
        slug,
        "MoveInCollection",
        str(form.get("publication", "")),
        {"position": int(position) if position.isascii() and position.isdigit() else 1},
    )


@router.post("/collections/{slug}/note")
async def note(request: Request, slug: str) -> Response:
    form = await request.form()
    return await _change(
        request,
        slug,
        "AddToCollection",
        str(form.get("publication", "")),
        {"note": str(form.get("note", ""))},
    )


@router.post("/collections/{slug}/retirer")
async def remove(request: Request, slug: str) -> Response:
    form = await request.form()
    return await _change(
        request, slug, "RemoveFromCollection", str(form.get("publication", "")), {}
    )


async def _change(
    request: Request, slug: str, name: str, publication: str, more: dict[str, Any]
) -> Response:
    """One act on one place, then back to that place."""
    wanted = {"collection": slug, "publication": publication} | more
    answer = (await door.ask(request, name, {"input": wanted}))[name[0].lower() + name[1:]]
    if answer["__typename"] != "Collection":
        return await _page(request, slug, answer, wanted)
    return _to(request, slug, f"#p-{publication}" if name != "RemoveFromCollection" else "")


def _to(request: Request, slug: str, place: str = "") -> Response:
    address = rendering.link(door.language_of(request), f"/collections/{slug}")
    return RedirectResponse(address + place, 303)
