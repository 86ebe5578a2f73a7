"""Names made of ordinary words: found where they are the name, left alone as the words."""

import pytest

from commons import anonymisation
from commons.anonymisation import Profile


def _own(text: str, profile: Profile) -> list[str]:
    found = anonymisation.scan({"text": text}, profile, with_model=False)
    return [f.text for f in found if f.reason.startswith("own-")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ensemble", "Chez Ensemble, tout le monde vote."),
        ("Ensemble", "bonjour chez ensemble on vote tout le temps pour tout"),
        ("Ensemble", "alors ensemble a lancé une collecte et ça a bien marché"),
        ("Ensemble", "l'association ensemble a choisi les chèques"),
        ("Ensemble", "Merci à « Ensemble » pour le prêt du stand."),
        ("La Source", "La Source a lancé une cagnotte, puis deux."),
        ("La Source", "Au printemps, la Source a ouvert une billetterie."),
        ("La Source", "les bénévoles de la source ont tout rangé et nous aussi"),
        ("La Source", "on a fait ça et la source a récolté plus que prévu"),
        ("La Source", "chez la source on a essayé le virement"),
        ("Horizon", "nous horizon on fait des lotos et des goûters"),
        ("Horizon", "et horizon a reçu trois chèques de plus"),
        ("Horizon", "Avec Horizon, les jeunes partent en mer."),
        ("Le Lien", "Au sein du Lien, chacun a son mot à dire."),
        ("Le Lien", "le lien a recruté deux jeunes cette année pour le site"),
        ("Lumière", "lumière ce n'est pas une banque, disent les anciens"),
        ("Pas à Pas", "Hier, Pas à Pas a fêté la collecte."),
        ("Cœur de Village", "cœur de village a vendu des tartes tout l'été"),
        ("Dragon Vert", "la caisse était pleine et nous dragon vert on était fatigués"),
        ("Les Cordées", "on aide les cordées depuis le début de la campagne"),
        ("La Ferme des Quatre Saules", "Le samedi, la Ferme ouvre à dix heures."),
        ("La Ferme des Quatre Saules", "Le samedi, les Quatre Saules ouvrent à dix heures."),
        ("La Ferme des Quatre Saules", "Le samedi, la ferme des 4 saules ouvre à dix heures."),
        ("Fanfare La Grenouille", "on a joué avec la grenouille sous la pluie"),
        ("Solidarité Paysans du Livradois", "Asso. Sol. Paysans a suivi."),
        ("Solidarité Paysans du Livradois", "L'asso Soli Paysans Livradois a suivi."),
        ("Association Sportive et Culturelle de Koungou", "l'as culturelle de koungou a payé"),
        ("Les Enfants d'Abord 974", "lé zenfan d'abord a touché un peu"),
        ("Les Jardiniers de Haut-Forez", "les jardinier de haut foret ont payé par carte"),
        ("Refuge des Loutres de la Vère", "Le samedi, la boutique du refuge des loutres ouvre."),
        ("Foyer Rural de Belmont", "le foyer rural a encaissé par carte"),
        ("Foyer Rural de Belmont", "les bénévoles du foyer rural sont fatigués"),
        ("La Source", "le carnet était plein alors la source a déposé le tout"),
        ("La Source", "la source vous remercie de vos dons"),
        ("La Source", "un grand merci à la source pour le prêt"),
        ("Ensemble", "slt c olive d'ensemble"),
        ("Ensemble", "à ensemble on ne lâche rien"),
        ("Ensemble", "ensemble c'est trente bénévoles"),
        ("Écurie Solidaire des Crins Noirs", "aux crins noirs on brosse les poneys"),
        ("MJC du Vieux Moulin", "au vieux moulin on danse"),
        ("Les Compagnons du Lavoir", "Les compagnons remercient la banque."),
        ("Les Compagnons du Lavoir", "bonjour c'est odile, des compagnons du lavoir"),
        ("Union Sportive Ouvrière de Belmont", "l'union sportive a gagné"),
        ("Compagnie du Chat Perché", "la Cie du Chat Perché joue samedi"),
        ("Nos Mains pour Demain", "nos mains pour deux mains a vendu des écharpes"),
        ("Kaz Solidèr", "chez caz solidaire on a fait une collecte"),
        ("Signal 33", "Au printemps, Signal 33 a rouvert."),
        ("Hope", "Today, Hope is a helpline in the valley."),
    ],
)
def test_an_ordinary_name_is_found_where_it_is_the_name(name: str, text: str) -> None:
    assert _own(text, Profile(name=name)) != []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ensemble", "Nous avons travaillé ensemble tout l'été."),
        ("Ensemble", "nous avons travaillé ensemble tout l'été et c'était bien"),
        ("Ensemble", "Ensemble, nous avons choisi les chèques."),
        ("Ensemble", "L'ensemble des bénévoles a voté."),
        ("Ensemble", "et ensemble on a choisi le prélèvement"),
        ("La Source", "C'est devenu la source principale de nos revenus."),
        ("La Source", "le prélèvement à la source a changé les dons"),
        ("La Source", "Une source de revenus de plus."),
        ("Horizon", "À l'horizon de deux ans, rien ne change."),
        ("Horizon", "on voit un horizon plus large depuis la campagne"),
        ("Le Lien", "Le lien social compte plus que les outils."),
        ("Le Lien", "on a envoyé un lien par mail et des affiches"),
        ("Le Lien", "Cliquez sur le lien du formulaire."),
        ("Espoir", "on avait bon espoir et l'espoir fait vivre"),
        ("Lumière", "La lumière était belle, une lumière de fête."),
        ("Pas à Pas", "Avec HelloAsso, on avance pas à pas, sans se presser."),
        ("Cœur de Village", "Le marché se tient au cœur du village."),
        ("Dragon Vert", "le dragon vert en carton a défilé"),
        ("Les Cordées", "une cordée de grimpeurs passait"),
        ("La Ferme des Quatre Saules", "On visite une ferme et la ferme plaît aux enfants."),
        ("La Ferme des Quatre Saules", "Une ferme, deux saules, quatre poules."),
        ("Chorale Arc-en-Ciel", "Un arc-en-ciel décorait la salle."),
        ("Patrimoine et Lavoirs de Puisaye", "Le lavoir sera inauguré, un lavoir de plus."),
        ("Tiers-Lieu La Bobine", "La bobine de fil sert de logo."),
        ("Solidarité Paysans du Livradois", "La solidarité des paysans compte. Un paysan aide."),
        ("Refuge des Loutres de la Vère", "le refuge des chats n'a rien dit"),
        ("Foyer Rural de Belmont", "un foyer rural voisin et tous les foyers ruraux"),
        ("Comité des Fêtes de Belmont", "tous les comités des fêtes devraient essayer"),
        ("La Source", "il a lu le code source et la source des dons a changé"),
        ("Ensemble", "ensemble c'est mieux"),
        ("Vivre au Village", "on veut vivre au village"),
        ("Vivre au Village", "Vivre au village, cela se discute."),
        ("Main dans la Main", "on travaille main dans la main avec la mairie"),
        ("Roue Libre", "la campagne est en roue libre"),
        ("Le Temps Libre", "notre temps libre est rare"),
        ("Demain", "demain a lieu la fête"),
        ("L'Estran", "Sur l'estran, tout le monde marche lentement."),
        ("Solid'Air", "on est solidaires entre nous"),
        ("Nos Mains pour Demain", "nos mains sont propres"),
        ("Collectif Zoom sur l'Adour", "Les réunions se tiennent sur Zoom."),
        ("La Slack", "L'espace de travail Slack est fermé."),
        ("Signal 33", "Le groupe Signal des bénévoles est fermé."),
    ],
)
def test_the_same_words_stay_where_they_are_only_words(name: str, text: str) -> None:
    assert _own(text, Profile(name=name)) == []


