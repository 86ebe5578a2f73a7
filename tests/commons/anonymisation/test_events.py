"""Local events that have a name."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("la Fête de la châtaigne a aidé", "la Fête de la châtaigne", "fr"),
        ("pendant le trail des Crêtes", "le trail des Crêtes", "fr"),
        ("à la fête de la châtaigne on vend", "la fête de la châtaigne", "fr"),
        ("au festival des lanternes on vend", "festival des lanternes", "fr"),
        ("avec les Foulées de la Rade", "les Foulées de la Rade", "fr"),
        ("pour la foire aux oignons on a", "la foire aux oignons", "fr"),
        ("la Nuit des Étoiles filantes du Causse", "la Nuit des Étoiles filantes du Causse", "fr"),
        ("le carnaval des gueux arrive", "le carnaval des gueux", "fr"),
        ("La Ronde des Fours en septembre", "La Ronde des Fours", "fr"),
        ("au Salon du Livre de Saint-Louis", "Salon du Livre de Saint-Louis", "fr"),
        ("le corso fleuri de juin", "le corso fleuri", "fr"),
        ("la braderie de Lille", "la braderie de Lille", "fr"),
        ("Les Nuits du Piton", "Les Nuits du Piton", "fr"),
        ("la fête du cochon", "la fête du cochon", "fr"),
        ("le marathon des sables", "le marathon des sables", "fr"),
        ("pour l'ekiden de la vallée", "l'ekiden de la vallée", "fr"),
        ("à la fête de l'ail rose", "la fête de l'ail rose", "fr"),
        ("foire Saint-Michel", "foire Saint-Michel", "fr"),
        ("le bal des pompiers de Lorient", "le bal des pompiers de Lorient", "fr"),
    ],
)
def test_a_named_event_is_masked_in_any_case(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "La fête des voisins et la fête de la musique aident.",
        "Une course à pied, un loto, un vide-grenier : tout se vend en ligne.",
        "Le tournoi des jeunes est financé par la buvette.",
        "Le marché de Noël rapporte moins.",
        "Le concours de belote du club fait le plein.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
