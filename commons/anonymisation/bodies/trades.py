"""Shops, firms, inns and farms told by their trade in any case: "mercerie Pagès", "taxi wong".

A noun that follows the noun of a trade with no word between is its name, unless it is a verb or an
adjective.
"""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import (
    chains,
    communes,
    dictionary,
    first_names,
    gazetteer,
    lexicon,
    normalisation,
)
from commons.anonymisation.words.normalisation import Word

# A shop, a workshop or a firm; each may stand in the plural.
_FIRMS = normalisation.listed(
    """
boulangerie boulanger pâtisserie pâtissier boucherie boucher charcuterie charcutier traiteur
épicerie épicier poissonnerie poissonnier primeur fromagerie fromager crèmerie crémerie
chocolaterie chocolatier confiserie biscuiterie brûlerie torréfacteur caviste cave domaine
vigneron viticulteur vignoble brasserie distillerie rhumerie rhum conserverie laiterie huilerie
moulin minoterie pharmacie pharmacien parapharmacie opticien optique audioprothésiste orthopédie
mercerie mercier bonneterie quincaillerie droguerie bazar librairie libraire papeterie imprimerie
imprimeur reprographie presse tabac tabac-presse bar-tabac bureau-de-tabac fleuriste jardinerie
pépinière pépiniériste horticulteur maraîcher animalerie toilettage bijouterie bijoutier
horlogerie horloger joaillerie coutellerie cordonnerie cordonnier maroquinerie chapellerie
ganterie lunetterie filature tissage faïencerie porcelaine poterie potier céramique verrerie
cristallerie coiffeur coiffure barbier esthétique institut parfumerie pressing laverie
blanchisserie garage garagiste carrosserie carrossier taxi ambulance autocar transport
transporteur déménagement auto-école cycle vélociste motoculture menuiserie menuisier ébénisterie
ébéniste charpente charpentier scierie maçonnerie maçon plomberie plombier chauffagiste
électricité électricien peinture plâtrerie couverture couvreur toiture serrurerie ferronnerie
métallerie chaudronnerie mécanique tôlerie fonderie forge usinage plasturgie plastique véranda
carrelage terrassement paysagiste élagage sablière carrière gravière manutention nettoyage
propreté sécurité intérim notaire avocat huissier comptable expert-comptable architecte géomètre
immobilier assurance assureur courtier cabinet vétérinaire dentiste kiné kinésithérapeute
ostéopathe infirmier laboratoire pompes-funèbres marbrerie sarl sas sasu eurl gaec earl scea scop
scic cuma sci ets établissement etablissement société entreprise confection couture retoucherie
sellerie tapisserie tapissier ferme élevage éleveur apiculteur miellerie chèvrerie bergerie
friterie criée armement écloserie
savonnerie cidrerie perliculture perlerie vivier viviers ganterie jambonnerie salaisonnerie
saurisserie
ostréiculteur ostréiculteurs mareyeur mareyage
conchyliculteur marché supérette alimentation rôtisserie pizzeria snack
kebab crêperie food-truck foodtruck fournil
"""
)
# Where one drinks, eats and sleeps: people meet there as well.
_INNS = normalisation.listed(
    """
café bar bistrot bistro troquet pub auberge guinguette restaurant resto hôtel hôtel-restaurant
gîte brasserie cinéma ciné cabaret discothèque camping relais buvette
"""
)
# Of these, what is said of many things: only a capital, or a name known as one, follows.
_BROAD = normalisation.listed(
    """
cave domaine moulin rhum presse optique coiffure esthétique institut transport cycle électricité
peinture couverture mécanique plastique carrière manutention nettoyage propreté sécurité intérim
immobilier assurance cabinet laboratoire société entreprise confection couture ferme élevage
marché alimentation snack bar café ciné restaurant resto comptable forge établissement
etablissement porcelaine poterie céramique carrelage relais brasserie buvette primeur libraire
épicier avocat tapisserie imprimeur potier vétérinaire infirmier pub kebab vivier viviers
armement criée
"""
)
_LINKS = frozenset(("de", "du", "des", "d", "la", "le", "les", "l", "chez", "aux", "au"))
_ADJECTIVE = re.compile(
    r"\w*(?:ales?|aux|ives?|ifs?|iques?|elles?|euses?|eux|ees?|ables?|istes?|aires?|iers?|ieres?"
    r"|ents?|antes?|ants?|istique|ains?|aines?|iennes?|iens?|ois|oises?|ais|aises?)"
)
_VERBS = normalisation.listed(
    """
vend vendent vendait prend prennent rend rendent perd tend attend entend descend répond correspond
met mettent permet promet remet bat dit disent disait lit rit suit suivent vit écrit fait font
faisait va vont vient viennent tient tiennent voit voient croit doit doivent boit reçoit reçoivent
sait savent peut peuvent pouvait veut veulent voulait faut vaut sert servent part partent sort
dort sent court ouvre offre offrent couvre accueille fournit fournissent finit choisit réussit a
ont est sont avait était étaient sera seront joue prête propose refuse accepte reste paie paye
garde donne ferme arrive ayant où dont puis seul seule ici ailleurs hier demain jamais toujours
encore aussi bien mal mieux
"""
)
_WORDS = normalisation.listed(
    """
bio local locale locaux vegan halal casher solidaire associatif associative ambulant ambulante
mobile ouvert fermé préféré habituel voisin voisine partenaire participant proche central centrale
principal municipal municipale communal communale paysan paysanne coopératif familial familiale
artisanal indépendant adapté inclusif participatif citoyen citoyenne éphémère hebdo numérique
classique rural bénévole gratuit payant couvert dominical nocturne bas haut grand petit gros beau
bon mauvais neuf vieux jeune rouge blanc vert bleu noir rose gris jaune plein vide complet prêt
moderne propre
"""
)
_COLOURS = normalisation.listed("rouge blanc vert bleu noir rose gris petit grand jeune bon roux")
_HOUSE = re.compile(
    r" (?:(?:&|et|pere (?:&|et)) (?:fils|filles?|freres|soeurs?|cie|associes)|sarl|sas|freres|fils"
    r"|soeurs)(?!\w)"
)
# What shops are named for after a link, in ordinary words: "la friterie du polder".
_NAMESAKES = normalisation.listed(
    """
polder beffroi phare lavoir pilon moulin viaduc écluse rempart remparts donjon abbaye cloître canal
lagon récif piton morne volcan glacier vallon combe cascade source fontaine falaise dune dunes
marais étang estuaire estran grève embruns mouettes goéland goélands cigogne cigognes cigales
tilleul tilleuls platanes marronniers glycines mimosas lilas cèdre cèdres chênes peupliers saules
oliviers châtaigniers pins bruyères ajoncs genêts lavandes lion cygne cerf aigle coq dragon
licorne arcades tanneurs cordeliers carmes ursulines capucins jacobins augustins templiers
corsaires corsaire flibustier pirates mineurs bateliers éclusiers pêcheurs vendangeurs cigognes
soleil lune étoile étoiles levant ponant couchant aurore mistral tramontane zéphyr alizés
"""
)


