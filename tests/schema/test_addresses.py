"""A new address: asked for without telling who has it, taken by a letter, the old one told."""

from typing import Any

import pytest

from commons import accounts, journal, ledger
from commons.accounts import addresses, correspondence, sessions
from tests.schema.test_security import AGAIN, security, signed_in, token_of
from tests.schema.test_sign_in import answered
from tests.schema.world import Author, World

OLD, NEW, OTHER = "lea@ancienne.example", "lea@nouvelle.example", "zoe@exemple.test"
REQUESTED = {"__typename": "AddressChangeRequested", "minutes": 30}


@pytest.fixture
def author(any_world: World) -> Author:
    return any_world.sign_in(OLD)


def link_in(text: str) -> str:
    """The token of the link in a letter."""
    address = next(each for each in text.split() if "/compte/securite/adresse/" in each)
    return address.rsplit("/", 1)[-1]


def link(world: World, author: Author, email: str = NEW) -> str:
    """The token that was mailed to a new address."""
    world.do("requestAddressChange", {"email": email}, author.token)
    assert world.letters[-1].to == email
    return link_in(world.letters[-1].text)


def change(world: World, author: Author, email: str = NEW) -> None:
    """Change it, and go on with the session's new token."""
    token = link(world, author, email)
    author.token = world.do("changeAddress", {"token": token}, author.token)["session"]
    author.email = email


def email_of(world: World, token: str | None) -> Any:
    return world.read("{ viewer { email } }", token)["viewer"]["email"]


def sign_in_link(world: World, email: str) -> str:
    world.do("requestSignIn", {"email": email})
    return world.letters[-1].text.split("/connexion/")[1].split()[0]


def person(world: World, email: str) -> str:
    with world.product.database.reading() as session:
        return accounts.find_person(session, world.product.keys, email)


def test_nothing_changes_before_the_link_is_opened_then_all_does(
    any_world: World, author: Author
) -> None:
    world, before = any_world, person(any_world, OLD)
    elsewhere, old_token = world.sign_in(OLD).token, author.token
    program = token_of(world, author)
    waiting = sign_in_link(world, OLD)
    token = link(
        world,
        author,
    )
    assert email_of(world, author.token) == OLD

    done = world.do("changeAddress", {"token": token}, author.token)

    assert email_of(world, done["session"]) == NEW
    assert person(world, NEW) == before
    assert not any(signed_in(world, each) for each in (elsewhere, old_token, program))
    assert world.act("signIn", {"token": waiting})["code"] == "link-expired"
    assert world.act("changeAddress", {"token": token}, done["session"])["code"] == "link-expired"
    again = world.do("signIn", {"token": sign_in_link(world, NEW)})["session"]
    assert person(world, email_of(world, again)) == before
    with world.product.database.reading() as session:
        noted = journal.entries(session, world.product.keys, before, world.clock())
    assert [each.count for each in noted if each.kind == "address-changed"] == [1]


def test_the_old_address_is_told_without_the_new_one(any_world: World, author: Author) -> None:
    any_world.do("chooseLetters", {"pace": "NONE", "language": "EN"}, author.token)
    token = link(any_world, author)
    any_world.letters.clear()

    any_world.do("changeAddress", {"token": token}, author.token)

    (letter,) = any_world.letters
    assert letter.to == OLD
    assert "was just changed" in letter.text
    assert "whoever runs the site" in letter.text
    assert (letter.stop, "http" in letter.text) == (None, False)
    assert "nouvelle" not in letter.subject + letter.text


def test_no_flood_of_other_changes_holds_that_letter_back(any_world: World, author: Author) -> None:
    for _ in range(15):
        token_of(any_world, author)
    token = link(any_world, author)
    any_world.letters.clear()

    any_world.do("changeAddress", {"token": token}, author.token)

    assert [each.to for each in any_world.letters] == [OLD]


def test_an_address_that_somebody_has_is_answered_as_a_free_one(
    any_world: World, author: Author
) -> None:
    world = any_world
    world.sign_in(OTHER)
    given = [{"email": each} for each in ("libre@exemple.test", OTHER, "autre@exemple.test")]
    world.letters.clear()

    seen = answered(world, "requestAddressChange", given, author.token)

    assert seen[0] == seen[1] == seen[2]
    assert seen[0][0] == REQUESTED
    free, taken, _ = world.letters
    assert [each.to for each in world.letters] == [each["email"] for each in given]
    assert "/compte/securite/adresse/" in free.text
    # Nothing in it opens anything, or says who it was.
    assert "http" not in taken.text
    assert OLD not in taken.subject + taken.text
    assert email_of(world, author.token) == OLD


def test_an_address_that_somebody_took_meanwhile_stays_theirs(
    any_world: World, author: Author
) -> None:
    token = link(any_world, author)
    theirs = any_world.sign_in(NEW).token
    before = any_world.rows()

    refused = any_world.act("changeAddress", {"token": token}, author.token)

    assert (refused["__typename"], refused["code"]) == ("ConflictProblem", "address-taken")
    assert any_world.rows() == before
    assert (email_of(any_world, author.token), email_of(any_world, theirs)) == (OLD, NEW)


