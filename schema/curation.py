"""Collections as the API shows them."""

from typing import Annotated

import strawberry

from commons import curation, organisations, rights
from schema import practices
from schema.practices import Practice
from schema.problems import AccessProblem, InputProblem, NotFoundProblem, WordsProblem, refusable
from schema.terms import ABOUT, Ask


@strawberry.type(description="A place in a collection.")
class CollectionPlace:
    position: int = strawberry.field(description="Counted from 1.")
    id: strawberry.ID = strawberry.field(description="The publication's id.")
    note: str = strawberry.field(description="What the curator says of it.")
    practice: Practice | None = strawberry.field(
        description="Empty where it was withdrawn, or is not for this viewer."
    )


@strawberry.type(description="Open practices gathered and ordered by a federation.")
class Collection:
    slug: str = strawberry.field(description="What its address and the filter take.")
    title: str = strawberry.field(description="Its title.")
    introduction: str = strawberry.field(description="The curator's words, in Markdown.")
    language: str = strawberry.field(description="fr or en.")
    curator: str = strawberry.field(description="The federation, under its public name.")
    count: int = strawberry.field(description="How many places it has.")
    editable: bool = strawberry.field(description="Whether the viewer may change it.")

    @strawberry.field(description="Its places in order.")
    def places(self, info: Ask) -> list[CollectionPlace]:
        context = info.context
        return [
            CollectionPlace(
                position=each.position,
                id=strawberry.ID(each.publication_id),
                note=each.note,
                practice=practices.practice(each.item, context.language) if each.item else None,
            )
            for each in curation.places(context.session, self.slug, context.readable)
        ]


@strawberry.input(description="A collection to begin.")
class CreateCollectionInput:
    title: str = strawberry.field(description="At most 160 characters.")
    introduction: str = strawberry.field(default="", description="Markdown.")
    language: str = strawberry.field(default="fr", description="fr or en.")


@strawberry.input(description="What to put where.")
class AddToCollectionInput:
    collection: str = strawberry.field(description="The slug.")
    publication: strawberry.ID = strawberry.field(description="An open publication.")
    note: str | None = strawberry.field(
        default=None,
        description="What you say of it: refused when it may tell who wrote the practice.",
    )


@strawberry.input(description="What to move where.")
class MoveInCollectionInput:
    collection: str = strawberry.field(description="The slug.")
    publication: strawberry.ID = strawberry.field(description="A publication that is there.")
    position: int = strawberry.field(description="Counted from 1; beyond the end is the end.")


@strawberry.input(description="What to take out.")
class RemoveFromCollectionInput:
    collection: str = strawberry.field(description="The slug.")
    publication: strawberry.ID = strawberry.field(description="A publication that is there.")


CollectionResult = Annotated[
    Collection | AccessProblem | NotFoundProblem | InputProblem | WordsProblem,
    strawberry.union("CollectionResult", description="The collection as it now is, or why not."),
]


def _own_federation(info: Ask) -> str | None:
    """The slug of the federation the viewer curates for."""
    viewer = info.context.viewer
    if not (viewer.federation and viewer.verified and viewer.organisation):
        return None
    return curation.federation_slug(info.context.session, viewer.organisation)


def _collection(
    row: curation.Collection, federation: curation.Federation, count: int, own: str | None
) -> Collection:
    return Collection(
        slug=row.slug,
        title=row.title,
        introduction=row.introduction,
        language=row.language,
        curator=federation.name,
        count=count,
        editable=own == federation.slug,
    )


def collections(info: Ask) -> list[Collection]:
    """Every collection, by title."""
    own = _own_federation(info)
    return [
        _collection(row, federation, count, own)
        for row, federation, count in curation.all_of(info.context.session)
    ]


def collection(info: Ask, slug: str) -> Collection | None:
    found = curation.by_slug(info.context.session, slug)
    if found is None:
        return None
    return _collection(*found, own=_own_federation(info))


def _answer(info: Ask, row: curation.Collection) -> Collection:
    found = collection(info, row.slug)
    assert found is not None
    return found


@strawberry.type
class CurationMutation:
    @strawberry.mutation(description="Begin a collection of your federation.")
    @refusable
    def create_collection(
        self, info: Ask, input: Annotated[CreateCollectionInput, ABOUT]
    ) -> CollectionResult:
        context, product = info.context, info.context.product
        with product.database.reading() as session:
            organisation = organisations.known(
                session, product.keys, rights.require_curator(context.viewer)
            )
        # Before the lock, which the act itself takes.
        heading = curation.present(
            organisation,
            title=input.title,
            introduction=input.introduction,
            language=input.language,
        )
        row = curation.create(context.session, context.viewer, organisation, heading)
        return _answer(info, row)

    @strawberry.mutation(description="Put an open practice at the end, or change its note.")
    @refusable
    def add_to_collection(
        self, info: Ask, input: Annotated[AddToCollectionInput, ABOUT]
    ) -> CollectionResult:
        context, product = info.context, info.context.product
        viewer, readable = context.viewer, context.readable
        with product.database.reading() as session:
            organisation = organisations.known(
                session, product.keys, rights.require_curator(viewer)
            )
            chosen = curation.choose(session, viewer, input.collection, input.publication, readable)
        remark = curation.comment(organisation, *chosen, input.note)
        row = curation.add(context.session, viewer, input.collection, remark, readable)
        return _answer(info, row)

    @strawberry.mutation(description="Move a practice within a collection.")
    @refusable
    def move_in_collection(
        self, info: Ask, input: Annotated[MoveInCollectionInput, ABOUT]
    ) -> CollectionResult:
        context = info.context
        row = curation.move(
            context.session, context.viewer, input.collection, input.publication, input.position
        )
        return _answer(info, row)

    @strawberry.mutation(description="Take a practice out of a collection.")
    @refusable
    def remove_from_collection(
        self, info: Ask, input: Annotated[RemoveFromCollectionInput, ABOUT]
    ) -> CollectionResult:
        context = info.context
        row = curation.remove(context.session, context.viewer, input.collection, input.publication)
        return _answer(info, row)
