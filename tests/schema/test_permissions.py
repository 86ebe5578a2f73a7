"""Who may do what: every kind of viewer at every mutation, and what a refusal leaves behind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from schema import root
from tests.schema.world import ACTS, BENCHMARK, CASE, PROFILE, Author, World, profile_of

MUTATIONS = tuple(root.schema._schema.mutation_type.fields)  # type: ignore[union-attr]

VIEWERS = (
    "visitor", "expired", "person", "pending", "stranger", "colleague", "read-token",
    "publish-token", "curate-token", "federation", "federation-read-token",
    "federation-curate-token", "pending-federation", "other-federation",
)  # fmt: skip

SIGN_IN, NOT_ALLOWED, NOT_FOUND = "sign-in-required", "not-allowed", "not-found"
OK = "ok"

# The owner's drafts and publications: what everybody else is answered.
WRITING = {
    "visitor": SIGN_IN, "expired": SIGN_IN, "person": NOT_ALLOWED, "pending": OK, "stranger": OK,
    "colleague": OK, "read-token": NOT_ALLOWED, "publish-token": OK, "curate-token": NOT_ALLOWED,
    "federation": OK, "federation-read-token": NOT_ALLOWED, "federation-curate-token": NOT_ALLOWED,
    "pending-federation": OK, "other-federation": OK,
}  # fmt: skip
OWNED = WRITING | dict.fromkeys(
    ("pending", "stranger", "federation", "pending-federation", "other-federation"), NOT_FOUND
)
CURATING = dict.fromkeys(VIEWERS, NOT_ALLOWED) | {
    "visitor": SIGN_IN, "expired": SIGN_IN, "federation": OK, "federation-curate-token": OK,
    "other-federation": OK,
}  # fmt: skip
OWN_COLLECTION = CURATING | {"other-federation": NOT_FOUND}
READING = dict.fromkeys(VIEWERS, OK) | {
    "visitor": SIGN_IN, "expired": SIGN_IN, "publish-token": NOT_ALLOWED,
    "curate-token": NOT_ALLOWED, "federation-curate-token": NOT_ALLOWED,
}  # fmt: skip
# A token that made others would outlive itself.
BY_SESSION = READING | {"read-token": NOT_ALLOWED, "federation-read-token": NOT_ALLOWED}
EVERYBODY = dict.fromkeys(VIEWERS, OK)
DECLARING = dict.fromkeys(VIEWERS, "one-organisation") | {
    "visitor": SIGN_IN, "expired": SIGN_IN, "person": OK, "read-token": NOT_ALLOWED,
    "curate-token": NOT_ALLOWED, "federation-read-token": NOT_ALLOWED,
    "federation-curate-token": NOT_ALLOWED,
}  # fmt: skip
REVISING = {
    viewer: "already-declared" if answer == NOT_FOUND else answer
    for viewer, answer in OWNED.items()
}
PROBLEMS = {
    SIGN_IN: "AccessProblem", NOT_ALLOWED: "AccessProblem", NOT_FOUND: "NotFoundProblem",
    "one-organisation": "ConflictProblem", "already-declared": "ConflictProblem",
}  # fmt: skip


@dataclass
class Cast:
    """Everybody, and what the owner has."""

    world: World
    tokens: dict[str, str | None]
    owner: Author
    publication: str
    collection: str
    owner_token_id: str

    def draft(self) -> dict[str, Any]:
        """A draft of the owner that is ready to be published."""
        draft, version = self.world.save(self.owner)
        return {"draft": draft, "version": version}

    def link(self) -> dict[str, Any]:
        self.world.do("requestSignIn", {"email": "neuf@exemple.test"})
        line = next(x for x in self.world.letters[-1].text.splitlines() if "connexion/" in x)
        return {"token": line.rsplit("/", 1)[-1]}

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


@pytest.fixture
def everybody(world: World) -> Cast:
    owner = world.join("amis")
    federation = world.join("federation", kind="FEDERATION")
    other = world.join("rivale", kind="FEDERATION")

    def token(author: Author, *scopes: str) -> str:
        given = {"name": "x", "scopes": list(scopes), "days": 300}
        secret: str = world.do("createToken", given, author.token)["secret"]
        return secret

    publication = world.publish(owner)
    slug = world.do("createCollection", {"title": "Choix"}, federation.token)["slug"]
    other_slug = world.do("createCollection", {"title": "Ailleurs"}, other.token)["slug"]
    assert slug != other_slug
    place = {"collection": slug, "publication": publication}
    world.do("addToCollection", place, federation.token)
    ended = world.join("finie")
    expired = world.do(
        "createToken", {"name": "x", "scopes": ["READ", "PUBLISH"], "days": 1}, ended.token
    )["secret"]
    world.clock.forward(days=1, seconds=1)
    made = world.do("createToken", {"name": "y", "scopes": ["READ"]}, owner.token)
    return Cast(
        world=world,
        tokens={
            "visitor": None,
            "expired": expired,
            "person": world.sign_in("seule@exemple.test").token,
            "pending": world.join("attend", verified=False).token,
            "stranger": world.join("autres").token,
            "colleague": owner.token,
            "read-token": token(owner, "READ"),
            "publish-token": token(owner, "PUBLISH"),
            "curate-token": token(owner, "CURATE"),
            "federation": federation.token,
            "federation-read-token": token(federation, "READ", "PUBLISH")
            and token(federation, "READ"),
            "federation-curate-token": token(federation, "CURATE"),
            "pending-federation": world.join("espoir", verified=False, kind="FEDERATION").token,
            "other-federation": other.token,
        },
        owner=owner,
        publication=publication,
        collection=slug,
        owner_token_id=made["token"]["id"],
    )


Given = Callable[[Cast], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Rule:
    """What a mutation is given, made anew for each viewer, and what each is answered."""

    given: Given
    answers: Mapping[str, str]


RULES: dict[str, Rule] = {
    "requestSignIn": Rule(lambda cast: {"email": "neuf@exemple.test"}, EVERYBODY),
    "signIn": Rule(Cast.link, EVERYBODY),
    "signOut": Rule(lambda cast: None, EVERYBODY),
    "declareOrganisation": Rule(lambda cast: PROFILE | {"rna": "W777777777"}, DECLARING),
    # The owner's profile said again: for everybody else the numbers are another's.
    "reviseOrganisation": Rule(lambda cast: profile_of("amis") | {"people": ["Léa"]}, REVISING),
    "createToken": Rule(lambda cast: {"name": "x", "scopes": ["READ"]}, BY_SESSION),
    "revokeToken": Rule(
        lambda cast: {"id": cast.owner_token_id},
        {
            viewer: NOT_FOUND if answer == OK and viewer != "colleague" else answer
            for viewer, answer in BY_SESSION.items()
        },
    ),
    "saveCaseStudyDraft": Rule(lambda cast: {"practice": CASE}, WRITING),
    "saveToolBenchmarkDraft": Rule(lambda cast: {"practice": BENCHMARK}, WRITING),
    "previewPublication": Rule(lambda cast: {"draft": cast.draft()["draft"]}, OWNED),
    "decideFinding": Rule(Cast.finding, OWNED),
    "answerDoubts": Rule(Cast.doubt, OWNED),
    "setDraftTerms": Rule(lambda cast: cast.draft() | {"audience": "MEMBERS"}, OWNED),
    "publishDraft": Rule(Cast.draft, OWNED),
    "withdrawPublication": Rule(
        lambda cast: {"id": cast.world.publish(cast.owner)},
        OWNED,
    ),
    "deleteDraft": Rule(lambda cast: {"draft": cast.draft()["draft"]}, OWNED),
    "createCollection": Rule(lambda cast: {"title": "Autre choix"}, CURATING),
    "addToCollection": Rule(
        lambda cast: {"collection": cast.collection, "publication": cast.publication},
        OWN_COLLECTION,
    ),
    "moveInCollection": Rule(
        lambda cast: {
            "collection": cast.collection,
            "publication": cast.publication,
            "position": 1,
        },
        OWN_COLLECTION,
    ),
    "removeFromCollection": Rule(
        lambda cast: {"collection": cast.collection, "publication": cast.publication},
        OWN_COLLECTION,
    ),
}


def test_every_mutation_has_a_rule_for_every_viewer() -> None:
    assert set(RULES) == set(MUTATIONS) == set(ACTS)
    for name, rule in RULES.items():
        assert set(rule.answers) == set(VIEWERS), name


# Last, because they end what the others need.
LAST = ("colleague", "federation")


@pytest.mark.parametrize("name", MUTATIONS)
def test_who_may_do_what(everybody: Cast, name: str) -> None:
    rule, world = RULES[name], everybody.world
    order = sorted(VIEWERS, key=lambda viewer: (rule.answers[viewer] == OK, viewer in LAST))

    for viewer in order:
        if name == "removeFromCollection" and rule.answers[viewer] == OK:
            place = {"collection": everybody.collection, "publication": everybody.publication}
            world.do("addToCollection", place, everybody.tokens["federation"])
        if name == "revokeToken" and rule.answers[viewer] == OK:
            made = world.do("createToken", {"name": "z", "scopes": ["READ"]}, everybody.owner.token)
            everybody.owner_token_id = made["token"]["id"]
        given = rule.given(everybody)
        before, letters = world.rows(), len(world.letters)

        answer = world.act(name, given, everybody.tokens[viewer])

        expected = rule.answers[viewer]
        if expected == OK:
            assert not answer["__typename"].endswith("Problem"), (viewer, answer)
        else:
            assert (answer["__typename"], answer["code"]) == (PROBLEMS[expected], expected), viewer
            assert world.rows() == before, viewer
            assert len(world.letters) == letters, viewer


def test_the_pending_write_and_don_t_publish(everybody: Cast) -> None:
    world = everybody.world
    pending = Author("attend@exemple.test", everybody.tokens["pending"] or "")
    draft, version = world.save(pending)
    assert world.do("previewPublication", {"draft": draft}, pending.token)["ready"]
    before = world.rows()

    refused = world.act("publishDraft", {"draft": draft, "version": version}, pending.token)

    assert (refused["__typename"], refused["code"]) == ("AccessProblem", "not-allowed")
    assert world.rows() == before


def test_a_stranger_s_draft_and_an_unknown_one_are_told_apart_nowhere(everybody: Cast) -> None:
    world, stranger = everybody.world, everybody.tokens["stranger"]
    draft = everybody.draft()["draft"]
    unknown = "3b241101-e2bb-4255-8caf-4136c566a962"

    for name, foreign, missing in (
        ("previewPublication", {"draft": draft}, {"draft": unknown}),
        ("deleteDraft", {"draft": draft}, {"draft": unknown}),
        ("withdrawPublication", {"id": everybody.publication}, {"id": unknown}),
        (
            "saveCaseStudyDraft",
            {"id": draft, "practice": CASE},
            {"id": unknown, "practice": CASE},
        ),
    ):
        assert world.act(name, foreign, stranger) == world.act(name, missing, stranger), name
    query = "query($id: ID!) { draft(id: $id) { id } }"
    bodies = [world.ask(query, {"id": each}, stranger) for each in (draft, unknown)]
    assert bodies[0] == bodies[1]
    assert bodies[0]["errors"][0]["extensions"]["code"] == NOT_FOUND


def test_only_open_practices_enter_a_collection(everybody: Cast) -> None:
    world, federation = everybody.world, everybody.tokens["federation"]
    members = world.publish(everybody.owner, audience="MEMBERS")
    later = world.publish(everybody.owner, embargo="2026-09")
    gone = world.publish(everybody.owner)
    world.do("withdrawPublication", {"id": gone}, everybody.owner.token)
    before = world.rows()

    for publication, code in ((members, "only-open"), (later, NOT_FOUND), (gone, NOT_FOUND)):
        given = {"collection": everybody.collection, "publication": publication}
        assert world.act("addToCollection", given, federation)["code"] == code
    assert world.rows() == before
