"""What an error says, to whom, and what it never says."""

import logging
import re
from typing import Any

import pytest

from commons import library, tools
from schema import wording
from schema.endpoint import RESPONSE
from tests.schema.world import ACTS, CASE, World

SECRET = "Camille Dupont 06 12 34 56 78"


def explode(*_: object, **__: object) -> Any:
    raise ValueError(SECRET)


def test_a_bug_is_masked_with_a_reference(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tools, "uses", explode)

    with caplog.at_level(logging.DEBUG):
        answer = world.post({"query": "{ tools { code } }"}, accept=RESPONSE)

    assert answer.status_code == 200
    assert answer.json()["data"] is None
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "internal"
    reference = error["extensions"]["id"]
    assert error["message"] == wording.say("internal", "fr", id=reference)
    assert re.fullmatch("[0-9a-f]{12}", reference)
    assert SECRET not in answer.text
    assert SECRET not in caplog.text
    # The operator finds the place by the reference.
    assert f"bug {reference}: ValueError at " in caplog.text
    assert "explode" in caplog.text


def test_a_bug_s_causes_stay_out_of_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def chained(*_: object, **__: object) -> Any:
        try:
            explode()
        except ValueError as problem:
            raise RuntimeError(SECRET) from problem

    monkeypatch.setattr(tools, "uses", chained)

    with caplog.at_level(logging.DEBUG):
        world.ask("{ tools { code } }")

    assert SECRET not in caplog.text


def test_a_bug_in_a_mutation_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    author = world.join("amis")
    draft, version = world.save(author)
    before = world.rows()
    shelve = library.shelve

    def shelve_and_fail(*args: Any, **kwargs: Any) -> None:
        shelve(*args, **kwargs)
        explode()

    monkeypatch.setattr(library, "shelve", shelve_and_fail)
    given = {"input": {"draft": draft, "version": version}}
    body = world.ask(ACTS["publishDraft"], given, author.token)

    assert body["data"] is None
    assert body["errors"][0]["extensions"]["code"] == "internal"
    assert world.rows() == before


def test_a_commit_that_fails_is_a_server_s_error(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    author = world.join("amis")
    before = world.rows()
    delivered = len(world.letters)

    def failing(session: Any) -> None:
        raise OSError(SECRET)

    monkeypatch.setattr("sqlalchemy.orm.session.SessionTransaction.commit", failing)
    with caplog.at_level(logging.DEBUG):
        answer = world.post(
            {"query": ACTS["requestSignIn"], "variables": {"input": {"email": "a@b.test"}}},
            author.token,
            accept=RESPONSE,
        )
    monkeypatch.undo()

    assert answer.status_code == 500
    assert answer.json()["errors"][0]["extensions"]["code"] == "internal"
    assert SECRET not in answer.text + caplog.text
    assert world.rows() == before
    assert len(world.letters) == delivered


def test_a_letter_that_can_t_be_sent_undoes_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    before = world.rows()["sign_in_link"]
    object.__setattr__(world.product, "deliver", explode)

    done = world.act("requestSignIn", {"email": "lea@exemple.test"})

    assert done["__typename"] == "SignInRequested"
    assert len(world.rows()["sign_in_link"]) == len(before) + 1
    assert "after commit" in caplog.text
    assert "lea@exemple.test" not in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_refusal_is_worded_in_the_language_of_the_request(world: World, language: str) -> None:
    body = world.ask(ACTS["saveCaseStudyDraft"], {"input": {"practice": CASE}}, language=language)
    query = world.ask("{ search(first: 99) { totalCount } }", language=language)

    assert body["data"]["result"] == {
        "__typename": "AccessProblem",
        "code": "sign-in-required",
        "message": wording.say("sign-in-required", language),
        "path": [],
    }
    assert query["errors"][0]["message"] == wording.say("page-size", language, limit=50)
    assert query["errors"][0]["extensions"] == {"code": "page-size", "path": ["first"]}


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        (None, "fr"), ("", "fr"), ("en", "en"), ("en-US,en;q=0.9", "en"),
        ("fr;q=0.2, en;q=0.3", "en"), ("en;q=0.3, fr;q=0.3", "en"),
        ("de", "fr"), ("de, en;q=0.1", "en"), ("*", "fr"),
        ("en;q=0", "fr"), ("en;q=x", "fr"), (",,;;", "fr"), ("EN", "en"),
    ],
)  # fmt: skip
def test_french_unless_english_is_preferred(accepted: str | None, expected: str) -> None:
    assert wording.choose(accepted) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("variable", "x"),
        ("variable", 1.5),
        ("variable", True),
        ("literal", '"x"'),
        ("literal", "1.5"),
    ],
)
def test_a_wrong_scalar_is_the_client_s_error(world: World, kind: str, value: object) -> None:
    author = world.join("amis")
    number = "$n" if kind == "variable" else value
    query = (
        f"mutation{'($n: Whole)' if kind == 'variable' else ''} {{ saveCaseStudyDraft(input:"
        f' {{practice: {{observations: [{{metric: "x", basis: "y", value: {number}}}]}}}})'
        " { __typename } }"
    )

    answer = world.post(
        {"query": query, "variables": {"n": value} if kind == "variable" else {}},
        author.token,
        accept=RESPONSE,
    )

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "bad-request"


def test_a_whole_number_passes_32_bits(world: World) -> None:
    author = world.join("amis")
    observation = {"metric": "median-gift", "basis": "all", "value": 5 * 10**11}
    draft, _ = world.save(author, observations=[observation])

    query = "query($id: ID!) { draft(id: $id) { practice { observations { value } } } }"
    data = world.read(query, author.token, {"id": draft})

    assert data["draft"]["practice"]["observations"] == [{"value": 5 * 10**11}]
