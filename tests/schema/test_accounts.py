"""Signing in, declaring one's association, tokens and what they may do."""

from dataclasses import replace
from typing import Any

import pytest

from commons import accounts
from commons.accounts import sessions
from tests.schema.world import ACTS, CASE, PROFILE, World, profile_of

VIEWER = "{ viewer { signedIn verified contributor curator email organisation { name verified } } }"
NOBODY = {
    "signedIn": False, "verified": False, "contributor": False, "curator": False, "email": None,
    "organisation": None,
}  # fmt: skip


def link_of(world: World) -> str:
    """The token of the last letter."""
    line = next(line for line in world.letters[-1].text.splitlines() if "connexion/" in line)
    return line.rsplit("/", 1)[-1]


def test_a_link_signs_in_once(any_world: World) -> None:
    any_world.do("requestSignIn", {"email": "  Lea@Exemple.test "})
    token = link_of(any_world)

    session = any_world.do("signIn", {"token": token})["session"]
    again = any_world.act("signIn", {"token": token})

    assert any_world.letters[-1].to == "lea@exemple.test"
    assert again["code"] == "link-expired"
    assert again["path"] == ["token"]
    assert any_world.read(VIEWER, session)["viewer"] == NOBODY | {
        "signedIn": True, "email": "lea@exemple.test",
    }  # fmt: skip


def test_a_letter_says_nothing_but_the_link(world: World) -> None:
    for language, path in (("fr", "/connexion/"), ("en", "/en/connexion/")):
        world.ask(ACTS["requestSignIn"], {"input": {"email": "a@b.test"}}, language=language)
        letter = world.letters[-1]

        assert f"{world.product.settings.base_url}{path}" in letter.text
        assert "15 minutes" in letter.text
        assert "a@b.test" not in letter.subject + letter.text


def test_nobody_learns_who_has_an_account(world: World) -> None:
    world.sign_in("lea@exemple.test")

    known = world.act("requestSignIn", {"email": "lea@exemple.test"})
    unknown = world.act("requestSignIn", {"email": "zoe@exemple.test"})

    assert known == unknown == {"__typename": "SignInRequested", "minutes": 15}


def test_links_and_sessions_end(world: World) -> None:
    world.do("requestSignIn", {"email": "lea@exemple.test"})
    token = link_of(world)
    world.clock.forward(minutes=accounts.LINK_MINUTES, seconds=1)
    assert world.act("signIn", {"token": token})["code"] == "link-expired"

    author = world.sign_in("lea@exemple.test")
    world.clock.forward(days=sessions.IDLE_DAYS)
    assert world.read(VIEWER, author.token)["viewer"]["signedIn"]
    world.clock.forward(days=sessions.IDLE_DAYS + 1)
    assert world.read(VIEWER, author.token)["viewer"] == NOBODY


def test_signing_out_ends_this_session_only(world: World) -> None:
    here, there = world.sign_in("lea@exemple.test"), world.sign_in("lea@exemple.test")

    assert world.act("signOut", None, here.token) == {"__typename": "SignedOut", "done": True}

    assert world.read(VIEWER, here.token)["viewer"] == NOBODY
    assert world.read(VIEWER, there.token)["viewer"]["signedIn"]


@pytest.mark.parametrize("token", ["", "x", "recul_x", "\0", "é" * 300])
def test_an_invented_token_is_a_visitor(any_world: World, token: str) -> None:
    assert any_world.act("signIn", {"token": token})["code"] == "link-expired"
    if token.isascii() and token.isprintable():
        assert any_world.read(VIEWER, token)["viewer"] == NOBODY


@pytest.mark.parametrize(
    "email",
    ["", "lea", "lea@", "@exemple.test", "lea@exemple", "a b@c.test", "a@b@c.test", "a@b.test\n"
     "Bcc: x@y.test", "a@b.test,c@d.test", "<a@b.test>", "a" * 250 + "@b.test", "a\0@b.test"],
)  # fmt: skip
def test_what_is_no_address_gets_no_letter(world: World, email: str) -> None:
    refused = world.act("requestSignIn", {"email": email})

    assert (refused["__typename"], refused["code"]) == ("InputProblem", "wrong-email")
    assert refused["path"] == ["email"]
    assert world.letters == []


