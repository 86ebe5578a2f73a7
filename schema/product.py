"""A running product: everything that outlives one operation, and what one operation knows."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlmodel import Session

from commons import accounts, clock, rights
from commons.accounts import sessions
from commons.authorship import Authorships
from commons.database import Database
from commons.journal import Failures
from commons.keys import Keys
from commons.rights import Readable, Viewer
from commons.settings import Settings
from commons.throttle import Throttle
from schema.jwt_bearer import Bearer
from schema.letters import Letter
from schema.openid import Provider
from search.engine import Searcher

log = logging.getLogger("recul")


@dataclass(frozen=True, slots=True)
class Product:
    """Put together once by the composition root.

    ``providers`` sign people in from elsewhere, ``bearer`` reads programs' tokens made elsewhere;
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
    throttle: Throttle = field(default_factory=Throttle)
    failures: Failures = field(default_factory=Failures)
    providers: Mapping[str, Provider] = field(default_factory=dict)
    bearer: Bearer | None = None


@dataclass(slots=True)
class Context:
    """One operation: who asks, in which language, in which transaction.

    ``operation`` is the name that was asked for, None when none was; ``requester`` is where it
    comes from and ``agent`` what browser says it asks: neither is kept.
    """

    product: Product
    token: str | None
    language: str
    operation: str | None = None
    requester: str = ""
    agent: str = ""
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
        secrets, now = self.product.keys, self.product.now()
        # Before any transaction: its issuer may have to be asked for its keys.
        assertion = None
        if self.token and self.product.bearer is not None:
            assertion = self.product.bearer.assertion(self.token, now)
        with database.reading() as session:
            self.viewer = accounts.viewer_of(
                session, secrets, self.product.authorships, self.token, now, assertion
            )
            unnoted = self.viewer.person is not None and sessions.is_first_today(
                session, secrets, self.token, now
            )
            if not writes:
                self._session = session
                yield
                self._session = None
        if unnoted:
            # Once a day, apart from whatever is done: no row of an act is written beside it.
            with database.writing() as session:
                sessions.note_use(session, secrets, self.token, now)
        if not writes:
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
