"""Signing in: by a link, or by a password, then by a code where one is set."""

from typing import Annotated

import strawberry

from commons import accounts
from commons.accounts import entrance, links, passwords, sessions
from commons.accounts.entrance import Entrance
from commons.accounts.second_factor import WrongCode
from schema import letters
from schema.problems import InputProblem, refusable
from schema.terms import ABOUT, Ask


@strawberry.input(description="Where to send the link.")
class RequestSignInInput:
    email: str = strawberry.field(description="An address you can read now.")


@strawberry.input(description="The token of a link.")
class SignInInput:
    token: str = strawberry.field(description="The last part of the link's address.")


@strawberry.input(description="An address and the password set for it.")
class SignInWithPasswordInput:
    email: str = strawberry.field(description="The account's address.")
    password: str = strawberry.field(description="Its password.")


@strawberry.input(description="What answers CodeNeeded.")
class SignInWithCodeInput:
    challenge: str = strawberry.field(description="The challenge that was answered.")
    code: str = strawberry.field(description="Six digits of the application, or a recovery code.")


@strawberry.type(description="A link was sent, if the address can receive one.")
class SignInRequested:
    minutes: int = strawberry.field(description="How long the link lasts.")


@strawberry.type(description="A session began.")
class SignedIn:
    session: str = strawberry.field(
        description="The session's token: a browser keeps it in a cookie, a program as bearer."
    )


@strawberry.type(description="The first proof was right; this account asks for a code too.")
class CodeNeeded:
    challenge: str = strawberry.field(description="What signInWithCode takes.")
    minutes: int = strawberry.field(description="How long the challenge lasts.")


@strawberry.type(description="The session ended.")
class SignedOut:
    done: bool = strawberry.field(description="Always true.")


RequestSignInResult = Annotated[
    SignInRequested | InputProblem,
    strawberry.union("RequestSignInResult", description="The same for any address."),
]
SignInResult = Annotated[
    SignedIn | CodeNeeded | InputProblem,
    strawberry.union("SignInResult", description="A session, what else is needed, or why not."),
]


def entered(info: Ask, result: Entrance) -> SignedIn | CodeNeeded:
    """A way in as it is answered; the session this browser had before ends with it."""
    if result.session is None:
        assert result.challenge is not None
        return CodeNeeded(challenge=result.challenge, minutes=entrance.CHALLENGE_MINUTES)
    context = info.context
    if context.token and not context.viewer.by_token:
        sessions.sign_out(context.session, context.token)
    return SignedIn(session=result.session)


@strawberry.type
class SignInMutation:
    @strawberry.mutation(description="Ask for a link by e-mail; the same answer for any address.")
    @refusable
    def request_sign_in(
        self, info: Ask, input: Annotated[RequestSignInInput, ABOUT]
    ) -> RequestSignInResult:
        context = info.context
        product, now = context.product, context.product.now()
        email = accounts.tidy_email(input.email)
        product.throttle.require("link-requester", context.requester, now)
        token = links.request_link(context.session, product.keys, email, now)
        # Beyond this no letter leaves, and nothing says so: it would tell that others asked for
        # links to this address. The letters of the last quarter of an hour hold valid links.
        if product.throttle.allow("link-address", email, now) and (
            product.throttle.allow("letter-day", email, now)
            or product.throttle.allow("link-beyond", email, now)
        ):
            path = "/en/connexion" if context.language == "en" else "/connexion"
            letter = letters.sign_in(
                email,
                f"{product.settings.base_url}{path}/{token}",
                links.LINK_MINUTES,
                context.language,
            )
            context.after_commit.append(lambda: product.deliver(letter))
        return SignInRequested(minutes=links.LINK_MINUTES)

    @strawberry.mutation(description="Spend a link's token; works once.")
    @refusable
    def sign_in(self, info: Ask, input: Annotated[SignInInput, ABOUT]) -> SignInResult:
        context, product = info.context, info.context.product
        device = sessions.device_of(context.agent)
        result = links.sign_in(context.session, product.keys, input.token, product.now(), device)
        return entered(info, result)

    @strawberry.mutation(description="Sign in by a password; as slow for any address.")
    @refusable
    def sign_in_with_password(
        self, info: Ask, input: Annotated[SignInWithPasswordInput, ABOUT]
    ) -> SignInResult:
        context = info.context
        product, now = context.product, context.product.now()
        email = accounts.tidy_email(input.email)
        product.throttle.require("password-requester", context.requester, now)
        product.throttle.require("password-account", f"{context.requester} {email}", now)
        # Read and compared before any lock: the comparison takes long, by design.
        with product.database.reading() as session:
            known = passwords.stored(session, product.keys, email)
        try:
            proof = passwords.check(known, input.password)
        except passwords.WrongPassword:
            if known is not None:
                product.failures.count(known.person, "password-failed")
            raise
        device = sessions.device_of(context.agent)
        return entered(info, passwords.sign_in(context.session, product.keys, proof, now, device))

    @strawberry.mutation(description="Answer a challenge; each code works once.")
    @refusable
    def sign_in_with_code(
        self, info: Ask, input: Annotated[SignInWithCodeInput, ABOUT]
    ) -> SignInResult:
        context = info.context
        product, now = context.product, context.product.now()
        person = entrance.challenged(product.keys, input.challenge, now)
        product.throttle.require("code-person", person, now)
        device = sessions.device_of(context.agent)
        try:
            token = entrance.answer(
                context.session, product.keys, input.challenge, input.code, now, device
            )
        except WrongCode:
            product.failures.count(person, "code-failed")
            raise
        return entered(info, Entrance(session=token))

    @strawberry.mutation(description="End the session of this request.")
    @refusable
    def sign_out(self, info: Ask) -> SignedOut:
        if info.context.token:
            sessions.sign_out(info.context.session, info.context.token)
        return SignedOut(done=True)
