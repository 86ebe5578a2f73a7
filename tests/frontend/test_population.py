"""`recul population import` as an operator runs it, and what the doctor then says of the labels."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commons import keys, library, settings
from commons.content import CaseStudyContent
from commons.labels import editions
from commons.labels.population import Population
from frontend import app as composition
from frontend.cli import cli
from tests.commons.test_label_register import IMPORT, WALDEC, export

LATELY = (date.today() - timedelta(days=30)).isoformat()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and none of this machine's settings."""
    for name in [name for name in os.environ if name.startswith("RECUL_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def current() -> Population:
    opened = composition.open_database(settings.load())
    with opened.database.reading() as session:
        found = editions.current(session)
    opened.database.close()
    return found


def shelve(**labels: tuple[str, ...]) -> None:
    opened = composition.open_database(settings.load())
    with opened.database.writing() as session:
        library.shelve(
            session,
            publication_id=keys.new_id(),
            content=CaseStudyContent(title="une relance", tried="par lettre", advice="relire"),
            labels={"channels": ("email",), "sizes": ("small",)} | labels,
            language="fr",
            audience="open",
            month=202603,
            visible_from=202603,
        )
    opened.database.close()


def test_an_export_replaces_the_estimates_and_says_what_it_counted(folder: Path) -> None:
    new, old = folder / "waldec.csv", folder / "import.csv"
    alive = {"date_publi": LATELY}
    new.write_bytes(export(alive, alive, {"position": "D"}, {"adrs_codeinsee": "2A004"} | alive))
    old.write_bytes(export(alive, columns=IMPORT, encoding="latin-1"))

    result = run("population", "import", str(new), str(old))

    assert result.exit_code == 0, result.output
    assert "Active associations found: 4." in result.stdout
    assert "1 dissolved" in result.stdout
    assert "Counted in edition 2: 4, in 2 regions." in result.stdout
    assert "estimate kept: Grand Est." in result.stdout
    assert "Culture, heritage, media: 4" in result.stdout
    assert current().counted["53"]["culture"] == 3
    assert current().counted["94"]["all"] == 1
    # Counts only: nothing of any association is kept.
    everything = b"".join(path.read_bytes() for path in (folder / "data").rglob("*.sqlite*"))
    assert b"W291000001" not in everything
    assert "veillées".encode() not in everything


def test_another_import_replaces_the_first(folder: Path) -> None:
    for number, count in ((2, 3), (3, 1)):
        path = folder / "rna.csv"
        path.write_bytes(export(*[{"date_publi": LATELY}] * count))

        assert f"edition {number}: {count}," in run("population", "import", str(path)).stdout

    assert current().counted["53"]["all"] == 1


def test_a_file_that_is_no_register_is_refused_and_its_missing_column_named(folder: Path) -> None:
    path = folder / "rna.csv"
    path.write_bytes(export({}, columns=[name for name in WALDEC if name != "objet_social1"]))
    run("migrate")

    result = run("population", "import", str(path))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "rna.csv" in result.stderr
    assert "objet_social1" in result.stderr
    assert current().number == 1


def test_classes_on_the_shelf_that_shrink_are_told_and_below_fifty_the_doctor_fails(
    folder: Path,
) -> None:
    run("migrate")
    shelve(fields=("culture",), zones=("north-west",))
    assert run("doctor").exit_code == 0
    assert "Labels rest on estimates (edition 1)." in run("doctor").stdout
    path = folder / "rna.csv"
    path.write_bytes(export(*[{"date_publi": LATELY}] * 3))

    imported = run("population", "import", str(path))
    doctor = run("doctor")

    told = "small, culture, north-west; publications: 1."
    # Two regions of the zone keep their estimates: fewer match, not too few.
    assert imported.exit_code == 0
    assert "register (edition 2)" in doctor.stdout
    assert told not in doctor.stdout

    shelve(fields=("religion",), zones=("overseas",))
    alarmed = run("doctor")
    assert alarmed.exit_code == 1
    (line,) = [line for line in alarmed.stdout.splitlines() if "Labels on the shelf" in line]
    assert line.startswith("!!")
    assert "(200 are needed): email, small, religion, overseas; publications: 1." in line
    assert line.removeprefix("!! ").strip() in run("population", "import", str(path)).stdout


def test_a_class_between_the_alarm_and_what_is_needed_is_told_without_failing() -> None:
    run("migrate")
    shelve(fields=("social",), zones=("overseas",))

    doctor = run("doctor")

    (line,) = [line for line in doctor.stdout.splitlines() if "Labels on the shelf" in line]
    assert line.startswith("ok")
    assert doctor.exit_code == 0
