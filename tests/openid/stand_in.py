"""A provider for tests that are about something else: it believes everybody and asks no network."""

from datetime import datetime

from commons.settings import OpenIdProvider
from schema.openid import Answer, Attempt, Provider, ProviderUnproven

ISSUER = "https://sso.exemple.test"


class StandIn(Provider):
    """Whoever comes back with a code is known by that code."""

    def __init__(self) -> None:
        super().__init__(
            OpenIdProvider("maison", ISSUER, "recul", "secret", "La Maison"), "http://testserver"
        )

    def address(self, attempt: Attempt, now: datetime) -> str:
        return f"{ISSUER}/authorize?state={attempt.state}"

    def subject(self, attempt: Attempt, answer: Answer, now: datetime) -> str:
        if not answer.code or answer.state != attempt.state:
            raise ProviderUnproven(label=self.label)
        return answer.code
