"""A process killed in the middle of a key rotation: the database opens, and says with which key."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from commons import (
    accounts,
    drafts,
    keys,
    organisations,
    publishing,
    rotation,
    settings,
)
from commons.authorship import Authorships
from commons.database import Database
from commons.keys import KeyProblem, Keys
from commons.settings import Settings
from frontend import app
from tests.commons.conftest import Member, Network
from tests.conftest import Ticking, free_port

ROOT = Path(__file__).parents[2]

# Rotates the key of a database and dies before (-) or after (+) one of its steps.
DYING = """
import os, pathlib, sys
from commons import (accounts, authorship, drafts, figures, housekeeping, keys, organisations,
                     rotation)
from commons.database import Database
from sqlmodel import Session

url, path, step = sys.argv[1:]
side, name = step[0], step[1:]
module, _, act = name.partition(".")
holder = {"os": os, "Session": Session}.get(module) or globals()[module]
done = getattr(holder, act)

def dying(*args, **kwargs):
    if side == "+":
        done(*args, **kwargs)
    os.kill(os.getpid(), 9)

setattr(holder, act, dying)
rotation.rotate(Database(url), pathlib.Path(path))
"""
BEFORE_COMMIT = (
    "-keys._create",
    "+keys._create",
    "+keys.prepare_successor",
    "+authorship.rekey",
    "+organisations.rekey",
    "+drafts.rekey",
    "+figures.rekey",
    "+accounts.rekey",
    "+keys.rebind",
)
AFTER_COMMIT = (
    "-keys.promote_successor",
    "-os.replace",
    "+os.replace",
    "+keys.promote_successor",
    "-housekeeping.forget_order",
)


@dataclass
class Place:
    """A database in use with its key file, and what its author reads there."""

    settings: Settings
    author: Member
    read: list[object]


def read(database: Database, secrets: Keys, author: Member) -> list[object]:
    authorships = Authorships(secrets)
    with database.reading() as session:
        known = organisations.known(session, secrets, author.organisation.id)
        return [
            known.profile,
            drafts.mine(session, secrets, known),
            publishing.mine(session, authorships, author.viewer),
            accounts.email_of(session, secrets, author.viewer.person or ""),
            accounts.organisation_of(session, secrets, author.viewer.person or ""),
        ]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    make_database: Callable[[str], str],
    clock: Ticking,
) -> Place:
    known = replace(
        settings.load(
            {
                "RECUL_DATA_DIR": str(tmp_path / "data"),
                "RECUL_KEY_FILE": str(tmp_path / "keys" / "recul.key"),
            }
        ),
        database_url=make_database(request.param),
    )
    opened = app.open_database(known)
    network = Network(opened.database, opened.keys, opened.authorships, clock)
    author = network.join()
    network.publish(author)
    network.write(author)
    found = read(opened.database, opened.keys, author)
    opened.database.close()
    return Place(known, author, found)


def die(place: Place, step: str) -> None:
    died = subprocess.run(
        [sys.executable, "-c", DYING, place.settings.database_url, str(place.settings.key_file),
         step],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()


@pytest.mark.parametrize("step", [*BEFORE_COMMIT, *AFTER_COMMIT])
def test_a_death_leaves_a_database_that_opens(
    place: Place, step: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = place.settings.key_file
    first = path.read_bytes()

    die(place, step)
    with caplog.at_level(logging.WARNING, logger="recul"):
        opened = app.open_database(place.settings)
    told = "is finished" in caplog.text

    # Either key, never both and never none; whoever finds the new one is told.
    assert read(opened.database, opened.keys, place.author) == place.read
    assert (path.read_bytes() == first) == (step in BEFORE_COMMIT)
    assert told == (step in ("-keys.promote_successor", "-os.replace"))
    if step in AFTER_COMMIT:
        assert keys.predecessor(path).read_bytes() == first
        assert not keys.successor(path).exists()

    # The next rotation goes all the way.
    keys.predecessor(path).unlink(missing_ok=True)
    held = path.read_bytes()
    rotation.rotate(opened.database, path)
    opened.database.close()
    again = app.open_database(place.settings)
    assert read(again.database, again.keys, place.author) == place.read
    assert path.read_bytes() != held
    assert keys.predecessor(path).read_bytes() == held
    again.database.close()


def test_an_old_backup_opens_with_the_key_before_alone(place: Place, tmp_path: Path) -> None:
    if not place.settings.database_url.startswith("sqlite"):
        pytest.skip("a backup is a copy of the file")
    path = place.settings.key_file
    backup = tmp_path / "backup.sqlite"
    opened = app.open_database(place.settings)
    with opened.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    backup.write_bytes(Path(opened.database.url.database or "").read_bytes())
    rotation.rotate(opened.database, path)
    opened.database.close()

    restored = replace(place.settings, database_url=f"sqlite:///{backup}")
    with pytest.raises(KeyProblem, match="does not belong"):
        app.open_database(restored)
    old = app.open_database(replace(restored, key_file=keys.predecessor(path)))

    assert read(old.database, old.keys, place.author) == place.read
    old.database.close()


@pytest.fixture
def running(place: Place, tmp_path: Path) -> Iterator[Callable[[str], "subprocess.Popen[str]"]]:
    """Starts a command from another folder, so that no lock on files tells of it."""
    if place.settings.database_url.startswith("sqlite"):
        pytest.skip("one folder, one process")
    started: list[subprocess.Popen[str]] = []

    def start(command: str) -> "subprocess.Popen[str]":
        others = {name: value for name, value in os.environ.items() if "RECUL" not in name}
        settings_of = {
            "RECUL_DATA_DIR": str(tmp_path / "elsewhere"),
            "RECUL_KEY_FILE": str(place.settings.key_file),
            "RECUL_DATABASE_URL": place.settings.database_url,
            "RECUL_SEARCH_URL": "http://127.0.0.1:1",  # nobody listens there, and it serves on
            "RECUL_SEARCH_KEY": "0123456789abcdef",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "frontend.cli", *command.split()],
            cwd=ROOT,
            env=others | settings_of,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stderr
        told = []
        for line in process.stderr:
            told.append(line)
            if line.startswith(("Recul: ", "Feeding ")):
                return process
        raise AssertionError("".join(told))

    yield start
    for process in started:
        process.kill()
        process.wait()
        assert process.stderr
        process.stderr.close()


@pytest.mark.parametrize("command", ["serve", "relay"])
def test_a_key_is_not_rotated_while_any_process_uses_the_database(
    place: Place, running: Callable[[str], "subprocess.Popen[str]"], command: str
) -> None:
    path = place.settings.key_file
    before = path.read_bytes()
    process = running(f"serve --port {free_port()}" if command == "serve" else command)

    database = Database(place.settings.database_url)
    with pytest.raises(KeyProblem, match="stop every process of Recul first"):
        rotation.rotate(database, path)
    database.close()
    assert path.read_bytes() == before
    opened = app.open_database(place.settings)
    assert read(opened.database, opened.keys, place.author) == place.read

    process.kill()
    process.wait()
    rotation.rotate(opened.database, path)
    assert path.read_bytes() != before
    opened.database.close()


def test_who_only_looks_at_the_database_does_not_keep_the_key(
    place: Place,
) -> None:
    if place.settings.database_url.startswith("sqlite"):
        pytest.skip("a file has no sessions")
    watching = sa.create_engine(place.settings.database_url)
    with watching.connect() as connection:
        connection.execute(sa.select(1))
        before = place.settings.key_file.read_bytes()
        database = Database(place.settings.database_url)
        rotation.rotate(database, place.settings.key_file)
        database.close()
    watching.dispose()

    assert place.settings.key_file.read_bytes() != before
