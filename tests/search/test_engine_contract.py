"""What every search engine must do, on the oracle and on a real index: the same answers."""

import contextlib
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import tantivy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import embedded, engine, understanding
from tests.search import oracle, server

SCALE = float(os.environ.get("RECUL_TEST_SCALE", "1"))
EVERYBODY = engine.Visibility(frozenset({"open"}), 202612)
EVERYONE_IN = engine.Visibility(frozenset({"open", "members", "contributors"}), 203012)
SETTINGS = settings(
    max_examples=max(1, int(30 * SCALE)),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(params=["oracle", "embedded", "meilisearch"])
def searching(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[engine.SearchEngine]:
    opened: engine.SearchEngine
    if request.param == "oracle":
        opened = oracle.Oracle()
    elif request.param == "embedded":
        opened = embedded.Embedded(tmp_path / "index")
    else:
        opened = request.getfixturevalue("meilisearch_server").fresh()
    yield opened
    opened.close()


@pytest.fixture
def index(tmp_path: Path) -> Iterator[embedded.Embedded]:
    opened = embedded.Embedded(tmp_path / "index")
    yield opened
    opened.close()


def document(title: str = "Une pratique", **fields: Any) -> engine.Document:
    facets = {name: tuple(codes) for name, codes in fields.pop("facets", {}).items()}
    usual: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "version": 1,
        "audience": "open",
        "visible_from": 202001,
        "month": 202401,
        "title": title,
        "summary": "",
        "body": "",
        "words": "",
        "language": "fr",
        "facets": facets,
    }
    return engine.Document(**usual | fields)


def find(searching: engine.SearchEngine, text: str = "", **asked: Any) -> engine.Result:
    asked.setdefault("visibility", EVERYBODY)
    return searching.search(engine.Query(text=text, **asked))


def titles(
    searching: engine.SearchEngine, known: list[engine.Document], text: str, **asked: Any
) -> set[str]:
    ids = find(searching, text, **asked).ids
    return {d.title for d in known if d.id in ids}


def test_an_empty_engine_finds_nothing_and_says_that_it_wants_to_be_filled(
    searching: engine.SearchEngine,
) -> None:
    found = find(searching, "bénévoles", count=("themes",))

    assert found == engine.Result((), 0, {"themes": {}})
    assert searching.count() == 0
    assert searching.needs_rebuild


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Recrutement de bénévoles", "recruter un bénévole"),
        ("Les adhésions en ligne", "adhésion"),
        ("Fidéliser nos donateurs", "fidélisation donateur"),
        ("Une collecte pour l’été", "collectes d'été"),
        ("Une collecte d'été", "l’ete"),
        ("Élan de générosité", "elan generosite"),
        ("Au cœur de l'œuvre", "coeur oeuvre"),
        ("Campagne d'e-mails ciblés", "emails"),
        ("Campagne d'emails ciblés", "e-mails"),
        ("Un financement participatif réussi", "financement participatf"),
        ("Un questionnaire en ligne", "qeustionnaire"),
        ("Une newsletter", "newslettre"),
        ("Le parrainage des adhérents", "parrain"),
        ("La billetterie", "billett"),
        ("Loi de 1901", "1901"),
        ("HelloAsso pour nos adhésions", "hello asso"),
        ("Paiement en ligne avec Hello Asso", "helloasso"),
        ("Un financement participatif", "cagnotte"),
        ("Un crowdfunding", "cagnotte"),
        ("Le porte-à-porte", "porte à porte"),
        ("Le porte à porte", "porte-à-porte"),
        ("Toutes voiles dehors", "toutes"),
        ("Le covoiturage", "co voiturage"),
        ("Le co voiturage", "covoiturage"),
        ("Notre recruteuse", "recrutement"),
        ("Les adhésions", "adhérer"),
        ("Le mécénat", "mécènes"),
        ("Trouver des bénévoles", "volunteers"),
        ("Une infolettre", "newsletters"),
        ("Notre assemblée générale", "ag"),
        ("Trois essais de don par SMS cet hiver", "don sms printemps"),
    ],
)
def test_a_text_is_found_by_what_somebody_would_type(
    searching: engine.SearchEngine, said: str, asked: str
) -> None:
    wanted, other = document(said), document("Rien à voir")
    searching.put([wanted, other])

    assert find(searching, asked).ids == (wanted.id,)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Une marche", "une tarche"),  # the first letter is kept
        ("Le don", "dan"),  # three letters are no place for a typo
        ("Une marche", "morchi"),  # two edits in six letters
        ("Une pétition", "petites assos"),
        ("Le financement d'un local participatif", "cagnotte"),  # a phrase is uninterrupted
        ("Financement", "de la participation"),
        ("Une collecte", "collecte au printemps"),  # one word of two
        ("Une collecte en été", "collecte affiches radio"),  # one of three
        ("Les parrainages", "parr marché"),  # only the last word may be unfinished
    ],
)
def test_a_text_is_not_found_by_something_else(
    searching: engine.SearchEngine, said: str, asked: str
) -> None:
    searching.put([document(said)])

    assert find(searching, asked).total == 0


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ('"dons en ligne"', {"Un don en ligne", "Nos dons en ligne et sur place"}),
        ("« dons en ligne »", {"Un don en ligne", "Nos dons en ligne et sur place"}),
        ('"ligne de don"', {"La ligne des dons"}),
        ('place "dons en ligne"', {"Nos dons en ligne et sur place"}),
        ('"dons en ligne" "place"', {"Nos dons en ligne et sur place"}),
        (
            '"dons en ligne',
            {"Un don en ligne", "Nos dons en ligne et sur place"} | {"La ligne des dons"},
        ),
        ("don -place", {"Un don en ligne", "La ligne des dons", "Donner son sang"}),
        ("ligne -dons", {"Une ligne"}),
        ('don -"dons en ligne"', {"La ligne des dons", "Donner son sang"}),
        ('"don" -ligne', {"Donner son sang"}),
        ("-ligne", {"Donner son sang"}),
        ('-"dons en ligne" -sang', {"La ligne des dons", "Une ligne"}),
        ('"dons en mer"', set()),
    ],
)
def test_phrases_are_kept_whole_and_what_has_a_minus_is_left_out(
    searching: engine.SearchEngine, asked: str, found: set[str]
) -> None:
    known = [
        document("Un don en ligne"),
        document("Nos dons en ligne et sur place"),
        document("La ligne des dons"),
        document("Une ligne"),
        document("Donner son sang", body="un don"),
    ]
    searching.put(known)

    assert titles(searching, known, asked) == found
    assert find(searching, asked).total == len(found)


