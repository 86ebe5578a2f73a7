"""GraphQL over HTTP: one operation per request, JSON only, answers as the specification says."""

import functools
import ipaddress
import json
import re
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from schema import execution, limits, wording
from schema.execution import Answer
from schema.product import Product

RESPONSE = "application/graphql-response+json"
JSON = "application/json"
COOKIE = "recul_session"

# "not this one" in an Accept header (RFC 9110, 12.4.2).
_REFUSED = re.compile(r";q=0(?:\.0*)?(?:;|$)", re.IGNORECASE)

READERS = 8
WRITERS = 4
# One password at a time is hashed: many at once would take all cores from those who search.
HASHERS = 1
# Servers elsewhere are asked by these alone: when one hangs, nobody waits but who asked for it.
CALLERS = 4


class Runner:
    """Runs operations in worker threads; writers have places of their own, and so have passwords.

    Mutations wait for one lock: if they shared the readers' threads, forty of them would stop
    every search. Passwords take long to compare: forty of them would stop every mutation.
    """

    def __init__(self, product: Product) -> None:
        self.product = product
        self._readers = CapacityLimiter(READERS)
        self._writers = CapacityLimiter(WRITERS)
        self._hashers = CapacityLimiter(HASHERS)
        self._callers = CapacityLimiter(CALLERS)

    async def run(
        self,
        query: str,
        variables: dict[str, Any] | None = None,
        *,
        operation: str | None = None,
        token: str | None = None,
        language: str = "fr",
        requester: str = "",
        agent: str = "",
        allowed: frozenset[OperationType] = execution.ANYTHING,
    ) -> Answer:
        """Execute one operation, see ``execution.run``."""
        act = functools.partial(
            execution.run,
            self.product,
            query,
            variables,
            operation=operation,
            token=token,
            language=language,
            requester=requester,
            agent=agent,
            allowed=allowed,
        )
        return await to_thread.run_sync(act, limiter=self.queue(query))

    def queue(self, query: str) -> CapacityLimiter:
        """Where an operation waits for a thread."""
        # The word alone is enough to choose: a query that merely mentions it waits longer.
        if "mutation" not in query:
            return self._readers
        if "WithProvider" in query:
            return self._callers
        return self._hashers if "Password" in query else self._writers


class _Unfit(Exception):
    """A request that never becomes an operation."""

    def __init__(
        self, status: int, key: str, headers: dict[str, str] | None = None, **details: Any
    ):
        super().__init__(key)
        self.status, self.key, self.details = status, key, details
        self.headers = headers or {}


def cookie_name(product: Product) -> str:
    """The session cookie; browsers bind a ``__Host-`` one to this very host over https."""
    return f"__Host-{COOKIE}" if product.settings.secure else COOKIE


def same_origin(product: Product, headers: Headers) -> bool:
    """Whether a browser says that the request comes from one of our own pages.

    Programs send neither header; browsers send at least one with anything that can change state.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    return origin in (product.settings.base_url, f"http://{headers.get('host')}") or (
        origin == f"https://{headers.get('host')}"
    )


def requester(request: Request) -> str:
    """Where a request comes from; of an IPv6 address the part that a household is given (/64)."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host


def credential(product: Product, request: Request) -> str | None:
    """The bearer token, else the session cookie. Raises _Unfit for a cookie from another site."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    cookie = request.cookies.get(cookie_name(product))
    if cookie and not same_origin(product, request.headers):
        raise _Unfit(403, "forbidden-origin")
    return cookie


def _media_type(accept: str | None) -> str:
    """The answer's media type; a client that says nothing gets plain JSON."""
    if not accept:
        return JSON
    offered = {
        part.split(";")[0].strip().lower()
        for part in accept.split(",")
        if not _REFUSED.search(part.replace(" ", ""))
    }
    if RESPONSE in offered:
        return RESPONSE
    if offered & {JSON, "application/*", "*/*"}:
        return JSON
    raise _Unfit(406, "not-acceptable")


async def _body(request: Request) -> bytes:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limits.BODY_BYTES:
            raise _Unfit(413, "body-too-large", limit=limits.BODY_BYTES)
        chunks.append(chunk)
    return b"".join(chunks)


