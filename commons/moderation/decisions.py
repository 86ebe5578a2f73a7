"""Deciding on what was shared: approve, ask for changes, refuse, and answer an appeal."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from commons import authorship, keys, library, organisations, remarks, vocabulary
from commons.authorship import Authorships
from commons.moderation import batches, promise, reports, reviews
from commons.moderation.reviews import APPEAL_LIMIT, NOTE_LIMIT, Ids, Review
from commons.organisations import Known
from commons.plain_text import tidy
from commons.refusals import NotFound, Refusal
from commons.rights import Viewer, require_author, require_moderator

DECISIONS = ("approve", "changes", "refuse")


class ReasonMissing(Refusal):
    code = "reason-missing"


class NoteMissing(Refusal):
    code = "note-missing"


class AppealOpen(Refusal):
    code = "appeal-open"


class AppealEmpty(Refusal):
    code = "appeal-empty"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision with its words, looked over: ``word`` makes it."""

    decision: str
    reason: str | None
    note: str


def word(decision: str, reason: str | None, note: str | None, language: str) -> Verdict:
    """What a moderator decides; no database, no lock.

    An approval needs no words; changes need a reason and a note, a refusal a reason. Raises
    ReasonMissing, NoteMissing, UnknownCode, or what ``remarks.look_over`` raises.
    """
    if decision not in DECISIONS:
        raise ValueError(f"not a decision: {decision!r}")
    if decision == "approve":
        return Verdict(decision, None, "")
    if reason is None:
        raise ReasonMissing("reason")
    vocabulary.require("refusal_reasons", reason, "reason")
    words = tidy(note, "note", limit=NOTE_LIMIT) or ""
    if decision == "changes" and not words:
        raise NoteMissing("note")
    remarks.look_over("note", words, language, None)
    return Verdict(decision, reason, words)


def decide(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    viewer: Viewer,
    item_id: str,
    verdict: Verdict,
    now: datetime,
) -> None:
    """Say of an item of the batch what becomes of it; it leaves the batch.

    Refused, no reader sees it any more, and its author has 30 days to appeal. Of an appeal, only
    another moderator decides, for good. Raises NotFound, AppealOpen for changes asked twice.
    """
    person = require_moderator(viewer)
    row = batches.take(session, authorships, viewer, item_id)
    publication_id = row.publication_id
    before = reviews.to_change(session, secrets, publication_id)
    appealed = before is not None and before.state == "appealed"
    item = library.own_items(session, [publication_id]).get(publication_id)
    if item is None or (item.state != "published" and not appealed):
        raise NotFound("item")
    if before and appealed:
        if before.reviewer == person:
            raise NotFound("item")
        if verdict.decision == "changes":
            raise AppealOpen("decision")
        promise.note(session, secrets, before.moment, now)
    elif before is None:
        seen = batches.appearances(session, authorships, [publication_id])
        if publication_id in seen:
            promise.note(session, secrets, seen[publication_id], now)
    state = {"approve": "approved", "changes": "changes"}.get(
        verdict.decision, "upheld" if appealed else "refused"
    )
    reviews.put(
        session,
        secrets,
        Review(
            publication_id,
            state,
            now,
            person,
            verdict.reason,
            verdict.note,
            before.appeal if before and state == "upheld" else "",
        ),
    )
    if verdict.decision == "approve":
        library.give_back(session, publication_id)
    elif verdict.decision == "refuse":
        library.hold_back(session, publication_id)
    reports.forget(session, [publication_id])
    session.delete(row)
    session.flush()


def own_review(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    viewer: Viewer,
    publication_id: str,
) -> tuple[Known, library.Item]:
    """The author and what an appeal would be about. Raises NotFound for anybody else's."""
    organisation = organisations.known(session, secrets, require_author(viewer))
    own = {each.publication_id for each in authorships.of(session, organisation.id)}
    item = library.own_items(session, [publication_id]).get(publication_id)
    if publication_id not in own or item is None:
        raise NotFound("publication")
    review = reviews.of(session, secrets, [publication_id]).get(publication_id)
    if review is None or not review.may_appeal:
        raise NotFound("publication")
    return organisation, item


def plead(organisation: Known, item: library.Item, words: str, language: str) -> str:
    """The words of an appeal, which another moderator reads: they must not name who writes.

    No database, no lock. Raises AppealEmpty, or what ``remarks.look_over`` raises.
    """
    text = tidy(words, "words", limit=APPEAL_LIMIT)
    if text is None:
        raise AppealEmpty("words")
    remarks.look_over(
        "words", text, language, None, item.texts.values(), author=organisation.profile
    )
    return text


def appeal(
    session: Session,
    secrets: keys.Keys,
    authorships: Authorships,
    viewer: Viewer,
    publication_id: str,
    words: str,
    now: datetime,
) -> None:
    """Ask another moderator to look again, once. Raises NotFound where nothing can be asked."""
    own_review(session, secrets, authorships, viewer, publication_id)
    review = reviews.to_change(session, secrets, publication_id)
    if review is None:
        raise NotFound("publication")
    batches.forget(session, [publication_id])
    reviews.lodge(session, secrets, review, words, now)


def lapse(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """End what its author left unanswered for 30 days.

    Changes nobody made are a refusal, open to an appeal; a refusal becomes a withdrawal.
    """
    overdue = [each for each in reviews.open_ones(session, secrets) if each.last_day <= now]
    ended = [each for each in overdue if each.state != "changes"]
    for each in overdue:
        if each.state == "changes":
            library.hold_back(session, each.publication_id)
            reviews.put(session, secrets, replace(each, state="refused", moment=now))
    if ended:
        authorship.hold(session)
    for each in ended:
        library.withdraw(session, each.publication_id)
        authorship.break_seal(session, each.publication_id)
        _forget(session, {each.publication_id})


def forget_withdrawn(session: Session) -> None:
    """Delete what was said of publications that are no more."""
    _forget(session, library.withdrawn_ids())


def _forget(session: Session, ids: Ids) -> None:
    for each in (reviews, reports, batches):
        each.forget(session, ids)