def test_the_counts_are_those_of_what_holds_the_phrase(searching: engine.SearchEngine) -> None:
    searching.put(
        [
            document("Un don en ligne", facets={"themes": ["a"], "kinds": ["k"]}),
            document("Une ligne de don", facets={"themes": ["b"], "kinds": ["k"]}),
            document("Don en ligne", audience="members", facets={"themes": ["c"], "kinds": ["k"]}),
        ]
    )

    found = find(searching, '"don en ligne"', filters={"themes": ("b",)}, count=("themes", "kinds"))

    assert found == engine.Result((), 0, {"themes": {"a": 1}, "kinds": {}})


def test_a_loose_query_finds_what_holds_one_word(searching: engine.SearchEngine) -> None:
    both, one = document("Collecte par affiches"), document("Une collecte en été")
    searching.put([one, both, document("Rien à voir")])

    assert find(searching, "collecte affiches radio").ids == (both.id,)
    assert set(find(searching, "collecte affiches radio", loose=True).ids) == {both.id, one.id}
    assert set(find(searching, "mur ciel radio été soleil affiches", loose=True).ids) == {
        both.id, one.id,
    }  # fmt: skip


def test_english_texts_are_read_in_english(searching: engine.SearchEngine) -> None:
    english = document("Raising donations", language="en")
    searching.put([english, document("Autre chose")])

    assert find(searching, "donate raise").ids == (english.id,)


def test_english_texts_are_found_in_french(searching: engine.SearchEngine) -> None:
    english = document("Finding volunteers for our general meeting", language="en")
    searching.put([english, document("Autre chose")])

    for asked in ("bénévoles", "bénévole assemblée générale", "volunteers", "volontariats AGM"):
        assert (asked, find(searching, asked).ids) == (asked, (english.id,))


