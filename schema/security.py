"""How one's own account is kept: password, second factor, and the browsers that are signed in."""

from typing import Annotated

import strawberry

from commons import accounts, clock, rights
from commons.accounts import passwords, second_factor, sessions
from commons.accounts.passwords import Proof
from schema import alerts, identities
from schema.identities import LinkedIdentity
from schema.problems import (
    AccessProblem,
    ConflictProblem,
    InputProblem,
    NotFoundProblem,
    refusable,
)
from schema.terms import ABOUT, Ask


@strawberry.type(description="A browser that is signed in.")
class Device:
    id: strawberry.ID = strawberry.field(description="What endSession takes.")
    name: str = strawberry.field(description="Its browser and system; empty when unknown.")
    last_used: str = strawberry.field(description="The month of its last use (YYYY-MM).")
    current: bool = strawberry.field(description="Whether it is the one that asks.")


@strawberry.type(description="How the viewer's account is kept; for sessions, not for tokens.")
class Security:
    has_password: bool = strawberry.field(description="Whether a password is set.")
    second_factor: bool = strawberry.field(description="Whether a code is asked for.")
    recovery_codes_left: int = strawberry.field(description="How many recovery codes are left.")
    fresh: bool = strawberry.field(
        description="Whether the viewer signed in just now, as changes here need."
    )
    devices: list[Device] = strawberry.field(description="The browsers that are signed in.")
    identities: list[LinkedIdentity] = strawberry.field(
        description="The accounts elsewhere that sign in here."
    )


@strawberry.input(description="A password to set. What it is made of is yours to choose.")
class SetPasswordInput:
    password: str = strawberry.field(description="12 characters or more.")
    current: str | None = strawberry.field(
        default=None, description="The present one, where the viewer did not sign in just now."
    )


@strawberry.input(description="The password to remove: letters sign in as before.")
class RemovePasswordInput:
    current: str | None = strawberry.field(
        default=None, description="The present one, where the viewer did not sign in just now."
    )


@strawberry.input(description="A code of the application begun before.")
class ConfirmSecondFactorInput:
    code: str = strawberry.field(description="Six digits.")


@strawberry.input(description="A session to end.")
class EndSessionInput:
    id: strawberry.ID = strawberry.field(description="The id of the device.")


@strawberry.type(
    description="A password was set, or removed; all other sessions and all tokens ended."
)
class PasswordChanged:
    session: str = strawberry.field(description="The new token of this session.")


@strawberry.type(description="A secret for an application; it counts once a code confirmed it.")
class SecondFactorBegun:
    secret: str = strawberry.field(description="To type into the application.")
    address: str = strawberry.field(description="The same as an otpauth address, for a picture.")


@strawberry.type(
    description="From now on a code is asked for; all other sessions and all tokens ended."
)
class SecondFactorConfirmed:
    session: str = strawberry.field(description="The new token of this session.")
    recovery_codes: list[str] = strawberry.field(description="Shown this once; each works once.")


@strawberry.type(
    description="No code is asked for any more; all other sessions and all tokens ended."
)
class SecondFactorRemoved:
    session: str = strawberry.field(description="The new token of this session.")


@strawberry.type(description="Sessions ended.")
class SessionsEnded:
    left: int = strawberry.field(description="How many of one's sessions are left.")


PasswordResult = Annotated[
    PasswordChanged | AccessProblem | InputProblem,
    strawberry.union("PasswordResult", description="The session's new token, or why not."),
]
BeginSecondFactorResult = Annotated[
    SecondFactorBegun | AccessProblem | ConflictProblem,
    strawberry.union("BeginSecondFactorResult", description="What to enter, or why not."),
]
ConfirmSecondFactorResult = Annotated[
    SecondFactorConfirmed | AccessProblem | InputProblem | ConflictProblem,
    strawberry.union("ConfirmSecondFactorResult", description="Recovery codes, or why not."),
]
RemoveSecondFactorResult = Annotated[
    SecondFactorRemoved | AccessProblem,
    strawberry.union("RemoveSecondFactorResult", description="The new token, or why not."),
]
EndSessionResult = Annotated[
    SessionsEnded | AccessProblem | NotFoundProblem,
    strawberry.union("EndSessionResult", description="Done, or why not."),
]
EndOtherSessionsResult = Annotated[
    SessionsEnded | AccessProblem,
    strawberry.union("EndOtherSessionsResult", description="Done, or why not."),
]


def security(info: Ask) -> Security | None:
    """What the viewer sees of their own account; nothing by a token, or for a visitor."""
    context = info.context
    person = context.viewer.person
    if person is None or context.viewer.by_token:
        return None
    session, secrets, now = context.session, context.product.keys, context.product.now()
    left = second_factor.recovery_codes_left(session, secrets, person)
    return Security(
        has_password=passwords.stored_of(session, secrets, person) is not None,
        second_factor=left is not None,
        recovery_codes_left=left or 0,
        fresh=sessions.is_fresh(session, secrets, context.token, now),
        devices=[
            Device(
                id=strawberry.ID(each.id),
                name=each.name,
                last_used=clock.text_of(each.month),
                current=each.current,
            )
            for each in sessions.devices(session, secrets, person, context.token, now)
        ],
        identities=identities.linked(info, person),
    )


