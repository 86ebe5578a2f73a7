"""Asks whether a passage of a text is masked, and what a text becomes once all is accepted."""

from commons import anonymisation
from commons.anonymisation import Profile, Published
from tests.commons.anonymisation import evaluate


def is_masked(text: str, passage: str, language: str = "fr") -> bool:
    """Whether every word of the passage is masked, for an association without a profile."""
    findings = anonymisation.scan(
        {"text": text}, Profile(), Published(language=language), with_model=False
    )
    masked = {c for f in findings for c in range(f.start, f.end)}
    start = text.index(passage)
    return evaluate.is_hidden(text, {"start": start, "end": start + len(passage)}, masked)


def found(text: str, language: str = "fr") -> list[str]:
    """Kind and words of each finding."""
    findings = anonymisation.scan(
        {"text": text}, Profile(), Published(language=language), with_model=False
    )
    return [f"{f.kind} {f.text}" for f in findings]


def accepted(text: str, language: str = "fr") -> str:
    """The text with every proposal accepted, in which nothing may be left to find."""
    published = Published(language=language)
    result = anonymisation.anonymise(text, Profile(), published, with_model=False).anonymised
    assert anonymisation.scan({"text": result}, Profile(), published, with_model=False) == ()
    return result