def test_every_text_and_the_names_of_codes_are_searched(searching: engine.SearchEngine) -> None:
    known = [
        document("Titre", summary="un parapluie"),
        document("Résumé", body="le parapluie"),
        document("Noms", words="Parapluies\nUmbrella"),
        document("Rien"),
    ]
    searching.put(known)

    assert titles(searching, known, "parapluie") == {"Titre", "Résumé", "Noms"}


def test_words_find_what_carries_the_code_they_name(searching: engine.SearchEngine) -> None:
    known = [
        document("Une", facets={"sizes": ["small"]}),
        document("Deux", facets={"channels": ["crowdfunding"]}),
        document("Trois", facets={"tools": ["helloasso"]}),
    ]
    searching.put(known)

    assert titles(searching, known, "petites assos") == {"Une"}
    assert titles(searching, known, "cagnotte") == {"Deux"}
    assert titles(searching, known, "HelloAsso") == {"Trois"}


def test_what_the_viewer_may_not_see_is_in_no_hit_and_no_count(
    searching: engine.SearchEngine,
) -> None:
    seen = document("Vue", facets={"themes": ["a"]})
    for_members = document("Membres", audience="members", facets={"themes": ["a"]})
    later = document("Plus tard", visible_from=202701, facets={"themes": ["a"]})
    searching.put([seen, for_members, later])

    visitor = find(searching, count=("themes",))
    member = find(
        searching,
        count=("themes",),
        visibility=engine.Visibility(frozenset({"open", "members"}), 202612),
    )
    in_january = find(searching, visibility=engine.Visibility(frozenset({"open"}), 202701))
    nobody = find(searching, visibility=engine.Visibility(frozenset(), 202701))

    assert (visitor.ids, visitor.total, visitor.facets) == ((seen.id,), 1, {"themes": {"a": 1}})
    assert set(member.ids) == {seen.id, for_members.id}
    assert member.facets == {"themes": {"a": 2}}
    assert set(in_january.ids) == {seen.id, later.id}
    assert nobody.total == 0


def test_filters_are_or_within_a_facet_and_and_between(searching: engine.SearchEngine) -> None:
    known = [
        document("a1", facets={"themes": ["a"], "channels": ["1"]}),
        document("b1", facets={"themes": ["b"], "channels": ["1"]}),
        document("b2", facets={"themes": ["b", "c"], "channels": ["2"]}),
        document("none"),
    ]
    searching.put(known)

    def filtered(**filters: tuple[str, ...]) -> set[str]:
        return titles(searching, known, "", filters=filters)

    assert filtered(themes=("a", "c")) == {"a1", "b2"}
    assert filtered(themes=("a", "b"), channels=("1",)) == {"a1", "b1"}
    assert filtered(themes=("a",), channels=("2",)) == set()
    assert filtered(themes=("unheard-of",)) == set()
    assert filtered(themes=()) == {"a1", "b1", "b2", "none"}


def test_each_facet_is_counted_without_its_own_filter(searching: engine.SearchEngine) -> None:
    searching.put(
        [
            document("a", facets={"themes": ["a"], "sizes": ["small", "medium"]}),
            document("b", facets={"themes": ["b"], "sizes": ["small"]}),
            document("c", facets={"themes": ["b"], "sizes": ["large"]}),
        ]
    )

    found = find(
        searching,
        filters={"themes": ("b",), "sizes": ("small",)},
        count=("themes", "sizes", "kinds"),
    )

    assert found.total == 1
    assert found.facets == {
        "themes": {"a": 1, "b": 1},
        "sizes": {"small": 1, "large": 1},
        "kinds": {},
    }


def test_exact_labels_come_before_wider_classes(searching: engine.SearchEngine) -> None:
    wide = document("Collecte, collecte", month=202406, facets={"sizes": ["small", "medium"]})
    exact = document("Notre grande collecte annuelle en ville", facets={"sizes": ["small"]})
    searching.put([wide, exact])

    def ids(**filters: tuple[str, ...]) -> tuple[str, ...]:
        return find(searching, "collecte", filters=filters).ids

    assert ids(sizes=("small",)) == (exact.id, wide.id)
    assert find(searching, filters={"sizes": ("small",)}).ids == (wide.id, exact.id)


