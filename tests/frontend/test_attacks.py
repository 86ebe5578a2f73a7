"""What an attacker reads between the lines: refusals compared, words tried, values joined."""

import dataclasses
import functools
import json
import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel
from starlette.testclient import TestClient

from commons import library, vocabulary
from search import documents
from tests.frontend.browser import FIELD, Browser
from tests.frontend.conftest import OpenSite, Site
from tests.frontend.hostile import TOKEN, Maker
from tests.frontend.test_permissions import ACTS as ACTS_OF_PAGES
from tests.frontend.test_permissions import enter, site_of
from tests.schema import planted as planting
from tests.schema.cast import Cast
from tests.schema.world import ACTS, BENCHMARK, CASE, Author

UNKNOWN = "3b241101-e2bb-4255-8caf-4136c566a962"
ALSO_UNKNOWN = "9c0f6a52-6f0e-4b0c-9a3e-0d1c2b3a4958"


@contextmanager
def statements(site: Site) -> Iterator[list[str]]:
    """What the database is asked meanwhile: the same statements take the same time."""
    sent: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_rest: Any) -> None:
        if threading.current_thread().name != "relay":
            sent.append(statement)

    engine = site.product.database.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def mutated(
    site: Site, token: str, name: str, given: Mapping[str, Any], path: str, one: str
) -> Any:
    """A mutation asked about one id instead of another."""
    body = {"query": ACTS[name], "variables": {"input": {**given, path: one}}}
    return answered(site, "POST", "/graphql", token, json=body)


def opened(site: Site, token: str | None, address: str, one: str) -> Any:
    """A page, but for the id that its links to other languages and to signing in say again."""
    status, headers, text, sent = answered(site, "GET", address.format(one), token)
    kept = [each for each in headers if each[0] != "content-length"]
    return status, kept, text.replace(one, ""), sent


def alike(ask: Callable[[str], Any], hidden: str, unknown: str) -> bool:
    """Whether both are answered the same; the product's own round may fall into one reading."""
    return any(ask(hidden) == ask(unknown) for _ in range(3))


