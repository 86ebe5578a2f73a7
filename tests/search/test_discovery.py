"""The glue of search: the index says which, the database says what, the rule says to whom."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from commons import library
from commons.database import Database
from commons.rights import Readable
from search import discovery, documents, relay, understanding
from search.discovery import Page, Wish
from search.embedded import Embedded
from search.engine import WINDOW, EngineUnavailable, Query, Result
from tests.search import oracle, shelf

EVERYBODY = Readable(frozenset({"open"}), 202603)
MEMBERS = Readable(frozenset({"open", "members"}), 202603)


class Unavailable(oracle.Oracle):
    """An index that can't be read."""

    def search(self, query: Query) -> Result:
        raise EngineUnavailable("the index is closed")


class Listening(oracle.Oracle):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Query] = []

    def search(self, query: Query) -> Result:
        self.asked.append(query)
        return super().search(query)


def ids(page: Page) -> list[str]:
    return [each.item.id for each in page.results]


def find(
    database: Database, engine: Any, asked: Wish | None = None, readable: Readable = EVERYBODY
) -> Page:
    with database.reading() as session:
        return discovery.find(session, engine, readable, asked or shelf.wish())


def push(database: Database, engine: Any) -> None:
    while relay.push(database, engine):
        pass


def test_the_rule_of_reading_reaches_the_index(database: Database) -> None:
    engine = Listening()
    public = shelf.shelve(database)
    members = shelf.shelve(database, audience="members")
    shelf.shelve(database, visible_from=202604)
    push(database, engine)

    assert ids(find(database, engine)) == [public]
    assert set(ids(find(database, engine, readable=MEMBERS))) == {public, members}
    assert [each.visibility.audiences for each in engine.asked] == [
        frozenset({"open"}), frozenset({"open", "members"}),
    ]  # fmt: skip


def test_only_the_hidden_part_of_the_outbox_is_excluded(database: Database) -> None:
    engine = Listening()
    told = shelf.shelve(database)
    gone = shelf.shelve(database)
    push(database, engine)
    shelf.withdraw(database, gone)
    fresh = shelf.shelve(database)

    page = find(database, engine, shelf.wish(count=("themes",)))

    assert engine.asked[-1].exclude == {gone}
    assert ids(page) == [told]
    assert page.total == 1
    assert page.facets["themes"]["fundraising-recurring"] == 1
    push(database, engine)
    assert set(ids(find(database, engine))) == {told, fresh}


def test_rows_are_read_again_when_the_index_is_wrong(
    sqlite: Database, caplog: pytest.LogCaptureFixture
) -> None:
    engine = oracle.Oracle()
    shown, hidden = shelf.shelve(sqlite), shelf.shelve(sqlite, audience="members")
    push(sqlite, engine)
    with sqlite.reading() as session:
        item = library.items(session, [hidden])[hidden]
    # A document that claims to be open, and one that no row knows.
    lie = dataclasses.replace(documents.document(item), audience="open", version=9)
    ghost = dataclasses.replace(lie, id="3b241101-e2bb-4255-8caf-4136c566a962")
    engine.put([lie, ghost])

    assert ids(find(sqlite, engine)) == [shown]


def test_the_order_is_the_index_s(sqlite: Database) -> None:
    engine = oracle.Oracle()
    for month in (202601, 202603, 202602):
        shelf.shelve(sqlite, month=month)
    push(sqlite, engine)

    page = find(sqlite, engine)

    assert [each.item.month for each in page.results] == [202603, 202602, 202601]


@pytest.mark.parametrize("first", [0, -1, 51])
def test_a_page_of_another_size_is_refused(sqlite: Database, first: int) -> None:
    with pytest.raises(discovery.PageSize):
        find(sqlite, oracle.Oracle(), shelf.wish(first=first))


def test_a_longer_text_is_refused(sqlite: Database) -> None:
    limit = understanding.LONGEST_TEXT
    find(sqlite, oracle.Oracle(), shelf.wish(text="x" * limit))

    with pytest.raises(discovery.QueryTooLong):
        find(sqlite, oracle.Oracle(), shelf.wish(text="x" * (limit + 1)))


