"""Organisations through the API: their people, federations' words, moderators, leaving."""

import dataclasses
from typing import Any

import pytest

from commons import accounts, departure, erasure, organisations
from commons.accounts import invitations, staff
from tests.schema.world import CASE, PROFILE, Author, World, profile_of

OWN = (
    "{ viewer { contact verified organisation { name verified refused word rna siren budget"
    " court { court volume folio } colleagues { id email role yourself }"
    " invitations { id email role handsOver until } vouches { id number name email until } } } }"
)
INVITATION = (
    "query($token: String!) { invitation(token: $token) { state role handsOver name contacts } }"
)
VERIFICATION = (
    "{ verification { waiting { id name federation numbers towns domain apart lookAgain"
    " verified own vouched rivals { id name verified } }"
    " invitations { email until } } }"
)


def own(world: World, author: Author) -> dict[str, Any]:
    found: dict[str, Any] = world.read(OWN, author.token)["viewer"]["organisation"]
    return found


def roles(world: World, author: Author) -> dict[str, str]:
    return {each["email"]: each["role"] for each in own(world, author)["colleagues"]}


def link(world: World) -> str:
    """The token of the last invitation that was mailed."""
    text = next(each.text for each in reversed(world.letters) if "/invitation/" in each.text)
    return text.split("/invitation/")[1].split()[0]


def moderator(world: World) -> Author:
    with world.product.database.writing() as session:
        person = accounts.person_of(session, world.product.keys, "moderation@exemple.test")
        staff.appoint(session, world.product.keys, person, "moderator")
    return world.sign_in("moderation@exemple.test")


def registering(world: World, registration: str) -> None:
    """As if the site had been started with this setting."""
    settings = dataclasses.replace(world.product.settings, registration=registration)
    object.__setattr__(world.product, "settings", settings)


def test_a_colleague_is_invited_by_letter_and_joins(world: World) -> None:
    author = world.join("amis")
    given = {"email": "lea@exemple.test", "role": "MEMBER"}

    assert world.do("inviteMember", given, author.token)["days"] == invitations.INVITATION_DAYS

    letter, token = world.letters[-1], link(world)
    assert letter.to == "lea@exemple.test"
    # Not even which association: the letter is all a wrong reader would have.
    assert "amis" not in (letter.subject + letter.text).replace("Amis", "amis").lower()
    (waiting,) = own(world, author)["invitations"]
    assert (waiting["email"], waiting["role"], waiting["until"]) == (
        "lea@exemple.test", "MEMBER", "2026-03-24",
    )  # fmt: skip
    assert token not in str(world.rows())
    assert world.read(INVITATION, None, {"token": token})["invitation"]["state"] == "SIGN_IN"
    lea = world.sign_in("lea@exemple.test")
    assert world.read(INVITATION, lea.token, {"token": token})["invitation"] == {
        "state": "OPEN", "role": "MEMBER", "handsOver": False, "name": "Association amis",
        "contacts": [author.email],
    }  # fmt: skip

    assert world.do("acceptInvitation", {"token": token}, lea.token)["role"] == "MEMBER"

    assert roles(world, author) == {author.email: "CONTACT", "lea@exemple.test": "MEMBER"}
    assert world.read(INVITATION, lea.token, {"token": token})["invitation"]["state"] == "EXPIRED"
    # A member sees the contacts, and neither others nor who was invited.
    zoe = {"email": "zoe@exemple.test"}
    world.do("inviteMember", zoe, author.token)
    assert roles(world, lea) == {author.email: "CONTACT"}
    assert own(world, lea)["invitations"] == []
    draft, _ = world.save(lea)
    assert draft in str(world.read("{ viewer { drafts { id } } }", author.token))


def test_another_reader_of_the_letter_is_told_no_name(world: World) -> None:
    author, other = world.join("amis"), world.sign_in("zoe@exemple.test")
    world.do("inviteMember", {"email": "lea@exemple.test"}, author.token)
    token, before = link(world), world.rows()

    shown = world.read(INVITATION, other.token, {"token": token})["invitation"]
    refused = world.act("acceptInvitation", {"token": token}, other.token)

    assert shown == {
        "state": "OF_ANOTHER", "role": None, "handsOver": False, "name": None, "contacts": [],
    }  # fmt: skip
    assert (refused["__typename"], refused["code"]) == ("InputProblem", "invitation-of-another")
    assert world.rows() == before


