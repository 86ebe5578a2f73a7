from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from commons import accounts, housekeeping
from commons.accounts import invitations
from commons.accounts.invitations import (
    INVITATION_DAYS,
    MODERATORS,
    OPEN_LIMIT,
    AlreadyMember,
    Invitation,
    InvitationExpired,
    InvitationOfAnother,
    TooManyContacts,
    TooManyInvitations,
    WrongRole,
)
from commons.organisations import OneOrganisation
from commons.refusals import NotFound, Refusal
from tests.commons.accounts.test_memberships import enter, roles, someone
from tests.commons.conftest import Member, Network, Rows
from tests.conftest import Ticking

LEA, ZOE = "lea@exemple.fr", "zoe@exemple.fr"


def invite(
    network: Network,
    member: Member,
    email: str,
    role: str = "member",
    replaces: str | None = None,
) -> str:
    with network.database.writing() as session:
        return invitations.invite(
            session, network.secrets, member.organisation.id, email, role, network.now(), replaces
        )


def accept(network: Network, email: str, token: str) -> None:
    person = someone(network, email)
    with network.database.writing() as session:
        invitations.accept(session, network.secrets, person, token, network.now())


def waiting(network: Network, member: Member) -> list[invitations.Invited]:
    with network.database.reading() as session:
        return invitations.waiting(session, network.secrets, member.organisation.id, network.now())


def test_a_colleague_joins_by_a_link_as_what_they_were_invited(
    network: Network, author: Member
) -> None:
    token = invite(network, author, " LEA@exemple.fr ")

    accept(network, LEA, token)

    assert roles(network, author.organisation.id) == {author.email: "contact", LEA: "member"}
    assert waiting(network, author) == []


def test_a_link_works_once_for_its_address_within_its_days(
    network: Network, author: Member, clock: Ticking, rows: Rows
) -> None:
    token = invite(network, author, LEA)
    someone(network, ZOE)
    before = rows()
    with pytest.raises(InvitationOfAnother):
        accept(network, ZOE, token)
    assert rows() == before

    accept(network, LEA, token)
    with pytest.raises(InvitationExpired):
        accept(network, LEA, token)

    late = invite(network, author, ZOE)
    clock.forward(days=INVITATION_DAYS, seconds=1)
    with pytest.raises(InvitationExpired):
        accept(network, ZOE, late)
    for invented in ("", "x", "é", "\0"):
        with pytest.raises(InvitationExpired):
            accept(network, ZOE, invented)


def test_the_night_forgets_what_is_over(network: Network, author: Member, clock: Ticking) -> None:
    invite(network, author, LEA)
    clock.forward(days=INVITATION_DAYS, seconds=1)
    kept = invite(network, author, ZOE)

    housekeeping.run(network.database, network.secrets, network.authorships, clock())

    with network.database.reading() as session:
        assert len(session.exec(select(Invitation)).all()) == 1
    accept(network, ZOE, kept)


def test_contacts_see_what_waits_and_take_it_back(
    network: Network, author: Member, rows: Rows
) -> None:
    token = invite(network, author, LEA)
    other = network.join()
    (shown,) = waiting(network, author)
    assert (shown.email, shown.role, shown.replaces) == (LEA, "member", None)
    assert shown.until == (network.now() + timedelta(days=INVITATION_DAYS)).date()
    assert waiting(network, other) == []
    before = rows()

    with pytest.raises(NotFound), network.database.writing() as session:
        invitations.end(session, network.secrets, [other.organisation.id], shown.id)
    assert rows() == before
    with network.database.writing() as session:
        invitations.end(session, network.secrets, [author.organisation.id], shown.id)

    with pytest.raises(InvitationExpired):
        accept(network, LEA, token)


def test_a_second_invitation_to_an_address_takes_the_place_of_the_first(
    network: Network, author: Member
) -> None:
    first, second = invite(network, author, LEA), invite(network, author, LEA, "contact")

    assert [each.role for each in waiting(network, author)] == ["contact"]
    with pytest.raises(InvitationExpired):
        accept(network, LEA, first)
    accept(network, LEA, second)
    assert roles(network, author.organisation.id)[LEA] == "contact"


def test_there_are_two_contacts_at_most(network: Network, author: Member) -> None:
    token = invite(network, author, LEA, "contact")
    # One that waits counts: else two could accept for one place.
    with pytest.raises(TooManyContacts):
        invite(network, author, ZOE, "contact")
    accept(network, LEA, token)
    with pytest.raises(TooManyContacts):
        invite(network, author, ZOE, "contact")

    accept(network, ZOE, invite(network, author, ZOE))
    assert sorted(roles(network, author.organisation.id).values()) == [
        "contact", "contact", "member",
    ]  # fmt: skip


