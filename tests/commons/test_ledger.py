"""The ledger beside the key: it tells nothing without it, and outlives database and rotation."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from commons import clock, keys, ledger
from commons.database import Database
from commons.keys import KeyProblem
from tests.search import shelf

OTHER = b"another key of thirty-two bytes!"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return ledger.path_of(tmp_path / "keys" / "recul.key")


def erase(database: Database, secrets: keys.Keys, *ids: str) -> None:
    with database.writing() as session:
        ledger.note(session, secrets, "person", *ids)


def unknown(
    database: Database, secrets: keys.Keys, path: Path, since: str = "2000-01"
) -> dict[ledger.Kind, set[str]]:
    with database.writing() as session:
        ledger.settle(session, secrets, path)
        return ledger.unknown(session, secrets, path, since)


def test_the_file_names_nobody_and_keeps_no_order(
    sqlite: Database, secrets: keys.Keys, path: Path
) -> None:
    ids = [keys.new_id() for _ in range(20)]
    for each in ids:
        erase(sqlite, secrets, each)
        ledger.carry_out(sqlite, secrets, path)

    heading, key, *lines = path.read_text().splitlines()
    assert heading == "recul erasures 1"
    assert key.startswith("key ")
    assert len(lines) == 20
    assert lines == sorted(lines)
    assert len({len(line) for line in lines}) == 1
    assert all(re.fullmatch(r"[0-9a-f]{64} [A-Za-z0-9+/=]+", line) for line in lines)
    assert not any(each in path.read_text() for each in ids)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [
        each.name
        for each in path.parent.iterdir()
        if "." in each.name.removeprefix("recul.key.erased")
    ] == ["recul.key.erased.lock"]


def test_a_database_put_back_learns_what_it_missed(
    sqlite: Database, sqlite_template: Path, secrets: keys.Keys, path: Path, tmp_path: Path
) -> None:
    erase(sqlite, secrets, "before", "after")
    ledger.carry_out(sqlite, secrets, path)
    older = Database(f"sqlite:///{tmp_path / 'older.sqlite'}")
    (tmp_path / "older.sqlite").write_bytes(sqlite_template.read_bytes())

    assert unknown(sqlite, secrets, path) == {}
    missed = unknown(older, secrets, path)["person"]
    with older.writing() as session:
        assert ledger.among(
            session, secrets, "person", missed, iter(["after", "before", "stays"])
        ) == ["after", "before"]
        assert ledger.among(session, secrets, "draft", missed, iter(["after"])) == []
        ledger.learn(session, path, missed)
    assert unknown(older, secrets, path) == {}
    older.close()


def test_what_a_death_left_out_is_carried_out_next_time(
    sqlite: Database, secrets: keys.Keys, path: Path
) -> None:
    erase(sqlite, secrets, "one")
    ledger.carry_out(sqlite, secrets, path)
    erase(sqlite, secrets, "two")  # and no more than the commit

    ledger.carry_out(sqlite, secrets, path)
    before = path.read_bytes()
    ledger.carry_out(sqlite, secrets, path)

    assert len(before.splitlines()) == 4
    assert path.read_bytes() == before


def test_it_forgets_what_no_backup_can_hold_any_more(
    sqlite: Database, secrets: keys.Keys, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(*day: int) -> datetime:
        moment = datetime(*day, tzinfo=UTC)  # type: ignore[misc, arg-type]
        monkeypatch.setattr(clock, "system", lambda: moment)
        return moment

    at(2025, 1, 31)
    erase(sqlite, secrets, "old")
    gone = shelf.shelve(sqlite)
    shelf.withdraw(sqlite, gone)
    at(2025, 2, 1)
    erase(sqlite, secrets, "newer")
    ledger.carry_out(sqlite, secrets, path)
    kept = len(path.read_text().splitlines())
    elsewhere = path.read_bytes()  # another machine's, which never prunes

    # Of the whole month of January 400 days have gone by from 7 March 2026 on.
    ledger.forget_expired(sqlite, secrets, path, ledger.since(at(2026, 3, 6), 400))
    assert len(path.read_text().splitlines()) == kept
    ledger.forget_expired(sqlite, secrets, path, since := ledger.since(at(2026, 3, 8), 400))

    assert since == "2025-02"
    assert len(path.read_text().splitlines()) == kept - 1
    ledger.carry_out(sqlite, secrets, path)
    assert len(path.read_text().splitlines()) == kept - 1
    path.write_bytes(elsewhere)
    assert unknown(sqlite, secrets, path, since) == {"publication": {digest(sqlite, secrets, gone)}}
    with sqlite.reading() as session:
        own = ledger._key(session, secrets)
        (row,) = session.exec(select(ledger.ErasedRow)).all()
        assert row.hash == ledger.digest_of(own, "person", "newer")


def digest(database: Database, secrets: keys.Keys, publication: str) -> str:
    with database.reading() as session:
        return ledger.digest_of(ledger._key(session, secrets), "publication", publication)


def test_it_opens_with_the_next_key_and_with_the_one_before(
    sqlite: Database, secrets: keys.Keys, path: Path
) -> None:
    new = keys.Keys(OTHER)
    erase(sqlite, secrets, "one")
    ledger.carry_out(sqlite, secrets, path)
    with sqlite.writing() as session:
        ledger.rekey(session, secrets, new)
        ledger.admit(secrets, new, path)
    erase(sqlite, new, "two")
    ledger.carry_out(sqlite, new, path)

    assert unknown(sqlite, new, path) == {}
    wraps, entries = ledger._read(path)
    assert len(wraps) == len(entries) == 2
    assert ledger._opened(secrets, wraps, path) == ledger._opened(new, wraps, path)


@pytest.mark.parametrize("broken", ["another key", "another database", "rubbish"])
def test_a_ledger_of_somebody_else_stops_the_start(
    broken: str, sqlite: Database, secrets: keys.Keys, path: Path
) -> None:
    erase(sqlite, secrets, "one")
    ledger.carry_out(sqlite, secrets, path)
    if broken == "rubbish":
        path.write_text("nothing of ours\n")
    if broken == "another database":
        own = keys.new_key()
        ledger._write(path, (ledger._wrapped(secrets, own),), {})
    before = path.read_bytes()

    with pytest.raises(KeyProblem):
        unknown(sqlite, keys.Keys(OTHER) if broken == "another key" else secrets, path)
    assert path.read_bytes() == before
