"""Signing in by an account elsewhere, and which ones are linked, as the API shows them."""

import base64
import binascii
import dataclasses
from datetime import datetime, timedelta
from typing import Annotated, Any

import strawberry

from commons import rights
from commons.accounts import bearer, entrance, external, sessions
from commons.keys import KeyProblem
from commons.refusals import NotFound, Refusal
from schema import alerts, privacy, sign_in
from schema.openid import Answer, Attempt, Provider
from schema.problems import (
    AccessProblem,
    ConflictProblem,
    InputProblem,
    NotFoundProblem,
    refusable,
)
from schema.product import Product
from schema.sign_in import CodeNeeded, SignedIn
from schema.terms import ABOUT, Ask

# From leaving for a provider to coming back, and from there to linking the account.
ATTEMPT_MINUTES, PROOF_MINUTES = 15, 10
_SEALED_BYTES = 1024


class AttemptExpired(Refusal):
    code = "attempt-expired"


@strawberry.type(description="Somebody to sign in by instead.")
class SignInProvider:
    name: strawberry.ID = strawberry.field(description="What signing in takes.")
    label: str = strawberry.field(description="What people know it by.")


@strawberry.type(description="An account elsewhere that signs in here.")
class LinkedIdentity:
    id: strawberry.ID = strawberry.field(description="What unlinkIdentity takes.")
    label: str = strawberry.field(description="What people know the provider by.")
    provider: strawberry.ID | None = strawberry.field(
        description="Its name; null when it is no more offered."
    )


@strawberry.input(description="Whom to sign in by.")
class BeginSignInWithProviderInput:
    provider: strawberry.ID = strawberry.field(description="Its name.")
    link: bool = strawberry.field(
        default=False,
        description="To link the account rather than to sign in; needs that one just signed in.",
    )


@strawberry.input(description="What a provider sent somebody back with.")
class SignInWithProviderInput:
    attempt: str = strawberry.field(description="What the beginning answered.")
    code: str | None = strawberry.field(default=None, description="The code, once it was given.")
    state: str | None = strawberry.field(default=None, description="The state.")
    iss: str | None = strawberry.field(default=None, description="The issuer, where it is said.")
    error: str | None = strawberry.field(default=None, description="The error, where one is said.")


@strawberry.input(description="An account elsewhere to link.")
class LinkIdentityInput:
    proof: str = strawberry.field(description="What ProviderProved answered.")


@strawberry.input(description="An account elsewhere to sign in by no more.")
class UnlinkIdentityInput:
    id: strawberry.ID = strawberry.field(description="Its id.")


@strawberry.type(description="Where to go, and what to come back with.")
class ProviderAddress:
    address: str = strawberry.field(description="The provider's page.")
    attempt: str = strawberry.field(
        description="What only the browser that goes there may keep, until it is back."
    )
    minutes: int = strawberry.field(description="How long it lasts.")


@strawberry.type(description="The provider knows them; no account here is signed in by it.")
class ProviderProved:
    proof: str = strawberry.field(
        description="What linkIdentity takes, in the session in which one left, if one was signed"
        " in."
    )
    label: str = strawberry.field(description="What people know the provider by.")
    minutes: int = strawberry.field(description="How long the proof lasts.")


@strawberry.type(description="An account elsewhere was linked.")
class IdentityLinked:
    label: str = strawberry.field(description="What people know the provider by.")


@strawberry.type(description="An account elsewhere signs in no more.")
class IdentityUnlinked:
    id: strawberry.ID = strawberry.field(description="Its id.")


BeginSignInWithProviderResult = Annotated[
    ProviderAddress | AccessProblem | NotFoundProblem | InputProblem,
    strawberry.union("BeginSignInWithProviderResult", description="Where to go, or why not."),
]
SignInWithProviderResult = Annotated[
    SignedIn | CodeNeeded | ProviderProved | InputProblem,
    strawberry.union(
        "SignInWithProviderResult", description="A session, what else is needed, or why not."
    ),
]
LinkIdentityResult = Annotated[
    IdentityLinked | AccessProblem | ConflictProblem | InputProblem,
    strawberry.union("LinkIdentityResult", description="Done, or why not."),
]
UnlinkIdentityResult = Annotated[
    IdentityUnlinked | AccessProblem | NotFoundProblem,
    strawberry.union("UnlinkIdentityResult", description="Done, or why not."),
]


def offered(info: Ask) -> list[SignInProvider]:
    """Everyone to sign in by, by label."""
    known = sorted(info.context.product.providers.values(), key=lambda each: each.label)
    return [SignInProvider(name=strawberry.ID(each.name), label=each.label) for each in known]


def linked(info: Ask, person: str) -> list[LinkedIdentity]:
    """What somebody linked."""
    context = info.context
    known = external.identities(context.session, context.product.keys, person)
    return [_shown(context.product, each) for each in known]


def _shown(product: Product, identity: external.Identity) -> LinkedIdentity:
    provider = _of_issuer(product, identity.issuer)
    return LinkedIdentity(
        id=strawberry.ID(identity.id),
        label=provider.label if provider else identity.issuer,
        provider=strawberry.ID(provider.name) if provider else None,
    )


def _of_issuer(product: Product, issuer: str) -> Provider | None:
    known = product.providers.values()
    return next((each for each in known if each.issuer.address == issuer), None)