def test_include_and_exclude_limit_hits_and_counts(searching: engine.SearchEngine) -> None:
    one, two, three = (document(name, facets={"kinds": ["k"]}) for name in "123")
    searching.put([one, two, three])

    some = find(searching, include=frozenset({one.id, two.id, "no id"}), count=("kinds",))
    fewer = find(searching, exclude=frozenset({one.id, str(uuid.uuid4())}), count=("kinds",))
    none = find(searching, include=frozenset())

    assert (set(some.ids), some.facets) == ({one.id, two.id}, {"kinds": {"k": 2}})
    assert (set(fewer.ids), fewer.facets) == ({two.id, three.id}, {"kinds": {"k": 2}})
    assert none.total == 0


def test_a_document_is_replaced_and_never_goes_back(searching: engine.SearchEngine) -> None:
    first = document("Brouillon", version=1)
    second = document("Corrigé", id=first.id, version=2)
    again = document("Recorrigé", id=first.id, version=2)

    searching.put([first])
    searching.put([second])
    searching.put([first])
    assert find(searching, "brouillon").total == 0
    assert find(searching, "corrigé").ids == (first.id,)

    searching.put([again])
    searching.put([document("Trois", id=first.id, version=3), first])
    assert find(searching, "trois").ids == (first.id,)
    assert list(searching.versions()) == [(first.id, 3)]


def test_a_deleted_document_is_gone_and_may_come_back(searching: engine.SearchEngine) -> None:
    one, two = document("Une"), document("Deux")
    searching.put([one, two])

    searching.delete([one.id, str(uuid.uuid4())])
    assert find(searching).ids == (two.id,)
    assert searching.count() == 1

    searching.put([one])
    assert searching.count() == 2


@pytest.mark.parametrize(
    "wrong", [{"id": "not an id"}, {"version": -1}, {"version": 2**64}, {"visible_from": -1}]
)
def test_a_bad_document_is_refused_and_changes_nothing(
    index: embedded.Embedded, wrong: dict[str, Any]
) -> None:
    with pytest.raises(engine.DocumentRefused) as refused:
        index.put([document("Bonne"), document("Mauvaise", **wrong)])
    with pytest.raises(ValueError, match="unknown facets"):
        document(facets={"colours": ["red"]})

    assert refused.value.reason == "malformed_document"
    assert "Mauvaise" not in str(refused.value)
    assert index.count() == 0


@pytest.mark.parametrize("sort", ["date", "relevance"])
def test_pages_are_exhaustive_and_disjoint(searching: engine.SearchEngine, sort: str) -> None:
    random = Random(4)
    known = [document("Même titre", month=random.randint(202401, 202412)) for _ in range(57)]
    searching.put(known[:30])
    searching.put(known[30:])

    pages = [
        find(searching, "titre", sort=sort, offset=offset, limit=10) for offset in range(0, 70, 10)
    ]

    listed = [id for page in pages for id in page.ids]
    assert [len(page.ids) for page in pages] == [10, 10, 10, 10, 10, 7, 0]
    assert {page.total for page in pages} == {57}
    assert sorted(listed) == sorted(d.id for d in known)
    if sort == "date":
        newest = sorted(known, key=lambda d: (d.month, d.id), reverse=True)
        assert listed == [d.id for d in newest]


def test_pages_after_a_date_repeat_and_miss_nothing_while_documents_come(
    searching: engine.SearchEngine,
) -> None:
    months = [202311, 202312, 202401, 202402]
    first = [document(month=months[i % 4]) for i in range(40)]
    month_of = {d.id: d.month for d in first}
    searching.put(first)

    seen: list[str] = []
    before: tuple[int, str] | None = None
    while page := find(searching, sort="date", before=before, limit=7).ids:
        seen.extend(page)
        before = (month_of[page[-1]], page[-1])
        if len(seen) < 40:
            coming = [document(month=202401), document(month=202512)]
            month_of |= {d.id: d.month for d in coming}
            searching.put(coming)

    assert len(seen) == len(set(seen))
    assert {d.id for d in first} <= set(seen)


