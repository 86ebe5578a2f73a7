"""How often something may be tried: sliding windows in memory, under keys nobody can read back."""

import hashlib
import os
from collections import OrderedDict, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock

from commons.refusals import Refusal

WINDOW_MINUTES = 15
DAY_MINUTES = 24 * 60

# How many tries each name allows a key in one window. A refused try is not counted: whoever waits
# gets in again, and nobody can hold anybody else out by trying.
LIMITS: Mapping[str, int] = {
    # Letters to one address. What leaves no letter leaves valid links in the mailbox: their
    # lifetime is the window.
    "link-address": 6,
    "link-requester": 60,
    # A password of one account from one place; others' tries elsewhere don't count against it.
    "password-account": 10,
    "password-requester": 100,
    # Ways to a provider and back, from one place: each may ask a server elsewhere.
    "provider-requester": 60,
    # Codes of one person: only who holds their mailbox or password gets to try any.
    "code-person": 10,
    # Letters to one person of changes in how they get in; no other letters count, or whoever asks
    # for many would hold these back.
    "alert-person": 12,
    # New addresses that one person asks for, and letters to one such address: others send those.
    "change-person": 6,
    "change-address": 6,
    # Exports of one person: all rows are read for each.
    "export-person": 5,
    # Reports of readers from one place, and codes of vendors that one person tries.
    "report-requester": 20,
    "vendor-person": 10,
    # Letters that others send: to one address, and by one association or federation.
    "invitation-address": 6,
    "invitation-owner": 20,
    # Letters to one address in a day, whoever asked for them. Links to sign in go on leaving, one
    # in each window: else whoever asks for many would hold their owner out.
    "letter-day": 24,
    "link-beyond": 1,
    # Sent files of a federation, and associations declared from one place in a day: the answer
    # says whether one is there already, and nobody is to try all numbers of a register.
    "vouch-federation": 20,
    "declare-requester": 60,
}

# The names whose window is another one.
MINUTES: Mapping[str, int] = {"letter-day": DAY_MINUTES, "declare-requester": DAY_MINUTES}

# Beyond it the keys longest unused are forgotten: memory has an end, whoever asks how often.
_KEYS_LIMIT = 50_000


class TooManyTries(Refusal):
    code = "too-many-tries"


class Throttle:
    """The tries of one process; nothing of them is written anywhere."""

    def __init__(self) -> None:
        self._key = os.urandom(32)
        self._tries: OrderedDict[bytes, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def allow(self, name: str, key: str, now: datetime) -> bool:
        """Count a try and tell whether it is within the limit of its name."""
        text = f"{name} {key}".encode("utf-8", "replace")
        digest = hashlib.blake2b(text, key=self._key, digest_size=16).digest()
        with self._lock:
            tries = self._tries.setdefault(digest, deque())
            self._tries.move_to_end(digest)
            window = timedelta(minutes=MINUTES.get(name, WINDOW_MINUTES))
            while tries and tries[0] <= now - window:
                tries.popleft()
            if len(tries) >= LIMITS[name]:
                return False
            tries.append(now)
            while len(self._tries) > _KEYS_LIMIT:
                self._tries.popitem(last=False)
            return True

    def require(self, name: str, key: str, now: datetime) -> None:
        """Count a try. Raises TooManyTries beyond the limit."""
        if not self.allow(name, key, now):
            raise TooManyTries(limit=MINUTES.get(name, WINDOW_MINUTES))
