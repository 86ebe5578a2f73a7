"""A process that publishes and feeds an index until it is killed, and says all it does.

Each line on its pipe is a word and perhaps ids: what begins, and after a commit what it committed.
"""

import random
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from commons import library
from commons.content import CaseStudyContent
from commons.database import Database
from commons.library import Item, Origin
from search import relay
from search.embedded import Embedded
from search.engine import Document, SearchEngine
from search.meilisearch import Meilisearch
from tests.search import shelf

# So many publications stay on the shelf at most: a kill is to cost no more than it must.
MOST = 24


@dataclass(frozen=True)
class Place:
    """A database in a folder, with its index there or on a server."""

    folder: Path
    url: str = ""
    key: str = ""
    prefix: str = ""

    def database(self) -> Database:
        return Database(f"sqlite:///{self.folder / 'recul.sqlite'}")

    def engine(self) -> SearchEngine:
        if self.url:
            return Meilisearch(self.url, search_key=self.key, prefix=self.prefix)
        return Embedded(self.folder / "index")


class Telling:
    """An engine that says what it begins, and what it has done before anybody hears of it."""

    def __init__(self, engine: SearchEngine, pipe: Connection) -> None:
        self._engine, self._pipe = engine, pipe
        self.name = engine.name

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def put(self, documents: Sequence[Document]) -> None:
        self._pipe.send(("put", {}))
        self._engine.put(documents)
        self._pipe.send(("pushed", {each.id: each.version for each in documents}))

    def delete(self, ids: Collection[str]) -> None:
        if ids:
            self._pipe.send(("delete", {}))
            self._engine.delete(ids)
            self._pipe.send(("forgotten", dict.fromkeys(ids, 0)))

    def rebuild(self, documents: Iterable[Document]) -> None:
        def told() -> Iterator[Document]:
            yield from documents
            self._pipe.send(("swap", {}))  # all is read: what follows ends in the swap

        self._pipe.send(("rebuild", {}))
        self._engine.rebuild(told())


def publish(database: Database, publication: str) -> None:
    """Shelve it as others' exports are: it can be revised."""
    content = CaseStudyContent(title="Relancer les adhésions", tried="Deux lettres.", advice="Tôt.")
    with database.writing() as session:
        library.take_in(session, [_item(publication, content, 1)])


def revise(database: Database, publication: str) -> int:
    """Another version; its number."""
    with database.writing() as session:
        held = library.items(session, [publication])[publication]
        content = held.content.model_copy(update={"advice": f"Plus tôt encore ({held.version})."})
        item = replace(held, content=content, version=held.version + 1)
        library.revise_imported(session, [item], 202603)
    return item.version


def _item(publication: str, content: CaseStudyContent, version: int) -> Item:
    return Item(
        id=publication,
        kind="case-study",
        state="published",
        audience="open",
        visible_from=202603,
        month=202603,
        version=version,
        language="fr",
        content=content,
        labels=shelf.FACETS,
        origin=Origin("test", publication),
    )


def live(place: Place, pipe: Connection, seed: int) -> None:
    """Publish, revise, withdraw and feed the index, for ever."""
    dice = random.Random(seed)
    database = place.database()
    leadership = relay.FileLeadership(place.folder)
    engine = Telling(place.engine(), pipe)
    with database.reading() as session:
        held = [*library.published_ids(session)]
    pipe.send(("ready", {}))
    while True:
        for _ in range(dice.randint(1, 4)):
            act = dice.choice(("publish", "publish", "revise", "withdraw"))
            pipe.send(("commit", {}))
            if act == "publish" and len(held) < MOST:
                held.append(str(uuid.UUID(int=dice.getrandbits(128), version=4)))
                publish(database, held[-1])
                pipe.send(("committed", {held[-1]: 1}))
            elif held and act == "withdraw":
                gone = held.pop(dice.randrange(len(held)))
                shelf.withdraw(database, gone)
                pipe.send(("withdrawn", {gone: 0}))
            elif held:
                some = dice.choice(held)
                pipe.send(("committed", {some: revise(database, some)}))
        feeding = dice.choice(("push", "push", "rebuild", "reconcile"))
        if feeding == "push":
            relay.push(database, engine, limit=2)
            pipe.send(("mark", {}))  # what follows was marked as told
        elif feeding == "rebuild":
            relay.rebuild(database, engine)
        else:
            pipe.send(("reconcile", {}))
            relay.reconcile(database, engine)
    leadership.release()
