"""Two entries of one association: what comes together, and what two copies tell of it."""

import dataclasses
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from commons import (
    curation,
    drafts,
    figures,
    housekeeping,
    keys,
    merging,
    organisations,
    publishing,
    vouching,
)
from commons.accounts import invitations, memberships, recognition
from commons.authorship import Authorships
from commons.figures import Observation
from commons.merging import NotAgreed, NotDuplicates
from commons.organisations import AlreadyDeclared, Known, Organisation
from commons.refusals import NotFound
from tests.commons.accounts.test_memberships import enter, roles, viewer_of
from tests.commons.conftest import Member, Network, Rows, case_study, profile
from tests.conftest import Ticking

MEASURED = case_study(
    observations=(Observation(metric="response-rate", basis="sent", numerator=30, denominator=900),)
)


def invite(network: Network, one: Member, other: Member) -> None:
    with network.database.writing() as session:
        invitations.invite(
            session, network.secrets, one.organisation.id, other.email, "member", network.now()
        )


def merge(network: Network, kept: Member, gone: Member) -> Known:
    """Once both have invited each other."""
    invite(network, kept, gone)
    invite(network, gone, kept)
    return unite(network, kept, gone)


def unite(network: Network, kept: Member, gone: Member) -> Known:
    with network.database.writing() as session:
        one, other = kept.organisation.id, gone.organisation.id
        return merging.merge(session, network.secrets, one, other, network.now())


@pytest.fixture
def twice(network: Network, author: Member) -> Member:
    """The author's association entered again, by its other number and under another name."""
    return network.join(
        rna=None,
        siren="732829320",
        legal_name="Clocher et Compagnie",
        acronym="CEC",
        towns=("Plestin", "Locquirec"),
        people=("Goulven Le Bras",),
        domain="clocher.example",
        handles=("@clocher",),
    )


def test_people_drafts_figures_and_shares_come_together(
    network: Network, author: Member, twice: Member, clock: Ticking
) -> None:
    first = network.publish(author)
    second = network.publish(twice, MEASURED)
    clock.forward(days=62)
    housekeeping.run(network.database, network.secrets, network.authorships, clock())
    waits = network.write(twice)
    third = network.publish(twice)
    enter(network, "lea@exemple.fr", twice.organisation.id, "member")

    merge(network, author, twice)

    viewer = viewer_of(network, twice.email)
    assert viewer.organisation == author.organisation.id
    assert (viewer.verified, viewer.contact) == (True, True)
    assert roles(network, author.organisation.id) == {
        author.email: "contact", twice.email: "contact", "lea@exemple.fr": "member",
    }  # fmt: skip
    with network.database.reading() as session:
        mine = publishing.mine(session, network.authorships, viewer)
        known = organisations.known(session, network.secrets, author.organisation.id)
        written = drafts.mine(session, network.secrets, known)
        held = session.exec(select(figures.Figure)).all()
        opened = [keys.unseal(known.data_key, x.sealed, f"figure:{x.id}") for x in held]
        with pytest.raises(NotFound):
            organisations.known(session, network.secrets, twice.organisation.id)
        for number in ("W290000001", "732829320"):
            assert organisations.find(session, network.secrets, number).id == known.id
    assert {each.item.id for each in mine} == {first.id, second.id, third.id}
    assert waits.id in {each.id for each in written}
    assert {each.organisation for each in written} == {known.id}
    assert [each["publication"] for each in opened] == [second.id]
    # What was a draft there is one here: read, changed, published.
    member = dataclasses.replace(author, viewer=viewer, organisation=known)
    assert network.share(member, network.preview(member, waits)).item.id
    network.withdraw(member, second.id)


def test_all_that_hid_either_hides_the_one_that_stays(
    network: Network, author: Member, twice: Member
) -> None:
    after = merge(network, author, twice)

    with network.database.reading() as session:
        assert organisations.known(session, network.secrets, after.id) == after
    told = after.profile
    assert told.legal_name == author.organisation.profile.legal_name
    assert told.other_names == ("Clocher et Compagnie",)
    assert told.acronym == "CEC"
    assert told.towns == ("Locquirec", "Plestin")
    assert told.people == ("Yvonne Kerbrat", "Goulven Le Bras")
    assert (told.domain, told.handles) == ("clocher.example", ("@clocher",))
    assert (told.rna, told.siren) == ("W290000001", "732829320")
    rival = network.join(verified=False, rna=None, siren="732829320").organisation
    with pytest.raises(AlreadyDeclared), network.database.writing() as session:
        organisations.verify(session, network.secrets, rival.id, network.now())


