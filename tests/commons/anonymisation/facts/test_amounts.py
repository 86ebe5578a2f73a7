"""Sums of money: results become bands, prices stay."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("Nous avons récolté 3 245 € en un mois.", "3 245 €", "fr"),
        ("collecté 12.450,00 EUR", "12.450,00 EUR", "fr"),
        ("on a fait trois mille deux cents balles", "trois mille deux cents balles", "fr"),
        ("une cagnotte à quatre chiffres", "à quatre chiffres", "fr"),
        ("gain 1’250 CHF", "1’250 CHF", "fr"),
        ("We raised £3.2k and €12,500.", "£3.2k", "en"),
        ("We raised £3.2k and €12,500.", "€12,500", "en"),
        ("rapporté près de 15 k€", "près de 15 k€", "fr"),
        ("de 1 200 à 3 400 euros en un an", "1 200", "fr"),
        ("de 1 200 à 3 400 euros en un an", "3 400 euros", "fr"),
        ("entre deux et trois mille euros", "deux", "fr"),
        ("entre deux et trois mille euros", "trois mille euros", "fr"),
        ("un million et demi d'euros de legs", "un million et demi d'euros", "fr"),
        ("on a eu quatre mille six en tout", "quatre mille six", "fr"),
        ("La subvention de 5000€ a aidé", "5000€", "fr"),
        ("les dons s'élèvent à 27 830,50 €", "27 830,50 €", "fr"),
        ("recettes : 845 euros", "845 euros", "fr"),
        ("la tombola a rapporté cinq cent vingt-sept euros", "cinq cent vingt-sept euros", "fr"),
        ("bénéfice net de 312 €", "312 €", "fr"),
        ("on a récolté 87 euros au marché", "87 euros", "fr"),
        ("un budget de 18 000 euros par an", "18 000 euros", "fr"),
        ("total six mille et des poussières cette fois", "six mille et des poussières", "fr"),
        ("on en est à 9k !", "9k", "fr"),
        ("2 346,70 euros pour le refuge", "2 346,70 euros", "fr"),
        ("on a levé 12 millions XPF", "12 millions XPF", "fr"),
        ("don de 1 500 € d'une entreprise", "1 500 €", "fr"),
        ("un chèque de 800 euros du Lions", "800 euros", "fr"),
        ("ça nous a laissé 430 euros de bénef", "430 euros", "fr"),
        ("on est montés à mille cinq cents euros", "mille cinq cents euros", "fr"),
        ("ils ont versé dix mille euros", "dix mille euros", "fr"),
        ("1.2M€ de promesses", "1.2M€", "fr"),
        ("Collecte finale : 4.730€", "4.730€", "fr"),
        ("il manquait 600 euros", "600 euros", "fr"),
        ("we made two thousand pounds", "two thousand pounds", "en"),
        ("on a perdu 240 euros", "240 euros", "fr"),
        ("la souscription a dépassé 22 000 euros", "22 000 euros", "fr"),
    ],
)
def test_a_result_is_masked_in_figures_and_in_words(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "L'abonnement coûte 29 € par mois et la commission est de 1,5 %.",
        "Le plus petit don est de 2 €.",
        "L'adhésion est à 15 euros, 10 pour les étudiants.",
        "La licence coûte 300 € par an.",
        "Le devis était de 2 400 euros, trop cher.",
        "Ils facturent 240 euros par an pour le module.",
        "Les frais sont de 0,25 € par transaction plus 1,2 %.",
        "Nous avons récolté 412 signatures.",
        "Total : 96 participants.",
        "Mille mercis aux bénévoles !",
        "Un code à quatre chiffres suffit.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [
        (
            "On a récolté près de 3 000 € cet été.",
            "On a récolté quelques milliers d'euros cet été.",
            "fr",
        ),
        (
            "Une cagnotte à quatre chiffres, enfin.",
            "Une cagnotte de quelques milliers d'euros, enfin.",
            "fr",
        ),
        (
            "Les 6 200 € récoltés ont suffi.",
            "Les quelques milliers d'euros récoltés ont suffi.",
            "fr",
        ),
        ("We raised £3.2k.", "We raised a few thousand euros.", "en"),
        (
            "Le don moyen est de 45 €, le plus petit de 2 €.",
            "Le don moyen est de quelques dizaines d'euros, le plus petit de 2 €.",
            "fr",
        ),
        ("La quête a rapporté 12 €.", "La quête a rapporté une poignée d'euros.", "fr"),
        ("On a eu 1k8 d'arrhes.", "On a eu quelques milliers d'euros d'arrhes.", "fr"),
    ],
)
def test_the_sentence_reads_on(text: str, expected: str, language: str) -> None:
    assert passages.accepted(text, language) == expected
