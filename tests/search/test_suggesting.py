"""What somebody who types may mean: terms of the vocabulary and titles they may read."""

import pytest

from commons.database import Database
from commons.rights import Readable
from search import suggesting
from search.reach import reach_of
from search.suggesting import Suggestion
from tests.search import oracle, shelf
from tests.search.test_discovery import push

EVERYBODY = Readable(frozenset({"open"}), 202603)
MEMBERS = Readable(frozenset({"open", "members"}), 202603)


def suggested(
    database: Database,
    text: str,
    readable: Readable = EVERYBODY,
    first: int = 8,
    engine: oracle.Oracle | None = None,
) -> list[Suggestion]:
    engine = engine or oracle.Oracle()
    push(database, engine)
    with database.reading() as session:
        return suggesting.suggestions(reach_of(session, engine, readable), text, first)


@pytest.mark.parametrize(
    ("typed", "facet", "code"),
    [
        ("financement part", "channels", "crowdfunding"),
        ("cagno", "channels", "crowdfunding"),
        ("Béné", "themes", "volunteering"),
        ("hello a", "tools", "helloasso"),
        ("volunt", "themes", "volunteering"),
        ("participatif fin", "channels", "crowdfunding"),
        ("théât", "fields", "culture"),
        ("don par s", "channels", "sms-gift"),
    ],
)
def test_terms_are_suggested_while_they_are_typed(
    sqlite: Database, typed: str, facet: str, code: str
) -> None:
    assert Suggestion(facet=facet, code=code) in suggested(sqlite, typed)


@pytest.mark.parametrize("typed", ["", " ", "x", "'", "zzzzzz", "-cagnotte x"])
def test_nothing_is_suggested_for_too_little_or_for_nothing(sqlite: Database, typed: str) -> None:
    assert suggested(sqlite, typed) == []


def test_what_begins_as_typed_comes_first_and_each_once(sqlite: Database) -> None:
    found = [(each.facet, each.code) for each in suggested(sqlite, "bénévole")]

    assert found[0] == ("themes", "volunteering")
    assert len(found) == len(set(found)) <= suggesting.MOST


def test_titles_leave_room_for_terms_and_terms_for_titles(sqlite: Database) -> None:
    ids = {shelf.shelve(sqlite, texts={"title": f"Un don numéro {number}"}) for number in range(9)}

    engine = oracle.Oracle()

    for first in (3, 8):
        found = suggested(sqlite, "don", first=first, engine=engine)
        assert len(found) == first
        titles = {each.id for each in found} & ids
        assert len(titles) >= first // 3
        assert len(found) - len(titles) >= first // 3


def test_only_titles_that_say_it_and_that_the_viewer_may_read(sqlite: Database) -> None:
    said = shelf.shelve(sqlite, texts={"title": "La montgolfière de l'été"})
    members = shelf.shelve(sqlite, audience="members", texts={"title": "Montgolfières"})
    shelf.shelve(sqlite, texts={"title": "Autre", "tried": "une montgolfière."})
    shelf.shelve(sqlite, visible_from=202604, texts={"title": "Montgolfière"})
    gone = shelf.shelve(sqlite, texts={"title": "Montgolfière"})
    shelf.withdraw(sqlite, gone)
    engine = oracle.Oracle()

    def ids(readable: Readable) -> set[str | None]:
        return {each.id for each in suggested(sqlite, "montgol", readable, engine=engine)}

    assert ids(EVERYBODY) == {said}
    assert ids(MEMBERS) == {said, members}
