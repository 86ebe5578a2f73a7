"""Tools the catalogue does not list, told from names of people and places by their frame.

"via X", "l'appli X", "on est passés de X à Y", "X, un outil gratuit": whatever stands there and
is no known name is kept, and so are its other mentions.
"""

import functools
import re
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from commons import vocabulary
from commons.anonymisation import (
    communes,
    dictionary,
    first_names,
    gazetteer,
    lexicon,
    normalisation,
)
from commons.anonymisation.normalisation import Reading, Word

# Nouns after which nobody's name is expected, and nouns after which one may stand.
_TOOLS = (
    r"app(?:li(?:cation)?)?s?|logiciels?|progiciels?|outils?|plate-?formes?|plugins?|extensions?"
    r"|modules?|crm|erp|saas|widgets?|software|tool|platform|groupe (?=signal)"
)
_NOUNS = (
    rf"{_TOOLS}|tpe|formulaires?|sondages?|tableurs?|boitiers?|bornes?|terminal(?: de paiement)?"
    r"|billetteries?|cagnottes?|messageries?|prestataires?|solutions?|abonnements?|licences?"
    r"|visios?|newsletters?|infolettres?|liens?|qr ?codes?|comptes?(?! rendus?)|tronc numerique"
    r"|plateau connecte|caisse enregistreuse|lecteur de carte|navigateur|agenda|wiki|drive|cloud"
    r"|chatbot|robot|editeur|survey"
)
_ADJECTIVES = (
    r"(?: (?:en ligne|de paiement|de dons?|libre|gratuite?|payante?|connectee?|numerique|maison"
    r"|de gestion|de caisse|de reservation))?"
)
_VERBS = (
    r"utilis\w+|test(?:e|er|ons|ent|es|ait|ions|ee)|essa(?:y|i)\w+|adopt\w+|install\w+|telecharg\w+"
    r"|parametr\w+|configur\w+|remplac\w+|choisi\w*|prefer\w+|abandonn\w+|quitt\w+|repris|recopi\w+"
    r"|decouvr\w+|decouvert|trouve|voul\w+|migr\w+|propos\w+|use[ds]?|using|tried|chose|adopted"
    r"|lach\w+|compar\w+|achete\w*|connaissait|connaissions|abonnee?s? a|inscrite?s? a|passant"
)
_DIGITAL = (
    r"(?:\bger\w+|\bpa[yi]\w+|\bencaiss\w+|\benvo[iy]\w+|\bsms\b|\bmails?\b|\bdons?\b|\badhe\w+"
    r"|\binscri\w+|\bcotis\w+|\bbillet\w*|\btombola\b|\bloto\b|\bcollecte\w*|\bcertificats?\b"
    r"|\bimprim\w+|\bnumerique\w*|\bconnect\w+|\bparrainage\w*|\bre[cg]l\w+|\bcampagne\w*"
    r"|\ben ligne\b|\bsites?\b|\brecus?\b|\bprelev\w+|\bvir\w+|\bplanning\w*|\bbricol\w+|\bvisio\w*"
    r"|\bnewsletter\w*|\blicences?\b|\bpetition\w*|\bfichier\w*|\bcloture\b|\bmicro-?dons?\b"
    r"|\bbenevoles\b|\bcompta\w*|\bsaisi\w*|\bpage\b|\barrondi\w*|\bcommandes?\b|\bcree\w*|\bfaite?s?\b)"
)
# Frames that hold even for a first name or a town: nothing but a tool stands there.
_STRONG = re.compile(
    rf"\b(?:{_TOOLS}){_ADJECTIVES},? (?:(?:s'appelle|nommee?|appelee?|called) )?(?=[^\W\d_])"
    rf"|\b(?:outil|logiciel|plate-?forme|application|tool) ?:\s*(?=[^\W\d_])"
    r"|\bquel(?:le)? (?:outil|plate-?forme|logiciel) ?\?\s*(?:r ?: *|- *)?(?=[^\W\d_])"
)
_FRAMES = re.compile(
    r"\b(?:via|sur|dans|on|in) (?=[^\W\d_])"
    rf"|\b(?:{_NOUNS}){_ADJECTIVES} (?=[^\W\d_])"
    rf"|\b(?:{_VERBS}) (?:avec |sur |par |vers |d'abord |aussi |plutot |ensuite )?(?=[^\W\d_])"
    r"|\b(?:pourquoi pas|parle[rz]? de passer a|jure que par|a cote|moins que|mieux que)"
    r" (?=[^\W\d_])"
    r"|\bpass(?:e|es|ee|ees|er|ons|ent|ait|aient|ant) (?:d'abord |ensuite |tous |tout )?"
    r"(?:de|d'|a|au|chez|par|sur|vers) ?(?=[^\W\d_])"
    r"|\bune? (?:liste|boutique|caisse|tableau|fichier|forum|serveur|chaine|canal|jeu|quiz)"
    r" (?=[^\W\d_])"
    r"|\b(?:quitt|lach|abandonn|remplac|troqu|delaiss)\w+ [^,.;!?\n]{2,25} (?:pour|par|contre)"
    r" (?=[^\W\d_])"
    r"|\b(?:switched|moved|went) (?:from|to) (?=[^\W\d_])"
)
_AROUND_WITH = re.compile(r"\b(?:avec|par|with|chez|sous) (?=[^\W\d_])")
_PRESS = re.compile(
    r"\b(?:article|journal|paru\w*|publi\w* un|interview\w*|parle\w*|presse|annonce\w*|une page"
    r"|passe\w* (?:a la|en))\b[^.!?]{0,25}$"
)
_BY_HAND = re.compile(
    r"\b(?:offert\w*|donne\w*|fait|faite|anim\w+|tenue?s?|men\w+|ecrit\w*|signe\w*|partenariat"
    r"|negoci\w+|travaill\w*|recue?s? par|prete\w*|soutenu\w*|finance\w*|present\w*"
    r"|redige\w*|rencontr\w*|organise\w*|discut\w*|vu|accord|convention|credit"
    r"|main dans la main|ensemble|relay\w*)"
    r"(?: (?:avec|par|chez|with))? ?$"
)
# What is said after the name of a tool: "X, un logiciel", "X c'est gratuit", "X (le truc libre)".
_AFTER = re.compile(
    rf"^(?:(?:,| ?\() ?(?:un|une|le|la|l'|cette?|a|an|the) ?(?:petite? |autre |vrai |simple )?"
    rf"(?:{_TOOLS}|truc|bidule|machin|site|caisse|service|systeme|billetterie|messagerie)\b"
    rf"| (?:la |le |l')(?:{_TOOLS})\b"
    r"|,? (?:c'est|c'etait|est|etait|ca) (?:\w+ )?(?:gratuit|payant|trop cher|moins cher|libre"
    r"|complique|simple|coute|coutait|bugge|fini)"
    r"|,? (?:trop|moins|plus|assez) (?:cher|complique|simple|lourd)"
    r"|,? (?:qui |ca )?(?:coute|coutait|preleve|facture|permet|arrondit|gere|synchronise)\w*\b"
    r"| a jour\b|,? logiciel\b|,? (?:is|was) (?:free|too expensive))"
)
_ALSO = re.compile(r"^(?:,? (?:et|ou|puis|ni|and|or|then))(?: (?:aussi|sur|via|avec|a cote))? $")
# "Nous avons choisi X comme référent": somebody.
_AS_PERSON = re.compile(
    r"^,? (?:comme|en tant que|pour (?:etre|presider|tenir|remplacer|diriger))\b"
)
# Word parts that make a name one of a tool, in a word no dictionary has.
_MORPHEMES = re.compile(
    r"(?:mail(?=[^lh])|billet|cotis|cotiz|ticket|collect|benev|sms|form(?=[^e])|compta|visio|crowd"
    r"|web|clic|klik|click)\w{2,}|\w{3,}(?:asso|app|pay|mail|soft|ware|forms|ticket|sign|drive"
    r"|cloud|fund|desk|hub|tool)|\w{5,}box"
)
_SUFFIXES = normalisation.listed(
    "pro premium plus collect dons don club asso pay send app mail forms crm ads cloud online money"
    " gestion compta"
)
_LINKS = frozenset(("a", "en", "de", "du", "et"))
_FEW = 20  # tools outside the catalogue that one text may misspell
_EDITIONS = frozenset(("pro", "premium", "pay", "send", "app", "mail", "forms", "crm", "collect"))
_AND = frozenset(
    ("et", "ou", "puis", "ni", "aussi", "sur", "via", "a", "cote", "avec", "and", "or")
)
_LISTED = re.compile(r"^(?:,| et | ou | puis | and | or )")
_JOINS = frozenset((" ", "-", " & ", "&", "+", "'"))
_CAMEL = re.compile(r"[A-Z]?[a-z]{2,}[A-Z][a-z]\w*|[a-z][A-Z][a-z]\w+")
_TITLES = normalisation.listed("m mme mr mlle mm monsieur madame docteur dr")


