"""Whether ordinary words name an association where they stand: "chez Ensemble", not "ensemble"."""

import re

from commons.anonymisation.words import chains, dictionary, first_names, lexicon, normalisation
from commons.anonymisation.words.normalisation import Word

# Nobody says "un Lumière" or "son Espoir" of an association.
_UNSURE_OF = normalisation.listed(
    """
un une des ce cet cette ces mon ton son sa ses ma ta mes tes nos vos leur leurs quelques plusieurs
chaque aucun aucune tout toute tous toutes bon bonne grand grande petit petite autre autres meme
plein beau belle vrai vraie sacre sacree veritable simple joli jolie serieux enorme gros grosse
dernier derniere premier premiere nouveau nouvelle deux trois quatre cinq six dix comme plus trop
peu tres an any some this that my your
"""
)
_ANY = frozenset(("un", "une", "des", "ces", "quelques", "plusieurs", "chaque"))
_DEFINITE = normalisation.listed("le la les l du des au aux the")
# What has its article without being declared with it: "la fanfare", "le comité".
_KINDS = normalisation.listed(
    """
association asso club amicale comite centre maison collectif groupe groupement union federation
fondation ligue mouvement reseau societe cercle foyer espace atelier ateliers compagnie theatre
ecole ensemble secours chorale orchestre bibliotheque ludotheque mediatheque refuge section antenne
delegation fanfare harmonie troupe jardin jardins relais ferme moulin epicerie boutique recyclerie
ressourcerie cafe cinema radio passerelle amis amies cooperative caisse confrerie conservatoire
equipe etoile fraternite garage guilde institut mission mutuelle observatoire office oeuvre
patronage planning syndicat universite cine aide banque bureau chantier choeur choeurs cite
coordination creche entente table tiers lieu tierslieu fablab cantine restaurant resto sauvegarde
patrimoine entraide rucher verger potager harmonies batterie lyre cave fournil four laverie
"""
)
_CALLED = re.compile(
    r"(?:\bchez|\bl'asso(?:ciation)?|\bassociation|\basso|\bnomme[e]?s?|\bappelee?s?"
    r"|\b(?:s'|nous )appel(?:le|lons)|\b(?:collectif|club|ong|federation|fondation) "
    r"|[\"«“])\s*(?:l[ae']s?\s*)?$"
)
# "les bénévoles de la source": what an association has.
_POSSESSED = re.compile(
    r"\b(?:benevoles?|adherente?s?|membres?|equipe|presidente?|tresoriere?|secretaire|bureau|ca"
    r"|fondat(?:eur|rice)s?|animat(?:eur|rice)s?|salariee?s?|direct(?:eur|rice)|donateurs?"
    r"|coordinat(?:eur|rice)|responsable|site|page|compte|local|locaux|logo|stand|newsletter"
    r"|nom|amies?|amis|copains|copines|gens|ag|sein|cotisations?|rib|iban|caisse|minibus)"
    r" (?:de |d'|du |des |de l')$"
    r"|\b(?:merci|bravo|bienvenue|adhere\w*|adhesions?|dons?|soutien|reverse\w*|confie\w*|felicit\w+)"
    r" (?:a |au |aux |a l')$"
    r"|\b(?:rejoin\w+|remerci\w+|souten\w+|represent\w+) $"
    r"|\b(?:je |j'|on |nous |qui )(?:reponds?|repond|repondons|parle|parlons|ecris|ecrit|ecrivons"
    r"|temoigne|temoignons|signe|viens|intervien\w+) (?:pour |au nom (?:de |du |des |de l'|d')"
    r"|de la part (?:de |du |des |de l'|d')|ici pour )$"
)
# Verbs that have an association for their object: after others, words say how or what.
_TAKING = re.compile(
    r"(?:remerci|aid|rejoi|souten|soutien|contact|appel|conn|quitt|represent|rencontr|cre|fond"
    r"|invit|est|etait|sommes|dit|dix)\w*"
)
# "Ensemble, elle, a failli fermer": a pronoun says again who was named.
_AGAIN = re.compile(r",? (?:elle|lui|eux|elles)(?:-memes?)?, ")
_TOPIC = re.compile(r", (?:cela|ca|c'est|c'etait|ce n'est)\b")
_WHERE = normalisation.listed("sur sous dans vers devant derriere")
# What stands before a tool whose name an association has, too.
_OF_TOOLS = normalisation.listed(
    """
groupe groupes espace canal chaine travail appli application logiciel compte serveur licence
abonnement reunion reunions visio visios messagerie app boucle fil discussion outil version page
"""
)
_ARTICLE_LAST = re.compile(r"(?:l[ae]s? |l')$")
_US = re.compile(r"\b(?:nous|moi|c'est nous|on est|nous sommes|nous c'est|notre|ici)(?: a)?,? $")
_ACTOR = normalisation.listed(
    """
lance decide choisi recolte collecte recu organise teste essaye ouvert cree touche envoye demande
refuse adopte arrete embauche recrute achete paye signe vendu monte gagne invite accueilli accueille
propose cherche compte gere distribue aide accompagne forme remercie installe utilise soutient
rassemble reunit anime tient vend fete participe publie informe salue numerise inscrit verse leve
mis lancait organisait voulait voulu pris passe fonctionne prepare renouvelle rejoint adhere
abandonne depose poste imprime colle negocie obtenu perdu rembourse emprunte prete loue demenage
nettoye repeint repare construit plante cuisine servi sert offert offre donne rendu garde laisse
oublie commence continue joue chante danse expose defile marche dit ecrit repondu appele rappele
contacte relance convaincu discute vote elu candidate postule remporte repris investi finance
parraine equipe fourni livre ramasse trie recycle sauve soigne nourri heberge depense economise
facture encaisse declare edite affiche diffuse partage relaye mobilise manifeste occupe renove
restaure ferme rouvert rouvre fusionne renonce quitte migre bascule cotise existe fabrique produit
recherche recoit ouvre fait reverse garantit assure souhaite espere compare bosse galere perd prend
met tenu fondu fonde ferme anime forme coordonne attend attendait cherchait faisait recevait
"""
)
_PERSONS = frozenset(
    (
        "a",
        "avait",
        "aura",
        "s",
        "est",
        "etait",
        "va",
        "vient",
        "nous",
        "n",
        "vous",
        "y",
        "ont",
        "avaient",
        "vont",
        "se",
        "ne",
        "leur",
        "lui",
        "en",
    )
)
_GOVERNED = normalisation.listed("a c ce s ne n va avait est etait sera doit peut sans qui")
_ENGLISH_GOVERNED = frozenset(("is", "was", "has", "had", "runs", "helps", "gives", "wants"))
# "ensemble c'est mieux": of the adverb, not of the name.
_MANNER = re.compile(
    r"c'(?:est|etait) (?:mieux|plus|moins|bien|possible|facile|toujours|tellement|vraiment|trop"
    r"|super|top|genial|notre|mon|promis|jure|certain|sur|decide|fini|demain|reparti|ferme|ouvert"
    r"|complet|dimanche|lundi|mardi|mercredi|jeudi|vendredi|samedi|l'heure|le jour|trop tard)\b"
)
_TAKES_PLACE = re.compile(r"(?:a|avait|aura|va avoir|peut avoir) lieu\b")
_CLAUSE = normalisation.listed(
    "et mais ou donc car que qu quand si puis alors bref voila finalement"
)


