"""The composition root: settings in, a serving product out."""

import contextlib
import functools
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import anyio
from fastapi import Depends, FastAPI, Request
from fastapi.responses import PlainTextResponse
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commons import (
    bugs,
    clock,
    erasure,
    keys,
    ledger,
    migrations,
    outbox,
)
from commons.authorship import Authorships
from commons.database import Database
from commons.keys import Keys, Mark
from commons.settings import Settings
from commons.unsealing import log as unsealing_log
from frontend import door, mailing, rendering, rounds
from frontend.door import Failed, ForeignForm
from frontend.pages import (
    accounts,
    curation,
    federations,
    figures,
    home,
    letters,
    mailbox,
    moderation,
    operations,
    organisations,
    practices,
    privacy,
    providers,
    reference,
    reports,
    security,
    shares,
    sharing,
    sign_in,
    unsealing,
    verification,
)
from schema import endpoint, jwt_bearer, openid
from schema.endpoint import Runner
from schema.product import Product
from search import relay, semantic
from search.embedded import Embedded
from search.engine import EngineUnavailable, SearchEngine, Searcher
from search.fusion import Fused
from search.meilisearch import Meilisearch
from search.nodes import Nodes
from search.relay import Leadership, Relay

log = logging.getLogger("recul")

PAGES = (
    # Before the pages of a draft, whose address could be any word.
    figures,
    *(home, practices, curation, sharing, shares, reference),
    *(providers, sign_in, accounts, security, letters, operations),
    *(organisations, federations, verification),
    *(moderation, reports, unsealing, privacy),
)
FORM_BYTES = 1024 * 1024
# Nothing from elsewhere, nothing inline: what a page loads is a file of this site.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    # Pages differ by who is signed in; a shared cache keeps none.
    "cache-control": "private, no-cache",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin",
    "permissions-policy": "interest-cohort=()",
    "cross-origin-opener-policy": "same-origin",
}


class StartProblem(Exception):
    """The product can't start; one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A database with its key, checked to belong together and up to date."""

    settings: Settings
    database: Database
    keys: Keys
    authorships: Authorships


@contextlib.contextmanager
def reaching_database() -> Iterator[None]:
    """Tells in one sentence, as a StartProblem, why a database can't be reached or read."""
    try:
        yield
    except (OSError, DBAPIError) as problem:
        cause = problem.orig if isinstance(problem, DBAPIError) else problem
        reason = " ".join(str(cause).split())
        raise StartProblem(f"The database can't be opened: {reason}") from None


def open_database(settings: Settings) -> Opened:
    """Open, or make, the database and its key. Raises KeyProblem and StartProblem.

    A wrong or missing key changes nothing: the check comes before the migrations.
    """
    with reaching_database():
        database = Database(settings.database_url)
    try:
        with reaching_database(), database.reading() as session:
            fresh = migrations.is_empty(session)
            bound = not fresh and keys.is_bound(session)
        if bound:
            with database.reading() as session:
                secrets = keys.settle(session, settings.key_file)
        else:
            secrets = keys.load(settings.key_file, create=True)
        if not migrations.is_known(database):
            raise StartProblem(
                "The database was written by another version of Recul, as a rule a newer one: "
                "install that; nothing was changed."
            )
        migrations.upgrade(database)
        with database.writing() as session:
            keys.bind(session, secrets)
            if settings.demo and not bound:
                # With the key, so that a start killed in between is a demo to be loaded again.
                session.add(Mark(id="demo", value="loading"))
            path = ledger.path_of(settings.key_file)
            since = ledger.since(clock.system(), settings.backup_days)
            ledger.settle(session, secrets, path)
            authorships = Authorships(secrets)
            again = erasure.replay(session, secrets, authorships, path, since, clock.system())
            head = unsealing_log.path_of(settings.key_file)
            lost = unsealing_log.settle(session, secrets, head, clock.system())
        if again:
            log.warning("A backup was put back: what was erased since is erased again (%d).", again)
        if lost:
            log.warning(
                "Acts %d to %d of the log of unsealings are lost.", lost.first, lost.last.number
            )
        ledger.carry_out(database, secrets, path)
        ledger.forget_expired(database, secrets, path, since)
    except BaseException:
        database.close()
        raise
    return Opened(settings, database, secrets, authorships)