def is_trade(fold: str) -> bool:
    """Whether a noun, in either number, is that of a trade."""
    return fold in _FIRMS or fold in _INNS or fold.removesuffix("s") in _FIRMS


def detect(context: chains.Context) -> Iterator[Mention]:
    """Every trade with the name that follows."""
    words = context.words
    for word in words[:-1]:
        if not is_trade(word.fold):
            continue
        end = _end(context, word)
        if end > word.index + 1:
            kind = "VENUE" if word.fold in _INNS else "PARTNER"
            stop = words[end - 1].end
            if house := _HOUSE.match(context.reading.folded, stop):
                stop = house.end()
            yield Mention(_start(context, word), stop, kind, "probable", "named-kind")


def is_verb(fold: str) -> bool:
    """Whether a word may be what a trade does rather than its name."""
    return (
        fold in _VERBS
        or lexicon.is_verb(fold)
        or (fold.endswith("e") and dictionary.is_word(f"{fold}r"))
        or (fold.endswith("ent") and dictionary.is_word(f"{fold[:-2]}r"))
        or (fold.endswith(("ait", "aient", "era", "eront", "ant")))
    )


def is_quality(fold: str) -> bool:
    """Whether a word after a noun may be its adjective."""
    return fold in _WORDS or _ADJECTIVE.fullmatch(fold) is not None


def _start(context: chains.Context, word: Word) -> int:
    """Where the name begins: "Grand Café", "ancienne lunetterie"."""
    if word.index and word.gap == " " and not word.begins:
        before = context.words[word.index - 1]
        if before.fold in ("ancien", "ancienne", "vieille", "vieux") or (
            before.capital and before.fold in ("grand", "grande", "petit", "petite", "nouvelle")
        ):
            return before.start
    return word.start


def _end(context: chains.Context, head: Word) -> int:
    """The index after the name of a trade, that of the next word if it has none."""
    words = context.words
    index = head.index + 1
    linked = False
    while index < len(words) and words[index].fold in _LINKS and not words[index].begins:
        if words[index].capital and not words[index].plain and not words[index].text.isupper():
            break  # "Chez Lulu", "Le Passage"
        if words[index].gap not in (" ", "'", " « ", ' "'):
            return head.index + 1
        linked = True
        index += 1
    if index >= len(words):
        return head.index + 1
    first = words[index]
    if (
        first.begins
        or first.gap not in (" ", "'", " « ", ' "', " “")
        or context.is_kept(first.start, first.end)
    ):
        return head.index + 1
    if first.capital and not first.plain:
        return _cased_end(context, head, first, linked=linked)
    if not first.plain:
        return head.index + 1
    return _plain_end(context, head, first, linked=linked)