WRONG: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"rna": None}, "number-missing", ["rna"]),
    ({"rna": "W123"}, "wrong-rna", ["rna"]),
    ({"rna": "1234567890"}, "wrong-rna", ["rna"]),
    ({"siren": "732829321"}, "siren-check", ["siren"]),
    ({"siren": "x"}, "siren-length", ["siren"]),
    ({"budget": "huge"}, "unknown-code", ["budget"]),
    ({"employees": "1"}, "unknown-code", ["employees"]),
    ({"volunteers": ""}, "unknown-code", ["volunteers"]),
    ({"field": "magic"}, "unknown-code", ["field"]),
    ({"scope": "moon"}, "unknown-code", ["scope"]),
    ({"legalName": ""}, "wrong-value", ["legalName"]),
    ({"legalName": "x" * 161}, "wrong-value", ["legalName"]),
    ({"towns": ["x"] * 21}, "wrong-value", ["towns"]),
    ({"people": ["x"] * 61}, "wrong-value", ["people"]),
    ({"people": ["Léa", ""]}, "wrong-value", ["people", "1"]),
    ({"court": {"court": "Saverne", "volume": 0, "folio": 1}}, "wrong-value", ["volume"]),
]


def test_a_wrong_profile_is_refused_with_its_place(world: World) -> None:
    author = world.sign_in("lea@exemple.test")
    before = world.rows()

    for changes, code, path in WRONG:
        refused = world.act("declareOrganisation", PROFILE | changes, author.token)

        assert (refused["__typename"], refused["code"]) == ("InputProblem", code), changes
        assert refused["path"][-len(path) :] == path, changes
        assert refused["message"]
    unknown_region = world.act("declareOrganisation", PROFILE | {"region": "99"}, author.token)
    assert unknown_region["code"] == "unknown-code"
    assert world.rows() == before


def test_nobody_declares_two_associations(world: World) -> None:
    first = world.sign_in("lea@exemple.test")
    world.do("declareOrganisation", PROFILE, first.token)

    again = world.act("declareOrganisation", PROFILE | {"rna": "W888888888"}, first.token)
    assert (again["__typename"], again["code"]) == ("ConflictProblem", "one-organisation")


@pytest.mark.parametrize(
    ("registration", "verified"), [("moderated", False), ("open", True), ("invitation", None)]
)
def test_the_operator_decides_who_waits(
    world: World, registration: str, verified: bool | None
) -> None:
    object.__setattr__(
        world.product, "settings", replace(world.product.settings, registration=registration)
    )
    author = world.sign_in("lea@exemple.test")

    answer = world.act("declareOrganisation", PROFILE, author.token)

    if verified is None:
        assert (answer["__typename"], answer["code"]) == ("AccessProblem", "invitation-needed")
    else:
        assert answer == {"__typename": "Organisation", "verified": verified}
    viewer = world.read(VIEWER, author.token)["viewer"]
    assert viewer["verified"] is bool(verified)


def token_of(world: World, session: str, *scopes: str, days: int = 30) -> str:
    given = {"name": "programme", "scopes": list(scopes), "days": days}
    secret: str = world.do("createToken", given, session)["secret"]
    return secret


def test_a_token_does_what_its_scopes_say(world: World) -> None:
    author = world.join("amis")
    reading = token_of(world, author.token, "READ")
    publishing = token_of(world, author.token, "READ", "PUBLISH")
    draft, version = world.save(author)

    for name, given in (
        ("saveCaseStudyDraft", {"practice": CASE}),
        ("publishDraft", {"draft": draft, "version": version}),
        ("deleteDraft", {"draft": draft}),
    ):
        before = world.rows()
        refused = world.act(name, given, reading)
        assert (refused["__typename"], refused["code"]) == ("AccessProblem", "not-allowed")
        assert world.rows() == before
    assert world.do("publishDraft", {"draft": draft, "version": version}, publishing)
    assert world.read(VIEWER, reading)["viewer"]["verified"]


