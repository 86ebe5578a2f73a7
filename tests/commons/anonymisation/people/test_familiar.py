"""People named as their friends name them, and the ordinary words that look like it."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Deux parents, M. et Mme Roth, ont regretté l'usage.", "M. et Mme Roth"),
        ("Monsieur et Madame Castel ont signé.", "Monsieur et Madame Castel"),
        ("mr et mme dupuis ont signé", "mr et mme dupuis"),
        ("m et mme de la roche ont donné", "m et mme de la roche"),
        ("Hier, Mme de la Roche a donné.", "Mme de la Roche"),
        ("avec josette b on gère les trajets", "josette b"),
        ("josette b gère les trajets et michel d aussi", "michel d"),
        ("Hier, c'est Inès V.-B. qui relance.", "Inès V.-B."),
        ("bises, titi", "titi"),
        ("coucou lulu tu peux scanner ?", "lulu"),
        ("Élo, Max et Juju ont tenu la buvette.", "Élo"),
    ],
)
def test_somebody_is_found_by_a_familiar_name(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


def test_a_title_of_respect_is_part_of_an_english_name() -> None:
    text = "ask old mister guilbaud because everybody likes him"

    assert passages.is_masked(text, "old mister guilbaud", "en")


@pytest.mark.parametrize(
    "text",
    [
        "Grâce à cela, tout va mieux. Grâce aux dons, on vit.",
        "Les charges étaient lourdes et les caisses aussi.",
        "le feu clignotait quand on est arrivés",
        "Madame la présidente et M. le maire ont signé.",
        "mme la maire et m le préfet ont signé",
        "Bonjour à tous, merci de vos dons.",
        "Salut les amis, bises à tous",
    ],
)
def test_ordinary_words_are_nobody(text: str) -> None:
    assert passages.found(text) == []
