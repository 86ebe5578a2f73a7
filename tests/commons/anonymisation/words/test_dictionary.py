"""Whether a word is an ordinary one: inflected, unaccented, and no name."""

import pytest

from commons.anonymisation.words import dictionary


@pytest.mark.parametrize(
    "fold", ["benevoles", "tresorier", "mangeaient", "coeur", "etre", "a", "kermesse"]
)
def test_french_words_are_known_in_any_inflection_without_accents(fold: str) -> None:
    assert dictionary.is_word(fold)


@pytest.mark.parametrize("fold", ["maelys", "dupont", "louhans", "lyon", "helloasso", "zqx", ""])
def test_names_are_no_words(fold: str) -> None:
    assert not dictionary.is_word(fold)


def test_each_language_has_its_own_words() -> None:
    assert dictionary.is_word("volunteer", "en")
    assert not dictionary.is_word("volunteer", "fr")
    assert not dictionary.is_word("tresorier", "en")
