import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from commons import (
    authorship,
    deposits,
    keys,
    library,
    organisations,
    outbox,
    publishing,
    reciprocity,
    releases,
    rights,
    vocabulary,
)
from commons.deposits import BEGIN, CEASE, TOGETHER, NearlyOpen, WrongTopic
from commons.library import Publication
from tests.commons.conftest import Member, Network, Rows, case_study
from tests.conftest import Ticking

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


class Falls:
    """Dice that always fall the same."""

    def __init__(self, value: float) -> None:
        self.value = value

    def random(self) -> float:
        return self.value


NEVER: Any = Falls(1.0)
ALWAYS: Any = Falls(0.0)


def deposit(
    network: Network, member: Member, topic: str = "letter", **terms: Any
) -> publishing.Share:
    prepared = network.preview(member, network.write(member, case_study(), **terms))
    return network.share(member, prepared, way="mutual-deposit", topic=topic)


def monday(network: Network, clock: Ticking, dice: Any = NEVER) -> int:
    """The next weekly moment comes, and what is due then happens."""
    clock.now = releases.next_batch(clock.now) + timedelta(minutes=1)
    with network.database.writing() as session:
        return deposits.count(session, network.secrets, network.authorships, clock(), dice)


def readers_see(network: Network, month: int = 999912) -> set[str]:
    with network.database.reading() as session:
        everybody = rights.Readable(frozenset(rights.AUDIENCES), month)
        return {each.id for each in library.latest(session, everybody, 1000)}


def told(network: Network, member: Member) -> set[str]:
    with network.database.reading() as session:
        return {
            deposits.progress(session, network.secrets, each.topic, each.moment, network.now())
            for each in publishing.mine(session, network.authorships, member.viewer)
            if each.topic
        }


# -- rules -----------------------------------------------------------------------------------------


def test_every_topic_has_its_number() -> None:
    codes = [*vocabulary.terms("channels"), *vocabulary.terms("themes")]

    assert len({deposits.number(code) for code in codes}) == len(codes)
    assert {deposits.topic_of(deposits.number(code)) for code in codes} == {*codes}
    assert deposits.topic_of(None) is deposits.topic_of(1) is None


def test_a_practice_is_deposited_on_its_own_topics_only() -> None:
    practice = case_study(channels=("letter",), themes=("membership",))

    assert deposits.check(practice, "letter") == "letter"
    assert deposits.check(practice, "membership") == "membership"
    for topic in ("email", "", None):
        with pytest.raises(WrongTopic):
            deposits.check(practice, topic)


@pytest.mark.parametrize("chances", [BEGIN, CEASE])
def test_one_deposit_more_changes_little_of_what_is_told(chances: tuple[float, ...]) -> None:
    """Whatever is told in a week is at most four times as likely with one other's act as without.

    It is possible with both: nobody learns for sure of a single act, whatever else they know.
    """
    assert len(chances) == TOGETHER
    for without, with_it in itertools.pairwise(chances):
        for one, other in ((without, with_it), (1 - without, 1 - with_it)):
            assert 0 < one < 1
            assert 0.25 <= one / other <= 4


# -- from the deposit to the opening ---------------------------------------------------------------


def test_a_deposit_waits_unseen_and_five_associations_open_together(
    network: Network, clock: Ticking
) -> None:
    given = [deposit(network, network.join()) for _ in range(TOGETHER - 1)]
    assert all(each.waits and each.release is None and each.topic == "letter" for each in given)
    assert monday(network, clock) == 0
    with network.database.writing() as session:
        assert releases.release(session, network.authorships, clock()) == 0
        assert outbox.waiting(session, outbox.INDEX, 10) == {}
    assert readers_see(network) == set()

    given.append(deposit(network, network.join()))
    with network.database.writing() as session:
        # The week is counted already: what comes within it is seen on the next Monday.
        assert deposits.count(session, network.secrets, network.authorships, clock()) == 0

    assert monday(network, clock) == TOGETHER
    ids = {each.item.id for each in given}
    assert readers_see(network, 202603) == ids
    with network.database.reading() as session:
        assert outbox.waiting(session, outbox.INDEX, 10).keys() == ids
        assert {row.month for row in session.exec(select(Publication))} == {202603}
        known = network.authorships.releases(session, ids)
    # Like any other from now on: for moderation, for the rule of seven days, for drafts' ends.
    assert {*known.values()} == {clock().replace(microsecond=0)}


def test_an_association_that_deposits_twice_counts_once_and_both_open(
    network: Network, clock: Ticking
) -> None:
    members = [network.join() for _ in range(TOGETHER)]
    for member in [members[0], *members[:-1]]:
        deposit(network, member)
    assert monday(network, clock) == 0

    deposit(network, members[-1])

    assert monday(network, clock) == TOGETHER + 1