@dataclass(frozen=True, slots=True)
class Indexes:
    """The indexes of a product: what is asked, what is fed, and the right to feed it if held."""

    engines: tuple[SearchEngine, ...]
    searcher: Searcher
    leadership: Leadership | None

    def close(self) -> None:
        for engine in self.engines:
            engine.close()
        if self.leadership is not None:
            self.leadership.release()


def embedder(settings: Settings) -> semantic.Embedder | None:
    """The embedding model of these settings, if they name one. Raises StartProblem."""
    if settings.embedding_model is None:
        return None
    try:
        return semantic.load(settings.embedding_model)
    except semantic.ModelProblem as problem:
        raise StartProblem(str(problem)) from None


def servers(settings: Settings, model: semantic.Embedder | None) -> tuple[Meilisearch, ...]:
    """The Meilisearch servers of these settings; nothing is asked of them yet."""
    return tuple(
        Meilisearch(
            url,
            search_key=settings.search_key or "",
            write_key=settings.search_write_key,
            prefix="recul-demo" if settings.demo else "recul",
            embedder=model,
        )
        for url in settings.search_urls
    )


def open_indexes(settings: Settings) -> Indexes:
    """The embedded index, or one on each Meilisearch server.

    Beside PostgreSQL and Meilisearch several processes may serve, and whoever feeds an index finds
    the right to it in the database. Otherwise this process alone does: raises AlreadyLed when
    another one serves, EngineUnavailable when the index can't be opened, StartProblem when the
    model can't be read.
    """
    model = embedder(settings)
    alone = not settings.search_urls or settings.database_url.startswith("sqlite:")
    leadership = None
    try:
        if alone:
            leadership = relay.FileLeadership(settings.data_dir)
    except OSError as problem:
        raise StartProblem(f"The data directory can't be used: {problem}.") from None
    if settings.search_urls:
        nodes = servers(settings, model)
        asked = [Fused(node) for node in nodes] if model else nodes
        return Indexes(nodes, Nodes(asked), leadership)
    try:
        embedded = Embedded(settings.index_dir, model)
    except EngineUnavailable:
        if leadership is not None:
            leadership.release()
        raise
    return Indexes((embedded,), Fused(embedded) if model else embedded, leadership)


def relays(database: Database, indexes: Indexes) -> list[Relay]:
    """One relay for each index, not yet started; from now on these are what must be told."""
    with database.writing() as session:
        outbox.keep(session, {engine.name for engine in indexes.engines})
    return [
        Relay(
            database,
            engine,
            None
            if indexes.leadership
            else functools.partial(relay.DatabaseLeadership, database, engine.name),
        )
        for engine in indexes.engines
    ]


