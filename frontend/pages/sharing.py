"""Sharing: the start, the form of a draft, its preview with every decision, and publication."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from frontend import door, forms, rendering
from frontend.forms import CASE_STUDY, TOOL_BENCHMARK, Sheet

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

# Drafts are for their authors' eyes: no cache keeps them.
PRIVATE = {"cache-control": "no-store"}
SAVE = {CASE_STUDY: "SaveCaseStudyDraft", TOOL_BENCHMARK: "SaveToolBenchmarkDraft"}
NEW = {CASE_STUDY: "/partager/etude-de-cas", TOOL_BENCHMARK: "/partager/outil"}

# When readers may see what is published, and how its author is told that it waits.
RELEASES = {"NOW": "attente", "NEXT_BATCH": "lot", "MUTUAL_DEPOSIT": "depot"}

# What the section "Récit" of the form holds: it opens when one of these does.
_TOLD = ("regrets", "publics", "status", "humanMeans", "dose", "started", "setupTime", "cost")
STORY = {
    CASE_STUDY: (*_TOLD, "context", "done", "results", "needs"),
    TOOL_BENCHMARK: (
        *(*_TOLD, "title", "use", "advice", "themes", "channels", "monthlyHours"),
        *("adopted", "equipped", "leavingReasons", "leftFor", "vendorTie"),
    ),
}


def moved(request: Request, path: str, parameters: Any = ()) -> Response:
    """After an act: a new page, so that reloading repeats nothing."""
    language = door.language_of(request)
    return RedirectResponse(rendering.link(language, path, parameters), status_code=303)


def by_name(data: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The vocabulary of an answer, list by list."""
    return {each["name"]: each["terms"] for each in data["vocabulary"]}


def not_yet(request: Request, viewer: Mapping[str, Any]) -> Response | None:
    """Where to go first when nobody is signed in, or no association is declared."""
    if not viewer["signedIn"]:
        return moved(request, "/connexion", [("suite", request.url.path)])
    if viewer["organisation"] is None:
        return moved(request, "/compte/association")
    return None


@router.get("/partager")
async def start(request: Request) -> Response:
    data = await door.ask(request, "Sharing")
    return rendering.page(request, "share.html", data, headers=PRIVATE)


@router.get("/partager/etude-de-cas")
async def new_case_study(request: Request) -> Response:
    return await _blank(request, CASE_STUDY)


@router.post("/partager/etude-de-cas")
async def save_case_study(request: Request) -> Response:
    return await _save(request, CASE_STUDY, None)


@router.get("/partager/outil")
async def new_tool_benchmark(request: Request) -> Response:
    return await _blank(request, TOOL_BENCHMARK)


@router.post("/partager/outil")
async def save_tool_benchmark(request: Request) -> Response:
    return await _save(request, TOOL_BENCHMARK, None)


@router.get("/partager/{draft}")
async def edit(request: Request, draft: str) -> Response:
    try:
        data = await door.ask(request, "ShareForm", {"draft": draft, "existing": True})
    except door.Failed as failed:
        if failed.code != "sign-in-required":
            raise
        return moved(request, "/connexion", [("suite", request.url.path)])
    return _form(request, forms.saved(data["draft"], door.language_of(request)), data)


@router.post("/partager/{draft}")
async def save(request: Request, draft: str) -> Response:
    kind = forms.text(await request.form(), "kind")
    return await _save(request, kind if kind in SAVE else CASE_STUDY, draft)


async def _blank(request: Request, kind: str) -> Response:
    data = await door.ask(request, "ShareForm", {"draft": "", "existing": False})
    sheet = forms.blank(kind, door.language_of(request))
    return not_yet(request, data["viewer"]) or _form(request, sheet, data)


async def _save(request: Request, kind: str, draft: str | None) -> Response:
    language = door.language_of(request)
    form = await request.form()
    sheet = forms.filled(kind, form, draft)
    practice = forms.practice_input(sheet)
    sheet.problems = {name: rendering.say(language, key) for name, key in sheet.problems.items()}
    stale = False
    if not sheet.problems:
        given = {"id": draft, "version": sheet.version, "practice": practice}
        result = (await door.ask(request, SAVE[kind], {"input": given}))["result"]
        if result["__typename"] == "Draft":
            if forms.text(form, "then") == "later":
                return moved(request, "/mes-partages", [("enregistre", 1)])
            return moved(request, f"/partager/{result['id']}/apercu")
        if result["__typename"] == "NotFoundProblem":
            raise door.Failed(result["code"], result["message"])
        sheet.problems[forms.place_problem(result["path"])] = result["message"]
        if result["__typename"] != "InputProblem":
            sheet.problems = {"": result["message"]}
        stale = result["code"] == "stale-draft"
    data = await door.ask(request, "ShareForm", {"draft": "", "existing": False})
    return _form(request, sheet, data, stale=stale, status=422)


