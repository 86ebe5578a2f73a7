"""What a published practice says: the allow-list of fields that ever reach the shelf."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Public(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ShownFigure(_Public):
    """A figure as readers see it, never finer.

    ``kind`` is ``rate`` or ``ratio`` (``value``: two significant digits), ``words`` (a code of
    ``rate_words``, fewer than 20 people), ``amount`` or ``count`` (a band code).
    """

    metric: str
    basis: str
    moment: Literal["before", "after", "only", "comparison"]
    kind: Literal["rate", "ratio", "words", "amount", "count"]
    value: str | None = None
    code: str | None = None
    source: str


class CaseStudyContent(_Public):
    """A practice told and measured, as others see it; only an imported one may lack advice."""

    kind: Literal["case-study"] = "case-study"
    title: str
    tried: str
    advice: str | None = None
    context: str | None = None
    done: str | None = None
    results: str | None = None
    regrets: str | None = None
    needs: tuple[str, ...] = ()
    human_means: tuple[str, ...] = ()
    dose: str | None = None
    period: str | None = None
    figures: tuple[ShownFigure, ...] = ()


class Criterion(_Public):
    """One criterion of a tool, scored 1 to 5."""

    code: str
    score: int = Field(ge=1, le=5)
    comment: str | None = None


class ToolBenchmarkContent(_Public):
    """One association's evaluation of one tool in one use, as others see it.

    Only what was imported may have an ``account``, or lack ``again`` or criteria.
    """

    kind: Literal["tool-benchmark"] = "tool-benchmark"
    title: str | None = None
    tool: str
    use: str | None = None
    account: str | None = None
    criteria: tuple[Criterion, ...]
    again: Literal["yes", "no", "unsure"] | None = None
    advice: str | None = None
    regrets: str | None = None
    human_means: tuple[str, ...] = ()
    dose: str | None = None
    period: str | None = None
    monthly_hours: str | None = None
    adoption: ShownFigure | None = None
    leaving_reasons: tuple[str, ...] = ()
    left_for: str | None = None
    vendor_tie: str | None = None
    figures: tuple[ShownFigure, ...] = ()


Content = Annotated[CaseStudyContent | ToolBenchmarkContent, Field(discriminator="kind")]
# The label of any tool outside the catalogue: a rare tool would name its user.
OTHER_TOOL = "other-tool"

# Facets of a publication that are stored as labels, in the order readers meet them.
FACETS = (
    "themes",
    "channels",
    "tools",
    "sizes",
    "fields",
    "zones",
    "outcomes",
    "statuses",
    "publics",
    "human_links",
    "costs",
    "setup_times",
    "evidence",
    "hindsight",
)


def texts(content: CaseStudyContent | ToolBenchmarkContent) -> dict[str, str]:
    """Every text of a practice by the name of its field, in reading order."""
    names: tuple[str, ...]
    if isinstance(content, CaseStudyContent):
        names = ("title", "tried", "context", "done", "results", "regrets", "advice")
        comments = {}
    else:
        names = ("title", "use", "account", "regrets", "advice")
        comments = {
            f"criteria.{criterion.code}": criterion.comment
            for criterion in content.criteria
            if criterion.comment
        }
    own = {name: getattr(content, name) for name in names}
    return {name: text for name, text in own.items() if text} | comments
