"""Words a scanner broke are read again; names it broke are names still."""

import pytest

from commons.anonymisation.words import scans


@pytest.mark.parametrize("fold", ["1ancement", "0bjet", "tota1", "rea1ise", "c1ub", "instrurnents"])
def test_an_ordinary_word_is_read_again(fold: str) -> None:
    assert scans.is_misread(fold, scanned=False)


@pytest.mark.parametrize("fold", ["norn", "cornmune", "ferrne"])
def test_once_figures_tell_of_a_scanner_short_words_are_too(fold: str) -> None:
    assert not scans.is_misread("norn", scanned=False)
    assert scans.is_misread(fold, scanned=True)


@pytest.mark.parametrize(
    "fold", ["p1erre", "mart1ne", "bernard", "livarn", "f10ch", "t2", "2cv", "dup0nt", "kerlozic"]
)
def test_a_name_is_no_misread_word(fold: str) -> None:
    assert not scans.is_misread(fold, scanned=False)
