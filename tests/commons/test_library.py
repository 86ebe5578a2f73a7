import itertools
import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from commons import clock as months
from commons import keys, library, outbox, rights
from commons.authorship import Seal
from commons.content import CaseStudyContent, Criterion, ToolBenchmarkContent, texts
from commons.database import Database
from commons.library import Publication, PublicationLabel, PublicationVersion
from commons.rights import Readable, Viewer
from tests.commons.conftest import Member, Network, benchmark, case_study, statements

VIEWERS = {
    "visitor": rights.VISITOR,
    "pending": Viewer(person="p", organisation="o"),
    "member": Viewer(person="p", organisation="o", verified=True),
    "contributor": Viewer(person="p", organisation="o", verified=True, contributor=True),
}
NOW = 202603


def shelve(
    database: Database,
    audience: str = "open",
    visible_from: int = NOW,
    *,
    publication_id: str | None = None,
    month: int = NOW,
    kind: str = "case-study",
    tools: tuple[str, ...] = (),
) -> str:
    publication_id = publication_id or keys.new_id()
    content: CaseStudyContent | ToolBenchmarkContent
    if kind == "case-study":
        content = CaseStudyContent(title=f"titre {publication_id}", tried="b", advice="c")
    else:
        content = ToolBenchmarkContent(tool="helloasso", criteria=(), again="yes")
    with database.writing() as session:
        library.shelve(
            session,
            publication_id=publication_id,
            content=content,
            labels={"themes": ("membership", "governance"), "sizes": ("small",), "tools": tools},
            language="fr",
            audience=audience,
            month=month,
            visible_from=visible_from,
        )
    return publication_id


def readable(viewer: str = "visitor", month: int = NOW) -> Readable:
    return rights.readable(VIEWERS[viewer], month)


def seen_through_every_reading(
    database: Database, ids: set[str], rule: Readable
) -> dict[str, set[str]]:
    with database.reading() as session:
        found = {
            "items": set(library.items(session, sorted(ids), rule)),
            "item": {each for each in ids if library.item(session, each, rule)},
            "latest": {each.id for each in library.latest(session, rule, 100)},
            "hidden_among": ids - library.hidden_among(session, ids, rule),
        }
        assert library.count(session, rule) == len(found["items"])
    return found


def test_what_is_shelved_is_read_whole(database: Database) -> None:
    made = shelve(database, "members", 202605, tools=("helloasso", "donorbox"))

    with database.reading() as session:
        item = library.items(session, [made])[made]

    assert item == library.Item(
        id=made,
        kind="case-study",
        state="published",
        audience="members",
        visible_from=202605,
        month=NOW,
        version=1,
        language="fr",
        content=CaseStudyContent(title=f"titre {made}", tried="b", advice="c"),
        labels={
            "sizes": ("small",),
            "themes": ("governance", "membership"),
            "tools": ("donorbox", "helloasso"),
        },
    )
    assert item.texts == {"title": f"titre {made}", "tried": "b", "advice": "c"}


@pytest.mark.parametrize("viewer", VIEWERS)
def test_audience_and_embargo_are_one_rule_in_every_reading(
    viewer: str, database: Database
) -> None:
    shelf = {
        shelve(database, audience, visible_from): (audience, visible_from)
        for audience, visible_from in itertools.product(rights.AUDIENCES, (202602, 202603, 202604))
    }
    with database.writing() as session:
        gone = next(iter(shelf))
        library.withdraw(session, gone)
    audiences = {
        "visitor": {"open"},
        "pending": {"open"},
        "member": {"open", "members"},
        "contributor": {"open", "members", "contributors"},
    }[viewer]
    expected = {
        publication
        for publication, (audience, visible_from) in shelf.items()
        if audience in audiences and visible_from <= NOW and publication != gone
    }

    found = seen_through_every_reading(database, {*shelf, keys.new_id()}, readable(viewer))

    assert found == dict.fromkeys(found, expected)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_rule_is_the_same_in_sql_and_in_python(viewer: str, database: Database) -> None:
    cases = itertools.product(rights.AUDIENCES, (202512, 202603, 202604, 202701))
    shelf = {shelve(database, *case): case for case in cases}
    rule = readable(viewer)

    with database.reading() as session:
        found = set(library.items(session, list(shelf), rule))

    assert found == {each for each, case in shelf.items() if rule.allows(*case, "published")}