def test_letters_to_one_address_have_a_limit_that_nobody_is_told(world: World) -> None:
    authors = [world.join(f"amis{place}") for place in range(8)]
    letters = len(world.letters)

    for author in authors:
        answer = world.do("inviteMember", {"email": "lea@exemple.test"}, author.token)
        assert answer["days"]

    assert len(world.letters) - letters == 6


def test_a_contact_hands_over(world: World) -> None:
    author = world.join("amis")
    world.do("inviteMember", {"email": "lea@exemple.test", "handOver": True}, author.token)
    token = link(world)
    assert roles(world, author) == {author.email: "CONTACT"}
    lea = world.sign_in("lea@exemple.test")
    assert world.read(INVITATION, lea.token, {"token": token})["invitation"]["handsOver"]

    world.do("acceptInvitation", {"token": token}, lea.token)

    assert roles(world, lea) == {"lea@exemple.test": "CONTACT", author.email: "MEMBER"}
    assert world.act("inviteMember", {"email": "x@exemple.test"}, author.token)["code"] == (
        "not-allowed"
    )
    world.do("leaveOrganisation", None, author.token)
    assert world.read(OWN, author.token)["viewer"]["organisation"] is None
    assert world.act("leaveOrganisation", None, lea.token)["code"] == "last-member"


def test_who_left_before_their_successor_came_is_not_remembered(world: World) -> None:
    author = world.join("amis")
    world.do("inviteMember", {"email": "zoe@exemple.test", "role": "CONTACT"}, author.token)
    zoe, token = world.sign_in("zoe@exemple.test"), link(world)
    world.do("acceptInvitation", {"token": token}, zoe.token)
    world.do("inviteMember", {"email": "lea@exemple.test", "handOver": True}, author.token)
    token = link(world)
    with world.product.database.writing() as session:
        person = accounts.find_person(session, world.product.keys, author.email)
        erasure.erase_account(session, world.product.keys, person, world.clock())
    lea = world.sign_in("lea@exemple.test")
    before = len(world.rows()["journal"])

    world.do("acceptInvitation", {"token": token}, lea.token)

    assert len(world.rows()["journal"]) == before


def test_a_member_steps_in_for_a_contact_who_left(world: World) -> None:
    author = world.join("amis")
    world.do("inviteMember", {"email": "lea@exemple.test"}, author.token)
    lea = world.sign_in("lea@exemple.test")
    world.do("acceptInvitation", {"token": link(world)}, lea.token)
    assert world.act("stepIn", None, lea.token)["code"] == "contact-there"
    world.do("leaveOrganisation", None, author.token)

    assert world.do("stepIn", None, lea.token)["role"] == "CONTACT"

    assert world.read(OWN, lea.token)["viewer"]["contact"]


def test_a_contact_removes_a_member_whose_tokens_write_no_more(world: World) -> None:
    author = world.join("amis")
    world.do("inviteMember", {"email": "lea@exemple.test"}, author.token)
    lea = world.sign_in("lea@exemple.test")
    world.do("acceptInvitation", {"token": link(world)}, lea.token)
    program = {"name": "x", "scopes": ["READ", "PUBLISH"]}
    secret = world.do("createToken", program, lea.token)["secret"]
    world.do("saveCaseStudyDraft", {"practice": CASE}, secret)
    (member,) = [each for each in own(world, author)["colleagues"] if each["role"] == "MEMBER"]

    world.do("removeMember", {"id": member["id"]}, author.token)

    for token in (lea.token, secret):
        refused = world.act("saveCaseStudyDraft", {"practice": CASE}, token)
        assert refused["code"] == "not-allowed"


def test_a_token_sees_no_colleague(world: World) -> None:
    author = world.join("amis")
    secret = world.do("createToken", {"name": "x", "scopes": ["READ"]}, author.token)["secret"]

    found = world.read(OWN, secret)["viewer"]["organisation"]

    assert (found["colleagues"], found["invitations"], found["vouches"]) == ([], [], [])


