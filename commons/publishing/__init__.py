"""From a draft to the shelf: preview, decide, publish or refuse, withdraw; every gate is here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from commons import (
    authorship,
    clock,
    deposits,
    drafts,
    keys,
    library,
    organisations,
    practices,
    releases,
)
from commons.authorship import Authorship, Authorships
from commons.publishing.decisions import (
    EDIT_LIMIT,
    CannotKeep,
    Choice,
    NothingToHide,
    UnknownDoubt,
    UnknownFinding,
    WrongDecision,
    answer,
    decide,
    delete_draft,
    open_draft,
    save,
    set_terms,
    unpublished,
)
from commons.publishing.previews import (
    AnsweredDoubt,
    DecidedFinding,
    IncompletePractice,
    NamesModelMissing,
    OpenDoubts,
    OpenFindings,
    Practice,
    Preview,
    ScanFailed,
    StillIdentifying,
    gate,
    kind_of,
    network,
    practice_of,
    preview,
)
from commons.refusals import NotFound
from commons.rights import Viewer, require_author, require_publisher

__all__ = [
    "EDIT_LIMIT",
    "AnsweredDoubt",
    "CannotKeep",
    "Choice",
    "DecidedFinding",
    "IncompletePractice",
    "NamesModelMissing",
    "NothingToHide",
    "OpenDoubts",
    "OpenFindings",
    "Practice",
    "Preview",
    "ScanFailed",
    "StillIdentifying",
    "UnknownDoubt",
    "UnknownFinding",
    "WrongDecision",
    "answer",
    "decide",
    "delete_draft",
    "gate",
    "network",
    "open_draft",
    "practice_of",
    "preview",
    "save",
    "set_terms",
    "unpublished",
]


Way = Literal["now", "next-batch", "mutual-deposit"]


@dataclass(frozen=True, slots=True)
class Share:
    """One of an organisation's own publications, as its people see it; ``release`` is sealed.

    It is None for a deposit that waits for others on ``topic``.
    """

    item: library.Item
    moment: datetime
    release: datetime | None
    topic: str | None = None

    @property
    def waits(self) -> bool:
        return self.item.state == "pending"

    @property
    def visible_from(self) -> int:
        """The month (YYYYMM) readers see it from, told before it is written down.

        For a deposit the first possible one.
        """
        if not self.waits or self.release is None:
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
    *,
    way: Way = "now",
    topic: str | None = None,
) -> Share:
    """Shelve what was previewed, seal who wrote it and when it appears; the author's share.

    One transaction that changes no private row. Refuses (StaleDraft, AlreadyPublished, or a
    refusal of the gate) whatever is not exactly what ``prepared`` showed; WrongTopic for a mutual
    deposit on what the practice does not speak of.
    """
    if prepared.draft.version != version:
        raise drafts.StaleDraft("version", current=prepared.draft.version)
    gate(prepared)
    draft, practice, kind = prepared.draft, prepared.practice, kind_of(prepared.draft.kind)
    authorship.hold(session)
    organisation = organisations.known(session, secrets, require_publisher(viewer))
    current = drafts.read(session, secrets, organisation, draft.id)
    # The names to look for belong to what was scanned as much as the text does.
    if current.version != draft.version or organisation.profile != prepared.profile:
        raise drafts.StaleDraft("version", current=current.version)
    publication_id = keys.new_id()
    release = number = None
    if way == "mutual-deposit":
        number = deposits.number(deposits.check(practice, topic))
    else:
        others = _appearances(session, authorships, organisation.id)
        choose = releases.in_batch if way == "next-batch" else releases.moment
        release = choose(now, draft.embargo, others)
    authorship.seal(
        session,
        secrets,
        Authorship(publication_id, organisation.id, draft.id, now, release, number),
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
        waits=release is None or release > now,
    )
    item = library.own_items(session, [publication_id])[publication_id]
    return Share(item, now, release, deposits.topic_of(number))


def _appearances(
    session: Session, authorships: Authorships, organisation_id: str
) -> list[datetime]:
    """When an organisation's publications appeared, or will."""
    written = {
        each.publication_id: each.release
        for each in authorships.of(session, organisation_id)
        if each.release is not None
    }
    return [
        releases.appears(written[key], item.visible_from)
        for key, item in library.own_items(session, list(written)).items()
    ]


def mine(session: Session, authorships: Authorships, viewer: Viewer) -> list[Share]:
    """What the viewer's organisation has on the shelf, newest first, waiting ones included."""
    written = authorships.of(session, require_author(viewer))
    items = library.own_items(session, [each.publication_id for each in written])
    shares = [
        Share(
            items[each.publication_id],
            each.moment,
            each.release,
            deposits.topic_of(each.topic),
        )
        for each in written
        if each.publication_id in items
    ]
    return shares[::-1]


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
