"""A new address after a backup was put back, and among people who change at once."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from commons import accounts, erasure, keys, ledger
from commons.accounts import addresses, people, sessions
from commons.accounts.people import AddressTaken
from commons.authorship import Authorships
from commons.database import Database
from commons.refusals import NotFound
from tests.commons.at_once import at_once
from tests.conftest import Ticking


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return ledger.path_of(tmp_path / "keys" / "recul.key")


class People:
    """Some people, whose addresses change, each in a transaction of its own."""

    def __init__(self, database: Database, secrets: keys.Keys, now: datetime) -> None:
        self.database, self.secrets, self.now = database, secrets, now

    def add(self, email: str) -> str:
        with self.database.writing() as session:
            return accounts.person_of(session, self.secrets, email)

    def change(self, person: str, email: str) -> None:
        with self.database.writing() as session:
            token = addresses.request_change(session, self.secrets, person, email, self.now)
            assert token
            addresses.change(session, self.secrets, person, token, self.now)

    def whose(self, email: str) -> str:
        with self.database.reading() as session:
            return accounts.find_person(session, self.secrets, email)

    def known(self, *emails: str) -> list[str | None]:
        """Who signs in by these addresses."""
        found: list[str | None] = []
        with self.database.reading() as session:
            for email in emails:
                try:
                    found.append(people.find_person(session, self.secrets, email))
                except NotFound:
                    found.append(None)
        return found


@pytest.fixture
def those(sqlite: Database, secrets: keys.Keys, clock: Ticking) -> People:
    return People(sqlite, secrets, clock())


@pytest.fixture
def older(
    sqlite: Database, those: People, secrets: keys.Keys, path: Path, tmp_path: Path
) -> Iterator[People]:
    """What a backup holds: three people by the addresses they had then."""
    with sqlite.writing() as session:
        ledger.settle(session, secrets, path)
    for name in "abc":
        those.add(f"{name}@exemple.fr")
    kept = tmp_path / "older.sqlite"
    with (
        closing(sqlite3.connect(sqlite.engine.url.database or "")) as read,
        closing(sqlite3.connect(kept)) as written,
    ):
        read.backup(written)
    database = Database(f"sqlite:///{kept}")
    yield People(database, secrets, those.now)
    database.close()


def put_back(then: People, path: Path, authorships: Authorships) -> int:
    """Erase again in a backup what the ledger names, as a site does before it opens."""
    with then.database.writing() as session:
        ledger.settle(session, then.secrets, path)
        return erasure.replay(session, then.secrets, authorships, path, "2000-01", then.now)


def test_a_backup_brings_no_old_address_back(
    those: People, older: People, path: Path, authorships: Authorships
) -> None:
    first, second, third = (those.whose(f"{each}@exemple.fr") for each in "abc")
    # Each takes what another left, and the first comes back to what it had.
    those.change(first, "x@exemple.fr")
    those.change(second, "a@exemple.fr")
    those.change(third, "b@exemple.fr")
    those.change(second, "y@exemple.fr")
    those.change(first, "a@exemple.fr")
    ledger.carry_out(those.database, those.secrets, path)
    everything = ["a@exemple.fr", "b@exemple.fr", "c@exemple.fr", "x@exemple.fr", "y@exemple.fr"]
    expected = [first, third, None, None, second]
    assert those.known(*everything) == expected

    assert put_back(older, path, authorships) == 5

    assert older.known(*everything) == expected
    assert put_back(older, path, authorships) == 0
    # And goes on from there, as if nothing had been.
    older.change(first, "z@exemple.fr")
    ledger.carry_out(older.database, older.secrets, path)
    assert put_back(those, path, authorships) == 1
    assert those.known("a@exemple.fr", "z@exemple.fr") == [None, first]


def test_whoever_changed_and_then_left_is_erased_again(
    those: People, older: People, path: Path, authorships: Authorships
) -> None:
    first = those.whose("a@exemple.fr")
    those.change(first, "x@exemple.fr")
    those.change(first, "y@exemple.fr")
    ledger.carry_out(those.database, those.secrets, path)
    assert addresses_in(those, path) == {"x@exemple.fr", "y@exemple.fr"}
    with those.database.writing() as session:
        erasure.erase_account(session, those.secrets, first, those.now)
    those.add("x@exemple.fr")
    ledger.carry_out(those.database, those.secrets, path)

    assert addresses_in(those, path) == addresses_in(those) == set()
    put_back(older, path, authorships)

    assert older.known("a@exemple.fr", "x@exemple.fr") == [None, None]
    ledger.carry_out(older.database, older.secrets, path)
    assert addresses_in(older, path) == addresses_in(older) == set()
    assert put_back(older, path, authorships) == 0


def addresses_in(those: People, path: Path | None = None) -> set[str]:
    """What the ledger's file holds of addresses, or its rows."""
    with those.database.reading() as session:
        own = ledger._key(session, those.secrets)
        entries = {row.hash: row.sealed for row in session.exec(select(ledger.ErasedRow)).all()}
    if path is not None:
        entries = ledger._read(path)[1]
    held = [ledger._opened_entry(own, *each) for each in entries.items()]
    return {each["to"] for each in held if "to" in each}


