"""Names told by a trade."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("une boîte sur le comptoir de la mercerie Pagès", "mercerie Pagès"),
        ("on appelle le taxi marchisio pour rentrer", "taxi marchisio"),
        ("des affiches au marché wong & fils hier", "marché wong & fils"),
        ("Payé par Rhum Bologne-Lacroix.", "Rhum Bologne-Lacroix"),
        ("REFUSE PAR FAIENCERIE SAINT AMAND EST.", "FAIENCERIE SAINT AMAND EST"),
        ("le fleuriste rose des vents nous prête des vases", "fleuriste rose des vents"),
        ("Le cabinet Petit certifie les comptes.", "cabinet Petit"),
        ("les ambulances Rivière ont prêté un camion", "ambulances Rivière"),
        ("le tabac de la Darnaise vend les billets", "tabac de la Darnaise"),
        ("L'hôtel des Voyageurs loge les artistes.", "hôtel des Voyageurs"),
    ],
)
def test_a_trade_goes_with_its_name(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "la boulangerie vend nos billets",
        "le garage fait un prix",
        "La pharmacie centrale est fermée le lundi.",
        "le fleuriste donne ses invendus",
        "le taxi arrive à huit heures",
        "La boulangerie du village garde la tirelire.",
        "dans un café associatif on a plus de temps",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("la moitié de la brasserie thiriez fils", "brasserie thiriez fils"),
        ("boulangerie patin frères nous aide", "boulangerie patin frères"),
        ("transports mauffrey père et fils livre", "transports mauffrey père et fils"),
        ("taxi côte d opale ramenait les vieux", "taxi côte d opale"),
        ("menuiserie côte bleue a fait les étagères", "menuiserie côte bleue"),
        ("la friterie du polder est la meilleure", "friterie du polder"),
        ("la savonnerie du pilon offre les lots", "savonnerie du pilon"),
        ("la criée Socomap nous aide", "criée Socomap"),
    ],
)
def test_a_firm_keeps_its_heirs_and_its_coast(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "le taxi est cher",
        "la criée du samedi",
        "la boulangerie du village",
    ],
)
def test_a_firm_keeps_its_heirs_and_its_coast_only(text: str) -> None:
    assert passages.found(text) == []
