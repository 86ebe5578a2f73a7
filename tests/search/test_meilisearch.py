"""What the adapter of Meilisearch does when its server fails, replayed, and on a real server."""

import contextlib
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import meilisearch as official
import pytest

from search import engine
from search import meilisearch_ranking as ranking
from search import meilisearch_server as remote
from search import meilisearch_settings as layout
from search.meilisearch import Meilisearch
from tests.conftest import skip_or_fail
from tests.search import oracle, record, replay, server
from tests.search.test_engine_contract import HOSTILE, document, find

SECRET = "Une confidence"  # of a document: no error repeats it
KEY = "the-key-of-the-server"
SEARCHING = "POST /multi-search"


@pytest.fixture(scope="module")
def recorded() -> dict[str, list[replay.Exchange]]:
    return replay.load()


@pytest.fixture
def replayed(
    recorded: dict[str, list[replay.Exchange]], monkeypatch: pytest.MonkeyPatch
) -> Iterator[replay.Replay]:
    """A server that answers as the real one did, to somebody with less patience than usual."""
    for patience in ("SEARCH_SECONDS", "WRITE_SECONDS"):
        monkeypatch.setattr(remote, patience, 0.3)
    monkeypatch.setattr(remote, "TASK_SECONDS", 0.6)
    with replay.replaying(recorded["ordinary"], record.NAME) as replayed:
        yield replayed


@pytest.fixture
def index(replayed: replay.Replay) -> Iterator[Meilisearch]:
    with contextlib.closing(
        Meilisearch(replayed.url, search_key=KEY, prefix=record.PREFIX)
    ) as index:
        yield index


def put(index: Meilisearch) -> None:
    index.put([document(SECRET, id=record.IDS[2])])


ACTS: dict[str, tuple[Callable[[Meilisearch], object], str]] = {
    "search": (lambda index: index.search(record.SEARCH), SEARCHING),
    "put": (put, "POST /indexes/.*/documents"),
    "a task": (put, "GET /tasks/"),
    "delete": (lambda index: index.delete([record.IDS[2]]), "POST /indexes/.*/documents/delete"),
    "versions": (lambda index: list(index.versions()), "POST /indexes/.*/documents/fetch"),
    "count": (lambda index: index.count(), "GET /indexes/.*/stats"),
    "needs_rebuild": (lambda index: index.needs_rebuild, "GET /indexes"),
    "rebuild": (lambda index: index.rebuild(record.KNOWN), "POST /swap-indexes"),
}
FAULTS: dict[str, tuple[int, str]] = {
    "silence": (0, ""),
    "503": (503, "<html>Service Unavailable: Une confidence</html>"),
    "401": (401, json.dumps({"code": "missing_authorization_header", "message": SECRET})),
    "500": (500, json.dumps({"code": "internal", "message": SECRET})),
    "a page of something else": (200, "<html>Bienvenue</html>"),
    "half an answer": (200, '{"hits": [{"id": '),
    "nothing": (200, ""),
    "null": (200, "null"),
    "a list": (200, "[]"),
    "another object": (200, "{}"),
    "a code that is none": (400, json.dumps({"code": SECRET, "message": SECRET})),
}


def told(act: Callable[[], object]) -> str:
    """The sentence with which an act fails, within the server's time, giving nothing away."""
    start = time.monotonic()
    with pytest.raises(engine.EngineUnavailable) as failed:
        act()
    assert time.monotonic() - start < 5
    said = str(failed.value)
    assert said.endswith(".")
    assert SECRET not in said
    assert KEY not in said
    assert failed.value.__suppress_context__ or failed.value.__context__ is None
    return said


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("act", ACTS)
def test_a_server_that_fails_is_unavailable_and_well_again_at_the_next_call(
    recorded: dict[str, list[replay.Exchange]],
    replayed: replay.Replay,
    index: Meilisearch,
    act: str,
    fault: str,
) -> None:
    do, request = ACTS[act]
    scenario = recorded["rebuilt" if act == "rebuild" else "ordinary"]
    find(index, "collecte")

    replayed.become(scenario)
    replayed.fault(request, *FAULTS[fault])
    told(lambda: do(index))
    replayed.mend()
    replayed.become(scenario)

    do(index)
    assert find(index, "collecte").total == 2


def test_what_was_recorded_is_understood(replayed: replay.Replay, index: Meilisearch) -> None:
    found = index.search(record.SEARCH)

    assert set(found.ids) == set(record.IDS[:2])
    assert (found.total, found.facets) == (2, {"themes": {"fundraising": 1}})
    assert dict(index.versions()) == {record.IDS[0]: 2, record.IDS[1]: 1}
    assert index.count() == 2
    assert not index.needs_rebuild


