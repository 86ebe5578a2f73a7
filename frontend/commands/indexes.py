"""The indexes: built anew, compared with the shelf, and what they refuse."""

from typing import Annotated

import typer

from commons import outbox, settings
from frontend import app as composition
from frontend import indexing
from frontend.commands import terminal


def reindex() -> None:
    """Build every search index anew from the shelf; the old one serves until then.

    Indexes that other versions left on Meilisearch servers are removed: run it once no process of
    another version serves any more.
    """
    _perform("reindex")
    with terminal.told():
        for said in indexing.forget_others(settings.load()):
            terminal.err.print(said, markup=False, soft_wrap=True)


def reconcile() -> None:
    """Compare every search index with the shelf, and mend what differs."""
    _perform("reconcile")


def _perform(act: str) -> None:
    with terminal.told():
        known = settings.load()
        opened = composition.open_database(known)
        try:
            for said in indexing.perform(
                known, opened.database, act, lambda told: terminal.err.print(told, soft_wrap=True)
            ):
                terminal.err.print(said, markup=False, soft_wrap=True)
        finally:
            opened.database.close()


def refused(
    retry: Annotated[bool, typer.Option("--retry", help="Let all of them be tried again.")] = False,
) -> None:
    """List the publications that a search index refused, one a line: index, id, reason."""
    with terminal.told():
        opened = composition.open_database(settings.load())
        with opened.database.writing() as session:
            for row in outbox.dead(session):
                typer.echo("\t".join((row.sink, row.publication_id, row.refused or "")))
            if retry:
                terminal.err.print(f"To be tried again: {outbox.retry(session)}.")
        opened.database.close()
