"""How somebody keeps their own account: every change ends what others may hold of it."""

from collections.abc import Callable
from typing import Any

import pyotp
import pytest

from commons import accounts, journal, ledger
from commons.accounts import sessions
from commons.throttle import LIMITS
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


def token_of(world: World, author: Author) -> str:
    """An access token, made by whoever signed in just now."""
    secret: str = world.do("createToken", {"name": "x", "scopes": ["READ"]}, author.token)["secret"]
    return secret


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


def test_a_token_is_made_by_whoever_signed_in_just_now(world: World, author: Author) -> None:
    """A browser left open, or a stolen session, makes nothing that outlives it."""
    given = {"name": "x", "scopes": ["READ", "PUBLISH"], "days": 366}
    world.clock.forward(minutes=sessions.FRESH_MINUTES, seconds=1)
    world.read(SIGNED_IN, author.token)
    before, letters = world.rows(), len(world.letters)

    refused = world.act("createToken", given, author.token)

    assert (refused["__typename"], refused["code"]) == ("AccessProblem", AGAIN)
    assert world.rows() == before
    assert len(world.letters) == letters
    assert signed_in(world, token_of(world, world.sign_in(ADDRESS)))


def _password_set(world: World, author: Author) -> None:
    world.do("setPassword", {"password": OTHER}, author.token)


def _password_removed(world: World, author: Author) -> None:
    world.do("removePassword", {}, author.token)


def _second_factor_set(world: World, author: Author) -> None:
    secret = world.do("beginSecondFactor", None, author.token)["secret"]
    code = pyotp.TOTP(secret).at(world.clock())
    done = world.do("confirmSecondFactor", {"code": code}, author.token)
    author.token = done["session"]


def _second_factor_removed(world: World, author: Author) -> None:
    world.do("removeSecondFactor", None, author.token)


def _signed_out_everywhere(world: World, author: Author) -> None:
    world.do("endOtherSessions", None, author.token)


ENDINGS = [
    _password_set, _password_removed, _second_factor_set, _second_factor_removed,
    _signed_out_everywhere,
]  # fmt: skip


@pytest.mark.parametrize("end", ENDINGS, ids=lambda each: each.__name__.strip("_"))
def test_what_ends_other_sessions_ends_all_tokens_for_good(
    any_world: World, end: Callable[[World, Author], None]
) -> None:
    world, author = any_world, any_world.sign_in(ADDRESS)
    if end is _second_factor_removed:
        _second_factor_set(world, author)
    held = [token_of(world, author) for _ in range(2)]
    stranger = token_of(world, world.sign_in("zoe@exemple.test"))
    elsewhere = None if end is _second_factor_removed else world.sign_in(ADDRESS).token
    assert all(signed_in(world, each) for each in held)

    end(world, author)

    assert not any(signed_in(world, each) for each in (*held, elsewhere) if each)
    assert signed_in(world, stranger)
    # A backup put back would let them in again, but that the ledger names them.
    product = world.product
    kept = ledger.path_of(product.settings.key_file).read_text().splitlines()
    assert len(kept) >= len(held)
    with product.database.reading() as session:
        person = accounts.find_person(session, product.keys, ADDRESS)
        noted = journal.entries(session, product.keys, person, world.clock())
    assert [each.count for each in noted if each.kind == "token-ended"] == [2]


TOLD = {
    _password_set: "Un mot de passe vient d'être enregistré",
    _password_removed: "Le mot de passe de votre compte Recul vient d'être supprimé",
    _second_factor_set: "est désormais demandé",
    _second_factor_removed: "n'est plus demandé",
    lambda world, author: token_of(world, author): "Un jeton pour programmes vient d'être créé",
}


@pytest.mark.parametrize(("act", "told"), TOLD.items(), ids=TOLD.values())
def test_whoever_owns_an_account_is_told_of_each_change_by_a_letter(
    world: World, author: Author, act: Callable[[World, Author], None], told: str
) -> None:
    world.do("chooseLetters", {"pace": "NONE", "language": "FR"}, author.token)
    if act is _second_factor_removed:
        _second_factor_set(world, author)
    world.letters.clear()

    act(world, author)

    (letter,) = world.letters
    assert letter.to == ADDRESS
    assert told in letter.text
    assert f"{world.product.settings.base_url}/compte/securite" in letter.text
    # No choice of letters stops it, and nothing in it signs anybody in.
    assert letter.stop is None
    assert "/connexion/" not in letter.text


def test_a_change_is_told_in_the_language_of_its_owner_s_letters(
    world: World, author: Author
) -> None:
    world.do("chooseLetters", {"pace": "NONE", "language": "EN"}, author.token)

    token_of(world, author)

    assert "A token for programs was just made" in world.letters[-1].text
    assert "/en/compte/securite" in world.letters[-1].text


def test_no_one_who_asks_for_links_holds_back_what_an_owner_is_told(
    world: World, author: Author
) -> None:
    for _ in range(30):
        world.do("requestSignIn", {"email": ADDRESS})
    world.letters.clear()

    for _ in range(LIMITS["alert-person"] + 3):
        token_of(world, author)

    assert len(world.letters) == LIMITS["alert-person"]


def test_a_change_that_is_refused_is_told_to_nobody(world: World, author: Author) -> None:
    letters = len(world.letters)

    world.act("setPassword", {"password": "court"}, author.token)
    world.act("createToken", {"name": "x", "scopes": []}, author.token)
    world.act("confirmSecondFactor", {"code": "000000"}, author.token)

    assert len(world.letters) == letters
