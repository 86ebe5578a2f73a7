"""Identities planted in every private place, then looked for byte by byte in every outlet."""

import dataclasses
import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from commons import accounts, case_studies, library
from commons.organisations import CourtEntry, Profile
from commons.tool_benchmarks import ToolBenchmarkDraft
from schema import root
from search import documents
from tests.schema import world as worlds
from tests.schema.world import ACTS, CASE, Author, World

# One value for every private place, each unlike any word of the product.
PROFILE: dict[str, Any] = {
    "legalName": "Les Amis du Zéphyrin",
    "otherNames": ["Zéphyrinade"],
    "acronym": "AZQW",
    "towns": ["Plouzévédé", "Trébabu"],
    "department": "Finistère",
    "people": ["Gwenola Kerbrat", "Yves Quiniou"],
    "domain": "zephyrin-amis.example",
    "handles": ["@zephyrinade"],
    "rna": "W293847561",
    "siren": "732829320",
    "court": {"court": "Wissembourg", "volume": 4711, "folio": 8153},
    "budget": "10k-50k",
    "employees": "50-249",
    "volunteers": "30-99",
    "field": "culture",
    "scope": "epci",
    "region": "53",
}
EMAIL = "gwenola.kerbrat@zephyrin-amis.example"
TOKEN_NAME = "jeton-de-zephyrine"
TEXTS = {
    "title": "Relancer avec Les Amis du Zéphyrin",
    "tried": "Gwenola Kerbrat a écrit depuis Plouzévédé, puis Yves Quiniou depuis Trébabu, dans le "
    "Finistère. Les AZQW ont répondu.",
    "context": "La Zéphyrinade tient dans une grange.",
    "done": "Un compte, @zephyrinade, et un site, zephyrin-amis.example, furent créés.",
    "results": "Écrire à gwenola.kerbrat@zephyrin-amis.example ou appeler le 06 39 98 47 12.",
    "regrets": "Le numéro W293847561 et le 732 829 320 figuraient sur la lettre.",
    "advice": "ne rien promettre.",
}
OBSERVATION = {
    "metric": "response-rate", "basis": "sent", "numerator": 48_211, "denominator": 97_813,
    "start": "2021-07", "end": "2021-11",
}  # fmt: skip
BENCHMARK = {
    "use": "encaisser les adhésions de la Zéphyrinade.", "adopted": 6_737, "equipped": 9_161,
    "monthlyHours": 5_839, "started": "2019-08",
    "criteria": [
        {"code": "ease", "score": 4, "comment": "Yves Quiniou l'a compris seul."},
        {"code": "value", "score": 5}, {"code": "support", "score": 3},
    ],
}  # fmt: skip

# What must be in no outlet, in any case or with any separators.
PLANTED = (
    "zephyrin", "zéphyrin", "azqw", "plouzévédé", "plouzevede", "trébabu", "trebabu", "finistère",
    "gwenola", "kerbrat", "quiniou", "w293847561", "732829320", "wissembourg", "4711", "8153",
    "0639984712", "jeton-de", "48211", "97813", "2021-07", "2021-11", "202107", "202111",
    "6737", "9161", "5839", "2019-08", "201908", "50-249", "30-99", "epci", "2026-03-10",
    "2026-03-09",
)  # fmt: skip


def squeezed(text: str) -> str:
    return re.sub(r"[\s._]", "", text).casefold()


def leaks(outlet: str, where: str, *more: str) -> list[str]:
    """The planted values that an outlet holds."""
    found = squeezed(outlet)
    return [f"{value} in {where}" for value in (*PLANTED, *more) if squeezed(value) in found]


@dataclasses.dataclass
class Planted:
    """The world once everything private in it was published from."""

    world: World
    author: Author
    reader: Author
    publications: list[str]
    slug: str
    private_ids: list[str]
    log: str


@pytest.fixture
def planted(world: World, caplog: pytest.LogCaptureFixture) -> Planted:
    caplog.set_level(logging.DEBUG)
    world.clock.forward(days=-1)
    author = world.join("x", **PROFILE)
    world.do("requestSignIn", {"email": EMAIL})
    curator = world.join("federation", kind="FEDERATION")
    reader = world.join("lecteurs")
    author.email = EMAIL
    world.clock.forward(days=1)
    made = world.do(
        "createToken", {"name": TOKEN_NAME, "scopes": ["READ", "PUBLISH"]}, author.token
    )
    case_draft, version = world.save(
        author, **TEXTS, started="2019-08", observations=[OBSERVATION], tools=["helloasso"]
    )
    case = world.release(author, case_draft, version)
    benchmark = world.evaluate(author, **BENCHMARK)
    members = world.publish(author, audience="MEMBERS", **TEXTS)
    # A second draft stays private.
    private, _ = world.save(author, **TEXTS, observations=[OBSERVATION])
    slug = world.do("createCollection", {"title": "Choix"}, curator.token)["slug"]
    for publication in (case, benchmark):
        place = {"collection": slug, "publication": publication}
        world.do("addToCollection", place, curator.token)
    world.push()
    with world.product.database.reading() as session:
        person = accounts.viewer_of(
            session, world.product.keys, world.product.authorships, author.token, world.clock()
        ).person
    assert author.organisation
    assert person
    return Planted(
        world,
        author,
        reader,
        [case, benchmark, members],
        slug,
        [author.organisation, person, case_draft, private, made["token"]["id"], made["secret"],
         author.token],
        caplog.text,
    )  # fmt: skip


