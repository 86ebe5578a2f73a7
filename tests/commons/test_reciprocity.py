from datetime import UTC, datetime

import pytest

from commons import reciprocity
from commons.organisations import Known
from tests.commons.conftest import Member, Network
from tests.conftest import Ticking


def contributes(network: Network, organisation: Known, now: datetime) -> bool:
    with network.database.reading() as session:
        return reciprocity.contributes(session, network.authorships, organisation, now)


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
