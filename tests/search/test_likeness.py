"""Which practices are alike, and the reason told."""

from typing import Any

import pytest

from commons.database import Database
from commons.rights import Readable
from search import likeness
from search.likeness import Alike
from search.reach import reach_of
from tests.search import oracle, shelf
from tests.search.test_discovery import push

EVERYBODY = Readable(frozenset({"open"}), 202603)
MEMBERS = Readable(frozenset({"open", "members"}), 202603)


def put(database: Database, title: str = "Une", texts: Any = None, **labels: Any) -> str:
    changes = {name: labels.pop(name) for name in ("audience", "visible_from") if name in labels}
    return shelf.shelve(database, texts={"title": title} | (texts or {}), labels=labels, **changes)


@pytest.fixture
def engine() -> oracle.Oracle:
    return oracle.Oracle()


def similar(
    database: Database,
    engine: oracle.Oracle,
    publication: str,
    readable: Readable = EVERYBODY,
    first: int = 12,
) -> list[Alike]:
    push(database, engine)
    with database.reading() as session:
        reach = reach_of(session, engine, readable)
        (item,) = reach.items([publication])
        return likeness.similar(reach, item, first)


def resembling(
    database: Database, engine: oracle.Oracle, *needs: str, readable: Readable = EVERYBODY
) -> list[Alike]:
    push(database, engine)
    with database.reading() as session:
        reach = reach_of(session, engine, readable)
        return likeness.resembling(reach, "small", "culture", needs, 12)


def ids(found: list[Alike]) -> list[str]:
    return [each.item.id for each in found]


def test_the_same_channel_and_theme_come_before_one_of_them(
    sqlite: Database, engine: oracle.Oracle
) -> None:
    one = put(sqlite, channels=("letter",), themes=("membership",), sizes=("small",))
    theme = put(sqlite, channels=("email",), themes=("membership",), sizes=("large",))
    channel = put(sqlite, channels=("letter",), themes=("training",))
    both = put(sqlite, channels=("letter",), themes=("membership",), sizes=("small",))
    put(sqlite, channels=("website",), themes=("training",), sizes=("small",))

    found = similar(sqlite, engine, one)

    assert ids(found) == [both, channel, theme]
    assert found[0].shared == {
        "channels": ("letter",), "themes": ("membership",), "sizes": ("small",),
    }  # fmt: skip
    assert found[2].shared == {"themes": ("membership",)}
    assert ids(similar(sqlite, engine, one, first=1)) == [both]


def test_a_theme_is_near_the_one_above_it_and_titles_decide_between_equals(
    sqlite: Database, engine: oracle.Oracle
) -> None:
    one = put(sqlite, 'Une loterie "de Noël" -gagnante', themes=("fundraising-recurring",))
    sibling = put(sqlite, "Autre chose", themes=("fundraising-corporate",))
    told = put(sqlite, "Nos loteries de Noël", themes=("fundraising-corporate",))

    found = similar(sqlite, engine, one)

    assert ids(found) == [told, sibling]
    assert found[0].shared == {"themes": ("fundraising",)}


def test_needs_in_common_are_no_reason_of_their_own(
    sqlite: Database, engine: oracle.Oracle
) -> None:
    needs = {"needs": ("people",)}
    one = put(sqlite, channels=("letter",), texts=needs)
    other = put(sqlite, channels=("letter",), texts=needs)
    put(sqlite, channels=("email",), texts=needs)

    (found,) = similar(sqlite, engine, one)

    assert (found.item.id, found.shared) == (other, {"channels": ("letter",)})


def test_a_wider_class_is_worth_less(sqlite: Database, engine: oracle.Oracle) -> None:
    one = put(sqlite, channels=("letter",), sizes=("small",))
    wide = put(sqlite, channels=("letter",), sizes=("small", "medium", "large"))
    exact = put(sqlite, channels=("letter",), sizes=("small",))

    assert ids(similar(sqlite, engine, one)) == [exact, wide]


def test_only_what_may_be_read_is_near(sqlite: Database, engine: oracle.Oracle) -> None:
    one = put(sqlite, channels=("letter",), fields=("culture",))
    members = put(sqlite, channels=("letter",), fields=("culture",), audience="members")
    put(sqlite, channels=("letter",), fields=("culture",), visible_from=202604)
    gone = put(sqlite, channels=("letter",), fields=("culture",))
    push(sqlite, engine)
    shelf.withdraw(sqlite, gone)
    # The index still holds what was withdrawn.

    with sqlite.reading() as session:
        for readable, expected in ((EVERYBODY, []), (MEMBERS, [members])):
            reach = reach_of(session, engine, readable)
            (item,) = reach.items([one])
            assert ids(likeness.similar(reach, item, 12)) == expected
            found = likeness.resembling(reach, "small", "culture", (), 12)
            assert set(ids(found)) == {one, *expected}


def test_an_association_finds_its_size_and_field_first_and_its_needs(
    sqlite: Database, engine: oracle.Oracle
) -> None:
    both = put(sqlite, sizes=("small",), fields=("culture",))
    field = put(sqlite, sizes=("large",), fields=("culture",))
    size = put(sqlite, sizes=("small",), fields=("sport",))
    needed = put(sqlite, sizes=("large",), fields=("culture",), texts={"needs": ("people",)})
    put(sqlite, sizes=("large",), fields=("sport",))

    first, *middle, last = ids(resembling(sqlite, engine))
    assert (first, {*middle}, last) == (both, {field, needed}, size)
    found = resembling(sqlite, engine, "people")
    assert set(ids(found)[:2]) == {both, needed}
    assert ids(found)[2:] == [field, size]
    reasons = {each.item.id: dict(each.shared) for each in found}
    assert reasons[needed] == {"fields": ("culture",), "needs": ("people",)}
    assert reasons[size] == {"sizes": ("small",)}