@pytest.mark.parametrize(
    ("person", "text", "said"),
    [
        ("Jean-Noël Chazelle", "on a vu jean no ranger les tables", "jean no"),
        ("Jean-Noël Chazelle", "J.-N. Chazelle a signé.", "J.-N. Chazelle"),
        ("Jean-Philippe Oudinot", "Merci à J-Ph. Oudinot pour tout.", "J-Ph. Oudinot"),
        (
            "Marie-Josée Técher",
            "MARIE-JO TECHER A SIGNÉ LES COURRIERS DE TOUT LE MONDE",
            "MARIE-JO",
        ),
        ("Élisabeth Kerbrat", "Babeth a tout relu, merci.", "Babeth"),
        ("Élisabeth Kerbrat", "le président kerbrat a signé la lettre", "kerbrat"),
        ("Élisabeth Kerbrat", "Mme Kerbrat a signé la lettre.", "Mme Kerbrat"),
        ("Frédéric Abgrall", "alors fredo a rangé la salle", "fredo"),
        ("Frédéric Abgrall", "Abgrall Frédéric a signé.", "Abgrall Frédéric"),
        ("André Marchal", "notre ami dédé marchal tenait la caisse", "dédé marchal"),
        ("Bastien Rouquette", "c'est bastien le petit rouquette qui amène tout", "rouquette"),
        ("Bernard Malaval", "Bernard « Nanard » Malaval a signé.", "Bernard « Nanard » Malaval"),
        ("Zoubida Hamdi", "bisous à tous, zouzou", "zouzou"),
        ("Moussa Soumaré", "Bravo à Mouss pour la sono.", "Mouss"),
        ("Capucine Rey-Grobellet", "Bravo à Mme Rey pour la sono.", "Mme Rey"),
        ("Aurore Vastel", "Au matin, Aurore compte les oiseaux.", "Aurore"),
        ("Clément Audiffred", "Clément, le trésorier, compte.", "Clément"),
        ("Chantal Vanhoutte", "merci à chantale van houtte pour les flyers", "van houtte"),
        ("Mireille Vézinhet", "mireille vezinet a payé", "mireille vezinet"),
        ("Abbé Firmin Lacoste", "Monsieur l'abbé Lacoste a béni.", "Monsieur l'abbé Lacoste"),
        ("Olive Marchand", "slt c olive de la chorale", "olive"),
        ("Olive Marchand", "merci olive pour les frites", "olive"),
        ("Marin Lenglet", "alors marin voulait une appli", "marin"),
        ("Yohann Ursulet", "moi c'est yoyo je tiens la caisse", "yoyo"),
        ("Job Malgorn", "Job les appelle un par un.", "Job"),
        ("Ode N'Guessan", "Ode installe le site.", "Ode"),
        ("Elfort Jean-Baptiste", "le matin elfort j-b tient la caisse", "elfort j-b"),
        ("Anne-Sophie Muller", "Mme Müller A.S. a signé.", "Mme Müller A.S."),
        ("Rosemonde Cyrille", "CHEZ MAN ROSE ON MANGE BIEN TOUS LES SAMEDIS", "MAN ROSE"),
        ("Ali Mzé Soilihi", "Ali mze a convaincu.", "Ali mze"),
        ("Jean-Pierre Castaing", "jp a payé la salle", "jp"),
        ("Jean-Pierre Castaing", "merci J-P !", "J-P"),
        ("Marie-Line Racon", "ti marie a signé la lettre", "ti marie"),
    ],
)
def test_a_declared_person_is_found_by_what_people_say(person: str, text: str, said: str) -> None:
    found = anonymisation.scan({"text": text}, Profile(people=(person,)), with_model=False)

    start = text.index(said)
    masked = {c for f in found for c in range(f.start, f.end)}
    assert {c for c in range(start, start + len(said)) if text[c].isalnum()} <= masked, found


