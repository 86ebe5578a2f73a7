from collections.abc import Callable
from typing import TypeVar

import pytest
from sqlmodel import Session, select

from commons import accounts
from commons.accounts import SignInSession, sessions
from commons.accounts.sessions import IDLE_DAYS, SESSION_DAYS, Device, SignInAgain
from commons.database import Database
from commons.keys import Keys
from commons.refusals import NotFound
from tests.commons.conftest import Rows
from tests.conftest import Ticking

T = TypeVar("T")
ADDRESS = "maelle@clocher.example"
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


class Browsers:
    """Sessions of one person, each act in a transaction of its own."""

    def __init__(self, database: Database, secrets: Keys, clock: Ticking) -> None:
        self.database, self.secrets, self.clock = database, secrets, clock
        with database.writing() as session:
            self.person = accounts.person_of(session, secrets, ADDRESS)

    def write(self, act: Callable[[Session], T]) -> T:
        with self.database.writing() as session:
            return act(session)

    def begin(self, device: str = "") -> str:
        return self.write(
            lambda session: sessions.begin(session, self.secrets, self.person, self.clock(), device)
        )

    def use(self, token: str) -> None:
        self.write(lambda each: sessions.note_use(each, self.secrets, token, self.clock()))

    def signed_in(self, token: str) -> bool:
        with self.database.reading() as session:
            found = sessions.person_of(session, self.secrets, token, self.clock())
        assert found in (None, self.person)
        return found is not None

    def devices(self, token: str | None = None) -> list[Device]:
        with self.database.reading() as session:
            return sessions.devices(session, self.secrets, self.person, token, self.clock())


@pytest.fixture
def browsers(database: Database, secrets: Keys, clock: Ticking) -> Browsers:
    return Browsers(database, secrets, clock)


def test_a_browser_nobody_uses_is_forgotten(browsers: Browsers, clock: Ticking) -> None:
    token = browsers.begin()

    clock.forward(days=IDLE_DAYS)
    assert browsers.signed_in(token)
    clock.forward(days=1)
    assert not browsers.signed_in(token)
    browsers.use(token)
    assert not browsers.signed_in(token)


def test_a_browser_in_use_signs_in_anew_each_quarter(browsers: Browsers, clock: Ticking) -> None:
    token = browsers.begin()
    for _ in range(SESSION_DAYS // 10):
        clock.forward(days=10)
        browsers.use(token)

    assert browsers.signed_in(token)
    clock.forward(seconds=1)
    assert not browsers.signed_in(token)


def test_a_use_is_noted_once_a_day(browsers: Browsers, clock: Ticking, rows: Rows) -> None:
    token = browsers.begin()

    def is_first() -> bool:
        with browsers.database.reading() as session:
            return sessions.is_first_today(session, browsers.secrets, token, clock())

    assert not is_first()
    clock.forward(days=1)
    assert is_first()
    browsers.use(token)
    assert not is_first()
    clock.forward(days=IDLE_DAYS + 1)
    assert not is_first()


def test_a_renewed_token_replaces_the_old_one_and_lives_no_longer(
    browsers: Browsers, clock: Ticking
) -> None:
    old = browsers.begin()
    clock.forward(days=10)

    new = browsers.write(lambda session: sessions.renew(session, browsers.secrets, old, clock()))

    assert new != old
    assert browsers.signed_in(new)
    assert not browsers.signed_in(old)
    assert len(browsers.devices()) == 1
    clock.forward(days=IDLE_DAYS - 9)
    assert not browsers.signed_in(new)
    with pytest.raises(SignInAgain):
        browsers.write(lambda session: sessions.renew(session, browsers.secrets, old, clock()))


def test_fresh_is_a_quarter_of_an_hour(browsers: Browsers, clock: Ticking) -> None:
    token = browsers.begin()

    def require(given: str | None) -> None:
        with browsers.database.reading() as session:
            sessions.require_fresh(session, browsers.secrets, given, clock())

    require(token)
    clock.forward(minutes=sessions.FRESH_MINUTES)
    require(token)
    clock.forward(seconds=1)
    for given in (token, None, "no-such-session"):
        with pytest.raises(SignInAgain):
            require(given)


def test_one_s_browsers_are_listed_by_family_and_month(browsers: Browsers, clock: Ticking) -> None:
    phone = browsers.begin(sessions.device_of(PHONE))
    over = browsers.begin()
    clock.forward(days=10)
    browsers.use(phone)
    clock.forward(days=IDLE_DAYS - 9)
    laptop = browsers.begin(sessions.device_of(LAPTOP))

    listed = browsers.devices(phone)

    assert [(each.name, each.month, each.current) for each in listed] == [
        ("Chrome · Android", 202603, True), ("Firefox · Linux", 202603, False)
    ]  # fmt: skip
    assert [each.current for each in browsers.devices(laptop)] == [True, False]
    assert not browsers.signed_in(over)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome · Android"),
        (LAPTOP, "Firefox · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
         "Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari · iPhone"),
        ("curl/8.5.0", ""),
        ("", ""),
        ("<script>Zéphyrin</script>" * 500, ""),
    ],
)  # fmt: skip
def test_a_browser_is_called_by_its_family_alone(agent: str, name: str) -> None:
    assert sessions.device_of(agent) == name


def test_one_ends_one_s_own_browsers_alone(browsers: Browsers, rows: Rows) -> None:
    here, there = browsers.begin(), browsers.begin()
    (_, other) = browsers.devices(here)
    secrets = browsers.secrets
    stranger = browsers.write(lambda each: accounts.person_of(each, secrets, "zoe@b.example"))
    before = rows()

    for person, device in ((stranger, other.id), (browsers.person, "no-such-device")):
        with pytest.raises(NotFound), browsers.database.writing() as session:
            sessions.end_device(session, secrets, person, device)
    browsers.write(lambda each: sessions.end_others(each, secrets, stranger, None))
    assert rows() == before

    browsers.write(lambda each: sessions.end_device(each, secrets, browsers.person, other.id))
    assert (browsers.signed_in(here), browsers.signed_in(there)) == (True, False)


def test_everywhere_else_is_signed_out_at_once(browsers: Browsers) -> None:
    here, *others = (browsers.begin() for _ in range(3))

    browsers.write(lambda each: sessions.end_others(each, browsers.secrets, browsers.person, here))

    assert browsers.signed_in(here)
    assert not any(browsers.signed_in(each) for each in others)


def test_a_row_says_nothing_of_whom_when_and_where(browsers: Browsers) -> None:
    token = browsers.begin("Firefox · Linux")

    with browsers.database.reading() as session:
        (row,) = session.exec(select(SignInSession)).all()

    kept = repr(row.model_dump())
    for said in (token, browsers.person, "Firefox", "2026"):
        assert said not in kept
    assert len(row.sealed) == 12 + accounts.ROW_BYTES + 16
