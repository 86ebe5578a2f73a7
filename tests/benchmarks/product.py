"""How fast the product answers: search through /graphql, publishing, start, memory, demo.

python -m tests.benchmarks.product [publications]

Every figure is of this machine at this moment; compare two only within one run.
"""

import concurrent.futures as futures
import functools
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from commons import keys, library, organisations, outbox, publishing, settings
from commons.case_studies import CaseStudyDraft
from commons.content import CaseStudyContent
from commons.drafts import Manuscript
from commons.labels import editions
from commons.rights import Viewer
from frontend import app as composition
from frontend import demo
from search import embedded, engine, relay
from tests.benchmarks import engine as synthetic

PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
SEARCH = """
query ($text: String, $filter: SearchFilter) {
  search(text: $text, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    facets { name values { code label count selected } }
    edges { cursor highlights { title { text hit } summary { text hit } }
      node { id kind title month sizes { code label } outcome { code label }
             channels { code label } themes { code label } humanLink { code label } } }
  }
}
"""


FACETS = """
query ($text: String, $filter: SearchFilter) {
  search(text: $text, filter: $filter) {
    totalCount facets { name values { code count } } nodes { id title month }
  }
}
"""


HITS = """
query ($text: String, $filter: SearchFilter) {
  search(text: $text, filter: $filter) { totalCount nodes { id title month } }
}
"""


def fill(opened: composition.Opened, number: int) -> None:
    """Shelve synthetic publications in bulk, and index them."""
    now = datetime.now(UTC)
    with opened.database.writing() as session:
        for document in synthetic.documents(number):
            labels = {name: codes for name, codes in document.facets.items() if name != "kinds"}
            library.shelve(
                session,
                publication_id=document.id,
                content=CaseStudyContent(
                    title=document.title,
                    tried=document.summary,
                    advice=document.summary[:120],
                    results=document.body,
                ),
                labels=labels,
                language=document.language,
                audience=document.audience,
                month=min(document.month, now.year * 100 + now.month),
                visible_from=min(document.visible_from, 202711),
            )
        session.flush()
        session.execute(outbox.OutboxRow.__table__.delete())  # type: ignore[attr-defined]
    indexes = composition.open_indexes(opened.settings)
    for each in indexes.engines:
        relay.rebuild(opened.database, each)
    indexes.close()


def ask(query: str, variables: dict[str, object]) -> dict[str, object]:
    request = urllib.request.Request(
        f"{ADDRESS}/graphql",
        json.dumps({"query": query, "variables": variables}).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        body: dict[str, object] = json.load(answer)
    if "errors" in body:
        raise RuntimeError(body["errors"])
    return body


def serve(data_dir: pathlib.Path) -> tuple[subprocess.Popen[bytes], float]:
    """A serving process and the seconds until its first search was answered."""
    environment = os.environ | {
        "RECUL_DATA_DIR": str(data_dir / "data"),
        "RECUL_KEY_FILE": str(data_dir / "keys" / "recul.key"),
    }
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "frontend.cli", "serve", "--port", str(PORT)],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    while True:
        try:
            ask("{ search { totalCount } }", {})
            return process, time.perf_counter() - began
        except OSError:
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise
            time.sleep(0.02)


def resident(pid: int) -> float:
    """Resident memory of a process in MB."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS")


def timed(act: Callable[[], object], times: int) -> list[float]:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        found.append((time.perf_counter() - began) * 1000)
    return found


def told(name: str, figures: list[float], unit: str = "ms") -> None:
    p95 = statistics.quantiles(figures, n=20)[18] if len(figures) > 1 else figures[0]
    print(f"{name:<46} p50 {statistics.median(figures):7.1f}  p95 {p95:7.1f} {unit}")


def searching(number: int) -> None:
    with tempfile.TemporaryDirectory(prefix="recul-bench-") as folder:
        home = pathlib.Path(folder)
        known = settings.load(
            {
                "RECUL_DATA_DIR": str(home / "data"),
                "RECUL_KEY_FILE": str(home / "keys" / "recul.key"),
            }
        )
        opened = composition.open_database(known)
        fill(opened, number)
        opened.database.close()
        process, start = serve(home)
        try:
            print(f"cold start to the first answer, {number} publications: {start:.2f} s")
            chance = random.Random(7)
            everything: list[float] = []
            bare: list[float] = []
            for name, wish in synthetic.SEARCHES.items():
                variables = wishes(wish)
                ask(SEARCH, variables)
                figures = timed(functools.partial(ask, SEARCH, variables), 40)
                told(f"/graphql search: {name}", figures)
                everything += figures
                bare += timed(functools.partial(ask, HITS, variables), 20)
            chance.shuffle(everything)
            told("/graphql search, all of these", everything)
            chance.shuffle(bare)
            told("the same, neither facets nor highlights", bare)
            beside_the_engine(known)
            told("all of these, 4 clients at once", together(4, 40))
            print(f"resident memory of the serving process: {resident(process.pid):.0f} MB")
        finally:
            process.terminate()
            process.wait()


def beside_the_engine(known: settings.Settings) -> None:
    """Hits and facets through /graphql and from the engine alone, asked by turns."""
    index = embedded.Embedded(known.index_dir)
    ratios = []
    for name, wish in synthetic.SEARCHES.items():
        query = engine.Query(synthetic.VISIBLE, count=synthetic.COUNTED, **wish)  # type: ignore[arg-type]
        variables = wishes(wish)
        taken: tuple[list[float], list[float]] = ([], [])
        for _ in range(20):
            taken[0].extend(timed(functools.partial(ask, FACETS, variables), 1))
            taken[1].extend(timed(functools.partial(index.search, query), 1))
        through, alone = map(statistics.median, taken)
        ratios.append(through / alone)
        print(f"hits and facets: {name:<29} {through:7.1f} ms, {ratios[-1]:.2f} x the engine alone")
    print(f"median of these ratios: {statistics.median(ratios):.2f}")
    index.close()


def together(clients: int, times: int) -> list[float]:
    """The milliseconds of each full search while several clients ask, each as fast as answered."""

    def client(seed: int) -> list[float]:
        chance = random.Random(seed)
        asked = [wishes(chance.choice([*synthetic.SEARCHES.values()])) for _ in range(times)]
        return [timed(functools.partial(ask, SEARCH, each), 1)[0] for each in asked]

    with futures.ThreadPoolExecutor(clients) as pool:
        return [each for taken in pool.map(client, range(clients)) for each in taken]


def wishes(wish: Mapping[str, Any]) -> dict[str, object]:
    """A search of the engine's benchmark as variables."""
    filters = {key: list(codes) for key, codes in (wish.get("filters") or {}).items()}
    return {"text": wish.get("text", ""), "filter": filters}