def test_a_search_with_counts_is_one_request(replayed: replay.Replay, index: Meilisearch) -> None:
    find(index, "collecte", count=("themes", "sizes", "kinds"))

    assert replayed.heard == [SEARCHING]


def test_the_sinks_name_is_the_address(index: Meilisearch, replayed: replay.Replay) -> None:
    assert f"http://{index.name}" == replayed.url


@pytest.mark.parametrize(
    ("scenario", "code"),
    [("with a wrong key", "invalid_api_key"), ("without a key", "invalid_api_key")],
)
def test_a_wrong_key_is_said_to_be_wrong(
    recorded: dict[str, list[replay.Exchange]],
    replayed: replay.Replay,
    index: Meilisearch,
    scenario: str,
    code: str,
) -> None:
    replayed.become(recorded[scenario])

    for act in ("search", "put", "versions", "needs_rebuild"):
        assert code in told(lambda act=act: ACTS[act][0](index))  # type: ignore[misc]


def test_a_connection_refused_is_unavailable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    index = Meilisearch(f"http://127.0.0.1:{port}", search_key=KEY)

    for act, _ in ACTS.values():
        assert "does not answer" in told(lambda act=act: act(index))  # type: ignore[misc]
    index.close()


def test_a_silent_server_holds_nobody_longer_than_its_time(
    replayed: replay.Replay, index: Meilisearch
) -> None:
    replayed.fault(SEARCHING)
    said: list[str] = []

    def search() -> None:
        filtered: dict[str, Any] = {facet: ("x",) for facet in engine.FACETS}
        said.append(told(lambda: find(index, "collecte", filters=filtered, count=engine.FACETS)))

    searchers = [threading.Thread(target=search) for _ in range(8)]
    start = time.monotonic()
    for searcher in searchers:
        searcher.start()
    for searcher in searchers:
        searcher.join()

    assert len(said) == 8
    assert time.monotonic() - start < 5
    replayed.mend()
    assert find(index, "collecte").total == 2


@pytest.mark.parametrize("status", ["enqueued", "processing"])
def test_a_task_that_never_ends_is_unavailable(
    replayed: replay.Replay, index: Meilisearch, status: str
) -> None:
    replayed.fault("GET /tasks/", 200, ended(replayed, status, None))

    assert "does not answer" in told(lambda: put(index))


@pytest.mark.parametrize("code", ["no_space_left_on_device", "internal", "index_not_found"])
def test_a_task_that_fails_because_of_the_server_is_unavailable(
    replayed: replay.Replay, index: Meilisearch, code: str
) -> None:
    error = {"code": code, "message": SECRET}
    replayed.fault("GET /tasks/", 200, ended(replayed, "failed", error))

    assert code in told(lambda: put(index))


def test_a_task_that_somebody_cancelled_is_unavailable(
    replayed: replay.Replay, index: Meilisearch
) -> None:
    replayed.fault("GET /tasks/", 200, ended(replayed, "canceled", None))

    assert "canceled" in told(lambda: put(index))


def ended(replayed: replay.Replay, status: str, error: dict[str, str] | None) -> str:
    """A recorded task, had it come to another end."""
    task = next(each for each in replayed.exchanges if each.path.startswith("/tasks/"))
    return json.dumps({**json.loads(task.body), "status": status, "error": error})


def test_a_poisonous_document_is_refused_by_its_code(
    recorded: dict[str, list[replay.Exchange]], replayed: replay.Replay, index: Meilisearch
) -> None:
    replayed.become(recorded["poisoned"])

    with pytest.raises(engine.DocumentRefused) as refused:
        index.put([document("Bonne", id=record.IDS[2]), document(SECRET, id=record.POISON)])

    assert refused.value.reason == "invalid_document_id"
    assert SECRET not in str(refused.value)
    assert record.POISON not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "body"),
    [(413, "<html>Too Large</html>"), (400, json.dumps({"code": "malformed_payload"}))],
)
def test_a_batch_that_cannot_be_read_is_refused(
    replayed: replay.Replay, index: Meilisearch, status: int, body: str
) -> None:
    replayed.fault("POST /indexes/.*/documents[?]", status, body)

    with pytest.raises(engine.DocumentRefused):
        put(index)

    replayed.mend()
    put(index)


def test_a_server_that_came_back_empty_is_unavailable_until_it_is_filled(
    recorded: dict[str, list[replay.Exchange]], replayed: replay.Replay, index: Meilisearch
) -> None:
    index.search(record.SEARCH)

    replayed.become(recorded["emptied"])
    for _ in range(2):
        assert "not on the Meilisearch server" in told(lambda: index.search(record.SEARCH))
    assert index.needs_rebuild
    index.rebuild(record.KNOWN)

    assert index.search(record.SEARCH).total == 2


