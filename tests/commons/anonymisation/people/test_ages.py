"""Ages of persons and counts of tiny groups."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("ma fille de 9 ans a dessiné", "9 ans", "fr"),
        ("Notre doyenne a quatre-vingt-onze ans", "quatre-vingt-onze ans", "fr"),
        ("Lucien, 82 ans, tient la caisse", "82 ans", "fr"),
        ("une bénévole octogénaire appelle", "octogénaire", "fr"),
        ("mon fils âgé de 7 ans", "âgé de 7 ans", "fr"),
        ("à soixante-seize ans elle code", "soixante-seize ans", "fr"),
        ("our treasurer is 82 years old", "82 years old", "en"),
        ("nous sommes 14 adhérents", "14 adhérents", "fr"),
        ("nos onze bénévoles se relaient", "nos onze bénévoles", "fr"),
        ("une asso de douze membres", "douze membres", "fr"),
        ("on est neuf en tout", "neuf", "fr"),
        ("on n'est que sept au bureau", "sept", "fr"),
        ("Josette, soixante-dix-neuf ans, a appris", "soixante-dix-neuf ans", "fr"),
        ("une gamine de douze ans", "douze ans", "fr"),
        ("il va sur ses quatre-vingt-six ans", "quatre-vingt-six ans", "fr"),
        ("mamie (94 ans) clique", "94 ans", "fr"),
        ("mon père, nonagénaire, donne", "nonagénaire", "fr"),
        ("le petit a 5 ans", "a 5 ans", "fr"),
        ("87 ans et toutes ses dents", "87 ans", "fr"),
        ("une volontaire de 19 ans", "19 ans", "fr"),
        ("nous étions huit au départ", "huit", "fr"),
        ("nos 6 bénévoles fatiguent", "nos 6 bénévoles", "fr"),
        ("avec quatorze adhérents on ne va pas loin", "quatorze adhérents", "fr"),
        ("groupe de 9 choristes", "9 choristes", "fr"),
        ("we are only twelve members", "twelve members", "en"),
    ],
)
def test_an_age_or_a_tiny_count_is_masked(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Les 18-25 ans répondent mieux que les plus de 60 ans.",
        "Les enfants de 6 à 12 ans participent.",
        "Contrat de 3 ans, sans engagement ensuite.",
        "L'outil a dix ans et cela se voit.",
        "Nos 400 adhérents reçoivent la lettre.",
        "On est deux à gérer les mails.",
        "Il faut 18 ans pour ouvrir un compte.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [
        ("Notre trésorière octogénaire a ri.", "Notre trésorière d'un certain âge a ri.", "fr"),
        ("Avec nos onze bénévoles, tout va.", "Avec nos quelques bénévoles, tout va.", "fr"),
        ("Nous sommes 14 adhérents.", "Nous sommes quelques adhérents.", "fr"),
    ],
)
def test_the_sentence_reads_on(text: str, expected: str, language: str) -> None:
    assert passages.accepted(text, language) == expected


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("Mme Blanc (la soixantaine) forme volontiers", "la soixantaine", "fr"),
        ("un trésorier dans la cinquantaine", "la cinquantaine", "fr"),
        ("elle a la quarantaine bien sonnée", "la quarantaine", "fr"),
        ("la présidente, la soixantaine passée, code", "la soixantaine passée", "fr"),
        ("Paulette (88 printemps) écrit les étiquettes", "88 printemps", "fr"),
        ("du haut de ses 92 printemps", "92 printemps", "fr"),
        ("un papi de 90 piges nous aide", "90 piges", "fr"),
        ("il vient de fêter ses 80 ans", "80 ans", "fr"),
        ("notre benjamine a 8 ans et demi", "8 ans et demi", "fr"),
        ("à l'âge de 14 ans il tenait la caisse", "14 ans", "fr"),
        ("née en 1957, elle signe encore", "1957", "fr"),
        ("un nonagénaire fait les comptes", "nonagénaire", "fr"),
        ("une septuagénaire très branchée", "septuagénaire", "fr"),
        ("Jeannot, 72 ans, tient le bar", "72 ans", "fr"),
        ("notre doyen (101 ans) a voté", "101 ans", "fr"),
        ("elle va sur ses quatre-vingt-dix ans", "quatre-vingt-dix ans", "fr"),
        ("j'ai 74 ans et je clique", "74 ans", "fr"),
        ("mon fils de quinze ans a fait le site", "quinze ans", "fr"),
        ("un service civique de 19 ans", "19 ans", "fr"),
        ("Mamie Jo, quatre-vingt-sept ans au compteur, adore", "quatre-vingt-sept ans", "fr"),
        ("le plus jeune a 16 ans", "16 ans", "fr"),
        ("elle aura 70 ans en mai", "70 ans", "fr"),
        ("un garçon de 11 ans", "11 ans", "fr"),
        ("la plus âgée a 93 ans", "93 ans", "fr"),
        ("il a soixante-huit balais", "soixante-huit balais", "fr"),
        ("un bébé de 18 mois", "18 mois", "fr"),
        ("Lulu 82a tient le stand", "82a", "fr"),
        ("Paul-Henri, 71, garde les clés", "71", "fr"),
        ("M. Abadie 70 ans connaît Doodle", "70 ans", "fr"),
        ("âgée de soixante et onze ans", "soixante et onze ans", "fr"),
        ("la trésorière est sexagénaire", "sexagénaire", "fr"),
        ("mon voisin centenaire", "centenaire", "fr"),
        ("une retraitée de 63 ans", "63 ans", "fr"),
        ("elle a 88 a et un smartphone", "88 a", "fr"),
        ("ma mère (née en 42) paie par virement", "42", "fr"),
        ("our oldest donor, Lady Tamsin, 97, sent a cheque", "97", "en"),
        ("everybody likes him he is eighty six", "eighty six", "en"),
        ("I am 39, and I was sure", "39", "en"),
        ("he have 70 years and knows only Doodle", "70 years", "en"),
        ("she is 82 and types faster than me", "82", "en"),
        ("a 39-year-old teacher", "39-year-old", "en"),
        ("our treasurer, aged 64, retired", "aged 64", "en"),
        ("she turned ninety in May", "ninety", "en"),
        ("my son, fifteen, built the page", "fifteen", "en"),
        ("Rose (78) keeps the keys", "78", "en"),
        ("he's 67 now", "67", "en"),
        ("a lady in her eighties", "eighties", "en"),
        ("my mum is 91 years old", "91 years old", "en"),
        ("at seventy-two she learned to code", "seventy-two", "en"),
    ],
)
def test_an_age_without_years_is_masked(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les 18-25 ans répondent mieux que les plus de 60 ans.", "fr"),
        ("Les enfants de 6 à 12 ans participent.", "fr"),
        ("Contrat de 3 ans, sans engagement ensuite.", "fr"),
        ("L'outil a dix ans et cela se voit.", "fr"),
        ("Il faut 18 ans pour ouvrir un compte.", "fr"),
        ("L'imprimeur a reculé d'un mois.", "fr"),
        ("La livraison a pris un mois de retard.", "fr"),
        ("Depuis vingt ans, rien n'a changé.", "fr"),
        ("Une soixantaine de personnes sont venues.", "fr"),
        ("La soixantaine de bénévoles présents a applaudi.", "fr"),
        ("La semaine de quarantaine a tout bloqué.", "fr"),
        ("Au bout de trois ans, nous arrêtons.", "fr"),
        ("Le prêt de cinq ans est remboursé.", "fr"),
        ("Un essai de six mois suffit.", "fr"),
        ("Nous avons 20 ans de recul.", "fr"),
        ("Pendant la quarantaine, tout passait en visio.", "fr"),
        ("Le fichier de deux mois est périmé.", "fr"),
        ("Pour les moins de 12 ans c'est gratuit.", "fr"),
        ("Nos voisins ont mis deux ans à répondre.", "fr"),
        ("Un chantier de quatre ans.", "fr"),
        ("Le printemps revient, les dons aussi.", "fr"),
        ("Trois printemps de suite, il a plu.", "fr"),
        ("Nous sommes en avance de six mois.", "fr"),
        ("La trentaine de réponses nous a surpris.", "fr"),
        ("It took two years and ten people.", "en"),
        ("We are 30 minutes late.", "en"),
        ("I am 100% sure.", "en"),
        ("We are eighty now.", "en"),
        ("She is two weeks late.", "en"),
        ("The tool is five years old and slow.", "en"),
        ("He is one of the three who stayed.", "en"),
    ],
)
def test_durations_and_crowds_stay(text: str, language: str) -> None:
    assert not [f for f in passages.found(text, language) if f.startswith("AGE")]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("et son fils neuf ans est malade", "neuf ans"),
        ("sa fille Lumière douze ans rendait la monnaie", "douze ans"),
        ("la lumière quoi douze ans et elle rendait la monnaie", "douze ans"),
        ("il a 17 an et il porte tout", "17 an"),
        ("notre doyenne (bientôt 91 ans) téléphone", "91 ans"),
        ("Concert par Théophile M., l6 ans.", "l6 ans"),
        ("mon mari 80 ans tient la caisse", "80 ans"),
        ("ma mère euh 77 ans fait les crêpes", "77 ans"),
        ("la trésorière, déjà 68 ans, tient bon", "68 ans"),
        ("elle avait 15 an quand elle est venue", "15 an"),
    ],
)
def test_an_age_said_without_its_words_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "Il y a 2 ans on changeait d'outil.",
        "Son fils deux ans plus tard a repris la page.",
        "Notre amie attend dix ans de statistiques.",
        "Bon voilà deux ans de travail.",
        "Le contrat dure 3 ans.",
        "On a attendu dix ans et il est parti.",
        "Il y a 1 an, nous avons testé.",
        "La convention de trois ans est signée.",
        "Nous gardons les reçus six ans.",
        "Son compagnon depuis douze ans aide à la caisse.",
    ],
)
def test_durations_beside_people_stay(text: str) -> None:
    assert not [f for f in passages.found(text) if f.startswith("AGE")]
