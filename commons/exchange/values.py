"""The values under the keys of a line: of the form they must have, or refused."""

from collections.abc import Iterator, Mapping
from typing import Any

from commons import vocabulary
from commons.refusals import Refusal

CODES_LIMIT = 24


class WrongForm(Refusal):
    """A value is not of the form that docs/exchange.md gives."""

    code = "wrong-form"


class KeyMissing(Refusal):
    code = "key-missing"


def text(given: Mapping[str, Any], key: str) -> str | None:
    """A string, if anything. Raises WrongForm."""
    value = given.get(key)
    if value is not None and not isinstance(value, str):
        raise WrongForm(key)
    return value


def strings(given: Mapping[str, Any], key: str) -> Iterator[str]:
    """One string or a list of them."""
    value = given.get(key, [])
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list) or len(several) > CODES_LIMIT:
        raise WrongForm(key)
    for each in several:
        if not isinstance(each, str):
            raise WrongForm(key)
        if each:
            yield each


def objects(given: Mapping[str, Any], key: str) -> list[Any]:
    """The values of a list. Raises WrongForm."""
    value = given.get(key, [])
    if not isinstance(value, list) or len(value) > CODES_LIMIT:
        raise WrongForm(key)
    return value


def codes(given: Mapping[str, Any], key: str, list_name: str) -> tuple[str, ...]:
    """Codes of a list of the vocabulary, each once. Raises UnknownCode and WrongForm."""
    found = dict.fromkeys(strings(given, key))
    for code in found:
        vocabulary.require(list_name, code, key)
    return tuple(found)


def one(given: Mapping[str, Any], key: str, list_name: str) -> str | None:
    """One code at most, alone or in a list."""
    found = codes(given, key, list_name)
    if len(found) > 1:
        raise WrongForm(key)
    return next(iter(found), None)
