"""The frames in which French and English sentences name a tool, as patterns of folded text."""

import re

# Nouns after which nobody's name is expected, and nouns after which one may stand.
_TOOLS = (
    r"app(?:li(?:cation|s)?|lications)?s?|logiciels?|progiciels?|outils?|plate-?formes?|plugins?"
    r"|extensions?|modules?|crm|erp|saas|widgets?|software|tool|platform|groupe (?=signal)"
)
_NOUNS = (
    rf"{_TOOLS}|tpe|formulaires?|sondages?|tableurs?|boitiers?|bornes?|terminal(?: de paiement)?"
    r"|billetteries?|cagnottes?|messageries?|prestataires?|solutions?|abonnements?|licences?"
    r"|visios?|newsletters?|infolettres?|liens?|qr ?codes?|comptes?(?! rendus?)|tronc numerique"
    r"|plateau connecte|caisse enregistreuse|lecteur de carte|navigateur|agenda|wiki|drive|cloud"
    r"|exports?|tutoriels?|tutos?|connecteurs?|chatbot|robot|editeur|survey|hebergeur"
    r"|antivirus|gestionnaire de mots de passe|serveur"
)
_MATTERS = (
    r"paie|compta|comptabilite|caisse|gestion|suivi|dons?|paiement|collecte|reservation|planning"
    r"|billetterie|mailing|e-?mailing|newsletter|visio\w*|messagerie|sondage|signature|vote"
    r"|facturation|cagnotte|adhesions?|inscriptions?|publipostage|sauvegarde|partage|stockage"
    r"|cartographie|montage|dessin|transcription|traduction|petition|crowdfunding|chat|prelevement"
    r"|organisation|mise en page|retouche|virement|recus? fiscaux|base de donnees|benevolat"
    r"|covoiturage|communication|formation|streaming|podcast|micro-?dons?|financement participatif"
    r"|mecenat|vente|boutique|bureautique|prise de rendez-vous|scan|dictee|carte|mise en relation"
    r"|comptage|calcul|mesure|pesee|defis?|challenge|quete|tombola|loto|parrainage|legs|itineraires?"
    r"|pointage|emargement|presences?|relances?|devis|stocks?|inventaire|prets?|emprunts?|location"
    r"|troc|entraide|discussion|tchat|conference|diffusion|enregistrement|sous-titrage|lecture|quiz"
    r"|jeux?|geolocalisation|gps|rando(?:nnee)?s?|courses?|marche|agenda|calendrier|creneaux"
    r"|election|archivage|numerisation|photos?|videos?|design|graphisme|affiches?|sms|e-?mails?"
    r"|etiquettes|dematerialisation|tickets?|encaissement|tresorerie|micro-benevolat|chronometrage"
    r"|livraison|transport|envoi|alerte|veille|cagnottes?|listes?|fiches|notes?|projets?|taches?"
)
_ADJECTIVES = (
    r"(?: (?:en ligne|libres?|gratuite?s?|payante?s?|connectee?s?|numeriques?|maison|mobiles?"
    r"|francaise?|associati(?:f|ve)s?|national|nationale|solidaires?|citoyenne|locale?|officiel(?:le)?|externe"
    r"|collaborati(?:f|ve)s?|partagee?s?|open source|dedie"
    rf"|(?:de|pour|d') ?(?:la |le |les |l')?(?:{_MATTERS})(?: (?:des|de|d')"
    r" ?(?:adherents|dons?|benevoles|projets?|stocks?|planning|associations?))?)){0,2}"
)
_VERBS = (
    r"utilis\w+|test(?:e|er|ons|ent|es|ait|ions|ee)|essa(?:y|i)\w+|adopt\w+|install\w+|telecharg\w+"
    r"|parametr\w+|configur\w+|remplac\w+|choisi\w*|prefer\w+|abandonn\w+|repris|recopi\w+"
    r"|migr\w+|propos\w+|use[ds]?|using|tried|chose|adopted"
    r"|lach\w+|compar\w+|achete\w*|abonnee?s? a|inscrite?s? a|passant"
    r"|synchronis\w+|desinstall\w+|reinstall\w+|bascul\w+ (?:sur|vers)|connecte\w* (?:a|sur)"
    r"|switche\w* sur|switched to|moved to|signed up (?:to|for|with)|set up"
    r"|subscribed? to|downloaded"
)
_CASH = r"(?:timbres?|cheques?|especes?|virements?|cartes?|cb|liquide|cash|transfer)\b"
# What is said near a tool, and seldom near a baker.
DIGITAL = re.compile(
    r"(?:\bger\w+|\bpa[yi]\w+|\bencaiss\w+|\benvo[iy]\w+|\bsms\b|\bmails?\b|\bdons?\b|\badhe\w+"
    r"|\binscri\w+|\bcotis\w+|\bbillet\w*|\btombola\b|\bloto\b|\bcollecte\w*|\bcertificats?\b"
    r"|\bimprim\w+|\bnumerique\w*|\bconnect\w+|\bparrainage\w*|\bre[cg]l\w+|\bcampagne\w*"
    r"|\ben ligne\b|\bsites?\b|\brecus?\b|\bprelev\w+|\bvir\w+|\bplanning\w*|\bbricol\w+|\bvisio\w*"
    r"|\bnewsletter\w*|\blicences?\b|\bpetition\w*|\bfichier\w*|\bcloture\b|\bmicro-?dons?\b"
    r"|\bbenevoles\b|\bcompta\w*|\bsaisi\w*|\bpage\b|\barrondi\w*|\bcommandes?\b|\bcree\w*"
    r"|\bfaite?s?\b|\bheberg(?:er|ement|eur)\b|\bscan\w+|\bsignatures?\b|\btickets?\b|\bgifts?\b|\bsauvegard\w+|\bonline\b|\bbook\w*"
    r"|\bpaid\b|\bsign(?:ed|ing)? (?:up|documents?)|\bcard reader|\bcontactless)"
)
# Stronger than those: a machine or a service is rented, bought or downloaded.
_DEVICE = re.compile(
    r"\b(?:logiciel|appli(?:cation)?s?|outil|plate-?forme|borne|boitier|box|tpe|terminal|caisse"
    r"|lecteur|standard|boutique|tablette|software|app|device|card reader|en ligne|online"
    r"|visio|numerique|abonnement|licence|par mois|a month|un mois|par an|a year|site"
    r"|formulaire|cagnotte)\b"
)
_CALLED = (
    r"(?:(?:qui |ca |elle |il )?s'appell?e(?:nt|ait)?|nommee?s?|appelee?s?|baptisee?s?|intitulee?s?"
    r"|qu'on appelle|du nom de|(?:dont )?le nom (?:c'est|est)|called|named)"
)
_MACHINES = (
    r"(?:tpe|boitiers?|bornes?|terminal|terminaux|lecteurs?(?: de cartes?)?|paniers?|troncs?"
    r"|tirelires?|urnes?|caisses?|tablettes?|cagnottes?|formulaires?|billetteries?|messageries?)"
)
# Frames that hold even for a first name or a town: nothing but a tool stands there.
_HERE = r'(?:[«"“] ?)?(?=[^\W\d_])'
STRONG = re.compile(
    r"\b(?:outils?|logiciels?|plate-?formes?|applications?|applis?|tools?|software|app)"
    rf"{_ADJECTIVES}(?: (?:utilise|choisi|retenu|teste|evalue|concerne|used|chosen|tested)e?s?)?"
    rf"(?: ?[:–—]\s*| - ){_HERE}"
    r"|\b(?:quel(?:le)?|which|what) (?:outil|plate-?forme|logiciel|appli|tool|app|software)"
    rf" ?\?\s*(?:r ?: *|a ?: *|[-–—] *)?{_HERE}"
    rf"|\b(?:{_TOOLS}){_ADJECTIVES},? (?:{_CALLED} )?{_HERE}"
    rf"|\b{_MACHINES}{_ADJECTIVES},? {_CALLED} {_HERE}"
    # "un panier connecté de chez X"
    rf"|\b{_MACHINES} (?:[^\W\d_]+ ){{0,2}}de chez {_HERE}"
    r"|\b(?:mises? a jour|interface|versions? (?:gratuite|payante|libre|pro|premium|mobile|d'essai)"
    r"|bugs?|hotline|service client|support technique|api|tutoriels?) (?:de |d'|dans |sur )"
    rf"{_HERE}"
)
WEAK = re.compile(
    rf"\b(?:vire|paie|transf|export|import|envo)\w*(?: [^\W\d_]+){{0,2}} depuis {_HERE}"
    rf"|\b(?:qr ?code|flashcode|lien|bouton)[^.!?\n]{{0,20}} vers {_HERE}"
    rf"|\b(?:pointe?\w*|renvo\w+|redirig\w+|men(?:e|ait)|bascul\w+) (?:tout droit |direct\w* )?"
    rf"(?:vers|sur) {_HERE}"
    rf"|\b(?:via|sur|dans|on) {_HERE}"
    r"|\b(?:outils?|logiciel|plate-?forme|appli(?:cation)?|tool|app|software|crm|billetterie"
    r"|messagerie|hebergeur|cagnotte)"
    rf" (?:c'est|c'etait|est|etait|sera|choisi est|retenu est|is|was|were) {_HERE}"
    rf"|\b(?:{_NOUNS}){_ADJECTIVES} {_HERE}"
    r"|\b(?:paiement|billetterie|visio|messagerie|hebergement|hebergeur|support|solution|cagnotte"
    rf"|payment|ticketing) ?[?:] ?{_HERE}"
    rf"|\b(?:{_VERBS}) (?:avec |sur |par |vers |d'abord |aussi |plutot |ensuite )?{_HERE}"
    rf"|\b(?:{_NOUNS}){_ADJECTIVES} \((?=[^\W\d_]+(?: [^\W\d_]+)?\))"
    rf"|\b(?:tourn|fonctionn)\w+ (?:sous|sur|avec) {_HERE}"
    r"|\b(?:mails?|newsletters?|sms|relances?|recus?) (?:part\w*|sort\w*|sont envoye\w*)"
    rf" (?:de |d'){_HERE}"
    r"|\b(?:site|podcasts?|videos?|page|mails?|fichiers?|donnees|blog|forum|photos|sauvegardes?)"
    rf"[^.!?\n]{{0,30}} heberge\w* (?:chez|par) {_HERE}"
    r"|\b(?:loue|achete|commande|pris)\w* [^\W\d_]+ (?:borne|tpe|terminal|boitier|lecteur|licence"
    rf"|abonnement|tablette|logiciel)s?(?: [^\W\d_]+){{0,3}} (?:a|chez|aupres de) {_HERE}"
    r"|\b(?:borne|tpe|terminal|boitier|lecteur|logiciel) (?:vient|provient) de (?:chez )?"
    rf"{_HERE}"
    r"|\bpa(?:ie|ye|yons|yait)[^.!?\n]{0,12} ?\d+ ?(?:€|euros?) ?(?:par|/) ?(?:mois|an)"
    rf" (?:a|chez|pour) {_HERE}"
    rf"|\bpa(?:y|id) [€£$] ?\d+ (?:a|per) (?:month|year) (?:for|to) {_HERE}"
    r"|\b(?:par|via|avec|by|with|en) (?=[^\W\d_]+,? (?:ou|et|or|and) (?:bien )?(?:par |en |by )?"
    rf"{_CASH})"
    rf"|\b{_CASH},? (?:ou|et|or|and) (?:par |via |avec |by ){_HERE}"
    rf"|\bpa(?:y|id|ys|ying) (?:by|with|via|through) {_HERE}"
    r"|\b(?:pourquoi pas|parle[rz]? de passer a|jure que par|a cote|moins que|mieux que)"
    rf" {_HERE}"
    r"|\b(?<!mot de )pass(?:e|es|ee|ees|er|ons|ent|ait|aient|ant)"
    rf" (?:d'abord |ensuite |tous |tout )?(?:de|d'|a|au|chez|par|sur|vers) ?{_HERE}"
    r"|\bune? (?:liste|boutique|caisse|tableau|fichier|forum|serveur|chaine|canal|jeu|quiz)"
    rf" {_HERE}"
    r"|\b(?:lach|abandonn|remplac|troqu|delaiss)\w+ [^,.;!?\n]{2,25} (?:pour|par|contre)"
    rf" {_HERE}"
    rf"|\b(?:switched|moved|went) (?:from|to) {_HERE}"
)
AROUND_WITH = re.compile(rf"\b(?:avec|(?P<by>par)|with|through|sous|(?P<at>chez)) {_HERE}")
# What one has "chez" a service; at a shop's one has the rest.
HOUSED = re.compile(
    r"\b(?:heberg\w+|preleve\w*|comptes?|sites?|fichiers?|abonn\w+|souscri\w+|domaine|inscri\w+"
    r"|licences?|mails?|sms|billetterie|virements?|en ligne|online)\b"
)
# Taken, rented, bought: a tool where a machine or a service is spoken of.
TAKEN = re.compile(
    r"\b(?:quitt(?:e|er|ons)|trouve|voul\w+|connaissai\w+|decouv\w+|pris|prend|prenons|prennent"
    r"|prendre|lou(?:e|ee|er|ons)|souscri\w+|commande\w*|paye|payons|paie|rented|hired|bought|took"
    rf"|got)(?: (?:a|chez|un an de|un mois de|from|aupres de))? {_HERE}"
    r"|\b(?:(?:louee?s?|achetee?s?|prise?|fourni\w*|vendue?s?|abonne\w*) (?:a|chez|par)"
    rf"|(?:box|reader|device|app) from) {_HERE}"
)
PRESS = re.compile(
    r"\b(?:article|papier|encart|reportage|journal|paru\w*|publi\w* un|interview\w*|parle\w*|presse"
    r"|annonce\w*|une page|passe\w* (?:a la|en))\b[^.!?]{0,25}$"
)
BY_HAND = re.compile(
    r"\b(?:offert\w*|donne\w*|(?<!se )faite?|anim\w+|tenue?s?|men\w+|ecrit\w*|signe\w*|partenariat"
    r"|negoci\w+|travaill\w*|recue?s? par|prete\w*|soutenu\w*|finance\w*|present\w*"
    r"|redige\w*|rencontr\w*|organise\w*|discut\w*|vu|accord|convention|credit"
    r"|main dans la main|ensemble|relay\w*)"
    r"(?: (?:avec|par|chez|with))? ?$"
)
# "saisis par", "portée par": somebody did it; what passes or is paid "par" goes through a tool.
DONE = re.compile(
    r"\b(?!pass|pay|pai|regl|prelev|vir)[^\W\d_]+"
    r"(?:e|ee|es|ees|i|ie|is|ies|ise|ises|it|ite|its|ites|u|ue|us|ues) $"
)
# "avec X, notre parrain".
APPOSED = re.compile(
    r"^,? (?:notre|nos|mon|ma|sa|son|leur|our|un|une) "
    rf"(?!(?:[^\W\d_]+ ){{0,2}}(?:{_TOOLS}|service)\b)"
)
# What is said after the name of a tool: "X, un logiciel", "X c'est gratuit", "X (le truc libre)".
AFTER = re.compile(
    rf"^(?:(?:,| ?\() ?(?:un|une|le|la|l'|cette?|a|an|the) ?(?:petite? |autre |vrai |simple )?"
    rf"(?:{_TOOLS}|truc|bidule|machin|site|caisse|service|systeme|billetterie|messagerie)\b"
    rf"| (?:la |le |l')(?:{_TOOLS})\b"
    r"|,? (?:c'est|c'etait|est|etait|ca) (?:\w+ )?(?:gratuit|payant|trop cher|moins cher|libre"
    r"|complique|simple|coute|coutait|bugge|fini)"
    r"|,? (?:trop|moins|plus|assez) (?:cher|complique|simple|lourd)"
    r"|,? (?:qui |ca )?(?:coute|coutait|preleve|facture|permet|arrondit|synchronise)\w*\b"
    r"| (?:nous |vous |leur )?(?:prend|prenait|prelevait|charges|takes) [^.!?\n]{0,12}?\d[\d.,]* ?%"
    r"| [^\W\d_]+ [^.!?\n]{0,30}\b(?:tout seul|automatiquement|automatically)\b"
    r"| a jour\b|,? logiciel\b|,? (?:is|was) (?:free|too expensive))"
)
# The same, sure enough for names of several words and for names that people bear, too.
SAID = re.compile(
    r"^\+?(?:(?:,| ?\(| ?:| [-–—]|,? (?:c'est|est|etait|is|was)) ?(?:un|une|le|la|l'|notre|leur"
    r"|a|an|the|our|in|enn|mon) ?(?:[^\W\d_]{3,12} ){0,2}"
    r"(?:app|apps|appli|application|logiciel|progiciel|outil|plate-?forme|plugin|extension|tool"
    r"|software|platform|crm|saas|tableur|messagerie|site web|site internet|ti sit|web ?app"
    r"|module|widget|service en ligne|billetterie|agenda partage|formulaire|borne|boitier|tpe)\b"
    r"|(?:,| ?\() ?(?:logiciel|appli|application|plate-?forme|outil|extension|boitier"
    r"|tpe|borne|terminal|lecteur de cartes?|messagerie|billetterie|tableur|cagnotte en ligne)\b"
    r"|,? ?\(?(?:version|formule|abonnement|licence|offre|forfait) (?:gratuite?|payante?|premium"
    r"|pro|asso\w*|de base|\d)"
    r"|(?:,| ?\() ?(?:assez |tres |totalement |entierement )?(?:gratuit|libre|open source|payant)"
    r"(?= ?[,.;)]| et\b| mais\b| jusqu|, concu)"
    r"| (?:bug(?:ge|gait|s)|plantait|ramait)\b)"
)
PRICE = re.compile(
    r"^\+?,? ?\(?(?:a |pour |for |at )?(?:[€£$] ?\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)? ?(?:€|euros?|eur))"
    r" ?(?:ht |ttc )?(?:/|par|a|an?|per|the|l')? ?(?:mois|an|annee|month|year|licence|utilisateur)"
)
# "Kiwili ou Pretto pour suivre les cotisations".
_PURPOSE = (
    r"pour (?:gerer|suivre|envoyer|encaisser|centraliser|planifier|editer|les (?:inscriptions"
    r"|adhesions|dons|paiements|recus|cotisations|factures|visios?|mails|newsletters?|plannings?)"
    r"|la (?:compta\w*|billetterie|newsletter|visio|paie|lecture|gestion|reservation|boutique)"
    r"|le (?:paiement|planning|suivi|stockage))"
)
CHOICE = re.compile(rf"^ (?:ou|or) [^\W\d_]+(?: [^\W\d_]+)? {_PURPOSE}\b")
_ASIDE = r"(?: ?\([^()\n]{2,40}\))?"
# What leads from one tool to the next: "X (le gratuit) et Y", "X pour la lecture et Y".
ALSO = re.compile(
    rf"{_ASIDE}(?: pour (?:la |le |les |l')?[^\W\d_]+(?: [^\W\d_]+)?)?"
    r"(?:,? (?:et|ou|puis|ni|and|or|then|vs|versus|plutot que))"
    r"(?: (?:aussi|sur|via|avec|a cote|chez))? (?=[^\W\d_])"
    rf"|{_ASIDE}(?:, et|,| et) pour (?:la |le |les |l')?[^\W\d_]+(?: c'est| avec)? (?=[^\W\d_])"
)
COMMA = re.compile(rf"{_ASIDE}(?:, (?:puis )?| ?/ ?| \+ | & | -> | → )(?=[^\W\d_])")
LISTED = re.compile(rf"{_ASIDE}(?:,| et | ou | puis | and | or | ?[/+] ?|\.? ?\n|\.?$|\. )")
# "wave ou espèces": a product that is a word as well, beside cash.
CASHED = re.compile(rf"^ ?(?:,|/|ou|et|or|and) ?(?:bien |en |par |pr )?{_CASH}")
# "X est un logiciel de dons", "X (c'est le nom du site)": the text says so itself.
CALLED_SO = re.compile(
    r",? (?:est|c'est|etait) (?:une?|notre|le nom d'une?|le nom du|le nom de l') ?(?:petite? )?"
    r"(?:logiciels?|progiciels?|applis?|applications?)\b"
    r"|,? ?\([^()\n]{0,40}\bnom (?:du|d'une?|de l'|de la|de leur)"
    r" ?(?:site|logiciel|outil|appli|application|plate-?forme)\b"
)
# "prenez Wise", "allez sur Wave": advice on something that may be a product.
ADVISED = re.compile(
    r"\b(?:prene[zs]|prends|mettez|mets|utilisez|choisissez|essayez|testez|installez|telechargez"
    r"|ouvrez|passez (?:par|sur|a)|allez sur|va sur|vois sur|voyez sur|inscrivez-vous sur"
    r"|recommande\w*|conseill\w+|evitez|confie\w* a) $"
)
# "la plateforme de prêt entre voisins X", in the text as it is written
DESCRIBED = re.compile(
    r"\b(?:[Aa]ppli(?:cation)?s?|[Ll]ogiciels?|[Oo]utils?|[Pp]late-?formes?|[Pp]rogiciels?)"
    r"(?: (?:de |d'|pour |à )(?:l'|la |le |les )?[a-zà-ÿœ]+(?: [a-zà-ÿœ']+){0,3}) (?=[A-Z])"
)
# "des bornes sans contact, des Dipp": a machine, then its name.
NAMED_AFTER = re.compile(
    r"\b(?:bornes?|tpe|boitiers?|terminal|terminaux|lecteurs? de cartes?|logiciels?|applis?"
    rf"|applications?)(?: [^\W\d_]+){{0,3}}, (?:un|une|des|le|la|les) {_HERE}"
)
TOWARDS = re.compile(r" (?:a|vers|par|pour|contre|to|for) (?=[^\W\d_])")
INSTEAD = re.compile(
    r"\b(?:passe\w*|quitt\w*|lach\w*|remplac\w*|abandonn\w*|laiss\w*|migr\w*|bascul\w*|troqu\w*|switched"
    r"|moved)(?: [^\W\d_]+){0,2} (?:de |d'|from )?$"
)
# "Nous avons choisi X comme référent": somebody.
AS_PERSON = re.compile(
    r"^,? (?:comme (?!outil|logiciel|plate|appli)|en tant que|pour (?:etre|presider|tenir"
    r"|remplacer|diriger)\b|qui (?:s'occupe|tient|nous|vient))"
)
# Where the own name of an association can be the tool of the same name alone.
MEANT = re.compile(
    r"(?:\b(?:une?|notre|nos|des|(?:sur|dans) (?:le|la|un|une|notre)) (?:groupe|canal|fil|serveur"
    r"|salon|boucle|compte|chaine|lien|formulaire|abonnement|appel|message|visio|reunion|sondage"
    r"|paiement|terminal|conversation|discussion|licence|video)s? "
    r"|\b(?:l'appli(?:cation)?|l'outil|espace de travail|logiciel|plate-?forme|messagerie"
    r"(?: est| c'est|,)?) "
    r"|\b(?:visios?|reunions?|webinaires?|appels?|discut\w+|echang\w+|conversations?|se tien\w+"
    r"|retrouv\w+|ecri\w+|messages?|communiqu\w+|connect\w+|parl\w+|bavard\w+)(?: [^\W\d_]+){0,3}"
    r" (?:sur|via|on|over|dans) "
    r"|\b(?:via|on|over) "
    r"|\b(?:crowdfunding|financement participatif|cagnotte|campagne)(?: en ligne)? sur )$"
)


def rented(before: str) -> bool:
    """Whether a machine or a service is spoken of."""
    return _DEVICE.search(before) is not None
