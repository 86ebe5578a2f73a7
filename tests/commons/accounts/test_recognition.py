"""Who is verified by a federation's word: its contact, and nobody who merely read the number."""

import threading
from typing import Any

import pytest
from sqlmodel import Session

from commons import accounts, merging, organisations, vouching
from commons.accounts import invitations, memberships, recognition
from commons.accounts.recognition import Report
from commons.organisations import CONTESTED, LOOK_AGAIN, REFUSED, Known, Profile
from commons.vouching import WORD_DAYS, Standing
from tests.commons.accounts.test_memberships import enter, someone
from tests.commons.at_once import at_once
from tests.commons.conftest import Member, Network, profile
from tests.conftest import Ticking

NUMBER = "W751234567"
LEA, SQUATTER = "lea@exemple.fr", "inconnu@poste.example"


def vouch(network: Network, federation: Member, text: str) -> list[Report]:
    with network.database.writing() as session:
        return recognition.vouch(
            session, network.secrets, federation.organisation, vouching.lines(text), network.now()
        )


def outcomes(reports: list[Report]) -> list[str]:
    return [each.outcome for each in reports]


def known(network: Network, organisation_id: str) -> Known:
    with network.database.reading() as session:
        return organisations.known(session, network.secrets, organisation_id)


def state(network: Network, member: Member) -> str:
    return known(network, member.organisation.id).state


def waiting(network: Network) -> dict[str, tuple[Standing | None, set[str]]]:
    """Who waits: how words stand to it, and who claims its number as well."""
    with network.database.reading() as session:
        found = recognition.waiting(session, network.secrets, network.now())
    return {
        each.organisation.id: (each.standing, {rival.id for rival in each.rivals}) for each in found
    }


def vouchers(network: Network, member: Member) -> frozenset[str]:
    organisation = known(network, member.organisation.id)
    with network.database.reading() as session:
        return vouching.vouchers_of(session, network.secrets, organisation, network.now())


def decide(network: Network, member: Member, verify: bool = True) -> Known:
    with network.database.writing() as session:
        if verify:
            return organisations.verify(
                session, network.secrets, member.organisation.id, network.now()
            )
        return organisations.refuse(session, network.secrets, member.organisation.id, "Non.")


@pytest.mark.parametrize("first", ["word", "declaration"])
@pytest.mark.parametrize(
    ("email", "expected", "standing"),
    [(" Lea@Exemple.FR ", "verified", None), ("", "pending", "nobody"),
     ("zoe@exemple.fr", "pending", "another")],
)  # fmt: skip
def test_a_word_verifies_whom_it_names_and_a_number_nobody(
    first: str, email: str, expected: str, standing: str | None, network: Network,
    federation: Member,
) -> None:  # fmt: skip
    line = f"{NUMBER};Les Amis;{email}"
    if first == "word":
        vouch(network, federation, line)
    member = network.join(verified=False, rna=NUMBER.lower(), email=LEA)
    if first == "declaration":
        vouch(network, federation, line)

    assert state(network, member) == expected
    assert waiting(network) == (
        {} if standing is None else {member.organisation.id: (standing, set())}
    )
    assert bool(vouchers(network, member)) == (expected == "verified")


def test_a_report_does_not_tell_who_is_here(network: Network, federation: Member) -> None:
    network.join(rna="W751111111")
    network.join(verified=False, rna="W753333333")
    refused = network.join(verified=False, rna="W754444444")
    decide(network, refused, verify=False)
    text = (
        "W751111111;Vérifiée\nW752222222;Personne\nW753333333;Attend\nW754444444;Refusée\n"
        "732829321;Faux\nw751111111;Deux fois\nSaverne 12/7;Tribunal\nW755555555;x;a@b@c\n"
    )

    reports = vouch(network, federation, text)

    assert outcomes(reports) == [
        "noted", "noted", "noted", "noted", "wrong", "twice", "noted", "wrong",
    ]  # fmt: skip
    assert [each.wrong.code for each in reports if each.wrong] == ["siren-check", "wrong-email"]
    # Sent again it is renewed, and tells nothing new of anybody.
    again = [each if each in ("wrong", "twice") else "already" for each in outcomes(reports)]
    assert outcomes(vouch(network, federation, text)) == again


def test_who_took_the_number_first_does_not_keep_its_contact_out(
    network: Network, federation: Member
) -> None:
    squatter = network.join(verified=False, rna=NUMBER, email=SQUATTER)
    vouch(network, federation, f"{NUMBER};Les Amis;{LEA}")
    assert waiting(network) == {squatter.organisation.id: ("another", set())}

    contact = network.join(verified=False, rna=NUMBER, email=LEA)

    assert state(network, contact) == "verified"
    # Moderators see the other, and why.
    assert waiting(network) == {squatter.organisation.id: ("another", {contact.organisation.id})}
    assert vouchers(network, contact) == {federation.organisation.id}
    assert vouchers(network, squatter) == frozenset()


