"""Approve, ask for changes, refuse, appeal: what each does to readers and to the author."""

from typing import Any

import pytest

from commons import anonymisation, authorship, housekeeping, library, releases
from commons.moderation import decisions, promise
from commons.moderation.decisions import AppealEmpty, AppealOpen, NoteMissing, ReasonMissing
from commons.refusals import NotFound
from commons.remarks import NamesSomebody, NoModelForWords
from commons.rights import Viewer
from commons.vocabulary import UnknownCode
from tests.commons.conftest import Member, Rows
from tests.commons.moderation.conftest import APPROVED, CHANGES, REFUSED, Panel


def again(panel: Panel, clock: Any) -> None:
    """The batch of the day after."""
    clock.forward(days=1)
    assert panel.draw()


def test_an_approval_changes_nothing_that_readers_see(
    panel: Panel, moderator: Viewer, drawn: library.Item, rows: Rows
) -> None:
    before = rows(private=False)

    panel.decide(moderator, drawn, APPROVED)

    shelf = rows(private=False)
    changed = {name for name in shelf if shelf[name] != before[name]}
    assert changed == set()
    review = panel.review(drawn)
    assert review is not None
    assert (review.state, review.reason, review.note) == ("approved", None, "")
    assert panel.batch(moderator).items == []


def test_asking_for_changes_leaves_it_to_its_readers_and_tells_why(
    panel: Panel, moderator: Viewer, drawn: library.Item
) -> None:
    panel.decide(moderator, drawn, CHANGES)

    review = panel.review(drawn)
    assert review is not None
    assert (review.state, review.reason, review.note) == ("changes", CHANGES.reason, CHANGES.note)
    assert review.may_appeal
    assert panel.readers_see(drawn)


def test_a_refusal_takes_it_from_all_readers_at_once(
    panel: Panel, moderator: Viewer, drawn: library.Item, author: Member, clock: Any
) -> None:
    panel.decide(moderator, drawn, REFUSED)

    assert not panel.readers_see(drawn)
    network = panel.network
    with network.database.reading() as session:
        assert library.items(session, [drawn.id]) == {}
        # Its author still has it, and the release of what waits leaves it alone.
        assert drawn.id in library.own_items(session, [drawn.id])
        assert releases.due(session, network.authorships, clock()) == []


def test_its_author_withdraws_what_was_refused_and_may_publish_the_draft_anew(
    panel: Panel, moderator: Viewer, drawn: library.Item, author: Member
) -> None:
    panel.decide(moderator, drawn, CHANGES)
    network = panel.network
    with network.database.reading() as session:
        (known,) = network.authorships.of(session, author.organisation.id)

    network.withdraw(author, drawn.id)

    with network.database.reading() as session:
        assert not authorship.is_published(session, network.secrets, known.draft)
    share = network.share(author, network.preview(author, _manuscript(panel, author, known.draft)))
    assert share.item.id != drawn.id
    panel.tend()
    assert panel.review(drawn) is None


def _manuscript(panel: Panel, author: Member, draft: str) -> Any:
    from commons import publishing

    with panel.network.database.reading() as session:
        return publishing.open_draft(session, panel.network.secrets, author.viewer, draft)[1]


def test_an_appeal_is_answered_by_another_moderator_for_good(
    panel: Panel, moderator: Viewer, drawn: library.Item, author: Member, clock: Any
) -> None:
    other = panel.moderator("autre@exemple.fr")
    panel.decide(moderator, drawn, REFUSED)
    panel.appeal(author, drawn, "Le texte ne vante rien, il compare deux relances.")
    again(panel, clock)

    assert panel.batch(moderator).items == []
    assert panel.batch(moderator).for_others == 1
    (found,) = panel.batch(other).items
    assert found.contested
    assert found.contested.appeal.startswith("Le texte ne vante rien")
    with pytest.raises(NotFound):
        panel.decide(moderator, found.id, APPROVED)
    with pytest.raises(AppealOpen):
        panel.decide(other, found.id, CHANGES)

    panel.decide(other, found.id, APPROVED)

    assert panel.readers_see(drawn)
    review = panel.review(drawn)
    assert review is not None
    assert (review.state, review.appeal) == ("approved", "")


def test_an_appeal_lost_is_the_end(
    panel: Panel, moderator: Viewer, drawn: library.Item, author: Member, clock: Any
) -> None:
    other = panel.moderator("autre@exemple.fr")
    panel.decide(moderator, drawn, CHANGES)
    panel.appeal(author, drawn, "Tout est dit.")
    with pytest.raises(NotFound):
        panel.appeal(author, drawn, "Vraiment.")
    again(panel, clock)
    panel.decide(other, drawn, REFUSED)

    review = panel.review(drawn)
    assert review is not None
    assert (review.state, review.may_appeal) == ("upheld", False)
    assert not panel.readers_see(drawn)
    with pytest.raises(NotFound):
        panel.appeal(author, drawn, "Encore.")

    clock.forward(days=31)
    panel.tend()
    assert panel.review(drawn) is None
    with panel.network.database.reading() as session:
        assert library.own_items(session, [drawn.id]) == {}
        assert panel.network.authorships.of(session, author.organisation.id) == ()


