"""The last line of an export: a keyed hash of all others, so that ours are known as ours."""

import hashlib
import hmac
import json
from typing import Any

from commons import keys

FORM = 1  # of the lines; grows when what they mean changes
_KEY = "manifest"


class Tally:
    """A keyed hash (HMAC-SHA256) over lines, and how many there were."""

    def __init__(self, secrets: keys.Keys) -> None:
        self.lines = 0
        self._hash = hmac.new(secrets.subkey("export"), digestmod=hashlib.sha256)

    def add(self, line: bytes) -> None:
        """Count a line in, its end included."""
        self.lines += 1
        self._hash.update(line)

    def line(self) -> bytes:
        """The manifest of what was counted."""
        return _line({"form": FORM, "publications": self.lines, "seal": self._seal()})

    def sealed(self, manifest: bytes) -> bool:
        """Whether this manifest is that of what was counted, made with the same key."""
        return hmac.compare_digest(self.line().strip(), manifest.strip())

    def _seal(self) -> str:
        whole = self._hash.copy()
        whole.update(f"form {FORM}, {self.lines} lines".encode())
        return whole.hexdigest()


def is_manifest(line: bytes) -> bool:
    """Whether a line says that it is a manifest, whoever wrote it."""
    if not line.lstrip().startswith(b'{"manifest"'):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _line(manifest: dict[str, Any]) -> bytes:
    return json.dumps({_KEY: manifest}).encode() + b"\n"
