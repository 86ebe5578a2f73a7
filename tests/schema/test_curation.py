"""A federation gathers others' practices, in its order, with its words."""

from typing import Any

import pytest
import sqlalchemy as sa

from commons import anonymisation
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


REFUSED = "__typename ... on Problem { code path message } ... on WordsProblem { words }"


def test_words_that_tell_who_an_author_is_are_refused_and_quoted(
    world: World, curator: Author
) -> None:
    """An own name is as any other: a federation learns nothing by trying one."""
    author = world.join("amis", people=["Gwenola Kerbrat"])
    publication = world.publish(author)
    slug = world.do("createCollection", {"title": "Choix"}, curator.token)["slug"]
    place = {"collection": slug, "publication": publication}
    world.do("addToCollection", place | {"note": "à lire"}, curator.token)
    before = world.rows()
    attempts: list[tuple[str, dict[str, str], str, str]] = [
        ("addToCollection", place | {"note": f"C'est {name} qui parle."}, "note", name)
        for name in ("Gwenola Kerbrat", "Yvonne Quemener")
    ]
    attempts += [
        ("createCollection", {"title": "Ce que fait Gwenola Kerbrat"}, "title", "Gwenola Kerbrat"),
        (
            "createCollection",
            {"title": "Relances", "introduction": "Avec **Gwenola** Kerbrat."},
            "introduction",
            "Gwenola Kerbrat",
        ),
    ]

    for name, given, path, word in attempts:
        kind = name[0].upper() + name[1:] + "Input"
        query = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {REFUSED} }} }}"
        body = world.ask(query, {"input": given}, curator.token)
        refused = body["data"][name]
        assert refused["__typename"] == "WordsProblem"
        assert (refused["code"], refused["path"]) == ("names-somebody", [path])
        assert refused["words"] == [word]
        assert word in refused["message"]
    assert world.rows() == before


def test_a_note_may_say_again_what_the_practice_says(world: World, curator: Author) -> None:
    publication = world.publish(
        world.join("amis"), tried="nous avons écrit aux adhérents à la Toussaint."
    )
    slug = world.do("createCollection", {"title": "Choix"}, curator.token)["slug"]
    place = {"collection": slug, "publication": publication}

    world.do(
        "addToCollection", place | {"note": "Le courrier de la Toussaint, quelle idée."},
        curator.token,
    )  # fmt: skip


def test_words_nobody_could_check_are_refused(
    world: World, curator: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = world.publish(world.join("amis"))
    slug = world.do("createCollection", {"title": "Choix"}, curator.token)["slug"]
    place = {"collection": slug, "publication": publication, "note": "à lire"}
    before = world.rows()

    def stumble(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as failing:
        failing.setattr(anonymisation, "scan", stumble)
        refused = [
            world.act("addToCollection", place, curator.token),
            world.act("createCollection", {"title": "Suite"}, curator.token),
        ]
    assert {each["code"] for each in refused} == {"words-unchecked"}
    with monkeypatch.context() as lacking:
        lacking.setattr(anonymisation.model, "is_available", lambda: False)
        assert world.act("addToCollection", place, curator.token)["code"] == "no-model-for-words"
    assert world.rows() == before


def test_words_are_read_before_the_lock_and_for_those_alone_who_may_write_them(
    world: World, curator: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = world.publish(world.join("amis"))
    slug = world.do("createCollection", {"title": "Choix"}, curator.token)["slug"]
    other = world.join("rivale", kind="FEDERATION")
    place = {"collection": slug, "publication": publication, "note": "à lire"}
    scan, seen = anonymisation.scan, []

    def watched(*given: Any, **more: Any) -> Any:
        # Whoever held the lock would be waited for here, in vain.
        with world.product.database.writing() as session:
            session.execute(sa.text("DELETE FROM outbox WHERE 1 = 0"))
        seen.append(given)
        return scan(*given, **more)

    monkeypatch.setattr(anonymisation, "scan", watched)
    for token, code in ((None, "sign-in-required"), (other.token, "not-found")):
        assert world.act("addToCollection", place, token)["code"] == code
    assert world.act("createCollection", {"title": "Suite"}, None)["code"] == "sign-in-required"
    assert not seen

    world.do("addToCollection", place, curator.token)
    assert len(seen) == 1
