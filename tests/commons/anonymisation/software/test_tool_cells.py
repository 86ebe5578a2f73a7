"""Tools are kept in the columns and lists that say so; people and partners beside them are not."""

import pytest

from tests.commons.anonymisation import passages

_TABLE = """Étape | Outil utilisé | Qui
Reçus | Zorblik | Josiane Perret
Relance | Talouma + Canva | bureau
"""


@pytest.mark.parametrize(
    "text",
    [
        "Outils :\n- Talouma\n- Zorblik (reçus)",
        "Elle publie sur Leboncoin Pro et sur HelloAsso Plus.",
        "pas besoin d'appli juste wave ou espèces",
        "Trois mois pour encaisser, prenez Wise.",
        "On a mis des bornes sans contact, des Zorblik, au fond.",
        "Un panier connecté de chez Zorblik Digital.",
        "avec le logiciel maison qui s'appelle zorblik et voilà",
        "La plateforme de prêt entre voisins Bidulo est simple.",
        "On a fini sur Element + Lichess.",
        "on est sur fcbk et wapp, kkbb pour la cagnotte",
    ],
)
def test_a_tool_is_kept_where_only_tools_stand(text: str) -> None:
    assert passages.found(text) == []


def test_a_column_of_tools_keeps_its_cells_alone() -> None:
    assert passages.found(_TABLE) == ["PERSON Josiane Perret"]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Outils :\n- Canva\nPartenaires :\n- Zarboulin", "Zarboulin"),
        ("Outil | Qui\nCanva | Zarboulin", "Zarboulin"),
        ("Prenez Martin comme exemple.", "Martin"),
        ("Le logiciel de la boulangerie Zarboulin a planté.", "Zarboulin"),
        ("Merci à Wave Zarboulin.", "Zarboulin"),
    ],
)
def test_somebody_beside_a_tool_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)