def test_a_file_of_a_federation_is_reported_line_by_line(world: World) -> None:
    federation = world.join("federation", kind="FEDERATION")
    pending = world.join("attend", verified=False)
    number = profile_of("attend")["rna"]
    lines = (
        f"numéro;nom;contact\n{number};Attend;{pending.email}\n732829321;Faux\n"
        f"W299999999;Pas encore\n{number}\nW299999998;Adresse;personne@\n"
    )

    report = world.do("vouchFor", {"lines": lines}, federation.token)["lines"]

    assert [(each["line"], each["outcome"]) for each in report] == [
        (2, "NOTED"), (3, "WRONG"), (4, "NOTED"), (5, "TWICE"), (6, "WRONG"),
    ]  # fmt: skip
    assert "clé de contrôle" in report[1]["message"]
    assert "adresse électronique" in report[4]["message"]
    assert own(world, pending)["verified"]
    shown = own(world, federation)["vouches"]
    assert [(each["number"], each["name"], each["email"], each["until"]) for each in shown] == [
        (number, "Attend", pending.email, "2027-03"),
        ("W299999999", "Pas encore", None, "2027-03"),
    ]
    assert own(world, pending)["vouches"] == []

    # What those associations do changes nothing of what the federation sees.
    world.publish(pending)
    world.join("arrive", verified=False, rna="W299999999")
    assert own(world, federation)["vouches"] == shown


def test_nobody_is_verified_by_a_number_that_all_can_read(world: World) -> None:
    federation, referee = world.join("federation", kind="FEDERATION"), moderator(world)
    lines = f"{PROFILE['rna']};Les Amis;lea@exemple.test"
    world.do("vouchFor", {"lines": lines}, federation.token)
    stranger, lea = world.sign_in("inconnu@poste.example"), world.sign_in("lea@exemple.test")

    got = world.do("declareOrganisation", PROFILE, stranger.token)
    assert not got["verified"], "a stranger is verified by a public number"
    (waits,) = world.read(VERIFICATION, referee.token)["verification"]["waiting"]
    assert (waits["vouched"], waits["rivals"]) == ("ANOTHER", [])
    # Nobody keeps the contact out by having been first.
    assert world.do("declareOrganisation", PROFILE, lea.token)["verified"]

    (waits,) = world.read(VERIFICATION, referee.token)["verification"]["waiting"]
    assert [each["verified"] for each in waits["rivals"]] == [True]
    refused = world.act("verifyOrganisation", {"organisation": waits["id"]}, referee.token)
    assert (refused["__typename"], refused["code"]) == ("ConflictProblem", "already-declared")
    refused = world.act("verifyOrganisation", {"organisation": PROFILE["rna"]}, referee.token)
    assert (refused["__typename"], refused["code"]) == ("ConflictProblem", "several-entries")
    given = {"organisation": waits["id"], "word": "Demandez une invitation."}
    world.do("refuseOrganisation", given, referee.token)
    assert own(world, stranger)["word"] == given["word"]
    assert own(world, lea)["verified"]


def test_a_report_tells_a_federation_of_nobody(world: World) -> None:
    federation = world.join("federation", kind="FEDERATION")
    world.join("amis")
    world.join("attend", verified=False)
    numbers = [profile_of(name)["rna"] for name in ("amis", "attend")]

    for _ in range(2):
        lines = "\n".join([*numbers, "W759999999"])
        report = world.do("vouchFor", {"lines": lines}, federation.token)["lines"]
        assert len({(each["outcome"], each["message"]) for each in report}) == 1


