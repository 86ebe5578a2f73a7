"""A text without what identifies, as JSON."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from commons import anonymisation
from commons.anonymisation import Profile
from frontend import diagnosis
from frontend.commands import terminal


def anonymise(
    profile: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="What the association declares of itself (JSON)."
        ),
    ] = None,
    lines: Annotated[
        bool, typer.Option("--lines", help='JSON Lines: {"text": …, "profile": {…}} in.')
    ] = False,
) -> None:
    """Read a text on standard input, print what identifies in it and the text without it (JSON).

    Offsets are code points of the input.
    """
    given = Profile()
    if profile is not None:
        where = str(profile)
        given = _profile(_json(_utf8(profile.read_bytes(), where), where), where)
    text = _utf8(sys.stdin.buffer.read(), "standard input")
    if not anonymisation.model.is_available():
        terminal.err.print(
            f"{diagnosis.NO_MODEL} More names may escape.", style="yellow", markup=False
        )
    if not lines:
        _print_json(_anonymised(text, given))
        return
    # Only a line feed ends a line: JSON strings may hold the other signs that Python splits at.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"line {number}"
        asked = _json(line, where)
        if not isinstance(asked.get("text"), str):
            raise typer.BadParameter(f"{where}: text is missing")
        own = asked.get("profile")
        _print_json(_anonymised(asked["text"], given if own is None else _profile(own, where)))


def _print_json(value: dict[str, Any]) -> None:
    # As bytes, because JSON is UTF-8 whatever this terminal speaks.
    typer.echo(json.dumps(value, ensure_ascii=False).encode())


def _utf8(given: bytes, where: str) -> str:
    try:
        return given.decode()
    except UnicodeDecodeError as problem:
        raise typer.BadParameter(f"{where} is not UTF-8: {problem}") from None


def _json(text: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(text.removeprefix("\ufeff"))
        # Half a surrogate pair is no character: it has no place in a text or an answer.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as problem:
        raise typer.BadParameter(f"{where} is not JSON: {problem}") from None
    if not isinstance(value, dict):
        raise typer.BadParameter(f"{where} is not a JSON object")
    return value


def _profile(mapping: object, where: str) -> Profile:
    if not isinstance(mapping, dict):
        raise typer.BadParameter(f"{where}: the profile is not a JSON object")
    try:
        return Profile.from_mapping(mapping)
    except ValueError as problem:
        raise typer.BadParameter(f"{where}: profile: {problem}") from None


def _anonymised(text: str, profile: Profile) -> dict[str, Any]:
    done = anonymisation.anonymise(text, profile)
    return {
        "text": text,
        "findings": [
            {
                "start": each.start,
                "end": each.end,
                "text": each.text,
                "kind": each.kind,
                "certainty": each.certainty,
                "replacement": each.replacement,
            }
            for each in done.findings
        ],
        "anonymised": done.anonymised,
    }
