"""Every command as an operator runs it: what it prints, how it ends, what it leaves alone."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from commons import anonymisation, keys, organisations, outbox, rotation, settings
from commons.organisations import Known, Profile
from frontend import app as composition
from frontend import indexing
from frontend.cli import cli
from frontend.diagnosis import BACKLOG_LIMIT
from schema import root
from search import relay
from tests.conftest import free_port
from tests.search import model

HERE = Path(__file__).parents[2]
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
PROFILE = Profile(
    legal_name="Les Amis du Clocher",
    rna="W291000001",
    siren="732829320",
    budget="10k-50k",
    employees="none",
    volunteers="10-29",
    field="culture",
    scope="commune",
    region="53",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and none of this machine's settings."""
    for name in [name for name in os.environ if name.startswith("RECUL_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "frontend.cli", *arguments]


def bare(folder: Path, *arguments: str, given: bytes = b"", **environment: str) -> tuple[int, str]:
    """A command in a process of its own, with nothing around it: its end and what it told."""
    done = subprocess.run(
        command(*arguments),
        input=given,
        capture_output=True,
        cwd=folder,
        env={"LC_ALL": "POSIX"} | environment,
        timeout=60,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode()


def run(*arguments: str, given: bytes = b"", **environment: str) -> Result:
    """A command in this process."""
    return CliRunner().invoke(cli, arguments, input=given, env=environment)


def assert_one_sentence(result: Result, code: int = 2) -> None:
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr


def declare(**changes: object) -> str:
    """An association that waits for verification; its id."""
    opened = composition.open_database(settings.load())
    with opened.database.writing() as session:
        profile = PROFILE.model_copy(update=changes)
        organisation = organisations.declare(session, opened.keys, profile, NOW)
    opened.database.close()
    return organisation


def known(organisation: str) -> Known:
    opened = composition.open_database(settings.load())
    with opened.database.reading() as session:
        found = organisations.known(session, opened.keys, organisation)
    opened.database.close()
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but those that SQLite makes and removes while a database is open."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def anonymised(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout_bytes)
    return answer


# ------------------------------------------------------------------------------- anonymise


TEXTS = {
    "emoji": "Merci 👩‍🌾👍🏽 à Jean Dupont, au 06 39 98 41 27.",
    "combining": "Une fe\u0301te a\u0300 l'e\u0301cole avec Jean Dupont au 06 39 98 41 27.",
    "crlf": "Bonjour,\r\nJean Dupont\r\n06 39 98 41 27\r\n",
    "bom": "\ufeffJean Dupont, 06 39 98 41 27",
    "line separators": "Jean Dupont\u2028téléphone\x85 06 39 98 41 27\x0c",
    "nothing": "",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_offsets_are_code_points_of_the_text_as_given(text: str) -> None:
    answer = anonymised(run("anonymise", given=text.encode()))

    assert answer["text"] == text
    findings = answer["findings"]
    assert [text[each["start"] : each["end"]] for each in findings] == [
        each["text"] for each in findings
    ]
    kinds = {each["kind"] for each in findings}
    assert kinds >= ({"PERSON", "PHONE"} if text else set())
    assert "Dupont" not in str(answer["anonymised"])
    assert "06 39" not in str(answer["anonymised"])


def test_anonymising_is_a_program_of_its_own(folder: Path) -> None:
    text = TEXTS["emoji"]
    environment = {"PYTHONIOENCODING": "latin-1"}  # a terminal that is not ours to trust

    code, told = bare(folder, "anonymise", given=text.encode(), **environment)

    assert code == 0
    assert json.loads(told) == anonymised(run("anonymise", given=text.encode()))
    assert list(folder.iterdir()) == []


def test_what_a_profile_declares_is_found(folder: Path) -> None:
    profile = {
        "name": "Les Jetons du Jeudi",
        "aliases": ["le club de Mirande"],
        "acronym": None,
        "people": ["Huguette Lasserre"],
        "handles": [],
        "domain": None,
    }
    (folder / "profile.json").write_text(json.dumps(profile), encoding="utf-8-sig")
    text = "Les jetons du jeudi jouent chez huguette."

    answer = anonymised(run("anonymise", "--profile", "profile.json", given=text.encode()))

    assert "jetons" not in str(answer["anonymised"]).lower()
    assert "huguette" not in str(answer["anonymised"]).lower()


@pytest.mark.parametrize(
    ("written", "named"),
    [
        (b'{"nom": "x"}', "nom"),
        (b'{"name": 3}', "name"),
        (b'{"people": "Huguette"}', "people"),
        (b'{"people": [null]}', "people"),
        (b'{"people": {"a": "b"}}', "people"),
        (b"[]", "JSON"),
        (b"null", "JSON"),
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"name": "\\ud800"}', "JSON"),
        (b"\xff", "UTF-8"),
    ],
)
def test_a_wrong_profile_is_refused_and_named(folder: Path, written: bytes, named: str) -> None:
    (folder / "profile.json").write_bytes(written)

    result = run("anonymise", "--profile", "profile.json", given=b"Bonjour")

    assert (result.exit_code, result.stdout) == (2, "")
    assert named in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_profile_is_refused() -> None:
    result = run("anonymise", "--profile", "nowhere.json", given=b"Bonjour")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "nowhere.json" in result.stderr


def test_what_is_not_text_is_refused() -> None:
    result = run("anonymise", given=b"caf\xe9")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "UTF-8" in result.stderr


def test_each_line_has_its_own_profile_or_the_common_one(folder: Path) -> None:
    (folder / "profile.json").write_text('{"people": ["Huguette Lasserre"]}', encoding="utf-8")
    asked: list[dict[str, Any]] = [
        {"text": "huguette a fini"},
        {"text": "huguette a fini", "profile": None},
        {"text": "bernard a fini", "profile": {"people": ["Bernard Dupouy"]}},
        {"text": "Un retour\r\nà la ligne\u2028et un autre\x85.", "profile": {}},
    ]
    lines = "\r\n\n".join(json.dumps(each, ensure_ascii=False) for each in asked)

    result = run("anonymise", "--lines", "--profile", "profile.json", given=lines.encode())

    assert result.exit_code == 0, result.output
    answers = [json.loads(line) for line in result.stdout_bytes.split(b"\n") if line]
    assert [each["text"] for each in answers] == [each["text"] for each in asked]
    assert [len(each["findings"]) for each in answers] == [1, 1, 1, 0]
    assert list(answers[0]) == ["text", "findings", "anonymised"]
    assert list(answers[0]["findings"][0]) == [
        *("start", "end", "text", "kind", "certainty", "replacement")
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"text",
        b"{}",
        b'"text"',
        b'{"text": null}',
        b'{"text": ["a"]}',
        b'{"text": "a", "profile": []}',
        b'{"text": "a", "profile": ["name"]}',
        b'{"text": "a", "profile": {"nom": "b"}}',
        b'{"text": "\\udc00"}',
        b'{"text": ' + b"[" * 100_000,
    ],
)
def test_a_bad_line_is_named_after_the_good_ones(line: bytes) -> None:
    result = run("anonymise", "--lines", given=b'{"text": "Bonjour"}\n\n' + line + b"\n")

    assert result.exit_code == 2
    assert json.loads(result.stdout_bytes)["text"] == "Bonjour"
    assert "line 3" in result.stderr
    assert "Traceback" not in result.stderr


# ------------------------------------------------------------------------------- schema, help


def test_the_printed_schema_is_the_committed_one() -> None:
    printed = run("sdl")

    assert printed.exit_code == 0
    assert printed.stdout_bytes.decode() == root.sdl()
    assert printed.stdout_bytes == (HERE / "schema" / "schema.graphql").read_bytes()


def test_without_a_command_the_commands_are_listed() -> None:
    listed = run()

    names = {"serve", "migrate", "reindex", "organisation", "key", "anonymise", "sdl", "doctor"}
    assert names <= set(re.findall(r"\w+", listed.output))


# ------------------------------------------------------------------------------- settings, key


@pytest.mark.parametrize(
    "arguments",
    [
        ("serve",),
        ("serve", "--demo"),
        ("migrate",),
        ("reindex",),
        ("doctor",),
        ("organisation", "list"),
        ("organisation", "verify", "W291000001"),
        ("organisation", "leave", "W291000001"),
        ("key", "rotate"),
    ],
    ids=" ".join,
)
def test_a_malformed_setting_stops_every_command(folder: Path, arguments: tuple[str, ...]) -> None:
    for name, value in (("RECUL_BASE_URL", "ftp://a"), ("RECUL_TYPO", "1"), ("RECUL_KEY_FILE", "")):
        result = run(*arguments, given=b"", **{name: value})

        assert_one_sentence(result)
        assert name in result.stderr
    assert list(folder.iterdir()) == []


def test_a_malformed_setting_is_told_without_a_traceback(folder: Path) -> None:
    code, told = bare(folder, "migrate", RECUL_REGISTRATION="closed")

    expected = "RECUL_REGISTRATION must be one of open, moderated, invitation, not 'closed'.\n"
    assert (code, told) == (2, expected)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [("migrate",), ("organisation", "list"), ("serve",)], ids=" ".join
)
def test_a_database_out_of_reach_is_told_without_its_password(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    # Port 1 of this machine: nobody listens there.
    address = "postgresql://recul:hush@127.0.0.1:1/recul"

    result = run(*arguments, RECUL_DATABASE_URL=address)

    assert_one_sentence(result)
    assert "can't be opened" in result.stderr
    assert "hush" not in result.stderr
    assert not (folder / "keys").exists()


def test_what_is_no_database_is_told_and_left_alone(folder: Path) -> None:
    letter = b"Dear Huguette, " * 40
    (folder / "letter.txt").write_bytes(letter)

    result = run("migrate", RECUL_DATABASE_URL="sqlite:///letter.txt")
    inside = run("migrate", RECUL_DATA_DIR="letter.txt")
    index = run("reindex", RECUL_DATA_DIR="letter.txt")

    for each in (result, inside, index):
        assert_one_sentence(each)
    assert contents(folder) == {"letter.txt": letter}


@pytest.mark.parametrize(
    "arguments",
    [
        ("serve",),
        ("migrate",),
        ("reindex",),
        ("organisation", "list"),
        ("organisation", "verify", "W291000001"),
        ("organisation", "leave", "W291000001"),
        ("key", "rotate"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("missing", [True, False], ids=["missing", "wrong"])
def test_another_key_stops_every_command(
    folder: Path, arguments: tuple[str, ...], missing: bool
) -> None:
    organisation = declare()
    key = folder / "keys" / "recul.key"
    right = key.read_bytes()
    key.unlink()
    if not missing:
        keys.load(key, create=True)
    before = (folder / "data" / "recul.sqlite").read_bytes()

    result = run(*arguments)

    assert_one_sentence(result)
    assert ("is missing" if missing else "does not belong") in result.stderr
    assert (folder / "data" / "recul.sqlite").read_bytes() == before
    assert key.exists() is not missing
    key.write_bytes(right)
    assert known(organisation).state == "pending"


# ------------------------------------------------------------------------------- migrate


def test_a_database_of_a_newer_version_is_left_alone_in_one_sentence(folder: Path) -> None:
    declare()
    with closing(sqlite3.connect(folder / "data" / "recul.sqlite")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = 'of-tomorrow'")
    before = (folder / "data" / "recul.sqlite").read_bytes()

    result = run("migrate")

    assert_one_sentence(result)
    assert "newer" in result.stderr
    assert (folder / "data" / "recul.sqlite").read_bytes() == before


def test_migrating_twice_changes_nothing_more(folder: Path) -> None:
    first = run("migrate")
    before = contents(folder)

    second = run("migrate")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stderr == second.stderr == "The database is up to date.\n"
    assert contents(folder) == before
    assert set(before) == {"data/recul.sqlite", "keys/recul.key", "keys/recul.key.erased.lock"}


# ------------------------------------------------------------------------------- organisations


def test_who_waits_is_listed_whole(folder: Path) -> None:
    long = "Association pour la sauvegarde des [b]petits[/b] moulins de la vallée " + "haute " * 8
    organisation = declare(legal_name=long.strip())
    verified = declare(rna="W291000002", siren=None, legal_name="Les Autres")
    run("organisation", "verify", verified)

    waiting = run("organisation", "list")
    others = run("organisation", "list", "--state", "verified")

    row = (organisation, "2026-03-10", "association", "W291000001, 732829320", long.strip())
    assert waiting.stdout == "\t".join(row) + "\n"
    assert others.stdout.split("\t")[0] == verified
    assert others.stdout.endswith("\tLes Autres\n")
    assert run("organisation", "list", "--state", "nobody").exit_code == 2


def test_a_name_stays_on_its_line_and_is_no_markup() -> None:
    declare(legal_name="Les Amis\tdu\r\n[bold]Clocher[/] [/red]")

    listed = run("organisation", "list")
    verified = run("organisation", "verify", "W291000001")

    assert listed.stdout.count("\t") == 4
    for told in (listed.stdout, verified.stderr):
        assert "Les Amis du [bold]Clocher[/] [/red]" in " ".join(told.split())
        assert told.count("\n") == 1


@pytest.mark.parametrize("number", ["id", "W291000001", " w291 000 001 ", "732 829 320"])
def test_an_organisation_is_verified_by_id_or_number(number: str) -> None:
    organisation = declare()

    result = run("organisation", "verify", organisation if number == "id" else number)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Les Amis du Clocher may publish now.\n"
    assert known(organisation).state == "verified"


@pytest.mark.parametrize("number", ["W291000009", "nobody", "732829321", "", "' OR 1=1 --"])
def test_an_unknown_organisation_is_told_in_one_sentence(number: str) -> None:
    organisation = declare()

    result = run("organisation", "verify", number)

    assert_one_sentence(result)
    assert known(organisation).state == "pending"


# ------------------------------------------------------------------------------- doctor


def findings(result: Result) -> dict[str, str]:
    """Sentence → ``ok`` or ``!!``."""
    assert result.stderr == ""
    pairs = (line.split(maxsplit=1) for line in result.stdout.splitlines())
    return {sentence: mark for mark, sentence in pairs}


def test_a_sound_installation_is_told_so_and_left_as_it_is(folder: Path) -> None:
    run("migrate")
    before = contents(folder)

    result = run("doctor")

    assert result.exit_code == 0
    assert set(findings(result).values()) == {"ok"}
    assert any("key belongs" in sentence for sentence in findings(result))
    assert contents(folder) == before


def test_a_missing_names_model_is_a_finding_and_anonymising_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("migrate")
    assert findings(run("doctor"))["The names model is installed."] == "ok"

    monkeypatch.setattr(anonymisation.model, "is_available", lambda: False)
    told, masked = run("doctor"), run("anonymise", given="Écrire à a.b@exemple.fr.".encode())

    assert told.exit_code == 1
    (wrong,) = [sentence for sentence, mark in findings(told).items() if mark == "!!"]
    assert "not installed. Nothing can be published." in wrong
    assert masked.exit_code == 0
    assert "not installed" in masked.stderr
    assert "a.b@exemple.fr" not in json.loads(masked.stdout)["anonymised"]


def test_the_embedding_model_is_told_and_a_wrong_one_is_a_finding(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run("migrate")
    made = model.made(tmp_path_factory.mktemp("models") / "small")

    without = findings(run("doctor"))
    told = findings(run("doctor", RECUL_EMBEDDING_MODEL=str(made)))
    wrong = run("doctor", RECUL_EMBEDDING_MODEL=str(made / "gone"))

    assert without["Search finds by words: no embedding model is set."] == "ok"
    assert told["Search also finds by meaning: small, 8 dimensions."] == "ok"
    assert wrong.exit_code == 1
    (said,) = [sentence for sentence, mark in findings(wrong).items() if mark == "!!"]
    assert "which is not a folder" in said


def test_nothing_is_made_where_nothing_is(folder: Path) -> None:
    result = run("doctor")

    assert result.exit_code == 1
    assert [*findings(result).values()] == ["!!"]
    assert "run recul migrate" in result.stdout
    assert list(folder.iterdir()) == []


def test_a_missing_database_is_not_made(folder: Path) -> None:
    keys.load(folder / "keys" / "recul.key", create=True)

    result = run("doctor")

    assert result.exit_code == 1
    assert findings(result)["There is no database yet: run recul migrate."] == "!!"
    assert not (folder / "data").exists()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("open key", "chmod 600"),
        ("wrong key", "does not belong to this database"),
        ("short key", "32 bytes"),
        ("empty", "The database is empty"),
        ("old schema", "not the one of this version"),
        ("no mark", "No key belongs"),
        ("garbage", "can't be opened"),
        ("backlog", f"wait for index: {BACKLOG_LIMIT}"),
    ],
)
def test_what_is_wrong_is_told_and_left_alone(folder: Path, fault: str, told: str) -> None:
    run("migrate")
    key, file = folder / "keys" / "recul.key", folder / "data" / "recul.sqlite"
    if fault == "open key":
        key.chmod(0o644)
    elif fault == "wrong key":
        key.unlink()
        keys.load(key, create=True)
    elif fault == "short key":
        key.write_bytes(b"c2hvcnQ=")
    elif fault == "empty":
        file.unlink()
        sqlite3.connect(file).close()
    elif fault == "garbage":
        file.write_bytes(b"Bonjour " * 600)
    elif fault == "backlog":
        opened = composition.open_database(settings.load())
        with opened.database.writing() as session:
            for number in range(BACKLOG_LIMIT):
                session.add(
                    outbox.OutboxRow(sink=outbox.INDEX, publication_id=str(number), version=1)
                )
        opened.database.close()
    else:
        connection = sqlite3.connect(file)
        table = "alembic_version" if fault == "old schema" else "mark"
        connection.execute(f"DELETE FROM {table}")
        connection.commit()
        connection.close()
    if file.exists() and fault not in ("empty", "garbage"):
        connection = sqlite3.connect(file)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    before = contents(folder)

    result = run("doctor")

    wrong = [sentence for sentence, mark in findings(result).items() if mark == "!!"]
    assert result.exit_code == 1
    assert len(wrong) == 1, result.stdout
    assert told in wrong[0]
    if fault != "empty":  # an empty file becomes a write-ahead one by being read
        assert contents(folder) == before


@pytest.mark.parametrize(
    "environment",
    [
        {"RECUL_KEY_FILE": "recul.key"},  # whoever copies this folder copies data within
        {"RECUL_KEY_FILE": "keys/recul.key", "RECUL_DATABASE_URL": "sqlite:///{}/keys/a.sqlite"},
        {"RECUL_KEY_FILE": "box/keys/recul.key", "RECUL_DATABASE_URL": "sqlite:///{}/box/a.sqlite"},
        {"RECUL_KEY_FILE": "link/recul.key", "RECUL_DATABASE_URL": "sqlite:///{}/box/a.sqlite"},
    ],
)
def test_a_key_beside_its_database_is_a_finding(folder: Path, environment: dict[str, str]) -> None:
    (folder / "box").mkdir()
    (folder / "link").symlink_to(folder / "box")
    given = {name: value.format(folder) for name, value in environment.items()}
    assert run("migrate", **given).exit_code == 0

    result = run("doctor", **given)

    wrong = [sentence for sentence, mark in findings(result).items() if mark == "!!"]
    assert result.exit_code == 1
    assert len(wrong) == 1, result.stdout
    assert "lie in one folder" in wrong[0]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_interrupted_rotation_is_a_finding_left_as_it_is(folder: Path, moment: str) -> None:
    """Before its commit the old key is the key, after it the new one; the operator is told."""
    run("migrate")
    path = folder / "keys" / "recul.key"
    old, new = keys.load(path, create=False), keys.prepare_successor(path)
    opened = composition.open_database(settings.load())
    if moment == "after":
        with opened.database.writing() as session:
            rotation.carry_over(session, old, new)
    opened.database.close()
    held = {each.name: each.read_bytes() for each in path.parent.iterdir()}

    result = run("doctor")

    wrong = [sentence for sentence, mark in findings(result).items() if mark == "!!"]
    assert result.exit_code == 1
    (told,) = wrong
    assert ("the key is" if moment == "after" else "is still the key") in told
    assert str(keys.successor(path) if moment == "after" else path) in told
    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == held
    # A start finishes what was done, and changes nothing of what was not.
    assert run("organisation", "list").exit_code == 0
    assert path.read_bytes() == held["recul.key.new" if moment == "after" else "recul.key"]


# ------------------------------------------------------------------------------- key, leave


def test_the_key_is_rotated_and_the_operator_told_what_to_keep(folder: Path) -> None:
    run("migrate")
    declare()
    path = folder / "keys" / "recul.key"
    first = path.read_bytes()

    result = run("key", "rotate")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "make a copy of it" in result.stderr
    assert str(keys.predecessor(path)) in result.stderr
    assert path.read_bytes() != first
    assert keys.predecessor(path).read_bytes() == first
    assert "W291000001" in run("organisation", "list").stdout
    assert run("doctor").exit_code == 0
    # The old key is not written over: older backups need it.
    again = run("key", "rotate")
    assert_one_sentence(again)
    assert "move it away" in again.stderr
    assert keys.predecessor(path).read_bytes() == first


def test_a_key_is_not_rotated_under_a_server(
    folder: Path, serving: tuple[subprocess.Popen[bytes], str]
) -> None:
    path = folder / "keys" / "recul.key"
    before = path.read_bytes()

    result = run("key", "rotate")

    assert_one_sentence(result, 3)
    assert "stop it first" in result.stderr
    assert path.read_bytes() == before
    # No other key was made, and what was erased (here nothing) is still told to nobody.
    assert {each.name for each in path.parent.iterdir()} == {"recul.key", "recul.key.erased.lock"}


@pytest.mark.parametrize(("typed", "code"), [(b"Les Amis du Clocher\n", 0), (b"oui\n", 2)])
def test_an_organisation_leaves_once_its_name_is_typed(
    folder: Path, typed: bytes, code: int
) -> None:
    run("migrate")
    declare()

    result = run("organisation", "leave", "W291000001", given=typed)

    assert result.exit_code == code, result.output
    assert ("W291000001" in run("organisation", "list").stdout) == bool(code)
    assert run("organisation", "leave", "W299999999", given=typed).exit_code == 2


def test_a_server_out_of_reach_is_a_finding(folder: Path) -> None:
    keys.load(folder / "keys" / "recul.key", create=True)

    result = run("doctor", RECUL_DATABASE_URL="postgresql://recul:hush@127.0.0.1:1/recul")

    assert result.exit_code == 1
    assert "can't be opened" in result.stdout
    assert "hush" not in result.output


# ------------------------------------------------------------------------------- serve, reindex


@pytest.fixture
def serving(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server of its own, ready; its process and its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        command("serve", "--port", str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={"LC_ALL": "POSIX"},
    )
    until = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(f"{address}/sante", timeout=60) as answer:
                assert answer.read() == b"ok\n"
            break
        except OSError:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until
            time.sleep(0.1)
    yield process, address
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_one_process_serves_a_folder(
    folder: Path, serving: tuple[subprocess.Popen[bytes], str]
) -> None:
    process, address = serving

    second = run("serve", "--port", str(free_port()))
    indexed = run("reindex")
    checked = run("doctor")
    with urllib.request.urlopen(f"{address}/en", timeout=60) as answer:
        page = answer.read().decode()
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=30)

    assert_one_sentence(second)
    assert "already serves the index" in second.stderr
    assert indexed.exit_code == 0, indexed.stderr
    assert indexed.stderr.splitlines() == [
        "Another process feeds the index: it is asked, and waited for.",
        "0 publications are in the index.",
    ]
    assert checked.exit_code == 0
    assert f'href="{address}/"' in page  # what readers type follows the port
    assert told.decode() == f"Recul: {address}\n"
    assert run("reindex").exit_code == 0


def test_the_index_is_built_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run("reindex")
    (folder / "data" / "index" / "current.json").write_text("{", encoding="utf-8")

    second = run("reindex")

    for each in (first, second):
        assert (each.exit_code, each.stdout) == (0, "")
        assert each.stderr == "0 publications are in the index.\n"
    leadership = relay.FileLeadership(folder / "data")
    monkeypatch.setattr(indexing, "TAKEN_UP_SECONDS", 0.3)
    held = run("reindex")
    leadership.release()
    assert held.exit_code == 2
    assert "is busy, or does not feed it" in held.stderr


@pytest.mark.parametrize(
    ("host", "base_url"),
    [("127.0.0.1", "http://127.0.0.1:8123"), ("::1", "http://[::1]:8123")],
)
def test_addresses_follow_where_it_listens_unless_told(
    monkeypatch: pytest.MonkeyPatch, host: str, base_url: str
) -> None:
    found = []

    def serve(app: FastAPI, **options: object) -> None:
        with TestClient(app):
            found.append((app.state.runner.product.settings.base_url, options["host"]))
            assert options["access_log"] is False

    monkeypatch.setattr(uvicorn, "run", serve)

    told = run("serve", "--host", host, "--port", "8123")
    run("serve", "--host", host, RECUL_BASE_URL="https://recul.example")

    assert told.stderr == f"Recul: {base_url}\n"
    assert found == [(base_url, host), ("https://recul.example", host)]