def test_a_token_makes_no_other_one(world: World) -> None:
    author = world.join("amis")
    reading = token_of(world, author.token, "READ")
    publishing = token_of(world, author.token, "READ", "PUBLISH")
    before = world.rows()

    for token, scopes in (
        (reading, ["READ"]),
        (reading, ["PUBLISH"]),
        (publishing, ["READ", "CURATE"]),
    ):
        refused = world.act("createToken", {"name": "x", "scopes": scopes}, token)
        assert (refused["__typename"], refused["code"]) == ("AccessProblem", "not-allowed")
    refused = world.act("createToken", {"name": "x", "scopes": []}, author.token)
    assert (refused["__typename"], refused["code"]) == ("InputProblem", "wrong-scope")
    assert world.rows() == before


def test_a_revised_profile_is_what_the_texts_are_searched_for(world: World) -> None:
    author = world.join("amis")
    draft, version = world.save(author, tried="nous avons écrit avec la Zéphyrinade.")
    given = profile_of("amis")

    for changes in ({"kind": "FEDERATION"}, {"rna": "W999999999"}, {"siren": "732829320"}):
        before = world.rows()
        refused = world.act("reviseOrganisation", given | changes, author.token)
        assert (refused["__typename"], refused["code"]) == ("InputProblem", "numbers-stay")
        assert world.rows() == before
    assert world.do("reviseOrganisation", given | {"otherNames": ["Zéphyrinade"]}, author.token)

    seen = world.do("previewPublication", {"draft": draft}, author.token)
    (found,) = (each for each in seen["findings"] if each["text"].endswith("Zéphyrinade"))
    assert (found["kind"], found["keepable"]) == ("ASSO", False)
    assert seen["draft"]["version"] == version


@pytest.mark.parametrize("days", [0, -1, 367, 2**31 - 1])
def test_a_token_lasts_a_day_to_a_year(world: World, days: int) -> None:
    author = world.join("amis")

    refused = world.act(
        "createToken", {"name": "x", "scopes": ["READ"], "days": days}, author.token
    )

    assert (refused["code"], refused["path"]) == ("wrong-expiry", ["days"])


def test_a_token_ends_by_itself_or_by_its_owner_only(world: World) -> None:
    author, stranger = world.join("amis"), world.join("autres")
    short = token_of(world, author.token, "READ", days=1)
    made = world.do("createToken", {"name": "x", "scopes": ["READ"]}, author.token)

    refused = world.act("revokeToken", {"id": made["token"]["id"]}, stranger.token)
    assert (refused["__typename"], refused["code"]) == ("NotFoundProblem", "not-found")
    assert world.read(VIEWER, made["secret"])["viewer"]["signedIn"]

    world.do("revokeToken", {"id": made["token"]["id"]}, author.token)
    assert world.read(VIEWER, made["secret"])["viewer"] == NOBODY
    world.clock.forward(days=1, seconds=1)
    assert world.read(VIEWER, short)["viewer"] == NOBODY


def test_a_token_is_shown_once(world: World) -> None:
    author = world.join("amis")
    secret = token_of(world, author.token, "READ")

    listed = world.read("{ viewer { tokens { id name scopes expires } } }", author.token)

    (card,) = listed["viewer"]["tokens"]
    assert (card["name"], card["scopes"], card["expires"]) == ("programme", ["READ"], "2026-04-09")
    everything = repr(world.rows())
    assert secret not in everything
    assert author.token not in everything


def test_one_sees_one_s_own_association_only(world: World) -> None:
    author, stranger = world.join("amis", people=["Camille Dupont"]), world.join("autres")
    query = "{ viewer { organisation { name people } drafts { id } shares { published } } }"
    world.publish(author)

    own = world.read(query, author.token)["viewer"]
    other = world.read(query, stranger.token)["viewer"]

    assert own["organisation"] == {"name": "Association amis", "people": ["Camille Dupont"]}
    assert own["shares"] == [{"published": "2026-03-10"}]
    assert other == {
        "organisation": {"name": "Association autres", "people": []}, "drafts": [], "shares": [],
    }  # fmt: skip


def test_a_token_without_read_reads_nothing_private(world: World) -> None:
    author = world.join("amis")
    publishing = token_of(world, author.token, "PUBLISH")

    body = world.ask("{ viewer { tokens { id } } }", None, publishing)

    assert body["errors"][0]["extensions"]["code"] == "not-allowed"
