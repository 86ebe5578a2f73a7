"""The quick scan: shapes that name somebody, and nothing of what published texts are made of."""

import pytest

from commons.anonymisation import direct
from tests.commons.anonymisation import texts


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("écrire à yvonne.kerbrat@exemple.fr", "EMAIL"),
        ("notre site est www.lesamisduclocher.fr", "URL"),
        ("appeler le 06 39 98 41 27", "PHONE"),
        ("le SIREN 732 829 320 figure en bas", "SIREN"),
        ("au 14 rue des Tisserands, 29200 Brest", "ADDRESS"),
        ("FR76 3000 6000 0112 3456 7890 189", "IBAN"),
    ],
)
def test_a_shape_that_names_somebody_is_found(text: str, kind: str) -> None:
    assert direct.kinds(f"Nous l'avons fait, {text}, et c'est tout.", "fr") == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Nous sommes passés par HelloAsso.com puis par Framadate, 1 200 lettres en 2021.",
        "Le compte de [personne A] fut fermé ; 12 345 adhérents, 48 % de réponses, 3 h 30.",
        "We sent 1,200 letters between 10/03/2021 and 14/07/2021.",
        "",
    ],
)
def test_what_names_nobody_passes(text: str) -> None:
    assert direct.kinds(text, "fr") == []


def test_annotated_identifiers_of_a_certain_shape_are_found_where_they_stand() -> None:
    missed = [
        case["text"][span["start"] : span["end"]]
        for case in texts.cases()
        for span in case["spans"]
        if span["label"] in ("EMAIL", "SIRET", "IBAN")
        and span["label"] not in direct.kinds(case["text"], "fr")
    ]

    assert missed == []