def _form(
    request: Request,
    sheet: Sheet,
    data: Mapping[str, Any],
    *,
    stale: bool = False,
    status: int = 200,
) -> Response:
    lists, language = by_name(data), door.language_of(request)
    categories: dict[str, dict[str, Any]] = {}
    for tool in data["tools"]:
        category = tool["category"] or {"code": "", "label": "…"}
        group = categories.setdefault(category["code"], {"label": category["label"], "tools": []})
        group["tools"].append(tool)
    shown = {
        "viewer": data["viewer"],
        "sheet": sheet,
        "lists": lists,
        "themes": nested(lists["themes"]),
        "channels": grouped(lists["channel_groups"], lists["channels"]),
        "categories": sorted(categories.values(), key=lambda each: str(each["label"]).casefold()),
        "measures": measures(lists, language),
        "story_open": sheet.holds(STORY[sheet.kind]),
        "measured_open": bool(sheet.rows) or sheet.holds(["observations"]),
        "address": f"/partager/{sheet.draft}" if sheet.draft else NEW[sheet.kind],
        "stale": stale,
    }
    return rendering.page(request, "share_form.html", shown, status=status, headers=PRIVATE)


def nested(terms: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Terms with those below them; the ones that stand alone come last, in a group of their own."""
    groups, alone = [], []
    for term in terms:
        if term["parent"]:
            continue
        below = [each for each in terms if each["parent"] == term["code"]]
        if below:
            groups.append({"label": term["label"], "terms": [term, *below]})
        else:
            alone.append(term)
    return [*groups, {"label": None, "terms": alone}]


def grouped(
    groups: Sequence[Mapping[str, Any]], terms: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Terms under the group each belongs to."""
    return [
        {
            "label": group["label"],
            "terms": [each for each in terms if each["parent"] == group["code"]],
        }
        for group in groups
    ]


def measures(
    lists: Mapping[str, Sequence[Mapping[str, Any]]], language: str
) -> list[dict[str, Any]]:
    """Every measure one may type, with the words for what is counted."""
    bases = {each["code"]: each["label"] for each in lists["bases"]}
    labels = {each["code"]: each["label"] for each in lists["metrics"]}
    return [
        {
            "label": labels[code],
            "bases": [(f"{code}:{base}", bases[base]) for base in measure.bases],
            "counted": measure.counted[language] if measure.over else "",
            "among": measure.among[language] if measure.over else "",
        }
        for code, measure in forms.measures().items()
    ]


# The preview and what is decided there


@router.get("/partager/{draft}/apercu")
async def preview(request: Request, draft: str) -> Response:
    return await _preview(request, draft)


@router.post("/partager/{draft}/decision")
async def decide(request: Request, draft: str) -> Response:
    form = await request.form()
    choice = forms.text(form, "choice")
    chosen = forms.several(form, "finding")
    typed = {
        "choice": choice if choice in ("ACCEPT", "EDIT", "KEEP", "UNDO") else "UNDO",
        "replacement": forms.text(form, "replacement"),
        "reason": forms.text(form, "reason") or None,
    }
    given = {"draft": draft, "version": _number(forms.text(form, "version")), "findings": chosen}
    result = (await door.ask(request, "DecideFinding", {"input": given | typed}))["result"]
    if result["__typename"] == "Draft":
        # On to the next passage: the one that was decided has left the list.
        following = _number(forms.text(form, "following"))
        place = f"passage-{following}" if following else "passages"
        return moved(request, f"/partager/{draft}/apercu#{place}")
    return await _preview(request, draft, result, typed | {"findings": chosen})


@router.post("/partager/{draft}/mots")
async def answer_doubts(request: Request, draft: str) -> Response:
    """A tick says that the words tell; what was shown without one is harmless."""
    form = await request.form()
    shown, ticked = forms.several(form, "shown"), forms.several(form, "tells")
    typed = {
        "yes": ticked,
        "no": [each for each in shown if each not in ticked],
        "undo": forms.several(form, "undo"),
    }
    given = {"draft": draft, "version": _number(forms.text(form, "version"))}
    result = (await door.ask(request, "AnswerDoubts", {"input": given | typed}))["result"]
    if result["__typename"] == "Draft":
        return moved(request, f"/partager/{draft}/apercu#mots")
    return await _preview(request, draft, result, typed)


@router.post("/partager/{draft}/conditions")
async def set_terms(request: Request, draft: str) -> Response:
    form = await request.form()
    audience = forms.text(form, "audience")
    given = {
        "draft": draft,
        "version": _number(forms.text(form, "version")),
        "audience": audience if audience in ("OPEN", "MEMBERS", "CONTRIBUTORS") else "OPEN",
        "embargo": forms.text(form, "embargo").strip() or None,
        "hide": forms.several(form, "hide"),
    }
    result = (await door.ask(request, "SetDraftTerms", {"input": given}))["result"]
    if result["__typename"] == "Draft":
        return moved(request, f"/partager/{draft}/apercu#etiquettes")
    return await _preview(request, draft, result, given)


@router.post("/partager/{draft}/publier")
async def publish(request: Request, draft: str) -> Response:
    form = await request.form()
    release = forms.text(form, "release")
    if release not in RELEASES:
        release = "NOW"
    typed = {"release": release, "topic": forms.text(form, "topic") or None}
    given = {"draft": draft, "version": _number(forms.text(form, "version"))}
    result = (await door.ask(request, "PublishDraft", {"input": given | typed}))["result"]
    if result["__typename"] == "PublishedDraft":
        # An address is written down in logs: it tells no day.
        told = RELEASES[release] if result["waits"] else result["visibleFrom"]
        return moved(request, "/mes-partages", [("publie", told)])
    return await _preview(request, draft, result, typed)


@router.get("/partager/{draft}/decision")
@router.get("/partager/{draft}/mots")
@router.get("/partager/{draft}/conditions")
@router.get("/partager/{draft}/publier")
async def back_to_preview(request: Request, draft: str) -> Response:
    """A refused act is answered under its own address, which people reload or bookmark."""
    return moved(request, f"/partager/{draft}/apercu")


def _number(typed: str) -> int:
    """A version or a passage as typed; 0, which is neither, for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


async def _preview(
    request: Request,
    draft: str,
    problem: Mapping[str, Any] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    """The whole preview; ``problem`` is what refused the last act, ``typed`` what it was given."""
    if problem and problem["__typename"] == "NotFoundProblem":
        raise door.Failed(problem["code"], problem["message"])
    # Asked first: a preview of nobody's draft would say less clearly that one must sign in.
    words = await door.ask(request, "PreviewPage")
    if first := not_yet(request, words["viewer"]):
        return first
    found = (await door.ask(request, "PreviewPublication", {"input": {"draft": draft}}))["result"]
    if found["__typename"] != "Preview":
        raise door.Failed(found["code"], found["message"])
    lists = by_name(words)
    findings = _numbered(found)
    metrics = {each["code"]: each["label"] for each in lists["metrics"]}
    observations = found["draft"]["practice"]["observations"]
    shown = {
        "viewer": words["viewer"],
        "lists": lists,
        "preview": found,
        "texts": [_marked(each, findings) for each in found["texts"]],
        "waiting": _entities([each for each in findings if each["decision"] is None]),
        "decided": [each for each in findings if each["decision"] is not None],
        # What makes somebody unique needs words of one's own, one passage at a time.
        "acceptable": [
            each["id"]
            for each in findings
            if each["decision"] is None and each["suggestion"] is None
        ],
        "unanswered": [each for each in found["doubts"] if each["tells"] is None],
        "answered": [each for each in found["doubts"] if each["tells"] is not None],
        "missing": found["missing"],
        "unusual": [metrics[observations[place]["metric"]] for place in found["unusual"]],
        "criteria": {each["code"]: each["label"] for each in lists["criteria"]},
        "topics": _topics(found["draft"]["practice"], lists),
        "problem": problem,
        "typed": typed or {},
    }
    return rendering.page(
        request, "preview.html", shown, status=422 if problem else 200, headers=PRIVATE
    )


def _topics(
    practice: Mapping[str, Any], lists: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[Mapping[str, Any]]:
    """What a practice may be deposited on: its own channels and themes."""
    return [
        each
        for name in ("channels", "themes")
        for each in lists[name]
        if each["code"] in practice[name]
    ]


def _numbered(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The findings in the order of the texts, each with the number that marks it there."""
    order = {each["field"]: place for place, each in enumerate(found["texts"])}
    ranked = sorted(found["findings"], key=lambda each: (order[each["field"]], each["start"]))
    return [each | {"number": number} for number, each in enumerate(ranked, start=1)]


def _entities(findings: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Findings gathered by what they speak of, in the order of their first mention."""
    gathered: dict[str, list[dict[str, Any]]] = {}
    for each in findings:
        gathered.setdefault(each["entity"], []).append(each)
    return list(gathered.values())


def _marked(text: Mapping[str, str], findings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A text's two columns cut into pieces ``(words, number or None, state)``.

    Offsets are code points, as Python counts.
    """
    written: list[tuple[str, int | None, str]] = []
    seen: list[tuple[str, int | None, str]] = []
    position = 0
    for each in findings:
        if each["field"] != text["field"]:
            continue
        between = text["written"][position : each["start"]]
        if between:
            written.append((between, None, ""))
            seen.append((between, None, ""))
        state = (each["decision"] or {"choice": "OPEN"})["choice"].lower()
        written.append((each["text"], each["number"], state))
        seen.append((each["replacement"], each["number"], state))
        position = each["end"]
    rest = text["written"][position:]
    if rest:
        written.append((rest, None, ""))
        seen.append((rest, None, ""))
    if "".join(words for words, _, _ in seen) != text["seen"]:
        # The API's own words are what will be published: marks are worth less than the truth.
        seen = [(text["seen"], None, "")]
    return {"field": text["field"], "written": written, "seen": seen}
