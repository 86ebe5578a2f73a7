"""Requests that no decent client sends, made at random from a seed: each must come to nothing.

None may change anything: whoever is let in says something that can't be right, and whatever would
be right is said by somebody who may not.
"""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_input_field,
)

from schema import root
from tests.schema.cast import Cast
from tests.schema.test_permissions import MUTATIONS, OK, OWNED, RULES

SCHEMA = root.schema._schema

# Texts that have broken something somewhere: ends, quotes, signs that print nothing, or halves.
TEXTS = (
    "", " ", "\x00", "a\x00b", "\x07\x1b[31m", "\u202egnp.exe", "\u200b" * 50, "\ufeff", "\ud800",
    "\udfff\ud800", "e\u0301" * 200, "😀" * 300, "ﬃ", "İ", "ß" * 5000, "'", '"', "\\", "\\\\u0000",
    "' OR '1'='1", "'; DROP TABLE person; --", '{"$gt": ""}', "{{7*7}}", "${jndi:ldap://x}", "%s%n",
    "<script>alert(1)</script>", "../../../../etc/passwd", "%2e%2e%2f", "\r\nSet-Cookie: a=b",
    "null", "undefined", "NaN", "-0", "1e309", "0x10", "true", "x" * 100_000, "a@b", "@", "a b@c.d",
    "<a@b.c>", "a@b.c\nBcc: d@e.f", "2026-13", "9999-99", "0000-00", "-1", "٣", "W999", "(" * 500,
    "*" * 400, "a" * 63 + "?", "[" * 300, "AND NOT (", '"' * 99, "-" * 300, "title:x", "a~9 b^9",
)  # fmt: skip
NUMBERS = (0, -1, 1, 2**31 - 1, 2**31, -(2**31) - 1, 2**63, 10**400, 0.1, -0.0, 1e308, 3.0)
ODD: tuple[Any, ...] = (None, True, False, [], {}, [[]], [None], {"": ""}, {"__proto__": {}})


@dataclass(frozen=True)
class Request:
    """One request to the endpoint, by a viewer."""

    viewer: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    method: str = "POST"
    query: str = ""
    kind: str = ""


