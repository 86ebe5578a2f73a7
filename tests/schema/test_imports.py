"""What was imported, at the API: the rule of reading is the same, its source is said, no author."""

import io
import itertools
import json

import pytest

from commons import exchange, library, rights
from tests.commons.exchange.test_lines import BENCHMARK, CASE
from tests.schema.world import World

MONTHS = ("2026-03", "2026-04")  # the clock's, and the one to come
SEARCH = "{ search(first: 50) { totalCount nodes { id source } } }"
ONE = """
query($id: ID!) {
  node(id: $id) { id ... on Practice { source evidence { code } } }
  caseStudy(id: $id) { source }
}
"""


@pytest.fixture
def imported(world: World) -> dict[str, tuple[str, str]]:
    """A case study for each audience and month: id → both."""
    kinds = list(itertools.product(rights.AUDIENCES, MONTHS))
    written = [
        CASE | {"id": number, "audience": audience, "month": "2026-02", "visible_from": month}
        for number, (audience, month) in enumerate(kinds)
    ]
    take_in(world, *written)
    world.push()
    with world.product.database.reading() as session:
        return {
            item.id: kinds[int(item.origin.id)]
            for item in library.everything(session)
            if item.origin
        }


def take_in(world: World, *written: object) -> None:
    file = io.BytesIO(b"".join(json.dumps(each).encode() + b"\n" for each in written))
    product = world.product
    with exchange.opened(file, product.keys) as parcel:
        exchange.check(parcel, source="le réseau voisin", otherwise=None)
        with product.database.writing() as session:
            exchange.take_in(session, parcel, world.clock())


def test_an_import_is_under_the_one_rule_of_reading(
    world: World, imported: dict[str, tuple[str, str]]
) -> None:
    contributor = world.join("amis")
    world.clock.forward(days=-120)
    world.join("anciens")
    world.clock.forward(days=120)
    readers = {
        None: {"open"},
        world.sign_in("anciens@exemple.test").token: {"open", "members"},
        contributor.token: set(rights.AUDIENCES),
    }

    for token, audiences in readers.items():
        expected = {
            key
            for key, (audience, month) in imported.items()
            if audience in audiences and month == MONTHS[0]
        }
        found = world.read(SEARCH, token)["search"]
        assert {each["id"] for each in found["nodes"]} == expected
        assert found["totalCount"] == len(expected)
        assert {each["source"] for each in found["nodes"]} == {"le réseau voisin"}
        for key in imported:
            seen = world.read(ONE, token, {"id": key})
            assert (
                (seen["node"] is not None) == (seen["caseStudy"] is not None) == (key in expected)
            )
            if key in expected:
                assert seen["caseStudy"] == {"source": "le réseau voisin"}
                assert seen["node"]["evidence"] is None


def test_nobody_is_its_author(world: World, imported: dict[str, tuple[str, str]]) -> None:
    person = world.join("amis")
    before = world.rows()

    for key in imported:
        answer = world.act("withdrawPublication", {"id": key}, person.token)
        assert answer["code"] == "not-found"
    assert world.rows() == before
    shares = world.read("{ viewer { shares { waitsUntil } } }", person.token)
    assert shares["viewer"]["shares"] == []


def test_what_was_published_here_has_no_source(world: World) -> None:
    published = world.publish(world.join("amis"))

    assert world.read(ONE, None, {"id": published})["caseStudy"] == {"source": None}


def test_an_evaluation_says_no_more_than_its_source_did(world: World) -> None:
    take_in(world, BENCHMARK | {"month": "2026-03"})
    world.push()

    (found,) = world.read(
        "{ search { nodes { title summary ... on ToolBenchmark { account again tool { code }"
        " criteria { score } } } } }"
    )["search"]["nodes"]

    assert found == {
        "title": "Un an de billetterie",
        "summary": "vendre les places",
        "account": "Nous avons commencé petit.",
        "again": "unsaid",
        "tool": {"code": "helloasso"},
        "criteria": [],
    }
