"""Signing in through the API: what outsiders learn, and that they lock nobody out."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa

from commons.throttle import LIMITS, WINDOW_MINUTES
from schema import endpoint, execution
from schema.endpoint import Runner
from tests.schema.world import ACTS, Author, World

ADDRESS, PASSWORD = "lea@exemple.test", "quatre mots sans rapport"
DEVICES = "{ viewer { security { devices { name lastUsed current } } } }"


def with_password(world: World, email: str = ADDRESS) -> Author:
    author = world.sign_in(email)
    author.token = world.do("setPassword", {"password": PASSWORD}, author.token)["session"]
    return author


def with_second_factor(world: World) -> tuple[pyotp.TOTP, list[str]]:
    author = with_password(world)
    totp = pyotp.TOTP(world.do("beginSecondFactor", None, author.token)["secret"])
    given = {"code": totp.at(world.clock())}
    codes = world.do("confirmSecondFactor", given, author.token)["recoveryCodes"]
    world.clock.forward(minutes=1)
    return totp, codes


def from_elsewhere(world: World, name: str, given: dict[str, Any], requester: str) -> Any:
    """The same act as somebody at another address of the network."""
    body = execution.run(world.product, ACTS[name], {"input": given}, requester=requester).body()
    return body["data"]["result"]


def answered(
    world: World, name: str, several: list[dict[str, Any]], token: str | None = None
) -> list[tuple[Any, list[str]]]:
    """What each of these is answered, and what was asked of the database for it."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    engine = world.product.database.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    seen = []
    for given in several:
        asked.clear()
        answer = world.act(name, given, token)
        seen.append((answer, [*asked]))
    sa.event.remove(engine, "before_cursor_execute", note)
    return seen


def last_link(world: World) -> str:
    line = next(line for line in world.letters[-1].text.splitlines() if "connexion/" in line)
    return line.rsplit("/", 1)[-1]


def test_a_password_signs_in_and_a_wrong_one_does_not(any_world: World) -> None:
    with_password(any_world)

    done = any_world.do("signInWithPassword", {"email": ADDRESS, "password": PASSWORD})
    seen = any_world.read("{ viewer { email } }", done["session"])
    wrong = any_world.act("signInWithPassword", {"email": ADDRESS, "password": "un autre texte"})

    assert seen["viewer"]["email"] == ADDRESS
    assert (wrong["__typename"], wrong["code"]) == ("InputProblem", "wrong-password")


@pytest.mark.parametrize(
    ("name", "given"),
    [("requestSignIn", {}), ("signInWithPassword", {"password": "un autre texte"})],
)
def test_known_and_unknown_addresses_ask_the_same_of_the_database(
    world: World, name: str, given: dict[str, Any]
) -> None:
    with_password(world)
    world.sign_in("sans@exemple.test")

    seen = answered(
        world,
        name,
        [{"email": f"{each}@exemple.test"} | given for each in ("lea", "sans", "inconnue")],
    )

    assert seen[0] == seen[1] == seen[2]


def test_an_invitation_tells_nobody_who_has_an_account(world: World) -> None:
    author = world.join("amis")
    with_password(world)
    world.join("autres")

    seen = answered(
        world,
        "inviteMember",
        [{"email": f"{each}@exemple.test"} for each in ("lea", "autres", "inconnue")],
        author.token,
    )

    assert {repr(answer) for answer, _ in seen} == {"{'__typename': 'InvitationSent', 'days': 14}"}
    # Each opens those that wait already; whom it is for changes nothing.
    assert len({tuple(asked) for _, asked in seen}) == 1


def test_a_link_that_is_unknown_used_or_old_is_answered_the_same(world: World) -> None:
    world.sign_in(ADDRESS)
    used = last_link(world)
    world.do("requestSignIn", {"email": "inconnue@exemple.test"})
    old = last_link(world)
    world.clock.forward(minutes=16)

    seen = [world.act("signIn", {"token": each}) for each in ("jamais-envoyé", used, old)]

    assert seen[0] == seen[1] == seen[2]
    assert seen[0]["code"] == "link-expired"


