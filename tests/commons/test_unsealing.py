"""Unsealing takes two operators and a reason, is logged, is told; nothing else opens a seal."""

import ast
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import commons
from commons import journal, keys, library, unsealing
from commons.database import Database
from commons.keys import KeyProblem, Mark
from commons.refusals import NotAllowed, NotFound, SignInRequired
from commons.rights import VISITOR, Viewer
from commons.unsealing import DemandEmpty, SameOperator, WrongSilence, log
from commons.unsealing.log import EntryRow
from tests.commons.conftest import Member, Network, Rows

FIRST = Viewer(person="0b0f5a50-8d1e-4a8b-9a0e-3f5ad0a4b000", operator=True)
SECOND = Viewer(person="1b0f5a50-8d1e-4a8b-9a0e-3f5ad0a4b000", operator=True)
REASON = "Réquisition n° 12 du tribunal judiciaire"


@dataclass
class Office:
    """Operators at work on a network."""

    network: Network

    def ask(
        self, publication: str, reason: str = REASON, silent_until: date | None = None,
        viewer: Viewer = FIRST,
    ) -> unsealing.Demand:  # fmt: skip
        with self.network.database.writing() as session:
            return unsealing.ask(
                session, self.network.secrets, viewer, publication, reason, silent_until,
                self.network.now(),
            )  # fmt: skip

    def confirm(self, demand: str, viewer: Viewer = SECOND) -> Any:
        with self.network.database.writing() as session:
            return unsealing.confirm(
                session, self.network.secrets, viewer, demand, self.network.now()
            )

    def told(self, member: Member) -> Any:
        with self.network.database.reading() as session:
            return unsealing.told(session, self.network.secrets, member.viewer, self.network.now())

    def head(self) -> log.Head:
        with self.network.database.reading() as session:
            found = log.head(session)
        assert found is not None
        return found

    def is_whole(self) -> bool:
        with self.network.database.reading() as session:
            return log.read(session, self.network.secrets).is_whole


@pytest.fixture
def office(network: Network) -> Office:
    return Office(network)


@pytest.fixture
def item(network: Network, author: Member) -> library.Item:
    return network.publish(author)


def test_two_operators_open_one_seal_and_its_author_is_told(
    office: Office, author: Member, item: library.Item, clock: Any
) -> None:
    demand = office.ask(item.id)
    assert office.told(author) == []
    clock.forward(hours=71)

    opened = office.confirm(demand.id)

    assert opened.id == author.organisation.id
    (told,) = office.told(author)
    assert (told.publication_id, told.day, told.reason) == (item.id, date(2026, 3, 13), REASON)
    assert office.told(office.network.join()) == []
    with pytest.raises(NotFound):
        office.confirm(demand.id)


def test_one_operator_alone_opens_nothing(office: Office, item: library.Item, rows: Rows) -> None:
    demand = office.ask(item.id)
    before = rows()

    with pytest.raises(SameOperator):
        office.confirm(demand.id, FIRST)
    assert rows() == before


def test_each_operator_finds_their_act_in_their_journal_once(
    office: Office, item: library.Item, clock: Any
) -> None:
    office.confirm(office.ask(item.id).id)

    with office.network.database.reading() as session:
        for viewer in (FIRST, SECOND):
            noted = journal.entries(session, office.network.secrets, str(viewer.person), clock())
            assert [(each.kind, each.count) for each in noted] == [("unsealing", 1)]


def test_a_demand_lapses_after_72_hours(office: Office, item: library.Item, clock: Any) -> None:
    demand = office.ask(item.id)
    clock.forward(hours=72)

    with pytest.raises(NotFound):
        office.confirm(demand.id)
    with office.network.database.writing() as session:
        secrets = office.network.secrets
        assert unsealing.open_demands(session, secrets, SECOND, clock()) == []
        unsealing.forget_expired(session, secrets, clock())
        assert session.exec(sa.select(unsealing.DemandRow)).all() == []
        assert len(log.read(session, secrets).heads) == 1
    assert office.is_whole()


def test_its_author_is_told_from_the_day_on_that_the_law_says(
    office: Office, author: Member, item: library.Item, clock: Any
) -> None:
    until = clock().date() + timedelta(days=40)
    office.confirm(office.ask(item.id, silent_until=until).id)
    assert office.told(author) == []

    clock.forward(days=39)
    assert office.told(author) == []
    clock.forward(days=1)
    assert len(office.told(author)) == 1
    # Also when the publication is no more.
    office.network.withdraw(author, item.id)
    assert len(office.told(author)) == 1


def test_what_a_demand_must_say(office: Office, item: library.Item, clock: Any) -> None:
    today = clock().date()
    with pytest.raises(DemandEmpty):
        office.ask(item.id, " ")
    for day in (today, today - timedelta(days=1), today + timedelta(days=6 * 365)):
        with pytest.raises(WrongSilence):
            office.ask(item.id, silent_until=day)
    with pytest.raises(NotFound):
        office.ask("3b241101-e2bb-4255-8caf-4136c566a962")


