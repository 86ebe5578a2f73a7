"""Words of French and English texts, as the index, the queries and the highlights see them."""

import concurrent.futures

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import analysis, families


def forms(text: str) -> list[str]:
    return analysis.forms(analysis.compounds(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Élan, où ça ?", ["elan", "ou", "ca"]),
        ("l'été", ["ete"]),
        ("L’Été", ["ete"]),
        ("jusqu’à lorsqu'il", ["a", "il"]),
        ("le cœur à l'œuvre, ex æquo", ["le", "coeur", "a", "oeuvre", "ex", "aequo"]),
        ("d'aujourd'hui", ["aujourd", "hui", "aujourdhui"]),
        ("e-mails", ["e", "mails", "emails"]),
        ("porte‑à‑porte", ["porte", "a", "porte", "porteaporte"]),
        ("4 312 € en 2024, 3,5 %", ["4", "312", "en", "2024", "3", "5"]),
        ("béne\u0301vole co\u00adti\u200bsation", ["benevole", "cotisation"]),
        ("--collecte-- 'don'", ["collecte", "don"]),
        ("l' d' '", ["l", "d"]),
        ("snake_case", ["snake", "case"]),
        ("\x00🎉\u202e", []),
    ],
)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    "family",
    [
        ("recruter", "recrutement", "recrutements", "recruté"),
        ("bénévole", "bénévoles"),
        ("adhésion", "Adhésions"),
        ("collecte", "collectes", "collecter"),
        ("généreux", "généreuse"),
        ("national", "nationale", "nationales"),
    ],
)
def test_inflections_share_a_stem(family: tuple[str, ...]) -> None:
    assert len({analysis.stem(analysis.fold(word), "fr") for word in family}) == 1


def test_words_that_only_look_alike_do_not() -> None:
    assert analysis.stem("petition", "fr") != analysis.stem("petite", "fr")
    assert analysis.stem("communication", "fr") != analysis.stem("commune", "fr")
    assert analysis.stem("petitions", "fr") == analysis.stem("petition", "fr")


def test_phrases_run_over_stop_words_and_joined_forms_stand_apart() -> None:
    runs = analysis.stem_runs(analysis.compounds("Des appels aux dons par e-mail"), "fr")

    assert runs == [["appel", "don", "mail"], ["email"]]
    assert analysis.stem_runs(analysis.compounds("de la"), "fr") == []


def test_stemming_is_the_same_from_many_threads() -> None:
    words = [f"recrutement{letters}" for letters in ("s", "a", "er", "ent", "ation")] * 200
    expected = [analysis.stem(word, "fr") for word in words]
    analysis.stem.cache_clear()

    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda word: analysis.stem(word, "fr"), words))

    assert found == expected


def test_words_of_one_family_have_one_stem() -> None:
    for first, *others in (
        ("recruter", "recrutement", "recruteurs", "recruteuse"),
        ("adherer", "adhesions", "adherente"),
        ("benevoles", "benevolat"),
        ("mecenes", "mecenat"),
        ("collecte", "collecteurs", "collectrices"),
        ("fideliser", "fidelite", "fidelisation"),
    ):
        assert {analysis.stem(each, "fr") for each in others} == {analysis.stem(first, "fr")}
    assert analysis.stem("organizing", "en") == analysis.stem("organisation", "en")
    for apart in (("don", "donateur"), ("demarche", "demarchage"), ("public", "publication")):
        assert len({analysis.stem(each, "fr") for each in apart}) == 2


@pytest.mark.parametrize("language", analysis.LANGUAGES)
def test_a_stem_belongs_to_one_family(language: str) -> None:
    listed = families.ENGLISH if language == "en" else families.FRENCH
    seen: dict[str, str] = {}
    for family in listed.strip().splitlines():
        for stem in {analysis._snowball(form, language) for form in family.split()}:
            assert seen.setdefault(stem, family) == family
        assert len({analysis.stem(form, language) for form in family.split()}) == 1


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_tokens_stand_where_they_say_and_in_order(text: str) -> None:
    compounds = list(analysis.compounds(text))

    end = 0
    for compound in compounds:
        assert end <= compound.joined.start < compound.joined.end <= len(text)
        end = compound.joined.end
        for token in (*compound.parts, compound.joined):
            assert token.form == analysis.fold(token.form)
            assert 0 < len(token.form) <= analysis.LONGEST
        for part in compound.parts:
            assert analysis.fold(text[part.start : part.end]).startswith(part.form)
