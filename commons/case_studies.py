"""Case studies: a practice told at the depth its author likes, and what of it reaches the shelf."""

from collections.abc import Mapping
from datetime import datetime

from commons import figures, practices
from commons.content import CaseStudyContent
from commons.plain_text import tidy, tidy_line
from commons.practices import Codes, PracticeDraft

TEXTS = ("title", "tried", "context", "done", "results", "regrets", "advice")


class CaseStudyDraft(PracticeDraft):
    """What an author may write; the texts follow the order in which readers meet them."""

    tried: str | None = None
    context: str | None = None
    done: str | None = None
    results: str | None = None
    tools: Codes = ()
    needs: Codes = ()


def check(draft: CaseStudyDraft, now: datetime) -> CaseStudyDraft:
    """The draft with its texts tidied. Raises the refusal of the first field that is wrong."""
    tidied = {name: tidy(getattr(draft, name), name) for name in TEXTS if name != "title"}
    draft = draft.model_copy(update=tidied | {"title": tidy_line(draft.title, "title")})
    practices.check_codes(draft, practices.SINGLE, practices.SEVERAL | {"needs": "needs"})
    practices.check_tools(draft.tools, "tools", other=True)
    practices.check_started(draft, now)
    practices.check_observations(draft)
    return draft


def missing(draft: CaseStudyDraft) -> tuple[str, ...]:
    """The required fields (design, section 3) that are still empty."""
    wanted = [name for name in ("title", "tried") if not getattr(draft, name)]
    if not draft.themes:
        wanted.append("themes")
    if not (draft.channels or draft.tools):
        wanted.append("channels")
    wanted += [name for name in ("outcome", "advice", "human_link") if not getattr(draft, name)]
    return tuple(wanted)


def texts(draft: CaseStudyDraft) -> dict[str, str]:
    """Every free text that would be published, by field."""
    return {name: text for name in TEXTS if (text := getattr(draft, name))}


def tools(draft: CaseStudyDraft) -> tuple[str, ...]:
    """The tools it is found under."""
    return draft.tools


def named_tools(draft: CaseStudyDraft) -> tuple[str, ...]:
    """Every tool a reader learns that the author used."""
    return draft.tools


def content(draft: CaseStudyDraft, texts: Mapping[str, str], now: datetime) -> CaseStudyContent:
    """The public form of a draft, with the texts the gate let through."""
    return CaseStudyContent(
        **{name: texts[name] for name in TEXTS if name in texts},
        needs=practices.unique(draft.needs),
        human_means=practices.unique(draft.human_means),
        dose=draft.dose,
        period=practices.period(draft, now),
        figures=tuple(figures.shown(each) for each in draft.observations),
    )
