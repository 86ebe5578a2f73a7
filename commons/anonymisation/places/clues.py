"""Facts that give a place or a group away without naming it: landmarks, glories, closed mills."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.places import landmarks, memories
from commons.anonymisation.words import chains, first_names, lexicon, numerals

_INDUSTRY = (
    r"(?:usines?|papeterie|filature|mines?|carrieres?|sucrerie|rhumerie|distillerie"
    r"|conserverie|verrerie"
    r"|fonderie|acierie|forges?|tannerie|raffinerie|cimenterie|manufacture|arsenal"
    r"|faiencerie|cristallerie"
    r"|abattoirs?|silos?|puits|terrils?|chevalement|haut[ -]fourneau|hauts[ -]fourneaux"
    r"|ardoisiere|saline"
    r"|soierie|ganterie|chapellerie|corderie|criee|chantiers? navals?|sucreries?"
    r"|poudrerie|biscuiterie)"
)
_MONUMENT = (
    r"(?:viaducs?|chateau|chateaux|citadelle|forteresse|remparts|abbaye|cathedrale"
    r"|basilique|collegiale|beffroi"
    r"|volcan|piton|barrage|centrale|phare|menhirs?|dolmens?|falaises?|glacier|cascades?"
    r"|gouffre|grottes?|arenes"
    r"|amphitheatre|aqueduc|sanctuaire|observatoire|telepherique|tremplin|circuit"
    r"|hippodrome|thermes|tertre"
    r"|calvaire|donjon|palais|fort|fortin|bunker|memorial|ossuaire|prison|bagne|base"
    r" (?:aerienne|navale"
    r"|militaire|spatiale)|centre spatial|pas de tir|radiotelescope|eoliennes|aeroport"
    r"|aerodrome|ecluses?"
    r"|cimetiere (?:militaire|americain|allemand|marin)|mont|aiguille|croix|ruines?|tour"
    r"|tumulus|dune|oppidum"
    r"|statue|pont (?:suspendu|romain|transbordeur|couvert|vieux|levant|tournant|du"
    r" diable|canal)|dernier peage"
    r"|sous-prefecture|college|lycee|zoo|parc (?:animalier|d'attractions?|national)"
    r"|casino|moulins?)"
)
_STILL = (
    r"(?:gare|caserne|couvent|hopital|presbytere|seminaire|poste frontiere|douane|lavoir"
    r"|ecole|maternite|camp|sanatorium|preventorium|orphelinat|asile|hospice|prieure|chai|octroi"
    r"|leproserie|lazaret|colonie|internat|gare de triage|bourse du travail|habitation|comptoir)"
)
_LANDMARK = rf"(?:{_INDUSTRY}|{_MONUMENT})"
_OLD = (
    r"(?:(?:vieux|vieille|vieilles|ancien|ancienne|anciens|anciennes|grand|grande|petit"
    r"|petite|celebre|fameux|fameuse|dernier|derniere|seul) )?"
)
_BY = (
    r"(?:(?:au pied|aux pieds|a cote|en face|pres|a deux pas|au bord|au-dessus|au dessus|a l'ombre"
    r"|a l'entree|le long|au bout|a la sortie|en contrebas|en bas|en haut|au sommet|a"
    r" proximite|en dessous|au coin|autour"
    r"|non loin|a l'ombre|derriere|devant|sous|face|contre|entre|sur) ?)"
)
_OF = r"(?:du |de la |de l'|des |aux? |a la |a l'|le |la |les |l')"
_TAIL = (
    r"(?P<tail>(?: (?!et\b|mais\b|on\b|nous\b|ou\b|alors\b|donc\b|car\b|il\b|elle\b|est\b|a\b"
    r"|sont\b|avec\b|pour\b|pendant\b|ca\b|c'est\b|quand\b|en\b|depuis\b|le\b|la\b"
    r"|les\b)[\w'-]+){0,3})"
)
_BESIDE = re.compile(
    rf"(?<![\w-])(?P<place>(?:le |la |l'|notre |du |au |un )(?:village|bourg|hameau"
    rf"|commune|ville|port|quartier|ile|vallee|presqu'ile) )?"
    rf"(?P<by>{_BY}){_OF}{_OLD}(?P<landmark>{_LANDMARK})(?![\w-])"
    rf"(?:(?<=\w) et {_OF}[\w'-]+)?{_TAIL}"
)
# So few that the word alone says where.
_ALONE = (
    r"ecluses?|viaduc|citadelle|beffroi|bagne|volcan|barrage|darse|centrale (?:nucleaire"
    r"|thermique|hydraulique)|raffinerie|papeterie"
    r"|sucrerie|rhumerie|tannerie|filature|acierie|cimenterie|faiencerie|cristallerie"
    r"|ardoisiere|terril|bateau[ -]lavoir"
    r"|bateau[ -]chapelle|telepherique|menhirs?|radiotelescope|pont (?:suspendu"
    r"|transbordeur|romain|levant|tournant)|halles? medievales?"
    r"|abbatiale|collegiale|base (?:aerienne|navale|spatiale|sous-marine)|sous-marins?"
    r"|chateau (?:cathare|fort|feodal)"
)
_CLOSED = re.compile(
    rf"(?<![\w'-])(?:de |d'|a |dans |par )?(?:l'|la |le |les |des |notre )(?:ancienn?e?s? "
    rf"|vieilles? |vieux )?{_INDUSTRY}"
    r" (?:de [\w-]+ |d'[\w-]+ )?(?:qui (?:a|ont|employait|faisait|avait|fermait|va) "
    r"|fermee?s?\b|desaffectee?s?\b|en ruines?\b"
    r"|a l'abandon\b)(?:(?!et\b|mais\b|on\b|nous\b|alors\b|donc\b)[\w'-]+ ?){0,10}"
    rf"|(?<![\w'-])(?:la |l'|le |les ){_INDUSTRY} (?:a|ont|avait) (?:ferme|brule|cesse"
    rf"|disparu|coule)\w*"
    rf"|(?<![\w-])(?:dans |a |derriere |devant |pres de |face a )?(?:l'|les"
    rf" )(?P<old>anciennes?|anciens?) (?:{_INDUSTRY}|{_STILL}|{_MONUMENT})(?![\w-])"
    r"(?: (?:a|de|des|du|aux?|d'|de l'|de la)(?![\w-]) ?(?!on\b|nous\b|la\b|le\b"
    r"|cote\b)[\w'-]+(?: \w+(?=[,.;]))?)?"
    r"(?: (?:au-dessus|au bord|pres|en face|au pied|a cote|derriere|face) ?(?:du |de la "
    r"|de l'|des |au |a la )[\w'-]+)?"
    rf"|(?<![\w-])(?:dans |a |derriere |devant |pres de |face a |de )?(?:la |l'|le |les"
    rf" )(?:{_ALONE})(?: (?:du|de la|des|de l'|de|d'|aux?) ?(?!on\b|nous\b)[\w'-]+"
    r"(?: a flot)?)?(?![\w-])"
    rf"(?: ou (?:\w+ait|\w+aient)(?: (?!et\b|mais\b|on\b|nous\b)[\w'-]+){{0,6}})?"
)
_PLACE = (
    r"(?:village|bourg|hameau|commune|ville|ile|presqu'ile|vallee|quartier|cite|bourgade|port"
    r"|station|pays|vallon|tribu|ilet)"
)
_WHOSE = (
    rf"(?P<article>le |la |l'|les |notre |du |un |une |au |cette |ce |des )(?P<kind>(?:petite?"
    rf" |vieux |dernier |derniere )?{_PLACE})"
)
_KNOWN_FOR = re.compile(
    rf"(?<![\w-]){_WHOSE} (?:sans (?!doute\b|que\b|site\b|reseau\b|connexion\b"
    rf"|salarie)[\w'-]+(?: ni [\w'-]+)?"
    r"|au nom (?:le plus|si|trop|imprononcable|a|de)(?: (?!et\b|on\b|nous\b)[\w'-]+){1,5}"
    rf"|aux? (?!fete|mois|debut|courant|moment|lieu\b)(?:(?:\d+|{numerals.IN_WORDS}|cent"
    rf"|mille) )?(?:[\w'-]+)(?: [\w'-]+)?"
    r"|ou (?:est nee?s?|est morte?|est passe\w*|a vecu|a grandi|naquit|mourut|fut|furent"
    r"|a ete|ont ete|s'arrete|finit|passe|arrive|commence"
    r"|l'on|fut tourne|se trouve|se tient|coule|a eu lieu|vivait|vecut|repose|est"
    r" enterre\w*|on fabrique|on (?:a )?tourn\w+)"
    r"(?: (?!et\b|mais\b|on\b|nous\b|alors\b|donc\b)[\w'-]+){0,8}"
    r"|entre (?:le |la |les |l')[\w'-]+(?: [\w'-]+)? et (?:le |la |les |l')[\w'-]+(?: [\w'-]+)?"
    r"|(?:du|des|de la|de l') ?(?:cinema|film|livre|roman|chanson|tableau|feuilleton"
    r"|serie)(?: [\w'-]+){0,4}"
    r"|le plus (?:haut|peuple|perche|froid|chaud|ensoleille|petit|grand|isole)[\w'-]*(?:"
    r" [\w'-]+){0,5}"
    r"|perche[es]*(?: [\w'-]+){0,4})(?![\w-])"
)
_FAMOUS = re.compile(
    r"(?<![\w-])(?:(?:est |sommes |etait )?(?:connue?s?|celebres?|reputee?s?|renommee?s?"
    r"|fameuse?x?) (?:pour|par|grace a) "
    r"(?:son|sa|ses|leurs?|le|la|les|l')(?: ?[\w'-]+){1,5}"
    r"|(?:le |la )?(?:berceau|patrie|fief|bastion|pays|cite|terre) (?:de la |de l'|du "
    r"|des |de |d')(?!origine\b|tout\b|mes\b|nos\b|accueil\b|residence\b)"
    r"(?:truffe|piment|roquefort|comte|camembert|cognac|champagne|nougat|calisson|foie"
    r" gras|lavande|dentelle|faience|porcelaine|couteau|sel"
    r"|rugby|cheval|chouan\w*|cathare\w*|mineurs?|ducs?|papes?|corsaires?|sardine|huitre"
    r"|chataigne|prune\w*|melon|olivier?|mirabelle|lentille|oignons?|safran)s?(?: [\w-]+)?"
    r"|la ville (?:rose|blanche|lumiere|rouge)|la cite (?:phoceenne|des [\w-]+|phoc\w+"
    r"|corsaire|ducale|imperiale|princiere|episcopale)"
    r"|l'ile (?:de beaute|aux fleurs|intense|papillon|aux oiseaux|verte|rouge|bleue|aux"
    r" parfums|hibiscus))(?![\w-])"
)
_HISTORY = re.compile(
    r"(?<![\w-])(?:(?:depuis|apres|suite a|avant|lors de|pendant|avec) )?(?:la |l'|le "
    r"|les )?(?:fermeture|incendie|explosion|effondrement"
    r"|eboulement|liquidation|faillite|accident|naufrage|marees? noires?|inondations?|crues?) "
    rf"(?:de la |de l'|du |des |d'){_OLD}(?:{_LANDMARK}|{_STILL}|tempete|cyclone|hopital"
    rf"|pont|petrolier|train|barge)(?![\w-]){_TAIL}"
    r"|(?<![\w-])(?:le |la |l'|du |de la |au )?(?:cyclone|tempete|ouragan) (?P<storm>[\w]+)"
)
_GLORY = re.compile(
    r"(?<![\w-])(?:(?:vice-)?champion(?:ne)?s? (?:de france|du monde|d'europe|regiona\w+"
    r"|departementa\w+|nationa\w+|olympiques?"
    r"|de ligue|de (?=[\w-]+\b)|du |d')[\w' -]{0,30}"
    r"|capitale (?:mondiale |europeenne |francaise |autoproclamee )?(?:de la|du|de l'|des"
    r"|de|d') ?[\w-]+(?: [\w-]+)?"
    r"|a (?:\d+|[a-z-]+) (?:km|kilometres|minutes) (?:de la |de l'|du |des |de "
    r"|d')(?:frontiere|mer|volcan|sommet)(?: [\w-]+)?"
    r"|a (?:\d+|\w+) (?:km|kilometres|minutes) (?:de|du|d')(?: |(?<='))(?!chez|la\b|l'"
    r"|route|marche|velo|voiture|notre|nos|tout|rien)[\w-]+"
    r"|(?:ville|village|commune|pays|maison) (?:natale? d[eu']|ou (?:est ne|est nee|a"
    r" vecu|naquit))[\w' -]{0,40}"
    r"|(?:laureate?s?|vainqueurs?|medaillee?s?) (?:du|de la|des|d'|de l') ?[\w' -]{2,40}"
    r"|classee?s? (?:a l'|au )?(?:unesco|patrimoine mondial|plus beaux? villages?[\w'"
    r" ]{0,12}|monuments? historiques?)"
    r"|(?:un des |l'un des )?plus beaux villages de france"
    r"|marraine? (?:est |par )|(?:la |le )?derniere? (?:village|commune|gare|ecole"
    r"|station|bourg|arret|phare|maison|boulangerie|pompe|ferme|port) avant (?:la |le |l')[\w'-]+)"
)
_ACCESS = re.compile(
    r"(?<![\w-])(?:(?:on (?:n')?(?:y )?|)(?:arrive|vient|accede|monte|va"
    r"|acces(?:sible)?)(?: ici| chez nous| que)* (?:qu')?(?:en|par) (?:le )?(?:bac|bateau"
    r"|pirogue"
    r"|helicoptere|telepherique|barge)\b|(?:accessible|desservi\w*|ravitaille\w*)"
    r" (?:seulement |uniquement )?(?:en|par) (?:le |la )?(?:bac|bateau|pirogue"
    r"|helicoptere|telepherique|barge|piste)\b)"
)


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Where a landmark, a fame or a history tells the place or the group."""
    folded = context.reading.folded
    yield from landmarks.detect(context, language)
    yield from memories.detect(context)
    for match in _BESIDE.finditer(folded):
        if _tells(context, match):
            end = _before_verb(context, match.start("tail"), match.end())
            yield _clue(match.start(), end, _beside(match, language))
    for match in _CLOSED.finditer(folded):
        yield _clue(match.start(), match.start() + len(match.group().rstrip()), None)
    for match in _KNOWN_FOR.finditer(folded):
        article, kind = match["article"], match["kind"].split(" ")[-1]
        wording = f"{article}{kind}" if language == "fr" else None
        if kind in ("ile", "presqu'ile", "vallee") and language == "fr":
            wording = _TERRITORY.get(article, "le territoire")
        yield _clue(match.start(), match.end(), wording)
    for pattern in (_FAMOUS, _GLORY, _HISTORY, _ACCESS):
        for match in pattern.finditer(folded):
            storm = match["storm"] if pattern is _HISTORY else None
            # Storms have first names, some of which are words.
            if storm and lexicon.looks_common(storm) and storm not in first_names.FIRST_NAMES:
                continue
            yield _clue(match.start(), match.start() + len(match.group().rstrip()), None)


