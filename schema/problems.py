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


# Codes of refusals that are no wrong input, by the problem that tells them.
_ACCESS = (
    "sign-in-required",
    "not-allowed",
    "invitation-needed",
    "sign-in-again",
    "own-organisation",
    "own-answer",
)
_CONFLICT = (
    "stale-draft",
    "already-published",
    "already-declared",
    "several-entries",
    "one-organisation",
    "already-member",
    "too-many-contacts",
    "last-member",
    "contact-stays",
    "contact-there",
    "not-duplicates",
    "not-agreed",
    "second-factor-set",
    "identity-taken",
    "address-taken",
    "issuer-linked",
    "last-operator",
    "same-operator",
)
_GATE = (
    "incomplete",
    "open-findings",
    "open-doubts",
    "still-identifying",
    "scan-failed",
    "names-model-missing",
)
_WORDS = ("names-somebody", "words-unchecked", "no-model-for-words")


def _with_codes(sentence: str, codes: Sequence[str]) -> str:
    return f"{sentence} Codes: {', '.join(f'`{code}`' for code in codes)}."


@strawberry.interface(description="Why something was refused, for a program and for a person.")
class Problem:
    code: str = strawberry.field(description="A stable code of the rule that refused.")
    message: str = strawberry.field(
        description="The rule in the language of the request, and mostly what to do."
    )
    path: list[str] = strawberry.field(
        description="The part of the input that the first rule to refuse is about, outermost"
        " first, places of a list from 0; of `practice` where a draft is saved. Empty for all of"
        " it."
    )


@strawberry.type(
    description=_with_codes(
        "The viewer may not do this: sign in, verification, role or scope.", _ACCESS
    )
)
class AccessProblem(Problem):
    needs: str | None = strawberry.field(
        description="What is lacking, where one thing is: the scope `read`, `publish` or `curate`"
        " of a token, a `session` instead of a token, an `organisation`, its `verification`, a"
        " `federation`, the role of `contact`, `moderator` or `operator`, `another-moderator`, an"
        " `invitation`."
    )


@strawberry.type(
    description="Unknown, or not for this viewer: the two are never told apart. Code: `not-found`."
)
class NotFoundProblem(Problem):
    pass


@strawberry.type(
    description="A value of the input is wrong. `unknown-code` where a list of the vocabulary does"
    " not have it; many other codes, all with a path."
)
class InputProblem(Problem):
    limit: int | None = strawberry.field(description="The limit that was passed, where one was.")


@strawberry.type(
    description=_with_codes("What the act supposed is no longer, or not yet, so.", _CONFLICT)
)
class ConflictProblem(Problem):
    current_version: int | None = strawberry.field(
        description="The current version of the draft, where that is the reason: read it again."
    )


@strawberry.type(
    description=_with_codes("The anonymity gate is closed: nothing was published.", _GATE)
)
class GateProblem(Problem):
    count: int | None = strawberry.field(description="How many passages are still open.")


@strawberry.type(
    description=_with_codes(
        "What somebody wrote beside a practice may tell who its author is: nothing was changed.",
        _WORDS,
    )
)
class WordsProblem(Problem):
    words: list[str] = strawberry.field(description="What to say otherwise; empty when unchecked.")


_PROBLEMS: dict[str, type[Problem]] = {
    "not-found": NotFoundProblem,
    **dict.fromkeys(_ACCESS, AccessProblem),
    **dict.fromkeys(_CONFLICT, ConflictProblem),
    **dict.fromkeys(_GATE, GateProblem),
    **dict.fromkeys(_WORDS, WordsProblem),
}


def message(refusal: Refusal, language: str) -> str:
    """The rule in words: those for what is lacking or wrong, where there are some."""
    why = refusal.details.get("needs") or refusal.details.get("why")
    particular = f"{refusal.code}-{why}"
    known = particular in wording.sentences(language)
    return wording.say(particular if known else refusal.code, language, **refusal.details)


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
