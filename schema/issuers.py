"""Issuers of identity: what they publish of themselves, their keys, and tokens signed by them."""

import base64
import json
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey
from joserfc.jwt import Token

# Signatures that a public key checks. What a key both makes and checks (HS256), and "none", are
# left out: whoever knows the public key would sign with it.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY_SECONDS = 60
RSA_BITS = 2048

# To connect, and between two pieces of an answer; no answer takes longer than all of it may.
TIMEOUTS = (3.05, 5.0)
ANSWER_SECONDS = 10.0
ANSWER_BYTES = 512 * 1024

# Keys are asked for again after this, and given up when nothing was heard for so long.
_FRESH, _LAST = timedelta(hours=1), timedelta(hours=24)
# A token of a key nobody knows has them asked for once more, at most this often.
_PAUSE, _PAUSE_AFTER_FAILURE = timedelta(minutes=1), timedelta(seconds=30)
# While one asks, the others wait no longer than this: an issuer that hangs must not hold readers.
_WAIT_SECONDS = 1.0

Key = RSAKey | ECKey


class Unreachable(Exception):
    """The issuer does not answer, or not as one does; nothing of its answer is quoted."""


class Untrusted(Exception):
    """A token that the issuer did not sign, or not for us, or not for now."""


class Issuer:
    """One issuer; what it publishes is kept in memory for an hour."""

    def __init__(self, address: str, key_file: Path | None = None) -> None:
        self.address = address
        self._file = key_file
        self._metadata: Mapping[str, Any] = {}
        self._keys: dict[str | None, Key] = {}
        self._read: datetime | None = None
        self._next: datetime | None = None
        self._lock = Lock()

    def metadata(self, now: datetime) -> Mapping[str, Any]:
        """What it says of itself (OpenID Connect Discovery 1.0). Raises Unreachable."""
        self._refresh(now, None, wanted=False)
        return self._metadata

    def decoded(self, token: str, now: datetime) -> Token:
        """A token of its own, the signature checked and nothing else.

        Raises Untrusted, and Unreachable when its keys can't be had.
        """

        def key(found: Any) -> Key:
            header = found.headers()
            if header.get("alg") not in ALGORITHMS:
                raise Untrusted("algorithm")
            return self._key(header.get("kid"), now)

        try:
            return jwt.decode(token, key, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError, TypeError, RecursionError) as problem:
            raise Untrusted(type(problem).__name__) from None

    def _key(self, kid: object, now: datetime) -> Key:
        """Its key of this name, the only one it has for a token that names none."""
        if kid is not None and not isinstance(kid, str):
            raise Untrusted("key")
        self._refresh(now, kid, wanted=True)
        known = self._keys
        if kid is None and len(known) == 1:
            return next(iter(known.values()))
        if kid not in known:
            raise Untrusted("key")
        return known[kid]

    def _refresh(self, now: datetime, kid: str | None, *, wanted: bool) -> None:
        """Ask again what is old, or lacks the key that is wanted; seldom, whoever asks."""
        if self._must_ask(now, kid, wanted) and self._lock.acquire(timeout=_WAIT_SECONDS):
            try:
                # Whoever was first may have done it.
                if self._must_ask(now, kid, wanted):
                    self._ask()
                    self._read, self._next = now, now + _PAUSE
            except Unreachable:
                self._next = now + _PAUSE_AFTER_FAILURE
            finally:
                self._lock.release()
        if self._read is None or now - self._read > _LAST:
            raise Unreachable

    def _must_ask(self, now: datetime, kid: str | None, wanted: bool) -> bool:
        old = self._read is None or now - self._read > _FRESH
        lacks = wanted and kid is not None and kid not in self._keys
        return (old or lacks) and (self._next is None or now >= self._next)

    def _ask(self) -> None:
        if self._file is not None:
            try:
                self._keys = _public(json.loads(self._file.read_text("utf-8")))
            except (OSError, ValueError, RecursionError):
                raise Unreachable from None
            return
        where = f"{self.address.rstrip('/')}/.well-known/openid-configuration"
        metadata = _fetched(where)
        # Another's document would bring another's keys (Discovery 1.0, 4.3).
        if metadata.get("issuer") != self.address:
            raise Unreachable
        keys = _public(_fetched(self._own(metadata, "jwks_uri")))
        self._metadata, self._keys = metadata, keys

    def endpoint(self, name: str, now: datetime) -> str:
        """One of its addresses. Raises Unreachable."""
        return self._own(self.metadata(now), name)

    def _own(self, metadata: Mapping[str, Any], name: str) -> str:
        value = metadata.get(name)
        # In clear only where the issuer itself is, on this very machine.
        secure = self.address.startswith("https://")
        if not isinstance(value, str) or not value.startswith(
            "https://" if secure else ("https://", "http://")
        ):
            raise Unreachable
        return value


def _fetched(address: str) -> Mapping[str, Any]:
    """A JSON object from an issuer; it is not followed elsewhere, and has no endless time."""
    until = time.monotonic() + ANSWER_SECONDS
    body = b""
    try:
        with requests.get(
            address,
            headers={"accept": "application/json"},
            timeout=TIMEOUTS,
            allow_redirects=False,
            stream=True,
        ) as answer:
            if answer.status_code != 200:
                raise Unreachable
            for piece in answer.iter_content(16 * 1024):
                body += piece
                if len(body) > ANSWER_BYTES or time.monotonic() > until:
                    raise Unreachable
        value = json.loads(body)
    except (requests.RequestException, ValueError, RecursionError):
        raise Unreachable from None
    if not isinstance(value, dict):
        raise Unreachable
    return value


def _public(key_set: Any) -> dict[str | None, Key]:
    """The keys of a set that check signatures, by name; those we can't use are left out."""
    found: dict[str | None, Key] = {}
    listed = key_set.get("keys") if isinstance(key_set, dict) else None
    for each in listed if isinstance(listed, list) else ():
        if not isinstance(each, dict) or each.get("use", "sig") != "sig":
            continue
        if each.get("kty") not in ("RSA", "EC"):
            continue
        try:
            if each["kty"] == "RSA" and _bits(each.get("n")) < RSA_BITS:
                continue
            key = JWKRegistry.import_key(each)
        except (JoseError, ValueError, TypeError):
            continue
        name = each.get("kid")
        if isinstance(key, Key) and (name is None or isinstance(name, str)):
            found[name] = key
    if not found:
        raise Unreachable
    return found


def _bits(number: object) -> int:
    """How long a number is, as JWK writes it (RFC 7518, 2)."""
    if not isinstance(number, str):
        raise TypeError
    return int.from_bytes(base64.urlsafe_b64decode(number + "==")).bit_length()
