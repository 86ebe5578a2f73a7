"""An organisation leaves: what is destroyed, what stays, and what two copies tell of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from commons import (
    accounts,
    curation,
    departure,
    drafts,
    figures,
    housekeeping,
    keys,
    library,
    organisations,
    publishing,
    releases,
    vouching,
)
from commons.accounts import (
    AccessToken,
    Person,
    SignInSession,
    invitations,
    memberships,
    recognition,
    staff,
)
from commons.authorship import Authorships, Seal
from commons.database import Database
from commons.figures import Observation
from commons.refusals import NotFound
from tests.commons.at_once import at_once
from tests.commons.conftest import Member, Network, Rows, case_study
from tests.conftest import Ticking

MEASURED = case_study(
    observations=(Observation(metric="response-rate", basis="sent", numerator=30, denominator=900),)
)


def leave(network: Network, member: Member, *, withdraw: bool = False) -> departure.Departure:
    with network.database.writing() as session:
        return departure.leave(
            session,
            network.secrets,
            network.authorships,
            member.organisation.id,
            network.now(),
            withdraw=withdraw,
        )


def confide(network: Network, member: Member, clock: Ticking) -> library.Item:
    """Something in every private table, and one publication."""
    item = network.publish(member, MEASURED)
    clock.forward(days=62)
    housekeeping.run(network.database, network.secrets, network.authorships, clock())
    network.write(member)
    network.protect(member)
    with network.database.writing() as session:
        accounts.request_link(session, network.secrets, member.email, clock())
        token = accounts.request_link(session, network.secrets, member.email, clock())
        accounts.sign_in(session, network.secrets, token, clock())
        accounts.create_token(
            session, network.secrets, member.viewer, "site", ("read",), 90, clock()
        )
        colleague = accounts.person_of(session, network.secrets, "collegue@exemple.fr")
        accounts.join(session, network.secrets, colleague, member.organisation.id)
    return item


def traces(network: Network, member: Member) -> list[bytes]:
    """Every id, hash and sealed value that belongs to a member's organisation or its people."""
    secrets, organisation = network.secrets, member.organisation.id
    owner = drafts.owner_hash(secrets, organisation)
    found: list[str | bytes] = [organisation, owner, member.viewer.person or ""]
    with network.database.reading() as session:
        row = session.get_one(organisations.Organisation, organisation)
        found += [row.rna_hash, row.siren_hash, row.court_hash, row.wrapped_key, row.sealed]
        for table in (drafts.Draft, figures.Figure):
            for each in session.exec(select(table).where(table.owner_hash == owner)):
                found += [each.id, each.sealed]
        digest = secrets.fingerprint("members", organisation)
        for membership in session.exec(
            select(accounts.Membership).where(accounts.Membership.organisation_hash == digest)
        ):
            person = session.get_one(Person, membership.person_id)
            found += [digest, membership.sealed, person.id, person.email_hash, person.sealed]
        for browser in session.exec(select(SignInSession)):
            held = secrets.open("session", browser.sealed, browser.token_hash)
            if held["person"] == member.viewer.person:
                found += [browser.token_hash, browser.sealed]
        for link in session.exec(select(accounts.SignInLink)):
            if secrets.open("link", link.sealed, link.token_hash)["email"] == member.email:
                found += [link.token_hash, link.sealed]
        for table in (accounts.Password, accounts.SecondFactor):
            protection = session.get(table, member.viewer.person)
            found += [protection.sealed] if protection else []
        elsewhere = secrets.fingerprint("identity-owner", member.viewer.person or "")
        for identity in session.exec(
            select(accounts.ExternalIdentity).where(
                accounts.ExternalIdentity.owner_hash == elsewhere
            )
        ):
            found += [identity.identity_hash, identity.owner_hash, identity.sealed]
        token_owner = secrets.fingerprint("token-owner", member.viewer.person or "")
        for token in session.exec(select(AccessToken).where(AccessToken.owner_hash == token_owner)):
            found += [token.id, token.token_hash, token.owner_hash, token.sealed]
        for written in network.authorships.of(session, organisation):
            found.append(session.get_one(Seal, written.publication_id).blob)
    return [each.encode() if isinstance(each, str) else bytes(each)[:64] for each in found]


