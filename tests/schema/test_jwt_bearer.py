"""Tokens of a trusted issuer: the right one acts for who linked it, every other is nobody's."""

import base64
import dataclasses
import hmac
import json
import warnings
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey, RSAKey
from starlette.testclient import TestClient

from commons import accounts
from commons.accounts import external
from commons.settings import TokenIssuer
from schema.endpoint import Runner
from schema.jwt_bearer import Bearer
from tests.conftest import Ticking
from tests.schema import world as worlds
from tests.schema.world import Author, World

ISSUER, AUDIENCE, SUBJECT = "https://sso.federation.example", "https://recul.example", "odile-17"
KEY, OTHER = RSAKey.generate_key(2048), RSAKey.generate_key(2048)
CURVE = ECKey.generate_key("P-256")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    SMALL = RSAKey.generate_key(1024)


def public(key: RSAKey | ECKey, kid: str) -> dict[str, Any]:
    return {**key.as_dict(private=False), "kid": kid, "use": "sig"}


KNOWN = {
    "keys": [
        public(KEY, "one"), public(CURVE, "curve"), public(SMALL, "small"),
        {"kty": "oct", "k": "c2VjcmV0", "kid": "shared"}, {"kty": "QUANTUM", "kid": "later"},
        {"kty": "RSA", "kid": "broken", "n": "é", "e": 1}, "rubbish",
        {**public(OTHER, "sealing"), "use": "enc"},
    ]
}  # fmt: skip


@pytest.fixture
def keys_file(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps(KNOWN))
    return path


@pytest.fixture
def bearer(keys_file: Path) -> Bearer:
    return Bearer(TokenIssuer(ISSUER, AUDIENCE, keys_file))


def claims(clock: Ticking, **changes: Any) -> dict[str, Any]:
    now = int(clock().timestamp())
    said = {"iss": ISSUER, "aud": AUDIENCE, "sub": SUBJECT, "scope": "read", "iat": now,
            "exp": now + 600} | changes  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def token(
    clock: Ticking, key: Any = KEY, kid: str = "one", alg: str = "RS256", **changes: Any
) -> str:
    return jwt.encode({"alg": alg, "kid": kid}, claims(clock, **changes), key, algorithms=[alg])


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_right_token_says_for_whom_and_what(bearer: Bearer, clock: Ticking) -> None:
    found = bearer.assertion(token(clock, scope="read openid publish admin"), clock())

    assert found == external.Assertion(ISSUER, SUBJECT, frozenset({"read", "publish"}))


def test_several_audiences_algorithms_and_a_little_leeway_are_fine(
    bearer: Bearer, clock: Ticking
) -> None:
    now = int(clock().timestamp())

    for each in (
        token(clock, aud=["x", AUDIENCE]),
        token(clock, alg="PS256"),
        token(clock, key=CURVE, kid="curve", alg="ES256"),
        token(clock, iat=now + 30, nbf=now + 30),
        token(clock, exp=now - 30),
    ):
        assert bearer.assertion(each, clock()), each


@pytest.mark.parametrize("scope", [None, "", "Read", ["read"], {"read": 1}, "read,publish", 7])
def test_what_is_no_scope_gives_none(bearer: Bearer, clock: Ticking, scope: Any) -> None:
    found = bearer.assertion(token(clock, scope=scope), clock())

    assert found
    assert found.scopes == frozenset()


def _unsigned(clock: Ticking) -> str:
    return f"{part({'alg': 'none'})}.{part(claims(clock))}."


def _unsigned_named(clock: Ticking) -> str:
    return f"{part({'alg': 'none', 'kid': 'one'})}.{part(claims(clock))}."


