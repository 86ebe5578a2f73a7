"""What only one place has."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("à côté de l'écluse double", "l'écluse double"),
        ("sous la passerelle suspendue, venez boire un coup", "sous la passerelle suspendue"),
        (
            "Dans le village au pied du pont génois où Paoli a perdu, chacun sait.",
            "le village au pied du pont génois où Paoli a perdu",
        ),
        ("Le train des Merveilles roule encore.", "Le train des Merveilles"),
        ("notre village de 340 habitants se mobilise", "340 habitants"),
        (
            "Nous ne sommes que six cents âmes au bout d'un isthme de sable.",
            "six cents âmes au bout d'un isthme de sable",
        ),
        (
            "la station où l'immeuble abandonné a fini dans la dune",
            "la station où l'immeuble abandonné a fini dans la dune",
        ),
        ("au pied de la statue du marin", "la statue du marin"),
        ("Elle stationne près de l'ancien camp.", "l'ancien camp"),
    ],
)
def test_a_landmark_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "Le petit train des enfants plaît toujours.",
        "C'est là où nous avons perdu du temps.",
        "Il y avait cinquante habitants dans la salle ce soir-là.",
        "on est restés sur la place de l'église",
        "au bout de la rue, deux bénévoles orientent les gens",
        "La page où l'on donne est trop longue.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("On est derrière le hangar des sous-mariniers.", "derrière le hangar des sous-mariniers"),
        (
            "trouvé sous la tribune du champ de courses d'Anse-Bertrand",
            "sous la tribune du champ de courses d'Anse-Bertrand",
        ),
        ("pour réparer reuze papa on a demandé un don", "reuze papa"),
        ("devant la poule couveuse vous voyez", "la poule couveuse"),
        ("on habille le géant de cassel", "géant de cassel"),
    ],
)
def test_a_carnival_figure_or_a_hangar_tells(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "derrière le hangar il y a de la place",
        "sous la tribune on range les tables",
        "le géant du web",
        "la poule aux oeufs d'or",
        "les géants de papier",
    ],
)
def test_a_carnival_figure_or_a_hangar_tells_only(text: str) -> None:
    assert passages.found(text) == []
