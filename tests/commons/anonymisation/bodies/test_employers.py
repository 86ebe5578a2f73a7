"""Firms that everybody knows, and the works council of any firm."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("cette fois arcelor ce a payé la sono", "arcelor ce"),
        ("le ce de michelin a pris des places", "ce de michelin"),
        ("le cse airbus a pris cent places", "cse airbus"),
        ("le CSE de Safran Villaroche a financé un car.", "CSE de Safran Villaroche"),
        ("stellantis cse nous a aidés", "stellantis cse"),
        ("Le comité d'entreprise Michelin a pris des places.", "comité d'entreprise Michelin"),
        ("Elle coud maintenant chez armor lux.", "armor lux"),
        ("Air Caraïbes et la librairie nous ont soutenus", "Air Caraïbes"),
        ("air austral a donné deux billets", "air austral"),
        ("air tahiti nui transporte les colis", "air tahiti nui"),
        ("Brittany Ferries nous fait une remise", "Brittany Ferries"),
        ("corsica ferries prend le camion", "corsica ferries"),
        ("peugeot sochaux a versé", "peugeot sochaux"),
        ("edf golfech a financé le mur", "edf golfech"),
        ("orano la hague paye les maillots", "orano la hague"),
        ("bonduelle donne des conserves", "bonduelle"),
    ],
)
def test_a_firm_that_helps_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)
    passages.accepted(text)


@pytest.mark.parametrize(
    "text",
    [
        "je sais que ce qui marche c'est le sms",
        "est ce que ça marche",
        "c'est ce que dit la trésorière",
        "le cse a pris des places",
        "le comité d'entreprise a pris des places",
        "un petit bateau en papier par donateur",
        "la facture orange est payée",
        "La SNCF a du retard.",
        "on vend du safran et de la roquette",
        "air de famille",
    ],
)
def test_suppliers_and_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
