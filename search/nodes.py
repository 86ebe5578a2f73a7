"""Several indexes fed alike: a search goes to one that answers."""

import logging
import time
from collections.abc import Sequence
from typing import Protocol

from search.engine import EngineUnavailable, Query, Result, Searcher

# A node that failed is not asked before the others for so long.
REST_SECONDS = 15.0

log = logging.getLogger("recul.search")


class Node(Searcher, Protocol):
    """One of several indexes."""

    @property
    def name(self) -> str: ...


class Nodes:
    """A Searcher over several engines, the first that is well being asked."""

    def __init__(self, engines: Sequence[Node]) -> None:
        self._engines = tuple(engines)
        self._failed: dict[str, float] = {}

    def search(self, query: Query) -> Result:
        """The first answer. Raises EngineUnavailable when no node gives any."""
        now = time.monotonic()
        why = EngineUnavailable("There is no index.")
        rested = now - REST_SECONDS
        # In their order, those that failed a short while ago last.
        for engine in sorted(
            self._engines, key=lambda each: self._failed.get(each.name, rested) > rested
        ):
            try:
                return engine.search(query)
            except EngineUnavailable as problem:
                self._failed[engine.name] = now
                why = problem
                log.warning("an index does not answer: %s", why)
        raise why
