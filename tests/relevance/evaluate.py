"""How well the judged queries are answered: python -m tests.relevance.evaluate [--errors].

The demo network is loaded and searched with each engine there is; the figures are printed per kind
of query, and compared with the recorded baseline, below which the command fails. Any other judged
collection (`--shelf FILE --queries FILE`) is imported and measured the same way, without baseline.
"""

import argparse
import contextlib
import json
import math
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commons import library
from commons.library import Origin
from commons.rights import Readable
from commons.settings import load
from frontend import app, demo, exchange
from search import discovery, relay
from search.embedded import Embedded
from search.engine import Searcher
from search.fusion import Fused, Meaning
from tests.search import server

FOLDER = Path(__file__).parent
BASELINE = FOLDER / "baseline.json"
# Runs differ by the random ids that order what is equally relevant.
NOISE = 0.01
DEPTH = 10
USEFUL = 2  # the least grade of an answer that helps
EVERYTHING = Readable(frozenset({"open", "members", "contributors"}), 209912)

Query = Mapping[str, Any]
Judged = Mapping[str, int]  # publication id → grade


@dataclass(frozen=True)
class Figures:
    """Means over some queries: nDCG@10, reciprocal rank, and how often the first three help."""

    ndcg: float
    mrr: float
    success: float

    def line(self) -> str:
        return f"nDCG@10 {self.ndcg:.3f}   MRR {self.mrr:.3f}   success@3 {self.success:.3f}"


def queries(file: Path) -> list[Query]:
    """The judged queries of a file."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def ndcg(found: Sequence[str], judged: Judged) -> float:
    """Normalised discounted cumulative gain at 10, with exponential gains (Burges, 2005)."""

    def gain(grades: Sequence[int]) -> float:
        return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))

    best = sorted(judged.values(), reverse=True)[:DEPTH]
    return gain([judged.get(each, 0) for each in found[:DEPTH]]) / gain(best)


def reciprocal_rank(found: Sequence[str], judged: Judged) -> float:
    """One over the rank of the first answer that helps, 0 without any."""
    ranks = (rank for rank, each in enumerate(found, 1) if judged.get(each, 0) >= USEFUL)
    return 1 / next(ranks, math.inf)


def figures(answers: Sequence[tuple[Sequence[str], Judged]]) -> Figures:
    """The means over the answers to some queries."""
    return Figures(
        statistics.fmean(ndcg(*each) for each in answers),
        statistics.fmean(reciprocal_rank(*each) for each in answers),
        statistics.fmean(
            any(judged.get(each, 0) >= USEFUL for each in found[:3]) for found, judged in answers
        ),
    )


@dataclass
class Shelf:
    """A shelf with its judged queries, and where each practice they name came to stand."""

    opened: app.Opened
    queries: Sequence[Query]
    ids: Mapping[tuple[str, ...], str]

    def answers(self, engine: Searcher) -> Iterator[tuple[Query, list[str], dict[str, int]]]:
        """Each query with the ids found for it and the grades of what was judged."""
        with self.opened.database.reading() as session:
            for query in self.queries:
                wish = discovery.Wish(
                    text=query["text"],
                    filters=dict(_filters(query)),
                    only=None,
                    sort="relevance",
                    first=DEPTH,
                    after=None,
                    count=(),
                )
                page = discovery.find(session, engine, EVERYTHING, wish)
                judged = {self.ids[_named(each)]: each["grade"] for each in query["relevant"]}
                yield query, [each.item.id for each in page.results], judged


def _filters(query: Query) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The filters of a query; one code may stand without a list around it."""
    for facet, codes in query.get("filters", {}).items():
        yield facet, (codes,) if isinstance(codes, str) else tuple(codes)


def _named(judged: Mapping[str, Any]) -> tuple[str, ...]:
    """How a judgment names a practice: by its id at the source, or in the demo's way."""
    if "doc" in judged:
        return (str(judged["doc"]),)
    return judged["association"], judged["practice"]


