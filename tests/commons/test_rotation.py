"""A new master key: everything opens as before, with nothing left of the old one."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from commons import (
    accounts,
    deposits,
    drafts,
    figures,
    housekeeping,
    keys,
    notices,
    organisations,
    publishing,
    reciprocity,
    rotation,
    unsealing,
    vouching,
)
from commons.accounts import invitations, passwords, recognition, staff
from commons.authorship import Authorships, Seal
from commons.database import Database
from commons.drafts import Draft
from commons.figures import Observation
from commons.keys import KeyProblem, Keys
from commons.library import HeldRow
from commons.moderation import promise, reports, reviews, vendors
from commons.moderation.batches import BatchItem
from commons.rights import Viewer
from tests.commons.conftest import Member, Network, Rows, case_study
from tests.conftest import Ticking

DAY = re.compile(r"\d{4}-(?:\d\d-\d\d|W\d\d)")
NEW = Keys(b"another key of thirty-two bytes!")
EMAIL = "bureau1@exemple.fr"
OPERATOR = Viewer(person="3b241101-e2bb-4255-8caf-4136c566a962", operator=True)
MEASURED = case_study(
    observations=(Observation(metric="response-rate", basis="sent", numerator=30, denominator=900),)
)

# What depends on no key: ids, states, digests of random tokens, and all that readers may see.
KEPT = {
    ("access_token", "id"),
    ("access_token", "token_hash"),
    ("answer_time", "id"),
    ("arrival", "id"),
    ("batch_item", "id"),
    ("batch_item", "position"),
    ("batch_item", "publication_id"),
    ("batch_item", "week"),
    ("correspondence", "person_id"),
    ("correspondence", "stop_hash"),
    ("draft", "id"),
    # Under the ledger's own key, which older backups must open too.
    ("erased", "hash"),
    ("erased", "sealed"),
    ("figure", "id"),
    ("held", "publication_id"),
    ("invitation", "token_hash"),
    ("mark", "id"),
    ("membership", "person_id"),
    ("organisation", "id"),
    ("organisation", "state"),
    ("password", "person_id"),
    ("person", "id"),
    ("report", "publication_id"),
    ("review", "publication_id"),
    ("review", "state"),
    ("seal", "publication_id"),
    ("second_factor", "person_id"),
    ("sign_in_link", "token_hash"),
    ("sign_in_session", "token_hash"),
    ("unsealing_demand", "id"),
    # A head that an operator noted outlives the key; nobody can guess what it is of.
    ("unsealing_entry", "digest"),
    ("unsealing_entry", "number"),
    ("vendor_answer", "id"),
    ("vendor_answer", "language"),
    ("vendor_answer", "state"),
    ("vendor_answer", "text"),
    ("vendor_answer", "tool"),
    ("vouch", "id"),
    ("waiting_letter", "id"),
}
PUBLIC = {
    "imported",
    "sink",
    "collection",
    "collection_item",
    "federation",
    "outbox",
    "population_edition",
    "publication",
    "publication_label",
    "publication_version",
    "shelf",
    "tool",
}


@pytest.fixture
def busy(network: Network, author: Member, clock: Ticking) -> Member:
    """An author with something in every private table; everybody lacks a number."""
    with network.database.writing() as session:
        keys.bind(session, network.secrets)
    network.publish(author, MEASURED)
    clock.forward(days=62)
    housekeeping.run(network.database, network.secrets, network.authorships, clock())
    second = network.share(author, network.preview(author, network.write(author)))
    third = network.share(author, network.preview(author, network.write(author)))
    assert (second.waits, third.waits) == (False, True)
    network.write(author)
    network.join(rna=None, siren="732829320")
    network.protect(author)
    federation = network.join(kind="federation").organisation
    with network.database.writing() as session:
        given = vouching.lines("W290000001;Les Amis\n" + "\n".join(f"W75000000{x}" for x in "1234"))
        recognition.vouch(session, network.secrets, federation, given, clock())
        reciprocity.grant(session, network.secrets, federation, True, clock())
        reciprocity.part(session, network.secrets, author.organisation)
        digest = network.secrets.fingerprint("nearly-open", "letter")
        session.add(deposits.NearlyOpen(topic_hash=digest))
        organisation, colleague = author.organisation.id, "lea@exemple.fr"
        invitations.invite(session, network.secrets, organisation, colleague, "member", clock())
        accounts.request_link(session, network.secrets, "somebody@exemple.fr", clock())
        for days in (0, 1):
            day = clock() + timedelta(days=days)
            notices.gather(session, network.secrets, network.authorships, day)
            notices.tell(session, network.secrets, organisation, "appeared", day)
        (letter,) = notices.due(session, network.secrets, day)
        notices.claim(session, network.secrets, letter, day)
        moderated(session, network, second.item.id, third.item.id)
        token = accounts.request_link(session, network.secrets, author.email, clock())
        accounts.sign_in(session, network.secrets, token, clock())
        accounts.create_token(
            session, network.secrets, author.viewer, "site", ("read",), 90, clock()
        )
    return author


def moderated(session: Session, network: Network, shown: str, waiting: str) -> None:
    """What moderators, readers, a vendor and operators wrote."""
    secrets, now = network.secrets, network.now()
    said = reviews.Review(waiting, "refused", now, keys.new_id(), "unclear", "Trop court.")
    reviews.put(session, secrets, said)
    session.add(HeldRow(publication_id=waiting))
    reports.keep(session, secrets, shown, reports.Report("unclear", "où ?"), network.readable())
    promise.note(session, secrets, now, now)
    place = {"id": keys.new_id(), "publication_id": shown, "position": 1, "week": "2026-W20"}
    session.add(BatchItem(**place))
    vendors.post(session, secrets, vendors.Statement("helloasso", "fr", "Bonjour.", "x"))
    operator = Viewer(person=keys.new_id(), operator=True)
    looks_after = accounts.person_of(session, secrets, "moderation@exemple.fr")
    staff.appoint(session, secrets, looks_after, "moderator")
    unsealing.ask(session, secrets, operator, shown, "Réquisition", None, now)


def read(network: Network, author: Member, secrets: Keys) -> list[object]:
    """All that an author, an operator and the rules read of the private world."""
    authorships = Authorships(secrets)
    with network.database.reading() as session:
        known = organisations.find(session, secrets, "W290000001")
        owner = drafts.owner_hash(secrets, known.id)
        return [
            (known.id, known.state, known.profile, known.declared, known.verified),
            organisations.find(session, secrets, "732829320").profile,
            drafts.mine(session, secrets, known),
            publishing.mine(session, authorships, author.viewer),
            publishing.unpublished(session, secrets, author.viewer),
            sorted(authorships.by_draft(session).values(), key=repr),
            accounts.tokens_of(session, secrets, author.viewer),
            accounts.email_of(session, secrets, author.viewer.person or ""),
            accounts.organisation_of(session, secrets, author.viewer.person or ""),
            passwords.stored(session, secrets, author.email),
            invitations.waiting(session, secrets, known.id, network.now()),
            notices.health(session, secrets, network.now()),
            reviews.of(session, secrets, reviews.ids(session)),
            reports.of(session, secrets, reports.reported_ids(session)),
            promise.health(session, secrets),
            unsealing.log.read(session, secrets).is_whole,
            [
                each.reason
                for each in unsealing.open_demands(session, secrets, OPERATOR, network.now())
            ],
            vouching.vouchers_of(session, secrets, known, network.now()),
            [
                reciprocity.contribution(
                    session, secrets, authorships, known, network.now() + timedelta(days=days)
                )
                for days in (0, 40)
            ],
            deposits.progress(session, secrets, "letter", known.declared, network.now()),
            [
                keys.unseal(known.data_key, row.sealed, f"figure:{row.id}")
                for row in session.exec(
                    select(figures.Figure).where(figures.Figure.owner_hash == owner)
                )
            ],
        ]


def test_everything_reads_the_same_under_the_new_key(network: Network, busy: Member) -> None:
    before = read(network, busy, network.secrets)

    with network.database.writing() as session:
        rotation.carry_over(session, network.secrets, NEW)

    assert read(network, busy, NEW) == before
    with network.database.writing() as session:
        assert accounts.person_of(session, NEW, busy.email) == busy.viewer.person
        keys.bind(session, NEW)
        with pytest.raises(KeyProblem):
            keys.bind(session, network.secrets)


def test_every_sealed_or_keyed_value_is_made_anew_and_keeps_its_length(
    network: Network, busy: Member, rows: Rows
) -> None:
    """Every table and column is looked at: a new one that rotation forgets fails here."""

    def values() -> dict[tuple[str, str], list[object]]:
        with network.database.engine.connect() as connection:
            return {
                (table.name, column.name): [
                    row[0]
                    for row in connection.execute(
                        sa.select(column).order_by(*table.primary_key.columns)
                    )
                ]
                for table in SQLModel.metadata.sorted_tables
                if table.name not in PUBLIC
                for column in table.columns
            }

    before = values()
    assert all(before.values()), [name for name, held in before.items() if not held]
    public = {name: held for name, held in rows().items() if name in PUBLIC - {"shelf"}}

    with network.database.writing() as session:
        rotation.carry_over(session, network.secrets, NEW)

    after = values()
    for name, held in before.items():
        if name in KEPT:
            assert after[name] == held, name
        else:
            # The days on which something was last done are no secret and depend on no key.
            kept = set(after[name]) & set(held)
            if name == ("mark", "value"):
                kept = {each for each in kept if not DAY.fullmatch(str(each))}
            assert not kept, name
            assert [len(each) for each in after[name]] == [len(each) for each in held], name  # type: ignore[arg-type]
    assert {name: held for name, held in rows().items() if name in PUBLIC - {"shelf"}} == public


def test_the_old_keys_open_nothing_that_is_written_after(network: Network, busy: Member) -> None:
    """Neither the old master key nor a data key that it once unwrapped."""
    with network.database.reading() as session:
        data_key = organisations.known(session, network.secrets, busy.organisation.id).data_key

    with network.database.writing() as session:
        rotation.carry_over(session, network.secrets, NEW)

    with network.database.reading() as session:
        for row in session.exec(select(Draft)):
            with pytest.raises(KeyProblem):
                keys.unseal(data_key, row.sealed, f"draft:{row.id}")
        for row_of in session.exec(select(organisations.Organisation)):
            with pytest.raises(KeyProblem):
                network.secrets.unwrap(row_of.wrapped_key, row_of.id)


def test_more_rows_than_one_page_are_carried_over(
    network: Network, author: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_PAGE", 2)
    written = {network.write(author).id for _ in range(5)}

    with network.database.writing() as session:
        rotation.carry_over(session, network.secrets, NEW)

    with network.database.reading() as session:
        known = organisations.known(session, NEW, author.organisation.id)
        assert {each.id for each in drafts.mine(session, NEW, known)} == written


def test_a_rotation_leaves_no_byte_of_the_old_seals(
    sqlite: Database, tmp_path: Path, secrets: Keys, clock: Ticking
) -> None:
    path = tmp_path / "keys" / "recul.key"
    first = keys.load(path, create=True)
    with sqlite.writing() as session:
        keys.bind(session, first)
    network = Network(sqlite, first, Authorships(first), clock)
    author = network.join()
    network.publish(author)
    network.write(author)
    with sqlite.reading() as session:
        blobs = [row.blob for row in session.exec(select(Seal))]
        blobs += [row.sealed[:64] for row in session.exec(select(Draft))]
        hashes = [row.owner_hash.encode() for row in session.exec(select(Draft))]

    rotation.rotate(sqlite, path)

    files = [each for each in tmp_path.iterdir() if each.name.startswith("recul.sqlite")]
    raw = b"".join(each.read_bytes() for each in files)
    assert not [each for each in (*blobs, *hashes) if each in raw]
    with sqlite.reading() as session:
        assert keys.belongs(session, keys.load(path, create=False))
        assert not keys.belongs(session, keys.load(keys.predecessor(path), create=False))
    assert sorted(each.name for each in path.parent.iterdir()) == ["recul.key", "recul.key.old"]
    assert {each.stat().st_mode & 0o777 for each in path.parent.iterdir()} == {0o600}


def test_an_older_key_is_never_written_over(sqlite: Database, tmp_path: Path) -> None:
    path = tmp_path / "keys" / "recul.key"
    first = keys.load(path, create=True)
    with sqlite.writing() as session:
        keys.bind(session, first)
    rotation.rotate(sqlite, path)
    held = {each.name: each.read_bytes() for each in path.parent.iterdir()}

    with pytest.raises(KeyProblem, match=re.escape(str(keys.predecessor(path)))):
        rotation.rotate(sqlite, path)

    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == held
    keys.predecessor(path).unlink()
    rotation.rotate(sqlite, path)


def test_on_postgresql_nobody_else_may_be_connected(tmp_path: Path, database: Database) -> None:
    """They would go on writing with the old key; the file lock does not reach other machines."""
    if database.is_sqlite:
        pytest.skip("one machine, whose lock the command takes")
    path = tmp_path / "keys" / "recul.key"
    first = keys.load(path, create=True)
    with database.writing() as session:
        keys.bind(session, first)
    other = Database(database.url.render_as_string(hide_password=False))
    with other.reading() as session:
        session.exec(select(Draft.id)).all()

    with pytest.raises(KeyProblem, match="stop every process"):
        rotation.rotate(database, path)
    with database.reading() as session:
        assert keys.settle(session, path).fingerprint("a", "b") == first.fingerprint("a", "b")
    other.close()

    rotation.rotate(database, path)
    with database.reading() as session:
        assert keys.belongs(session, keys.load(path, create=False))
