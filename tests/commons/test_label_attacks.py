"""Attacks on the label plan: what an absent label tells, and what words say of hidden ones.

The reader knows the plan, its figures and the facts of each practice, and sees what the shelf
shows: a class of sizes, a field or none, a zone or none. An unsaid field may be remaining or
hidden; readers can't tell, so that the least favourable reading must still be large enough.
"""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commons import labels, vocabulary
from commons.labels.population import Population
from tests.commons.conftest import Network, case_study
from tests.commons.test_labels import (
    AUTHORS,
    EXAMPLES,
    FIELDS,
    HIDINGS,
    SIZES,
    ZONES,
    held,
    peoples,
    some_facts,
)

Shelf = tuple[tuple[str, ...], str | None, str | None]


def published(fixed: labels.Menu, author: tuple[str, str, str], hide: tuple[str, ...]) -> Shelf:
    """What of an author's labels is on the shelf: whether a field is remaining is not."""
    facets = labels.choose(fixed, *author, hide=hide).facets()
    return (
        facets["sizes"],
        next(iter(facets.get("fields", ())), None),
        next(iter(facets.get("zones", ())), None),
    )


def needed(shown: Shelf, authors: set[tuple[str, str, str]]) -> int:
    sizes, field, zone = shown
    if zone is not None:
        return 200
    if sizes == SIZES and {f for _, f, _ in authors} == set(FIELDS):
        return 0
    tells_field = field is not None or {f for _, f, _ in authors} != set(FIELDS)
    sensitive = any(vocabulary.term("fields", f).attributes["sensitive"] for _, f, _ in authors)
    return 200 if tells_field and sensitive else 100


@given(people=peoples, of=some_facts)
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_label_set_on_the_shelf_is_reached_by_a_large_class_in_each_way(
    people: Population, of: labels.Facts
) -> None:
    """Whatever the reader supposes was hidden, and even if authors never hide anything."""
    fixed = labels.menu(people, of)

    for hide in HIDINGS:
        reached: dict[Shelf, set[tuple[str, str, str]]] = {}
        for author in AUTHORS:
            reached.setdefault(published(fixed, author, hide), set()).add(author)
        for shown, authors in reached.items():
            assert held(fixed, authors) >= needed(shown, authors)


@given(people=peoples, of=some_facts, hide=st.sampled_from(HIDINGS))
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_absence_of_a_label_does_not_depend_on_the_value_that_is_absent(
    people: Population, of: labels.Facts, hide: tuple[str, ...]
) -> None:
    fixed = labels.menu(people, of)
    shown = {author: published(fixed, author, hide) for author in AUTHORS}

    # The zone: all six are said, or none, whoever else the author is.
    for size, field in itertools.product(SIZES, FIELDS):
        said = {zone: shown[size, field, zone][2] for zone in ZONES}
        assert said in ({zone: zone for zone in ZONES}, dict.fromkeys(ZONES))
    # The size: the class is the same for all it holds, so that it can't tell which.
    for size, field, zone in AUTHORS:
        sizes = shown[size, field, zone][0]
        assert {shown[other, field, zone][0] for other in sizes} == {sizes}
    # The field: all those unsaid in a class look alike, zone included.
    unsaid: dict[tuple[object, ...], set[Shelf]] = {}
    for (size, _, zone), each in shown.items():
        if each[1] is None:
            unsaid.setdefault((size, zone), set()).add(each)
    assert all(len(ways) == 1 for ways in unsaid.values())


def test_hiding_a_label_only_where_it_is_rare_would_be_caught() -> None:
    """The control: a plan that hides a small field alone is seen through by the same reader."""
    fixed = labels.menu(labels.population.estimates(), labels.Facts(*[frozenset()] * 3))
    rare = min(FIELDS, key=lambda field: fixed.population.count(fixed.users, ["large"], [field]))

    alone = {("large", rare, zone) for zone in ZONES}

    assert held(fixed, alone) < 100
    assert published(fixed, ("large", rare, "paris"), ())[1] is None
    with_the_others = {
        author
        for author in AUTHORS
        if published(fixed, author, ()) == published(fixed, ("large", rare, "paris"), ())
    }
    assert held(fixed, with_the_others) >= 200
    assert with_the_others > alone


OWN_WORDS = {
    "culture": ("Notre chorale s'est réunie.", "Notre association culturelle a écrit."),
    "sport": ("Nos licenciés ont répondu.", "Notre club sportif a écrit."),
    "religion": ("La paroisse a répondu.", "Les fidèles de la mosquée ont répondu."),
    "environment": ("Notre association écologiste a écrit.", "Un jardin partagé a répondu."),
    "health": ("Notre association de santé a écrit.", "Notre health charity a écrit."),
}
REGION_WORDS = {
    "53": ("Nous sommes en Bretagne.", "Les Bretons ont répondu.", "Partout dans l'Ouest."),
    "11": ("Nous sommes en Île-de-France.", "Dans toute la région parisienne."),
    "04": ("Nous vivons à La Réunion.", "Nous sommes en outre-mer."),
    "94": ("Nous sommes en Corse.", "Les Corses ont répondu."),
}


@pytest.mark.parametrize(
    ("field", "words"), [(field, each) for field, several in OWN_WORDS.items() for each in several]
)
def test_words_that_say_a_hidden_field_again_are_found(
    field: str, words: str, sqlite_network: Network
) -> None:
    author = sqlite_network.join(field=field, budget="over-2m")
    draft = sqlite_network.write(
        author, case_study(channels=("bank-round-up",), results=words, context=words)
    )

    seen = sqlite_network.preview(author, draft)

    assert seen.labels.field is None
    found = {each.finding.field for each in seen.findings}
    assert found >= {"results", "context"}


@pytest.mark.parametrize(
    ("region", "words"),
    [(region, each) for region, several in REGION_WORDS.items() for each in several],
)
@pytest.mark.parametrize("channel", ["email", "bank-round-up"])
def test_words_finer_than_the_zone_or_that_say_a_hidden_one_are_found(
    region: str, words: str, channel: str, sqlite_network: Network
) -> None:
    author = sqlite_network.join(region=region)
    draft = sqlite_network.write(author, case_study(channels=(channel,), results=words))

    seen = sqlite_network.preview(author, draft)

    assert (seen.labels.zone is not None) == (channel == "email")
    assert "results" in {each.finding.field for each in seen.findings}


@pytest.mark.parametrize("words", ["Notre toute petite association.", "Nous, grosse ONG."])
def test_words_that_say_a_hidden_size_again_are_found(words: str, sqlite_network: Network) -> None:
    author = sqlite_network.join()
    draft = sqlite_network.write(author, case_study(channels=("email",), results=words))
    hidden = sqlite_network.write(
        author, case_study(channels=("email",), results=words), hide=("size",)
    )

    assert len(sqlite_network.preview(author, draft).labels.sizes) == 1
    found = sqlite_network.preview(author, hidden)
    assert len(found.labels.sizes) == 4
    assert "results" in {each.finding.field for each in found.findings}


@pytest.fixture
def sqlite_network(request: pytest.FixtureRequest) -> Network:
    """For what is decided before any database: one kind is enough."""
    names = ("sqlite", "secrets", "authorships", "clock")
    return Network(*(request.getfixturevalue(name) for name in names))