def test_before_limits_the_page_but_not_the_total(searching: engine.SearchEngine) -> None:
    known = [document(month=202400 + month, facets={"kinds": ["k"]}) for month in (1, 2, 3)]
    searching.put(known)

    page = find(searching, before=(202402, known[1].id), count=("kinds",))

    assert (page.ids, page.total) == ((known[0].id,), 3)
    assert page.facets == {"kinds": {"k": 3}}
    assert find(searching, before=(202401, known[0].id)).ids == ()
    with pytest.raises(ValueError, match="order by date"):
        find(searching, "pratique", before=(202402, known[1].id))


def test_the_window_is_a_thousand(searching: engine.SearchEngine) -> None:
    searching.put([document()])

    assert find(searching, offset=980, limit=20).ids == ()
    assert find(searching, limit=0) == engine.Result((), 1, {})
    with pytest.raises(engine.WindowExceeded):
        engine.Query(EVERYBODY, offset=981, limit=20)
    with pytest.raises(ValueError, match="not negative"):
        engine.Query(EVERYBODY, offset=-1)
    with pytest.raises(ValueError, match="unknown facets"):
        engine.Query(EVERYBODY, count=("colours",))


HOSTILE = [
    '"',
    'titre:"',
    "title:secret AND NOT (",
    "* OR *:*",
    "+collecte -don ^2 ~ [a TO b] {",
    "\x00",
    "collecte\x00don",
    "collecte " * 80,
    "é" * 600,
    "'" * 500,
    "-" * 500,
    "'-" * 300 + "a",
    "🎉 collecte 🎉",
    "\u202ecollecte\u202c",
    "collec\u00adte",
    "coll\u200becte",
    "\ud800",
    "<script>alert(1)</script>",
    "'; DROP TABLE publication; --",
    "|",
    " \n\t ",
    "½ ﷺ ① ２０２４ İ ẞ",
    " ".join(f"mot{i}" for i in range(90)),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_only_texts(index: embedded.Embedded, text: str) -> None:
    known = [document("Une collecte"), document("Autre", body="<script> | ½")]
    reference = oracle.Oracle()
    for one in (index, reference):
        one.put(known)

    found, expected = find(index, text), find(reference, text)

    assert (set(found.ids), found.total) == (set(expected.ids), expected.total)


def test_hostile_documents_are_only_documents(index: embedded.Embedded) -> None:
    odd = document(
        "\x00\u202e '-'- 🎉",
        body="\ud800 " + "a" * 70_000 + " mot",
        facets={"themes": ["é à", "a b", ""]},
    )
    index.put([odd, document("")])

    found = find(index, "mot", count=("themes",))

    assert found.ids == (odd.id,)
    assert found.facets["themes"] == {"é à": 1, "a b": 1, "": 1}


def test_a_write_that_fails_is_forgotten_and_the_next_one_works(index: embedded.Embedded) -> None:
    known = document()
    index.put([known])

    def fail() -> None:
        with index._changing() as writer:
            writer.delete_documents_by_term("id", known.id)
            raise OSError("no space left")

    with pytest.raises(engine.EngineUnavailable, match="no space left"):
        fail()

    assert find(index).ids == (known.id,)
    index.put([document()])
    assert find(index).total == 2


def test_documents_in_the_index_are_not_in_the_order_they_came(index: embedded.Embedded) -> None:
    known = [document(month=202401) for _ in range(60)]
    for start in range(0, 60, 5):
        index.put(known[start : start + 5])
    index.delete([known[7].id])

    stored = index._generation.snapshot.searcher.search(tantivy.Query.all_query(), 60).hits

    segments: dict[int, list[str]] = {}
    for _, address in stored:
        ids = index._generation.snapshot.ids([address])
        segments.setdefault(address.segment_ord, []).extend(ids)
    assert len(segments) < 12  # some were merged
    assert all(ids == sorted(ids, reverse=True) for ids in segments.values())


VOCABULARY = """
    collecte collectes collecter don dons donateur donatrice bénévole bénévoles recruter recrutement
    marche marché SMS e-mail email helloasso cagnotte crowdfunding financement participatif petite
    petites asso assos association d'été l’été aujourd'hui en ligne 2024 1901 cœur coeur à porte
    porte-à-porte pétition newsletter adhésion the volunteers giving raised
"""
WORDS = VOCABULARY.split()
TYPED = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.builds("-{}".format, st.sampled_from(WORDS)),
        st.builds('{}"{} {}"'.format, st.sampled_from(["", "-"]), *[st.sampled_from(WORDS)] * 2),
        # One or two slips in a word.
        st.builds(
            lambda word, at, letter: word[: at % len(word)] + letter + word[at % len(word) + 1 :],
            st.sampled_from(WORDS),
            st.integers(0, 20),
            st.sampled_from(["", "a", "e", "st", "-", "'", "é"]),
        ),
    ),
    max_size=6,
).map(" ".join)
CODES = {
    "themes": ["fundraising", "membership", "x"],
    "channels": ["crowdfunding", "sms-gift", "petition"],
    "sizes": ["very-small", "small", "medium", "large"],
    "tools": ["helloasso", "leetchi"],
}
FACETS = st.fixed_dictionaries(
    {facet: st.lists(st.sampled_from(codes), max_size=3) for facet, codes in CODES.items()}
)
MONTHS = st.sampled_from([202401, 202402, 202412, 202501])
DOCUMENTS = st.lists(
    st.builds(
        document,
        TYPED,
        id=st.uuids(version=4).map(str),
        version=st.integers(1, 3),
        summary=TYPED,
        body=TYPED,
        words=TYPED,
        month=MONTHS,
        visible_from=MONTHS,
        audience=st.sampled_from(["open", "members", "contributors"]),
        language=st.sampled_from(["fr", "en"]),
        facets=FACETS,
    ),
    max_size=12,
)
QUERIES = st.lists(
    st.builds(
        engine.Query,
        visibility=st.builds(
            engine.Visibility,
            st.frozensets(st.sampled_from(["open", "members", "contributors"]), min_size=1),
            MONTHS,
        ),
        text=TYPED,
        filters=st.fixed_dictionaries(
            {},
            optional={
                facet: st.lists(st.sampled_from(codes), max_size=2).map(tuple)
                for facet, codes in CODES.items()
            },
        ),
        sort=st.sampled_from(["relevance", "date"]),
        offset=st.integers(0, 3),
        limit=st.sampled_from([2, 50]),
        count=st.sampled_from([(), ("sizes",), tuple(CODES)]),
    ),
    min_size=4,
    max_size=8,
)


