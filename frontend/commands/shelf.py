"""The shelf to files and from files."""

from pathlib import Path
from typing import Annotated

import typer

from commons import settings
from frontend import app as composition
from frontend import exchange
from frontend.commands import terminal


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
    with terminal.told(), terminal.progress() as told:
        opened = composition.open_database(settings.load())
        count = exchange.export(opened, file, only_open=only_open, progress=told)
        opened.database.close()
    terminal.err.print(f"Exported: {count}.")


def import_shelf(
    file: Annotated[
        typer.FileBinaryRead | None, typer.Argument(help="JSON Lines; - is standard input.")
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="The source of every line, whatever the lines say.")
    ] = None,
    remove: Annotated[
        str | None,
        typer.Option(metavar="SOURCE", help="Withdraw all that came from a source instead."),
    ] = None,
) -> None:
    """Put publications from elsewhere on the shelf: all lines of a file, or none.

    Lines that name no source have the name of the file for one; a second import updates.
    """
    if (file is None) == (remove is None) or (remove is not None and source is not None):
        raise typer.BadParameter("give a file, or --remove and a source")
    if file is None:
        with terminal.told():
            opened = composition.open_database(settings.load())
            try:
                terminal.err.print(
                    exchange.remove(opened, remove or ""), markup=False, soft_wrap=True
                )
            finally:
                opened.database.close()
        return
    path = Path(getattr(file, "name", ""))  # standard input is no file that is there
    otherwise = path.stem if path.is_file() else None
    with terminal.told(), terminal.progress() as told:
        opened = composition.open_database(settings.load())
        try:
            for said in exchange.take_in(
                opened, file, source=source, otherwise=otherwise, progress=told
            ):
                terminal.err.print(terminal.printable(said), markup=False, soft_wrap=True)
        except exchange.NothingImported as refused_whole:
            for reason in refused_whole.reasons:
                terminal.err.print(
                    terminal.printable(reason), style="bold red", markup=False, soft_wrap=True
                )
            raise typer.Exit(2) from None
        finally:
            opened.database.close()