@pytest.fixture(scope="module")
def shelf(
    open_site: OpenSite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """Something of every kind that a stranger may not have, and the stranger."""
    with open_site(tmp_path_factory.mktemp("attacks")) as site:
        author, stranger = site.join("amis"), site.join("autres")
        curator = site.join("federation", kind="FEDERATION")
        rival = site.join("rivale", kind="FEDERATION")
        draft, version = site.save(author)
        published = site.publish(author)
        waiting_draft, _ = site.save(author)
        waiting, waits = planting.shared(site, author, waiting_draft)
        assert waits
        gone = site.publish(author)
        site.do("withdrawPublication", {"id": gone}, author.token)
        given = {"name": "x", "scopes": ["READ"]}
        token = site.do("createToken", given, author.token)["token"]["id"]
        site.push()
        yield {
            "site": site, "stranger": stranger, "author": author, "curator": curator,
            "draft": draft, "version": version, "published": published, "waiting": waiting,
            "gone": gone, "token": token,
            "members": site.publish(author, audience="MEMBERS"),
            "contributors": site.publish(author, audience="CONTRIBUTORS"),
            "embargoed": site.publish(author, embargo="2026-09"),
            "collection": site.do("createCollection", {"title": "Choix"}, rival.token)["slug"],
            "own": site.do("createCollection", {"title": "Suite"}, curator.token)["slug"],
        }  # fmt: skip


def answered(site: Site, method: str, address: str, token: str | None, **more: Any) -> Any:
    """An answer without the id it was asked about, and what the database was asked for it."""
    site.client.cookies.clear()
    if token:
        site.client.cookies.set("recul_session", token)
    with statements(site) as sent:
        answer = site.client.request(method, address, **more)
    headers = sorted(answer.headers.multi_items())
    return answer.status_code, headers, answer.text, tuple(sent)


@pytest.mark.parametrize("kind", ["members", "contributors", "embargoed", "waiting", "gone"])
def test_what_is_not_for_a_viewer_is_answered_as_what_is_not(
    shelf: dict[str, Any], kind: str
) -> None:
    """Same status, headers, bytes and statements for every reading of one practice."""
    site, hidden = shelf["site"], shelf[kind]
    # Who is a member, in its welcome, reads both kinds of reserved practices.
    token = None if kind in ("members", "contributors") else shelf["stranger"].token

    page = functools.partial(opened, site, token, "/pratiques/{}")

    def field(one: str) -> Any:
        query = "query($id: ID!) { node(id: $id) { id } caseStudy(id: $id) { title } }"
        body = {"query": query, "variables": {"id": one}}
        return answered(site, "POST", "/graphql", token, json=body)

    for way in (page, field):
        assert alike(way, hidden, UNKNOWN), kind


def test_what_is_another_s_is_answered_as_what_is_not(shelf: dict[str, Any]) -> None:
    site, draft, version = shelf["site"], shelf["draft"], shelf["version"]
    of_draft = {"draft": draft, "version": version}
    tried: list[tuple[str, Author, dict[str, Any], str]] = [
        ("previewPublication", shelf["stranger"], {"draft": draft}, "draft"),
        ("deleteDraft", shelf["stranger"], {"draft": draft}, "draft"),
        ("publishDraft", shelf["stranger"], of_draft, "draft"),
        ("setDraftTerms", shelf["stranger"], of_draft, "draft"),
        ("answerDoubts", shelf["stranger"], of_draft | {"no": ["x"]}, "draft"),
        (
            "decideFinding", shelf["stranger"],
            of_draft | {"findings": ["x"], "choice": "ACCEPT"}, "draft",
        ),
        ("saveCaseStudyDraft", shelf["stranger"], {"id": draft, "practice": CASE}, "id"),
        ("saveToolBenchmarkDraft", shelf["stranger"], {"id": draft, "practice": BENCHMARK}, "id"),
        ("revokeToken", shelf["stranger"], {"id": shelf["token"]}, "id"),
        *(
            ("withdrawPublication", shelf["stranger"], {"id": shelf[kind]}, "id")
            for kind in ("published", "members", "embargoed", "waiting", "gone")
        ),
        *(
            (
                "addToCollection", shelf["curator"],
                {"collection": shelf["own"], "publication": shelf[kind], "note": "à lire"},
                "publication",
            )
            for kind in ("embargoed", "waiting", "gone")
        ),
        *(
            (
                name, shelf["curator"],
                {"collection": shelf["collection"], "publication": shelf["published"]} | more,
                "collection",
            )
            for name, more in (
                ("addToCollection", {}), ("moveInCollection", {"position": 1}),
                ("removeFromCollection", {}),
            )
        ),
    ]  # fmt: skip

    for name, viewer, given, path in tried:
        act = functools.partial(mutated, site, viewer.token, name, given, path)
        # The first brings the map of who wrote what up to date, whatever it asks for.
        assert '"not-found"' in act(ALSO_UNKNOWN)[2], name
        assert alike(act, given[path], UNKNOWN), name
    for address in ("/partager/{}", "/partager/{}/apercu"):
        page = functools.partial(opened, site, shelf["stranger"].token, address)
        assert page(UNKNOWN)[0] == 404
        assert alike(page, draft, UNKNOWN), address


# -- words that labels hide ------------------------------------------------------------------------

# Said by the author, hidden by the labels: the folded beginning of each word.
HIDDEN = ("licenci", "sportif", "footbal", "ouest", "petite")


def test_what_labels_hide_is_said_nowhere(site: Site) -> None:
    """Size, field and zone hidden: no page, answer, count or search betrays a word of them."""
    author = site.join("stade", field="sport", budget="10k-50k", region="53")
    draft, version = site.save(
        author,
        title="Relancer nos licenciés",
        tried="notre club sportif a écrit à ses licenciés. Nous jouons au football dans l'Ouest.",
        advice="dans une petite association sportive, prévenez les parents des licenciés.",
    )
    terms = {"draft": draft, "version": version, "hide": []}
    hideable = site.do("previewPublication", {"draft": draft}, author.token)["labels"]["hideable"]
    assert {"size", "field"} <= set(hideable)
    site.do("setDraftTerms", terms | {"hide": hideable}, author.token)
    publication, _ = planting.shared(site, author, draft)
    others = site.publish(site.join("autres"), title="une relance par courriel")
    site.push()

    def searched(text: str) -> dict[str, Any]:
        found: dict[str, Any] = site.read(
            "query($text: String) { search(text: $text) { totalCount nodes { id } edges {"
            " highlights { __typename } } facets { name values { code count } } } }",
            None,
            {"text": text},
        )["search"]
        return found

    outlets = [
        # Practices like it say their own labels.
        site.html(f"/pratiques/{publication}").split("<main")[1].split('<h2 id="similar"')[0],
        json.dumps(site.ask("query($id: ID!) { node(id: $id) { ... on CaseStudy { title tried"
                            " advice field { code } zone { code } } } }", {"id": publication})),
    ]  # fmt: skip
    for outlet in outlets:
        shown = planting.folded(outlet)
        # Places where the size is said as all four together hold no single one.
        assert [word for word in HIDDEN if re.search(rf"\b{word}", shown)] == []
    everything = searched("")
    counts = {
        (facet["name"], value["code"]): value["count"]
        for facet in everything["facets"]
        for value in facet["values"]
    }
    assert everything["totalCount"] == 2
    assert counts.get(("fields", "sport"), 0) == 0
    with site.product.database.reading() as session:
        item = library.items(session, [publication])[publication]
    assert {"fields", "zones"}.isdisjoint(item.labels)
    assert len(item.labels["sizes"]) == 4
    nonsense = searched("wkxqzv")
    assert nonsense["totalCount"] == 0
    for word in ("licenciés", "sportif", "football", "Ouest"):
        found = searched(word)
        # Where a word is also one of a theme, it finds all practices of the theme alike.
        ids = {each["id"] for each in found["nodes"]}
        assert ids in (set(), {publication, others}), word
        assert ids or found == nonsense, word
    filtered = site.read(
        '{ search(filter: {fields: ["sport"]}) { totalCount } }',
    )["search"]
    assert filtered == {"totalCount": 0}
    assert others in [each["id"] for each in searched("relance")["nodes"]]


# -- private columns joined to the shelf by value --------------------------------------------------


def test_no_private_column_joins_the_shelf_or_the_index_by_value(site: Site) -> None:
    """Over a population: no cell of a private table is one of the shelf, and no length tells."""
    classes = list(vocabulary.terms("budget_classes"))
    for number in range(12):
        author = site.join(f"asso-{number}", budget=classes[number % len(classes)])
        site.publish(author, tried="nous avons écrit aux adhérents. " * (1 + 9 * number))
    site.push()
    shelf: set[str] = set()
    private: dict[str, list[Any]] = {}
    with site.product.database.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)).mappings():
                for name, value in row.items():
                    column = (table.name, name)
                    if table.name in planting.PUBLIC_TABLES or column in planting.PUBLIC_COLUMNS:
                        shelf.add(str(value))
                    else:
                        private.setdefault(".".join(column), []).append(value)
    with site.product.database.reading() as session:
        for item in library.everything(session):
            known = dataclasses.asdict(documents.document(item))
            shelf |= {str(value) for value in known.values()}

    joined = {
        (name, value) for name, cells in private.items() for value in cells if str(value) in shelf
    }
    lengths = {
        name: {len(value) for value in cells}
        for name, cells in private.items()
        if name.split(".")[0] != "mark"
    }
    assert len(private["draft.sealed"]) == 12
    assert joined == set()
    # Rows that differ in length would be told from one another, the texts do by far.
    assert {name for name, found in lengths.items() if len(found) > 1} == set()


