"""A Meilisearch server as it is spoken to: two keys, tasks waited for, errors told in codes."""

import contextlib
import itertools
import json
import re
import threading
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import meilisearch
import requests
from meilisearch.errors import MeilisearchApiError, MeilisearchError

from search import engine
from search import meilisearch_queries as queries

# How long the server may be silent, then how long a task of a put and of a rebuild may take.
SEARCH_SECONDS = 3
WRITE_SECONDS = 30
TASK_SECONDS = 120
REBUILD_SECONDS = 3600
_BATCH = 1000  # documents listed at once

# What the server says of a document rather than of itself.
_REFUSALS = frozenset(
    {
        "document_fields_limit_reached",
        "invalid_document_fields",
        "invalid_document_geo_field",
        "invalid_document_geojson_field",
        "invalid_document_id",
        "invalid_vector_dimensions",
        "invalid_vectors_type",
        "malformed_payload",
        "max_fields_limit_exceeded",
        "missing_document_id",
        "missing_payload",
        "payload_too_large",
    }
)

_MAY_WRITE = (
    "documents.add",
    "documents.delete",
    "documents.get",
    "indexes.compact",
    "indexes.create",
    "indexes.delete",
    "indexes.get",
    "indexes.swap",
    "settings.get",
    "settings.update",
    "stats.get",
    "tasks.get",
)
_KEYS = uuid.UUID("6f1f5d0e-9d0b-4c0e-8a55-8d2f3b7c1e64")  # the space of the ids of our keys


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server found: one page, the total of all, counts of some facets."""

    hits: Sequence[Mapping[str, Any]]
    total: int
    facets: Mapping[str, Mapping[str, int]]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(str(hit["id"]) for hit in self.hits)


class Server:
    """One server, asked with a key that searches and told with a key that writes.

    Everything here is to be called under `asking`, which turns what goes wrong into
    EngineUnavailable, or DocumentRefused where the server will not have a document.
    """

    def __init__(self, url: str, search_key: str, write_key: str) -> None:
        self.name = urlsplit(url).netloc
        self._url = url
        self._keys = (search_key, write_key)
        self._local = threading.local()
        self._closed = False

    def close(self) -> None:
        """Ask nothing any more: `asking` raises EngineUnavailable."""
        self._closed = True

    @contextlib.contextmanager
    def asking(self, act: str) -> Iterator[None]:
        """Whatever is asked inside fails as the engine's own exceptions do."""
        if self._closed:
            raise engine.EngineUnavailable("The search index is closed.")
        with _unavailable(act):
            yield

    def writer(self) -> meilisearch.Client:
        """The client of this thread that writes."""
        return self._client(1)

    def _client(self, key: int) -> meilisearch.Client:
        # One for each thread: a client keeps the headers of a request in itself.
        known: dict[int, meilisearch.Client] = self._local.__dict__.setdefault("clients", {})
        if key not in known:
            seconds = (SEARCH_SECONDS, WRITE_SECONDS)[key]
            known[key] = meilisearch.Client(self._url, self._keys[key], timeout=seconds)
        return known[key]

    def search(
        self,
        index: str,
        asked: Sequence[Mapping[str, Any]],
        number: int,
        size: int,
        facets: Sequence[str],
    ) -> Answer | None:
        """Page `number` of what any of the queries finds, the best of each document counting.

        None where there is no such index.
        """
        federation: dict[str, Any] = {"page": number, "hitsPerPage": size}
        if facets:
            federation["facetsByIndex"] = {index: list(facets)}
        try:
            found: Mapping[str, Any] = self._client(0).multi_search(
                [{"indexUid": index, **query} for query in asked], federation
            )
        except MeilisearchApiError as error:
            if error.code != "index_not_found":
                raise
            return None
        counts = found["facetsByIndex"][index]["distribution"] if facets else {}
        return Answer(
            hits=found["hits"],
            total=int(found["totalHits"]),
            facets={facet: dict(counts.get(facet, {})) for facet in facets},
        )

    def indexes(self) -> dict[str, object]:
        """The names of the indexes and when each was created, which stays with it in a swap."""
        found = self.writer().get_indexes({"limit": 1000})["results"]
        return {str(index.uid): index.created_at for index in found}

    def create(self, name: str, settings: Mapping[str, Any]) -> None:
        """An index comes with its settings, in one task: it is never seen without."""
        self.done(self.writer().index(name).update_settings({**settings}))

    def remove(self, name: str) -> None:
        """Delete an index, if it is there."""
        if name in self.indexes():
            self.done(self.writer().delete_index(name))

    def held(self, name: str) -> int:
        """How many documents an index holds."""
        return self.writer().index(name).get_stats().number_of_documents

    def listed(self, name: str, ids: Collection[str] | None = None) -> Iterator[tuple[str, int]]:
        """The (id, version) of some documents or of all."""
        chosen = {} if ids is None else {"filter": queries.any_of("id", ids)}
        for offset in itertools.count(0, _BATCH):
            with self.asking("read"):
                part = {"fields": ["id", "version"], "limit": _BATCH, "offset": offset}
                page = self.writer().index(name).get_documents({**part, **chosen})
                listed = [(str(each.id), int(each.version)) for each in page.results]
                last = offset + _BATCH >= page.total
            yield from listed
            if last:
                return

    def done(self, task: Any, seconds: int | None = None) -> None:
        """Wait for a task. Raises DocumentRefused or EngineUnavailable when it failed."""
        ended = self.ended(task, seconds)
        if ended.status == "succeeded":
            return
        code = _code((ended.error or {}).get("code", ended.status)) or "unknown"
        if code in _REFUSALS:
            raise engine.DocumentRefused(code)
        raise engine.EngineUnavailable(f"A task of Meilisearch failed: {code}.")

    def ended(self, task: Any, seconds: int | None = None) -> Any:
        """Wait for a task, however it ends."""
        return self.writer().wait_for_task(
            task.task_uid,
            timeout_in_ms=1000 * (seconds or TASK_SECONDS),
            interval_in_ms=50 if seconds else 20,
        )