@pytest.mark.parametrize("text", ["", "relancer"])
def test_pages_are_disjoint_and_complete(sqlite: Database, text: str) -> None:
    engine = oracle.Oracle()
    all_ids = {shelf.shelve(sqlite, month=202601 + place % 3) for place in range(23)}
    push(sqlite, engine)

    seen: list[str] = []
    after = None
    while True:
        page = find(sqlite, engine, shelf.wish(text=text, first=5, after=after))
        seen += ids(page)
        assert page.total == 23
        if not page.has_next:
            break
        after = page.results[-1].cursor

    assert len(seen) == 23
    assert set(seen) == all_ids


@pytest.mark.parametrize("text", ["", "relancer"])
def test_a_page_may_begin_after_any_result(sqlite: Database, text: str) -> None:
    engine = oracle.Oracle()
    for _ in range(6):
        shelf.shelve(sqlite)
    push(sqlite, engine)
    whole = find(sqlite, engine, shelf.wish(text=text))

    for place, found in enumerate(whole.results):
        rest = find(sqlite, engine, shelf.wish(text=text, after=found.cursor))
        assert ids(rest) == ids(whole)[place + 1 :]


def test_the_window_ends_in_words(sqlite: Database) -> None:
    engine = oracle.Oracle()
    publication = shelf.shelve(sqlite)
    push(sqlite, engine)
    asked = shelf.wish(text="relancer")
    with sqlite.reading() as session:
        item = library.items(session, [publication])[publication]

    last = discovery._cursor(asked, item, WINDOW)
    with pytest.raises(discovery.TooFar):
        find(sqlite, engine, dataclasses.replace(asked, after=last))
    near = discovery._cursor(asked, item, WINDOW - 1)
    assert ids(find(sqlite, engine, dataclasses.replace(asked, after=near))) == []


def test_a_cursor_belongs_to_filters_collection_text_and_order(sqlite: Database) -> None:
    engine = oracle.Oracle()
    publication = shelf.shelve(sqlite)
    push(sqlite, engine)
    asked = shelf.wish(text="relancer", only=frozenset({publication}))
    cursor = find(sqlite, engine, asked).results[0].cursor

    others: tuple[dict[str, Any], ...] = (
        {"text": "lettres"},
        {"filters": {"themes": ("membership",)}},
        {"only": None},
        {"only": frozenset()},
        {"sort": "date"},
    )
    for other in others:
        with pytest.raises(discovery.BrokenCursor):
            find(sqlite, engine, dataclasses.replace(asked, after=cursor, **other))


def test_nothing_to_search_in_is_not_everything(sqlite: Database) -> None:
    engine = oracle.Oracle()
    shelf.shelve(sqlite)
    push(sqlite, engine)

    for broken in (engine, Unavailable()):
        page = find(sqlite, broken, shelf.wish(only=frozenset()))
        assert (page.total, page.results) == (0, ())


def test_without_an_index_the_same_filters_hold(database: Database) -> None:
    one = shelf.shelve(database, month=202602)
    two = shelf.shelve(database, language="en", labels={"themes": ("training",)})
    shelf.shelve(database, audience="members")
    shelf.withdraw(database, shelf.shelve(database))

    def found(**asked: Any) -> list[str]:
        page = find(database, Unavailable(), shelf.wish(**asked))
        assert page.degraded
        assert page.facets == {}
        assert page.total == len(page.results)
        return ids(page)

    assert found() == [two, one]
    assert found(filters={"themes": ("training", "membership")}) == [two]
    assert found(filters={"channels": ("email",), "outcomes": ("worked",)}) == [one]
    assert found(filters={"kinds": ("case-study",)}) == [two, one]
    assert found(filters={"kinds": ("tool-benchmark",)}) == []
    assert found(filters={"languages": ("en",)}) == [two]
    assert found(text="RELANCER adhésions") == [two, one]
    assert found(text="rien") == []
    assert found(text="100%_") == []
    assert found(only=frozenset({one})) == [one]


