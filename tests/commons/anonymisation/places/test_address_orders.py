"""Addresses in other orders, of stalls and ports, and as scanners read them."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Herria\nElizondoburu 11, 64240 Hasparren\n05", "Elizondoburu 11, 64240 Hasparren"),
        ("Siège : Hauptstroos 12, 67250 Hoffen", "Hauptstroos 12, 67250 Hoffen"),
        ("Siège : Elizako Bidea 4 - 64310 Sare", "Elizako Bidea 4 - 64310 Sare"),
        ("Siège : Kerkstraat 7, 59270 Godewaersvelde", "Kerkstraat 7, 59270 Godewaersvelde"),
        (
            "Siège : rue de la Laiterie n°19 – 3e ét. – 93200 ST DENIS",
            "rue de la Laiterie n°19 – 3e ét. – 93200 ST DENIS",
        ),
        ("Notre local, quai du Four 3bis, est petit.", "quai du Four 3bis"),
        ("rue Haute 4 ter, au fond", "rue Haute 4 ter"),
        ("Locaux : rue Haute, 12, 29000 Quimper", "rue Haute, 12, 29000 Quimper"),
        ("quai des hollandais au 27", "quai des hollandais au 27"),
        (
            "Locaux toujours cabane 12, port de Meyran, GUJAN MESTRAS.",
            "cabane 12, port de Meyran, GUJAN MESTRAS",
        ),
        ("Rendez-vous hangar 14, quai des Marques", "hangar 14, quai des Marques"),
        ("On est ponton C, port du Crouesty", "ponton C, port du Crouesty"),
        ("On vend box 12, halles de Talensac", "box 12, halles de Talensac"),
        ("On loge chalet 5, camping des Ormeaux", "chalet 5, camping des Ormeaux"),
        ("Rue : 4 irnpasse de la Sarre, 572OO", "4 irnpasse de la Sarre, 572OO"),
        ("Siège : 14 p1ace de la Halle, 88l00 Saint-Dié", "14 p1ace de la Halle, 88l00 Saint-Dié"),
        ("Siège : 17 chernin des Vignes, 68OOO Colmar", "17 chernin des Vignes, 68OOO Colmar"),
        ("Siège : 5 avenne Foch", "5 avenne Foch"),
    ],
)
def test_an_address_is_masked_in_any_order(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "Le stand 4, marché couvert, était vide.",
        "Nous étions place du marché 3 heures et quart.",
        "Rendez-vous place du marché, pour 20 centimes.",
        "Le local 2, au centre, est fermé.",
        "Le bureau, au quai, a été repeint.",
        "On a mis en place 3 boîtes.",
        "Le groupe 2, village compris, a relancé.",
        "On reste en route 3 heures.",
        "Le chemin est long, 4 fois plus long.",
        "Au cours 3, nous avons écrit.",
        "On a loué le garage, au parc voisin.",
        "Une case sur 4, quartier par quartier.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert [each for each in passages.found(text) if each.startswith("ADDRESS")] == []
