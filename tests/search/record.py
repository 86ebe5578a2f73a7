"""Records what a real Meilisearch server answers, for the tests that have none.

python -m tests.search.record
"""

import contextlib
import dataclasses
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import meilisearch
import requests

from search import engine
from search import meilisearch_settings as layout
from search.meilisearch import Meilisearch
from tests.search import replay, server
from tests.search.test_engine_contract import EVERYBODY, document

PREFIX = "recorded"
NAME = f"{PREFIX}-{layout.fingerprint()}"
IDS = [f"00000000-0000-4000-8000-00000000000{n}" for n in range(3)]
KNOWN = [
    document("Une collecte", id=IDS[0], version=2, facets={"themes": ["fundraising"]}),
    document("Une collecte en ligne", id=IDS[1], version=1, month=202402),
]
SEARCH = engine.Query(EVERYBODY, "collecte", count=("themes",))
POISON = "an id that is none"


def ordinary(index: Meilisearch) -> None:
    index.search(SEARCH)
    assert list(index.versions())
    index.put([document("Nouvelle", id=IDS[2])])
    index.delete([IDS[2]])
    assert index.count() == 2
    assert not index.needs_rebuild


def rebuilt(index: Meilisearch) -> None:
    index.rebuild(KNOWN)
    index.search(SEARCH)


def with_a_wrong_key(index: Meilisearch) -> None:
    for act in (
        lambda: index.search(SEARCH),
        lambda: index.put(KNOWN),
        lambda: list(index.versions()),
    ):
        with contextlib.suppress(engine.EngineUnavailable):
            act()


def poisoned(index: Meilisearch) -> None:
    with contextlib.suppress(engine.DocumentRefused):
        index.put([document("Bonne", id=IDS[2]), document("Mauvaise", id=POISON)])


def emptied(index: Meilisearch) -> None:
    index._serving = NAME
    for _ in range(2):
        with contextlib.suppress(engine.EngineUnavailable):
            index.search(SEARCH)
    assert index.needs_rebuild
    index.rebuild(KNOWN)
    index.search(SEARCH)


def old(index: Meilisearch) -> None:
    index.search(SEARCH)
    assert list(index.versions())
    assert index.differences()
    index.put(KNOWN)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, server.running(Path(folder)) as running:
        client = meilisearch.Client(running.url, running.key)
        scenarios = {}

        def scenario(name: str, act: Callable[[Meilisearch], None], key: str = running.key) -> None:
            with listening(running) as (url, heard):
                index = Meilisearch(url, search_key=key, prefix=PREFIX)
                with contextlib.closing(index):
                    act(index)
            scenarios[name] = [dataclasses.asdict(each) for each in heard]

        scenario("emptied", emptied)
        scenario("ordinary", ordinary)
        scenario("rebuilt", rebuilt)
        scenario("with a wrong key", with_a_wrong_key, "not-the-key")
        scenario("without a key", with_a_wrong_key, "")
        scenario("poisoned", poisoned)
        client.wait_for_task(client.delete_index(NAME).task_uid)
        made = client.index(NAME)
        usual = layout.settings()
        kept = {name: usual[name] for name in ("filterableAttributes", "searchableAttributes")}
        client.wait_for_task(made.update_settings(kept).task_uid)
        past = [layout.indexed(dataclasses.replace(each, version=0)) for each in KNOWN]
        client.wait_for_task(made.add_documents(past, "id").task_uid)
        scenario("old", old)
        version = client.get_version()["pkgVersion"]
    recorded = {"server": "meilisearch", "version": version, "scenarios": scenarios}
    replay.RECORDED.write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n")


@contextlib.contextmanager
def listening(running: server.Server) -> Iterator[tuple[str, list[replay.Exchange]]]:
    """Whatever passes through this address reaches the server, and is written down."""
    heard: list[replay.Exchange] = []

    def forward(method: str, path: str, key: str, body: bytes) -> replay.Reply:
        headers = {"Content-Type": "application/json", "Authorization": key}
        answer = requests.request(
            method, running.url + path, data=body, headers=headers, timeout=30
        )
        text = answer.text
        if path.startswith("/tasks/"):  # their details repeat all that was sent
            text = json.dumps({**answer.json(), "details": None})
        said = [part.replace(NAME, replay.INDEX) for part in (path, text)]
        exchange = replay.Exchange(method, said[0], answer.status_code, said[1])
        if not (path.startswith("/tasks/") and exchange in heard):  # waiting is not repeated
            heard.append(exchange)
        return answer.status_code, answer.text

    with replay.serving(forward) as local:
        yield local.url, heard


if __name__ == "__main__":
    main()