@SETTINGS
@given(documents=DOCUMENTS, more=DOCUMENTS, queries=QUERIES, data=st.data())
def test_the_index_answers_as_the_oracle(
    tmp_path_factory: pytest.TempPathFactory,
    documents: list[engine.Document],
    more: list[engine.Document],
    queries: list[engine.Query],
    data: st.DataObject,
) -> None:
    gone = data.draw(st.lists(st.sampled_from(documents), max_size=3)) if documents else []
    renewed = [
        document(f"encore {d.title}", id=d.id, version=d.version + step)
        for d, step in zip(documents[:3], (-1, 0, 1), strict=False)
    ]
    reference = oracle.Oracle()

    with contextlib.closing(embedded.Embedded(tmp_path_factory.mktemp("index"))) as index:
        for searching in (index, reference):
            searching.put(documents)
            searching.put(renewed + more)
            searching.delete([d.id for d in gone])
        assert sorted(index.versions()) == sorted(reference.versions())
        for query in queries:
            assert_same(index, reference, query)


def assert_same(
    index: engine.SearchEngine, reference: engine.SearchEngine, query: engine.Query
) -> None:
    found, expected = index.search(query), reference.search(query)
    assert found.total == expected.total
    assert found.facets == expected.facets
    assert len(found.ids) == len(expected.ids)
    if query.sort == "date" or not understanding.understand(query.text).ranks:
        assert found.ids == expected.ids
    elif query.limit >= expected.total and not query.offset:
        assert set(found.ids) == set(expected.ids)


