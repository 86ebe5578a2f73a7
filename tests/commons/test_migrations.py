from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from commons import keys, migrations, vocabulary
from commons.accounts import memberships
from commons.database import Database
from commons.library import Publication
from commons.organisations import Organisation


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(
    request: pytest.FixtureRequest, make_database: Callable[[str], str]
) -> Iterator[Database]:
    """A database without any table."""
    database = Database(make_database(request.param))
    yield database
    database.close()


def content(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.engine.connect() as connection:
        return {
            name: sorted(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {name}")), key=repr)
            for name in sa.inspect(connection).get_table_names()
        }


def lacking(connection: sa.Connection) -> list[object]:
    """What the tables still lack of the models."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [*compare_metadata(context, SQLModel.metadata)]


def test_a_fresh_database_becomes_that_of_the_models(fresh: Database) -> None:
    with fresh.reading() as session:
        assert migrations.is_empty(session)
    assert not migrations.is_current(fresh)

    migrations.upgrade(fresh)

    assert migrations.is_current(fresh)
    with fresh.reading() as session:
        assert not migrations.is_empty(session)
    with fresh.engine.connect() as connection:
        assert lacking(connection) == []


def test_what_was_written_before_there_were_roles_is_kept(
    fresh: Database, secrets: keys.Keys
) -> None:
    command.upgrade(migrations._config(fresh), "0005")
    person, organisation = keys.new_id(), keys.new_id()
    told = secrets.seal("membership", {"organisation": organisation}, person, 256)
    rows = {
        "person": {"id": person, "email_hash": "x", "sealed": b"x"},
        "membership": {"person_id": person, "organisation_hash": "x", "sealed": told},
        "organisation": {
            "id": organisation, "state": "verified", "rna_hash": "x", "siren_hash": "y",
            "court_hash": "z", "wrapped_key": b"x", "sealed": b"x",
        },
        "sign_in_session": {"token_hash": "x", "sealed": b"x"},
    }  # fmt: skip
    with fresh.engine.begin() as connection:
        for name, row in rows.items():
            connection.execute(sa.table(name, *map(sa.column, row)).insert().values(row))
        before = lacking(connection)

    migrations.upgrade(fresh)

    with fresh.engine.connect() as connection:
        assert before != lacking(connection) == []
    after = content(fresh)
    assert [len(after[name]) for name in rows] == [1, 1, 1, 0]  # everybody signs in anew
    with fresh.reading() as session:
        assert memberships.organisation_of(session, secrets, person) == organisation
        assert memberships.role_of(session, secrets, person) == "contact"


def test_a_second_run_changes_nothing(fresh: Database) -> None:
    migrations.upgrade(fresh)
    before = content(fresh)

    migrations.upgrade(fresh)

    assert content(fresh) == before
    assert before["shelf"] == [("shelf", 0)]
    assert len(before["tool"]) == len(vocabulary.tools())


def test_a_run_leaves_what_was_written(fresh: Database) -> None:
    migrations.upgrade(fresh)
    with fresh.writing() as session:
        session.add(keys.Mark(id="demo", value="yes"))
        session.exec(sa.text("UPDATE shelf SET generation = 41"))  # type: ignore[call-overload]

    migrations.upgrade(fresh)

    assert content(fresh)["mark"] == [("demo", "yes")]
    assert content(fresh)["shelf"] == [("shelf", 41)]


def test_another_revision_is_not_current(fresh: Database) -> None:
    assert migrations.is_known(fresh)
    migrations.upgrade(fresh)
    assert migrations.is_known(fresh)
    with fresh.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'another'")

    assert not migrations.is_current(fresh)
    assert not migrations.is_known(fresh)


def test_every_table_of_the_models_is_known_to_the_migrations(fresh: Database) -> None:
    migrations.upgrade(fresh)

    with fresh.engine.connect() as connection:
        names = set(sa.inspect(connection).get_table_names())
    assert names == {*SQLModel.metadata.tables, "alembic_version"}


def test_constraints_bear_the_names_the_models_give_them(fresh: Database) -> None:
    migrations.upgrade(fresh)

    with fresh.engine.connect() as connection:
        inspector = sa.inspect(connection)
        for table in SQLModel.metadata.sorted_tables:
            found = {
                str(each["name"])
                for each in (
                    *inspector.get_check_constraints(table.name),
                    *inspector.get_foreign_keys(table.name),
                    *inspector.get_unique_constraints(table.name),
                    inspector.get_pk_constraint(table.name),
                )
            }
            assert found == {str(each.name) for each in table.constraints}


def test_migrated_tables_of_sqlite_number_no_rows_as_the_models_say(
    make_database: Callable[[str], str],
) -> None:
    database = Database(make_database("sqlite"))
    migrations.upgrade(database)

    with database.engine.connect() as connection:
        made = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type='table'")
        written = {name: sql.rstrip() for name, sql in made if name != "alembic_version"}
    database.close()

    assert written.keys() == SQLModel.metadata.tables.keys()
    assert [name for name, sql in written.items() if not sql.endswith("WITHOUT ROWID")] == []


def publication(**changes: object) -> Publication:
    given = {
        "id": keys.new_id(),
        "kind": "case-study",
        "state": "published",
        "audience": "open",
        "visible_from": 202603,
        "month": 202603,
        "version": 1,
    }
    return Publication(**(given | changes))


@pytest.mark.parametrize(
    ("column", "right", "wrong"),
    [
        ("kind", ("case-study", "tool-benchmark"), ("story", "", "Case-study")),
        ("state", ("pending", "published", "withdrawn"), ("deleted", "")),
        ("audience", ("open", "members", "contributors"), ("nobody", "", "federation")),
    ],
)
def test_the_database_itself_refuses_a_publication_of_no_kind(
    column: str, right: tuple[str, ...], wrong: tuple[str, ...], database: Database
) -> None:
    for value in right:
        with database.writing() as session:
            session.add(publication(**{column: value}))
    for value in (*wrong, None):
        with pytest.raises(IntegrityError), database.writing() as session:
            session.add(publication(**{column: value}))


def test_the_database_itself_refuses_an_organisation_of_no_state(database: Database) -> None:
    def organisation(state: str) -> Organisation:
        return Organisation(
            id=keys.new_id(),
            state=state,
            rna_hash=keys.new_id(),
            siren_hash=keys.new_id(),
            court_hash=keys.new_id(),
            wrapped_key=b"",
            sealed=b"",
        )

    for state in ("pending", "verified"):
        with database.writing() as session:
            session.add(organisation(state))
    for state in ("trusted", ""):
        with pytest.raises(IntegrityError), database.writing() as session:
            session.add(organisation(state))
