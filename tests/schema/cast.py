"""Everybody who may come to a product, and something of every kind that not all of them may have.

Made once for a run; each test acts on a copy.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyotp
from stdnum import luhn

from commons import accounts, housekeeping, keys, notices, organisations, unsealing
from commons.accounts import correspondence, external, memberships, staff
from commons.moderation import reviews, vendors
from commons.moderation.batches import BatchItem
from commons.moderation.reviews import Review
from commons.rights import Viewer
from tests.conftest import Ticking
from tests.openid.stand_in import ISSUER
from tests.schema import planted as planting
from tests.schema.world import PROFILE, Author, World

PASSWORD = "quatre mots sans rapport"
UNKNOWN = "3b241101-e2bb-4255-8caf-4136c566a962"

# The owner's association is the planted one: whatever tells of it is found in any answer.
VIEWERS = (
    "visitor", "expired", "person", "pending", "stranger", "member", "owner", "colleague",
    "read-token", "publish-token", "curate-token", "federation", "federation-read-token",
    "federation-curate-token", "pending-federation", "other-federation", "moderator", "operator",
)  # fmt: skip
# Those who are of the owner's association, in person or by a token of its contact.
OWN = ("owner", "colleague", "read-token", "publish-token", "curate-token")
TOKENS = tuple(viewer for viewer in VIEWERS if viewer.endswith("-token"))

# One practice of the owner's for each audience, to be read now or from a month to come: the word
# that its title alone holds.
NOW = {"OPEN": "courgettes", "MEMBERS": "poireaux", "CONTRIBUTORS": "navets"}
LATER = {"OPEN": "radis", "MEMBERS": "carottes", "CONTRIBUTORS": "betteraves"}
# Not on the shelf: still to be released, withdrawn, and never published.
WAITS, GONE, DRAFT = "citrouille", "cerisier", "topinambours"
MARKS = (*NOW.values(), *LATER.values(), WAITS, GONE, DRAFT)
MONTH = "2026-11"
# What the federation sent to vouch for the owner's association: it sees this again, and no more.
VOUCHED = str(planting.PROFILE["rna"])


@dataclass
class Cast:
    """Everybody, by what they hold, and what the owner and the federation have."""

    world: World
    tokens: dict[str, str | None]
    owner: Author
    practices: dict[str, str]
    draft_id: str
    collection: str
    owner_token_id: str
    invitation_token: str
    addresses: int = 0
    tries: int = 0
    set_password: dict[str, Any] = field(default_factory=dict)
    coded: dict[str, Any] = field(default_factory=dict)
    secret: str = ""

    @property
    def publication(self) -> str:
        """One that everybody may read."""
        return self.practices[NOW["OPEN"]]

    def draft(self) -> dict[str, Any]:
        """A draft of the owner that is ready to be published."""
        draft, version = self.world.save(self.owner)
        return {"draft": draft, "version": version}

    def new_address(self) -> str:
        """Another one each time: letters to one address are limited."""
        self.addresses += 1
        return f"neuf{self.addresses}@exemple.test"

    def link(self) -> dict[str, Any]:
        self.world.do("requestSignIn", {"email": self.new_address()})
        line = next(x for x in self.world.letters[-1].text.splitlines() if "connexion/" in x)
        return {"token": line.rsplit("/", 1)[-1]}

    def moving(self) -> dict[str, Any]:
        """The link by which the owner's account takes another address."""
        fresh = self.world.sign_in(self.owner.email)
        self.world.do("requestAddressChange", {"email": self.new_address()}, fresh.token)
        line = next(x for x in self.world.letters[-1].text.splitlines() if "/adresse/" in x)
        return {"token": line.rsplit("/", 1)[-1]}

    def number(self) -> dict[str, Any]:
        """The profile of an association nobody declared."""
        self.addresses += 1
        return PROFILE | {"rna": f"W7777{self.addresses:05d}"}

    def known_password(self) -> dict[str, Any]:
        """One that was set before, as long as it may be tried again: to hash it takes long."""
        if self.tries % 8 == 0:
            self.set_password = self.password()
        self.tries += 1
        return self.set_password

    def password(self) -> dict[str, Any]:
        given = {"email": self.new_address(), "password": PASSWORD}
        fresh = self.world.sign_in(given["email"])
        self.world.do("setPassword", {"password": PASSWORD}, fresh.token)
        return given

    def code(self) -> dict[str, Any]:
        """A challenge of the one account with a second factor, and the code that answers it."""
        if not self.secret:
            self.coded = self.password()
            session = self.world.do("signInWithPassword", self.coded)["session"]
            self.secret = self.world.do("beginSecondFactor", None, session)["secret"]
            code = pyotp.TOTP(self.secret).at(self.world.clock())
            self.world.do("confirmSecondFactor", {"code": code}, session)
        # Each code works once, and not too many may be tried in a quarter of an hour.
        now = self.world.clock.forward(minutes=3)
        challenge = self.world.do("signInWithPassword", self.coded)["challenge"]
        return {"challenge": challenge, "code": pyotp.TOTP(self.secret).at(now)}

    def letter(self) -> dict[str, Any]:
        """What stops the letters of the owner, who holds it alone."""
        keys = self.world.product.keys
        with self.world.product.database.writing() as session:
            person = accounts.person_of(session, keys, self.owner.email)
            return {"token": correspondence.stop_token(session, keys, person)}

    def way_back(self) -> dict[str, Any]:
        """What a provider sent somebody back with whom nobody came as before."""
        # Begun by a visitor: a way that begins in a session is that session's own.
        self.world.client.cookies.clear()
        begun = self.world.do("beginSignInWithProvider", {"provider": "maison"})
        state = begun["address"].partition("state=")[2]
        return {"attempt": begun["attempt"], "state": state, "code": self.new_address()}

    def proof(self) -> dict[str, Any]:
        """An account elsewhere that nobody linked."""
        return {"proof": self.world.do("signInWithProvider", self.way_back())["proof"]}

    def identity(self) -> dict[str, Any]:
        """The account elsewhere that the owner linked."""
        product = self.world.product
        with product.database.writing() as session:
            person = accounts.find_person(session, product.keys, self.owner.email)
            external.link(session, product.keys, person, ISSUER, "owner")
            (known,) = external.identities(session, product.keys, person)
        return {"id": known.id}

    def device(self) -> dict[str, Any]:
        query = "{ viewer { security { devices { id current } } } }"
        known = self.world.read(query, self.owner.token)["viewer"]["security"]["devices"]
        (current,) = (each["id"] for each in known if each["current"])
        return {"id": current}

    def finding(self) -> dict[str, Any]:
        draft, version = self.world.save(self.owner, tried="nous avons écrit à Camille Dupont.")
        seen = self.world.do("previewPublication", {"draft": draft}, self.owner.token)
        ids = [each["id"] for each in seen["findings"]]
        assert ids
        return {"draft": draft, "version": version, "findings": ids, "choice": "ACCEPT"}

    def doubt(self) -> dict[str, Any]:
        draft, version = self.world.save(self.owner, tried="nous avons compté 7431 lettres.")
        seen = self.world.do("previewPublication", {"draft": draft}, self.owner.token)
        (doubt,) = seen["doubts"]
        return {"draft": draft, "version": version, "yes": [doubt["id"]]}

    def token(self) -> dict[str, Any]:
        fresh = self.world.sign_in(self.owner.email)
        made = self.world.do("createToken", {"name": "z", "scopes": ["READ"]}, fresh.token)
        return {"id": made["token"]["id"]}

    def invitation(self) -> str:
        """The token of a letter by which the owner invites the person."""
        given = {"email": "seule@exemple.test", "role": "MEMBER", "handOver": False}
        self.world.do("inviteMember", given, self.owner.token)
        address = next(x for x in self.world.letters[-1].text.split() if "/invitation/" in x)
        return address.rsplit("/", 1)[-1]

    def invited(self) -> dict[str, Any]:
        """An invitation of the owner's that nobody answered."""
        given = {"email": self.new_address(), "role": "MEMBER", "handOver": False}
        self.world.do("inviteMember", given, self.owner.token)
        query = "{ viewer { organisation { invitations { id email } } } }"
        known = self.world.read(query, self.owner.token)["viewer"]["organisation"]["invitations"]
        return {"id": next(each["id"] for each in known if each["email"] == given["email"])}

    def colleague(self) -> dict[str, Any]:
        """The one member beside the owner, as the owner sees them."""
        query = "{ viewer { organisation { colleagues { id yourself } } } }"
        known = self.world.read(query, self.owner.token)["viewer"]["organisation"]["colleagues"]
        return {"id": next(each["id"] for each in known if not each["yourself"])}

    def company(self) -> None:
        """One more member beside the owner."""
        belong(self.world, self.world.sign_in(self.new_address()), self.owner.organisation or "")

    def word(self) -> dict[str, Any]:
        """A word that the federation gave for somebody who is not there."""
        self.addresses += 1
        token = self.tokens["federation"]
        self.world.do("vouchFor", {"lines": f"W8888{self.addresses:05d};Là-bas"}, token)
        query = "{ viewer { organisation { vouches { id number } } } }"
        known = self.world.read(query, token)["viewer"]["organisation"]["vouches"]
        return {"id": next(x["id"] for x in known if x["number"].startswith("W8888"))}

    def waiting(self) -> dict[str, Any]:
        """An association that waits for a moderator, by its number."""
        return {"organisation": self.declared()[1]}

    def declared(self, **numbers: Any) -> tuple[Author, str]:
        """Who declared an association that waits, and its number."""
        profile = self.number() | numbers
        someone = self.world.sign_in(self.new_address())
        self.world.do("declareOrganisation", profile, someone.token)
        return someone, profile["rna"] or profile["siren"]

    def twins(self) -> dict[str, Any]:
        """One association under two numbers, whose people invited each other."""
        self.addresses += 1
        stem = f"7328{self.addresses:04d}"
        number = next(stem + x for x in "0123456789" if luhn.is_valid(stem + x))
        (one, kept), (other, gone) = self.declared(), self.declared(rna=None, siren=number)
        for host, guest in ((one, other), (other, one)):
            self.world.do("inviteMember", {"email": guest.email}, host.token)
        return {"kept": kept, "gone": gone}

    def to_review(self) -> dict[str, Any]:
        """A place in the batch, for a practice of the owner's."""
        publication = self.world.publish(self.owner)
        return {"item": in_batch(self.world, publication), "decision": "APPROVE"}

    def refused(self) -> dict[str, Any]:
        """A practice of the owner's that a moderator refused."""
        publication, world = self.world.publish(self.owner), self.world
        with world.product.database.writing() as session:
            said = Review(publication, "refused", world.clock(), UNKNOWN, "unclear")
            reviews.put(session, world.product.keys, said)
        return {"publication": publication, "words": "nous ne vendons rien."}

    def vendor(self) -> dict[str, Any]:
        query = '{ vendorCode(tool: "helloasso") }'
        code = self.world.read(query, self.tokens["moderator"])["vendorCode"]
        return {"tool": "helloasso", "code": code, "text": "Nous avons revu l'aide."}

    def vendor_answer(self) -> dict[str, Any]:
        with self.world.product.database.writing() as session:
            said = vendors.Statement("helloasso", "fr", "Bonjour.", UNKNOWN)
            vendors.post(session, self.world.product.keys, said)
        query = "{ vendorAnswers { id shown } }"
        known = self.world.read(query, self.tokens["moderator"])["vendorAnswers"]
        (waiting,) = (each["id"] for each in known if not each["shown"])
        return {"id": waiting, "show": True}

    def demand(self) -> dict[str, Any]:
        """A legal demand that another operator wrote down."""
        product, other = self.world.product, Viewer(person=UNKNOWN, operator=True)
        with product.database.writing() as session:
            asked = unsealing.ask(
                session, product.keys, other, self.publication, "x", None, self.world.clock()
            )
        return {"id": asked.id}

    def place(self) -> dict[str, Any]:
        """A publication that stands in the federation's collection."""
        given = {"collection": self.collection, "publication": self.publication}
        self.world.act("addToCollection", given, self.tokens["federation"])
        return given


