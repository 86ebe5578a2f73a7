"""A process that publishes until it is killed: ``python -m tests.faults.victim <folder> <act>``.

It says each commit on its standard output before anything else is done about it.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from commons import library
from commons.database import Database
from search import relay
from search.embedded import Embedded
from search.engine import Document
from tests.search import shelf


def say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


class Slow(Embedded):
    """Says that a batch was pushed before the outbox hears of it."""

    def put(self, documents: Sequence[Document]) -> None:
        super().put(documents)
        say("pushed", *(each.id for each in documents))


def main() -> None:
    folder, act = Path(sys.argv[1]), sys.argv[2]
    database = Database(f"sqlite:///{folder / 'recul.sqlite'}")
    leadership = relay.FileLeadership(folder)
    engine = Slow(folder / "index")
    say("ready")
    while True:
        publication = shelf.shelve(database)
        say("committed", publication)
        if act == "withdraw":
            relay.push(database, engine)
            with database.writing() as session:
                library.withdraw(session, publication)
            say("withdrawn", publication)
        if act != "commit":
            relay.push(database, engine)
    leadership.release()


if __name__ == "__main__":
    main()
