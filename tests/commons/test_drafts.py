import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from commons import clock, drafts, keys
from commons.database import Database
from commons.drafts import (
    Decision,
    Draft,
    Manuscript,
    StaleDraft,
    TooManyDrafts,
    WrongAudience,
    WrongEmbargo,
)
from commons.keys import KeyProblem, Keys
from commons.organisations import Known
from commons.plain_text import TEXT_LIMIT
from commons.refusals import NotFound
from tests.commons.conftest import Rows, profile

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
FIRST, SECOND = (12 + size + 16 for size in drafts.DRAFT_BYTES)


def somebody() -> Known:
    return Known(keys.new_id(), "verified", profile(rna="W291234567"), NOW, NOW, keys.new_key())


class Desk:
    """Drafts of one organisation, each act in a transaction of its own."""

    def __init__(self, database: Database, secrets: Keys) -> None:
        self.database, self.secrets, self.own = database, secrets, somebody()

    def create(self, now: datetime = NOW, **practice: Any) -> Manuscript:
        with self.database.writing() as session:
            return drafts.create(session, self.secrets, self.own, "case-study", practice, now)

    def read(self, draft_id: str, organisation: Known | None = None) -> Manuscript:
        with self.database.reading() as session:
            return drafts.read(session, self.secrets, organisation or self.own, draft_id)

    def change(
        self, draft_id: str, version: int, organisation: Known | None = None, **changes: Any
    ) -> Manuscript:
        with self.database.writing() as session:
            return drafts.change(
                session,
                self.secrets,
                organisation or self.own,
                draft_id,
                version,
                LATER,
                **changes,
            )

    def mine(self, organisation: Known | None = None) -> list[Manuscript]:
        with self.database.reading() as session:
            return drafts.mine(session, self.secrets, organisation or self.own)

    def length(self, draft_id: str) -> int:
        with self.database.reading() as session:
            return len(session.get_one(Draft, draft_id).sealed)


@pytest.fixture
def desk(database: Database, secrets: Keys) -> Desk:
    return Desk(database, secrets)


def test_a_draft_is_read_as_it_was_written(desk: Desk) -> None:
    made = desk.create(title="été ☀", themes=["membership"], observations=[{"value": 10**12}])

    assert desk.read(made.id) == made
    assert made == Manuscript(
        id=made.id,
        organisation=desk.own.id,
        kind="case-study",
        version=1,
        practice={
            "title": "été ☀",
            "themes": ["membership"],
            "observations": [{"value": 10**12}],
        },
        created=NOW,
        updated=NOW,
    )


def test_a_change_is_the_next_version(desk: Desk) -> None:
    made = desk.create(title="un")

    changed = desk.change(
        made.id,
        1,
        practice={"title": "deux"},
        decisions={
            "a": Decision("accept"),
            "b": Decision("edit", replacement="une ville"),
            "c": Decision("keep", reason="common-word"),
        },
        audience="members",
        embargo=202605,
        hide=("size",),
    )

    assert changed == desk.read(made.id)
    assert changed == replace(
        made,
        version=2,
        updated=LATER,
        practice={"title": "deux"},
        decisions=changed.decisions,
        audience="members",
        embargo=202605,
        hide=("size",),
    )
    assert changed.decisions["b"] == Decision("edit", replacement="une ville")


def test_what_is_not_changed_stays(desk: Desk) -> None:
    made = desk.create(title="un")
    desk.change(made.id, 1, audience="members")

    assert desk.change(made.id, 2, hide=("size",)).audience == "members"
    assert desk.read(made.id).practice == {"title": "un"}


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_stale_version_is_refused_and_nothing_changes(
    version: int, desk: Desk, rows: Rows
) -> None:
    made = desk.create(title="un")
    desk.change(made.id, 1, practice={"title": "deux"})
    before = rows()

    with pytest.raises(StaleDraft) as refused:
        desk.change(made.id, version, practice={"title": "trois"})

    assert refused.value.details == {"current": 2}
    assert rows() == before


