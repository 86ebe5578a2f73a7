"""The demo network: rich enough to be believed, invented throughout, and safe to serve."""

import html
import io
import json
import os
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest
import sqlalchemy as sa
from sqlmodel import select
from typer.testing import CliRunner

from commons import (
    authorship,
    curation,
    keys,
    library,
    organisations,
    registers,
    settings,
    vocabulary,
)
from commons.authorship import Seal
from commons.database import Database
from commons.library import Item, Publication
from commons.settings import Settings
from frontend import app as composition
from frontend import demo, exchange
from frontend.cli import cli
from search import documents
from tests.frontend import first_start
from tests.frontend.browser import Browser

ASSOCIATIONS = list(demo.associations())
WAITING = demo.waiting()
PRACTICES = demo.practices()
COLLECTIONS = demo.read(demo.COLLECTIONS)["collection"]
STORIES = ("context", "tried", "done", "results", "regrets", "advice")
AFTERWARDS = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)


def folded(text: str) -> str:
    """Lower-case words without accents, a space around each."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return f" {' '.join(re.findall(r'[a-z0-9]+', plain))} "


def strings(value: object) -> Iterator[str]:
    """Every text in a piece of TOML."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def used(name: str) -> set[str]:
    """Every code that the practices use in a list of codes."""
    return {code for _, raw in PRACTICES for code in raw.get(name, ())}


def codes(name: str) -> set[str]:
    return set(vocabulary.terms(name))


# ------------------------------------------------------------------------------- content


def test_associations_of_every_kind_are_there() -> None:
    kinds = Counter(each["kind"] for each in ASSOCIATIONS)
    sizes = Counter(vocabulary.size_of_budget(each["budget"]) for each in ASSOCIATIONS)

    assert kinds["association"] >= 40
    assert kinds["federation"] == 3
    assert len(sizes) == len(codes("sizes"))
    assert min(sizes.values()) >= 5
    assert {each["field"] for each in ASSOCIATIONS} == codes("fields")
    assert {each["region"] for each in ASSOCIATIONS} == {
        code for code, _ in [(each.code, each.fr) for each in vocabulary.terms("regions").values()]
    }
    zones = {vocabulary.zone_of_region(each["region"]) for each in ASSOCIATIONS}
    assert zones == codes("zones")


def test_practices_of_every_kind_are_there() -> None:
    kinds = Counter(kind for kind, _ in PRACTICES)
    outcomes = Counter(raw["outcome"] for _, raw in PRACTICES)

    assert kinds["case-study"] >= 45
    assert kinds["tool-benchmark"] >= 25
    assert used("themes") == codes("themes")
    assert used("channels") <= codes("channels")
    assert len(used("channels")) >= 30
    assert set(outcomes) == codes("outcomes")
    assert outcomes["worked"] < len(PRACTICES) / 2  # failures are half of what one learns from
    assert {raw["language"] for _, raw in PRACTICES} == {"fr", "en"}
    assert {raw.get("audience", "open") for _, raw in PRACTICES} > {"open"}
    assert {raw["human_link"] for _, raw in PRACTICES} == codes("human_links")


def test_practices_span_three_years() -> None:
    days = [raw["date"] for _, raw in PRACTICES]
    first, last = min(days), max(days)

    assert (last.year - first.year) * 12 + last.month - first.month >= 34
    assert first > demo.OPENED.date()
    assert len({(day.year, day.month) for day in days}) >= 30
    assert days == sorted(days)


def test_stories_are_short_or_long_never_in_between() -> None:
    words = {
        raw["title"]: len(" ".join(raw.get(name, "") for name in STORIES).split())
        for kind, raw in PRACTICES
        if kind == "case-study"
    }
    brief = [raw for _, raw in PRACTICES if "title" in raw and not raw.keys() & set(STORIES[2:5])]

    assert max(words.values()) <= 350
    assert len([count for count in words.values() if count < 120]) >= 12
    assert len([count for count in words.values() if 120 <= count <= 350]) >= 25
    assert len(brief) >= 12


def test_no_two_texts_share_a_run_of_eight_words() -> None:
    """Written one by one: a network filled in by a template would teach nobody anything."""
    owner: dict[tuple[str, ...], str] = {}
    shared = []
    texts = [raw for _, raw in PRACTICES]
    texts += [{"title": each["title"], "text": each["introduction"]} for each in COLLECTIONS]
    texts += [{"note": place["note"]} for each in COLLECTIONS for place in each["places"]]

    for text in strings(texts):
        words = folded(text).split()
        for start in range(len(words) - 7):
            run = tuple(words[start : start + 8])
            if owner.setdefault(run, text) is not text:
                shared.append(" ".join(run))

    assert shared == []
    assert len(owner) > 9_000


