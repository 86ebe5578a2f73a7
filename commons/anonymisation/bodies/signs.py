"""Shops told by what their sign says: "chez ti frère", "L'Axoa d'Or", "CARAÏB COPIE SERVICE"."""

import re
from collections.abc import Iterator

from commons.anonymisation.bodies import trades
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, gazetteer, lexicon, normalisation
from commons.anonymisation.words.normalisation import Word

_SHOP = (
    r"(?:boutique|snack|bar|lolo|paillote|epicerie|resto|restaurant|table d'hote|camion[ -]bar"
    r"|camion|food[ -]?truck|cafe|bistrot|auberge|pizzeria|creperie|boulangerie|coiffeur|coiffure"
    r"|salon|garage|superette|alimentation|tabac|baraque|friterie|buvette|case|ti bar|rhumerie"
    r"|guinguette|traiteur|magasin|gite|hotel|kebab|brasserie|ferme|primeur)"
)
_FAMILIAR = (
    r"(?:ti|tit|ptit|p'tit|gran|grand|man|ma|manman|maman|papa|tonton|tantine|tata|tatie|meme|pepe"
    r"|mamie|mamy|papi|papy|nonna|nonno|zia|ziu|dada|mimi|mere|pere|la mere|le pere|l'oncle|mon"
    r" oncle|ma tante|mon cousin)"
)
# With the noun of a shop, any name; alone, one with a familiar title.
_CHEZ = re.compile(
    rf"(?<![\w-])(?:(?P<shop>{_SHOP}) )?(?P<sign>chez (?P<title>{_FAMILIAR} )?)(?=[^\W\d_]{{2}})"
)
_NOBODY = normalisation.listed(
    """
nous moi vous toi eux elle elles lui soi les la le l un une des mes tes ses nos vos leur leurs
notre votre mon ma ton ta son sa ce cet cette ces chacun certains d de qui quelqu plusieurs
"""
)
# "L'Axoa d'Or", "Aux Saveurs d'Asie": both capitals make it a sign.
_GOLDEN = re.compile(
    r"(?<![\w'’-])(?:L['’]|Le |La |Les |Aux? |À l['’]|À la )?(?P<head>[^\W\d_a-zà-ÿ][\w-]{2,})"
    r" d['’](?:Or|Argent|Antan|Orient|Asie|Afrique|Italie|Anatolie|Istanbul|Ispahan|Agadir|Azur"
    r"|Alger|Oc|Armor|Alsace|Anjou|Auvergne|Ici|Ailleurs|Autrefois)\b"
)
_NO_SIGN = normalisation.listed(
    """
livre règle âge nombre mine ballon palme victoire disque lingot noces louis toison veau médaille
côte pays langue produits gens parents enfants habitants
"""
)
_CRAFT = (
    r"(?:copie|repro|pub|print|sono|photo|video|multi|info|informatique|auto|moto|event|clean|net"
    r"|nettoyage|transport|transit|bureau|depannage|bricolage|jardin|peinture|elec|froid|clim"
    r"|location|traiteur|optique|voyages?|pneus?|plomberie|proprete|securite|imprimerie|design"
    r"|digital|web|com|media|decor|deco|bois|alu|metal|agri|marine|nautic|habitat|energie)"
)
_AFTER = re.compile(
    rf"(?<![\w'.-])(?P<first>[^\W\d_]{{3,}}) (?:{_CRAFT} (?:services?|express|plus|location|print"
    r"|systemes?|concept|center|distribution|diffusion|solutions?|pro)|print|imprim|impressions?"
    r"|autocars|automobiles?|motoculture|sonorisation|productions?|nautique services?)(?![\w-])"
)
# "sodi.kom": a firm that writes its name like an address.
_DOTTED = re.compile(r"(?<![\w@./-])(?P<dotted>(?P<stem>[a-z]{3,})\.(?:kom|com|tel|print|prod))\b")


def detect(context: chains.Context) -> Iterator[Mention]:
    """Each sign."""
    folded = context.reading.folded
    for match in _CHEZ.finditer(folded):
        word = context.reading.word_at(match.end())
        if word is None or not (match["shop"] or match["title"]):
            continue
        if end := _chez_end(context, word, titled=match["title"] is not None):
            yield _firm(match.start("sign"), end)
    for match in _GOLDEN.finditer(context.reading.clean):
        if normalisation.fold(match["head"]) not in _NO_SIGN:
            head = context.reading.word_at(match.start("head"))
            if head is not None and not head.plain:
                yield _firm(match.start(), match.end())
    for match in _AFTER.finditer(folded):
        word = context.reading.word_at(match.start("first"))
        if word is not None and _strange(context, word):
            yield _firm(match.start(), match.end())
    for match in _DOTTED.finditer(folded):
        word = context.reading.word_at(match.start())
        if word is not None and not context.is_ordinary(word) and not word.begins:
            yield _firm(match.start(), match.end())


def _firm(start: int, end: int) -> Mention:
    return Mention(start, end, "PARTNER", "probable", "named-kind")


def _chez_end(context: chains.Context, word: Word, *, titled: bool) -> int:
    """Where the name after "chez" ends, 0 if it is nobody's."""
    if word.fold in _NOBODY or word.begins or context.is_kept(word.start, word.end):
        return 0
    if word.capital and not word.plain:
        return context.words[max(context.run(word.index, 3), word.index + 1) - 1].end
    if not word.plain or lexicon.is_verb(word.fold) or word.fold in lexicon.HOLLOW:
        return 0
    following = context.words[word.index + 1] if word.index + 1 < len(context.words) else None
    follows = (
        following is not None
        and following.gap in (" ", "-")
        and not following.begins
        and context.unknown(following)
        and not lexicon.looks_common(following.fold)
        and not trades.is_verb(following.fold)
    )
    if not titled and not follows and lexicon.is_common(word.fold) and word.fold.endswith("s"):
        return 0  # "le bar chez les voisins" has its article, "chez parents" has none
    return following.end if follows and following is not None else word.end


def _strange(context: chains.Context, word: Word) -> bool:
    """Whether a word before a craft is a name: a capital, a place, or one nobody knows."""
    if context.is_kept(word.start, word.end) or word.fold in lexicon.HOLLOW:
        return False
    if word.fold in gazetteer.SINGLE and word.fold not in gazetteer.ORDINARY:
        return True
    if word.plain:
        return context.name_like(word)
    return word.capital and not (word.begins and lexicon.is_common(word.fold))