def _object(text: str | bytes, what: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
        # Half a surrogate pair is no character: neither a database nor an answer can hold it.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise _Unfit(400, "bad-request", why=f"{what}: JSON") from None
    if not isinstance(value, dict):
        raise _Unfit(400, "bad-request", why=f"{what}: object")
    return value


async def _parameters(request: Request) -> dict[str, Any]:
    if request.method == "GET":
        parameters: dict[str, Any] = dict(request.query_params)
        for name in ("variables", "extensions"):
            if name in parameters:
                parameters[name] = _object(parameters[name], name)
        return parameters
    content_type = request.headers.get("content-type", "")
    media, _, rest = content_type.partition(";")
    if media.strip().lower() != JSON:
        raise _Unfit(415, "json-only")
    charset = rest.lower().replace(" ", "").replace('"', "")
    if "charset=" in charset and "charset=utf-8" not in charset:
        raise _Unfit(415, "json-only")
    return _object(await _body(request), "body")


def _checked(
    parameters: dict[str, Any],
) -> tuple[str, dict[str, Any] | None, str | None]:
    query = parameters.get("query")
    if not isinstance(query, str) or not query.strip():
        raise _Unfit(400, "bad-request", why="query")
    variables = parameters.get("variables")
    if variables is not None and not isinstance(variables, dict):
        raise _Unfit(400, "bad-request", why="variables")
    operation = parameters.get("operationName")
    if operation is not None and not isinstance(operation, str):
        raise _Unfit(400, "bad-request", why="operationName")
    extensions = parameters.get("extensions")
    if extensions is not None and not isinstance(extensions, dict):
        raise _Unfit(400, "bad-request", why="extensions")
    return query, variables, operation or None


def _status(answer: Answer, media_type: str) -> int:
    """200 once it ran; before that 400, which plain JSON clients of old don't expect.

    500 when what was done could not be committed: whoever repeats requests looks at the status.
    """
    if not answer.ran and any(each["extensions"]["code"] == "internal" for each in answer.errors):
        return 500
    return 200 if answer.ran or media_type == JSON else 400


def _respond(
    status: int, media_type: str, body: dict[str, Any], headers: dict[str, str]
) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8"),
        status_code=status,
        headers={"cache-control": "no-store", "vary": "accept, accept-language, authorization"}
        | {"access-control-allow-origin": "*"}
        | headers,
        media_type=f"{media_type}; charset=utf-8",
    )


async def answer(runner: Runner, request: Request) -> Response:
    """The whole of ``/graphql``."""
    language = wording.choose(request.headers.get("accept-language"))
    media_type = JSON
    try:
        if request.method == "OPTIONS":
            return _preflight()
        if request.method not in ("GET", "POST"):
            raise _Unfit(405, "method", {"allow": "GET, POST, OPTIONS"})
        media_type = _media_type(request.headers.get("accept"))
        query, variables, operation = _checked(await _parameters(request))
        token = credential(runner.product, request)
        allowed = execution.QUERIES if request.method == "GET" else execution.ANYTHING
        try:
            result = await runner.run(
                query,
                variables,
                operation=operation,
                token=token,
                language=language,
                requester=requester(request),
                agent=request.headers.get("user-agent", ""),
                allowed=allowed,
            )
        except InvalidOperationTypeError:
            raise _Unfit(405, "method", {"allow": "POST"}) from None
        except CannotGetOperationTypeError:
            raise _Unfit(400, "bad-request", why="operationName") from None
    except _Unfit as unfit:
        message = wording.say(unfit.key, language, **unfit.details)
        body = {"errors": [{"message": message, "extensions": {"code": unfit.key}}]}
        return _respond(unfit.status, media_type, body, unfit.headers)
    return _respond(_status(result, media_type), media_type, result.body(), {})


def _preflight() -> Response:
    """Other sites may ask from a browser, without our cookie."""
    return Response(
        status_code=204,
        headers={
            "access-control-allow-origin": "*",
            "access-control-allow-methods": "GET, POST, OPTIONS",
            "access-control-allow-headers": "content-type, authorization, accept-language",
            "access-control-max-age": "86400",
        },
    )
