"""Refusals as typed problems: every mutation answers its result or one of these."""

import functools
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar, cast

import pydantic
import strawberry
from strawberry.types import Info

from commons.refusals import Refusal
from schema import wording
from schema.product import Context

P = ParamSpec("P")
R = TypeVar("R")


@strawberry.interface(description="Why something was refused, for a program and for a person.")
class Problem:
    code: str = strawberry.field(description="A stable code of the rule that refused.")
    message: str = strawberry.field(description="The rule in the language of the request.")
    path: list[str] = strawberry.field(description="The part of the input, outermost first.")


@strawberry.type(description="The viewer may not do this: sign in, verification, role or scope.")
class AccessProblem(Problem):
    needs: str | None = strawberry.field(description="What is lacking, where one thing is.")


@strawberry.type(description="Unknown, or not for this viewer: the two are never told apart.")
class NotFoundProblem(Problem):
    pass


@strawberry.type(description="A value of the input is wrong.")
class InputProblem(Problem):
    limit: int | None = strawberry.field(description="The limit that was passed, where one was.")


@strawberry.type(description="What the act supposed is no longer, or not yet, so.")
class ConflictProblem(Problem):
    current_version: int | None = strawberry.field(
        description="The current version of the draft, where that is the reason."
    )


@strawberry.type(description="The anonymity gate is closed: nothing was published.")
class GateProblem(Problem):
    count: int | None = strawberry.field(description="How many passages are still open.")


@strawberry.type(description="What a curator wrote may tell who an author is: nothing was changed.")
class WordsProblem(Problem):
    words: list[str] = strawberry.field(description="What to say otherwise; empty when unchecked.")


_PROBLEMS: dict[str, type[Problem]] = {
    "sign-in-required": AccessProblem,
    "not-allowed": AccessProblem,
    "invitation-needed": AccessProblem,
    "sign-in-again": AccessProblem,
    "not-found": NotFoundProblem,
    "stale-draft": ConflictProblem,
    "already-published": ConflictProblem,
    "own-organisation": AccessProblem,
    "already-declared": ConflictProblem,
    "several-entries": ConflictProblem,
    "one-organisation": ConflictProblem,
    "already-member": ConflictProblem,
    "too-many-contacts": ConflictProblem,
    "last-member": ConflictProblem,
    "contact-stays": ConflictProblem,
    "contact-there": ConflictProblem,
    "not-duplicates": ConflictProblem,
    "not-agreed": ConflictProblem,
    "second-factor-set": ConflictProblem,
    "identity-taken": ConflictProblem,
    "issuer-linked": ConflictProblem,
    "last-operator": ConflictProblem,
    "same-operator": ConflictProblem,
    "incomplete": GateProblem,
    "open-findings": GateProblem,
    "open-doubts": GateProblem,
    "still-identifying": GateProblem,
    "scan-failed": GateProblem,
    "names-model-missing": GateProblem,
    "names-somebody": WordsProblem,
    "words-unchecked": WordsProblem,
    "no-model-for-words": WordsProblem,
}


def message(refusal: Refusal, language: str) -> str:
    """The rule in words."""
    return wording.say(refusal.code, language, **refusal.details)


def problem(refusal: Refusal, language: str) -> Problem:
    """The typed form of a refusal; what is not said otherwise is wrong input."""
    kind = _PROBLEMS.get(refusal.code, InputProblem)
    shared: dict[str, Any] = {
        "code": refusal.code,
        "message": message(refusal, language),
        "path": [camel(str(part)) for part in refusal.path],
    }
    details = refusal.details
    if kind is AccessProblem:
        return AccessProblem(**shared, needs=cast(str | None, details.get("needs")))
    if kind is ConflictProblem:
        return ConflictProblem(**shared, current_version=cast(int | None, details.get("current")))
    if kind is GateProblem:
        return GateProblem(**shared, count=cast(int | None, details.get("count")))
    if kind is WordsProblem:
        return WordsProblem(**shared, words=list(cast(Sequence[str], details.get("said", ()))))
    if kind is NotFoundProblem:
        return NotFoundProblem(**shared)
    return InputProblem(**shared, limit=cast(int | None, details.get("limit")))


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


class WrongValue(Refusal):
    """A value whose form the models refuse; the message names the field, never the value."""

    code = "wrong-value"


def refusable(act: Callable[P, R]) -> Callable[P, R]:
    """Turn a refusal raised by an act into the problem it answers; the operation rolls back."""

    @functools.wraps(act)
    def answered(*args: P.args, **kwargs: P.kwargs) -> R:
        info = next(value for value in (*args, *kwargs.values()) if isinstance(value, Info))
        context: Context = info.context
        try:
            return act(*args, **kwargs)
        except pydantic.ValidationError as wrong:
            refusal: Refusal = WrongValue(*wrong.errors()[0]["loc"])
        except Refusal as raised:
            refusal = raised
        context.refused = True
        return cast(R, problem(refusal, context.language))

    return answered
