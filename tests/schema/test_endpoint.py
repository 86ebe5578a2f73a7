"""GraphQL over HTTP: what each form of request is answered, to the status and the media type."""

import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from schema import limits, wording
from schema.endpoint import COOKIE, JSON, RESPONSE, Runner
from tests.conftest import skip_or_fail
from tests.schema import world as worlds
from tests.schema.world import World

QUERY = "{ __typename }"
DEEP = b'{"query":"{__typename}","variables":{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}}"

MALFORMED: dict[str, tuple[bytes, int, str]] = {
    "nothing": (b"", 400, "bad-request"),
    "not-json": (b"{ __typename }", 400, "bad-request"),
    "not-utf-8": (b'{"query": "\xff"}', 400, "bad-request"),
    "a-string": (b'"{ __typename }"', 400, "bad-request"),
    "null": (b"null", 400, "bad-request"),
    "a-batch": (json.dumps([{"query": QUERY}, {"query": QUERY}]).encode(), 400, "bad-request"),
    "no-query": (b"{}", 400, "bad-request"),
    "query-is-null": (b'{"query": null}', 400, "bad-request"),
    "query-is-a-number": (b'{"query": 7}', 400, "bad-request"),
    "query-is-blank": (b'{"query": "  "}', 400, "bad-request"),
    "variables-are-a-list": (b'{"query":"{__typename}","variables":[]}', 400, "bad-request"),
    "variables-are-a-string": (b'{"query":"{__typename}","variables":"{}"}', 400, "bad-request"),
    "operation-name-is-a-number": (
        b'{"query":"{__typename}","operationName":7}',
        400,
        "bad-request",
    ),
    "extensions-are-a-list": (b'{"query":"{__typename}","extensions":[]}', 400, "bad-request"),
    "unknown-operation": (b'{"query":"{__typename}","operationName":"Other"}', 400, "bad-request"),
    "two-operations-unnamed": (
        b'{"query":"query A{__typename} query B{__typename}"}',
        400,
        "bad-request",
    ),
    "deep-variables": (DEEP, 400, "bad-request"),
    "lone-surrogate-in-query": (b'{"query":"{__typename} # \\ud800"}', 400, "bad-request"),
    "lone-surrogate-in-variables": (
        b'{"query":"query($a:ID!){node(id:$a){id}}","variables":{"a":"\\ud800"}}',
        400,
        "bad-request",
    ),
    "two-megabytes": (
        json.dumps({"query": QUERY, "variables": {"a": "x" * 2_000_000}}).encode(),
        413,
        "body-too-large",
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_request_is_refused_in_words(world: World, case: str) -> None:
    body, status, code = MALFORMED[case]

    for accept in (JSON, RESPONSE, "*/*"):
        answer = world.post(body, accept=accept)

        assert answer.status_code == status
        media_type = RESPONSE if accept == RESPONSE else JSON
        assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
        told = answer.json()
        assert "data" not in told
        assert told["errors"][0]["message"]
        assert told["errors"][0]["extensions"]["code"] == code


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=latin-1",
    ],
)
def test_only_json_is_read(world: World, content_type: str | None) -> None:
    headers = {"content-type": content_type} if content_type is not None else {}

    answer = world.client.post(
        "/graphql", content=json.dumps({"query": QUERY}).encode(), headers=headers
    )

    assert answer.status_code == 415
    assert answer.json()["errors"][0]["extensions"]["code"] == "json-only"


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "APPLICATION/JSON", 'application/json; charset="UTF-8"'],
)
def test_every_way_to_say_json_is_read(world: World, content_type: str) -> None:
    answer = world.post({"query": QUERY}, content_type=content_type)

    assert answer.status_code == 200
    assert answer.json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (RESPONSE, RESPONSE),
        (f"{RESPONSE}, {JSON};q=0.9", RESPONSE),
        (f"{RESPONSE};charset=utf-8", RESPONSE),
        ("text/html, */*;q=0.1", JSON),
        ("text/html", None),
        ("application/xml, image/*", None),
        (f"{RESPONSE};q=0", None),
        (f"{JSON};q=0.0", None),
    ],
)
def test_the_answer_comes_in_a_form_the_client_accepts(
    world: World, accept: str | None, expected: str | None
) -> None:
    # The test client sends */* of its own when nothing is said.
    answer = world.post({"query": QUERY}, **{"accept": accept or ""})

    if expected is None:
        assert answer.status_code == 406
        assert answer.json()["errors"][0]["extensions"]["code"] == "not-acceptable"
    else:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(expected)


@pytest.mark.parametrize(
    "query",
    [
        "{",
        "{ nothing }",
        '{ search(first: "x") { totalCount } }',
        "query($a: ID!) { node(id: $a) { id } }",
    ],
    ids=["syntax", "validation", "literal", "variable"],
)
def test_what_never_runs_has_no_data(world: World, query: str) -> None:
    strict = world.post({"query": query}, accept=RESPONSE)
    lenient = world.post({"query": query}, accept=JSON)

    assert (strict.status_code, lenient.status_code) == (400, 200)
    for answer in (strict, lenient):
        assert "data" not in answer.json()
        assert answer.json()["errors"][0]["extensions"]["code"] == "bad-request"


