"""Postal addresses, numbered or not, in any case."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        (
            "Le local est au 12 bis rue des Lilas, 35000 Rennes.",
            "12 bis rue des Lilas, 35000 Rennes",
            "fr",
        ),
        ("on est au 3 de la rue du Four", "3 de la rue du Four", "fr"),
        ("rendez-vous rue des lilas", "rue des lilas", "fr"),
        (
            "siège 4 ter, allée du Parc - Bât. C - 29200 BREST",
            "4 ter, allée du Parc - Bât. C - 29200 BREST",
            "fr",
        ),
        ("Adresse : BP 12, 97410 Saint-Pierre", "BP 12, 97410 Saint-Pierre", "fr"),
        ("CS 40012 – 44000 NANTES CEDEX 1", "CS 40012 – 44000 NANTES CEDEX 1", "fr"),
        ("LIEU-DIT KERGOAT, 29190 PLEYBEN", "LIEU-DIT KERGOAT, 29190 PLEYBEN", "fr"),
        ("Résidence Les Mimosas, appt 12", "Résidence Les Mimosas, appt 12", "fr"),
        (
            "on habite douze rue jean jaurès à limoges depuis",
            "douze rue jean jaurès à limoges",
            "fr",
        ),
        ("l2 RUE VICTOR HUG0", "l2 RUE VICTOR HUG0", "fr"),
        ("PK 18 côté mer à Paea", "PK 18 côté mer", "fr"),
        (
            "27, BD DE LA REPUBLIQUE 13100 AIX EN PROVENCE",
            "27, BD DE LA REPUBLIQUE 13100 AIX EN PROVENCE",
            "fr",
        ),
        ("5 quai de la Fosse à midi", "5 quai de la Fosse", "fr"),
        ("1 place de l'Église, sous le porche", "1 place de l'Église", "fr"),
        ("au 14 chemin des Amandiers", "14 chemin des Amandiers", "fr"),
        ("chemin Bras-Canot après le pont", "chemin Bras-Canot", "fr"),
        (
            "c'est vingt-deux avenue du général leclerc",
            "vingt-deux avenue du général leclerc",
            "fr",
        ),
        ("ZA du Moulin, 56300 Pontivy", "ZA du Moulin, 56300 Pontivy", "fr"),
        ("97422 La Saline", "97422 La Saline", "fr"),
        ("Appt 3, 8 rue Haute", "Appt 3, 8 rue Haute", "fr"),
        ("au 7 Straed an Ti Kêr", "7 Straed an Ti Kêr", "fr"),
        ("4 impasse des 3 Fontaines", "4 impasse des 3 Fontaines", "fr"),
    ],
)
def test_an_address_is_masked_in_any_case(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Le chemin est long, la route aussi.",
        "On avait prévu 50 places et 12 tables.",
        "Devant l'école on distribue des flyers.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        (
            "RADIO, CHEMIN BOIS D'INDE, 97200 FORT DE FRANCE.",
            "CHEMIN BOIS D'INDE, 97200 FORT DE FRANCE",
        ),
        (
            "chemin grand fond, 97435 saint gilles",
            "chemin grand fond, 97435 saint gilles",
        ),
        ("et le bureau quai des hollandais au 27.", "quai des hollandais au 27"),
        ("avenue du port au numéro 14", "avenue du port au numéro 14"),
    ],
)
def test_an_address_without_number_or_with_its_number_last(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    ["place aux jeunes", "la route au 80 km/h", "un chemin difficile, 50000 mails plus tard"],
)
def test_a_way_of_speaking_stays(text: str) -> None:
    assert passages.found(text) == []
