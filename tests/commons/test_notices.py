"""What waits is told once, to whom it concerns, at the same hour for all."""

from datetime import date, datetime, timedelta

import pytest

from commons import accounts, keys, notices, organisations, unsealing
from commons import clock as calendar
from commons.accounts import correspondence, memberships
from commons.moderation import reviews
from commons.moderation.reviews import Review
from commons.notices import Addressed, Health
from commons.refusals import NotFound
from commons.rights import Viewer
from tests.commons.conftest import Member, Network, Rows
from tests.conftest import Ticking

NEW = keys.Keys(b"another key of thirty-two bytes!")


class Desk:
    """The one daily slot, and letters taken from it."""

    def __init__(self, network: Network, clock: Ticking) -> None:
        self.network, self.clock = network, clock

    def tell(self, member: Member, *kinds: str) -> None:
        with self.network.database.writing() as session:
            for kind in kinds:
                notices.tell(
                    session, self.network.secrets, member.organisation.id, kind, self.clock()
                )

    def gather(self) -> None:
        with self.network.database.writing() as session:
            notices.gather(session, self.network.secrets, self.network.authorships, self.clock())

    def tomorrow(self) -> None:
        """The slot of the day after; the first is a Wednesday."""
        self.clock.forward(days=1)
        self.gather()

    def due(self) -> list[str]:
        with self.network.database.reading() as session:
            return notices.due(session, self.network.secrets, self.clock())

    def claim(self) -> list[Addressed]:
        found = []
        for each in self.due():
            with self.network.database.writing() as session:
                found.append(notices.claim(session, self.network.secrets, each, self.clock()))
        return sorted((each for each in found if each), key=lambda each: each.email)

    def post(self) -> list[tuple[str, tuple[str, ...]]]:
        """Send what is due: addresses and what each is told."""
        claimed = self.claim()
        for each in claimed:
            with self.network.database.writing() as session:
                notices.sent(session, self.network.secrets, each)
        return [(each.email, each.kinds) for each in claimed]

    def health(self) -> Health:
        with self.network.database.reading() as session:
            return notices.health(session, self.network.secrets, self.clock())

    def wish(self, member: Member, pace: str, language: str = "fr") -> None:
        with self.network.database.writing() as session:
            correspondence.choose(
                session,
                self.network.secrets,
                member.viewer.person or "",
                pace=pace,
                language=language,
            )


@pytest.fixture
def desk(network: Network, clock: Ticking) -> Desk:
    made = Desk(network, clock)
    made.gather()
    return made


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-10T07:59:59+00:00", "2026-03-09"),
        ("2026-03-10T08:00:00+00:00", "2026-03-10"),
        ("2026-07-10T06:59:59+00:00", "2026-07-09"),
        ("2026-07-10T07:00:00+00:00", "2026-07-10"),
    ],
)
def test_the_slot_is_at_nine_in_paris(moment: str, day: str) -> None:
    assert notices.slot(datetime.fromisoformat(moment)) == date.fromisoformat(day)


def test_pauses_grow_to_a_day() -> None:
    hours = [notices.pause(attempts) / timedelta(hours=1) for attempts in range(1, 8)]

    assert hours == [0.25, 1, 4, 16, 24, 24, 24]


@pytest.mark.parametrize(
    ("pace", "before", "today", "turn"),
    [
        ("daily", "2026-03-10", "2026-03-11", True),
        ("weekly", "2026-03-10", "2026-03-11", False),
        ("weekly", "2026-03-15", "2026-03-16", True),
        # Nothing ran on Monday.
        ("weekly", "2026-03-13", "2026-03-17", True),
        ("weekly", "2025-12-31", "2026-01-01", False),
        ("monthly", "2026-03-30", "2026-03-31", False),
        ("monthly", "2026-03-31", "2026-04-02", True),
        ("monthly", "2025-03-31", "2026-03-31", True),
    ],
)
def test_whose_turn_it_is(pace: str, before: str, today: str, turn: bool) -> None:
    assert notices.is_turn(pace, date.fromisoformat(before), date.fromisoformat(today)) is turn


def test_the_same_is_told_once_at_the_next_slot(desk: Desk, author: Member, rows: Rows) -> None:
    desk.tell(author, "review-answered", "verified")
    before = rows()
    desk.tell(author, "review-answered")
    assert rows() == before
    desk.gather()
    assert desk.post() == []

    desk.tomorrow()
    desk.gather()

    assert desk.post() == [(author.email, ("verified", "review-answered"))]
    assert desk.post() == []
    assert rows()["notice"] == rows()["waiting_letter"] == []


