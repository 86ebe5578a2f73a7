"""Firms and houses whose name is an ordinary one: "coop du tricastin nord", "cour des carmes"."""

import re
from collections.abc import Iterator

from commons.anonymisation.bodies import heads, trades
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import (
    chains,
    communes,
    first_names,
    gazetteer,
    lexicon,
    normalisation,
)
from commons.anonymisation.words.normalisation import Word

# A body or a firm, with what it does.
_FIRM = re.compile(
    r"(?<![\w-])(?P<head>coop(?:e|erative)?(?: (?:agri(?:cole)?|bio|laitiere|viticole|scolaire))?"
    r"|cave cooperative|fruitiere|bailleur(?: social)?|fonciere|promoteur|ressourcerie|recyclerie"
    r"|sucrerie|regie de quartier|mutuelle|(?:cabinet|clinique) (?:veterinaire|dentaire|medicale?"
    r"|comptable|infirmier|d'avocats|d'architectes|d'expertise comptable|de kines?)"
    r"|agence(?: (?:immobiliere|web|de communication|de voyages|d'interim))?"
    r"|moulin a (?:huile|papier|farine|eau|vent|tan|ocre|foulon)"
    r"|(?:societe|entreprise|pme) (?:de |d')[^\W\d_]{4,}(?: mecaniques)?"
    r"|jeunes agri(?:culteurs)?|ambulances|vergers|serres|celliers|pepinieres|caves|laiterie"
    r"|minoterie"
    r"|conserverie|distillerie|scierie|moulin"
    r"|(?:super|hyper|mini|bio|asia) ?(?:[^\W\d_]+ )?market) "
    r"(?P<link>(?:de la |de l'|du |des |de |d'|le |la |les |l')?)(?=[^\W\d_])"
)
_OF = frozenset(("de", "du", "des", "d"))
_ARTICLES = frozenset(("la", "le", "les", "l"))
# What is said of any firm or house: "la coop du coin", "l'agence de la semaine".
_EVERYDAY = normalisation.listed(
    """
coin quartier village bourg ville commune centre région département pays secteur canton club asso
association semaine mois année an jour matin soir lundi mardi mercredi jeudi vendredi samedi
dimanche moment début fin samu pompiers lycée collège école mairie rue place zone réseau groupe
même monde plupart dernière dernier prochain prochaine fois parents élèves bénévoles adhérents
membres social sociaux autres autre gens jeunes anciens emploi sang alimentation
"""
)
# Orders, trees, flowers and birds that houses are called after.
_AFTER = (
    r"(?:dominicaine?s|cordelieres?|cordeliers|carmes|carmelites|ursulines|capucins|capucines"
    r"|jacobins|augustins|benedictine?s|chartreux|recollets|minimes|templiers|celestins|feuillants"
    r"|visitandines|penitents(?: (?:blancs|bleus|noirs|gris))?|lazaristes|oratoriens|clarisses"
    r"|cisterciens|franciscaine?s|jesuites|chanoines|hospitalieres|tilleuls|platanes|acacias"
    r"|marronniers|peupliers|cypres|oliviers|mimosas|lilas|glycines|lauriers|cedres|ormeaux|chenes"
    r"|hetres|erables|bouleaux|saules|noyers|cerisiers|pommiers|amandiers|figuiers|magnolias"
    r"|coquelicots|bleuets|jonquilles|violettes|primeveres|hirondelles|mesanges|alouettes|cigales"
    r"|rossignols|cigognes|flamboyants|filaos|bougainvilliers|palmiers|lataniers|tamarins|lices"
    r"|visitation|assomption|annonciation|misericorde|sainte famille|rosaire|sablons"
    r"|coteaux|ocres|salines|tanneurs|tisserands|drapiers|bateliers|mariniers|corsaires"
    r"|(?:deux|trois|quatre|cinq|six|sept|cent|mille) (?:chemins|fontaines|vents|ponts|rives"
    r"|rivieres|moulins|soleils|vallees|lacs|epis|pins|chenes|tours|collines|clochers|croix|sources"
    r"|routes|freres|mats)"
    r"|(?:vieux|vieille|haute?|bas|basse|grande?|petite?|beau|belle|bon|bonne|claire?) (?:port"
    r"|moulin|pont|puits|lavoir|chene|tilleul|rempart|val|pre|bois|lac|large|mas|pasteur|secours"
    r"|fontaine|source|etoile|roche|vigne|chapelle|combe|lande|prairie|rive))"
)
_CALLED = re.compile(
    rf"(?<![\w-])(?P<head>[^\W\d_]{{3,}})(?P<what> (?:veterinaire|dentaire|medicale?|comptable"
    rf"|laique|rural|municipale?|musicale?))? (?P<link>des |du |de la )(?P<name>{_AFTER})(?![\w-])"
)
# What tells a shop, if hardly a house: "la boucherie des halles", "le garage du rond-point".
_BESIDE = re.compile(
    r"(?<![\w-])(?P<head>[^\W\d_]{4,}) (?:des |du |de la |de l'|aux )(?:halles|rond[ -]point|pont"
    r"|port"
    r"|phare|canal|viaduc|beffroi|chateau|donjon|lavoir|volcans?|falaises?|remparts?|lagon|ecluse"
    r"|cathedrale|abbaye)(?![\w-])"
)
_HOUSES = normalisation.listed(
    "cour cloître préau presbytère kiosque dalle terrain foyer clubhouse"
)
# "le collectif des aidants picards": its people and their country.
_PEOPLE = re.compile(
    r"(?<![\w-])(?P<head>conference|coordination|assemblee|forum|reseau|collectif|comite|union"
    r"|ligue|groupement|syndicat|cercle|federation|association|alliance|plateforme|maison"
    r"|confederation|conseil|amicale) des (?P<who>[^\W\d_]{3,}) (?=[^\W\d_]{5})"
)
# "orange bleue telecom nous a prêté": the line of business ends the name of a firm that gives.
_GIVING = re.compile(
    r"(?<![\w'-])(?P<first>[^\W\d_]{3,}) (?:[^\W\d_]{3,} )?(?:telecom|conseil|solutions|services"
    r"|consulting|energies?|batiment|btp|distribution|industries|immobilier|assurances|automobiles"
    r"|motoculture|logistique|ingenierie|technologies|paysages?|environnement|interim|diffusion)"
    r"(?= (?:nous (?:a|ont|file|prete|offre|aide|paie)|a (?:offert|prete|donne|paye|finance|verse"
    r"|imprime|monte|livre))\b)"
)
_HUNDRED = re.compile(
    r"(?<![\w-])c[l1i]ub des [\doli]{2,3} (?:de la |de l'|du |des |de |d')?(?=[^\W\d_])"
)
# "dalle Ronsard": by itself the word may be a tool's.
_SLAB = re.compile(r"(?<![\w-])dalle (?:de la |de l'|du |des |de |d')?(?=[^\W\d_]{3})")


