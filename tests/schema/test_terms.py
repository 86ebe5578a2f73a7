"""The vocabulary through the API: what a program must know before it sends codes."""

from typing import Any

from schema import wording
from tests.schema.world import World

METRICS = "{ metrics { code label unit bases { code label } counted among } }"


def given(metric: dict[str, Any], basis: str) -> dict[str, Any]:
    """An observation made of nothing but what the API tells of a measure."""
    numbers = {"numerator": 3, "denominator": 10} if metric["among"] else {"value": 3}
    return {"metric": metric["code"], "basis": basis, **numbers}


def test_what_is_told_of_a_measure_is_enough_to_give_it(world: World) -> None:
    author = world.join("amis")
    metrics = world.read(METRICS)["metrics"]

    observations = [given(each, base["code"]) for each in metrics for base in each["bases"]]
    for start in range(0, len(observations), 20):
        practice = {"title": "Des chiffres", "observations": observations[start : start + 20]}
        answer = world.act("saveCaseStudyDraft", {"practice": practice}, author.token)
        assert answer["__typename"] == "Draft", answer
    assert len(metrics) > 30
    assert {each["counted"] is None for each in metrics} == {True, False}


def test_measures_are_worded_in_the_language_of_the_request(world: World) -> None:
    french, english = (
        world.ask(METRICS, language=language)["data"]["metrics"] for language in ("fr", "en")
    )

    assert [each["code"] for each in french] == [each["code"] for each in english]
    rate = {each["code"]: each for each in french}["response-rate"]
    assert (rate["counted"], rate["among"]) == (
        "dons ou actions demandées",
        "personnes sollicitées",
    )
    assert {each["code"]: each for each in english}["response-rate"]["among"] == "people solicited"


def test_a_list_that_does_not_exist_is_named_where_it_was_asked_for(world: World) -> None:
    answer = world.ask('{ vocabulary(lists: ["themes", "nothing"]) { name } }')

    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "unknown-list", "path": ["lists"]}
    assert error["message"] == wording.say("unknown-list", "fr", list="nothing")
