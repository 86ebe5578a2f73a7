"""Two years without a sign of life: a warning a month before, then nothing is left."""

import pytest
from sqlmodel import select

from commons import accounts, inactivity, notices
from commons.accounts import invitations, links, people, staff
from commons.notices import Notice
from commons.organisations import Organisation
from tests.commons.conftest import Member, Network
from tests.conftest import Ticking


def night(network: Network) -> None:
    with network.database.writing() as session:
        inactivity.tend(session, network.secrets, network.authorships, network.now())


def months(clock: Ticking, count: float) -> None:
    clock.forward(days=count * 30.44)


def known(network: Network) -> set[str]:
    with network.database.reading() as session:
        return {*session.exec(select(accounts.Person.id))}


def warned(network: Network) -> list[str]:
    with network.database.reading() as session:
        held = [
            network.secrets.open("notice", row.sealed, row.id)
            for row in session.exec(select(Notice))
        ]
    return [each["id"] for each in held if each["kind"] == "inactive"]


def comes_back(network: Network, member: Member) -> None:
    with network.database.writing() as session:
        token = links.request_link(session, network.secrets, member.email, network.now())
        links.sign_in(session, network.secrets, token, network.now())


def test_warned_once_at_23_months_and_erased_at_24(network: Network, clock: Ticking) -> None:
    author = network.join()
    item = network.publish(author)
    months(clock, 22)
    night(network)
    assert warned(network) == []

    months(clock, 1)
    night(network)
    night(network)
    assert warned(network) == [author.viewer.person]
    assert known(network) == {author.viewer.person}

    months(clock, 1)
    night(network)
    assert known(network) == set()
    with network.database.reading() as session:
        assert session.exec(select(Organisation)).all() == []
        # What it published stays, and is nobody's.
        assert network.authorships.of(session, author.organisation.id) == ()
        assert item.id in network.authorships.releases(session, [item.id])
        assert session.exec(select(Notice)).all() == []


def test_a_sign_of_life_begins_it_all_anew(network: Network, clock: Ticking) -> None:
    author = network.join()
    months(clock, 23)
    night(network)
    comes_back(network, author)
    months(clock, 2)
    night(network)
    assert known(network) == {author.viewer.person}

    months(clock, 21)
    night(network)
    assert len(warned(network)) == 2


def test_nobody_goes_unwarned_however_long_the_site_was_away(
    network: Network, clock: Ticking
) -> None:
    network.join()
    months(clock, 40)
    night(network)
    night(network)
    assert len(known(network)) == len(warned(network)) == 1

    months(clock, 1)
    night(network)
    assert known(network) == set()


def test_an_association_stays_while_one_of_its_people_comes(
    network: Network, clock: Ticking
) -> None:
    author = network.join()
    with network.database.writing() as session:
        token = invitations.invite(
            session, network.secrets, author.organisation.id, "deux@exemple.fr", "member", clock()
        )
        second = accounts.person_of(session, network.secrets, "deux@exemple.fr")
        people.note_life(session, network.secrets, second, clock())
        invitations.accept(session, network.secrets, second, token, clock())
    for _ in range(26):
        months(clock, 1)
        comes_back(network, author)
        night(network)

    assert known(network) == {author.viewer.person}
    with network.database.reading() as session:
        assert len(session.exec(select(Organisation)).all()) == 1


@pytest.mark.parametrize("role", staff.ROLES)
def test_whoever_has_a_role_here_is_not_inactive(
    role: str, network: Network, clock: Ticking
) -> None:
    author = network.join()
    with network.database.writing() as session:
        staff.appoint(session, network.secrets, author.viewer.person or "", role)
    for _ in range(3):
        months(clock, 15)
        night(network)

    assert known(network) == {author.viewer.person}
    assert warned(network) == []


def test_who_was_never_noted_has_two_years_from_now(network: Network, clock: Ticking) -> None:
    with network.database.writing() as session:
        accounts.person_of(session, network.secrets, "ancienne@exemple.fr")
    months(clock, 30)
    night(network)
    months(clock, 22)
    night(network)

    assert len(known(network)) == 1
    assert warned(network) == []
    assert "inactive" in notices.ALWAYS
