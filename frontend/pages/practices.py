"""Finding a practice and reading it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlsplit

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from frontend import door, rendering

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

# Facets of the page in reading order: their name in addresses, their name in the API.
FACETS = {
    "themes": "themes",
    "channels": "channels",
    "sizes": "sizes",
    "outcomes": "outcomes",
    "kinds": "kinds",
    "human_links": "humanLinks",
    "tools": "tools",
    "fields": "fields",
    "zones": "zones",
    "publics": "publics",
    "costs": "costs",
    "setup_times": "setupTimes",
    "languages": "languages",
}
# Filters that an address may hold though the page does not count them.
UNCOUNTED = {
    "statuses": "statuses",
    "evidence": "evidence",
    "hindsight": "hindsight",
    "collections": "collections",
}
FILTERS = FACETS | UNCOUNTED
# Of these, the values with most results come first and the others are folded.
LONG = ("themes", "channels", "tools")
LONG_HEAD = 8

LONGEST_BOX = 200  # characters of the box


Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What an address of the search page asks for."""

    text: str
    filters: Mapping[str, tuple[str, ...]]
    by_date: bool
    after: str | None

    @classmethod
    def read(cls, parameters: QueryParams) -> Self:
        return cls(
            text=parameters.get("q", "").strip(),
            filters={
                name: tuple(dict.fromkeys(given))
                for name in FILTERS
                if (given := [each for each in parameters.getlist(name) if each])
            },
            by_date=parameters.get("tri") == "date",
            after=parameters.get("apres") or None,
        )

    def pairs(self) -> Pairs:
        """The query of this page's address, without its cursor."""
        query = [("q", self.text)] if self.text else []
        query += [(name, code) for name, codes in self.filters.items() for code in codes]
        return query + ([("tri", "date")] if self.by_date else [])

    def sorted_pairs(self, by_date: bool) -> Pairs:
        """The query of the first page in another order."""
        return replace(self, by_date=by_date).pairs()

    def without(self, name: str, code: str) -> "Wish":
        left = {
            each: tuple(kept for kept in codes if (each, kept) != (name, code))
            for each, codes in self.filters.items()
        }
        return replace(
            self, filters={each: kept for each, kept in left.items() if kept}, after=None
        )

    def with_text(self, text: str) -> "Wish":
        return replace(self, text=text, after=None)

    def narrowed(self, name: str, code: str, text: str) -> "Wish":
        """With one more filter instead of the words that named it."""
        codes = (*self.filters.get(name, ()), code)
        return replace(self, text=text, filters={**self.filters, name: codes}, after=None)

    def simpler(self, problem: str) -> "Wish":
        """The same wish without what a refusal complains about; itself when nothing helps."""
        match problem:
            case "broken-cursor" | "window-exceeded":
                return replace(self, after=None)
            case "unknown-code":
                return replace(self, filters={}, after=None)
            case "query-too-long" | "forbidden-character" | "text-too-long":
                return self.with_text("")
            case _:
                return self

    def variables(self) -> dict[str, Any]:
        return {
            "text": self.text or None,
            "filter": {FILTERS[name]: list(codes) for name, codes in self.filters.items()},
            "sort": "DATE" if self.by_date else "RELEVANCE",
            "after": self.after,
            "inCollections": "collections" in self.filters,
        }


@router.get("/pratiques")
async def search(request: Request) -> Response:
    """Results and filters; when a filter was ticked with JavaScript, results and counts only."""
    wish = Wish.read(request.query_params)
    notice = None
    while True:
        try:
            data = await door.ask(request, "Search", wish.variables())
            break
        except door.Failed as problem:
            simpler = wish.simpler(problem.code)
            if simpler == wish:
                raise
            wish, notice = simpler, problem.message
            if problem.code == "unknown-code":
                # An old link, which no reader wrote: what a code is would not help.
                notice = rendering.say(door.language_of(request), "search.forgotten")
    facets = _facets(data["results"]["facets"], wish)
    shown = {facet["name"] for facet in facets}
    partial = request.headers.get("hx-request-type") == "partial"
    return rendering.page(
        request,
        "_results.html" if partial else "search.html",
        {
            "viewer": data["viewer"],
            "results": data["results"],
            "wish": wish,
            "notice": notice,
            "facets": facets,
            "chips": _chips(data, wish),
            "offers": _offers(data["results"], wish),
            "relaxations": _relaxations(data["results"], wish),
            # What the form must send again though it shows no field for it.
            "unseen": [pair for pair in wish.pairs() if pair[0] not in {*shown, "q"}],
            "partial": partial,
        },
        headers={
            "hx-push-url": rendering.link(door.language_of(request), "/pratiques", wish.pairs())
        }
        if partial
        else None,
    )


@router.get("/pratiques/suggestions")
async def suggest(request: Request) -> Response:
    """What the box may mean, for a page that shows it as one types; else the search itself."""
    text = request.query_params.get("q", "").strip()
    if "hx-request" not in request.headers:
        query = [("q", text)] if text else []
        address = rendering.link(door.language_of(request), "/pratiques", query)
        return RedirectResponse(address, 303)
    found = []
    # Somebody who pressed Enter before this came has the results already.
    shown = urlsplit(request.headers.get("hx-current-url", "")).query
    if text != QueryParams(shown).get("q", "").strip():
        data = await door.ask(request, "Suggest", {"text": text[:LONGEST_BOX]})
        names = {api_name: name for name, api_name in FILTERS.items()}
        found = [each | {"name": names.get(each["facet"])} for each in data["suggest"]]
    return rendering.page(request, "_suggestions.html", {"suggestions": found})


