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


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("la caf non, delta fm oui", "delta fm"),
        ("tropiques f m nous invite chaque année", "tropiques f m"),
        ("vosges f.m. nous invite", "vosges f.m."),
        ("on passe sur oui fm", "oui fm"),
        ("L'AMI HEBDO ET NOUS", "AMI HEBDO"),
        ("polynésie 1ère nous a filmés", "polynésie 1ère"),
        ("l'écho de la lys en a parlé", "écho de la lys"),
    ],
)
def test_a_station_is_heard_in_any_case(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "on l'entend sur la fm",
        "notre hebdo part le lundi",
        "le point hebdo est court",
        "ce midi on a vendu vingt crêpes",
    ],
)
def test_a_station_is_heard_in_any_case_only(text: str) -> None:
    assert passages.found(text) == []
