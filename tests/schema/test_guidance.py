"""What the API says to help a search along, and that none of it tells what is hidden."""

from typing import Any

import pytest

from search.engine import EngineUnavailable
from tests.schema.world import World

UNDERSTOOD = "understood { facet term { code label } text rest applied }"
RELAXED = "relaxations { how facet label text filters { code label } count }"


def ask(world: World, chosen: str, token: str | None = None, **asked: Any) -> Any:
    query = "query($t: String, $f: SearchFilter) { search(text: $t, filter: $f) { "
    data = world.read(
        f"{query} totalCount {chosen} }} }}",
        token,
        {"t": asked.get("text"), "f": asked.get("filter")},
    )
    return data["search"]


def test_what_the_text_names_is_offered_as_a_filter(world: World) -> None:
    asked = {"text": "don par SMS de petites assos", "filter": {"channels": ["sms-gift"]}}

    found = ask(world, UNDERSTOOD, **asked)["understood"]

    assert found[:2] == [
        {
            "facet": "channels",
            "term": {"code": "sms-gift", "label": "Don par SMS"},
            "text": "don par SMS",
            "rest": "de petites assos",
            "applied": True,
        },
        {
            "facet": "sizes",
            "term": {"code": "very-small", "label": "Très petite (< 10 000 €)"},
            "text": "petites assos",
            "rest": "don par SMS de",
            "applied": False,
        },
    ]
    assert ask(world, UNDERSTOOD, text="") == {"totalCount": 0, "understood": []}


def test_fields_and_tools_are_understood_in_both_languages(world: World) -> None:
    found = ask(world, UNDERSTOOD, text="HelloAsso theatre volunteers")["understood"]

    assert [(each["facet"], each["term"]["code"]) for each in found] == [
        ("tools", "helloasso"), ("fields", "culture"), ("themes", "volunteering"),
    ]  # fmt: skip


def test_an_empty_result_says_what_would_be_found_otherwise(world: World) -> None:
    author = world.join("amis")
    for channel in ("email", "email", "letter"):
        world.publish(author, channels=[channel])
    world.push()

    asked = {"text": "relancer", "filter": {"channels": ["website"], "themes": ["membership"]}}
    found = ask(world, RELAXED, **asked)["relaxations"]

    assert found[0] == {
        "how": "filter",
        "facet": "channels",
        "label": "Site internet",
        "text": "relancer",
        "filters": [{"code": "themes:membership", "label": "Adhésions et cotisations"}],
        "count": 3,
    }
    assert ask(world, RELAXED, text="relancer")["relaxations"] == []  # three are enough


def test_counts_and_spellings_tell_nothing_of_what_is_hidden(world: World) -> None:
    author = world.join("amis")
    world.publish(author, audience="MEMBERS", title="une montgolfière", channels=["letter"])
    gone = world.publish(author, title="une guinguette", channels=["letter"])
    world.push()
    world.do("withdrawPublication", {"id": gone}, author.token)
    chosen = "spelling " + RELAXED
    asked = {"filter": {"channels": ["letter"], "themes": ["training"]}}

    visitor = [ask(world, chosen, text=text, **asked) for text in ("mongolfière", "ginguette", "")]
    member = ask(world, chosen, author.token, text="mongolfière", **asked)

    assert [each["spelling"] for each in visitor] == [None, None, None]
    assert [each["relaxations"] for each in visitor] == [[], [], []]
    assert member["spelling"] == "montgolfière"
    assert [(each["how"], each["count"]) for each in member["relaxations"]] == [("filter", 1)]


def test_an_index_that_does_not_answer_offers_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise EngineUnavailable("closed")

    monkeypatch.setattr(type(world.product.engine), "search", fail)
    chosen = f"degraded spelling {UNDERSTOOD} {RELAXED}"

    found = ask(world, chosen, text="bénévols", filter={"channels": ["email"]})

    assert found["degraded"]
    assert (found["relaxations"], found["spelling"]) == ([], None)


SUGGEST = "query($t: String!, $n: Int!) { suggest(text: $t, first: $n) { text facet code id } }"


def test_terms_and_titles_are_suggested_in_the_language_of_the_request(world: World) -> None:
    shown = world.publish(world.join("amis"), title="une cagnotte à plusieurs")
    world.push()

    body = world.ask(SUGGEST, {"t": "cagnot", "n": 8}, language="en")
    term, *_, title = body["data"]["suggest"]

    assert term == {
        "text": "Crowdfunding", "facet": "channels", "code": "crowdfunding", "id": None,
    }  # fmt: skip
    assert title == {"text": "une cagnotte à plusieurs", "facet": None, "code": None, "id": shown}


def test_titles_that_one_may_not_read_are_not_suggested(world: World) -> None:
    author = world.join("amis")
    world.publish(author, audience="MEMBERS", title="une montgolfière")
    gone = world.publish(author, title="une montgolfière")
    world.push()
    world.do("withdrawPublication", {"id": gone}, author.token)

    asked = {"t": "montgolf", "n": 8}

    assert world.read(SUGGEST, None, asked)["suggest"] == []
    assert len(world.read(SUGGEST, author.token, asked)["suggest"]) == 1


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"t": "don", "n": 0}, "page-size"),
        ({"t": "don", "n": 9}, "page-size"),
        ({"t": "x" * 501, "n": 8}, "query-too-long"),
    ],
)
def test_what_is_asked_of_suggestions_has_limits(
    world: World, asked: dict[str, Any], code: str
) -> None:
    assert world.ask(SUGGEST, asked)["errors"][0]["extensions"]["code"] == code
