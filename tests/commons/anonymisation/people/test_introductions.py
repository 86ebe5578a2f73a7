"""People told by what is said of their name."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("REUNION DU CA (PRISE DE NOTES NOËL)", "NOËL"),
        ("PRISE DE NOTES : ROSE", "ROSE"),
        ("SECRETAIRE DE SEANCE : AIME", "AIME"),
        ("un jour pape (le prénom hein) a installé", "pape"),
        ("lumiere (c'est son prénom!) a fait les cartels", "lumiere"),
        ("avec sa fille lumière oui elle s'appelle comme ça", "lumière"),
        ("avec mon fils espoir c'est son prénom, à la caisse", "espoir"),
        ("ma soeur bienvenue elle se nomme vraiment ainsi", "bienvenue"),
        ("lise elle est contre depuis le début", "lise"),
        ("bref, rose elle a dit non", "rose"),
        ("Le prêtre, swami Naïken, a fait l'annonce", "swami Naïken"),
        ("Le don de Mme veuve Kientz", "Mme veuve Kientz"),
        ("quatre personnes dont mon oncle gégé", "mon oncle gégé"),
    ],
)
def test_a_name_told_by_its_frame_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "Coupable de rien malgré son prénom, il rit.",
        "On leur demande leur nom, juste le prénom.",
        "Il signe de son prénom.",
        "Sa fille malade, elle est restée.",
        "le pape est venu",
        "le prénom est demandé au formulaire",
        "c'est son prénom qui figure sur la carte",
        "la lumière elle est trop forte",
        "la rose elle est fanée",
        "mai il est long",
        "une veuve nous a écrit",
        "mon oncle nous aide",
        "compte rendu par mail",
        "A NOEL ON FAIT LE MARCHE",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
