from typing import Any

import pytest
from sqlmodel import select

from commons import accounts, arrivals, organisations, vouching
from commons.accounts import invitations, recognition
from commons.accounts.invitations import InvitationExpired, InvitationOfAnother
from commons.accounts.registration import InvitationNeeded
from commons.organisations import Known, NumberMissing, OneOrganisation
from tests.commons.accounts.test_memberships import roles, someone
from tests.commons.conftest import Member, Network, Rows, profile
from tests.conftest import Ticking


def declare(network: Network, email: str, number: int | None, **terms: Any) -> Known:
    person = someone(network, email)
    kind = terms.pop("kind", "association")
    with network.database.writing() as session:
        made = accounts.declare_organisation(
            session,
            network.secrets,
            person,
            profile(rna=number and f"W75{number:07d}", kind=kind),
            network.now(),
            **terms,
        )
        return organisations.known(session, network.secrets, made)


def test_moderated_waits_and_open_does_not(network: Network) -> None:
    waits = declare(network, "a@clocher.example", 1)
    enters = declare(network, "b@clocher.example", 2, registration="open")

    assert (waits.state, enters.state) == ("pending", "verified")
    assert roles(network, waits.id) == {"a@clocher.example": "contact"}


@pytest.mark.parametrize("by_federation", [True, False])
def test_by_invitation_one_needs_the_link_of_a_federation_or_a_moderator(
    by_federation: bool, network: Network, federation: Member, rows: Rows
) -> None:
    owner = federation.organisation.id if by_federation else invitations.MODERATORS
    with network.database.writing() as session:
        token = invitations.invite_association(
            session, network.secrets, owner, "a@clocher.example", network.now()
        )
    for email in ("a@clocher.example", "b@clocher.example"):
        someone(network, email)
    before = rows()

    for email, given, kind in (
        ("a@clocher.example", None, InvitationNeeded),
        ("a@clocher.example", "x", InvitationExpired),
        ("b@clocher.example", token, InvitationOfAnother),
    ):
        with pytest.raises(kind):
            declare(network, email, 1, registration="invitation", invitation=given)
    assert rows() == before
    made = declare(network, "a@clocher.example", 1, registration="invitation", invitation=token)

    # Who may come in is one question, whose number it is another.
    assert (made.state, made.flags) == ("pending", frozenset())
    person = someone(network, "a@clocher.example")
    with pytest.raises(InvitationExpired), network.database.writing() as session:
        invitations.spend(session, network.secrets, person, token, network.now())


def test_a_refused_declaration_leaves_the_invitation_and_the_count(
    network: Network, author: Member, rows: Rows
) -> None:
    with network.database.writing() as session:
        token = invitations.invite_association(
            session, network.secrets, invitations.MODERATORS, "a@clocher.example", network.now()
        )
    someone(network, "a@clocher.example")
    before = rows()

    for terms in ({"invitation": token}, {}):
        with pytest.raises(NumberMissing):
            declare(network, "a@clocher.example", None, **terms)
    with pytest.raises(OneOrganisation):
        declare(network, author.email, 2)

    assert rows() == before


def test_open_registration_is_for_whom_nobody_doubts(network: Network, federation: Member) -> None:
    first = declare(network, "a@clocher.example", 1, registration="open")
    with network.database.writing() as session:
        given = vouching.lines("W750000002\nW750000003;x;c@clocher.example")
        recognition.vouch(session, network.secrets, federation.organisation, given, network.now())

    states = [
        declare(network, f"{who}@clocher.example", number, registration="open").state
        for who, number in (("b", 1), ("d", 2), ("e", 3), ("c", 3))
    ]

    assert (first.state, first.flags) == ("verified", {organisations.UNCHECKED})
    assert states == ["pending", "pending", "pending", "verified"]


@pytest.mark.parametrize("registration", ["open", "moderated"])
def test_a_wave_from_one_domain_waits_apart(registration: str, network: Network) -> None:
    made = [
        declare(network, f"a{place}@wave.example", place, registration=registration)
        for place in range(1, arrivals.DOMAIN_LIMIT + 2)
    ]

    expected = "verified" if registration == "open" else "pending"
    assert [each.state for each in made] == [expected] * arrivals.DOMAIN_LIMIT + ["pending"]
    assert [organisations.APART in each.flags for each in made] == [
        *([False] * arrivals.DOMAIN_LIMIT), True,
    ]  # fmt: skip
    elsewhere = declare(network, "a@quiet.example", 99, registration=registration)
    assert elsewhere.state == expected
    assert organisations.APART not in elsewhere.flags


def test_those_of_a_public_provider_are_no_wave(network: Network) -> None:
    for place in range(1, arrivals.DOMAIN_LIMIT + 3):
        provider = ("gmail.com", "orange.fr", "FREE.fr")[place % 3]
        assert declare(network, f"a{place}@{provider}", place).flags == frozenset()


def test_a_day_has_its_cap_and_the_next_day_another(
    network: Network, clock: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "DAY_LIMIT", 3)
    for place in range(1, 4):
        assert not declare(network, f"a@d{place}.example", place).flags

    assert declare(network, "a@d4.example", 4).flags == {organisations.APART}

    clock.forward(days=1)
    assert not declare(network, "a@d5.example", 5).flags


def test_a_domain_is_forgiven_after_the_window(network: Network, clock: Ticking) -> None:
    for place in range(1, arrivals.DOMAIN_LIMIT + 1):
        declare(network, f"a{place}@wave.example", place)
    clock.forward(days=arrivals.WINDOW_DAYS)

    with network.database.writing() as session:
        arrivals.forget_expired(session, network.secrets, clock())
        assert not arrivals.note(session, network.secrets, "x@wave.example", clock())
        assert arrivals.note(session, network.secrets, "x@wave.example", clock()) is False


def test_the_invited_are_no_wave(network: Network) -> None:
    for place in range(1, arrivals.DOMAIN_LIMIT + 3):
        email = f"a{place}@wave.example"
        with network.database.writing() as session:
            token = invitations.invite_association(
                session, network.secrets, invitations.MODERATORS, email, network.now()
            )
        assert not declare(network, email, place, invitation=token).flags


def test_rows_of_arrivals_tell_neither_provider_nor_moment(network: Network) -> None:
    emails = ("a@gmail.com", "b@gmail.com", "c@wave.example", "d@wave.example")
    for place, email in enumerate(emails, start=1):
        declare(network, email, place)

    with network.database.reading() as session:
        rows = session.exec(select(arrivals.Arrival)).all()
    assert len({len(row.sealed) for row in rows}) == 1
    # Two of four share a domain that tells something; which one is keyed.
    assert len({row.domain_hash for row in rows}) == 3
    assert all(len(row.domain_hash) == 64 for row in rows)
