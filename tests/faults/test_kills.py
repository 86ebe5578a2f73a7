"""Processes killed at the worst moment: whatever was committed is found after the next start."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commons import library, outbox
from commons.database import Database
from search import discovery, relay
from search.embedded import Embedded
from search.engine import Query, Visibility
from tests.search import shelf
from tests.search.test_discovery import EVERYBODY

SCALE = float(os.environ.get("RECUL_TEST_SCALE", "1"))
ROOT = Path(__file__).parents[2]
# Killed after a commit without any push, at any moment of publishing, of withdrawing.
ACTS = ("commit", "push", "withdraw")
KILLS = max(3, round(3 * SCALE))


def kill_one(folder: Path, act: str, dice: random.Random) -> tuple[set[str], set[str]]:
    """What a process said it committed and withdrew before it was killed."""
    victim = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.victim", str(folder), act],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert victim.stdout
    assert victim.stdout.readline() == "ready\n"
    if act == "commit":
        # The first commit was said: nothing was pushed yet, and never will be.
        told = [victim.stdout.readline()]
    else:
        told = []
        time.sleep(dice.uniform(0.05, 0.6))
    victim.send_signal(signal.SIGKILL)
    rest, _ = victim.communicate(timeout=10)
    assert victim.returncode == -signal.SIGKILL
    committed: set[str] = set()
    withdrawn: set[str] = set()
    for line in (*told, *rest.splitlines(keepends=True)):
        if line.endswith("\n"):
            word, *ids = line.split()
            {"committed": committed, "withdrawn": withdrawn, "pushed": set()}[word].update(ids)
    return committed, withdrawn


@pytest.mark.parametrize("number", range(KILLS))
def test_a_killed_process_loses_nothing(sqlite_template: Path, tmp_path: Path, number: int) -> None:
    act, dice = ACTS[number % len(ACTS)], random.Random(number)
    shutil.copy(sqlite_template, tmp_path / "recul.sqlite")

    committed, withdrawn = kill_one(tmp_path, act, dice)

    assert committed
    database = Database(f"sqlite:///{tmp_path / 'recul.sqlite'}")
    # The killed process's rights are free again, and what it left is enough to go on.
    leadership = relay.FileLeadership(tmp_path)
    engine = Embedded(tmp_path / "index")
    with database.reading() as session:
        on_shelf = set(library.published_ids(session, limit=10_000))
        unsaid = on_shelf - committed
        page = discovery.find(session, engine, EVERYBODY, shelf.wish(first=50))
        assert {each.item.id for each in page.results} <= on_shelf
    # At most the one whose commit came just before the kill was not said.
    assert len(unsaid) <= 1
    # The same of a withdrawal; nothing else may be missing.
    assert len(committed - withdrawn - on_shelf) <= (act == "withdraw")
    assert not withdrawn & on_shelf
    while relay.push(database, engine):
        pass
    assert {publication for publication, _ in engine.versions()} == on_shelf
    found = engine.search(
        Query(visibility=Visibility(frozenset({"open"}), 202603), text="relancer adhésions")
    )
    assert found.total == len(on_shelf)
    with database.reading() as session:
        assert outbox.backlog(session, outbox.INDEX) == 0
    engine.close()
    leadership.release()
    database.close()


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
