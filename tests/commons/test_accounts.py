from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from commons import accounts, organisations, rights
from commons.accounts import (
    AccessToken,
    LinkExpired,
    Membership,
    Person,
    SignInLink,
    SignInSession,
    WrongEmail,
    WrongExpiry,
    WrongScope,
    sessions,
)
from commons.authorship import Authorships
from commons.database import Database
from commons.keys import KeyProblem, Keys
from commons.organisations import OneOrganisation
from commons.refusals import NotAllowed, NotFound, SignInRequired
from commons.rights import VISITOR, Viewer
from tests.commons.conftest import Member, Network, Rows, profile
from tests.conftest import Ticking

ADDRESS = "maelle@clocher.example"
DAY = timedelta(days=1)


class People:
    """Acts of people, each in a transaction of its own, at the moment of the clock."""

    def __init__(
        self, database: Database, secrets: Keys, authorships: Authorships, clock: Ticking
    ) -> None:
        self.database, self.secrets = database, secrets
        self.authorships, self.clock = authorships, clock

    def link(self, email: str = ADDRESS) -> str:
        with self.database.writing() as session:
            return accounts.request_link(session, self.secrets, email, self.clock())

    def sign_in(self, link: str) -> str:
        with self.database.writing() as session:
            entrance = accounts.sign_in(session, self.secrets, link, self.clock())
        assert entrance.session is not None
        assert entrance.challenge is None
        return entrance.session

    def viewer(self, token: str | None) -> Viewer:
        with self.database.reading() as session:
            return accounts.viewer_of(session, self.secrets, self.authorships, token, self.clock())

    def token(
        self, viewer: Viewer, *scopes: str, days: int = 30, name: str = "site"
    ) -> tuple[str, accounts.TokenCard]:
        with self.database.writing() as session:
            return accounts.create_token(
                session, self.secrets, viewer, name, scopes or ("read",), days, self.clock()
            )

    def tokens(self, viewer: Viewer) -> list[accounts.TokenCard]:
        with self.database.reading() as session:
            return accounts.tokens_of(session, self.secrets, viewer)

    def revoke(self, viewer: Viewer, token_id: str) -> None:
        with self.database.writing() as session:
            accounts.revoke_token(session, self.secrets, viewer, token_id)


@pytest.fixture
def people(database: Database, secrets: Keys, authorships: Authorships, clock: Ticking) -> People:
    return People(database, secrets, authorships, clock)


@pytest.mark.parametrize("address", ["a@b.fr", " A@B.FR ", "prénom.nom+liste@sous.domaine.fr"])
def test_an_address_is_kept_in_lower_case(address: str) -> None:
    assert accounts.tidy_email(address) == address.strip().lower()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@",
        "@b.fr",
        "a@b",
        "a@b.",
        "a@.fr",
        "a@b@c.fr",
        "a b@c.fr",
        "a@c.fr\r\nBcc: d@e.fr",
        "a\x00@c.fr",
        "a,b@c.fr",
        "<a@c.fr>",
        '"a"@c.fr',
        "a@[127.0.0.1]",
        "a" * 250 + "@c.fr",
    ],
)
def test_what_cannot_be_an_address_is_refused(address: str) -> None:
    with pytest.raises(WrongEmail):
        accounts.tidy_email(address)


def test_a_wrong_address_leaves_no_link(people: People, rows: Rows) -> None:
    before = rows()

    with pytest.raises(WrongEmail):
        people.link("nobody")

    assert rows() == before


def test_a_link_signs_in_once(people: People, rows: Rows) -> None:
    link = people.link()

    session = people.sign_in(link)

    viewer = people.viewer(session)
    assert viewer.person is not None
    assert viewer == Viewer(person=viewer.person)
    before = rows()
    with pytest.raises(LinkExpired):
        people.sign_in(link)
    assert rows() == before


