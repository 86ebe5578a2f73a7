"""How many declare themselves: beyond a cap, a wave of strangers waits apart for a moderator."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from commons import keys
from commons.database import UNORDERED

WINDOW_DAYS = 30
# Declarations in one day before the next ones wait apart, and in a window from one mail domain.
DAY_LIMIT = 40
DOMAIN_LIMIT = 3
ROW_BYTES = 512

# Mail providers open to everybody: that many share their domain tells nothing.
PROVIDERS = frozenset(
    {
        "aol.com", "aol.fr", "aliceadsl.fr", "bbox.fr", "caramail.fr", "cegetel.net",
        "club-internet.fr", "disroot.org", "ecomail.fr", "ecomail.bio", "ecosia.org",
        "fastmail.com", "fastmail.fm", "free.fr", "gmail.com", "gmx.com", "gmx.de", "gmx.fr",
        "gmx.net", "gozmail.bzh", "googlemail.com", "hey.com", "hotmail.be", "hotmail.com",
        "hotmail.fr", "icloud.com", "infonie.fr", "ik.me", "immerda.ch", "infomaniak.com",
        "laposte.net", "lavabit.com", "libertysurf.fr", "live.com", "live.fr", "mac.com",
        "mail.com", "mailbox.org", "mailfence.com", "mailo.com", "mailoo.org", "me.com",
        "msn.com", "murena.io", "neuf.fr", "netcourrier.com", "net-c.com", "no-log.org",
        "noos.fr", "numericable.fr", "numericable.com", "nordnet.fr", "online.fr", "orange.fr",
        "orange.com", "outlook.com", "outlook.fr", "pm.me", "posteo.de", "posteo.net",
        "proton.me", "protonmail.ch", "protonmail.com", "riseup.net", "runbox.com", "sfr.fr",
        "t-online.de", "teaser.fr", "tuta.com", "tuta.io", "tutanota.com", "tutanota.de",
        "tutamail.com", "vivaldi.net", "voila.fr", "wanadoo.fr", "web.de", "yahoo.com",
        "yahoo.fr", "yandex.com", "ymail.com", "zaclys.com", "zaclys.net", "zoho.com",
    }
)  # fmt: skip


class Arrival(SQLModel, table=True):
    """Some declaration: of whom is told nowhere, its moment is sealed.

    ``domain_hash`` is keyed, and random for a provider that everybody uses.
    """

    __table_args__ = UNORDERED
    id: str = Field(primary_key=True)
    domain_hash: str = Field(index=True)
    sealed: bytes


def note(session: Session, secrets: keys.Keys, email: str, now: datetime) -> bool:
    """Count a declaration by somebody with this address; True when it is beyond a cap."""
    domain = email.rpartition("@")[2].casefold()
    shared = domain in PROVIDERS
    digest = secrets.fingerprint("mail-domain", keys.new_id() if shared else domain)
    moments = [
        (row.domain_hash, moment)
        for row in session.exec(select(Arrival)).all()
        if (moment := _moment(secrets, row)) > now - timedelta(days=WINDOW_DAYS)
    ]
    today = sum(1 for _, moment in moments if moment > now - timedelta(days=1))
    alike = sum(1 for each, _ in moments if each == digest)
    row_id = keys.new_id()
    # The domain stays inside: another key makes another hash of it.
    held = {"moment": now.isoformat(), "domain": None if shared else domain}
    sealed = secrets.seal("arrival", held, row_id, ROW_BYTES)
    session.add(Arrival(id=row_id, domain_hash=digest, sealed=sealed))
    return today >= DAY_LIMIT or alike >= DOMAIN_LIMIT


def _moment(secrets: keys.Keys, row: Arrival) -> datetime:
    return datetime.fromisoformat(secrets.open("arrival", row.sealed, row.id)["moment"])


def forget_expired(session: Session, secrets: keys.Keys, now: datetime) -> None:
    """Delete what is too old to be counted."""
    old = [
        row.id
        for row in session.exec(select(Arrival)).all()
        if _moment(secrets, row) <= now - timedelta(days=WINDOW_DAYS)
    ]
    session.exec(sa.delete(Arrival).where(col(Arrival.id).in_(old)))


def rekey(session: Session, old: keys.Keys, new: keys.Keys) -> None:
    for page in keys.pages(session, Arrival):
        for row in page:
            domain = old.open("arrival", row.sealed, row.id)["domain"]
            row.domain_hash = new.fingerprint("mail-domain", domain or keys.new_id())
            row.sealed = old.carry(new, "arrival", row.sealed, row.id)