def create_keys(url: str, master_key: str, prefix: str = "recul") -> tuple[str, str]:
    """A key that only searches the indexes of this prefix and one that only writes them.

    Asked again, the same ones, and the same of every server that has this master key: a server
    makes a key of its master key and of the key's id alone, and the id is made of what it may do.
    """
    client = meilisearch.Client(url, master_key, timeout=WRITE_SECONDS)

    def key(name: str, actions: tuple[str, ...]) -> str:
        wanted = {"name": f"{prefix} {name}", "actions": [*actions], "indexes": [f"{prefix}-*"]}
        uid = str(uuid.uuid5(_KEYS, json.dumps(wanted, sort_keys=True)))
        try:
            return client.get_key(uid).key
        except MeilisearchApiError as error:
            if error.code != "api_key_not_found":
                raise
        return client.create_key({**wanted, "uid": uid, "expiresAt": None}).key

    with _unavailable("create keys"):
        return key("search", ("search",)), key("write", _MAY_WRITE)


@contextlib.contextmanager
def _unavailable(act: str) -> Iterator[None]:
    """What the server or the way to it refuse is not the caller's mistake.

    Their messages may quote a document or a key and are not passed on: codes are.
    """
    try:
        yield
    except MeilisearchApiError as error:
        # What stands before the server may be the one to find a request too long.
        code = "payload_too_large" if error.status_code == 413 else _code(error.code)
        if code in _REFUSALS and act in ("write", "rebuild"):
            raise engine.DocumentRefused(code) from None
        why = code or f"status {error.status_code}"
        raise engine.EngineUnavailable(f"Meilisearch refuses to {act}: {why}.") from None
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise engine.EngineUnavailable(
            f"What answers at the address of Meilisearch is not understood ({_kind(error)})."
        ) from None
    except (MeilisearchError, requests.RequestException, TimeoutError) as error:
        raise engine.EngineUnavailable(f"Meilisearch does not answer ({_kind(error)}).") from None


def _kind(error: Exception) -> str:
    return type(error).__name__


def _code(said: object) -> str:
    """A code as the server writes it, nothing else."""
    return said if isinstance(said, str) and re.fullmatch("[a-z_]+", said) else ""
