"""Communes of the list, said with or without hyphens, accents and capitals, and their people."""

import pytest

from commons import anonymisation
from commons.anonymisation import Profile
from commons.anonymisation.words import communes


def _places(text: str) -> list[str]:
    findings = anonymisation.scan({"text": text}, Profile(), with_model=False)
    return [finding.text for finding in findings if finding.kind == "LOC"]


@pytest.mark.parametrize(
    ("name", "population"),
    [
        ("louhans", "b"),
        ("saint etienne du gres", "b"),
        ("mans", "d"),
        ("mamoudzou", "d"),
        ("freyming", "c"),
    ],
)
def test_the_list_knows_size_overseas_and_what_people_say_for_short(
    name: str, population: str
) -> None:
    known = communes.find(name)

    assert known is not None
    assert known.population == population


def test_a_key_spells_saint_out_and_drops_the_first_article() -> None:
    assert communes.key(["st", "malo"]) == "saint malo"
    assert communes.key(["la", "ste", "baume"]) == "sainte baume"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("les gens de saint etienne du gres sont venus", "saint etienne du gres"),
        ("RENDEZ-VOUS A LOUHANS POUR LES DONS DE TOUT LE MONDE", "LOUHANS"),
        ("On a tenu un stand à Die, puis on est rentrés.", "Die"),
        ("La troupe de Majicavo et celle de Koungou.", "Koungou"),
        ("Les Louhannaises ont donné.", "Les Louhannaises"),
        ("Le bus vient de St-Étienne-du-Grès.", "St-Étienne-du-Grès"),
    ],
)
def test_places_are_found_however_they_are_written(text: str, place: str) -> None:
    assert any(place.casefold() in found.casefold() for found in _places(text))


@pytest.mark.parametrize(
    "text",
    [
        "Nous avons voulu donner du sens à nos tours de table.",
        "La place est au sec, le pont aussi, et le puits est loin.",
        "Une orange, un port, une garde, trois vitres.",
        "Le Conseil vote la Place donnée aux Dons.",
    ],
)
def test_ordinary_words_are_no_communes(text: str) -> None:
    assert _places(text) == []
