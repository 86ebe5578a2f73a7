"""Numbers and lies of the land that give a place away."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("sur la baie des corsaires", "la baie des corsaires"),
        ("visible du haut du mont, à côté du mou1in", "du haut du mont, à côté du mou1in"),
        ("ici il y a que la presqu ile qui est contente", "la presqu ile"),
        ("AUTORISATION 97.4 MHZ.", "97.4 MHZ"),
        ("sur 98.2 FM tous les soirs", "98.2 FM"),
        ("Notre village, cent trente habitants. Nous tenons l'épicerie.", "cent trente habitants"),
        ("on est six cents sur la commune", "six cents sur la commune"),
        ("onze communes à faire autour", "onze communes"),
        ("à deux pas de la fosse 9", "fosse 9"),
        ("dîner aux chandelles dans l'abbaye", "abbaye"),
        ("du réseau sur le fleuve", "fleuve"),
        ("traduit en drehu par sa tante", "drehu"),
        ("en francs Pacifique, pas en euros", "francs Pacifique"),
    ],
)
def test_a_fact_that_gives_the_place_away_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "une baie de brassage",
        "du haut de la scène on voit tout",
        "en bas de la page",
        "il y avait 300 habitants au repas",
        "deux communes ont répondu",
        "trois villages de vacances",
        "une fosse septique",
        "une abbaye peut louer une salle",
        "nous sommes dix sur le groupe",
        "en français puis en anglais",
    ],
)
def test_what_any_place_has_stays(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Pour l'eusko rien à dire.", "eusko"),
        ("on prend aussi la gonette", "gonette"),
        ("on accepte le sol violette", "sol violette"),
        ("on encaisse des florains", "florains"),
        ("le galléco est accepté", "galléco"),
    ],
)
def test_local_money_tells_the_town(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "le sol est glissant",
        "la roue tourne",
        "une abeille sur l'affiche",
        "on a payé le hangar",
    ],
)
def test_local_money_tells_the_town_only(text: str) -> None:
    assert passages.found(text) == []
