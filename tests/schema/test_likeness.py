"""Practices like one, or for one's own association: who sees which, and what stays unsaid."""

import logging
from typing import Any

import pytest

from search import understanding
from search.engine import EngineUnavailable, Query
from tests.schema.world import World

LIKE = "practice { id } reasons { facet term { code label } }"
SIMILAR = f"query($id: ID!) {{ similar(id: $id) {{ {LIKE} }} }}"
RESEMBLING = f"query($n: [String!]) {{ resembling(needs: $n) {{ {LIKE} }} }}"


def near(answer: list[Any]) -> list[str]:
    return [each["practice"]["id"] for each in answer]


def test_similar_practices_say_what_they_share(world: World) -> None:
    author = world.join("amis")
    one = world.publish(author, themes=["membership"], channels=["letter"])
    other = world.publish(author, themes=["training"], channels=["letter"])
    world.publish(author, themes=["training"], channels=["website"])
    world.push()

    (found,) = world.read(SIMILAR, None, {"id": one})["similar"]

    assert found["practice"]["id"] == other
    assert found["reasons"][0] == {
        "facet": "channels",
        "term": {"code": "letter", "label": "Courrier"},
    }


def test_what_one_may_not_read_is_like_nothing(world: World) -> None:
    author = world.join("amis")
    shown = world.publish(author)
    members = world.publish(author, audience="MEMBERS")
    gone = world.publish(author)
    world.push()
    world.do("withdrawPublication", {"id": gone}, author.token)

    assert world.read(SIMILAR, None, {"id": shown})["similar"] == []
    assert near(world.read(SIMILAR, author.token, {"id": shown})["similar"]) == [members]
    for hidden in (members, gone, "3b241101-e2bb-4255-8caf-4136c566a962", "x"):
        assert world.read(SIMILAR, None, {"id": hidden})["similar"] == []


def test_one_s_own_association_finds_its_size_and_field(world: World) -> None:
    author = world.join("amis")
    shown = world.publish(author)
    hidden = world.publish(author, audience="MEMBERS")
    world.push()
    unverified = world.join("attend", verified=False)

    found = world.read(RESEMBLING, author.token, {"n": ["people"]})["resembling"]

    assert set(near(found)) == {shown, hidden}
    assert {reason["facet"] for each in found for reason in each["reasons"]} <= {
        "sizes", "fields", "needs",
    }  # fmt: skip
    assert near(world.read(RESEMBLING, unverified.token)["resembling"]) == [shown]


def test_who_has_no_association_is_told_nothing_and_a_token_needs_the_scope(world: World) -> None:
    author = world.join("amis")
    world.publish(author)
    world.push()
    person = world.sign_in("seule@exemple.test")
    given = {"name": "x", "scopes": ["CURATE"], "days": 30}
    scopeless = world.do("createToken", given, author.token)["secret"]

    assert world.read(RESEMBLING)["resembling"] == []
    assert world.read(RESEMBLING, person.token)["resembling"] == []
    refused = world.ask(RESEMBLING, {}, scopeless)
    assert refused["errors"][0]["extensions"]["code"] == "not-allowed"


def test_nothing_of_a_profile_is_logged_or_kept(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = world.join("amis")
    world.publish(author)
    world.push()
    before = world.rows()
    understanding.understand.cache_clear()
    asked: list[Query] = []
    real = type(world.product.engine).search

    def listen(self: Any, query: Query) -> Any:
        asked.append(query)
        if len(asked) > 3:
            raise EngineUnavailable("closed")
        return real(self, query)

    monkeypatch.setattr(type(world.product.engine), "search", listen)
    with caplog.at_level(logging.DEBUG):
        assert world.read(RESEMBLING, author.token)["resembling"]
        assert world.read(RESEMBLING, author.token)["resembling"] == []

    # Codes of the vocabulary, as filters, are all that leaves the profile.
    assert {query.text for query in asked} == {""}
    assert all(set(query.filters) <= {"sizes", "fields"} for query in asked)
    assert "culture" not in caplog.text
    assert understanding.understand.cache_info().currsize <= 1
    assert world.rows() == before


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('{ similar(id: "x", first: 0) { practice { id } } }', "page-size"),
        ("{ resembling(first: 13) { practice { id } } }", "page-size"),
        ('{ resembling(needs: ["fame"]) { practice { id } } }', "unknown-code"),
    ],
)
def test_what_is_asked_has_limits(world: World, query: str, code: str) -> None:
    assert world.ask(query)["errors"][0]["extensions"]["code"] == code
