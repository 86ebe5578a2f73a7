"""How long after its commit a publication is found, at a steady trickle beside people who search.

python -m tests.benchmarks.lag [publications already there] [publications]

The product serves in this process, embedded and then on a Meilisearch server if there is one. Each
publication is looked for by a word of its own until the search finds it.
"""

import contextlib
import os
import pathlib
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator

from starlette.testclient import TestClient

from commons import settings
from frontend import app as composition
from schema.product import Product
from search.engine import Query, Visibility
from tests.benchmarks import engine as synthetic
from tests.benchmarks.product import SEARCH, fill
from tests.search import server, shelf

PER_SECOND = 10  # publications; no network of associations will ever write so many
SEARCHERS, THINKING_SECONDS = 4, 0.2
LOOK_SECONDS = 0.01  # between two looks: as fine as what is measured needs
EVERYBODY = Visibility(frozenset({"open"}), 203012)
LETTERS = "bcdfghjklmnpqrstvwxz"


@contextlib.contextmanager
def serving(known: settings.Settings, there: int) -> Iterator[TestClient]:
    opened = composition.open_database(known)
    fill(opened, there)
    app = composition.create(known, opened=opened)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def searching(client: TestClient, ended: threading.Event, answers: list[float]) -> None:
    dice = random.Random(threading.get_ident())
    while not ended.is_set():
        asked = dice.choice([*synthetic.SEARCHES.values()])
        begun = time.perf_counter()
        variables = {"text": asked.get("text", ""), "filter": asked.get("filters", {})}
        answer = client.post("/graphql", json={"query": SEARCH, "variables": variables}).json()
        if "errors" in answer or answer["data"]["search"] is None:
            raise RuntimeError(answer)
        answers.append(time.perf_counter() - begun)
        ended.wait(THINKING_SECONDS * dice.uniform(0.5, 1.5))


class Looking(threading.Thread):
    """Looks for what was committed until it is found."""

    def __init__(self, product: Product) -> None:
        super().__init__(daemon=True)
        self.product = product
        self.waiting: dict[str, tuple[str, float]] = {}
        self.lags: list[float] = []

    def run(self) -> None:
        while True:
            for word, (publication, committed) in [*self.waiting.items()]:
                found = self.product.engine.search(Query(EVERYBODY, text=f'"{word}"')).ids
                if publication in found:
                    self.lags.append(time.perf_counter() - committed)
                    del self.waiting[word]
            time.sleep(LOOK_SECONDS)


def measure(client: TestClient, number: int) -> None:
    product: Product = client.app.state.runner.product  # type: ignore[attr-defined]
    ended, answers = threading.Event(), list[float]()
    people = [
        threading.Thread(target=searching, args=(client, ended, answers)) for _ in range(SEARCHERS)
    ]
    looking = Looking(product)
    for each in (*people, looking):
        each.start()
    dice = random.Random(7)
    begun = time.perf_counter()
    for turn in range(number):
        time.sleep(max(0.0, begun + turn / PER_SECOND - time.perf_counter()))
        word = "".join(dice.choices(LETTERS, k=16))
        publication = shelf.shelve(product.database, texts={"title": f"Relancer {word}"})
        looking.waiting[word] = publication, time.perf_counter()
        product.wake()
    until = time.perf_counter() + 60
    while looking.waiting and time.perf_counter() < until:
        time.sleep(0.05)
    spent = time.perf_counter() - begun
    ended.set()
    for each in people:
        each.join()
    cuts = statistics.quantiles(looking.lags, n=100)
    print(
        f"  {len(looking.lags)} of {number} found, {number / spent:.1f} a second:"
        f" p50 {cuts[49]:.3f} s, p99 {cuts[98]:.3f} s, at most {max(looking.lags):.3f} s"
    )
    print(
        f"  beside {len(answers) / spent:.0f} searches a second:"
        f" p50 {statistics.median(answers) * 1000:.0f} ms"
    )


def main() -> None:
    there = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {there} there already")
    for kind in ("embedded", "meilisearch"):
        if kind == "meilisearch" and server.EXECUTABLE is None:
            continue
        with contextlib.ExitStack() as running:
            home = pathlib.Path(running.enter_context(tempfile.TemporaryDirectory()))
            given = {
                "RECUL_DATA_DIR": str(home / "data"),
                "RECUL_KEY_FILE": str(home / "keys" / "recul.key"),
            }
            if kind == "meilisearch":
                node = running.enter_context(server.running(home, memory="1Gb"))
                given |= {"RECUL_SEARCH_URL": node.url, "RECUL_SEARCH_KEY": node.key}
            client = running.enter_context(serving(settings.load(given), there))
            print(kind)
            measure(client, number)


if __name__ == "__main__":
    main()