def test_the_contact_of_a_number_somebody_verified_has_waits_for_a_moderator(
    network: Network, federation: Member
) -> None:
    squatter = network.join(rna=NUMBER, email=SQUATTER)
    vouch(network, federation, f"{NUMBER};Les Amis;{LEA}")

    contact = network.join(verified=False, rna=NUMBER, email=LEA)

    assert waiting(network) == {
        squatter.organisation.id: ("another", {contact.organisation.id}),
        contact.organisation.id: ("contact", {squatter.organisation.id}),
    }
    # Meanwhile it has nothing of what the federation opens to its members.
    assert known(network, squatter.organisation.id).flags == {CONTESTED}
    assert vouchers(network, squatter) == frozenset()
    decide(network, squatter, verify=False)
    assert decide(network, contact).state == "verified"
    assert vouchers(network, contact) == {federation.organisation.id}


def test_the_word_counts_for_whom_a_moderator_looked_at(
    network: Network, federation: Member
) -> None:
    before = network.join(rna="W751111111")
    vouch(network, federation, f"{NUMBER};;{LEA}\nW751111111;Sans adresse")
    after = network.join(verified=False, rna=NUMBER, email="tresorerie@exemple.fr")
    assert vouchers(network, after) == frozenset()

    decide(network, after)

    for each in (before, after):
        assert vouchers(network, each) == {federation.organisation.id}
    # Sent again as it was, it makes nobody look a second time.
    vouch(network, federation, f"{NUMBER};;{LEA}\nW751111111;Sans adresse")
    assert waiting(network) == {}
    vouch(network, federation, f"{NUMBER};;zoe@exemple.fr")
    assert waiting(network) == {after.organisation.id: ("another", set())}
    vouch(network, federation, f"{NUMBER};;{LEA}")
    decide(network, after)
    assert vouchers(network, after) == {federation.organisation.id}


def test_a_renewed_line_may_name_the_one_who_waits(network: Network, federation: Member) -> None:
    member = network.join(verified=False, rna=NUMBER, email=LEA)
    vouch(network, federation, f"{NUMBER};Les Amis;faute@exemple.fr")

    assert outcomes(vouch(network, federation, f"{NUMBER};Les Amis;{LEA}")) == ["already"]

    assert state(network, member) == "verified"


def test_a_contact_who_comes_later_is_recognised_and_a_member_is_not(
    network: Network, federation: Member
) -> None:
    member = network.join(verified=False, rna=NUMBER)
    vouch(network, federation, f"{NUMBER};Les Amis;{LEA}")
    person = enter(network, LEA, member.organisation.id, "member")

    def recognise() -> bool:
        with network.database.writing() as session:
            return recognition.recognise(
                session, network.secrets, member.organisation.id, network.now()
            )

    assert not recognise()
    with network.database.writing() as session:
        memberships.change_role(session, network.secrets, person, "contact")
    assert recognise()
    assert state(network, member) == "verified"


@pytest.mark.parametrize("first", ["word", "declaration"])
@pytest.mark.parametrize(
    ("line", "inviter", "expected"),
    [("", "same", "verified"), (";;zoe@exemple.fr", "same", "pending"),
     ("", "moderators", "pending"), ("", "rival", "pending")],
)  # fmt: skip
def test_whom_the_federation_invited_needs_no_other_address(
    first: str, line: str, inviter: str, expected: str, network: Network, federation: Member
) -> None:
    owner = {
        "same": federation.organisation.id,
        "moderators": invitations.MODERATORS,
        "rival": network.join(kind="federation").organisation.id,
    }[inviter]
    person = someone(network, LEA)
    if first == "word":
        vouch(network, federation, NUMBER + line)
    with network.database.writing() as session:
        token = invitations.invite_association(session, network.secrets, owner, LEA, network.now())
        made = accounts.declare_organisation(
            session, network.secrets, person, profile(rna=NUMBER), network.now(), invitation=token
        )
    if first == "declaration":
        vouch(network, federation, NUMBER + line)

    assert known(network, made).state == expected


def test_a_word_that_is_over_or_of_who_may_give_none_verifies_nobody(
    network: Network, federation: Member, clock: Ticking
) -> None:
    ended = network.join(kind="federation")
    vouch(network, ended, f"W751111111;;{LEA}")
    decide(network, ended, verify=False)
    vouch(network, federation, f"{NUMBER};;{LEA}")
    clock.forward(days=WORD_DAYS, seconds=1)

    over = network.join(verified=False, rna=NUMBER, email=LEA)
    # Hers too, once she has left the first.
    with network.database.writing() as session:
        memberships.end(session, over.viewer.person or "")
    lost = network.join(verified=False, rna="W751111111", email=LEA)

    assert [state(network, each) for each in (over, lost)] == ["pending", "pending"]


