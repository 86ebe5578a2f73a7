"""Out of one shelf and into another: whole, or not at all."""

import gc
import io
import json
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from commons import exchange, keys, library, outbox, reciprocity, rights
from commons.authorship import Authorships
from commons.database import Database
from commons.exchange import Refused, lines
from commons.labels import shelf
from commons.library import Item
from commons.rights import Readable
from tests.commons.conftest import Member, Network, Rows, benchmark, case_study
from tests.commons.exchange.test_lines import BENCHMARK, CASE
from tests.conftest import Ticking

EVERYBODY = rights.readable(rights.VISITOR, 203012)


@pytest.fixture
def door(database: Database, secrets: keys.Keys, clock: Ticking) -> "Door":
    return Door(database, secrets, clock)


class Door:
    """A shelf with its key, and files through its door."""

    def __init__(self, database: Database, secrets: keys.Keys, clock: Ticking) -> None:
        self.database, self.secrets, self.clock = database, secrets, clock

    def export(self, readable: Readable | None = None) -> bytes:
        with self.database.reading() as session:
            return b"".join(exchange.export(session, self.secrets, "recul.exemple", readable))

    def take_in(self, file: bytes, source: str | None = None) -> Counter[str]:
        with exchange.opened(io.BytesIO(file), self.secrets) as parcel:
            exchange.check(parcel, source=source, otherwise="ailleurs")
            with self.database.writing() as session:
                return exchange.take_in(session, parcel, self.clock())

    def items(self) -> dict[str, Item]:
        with self.database.reading() as session:
            return {item.id: item for item in library.everything(session)}

    def empty(self) -> None:
        """Another installation with the same key: nothing of the shelf is left."""
        with self.database.engine.begin() as connection:
            for table in (
                "imported", "seal", "outbox", "publication_label", "publication_version",
                "publication",
            ):  # fmt: skip
                connection.exec_driver_sql(f"DELETE FROM {table}")


def jsonl(*written: Any) -> bytes:
    return b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in written)


def refused(door: Door, file: bytes) -> list[tuple[int, str]]:
    """The lines and codes of what is refused; nothing was written."""
    rows = Rows(door.database)
    before = rows()
    with pytest.raises(Refused) as raised:
        door.take_in(file)
    assert rows() == before
    return [(number, refusal.code) for number, refusal in raised.value.refusals]


@pytest.fixture
def written(network: Network, author: Member) -> dict[str, Item]:
    """What one association wrote, of both kinds, reserved and to come."""
    figure = {"metric": "response-rate", "basis": "sent", "numerator": 481, "denominator": 978}
    return {
        item.id: item
        for item in (
            network.publish(author, case_study(observations=(figure,), started="2023-02")),
            network.publish(author, case_study(regrets="rien"), audience="members"),
            network.publish(author, benchmark(), audience="contributors"),
            network.publish(author, case_study(), embargo="2026-09"),
        )
    }


# ------------------------------------------------------------------------------- round trip


def test_a_shelf_exported_and_imported_is_the_same_shelf(
    door: Door, written: dict[str, Item]
) -> None:
    file = door.export()
    before = door.items()
    door.empty()

    counts = door.take_in(file)

    after = door.items()
    assert counts == Counter(new=len(written), changed=0)
    assert {key: replace(item, origin=None) for key, item in after.items()} == before
    assert {item.origin for item in after.values()} == {("recul.exemple", key) for key in written}
    assert door.export() == file
    assert door.take_in(file)["same"] == len(written)
    with door.database.reading() as session:
        assert outbox.waiting(session, outbox.INDEX, 9) == dict.fromkeys(written, 1)


def test_what_the_network_holds_itself_is_left_alone(
    door: Door, written: dict[str, Item], rows: Rows
) -> None:
    file, before = door.export(), rows()

    assert door.take_in(file) == Counter(here=len(written), new=0, changed=0)
    assert door.take_in(file.replace(b"rien", b"tout"))["here"] == len(written)
    assert rows() == before


def test_withdrawn_publications_leave_no_line_and_don_t_come_back(
    door: Door, network: Network, author: Member, written: dict[str, Item]
) -> None:
    file = door.export()
    gone = next(iter(written))
    network.withdraw(author, gone)

    assert gone.encode() not in door.export()
    assert door.take_in(file)["here"] == len(written)
    assert gone not in door.items()


