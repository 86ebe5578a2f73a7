"""What is true of one association only: superlatives, rarities, titles, local glories."""

import re
from collections.abc import Iterator

from commons.anonymisation import chains
from commons.anonymisation.mentions import Mention

_RARE = (
    r"(?:seule?s?|uniques?|premi(?:ere|er)s?|derni(?:ere|er)s?|(?:plus|moins)"
    r" (?:ancienne?s?|vieux|vieille|grande?s?|petite?s?|grosse?s?|gros|haute?s?"
    r"|importante?s?|isolee?s?|jeunes?|connue?s?|peuplee?s?|celebres?|belle|longue))"
)
_SCOPE = re.compile(
    r"(?<!\w)(?:(?:de|du|en|dans|d'|sur|a|au|aux)(?: |(?<='))(?:la |l'|le |les "
    r"|tout(?:e)? (?:la |le |l')?)?(?:france|europe|monde|ile|departement|region"
    r"|vallee|canton|pays|territoire|agglomeration|agglo|ville|commune|village"
    r"|quartier|secteur|coin|archipel|cote|massif|hexagone|metropole|bassin"
    r"|arrondissement|province|planete|academie|ligue|district|bretagne|normandie"
    r"|corse|alsace|outre-mer)\b)"
)
_THING = (
    r"(?:association|asso|epicerie|club|ecole|mdl|radio|theatre|cinema|refuge|fanfare"
    r"|chorale|structure|fede|federation|librairie|ressourcerie|recyclerie|festival|amap"
    r"|compagnie|troupe|orchestre|harmonie|bibliotheque|ludotheque|cafe|centre|maison"
    r"|musee|section|equipe|amicale|collectif|foyer|creche|cantine|ferme|jardin|tiers-lieu"
    r"|commune|village|collectivite|etablissement|lycee|college)"
)
_LEAD = (
    r"(?:(?:c'est|c'etait|nous sommes|nous etions|on est|on etait|je suis|elle est|il est"
    r"|etant|we are|we were|it is|it's|comme|sommes) )?"
)
_CLAIM = re.compile(
    rf"\b(?P<lead>{_LEAD})(?P<article>la |le |les |l'|des |une des |l'une des |un des "
    rf"|the |parmi les )(?P<rare>{_RARE}|only|first|last|oldest|biggest|largest"
    rf"|smallest)\b"
    rf"(?P<rest>(?: [\w'-]+){{0,12}})"
)
_CASES = re.compile(
    r"\b(?:\w+|\d+) (?:cas|personnes|malades|enfants|familles|structures|associations"
    r"|clubs) (?:en france|dans le monde|en europe|au monde|dans le pays"
    r"|recenses\w*)\b"
    r"|\buniques? (?:en (?:son genre|france|europe)|au monde|dans (?:la region|le"
    r" departement|le pays))\b"
    r"|\b(?:nous (?:ne )?sommes|on (?:n')?est)(?: que)? (?:les )?(?:seuls?|seules?"
    r"|deux|trois|quatre|une poignee) (?:en france|en europe|dans (?:la region|le"
    r" departement|le pays|l'ile|la vallee)|a (?:le faire|proposer))\b"
    r"|\bil n'(?:y en a|en existe) que (?:\w+)(?: (?:en|dans|sur) [\w' ]{2,30})?"
    r"|\b(?:seuls?|seules?) (?:en france|en europe|dans (?:la region|le departement|le"
    r" pays|l'ile|la vallee)|sur l'ile)\b"
    r"|\bthe only (?:one|charity|association|club|group|shop)\b[^.,;!?\n]{0,60}"
)
_GLORY = re.compile(
    r"\b(?:vice-)?champion(?:ne)?s? (?:de|du|d'|regional|departementa|national"
    r"|olympique)[\w' -]{0,30}"
    r"|\bcapitale (?:mondiale |europeenne |francaise )?(?:de la|du|de l'|des|de) [\w-]+"
    r"|\ba (?:\d+|\w+) (?:km|kilometres|minutes) (?:de|du|d')(?: |(?<='))(?!chez|la\b"
    r"|l'|route|marche|velo|voiture|notre|nos)[\w-]+"
    r"|\b(?:ville|village|commune|pays) (?:natale? de|ou (?:est ne|est nee|a vecu"
    r"|naquit))[\w' -]{0,40}"
    r"|\b(?:laureate?s?|vainqueurs?|medaillee?s?) (?:du|de la|des|d'|de l') ?[\w' -]{2,40}"
    r"|\b(?:au pied|en face|pres) (?:du|de la|de l') ?(?:mont|volcan|chateau"
    r"|cathedrale|barrage|centrale|piton|phare|viaduc)\b(?: [\w'-]+){0,3}"
    r"|\bclassee?s? (?:a l'|au )?(?:unesco|patrimoine mondial)\b"
    r"|\bmarraine? (?:est |par )"
)
_STOPS = re.compile(r" (?:et|mais|qui|que|ou|car|donc|alors|puis|quand|and|but|which|because)\b.*")
_NEVER = re.compile(
    r"(?:annee|fois|chose|etape|semaine|mois|jour|idee|difficulte|regret|surprise"
    r"|raison|solution|lettre|relance|question|version|tentative|campagne|reunion"
    r"|envoi|message|mail|e-mail|edition|partie|ligne|phase|experience|essai|critere"
    r"|condition|objectif|but|moyen|outil|probleme|year|time|thing|step|month|day)s?\b"
)


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Claims of being alone or first, masked to the end of the clause."""
    folded = context.reading.folded
    for match in _CLAIM.finditer(folded):
        rest = _STOPS.sub("", match["rest"])
        if _NEVER.match(rest.strip()):
            continue
        named = any(
            w.capital and not w.begins
            for w in context.reading.words_in(match.start("rest"), match.start("rest") + len(rest))
        )
        thing = re.match(rf" (?:[\w-]+ )?{_THING}\b", rest) is not None
        acts = re.search(r" (?:a|to) \w", rest) is not None
        if not (_SCOPE.search(rest) or (thing and (named or acts)) or (named and acts)):
            continue
        end = match.start("rest") + len(rest)
        wording = _wording(context.reading.clean[match.start("lead") : match.end("lead")], language)
        yield Mention(match.start(), end, "SUPERLATIVE", "possible", "superlative", "", wording)
    for match in _CASES.finditer(folded):
        yield Mention(
            match.start(), match.end(), "SUPERLATIVE", "possible", "superlative", "", "rare"
        )
    for match in _GLORY.finditer(folded):
        end = match.start() + len(match.group().rstrip())
        yield Mention(match.start(), end, "CLUE", "possible", "clue")


_AMONG = ("une structure parmi d'autres", "one organisation among others")
# In French, in English.
WORDINGS = tuple((wording,) for wording in _AMONG)


def _wording(lead: str, language: str) -> str:
    return lead + _AMONG[1 if language == "en" else 0]
