"""Searching through the API: facets, filters, pages and what a cursor may be."""

import base64
import json
import time
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from commons import vocabulary
from schema import discovery, problems
from search.engine import EngineUnavailable
from tests.schema.world import CASE, World

COUNTS = "name values { code label count selected }"


def counts(world: World, query: str = "search", **filters: Any) -> dict[str, dict[str, int]]:
    """Facet → code → count, zeros left out."""
    asked = "query($filter: SearchFilter) { search(filter: $filter) { facets { " + COUNTS + " } } }"
    data = world.read(asked, variables={"filter": filters})
    return {
        facet["name"]: {each["code"]: each["count"] for each in facet["values"] if each["count"]}
        for facet in data["search"]["facets"]
    }


def test_every_filter_of_the_contract_finds_what_it_names(world: World) -> None:
    author = world.join("amis", budget="under-1k", field="sport")
    case = world.publish(
        author, tools=["other-tool"], status="in-use", publics=["members"], cost="free",
        setupTime="under-4", started="2024-01",
        observations=[{"metric": "response-rate", "basis": "sent", "numerator": 30,
                       "denominator": 100}],
    )  # fmt: skip
    world.evaluate(author, language="en", use="collecting membership fees online.")
    world.push()
    shown = world.read(
        "query($id: ID!) { caseStudy(id: $id) { sizes { code } field { code } hindsight { code }"
        " evidence { code } } }",
        variables={"id": case},
    )["caseStudy"]

    for given in (
        {"kinds": ["case-study"]},
        {"themes": ["membership"]},
        {"channels": ["email"]},
        {"sizes": [shown["sizes"][0]["code"]], "kinds": ["case-study"]},
        {"outcomes": ["worked"], "kinds": ["case-study"]},
        {"statuses": ["in-use"]},
        {"publics": ["members"]},
        {"humanLinks": ["same"], "kinds": ["case-study"]},
        {"costs": ["free"]},
        {"setupTimes": ["under-4"]},
        {"evidence": [shown["evidence"]["code"]]},
        {"hindsight": [shown["hindsight"]["code"]]},
        {"tools": ["other-tool"]},
        {"languages": ["fr"]},
        *(
            [{"fields": [shown["field"]["code"]], "kinds": ["case-study"]}]
            if shown["field"]
            else []
        ),
    ):
        data = world.read(
            "query($f: SearchFilter) { search(filter: $f) { totalCount nodes { id } } }",
            variables={"f": given},
        )
        assert data["search"] == {"totalCount": 1, "nodes": [{"id": case}]}, given


def test_filters_are_or_within_a_facet_and_and_between_facets(world: World) -> None:
    author = world.join("amis")
    one = world.publish(author, themes=["membership"], channels=["email"])
    two = world.publish(author, themes=["volunteering"], channels=["email"])
    world.publish(author, themes=["training"], channels=["website"])
    world.push()

    data = world.read(
        '{ search(filter: {themes: ["membership", "volunteering", "training"],'
        ' channels: ["email"]})'
        " { totalCount nodes { id } filters { code label } } }"
    )

    assert {node["id"] for node in data["search"]["nodes"]} == {one, two}
    assert data["search"]["totalCount"] == 2
    assert {each["code"] for each in data["search"]["filters"]} == {
        "themes:membership", "themes:volunteering", "themes:training", "channels:email",
    }  # fmt: skip


def test_a_facet_s_counts_ignore_its_own_filter_only(world: World) -> None:
    author = world.join("amis")
    world.publish(author, themes=["membership"], channels=["email"])
    world.publish(author, themes=["training"], channels=["email"])
    world.publish(author, themes=["training"], channels=["website"])
    world.push()

    found = counts(world, themes=["membership"])

    assert found["themes"] == {"membership": 1, "training": 2}
    assert found["channels"] == {"email": 1}


def test_a_theme_includes_those_below_it(world: World) -> None:
    author = world.join("amis")
    world.publish(author, themes=["fundraising-recurring"])
    world.push()

    assert counts(world)["themes"] == {"fundraising": 1, "fundraising-recurring": 1}
    data = world.read('{ search(filter: {themes: ["fundraising"]}) { totalCount } }')
    assert data["search"]["totalCount"] == 1


@pytest.mark.parametrize(
    "query",
    [
        "{ search { facets { name } } }",
        "{ search { f: facets { name } } }",
        "{ search { ... on SearchConnection { facets { name } } } }",
        "{ search { ...f } } fragment f on SearchConnection { facets { name } }",
        "{ search { ...f } } fragment f on SearchConnection { ...g }"
        " fragment g on SearchConnection { facets { name } }",
        "{ ...q } fragment q on Query { search { ...f } }"
        " fragment f on SearchConnection { facets { name } }",
        "{ search { totalCount } search { facets { name } } }",
    ],
    ids=["plain", "alias", "inline", "fragment", "two-fragments", "whole", "merged"],
)
def test_facets_are_counted_however_they_are_asked_for(world: World, query: str) -> None:
    search = world.read(query)["search"]

    assert [each["name"] for each in search.get("facets") or search["f"]] == [
        problems.camel(name) for name in discovery.COUNTED
    ]