def create(
    settings: Settings,
    *,
    now: clock.Clock = clock.system,
    deliver: mailing.Deliver | None = None,
    opened: Opened | None = None,
) -> FastAPI:
    """The application; its database is open and its index fed until the lifespan ends."""
    opened = opened or open_database(settings)
    try:
        indexes = open_indexes(settings)
    except (relay.AlreadyLed, EngineUnavailable, StartProblem) as problem:
        opened.database.close()
        raise StartProblem(str(problem)) from None
    box = mailing.Mailbox()
    postman = None
    if deliver is None:
        if settings.demo:
            deliver = box.deliver
        elif settings.smtp_url:
            deliver = mailing.by_smtp(settings)
            bounced = functools.partial(mailing.note_bounce, opened.database, opened.keys)
            postman = mailing.Postman(deliver, bounced)
        else:
            deliver = mailing.to_terminal
    pushers = relays(opened.database, indexes)

    def wake() -> None:
        for each in pushers:
            each.wake()

    product = Product(
        settings=settings,
        database=opened.database,
        keys=opened.keys,
        authorships=opened.authorships,
        engine=indexes.searcher,
        now=now,
        deliver=postman.take if postman else deliver,
        wake=wake,
        providers=openid.providers(settings),
        bearer=jwt_bearer.bearer(settings),
    )

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if indexes.leadership:
            for engine in indexes.engines:
                await anyio.to_thread.run_sync(_filled, opened.database, engine)
        for each in pushers:
            each.start()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(rounds.warm_up)
            tasks.start_soon(rounds.nightly, product, pushers)
            tasks.start_soon(rounds.releasing, product)
            tasks.start_soon(rounds.remembering, product)
            tasks.start_soon(rounds.writing, product, deliver)
            yield
            tasks.cancel_scope.cancel()
        for each in pushers:
            each.stop()
        await anyio.to_thread.run_sync(rounds.remember, product)
        if postman is not None:
            postman.close()
        indexes.close()
        opened.database.close()

    app = FastAPI(title="Recul", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.runner = Runner(product)
    app.state.mailbox = box
    app.state.demo_people = []
    policy = HEADERS | ({"x-robots-tag": "noindex"} if settings.demo else {})
    app.add_middleware(_Edge, policy=policy)
    app.mount("/static", _Static(packages=[("frontend", "static")]), name="static")
    app.router.routes.append(
        Route("/graphql", _graphql, methods=["GET", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"])
    )
    app.add_api_route("/robots.txt", _robots, include_in_schema=False)
    app.add_api_route("/sante", _health, include_in_schema=False)
    own_forms = [Depends(door.own_form)]
    for pages in PAGES:
        app.include_router(pages.router, dependencies=own_forms)
        app.include_router(pages.router, prefix="/en", dependencies=own_forms)
    app.include_router(letters.from_letters)
    app.include_router(letters.from_letters, prefix="/en")
    if settings.demo:
        app.include_router(mailbox.router)
        app.include_router(mailbox.router, prefix="/en")
    app.add_exception_handler(HTTPException, _page_error)
    app.add_exception_handler(Failed, _failed)
    app.add_exception_handler(ForeignForm, _foreign)
    return app


async def _graphql(request: Request) -> Response:
    return await endpoint.answer(request.app.state.runner, request)


async def _robots(request: Request) -> Response:
    demo = request.app.state.runner.product.settings.demo
    return PlainTextResponse(
        "User-agent: *\nDisallow: /\n" if demo else "User-agent: *\nAllow: /\n"
    )


async def _health() -> Response:
    return PlainTextResponse("ok\n")


def _filled(database: Database, engine: SearchEngine) -> None:
    """Fill an index that was made empty, before anybody searches it."""
    try:
        if engine.needs_rebuild:
            relay.rebuild(database, engine)
    except EngineUnavailable as problem:
        # Until its relay gets through, searches are answered from the database.
        log.error("the index can't be filled yet: %s", problem)


def _error_page(
    request: Request,
    status: int,
    key: str,
    message: str | None = None,
    viewer: dict[str, bool] | None = None,
) -> Response:
    data: dict[str, Any] = {"status": status, "key": key, "message": message, "viewer": viewer}
    return rendering.page(request, "error.html", data, status=status)


async def _page_error(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    known = {404: "not-found", 405: "method", 410: "gone", 413: "too-large"}
    return _error_page(request, problem.status_code, known.get(problem.status_code, "other"))


async def _failed(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Failed)
    status = {
        "not-found": 404,
        "sign-in-required": 401,
        "not-allowed": 403,
        "internal": 500,
    }.get(problem.code, 400)
    key = {404: "not-found", 401: "sign-in", 403: "forbidden", 500: "bug"}.get(status, "other")
    if key == "forbidden":
        # Only of somebody signed in is more asked than to be signed in; the page says it all.
        return _error_page(request, status, key, viewer={"signedIn": True})
    return _error_page(request, status, key, problem.message)


async def _foreign(request: Request, _problem: Exception) -> Response:
    return _error_page(request, 403, "foreign")


class _Static(StaticFiles):
    """Files whose address changes when they do: a browser asks for each once."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


class _Edge:
    """What holds for every request: security headers, a limit on what is sent in, bugs masked.

    Starlette's own last resort lies outside of this: its page would lack the headers, and the
    server would log the whole exception.
    """

    def __init__(self, app: ASGIApp, policy: dict[str, str]) -> None:
        self._app = app
        self._headers = [(name.encode(), value.encode()) for name, value in policy.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Monitors and previews ask for the head only: the same answer, its body kept back.
        head = scope["method"] == "HEAD"
        if head:
            scope = {**scope, "method": "GET"}
        size = 0
        started = False

        async def limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > FORM_BYTES:
                raise HTTPException(413)
            return message

        async def marked(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                held = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(pair for pair in self._headers if pair[0] not in held),
                ]
            elif head:
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._app(scope, limited, marked)
        except Exception as problem:
            log.error("bug on a page: %s", bugs.place(problem))
            if not started:
                await _error_page(Request(scope), 500, "bug")(scope, receive, marked)