@pytest.mark.parametrize("token", ["", "no-such-link", "recul_x"])
def test_an_unknown_link_signs_nobody_in(token: str, people: People, rows: Rows) -> None:
    before = rows()

    with pytest.raises(LinkExpired):
        people.sign_in(token)

    assert rows() == before


def test_a_link_lives_for_fifteen_minutes(people: People, clock: Ticking) -> None:
    in_time, late = people.link(), people.link()

    clock.forward(minutes=15)
    assert people.sign_in(in_time)
    clock.forward(seconds=1)
    with pytest.raises(LinkExpired):
        people.sign_in(late)


def test_two_links_to_one_address_are_one_person(people: People) -> None:
    first, second = (people.sign_in(people.link(each)) for each in (ADDRESS, ADDRESS.upper()))

    assert people.viewer(first) == people.viewer(second)
    assert first != second
    with people.database.reading() as session:
        person = people.viewer(first).person
        assert person is not None
        assert accounts.email_of(session, people.secrets, person) == ADDRESS
        with pytest.raises(NotFound):
            accounts.email_of(session, people.secrets, "nobody")


def test_asking_for_a_link_looks_the_same_for_known_and_unknown_addresses(
    people: People, rows: Rows
) -> None:
    people.sign_in(people.link())
    shapes, tokens, others = [], [], []
    for address in (ADDRESS, "stranger@elsewhere.example", "a" * 240 + "@b.example"):
        before = rows()
        tokens.append(people.link(address))
        after = rows()
        (row,) = set(after["sign_in_link"]) - set(before["sign_in_link"])
        shapes.append([(type(value), len(value)) for value in row])
        others.append({name: after[name] == before[name] for name in after})

    assert shapes[0] == shapes[1] == shapes[2]
    assert len({len(token) for token in tokens}) == 1
    assert all(same == (name != "sign_in_link") for each in others for name, same in each.items())


def test_no_token_is_kept_as_it_was_sent(people: People, rows: Rows) -> None:
    link = people.link()
    spent = people.link()
    session = people.sign_in(spent)
    token, _ = people.token(people.viewer(session))

    kept = repr(rows())

    for sent in (link, spent, session, token, token.removeprefix(accounts.TOKEN_PREFIX)):
        assert sent not in kept
        assert len(sent) >= 43  # 256 bits


def test_signing_out_ends_one_session(people: People) -> None:
    here, there = people.sign_in(people.link()), people.sign_in(people.link())

    for _ in range(2):
        with people.database.writing() as session:
            accounts.sign_out(session, here)

    assert people.viewer(here) == VISITOR
    assert people.viewer(there).person is not None


@pytest.mark.parametrize("token", [None, "", "no-such-session", "recul_", "recul_no-such-token"])
def test_whoever_holds_nothing_is_a_visitor(token: str | None, people: People) -> None:
    assert people.viewer(token) == VISITOR


def test_a_viewer_is_filled_from_membership_and_organisation(
    people: People, clock: Ticking
) -> None:
    token = people.sign_in(people.link())
    person = people.viewer(token).person
    assert person is not None
    with people.database.writing() as session:
        made = accounts.declare_organisation(
            session, people.secrets, person, profile(rna="W291234567", kind="federation"), clock()
        )

    assert people.viewer(token) == Viewer(
        person=person, organisation=made, federation=True, contact=True
    )

    with people.database.writing() as session:
        organisations.verify(session, people.secrets, made, clock())

    welcome = Viewer(person, made, verified=True, contributor=True, federation=True, contact=True)
    assert people.viewer(token) == welcome

    clock.forward(days=89)
    fresh = people.sign_in(people.link())
    assert people.viewer(fresh).contributor
    clock.forward(days=1)
    assert people.viewer(fresh) == Viewer(
        person, made, verified=True, federation=True, contact=True
    )


