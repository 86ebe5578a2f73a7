from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from commons import clock as calendar
from commons import (
    departure,
    figures,
    housekeeping,
    keys,
    merging,
    organisations,
    reciprocity,
    vouching,
)
from commons.accounts import invitations, recognition
from commons.figures import (
    Figure,
    NothingCounted,
    Observation,
    TooManyContributions,
    TooManyObservations,
)
from commons.organisations import Known
from commons.reciprocity import Contribution, Grant, TooFewVouched, Welcomed
from tests.commons.conftest import Member, Network, Rows
from tests.conftest import Ticking


def contributes(network: Network, organisation: Known, now: datetime) -> bool:
    with network.database.reading() as session:
        return reciprocity.contributes(
            session, network.secrets, network.authorships, organisation, now
        )


@pytest.fixture
def settled(network: Network, author: Member, clock: Ticking) -> Member:
    """An author whose welcome is over."""
    clock.forward(days=reciprocity.WELCOME_DAYS)
    return author


def test_the_welcome_lasts_ninety_days_from_verification(
    network: Network, author: Member, clock: Ticking
) -> None:
    assert contributes(network, author.organisation, clock())
    assert contributes(network, author.organisation, clock.forward(days=89, hours=23))
    assert not contributes(network, author.organisation, clock.forward(hours=1))


def test_there_is_no_welcome_before_verification(network: Network, clock: Ticking) -> None:
    pending = network.join(verified=False)

    assert not contributes(network, pending.organisation, clock())


def test_giving_counts_for_twelve_months_told_in_months(
    network: Network, settled: Member, clock: Ticking
) -> None:
    clock.now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert not contributes(network, settled.organisation, clock())

    network.publish(settled)

    assert contributes(network, settled.organisation, clock())
    assert contributes(network, settled.organisation, datetime(2027, 12, 31, 22, 59, tzinfo=UTC))
    assert not contributes(network, settled.organisation, datetime(2027, 12, 31, 23, tzinfo=UTC))


def test_what_others_give_does_not_count(network: Network, settled: Member, clock: Ticking) -> None:
    network.publish(network.join())

    assert not contributes(network, settled.organisation, clock())


def test_what_was_withdrawn_does_not_count(
    network: Network, settled: Member, clock: Ticking
) -> None:
    item = network.publish(settled)
    assert contributes(network, settled.organisation, clock())

    network.withdraw(settled, item.id)

    assert not contributes(network, settled.organisation, clock())


def test_the_status_is_stored_nowhere(
    network: Network, settled: Member, clock: Ticking, rows: object
) -> None:
    assert callable(rows)
    network.publish(settled)
    before = rows()

    contributes(network, settled.organisation, clock())

    assert rows() == before


# -- figures alone ---------------------------------------------------------------------------------


def contribute(network: Network, member: Member, *observations: Observation) -> None:
    with network.database.writing() as session:
        figures.contribute(
            session,
            member.organisation.data_key,
            figures.owner_hash(network.secrets, member.organisation.id),
            observations,
            {"channels": ["letter"], "themes": []},
            network.now(),
        )


OBSERVED = Observation(metric="response-rate", basis="sent", numerator=87, denominator=1200)


def test_figures_given_alone_count_and_stay_through_the_night(
    network: Network, settled: Member, clock: Ticking
) -> None:
    contribute(network, settled, OBSERVED)

    assert contributes(network, settled.organisation, clock())
    with network.database.writing() as session:
        housekeeping.forget_withdrawn_figures(session, network.secrets, network.authorships)
        assert len(session.exec(select(Figure)).all()) == 1
    assert stands(network, settled, clock()).until == calendar.months_after(
        calendar.month(clock()), 12
    )


def test_nothing_is_counted_as_figures_that_is_none(network: Network, settled: Member) -> None:
    with pytest.raises(NothingCounted):
        contribute(network, settled)
    with pytest.raises(TooManyObservations):
        contribute(network, settled, *[OBSERVED] * 21)
    for _ in range(figures.CONTRIBUTIONS_LIMIT):
        contribute(network, settled, OBSERVED)
    with pytest.raises(TooManyContributions):
        contribute(network, settled, OBSERVED)


# -- what its own people are told ------------------------------------------------------------------


def stands(network: Network, member: Member, now: datetime) -> Contribution:
    with network.database.reading() as session:
        known = organisations.known(session, network.secrets, member.organisation.id)
        found = reciprocity.contribution(session, network.secrets, network.authorships, known, now)
    assert found is not None
    return found


def test_an_organisation_is_told_its_last_month_and_what_prolongs_it(
    network: Network, author: Member, clock: Ticking
) -> None:
    assert stands(network, author, clock()) == Contribution(
        until=202606, months_left=3, welcome=True, granted=False,
        prolonged_by=("publication", "figures"),
    )  # fmt: skip

    network.publish(author)
    assert stands(network, author, clock()) == Contribution(
        until=202703, months_left=12, welcome=False, granted=False,
        prolonged_by=("publication", "figures"),
    )  # fmt: skip
    assert stands(network, author, datetime(2027, 3, 31, 21, 59, tzinfo=UTC)).months_left == 0

    over = stands(network, author, datetime(2027, 3, 31, 22, tzinfo=UTC))
    assert (over.active, over.until, over.months_left) == (False, None, 0)


def test_nothing_is_told_before_verification(network: Network, clock: Ticking) -> None:
    pending = network.join(verified=False).organisation

    with network.database.reading() as session:
        assert (
            reciprocity.contribution(
                session, network.secrets, network.authorships, pending, clock()
            )
            is None
        )


# -- the welcome, once -----------------------------------------------------------------------------