def test_a_wrong_code_is_answered_the_same_whatever_is_wrong_with_it(world: World) -> None:
    totp, codes = with_second_factor(world)
    given = {"email": ADDRESS, "password": PASSWORD}
    spent = world.do("signInWithPassword", given)["challenge"]
    world.do("signInWithCode", {"challenge": spent, "code": codes[0]})
    challenge = world.do("signInWithPassword", given)["challenge"]

    seen = [
        world.act("signInWithCode", {"challenge": challenge, "code": each})
        for each in ("000000", codes[0], "f" * 20, "", totp.at(world.clock() - timedelta(hours=1)))
    ]

    assert all(each == seen[0] for each in seen)
    assert seen[0]["code"] == "wrong-code"


def test_somebody_else_s_tries_lock_nobody_out(world: World) -> None:
    with_password(world)
    right = {"email": ADDRESS, "password": PASSWORD}
    wrong = right | {"password": "ce n'est pas celui-là"}

    codes = [
        from_elsewhere(world, "signInWithPassword", wrong, f"192.0.2.{number % 5}")["code"]
        for number in range(5 * (LIMITS["password-account"] + 1))
    ]

    assert codes.count("wrong-password") == 5 * LIMITS["password-account"]
    assert codes.count("too-many-tries") == 5
    assert world.do("signInWithPassword", right)["session"]
    # Whoever tried too much gets in again after a while, with the right password.
    assert from_elsewhere(world, "signInWithPassword", right, "192.0.2.1")["code"]
    world.clock.forward(minutes=WINDOW_MINUTES)
    assert from_elsewhere(world, "signInWithPassword", right, "192.0.2.1")["session"]


def test_a_flood_of_links_neither_fills_a_mailbox_nor_keeps_anybody_out(world: World) -> None:
    """The answer never changes; the letters stop; the person signs in by any of them."""
    with_password(world)
    world.letters.clear()

    answers = [
        from_elsewhere(world, "requestSignIn", {"email": ADDRESS}, f"192.0.2.{number}")
        for number in range(20)
    ]
    own = world.act("requestSignIn", {"email": ADDRESS})

    assert {repr(each) for each in answers} == {repr(own)}
    # One of them was the person's own, to set the password.
    assert len(world.letters) == LIMITS["link-address"] - 1
    for letter in world.letters[:2]:
        token = letter.text.split("/connexion/")[1].split()[0]
        assert world.do("signIn", {"token": token})["session"]
    world.clock.forward(minutes=WINDOW_MINUTES)
    assert world.sign_in(ADDRESS).token


def test_one_place_asks_for_so_many_links(world: World) -> None:
    asked = [
        world.act("requestSignIn", {"email": f"a{number}@exemple.test"})
        for number in range(LIMITS["link-requester"] + 1)
    ]
    before = world.rows()

    assert all(each["__typename"] == "SignInRequested" for each in asked[:-1])
    assert asked[-1]["code"] == "too-many-tries"
    assert world.act("requestSignIn", {"email": ADDRESS})["code"] == "too-many-tries"
    assert world.rows() == before
    assert from_elsewhere(world, "requestSignIn", {"email": ADDRESS}, "192.0.2.1") == {
        "__typename": "SignInRequested", "minutes": 15,
    }  # fmt: skip


def test_a_code_is_asked_for_whatever_the_first_proof_is(world: World) -> None:
    totp, codes = with_second_factor(world)
    world.do("requestSignIn", {"email": ADDRESS})
    by_link = world.do("signIn", {"token": last_link(world)})
    by_password = world.do("signInWithPassword", {"email": ADDRESS, "password": PASSWORD})

    assert by_link["__typename"] == by_password["__typename"] == "CodeNeeded"
    assert world.act("signIn", {"token": last_link(world)})["code"] == "link-expired"
    code = {"code": totp.at(world.clock())}
    wrong = world.act("signInWithCode", {"challenge": by_link["challenge"], "code": "000000"})
    done = world.do("signInWithCode", {"challenge": by_link["challenge"]} | code)
    replayed = world.act("signInWithCode", {"challenge": by_password["challenge"]} | code)
    rescued = world.do("signInWithCode", {"challenge": by_password["challenge"], "code": codes[0]})

    assert wrong["code"] == replayed["code"] == "wrong-code"
    for session in (done["session"], rescued["session"]):
        assert world.read("{ viewer { email } }", session)["viewer"]["email"] == ADDRESS


