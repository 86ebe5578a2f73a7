"""The last answers to questions about texts, under keyed hashes: nobody waits for one twice."""

import hashlib
import secrets
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Found = TypeVar("Found")


class Recent(Generic[Found]):
    """At most so many answers, in the memory of this process alone; what was asked is not kept.

    Preview, decision and publication read the same text again. A question must hold everything
    its answer depends on: two associations that write the same words never share one.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._key = secrets.token_bytes(32)
        self._found: dict[bytes, Found] = {}
        self._lock = threading.Lock()

    def of(self, asked: object, find: Callable[[], Found]) -> Found:
        """The answer to a question, told from others by its `repr`; `find` makes it if need be."""
        written = repr(asked).encode()
        known = hashlib.blake2b(written, key=self._key).digest()
        with self._lock:
            found = self._found.pop(known, None)
        if found is None:
            found = find()
        with self._lock:
            self._found[known] = found
            if len(self._found) > self._most:
                del self._found[next(iter(self._found))]
        return found