def test_the_link_is_of_use_to_its_account_alone_and_signs_nobody_in(
    any_world: World, author: Author
) -> None:
    world, stranger = any_world, any_world.sign_in(OTHER)
    token, ordinary = link(world, author), sign_in_link(world, OLD)
    before = world.rows()

    for given, asking, code in (
        (token, stranger.token, "link-of-another"),
        (token, None, "sign-in-required"),
        (ordinary, author.token, "link-expired"),
        ("jamais-envoyé", author.token, "link-expired"),
    ):
        assert world.act("changeAddress", {"token": given}, asking)["code"] == code
    assert world.act("signIn", {"token": token})["code"] == "link-expired"
    assert world.rows() == before

    world.clock.forward(minutes=addresses.CHANGE_MINUTES, seconds=1)
    late = world.act("changeAddress", {"token": token}, author.token)
    assert (late["code"], email_of(world, author.token)) == ("link-expired", OLD)


def test_it_is_asked_for_by_whoever_signed_in_just_now_and_opened_later(
    any_world: World, author: Author
) -> None:
    token = link(any_world, author)
    any_world.clock.forward(minutes=sessions.FRESH_MINUTES, seconds=1)
    before, letters = any_world.rows(), len(any_world.letters)

    refused = any_world.act("requestAddressChange", {"email": NEW}, author.token)

    assert (refused["__typename"], refused["code"]) == ("AccessProblem", AGAIN)
    assert (any_world.rows(), len(any_world.letters)) == (before, letters)
    assert any_world.do("changeAddress", {"token": token}, author.token)


@pytest.mark.parametrize(
    ("email", "code"), [("x", "wrong-email"), (f" {OLD.upper()}", "same-address")]
)
def test_what_is_no_new_address_is_refused(
    any_world: World, author: Author, email: str, code: str
) -> None:
    before, letters = any_world.rows(), len(any_world.letters)

    refused = any_world.act("requestAddressChange", {"email": email}, author.token)

    assert (refused["__typename"], refused["code"]) == ("InputProblem", code)
    assert refused["path"] == ["email"]
    assert (any_world.rows(), len(any_world.letters)) == (before, letters)


def test_no_mailbox_is_filled_and_nobody_held_out(any_world: World, author: Author) -> None:
    world = any_world
    world.sign_in(OTHER)
    world.letters.clear()
    for _ in range(6):
        world.do("requestAddressChange", {"email": OTHER}, author.token)
    refused = world.act("requestAddressChange", {"email": OTHER}, author.token)
    second = world.sign_in("deux@exemple.test")
    world.letters.clear()

    assert refused["code"] == "too-many-tries"
    assert world.act("requestAddressChange", {"email": OTHER}, second.token) == REQUESTED
    assert world.letters == []
    assert sign_in_link(world, OTHER)


def test_what_was_mailed_to_the_old_address_opens_nothing(any_world: World) -> None:
    world, contact = any_world, any_world.join("amis")
    author = world.sign_in(OLD)
    given = {"email": OLD, "role": "MEMBER", "handOver": False}
    world.do("inviteMember", given, contact.token)
    invitation = world.letters[-1].text.split("/invitation/")[1].split()[0]

    change(world, author)

    heir = world.sign_in(OLD)
    query = "{ viewer { organisation { invitations { email } } } }"
    shown = world.read(query, contact.token)["viewer"]["organisation"]["invitations"]
    # Whoever invited them learns nothing of it.
    assert shown == [{"email": OLD}]
    for each in (author, heir):
        refused = world.act("acceptInvitation", {"token": invitation}, each.token)
        assert refused["code"] == "invitation-expired"
    assert person(world, OLD) != person(world, NEW)


def test_letters_that_came_back_leave_again(any_world: World, author: Author) -> None:
    product, own = any_world.product, person(any_world, OLD)
    with product.database.writing() as session:
        correspondence.refuse(session, product.keys, own)

    change(any_world, author)

    with product.database.reading() as session:
        assert not correspondence.wishes_of(session, product.keys, own).undeliverable


def test_a_federation_that_named_the_new_address_verifies_its_association(
    any_world: World,
) -> None:
    world = any_world
    federation = world.join("federation", kind="FEDERATION")
    author = world.join("attend", verified=False)
    rna = world.read("{ viewer { organisation { rna } } }", author.token)["viewer"]["organisation"]
    world.do("vouchFor", {"lines": f"{rna['rna']};Ailleurs;{NEW}"}, federation.token)
    verified = "{ viewer { verified } }"
    assert not world.read(verified, author.token)["viewer"]["verified"]

    change(world, world.sign_in(author.email))

    assert world.read(verified, world.sign_in(NEW).token)["viewer"]["verified"]


def test_a_change_is_in_the_ledger_beside_the_key(any_world: World, author: Author) -> None:
    change(any_world, author)
    change(any_world, author, "lea@derniere.example")

    product = any_world.product
    path = ledger.path_of(product.settings.key_file)
    with product.database.reading() as session:
        own = person(any_world, "lea@derniere.example")
        assert ledger.missing(session, product.keys, path) == 0
        last = ledger.address_of(session, product.keys, own, 0)
    assert last == ("lea@derniere.example", 2)
    assert security(any_world, author.token)["devices"]
    assert "derniere" not in path.read_text()
