"""E-mails, sites, accounts and pages, however they are spelt."""

import pytest

from tests.commons.anonymisation import passages


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("Écrire à contact arobase lesamis point fr svp", "contact arobase lesamis point fr", "fr"),
        ("mail : jean.dupont [at] lesamis [dot] org", "jean.dupont [at] lesamis [dot] org", "fr"),
        ("adresse asso-lune (arobase) gmail.com", "asso-lune (arobase) gmail.com", "fr"),
        (
            "mon adresse c'est bureau point lune arobase orange point fr",
            "bureau point lune arobase orange point fr",
            "fr",
        ),
        (
            "c'est marie tiret louise arobase free point fr",
            "marie tiret louise arobase free point fr",
            "fr",
        ),
        ("contact@lesamis,fr (scanné)", "contact@lesamis,fr", "fr"),
        ("Contact : INFO @ LES-AMIS . ORG", "INFO @ LES-AMIS . ORG", "fr"),
        ("secretariat_lune AT laposte DOT net", "secretariat_lune AT laposte DOT net", "fr"),
        ("Voir www.les-amis.org/don et lesamis.bzh", "www.les-amis.org/don", "fr"),
        ("Voir www.les-amis.org/don et lesamis.bzh", "lesamis.bzh", "fr"),
        ("site lesamisdupre point fr", "lesamisdupre point fr", "fr"),
        ("http://lesamis.wordpress.com/2021/05", "http://lesamis.wordpress.com/2021/05", "fr"),
        (
            "sur https://www.helloasso.com/associations/les-amis-du-pre",
            "https://www.helloasso.com/associations/les-amis-du-pre",
            "fr",
        ),
        ("groupe t.me/lesamisdupre ou https://chat.whatsapp.com/AbC123", "t.me/lesamisdupre", "fr"),
        (
            "groupe t.me/lesamisdupre ou https://chat.whatsapp.com/AbC123",
            "https://chat.whatsapp.com/AbC123",
            "fr",
        ),
        ("signal.group/#CjQKIAbc pour les bénévoles", "signal.group/#CjQKIAbc", "fr"),
        ("discord.gg/abc12", "discord.gg/abc12", "fr"),
        ("page facebook facebook.com/lesamisdupre", "facebook.com/lesamisdupre", "fr"),
        ("notre insta @les_amis_du_pre marche bien", "@les_amis_du_pre", "fr"),
        ("le compte Instagram lesamis.dupre est suivi", "lesamis.dupre", "fr"),
        ("La page Facebook « Les Amis du Pré » est active", "Les Amis du Pré", "fr"),
        ("groupe whatsapp qui s'appelle les tontons du pré", "les tontons du pré", "fr"),
        ("boîte la-lune chez gmail point com", "la-lune chez gmail point com", "fr"),
        ("lune44 at gmail point com", "lune44 at gmail point com", "fr"),
        ("Contact.Lune\uff20orange.fr", "Contact.Lune\uff20orange.fr", "fr"),
        (
            "ecrivez a lescopains underscore asso arobase yahoo point fr",
            "lescopains underscore asso arobase yahoo point fr",
            "fr",
        ),
        ("site : lesamis-du-pre,org", "lesamis-du-pre,org", "fr"),
        ("rendez-vous sur w w w point lesamis point fr", "w w w point lesamis point fr", "fr"),
        ("lesamis.assoconnect.com", "lesamis.assoconnect.com", "fr"),
        ("cagnotte leetchi.com/c/pour-lucie", "leetchi.com/c/pour-lucie", "fr"),
        ("linktr.ee/lesamis et bit.ly/3xYzAb", "linktr.ee/lesamis", "fr"),
        ("linktr.ee/lesamis et bit.ly/3xYzAb", "bit.ly/3xYzAb", "fr"),
        ("youtube.com/@lesamisdupre", "youtube.com/@lesamisdupre", "fr"),
        ("suivez lesamis_du_pre sur insta", "lesamis_du_pre", "fr"),
        ("tiktok : lesamis44", "lesamis44", "fr"),
        ("discord lune#4412", "lune#4412", "fr"),
        ("sur mastodon @lune@piaille.fr", "@lune@piaille.fr", "fr"),
        ("page fb Les Joyeux Tricots", "Les Joyeux Tricots", "fr"),
        (
            "mail aide chez lune (point) bel (point) nc",
            "aide chez lune (point) bel (point) nc",
            "fr",
        ),
        ("ÉCRIRE À S PT LUNE AT OMBRE PT FR", "S PT LUNE AT OMBRE PT FR", "fr"),
        ("mon mail lune.noire@@orange.fr", "lune.noire@@orange.fr", "fr"),
        ("mail : bureau©lune.org", "bureau©lune.org", "fr"),
        ("mail : bureau(arrobase)lune.fr", "bureau(arrobase)lune.fr", "fr"),
        ("mail : info<at>lune<dot>fr", "info<at>lune<dot>fr", "fr"),
        ("mail : info-arobase-lune-point-fr", "info-arobase-lune-point-fr", "fr"),
        ("mail : bureau@lu ne.org", "bureau@lu ne.org", "fr"),
        ("mail : bureau@lune;fr", "bureau@lune;fr", "fr"),
        ("lou a commercial lune point fr", "lou a commercial lune point fr", "fr"),
        (
            "c'est lou tiret du bas b arobase lune point com",
            "lou tiret du bas b arobase lune point com",
            "fr",
        ),
        (
            "c'est josette quarante quatre arobase free point fr",
            "josette quarante quatre arobase free point fr",
            "fr",
        ),
        (
            "mon mail c'est les petits pois tout attaché arobase orange point fr",
            "les petits pois tout attaché arobase orange point fr",
            "fr",
        ),
        (
            "notre site c'est les petits pois tout attaché point fr",
            "les petits pois tout attaché point fr",
            "fr",
        ),
        (
            "on s'inscrit sur lune tiret rousse point bel point org",
            "lune tiret rousse point bel point org",
            "fr",
        ),
        (
            "réservé sur don point radio lune point bel point net",
            "don point radio lune point bel point net",
            "fr",
        ),
        ("sur www point lune tiret rousse point fr", "www point lune tiret rousse point fr", "fr"),
        ("sur trois w point lunerousse point fr", "trois w point lunerousse point fr", "fr"),
        ("sur https : // lune-rousse .bel.fr/dons", "https : // lune-rousse .bel.fr/dons", "fr"),
        ("sur http//www.lunerousse.fr/dons", "http//www.lunerousse.fr/dons", "fr"),
        ("la page facebook.com / lune.rousse est suivie", "facebook.com / lune.rousse", "fr"),
        ("la page facebook slash lunerousse", "facebook slash lunerousse", "fr"),
        (
            "sur helloasso point com slash associations slash lune rousse",
            "helloasso point com slash associations slash lune",
            "fr",
        ),
        ("Posté par lola-moule, il y a peu", "lola-moule", "fr"),
        ("Message de kiki.du.12 hier", "kiki.du.12", "fr"),
        ("Pseudo : tonton63", "tonton63", "fr"),
        ("Posted by moss-and-kettle, again", "moss-and-kettle", "en"),
        ("suivez lune.rousse sur insta", "lune.rousse", "fr"),
    ],
)
def test_an_account_is_masked_however_it_is_spelt(text: str, passage: str, language: str) -> None:
    assert passages.is_masked(text, passage, language)
    passages.accepted(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Le groupe Facebook des parents ne répond pas.",
        "Notre compte Instagram est resté vide.",
        "Compte Zoom, chaîne YouTube, serveur Discord : tout est gratuit.",
        "C'est fini.De plus, on recommence.",
        "Exporter en dons_2023.csv puis importer dans Paheko.",
        "Le champ nom_prenom doit être rempli.",
        "La souscription passe par Cagette.net cette année.",
        "les objets partent sur donnons.org et helloasso.com",
        "Donnons.org, Framadate.org et impots.gouv.fr sont ouverts.",
        "les adresses en orange point fr bloquent tout",
        "on est chez orange point de vente numéro deux",
        "on a fait le point com du bureau, puis un point info",
        "l'arobase manque dans l'adresse, et un tiret aussi",
        "il manque un slash, un underscore, pas le www",
        "Posté par erreur sur le site, puis retiré.",
        "C'est écrit par notre porte-parole.",
        "Un message de non-réponse est envoyé.",
        "On attend un avis de sous-préfecture.",
        "Ne le mettez pas sur Facebook, s'il vous plaît.",
        "donc a commercial égal, un a commercial fait le tour",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert passages.found(text) == []
