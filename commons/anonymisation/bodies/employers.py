"""Firms that everybody knows, with the place of their works, and the works council of any firm."""

import re
from collections.abc import Iterator

from commons.anonymisation.bodies import brands, public_bodies
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, gazetteer, lexicon
from commons.anonymisation.words.normalisation import Word

_CARRIERS = """
air (?:caraibes?|austral|antilles|guyane|tahiti(?: nui)?|moorea|caledonie|corsica|madagascar
|mauritius|seychelles|transat|mayotte|saint[ -]pierre|inter iles|alize|loyaute)
|ewa air|aircalin|air[ -]calin|french bee|volotea|chalair|finist'?air|twin jet|amelia airlines
|corsica (?:ferries|linea)|corsicalinea|brittany ferries|compagnie oceane|penn ar bed
|manche iles express|vedettes? de brehat|l'express des iles|val ferry|aranui|betico
|maritima ferries|dfds|p&o|irish ferries|blue ?star ferries|cma[ -]cgm|louis dreyfus armateurs
|ratp dev|chauffeurs reunis|kceo|karouest|citalis|tadao|ilevia|tisseo|bibus
"""
_TELECOMS = """
vodafone polynesie|opt nc|sfr caraibe|sfr reunion|digicel|zeop|canal ?box|only mayotte
|dauphin telecom|outremer telecom|orange caraibe|orange reunion|ontel
"""
_WORKS = """
airbus|stelia|dassault(?: aviation| systemes)?|mbda|nexter|naval group|dcns?|dcn
|arcelor ?mittal|arcelor|ascometal|vallourec|aperam|constellium|pechiney|aluminium dunkerque|alcan
|alstom|bombardier|st ?microelectronics|soitec|michelin|goodyear|bridgestone|dunlop|stellantis
|valeo|faurecia|forvia|plastic omnium|heuliez|beneteau|jeanneau|fountaine pajot
|chantiers de l'atlantique|piriou|framatome|areva|cogema|eurodif|infrapol|petroineos|arkema|rhodia
|solvay|kem one|seqens|sanofi|servier|pierre fabre|biomerieux|boiron|novartis|lilly|glaxo
|saint[ -]gobain|verallia|cristal d'arques|saint[ -]louis cristal|essilor|brandt|whirlpool
|le coq sportif|armor[ -]lux|armorlux|guy cotten|kiplay|le slip francais|bleu de chauffe|yema
|maped|le creuset|staub|de buyer|quimper faience|bongrain|savencia|sodiaal|candia|laita|eurial
|agrial|terrena|cooperl|bigard|socopa|fleury michon|madrange|henaff|jean floc'h|le gouessant
|triskalia|eureden|daucy|d'aucy|saupiquet|chancerelle|petit navire|la belle[ -]iloise
|william saurin|lustucru|tereos|cristal union|saint louis sucre|saint[ -]yorre
|vichy celestins|cointreau|get 27|pastis 51|poult|cemoi|valrhona|weiss|revillon|bonne maman
|charles et alice|ocean spray|mutzig|coreff|breizh cola|pelforth|jenlain|cap d'ona|zilia|orezza
|rhum charrette|isautier|neisson|damoiseau|la mauny|reimonenq|eau royale|vaimato
|brasserie de tahiti|gbh|groupe bernard hayot|parabel|caillard|ravate|koniambo|eramet|comilog
|prony resources|vale nc|cnes|arianespace|arianegroup|ariane ?espace|norbert dentressangle
|trois suisses|3 suisses|blancheporte|camaieu|pimkie|okaidi|idkids|yves rocher|clarins|l'occitane
|fragonard|molinard|galimard|nuxe|caudalie|louis vuitton|repetto|paraboot|mephisto
|la halle aux chaussures|capgemini|sopra(?: steria)?|hewlett|soprasteria|eurocopter|eurovia|fayat
|leon grosse|demathieu(?: bard)?|vicat|calcia|imerys|sollac|usinor|sacilor|snecma|turbomeca
|hispano[ -]suiza|latecoere|ratier|figeac aero|daher|eurenco|snpe|manurhin
|potasses d'a[l1]sace(?: anciens (?:rn|m)ineurs)?
|manitou|claas|kuhn
|kverneland|same deutz|poclain|caterpillar|liebherr|haulotte|fenwick|ntn|snr|timken|skf|amcor
|tetra ?pak|smurfit(?: kappa)?|dalkia|norske skog|clairefontaine|canson|arjowiggins|sequana
|stora enso|tarkett|gerflor|ikks|catimini
"""
# Customers name these as suppliers, and some are words: only a gift or a place of works tells.
_DAILY = """
safran|roquette
|air france|transavia|ouibus|blablabus|keolis|transdev|corsair|edf|enedis|rte|engie|grdf|veolia
|suez|sncf|psa|renault|peugeot|citroen|toyota|bosch|siemens|la poste|chronopost|geodis|amazon
|orano|upsa|hbl|mdpa|ibm|atos|ricard|pernod|nestle|nespresso|haribo|carambar|perrier|vittel|evian
|volvic|badoit|cristaline|pyrex|duralex|danone|lactalis|bonduelle|herta|charal|lesieur|panzani
|andros|materne|brossard|heineken|kronenbourg|moulinex|tefal|laguiole|opinel|petzl|lafuma
|rossignol|salomon|millet|baccarat|lalique|gien|weston|meduse|eram|longchamp|hermes|chanel|l'oreal
|colas|spie|vinci|eiffage|bouygues|legrand|schneider(?: electric)?|trigano|matra|somfy|ubisoft|ovh
|ankama|exxon(?:mobil)?|esso|thales|lafarge|cilaos|edena|hinano|pietra|dodo|bologne|la meridionale
|saint[ -]michel|petit bateau|saint james|continental|arc international|damart|la redoute|xpo
|charbonnages|houilleres
"""
_NAMES, _SUPPLIERS = (
    "|".join(part.replace("\n", "") for part in parts)
    for parts in ((_CARRIERS, _TELECOMS, _WORKS), (_DAILY,))
)
_FIRM = re.compile(rf"(?<![\w@'.-])(?:{_NAMES}|(?P<daily>{_SUPPLIERS}))(?![\w@])(?!-[a-z]|\.[a-z])")
# A gift, a person of it, a job in it: what stands before a firm when it helps.
_GIVEN = re.compile(
    r"\b(?:chez|par|merci a|mecene|mecenat|partenaire|sponsor|usine|fondation|groupe|ouvriers?"
    r"|retraites?|anciens?|salaries?|boite|societe|entreprise|site|employeur|embauche\w*)"
    r" (?:de |d'|des |du |la |le |l'|: ?)?$"
)
_GIVES = re.compile(
    r" (?:(?:nous|a|ont|va|m'a|nous a) ){0,2}(?:donne\w*|offre\w*|offert\w*|verse\w*|finance\w*"
    r"|abonde\w*|paye\w*|paie\w*|prete\w*|sponsor\w*|promis|livre|parraine\w*|soutien\w*|soutenu\w*"
    r"|aide\w*|file|cede|mecene|double|arrondi\w*)(?!\w)"
)
_COUNCIL = (
    r"(?:c\.?s\.?e\.?(?: central)?|c\.e\.|ce|comite (?:social(?: et economique)?|d[' ]entreprise)"
    r"|cmcas|cgos|amicale (?:du personnel|des salaries|des retraites)"
    r"|association sportive|conseil social)"
)
_COUNCILLED = re.compile(
    rf"(?<![\w-])(?P<council>{_COUNCIL}) (?P<link>de la |de l'|du |des |de |d'|la |l')?(?=[^\W\d_])"
)
_COUNCIL_AFTER = re.compile(r"(?<=[^\W\d_]) (?P<after>c\.?s?\.?e)(?![\w'-])")
_BUSINESS = re.compile(
    r" (?:sport|aviation|automobiles?|energie|industrie|services?|group|france|defense|space"
    r"|electronics|systemes?)(?![\w-])"
)


