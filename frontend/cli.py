"""The command line: everything an operator does."""

import ipaddress
import json
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from commons import anonymisation, clock, keys, migrations, organisations, outbox, settings
from commons.anonymisation import Profile
from commons.database import Database
from commons.keys import KeyProblem
from commons.refusals import Refusal
from commons.settings import Settings, SettingsError
from frontend import app as composition
from frontend import demo as network
from schema import root, wording
from search import relay

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Recul: what digital practices gave, shared without being recognised.",
)
organisation = typer.Typer(no_args_is_help=True, help="Associations and federations.")
cli.add_typer(organisation, name="organisation")

out = Console()
err = Console(stderr=True)


@contextmanager
def _told() -> Iterator[None]:
    """One sentence instead of a traceback for what an operator can mend."""
    try:
        yield
    except (SettingsError, KeyProblem, composition.StartProblem, network.NotADemo) as problem:
        err.print(str(problem), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from None
    except relay.AlreadyLed as problem:
        err.print(str(problem), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(3) from None
    except Refusal as refusal:
        sentence = wording.say(refusal.code, "en", **refusal.details)
        err.print(sentence, style="bold red", markup=False)
        raise typer.Exit(2) from None


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@cli.command()
def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Serve the invented network.")] = False,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
) -> None:
    """Serve the product; with --demo, its invented network from a folder of its own."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with _told():
        if demo and not _loopback(host):
            raise SettingsError("The demo listens on this machine only: leave --host out.")
        known = settings.load(demo=demo)
        if "RECUL_BASE_URL" not in os.environ:
            known = replace(known, base_url=f"http://{host}:{port}")
        people = _prepare_demo(known) if demo else []
        app = composition.create(known)
        app.state.demo_people = people
        err.print(f"Recul: http://{host}:{port}", markup=False)
        # Access logs would hold addresses and times of readers: the proxy's business, if anyone's.
        uvicorn.run(app, host=host, port=port, access_log=False, log_level="warning")


def _prepare_demo(known: Settings) -> list[tuple[str, str]]:
    """Load the demo network once; an interrupted load begins again from nothing."""
    database = Database(known.database_url)
    with database.reading() as session:
        state = None if migrations.is_empty(session) else network.check(session)
    database.close()
    if state == "ready":
        return network.people()
    if state == "loading":
        for name in ("recul.sqlite", "recul.sqlite-wal", "recul.sqlite-shm"):
            (known.data_dir / name).unlink(missing_ok=True)
        shutil.rmtree(known.index_dir, ignore_errors=True)
    opened = composition.open_database(known)
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("The demo network publishes…", total=None)
        network.load(
            opened.database,
            opened.keys,
            lambda done, whole: progress.update(task, completed=done, total=whole),
        )
    opened.database.close()
    return network.people()


@cli.command()
def migrate() -> None:
    """Make the database, or bring it up to date."""
    with _told():
        composition.open_database(settings.load()).database.close()
        err.print("The database is up to date.")


@cli.command()
def reindex() -> None:
    """Build the search index anew from the shelf."""
    with _told():
        known = settings.load()
        leadership, engine = composition.open_index(known)
        try:
            opened = composition.open_database(known)
            count = relay.rebuild(opened.database, engine)
            opened.database.close()
        finally:
            engine.close()
            leadership.release()
        err.print(f"{count} publications are in the index.")


@organisation.command("list")
def list_organisations(
    state: Annotated[str, typer.Option(help="pending or verified.")] = "pending",
) -> None:
    """Show who waits for verification; on this terminal only."""
    with _told():
        opened = composition.open_database(settings.load())
        table = Table("id", "name", "kind", "numbers", "declared")
        with opened.database.reading() as session:
            for each in organisations.everyone(session, opened.keys, state):
                numbers = ", ".join(each.profile.numbers().values())
                declared = each.declared.date().isoformat()
                profile = each.profile
                table.add_row(each.id, profile.legal_name, profile.kind, numbers, declared)
        opened.database.close()
        out.print(table)


@organisation.command()
def verify(
    number: Annotated[str, typer.Argument(help="The id, RNA or SIREN of the organisation.")],
) -> None:
    """Let an organisation publish, once you know that it is who it says."""
    with _told():
        opened = composition.open_database(settings.load())
        with opened.database.writing() as session:
            found = organisations.find(session, opened.keys, number)
            organisations.verify(session, opened.keys, found.id, clock.system())
        opened.database.close()
        err.print(f"{found.profile.legal_name} may publish now.", markup=False)


@cli.command()
def anonymise(
    profile: Annotated[
        Path | None, typer.Option(help="What the association declares of itself (JSON).")
    ] = None,
    lines: Annotated[
        bool, typer.Option("--lines", help='JSON Lines: {"text": …, "profile": {…}} in.')
    ] = False,
) -> None:
    """Read a text on standard input, print what identifies in it and the text without it (JSON).

    Offsets are code points of the input.
    """
    given = _profile(_json(profile.read_text("utf-8"), str(profile))) if profile else Profile()
    stdin = sys.stdin.buffer.read().decode("utf-8")
    if not lines:
        typer.echo(json.dumps(_anonymised(stdin, given), ensure_ascii=False))
        return
    for number, line in enumerate(stdin.splitlines(), start=1):
        if not line.strip():
            continue
        asked = _json(line, f"line {number}")
        if not isinstance(asked.get("text"), str):
            raise typer.BadParameter(f"line {number}: text is missing")
        own = _profile(asked["profile"]) if asked.get("profile") is not None else given
        typer.echo(json.dumps(_anonymised(asked["text"], own), ensure_ascii=False))


def _json(text: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as problem:
        raise typer.BadParameter(f"{where} is not JSON: {problem}") from None
    if not isinstance(value, dict):
        raise typer.BadParameter(f"{where} is not a JSON object")
    return value


def _profile(mapping: dict[str, Any]) -> Profile:
    try:
        return Profile.from_mapping(mapping)
    except ValueError as problem:
        raise typer.BadParameter(f"profile: {problem}") from None


def _anonymised(text: str, profile: Profile) -> dict[str, Any]:
    done = anonymisation.anonymise(text, profile)
    return {
        "text": text,
        "findings": [
            {
                "start": each.start,
                "end": each.end,
                "text": each.text,
                "kind": each.kind,
                "certainty": each.certainty,
                "replacement": each.replacement,
            }
            for each in done.findings
        ],
        "anonymised": done.anonymised,
    }


@cli.command()
def sdl() -> None:
    """Print the GraphQL schema."""
    typer.echo(root.sdl(), nl=False)


@cli.command()
def doctor() -> None:
    """Check settings, key, database and index; changes nothing, ends with 1 when one is wrong."""
    with _told():
        known = settings.load()
        findings = _diagnose(known)
    for good, sentence in findings:
        out.print("ok " if good else "!! ", sentence, markup=False, soft_wrap=True, end="\n")
    if not all(good for good, _ in findings):
        raise typer.Exit(1)


def _diagnose(known: Settings) -> list[tuple[bool, str]]:
    if not known.key_file.exists():
        return [(False, f"The key file {known.key_file} does not exist yet: run recul migrate.")]
    mode = known.key_file.stat().st_mode & 0o777
    found = [(mode == 0o600, f"The key file is readable by its owner only ({mode:o}).")]
    apart = known.key_file.parent != known.data_dir
    found.append((apart, "The key file lies outside the data directory."))
    database = Database(known.database_url)
    try:
        with database.reading() as session:
            if migrations.is_empty(session):
                return [*found, (False, "The database is empty: run recul migrate.")]
            bound = keys.is_bound(session)
            if bound:
                keys.bind(session, keys.load(known.key_file, create=False))
            found.append((bound, "The key belongs to this database."))
            waiting = outbox.backlog(session, outbox.INDEX)
            found.append((waiting < 1000, f"{waiting} publications wait for the index."))
        found.append((migrations.is_current(database), "The schema is the one of this version."))
        if not database.is_sqlite:
            with database.engine.connect() as connection:
                recycle = connection.exec_driver_sql("SHOW wal_recycle").scalar()
            found.append(
                (recycle == "off", "PostgreSQL removes old log segments (wal_recycle = off).")
            )
    except KeyProblem as problem:
        found.append((False, str(problem)))
    finally:
        database.close()
    return found


def main() -> None:
    """The console script."""
    cli()


if __name__ == "__main__":
    main()