def held(database: Database) -> bytes:
    """Everything in every row."""
    with database.engine.connect() as connection:
        return b"\n".join(
            value.encode() if isinstance(value, str) else bytes(value)
            for table in SQLModel.metadata.sorted_tables
            for row in connection.execute(sa.select(table))
            for value in row
            if isinstance(value, str | bytes | memoryview)
        )


def test_what_was_confided_is_destroyed_and_what_was_published_stays(
    network: Network, author: Member, clock: Ticking
) -> None:
    other = network.join()
    kept = network.publish(other)
    item = confide(network, author, clock)
    gone = traces(network, author)
    before = held(network.database)
    assert all(each in before for each in gone)

    done = leave(network, author)

    assert done == departure.Departure(kept=1, withdrawn=0)
    after = held(network.database)
    assert [each for each in gone if each in after] == []
    with network.database.reading() as session:
        assert library.item(session, item.id, network.readable()) is not None
        assert network.authorships.of(session, author.organisation.id) == ()
        assert [
            e.publication_id for e in network.authorships.of(session, other.organisation.id)
        ] == [kept.id]
        with pytest.raises(NotFound):
            organisations.find(session, network.secrets, "W290000001")


def test_nobody_can_withdraw_what_lost_its_author(
    network: Network, author: Member, clock: Ticking
) -> None:
    item = confide(network, author, clock)
    leave(network, author)
    again = network.join(rna="W290000001")

    with pytest.raises(NotFound):
        network.withdraw(again, item.id)

    with network.database.reading() as session:
        assert publishing.mine(session, network.authorships, again.viewer) == []


def test_all_is_withdrawn_when_asked(network: Network, author: Member, clock: Ticking) -> None:
    item = confide(network, author, clock)
    kept = network.publish(network.join())

    done = leave(network, author, withdraw=True)

    assert done == departure.Departure(kept=0, withdrawn=1)
    with network.database.reading() as session:
        assert library.items(session, [item.id, kept.id]).keys() == {kept.id}
        assert session.exec(select(Seal.publication_id)).all() == [kept.id]


def test_what_nobody_could_read_yet_is_withdrawn_in_any_case(
    network: Network, author: Member, clock: Ticking
) -> None:
    shown = network.publish(author)
    waiting = network.share(author, network.preview(author, network.write(author)))
    later = network.publish(author, embargo="2026-12")
    assert waiting.waits

    assert leave(network, author) == departure.Departure(kept=1, withdrawn=2)

    clock.forward(days=300)
    with network.database.writing() as session:
        assert releases.release(session, network.authorships, clock()) == 0
    with network.database.reading() as session:
        found = library.items(session, [shown.id, waiting.item.id, later.id])
        assert found.keys() == {shown.id}


def public(rows: Rows) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: held for name, held in rows(private=False).items() if name not in ("seal", "shelf")
    }


def test_two_copies_do_not_tell_which_publications_lost_their_author(
    network: Network, author: Member, rows: Rows
) -> None:
    """All seals change together, none goes, and none differs from another but in random bytes."""
    others = [network.join() for _ in range(3)]
    items = [network.publish(each) for each in (author, author, *others)]
    before = {row[0]: row for row in rows()["seal"]}
    shelf = {
        name: held for name, held in rows(private=False).items() if name not in ("seal", "shelf")
    }

    leave(network, author)

    after = {row[0]: row for row in rows()["seal"]}
    assert after.keys() == before.keys() == {item.id for item in items}
    for key, (_, digest, blob) in after.items():
        assert digest == before[key][1]
        assert blob != before[key][2]
        assert len(blob) == len(before[key][2])
    assert public(rows) == shelf
    # Of the orphans even the exact day is gone, and nothing joins the two of one author.
    with network.database.reading() as session:
        opened = {e.publication_id: e for e in network.authorships.by_draft(session).values()}
    own = [opened[item.id] for item in items[:2]]
    assert {each.moment for each in own} == {datetime(2026, 2, 28, 23, tzinfo=UTC)}
    assert len({each.organisation for each in own} | {author.organisation.id}) == 3


