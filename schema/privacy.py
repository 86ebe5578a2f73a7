"""One's own data: given whole, erased on one's word, and what was done with one's account."""

import base64
from typing import Annotated

import strawberry

from commons import clock, drafts, erasure, journal, ledger, portability, rights
from commons.accounts import sessions
from schema.problems import AccessProblem, ConflictProblem, InputProblem, refusable
from schema.terms import ABOUT, Ask


@strawberry.type(description="Something done with one's account, in the last six months.")
class JournalEntry:
    days_ago: int = strawberry.field(description="How many days ago; 0 is today.")
    kind: str = strawberry.field(
        description="`signed-in`, `password-failed`, `code-failed`, `token-made`, `token-ended`,"
        " `password-changed`, `second-factor-changed`, `identity-changed`,"
        " `address-changed`, `role-changed`, `exported`, `unsealing`, `membership-ended`,"
        " `organisation-merged`."
    )
    count: int = strawberry.field(description="How often on that day.")


@strawberry.input(description="An account to erase.")
class EraseAccountInput:
    words: str = strawberry.field(
        description="`effacer mon compte`, or `erase my account`: nobody types it by mistake."
    )


@strawberry.type(description="All that is kept of the viewer and their association.")
class DataExported:
    name: str = strawberry.field(description="A name for the file.")
    archive: str = strawberry.field(description="A ZIP of JSON and CSV, in Base64.")


@strawberry.type(description="The account is gone, with all it was signed in by.")
class AccountErased:
    done: bool = strawberry.field(description="Always true.")


ExportMyDataResult = Annotated[
    DataExported | AccessProblem | InputProblem,
    strawberry.union("ExportMyDataResult", description="The data, or why not."),
]
EraseAccountResult = Annotated[
    AccountErased | AccessProblem | InputProblem | ConflictProblem,
    strawberry.union("EraseAccountResult", description="Done, or why not."),
]


def entries(info: Ask) -> list[JournalEntry]:
    """What was done with the viewer's account; nothing by a token, or for a visitor."""
    context = info.context
    person = context.viewer.person
    if person is None or context.viewer.by_token:
        return []
    product = context.product
    now = product.now()
    return [
        JournalEntry(days_ago=(clock.day(now) - each.day).days, kind=each.kind, count=each.count)
        for each in journal.entries(context.session, product.keys, person, now)
    ]


def drafts_behind(info: Ask) -> dict[str, strawberry.ID]:
    """The drafts behind the publications of the viewer's association, as long as they are kept."""
    context = info.context
    written = context.product.authorships.of(context.session, context.viewer.organisation or "")
    kept = drafts.known_ids(context.session, [each.draft for each in written])
    return {
        each.publication_id: strawberry.ID(each.draft) for each in written if each.draft in kept
    }


def note(info: Ask, person: str, kind: str) -> None:
    """Remember in somebody's journal what was done with their account."""
    context = info.context
    journal.note(context.session, context.product.keys, person, kind, context.product.now())


def remember_erasures(info: Ask) -> None:
    """Bring the ledger of erasures beside the key up to date, once the act is committed."""
    product = info.context.product
    path = ledger.path_of(product.settings.key_file)
    info.context.after_commit.append(lambda: ledger.carry_out(product.database, product.keys, path))


@strawberry.type
class PrivacyMutation:
    @strawberry.mutation(
        description="All that is kept of you and your association; needs that you signed in just"
        " now."
    )
    @refusable
    def export_my_data(self, info: Ask) -> ExportMyDataResult:
        context, product = info.context, info.context.product
        person, now = rights.require_session(context.viewer), product.now()
        sessions.require_fresh(context.session, product.keys, context.token, now)
        product.throttle.require("export-person", person, now)
        packed = portability.archive(
            context.session,
            product.keys,
            product.authorships,
            context.viewer,
            now,
            context.language,
        )
        note(info, person, "exported")
        name = f"recul-{clock.day(now).isoformat()}.zip"
        return DataExported(name=name, archive=base64.b64encode(packed).decode())

    @strawberry.mutation(
        description="Erase your account; needs that you signed in just now. The last person of an"
        " association leaves the network with it instead."
    )
    @refusable
    def erase_account(
        self, info: Ask, input: Annotated[EraseAccountInput, ABOUT]
    ) -> EraseAccountResult:
        context, product = info.context, info.context.product
        person, now = rights.require_session(context.viewer), product.now()
        erasure.confirm(input.words)
        sessions.require_fresh(context.session, product.keys, context.token, now)
        erasure.erase_account(context.session, product.keys, person, now)
        remember_erasures(info)
        return AccountErased(done=True)
