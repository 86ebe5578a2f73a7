"""Accounts elsewhere through the API: what was proved is linked by whoever proved it, and soon."""

from typing import Any

import pytest

from commons.accounts import sessions
from schema import identities
from tests.schema.world import World

ODILE, LUCIE = "odile@exemple.test", "lucie@exemple.test"
AGAIN, LATE = "sign-in-again", "attempt-expired"


def left(
    world: World, token: str | None, *, link: bool = True, person: str = "odile"
) -> dict[str, Any]:
    """Leave for the provider; what a browser comes back with once this person signed in there."""
    given = {"provider": "maison", "link": link}
    begun = world.do("beginSignInWithProvider", given, token)
    return {
        "attempt": begun["attempt"], "code": person, "state": begun["address"].split("state=")[1],
    }  # fmt: skip


def proved(world: World, token: str | None, *, link: bool = True, person: str = "odile") -> str:
    way = left(world, token, link=link, person=person)
    proof: str = world.do("signInWithProvider", way, token)["proof"]
    return proof


def linked(world: World) -> int:
    return len(world.rows()["external_identity"])


def test_linking_begins_by_whoever_signed_in_just_now(world: World) -> None:
    author = world.join("amis")
    given = {"name": "x", "scopes": ["READ"]}
    program = world.do("createToken", given, author.token)["secret"]
    world.clock.forward(minutes=sessions.FRESH_MINUTES, seconds=1)
    asked = {"provider": "maison", "link": True}

    codes = [
        world.act("beginSignInWithProvider", asked, each)["code"]
        for each in (None, program, author.token)
    ]

    assert codes == ["sign-in-required", "not-allowed", AGAIN]
    # To sign in by it, anybody may leave.
    for each in (None, author.token):
        assert world.do("beginSignInWithProvider", {"provider": "maison"}, each)["attempt"]


@pytest.mark.parametrize("link", [True, False])
def test_what_a_session_proved_is_linked_in_that_session_alone(world: World, link: bool) -> None:
    odile, lucie = world.sign_in(ODILE), world.sign_in(LUCIE)
    proof = proved(world, odile.token, link=link)
    later = world.sign_in(ODILE)
    before = world.rows()

    for each in (lucie, later):
        assert world.act("linkIdentity", {"proof": proof}, each.token)["code"] == LATE
    assert world.rows() == before

    # Its token may have been renewed meanwhile: it is the same session.
    given = {"password": "quatre mots sans rapport"}
    odile.token = world.do("setPassword", given, odile.token)["session"]
    world.letters.clear()
    assert world.do("linkIdentity", {"proof": proof}, odile.token)["label"] == "La Maison"
    assert linked(world) == 1
    assert "Un compte ailleurs vient d'être relié" in world.letters[-1].text


def test_what_a_session_proved_ends_with_it(world: World) -> None:
    odile = world.sign_in(ODILE)
    proof = proved(world, odile.token)

    world.do("signOut", None, odile.token)

    again = world.sign_in(ODILE)
    assert world.act("linkIdentity", {"proof": proof}, again.token)["code"] == LATE
    assert linked(world) == 0


@pytest.mark.parametrize("link", [True, False])
def test_a_way_that_began_in_a_session_comes_back_to_it_alone(world: World, link: bool) -> None:
    odile, lucie = world.sign_in(ODILE), world.sign_in(LUCIE)
    way = left(world, odile.token, link=link)

    for each in (None, lucie.token):
        assert world.act("signInWithProvider", way, each)["code"] == LATE
    assert world.do("signInWithProvider", way, odile.token)["proof"]


def test_what_a_visitor_proved_is_linked_for_ten_minutes(world: World) -> None:
    proof = proved(world, None, link=False)
    world.clock.forward(minutes=identities.PROOF_MINUTES)
    odile = world.sign_in(ODILE)
    assert world.do("linkIdentity", {"proof": proof}, odile.token)["label"] == "La Maison"

    late = proved(world, None, link=False, person="lucie")
    world.clock.forward(minutes=identities.PROOF_MINUTES, seconds=1)
    lucie = world.sign_in(LUCIE)
    assert world.act("linkIdentity", {"proof": late}, lucie.token)["code"] == LATE
    assert linked(world) == 1


def test_taking_it_away_is_told_by_a_letter(world: World) -> None:
    odile = world.sign_in(ODILE)
    world.do("linkIdentity", {"proof": proved(world, odile.token)}, odile.token)
    query = "{ viewer { security { identities { id } } } }"
    (known,) = world.read(query, odile.token)["viewer"]["security"]["identities"]
    world.letters.clear()

    world.do("unlinkIdentity", {"id": known["id"]}, odile.token)

    assert [each.to for each in world.letters] == [ODILE]
    assert "Un compte ailleurs ne permet plus" in world.letters[-1].text
