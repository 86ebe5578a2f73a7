"""From a draft to the shelf: preview, decide, publish or refuse, withdraw; every gate is here."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import ModuleType
from typing import Any, Literal

from sqlmodel import Session

from commons import (
    anonymisation,
    authorship,
    bugs,
    case_studies,
    clock,
    drafts,
    figures,
    keys,
    labels,
    library,
    organisations,
    practices,
    releases,
    tool_benchmarks,
    vocabulary,
)
from commons.authorship import Authorship, Authorships
from commons.case_studies import CaseStudyDraft
from commons.drafts import Decision, Manuscript
from commons.labels import editions, versions
from commons.labels.population import Population
from commons.organisations import Known
from commons.plain_text import TEXT_LIMIT, TITLE_LIMIT, TextTooLong, tidy, tidy_line
from commons.refusals import NotFound, Refusal
from commons.rights import Viewer, require_author, require_publisher
from commons.tool_benchmarks import ToolBenchmarkDraft

Practice = CaseStudyDraft | ToolBenchmarkDraft
Choice = Literal["accept", "edit", "keep", "undo"]
EDIT_LIMIT = 2000
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


class UnknownFinding(Refusal):
    code = "unknown-finding"


class UnknownDoubt(Refusal):
    code = "unknown-doubt"


class CannotKeep(Refusal):
    code = "cannot-keep"


class WrongDecision(Refusal):
    code = "wrong-decision"


class NothingToHide(Refusal):
    code = "nothing-to-hide"


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


def _kind(kind: str) -> ModuleType:
    return case_studies if kind == "case-study" else tool_benchmarks


def practice_of(draft: Manuscript) -> Practice:
    """What a draft says, in the form of its kind."""
    if draft.kind == "case-study":
        return CaseStudyDraft.model_validate(draft.practice)
    return ToolBenchmarkDraft.model_validate(draft.practice)


def save(
    session: Session,
    secrets: keys.Keys,
    viewer: Viewer,
    practice: Practice,
    now: datetime,
    *,
    draft_id: str | None = None,
    version: int | None = None,
) -> Manuscript:
    """Write a new draft or the next version of one. Raises the refusal of what is wrong."""
    organisation = organisations.known(session, secrets, require_author(viewer))
    if isinstance(practice, CaseStudyDraft):
        kind, practice = "case-study", case_studies.check(practice, now)
    else:
        kind, practice = "tool-benchmark", tool_benchmarks.check(practice, now)
    written = practice.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    if draft_id is None:
        return drafts.create(session, secrets, organisation, kind, written, now)
    before = drafts.read(session, secrets, organisation, draft_id)
    if before.kind != kind:
        raise NotFound("draft")
    _refuse_published(session, secrets, draft_id)
    current = before.version if version is None else version
    return drafts.change(session, secrets, organisation, draft_id, current, now, practice=written)


def _refuse_published(session: Session, secrets: keys.Keys, draft_id: str) -> None:
    """What is on the shelf no longer changes through its draft."""
    if authorship.is_published(session, secrets, draft_id):
        raise authorship.AlreadyPublished("draft")


def _facts(practice: Practice, kind: ModuleType) -> labels.Facts:
    return labels.Facts(
        channels=frozenset(practice.channels)
        | labels.listed_channels(kind.texts(practice).values()),
        tools=frozenset(kind.named_tools(practice)),
        themes=frozenset(practice.themes),
    )


def preview(organisation: Known, draft: Manuscript, people: Population) -> Preview:
    """Everything an author must know before publishing; no database, no lock. Raises ScanFailed."""
    practice, kind = practice_of(draft), _kind(draft.kind)
    facts, profile = _facts(practice, kind), organisation.profile
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


def open_draft(
    session: Session, secrets: keys.Keys, viewer: Viewer, draft_id: str
) -> tuple[Known, Manuscript]:
    """A draft of the viewer's organisation, opened. Raises NotFound for anybody else's."""
    organisation = organisations.known(session, secrets, require_author(viewer))
    return organisation, drafts.read(session, secrets, organisation, draft_id)


def decide(
    session: Session,
    secrets: keys.Keys,
    viewer: Viewer,
    prepared: Preview,
    version: int,
    findings: Sequence[str],
    choice: Choice,
    now: datetime,
    *,
    replacement: str | None = None,
    reason: str | None = None,
) -> Manuscript:
    """Say of some findings: accept the proposal, write another wording, keep with a reason, undo.

    ``prepared`` was scanned before the lock. Raises UnknownFinding, CannotKeep (certain ones),
    WrongDecision (an edit without words, a keep without reason), StaleDraft.
    """
    if prepared.draft.version != version:
        raise drafts.StaleDraft("version", current=prepared.draft.version)
    _refuse_published(session, secrets, prepared.draft.id)
    decision = _decision(choice, replacement, reason)
    answers = dict(prepared.draft.answers)
    present = {each.finding.id: each.finding for each in prepared.findings}
    # Decisions on words that are no longer there are forgotten with them.
    decisions = {key: each for key, each in prepared.draft.decisions.items() if key in present}
    for finding_id in findings:
        if finding_id not in present:
            raise UnknownFinding("findings", finding=finding_id)
        if choice == "keep" and not present[finding_id].keepable:
            raise CannotKeep("findings", text=present[finding_id].text)
        if decision and decision.replacement and present[finding_id].field == "title":
            line = tidy_line(decision.replacement, "replacement")
            decision = replace(decision, replacement=line)
        if decision is None:
            decisions.pop(finding_id, None)
            # What is a finding by its author's word alone is a doubt again.
            answers.pop(present[finding_id].entity.removeprefix("doubt:"), None)
        else:
            decisions[finding_id] = decision
    organisation = organisations.known(session, secrets, require_author(viewer))
    return drafts.change(
        session,
        secrets,
        organisation,
        prepared.draft.id,
        version,
        now,
        decisions=decisions,
        answers=answers,
    )


def answer(
    session: Session,
    secrets: keys.Keys,
    viewer: Viewer,
    prepared: Preview,
    version: int,
    now: datetime,
    *,
    yes: Sequence[str] = (),
    no: Sequence[str] = (),
    undo: Sequence[str] = (),
) -> Manuscript:
    """Say of some doubts that they tell who writes, that they don't, or nothing any more.

    Where both are said, yes holds. Raises UnknownDoubt and StaleDraft.
    """
    if prepared.draft.version != version:
        raise drafts.StaleDraft("version", current=prepared.draft.version)
    _refuse_published(session, secrets, prepared.draft.id)
    present = {each.doubt.id for each in prepared.doubts}
    for name, given in (("yes", yes), ("no", no), ("undo", undo)):
        if unknown := set(given) - present:
            raise UnknownDoubt(name, doubt=min(unknown))
    # Answers about words that are no longer there are forgotten with them.
    answers = {key: tells for key, tells in prepared.draft.answers.items() if key in present}
    answers |= dict.fromkeys(no, False) | dict.fromkeys(yes, True)
    for key in undo:
        answers.pop(key, None)
    organisation = organisations.known(session, secrets, require_author(viewer))
    return drafts.change(
        session, secrets, organisation, prepared.draft.id, version, now, answers=answers
    )


def _decision(choice: str, replacement: str | None, reason: str | None) -> Decision | None:
    if choice == "edit":
        words = tidy(replacement, "replacement", limit=EDIT_LIMIT)
        if words is None:
            raise WrongDecision("replacement")
        return Decision("edit", replacement=words)
    if choice == "keep":
        if reason is None:
            raise WrongDecision("reason")
        vocabulary.require("keep_reasons", reason, "reason")
        return Decision("keep", reason=reason)
    return Decision("accept") if choice == "accept" else None


def set_terms(
    session: Session,
    secrets: keys.Keys,
    viewer: Viewer,
    draft_id: str,
    version: int,
    now: datetime,
    *,
    audience: str,
    embargo: str | None,
    hide: Sequence[str],
) -> Manuscript:
    """Choose who may read, from which month, and which labels to hide beyond the plan."""
    organisation, draft = open_draft(session, secrets, viewer, draft_id)
    _refuse_published(session, secrets, draft_id)
    practice = practice_of(draft)
    facts = _facts(practice, _kind(draft.kind))
    known = labels.hide_menu(labels.menu(editions.current(session), facts))
    for name in hide:
        if name not in known:
            raise NothingToHide("hide", known=", ".join(known))
    changes: dict[str, Any] = {
        "audience": drafts.check_audience(audience),
        "embargo": drafts.check_embargo(embargo, now),
        "hide": tuple(sorted(set(hide))),
    }
    return drafts.change(session, secrets, organisation, draft_id, version, now, **changes)


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


@dataclass(frozen=True, slots=True)
class Share:
    """One of an organisation's own publications, as its people see it; ``release`` is sealed."""

    item: library.Item
    moment: datetime
    release: datetime

    @property
    def waits(self) -> bool:
        return self.item.state == "pending"

    @property
    def visible_from(self) -> int:
        """The month (YYYYMM) readers see it from, told before it is written down."""
        if not self.waits:
            return self.item.visible_from
        return max(clock.month(self.release), self.item.visible_from)


