"""The product that the tests of the API drive."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from commons import keys
from commons.database import Database
from schema.endpoint import Runner
from schema.letters import Letter
from tests.conftest import Ticking
from tests.schema import world as worlds
from tests.schema.world import World


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
