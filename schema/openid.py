"""OpenID Connect: signing in at a provider elsewhere (authorisation code, PKCE, nonce, state)."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests

# The library has no types; its own logger says nothing of what it sends and receives.
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc.errors import JoseError

from commons.refusals import Refusal
from commons.settings import OpenIdProvider, Settings
from schema import issuers
from schema.issuers import Issuer, Unreachable, Untrusted

# Where a provider sends people back to, under the site's own address: one for both languages,
# because every address must be told to the provider.
RETURN_PATH = "/connexion/fournisseur"
# What a provider may be long about (OpenID Connect Core 1.0, 2).
_SUBJECT = re.compile("[!-~](?:[ -~]{0,253}[!-~])?")


class ProviderDown(Refusal):
    code = "provider-down"


class ProviderRefused(Refusal):
    code = "provider-refused"


class ProviderUnproven(Refusal):
    code = "provider-unproven"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What ties an answer of a provider to the browser that asked for it; all of it random."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider sent a browser back with, as it stands in the address."""

    code: str | None = None
    state: str | None = None
    issuer: str | None = None
    error: str | None = None


class Provider:
    """One provider that people may sign in by."""

    def __init__(self, known: OpenIdProvider, base_url: str) -> None:
        self.name, self.label = known.name, known.label
        self.issuer = Issuer(known.issuer)
        self._known = known
        self._return = f"{base_url}{RETURN_PATH}/{known.name}"

    def address(self, attempt: Attempt, now: datetime) -> str:
        """Where to send a browser. Raises ProviderDown.

        No address, name or anything else of a person is asked for: the scope is ``openid`` alone.
        """
        try:
            where = self.issuer.endpoint("authorization_endpoint", now)
        except Unreachable:
            raise ProviderDown(label=self.label) from None
        with self._session(now) as session:
            address, _ = session.create_authorization_url(
                where, state=attempt.state, nonce=attempt.nonce, code_verifier=attempt.verifier
            )
        return str(address)

    def subject(self, attempt: Attempt, answer: Answer, now: datetime) -> str:
        """Who signed in, in the provider's own words for them.

        Raises ProviderDown, ProviderRefused when the person or the provider said no, and
        ProviderUnproven for whatever does not prove it.
        """
        if not hmac.compare_digest((answer.state or "").encode(), attempt.state.encode()):
            raise ProviderUnproven(label=self.label)
        try:
            self._check_issuer(answer, now)
            if answer.error or not answer.code:
                raise ProviderRefused(label=self.label)
            claims = self._claims(attempt, answer.code, now)
        except Unreachable:
            raise ProviderDown(label=self.label) from None
        except Untrusted:
            raise ProviderUnproven(label=self.label) from None
        subject = claims["sub"]
        if not isinstance(subject, str) or not _SUBJECT.fullmatch(subject):
            raise ProviderUnproven(label=self.label)
        return subject

    def _check_issuer(self, answer: Answer, now: datetime) -> None:
        """An answer of another provider must not be spent at this one (RFC 9207)."""
        says = self.issuer.metadata(now).get("authorization_response_iss_parameter_supported")
        if (says is True or answer.issuer is not None) and answer.issuer != self.issuer.address:
            raise Untrusted("issuer")

    def _claims(self, attempt: Attempt, code: str, now: datetime) -> Mapping[str, Any]:
        where = self.issuer.endpoint("token_endpoint", now)
        with self._session(now) as session:
            try:
                given = session.fetch_token(
                    where,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                    timeout=issuers.TIMEOUTS,
                    allow_redirects=False,
                )
            except AuthlibBaseError:
                # The code was spent, is another's, or the verifier is.
                raise Untrusted("code") from None
            except (requests.RequestException, ValueError, TypeError):
                raise Unreachable from None
        token = given.get("id_token")
        if not isinstance(token, str):
            raise Untrusted("no token")
        found = self.issuer.decoded(token, now)
        claims = CodeIDToken(
            found.claims,
            found.header,
            options={
                "iss": {"essential": True, "value": self.issuer.address},
                "aud": {"essential": True, "value": self._known.client_id},
            },
            params={
                "nonce": attempt.nonce,
                "client_id": self._known.client_id,
                "access_token": given.get("access_token"),
            },
        )
        try:
            claims.validate(now=int(now.timestamp()), leeway=issuers.LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError) as problem:
            raise Untrusted(type(problem).__name__) from None
        return dict(claims)

    def _session(self, now: datetime) -> OAuth2Session:
        ways = self.issuer.metadata(now).get("token_endpoint_auth_methods_supported")
        posts = isinstance(ways, list) and "client_secret_basic" not in ways
        return OAuth2Session(
            self._known.client_id,
            self._known.client_secret,
            token_endpoint_auth_method="client_secret_post" if posts else "client_secret_basic",
            scope="openid",
            redirect_uri=self._return,
            code_challenge_method="S256",
        )


def providers(settings: Settings) -> dict[str, Provider]:
    """Everyone to sign in by, by the name in addresses."""
    return {each.name: Provider(each, settings.base_url) for each in settings.providers}