def test_the_file_names_no_address(those: People, older: People, path: Path) -> None:
    first = those.whose("a@exemple.fr")
    those.change(first, "x@exemple.fr")
    ledger.carry_out(those.database, those.secrets, path)

    # All lines are alike: none shows that it holds one.
    with those.database.writing() as session:
        ledger.note(session, those.secrets, "draft", keys.new_id())
    ledger.carry_out(those.database, those.secrets, path)
    assert len({len(each) for each in path.read_text().splitlines()[2:]}) == 1
    assert "exemple" not in path.read_text()
    assert first not in path.read_text()


def test_two_who_want_one_address_get_it_once(database: Database, secrets: keys.Keys) -> None:
    those = People(database, secrets, datetime(2026, 3, 10))
    first, second = those.add("a@exemple.fr"), those.add("b@exemple.fr")
    with database.writing() as session:
        people.move(session, secrets, first, "x@exemple.fr")

    with pytest.raises(AddressTaken), database.writing() as session:
        people.move(session, secrets, second, "x@exemple.fr")

    assert those.known("x@exemple.fr", "a@exemple.fr", "b@exemple.fr") == [first, None, second]


def test_whoever_signs_in_by_an_old_link_meanwhile_is_not_left_inside(
    database: Database, secrets: keys.Keys
) -> None:
    those = People(database, secrets, datetime(2026, 3, 10))
    person, now = those.add("a@exemple.fr"), those.now

    def ask(email: str) -> str:
        with database.writing() as session:
            token = addresses.request_change(session, secrets, person, email, now)
        assert token
        return token

    def link(email: str) -> str:
        with database.writing() as session:
            return accounts.request_link(session, secrets, email, now)

    def sign_in(session: Session, token: str) -> None:
        accounts.sign_in(session, secrets, token, now)

    def change(session: Session, token: str) -> None:
        addresses.change(session, secrets, person, token, now)
        sessions.end_others(session, secrets, person, None)

    def begun() -> int:
        with database.reading() as session:
            return len(session.exec(select(accounts.SignInSession)).all())

    old, token = link("a@exemple.fr"), ask("x@exemple.fr")
    assert (
        at_once(database, lambda each: sign_in(each, old), lambda each: change(each, token)) is None
    )
    assert begun() == 0
    assert those.known("a@exemple.fr", "x@exemple.fr") == [None, person]

    old, token = link("x@exemple.fr"), ask("y@exemple.fr")
    refused = at_once(database, lambda each: change(each, token), lambda each: sign_in(each, old))
    assert isinstance(refused, accounts.LinkExpired)
    assert begun() == 0
    assert those.known("x@exemple.fr", "y@exemple.fr") == [None, person]
