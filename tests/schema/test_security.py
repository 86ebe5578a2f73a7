"""How somebody keeps their own account: every change ends what others may hold of it."""

from typing import Any

import pyotp
import pytest

from commons.accounts import sessions
from tests.schema.world import Author, World

ADDRESS, PASSWORD, OTHER = "lea@exemple.test", "quatre mots sans rapport", "un tout autre texte"
SECURITY = """{ viewer { security {
    hasPassword secondFactor recoveryCodesLeft fresh devices { id name lastUsed current }
} } }"""
AGAIN = "sign-in-again"
SIGNED_IN = "{ viewer { signedIn } }"


@pytest.fixture
def author(world: World) -> Author:
    return world.sign_in(ADDRESS)


def security(world: World, token: str | None) -> Any:
    return world.read(SECURITY, token)["viewer"]["security"]


def signed_in(world: World, token: str) -> bool:
    return bool(world.read(SIGNED_IN, token)["viewer"]["signedIn"])


def password_of(world: World, author: Author, password: str = PASSWORD) -> None:
    """Set it, as whoever signed in just now."""
    author.token = world.do("setPassword", {"password": password}, author.token)["session"]


def test_setting_a_password_renews_this_session_and_ends_all_others(
    world: World, author: Author
) -> None:
    old, elsewhere = author.token, world.sign_in(ADDRESS).token

    password_of(world, author)

    assert [signed_in(world, each) for each in (author.token, old, elsewhere)] == [
        True, False, False,
    ]  # fmt: skip
    assert security(world, author.token)["hasPassword"]


@pytest.mark.parametrize("name", ["setPassword", "removePassword"])
def test_a_password_changes_by_a_fresh_session_or_the_old_one(
    world: World, author: Author, name: str
) -> None:
    password_of(world, author)
    world.clock.forward(minutes=sessions.FRESH_MINUTES, seconds=1)
    given = {"password": OTHER} if name == "setPassword" else {}
    before = world.rows()

    for current, code in (
        (None, AGAIN),
        ("", AGAIN),
        (OTHER, "wrong-password"),
    ):
        assert world.act(name, given | {"current": current}, author.token)["code"] == code
    assert world.rows() == before

    author.token = world.do(name, given | {"current": PASSWORD}, author.token)["session"]
    held = {"email": ADDRESS, "password": PASSWORD}
    assert world.act("signInWithPassword", held)["code"] == "wrong-password"
    assert security(world, author.token)["hasPassword"] is (name == "setPassword")


@pytest.mark.parametrize(
    ("password", "code"),
    [("court", "password-too-short"), ("x" * 300, "password-too-long"),
     (ADDRESS, "password-too-common"), ("motdepasse2026", "password-too-common")],
)  # fmt: skip
def test_a_poor_password_is_refused_with_its_reason(
    world: World, author: Author, password: str, code: str
) -> None:
    before = world.rows()

    refused = world.act("setPassword", {"password": password}, author.token)

    assert (refused["__typename"], refused["code"]) == ("InputProblem", code)
    assert refused["path"] == ["password"]
    assert world.rows() == before


def test_a_second_factor_is_set_and_removed_by_whoever_signed_in_just_now(
    world: World, author: Author
) -> None:
    elsewhere, old = world.sign_in(ADDRESS).token, author.token
    begun = world.do("beginSecondFactor", None, author.token)
    totp = pyotp.parse_uri(begun["address"])
    assert isinstance(totp, pyotp.TOTP)
    assert totp.secret == begun["secret"]
    assert not security(world, author.token)["secondFactor"]

    done = world.do("confirmSecondFactor", {"code": totp.at(world.clock())}, author.token)

    assert not any(signed_in(world, each) for each in (elsewhere, old))
    seen = security(world, done["session"])
    assert (seen["secondFactor"], seen["recoveryCodesLeft"]) == (True, 10)
    again = world.act("beginSecondFactor", None, done["session"])
    assert (again["__typename"], again["code"]) == ("ConflictProblem", "second-factor-set")
    world.clock.forward(minutes=sessions.FRESH_MINUTES, seconds=1)
    before = world.rows()
    for name in ("beginSecondFactor", "removeSecondFactor"):
        assert world.act(name, None, done["session"])["code"] == AGAIN
    assert world.rows() == before

    world.do("requestSignIn", {"email": ADDRESS})
    link = world.letters[-1].text.split("/connexion/")[1].split()[0]
    challenge = world.do("signIn", {"token": link})["challenge"]
    given = {"challenge": challenge, "code": totp.at(world.clock())}
    fresh = world.do("signInWithCode", given)["session"]
    last = world.do("removeSecondFactor", None, fresh)["session"]
    assert not security(world, last)["secondFactor"]
    assert not signed_in(world, fresh)


def test_one_s_browsers_are_seen_and_ended_by_oneself(world: World, author: Author) -> None:
    here, there = author.token, world.sign_in(ADDRESS).token
    stranger = world.sign_in("zoe@exemple.test").token
    devices = security(world, here)["devices"]
    (other,) = (each for each in devices if not each["current"])
    assert [each["lastUsed"] for each in devices] == ["2026-03"] * 2

    refused = world.act("endSession", {"id": other["id"]}, stranger)
    assert (refused["__typename"], refused["code"]) == ("NotFoundProblem", "not-found")
    assert signed_in(world, there)

    assert world.do("endSession", {"id": other["id"]}, here)["left"] == 1
    assert [signed_in(world, each) for each in (here, there, stranger)] == [True, False, True]
    third = world.sign_in(ADDRESS).token
    assert world.do("endOtherSessions", None, here)["left"] == 1
    assert [signed_in(world, each) for each in (here, third, stranger)] == [True, False, True]


def test_a_token_knows_nothing_of_how_its_owner_signs_in(world: World) -> None:
    author = world.join("amis")
    given = {"name": "x", "scopes": ["READ", "PUBLISH"], "days": 30}
    token = world.do("createToken", given, author.token)["secret"]

    assert security(world, token) is None
    assert security(world, None) is None
    assert security(world, author.token)["devices"]


def test_tokens_outlive_a_change_of_password(world: World) -> None:
    """They are listed beside it, each with its end; whoever wants ends them there."""
    author = world.join("amis")
    token = world.do("createToken", {"name": "x", "scopes": ["READ"]}, author.token)["secret"]

    password_of(world, author)

    assert signed_in(world, token)
