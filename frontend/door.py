"""The one door to the API: executes a named document in process, as a client would over HTTP."""

import functools
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

from starlette.requests import Request

from schema.endpoint import Runner, cookie_name, same_origin


class ForeignForm(Exception):
    """A form was sent from another site."""


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
    request: Request, name: str, variables: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The data of a named document for this request's session, in this request's language.

    Raises Failed when the API answers an error, ForeignForm for a form of another site.
    """
    runner: Runner = request.app.state.runner
    if request.method != "GET" and not same_origin(runner.product, request.headers):
        raise ForeignForm
    answer = await runner.run(
        document(name),
        dict(variables or {}),
        token=request.cookies.get(cookie_name(runner.product)),
        language=language_of(request),
    )
    if answer.errors:
        first = answer.errors[0]
        raise Failed(str(first.get("extensions", {}).get("code", "")), str(first["message"]))
    return answer.data or {}


def language_of(request: Request) -> str:
    """English under ``/en``, French elsewhere."""
    path = request.url.path
    return "en" if path == "/en" or path.startswith("/en/") else "fr"