def test_what_runs_and_fails_keeps_its_data(world: World) -> None:
    query = "{ search(first: 51) { totalCount } }"

    answer = world.post({"query": query}, accept=RESPONSE)

    assert answer.status_code == 200
    assert answer.json()["data"] is None
    assert answer.json()["errors"][0]["path"] == ["search"]


def test_a_get_reads_and_never_writes(world: World) -> None:
    reading = world.client.get("/graphql", params={"query": QUERY})
    naming = world.client.get(
        "/graphql",
        params={
            "query": "query A{__typename} query B($c:String!){tool(code:$c){name}}",
            "operationName": "B",
            "variables": '{"c": "helloasso"}',
        },
    )
    before = world.rows()
    writing = world.client.get(
        "/graphql",
        params={"query": 'mutation { requestSignIn(input: {email: "a@b.test"}) { __typename } }'},
    )

    assert reading.json() == {"data": {"__typename": "Query"}}
    assert naming.json() == {"data": {"tool": {"name": "HelloAsso"}}}
    assert writing.status_code == 405
    assert writing.headers["allow"] == "POST"
    assert world.letters == []
    assert world.rows() == before


@pytest.mark.parametrize(
    "parameters",
    [{}, {"query": ""}, {"query": QUERY, "variables": "[]"}, {"query": QUERY, "variables": "{"}],
)
def test_a_get_that_asks_nothing_gets_no_page(world: World, parameters: dict[str, str]) -> None:
    answer = world.client.get("/graphql", params=parameters, headers={"accept": "text/html, */*"})

    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith(JSON)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD"])
def test_other_methods_are_refused(world: World, method: str) -> None:
    answer = world.client.request(method, "/graphql")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST, OPTIONS"


def test_another_site_may_ask_without_our_cookie(world: World) -> None:
    before = world.client.options(
        "/graphql",
        headers={"origin": "https://ailleurs.test", "access-control-request-method": "POST"},
    )
    answer = world.post({"query": QUERY}, origin="https://ailleurs.test")

    assert before.status_code == 204
    assert before.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in before.headers
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


def test_an_answer_is_kept_by_nobody(world: World) -> None:
    answer = world.post({"query": QUERY})

    assert answer.headers["cache-control"] == "no-store"
    assert "authorization" in answer.headers["vary"]


def test_a_body_is_refused_before_it_is_whole(world: World) -> None:
    exact = json.dumps({"query": QUERY, "variables": {"a": ""}})
    filling = "x" * (limits.BODY_BYTES - len(exact))

    fits = world.post(json.dumps({"query": QUERY, "variables": {"a": filling}}).encode())
    passes = world.post(json.dumps({"query": QUERY, "variables": {"a": filling + "x"}}).encode())

    assert fits.status_code == 200
    assert passes.status_code == 413


def test_refusals_are_worded_in_the_language_asked_for(world: World) -> None:
    french = world.post(b"", accept_language="fr-FR, en;q=0.5")
    english = world.post(b"", accept_language="de, en-GB;q=0.8, fr;q=0.3")

    why = {"why": "body: JSON"}
    assert french.json()["errors"][0]["message"] == wording.say("bad-request", "fr", **why)
    assert english.json()["errors"][0]["message"] == wording.say("bad-request", "en", **why)


def test_the_session_cookie_signs_in(world: World) -> None:
    author = world.sign_in("lea@exemple.test")

    answer = world.post(
        {"query": "{ viewer { signedIn email } }"}, cookie=f"{COOKIE}={author.token}"
    )

    assert answer.json()["data"]["viewer"] == {"signedIn": True, "email": "lea@exemple.test"}


AUDITS = """
import { serverAudits } from "graphql-http";
const audits = serverAudits({ url: process.argv[2], fetchFn: fetch });
const told = [];
for (const audit of audits) {
  const result = await audit.fn();
  told.push({ id: audit.id, name: audit.name, status: result.status, reason: result.reason });
}
console.log(JSON.stringify(told));
"""


@pytest.fixture(scope="session")
def audits_folder() -> Path:
    """Where the audits of the specification's authors are installed, once per machine."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        skip_or_fail("node", "node and npm are not installed")
    folder = Path(tempfile.gettempdir()) / f"recul-graphql-http-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    if not (folder / "node_modules" / "graphql-http" / "package.json").exists():
        (folder / "package.json").write_text('{"private": true, "type": "module"}')
        done = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "graphql-http@1.22", "graphql@16"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            skip_or_fail("node", f"npm could not install graphql-http: {done.stderr[-300:]}")
    (folder / "audits.mjs").write_text(AUDITS)
    return folder


@pytest.fixture
def served(world: World) -> Iterator[str]:
    """The address of the endpoint on a real socket."""
    config = uvicorn.Config(
        worlds.application(Runner(world.product)), port=0, log_level="warning", access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 10
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    yield f"http://{host}:{port}/graphql"
    server.should_exit = True
    thread.join(timeout=10)


def test_the_specification_s_own_audits_find_nothing(served: str, audits_folder: Path) -> None:
    done = subprocess.run(
        ["node", "audits.mjs", served],
        cwd=audits_folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    told: list[dict[str, Any]] = json.loads(done.stdout)
    assert len(told) > 50
    failed = [each for each in told if each["status"] != "ok"]
    assert failed == []
