"""An act can't be taken back unseen: not with its row, nor with a whole database from before it."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from commons import keys
from commons.authorship import Authorships
from commons.database import Database
from commons.keys import KeyProblem, Mark
from commons.unsealing import log
from commons.unsealing.log import Head
from tests.commons.conftest import Network
from tests.commons.test_unsealing import Office
from tests.conftest import Ticking


class Archive:
    """A database with its log, copies of it, and the file beside the key."""

    def __init__(self, database: Database, secrets: keys.Keys, clock: Ticking, folder: Path):
        self.database, self.secrets, self.clock = database, secrets, clock
        self.network = Network(database, secrets, Authorships(secrets), clock)
        self.office = Office(self.network)
        self.item = self.network.publish(self.network.join()).id
        self.folder = folder
        self.path = log.path_of(folder / "keys" / "recul.key")

    def act(self) -> Head:
        """One act more, and what follows its commit; its head."""
        self.office.ask(self.item)
        log.carry_out(self.database, self.secrets, self.path)
        return self.office.head()

    def copy(self) -> Path:
        target = self.folder / keys.new_id()
        with closing(sqlite3.connect(str(self.database.engine.url.database))) as connection:
            connection.execute(f"VACUUM INTO '{target}'")
        return target

    def put_back(self, copy: Path) -> None:
        """As somebody does who may write the files of the database."""
        self.database.close()
        file = Path(str(self.database.engine.url.database))
        for ending in ("-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
        shutil.copy(copy, file)

    def start(self) -> log.Lost | None:
        with self.database.writing() as session:
            return log.settle(session, self.secrets, self.path, self.clock())

    def read(self) -> log.Log:
        with self.database.reading() as session:
            return log.read(session, self.secrets)


@pytest.fixture
def archive(sqlite: Database, secrets: keys.Keys, clock: Ticking, tmp_path: Path) -> Archive:
    return Archive(sqlite, secrets, clock, tmp_path)


def test_a_log_goes_on_from_every_head_it_had(archive: Archive) -> None:
    heads = [archive.act() for _ in range(3)]
    found = archive.read()

    assert [each.number for each in heads] == [1, 2, 3]
    assert all(found.goes_on_from(each) for each in heads)
    assert found.end == heads[-1] == log.noted(archive.path)
    assert not found.goes_on_from(Head(2, heads[0].digest))
    assert not found.goes_on_from(Head(4, heads[2].digest))
    assert archive.start() is None
    assert archive.read() == found


def test_a_log_put_back_with_its_mark_is_seen_by_the_head_beside_the_key(
    archive: Archive,
) -> None:
    kept = archive.act()
    copy = archive.copy()
    archive.act()
    gone = archive.act()

    archive.put_back(copy)
    before = archive.read()
    assert before.is_whole, "by itself it looks so: that is why a head is kept elsewhere"
    assert before.goes_on_from(kept)
    assert not before.goes_on_from(gone)

    lost = archive.start()
    assert lost == log.Lost(2, gone, date(2026, 3, 10))
    assert archive.start() is None, "written down once"
    after = archive.act()
    found = archive.read()
    assert found.is_whole
    assert found.lost == [lost]
    assert sorted(found.heads) == [1, 4, 5]
    assert found.goes_on_from(kept)
    assert not found.goes_on_from(gone)
    assert log.noted(archive.path) == found.end == after


def test_acts_written_after_it_was_put_back_do_not_hide_it(archive: Archive) -> None:
    """The file is not moved back, nor on along another log, whoever comes first."""
    archive.act()
    copy = archive.copy()
    gone = archive.act()
    archive.put_back(copy)

    other = archive.act()

    assert other.number == gone.number
    assert log.noted(archive.path) == gone
    assert not archive.read().goes_on_from(gone)
    archive.act()  # longer than before
    assert log.noted(archive.path) == gone
    assert not archive.read().goes_on_from(gone)


def test_with_the_file_put_back_too_a_head_in_a_letter_still_tells(archive: Archive) -> None:
    archive.act()
    copy, file = archive.copy(), archive.path.read_bytes()
    in_a_letter = archive.act()
    archive.put_back(copy)
    archive.path.write_bytes(file)

    assert archive.start() is None
    assert archive.read().is_whole
    assert not archive.read().goes_on_from(in_a_letter)
    archive.act()
    assert not archive.read().goes_on_from(in_a_letter)


def test_all_of_it_lost_is_seen_as_well(archive: Archive) -> None:
    copy = archive.copy()
    archive.act()
    gone = archive.act()
    archive.put_back(copy)

    assert archive.start() == log.Lost(1, gone, date(2026, 3, 10))
    assert archive.read().is_whole
    assert archive.act().number == 4


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_loss_can_t_be_made_up_over_acts_that_are_there(archive: Archive, after: int) -> None:
    for _ in range(3):
        archive.act()
    with archive.database.writing() as session:
        held = {"act": "lost", "after": after, "digest": "0" * 64, "at": 0}
        log.add(session, archive.secrets, held)

    found = archive.read()
    assert found.lost == []
    assert found.is_whole
    with archive.database.writing() as session:
        session.exec(sa.delete(log.EntryRow).where(log.EntryRow.number == 2))  # type: ignore[arg-type]
    assert not archive.read().is_whole


def test_a_log_that_was_touched_is_not_mended_at_a_start(archive: Archive) -> None:
    archive.act()
    archive.act()
    with archive.database.writing() as session:
        session.exec(sa.delete(log.EntryRow).where(log.EntryRow.number == 2))  # type: ignore[arg-type]

    assert archive.start() is None
    assert not archive.read().is_whole


def test_two_equal_acts_have_digests_that_nobody_can_guess(archive: Archive) -> None:
    one = archive.act()
    with archive.database.writing() as session:
        session.exec(sa.delete(log.EntryRow))
        session.exec(sa.delete(Mark).where(Mark.id == "unsealing"))  # type: ignore[arg-type]
    archive.path.unlink()

    assert archive.act() != one


@pytest.mark.parametrize("text", ["", "rubbish\n", "recul unsealings 1\n5:abc\n", "a\nb\nc\n"])
def test_a_file_of_somebody_else_is_said(archive: Archive, text: str) -> None:
    archive.act()
    archive.path.write_text(text)

    with pytest.raises(KeyProblem):
        archive.start()
    with pytest.raises(KeyProblem):
        log.carry_out(archive.database, archive.secrets, archive.path)
    assert archive.path.read_text() == text


@pytest.mark.parametrize("text", ["5", "5:", "0:" + "a" * 64, "5:" + "g" * 64, "-1:" + "a" * 64])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(log.WrongHead):
        Head.parse(text)


def test_a_head_is_read_as_it_is_written() -> None:
    head: Any = Head(12, "ab" * 32)

    assert Head.parse(f" {head} ") == Head.parse(str(head).upper()) == head
