"""A batch says neither what is new in it nor when or in what order it was written."""

import itertools
import random
from dataclasses import fields, replace
from typing import Any

import pytest
import sqlalchemy as sa

from commons import clock as calendar
from commons import library
from commons.accounts import memberships, staff
from commons.keys import Mark
from commons.library import Origin
from commons.moderation import batches, reviews
from commons.moderation.batches import BatchItem
from commons.refusals import NotAllowed, NotFound, SignInRequired
from commons.rights import Viewer
from tests.commons.accounts.test_memberships import enter, viewer_of
from tests.commons.conftest import Member, Network, case_study
from tests.commons.moderation.conftest import APPROVED, Panel

ORDERS = 400


def shelve(network: Network, title: str) -> library.Item:
    """By an association of its own, so that nothing waits."""
    return network.publish(network.join(), case_study(title=title))


def test_what_readers_see_enters_a_batch_within_two_working_days(
    panel: Panel, moderator: Viewer, item: library.Item, clock: Any
) -> None:
    # Tuesday: not on the day itself, whatever the toss.
    assert panel.draw()
    assert panel.batch(moderator).items == []

    clock.forward(days=1)
    panel.draw()
    clock.forward(days=1)
    panel.draw()

    batch = panel.batch(moderator)
    assert [each.item.id for each in batch.items] == [item.id]
    assert batch.week == "2026-W11"


def test_half_of_what_is_new_waits_for_another_night(panel: Panel, clock: Any) -> None:
    shelved = [shelve(panel.network, f"une relance {each}") for each in range(12)]
    clock.forward(days=1)
    panel.draw()

    entered = len(panel.batch(panel.moderator()).items)

    assert 2 <= entered <= 10
    clock.forward(days=1)
    panel.draw()
    assert len(panel.batch(panel.moderator()).items) == len(shelved)


def test_a_batch_is_made_once_a_day_and_shows_nothing_of_that_day(
    panel: Panel, moderator: Viewer, drawn: library.Item, clock: Any
) -> None:
    shelve(panel.network, "une autre relance")

    assert not panel.draw()
    clock.forward(hours=10)
    assert not panel.draw()
    assert [each.item.id for each in panel.batch(moderator).items] == [drawn.id]


def test_new_things_come_with_old_ones_and_nothing_tells_them_apart(
    panel: Panel, moderator: Viewer, clock: Any
) -> None:
    for each in range(5):
        shelve(panel.network, f"une relance {each}")
    clock.forward(days=4)
    panel.draw()
    for each in panel.batch(moderator).items:
        panel.decide(moderator, each.id, APPROVED)
    new = {shelve(panel.network, f"un appel {each}").id for each in range(4)}
    clock.forward(days=4)
    panel.draw()

    found = panel.batch(moderator).items

    assert new < {each.item.id for each in found}
    assert len(found) == len(new) + 2
    # A row holds an id of its own, a publication, a place and the week of all: nothing else.
    assert set(BatchItem.model_fields) == {"id", "publication_id", "position", "week"}
    assert {each.name for each in fields(batches.ToReview)} == {
        "id", "item", "reported", "contested",
    }  # fmt: skip
    with panel.network.database.reading() as session:
        assert len({*session.exec(sa.select(BatchItem.week)).scalars()}) == 1
    assert {(each.reported, each.contested) for each in found} == {(None, None)}


def test_what_is_left_comes_back_among_what_is_new(
    panel: Panel, moderator: Viewer, drawn: library.Item, clock: Any
) -> None:
    place = panel.place(moderator, drawn)
    for each in range(6):
        shelve(panel.network, f"une relance {each}")
    clock.forward(days=4)
    panel.draw()

    batch = panel.batch(moderator)

    assert len(batch.items) == 7
    assert panel.place(moderator, drawn) == place
    assert batch.week == "2026-W12"


