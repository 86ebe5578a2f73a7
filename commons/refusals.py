"""A refusal is a rule saying no: a stable code, the path of the value, details for the wording."""

from typing import ClassVar


class Refusal(Exception):
    """Raised by a rule; translated once, at the edge, into a typed problem.

    ``code`` is part of the public contract; ``path`` names the input that is refused, outermost
    first; ``details`` are plain values that the wording may quote.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, *path: str | int, **details: object) -> None:
        super().__init__(self.code)
        self.path = path
        self.details = details

    def __str__(self) -> str:
        where = ".".join(str(part) for part in self.path)
        told = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return " ".join(part for part in (self.code, where, told) if part)


class NotFound(Refusal):
    """Unknown, or not for this viewer: the two are told apart nowhere."""

    code = "not-found"


class SignInRequired(Refusal):
    code = "sign-in-required"


class NotAllowed(Refusal):
    code = "not-allowed"