def test_codes_can_t_be_tried_out(world: World) -> None:
    totp, _ = with_second_factor(world)
    given = {"email": ADDRESS, "password": PASSWORD}
    challenge = world.do("signInWithPassword", given)["challenge"]

    wrong = [
        world.act("signInWithCode", {"challenge": challenge, "code": f"{number:06d}"})["code"]
        for number in range(LIMITS["code-person"])
    ]
    right = {"challenge": challenge, "code": totp.at(world.clock())}

    # The one that confirmed the application counts too.
    assert "too-many-tries" in wrong[-1:]
    assert world.act("signInWithCode", right)["code"] == "too-many-tries"
    world.clock.forward(minutes=WINDOW_MINUTES)
    again = world.do("signInWithPassword", given)["challenge"]
    code = totp.at(world.clock() + timedelta(seconds=30))
    assert world.do("signInWithCode", {"challenge": again, "code": code})["session"]


@pytest.mark.parametrize("challenge", ["", "x", "é" * 40, "\0", "AAAA" * 100])
def test_an_invented_challenge_opens_nothing(world: World, challenge: str) -> None:
    refused = world.act("signInWithCode", {"challenge": challenge, "code": "000000"})

    assert (refused["__typename"], refused["code"]) == ("InputProblem", "challenge-expired")


def test_who_signs_in_again_leaves_no_session_behind(world: World) -> None:
    author = with_password(world)
    given = {"email": ADDRESS, "password": PASSWORD}

    body = world.ask(ACTS["signInWithPassword"], {"input": given}, author.token)
    fresh = body["data"]["result"]["session"]

    assert world.read("{ viewer { signedIn } }", author.token)["viewer"] == {"signedIn": False}
    assert len(world.read(DEVICES, fresh)["viewer"]["security"]["devices"]) == 1


def test_use_is_noted_once_a_day_and_beside_no_act(world: World) -> None:
    author = world.join("amis")

    def sealed() -> list[str]:
        return world.rows()["sign_in_session"]

    first = sealed()
    world.read("{ viewer { signedIn } }", author.token)
    assert sealed() == first

    world.clock.forward(days=40 // 4)
    world.save(author)
    second = sealed()
    assert second != first
    world.save(author)
    assert sealed() == second
    world.clock.forward(days=10)
    assert world.read("{ viewer { signedIn } }", author.token)["viewer"]["signedIn"]


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_a_place_is_an_address_or_a_household_s_network(host: str, known: str) -> None:
    request = endpoint.Request({"type": "http", "client": (host, 4711), "headers": []})

    assert endpoint.requester(request) == known


def test_passwords_wait_in_a_queue_of_their_own(world: World) -> None:
    """However many sign in at once, neither searches nor other acts wait for a hash."""
    runner = Runner(world.product)

    assert runner.queue("{ search { totalCount } }") is runner.queue("query { viewer { email } }")
    writing, hashing = (runner.queue(ACTS[name]) for name in ("publishDraft", "signInWithPassword"))
    assert writing is not runner.queue("{ viewer { email } }")
    assert hashing is runner.queue(ACTS["setPassword"]) is runner.queue(ACTS["removePassword"])
    assert hashing is not writing
    assert hashing.total_tokens == 1
    calling = runner.queue(ACTS["signInWithProvider"])
    assert calling is runner.queue(ACTS["beginSignInWithProvider"])
    assert calling not in (hashing, writing)