@SETTINGS
@given(st.lists(st.text("abé", min_size=3, max_size=9), min_size=5, max_size=30), st.data())
def test_typos_are_those_of_the_rule(
    tmp_path_factory: pytest.TempPathFactory, dictionary: list[str], data: st.DataObject
) -> None:
    known = [document(word) for word in dictionary]
    asked = data.draw(st.lists(st.text("abé", min_size=3, max_size=9), min_size=3, max_size=6))
    reference = oracle.Oracle()

    with contextlib.closing(embedded.Embedded(tmp_path_factory.mktemp("index"))) as index:
        for searching in (index, reference):
            searching.put(known)
        for word in asked:
            assert_same(index, reference, engine.Query(EVERYBODY, word, limit=100))


def test_closed_is_unavailable(searching: engine.SearchEngine) -> None:
    searching.close()

    for act in (
        lambda: find(searching),
        lambda: searching.put([document()]),
        lambda: list(searching.versions()),
        searching.count,
    ):
        with pytest.raises(engine.EngineUnavailable):
            act()


def test_what_was_put_is_there_after_reopening(tmp_path: Path) -> None:
    known = document("Une collecte")
    first = embedded.Embedded(tmp_path)
    first.put([known])
    first.close()

    second = embedded.Embedded(tmp_path)
    assert find(second, "collecte").ids == (known.id,)
    assert second.needs_rebuild
    second.rebuild([known])
    second.close()

    third = embedded.Embedded(tmp_path)
    assert not third.needs_rebuild
    assert find(third, "collecte").ids == (known.id,)
    third.close()


def test_a_second_writer_is_told_so_and_may_read(tmp_path: Path) -> None:
    writer, reader = embedded.Embedded(tmp_path), embedded.Embedded(tmp_path)
    writer.put([document("Une collecte")])

    with pytest.raises(engine.EngineUnavailable, match="Another process is writing"):
        reader.put([document()])
    with pytest.raises(engine.EngineUnavailable, match="Another process is writing"):
        reader.rebuild([])

    writer.close()
    reader.put([document("Une autre")])
    assert find(reader).total == 2
    reader.close()


@pytest.mark.parametrize(
    "current", ["", "{}", "[]", '{"stamp": "0", "generation": "x", "rebuilt": true}']
)
def test_an_index_of_another_version_is_replaced_by_an_empty_one(
    tmp_path: Path, current: str
) -> None:
    old = embedded.Embedded(tmp_path)
    old.rebuild([document()])
    old.close()
    (tmp_path / "current.json").write_text(current)

    index = embedded.Embedded(tmp_path)

    assert (index.count(), index.needs_rebuild) == (0, True)
    index.rebuild([document()])
    assert (index.count(), index.needs_rebuild) == (1, False)
    index.close()


def test_a_damaged_index_is_replaced_by_an_empty_one(tmp_path: Path) -> None:
    old = embedded.Embedded(tmp_path)
    old.rebuild([document()])
    old.close()
    for meta in tmp_path.glob("*/meta.json"):
        meta.write_text("{")

    index = embedded.Embedded(tmp_path)

    assert (index.count(), index.needs_rebuild) == (0, True)
    index.close()


def test_a_rebuild_keeps_the_highest_version_of_each(searching: engine.SearchEngine) -> None:
    searching.put([document("Partie")])
    first = document("Un", version=1)
    second = document("Deux", id=first.id, version=2)

    searching.rebuild(iter([first, second, first]))

    assert list(searching.versions()) == [(first.id, 2)]
    assert find(searching, "deux").ids == (first.id,)
    assert not searching.needs_rebuild


def test_a_rebuild_that_fails_leaves_the_old_index(
    tmp_path: Path, index: embedded.Embedded
) -> None:
    known = document()
    index.put([known])

    def documents() -> Iterator[engine.Document]:
        yield document()
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        index.rebuild(documents())

    assert find(index).ids == (known.id,)
    index.put([document()])
    assert index.count() == 2
    assert len([path for path in (tmp_path / "index").iterdir() if path.is_dir()]) == 1


