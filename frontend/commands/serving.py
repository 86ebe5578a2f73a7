"""Serving the product, its invented network included, and feeding indexes without serving."""

import ipaddress
import logging
import os
import shutil
from dataclasses import replace
from typing import Annotated

import typer
import uvicorn
from rich.progress import Progress

from commons import migrations, settings
from commons.database import Database
from commons.settings import Settings, SettingsError
from frontend import app as composition
from frontend import demo as network
from frontend.commands import terminal
from search import relay


def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Serve the invented network.")] = False,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
) -> None:
    """Serve the product; with --demo, its invented network from a folder of its own."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with terminal.told():
        if demo and not _loopback(host):
            raise SettingsError("The demo listens on this machine only: leave --host out.")
        known = settings.load(demo=demo)
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        if "RECUL_BASE_URL" not in os.environ:
            known = replace(known, base_url=address)
        people = _prepare_demo(known) if demo else []
        app = composition.create(known)
        app.state.demo_people = people
        terminal.err.print(f"Recul: {address}", markup=False)
        # Access logs would hold addresses and times of readers: the proxy's business, if anyone's.
        uvicorn.run(app, host=host, port=port, access_log=False, log_level="warning")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


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
    with Progress(console=terminal.err, transient=True) as progress:
        task = progress.add_task("The demo network publishes…", total=None)
        network.load(
            opened.database,
            opened.keys,
            lambda done, whole: progress.update(task, completed=done, total=whole),
        )
    opened.database.close()
    return network.people()


def migrate() -> None:
    """Make the database, or bring it up to date."""
    with terminal.told():
        composition.open_database(settings.load()).database.close()
        terminal.err.print("The database is up to date.")


def feed() -> None:
    """Feed the Meilisearch servers without serving: for a machine beside those that serve."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with terminal.told():
        known = settings.load()
        if not known.search_urls:
            raise SettingsError("The embedded index is fed by the process that serves it.")
        opened = composition.open_database(known)
        indexes = composition.open_indexes(known)
        relays = composition.relays(opened.database, indexes)
        for each in relays:
            each.start()
        terminal.err.print("Feeding the indexes; Ctrl-C ends it.")
        try:
            for each in relays:
                each.join()
        except KeyboardInterrupt:
            for each in relays:
                each.stop()
        indexes.close()
        opened.database.close()
