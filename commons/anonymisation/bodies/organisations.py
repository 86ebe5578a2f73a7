"""Companies, schools, halls, clubs, festivals, grants and public bodies that have a name."""

import re
from collections.abc import Iterator

from commons.anonymisation.bodies import (
    branches,
    brands,
    clubs,
    employers,
    press,
    public_bodies,
    signs,
    trades,
    venues,
)
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, first_names, lexicon, normalisation
from commons.anonymisation.words.normalisation import Word

_HEADS = {
    "PARTNER": (
        r"banque|journal|radio|webradio|hebdomadaire|quotidien|gazette|television|tele"
        r"|supermarche|hypermarche|magasin|groupe|mutuelle|agence|prestataire|coiffeur|usine"
        r"|cooperative|salon de coiffure|startup|start-up|auto-ecole|etude"
        r"|fondation|association|asso|federation|union|club|comite|amicale|collectif"
        r"|lions club|rotary club|rotary|kiwanis|soroptimist|ong|ligue|syndicat"
        r"|confrerie|compagnie|fanfare|harmonie|chorale|troupe|orchestre|bagad|cercle|batucada"
        r"|secours|restos|emmaus|croix-rouge|banque alimentaire|mjc|amap|adapei|apf"
        r"|udaf|familles rurales|foyer rural|ecurie|haras|chateau"
        r"|maison|cooperative scolaire|company|foundation|charity|bank|bakery|newspaper|firm|agency"
    ),
    "VENUE": (
        r"ecoles?(?: (?:primaire|maternelle|elementaire|de musique|de danse|privee"
        r"|publique))*|colleges?|lycees?(?: (?:agricole|professionnel|general"
        r"|technique))*|universite|fac|salle(?: (?:polyvalente|des fetes|municipale"
        r"|communale))*|stade(?: municipal)?|gymnase|complexe(?: sportif)?|eglise"
        r"|chapelle|presbytere|cloitre|club[ -]?house|esplanade"
        r"|cathedrale|basilique|abbaye|mosquee|temple|synagogue|paroisse|theatre"
        r"|cinema|mediatheque|bibliotheque|ludotheque|centre (?:social|culturel|aere"
        r"|commercial|hospitalier|nautique|equestre|de loisirs|aquatique)"
        r"|maison (?:de quartier|des associations|de retraite|des jeunes|familiale"
        r"|pour tous|de sante)|piscine|parc|square|hopital|clinique|chu|ch|ehpad"
        r"|residence|foyer|musee|gare|camping|hippodrome|aeroport|phare"
        r"|port|parking|espace|halle|manoir|cafe|bar|restaurant|hotel|auberge|gite"
        r"|centre|zenith|palais|villa|jardin|jardins|tour|place|pont|creche|prison"
        r"|caserne|cimetiere|patinoire|velodrome|arenes|kiosque|refuge|tiers-lieu|friche"
        r"|puits|ikastola|diwan|calandreta|gurdwara|pagode|marae|carbet|dojo|chapiteau|boulodrome"
        r"|trinquet|fronton|skatepark|pavillon|auditorium|amphitheatre|conservatoire|gurudwara"
        r"|school|church|hall|stadium|theatre|library|hospital|museum"
    ),
    "EVENT": (
        r"festival|fete|foire|salon|marathon|semi-marathon|trail|course|corrida"
        r"|foulees|nuits?|rallye|tournoi|trophee|challenge|coupe|carnaval|fest-noz"
        r"|fest noz|gala|journees?|vide-grenier|concours|grand prix|raid|ronde"
        r"|randonnee|virade|virades|cavalcade|kermesse|rencontres|assises|forum|marche"
        r" de|feria|raout|open|cross|defile"
    ),
    "GRANT": (r"subvention|fonds|appel a projets?|prix|bourse|programme|dispositif|dotation"
    r"|label|trophees|grant|award|fund"),
}  # fmt: skip
_LINK = (
    r"(?: (?:de la|de l'|de l|du|des|de|d'|d|le|la|les|l'|l|of|pour|sur|en|aux?|dite?|municipale?"
    r"|locale?|sportif|sportive)(?= |(?<=')))*"
)
_PATTERNS = {
    kind: re.compile(rf"(?<![\w-])(?P<head>{heads}){_LINK}[ -]?(?:[\"«“] ?|')?(?=[^\W_])")
    for kind, heads in _HEADS.items()
}
_SUFFIXED = re.compile(
    r"(?<![\w-])(?:sas|sarl|sasu|eurl|sa|scop|tp|btp|& ?cie|et cie|et fils|& ?fils|et"
    r" freres|freres|ltd|gmbh|services|data|consulting|france)\b"
)
# Heads that a bare name follows: where case says nothing, the next words are taken for it.
_STRONG = re.compile(
    r"fondation|festival|lions club|rotary club|radio|communaute de communes|salle|stade|gymnase"
    r"|communaute d'agglomeration|college|lycee|ecole|collectif|amicale|compagnie|theatre|mosquee"
    r"|trophees?|foulees|trail|ehpad|centre social|espace|residence|chapelle|eglise|paroisse"
    r"|presbytere|club[ -]?house|piscine|halle|mediatheque|bibliotheque|auto-ecole|creche|chorale"
    r"|fanfare|harmonie"
)
# Halls and schools are named for them: "salle de l'avenir".
_EMBLEMS = normalisation.listed(
    """
avenir espoir espérance amitié étoile europe harmonie concorde renaissance alizé arsenal olympe
aurore oasis envol escale embarcadère entente horloge union étincelle éveil eden atrium odyssée
olivier abbaye estran estuaire écluse orangerie hermitage ermitage arc archipel océan horizon
"""
)
_NO_NAME = re.compile(
    r"\w*(?:ent|ait|aient|ees?|aires?|a[lu]x?|ales?|ives?|ifs?|iques?|elles?|euses?|er|ir|ons|ra"
    r"|ront|i|is|it|ies?|ns|ie|ables?|istes?|tions?)|voisine?|proche|partenaire|verte?|public"
    r"|prive|privee|primaire|polyvalente"
)
_GENERIC_HEADS = normalisation.listed(
    """
club maison centre espace place union groupe comite association asso
"""
)
_NATIONAL = re.compile(
    r"(?<![\w-])(?:secours (?:catholique|populaire|islamique)(?: francais)?|emmaus|restos? du coeur"
    r"|croix[- ](?:rouge|blanche)(?: francaise)?|banques? alimentaires?|armee du salut"
    r"|petits freres des pauvres|fondation (?:de france|du patrimoine|abbe pierre"
    r"|orange|edf|credit agricole)"
    r"|ligue contre le cancer|france benevolat|lions club|rotary club|ligue de l'enseignement"
    r"|familles rurales|scouts et guides de france|eclaireuses et eclaireurs|medecins du monde"
    r"|amnesty international|greenpeace|habitat et humanisme|france nature environnement"
    r"|ligue de protection des oiseaux|lpo|cimade|ldh|apf france handicap|adapei|unapei|ufolep"
    r"|usep)(?![\w-])"
    r"(?P<link> (?:de la |de l'|du |des |de |d')?(?=[^\W\d_]))?"
)
_QUOTED = re.compile(r"[\"«“] ?(?P<inside>[^\"«»“”\n]{3,80}?) ?[\"»”]")


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Names introduced by what they are: "Menuiserie X", "école X", "Festival de X"."""
    folded = context.reading.folded
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(folded):
            yield from _headed(context, kind, match)
    yield from public_bodies.detect(context, language)
    yield from press.detect(context)
    yield from brands.detect(context)
    yield from branches.detect(context)
    yield from employers.detect(context)
    yield from signs.detect(context)
    yield from trades.detect(context)
    yield from clubs.detect(context)
    yield from venues.detect(context)
    for match in _NATIONAL.finditer(folded):
        word = context.reading.word_at(match.end())
        end = match.end() - len(match["link"] or "")
        if match["link"] and word is not None and context.name_like(word):
            end = context.words[context.run(word.index, 4) - 1].end
        yield Mention(match.start(), end, "PARTNER", "probable", "well-known")
    for match in _SUFFIXED.finditer(folded):
        yield from _suffixed(context, match.start(), match.end())
    for match in _QUOTED.finditer(folded):
        yield from _quoted(context, match)


def _headed(context: chains.Context, kind: str, match: re.Match[str]) -> Iterator[Mention]:
    word = context.reading.word_at(match.end())
    head = context.reading.word_at(match.start())
    if word is None or head is None or word.begins or context.is_kept(word.start, word.end):
        return
    linked = match.group()[len(match["head"]) :].strip(" \"«“'")
    end = context.run(word.index, 6 if not word.plain else 3)
    if word.plain and _STRONG.fullmatch(match["head"]):
        end = max(end, _plain_end(context, word.index, linked))
    elif not (word.plain or word.capital) and _STRONG.fullmatch(match["head"]):
        # A text with capitals whose author forgot one: "une classe au collège brizeux".
        end = word.index + 1 if not linked and _is_strange(context, word) else word.index
    if end == word.index:
        return
    inside = context.words[word.index : end]
    if word.capital and not word.plain:
        strange = [w for w in inside if not lexicon.is_common(w.fold)]
        alone = not strange and len(inside) < 2 and not (head.capital and not head.begins)
        if alone and (kind not in ("VENUE", "EVENT") or head.fold in _GENERIC_HEADS):
            return
    elif match["head"] in _GENERIC_HEADS and (linked or word.fold in first_names.FIRST_NAMES):
        return  # "le groupe de martine" names a person, not a group
    elif (kind == "PARTNER" and word.fold in first_names.FIRST_NAMES and linked) or (
        kind == "EVENT" and not linked and word.fold in first_names.FIRST_NAMES
    ):
        return
    start = match.start()
    yield Mention(
        start,
        _closed(context, context.words[end - 1].end),
        kind,
        "probable",
        "named-kind",
    )


def _is_strange(context: chains.Context, word: Word) -> bool:
    """Whether no dictionary has a word, nor a list of those people write in their own way."""
    return (
        len(word.fold) > 4
        and context.unknown(word)
        and not context.is_ordinary(word)
        and not lexicon.looks_common(word.fold)
    )


def _plain_end(context: chains.Context, index: int, linked: str) -> int:
    """The index after the one or two words that follow a strong head in a text without capitals."""
    words = context.words
    if linked in ("de l'", "de l", "l") and words[index].fold in _EMBLEMS:
        return index + 1
    end = index
    while end < len(words) and end < index + 2:
        word = words[end]
        if end > index and word.gap not in (" ", "-", "'"):
            break
        if word.fold in lexicon.HOLLOW or context.is_kept(word.start, word.end):
            break
        if trades.is_verb(word.fold) or (
            _NO_NAME.fullmatch(word.fold) and (lexicon.is_common(word.fold) or not linked)
        ):
            break
        end += 1
    # "la librairie du village": one ordinary word after a link names nothing.
    if linked and end == index + 1 and lexicon.is_common(words[index].fold):
        return index
    return end


def _closed(context: chains.Context, end: int) -> int:
    """Take in a year that belongs to the name."""
    year = re.compile(r" (?:19|20)\d\d\b").match(context.reading.folded, end)
    return year.end() if year else end


def _suffixed(context: chains.Context, start: int, end: int) -> Iterator[Mention]:
    """Company forms that stand after the name: "Verrerie Delaunay SAS"."""
    words = context.reading.words_in(max(0, start - 60), start)
    if not words or context.reading.clean[words[-1].end : start] not in (" ", " & "):
        return
    suffix = context.reading.word_at(start)
    if suffix is not None and not suffix.capital and suffix.fold not in ("et", "freres"):
        return
    first = len(words)
    while (
        first > 0
        and words[first - 1].capital
        and not context.is_kept(words[first - 1].start, words[first - 1].end)
    ):
        first -= 1
        if words[first].begins or words[first].gap not in (" ", "-", "'"):
            break
    if first < len(words) and not all(lexicon.is_common(w.fold) for w in words[first:]):
        yield Mention(words[first].start, end, "PARTNER", "probable", "company-form")


def _quoted(context: chains.Context, match: re.Match[str]) -> Iterator[Mention]:
    """A short title in quotes, with a capital in it that no sentence explains."""
    start, end = match.span("inside")
    words = context.reading.words_in(start, end)
    if not words or not 1 <= len(words) <= 8 or any(w.begins for w in words[1:]):
        return
    if context.is_kept(words[0].start, words[-1].end):
        return
    before = context.reading.folded[max(0, match.start() - 30) : match.start()]
    for name in ("GRANT", "EVENT"):
        if re.search(rf"\b(?:{_HEADS[name]})\w*\s*$", before) or (
            name == "GRANT" and re.match(r"(?:fonds|prix|trophees?) ", match["inside"])
        ):
            yield Mention(match.start(), match.end(), name, "possible", "quoted-name")
            return
    capitals = [w for w in words if w.capital and not context.is_kept(w.start, w.end)]
    inner = [w for w in capitals if w is not words[0]]
    strange = [w for w in capitals if not lexicon.looks_common(w.fold)]
    if words[0].plain or not words[0].text[0].isupper() or not capitals:
        return
    if len(inner) >= 1 or strange:
        yield Mention(match.start(), match.end(), "NAME", "possible", "quoted-name")