def test_the_order_of_a_batch_says_nothing_of_the_order_of_writing(
    panel: Panel, moderator: Viewer, clock: Any
) -> None:
    """Seeded: over many drawings, places of early and late writing are the same on average.

    Were places in the order of writing, the mean place of the first would be 1 and not 3.5.
    """
    written = []
    for each in range(6):
        written.append(shelve(panel.network, f"une relance {each}").id)
        clock.forward(hours=2)
    clock.forward(days=4)
    places: dict[str, list[int]] = {each: [] for each in written}
    ascents = 0
    with panel.network.database.writing() as session:
        for seed in range(ORDERS):
            session.exec(sa.delete(BatchItem))
            session.exec(sa.delete(Mark).where(Mark.id == "batch"))
            batches.draw(
                session,
                panel.network.secrets,
                panel.network.authorships,
                clock(),
                random.Random(seed),
            )
            for row in session.exec(sa.select(BatchItem)).scalars():
                places[row.publication_id].append(row.position)
            order = [places[each][-1] for each in written]
            ascents += sum(a < b for a, b in itertools.pairwise(order))

    # The mean of 400 uniform places of 1 to 6 has a standard error of 0.085.
    assert all(abs(sum(each) / ORDERS - 3.5) < 0.35 for each in places.values())
    # Two written one after the other stand in either order: standard error 0.013 (negatively
    # correlated neighbours make it smaller).
    assert abs(ascents / (ORDERS * 5) - 0.5) < 0.05


def test_what_no_reader_sees_yet_is_in_no_batch(
    panel: Panel, moderator: Viewer, author: Member, clock: Any
) -> None:
    later = panel.network.publish(author, embargo="2026-06")
    waits = panel.network.write(other := panel.network.join(), case_study(title="un appel"))
    first = panel.network.publish(other)
    panel.network.answer(other, waits)
    share = panel.network.share(other, panel.network.preview(other, waits))
    assert share.waits
    clock.forward(days=4)
    panel.draw()
    assert [each.item.id for each in panel.batch(moderator).items] == [first.id]

    clock.now = calendar.month_start(202606)
    with panel.network.database.writing() as session:
        library.release(session, share.item.id, 202606)
    clock.forward(days=9)
    panel.draw()
    assert {later.id, share.item.id} < {each.item.id for each in panel.batch(moderator).items}


def test_nobody_reviews_what_their_own_association_wrote(
    panel: Panel, author: Member, drawn: library.Item
) -> None:
    own, other = panel.moderator(member=author), panel.moderator()
    place = panel.place(other, drawn)

    batch = panel.batch(own)

    assert (batch.items, batch.for_others) == ([], 1)
    assert panel.batch(other).for_others == 0
    with panel.network.database.writing() as session, pytest.raises(NotFound):
        batches.take(session, panel.network.authorships, own, place)


def test_nobody_reviews_what_they_left_within_a_year(
    panel: Panel, author: Member, drawn: library.Item, clock: Any
) -> None:
    network, email = panel.network, "partie@exemple.fr"
    person = enter(network, email, author.organisation.id, "member")
    panel.moderator(email)
    with network.database.writing() as session:
        memberships.depart(session, network.secrets, person, clock())

    seen = panel.batch(viewer_of(network, email))

    assert (seen.items, seen.for_others) == ([], 1)
    clock.forward(days=staff.LEFT_DAYS)
    assert panel.batch(viewer_of(network, email)).for_others == 0


def test_only_moderators_read_a_batch(panel: Panel, author: Member, drawn: library.Item) -> None:
    for viewer, refusal in (
        (author.viewer, NotAllowed),
        (Viewer(), SignInRequired),
        (Viewer(person="x", operator=True), NotAllowed),
        (Viewer(person="x", moderator=True, by_token=True), NotAllowed),
    ):
        with pytest.raises(refusal):
            panel.batch(viewer)


def test_what_is_imported_is_read_only_when_it_is_reported_or_drawn_again(
    panel: Panel, moderator: Viewer, clock: Any, item: library.Item
) -> None:
    taken = replace(
        item,
        id="5c2a9f50-8d1e-4a8b-9a0e-3f5ad0a4b111",
        origin=Origin("ailleurs", "1"),
        version=1,
    )
    with panel.network.database.writing() as session:
        library.take_in(session, [taken])
    clock.forward(days=4)
    panel.draw()
    assert [each.item.id for each in panel.batch(moderator).items] == [item.id]

    panel.report(taken.id)
    clock.forward(days=1)
    panel.draw()
    assert taken.id in {each.item.id for each in panel.batch(moderator).items}


def test_a_reviewed_publication_is_not_new_again(
    panel: Panel, moderator: Viewer, drawn: library.Item, clock: Any
) -> None:
    panel.decide(moderator, drawn, APPROVED)
    clock.forward(days=1)
    panel.draw()

    assert panel.batch(moderator).items == []
    with panel.network.database.reading() as session:
        assert reviews.ids(session, "approved") == {drawn.id}