def test_an_embargo_ends_with_the_month_in_paris(database: Database) -> None:
    made = shelve(database, visible_from=202601)
    before = datetime(2025, 12, 31, 22, 59, tzinfo=UTC)
    after = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)

    for moment, seen in ((before, set()), (after, {made})):
        rule = rights.readable(rights.VISITOR, months.month(moment))
        found = seen_through_every_reading(database, {made}, rule)
        assert found == dict.fromkeys(found, seen)


def test_a_pending_publication_is_seen_by_nobody(database: Database) -> None:
    made = shelve(database)
    with database.writing() as session:
        row = session.get_one(Publication, made)
        row.state = "pending"
        session.add(row)

    found = seen_through_every_reading(database, {made}, readable("contributor"))

    assert found == dict.fromkeys(found, frozenset())
    with database.reading() as session:
        assert library.items(session, [made]) == {}
        assert library.published_ids(session) == []


def test_items_come_in_the_order_asked_once_each(database: Database) -> None:
    made = [shelve(database) for _ in range(5)]
    asked = [made[3], keys.new_id(), made[0], made[4]]

    with database.reading() as session:
        assert list(library.items(session, asked, readable())) == [made[3], made[0], made[4]]
        assert library.items(session, []) == {}
        assert library.items(session, [], readable()) == {}
        assert library.hidden_among(session, [], readable()) == frozenset()


def test_nobody_without_an_audience_reads_anything(database: Database) -> None:
    made = shelve(database)

    found = seen_through_every_reading(database, {made}, Readable(frozenset(), NOW))

    assert found == dict.fromkeys(found, frozenset())


@pytest.mark.parametrize("number", [1, 30])
def test_reading_many_takes_no_more_statements_than_one(number: int, database: Database) -> None:
    made = [shelve(database) for _ in range(number)]
    readings: dict[Callable[..., object], int] = {
        library.items: 2,
        library.latest: 3,
        library.hidden_among: 1,
        library.count: 1,
    }

    for reading, bound in readings.items():
        with database.reading() as session, statements(database) as sent:
            if reading is library.count:
                library.count(session, readable())
            elif reading is library.latest:
                assert len(library.latest(session, readable(), 100)) == number
            else:
                reading(session, made, readable())
        assert len(sent) == bound, reading


def test_the_newest_come_first_and_within_a_month_the_order_is_of_ids(
    database: Database,
) -> None:
    first = shelve(database, publication_id="b" * 36, month=202602)
    second = shelve(database, publication_id="a" * 36, month=202603)
    third = shelve(database, publication_id="c" * 36, month=202602)

    with database.reading() as session:
        assert [e.id for e in library.latest(session, readable(), 3)] == [second, third, first]
        assert [e.id for e in library.latest(session, readable(), 2)] == [second, third]
        assert library.latest(session, readable(), 0) == []


def test_the_current_version_is_the_one_that_is_read(database: Database) -> None:
    made = shelve(database)
    with database.writing() as session:
        session.add(
            PublicationVersion(
                publication_id=made,
                number=2,
                month=202604,
                language="en",
                content=CaseStudyContent(title="two", tried="b", advice="c").model_dump_json(),
            )
        )

    with database.reading() as session:
        item = library.item(session, made, readable())
    assert item is not None
    assert (item.language, item.texts["title"], item.month) == ("en", "two", NOW)