def test_the_old_index_serves_until_the_new_one_is_ready(index: embedded.Embedded) -> None:
    old, new = document("Ancienne"), document("Nouvelle")
    index.put([old])
    seen: list[int] = []
    problems: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                seen.append(find(index, "ancienne").total + find(index, "nouvelle").total)
        except BaseException as problem:
            problems.append(problem)

    def documents() -> Iterator[engine.Document]:
        for _ in range(5):
            assert find(index).ids == (old.id,)
            time.sleep(0.01)
        yield new

    searchers = [threading.Thread(target=search) for _ in range(2)]
    for searcher in searchers:
        searcher.start()
    index.rebuild(documents())
    index.rebuild(documents_again := [new])
    index.put([document("Une de plus")])
    stop.set()
    for searcher in searchers:
        searcher.join()

    assert problems == []
    assert seen
    assert find(index, "nouvelle").ids == (documents_again[0].id,)
    assert index.count() == 2


def test_searches_go_on_while_another_thread_writes(index: embedded.Embedded) -> None:
    kept = [document("Gardée", facets={"kinds": ["k"]}) for _ in range(20)]
    index.put(kept)
    problems: list[str] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            found = find(index, "gardée", count=("kinds",), limit=50)
            if found.total != 20 or found.facets["kinds"] != {"k": 20} or len(found.ids) != 20:
                problems.append(str(found))

    searchers = [threading.Thread(target=search) for _ in range(2)]
    for searcher in searchers:
        searcher.start()
    for version in range(2, 2 + max(1, int(10 * SCALE))):
        index.put([document("Gardée", id=kept[0].id, version=version, facets={"kinds": ["k"]})])
        passing = document("Passagère")
        index.put([passing])
        index.delete([passing.id])
    stop.set()
    for searcher in searchers:
        searcher.join()

    assert problems == []


WRITING = """
import pathlib, sys
from tests.search import test_engine_contract as contract
from search import embedded
index = embedded.Embedded(pathlib.Path(sys.argv[1]))
for number in range(1_000_000):
    written = [contract.document(f"numéro{number}") for _ in range(3)]
    index.put(written)
    print(*(d.id for d in written), flush=True)
"""


@pytest.mark.parametrize("after", [5] * max(1, int(SCALE)))
def test_nothing_written_is_lost_when_the_process_is_killed(tmp_path: Path, after: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITING, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as writing:
        assert writing.stdout is not None
        told = [writing.stdout.readline().split() for _ in range(after)]
        writing.kill()
        told.extend(line.split() for line in writing.stdout)

    index = embedded.Embedded(tmp_path)

    there = {id for id, _ in index.versions()}
    assert {id for batch in told for id in batch if len(batch) == 3} <= there
    assert len(there) % 3 == 0  # a batch is there or not
    index.put([document("Après")])
    assert find(index, "après").total == 1
    index.close()


def test_the_server_answers_filters_as_the_oracle(meilisearch_server: server.Server) -> None:
    chance = Random(11)
    known = [
        document(
            " ".join(chance.choices(WORDS, k=3)),
            month=chance.choice([202401, 202402, 202412, 202501]),
            visible_from=chance.choice([202401, 202402, 202412, 202501]),
            audience=chance.choice(["open", "members", "contributors"]),
            facets={
                facet: chance.sample(codes, chance.randint(0, 2)) for facet, codes in CODES.items()
            },
        )
        for _ in range(300)
    ]
    ids = [d.id for d in known]
    reference = oracle.Oracle()
    reference.put(known)
    with contextlib.closing(meilisearch_server.fresh()) as index:
        index.put(known)

        for _ in range(int(60 * SCALE)):
            last = chance.choice(known)
            query = engine.Query(
                visibility=engine.Visibility(
                    frozenset(chance.sample(["open", "members", "contributors"], 2)), 202412
                ),
                filters={
                    facet: tuple(chance.sample(codes, chance.randint(0, 2)))
                    for facet, codes in CODES.items()
                    if chance.random() < 0.4
                },
                include=frozenset(chance.sample(ids, 100)) if chance.random() < 0.3 else None,
                exclude=frozenset(chance.sample(ids, 20)) if chance.random() < 0.5 else frozenset(),
                sort="date",
                before=(last.month, last.id) if chance.random() < 0.3 else None,
                offset=chance.choice([0, 0, 3, 17]),
                limit=chance.choice([0, 5, 50]),
                count=tuple(CODES),
            )
            assert index.search(query) == reference.search(query)
