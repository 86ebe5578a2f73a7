"""Phones, registry and bank numbers, plates, however they are written."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("Appelez le 0262 41 55 20 ou le +262 692 12 34 56.", "0262 41 55 20", "fr"),
        ("Appelez le 0262 41 55 20 ou le +262 692 12 34 56.", "+262 692 12 34 56", "fr"),
        ("tel +687 27.12.34 et +689 40 42 53 10", "+687 27.12.34", "fr"),
        ("tel +687 27.12.34 et +689 40 42 53 10", "+689 40 42 53 10", "fr"),
        ("Tél. bureau : 05-90-12-34-56, mobile 06.12.34.56.78", "05-90-12-34-56", "fr"),
        ("Tél. bureau : 05-90-12-34-56, mobile 06.12.34.56.78", "06.12.34.56.78", "fr"),
        (
            "mon numéro c'est zéro six douze trente-quatre cinquante-six soixante-dix-huit",
            "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
            "fr",
        ),
        ("appelle moi au 06 douze 34 cinquante six 78", "06 douze 34 cinquante six 78", "fr"),
        ("Joignable au O6 l2 34 56 78 le soir", "O6 l2 34 56 78", "fr"),
        ("Tél : 27 12 34 (Nouméa)", "27 12 34", "fr"),
        (
            "en dicté zéro quatre, soixante-seize, quatre-vingt-sept, douze, zéro neuf",
            "zéro quatre, soixante-seize, quatre-vingt-sept, douze, zéro neuf",
            "fr",
        ),
        ("numéro 06/12/34/56/78 merci", "06/12/34/56/78", "fr"),
        ("international 0033 6 12 34 56 78", "0033 6 12 34 56 78", "fr"),
        ("+33 (0)6 12 34 56 78", "+33 (0)6 12 34 56 78", "fr"),
        ("call me on +44 20 7946 0018", "+44 20 7946 0018", "en"),
        ("Notre SIRET est 732 829 320 00074.", "732 829 320 00074", "fr"),
        ("siret 73282932000074", "73282932000074", "fr"),
        ("SIREN n° 732.829.320", "732.829.320", "fr"),
        ("RNA W 751 234 567", "W 751 234 567", "fr"),
        ("n° RNA : W9R1234567", "W9R1234567", "fr"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189", "FR76 3000 6000 0112 3456 7890 189", "fr"),
        ("inscrite au volume 23 folio 145", "volume 23 folio 145", "fr"),
        ("le minibus ab-123-cd est en panne", "ab-123-cd", "fr"),
        ("camion immatriculé AB 123 CD", "AB 123 CD", "fr"),
        ("notre kangoo 1234 ab 56 roule", "1234 ab 56", "fr"),
        ("plaque AB123CD", "AB123CD", "fr"),
        ("0693 45 67 89 ou par message", "0693 45 67 89", "fr"),
        ("whatsapp +596 696 12 34 56", "+596 696 12 34 56", "fr"),
        (
            "tel. zéro-six trente-neuf quatre-vingt-dix-huit douze zéro zéro",
            "zéro-six trente-neuf quatre-vingt-dix-huit douze zéro zéro",
            "fr",
        ),
        ("06 . 12 . 34 . 56 . 78", "06 . 12 . 34 . 56 . 78", "fr"),
        ("06-12 34-56 78", "06-12 34-56 78", "fr"),
        (
            "mon portable zéro sept, cinquante, trente-trois, vingt et un, quatre",
            "zéro sept, cinquante, trente-trois, vingt et un, quatre",
            "fr",
        ),
        ("RIB : 30006 00001 12345678901 89", "30006 00001 12345678901 89", "fr"),
        ("iban FR76 3OOO 6000 0112 3456 7890 l89", "FR76 3OOO 6000 0112 3456 7890 l89", "fr"),
        ("siret 732 829 320 OOO74", "732 829 320 OOO74", "fr"),
        (
            "le siren c'est sept cent trente-deux huit cent vingt-neuf trois cent vingt",
            "sept cent trente-deux huit cent vingt-neuf trois cent vingt",
            "fr",
        ),
        ("TVA FR 44 732829320", "FR 44 732829320", "fr"),
        ("plaque gh 482 zt", "gh 482 zt", "fr"),
        ("une pirogue immatriculée CY 914317 pour aller", "CY 914317", "fr"),
        ("le bateau LO 845 321 est à quai", "LO 845 321", "fr"),
        ("On a vendu le voilier AY-A12345", "AY-A12345", "fr"),
        ("A. K. – dir. – (0)3 53 01 44 19 – fin", "(0)3 53 01 44 19", "fr"),
        ("tél (0)6.12.34.56.78", "(0)6.12.34.56.78", "fr"),
        ("FK-482-ZB garée devant", "FK-482-ZB", "fr"),
    ],
)
def test_a_number_is_masked_however_it_is_written(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Nous avons envoyé 1 200 courriels et 340 ont répondu.",
        "Le bateau a servi, de 12 300 pas à 14 000.",
        "Le fichier compte 2 300 contacts.",
        "On compte de 250 en tout à 300.",
        "Un mail part à 8 h, un autre à 18 h 30.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
