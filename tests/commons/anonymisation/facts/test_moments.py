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


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("le 3O rnai 2O21 on a clos", "3O rnai 2O21", "fr"),
        ("la tombo1a du 13 dé-\ncembre a fait du monde", "13 dé-\ncembre", "fr"),
        (
            "12/09 — Ode installe le serveur.\n03/10 — Le formulaire est prêt.\n21/10 - Panne.",
            "12/09",
            "fr",
        ),
        (
            "12/09 — Ode installe le serveur.\n03/10 — Le formulaire est prêt.\n21/10 - Panne.",
            "03/10",
            "fr",
        ),
        (
            "12/09 — Ode installe le serveur.\n03/10 — Le formulaire est prêt.\n21/10 - Panne.",
            "21/10",
            "fr",
        ),
        ("Mille quatre cents de recette, trente mars. On achète.", "trente mars", "fr"),
        ("Scanned note, 12 O6 2O24", "12 O6 2O24", "en"),
        ("on se retrouve samedi 12/10 au local", "samedi 12/10", "fr"),
        ("RDV 03/05 à 14h", "03/05", "fr"),
        ("permanence du 07/09 au 28/09", "07/09", "fr"),
        ("permanence du 07/09 au 28/09", "28/09", "fr"),
        ("AG le 05/04, réunion le 12/04", "05/04", "fr"),
        ("AG le 05/04, réunion le 12/04", "12/04", "fr"),
        ("(réunion du 18/06)", "18/06", "fr"),
        ("18.06.2023 : réunion", "18.06.2023", "fr"),
        ("2023/06/18 réunion", "2023/06/18", "fr"),
        ("le 18-juin-2023 réunion", "18-juin-2023", "fr"),
        ("le dix-huit juin vingt-trois on a ouvert", "dix-huit juin vingt-trois", "fr"),
        ("le l4 févrler 2022 on signait", "l4 févrler 2022", "fr"),
        ("le 2 rnars 2O22 on signait", "2 rnars 2O22", "fr"),
        ("le 7 sep-\ntembre 2021 rien", "7 sep-\ntembre 2021", "fr"),
        ("le premier samedi de mai 2022", "premier samedi de mai 2022", "fr"),
        ("le dernier week-end d'août il pleuvait", "dernier week-end d'août", "fr"),
        ("la nuit du 12 au 13 octobre", "12 au 13 octobre", "fr"),
        ("pour le 14 juillet on a fait buvette", "14 juillet", "fr"),
        ("le 11 novembre au monument", "11 novembre", "fr"),
        ("le 8 mai on défile", "8 mai", "fr"),
        ("le 1er mai on vend du muguet", "1er mai", "fr"),
        ("le 15 août c'est la fête", "15 août", "fr"),
        ("le lendemain du 14 Juillet", "14 Juillet", "fr"),
        ("le mercredi 12 on se revoit", "mercredi 12", "fr"),
        ("le sam. 12 oct. portes ouvertes", "sam. 12 oct.", "fr"),
        ("sam 12/10 portes ouvertes", "sam 12/10", "fr"),
        ("dim. 3 nov. vide-grenier", "dim. 3 nov.", "fr"),
        (
            "le quatorze juillet deux mille vingt-deux, buvette",
            "quatorze juillet deux mille vingt-deux",
            "fr",
        ),
        ("lundi vingt cinq mars j'ai porté les feuilles", "lundi vingt cinq mars", "fr"),
        ("entre le vingt-quatre septembre et décembre", "vingt-quatre septembre", "fr"),
        ("le deux janvier on remet ça", "deux janvier", "fr"),
        ("le dix février au soir", "dix février", "fr"),
        ("c'était dix février je crois", "dix février", "fr"),
        ("en semaine 42 on a relancé", "semaine 42", "fr"),
        ("semaine du 6 au 12 mai", "6 au 12 mai", "fr"),
        ("du 27/3 au 2/4 c'était la semaine", "27/3 au 2/4", "fr"),
        ("le 31/12 au soir", "31/12", "fr"),
        ("avant le 30.09 merci", "30.09", "fr"),
        ("fermé jusqu'au 2 janv", "2 janv", "fr"),
        ("livré le 22.II.2023", "22.II.2023", "fr"),
        ("statuts du 4 mars 1978", "4 mars 1978", "fr"),
        ("Journal officiel du 3 juin 1989", "3 juin 1989", "fr"),
        ("on the 3rd of May we opened", "the 3rd of May", "en"),
        ("on May 3 we opened", "May 3", "en"),
        ("on 3 May 2023 we opened", "3 May 2023", "en"),
        ("by the third of september it was done", "the third of september", "en"),
        ("the first Saturday of June is market day", "first Saturday of June", "en"),
        ("on Sat 12 Oct we met", "Sat 12 Oct", "en"),
        ("Next meeting Thursday 6th at noon", "Thursday 6th", "en"),
        ("4th July 2021 was wet", "4th July 2021", "en"),
        ("24/06/2023: quiz night", "24/06/2023", "en"),
    ],
)
def test_a_day_misread_shortened_or_in_a_journal_is_masked(
    text: str, passage: str, language: str
) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("En mars, puis en avril, nous avons relancé.", "fr"),
        ("On relance le lundi, on compte le vendredi.", "fr"),
        ("On a noté l'outil 8/10, puis 9/10.", "fr"),
        ("Trois quarts des gens, soit 3/4, ont dit oui.", "fr"),
        ("Ouvert 24/24 et 7j/7.", "fr"),
        ("La semaine 1 on installe, la semaine 2 on teste.", "fr"),
        ("Il reste dix-sept parrains, pas un de plus.", "fr"),
        ("Nous avons douze mars à distribuer.", "fr"),
        ("Deux mai fois rien.", "fr"),
        ("Un groupe de 12 et un autre de 13.", "fr"),
        ("Le taux passe de 12 à 13 %.", "fr"),
        ("Rendez-vous tous les mercredis à 18 h.", "fr"),
        ("En fin d'année scolaire, tout se tasse.", "fr"),
        ("Dès septembre, relancer.", "fr"),
        ("Le lendemain matin, rien.", "fr"),
        ("On a vendu 1/3 des places, puis 2/3.", "fr"),
        ("La version 2.10 corrige cela.", "fr"),
        ("La lettre n° 12/09 est en ligne.", "fr"),
        ("De mars à juin, puis en octobre.", "fr"),
        ("Le premier lundi du mois on se réunit.", "fr"),
        ("Chaque premier samedi du mois, atelier.", "fr"),
        ("In March and June we wrote again.", "en"),
        ("We march for the climate.", "en"),
        ("Since last year we use another tool.", "en"),
        ("About 3/4 of members said yes.", "en"),
    ],
)
def test_marks_fractions_and_quantities_stay(text: str, language: str) -> None:
    assert not [f for f in passages.found(text, language) if f.startswith("DATE")]
