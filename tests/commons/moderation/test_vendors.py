"""A vendor answers once per tool, with a code, and a moderator reads it first."""

import pytest

from commons import keys
from commons.database import Database
from commons.moderation import vendors
from commons.moderation.vendors import AnswerEmpty, WrongVendorCode
from commons.plain_text import TextTooLong
from commons.practices import WrongLanguage
from commons.refusals import NotAllowed, NotFound, SignInRequired
from commons.remarks import NamesSomebody
from commons.rights import VISITOR, Viewer

VENDOR = Viewer(person="0b0f5a50-8d1e-4a8b-9a0e-3f5ad0a4b000")
MODERATOR = Viewer(person="1b0f5a50-8d1e-4a8b-9a0e-3f5ad0a4b000", moderator=True)
TEXT = "Nous avons revu le paiement en plusieurs fois ; merci de vos retours."


def post(database: Database, secrets: keys.Keys, text: str = TEXT) -> None:
    code = vendors.code_of(secrets, MODERATOR, "helloasso")
    said = vendors.prepare(secrets, VENDOR, "helloasso", code, text, "fr")
    with database.writing() as session:
        vendors.post(session, secrets, said)


def waiting(database: Database) -> list[vendors.VendorAnswer]:
    with database.reading() as session:
        return [row for row in vendors.all_of(session, MODERATOR) if row.state == "waiting"]


def test_an_answer_is_shown_once_a_moderator_read_it(
    database: Database, secrets: keys.Keys
) -> None:
    post(database, secrets, "Première version.")
    post(database, secrets)
    (answer,) = waiting(database)
    with database.writing() as session:
        assert vendors.shown(session) == {}
        vendors.decide(session, secrets, MODERATOR, answer.id, show=True)

    with database.reading() as session:
        assert vendors.shown(session)["helloasso"].text == TEXT


def test_another_answer_takes_its_place_when_it_is_accepted(
    database: Database, secrets: keys.Keys
) -> None:
    post(database, secrets, "Première version.")
    with database.writing() as session:
        vendors.decide(session, secrets, MODERATOR, waiting(database)[0].id, show=True)
    post(database, secrets, "Deuxième version.")
    (answer,) = waiting(database)
    with database.reading() as session:
        assert vendors.shown(session)["helloasso"].text == "Première version."

    with database.writing() as session:
        vendors.decide(session, secrets, MODERATOR, answer.id, show=True)
        assert vendors.shown(session)["helloasso"].text == "Deuxième version."
        assert len(vendors.all_of(session, MODERATOR)) == 1
        vendors.decide(session, secrets, MODERATOR, answer.id, show=False)
        assert vendors.all_of(session, MODERATOR) == []
        with pytest.raises(NotFound):
            vendors.decide(session, secrets, MODERATOR, answer.id, show=True)


def test_a_moderator_shows_no_answer_of_their_own(database: Database, secrets: keys.Keys) -> None:
    code = vendors.code_of(secrets, MODERATOR, "helloasso")
    said = vendors.prepare(secrets, MODERATOR, "helloasso", code, TEXT, "fr")
    with database.writing() as session:
        vendors.post(session, secrets, said)
    (answer,) = waiting(database)

    with pytest.raises(vendors.OwnAnswer), database.writing() as session:
        vendors.decide(session, secrets, MODERATOR, answer.id, show=True)

    with database.writing() as session:
        assert vendors.shown(session) == {}
        vendors.decide(session, secrets, MODERATOR, answer.id, show=False)
    assert waiting(database) == []


def test_a_code_is_for_one_tool_and_typed_as_people_type(secrets: keys.Keys) -> None:
    code = vendors.code_of(secrets, MODERATOR, "helloasso")
    typed = code.lower().replace("-", " ")
    assert vendors.prepare(secrets, VENDOR, "helloasso", typed, TEXT, "fr").text == TEXT

    for tool, wrong in (("framaforms", code), ("no-such-tool", code), ("helloasso", "x")):
        with pytest.raises(WrongVendorCode):
            vendors.prepare(secrets, VENDOR, tool, wrong, TEXT, "fr")


def test_an_answer_is_short_plain_and_names_nobody(secrets: keys.Keys) -> None:
    code = vendors.code_of(secrets, MODERATOR, "helloasso")
    for text, language, refusal in (
        (" ", "fr", AnswerEmpty),
        ("x" * 1501, "fr", TextTooLong),
        (TEXT, "de", WrongLanguage),
        ("Demandez à Solange Quintrec, de Brévenne.", "fr", NamesSomebody),
    ):
        with pytest.raises(refusal):
            vendors.prepare(secrets, VENDOR, "helloasso", code, text, language)
    assert vendors.prepare(secrets, VENDOR, "helloasso", code, "HelloAsso répond.", "fr")


def test_who_may(database: Database, secrets: keys.Keys) -> None:
    with pytest.raises(SignInRequired):
        vendors.prepare(secrets, VISITOR, "helloasso", "x", TEXT, "fr")
    with pytest.raises(NotAllowed):
        vendors.code_of(secrets, VENDOR, "helloasso")
    with database.reading() as session:
        for act in (
            lambda: vendors.all_of(session, VENDOR),
            lambda: vendors.decide(session, secrets, VENDOR, "x", show=True),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_who_wrote_an_answer_is_known_until_it_is_decided_on(
    database: Database, secrets: keys.Keys
) -> None:
    for show in (True, False):
        post(database, secrets)
        (answer,) = waiting(database)
        assert str(VENDOR.person) not in repr(answer)
        with database.writing() as session:
            told = vendors.decide(session, secrets, MODERATOR, answer.id, show=show)
            assert told == VENDOR.person
    with database.writing() as session:
        (shown,) = vendors.all_of(session, MODERATOR)
        assert vendors.decide(session, secrets, MODERATOR, shown.id, show=False) is None


def test_who_erased_their_account_is_told_nothing(database: Database, secrets: keys.Keys) -> None:
    post(database, secrets)
    with database.writing() as session:
        vendors.forget_people(session, secrets, {str(VENDOR.person)})
        (answer,) = vendors.all_of(session, MODERATOR)
        assert answer.sealed is None
        assert vendors.decide(session, secrets, MODERATOR, answer.id, show=True) is None
