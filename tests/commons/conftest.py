"""What the tests of the domain share: associations with their people, a draft, a publication."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from commons import accounts, clock, keys, library, organisations, outbox, publishing, rights
from commons.accounts import external, passwords, second_factor
from commons.authorship import Authorships
from commons.case_studies import CaseStudyDraft
from commons.database import Database
from commons.drafts import Manuscript
from commons.labels import editions
from commons.organisations import Known, Profile
from commons.rights import Readable, Viewer
from commons.tool_benchmarks import ScoredCriterion, ToolBenchmarkDraft

# The shelf and what is told of it; every other table is private.
SHELF_TABLES = {
    "publication",
    "publication_version",
    "publication_label",
    "imported",
    "seal",
    "shelf",
    "outbox",
}


def profile(**changes: Any) -> Profile:
    """An association of Brittany without a number of its own: give rna, siren or court."""
    return Profile.model_validate(
        {
            "legal_name": "Les Amis du Clocher",
            "towns": ("Locquirec",),
            "people": ("Yvonne Kerbrat",),
            "budget": "10k-50k",
            "employees": "none",
            "volunteers": "10-29",
            "field": "culture",
            "scope": "commune",
            "region": "53",
        }
        | changes
    )


def case_study(**changes: Any) -> CaseStudyDraft:
    """The least that may be published, in words that identify nobody."""
    return CaseStudyDraft.model_validate(
        {
            "title": "une relance par la poste",
            "tried": "nous avons envoyé une lettre aux adhérents qui ne lisent pas leurs courriels",
            "advice": "préparez la liste des adresses avant les vacances",
            "themes": ("membership",),
            "channels": ("letter",),
            "outcome": "worked",
            "human_link": "stronger",
        }
        | changes
    )


def benchmark(**changes: Any) -> ToolBenchmarkDraft:
    """The least that may be published of a tool."""
    return ToolBenchmarkDraft.model_validate(
        {
            "tool": "helloasso",
            "criteria": tuple(
                ScoredCriterion(code=code, score=4) for code in ("ease", "value", "support")
            ),
            "again": "yes",
            "outcome": "worked",
            "human_link": "same",
        }
        | changes
    )


@dataclass(frozen=True)
class Member:
    """Somebody of an association, with the association opened."""

    viewer: Viewer
    organisation: Known
    email: str


class Network:
    """Acts of a small network, each in a transaction of its own."""

    def __init__(
        self,
        database: Database,
        secrets: keys.Keys,
        authorships: Authorships,
        now: Callable[[], Any],
    ) -> None:
        self.database, self.secrets, self.authorships = database, secrets, authorships
        self.now = now
        self._numbers = itertools.count(1)

    def join(self, *, verified: bool = True, email: str = "", **changes: Any) -> Member:
        """Somebody declares an association, which is verified unless told otherwise."""
        number = next(self._numbers)
        email = email or f"bureau{number}@exemple.fr"
        wanted = profile(**({"rna": f"W29{number:07d}"} | changes))
        with self.database.writing() as session:
            person = accounts.person_of(session, self.secrets, email)
            organisation = accounts.declare_organisation(
                session, self.secrets, person, wanted, self.now()
            )
            if verified:
                organisations.verify(session, self.secrets, organisation, self.now())
            link = accounts.request_link(session, self.secrets, email, self.now())
            token = accounts.sign_in(session, self.secrets, link, self.now()).session
        with self.database.reading() as session:
            viewer = accounts.viewer_of(session, self.secrets, self.authorships, token, self.now())
            known = organisations.known(session, self.secrets, organisation)
        return Member(viewer, known, email)

    def protect(self, member: Member) -> None:
        """Their password, an account elsewhere, and an application that is not confirmed yet."""
        person = member.viewer.person or ""
        prepared = passwords.prepare("quatre mots sans rapport", member.email)
        with self.database.writing() as session:
            passwords.put(session, self.secrets, person, prepared)
            second_factor.begin(session, self.secrets, person)
            external.link(session, self.secrets, person, "https://sso.example", person)

    def write(
        self,
        member: Member,
        practice: publishing.Practice | None = None,
        *,
        audience: str = "open",
        embargo: str | None = None,
        hide: Sequence[str] = (),
    ) -> Manuscript:
        with self.database.writing() as session:
            draft = publishing.save(
                session, self.secrets, member.viewer, practice or case_study(), self.now()
            )
            if audience == "open" and embargo is None and not hide:
                return draft
            return publishing.set_terms(
                session,
                self.secrets,
                member.viewer,
                draft.id,
                draft.version,
                self.now(),
                audience=audience,
                embargo=embargo,
                hide=hide,
            )

    def preview(self, member: Member, draft: Manuscript) -> publishing.Preview:
        """What the draft is now, whatever version the caller holds."""
        with self.database.reading() as session:
            organisation, current = publishing.open_draft(
                session, self.secrets, member.viewer, draft.id
            )
            people = editions.current(session)
        return publishing.preview(organisation, current, people)

    def decide(
        self,
        member: Member,
        draft: Manuscript,
        choice: publishing.Choice = "accept",
        findings: Sequence[str] | None = None,
        **words: str | None,
    ) -> publishing.Preview:
        """Say the same of these findings, or of all open ones and no to every doubt.

        The preview that follows.
        """
        prepared = self.preview(member, draft)
        if findings is None:
            findings = [each.finding.id for each in prepared.findings if each.decision is None]
            if prepared.open_doubts:
                prepared = self.answer(member, draft)
        with self.database.writing() as session:
            publishing.decide(
                session,
                self.secrets,
                member.viewer,
                prepared,
                prepared.draft.version,
                findings,
                choice,
                self.now(),
                **words,
            )
        return self.preview(member, draft)

    def answer(
        self, member: Member, draft: Manuscript, *yes: str, undo: Sequence[str] = ()
    ) -> publishing.Preview:
        """Say yes to these doubts and no to every other open one; the preview that follows."""
        prepared = self.preview(member, draft)
        waiting = [each.doubt.id for each in prepared.doubts if each.tells is None]
        with self.database.writing() as session:
            publishing.answer(
                session,
                self.secrets,
                member.viewer,
                prepared,
                prepared.draft.version,
                self.now(),
                yes=yes,
                no=[each for each in waiting if each not in yes],
                undo=undo,
            )
        return self.preview(member, draft)

    def share(
        self,
        member: Member,
        prepared: publishing.Preview,
        *,
        way: publishing.Way = "now",
        topic: str | None = None,
    ) -> publishing.Share:
        """Publish; what its author is told, a release to wait for included."""
        with self.database.writing() as session:
            return publishing.publish(
                session,
                self.secrets,
                self.authorships,
                member.viewer,
                prepared,
                prepared.draft.version,
                self.now(),
                way=way,
                topic=topic,
            )

    def release(self, member: Member, prepared: publishing.Preview) -> library.Item:
        """Publish, and spare the wait to whoever tests something else."""
        share = self.share(member, prepared)
        if not share.waits:
            return share.item
        with self.database.writing() as session:
            library.release(session, share.item.id, clock.month(self.now()))
            return library.items(session, [share.item.id])[share.item.id]

    def publish(
        self, member: Member, practice: publishing.Practice | None = None, **terms: Any
    ) -> library.Item:
        """From nothing to the shelf: save, preview, accept every proposal, publish."""
        draft = self.write(member, practice, **terms)
        prepared = self.preview(member, draft)
        if prepared.open_count or prepared.open_doubts:
            prepared = self.decide(member, draft)
        return self.release(member, prepared)

    def withdraw(self, member: Member, publication_id: str) -> None:
        with self.database.writing() as session:
            publishing.withdraw(session, self.authorships, member.viewer, publication_id)

    def readable(self, viewer: Viewer = rights.VISITOR) -> Readable:
        return rights.readable(viewer, clock.month(self.now()))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated, empty database, once of each kind.

    On PostgreSQL rows are deleted: for few of them TRUNCATE, which makes new files, takes longer.
    """
    if request.param == "sqlite":
        empty: Database = request.getfixturevalue("sqlite")
        return empty
    shared: Database = request.getfixturevalue("_shared_postgresql")
    tables = [table.name for table in reversed(SQLModel.metadata.sorted_tables)]
    with shared.engine.begin() as connection:
        connection.exec_driver_sql(
            "; ".join(f"DELETE FROM {name}" for name in tables if name != "tool")
        )
        connection.exec_driver_sql("INSERT INTO shelf (id, generation) VALUES ('shelf', 0)")
    with shared.writing() as session:
        editions.keep_estimates(session)
        outbox.keep(session, {outbox.INDEX})
    return shared


@pytest.fixture
def network(
    database: Database, secrets: keys.Keys, authorships: Authorships, clock: Callable[[], Any]
) -> Network:
    return Network(database, secrets, authorships, clock)


@pytest.fixture
def author(network: Network) -> Member:
    """A member of a verified association, within its welcome."""
    return network.join()


@pytest.fixture
def federation(network: Network) -> Member:
    return network.join(kind="federation", legal_name="Fédération des Clochers")


@pytest.fixture
def draft(network: Network, author: Member) -> Manuscript:
    return network.write(author)


class Rows:
    """Every byte of every table, to compare before and after."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def __call__(self, *, private: bool | None = None) -> dict[str, list[tuple[Any, ...]]]:
        """Table → its rows, sorted; the shelf only, the private world only, or (None) both."""
        with self.database.engine.connect() as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
                for table in SQLModel.metadata.sorted_tables
                if private is None or private == (table.name not in SHELF_TABLES)
            }


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The SQL sent while the block runs, transactions' own words excepted."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)