def in_batch(world: World, publication: str) -> str:
    """Put a practice before the moderators; its id there."""
    place = keys.new_id()
    with world.product.database.writing() as session:
        session.add(BatchItem(id=place, publication_id=publication, position=1, week="2026-W25"))
    return place


def unsealed(world: World, publication: str) -> None:
    """Open the seal of a practice, as two operators do."""
    product, now = world.product, world.clock()
    first, second = (Viewer(person=keys.new_id(), operator=True) for _ in range(2))
    with product.database.writing() as session:
        asked = unsealing.ask(session, product.keys, first, publication, "x", None, now)
        unsealing.confirm(session, product.keys, second, asked.id, now)


def appoint(world: World, email: str, role: str) -> Author:
    """Somebody who signed in after they were given a role."""
    with world.product.database.writing() as session:
        person = accounts.person_of(session, world.product.keys, email)
        staff.appoint(session, world.product.keys, person, role)
    return world.sign_in(email)


def belong(world: World, author: Author, organisation: str) -> None:
    """Somebody becomes a member, who is no contact."""
    with world.product.database.writing() as session:
        person = accounts.person_of(session, world.product.keys, author.email)
        memberships.join(session, world.product.keys, person, organisation, "member")


def assemble(world: World) -> Cast:
    """Let everybody sign in, the owner write and publish, and the federation curate."""
    member = world.join("ancienne")
    ended = world.join("finie")
    day = {"name": "x", "scopes": ["READ", "PUBLISH"], "days": 1}
    expired = world.do("createToken", day, ended.token)["secret"]
    # Past its welcome, and it gave nothing.
    world.clock.forward(days=100)

    owner = world.sign_in(planting.EMAIL)
    world.do("declareOrganisation", planting.PROFILE, owner.token)
    with world.product.database.writing() as session:
        found = organisations.find(session, world.product.keys, planting.PROFILE["rna"])
        organisations.verify(session, world.product.keys, found.id, world.clock())
    owner.organisation = found.id
    federation = world.join("federation", kind="FEDERATION")
    other = world.join("rivale", kind="FEDERATION")
    world.do("vouchFor", {"lines": VOUCHED}, federation.token)
    practices = {}
    for audience, mark in NOW.items():
        practices[mark] = world.publish(owner, title=f"vendre des {mark}", audience=audience)
    for audience, mark in LATER.items():
        practices[mark] = world.publish(
            owner, title=f"vendre des {mark}", audience=audience, embargo=MONTH
        )
    practices[GONE] = world.publish(owner, title=f"planter un {GONE}")
    world.do("withdrawPublication", {"id": practices[GONE]}, owner.token)
    draft, _ = world.save(owner, title=f"vendre une {WAITS}")
    practices[WAITS], waits = planting.shared(world, owner, draft)
    assert waits
    draft, _ = world.save(owner, title=f"vendre des {DRAFT}")

    slug = world.do("createCollection", {"title": "Choix"}, federation.token)["slug"]
    for author in (federation, other):
        made = world.do("createCollection", {"title": "Ailleurs"}, author.token)["slug"]
        place = {"collection": made, "publication": practices[NOW["OPEN"]], "note": "à lire"}
        world.do("addToCollection", place, author.token)

    def token(author: Author, scope: str) -> str:
        given = {"name": "x", "scopes": [scope], "days": 300}
        secret: str = world.do("createToken", given, author.token)["secret"]
        return secret

    programs = {
        "read-token": token(owner, "READ"),
        "publish-token": token(owner, "PUBLISH"),
        "curate-token": token(owner, "CURATE"),
        "federation-read-token": token(federation, "READ"),
        "federation-curate-token": token(federation, "CURATE"),
    }
    made = world.do("createToken", {"name": planting.TOKEN_NAME, "scopes": ["READ"]}, owner.token)
    # From here on those above are no more fresh from signing in.
    world.clock.forward(days=1, seconds=1)
    colleague = world.sign_in("collegue@exemple.test")
    belong(world, colleague, owner.organisation)
    given = {"email": "invitee@exemple.test", "role": "MEMBER", "handOver": False}
    world.do("inviteMember", given, owner.token)
    invited = next(x for x in world.letters[-1].text.split() if "/invitation/" in x)
    cast = Cast(
        world=world,
        tokens={
            "visitor": None,
            "expired": expired,
            "person": world.sign_in("seule@exemple.test").token,
            "pending": world.join("attend", verified=False).token,
            "stranger": world.join("autres").token,
            "member": world.sign_in(member.email).token,
            "owner": owner.token,
            "colleague": colleague.token,
            "federation": federation.token,
            "pending-federation": world.join("espoir", verified=False, kind="FEDERATION").token,
            "other-federation": other.token,
            "moderator": appoint(world, "moderation@exemple.test", "moderator").token,
            "operator": appoint(world, "exploitation@exemple.test", "operator").token,
        }
        | programs,
        owner=owner,
        practices=practices,
        draft_id=draft,
        collection=slug,
        owner_token_id=made["token"]["id"],
        invitation_token=invited.rsplit("/", 1)[-1],
    )
    assert set(cast.tokens) == set(VIEWERS)
    for mark in NOW.values():
        in_batch(world, practices[mark])
    unsealed(world, cast.publication)
    world.push()
    # What a site does by itself as it opens is done: its first night and slot of letters.
    housekeeping.due(world.product.database, world.clock())
    with world.product.database.writing() as session:
        notices.gather(session, world.product.keys, world.product.authorships, world.clock())
    for each in cast.tokens.values():
        # A session's first use of a day is noted.
        world.ask("{ viewer { signedIn } }", None, each)
    return cast


