"""The one door to the API: executes a named document in process, as a client would over HTTP."""

import functools
import hmac
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from commons.accounts import bearer
from commons.accounts.sessions import SESSION_DAYS
from schema.endpoint import Runner, cookie_name, requester, same_origin

SESSION_SECONDS = SESSION_DAYS * 24 * 3600
# What every form carries, and the cookie that a visitor's is bound to.
FORM_FIELD, FORM_COOKIE = "csrf_token", "recul_form"


class ForeignForm(Exception):
    """A form was sent from another site, or from a page that was shown to somebody else."""


class Failed(Exception):
    """The API answered errors; ``code`` is the first one's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


_SPREAD = re.compile(r"\.\.\.(?!on\b)(\w+)")


@functools.cache
def document(name: str) -> str:
    """The text of ``documents/<name>.graphql`` with the shared fragments that it names."""
    folder = resources.files("frontend").joinpath("documents")
    parts = {name: folder.joinpath(f"{name}.graphql").read_text("utf-8")}
    waiting = [name]
    while waiting:
        text = parts[waiting.pop()]
        for spread in _SPREAD.findall(text):
            if spread not in parts and f"fragment {spread} on" not in text:
                file = folder.joinpath("fragments", f"{spread}.graphql")
                parts[spread] = file.read_text("utf-8")
                waiting.append(spread)
    return "\n".join(parts.values())


async def ask(
    request: Request,
    name: str,
    variables: Mapping[str, Any] | None = None,
    *,
    token: str | None = None,
) -> dict[str, Any]:
    """The data of a named document for this request's session, in this request's language.

    ``token`` is of a session that was renewed just now.

    Raises Failed when the API answers an error.
    """
    runner: Runner = request.app.state.runner
    if token:
        request.state.session = token
    answer = await runner.run(
        document(name),
        dict(variables or {}),
        token=token or request.cookies.get(cookie_name(runner.product)),
        language=language_of(request),
        requester=requester(request),
        agent=request.headers.get("user-agent", ""),
    )
    if answer.errors:
        first = answer.errors[0]
        raise Failed(str(first.get("extensions", {}).get("code", "")), str(first["message"]))
    return answer.data or {}


async def own_form(request: Request) -> None:
    """What every act of the pages passes first. Raises ForeignForm unless the form is of a page
    of ours that was shown to this very browser.

    Two checks: where the browser says that the form comes from, and a token in it that no other
    site can know.
    """
    if request.method == "GET":
        return
    product = request.app.state.runner.product
    if not same_origin(product, request.headers):
        raise ForeignForm
    sent = (await request.form()).get(FORM_FIELD)
    holder = _holder(request)
    if holder is None or not sent or isinstance(sent, UploadFile):
        raise ForeignForm
    if not hmac.compare_digest(sent.encode(), _form_token(request, holder).encode()):
        raise ForeignForm


def form_token(request: Request) -> str:
    """What a form on this page carries; a visitor's browser is given a cookie for it."""
    holder = _holder(request)
    if holder is None:
        request.state.visitor = bearer.fresh()
        holder = _visitor(request.state.visitor)
    return _form_token(request, holder)


def _holder(request: Request) -> str | None:
    """Who a form is shown to: a session, else a visitor's browser once it has the cookie."""
    product = request.app.state.runner.product
    session = getattr(request.state, "session", None) or request.cookies.get(cookie_name(product))
    if session:
        return f"session {session}"
    visitor = getattr(request.state, "visitor", None) or kept(request, FORM_COOKIE)
    return _visitor(visitor) if visitor else None


def _visitor(value: str) -> str:
    return f"visitor {value}"


def _form_token(request: Request, holder: str) -> str:
    token: str = request.app.state.runner.product.keys.fingerprint("form", holder)
    return token


def remember_visitor(request: Request, response: Response) -> None:
    """Give a visitor's browser the cookie that the forms on this page are bound to, if any is."""
    visitor = getattr(request.state, "visitor", None)
    if visitor:
        keep(request, response, FORM_COOKIE, visitor)


def kept(request: Request, name: str) -> str | None:
    """What ``keep`` gave this browser."""
    return request.cookies.get(_bound(request, name))


def keep(
    request: Request, response: Response, name: str, value: str, minutes: int | None = None
) -> None:
    """Let a browser hold something for this very host; without ``minutes`` until it is closed."""
    response.set_cookie(
        _bound(request, name),
        value,
        max_age=None if minutes is None else 60 * minutes,
        path="/",
        secure=request.app.state.runner.product.settings.secure,
        httponly=True,
        samesite="lax",
    )


def drop(request: Request, response: Response, name: str) -> None:
    """Take it back."""
    response.delete_cookie(
        _bound(request, name),
        path="/",
        secure=request.app.state.runner.product.settings.secure,
        httponly=True,
        samesite="lax",
    )


def _bound(request: Request, name: str) -> str:
    secure = request.app.state.runner.product.settings.secure
    return f"__Host-{name}" if secure else name


def begin_session(request: Request, response: Response, token: str) -> None:
    """Give the browser the token of its session, until the session itself ends."""
    product = request.app.state.runner.product
    response.set_cookie(
        cookie_name(product),
        token,
        max_age=SESSION_SECONDS,
        path="/",
        secure=product.settings.secure,
        httponly=True,
        samesite="lax",
    )


def end_session(request: Request, response: Response) -> None:
    """Take the token back."""
    product = request.app.state.runner.product
    response.delete_cookie(
        cookie_name(product),
        path="/",
        secure=product.settings.secure,
        httponly=True,
        samesite="lax",
    )


def is_foreign(request: Request) -> bool:
    """Whether another site sent the browser here."""
    return not same_origin(request.app.state.runner.product, request.headers)


def language_of(request: Request) -> str:
    """English under ``/en``, French elsewhere."""
    path = request.url.path
    return "en" if path == "/en" or path.startswith("/en/") else "fr"
