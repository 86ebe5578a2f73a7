"""The attacker of test_sealing: stolen database files, no key, a guess at who wrote what.

It knows the source code, hence the names of tables, and nothing else. ``loot_sqlite`` and
``loot_postgresql`` read a copy; each strategy then names, for every publication, one row of a
private table. A strategy without a clue still guesses, so that luck is measured with the rest.
"""

import re
import shutil
import sqlite3
import struct
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import comb
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

# What each publication left on the shelf, and where a private row may stand.
SHELF = ("publication", "publication_version", "publication_label", "seal", "outbox")
SAMPLES = "pg_stats"

_ID = re.compile(
    rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-f])[0-9a-f]{64}"
)
_MOMENT = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


@dataclass(frozen=True, eq=False)
class Row:
    """A stolen row: what it says, where it lies, which transactions it still names."""

    values: Mapping[str, Any]
    place: tuple[int, ...] = ()
    transactions: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        return str(next(iter(self.values.values())))

    def ids(self) -> set[str]:
        """Every id or keyed hash in the row."""
        return {
            found.decode()
            for value in self.values.values()
            if isinstance(value, str)
            for found in _ID.findall(value.encode())
        }


@dataclass
class Loot:
    """A copy, read: tables by name, raw files split into data and logs of writes."""

    tables: dict[str, list[Row]]
    data: dict[str, bytes]
    logs: dict[str, bytes]
    _offsets: dict[bool, dict[str, list[int]]] = field(default_factory=dict)
    _of: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def publications(self) -> list[str]:
        return [row.key for row in self.in_place("publication")]

    def in_place(self, table: str) -> list[Row]:
        """The rows in the order in which they lie."""
        return sorted(self.tables[table], key=lambda row: row.place)

    def suspects(self, table: str) -> list[Row]:
        """The rows that may have written something, in the order in which they lie."""
        rows = self.in_place(table)
        published = [row for row in rows if row.values.get("state") == "published"]
        return published or rows

    def of(self, publication: str) -> list[Row]:
        """All shelf rows of a publication."""
        if not self._of:
            for table in SHELF:
                for row in self.tables.get(table, ()):
                    owner = str(row.values.get("publication_id") or row.values.get("id"))
                    self._of.setdefault(owner, []).append(row)
        return self._of[publication]

    def offsets(self, logs: bool) -> dict[str, list[int]]:
        """Where each id stands in the logs, or in the data files, counted through all of them."""
        if logs not in self._offsets:
            found: dict[str, list[int]] = defaultdict(list)
            start = 0
            files = self.logs if logs else self.data
            for name in sorted(files):
                for match in _ID.finditer(files[name]):
                    found[match.group().decode()].append(start + match.start())
                start += len(files[name]) + (1 << 40)  # neighbours only within one file
            self._offsets[logs] = found
        return self._offsets[logs]


# -- reading a copy ------------------------------------------------------------------------------


