"""Words spelt by ear in short messages are ordinary ones; names beside them are still hidden."""

import pytest

from commons.anonymisation.words import texting
from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    "word",
    [
        "colecte", "sceptik", "jarive", "lapel", "lafich", "chapo", "debu", "contr", "cahie",
        "apel", "kestion", "boutik", "benevol", "tonbola", "parin", "konser", "cartone", "soire",
    ],
)  # fmt: skip
def test_an_ordinary_word_is_heard(word: str) -> None:
    assert texting.is_heard(word)


@pytest.mark.parametrize(
    "word",
    ["kergriste", "anrafa", "shababi", "sosefo", "mtsapere", "cosic", "zanmi", "timoun", "nadja",
     "malia", "kawtar", "juju", "yann", "lorient", "marseille"],
)  # fmt: skip
def test_a_name_is_not(word: str) -> None:
    assert not texting.is_heard(word)


def test_a_short_message_shows_its_names_only() -> None:
    text = "slt, ns on a fé la colecte pr les kits, par contr anrafa jarive au débu lol"
    assert [f for f in passages.found(text) if "anrafa" not in f] == []
    assert passages.is_masked(text, "anrafa")


def test_a_text_in_full_spelling_gets_no_such_leave() -> None:
    assert passages.is_masked("on a vu madame et apel est venu nous aider à la salle", "apel")
