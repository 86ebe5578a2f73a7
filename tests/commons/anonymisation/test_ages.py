"""Ages of persons and counts of tiny groups."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("ma fille de 9 ans a dessiné", "9 ans", "fr"),
        ("Notre doyenne a quatre-vingt-onze ans", "quatre-vingt-onze ans", "fr"),
        ("Lucien, 82 ans, tient la caisse", "82 ans", "fr"),
        ("une bénévole octogénaire appelle", "octogénaire", "fr"),
        ("mon fils âgé de 7 ans", "âgé de 7 ans", "fr"),
        ("à soixante-seize ans elle code", "soixante-seize ans", "fr"),
        ("our treasurer is 82 years old", "82 years old", "en"),
        ("nous sommes 14 adhérents", "14 adhérents", "fr"),
        ("nos onze bénévoles se relaient", "nos onze bénévoles", "fr"),
        ("une asso de douze membres", "douze membres", "fr"),
        ("on est neuf en tout", "neuf", "fr"),
        ("on n'est que sept au bureau", "sept", "fr"),
        ("Josette, soixante-dix-neuf ans, a appris", "soixante-dix-neuf ans", "fr"),
        ("une gamine de douze ans", "douze ans", "fr"),
        ("il va sur ses quatre-vingt-six ans", "quatre-vingt-six ans", "fr"),
        ("mamie (94 ans) clique", "94 ans", "fr"),
        ("mon père, nonagénaire, donne", "nonagénaire", "fr"),
        ("le petit a 5 ans", "a 5 ans", "fr"),
        ("87 ans et toutes ses dents", "87 ans", "fr"),
        ("une volontaire de 19 ans", "19 ans", "fr"),
        ("nous étions huit au départ", "huit", "fr"),
        ("nos 6 bénévoles fatiguent", "nos 6 bénévoles", "fr"),
        ("avec quatorze adhérents on ne va pas loin", "quatorze adhérents", "fr"),
        ("groupe de 9 choristes", "9 choristes", "fr"),
        ("we are only twelve members", "twelve members", "en"),
    ],
)
def test_an_age_or_a_tiny_count_is_masked(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Les 18-25 ans répondent mieux que les plus de 60 ans.",
        "Les enfants de 6 à 12 ans participent.",
        "Contrat de 3 ans, sans engagement ensuite.",
        "L'outil a dix ans et cela se voit.",
        "Nos 400 adhérents reçoivent la lettre.",
        "On est deux à gérer les mails.",
        "Il faut 18 ans pour ouvrir un compte.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [
        ("Notre trésorière octogénaire a ri.", "Notre trésorière d'un certain âge a ri.", "fr"),
        ("Avec nos onze bénévoles, tout va.", "Avec nos quelques bénévoles, tout va.", "fr"),
        ("Nous sommes 14 adhérents.", "Nous sommes quelques adhérents.", "fr"),
    ],
)
def test_the_sentence_reads_on(text: str, expected: str, language: str) -> None:
    assert passages.accepted(text, language) == expected