def test_a_place_that_was_taken_meanwhile_is_refused(network: Network, author: Member) -> None:
    token = invite(network, author, LEA, "contact")
    enter(network, ZOE, author.organisation.id, "contact")

    with pytest.raises(TooManyContacts):
        accept(network, LEA, token)

    assert LEA not in roles(network, author.organisation.id)


@pytest.mark.parametrize("known", [True, False])
def test_a_contact_hands_over_and_stays_until_the_other_accepts(
    known: bool, network: Network, author: Member
) -> None:
    """To a member, or to somebody who comes for it; also where both places are taken."""
    enter(network, "second@exemple.fr", author.organisation.id, "contact")
    if known:
        enter(network, LEA, author.organisation.id, "member")
    token = invite(network, author, LEA, "contact", replaces=author.viewer.person)
    assert roles(network, author.organisation.id)[author.email] == "contact"

    accept(network, LEA, token)

    assert roles(network, author.organisation.id) == {
        "second@exemple.fr": "contact",
        LEA: "contact",
        author.email: "member",
    }


def test_who_handed_over_and_left_leaves_their_place(network: Network, author: Member) -> None:
    enter(network, "second@exemple.fr", author.organisation.id, "contact")
    token = invite(network, author, LEA, "contact", replaces=author.viewer.person)
    with network.database.writing() as session:
        person = author.viewer.person or ""
        accounts.memberships.depart(session, network.secrets, person, network.now())

    accept(network, LEA, token)

    assert roles(network, author.organisation.id) == {
        "second@exemple.fr": "contact",
        LEA: "contact",
    }


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (lambda network, author: invite(network, author, author.email), AlreadyMember),
        (lambda network, author: invite(network, author, author.email, "contact"), AlreadyMember),
        (lambda network, author: invite(network, author, LEA, "boss"), WrongRole),
        (lambda network, author: invite(network, author, "lea"), accounts.WrongEmail),
    ],
)
def test_what_is_refused_changes_nothing(
    act: Callable[[Network, Member], str],
    kind: type[Refusal],
    network: Network,
    author: Member,
    rows: Rows,
) -> None:
    before = rows()

    with pytest.raises(kind):
        act(network, author)

    assert rows() == before


def test_who_belongs_elsewhere_does_not_join(network: Network, author: Member) -> None:
    other = network.join()
    token = invite(network, author, other.email)

    with pytest.raises(OneOrganisation):
        accept(network, other.email, token)

    assert other.email not in roles(network, author.organisation.id)


def test_so_many_invitations_wait_at_most(network: Network, author: Member) -> None:
    for place in range(OPEN_LIMIT):
        invite(network, author, f"a{place}@exemple.fr")

    with pytest.raises(TooManyInvitations):
        invite(network, author, LEA)

    invite(network, author, "a0@exemple.fr")  # in the place of its own


def test_an_invitation_into_the_network_joins_no_association(
    network: Network, author: Member, federation: Member
) -> None:
    someone(network, LEA)
    with network.database.writing() as session:
        tokens = [
            invitations.invite_association(session, network.secrets, owner, LEA, network.now())
            for owner in (federation.organisation.id, MODERATORS)
        ]

    for token in tokens:
        with pytest.raises(InvitationExpired):
            accept(network, LEA, token)
    into = invite(network, author, LEA)
    person = someone(network, LEA)
    with pytest.raises(InvitationExpired), network.database.writing() as session:
        invitations.spend(session, network.secrets, person, into, network.now())
    with network.database.writing() as session:
        invitations.spend(session, network.secrets, person, tokens[0], network.now())


def test_a_federation_does_not_see_who_came_by_its_invitations(
    network: Network, federation: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "WELCOME_LIMIT", 2)

    def send(email: str) -> str:
        with network.database.writing() as session:
            return invitations.invite_association(
                session, network.secrets, federation.organisation.id, email, network.now()
            )

    token, _ = send(LEA), send(ZOE)
    before = waiting(network, federation)
    person = someone(network, LEA)
    with network.database.writing() as session:
        invitations.spend(session, network.secrets, person, token, network.now())

    assert waiting(network, federation) == before
    with pytest.raises(TooManyInvitations):
        send("autre@exemple.fr")
    with pytest.raises(InvitationExpired), network.database.writing() as session:
        invitations.spend(session, network.secrets, person, token, network.now())
    with network.database.writing() as session:
        mine = [federation.organisation.id]
        invitations.end(session, network.secrets, mine, before[0].id)
    send(LEA)


def test_all_invitations_have_one_length(network: Network, author: Member) -> None:
    invite(network, author, LEA)
    invite(network, author, f"{'a' * 200}@exemple.fr", "contact", author.viewer.person)

    with network.database.reading() as session:
        assert len({len(row.sealed) for row in session.exec(select(Invitation)).all()}) == 1
