"""The operator's commands about somebody's account, for whoever can't get in by themselves."""

from typing import Annotated, NoReturn

import typer

from commons import accounts, clock, journal, ledger
from commons.accounts import correspondence, second_factor, sessions, tokens
from commons.refusals import NotFound
from commons.settings import Settings
from frontend import app as composition
from frontend import mailing
from frontend.commands import terminal
from schema import letters
from schema.letters import Letter


def recover(
    email: Annotated[str, typer.Argument(help="The address they sign in by.")],
) -> None:
    """Remove the second factor of somebody who lost their telephone and their recovery codes.

    Recognise them by other means first: by a colleague, their federation, or a telephone number
    you found elsewhere. Whoever reads their mail would ask for the same. All their sessions and
    access tokens end, and a letter tells them. They sign in by a link, or by their password.
    """
    with terminal.told():
        opened = composition.open_database(terminal.existing())
        secrets, now = opened.keys, clock.system()
        with opened.database.writing() as session:
            address = accounts.tidy_email(email)
            try:
                person = accounts.find_person(session, secrets, address)
            except NotFound:
                _refuse(f"Nobody here signs in by {address}: nothing was changed.")
            if not second_factor.is_set(session, secrets, person):
                _refuse(f"No code is asked of {address}: nothing was changed.")
            second_factor.remove(session, person)
            journal.note(session, secrets, person, "second-factor-changed", now)
            sessions.end_others(session, secrets, person, None)
            if ended := tokens.end_all(session, secrets, person):
                journal.note(session, secrets, person, "token-ended", now, ended)
            language = correspondence.wishes_of(session, secrets, person).language
        ledger.carry_out(opened.database, secrets, ledger.path_of(opened.settings.key_file))
        opened.database.close()
        _say(f"{address} is asked for no code any more; all sessions and tokens ended.")
        known = opened.settings
        _write(known, letters.alert(address, "second-factor-removed", known.base_url, language))


def _write(known: Settings, letter: Letter) -> None:
    if not known.smtp_url:
        _say("No letter tells them: RECUL_SMTP_URL is not set.")
        return
    try:
        mailing.by_smtp(known)(letter)
    except Exception as problem:
        # A mail server's refusal quotes the address: only its type is told.
        _say(f"The letter that tells them was not sent ({type(problem).__name__}).")
    else:
        _say("A letter tells them.")


def _refuse(sentence: str) -> NoReturn:
    terminal.err.print(terminal.printable(sentence), style="bold red", markup=False, soft_wrap=True)
    raise typer.Exit(1)


def _say(sentence: str) -> None:
    terminal.err.print(sentence, markup=False, soft_wrap=True)
