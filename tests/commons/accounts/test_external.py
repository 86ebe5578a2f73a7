"""Accounts elsewhere: linked by issuer and subject alone, each to one person."""

import pytest
from sqlmodel import Session, col, select

from commons import accounts, ledger
from commons.accounts import external, links
from commons.accounts.external import ExternalIdentity, IdentityTaken, IssuerLinked
from commons.authorship import Authorships
from commons.database import Database
from commons.keys import Keys
from commons.refusals import NotFound
from commons.rights import Viewer
from tests.conftest import Ticking

ISSUER, SUBJECT = "https://sso.example", "odile-17"


def person(session: Session, secrets: Keys, email: str = "odile@exemple.test") -> str:
    return accounts.person_of(session, secrets, email)


def test_an_account_elsewhere_is_found_by_issuer_and_subject_together(
    database: Database, secrets: Keys
) -> None:
    with database.writing() as session:
        odile = person(session, secrets)
        external.link(session, secrets, odile, ISSUER, SUBJECT)
        # Again: the same.
        external.link(session, secrets, odile, ISSUER, SUBJECT)

    with database.reading() as session:
        assert external.find(session, secrets, ISSUER, SUBJECT) == odile
        for issuer, subject in (
            (f"{ISSUER}/", SUBJECT), (ISSUER, "Odile-17"), (ISSUER, "odile@exemple.test"),
            (ISSUER[:-1], ISSUER[-1] + SUBJECT), ("https://autre.example", SUBJECT),
        ):  # fmt: skip
            assert external.find(session, secrets, issuer, subject) is None, (issuer, subject)
        (shown,) = external.identities(session, secrets, odile)
        assert shown.issuer == ISSUER


def test_nothing_of_it_is_in_clear(sqlite: Database, secrets: Keys) -> None:
    with sqlite.writing() as session:
        odile = person(session, secrets)
        external.link(session, secrets, odile, ISSUER, SUBJECT)
        lucie = person(session, secrets, "lucie@exemple.test")
        external.link(session, secrets, lucie, ISSUER, "x" * 255)

    with sqlite.reading() as session:
        rows = session.exec(select(ExternalIdentity)).all()
        told = repr([(row.identity_hash, row.owner_hash, row.sealed) for row in rows])
        for said in (odile, lucie, SUBJECT, "sso.example", "xxx"):
            assert said not in told
        assert len({len(row.sealed) for row in rows}) == 1
        assert len({row.owner_hash for row in rows}) == 2


def test_an_account_elsewhere_is_one_person_s(sqlite: Database, secrets: Keys) -> None:
    with sqlite.writing() as session:
        odile, lucie = person(session, secrets), person(session, secrets, "lucie@exemple.test")
        external.link(session, secrets, odile, ISSUER, SUBJECT)

        with pytest.raises(IdentityTaken):
            external.link(session, secrets, lucie, ISSUER, SUBJECT)
        with pytest.raises(IssuerLinked):
            external.link(session, secrets, odile, ISSUER, "odile-18")
        external.link(session, secrets, odile, "https://autre.example", SUBJECT)
        shown = external.identities(session, secrets, odile)
        assert [each.issuer for each in shown] == ["https://autre.example", ISSUER]
        assert external.identities(session, secrets, lucie) == []


def test_only_one_s_own_is_unlinked_and_a_letter_signs_in_as_ever(
    sqlite: Database, secrets: Keys, clock: Ticking
) -> None:
    with sqlite.writing() as session:
        odile, lucie = person(session, secrets), person(session, secrets, "lucie@exemple.test")
        external.link(session, secrets, odile, ISSUER, SUBJECT)
        (shown,) = external.identities(session, secrets, odile)

        for who, one in ((lucie, shown.id), (odile, "x")):
            with pytest.raises(NotFound):
                external.unlink(session, secrets, who, one)
        external.unlink(session, secrets, odile, shown.id)

        assert external.find(session, secrets, ISSUER, SUBJECT) is None
        token = links.request_link(session, secrets, "odile@exemple.test", clock())
        assert links.sign_in(session, secrets, token, clock()).session


def test_an_assertion_is_its_person_within_its_scopes(
    sqlite: Database, secrets: Keys, authorships: Authorships, clock: Ticking
) -> None:
    assertion = external.Assertion(ISSUER, SUBJECT, frozenset({"read"}))
    with sqlite.writing() as session:
        odile = person(session, secrets)

        def viewer() -> Viewer:
            return accounts.viewer_of(session, secrets, authorships, "a.b.c", clock(), assertion)

        assert viewer().person is None
        external.link(session, secrets, odile, ISSUER, SUBJECT)
        assert (viewer().person, viewer().scopes, viewer().by_token) == (odile, {"read"}, True)


def test_who_is_forgotten_takes_it_along(sqlite: Database, secrets: Keys) -> None:
    with sqlite.writing() as session:
        odile, lucie = person(session, secrets), person(session, secrets, "lucie@exemple.test")
        external.link(session, secrets, odile, ISSUER, SUBJECT)
        external.link(session, secrets, lucie, ISSUER, "lucie")

        accounts.forget_people(session, secrets, {odile})

        assert external.find(session, secrets, ISSUER, SUBJECT) is None
        assert external.find(session, secrets, ISSUER, "lucie") == lucie


def test_another_key_finds_the_same(database: Database, secrets: Keys) -> None:
    new = Keys(b"another key of thirty-two bytes!")
    with database.writing() as session:
        odile = person(session, secrets)
        external.link(session, secrets, odile, ISSUER, SUBJECT)
        (before,) = external.identities(session, secrets, odile)
        digest = session.exec(select(col(ExternalIdentity.identity_hash))).one()

        external.rekey(session, secrets, new)

        assert session.exec(select(col(ExternalIdentity.identity_hash))).one() != digest
        assert external.find(session, new, ISSUER, SUBJECT) == odile
        assert external.identities(session, new, odile) == [before]
        assert external.find(session, secrets, ISSUER, SUBJECT) is None


def test_what_was_unlinked_stays_so_when_a_backup_is_put_back(
    sqlite: Database, secrets: Keys
) -> None:
    with sqlite.writing() as session:
        odile, lucie = person(session, secrets), person(session, secrets, "lucie@exemple.test")
        external.link(session, secrets, lucie, ISSUER, "lucie")
        external.link(session, secrets, odile, ISSUER, SUBJECT)
        row = session.get_one(ExternalIdentity, external._digest(secrets, ISSUER, SUBJECT))
        before = row.model_dump()
        (shown,) = external.identities(session, secrets, odile)
        external.unlink(session, secrets, odile, shown.id)
        named = set(session.exec(select(ledger.ErasedRow.hash)).all())
        session.expunge_all()
        session.add(ExternalIdentity(**before))
        session.flush()

        external.end_again(session, secrets, named)

        assert external.find(session, secrets, ISSUER, SUBJECT) is None
        assert external.find(session, secrets, ISSUER, "lucie") == lucie
        # What is linked anew is another link.
        external.link(session, secrets, odile, ISSUER, SUBJECT)
        external.end_again(session, secrets, named)
        assert external.find(session, secrets, ISSUER, SUBJECT) == odile
