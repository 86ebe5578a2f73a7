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


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        (
            "On demandera au service jeunesse de la ville de Wittenheim.",
            "service jeunesse de la ville de Wittenheim",
        ),
        ("le service des sports de la mairie de Redon", "service des sports de la mairie de Redon"),
        ("au pôle culture de la métropole de Nancy", "pôle culture de la métropole de Nancy"),
        ("la province sud a di ok", "province sud"),
        ("la province des îles loyauté a payé", "province des îles loyauté"),
        ("le sous-préfet de Dinan est passé", "sous-préfet de Dinan"),
    ],
)
def test_a_service_goes_with_its_town(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "le service jeunesse nous aide",
        "le service des sports de la mairie nous suit",
        "en province on donne moins",
        "la province donne plus que la ville",
    ],
)
def test_a_service_goes_with_its_town_only(text: str) -> None:
    assert passages.found(text) == []
