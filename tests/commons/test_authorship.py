import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from commons import authorship, keys, publishing
from commons.authorship import AlreadyPublished, Authorship, Authorships, Seal, Shelf
from commons.database import Database
from commons.keys import KeyProblem, Keys
from commons.refusals import NotFound
from tests.commons.conftest import Member, Network, Rows, statements

NOW = datetime(2026, 3, 10, 9, 0, 7, tzinfo=UTC)
FORM = 12 + 16 + 16 + 16 + 8  # nonce, tag, two ids, a moment


def written(organisation: str | None = None, moment: datetime = NOW) -> Authorship:
    owner = organisation or keys.new_id()
    return Authorship(keys.new_id(), owner, keys.new_id(), moment, moment)


def seal(database: Database, secrets: Keys, *deeds: Authorship) -> None:
    with database.writing() as session:
        authorship.hold(session)
        for deed in deeds:
            authorship.seal(session, secrets, deed)


def of(database: Database, authorships: Authorships, organisation: str) -> set[str]:
    with database.reading() as session:
        return {each.publication_id for each in authorships.of(session, organisation)}


def test_a_seal_opens_to_what_was_sealed_at_a_fixed_length(
    database: Database, secrets: Keys
) -> None:
    deeds = [
        written(moment=datetime(1971, 1, 1, tzinfo=UTC)),
        written(moment=datetime(2199, 12, 31, 23, 59, 59, tzinfo=UTC)),
        replace(written(), release=NOW + timedelta(days=14, seconds=1)),
        replace(written(), release=NOW + timedelta(days=1200)),
    ]

    seal(database, secrets, *deeds)

    with database.reading() as session:
        rows = session.exec(select(Seal)).all()
        assert {authorship.unseal(secrets, row) for row in rows} == set(deeds)
        assert {len(row.blob) for row in rows} == {FORM}


def test_a_seal_opens_only_in_its_row_and_with_its_key(database: Database, secrets: Keys) -> None:
    one, two = written(), written()
    seal(database, secrets, one, two)

    with database.reading() as session:
        first = session.get_one(Seal, one.publication_id)
        second = session.get_one(Seal, two.publication_id)
        moved = Seal(publication_id=first.publication_id, draft_hash="", blob=second.blob)
        with pytest.raises(KeyProblem):
            authorship.unseal(secrets, moved)
        with pytest.raises(KeyProblem):
            authorship.unseal(Keys(bytes(32)), first)


def test_nothing_of_a_seal_stands_in_clear(database: Database, secrets: Keys, rows: Rows) -> None:
    deed = written()

    seal(database, secrets, deed)

    found = repr(rows()).encode()
    for secret in (deed.organisation, deed.draft):
        assert secret.encode() not in found
        assert uuid.UUID(secret).hex.encode() not in found
        assert repr(uuid.UUID(secret).bytes)[2:-1].encode() not in found


def test_a_draft_is_sealed_once(database: Database, secrets: Keys, rows: Rows) -> None:
    deed = written()
    seal(database, secrets, deed)
    before = rows()

    again = replace(deed, publication_id=keys.new_id())
    with pytest.raises(AlreadyPublished):
        seal(database, secrets, again)

    assert rows() == before
    with database.reading() as session:
        assert authorship.is_published(session, secrets, deed.draft)
        assert not authorship.is_published(session, secrets, keys.new_id())


def test_a_broken_seal_frees_its_draft(database: Database, secrets: Keys) -> None:
    deed, other = written(), written()
    seal(database, secrets, deed, other)

    with database.writing() as session:
        authorship.hold(session)
        authorship.break_seal(session, deed.publication_id)

    with database.reading() as session:
        assert not authorship.is_published(session, secrets, deed.draft)
        assert authorship.is_published(session, secrets, other.draft)


def test_holding_counts_even_where_the_shelf_has_no_row(database: Database) -> None:
    for expected in (1, 2):
        with database.writing() as session:
            authorship.hold(session)
            assert session.exec(select(Shelf.generation)).all() == [expected]
    with database.writing() as session:
        session.delete(session.get_one(Shelf, "shelf"))
    with database.writing() as session:
        authorship.hold(session)
        assert session.exec(select(Shelf.generation)).all() == [1]


def test_the_map_gathers_by_organisation_oldest_first(
    database: Database, secrets: Keys, authorships: Authorships
) -> None:
    own = [written("1" * 8 + keys.new_id()[8:], NOW + timedelta(days=day)) for day in (3, 1, 2)]
    own = [replace(each, organisation=own[0].organisation) for each in own]
    other = written()
    seal(database, secrets, *own, other)

    with database.reading() as session:
        assert authorships.of(session, own[0].organisation) == (own[1], own[2], own[0])
        assert authorships.of(session, other.organisation) == (other,)
        assert authorships.of(session, keys.new_id()) == ()
        assert authorships.by_draft(session) == {each.draft: each for each in (*own, other)}


def test_the_map_is_read_again_only_when_the_shelf_changed(
    database: Database, secrets: Keys, authorships: Authorships
) -> None:
    first = written()
    seal(database, secrets, first)
    of(database, authorships, first.organisation)

    with statements(database) as sent:
        assert of(database, authorships, first.organisation) == {first.publication_id}
    assert len(sent) == 1

    second = written(first.organisation)
    seal(database, secrets, second)
    assert of(database, authorships, first.organisation) == {
        first.publication_id,
        second.publication_id,
    }


def test_the_map_in_another_process_learns_of_what_it_did_not_do(
    database: Database, secrets: Keys, network: Network, author: Member
) -> None:
    elsewhere = Authorships(secrets)
    item = network.publish(author)
    assert of(database, elsewhere, author.organisation.id) == {item.id}

    network.withdraw(author, item.id)

    assert of(database, elsewhere, author.organisation.id) == set()


def test_the_map_forgets_what_was_withdrawn(
    database: Database, authorships: Authorships, network: Network, author: Member
) -> None:
    kept, gone = network.publish(author), network.publish(author)

    network.withdraw(author, gone.id)

    assert of(database, authorships, author.organisation.id) == {kept.id}


def test_the_map_misses_nothing_after_a_refused_withdrawal(
    database: Database, authorships: Authorships, network: Network, author: Member
) -> None:
    first, other = network.publish(author), network.join()
    with pytest.raises(NotFound):
        network.withdraw(other, first.id)

    second = network.publish(author)

    assert of(database, authorships, author.organisation.id) == {first.id, second.id}


def test_the_map_keeps_nothing_of_a_publication_that_was_undone(
    database: Database, secrets: Keys, authorships: Authorships, network: Network, author: Member
) -> None:
    prepared = network.preview(author, network.write(author))

    def undone(session: Session) -> None:
        publishing.publish(session, secrets, authorships, author.viewer, prepared, 1, NOW)
        # Whoever acts sees the act at once, before it is kept.
        assert len(publishing.mine(session, authorships, author.viewer)) == 1
        raise RuntimeError

    def attempt() -> None:
        with database.writing() as session:
            undone(session)

    with pytest.raises(RuntimeError):
        attempt()
    other = network.publish(network.join())

    assert of(database, authorships, author.organisation.id) == set()
    with database.reading() as session:
        assert {e.publication_id for e in authorships.by_draft(session).values()} == {other.id}
