"""One's association: declaring and revising it, its people, handing over, leaving; invitations."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages.sharing import PRIVATE, by_name, moved, not_yet

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

ROLES = ("MEMBER", "CONTACT")
SEVERAL = ("otherNames", "towns", "people", "handles")
SINGLE = (
    *("legalName", "acronym", "department", "domain", "rna", "siren"),
    *("budget", "employees", "volunteers", "field", "scope", "region"),
)
COURT = ("court", "volume", "folio")


@router.get("/compte/association")
async def association(request: Request) -> Response:
    data = await door.ask(request, "Association")
    if data["viewer"]["signedIn"] and data["viewer"]["organisation"] is None:
        values = dict.fromkeys((*SINGLE, *SEVERAL, *COURT), "") | {"kind": "ASSOCIATION"}
        values["invitation"] = request.query_params.get("invitation", "")
        return await _declare(request, values, {})
    return not_yet(request, data["viewer"]) or _association(request, data)


@router.post("/compte/association")
async def declare(request: Request) -> Response:
    form = await request.form()
    values = _typed(form)
    given, problems = _organisation(form, values, door.language_of(request))
    given["invitation"] = values["invitation"] or None
    if problems:
        return await _declare(request, values, problems)
    result = (await door.ask(request, "DeclareOrganisation", {"input": given}))["result"]
    if result["__typename"] == "Organisation":
        return moved(request, "/compte/association", [("fait", "inscription")])
    return await _declare(request, values, {forms.place_problem(result["path"]): result["message"]})


@router.get("/compte/association/fiche")
async def revise_form(request: Request) -> Response:
    data = await door.ask(request, "DeclareForm")
    own = data["viewer"]["organisation"]
    if elsewhere := not_yet(request, data["viewer"]):
        return elsewhere
    values = {name: own["name" if name == "legalName" else name] or "" for name in SINGLE
              if name != "field"}  # fmt: skip
    values |= {name: "\n".join(own[name]) for name in SEVERAL}
    values |= {"field": own["field"]["code"], "kind": own["kind"], "invitation": ""}
    values |= {name: str((own["court"] or {}).get(name, "")) for name in COURT}
    return _profile(request, data, values, {})


@router.post("/compte/association/fiche")
async def revise(request: Request) -> Response:
    form = await request.form()
    values = _typed(form)
    given, problems = _organisation(form, values, door.language_of(request))
    if not problems:
        result = (await door.ask(request, "ReviseOrganisation", {"input": given}))["result"]
        if result["__typename"] == "Organisation":
            return moved(request, "/compte/association", [("fait", "fiche")])
        if result["__typename"] == "AccessProblem":
            raise door.Failed(result["code"], result["message"])
        problems = {forms.place_problem(result["path"]): result["message"]}
    data = await door.ask(request, "DeclareForm")
    return not_yet(request, data["viewer"]) or _profile(request, data, values, problems)


def _typed(form: FormData) -> dict[str, str]:
    values = {name: forms.text(form, name) for name in (*SINGLE, *SEVERAL, *COURT, "invitation")}
    values["kind"] = "FEDERATION" if forms.text(form, "kind") == "FEDERATION" else "ASSOCIATION"
    return values


def _organisation(
    form: FormData, values: Mapping[str, str], language: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """What was declared as ``DeclareOrganisationInput``, and what can't be sent as it is."""
    given: dict[str, Any] = {name: values[name].strip() or None for name in SINGLE}
    given |= {name: forms.lines(form, name) for name in SEVERAL}
    given["kind"] = values["kind"]
    needed = ("legalName", "budget", "employees", "volunteers", "field", "scope", "region")
    problems = {
        name: rendering.say(language, "declare.needed") for name in needed if not given[name]
    }
    if not any(values[name].strip() for name in ("rna", "siren", *COURT)):
        problems["rna"] = rendering.say(language, "declare.number_missing")
    given["court"] = None
    if any(values[name].strip() for name in COURT):
        try:
            volume, folio = forms.whole(values["volume"]), forms.whole(values["folio"])
        except forms.NotANumber as wrong:
            problems["court"] = rendering.say(language, wrong.key)
        else:
            court = values["court"].strip()
            limit = forms.INTEGER_LIMIT
            given["court"] = {
                "court": court,
                "volume": min(volume, limit),
                "folio": min(folio, limit),
            }
    return given, problems


async def _declare(
    request: Request, values: Mapping[str, str], problems: Mapping[str, str]
) -> Response:
    data = await door.ask(request, "DeclareForm")
    if not data["viewer"]["signedIn"]:
        return moved(request, "/connexion", [("suite", request.url.path)])
    if data["viewer"]["organisation"] is not None:
        return moved(request, "/compte/association")
    return _profile(request, data, values, problems)


def _profile(
    request: Request,
    data: Mapping[str, Any],
    values: Mapping[str, str],
    problems: Mapping[str, str],
) -> Response:
    """The form of what an association is: a new one, or one's own to be revised."""
    shown = {
        "viewer": data["viewer"],
        "lists": by_name(data),
        "values": values,
        "problems": problems,
        "revising": data["viewer"]["organisation"] is not None,
    }
    status = 422 if problems else 200
    return rendering.page(request, "declare.html", shown, status=status, headers=PRIVATE)


