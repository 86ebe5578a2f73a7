"""Drafts: what an author writes before anyone sees it, sealed at one size, times inside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import clock, figures, keys
from commons.database import UNORDERED
from commons.organisations import Known
from commons.refusals import NotFound, Refusal
from commons.rights import AUDIENCES

# Compressed, nearly every practice fits the first class; the second holds the longest allowed.
DRAFT_BYTES = (16 * 1024, 128 * 1024)
DRAFTS_LIMIT = 200
EMBARGO_MONTHS_LIMIT = 36


class StaleDraft(Refusal):
    code = "stale-draft"


class TooManyDrafts(Refusal):
    code = "too-many-drafts"


class WrongAudience(Refusal):
    code = "wrong-audience"


class WrongEmbargo(Refusal):
    code = "wrong-embargo"


class Draft(SQLModel, table=True):
    """``owner_hash`` is keyed: it gathers an organisation's drafts for whoever holds the key."""

    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    owner_hash: str = Field(index=True)
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Decision:
    """What the author said of one finding; ``replacement`` for an edit, ``reason`` for a keep."""

    choice: Literal["accept", "edit", "keep"]
    replacement: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A draft opened. ``version`` grows at every change; ``embargo`` is YYYYMM.

    ``answers`` say of doubts, by id, whether they tell who writes.
    """

    id: str
    organisation: str
    kind: str
    version: int
    practice: Mapping[str, Any]
    created: datetime
    updated: datetime
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    answers: Mapping[str, bool] = field(default_factory=dict)
    audience: str = "open"
    embargo: int | None = None
    hide: tuple[str, ...] = ()


def owner_hash(secrets: keys.Keys, organisation_id: str) -> str:
    """The keyed hash that gathers what an organisation keeps."""
    return figures.owner_hash(secrets, organisation_id)


def check_audience(audience: str) -> str:
    if audience not in AUDIENCES:
        raise WrongAudience("audience", known=", ".join(AUDIENCES))
    return audience


def check_embargo(month: str | None, now: datetime) -> int | None:
    """An embargo month (``YYYY-MM``) as YYYYMM. Raises WrongEmbargo when past or too far."""
    if not month:
        return None
    try:
        number = clock.month_of(month)
    except ValueError:
        raise WrongEmbargo("embargo", limit=EMBARGO_MONTHS_LIMIT) from None
    ahead = clock.months_between(clock.month(now), number)
    if not 0 <= ahead <= EMBARGO_MONTHS_LIMIT:
        raise WrongEmbargo("embargo", limit=EMBARGO_MONTHS_LIMIT)
    return number


def _associated(draft_id: str) -> str:
    return f"draft:{draft_id}"


def _seal(organisation: Known, draft: Manuscript) -> bytes:
    value = {
        "organisation": draft.organisation,
        "kind": draft.kind,
        "version": draft.version,
        "practice": draft.practice,
        "created": draft.created.isoformat(),
        "updated": draft.updated.isoformat(),
        "decisions": {
            finding: [each.choice, each.replacement, each.reason]
            for finding, each in draft.decisions.items()
        },
        "answers": dict(draft.answers),
        "audience": draft.audience,
        "embargo": draft.embargo,
        "hide": draft.hide,
    }
    return keys.seal(organisation.data_key, value, _associated(draft.id), *DRAFT_BYTES)


def _open(organisation: Known, row: Draft) -> Manuscript:
    value = keys.unseal(organisation.data_key, row.sealed, _associated(row.id))
    return Manuscript(
        id=row.id,
        organisation=value["organisation"],
        kind=value["kind"],
        version=value["version"],
        practice=value["practice"],
        created=datetime.fromisoformat(value["created"]),
        updated=datetime.fromisoformat(value["updated"]),
        decisions={finding: Decision(*each) for finding, each in value["decisions"].items()},
        # Drafts sealed by the first version hold no answer.
        answers=value.get("answers", {}),
        audience=value["audience"],
        embargo=value["embargo"],
        hide=tuple(value["hide"]),
    )


def read(session: Session, secrets: keys.Keys, organisation: Known, draft_id: str) -> Manuscript:
    """A draft of this organisation. Raises NotFound for an unknown one and for anybody else's."""
    row = session.get(Draft, draft_id)
    if row is None or row.owner_hash != owner_hash(secrets, organisation.id):
        raise NotFound("draft")
    return _open(organisation, row)


