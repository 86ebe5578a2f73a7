"""A feast that says a day is masked; as a time of the year it stays."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("Le jour de la Sainte-Cécile 2018, tout le monde a chanté", "Sainte-Cécile 2018", "fr"),
        ("ils sont partis le lendemain de la Toussaint", "Toussaint", "fr"),
        ("le lundi de Pâques 2022 on a vendu des œufs", "lundi de Pâques 2022", "fr"),
        ("à Pâques 2022 on a relancé", "Pâques 2022", "fr"),
        ("le jeudi de l'Ascension on ferme le village", "jeudi de l'Ascension", "fr"),
        ("la veille de la Saint-Jean on monte le feu", "Saint-Jean", "fr"),
        ("le soir de la Saint-Sylvestre 2021 on a rangé", "Saint-Sylvestre 2021", "fr"),
        ("le jour de l'Assomption il y avait foule", "Assomption", "fr"),
        ("à la Saint-Martin on paie les fermages", "Saint-Martin", "fr"),
        ("depuis la Toussaint 2020", "Toussaint 2020", "fr"),
        ("la Saint-Nicolas 2019 a rapporté", "Saint-Nicolas 2019", "fr"),
        ("le jour de l'Aïd on n'appelle personne", "Aïd", "fr"),
        ("le soir de l'Épiphanie on partage la galette", "Épiphanie", "fr"),
        ("le mardi gras 2023 on a défilé", "mardi gras 2023", "fr"),
        ("le vendredi saint on ne vend rien", "vendredi saint", "fr"),
        ("le lundi de Pentecôte la course part", "lundi de Pentecôte", "fr"),
        ("we opened at Easter 2019", "Easter 2019", "en"),
    ],
)
def test_a_feast_that_says_a_day_is_masked(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("À Noël, les dons doublent.", "fr"),
        ("Avant Pâques on relance les adhérents.", "fr"),
        ("Pendant les vacances de la Toussaint, personne ne répond.", "fr"),
        ("La veille de Noël, un dernier message part.", "fr"),
        ("Depuis Noël nous avons reçu peu de réponses.", "fr"),
        ("La fête des mères fait vendre.", "fr"),
        ("La Saint-Valentin marche bien pour les dons.", "fr"),
        ("At Christmas gifts double.", "en"),
    ],
)
def test_a_time_of_the_year_stays(text: str, language: str) -> None:
    assert not [f for f in passages.found(text, language) if f.startswith("DATE")]