def detect(reading: Reading, known: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of tools outside the catalogue; `known` are those of the catalogue."""
    listed = sorted(known)
    inside = {c for start, end in listed for c in range(start, end)}
    spans = {span for span in _framed(reading, inside)}
    spans |= {span for span in _coordinated(reading, [*listed, *spans], inside)}
    spans |= {span for span in _misspelt(reading, spans, inside)}
    return sorted(spans | set(_again(reading, spans)))


def _framed(reading: Reading, inside: set[int]) -> Iterator[tuple[int, int]]:
    folded = reading.folded
    for pattern in (_STRONG, _FRAMES, _AROUND_WITH):
        for match in pattern.finditer(folded):
            word = reading.word_at(match.end())
            if word is None or word.start in inside or (word.begins and pattern is not _STRONG):
                continue
            before = folded[max(0, match.start() - 60) : match.start()]
            if pattern is not _STRONG and _PRESS.search(before):
                continue
            if pattern is _AROUND_WITH and (
                _BY_HAND.search(before) or not re.search(_DIGITAL, _clause(before))
            ):
                continue
            span = _name(reading, word, inside, strong=pattern is _STRONG)
            if span and not _AS_PERSON.match(folded[span[1] : span[1] + 30]):
                yield span
    for word in reading.words:
        if word.start in inside:
            continue
        if _CAMEL.fullmatch(word.text) and not word.plain and not _is_name(word.fold):
            yield word.start, word.end
        elif _unknown(word, strong=False) and not _titled(reading, word):
            if _suffixed(reading, word):
                yield _name(reading, word, inside, strong=False) or (word.start, word.end)
            elif _AFTER.match(folded[word.end : word.end + 60]) or (
                len(word.fold) > 6 and _MORPHEMES.fullmatch(word.fold)
            ):
                yield word.start, word.end


def _suffixed(reading: Reading, word: Word) -> bool:
    """Whether an edition follows, as tools have them: "Taptap Send"."""
    following = reading.words[word.index + 1] if word.index + 1 < len(reading.words) else None
    return (
        following is not None
        and following.gap == " "
        and following.capital
        and not following.plain
        and following.fold in _EDITIONS
    )


def _titled(reading: Reading, word: Word) -> bool:
    return word.index > 0 and reading.words[word.index - 1].fold in _TITLES


def _clause(before: str) -> str:
    return re.split(r"[.!?;:]", before)[-1]


def _coordinated(
    reading: Reading, tools: list[tuple[int, int]], inside: set[int]
) -> Iterator[tuple[int, int]]:
    """What stands beside a tool in a list: "Wave et Taptap Send", "Ulule, Donabelle et Tiroir"."""
    waiting = list(tools)
    while waiting:
        _, end = waiting.pop()
        word = next(iter(reading.words_in(end, end + 40)), None)
        while word is not None and word.fold in _AND and not word.begins:
            word = reading.words[word.index + 1] if word.index + 1 < len(reading.words) else None
        if word is None or word.begins or word.start in inside:
            continue
        span = _name(reading, word, inside, strong=False)
        between = reading.folded[end : word.start]
        if span and (
            _ALSO.match(between)
            or (between == ", " and _LISTED.match(reading.folded[span[1] : span[1] + 12]))
        ):
            yield span
            waiting.append(span)


@functools.cache
def _long_names() -> tuple[str, ...]:
    """Names of the catalogue too long to be somebody's by a slip of the pen."""
    names = {
        normalisation.fold(name).replace(" ", "")
        for tool in vocabulary.tools().values()
        for name in (tool.name, *tool.aliases)
    }
    return tuple(sorted(name for name in names if len(name) > 7))


def _misspelt(
    reading: Reading, spans: set[tuple[int, int]], inside: set[int]
) -> Iterator[tuple[int, int]]:
    """A slip in the name of a tool: "Mailchip", or "optimi" beside "la plateforme optimy"."""
    said = {reading.folded[start:end] for start, end in spans}
    long = sorted(name for name in said if len(name) > 5 and name.isalpha())
    names = (*_long_names(), *long[:_FEW])
    for word in reading.words:
        if len(word.fold) < 6 or word.start in inside or not _unknown(word, strong=False):
            continue
        if not _titled(reading, word) and process.extractOne(
            word.fold, names, scorer=Levenshtein.distance, score_cutoff=1
        ):
            yield word.start, word.end


def _again(reading: Reading, spans: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Other mentions of the same words, unless a title makes a person of them."""
    names: dict[str, set[tuple[str, ...]]] = {}
    for start, end in spans:
        folds = tuple(word.fold for word in reading.words_in(start, end))
        if folds and len(folds[0]) > 2:
            names.setdefault(folds[0], set()).add(folds)
    for word in reading.words:
        if _titled(reading, word):
            continue
        for folds in names.get(word.fold, ()):
            last = reading.words[word.index : word.index + len(folds)]
            if tuple(each.fold for each in last) == folds:
                yield word.start, last[-1].end


def _name(
    reading: Reading, word: Word, inside: set[int], *, strong: bool
) -> tuple[int, int] | None:
    """The name that begins at a word, None if none does or somebody else bears it."""
    if not _unknown(word, strong=strong):
        return None
    last = word
    for following in reading.words[word.index + 1 : word.index + 4]:
        if following.begins or following.gap not in _JOINS or following.start in inside:
            break
        if following.fold in _LINKS and not word.plain:
            continue
        titled = following.capital and not following.plain and not word.plain
        linked = reading.words[following.index - 1] is not last
        if not (
            following.fold in _SUFFIXES
            or (titled and linked and dictionary.is_word(following.fold))  # "Trousse à Projets"
            or (titled and not linked and not _is_name(following.fold))
        ):
            break
        last = following
    end = last.end
    if reading.clean[end : end + 1] == "+":
        end += 1
    return word.start, end


def _unknown(word: Word, *, strong: bool) -> bool:
    """Whether a word may name a tool: no ordinary word, nor the known name of anybody."""
    fold = word.fold
    if len(fold) < 3 or not fold[0].isalpha() or fold in lexicon.HOLLOW:
        return False
    if _is_name(fold) and not (strong and word.capital and not word.plain):
        return False
    ordinary = fold in lexicon.COMMON or dictionary.is_word(fold)
    if word.capital and not word.plain:
        return not ordinary or strong or not word.begins
    return not ordinary and not lexicon.looks_common(fold)


def _is_name(fold: str) -> bool:
    """Whether people or places are known by this word more than it is known as a word."""
    return (
        fold in first_names.FIRST_NAMES
        or fold in gazetteer.SINGLE
        or fold in gazetteer.DEMONYMS
        or (communes.find(fold) is not None and not dictionary.is_word(fold))
    )
