"""What is wrong with an installation, and what its API is."""

import os
from typing import Annotated, Literal

import typer

from commons import processing, settings
from frontend import diagnosis
from frontend.commands import terminal
from schema import root


def sdl() -> None:
    """Print the GraphQL schema."""
    typer.echo(root.sdl().encode(), nl=False)


def doctor(
    create_keys: Annotated[
        bool, typer.Option("--create-keys", help="Make the keys for the Meilisearch servers.")
    ] = False,
    privacy: Annotated[
        bool,
        typer.Option("--privacy", help="Print the register of processing (GDPR, article 30)."),
    ] = False,
    language: Annotated[
        Literal["fr", "en"], typer.Option(help="The language of the register.")
    ] = "fr",
) -> None:
    """Check settings, key, database and indexes; ends with 1 when one is wrong, changes nothing.

    With --create-keys it makes, on the Meilisearch servers alone, the two keys of least privilege.
    """
    if privacy:
        typer.echo(processing.register(language).encode(), nl=False)
        return
    with terminal.told():
        if create_keys:
            master = typer.prompt("The master key of the servers", hide_input=True, err=True)
            for line in diagnosis.made_keys(os.environ.get("RECUL_SEARCH_URL", ""), master):
                terminal.out.print(line, markup=False, soft_wrap=True)
            return
        known = settings.load()
        findings = diagnosis.diagnose(known)
    for good, sentence in findings:
        terminal.out.print(
            "ok " if good else "!! ", sentence, markup=False, soft_wrap=True, end="\n"
        )
    if not all(good for good, _ in findings):
        raise typer.Exit(1)
