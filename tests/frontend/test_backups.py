"""A backup put back has no more in it than the site: what was erased since is erased again."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
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
from commons.settings import Settings
from frontend import app as composition
from frontend import backups
from frontend.app import Opened, StartProblem
from search import relay
from tests.commons.conftest import Network
from tests.conftest import Ticking

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

    def __init__(self, known: Settings, clock: Ticking) -> None:
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
        self.copy = backups.backup(known, known.data_dir.parent / "copy.sqlite")
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
            memberships.depart(session, secrets, self.third)
        ledger.carry_out(opened.database, secrets, ledger.path_of(self.known.key_file))

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
        opened.database.close()
        raw = b"".join(
            each.read_bytes()
            for each in self.known.data_dir.iterdir()
            if each.name.startswith("recul.sqlite")
        )
        assert self.leaver.organisation.id.encode() not in raw
        assert self.colleague.encode() not in raw


@pytest.fixture
def scene(known: Settings, clock: Ticking) -> Scene:
    return Scene(known, clock)


def holds(database: Path, text: str) -> bool:
    return text.encode() in database.read_bytes()


def test_a_backup_put_back_has_forgotten_what_was_erased_since(scene: Scene) -> None:
    assert holds(scene.copy, scene.colleague)
    assert scene.copy.stat().st_mode & 0o777 == 0o600
    scene.known.index_dir.mkdir()

    backups.restore(scene.known, scene.copy)

    scene.check()
    assert not scene.known.index_dir.exists()
    left = {each.name for each in scene.known.data_dir.iterdir()}
    assert not [each for each in left if "restoring" in each]


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


def killed(scene: Scene, moment: str, *, restoring: bool) -> None:
    environment = {name: value for name, value in os.environ.items() if "RECUL_" not in name} | {
        "RECUL_DATA_DIR": str(scene.known.data_dir),
        "RECUL_KEY_FILE": str(scene.known.key_file),
        "PYTHONPATH": str(HERE),
    }
    done = subprocess.run(
        [sys.executable, "-c", KILLED, moment, str(scene.copy) if restoring else ""],
        env=environment,
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


def test_a_rotation_in_between_changes_nothing_of_it(scene: Scene) -> None:
    database = Database(scene.known.database_url)
    rotation.rotate(database, scene.known.key_file)
    database.close()
    # The older backup opens with the key before, which the operator puts back with it.
    shutil.copy(keys.predecessor(scene.known.key_file), scene.known.key_file)

    backups.restore(scene.known, scene.copy)

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
