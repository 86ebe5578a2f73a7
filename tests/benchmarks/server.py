"""The adapter of Meilisearch against the bare client, on one server with made-up documents.

python -m tests.benchmarks.server [documents]

The bare client is asked the same questions as a first integration would: the plain text on the
plain fields, the same filters, and one more query for each filtered facet, in one multi-search.
"""

import contextlib
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import meilisearch

from search import engine
from search import meilisearch_settings as layout
from search.meilisearch import Meilisearch
from tests.benchmarks.engine import COUNTED, SEARCHES, VISIBLE, documents, summary
from tests.search import server

TIMES = 40
PLAIN = ("title", "summary", "body", "words")


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    known = list(documents(number))
    with (
        tempfile.TemporaryDirectory() as folder,
        server.running(Path(folder), memory="1Gb") as running,
    ):
        bare = meilisearch.Client(running.url, running.key)
        index = running.fresh()
        print(f"{number} documents")
        ours = timed("rebuild", lambda: index.rebuild(known))
        used = bare.get_all_stats()["usedDatabaseSize"]
        held = sum(file.stat().st_size for file in Path(folder).glob("db/indexes/*/data.mdb"))
        print(
            f"  {held / number / 1000:.1f} kB a document on disk, {used / number / 1000:.1f} used"
        )
        same = timed(
            "bare, the same fields made on the way",
            lambda: filled(bare, "same", map(layout.indexed, known)),
        )
        bare.wait_for_task(bare.delete_index("same").task_uid, 60_000)
        plain = timed("bare, plain fields", lambda: filled(bare, "plain", map(as_it_is, known)))
        print(f"  {same / ours:.2f} and {plain / ours:.2f} of their rates")
        everything: list[list[float]] = [[], [], []]
        for name, asked in SEARCHES.items():
            query = engine.Query(VISIBLE, count=COUNTED, **asked)  # type: ignore[arg-type]
            recorded = said_by(index, query)
            acts: list[Callable[[], object]] = [
                lambda query=query: index.search(query),  # type: ignore[misc]
                lambda recorded=recorded: [bare.multi_search(*each) for each in recorded],  # type: ignore[misc]
                lambda query=query: bare.multi_search(questions(query)),  # type: ignore[misc]
            ]
            taken = alternating(acts)
            for all_taken, each in zip(everything, taken, strict=True):
                all_taken += each
            print(f"{name:15} {compared(taken)}   {index.search(query).total} found")
        print(f"{'all':15} {compared(everything)}")
        new = list(documents(number + 21))[number:]
        puts = [milliseconds(lambda: index.put([new.pop()])) for _ in range(20)]
        print(f"{'one put':15} {summary(puts)}")
        index.close()


def timed(name: str, act: Callable[[], object]) -> float:
    seconds = milliseconds(act) / 1000
    print(f"  {name}: {seconds:.1f} s")
    return seconds


def milliseconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def alternating(acts: list[Callable[[], object]]) -> list[list[float]]:
    """Milliseconds of each act but the first ones, in turns: all meet the same weather."""
    for act in acts:
        act()
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(TIMES):
        for act, each in zip(acts, taken, strict=True):
            each.append(milliseconds(act))
    return taken


def compared(taken: list[list[float]]) -> str:
    """The adapter, the queries it makes, the plain question: medians, 95th percentiles, ratios."""
    ours, own, plain = taken
    return (
        f"{summary(ours)}   its queries {summary(own)}   plain {summary(plain)}"
        f"   × {statistics.median(ours) / statistics.median(own):.2f}"
        f" and {statistics.median(ours) / statistics.median(plain):.2f}"
    )


def filled(bare: meilisearch.Client, name: str, fields: Iterable[Mapping[str, Any]]) -> None:
    """A new index by the client's own means, with our settings where the fields are ours."""
    index = bare.index(name)
    settings = dict(layout.settings())
    if name == "plain":
        settings = {
            "searchableAttributes": [*PLAIN],
            "filterableAttributes": settings["filterableAttributes"],
            "sortableAttributes": ["month", "id"],
        }
    tasks = [index.update_settings(settings)]
    coming = iter(fields)
    while batch := list(itertools.islice(coming, 1000)):
        tasks.append(index.add_documents(batch, "id"))
    for task in tasks:
        assert bare.wait_for_task(task.task_uid, 3_600_000, 200).status == "succeeded"


def as_it_is(document: engine.Document) -> dict[str, Any]:
    fields = {name: getattr(document, name) for name in (*PLAIN, "id", "audience", "language")}
    return {
        **fields,
        "month": document.month,
        "visible_from": document.visible_from,
        **{facet: list(codes) for facet, codes in document.facets.items()},
    }


def questions(query: engine.Query) -> list[dict[str, Any]]:
    """The plain question: one query for the page, one for each facet that ignores its filter."""
    kept = {
        facet: [f'{facet} = "{code}"' for code in codes] for facet, codes in query.filters.items()
    }
    visible: list[Any] = [
        [f'audience = "{each}"' for each in sorted(query.visibility.audiences)],
        f"visible_from <= {query.visibility.month}",
    ]
    page = {
        "indexUid": "plain",
        "q": query.text,
        "filter": [*visible, *kept.values()],
        "facets": [facet for facet in query.count if facet not in kept],
        "page": 1,
        "hitsPerPage": query.limit,
        "attributesToRetrieve": ["id"],
    }
    if not query.text:
        page["sort"] = ["month:desc", "id:desc"]
    return [
        page,
        *(
            {
                "indexUid": "plain",
                "q": query.text,
                "filter": [*visible, *(each for other, each in kept.items() if other != facet)],
                "facets": [facet],
                "limit": 0,
            }
            for facet in kept
        ),
    ]


def said_by(index: Meilisearch, query: engine.Query) -> list[tuple[Any, ...]]:
    """The bodies of the requests that the adapter sends for a query."""
    said: list[tuple[Any, ...]] = []

    class Listening(meilisearch.Client):
        def multi_search(self, *body: Any) -> Any:
            said.append(body)
            return super().multi_search(*body)

    index.search(query)
    whole, meilisearch.Client = meilisearch.Client, Listening  # type: ignore[misc]
    try:
        with contextlib.closing(
            Meilisearch(index._server._url, search_key=index._server._keys[0], prefix=index._prefix)
        ) as heard:
            heard.search(query)
    finally:
        meilisearch.Client = whole  # type: ignore[misc]
    return said


if __name__ == "__main__":
    main()
