"""Publications for the tests of search, shelved without anybody who wrote them."""

import time
import uuid
from typing import Any

from commons import library, outbox
from commons.content import CaseStudyContent
from commons.database import Database
from search.discovery import Wish

FACETS = {
    "themes": ("fundraising-recurring",),
    "channels": ("email",),
    "outcomes": ("worked",),
    "sizes": ("small", "medium"),
}


def shelve(database: Database, publication: str | None = None, **changes: Any) -> str:
    """Put a case study on the shelf; its id."""
    publication = publication or str(uuid.uuid4())
    texts = {"title": "Relancer les adhésions", "tried": "deux lettres.", "advice": "tôt."}
    month = changes.get("month", 202603)
    with database.writing() as session:
        library.shelve(
            session,
            publication_id=publication,
            content=CaseStudyContent(**texts | changes.get("texts", {})),
            labels=changes.get("labels", FACETS),
            language=changes.get("language", "fr"),
            audience=changes.get("audience", "open"),
            month=month,
            visible_from=changes.get("visible_from", month),
        )
    return publication


def withdraw(database: Database, publication: str) -> None:
    with database.writing() as session:
        library.withdraw(session, publication)


def wish(**changes: Any) -> Wish:
    """Everything, the best first, unless said otherwise."""
    asked: dict[str, Any] = {
        "text": "", "filters": {}, "only": None, "sort": "relevance", "first": 20, "after": None,
        "count": (),
    }  # fmt: skip
    return Wish(**asked | changes)


def drained(database: Database, seconds: float) -> bool:
    """Wait until the outbox is empty, at most this long; whether it is."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with database.reading() as session:
            if not outbox.backlog(session, outbox.INDEX):
                return True
        time.sleep(0.05)
    return False
