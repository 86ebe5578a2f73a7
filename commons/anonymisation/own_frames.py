"""Whether ordinary words name an association where they stand: "chez Ensemble", not "ensemble"."""

import re

from commons.anonymisation import chains, dictionary, lexicon, normalisation
from commons.anonymisation.normalisation import Word

# Nobody says "un Lumière" or "son Espoir" of an association.
_UNSURE_OF = normalisation.listed(
    """
un une des ce cet cette ces mon ton son sa ses ma ta mes tes nos vos leur leurs quelques plusieurs
chaque aucun aucune tout toute tous toutes bon bonne grand grande petit petite autre autres meme
plein beau belle nouveau nouvelle deux trois quatre cinq six dix comme plus trop peu tres an any
some this that my your
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
)
_ARTICLE_LAST = re.compile(r"(?:l[ae]s? |l')$")
_US = re.compile(r"\b(?:nous|moi|c'est nous|on est|nous sommes|nous c'est|notre|ici)(?: a)?,? $")
_ACTOR = normalisation.listed(
    """
lance decide choisi recolte collecte recu organise teste essaye ouvert cree touche envoye demande
refuse adopte arrete embauche recrute achete paye signe vendu monte gagne invite accueilli accueille
propose cherche compte gere distribue aide accompagne forme remercie installe utilise soutient
rassemble reunit anime tient vend fete participe publie informe salue numerise inscrit verse leve
mis lancait organisait voulait voulu pris passe
fonctionne prepare renouvelle rejoint adhere abandonne
"""
)
_PERSONS = frozenset(
    ("a", "avait", "aura", "s", "est", "etait", "va", "vient", "nous", "n", "vous", "y")
)
_GOVERNED = normalisation.listed("a c ce s ne n va avait est etait sera doit peut sans qui")
_CLAUSE = normalisation.listed(
    "et mais ou donc car que qu quand si puis alors bref voila finalement"
)


def called(context: chains.Context, first: Word) -> bool:
    """Whether what stands before says that a name follows."""
    before = context.reading.folded[max(0, first.start - 24) : first.start]
    return _CALLED.search(before) is not None


def is_thing(context: chains.Context, first: int) -> bool:
    """Whether a determiner makes an ordinary noun of the word: "un dérailleur"."""
    word = context.words[first]
    return first > 0 and _near(word) and context.words[first - 1].fold in _ANY


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
    if not within and before is not None and before.fold in _UNSURE_OF and len(content) < 3:
        return False
    determined = within or (before is not None and before.fold in _DEFINITE)
    if determined and not articled and _KINDS.isdisjoint((inside[within].fold, name[0])):
        # "le cœur de village" where the association is "Cœur de Village".
        return acts and len(content) > 1
    if len(content) > 1:
        begun = inside[0].begins and inside[0].capital
        acts = acts or (not determined and _governs(context, last))
        return content[0].plain or acts or begun or len(content) > 2 or (determined and articled)
    told = context.reading.folded[max(0, inside[0].start - 24) : inside[within].start]
    bare = _ARTICLE_LAST.sub("", told)
    if _POSSESSED.search(told) or _POSSESSED.search(bare) or _US.search(bare):
        return determined == articled
    if determined:
        rare = not (lexicon.looks_common(content[0].fold) or _completed(context, last))
        return articled and (acts or rare)
    return (before is None or before.fold in _CLAUSE) and (acts or _governs(context, last))


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
    return fold in _ACTOR or fold.rstrip("s").removesuffix("e") in _ACTOR


def _governs(context: chains.Context, last: int) -> bool:
    """Whether a verb in the third person, or "c'est", follows a noun that has no determiner."""
    if last + 1 >= len(context.words):
        return False
    following = context.words[last + 1]
    if following.begins or following.gap not in (" ", ", "):
        return False
    if following.fold in _GOVERNED:
        return True
    fold = following.fold
    return (
        lexicon.is_verb(fold)
        and dictionary.is_word(fold)
        and not fold.endswith(("ez", "ons", "er", "ee", "ees"))
    )
