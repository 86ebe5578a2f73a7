"""How one's account is kept: address, password, codes of an application, browsers signed in."""

from collections.abc import Mapping
from typing import Any

import segno
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from frontend import door, forms, rendering
from frontend.pages import providers
from frontend.pages.sharing import PRIVATE, moved

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

HERE = "/compte/securite"
DONE = (
    *("mot-de-passe", "sans-mot-de-passe", "sans-code", "appareils"),
    *("partout", "fournisseur", "sans-fournisseur", "lien-adresse", "adresse"),
)


@router.get(HERE)
async def security(request: Request) -> Response:
    return await _security(request)


async def _security(
    request: Request,
    *,
    problems: Mapping[str, str] | None = None,
    email: str = "",
    begun: Mapping[str, str] | None = None,
    confirming: bool = False,
    codes: list[str] | None = None,
    token: str | None = None,
) -> Response:
    """``begun`` and ``codes`` are shown on the answer itself, once: no address may hold them."""
    data = await door.ask(request, "Security", token=token)
    if not data["viewer"]["signedIn"]:
        return moved(request, "/connexion", [("suite", _here(request))])
    if data["viewer"]["security"] is None:
        raise HTTPException(403)  # a token in the place of a session
    done, failed = (request.query_params.get(each) for each in ("fait", "fournisseur"))
    shown = {
        "problems": problems or {},
        "email": email,
        "begun": begun,
        "confirming": confirming or begun is not None,
        "codes": codes,
        "done": done if done in DONE else None,
        "proof": door.kept(request, providers.PROOF),
        "provider": failed if failed in providers.OUTCOMES else None,
    }
    status = 422 if problems else 200
    response = rendering.page(
        request, "security.html", data | shown, status=status, headers=PRIVATE
    )
    if token:
        door.begin_session(request, response, token)
    return response


def _here(request: Request) -> str:
    return rendering.link(door.language_of(request), HERE)


@router.get(HERE + "/adresse")
@router.get(HERE + "/mot-de-passe")
@router.get(HERE + "/code")
@router.get(HERE + "/code/confirmation")
@router.get(HERE + "/fournisseur")
async def back_to_security(request: Request) -> Response:
    return moved(request, HERE)


@router.post(HERE + "/adresse")
async def request_address_change(request: Request) -> Response:
    """The address says nothing of the new one: whoever has it already is told there alone."""
    email = forms.text(await request.form(), "email")
    result = await _result(request, "RequestAddressChange", {"email": email})
    if result["__typename"] == "AddressChangeRequested":
        return moved(request, HERE, [("fait", "lien-adresse")])
    return await _security(request, problems=_problem(result, "email"), email=email)


@router.get(HERE + "/adresse/{token}")
async def confirm_address(request: Request, token: str) -> Response:
    """Changes nothing: mail filters open links too."""
    return await _address(request, token)


@router.post(HERE + "/adresse/{token}")
async def change_address(request: Request, token: str) -> Response:
    result = await _result(request, "ChangeAddress", {"token": token})
    if result["__typename"] == "AddressChanged":
        return _renewed(request, result, "adresse")
    if result["__typename"] == "AccessProblem":
        raise door.Failed(result["code"], result["message"])
    return await _address(request, token, result["message"])


async def _address(request: Request, token: str, problem: str | None = None) -> Response:
    data = await door.ask(request, "Security")
    shown = data | {"token": token, "problem": problem}
    status = 422 if problem else 200
    return rendering.page(request, "new_address.html", shown, status=status, headers=PRIVATE)


@router.post(HERE + "/mot-de-passe")
async def set_password(request: Request) -> Response:
    form = await request.form()
    given = {"password": forms.text(form, "password"), "current": forms.text(form, "current")}
    result = await _result(request, "SetPassword", given)
    if result["__typename"] == "PasswordChanged":
        return _renewed(request, result, "mot-de-passe")
    return await _security(request, problems=_problem(result, "current"))


