"""Editions of the figures: stored, in force at once, and the shelf watched under them."""

import pytest
from sqlmodel import select

from commons import labels
from commons.database import Database
from commons.labels import editions, population, shelf, versions
from commons.labels.editions import PopulationEdition
from commons.labels.population import ALL
from commons.labels.versions import Said
from tests.commons.conftest import Member, Network, case_study

REGIONS = population.estimates().inputs["regions"]


def everywhere(held: int) -> dict[str, dict[str, int]]:
    """A register with so many associations of each field in each region."""
    fields = population.estimates().fields
    return {code: dict.fromkeys(fields, held) | {ALL: held * len(fields)} for code in REGIONS}


def rows(database: Database) -> list[tuple[int, str]]:
    with database.reading() as session:
        found = session.exec(select(PopulationEdition)).all()
        return sorted((row.number, row.fingerprint) for row in found)


def count(database: Database, held: int) -> population.Population:
    with database.writing() as session:
        return editions.count_anew(session, everywhere(held))


def test_a_new_database_holds_the_estimates_of_this_version(database: Database) -> None:
    assert rows(database) == [(1, population.estimates().fingerprint)]
    with database.reading() as session:
        assert editions.current(session) == population.estimates()
        assert editions.current(session).inputs == population.estimates().inputs


def test_a_count_is_a_new_edition_and_the_same_count_none(database: Database) -> None:
    first, again, other = (count(database, held) for held in (1000, 1000, 1200))

    assert [number for number, _ in rows(database)] == [1, 2, 3]
    assert (first.number, again.number, other.number) == (2, 2, 3)
    assert other.counted["53"]["sport"] == 1200
    with database.reading() as session:
        assert editions.current(session) == other
        assert [each.number for each in editions.history(session)] == [1, 2, 3]


def test_new_estimates_leave_what_was_counted(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(sqlite, 1000)
    brought = dict(population._read("population.toml"))
    brought["total"] = brought["total"] | {"low": 1_300_000}
    known = {"population.toml": brought, "selectivity.toml": population._read("selectivity.toml")}
    monkeypatch.setattr(population, "_read", known.__getitem__)

    for _ in range(2):
        with sqlite.writing() as session:
            editions.keep_estimates(session)

    with sqlite.reading() as session:
        newest = editions.current(session)
        before = editions.history(session)[1]
    assert (newest.number, newest.inputs["total"]) == (3, 1_300_000)
    assert newest.counted["53"]["sport"] == 1000
    assert before.inputs["total"] == 1_270_000


def test_an_edition_is_in_force_for_the_next_preview(network: Network, author: Member) -> None:
    draft = network.write(author, case_study(channels=("email",)))
    before = network.preview(author, draft).labels

    count(network.database, 10)

    after = network.preview(author, draft).labels
    assert len(before.sizes) == 1
    assert after.matching < before.matching
    assert after.sizes == ("small", "medium", "large")
    assert after.field is None


def test_a_class_that_shrinks_is_told_and_below_fifty_it_is_alarming(
    network: Network, author: Member
) -> None:
    network.publish(author, case_study(channels=("email",)))
    with network.database.reading() as session:
        assert shelf.small_classes(session) == []

    count(network.database, 400)
    with network.database.reading() as session:
        (small,) = shelf.small_classes(session)

    assert small.said.field == "culture"
    assert small.said.facts.channels == {"email"}
    assert (small.publications, small.needed, small.alarming) == (1, 200, False)
    assert labels.ALARM <= small.held < small.needed

    count(network.database, 10)
    with network.database.reading() as session:
        (smaller,) = shelf.small_classes(session)
    assert smaller.alarming


def test_an_unsaid_field_is_watched_as_the_remaining_ones_of_any_edition(
    database: Database,
) -> None:
    count(database, 1000)
    of = labels.Facts(frozenset({"crowdfunding"}), frozenset(), frozenset())
    with database.reading() as session:
        known = editions.history(session)
    remaining = [set(labels.menu(each, of).read_fields(("small",), None) or ()) for each in known]

    found = {*versions.meanings(known, Said(of, ("small",), None, None))}

    everything = set(population.estimates().fields)
    assert remaining[0] != remaining[1]
    assert {each.fields for each in found} == {frozenset(each or everything) for each in remaining}


def test_what_tells_nothing_is_small_only_when_alarming(network: Network, author: Member) -> None:
    network.publish(author, case_study(channels=("bank-round-up", "mobile-bill")))

    with network.database.reading() as session:
        assert shelf.small_classes(session) == []
    count(network.database, 1000)

    with network.database.reading() as session:
        (small,) = shelf.small_classes(session)
    assert (small.needed, small.alarming) == (0, True)
