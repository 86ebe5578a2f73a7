"""The product on real Meilisearch servers: fed, lost, mended, never in the way of anybody."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import meilisearch as official
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from commons import settings
from commons.database import Database
from frontend import app, cli
from search.meilisearch import Meilisearch
from tests.conftest import free_port, skip_or_fail
from tests.search import server, shelf

SEARCH = "query($text: String!) { search(text: $text) { totalCount degraded nodes { id title } } }"
PATIENCE_SECONDS = 30


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., server.Server]]:
    """Starts a server, in the folder of this name."""
    if server.EXECUTABLE is None:
        skip_or_fail("meilisearch", "no executable named meilisearch on the PATH")
    with ExitStack() as running:

        def started(name: str, again: server.Server | None = None) -> server.Server:
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            return running.enter_context(server.running(folder, again))

        yield started


@dataclass
class Site:
    client: TestClient
    database: Database

    def found(self, text: str = "relancer adhésions") -> dict[str, Any]:
        answer = self.client.post("/graphql", json={"query": SEARCH, "variables": {"text": text}})
        result: dict[str, Any] = answer.json()["data"]["search"]
        return result

    def shelve(self) -> str:
        publication = shelf.shelve(self.database)
        self.client.app.state.runner.product.wake()  # type: ignore[attr-defined]  # FastAPI's own
        return publication


def eventually(said: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if said():
            return True
        time.sleep(0.1)
    return False


def known(tmp_path: Path, *servers: server.Server) -> settings.Settings:
    (key,) = {each.key for each in servers}
    return settings.load(
        {
            "RECUL_DATA_DIR": str(tmp_path / "data"),
            "RECUL_KEY_FILE": str(tmp_path / "keys" / "recul.key"),
            "RECUL_SEARCH_URL": " ".join(each.url for each in servers),
            "RECUL_SEARCH_KEY": key,
        }
    )


def served(found: settings.Settings, running: ExitStack) -> Site:
    opened = app.open_database(found)
    product = app.create(found, opened=opened)
    client = running.enter_context(TestClient(product, base_url="http://127.0.0.1:8000"))
    return Site(client, opened.database)


def test_what_is_published_is_found_on_the_server(
    tmp_path: Path, start: Callable[..., server.Server]
) -> None:
    node = start("one")
    with ExitStack() as running:
        site = served(known(tmp_path, node), running)
        publication = site.shelve()

        assert eventually(lambda: site.found()["totalCount"] == 1)
        found = site.found()
        assert found["degraded"] is False
        assert [each["id"] for each in found["nodes"]] == [publication]


def test_without_its_server_search_answers_from_the_database_and_publishing_goes_on(
    tmp_path: Path, start: Callable[..., server.Server]
) -> None:
    node = start("one")
    with ExitStack() as running:
        site = served(known(tmp_path, node), running)
        first = site.shelve()
        assert eventually(lambda: site.found()["totalCount"] == 1)

        node.process.kill()
        node.process.wait()
        second = site.shelve()
        found = site.found("relancer")
        page = site.client.get("/pratiques", params={"q": "relancer"})
        assert found["degraded"] is True
        assert {each["id"] for each in found["nodes"]} == {first, second}
        assert page.status_code == 200

        start("one", node)
        assert eventually(lambda: not site.found()["degraded"] and site.found()["totalCount"] == 2)


def test_a_server_that_comes_back_empty_is_filled_again(
    tmp_path: Path, start: Callable[..., server.Server]
) -> None:
    node = start("one")
    with ExitStack() as running:
        site = served(known(tmp_path, node), running)
        ids = {site.shelve() for _ in range(3)}
        assert eventually(lambda: site.found()["totalCount"] == 3)

        node.process.kill()
        node.process.wait()
        start("another disk", node)

        assert eventually(
            lambda: (
                not site.found()["degraded"]
                and {each["id"] for each in site.found()["nodes"]} == ids
            )
        )


def test_of_two_servers_one_is_enough(tmp_path: Path, start: Callable[..., server.Server]) -> None:
    first = start("one")
    second = start("two", replace(first, url=f"http://127.0.0.1:{free_port()}"))
    with ExitStack() as running:
        found = known(tmp_path, first, second)
        site = served(found, running)
        site.shelve()
        assert eventually(
            lambda: all(
                Meilisearch(url, search_key=first.key).count() == 1 for url in found.search_urls
            )
        )

        first.process.kill()
        first.process.wait()

        answer = site.found()
        assert (answer["totalCount"], answer["degraded"]) == (1, False)
        site.shelve()
        assert eventually(lambda: site.found()["totalCount"] == 2)


def test_an_operator_rebuilds_reconciles_and_diagnoses(
    tmp_path: Path, start: Callable[..., server.Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    node = start("one")
    found = known(tmp_path, node)
    monkeypatch.setenv("RECUL_DATA_DIR", str(found.data_dir))
    monkeypatch.setenv("RECUL_KEY_FILE", str(found.key_file))
    monkeypatch.setenv("RECUL_SEARCH_URL", node.url)
    made = CliRunner().invoke(cli.cli, ["doctor", "--create-keys"], input=node.key)
    assert made.exit_code == 0, made.output
    for line in made.stdout.splitlines():
        if line.startswith("RECUL_"):
            monkeypatch.setenv(*line.split("=", 1))
    assert CliRunner().invoke(cli.cli, ["migrate"]).exit_code == 0
    database = Database(found.database_url)
    shelf.shelve(database)

    servers = official.Client(node.url, node.key)
    servers.wait_for_task(servers.create_index("recul-0123456789").task_uid)

    before = CliRunner().invoke(cli.cli, ["doctor"])
    rebuilt = CliRunner().invoke(cli.cli, ["reindex"])
    after = CliRunner().invoke(cli.cli, ["doctor"])
    reconciled = CliRunner().invoke(cli.cli, ["reconcile"])

    assert "has no index of this version: run recul reindex" in before.output
    assert "holds indexes of other versions (recul-0123456789)" in " ".join(before.output.split())
    assert rebuilt.exit_code == 0, rebuilt.output
    assert "1 publications are in the index 127.0.0.1" in rebuilt.output
    assert "what other versions left: recul-0123456789" in " ".join(rebuilt.output.split())
    assert "holds 1 publications, with the settings of ours" in after.output
    assert "of other versions" not in after.output
    assert "It lacked 0 publications" in reconciled.output
    database.close()


def test_an_act_beside_a_serving_process_is_done_by_it(
    tmp_path: Path, start: Callable[..., server.Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    node = start("one")
    found = known(tmp_path, node)
    with ExitStack() as running:
        site = served(found, running)
        site.shelve()
        for name, value in (
            ("DATA_DIR", str(found.data_dir)),
            ("KEY_FILE", str(found.key_file)),
            ("SEARCH_URL", node.url),
            ("SEARCH_KEY", node.key),
        ):
            monkeypatch.setenv(f"RECUL_{name}", value)

        done = CliRunner().invoke(cli.cli, ["reindex"])

        assert done.exit_code == 0, done.output
        assert "it is asked, and waited for" in done.output
        assert "1 publications are in the index" in done.output
