"""Giving and what it opens: where one's association stands, figures given, depth of federations."""

from enum import Enum
from typing import Annotated

import strawberry

from commons import clock, figures, organisations, reciprocity, rights
from commons.figures import Observation
from schema.drafts import ObservationInput
from schema.problems import AccessProblem, InputProblem, refusable
from schema.terms import ABOUT, Ask


@strawberry.enum(description="What counts as giving.")
class Gift(Enum):
    PUBLICATION = strawberry.enum_value(
        "publication", description="A publication, from when readers have it."
    )
    FIGURES = strawberry.enum_value("figures", description="Exact figures for the statistics.")


@strawberry.type(
    description="What your association's giving opens to it. Told to its own people alone."
)
class Contribution:
    active: bool = strawberry.field(description="Whether you now read what is for contributors.")
    until: str | None = strawberry.field(
        description="The last month (YYYY-MM) that your gifts or your welcome open."
    )
    months_left: int = strawberry.field(description="So many months after this one.")
    welcome: bool = strawberry.field(
        description="Whether it is the welcome of the first 90 days, once per association."
    )
    granted: bool = strawberry.field(
        description="Whether a federation opens it to all it vouches for, you among them."
    )
    prolonged_by: list[Gift] = strawberry.field(description="One of these prolongs it by a year.")


@strawberry.type(description="What a federation opens to all it vouches for, never to one.")
class DepthGrant:
    active: bool = strawberry.field(description="Whether it is in force this month.")
    next_month: bool = strawberry.field(
        description="Whether it will be from the first of the next month."
    )


@strawberry.input(description="Exact figures without a practice; they are read by nobody.")
class ContributeFiguresInput:
    observations: list[ObservationInput] = strawberry.field(
        description="At least one, at most 20; only statistics are made of them."
    )
    channels: list[str] = strawberry.field(
        default_factory=list, description="Codes of `channels`; one of these or of the themes."
    )
    themes: list[str] = strawberry.field(default_factory=list, description="Codes of `themes`.")


@strawberry.input(description="Open depth to all your federation vouches for, or cease to.")
class GrantDepthInput:
    open: bool = strawberry.field(description="From the first of the next month on.")


@strawberry.type(description="Figures were kept, sealed.")
class ContributedFigures:
    contribution: Contribution | None = strawberry.field(
        description="What they open to you; null by a token that may not read."
    )


ContributeFiguresResult = Annotated[
    ContributedFigures | AccessProblem | InputProblem,
    strawberry.union("ContributeFiguresResult", description="Done, or why not."),
]
GrantDepthResult = Annotated[
    DepthGrant | AccessProblem | InputProblem,
    strawberry.union("GrantDepthResult", description="What is open now, and will be; or why not."),
]


def contribution(info: Ask) -> Contribution | None:
    """Where the viewer's own association stands; of others there is no way to ask."""
    context, product = info.context, info.context.product
    if context.viewer.organisation is None:
        return None
    rights.require_person(context.viewer, "read")
    known = organisations.known(context.session, product.keys, context.viewer.organisation)
    found = reciprocity.contribution(
        context.session, product.keys, product.authorships, known, product.now()
    )
    if found is None:
        return None
    return Contribution(
        active=found.active,
        until=clock.text_of(found.until) if found.until else None,
        months_left=found.months_left,
        welcome=found.welcome,
        granted=found.granted,
        prolonged_by=[Gift(each) for each in found.prolonged_by],
    )


def grant(info: Ask, federation: organisations.Known) -> DepthGrant | None:
    """What a verified federation opens, for its own people in person."""
    context, viewer = info.context, info.context.viewer
    mine = viewer.organisation == federation.id and viewer.federation and viewer.verified
    if viewer.by_token or not mine:
        return None
    product = context.product
    return _grant(reciprocity.grant_of(context.session, product.keys, federation.id, product.now()))


def _grant(known: reciprocity.Grant) -> DepthGrant:
    return DepthGrant(active=known.now, next_month=known.coming)


@strawberry.type
class ReciprocityMutation:
    @strawberry.mutation(description="Give exact figures to the statistics, without a practice.")
    @refusable
    def contribute_figures(
        self, info: Ask, input: Annotated[ContributeFiguresInput, ABOUT]
    ) -> ContributeFiguresResult:
        context, product = info.context, info.context.product
        organisation = rights.require_publisher(context.viewer)
        # One act at a time, or two would pass a limit together.
        known = organisations.hold(context.session, product.keys, organisation)
        figures.contribute(
            context.session,
            known.data_key,
            figures.owner_hash(product.keys, known.id),
            [
                Observation(**vars(each) | {"moment": each.moment.value})
                for each in input.observations
            ],
            {"channels": input.channels, "themes": input.themes},
            product.now(),
        )
        context.session.flush()
        reads = "read" in context.viewer.scopes
        return ContributedFigures(contribution=contribution(info) if reads else None)

    @strawberry.mutation(
        description="Open depth to all your federation vouches for, or cease to; in force from the"
        " first of the next month. Never for one alone."
    )
    @refusable
    def grant_depth(self, info: Ask, input: Annotated[GrantDepthInput, ABOUT]) -> GrantDepthResult:
        context, product = info.context, info.context.product
        federation = rights.require_voucher(context.viewer)
        known = organisations.hold(context.session, product.keys, federation)
        return _grant(
            reciprocity.grant(context.session, product.keys, known, input.open, product.now())
        )
