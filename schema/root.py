"""The API's table of contents: every query and mutation by name."""

from typing import Annotated

import strawberry
from strawberry.extensions import (
    AddValidationRules,
    MaxTokensLimiter,
    ParserCache,
    ValidationCache,
)
from strawberry.schema.config import StrawberryConfig

from schema import (
    accounts,
    curation,
    discovery,
    guidance,
    identities,
    likeness,
    limits,
    memberships,
    moderation,
    operations,
    publishing,
    terms,
    unsealing,
    verification,
)
from schema.accounts import AccountsMutation, ViewerType
from schema.addresses import AddressesMutation
from schema.correspondence import CorrespondenceMutation
from schema.curation import Collection, CurationMutation
from schema.discovery import SearchConnection, SearchFilter, SearchSort
from schema.drafts import SCALARS, Draft
from schema.guidance import Suggestion
from schema.identities import IdentitiesMutation, SignInProvider
from schema.likeness import LikePractice
from schema.memberships import InvitationShown, MembershipsMutation
from schema.moderation import (
    ModerationBatch,
    ModerationMonth,
    ModerationMutation,
    VendorAnswerToReview,
)
from schema.operations import Operations, OperationsMutation
from schema.organisations import OrganisationsMutation
from schema.practices import CaseStudy, Node, ToolBenchmark
from schema.privacy import PrivacyMutation
from schema.publishing import PublishingMutation
from schema.reciprocity import ReciprocityMutation
from schema.security import SecurityMutation
from schema.sign_in import SignInMutation
from schema.terms import Ask, Metric, Tool, VocabularyList
from schema.transactions import OneTransaction
from schema.unsealing import UnsealingDemand, UnsealingMutation
from schema.verification import Verification, VerificationMutation
from schema.vouching import VouchingMutation

ID = strawberry.argument(description="Its id.")