def _proof(info: Ask, person: str, current: str | None) -> Proof | None:
    """The present password, read and compared before any lock; None where none was given.

    Raises SignInAgain when it is needed and not given, WrongPassword, TooManyTries.
    """
    context = info.context
    product, now = context.product, context.product.now()
    with product.database.reading() as session:
        if not current:
            sessions.require_fresh(session, product.keys, context.token, now)
            return None
        known = passwords.stored_of(session, product.keys, person)
    product.throttle.require("password-account", f"{context.requester} {person}", now)
    return passwords.check(known, current)


def _renewed(info: Ask, person: str, proof: Proof | None = None) -> str:
    """Another token for this session, the end of all else. Raises SignInAgain, WrongPassword."""
    context = info.context
    session, secrets, now = context.session, context.product.keys, context.product.now()
    if proof is None:
        sessions.require_fresh(session, secrets, context.token, now)
    else:
        passwords.confirm(session, secrets, proof)
    return renewed(info, person)


def renewed(info: Ask, person: str) -> str:
    """Another token for this session, the end of all else. Raises SignInAgain once it is over."""
    _end_all_else(info, person)
    context = info.context
    product = context.product
    return sessions.renew(context.session, product.keys, context.token, product.now())


def _end_all_else(info: Ask, person: str) -> None:
    """What somebody else may hold of this account ends: every other session and every token."""
    context = info.context
    sessions.end_others(context.session, context.product.keys, person, context.token)
    alerts.end_tokens(info, person)


@strawberry.type
class SecurityMutation:
    @strawberry.mutation(
        description="Set or change the password; every other session and every access token ends."
    )
    @refusable
    def set_password(self, info: Ask, input: Annotated[SetPasswordInput, ABOUT]) -> PasswordResult:
        context = info.context
        person = rights.require_session(context.viewer)
        proof = _proof(info, person, input.current)
        with context.product.database.reading() as session:
            email = accounts.email_of(session, context.product.keys, person)
        prepared = passwords.prepare(input.password, email)
        token = _renewed(info, person, proof)
        passwords.put(context.session, context.product.keys, person, prepared)
        alerts.tell(info, person, "password-set")
        return PasswordChanged(session=token)

    @strawberry.mutation(
        description="Sign in by letters alone again; every other session and every access token"
        " ends."
    )
    @refusable
    def remove_password(
        self, info: Ask, input: Annotated[RemovePasswordInput, ABOUT]
    ) -> PasswordResult:
        context = info.context
        person = rights.require_session(context.viewer)
        proof = _proof(info, person, input.current)
        token = _renewed(info, person, proof)
        passwords.remove(context.session, person)
        alerts.tell(info, person, "password-removed")
        return PasswordChanged(session=token)

    @strawberry.mutation(description="Begin with an application that shows codes.")
    @refusable
    def begin_second_factor(self, info: Ask) -> BeginSecondFactorResult:
        context = info.context
        session, secrets = context.session, context.product.keys
        person = rights.require_session(context.viewer)
        sessions.require_fresh(session, secrets, context.token, context.product.now())
        secret = second_factor.begin(session, secrets, person)
        email = accounts.email_of(session, secrets, person)
        return SecondFactorBegun(secret=secret, address=second_factor.address(secret, email))

    @strawberry.mutation(
        description="Confirm the application by a code; every other session and every access token"
        " ends."
    )
    @refusable
    def confirm_second_factor(
        self, info: Ask, input: Annotated[ConfirmSecondFactorInput, ABOUT]
    ) -> ConfirmSecondFactorResult:
        context = info.context
        secrets, now = context.product.keys, context.product.now()
        person = rights.require_session(context.viewer)
        sessions.require_fresh(context.session, secrets, context.token, now)
        context.product.throttle.require("code-person", person, now)
        codes = second_factor.confirm(context.session, secrets, person, input.code, now)
        alerts.tell(info, person, "second-factor-set")
        return SecondFactorConfirmed(session=_renewed(info, person), recovery_codes=codes)

    @strawberry.mutation(
        description="Ask for no code any more; needs that one signed in just now. Every other"
        " session and every access token ends."
    )
    @refusable
    def remove_second_factor(self, info: Ask) -> RemoveSecondFactorResult:
        person = rights.require_session(info.context.viewer)
        token = _renewed(info, person)
        second_factor.remove(info.context.session, person)
        alerts.tell(info, person, "second-factor-removed")
        return SecondFactorRemoved(session=token)

    @strawberry.mutation(description="End a session of yours.")
    @refusable
    def end_session(self, info: Ask, input: Annotated[EndSessionInput, ABOUT]) -> EndSessionResult:
        context = info.context
        person = rights.require_session(context.viewer)
        sessions.end_device(context.session, context.product.keys, person, input.id)
        return _left(info, person)

    @strawberry.mutation(
        description="Sign out everywhere but here: every other session and every access token ends."
    )
    @refusable
    def end_other_sessions(self, info: Ask) -> EndOtherSessionsResult:
        context = info.context
        person = rights.require_session(context.viewer)
        _end_all_else(info, person)
        return _left(info, person)


def _left(info: Ask, person: str) -> SessionsEnded:
    context = info.context
    now = context.product.now()
    secrets = context.product.keys
    left = sessions.devices(context.session, secrets, person, context.token, now)
    return SessionsEnded(left=len(left))
