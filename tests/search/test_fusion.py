"""What is near by meaning, on both engines: found with the rest, and never past what is allowed."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search import embedded, engine, fusion, semantic
from search.fusion import ADDED, Fused, Meaning, fused
from tests.search import model
from tests.search.test_engine_contract import EVERYBODY, document, find


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> semantic.Embedder:
    return semantic.load(model.made(tmp_path_factory.mktemp("model") / "small"))


@pytest.fixture(params=["embedded", "meilisearch"])
def opening(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[semantic.Embedder | None], Meaning]]:
    """Opens the same index, again and again."""
    opened: list[Meaning] = []
    prefix = f"test-{uuid.uuid4().hex[:8]}"

    def opens(embedder: semantic.Embedder | None) -> Meaning:
        while opened:
            opened.pop().close()
        if request.param == "embedded":
            opened.append(embedded.Embedded(tmp_path / "index", embedder))
        else:
            server = request.getfixturevalue("meilisearch_server")
            opened.append(server.fresh(prefix, embedder))
        return opened[0]

    yield opens
    while opened:
        opened.pop().close()


@pytest.fixture
def index(opening: Callable[..., Meaning], embedder: semantic.Embedder) -> Meaning:
    return opening(embedder)


@pytest.fixture
def searching(index: Meaning) -> Fused:
    return Fused(index)


def asked(searching: engine.Searcher, text: str, **changes: object) -> engine.Result:
    return searching.search(engine.Query(EVERYBODY, text, **{"near": True, **changes}))  # type: ignore[arg-type]


def test_what_no_word_says_is_found_by_what_it_means(index: Meaning, searching: Fused) -> None:
    wanted, other = document("Le hamster du dimanche"), document("Un jardin partagé")
    index.put([wanted, other])

    assert asked(searching, "cobaye").ids == (wanted.id,)
    assert asked(searching, "cobaye").total == 1
    assert find(searching, "cobaye").ids == ()


def test_the_summary_and_the_body_are_read_as_well(index: Meaning, searching: Fused) -> None:
    known = [
        document("Un essai", summary="Un hamster"),
        document("Un bilan", body="Un hamster"),
        document("Un autre", body="Des semis"),
    ]
    index.put(known)

    assert {*asked(searching, "cobaye").ids} == {known[0].id, known[1].id}


def test_what_both_rankings_know_comes_first(index: Meaning, searching: Fused) -> None:
    both = document("Notre vélo", body="vélo et pédaler")
    said = document("Le vélo, le jardin, un jardin, un potager, des semis")
    meant = document("Pédaler")
    index.put([meant, said, both])

    found = asked(searching, "vélo").ids

    assert found[0] == both.id
    assert {*found} == {both.id, said.id, meant.id}


def test_what_means_nothing_to_the_model_is_found_by_its_words_alone(
    index: Meaning, searching: Fused
) -> None:
    wanted = document("Un questionnaire en ligne")
    index.put([wanted, document("Le hamster")])

    assert asked(searching, "questionnaire").ids == (wanted.id,)
    assert asked(searching, "introuvable").ids == ()


def test_the_near_are_those_that_the_viewer_may_read(index: Meaning, searching: Fused) -> None:
    seen = document("Un hamster", month=202401)
    hidden = [
        document("Un hamster", audience="members"),
        document("Un cobaye", visible_from=202701),
        document("Un furet"),
        document("Un hamster"),
    ]
    index.put([seen, *hidden])

    found = asked(
        searching,
        "lapin",
        exclude=frozenset({hidden[2].id}),
        include=frozenset(each.id for each in (seen, *hidden[:3])),
        count=("themes", "kinds"),
    )

    assert found == engine.Result((seen.id,), 1, {"themes": {}, "kinds": {}})


def test_many_that_nobody_may_read_hide_none_that_somebody_may(
    index: Meaning, searching: Fused
) -> None:
    hidden = [document("Un lapin", audience="members") for _ in range(600)]
    farther = document("Un furet")
    index.put([*hidden, farther])

    assert asked(searching, "cobaye").ids == (farther.id,)


def test_filters_and_their_counts_hold_for_the_near(index: Meaning, searching: Fused) -> None:
    letter = document("Un hamster", facets={"channels": ["email"], "kinds": ["case-study"]})
    stand = document("Un furet", facets={"channels": ["event"], "kinds": ["case-study"]})
    said = document("Un cobaye", facets={"channels": ["event"], "kinds": ["tool-benchmark"]})
    also = document("Un cobaye", facets={"channels": ["email"], "kinds": ["tool-benchmark"]})
    index.put([letter, stand, said, also, document("Un vélo", facets={"channels": ["email"]})])

    found = asked(
        searching, "cobaye", filters={"channels": ("event",)}, count=("channels", "kinds")
    )

    assert {*found.ids} == {stand.id, said.id}
    assert found.total == 2
    assert found.facets == {
        "channels": {"email": 2, "event": 2},
        "kinds": {"case-study": 1, "tool-benchmark": 1},
    }


def test_a_code_alone_still_comes_before_a_class(index: Meaning, searching: Fused) -> None:
    wider = document("Un cobaye", facets={"sizes": ["small", "medium"]})
    exact = document("Un furet", facets={"sizes": ["small"]})
    index.put([wider, exact])

    assert asked(searching, "cobaye").ids == (wider.id, exact.id)
    assert asked(searching, "cobaye", filters={"sizes": ("small",)}).ids == (exact.id, wider.id)


def test_what_is_excluded_is_not_near(index: Meaning, searching: Fused) -> None:
    kept, gone = document("Un hamster en ligne"), document("Un hamster au marché")
    index.put([kept, gone])

    assert asked(searching, "cobaye -marché").ids == (kept.id,)
    assert asked(searching, 'cobaye -"hamster au marché"').ids == (kept.id,)
    # The word that is excluded is no part of what is meant.
    index.put([document("Un jardin")])
    assert asked(searching, "cobaye -jardin").total == 2


def test_what_is_quoted_is_wanted_word_for_word(index: Meaning, searching: Fused) -> None:
    said = document("Un grand cobaye")
    index.put([said, document("Un hamster")])

    assert asked(searching, '"grand cobaye"').ids == (said.id,)
    assert asked(searching, '"cobaye"').ids == (said.id,)


def test_all_pages_together_are_the_total_without_repetition(
    index: Meaning, searching: Fused
) -> None:
    words = ["cobaye", "hamster", "furet", "lapin"]
    known = [document(f"{words[n % 4]} {n}", month=202401 + n % 12) for n in range(60)]
    index.put([*known, *(document("Un vélo") for _ in range(10))])

    whole = asked(searching, "cobaye", limit=100)
    paged = [
        id
        for offset in range(0, whole.total + 7, 7)
        for id in asked(searching, "cobaye", offset=offset, limit=7).ids
    ]

    assert whole.total == len(whole.ids)
    assert 15 <= whole.total <= 15 + ADDED
    assert {each.id for each in known if "cobaye" in each.title} <= {*whole.ids}
    assert paged == [*whole.ids]
    assert asked(searching, "cobaye", limit=0) == engine.Result((), whole.total, {})


def test_by_date_the_same_are_listed(index: Meaning, searching: Fused) -> None:
    known = [document(title, month=202400 + n) for n, title in enumerate(model.SUBJECTS[0], 1)]
    index.put([*known, document("Un vélo")])

    first = asked(searching, "cobaye", sort="date", limit=2)
    rest = asked(searching, "cobaye", sort="date", before=(202403, known[2].id))

    assert first.ids == (known[3].id, known[2].id)
    assert rest.ids == (known[1].id, known[0].id)
    assert first.total == rest.total == asked(searching, "cobaye").total == 4
    with pytest.raises(ValueError, match="order by date"):
        asked(searching, "cobaye", before=(202403, known[2].id))


def test_where_the_words_find_more_than_the_window_they_alone_rank(
    index: Meaning, searching: Fused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fusion, "WINDOW", ADDED + 2)
    said = [document(f"Un cobaye {n}") for n in range(3)]
    near = document("Un hamster")
    index.put([*said[:2], near])
    assert asked(searching, "cobaye").total == 3

    index.put(said)

    found = asked(searching, "cobaye", limit=2, count=("kinds",))
    assert found.total == 3
    assert near.id not in asked(searching, "cobaye").ids


def test_a_new_version_and_a_deletion_change_what_is_near(index: Meaning, searching: Fused) -> None:
    moving, leaving = document("Un hamster"), document("Un furet")
    index.put([moving, leaving])
    assert {*asked(searching, "cobaye").ids} == {moving.id, leaving.id}

    index.put([document("Un potager", id=moving.id, version=2)])
    index.delete([leaving.id])

    assert asked(searching, "cobaye").ids == ()
    assert asked(searching, "semis").ids == (moving.id,)
    # What has lost its meaning is near nothing any more.
    index.put([document("Autre chose", id=moving.id, version=3)])
    assert asked(searching, "semis").ids == ()


def test_vectors_survive_a_rebuild_and_another_opening(
    index: Meaning, opening: Callable[..., Meaning], embedder: semantic.Embedder
) -> None:
    wanted = document("Un hamster")
    index.put([document("Un furet")])

    index.rebuild([wanted, document("Un vélo"), document("Rien de connu")])

    assert asked(Fused(index), "cobaye").ids == (wanted.id,)
    again = opening(embedder)
    assert asked(Fused(again), "cobaye").ids == (wanted.id,)
    assert not again.needs_rebuild


def test_another_model_wants_another_index(
    index: Meaning,
    opening: Callable[..., Meaning],
    embedder: semantic.Embedder,
    tmp_path: Path,
) -> None:
    wanted = document("Un hamster")
    index.rebuild([wanted])
    turned = semantic.load(model.made(tmp_path / "turned", turned=True))
    assert turned.dimensions == embedder.dimensions

    changed = opening(turned)

    assert changed.needs_rebuild
    assert asked(Fused(changed), "cobaye").ids == ()
    changed.rebuild([wanted])
    assert asked(Fused(changed), "cobaye").ids == (wanted.id,)
    assert opening(None).needs_rebuild


def test_a_document_is_worth_the_weighted_sum_of_its_reciprocal_ranks() -> None:
    worth = fused((1.0, ["a", "b"]), (0.5, ["b", "c"]))

    assert worth == {"a": 1 / 61, "b": 1 / 62 + 0.5 / 61, "c": 0.5 / 62}