def detect(context: chains.Context) -> Iterator[Mention]:
    """Each such firm, each council with its firm."""
    folded = context.reading.folded
    for match in _FIRM.finditer(folded):
        first = context.reading.word_at(match.start())
        if first is None or context.is_kept(match.start(), match.end()):
            continue
        if end := _firm_end(context, match, first):
            yield _partner(match.start(), end)
    for match in _COUNCILLED.finditer(folded):
        word = context.reading.word_at(match.end())
        if word is not None and (end := _councilled(context, match, word)):
            yield _partner(match.start(), end)
    for match in _COUNCIL_AFTER.finditer(folded):
        word = context.reading.words_in(max(0, match.start() - 30), match.start())[-1]
        if word is None or not _is_firm(context, word):
            continue
        if match["after"] != "ce" or _FIRM.match(folded, word.start) is not None:
            yield _partner(word.start, match.end())


def is_employer(fold: str) -> bool:
    """Whether a word alone is the name of such a firm."""
    return _FIRM.fullmatch(fold) is not None


def _partner(start: int, end: int) -> Mention:
    return Mention(start, end, "PARTNER", "probable", "well-known")


def _firm_end(context: chains.Context, match: re.Match[str], first: Word) -> int:
    """The end of a firm with its works, 0 where its name is the word of every day."""
    end = match.end()
    folded = context.reading.folded
    if business := _BUSINESS.match(folded, end):
        end = business.end()
    placed = _placed(context, end)
    if match["daily"]:
        before = folded[max(0, match.start() - 24) : match.start()]
        helps = _GIVES.match(folded, end) or _GIVEN.search(before)
        cased = first.capital and not first.plain
        if not (placed or (helps and (cased or first.plain))):
            return 0
    elif not first.plain and not first.capital and " " not in match.group():
        return 0
    return placed or end


