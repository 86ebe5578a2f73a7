"""Firms and houses with ordinary names."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("la coop du tricastin nord nous file l'huile", "coop du tricastin nord"),
        (
            "la coopérative des pêcheurs de l'adour donne la glace",
            "coopérative des pêcheurs de l'adour",
        ),
        (
            "Le bailleur Habitat des Trois Vallées prête le local.",
            "bailleur Habitat des Trois Vallées",
        ),
        ("le bailleur toit et joie a payé la peinture", "bailleur toit et joie"),
        (
            "le cabinet vétérinaire des cordeliers a fait l'avance",
            "cabinet vétérinaire des cordeliers",
        ),
        (
            "le cabinet dentaire du vieux port a offert cent brosses",
            "cabinet dentaire du vieux port",
        ),
        ("la sucrerie bois rouge du sud a mis le truc en place", "sucrerie bois rouge du sud"),
        (
            "la société de remontées Aravis Glisse offre vingt forfaits",
            "société de remontées Aravis Glisse",
        ),
        ("devant super halal market du mas du taureau", "super halal market du mas du taureau"),
        ("les jeunes agri du poher prêtent une remorque", "jeunes agri du poher"),
        ("ambre jaune conseil nous a offert la journée", "ambre jaune conseil"),
        (
            "La ressourcerie Le Grenier d'Essômes garde les meubles.",
            "ressourcerie Le Grenier d'Essômes",
        ),
        ("le Collectif des aidants picards relaie", "Collectif des aidants picards"),
        ("Le C1ub des 1OO de Béthune paie un cor.", "C1ub des 1OO de Béthune"),
        ("le réseau dans la cour des dominicains : rien", "cour des dominicains"),
        ("rendez-vous dalle kennedy à midi", "dalle kennedy"),
        ("la boucherie des halles offre un jambon", "boucherie des halles"),
    ],
)
def test_a_firm_or_house_is_masked_with_its_kind(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "la coop du coin nous aide",
        "une coop agricole peut prêter un local",
        "le bailleur social a prêté le local",
        "notre cabinet comptable a validé",
        "un moulin à café sert de lot",
        "une société de transport a offert deux trajets",
        "au supermarché du coin on a posé une urne",
        "les jeunes bénévoles de l'association viennent",
        "un conseil orange ou bleu",
        "le club des donateurs se réunit",
        "la cour est à l'ombre des tilleuls",
        "une dalle de béton sous la tente",
        "la salle des quatre réunions",
    ],
)
def test_an_ordinary_firm_stays(text: str) -> None:
    assert passages.found(text) == []