def test_only_the_same_topic_and_verified_associations_count(
    network: Network, clock: Ticking
) -> None:
    members = [network.join() for _ in range(TOGETHER)]
    for member in members:
        deposit(network, member)
    deposit(network, network.join(), "membership")
    with network.database.writing() as session:
        organisations.refuse(session, network.secrets, members[0].organisation.id, "à revoir")
    assert monday(network, clock) == 0

    deposit(network, network.join())

    assert monday(network, clock) == TOGETHER
    with network.database.reading() as session:
        assert len(library.waiting_ids(session)) == 2


def test_a_deposit_may_be_taken_back_before_and_never_appears(
    network: Network, clock: Ticking
) -> None:
    members = [network.join() for _ in range(TOGETHER)]
    shares = [deposit(network, member) for member in members]

    network.withdraw(members[0], shares[0].item.id)

    assert monday(network, clock) == 0
    deposit(network, network.join())
    assert monday(network, clock) == TOGETHER
    assert shares[0].item.id not in readers_see(network)


def test_under_embargo_a_deposit_counts_from_its_month_on_and_keeps_its_audience(
    network: Network, clock: Ticking
) -> None:
    last = deposit(network, network.join(), embargo="2026-05", audience="contributors")
    for _ in range(TOGETHER - 1):
        deposit(network, network.join())
    assert monday(network, clock) == 0

    clock.now = datetime(2026, 5, 1, tzinfo=UTC)

    assert monday(network, clock) == TOGETHER
    with network.database.reading() as session:
        item = library.items(session, [last.item.id])[last.item.id]
    assert (item.month, item.visible_from, item.audience) == (202605, 202605, "contributors")


def test_a_deposit_counts_as_giving_once_it_is_open(network: Network, clock: Ticking) -> None:
    member = network.join()
    clock.forward(days=reciprocity.WELCOME_DAYS)
    deposit(network, member)

    def gives() -> bool:
        with network.database.reading() as session:
            return reciprocity.contributes(
                session, network.secrets, network.authorships, member.organisation, clock()
            )

    assert not gives()
    for _ in range(TOGETHER - 1):
        deposit(network, network.join())
    monday(network, clock)
    assert gives()


# -- what is told, and what is not -----------------------------------------------------------------


def test_nothing_in_clear_tells_a_deposit_from_what_waits_for_another_reason(
    network: Network, author: Member
) -> None:
    network.publish(author)
    prepared = network.preview(author, network.write(author))
    waiting = {network.share(author, prepared).item.id, deposit(network, author).item.id}

    with network.database.reading() as session:
        rows = [row for row in session.exec(select(Publication)) if row.id in waiting]
        seals = [row for row in session.exec(select(authorship.Seal))]
    assert len({tuple(row.model_dump(exclude={"id"}).values()) for row in rows}) == 1
    assert len({len(row.blob) for row in seals}) == 1


def test_a_depositor_is_told_on_mondays_only_and_one_without_a_deposit_nothing(
    network: Network, clock: Ticking, rows: Rows
) -> None:
    one, other = network.join(), network.join()
    deposit(network, one)
    assert (told(network, one), told(network, other)) == ({"untold"}, set())

    monday(network, clock)
    assert told(network, one) == {"some"}
    before = rows()
    deposit(network, other)
    with network.database.writing() as session:
        deposits.count(session, network.secrets, network.authorships, clock(), ALWAYS)
    assert rows()["nearly_open"] == before["nearly_open"] == []
    assert (told(network, one), told(network, other)) == ({"some"}, {"untold"})

    monday(network, clock, ALWAYS)
    assert told(network, one) == told(network, other) == {"almost"}
    monday(network, clock, NEVER)
    assert told(network, one) == {"almost"}
    monday(network, clock, ALWAYS)
    assert told(network, one) == {"some"}


def test_an_opening_changes_no_private_row(network: Network, clock: Ticking, rows: Rows) -> None:
    for _ in range(TOGETHER):
        deposit(network, network.join())
    private = rows(private=True)

    assert monday(network, clock) == TOGETHER

    after = rows(private=True)
    assert {name for name in after if after[name] != private[name]} == {"mark"}


def test_an_opened_topic_begins_anew(network: Network, clock: Ticking) -> None:
    for _ in range(TOGETHER - 1):
        deposit(network, network.join())
    monday(network, clock, ALWAYS)
    deposit(network, network.join())
    assert monday(network, clock, NEVER) == TOGETHER

    with network.database.reading() as session:
        assert session.exec(select(NearlyOpen)).all() == []


def test_another_key_says_the_same(network: Network, clock: Ticking) -> None:
    member, other = network.join(), keys.Keys(b"another key of thirty-two bytes!")
    share = deposit(network, member)
    monday(network, clock, ALWAYS)

    with network.database.writing() as session:
        deposits.rekey(session, network.secrets, other)

    with network.database.reading() as session:
        assert deposits.progress(session, other, "letter", share.moment, clock()) == "almost"
        assert deposits.progress(session, other, "email", share.moment, clock()) == "some"