def test_only_what_everybody_may_read_is_exported_when_asked(
    door: Door, written: dict[str, Item], network: Network
) -> None:
    said = [json.loads(line) for line in door.export(network.readable()).splitlines()]

    assert [each.get("audience") for each in said] == ["open", None]
    assert said[-1]["manifest"]["publications"] == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.replace(b"rien", b"tout", 1),
        lambda file: file.replace(b'"audience":"members"', b'"audience":"open"', 1),
        lambda file: b"".join(file.splitlines(keepends=True)[1:]),
        lambda file: b"".join(sorted(file.splitlines(keepends=True), reverse=True)),
        lambda file: file + jsonl(CASE),
        lambda file: file + b"\n",
        lambda file: file.replace(b'"seal": "', b'"seal": "0', 1),
        lambda file: file[: file.rindex(b"\n", 0, -1) + 1],
    ],
    ids=["text", "audience", "line", "order", "added", "blank", "seal", "no manifest"],
)
def test_a_changed_file_is_one_of_others(door: Door, written: dict[str, Item], change: Any) -> None:
    file = change(door.export())

    with exchange.opened(io.BytesIO(file), door.secrets) as parcel:
        assert not parcel.trusted
    door.empty()
    door.take_in(file)

    # Nothing this network measured, no id of its own.
    items = door.items()
    assert not items.keys() & written.keys()
    assert all(not item.content.figures and "evidence" not in item.labels
               for item in items.values())  # fmt: skip


def test_another_key_s_export_is_one_of_others_and_scanned(
    door: Door, written: dict[str, Item]
) -> None:
    other = keys.Keys(b"another key of thirty-two bytes!")
    line = jsonl(CASE | {"advice": "appeler le 06 39 98 41 27"})
    tally = exchange.Tally(other)
    tally.add(line)

    assert refused(door, line + tally.line()) == [(1, "direct-identifier")]


# ------------------------------------------------------------------------------- from elsewhere


def test_a_second_import_adds_a_version_where_a_line_changed(door: Door, clock: Ticking) -> None:
    first = door.take_in(jsonl(CASE, BENCHMARK, CASE | {"id": "c2"}))
    before = door.items()
    clock.forward(days=40)

    second = door.take_in(
        jsonl(CASE | {"title": "Relancer mieux", "themes": ["governance"]}, BENCHMARK)
    )

    after = door.items()
    assert (first["new"], second["changed"], second["same"]) == (3, 1, 1)
    assert after.keys() == before.keys()
    (changed,) = [key for key in after if after[key] != before[key]]
    assert after[changed].content.title == "Relancer mieux"
    assert after[changed].labels["themes"] == ("governance",)
    assert (after[changed].version, after[changed].month) == (2, before[changed].month)
    with door.database.reading() as session:
        waiting = outbox.waiting(session, outbox.INDEX, 9)
        versions = session.connection().exec_driver_sql(
            "SELECT number, month FROM publication_version ORDER BY number, month"
        )
        assert [tuple(each) for each in versions] == [(1, 202603)] * 3 + [(2, 202604)]
    assert waiting == {key: item.version for key, item in after.items()}


def test_one_id_of_two_sources_is_two_publications(door: Door) -> None:
    door.take_in(jsonl(CASE), source="un")
    door.take_in(jsonl(CASE), source="deux")

    assert {item.origin for item in door.items().values()} == {("un", "c1"), ("deux", "c1")}


def test_what_was_withdrawn_here_stays_withdrawn(door: Door) -> None:
    door.take_in(jsonl(CASE))
    (key,) = door.items()
    with door.database.writing() as session:
        library.withdraw(session, key)

    assert door.take_in(jsonl(CASE | {"title": "Encore"}))["withdrawn"] == 1
    assert door.items() == {}


