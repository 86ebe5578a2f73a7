"""A process that dies in the middle of a mutation: all of it happened, or nothing."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.schema.world import World

ROOT = Path(__file__).parents[2]

# Publishes a draft of a database and dies on the way.
DYING = """
import json, os, pathlib, sys
from commons import authorship, keys, library, outbox
from commons.database import Database
from schema import execution
from tests.conftest import Ticking
from tests.schema import world

url, folder, token, given, moment = sys.argv[1:]

def die(*_, **__):
    os.kill(os.getpid(), 9)

def after(module, name):
    act = getattr(module, name)
    def acted(*args, **kwargs):
        act(*args, **kwargs)
        die()
    setattr(module, name, acted)

module, name = {"seal": (authorship, "seal"), "shelve": (library, "shelve"),
                "announce": (outbox, "announce")}[moment]
after(module, name)
product = world.product(
    Database(url), keys.Keys(b"0123456789abcdef0123456789abcdef"), Ticking(),
    pathlib.Path(folder), [],
)
execution.run(product, world.ACTS["publishDraft"], {"input": json.loads(given)}, token=token)
"""


@pytest.mark.parametrize("moment", ["seal", "shelve", "announce"])
def test_a_death_on_the_way_to_the_shelf_leaves_nothing(
    world: World, tmp_path: Path, moment: str
) -> None:
    author = world.join("amis")
    draft, version = world.save(author)
    before = world.rows()
    given = {"draft": draft, "version": version}
    url = world.product.database.url

    died = subprocess.run(
        [sys.executable, "-c", DYING, url.render_as_string(), str(tmp_path / "other"),
         author.token, json.dumps(given), moment],
        cwd=ROOT,
        check=False,
    )  # fmt: skip

    assert died.returncode == -signal.SIGKILL
    assert world.rows() == before
    assert world.do("publishDraft", given, author.token)["visibleFrom"] == "2026-03"
    world.push()
    assert world.product.engine.count() == 1
