"""A certified OpenID provider for the tests (npm oidc-provider), started on loopback."""

import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx2 as httpx

from tests.conftest import skip_or_fail

HERE = Path(__file__).parent
SECRET = "un secret que seul le fournisseur connaît aussi".encode().hex()
START_SECONDS = 30
# Where npm puts the package, outside of the tree: once per machine.
CACHE = Path(tempfile.gettempdir()) / f"recul-openid-{os.getuid()}"


def installed() -> Path:
    """The folder of the package, as its lock file says. Skips, with the reason, where it can't."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        skip_or_fail("node", "node and npm are not installed")
    lock = (HERE / "package-lock.json").read_bytes()
    done = CACHE / "installed"
    if not done.exists() or done.read_bytes() != lock:
        CACHE.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, CACHE / name)
        found = subprocess.run(
            [str(npm), "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=CACHE, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if found.returncode != 0:
            skip_or_fail("node", f"npm could not install oidc-provider: {found.stderr[-300:]}")
        done.write_bytes(lock)
    return CACHE


@dataclass
class Server:
    """A running provider; ``issuer`` is its address."""

    issuer: str
    process: "subprocess.Popen[str]"
    lines: "queue.Queue[str]" = field(default_factory=queue.Queue)

    def rotate(self) -> None:
        """Sign with another key, under another name, from now on; the old one is gone."""
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        assert self.lines.get(timeout=START_SECONDS) == "rotated"

    def follow(self, address: str, person: str) -> dict[str, str]:
        """What a browser is sent back with, once this person signed in there."""
        with httpx.Client(follow_redirects=False) as browser:
            address = f"{address}&login_hint={person}"
            while address.startswith(self.issuer):
                answer = browser.get(address)
                assert answer.status_code in (302, 303), answer.text[-500:]
                address = urljoin(address, answer.headers["location"])
        return dict(parse_qsl(urlsplit(address).query))


def client(name: str, *returns: str) -> dict[str, object]:
    """A client of the provider, as it is told of one."""
    return {
        "client_id": name,
        "client_secret": SECRET,
        "redirect_uris": list(returns),
        "grant_types": ["authorization_code"],
        "response_types": ["code"],
    }


@contextmanager
def running(*clients: dict[str, object]) -> Iterator[Server]:
    """A provider that knows these clients, until the end of the block."""
    folder = installed()
    given = json.dumps({"port": 0, "clients": clients})
    with subprocess.Popen(
        ["node", str(HERE / "provider.mjs"), str(folder), given],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        server = Server("", process)

        def listen() -> None:
            assert process.stdout
            for line in process.stdout:
                server.lines.put(line.strip())

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        try:
            server.issuer = server.lines.get(timeout=START_SECONDS)
            yield server
        finally:
            process.kill()
            listener.join(START_SECONDS)
