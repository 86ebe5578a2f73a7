"""How the first results of a Meilisearch server are put in order, without a server."""

from collections.abc import Mapping
from typing import Any

from search import engine, understanding
from search import meilisearch_ranking as ranking
from search import meilisearch_settings as layout
from tests.search.test_engine_contract import EVERYBODY, document


def order(text: str, *documents: engine.Document, **filters: tuple[str, ...]) -> list[str]:
    hits: list[Mapping[str, Any]] = [
        {name: stored[name] for name in ranking.FIELDS} for stored in map(layout.indexed, documents)
    ]
    query = engine.Query(EVERYBODY, text, filters=filters)
    titles = {each.id: each.title for each in documents}
    return [titles[id] for id in ranking.ranked(understanding.understand(text), query, hits)]


def test_what_says_more_of_the_words_comes_first() -> None:
    one, two, three = (
        document("Un"),
        document("Deux", body="la buvette du tournoi"),
        document("Trois", body="une buvette au tournoi de judo"),
    )

    assert order("buvette tournoi judo", one, two, three) == ["Trois", "Deux", "Un"]


def test_a_rare_word_is_worth_more_than_a_common_one() -> None:
    common = [document(f"Collecte {n}") for n in range(5)]
    rare = document("Rare", summary="du judo")

    assert order("collecte judo", *common, rare)[0] == "Rare"


def test_a_title_says_more_than_a_body() -> None:
    body, title = document("Un", body="un tournoi de judo"), document("Tournoi de judo")

    assert order("tournoi judo", body, title) == ["Tournoi de judo", "Un"]


def test_the_word_itself_says_more_than_its_equal() -> None:
    equal = document("Un", body="un financement participatif")
    same = document("Deux", body="une cagnotte")
    others = [document(f"Autre {n}") for n in range(3)]

    assert order("cagnotte tournoi", *others, equal, same)[:2] == ["Deux", "Un"]


def test_a_code_that_the_text_names_raises_what_carries_it() -> None:
    plain = document("Un", body="des dons")
    carrying = document("Deux", body="des dons", facets={"channels": ["sms-gift"]})
    assert ("channels", "sms-gift") in understanding.understand("dons par sms").codes

    assert order("dons par sms", plain, carrying) == ["Deux", "Un"]


def test_what_has_a_filtered_code_alone_stays_before_what_has_several() -> None:
    several = document("Tournoi de judo", facets={"sizes": ["small", "medium"]})
    alone = document("Un", body="un tournoi de judo", facets={"sizes": ["small"]})

    assert order("tournoi judo", several, alone, sizes=("small",)) == ["Un", "Tournoi de judo"]
    assert order("tournoi judo", several, alone) == ["Tournoi de judo", "Un"]


def test_equals_keep_the_order_they_came_in() -> None:
    known = [document(f"Tournoi de judo {n}") for n in range(9)]

    assert order("tournoi judo", *known) == [each.title for each in known]


def test_hits_without_the_fields_keep_the_order_they_came_in() -> None:
    query = engine.Query(EVERYBODY, "tournoi judo")

    assert ranking.ranked(
        understanding.understand("tournoi judo"), query, [{"id": "b"}, {"id": "a"}]
    ) == ["b", "a"]
