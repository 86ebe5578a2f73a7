"""Two acts at once: the second begins while the first has acted and is not committed yet."""

import threading
from collections.abc import Callable

from sqlmodel import Session

from commons.database import Database
from commons.refusals import Refusal

Act = Callable[[Session], object]
# For so long the first waits for the second, which may rightly wait for the first.
_WAIT_SECONDS = 0.4


def at_once(database: Database, first: Act, second: Act) -> Refusal | None:
    """What the second was refused with; any other end of it is raised."""
    ended: list[BaseException] = []

    def follow() -> None:
        try:
            with database.writing() as session:
                second(session)
        except BaseException as problem:
            ended.append(problem)

    thread = threading.Thread(target=follow)
    with database.writing() as session:
        first(session)
        session.flush()
        thread.start()
        thread.join(_WAIT_SECONDS)
    thread.join()
    if ended and not isinstance(ended[0], Refusal):
        raise ended[0]
    return ended[0] if ended else None