def _facets(counted: Sequence[dict[str, Any]], wish: Wish) -> list[dict[str, Any]]:
    """Facets in the page's order; a long one begins with its values that have most results."""
    by_name = {facet["name"]: facet["values"] for facet in counted}
    facets = []
    for name, api_name in FACETS.items():
        values = by_name.get(api_name)
        if values is None:
            continue
        head, rest = values, []
        if name in LONG:
            ordered = sorted(values, key=lambda each: (not each["selected"], -each["count"]))
            head = [
                each
                for place, each in enumerate(ordered)
                if each["selected"] or (each["count"] and place < LONG_HEAD)
            ]
            kept = {each["code"] for each in head}
            rest = [each for each in values if each["code"] not in kept]
        facets.append(
            {
                "name": name,
                "head": head,
                "rest": rest,
                "open": name in ("themes", "channels", "sizes") or name in wish.filters,
            }
        )
    return facets


def _chips(data: Mapping[str, Any], wish: Wish) -> list[dict[str, Any]]:
    """The active filters, each with the query of the page without it."""
    labels = {
        tuple(each["code"].split(":", 1)): each["label"] for each in data["results"]["filters"]
    }
    for each in data.get("collections", ()):
        labels["collections", each["slug"]] = each["title"]
    return [
        {
            "name": name,
            "label": labels.get((FILTERS[name], code), code),
            "pairs": wish.without(name, code).pairs(),
        }
        for name, codes in wish.filters.items()
        for code in codes
    ]


def _offers(results: Mapping[str, Any], wish: Wish) -> list[dict[str, Any]]:
    """What the text names and no filter says yet, unless nothing of what is found bears it."""
    names = {api_name: name for name, api_name in FILTERS.items()}
    counts = {
        (facet["name"], value["code"]): value["count"]
        for facet in results["facets"]
        for value in facet["values"]
    }
    return [
        {
            "name": names[each["facet"]],
            "label": each["term"]["label"],
            "pairs": wish.narrowed(
                names[each["facet"]], each["term"]["code"], each["rest"]
            ).pairs(),
        }
        for each in results["understood"]
        if not each["applied"] and counts.get((each["facet"], each["term"]["code"]))
    ]


def _relaxations(results: Mapping[str, Any], wish: Wish) -> list[dict[str, Any]]:
    """The searches near this one that find more, each with its query; the collection stays."""
    names = {api_name: name for name, api_name in FILTERS.items()}
    found = []
    for each in results["relaxations"]:
        filters = {name: codes for name, codes in wish.filters.items() if name == "collections"}
        for term in each["filters"]:
            facet, code = term["code"].split(":", 1)
            filters[names[facet]] = (*filters.get(names[facet], ()), code)
        near = replace(wish, text=each["text"], filters=filters, after=None)
        found.append(
            {"how": each["how"], "label": each["label"], "count": each["count"]}
            | {"pairs": near.pairs()}
        )
    return found


@router.get("/pratiques/{practice}")
async def show(request: Request, practice: str) -> Response:
    return await _page(request, practice)


async def _page(
    request: Request,
    practice: str,
    *,
    problem: Mapping[str, Any] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    try:
        uuid.UUID(practice)
    except ValueError:
        raise HTTPException(404) from None
    data = await door.ask(request, "Practice", {"id": practice})
    viewer, found = data["viewer"], data["node"]
    if found is None:
        # Never published, withdrawn, or not for this reader: the answer must not tell which.
        gone = {"status": 410, "key": "gone", "message": None, "viewer": viewer}
        return rendering.page(request, "error.html", gone, status=410)
    own = []
    if viewer["curator"]:
        answer = await door.ask(request, "OwnCollections")
        own = [each for each in answer["collections"] if each["editable"]]
    vendor = None
    if found["__typename"] == "ToolBenchmark":
        answer = await door.ask(request, "VendorAnswer", {"tool": found["tool"]["code"]})
        vendor = answer["tool"] and answer["tool"]["vendorAnswer"]
    return rendering.page(
        request,
        "practice.html",
        {
            "viewer": viewer,
            "practice": found,
            "similar": data["similar"],
            "own_collections": own,
            "vendor": vendor,
            "problem": problem,
            "typed": typed or {"collection": "", "note": ""},
        },
        status=422 if problem else 200,
    )


@router.post("/pratiques/{practice}/collections")
async def add_to_collection(request: Request, practice: str) -> Response:
    """A curator puts the practice at the end of a collection."""
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("collection", "note")}
    data = await door.ask(request, "AddToCollection", {"input": typed | {"publication": practice}})
    answer = data["addToCollection"]
    if answer["__typename"] != "Collection":
        return await _page(request, practice, problem=answer, typed=typed)
    address = rendering.link(door.language_of(request), f"/collections/{answer['slug']}")
    return RedirectResponse(f"{address}#p-{practice}", 303)