def test_an_old_snapshot_tells_its_versions_and_settings_and_takes_the_new_ones(
    recorded: dict[str, list[replay.Exchange]], replayed: replay.Replay, index: Meilisearch
) -> None:
    replayed.become(recorded["old"])

    assert dict(index.versions()) == {record.IDS[0]: 0, record.IDS[1]: 0}
    assert {"stopWords", "synonyms", "rankingRules"} <= set(index.differences())
    index.put(record.KNOWN)

    sent = next(
        said
        for request, said in zip(replayed.heard, replayed.said, strict=True)
        if request.startswith("POST") and request.endswith("primaryKey=id")
    )
    assert {each["id"]: each["version"] for each in json.loads(sent)} == {
        record.IDS[0]: 2,
        record.IDS[1]: 1,
    }


def test_no_key_is_in_what_is_shown_of_an_engine(index: Meilisearch) -> None:
    assert KEY not in repr(index)


# On a real server.

# The server also looks for neighbours written in one go, with typos: "collecte2" for "collecte 2".
GLUED = {"+collecte -don ^2 ~ [a TO b] {"}


@pytest.fixture(scope="module")
def shared(meilisearch_server: server.Server) -> Iterator[Meilisearch]:
    with contextlib.closing(meilisearch_server.fresh()) as index:
        index.rebuild([])
        yield index


def test_hostile_texts_are_only_texts(shared: Meilisearch) -> None:
    known = [document("Une collecte"), document("Autre", body="<script> | ½")]
    reference = oracle.Oracle()
    for one in (shared, reference):
        one.rebuild(known)

    for text in HOSTILE:
        if text in GLUED:
            find(shared, text)
            continue
        found, expected = find(shared, text), find(reference, text)
        assert (set(found.ids), found.total) == (set(expected.ids), expected.total), repr(text)


def test_hostile_documents_are_only_documents(shared: Meilisearch) -> None:
    odd = document(
        "\x00\u202e '-'- 🎉",
        body="\ud800 " + "a" * 70_000 + " mot",
        facets={"themes": ["é à", 'a "b"', "\\"]},
    )
    shared.rebuild([odd, document("")])

    found = find(shared, "mot", count=("themes",))
    kept = find(shared, filters={"themes": ('a "b"',)})

    assert found.ids == kept.ids == (odd.id,)
    assert found.facets["themes"] == {"é à": 1, 'a "b"': 1, "\\": 1}


def test_a_poisoned_batch_changes_nothing_on_the_server(shared: Meilisearch) -> None:
    shared.rebuild([])

    with pytest.raises(engine.DocumentRefused) as refused:
        shared.put([document("Bonne"), document("Mauvaise", id=record.POISON)])
    with pytest.raises(engine.DocumentRefused):
        shared.rebuild([document("Bonne"), document("Mauvaise", id=record.POISON)])

    assert refused.value.reason == "invalid_document_id"
    assert shared.count() == 0
    shared.put([document("Bonne")])
    assert shared.count() == 1


def test_the_settings_are_ours_until_somebody_changes_them(
    shared: Meilisearch, meilisearch_server: server.Server
) -> None:
    shared.rebuild([])
    assert shared.differences() == []

    client = official.Client(meilisearch_server.url, meilisearch_server.key)
    changed = client.index(f"{shared._prefix}-{layout.fingerprint()}").update_settings(
        {"stopWords": ["le"], "searchCutoffMs": 10}
    )
    client.wait_for_task(changed.task_uid)

    assert set(shared.differences()) == {"stopWords", "searchCutoffMs"}
    shared.rebuild([])
    assert shared.differences() == []


def test_the_index_of_other_settings_is_forgotten_and_nobody_elses(
    shared: Meilisearch, meilisearch_server: server.Server
) -> None:
    client = official.Client(meilisearch_server.url, meilisearch_server.key)
    ours = f"{shared._prefix}-0123456789"
    theirs = f"{shared._prefix}-demo-0123456789"
    for name in (ours, theirs):
        client.wait_for_task(client.create_index(name).task_uid)

    assert shared.others() == [ours]
    assert shared.forget_others() == [ours]
    assert shared.others() == []
    assert shared._name in (names := shared._server.indexes())
    assert theirs in names


