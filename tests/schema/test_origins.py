"""Requests from other sites: never with a cookie, freely with a token."""

import pytest

from schema.endpoint import COOKIE
from tests.schema.world import ACTS, CASE, World

FOREIGN = [
    {"origin": "https://ailleurs.test"},
    {"origin": "null"},
    {"origin": "http://testserver.ailleurs.test"},
    {"origin": "http://testserver:81"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    {"sec-fetch-site": "x"},
]
OWN = [
    {},
    {"origin": "http://testserver"},
    {"origin": "https://testserver"},
    {"origin": "http://127.0.0.1:8000"},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "same-origin", "origin": "https://proxied.test"},
]
SAVE = {"query": ACTS["saveCaseStudyDraft"], "variables": {"input": {"practice": CASE}}}


@pytest.fixture
def author_world(world: World) -> tuple[World, str]:
    return world, world.join("amis").token


def test_a_cookie_from_another_site_does_nothing(author_world: tuple[World, str]) -> None:
    world, token = author_world
    before = world.rows()

    for headers in FOREIGN:
        for body in (SAVE, {"query": "{ viewer { email } }"}):
            answer = world.post(body, cookie=f"{COOKIE}={token}", **headers)

            assert answer.status_code == 403, headers
            assert answer.json().keys() == {"errors"}
            assert answer.json()["errors"][0]["extensions"]["code"] == "forbidden-origin"
    assert world.rows() == before


def test_a_cookie_from_our_own_pages_acts(author_world: tuple[World, str]) -> None:
    world, token = author_world

    for headers in OWN:
        answer = world.post(SAVE, cookie=f"{COOKIE}={token}", **headers)

        assert answer.status_code == 200, headers
        assert answer.json()["data"]["result"]["__typename"] == "Draft"


def test_a_get_with_a_cookie_from_another_site_reads_nothing(
    author_world: tuple[World, str],
) -> None:
    world, token = author_world

    answer = world.client.get(
        "/graphql",
        params={"query": "{ viewer { email } }"},
        headers={"cookie": f"{COOKIE}={token}", "sec-fetch-site": "cross-site"},
    )

    assert answer.status_code == 403


def test_a_bearer_token_acts_from_anywhere(author_world: tuple[World, str]) -> None:
    world, token = author_world

    for headers in FOREIGN:
        answer = world.post(SAVE, token, cookie=f"{COOKIE}=stolen", **headers)

        assert answer.json()["data"]["result"]["__typename"] == "Draft", headers


def test_a_visitor_may_ask_from_anywhere(world: World) -> None:
    for headers in FOREIGN:
        answer = world.post({"query": "{ viewer { signedIn } }"}, **headers)

        assert answer.json() == {"data": {"viewer": {"signedIn": False}}}


@pytest.mark.parametrize("value", ["Basic abc", "Bearer", "Bearer  ", "Token x", "bearer"])
def test_what_is_no_bearer_token_is_no_way_around(
    author_world: tuple[World, str], value: str
) -> None:
    world, token = author_world

    answer = world.post(
        SAVE, cookie=f"{COOKIE}={token}", authorization=value, origin="https://ailleurs.test"
    )

    assert answer.status_code == 403