@contextlib.contextmanager
def loaded() -> Iterator[Shelf]:
    """The demo network in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        opened = app.open_database(load({"RECUL_DATA_DIR": folder}, demo=True))
        try:
            ids = demo.load(opened.database, opened.keys)
            yield Shelf(opened, queries(FOLDER / "queries.jsonl"), ids)
        finally:
            opened.database.close()


@contextlib.contextmanager
def imported(shelf: Path, judged: Path) -> Iterator[Shelf]:
    """A collection in the format of docs/exchange.md in a folder of its own, as `recul import`
    takes it in. Raises NothingImported.
    """
    asked = queries(judged)
    named = {_named(each) for query in asked for each in query["relevant"]}
    with tempfile.TemporaryDirectory() as folder:
        opened = app.open_database(load({"RECUL_DATA_DIR": folder}))
        try:
            with shelf.open("rb") as stream:
                # One source for all lines: the judgments name practices by their ids alone.
                said = exchange.take_in(
                    opened, stream, source=shelf.stem, otherwise=None, progress=lambda *_: None
                )
                sys.stderr.writelines(f"{each}\n" for each in said)
            with opened.database.reading() as session:
                origins = [Origin(shelf.stem, id) for (id,) in named]
                found = library.imported(session, origins)
            yield Shelf(opened, asked, {(origin.id,): id for origin, id in found.items()})
        finally:
            opened.database.close()


@contextlib.contextmanager
def engines(shelf: Shelf) -> Iterator[dict[str, Searcher]]:
    """Every engine there is, filled; with the model of RECUL_EMBEDDING_MODEL where one is named."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        model = app.embedder(load())
        found: dict[str, Meaning] = {"embedded": Embedded(folder / "index", model)}
        if server.EXECUTABLE is not None:
            running = stack.enter_context(server.running(folder))
            found["meilisearch"] = running.fresh(embedder=model)
        for engine in found.values():
            stack.callback(engine.close)
            relay.rebuild(shelf.opened.database, engine)
        yield {name: Fused(engine) if model else engine for name, engine in found.items()}


def measure(shelf: Shelf, engine: Searcher, errors: list[str]) -> dict[str, Figures]:
    """The figures of each kind of query, and of all."""
    answers = defaultdict(list)
    for query, found, judged in shelf.answers(engine):
        for kind in (query["kind"], "all"):
            answers[kind].append((found, judged))
        errors.append(f"{ndcg(found, judged):.2f} {query['id']} {query['kind']} {query['text']}")
    return {kind: figures(each) for kind, each in answers.items()}


def below(name: str, found: Mapping[str, Figures]) -> list[str]:
    """What is worse than the recorded baseline of this engine."""
    known = json.loads(BASELINE.read_text())[name] if BASELINE.exists() else {}
    return [
        f"{name}, {kind}: {found[kind].ndcg:.3f} is below the baseline {least}"
        for kind, least in known.items()
        if found[kind].ndcg < least - NOISE
    ]


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when any is below the baseline."""
    parser = argparse.ArgumentParser(description="Measure the relevance of search.")
    parser.add_argument("--errors", action="store_true", help="list the queries, the worst first")
    parser.add_argument("--shelf", type=Path, help="another collection, as docs/exchange.md says")
    parser.add_argument("--queries", type=Path, help="the judged queries over it")
    asked = parser.parse_args(arguments)
    if (asked.shelf is None) != (asked.queries is None):
        parser.error("--shelf and --queries go together")
    worse = []
    collection = imported(asked.shelf, asked.queries) if asked.shelf else loaded()
    with collection as shelf, engines(shelf) as ready:
        for name, engine in ready.items():
            errors: list[str] = []
            found = measure(shelf, engine, errors)
            lines = [f"{name} {kind:<12} {each.line()}" for kind, each in sorted(found.items())]
            sys.stdout.write("\n".join(lines + (sorted(errors) if asked.errors else [])) + "\n")
            worse += [] if asked.shelf else below(name, found)
    sys.stdout.writelines(f"{each}\n" for each in worse)
    return bool(worse)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
