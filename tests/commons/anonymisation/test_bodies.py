"""Public bodies with a place in their name."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("déposé à la sous préfecture de die avec notre numéro", "sous préfecture de die"),
        (
            "La gendarmerie de Villeneuve-sur-Yonne a bien réagi.",
            "gendarmerie de Villeneuve-sur-Yonne",
        ),
        ("LA PREFECTURE DE L'ALLIER NE S'Y EST PAS OPPOSEE.", "PREFECTURE DE L'ALLIER"),
        ("la mairie de sens nous aide", "mairie de sens"),
        ("le conseil départemental du lot a payé", "conseil départemental du lot"),
        (
            "La communauté de communes Cœur et Coteaux du Comminges aide.",
            "communauté de communes Cœur et Coteaux du Comminges",
        ),
    ],
)
def test_a_body_is_masked_with_its_place(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "la préfecture demande une déclaration",
        "La gendarmerie nous a conseillé de porter plainte.",
        "le conseil départemental finance le poste",
        "la sous-préfecture a répondu vite",
        "On a affiché à la mairie, à la gare et au marché.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
