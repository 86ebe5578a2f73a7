"""A draft as its author writes it and decides on it: saved, opened, terms, findings, doubts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session

from commons import (
    authorship,
    case_studies,
    drafts,
    keys,
    labels,
    ledger,
    organisations,
    tool_benchmarks,
    vocabulary,
)
from commons.case_studies import CaseStudyDraft
from commons.drafts import Decision, Manuscript
from commons.labels import editions
from commons.organisations import Known
from commons.plain_text import tidy, tidy_line
from commons.publishing import previews
from commons.publishing.previews import Practice, Preview
from commons.refusals import NotFound, Refusal
from commons.rights import Viewer, require_author

Choice = Literal["accept", "edit", "keep", "undo"]
EDIT_LIMIT = 2000


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


def open_draft(
    session: Session, secrets: keys.Keys, viewer: Viewer, draft_id: str
) -> tuple[Known, Manuscript]:
    """A draft of the viewer's organisation, opened. Raises NotFound for anybody else's."""
    organisation = organisations.known(session, secrets, require_author(viewer))
    return organisation, drafts.read(session, secrets, organisation, draft_id)


def unpublished(session: Session, secrets: keys.Keys, viewer: Viewer) -> list[Manuscript]:
    """The drafts of the viewer's organisation that are not on the shelf, last touched first."""
    organisation = organisations.known(session, secrets, require_author(viewer))
    return [
        draft
        for draft in drafts.mine(session, secrets, organisation)
        if not authorship.is_published(session, secrets, draft.id)
    ]


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
    practice = previews.practice_of(draft)
    facts = previews.facts_of(practice, previews.kind_of(draft.kind))
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


def delete_draft(session: Session, secrets: keys.Keys, viewer: Viewer, draft_id: str) -> Manuscript:
    """Erase a draft of one's own organisation.

    Raises AlreadyPublished: what is on the shelf still needs its exact figures, and goes by itself.
    """
    _, draft = open_draft(session, secrets, viewer, draft_id)
    _refuse_published(session, secrets, draft_id)
    drafts.erase(session, draft_id)
    ledger.note(session, secrets, "draft", draft_id)
    return draft