def questions(planted: Planted) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Every field of Query with the ways to ask it, each with every field below it."""
    one = [{"id": each} for each in (*planted.publications, *planted.private_ids)]
    practice = worlds.everything("Practice")
    leave = frozenset({"Collection.places"})
    # Lists in lists pass the limit of cost; search and node ask for these.
    of_lists = frozenset({"CaseStudy.tools", "ToolBenchmark.tools"})
    return {
        "search": [
            (
                "query($text: String, $sort: SearchSort!) { search(text: $text, sort: $sort,"
                " first: 10) " + worlds.everything("SearchConnection", leave=leave) + " }",
                {"text": text, "sort": sort},
            )
            for text in ("", "relancer adhésions", *(each for each in PLANTED if each.isalpha()))
            for sort in ("RELEVANCE", "DATE")
        ],
        "caseStudy": [
            ("query($id: ID!) { caseStudy(id: $id) " + worlds.everything("CaseStudy") + " }", each)
            for each in one
        ],
        "toolBenchmark": [
            (
                "query($id: ID!) { toolBenchmark(id: $id) "
                + worlds.everything("ToolBenchmark")
                + " }",
                each,
            )
            for each in one
        ],
        "node": [("query($id: ID!) { node(id: $id) { id ... on Practice " + practice + " } }", each)
                 for each in one],
        "tools": [("{ tools " + worlds.everything("Tool") + " }", {})],
        "tool": [('{ tool(code: "helloasso") ' + worlds.everything("Tool") + " }", {})],
        "collections": [
            ("{ collections " + worlds.everything("Collection", leave=leave) + " }", {})
        ],
        "collection": [
            (
                "query($slug: String!) { collection(slug: $slug) "
                + worlds.everything("Collection", leave=of_lists)
                + " }",
                {"slug": planted.slug},
            )
        ],
        "vocabulary": [],  # the same words for everybody, from files: holds "epci" and the like
        "viewer": [("{ viewer " + worlds.everything("Viewer", leave=of_lists) + " }", {})],
        "draft": [
            ("query($id: ID!) { draft(id: $id) " + worlds.everything("Draft") + " }", each)
            for each in one
        ],
    }  # fmt: skip


def test_no_answer_names_an_author(planted: Planted, caplog: pytest.LogCaptureFixture) -> None:
    asked = questions(planted)
    known = root.schema._schema.query_type
    assert known
    assert set(asked) == set(known.fields), "a new field of Query must be driven here"
    world, found, answered = planted.world, [], 0

    for token in (None, planted.reader.token):
        for name, ways in asked.items():
            for query, variables in ways:
                for language in ("fr", "en"):
                    body = world.ask(query, variables, token, language)
                    if name != "draft":
                        assert "errors" not in body, (name, body)
                    answered += body.get("data") is not None
                    # What one asked comes back in no answer, so it need not be left out.
                    found += leaks(json.dumps(body, ensure_ascii=False), name)
                    found += [
                        f"{each} in {name}"
                        for each in planted.private_ids
                        if each in json.dumps(body)
                    ]

    assert found == []
    assert answered > 200
    shown = world.read(
        "query($id: ID!) { node(id: $id) { ... on CaseStudy { title tried figures { value } } } }",
        None,
        {"id": planted.publications[0]},
    )["node"]
    assert shown["figures"] == [{"value": "49"}]
    assert "[personne A]" in shown["tried"]
    assert leaks(caplog.text, "log") == []


def test_the_author_alone_sees_what_is_theirs(planted: Planted) -> None:
    """The planted values are found where they may be: the search above is not blind."""
    (query, _), *_ = questions(planted)["viewer"]

    body = planted.world.ask(query, None, planted.author.token)

    seen = leaks(json.dumps(body, ensure_ascii=False), "viewer")
    for value in ("zéphyrin", "azqw", "plouzévédé", "gwenola", "jeton-de", "48211", "2021-07"):
        assert f"{value} in viewer" in seen


def test_no_error_names_an_author(planted: Planted, caplog: pytest.LogCaptureFixture) -> None:
    world, found = planted.world, []
    case = planted.publications[0]
    attempts: list[tuple[str, dict[str, Any]]] = [
        ("declareOrganisation", worlds.PROFILE | {"rna": PROFILE["rna"]}),
        ("declareOrganisation", worlds.PROFILE | {"rna": None, "siren": PROFILE["siren"]}),
        ("withdrawPublication", {"id": case}),
        *(("previewPublication", {"draft": each}) for each in planted.private_ids[:4]),
        *(("deleteDraft", {"draft": each}) for each in planted.private_ids[:4]),
        *(("publishDraft", {"draft": each, "version": 1}) for each in planted.private_ids[:4]),
        *(("setDraftTerms", {"draft": each, "version": 1}) for each in planted.private_ids[:4]),
        *(("revokeToken", {"id": each}) for each in planted.private_ids),
        *(
            ("saveCaseStudyDraft", {"id": each, "practice": CASE})
            for each in planted.private_ids[:4]
        ),
        ("addToCollection", {"collection": planted.slug, "publication": case}),
        ("requestSignIn", {"email": EMAIL}),
        ("signIn", {"token": "x"}),
    ]
    stranger = world.sign_in("nouvelle@exemple.test")

    for token in (None, planted.reader.token, stranger.token):
        for name, given in attempts:
            if (name, token) == ("declareOrganisation", planted.reader.token):
                continue
            body = world.ask(ACTS[name], {"input": given}, token)
            found += leaks(json.dumps(body, ensure_ascii=False), name)

    assert found == []
    assert leaks(caplog.text, "log") == []


def test_a_log_written_in_passing_names_nobody(planted: Planted) -> None:
    assert leaks(planted.log, "log") == []
    # Who wrote what is in no line: no line holds a private id at all.
    assert [each for each in planted.private_ids if each in planted.log] == []


def test_the_index_and_the_shelf_name_nobody(planted: Planted, tmp_path: Path) -> None:
    world, found = planted.world, []
    with world.product.database.reading() as session:
        items = list(library.everything(session))
    assert {each.id for each in items} == set(planted.publications)

    for item in items:
        document = repr(dataclasses.asdict(documents.document(item)))
        found += leaks(document, "document") + leaks(repr(item), "shelf")
        found += [each for each in planted.private_ids if each in document + repr(item)]
    shelf = {"publication", "publication_version", "publication_label", "outbox", "collection",
             "collection_item", "tool"}  # fmt: skip
    for table, rows in world.rows().items():
        if table in shelf:
            found += leaks("".join(rows), table)
            found += [each for each in planted.private_ids if each in "".join(rows)]
    # Uncompressed parts of the index: terms, fast fields, names of files.
    for path in (tmp_path / "index").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found += [
                f"{each} in {path.suffix}"
                for each in (*PLANTED[:15], *planted.private_ids)
                if each.encode() in content.lower()
            ]

    assert found == []


def test_nothing_private_is_in_clear_in_the_database(planted: Planted) -> None:
    """Of a copy of the files: neither the organisation, its people nor its drafts can be read."""
    planted.world.product.database.close()
    url = planted.world.product.database.url.database
    assert url
    content = b"".join(path.read_bytes() for path in Path(url).parent.glob("recul.sqlite*"))
    lowered = content.lower()

    readable = {"50-249", "epci"}  # words of the vocabulary are no secret by themselves
    found = [
        value
        for value in (*PLANTED, EMAIL, TOKEN_NAME, "06 39 98 47 12", "732 829 320")
        if len(value) > 4 and value not in readable and value.encode() in lowered
    ]

    assert found == []


def test_every_private_place_was_planted() -> None:
    """A new field of the profile or of a draft must be planted too."""
    names = {re.sub(r"[A-Z]", lambda match: "_" + match[0].lower(), name) for name in PROFILE}
    assert names | {"kind"} == set(Profile.model_fields)
    assert set(PROFILE["court"]) == set(CourtEntry.model_fields)
    texts = {"title", "tried", "context", "done", "results", "regrets", "advice"}
    assert set(TEXTS) == texts == set(case_studies.TEXTS)
    numbers = {"adopted", "equipped", "monthly_hours"}
    assert numbers <= set(ToolBenchmarkDraft.model_fields)
    private = {
        name
        for name, field in ToolBenchmarkDraft.model_fields.items()
        if field.annotation in (int, int | None)
    }
    assert private == numbers


def test_no_shelf_table_can_lead_back() -> None:
    """The public tables know only each other, and what their columns may hold is counted."""
    public = {
        "publication": {"id", "kind", "state", "audience", "visible_from", "month", "version"},
        "publication_version": {"publication_id", "number", "month", "language", "content"},
        "publication_label": {"publication_id", "facet", "code"},
        "outbox": {"sink", "publication_id", "version"},
        "seal": {"publication_id", "draft_hash", "blob"},
    }
    for name, columns in public.items():
        table = SQLModel.metadata.tables[name]
        assert set(table.columns.keys()) == columns
        reached = {key.column.table.name for key in table.foreign_keys}
        assert reached <= {"publication"}
        for column in table.columns:
            assert not isinstance(column.type, sa.DateTime)
    referring = {
        table.name
        for table in SQLModel.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "publication"
    }
    assert referring <= {"publication_version", "publication_label", "collection_item"}
