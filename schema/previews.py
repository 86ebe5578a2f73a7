"""What an author sees before publishing: findings, doubts, both texts, what the labels will say."""

from collections.abc import Mapping
from enum import Enum

import strawberry

from commons import anonymisation, labels, publishing
from commons.labels import explanation
from schema import drafts, terms, wording
from schema.drafts import Draft
from schema.problems import camel
from schema.terms import Term

# Kinds whose author had better find other words than ours.
REPHRASED = ("SUPERLATIVE", "CLUE")


@strawberry.enum(description="What the author says of a finding.")
class Choice(Enum):
    ACCEPT = strawberry.enum_value("accept", description="Take the proposed replacement.")
    EDIT = strawberry.enum_value("edit", description="Write another replacement.")
    KEEP = strawberry.enum_value("keep", description="Keep the words, with a reason.")
    UNDO = strawberry.enum_value("undo", description="Open the finding again.")


@strawberry.type(description="What was decided of a finding.")
class FindingDecision:
    choice: Choice = strawberry.field(description="Accept, edit or keep.")
    replacement: str | None = strawberry.field(description="The words of an edit.")
    reason: str | None = strawberry.field(description="Why it is kept.")


@strawberry.type(description="A passage that may identify somebody. Offsets are code points.")
class Finding:
    id: strawberry.ID = strawberry.field(description="Survives a new scan and edits elsewhere.")
    field: str = strawberry.field(description="The field whose text it is in.")
    start: int = strawberry.field(description="Where it begins.")
    end: int = strawberry.field(description="Where it ends.")
    text: str = strawberry.field(description="The words.")
    kind: str = strawberry.field(description="What they are: ASSO, PERSON, EMAIL, LOC…")
    kind_label: str = strawberry.field(description="The same in words.")
    certainty: str = strawberry.field(description="certain, probable or possible.")
    direct: bool = strawberry.field(description="Whether it identifies by itself.")
    reason: str = strawberry.field(description="Code of the rule that found it.")
    explanation: str = strawberry.field(description="Why it was found, in words.")
    suggestion: str | None = strawberry.field(
        description="How to say it otherwise, for what makes somebody unique."
    )
    proposal: str = strawberry.field(description="The proposed replacement.")
    replacement: str = strawberry.field(description="What now stands in the text to be published.")
    entity: str = strawberry.field(description="The same for all mentions of one thing.")
    keepable: bool = strawberry.field(
        description="False for what certainly identifies: names, numbers, own places."
    )
    decision: FindingDecision | None = strawberry.field(description="Empty while it is open.")


@strawberry.type(
    description="Words no rule found, which their author alone can judge. Each form is listed once."
)
class Doubt:
    id: strawberry.ID = strawberry.field(description="The same wherever these words stand.")
    text: str = strawberry.field(description="The words, as they are first written.")
    excerpt: str = strawberry.field(description="The words around, on one line.")
    field: str | None = strawberry.field(
        description="The field that first holds them; empty for words of a decision."
    )
    count: int = strawberry.field(description="How many times they are written.")
    tells: bool | None = strawberry.field(description="Your answer; empty while it is open.")


@strawberry.type(description="A text before and after.")
class PreviewText:
    field: str = strawberry.field(description="The name of the field.")
    written: str = strawberry.field(description="What you wrote.")
    seen: str = strawberry.field(description="What the others will see.")


@strawberry.type(description="One step from all French associations to those that match.")
class PreviewStep:
    about: str = strawberry.field(
        description="everyone, channel, tool, together (half of the rarest), size, field or zone."
    )
    terms: list[Term] = strawberry.field(description="What is counted, where it has a name.")
    count: int = strawberry.field(
        description="At least so many: users of a channel or tool alone, else what is left."
    )
    rarest: bool = strawberry.field(description="Whether this channel or tool sets the limit.")


@strawberry.type(description="How much is said of one thing, and why not more.")
class PreviewSaid:
    name: str = strawberry.field(description="size, field or zone.")
    reason: str = strawberry.field(
        description="shown, class (several sizes), remaining (one of several fields), hidden (by"
        " you), too-few (associations) or public-list (the channel's users are known)."
    )


@strawberry.type(description="What will be said of the author, and how many it could be.")
class PreviewLabels:
    sizes: list[Term] = strawberry.field(description="The class of sizes.")
    field: Term | None = strawberry.field(description="The field, where it is shown.")
    zone: Term | None = strawberry.field(description="The part of France, where it is shown.")
    said: list[PreviewSaid] = strawberry.field(description="Why so much is said and not more.")
    steps: list[PreviewStep] = strawberry.field(description="How the number was computed.")
    needed: int = strawberry.field(
        description="So many must match; 0 where nothing is said and nothing is left to hide."
    )
    estimated: bool = strawberry.field(
        description="Whether fields and zones are estimated, not yet counted in the register."
    )
    matching: int = strawberry.field(
        description="At least so many French associations match these labels."
    )
    network: str | None = strawberry.field(
        description="How many in the network: under-5, 5-20 or over-20; for verified ones only."
    )
    hideable: list[str] = strawberry.field(
        description="What may be hidden more: size, field, zone."
    )


