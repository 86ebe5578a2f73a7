"""Tokens (JWT) of a trusted issuer that programs bring as bearer (RFC 6750, RFC 9068)."""

from datetime import datetime

from joserfc.errors import JoseError
from joserfc.jwt import JWTClaimsRegistry

from commons.accounts import Assertion
from commons.rights import SCOPES
from commons.settings import Settings, TokenIssuer
from schema import issuers
from schema.issuers import Issuer, Unreachable, Untrusted

# A token has three parts; ours for programs and for sessions have no dot.
_DOTS = 2
_LONGEST = 8192


class Bearer:
    """Reads the tokens of one issuer; whoever they name must have linked that account here."""

    def __init__(self, known: TokenIssuer) -> None:
        self._issuer = Issuer(known.issuer, known.keys)
        self._audience = known.audience

    def assertion(self, token: str, now: datetime) -> Assertion | None:
        """What a token says, None for one that is not of this issuer, for us and for now."""
        if token.count(".") != _DOTS or len(token) > _LONGEST:
            return None
        rules = JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=issuers.LEEWAY_SECONDS,
            iss={"essential": True, "value": self._issuer.address},
            aud={"essential": True, "value": self._audience},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            claims = self._issuer.decoded(token, now).claims
            rules.validate(claims)
        except (Untrusted, Unreachable, JoseError, ValueError, TypeError):
            return None
        return Assertion(self._issuer.address, claims["sub"], _scopes(claims.get("scope")))


def _scopes(said: object) -> frozenset[str]:
    """Words with blanks between (RFC 9068, 2.2.3); none that we don't know."""
    words = said.split() if isinstance(said, str) else ()
    return frozenset(words) & frozenset(SCOPES)


def bearer(settings: Settings) -> Bearer | None:
    """Whom programs may bring tokens of, if anybody."""
    return None if settings.token_issuer is None else Bearer(settings.token_issuer)
