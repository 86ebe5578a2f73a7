"""When an association began is masked; laws and durations stay."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("Founded 1998, still going.", "1998", "en"),
        ("En 1921 nos anciens passaient de café en café", "1921", "fr"),
        ("En 1968, le club jouait en plein air", "1968", "fr"),
        ("Fondée 1987 par trois voisins", "1987", "fr"),
        ("Création : 1976", "1976", "fr"),
        ("date de création 1983", "1983", "fr"),
        ("née en 1998 au fond d'un garage", "en 1998", "fr"),
        ("créée l'année 1991, relancée ensuite", "1991", "fr"),
        ("depuis mille neuf cent soixante-douze", "mille neuf cent soixante-douze", "fr"),
        ("on est là depuis 1954", "1954", "fr"),
        ("l'école existe depuis les années 60", "années 60", "fr"),
        ("established in 1974 by nurses", "1974", "en"),
        ("since 1962 we sing", "1962", "en"),
    ],
)
def test_a_founding_year_is_masked(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("En 2023 nous avons changé d'outil.", "fr"),
        ("Depuis trois ans, nous utilisons le même outil.", "fr"),
        ("Association loi 1901, nous avons un bureau.", "fr"),
        ("Il y a trois ans nous avons arrêté.", "fr"),
        ("L'association est régie par la loi de 1901.", "fr"),
        ("La loi de 1905 s'applique.", "fr"),
        ("Il y a eu 1990 visites en mai.", "fr"),
        ("Les 20 et 30 ans et plus répondent moins.", "fr"),
        ("We may try again in two years.", "en"),
    ],
)
def test_laws_and_durations_stay(text: str, language: str) -> None:
    assert not [f for f in passages.found(text, language) if f.startswith("DATE")]


def test_a_year_in_answer_to_who_one_is_is_masked() -> None:
    text = "Les Aînés du Bourg, 1998, onze adhérents."
    assert passages.is_masked(text, "1998")


def test_a_late_year_in_a_list_stays() -> None:
    assert "2023" not in str(passages.found("Rapport moral, bilan, 2023, page 3."))
