"""Which language a passage is in, and texts that hold both."""

import pytest

from commons.anonymisation.words import languages, normalisation
from tests.commons.anonymisation import passages


def _english(text: str, default: str = "fr") -> list[str]:
    words = normalisation.Reading(text).words
    told = languages.english(words, default)
    return [word.text for word, is_english in zip(words, told, strict=True) if is_english]


def test_each_sentence_has_its_own_language() -> None:
    text = "Nous avons vendu des gâteaux. We sold the cakes to our friends. Tout est parti."

    assert _english(text) == ["We", "sold", "the", "cakes", "to", "our", "friends"]


def test_what_says_nothing_follows_the_text_then_the_document() -> None:
    assert _english("We sold the cakes. Sponsored walk.")[-2:] == ["Sponsored", "walk"]
    assert _english("Nous avons vendu les lots. Marathon.") == []
    assert _english("Marathon.", "en") == ["Marathon"]
    assert _english("Marathon.", "fr") == []


def test_a_dictated_text_changes_language_without_a_sentence() -> None:
    french = "alors nous avons demandé à tous les voisins de venir avec une chaise et un plat " * 3
    english = (
        "and then we asked all of the neighbours to come with a chair and something to eat " * 3
    )

    assert 35 < len(_english(f"{french}{english}")) <= 51


def test_a_creole_passage_is_in_neither_language() -> None:
    creole = normalisation.Reading("nou la fé in bon zafèr ek bann marmay dann kartié la rivyèr")
    french = normalisation.Reading("nous avons fait une belle affaire avec les enfants du quartier")

    assert languages.is_foreign(creole.words)
    assert not languages.is_foreign(french.words)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_passage_in_the_other_language_is_masked_alike(language: str) -> None:
    mixed = (
        "Nous avons tenu la buvette avec Maëlys Kervadec. Our friend from the twin town, Gethin"
        " Prosser, wrote: the takings were higher than we hoped and the readers enjoyed it."
        " Depuis, on recommence chaque printemps."
    )

    assert passages.is_masked(mixed, "Maëlys Kervadec", language)
    assert passages.is_masked(mixed, "Gethin Prosser", language)
    assert len(passages.found(mixed, language)) == 2
