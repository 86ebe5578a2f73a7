"""Months as people shorten them and scanners misread them."""

import pytest

from commons.anonymisation.words import months


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("mai", 5), ("rnai", 5), ("rnars", 3), ("fevrler", 2), ("0ctobre", 10), ("de-\ncembre", 12),
        ("sept.", 9), ("1o", 10), ("o3", 3), ("iv", 4), ("august", 8),
    ],
)  # fmt: skip
def test_a_month_is_read_however_it_is_written(text: str, number: int) -> None:
    assert months.number(text) == number


@pytest.mark.parametrize("text", ["13", "mardi", "0", "maison"])
def test_other_words_are_no_month(text: str) -> None:
    assert months.number(text) is None