# -- forms that no page sends ----------------------------------------------------------------------

# Ten thousand are sent by hand: RECUL_TEST_HOSTILE=10000.
SIZE = int(os.environ.get("RECUL_TEST_HOSTILE", "300"))


# A file that is sent where none is asked for goes with its request, not a moment before.
@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
def test_no_hostile_form_is_a_bug_or_changes_anything(
    everybody: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    site = site_of(everybody)
    maker = Maker(SIZE, everybody)
    site.push()
    before, letters = site.rows(), len(site.letters)
    caplog.set_level(logging.ERROR)
    seen: dict[str, set[int]] = {}

    for number in range(SIZE):
        post = maker.next()
        site = enter(everybody, post.viewer)
        headers, body = dict(post.headers), post.body
        if post.forged is None:
            assert isinstance(site.client, Browser)
            if TOKEN.encode() in body:
                body = body.replace(TOKEN.encode(), site.client.form_token().encode())
            answer = site.client.post(post.address, content=body, headers=headers)
        else:
            body += f"&{FIELD}={post.forged}".encode()
            # As it is, without what a browser that saw our page would add.
            answer = TestClient.request(
                site.client, "POST", post.address, content=body, headers=headers
            )

        said = (number, post)
        seen.setdefault(post.path, set()).add(answer.status_code)
        assert answer.status_code < 500, said
        assert not post.foreign or answer.status_code == 403, said
        assert caplog.records == [], said
        assert site.rows() == before, said
        assert len(site.letters) == letters, said

    assert SIZE < 300 or set(seen) == set(ACTS_OF_PAGES)
    assert SIZE < 300 or {303, 403, 422} <= set().union(*seen.values())
