from datetime import timedelta

import pyotp
import pytest

from commons import accounts
from commons.accounts import SecondFactor, entrance, second_factor
from commons.accounts.entrance import ChallengeExpired
from commons.accounts.second_factor import RECOVERY_CODES, SecondFactorSet, WrongCode
from commons.database import Database
from commons.keys import Keys
from tests.commons.conftest import Rows
from tests.conftest import Ticking

ADDRESS = "maelle@clocher.example"


class Application:
    """A person and the application on their telephone."""

    def __init__(self, database: Database, secrets: Keys, clock: Ticking) -> None:
        self.database, self.secrets, self.clock = database, secrets, clock
        self.codes: list[str] = []
        with database.writing() as session:
            self.person = accounts.person_of(session, secrets, ADDRESS)
            self.totp = pyotp.TOTP(second_factor.begin(session, secrets, self.person))

    def code(self, offset: int = 0) -> str:
        return self.totp.at(self.clock() + offset * timedelta(seconds=30))

    def confirm(self, code: str) -> None:
        with self.database.writing() as session:
            self.codes = second_factor.confirm(
                session, self.secrets, self.person, code, self.clock()
            )

    def spend(self, code: str) -> None:
        with self.database.writing() as session:
            second_factor.spend(session, self.secrets, self.person, code, self.clock())

    def left(self) -> int | None:
        with self.database.reading() as session:
            return second_factor.recovery_codes_left(session, self.secrets, self.person)

    def admit(self) -> entrance.Entrance:
        with self.database.writing() as session:
            return entrance.admit(session, self.secrets, self.person, self.clock())

    def answer(self, challenge: str, code: str) -> str:
        with self.database.writing() as session:
            return entrance.answer(session, self.secrets, challenge, code, self.clock())


@pytest.fixture
def begun(database: Database, secrets: Keys, clock: Ticking) -> Application:
    return Application(database, secrets, clock)


@pytest.fixture
def application(begun: Application) -> Application:
    begun.confirm(begun.code())
    return begun


def test_what_was_begun_counts_once_confirmed(begun: Application, rows: Rows) -> None:
    before = rows()
    for wrong in ("", "000000", "abcdef", begun.code(5)):
        with pytest.raises(WrongCode):
            begun.confirm(wrong)
        with pytest.raises(WrongCode):
            begun.spend(begun.code())
    assert rows() == before
    assert begun.left() is None
    assert begun.admit().session

    begun.confirm(f" {begun.code()[:3]} {begun.code()[3:]} ")

    assert begun.left() == RECOVERY_CODES == len(set(begun.codes))
    assert begun.admit().session is None
    with begun.database.writing() as session, pytest.raises(SecondFactorSet):
        second_factor.begin(session, begun.secrets, begun.person)
    with pytest.raises(SecondFactorSet):
        begun.confirm(begun.code(1))


def test_a_code_works_once(application: Application, clock: Ticking, rows: Rows) -> None:
    with pytest.raises(WrongCode):
        application.spend(application.code())  # it confirmed the application
    clock.forward(seconds=60)
    application.spend(application.code())
    before = rows()

    for seen in (application.code(), application.code(-1)):
        with pytest.raises(WrongCode):
            application.spend(seen)

    assert rows() == before


def test_clocks_may_differ_by_half_a_minute(application: Application, clock: Ticking) -> None:
    clock.forward(minutes=10)

    for offset in (-2, 2):
        with pytest.raises(WrongCode):
            application.spend(application.code(offset))
    for offset in (-1, 0, 1):
        application.spend(application.code(offset))


def test_a_recovery_code_works_once(application: Application) -> None:
    first, second, *_ = application.codes

    application.spend(first.upper())
    with pytest.raises(WrongCode):
        application.spend(first)
    application.spend(second.replace("-", ""))

    assert application.left() == RECOVERY_CODES - 2


def test_a_challenge_and_a_code_open_a_session(application: Application, clock: Ticking) -> None:
    clock.forward(minutes=1)
    entered = application.admit()
    assert entered.challenge

    with pytest.raises(WrongCode):
        application.answer(entered.challenge, "000000")
    assert application.answer(entered.challenge, application.code())
    with pytest.raises(WrongCode):
        application.answer(entered.challenge, application.code())


def test_a_challenge_lasts_ten_minutes(application: Application, clock: Ticking) -> None:
    challenge = application.admit().challenge or ""
    clock.forward(minutes=entrance.CHALLENGE_MINUTES, seconds=1)

    for given in (challenge, "", "x", "é", challenge[:-4], challenge + "AAAA"):
        with pytest.raises(ChallengeExpired):
            application.answer(given, application.code())


def test_without_a_second_factor_no_challenge_is_worth_anything(
    application: Application, clock: Ticking
) -> None:
    challenge = application.admit().challenge or ""
    with application.database.writing() as session:
        second_factor.remove(session, application.person)
        second_factor.remove(session, application.person)
    clock.forward(minutes=1)

    with pytest.raises(WrongCode):
        application.answer(challenge, application.code())
    assert application.admit().session


def test_a_row_holds_neither_secret_nor_codes(application: Application) -> None:
    with application.database.reading() as session:
        kept = session.get_one(SecondFactor, application.person).sealed

    assert len(kept) == 12 + accounts.ROW_BYTES + 16
    for said in (application.totp.secret, *application.codes):
        assert said.encode() not in kept


def test_the_address_of_an_application_names_the_site_and_the_account() -> None:
    address = second_factor.address("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", ADDRESS)

    assert address.startswith("otpauth://totp/Recul:maelle%40clocher.example?")
    assert "secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" in address