def test_the_night_passes_over_what_has_no_author(
    network: Network, author: Member, clock: Ticking
) -> None:
    item = network.publish(author)
    other = network.join()
    network.publish(other, MEASURED)
    leave(network, author)
    clock.forward(days=62)

    housekeeping.run(network.database, network.secrets, network.authorships, clock())

    with network.database.reading() as session:
        assert library.items(session, [item.id]).keys() == {item.id}
        assert len(session.exec(select(figures.Figure)).all()) == 1


def test_the_people_may_come_back_as_somebody_new(
    network: Network, author: Member, clock: Ticking
) -> None:
    leave(network, author)

    with network.database.writing() as session:
        link = accounts.request_link(session, network.secrets, author.email, clock())
        token = accounts.sign_in(session, network.secrets, link, clock()).session
    with network.database.reading() as session:
        viewer = accounts.viewer_of(session, network.secrets, network.authorships, token, clock())
    assert viewer.person not in (None, author.viewer.person)
    assert viewer.organisation is None


def test_nobody_joins_an_association_while_it_leaves(network: Network, author: Member) -> None:
    secrets, left = network.secrets, author.organisation.id
    with network.database.writing() as session:
        lea = accounts.person_of(session, secrets, "lea@exemple.fr")
        zoe = accounts.person_of(session, secrets, "zoe@exemple.fr")
        for_lea, for_zoe = (
            invitations.invite(
                session, secrets, left, f"{name}@exemple.fr", "member", network.now()
            )
            for name in ("lea", "zoe")
        )

    def leave(session: Session) -> None:
        departure.leave(session, secrets, network.authorships, left, network.now())

    def join(session: Session) -> None:
        invitations.accept(session, secrets, lea, for_lea, network.now())

    assert at_once(network.database, join, leave) is None
    with network.database.reading() as session:
        # Hers was one of its people's accounts, as if she had come a day before.
        assert session.get(accounts.Person, lea) is None
        assert session.exec(select(memberships.Membership)).all() == []
    with pytest.raises(invitations.InvitationExpired), network.database.writing() as session:
        invitations.accept(session, secrets, zoe, for_zoe, network.now())


def test_whoever_accepts_while_it_leaves_belongs_to_nothing(
    network: Network, author: Member
) -> None:
    secrets, left = network.secrets, author.organisation.id
    with network.database.writing() as session:
        lea = accounts.person_of(session, secrets, "lea@exemple.fr")
        token = invitations.invite(
            session, secrets, left, "lea@exemple.fr", "member", network.now()
        )

    def leave(session: Session) -> None:
        departure.leave(session, secrets, network.authorships, left, network.now())

    def join(session: Session) -> None:
        invitations.accept(session, secrets, lea, token, network.now())

    assert isinstance(at_once(network.database, leave, join), invitations.InvitationExpired)
    with network.database.reading() as session:
        assert memberships.organisation_of(session, secrets, lea) is None


def test_a_federation_takes_its_collections_with_it(
    network: Network, author: Member, federation: Member
) -> None:
    item = network.publish(author)
    with network.database.writing() as session:
        session.add(
            curation.Federation(
                slug="fede", organisation_id=federation.organisation.id, name="Fédération"
            )
        )
        session.flush()
        session.add(
            curation.Collection(slug="a-lire", federation="fede", language="fr", title="À lire")
        )
        session.flush()
        place = {"collection": "a-lire", "publication_id": item.id, "position": 1}
        session.add(curation.CollectionItem(**place))

    leave(network, federation)

    with network.database.reading() as session:
        for table in (curation.Federation, curation.Collection, curation.CollectionItem):
            assert session.exec(select(table)).all() == []
        assert library.items(session, [item.id]).keys() == {item.id}


def test_who_looks_after_the_site_loses_their_association_alone(
    network: Network, author: Member
) -> None:
    """A contact can't take the last operator from the site by leaving."""
    with network.database.writing() as session:
        operator = accounts.person_of(session, network.secrets, "zoe@exemple.fr")
        accounts.join(session, network.secrets, operator, author.organisation.id, "member")
        staff.appoint(session, network.secrets, operator, "operator")

    leave(network, author)

    with network.database.reading() as session:
        assert [each.person for each in staff.everyone(session, network.secrets, "operator")] == [
            operator
        ]
        assert memberships.organisation_of(session, network.secrets, operator) is None
        assert session.exec(select(Person.id)).all() == [operator]


