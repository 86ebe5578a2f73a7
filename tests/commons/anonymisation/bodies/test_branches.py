"""Branches, orders, missions and homes told by the place they serve."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Pau on laisse à la SPA du Béarn.", "SPA du Béarn"),
        ("le barreau de quimper nous aide", "barreau de quimper"),
        ("Le barreau de Bastia était réticent.", "barreau de Bastia"),
        ("la mission de ouaré les tôles", "mission de ouaré"),
        ("la mission de saint louis prête la salle", "mission de saint louis"),
        ("Le cercle de voile de Gujan trouve ça choquant.", "cercle de voile de Gujan"),
        ("le cercle d'aviron de Nantes", "cercle d'aviron de Nantes"),
        ("l'ordre des avocats de Carcassonne a donné", "ordre des avocats de Carcassonne"),
        ("On coud avec la cie des pêches de keroman.", "cie des pêches de keroman"),
        ("l'ESAT du gault répare", "ESAT du gault"),
        ("L'ESAT de Kerlir prépare les colis.", "ESAT de Kerlir"),
        ("l'IME de kerveiza a cousu les sacs", "IME de kerveiza"),
        ("le foyer de vie des glycines a chanté", "foyer de vie des glycines"),
        ("le sessad du vimeu nous connaît", "sessad du vimeu"),
        ("le chrs la passerelle bleue héberge", "chrs la passerelle bleue"),
    ],
)
def test_a_branch_goes_with_its_place(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)
    passages.accepted(text)


@pytest.mark.parametrize(
    "text",
    [
        "la mission de l'équipe est simple",
        "la mission de collecte dure un mois",
        "la spa a pris les chats",
        "un cercle de parole",
        "le cercle de lecture relaie",
        "la compagnie des bénévoles est agréable",
        "le barreau de l'échelle a cassé",
        "l'esat nous suit",
        "la mas est loin",
        "l'armement du bateau",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