def test_a_person_is_of_one_organisation(network: Network, author: Member, rows: Rows) -> None:
    other = network.join()
    person = author.viewer.person
    assert person is not None
    before = rows()

    def declare(session: Session) -> object:
        return accounts.declare_organisation(
            session, network.secrets, person, profile(rna="W299999999"), network.now()
        )

    def join(session: Session) -> object:
        accounts.join(session, network.secrets, person, other.organisation.id)
        return None

    for act in (declare, join):
        with pytest.raises(OneOrganisation), network.database.writing() as session:
            act(session)

    assert rows() == before


@pytest.mark.parametrize(
    ("registration", "state"), [("moderated", "pending"), ("open", "verified")]
)
def test_how_an_association_is_admitted_is_the_operators_choice(
    registration: str, state: str, network: Network
) -> None:
    with network.database.writing() as session:
        person = accounts.person_of(session, network.secrets, ADDRESS)
        made = accounts.declare_organisation(
            session,
            network.secrets,
            person,
            profile(rna="W291234567"),
            network.now(),
            registration=registration,
        )

    with network.database.reading() as session:
        assert organisations.known(session, network.secrets, made).state == state
        assert accounts.organisation_of(session, network.secrets, person) == made
        assert accounts.organisation_of(session, network.secrets, "nobody") is None


def test_by_invitation_nobody_declares_an_association(network: Network, rows: Rows) -> None:
    with network.database.writing() as session:
        person = accounts.person_of(session, network.secrets, ADDRESS)
    before = rows()

    with pytest.raises(NotAllowed), network.database.writing() as session:
        accounts.declare_organisation(
            session,
            network.secrets,
            person,
            profile(rna="W291234567"),
            network.now(),
            registration="invitation",
        )

    assert rows() == before


def test_declaring_a_known_association_joins_none_of_its_people(
    network: Network, author: Member
) -> None:
    number = author.organisation.profile.rna
    with network.database.writing() as session:
        person = accounts.person_of(session, network.secrets, ADDRESS)

        made = accounts.declare_organisation(
            session, network.secrets, person, profile(rna=number), network.now()
        )

        assert made != author.organisation.id
        assert organisations.known(session, network.secrets, made).state == "pending"
        people = accounts.memberships.colleagues(session, network.secrets, author.organisation.id)
    assert [each.email for each in people] == [author.email]


def test_a_token_acts_within_its_scopes_until_its_day(people: People, clock: Ticking) -> None:
    viewer = people.viewer(people.sign_in(people.link()))

    token, card = people.token(viewer, "publish", "read", "read", days=10)

    assert token.startswith(accounts.TOKEN_PREFIX)
    assert card.scopes == ("publish", "read")
    assert card.expires == clock() + timedelta(days=10)
    held = people.viewer(token)
    assert held == Viewer(
        person=viewer.person, scopes=frozenset({"publish", "read"}), by_token=True
    )
    with pytest.raises(NotAllowed):
        rights.require_person(held, "curate")
    clock.forward(days=10)
    assert people.viewer(token).person == viewer.person
    clock.forward(seconds=1)
    assert people.viewer(token) == VISITOR


@pytest.mark.parametrize(
    ("scopes", "days", "refusal"),
    [
        ((), 30, WrongScope),
        (("admin",), 30, WrongScope),
        (("read", "publish"), 30, WrongScope),
        (("read",), 0, WrongExpiry),
        (("read",), -1, WrongExpiry),
        (("read",), 367, WrongExpiry),
    ],
)
def test_a_token_gives_no_more_than_its_maker_has(
    scopes: tuple[str, ...], days: int, refusal: type[Exception], people: People, rows: Rows
) -> None:
    person = people.viewer(people.sign_in(people.link())).person
    before = rows()

    with pytest.raises(refusal), people.database.writing() as session:
        accounts.create_token(
            session,
            people.secrets,
            Viewer(person=person, scopes=frozenset({"read"})),
            "site",
            scopes,
            days,
            people.clock(),
        )

    assert rows() == before


