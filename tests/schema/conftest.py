"""The product that the tests of the API drive."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from commons import keys
from commons.database import Database
from schema.endpoint import Runner
from schema.letters import Letter
from tests.conftest import Ticking
from tests.schema import cast as everyone
from tests.schema import world as worlds
from tests.schema.cast import Cast, Stage
from tests.schema.world import World

KEY = b"0123456789abcdef0123456789abcdef"


def _world(database: Database, secrets: keys.Keys, clock: Ticking, folder: Path) -> Iterator[World]:
    letters: list[Letter] = []
    product = worlds.product(database, secrets, clock, folder, letters)
    with TestClient(worlds.application(Runner(product)), raise_server_exceptions=True) as client:
        yield World(product, clock, client, letters)
    product.engine.close()


@pytest.fixture
def world(sqlite: Database, secrets: keys.Keys, clock: Ticking, tmp_path: Path) -> Iterator[World]:
    """On SQLite, with the embedded index."""
    yield from _world(sqlite, secrets, clock, tmp_path)


@pytest.fixture
def any_world(
    database: Database, secrets: keys.Keys, clock: Ticking, tmp_path: Path
) -> Iterator[World]:
    """Once on each database."""
    yield from _world(database, secrets, clock, tmp_path)


@contextmanager
def opened(folder: Path, now: datetime) -> Iterator[World]:
    database = Database(f"sqlite:///{folder / 'recul.sqlite'}")
    clock = Ticking()
    clock.now = now
    yield from _world(database, keys.Keys(KEY), clock, folder)
    database.close()


@pytest.fixture(scope="session")
def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A product with everybody in it."""
    return everyone.staged(tmp_path_factory.mktemp("stage"), sqlite_template, opened)


@pytest.fixture
def everybody(stage: Stage, tmp_path: Path) -> Iterator[Cast]:
    """Everybody, in a product of the test's own."""
    with stage.set_up(tmp_path, opened) as cast:
        yield cast


@pytest.fixture(scope="module")
def stage_read(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """Everybody, in a product that tests only read."""
    with stage.set_up(tmp_path_factory.mktemp("read"), opened) as cast:
        yield cast
