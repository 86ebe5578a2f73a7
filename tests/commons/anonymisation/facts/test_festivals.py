"""Festivals and evenings of one region."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("le goûter de la fête caf en décembre", "fête caf"),
        ("la fèt kaf rapporte", "fèt kaf"),
        ("trois fois plus que le bingo de Pâques", "bingo de Pâques"),
        ("le loto de pentecôte finance le car", "loto de pentecôte"),
        ("pdt le swaré bèlè sainte marie on a fé", "swaré bèlè sainte marie"),
        ("la soirée zouk sainte-rose a rapporté", "soirée zouk sainte-rose"),
        ("le kabar maloya du tampon a marché", "kabar maloya"),
        ("le bal folk de lanildut a fait salle pleine", "bal folk de lanildut"),
        ("la st jozef des wallisiens c notre plus grosse date", "la st jozef des wallisiens"),
        ("la saint éloi des forgerons rapporte", "saint éloi des forgerons"),
        ("la saint jean des jeunes agriculteurs", "saint jean des jeunes agriculteurs"),
        ("Le fil interceltique nous a donné un stand", "fil interceltique"),
        ("le chanté nwel de bazin rapporte", "chanté nwel de bazin"),
        ("le tour des yoles finance la saison", "tour des yoles"),
        ("au heiva on a tenu un stand", "heiva"),
    ],
)
def test_a_feast_of_one_region_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)
    passages.accepted(text)


@pytest.mark.parametrize(
    "text",
    [
        "la fête commence à midi",
        "le bingo de la semaine a bien marché",
        "un bingo en ligne",
        "le fil de discussion est long",
        "on a fait le tour des donateurs",
        "la saint valentin rapporte",
        "la saint jean est passée",
        "la soirée jeux a bien marché",
        "la soirée zumba a rapporté",
        "une soirée karaoké",
    ],
)
def test_ordinary_evenings_stay(text: str) -> None:
    assert passages.found(text) == []
