"""How a word that nobody else wrote is written: from the vocabulary and from what may be read."""

import pytest

from commons.database import Database
from commons.rights import Readable
from search import spelling
from search.engine import SearchEngine
from search.reach import reach_of
from tests.search import oracle, shelf
from tests.search.test_discovery import push

EVERYBODY = Readable(frozenset({"open"}), 202603)
MEMBERS = Readable(frozenset({"open", "members"}), 202603)


@pytest.fixture
def engine(sqlite: Database) -> oracle.Oracle:
    filled = oracle.Oracle()
    shelf.shelve(
        sqlite,
        texts={"title": "Une guinguette d'été", "tried": "des bénévoles au bord de l’eau."},
        labels={"channels": ("raffle",)},
    )
    shelf.shelve(
        sqlite, audience="members", texts={"title": "Une montgolfière"}, labels={"themes": ()}
    )
    push(sqlite, filled)
    return filled


def corrected(
    database: Database, engine: SearchEngine, text: str, readable: Readable = EVERYBODY
) -> str | None:
    with database.reading() as session:
        return spelling.corrected(reach_of(session, engine, readable), text, [])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ginguette", "guinguette"),
        ("Ginguette d'été", "guinguette d'été"),
        ("bénévoels", "bénévoles"),  # with its accents
        ("tomboal", "tombola"),  # the vocabulary's
        ("une ginguette tomboal", "une guinguette tombola"),
        ("ginguette ginguette", "guinguette guinguette"),
    ],
)
def test_an_unknown_word_is_written_as_others_write_it(
    sqlite: Database, engine: oracle.Oracle, typed: str, meant: str
) -> None:
    assert corrected(sqlite, engine, typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["guinguette", "guinguettes", "guing", "tombola", "cagnottes", "zzzzzz", "", "bord",
     '"ginguette"', "HelloAsso", "impayées"],
)  # fmt: skip
def test_a_known_word_or_nothing_near_is_left_as_it_is(
    sqlite: Database, engine: oracle.Oracle, typed: str
) -> None:
    assert corrected(sqlite, engine, typed) is None


def test_no_word_of_what_is_hidden_is_suggested(sqlite: Database, engine: oracle.Oracle) -> None:
    assert corrected(sqlite, engine, "mongolfière") is None
    assert corrected(sqlite, engine, "mongolfière", MEMBERS) == "montgolfière"


def test_a_correction_that_finds_nothing_is_not_offered(
    sqlite: Database, engine: oracle.Oracle
) -> None:
    assert corrected(sqlite, engine, "crowdfundign") is None


def test_a_name_typed_in_two_halves_is_written_in_one(sqlite: Database) -> None:
    filled = oracle.Oracle()
    shelf.shelve(sqlite, texts={"title": "HelloAsso pour nos adhésions"})
    push(sqlite, filled)

    assert corrected(sqlite, filled, "helo asso") == "HelloAsso"
    assert corrected(sqlite, filled, "adhésions helo asso") == "adhésions HelloAsso"


def test_a_word_of_the_results_shown_is_known(sqlite: Database, engine: oracle.Oracle) -> None:
    class Silent(oracle.Oracle):
        def search(self, query: object) -> object:  # type: ignore[override]
            raise AssertionError("nothing is to be asked")

    with sqlite.reading() as session:
        reach = reach_of(session, engine, EVERYBODY)
        shown = reach.items(reach.best().ids)
        again = reach_of(session, Silent(), EVERYBODY)  # type: ignore[arg-type]
        assert spelling.corrected(again, "guinguettes au bord", shown) is None
