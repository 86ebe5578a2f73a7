"""What one may not read is in no hit, total, count, collection or tool: one rule everywhere."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from commons import library, releases
from search import documents, relay
from search.engine import Document
from tests.schema.world import Author, World

NOW, LATER = None, "2026-06"
# Released some day of the next two weeks.
WAITS = "waits"
VIEWERS = ("visitor", "pending", "member", "token", "contributor", "scopeless")

# Audience and embargo → the kinds of viewer who may read it in March 2026.
SHELF = {
    ("OPEN", NOW): VIEWERS,
    ("MEMBERS", NOW): ("member", "token", "contributor"),
    ("CONTRIBUTORS", NOW): ("contributor",),
    ("OPEN", LATER): (),
    ("MEMBERS", LATER): (),
    ("CONTRIBUTORS", LATER): (),
    ("OPEN", WAITS): (),
    ("CONTRIBUTORS", WAITS): (),
}
SEARCH = """
query($text: String, $sort: SearchSort!) {
  search(text: $text, sort: $sort) {
    totalCount
    nodes { id }
    facets { name values { code count } }
  }
}
"""
NEAR = """
{ search(text: "courriel zzzzzz", filter: {channels: ["email"]}) { relaxations { count } } }
"""
ONE = """
query($id: ID!) {
  node(id: $id) { id }
  caseStudy(id: $id) { title }
}
"""


@dataclass
class Shelf:
    """One publication for each audience and embargo, and one viewer of each kind."""

    world: World
    publications: dict[tuple[str, str | None], str]
    tokens: dict[str, str | None]
    author: Author

    def readable(self, viewer: str) -> set[str]:
        return {self.publications[key] for key, readers in SHELF.items() if viewer in readers}


@pytest.fixture
def shelf(world: World) -> Shelf:
    return stock(world)


@pytest.fixture
def any_shelf(any_world: World) -> Shelf:
    return stock(any_world)


def stock(world: World) -> Shelf:
    """Old members are past their welcome: only who gave reads what is for contributors."""
    start = world.clock.now
    world.clock.forward(days=-120)
    world.join("anciens-membres")
    world.clock.now = start
    old = world.sign_in("anciens-membres@exemple.test")
    author = world.join("amis")
    publications = {
        (audience, embargo): world.publish(
            author, audience=audience, embargo=embargo, tools=["helloasso"]
        )
        for audience, embargo in SHELF
        if embargo != WAITS
    }
    for audience in ("OPEN", "CONTRIBUTORS"):
        publications[audience, WAITS] = wait(world, author, audience)
    world.push()

    def token(session: str, scope: str) -> str:
        given = {"name": "x", "scopes": [scope], "days": 200}
        secret: str = world.do("createToken", given, session)["secret"]
        return secret

    return Shelf(
        world,
        publications,
        {
            "visitor": None,
            "pending": world.join("attend", verified=False).token,
            "member": old.token,
            "token": token(old.token, "READ"),
            "contributor": author.token,
            "scopeless": token(author.token, "CURATE"),
        },
        author,
    )


def wait(world: World, author: Author, audience: str) -> str:
    """Published so soon after another that it waits."""
    draft, version = world.save(author, tools=["helloasso"])
    given = {"draft": draft, "version": version, "audience": audience}
    world.do("setDraftTerms", given, author.token)
    given = {"draft": draft, "version": world.settle(author, draft)}
    done = world.do("publishDraft", given, author.token)
    assert done["waits"]
    publication: str = done["practice"]["id"]
    return publication


def found(world: World, token: str | None, **asked: Any) -> tuple[int, set[str], dict[str, int]]:
    """Total, ids and the counts of one code that every publication of the shelf bears."""
    data = world.read(SEARCH, token, {"sort": "RELEVANCE"} | asked)["search"]
    counts = {
        facet["name"]: each["count"]
        for facet in data["facets"]
        for each in facet["values"]
        if each["code"] in ("membership", "email", "case-study", "helloasso", "worked", "fr")
    }
    return data["totalCount"], {node["id"] for node in data["nodes"]}, counts


def assert_sees_exactly(shelf: Shelf, viewer: str, expected: set[str]) -> None:
    """Everywhere a publication can be seen or counted."""
    world, token = shelf.world, shelf.tokens[viewer]
    for asked in (
        {"text": "courriel adhésions"},
        {"text": ""},
        {"text": "courriel", "sort": "DATE"},
    ):
        total, ids, counts = found(world, token, **asked)
        assert ids == expected, (viewer, asked)
        assert total == len(expected), (viewer, asked)
        assert set(counts.values()) == {len(expected)}, (viewer, asked)
    for publication in shelf.publications.values():
        data = world.read(ONE, token, {"id": publication})
        assert (data["node"] is not None) == (publication in expected), viewer
        assert (data["caseStudy"] is not None) == (publication in expected), viewer
    suggested = world.read('{ suggest(text: "Relancer les adh") { id } }', token)["suggest"]
    assert {each["id"] for each in suggested} == expected, viewer
    for publication in expected:
        query = "query($id: ID!) { similar(id: $id, first: 12) { practice { id } } }"
        near = world.read(query, token, {"id": publication})["similar"]
        assert {each["practice"]["id"] for each in near} == expected - {publication}, viewer
    for relaxed in world.read(NEAR, token)["search"]["relaxations"]:
        assert relaxed["count"] == len(expected), viewer
    data = world.read(
        '{ tool(code: "helloasso") { caseStudies benchmarks } tools { code caseStudies } }', token
    )
    assert data["tool"] == {"caseStudies": len(expected), "benchmarks": 0}, viewer
    listed = next(each for each in data["tools"] if each["code"] == "helloasso")
    assert listed["caseStudies"] == len(expected), viewer


def test_everybody_sees_and_counts_exactly_what_they_may_read(any_shelf: Shelf) -> None:
    for viewer in VIEWERS:
        assert_sees_exactly(any_shelf, viewer, any_shelf.readable(viewer))


def test_an_embargo_ends_with_its_month_in_paris(shelf: Shelf) -> None:
    world = shelf.world
    shelf.tokens = {"visitor": None}
    world.clock.now = world.clock.now.replace(month=5, day=31, hour=21, minute=59)
    assert_sees_exactly(shelf, "visitor", {shelf.publications["OPEN", NOW]})

    # Paris is two hours ahead of UTC in June.
    world.clock.forward(minutes=2)
    assert_sees_exactly(
        shelf,
        "visitor",
        {shelf.publications["OPEN", NOW], shelf.publications["OPEN", LATER]},
    )


def test_what_waits_is_seen_once_its_day_has_come(any_shelf: Shelf) -> None:
    """By its author alone until then, with the day; by the others in the month it appears."""
    world, shelf = any_shelf.world, any_shelf
    query = "{ viewer { shares { practice { id } waitsUntil visibleFrom } } }"
    own = world.read(query, shelf.author.token)["viewer"]["shares"]
    waiting = {shelf.publications["OPEN", WAITS], shelf.publications["CONTRIBUTORS", WAITS]}
    told = {each["practice"]["id"]: each["waitsUntil"] for each in own if each["waitsUntil"]}
    assert told.keys() == waiting
    assert all("2026-03-11" <= day <= "2026-03-24" for day in told.values())

    world.clock.forward(days=14)
    with world.product.database.writing() as session:
        releases.release(session, world.product.authorships, world.clock())
    world.push()

    for viewer in VIEWERS:
        seen = shelf.readable(viewer) | {shelf.publications["OPEN", WAITS]}
        if viewer == "contributor":
            seen |= waiting
        assert_sees_exactly(shelf, viewer, seen)
    own = world.read(query, shelf.author.token)["viewer"]["shares"]
    assert {each["waitsUntil"] for each in own} == {None}


def test_what_is_withdrawn_is_gone_at_once(any_shelf: Shelf) -> None:
    world = any_shelf.world
    gone = any_shelf.publications["OPEN", NOW]

    world.do("withdrawPublication", {"id": gone}, any_shelf.author.token)

    # The index still holds it: the relay has not run.
    assert gone in dict(world.product.engine.versions())
    for viewer in VIEWERS:
        assert_sees_exactly(any_shelf, viewer, any_shelf.readable(viewer) - {gone})
    world.push()
    assert gone not in dict(world.product.engine.versions())
    for viewer in VIEWERS:
        assert_sees_exactly(any_shelf, viewer, any_shelf.readable(viewer) - {gone})


def test_a_document_that_should_not_be_there_is_not_shown(shelf: Shelf) -> None:
    world = shelf.world
    gone = shelf.publications["OPEN", NOW]
    hidden = shelf.publications["MEMBERS", NOW]
    with world.product.database.reading() as session:
        stale = library.items(session, [gone, hidden])
    world.do("withdrawPublication", {"id": gone}, shelf.author.token)
    world.push()

    def planted(item: Any, **changes: Any) -> Document:
        return replace(documents.document(item), version=99, audience="open", **changes)

    world.product.engine.put(
        [
            planted(stale[gone]),
            planted(stale[hidden]),
            planted(stale[gone], id="3b241101-e2bb-4255-8caf-4136c566a962"),
        ]
    )

    _, ids, _ = found(world, None, text="courriel")
    assert ids == set()
    assert "3b241101" not in repr(world.read(SEARCH, None, {"sort": "DATE"}))


def test_what_was_just_published_is_not_counted_before_it_is_found(shelf: Shelf) -> None:
    world = shelf.world
    fresh = world.publish(shelf.author)

    total, ids, counts = found(world, None, text="courriel")
    assert (total, fresh in ids, counts["themes"]) == (1, False, 1)
    assert world.read(ONE, None, {"id": fresh})["node"] == {"id": fresh}

    relay.push(world.product.database, world.product.engine)
    total, ids, _ = found(world, None, text="courriel")
    assert (total, fresh in ids) == (2, True)


def test_a_collection_keeps_the_place_of_what_was_withdrawn(any_world: World) -> None:
    world = any_world
    author, federation = world.join("amis"), world.join("federation", kind="FEDERATION")
    slug = world.do("createCollection", {"title": "Choix"}, federation.token)["slug"]
    kept, gone = world.publish(author), world.publish(author)
    for publication in (gone, kept):
        given = {"collection": slug, "publication": publication, "note": "à lire"}
        world.do("addToCollection", given, federation.token)
    world.push()
    world.do("withdrawPublication", {"id": gone}, author.token)

    query = (
        "query($slug: String!) { collection(slug: $slug) { count places { position id note"
        " practice { id } } } search(filter: {collections: [$slug]}) { totalCount nodes { id } } }"
    )
    data = world.read(query, None, {"slug": slug})

    assert data["collection"] == {
        "count": 2,
        "places": [
            {"position": 1, "id": gone, "note": "à lire", "practice": None},
            {"position": 2, "id": kept, "note": "à lire", "practice": {"id": kept}},
        ],
    }
    assert data["search"] == {"totalCount": 1, "nodes": [{"id": kept}]}


def test_unknown_and_forbidden_ids_get_the_same_answer(shelf: Shelf) -> None:
    world = shelf.world
    hidden = shelf.publications["CONTRIBUTORS", NOW]

    for publication in (hidden, "3b241101-e2bb-4255-8caf-4136c566a962", "", "x", "'", "é" * 300):
        assert world.read(ONE, None, {"id": publication}) == {"node": None, "caseStudy": None}


def test_one_kind_is_not_the_other(world: World) -> None:
    author = world.join("amis")
    case, benchmark = world.publish(author), world.evaluate(author)
    query = (
        "query($id: ID!) { node(id: $id) { __typename } caseStudy(id: $id) { id }"
        " toolBenchmark(id: $id) { id tool { code } } }"
    )

    assert world.read(query, None, {"id": case}) == {
        "node": {"__typename": "CaseStudy"}, "caseStudy": {"id": case}, "toolBenchmark": None,
    }  # fmt: skip
    assert world.read(query, None, {"id": benchmark}) == {
        "node": {"__typename": "ToolBenchmark"}, "caseStudy": None,
        "toolBenchmark": {"id": benchmark, "tool": {"code": "helloasso"}},
    }  # fmt: skip


def test_contributing_ends_twelve_months_after_the_last_gift(world: World) -> None:
    author = world.join("amis")
    query = "{ viewer { verified contributor } }"

    def contributes() -> bool:
        token = world.sign_in(author.email).token
        answer: bool = world.read(query, token)["viewer"]["contributor"]
        return answer

    assert contributes()
    world.clock.forward(days=91)
    assert not contributes()
    author.token = world.sign_in(author.email).token
    publication = world.publish(author)
    assert contributes()
    world.clock.forward(days=360)
    assert contributes()
    world.clock.forward(days=60)
    assert not contributes()
    author.token = world.sign_in(author.email).token
    world.do("withdrawPublication", {"id": publication}, author.token)
    assert not contributes()
