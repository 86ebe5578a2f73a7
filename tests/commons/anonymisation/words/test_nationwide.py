"""Bodies of the whole country stay when they stand alone, and go with the place they serve."""

import pytest

from commons import anonymisation
from commons.anonymisation import Profile
from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    "text",
    [
        "Il n'y a rien à verser à la SACEM.",
        "L'outil refuse les chèques ANCV.",
        "La DAC a suivi, la CGT et l'URSSAF aussi.",
        "Un dossier FDVA, puis une VAE avec l'UDAF.",
        "la sacem et la cnil nous ont répondu",
        "Un VSC tient la buvette, le CPE aussi.",
        "Le vieux Kangoo est plein de Pépito pendant l'Avent.",
    ],
)
@pytest.mark.parametrize("with_model", [False, True])
def test_a_body_alone_stays(text: str, with_model: bool) -> None:
    assert not anonymisation.scan({"text": text}, Profile(), with_model=with_model)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("La CGT de Quimper nous aide.", "Quimper"),
        ("Merci à la SPA Zarboulin.", "Zarboulin"),
        ("Merci à Gap Zarboulin.", "Zarboulin"),
        ("L'AZRB nous prête la salle.", "AZRB"),
    ],
)
def test_a_place_or_an_unknown_body_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)