def test_a_federation_is_not_verified_by_another(network: Network, federation: Member) -> None:
    vouch(network, federation, f"{NUMBER};;{LEA}")

    waits = network.join(verified=False, rna=NUMBER, email=LEA, kind="federation")
    later = network.join(verified=False, rna="W752222222", kind="federation")
    vouch(network, federation, f"W752222222;;{later.email}")

    for each in (waits, later):
        assert state(network, each) == "pending"


def test_a_moderator_s_no_stays_and_is_looked_at_again(
    network: Network, federation: Member
) -> None:
    made = network.join(verified=False, rna=NUMBER, email=LEA)
    decide(network, made, verify=False)
    assert waiting(network) == {}

    vouch(network, federation, f"{NUMBER};;{LEA}")

    after = known(network, made.organisation.id)
    assert (after.state, after.flags) == ("pending", {REFUSED, LOOK_AGAIN})
    assert waiting(network) == {made.organisation.id: ("contact", set())}


def test_a_moderator_s_no_outlives_a_revision(network: Network, federation: Member) -> None:
    made = network.join(verified=False, rna=NUMBER, email=LEA)
    decide(network, made, verify=False)
    corrected = made.organisation.profile.model_copy(update={"acronym": "LA"})

    with network.database.writing() as session:
        organisations.revise(session, network.secrets, made.organisation.id, corrected)
    vouch(network, federation, f"{NUMBER};;{LEA}")

    after = known(network, made.organisation.id)
    assert (after.state, after.flags) == ("pending", {LOOK_AGAIN})
    assert waiting(network) == {made.organisation.id: ("contact", set())}
    decide(network, made)
    assert known(network, made.organisation.id).flags == frozenset()


def test_a_moderator_s_no_holds_against_a_word_given_at_once(
    network: Network, federation: Member
) -> None:
    made = network.join(verified=False, rna=NUMBER, email=LEA)
    given = vouching.lines(f"{NUMBER};;{LEA}")

    def refuse(session: Session) -> None:
        organisations.refuse(session, network.secrets, made.organisation.id, "non.")

    def give(session: Session) -> None:
        recognition.vouch(session, network.secrets, federation.organisation, given, network.now())

    assert at_once(network.database, refuse, give) is None
    after = known(network, made.organisation.id)
    assert (after.state, REFUSED in after.flags) == ("pending", True)


def test_two_federations_name_the_same_ones_in_another_order_at_once(network: Network) -> None:
    named = [network.join(verified=False, rna=f"W75000000{place}") for place in range(6)]
    lines = [f"{each.organisation.profile.rna};;{each.email}" for each in named]
    barrier, outcomes = threading.Barrier(2, timeout=10), []

    def give(federation: Member, text: str) -> None:
        barrier.wait()
        vouch(network, federation, text)
        outcomes.append("done")

    threads = [
        threading.Thread(target=give, args=(network.join(kind="federation"), "\n".join(sent)))
        for sent in (lines, lines[::-1])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes == ["done", "done"]
    assert {state(network, each) for each in named} == {"verified"}


def test_rivals_are_shown_by_every_number_of_an_association(network: Network) -> None:
    one = network.join(rna="W751111111")
    other = network.join(verified=False, rna=None, siren="732829320")
    both = network.join(verified=False, rna="W751111111", siren="732829320")

    assert waiting(network) == {
        other.organisation.id: (None, {both.organisation.id}),
        both.organisation.id: (None, {one.organisation.id, other.organisation.id}),
    }


def test_entries_of_one_number_are_made_one(network: Network, federation: Member) -> None:
    first = network.join(rna=NUMBER, email="bureau@exemple.fr")
    second = network.join(verified=False, rna=NUMBER, email=LEA)
    with network.database.writing() as session:
        for host, guest in ((first, LEA), (second, "bureau@exemple.fr")):
            invitations.invite(
                session, network.secrets, host.organisation.id, guest, "member", network.now()
            )

        after = merging.merge(
            session,
            network.secrets,
            first.organisation.id,
            second.organisation.id,
            network.now(),
        )

    assert (after.state, after.profile.rna) == ("verified", NUMBER)
    assert waiting(network) == {}


def test_a_declaration_of_a_taken_number_is_like_any(network: Network) -> None:
    def told(known: Known) -> dict[str, Any]:
        return {
            "state": known.state, "flags": known.flags, "word": known.word,
            "profile": Profile.model_dump(known.profile, exclude={"rna"}),
        }  # fmt: skip

    network.join(rna=NUMBER)
    network.join(verified=False, rna="W752222222")

    made = [
        network.join(verified=False, rna=number, email=f"a@{number}.example").organisation
        for number in (NUMBER, "W752222222", "W753333333")
    ]

    assert [told(each) for each in made] == [told(made[-1])] * 3