@strawberry.type(description="Everything to know before publishing; nothing is published by it.")
class Preview:
    draft: Draft = strawberry.field(description="The draft previewed.")
    texts: list[PreviewText] = strawberry.field(description="Both columns, field by field.")
    findings: list[Finding] = strawberry.field(description="Every passage found.")
    open_count: int = strawberry.field(description="How many wait for a decision.")
    doubts: list[Doubt] = strawberry.field(
        description="Could these words tell who you are? The riskiest first, none left out."
    )
    open_doubts: int = strawberry.field(description="How many wait for a yes or a no.")
    names_model: bool = strawberry.field(
        description="Whether names were looked for with the model; nothing is published without."
    )
    remaining: list[Finding] = strawberry.field(
        description="Found in the text to be published: the draft itself must be rephrased."
    )
    missing: list[str] = strawberry.field(
        description="Required fields of `practice` that are empty."
    )
    unusual: list[int] = strawberry.field(
        description="Places of observations out of the usual bounds: worth a second look."
    )
    labels: PreviewLabels = strawberry.field(description="What is said of the author.")
    ready: bool = strawberry.field(description="Whether publishDraft would accept it now.")


def _finding(
    found: anonymisation.Finding, decided: publishing.DecidedFinding | None, language: str
) -> Finding:
    decision = decided.decision if decided else None
    return Finding(
        id=strawberry.ID(found.id),
        field=found.field,
        start=found.start,
        end=found.end,
        text=found.text,
        kind=found.kind,
        kind_label=wording.say(f"kind-{found.kind}", language),
        certainty=found.certainty,
        direct=found.identifier == "direct",
        reason=found.reason,
        explanation=wording.say_or(f"reason-{found.reason}", "reason-other", language),
        suggestion=(
            wording.say(f"suggestion-{found.kind}", language) if found.kind in REPHRASED else None
        ),
        proposal=found.replacement,
        replacement=decided.replacement if decided else found.replacement,
        entity=found.entity,
        keepable=found.keepable,
        decision=(
            FindingDecision(
                choice=Choice(decision.choice),
                replacement=decision.replacement,
                reason=decision.reason,
            )
            if decision
            else None
        ),
    )


def _doubt(answered: publishing.AnsweredDoubt, written: Mapping[str, str]) -> Doubt:
    field = answered.doubt.mentions[0][0]
    return Doubt(
        id=strawberry.ID(answered.doubt.id),
        text=answered.doubt.text,
        excerpt=answered.doubt.excerpt,
        field=field if field in written else None,
        count=len(answered.doubt.mentions),
        tells=answered.tells,
    )


def preview(prepared: publishing.Preview, network: str | None, language: str) -> Preview:
    """All there is to see; ``network`` is how many of the network it could be, as a band."""
    return Preview(
        draft=drafts.draft(prepared.draft),
        texts=[
            PreviewText(field=name, written=text, seen=prepared.seen[name])
            for name, text in prepared.written.items()
        ],
        findings=[_finding(each.finding, each, language) for each in prepared.findings],
        open_count=prepared.open_count,
        doubts=[_doubt(each, prepared.written) for each in prepared.doubts],
        open_doubts=prepared.open_doubts,
        names_model=prepared.names_model,
        remaining=[_finding(each, None, language) for each in prepared.remaining],
        missing=[camel(name) for name in prepared.missing],
        unusual=list(prepared.unusual),
        labels=_labels(prepared, network, language),
        ready=prepared.ready,
    )


_STEP_LISTS = {"channel": "channels", "size": "sizes", "field": "fields", "zone": "zones"}


def _labels(prepared: publishing.Preview, network: str | None, language: str) -> PreviewLabels:
    menu, shown = prepared.menu, prepared.labels
    reasons = explanation.reasons(menu, shown, prepared.draft.hide)
    return PreviewLabels(
        sizes=terms.terms("sizes", shown.sizes, language),
        field=terms.term("fields", shown.field, language),
        zone=terms.term("zones", shown.zone, language),
        said=[PreviewSaid(name=name, reason=reason) for name, reason in reasons.items()],
        steps=[_step(each, language) for each in explanation.steps(menu, shown)],
        needed=explanation.needed(menu, shown),
        estimated=not menu.population.counted,
        matching=shown.matching,
        network=network,
        hideable=list(labels.hide_menu(menu)),
    )


def _step(step: explanation.Step, language: str) -> PreviewStep:
    if step.about == "tool":
        named = terms.tool_terms(step.codes, language)
    else:
        named = terms.terms(_STEP_LISTS.get(step.about, "sizes"), step.codes, language)
    return PreviewStep(about=step.about, terms=named, count=step.count, rarest=step.rarest)
