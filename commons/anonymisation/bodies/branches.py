"""Branches, orders, missions and homes told by the place they serve: "SPA du Béarn"."""

import re
from collections.abc import Iterator

from commons.anonymisation.bodies import public_bodies, trades
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, gazetteer, lexicon, normalisation
from commons.anonymisation.words.normalisation import Word

_LINK = r" (?P<link>de la |de l'|de l |du |des |de |d'|d |le |la |les |l'|l )?(?=[^\W\d_])"
# Any place has them: only the name of a place, or a word nobody knows, tells which.
_SERVING = re.compile(
    r"(?<![\w-])(?:spa|snsm|station snsm|udaf|cidff|adil|adie|anpaa|addictions france|cimade|lpo"
    r"|ldh|asti|afev|fcpe|peep|ufc que choisir|clcv|cpie|caue|civam|adear|fdsea|fdcivam|gab|fnath"
    r"|fnaca|barreau|ordre des (?:avocats|medecins|architectes|notaires|pharmaciens)"
    r"|chambre des notaires|bourse du travail|tribunal de commerce|mission|paroisse|diocese"
    r"|archidiocese|eveche|consistoire|eglise protestante|fabrique|aumonerie|procure|vicariat"
    r"|cercle (?:de voile|nautique|d'aviron|d aviron|des regates|laique|celtique|equestre|d'escrime"
    r"|hippique|d'echecs|de la voile)|club (?:nautique|hippique|de voile|alpin|taurin|de plage)"
    r"|ecole (?:de voile|de surf|de musique|de danse|de cirque)|societe (?:de chasse|nautique"
    r"|des regates|hippique|d'agriculture|d'horticulture|des courses|de peche|de tir|de musique"
    r"|philharmonique|historique|savante|archeologique)|acca|aappma|cuma|comite (?:des peches"
    r"|des fetes|de jumelage|departemental|miss)|port de plaisance|capitainerie|criee"
    r"|cie|compagnie|syndic(?:at)? d'initiative|tribu|chefferie|district|consulat|ambassade"
    r"|alliance francaise|grande mosquee|communaute juive|scouts|eclaireurs|guides de france)"
    rf"{_LINK}"
)
# Companies of boats, salt and fish: "la compagnie des pêches de keroman".
_COMPANY = re.compile(
    r"(?<![\w-])(?:cie|compagnie|comptoirs?|cooperative|societe|pecheries?) "
    r"(?:des |du |de la |de l'|de |d')?(?:peches?|bateaux|salins?|sel|vedettes|transports?|bacs"
    r"|thoniers?|eaux|chemins de fer|remontees(?: mecaniques)?|pilotes?|pilotage|remorquage"
    r"|maritime|agricole|laitiere|ostreicole|fruitiere|oleicole|vinicole|viticole|lainiere"
    r"|phares|armements?|mines?) (?P<link>des |de la |de l'|de l |du |de |d')?(?=[^\W\d_])"
)
# Workshops and homes of the social sector have names of any words: "chrs la passerelle bleue".
_HOMES = re.compile(
    r"(?<![\w-])(?:esat|ime|imp|impro|iem|itep|ditep|sessad|savs|samsah|mecs|chrs|cada|huda|caarud"
    r"|csapa|cmpp|camsp|foyer de vie|foyer d'hebergement|foyer occupationnel|foyer logement|foyer"
    r" de jeunes travailleurs|fjt|residence autonomie|residence sociale|pension de famille|maison"
    r" relais|entreprise adaptee|chantier d'insertion|accueil de jour|lieu de vie|maison d'enfants"
    rf"|institut medico[ -]educatif|maison d'accueil specialisee){_LINK}"
)
_CARE = re.compile(r"(?<![\w-])(?:mas|fam|ea|ei|aci) (?P<link>de la |de l'|du |de |d')(?=[^\W\d_])")
_STAFF = normalisation.listed(
    """
éducateur éducatrice éducateurs résidents usagers jeunes direction directeur directrice équipe
parents enfants familles salariés moniteur moniteurs quartier village ville coin secteur
département région canton voisin centre nord sud est ouest
"""
)


def detect(context: chains.Context) -> Iterator[Mention]:
    """Each with its place or its name."""
    folded = context.reading.folded
    for pattern in (_SERVING, _COMPANY, _CARE):
        for match in pattern.finditer(folded):
            if end := _placed_end(context, match):
                yield _branch(context, match.start(), end)
    for match in _HOMES.finditer(folded):
        end = _placed_end(context, match) or _home_end(context, match)
        if end:
            yield _branch(context, match.start(), end)


def _branch(context: chains.Context, start: int, end: int) -> Mention:
    return Mention(start, context.words[end - 1].end, "PARTNER", "probable", "named-kind")


def _placed_end(context: chains.Context, match: re.Match[str]) -> int:
    """The index after the place or the unknown name that follows, 0 if none does."""
    word = context.reading.word_at(match.end())
    if word is None or word.begins or context.is_kept(word.start, word.end):
        return 0
    linked = (match["link"] or "").startswith("d")
    if word.capital and not word.plain:
        strange = not lexicon.is_common(word.fold) or context.run(word.index, 4) > word.index + 1
        return max(context.run(word.index, 4), word.index + 1) if strange else 0
    if not word.plain:
        strange = linked and context.unknown(word) and not context.is_ordinary(word)
        return word.index + 1 if strange and not lexicon.looks_common(word.fold) else 0
    if known := public_bodies.known_end(context, word.index, sure=False):
        return known
    if linked and word.fold in gazetteer.SINGLE and word.fold not in gazetteer.ORDINARY:
        return word.index + 1
    if not (linked and context.name_like(word)) or trades.is_verb(word.fold):
        return 0
    return max(context.run(word.index, 3), word.index + 1)


def _home_end(context: chains.Context, match: re.Match[str]) -> int:
    """The index after two or three words of any kind, up to a verb."""
    word = context.reading.word_at(match.end())
    if word is None or word.begins or not word.plain or not match["link"]:
        return 0
    end = word.index
    for following in context.words[word.index : word.index + 4]:
        if following is not word and (following.begins or following.gap not in (" ", "-", "'")):
            break
        if not _names_home(context, following, first=following is word):
            break
        end = following.index + 1
    while end > word.index and context.words[end - 1].fold in chains.PARTICLES:
        end -= 1
    return end


def _names_home(context: chains.Context, word: Word, *, first: bool) -> bool:
    if word.fold in _STAFF or context.is_kept(word.start, word.end):
        return False
    if word.fold in ("du", "des", "de", "la"):
        return not first
    return (
        len(word.fold) > 3
        and word.fold.isalpha()
        and word.fold not in lexicon.HOLLOW
        and not trades.is_verb(word.fold)
    )
