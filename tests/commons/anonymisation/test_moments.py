"""Days and founding years become seasons and vague moments; a month stays."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("Le 14 mars 2023 on a lancé.", "14 mars 2023", "fr"),
        ("samedi 7 octobre il pleuvait", "7 octobre", "fr"),
        (
            "le vingt-deux novembre deux mille vingt-deux",
            "vingt-deux novembre deux mille vingt-deux",
            "fr",
        ),
        ("14/03/23 puis 2023-03-14", "14/03/23", "fr"),
        ("14/03/23 puis 2023-03-14", "2023-03-14", "fr"),
        ("le 1er mai au matin", "1er mai", "fr"),
        ("le 3 et 4 juin la fête", "le 3 et 4 juin", "fr"),
        ("du 12 au 15 août", "12 au 15 août", "fr"),
        ("on March 14th, 2023 we began", "March 14th, 2023", "en"),
        ("le premier mai", "premier mai", "fr"),
        ("créée en 1987", "1987", "fr"),
        (
            "association née en mille neuf cent quatre-vingt-douze",
            "mille neuf cent quatre-vingt-douze",
            "fr",
        ),
        ("On existe depuis dix-sept ans", "depuis dix-sept ans", "fr"),
        ("l'asso existe depuis 1974", "depuis 1974", "fr"),
        ("nous avons fêté nos trente ans", "nos trente ans", "fr"),
        ("le 8 septembre dernier il y avait", "le 8 septembre dernier", "fr"),
        ("le dimanche 17 au soir", "17", "fr"),
        ("depuis le 2 janvier", "le 2 janvier", "fr"),
        ("dix-neuf janvier deux mille vingt-quatre", "dix-neuf janvier", "fr"),
        ("le o3/1O/2023", "o3/1O/2023", "fr"),
        ("les 12, 13 et 14 mai", "les 12, 13 et 14 mai", "fr"),
        ("statuts déposés en 2003", "2003", "fr"),
        ("l'association fête ses 50 ans", "ses 50 ans", "fr"),
        ("elle a été créée en quatre-vingt-quatre", "en quatre-vingt-quatre", "fr"),
        ("since 1998 we meet", "1998", "en"),
        ("notre association a vingt-cinq ans", "vingt-cinq ans", "fr"),
        ("on the 3rd of June it rained", "the 3rd of June", "en"),
    ],
)
def test_a_day_or_a_founding_year_is_masked(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "En mars, puis en avril, nous avons relancé.",
        "En 2023 nous avons changé d'outil.",
        "Depuis trois ans, nous utilisons le même outil.",
        "Association loi 1901, nous avons un bureau.",
        "Il y a trois ans nous avons arrêté.",
        "Nous ne ferons rien en 2027.",
        "On relance le lundi, on compte le vendredi.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [
        ("Le 14 mars 2023, tout ouvrait.", "Un jour de printemps, tout ouvrait.", "fr"),
        ("Ouvert du 3 au 17 juillet.", "Ouvert en été.", "fr"),
        ("Fermé jusqu'au 12 janvier.", "Fermé jusqu'à un jour d'hiver.", "fr"),
        ("Le week-end du 12 et 13 octobre fut bon.", "Un week-end d'automne fut bon.", "fr"),
        (
            "Le club, créé en 1987, tient bon.",
            "Le club, créé il y a plusieurs années, tient bon.",
            "fr",
        ),
        ("On existe depuis dix-sept ans.", "On existe depuis plusieurs années.", "fr"),
    ],
)
def test_the_sentence_reads_on(text: str, expected: str, language: str) -> None:
    assert passages.accepted(text, language) == expected
