"""Who may read and do what: one function per question, asked by API, pages and index alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from commons.refusals import NotAllowed, SignInRequired


class OwnOrganisation(NotAllowed):
    code = "own-organisation"


AUDIENCES = ("open", "members", "contributors")
SCOPES = ("read", "publish", "curate")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever asks; ``commons.accounts`` fills it, everything else only reads it.

    ``contact``, ``moderator`` and ``operator`` hold for people in person: a token never has them.
    """

    person: str | None = None
    organisation: str | None = None
    verified: bool = False
    contributor: bool = False
    federation: bool = False
    contact: bool = False
    moderator: bool = False
    operator: bool = False
    scopes: frozenset[str] = field(default_factory=lambda: frozenset(SCOPES))
    by_token: bool = False
    # Of those who look after this site: the organisations they left within a year.
    left: frozenset[str] = frozenset()

    @property
    def near(self) -> frozenset[str]:
        """The organisations that a viewer is or was of, and does not judge."""
        return self.left | ({self.organisation} if self.organisation else frozenset())


VISITOR = Viewer(scopes=frozenset())


@dataclass(frozen=True, slots=True)
class Readable:
    """What a viewer may read: these audiences, visible from this month (YYYYMM) or before."""

    audiences: frozenset[str]
    month: int

    def allows(self, audience: str, visible_from: int, state: str) -> bool:
        return state == "published" and audience in self.audiences and visible_from <= self.month


def readable(viewer: Viewer, month: int) -> Readable:
    """The one rule of reading (design, section 5): SQL, index filter and Python all use it."""
    audiences = {"open"}
    if viewer.verified and "read" in viewer.scopes:
        audiences.add("members")
        if viewer.contributor:
            audiences.add("contributors")
    return Readable(frozenset(audiences), month)


def require_person(viewer: Viewer, scope: str) -> str:
    """The signed-in person's id. Raises SignInRequired, or NotAllowed for a token without scope."""
    if viewer.person is None:
        raise SignInRequired()
    if scope not in viewer.scopes:
        raise NotAllowed(needs=scope)
    return viewer.person


def require_session(viewer: Viewer) -> str:
    """The person signed in by themselves: no token changes how its owner signs in."""
    person = require_person(viewer, "read")
    if viewer.by_token:
        raise NotAllowed(needs="session")
    return person


def require_author(viewer: Viewer) -> str:
    """The organisation a viewer may write for, verified or not."""
    require_person(viewer, "publish")
    if viewer.organisation is None:
        raise NotAllowed(needs="organisation")
    return viewer.organisation


def require_publisher(viewer: Viewer) -> str:
    """The verified organisation a viewer may publish for."""
    organisation = require_author(viewer)
    if not viewer.verified:
        raise NotAllowed(needs="verification")
    return organisation


def require_curator(viewer: Viewer) -> str:
    """The verified federation a viewer may curate for."""
    require_person(viewer, "curate")
    if viewer.organisation is None or not (viewer.federation and viewer.verified):
        raise NotAllowed(needs="federation")
    return viewer.organisation


def require_voucher(viewer: Viewer) -> str:
    """The verified federation a viewer may vouch for others in the name of, in person."""
    require_session(viewer)
    if viewer.organisation is None or not (viewer.federation and viewer.verified):
        raise NotAllowed(needs="federation")
    return viewer.organisation


def require_member(viewer: Viewer) -> tuple[str, str]:
    """Somebody, in person, and the organisation they belong to."""
    person = require_session(viewer)
    if viewer.organisation is None:
        raise NotAllowed(needs="organisation")
    return person, viewer.organisation


def require_inviter(viewer: Viewer) -> str | None:
    """The federation a viewer may invite associations for; None for the moderators together."""
    return None if viewer.moderator else require_voucher(viewer)


def require_contact(viewer: Viewer) -> str:
    """The organisation whose members a viewer may look after, in person."""
    require_session(viewer)
    if viewer.organisation is None or not viewer.contact:
        raise NotAllowed(needs="contact")
    return viewer.organisation


def require_moderator(viewer: Viewer) -> str:
    """The person who may review what was shared and look after organisations."""
    person = require_session(viewer)
    if not viewer.moderator:
        raise NotAllowed(needs="moderator")
    return person


def require_verifier(viewer: Viewer) -> str:
    """The person who may look at organisations: whoever moderates, or runs this instance."""
    person = require_session(viewer)
    if not (viewer.moderator or viewer.operator):
        raise NotAllowed(needs="moderator")
    return person


def require_impartial(viewer: Viewer, organisations: Iterable[str]) -> str:
    """The verifier who may decide on these organisations.

    Raises OwnOrganisation where they are of one, or left it within a year.
    """
    person = require_verifier(viewer)
    if not viewer.near.isdisjoint(organisations):
        raise OwnOrganisation(needs="another-moderator")
    return person


def require_caretaker(viewer: Viewer) -> str:
    """The person who moderates or runs this instance: both see how moderation keeps its promise."""
    person = require_session(viewer)
    if not (viewer.moderator or viewer.operator):
        raise NotAllowed(needs="moderator")
    return person


def require_operator(viewer: Viewer) -> str:
    """The person who runs this instance."""
    person = require_session(viewer)
    if not viewer.operator:
        raise NotAllowed(needs="operator")
    return person
