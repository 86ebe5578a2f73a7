"""Places without a capital, or with a letter lost."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Les contributeurs viennent de MuttershoItz surtout.", "MuttershoItz"),
        ("Ils viennent de Sélestat et de Hilsen-\nheim le plus souvent.", "Hilsen-\nheim"),
        ("les gens du quartier acajou donnent plus", "quartier acajou"),
        ("au cap ferret l'été", "cap ferret"),
        ("Commune d'Y, dans un pays plat.", "Y"),
    ],
)
def test_a_spoilt_name_of_a_place_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "le quartier prioritaire reçoit les paniers",
        "on y va et on y reste",
        "le quartier entier a signé",
        "la plage est propre",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
