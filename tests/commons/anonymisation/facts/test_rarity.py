"""Claims of being alone or first are said again plainly."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        (
            "Nous sommes la seule épicerie solidaire de l'île.",
            "la seule épicerie solidaire de l'île",
            "fr",
        ),
        ("première asso du département à le faire", "première asso du département à", "fr"),
        ("C'est la plus vieille fanfare du Jura.", "la plus vieille fanfare du Jura", "fr"),
        ("l'unique ludothèque du plateau ferme", "l'unique ludothèque du plateau", "fr"),
        ("le plus petit théâtre de France", "le plus petit théâtre de France", "fr"),
        ("il n'en existe que trois en France", "il n'en existe que trois en France", "fr"),
        (
            "on est les seuls à proposer ça dans la vallée",
            "les seuls à proposer ça dans la vallée",
            "fr",
        ),
        ("the only food bank on the island", "the only food bank on the island", "en"),
        (
            "dernière école à classe unique du canton",
            "dernière école à classe unique du canton",
            "fr",
        ),
        (
            "on est le seul club de hockey de l'archipel",
            "le seul club de hockey de l'archipel",
            "fr",
        ),
        ("plus ancienne harmonie d'Alsace, on joue", "plus ancienne harmonie d'Alsace", "fr"),
        ("seuls en France à tenir ça", "seuls en France à", "fr"),
        ("aucune autre asso du coin ne fait ça", "aucune autre asso du coin ne fait ça", "fr"),
        ("nous sommes la plus grande amap de l'île", "la plus grande amap de l'île", "fr"),
        ("la première ressourcerie de Mayotte", "la première ressourcerie de Mayotte", "fr"),
        ("le dernier cinéma du canton", "le dernier cinéma du canton", "fr"),
        ("doyenne des chorales de la vallée", "doyenne des chorales de la vallée", "fr"),
        ("les premiers en Corse à avoir essayé", "les premiers en Corse à", "fr"),
    ],
)
def test_a_claim_of_being_alone_is_masked_whole(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "La première année fut la plus dure.",
        "C'est la seule solution qui marche.",
        "C'était la première campagne en ligne de l'association.",
        "Seule la trésorière avait les codes.",
        "Le plus grand changement : les relances.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [
        (
            "Nous sommes la seule épicerie solidaire de l'île.",
            "Nous sommes une épicerie solidaire.",
            "fr",
        ),
        ("Le dernier cinéma du canton a essayé.", "Un cinéma a essayé.", "fr"),
        (
            "On est les seuls à proposer ça dans la vallée.",
            "On est une structure parmi d'autres.",
            "fr",
        ),
    ],
)
def test_the_sentence_reads_on(text: str, expected: str, language: str) -> None:
    assert passages.accepted(text, language) == expected


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("cé la 1ere asso de jeunes de l'ile ki fé sa", "1ere asso de jeunes de l'ile ki fé sa"),
        (
            "Nous avons été premiers du département à accepter le paiement en heures.",
            "premiers du département à accepter le paiement en heures",
        ),
        (
            "C'est le p1us vieux Stiehr encore jouable de la vallee.",
            "le p1us vieux Stiehr encore jouable de la vallee",
        ),
        (
            "et y a que nous qui fait le pain à la chaîne",
            "y a que nous qui fait le pain à la chaîne",
        ),
        ("ya ke nous ki fé sa sur l'ile", "ya ke nous ki fé sa sur l'ile"),
        ("La petite est soignée au seul hôpital du département.", "seul hôpital du département"),
        (
            "Nous restons les seuls du Calvados à cuisiner breton et corse.",
            "les seuls du Calvados à cuisiner breton et corse",
        ),
    ],
)
def test_a_first_is_claimed_in_any_spelling(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "les premiers jours on a reçu dix dons",
        "y a que le prix qui change",
        "il n'y a que nous deux au bureau",
        "au seul motif que c'est gratuit",
        "on a été premiers servis",
    ],
)
def test_a_first_is_claimed_in_any_spelling_only(text: str) -> None:
    assert passages.found(text) == []
