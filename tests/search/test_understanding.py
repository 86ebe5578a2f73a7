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
    ("number", "needed"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 2), (5, 2), (6, 2), (9, 3)]
)
def test_two_words_in_three_are_needed_and_fewer_of_a_long_question(
    number: int, needed: int
) -> None:
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


def test_stop_words_and_words_of_the_field_are_no_slips() -> None:
    (word,) = understanding.understand("lesz").words

    assert not word.is_typo_of("les")
    assert understanding.understand("legs").words[0].edits == 0
    assert understanding.understand("tombolas").words[0].edits == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("logiciel de compta pour petite asso", ["logiciel", "compta"]),
        ("association", ["association"]),
        ("petite asso", ["petite", "asso"]),
        ("réseau d'associations", ["reseau", "associations"]),
        ("ne pas vendre", ["vendre"]),
        ("pas cher", ["pas", "cher"]),
        ("tirelire sans contact", ["tirelire", "sans", "contact"]),
    ],
)
def test_what_only_says_for_whom_is_not_looked_for(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_the_size_that_is_not_looked_for_is_named_all_the_same() -> None:
    assert ("sizes", "very-small") in understanding.understand("logiciel petite asso").codes


def test_two_halves_of_a_mistyped_name_are_read_together() -> None:
    understood = understanding.understand("helo asso")

    assert {word.meant for word in understood.words} == {"helloasso"}
    assert ("tools", "helloasso") in understood.codes


def test_what_is_said_of_everything_counts_less_among_many_words() -> None:
    weak = {w.text for w in understanding.understand("aider des gens à voter").words if w.weak}

    assert weak == {"aider", "gens"}
    assert not understanding.understand("aider").words[0].weak


def test_numbers_have_no_typos() -> None:
    assert understanding.understand("2024").words[0].edits == 0


@pytest.mark.parametrize(
    ("text", "plain", "quoted", "excluded"),
    [
        ('"dons en ligne" bénévoles', ["benevoles"], [{("don", "lign")}], []),
        ("«\u202fdons en ligne\u202f»", [], [{("don", "lign")}], []),
        ("collecte -affiches", ["collecte"], [], [{("affich",)}]),
        ('don -"don du sang"', ["don"], [], [{("don", "sang")}]),
        ("porte-à-porte - tracts", ["porteaporte", "tracts"], [], []),
        ('"le" "?" dons', ["dons"], [], []),
        ('un "mot ouvert', ["mot", "ouvert"], [], []),
        ('-"', [], [], []),
    ],
)
def test_phrases_and_exclusions_are_no_words(
    text: str,
    plain: list[str],
    quoted: list[set[understanding.Phrase]],
    excluded: list[set[understanding.Phrase]],
) -> None:
    understood = understanding.understand(text)

    assert words(text) == plain
    for ways, expected in ((understood.quoted, quoted), (understood.excluded, excluded)):
        assert len(ways) == len(expected)
        # English stems may differ from the French ones expected here.
        assert all(each <= phrases for each, phrases in zip(expected, ways, strict=True))


def test_a_word_before_a_phrase_is_finished() -> None:
    assert not understanding.understand('benev "dons en ligne"').words[0].prefix
    assert understanding.understand('"dons en ligne" benev').words[0].prefix


def test_pieces_and_namings_say_where_they_stand() -> None:
    text = "Un don par SMS, l'été, un don -affiches"
    understood = understanding.understand(text)

    said = {piece.text: [text[slice(*span)] for span in piece.spans] for piece in understood.pieces}
    assert said == {
        "don": ["don", "don"], "sms": ["SMS"], "ete": ["été"], "affiches": ["-affiches"],
    }  # fmt: skip
    (naming,) = [each for each in understood.namings if each.code[0] == "channels"]
    assert text[slice(*naming.span)] == "don par SMS"
    assert understanding.without(text, [naming.span]) == "Un , l'été, un don -affiches"
    assert understanding.without("lancer l'été", [(9, 12)]) == "lancer"


def test_a_field_is_offered_and_raises_nothing() -> None:
    understood = understanding.understand("théâtre")

    assert [each.code for each in understood.namings] == [("fields", "culture")]
    assert not understood.codes


def test_a_loose_reading_needs_one_word() -> None:
    assert understanding.understand("collecte affiches radio", loose=True).needed == 1
    assert understanding.understand("", loose=True).needed == 0