def mine(session: Session, secrets: keys.Keys, organisation: Known) -> list[Manuscript]:
    """An organisation's drafts, last touched first."""
    rows = session.exec(
        select(Draft).where(Draft.owner_hash == owner_hash(secrets, organisation.id))
    ).all()
    opened = [_open(organisation, row) for row in rows]
    return sorted(opened, key=lambda each: (each.updated, each.id), reverse=True)


def known_ids(session: Session, ids: Sequence[str]) -> set[str]:
    """Of these drafts, those that are still kept."""
    return {*session.exec(select(Draft.id).where(col(Draft.id).in_(ids)))}


def create(
    session: Session,
    secrets: keys.Keys,
    organisation: Known,
    kind: str,
    practice: Mapping[str, Any],
    now: datetime,
) -> Manuscript:
    """A new draft. Raises TooManyDrafts."""
    owner = owner_hash(secrets, organisation.id)
    if len(session.exec(select(Draft.id).where(Draft.owner_hash == owner)).all()) >= DRAFTS_LIMIT:
        raise TooManyDrafts("draft", limit=DRAFTS_LIMIT)
    draft = Manuscript(
        id=keys.new_id(),
        organisation=organisation.id,
        kind=kind,
        version=1,
        practice=practice,
        created=now,
        updated=now,
    )
    session.add(Draft(id=draft.id, owner_hash=owner, sealed=_seal(organisation, draft)))
    session.flush()
    return draft


def change(
    session: Session,
    secrets: keys.Keys,
    organisation: Known,
    draft_id: str,
    version: int,
    now: datetime,
    **changes: Any,
) -> Manuscript:
    """A draft's next version. Raises StaleDraft unless ``version`` is the current one."""
    # Read anew: the session may hold the row as it was before somebody else's change.
    row = session.get(Draft, draft_id, with_for_update=True, populate_existing=True)
    if row is None or row.owner_hash != owner_hash(secrets, organisation.id):
        raise NotFound("draft")
    before = _open(organisation, row)
    if before.version != version:
        raise StaleDraft("version", current=before.version)
    after = replace(before, version=version + 1, updated=now, **changes)
    row.sealed = _seal(organisation, after)
    session.add(row)
    session.flush()
    return after


def erase(session: Session, draft_id: str) -> None:
    """Delete a draft; on SQLite its bytes are overwritten (secure_delete)."""
    row = session.get(Draft, draft_id)
    if row is not None:
        session.delete(row)


def rekey(
    session: Session,
    old: keys.Keys,
    new: keys.Keys,
    data_keys: Mapping[str, tuple[bytes, bytes]],
) -> None:
    """Carry every draft over to another key and to its organisation's new data key."""
    owners = {owner_hash(old, each): each for each in data_keys}
    for page in keys.pages(session, Draft):
        for row in page:
            organisation = owners[row.owner_hash]
            row.owner_hash = owner_hash(new, organisation)
            row.sealed = keys.rewrap(*data_keys[organisation], row.sealed, _associated(row.id))


def pass_on(session: Session, secrets: keys.Keys, organisation: Known, heir: Known) -> None:
    """All drafts of one organisation become another's, under its key."""
    owner = owner_hash(secrets, organisation.id)
    for row in session.exec(select(Draft).where(Draft.owner_hash == owner)).all():
        row.sealed = _seal(heir, replace(_open(organisation, row), organisation=heir.id))
        row.owner_hash = owner_hash(secrets, heir.id)


def erase_of(session: Session, secrets: keys.Keys, organisation_id: str) -> None:
    """Delete all drafts of an organisation."""
    erase_all(session, owner_hash(secrets, organisation_id))


def erase_all(session: Session, owner: str) -> None:
    """Delete the drafts under an owner's keyed hash, whether there still is an owner or not."""
    session.exec(sa.delete(Draft).where(col(Draft.owner_hash) == owner))
