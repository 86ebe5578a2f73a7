"""What the API says in words: one sentence per refusal, in French and in English."""

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources

LANGUAGES = ("fr", "en")


@functools.cache
def sentences(language: str) -> Mapping[str, str]:
    """Every sentence of a language by its key."""
    text = resources.files("schema").joinpath("messages", f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)


def say(key: str, language: str, **details: object) -> str:
    """A sentence with its details filled in."""
    return sentences(language)[key].format(**details)


def say_or(key: str, otherwise: str, language: str) -> str:
    """A sentence, or the general one: a detector without words must not close the preview."""
    return say(key if key in sentences(language) else otherwise, language)


def choose(accepted: str | None) -> str:
    """French unless English is preferred by an ``Accept-Language`` header (RFC 9110, 12.5.4)."""
    best, weight = "fr", 0.0
    for part in (accepted or "").split(","):
        name, _, quality = part.strip().partition(";q=")
        try:
            value = float(quality) if quality else 1.0
        except ValueError:
            continue
        language = name.split("-")[0].lower()
        if language in LANGUAGES and value > weight:
            best, weight = language, value
    return best