def test_the_same_is_told_again_on_another_day(desk: Desk, author: Member) -> None:
    for _ in range(2):
        desk.tell(author, "appeared")
        desk.tomorrow()
        assert desk.post() == [(author.email, ("appeared",))]


def test_whoever_is_contact_at_the_slot_is_told(
    desk: Desk, network: Network, author: Member
) -> None:
    """One who joined and one who became a contact after it was told: the contact alone."""
    desk.tell(author, "not-verified")
    with network.database.writing() as session:
        for email in ("reprise@exemple.fr", "membre@exemple.fr"):
            person = accounts.person_of(session, network.secrets, email)
            memberships.join(session, network.secrets, person, author.organisation.id, "member")
        heir = accounts.person_of(session, network.secrets, "reprise@exemple.fr")
        memberships.change_role(session, network.secrets, heir, "contact")
        memberships.change_role(session, network.secrets, author.viewer.person or "", "member")

    desk.tomorrow()

    assert desk.post() == [("reprise@exemple.fr", ("not-verified",))]


def test_one_person_may_be_told(desk: Desk, network: Network, author: Member) -> None:
    with network.database.writing() as session:
        notices.tell_person(
            session, network.secrets, author.viewer.person or "", "inactive", network.now()
        )

    desk.tomorrow()

    assert desk.post() == [(author.email, ("inactive",))]


@pytest.mark.parametrize(("pace", "days"), [("daily", 1), ("weekly", 6), ("monthly", 22)])
def test_letters_come_at_the_pace_of_their_reader(
    desk: Desk, author: Member, pace: str, days: int
) -> None:
    """From Tuesday the 10th of March: the day after, Monday the 16th, the 1st of April."""
    desk.wish(author, pace)
    desk.tell(author, "appeared")

    for _ in range(days):
        assert desk.post() == []
        desk.tomorrow()

    assert desk.post() == [(author.email, ("appeared",))]


def test_who_wants_none_is_told_what_they_would_lose(
    desk: Desk, author: Member, rows: Rows
) -> None:
    desk.wish(author, "none")
    desk.tell(author, "verified", "appeared")
    desk.tomorrow()
    assert (desk.post(), rows()["waiting_letter"]) == ([], [])

    desk.tell(author, "verified", "inactive")
    desk.tomorrow()

    assert desk.post() == [(author.email, ("inactive",))]


def test_what_would_be_lost_waits_for_no_month(desk: Desk, author: Member) -> None:
    desk.wish(author, "monthly")
    desk.tell(author, "appeared", "inactive")

    desk.tomorrow()

    assert desk.post() == [(author.email, ("inactive", "appeared"))]


def test_who_stops_letters_gets_not_even_the_one_that_waits(desk: Desk, author: Member) -> None:
    desk.tell(author, "appeared")
    desk.tomorrow()
    desk.wish(author, "none")

    assert desk.post() == []
    assert desk.health() == Health(0, 0, 0, 0)


def test_a_letter_is_in_the_language_of_its_reader(desk: Desk, author: Member) -> None:
    desk.wish(author, "daily", "en")
    desk.tell(author, "verified")
    desk.tomorrow()

    (letter,) = desk.claim()

    assert letter.language == "en"


def test_a_letter_that_was_not_sent_is_tried_again_after_longer_and_longer(
    desk: Desk, author: Member, clock: Ticking
) -> None:
    desk.tell(author, "verified")
    desk.tomorrow()
    tried = []

    for quarter in range(4 * 24 * 6):
        if desk.claim():
            tried.append(quarter / 4)
            assert desk.claim() == []
        clock.forward(minutes=15)

    assert tried == [0, 0.25, 1.25, 5.25, 21.25, 45.25, 69.25, 93.25, 117.25]
    assert desk.health() == Health(0, 0, 1, 0)
    assert desk.due() == []


def test_what_was_given_up_is_told_to_the_operator_for_a_month(
    desk: Desk, author: Member, clock: Ticking
) -> None:
    desk.tell(author, "verified")
    desk.tomorrow()
    assert desk.health() == Health(1, 0, 0, 0)
    desk.claim()
    clock.forward(days=5)
    assert desk.health() == Health(1, 5, 0, 0)
    clock.forward(seconds=1)
    assert desk.claim() == []

    desk.tell(author, "appeared")
    desk.wish(author, "monthly")
    clock.forward(days=29)
    desk.gather()
    assert desk.post() == [(author.email, ("appeared",))], "what is new begins anew"

    desk.wish(author, "daily")
    desk.tell(author, "verified")
    desk.tomorrow()
    desk.claim()
    clock.forward(days=6)
    desk.claim()
    assert desk.health().given_up == 1
    clock.forward(days=30)
    desk.gather()
    assert desk.health() == Health(0, 0, 0, 0)