def test_names_belong_to_nobody() -> None:
    everybody = ASSOCIATIONS + WAITING
    names = [each["name"] for each in everybody] + [name for name, _, _ in demo.STAFF]
    people = [person for each in everybody for person in each["people"]]

    assert len(set(names)) == len(names)
    assert len(set(people)) >= 0.95 * len(people)
    assert len({each["key"] for each in everybody}) == len(everybody)
    assert all(address.endswith(".example") for _, address in demo.people())
    for each in everybody:
        assert each.get("domain", ".example").endswith(".example")
    addresses = [
        found
        for text in strings([raw for _, raw in PRACTICES])
        for found in re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|www\.\S+", text)
    ]
    assert addresses
    assert [found for found in addresses if ".example" not in found] == []


def test_numbers_belong_to_nobody() -> None:
    """No office of the register is 000; what a French telephone plan keeps for fiction."""
    profiles = [demo.profile(raw, number) for number, raw in enumerate(ASSOCIATIONS, start=1)]
    numbers = [profile.rna or "" for profile in profiles]
    texts = " ".join(strings([raw for _, raw in PRACTICES]))
    phones = [re.sub(r"\D", "", found) for found in PHONE.findall(texts)]

    assert all(number.startswith("W000") for number in numbers)
    assert len(set(numbers)) == len(ASSOCIATIONS)
    assert all(registers.tidy_rna(number) == number for number in numbers)
    assert not any(profile.siren or profile.court for profile in profiles)
    assert phones
    assert [number for number in phones if not number.startswith(FICTION)] == []


# Numbers that the French plan keeps for works of fiction (Arcep, decision 2018-0881).
FICTION = ("019900", "026191", "035301", "046571", "053649", "063998")
PHONE = re.compile(r"(?<!\d)0\d(?:[ .-]?\d\d){4}(?!\d)")


def test_collections_hold_what_was_published() -> None:
    federations = {each["key"] for each in ASSOCIATIONS if each["kind"] == "federation"}
    titles = {(raw["association"], raw.get("title") or raw["tool"]): raw for _, raw in PRACTICES}

    assert {each["federation"] for each in COLLECTIONS} <= federations
    for each in COLLECTIONS:
        held = [(place["association"], place["practice"]) for place in each["places"]]
        assert len(held) >= 3
        assert len(set(held)) == len(held)
        assert all(titles[place].get("audience", "open") == "open" for place in held)


# ------------------------------------------------------------------------------- refusals


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and none of this machine's settings."""
    for name in [name for name in os.environ if name.startswith("RECUL_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(*options: str, **environment: str) -> str:
    """What a demo that must not start tells the operator."""
    result = CliRunner().invoke(cli, ["serve", "--demo", *options], env=environment)
    assert (result.exit_code, result.stdout) in ((2, ""), (3, "")), result.output
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "recul.example", "", "127.1"])
def test_the_demo_listens_on_this_machine_only(folder: Path, host: str) -> None:
    assert "this machine only" in refused("--host", host)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RECUL_SMTP_URL", "smtp://127.0.0.1:25"),
        ("RECUL_DATABASE_URL", "postgresql://127.0.0.1/recul"),
        ("RECUL_KEY_FILE", "keys/recul.key"),
    ],
)
def test_the_demo_refuses_what_belongs_to_a_real_product(
    folder: Path, name: str, value: str
) -> None:
    assert name in refused(**{name: value})
    assert list(folder.iterdir()) == []


def rows(database_url: str) -> dict[str, list[Any]]:
    database = Database(database_url)
    with database.engine.connect() as connection:
        metadata = sa.MetaData()
        metadata.reflect(connection)
        found = {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in metadata.sorted_tables
        }
    database.close()
    return found


def test_a_real_database_is_no_demos(folder: Path) -> None:
    known = settings.load({"RECUL_DATA_DIR": "data", "RECUL_KEY_FILE": "keys/recul.key"})
    composition.open_database(known).database.close()
    before = rows(known.database_url)

    assert "not a demo's" in refused(RECUL_DATA_DIR="data")

    assert rows(known.database_url) == before
    assert not (folder / "data" / "recul.key").exists()


