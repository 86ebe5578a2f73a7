"""The operator's commands about copies: a backup, and putting one back without the erased."""

from pathlib import Path
from typing import Annotated

import typer

from commons import settings
from frontend import backups
from frontend.commands import terminal


def backup(
    target: Annotated[Path, typer.Argument(help="A folder, or the file to write.")],
) -> None:
    """Copy the SQLite database while it is served; keep the key, and its ledger, somewhere else.

    In a folder the copy gets the day for a name. PostgreSQL is copied by pg_dump.
    """
    with terminal.told():
        _say(f"{backups.backup(settings.load(), target)} is a copy of the database.")


def restore(
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, help="What recul backup wrote."),
    ] = None,
    replay: Annotated[
        bool,
        typer.Option("--replay", help="Only erase again, in a database that was put back by hand."),
    ] = False,
) -> None:
    """Put a backup back; what was erased or withdrawn since is erased again, before serving.

    The product must not be running. Everybody signs in anew. A copy that isn't whole, or is older
    than RECUL_BACKUP_DAYS, is refused, and nothing is changed.
    """
    with terminal.told():
        if replay == (file is not None):
            raise settings.SettingsError("Give either the file to put back, or --replay.")
        if file is None:
            backups.replay(terminal.existing())
            _say("What the ledger of erasures names is gone from this database.")
            return
        known = settings.load()
        _say("The database as it is now is replaced: nothing brings it back.")
        typer.confirm("Go on?", abort=True, err=True)
        backups.restore(known, file)
        _say("It is put back: run recul serve. With Meilisearch, run recul reindex then.")


def _say(sentence: str) -> None:
    terminal.err.print(sentence, markup=False, soft_wrap=True)
