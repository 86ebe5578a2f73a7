from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons import registers
from commons.registers import (
    CourtEntry,
    Number,
    OtherRegister,
    SirenCheck,
    SirenLength,
    SiretGiven,
    WrongNumber,
    WrongRna,
)


def luhn(digits: str) -> bool:
    doubled = [int(each) * (1 + place % 2) for place, each in enumerate(reversed(digits))]
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


@given(st.text("0123456789", min_size=9, max_size=9))
def test_a_siren_has_a_check_digit(digits: str) -> None:
    if luhn(digits):
        assert registers.tidy_siren(digits) == digits
    else:
        with pytest.raises(WrongNumber) as refused:
            registers.tidy_siren(digits)
        assert refused.value.path == ("siren",)


@pytest.mark.parametrize("number", ["732829320", "732 829 320", " 732.829.320 "])
def test_a_siren_may_be_spaced(number: str) -> None:
    assert registers.tidy_siren(number) == "732829320"


@pytest.mark.parametrize(
    "number",
    ["", "732829321", "73282932", "7328293200", "73282932000074", "73282932O", "٧٣٢٨٢٩٣٢٠"],
)
def test_a_wrong_siren_is_refused(number: str) -> None:
    with pytest.raises(WrongNumber):
        registers.tidy_siren(number)


@pytest.mark.parametrize(
    ("act", "number", "kind", "details"),
    [
        (registers.tidy_siren, "732829321", SirenCheck, {}),
        (registers.tidy_siren, "73282932", SirenLength, {"count": 8}),
        (registers.tidy_siren, "x", SirenLength, {"count": 0}),
        (registers.tidy_siren, "732 829 320 00074", SiretGiven, {"siren": "732829320"}),
        (registers.tidy_siren, "W29 123 4567", OtherRegister, {"register": "RNA"}),
        (registers.tidy_rna, "732 829 320", OtherRegister, {"register": "SIREN"}),
        (registers.tidy_rna, "W2912345", WrongRna, {}),
    ],
)
def test_a_refusal_says_what_is_wrong_with_the_number(
    act: Callable[[str], str], number: str, kind: type[WrongNumber], details: dict[str, Any]
) -> None:
    with pytest.raises(WrongNumber) as refused:
        act(number)

    assert type(refused.value) is kind
    assert refused.value.details == {"number": number} | details


@pytest.mark.parametrize(
    ("number", "tidied"),
    [
        ("W291234567", "W291234567"),
        ("w29 123 45 67", "W291234567"),
        ("W29.1234-567", "W291234567"),
        ("W2A1000123", "W2A1000123"),  # Corsica
        ("w9r1010112", "W9R1010112"),  # La Réunion
    ],
)
def test_an_rna_number_is_a_w_and_nine_signs_of_its_office(number: str, tidied: str) -> None:
    assert registers.tidy_rna(number) == tidied


@pytest.mark.parametrize(
    "number",
    [
        "",
        "W",
        "W29123456",
        "W2912345678",
        "X291234567",
        "291234567W",
        "W29123456A",
        "WAA1234567",
        "W29123456²",
        "W٢٩١٢٣٤٥٦٧",
    ],
)
def test_a_wrong_rna_number_is_refused(number: str) -> None:
    with pytest.raises(WrongNumber) as refused:
        registers.tidy_rna(number)

    assert refused.value.path == ("rna",)


@pytest.mark.parametrize(
    "entry",
    [
        {"court": "", "volume": 1, "folio": 1},
        {"court": "Saverne", "volume": 0, "folio": 1},
        {"court": "Saverne", "volume": 1, "folio": 10_000},
        {"court": "Saverne", "volume": 1},
        {"court": "Saverne", "volume": 1, "folio": 1, "page": 2},
    ],
)
def test_a_court_entry_has_a_court_a_volume_and_a_folio(entry: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="CourtEntry"):
        CourtEntry.model_validate(entry)


@pytest.mark.parametrize(
    ("text", "register", "compact"),
    [
        ("w29 123-4567", "rna", "W291234567"),
        ("W2A1000123", "rna", "W2A1000123"),
        ("732 829 320", "siren", "732829320"),
        ("Saverne 12/7", "court", "saverne 12/7"),
        ("  SAVERNE   vol. 12  folio 7 ", "court", "saverne 12/7"),
        ("Saverne, volume 12, fol. 7", "court", "saverne 12/7"),
        ("Illkirch-Graffenstaden 0012 / 07", "court", "illkirch-graffenstaden 12/7"),
        ("Wissembourg 4711/8153", "court", "wissembourg 4711/8153"),
    ],
)
def test_a_number_of_any_register_is_read_as_people_write_it(
    text: str, register: str, compact: str
) -> None:
    assert registers.read(text) == Number(register, compact)


def test_a_court_entry_reads_the_same_declared_in_fields_or_on_a_line() -> None:
    entry = CourtEntry(court=" Saverne ", volume=12, folio=7)

    assert registers.read("saverne 12/7").compact == entry.compact


@pytest.mark.parametrize(
    "text", ["", "Saverne", "12/7", "Saverne 0/7", "Saverne 12", "Numéro", "W", "Wissembourg", "-"]
)
def test_what_is_no_number_of_any_register_is_refused(text: str) -> None:
    with pytest.raises(WrongNumber):
        registers.read(text)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_number_or_refused(text: str) -> None:
    try:
        found = registers.read(text)
    except WrongNumber:
        return
    assert found.register in registers.REGISTERS
    assert registers.read(found.compact) == found
