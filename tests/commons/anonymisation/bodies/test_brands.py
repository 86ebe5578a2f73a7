"""Chains of shops, banks and insurers."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("la caissière du gamm vert proposait l'arrondi", "gamm vert"),
        ("don à l'arrondi chez bricomarché", "bricomarché"),
        ("Auchan Les 3 Fontaines livre les invendus.", "Auchan Les 3 Fontaines"),
        ("la collecte au super u de plouay marche mieux", "super u de plouay"),
        ("CARREFOUR MARKET A REFUSE", "CARREFOUR MARKET"),
        ("le crédit agricole nous a aidés", "crédit agricole"),
        ("on a fait l'arrondi chez picard", "picard"),
    ],
)
def test_a_chain_is_masked_with_its_place(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "Une action de plus et on arrête.",
        "le supermarché a accepté l'arrondi en caisse",
        "La banque prend trop de frais.",
        "c'est un but pour nous",
        "on s'est croisés au carrefour",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