@pytest.mark.parametrize(
    ("person", "text"),
    [
        ("Clément Audiffred", "Le temps n'était pas clément ce jour-là."),
        ("Aurore Vastel", "À l'aurore, tout le monde rangeait."),
        ("Firmin Blanc", "UN LIVRET BLANC DE HUIT PAGES A ÉTÉ IMPRIMÉ POUR TOUT LE MONDE"),
        ("Rose Petit", "Une rose et un petit mot ont suffi."),
        ("Pierre Rivière", "On pose une pierre près de la rivière."),
        ("Noël Grimault", "La collecte de Noël a bien marché."),
        ("Valérie Dupuis", "Depuis, le val a changé."),
        ("Martine Marchand", "Un marchand du marché a suivi."),
        ("Dominique Carton", "Un carton de dons, des cartons de livres."),
        ("Marin Lenglet", "le milieu marin est fragile"),
        ("Olive Marchand", "on a mis de l'huile d'olive"),
        ("Désiré Lepot", "Deux clics, des dons."),
        ("Ode N'Guessan", "Une ode à la joie fut lue."),
        ("Yohann Ursulet", "les prix font le yoyo depuis un an"),
        ("Dawn Pickering", "We get up at dawn and walk along the river with the children."),
    ],
)
def test_the_words_of_a_person_s_name_stay_words(person: str, text: str) -> None:
    assert _own(text, Profile(people=(person,))) == []
