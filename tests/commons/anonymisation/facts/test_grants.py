"""Funds and prizes that have a name."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("le prix Coup de pouce 2022 nous a aidés", "prix Coup de pouce 2022", "fr"),
        ("grâce au Fonds Mer Vivante", "Fonds Mer Vivante", "fr"),
        ("l'appel à projets « Rivages solidaires »", "Rivages solidaires", "fr"),
        ("lauréats de la bourse Élan", "bourse Élan", "fr"),
        ("le fonds pour les rivières vivantes 2021", "fonds pour les rivières vivantes 2021", "fr"),
        ("Trophées de la Vie associative", "Trophées de la Vie associative", "fr"),
        ("lauréat du prix de l'initiative citoyenne", "prix de l'initiative citoyenne", "fr"),
    ],
)
def test_a_named_grant_is_masked(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Les fonds propres ne suffisent pas.",
        "Un appel à projets nous a pris trois semaines.",
        "Le prix du timbre a encore augmenté.",
        "La subvention municipale est versée en deux fois.",
        "Le prix obtenu en 2022 a aidé.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        (
            "Nous avons reçu le prix Ruralités en marche. Le vote a plu.",
            "prix Ruralités en marche",
            "fr",
        ),
        ("lauréat du prix Initiatives pour tous, en mai", "prix Initiatives pour tous", "fr"),
        ("grâce au fonds Mer Vivante", "fonds Mer Vivante", "fr"),
        ("le prix Coup de pouce 2022 nous a aidés", "prix Coup de pouce 2022", "fr"),
        ("l'appel à projets Rivages solidaires a payé", "appel à projets Rivages solidaires", "fr"),
        (
            "la bourse Jeunes Frontières du Rhin est demandée",
            "bourse Jeunes Frontières du Rhin",
            "fr",
        ),
        ("au titre du fonds madinina égalité 2022", "fonds madinina égalité 2022", "fr"),
        ("Trophée Bretons de cœur 2021 dans la foulée", "Trophée Bretons de cœur 2021", "fr"),
        ("le Prix de l'Audace associative nous revient", "Prix de l'Audace associative", "fr"),
        ("le concours Villages d'avenir nous a primés", "concours Villages d'avenir", "fr"),
        ("le programme Quartiers solidaires finance", "programme Quartiers solidaires", "fr"),
        ("budget participatif Bien Vivre 2023", "budget participatif Bien Vivre 2023", "fr"),
        (
            "le fonds Petites Rivières et Grands Rêves couvre",
            "fonds Petites Rivières et Grands Rêves",
            "fr",
        ),
        ("le dispositif Rebond associatif 2021", "dispositif Rebond associatif 2021", "fr"),
    ],
)
def test_the_small_words_of_a_name_go_with_it(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les fonds propres ne suffisent pas.", "fr"),
        ("Un appel à projets nous a pris trois semaines.", "fr"),
        ("Le prix du timbre a encore augmenté.", "fr"),
        ("La subvention municipale est versée en deux fois.", "fr"),
        ("Le prix obtenu en 2022 a aidé.", "fr"),
        ("Le prix de vente est trop bas.", "fr"),
        ("La bourse aux vêtements marche bien.", "fr"),
        ("Un programme de fidélité, trop compliqué.", "fr"),
        ("Le prix Weezevent est correct.", "fr"),
        ("Le label obtenu, on souffle.", "fr"),
        ("Le concours photo en ligne a plu.", "fr"),
        ("L'aide de la Région est tombée.", "fr"),
        ("Le fonds de dotation, on y pense.", "fr"),
        ("Le plan de communication tient sur une page.", "fr"),
        ("Le contrat d'engagement républicain est signé.", "fr"),
    ],
)
def test_common_uses_of_the_words_stay(text: str, language: str) -> None:
    assert not [f for f in passages.found(text, language) if f.startswith("GRANT")]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        (
            "par le contrat de ville Plaine Verte, axe 2",
            "contrat de ville Plaine Verte, axe 2",
        ),
        ("Subvention : FDVA 2, volet Aveyron, reçue", "FDVA 2, volet Aveyron"),
        (
            "Le budget participatif sétois, édition 2 a payé",
            "budget participatif sétois, édition 2",
        ),
        ("avec le Feder axe 3 nous avons tenu", "Feder axe 3"),
        ("au titre du fonds rivages, phase II", "fonds rivages, phase II"),
    ],
)
def test_a_scheme_goes_with_its_part(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "Le FDVA finance la formation.",
        "Le contrat de ville est signé.",
        "Le plan, volet par volet, tient sur une page.",
        "Le programme compte une session 2 fois par an.",
        "Le prix baisse, phase par phase.",
    ],
)
def test_a_scheme_alone_stays(text: str) -> None:
    assert not [f for f in passages.found(text) if f.startswith("GRANT")]