def detect(context: chains.Context) -> Iterator[Mention]:
    """Each of them, in any case."""
    folded = context.reading.folded
    for match in _FIRM.finditer(folded):
        word = context.reading.word_at(match.end())
        if word is None or word.begins:
            continue
        last = _firm_end(context, word, match["link"])
        if last is not None:
            yield _named(match.start(), last.end, "PARTNER")
    for match in _CALLED.finditer(folded):
        kind = "VENUE" if match["head"] in _HOUSES else heads.kind_of(match["head"])
        if kind not in ("VENUE", "PARTNER") and trades.is_trade(match["head"]):
            kind = "PARTNER"
        if kind in ("VENUE", "PARTNER"):
            yield _named(match.start(), match.end(), kind)
    for match in _BESIDE.finditer(folded):
        if trades.is_trade(match["head"]):
            yield _named(match.start(), match.end(), "PARTNER")
    for match in _PEOPLE.finditer(folded):
        word = context.reading.word_at(match.end())
        if word is not None and not word.begins and _of_a_country(word):
            yield _named(match.start(), word.end, "PARTNER")
    for match in _GIVING.finditer(folded):
        if _gives(context, match):
            yield _named(match.start(), match.end(), "PARTNER")
    for match in _HUNDRED.finditer(folded):
        word = context.reading.word_at(match.end())
        if word is not None and context.name_like(word):
            end = max(context.run(word.index, 4), word.index + 1)
            yield _named(match.start(), context.words[end - 1].end, "PARTNER")
    for match in _SLAB.finditer(folded):
        word = context.reading.word_at(match.end())
        if word is None or word.begins or word.fold in first_names.ORDINARY:
            continue
        if context.name_like(word) or word.fold in first_names.FIRST_NAMES:
            end = max(context.run(word.index, 3), word.index + 1)
            yield _named(match.start(), context.words[end - 1].end, "VENUE")


