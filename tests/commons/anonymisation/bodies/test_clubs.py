"""Sports clubs."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("le club fc mas du taureau a partagé", "fc mas du taureau"),
        ("Le RIB de l'Étoile sportive de Baïgorry était faux.", "Étoile sportive de Baïgorry"),
        ("Inviter les femmes du XV féminin de Castres.", "XV féminin de Castres"),
        ("L'US Ribérac organise le loto avec nous.", "US Ribérac"),
        ("le tennis club de plérin a copié", "tennis club de plérin"),
        ("Le Vélo Club d'Ornans sécurise le parcours.", "Vélo Club d'Ornans"),
    ],
)
def test_a_club_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "Le club de foot a relayé notre appel.",
        "L'avenir de l'association est en jeu.",
        "la jeunesse du quartier s'ennuie",
        "Le rugby féminin progresse.",
        "L'union sportive entre nous compte plus.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
