"""The product of the API's tests, to be broken."""

from tests.schema.conftest import world

__all__ = ["world"]