def test_what_serves_others_is_kept_while_ours_is_not_filled(
    meilisearch_server: server.Server,
) -> None:
    client = official.Client(meilisearch_server.url, meilisearch_server.key)
    with contextlib.closing(meilisearch_server.fresh()) as index:
        old = f"{index._prefix}-0123456789"
        client.wait_for_task(client.create_index(old).task_uid)
        index.put([document("Une collecte")])

        assert index.forget_others() == []
        assert index.others() == [old]

        index.rebuild([])
        assert index.forget_others() == [old]


def test_pages_go_from_what_is_put_in_order_here_to_what_the_server_did(
    shared: Meilisearch,
) -> None:
    known = [
        document(
            f"Numéro {n}",
            summary="une collecte" if n % 3 else "une collecte de vêtements",
            body="vêtements" if n % 3 else "",
            facets={"sizes": ["small"] if n % 2 else ["small", "medium"]},
        )
        for n in range(2 * ranking.RANKED + 5)
    ]
    shared.rebuild(known)
    for filters in ({}, {"sizes": ("small",)}):
        asked = {"text": "collecte de vêtements", "filters": filters}
        whole = find(shared, **asked, limit=1000).ids
        assert len(whole) == len({*whole}) == len(known)

        for size in (7, 21, ranking.RANKED, ranking.RANKED + 1):
            pages = [
                each
                for offset in range(0, len(known), size)
                for each in find(shared, **asked, offset=offset, limit=size).ids
            ]
            assert pages == [*whole]
        if filters:  # what is labelled by one code alone comes first on every page
            alone = [len(d.facets["sizes"]) for id in whole for d in known if d.id == id]
            assert alone == sorted(alone)


def test_a_long_question_finds_what_answers_most_of_it_first(shared: Meilisearch) -> None:
    best = document("Recruter des bénévoles", body="pour la buvette et le stand du marché")
    good = document("Bénévoles au stand de la buvette")
    other = document("Un loto")
    shared.rebuild([document(f"Bénévoles au marché {n}") for n in range(20)] + [good, best, other])

    question = "comment recruter des bénévoles pour tenir la buvette et le stand du marché de Noël"
    found = find(shared, question)

    assert {*found.ids[:2]} == {best.id, good.id}
    assert other.id not in found.ids
    assert found.total == 22


def test_eight_threads_read_and_write_without_mixing_their_requests(shared: Meilisearch) -> None:
    known = [document(f"Collecte {n}", facets={"kinds": [f"k{n}"]}) for n in range(8)]
    shared.rebuild(known)
    problems: list[object] = []

    def work(n: int) -> None:
        chance = Random(n)
        try:
            for version in range(2, 4):
                shared.put([document(f"Collecte {n}", id=known[n].id, version=version,
                                     facets={"kinds": [f"k{n}"]})])  # fmt: skip
                for _ in range(10):
                    other = chance.randrange(8)
                    asked = {"kinds": (f"k{other}",)}
                    found = find(shared, "collecte", filters=asked, count=("kinds", "themes"))
                    if found.ids != (known[other].id,) or len(found.facets["kinds"]) != 8:
                        problems.append(found)
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert dict(shared.versions()) == {each.id: 3 for each in known}


def test_the_old_index_serves_until_the_new_one_is_ready(
    meilisearch_server: server.Server,
) -> None:
    old, new, late = document("Ancienne"), document("Nouvelle"), document("Tardive")
    problems: list[object] = []
    seen: list[int] = []
    stop = threading.Event()
    with contextlib.closing(meilisearch_server.fresh()) as index:
        index.put([old])

        def search() -> None:
            try:
                while not stop.is_set():
                    totals = [find(index, word).total for word in ("ancienne", "nouvelle")]
                    seen.append(sum(totals))
            except BaseException as problem:
                problems.append(problem)

        def documents() -> Iterator[engine.Document]:
            for _ in range(3):
                assert find(index).ids == (old.id,)
            writer.start()
            yield new

        writer = threading.Thread(target=lambda: index.put([late]))
        searchers = [threading.Thread(target=search) for _ in range(2)]
        for searcher in searchers:
            searcher.start()
        try:
            index.rebuild(documents())
            writer.join()
            index.rebuild([new])
            index.rebuild([new, late])
        finally:
            stop.set()
            for searcher in searchers:
                searcher.join()

        assert problems == []
        assert seen
        assert 0 not in seen
        assert set(find(index).ids) == {new.id, late.id}


def test_what_is_written_while_a_rebuild_runs_is_in_the_new_index(shared: Meilisearch) -> None:
    new, late = document("Nouvelle"), document("Tardive")
    writer = threading.Thread(target=lambda: shared.put([late]))

    def documents() -> Iterator[engine.Document]:
        writer.start()
        yield new

    shared.rebuild(documents())
    writer.join()

    assert {id for id, _ in shared.versions()} == {new.id, late.id}


