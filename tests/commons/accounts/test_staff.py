"""Roles of people who look after the site: sealed, kept apart from everything else."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from commons import accounts, keys, merging
from commons.accounts import invitations, memberships, staff
from commons.accounts.staff import LastOperator, Staff
from commons.database import Database
from commons.refusals import NotFound
from tests.commons.accounts.test_memberships import enter
from tests.commons.conftest import Member, Network
from tests.conftest import Ticking


def somebody(session: Session, secrets: keys.Keys, name: str) -> str:
    return accounts.person_of(session, secrets, f"{name}@exemple.test")


def test_roles_are_given_and_taken_one_by_one(database: Database, secrets: keys.Keys) -> None:
    with database.writing() as session:
        claire, zoe = (somebody(session, secrets, name) for name in ("claire", "zoe"))
        staff.appoint(session, secrets, claire, "operator")
        staff.appoint(session, secrets, claire, "moderator")
        staff.appoint(session, secrets, claire, "moderator")

        assert staff.roles_of(session, secrets, claire) == {"operator", "moderator"}
        assert staff.roles_of(session, secrets, zoe) == frozenset()
        (known,) = staff.everyone(session, secrets, "moderator")
        assert (known.email, known.roles) == ("claire@exemple.test", {"operator", "moderator"})

        staff.dismiss(session, secrets, claire, "moderator")

        assert staff.roles_of(session, secrets, claire) == {"operator"}
        with pytest.raises(NotFound):
            staff.dismiss(session, secrets, claire, "moderator")
        with pytest.raises(NotFound):
            staff.dismiss(session, secrets, zoe, "operator")


def test_the_last_operator_stays(database: Database, secrets: keys.Keys) -> None:
    with database.writing() as session:
        claire, zoe = (somebody(session, secrets, name) for name in ("claire", "zoe"))
        staff.appoint(session, secrets, claire, "operator")
        with pytest.raises(LastOperator):
            staff.dismiss(session, secrets, claire, "operator")
        staff.appoint(session, secrets, zoe, "operator")

        staff.dismiss(session, secrets, claire, "operator")

        assert [each.person for each in staff.everyone(session, secrets, "operator")] == [zoe]
        assert session.scalar(sa.select(sa.func.count()).select_from(Staff)) == 1


def test_a_row_tells_neither_who_nor_which_role(database: Database, secrets: keys.Keys) -> None:
    with database.writing() as session:
        people = [somebody(session, secrets, name) for name in ("claire", "zoe")]
        staff.appoint(session, secrets, people[0], "operator")
        staff.appoint(session, secrets, people[1], "moderator")
        rows = session.exec(sa.select(Staff)).scalars().all()  # type: ignore[call-overload]

        assert len({len(row.sealed) for row in rows}) == 1
        for row in rows:
            assert not {row.person_hash} & {*people}
            assert b"operator" not in row.sealed


def test_who_left_an_organisation_is_noted_for_a_year_of_staff_alone(
    database: Database, secrets: keys.Keys, clock: Ticking
) -> None:
    with database.writing() as session:
        claire, zoe = (somebody(session, secrets, name) for name in ("claire", "zoe"))
        staff.appoint(session, secrets, claire, "moderator")
        for person in (claire, zoe):
            staff.note_left(session, secrets, person, "first", clock())
        clock.forward(days=1)
        staff.note_left(session, secrets, claire, "second", clock())
        # Another role takes nothing from it.
        staff.appoint(session, secrets, claire, "operator")

        assert staff.left_by(session, secrets, claire, clock()) == {"first", "second"}
        assert staff.left_by(session, secrets, zoe, clock()) == frozenset()

        clock.forward(days=staff.LEFT_DAYS - 1)
        assert staff.left_by(session, secrets, claire, clock()) == {"second"}
        staff.forget_expired(session, secrets, clock())
        assert staff.left_by(session, secrets, claire, clock.now.replace(year=2026)) == {"second"}
        assert staff.roles_of(session, secrets, claire) == {"moderator", "operator"}


def test_who_left_one_of_two_entries_left_the_one_that_stays(
    network: Network, author: Member
) -> None:
    twice = network.join(verified=False, rna=None, siren="732829320")
    colleague = enter(network, "lea@exemple.fr", twice.organisation.id, "member")
    with network.database.writing() as session:
        secrets, now = network.secrets, network.now()
        staff.appoint(session, secrets, colleague, "moderator")
        memberships.depart(session, secrets, colleague, now)
        for one, other in ((author, twice), (twice, author)):
            invitations.invite(session, secrets, one.organisation.id, other.email, "member", now)
        merging.merge(session, secrets, author.organisation.id, twice.organisation.id, now)

        assert staff.left_by(session, secrets, colleague, now) == {author.organisation.id}


def test_another_key_finds_the_same_roles(database: Database, secrets: keys.Keys) -> None:
    other = keys.Keys(b"another key of thirty-two bytes!")
    with database.writing() as session:
        claire = somebody(session, secrets, "claire")
        staff.appoint(session, secrets, claire, "operator")

        staff.rekey(session, secrets, other)

        assert staff.roles_of(session, other, claire) == {"operator"}
        assert staff.roles_of(session, secrets, claire) == frozenset()
        assert session.scalar(sa.select(sa.func.count()).select_from(Staff)) == 1


def test_who_is_forgotten_has_no_role(database: Database, secrets: keys.Keys) -> None:
    with database.writing() as session:
        claire, zoe = (somebody(session, secrets, name) for name in ("claire", "zoe"))
        for person in (claire, zoe):
            staff.appoint(session, secrets, person, "operator")

        accounts.forget_people(session, secrets, {claire})

        assert [each.person for each in staff.everyone(session, secrets, "operator")] == [zoe]