@pytest.mark.parametrize("there", ["verified", "waiting", "nobody"])
def test_a_declaration_tells_nobody_who_is_here(there: str, world: World) -> None:
    number = profile_of("amis")["rna"]
    if there != "nobody":
        world.join("amis", verified=there == "verified")
    stranger = world.sign_in("inconnu@poste.example")

    got = world.do("declareOrganisation", PROFILE | {"rna": number}, stranger.token)

    assert got == {"__typename": "Organisation", "verified": False}
    seen = own(world, stranger)
    assert (seen["refused"], seen["word"], seen["rna"]) == (False, None, number)
    assert [each["email"] for each in seen["colleagues"]] == [stranger.email]
    draft, _ = world.save(stranger)
    assert world.settle(stranger, draft)
    same = world.do("reviseOrganisation", PROFILE | {"rna": number}, stranger.token)
    assert same["name"] == PROFILE["legalName"]
    for rna in (number, "W759999999"):
        changed = profile_of("amis") | {"rna": rna, "siren": "732829320"}
        assert world.act("reviseOrganisation", changed, stranger.token)["code"] == "numbers-stay"


def test_a_contact_who_comes_by_invitation_is_recognised(world: World) -> None:
    federation, author = (
        world.join("federation", kind="FEDERATION"),
        world.join("amis", verified=False),
    )
    lines = f"{profile_of('amis')['rna']};Les Amis;lea@exemple.test"
    world.do("vouchFor", {"lines": lines}, federation.token)
    world.do("inviteMember", {"email": "lea@exemple.test", "handOver": True}, author.token)
    lea = world.sign_in("lea@exemple.test")
    assert not own(world, author)["verified"]

    world.do("acceptInvitation", {"token": link(world)}, lea.token)

    assert own(world, lea)["verified"]


def test_a_member_who_becomes_the_contact_is_recognised(world: World) -> None:
    federation, author = (
        world.join("federation", kind="FEDERATION"),
        world.join("amis", verified=False),
    )
    world.do("inviteMember", {"email": "lea@exemple.test"}, author.token)
    lea = world.sign_in("lea@exemple.test")
    world.do("acceptInvitation", {"token": link(world)}, lea.token)
    lines = f"{profile_of('amis')['rna']};Les Amis;lea@exemple.test"
    world.do("vouchFor", {"lines": lines}, federation.token)
    world.do("leaveOrganisation", None, author.token)
    assert not own(world, lea)["verified"]

    world.do("stepIn", None, lea.token)

    assert own(world, lea)["verified"]


def test_nobody_decides_on_their_own_association_nor_on_one_they_left(world: World) -> None:
    referee, author = moderator(world), world.join("amis", verified=False)
    world.do("inviteMember", {"email": referee.email}, author.token)
    world.do("acceptInvitation", {"token": link(world)}, referee.token)
    rival = world.sign_in("autre@poste.example")
    world.do("declareOrganisation", profile_of("amis"), rival.token)

    def refusals() -> set[str]:
        waiting = world.read(VERIFICATION, referee.token)["verification"]["waiting"]
        assert [each["own"] for each in waiting] == [True, True]
        one, other = (each["id"] for each in waiting)
        before = world.rows()
        answers = [
            world.act("mergeOrganisations", {"kept": one, "gone": other}, referee.token),
            *(
                world.act(name, {"organisation": each} | more, referee.token)
                for each in (one, other)
                for name, more in (
                    ("verifyOrganisation", {}), ("refuseOrganisation", {"word": "Non."}),
                )
            ),
        ]  # fmt: skip
        assert world.rows() == before
        assert {each["__typename"] for each in answers} == {"AccessProblem"}
        return {each["code"] for each in answers}

    assert refusals() == {"own-organisation"}
    world.do("leaveOrganisation", None, referee.token)
    assert refusals() == {"own-organisation"}
    world.clock.forward(days=staff.LEFT_DAYS)
    referee = world.sign_in(referee.email)
    waiting = world.read(VERIFICATION, referee.token)["verification"]["waiting"]
    assert [each["own"] for each in waiting] == [False, False]
    world.do("verifyOrganisation", {"organisation": author.organisation}, referee.token)