def test_a_visitor_has_no_tokens(people: People) -> None:
    for act in (people.token, people.tokens, lambda viewer: people.revoke(viewer, "id")):
        with pytest.raises(SignInRequired):
            act(VISITOR)


def test_tokens_are_listed_for_their_owner_by_name(people: People) -> None:
    one, other = (people.viewer(people.sign_in(people.link(f"{n}@b.fr"))) for n in "ab")
    cards = [people.token(one, name=name)[1] for name in ("site", "archive")]
    foreign = people.token(other)[1]

    assert people.tokens(one) == [cards[1], cards[0]]
    assert people.tokens(other) == [foreign]


def test_a_token_is_ended_by_its_owner_alone(people: People, rows: Rows) -> None:
    one, other = (people.viewer(people.sign_in(people.link(f"{n}@b.fr"))) for n in "ab")
    token, card = people.token(one)
    before = rows()

    for token_id in (card.id, "no-such-token"):
        with pytest.raises(NotFound):
            people.revoke(other, token_id)
    assert rows() == before
    assert people.viewer(token).person == one.person

    people.revoke(one, card.id)
    assert people.viewer(token) == VISITOR
    assert people.tokens(one) == []


def test_rows_of_one_kind_have_one_length(people: People) -> None:
    for email in ("a@b.fr", "a" * 200 + "@b.example"):
        viewer = people.viewer(people.sign_in(people.link(email)))
        people.token(viewer, name="n" * min(80, len(email)))
        people.link(email)

    with people.database.reading() as session:
        for table in (Person, SignInLink, SignInSession, AccessToken):
            sealed = [row.sealed for row in session.exec(select(table)).all()]
            assert len(sealed) >= 2
            assert {len(each) for each in sealed} == {12 + accounts.ROW_BYTES + 16}


def test_a_row_copied_over_another_does_not_open(people: People, clock: Ticking) -> None:
    one, two = (people.sign_in(people.link(f"{n}@b.fr")) for n in "ab")
    with people.database.writing() as session:
        first, second = session.exec(select(SignInSession)).all()
        first.sealed = second.sealed
        session.add(first)

    found = []
    for token in (one, two):
        try:
            found.append(people.viewer(token).person is not None)
        except KeyProblem:
            found.append(None)

    assert sorted(found, key=str) == [None, True]


def expiring(people: People) -> dict[type, Callable[[], datetime]]:
    def later(**span: float) -> Callable[[], datetime]:
        return lambda: people.clock() + timedelta(**span)

    return {
        SignInLink: later(minutes=accounts.LINK_MINUTES),
        AccessToken: later(days=1),
        SignInSession: later(days=sessions.IDLE_DAYS),
    }


@pytest.mark.parametrize("table", [SignInLink, AccessToken, SignInSession])
def test_what_is_over_is_forgotten_and_nothing_else(
    table: type[SignInLink] | type[AccessToken] | type[SignInSession], people: People
) -> None:
    viewer = people.viewer(people.sign_in(people.link()))
    people.token(viewer, days=1)
    people.link()
    end = expiring(people)[table]()

    def left_after(now: datetime) -> int:
        with people.database.writing() as session:
            accounts.forget_expired(session, people.secrets, now)
            assert len(session.exec(select(Person)).all()) == 1
            return len(session.exec(select(table)).all())

    assert left_after(end) == 1
    assert left_after(end + DAY) == 0


def test_membership_does_not_say_of_which_organisation(network: Network, author: Member) -> None:
    with network.database.reading() as session:
        (row,) = session.exec(select(Membership)).all()
        found = accounts.organisation_of(session, network.secrets, row.person_id)

    assert row.person_id == author.viewer.person
    assert found == author.organisation.id
    assert author.organisation.id not in str(row.model_dump())
    assert author.organisation.id.encode() not in row.sealed
