"""Sums without a currency: the words around tell them from other numbers."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        (
            "à la fin du gala en tout trois mille sept cent vingt et l'école a repeint le préau",
            "trois mille sept cent vingt",
            "fr",
        ),
        ("Collecte : 4 000 € moins les frais, soit 3 812. Le tribunal a suivi.", "3 812", "fr"),
        (
            "Les dons dans la lettre : cent dix euros, puis deux cent cinq au numéro suivant.",
            "deux cent cinq",
            "fr",
        ),
        (
            "Huit cent soixante-dix euros en monnaie et quarante-deux seulement par carte.",
            "quarante-deux",
            "fr",
        ),
        ("Mille quatre cents de recette, et le sourire.", "Mille quatre cents", "fr"),
        ("Mille huit cents de plus en un an.", "Mille huit cents", "fr"),
        ("on a eu 1k8 d'arrhes cet été", "1k8", "fr"),
        ("ça a rapporté 3k en une semaine", "3k", "fr"),
        (
            "on a dépensé deux mille quatre cents en tracts pour rien",
            "deux mille quatre cents",
            "fr",
        ),
        ("ça nous a coûté en tout mille deux cents sur l'année", "mille deux cents", "fr"),
        (
            "les ventes de gâteaux ont fait six cent quatre-vingts au total",
            "six cent quatre-vingts",
            "fr",
        ),
        ("un appel, 1400 sont arrivés en une semaine", "1400", "fr"),
        ("le premier soir 300 €, le second 450, le troisième 600", "450", "fr"),
        ("le premier soir 300 €, le second 450, le troisième 600", "600", "fr"),
        ("Recette : 1 845\nDépenses : 920\nBénéfice : 925", "1 845", "fr"),
        ("Recette : 1 845\nDépenses : 920\nBénéfice : 925", "920", "fr"),
        ("Recette : 1 845\nDépenses : 920\nBénéfice : 925", "925", "fr"),
        ("Dons en ligne | 3 245 | chèques | 1 120", "3 245", "fr"),
        ("Dons en ligne | 3 245 | chèques | 1 120", "1 120", "fr"),
        ("Recettes\t4 310", "4 310", "fr"),
        ("Solde = 2 077,45", "2 077,45", "fr"),
        ("Cotisations : 1 240 - Dons : 860 - Subvention : 2 500", "1 240", "fr"),
        ("Cotisations : 1 240 - Dons : 860 - Subvention : 2 500", "860", "fr"),
        ("Cotisations : 1 240 - Dons : 860 - Subvention : 2 500", "2 500", "fr"),
        ("on a fini à 2k7 alors qu'on visait 2 k", "2k7", "fr"),
        ("on a fini à 2k7 alors qu'on visait 2 k", "2 k", "fr"),
        ("en tout ça fait cinq mille trois grâce aux anciens", "cinq mille trois", "fr"),
        (
            "tout compris on a rentré quatre mille deux sur les trois soirs",
            "quatre mille deux",
            "fr",
        ),
        (
            "ça a fait 1 euro 12 centimes par jour au début puis cent quatre-vingts par mois",
            "cent quatre-vingts par mois",
            "fr",
        ),
        ("bilan final : 2.346,- de recettes", "2.346,-", "fr"),
        ("nous avons un budget de 12 000 par an, pas plus", "12 000", "fr"),
        (
            "les dons sont passés de mille deux cents à deux mille six cents en un an",
            "mille deux cents",
            "fr",
        ),
        (
            "les dons sont passés de mille deux cents à deux mille six cents en un an",
            "deux mille six cents",
            "fr",
        ),
        ("le total est monté de 900 à 1 700 €", "900", "fr"),
        ("on visait trois mille on a eu deux mille huit ", "deux mille huit", "fr"),
        ("la cagnotte est à 1 580 ce soir", "1 580", "fr"),
        ("la cagnotte s'est arrêtée à 2 890 sur 5 000", "2 890", "fr"),
        ("la cagnotte plafonne à 640 depuis mardi", "640", "fr"),
        ("1.2k récoltés en deux jours", "1.2k", "fr"),
        (
            "so we opened a page , two thousand one hundred and fifty in four days",
            "two thousand one hundred and fifty",
            "en",
        ),
        (
            "we ended up with three thousand four hundred in total",
            "three thousand four hundred",
            "en",
        ),
        ("we raised 1.8k in a weekend", "1.8k", "en"),
        ("They left us five thousand in a will", "five thousand", "en"),
        ("la vente de muguet a fait deux cent dix-huit tout rond", "deux cent dix-huit", "fr"),
        ("REÇU EN CHÈQUES : DEUX MILLE DEUX CENTS", "DEUX MILLE DEUX CENTS", "fr"),
        ("on est à six mille deux cents sur les dix mille", "six mille deux cents", "fr"),
        ("le concert : sept cent soixante d'entrées et deux cents de bar", "deux cents", "fr"),
        ("entrées 860 €, buvette 412 €, tombola 305, total 1 577", "305", "fr"),
        ("entrées 860 €, buvette 412 €, tombola 305, total 1 577", "1 577", "fr"),
        ("objectif atteint : 3,2 k en dix jours", "3,2 k", "fr"),
        ("subvention CAF = 2 400", "2 400", "fr"),
        ("don de l'entreprise : 1 000", "1 000", "fr"),
        ("le comité nous verse mille cinq cents par an", "mille cinq cents par an", "fr"),
        ("le panier moyen est passé de 18 à 23 €", "18", "fr"),
        (
            "the appeal stood at four thousand six hundred by Friday",
            "four thousand six hundred",
            "en",
        ),
    ],
)
def test_a_sum_without_a_currency_is_masked(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nous avons récolté 412 signatures, puis 800 en mai.", "fr"),
        ("Total : 96 participants.", "fr"),
        ("Cent dix cotisants, moins deux pour cent de frais.", "fr"),
        ("On a envoyé 3 400 mails et eu 212 clics.", "fr"),
        ("Trois cents personnes sont venues, deux cents sont restées.", "fr"),
        ("La page a eu 1 200 vues, puis 2 500.", "fr"),
        ("Un code à quatre chiffres suffit.", "fr"),
        ("Nous avons distribué mille deux cents repas.", "fr"),
        ("Mille mercis aux bénévoles !", "fr"),
        ("En deux mille vingt, nous avons changé d'outil.", "fr"),
        ("il y a eu deux mille vues sur la vidéo", "fr"),
        ("vidéo en 4k sur grand écran", "fr"),
        ("on a fait 5 km puis 10 km", "fr"),
        ("on a 2k abonnés sur insta", "fr"),
        ("3k vues sur la story", "fr"),
        ("Le formulaire compte 12 questions, dont 4 obligatoires.", "fr"),
        ("Nous avons envoyé deux mille lettres, mille ont été lues.", "fr"),
        ("Le numéro 3245 est réservé aux SMS.", "fr"),
        ("La lettre part à 600 personnes dont 200 ouvrent.", "fr"),
        ("Taux d'ouverture : 46 %, soit 212 sur 460.", "fr"),
        ("Participants : 140. Repas servis : 320.", "fr"),
        ("Abonnés : 1 450", "fr"),
        ("Deux mille tracts plus tard, rien.", "fr"),
        ("on était trois cents, on a ri", "fr"),
        ("la salle contient deux cents places, cent vingt assises", "fr"),
        ("Il faut compter 45 minutes, 90 au début.", "fr"),
        ("Code postal 35000, téléphone sur demande.", "fr"),
        ("On est passés de 40 à 120 inscrits en un an.", "fr"),
        ("We got 412 signatures, then 800 more.", "en"),
        ("Two hundred people came, fifty stayed.", "en"),
        ("HelloAsso est gratuit mais propose un pourboire.", "fr"),
        ("Au 4e étage, au fond du couloir.", "fr"),
        ("Deux fois par mois on se voit.", "fr"),
        ("Nous étions cent vingt, puis quatre-vingts.", "fr"),
        ("La boîte contient mille pièces.", "fr"),
        ("On a ramassé mille deux cents kilos de verre.", "fr"),
        ("La lettre compte huit cents mots, trois cents de trop.", "fr"),
        ("Il y a cent vingt dossiers, quarante en retard.", "fr"),
        ("On a compté deux cents, trois cents personnes, je ne sais plus.", "fr"),
        ("Le taux de retour est passé de 12 à 31 %.", "fr"),
        ("La base compte 2 300 contacts et 400 doublons.", "fr"),
        ("Cinq cents affiches, mille tracts.", "fr"),
        ("500 affiches, 1 000 tracts, 12 cartons.", "fr"),
        ("Nous avons reçu 45 réponses.", "fr"),
        ("Donateurs : 112 en 2022, 140 en 2023.", "fr"),
        ("Quatre cents envois, cent vingt ouvertures.", "fr"),
        ("Elle est restée cinq ans puis six mois de plus.", "fr"),
        ("J'ai mis deux cents adresses, cent sont revenues.", "fr"),
        ("Le formulaire fait 300 mots.", "fr"),
        ("Tous les jeudis à 20 h 30, salle 120.", "fr"),
        ("On a reçu 1 200 colis et distribué 1 100.", "fr"),
        ("Two hundred and twelve replies, forty by post.", "en"),
        ("We sent 900 letters and 120 came back.", "en"),
    ],
)
def test_other_numbers_stay(text: str, language: str) -> None:
    assert not [f for f in passages.found(text, language) if f.startswith("AMOUNT")]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Résultat 486 000 XPF contre 112 000 avant.", "112 000"),
        ("LA CANTINE COUTE, IL MANQUE QUATRE MILLE", "QUATRE MILLE"),
        ("On a perdu 9 000 entre l'an dernier et cette année.", "9 000"),
        ("CA du mois de novembre : 4.870,-.", "4.870,-"),
        ("CA : 6 480. Ventes notées.", "6 480"),
        ("valeur comptable genre neuf mille six cent.", "neuf mille six cent"),
        ("le loto à la salle fait huit cents les gens donnaient", "huit cents"),
        ("on a même eu mille cinq de la métropole", "mille cinq"),
        ("Recettes 2022 : 8 450 / 2023 : 9 120", "8 450"),
        ("Montant encaissé : 3 6l2,5O €.", "3 6l2,5O €"),
        ("2023 : 1 400, 29%, 2 115e", "2 115e"),
    ],
)
def test_a_sum_beside_a_verb_of_gain_or_loss_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "il manque quatre mille signatures",
        "on a perdu 9 000 abonnés entre mai et juin",
        "le loto fait huit cents personnes",
        "on a eu mille cinq cents inscrits",
        "ça vaut mille excuses",
        "on cherche cent bénévoles",
    ],
)
def test_what_is_gained_or_lost_may_be_no_money(text: str) -> None:
    assert passages.found(text) == []


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Objectif 15 000, atteint en mai.", "15 000"),
        ("résultat neuf mille et quelques, merci", "neuf mille et quelques"),
        ("une urne au ponton et un passage à la radio = deux cent mille.", "deux cent mille"),
        ("3840 brut, 2.9k net.", "3840 brut"),
        ("3840 brut, 2.9k net.", "2.9k net"),
        ("on a fé 487e alor ke le chapo fesé 60.", "60"),
        ("le chapeau a fait 85 pour les musiciens", "85"),
        ("Subvention : FDVA 2, volet local, 2 500.", "2 500"),
        ("trois cent vingt euros la première fois cinq cents la deuxième", "cinq cents"),
        ("410 € le samedi, 380 le dimanche, pas mal", "380"),
        ("le total 1 million 2 cfp je vous jure", "1 million 2 cfp"),
        ("la mairie a dit ok pour 150000.", "150000"),
        ("plus un petit millier d'euros au guichet", "un petit millier d'euros"),
        ("4 064 km donc 812,80 mdr", "812,80"),
        ("47 2l5 euros, dont 5 OOO des anciens mineurs", "5 OOO"),
    ],
)
def test_a_sum_in_a_list_or_beside_a_result_is_masked(text: str, passage: str) -> None:
    assert passages.is_masked(text, passage)


@pytest.mark.parametrize(
    "text",
    [
        "Objectif 300 adhérents avant juin.",
        "Résultat 120 réponses en une semaine.",
        "Trois cents personnes la première fois, cinq cents la deuxième.",
        "Le sac pèse 12,50 kilos donc 812 grammes de trop.",
        "La mairie a dit oui pour 150 chaises.",
        "On a 300 tracts le samedi, 200 le dimanche.",
        "Le chapeau fait 60 centimètres.",
        "On a parrainé pour 5 balles/mois.",
        "Le suivi se fait en ligne, stockage à 3 € par mois.",
        "Nous avons émis soixante titres à cinq cents euros.",
        "Elle remboursait 40 € tous les mois.",
        "Chaque famille met dix euros.",
        "La boutique a rajouté cent euros de sa poche.",
        "On donne dès 30 €.",
    ],
)
def test_prices_single_gifts_and_counts_stay(text: str) -> None:
    assert not [f for f in passages.found(text) if f.startswith("AMOUNT")]