def test_only_operators_ask_and_confirm(office: Office, author: Member, item: library.Item) -> None:
    demand = office.ask(item.id)
    moderator = Viewer(person="x", moderator=True)
    for viewer, refusal in (
        (VISITOR, SignInRequired), (author.viewer, NotAllowed), (moderator, NotAllowed),
    ):  # fmt: skip
        with pytest.raises(refusal):
            office.ask(item.id, viewer=viewer)
        with pytest.raises(refusal):
            office.confirm(demand.id, viewer)


@pytest.mark.parametrize("harm", ["changed", "taken out", "put in", "shortened", "emptied"])
def test_a_log_that_was_touched_is_seen(
    office: Office, item: library.Item, harm: str, secrets: keys.Keys
) -> None:
    for _ in range(2):
        office.confirm(office.ask(item.id).id)
    assert office.is_whole()

    with office.network.database.writing() as session:
        rows = {row.number: row for row in session.exec(sa.select(EntryRow)).scalars()}
        assert len(rows) == 4
        if harm == "changed":
            rows[2].sealed = rows[1].sealed
        elif harm == "taken out":
            session.delete(rows[2])
        elif harm == "put in":
            digest = log._digest(rows[4].digest, 5, {})
            session.add(EntryRow(number=5, sealed=b"x", digest=digest))
        elif harm == "shortened":
            session.delete(rows[4])
        else:
            session.exec(sa.delete(EntryRow))

    assert not office.is_whole()
    with (
        pytest.raises(KeyProblem),
        office.network.database.writing() as session,
    ):
        unsealing.rekey(session, secrets, keys.Keys(bytes(32)))


def test_a_log_is_carried_over_to_another_key(
    office: Office, author: Member, item: library.Item, secrets: keys.Keys, clock: Any
) -> None:
    office.confirm(office.ask(item.id).id)
    first = office.head()
    office.ask(item.id)
    head = office.head()
    new = keys.Keys(bytes(32))
    with office.network.database.writing() as session:
        unsealing.rekey(session, secrets, new)

        assert log.read(session, new).is_whole
        assert not log.read(session, secrets).is_whole
        assert log.head(session) == head
        assert log.read(session, new).goes_on_from(first)
        assert len(unsealing.told(session, new, author.viewer, clock())) == 1
        (demand,) = unsealing.open_demands(session, new, SECOND, clock())
        assert (demand.reason, demand.own) == (REASON, False)


def test_nothing_of_it_is_in_clear(
    office: Office, author: Member, item: library.Item, database: Database
) -> None:
    office.confirm(office.ask(item.id).id)
    office.ask(item.id)
    with database.engine.connect() as connection:
        for table in (EntryRow, unsealing.DemandRow):
            for row in connection.execute(sa.select(table)):
                text = repr(tuple(row))
                for secret in (item.id, author.organisation.id, FIRST.person, REASON):
                    assert str(secret) not in text
        marks = connection.execute(sa.select(Mark)).all()
    assert len(marks) == 1


def test_nothing_else_opens_a_seal_for_somebody_else() -> None:
    """Every way to what a seal holds, by module: a new one must be argued for here."""
    root = Path(next(iter(commons.__path__))).parent
    found: dict[str, set[str]] = {"unseal": set(), "key": set(), "map": set()}
    for path in sorted(each for room in ("commons", "schema", "search", "frontend")
                       for each in (root / room).rglob("*.py")):  # fmt: skip
        text = path.read_text("utf-8")
        tree, name = ast.parse(text), str(path.relative_to(root))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in ("unseal", "_unseal")
                and isinstance(node.value, ast.Name)
                and node.value.id == "authorship"
            ):
                found["unseal"].add(name)
            if isinstance(node, ast.ImportFrom) and node.module == "commons.authorship":
                assert {each.name for each in node.names}.isdisjoint({"unseal", "_unseal"}), name
            if isinstance(node, ast.Constant) and node.value == "authorship":
                found["key"].add(name)
            if (
                isinstance(node, ast.Attribute)
                and node.attr in ("of", "by_draft", "deposits", "_current", "_opened")
                and isinstance(node.value, ast.Name | ast.Attribute)
                and "authorships" in ast.unparse(node.value)
            ):
                found["map"].add(f"{name} {node.attr}")

    assert found["unseal"] == {"commons/unsealing/__init__.py"}
    assert found["key"] == {"commons/authorship.py"}
    # Of one organisation, asked for by its own people or by a rule about it; by the draft, to erase
    # what has had its time and to tell authors, by a letter to them alone, to look at their page.
    assert found["map"] == {
        "commons/departure.py of",
        "commons/deposits.py deposits",
        "commons/housekeeping.py by_draft",
        "commons/moderation/batches.py of",
        "commons/moderation/decisions.py of",
        "commons/portability.py of",
        "commons/publishing/__init__.py of",
        "commons/reciprocity.py of",
        "commons/reminders.py by_draft",
        "schema/privacy.py of",
    }
