"""Places told without their commune."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("le code postal 97500 n'était pas reconnu", "97500"),
        ("Commune : Callac (22160)", "22160"),
        ("on livre aussi au 59140 et au 59240", "59140"),
        ("une grosse boîte du port nous a aidés", "port"),
        ("à boucan canot et à l'ermitage", "boucan canot"),
        ("à boucan canot et à l'ermitage", "ermitage"),
        ("le gars sous la pluie digue de malo", "digue de malo"),
        ("la photo prise jetée de pornic", "jetée de pornic"),
    ],
)
def test_a_place_is_masked_without_its_commune(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "sur 97500 envois, peu de réponses",
        "le code barre 12345 est imprimé",
        "les frais de port sont offerts",
        "le port du casque est demandé",
        "les bénévoles du port de plaisance",
        "une plage de prix plus large",
        "la cale du bateau est prête",
        "un café corsé, et à demain",
        "la digue a tenu",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
