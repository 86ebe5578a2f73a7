"""Labels of forms and lists name nothing; what looks like one and is a name does."""

import pytest

from commons import anonymisation
from commons.anonymisation import Profile
from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    "text",
    [
        "Q1. Quelle action ?\nQ2. Pour qui ?\nComme dit en Q2, tout est simple.",
        "I. Denier et quête\nII. Abonnement\nIII. Divers\nIV. Questions",
        "A/ Accueil\nB/ Divers",
        "Résultats\nT1 ...... moyen\nT2 ...... bon\nT3 : arrêt",
        "Le chapitre IV du guide et le point III de la note.",
        "Un recueil du XIXe siècle.",
        "Commandes x2 depuis, relance à J+3.",
        "4/ Recettes liées\n5/ Partenaires : la CAF",
    ],
)
@pytest.mark.parametrize("with_model", [False, True])
def test_a_label_stays(text: str, with_model: bool) -> None:
    assert not anonymisation.scan({"text": text}, Profile(), with_model=with_model)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("A. Boulanger a relu.\nB. Charpentier aussi.", "Boulanger"),
        ("A. Boulanger a relu.\nB. Charpentier aussi.", "Charpentier"),
        ("I. Vasseur a relu la lettre.", "Vasseur"),
        ("II. Denier de Kerlozic", "Kerlozic"),
    ],
)
def test_a_name_after_a_letter_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)
