"""Templates and words: what every page has in common."""

import functools
import hashlib
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any
from urllib.parse import quote, urlencode

from babel import dates, numbers
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from commons import clock
from frontend import door
from frontend.door import language_of

LANGUAGES = ("fr", "en")

_ADDRESS = re.compile(r"(https?://\S+)")


@functools.cache
def words(language: str) -> Mapping[str, str]:
    """Every wording of the pages by dotted key: ``locales/<language>/*.toml``."""
    found: dict[str, str] = {}

    def flatten(prefix: str, table: Mapping[str, Any]) -> None:
        for name, value in table.items():
            key = f"{prefix}.{name}" if prefix else name
            if isinstance(value, Mapping):
                flatten(key, value)
            elif key in found:
                raise ValueError(f"{key} is worded twice in {language}")
            else:
                found[key] = value

    for file in sorted(
        resources.files("frontend").joinpath("locales", language).iterdir(),
        key=lambda each: each.name,
    ):
        if file.name.endswith(".toml"):
            flatten("", tomllib.loads(file.read_text("utf-8")))
    return found


def say(language: str, key: str, **details: object) -> str:
    """A wording with its details; ``count`` chooses ``key.one`` or ``key.many``."""
    known = words(language)
    if "count" in details and key not in known:
        count = details["count"]
        assert isinstance(count, int)
        # French says "0 résultat", English "0 results".
        one = abs(count) < 2 if language == "fr" else count == 1
        key = f"{key}.one" if one else f"{key}.many"
        details = {**details, "count": numbers.format_decimal(count, locale=language)}
    return known[key].format(**details)


def link(language: str, path: str, parameters: Any = ()) -> str:
    """An address of this site in a language, with its query."""
    prefix = "/en" if language == "en" else ""
    address = prefix + path
    query = urlencode(parameters, doseq=True)
    return f"{address}?{query}" if query else address


def month(language: str, text: str) -> str:
    """``2024-03`` as “mars 2024”."""
    return dates.format_skeleton("yMMMM", clock.first_day(clock.month_of(text)), locale=language)


def day(language: str, text: str) -> str:
    """``2024-03-05`` as “5 mars 2024”."""
    return dates.format_skeleton("yMMMMd", date.fromisoformat(text), locale=language)


def paragraphs(text: str | None) -> Markup:
    """Plain text as paragraphs and lists, no line of which begins with a sign."""
    parts: list[Markup] = []
    for block in tight(text or "").split("\n\n"):
        lines = [line for line in block.split("\n") if line.strip()]
        while lines:
            listed = lines[0].lstrip().startswith("- ")
            run = []
            while lines and lines[0].lstrip().startswith("- ") == listed:
                run.append(lines.pop(0).strip())
            if listed:
                items = Markup("").join(
                    Markup("<li>{}</li>").format(line.removeprefix("- ")) for line in run
                )
                parts.append(Markup("<ul>{}</ul>").format(items))
            else:
                lines_marked = Markup("<br>").join(escape(line) for line in run)
                parts.append(Markup("<p>{}</p>").format(lines_marked))
    return Markup("\n").join(parts)


# French sets a space before these signs, and between the thousands, that no line may break at.
_TIGHT = re.compile(r" (?=[:;?!»€%])|(?<=[«<]) |(?<=\d) (?=\d{3}\b)")


def tight(text: str) -> str:
    """A text in which no line begins with a sign, nor inside a number."""
    return _TIGHT.sub("\u00a0", text)


@functools.cache
def asset(name: str) -> str:
    """The address of a static file, with a part that changes when the file does."""
    content = resources.files("frontend").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


@pass_context
def _say(context: Context, key: str, **details: object) -> str:
    return say(context["language"], key, **details)


@pass_context
def _link(context: Context, path: str, parameters: Any = ()) -> str:
    return link(context["language"], path, parameters)


@pass_context
def _month(context: Context, text: str) -> str:
    return month(context["language"], text)


@pass_context
def _day(context: Context, text: str) -> str:
    return day(context["language"], text)


@pass_context
def _number(context: Context, value: float) -> str:
    return str(numbers.format_decimal(value, locale=context["language"]))


@pass_context
def _csrf(context: Context) -> Markup:
    """What every form that is posted begins with."""
    token = door.form_token(context["request"])
    return Markup('<input type="hidden" name="{}" value="{}">').format(door.FORM_FIELD, token)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("frontend", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(t=_say, link=_link, asset=asset, csrf=_csrf)
    environment.filters.update(
        day=_day, month=_month, paragraphs=paragraphs, number=_number, tight=tight
    )
    return environment


def pieces(text: str) -> list[tuple[str, str | None]]:
    """Words, and addresses where they stand among them."""
    return [
        (piece, piece if place % 2 else None)
        for place, piece in enumerate(_ADDRESS.split(text))
        if piece
    ]


def letter(subject: str, text: str, language: str) -> str:
    """The text of a letter as HTML that loads nothing: blank lines part its paragraphs."""
    paragraphs = [
        [pieces(line) for line in block.split("\n")] for block in text.strip().split("\n\n")
    ]
    return (
        _environment()
        .get_template("letters/letter.html")
        .render(subject=subject, paragraphs=paragraphs, language=language)
    )


def page(
    request: Request,
    template: str,
    data: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A template filled with data; every template knows language, path, demo and base_url.

    ``other_language`` is the address of the same page in the other language.
    """
    language = language_of(request)
    settings = request.app.state.runner.product.settings
    path: str = request.scope["path"]
    bare = path.removeprefix("/en") or "/" if language == "en" else path
    # Two slashes at the beginning, or a backslash, would lead to another site.
    own = quote("/" + bare.lstrip("/"))
    query = f"?{request.url.query}" if request.url.query else ""
    other = link("fr" if language == "en" else "en", own) + query
    html = (
        _environment()
        .get_template(template)
        .render(
            **data,
            request=request,
            language=language,
            path=bare,
            query=query,
            other_language=other,
            demo=settings.demo,
            base_url=settings.base_url,
            is_htmx=request.headers.get("hx-request") == "true",
        )
    )
    response = HTMLResponse(
        html,
        status_code=status,
        headers={"content-language": language, "vary": "cookie, hx-request-type"}
        | dict(headers or {}),
    )
    door.remember_visitor(request, response)
    return response