def test_only_words_that_nobody_types_by_mistake_confirm() -> None:
    for words in ("quitter le réseau", " Quitter  le RÉSEAU ", "leave the network"):
        departure.confirm(words)
    for words in ("", "oui", "quitter", "quitter le reseau", "quitter le réseau !"):
        with pytest.raises(departure.NotConfirmed):
            departure.confirm(words)


def test_invitations_and_words_of_a_federation_go_with_it(
    network: Network, author: Member, federation: Member
) -> None:
    with network.database.writing() as session:
        invitations.invite(
            session,
            network.secrets,
            federation.organisation.id,
            "lea@exemple.fr",
            "member",
            network.now(),
        )
        # To somebody of the federation, from elsewhere.
        invitations.invite(
            session,
            network.secrets,
            author.organisation.id,
            federation.email,
            "member",
            network.now(),
        )
        recognition.vouch(
            session,
            network.secrets,
            federation.organisation,
            vouching.lines("W751234567;Les Amis"),
            network.now(),
        )

    leave(network, federation)

    with network.database.reading() as session:
        assert session.exec(select(invitations.Invitation)).all() == []
        assert session.exec(select(vouching.Vouch)).all() == []


def night(network: Network) -> None:
    housekeeping.run(network.database, network.secrets, network.authorships, network.now())


def waiting(network: Network) -> set[str]:
    with network.database.reading() as session:
        return {each.id for each in organisations.everyone(session, network.secrets, "pending")}


def test_what_waits_without_a_sign_of_life_is_erased(
    network: Network, author: Member, clock: Ticking
) -> None:
    abandoned = network.join(verified=False)
    network.write(abandoned)
    gone = traces(network, abandoned)
    clock.forward(days=departure.QUARANTINE_DAYS)
    night(network)
    assert waiting(network) == {abandoned.organisation.id}
    clock.forward(days=1)

    night(network)

    after = held(network.database)
    assert [each for each in gone if each in after] == []
    with network.database.reading() as session:
        assert [each.id for each in organisations.everyone(session, network.secrets)] == [
            author.organisation.id
        ]


@pytest.mark.parametrize("sign", ["a use", "a draft", "verified once"])
def test_a_sign_of_life_keeps_what_waits(sign: str, network: Network, clock: Ticking) -> None:
    waits = network.join(verified=False)
    if sign == "verified once":
        with network.database.writing() as session:
            organisations.verify(session, network.secrets, waits.organisation.id, clock())
            organisations.refuse(session, network.secrets, waits.organisation.id, "Dissoute.")
    clock.forward(days=35)
    if sign == "a use":
        with network.database.writing() as session:
            link = accounts.request_link(session, network.secrets, waits.email, clock())
            accounts.sign_in(session, network.secrets, link, clock())
    if sign == "a draft":
        network.write(waits)
    night(network)
    clock.forward(days=departure.QUARANTINE_DAYS)
    # The session that told of it has ended meanwhile.
    night(network)

    assert waiting(network) == {waits.organisation.id}
    clock.forward(days=1)
    night(network)
    assert waiting(network) == ({waits.organisation.id} if sign == "verified once" else set())


def test_an_unknown_organisation_changes_nothing(
    network: Network, author: Member, rows: Rows
) -> None:
    before = rows()

    with pytest.raises(NotFound), network.database.writing() as session:
        departure.leave(session, network.secrets, network.authorships, "nobody", network.now())

    assert rows() == before


def test_after_the_night_no_byte_of_it_is_in_the_files(
    sqlite: Database, secrets: keys.Keys, clock: Ticking
) -> None:
    """PostgreSQL's files are searched in test_sealing, which has a server of its own."""
    network = Network(sqlite, secrets, Authorships(secrets), clock)
    author = network.join()
    confide(network, author, clock)
    gone = traces(network, author)

    leave(network, author)
    housekeeping.run(sqlite, secrets, network.authorships, clock())

    folder = sqlite.url.database or ""
    raw = b"".join(
        path.read_bytes()
        for path in Path(folder).parent.iterdir()
        if path.name.startswith("recul.sqlite")
    )
    assert len(raw) > 4096
    assert [each for each in gone if each in raw] == []
