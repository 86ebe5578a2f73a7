"""Form posts that no page of ours sends, made at random from a seed: each must come to nothing."""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from tests.frontend.test_permissions import ACTS
from tests.schema.cast import Cast
from tests.schema.hostile import TEXTS
from tests.schema.test_permissions import EVERYBODY, NOT_ALLOWED, RULES, SIGN_IN

FORM = "application/x-www-form-urlencoded"
# Asked by mail programs, from anywhere: the secret in the address is all there is.
FROM_LETTERS = ("/lettres/{token}",)
# Where a browser says that a form comes from.
FOREIGN: tuple[Mapping[str, str], ...] = (
    {"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"}, {"origin": "http://testserver.evil.example"},
    {"origin": "http://testserver:81"}, {"sec-fetch-site": "x", "origin": "http://testserver"},
)  # fmt: skip
FORGED = ("", "0" * 64, "f" * 64, "%00", "é", "x" * 10_000, "&csrf_token=", "%ed%a0%80")
# Stands for the token of our forms, where the browser of the tests puts none by itself.
TOKEN = "{token}"
PLACES = (
    "..", "%2e%2e", "%00", "x" * 3000, "é", "%F0%9F%98%80", "%ff", "a%2Fb", "*", "null", " ",
    "3b241101-e2bb-4255-8caf-4136c566a962", "%0d%0aset-cookie:a=b", "{draft}", "'", "-1",
)  # fmt: skip


@dataclass(frozen=True)
class Post:
    """One form, sent by a viewer; ``foreign`` ones would be right if they came from a page.

    ``forged`` is what stands where the token of our forms should.
    """

    viewer: str
    path: str
    address: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": FORM})
    foreign: bool = False
    forged: str | None = None


class Maker:
    """Makes posts from a seed, to every route that takes one."""

    def __init__(self, seed: int, cast: Cast) -> None:
        self._chance = random.Random(seed)
        self._cast = cast
        self._given: dict[str, Mapping[str, Any]] = {}
        for path, act in ACTS.items():
            # What may be done with it is shown elsewhere; here nobody does.
            self._given[path] = RULES[act.rule].given(cast) or {}

        # Each route once, then at random.
        self._unseen = self._chance.sample(tuple(ACTS), len(ACTS))

    def next(self) -> Post:
        path = self._unseen.pop() if self._unseen else self._chance.choice(tuple(ACTS))
        if self._chance.random() < 0.3 and path not in FROM_LETTERS:
            return self._foreign(path)
        return self._rubbish(path)

    def _foreign(self, path: str) -> Post:
        """Just what a page would send, from a page of somebody else's."""
        address, form = ACTS[path].send(self._cast, dict(self._given[path]))
        viewer = self._chance.choice(tuple(self._cast.tokens))
        body = urlencode(form, doseq=True, errors="replace").encode()
        if self._chance.random() < 0.5:
            forged = self._chance.choice(FORGED)
            return Post(viewer, path, address, body, foreign=True, forged=forged)
        headers = {"content-type": FORM} | dict(self._chance.choice(FOREIGN))
        return Post(viewer, path, address, body, headers, foreign=True)

    def _rubbish(self, path: str) -> Post:
        """Anything, by somebody who may not do this; or what can't be right, where all may."""
        answers = ACTS[path].expected
        refused = [each for each, said in answers.items() if said in (SIGN_IN, NOT_ALLOWED)]
        viewer = self._chance.choice(refused or ["visitor"])
        english = self._chance.choice(("", "/en"))
        parts = [
            self._chance.choice(PLACES) if part.startswith("{") else part
            for part in path.split("/")
        ]
        _, form = ACTS[path].send(self._cast, dict(self._given[path]))
        names = [*form, "version", "suite", "x"]
        pairs = [
            (self._chance.choice(names), self._chance.choice(TEXTS))
            for _ in range(self._chance.randrange(12))
        ]
        if answers is EVERYBODY or not refused:
            # No address that a letter could go to.
            pairs = [(name, value) for name, value in pairs if value != "a@b.c"]
        body, content = self._written(pairs)
        return Post(viewer, path, english + "/".join(parts), body, {"content-type": content})

    def _written(self, pairs: list[tuple[str, str]]) -> tuple[bytes, str]:
        """Fields as one of the ways that programs write them, rarely the right one."""
        chosen = self._chance.randrange(9)
        encoded = "&".join(
            f"{quote(name, errors='replace')}={quote(value, errors='replace')}"
            for name, value in pairs
        ).encode()
        if chosen < 3:
            return encoded, FORM
        if chosen == 3:
            return b"%ff=%fe&%&=&&a=%u0000&" + bytes(range(128, 256)) + encoded, FORM
        if chosen == 4:
            return json.dumps(dict(pairs)).encode(), "application/json"
        if chosen == 5:
            cut = self._chance.randrange(1, 60)
            parts = "".join(
                f'--x\r\ncontent-disposition: form-data; name="{name[:40]}"; filename="f"\r\n\r\n'
                f"{value[:2000]}\r\n"
                for name, value in pairs
            )
            own = f'--x\r\ncontent-disposition: form-data; name="csrf_token"\r\n\r\n{TOKEN}\r\n'
            return (own + parts).encode("utf-8", "replace")[
                :-cut
            ], "multipart/form-data; boundary=x"
        if chosen == 6:
            return encoded, "multipart/form-data"
        if chosen == 7:
            return b"a=b&" * 5000, FORM
        return bytes(self._chance.randrange(256) for _ in range(300)), self._chance.choice(
            ("text/plain", "", "x", f"{FORM}; charset=utf-16", "multipart/form-data; boundary=")
        )
