"""The operator's command about mail: what a mail server reports later, by mail."""

import sys

import typer

from frontend import app as composition
from frontend import bounces, mailing
from frontend.commands import terminal

# What a mail server understands of the programs it calls (sysexits.h).
NO_REPORT, LATER = 65, 75


def bounce() -> None:
    """Read one delivery status message on standard input, as a mail server hands it over.

    An address that it says takes no letters (5.x.x) is noted, as when it is refused at once; no
    reminders go there until its owner signs in and saves their choice. Links to sign in always go
    out: a forged report can hold nobody out. Says nothing and ends with 0, with 65 when it is no
    such message, with 75 when it should be tried again.
    """
    try:
        addresses = bounces.refused(sys.stdin.buffer.read(bounces.BYTES_LIMIT + 1))
    except bounces.NoReport as problem:
        terminal.err.print(str(problem), markup=False, soft_wrap=True)
        raise typer.Exit(NO_REPORT) from None
    if not addresses:
        return
    try:
        with terminal.told(), composition.reaching_database():
            opened = composition.open_database(terminal.existing())
            try:
                for each in addresses:
                    mailing.note_bounce(opened.database, opened.keys, each)
            finally:
                opened.database.close()
    except typer.Exit:
        raise typer.Exit(LATER) from None
