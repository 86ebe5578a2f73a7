"""The operator's checks of the log of unsealings, and what is remembered of their own acts."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from commons import accounts, clock, journal, keys, migrations, settings
from commons.unsealing import log
from frontend import app as composition
from frontend import backups
from frontend.app import Opened
from tests.frontend.test_cli import assert_one_sentence, folder, run

__all__ = ["folder"]  # a fixture that every test here uses too


@pytest.fixture
def made(folder: Path) -> Path:
    """The database of this folder, with no act in its log."""
    assert run("migrate").exit_code == 0
    return folder / "data" / "recul.sqlite"


def opened() -> Opened:
    return composition.open_database(settings.load())


def act() -> log.Head:
    """An act, and what follows its commit in a process that serves."""
    product = opened()
    with product.database.writing() as session:
        held: dict[str, Any] = {"act": "asked", "publication": keys.new_id(), "at": 0}
        log.add(session, product.keys, held)
        head = log.head(session)
    log.carry_out(product.database, product.keys, log.path_of(product.settings.key_file))
    product.database.close()
    assert head is not None
    return head


def verified(*heads: log.Head) -> tuple[int, str]:
    options = [part for each in heads for part in ("--head", str(each))]
    done = run("unsealing", "verify", *options)
    assert "Traceback" not in done.output
    return done.exit_code, done.stdout


def doctor() -> str:
    # Words of this machine, like whether the model is there, don't matter here.
    return " ".join(run("doctor").stdout.split())


def test_a_log_is_checked_against_a_head_noted_elsewhere(made: Path) -> None:
    assert verified() == (0, "")
    first, second = act(), act()

    assert verified() == verified(first) == verified(second) == (0, f"{second}\n")
    assert verified(log.Head(2, first.digest)) == (1, "")
    assert verified(log.Head(3, second.digest)) == (1, "")
    assert f"2 acts. Compare its head with the one in the operators' letters: {second}" in doctor()
    assert_one_sentence(run("unsealing", "verify", "--head", "two"))


def test_a_database_put_back_by_hand_is_seen_before_and_after_the_next_start(made: Path) -> None:
    first = act()
    older = made.with_name("older")
    shutil.copy(made, older)
    gone = act()
    shutil.copy(older, made)

    assert verified() == (1, "")
    assert "!! The log of unsealings does not go on from act 2" in doctor()

    opened().database.close()
    code, head = verified()
    assert (code, head[:2]) == (0, "3:")
    assert verified(first)[0] == 0
    assert verified(gone) == (1, "")
    assert "Acts 2 to 2 of the log of unsealings were lost with a database" in doctor()


def test_a_backup_put_back_keeps_the_higher_head(made: Path) -> None:
    first = act()
    backups.backup(settings.load(), made.parents[1] / "copy")
    gone = act()
    path = log.path_of(settings.load().key_file)

    done = run("restore", str(made.parents[1] / "copy"), given=b"y\n")

    assert done.exit_code == 0, done.output
    assert log.noted(path) == gone
    assert verified(first)[0] == 0
    assert verified(gone) == (1, "")
    assert "were lost with a database" in doctor()
    assert "put back: 1." in doctor()
    assert log.noted(path) == gone, "until the log has gone beyond it"
    assert act().number == 4


def test_another_key_is_said(made: Path, folder: Path) -> None:
    act()
    (folder / "keys" / "recul.key").unlink()
    keys.load(folder / "keys" / "recul.key", create=True)

    assert_one_sentence(run("unsealing", "verify"))


def test_what_operators_do_by_commands_is_in_their_journals(made: Path, folder: Path) -> None:
    for name in ("claire", "anne"):
        assert run("operator", "create", f"{name}@exemple.test").exit_code == 0
    assert run("operator", "remove", "anne@exemple.test").exit_code == 0
    for number in range(2):
        assert run("backup", str(folder / f"copy{number}")).exit_code == 0

    product = opened()
    with product.database.reading() as session:

        def told(owner: str) -> dict[str, int]:
            entries = journal.entries(session, product.keys, owner, clock.system())
            return {each.kind: each.count for each in entries}

        for name, count in (("claire", 1), ("anne", 2)):
            person = accounts.find_person(session, product.keys, f"{name}@exemple.test")
            assert told(person) == {"role-changed": count}
        assert told(journal.SITE) == {"backup-made": 2}
    product.database.close()
    today = clock.day(clock.system()).isoformat()
    assert f"Copies made by recul backup in the last six months: 2, the last on {today}" in doctor()


def test_a_copy_before_an_update_migrates_nothing(
    made: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "is_current", lambda _database: False)
    before = made.read_bytes()

    assert run("backup", str(folder / "copy")).exit_code == 0

    assert made.read_bytes() == before
    (folder / "keys" / "recul.key").rename(folder / "elsewhere")
    assert run("backup", str(folder / "other")).exit_code == 0, "a copy needs no key"
    assert not (folder / "keys" / "recul.key").exists()