def _sealed(product: Product, kind: str, value: dict[str, Any], until: datetime) -> str:
    """A value that leaves and comes back, kept nowhere: only the key opens or makes one."""
    held = value | {"until": until.isoformat()}
    return base64.urlsafe_b64encode(product.keys.seal(kind, held, "openid", _SEALED_BYTES)).decode()


def _opened(product: Product, kind: str, text: str, now: datetime) -> dict[str, Any]:
    try:
        sealed = base64.b64decode(text.encode(), altchars=b"-_", validate=True)
        value: dict[str, Any] = product.keys.open(kind, sealed, "openid")
    except (KeyProblem, binascii.Error):
        raise AttemptExpired(kind) from None
    if datetime.fromisoformat(value["until"]) < now:
        raise AttemptExpired(kind)
    return value


@strawberry.type
class IdentitiesMutation:
    @strawberry.mutation(description="Leave for a provider; changes nothing by itself.")
    @refusable
    def begin_sign_in_with_provider(
        self, info: Ask, input: Annotated[BeginSignInWithProviderInput, ABOUT]
    ) -> BeginSignInWithProviderResult:
        context, product = info.context, info.context.product
        now = product.now()
        product.throttle.require("provider-requester", context.requester, now)
        provider = product.providers.get(input.provider)
        if provider is None:
            raise NotFound("provider")
        if input.link:
            rights.require_session(context.viewer)
        # Read before any lock: a server elsewhere may be asked below.
        with product.database.reading() as session:
            if input.link:
                sessions.require_fresh(session, product.keys, context.token, now)
            began = sessions.id_of(session, product.keys, context.token, now)
        attempt = Attempt(bearer.fresh(), bearer.fresh(), bearer.fresh())
        held = dataclasses.asdict(attempt) | {
            "provider": provider.name,
            "link": input.link,
            "session": began,
        }
        return ProviderAddress(
            address=provider.address(attempt, now),
            attempt=_sealed(product, "attempt", held, now + timedelta(minutes=ATTEMPT_MINUTES)),
            minutes=ATTEMPT_MINUTES,
        )

    @strawberry.mutation(
        description="Come back from a provider, in the session in which one left, if one was signed"
        " in; each code works once, there."
    )
    @refusable
    def sign_in_with_provider(
        self, info: Ask, input: Annotated[SignInWithProviderInput, ABOUT]
    ) -> SignInWithProviderResult:
        context, product = info.context, info.context.product
        now = product.now()
        product.throttle.require("provider-requester", context.requester, now)
        held = _opened(product, "attempt", input.attempt, now)
        with product.database.reading() as session:
            own = sessions.id_of(session, product.keys, context.token, now)
        if held["session"] not in (None, own):
            raise AttemptExpired("attempt")
        provider = product.providers.get(held["provider"])
        if provider is None:
            raise AttemptExpired("attempt")
        attempt = Attempt(held["state"], held["nonce"], held["verifier"])
        # Asked before any lock: a server elsewhere takes its time.
        answer = Answer(input.code, input.state, input.iss, input.error)
        subject = provider.subject(attempt, answer, now)
        issuer = provider.issuer.address
        if not held["link"]:
            person = external.find(context.session, product.keys, issuer, subject)
            if person is not None:
                device = sessions.device_of(context.agent)
                let_in = entrance.admit(context.session, product.keys, person, now, device)
                return sign_in.entered(info, let_in)
        proof = {"issuer": issuer, "subject": subject, "session": held["session"]}
        return ProviderProved(
            proof=_sealed(product, "proof", proof, now + timedelta(minutes=PROOF_MINUTES)),
            label=provider.label,
            minutes=PROOF_MINUTES,
        )

    @strawberry.mutation(description="Link an account elsewhere; needs that one just signed in.")
    @refusable
    def link_identity(
        self, info: Ask, input: Annotated[LinkIdentityInput, ABOUT]
    ) -> LinkIdentityResult:
        context, product = info.context, info.context.product
        now = product.now()
        person = rights.require_session(context.viewer)
        sessions.require_fresh(context.session, product.keys, context.token, now)
        held = _opened(product, "proof", input.proof, now)
        # Whoever sits down at a browser after somebody else must not link what those proved.
        own = sessions.id_of(context.session, product.keys, context.token, now)
        if held["session"] not in (None, own):
            raise AttemptExpired("proof")
        provider = _of_issuer(product, held["issuer"])
        if provider is None:
            raise AttemptExpired("proof")
        external.link(context.session, product.keys, person, held["issuer"], held["subject"])
        alerts.tell(info, person, "identity-linked")
        return IdentityLinked(label=provider.label)

    @strawberry.mutation(description="Sign in by it no more; letters sign in as ever.")
    @refusable
    def unlink_identity(
        self, info: Ask, input: Annotated[UnlinkIdentityInput, ABOUT]
    ) -> UnlinkIdentityResult:
        context, product = info.context, info.context.product
        person = rights.require_session(context.viewer)
        sessions.require_fresh(context.session, product.keys, context.token, product.now())
        external.unlink(context.session, product.keys, person, input.id)
        privacy.remember_erasures(info)
        alerts.tell(info, person, "identity-unlinked")
        return IdentityUnlinked(id=input.id)
