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


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("la mairie nous prête la halle pour les médiévales en août", "les médiévales", "fr"),
        ("stand aux Estivales du quartier", "Estivales", "fr"),
        ("aux hivernales on vend du vin chaud", "hivernales", "fr"),
        ("Journée du lagon d'Uturoa : un beau stand", "Journée du lagon d'Uturoa", "fr"),
        ("la Journée du lagon a rempli la caisse", "Journée du lagon", "fr"),
        ("pendant la fête du cochon", "fête du cochon", "fr"),
        ("à la Nuit du pain noir on chante", "Nuit du pain noir", "fr"),
        ("le pardon de Sainte-Anne attire du monde", "pardon de Sainte-Anne", "fr"),
        ("au pardon de Saint-Guénolé", "pardon de Saint-Guénolé", "fr"),
        ("pour les Automnales de Champagnole", "les Automnales de Champagnole", "fr"),
        ("pendant les Floralies", "les Floralies", "fr"),
        ("le Marché aux truffes de Lalbenque", "Marché aux truffes de Lalbenque", "fr"),
        ("la bourse aux plants des Mille Étangs", "bourse aux plants des Mille Étangs", "fr"),
        ("au festival « Les Nuits bleues »", "Les Nuits bleues", "fr"),
        ("la Course des Ilets dimanche", "Course des Ilets", "fr"),
        ("le Challenge Momo-Zerrouki a eu lieu", "Challenge Momo-Zerrouki", "fr"),
        ("aux Médiévales de Provins", "Médiévales de Provins", "fr"),
        ("le stand des Francofolies", "Francofolies", "fr"),
        ("le Noël des anciens", "Noël des anciens", "fr"),
        ("la Semaine bleue de Trégueux", "Semaine bleue de Trégueux", "fr"),
        ("au Printemps des Poètes de Lodève", "Printemps des Poètes de Lodève", "fr"),
        ("le Rallye des Remparts", "Rallye des Remparts", "fr"),
        ("la Fête de l'oignon doux", "Fête de l'oignon doux", "fr"),
        ("au Trail de la Grande Casse", "Trail de la Grande Casse", "fr"),
    ],
)
def test_an_event_of_a_season_or_a_place_is_masked(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("je vous demande pardon de l'écrire si tard", "fr"),
        ("pardon de la longueur de ce message", "fr"),
        ("pardon du retard", "fr"),
        ("ça marche : « viens mardi, une heure, on mange après »", "fr"),
        ("on vend au marché aux clients du matin", "fr"),
        ("on s'installe au marché, au bout de la halle", "fr"),
        ("La démarche « zéro papier » nous plaît.", "fr"),
        ("La fête des voisins et la fête de la musique aident.", "fr"),
        ("Une course à pied, un loto, un vide-grenier : tout se vend en ligne.", "fr"),
        ("Le tournoi des jeunes est financé par la buvette.", "fr"),
        ("Le marché de Noël rapporte moins.", "fr"),
        ("Le concours de belote du club fait le plein.", "fr"),
        ("La journée du bénévolat, on tient un stand.", "fr"),
        ("La journée mondiale du refus de la misère.", "fr"),
        ("La semaine du goût, les enfants cuisinent.", "fr"),
        ("Le forum des associations a lieu en septembre.", "fr"),
        ("Une soirée : « merci à tous ! » et on rentre.", "fr"),
        ("Il faut une nuit de repos.", "fr"),
        ("Le salon de thé nous prête une table.", "fr"),
        ("La montée des prix nous pèse.", "fr"),
        ("Le tour de table dure une heure.", "fr"),
        ("Le spectacle « on fera mieux demain, promis » a fait rire.", "fr"),
        ("La traversée du village se fait à pied.", "fr"),
        ("Les fêtes de fin d'année sont propices.", "fr"),
        ("La foire aux questions est en ligne.", "fr"),
        ("La course aux dons fatigue.", "fr"),
        ("La fête du village attire du monde.", "fr"),
        ("Un bal masqué, une tombola.", "fr"),
    ],
)
def test_pardon_speech_and_common_days_stay(text: str, language: str) -> None:
    assert not [f for f in passages.found(text, language) if f.startswith("EVENT")]