def publish(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    viewer: Viewer,
    prepared: Preview,
    version: int,
    now: datetime,
) -> Share:
    """Shelve what was previewed, seal who wrote it and when it appears; the author's share.

    One transaction that changes no private row. Refuses (StaleDraft, AlreadyPublished, or a
    refusal of the gate) whatever is not exactly what ``prepared`` showed.
    """
    if prepared.draft.version != version:
        raise drafts.StaleDraft("version", current=prepared.draft.version)
    gate(prepared)
    draft, practice, kind = prepared.draft, prepared.practice, _kind(prepared.draft.kind)
    authorship.hold(session)
    organisation = organisations.known(session, secrets, require_publisher(viewer))
    current = drafts.read(session, secrets, organisation, draft.id)
    # The names to look for belong to what was scanned as much as the text does.
    if current.version != draft.version or organisation.profile != prepared.profile:
        raise drafts.StaleDraft("version", current=current.version)
    publication_id = keys.new_id()
    release = releases.moment(
        now, draft.embargo, _appearances(session, authorships, organisation.id)
    )
    authorship.seal(
        session, secrets, Authorship(publication_id, organisation.id, draft.id, now, release)
    )
    month = clock.month(now)
    visible_from = max(month, draft.embargo or month)
    facets = practices.labels(practice, kind.tools(practice), now) | prepared.labels.facets()
    library.shelve(
        session,
        publication_id=publication_id,
        content=kind.content(practice, prepared.seen, now),
        labels=facets,
        language=practice.language,
        audience=draft.audience,
        # Under embargo the month of release is the first anybody can tell.
        month=visible_from,
        visible_from=visible_from,
        waits=release > now,
    )
    return Share(library.own_items(session, [publication_id])[publication_id], now, release)