def test_a_file_is_taken_in_whole_or_not_at_all(door: Door) -> None:
    good = [CASE | {"id": f"c{number}"} for number in range(600)]

    found = refused(
        door,
        jsonl(*good[:3])
        + b"\n"
        + b"{no json\n"
        + jsonl(["list"], CASE | {"id": "c0"}, CASE | {"id": "x", "themes": ["nothing"]})
        + b'{"id": "y", "title": "\\ud800"}\n'
        + b"\xff\xfe\n"
        + jsonl(*good[3:], BENCHMARK | {"summary": "écrire à yvonne@exemple.fr"}),
    )

    assert found == [
        (5, "unreadable-line"),
        (6, "unreadable-line"),
        (7, "repeated-line"),
        (8, "unknown-code"),
        (9, "unreadable-line"),
        (10, "unreadable-line"),
        (608, "direct-identifier"),
    ]


def test_a_death_in_the_middle_leaves_nothing(
    door: Door, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, take_in = rows(), library.take_in

    def second_fails(session: Any, items: Sequence[Item]) -> None:
        if rows.database and any(item.origin and item.origin.id == "c501" for item in items):
            raise RuntimeError("power")
        take_in(session, items)

    monkeypatch.setattr(library, "take_in", second_fails)
    with pytest.raises(RuntimeError):
        door.take_in(jsonl(*(CASE | {"id": f"c{number}"} for number in range(600))))

    assert rows() == before


def test_many_refusals_are_counted_and_the_first_ones_told(door: Door) -> None:
    with pytest.raises(Refused) as raised:
        door.take_in(b"{}\n" * 300)

    assert raised.value.count == 300
    assert len(raised.value.refusals) == exchange.TOLD


def test_a_line_without_end_is_refused_and_not_held(door: Door) -> None:
    long = b'{"id": "' + b"x" * (2 * exchange.LINE_LIMIT + 7) + b'"}\n'

    assert refused(door, long + jsonl(CASE) + long.strip()) == [
        (1, "unreadable-line"), (3, "unreadable-line"),
    ]  # fmt: skip


def test_an_empty_file_and_a_byte_order_mark_are_no_fault(door: Door) -> None:
    assert door.take_in(b"") == Counter()
    assert door.take_in(b"\xef\xbb\xbf" + jsonl(CASE).replace(b"\n", b"\r\n"))["new"] == 1


def test_remarks_are_told_once_with_their_first_line(door: Door) -> None:
    file = jsonl(
        CASE,
        CASE | {"id": "c2", "tools": ["Le Carnet"], "author": "x"},
        CASE | {"id": "c3", "tools": ["Le Carnet"]},
    )

    with exchange.opened(io.BytesIO(file), door.secrets) as parcel:
        found = exchange.check(parcel, source=None, otherwise="ailleurs")

    assert found.publications == 3
    assert found.remarks == {
        ("unknown-key", "author"): (2, 1), ("unknown-tool", "Le Carnet"): (2, 2),
    }  # fmt: skip


def test_no_more_than_two_batches_are_held_at_once(door: Door) -> None:
    held = []

    def count(*_: int) -> None:
        held.append(sum(isinstance(each, Item) for each in gc.get_objects()))

    file = jsonl(*(CASE | {"id": f"c{number}"} for number in range(2_600)))
    opened = exchange.opened(io.BytesIO(file), door.secrets)
    with opened as parcel:
        exchange.check(parcel, source=None, otherwise="ailleurs")
        with door.database.writing() as session:
            exchange.take_in(session, parcel, door.clock(), count)

    assert len(held) == 6
    assert max(held) <= 1_000


# ------------------------------------------------------------------------------- without an author


def test_imports_have_no_author_and_count_for_nobody(
    door: Door, network: Network, author: Member, authorships: Authorships, clock: Ticking
) -> None:
    clock.forward(days=500)
    before = Rows(door.database)(private=True)

    door.take_in(jsonl(CASE | {"channels": ["mobile-bill"], "field": "religion"}, BENCHMARK))

    assert Rows(door.database)(private=True) == before
    with door.database.reading() as session:
        assert authorships.of(session, author.organisation.id) == ()
        assert not reciprocity.contributes(
            session, network.secrets, authorships, author.organisation, clock()
        )
        assert shelf.small_classes(session) == []
        assert library.count(session, EVERYBODY) == 2
    assert all("evidence" not in item.labels for item in door.items().values())


def test_nothing_without_an_origin_comes_by_this_door(
    door: Door, written: dict[str, Item], rows: Rows
) -> None:
    before, item = rows(), next(iter(written.values()))

    with pytest.raises(ValueError, match="origin"), door.database.writing() as session:
        library.take_in(session, [replace(item, id=keys.new_id())])

    assert rows() == before


def test_a_line_holds_what_the_shelf_shows_and_no_more(written: dict[str, Item]) -> None:
    for item in written.values():
        said = lines.written(item, "recul.exemple")

        assert said.keys() <= lines._KEYS
        assert json.dumps(said)


# ------------------------------------------------------------------------------- at once


def test_a_second_import_waits_and_finds_what_the_first_took_in(door: Door) -> None:
    file = jsonl(CASE, BENCHMARK)
    second: list[Counter[str]] = []
    other = threading.Thread(target=lambda: second.append(door.take_in(file)))

    def begun(_done: int, _whole: int) -> None:
        other.start()
        time.sleep(0.3)  # it is at the lock, or has gone wrong by now

    with exchange.opened(io.BytesIO(file), door.secrets) as parcel:
        exchange.check(parcel, source=None, otherwise="ailleurs")
        with door.database.writing() as session:
            first = exchange.take_in(session, parcel, door.clock(), begun)
    other.join(20)

    assert first["new"] == 2
    assert second == [Counter(same=2, new=0, changed=0)]
    assert len(door.items()) == 2


def test_an_import_that_waits_too_long_is_refused_whole(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commons.database.BUSY_SECONDS", 1)
    impatient = Door(
        Database(door.database.url.render_as_string(hide_password=False)), door.secrets, door.clock
    )
    with exchange.opened(io.BytesIO(jsonl(CASE)), door.secrets) as parcel:
        exchange.check(parcel, source=None, otherwise="ailleurs")
        with door.database.writing() as session:
            exchange.take_in(session, parcel, door.clock())
            with pytest.raises(exchange.ShelfBusy):
                impatient.take_in(jsonl(CASE | {"id": "c9"}))
    impatient.database.close()

    assert [item.origin for item in door.items().values()] == [("ailleurs", "c1")]


# ------------------------------------------------------------------------------- removal


def test_a_source_is_removed_whole_and_the_index_is_told(door: Door) -> None:
    door.take_in(jsonl(CASE, CASE | {"id": "c2"}), source="voisins")
    door.take_in(jsonl(CASE, BENCHMARK), source="autres")
    before = door.items()
    gone = {key for key, item in before.items() if item.origin and item.origin[0] == "voisins"}
    single = min(gone)
    with door.database.writing() as session:
        library.withdraw(session, single)
        outbox.done(session, outbox.INDEX, outbox.waiting(session, outbox.INDEX, 9).items())

    with door.database.writing() as session:
        assert exchange.remove(session, "voisins") == 1

    assert set(door.items()) == set(before) - gone
    with door.database.reading() as session:
        assert outbox.waiting(session, outbox.INDEX, 9) == dict.fromkeys(gone - {single}, 2)
        assert library.sources(session) == {"autres": 2}
        for table in ("publication_version", "publication_label"):
            rows = session.connection().exec_driver_sql(f"SELECT publication_id FROM {table}")
            assert gone.isdisjoint(row[0] for row in rows)
        states = session.connection().exec_driver_sql(
            "SELECT id FROM publication WHERE state = 'withdrawn'"
        )
        assert {row[0] for row in states} == gone
    # Imported again it is new; what had been withdrawn for itself stays so.
    again = door.take_in(jsonl(CASE, CASE | {"id": "c2"}), source="voisins")
    assert (again["new"], again["withdrawn"]) == (1, 1)


def test_a_source_that_is_not_there_is_told_from_those_that_are(door: Door) -> None:
    door.take_in(jsonl(CASE), source="voisins")
    rows = Rows(door.database)
    before = rows()

    with pytest.raises(exchange.UnknownSource) as refusal, door.database.writing() as session:
        exchange.remove(session, "voisin")

    assert refusal.value.details == {"source": "voisin", "known": "voisins (1)"}
    assert rows() == before
