"""How few an association is, and other numbers of people that stay."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("l'ape c'est onze mamans et un papa", "onze mamans", "fr"),
        ("chez nous on est six bénévoles point", "six bénévoles", "fr"),
        ("à l'asso on est 9 membres dc c'est énorme", "9 membres", "fr"),
        ("on est treize adhérents donc imaginez", "treize adhérents", "fr"),
        ("nous sommes 57 adhérents, et chacun paie", "57 adhérents", "fr"),
        ("pour neuf familles adhérentes, c'est énorme", "neuf familles adhérentes", "fr"),
        ("fanfare de huit musiciens", "huit musiciens", "fr"),
        ("tous nos quarante-deux adhérents ont reçu la lettre", "quarante-deux adhérents", "fr"),
        ("les 31 adhérents du club", "31 adhérents", "fr"),
        ("on est une quinzaine dans le bureau", "une quinzaine", "fr"),
        ("nous ne sommes que dix-sept", "dix-sept", "fr"),
        ("on est vingt-deux maintenant", "vingt-deux", "fr"),
        ("nous étions vingt-trois licenciés en septembre", "vingt-trois licenciés", "fr"),
        ("asso de 24 membres seulement", "24 membres", "fr"),
        ("l'association compte 48 membres", "48 membres", "fr"),
        ("on compte trente-six adhérents à jour", "trente-six adhérents", "fr"),
        ("avec nos 14 choristes on remplit l'église", "14 choristes", "fr"),
        ("un club de 19 licenciés", "19 licenciés", "fr"),
        ("on tourne à 5 bénévoles", "5 bénévoles", "fr"),
        ("à quatre bénévoles pour tout faire", "quatre bénévoles", "fr"),
        ("nous : 12 licenciés", "12 licenciés", "fr"),
        ("26 membres, tous retraités", "26 membres", "fr"),
        ("une équipe de sept personnes", "sept personnes", "fr"),
        ("nous sommes onze membres, alors chaque euro se voit", "onze membres", "fr"),
        ("nous sommes une vingtaine d'adhérents", "une vingtaine d'adhérents", "fr"),
        ("l'asso c'est huit copains et un camion", "huit copains", "fr"),
        ("une chorale de vingt-huit voix", "vingt-huit voix", "fr"),
        ("treize familles en tout", "treize familles en tout", "fr"),
        ("on est que 4 au bureau", "4", "fr"),
        ("nous voilà dix-neuf désormais", "dix-neuf", "fr"),
        ("nous ne restons que neuf", "neuf", "fr"),
        ("on n'est plus que douze", "douze", "fr"),
        ("Effectif : 27 licenciés", "27 licenciés", "fr"),
        ("Nombre d'adhérents : 33", "33", "fr"),
        ("adhérents : 45", "45", "fr"),
        ("All 31 members renewed online", "31 members", "en"),
        ("Founded by friends, 17 members.", "17 members", "en"),
        ("we are twelve members and a dog", "twelve members", "en"),
        ("our 23 members pay by card", "23 members", "en"),
        ("a choir of eighteen singers", "eighteen singers", "en"),
        ("there are only nine of us", "nine of us", "en"),
        ("we have 42 members", "42 members", "en"),
        ("the 14 volunteers take turns", "14 volunteers", "en"),
    ],
)
def test_the_size_of_a_tiny_group_is_masked(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nos 400 adhérents reçoivent la lettre.", "fr"),
        ("On est deux à gérer les mails.", "fr"),
        ("Quatre adhérents sur dix répondent.", "fr"),
        ("Nous avons perdu quatre adhérents sur cinquante.", "fr"),
        ("Un adhérent sur trois paie en ligne.", "fr"),
        ("Douze personnes ont répondu au sondage.", "fr"),
        ("Trois bénévoles se relaient au guichet.", "fr"),
        ("Nous avons formé douze bénévoles.", "fr"),
        ("Cent vingt nouveaux membres en un an.", "fr"),
        ("Deux bénévoles suffisent pour la caisse.", "fr"),
        ("Il faut cinq bénévoles par soirée.", "fr"),
        ("Nous sommes trois fois plus lus.", "fr"),
        ("On est dix minutes en retard.", "fr"),
        ("L'outil accepte 50 membres au maximum.", "fr"),
        ("La version gratuite est limitée à 30 adhérents.", "fr"),
        ("Nous sommes passés à deux envois par mois.", "fr"),
        ("120 adhérents, 40 paiements.", "fr"),
        ("Les 45 participants ont aimé.", "fr"),
        ("Vingt-six donateurs, presque aucun abandon.", "fr"),
        ("Une réunion de six personnes.", "fr"),
        ("Nous avons écrit à 40 familles.", "fr"),
        ("Sur 60 membres, 12 ont voté.", "fr"),
        ("On est le 12, il faut relancer.", "fr"),
        ("Thirty members out of a hundred voted.", "en"),
        ("Two volunteers are enough.", "en"),
        ("We wrote to forty families.", "en"),
    ],
)
def test_shares_tasks_and_other_people_stay(text: str, language: str) -> None:
    assert not [f for f in passages.found(text, language) if f.startswith("COUNT")]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("on a 11 filles dans l'équipe", "11 filles"),
        ("nous sommes 62 a chanter et trois hommes en tout!", "trois hommes"),
        ("l'asso c'est sept mamans et un papa", "sept mamans et un papa"),
        ("on est quatre pelés et trois tondus", "quatre pelés et trois tondus"),
    ],
)
def test_girls_and_boys_of_a_team_are_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "trois hommes ont porté les tables",
        "onze filles ont répondu au sondage",
        "on a 200 filles inscrites au sondage",
        "il y a six enfants dans la salle",
    ],
)
def test_girls_and_boys_of_nobody_stay(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("on était 9 à tout porter", "9"),
        ("nous sommes sept à nous relayer", "sept"),
        ("Huit on était ce jour-là, huit", "Huit"),
        ("le stand on l'a fait à cinq dont ma fille", "cinq"),
        ("on tourne à six seulement", "six"),
        ("le quorum est atteint (14 présents sur 19 membres)", "14"),
        ("le quorum est atteint (14 présents sur 19 membres)", "19"),
        ("quatre bénévoles c'est trop peu", "quatre"),
        ("Présents : le bureau, trois stagiaires", "trois"),
        ("onze adhérents actifs, et ça tient", "onze adhérents"),
    ],
)
def test_the_size_is_told_without_a_noun(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "On est deux à gérer les mails.",
        "On commence à huit heures.",
        "On a fait cinq essais dont deux ratés.",
        "On se retrouve à six heures.",
        "Nous sommes passés à trois relances.",
        "Quatre formulaires c'est trop peu.",
        "140 présents sur 190 membres.",
        "On prépare tout à quatre jours du repas.",
        "On est le 12 à relire.",
        "Présents : le bureau.",
    ],
)
def test_hours_tries_and_large_groups_stay(text: str) -> None:
    assert not [f for f in passages.found(text) if f.startswith("COUNT")]