def test_changes_nobody_made_in_30_days_are_a_refusal_and_after_30_more_the_end(
    panel: Panel, moderator: Viewer, drawn: library.Item, clock: Any
) -> None:
    panel.decide(moderator, drawn, CHANGES)
    clock.forward(days=29)
    panel.tend()
    assert panel.readers_see(drawn)

    clock.forward(days=2)
    panel.tend()
    review = panel.review(drawn)
    assert review is not None
    assert (review.state, review.note, review.may_appeal) == ("refused", CHANGES.note, True)
    assert not panel.readers_see(drawn)

    clock.forward(days=29)
    panel.tend()
    assert panel.review(drawn) is not None
    clock.forward(days=2)
    panel.tend()
    assert panel.review(drawn) is None
    with panel.network.database.reading() as session:
        assert library.own_items(session, [drawn.id]) == {}


def test_what_was_approved_may_be_withdrawn_later(
    panel: Panel, moderator: Viewer, drawn: library.Item, clock: Any
) -> None:
    panel.decide(moderator, drawn, APPROVED)
    panel.report(drawn.id, "identifiable", "on devine qui c'est")
    again(panel, clock)
    (found,) = panel.batch(moderator).items
    assert found.reported
    assert found.reported.reasons == ("identifiable",)

    panel.decide(moderator, found.id, REFUSED)

    assert not panel.readers_see(drawn)
    review = panel.review(drawn)
    assert review is not None
    assert review.state == "refused"


def test_decisions_need_their_words() -> None:
    with pytest.raises(ReasonMissing):
        decisions.word("refuse", None, "non", "fr")
    with pytest.raises(NoteMissing):
        decisions.word("changes", "unclear", "  ", "fr")
    with pytest.raises(UnknownCode):
        decisions.word("refuse", "ugly", None, "fr")
    with pytest.raises(ValueError, match="not a decision"):
        decisions.word("burn", "unclear", None, "fr")
    assert decisions.word("refuse", "unclear", None, "fr").note == ""


def test_no_note_and_no_appeal_names_anybody(
    panel: Panel, moderator: Viewer, drawn: library.Item, author: Member
) -> None:
    if not anonymisation.model.is_available():
        with pytest.raises(NoModelForWords):
            decisions.word("refuse", "unclear", "Trop court.", "fr")
        return
    with pytest.raises(NamesSomebody):
        decisions.word("refuse", "unclear", "On reconnaît Solange Quintrec.", "fr")
    panel.decide(moderator, drawn, REFUSED)
    # The author's own name, in small letters: their profile knows it.
    for words in ("nous, les amis du clocher, n'avons rien dit", "à locquirec tout va bien"):
        with pytest.raises(NamesSomebody):
            panel.appeal(author, drawn, words)
    with pytest.raises(AppealEmpty):
        panel.appeal(author, drawn, " ")
    # What the publication itself says may be said again.
    panel.appeal(author, drawn, f"Nous disons bien : {drawn.texts['tried']}")


def test_nobody_appeals_for_another(
    panel: Panel, moderator: Viewer, drawn: library.Item, rows: Rows
) -> None:
    stranger = panel.network.join()
    with pytest.raises(NotFound):
        panel.appeal(stranger, drawn, "Ce n'est pas à moi.")
    panel.decide(moderator, drawn, REFUSED)
    before = rows()

    with pytest.raises(NotFound):
        panel.appeal(stranger, drawn, "Ce n'est pas à moi.")
    assert rows() == before


def test_two_moderators_at_once_decide_once(
    panel: Panel, moderator: Viewer, drawn: library.Item
) -> None:
    place = panel.place(moderator, drawn)
    panel.decide(moderator, place, APPROVED)

    with pytest.raises(NotFound):
        panel.decide(panel.moderator("autre@exemple.fr"), place, REFUSED)
    assert panel.readers_see(drawn)


def test_the_answer_is_measured_from_the_day_readers_saw_it(
    panel: Panel, moderator: Viewer, drawn: library.Item
) -> None:
    panel.decide(moderator, drawn, APPROVED)

    network = panel.network
    with network.database.reading() as session:
        (month,) = promise.health(session, network.secrets)
        (row,) = session.exec(promise.select(promise.AnswerTime)).all()
        asked, answered = promise._times(network.secrets, row)
    assert month.count == 1
    assert (answered - asked).days == 4
    assert promise.working_days(asked, answered) == 3  # Wednesday to Saturday


def test_an_item_that_leaves_takes_what_was_said_of_it(
    panel: Panel, moderator: Viewer, drawn: library.Item, author: Member
) -> None:
    panel.decide(moderator, drawn, CHANGES)
    panel.report(drawn.id)
    panel.network.withdraw(author, drawn.id)
    panel.tend()

    assert panel.review(drawn) is None
    with panel.network.database.reading() as session:
        assert decisions.reports.reported_ids(session) == set()


def test_the_night_draws_the_batch(
    panel: Panel, moderator: Viewer, item: library.Item, clock: Any
) -> None:
    clock.forward(days=4)
    network = panel.network

    housekeeping.run(network.database, network.secrets, network.authorships, clock())

    assert [each.item.id for each in panel.batch(moderator).items] == [item.id]
