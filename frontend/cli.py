"""The command line: everything an operator does, and where it is done."""

import os

import typer

from frontend.commands import (
    accounts,
    anonymising,
    checks,
    copies,
    indexes,
    keys,
    mail,
    operators,
    organisations,
    population,
    serving,
    shelf,
    unsealings,
)

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Recul: what digital practices gave, shared without being recognised.",
    epilog="To look around: recul serve --demo. To begin: recul migrate, recul operator create"
    " EMAIL, recul serve; then recul doctor says what is missing. Settings are environment"
    " variables (RECUL_…), listed in README.md.",
)
cli.command()(serving.serve)
cli.command()(serving.migrate)
cli.command()(indexes.reindex)
cli.command()(indexes.reconcile)
cli.command("relay")(serving.feed)
cli.command()(indexes.refused)
cli.command("export")(shelf.export_shelf)
cli.command("import")(shelf.import_shelf)
cli.command()(anonymising.anonymise)
cli.command()(checks.sdl)
cli.command()(checks.doctor)
cli.command()(copies.backup)
cli.command()(copies.restore)

organisation = typer.Typer(no_args_is_help=True, help="Associations and federations.")
organisation.command("list")(organisations.list_organisations)
organisation.command()(organisations.verify)
organisation.command()(organisations.leave)
cli.add_typer(organisation, name="organisation")

counts = typer.Typer(no_args_is_help=True, help="How many associations there are.")
counts.command("import")(population.import_population)
cli.add_typer(counts, name="population")

operator = typer.Typer(no_args_is_help=True, help="Who runs this instance.")
operator.command()(operators.create)
operator.command()(operators.remove)
operator.command("list")(operators.list_operators)
cli.add_typer(operator, name="operator")

account = typer.Typer(no_args_is_help=True, help="Accounts of those who can't get in.")
account.command()(accounts.recover)
cli.add_typer(account, name="account")

letters = typer.Typer(no_args_is_help=True, help="Letters that came back.")
letters.command()(mail.bounce)
cli.add_typer(letters, name="mail")

unsealing = typer.Typer(no_args_is_help=True, help="The log of seals opened for legal demands.")
unsealing.command()(unsealings.verify)
cli.add_typer(unsealing, name="unsealing")

key = typer.Typer(no_args_is_help=True, help="The key file.")
key.command()(keys.rotate)
cli.add_typer(key, name="key")


def main() -> None:
    """The console script."""
    # Databases, indexes and keys are for the operator's account only.
    os.umask(0o077)
    cli()


if __name__ == "__main__":
    main()