def test_a_rebuild_that_fails_leaves_the_old_index(shared: Meilisearch) -> None:
    known = document("Ancienne")
    shared.rebuild([known])

    def documents() -> Iterator[engine.Document]:
        yield document()
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        shared.rebuild(documents())

    assert find(shared).ids == (known.id,)
    assert not [name for name in shared._server.indexes() if name == f"{shared._name}-shadow"]


def test_each_key_can_do_its_work_and_nothing_else(meilisearch_server: server.Server) -> None:
    url, master = meilisearch_server.url, meilisearch_server.key
    search_key, write_key = remote.create_keys(url, master, "keyed")
    assert remote.create_keys(url, master, "keyed") == (search_key, write_key)
    assert len({search_key, write_key, master}) == 3

    known = document("Une collecte")
    with contextlib.closing(
        Meilisearch(url, search_key=search_key, write_key=write_key, prefix="keyed")
    ) as both:
        assert both.needs_rebuild
        both.put([known])
        both.rebuild([known])
        both.delete(["none"])
        assert find(both, "collecte").ids == (known.id,)
        assert dict(both.versions()) == {known.id: 1}
        assert both.count() == 1
        assert both.differences() == []
        assert both.forget_others() == []
    searcher = Meilisearch(url, search_key=search_key, prefix="keyed")
    writer = Meilisearch(url, search_key=write_key, prefix="keyed")
    others = Meilisearch(url, search_key=search_key, write_key=write_key, prefix="other")
    assert find(searcher, "collecte").ids == (known.id,)
    refused: list[Callable[[], object]] = [
        lambda: searcher.put([known]),
        lambda: searcher.delete([known.id]),
        lambda: list(searcher.versions()),
        lambda: searcher.rebuild([]),
        searcher.differences,
        lambda: find(writer, "collecte"),
        lambda: find(others, "collecte"),
        lambda: others.put([known]),
        lambda: others.rebuild([known]),
    ]
    for act in refused:
        assert "invalid_api_key" in told(act)
    for key in (search_key, write_key):
        client = official.Client(url, key)
        for forbidden in (client.get_keys, client.create_dump, client.create_snapshot):
            with pytest.raises(official.errors.MeilisearchApiError, match="invalid_api_key"):
                forbidden()
    assert find(searcher, "collecte").ids == (known.id,)
    for opened in (searcher, writer, others):
        opened.close()


def test_servers_with_one_master_key_give_the_same_keys(
    meilisearch_server: server.Server, tmp_path: Path
) -> None:
    known = document("Une collecte")
    with server.running(tmp_path, key=meilisearch_server.key) as second:
        made = {
            remote.create_keys(each.url, each.key, "twin") for each in (meilisearch_server, second)
        }
        assert len(made) == 1
        search_key, write_key = made.pop()
        for each in (meilisearch_server, second):
            with contextlib.closing(
                Meilisearch(each.url, search_key=search_key, write_key=write_key, prefix="twin")
            ) as node:
                node.rebuild([known])
                assert find(node, "collecte").ids == (known.id,)


def test_keys_are_not_made_with_a_wrong_master_key(meilisearch_server: server.Server) -> None:
    assert "invalid_api_key" in told(
        lambda: remote.create_keys(meilisearch_server.url, "wrong", "keyed")
    )


WRITING = """
import sys
from search.meilisearch import Meilisearch
from tests.search import test_engine_contract as contract
index = Meilisearch(sys.argv[1], search_key=sys.argv[2], prefix="killed")
for number in range(1_000_000):
    written = [contract.document(f"numéro{number}") for _ in range(3)]
    index.put(written)
    print(*(d.id for d in written), flush=True)
"""


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    if server.EXECUTABLE is None:
        skip_or_fail("meilisearch", "no executable named meilisearch on the PATH")
    with server.running(tmp_path) as first:
        index = Meilisearch(first.url, search_key=first.key, prefix="killed")
        with subprocess.Popen(
            [sys.executable, "-c", WRITING, first.url, first.key],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=Path(__file__).parents[2],
        ) as writing:
            assert writing.stdout is not None
            told_written = [writing.stdout.readline().split() for _ in range(4)]
            first.process.kill()
            told_written += [line.split() for line in writing.stdout]
        told(lambda: find(index))

        with server.running(tmp_path, again=first):
            there = {id for id, _ in index.versions()}
            assert {id for batch in told_written for id in batch} <= there
            assert len(there) % 3 == 0  # a batch is there or not
            index.put([document("Après")])
            assert find(index, "après").total == 1
        index.close()
