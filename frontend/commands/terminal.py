"""What every command shares: where it prints, how it tells what went wrong or how far it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
import typer
from rich.console import Console
from rich.progress import Progress

from commons import settings
from commons.keys import KeyProblem
from commons.refusals import NotFound, Refusal
from commons.settings import Settings, SettingsError
from frontend import app as composition
from frontend import demo as network
from schema import wording
from search import relay
from search.engine import EngineUnavailable

out = Console()
err = Console(stderr=True)


def existing() -> Settings:
    """The settings of a database that is there: none is made. Raises StartProblem.

    Else a command in another folder would make a second database, and find nobody in it.
    """
    known = settings.load()
    url = sa.make_url(known.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        raise composition.StartProblem(
            f"There is no database at {url.database}: go to the folder of yours, set"
            " RECUL_DATA_DIR and RECUL_KEY_FILE, or run recul migrate to make one."
        )
    return known


@contextmanager
def told() -> Iterator[None]:
    """One sentence instead of a traceback for what an operator can mend."""
    try:
        yield
    except (
        SettingsError,
        KeyProblem,
        composition.StartProblem,
        network.NotADemo,
        EngineUnavailable,
    ) as problem:
        err.print(str(problem), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from None
    except relay.AlreadyLed as problem:
        err.print(str(problem), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(3) from None
    except Refusal as refusal:
        # The words for readers keep back whether something is there; here all of it is known.
        sentence = (
            "Nothing here has that address, number or id."
            if isinstance(refusal, NotFound)
            else wording.say(refusal.code, "en", **refusal.details)
        )
        err.print(printable(sentence), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from None


def printable(text: str) -> str:
    """What others typed, without what would move the cursor or hide words on a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on the terminal that what is done of a whole moves."""
    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def told(what: str, done: int, whole: int) -> None:
            bar.update(task, description=what, completed=done, total=whole)

        yield told
