"""Numbers in figures and in words, separated, misread or dictated."""

import pytest

from commons.anonymisation.words import numerals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 245", 3245),
        ("12.450,00", 12450),
        ("1'250", 1250),
        ("2 346,70", 2346.7),
        ("l 44o", 1440),
        ("1 o22", 1022),
        ("5 8oo", 5800),
        ("s 8oo", 5800),
        ("trois mille deux cents", 3200),
        ("trois mille\ndeux cents", 3200),
        ("quatre-vingt-dix-sept", 97),
        ("soixante et onze", 71),
        ("mille neuf cent quatre-vingt-douze", 1992),
        ("septante-deux", 72),
        ("two thousand", 2000),
        ("deux millions", 2_000_000),
    ],
)
def test_a_number_has_the_value_that_it_says(text: str, value: float) -> None:
    assert numerals.value(text) == value


def test_other_words_have_no_value() -> None:
    assert numerals.value("beaucoup") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("mil katsan", 1400), ("dé mil senksan", 2500), ("twa san", 300), ("katreven", 80)],
)
def test_creole_numbers_have_the_value_that_they_say(text: str, value: int) -> None:
    assert numerals.value_of_creole(text.replace("é", "e")) == value
