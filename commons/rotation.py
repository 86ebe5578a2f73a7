"""Another master key: every sealed row and keyed hash carried over to it in one transaction."""

import time
from pathlib import Path

from sqlmodel import Session

from commons import (
    accounts,
    arrivals,
    authorship,
    deposits,
    drafts,
    figures,
    housekeeping,
    journal,
    keys,
    ledger,
    moderation,
    notices,
    organisations,
    reciprocity,
    unsealing,
    vouching,
)
from commons.database import Database, alone
from commons.keys import KeyProblem

# A connection that was just closed, or whose process was killed, holds on for a moment.
_TRIES, _PAUSE_SECONDS = 20, 0.1


def rotate(database: Database, path: Path) -> None:
    """Give a database a new key, in the place of the one at ``path``. Raises KeyProblem.

    A death at any moment leaves a database that opens: before the commit with the key that was
    there; after it with the new one, which the next start finds beside it and puts in its place.
    """
    with database.reading() as session:
        old = keys.settle(session, path)
    new = keys.prepare_successor(path)
    database.close()  # its own idle connections are nobody else's
    with database.writing() as session:
        if not database.is_sqlite:
            _refuse_others(session)
        carry_over(session, old, new)
        # Before the commit: the file must open whichever key the database has then.
        ledger.admit(old, new, ledger.path_of(path))
    keys.promote_successor(path)
    # What was sealed under the old key must not wait for the night in freed space.
    housekeeping.forget_order(database)


def carry_over(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    """Make everything that depends on the master key anew; lengths and public rows stay."""
    # First the shelf's lock: whoever publishes with the old key must not come in between.
    authorship.rekey(session, old, new)
    data_keys = organisations.rekey(session, old, new)
    drafts.rekey(session, old, new, data_keys)
    vouching.rekey(session, old, new, data_keys)
    reciprocity.rekey(session, old, new)
    deposits.rekey(session, old, new)
    arrivals.rekey(session, old, new)
    figures.rekey(
        session,
        {
            drafts.owner_hash(old, each): (drafts.owner_hash(new, each), before, after)
            for each, (before, after) in data_keys.items()
        },
    )
    moderation.rekey(session, old, new)
    unsealing.rekey(session, old, new)
    notices.rekey(session, old, new)
    accounts.rekey(session, old, new)
    journal.rekey(session, old, new)
    ledger.rekey(session, old, new)
    keys.rebind(session, new)


def _refuse_others(session: Session) -> None:
    """Raises KeyProblem while another process is there: it would write with the old key.

    One that starts meanwhile waits until the transaction ends, and then reads the new key.
    """
    for _ in range(_TRIES):
        if alone(session):
            return
        time.sleep(_PAUSE_SECONDS)
    raise KeyProblem(
        "Another process of Recul uses this database: stop every process of Recul first; "
        "nothing was changed."
    )