def test_what_comes_while_a_letter_leaves_is_not_lost(desk: Desk, author: Member) -> None:
    desk.tell(author, "verified")
    desk.tomorrow()
    (leaving,) = desk.claim()
    desk.tell(author, "verified", "appeared")
    desk.tomorrow()

    with desk.network.database.writing() as session:
        notices.sent(session, desk.network.secrets, leaving)
    assert desk.post() == []
    desk.tomorrow()

    assert desk.post() == [(author.email, ("appeared",))]


def test_two_processes_don_t_send_one_letter_twice(desk: Desk, author: Member) -> None:
    desk.tell(author, "verified")
    desk.tomorrow()
    (one,) = desk.due()

    assert [bool(desk.claim()) for _ in range(2)] == [True, False]
    with desk.network.database.writing() as session:
        assert notices.claim(session, desk.network.secrets, one, desk.clock()) is None


def test_an_address_that_is_refused_for_good_is_left_alone_until_its_owner_says_so(
    desk: Desk, author: Member
) -> None:
    desk.tell(author, "verified")
    desk.tomorrow()
    (letter,) = desk.claim()
    with desk.network.database.writing() as session:
        notices.bounced(session, desk.network.secrets, letter)
    assert desk.health() == Health(0, 0, 0, 1)

    desk.tell(author, "inactive")
    desk.tomorrow()
    assert desk.post() == []

    desk.wish(author, "daily")
    desk.tell(author, "inactive")
    desk.tomorrow()
    assert desk.post() == [(author.email, ("inactive",))]
    assert desk.health().bounced == 0


def test_whoever_left_is_written_to_no_more(
    desk: Desk, network: Network, author: Member, rows: Rows
) -> None:
    second = network.join()
    for member in (author, second):
        desk.tell(member, "verified")
    desk.tomorrow()
    with network.database.writing() as session:
        accounts.forget_people(session, network.secrets, {author.viewer.person or ""})
    assert desk.post() == [(second.email, ("verified",))]
    assert rows()["waiting_letter"] == []
    ((kept, *_),) = rows()["correspondence"]
    assert kept == second.viewer.person

    desk.tell(author, "verified")
    desk.tomorrow()
    assert desk.post() == []


def test_nothing_of_a_letter_is_in_clear(desk: Desk, author: Member, rows: Rows) -> None:
    desk.tell(author, "verified")
    told = rows()["notice"]
    desk.tomorrow()
    desk.claim()
    held = rows()

    for found in (told, held["waiting_letter"]):
        ((digest, sealed),) = found
        for known in (author.viewer.person or "", author.organisation.id, author.email):
            assert known.encode() not in sealed
            assert known not in digest
        assert len(sealed) == len(keys.encrypt(bytes(32), bytes(notices.ROW_BYTES), ""))
    ((_, _, sealed),) = held["correspondence"]
    assert author.email.encode() not in sealed


def test_two_copies_don_t_tell_who_was_written_to(
    desk: Desk, network: Network, author: Member, rows: Rows
) -> None:
    """Who is told something and who isn't have the same rows, all of them changed at the slot."""
    others = [network.join() for _ in range(2)]
    everybody = {each.viewer.person for each in (author, *others)}
    desk.wish(author, "monthly")
    desk.tomorrow()
    first = rows()["correspondence"]
    assert {row[0] for row in first} == everybody

    waiting = []
    for _ in range(2):
        desk.tell(author, "appeared")
        desk.tomorrow()
        desk.post()
        ((letter, _sealed),) = rows()["waiting_letter"]
        waiting.append(letter)
    second = rows()["correspondence"]

    assert waiting[0] != waiting[1]
    assert [row[:2] for row in second] == [row[:2] for row in first]
    assert not {row[2] for row in second} & {row[2] for row in first}


def test_a_token_stops_letters_for_good(desk: Desk, network: Network, author: Member) -> None:
    tokens = set()
    for _ in range(2):
        desk.tell(author, "verified")
        desk.tomorrow()
        tokens |= {each.stop for each in desk.claim()}
        desk.clock.forward(days=6)
        desk.claim()
    (token,) = tokens

    with network.database.writing() as session:
        with pytest.raises(NotFound):
            correspondence.stop(session, network.secrets, token[:-1])
        correspondence.stop(session, network.secrets, token)
        correspondence.stop(session, network.secrets, token)
    with network.database.reading() as session:
        wishes = correspondence.wishes_of(session, network.secrets, author.viewer.person or "")

    assert wishes.pace == "none"
    assert token not in repr(Rows(network.database)())


