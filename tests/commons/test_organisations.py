import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, select

from commons import accounts, anonymisation, clock, keys, organisations, vocabulary
from commons.database import Database
from commons.figures import Observation
from commons.keys import KeyProblem, Keys
from commons.organisations import (
    AlreadyDeclared,
    NumberMissing,
    NumbersStay,
    Organisation,
    Profile,
    SeveralEntries,
)
from commons.refusals import NotFound
from commons.registers import CourtEntry
from tests.commons.conftest import Member, Network, Rows, case_study, profile

NOW = clock.system()
SEALED_BYTES = 12 + organisations.PROFILE_BYTES + 16


def declare(database: Database, secrets: Keys, wanted: Profile) -> str:
    with database.writing() as session:
        return organisations.declare(session, secrets, wanted, NOW)


def test_an_association_has_a_number_in_some_register() -> None:
    with pytest.raises(NumberMissing):
        organisations.check(profile())
    for numbers in (
        {"rna": "w291234567"},
        {"siren": "732 829 320"},
        {"court": {"court": "Saverne", "volume": 12, "folio": 7}},
    ):
        assert organisations.check(profile(**numbers)).numbers()


@pytest.mark.parametrize("name", ["budget", "employees", "volunteers", "field", "scope", "region"])
def test_every_code_of_a_profile_is_known(name: str) -> None:
    with pytest.raises(vocabulary.UnknownCode) as refused:
        organisations.check(profile(rna="W291234567", **{name: "no-such"}))

    assert refused.value.value == "no-such"


@pytest.mark.parametrize(
    ("budget", "size"),
    [
        ("under-1k", "very-small"),
        ("10k-50k", "small"),
        ("200k-500k", "medium"),
        ("over-2m", "large"),
    ],
)
def test_the_public_size_comes_from_the_private_budget(budget: str, size: str) -> None:
    assert profile(budget=budget).size == size


def test_the_detectors_are_told_every_name_an_association_has() -> None:
    found = profile(
        rna="W291234567",
        siren="732829320",
        other_names=("ADC",),
        towns=("Locquirec", "Plestin"),
        acronym="AC",
        department="Finistère",
        domain="clocher.example",
        handles=("@clocher",),
    ).identity()

    assert found == anonymisation.Profile(
        name="Les Amis du Clocher",
        aliases=("ADC",),
        acronym="AC",
        commune="Locquirec",
        department="Finistère",
        people=("Yvonne Kerbrat",),
        domain="clocher.example",
        handles=("@clocher",),
        numbers=("W291234567", "732829320"),
        places=("Plestin", "Bretagne"),
    )
    assert profile(rna="W291234567", towns=()).identity().commune is None


def test_what_was_declared_is_read_again(database: Database, secrets: Keys) -> None:
    wanted = profile(rna="w29 1234567", court=CourtEntry(court="Saverne", volume=12, folio=7))

    made = declare(database, secrets, wanted)

    with database.reading() as session:
        found = organisations.known(session, secrets, made)
    assert (found.id, found.state, found.declared, found.verified) == (made, "pending", NOW, None)
    assert found.profile == wanted.model_copy(update={"rna": "W291234567"})


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ({"rna": "W291234567"}, {"rna": "w29-123.45 67"}),
        ({"siren": "732829320"}, {"siren": "732 829 320"}),
        (
            {"court": {"court": "Saverne", "volume": 12, "folio": 7}},
            {"court": {"court": " SAVERNE ", "volume": 12, "folio": 7}},
        ),
        (
            {"court": {"court": "Illkirch Graffenstaden", "volume": 1, "folio": 7}},
            {"court": {"court": "Illkirch  graffenstaden", "volume": 1, "folio": 7}},
        ),
        ({"rna": "W291234567"}, {"rna": "W291234567", "siren": "732829320"}),
    ],
)
def test_one_alone_is_verified_by_a_number_however_it_is_written(
    first: dict[str, Any],
    again: dict[str, Any],
    database: Database,
    secrets: Keys,
    rows: Rows,
) -> None:
    one = declare(database, secrets, profile(**first))
    other = declare(database, secrets, profile(legal_name="Une autre", **again))
    with database.writing() as session:
        # Nothing is said to whoever declares: both wait alike.
        claims = {each.id: each for each in organisations.everyone(session, secrets)}
        assert {each.state for each in claims.values()} == {"pending"}
        for here, there in ((one, other), (other, one)):
            (rival,) = organisations.rivals(session, secrets, claims[here])
            assert rival.id == there
        organisations.verify(session, secrets, one, NOW)
    before = rows()

    with pytest.raises(AlreadyDeclared), database.writing() as session:
        organisations.verify(session, secrets, other, NOW)

    assert rows() == before
    # The number is free again once a moderator looked anew.
    with database.writing() as session:
        organisations.refuse(session, secrets, one, "Numéro d'une autre.")
        assert organisations.verify(session, secrets, other, NOW).state == "verified"


