"""The Meilisearch server of the search tests, started once where there is one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import skip_or_fail
from tests.search import server


@pytest.fixture(scope="session")
def meilisearch_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Server]:
    if server.EXECUTABLE is None:
        skip_or_fail("meilisearch", "no executable named meilisearch on the PATH")
    folder: Path = tmp_path_factory.mktemp("meilisearch")
    with server.running(folder) as running:
        yield running
