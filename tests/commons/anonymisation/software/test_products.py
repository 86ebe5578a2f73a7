"""Products everybody may name: known however they are written, never by pieces of other words."""

import tomllib
from importlib import resources

import pytest

from commons import anonymisation, vocabulary
from commons.anonymisation import Profile
from commons.anonymisation.software import products
from commons.anonymisation.words import normalisation


def _named(text: str) -> list[tuple[str, bool]]:
    found = products.find(normalisation.Reading(text))
    return [(text[start:end], sure) for start, end, sure in found]


def _listed() -> list[str]:
    table = resources.files("commons.anonymisation.software").joinpath("products.toml")
    groups = tomllib.loads(table.read_text(encoding="utf-8"))
    lists = (group[kind] for group in groups.values() for kind in ("names", "words"))
    return [" ".join(name.split()) for each in lists for name in each.split(",") if name.strip()]


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, normalisation.fold(name)))


@pytest.mark.parametrize(
    "text",
    ["Pep's Up", "pepsup", "PEP'S UP", "Google Keep", "google keep", "ring over", "Framatalk",
     "Smile&Pay", "Passerelles & Compétences", "Payroll giving", "bouche-à-oreille"],
)  # fmt: skip
def test_a_product_is_known_however_it_is_written(text: str) -> None:
    assert [name for name, _ in _named(f"Nous avons {text} depuis mai.")] == [text]


def test_what_is_also_a_word_or_a_first_name_is_not_sure() -> None:
    assert _named("Wave, Robin, Ringover") == [
        ("Wave", False),
        ("Robin", False),
        ("Ringover", True),
    ]


@pytest.mark.parametrize(
    "text", ["la vague est belle", "il y a sana et moi", "un grand merci à tous"]
)
def test_other_words_make_no_product(text: str) -> None:
    assert _named(text) == []


def test_no_name_is_listed_twice_nor_beside_the_catalogue() -> None:
    tools = vocabulary.tools().values()
    catalogue = {_bare(name) for tool in tools for name in (tool.name, *tool.aliases)}
    bare = [_bare(name) for name in _listed()]

    twice = sorted({name for name in bare if bare.count(name) > 1 or name in catalogue})

    assert twice == []


@pytest.mark.parametrize("with_model", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "Nous avons loué Ringover un mois.",
        "le formulaire passe de notion à grist",
        "PAS DE LEGAPASS OU AUTRE.",
        "Le logiciel de paie Silae ne le prévoit pas.",
        "Word of mouth beat every leaflet, payroll giving came next.",
        "on a ouvert un google sheet et un njuko pour les dossards",
    ],
)
def test_products_are_kept(text: str, with_model: bool) -> None:
    assert anonymisation.scan({"text": text}, Profile(), with_model=with_model) == ()
