"""Random tokens: whoever holds one is let in, and only its hash is kept."""

import hashlib
import secrets as randomness


def fresh() -> str:
    """256 random bits, fit for a link, a cookie or a header."""
    return randomness.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is kept of a token: of 256 random bits a plain hash can't be searched."""
    return hashlib.sha256(token.encode()).hexdigest()
