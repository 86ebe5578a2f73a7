"""Tools nobody listed are kept by their frame; the same shape is flagged where a person stands."""

import pytest

from commons import anonymisation
from commons.anonymisation import Profile
from tests.commons.anonymisation import passages


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
        "Outil utilisé : Zorblik.",
        "Outil de suivi : HelloAsso (côté bureau), Zorblik (côté accueil).",
        "La mise à jour de Zorblik a tout cassé.",
        "La plateforme de mécénat Zorblik demande un dossier.",
        "Nous avons loué une borne à Zorblik.",
        "On paie 15 € par mois à Zorblik.",
        "Nous payons Zorblik 9 € par mois.",
        "Mme Abadie tenait à Zorblik Caisse, un logiciel fait par des amis.",
        "Zorblik nous prend 3 % de commission.",
        "Zorblik ou HelloAsso ? Les deux se valent.",
        "Zorblik ou Talouma pour suivre les cotisations : on a voté.",
        "On est passé de HelloAsso à Zorblik.",
        "Nous avons payé la lecture avec Calaméo et le reste avec Zorblik.",
        "Nous avons choisi « Zorblik », un outil libre.",
        "l'outil c'était zorblik et ça marchait",
        "Le podcast est hébergé par Zorblik.",
        "Ni Zorblik ni Ulule ne nous ont convaincus.",
        "We rented a card reader from Zorblik, €22 a month.",
        "We pay €12 a month for Zorblik.",
        "Our members pay by Zorblik.",
        "It runs on Zorblik, an open source tool.",
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
        ("Un papier dans La Tribune de Zorblik en parle.", "Zorblik"),
        ("Zorblik nous a offert les gobelets.", "Zorblik"),
        ("La boulangerie Zorblik arrondit à la caisse.", "Zorblik"),
        ("L'arrondi en caisse chez Zorblik a bien marché.", "Zorblik"),
        ("Les adhésions sont saisies par Zorblik.", "Zorblik"),
        ("Une tombola avec Zorblik, notre parrain.", "Zorblik"),
        ("L'ordinateur de Zorblik a planté.", "Zorblik"),
        ("Zorblik gère les adhésions.", "Zorblik"),
        ("Nous avons quitté Zorblik pour la mer.", "Zorblik"),
        ("On a trouvé Zorblik au marché.", "Zorblik"),
        ("À Zorblik, une appli recense les trocs.", "Zorblik"),
        ("Le logiciel de Zorblik est vieux.", "Zorblik"),
        ("A quarter came from Zorblik, a local firm.", "Zorblik"),
    ],
)
def test_a_name_in_the_frame_of_a_person_a_partner_or_a_place_is_found(
    text: str, name: str
) -> None:
    assert any(name in each for each in _found(text))


def test_a_tool_said_once_in_its_frame_is_kept_everywhere_but_with_a_title() -> None:
    text = "Les dons passent via Zorblik. Avec le temps, Zorblik a changé. M. Zorblik, lui, reste."

    assert _found(text) == ["M. Zorblik"]


def test_the_own_name_is_found_even_where_a_tool_would_stand() -> None:
    found = anonymisation.scan({"text": "Tout est géré via Zorblik."}, Profile(name="Zorblik"))

    assert [finding.kind for finding in found] == ["ASSO"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Le Signal", "Notre messagerie est Signal, on a ouvert un groupe Signal."),
        ("Zoom sur l'Adour", "Les réunions se tiennent sur Zoom le mardi."),
        ("Slack", "on discute sur slack depuis mars"),
        ("Slackline du Vercors", "L'espace de travail Slack fait rire."),
    ],
)
def test_the_product_of_the_same_name_as_the_association_is_kept(name: str, text: str) -> None:
    assert anonymisation.scan({"text": text}, Profile(name=name), with_model=False) == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Le Signal", "Le Signal a lancé sa collecte."),
        ("Notion", "Chez Notion on aime les fêtes."),
        ("Wave", "Wave organise une course."),
        ("Canva", "Merci à Canva pour l'accueil."),
        ("Zorblik", "L'appli Zorblik est à nous."),
    ],
)
def test_the_association_of_the_same_name_as_a_product_is_found(name: str, text: str) -> None:
    found = anonymisation.scan({"text": text}, Profile(name=name), with_model=False)

    assert [finding.kind for finding in found] == ["ASSO"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On paie avec Lydia, c'est simple.", []),
        ("Lydia gère la caisse, et on paie sur Lydia.", ["Lydia"]),
        ("On a payé avec Lydia Martin le traiteur.", ["Lydia Martin"]),
        ("On a utilisé Claude pour les comptes rendus.", []),
        ("Claude anime l'atelier.", ["Claude"]),
        ("Le planning est sur Robin, une appli de planning.", []),
        ("Robin a tenu la caisse, Emma a rangé.", ["Robin", "Emma"]),
    ],
)
def test_a_tool_with_a_first_name_is_kept_as_a_tool_and_found_as_a_person(
    text: str, found: list[str]
) -> None:
    assert _found(text) == found


def test_a_tool_that_bears_a_first_name_is_kept_once_the_text_says_so() -> None:
    text = (
        "Tout passe par Marguerite. Marguerite est un logiciel de dons, et Marguerite Pagès"
        " notre couturière."
    )
    assert passages.found(text) == ["PERSON Marguerite Pagès"]


def test_a_tool_that_the_text_calls_a_site_is_kept() -> None:
    text = "Crowdfunding sur La Ruche Bleue (rien à voir avec nous, c'est le nom du site)"
    assert passages.found(text) == []


def test_somebody_who_is_no_software_is_masked() -> None:
    assert passages.is_masked("Marguerite est une couturière, Marguerite coud.", "Marguerite")
