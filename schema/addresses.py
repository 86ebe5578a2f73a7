"""Changing the address of one's account: asked for here, done by a letter to the new one."""

from typing import Annotated

import strawberry

from commons import accounts, rights
from commons.accounts import addresses, sessions
from schema import alerts, letters, privacy, security
from schema.problems import AccessProblem, ConflictProblem, InputProblem, refusable
from schema.terms import ABOUT, Ask


@strawberry.input(description="The address that an account is to have.")
class RequestAddressChangeInput:
    email: str = strawberry.field(description="An address you can read now.")


@strawberry.input(description="The token of a letter to the new address.")
class ChangeAddressInput:
    token: str = strawberry.field(description="The last part of the link's address.")


@strawberry.type(description="A letter was sent to the new address; nothing changed yet.")
class AddressChangeRequested:
    minutes: int = strawberry.field(description="How long its link lasts.")


@strawberry.type(
    description="The account has its new address; all other sessions and all tokens ended."
)
class AddressChanged:
    session: str = strawberry.field(description="The new token of this session.")


RequestAddressChangeResult = Annotated[
    AddressChangeRequested | AccessProblem | InputProblem,
    strawberry.union(
        "RequestAddressChangeResult", description="The same whoever has the address, or why not."
    ),
]
ChangeAddressResult = Annotated[
    AddressChanged | AccessProblem | InputProblem | ConflictProblem,
    strawberry.union("ChangeAddressResult", description="The new token, or why not."),
]


@strawberry.type
class AddressesMutation:
    @strawberry.mutation(
        description="Ask for a letter to the address your account is to have; needs that you signed"
        " in just now. The same answer, whether somebody has that address or not."
    )
    @refusable
    def request_address_change(
        self, info: Ask, input: Annotated[RequestAddressChangeInput, ABOUT]
    ) -> RequestAddressChangeResult:
        context, product = info.context, info.context.product
        session, secrets, now = context.session, product.keys, product.now()
        person = rights.require_session(context.viewer)
        sessions.require_fresh(session, secrets, context.token, now)
        email = accounts.tidy_email(input.email)
        product.throttle.require("change-person", person, now)
        token = addresses.request_change(session, secrets, person, email, now)
        # Said to nobody: it would tell that others write to them.
        if product.throttle.allow("change-address", email, now) and product.throttle.allow(
            "letter-day", email, now
        ):
            minutes, language = addresses.CHANGE_MINUTES, context.language
            site = f"{product.settings.base_url}{'/en' if language == 'en' else ''}"
            letter = (
                letters.address_wanted(email, language)
                if token is None
                else letters.new_address(
                    email, f"{site}/compte/securite/adresse/{token}", minutes, language
                )
            )
            context.after_commit.append(lambda: product.deliver(letter))
        return AddressChangeRequested(minutes=addresses.CHANGE_MINUTES)

    @strawberry.mutation(
        description="Take the address that a letter's token proves, in a session of the account"
        " that asked for it; works once. Every other session and every access token ends, and the"
        " old address is told."
    )
    @refusable
    def change_address(
        self, info: Ask, input: Annotated[ChangeAddressInput, ABOUT]
    ) -> ChangeAddressResult:
        context, product = info.context, info.context.product
        person = rights.require_session(context.viewer)
        before = addresses.change(context.session, product.keys, person, input.token, product.now())
        alerts.tell_address(info, person, before)
        privacy.remember_erasures(info)
        return AddressChanged(session=security.renewed(info, person))