def called(context: chains.Context, first: Word) -> bool:
    """Whether what stands before says that a name follows."""
    before = context.reading.folded[max(0, first.start - 24) : first.start]
    return _CALLED.search(before) is not None


def is_thing(context: chains.Context, first: int) -> bool:
    """Whether a determiner makes an ordinary noun of the word: "un dérailleur"."""
    words = context.words
    if not first or not _near(words[first]):
        return False
    before = words[first - 1]
    if before.fold in _DEFINITE and first > 1 and _near(before):
        return words[first - 2].fold in _WHERE
    return before.fold in _ANY


def is_tool(context: chains.Context, first: int, name: tuple[str, ...]) -> bool:
    """Whether the name of a tool stands for the tool there: "sur Signal", "le groupe Signal"."""
    words = context.words
    if not first or not _near(words[first]):
        return name[0] in lexicon.ARTICLES
    cue = words[first - 1].fold
    return (
        cue in chains.TOOL_CUES
        or cue in _OF_TOOLS
        or (name[0] in lexicon.ARTICLES and cue not in lexicon.ARTICLES)
    )


def names(context: chains.Context, first: int, last: int, name: tuple[str, ...]) -> bool:
    """Whether the ordinary words from `first` to `last` are the association called `name` there."""
    words = context.words
    inside = words[first : last + 1]
    content = [word for word in inside if word.fold not in lexicon.HOLLOW] or inside[:2]
    if any(word.capital and not word.begins for word in content) or called(context, inside[0]):
        return True
    acts = _acts(context, last)
    articled = name[0] in lexicon.ARTICLES
    within = inside[0].fold in lexicon.ARTICLES and len(inside) > 1
    before = words[first - 1] if first and _near(inside[0]) else None
    if _of_somebody(context, first) or _AGAIN.match(context.reading.folded, inside[-1].end):
        return True
    lead = context.reading.folded[max(0, inside[0].start - 40) : inside[within].start]
    if len(content) > 1 and _POSSESSED.search(lead):
        return True
    if not within and before is not None and before.fold in _UNSURE_OF and len(content) < 3:
        return False
    if before is not None and articled and before.fold in ("notre", "votre"):
        return False
    determiner = inside[0] if within else before
    if determiner is not None and _are_others(determiner, content[0], name):
        return False
    determined = within or (before is not None and before.fold in _DEFINITE)
    if determined and not articled and _KINDS.isdisjoint((inside[within].fold, name[0])):
        # "le cœur de village" where the association is "Cœur de Village".
        return len(content) > (1 if acts else 2)
    if len(content) > 1:
        begun = inside[0].begins and inside[0].capital
        if acts or (not determined and _governs(context, last)) or (determined and articled):
            return True
        if _TOPIC.match(context.reading.folded, inside[-1].end):
            return False
        if determined and not within and content[0].fold in _KINDS:
            # "la boutique du refuge des ânes", said by the refuge.
            return True
        if len(inside) > len(content) and _aside(context, inside[-1]):
            begun = False  # "Pas à pas, nous avançons."
        told = begun or content[0].plain or len(content) > 2
        return told and (begun or before is None or not _completed_by(before))
    bare = _ARTICLE_LAST.sub("", lead)
    if _POSSESSED.search(lead) or _POSSESSED.search(bare) or _US.search(bare):
        return determined == articled
    if determined:
        rare = not (lexicon.looks_common(content[0].fold) or _completed(context, last))
        return articled and (acts or rare)
    if before is not None and before.fold == "a" and inside[0].plain:
        # "à ensemble on ne lâche rien": no article, as of a name.
        following = context.words[last + 1 : last + 2]
        return bool(following) and following[0].gap == " " and following[0].fold in ("on", "nous")
    return (before is None or before.fold in _CLAUSE) and (acts or _governs(context, last))


