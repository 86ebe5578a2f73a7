"""Whether time tells who has an account, and what a crowd that signs in costs those who search.

python -m tests.benchmarks.signing_in [publications]

Tries of known and unknown addresses are mixed in one run and compared by their medians; searches
beside fifty people who give their passwords at once are compared with searches of just before.
"""

import concurrent.futures as futures
import os
import pathlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping

from commons import accounts, keys, migrations, settings
from commons.accounts import passwords
from commons.database import Database
from frontend import app as composition
from schema import execution
from tests.benchmarks import engine as synthetic
from tests.benchmarks.product import SEARCH, ask, fill, serve
from tests.conftest import Ticking
from tests.schema import world as worlds
from tests.schema.world import ACTS

PASSWORD = "quatre mots sans rapport"
TRIES = 200
CROWD = 50
SEARCHES = 300
SETTLED_SECONDS = 10  # after the start, while the names model is still loading

Mutation = Mapping[str, object]


def members(database: Database, secrets: keys.Keys, number: int) -> list[str]:
    """The addresses of people who have an account and a password."""
    addresses = [f"personne{place}@exemple.test" for place in range(number)]
    with database.writing() as session:
        for each in addresses:
            person = accounts.person_of(session, secrets, each)
            passwords.put(session, secrets, person, passwords.prepare(PASSWORD, each))
    return addresses


def enumeration() -> None:
    """The medians of tries with addresses that have an account and of those that have none."""
    with tempfile.TemporaryDirectory() as home:
        database = Database(f"sqlite:///{home}/recul.sqlite")
        migrations.upgrade(database)
        secrets, clock = keys.Keys(keys.new_key()), Ticking()
        product = worlds.product(database, secrets, clock, pathlib.Path(home), [])
        passwords.warm_up()
        known = members(database, secrets, 20)
        unknown = [f"absente{place}@exemple.test" for place in range(20)]

        def tried(act: str, given: Mutation, requester: str) -> float:
            clock.forward(seconds=3)
            begun = time.perf_counter()
            answer = execution.run(product, ACTS[act], {"input": given}, requester=requester)
            spent = time.perf_counter() - begun
            if answer.errors:
                raise RuntimeError(answer.errors)
            return spent

        for act, more in (
            ("requestSignIn", {}),
            ("signInWithPassword", {"password": "autre chose encore"}),
        ):
            mixed = [(each, random.choice(each)) for each in (known, unknown) * TRIES]
            random.shuffle(mixed)
            spent: dict[bool, list[float]] = {True: [], False: []}
            for place, (group, email) in enumerate(mixed):
                # From many places: one alone would be slowed down.
                spent[group is known].append(tried(act, {"email": email} | more, f"r{place % 499}"))
            here, nowhere = (statistics.median(spent[each]) * 1000 for each in (True, False))
            print(
                f"  {act}: known {here:.2f} ms, unknown {nowhere:.2f} ms over {TRIES} each,"
                f" {abs(here - nowhere) / max(here, nowhere):.1%} apart"
            )
        product.engine.close()
        database.close()


def searched(going_on: Callable[[int], bool]) -> list[float]:
    spent: list[float] = []
    asked = [*synthetic.SEARCHES.values()]
    while going_on(len(spent)):
        one = asked[len(spent) % len(asked)]
        begun = time.perf_counter()
        ask(SEARCH, {"text": one.get("text", ""), "filter": one.get("filters", {})})
        spent.append(time.perf_counter() - begun)
        time.sleep(0.005)
    return spent


def crowd(number: int) -> None:
    """Fifty sign in with their passwords at once, while somebody searches."""
    with tempfile.TemporaryDirectory() as home:
        folder = pathlib.Path(home)
        known = settings.load(
            {
                "RECUL_DATA_DIR": str(folder / "data"),
                "RECUL_KEY_FILE": str(folder / "keys" / "recul.key"),
            }
        )
        opened = composition.open_database(known)
        fill(opened, number)
        people = members(opened.database, opened.keys, CROWD)
        opened.database.close()
        process, _ = serve(folder)
        try:
            time.sleep(SETTLED_SECONDS)
            searched(lambda place: place < 100)
            idle = searched(lambda place: place < SEARCHES)
            begun = time.perf_counter()
            with futures.ThreadPoolExecutor(CROWD) as all_at_once:
                entering = [
                    all_at_once.submit(
                        ask,
                        ACTS["signInWithPassword"],
                        {"input": {"email": each, "password": PASSWORD}},
                    )
                    for each in people
                ]
                busy = searched(lambda _: not all(each.done() for each in entering))
            spent = time.perf_counter() - begun
        finally:
            process.terminate()
            process.wait()
        inside = sum("SignedIn" in str(each.result()) for each in entering)
        before, beside = (statistics.quantiles(each, n=20)[18] * 1000 for each in (idle, busy))
        print(f"  {inside} of {CROWD} signed in within {spent:.1f} s")
        print(
            f"  searches over {number}: p95 {before:.0f} ms idle, {beside:.0f} ms beside them"
            f" ({len(busy)} of them): {beside / before:.1f} times"
        )


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("who is known")
    enumeration()
    print("a crowd at the door")
    crowd(number)


if __name__ == "__main__":
    main()