def test_a_demo_is_no_real_products(folder: Path, loaded: "Demo") -> None:
    shutil.copytree(loaded.settings.data_dir, folder / "data")

    result = CliRunner().invoke(cli, ["migrate"])
    inside = CliRunner().invoke(cli, ["migrate"], env={"RECUL_KEY_FILE": "data/recul.key"})

    assert (result.exit_code, inside.exit_code) == (2, 2)
    assert "recul.key is missing" in result.stderr
    assert "must not lie inside" in inside.stderr


# ------------------------------------------------------------------------------- loading


@dataclass
class Demo:
    """A demo of these tests' own, as its first start left it, and how long that took."""

    settings: Settings
    seconds: float
    told: str


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    first = first_start.once(tmp_path_factory)
    known = settings.load({"RECUL_DATA_DIR": str(first.copy(folder))}, demo=True)
    return Demo(known, first.seconds, first.told)


@pytest.fixture(scope="module")
def shelf(loaded: Demo) -> list[Item]:
    """Everything that was published."""
    database = Database(loaded.settings.database_url)
    with database.reading() as session:
        items = list(library.everything(session))
    database.close()
    return items


@pytest.fixture(scope="module")
def client(loaded: Demo) -> Iterator[Browser]:
    """The demo served, after its last publication."""
    app = composition.create(loaded.settings, now=lambda: AFTERWARDS)
    app.state.demo_people = demo.people()
    with Browser(app, follow_redirects=False) as opened:
        yield opened


def test_the_whole_shelf_survives_a_journey_to_another_installation(
    loaded: Demo, shelf: list[Item], tmp_path: Path
) -> None:
    def unmoved(_what: str, _done: int, _whole: int) -> None:
        """A progress that nobody watches."""

    first = composition.open_database(loaded.settings)
    other = replace(loaded.settings, database_url=f"sqlite:///{tmp_path}/other.sqlite", demo=False)
    second = composition.open_database(other)
    file, again = io.BytesIO(), io.BytesIO()

    count = exchange.export(first, file, only_open=False, progress=unmoved)
    file.seek(0)
    said = [*exchange.take_in(second, file, source=None, otherwise=None, progress=unmoved)]
    exchange.export(second, again, only_open=False, progress=unmoved)

    with second.database.reading() as session:
        after = [replace(item, origin=None) for item in library.everything(session)]
    for opened in (first, second):
        opened.database.close()
    assert said == [
        f"New: {count}; changed: 0; as before: 0; published here, left alone: 0; "
        "withdrawn here, left so: 0."
    ]
    assert after == shelf
    assert again.getvalue() == file.getvalue()
    # What is invented says so on every line.
    lines = [json.loads(line) for line in file.getvalue().splitlines()]
    assert {each.get("source") for each in lines[:-1]} == {exchange.DEMO}
    assert lines[-1]["manifest"]["publications"] == count == len(shelf)


