"""How a typed text is read: its words, what stands for them, and the codes it names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import analysis, understanding
from tests.search import oracle


def words(text: str) -> list[str]:
    return [word.text for word in understanding.understand(text).words]


def test_stop_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert words("Comment recruter des bénévoles ?") == ["recruter", "benevoles"]
    assert words("le la") == ["le", "la"]
    assert words("?! 🎉") == []


@pytest.mark.parametrize(
    ("number", "needed"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (9, 6)]
)
def test_two_words_in_three_are_needed(number: int, needed: int) -> None:
    text = " ".join(f"mot{i}" for i in range(number))

    assert understanding.understand(text).needed == needed


def test_a_word_typed_twice_counts_once() -> None:
    assert words("don Don dons don") == ["don", "dons"]


def test_only_the_last_word_may_be_unfinished() -> None:
    first, last = understanding.understand("collecte bénév").words

    assert not first.prefix
    assert last.is_prefix_of("benevoles")
    assert not understanding.understand("collecte de").words[0].prefix
    assert not understanding.understand("x").words[0].prefix


def test_long_texts_are_cut() -> None:
    assert len(words(" ".join(f"mot{i}" for i in range(60)))) == understanding.MOST_WORDS
    assert words("a" * 499 + " longtemps") == ["a" * analysis.LONGEST]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("cagnotte", ("channels", "crowdfunding")),
        ("Financement participatif", ("channels", "crowdfunding")),
        ("don par SMS", ("channels", "sms-gift")),
        ("hello asso", ("tools", "helloasso")),
        ("HelloAsso", ("tools", "helloasso")),
        ("e-mails", ("channels", "email")),
        ("petites assos", ("sizes", "small")),
        ("grande association", ("sizes", "large")),
        ("recruter des bénévoles", ("themes", "volunteering")),
    ],
)
def test_codes_are_named_in_many_ways(text: str, code: understanding.Code) -> None:
    understood = understanding.understand(text)

    assert code in understood.codes
    assert all(code in word.codes for word in understood.words)


def test_the_longest_name_wins() -> None:
    assert understanding.understand("don par sms").codes == {("channels", "sms-gift")}


def test_a_size_is_named_with_its_noun() -> None:
    assert understanding.understand("don moyen").codes.isdisjoint({("sizes", "medium")})


@settings(max_examples=200, deadline=None)
@given(st.text("abc", min_size=1, max_size=9), st.text("abc", min_size=1, max_size=9))
def test_typos_are_few_edits_after_the_same_first_letter(typed: str, form: str) -> None:
    (word,) = understanding.understand(typed).words
    allowed = 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2

    expected = typed != form and typed[0] == form[0] and oracle.edits(typed, form) <= allowed
    assert word.is_typo_of(form) == expected


def test_numbers_have_no_typos() -> None:
    assert understanding.understand("2024").words[0].edits == 0
