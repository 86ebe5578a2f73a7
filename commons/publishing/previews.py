"""What others would see of a draft, what stands in the way, and the gate that stays closed."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from sqlmodel import Session

from commons import (
    anonymisation,
    bugs,
    case_studies,
    figures,
    keys,
    labels,
    organisations,
    tool_benchmarks,
    vocabulary,
)
from commons.case_studies import CaseStudyDraft
from commons.drafts import Decision, Manuscript
from commons.labels import versions
from commons.labels.population import Population
from commons.organisations import Known
from commons.plain_text import TEXT_LIMIT, TITLE_LIMIT, TextTooLong
from commons.refusals import Refusal
from commons.tool_benchmarks import ToolBenchmarkDraft

Practice = CaseStudyDraft | ToolBenchmarkDraft
# By the rule that found them: who says that words tell has decided already that they go.
_CONFIRMED = {"told": Decision("accept")}

log = logging.getLogger("recul")


class IncompletePractice(Refusal):
    code = "incomplete"


class OpenFindings(Refusal):
    code = "open-findings"


class OpenDoubts(Refusal):
    code = "open-doubts"


class StillIdentifying(Refusal):
    code = "still-identifying"


class ScanFailed(Refusal):
    code = "scan-failed"


class NamesModelMissing(Refusal):
    code = "names-model-missing"


@dataclass(frozen=True, slots=True)
class DecidedFinding:
    """A finding with what the author said of it, None while open."""

    finding: anonymisation.Finding
    decision: Decision | None

    @property
    def replacement(self) -> str:
        """What stands in the published text: the proposal while nothing was decided."""
        if self.decision is None or self.decision.choice == "accept":
            return self.finding.replacement
        if self.decision.choice == "edit":
            return self.decision.replacement or ""
        return self.finding.text


@dataclass(frozen=True, slots=True)
class AnsweredDoubt:
    """Words that may tell who writes; ``tells`` is their author's answer, None while open."""

    doubt: anonymisation.Doubt
    tells: bool | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What others would see of a draft, and what stands in the way.

    ``written`` and ``seen`` are texts by field; ``remaining`` are findings in ``seen`` that no
    decision covers: the text itself must change. ``network`` is a band, never a count.
    """

    draft: Manuscript
    profile: organisations.Profile
    practice: Practice
    findings: tuple[DecidedFinding, ...]
    doubts: tuple[AnsweredDoubt, ...]
    names_model: bool
    written: Mapping[str, str]
    seen: Mapping[str, str]
    remaining: tuple[anonymisation.Finding, ...]
    missing: tuple[str, ...]
    unusual: tuple[int, ...]
    menu: labels.Menu
    labels: labels.Labels

    @property
    def open_count(self) -> int:
        return sum(each.decision is None for each in self.findings)

    @property
    def open_doubts(self) -> int:
        return sum(each.tells is None for each in self.doubts)

    @property
    def ready(self) -> bool:
        waiting = self.missing or self.open_count or self.open_doubts or self.remaining
        return self.names_model and not waiting


def kind_of(kind: str) -> ModuleType:
    """The module of a kind of practice."""
    return case_studies if kind == "case-study" else tool_benchmarks


def practice_of(draft: Manuscript) -> Practice:
    """What a draft says, in the form of its kind."""
    if draft.kind == "case-study":
        return CaseStudyDraft.model_validate(draft.practice)
    return ToolBenchmarkDraft.model_validate(draft.practice)


def facts_of(practice: Practice, kind: ModuleType) -> labels.Facts:
    """The public facts that the label plan goes by."""
    return labels.Facts(
        channels=frozenset(practice.channels)
        | labels.listed_channels(kind.texts(practice).values()),
        tools=frozenset(kind.named_tools(practice)),
        themes=frozenset(practice.themes),
    )


def preview(organisation: Known, draft: Manuscript, people: Population) -> Preview:
    """Everything an author must know before publishing; no database, no lock. Raises ScanFailed."""
    practice, kind = practice_of(draft), kind_of(draft.kind)
    facts, profile = facts_of(practice, kind), organisation.profile
    zone = vocabulary.zone_of_region(profile.region)
    # A draft becomes a first version: nothing was said before.
    shown = versions.choose(
        (), (people,), facts, profile.size, profile.field, zone, hide=draft.hide
    )
    identity = profile.identity()
    published = anonymisation.Published(
        language=practice.language,
        field=shown.field,
        zone=shown.zone,
        withheld_field=None if shown.field else profile.field,
        withheld_sizes=len(shown.sizes) > 1,
    )
    written = kind.texts(practice)
    try:
        findings, doubts, seen, remaining = _scanned(written, draft, identity, published)
    except Exception as problem:
        # Whatever a detector stumbles over was not checked: the gate stays closed. The exception
        # may quote the text, so it goes no further than its type and place.
        log.error("the scan of a draft failed: %s", bugs.place(problem))
        raise ScanFailed("draft") from None
    return Preview(
        draft=draft,
        profile=profile,
        practice=practice,
        findings=findings,
        doubts=doubts,
        names_model=anonymisation.model.is_available(),
        written=written,
        seen=seen,
        remaining=remaining,
        missing=kind.missing(practice),
        unusual=tuple(
            place for place, each in enumerate(practice.observations) if figures.unusual(each)
        ),
        labels=shown,
        menu=labels.menu(people, facts),
    )


def _scanned(
    written: Mapping[str, str],
    draft: Manuscript,
    identity: anonymisation.Profile,
    published: anonymisation.Published,
) -> tuple[
    tuple[DecidedFinding, ...],
    tuple[AnsweredDoubt, ...],
    Mapping[str, str],
    tuple[anonymisation.Finding, ...],
]:
    """The findings, the doubts, the texts to be published, and what is found in those still."""
    found = anonymisation.scan(written, identity, published)
    # Words of the author's own put in the place of others are read by nobody else.
    reworded = {
        f"{each.id} reworded": decision.replacement
        for each in found
        if (decision := draft.decisions.get(each.id)) is not None and decision.replacement
    }
    listed = anonymisation.doubtful({**written, **reworded}, found, identity, published)
    doubts = tuple(AnsweredDoubt(each, draft.answers.get(each.id)) for each in listed)
    telling = [each.doubt for each in doubts if each.tells]
    if telling:
        found = anonymisation.scan(written, identity, published, tell=telling)
    findings = tuple(
        DecidedFinding(each, draft.decisions.get(each.id, _CONFIRMED.get(each.reason)))
        for each in found
    )
    seen = {
        name: anonymisation.rewrite(
            text,
            [
                (each.finding.start, each.finding.end, each.replacement)
                for each in findings
                if each.finding.field == name
            ],
        )
        for name, text in written.items()
    }
    kept = {
        each.finding.text
        for each in findings
        if each.decision is not None and each.decision.choice == "keep"
    }
    harmless = {each.doubt.form for each in doubts if each.tells is False}
    remaining = anonymisation.scan(
        seen,
        identity,
        published,
        keep=kept | harmless,
        tell=telling,
        judged=anonymisation.unflagged(written, found),
    )
    return findings, doubts, seen, remaining


def network(session: Session, secrets: keys.Keys, shown: labels.Labels) -> str:
    """How many verified associations of the network bear these labels, as a band."""
    alike = sum(
        each.profile.size in shown.sizes
        and (shown.field is None or each.profile.field == shown.field)
        and (shown.zone is None or vocabulary.zone_of_region(each.profile.region) == shown.zone)
        for each in organisations.everyone(session, secrets, "verified")
    )
    return labels.network_band(alike)


def gate(prepared: Preview) -> None:
    """Raises what still forbids the release of exactly these bytes.

    NamesModelMissing, IncompletePractice, OpenFindings, TextTooLong after replacements,
    StillIdentifying, or OpenDoubts.
    """
    if not prepared.names_model:
        raise NamesModelMissing("draft")
    if prepared.missing:
        raise IncompletePractice("draft", fields=", ".join(prepared.missing))
    if prepared.open_count:
        raise OpenFindings("draft", count=prepared.open_count)
    for name, text in prepared.seen.items():
        limit = TITLE_LIMIT if name == "title" else TEXT_LIMIT
        if len(text) > limit:
            raise TextTooLong(name, limit=limit, length=len(text))
    if prepared.remaining:
        first = prepared.remaining[0]
        raise StillIdentifying(first.field, text=first.text, count=len(prepared.remaining))
    if prepared.open_doubts:
        raise OpenDoubts("draft", count=prepared.open_doubts)
