"""The demo started in process, and its first start: one for all processes that run the tests."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from typer.testing import CliRunner

from frontend.cli import cli
from tests.frontend.browser import Browser


def start(folder: Path, visit: Callable[[Browser], None]) -> tuple[str, float]:
    """``recul serve --demo``, its server replaced by a visit; what it told, how long it took.

    Processor seconds, so that a busy machine does not count.
    """

    def serve(app: FastAPI, **options: object) -> None:
        assert options["host"] == "127.0.0.1"
        with Browser(app, base_url="http://127.0.0.1:8000") as client:
            visit(client)

    begun = time.process_time()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(uvicorn, "run", serve)
        environment = {"RECUL_DATA_DIR": str(folder / "data-demo")}
        result = CliRunner().invoke(cli, ["serve", "--demo"], env=environment)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stderr, time.process_time() - begun


@dataclass(frozen=True)
class FirstStart:
    """What an empty folder holds after the first start, what this told, how long it took."""

    folder: Path
    told: str
    seconds: float

    def copy(self, folder: Path) -> Path:
        """A demo of the test's own in a folder: where its data are."""
        return Path(shutil.copytree(self.folder / "data-demo", folder / "data-demo"))


def once(run: pytest.TempPathFactory) -> FirstStart:
    """The demo loaded in this run of the tests: by whoever asks first, while others wait."""
    own = run.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "first-start"
    shared.mkdir(exist_ok=True)
    noted = shared / "noted.json"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not noted.exists():
            # What was left half done by a failure is in nobody's way.
            shutil.rmtree(shared / "data-demo", ignore_errors=True)
            noted.write_text(json.dumps(start(shared, lambda client: None)), "utf-8")
    told, seconds = json.loads(noted.read_text("utf-8"))
    return FirstStart(shared, told, seconds)
