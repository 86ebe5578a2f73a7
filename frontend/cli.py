"""The command line: everything an operator does."""

import ipaddress
import json
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
import uvicorn
from rich.console import Console
from rich.progress import Progress

from commons import (
    anonymisation,
    clock,
    departure,
    keys,
    migrations,
    organisations,
    outbox,
    processing,
    rotation,
    settings,
    vocabulary,
)
from commons.anonymisation import Profile
from commons.database import Database
from commons.keys import KeyProblem
from commons.labels import editions, register, shelf
from commons.labels.population import ALL, Population
from commons.refusals import Refusal
from commons.settings import Settings, SettingsError
from frontend import app as composition
from frontend import commands_operator, commands_privacy, diagnosis, exchange, indexing
from frontend import demo as network
from schema import root, wording
from search import relay
from search.engine import EngineUnavailable

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Recul: what digital practices gave, shared without being recognised.",
)
organisation = typer.Typer(no_args_is_help=True, help="Associations and federations.")
cli.add_typer(organisation, name="organisation")
population = typer.Typer(no_args_is_help=True, help="How many associations there are.")
cli.add_typer(population, name="population")
key = typer.Typer(no_args_is_help=True, help="The key file.")
cli.add_typer(key, name="key")

out = Console()
err = Console(stderr=True)


