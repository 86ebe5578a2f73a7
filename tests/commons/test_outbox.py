from sqlmodel import select

from commons import outbox
from commons.database import Database
from commons.outbox import OutboxRow


def announce(database: Database, *told: tuple[str, int]) -> None:
    with database.writing() as session:
        for publication, version in told:
            outbox.announce(session, publication, version)


def waiting(database: Database, limit: int = 100) -> dict[str, int]:
    with database.reading() as session:
        return outbox.waiting(session, outbox.INDEX, limit)


def test_an_announcement_waits_until_it_is_done(database: Database) -> None:
    announce(database, ("a", 1), ("b", 1))
    assert waiting(database) == {"a": 1, "b": 1}

    with database.writing() as session:
        outbox.done(session, outbox.INDEX, [("a", 1)])

    assert waiting(database) == {"b": 1}


def test_only_the_newest_version_waits(database: Database) -> None:
    announce(database, ("a", 1))
    announce(database, ("a", 2), ("a", 3))

    assert waiting(database) == {"a": 3}


def test_a_newer_version_is_not_forgotten_with_the_one_that_was_pushed(
    database: Database,
) -> None:
    announce(database, ("a", 1))
    pushed = waiting(database)
    announce(database, ("a", 2))

    with database.writing() as session:
        outbox.done(session, outbox.INDEX, pushed.items())

    assert waiting(database) == {"a": 2}


def test_a_sink_forgets_only_what_was_its_own(database: Database) -> None:
    announce(database, ("a", 1))
    with database.writing() as session:
        session.add(OutboxRow(sink="other", publication_id="a", version=1))

    with database.writing() as session:
        outbox.done(session, "other", [("a", 1)])

    assert waiting(database) == {"a": 1}


def test_the_backlog_counts_one_sink_and_a_page_is_bounded(database: Database) -> None:
    announce(database, *((str(place), 1) for place in range(5)))
    with database.writing() as session:
        session.add(OutboxRow(sink="other", publication_id="a", version=1))

    with database.reading() as session:
        assert outbox.backlog(session, outbox.INDEX) == 5
        assert outbox.backlog(session, "other") == 1
        assert outbox.backlog(session, "none") == 0
    assert len(waiting(database, limit=2)) == 2


def test_an_announcement_holds_an_identity_only(database: Database) -> None:
    announce(database, ("a", 1))

    with database.reading() as session:
        (row,) = session.exec(select(OutboxRow)).all()
    assert row.model_dump() == {
        "sink": "index", "publication_id": "a", "version": 1, "refused": None,
    }  # fmt: skip


def test_many_are_announced_as_one_by_one(database: Database) -> None:
    with database.writing() as session:
        outbox.keep(session, {outbox.INDEX, "other"})
        outbox.announce(session, "a", 1)
        outbox.refuse(session, "other", "a", 1, "document")

        outbox.announce_all(session, {"a": 2, "b": 1})

    with database.reading() as session:
        for sink in (outbox.INDEX, "other"):
            assert outbox.waiting(session, sink, 9) == {"a": 2, "b": 1}
        assert outbox.dead(session) == []


def test_what_nobody_feeds_is_announced_to_nobody(database: Database) -> None:
    with database.writing() as session:
        outbox.keep(session, set())

        outbox.announce_all(session, {"a": 2})

        assert session.exec(select(OutboxRow)).all() == []


def test_an_announcement_is_undone_with_what_it_announced(database: Database) -> None:
    with database.writing() as session:
        outbox.announce(session, "a", 1)
        session.rollback()

    assert waiting(database) == {}
