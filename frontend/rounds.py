"""What a serving process does by itself: warm up, keep house, release, remember, write letters."""

import logging
import random
from collections.abc import Sequence

import anyio

from commons import anonymisation, bugs, clock, deposits, housekeeping, journal, ledger, releases
from commons.accounts import Person, passwords
from commons.unsealing import log as unsealing_log
from frontend import mailing
from schema.product import Product
from search import naming
from search.relay import Relay

log = logging.getLogger("recul")

# Between two publications while the index is built anew beside readers who search.
GENTLE_SECONDS = 0.002
# Between two looks at what waits for its release: never the same, or what appears with the beat of
# a clock would be known to have waited.
RELEASE_SECONDS = (20, 70)
# Between two looks at what is to be written apart from any act.
REMEMBER_SECONDS = 300
# Between two looks at what letters are due: the slot's hour is known, its minute is not.
LETTERS_SECONDS = (60, 300)


async def warm_up() -> None:
    """Load what search and detection need while the first readers are served already."""
    await anyio.to_thread.run_sync(naming.names, abandon_on_cancel=True)
    await anyio.to_thread.run_sync(passwords.warm_up, abandon_on_cancel=True)
    try:
        await anyio.to_thread.run_sync(anonymisation.warm_up, abandon_on_cancel=True)
    except Exception as problem:
        log.error("detection is not ready; each text tries again: %s", bugs.place(problem))


async def nightly(product: Product, pushers: Sequence[Relay]) -> None:
    """Housekeeping once a night; each index is brought in line, and keeps no withdrawn word."""

    def work() -> None:
        if housekeeping.due(product.database, product.now()):
            housekeeping.run(product.database, product.keys, product.authorships, product.now())
            since = ledger.since(clock.system(), product.settings.backup_days)
            path = ledger.path_of(product.settings.key_file)
            ledger.forget_expired(product.database, product.keys, path, since)
            for each in pushers:
                each.refresh(GENTLE_SECONDS)
            housekeeping.remember(product.database, product.now())

    while True:
        try:
            await anyio.to_thread.run_sync(work)
        except Exception as problem:
            log.error("housekeeping failed; next try in an hour: %s", bugs.place(problem))
        await anyio.sleep(3600)


async def releasing(product: Product) -> None:
    """Show what has waited long enough, soon after the moment its seal holds."""

    def work() -> None:
        database, authorships = product.database, product.authorships
        now = product.now()
        with database.reading() as session:
            if not (deposits.due(session, now) or releases.due(session, authorships, now)):
                return
        with database.writing() as session:
            # One transaction: what opens appears with the weekly batch, in no order.
            shown = deposits.count(session, product.keys, authorships, now)
            shown += releases.release(session, authorships, now)
        if shown:
            product.wake()

    while True:
        try:
            await anyio.to_thread.run_sync(work)
        except Exception as problem:
            log.error("what waits was not released; next try soon: %s", bugs.place(problem))
        await anyio.sleep(random.uniform(*RELEASE_SECONDS))


def remember(product: Product) -> None:
    """Write down the failed tries to sign in, and what was erased, where a backup can't undo it."""
    if failed := product.failures.take():
        with product.database.writing() as session:
            for (person, kind), count in failed.items():
                # Of whoever erased their account meanwhile nothing is begun anew.
                if session.get(Person, person) is not None:
                    journal.note(session, product.keys, person, kind, product.now(), count)
    path = ledger.path_of(product.settings.key_file)
    ledger.carry_out(product.database, product.keys, path)
    unsealing_log.carry_out(
        product.database, product.keys, unsealing_log.path_of(product.settings.key_file)
    )


async def remembering(product: Product) -> None:
    while True:
        await anyio.sleep(REMEMBER_SECONDS)
        try:
            await anyio.to_thread.run_sync(remember, product)
        except Exception as problem:
            log.error("the journal was not written; next try soon: %s", bugs.place(problem))


async def writing(product: Product, deliver: mailing.Deliver) -> None:
    """Send the letters of the daily slot, and try again what a mail server put off."""
    while True:
        await anyio.sleep(random.uniform(*LETTERS_SECONDS))
        try:
            # One at a time: a server that stops waits for one letter, not for all.
            for each in await anyio.to_thread.run_sync(mailing.due_notices, product):
                if not await anyio.to_thread.run_sync(mailing.send_notice, product, deliver, each):
                    break
        except Exception as problem:
            log.error("letters were not sent; next try soon: %s", bugs.place(problem))