def test_a_search_through_doubling_fragments_takes_no_time(world: World) -> None:
    parts = [f"fragment f{n} on SearchConnection {{ ...f{n + 1} ...f{n + 1} }}" for n in range(100)]
    parts.append("fragment f100 on SearchConnection { __typename }")

    begun = time.monotonic()
    world.read("{ search { ...f0 } } " + " ".join(parts))

    assert time.monotonic() - begun < 2


def test_every_value_of_a_facet_is_listed_and_worded(world: World) -> None:
    for language in ("fr", "en"):
        body = world.ask("{ search { facets { " + COUNTS + " } } }", language=language)
        facets = {each["name"]: each["values"] for each in body["data"]["search"]["facets"]}

        assert [each["code"] for each in facets["themes"]] == list(vocabulary.terms("themes"))
        assert {each["code"] for each in facets["tools"]} == {*vocabulary.tools(), "other-tool"}
        assert all(each["label"] for values in facets.values() for each in values)
        outcome = next(each for each in facets["outcomes"] if each["code"] == "failed")
        assert outcome["label"] == vocabulary.label("outcomes", "failed", language)


def test_highlights_show_where_the_words_are(world: World) -> None:
    world.publish(world.join("amis"))
    world.push()

    data = world.read(
        '{ search(text: "adherent relance") { edges { highlights { title { text hit }'
        " summary { text hit } } } } }"
    )
    shown = data["search"]["edges"][0]["highlights"]

    assert "".join(each["text"] for each in shown["title"]) == CASE["title"]
    assert any(each["hit"] and each["text"].startswith("Relanc") for each in shown["title"])
    assert any(each["hit"] and "adhérent" in each["text"] for each in shown["summary"])


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"themes": ["nothing"]}, ["filter", "themes"]),
        ({"humanLinks": ["stronger", "x"]}, ["filter", "humanLinks"]),
        ({"setupTimes": [""]}, ["filter", "setupTimes"]),
        ({"tools": ["unknown"]}, ["filter", "tools"]),
        ({"languages": ["de"]}, ["filter", "languages"]),
    ],
)
def test_an_unknown_code_is_named_with_its_place(
    world: World, given: dict[str, list[str]], path: list[str]
) -> None:
    body = world.ask("query($f: SearchFilter) { search(filter: $f) { totalCount } }", {"f": given})

    assert body["errors"][0]["extensions"] == {"code": "unknown-code", "path": path}


def test_a_text_too_long_is_refused(world: World) -> None:
    body = world.ask("query($t: String) { search(text: $t) { totalCount } }", {"t": "x" * 10_000})

    assert body["errors"][0]["extensions"] == {"code": "query-too-long", "path": ["text"]}


TEXTS = ("", "   ", "\0", "\u202e", "'\"; DROP TABLE", "((((", "+-*~^:", "a" * 200, "😀 é ß")


def test_any_text_may_be_looked_for(any_world: World) -> None:
    for text in TEXTS:
        data = any_world.read(
            "query($t: String) { search(text: $t) { totalCount degraded } }", variables={"t": text}
        )
        assert data["search"] == {"totalCount": 0, "degraded": False}, text


PAGE = (
    "query($text: String, $sort: SearchSort!, $first: Int!, $after: String,"
    " $filter: SearchFilter) { search(text: $text, sort: $sort, first: $first, after: $after,"
    " filter: $filter) { totalCount degraded edges { cursor node { id } }"
    " pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
)


def page(world: World, **variables: Any) -> dict[str, Any]:
    body = world.ask(PAGE, {"sort": "RELEVANCE", "first": 4} | variables)
    assert "errors" not in body, body
    found: dict[str, Any] = body["data"]["search"]
    return found


@pytest.mark.parametrize("sort", ["DATE", "RELEVANCE"])
def test_pages_hold_everything_once_while_more_is_published(world: World, sort: str) -> None:
    author = world.join("amis")
    before = []
    for _ in range(11):
        before.append(world.publish(author))
        world.clock.forward(days=9)
        author.token = world.sign_in(author.email).token
    world.push()

    seen: list[str] = []
    after, pages = None, 0
    while True:
        found = page(world, text="courriel", sort=sort, after=after)
        seen += [edge["node"]["id"] for edge in found["edges"]]
        assert found["pageInfo"]["hasPreviousPage"] == (after is not None)
        pages += 1
        if not found["pageInfo"]["hasNextPage"]:
            break
        after = found["pageInfo"]["endCursor"]
        # Others publish between two pages; what is older than the cursor may still come.
        world.publish(author)
        world.push()

    assert pages >= 3
    assert len(seen) == len(set(seen))
    assert set(before) <= set(seen)