class Maker:
    """Makes requests from a seed, knowing everybody's ids."""

    def __init__(self, seed: int, cast: Cast) -> None:
        self._chance = random.Random(seed)
        self._ids = (
            *cast.practices.values(), cast.draft_id, cast.collection, cast.owner_token_id,
            cast.owner.organisation or "", "3b241101-e2bb-4255-8caf-4136c566a962",
        )  # fmt: skip
        self._viewers = tuple(cast.tokens)
        self._kinds: tuple[Callable[[], Request], ...] = (
            self.nonsense, self.broken_json, self.wrong_shape, self.wrong_type_of_content,
            self.deep, self.wide, self.directed, self.odd_arguments, self.odd_variables,
            self.not_allowed, self.wrong_input, self.wrong_input, self.foreign, self.foreign,
            self.several, self.mutation_by_get, self.introspective, self.twice_said,
        )  # fmt: skip

    @property
    def kinds(self) -> set[str]:
        return {each.__name__ for each in self._kinds}

    def next(self) -> Request:
        make = self._chance.choice(self._kinds)
        made = make()
        return Request(made.viewer, made.body, made.headers, made.method, made.query, make.__name__)

    # -- parts -------------------------------------------------------------------------------------

    def _pick(self, choices: Any) -> Any:
        return self._chance.choice(tuple(choices))

    def _viewer(self) -> str:
        return str(self._pick(self._viewers))

    def text(self) -> str:
        chosen = self._chance.random()
        if chosen < 0.6:
            return str(self._pick(TEXTS))
        if chosen < 0.8:
            return str(self._pick(self._ids))
        return "".join(
            chr(self._chance.randrange(1, 0x2FFF)) for _ in range(self._chance.randrange(80))
        )

    def value(self) -> Any:
        """Any value of JSON."""
        chosen = self._chance.random()
        if chosen < 0.5:
            return self.text()
        return self._pick(NUMBERS) if chosen < 0.7 else self._pick(ODD)

    def _json(self, viewer: str, query: Any, variables: Any = None, **more: Any) -> Request:
        given = {"query": query, "variables": variables} | more
        # Halves of surrogate pairs travel as escapes.
        return Request(viewer, json.dumps(given).encode())

    def _literal(self, value: Any) -> str:
        """A value as a document writes it."""
        if isinstance(value, dict):
            return (
                "{"
                + " ".join(f"{name or '_'}: {self._literal(x)}" for name, x in value.items())
                + "}"
            )
        if isinstance(value, list):
            return "[" + " ".join(map(self._literal, value)) + "]"
        if isinstance(value, str):
            return json.dumps(value, ensure_ascii=self._chance.random() < 0.5)
        return json.dumps(value)

    def fitting(self, kind: Any, depth: int = 4) -> Any:
        """A value of an input type: well-formed, whatever it says."""
        if isinstance(kind, GraphQLNonNull):
            return self.fitting(kind.of_type, depth)
        if isinstance(kind, GraphQLList):
            return [self.fitting(kind.of_type, depth - 1) for _ in range(self._chance.randrange(4))]
        if isinstance(kind, GraphQLEnumType):
            return self._pick(kind.values)
        if isinstance(kind, GraphQLInputObjectType):
            return {
                name: self.fitting(each.type, depth - 1)
                for name, each in kind.fields.items()
                if is_required_input_field(each) or (depth > 0 and self._chance.random() < 0.6)
            }
        if kind.name == "Int":
            return self._pick((0, -1, 1, 2**31 - 1, -(2**31)))
        if kind.name == "Boolean":
            return self._chance.random() < 0.5
        if kind.name in ("ID", "String"):
            return self.text()
        return self._pick((0, 1, 2**40, "12"))

    def _mutation(self, name: str) -> tuple[str, Any]:
        """Its text with a variable, and the type of its input; None where it takes none."""
        mutations = SCHEMA.mutation_type
        assert mutations
        described = mutations.fields[name]
        chosen = "{ __typename }"
        if "input" not in described.args:
            return f"mutation {{ r: {name} {chosen} }}", None
        kind = described.args["input"].type
        return f"mutation($input: {kind}) {{ r: {name}(input: $input) {chosen} }}", kind

    def _selection(self, kind: Any, depth: int) -> str:
        kind = get_named_type(kind)
        if is_leaf_type(kind):
            return ""
        fields = ["__typename"]
        if isinstance(kind, GraphQLObjectType) and depth:
            for name in self._chance.sample(sorted(kind.fields), min(3, len(kind.fields))):
                described = kind.fields[name]
                if not described.args:
                    fields.append(f"{name} {self._selection(described.type, depth - 1)}")
        return "{ " + " ".join(fields) + " }"

    def _field(self, arguments: Callable[[Any], str]) -> str:
        queries = SCHEMA.query_type
        assert queries
        name = self._pick(sorted(queries.fields))
        described = queries.fields[name]
        said = " ".join(f"{each}: {arguments(x.type)}" for each, x in described.args.items())
        return f"{name}{f'({said})' if said else ''} {self._selection(described.type, 4)}"

    # -- kinds -------------------------------------------------------------------------------------

    def nonsense(self) -> Request:
        noise = bytes(self._chance.randrange(256) for _ in range(self._chance.randrange(400)))
        if self._chance.random() < 0.5:
            return self._json(self._viewer(), self.text() + self.text())
        return Request(self._viewer(), noise)

    def broken_json(self) -> Request:
        whole = b'{"query": "{ viewer { email } }", "variables": {}}'
        body = self._pick(
            (
                whole[: self._chance.randrange(len(whole))], b"\xff\xfe" + whole, b"\xef\xbb\xbf{}",
                b"[" * 100_000, b'{"query":' * 20_000, b'{"query": "\xc3\x28"}', whole + whole,
                b'{"query": NaN}', b'{"query": 1e999}', b"[" + whole + b"]", b"null", b'"x"', b"",
                b'{"query": "{ viewer { email } }", "variables": ' + b'{"a":' * 3000 + b"1"
                + b"}" * 3000 + b"}", b"9" * 5000,
            )
        )  # fmt: skip
        return Request(self._viewer(), body)

    def wrong_shape(self) -> Request:
        given = {
            name: self.value() for name in ("query", "variables", "operationName", "extensions")
        }
        if self._chance.random() < 0.7:
            given["query"] = "{ viewer { email tokens { id } } }"
        return Request(self._viewer(), json.dumps(given).encode())

    def wrong_type_of_content(self) -> Request:
        name = self._pick(MUTATIONS)
        query, kind = self._mutation(name)
        body = json.dumps(
            {"query": query, "variables": {"input": self.fitting(kind) if kind else 0}}
        )
        content = self._pick(
            (
                "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                "multipart/form-data; boundary=x", "application/json; charset=latin-1", "", "json",
                "application/graphql", "application/jsonx", "text/json", "*/*", "a/b;c", ";",
            )
        )  # fmt: skip
        return Request(
            self._viewer(),
            body.encode(),
            {"content-type": content.encode("utf-8").decode("latin-1")},
        )

    def deep(self) -> Request:
        depth = self._pick((13, 40, 200, 600))
        query = self._pick(
            (
                "{ viewer " * depth + "}" * depth,
                "{ search { nodes { similar " * depth + "{ id }" + " } } }" * depth,
                "query { ...a } " + " ".join(
                    f"fragment f{each} on Query {{ ...f{each + 1} ...f{each + 1} }}"
                    for each in range(min(depth, 200))
                ),
                "query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
                "{ vocabulary(lists: " + "[" * depth + "]" * depth + ") { name } }",
                "{ " + "... { " * depth + "viewer { email }" + " }" * depth + " }",
                "query($a: " + "[" * depth + "Int" + "]" * depth + ") { viewer { email } }",
                "{ collections { places { practice { " + "... on Practice { " * depth + "id"
                + " }" * depth + " } } } }",
            )
        )  # fmt: skip
        return self._json(self._viewer(), query)

    def wide(self) -> Request:
        count = self._pick((31, 300, 3000))
        query = self._pick(
            (
                "{ " + " ".join(f"a{each}: viewer {{ email }}" for each in range(count)) + " }",
                "{ viewer { " + "email " * count + "} }",
                "mutation {" + "".join(f" a{x}: signOut {{ done }}" for x in range(count)) + " }",
                "{ search(first: 50) { nodes { __typename " + "title " * count + "} } }",
                " ".join(f"query q{each} {{ viewer {{ email }} }}" for each in range(count)),
                "{ vocabulary(lists: [" + '"themes" ' * count + "]) { name } }",
                "{" + "," * count * 20 + "viewer { email } }",
                "#" + "x" * count * 50 + "\n{ viewer { email } }",
            )
        )  # fmt: skip
        return self._json(self._viewer(), query, operationName=self._pick((None, "q1", "q", "")))

    def directed(self) -> Request:
        condition = self._pick(("null", "1", '"true"', "$x", "[true]", "{}", "NOPE"))
        query = self._pick(
            (
                f"{{ viewer @include(if: {condition}) {{ email }} }}",
                f"query($x: Boolean) {{ viewer {{ email @skip(if: {condition}) }} }}",
                "{ viewer " + "@include(if: true) " * 500 + "{ email } }",
                "{ viewer @nothing { email } }", "query @skip(if: true) { viewer { email } }",
                "{ viewer @deprecated { email } }", "{ viewer @defer { email } }",
                "{ viewer { ... @defer { email } } }",
                "{ tools @stream(initialCount: 0) { code } }",
                "mutation { signOut @skip(if: false) @skip(if: true) { done } }",
            )
        )  # fmt: skip
        return self._json(self._viewer(), query, {"x": self.value()})

    def odd_arguments(self) -> Request:
        """Anything at all where an argument stands, written into the document."""
        return self._json(
            self._viewer(), "{ " + self._field(lambda _kind: self._literal(self.value())) + " }"
        )

    def odd_variables(self) -> Request:
        """Arguments of the right type that say anything, as variables."""
        kinds: dict[str, Any] = {}

        def named(kind: Any) -> str:
            kinds[f"v{len(kinds)}"] = kind
            return f"$v{len(kinds) - 1}"

        field_ = self._field(named)
        declared = ", ".join(f"${name}: {kind}" for name, kind in kinds.items())
        odd = self._chance.random() < 0.3
        return self._json(
            self._viewer(),
            f"query{f'({declared})' if declared else ''} {{ {field_} }}",
            {name: self.value() if odd else self.fitting(kind) for name, kind in kinds.items()},
        )

    def not_allowed(self) -> Request:
        """A mutation by somebody whom its rule refuses."""
        names = [name for name in RULES if set(RULES[name].answers.values()) != {OK}]
        name = self._pick(names)
        query, kind = self._mutation(name)
        refused = [each for each, said in RULES[name].answers.items() if said != OK]
        # Who is refused another's thing would have their way with their own.
        surely = [
            each
            for each in refused
            if RULES[name].answers[each] in ("sign-in-required", "not-allowed")
        ]
        return self._json(
            self._pick(surely), query, {"input": self.fitting(kind)} if kind else None
        )

    def wrong_input(self) -> Request:
        """A mutation whose input is not of its type, by anybody."""
        name = self._pick([name for name in MUTATIONS if self._mutation(name)[1]])
        query, kind = self._mutation(name)
        given = self.fitting(kind)
        needed = [
            each for each, x in get_named_type(kind).fields.items() if is_required_input_field(x)
        ]
        spoilt = self._chance.random()
        if spoilt < 0.3 and needed:
            del given[self._pick(needed)]
        elif spoilt < 0.6 and needed:
            given[self._pick(needed)] = self._pick((None, {"": 1}, {"a": [None]}))
        elif spoilt < 0.8:
            given["nothing"] = self.value()
        else:
            given = self._pick((None, [], "x", 1, [[given]]))
        return self._json(self._viewer(), query, {"input": given})

    def foreign(self) -> Request:
        """What is the owner's, touched by others who may well do so with their own."""
        owned = [name for name in RULES if RULES[name].answers is OWNED]
        name = self._pick(owned)
        query, kind = self._mutation(name)
        given = self.fitting(kind)
        for each in ("id", "draft", "publication"):
            if each in get_named_type(kind).fields:
                given[each] = self._pick(self._ids)
        others = ("stranger", "member", "pending", "federation", "other-federation", "person")
        return self._json(self._pick(others), query, {"input": given})

    def several(self) -> Request:
        """Two acts at once, of which one would do."""
        first, second = "signOut { done }", 'requestSignIn(input: {email: "a@b.fr"}) { __typename }'
        query = self._pick(
            (
                f"mutation {{ a: {first} b: {second} }}",
                f"mutation {{ ...m }} fragment m on Mutation {{ a: {first} b: {second} }}",
                f"mutation a {{ {first} }} mutation b {{ {second} }}",
                f"query a {{ viewer {{ email }} }} mutation b {{ {second} }}",
                f"subscription {{ {first} }}",
                f"mutation {{ ... {{ {first} }} ... {{ {second} }} }}",
            )
        )  # fmt: skip
        return self._json(self._viewer(), query, operationName=self._pick((None, "c", "A", "a ")))

    def mutation_by_get(self) -> Request:
        name = self._pick(MUTATIONS)
        query, kind = self._mutation(name)
        given = json.dumps({"input": self.fitting(kind)}) if kind else "{}"
        if len(given) > 8000:
            given = "x" * 8000  # longer addresses don't leave the client
        return Request(
            self._viewer(), b"", method=self._pick(("GET", "PUT", "DELETE", "PATCH", "HEAD")),
            query=json.dumps([query, given]),
        )  # fmt: skip

    def introspective(self) -> Request:
        query = self._pick(
            (
                "{ __schema { types { fields { type "
                + "{ ofType " * 20 + "{ name }" + " }" * 20 + " } } } }",
                "{ __schema { types { name fields { name args { name type { name } } } } } }",
                '{ __type(name: "Person") { name fields { name } } }', "{ __typename }",
                "{ _service { sdl } }", "{ _entities(representations: []) { __typename } }",
                "{ __schema { directives { args { defaultValue } } } }",
            )
        )  # fmt: skip
        return self._json(self._viewer(), query)

    def twice_said(self) -> Request:
        """The same key twice: whichever counts, it is nothing that one may do."""
        query = json.dumps("mutation { signOut { done } }")
        harmless = json.dumps("{ viewer { signedIn } }")
        body = f'{{"query": {query}, "query": {harmless}, "variables": {{"a": 1, "a": [] }}}}'
        return Request(self._viewer(), body.encode())
