"""Which word of the field an unknown word was meant to be, or is about to become."""

import pytest

from search import lexicon


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("benevloes", "benevoles"),
        ("recrutemment", "recrutement"),
        ("donnateurs", "donateurs"),
        ("telefone", "telephone"),  # heard as it
        ("kagnote", "cagnotte"),  # another first letter, heard as it
        ("framadatte", "framadate"),  # a tool
        ("fundraisin", "fundraising"),
    ],
)
def test_a_word_of_no_language_is_read_as_the_nearest_of_the_field(typed: str, meant: str) -> None:
    assert lexicon.meant(typed) == meant


@pytest.mark.parametrize("form", ["facture", "benevole", "guinguette", "don", "zzzzzzzz", "2024"])
def test_a_word_of_a_language_or_nothing_near_is_read_as_it_is(form: str) -> None:
    assert lexicon.meant(form) is None


def test_a_word_that_is_begun_is_no_mistake() -> None:
    assert lexicon.meant("compt", begun=True) is None
    assert lexicon.meant("benevloes", begun=True) == "benevoles"


def test_an_unfinished_word_may_become_those_of_the_field() -> None:
    assert "mensuel" in lexicon.completions("mensu")
    assert lexicon.completions("billette") == ("billetterie",)
    assert lexicon.completions("don") == ()
    assert lexicon.completions("zz") == ()