@contextmanager
def _told() -> Iterator[None]:
    """One sentence instead of a traceback for what an operator can mend."""
    try:
        yield
    except (
        SettingsError,
        KeyProblem,
        composition.StartProblem,
        network.NotADemo,
        EngineUnavailable,
    ) as problem:
        err.print(str(problem), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from None
    except relay.AlreadyLed as problem:
        err.print(str(problem), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(3) from None
    except Refusal as refusal:
        sentence = wording.say(refusal.code, "en", **refusal.details)
        err.print(sentence, style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from None


cli.add_typer(commands_operator.commands(_told), name="operator")
commands_privacy.add(cli, _told)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _printable(text: str) -> str:
    """What others typed, without what would move the cursor or hide words on a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


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
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        if "RECUL_BASE_URL" not in os.environ:
            known = replace(known, base_url=address)
        people = _prepare_demo(known) if demo else []
        app = composition.create(known)
        app.state.demo_people = people
        err.print(f"Recul: {address}", markup=False)
        # Access logs would hold addresses and times of readers: the proxy's business, if anyone's.
        uvicorn.run(app, host=host, port=port, access_log=False, log_level="warning")


def _prepare_demo(known: Settings) -> list[tuple[str, str]]:
    """Load the demo network once; an interrupted load begins again from nothing."""
    # Another process may be loading: its files must not be taken for an interrupted load's.
    leadership = relay.FileLeadership(known.data_dir)
    try:
        return _loaded_demo(known)
    finally:
        leadership.release()


def _loaded_demo(known: Settings) -> list[tuple[str, str]]:
    with composition.reaching_database():
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
    """Build every search index anew from the shelf; the old one serves until then."""
    _perform("reindex")


@cli.command()
def reconcile() -> None:
    """Compare every search index with the shelf, and mend what differs."""
    _perform("reconcile")


def _perform(act: str) -> None:
    with _told():
        known = settings.load()
        opened = composition.open_database(known)
        try:
            for said in indexing.perform(
                known, opened.database, act, lambda told: err.print(told, soft_wrap=True)
            ):
                err.print(said, markup=False, soft_wrap=True)
        finally:
            opened.database.close()


@cli.command("relay")
def feed() -> None:
    """Feed the Meilisearch servers without serving: for a machine beside those that serve."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with _told():
        known = settings.load()
        if not known.search_urls:
            raise SettingsError("The embedded index is fed by the process that serves it.")
        opened = composition.open_database(known)
        indexes = composition.open_indexes(known)
        relays = composition.relays(opened.database, indexes)
        for each in relays:
            each.start()
        err.print("Feeding the indexes; Ctrl-C ends it.")
        try:
            for each in relays:
                each.join()
        except KeyboardInterrupt:
            for each in relays:
                each.stop()
        indexes.close()
        opened.database.close()


@cli.command()
def refused(
    retry: Annotated[bool, typer.Option("--retry", help="Let all of them be tried again.")] = False,
) -> None:
    """List the publications that a search index refused, one a line: index, id, reason."""
    with _told():
        opened = composition.open_database(settings.load())
        with opened.database.writing() as session:
            for row in outbox.dead(session):
                typer.echo("\t".join((row.sink, row.publication_id, row.refused or "")))
            if retry:
                err.print(f"To be tried again: {outbox.retry(session)}.")
        opened.database.close()


@cli.command("export")
def export_shelf(
    file: Annotated[
        typer.FileBinaryWrite, typer.Argument(help="Where to write it; - is standard output.")
    ],
    only_open: Annotated[
        bool, typer.Option("--open", help="Only what everybody may read today.")
    ] = False,
) -> None:
    """Write the shelf as JSON Lines, one publication a line, the manifest last.

    Without --open it holds what is reserved or still to appear as well: keep it as safe.
    """
    with _told(), _progress() as told:
        opened = composition.open_database(settings.load())
        count = exchange.export(opened, file, only_open=only_open, progress=told)
        opened.database.close()
    err.print(f"Exported: {count}.")


@cli.command("import")
def import_shelf(
    file: Annotated[typer.FileBinaryRead, typer.Argument(help="JSON Lines; - is standard input.")],
    source: Annotated[
        str | None, typer.Option(help="The source of every line, whatever the lines say.")
    ] = None,
) -> None:
    """Put publications from elsewhere on the shelf: all lines of a file, or none.

    Lines that name no source have the name of the file for one; a second import updates.
    """
    path = Path(getattr(file, "name", ""))  # standard input is no file that is there
    otherwise = path.stem if path.is_file() else None
    with _told(), _progress() as told:
        opened = composition.open_database(settings.load())
        try:
            for said in exchange.take_in(
                opened, file, source=source, otherwise=otherwise, progress=told
            ):
                err.print(_printable(said), markup=False, soft_wrap=True)
        except exchange.NothingImported as refused_whole:
            for reason in refused_whole.reasons:
                err.print(_printable(reason), style="bold red", markup=False, soft_wrap=True)
            raise typer.Exit(2) from None
        finally:
            opened.database.close()


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on the terminal that what is done of a whole moves."""
    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def told(what: str, done: int, whole: int) -> None:
            bar.update(task, description=what, completed=done, total=whole)

        yield told


@organisation.command("list")
def list_organisations(
    state: Annotated[
        Literal["pending", "verified"], typer.Option(help="Those in this state.")
    ] = "pending",
) -> None:
    """Show who waits for verification, one a line: id, date, kind, numbers, name; tabs between."""
    with _told():
        opened = composition.open_database(settings.load())
        with opened.database.reading() as session:
            for each in organisations.everyone(session, opened.keys, state):
                profile = each.profile
                numbers = ", ".join(profile.numbers().values())
                declared = each.declared.date().isoformat()
                row = (each.id, declared, profile.kind, numbers, profile.legal_name)
                typer.echo("\t".join(map(_printable, row)))
        opened.database.close()


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
        name = _printable(found.profile.legal_name)
        err.print(f"{name} may publish now.", markup=False, soft_wrap=True)


@organisation.command()
def leave(
    number: Annotated[str, typer.Argument(help="The id, RNA or SIREN of the organisation.")],
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Withdraw all it published as well.")
    ] = False,
) -> None:
    """Destroy all that an organisation confided: profile, people, drafts, figures, its key.

    What it published stays on the shelf without an author: nobody can withdraw it any more.
    """
    with _told():
        opened = composition.open_database(settings.load())
        with opened.database.reading() as session:
            found = organisations.find(session, opened.keys, number)
        name = _printable(found.profile.legal_name)
        err.print(f"This destroys for good what {name} confided.", markup=False, soft_wrap=True)
        if typer.prompt("Type its name to go on", err=True) != name:
            err.print("That is not its name: nothing was changed.", style="bold red")
            raise typer.Exit(2)
        with opened.database.writing() as session:
            gone = departure.leave(
                session,
                opened.keys,
                opened.authorships,
                found.id,
                clock.system(),
                withdraw=withdraw,
            )
        opened.database.close()
        err.print(
            f"Gone. Publications without an author from now on: {gone.kept}; "
            f"withdrawn: {gone.withdrawn}. Copies made before still hold what was there.",
            soft_wrap=True,
        )


@key.command()
def rotate() -> None:
    """Make a new key and carry everything sealed over to it; the product must not be running."""
    with _told():
        known = settings.load()
        # The right to serve: whoever served on would write with the old key.
        leadership = relay.FileLeadership(known.data_dir)
        try:
            opened = composition.open_database(known)
            rotation.rotate(opened.database, known.key_file)
            opened.database.close()
        finally:
            leadership.release()
        err.print(
            f"{known.key_file} is a new key: make a copy of it, apart from the database's. "
            f"The key before is {keys.predecessor(known.key_file)}: backups made until now open "
            "with it alone; delete it with the last of them.",
            markup=False,
            soft_wrap=True,
        )


@population.command("import")
def import_population(
    files: Annotated[
        list[Path],
        typer.Argument(exists=True, dir_okay=False, help="CSV files, or ZIP files of them."),
    ],
) -> None:
    """Count the associations of the official register's export, for the labels from now on.

    Give all its files together: what is counted replaces what was counted before. Nothing but
    counts by field and region is kept.
    """
    with _told():
        found = register.Tally()
        for path in files:
            found.add(register.tally(path, clock.system().date()))
        opened = composition.open_database(settings.load())
        with opened.database.writing() as session:
            before = editions.current(session)
            after = editions.count_anew(session, register.counts(found, before))
        with opened.database.reading() as session:
            small = shelf.small_classes(session)
        opened.database.close()
    for line in _counted(found, after):
        out.print(line, markup=False, soft_wrap=True)
    for each in small:
        out.print(diagnosis.small_class(each), markup=False, soft_wrap=True)


def _counted(found: register.Tally, after: Population) -> Iterator[str]:
    """What an import gave, line by line."""
    yield f"Active associations found: {found.total}."
    yield (
        f"Left out: {found.dissolved} dissolved, {found.dormant} without a declaration for"
        f" {register.YEARS_ALIVE} years, {found.elsewhere} without a seat in a region,"
        f" {found.broken} unreadable. Without a known field: {found.without_field}."
    )
    kept = sum(counts[ALL] for counts in after.counted.values())
    yield f"Counted in edition {after.number}: {kept}, in {len(after.counted)} regions."
    for region in after.inputs["regions"]:
        if region not in after.counted:
            name = vocabulary.label("regions", region, "en")
            yield f"No complete record, estimate kept: {name}."
    for field in after.fields:
        held = sum(counts[field] for counts in after.counted.values())
        yield f"{vocabulary.label('fields', field, 'en')}: {held}"


@cli.command()
def anonymise(
    profile: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="What the association declares of itself (JSON)."
        ),
    ] = None,
    lines: Annotated[
        bool, typer.Option("--lines", help='JSON Lines: {"text": …, "profile": {…}} in.')
    ] = False,
) -> None:
    """Read a text on standard input, print what identifies in it and the text without it (JSON).

    Offsets are code points of the input.
    """
    given = Profile()
    if profile is not None:
        where = str(profile)
        given = _profile(_json(_utf8(profile.read_bytes(), where), where), where)
    text = _utf8(sys.stdin.buffer.read(), "standard input")
    if not anonymisation.model.is_available():
        err.print(f"{diagnosis.NO_MODEL} More names may escape.", style="yellow", markup=False)
    if not lines:
        _print_json(_anonymised(text, given))
        return
    # Only a line feed ends a line: JSON strings may hold the other signs that Python splits at.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"line {number}"
        asked = _json(line, where)
        if not isinstance(asked.get("text"), str):
            raise typer.BadParameter(f"{where}: text is missing")
        own = asked.get("profile")
        _print_json(_anonymised(asked["text"], given if own is None else _profile(own, where)))


def _print_json(value: dict[str, Any]) -> None:
    # As bytes, because JSON is UTF-8 whatever this terminal speaks.
    typer.echo(json.dumps(value, ensure_ascii=False).encode())


def _utf8(given: bytes, where: str) -> str:
    try:
        return given.decode()
    except UnicodeDecodeError as problem:
        raise typer.BadParameter(f"{where} is not UTF-8: {problem}") from None


def _json(text: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(text.removeprefix("\ufeff"))
        # Half a surrogate pair is no character: it has no place in a text or an answer.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as problem:
        raise typer.BadParameter(f"{where} is not JSON: {problem}") from None
    if not isinstance(value, dict):
        raise typer.BadParameter(f"{where} is not a JSON object")
    return value


def _profile(mapping: object, where: str) -> Profile:
    if not isinstance(mapping, dict):
        raise typer.BadParameter(f"{where}: the profile is not a JSON object")
    try:
        return Profile.from_mapping(mapping)
    except ValueError as problem:
        raise typer.BadParameter(f"{where}: profile: {problem}") from None


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
    typer.echo(root.sdl().encode(), nl=False)


@cli.command()
def doctor(
    create_keys: Annotated[
        bool, typer.Option("--create-keys", help="Make the keys for the Meilisearch servers.")
    ] = False,
    privacy: Annotated[
        bool,
        typer.Option("--privacy", help="Print the register of processing (GDPR, article 30)."),
    ] = False,
    language: Annotated[
        Literal["fr", "en"], typer.Option(help="The language of the register.")
    ] = "fr",
) -> None:
    """Check settings, key, database and indexes; ends with 1 when one is wrong, changes nothing.

    With --create-keys it makes, on the Meilisearch servers alone, the two keys of least privilege.
    """
    if privacy:
        typer.echo(processing.register(language).encode(), nl=False)
        return
    with _told():
        if create_keys:
            master = typer.prompt("The master key of the servers", hide_input=True, err=True)
            for line in diagnosis.made_keys(os.environ.get("RECUL_SEARCH_URL", ""), master):
                out.print(line, markup=False, soft_wrap=True)
            return
        known = settings.load()
        findings = diagnosis.diagnose(known)
    for good, sentence in findings:
        out.print("ok " if good else "!! ", sentence, markup=False, soft_wrap=True, end="\n")
    if not all(good for good, _ in findings):
        raise typer.Exit(1)


def main() -> None:
    """The console script."""
    # Databases, indexes and keys are for the operator's account only.
    os.umask(0o077)
    cli()


if __name__ == "__main__":
    main()
