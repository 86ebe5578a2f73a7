"""All tokens of somebody ended at once; what one token may do is tested in test_accounts.py."""

from threading import Thread

import pytest
from sqlmodel import select

from commons import accounts, ledger
from commons.accounts import sessions, tokens
from commons.database import Database
from commons.keys import Keys
from commons.ledger import ErasedRow
from commons.rights import Viewer
from tests.commons.conftest import Rows
from tests.conftest import Ticking

OWNER, OTHER = "maelle@clocher.example", "zoe@clocher.example"
# How long a thread that is held back is watched.
WATCHED_SECONDS = 0.5


class Programs:
    """What programs hold of people."""

    def __init__(self, database: Database, secrets: Keys, clock: Ticking) -> None:
        self.database, self.secrets, self.clock = database, secrets, clock
        with database.writing() as session:
            self.owner, self.other = (
                accounts.person_of(session, secrets, each) for each in (OWNER, OTHER)
            )

    def make(self, person: str) -> str:
        with self.database.writing() as session:
            return accounts.create_token(
                session, self.secrets, Viewer(person=person), "site", ("read",), 30, self.clock()
            )[0]

    def holder(self, token: str) -> str | None:
        with self.database.reading() as session:
            found = tokens.holder(session, self.secrets, token, self.clock())
        return found[0] if found else None

    def end_all(self) -> int:
        """As signing out everywhere does it."""
        with self.database.writing() as session:
            sessions.end_others(session, self.secrets, self.owner, None)
            return tokens.end_all(session, self.secrets, self.owner)


@pytest.fixture
def programs(database: Database, secrets: Keys, clock: Ticking) -> Programs:
    return Programs(database, secrets, clock)


def test_all_of_one_person_s_tokens_end_and_nobody_else_s(
    programs: Programs, database: Database, secrets: Keys
) -> None:
    held, foreign = [programs.make(programs.owner) for _ in range(3)], programs.make(programs.other)
    with database.reading() as session:
        gone = [
            each.id for each in accounts.tokens_of(session, secrets, Viewer(person=programs.owner))
        ]

    assert programs.end_all() == 3

    assert [programs.holder(each) for each in held] == [None] * 3
    assert programs.holder(foreign) == programs.other
    # A backup put back must not let them in again.
    with database.reading() as session:
        noted = {row.hash for row in session.exec(select(ErasedRow)).all()}
        found = ledger.among(session, secrets, "token", noted, iter(gone))
    assert sorted(found) == sorted(gone)


def test_where_there_is_none_nothing_is_written(programs: Programs, rows: Rows) -> None:
    programs.make(programs.other)
    before = rows()

    assert programs.end_all() == 0

    assert rows() == before


def test_a_token_that_is_being_made_meanwhile_ends_too(
    programs: Programs, database: Database, secrets: Keys, clock: Ticking
) -> None:
    """Else a thief who is quick keeps one."""
    with database.writing() as session:
        thief = sessions.begin(session, secrets, programs.owner, clock())
    ending = Thread(target=programs.end_all)

    with database.writing() as session:
        sessions.require_fresh(session, secrets, thief, clock(), lock=True)
        token, _ = accounts.create_token(
            session, secrets, Viewer(person=programs.owner), "site", ("read",), 30, clock()
        )
        session.flush()
        ending.start()
        ending.join(WATCHED_SECONDS)
        assert ending.is_alive(), "it did not wait"
    ending.join()

    assert programs.holder(token) is None
