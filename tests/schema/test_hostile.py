"""Hostile requests come to nothing: no bug, no change, whoever sends them."""

import json
import logging
import os

import pytest

from tests.schema.cast import Cast
from tests.schema.hostile import Maker

# Ten thousand are made by hand: RECUL_TEST_HOSTILE=10000.
SIZE = int(os.environ.get("RECUL_TEST_HOSTILE", "300"))


def test_no_hostile_request_is_a_bug_or_changes_anything(
    everybody: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    maker, world = Maker(SIZE, everybody), everybody.world
    before, letters = world.rows(), len(world.letters)
    kinds: dict[str, set[int]] = {}

    for number in range(SIZE):
        asked = maker.next()
        headers = dict(asked.headers)
        if token := everybody.tokens[asked.viewer]:
            headers["authorization"] = f"Bearer {token}"
        parameters = dict(
            zip(("query", "variables"), json.loads(asked.query or "[]"), strict=False)
        )
        answer = world.client.request(
            asked.method, "/graphql", content=asked.body, headers=headers, params=parameters
        )

        said = (number, asked)
        kinds.setdefault(asked.kind, set()).add(answer.status_code)
        assert answer.status_code < 500, said
        if asked.method != "HEAD":
            told = answer.json()
            codes = [each["extensions"]["code"] for each in told.get("errors", ())]
            assert "internal" not in codes, said
            assert "data" in told or codes, said
        assert caplog.records == [], said
        assert world.rows() == before, said
        assert len(world.letters) == letters, said

    assert SIZE < 300 or set(kinds) == maker.kinds
    assert SIZE < 300 or {200, 400, 405, 415} <= set().union(*kinds.values())
