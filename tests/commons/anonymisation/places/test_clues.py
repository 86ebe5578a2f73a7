"""Facts that give the place away."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("le village au pied du viaduc", "le village au pied du viaduc", "fr"),
        ("à côté du château cathare", "à côté du château cathare", "fr"),
        ("sur l'île sans voiture", "l'île sans voiture", "fr"),
        ("le village où est né Jules Verne", "où est né Jules Verne", "fr"),
        ("dans la capitale du nougat", "la capitale du nougat", "fr"),
        ("derrière l'ancienne sucrerie", "derrière l'ancienne sucrerie", "fr"),
        ("face à la centrale nucléaire", "face à la centrale nucléaire", "fr"),
        ("le bourg aux sept clochers", "le bourg aux sept clochers", "fr"),
        ("on est à 4 km de la frontière", "à 4 km de la frontière", "fr"),
        ("sous le pont transbordeur", "sous le pont transbordeur", "fr"),
        ("entre la raffinerie et le canal", "entre la raffinerie et le canal", "fr"),
        ("la ville aux trois cathédrales", "la ville aux trois cathédrales", "fr"),
        ("près de l'ancien bagne", "près de l'ancien bagne", "fr"),
        ("connu pour ses falaises roses", "connu pour ses falaises roses", "fr"),
        ("la station la plus haute d'Europe", "la station la plus haute d'Europe", "fr"),
    ],
)
def test_a_landmark_or_a_fame_is_masked(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "On se retrouve devant la mairie ou près de la gare.",
        "Le stand était à côté du bar, en face de l'entrée.",
        "Le village entier s'y est mis.",
        "Au bord de la faillite, nous avons tout revu.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [
        ("Le local est à côté du château cathare.", "Le local est dans les environs.", "fr"),
        ("Notre village au pied du viaduc aime la fête.", "Notre village aime la fête.", "fr"),
        ("On vit sur l'île sans voiture.", "On vit sur le territoire.", "fr"),
    ],
)
def test_the_sentence_reads_on(text: str, expected: str, language: str) -> None:
    assert passages.accepted(text, language) == expected
