"""What to let go of when little is found, and how much would be found then."""

from typing import Any

import pytest

from commons.database import Database
from commons.rights import Readable
from search import discovery, relaxing
from search.reach import reach_of
from tests.search import oracle, shelf
from tests.search.test_discovery import push

EVERYBODY = Readable(frozenset({"open"}), 202603)


@pytest.fixture
def engine(sqlite: Database) -> oracle.Oracle:
    """Three practices about letters, one about a raffle, one reserved to members."""
    filled = oracle.Oracle()
    for number in range(3):
        shelf.shelve(
            sqlite,
            texts={"title": f"Une lettre de rentrée {'au printemps' * (number == 0)}"},
            labels={"channels": ("letter",), "sizes": ("small",)},
        )
    shelf.shelve(
        sqlite,
        texts={"title": "Une tombola de rentrée", "tried": "un essai."},
        labels={"channels": ("raffle",), "sizes": ("large",)},
    )
    shelf.shelve(
        sqlite,
        audience="members",
        texts={"title": "Une lettre de rentrée"},
        labels={"channels": ("letter",), "sizes": ("large",)},
    )
    push(sqlite, filled)
    return filled


def relaxed(
    database: Database,
    engine: Any,
    text: str = "",
    filters: dict[str, tuple[str, ...]] | None = None,
    readable: Readable = EVERYBODY,
) -> list[relaxing.Relaxation]:
    with database.reading() as session:
        reach = reach_of(session, engine, readable)
        total = reach.count(text, filters or {})
        found = relaxing.relaxations(reach, text, filters or {}, None, total)
        for each in found:
            if each.how == "phrase":  # its words are wanted apart: as many as a page of them lists
                wish = discovery.Wish(each.text, each.filters, None, "relevance", 20, None, ())
                assert each.count == discovery.find(session, engine, readable, wish).total
            else:
                assert each.count == reach.count(each.text, each.filters)
        assert all(each.count > total for each in found)
    return found


def said(found: list[relaxing.Relaxation]) -> list[tuple[str, str | None, str, int]]:
    return [(each.how, each.facet, each.text, each.count) for each in found]


def test_each_filter_may_be_left_out_alone(sqlite: Database, engine: oracle.Oracle) -> None:
    asked = {"channels": ("letter",), "sizes": ("large",)}

    assert said(relaxed(sqlite, engine, "rentrée", asked)) == [
        ("filter", "sizes", "rentrée", 3),
        ("filter", "channels", "rentrée", 1),
    ]


def test_what_only_members_read_is_not_counted(sqlite: Database, engine: oracle.Oracle) -> None:
    asked = {"channels": ("letter",), "sizes": ("large",)}
    members = Readable(frozenset({"open", "members"}), 202603)

    (first, *_) = relaxed(sqlite, engine, "", asked, members)

    assert (first.facet, first.count) == ("sizes", 4)
    assert relaxed(sqlite, engine, "", asked)[0].count == 3


def test_the_word_in_the_way_is_left_out(sqlite: Database, engine: oracle.Oracle) -> None:
    assert said(relaxed(sqlite, engine, "rentrée zzzzzz")) == [("word", None, "rentrée", 4)]


def test_a_phrase_loses_its_order_and_an_exclusion_goes(
    sqlite: Database, engine: oracle.Oracle
) -> None:
    assert said(relaxed(sqlite, engine, '"rentrée de lettre"')) == [
        ("phrase", None, "rentrée de lettre", 4)
    ]
    # Few hold both words: without its marks, the search lists what holds either.
    assert said(relaxed(sqlite, engine, '"tombola de printemps"')) == [
        ("phrase", None, "tombola de printemps", 2)
    ]
    assert said(relaxed(sqlite, engine, "rentrée printemps -lettre")) == [
        ("exclusion", None, "rentrée printemps", 1),
        ("word", None, "rentrée -lettre", 1),
    ]


def test_what_the_text_names_may_be_kept_alone(sqlite: Database, engine: oracle.Oracle) -> None:
    found = relaxed(sqlite, engine, "tombola zzzzzz", {"sizes": ("small",)})

    assert ("code", "channels", "", 1) in said(found)
    assert next(each.filters for each in found if each.how == "code") == {"channels": ("raffle",)}


def test_there_are_four_at_most(sqlite: Database, engine: oracle.Oracle) -> None:
    asked = {"channels": ("raffle",), "sizes": ("small",)}

    found = relaxed(sqlite, engine, 'tombola "zz zz" -rentrée', asked)

    assert len(found) <= relaxing.MOST
