"""Running one operation: the same door for the HTTP endpoint and for the pages."""

import logging
import uuid
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError
from sqlalchemy.exc import DataError
from strawberry.types.graphql import OperationType

from commons import bugs
from commons.refusals import Refusal
from schema import limits, problems, root, wording
from schema.product import Context, Product

log = logging.getLogger("recul.api")

QUERIES = frozenset({OperationType.QUERY})
ANYTHING = frozenset({OperationType.QUERY, OperationType.MUTATION})


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out: ``data`` is None when nothing ran or all of it failed; ``ran`` tells which."""

    data: dict[str, Any] | None
    errors: list[dict[str, Any]]
    ran: bool

    def body(self) -> dict[str, Any]:
        """The response map: no ``data`` when the request was refused before running."""
        body: dict[str, Any] = {"errors": self.errors} if self.errors else {}
        return body | ({"data": self.data} if self.ran else {})


def run(
    product: Product,
    query: str,
    variables: dict[str, Any] | None = None,
    *,
    operation: str | None = None,
    token: str | None = None,
    language: str = "fr",
    requester: str = "",
    agent: str = "",
    allowed: frozenset[OperationType] = ANYTHING,
) -> Answer:
    """Execute one operation in this thread. Raises strawberry's InvalidOperationTypeError and
    CannotGetOperationTypeError for an operation that is not allowed here or not there at all.
    """
    context = Context(
        product=product,
        token=token,
        language=language,
        operation=operation,
        requester=requester,
        agent=agent,
    )
    result = root.schema.execute_sync(
        query,
        variable_values=variables,
        context_value=context,
        operation_name=operation,
        allowed_operation_types=allowed,
    )
    errors = [_told(error, language) for error in result.errors or ()]
    # Without a path an error comes from before the execution: syntax, validation, coercion.
    ran = result.data is not None or any(error.path for error in result.errors or ())
    return Answer(result.data, errors, ran)


def _told(error: GraphQLError, language: str) -> dict[str, Any]:
    """An error as it leaves: refusals worded, requests explained, everything else masked."""
    formatted: dict[str, Any] = dict(error.formatted)
    cause = error.original_error
    if isinstance(error, limits.Refused):
        formatted["message"] = wording.say(error.key, language, **error.details)
    elif isinstance(cause, Refusal):
        told = problems.problem(cause, language)
        formatted["message"] = told.message
        formatted["extensions"] = {"code": told.code, "path": told.path}
    elif isinstance(cause, DataError):
        # PostgreSQL takes no NUL in a text: ids and codes come here unread.
        formatted["message"] = wording.say("bad-request", language, why="NUL")
        formatted["extensions"] = {"code": "bad-request"}
    elif cause is not None and not isinstance(cause, GraphQLError):
        reference = uuid.uuid4().hex[:12]
        # The exception's own text may quote values: only its type and place are logged.
        log.error("bug %s: %s", reference, bugs.place(cause))
        formatted["message"] = wording.say("internal", language, id=reference)
        formatted["extensions"] = {"code": "internal", "id": reference}
    else:
        formatted.setdefault("extensions", {"code": "bad-request"})
    return formatted