def test_of_rivals_verified_at_once_one_is(database: Database, secrets: Keys) -> None:
    rivals = [declare(database, secrets, profile(rna="W291234567")) for _ in range(2)]
    barrier, outcomes = threading.Barrier(2, timeout=10), []

    def verify(organisation: str) -> None:
        barrier.wait()
        try:
            with database.writing() as session:
                organisations.verify(session, secrets, organisation, NOW)
            outcomes.append("verified")
        except AlreadyDeclared:
            outcomes.append("refused")

    threads = [threading.Thread(target=verify, args=(each,)) for each in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["refused", "verified"]
    with database.reading() as session:
        assert len(list(organisations.everyone(session, secrets, "verified"))) == 1


def test_the_database_itself_refuses_a_second_verified(database: Database, secrets: Keys) -> None:
    one, other = (declare(database, secrets, profile(rna="W291234567")) for _ in range(2))
    verified = sa.update(Organisation).values(state="verified")

    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(verified.where(sa.column("id").in_((one, other))))


def test_other_numbers_are_other_associations(database: Database, secrets: Keys) -> None:
    entry = {"court": "Saverne", "volume": 12, "folio": 7}
    made = {
        declare(database, secrets, profile(**numbers))
        for numbers in (
            {"rna": "W291234567"},
            {"rna": "W291234568"},
            {"court": entry},
            {"court": entry | {"folio": 8}},
            {"court": entry | {"volume": 1, "folio": 27}},
            {"court": entry | {"court": "Colmar"}},
        )
    }

    with database.reading() as session:
        found = [each.id for each in organisations.everyone(session, secrets)]
    assert len(made) == 6
    assert found == sorted(made)


def test_a_missing_number_does_not_show(database: Database, secrets: Keys) -> None:
    made = [
        declare(database, secrets, profile(**numbers))
        for numbers in (
            {"rna": "W291234567"},
            {"siren": "732829320"},
            {"rna": "W291234568"},
            {"court": {"court": "Saverne", "volume": 12, "folio": 7}},
        )
    ]

    with database.reading() as session:
        found = [session.get_one(Organisation, each) for each in made]
    hashes = [each for row in found for each in (row.rna_hash, row.siren_hash, row.court_hash)]
    assert {len(each) for each in hashes} == {64}
    assert len(set(hashes)) == len(hashes)


def test_the_length_of_a_profile_tells_nothing(database: Database, secrets: Keys) -> None:
    full = profile(
        siren="732829320",
        other_names=tuple(f"Autre nom numéro {place}" for place in range(20)),
        people=tuple(f"Prénom Nom {place}" for place in range(60)),
    )
    for wanted in (profile(rna="W291234567", people=(), towns=()), full):
        declare(database, secrets, wanted)

    with database.reading() as session:
        lengths = {len(row.sealed) for row in session.exec(select(Organisation)).all()}
    assert lengths == {SEALED_BYTES}


def test_verifying_changes_the_state_once_and_no_length(
    database: Database, secrets: Keys, rows: Rows
) -> None:
    made = declare(database, secrets, profile(rna="W291234567"))

    with database.writing() as session:
        first = organisations.verify(session, secrets, made, NOW)
    before = rows()
    with database.writing() as session:
        second = organisations.verify(session, secrets, made, NOW + timedelta(days=1))

    assert (first.state, first.verified, first.declared) == ("verified", NOW, NOW)
    assert second == first
    assert rows() == before
    assert {len(row[-1]) for row in rows()["organisation"]} == {SEALED_BYTES}


def test_an_unknown_organisation_cannot_be_read_verified_or_revised(
    database: Database, secrets: Keys
) -> None:
    for act in (
        lambda session: organisations.known(session, secrets, "nothing"),
        lambda session: organisations.verify(session, secrets, "nothing", NOW),
        lambda session: organisations.revise(
            session, secrets, "nothing", profile(rna="W291234567")
        ),
        lambda session: organisations.find(session, secrets, "nothing"),
        lambda session: organisations.find(session, secrets, "W291234567"),
    ):
        with database.writing() as session, pytest.raises(NotFound):
            act(session)


def test_the_operator_finds_by_id_or_number(database: Database, secrets: Keys) -> None:
    made = declare(database, secrets, profile(rna="W291234567", siren="732829320"))

    with database.reading() as session:
        for wanted in (made, f" {made} ", "w29 1234567", "732 829 320"):
            assert organisations.find(session, secrets, wanted).id == made
    other = declare(database, secrets, profile(siren="732829320"))
    with database.reading() as session:
        assert organisations.find(session, secrets, "W291234567").id == made
        with pytest.raises(SeveralEntries) as refused:
            organisations.find(session, secrets, "732829320")
    assert set(str(refused.value.details["ids"]).split(", ")) == {made, other}


def test_a_profile_may_change_but_not_its_numbers_nor_its_kind(
    network: Network, author: Member, rows: Rows
) -> None:
    before = author.organisation
    revised = before.profile.model_copy(update={"legal_name": "Le Nouveau Nom"})

    with network.database.writing() as session:
        organisations.revise(session, network.secrets, before.id, revised)

    with network.database.reading() as session:
        after = organisations.known(session, network.secrets, before.id)
    assert after.profile == revised
    assert (after.state, after.verified, after.declared) == (
        "verified",
        before.verified,
        before.declared,
    )
    kept = rows()
    for change in ({"rna": "W299999999"}, {"siren": "732829320"}, {"kind": "federation"}):
        with pytest.raises(NumbersStay), network.database.writing() as session:
            organisations.revise(
                session, network.secrets, before.id, revised.model_copy(update=change)
            )
    assert rows() == kept


def test_a_revision_and_a_verification_at_once_are_both_kept(
    database: Database, secrets: Keys
) -> None:
    made = declare(database, secrets, profile(rna="W291234567"))
    revised = profile(rna="W291234567", legal_name="Le Nouveau Nom")
    verifying = threading.Event()

    def revise() -> None:
        verifying.wait(10)
        with database.writing() as session:
            organisations.revise(session, secrets, made, revised)

    thread = threading.Thread(target=revise)
    thread.start()
    with database.writing() as session:
        organisations.verify(session, secrets, made, NOW)
        verifying.set()
        thread.join(0.3)
    thread.join()

    with database.reading() as session:
        found = organisations.known(session, secrets, made)
    assert (found.state, found.verified, found.profile) == ("verified", NOW, revised)


def test_another_key_opens_no_profile(database: Database, secrets: Keys) -> None:
    made = declare(database, secrets, profile(rna="W291234567"))

    with database.reading() as session, pytest.raises(KeyProblem):
        organisations.known(session, Keys(bytes(32)), made)


def test_a_profile_does_not_open_in_the_row_of_another(database: Database, secrets: Keys) -> None:
    one, two = (declare(database, secrets, profile(rna=f"W29123456{place}")) for place in (1, 2))
    with database.writing() as session:
        first, second = (session.get_one(Organisation, each) for each in (one, two))
        first.sealed, first.wrapped_key = second.sealed, second.wrapped_key
        session.add(first)

    with database.reading() as session, pytest.raises(KeyProblem):
        organisations.known(session, secrets, one)


PLANTED = (
    "Association Kermoisan-Trégastel",
    "Amicale Penvénan",
    "AKTPN",
    "Trébeurden",
    "Finistériennement",
    "Maëlle Le Goasguen",
    "Erwan Kervadec",
    "kermoisan-tregastel.example",
    "@kermoisan_tregastel",
    "W229876543",
    "732829320",
    "Saverne-les-Tilleuls",
    "maelle.legoasguen@kermoisan.example",
    "200k-500k",
    "8765432109",
    "9876543210",
    "jeton de la tombola",
    "la tombola des Kermoisan",
)


def planted(network: Network) -> Member:
    """An association with something to find in every private field it has."""
    member = network.join(
        legal_name=PLANTED[0],
        other_names=(PLANTED[1],),
        acronym=PLANTED[2],
        towns=(PLANTED[3],),
        department=PLANTED[4],
        people=(PLANTED[5], PLANTED[6]),
        domain=PLANTED[7],
        handles=(PLANTED[8],),
        rna=PLANTED[9],
        siren=PLANTED[10],
        court={"court": PLANTED[11], "volume": 1, "folio": 2},
        budget=PLANTED[13],
    )
    with network.database.writing() as session:
        link = accounts.request_link(session, network.secrets, PLANTED[12], network.now())
        accounts.sign_in(session, network.secrets, link, network.now())
        accounts.request_link(session, network.secrets, PLANTED[12], network.now())
        accounts.create_token(
            session, network.secrets, member.viewer, PLANTED[16], ("read",), 30, network.now()
        )
    observations = (
        Observation(
            metric="average-gift", basis="all", numerator=int(PLANTED[14]), denominator=77_777
        ),
        Observation(metric="yearly-cost", basis="all", value=int(PLANTED[15])),
    )
    network.write(
        member,
        case_study(title=PLANTED[17], tried=" ".join(PLANTED), observations=observations),
    )
    network.publish(member, case_study(observations=observations))
    return member


def spellings(secret: str) -> list[bytes]:
    return [secret.encode(), secret.lower().encode(), secret.encode("utf-16-le")]


def test_nothing_an_association_says_of_itself_stands_in_clear_in_any_table(
    network: Network,
) -> None:
    member = planted(network)

    with network.database.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            raw = b"\0".join(
                value if isinstance(value, bytes) else str(value).encode()
                for row in connection.execute(sa.select(table))
                for value in row
            )
            for secret in (*PLANTED, member.email):
                for spelling in spellings(secret):
                    assert spelling not in raw, (table.name, secret)


def test_nothing_an_association_says_of_itself_stands_in_the_files_of_sqlite(
    network: Network,
) -> None:
    if not network.database.is_sqlite:
        return
    member = planted(network)
    path = Path(str(network.database.url.database))

    files = [path, path.with_name(path.name + "-wal")]

    assert all(file.stat().st_size for file in files)
    # The search itself must be able to find: what is public stands there.
    assert any(b"une relance par la poste" in file.read_bytes() for file in files)
    for file in files:
        raw = file.read_bytes()
        for secret in (*PLANTED, member.email):
            for spelling in spellings(secret):
                assert spelling not in raw, (file.name, secret)


def test_data_keys_differ_from_one_organisation_to_the_next(network: Network) -> None:
    one, two = network.join(), network.join()

    assert one.organisation.data_key != two.organisation.data_key
    assert len(one.organisation.data_key) == keys.KEY_BYTES
