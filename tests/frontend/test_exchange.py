"""The shelf out to a file and back, as an operator does it, and what readers then see."""

import html
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from frontend.cli import cli
from tests.commons.exchange.test_lines import BENCHMARK, CASE
from tests.frontend.conftest import Site

LIST = "{ search(first: 50) { totalCount nodes { id title source themes { code } } } }"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and none of this machine's settings."""
    for name in [name for name in os.environ if name.startswith("RECUL_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, given: bytes = b"") -> Result:
    """A command in this process."""
    return CliRunner().invoke(cli, arguments, input=given)


def jsonl(path: Path, *written: Any) -> str:
    lines = [json.dumps(each, ensure_ascii=False) + "\n" for each in written]
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


# ------------------------------------------------------------------------------- commands


def test_a_file_is_taken_in_and_written_out(folder: Path) -> None:
    given = jsonl(folder / "voisins.jsonl", CASE, BENCHMARK | {"tools": ["Le Carnet"]})

    first, second = run("import", given), run("import", given)
    written = run("export", "shelf.jsonl")
    piped = run("export", "-")
    lines = [json.loads(line) for line in (folder / "shelf.jsonl").read_text("utf-8").splitlines()]
    by_pipe = run("import", "-", "--source", "ailleurs", given=json.dumps(CASE).encode())

    assert [each.exit_code for each in (first, second, written, piped, by_pipe)] == [0] * 5
    assert first.stdout == second.stdout == written.stdout == ""
    assert "Line 2: the tool “Le Carnet” is not in the catalogue" in first.stderr
    assert "New: 2; changed: 0; as before: 0" in first.stderr
    assert "New: 0; changed: 0; as before: 2" in second.stderr
    assert written.stderr == "Exported: 2.\n"
    assert piped.stdout_bytes == (folder / "shelf.jsonl").read_bytes()
    assert {(each["source"], each["id"]) for each in lines[:-1]} == {
        ("voisins", "c1"), ("voisins", "7"),
    }  # fmt: skip
    assert "New: 1" in by_pipe.stderr


def test_a_source_is_removed_in_one_act(folder: Path) -> None:
    run("import", jsonl(folder / "voisins.jsonl", CASE, BENCHMARK))

    unknown = run("import", "--remove", "voisin\x1b[31m")
    removed = run("import", "--remove", "voisins")
    run("export", "shelf.jsonl")

    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert (
        unknown.stderr == "Nothing was imported from “voisin [31m”. Known sources: voisins (2).\n"
    )
    assert (removed.exit_code, removed.stdout) == (0, "")
    assert removed.stderr == "Withdrawn: 2. They leave the index as soon as it hears of it.\n"
    assert len((folder / "shelf.jsonl").read_text("utf-8").splitlines()) == 1
    for wrong in ((), ("voisins.jsonl", "--remove", "x"), ("--source", "y", "--remove", "x")):
        assert run("import", *wrong).exit_code == 2


def test_what_is_refused_is_told_by_line_and_nothing_is_imported(folder: Path) -> None:
    given = jsonl(
        folder / "mixed.jsonl",
        CASE,
        CASE | {"id": "c2", "themes": ["no\x1b[31mthing"]},
        CASE | {"id": "c3", "advice": "écrire à yvonne.kerbrat@exemple.fr"},
    )

    result = run("import", given)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "line 2, themes: “no [31mthing” is not a code of the list “themes”.",
        "line 3, advice: This text holds a direct identifier (EMAIL): only texts that name nobody "
        "are taken in.",
        "Nothing was imported.",
    ]
    assert json.loads(run("export", "-").stdout)["manifest"]["publications"] == 0


def test_a_line_from_nowhere_needs_a_source() -> None:
    result = run("import", "-", given=json.dumps(CASE).encode())

    assert result.exit_code == 2
    assert result.stderr.splitlines()[0] == "line 1, source: The key “source” is missing."


@pytest.mark.parametrize("command", [("export", "-"), ("import", "-")], ids=" ".join)
def test_a_malformed_setting_stops_it(
    command: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECUL_TYPO", "1")

    result = run(*command)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert list(folder.iterdir()) == []


def test_an_import_without_key_for_its_database_changes_nothing(folder: Path) -> None:
    run("import", jsonl(folder / "voisins.jsonl", CASE))
    (folder / "keys" / "recul.key").rename(folder / "elsewhere.key")

    result = run("import", jsonl(folder / "autres.jsonl", CASE))

    assert result.exit_code == 2
    (folder / "elsewhere.key").rename(folder / "keys" / "recul.key")
    assert json.loads(run("export", "-").stdout.splitlines()[-1])["manifest"]["publications"] == 1


def test_a_changed_export_is_told(folder: Path) -> None:
    run("import", jsonl(folder / "voisins.jsonl", CASE))
    written = run("export", "-").stdout_bytes

    same = run("import", "-", given=written)
    changed = run("import", "-", given=written.replace(b"SMS", b"texto"))

    assert "manifest" not in same.stderr
    assert "as before: 1" in same.stderr
    assert changed.stderr.startswith("The manifest is not one of this network's key")
    assert "changed: 1" in changed.stderr


# ------------------------------------------------------------------------------- beside a server


def test_beside_a_serving_process_an_import_is_found_and_marked(site: Site, folder: Path) -> None:
    published = site.publish(site.join("clocher"))
    given = jsonl(
        folder / "voisins.jsonl",
        CASE | {"month": "2026-01"},
        BENCHMARK
        | {"month": "2026-01", "body": "Nous avons <script>alert(1)</script> commencé petit."},
    )
    product = site.product.settings

    done = subprocess.run(
        [sys.executable, "-m", "frontend.cli", "import", given, "--source", "Le <i>réseau</i>"],
        capture_output=True,
        cwd=Path(__file__).parents[2],
        env={
            "LC_ALL": "C.UTF-8",
            "RECUL_DATA_DIR": str(product.data_dir),
            "RECUL_KEY_FILE": str(product.key_file),
        },
        timeout=60,
        check=False,
    )
    site.push()
    found = site.read(LIST)["search"]
    sources = {each["title"]: each["source"] for each in found["nodes"]}
    pages = {each["id"]: site.html(f"/pratiques/{each['id']}") for each in found["nodes"]}

    assert done.returncode == 0, done.stderr
    assert found["totalCount"] == 3
    assert sources["Relancer par SMS"] == sources["Un an de billetterie"] == ("Le <i>réseau</i>")
    for key, page in pages.items():
        imported = "Reprise de Le &lt;i&gt;réseau&lt;/i&gt;" in page
        assert imported == (key != published)
        # The licence is its author's to give.
        article = page.partition("</article>")[0]
        assert ("creativecommons.org" in article) == (key == published)
        assert "<script>alert" not in page
    (story,) = [page for page in pages.values() if "Un an de billetterie</h1>" in page]
    assert "Comment cela s'est passé" in html.unescape(story)
    assert "À refaire avec cet outil" not in story
    assert "Taken from Le" in site.html(f"/en/pratiques/{next(k for k in pages if k != published)}")