def _aside(context: chains.Context, last: Word) -> bool:
    """Whether a comma follows, as after what says how a thing is done."""
    return context.reading.folded[last.end : last.end + 1] == ","


def _are_others(determiner: Word, head: Word, name: tuple[str, ...]) -> bool:
    """Whether a plural makes others of what the name has one of: "les comités des fêtes"."""
    return (
        determiner.fold in ("les", "des", "aux")
        and name[0] not in ("les", "des")
        and head.fold[-1:] in "sx"
        and head.fold not in name
        and head.fold[:-1] in name
    )


def _completed_by(verb: Word) -> bool:
    """Whether the word is one that what follows completes: "on avance pas à pas"."""
    if verb.fold in ("en", "comme"):
        return True
    return lexicon.is_verb(verb.fold) and not _TAKING.fullmatch(verb.fold)


def _of_somebody(context: chains.Context, first: int) -> bool:
    """Whether a first name and "de" stand before: "olive d'ensemble"."""
    words = context.words
    if first < 2 or not _near(words[first]) or words[first - 1].begins:
        return False
    return words[first - 1].fold in ("de", "d", "du", "des") and (
        words[first - 2].fold in first_names.FIRST_NAMES
    )


def _near(word: Word) -> bool:
    return not word.begins and len(word.gap) < 3 and "," not in word.gap


def _acts(context: chains.Context, last: int) -> bool:
    """Whether what follows is what people do: "a lancé", "organise"."""
    following = [word for word in context.words[last + 1 : last + 4] if not word.begins]
    while following and following[0].fold in _PERSONS and len(following) > 1:
        following = following[1:]
        if _deed(following[0].fold):
            return True
    return bool(following) and _deed(following[0].fold) and following[0].gap == " "


def _completed(context: chains.Context, last: int) -> bool:
    """Whether something is said of it that makes it a thing: "la bobine de fil"."""
    following = context.words[last + 1 : last + 2]
    return bool(following) and following[0].gap == " " and following[0].fold in ("de", "d", "du")


def _deed(fold: str) -> bool:
    forms = (fold, fold.rstrip("s").removesuffix("e"), fold.removesuffix("nt"))
    return not _ACTOR.isdisjoint(forms)


def _governs(context: chains.Context, last: int) -> bool:
    """Whether a verb in the third person, or "c'est", follows a noun that has no determiner."""
    if last + 1 >= len(context.words):
        return False
    following = context.words[last + 1]
    if following.begins or following.gap not in (" ", ", "):
        return False
    fold = following.fold
    if fold == "c" or (fold in _ENGLISH_GOVERNED and context.is_english(following)):
        return not _MANNER.match(context.reading.folded, following.start)
    if following.gap == ", ":
        return False
    if fold in _GOVERNED:
        return not _TAKES_PLACE.match(context.reading.folded, following.start)
    return (
        lexicon.is_verb(fold)
        and dictionary.is_word(fold)
        and not fold.endswith(("ez", "ons", "er", "ee", "ees"))
    )
