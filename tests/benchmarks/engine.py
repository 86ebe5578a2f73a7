"""How fast the embedded engine answers: a search with twelve facet counts, over made-up documents.

python -m tests.benchmarks.engine [documents]
"""

import pathlib
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator

from commons import vocabulary
from search import embedded, engine

VISIBLE = engine.Visibility(frozenset({"open", "members"}), 202612)
COUNTED = (
    "kinds", "themes", "channels", "sizes", "fields", "zones",
    "outcomes", "publics", "human_links", "costs", "evidence", "hindsight",
)  # fmt: skip
SINGULAR = frozenset({"kinds", "zones", "outcomes", "human_links", "costs", "evidence"})
SEARCHES: dict[str, dict[str, object]] = {
    "nothing typed": {},
    "one word": {"text": "bénévoles"},
    "two words": {"text": "collecte sms"},
    "a question": {"text": "comment recruter des bénévoles pour une petite association sportive"},
    "a typo": {"text": "financement participatf"},
    "two letters": {"text": "co"},
    "one filter": {"text": "adhésion en ligne", "filters": {"sizes": ("small",)}},
    "three filters": {
        "text": "don en ligne",
        "filters": {"sizes": ("small",), "themes": ("fundraising",), "outcomes": ("worked",)},
    },
    "filters only": {"filters": {"fields": ("culture", "sport"), "kinds": ("case-study",)}},
}


def documents(number: int) -> Iterator[engine.Document]:
    """Texts whose words follow a long-tailed law, spoken with the words of the vocabulary."""
    chance = random.Random(20_000)
    letters = ["ba", "co", "di", "fe", "gu", "lo", "ma", "ni", "pré", "ra", "sou", "té", "vi", "on"]
    rare = ["".join(chance.choices(letters, k=chance.randint(2, 5))) for _ in range(30_000)]
    codes = {facet: list(vocabulary.terms(facet).values()) for facet in COUNTED}
    labels = [t.fr for facet in ("themes", "channels", "publics") for t in codes[facet]]
    common = " ".join(labels).lower().split()

    def text(length: int) -> str:
        words = (
            chance.choice(common)
            if chance.random() < 0.5
            else rare[min(int(chance.paretovariate(0.6)), len(rare)) - 1]
            for _ in range(length)
        )
        return " ".join(words)

    for _ in range(number):
        carried = {
            facet: chance.sample(terms, k=1 if facet in SINGULAR else chance.randint(1, 2))
            for facet, terms in codes.items()
        }
        first = chance.randrange(4)
        carried["sizes"] = codes["sizes"][first : first + chance.choice((1, 1, 1, 2, 4))]
        yield engine.Document(
            id=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            version=1,
            audience=chance.choice(["open", "open", "open", "members", "contributors"]),
            visible_from=chance.randint(2024, 2027) * 100 + chance.randint(1, 12),
            month=chance.randint(2024, 2026) * 100 + chance.randint(1, 12),
            title=text(8),
            summary=text(30),
            body=text(chance.randint(60, 220)),
            words=" ".join(f"{term.fr} {term.en}" for terms in carried.values() for term in terms),
            language="fr",
            facets={facet: tuple(t.code for t in terms) for facet, terms in carried.items()},
        )


def timed(act: Callable[[], object], times: int) -> list[float]:
    """Milliseconds, the first time left out."""
    act()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as directory:
        index = embedded.Embedded(pathlib.Path(directory))
        start = time.perf_counter()
        index.rebuild(documents(number))
        size = sum(file.stat().st_size for file in pathlib.Path(directory).glob("*/*"))
        print(f"{number} documents in {time.perf_counter() - start:.1f} s, {size / 1e6:.1f} MB")
        everything: list[float] = []
        for name, asked in SEARCHES.items():
            query = engine.Query(VISIBLE, count=COUNTED, **asked)  # type: ignore[arg-type]
            taken = timed(lambda query=query: index.search(query), 40)  # type: ignore[misc]
            everything += taken
            print(f"{name:15} {summary(taken)}   {index.search(query).total} found")
        print(f"{'all':15} {summary(everything)}")
        new = list(documents(21))
        puts = timed(lambda: index.put([new.pop()]), 20)
        print(f"{'one put':15} {summary(puts)}")
        index.close()


def summary(taken: list[float]) -> str:
    """The median and the 95th percentile."""
    slow = statistics.quantiles(taken, n=20)[18]
    return f"p50 {statistics.median(taken):6.1f} ms   p95 {slow:6.1f} ms"


if __name__ == "__main__":
    main()
