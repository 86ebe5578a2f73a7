"""Moderators, and acts of moderation each in a transaction of its own."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from commons import accounts, library, moderation, rights
from commons.accounts import staff
from commons.moderation import batches, decisions, reports, reviews
from commons.moderation.batches import Batch
from commons.moderation.decisions import Verdict
from commons.rights import Viewer
from tests.commons.conftest import Member, Network

APPROVED = Verdict("approve", None, "")
REFUSED = Verdict("refuse", "advertising", "Le texte vante un produit.")
CHANGES = Verdict("changes", "unclear", "Dites ce qui a été envoyé.")


@dataclass
class Panel:
    """Moderators at work on a network."""

    network: Network
    dice: random.Random

    def moderator(
        self, email: str = "moderation@exemple.fr", member: Member | None = None
    ) -> Viewer:
        """Somebody who moderates, of an association or of none."""
        with self.network.database.writing() as session:
            secrets = self.network.secrets
            address = member.email if member else email
            person = accounts.person_of(session, secrets, address)
            staff.appoint(session, secrets, person, "moderator")
        organisation = member.organisation.id if member else None
        return Viewer(person=person, organisation=organisation, moderator=True)

    def draw(self) -> bool:
        with self.network.database.writing() as session:
            return batches.draw(
                session,
                self.network.secrets,
                self.network.authorships,
                self.network.now(),
                self.dice,
            )

    def tend(self) -> None:
        with self.network.database.writing() as session:
            moderation.tend(
                session, self.network.secrets, self.network.authorships, self.network.now()
            )

    def batch(self, moderator: Viewer) -> Batch:
        with self.network.database.reading() as session:
            return batches.current(
                session, self.network.secrets, self.network.authorships, moderator
            )

    def place(self, moderator: Viewer, item: library.Item) -> str:
        """The id under which a moderator knows a publication."""
        (found,) = [each.id for each in self.batch(moderator).items if each.item.id == item.id]
        return found

    def decide(self, moderator: Viewer, item: library.Item | str, verdict: Verdict) -> None:
        place = item if isinstance(item, str) else self.place(moderator, item)
        with self.network.database.writing() as session:
            decisions.decide(
                session,
                self.network.secrets,
                self.network.authorships,
                moderator,
                place,
                verdict,
                self.network.now(),
            )

    def appeal(self, member: Member, item: library.Item, words: str) -> None:
        with self.network.database.reading() as session:
            prepared = decisions.own_review(
                session,
                self.network.secrets,
                self.network.authorships,
                member.viewer,
                item.id,
            )
        said = decisions.plead(*prepared, words, "fr")
        with self.network.database.writing() as session:
            decisions.appeal(
                session,
                self.network.secrets,
                self.network.authorships,
                member.viewer,
                item.id,
                said,
                self.network.now(),
            )

    def report(self, publication_id: str, reason: str = "off-topic", words: str = "") -> None:
        read = reports.read(reason, words, "fr")
        with self.network.database.writing() as session:
            reports.keep(
                session,
                self.network.secrets,
                publication_id,
                read,
                self.network.readable(rights.VISITOR),
            )

    def review(self, item: library.Item) -> reviews.Review | None:
        with self.network.database.reading() as session:
            return reviews.of(session, self.network.secrets, [item.id]).get(item.id)

    def readers_see(self, item: library.Item) -> bool:
        with self.network.database.reading() as session:
            readable = self.network.readable(rights.VISITOR)
            return library.item(session, item.id, readable) is not None


@pytest.fixture
def panel(network: Network) -> Panel:
    return Panel(network, random.Random(7))


@pytest.fixture
def moderator(panel: Panel) -> Viewer:
    return panel.moderator()


@pytest.fixture
def item(network: Network, author: Member) -> library.Item:
    return network.publish(author)


@pytest.fixture
def drawn(panel: Panel, item: library.Item, clock: Callable[..., None]) -> library.Item:
    """A publication that stands in the batch."""
    clock.forward(days=4)  # type: ignore[attr-defined]
    assert panel.draw()
    return item
