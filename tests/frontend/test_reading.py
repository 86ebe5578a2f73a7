"""The reading pages as a browser without JavaScript meets them."""

import re
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from graphql import build_schema

from commons import curation as curation_rules
from frontend import door, rendering
from frontend.pages import curation, practices
from schema import limits
from search.discovery import PAGE_LIMIT
from search.engine import WINDOW, EngineUnavailable
from tests.frontend.conftest import OpenSite, Site
from tests.frontend.markup import Page
from tests.schema.world import Author

FRONTEND = resources.files("frontend")
HOSTILE = '</title><b class="x">gras</b> & "citation"'


@dataclass
class Shelf:
    """A site with something on it."""

    site: Site
    curator: Author
    letter: str
    hostile: str
    english: str
    benchmark: str
    members: str
    withdrawn: str
    collection: str


@pytest.fixture(scope="module")
def shelf(open_site: OpenSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with open_site(tmp_path_factory.mktemp("reading")) as site:
        # A first publication appears at once, so each has an author of its own.
        letter = site.publish(
            site.join("courrier"),
            title="une relance par la poste",
            channels=["letter"],
            regrets="écrire en été.\n\n- sans timbre\n- sans nom",
            observations=[
                {
                    "metric": "response-rate",
                    "basis": "sent",
                    "moment": moment,
                    "numerator": number,
                    "denominator": 400,
                    "source": "declared",
                }
                for moment, number in (("BEFORE", 9), ("AFTER", 21))
            ],
        )
        hostile = site.publish(
            site.join("hostile"), title=HOSTILE, tried="<script>alerte()</script> & fin"
        )
        english = site.publish(
            site.join("anglaise"),
            language="en",
            title="a letter to members",
            tried="we wrote to members twice.",
        )
        benchmark = site.evaluate(site.join("mesure"))
        members = site.publish(
            site.join("reserve"), title="une pratique réservée", audience="MEMBERS"
        )
        leaving = site.join("retrait")
        withdrawn = site.publish(leaving, title="une pratique bientôt retirée")
        curator = site.join("choisir", kind="FEDERATION", domain="e.test")
        made = site.do(
            "createCollection",
            {
                "title": "pour commencer",
                "introduction": "# Bonjour\n\n**Lisez** [ceci](http://e.test)",
            },
            curator.token,
        )
        for publication in (letter, withdrawn, benchmark):
            site.do(
                "addToCollection",
                {"collection": made["slug"], "publication": publication, "note": "à lire"},
                curator.token,
            )
        site.do("withdrawPublication", {"id": withdrawn}, leaving.token)
        site.push()
        yield Shelf(
            site,
            curator,
            letter,
            hostile,
            english,
            benchmark,
            members,
            withdrawn,
            made["slug"],
        )


@pytest.fixture(autouse=True)
def visitor(request: pytest.FixtureRequest) -> None:
    if "shelf" in request.fixturenames:
        request.getfixturevalue("shelf").site.as_visitor()


def addresses(shelf: Shelf) -> list[str]:
    """Every reading page a visitor may open."""
    return [
        "/",
        "/pratiques",
        "/pratiques?q=poste&channels=letter&tri=date",
        "/pratiques?q=introuvable&sizes=small",
        "/pratiques?q=relancce+par+courrier",
        "/collections",
        f"/collections/{shelf.collection}",
        "/api",
        *(f"/pratiques/{each}" for each in (shelf.letter, shelf.hostile, shelf.english)),
        f"/pratiques/{shelf.benchmark}",
    ]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_is_sound_html_in_both_languages(shelf: Shelf, prefix: str) -> None:
    for address in addresses(shelf):
        language = "en" if prefix else "fr"
        path, _, query = address.partition("?")
        html = shelf.site.html(
            rendering.link(language, path, parse_qsl(query)).replace("/en?", "/en/?")
            if path != "/"
            else f"{prefix}/"
        )

        assert Page(html).faults == [], address
        assert f'<html lang="{language}">' in html


def test_curators_pages_are_sound_html(shelf: Shelf) -> None:
    shelf.site.as_author(shelf.curator)

    for address in (*addresses(shelf), "/collections/nouvelle"):
        assert Page(shelf.site.html(address)).faults == [], address


def results(html: str) -> list[str]:
    """The ids of the cards of a page."""
    return re.findall(r'<article class="card">.*?/pratiques/([0-9a-f-]{36})"', html, re.S)


def said(html: str) -> str:
    return html.replace("&#39;", "'")


def chips(html: str) -> list[tuple[str, str]]:
    part = re.search(r'<ul class="chips chosen".*?</ul>', html, re.S)
    return Page(f"<h1>x</h1>{part.group()}").links if part else []


def test_each_filter_has_a_chip_that_removes_it_alone(shelf: Shelf) -> None:
    html = shelf.site.html(
        "/pratiques?q=une&channels=letter&channels=email&outcomes=worked&tri=date&apres="
    )

    *each, clear = chips(html)
    assert clear[0] == "/pratiques"
    left = [parse_qsl(urlsplit(address).query) for address, _ in each]
    kept = [("q", "une"), ("tri", "date")]
    assert left[0] == [kept[0], ("channels", "email"), ("outcomes", "worked"), kept[1]]
    assert left[1] == [kept[0], ("channels", "letter"), ("outcomes", "worked"), kept[1]]
    assert left[2] == [kept[0], ("channels", "letter"), ("channels", "email"), kept[1]]
    for address, words in each:
        assert "Retirer le filtre" in words
        shelf.site.html(address)


def test_a_facets_counts_ignore_its_own_filter_and_boxes_stay_ticked(shelf: Shelf) -> None:
    html = shelf.site.html("/pratiques?channels=letter")

    assert results(html) == [shelf.letter]
    assert re.search(r'name="channels" value="letter" checked', html)
    assert re.search(r'id="n-channels-email">2<', html)
    assert re.search(r'class="n none" id="n-channels-phone">0<', html)


def test_an_empty_result_offers_to_remove_each_filter(shelf: Shelf) -> None:
    html = shelf.site.html("/pratiques?q=introuvable&channels=letter&sizes=large")

    assert results(html) == []
    assert rendering.say("fr", "search.nothing") in html
    words = [text for _, text in Page(html).links]
    assert "sans « Courrier »" in [each.replace("\u00a0", " ") for each in words]


def test_where_nothing_matches_all_the_nearest_and_their_counts_are_offered(shelf: Shelf) -> None:
    html = shelf.site.html(
        f"/pratiques?q=poste+introuvable&channels=letter&collections={shelf.collection}"
    )

    assert results(html) == [shelf.letter]  # it holds one of the words
    assert rendering.say("fr", "search.loosened") in said(html)
    near = {text.replace("\u00a0", " "): address for address, text in Page(html).links}
    address = near["sans le mot « introuvable »"]
    kept = [("q", "poste"), ("channels", "letter"), ("collections", shelf.collection)]
    assert sorted(parse_qsl(urlsplit(address).query)) == sorted(kept)
    assert results(shelf.site.html(address)) == [shelf.letter]
    assert "(1 pratique)" in html


def test_words_that_name_a_filter_are_offered_as_one(shelf: Shelf) -> None:
    html = shelf.site.html("/pratiques?q=relance+par+courrier&outcomes=worked")

    offered = {text.replace("\u00a0", " "): address for address, text in Page(html).links}
    address = offered["+ Filtrer par moyen : Courrier"]
    assert parse_qsl(urlsplit(address).query) == [
        ("q", "relance par"), ("outcomes", "worked"), ("channels", "letter"),
    ]  # fmt: skip
    assert "Filtrer par moyen" not in shelf.site.html(address)


def test_a_misspelt_word_is_asked_about(shelf: Shelf) -> None:
    html = shelf.site.html("/pratiques?q=relnace+poste&channels=letter")

    assert "Vouliez-vous dire" in html
    meant = next(each for each in Page(html).links if each[1] == "relance poste")
    assert parse_qsl(urlsplit(meant[0]).query) == [("q", "relance poste"), ("channels", "letter")]
    assert "Vouliez-vous dire" not in shelf.site.html("/pratiques?q=relance")


def test_a_wrong_address_is_forgiven_with_a_message(shelf: Shelf) -> None:
    for query in ("themes=invente", "apres=brouille", "q=" + "x" * 5000, "themes=a&apres=b"):
        html = shelf.site.html(f"/pratiques?{query}")

        assert 'role="alert"' in html
        assert results(html)
    # What a code is would not help who follows an old link.
    assert rendering.say("fr", "search.forgotten") in said(
        shelf.site.html("/pratiques?themes=invente")
    )


def test_pages_follow_each_other_without_repeating(site: Site) -> None:
    # A first publication appears at once, so each has an author of its own.
    made = {
        site.publish(site.join("a" * number), title="une relance, encore")
        for number in range(1, 24)
    }
    site.push()

    first = site.html("/pratiques?tri=date")
    address = next(href for href, text in Page(first).links if text == "Suite")
    second = site.html(address)

    assert len(results(first)) == 20
    assert sorted(results(first) + results(second)) == sorted(made)


def test_ticking_with_javascript_swaps_results_and_counts_only(shelf: Shelf) -> None:
    answer = shelf.site.client.get(
        "/en/pratiques?q=&channels=letter",
        headers={"hx-request": "true", "hx-request-type": "partial"},
    )

    assert results(answer.text) == [shelf.letter]
    assert answer.headers["hx-push-url"] == "/en/pratiques?channels=letter"
    assert "hx-request" in answer.headers["vary"]
    assert 'id="count" role="status" hx-swap-oob' in answer.text
    assert "<html" not in answer.text
    assert "<input" not in answer.text


def test_the_box_suggests_terms_and_titles_as_one_types(shelf: Shelf) -> None:
    address = "/pratiques/suggestions?q=relance"
    answer = shelf.site.client.get(address, headers={"hx-request": "true"})

    assert "<html" not in answer.text
    part = Page(f"<h1>x</h1>{answer.text}")
    assert part.faults == []
    assert (f"/pratiques/{shelf.letter}", "une relance par la poste Pratique") in part.links
    term = shelf.site.client.get(
        "/en/pratiques/suggestions?q=crowdf", headers={"hx-request": "true"}
    )
    assert ("/en/pratiques?channels=crowdfunding", "Crowdfunding Channel") in Page(
        f"<h1>x</h1>{term.text}"
    ).links
    # Without JavaScript the box is a form.
    assert shelf.site.client.get(address, follow_redirects=False).headers["location"] == (
        "/pratiques?q=relance"
    )


def test_suggestions_leave_when_the_results_come(shelf: Shelf) -> None:
    partial = {"hx-request": "true", "hx-request-type": "partial"}
    results_too = shelf.site.client.get("/pratiques?q=relance", headers=partial)
    # Asked while one typed, answered after Enter.
    late = shelf.site.client.get(
        "/pratiques/suggestions?q=relance",
        headers=partial | {"hx-current-url": "http://testserver/pratiques?q=relance"},
    )

    assert 'id="suggestions" aria-live="polite" hx-swap-oob="innerHTML"></div>' in results_too.text
    assert late.text.strip() == ""


def test_an_exact_phrase_that_nobody_wrote_can_be_asked_for_as_words(shelf: Shelf) -> None:
    for phrase in ("poste par relance", "relance en marbre"):
        html = shelf.site.html(f"/pratiques?q=«+{phrase.replace(' ', '+')}+»&channels=letter")

        assert results(html) == []
        near = {text: address for address, text in Page(html).links}
        assert results(shelf.site.html(near[f"sans l'ordre des mots de « {phrase} »"])) == [
            shelf.letter
        ]


def test_a_practice_shows_similar_ones_and_why(shelf: Shelf) -> None:
    html = shelf.site.html(f"/pratiques/{shelf.letter}")

    assert "Pratiques proches" in html
    near = html.split("Pratiques proches")[1]
    assert f"/pratiques/{shelf.english}" in near
    assert f"/pratiques/{shelf.members}" not in near
    assert "Adhésions et cotisations" in near


def test_the_first_page_shows_members_those_like_them(shelf: Shelf) -> None:
    assert "qui vous ressemblent" not in shelf.site.html("/")

    shelf.site.as_author(shelf.curator)
    html = shelf.site.html("/")

    assert "Des associations qui vous ressemblent" in html
    assert Page(html).faults == []


def test_without_the_index_pages_say_so_and_show_no_empty_list(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise EngineUnavailable("closed")

    monkeypatch.setattr(type(shelf.site.product.engine), "search", fail)
    html = shelf.site.html("/pratiques?q=relance&channels=letter")

    assert results(html) == [shelf.letter]
    assert rendering.say("fr", "search.degraded") in said(html)
    assert "Retirer le filtre" in chips(html)[0][1]
    assert rendering.say("fr", "search.apply") not in html
    assert 'type="hidden" name="channels" value="letter"' in html  # for the next words
    assert rendering.say("fr", "search.sort") not in html
    for address in addresses(shelf):
        html = shelf.site.html(address)
        assert Page(html).faults == [], address
        assert not re.search(r"<ul[^>]*>\s*</ul>", html), address


def test_searching_inside_a_collection(shelf: Shelf) -> None:
    html = shelf.site.html(f"/pratiques?collections={shelf.collection}")

    assert set(results(html)) == {shelf.letter, shelf.benchmark}
    assert "pour commencer" in chips(html)[0][1]
    assert f'type="hidden" name="collections" value="{shelf.collection}"' in html


def test_hostile_words_stay_words(shelf: Shelf) -> None:
    for address in ("/", "/pratiques?q=gras", f"/pratiques/{shelf.hostile}"):
        html = shelf.site.html(address)

        assert '<b class="x">' not in html
        assert "<script>" not in html
    assert "&lt;<mark>" not in html
    html = shelf.site.html('/pratiques?q="><img+src=x>&sizes="><img>')
    assert "<img" not in html


def test_a_practice_says_its_figures_in_words(shelf: Shelf) -> None:
    html = shelf.site.html(f"/pratiques/{shelf.letter}").replace("\u00a0", " ")

    for words in ("Avant", "Après", "2,2 %", "5,2 %", "Ce que nous ne referions pas", "CC BY-SA"):
        assert words in html
    assert "<li>sans timbre</li>" in html
    assert "5.2%" in shelf.site.html(f"/en/pratiques/{shelf.letter}")


def test_a_benchmark_says_its_scores_in_words(shelf: Shelf) -> None:
    html = shelf.site.html(f"/pratiques/{shelf.benchmark}")

    assert "4 sur 5" in html
    assert "HelloAsso" in html


def test_text_in_the_other_language_says_so(shelf: Shelf) -> None:
    assert '<h1 lang="en">' in shelf.site.html(f"/pratiques/{shelf.english}")
    assert '<h1 lang="fr">' in shelf.site.html(f"/en/pratiques/{shelf.letter}")


def test_unknown_withdrawn_and_reserved_answer_the_same(shelf: Shelf) -> None:
    ids = [str(uuid.uuid4()), shelf.withdrawn, shelf.members]
    pages = {shelf.site.html(f"/pratiques/{each}", 410).replace(each, "ID") for each in ids}

    assert len(pages) == 1
    assert Page(pages.pop()).faults == []
    shelf.site.html("/pratiques/nouvelle", 404)


def test_a_reserved_practice_opens_to_members(shelf: Shelf) -> None:
    shelf.site.as_author(shelf.curator)

    html = shelf.site.html(f"/pratiques/{shelf.members}")

    assert rendering.say("fr", "practice.audience.members") in html


def test_a_withdrawn_place_keeps_its_rank(shelf: Shelf) -> None:
    html = shelf.site.html(f"/collections/{shelf.collection}")

    assert results(html) == [shelf.letter, shelf.benchmark]
    assert html.count(rendering.say("fr", "collection.gone")) == 1
    assert re.findall(r'aria-hidden="true">(\d)</span>', html) == ["1", "2", "3"]
    assert "<h2>Bonjour</h2>" in html
    assert "<form method" not in html


def test_an_introduction_is_made_safe() -> None:
    text = "# A\n\n<script>x</script> <b onclick=x>b</b> [l](javascript:x) ![i](http://x.test)"

    html = str(curation.introduction(text + "\n\n[ok](https://x.test)"))

    for wrong in ("<script", "<b", "<img", 'javascript:x"', "<h1"):
        assert wrong not in html
    assert '<a href="https://x.test" rel="nofollow noopener">ok</a>' in html


def test_a_curator_makes_and_arranges_a_collection(site: Site) -> None:
    author, curator = site.join("ecrire"), site.join("ranger", kind="FEDERATION")
    first = site.publish(author, title="une première relance")
    site.clock.forward(days=8)
    second = site.publish(author, title="une seconde relance")
    site.clock.forward(days=20)
    site.as_author(site.sign_in(curator.email))

    refused = site.client.post("/collections/nouvelle", data={"title": " ", "language": "fr"})
    assert refused.status_code == 422
    assert Page(refused.text).faults == []
    made = site.client.post(
        "/collections/nouvelle", data={"title": "à garder", "introduction": "", "language": "fr"}
    )
    assert made.status_code == 303
    address = made.headers["location"]
    for each in (first, second):
        form = {"collection": address.rsplit("/", 1)[-1], "note": "lisez <b>"}
        added = site.client.post(f"/pratiques/{each}/collections", data=form)
        assert added.headers["location"] == f"{address}#p-{each}"
    moved = site.client.post(f"{address}/deplacer", data={"publication": second, "position": "1"})
    assert moved.status_code == 303
    assert results(site.html(address)) == [second, first]
    assert "lisez &lt;b&gt;" in site.html(address)
    site.client.post(f"{address}/note", data={"publication": first, "note": "une autre note"})
    assert "une autre note" in site.html(address)
    site.client.post(f"{address}/retirer", data={"publication": second})
    assert results(site.html(address)) == [first]


def test_a_collection_is_changed_by_its_curator_only(shelf: Shelf) -> None:
    site, before = shelf.site, shelf.site.rows()

    assert site.client.get("/collections/nouvelle").status_code == 403
    answer = site.client.post(
        f"/collections/{shelf.collection}/retirer", data={"publication": shelf.letter}
    )
    assert answer.status_code == 422
    foreign = site.client.post(
        f"/collections/{shelf.collection}/retirer",
        data={"publication": shelf.letter},
        headers={"origin": "https://ailleurs.test"},
    )
    assert foreign.status_code == 403
    assert site.rows() == before


def test_the_menu_knows_who_is_there(shelf: Shelf) -> None:
    assert "/connexion" in shelf.site.html("/")

    shelf.site.as_author(shelf.curator)

    html = shelf.site.html("/")
    assert "/mes-partages" in html
    assert "/connexion" not in html


def test_the_api_page_tells_the_limits_that_hold() -> None:
    told = " ".join(
        words for key, words in rendering.words("en").items() if key.startswith("api.limit.")
    )

    for figure in (PAGE_LIMIT, WINDOW, limits.DEPTH, limits.ALIASES, limits.COST):
        assert f"{figure:,}" in told
    assert f"{limits.BODY_BYTES // 1024} KiB" in told


def test_the_examples_of_the_api_page_work(shelf: Shelf) -> None:
    html = shelf.site.html("/api").replace("&#34;", '"').replace("&#39;", "'")
    codes = re.findall(r"<code>(.*?)</code>", html, re.S)
    bodies = [match.group(1) for each in codes if (match := re.search(r"-d '(.*)'", each, re.S))]
    queries = [each for each in codes if each.startswith(("{", "query"))]

    assert len(bodies) == len(queries) == 2
    for body in bodies:
        answer = shelf.site.post(body.encode()).json()
        assert "errors" not in answer, answer
    for query in queries:
        assert "errors" not in shelf.site.ask(query)


def test_the_filters_of_an_address_are_those_of_the_api() -> None:
    schema = build_schema(resources.files("schema").joinpath("schema.graphql").read_text("utf-8"))

    known: Any = schema.type_map["SearchFilter"]

    assert sorted(practices.FILTERS.values()) == sorted(known.fields)


DOCUMENTS = [
    each.name.removesuffix(".graphql")
    for each in FRONTEND.joinpath("documents").iterdir()
    if each.name.endswith(".graphql")
]


def test_every_document_is_asked_for() -> None:
    pages = "".join(
        file.read_text("utf-8")
        for file in FRONTEND.joinpath("pages").iterdir()
        if file.name.endswith(".py")
    )

    for name in DOCUMENTS:
        assert f'"{name}"' in pages


def test_a_document_comes_with_the_fragments_it_names_once_each() -> None:
    home = door.document("Home")

    # Like names Card, and so does the document itself.
    assert re.findall(r"^fragment (\w+) on", home, re.M) == ["Card", "Like"]
    assert "fragment" not in door.document("Suggest")
    assert re.findall(r"^fragment (\w+) on", door.document("PreviewPublication"), re.M)[0] == (
        "passage"  # its own
    )


def test_every_shared_fragment_bears_its_files_name_and_serves_several_documents() -> None:
    texts = [door.document(name) for name in DOCUMENTS]

    for file in FRONTEND.joinpath("documents", "fragments").iterdir():
        text = file.read_text("utf-8")
        assert text.startswith(f"fragment {file.name.removesuffix('.graphql')} on ")
        assert sum(text in each for each in texts) > 1, file.name


def sources() -> Iterator[tuple[str, str]]:
    """Templates and the modules that may word something."""
    for folder in ("templates", "pages"):
        for file in FRONTEND.joinpath(folder).rglob("*"):
            if file.name.endswith((".html", ".py")):
                yield file.name, file.read_text("utf-8")
    yield "forms.py", FRONTEND.joinpath("forms.py").read_text("utf-8")


def plain(key: str) -> str:
    return key.removesuffix(".one").removesuffix(".many")


def test_both_languages_have_the_same_words_and_details() -> None:
    french, english = rendering.words("fr"), rendering.words("en")

    assert sorted(french) == sorted(english)
    for key in french:
        details = [sorted(re.findall(r"{(\w+)}", words[key])) for words in (french, english)]
        # "one" may do without saying the number.
        assert details[0] == details[1] or key.endswith(".one"), key


def test_every_wording_asked_for_exists_and_none_is_left_over() -> None:
    known = {plain(key) for key in rendering.words("fr")}
    literals: set[str] = set()
    prefixes: set[str] = set()
    for name, text in sources():
        for key in re.findall(r'\bt\("([^"]+)"\s*[,)]', text):
            assert key in known, f"{name} says {key}"
        literals |= set(re.findall(r'"([a-z]\w*\.[\w.-]+)"', text))
        prefixes |= set(re.findall(r'"([a-z]\w*\.[\w.-]*)"\s*~', text))
        prefixes |= set(re.findall(r'f"([a-z]\w*\.[\w.-]*){', text))

    left = {key for key in known if key not in literals and not key.startswith(tuple(prefixes))}
    assert left == set()


def test_dynamic_wordings_cover_the_vocabulary() -> None:
    words = rendering.words("fr")
    sizes = tomllib.loads(
        resources.files("commons.vocabulary").joinpath("associations.toml").read_text("utf-8")
    )["sizes"]

    assert {f"size.{code}" for code in sizes} <= set(words)
    assert {f"search.facet.{name}" for name in practices.FILTERS} <= set(words)
    assert {f"practice.moment.{each}" for each in ("before", "after", "only", "comparison")} <= set(
        words
    )


def test_french_words_keep_their_punctuation_beside_them() -> None:
    for key, words in rendering.words("fr").items():
        assert not re.search(r" [:;!?»%]|« |\S[!?;](?:\s|$)(?<![\u00a0\u202f].)", words), key


def test_limits_of_fields_are_those_of_the_rules() -> None:
    practice = FRONTEND.joinpath("templates", "practice.html").read_text("utf-8")
    form = FRONTEND.joinpath("templates", "collection_form.html").read_text("utf-8")

    assert f'maxlength="{curation_rules.NOTE_LIMIT}"' in practice
    assert f'maxlength="{curation_rules.INTRODUCTION_LIMIT}"' in form


def test_the_vendored_script_is_the_one_that_was_written_down() -> None:
    import hashlib

    static = FRONTEND.joinpath("static")
    digest = hashlib.sha256(static.joinpath("htmx.min.js").read_bytes()).hexdigest()

    assert digest in static.joinpath("VENDORED.md").read_text("utf-8")


def test_the_style_sheets_stay_light() -> None:
    sheets = [each for each in FRONTEND.joinpath("static").iterdir() if each.name.endswith(".css")]

    assert sum(len(each.read_bytes()) for each in sheets) <= 20_000


def test_a_note_that_names_somebody_is_kept_to_be_said_otherwise(shelf: Shelf) -> None:
    site = shelf.site
    site.as_author(shelf.curator)
    address = f"/collections/{shelf.collection}"
    typed = "Bien joué, Solange Quintrec, et merci."

    answer = site.client.post(f"{address}/note", data={"publication": shelf.letter, "note": typed})

    assert answer.status_code == 422
    assert Page(answer.text).faults == []
    assert f">{typed}</textarea>" in answer.text
    assert answer.text.count(">à lire</textarea>") == 1
    assert "Solange Quintrec. Dites-le autrement" in answer.text
    assert "Quintrec" not in site.html(address)
