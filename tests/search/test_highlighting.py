"""The words of a text that answer a search, and the extract that shows most of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import highlighting, understanding


def hits(text: str, asked: str) -> list[str]:
    segments = highlighting.highlight(text, understanding.understand(asked))
    assert "".join(segment.text for segment in segments) == text
    return [segment.text for segment in segments if segment.hit]


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("Le Recrutement d'adhérents", "recruter", ["Recrutement"]),
        ("L’été des bénévoles", "ete bénévole", ["été", "bénévoles"]),
        ("Financement participatif", "financement participatf", ["Financement", "participatif"]),
        ("Un financement participatif", "cagnotte", ["financement", "participatif"]),
        ("Un financement public", "cagnotte", []),
        ("Nos parrainages", "parr", ["parrainages"]),
        ("Par e-mail ou mail", "emails", ["e-mail", "mail"]),
        ("Avec HelloAsso", "hello asso", ["HelloAsso"]),
        ("Le porte-à-porte", "porte à porte", ["porte-à-porte"]),
        ("<b>don</b> & don", "don", ["don", "don"]),
        ("Rien", "???", []),
        ("", "don", []),
    ],
)
def test_words_that_answer_are_marked(text: str, asked: str, expected: list[str]) -> None:
    assert hits(text, asked) == expected


def test_the_extract_shows_most_words_and_is_cut_between_words() -> None:
    text = f"Un don. {'Autre chose ici. ' * 20}Le don par SMS a plu. {'Encore du texte. ' * 20}"

    segments = highlighting.highlight(text, understanding.understand("don sms"), 60)

    shown = "".join(segment.text for segment in segments)
    assert [segment.text for segment in segments if segment.hit] == ["don", "SMS"]
    assert len(shown) <= 60
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert f" {shown.strip('…').strip()} " in text


def test_a_short_text_is_whole_and_a_text_without_hits_is_its_beginning() -> None:
    asked = understanding.understand("don")

    assert highlighting.highlight("Une phrase", asked, 50) == (
        highlighting.Segment("Une phrase", False),
    )
    (start, dots) = highlighting.highlight("Une phrase un peu longue", asked, 15)
    assert (start.text, dots.text) == ("Une phrase un", "…")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["don", "l'été", "e-mails", "collectes", "…", "a" * 30, "\n", "et", "été-là"]
        )
    ).map(" ".join),
    st.sampled_from(["don", "été", "email collecte", "aaaa", ""]),
    st.integers(5, 60),
)
def test_an_extract_is_a_piece_of_the_text_no_longer_than_asked(
    text: str, asked: str, length: int
) -> None:
    segments = highlighting.highlight(text, understanding.understand(asked), length)

    assert len("".join(segment.text for segment in segments)) <= max(length, 3)
    within = [s.text for s in segments]
    if len(text) > length:
        within = within[1 if within[:1] == ["…"] else 0 :]
        within = within[: -1 if within[-1:] == ["…"] else None]
    assert "".join(within) in text
    assert all(segment.text for segment in segments)