def _association(
    request: Request,
    data: Mapping[str, Any],
    *,
    problems: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    shown = {
        "viewer": data["viewer"],
        "own": data["viewer"]["organisation"],
        "done": request.query_params.get("fait", ""),
        "problems": problems or {},
        "typed": typed or {"email": "", "role": "MEMBER"},
        "roles": ROLES,
    }
    status = 422 if problems else 200
    return rendering.page(request, "association.html", shown, status=status, headers=PRIVATE)


async def _refused(
    request: Request, result: Mapping[str, Any], typed: Mapping[str, str] | None = None
) -> Response:
    """One's association again, with what was wrong; or no page at all for whoever has none."""
    if result["__typename"] in ("AccessProblem", "NotFoundProblem"):
        raise door.Failed(result["code"], result["message"])
    data = await door.ask(request, "Association")
    problems = {forms.place_problem(result["path"]): result["message"]}
    return _association(request, data, problems=problems, typed=typed)


@router.post("/compte/association/invitations")
async def invite(request: Request) -> Response:
    form = await request.form()
    role = forms.text(form, "role")
    given = {"email": forms.text(form, "email"), "role": role if role in ROLES else "MEMBER"}
    result = (await door.ask(request, "InviteMember", {"input": given}))["result"]
    if result["__typename"] == "InvitationSent":
        return moved(request, "/compte/association", [("fait", "invitation")])
    return await _refused(request, result, given)


@router.post("/compte/association/invitations/fin")
async def end_invitation(request: Request) -> Response:
    given = {"id": forms.text(await request.form(), "invitation")}
    result = (await door.ask(request, "EndInvitation", {"input": given}))["result"]
    if result["__typename"] == "InvitationEnded":
        return moved(request, "/compte/association#invitations")
    raise door.Failed(result["code"], result["message"])


@router.post("/compte/association/membres/fin")
async def remove_member(request: Request) -> Response:
    given = {"id": forms.text(await request.form(), "colleague")}
    result = (await door.ask(request, "RemoveMember", {"input": given}))["result"]
    if result["__typename"] == "MembershipEnded":
        return moved(request, "/compte/association", [("fait", "retrait")])
    return await _refused(request, result)


@router.post("/compte/association/contact")
async def step_in(request: Request) -> Response:
    result = (await door.ask(request, "StepIn"))["result"]
    if result["__typename"] == "SteppedIn":
        return moved(request, "/compte/association", [("fait", "contact")])
    return await _refused(request, result)


@router.post("/compte/association/depart")
async def leave_organisation(request: Request) -> Response:
    result = (await door.ask(request, "LeaveOrganisation"))["result"]
    if result["__typename"] == "MembershipEnded":
        return moved(request, "/compte", [("fait", "depart")])
    return await _refused(request, result)


@router.get("/compte/association/passation")
async def hand_over_form(request: Request) -> Response:
    return await _hand_over(request, "", {})


@router.post("/compte/association/passation")
async def hand_over(request: Request) -> Response:
    email = forms.text(await request.form(), "email")
    given = {"email": email, "handOver": True}
    result = (await door.ask(request, "InviteMember", {"input": given}))["result"]
    if result["__typename"] == "InvitationSent":
        return moved(request, "/compte/association", [("fait", "passation")])
    if result["__typename"] == "AccessProblem":
        raise door.Failed(result["code"], result["message"])
    return await _hand_over(request, email, {"email": result["message"]})


async def _hand_over(request: Request, email: str, problems: Mapping[str, str]) -> Response:
    data = await door.ask(request, "Association")
    if elsewhere := not_yet(request, data["viewer"]):
        return elsewhere
    shown = data | {"email": email, "problems": problems}
    status = 422 if problems else 200
    return rendering.page(request, "hand_over.html", shown, status=status, headers=PRIVATE)


@router.get("/compte/association/quitter")
async def leave_network_form(request: Request) -> Response:
    return await _leave_network(request, {"words": "", "shares": "keep"}, {})


@router.post("/compte/association/quitter")
async def leave_network(request: Request) -> Response:
    """The session ends with the association: the answer itself says goodbye."""
    form = await request.form()
    typed = {name: forms.text(form, name) for name in ("words", "shares")}
    given = {"words": typed["words"], "withdraw": typed["shares"] == "withdraw"}
    result = (await door.ask(request, "LeaveNetwork", {"input": given}))["result"]
    if result["__typename"] == "LeftNetwork":
        return rendering.page(
            request, "left_network.html", {"viewer": None, "left": result}, headers=PRIVATE
        )
    if result["code"] == "sign-in-again":
        return await _leave_network(request, typed, {"": result["message"]})
    if result["__typename"] == "AccessProblem":
        raise door.Failed(result["code"], result["message"])
    return await _leave_network(request, typed, {"words": result["message"]})


async def _leave_network(
    request: Request, typed: Mapping[str, str], problems: Mapping[str, str]
) -> Response:
    data = await door.ask(request, "Association")
    if elsewhere := not_yet(request, data["viewer"]):
        return elsewhere
    status = 422 if problems else 200
    shown = data | {"typed": typed, "problems": problems}
    return rendering.page(request, "leave_network.html", shown, status=status, headers=PRIVATE)


@router.get("/invitation/{token}")
async def invitation(request: Request, token: str) -> Response:
    """Changes nothing: mail filters open links too."""
    return await _invitation(request, token, None)


@router.post("/invitation/{token}")
async def accept_invitation(request: Request, token: str) -> Response:
    result = (await door.ask(request, "AcceptInvitation", {"input": {"token": token}}))["result"]
    if result["__typename"] == "InvitationAccepted":
        return moved(request, "/compte/association", [("fait", "bienvenue")])
    return await _invitation(request, token, result["message"])


async def _invitation(request: Request, token: str, problem: str | None) -> Response:
    data = await door.ask(request, "Invitation", {"token": token})
    shown = data | {"token": token, "problem": problem}
    status = 422 if problem else 200
    return rendering.page(request, "invitation.html", shown, status=status, headers=PRIVATE)
