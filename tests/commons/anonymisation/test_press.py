"""Titles of newspapers and radios."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Le Courrier du Vexin est passé nous voir.", "Courrier du Vexin"),
        ("Centre Presse a relayé.", "Centre Presse"),
        ("on a eu deux lignes dans le courrier cauchois et dix appels", "courrier cauchois"),
        ("la correspondante de l'éveil de la haute-loire est venue", "l'éveil de la haute-loire"),
        ("La Manche libre a annoncé la soirée.", "Manche libre"),
        ("un papier dans l'indépendant hier", "l'indépendant"),
        ("Un article dans la République des Pyrénées et tout a changé.", "République des Pyrénées"),
        ("Actu Perche a repris le communiqué.", "Actu Perche"),
        ("tv vendée est venue filmer", "tv vendée"),
    ],
)
def test_a_title_of_the_press_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "Le courrier de relance est parti en mai.",
        "le courrier du trésorier disait tout",
        "La montagne de papiers a disparu.",
        "Le journal local a publié un article.",
        "L'écho des bénévoles est bon.",
        "L'union fait la force.",
        "La voix de chacun compte.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