def test_of_two_changes_of_one_version_one_is_refused(desk: Desk) -> None:
    made = desk.create(title="un")
    together, outcomes = threading.Barrier(4), []

    def change(words: str) -> None:
        together.wait()
        try:
            with desk.database.writing() as session:
                # Somebody who looked at the row before asking for its lock.
                looked_at = session.get(Draft, made.id)
                assert looked_at is not None
                drafts.change(
                    session, desk.secrets, desk.own, made.id, 1, LATER, practice={"title": words}
                )
            outcomes.append(words)
        except StaleDraft:
            outcomes.append("stale")

    threads = [threading.Thread(target=change, args=(words,)) for words in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (winner,) = set(outcomes) - {"stale"}
    assert outcomes.count("stale") == 3
    assert desk.read(made.id).practice == {"title": winner}


def test_the_draft_of_another_is_not_found_and_unchanged(desk: Desk, rows: Rows) -> None:
    made, stranger = desk.create(title="un"), somebody()
    before = rows()

    for draft_id in (made.id, "no-such-draft"):
        with pytest.raises(NotFound) as reading:
            desk.read(draft_id, stranger)
        with pytest.raises(NotFound) as changing:
            desk.change(draft_id, 1, stranger, practice={"title": "volé"})
        assert str(reading.value) == str(changing.value) == "not-found draft"

    assert desk.mine(stranger) == []
    assert rows() == before


def test_a_draft_opens_in_its_row_and_with_its_organisation_key_only(desk: Desk) -> None:
    one, two = desk.create(title="un"), desk.create(title="deux")
    with pytest.raises(KeyProblem):
        desk.read(one.id, replace(desk.own, data_key=keys.new_key()))

    with desk.database.writing() as session:
        row = session.get_one(Draft, one.id)
        row.sealed = session.get_one(Draft, two.id).sealed
        session.add(row)
    with pytest.raises(KeyProblem):
        desk.read(one.id)


def noise(secrets: Keys, length: int, name: str = "noise") -> str:
    """Characters that hardly compress."""
    pieces = (secrets.fingerprint(name, str(place)) for place in range(length // 64 + 1))
    return "".join(pieces)[:length]


def test_the_size_of_a_draft_is_one_of_two(desk: Desk, secrets: Keys) -> None:
    empty = desk.create()
    story = desk.create(tried="nous avons essayé une relance par la poste. " * 200)
    long = desk.create(tried=noise(secrets, 60_000))

    assert [desk.length(each.id) for each in (empty, story, long)] == [FIRST, FIRST, SECOND]

    grown = desk.change(empty.id, 1, practice={"tried": "mot " * 4000}, audience="contributors")
    assert desk.length(grown.id) == FIRST


def test_the_longest_practice_allowed_fits_the_second_size(desk: Desk, secrets: Keys) -> None:
    names = ("tried", "context", "done", "results", "regrets", "advice")

    made = desk.create(**{name: noise(secrets, TEXT_LIMIT, name) for name in names})

    assert desk.length(made.id) == SECOND


def test_drafts_are_listed_last_touched_first(desk: Desk) -> None:
    first = desk.create(NOW - timedelta(days=2))
    second = desk.create(NOW - timedelta(days=1))
    third = desk.create(NOW)
    desk.change(first.id, 1)

    assert [each.id for each in desk.mine()] == [first.id, third.id, second.id]


def test_an_organisation_keeps_a_bounded_number_of_drafts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, rows: Rows
) -> None:
    monkeypatch.setattr(drafts, "DRAFTS_LIMIT", 3)
    for _ in range(3):
        desk.create()
    before = rows()

    with pytest.raises(TooManyDrafts) as refused:
        desk.create()

    assert refused.value.details == {"limit": 3}
    assert rows() == before
    with desk.database.writing() as session:
        drafts.create(session, desk.secrets, somebody(), "case-study", {}, NOW)


def test_an_erased_draft_is_gone_and_erasing_again_is_nothing(desk: Desk) -> None:
    made, kept = desk.create(), desk.create()

    for _ in range(2):
        with desk.database.writing() as session:
            drafts.erase(session, made.id)

    with pytest.raises(NotFound):
        desk.read(made.id)
    with desk.database.reading() as session:
        assert session.exec(select(Draft.id)).all() == [kept.id]


def test_an_owner_is_a_keyed_hash(desk: Desk, secrets: Keys) -> None:
    made = desk.create()

    with desk.database.reading() as session:
        row = session.get_one(Draft, made.id)
    assert row.owner_hash == drafts.owner_hash(secrets, desk.own.id)
    assert row.owner_hash != drafts.owner_hash(Keys(bytes(32)), desk.own.id)
    assert desk.own.id not in row.owner_hash


def test_an_audience_is_one_of_three() -> None:
    for audience in ("open", "members", "contributors"):
        assert drafts.check_audience(audience) == audience
    for audience in ("", "Open", "everyone"):
        with pytest.raises(WrongAudience):
            drafts.check_audience(audience)


@pytest.mark.parametrize("month", [None, ""])
def test_no_embargo_is_none(month: str | None) -> None:
    assert drafts.check_embargo(month, NOW) is None


@pytest.mark.parametrize("ahead", [0, 1, 36])
def test_an_embargo_is_this_month_or_one_of_the_next_three_years(ahead: int) -> None:
    month = clock.months_after(202603, ahead)

    assert drafts.check_embargo(clock.text_of(month), NOW) == month


@pytest.mark.parametrize("month", ["2026-02", "2029-04", "2026", "2026-13", "soon", "2026-4"])
def test_a_past_distant_or_malformed_embargo_is_refused(month: str) -> None:
    with pytest.raises(WrongEmbargo):
        drafts.check_embargo(month, NOW)


def test_an_embargo_counts_months_in_paris() -> None:
    new_year = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)

    assert drafts.check_embargo("2026-01", new_year) == 202601
    with pytest.raises(WrongEmbargo):
        drafts.check_embargo("2025-12", new_year)