def test_a_withdrawn_publication_is_a_tombstone(network: Network, author: Member) -> None:
    item, kept = network.publish(author, audience="members"), network.publish(author)
    with network.database.writing() as session:
        outbox.done(session, outbox.INDEX, outbox.waiting(session, outbox.INDEX, 9).items())

    network.withdraw(author, item.id)

    with network.database.reading() as session:
        row = session.get_one(Publication, item.id)
        assert row.model_dump() == {
            "id": item.id,
            "kind": "case-study",
            "state": "withdrawn",
            "audience": "open",
            "visible_from": item.month,
            "month": item.month,
            "version": 2,
        }
        for table in (PublicationVersion, PublicationLabel, Seal):
            left = {each.publication_id for each in session.exec(select(table)).all()}
            assert left == {kept.id}
        assert outbox.waiting(session, outbox.INDEX, 9) == {item.id: 2}
        assert library.items(session, [item.id]) == {}


def test_a_withdrawn_embargo_tells_no_more_than_its_month(network: Network, author: Member) -> None:
    item = network.publish(author, audience="contributors", embargo="2026-09")

    network.withdraw(author, item.id)

    with network.database.reading() as session:
        row = session.get_one(Publication, item.id)
    assert (row.month, row.visible_from, row.audience) == (202609, 202609, "open")


def test_shelving_is_announced_at_its_first_version(database: Database) -> None:
    made = shelve(database)

    with database.reading() as session:
        assert outbox.waiting(session, outbox.INDEX, 9) == {made: 1}


def test_the_whole_shelf_is_walked_by_pages(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {shelve(database, audience) for audience in rights.AUDIENCES for _ in range(3)}
    with database.writing() as session:
        gone = min(made)
        library.withdraw(session, gone)
    pages = library.published_ids

    with database.reading() as session:
        assert pages(session, limit=2) == sorted(made - {gone})[:2]
        monkeypatch.setattr(
            library, "published_ids", lambda session, after: pages(session, after, 2)
        )
        found = [each.id for each in library.everything(session)]

    assert found == sorted(made - {gone})


def test_content_with_a_field_that_is_not_allowed_is_never_read(database: Database) -> None:
    made = shelve(database)
    with database.writing() as session:
        row = session.get_one(PublicationVersion, (made, 1))
        row.content = json.dumps(json.loads(row.content) | {"author": "Les Amis du Clocher"})
        session.add(row)

    with database.reading() as session, pytest.raises(ValueError, match="author"):
        library.item(session, made, readable())


def test_the_shelf_has_no_column_that_leads_back() -> None:
    columns = {
        table.__tablename__: set(table.__table__.columns.keys())
        for table in (Publication, PublicationVersion, PublicationLabel, Seal)
    }

    assert columns == {
        "publication": {"id", "kind", "state", "audience", "visible_from", "month", "version"},
        "publication_version": {
            "publication_id",
            "number",
            "month",
            "language",
            "content",
            "folded_title",
        },
        "publication_label": {"publication_id", "facet", "code"},
        "seal": {"publication_id", "draft_hash", "blob"},
    }
    for table in (Publication, PublicationVersion, PublicationLabel, Seal):
        for key in table.__table__.foreign_keys:
            assert key.column.table.name == "publication"


def test_texts_are_read_in_order_and_comments_last() -> None:
    content = ToolBenchmarkContent(
        tool="helloasso",
        criteria=(
            Criterion(code="ease", score=4, comment="simple"),
            Criterion(code="value", score=2),
        ),
        again="no",
        advice="lisez tout",
        use="les dons",
    )

    assert list(texts(content).items()) == [
        ("use", "les dons"),
        ("advice", "lisez tout"),
        ("criteria.ease", "simple"),
    ]


def test_both_kinds_stand_on_one_shelf(network: Network, author: Member) -> None:
    story, tool = network.publish(author, case_study()), network.publish(author, benchmark())

    with network.database.reading() as session:
        found = library.items(session, [story.id, tool.id], network.readable())
    assert [type(each.content) for each in found.values()] == [
        CaseStudyContent,
        ToolBenchmarkContent,
    ]
    assert found == {story.id: story, tool.id: tool}
