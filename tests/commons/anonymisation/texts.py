"""Reads texts.toml: marked texts become texts with annotated spans."""

import re
import tomllib
from pathlib import Path
from typing import Any

_MARK = re.compile(r"\{(=?)([A-Z]+)\|([^}]*)\}")
_DIRECT = frozenset(
    (
        "ASSO",
        "PERSON",
        "EMAIL",
        "URL",
        "HANDLE",
        "PHONE",
        "SIREN",
        "SIRET",
        "RNA",
        "IBAN",
        "ADDRESS",
        "PLATE",
    )
)


def cases() -> list[dict[str, Any]]:
    """Every text of the file, in the form of the annotated case texts."""
    entries = tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))
    return [_case(entry) for entry in entries["text"]]


def _case(entry: dict[str, Any]) -> dict[str, Any]:
    text, spans, position = "", [], 0
    for mark in _MARK.finditer(entry["text"]):
        text += entry["text"][position : mark.start()]
        position = mark.end()
        direct = mark[2] in _DIRECT
        spans.append(
            {
                "start": len(text),
                "end": len(text) + len(mark[3]),
                "text": mark[3],
                "label": mark[2],
                "flag": "must_keep" if mark[1] else "must_redact",
                "identifier": None if mark[1] else "direct" if direct else "quasi",
            }
        )
        text += mark[3]
    text += entry["text"][position:]
    return {
        "id": entry["id"],
        "text": text,
        "profile": {k: v for k, v in entry["profile"].items() if v != ""},
        "spans": spans,
        "language": entry.get("language", "fr"),
    }
