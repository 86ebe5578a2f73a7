"""What every search engine does: documents in, ids and counts out, as the viewer may see."""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal, Protocol

WINDOW = 1000  # results reachable by offset: what every engine can serve

FACETS = (
    "kinds",
    "themes",
    "channels",
    "sizes",
    "fields",
    "zones",
    "outcomes",
    "statuses",
    "publics",
    "human_links",
    "costs",
    "setup_times",
    "evidence",
    "hindsight",
    "tools",
    "languages",
)

# A publication labelled by a class of these is found under each code of the class, and those
# labelled by one code alone come first.
CLASSED_FACETS = ("sizes", "fields")


class EngineUnavailable(Exception):
    """The index cannot be opened, read or written now; the message says why in one sentence."""


class DocumentRefused(Exception):
    """The index will not have a document of those put; `reason` is a code, never content."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The index refuses a document: {reason}.")
        self.reason = reason


class WindowExceeded(ValueError):
    """Results were asked for beyond the window."""

    def __init__(self, offset: int, limit: int) -> None:
        super().__init__(f"results {offset} to {offset + limit} pass the window of {WINDOW}")


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """A publication as the index knows it; the body is all the text beside title and summary."""

    id: str  # UUID4
    version: int
    audience: str
    visible_from: int  # YYYYMM
    month: int  # YYYYMM
    title: str
    summary: str
    body: str
    words: str  # labels of its codes in both languages, names of its tools
    language: str
    facets: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        _check_facets(*self.facets)


@dataclasses.dataclass(frozen=True, slots=True)
class Visibility:
    """A document is readable when its audience is listed and it is visible from this month."""

    audiences: frozenset[str]
    month: int


@dataclasses.dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: filters are OR within a facet and AND between facets.

    A facet without codes does not filter. Raises WindowExceeded past the window and ValueError for
    a facet that does not exist. In the order by relevance, a filter on a classed facet puts what
    has that code alone before what is labelled by a wider class, whatever the text says. The order
    by date is month, then id, both descending; relevance without words is the order by date.
    `before` keeps what comes strictly after this (month, id) in that order; it limits neither the
    total nor the counts. Each facet in `count` is counted without its own filter. A `loose` query
    matches whatever holds one word of the text. A `near` one also takes what is near the text by
    meaning, where `fusion` stands before an engine that knows.
    """

    visibility: Visibility
    text: str = ""
    loose: bool = False
    near: bool = False
    filters: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    include: frozenset[str] | None = None
    exclude: frozenset[str] = frozenset()
    sort: Literal["relevance", "date"] = "relevance"
    offset: int = 0
    limit: int = 20
    before: tuple[int, str] | None = None
    count: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.offset < 0 or self.limit < 0:
            raise ValueError("offset and limit are not negative")
        if self.offset + self.limit > WINDOW:
            raise WindowExceeded(self.offset, self.limit)
        _check_facets(*self.filters, *self.count)


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """One page of ids, how many there are in all, and the codes of each counted facet."""

    ids: tuple[str, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]


class Searcher(Protocol):
    """What answers searches."""

    def search(self, query: Query) -> Result:
        """The documents that match; ValueError when `before` meets an order by relevance."""


class SearchEngine(Searcher, Protocol):
    """A disposable copy of the shelf; safe to search from many threads while one writes.

    Any act may raise EngineUnavailable. Which documents match a text is defined by
    `understanding.Understood`; the order of equal relevance is no contract.
    """

    @property
    def name(self) -> str:
        """The sink by which the outbox feeds it."""

    def put(self, documents: Sequence[Document]) -> None:
        """Insert or replace by id, never going back to a lower version; durable on return.

        Raises DocumentRefused, with nothing changed, when it will not have one of them.
        """

    def delete(self, ids: Collection[str]) -> None:
        """Forget these documents; unknown ids are ignored."""

    def versions(self) -> Iterator[tuple[str, int]]:
        """The (id, version) of everything, for reconciliation."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Fill a shadow index and swap; searches use the old one until then."""

    def count(self) -> int:
        """How many documents there are, visible or not."""

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index was created empty and has not been rebuilt since."""

    @property
    def keeps_deleted(self) -> bool:
        """Whether words of what was deleted may stay in its files until it is rebuilt."""

    def close(self) -> None:
        """Release files and locks; further use raises EngineUnavailable."""


def _check_facets(*names: str) -> None:
    unknown = {*names} - {*FACETS}
    if unknown:
        raise ValueError(f"unknown facets: {', '.join(sorted(unknown))}")