def leave(network: Network, member: Member) -> None:
    with network.database.writing() as session:
        departure.leave(
            session, network.secrets, network.authorships, member.organisation.id, network.now()
        )


def test_who_leaves_and_comes_back_goes_on_with_the_same_welcome(
    network: Network, clock: Ticking
) -> None:
    first = network.join(rna="W291234567", siren="732829320")
    clock.forward(days=60)
    leave(network, first)
    # by any of its numbers, and however often
    second = network.join(rna=None, siren="732829320")
    assert contributes(network, second.organisation, clock())
    clock.forward(days=29)
    leave(network, second)
    third = network.join(rna="W291234567")

    assert contributes(network, third.organisation, clock())
    assert not contributes(network, third.organisation, clock.forward(days=1))
    assert stands(network, third, clock()).until is None


def test_what_is_remembered_of_a_number_says_nothing_without_the_key(
    network: Network, rows: Rows
) -> None:
    leave(network, network.join(rna="W291234567"))

    ((digest, sealed),) = rows()["welcomed"]
    assert "291234567" not in digest
    assert b"291234567" not in sealed


def test_two_entries_made_one_have_the_welcome_of_the_first(
    network: Network, clock: Ticking
) -> None:
    gone = network.join(rna="W291234567")
    clock.forward(days=80)
    kept = network.join(rna=None, siren="732829320")

    with network.database.writing() as session:
        for one, other in ((kept, gone), (gone, kept)):
            invitations.invite(
                session, network.secrets, one.organisation.id, other.email, "member", clock()
            )
        both = kept.organisation.id, gone.organisation.id
        after = merging.merge(session, network.secrets, *both, clock())

    assert contributes(network, after, clock())
    assert not contributes(network, after, clock.forward(days=10))


# -- what a federation opens to all its members ----------------------------------------------------


def vouch(network: Network, federation: Member, *members: Member) -> None:
    numbers = [each.organisation.profile.rna for each in members]
    numbers += [f"W75{place:07d}" for place in range(reciprocity.FEWEST_VOUCHED - len(members))]
    with network.database.writing() as session:
        lines = vouching.lines("\n".join(str(each) for each in numbers))
        recognition.vouch(session, network.secrets, federation.organisation, lines, network.now())


def grant(network: Network, federation: Member, *, open_to_all: bool) -> Grant:
    with network.database.writing() as session:
        return reciprocity.grant(
            session, network.secrets, federation.organisation, open_to_all, network.now()
        )


def test_a_federation_opens_depth_to_all_it_vouches_for_from_the_next_month(
    network: Network, settled: Member, federation: Member, clock: Ticking
) -> None:
    clock.now = datetime(2026, 7, 14, tzinfo=UTC)
    vouch(network, federation, settled)
    assert grant(network, federation, open_to_all=True) == Grant(now=False, coming=True)
    assert not contributes(network, settled.organisation, datetime(2026, 7, 31, 21, tzinfo=UTC))

    clock.now = datetime(2026, 7, 31, 22, tzinfo=UTC)
    assert contributes(network, settled.organisation, clock())
    found = stands(network, settled, clock())
    assert (found.active, found.granted, found.until) == (True, True, None)
    stranger = network.join().organisation
    assert not contributes(network, stranger, clock() + timedelta(days=reciprocity.WELCOME_DAYS))

    assert grant(network, federation, open_to_all=False) == Grant(now=True, coming=False)
    assert grant(network, federation, open_to_all=True) == Grant(now=True, coming=True)
    grant(network, federation, open_to_all=False)
    assert contributes(network, settled.organisation, clock())
    assert not contributes(network, settled.organisation, datetime(2026, 9, 1, tzinfo=UTC))


def test_never_to_one(network: Network, settled: Member, federation: Member) -> None:
    vouch(network, federation, settled)
    with network.database.writing() as session:
        words = vouching.words_of(session, network.secrets, federation.organisation, network.now())
        spare = next(each for each in words if each.number != settled.organisation.profile.rna)
        vouching.withdraw(session, network.secrets, federation.organisation, spare.id)
    with pytest.raises(TooFewVouched):
        grant(network, federation, open_to_all=True)

    # nor by taking back its word for the others afterwards
    vouch(network, federation, settled)
    grant(network, federation, open_to_all=True)
    later = network.now() + timedelta(days=31)
    assert contributes(network, settled.organisation, later)
    with network.database.writing() as session:
        spare = next(
            each
            for each in vouching.words_of(
                session, network.secrets, federation.organisation, network.now()
            )
            if each.number != settled.organisation.profile.rna
        )
        vouching.withdraw(session, network.secrets, federation.organisation, spare.id)
    assert not contributes(network, settled.organisation, later)


def test_a_federation_that_leaves_opens_nothing(
    network: Network, settled: Member, federation: Member, rows: Rows
) -> None:
    vouch(network, federation, settled)
    grant(network, federation, open_to_all=True)

    leave(network, federation)

    assert rows()["depth_grant"] == []


def test_another_key_finds_the_same(
    network: Network, settled: Member, federation: Member, clock: Ticking
) -> None:
    vouch(network, federation, settled)
    grant(network, federation, open_to_all=True)
    leave(network, network.join(rna="W291234567"))
    other = keys.Keys(b"another key of thirty-two bytes!")

    with network.database.writing() as session:
        reciprocity.rekey(session, network.secrets, other)
        known = reciprocity.grant_of(session, other, federation.organisation.id, clock())
        (row,) = session.exec(select(Welcomed)).all()
        digest, held = row.id, other.open("welcomed", row.sealed, row.id)

    assert known == Grant(now=False, coming=True)
    assert digest == other.fingerprint("welcomed-rna", "W291234567")
    assert held["number"] == "W291234567"
