"""A real Meilisearch server for the tests: started on a free port, stopped by its id."""

import os
import secrets
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx

from search.meilisearch import Meilisearch
from search.semantic import Embedder

EXECUTABLE = os.environ.get("RECUL_TEST_MEILISEARCH") or shutil.which("meilisearch")


@dataclass
class Server:
    """A running server and its master key."""

    url: str
    key: str
    process: "subprocess.Popen[bytes]"

    def fresh(self, prefix: str = "", embedder: Embedder | None = None) -> Meilisearch:
        """An engine of its own on the server, empty unless the prefix was there before."""
        prefix = prefix or f"test-{uuid.uuid4().hex[:8]}"
        return Meilisearch(self.url, search_key=self.key, prefix=prefix, embedder=embedder)


@contextmanager
def running(
    folder: Path, again: Server | None = None, memory: str = "100Mb", key: str | None = None
) -> Iterator[Server]:
    """A server with its data in `folder`, until the end of the block; `again` where one was."""
    assert EXECUTABLE
    if again is None:
        with socket.socket() as chosen:
            chosen.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{chosen.getsockname()[1]}"
        key = key or secrets.token_hex(16)
    else:
        address, key = again.url.removeprefix("http://"), again.key
    options = ["--http-addr", address, "--db-path", str(folder / "db"), "--no-analytics"]
    # Two thirds of the machine's memory, the default, take a second to be put in order each time.
    options += ["--max-indexing-memory", memory]
    with subprocess.Popen(
        [EXECUTABLE, *options, "--master-key", key, "--log-level", "ERROR"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait(f"http://{address}/health", process)
            yield Server(f"http://{address}", key, process)
        finally:
            process.kill()


def _wait(health: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(health, timeout=1).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("The Meilisearch server did not start.")
