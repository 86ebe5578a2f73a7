import threading

import pytest
from sqlmodel import select

from commons import accounts
from commons.accounts import memberships
from commons.accounts.memberships import ContactStays, ContactThere, LastMember
from commons.organisations import OneOrganisation
from commons.refusals import NotFound
from commons.rights import Viewer
from tests.commons.conftest import Member, Network, Rows


def someone(network: Network, email: str) -> str:
    with network.database.writing() as session:
        return accounts.person_of(session, network.secrets, email)


def enter(network: Network, email: str, organisation: str, role: str) -> str:
    person = someone(network, email)
    with network.database.writing() as session:
        accounts.join(session, network.secrets, person, organisation, role)
    return person


def roles(network: Network, organisation: str) -> dict[str, str]:
    with network.database.reading() as session:
        found = memberships.colleagues(session, network.secrets, organisation)
    return {each.email: each.role for each in found}


def viewer_of(network: Network, email: str) -> Viewer:
    with network.database.writing() as session:
        link = accounts.request_link(session, network.secrets, email, network.now())
        token = accounts.sign_in(session, network.secrets, link, network.now()).session
    with network.database.reading() as session:
        return accounts.viewer_of(
            session, network.secrets, network.authorships, token, network.now()
        )


def test_whoever_declares_is_the_contact_and_others_are_what_they_were_made(
    network: Network, author: Member
) -> None:
    enter(network, "lea@exemple.fr", author.organisation.id, "member")

    assert roles(network, author.organisation.id) == {
        author.email: "contact",
        "lea@exemple.fr": "member",
    }
    assert viewer_of(network, author.email).contact
    assert not viewer_of(network, "lea@exemple.fr").contact
    assert viewer_of(network, "lea@exemple.fr").organisation == author.organisation.id


def test_two_associations_joined_at_once_are_one(network: Network, author: Member) -> None:
    other, person = network.join(), someone(network, "lea@exemple.fr")
    barrier, outcomes = threading.Barrier(2, timeout=10), []

    def join(organisation: str) -> None:
        barrier.wait()
        try:
            with network.database.writing() as session:
                accounts.join(session, network.secrets, person, organisation, "member")
            outcomes.append("joined")
        except OneOrganisation:
            outcomes.append("refused")

    threads = [
        threading.Thread(target=join, args=(each.organisation.id,)) for each in (author, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["joined", "refused"]


def test_a_member_leaves_and_may_join_elsewhere(network: Network, author: Member) -> None:
    person = enter(network, "lea@exemple.fr", author.organisation.id, "member")
    other = network.join()

    with network.database.writing() as session:
        memberships.depart(session, network.secrets, person, network.now())
        accounts.join(session, network.secrets, person, other.organisation.id, "member")

    assert viewer_of(network, "lea@exemple.fr").organisation == other.organisation.id
    assert roles(network, author.organisation.id) == {author.email: "contact"}


def test_the_last_person_does_not_leave_an_organisation_behind(
    network: Network, author: Member, rows: Rows
) -> None:
    before, leaves = rows(), author.viewer.person or ""

    with pytest.raises(LastMember), network.database.writing() as session:
        memberships.depart(session, network.secrets, leaves, network.now())

    assert rows() == before


def test_the_last_two_do_not_both_leave_at_once(network: Network, author: Member) -> None:
    person = enter(network, "lea@exemple.fr", author.organisation.id, "member")
    barrier, outcomes = threading.Barrier(2, timeout=10), []

    def depart(each: str) -> None:
        barrier.wait()
        try:
            with network.database.writing() as session:
                memberships.depart(session, network.secrets, each, network.now())
            outcomes.append("left")
        except LastMember:
            outcomes.append("stays")

    threads = [
        threading.Thread(target=depart, args=(each,))
        for each in (person, author.viewer.person or "")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["left", "stays"]
    assert len(roles(network, author.organisation.id)) == 1


def test_a_contact_removes_a_member_of_their_own_alone(
    network: Network, author: Member, rows: Rows
) -> None:
    enter(network, "lea@exemple.fr", author.organisation.id, "member")
    second = enter(network, "zoe@exemple.fr", author.organisation.id, "contact")
    other = network.join()
    with network.database.reading() as session:
        by_email = {
            each.email: each
            for each in memberships.colleagues(session, network.secrets, author.organisation.id)
        }
    before = rows()

    for organisation, colleague, kind in (
        (other.organisation.id, by_email["lea@exemple.fr"].id, NotFound),
        (author.organisation.id, "nobody", NotFound),
        (author.organisation.id, second, NotFound),  # a person's own id names nobody
        (author.organisation.id, by_email["zoe@exemple.fr"].id, ContactStays),
    ):
        with pytest.raises(kind), network.database.writing() as session:
            memberships.remove(session, network.secrets, organisation, colleague, network.now())
    assert rows() == before
    with network.database.writing() as session:
        lea = by_email["lea@exemple.fr"].id
        memberships.remove(session, network.secrets, author.organisation.id, lea, network.now())
    assert set(roles(network, author.organisation.id)) == {author.email, "zoe@exemple.fr"}


def test_a_member_steps_in_once_no_contact_is_left(network: Network, author: Member) -> None:
    person = enter(network, "lea@exemple.fr", author.organisation.id, "member")
    with pytest.raises(ContactThere), network.database.writing() as session:
        memberships.step_in(session, network.secrets, person)

    with network.database.writing() as session:
        leaves = author.viewer.person or ""
        memberships.depart(session, network.secrets, leaves, network.now())
        left = memberships.contacts(session, network.secrets, author.organisation.id)
        memberships.step_in(session, network.secrets, person)

    # Letters reach whoever is left.
    assert [each.email for each in left] == ["lea@exemple.fr"]
    assert roles(network, author.organisation.id) == {"lea@exemple.fr": "contact"}


def test_the_length_of_a_membership_tells_no_role(network: Network, author: Member) -> None:
    enter(network, "lea@exemple.fr", author.organisation.id, "member")

    with network.database.reading() as session:
        held = [len(row.sealed) for row in session.exec(select(accounts.Membership)).all()]
    assert len(held) == 2
    assert len(set(held)) == 1