def previewed(opened: composition.Opened, viewer: Viewer, draft: Manuscript) -> publishing.Preview:
    """What its author sees of a draft, scanned outside of any transaction."""
    with opened.database.reading() as session:
        held = publishing.open_draft(session, opened.keys, viewer, draft.id)
        people = editions.current(session)
    return publishing.preview(*held, people)


def release(opened: composition.Opened, viewer: Viewer, draft: Manuscript, now: datetime) -> None:
    """What publishDraft does: read, scan, then one transaction."""
    prepared = previewed(opened, viewer, draft)
    with opened.database.writing() as session:
        publishing.publish(
            session, opened.keys, opened.authorships, viewer, prepared, draft.version, now
        )


def publishing_speed() -> None:
    """Preview and publish texts of about 400 words, detectors included."""
    raw = next(iter(demo.associations()))
    words = " ".join(
        text
        for _, each in demo.practices()
        for name, text in each.items()
        if name in ("context", "done", "results", "regrets")
    ).split()
    with tempfile.TemporaryDirectory(prefix="recul-bench-") as folder:
        home = pathlib.Path(folder)
        known = settings.load(
            {
                "RECUL_DATA_DIR": str(home / "data"),
                "RECUL_KEY_FILE": str(home / "keys" / "recul.key"),
            }
        )
        opened = composition.open_database(known)
        secrets = opened.keys
        now = datetime.now(UTC)
        with opened.database.writing() as session:
            organisation = organisations.declare(session, secrets, demo.profile(raw, 1), now)
            organisations.verify(session, secrets, organisation, now)
        viewer = Viewer(person=keys.new_id(), organisation=organisation, verified=True)
        figures = []
        for turn in range(20):
            begin = turn * 150
            practice = CaseStudyDraft(
                title="Ce que nous avons appris",
                tried=" ".join(words[begin : begin + 40]),
                results=" ".join(words[begin + 40 : begin + 400]),
                advice="Commencez petit.",
                themes=("fundraising",),
                channels=("email",),
                outcome="worked",
                human_link="same",
            )
            with opened.database.writing() as session:
                draft = publishing.save(session, secrets, viewer, practice, now)
            seen = previewed(opened, viewer, draft)
            with opened.database.writing() as session:
                draft = publishing.decide(
                    session,
                    secrets,
                    viewer,
                    seen,
                    draft.version,
                    [each.finding.id for each in seen.findings],
                    "accept",
                    now,
                )
            seen = previewed(opened, viewer, draft)
            with opened.database.writing() as session:
                doubts = [each.doubt.id for each in seen.doubts]
                draft = publishing.answer(
                    session, secrets, viewer, seen, draft.version, now, no=doubts
                )
            figures += timed(functools.partial(release, opened, viewer, draft, now), 1)
        told("publish 400 words, detectors and commit", figures)
        opened.database.close()


def demo_speed() -> None:
    with tempfile.TemporaryDirectory(prefix="recul-bench-") as folder:
        known = settings.load({"RECUL_DATA_DIR": folder}, demo=True)
        opened = composition.open_database(known)
        began = time.perf_counter()
        demo.load(opened.database, opened.keys)
        print(f"the demo network loads in {time.perf_counter() - began:.1f} s")
        opened.database.close()


if __name__ == "__main__":
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    publishing_speed()
    demo_speed()
    searching(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