def test_without_an_index_titles_alone_are_searched(database: Database) -> None:
    ids_of = {
        title: shelf.shelve(database, texts={"title": title, "tried": "Une tombola par SMS."})
        for title in (
            "Œuvrer à l'été : les bénévoles d’abord",
            "Un appel aux BENEVOLES par e-mail",
            "Appeler par téléphone les adhérents",
        )
    }
    summer, mail, phone = ids_of.values()

    def found(text: str) -> set[str]:
        page = find(database, Unavailable(), shelf.wish(text=text))
        assert page.total == len(page.results)
        return {*ids(page)}

    # Neither what stands beside the title, nor the names of fields, nor what is inside of a word.
    assert found("tombola") == found("tried") == found("kind") == found("ennevole") == set()
    assert found("phone") == set()
    # Accents, case, ligatures and apostrophes are alike, and so are singular and plural.
    assert found("bénévole") == found("BÉNÉVOLES") == found("benevoles") == {summer, mail}
    assert found("oeuvrer") == found("ŒUVRER") == {summer}
    assert found("l'été") == found("d'abord") == {summer}
    assert found("e-mail") == found("par E-Mail") == {mail}
    assert found("télé") == {phone}
    assert found('"aux bénévoles"') == {mail}
    assert found('"bénévoles appel"') == set()
    assert found("bénévoles -appel") == {summer}
    assert found('bénévoles -"par e-mail"') == {summer}
    assert found("-bénévole") == {phone}
    # What is excluded counts after many words as well, and of many words enough is enough.
    assert found("comment appeler nos anciens adhérents par téléphone avant juin") == {phone}
    assert found("appeler les adhérents par téléphone un deux trois quatre cinq -appeler") == set()
    assert found("% _") == found('"%"') == {summer, mail, phone}


def test_without_an_index_only_the_newest_version_counts(database: Database) -> None:
    publication = shelf.shelve(database, texts={"title": "Avant"})
    with database.writing() as session:
        held = library.items(session, [publication])[publication]
        content = held.content.model_copy(update={"title": "Après"})
        changed = dataclasses.replace(held, version=2, content=content, language="en")
        library.revise_imported(session, [changed], 202604)

    def found(**asked: Any) -> list[str]:
        return ids(find(database, Unavailable(), shelf.wish(**asked)))

    assert found(text="après") == found(filters={"languages": ("en",)}) == [publication]
    assert found(text="avant") == found(filters={"languages": ("fr",)}) == []


@pytest.mark.parametrize("text", ["", "relancer"])
def test_without_an_index_pages_still_follow_each_other(database: Database, text: str) -> None:
    all_ids = {shelf.shelve(database, month=202601 + place % 2) for place in range(7)}

    seen: list[str] = []
    after = None
    for _ in range(4):
        page = find(database, Unavailable(), shelf.wish(text=text, first=2, after=after))
        seen += ids(page)
        after = page.results[-1].cursor

    assert not page.has_next
    assert len(seen) == 7
    assert set(seen) == all_ids


def test_the_embedded_index_answers_through_the_glue(sqlite: Database, tmp_path: Path) -> None:
    engine = Embedded(tmp_path / "index")
    publication = shelf.shelve(sqlite)
    push(sqlite, engine)

    page = find(sqlite, engine, shelf.wish(text="relance adhesion", count=("sizes",)))
    engine.close()
    after = find(sqlite, engine, shelf.wish(text="relancer adhésions"))

    assert (ids(page), page.degraded) == ([publication], False)
    assert page.facets["sizes"] == {"small": 1, "medium": 1}
    assert (ids(after), after.degraded) == ([publication], True)


def test_a_search_that_finds_nothing_lists_what_holds_one_of_its_words(
    sqlite: Database,
) -> None:
    engine = oracle.Oracle()
    near = shelf.shelve(sqlite, texts={"title": "Une tombola sous le hangar"})
    shelf.shelve(sqlite)
    push(sqlite, engine)
    asked = shelf.wish(text="tombola écharpe zèbre", filters={"channels": ("email",)})

    with sqlite.reading() as session:
        page = discovery.find(session, engine, EVERYBODY, asked)
        exact = discovery.find(session, engine, EVERYBODY, shelf.wish(text="tombola hangar"))

    assert ([each.item.id for each in page.results], page.loosened) == ([near], True)
    assert not exact.loosened
