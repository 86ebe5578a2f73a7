"""An account erased on its owner's word is gone from every table; what must not go stays."""

import pytest
from sqlmodel import Session, select

from commons import accounts, erasure, journal, ledger, notices, portability, processing
from commons.accounts import correspondence, invitations, links, memberships, staff
from commons.accounts.memberships import LastMember
from commons.accounts.staff import LastOperator
from commons.erasure import NotTyped
from commons.moderation import vendors
from tests.commons.accounts.test_memberships import enter
from tests.commons.at_once import Act, at_once
from tests.commons.conftest import Member, Network, Rows
from tests.conftest import Ticking

COLLEAGUE = "deux@exemple.fr"


@pytest.fixture
def colleague(network: Network, author: Member, clock: Ticking) -> str:
    """A member with something in every table that holds anything of a person."""
    with network.database.writing() as session:
        secrets, now = network.secrets, clock()
        person = accounts.person_of(session, secrets, COLLEAGUE)
        own = author.organisation.id
        token = invitations.invite(session, secrets, own, COLLEAGUE, "member", now)
        invitations.accept(session, secrets, person, token, now)
        invitations.invite_association(session, secrets, own, COLLEAGUE, now)
        link = links.request_link(session, secrets, COLLEAGUE, now)
        browser = links.sign_in(session, secrets, link, now).session
        links.request_link(session, secrets, COLLEAGUE, now)
        viewer = accounts.viewer_of(session, secrets, network.authorships, browser, now)
        accounts.create_token(session, secrets, viewer, "site", ("read",), 30, now)
        correspondence.choose(session, secrets, person, pace="weekly", language="fr")
        staff.appoint(session, secrets, person, "moderator")
        notices.tell_person(session, secrets, person, "inactive", now)
        vendors.post(session, secrets, vendors.Statement("helloasso", "fr", "Bonjour.", person))
    network.protect(Member(viewer, author.organisation, COLLEAGUE))
    return person


def kept_of(network: Network, person: str) -> set[str]:
    """The tables with a row of a person, told by opening every one."""
    with network.database.reading() as session:
        return {
            holding.table
            for holding, sealed in portability._given("person")
            if [
                *portability._rows(
                    session,
                    network.secrets,
                    holding,
                    sealed,
                    sealed.person or "",
                    {person, COLLEAGUE},
                )
            ]
        }


def test_nothing_of_a_person_is_left_in_any_table(
    network: Network, author: Member, colleague: str, clock: Ticking, rows: Rows
) -> None:
    of_people = {holding.table for holding, _ in portability._given("person")}
    # A letter waits from the slot on, and the hash of a password is given to nobody.
    assert kept_of(network, colleague) == of_people - {"waiting_letter", "password"}

    with network.database.writing() as session:
        erasure.erase_account(session, network.secrets, colleague, clock())

    assert kept_of(network, colleague) == set()
    assert colleague not in repr(rows())
    with network.database.reading() as session:
        assert session.exec(select(accounts.Person.id)).all() == [author.viewer.person]
        (gone,) = session.exec(select(ledger.ErasedRow)).all()
        own = ledger._key(session, network.secrets)
        assert gone.hash == ledger.digest_of(own, "person", colleague)
        told = journal.entries(session, network.secrets, journal.SITE, clock())
        assert [(each.kind, each.count) for each in told] == [("person-erased", 1)]
        assert len(memberships.colleagues(session, network.secrets, author.organisation.id)) == 1
    assert processing.holdings()["erased"].kept == "backups"


def test_the_last_of_an_association_and_the_last_operator_stay(
    network: Network, author: Member, clock: Ticking, rows: Rows
) -> None:
    with network.database.writing() as session:
        operator = accounts.person_of(session, network.secrets, "exploitante@exemple.fr")
        staff.appoint(session, network.secrets, operator, "operator")
    before = rows()

    with pytest.raises(LastMember), network.database.writing() as session:
        erasure.erase_account(session, network.secrets, author.viewer.person or "", clock())
    with pytest.raises(LastOperator), network.database.writing() as session:
        erasure.erase_account(session, network.secrets, operator, clock())

    assert rows() == before


def test_the_last_two_do_not_both_erase_themselves_at_once(
    network: Network, author: Member, clock: Ticking
) -> None:
    colleague = enter(network, "lea@exemple.fr", author.organisation.id, "member")
    with network.database.writing() as session:
        operators = []
        for name in ("une", "autre"):
            person = accounts.person_of(session, network.secrets, f"{name}@exemple.fr")
            staff.appoint(session, network.secrets, person, "operator")
            operators.append(person)
        # As at every start: what is first needed here would make the second wait by chance.
        ledger.note(session, network.secrets, "draft", "x")
        journal.note(session, network.secrets, journal.SITE, "backup-made", clock())

    def erasing(person: str | None) -> Act:
        def erase(session: Session) -> None:
            erasure.erase_account(session, network.secrets, person or "", clock())

        return erase

    one, other = erasing(author.viewer.person), erasing(colleague)
    assert isinstance(at_once(network.database, one, other), LastMember)
    one, other = (erasing(each) for each in operators)
    assert isinstance(at_once(network.database, one, other), LastOperator)


@pytest.mark.parametrize("words", ["", "oui", "effacer", "effacer le compte"])
def test_only_the_very_words_erase(words: str) -> None:
    with pytest.raises(NotTyped):
        erasure.confirm(words)
    for right in erasure.WORDS:
        erasure.confirm(f"  {right.upper()} ")
