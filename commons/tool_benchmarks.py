"""Tool benchmarks: one association's measured evaluation of one tool in one use."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from commons import figures, practices, vocabulary
from commons.content import Criterion, ShownFigure, ToolBenchmarkContent
from commons.figures import Observation
from commons.plain_text import tidy, tidy_line
from commons.practices import Codes, PracticeDraft
from commons.refusals import Refusal

TEXTS = ("title", "use", "regrets", "advice")
CRITERIA_NEEDED = 3
HOURS_LIMIT = 10_000
PEOPLE_LIMIT = 1_000_000


class WrongScore(Refusal):
    code = "wrong-score"


class WrongCount(Refusal):
    code = "wrong-count"


class ScoredCriterion(BaseModel):
    """One criterion as the author scores it, 1 to 5, with a sentence if they like."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str
    score: int
    comment: str | None = None


class ToolBenchmarkDraft(PracticeDraft):
    """What an author may write of a tool."""

    tool: str | None = None
    use: str | None = None
    criteria: Annotated[tuple[ScoredCriterion, ...], Field(max_length=7)] = ()
    again: Literal["yes", "no", "unsure"] | None = None
    monthly_hours: int | None = None
    adopted: int | None = None
    equipped: int | None = None
    leaving_reasons: Codes = ()
    left_for: str | None = None
    vendor_tie: str | None = None


def check(draft: ToolBenchmarkDraft, now: datetime) -> ToolBenchmarkDraft:
    """The draft with its texts tidied. Raises the refusal of the first field that is wrong."""
    tidied = {name: tidy(getattr(draft, name), name) for name in TEXTS if name != "title"}
    criteria = tuple(
        each.model_copy(update={"comment": tidy(each.comment, "criteria", each.code)})
        for each in draft.criteria
    )
    draft = draft.model_copy(
        update=tidied | {"title": tidy_line(draft.title, "title"), "criteria": criteria}
    )
    practices.check_codes(
        draft,
        practices.SINGLE | {"vendor_tie": "vendor_ties"},
        practices.SEVERAL | {"leaving_reasons": "leaving_reasons"},
    )
    practices.check_tools([draft.tool] if draft.tool else [], "tool", other=False)
    practices.check_tools([draft.left_for] if draft.left_for else [], "left_for", other=True)
    for each in draft.criteria:
        vocabulary.require("criteria", each.code, "criteria", each.code)
        if not 1 <= each.score <= 5:
            raise WrongScore("criteria", each.code)
    if len({each.code for each in draft.criteria}) != len(draft.criteria):
        raise WrongScore("criteria")
    for name, limit in (
        ("monthly_hours", HOURS_LIMIT),
        ("adopted", PEOPLE_LIMIT),
        ("equipped", PEOPLE_LIMIT),
    ):
        number = getattr(draft, name)
        if number is not None and not 0 <= number <= limit:
            raise WrongCount(name, limit=limit)
    if draft.adopted is not None and (draft.equipped or 0) < draft.adopted:
        raise WrongCount("equipped", limit=PEOPLE_LIMIT)
    practices.check_started(draft, now)
    practices.check_observations(draft)
    return draft


def missing(draft: ToolBenchmarkDraft) -> tuple[str, ...]:
    """The required fields (design, section 3) that are still empty."""
    wanted = [] if draft.tool else ["tool"]
    if len(draft.criteria) < CRITERIA_NEEDED:
        wanted.append("criteria")
    wanted += [name for name in ("again", "outcome", "human_link") if not getattr(draft, name)]
    return tuple(wanted)


def texts(draft: ToolBenchmarkDraft) -> dict[str, str]:
    """Every free text that would be published, by field."""
    found = {name: text for name in TEXTS if (text := getattr(draft, name))}
    return found | {
        f"criteria.{each.code}": each.comment for each in draft.criteria if each.comment
    }


def tools(draft: ToolBenchmarkDraft) -> tuple[str, ...]:
    """The tool it is found under."""
    return (draft.tool,) if draft.tool else ()


def named_tools(draft: ToolBenchmarkDraft) -> tuple[str, ...]:
    """Every tool a reader learns that the author used: the next one says as much as this one."""
    return tuple(code for code in (draft.tool, draft.left_for) if code)


def _adoption(draft: ToolBenchmarkDraft) -> ShownFigure | None:
    if draft.adopted is None or not draft.equipped:
        return None
    return figures.shown(
        Observation(
            metric="adoption-rate",
            basis="all",
            numerator=draft.adopted,
            denominator=draft.equipped,
        )
    )


def content(
    draft: ToolBenchmarkDraft, texts: Mapping[str, str], now: datetime
) -> ToolBenchmarkContent:
    """The public form of a draft, with the texts the gate let through."""
    if draft.tool is None or draft.again is None:
        raise ValueError("an incomplete benchmark has no public form")
    return ToolBenchmarkContent(
        **{name: texts[name] for name in TEXTS if name in texts},
        tool=draft.tool,
        criteria=tuple(
            Criterion(code=each.code, score=each.score, comment=texts.get(f"criteria.{each.code}"))
            for each in draft.criteria
        ),
        again=draft.again,
        human_means=practices.unique(draft.human_means),
        dose=draft.dose,
        period=practices.period(draft, now),
        monthly_hours=(
            vocabulary.count_band(draft.monthly_hours) if draft.monthly_hours is not None else None
        ),
        adoption=_adoption(draft),
        leaving_reasons=practices.unique(draft.leaving_reasons),
        left_for=draft.left_for,
        vendor_tie=draft.vendor_tie,
        figures=tuple(figures.shown(each) for each in draft.observations),
    )