def loot_sqlite(folder: Path, name: str = "recul.sqlite") -> Loot:
    """Read a copied SQLite file with its log; the raw bytes are taken before SQLite opens it."""
    data = {name: (folder / name).read_bytes()}
    logs = {
        file.name: file.read_bytes()
        for file in sorted(folder.iterdir())
        if file.name.startswith(f"{name}-") and not file.name.endswith("-shm")
    }
    opened = folder / "opened"
    opened.mkdir()
    for file in folder.iterdir():
        if file.is_file():
            shutil.copy(file, opened)
    connection = sqlite3.connect(opened / name)
    connection.row_factory = sqlite3.Row
    steps = _steps(logs.get(f"{name}-wal", b""))
    tables = {}
    for (table,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall():
        try:
            found = connection.execute(f'SELECT rowid AS "_place", * FROM "{table}"').fetchall()
        except sqlite3.OperationalError:
            found = connection.execute(f'SELECT NULL AS "_place", * FROM "{table}"').fetchall()
        lying = _lying(connection, table, opened / name)
        rows = []
        for row in found:
            values = {key: row[key] for key in row.keys() if key != "_place"}  # noqa: SIM118
            key = str(next(iter(values.values())))
            place = (row["_place"],) if row["_place"] is not None else lying.get(key, (0, 0))
            rows.append(Row(values, place, steps.get(key, ())))
        tables[table] = rows
    connection.close()
    return Loot(tables, data, logs)


def _lying(connection: sqlite3.Connection, table: str, path: Path) -> dict[str, tuple[int, int]]:
    """Id → (page, minus offset): SQLite fills a page from its end, so rows are met as they came."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    raw = path.read_bytes()
    places: dict[str, tuple[int, int]] = {}
    for (page,) in connection.execute("SELECT pageno FROM dbstat WHERE name = ?", (table,)):
        for match in _ID.finditer(raw, (page - 1) * size, page * size):
            places.setdefault(match.group().decode(), (page, -match.start()))
    return places


def _steps(wal: bytes) -> dict[str, tuple[int, ...]]:
    """Id → the first and the last transaction in which SQLite's log shows new content beside it.

    Frames of older rounds count too, in their order: a log is overwritten, not erased.
    """
    if len(wal) < 32:
        return {}
    (size,) = struct.unpack(">I", wal[8:12])
    starts = list(range(32, len(wal) - size - 23, 24 + size))
    rounds = {start: struct.unpack(">I", wal[start + 8 : start + 12])[0] for start in starts}
    seen: set[tuple[bytes, bytes]] = set()
    found: dict[str, list[int]] = defaultdict(list)
    step = 0
    for start in sorted(starts, key=lambda each: (rounds[each], each)):
        page = wal[start + 24 : start + 24 + size]
        for match in _ID.finditer(page):
            written = (match.group(), page[match.end() : match.end() + 100])
            if written not in seen:
                seen.add(written)
                found[match.group().decode()].append(step)
        if struct.unpack(">I", wal[start + 4 : start + 8])[0]:  # the last frame of a transaction
            step += 1
    return {key: (steps[0], steps[-1]) for key, steps in found.items()}


def raw_postgresql(folder: Path, oid: int) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of one database and the logs of a copied data folder, before a server opens it."""
    return _read(folder / "base" / str(oid)), _read(folder / "pg_wal") | _read(folder / "log")


def _read(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    return {file.name: file.read_bytes().rstrip(b"\0") for file in files if file.is_file()}


def loot_postgresql(url: str, raw: tuple[dict[str, bytes], dict[str, bytes]] = ({}, {})) -> Loot:
    """The tables with their hidden columns, the planner's samples, and the raw files."""
    engine = sa.create_engine(url)
    tables: dict[str, list[Row]] = {}
    with engine.connect() as connection:
        names = connection.exec_driver_sql(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).scalars()
        for table in list(names):
            found = connection.exec_driver_sql(
                f'SELECT ctid::text AS "_c", xmin::text AS "_n", xmax::text AS "_x", * '
                f'FROM "{table}"'
            ).mappings()
            tables[table] = [
                Row(
                    {key: row[key] for key in row if key not in ("_c", "_n", "_x")},
                    tuple(int(part) for part in row["_c"].strip("()").split(",")),
                    tuple(int(row[name]) for name in ("_n", "_x") if row[name] != "0"),
                )
                for row in found
            ]
        samples = connection.exec_driver_sql(
            "SELECT tablename || '.' || attname AS name, most_common_vals::text AS common, "
            "histogram_bounds::text AS bounds FROM pg_stats WHERE schemaname = 'public'"
        ).mappings()
        tables[SAMPLES] = [Row(dict(row)) for row in samples]
    engine.dispose()
    return Loot(tables, *raw)


def changes(before: Loot, after: Loot) -> dict[str, Loot]:
    """What two successive copies tell: the publications that are new or no longer wait, against
    the private rows that went, came or changed between them, each as a copy of its own.
    """
    old = {(row.key, row.values["state"]) for row in before.tables["publication"]}
    new = {(row.key, row.values["state"]) for row in after.tables["publication"]}
    fresh = {key for key, _ in new - old}
    shelf = {
        table: [
            row
            for row in after.tables[table]
            if str(row.values.get("publication_id") or row.values.get("id")) in fresh
        ]
        for table in SHELF
    }
    sorts: dict[str, dict[str, list[Row]]] = {"gone": {}, "come": {}, "changed": {}}
    for table in after.tables:
        if table in SHELF or table == SAMPLES:
            continue
        then = {row.key: row for row in before.tables[table]}
        now = {row.key: row for row in after.tables[table]}
        sorts["gone"][table] = [row for key, row in then.items() if key not in now]
        sorts["come"][table] = [row for key, row in now.items() if key not in then]
        sorts["changed"][table] = [
            row for key, row in now.items() if key in then and row.values != then[key].values
        ]
    return {sort: Loot(shelf | private, {}, {}) for sort, private in sorts.items()}


# -- strategies ----------------------------------------------------------------------------------

Guesses = dict[str, Row]


def _ranked(keys: Sequence[str], rows: Sequence[Row]) -> Guesses:
    """The first with the first, the last with the last."""
    return {key: rows[place * len(rows) // len(keys)] for place, key in enumerate(keys)}


def _nearest(loot: Loot, table: str, distance: Callable[[str, Row], float | None]) -> Guesses:
    """For each publication the row at the smallest distance.

    Among equals the order of ids decides, which is luck: a strategy borrows nothing from another.
    """
    rows, keys = sorted(loot.suspects(table), key=lambda row: row.key), sorted(loot.publications)
    guesses = {}
    for place, key in enumerate(keys):
        expected = place * len(rows) // len(keys)
        best, least = rows[expected], (float("inf"), 0)
        for rank, row in enumerate(rows):
            apart = distance(key, row)
            if apart is not None and (apart, abs(rank - expected)) < least:
                best, least = row, (apart, abs(rank - expected))
        guesses[key] = best
    return guesses


def row_order(loot: Loot, table: str) -> Guesses:
    """Row ids, ctids or places in pages: the n-th publication by the n-th private row."""
    return _ranked(loot.publications, loot.suspects(table))


def seal_order(loot: Loot, table: str) -> Guesses:
    """The same with the order in which the seals (or first versions) lie."""
    shelf = "seal" if loot.tables.get("seal") else "publication_version"
    keys = [str(row.values["publication_id"]) for row in loot.in_place(shelf)]
    return _ranked(list(dict.fromkeys(keys)), loot.suspects(table))


def transactions(loot: Loot, table: str) -> Guesses:
    """The same transaction (xmin, xmax, a commit in SQLite's log), else the nearest one."""
    own = {
        key: min((number for row in loot.of(key) for number in row.transactions), default=0)
        for key in loot.publications
    }

    def distance(key: str, row: Row) -> float | None:
        return min((abs(own[key] - number) for number in row.transactions), default=None)

    return _nearest(loot, table, distance)


def log_order(loot: Loot, table: str) -> Guesses:
    """The log of writes, byte by byte: whose id was first written next to the publication's."""
    offsets = loot.offsets(logs=True)

    def distance(key: str, row: Row) -> float | None:
        own, theirs = offsets.get(key), offsets.get(row.key)
        return abs(own[0] - theirs[0]) if own and theirs else None

    return _nearest(loot, table, distance)


def leftovers(loot: Loot, table: str) -> Guesses:
    """The data files, byte by byte, freed space included: whose id lies next to it."""
    offsets = loot.offsets(logs=False)
    own = {
        key: [
            place
            for each in {key} | {each for row in loot.of(key) for each in row.ids()}
            for place in offsets.get(each, ())
        ]
        for key in loot.publications
    }

    def distance(key: str, row: Row) -> float | None:
        theirs = offsets.get(row.key, [])
        return min((_gap(theirs, place) for place in own[key]), default=None)

    return _nearest(loot, table, distance)


def _gap(places: Sequence[int], at: int) -> float:
    spot = bisect_left(places, at)
    return min(
        (abs(places[i] - at) for i in (spot - 1, spot) if 0 <= i < len(places)), default=2.0**60
    )


def _moments(values: Iterable[Any]) -> Iterator[float]:
    for value in values:
        if isinstance(value, datetime):
            yield value.replace(tzinfo=value.tzinfo or UTC).timestamp()
        elif isinstance(value, int) and 1_500_000_000 < value < 2_500_000_000:
            yield float(value)
        elif isinstance(value, str) and _MOMENT.match(value):
            read = datetime.fromisoformat(value)
            yield read.replace(tzinfo=read.tzinfo or UTC).timestamp()
        elif isinstance(value, str) and len(value) == 36:
            try:
                read_id = UUID(value)
            except ValueError:
                continue
            if read_id.version == 1:
                yield read_id.time / 1e7 - 12_219_292_800
            elif read_id.version == 7:
                yield (read_id.int >> 80) / 1000


def timestamps(loot: Loot, table: str) -> Guesses:
    """Any clear moment, ids that carry one included: the nearest in time."""
    own = {
        key: list(_moments(value for row in loot.of(key) for value in row.values.values()))
        for key in loot.publications
    }
    of_row = {id(row): list(_moments(row.values.values())) for row in loot.suspects(table)}

    def distance(key: str, row: Row) -> float | None:
        return min((abs(a - b) for a in own[key] for b in of_row[id(row)]), default=None)

    return _nearest(loot, table, distance)


def _short(row: Row) -> list[str]:
    return [each for each in row.values.values() if isinstance(each, str) and 0 < len(each) < 32]


def counts(loot: Loot, table: str) -> Guesses:
    """How many rows of which sort hang on it: the private row with the publication's counts."""
    of_row: dict[str, Counter[str]] = defaultdict(Counter)
    for name, rows in loot.tables.items():
        if name not in SHELF and name != table:
            for row in rows:
                for each in row.ids():
                    of_row[each].update(_short(row))
    suspects = loot.suspects(table)
    known = {sort for row in suspects for sort in of_row[row.key]}
    own = {
        key: Counter(sort for row in loot.of(key) for sort in _short(row) if sort in known)
        for key in loot.publications
    }

    def distance(key: str, row: Row) -> float | None:
        theirs = of_row[row.key]
        return float(sum(abs(own[key][sort] - theirs[sort]) for sort in known)) if known else None

    return _nearest(loot, table, distance)


SIZES = ("very-small", "small", "medium", "large")


def weights(loot: Loot, table: str) -> Guesses:
    """More people, numbers and rows mean a larger association: matched with published sizes."""
    mentions = Counter(
        each
        for name, rows in loot.tables.items()
        if name not in SHELF
        for row in rows
        for each in row.ids()
    )

    def heavy(row: Row) -> tuple[int, int]:
        filled = sum(value is not None for value in row.values.values())
        return (sum(mentions[each] for each in row.ids()), filled)

    def size(key: str) -> float:
        shown = [
            SIZES.index(row.values["code"])
            for row in loot.of(key)
            if row.values.get("facet") in ("sizes", "size") and row.values["code"] in SIZES
        ]
        return sum(shown) / len(shown) if shown else 1.5

    return _ranked(sorted(loot.publications, key=size), sorted(loot.suspects(table), key=heavy))


def _length(rows: Iterable[Row]) -> int:
    return max(
        (
            len(value.encode() if isinstance(value, str) else bytes(value))
            for row in rows
            for value in row.values.values()
            if isinstance(value, str | bytes | memoryview)
        ),
        default=0,
    )


def lengths(loot: Loot, table: str) -> Guesses:
    """Long texts make long ciphertexts, but for a constant: the most frequent difference."""
    held: dict[str, list[Row]] = defaultdict(list)
    for name, rows in loot.tables.items():
        if name not in SHELF and name != SAMPLES:
            for row in rows:
                for each in row.ids():
                    held[each].append(row)
    own = {key: _length(loot.of(key)) for key in loot.publications}
    of_row = {id(row): _length(held[row.key]) for row in loot.suspects(table)}
    differences = Counter(b - a for a in own.values() for b in of_row.values())
    (constant, _) = differences.most_common(1)[0]
    return _nearest(loot, table, lambda key, row: float(abs(of_row[id(row)] - own[key] - constant)))


def labels(loot: Loot, table: str) -> Guesses:
    """A clear profile that says what the labels say; rare agreements weigh more."""
    own = {
        key: {
            str(value)
            for row in loot.of(key)
            for value in row.values.values()
            if isinstance(value, str) and len(value) < 32
        }
        for key in loot.publications
    }
    of_row = {id(row): set(_short(row)) for row in loot.suspects(table)}
    common = Counter(value for values in of_row.values() for value in values)
    return _nearest(
        loot,
        table,
        lambda key, row: -sum(1 / common[value] for value in own[key] & of_row[id(row)]),
    )


def values(loot: Loot, table: str) -> Guesses:
    """Any id or hash that leads, over at most three rows, from a publication to a private row."""
    holders: dict[str, list[Row]] = defaultdict(list)
    for rows in loot.tables.values():
        for row in rows:
            ids = row.ids()
            if len(ids) <= 8:  # a sample or a list that names everybody names nobody
                for each in ids:
                    holders[each].append(row)
    suspects = {id(row) for row in loot.suspects(table)}
    steps: dict[tuple[str, int], int] = {}
    for key in loot.publications:
        reached, frontier = {key}, {key}
        for step in range(3):
            rows = [row for each in frontier for row in holders[each]]
            for row in rows:
                if id(row) in suspects:
                    steps.setdefault((key, id(row)), step)
            frontier = {each for row in rows for each in row.ids()} - reached
            reached |= frontier
    return _nearest(loot, table, lambda key, row: steps.get((key, id(row))))


STRATEGIES: tuple[Callable[[Loot, str], Guesses], ...] = (
    row_order,
    seal_order,
    transactions,
    log_order,
    leftovers,
    timestamps,
    counts,
    lengths,
    labels,
    values,
)
# A hint, never a proof: too coarse to name anybody alone, even in a build that leaks.
HINTS: tuple[Callable[[Loot, str], Guesses], ...] = (weights,)


def vote(guesses: Sequence[Guesses]) -> Guesses:
    """What most strategies say, the earlier ones first among equals."""
    return {key: Counter(each[key] for each in guesses).most_common(1)[0][0] for key in guesses[0]}


# -- the referee ---------------------------------------------------------------------------------


def recovered(guesses: Guesses, answers: Mapping[str, frozenset[str]]) -> int:
    """For how many publications the guessed row bears an id of their author's."""
    return sum(bool(row.ids() & answers[key]) for key, row in guesses.items())


def best_constant(loot: Loot, table: str, answers: Mapping[str, frozenset[str]]) -> float:
    """The share of publications that naming always the same row gets right: chance at its best."""
    hits = [
        sum(bool(row.ids() & answers[key]) for key in loot.publications)
        for row in loot.suspects(table)
    ]
    return max(1, *hits) / len(loot.publications)


def most_by_chance(tries: int, share: float, level: float = 0.999) -> int:
    """The number of successes that chance passes with a probability of at most 1 - ``level``."""
    total = 0.0
    for count in range(tries + 1):
        total += comb(tries, count) * share**count * (1 - share) ** (tries - count)
        if total >= level:
            return count
    return tries
