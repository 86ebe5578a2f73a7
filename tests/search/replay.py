"""A local HTTP server that answers as a recorded Meilisearch did, or as badly as it is told."""

import contextlib
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).with_name("recorded") / "meilisearch.json"
INDEX = "{index}"  # stands for the name of the index, which changes with its settings

Reply = tuple[int, str]


@dataclass
class Exchange:
    """One request and its reply, as recorded."""

    method: str
    path: str
    status: int
    body: str


class Asked(BaseHTTPRequestHandler):
    """One request: read, told to the server's `reply`, answered unless it says None."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        assert isinstance(self.server, Local)
        answer = self.server.reply(self.command, self.path, self.headers["Authorization"], body)
        self.close_connection = True
        if answer is None:
            return
        status, text = answer
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text.encode())))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(text.encode())

    do_POST = do_PATCH = do_DELETE = do_PUT = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged."""


class Local(ThreadingHTTPServer):
    """A server on a free port of this machine; its threads end with it."""

    daemon_threads = False

    def __init__(self, reply: Callable[[str, str, str, bytes], Reply | None]) -> None:
        self.reply = reply
        super().__init__(("127.0.0.1", 0), Asked)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # they did not wait for the answer
            super().handle_error(request, client_address)


@contextlib.contextmanager
def serving(reply: Callable[[str, str, str, bytes], Reply | None]) -> Iterator[Local]:
    with Local(reply) as local:
        thread = threading.Thread(target=local.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield local
        finally:
            local.shutdown()
            thread.join()


@dataclass
class Replay:
    """What was recorded of some acts, and the faults that come before it.

    Replies to the same request come in their order, the last one for ever.
    """

    exchanges: list[Exchange]
    index: str
    url: str = ""
    faults: dict[str, Reply | None] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    said: list[bytes] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    turns: dict[str, int] = field(default_factory=dict)

    def fault(self, request: str, status: int = 0, body: str = "") -> None:
        """Answer this badly to requests that begin so; without a status, be silent."""
        self.faults[request] = (status, body) if status else None

    def mend(self) -> None:
        """Answer as recorded again."""
        self.faults.clear()
        self.released.set()

    def become(self, exchanges: list[Exchange]) -> None:
        """Answer as in another recording from now on, as if the server had been replaced."""
        self.exchanges = exchanges
        self.turns.clear()

    def reply(self, method: str, path: str, key: str, body: bytes) -> Reply | None:
        request = f"{method} {path}"
        self.heard.append(request)
        self.said.append(body)
        for start, answer in self.faults.items():
            if re.match(start, request):
                if answer is None:
                    self.released.wait(30)
                return answer
        request = request.replace(self.index, INDEX)
        known = [each for each in self.exchanges if f"{each.method} {each.path}" == request]
        if not known:
            return 500, json.dumps({"code": "not_recorded", "message": request})
        turn = self.turns.get(request, 0)
        self.turns[request] = turn + 1
        found = known[min(turn, len(known) - 1)]
        return found.status, found.body.replace(INDEX, self.index)


@contextlib.contextmanager
def replaying(exchanges: list[Exchange], index: str) -> Iterator[Replay]:
    replay = Replay(exchanges, index)
    with serving(replay.reply) as local:
        replay.url = local.url
        try:
            yield replay
        finally:
            replay.mend()


def load() -> dict[str, list[Exchange]]:
    """The recorded exchanges of each scenario."""
    recorded = json.loads(RECORDED.read_text())
    return {
        name: [Exchange(**each) for each in exchanges]
        for name, exchanges in recorded["scenarios"].items()
    }