def test_pages_survive_a_withdrawal_of_their_last_result(world: World) -> None:
    author = world.join("amis")
    ids = {world.publish(author) for _ in range(8)}
    world.push()

    for sort in ("DATE", "RELEVANCE"):
        first = page(world, text="courriel", sort=sort)
        last = first["edges"][-1]["node"]["id"]
        world.do("withdrawPublication", {"id": last}, author.token)
        second = page(
            world, text="courriel", sort=sort, first=50, after=first["pageInfo"]["endCursor"]
        )

        seen = [edge["node"]["id"] for edge in (*first["edges"], *second["edges"])]
        ids.discard(last)
        assert len(seen) == len(set(seen))
        assert ids <= set(seen), sort


def encoded(*said: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode()


def test_a_relevance_cursor_belongs_to_its_question(world: World) -> None:
    author = world.join("amis")
    for _ in range(3):
        world.publish(author)
    world.push()
    cursor = page(world, text="courriel", first=1)["pageInfo"]["endCursor"]

    for other in (
        {"text": "adhérents"},
        {"text": "courriel", "filter": {"themes": ["membership"]}},
        {"text": "courriel", "sort": "DATE"},
        {"text": ""},
    ):
        body = world.ask(PAGE, {"sort": "RELEVANCE", "first": 1, "after": cursor} | other)
        assert body["errors"][0]["extensions"] == {"code": "broken-cursor", "path": ["after"]}
    assert len(page(world, text="courriel", first=1, after=cursor)["edges"]) == 1


ID = "3b241101-e2bb-4255-8caf-4136c566a962"


BROKEN = (
    "",
    "x",
    "é",
    "\0",
    "%%%",
    encoded(),
    encoded("d"),
    encoded("d", "202401", ID),
    encoded("d", 202401, 7),
    encoded("d", 10**30, ID),
    encoded("d", -1, ID),
    encoded("d", True, ID),
    encoded("d", 202401, "\0"),
    encoded("d", 202401, "'"),
    encoded("d", 202401, "x" * 5000),
    encoded("r", "0" * 16, 3, ID),
    encoded("x", 202401, ID),
    base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    base64.urlsafe_b64encode(b'["d",202401,"\\ud800"]').decode(),
)


def test_a_cursor_nobody_gave_is_refused(any_world: World) -> None:
    for sort in ("DATE", "RELEVANCE"):
        for cursor in BROKEN:
            given = {"text": "courriel", "sort": sort, "first": 4, "after": cursor}
            body = any_world.ask(PAGE, given)
            told = body["errors"][0]["extensions"]
            assert told == {"code": "broken-cursor", "path": ["after"]}, (sort, cursor)


def test_a_tampered_rank_is_refused(world: World) -> None:
    author = world.join("amis")
    world.publish(author)
    world.publish(author)
    world.push()
    cursor = page(world, text="courriel", first=1)["pageInfo"]["endCursor"]
    sign, digest, _, last = json.loads(base64.urlsafe_b64decode(cursor))

    for rank, code in (
        (-1, "broken-cursor"),
        (10**30, "window-exceeded"),
        (1000, "window-exceeded"),
    ):
        after = encoded(sign, digest, rank, last)
        body = world.ask(
            PAGE, {"text": "courriel", "sort": "RELEVANCE", "first": 1, "after": after}
        )
        assert body["errors"][0]["extensions"]["code"] == code


def test_without_an_index_the_database_answers_page_by_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = world.join("amis")
    ids = set()
    for _ in range(7):
        ids.add(world.publish(author))
        world.clock.forward(days=20)
        author.token = world.sign_in(author.email).token
    world.publish(author, title="Autre chose", tried="une affiche.", advice="rien.")

    def closed(*_: object) -> None:
        raise EngineUnavailable("the index is closed")

    monkeypatch.setattr(world.product.engine, "search", closed)

    for sort in ("DATE", "RELEVANCE"):
        seen: list[str] = []
        after = None
        for _ in range(5):
            found = page(world, text="courriel", sort=sort, first=3, after=after)
            assert found["degraded"]
            assert found["totalCount"] == 7
            seen += [edge["node"]["id"] for edge in found["edges"]]
            after = found["pageInfo"]["endCursor"]
            if not found["pageInfo"]["hasNextPage"]:
                break
        assert len(seen) == 7, sort
        assert set(seen) == ids


def test_a_longer_page_takes_no_more_statements(world: World) -> None:
    author = world.join("amis")
    for _ in range(9):
        world.publish(author)
    world.push()
    statements: list[str] = []

    @event.listens_for(world.product.database.engine, "before_cursor_execute")
    def count(_c: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    found = []
    for first in (1, 9):
        statements.clear()
        page(world, text="courriel", first=first)
        found.append(len(statements))

    sa.event.remove(world.product.database.engine, "before_cursor_execute", count)
    assert found[0] == found[1] <= 8
