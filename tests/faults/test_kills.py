"""Processes killed at the worst moment: whatever was committed is found after the next start.

By hand, a thousand kills: RECUL_TEST_SCALE=34 python -m pytest tests/faults/test_kills.py
--log-cli-level=INFO
"""

import logging
import multiprocessing
import os
import random
import shutil
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from commons import library, outbox
from commons.database import Database
from search import discovery, relay
from search.embedded import Embedded
from search.engine import Query, SearchEngine, Visibility
from tests.conftest import skip_or_fail
from tests.faults import victim
from tests.search import server, shelf
from tests.search.test_discovery import EVERYBODY

SCALE = float(os.environ.get("RECUL_TEST_SCALE", "1"))
KILLS = {"embedded": max(8, round(30 * SCALE)), "meilisearch": max(8, round(8 * SCALE))}
# What a process is about when it is killed, and for how long each usually takes, in seconds.
MOMENTS = {
    "embedded": {
        "commit": 0.01, "put": 0.03, "pushed": 0.005, "mark": 0.005, "delete": 0.03,
        "forgotten": 0.005, "rebuild": 0.01, "swap": 0.03, "reconcile": 0.03,
    },
    "meilisearch": {
        "commit": 0.01, "put": 0.08, "pushed": 0.005, "mark": 0.005, "delete": 0.06,
        "forgotten": 0.005, "rebuild": 0.1, "swap": 0.4, "reconcile": 0.1,
    },
}  # fmt: skip

log = logging.getLogger("recul.kills")
forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload(["tests.faults.victim"])


@dataclass
class Held:
    """What killed processes said they had done; ``index`` is what was durable in the index."""

    shelf: dict[str, int] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    index: dict[str, int] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)

    def hear(self, word: str, ids: dict[str, int]) -> None:
        if word == "committed":
            self.shelf |= ids
        elif word == "withdrawn":
            self.withdrawn |= {*ids}
        elif word == "pushed":
            self.index |= ids
        elif word == "forgotten":
            self.forgotten |= {*ids}


def kill_one(place: victim.Place, moments: dict[str, float], seed: int, held: Held) -> str:
    """Kill a process some time after a moment chosen by lot; what it was about, as it said."""
    dice = random.Random(seed)
    moment = dice.choice([*moments])
    hearing, saying = forks.Pipe(duplex=False)
    process = forks.Process(target=victim.live, args=(place, saying, seed), daemon=True)
    process.start()
    saying.close()
    last, killed = "", False
    try:
        while True:
            assert hearing.poll(60), f"the process says nothing after {last}"
            last, ids = hearing.recv()
            held.hear(last, ids)
            if last == moment and not killed:
                time.sleep(dice.uniform(0, moments[moment]))
                process.kill()
                killed = True
    except EOFError:
        pass
    finally:
        process.kill()
        process.join()
        hearing.close()
    assert process.exitcode == -signal.SIGKILL
    return last


def check(place: victim.Place, held: Held, last: str) -> Counter[str]:
    """What is wrong after a death: lost on the shelf or in the index, gone back, still there."""
    wrong: Counter[str] = Counter()
    database, engine = place.database(), place.engine()
    leadership = relay.FileLeadership(place.folder)  # the dead one's rights are free again
    try:
        with database.reading() as session:
            there = dict(library.published_versions(session))
            page = discovery.find(session, engine, EVERYBODY, shelf.wish(first=50))
        # What was said holds; at most one withdrawal was committed without a word.
        gone = {*held.shelf} - {*there} - held.withdrawn
        wrong["lost on the shelf"] += max(0, len(gone) - (last == "commit"))
        for id, version in held.shelf.items():
            wrong["lost on the shelf"] += there.get(id, 10**6) < version
        wrong["back on the shelf"] += len(held.withdrawn & {*there})
        wrong["shown though withdrawn"] += len({each.item.id for each in page.results} - {*there})
        wrong["shown degraded"] += page.degraded
        found = dict(engine.versions())
        for id, version in held.index.items():
            wrong["gone back in the index"] += id in there and found.get(id, -1) < version
        wrong["back in the index"] += len(held.forgotten & {*found})
        # What it left in the outbox is enough to go on.
        while relay.push(database, engine):
            pass
        after = dict(engine.versions())
        wrong["lost for the index"] += sum(after.get(id) != each for id, each in there.items())
        wrong["kept by the index"] += len({*after} - {*there})
        wrong["not found"] += len(there) - found_by_words(engine)
        differences = relay.reconcile(database, engine)
        wrong["differences"] += sum(
            (differences.missing, differences.outdated, differences.unknown)
        )
        with database.reading() as session:
            wrong["dead letters"] += len(outbox.dead(session))
    finally:
        engine.close()
        leadership.release()
        database.close()
    held.withdrawn |= gone
    held.shelf = dict(there)
    held.index = dict(there)
    return wrong


def found_by_words(engine: SearchEngine) -> int:
    everybody = Visibility(frozenset({"open"}), 202603)
    return engine.search(Query(visibility=everybody, text="relancer adhésions")).total


def killed(place: victim.Place, kind: str) -> tuple[Counter[str], Counter[str]]:
    """After so many kills: what was wrong, and what the processes were about."""
    begun = time.monotonic()
    held, wrong, about = Held(), Counter[str](), Counter[str]()
    for number in range(KILLS[kind]):
        last = kill_one(place, MOMENTS[kind], number, held)
        about[last] += 1
        wrong += check(place, held, last)
    spent = time.monotonic() - begun
    log.info("%s: %d kills in %.0f s, about %s; wrong: %s", kind, KILLS[kind], spent, about, +wrong)
    return +wrong, about


def test_a_killed_relay_loses_nothing(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "recul.sqlite")

    wrong, about = killed(victim.Place(tmp_path), "embedded")

    assert wrong == {}
    assert len(about) >= 4  # different moments, not always the same


def test_a_relay_killed_before_a_server_loses_nothing(
    sqlite_template: Path, tmp_path: Path
) -> None:
    if server.EXECUTABLE is None:
        skip_or_fail("meilisearch", "no executable named meilisearch on the PATH")
    shutil.copy(sqlite_template, tmp_path / "recul.sqlite")
    folder = tmp_path / "server"
    folder.mkdir()
    with server.running(folder) as node:
        sink = node.url.removeprefix("http://")
        database = Database(f"sqlite:///{tmp_path / 'recul.sqlite'}")
        with database.writing() as session:
            outbox.keep(session, {sink})
        database.close()

        wrong, about = killed(victim.Place(tmp_path, node.url, node.key, "test"), "meilisearch")

    assert wrong == {}
    assert len(about) >= 3


def test_an_index_lost_with_its_disk_is_built_anew(sqlite: Database, tmp_path: Path) -> None:
    ids = {shelf.shelve(sqlite) for _ in range(4)}
    engine = Embedded(tmp_path / "index")
    relay.push(sqlite, engine)
    engine.close()

    shutil.rmtree(tmp_path / "index")
    engine = Embedded(tmp_path / "index")

    assert engine.needs_rebuild
    assert relay.rebuild(sqlite, engine) == 4
    assert {publication for publication, _ in engine.versions()} == ids
    engine.close()