def test_an_association_is_declared_and_revised_in_person_by_its_contacts(world: World) -> None:
    author = world.join("amis")
    world.do("inviteMember", {"email": "lea@exemple.test"}, author.token)
    lea = world.sign_in("lea@exemple.test")
    world.do("acceptInvitation", {"token": link(world)}, lea.token)
    program = {"name": "x", "scopes": ["READ", "PUBLISH"]}
    secret = world.do("createToken", program, author.token)["secret"]
    nobody = world.sign_in("zoe@exemple.test")
    alone = world.do("createToken", program, nobody.token)["secret"]
    given, before = profile_of("amis") | {"legalName": "Autre"}, world.rows()

    for name, profile, token in (
        ("reviseOrganisation", given, lea.token),
        ("reviseOrganisation", given, secret),
        ("declareOrganisation", PROFILE, alone),
    ):
        refused = world.act(name, profile, token)
        assert (refused["__typename"], refused["code"]) == ("AccessProblem", "not-allowed")
    assert [each for each, rows in world.rows().items() if rows != before[each]] in (
        [], ["access_token"],
    )  # fmt: skip

    assert world.do("reviseOrganisation", given, author.token)["name"] == "Autre"


def test_a_pending_federation_vouches_for_nobody(world: World) -> None:
    federation = world.join("federation", kind="FEDERATION", verified=False)
    before = world.rows()

    refused = world.act("vouchFor", {"lines": "W299999999"}, federation.token)

    assert (refused["__typename"], refused["code"]) == ("AccessProblem", "not-allowed")
    assert world.rows() == before


def test_a_moderator_sees_who_waits_and_decides(world: World) -> None:
    for place in range(4):
        author = world.sign_in(f"a{place}@wave.example")
        given = profile_of(f"vague{place}") | {"towns": ["Brest"]}
        world.do("declareOrganisation", given, author.token)
    referee = moderator(world)

    waiting = world.read(VERIFICATION, referee.token)["verification"]["waiting"]

    assert [each["apart"] for each in waiting] == [False, False, False, True]
    assert waiting[-1]["name"] == "Association vague3"
    assert waiting[-1]["towns"] == ["Brest"]
    world.do("refuseOrganisation", {"organisation": waiting[-1]["id"], "word": "Dissoute."},
             referee.token)  # fmt: skip
    assert (own(world, author)["refused"], own(world, author)["word"]) == (True, "Dissoute.")
    number = waiting[0]["numbers"][0]
    assert world.do("verifyOrganisation", {"organisation": number}, referee.token)["verified"]
    left = world.read(VERIFICATION, referee.token)["verification"]["waiting"]
    assert len(left) == 2
    # What was corrected is looked at again.
    given = profile_of("vague3") | {"legalName": "Association Vague, refondée"}
    world.do("reviseOrganisation", given, author.token)
    left = world.read(VERIFICATION, referee.token)["verification"]["waiting"]
    assert "Association Vague, refondée" in [each["name"] for each in left]
    assert world.act("verifyOrganisation", {"organisation": "nobody"}, referee.token)["code"] == (
        "not-found"
    )


def test_a_refusal_needs_a_word_and_takes_the_right_to_publish(world: World) -> None:
    author, referee = world.join("amis"), moderator(world)
    publication = world.publish(author)
    given = {"organisation": profile_of("amis")["rna"], "word": " "}
    assert world.act("refuseOrganisation", given, referee.token)["code"] == "word-missing"

    world.do("refuseOrganisation", given | {"word": "Numéro d'une autre."}, referee.token)

    assert len(world.rows()["notice"]) == 1, "its contacts are told to look at their page"
    draft, version = world.save(author)
    version = world.settle(author, draft)
    refused = world.act("publishDraft", {"draft": draft, "version": version}, author.token)
    assert refused["code"] == "not-allowed"
    query = "query($id: ID!) { node(id: $id) { id } }"
    assert world.read(query, None, {"id": publication})["node"] == {"id": publication}


