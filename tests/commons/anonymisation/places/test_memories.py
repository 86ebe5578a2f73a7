"""What everybody there remembers."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("depuis le naufrage du petit louis on donne", "le naufrage du petit louis"),
        ("après le naufrage du bugaled breizh", "le naufrage du bugaled breizh"),
        (
            "Depuis l'effondrement de la rue Droite, on nous aide.",
            "l'effondrement de la rue Droite",
        ),
        ("depuis l'explosion de la rue de Trévise", "l'explosion de la rue de Trévise"),
        ("après l'incendie de la halle on a reçu", "l'incendie de la halle"),
        ("depuis le déraillement du train de Millas", "le déraillement du train de Millas"),
        ("avec l'accident du car de Puisseguin", "l'accident du car de Puisseguin"),
        ("depuis la catastrophe de Furiani", "la catastrophe de Furiani"),
        (
            "depuis que notre camion a brûlé devant la préfecture",
            "notre camion a brûlé devant la préfecture",
        ),
        ("notre hangar a brûlé pendant le carnaval", "notre hangar a brûlé pendant le carnaval"),
    ],
)
def test_a_disaster_tells_the_place(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)
    passages.accepted(text)


@pytest.mark.parametrize(
    "text",
    [
        "depuis l'accident de la trésorière on est deux",
        "le naufrage du projet nous a coûté cher",
        "le naufrage de la campagne",
        "l'effondrement des dons en janvier",
        "l'explosion du nombre d'inscrits",
        "l'explosion des frais",
        "notre camion a roulé toute la journée",
        "notre compte a explosé pendant la campagne",
        "notre page a planté pendant la fête",
        "l'accident du travail est déclaré",
    ],
)
def test_manners_of_speaking_stay(text: str) -> None:
    assert passages.found(text) == []
