"""Chains of shops, banks and insurers, in any case, with the town or the centre they stand in."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, communes, first_names, gazetteer, lexicon
from commons.anonymisation.words.normalisation import Word

_FOOD = """
leclerc|intermarche|super ?u|hyper ?u|u express|marche u|utile|carrefour (?:market|city|contact
|express|planet|bio|montagne)|auchan|lidl|aldi|cora|netto|monoprix|franprix|casino (?:shop
|supermarche)|geant casino|petit casino|vival|proxi|spar|cocci ?market|g20|leader ?price
|simply market|atac|colruyt|supeco|score jumbo|jumbo score|biocoop|naturalia|la vie claire
|bio c'? ?bon|satoriz|les comptoirs de la bio|so\\.?bio|biomonde|grand frais|picard surgeles
|thiriet|toupargel|marie blachere|la mie caline|brioche doree|mc ?do|mcdonald'?s|burger king
|buffalo grill|flunch|courtepaille|la pataterie|columbus cafe|starbucks|domino'?s pizza|run market
|hyper hayot|8 a huit|huit a huit|chez tati|champion
"""
_GOODS = """
bricomarche|bricorama|mr[. ]?bricolage|monsieur bricolage|m\\. bricolage|leroy ?merlin|castorama
|brico ?depot|bricoman|weldom|point p|gedimat|big ?mat|la plateforme du batiment|gamm vert
|jardiland|truffaut|botanic|point vert|magasin vert|rural master|delbard|decathlon|go sport
|intersport|sport 2000|terres? et eaux?|fnac|darty|conforama|ikea|alinea|maisons? du monde|gifi
|noz|la foir'?fouille|centrakor|stokomani|babou|kiabi|gemo|c&a|h&m|celio|armand thiery|orchestra
|vertbaudet|king jouet|joue ?club|la grande recre|picwictoys|maxi toys|cultura|furet du nord
|gibert joseph|mollat|decitre|maison de la presse|norauto|feu vert|euromaster|carglass|point s
|nature (?:et|&) decouvertes|yves rocher|sephora|marionnaud|nocibe|optic 2000|krys|afflelou
|generale d'optique|grand optical|audika|bureau vallee|top office|cash ?converters|easy cash
|maxi ?zoo|tom (?:&|et) co|electro ?depot|la redoute|galeries lafayette|printemps haussmann
"""
_MONEY = """
credit (?:agricole|mutuel|cooperatif|maritime|du nord|lyonnais|municipal)|caisse d'epargne
|banque (?:populaire|postale|de savoie|chalus|kolb|tarneaud|laydernier|nuger|rhone-alpes|de tahiti
|de la reunion|courtois)|societe generale|bnp(?: paribas)?|lcl|cic|bred|hsbc|socredo|bfc|bci|axa
|maif|macif|matmut|maaf|mma|gmf|groupama|allianz|swiss ?life|ag2r(?: la mondiale)?
|malakoff humanis|harmonie mutuelle|mgen|aesio|apicil|pro ?btp|smacl|thelem|generali|mutualia
|solimut|mutuelle (?:generale|saint-martin|des motards)
"""
# What also is a word needs its shop named.
_WORDS = "casino|picard|action|boulanger|match|carrefour|utile|la halle|quick|total|esso|shell|avia"
_NAMES = "|".join(part.replace("\n", "") for part in (_FOOD, _GOODS, _MONEY)).replace(
    "|utile|", "|"
)
NAMES = re.compile(rf"(?:{_NAMES})(?:s(?= ))?(?![\w-])")
_CHAIN = re.compile(
    rf"(?<![\w-])(?P<name>{_NAMES})(?![\w@]|-[a-z])"
    r"(?P<kind> (?:market|city|contact|express|drive|location|voyages|assurances?|jardin"
    r"|bricolage|auto|hyper|super)(?!\w))?(?P<link> (?:de la |de l'|du |des |de |d')(?=[^\W\d_]))?"
)
_SHOP = re.compile(
    r"(?<![\w-])(?:chez|magasins?|super(?:marche)?|hyper(?:marche)?|superette|enseigne|station"
    rf"(?:-service)?|rayons? de|caisses? de|parking de) (?P<name>{_WORDS})(?![\w-])"
)
# "au leclerc route de genas": the way tells the shop.
_WAY = re.compile(
    r" (?:(?:de |de la |du )?(?:route|rte|rue|avenue|av|boulevard|bd|quai|rond[ -]point|porte|cours"
    r"|place|allee|chemin|faubourg) (?:de la |de l'|du |des |de |d')?(?!on\b|nous\b|est\b|a\b)"
    r"[^\W\d_][\w'-]+|z\.?(?:a|i|ac|ae)\.? (?:de la |de l'|du |des |de |d')[\w'-]+"
    r"|zone (?:de la |de l'|du |des |de |d')[\w'-]+)(?!\w)"
)


def is_brand(fold: str) -> bool:
    """Whether a word alone is the name of a chain."""
    return NAMES.fullmatch(fold) is not None


def detect(context: chains.Context) -> Iterator[Mention]:
    """Every chain, its place taken in: "Auchan Les 3 Fontaines", "super u de plouay"."""
    for match in _CHAIN.finditer(context.reading.folded):
        name = match["name"]
        first = context.reading.word_at(match.start())
        if first is None or context.is_kept(match.start("name"), match.end("name")):
            continue
        if not _stands(first, name):
            continue
        end = match.end("kind") if match["kind"] else match.end("name")
        yield Mention(
            match.start(), _placed(context, match, end), "PARTNER", "probable", "well-known"
        )
    for match in _SHOP.finditer(context.reading.folded):
        yield Mention(*match.span("name"), "PARTNER", "possible", "well-known")


def _stands(first: Word, name: str) -> bool:
    """Whether it may be the chain: short letters only in capitals, unless case says nothing."""
    return len(name) > 3 or first.plain or first.text.isupper() or " " in name


def _placed(context: chains.Context, match: re.Match[str], end: int) -> int:
    """The end of the name once the place it has its shop in is taken in."""
    words = context.words
    if match["link"]:
        word = context.reading.word_at(match.end())
        return end if word is None or word.begins else _named(context, word, end, linked=True)
    inside = context.reading.words_in(match.start(), end)
    index = inside[-1].index + 1
    if (way := _WAY.match(context.reading.folded, end)) is not None:
        return way.end()
    if index >= len(words) or words[index].begins or words[index].gap not in (" ", "-", " - "):
        return end
    return _named(context, words[index], end, linked=False)


def _named(context: chains.Context, word: Word, end: int, *, linked: bool) -> int:
    words = context.words
    if context.is_kept(word.start, word.end):
        return end
    if word.capital and not word.plain:
        last = context.run(word.index, 4)
        # "Les 3 Fontaines", "Zone 2 Vallées": a figure joins two capitals.
        while (
            last + 1 < len(words)
            and words[last].text.isdigit()
            and words[last].gap == words[last + 1].gap == " "
            and words[last + 1].capital
        ):
            last = max(context.run(last + 1, 4), last + 2)
        return words[last - 1].end if last > word.index else end
    if not word.plain:
        return end
    known = (
        word.fold in gazetteer.SINGLE
        or (not lexicon.looks_common(word.fold) and communes.find(word.fold) is not None)
        or (linked and word.fold not in first_names.FIRST_NAMES and context.name_like(word))
    )
    if known and (linked or word.fold not in gazetteer.ORDINARY):
        last = word.index + 1
        while last < len(words) and words[last].gap == "-":
            last += 1
        return words[last - 1].end
    return end
