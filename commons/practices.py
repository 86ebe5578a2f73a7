"""What case studies and tool benchmarks have in common: checks of codes, facts and periods."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from commons import clock, figures, vocabulary
from commons.content import OTHER_TOOL
from commons.figures import Observation
from commons.refusals import Refusal

CODES_LIMIT = 12
LANGUAGES = ("fr", "en")

Codes = Annotated[tuple[str, ...], Field(max_length=CODES_LIMIT)]


class WrongMonth(Refusal):
    code = "wrong-month"


class WrongLanguage(Refusal):
    code = "wrong-language"


class TooManyCodes(Refusal):
    code = "too-many"


class PracticeDraft(BaseModel):
    """The fields that both kinds share; everything may be missing while one writes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    language: str = "fr"
    title: str | None = None
    advice: str | None = None
    regrets: str | None = None
    themes: Codes = ()
    channels: Codes = ()
    publics: Codes = ()
    outcome: str | None = None
    status: str | None = None
    human_link: str | None = None
    human_means: Codes = ()
    dose: str | None = None
    cost: str | None = None
    setup_time: str | None = None
    started: str | None = None
    observations: Annotated[
        tuple[Observation, ...], Field(max_length=figures.OBSERVATIONS_LIMIT)
    ] = ()


# One code each: field of the draft → list of the vocabulary.
SINGLE = {
    "outcome": "outcomes",
    "status": "statuses",
    "human_link": "human_links",
    "dose": "dosage",
    "cost": "costs",
    "setup_time": "setup_times",
}
SEVERAL = {
    "themes": "themes",
    "channels": "channels",
    "publics": "publics",
    "human_means": "human_means",
}
# Field of the draft → facet of the publication.
_FACETS = {
    "themes": "themes",
    "channels": "channels",
    "publics": "publics",
    "outcome": "outcomes",
    "status": "statuses",
    "human_link": "human_links",
    "cost": "costs",
    "setup_time": "setup_times",
}


def check_codes(
    draft: PracticeDraft, single: Mapping[str, str], several: Mapping[str, str]
) -> None:
    """Raises UnknownCode, WrongLanguage, TooManyCodes with the path of the field."""
    if draft.language not in LANGUAGES:
        raise WrongLanguage("language", known=", ".join(LANGUAGES))
    for name, list_name in single.items():
        code = getattr(draft, name)
        if code is not None:
            vocabulary.require(list_name, code, name)
    for name, list_name in several.items():
        codes = getattr(draft, name)
        if len(codes) > CODES_LIMIT:
            raise TooManyCodes(name, limit=CODES_LIMIT)
        for code in codes:
            vocabulary.require(list_name, code, name)


def check_tools(codes: Iterable[str], name: str, *, other: bool) -> None:
    """Raises UnknownCode for a tool outside the catalogue; ``other-tool`` where it is allowed."""
    for code in codes:
        if not (other and code == OTHER_TOOL):
            vocabulary.require("tools", code, name)


def check_started(draft: PracticeDraft, now: datetime) -> None:
    """Raises WrongMonth for a month that is malformed or still to come."""
    if draft.started is None:
        return
    try:
        started = clock.month_of(draft.started)
    except ValueError:
        raise WrongMonth("started") from None
    if started > clock.month(now):
        raise WrongMonth("started")


def check_observations(draft: PracticeDraft) -> None:
    for place, observation in enumerate(draft.observations):
        figures.check(observation, "observations", place)


def unique(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes in their order, each once."""
    return tuple(dict.fromkeys(codes))


def period(draft: PracticeDraft, now: datetime) -> str | None:
    """The three-year band in which the practice began, None where it would tell more than that.

    Month and hindsight of a publication are known: the months they leave, cut where a band ends,
    could be one alone. So a band is said where it holds all of them; and of the last hindsight,
    which has no end, only where hindsight cuts neither the band nor the one after it.
    """
    if draft.started is None:
        return None
    written, started = clock.month(now), clock.month_of(draft.started)
    floors = [each.attributes["min_months"] for each in vocabulary.terms("hindsight").values()]
    months = clock.months_between(started, written)
    latest = clock.months_after(written, -max(each for each in floors if each <= months))
    band = vocabulary.period_of(started // 100)
    longer = [each for each in floors if each > months]
    if longer:
        earliest = clock.months_after(written, 1 - min(longer))
        whole = vocabulary.period_of(earliest // 100) == vocabulary.period_of(latest // 100)
        return band if whole else None
    cut = vocabulary.period_of(latest // 100)
    if cut == vocabulary.period_of(clock.months_after(latest, 1) // 100):
        before = vocabulary.period_of(latest // 100 - 3)
        return band if band not in (cut, before) else None
    return band


def labels(draft: PracticeDraft, tools: Iterable[str], now: datetime) -> dict[str, tuple[str, ...]]:
    """The public facts of a practice, facet → codes; those of its author come from the plan."""
    found: dict[str, tuple[str, ...]] = {}
    for name, facet in _FACETS.items():
        value = getattr(draft, name)
        codes = value if isinstance(value, tuple) else (value,) if value else ()
        if codes:
            found[facet] = unique(codes)
    if tools:
        found["tools"] = unique(tools)
    found["evidence"] = (figures.evidence(draft.observations),)
    if draft.started:
        months = clock.months_between(clock.month_of(draft.started), clock.month(now))
        found["hindsight"] = (vocabulary.hindsight_of(months),)
    return found
