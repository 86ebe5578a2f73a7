import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons import plain_text
from commons.plain_text import ForbiddenCharacter, TextTooLong


def test_nothing_stays_nothing() -> None:
    assert plain_text.tidy(None) is None
    assert plain_text.tidy("") is None
    assert plain_text.tidy(" \t\r\n\u00a0") is None
    assert plain_text.tidy_line(None) is None
    assert plain_text.tidy_line(" \n ") is None


def test_line_ends_are_one_kind_and_outer_blanks_go() -> None:
    assert plain_text.tidy("  un\r\ndeux\rtrois\n\n- quatre\t \n") == "un\ndeux\ntrois\n\n- quatre"


def test_a_line_is_one_line_with_single_spaces() -> None:
    assert plain_text.tidy_line(" une  relance\r\n\tpar\u00a0SMS ") == "une relance par SMS"


@pytest.mark.parametrize(
    "character",
    [
        *"\x00\x01\x08\x0b\x0c\x0e\x1b\x1f\x7f\x80\x85\x9f",
        *"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        chr(0xD800),
        chr(0xDFFF),
    ],
)
def test_characters_that_can_hide_words_are_refused_by_name(character: str) -> None:
    for tidy in (plain_text.tidy, plain_text.tidy_line):
        with pytest.raises(ForbiddenCharacter) as refused:
            tidy(f"un{character}deux", "criteria", 2)

        assert refused.value.path == ("criteria", 2)
        assert refused.value.details == {"character": f"U+{ord(character):04X}"}


@pytest.mark.parametrize("character", ["\u00a0", "\u202f", "\u00ad", "\u200b", "\u200d", "\ufeff"])
def test_french_spaces_soft_hyphens_and_zero_widths_are_meant(character: str) -> None:
    assert plain_text.tidy(f"un{character}deux") == f"un{character}deux"


def test_a_text_may_have_as_many_code_points_as_said_and_no_more() -> None:
    assert plain_text.tidy("é" * 10, limit=10) == "é" * 10
    assert plain_text.tidy(" " + "🙂" * 10 + " ", limit=10) == "🙂" * 10

    with pytest.raises(TextTooLong) as refused:
        plain_text.tidy("é" * 11, "tried", limit=10)

    assert refused.value.path == ("tried",)
    assert refused.value.details == {"limit": 10, "length": 11}


def test_the_limits_of_the_product() -> None:
    assert plain_text.tidy("a" * 20_000)
    with pytest.raises(TextTooLong):
        plain_text.tidy("a" * 20_001)
    assert plain_text.tidy_line("a " * 79 + "bc") == "a " * 79 + "bc"
    with pytest.raises(TextTooLong):
        plain_text.tidy_line("a" * 161)


@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    for tidy in (plain_text.tidy, plain_text.tidy_line):
        try:
            once = tidy(text)
        except ForbiddenCharacter:
            continue

        assert tidy(once) == once
        assert once is None or once == once.strip() != ""
        assert once is None or "\r" not in once


@given(st.text(max_size=60))
def test_a_word_is_never_lost(text: str) -> None:
    try:
        tidied = plain_text.tidy(text)
    except ForbiddenCharacter:
        return

    assert (tidied or "").split() == text.split()


def test_folded_words_are_found_by_comparing_characters() -> None:
    assert plain_text.folded("  L’Été, c'est ŒUVRER : e-mail\u00a0!") == (
        " l ete c est oeuvrer e mail "
    )
    assert plain_text.folded("béné\u00advoles") == plain_text.folded("BENEVOLES") == " benevoles "
    assert plain_text.folded("%_ …") == ""
