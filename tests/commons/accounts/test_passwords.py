import threading
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session, select

from commons import accounts
from commons.accounts import Password, entrance, passwords
from commons.accounts.passwords import (
    LONGEST,
    SHORTEST,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    Proof,
    WrongPassword,
)
from commons.database import Database
from commons.keys import Keys
from tests.commons.conftest import Rows
from tests.conftest import Ticking

ADDRESS = "maelle.kerbrat@clocher.example"
GOOD = "quatre mots sans rapport"


class Account:
    """A person who may have a password."""

    def __init__(self, database: Database, secrets: Keys, clock: Ticking) -> None:
        self.database, self.secrets, self.clock = database, secrets, clock
        with database.writing() as session:
            self.person = accounts.person_of(session, secrets, ADDRESS)

    def put(self, prepared: str) -> None:
        with self.database.writing() as session:
            passwords.put(session, self.secrets, self.person, prepared)

    def stored(self, email: str = ADDRESS) -> Any:
        with self.database.reading() as session:
            return passwords.stored(session, self.secrets, email)

    def sign_in(self, proof: Proof) -> entrance.Entrance:
        with self.database.writing() as session:
            return passwords.sign_in(session, self.secrets, proof, self.clock())


@pytest.fixture
def account(database: Database, secrets: Keys, clock: Ticking) -> Account:
    return Account(database, secrets, clock)


def test_a_password_signs_in(account: Account) -> None:
    account.put(passwords.prepare(GOOD, ADDRESS))

    proof = passwords.check(account.stored(" MAELLE.kerbrat@clocher.example"), GOOD)

    assert proof.renewed is None
    assert account.sign_in(proof).session


def test_what_is_not_the_password_is_refused_alike(account: Account, rows: Rows) -> None:
    account.put(passwords.prepare(GOOD, ADDRESS))
    with account.database.writing() as session:
        accounts.person_of(session, account.secrets, "sans@clocher.example")
    before = rows()

    refusals = []
    for email, typed in (
        (ADDRESS, GOOD + " "), (ADDRESS, ""), (ADDRESS, "x" * 100_000), (ADDRESS, "\0é"),
        ("sans@clocher.example", GOOD), ("inconnue@clocher.example", GOOD),
    ):  # fmt: skip
        with pytest.raises(WrongPassword) as refused:
            passwords.check(account.stored(email), typed)
        refusals.append((refused.value.code, refused.value.path, refused.value.details))

    assert len({repr(each) for each in refusals}) == 1
    assert rows() == before


def test_an_unknown_address_costs_one_comparison_too(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.put(passwords.prepare(GOOD, ADDRESS))
    passwords.warm_up()
    compared: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, hash: str, password: str) -> bool:
        compared.append(hash.rpartition("$")[0].rpartition("$")[0])
        return verify(self, hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for email in (ADDRESS, "inconnue@clocher.example"):
        with pytest.raises(WrongPassword):
            passwords.check(account.stored(email), "un autre texte")

    known, unknown = compared
    assert known == unknown == "$argon2id$v=19$m=19456,t=2,p=1"


def test_the_accent_of_another_keyboard_is_the_same_password(account: Account) -> None:
    account.put(passwords.prepare("un cafe\u0301 tr\u00e8s serré", ADDRESS))

    assert passwords.check(account.stored(), "un caf\u00e9 tre\u0300s serré")


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("x" * (SHORTEST - 1), PasswordTooShort),
        ("", PasswordTooShort),
        ("a b" * LONGEST, PasswordTooLong),
        (ADDRESS.upper(), PasswordTooCommon),
        ("Maelle.Kerbrat", PasswordTooCommon),
        ("motdepasse2026!", PasswordTooCommon),
        ("M0tdepasse", PasswordTooShort),
        ("123456789012", PasswordTooCommon),
        ("azertyuiopqs", PasswordTooCommon),
        ("abcabcabcabc", PasswordTooCommon),
        ("aaaaaaaaaaaaaaaa", PasswordTooCommon),
        ("Association!2025", PasswordTooCommon),
    ],
)
def test_what_anybody_would_try_first_is_refused(password: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        passwords.prepare(password, ADDRESS)


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "lettres seules",
        "x7#Kq!p0Zr$w",
        "中文密码没有规则可以很长",
        "la phrase longue d.une chanson " * 8,
    ],
)
def test_no_rule_says_what_a_password_is_made_of(password: str) -> None:
    assert passwords.prepare(password, ADDRESS).startswith("$argon2id$")


def test_a_hash_of_older_settings_is_renewed_at_the_next_sign_in(account: Account) -> None:
    account.put(PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(GOOD))

    proof = passwords.check(account.stored(), GOOD)
    assert proof.renewed
    account.sign_in(proof)

    again = passwords.check(account.stored(), GOOD)
    assert again.stored.hash == proof.renewed
    assert again.renewed is None


def test_a_password_changed_meanwhile_proves_nothing(account: Account, rows: Rows) -> None:
    account.put(passwords.prepare(GOOD, ADDRESS))
    proof = passwords.check(account.stored(), GOOD)
    account.put(passwords.prepare("un tout autre texte", ADDRESS))
    before = rows()

    with pytest.raises(WrongPassword):
        account.sign_in(proof)
    assert rows() == before

    with account.database.writing() as session:
        passwords.remove(session, account.person)
        passwords.remove(session, account.person)
    with pytest.raises(WrongPassword):
        account.sign_in(proof)


def test_a_row_holds_no_hash_in_clear(account: Account) -> None:
    account.put(passwords.prepare(GOOD, ADDRESS))

    def sealed(session: Session) -> bytes:
        (row,) = session.exec(select(Password)).all()
        return row.sealed

    with account.database.reading() as session:
        kept = sealed(session)
    assert b"argon2" not in kept
    assert len(kept) == 12 + accounts.ROW_BYTES + 16


def test_one_hash_is_made_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever queue of requests they came through."""
    at_once, most, lock = 0, 0, threading.Lock()
    two, both = threading.Event(), threading.Barrier(2, timeout=10)

    class Hasher:
        def hash(self, password: str) -> str:
            nonlocal at_once, most
            with lock:
                at_once += 1
                most = max(most, at_once)
                if at_once == 2:
                    two.set()
            two.wait(0.2)
            with lock:
                at_once -= 1
            return password

    monkeypatch.setattr(passwords, "_HASHER", Hasher())

    def prepare() -> None:
        both.wait()
        passwords.prepare(GOOD, ADDRESS)

    threads = [threading.Thread(target=prepare) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 1
