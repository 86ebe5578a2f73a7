"""A federation gathers others' practices, in its order, with its words."""

import pytest

from tests.schema.world import Author, World

PLACES = "query($slug: String!) { collection(slug: $slug) { places { position id note } } }"


@pytest.fixture
def curator(world: World) -> Author:
    return world.join("federation", kind="FEDERATION", legalName="Fédération des Cloîtres")


def order(world: World, slug: str) -> list[str]:
    places = world.read(PLACES, None, {"slug": slug})["collection"]["places"]
    assert [each["position"] for each in places] == list(range(1, len(places) + 1))
    return [each["id"] for each in places]


def test_a_collection_is_ordered_by_its_curator(world: World, curator: Author) -> None:
    author = world.join("amis")
    ids = [world.publish(author) for _ in range(3)]
    slug = world.do("createCollection", {"title": "Réussir ses relances"}, curator.token)["slug"]
    assert slug == "reussir-ses-relances"

    def act(name: str, publication: str, **given: object) -> None:
        world.do(name, {"collection": slug, "publication": publication} | given, curator.token)

    for publication in ids:
        act("addToCollection", publication)
    assert order(world, slug) == ids
    act("moveInCollection", ids[2], position=1)
    assert order(world, slug) == [ids[2], ids[0], ids[1]]
    act("moveInCollection", ids[2], position=99)
    assert order(world, slug) == ids
    act("moveInCollection", ids[1], position=-4)
    assert order(world, slug) == [ids[1], ids[0], ids[2]]
    act("removeFromCollection", ids[0])
    assert order(world, slug) == [ids[1], ids[2]]
    act("addToCollection", ids[1], note="à lire d'abord")
    places = world.read(PLACES, None, {"slug": slug})["collection"]["places"]
    assert places[0] == {"position": 1, "id": ids[1], "note": "à lire d'abord"}


def test_readers_see_whose_collection_it_is(world: World, curator: Author) -> None:
    world.do(
        "createCollection",
        {"title": "Choix", "introduction": "**Pour** commencer", "language": "fr"},
        curator.token,
    )
    query = "{ collections { slug title introduction language curator count editable } }"

    (seen,) = world.read(query)["collections"]
    (own,) = world.read(query, curator.token)["collections"]

    assert seen == {
        "slug": "choix", "title": "Choix", "introduction": "**Pour** commencer", "language": "fr",
        "curator": "Fédération des Cloîtres", "count": 0, "editable": False,
    }  # fmt: skip
    assert own == seen | {"editable": True}
    assert world.read('{ collection(slug: "rien") { slug } }') == {"collection": None}


def test_titles_may_be_the_same_and_addresses_not(world: World, curator: Author) -> None:
    slugs = [
        world.do("createCollection", {"title": title}, curator.token)["slug"]
        for title in ("Choix", "Choix", "choix !", "???")
    ]

    assert slugs == ["choix", "choix-2", "choix-3", "collection"]


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"title": "  "}, "title-missing", ["title"]),
        ({"title": "x" * 161}, "text-too-long", ["title"]),
        ({"title": "a\u202eb"}, "forbidden-character", ["title"]),
        ({"title": "a", "introduction": "x" * 4001}, "text-too-long", ["introduction"]),
        ({"title": "a", "introduction": "\0"}, "forbidden-character", ["introduction"]),
        ({"title": "a", "language": "de"}, "wrong-language", ["language"]),
    ],
)
def test_wrong_words_are_refused(
    world: World, curator: Author, given: dict[str, str], code: str, path: list[str]
) -> None:
    before = world.rows()

    refused = world.act("createCollection", given, curator.token)

    assert (refused["__typename"], refused["code"], refused["path"]) == ("InputProblem", code, path)
    assert world.rows() == before


def test_what_is_not_there_is_not_found(world: World, curator: Author) -> None:
    publication = world.publish(world.join("amis"))
    slug = world.do("createCollection", {"title": "Choix"}, curator.token)["slug"]
    before = world.rows()

    for name, given in (
        ("addToCollection", {"collection": "rien", "publication": publication}),
        ("addToCollection", {"collection": slug, "publication": "rien"}),
        ("moveInCollection", {"collection": slug, "publication": publication, "position": 1}),
        ("removeFromCollection", {"collection": slug, "publication": publication}),
    ):
        refused = world.act(name, given, curator.token)
        assert (refused["__typename"], refused["code"]) == ("NotFoundProblem", "not-found")
    assert world.rows() == before


def test_searching_inside_an_unknown_collection_finds_nothing(world: World) -> None:
    world.publish(world.join("amis"))
    world.push()

    data = world.read('{ search(filter: {collections: ["rien"]}) { totalCount nodes { id } } }')

    assert data["search"] == {"totalCount": 0, "nodes": []}
