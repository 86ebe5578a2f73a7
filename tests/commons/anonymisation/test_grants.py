"""Funds and prizes that have a name."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("le prix Coup de pouce 2022 nous a aidés", "prix Coup de pouce 2022", "fr"),
        ("grâce au Fonds Mer Vivante", "Fonds Mer Vivante", "fr"),
        ("l'appel à projets « Rivages solidaires »", "Rivages solidaires", "fr"),
        ("lauréats de la bourse Élan", "bourse Élan", "fr"),
        ("le fonds pour les rivières vivantes 2021", "fonds pour les rivières vivantes 2021", "fr"),
        ("Trophées de la Vie associative", "Trophées de la Vie associative", "fr"),
        ("lauréat du prix de l'initiative citoyenne", "prix de l'initiative citoyenne", "fr"),
    ],
)
def test_a_named_grant_is_masked(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Les fonds propres ne suffisent pas.",
        "Un appel à projets nous a pris trois semaines.",
        "Le prix du timbre a encore augmenté.",
        "La subvention municipale est versée en deux fois.",
        "Le prix obtenu en 2022 a aidé.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
