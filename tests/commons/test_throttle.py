from datetime import timedelta

import pytest

from commons import throttle
from commons.throttle import LIMITS, MINUTES, WINDOW_MINUTES, Throttle, TooManyTries
from tests.conftest import Ticking


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_so_many_tries_in_a_window_and_no_more(name: str, clock: Ticking) -> None:
    tries = Throttle()

    assert all(tries.allow(name, "key", clock()) for _ in range(LIMITS[name]))
    assert not tries.allow(name, "key", clock())
    with pytest.raises(TooManyTries):
        tries.require(name, "key", clock())

    clock.forward(minutes=MINUTES.get(name, WINDOW_MINUTES))
    assert tries.allow(name, "key", clock())


def test_what_is_refused_is_not_counted(clock: Ticking) -> None:
    """Whoever keeps trying is let in at the modest rate, not held out for as long as they try."""
    tries, allowed = Throttle(), 0

    for _ in range(4 * WINDOW_MINUTES * 4):
        allowed += tries.allow("password-account", "key", clock())
        clock.forward(seconds=15)

    assert allowed == 4 * LIMITS["password-account"]


def test_keys_and_names_don_t_count_against_each_other(clock: Ticking) -> None:
    tries = Throttle()
    while tries.allow("password-account", "one", clock()):
        pass

    assert tries.allow("password-account", "other", clock())
    assert tries.allow("code-person", "one", clock())


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch, clock: Ticking) -> None:
    monkeypatch.setattr(throttle, "_KEYS_LIMIT", 5)
    tries = Throttle()

    for number in range(50):
        tries.allow("code-person", str(number), clock())

    assert len(tries._tries) == 5


def test_no_key_is_kept_as_it_was_given(clock: Ticking) -> None:
    tries = Throttle()
    tries.allow("link-address", "maelle@clocher.example", clock() + timedelta(0))

    assert b"maelle" not in repr(tries._tries).encode()
    assert Throttle()._key != tries._key
