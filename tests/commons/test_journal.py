"""The journal of an account: what, on which day, how often; sealed, for six months."""

from datetime import timedelta

from sqlmodel import select

from commons import journal, keys
from commons.accounts import links
from commons.database import Database
from tests.commons.conftest import Network
from tests.conftest import Ticking


def told(network: Network, owner: str) -> list[tuple[str, str, int]]:
    with network.database.reading() as session:
        found = journal.entries(session, network.secrets, owner, network.now())
    return [(each.day.isoformat(), each.kind, each.count) for each in found]


def test_signing_in_is_counted_by_day_for_its_owner_alone(network: Network, clock: Ticking) -> None:
    author, other = network.join(), network.join()
    clock.forward(days=1)
    for _ in range(2):
        with network.database.writing() as session:
            token = links.request_link(session, network.secrets, author.email, clock())
            links.sign_in(session, network.secrets, token, clock())

    assert told(network, author.viewer.person or "") == [
        ("2026-03-11", "signed-in", 2),
        ("2026-03-10", "signed-in", 1),
    ]
    assert told(network, other.viewer.person or "") == [("2026-03-10", "signed-in", 1)]


def test_six_months_later_nothing_is_left(network: Network, clock: Ticking) -> None:
    person = network.join().viewer.person or ""
    clock.forward(days=journal.DAYS_KEPT - 1)
    with network.database.writing() as session:
        journal.note(session, network.secrets, person, "exported", clock())
        journal.forget_expired(session, network.secrets, clock())
    assert [kind for _, kind, _ in told(network, person)] == ["exported", "signed-in"]

    clock.forward(days=1)
    assert [kind for _, kind, _ in told(network, person)] == ["exported"]
    clock.now += timedelta(days=journal.DAYS_KEPT)
    with network.database.writing() as session:
        journal.forget_expired(session, network.secrets, clock())

    with network.database.reading() as session:
        assert session.get(journal.JournalRow, journal._digest(network.secrets, person)) is None


def test_a_row_is_of_one_length_whatever_happened(
    sqlite: Database, secrets: keys.Keys, clock: Ticking
) -> None:
    lengths = set()
    for _ in range(40):
        clock.forward(days=1)
        for kind in journal.KINDS:
            with sqlite.writing() as session:
                journal.note(session, secrets, "somebody", kind, clock())
        with sqlite.reading() as session:
            (row,) = session.exec(select(journal.JournalRow)).all()
            lengths.add(len(row.sealed))

    assert len(lengths) == 1


def test_failures_wait_in_memory_and_are_taken_once() -> None:
    failures = journal.Failures()
    failures.count("claire", "password-failed")
    failures.count("claire", "password-failed")

    assert failures.take() == {("claire", "password-failed"): 2}
    assert failures.take() == {}
