"""A running product: everything that outlives one operation, and what one operation knows."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlmodel import Session

from commons import accounts, clock, rights
from commons.authorship import Authorships
from commons.database import Database
from commons.keys import Keys
from commons.rights import Readable, Viewer
from commons.settings import Settings
from schema.letters import Letter
from search.engine import Searcher

log = logging.getLogger("recul")


@dataclass(frozen=True, slots=True)
class Product:
    """Put together once by the composition root.

    ``deliver`` sends a letter, after commit; ``wake`` tells the relay that the outbox may hold
    something.
    """

    settings: Settings
    database: Database
    keys: Keys
    authorships: Authorships
    engine: Searcher
    now: clock.Clock
    deliver: Callable[[Letter], None]
    wake: Callable[[], None]


@dataclass(slots=True)
class Context:
    """One operation: who asks, in which language, in which transaction.

    ``operation`` is the name that was asked for, None when none was.
    """

    product: Product
    token: str | None
    language: str
    operation: str | None = None
    viewer: Viewer = rights.VISITOR
    refused: bool = False
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    _session: Session | None = None

    @property
    def session(self) -> Session:
        """The operation's only transaction."""
        if self._session is None:
            raise RuntimeError("no transaction is open")
        return self._session

    @property
    def month(self) -> int:
        return clock.month(self.product.now())

    @property
    def readable(self) -> Readable:
        """What this viewer may read now."""
        return rights.readable(self.viewer, self.month)

    @contextmanager
    def transaction(self, *, writes: bool) -> Iterator[None]:
        """The transaction of one operation.

        A query sees one state. A mutation learns who asks in a short reading first, so that the
        lock is taken by the act itself; it commits at the end unless something was refused.
        """
        database = self.product.database
        with database.reading() as session:
            self.viewer = accounts.viewer_of(
                session, self.product.keys, self.product.authorships, self.token, self.product.now()
            )
            if not writes:
                self._session = session
                yield
                self._session = None
                return
        try:
            with database.writing() as session:
                self._session = session
                yield
                if self.refused:
                    raise _Refused
        except _Refused:
            self.after_commit.clear()
            return
        finally:
            self._session = None
        self.product.wake()
        for act in self.after_commit:
            try:
                act()
            except Exception as problem:
                # The act is done and can't be undone by a mail server; the operator must know.
                # A mail server's refusal quotes the address: only its type is logged.
                log.error("after commit: %s", type(problem).__name__)


class _Refused(Exception):
    """Rolls a transaction back without being an error."""