def _appearances(
    session: Session, authorships: Authorships, organisation_id: str
) -> list[datetime]:
    """When an organisation's publications appeared, or will."""
    written = {each.publication_id: each for each in authorships.of(session, organisation_id)}
    return [
        releases.appears(written[key].release, item.visible_from)
        for key, item in library.own_items(session, list(written)).items()
    ]


def mine(session: Session, authorships: Authorships, viewer: Viewer) -> list[Share]:
    """What the viewer's organisation has on the shelf, newest first, waiting ones included."""
    written = authorships.of(session, require_author(viewer))
    items = library.own_items(session, [each.publication_id for each in written])
    shares = [
        Share(items[each.publication_id], each.moment, each.release)
        for each in written
        if each.publication_id in items
    ]
    return shares[::-1]


def unpublished(session: Session, secrets: keys.Keys, viewer: Viewer) -> list[Manuscript]:
    """The drafts of the viewer's organisation that are not on the shelf, last touched first."""
    organisation = organisations.known(session, secrets, require_author(viewer))
    return [
        draft
        for draft in drafts.mine(session, secrets, organisation)
        if not authorship.is_published(session, secrets, draft.id)
    ]


def withdraw(
    session: Session,
    authorships: Authorships,
    viewer: Viewer,
    publication_id: str,
) -> None:
    """Take one's own publication off the shelf, for good. Raises NotFound for anybody else's."""
    organisation = require_author(viewer)
    authorship.hold(session)
    written = authorships.of(session, organisation)
    if publication_id not in {each.publication_id for each in written}:
        raise NotFound("id")
    library.withdraw(session, publication_id)
    authorship.break_seal(session, publication_id)


def delete_draft(session: Session, secrets: keys.Keys, viewer: Viewer, draft_id: str) -> Manuscript:
    """Erase a draft of one's own organisation.

    Raises AlreadyPublished: what is on the shelf still needs its exact figures, and goes by itself.
    """
    _, draft = open_draft(session, secrets, viewer, draft_id)
    _refuse_published(session, secrets, draft_id)
    drafts.erase(session, draft_id)
    return draft
