"""Shops told by what their sign says."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("la boutique chez ti frère a rajouté un peu", "chez ti frère"),
        ("le snack chez mémé lulu nous garde la caisse", "chez mémé lulu"),
        ("la paillote chez man suzette nous a fait crédit", "chez man suzette"),
        ("le bar chez ginette garde la boîte", "chez ginette"),
        ("le lolo chez man nini fait les accras", "chez man nini"),
        ("on a mangé chez tonton marcel avec les bénévoles", "chez tonton marcel"),
        ("IMPRIMÉS PAR CARAÏB COPIE SERVICE HIER", "CARAÏB COPIE SERVICE"),
        ("imprimé par antilles repro services", "antilles repro services"),
        ("LES TEE-SHIRTS VIENNENT DE KREOL PRINT", "KREOL PRINT"),
        ("les badges faits par sodi.kom et livrés", "sodi.kom"),
        ("L'Axoa d'Or et le lycée ont fourni les lots.", "L'Axoa d'Or"),
        ("Aux Saveurs d'Asie, on nous garde une urne.", "Saveurs d'Asie"),
        ("Le Lion d'Or prête sa salle.", "Le Lion d'Or"),
    ],
)
def test_a_sign_is_a_name(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)
    passages.accepted(text)


@pytest.mark.parametrize(
    "text",
    [
        "chez nous on paye par sms",
        "chez les bénévoles ça passe bien",
        "le bar chez nous ferme à minuit",
        "on a gardé la copie du service",
        "le service copie du lycée nous aide",
        "un cœur d'or a payé la salle",
        "Le livre d'or était plein.",
        "Une règle d'or : relancer deux fois.",
        "L'âge d'or des tombolas est passé.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