def _named(start: int, end: int, kind: str) -> Mention:
    return Mention(start, end, kind, "probable", "named-kind")


def _firm_end(context: chains.Context, word: Word, link: str) -> Word | None:
    """The last word of a firm's name, None where only its kind is said."""
    linked = link.strip() in ("de la", "de l'", "du", "des", "de", "d'")
    said: list[Word] = []
    last: Word | None = None
    for following in context.words[word.index : word.index + 7]:
        if following is not word and (following.begins or following.gap not in (" ", "-", "'")):
            break
        if context.is_kept(following.start, following.end):
            break
        if said and (following.fold in _OF or following.fold in _ARTICLES):
            if following.fold not in _OF and (last is None or last is following):
                break
            continue
        if following.fold == "et" and said and not linked:
            continue  # "toit et joie"
        if not _may_name(context, following, first=not said and linked):
            break
        before = context.words[following.index - 1]
        if said and before.fold in _ARTICLES and context.words[before.index - 1] is last:
            break  # "la coop du tricastin la semaine dernière"
        if said and before.fold in _OF and following.fold in _EVERYDAY:
            break
        said.append(following)
        last = following
        if len(said) == 4:
            break
    if last is None or said[0].fold in _EVERYDAY:
        return None
    cased = any(w.capital and not w.plain for w in said)
    strange = any(context.unknown(w) and not lexicon.looks_common(w.fold) for w in said)
    if cased or strange or any(w.fold in gazetteer.SINGLE for w in said):
        return last
    if not word.plain:
        return None
    if linked:
        return last if len(said) > 1 and link.strip() not in ("de", "d'") else None
    if link:
        return last if len(said) > 1 else None
    quality = said[0].fold != "bois" and trades.is_quality(said[0].fold)
    return None if quality else last


def _may_name(context: chains.Context, word: Word, *, first: bool) -> bool:
    if word.capital and not word.plain:
        return True
    if len(word.fold) < 3 or not word.fold.isalpha() or word.fold in lexicon.HOLLOW:
        return False
    return first or word.fold == "bois" or not trades.is_verb(word.fold)


def _of_a_country(word: Word) -> bool:
    fold = word.fold
    return (
        fold in gazetteer.DEMONYMS
        or fold.removesuffix("s") in gazetteer.DEMONYMS
        or (not lexicon.looks_common(fold) and communes.is_demonym(fold))
    )


def _gives(context: chains.Context, match: re.Match[str]) -> bool:
    """Whether the words before the line of business are a name: nothing brings them."""
    words = context.reading.words_in(match.start(), match.end())
    if any(w.fold in lexicon.HOLLOW or context.is_kept(w.start, w.end) for w in words[:-1]):
        return False
    if any(w.begins for w in words[1:]):
        return False
    if len(words) < 3 and words[0].fold in first_names.FIRST_NAMES:
        return False
    before = context.words[words[0].index - 1] if words[0].index else None
    return (
        words[0].begins
        or before is None
        or before.fold in ("et", "donc", "mais", "alors", "ensuite", "puis")
        or "," in words[0].gap
    )
