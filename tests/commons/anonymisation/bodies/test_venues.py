"""Churches, buildings and houses."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("à la sortie de la messe à notre dame de la paix on quête", "notre dame de la paix"),
        ("L'université a prêté un local, bâtiment B7.", "bâtiment B7"),
        ("Iparaldeko et l'ikastola de Garazi ensemble.", "ikastola de Garazi"),
        ("L'exposition ouvrira au puits Ricard.", "puits Ricard"),
        ("On va à la Maison des étudiants.", "Maison des étudiants"),
        ("on répète salle picasso le lundi", "salle picasso"),
    ],
)
def test_a_venue_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "La salle était pleine.",
        "Le local du club est froid.",
        "la maison est pleine",
        "le bâtiment est froid l'hiver",
        "La salle polyvalente coûte cher.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("chaque année salle de l avenir à midi", "salle de l avenir"),
        ("rdv salle de l espoir à 20h", "salle de l espoir"),
        ("on répète au gymnase de l alizé", "gymnase de l alizé"),
        ("L'inspection a ouvert une classe au collège brizeux.", "collège brizeux"),
        ("Concert a la collegia1e Saint-Thie-\nbaut par Theo", "collegia1e Saint-Thie-\nbaut"),
        ("La basi1ique Notre-Da-\nme ouvre", "basi1ique Notre-Da-\nme"),
    ],
)
def test_a_hall_keeps_its_emblem_and_its_scanned_name(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "la salle de l'association est pleine",
        "salle de l accueil au premier",
        "le collège prévoit une vente",
        "la halle ouvre le samedi",
    ],
)
def test_a_hall_keeps_its_emblem_and_its_scanned_name_only(text: str) -> None:
    assert passages.found(text) == []
