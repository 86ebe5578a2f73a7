"""Festivals and evenings of one region: "fête kaf", "swaré bèlè Sainte-Marie", "la Saint-Éloi"."""

import re
from collections.abc import Iterator

from commons.anonymisation.bodies import public_bodies, trades
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, lexicon, normalisation

# One feast each, in the spellings of those who keep it.
_KNOWN = re.compile(
    r"(?<![\w'-])(?:(?:le |la |les |l'|l |aux? |du |des )?(?P<name>f(?:e|ai)te? "
    r"(?:ka?f(?:r(?:e|ine))?"
    r"|caf(?:re)?)|fet kaf|20 desanm|heiva(?: i [\w-]+)?|matarii|hiro'?a|tiurai|tour des yoles"
    r"|(?:festival )?(?:fil |festival )?interceltique|kreol festival|festival kreol|miel vert"
    r"|diagonale des fous|trail de bourbon|leu tempo|sakifo|francofolies"
    r"|vieilles charrues|hellfest|eurockeennes|printemps de bourges|transmusicales|trans musicales"
    r"|route du rock|fetes? maritimes de brest|fetes? de bayonne|fetes? de dax"
    r"|feria de [\w-]+|fetes? de la saint[ -]vincent tournante|saint[ -]vincent tournante|felibree"
    r"|herri urrats|lurrama|ibilaldia|seaska(?:ren festa)?|euskal herria zuzenean|korrika"
    r"|redadeg|gouel (?:ar brezhoneg|broadel)|fete des remparts|fete des brodeuses"
    r"|filets bleus|fete du bruit|gras de douarnenez|fisel|kan ar bobl|fete des geants"
    r"|braderie de lille|carnaval de (?:dunkerque|bailleul|cassel|cayenne|limoux)"
    r"|bande des pecheurs"
    r"|trois joyeuses|ducasse de [\w-]+|fete de la mirabelle|fete du cassoulet|fete du citron"
    r"|fete des gueules noires|sainte barbe des mineurs|pfifferdaj|messti|kilbe"
    r"|streisselhochzeit|schieweschlawe|schiewesschlawe|christkindelsmarik|fete de la choucroute"
    r"|touloulou|vide fonds?|dimanche gras|carnaval de [\w-]+|tour cycliste de [\w-]+|twarab"
    r"|manzaraka|debaa|mbiwi|fete du nickel|fete de l'igname|fete du boeuf|foire de bourail"
    r"|fete de la mangue|fete du letchi|fete du vacoa|fete des goyaviers|fete du choca"
    r"|festival des (?:vieilles charrues|3 continents|trois continents|filets bleus)|jazz a [\w-]+"
    r"|jazz in marciac|rio loco|garorock|tempo latino|delta festival|fiesta sete"
    r"|escale a sete|chalon dans la rue|papillons de nuit"
    r"|interceltiques?|semana santa|granitula|catenacciu|rencontres de calenzana"
    r"|rencontres de chants polyphoniques))(?![\w-])"
)
_STYLE = (
    r"(?:bele|lewoz|leroz|zouk|gwo ?ka|gwoka|maloya|sega|folk|trad|biguine|quadrille|kompa|konpa"
    r"|musette|bourree|swing|mazurka|kasse-ko|kaseko|tamoure|ukulele|mayole|danmye|ti bwa|tambour"
    r"|kalinda|gavotte|occitan|baleti|kan ha diskan|plinn)"
)
_EVENING = re.compile(
    rf"(?<![\w-])(?P<head>soirees?|soire|swarees?|sware|bals?|kabar|kabare|nuit|veillee|vayee|kout"
    rf"|aswe|lewoz|leroz|bel[e]? sware)(?P<style> {_STYLE})?"
    rf"(?: (?P<link>de la |de l'|du |des |de |d'"
    r"|a |au |aux |nan |o |en )?(?=[^\W\d_]))?"
)
_CREOLE = frozenset(("sware", "swaree", "swarees", "kabar", "kabare", "vayee", "lewoz", "leroz"))
# Carols sung in company: "chanté nwel de bazin".
_CAROLS = re.compile(
    r"(?<![\w-])chant(?:e|er|es)[ -](?:nwel|noel)(?: (?:de |du |a |au )(?P<place>(?=[^\W\d_])))?"
)
_CRAFT = re.compile(
    r"(?<![\w-])(?:la |nout |notre )(?:saint|sainte|st|ste)[ -](?!valentin|sylvestre)[a-z]{3,} "
    r"(?:des |du |de la )(?P<whose>[a-z][\w-]{3,})(?: (?P<more>agriculteurs|pompiers|lanternes"
    r"|mineurs|pecheurs|vignerons|marins))?"
)
_ANYBODY = normalisation.listed(
    "enfants petits amoureux bénévoles adhérents familles parents voisins club village quartier"
)
# A game on the day of a feast: there is one in the village.
_GAME = re.compile(
    r"(?<![\w-])(?:bingo|quine|rifle|loto|tombola) (?:de |du |des |de la |de l')(?P<feast>paques"
    r"|pentecote|ascension|assomption|toussaint|rameaux|mardi gras|mi-careme|chandeleur|epiphanie"
    r"|(?:saint|sainte|st|ste)[ -][a-z]{3,}|beaujolais nouveau"
    r"|14 juillet|quatorze juillet)(?![\w-])"
)


def detect(context: chains.Context) -> Iterator[Mention]:
    """Each of them."""
    folded = context.reading.folded
    for match in _KNOWN.finditer(folded):
        if not context.is_kept(*match.span("name")):
            yield _event(*match.span("name"))
    for match in _EVENING.finditer(folded):
        if end := _evening_end(context, match):
            yield _event(match.start(), end)
    for match in _CAROLS.finditer(folded):
        word = context.reading.word_at(match.end()) if match["place"] is not None else None
        named = word is not None and not word.begins and context.name_like(word)
        yield _event(match.start(), word.end if word and named else match.end())
    for match in _CRAFT.finditer(folded):
        whose = match["whose"]
        if whose not in _ANYBODY and whose not in lexicon.HOLLOW and not lexicon.is_verb(whose):
            yield _event(*match.span())
    for match in _GAME.finditer(folded):
        yield _event(*match.span())


def _event(start: int, end: int) -> Mention:
    return Mention(start, end, "EVENT", "probable", "named-event")


def _evening_end(context: chains.Context, match: re.Match[str]) -> int:
    """The end of an evening told by its music and its place, 0 for any other."""
    creole = match["head"] in _CREOLE
    if not (match["style"] or creole):
        return 0
    bare = match.end("style") if match["style"] else match.end("head")
    alone = bare if creole else 0
    word = context.reading.word_at(match.end())
    if word is None or word.begins or context.is_kept(word.start, word.end):
        return alone
    if word.start == match.start():
        return alone
    if known := public_bodies.known_end(context, word.index, sure=False):
        return context.words[known - 1].end
    if word.capital and not word.plain:
        return context.words[max(context.run(word.index, 4), word.index + 1) - 1].end
    if word.plain and context.name_like(word) and not trades.is_verb(word.fold):
        return context.words[max(context.run(word.index, 3), word.index + 1) - 1].end
    linked = match["link"] is not None
    if creole and not linked and word.plain and not trades.is_verb(word.fold):
        following = context.words[word.index + 1] if word.index + 1 < len(context.words) else None
        if word.fold in lexicon.HOLLOW or len(word.fold) < 4:
            return alone
        if following is not None and following.gap == " " and not following.begins:
            short = following.fold in lexicon.HOLLOW or trades.is_verb(following.fold)
            return word.end if short else following.end
        return word.end
    return alone
