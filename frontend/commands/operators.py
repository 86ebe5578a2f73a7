"""The operator's commands about people: who runs this instance, from the first one on."""

from typing import Annotated

import typer

from commons import accounts, clock, journal, settings
from commons.accounts import links, staff
from frontend import app as composition
from frontend import mailing
from frontend.commands import terminal
from schema import letters


def create(
    email: Annotated[str, typer.Argument(help="The address the operator signs in with.")],
) -> None:
    """Make somebody an operator, and mail them a link to sign in by, or show it here."""
    with terminal.told():
        known = settings.load()
        opened = composition.open_database(known)
        with opened.database.writing() as session:
            address = accounts.tidy_email(email)
            person = accounts.person_of(session, opened.keys, address)
            staff.appoint(session, opened.keys, person, "operator")
            journal.note(session, opened.keys, person, "role-changed", clock.system())
            token = links.request_link(session, opened.keys, address, clock.system())
        opened.database.close()
        link = f"{known.base_url}/connexion/{token}"
        _say(f"{address} is an operator from now on.")
        if known.smtp_url:
            try:
                mailing.by_smtp(known)(letters.sign_in(address, link, accounts.LINK_MINUTES, "fr"))
            except Exception as problem:
                # A mail server's refusal quotes the address: only its type is told.
                _say(f"The letter was not sent ({type(problem).__name__}).")
            else:
                _say("A letter with a link to sign in by is on its way.")
                return
        _say(f"To sign in within {accounts.LINK_MINUTES} minutes:")
        typer.echo(link)


def remove(
    email: Annotated[str, typer.Argument(help="The address of the operator.")],
) -> None:
    """Take the operator's role from somebody; the last one stays."""
    with terminal.told():
        opened = composition.open_database(terminal.existing())
        with opened.database.writing() as session:
            address = accounts.tidy_email(email)
            person = accounts.find_person(session, opened.keys, address)
            staff.dismiss(session, opened.keys, person, "operator")
            journal.note(session, opened.keys, person, "role-changed", clock.system())
        opened.database.close()
        _say(f"{address} is no operator any more.")


def list_operators() -> None:
    """Show the address of every operator, one a line."""
    with terminal.told():
        opened = composition.open_database(terminal.existing())
        with opened.database.reading() as session:
            everybody = [*staff.everyone(session, opened.keys, "operator")]
        opened.database.close()
        for each in sorted(each.email for each in everybody):
            typer.echo(each)


def _say(sentence: str) -> None:
    terminal.err.print(sentence, markup=False, soft_wrap=True)