def test_two_entries_are_made_one(world: World) -> None:
    first = world.join("amis")
    second = world.sign_in("zoe@exemple.test")
    world.do("declareOrganisation", PROFILE | {"rna": None, "siren": "732829320"}, second.token)
    draft, _ = world.save(second)
    given = {"kept": profile_of("amis")["rna"], "gone": "732 829 320"}
    world.do("inviteMember", {"email": second.email, "role": "MEMBER"}, first.token)
    refused = world.act("mergeOrganisations", given, moderator(world).token)
    assert (refused["__typename"], refused["code"]) == ("ConflictProblem", "not-agreed")
    world.do("inviteMember", {"email": first.email, "role": "MEMBER"}, second.token)

    assert world.do("mergeOrganisations", given, moderator(world).token)["verified"]

    assert roles(world, first) == {first.email: "CONTACT", second.email: "CONTACT"}
    assert draft in str(world.read("{ viewer { drafts { id } } }", first.token))
    version = world.settle(second, draft)
    world.do("publishDraft", {"draft": draft, "version": version}, second.token)


def test_registration_by_invitation_works_to_its_end(world: World) -> None:
    federation, referee = world.join("federation", kind="FEDERATION"), moderator(world)
    registering(world, "invitation")
    # A federation says who it is; moderators are one team.
    inviters = ((federation, "Association federation"), (referee, None))
    for place, (inviter, named) in enumerate(inviters):
        email, given = f"a{place}@clocher.example", profile_of(f"venue{place}")
        author = world.sign_in(email)
        refused = world.act("declareOrganisation", given, author.token)
        assert (refused["__typename"], refused["code"]) == ("AccessProblem", "invitation-needed")

        world.do("inviteAssociation", {"email": email}, inviter.token)
        token = link(world)
        shown = world.read(INVITATION, author.token, {"token": token})["invitation"]
        assert (shown["state"], shown["role"], shown["name"]) == ("OPEN", None, named)
        declared = world.do("declareOrganisation", given | {"invitation": token}, author.token)
        assert not declared["verified"]
        if inviter is federation:
            # It was invited by the one that gives its word: no address is needed.
            world.do("vouchFor", {"lines": given["rna"]}, federation.token)
        else:
            world.do("verifyOrganisation", {"organisation": given["rna"]}, referee.token)

        assert world.publish(author)


def test_open_registration_publishes_at_once(world: World) -> None:
    registering(world, "open")
    author = world.sign_in("a@clocher.example")

    assert world.do("declareOrganisation", PROFILE, author.token)["verified"]

    assert world.publish(author)


@pytest.mark.parametrize("withdraw", [True, False])
def test_an_association_leaves_by_words_typed_by_who_just_signed_in(
    withdraw: bool, world: World
) -> None:
    author = world.join("amis")
    publication = world.publish(author)
    given = {"words": departure.WORDS[0], "withdraw": withdraw}
    assert world.act("leaveNetwork", given | {"words": "oui"}, author.token)["code"] == (
        "not-confirmed"
    )
    world.clock.forward(hours=1)
    before = world.rows()
    assert world.act("leaveNetwork", given, author.token)["code"] == "sign-in-again"
    assert world.rows() == before
    author = world.sign_in(author.email)

    left = world.do("leaveNetwork", given, author.token)

    assert (left["kept"], left["withdrawn"]) == ((0, 1) if withdraw else (1, 0))
    assert not world.read("{ viewer { signedIn } }", author.token)["viewer"]["signedIn"]
    query = "query($id: ID!) { node(id: $id) { id } }"
    assert (world.read(query, None, {"id": publication})["node"] is None) == withdraw
    with world.product.database.reading() as session:
        assert list(organisations.everyone(session, world.product.keys)) == []


def test_who_invites_into_the_network_is_told_to_whom_it_was_sent_alone(world: World) -> None:
    federation = world.join("ligue", kind="FEDERATION")
    world.do("inviteAssociation", {"email": "lea@exemple.test"}, federation.token)
    token = link(world)
    lea, other = world.sign_in("lea@exemple.test"), world.sign_in("zoe@exemple.test")

    shown = world.read(INVITATION, lea.token, {"token": token})["invitation"]
    to_another = world.read(INVITATION, other.token, {"token": token})["invitation"]

    assert shown["name"] == profile_of("ligue")["legalName"]
    assert shown["contacts"] == []
    assert (to_another["state"], to_another["name"]) == ("OF_ANOTHER", None)
    assert world.read(INVITATION, None, {"token": token})["invitation"]["name"] is None
