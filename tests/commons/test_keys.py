import base64
import re
import stat
import threading
import uuid
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons import keys
from commons.database import Database
from commons.keys import KeyProblem, Keys
from tests.commons.conftest import Rows

OTHER = Keys(b"another key of thirty-two bytes!")
SEALING = 12 + 16  # nonce and tag of AES-GCM
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_the_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "recul.key"

    first = keys.load(path, create=True)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(base64.b64decode(path.read_bytes())) == keys.KEY_BYTES
    written = path.read_bytes()
    for create in (True, False):
        again = keys.load(path, create=create)
        assert path.read_bytes() == written
        assert again.fingerprint("x", "y") == first.fingerprint("x", "y")


def test_two_keys_are_never_the_same(tmp_path: Path) -> None:
    one, two = (keys.load(tmp_path / name, create=True) for name in ("one", "two"))

    assert one.fingerprint("x", "y") != two.fingerprint("x", "y")


def test_two_starts_at_once_share_one_key(tmp_path: Path) -> None:
    path = tmp_path / "recul.key"
    together, found, failed = threading.Barrier(8), [], []

    def start() -> None:
        together.wait()
        try:
            found.append(keys.load(path, create=True).fingerprint("x", "y"))
        except Exception as problem:
            failed.append(problem)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(set(found)) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_key_is_refused_and_none_is_made(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "recul.key"

    with pytest.raises(KeyProblem, match=re.escape(str(path))):
        keys.load(path, create=False)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"short", b"a", base64.b64encode(bytes(31)), base64.b64encode(bytes(33))],
)
def test_a_broken_key_file_is_refused_and_left_as_it_is(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "recul.key"
    path.write_bytes(content)

    for create in (True, False):
        with pytest.raises(KeyProblem):
            keys.load(path, create=create)

    assert path.read_bytes() == content


def test_a_key_file_that_cannot_be_made_or_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    for path in (tmp_path / "file" / "recul.key", tmp_path):
        with pytest.raises(KeyProblem, match=re.escape(str(path))):
            keys.load(path, create=True)


def test_a_key_has_its_length() -> None:
    for length in (0, 16, 31, 33):
        with pytest.raises(KeyProblem):
            Keys(bytes(length))


def test_every_use_has_a_key_of_its_own(secrets: Keys) -> None:
    subkeys = {purpose: secrets.subkey(purpose) for purpose in ("link", "session", "authorship")}

    assert len({*subkeys.values(), secrets._master}) == 4
    assert {len(each) for each in subkeys.values()} == {keys.KEY_BYTES}
    assert subkeys["link"] == Keys(secrets._master).subkey("link") != OTHER.subkey("link")


def test_a_fingerprint_depends_on_key_use_and_value(secrets: Keys) -> None:
    found = {
        secrets.fingerprint("email", "a@b.fr"),
        secrets.fingerprint("email", "a@b.fr"),
        secrets.fingerprint("email", "c@b.fr"),
        secrets.fingerprint("token", "a@b.fr"),
        OTHER.fingerprint("email", "a@b.fr"),
    }

    assert len(found) == 4
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in found)


@given(JSON)
def test_what_is_sealed_opens_as_it_was_and_fills_the_first_size(value: object) -> None:
    key = bytes(32)

    sealed = keys.seal(key, value, "row", 4096, 8192)

    assert keys.unseal(key, sealed, "row") == value
    assert len(sealed) == 4096 + SEALING


def test_sizes_are_few_whatever_the_length(secrets: Keys) -> None:
    # Hexadecimal digits of hashes hardly compress: half their number stays.
    noise = "".join(secrets.fingerprint("noise", str(place)) for place in range(400))

    lengths = {
        len(secrets.seal("noise", noise[:size], "row", 1024, 4096)) - SEALING
        for size in range(0, len(noise), 101)
    }

    assert lengths == {1024, 4096, 8192, 12288, 16384}


def test_a_size_is_left_only_when_the_bytes_do_not_fit(secrets: Keys) -> None:
    exact = 4 + len(zlib.compress(b'"abc"', 6))

    assert len(keys.seal(bytes(32), "abc", "row", exact, 4096)) == exact + SEALING
    assert len(keys.seal(bytes(32), "abc", "row", exact - 1, 4096)) == 4096 + SEALING


def test_the_same_value_never_looks_the_same(secrets: Keys) -> None:
    assert len({secrets.seal("noise", "same", "row", 64) for _ in range(20)}) == 20


def test_a_sealed_row_opens_nowhere_else(secrets: Keys) -> None:
    sealed = secrets.seal("link", {"email": "a@b.fr"}, "row", 256)

    assert secrets.open("link", sealed, "row") == {"email": "a@b.fr"}
    for attempt in (
        lambda: secrets.open("link", sealed, "another row"),
        lambda: secrets.open("session", sealed, "row"),
        lambda: OTHER.open("link", sealed, "row"),
        lambda: secrets.open("link", sealed[:-1], "row"),
        lambda: secrets.open("link", b"", "row"),
        lambda: secrets.open("link", bytes(len(sealed)), "row"),
        lambda: secrets.open("link", bytes([sealed[0] ^ 1]) + sealed[1:], "row"),
        lambda: secrets.open("link", sealed[:-1] + bytes([sealed[-1] ^ 1]), "row"),
    ):
        with pytest.raises(KeyProblem):
            attempt()


def test_the_key_of_an_organisation_is_wrapped_for_it_alone(secrets: Keys) -> None:
    data_key = keys.new_key()

    wrapped = secrets.wrap(data_key, "one")

    assert len(data_key) == keys.KEY_BYTES
    assert len(wrapped) == keys.KEY_BYTES + SEALING
    assert data_key not in wrapped
    assert secrets.unwrap(wrapped, "one") == data_key
    with pytest.raises(KeyProblem):
        secrets.unwrap(wrapped, "two")
    with pytest.raises(KeyProblem):
        OTHER.unwrap(wrapped, "one")


def test_ids_are_random_and_plain() -> None:
    found = [keys.new_id() for _ in range(50)]

    assert len(set(found)) == 50
    assert all(str(uuid.UUID(each)) == each and uuid.UUID(each).version == 4 for each in found)


def test_a_database_is_tied_to_its_first_key(database: Database, secrets: Keys, rows: Rows) -> None:
    with database.writing() as session:
        assert not keys.is_bound(session)
        keys.bind(session, secrets)
    before = rows()

    with database.writing() as session:
        assert keys.is_bound(session)
        keys.bind(session, secrets)

    assert rows() == before


def test_another_key_is_refused_and_nothing_changes(
    database: Database, secrets: Keys, rows: Rows
) -> None:
    with database.writing() as session:
        keys.bind(session, secrets)
    before = rows()

    with pytest.raises(KeyProblem, match="put back the right key"), database.writing() as session:
        keys.bind(session, OTHER)

    assert rows() == before


def test_what_ties_a_database_tells_nothing_of_the_key(database: Database, secrets: Keys) -> None:
    with database.writing() as session:
        keys.bind(session, secrets)
        value = session.get_one(keys.Mark, "key").value

    assert value not in {secrets._master.hex(), secrets.subkey("check").hex()}
    assert len(value) == 64