def test_a_second_start_loads_nothing_and_is_quick(
    loaded: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(*_given: object) -> NoReturn:
        pytest.fail("loaded twice")

    monkeypatch.setattr(demo, "load", load)
    seen = []
    before = rows(loaded.settings.database_url)["publication"]

    told, seconds = first_start.start(
        loaded.settings.data_dir.parent,
        lambda client: seen.append(client.get("/demo/courrier").text),
    )

    assert seconds < 4
    assert told.splitlines()[-1] == "Recul: http://127.0.0.1:8000"
    assert all(each["name"] in html.unescape(seen[0]) for each in ASSOCIATIONS)
    assert rows(loaded.settings.database_url)["publication"] == before


class Interrupted(Exception):
    """The machine stops."""


def test_an_interrupted_load_begins_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = PRACTICES[:4]
    monkeypatch.setattr(demo, "practices", lambda: few)
    monkeypatch.setattr(demo, "_curate", lambda *given: None)
    publish = demo._publish
    done: list[object] = []

    def interrupted(*given: Any) -> str:
        if len(done) == 2:
            raise Interrupted
        done.append(given)
        return publish(*given)

    monkeypatch.setattr(demo, "_publish", interrupted)
    with pytest.raises(Interrupted):
        first_start.start(folder, lambda client: None)
    known = settings.load({"RECUL_DATA_DIR": str(folder / "data-demo")}, demo=True)
    left = rows(known.database_url)
    monkeypatch.setattr(demo, "_publish", publish)

    first_start.start(folder, lambda client: None)

    after = rows(known.database_url)
    assert (len(left["publication"]), len(after["publication"])) == (2, 4)
    assert len(after["organisation"]) == len(ASSOCIATIONS) + len(WAITING)
    assert any("'demo', 'loading'" in row for row in left["mark"])
    assert any("'demo', 'ready'" in row for row in after["mark"])


def test_a_load_in_progress_is_not_taken_for_an_interrupted_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def load(database: Database, *_given: object) -> None:
        with database.writing() as session:
            session.merge(keys.Mark(id="demo", value="loading"))
        seen.append(refused())
        with database.writing() as session:
            session.merge(keys.Mark(id="demo", value="ready"))

    monkeypatch.setattr(demo, "load", load)

    first_start.start(folder, lambda client: None)

    assert len(seen) == 1
    assert "already serves" in seen[0]


def test_everything_is_published(loaded: Demo, shelf: list[Item]) -> None:
    database = Database(loaded.settings.database_url)
    with database.reading() as session:
        states = Counter(session.exec(select(Publication.state)).all())
        held = session.exec(select(sa.func.count()).select_from(curation.Collection)).one()
    database.close()

    assert len(shelf) == len(PRACTICES)
    assert set(states) == {"published"}
    assert Counter(item.kind for item in shelf) == Counter(kind for kind, _ in PRACTICES)
    assert Counter(item.language for item in shelf) == Counter(
        raw["language"] for _, raw in PRACTICES
    )
    assert Counter(item.month for item in shelf) == Counter(
        raw["date"].year * 100 + raw["date"].month for _, raw in PRACTICES
    )
    assert held == len(COLLECTIONS)
    assert loaded.seconds < 60


def test_every_publication_has_a_seal_that_opens(loaded: Demo, shelf: list[Item]) -> None:
    database = Database(loaded.settings.database_url)
    secrets = keys.load(loaded.settings.key_file, create=False)
    with database.reading() as session:
        opened = [authorship.unseal(secrets, row) for row in session.exec(select(Seal))]
        known = {each.id: each for each in organisations.everyone(session, secrets)}
    database.close()
    wrote = Counter(known[each.organisation].profile.legal_name for each in opened)
    names = {each["key"]: each["name"] for each in ASSOCIATIONS}

    assert {each.publication_id for each in opened} == {item.id for item in shelf}
    assert wrote == Counter(names[raw["association"]] for _, raw in PRACTICES)
    assert {each.moment.date() for each in opened} == {raw["date"] for _, raw in PRACTICES}
    states = {each.profile.legal_name: each.state for each in known.values()}
    waiting = {each["name"]: "pending" for each in demo.waiting()}
    assert states == dict.fromkeys(names.values(), "verified") | waiting


# ------------------------------------------------------------------------------- no leak


def direct(association: Mapping[str, Any]) -> set[str]:
    """What names an association or somebody in it, wherever it stands."""
    found = {association["name"], association["contact"], *association["people"]}
    found |= set(association.get("handles", ())) | {association.get("domain", "")}
    # An alias of one common word ("la Table") is looked for as the name it is, with its capital.
    found |= {alias for alias in association.get("aliases", ()) if distinctive(alias)}
    if len(association.get("acronym", "")) >= 4:
        found.add(association["acronym"])
    return found - {""}


def distinctive(name: str) -> bool:
    return len(folded(name).split()) > 2


def surnames(association: Mapping[str, Any]) -> set[str]:
    """The last words of people's names that are no words of the language."""
    last = {re.split(r"[ ’']", person)[-1] for person in association["people"]}
    return {name for name in last if len(name) >= 5 and folded(name).strip() not in COMMON}


# Surnames and communes of the network that are words too.
COMMON = {"cadet", "bouchet", "restif", "verdier"}


def said(texts: Iterable[str]) -> set[str]:
    """E-mails, telephones, handles and addresses of pages in raw texts."""
    return {
        found.rstrip(".,;:)»")
        for text in texts
        for found in (
            *re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text),
            *re.findall(r"(?<![\w.])@\w{3,}", text),
            *re.findall(r"\b[\w-]+(?:\.[\w-]+)*\.example\b", text),
            *PHONE.findall(text),
        )
    }


def outlets(shelf: list[Item]) -> dict[str, str]:
    """Publication → everything that readers and the index get of it."""
    found = {}
    for item in shelf:
        indexed = documents.document(item)
        found[item.id] = "\n".join(
            (
                *item.texts.values(),
                item.content.model_dump_json(),
                indexed.title,
                indexed.summary,
                indexed.body,
                indexed.words,
                repr(indexed.facets),
            )
        )
    return found


