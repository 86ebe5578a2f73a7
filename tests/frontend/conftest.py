"""The whole site in process: pages and API over one temporary database and index."""

import base64
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from commons import housekeeping, settings
from commons.outbox import OutboxRow
from frontend import app as composition
from frontend import rounds
from schema.letters import Letter
from tests.conftest import Ticking
from tests.frontend.browser import Browser
from tests.openid.stand_in import StandIn
from tests.schema import cast as everyone
from tests.schema.cast import Cast, Stage
from tests.schema.conftest import KEY, opened
from tests.schema.world import Author, World

INDEXED_WITHIN_SECONDS = 20


class Site(World):
    """A world whose door is the real application; its relay feeds the index by itself."""

    def push(self) -> None:
        """Wait until the index knows everything."""
        until = time.monotonic() + INDEXED_WITHIN_SECONDS
        while True:
            with self.product.database.reading() as session:
                waiting = session.scalar(sa.select(sa.func.count()).select_from(OutboxRow))
            if not waiting:
                return
            assert time.monotonic() < until, "the relay did not feed the index"
            self.product.wake()
            time.sleep(0.05)

    def as_visitor(self) -> None:
        self.client.cookies.clear()

    def as_author(self, author: Author) -> None:
        """Browse with this person's session."""
        self.client.cookies.clear()
        self.client.cookies.set("recul_session", author.token)

    def html(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        return answer.text


OpenSite = Callable[[Path], AbstractContextManager[Site]]


@pytest.fixture(scope="session")
def open_site(sqlite_template: Path) -> OpenSite:
    """Serve a new, empty site from a folder."""

    @contextmanager
    def opened(folder: Path) -> Iterator[Site]:
        known = settings.load(
            {"RECUL_DATA_DIR": str(folder / "data"), "RECUL_KEY_FILE": str(folder / "key")}
        )
        known.data_dir.mkdir(parents=True)
        shutil.copy(sqlite_template, known.data_dir / "recul.sqlite")
        letters: list[Letter] = []
        clock = Ticking()
        app = composition.create(known, now=clock, deliver=letters.append)
        # Its first night is noted now: noted by its own round it would be a change of some moment
        # in the first test that compares the rows before and after.
        housekeeping.due(app.state.runner.product.database, clock())
        with Browser(app, follow_redirects=False) as client:
            yield Site(app.state.runner.product, clock, client, letters)

    return opened


@pytest.fixture(scope="session")
def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A product with everybody in it, the same that the tests of the API have."""
    return everyone.staged(tmp_path_factory.mktemp("stage"), sqlite_template, opened)


OWN_ROUNDS = ("nightly", "releasing", "writing")


async def _resting(*_: object) -> None:
    """In the place of a round."""


@contextmanager
def on_stage(stage: Stage, folder: Path) -> Iterator[Cast]:
    """The whole site on a copy of the stage."""

    @contextmanager
    def opening(data: Path, now: datetime) -> Iterator[Site]:
        (folder / "key").write_bytes(base64.b64encode(KEY))
        known = settings.load({"RECUL_DATA_DIR": str(data), "RECUL_KEY_FILE": str(folder / "key")})
        letters: list[Letter] = []
        clock = Ticking()
        clock.now = now
        app = composition.create(known, now=clock, deliver=letters.append)
        app.state.runner.product.providers["maison"] = StandIn()
        with pytest.MonkeyPatch.context() as patch:
            # What a site does by itself at its hours is none of the acts that are watched.
            for name in OWN_ROUNDS:
                patch.setattr(rounds, name, _resting)
            with Browser(app, follow_redirects=False) as client:
                yield Site(app.state.runner.product, clock, client, letters)

    with stage.set_up(folder / "data", opening) as cast:
        yield cast


@pytest.fixture
def everybody(stage: Stage, tmp_path: Path) -> Iterator[Cast]:
    """Everybody, in a site of the test's own."""
    with on_stage(stage, tmp_path) as cast:
        yield cast


@pytest.fixture
def site(open_site: OpenSite, tmp_path: Path) -> Iterator[Site]:
    """An empty site of the test's own."""
    with open_site(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def stage_read(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """Everybody, in a site that tests only read."""
    with on_stage(stage, tmp_path_factory.mktemp("read")) as cast:
        yield cast