def known(**changes: Any) -> Known:
    given = {"state": "pending", "verified": None, "flags": frozenset()}
    names = {name: changes.pop(name) for name in tuple(changes) if name in given}
    return Known(
        id=keys.new_id(), profile=profile(**changes), declared=Ticking()(), data_key=b"",
        **(given | names),  # type: ignore[arg-type]
    )  # fmt: skip


def test_second_names_of_one_kind_are_kept_as_other_names() -> None:
    one = known(rna="W290000001", acronym="AC", domain="un.example", department="Finistère")
    other = known(
        siren="732829320", acronym="CEC", domain="deux.example", department="Morbihan",
        legal_name="Autre", other_names=("Ancien",),
    )  # fmt: skip

    told = merging.united(one, other).profile

    assert (told.acronym, told.domain, told.department) == ("AC", "un.example", "Finistère")
    assert set(told.other_names) == {"Autre", "Ancien", "CEC", "deux.example"}
    assert told.towns == ("Locquirec", "Morbihan")


def test_the_verified_of_two_makes_one_verified_since_its_first_day(clock: Ticking) -> None:
    early, late = clock(), clock.forward(days=80)
    one = known(rna="W290000001", state="verified", verified=late)
    other = known(siren="732829320", state="verified", verified=early)
    waits = known(siren="732829320", flags=frozenset({organisations.APART}))

    assert merging.united(one, other).verified == early
    for kept, gone in ((one, waits), (waits, one)):
        made = merging.united(kept, gone)
        assert (made.state, made.verified, made.flags) == ("verified", late, frozenset())
    assert merging.united(waits, known(rna="W290000001")).state == "pending"


@pytest.mark.parametrize(
    "changes",
    [
        {"rna": "W290000002"},
        {"rna": "W290000002", "siren": "732829320"},
        {"siren": "732829320", "kind": "federation"},
    ],
)
def test_two_associations_are_not_made_one(changes: dict[str, Any]) -> None:
    """A register numbers each otherwise, or one is a federation."""
    with pytest.raises(NotDuplicates):
        merging.united(known(rna="W290000001"), known(**changes))


def test_a_refused_merge_changes_nothing(network: Network, author: Member, rows: Rows) -> None:
    other = network.join()
    before = rows()

    for one, two, kind in (
        (author.organisation.id, other.organisation.id, NotDuplicates),
        (author.organisation.id, author.organisation.id, NotDuplicates),
        (author.organisation.id, "nothing", NotFound),
        ("nothing", author.organisation.id, NotFound),
    ):
        with pytest.raises(kind), network.database.writing() as session:
            merging.merge(session, network.secrets, one, two, network.now())

    assert rows() == before


@pytest.mark.parametrize("kept", ["spy", "author"])
def test_nobody_learns_what_an_association_wrote_by_entering_it_again(
    network: Network, author: Member, kept: str, clock: Ticking, rows: Rows
) -> None:
    """A moderator with a second address: what merging asks for, they can't give themselves."""
    spy = network.join(verified=False, rna=None, siren="732829320")
    one, other = (spy, author) if kept == "spy" else (author, spy)
    network.publish(author)
    invite(network, spy, author)
    # A federation's invitation to declare an association lets nobody into its own.
    with network.database.writing() as session:
        invitations.invite_association(
            session, network.secrets, author.organisation.id, spy.email, clock()
        )
    before = rows()

    with pytest.raises(NotAgreed):
        unite(network, one, other)
    assert rows() == before

    invite(network, author, spy)
    clock.forward(days=invitations.INVITATION_DAYS, hours=1)
    with pytest.raises(NotAgreed):
        unite(network, one, other)


