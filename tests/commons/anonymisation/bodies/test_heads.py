"""The noun that belongs to a name goes with it; houses named by ordinary words are found."""

import pytest

from commons import anonymisation
from commons.anonymisation import Profile


def _found(text: str) -> list[str]:
    return [f.text for f in anonymisation.scan({"text": text}, Profile(), with_model=False)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Il y a cent euros de la scierie du Royans.", "la scierie du Royans"),
        ("On part du parking du lac de Ribou.", "parking du lac de Ribou"),
        ("un chèque de la conserverie larnaudie et c'est tout", "la conserverie larnaudie"),
        ("le patron du leclerc des trois mares a dit oui", "leclerc des trois mares"),
        ("on signe au bar le petit nice le soir", "bar le petit nice"),
    ],
)
def test_the_noun_goes_with_the_name(text: str, whole: str) -> None:
    assert any(whole in found for found in _found(text))


@pytest.mark.parametrize(
    "text",
    [
        "Le café du matin et le bar du village sont pleins.",
        "La billetterie de la salle est fermée.",
        "Le restaurant du personnel ouvre à midi.",
    ],
)
def test_ordinary_houses_are_no_names(text: str) -> None:
    assert _found(text) == []