def leaked(outlet: str, asked: object = "", *, viewer: str = "", forms: bool = False) -> list[str]:
    """What an answer tells a viewer of the owner's association beyond what they said of it."""
    said = asked if isinstance(asked, str) else json.dumps(asked, ensure_ascii=False)
    said += VOUCHED if viewer == "federation" else ""
    known = planting.leaks(said, "answer", forms=forms)
    return [each for each in planting.leaks(outlet, "answer", forms=forms) if each not in known]


def marks(outlet: str) -> set[str]:
    """The practices whose words stand in an answer."""
    return {each for each in MARKS if each in outlet}


Opening = Callable[[Path, datetime], AbstractContextManager[World]]


@dataclass(frozen=True)
class Stage:
    """A product with everybody in it, closed, to be copied."""

    folder: Path
    cast: Cast
    now: datetime

    @contextmanager
    def set_up(self, folder: Path, opening: Opening) -> Iterator[Cast]:
        """Everybody, on a copy of their own."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        with opening(folder, self.now) as world:
            yield replace(
                self.cast,
                world=world,
                tokens=dict(self.cast.tokens),
                owner=replace(self.cast.owner),
            )


_staged: list[Stage] = []


def staged(folder: Path, template: Path, opening: Opening) -> Stage:
    """The stage of this run, made at the first call."""
    if not _staged:
        shutil.copy(template, folder / "recul.sqlite")
        with opening(folder, Ticking().now) as world:
            cast = assemble(world)
        _staged.append(Stage(folder, cast, world.clock()))
    return _staged[0]
