"""Associations and federations: who waits, who may publish, who leaves."""

from typing import Annotated, Literal

import typer

from commons import clock, departure, ledger, organisations
from frontend import app as composition
from frontend.commands import terminal


def list_organisations(
    state: Annotated[
        Literal["pending", "verified"], typer.Option(help="Those in this state.")
    ] = "pending",
) -> None:
    """Show who waits for verification, one a line: id, date, kind, numbers, name; tabs between."""
    with terminal.told():
        opened = composition.open_database(terminal.existing())
        with opened.database.reading() as session:
            found = [*organisations.everyone(session, opened.keys, state)]
            for each in found:
                profile = each.profile
                numbers = ", ".join(profile.numbers().values())
                declared = each.declared.date().isoformat()
                row = (each.id, declared, profile.kind, numbers, profile.legal_name)
                typer.echo("\t".join(map(terminal.printable, row)))
        opened.database.close()
        if not found:
            terminal.err.print(f"No organisation is {state}.")


def verify(
    number: Annotated[str, typer.Argument(help="The id, RNA or SIREN of the organisation.")],
) -> None:
    """Let an organisation publish, once you know that it is who it says."""
    with terminal.told():
        opened = composition.open_database(terminal.existing())
        with opened.database.writing() as session:
            found = organisations.find(session, opened.keys, number)
            organisations.verify(session, opened.keys, found.id, clock.system())
        opened.database.close()
        name = terminal.printable(found.profile.legal_name)
        terminal.err.print(f"{name} may publish now.", markup=False, soft_wrap=True)


def leave(
    number: Annotated[str, typer.Argument(help="The id, RNA or SIREN of the organisation.")],
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Withdraw all it published as well.")
    ] = False,
) -> None:
    """Destroy all that an organisation confided: profile, people, drafts, figures, its key.

    What it published stays on the shelf without an author: nobody can withdraw it any more.
    """
    with terminal.told():
        opened = composition.open_database(terminal.existing())
        with opened.database.reading() as session:
            found = organisations.find(session, opened.keys, number)
        name = terminal.printable(found.profile.legal_name)
        terminal.err.print(
            f"This destroys for good what {name} confided.", markup=False, soft_wrap=True
        )
        if typer.prompt("Type its name to go on", err=True) != name:
            terminal.err.print("That is not its name: nothing was changed.", style="bold red")
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
        path = ledger.path_of(opened.settings.key_file)
        ledger.carry_out(opened.database, opened.keys, path)
        opened.database.close()
        terminal.err.print(
            f"Gone. Publications without an author from now on: {gone.kept}; "
            f"withdrawn: {gone.withdrawn}. Copies made before still hold what was there.",
            soft_wrap=True,
        )