_TERRITORY = {
    "l'": "le territoire", "la ": "le territoire", "notre ": "notre territoire",
    "une ": "un territoire", "cette ": "ce territoire",
}  # fmt: skip


def _before_verb(context: chains.Context, start: int, end: int) -> int:
    """Where a landmark ends: "au pied du viaduc" of "au pied du viaduc aime la fête"."""
    stop = start
    for word in context.reading.words_in(start, end):
        if lexicon.is_verb(word.fold) and not word.capital:
            break
        stop = word.end
    return stop


def _tells(context: chains.Context, match: re.Match[str]) -> bool:
    """Whether the landmark is one of few: a bare tower, bridge or castle wall needs more words."""
    landmark = match["landmark"]
    if landmark in (
        "tour",
        "croix",
        "mont",
        "lycee",
        "college",
        "moulin",
        "fort",
        "palais",
        "circuit",
        "casino",
        "zoo",
    ):
        return bool(match["tail"].strip()) and match["by"].strip() not in (
            "sur",
            "entre",
            "contre",
            "devant",
        )
    return match["by"].strip() not in ("sur", "contre") or bool(match["place"])


def _beside(match: re.Match[str], language: str) -> str:
    if language == "en":
        return "nearby"
    place = match["place"]
    return place.strip() if place else "dans les environs"


def _clue(start: int, end: int, wording: str | None) -> Mention:
    return Mention(start, end, "CLUE", "possible", "clue", "", wording)
