"""Places told by a number or a point of the compass."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Les collègues, dans le 15e, ont fait le choix inverse.", "15e"),
        ("on a tracté dans le 18e et le 19e surtout", "18e et le 19e"),
    ],
)
def test_a_ward_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "dans le 2e mail on a mis un lien",
        "On a relancé pour la 3e fois.",
        "le 1er de chaque mois",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