def test_nothing_on_the_shelf_names_anybody(shelf: list[Item]) -> None:
    published = {name: folded(text) for name, text in outlets(shelf).items()}
    sought = {word for each in ASSOCIATIONS for word in direct(each) | surnames(each)}
    sought |= said(text for text in strings([raw for _, raw in PRACTICES]))

    leaks = [
        (word, text[max(0, text.index(word) - 40) :][:120])
        for word in sorted(map(folded, sought))
        for text in published.values()
        if word in text
    ]

    assert len(sought) > 300
    assert leaks == []


def test_no_capital_on_the_shelf_is_an_alias_or_a_commune(shelf: list[Item]) -> None:
    sought = {
        alias[:1].upper() + alias[1:] if initial else alias
        for each in ASSOCIATIONS
        for alias in (*each.get("aliases", ()), each["commune"])
        for initial in (False, True)
    }
    sought = {name for name in sought if re.search(r"\b[A-ZÀ-Ý]\w{3,}", name)}

    published = outlets(shelf).values()

    leaks = [
        (name, text[max(0, text.index(name) - 40) :][:120])
        for name in sorted(sought)
        for text in published
        if name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    ]

    assert len(sought) > 100
    assert leaks == []


def test_the_search_for_leaks_finds_what_the_drafts_hold() -> None:
    """The same search over the raw texts: most associations name themselves somewhere."""
    found = set()
    for each in ASSOCIATIONS:
        own = [raw for _, raw in PRACTICES if raw["association"] == each["key"]]
        text = folded("\n".join(strings(own)))
        if any(folded(word) in text for word in direct(each) | surnames(each)):
            found.add(each["key"])

    assert len(found) > 0.8 * len(ASSOCIATIONS)


# ------------------------------------------------------------------------------- pages


def test_no_page_of_the_demo_names_anybody(client: Browser, shelf: list[Item]) -> None:
    sought = {word for each in ASSOCIATIONS for word in direct(each)}
    sought |= said(text for text in strings([raw for _, raw in PRACTICES]))
    sought = set(map(folded, sought))
    collections = {each["slug"] for each in listed(client)}
    paths = [
        *("/", "/en/", "/pratiques", "/collections"),
        *(f"/pratiques/{item.id}" for item in shelf if item.audience == "open"),
        *(f"/collections/{slug}" for slug in collections),
    ]

    leaks = []
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["x-robots-tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in answer.text
        text = folded(html.unescape(answer.text))
        # A federation signs its collections.
        if not path.startswith("/collections") and path not in ("/", "/en/"):
            leaks += [(path, word) for word in sought if word in text]

    assert len(collections) == len(COLLECTIONS)
    assert leaks == []


def listed(client: Browser) -> list[dict[str, Any]]:
    answer = client.post("/graphql", json={"query": "{ collections { slug } }"})
    found: list[dict[str, Any]] = answer.json()["data"]["collections"]
    return found


def test_anybody_of_the_network_signs_in_from_the_mailbox(client: Browser) -> None:
    contact = ASSOCIATIONS[0]["contact"]

    asked = client.post("/connexion", data={"email": contact})
    mailbox = client.get("/demo/courrier").text
    links = re.findall(r'href="(/connexion/[^"]+)"', mailbox)
    signed_in = client.post(links[0])
    own = client.get("/mes-partages")

    assert asked.status_code == signed_in.status_code == 303
    assert len(links) == 1
    wrote = [raw for _, raw in PRACTICES if raw["association"] == ASSOCIATIONS[0]["key"]]
    assert own.text.count('href="/pratiques/') >= len(wrote)
    client.cookies.clear()


def entering(client: Browser, email: str) -> None:
    client.cookies.clear()
    client.post("/connexion", data={"email": email})
    letters = client.get("/demo/courrier").text
    client.post(re.findall(r'href="(/connexion/[^"]+)"', letters)[0])


@pytest.mark.parametrize(
    ("role", "page"), [("moderator", "/moderation"), ("operator", "/exploitation")]
)
def test_a_stranger_finds_somebody_who_moderates_or_operates(
    client: Browser, role: str, page: str
) -> None:
    """Two of each, and something to do: what one decides, another must sometimes confirm."""
    there = [address for _, address, held in demo.STAFF if held == role]

    assert len(there) == 2
    for address in there:
        entering(client, address)
        account = client.get("/compte").text
        assert f'href="{page}"' in account
        assert client.get(page).status_code == 200
    if role == "moderator":
        listed = html.unescape(client.get("/moderation/organisations").text)
        assert all(each["name"] in listed for each in WAITING)
    client.cookies.clear()
