"""The operator's command about unsealings: is their log the one that somebody noted the head of?"""

from typing import Annotated

import typer

from commons import keys, settings
from commons.database import Database
from commons.unsealing import log
from frontend import app as composition
from frontend import diagnosis
from frontend.commands import terminal


def verify(
    head: Annotated[
        str | None,
        typer.Option(help="NUMBER:DIGEST, from a letter or noted elsewhere.", metavar="HEAD"),
    ] = None,
) -> None:
    """Check the log of unsealings, and that it goes on from a head noted before; changes nothing.

    Shows where the log ends now: note it somewhere that whoever runs the machine can't reach.
    Ends with 1 when acts were changed or taken out. Without a head noted elsewhere nobody can tell
    whether somebody who holds the key wrote another log in its place.
    """
    with terminal.told():
        wanted = None if head is None else log.Head.parse(head)
        known = settings.load()
        with composition.reaching_database():
            database = Database(known.database_url)
            with database.reading() as session:
                secrets = keys.load(known.key_file, create=False)
                if not keys.belongs(session, secrets):
                    raise keys.KeyProblem("The key file does not belong to this database.")
                found, beside = log.read(session, secrets), log.noted(log.path_of(known.key_file))
            database.close()
    if not found.is_whole:
        _fail("The log of unsealings is broken: rows were changed or taken out.")
    if wanted is not None and not found.goes_on_from(wanted):
        _fail(f"The log of unsealings does not go on from act {wanted.number} as it was noted.")
    if beside is not None and not found.admits(beside):
        _fail(
            f"The log of unsealings does not go on from act {beside.number}, known beside the key."
        )
    for lost in found.lost:
        terminal.err.print(diagnosis.told_lost(lost), markup=False, soft_wrap=True)
    terminal.err.print(f"The log is whole: {len(found.heads)} acts.", markup=False, soft_wrap=True)
    if found.end is not None:
        typer.echo(str(found.end))


def _fail(sentence: str) -> None:
    terminal.err.print(sentence, style="bold red", markup=False, soft_wrap=True)
    raise typer.Exit(1)