@router.post(HERE + "/mot-de-passe/fin")
async def remove_password(request: Request) -> Response:
    given = {"current": forms.text(await request.form(), "current")}
    result = await _result(request, "RemovePassword", given)
    if result["__typename"] == "PasswordChanged":
        return _renewed(request, result, "sans-mot-de-passe")
    return await _security(request, problems=_problem(result, "end"))


@router.post(HERE + "/code")
async def begin_second_factor(request: Request) -> Response:
    result = await _result(request, "BeginSecondFactor")
    if result["__typename"] != "SecondFactorBegun":
        return await _security(request, problems=_problem(result, "code"))
    picture = segno.make(result["address"], error="m").svg_data_uri(scale=5, border=3)
    return await _security(request, begun={"secret": result["secret"], "picture": picture})


@router.post(HERE + "/code/confirmation")
async def confirm_second_factor(request: Request) -> Response:
    given = {"code": forms.text(await request.form(), "code")}
    result = await _result(request, "ConfirmSecondFactor", given)
    if result["__typename"] != "SecondFactorConfirmed":
        return await _security(request, problems=_problem(result, "code"), confirming=True)
    return await _security(request, codes=result["recoveryCodes"], token=result["session"])


@router.post(HERE + "/code/fin")
async def remove_second_factor(request: Request) -> Response:
    result = await _result(request, "RemoveSecondFactor")
    if result["__typename"] == "SecondFactorRemoved":
        return _renewed(request, result, "sans-code")
    return await _security(request, problems=_problem(result, "code"))


@router.post(HERE + "/fournisseur")
async def link_identity(request: Request) -> Response:
    """What is linked is what this browser just came back with, once somebody says so here."""
    given = {"proof": forms.text(await request.form(), "proof")}
    result = await _result(request, "LinkIdentity", given)
    if result["__typename"] == "IdentityLinked":
        response = moved(request, HERE, [("fait", "fournisseur")])
    else:
        response = await _security(request, problems=_problem(result, "identities"))
    door.drop(request, response, providers.PROOF)
    return response


@router.post(HERE + "/fournisseur/fin")
async def unlink_identity(request: Request) -> Response:
    given = {"id": forms.text(await request.form(), "identity")}
    result = await _result(request, "UnlinkIdentity", given)
    if result["__typename"] == "IdentityUnlinked":
        return moved(request, HERE, [("fait", "sans-fournisseur")])
    if result["__typename"] == "NotFoundProblem":
        raise door.Failed(result["code"], result["message"])
    return await _security(request, problems=_problem(result, "identities"))


@router.post(HERE + "/appareil/fin")
async def end_session(request: Request) -> Response:
    given = {"id": forms.text(await request.form(), "device")}
    return await _ended(request, "EndSession", "appareils", given)


@router.post(HERE + "/ailleurs/fin")
async def end_other_sessions(request: Request) -> Response:
    return await _ended(request, "EndOtherSessions", "partout")


async def _ended(
    request: Request, name: str, done: str, given: Mapping[str, Any] | None = None
) -> Response:
    result = await _result(request, name, given)
    if result["__typename"] == "SessionsEnded":
        return moved(request, HERE, [("fait", done)])
    raise door.Failed(result["code"], result["message"])


async def _result(
    request: Request, name: str, given: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    answer = await door.ask(request, name, {} if given is None else {"input": dict(given)})
    result: dict[str, Any] = answer["result"]
    return result


def _problem(result: Mapping[str, Any], place: str) -> dict[str, str]:
    """A refusal at its field; a wrong password is the present one's."""
    if result["__typename"] == "AccessProblem" and result["code"] != "sign-in-again":
        raise door.Failed(result["code"], result["message"])
    own = result["path"] == ["password"] and result["code"] != "wrong-password"
    return {"password" if own else place: result["message"]}


def _renewed(request: Request, result: Mapping[str, Any], done: str) -> Response:
    response = moved(request, HERE, [("fait", done)])
    door.begin_session(request, response, result["session"])
    return response
