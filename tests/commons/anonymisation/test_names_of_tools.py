"""Tools nobody listed are kept by their frame; the same shape is flagged where a person stands."""

import pytest

from commons import anonymisation
from commons.anonymisation import Profile


def _found(text: str, *, with_model: bool = False) -> list[str]:
    findings = anonymisation.scan({"text": text}, Profile(), with_model=with_model)
    return [finding.text for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        "Les inscriptions se font via Zorblik.",
        "On est passés de Zorblik à AssoConnect.",
        "Nous gérons tout avec le logiciel Zorblik Pro.",
        "Zorblik, un outil gratuit, nous a plu.",
        "Le planning est sur Zorblik.",
        "nous avons pris l'appli zorblik pour les reçus",
        "LES REÇUS SONT FAITS VIA ZORBLIK",
        "Wave et HelloAsso, puis HelloAsso et Zorblik.",
        "Le projet est déposé sur Trousse à Zèbres.",
    ],
)
@pytest.mark.parametrize("with_model", [False, True])
def test_an_unknown_tool_is_kept_in_its_frame(text: str, with_model: bool) -> None:
    assert not [each for each in _found(text, with_model=with_model) if "orblik" in each.lower()]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Merci à Zorblik pour son accueil.", "Zorblik"),
        ("Un partenariat avec Zorblik nous aide.", "Zorblik"),
        ("M. Zorblik a relu la lettre.", "M. Zorblik"),
        ("Via Maëlys, on a trouvé une salle.", "Maëlys"),
        ("Nous payons via Louhans.", "Louhans"),
        ("Un article dans Zorblik en parle.", "Zorblik"),
    ],
)
def test_a_name_in_the_frame_of_a_person_a_partner_or_a_place_is_found(
    text: str, name: str
) -> None:
    assert name in _found(text)


def test_a_tool_said_once_in_its_frame_is_kept_everywhere_but_with_a_title() -> None:
    text = "Les dons passent via Zorblik. Avec le temps, Zorblik a changé. M. Zorblik, lui, reste."

    assert _found(text) == ["M. Zorblik"]


def test_the_own_name_is_found_even_where_a_tool_would_stand() -> None:
    found = anonymisation.scan({"text": "Tout est géré via Zorblik."}, Profile(name="Zorblik"))

    assert [finding.kind for finding in found] == ["ASSO"]
