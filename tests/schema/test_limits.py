"""What one operation may ask."""

import time

import pytest
from graphql import build_client_schema, get_introspection_query

from schema import limits, root
from tests.schema.world import World


def refusal(world: World, query: str, **variables: object) -> str | None:
    """The code of the first error, None when the operation ran well."""
    body = world.ask(query, variables)
    if "errors" not in body:
        return None
    assert "data" not in body
    code: str = body["errors"][0]["extensions"]["code"]
    return code


def test_inline_fragments_add_no_depth(world: World) -> None:
    inner = "... on Practice { " * 40 + "id" + " }" * 40

    assert refusal(world, f"{{ search {{ edges {{ node {{ {inner} }} }} }} }}") is None


def test_what_is_too_deep_is_refused(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    # The schema itself is nowhere twelve levels deep: the rule guards what will be added.
    monkeypatch.setattr(limits, "DEPTH", 3)

    assert refusal(world, "{ search { edges { cursor } } }") is None
    assert refusal(world, "{ search { edges { node { id } } } }") == "too-deep"
    assert (
        refusal(world, "{ ...a } fragment a on Query { search { edges { node { id } } } }")
        == "too-deep"
    )


PAGE = "nodes { id title month themes { code label } tools { code label } }"
COSTLY = {
    "places-of-all-collections": "{ collections { places { practice { id title summary } } } }",
    "many-pages": "{ "
    + " ".join(f"s{n}: search(first: 50) {{ {PAGE} }}" for n in range(25))
    + " }",
    "pages-by-variable": "query($n: Int!) { "
    + " ".join(f"s{n}: search(first: $n) {{ {PAGE} }}" for n in range(5))
    + " }",
    "by-fragments": "{ collections { ...c } } fragment c on Collection { places { practice"
    " { ...p } } } fragment p on Practice { id title summary month }",
}


@pytest.mark.parametrize("query", COSTLY.values(), ids=COSTLY)
def test_cost_is_limited_before_anything_runs(world: World, query: str) -> None:
    assert refusal(world, query, n=1) == "too-costly"


def test_a_whole_page_of_everything_is_affordable(world: World) -> None:
    fields = (
        "id kind title summary month audience themes { code label } channels { code label }"
        " sizes { code label } field { code label } outcome { code label }"
        " humanLink { code label } evidence { code label }"
        " figures { metric { label } value band { label } }"
    )
    query = (
        f"{{ search(first: 50) {{ totalCount pageInfo {{ hasNextPage endCursor }} degraded"
        f" edges {{ cursor node {{ {fields} }} highlights {{ title {{ text hit }} }} }}"
        " facets { name values { code label count selected } } } }"
    )

    assert refusal(world, query) is None


def test_fragments_that_double_again_and_again_cost_no_time(world: World) -> None:
    # 2^150 ways to the same leaf in a text of 1 500 tokens, which weighs nothing or overmuch.
    for leaf, expected in (("__typename", None), ("viewer { signedIn }", "too-costly")):
        parts = [f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(150)]
        query = "{ ...f0 } " + " ".join(parts) + f" fragment f150 on Query {{ {leaf} }}"

        begun = time.monotonic()
        assert refusal(world, query) == expected
        assert time.monotonic() - begun < 2

    parts = [f"fragment f{n} on Mutation {{ ...f{n + 1} ...f{n + 1} }}" for n in range(150)]
    acting = "mutation { ...f0 } " + " ".join(parts)
    begun = time.monotonic()
    code = refusal(world, acting + " fragment f150 on Mutation { signOut { done } }")
    assert code == "one-mutation"
    assert time.monotonic() - begun < 2


def test_fragments_in_a_circle_are_refused_at_once(world: World) -> None:
    query = "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a ...b }"

    assert refusal(world, query) == "bad-request"


def test_aliases_and_tokens_are_limited(world: World) -> None:
    few = "{ " + " ".join(f"a{n}: __typename" for n in range(limits.ALIASES)) + " }"
    many = "{ " + " ".join(f"a{n}: __typename" for n in range(limits.ALIASES + 1)) + " }"
    long = "{ " + "__typename " * limits.TOKENS + "}"

    assert refusal(world, few) is None
    assert refusal(world, many) == "too-many-aliases"
    assert refusal(world, long) == "bad-request"


@pytest.mark.parametrize("first", [51, 0, -1, 10**6])
def test_a_page_holds_one_to_fifty_results(world: World, first: int) -> None:
    body = world.ask("query($n: Int!) { search(first: $n) { totalCount } }", {"n": first})

    assert body["data"] is None
    assert body["errors"][0]["extensions"] == {"code": "page-size", "path": ["first"]}


def test_a_number_beyond_32_bits_is_refused(world: World) -> None:
    assert refusal(world, "query($n: Int!) { search(first: $n) { totalCount } }", n=2**31) == (
        "bad-request"
    )


@pytest.mark.parametrize(
    "query",
    [
        "mutation { a: requestSignIn(input: {email: \"a@b.test\"}) { __typename }"
        " b: signOut { done } }",
        "mutation { ...two } fragment two on Mutation { a: signOut { done } b: signOut { done } }",
        "mutation { signOut { done } ... on Mutation { b: signOut { done } } }",
        "mutation { ...one ...other } fragment one on Mutation { a: signOut { done } }"
        " fragment other on Mutation { b: signOut { done } }",
        "mutation { ... @include(if: true) { a: signOut { done } ... { b: signOut { done } } } }",
    ],
    ids=["aliases", "fragment", "inline", "two-fragments", "directives"],
)  # fmt: skip
def test_one_mutation_per_operation(world: World, query: str) -> None:
    before = world.rows()

    assert refusal(world, query) == "one-mutation"

    assert world.rows() == before
    assert world.letters == []


def test_a_mutation_in_a_fragment_runs(world: World) -> None:
    body = world.ask("mutation { ...act } fragment act on Mutation { signOut { done } }")

    assert body == {"data": {"signOut": {"done": True}}}


def test_a_client_can_read_the_whole_schema(world: World) -> None:
    query = get_introspection_query(
        specified_by_url=True, schema_description=True, directive_is_repeatable=True
    )

    data = world.read(query)

    known = build_client_schema(data)  # type: ignore[arg-type]
    assert known.query_type is not None
    assert set(known.type_map) == set(root.schema._schema.type_map)
