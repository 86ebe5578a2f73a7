"""What stops a start, in one sentence and with nothing changed."""

import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from commons import keys, migrations, settings
from commons.database import Database
from commons.keys import KeyProblem
from commons.settings import Settings
from frontend import app
from search import relay
from search.engine import Query
from tests.search import model
from tests.search.test_engine_contract import EVERYBODY, document


@pytest.fixture
def known(tmp_path: Path) -> Settings:
    return settings.load(
        {
            "RECUL_DATA_DIR": str(tmp_path / "data"),
            "RECUL_KEY_FILE": str(tmp_path / "keys" / "recul.key"),
        }
    )


@pytest.fixture
def used(known: Settings) -> Settings:
    """A database that a key was already used with."""
    opened = app.open_database(known)
    opened.database.close()
    return known


def files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def rows(database: Database) -> dict[str, list[str]]:
    with database.engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(sa.select(table)))
            for table in SQLModel.metadata.sorted_tables
        }


def test_a_first_start_makes_the_key_beside_the_data(known: Settings) -> None:
    opened = app.open_database(known)

    assert known.key_file.stat().st_mode & 0o777 == 0o600
    assert known.data_dir not in known.key_file.parents
    assert migrations.is_current(opened.database)
    opened.database.close()


def test_a_second_start_changes_nothing(used: Settings, tmp_path: Path) -> None:
    key = used.key_file.read_bytes()
    database = Database(used.database_url)
    before = rows(database)
    database.close()

    opened = app.open_database(used)

    assert used.key_file.read_bytes() == key
    assert rows(opened.database) == before
    opened.database.close()


def test_another_key_stops_the_start(used: Settings, tmp_path: Path) -> None:
    used.key_file.unlink()
    keys.load(used.key_file, create=True)
    before = files(tmp_path)

    with pytest.raises(KeyProblem, match="does not belong to this database"):
        app.open_database(used)

    assert files(tmp_path) == before


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 200, b"MDEyMw=="])
def test_a_damaged_key_stops_the_start(used: Settings, tmp_path: Path, content: bytes) -> None:
    used.key_file.write_bytes(content)
    before = files(tmp_path)

    with pytest.raises(KeyProblem):
        app.open_database(used)

    assert files(tmp_path) == before


def test_a_missing_key_is_not_made_anew(used: Settings, tmp_path: Path) -> None:
    used.key_file.unlink()
    before = files(tmp_path)

    with pytest.raises(KeyProblem, match="is missing"):
        app.open_database(used)

    assert files(tmp_path) == before
    assert not used.key_file.exists()


def test_a_wrong_key_stops_before_the_migrations_on_postgresql(
    known: Settings, make_database: Callable[[str], str]
) -> None:
    elsewhere = replace(known, database_url=make_database("postgresql"))
    opened = app.open_database(elsewhere)
    before = rows(opened.database)
    elsewhere.key_file.unlink()
    keys.load(elsewhere.key_file, create=True)

    with pytest.raises(KeyProblem):
        app.open_database(elsewhere)

    assert rows(opened.database) == before
    opened.database.close()


def test_a_second_server_is_refused(used: Settings) -> None:
    indexes = app.open_indexes(used)

    with pytest.raises(app.StartProblem, match="already serves the index"):
        app.create(used)
    with pytest.raises(relay.AlreadyLed):
        app.open_indexes(used)

    indexes.close()


def test_a_server_that_died_leaves_its_place(used: Settings) -> None:
    dead = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, pathlib, sys; from search import relay;"
            " relay.FileLeadership(pathlib.Path(sys.argv[1])); os.kill(os.getpid(), 9)",
            str(used.data_dir),
        ],
        check=False,
    )
    assert dead.returncode == -9

    indexes = app.open_indexes(used)

    indexes.close()


def test_a_wrong_embedding_model_stops_the_start_and_holds_nothing(
    used: Settings, tmp_path: Path
) -> None:
    wrong = replace(used, embedding_model=tmp_path / "gone")

    with pytest.raises(app.StartProblem, match="which is not a folder") as problem:
        app.create(wrong)

    assert "\n" not in str(problem.value)
    app.open_indexes(used).close()


@pytest.mark.parametrize("named", [True, False])
def test_a_model_that_is_named_is_searched_with(
    used: Settings, tmp_path: Path, named: bool
) -> None:
    folder = model.made(tmp_path / "small")
    indexes = app.open_indexes(replace(used, embedding_model=folder if named else None))
    try:
        indexes.engines[0].put([document("Un hamster")])

        asked = Query(EVERYBODY, "cobaye", near=True)
        assert indexes.searcher.search(asked).total == named
    finally:
        indexes.close()
