"""Markdown as plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons.exchange import markup


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("un **gras**, un _penché_, du `code`", "un gras, un penché, du code"),
        ('voir [le site](https://exemple.org/page "titre")', "voir le site"),
        ("une ![affiche](affiche.png) au mur", "une affiche au mur"),
        ("# Titre\n\npremier\ndeuxième\n\nautre", "Titre\n\npremier\ndeuxième\n\nautre"),
        ("* un\n* deux\n\n1. trois\n2. quatre", "- un\n- deux\n\n- trois\n- quatre"),
        ("- un\n  - dessous\n- deux", "- un\n- dessous\n- deux"),
        ("> cité ~~barré~~", "cité barré"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a · b\n1 · 2"),
        ("<div>du <b>texte</b><script>alert(1)</script></div>", "du texte"),
        ("un <b>mot</b> &amp; l'autre", "un mot & l'autre"),
        ("```\ncode\n```", "code"),
        ("avant\n\n---\n\naprès", "avant\n\naprès"),
    ],
)
def test_marks_go_and_words_stay(written: str, read: str) -> None:
    assert markup.plain(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "[personne A] a écrit à [partenaire B], 3 < 5, mot_de_passe, 2 * 3 = 6.",
        "un\ndeux\n\n- trois\n- quatre\n\ncinq",
        "Ce fut 10 % d'adhésions ; l'an 2021 : « bien ».",
    ],
)
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert markup.plain(text) == text


def test_a_title_is_one_line_whatever_it_begins_with() -> None:
    assert markup.plain_line("1. Relancer *tôt*") == "1. Relancer tôt"
    assert markup.plain_line("- un #tag") == "- un #tag"


@given(st.text(alphabet="ab *_-#>`[]()<>|\n1.&!", max_size=200))
def test_any_text_has_a_reading_without_link_targets(text: str) -> None:
    hidden = f"{text}\n\n[mot](https://cache.exemple/{len(text)})"

    assert isinstance(markup.plain(text), str)
    if "`" not in text and "<" not in text:
        assert "mot" in markup.plain(hidden)