def _cased_end(context: chains.Context, head: Word, first: Word, *, linked: bool) -> int:
    """Right after the trade any capital makes a name, a surname that is a word as well."""
    end = context.run(first.index, 5)
    inside = context.words[first.index : end]
    if len(inside) == 1:
        if linked and (first.fold in first_names.FIRST_NAMES or _vague(first)):
            return head.index + 1
        if first.text.isupper() and lexicon.is_common(first.fold):
            return head.index + 1
    while (
        end + 1 < len(context.words)
        and context.words[end].text.isdigit()
        and context.words[end].gap == " "
        and not linked
    ):
        end += 1
    return end


def _vague(word: Word) -> bool:
    """Whether the place of a shop tells nothing: "la pharmacie du Centre"."""
    return word.fold in ("france", "europe", "etat", "noel", "association", "asso")


def _plain_end(context: chains.Context, head: Word, first: Word, *, linked: bool) -> int:
    none = head.index + 1
    if place := _land_end(context, first):
        return place
    if not _may_name(context, first):
        return none
    strange = not context.is_ordinary(first) and not lexicon.looks_common(first.fold)
    known = first.fold in gazetteer.SINGLE or (strange and communes.find(first.fold) is not None)
    surname = first.fold in first_names.FIRST_NAMES or first.fold in _COLOURS
    if linked:
        named = (known and first.fold not in gazetteer.PHRASES) or (
            strange and first.fold not in first_names.FIRST_NAMES
        )
        if first.fold in _NAMESAKES:  # "le nettoyage du lagon" is no firm
            return none if head.fold.removesuffix("s") in _BROAD else first.index + 1
        if not named and head.fold in _INNS:
            return none  # cafés named by ordinary words have a rule of their own
        return first.index + 1 if named else none
    broad = head.fold.removesuffix("s") in _BROAD
    if broad and not (strange or known):
        return none
    ordinary = not (strange or known or surname)
    if ordinary and is_quality(first.fold):
        return none
    if first.fold in _COLOURS and first.fold in _WORDS and head.fold in _INNS:
        return none
    return _tail_end(context, first)


_LANDS = frozenset(("cote", "val", "baie", "pays", "mont", "vallee", "ile", "iles", "cap"))


def _land_end(context: chains.Context, first: Word) -> int:
    """The index after "côte d opale", "baie de somme", "côte bleue"; 0 for anything else."""
    words = context.words
    if first.fold not in _LANDS:
        return 0
    index = first.index + 1
    while index < len(words) and words[index].fold in ("d", "de", "du", "des", "la", "l"):
        index += 1
    if index >= min(len(words), first.index + 4) or words[index].begins:
        return 0
    named = words[index].fold in _COLOURS_OF_LANDS or _may_name(context, words[index])
    return index + 1 if named and words[index].gap in (" ", "'", "-") else 0


_COLOURS_OF_LANDS = normalisation.listed(
    "bleue verte blanche noire rouge rose vermeille argent azur opale emeraude amour jade granit"
)


def _may_name(context: chains.Context, word: Word) -> bool:
    if len(word.fold) < 3 or not word.fold.isalpha() or word.fold in lexicon.HOLLOW:
        return False
    if context.is_kept(word.start, word.end) or word.fold in _VERBS:
        return False
    return word.fold in first_names.FIRST_NAMES or not is_verb(word.fold)


def _follows(context: chains.Context, first: Word, word: Word) -> bool:
    """Whether a short word belongs to the name: "tang lu", "SAINT AMAND EST" at the very end."""
    if word.fold in ("est", "sud") and word.text.isupper():
        return word.index + 1 == len(context.words) or context.words[word.index + 1].begins
    strange = not context.is_ordinary(first) and not lexicon.looks_common(first.fold)
    return (
        strange
        and word.fold not in lexicon.HOLLOW
        and word.fold not in _VERBS
        and (word.index == first.index + 1 and word.fold.isalpha())
    )


def _tail_end(context: chains.Context, first: Word) -> int:
    """After "rose", "des vents"; after "saint", "amand est"; after "wong", nothing."""
    words = context.words
    end = first.index + 1
    while end < len(words) and end < first.index + 4:
        word = words[end]
        if word.begins or word.gap not in (" ", "-", "'") or word.text.isdigit():
            break
        if word.gap == "-" or (len(word.fold) < 4 and _follows(context, first, word)):
            end += 1
            continue
        if word.fold in ("de", "des", "du", "d", "la") and end + 1 < len(words):
            following = words[end + 1]
            if following.begins or not _may_name(context, following):
                break
            end += 2
            continue
        if not _may_name(context, word) or (
            (context.is_ordinary(word) or lexicon.looks_common(word.fold))
            and word.fold not in first_names.FIRST_NAMES
            and not word.text.isupper()
        ):
            break
        if is_quality(word.fold):
            break
        end += 1
    return end
