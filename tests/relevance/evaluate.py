"""How well the judged queries are answered: python -m tests.relevance.evaluate [--errors].

The demo network is loaded and searched with each engine there is; the figures are printed per kind
of query, and compared with the recorded baseline, below which the command fails.
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

from commons.rights import Readable
from commons.settings import load
from frontend import app, demo
from search import discovery, relay
from search.embedded import Embedded
from search.engine import SearchEngine
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


def queries() -> list[Query]:
    """The judged queries."""
    lines = (FOLDER / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


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
    """The demo network, and where each of its practices came to stand."""

    opened: app.Opened
    ids: Mapping[tuple[str, str], str]

    def answers(self, engine: SearchEngine) -> Iterator[tuple[Query, list[str], dict[str, int]]]:
        """Each query with the ids found for it and the grades of what was judged."""
        with self.opened.database.reading() as session:
            for query in queries():
                wish = discovery.Wish(
                    text=query["text"],
                    filters={k: tuple(v) for k, v in query.get("filters", {}).items()},
                    only=None,
                    sort="relevance",
                    first=DEPTH,
                    after=None,
                    count=(),
                )
                page = discovery.find(session, engine, EVERYTHING, wish)
                judged = {
                    self.ids[each["association"], each["practice"]]: each["grade"]
                    for each in query["relevant"]
                }
                yield query, [each.item.id for each in page.results], judged


@contextlib.contextmanager
def loaded() -> Iterator[Shelf]:
    """The demo network in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        opened = app.open_database(load({"RECUL_DATA_DIR": folder}, demo=True))
        try:
            yield Shelf(opened, demo.load(opened.database, opened.keys))
        finally:
            opened.database.close()


@contextlib.contextmanager
def engines(shelf: Shelf) -> Iterator[dict[str, SearchEngine]]:
    """Every engine there is, filled."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        found: dict[str, SearchEngine] = {"embedded": Embedded(folder / "index")}
        if server.EXECUTABLE is not None:
            found["meilisearch"] = stack.enter_context(server.running(folder)).fresh()
        for engine in found.values():
            stack.callback(engine.close)
            relay.rebuild(shelf.opened.database, engine)
        yield found


def measure(shelf: Shelf, engine: SearchEngine, errors: list[str]) -> dict[str, Figures]:
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
    asked = parser.parse_args(arguments)
    worse = []
    with loaded() as shelf, engines(shelf) as ready:
        for name, engine in ready.items():
            errors: list[str] = []
            found = measure(shelf, engine, errors)
            lines = [f"{name} {kind:<12} {each.line()}" for kind, each in sorted(found.items())]
            sys.stdout.write("\n".join(lines + (sorted(errors) if asked.errors else [])) + "\n")
            worse += below(name, found)
    sys.stdout.writelines(f"{each}\n" for each in worse)
    return bool(worse)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