def test_an_entry_that_holds_nothing_is_asked_too(
    network: Network, author: Member, rows: Rows
) -> None:
    empty = network.join(verified=False, rna=None, siren="732829320")
    invite(network, author, empty)
    before = rows()

    # Whose addresses the others have: made one, they would read them.
    with pytest.raises(NotAgreed):
        unite(network, author, empty)
    assert rows() == before

    invite(network, empty, author)
    unite(network, author, empty)
    assert roles(network, author.organisation.id).keys() == {author.email, empty.email}
    assert rows()["invitation"] == []


def test_two_contacts_stay_two(network: Network, author: Member, twice: Member) -> None:
    enter(network, "lea@exemple.fr", author.organisation.id, "contact")

    merge(network, author, twice)

    assert roles(network, author.organisation.id)[twice.email] == "member"


def test_federations_bring_their_words_and_collections(
    network: Network, author: Member, federation: Member, clock: Ticking
) -> None:
    other = network.join(rna=None, siren="732829320", kind="federation")
    item = network.publish(author)
    with network.database.writing() as session:
        for member, text in (
            (federation, "W751111111"),
            (other, "W751111111;b\nW752222222;c;lea@exemple.fr"),
        ):
            recognition.vouch(
                session, network.secrets, member.organisation, vouching.lines(text), clock()
            )
        invitations.invite(
            session, network.secrets, other.organisation.id, "lea@exemple.fr", "member", clock()
        )
        session.add(
            curation.Federation(slug="fede", organisation_id=other.organisation.id, name="F")
        )
        session.flush()
        session.add(curation.Collection(slug="a-lire", federation="fede", language="fr", title="L"))
        session.flush()
        place = {"collection": "a-lire", "publication_id": item.id, "position": 1}
        session.add(curation.CollectionItem(**place))

    after = merge(network, federation, other)

    with network.database.reading() as session:
        told = vouching.words_of(session, network.secrets, after, clock())
        assert [each.number for each in told] == ["W751111111", "W752222222"]
        (face,) = session.exec(select(curation.Federation)).all()
        assert face.organisation_id == federation.organisation.id
        assert len(session.exec(select(curation.CollectionItem)).all()) == 1
        assert session.exec(select(invitations.Invitation)).all() == []
    made = network.join(verified=False, rna="W752222222", email="lea@exemple.fr")
    assert made.viewer.verified


def test_two_copies_do_not_tell_which_shares_came_over(
    network: Network, author: Member, twice: Member, rows: Rows
) -> None:
    """Every seal changes, and nothing else of the shelf does."""
    others = [network.join() for _ in range(2)]
    items = [network.publish(each) for each in (author, twice, *others)]
    before, shelf = {row[0]: row for row in rows()["seal"]}, public(rows)

    merge(network, author, twice)

    after = {row[0]: row for row in rows()["seal"]}
    assert after.keys() == before.keys() == {item.id for item in items}
    for key, (_, digest, blob) in after.items():
        assert digest == before[key][1]
        assert blob != before[key][2]
        assert len(blob) == len(before[key][2])
    assert public(rows) == shelf
    with network.database.reading() as session:
        own = Authorships(network.secrets).of(session, author.organisation.id)
    assert {each.publication_id for each in own} == {items[0].id, items[1].id}


def public(rows: Rows) -> dict[str, list[tuple[Any, ...]]]:
    return {
        name: held for name, held in rows(private=False).items() if name not in ("seal", "shelf")
    }


def test_nothing_of_the_one_that_ends_is_left(
    network: Network, author: Member, twice: Member
) -> None:
    network.write(twice)
    secrets, gone = network.secrets, twice.organisation.id
    with network.database.reading() as session:
        row = session.get_one(Organisation, gone)
        traces = [row.id, row.siren_hash, drafts.owner_hash(secrets, gone), row.sealed[:64]]
        traces += [secrets.fingerprint("members", gone), row.wrapped_key]

    merge(network, author, twice)

    with network.database.engine.connect() as connection:
        held = [
            bytes(value)[:64] if isinstance(value, bytes | memoryview) else value
            for table in SQLModel.metadata.sorted_tables
            for found in connection.execute(sa.select(table))
            for value in found
        ]
    # The number is one association's still: its keyed hash stays.
    assert [each for each in traces if each in held] == [row.siren_hash]
    with network.database.reading() as session:
        people = memberships.colleagues(session, secrets, author.organisation.id)
    assert len(people) == 2