@strawberry.type(
    description="What can be read, at /graphql, by POST of JSON (or GET). A program signs in by"
    " `Authorization: Bearer` with the secret of a token, or of the session that signIn answers; an"
    " unknown or old one reads as nobody's, see `viewer.signedIn`. `Accept-Language` (fr, en)"
    " chooses the language of labels and messages. What is refused here is an error whose"
    " `extensions` hold the `code` and `path` that a Problem would."
    f" At most {limits.DEPTH} levels, {limits.ALIASES} aliases and a cost of {limits.COST}: each"
    " field counts once for each place of the lists around it."
)
class Query:
    @strawberry.field(description="Find practices by words, theme, channel, size and more.")
    def search(
        self,
        info: Ask,
        text: Annotated[
            str | None,
            strawberry.argument(description="Words; none means everything, newest first."),
        ] = None,
        filter: Annotated[
            SearchFilter | None, strawberry.argument(description="Restricts the results.")
        ] = None,
        sort: Annotated[
            SearchSort, strawberry.argument(description="The order.")
        ] = SearchSort.RELEVANCE,
        first: Annotated[
            int, strawberry.argument(description="Results per page, at most 50.")
        ] = limits.DEFAULT_PAGE,
        after: Annotated[
            str | None, strawberry.argument(description="The cursor to begin after.")
        ] = None,
    ) -> SearchConnection:
        return discovery.search(info, text or "", filter, sort, first, after)

    @strawberry.field(
        description="What somebody who types may mean: terms of the vocabulary, and titles this"
        " viewer may read."
    )
    def suggest(
        self,
        info: Ask,
        text: Annotated[
            str, strawberry.argument(description="As typed so far, the last word unfinished.")
        ],
        first: Annotated[int, strawberry.argument(description="At most 8.")] = 8,
    ) -> list[Suggestion]:
        return guidance.suggest(info, text, first)

    @strawberry.field(
        description="The practices most like one: same channels, tools, themes, then size, field"
        " and words of the title."
    )
    def similar(
        self,
        info: Ask,
        id: Annotated[strawberry.ID, ID],
        first: Annotated[int, strawberry.argument(description="At most 12.")] = 4,
    ) -> list[LikePractice]:
        return likeness.similar(info, id, first)

    @strawberry.field(
        description="Practices for an association like yours, by size, field and needs; none for"
        " who has declared no association."
    )
    def resembling(
        self,
        info: Ask,
        needs: Annotated[
            list[str] | None, strawberry.argument(description="Codes of `needs` to answer first.")
        ] = None,
        first: Annotated[int, strawberry.argument(description="At most 12.")] = 4,
    ) -> list[LikePractice]:
        return likeness.resembling(info, needs or (), first)

    @strawberry.field(description="A case study; null when unknown or not for this viewer.")
    def case_study(self, info: Ask, id: Annotated[strawberry.ID, ID]) -> CaseStudy | None:
        found = discovery.practice_of(info, id)
        return found if isinstance(found, CaseStudy) else None

    @strawberry.field(description="A tool benchmark; null when unknown or not for this viewer.")
    def tool_benchmark(self, info: Ask, id: Annotated[strawberry.ID, ID]) -> ToolBenchmark | None:
        found = discovery.practice_of(info, id)
        return found if isinstance(found, ToolBenchmark) else None

    @strawberry.field(description="Anything by its id; null when unknown or not for this viewer.")
    def node(self, info: Ask, id: Annotated[strawberry.ID, ID]) -> Node | None:
        return discovery.practice_of(info, id)

    @strawberry.field(description="The tool catalogue, by name.")
    def tools(self, info: Ask) -> list[Tool]:
        return terms.tools_of(info)

    @strawberry.field(description="A tool; null when unknown.")
    def tool(
        self, info: Ask, code: Annotated[str, strawberry.argument(description="Its code.")]
    ) -> Tool | None:
        return terms.tool_of(info, code)

    @strawberry.field(description="All collections, by title.")
    def collections(self, info: Ask) -> list[Collection]:
        return curation.collections(info)

    @strawberry.field(description="A collection; null when unknown.")
    def collection(
        self, info: Ask, slug: Annotated[str, strawberry.argument(description="Its slug.")]
    ) -> Collection | None:
        return curation.collection(info, slug)

    @strawberry.field(description="What observations may measure, over what.")
    def metrics(self, info: Ask) -> list[Metric]:
        return terms.metrics(info.context.language)

    @strawberry.field(
        description="The controlled vocabulary: the lists named, or all. Names in backquotes in"
        " these descriptions are names of lists; tools have a catalogue of their own."
    )
    def vocabulary(
        self,
        info: Ask,
        lists: Annotated[
            list[str] | None, strawberry.argument(description="Names of lists; all when left out.")
        ] = None,
    ) -> list[VocabularyList]:
        return terms.vocabulary_lists(lists, info.context.language)

    @strawberry.field(description="Whoever asks.")
    def viewer(self, info: Ask) -> ViewerType:
        return accounts.viewer(info)

    @strawberry.field(description="Who else signs people in, for those who like that better.")
    def sign_in_providers(self, info: Ask) -> list[SignInProvider]:
        return identities.offered(info)

    @strawberry.field(description="What the link of an invitation is for.")
    def invitation(
        self,
        info: Ask,
        token: Annotated[
            str, strawberry.argument(description="The last part of the link's address.")
        ],
    ) -> InvitationShown:
        return memberships.invitation(info, token)

    @strawberry.field(description="Organisations to look at; for moderators.")
    def verification(self, info: Ask) -> Verification:
        return verification.verification(info)

    @strawberry.field(description="A draft of your association; an error when unknown.")
    def draft(self, info: Ask, id: Annotated[strawberry.ID, ID]) -> Draft:
        return publishing.draft_of(info, id)

    @strawberry.field(description="What is left to review; for moderators.")
    def moderation_batch(self, info: Ask) -> ModerationBatch:
        return moderation.batch(info)

    @strawberry.field(
        description="How well the promise of an answer in three working days is kept, newest month"
        " first; for moderators and operators."
    )
    def moderation_health(self, info: Ask) -> list[ModerationMonth]:
        return [*moderation.health(info)]

    @strawberry.field(
        description="How well that promise was kept in the months that are over, newest first;"
        " for everybody."
    )
    def moderation_promise(self, info: Ask) -> list[ModerationMonth]:
        return [*moderation.kept(info)]

    @strawberry.field(description="Answers of vendors; for moderators.")
    def vendor_answers(self, info: Ask) -> list[VendorAnswerToReview]:
        return moderation.vendor_answers(info)

    @strawberry.field(
        description="What to give to the vendor of a tool, who answers with it; for moderators."
    )
    def vendor_code(
        self, info: Ask, tool: Annotated[str, strawberry.argument(description="Its code.")]
    ) -> str:
        return moderation.vendor_code(info, tool)

    @strawberry.field(description="Legal demands that wait for a second operator; for operators.")
    def unsealing_demands(self, info: Ask) -> list[UnsealingDemand]:
        return unsealing.demands(info)

    @strawberry.field(description="What the site needs; for operators.")
    def operations(self, info: Ask) -> Operations:
        return operations.operations(info)


@strawberry.type(
    description="What can be done: one field per operation. Each answers what became of it or a"
    " Problem, and then nothing was changed: ask for `__typename` and for"
    " `... on Problem { code message path }`."
)
class Mutation(
    PublishingMutation,
    CurationMutation,
    SignInMutation,
    IdentitiesMutation,
    SecurityMutation,
    AddressesMutation,
    AccountsMutation,
    CorrespondenceMutation,
    PrivacyMutation,
    OrganisationsMutation,
    MembershipsMutation,
    VouchingMutation,
    ReciprocityMutation,
    VerificationMutation,
    OperationsMutation,
    ModerationMutation,
    UnsealingMutation,
):
    pass


class _Schema(strawberry.Schema):
    def process_errors(self, *_: object, **__: object) -> None:
        """Logs nothing: Strawberry's log would quote what people wrote; ``execution`` logs bugs."""


schema = _Schema(
    query=Query,
    mutation=Mutation,
    types=[CaseStudy, ToolBenchmark],
    config=StrawberryConfig(scalar_map=SCALARS),
    extensions=[
        lambda: MaxTokensLimiter(max_token_count=limits.TOKENS),
        lambda: AddValidationRules([limits.Limits]),
        lambda: ParserCache(maxsize=256),
        lambda: ValidationCache(maxsize=256),
        OneTransaction,
    ],
)


def sdl() -> str:
    """The schema in the GraphQL schema definition language."""
    return schema.as_str() + "\n"