def test_letters_survive_another_key(desk: Desk, network: Network, author: Member) -> None:
    other = network.join()
    desk.wish(other, "none")
    desk.tell(author, "verified")
    desk.tomorrow()
    (letter,) = desk.claim()
    desk.tell(author, "appeared")
    before = Rows(network.database)()

    with network.database.writing() as session:
        for each in (accounts, organisations, notices):
            each.rekey(session, network.secrets, NEW)
    network.secrets = NEW
    network.authorships = type(network.authorships)(NEW)

    after = Rows(network.database)()
    assert [row[0] for row in after["notice"]] != [row[0] for row in before["notice"]]
    desk.tell(author, "appeared")
    assert len(Rows(network.database)()["notice"]) == 1
    desk.tomorrow()
    assert desk.post() == [(author.email, ("verified", "appeared"))]
    with network.database.writing() as session:
        correspondence.stop(session, NEW, letter.stop)


# -- what is read from the state -------------------------------------------------------------------


def test_who_was_verified_since_the_last_slot_is_told(
    desk: Desk, network: Network, clock: Ticking
) -> None:
    at_once, later = network.join(), network.join(verified=False)
    clock.forward(hours=2)
    with network.database.writing() as session:
        organisations.verify(session, network.secrets, later.organisation.id, clock())

    desk.tomorrow()
    assert desk.post() == [(later.email, ("verified",))]
    desk.tomorrow()
    assert desk.post() == []
    assert at_once.organisation.verified == at_once.organisation.declared


def test_a_decision_is_told_to_its_author_on_the_first_slot_of_the_next_week(
    desk: Desk, network: Network, author: Member, clock: Ticking
) -> None:
    other = network.join()
    items = [network.publish(each) for each in (author, other)]
    with network.database.writing() as session:
        for item, state in zip(items, ("changes", "approved"), strict=True):
            reviews.put(session, network.secrets, Review(item.id, state, clock()))

    # Tuesday's decision, told on Monday the 16th.
    for _ in range(5):
        desk.tomorrow()
        assert desk.post() == []
    desk.tomorrow()
    assert desk.post() == [(author.email, ("review-answered",))]
    clock.forward(days=7)
    desk.gather()
    assert desk.post() == []


def test_what_waited_is_told_in_the_week_after_it_appeared(
    desk: Desk, network: Network, author: Member, clock: Ticking
) -> None:
    network.publish(author)
    second = network.share(author, network.preview(author, network.write(author)))
    assert second.waits
    with network.database.reading() as session:
        released = max(
            each.release
            for each in network.authorships.by_draft(session).values()
            if each.release is not None
        )
    told = []

    for _ in range(30):
        desk.tomorrow()
        told += [(calendar.day(clock()), *each) for each in desk.post()]

    day = calendar.day(released)
    monday = day + timedelta(days=7 - day.weekday())
    assert told == [(monday, author.email, ("appeared",))]


def test_who_wrote_what_was_unsealed_is_told_in_the_week_after_they_may_be(
    desk: Desk, network: Network, author: Member, clock: Ticking
) -> None:
    first, second = (Viewer(person=keys.new_id(), operator=True) for _ in range(2))
    silent = calendar.day(clock()) + timedelta(days=14)
    for until in (None, silent):
        item = network.publish(network.join() if until else author)
        with network.database.writing() as session:
            act = session, network.secrets
            asked = unsealing.ask(*act, first, item.id, "Réquisition", until, clock())
            unsealing.confirm(*act, second, asked.id, clock())
    told = []

    for _ in range(25):
        desk.tomorrow()
        told += [(calendar.day(clock()), *each) for each in desk.post()]

    assert [(day, kinds) for day, _, kinds in told] == [
        (date(2026, 3, 16), ("seal-opened",)),
        (date(2026, 3, 30), ("seal-opened",)),
    ]
    assert told[0][1] == author.email != told[1][1]


def test_what_state_says_is_told_once_a_month(
    desk: Desk, network: Network, author: Member, clock: Ticking
) -> None:
    """An association without a contact, and one whose welcome ends in June."""
    with network.database.writing() as session:
        memberships.change_role(session, network.secrets, author.viewer.person or "", "member")
    welcomed = network.join()
    told = []

    for _ in range(120):
        desk.tomorrow()
        told += [(calendar.day(clock()), *each) for each in desk.post()]

    assert told == [
        (date(2026, 4, 1), author.email, ("contact-missing",)),
        (date(2026, 5, 1), author.email, ("contact-missing",)),
        (date(2026, 6, 1), author.email, ("contact-missing", "welcome-ends")),
        (date(2026, 6, 1), welcomed.email, ("welcome-ends",)),
        (date(2026, 7, 1), author.email, ("contact-missing",)),
    ]