def _placed(context: chains.Context, end: int) -> int:
    """The end of the place right after a firm, 0 if none follows."""
    inside = context.reading.words_in(max(0, end - 1), end)
    if not inside or inside[-1].index + 1 >= len(context.words):
        return 0
    word = context.words[inside[-1].index + 1]
    if word.begins or word.gap not in (" ", "-"):
        return 0
    known = public_bodies.known_end(context, word.index, sure=False)
    if not known and word.fold in gazetteer.SINGLE and word.fold not in gazetteer.ORDINARY:
        known = word.index + 1
    return context.words[known - 1].end if known else 0


def _is_firm(context: chains.Context, word: Word) -> bool:
    if context.is_kept(word.start, word.end) or word.fold in lexicon.HOLLOW:
        return False
    known = is_employer(word.fold) or brands.is_brand(word.fold)
    if word.plain:
        return known or context.name_like(word) or word.fold in gazetteer.SINGLE
    return word.capital and (known or not lexicon.is_common(word.fold))


def _councilled(context: chains.Context, match: re.Match[str], word: Word) -> int:
    """The end of the firm whose council it is; "ce" alone is a word of every day."""
    if word.begins:
        return 0
    council = context.reading.word_at(match.start())
    if match["council"] == "ce" and not (council and council.text == "CE" and not council.plain):
        if not _FIRM.match(context.reading.folded, word.start):
            return 0
    elif not _is_firm(context, word) and not _FIRM.match(context.reading.folded, word.start):
        return 0
    firm = _FIRM.match(context.reading.folded, word.start)
    end = (
        firm.end()
        if firm
        else context.words[max(context.run(word.index, 4), word.index + 1) - 1].end
    )
    return max(end, _placed(context, end))
