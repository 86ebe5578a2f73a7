"""Places people meet in whose names have a shape of their own: churches, buildings, houses."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, first_names, lexicon, normalisation
from commons.anonymisation.words.normalisation import Word

_OUR_LADY = re.compile(
    r"(?<![\w-])(?:notre[- ]dame|n\.? ?d\.?)(?P<link>[ -](?:de la |de-la-|de l'|des[ -]|du[ -]"
    r"|de[ -]"
    r"|d'|en[ -]|aux?[ -])(?P<name>[^\W\d_][\w'-]{2,}))?"
)
_NOT_LADY = normalisation.listed("compagnie service cantine menage charge fer coeur")
_BUILDING = re.compile(
    r"(?<![\w-])(?:batiment|bat\.?|pavillon|amphi(?:theatre)?|hangar|hall|preau|aile|salle|bureau"
    r"|local|studio|atelier) (?:n° ?|no )?(?P<name>[a-z]-?\d{1,3}|[a-z]{2}\d{1,3}"
    r"|\d{1,3}[a-f])(?!\w)"
)
# "la Maison des étudiants": the capital says that it is one, with a name.
_HOUSE = re.compile(
    r"(?<![\w-])(?P<head>maison|cite|halle|palais|foyer|jardins?|ateliers?|cour|tour|villa|pole"
    r"|manoir"
    r"|relais|refuge|grange|hotel|domaine|parc|place) (?:des |de la |de l'|du |d')(?=[^\W\d_])"
)
# A scanned head, its name cut at the end of the line or not: "l'éco1e Sainte-Ma-/rie".
_SCANNED = re.compile(
    r"(?<![\w-])(?:(?P<odd>ec[o0][l1i]e|sa[l1i][l1i]e|c[o0][l1i][l1i]ege|[l1i]ycee|eg[l1i]ise"
    r"|bib[l1i][il1]otheque|ha[l1i][l1i]e|gymnase|foyer|chape[l1i][l1i]e|theatre|co[l1i][l1i]egia[l1i]e"
    r"|abbatia[l1i]e"
    r"|basi[l1i]ique|cathedra[l1i]e|temp[l1i]e|presbytere|p[l1i]ace|c[l1i]oitre|stade|hopita[l1i]"
    r"|mairie)) "
    r"(?:de la |de l'|du |des |de |d')?(?=[^\W\d_])"
)
_CUT = re.compile(r"-[ ]?\n ?")
_ENGLISH_KINDS = (
    r"(?:hall|church|chapel|cathedral|abbey|school|primary school|college|university|library"
    r"|theatre"
    r"|theater|stadium|museum|park|hospital|club|pub|inn|arms|bakery|bookshop|farm|garage|pharmacy"
    r"|foundation|trust|centre|center|community centre|leisure centre|village hall|cafe|bar|hotel"
    r"|restaurant|newspaper|gazette|times|herald|radio|choir|band)"
)
_ENGLISH = re.compile(rf"(?<=[^\W\d_]) (?P<kind>{_ENGLISH_KINDS})(?![\w-])")
_SAINTS = frozenset(("st", "saint", "ste", "sainte"))


def detect(context: chains.Context) -> Iterator[Mention]:
    """Every such place."""
    folded = context.reading.folded
    for match in _OUR_LADY.finditer(folded):
        if end := _lady_end(context, match):
            yield _venue(match.start(), end)
    for match in _SCANNED.finditer(folded):
        word = context.reading.word_at(match.end())
        if word is not None and (end := _scanned_end(context, word, match["odd"])):
            yield _venue(match.start(), end)
    for match in _BUILDING.finditer(folded):
        yield _venue(match.start(), match.end())
    for match in _HOUSE.finditer(folded):
        head, word = context.reading.word_at(match.start()), context.reading.word_at(match.end())
        if head is None or word is None or word.begins or head.plain:
            continue
        if head.capital and not head.begins and word.fold not in ("associations", "association"):
            yield _venue(match.start(), _house_end(context, word))
    for match in _ENGLISH.finditer(folded):
        kind = context.reading.word_at(match.start("kind"))
        if kind is not None and context.is_english(kind):
            start = _english_start(context, kind)
            if start is not None:
                yield _venue(start, match.end())


def _venue(start: int, end: int) -> Mention:
    return Mention(start, end, "VENUE", "probable", "named-kind")


def _scanned_end(context: chains.Context, word: Word, head: str) -> int | None:
    """The end of a name with a capital whose line or whose head was spoilt, None otherwise."""
    if not word.capital or word.plain or word.begins or context.is_kept(word.start, word.end):
        return None
    words, last, cut = context.words, word, False
    for following in words[word.index + 1 : word.index + 7]:
        broken = _CUT.fullmatch(following.gap) is not None
        if broken:
            cut = True
        named = following.capital or following.fold in chains.PARTICLES
        if not broken and (following.gap not in (" ", "-", "'") or not named):
            break
        last = following
    while last.fold in chains.PARTICLES and last is not word:
        last = words[last.index - 1]
    return last.end if cut or any(map(str.isdigit, head)) else None


def _lady_end(context: chains.Context, match: re.Match[str]) -> int | None:
    """The end of "Notre-Dame de la Paix"; "notre dame" alone is anybody, "Notre-Dame" is not."""
    first = context.reading.word_at(match.start())
    if first is None:
        return None
    written = match.group()[:10].startswith("notre-dame") or first.text == "N"
    capital = first.capital and not first.plain and (written or not first.begins)
    if match["link"] is None:
        return match.end() if capital and written else None
    if match["name"] in _NOT_LADY and not capital:
        return None
    return match.end() if capital or first.plain or written else None


def _house_end(context: chains.Context, word: Word) -> int:
    """One noun, and the "de X" after it when X has a capital."""
    words, last = context.words, word
    index = word.index + 1
    while index < len(words) and not words[index].begins and index < word.index + 7:
        following = words[index]
        if following.fold in ("de", "du", "des", "d", "la", "l", "et", "les"):
            index += 1
            continue
        if following.capital and words[index - 1].gap in (" ", "'", "-"):
            last = words[context.run(following.index, 4) - 1]
            index = last.index + 1
            continue
        break
    return last.end


def _english_start(context: chains.Context, kind: Word) -> int | None:
    """Where "St Barthelemy Hall" begins: at a saint, or at the capitals before."""
    words = context.words
    first = kind.index
    while first and kind.index - first < 4 and words[first].gap in (" ", "-", "'"):
        before = words[first - 1]
        if words[first].begins or context.is_kept(before.start, before.end):
            break
        named = before.capital and not before.plain and not _opens(before)
        saint = before.fold in _SAINTS or (before.index and words[before.index - 1].fold in _SAINTS)
        if not (named or saint):
            break
        first = before.index
    if first == kind.index:
        return None
    inside = words[first : kind.index]
    if inside[0].fold in _SAINTS and len(inside) > 1:
        return inside[0].start
    cased = [w for w in inside if w.capital and not w.plain]
    known = kind.capital or any(not lexicon.looks_common(w.fold) for w in cased)
    person = len(inside) == 1 and inside[0].fold in first_names.FIRST_NAMES and not kind.capital
    return inside[0].start if cased and known and not person else None


def _opens(word: Word) -> bool:
    """Whether a capital only begins the sentence."""
    return word.begins and lexicon.is_common(word.fold)