def _signed_by_the_public_key(clock: Ticking) -> str:
    """The old trick: what everybody knows, taken for a secret that both share."""
    signed = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part(claims(clock))}"
    made = hmac.digest(KEY.as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def _signed_by_a_listed_secret(clock: Ticking) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shared = OctKey.import_key("secret")
        return token(clock, key=shared, kid="shared", alg="HS256")


def _brings_its_own_key(clock: Ticking) -> str:
    header = {"alg": "RS256", "kid": "one", "jwk": public(OTHER, "one")}
    return jwt.encode(header, claims(clock), OTHER, algorithms=["RS256"])


def _says_where_its_key_is(clock: Ticking) -> str:
    header = {"alg": "RS256", "kid": "theirs", "jku": "https://evil.example/keys"}
    return jwt.encode(header, claims(clock), OTHER, algorithms=["RS256"])


def _of_key(kid: Any) -> Callable[[Ticking], str]:
    def make(clock: Ticking) -> str:
        _, body, signature = token(clock, key=OTHER).split(".")
        return f"{part({'alg': 'RS256', 'kid': kid})}.{body}.{signature}"

    return make


def _altered(clock: Ticking) -> str:
    head, _, signature = token(clock).split(".")
    return f"{head}.{part(claims(clock, sub='lucie'))}.{signature}"


def _body(value: Any) -> Callable[[Ticking], str]:
    def make(_clock: Ticking) -> str:
        plain = value if isinstance(value, bytes) else json.dumps(value).encode()
        return jws.serialize_compact({"alg": "RS256", "kid": "one"}, plain, KEY)

    return make


def _claims(**changes: Any) -> Callable[[Ticking], str]:
    return lambda clock: token(clock, **changes)


def _at(name: str, seconds: int) -> Callable[[Ticking], str]:
    return lambda clock: token(clock, **{name: int(clock().timestamp()) + seconds})


REFUSED: dict[str, Callable[[Ticking], str]] = {
    "unsigned": _unsigned,
    "unsigned, a key named": _unsigned_named,
    "HS256 with the public key": _signed_by_the_public_key,
    "HS256 with a listed secret": _signed_by_a_listed_secret,
    "its own key inside": _brings_its_own_key,
    "its own key elsewhere": _says_where_its_key_is,
    "another's key": _claims(key=OTHER),
    "no key named among several": _of_key(None),
    "a key for sealing": _claims(key=OTHER, kid="sealing"),
    "too small a key": _claims(key=SMALL, kid="small"),
    "a broken key": _of_key("broken"),
    "a key named by a path": _of_key("../../../../etc/passwd"),
    "a key named by SQL": _of_key("' OR 1=1 --"),
    "a key named by a list": _of_key(["one"]),
    "a key named by an object": _of_key({"one": 1}),
    "another algorithm than the key's": _of_key("curve"),
    "altered": _altered,
    "another issuer": _claims(iss=f"{ISSUER}.evil.example"),
    "an issuer with a slash": _claims(iss=f"{ISSUER}/"),
    "issuers": _claims(iss=[ISSUER]),
    "no issuer": _claims(iss=None),
    "another audience": _claims(aud="https://autre.example"),
    "other audiences": _claims(aud=["https://autre.example", f"{AUDIENCE}/"]),
    "no audience": _claims(aud=None),
    "an empty audience": _claims(aud=[]),
    "no subject": _claims(sub=None),
    "an empty subject": _claims(sub=""),
    "a subject that is a number": _claims(sub=17),
    "no end": _claims(exp=None),
    "no beginning": _claims(iat=None),
    "an end in words": _claims(exp="demain"),
    "an end that is a truth": _claims(exp=True),
    "over": _at("exp", -61),
    "not yet": _at("nbf", 90),
    "from later": _at("iat", 90),
    "no object": _body([1]),
    "no JSON": _body(b"\xff\xfe"),
    "deep": _body(b'{"a":' * 900 + b"1" + b"}" * 900),
    "long": _claims(more="x" * 9000),
    "two parts": lambda clock: token(clock).rsplit(".", 1)[0],
    "empty parts": lambda _clock: "..",
    "no base64": lambda _clock: "é.é.é",
    "a header that is a list": lambda clock: f"{part([1])}.{part(claims(clock))}.AAAA",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_of_the_issuer_for_us_and_now_is_nobody_s(
    bearer: Bearer, clock: Ticking, name: str
) -> None:
    assert bearer.assertion(token(clock), clock())

    assert bearer.assertion(REFUSED[name](clock), clock()) is None


def test_a_token_is_over_when_it_says_so(bearer: Bearer, clock: Ticking) -> None:
    made = token(clock)

    assert bearer.assertion(made, clock.forward(seconds=659))
    assert bearer.assertion(made, clock.forward(seconds=2)) is None


def test_without_keys_nobody_is_believed(tmp_path: Path, clock: Ticking) -> None:
    path = tmp_path / "keys.json"
    asked = Bearer(TokenIssuer(ISSUER, AUDIENCE, path))
    made = token(clock)

    for content in ("{", "[]", '{"keys": []}', '{"keys": {}}', json.dumps({"keys": ["x"]})):
        path.write_text(content)
        assert asked.assertion(made, clock.forward(seconds=31)) is None, content
    path.write_text(json.dumps(KNOWN))
    assert asked.assertion(made, clock.forward(seconds=31))


# -- over the network ------------------------------------------------------------------------------


class Publisher:
    """An issuer that publishes a document and its keys, and counts who asks."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.keys: Any = {"keys": [public(KEY, "one")]}
        self.down = False
        self.document: dict[str, Any] = {}
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.asked.append(self.path)
                known = {
                    "/.well-known/openid-configuration": publisher.document,
                    "/keys": publisher.keys,
                }
                self.send_response(503 if publisher.down else 200)
                if self.path == "/elsewhere":
                    self.send_header("location", "/keys")
                self.end_headers()
                self.wfile.write(json.dumps(known.get(self.path, {})).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.document = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"}


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    found = Publisher()
    thread = Thread(target=found.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


def test_keys_are_asked_for_once_and_once_more_for_a_new_one(
    publisher: Publisher, clock: Ticking
) -> None:
    asked = Bearer(TokenIssuer(publisher.issuer, AUDIENCE, None))
    known = {"iss": publisher.issuer}

    for _ in range(3):
        assert asked.assertion(token(clock, **known), clock())
    assert publisher.asked == ["/.well-known/openid-configuration", "/keys"]
    # A flood of names nobody knows has them asked for once a minute.
    for number in range(20):
        assert asked.assertion(token(clock, kid=f"x{number}", **known), clock()) is None
    assert len(publisher.asked) == 2
    publisher.keys = {"keys": [public(OTHER, "two")]}
    clock.forward(seconds=61)
    for number in range(20):
        assert asked.assertion(token(clock, kid=f"x{number}", **known), clock()) is None
    assert len(publisher.asked) == 4
    assert asked.assertion(token(clock, key=OTHER, kid="two", **known), clock())
    # The one that was withdrawn counts no more.
    assert asked.assertion(token(clock, **known), clock()) is None


def test_known_keys_outlive_an_outage_but_not_a_day(publisher: Publisher, clock: Ticking) -> None:
    asked = Bearer(TokenIssuer(publisher.issuer, AUDIENCE, None))
    known = {"iss": publisher.issuer}
    assert asked.assertion(token(clock, **known), clock())
    publisher.down = True

    clock.forward(hours=23)
    assert asked.assertion(token(clock, **known), clock())
    clock.forward(hours=2)
    assert asked.assertion(token(clock, **known), clock()) is None
    publisher.down = False
    clock.forward(seconds=31)
    assert asked.assertion(token(clock, **known), clock())


@pytest.mark.parametrize(
    "document",
    [{"issuer": "https://autre.example"}, {"issuer": None}, {"jwks_uri": None},
     {"jwks_uri": "file:///etc/passwd"}, {"jwks_uri": 7}, {"jwks_uri": "{issuer}/elsewhere"},
     {"x": "x" * 600_000}],
    ids=lambda document: str(document)[:50],
)  # fmt: skip
def test_a_document_of_another_is_not_believed(
    publisher: Publisher, clock: Ticking, document: dict[str, Any]
) -> None:
    asked = Bearer(TokenIssuer(publisher.issuer, AUDIENCE, None))
    filled = {
        name: value.replace("{issuer}", publisher.issuer) if isinstance(value, str) else value
        for name, value in document.items()
    }
    publisher.document |= filled

    assert asked.assertion(token(clock, iss=publisher.issuer), clock()) is None


# -- through the API -------------------------------------------------------------------------------


def linked(world: World, author: Author) -> None:
    product = world.product
    with product.database.writing() as session:
        person = accounts.find_person(session, product.keys, author.email)
        external.link(session, product.keys, person, ISSUER, SUBJECT)


def test_a_program_acts_for_who_linked_the_account_within_its_scopes(
    world: World, bearer: Bearer, clock: Ticking
) -> None:
    author = world.join("amis")
    product = dataclasses.replace(world.product, bearer=bearer)
    with TestClient(worlds.application(Runner(product))) as client:
        trusting = World(product, world.clock, client, world.letters)

        assert trusting.ask("{ viewer { signedIn } }", None, token(clock))["data"] == {
            "viewer": {"signedIn": False}
        }
        linked(world, author)
        read = token(clock)
        seen = trusting.read("{ viewer { email verified security { fresh } } }", read)["viewer"]
        assert seen == {"email": author.email, "verified": True, "security": None}
        draft = {"practice": worlds.CASE}
        assert trusting.act("saveCaseStudyDraft", draft, read)["code"] == "not-allowed"
        may = token(clock, scope="read publish")
        assert trusting.act("saveCaseStudyDraft", draft, may)["__typename"] == "Draft"
        # Never what only a person may do.
        given = {"name": "x", "scopes": ["READ"]}
        assert trusting.act("createToken", given, may)["code"] == "not-allowed"
        assert trusting.act("endOtherSessions", None, may)["code"] == "not-allowed"
        late = token(clock, exp=int((clock() - timedelta(minutes=2)).timestamp()))
        assert trusting.ask("{ viewer { signedIn } }", None, late)["data"] == {
            "viewer": {"signedIn": False}
        }
        # Where no issuer is trusted, it is nobody's.
        assert world.ask("{ viewer { signedIn } }", None, read)["data"] == {
            "viewer": {"signedIn": False}
        }
