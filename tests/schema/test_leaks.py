"""Identities planted in every private place, then looked for byte by byte in every outlet.

Pages, headers, cookies and the operator's commands have their own walk, in tests/frontend.
"""

import ast
import base64
import dataclasses
import inspect
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from graphql import GraphQLUnionType, get_named_type
from sqlmodel import SQLModel
from starlette.testclient import TestClient

import commons
from commons import authorship, case_studies, drafts, keys, library, publishing, tool_benchmarks
from commons.database import Database
from commons.figures import Observation
from commons.organisations import CourtEntry, Profile
from commons.tool_benchmarks import ScoredCriterion
from schema import letters, root
from schema.endpoint import Runner
from schema.letters import Letter
from search import documents
from tests.conftest import Ticking
from tests.schema import planted as planting
from tests.schema import world as worlds
from tests.schema.planted import PROFILE, WORDS, Planted, found_secrets, leaks
from tests.schema.world import World

UNKNOWN = "3b241101-e2bb-4255-8caf-4136c566a962"
# Lists in lists pass the limit of cost; the fields left out are asked for by others.
GUARDED = (
    "draft", "operations", "verification", "moderationBatch",
    "moderationHealth", "vendorAnswers", "vendorCode", "unsealingDemands",
)  # fmt: skip
OF_LISTS = frozenset({"CaseStudy.tools", "ToolBenchmark.tools"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("leaks")


@pytest.fixture(scope="module")
def planted(sqlite_template: Path, folder: Path) -> Iterator[Planted]:
    shutil.copy(sqlite_template, folder / "recul.sqlite")
    database = Database(f"sqlite:///{folder / 'recul.sqlite'}")
    sent: list[Letter] = []
    clock, secrets = Ticking(), keys.Keys(b"0123456789abcdef0123456789abcdef")
    product = worlds.product(database, secrets, clock, folder, sent)
    with (
        TestClient(worlds.application(Runner(product))) as client,
        planting.every_log_line() as log,
    ):
        made = planting.plant(World(product, clock, client, sent))
        made.log = log
        yield made
    product.engine.close()
    database.close()


def questions(planted: Planted) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Every field of Query with the ways to ask it, each with every field below it."""
    ids = (
        *planted.publications, planted.waiting, planted.gone, *planted.drafts,
        planted.organisation, planted.token, UNKNOWN,
    )  # fmt: skip
    one = [{"id": each} for each in ids]

    def whole(name: str, *leave: str) -> str:
        return worlds.everything(name, leave=frozenset(leave))

    def by_id(field: str, chosen: str) -> list[tuple[str, dict[str, Any]]]:
        return [(f"query($id: ID!) {{ {field}(id: $id) {chosen} }}", each) for each in one]

    return {
        "search": [
            (
                "query($text: String, $sort: SearchSort!) { search(text: $text, sort: $sort,"
                " first: 10) " + whole("SearchConnection", "Collection.places") + " }",
                {"text": text, "sort": sort},
            )
            for text, sort in (
                ("", "DATE"), ("relancer adhésions", "RELEVANCE"), ("relancer", "DATE"),
                *((word, "RELEVANCE") for word in WORDS),
            )
        ],
        "suggest": [
            ("query($text: String!) { suggest(text: $text) " + whole("Suggestion") + " }",
             {"text": text})
            for text in ("re", "relancer ad", *WORDS)
        ],
        "similar": by_id("similar", whole("LikePractice", *OF_LISTS)),
        "resembling": [
            ("{ resembling(needs: [\"people\"]) " + whole("LikePractice", *OF_LISTS) + " }", {})
        ],
        "caseStudy": by_id("caseStudy", whole("CaseStudy")),
        "toolBenchmark": by_id("toolBenchmark", whole("ToolBenchmark")),
        "node": by_id("node", "{ id ... on Practice " + whole("Practice") + " }"),
        "tools": [("{ tools " + whole("Tool") + " }", {})],
        "metrics": [("{ metrics " + whole("Metric") + " }", {})],
        "tool": [('{ tool(code: "helloasso") ' + whole("Tool") + " }", {})],
        "collections": [("{ collections " + whole("Collection", "Collection.places") + " }", {})],
        "collection": [
            (
                "query($slug: String!) { collection(slug: $slug) "
                + whole("Collection", *OF_LISTS, *leave)
                + " }",
                {"slug": planted.slug},
            )
            for leave in (
                ("CaseStudy.figures", "ToolBenchmark.figures"),
                ("ToolBenchmark.criteria", "CaseStudy.channels", "ToolBenchmark.channels"),
            )
        ],
        "vocabulary": [
            ("{ vocabulary { name terms { code label } } }", {}),
        ],
        "viewer": [("{ viewer " + whole("Viewer", *OF_LISTS) + " }", {})],
        "draft": by_id("draft", whole("Draft")),
        "moderationBatch": [("{ moderationBatch " + whole("ModerationBatch") + " }", {})],
        "moderationHealth": [("{ moderationHealth " + whole("ModerationMonth") + " }", {})],
        "moderationPromise": [("{ moderationPromise " + whole("ModerationMonth") + " }", {})],
        "vendorAnswers": [("{ vendorAnswers " + whole("VendorAnswerToReview") + " }", {})],
        "vendorCode": [('{ vendorCode(tool: "helloasso") }', {})],
        "unsealingDemands": [("{ unsealingDemands " + whole("UnsealingDemand") + " }", {})],
        "operations": [("{ operations " + whole("Operations") + " }", {})],
        "signInProviders": [("{ signInProviders { name label } }", {})],
        "invitation": [
            ("query($token: String!) { invitation(token: $token) " + whole("InvitationShown")
             + " }", {"token": token})
            for token in (planted.invitation, planted.token, UNKNOWN, "x")
        ],
        "verification": [("{ verification " + whole("Verification") + " }", {})],
    }  # fmt: skip


def attempts(planted: Planted) -> dict[str, list[Any]]:
    """Every mutation as somebody else would try it on what is the author's."""
    theirs = (*planted.drafts, planted.organisation, planted.token, UNKNOWN)
    shelf = (*planted.publications, planted.waiting, *planted.drafts[:1], UNKNOWN)

    def of_draft(**more: Any) -> list[dict[str, Any]]:
        return [{"draft": each} | more for each in theirs]

    place = [{"collection": planted.slug, "publication": each} for each in shelf]
    return {
        "requestSignIn": [{"email": planting.EMAIL}],
        "signIn": [{"token": "x"}, {"token": planted.token}],
        "signOut": [None],
        "declareOrganisation": [
            worlds.PROFILE | {"rna": PROFILE["rna"]},
            worlds.PROFILE | {"rna": None, "siren": PROFILE["siren"]},
            worlds.PROFILE | {"rna": None, "court": PROFILE["court"]},
        ],
        "reviseOrganisation": [
            worlds.PROFILE | {"rna": PROFILE["rna"]},
            worlds.PROFILE | {"rna": None, "siren": PROFILE["siren"]},
        ],
        "signInWithPassword": [{"email": planting.EMAIL, "password": "quatre mots au hasard"}],
        "signInWithCode": [{"challenge": "x", "code": "000000"}],
        "beginSignInWithProvider": [{"provider": each} for each in ("maison", "x")],
        "signInWithProvider": [{"attempt": "x"}, {"attempt": planted.token, "code": "x"}],
        "linkIdentity": [{"proof": "x"}],
        "unlinkIdentity": [{"id": each} for each in (planted.organisation, UNKNOWN)],
        "setPassword": [{"password": "court"}, {"password": "x" * 20, "current": "y" * 20}],
        "removePassword": [{}, {"current": "y" * 20}],
        "beginSecondFactor": [None],
        "confirmSecondFactor": [{"code": "000000"}],
        "removeSecondFactor": [None],
        "endSession": [{"id": each} for each in (planted.device(), planted.organisation, UNKNOWN)],
        "endOtherSessions": [None],
        "requestAddressChange": [{"email": planting.EMAIL}, {"email": "x"}],
        "changeAddress": [{"token": each} for each in (planted.moving, planted.token, "x")],
        "exportMyData": [None],
        "eraseAccount": [{"words": ""}, {"words": "non"}],
        "leaveNetwork": [{"words": ""}, {"words": "oui", "withdraw": True}],
        "inviteMember": [
            {"email": planting.EMAIL, "handOver": hand_over} for hand_over in (True, False)
        ],
        "inviteAssociation": [{"email": planting.EMAIL}, {"email": "x"}],
        "endInvitation": [{"id": each} for each in (planted.invited(), UNKNOWN)],
        "acceptInvitation": [{"token": each} for each in (planted.invitation, UNKNOWN)],
        "removeMember": [{"id": each} for each in (planted.colleague(), UNKNOWN)],
        "leaveOrganisation": [None],
        "stepIn": [None],
        "vouchFor": [
            {"lines": f"{PROFILE['rna']}\n{PROFILE['siren']}\nWissembourg 4711/8153\n1;x"},
            {"lines": ""},
        ],
        "withdrawVouch": [{"id": each} for each in (planted.organisation, UNKNOWN)],
        "verifyOrganisation": [{"organisation": each} for each in (PROFILE["rna"], UNKNOWN)],
        "refuseOrganisation": [
            {"organisation": each, "word": "Non."} for each in (PROFILE["rna"], UNKNOWN)
        ],
        "mergeOrganisations": [{"kept": PROFILE["rna"], "gone": PROFILE["siren"]}],
        "chooseLetters": [{"pace": "NONE", "language": "FR"}],
        "stopLetters": [{"token": each} for each in ("x", planted.token)],
        "createToken": [{"name": "le mien", "scopes": ["READ"]}],
        "revokeToken": [{"id": each} for each in (planted.token, planted.organisation, UNKNOWN)],
        "openBatch": [None],
        "reviewPublication": [
            {"item": each, "decision": "REFUSE", "reason": "unclear"} for each in shelf
        ],
        "appealReview": [{"publication": each, "words": "rien à redire."} for each in shelf],
        "reportPublication": [{"publication": each, "reason": "unclear"} for each in shelf],
        "answerAsVendor": [{"tool": "helloasso", "code": "AAAA", "text": "Bonjour."}],
        "reviewVendorAnswer": [{"id": UNKNOWN, "show": True}],
        "askUnsealing": [{"publication": each, "reason": "pour voir"} for each in shelf],
        "confirmUnsealing": [{"id": each} for each in (planted.token, UNKNOWN)],
        "appointModerator": [{"email": planting.EMAIL}],
        "dismissModerator": [{"email": planting.EMAIL}, {"email": planting.MODERATOR}],
        "saveCaseStudyDraft": [{"id": each, "practice": worlds.CASE} for each in theirs],
        "saveToolBenchmarkDraft": [{"id": each, "practice": worlds.BENCHMARK} for each in theirs],
        "previewPublication": of_draft(),
        "decideFinding": of_draft(version=1, findings=["x"], choice="ACCEPT"),
        "answerDoubts": of_draft(version=1, no=["x"]),
        "setDraftTerms": of_draft(version=1),
        "publishDraft": of_draft(version=1),
        "withdrawPublication": [{"id": each} for each in shelf],
        "deleteDraft": of_draft(),
        "contributeFigures": [
            {"observations": [], "channels": ["email"]},
            {"observations": [{"metric": "response-rate", "basis": "sent", "value": 4}]},
        ],
        "grantDepth": [{"open": True}, {"open": False}],
        "createCollection": [{"title": f"Choix de {WORDS[0].title()}"}, {"title": "Autre choix"}],
        "addToCollection": [each | {"note": "à lire"} for each in place],
        "moveInCollection": [each | {"position": 1} for each in place],
        "removeFromCollection": [*place[2:]],
    }


def mutation(name: str, given: Any) -> str:
    """A mutation that asks for every field of whatever it may answer."""
    known = root.schema._schema.mutation_type
    assert known
    field = known.fields[name]
    answer = get_named_type(field.type)
    chosen = worlds.everything(answer.name, leave=OF_LISTS | {"Collection.places"})
    if given is None:
        return f"mutation {{ result: {name} {chosen} }}"
    kind = get_named_type(field.args["input"].type).name
    return f"mutation($input: {kind}!) {{ result: {name}(input: $input) {chosen} }}"


def strangers(planted: Planted) -> dict[str, str | None]:
    return {
        "visitor": None,
        "person": planted.person.token,
        "reader": planted.reader.token,
        "curator": planted.curator.token,
    }


def test_no_answer_names_an_author(planted: Planted) -> None:
    asked = questions(planted)
    known = root.schema._schema.query_type
    assert known
    assert set(asked) == set(known.fields), "a new field of Query must be driven here"
    secrets, found, answered = planted.secrets(), [], 0

    for viewer, token in strangers(planted).items():
        for name, ways in asked.items():
            for query, variables in ways:
                # The words differ by language, what is behind them does not.
                for language in ("fr", "en") if viewer == "reader" else ("fr",):
                    body = planted.world.ask(query, variables, token, language)
                    if name not in GUARDED:
                        assert "errors" not in body, (name, body)
                    answered += body.get("data") is not None
                    text = json.dumps(body, ensure_ascii=False)
                    # The lists themselves hold words like the class of employees.
                    found += leaks(text, name, forms=name == "vocabulary")
                    found += found_secrets(text, secrets)
                    if viewer in ("visitor", "person"):
                        found += [name] if planting.RESERVED in text else []

    assert found == []
    assert answered > 200


def test_what_is_published_is_there_to_be_read(planted: Planted) -> None:
    """The walk above reads what authors published, not empty answers."""
    shown = planted.world.read(
        "query($id: ID!) { node(id: $id) { ... on CaseStudy { title tried figures { value } } } }",
        None,
        {"id": planted.publications[0]},
    )["node"]

    assert shown["figures"][0] == {"value": "49"}
    assert "[personne A]" in shown["tried"]


def own_data(planted: Planted, email: str) -> str:
    """The text of every file that somebody is given who signs in and asks for their data."""
    token = planted.world.sign_in(email).token
    body = planted.world.ask(mutation("exportMyData", None), {}, token)
    packed = base64.b64decode(body["data"]["result"]["archive"])
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        return "\n".join(f"{name}\n{folder.read(name).decode()}" for name in folder.namelist())


def test_what_one_is_given_of_oneself_names_no_author(planted: Planted) -> None:
    """Packed, it would pass the walks unread."""
    theirs = {
        planted.organisation, planted.token, planted.waiting, planted.gone, planted.secret,
        planted.author.token, planted.invitation, planted.stop, planted.device(),
        planted.invited(), planted.colleague(), *planted.drafts,
    }  # fmt: skip
    # Whoever signs in has dates like the author's.
    days = {*planting.DATES, "20260309", "20260310"}

    def values(text: str) -> set[str]:
        return {each.removesuffix(" in data") for each in leaks(text, "data")} - days

    for email in (planted.reader.email, planted.curator.email, planted.person.email):
        text = own_data(planted, email)

        assert email in text
        assert values(text) == set()
        assert found_secrets(text, [*theirs, *planted.publications]) == []
    own = own_data(planted, planting.EMAIL)
    assert {"azqwk", "gwenola", "wissembourg", "citrouille", "48211"} <= values(own)
    assert set(found_secrets(own, [*planted.publications, planted.waiting])) == {
        *planted.publications, planted.waiting,
    }  # fmt: skip


def test_no_act_of_another_names_an_author(planted: Planted) -> None:
    tried = attempts(planted)
    known = root.schema._schema.mutation_type
    assert known
    assert set(tried) == set(known.fields), "a new mutation must be driven here"
    secrets, found, refused = planted.secrets(), [], set()

    for viewer in strangers(planted):
        for name, ways in tried.items():
            for given in ways:
                # Signing out ends a session: each act begins with one of its own.
                token = strangers(planted)[viewer] if name != "signOut" else None
                for language in ("fr", "en") if viewer == "reader" else ("fr",):
                    body = planted.world.ask(
                        mutation(name, given), {"input": given}, token, language
                    )
                    assert "errors" not in body, (name, body)
                    text = json.dumps(body, ensure_ascii=False)
                    asked = json.dumps(given, ensure_ascii=False)
                    # What one typed oneself is said again in a refusal, as it must.
                    found += [each for each in leaks(text, name) if each not in leaks(asked, name)]
                    found += found_secrets(
                        text, secrets, asked=[each for each in secrets if each in asked]
                    )
                    if body["data"]["result"]["__typename"].endswith("Problem"):
                        refused.add((viewer, name))

    assert found == []
    assert len(refused) > 50
    assert sorted(planted.secrets() - planting.private_values(planted.world)) == sorted(
        {planted.secret, planted.author.token, planted.reader.token, planted.curator.token,
         planted.waiting, planted.stop}
    )  # fmt: skip


def test_no_error_names_an_author(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    """Syntax, validation, coercion, limits, methods, and a bug that quotes what it read."""
    world, found = planted.world, []
    secrets = planted.secrets()
    bodies = [
        world.post({"query": query, "variables": variables}, planted.reader.token).text
        for query, variables in (
            ("{", {}),
            ("{ nothing }", {}),
            ("{ viewer { drafts { nothing } } }", {}),
            ("query($id: ID!) { draft(id: $id) { id } }", {}),
            ("query($id: ID!) { draft(id: $id) { id } }", {"id": [1]}),
            ("query($id: ID!) { draft(id: $id) { id } }", {"id": planted.drafts[0]}),
            ("{ search(first: 99) { totalCount } }", {}),
            ('{ search(after: "x") { totalCount } }', {}),
            ('{ search(filter: {sizes: ["x"]}) { totalCount } }', {}),
        )
    ]
    bodies += [
        world.client.request(method, "/graphql", content=content).text
        for method, content in (("PUT", b""), ("GET", b""), ("POST", b"x"), ("OPTIONS", b""))
    ]

    def stumble(*_: object, **__: object) -> None:
        raise RuntimeError(f"Gwenola Kerbrat, 48211, {planted.organisation}")

    monkeypatch.setattr(publishing, "unpublished", stumble)
    monkeypatch.setattr(library, "item", stumble)
    monkeypatch.setattr(publishing, "open_draft", stumble)
    bodies += [
        world.post({"query": query, "variables": {"id": UNKNOWN}}, planted.author.token).text
        for query in (
            "{ viewer { drafts { id } } }",
            "query($id: ID!) { node(id: $id) { id } }",
            "query($id: ID!) { draft(id: $id) { id } }",
        )
    ]

    assert sum('"internal"' in body for body in bodies) == 3
    for body in bodies:
        found += leaks(body, "error")
        found += found_secrets(body, secrets, asked=planted.drafts[:1])
    assert found == []
    assert leaks("\n".join(planted.log), "log") == []


def test_the_author_alone_sees_what_is_theirs(planted: Planted) -> None:
    """The planted values are found where they may be: the walks are not blind."""
    (query, _), *_ = questions(planted)["viewer"]

    of_draft = {"input": {"draft": planted.drafts[-1]}}
    bodies = (
        planted.world.ask(query, None, planted.author.token),
        planted.world.ask(mutation("previewPublication", {}), of_draft, planted.author.token),
    )
    body = json.dumps(bodies, ensure_ascii=False)

    seen = leaks(body, "viewer")
    for value in (
        "zephyrin", "azqwk", "plouzevede", "gwenola", "jetondez", "48211", "3141577", "2021-07",
        "2019-08", "2027-10", "2026-04-08", "0639984712", "1234577", "citrouille",
        "mirabelline",
    ):  # fmt: skip
        assert f"{value} in viewer" in seen
    assert {planted.waiting, planted.token} <= set(found_secrets(body, planted.secrets()))


@pytest.mark.parametrize(
    "text",
    [
        "Les Amis du ZÉPHYRIN", "Z é p h y r i n", "z&eacute;phyrin", "z%C3%A9phyrin",
        r"z\u00e9phyrin", "TGVzIEFtaXMgZHUgWsOpcGh5cmlu", "48 211", "48\u202f211", "48.211",
        "W 293 847 561", "06.39.98.47.12", "10 mars 2026", "2026-03-10T08:00", "n=4711;",
    ],
)  # fmt: skip
def test_a_planted_value_is_found_however_it_is_written(text: str) -> None:
    assert leaks(text, "text")


def test_no_log_line_names_anybody(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"the words of {planted.organisation} {WORDS}")

    monkeypatch.setattr(planted.world.product.engine, "search", broken)
    asked = {"query": '{ search(text: "relancer") { totalCount } }'}
    assert "errors" in planted.world.client.post("/graphql", json=asked).json()
    assert any("search" in line for line in planted.log), "what went wrong is written down"

    assert leaks("\n".join(planted.log), "log") == []
    # Who wrote what is in no line: no line holds a private id at all.
    assert found_secrets("\n".join(planted.log), planted.secrets()) == []


def test_letters_say_nothing_but_their_link(planted: Planted) -> None:
    made = {
        name
        for name, each in inspect.getmembers(letters, inspect.isfunction)
        if each.__module__ == letters.__name__
    }
    assert made == {
        "alert",
        "new_address",
        "address_wanted",
        "address_changed",
        "sign_in",
        "invitation",
        "hand_over",
        "welcome",
        "notice",
        "unsealing",
    }, "a new letter must be driven here"

    assert {each.to for each in planted.world.letters} >= {planting.EMAIL}
    for letter in planted.world.letters:
        assert leaks(letter.subject + letter.text, "letter") == []
        said = letter.subject + letter.text
        for_operators = planted.heads() if "--head" in said else []
        asked = [planted.stop, *for_operators]
        assert found_secrets(said, planted.secrets(), asked=asked) == []
    assert [each.to for each in planted.world.letters if planted.stop in each.text] == [
        planting.EMAIL
    ] * 2


def test_the_index_and_the_shelf_name_nobody(planted: Planted, folder: Path) -> None:
    world, found, secrets = planted.world, [], planted.secrets()
    with world.product.database.reading() as session:
        items = list(library.everything(session))
    assert {each.id for each in items} == set(planted.publications)

    for item in items:
        document = repr(dataclasses.asdict(documents.document(item)))
        found += leaks(document, "document") + leaks(repr(item), "shelf")
        found += found_secrets(document + repr(item), secrets)
    for table, rows in world.rows().items():
        text = "".join(rows)
        if table in planting.PUBLIC_TABLES:
            # What waits for its release is on the shelf, where its author put it.
            found += [each for each in leaks(text, table) if each.split()[0] != planting.WAITING]
            found += found_secrets(text, secrets - {planted.waiting})
    # Uncompressed parts of the index: terms, fast fields, names of files. What was withdrawn goes
    # from them at night, when all of it is built anew.
    words = set(WORDS) - {planting.GONE}
    for path in (folder / "index").rglob("*"):
        if path.is_file():
            content = path.read_bytes().decode("latin-1").lower()
            found += [f"{each} in {path.suffix}" for each in words if each in content]
            found += found_secrets(content, secrets)

    assert found == []


def test_nothing_private_is_in_clear_in_the_database(planted: Planted, folder: Path) -> None:
    """Of a copy of the files: neither the organisation, its people nor its drafts can be read."""
    content = b"".join(path.read_bytes() for path in folder.glob("recul.sqlite*"))
    text = planting.folded(content.decode("utf-8", errors="ignore"))

    # Between other bytes four letters or digits are there by chance. What waits is on the shelf;
    # the log holds what was withdrawn until the night.
    longer = [each for each in (*WORDS, *planting.NUMBERS, *planting.DATES) if len(each) > 5]
    shelved = (planting.WAITING, planting.GONE)
    found = [each for each in longer if each in text and each not in shelved]

    assert found == []


# -- every private place was planted ---------------------------------------------------------------


def snake(names: object) -> set[str]:
    assert isinstance(names, dict)
    return {"".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name)
            for name in names}  # fmt: skip


# Fields of a draft that are published as they are: codes, and the score of a criterion.
PUBLISHED = {
    "language", "themes", "channels", "publics", "outcome", "status", "human_link", "human_means",
    "dose", "cost", "setup_time", "tools", "needs", "tool", "again", "leaving_reasons", "left_for",
    "vendor_tie",
}  # fmt: skip


def test_every_private_field_was_planted() -> None:
    """A new field of what is kept sealed must be planted too."""
    assert snake(PROFILE) == set(Profile.model_fields)
    assert set(PROFILE["court"]) == set(CourtEntry.model_fields)
    assert set(planting.TEXTS) == set(case_studies.TEXTS)
    assert {name for name in planting.BENCHMARK if isinstance(planting.BENCHMARK[name], str)} == {
        *tool_benchmarks.TEXTS, "started",
    }  # fmt: skip
    for model, given in (
        (case_studies.CaseStudyDraft, planting.CASE),
        (tool_benchmarks.ToolBenchmarkDraft, planting.BENCHMARK),
    ):
        assert set(model.model_fields) - PUBLISHED - {"observations"} == snake(given) - {
            "observations"
        }
    observed = snake(planting.CASE["observations"][0] | planting.CASE["observations"][1])
    assert set(Observation.model_fields) - {"moment", "source"} == observed
    assert {name for each in planting.BENCHMARK["criteria"] for name in each} == set(
        ScoredCriterion.model_fields
    )
    # Ids are taken from the tables, times are the clock's, an answer is by the id of its doubt.
    assert {each.name for each in dataclasses.fields(drafts.Manuscript)} == {
        "id", "organisation", "kind", "version", "practice", "created", "updated", "decisions",
        "answers", "audience", "embargo", "hide",
    }  # fmt: skip
    assert {each.name for each in dataclasses.fields(drafts.Decision)} == {
        "choice", "replacement", "reason",
    }  # fmt: skip
    assert {each.name for each in dataclasses.fields(authorship.Authorship)} == {
        "publication_id", "organisation", "draft", "moment", "release", "topic",
    }  # fmt: skip


def test_every_private_table_was_planted(planted: Planted) -> None:
    """What a new private column holds is looked for without being named here."""
    private = {table.name for table in SQLModel.metadata.sorted_tables} - planting.PUBLIC_TABLES
    assert private == {
        "access_token", "answer_time", "arrival", "batch_item", "correspondence",
        "depth_grant", "draft", "erased", "external_identity",
        "federation", "figure", "held", "invitation", "journal",
        "mark",
        "membership", "notice", "organisation", "password", "person", "report", "review", "seal",
        "second_factor",
        "sign_in_link", "sign_in_session", "staff", "unsealing_demand", "unsealing_entry",
        "nearly_open", "vendor_answer", "vouch", "waiting_letter", "welcomed",
    }  # fmt: skip
    rows = planted.world.rows()
    assert [table for table in private if not rows[table] and table != "mark"] == []
    assert len(planted.secrets()) > 60


def test_everything_sealed_is_known_here() -> None:
    """A new kind of sealed row must be planted too: every call that seals is counted."""
    folder = Path(next(iter(commons.__path__)))
    calls: dict[str, int] = {}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("seal", "wrap")
            ):
                calls[path.stem] = calls.get(path.stem, 0) + 1

    assert calls == {
        "entrance": 1,  # a challenge, which is handed out
        "links": 1,
        "correspondence": 2,  # when a person is first written to, and when they choose
        "notices": 3,  # what is told, also under another key, and whom it waits for
        "arrivals": 1,
        "journal": 1,
        "ledger": 2,  # what was erased, and the ledger's own key
        "external": 2,  # when it is linked, and at a rotation
        "invitations": 2,
        "memberships": 2,  # when somebody joins, and when their role changes
        "passwords": 1,
        "people": 3,  # at the first sign-in, at each sign of life, and at another address
        "second_factor": 1,
        "staff": 3,  # when a role is given, when somebody leaves an organisation, and at a rotation
        "sessions": 2,  # when it begins or is renewed, and when it is used
        "tokens": 1,
        "promise": 1,
        "reports": 1,
        "reviews": 1,
        "drafts": 1,
        "figures": 1,
        "organisations": 3,  # the profile, and its key at the beginning and at a rotation
        "vouching": 2,  # what was sent, and by whom
        "__init__": 2,  # the authorship, and a demand to unseal one
        "log": 1,  # of unsealings
        "vendors": 1,  # who wrote what waits
        "reciprocity": 4,  # a welcome, what a federation opens, and both at a rotation
    }


def test_no_shelf_table_can_lead_back() -> None:
    """The public tables know only each other, and what their columns may hold is counted."""
    public = {
        "publication": {"id", "kind", "state", "audience", "visible_from", "month", "version"},
        "publication_version": {
            "publication_id",
            "number",
            "month",
            "language",
            "content",
            "folded_title",
        },
        "publication_label": {"publication_id", "facet", "code"},
        "imported": {"publication_id", "source", "source_id"},
        "outbox": {"sink", "publication_id", "version", "refused"},
        "seal": {"publication_id", "draft_hash", "blob"},
        "collection": {"slug", "federation", "language", "title", "introduction"},
        "collection_item": {"collection", "publication_id", "position", "note"},
        # What moderators, readers and the wait add: who wrote to them, and when, is in none.
        "batch_item": {"id", "publication_id", "position", "week"},
        "held": {"publication_id"},
        "report": {"publication_id", "sealed"},
        "review": {"publication_id", "state", "sealed"},
    }
    for name, columns in public.items():
        table = SQLModel.metadata.tables[name]
        assert set(table.columns.keys()) == columns
        reached = {key.column.table.name for key in table.foreign_keys}
        assert reached <= {"publication", "collection", "federation"}
        for column in table.columns:
            assert not isinstance(column.type, sa.DateTime)
    for table in SQLModel.metadata.tables.values():
        refers = any(key.column.table.name == "publication" for key in table.foreign_keys)
        assert table.name in public or not (refers or "publication_id" in table.columns), table.name


def test_every_answer_of_a_mutation_is_a_union_with_its_problems() -> None:
    """What a mutation may answer is walked whole, problems included."""
    known = root.schema._schema.mutation_type
    assert known
    plain = {
        name
        for name, field in known.fields.items()
        if not isinstance(get_named_type(field.type), GraphQLUnionType)
    }
    assert plain == {"signOut"}
