"""Communes, départements, regions, islands, quarters, demonyms and words of a zone."""

import re
from collections.abc import Iterator

from commons.anonymisation.bodies import trades
from commons.anonymisation.mentions import Mention
from commons.anonymisation.places import quarters, zones
from commons.anonymisation.words import (
    chains,
    communes,
    dictionary,
    first_names,
    gazetteer,
    lexicon,
    normalisation,
)
from commons.anonymisation.words.normalisation import Word

_MULTIPLE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(
        gazetteer.pattern(name) for name in sorted(gazetteer.MULTIPLE, key=len, reverse=True)
    )
    + r")(?![\w]|-[a-z])"
)
_HEADS = (
    r"iles?|ilet|vallees?|pays|plaine|plateau|massif|canton|quartiers?|cite|hameau"
    r"|village|bourg|commune|ville|presqu'ile|lac|foret|bois"
    r"|col|monts?|pic|baie|golfe|cap|marais|bocage|riviere|fleuve|archipel|atoll"
    r"|agglomeration|agglo|metropole|banlieue|bassin|gorges"
    r"|region|departement|cirque|cote|littoral|lagon|peninsule|estuaire|rade|plage"
    r"|bourgade|paroisse|island|valley|town|city|lieu-dit|dent|aiguille|plateau"
)
_HEADED = re.compile(rf"\b(?:{_HEADS})(?: (?:de la |de l'|du |des |de |d'|of )| (?=[^\W\d_]))")
_AT = re.compile(
    r"(?<![\w'])(?:a|vers|pres de|autour de|aux alentours de|aux environs de|habite"
    r"|depuis|jusqu'a|entre|in|near|from|en|sur|cote|centre de) (?=[^\W\d_])"
)
_SHAPE = re.compile(
    r"(?<![\w-])(?:[a-z']{2,}(?:-[a-z']{1,})?[ -](?:sur|sous|les|lez)-(?:la-|le-"
    r"|l')?[a-z]{3,}(?:-[a-z]+)*"
    r"|(?:saint|sainte|st|ste)[ .-]{1,2}[a-z]{3,}(?:-[a-z']+){0,6})(?![\w-])"
)
_CALENDAR = re.compile(
    r"\bla (?:saint|sainte|st|ste)[ -]|(?:saint|st)[ -](?:valentin|sylvestre|esprit"
    r"|pere|siege|jean d'ete|patrick)\b"
)
_ARRIVING = re.compile(
    r"(?<![\w'])(?:a|vers|depuis|pres de|autour de|commune de|ville de|village de|mairie de"
    r"|bourg de|habitants de|gens de|venus? de|arrive de|in|near) (?:l'|la |le |les )?$"
)
_DETERMINERS = normalisation.listed(
    """
le la les l un une des du au aux ce cet cette ces notre nos votre vos leur leurs mon ma mes son sa
ses the our
"""
)
_STOP = normalisation.listed(
    """
cause cote jour partir travers propos peine moins savoir nouveau part domicile distance
contre-coeur pied main noter fond plat
"""
)
# Large towns whose name in small letters is that of a wine or a cheese, only after an article.
_ONCE_TOWNS = frozenset(("bordeaux", "cambrai", "valenciennes", "sarcelles", "fougeres", "laval"))
_AFTER_NAME = frozenset(("m", "mme", "monsieur", "madame"))


def detect(context: chains.Context) -> Iterator[Mention]:
    """Places known by the lists or told by what stands before them."""
    yield from _listed(context)
    yield from _communes(context)
    yield from quarters.detect(context)
    yield from _told(context)
    yield from zones.detect(context)


def _listed(context: chains.Context) -> Iterator[Mention]:
    folded = context.reading.folded
    for match in _MULTIPLE.finditer(folded):
        words = context.reading.words_in(match.start(), match.end())
        name = " ".join(word.fold for word in words)
        main = [word for word in words if word.fold not in chains.PARTICLES] or words
        if name == "le port" and main[-1].plain:
            continue  # what one wears, what one pays for a parcel; at home there, it is own
        if name in ("la reunion", "grand est") and not main[-1].capital:
            continue  # nearly always a meeting, or somebody tall
        if not main[-1].capital and (name in gazetteer.ORDINARY or len(main) == 1):
            plain_town = main[-1].fold in gazetteer.SINGLE or not lexicon.is_common(main[-1].fold)
            if not plain_town:
                continue
        if len(main) == 1 and main[0].begins and lexicon.is_common(main[0].fold):
            continue
        if _CALENDAR.search(folded[max(0, match.start() - 3) : match.end()]):
            continue
        yield Mention(match.start(), match.end(), "LOC", "probable", "place")
    for word in context.words:
        if word.fold in gazetteer.SINGLE and _single(context, word.index):
            yield Mention(word.start, word.end, "LOC", "probable", "place")
        elif _is_demonym(context, word):
            yield Mention(word.start, word.end, "LOC", "possible", "demonym")


def _is_demonym(context: chains.Context, word: Word) -> bool:
    fold = word.fold
    if context.is_kept(word.start, word.end):
        return False
    if fold in gazetteer.DEMONYMS or fold.removesuffix("s") in gazetteer.DEMONYMS:
        return word.capital or fold not in gazetteer.ORDINARY
    return len(fold) > 6 and not _ordinary(fold) and communes.is_demonym(fold)


def _ordinary(fold: str) -> bool:
    """Whether a word is one of the language, in the strict sense: whole, not only by its ending."""
    return fold in lexicon.COMMON or dictionary.is_word(fold)


def _communes(context: chains.Context) -> Iterator[Mention]:
    """Names of the list of communes, the longest first."""
    index = 0
    while index < len(context.words):
        word, index = context.words[index], index + 1
        if not communes.opens(word.fold):
            continue
        for length in range(_reach(context, word.index), 0, -1):
            words = context.words[word.index : word.index + length]
            known = communes.find(communes.key([w.fold for w in words]))
            if known is None:
                continue
            several = length > 1
            certainty = _several(context, words, known) if several else _alone(context, word, known)
            if certainty is not None:
                yield Mention(word.start, words[-1].end, "LOC", certainty, "place")
                index = word.index + length
                break


def _reach(context: chains.Context, index: int) -> int:
    """How many words from here on may make one name."""
    length = 1
    while length < communes.LONGEST and index + length < len(context.words):
        word = context.words[index + length]
        if (
            word.begins
            or word.gap not in (" ", "-", "'", "  ", ". ")
            or (word.gap == ". " and context.words[word.index - 1].fold not in ("st", "ste"))
        ):
            break
        length += 1
    return length


def _several(context: chains.Context, words: list[Word], known: communes.Commune) -> str | None:
    """How certain a name of several words is, None if it may be an ordinary phrase."""
    first, last = words[0], words[-1]
    if any(context.is_kept(word.start, word.end) for word in words):
        return None
    folded = context.reading.folded
    if _CALENDAR.search(folded[max(0, first.start - 3) : last.end]):
        return None
    saint = first.fold in ("saint", "sainte", "st", "ste")
    strange = any(
        not _ordinary(word.fold) and word.fold not in first_names.FIRST_NAMES for word in words
    )
    if last.capital and (strange or saint or not first.begins):
        return "probable" if strange or saint else "possible"
    if strange or any("-" in word.gap for word in words[1:]):
        return "probable"
    if saint:
        return "possible" if len(words) > 2 or _arrives(context, first) else None
    large = len(words) > 2 or (known.population in "bcd" and not context.is_english(first))
    if first.plain and large and _reached(context, first):
        return "possible"
    return "possible" if len(words) > 2 and _arrives(context, first) else None


_PREPOSITIONS = normalisation.listed(
    "a de d du des au aux vers entre sur pres in at from near to or ou et"
)
_ARTICLES = frozenset(("la", "le", "les", "l"))


def _reached(context: chains.Context, first: Word) -> bool:
    """Whether a preposition of place brings a name of ordinary words: "de la grande motte"."""
    if not first.index or first.begins:
        return False
    before = context.words[first.index - 1]
    if before.fold in _ARTICLES and before.index and not before.begins:
        before = context.words[before.index - 1]
    return before.fold in _PREPOSITIONS and first.gap in (" ", "'")


def _alone(context: chains.Context, word: Word, known: communes.Commune) -> str | None:
    """How certain a name of one word is, None if it may be an ordinary word or somebody's name."""
    fold = word.fold
    if context.is_kept(word.start, word.end) or fold in first_names.FIRST_NAMES or len(fold) < 2:
        return None
    if fold in gazetteer.FAR or fold == "orange":
        return None
    if fold in gazetteer.ORDINARY and not word.capital:
        return None  # the shorter list has judged it
    capital = word.capital and not word.plain
    english = context.is_english(word) and dictionary.is_word(fold, "en")
    if english and not capital:
        return None
    if _ordinary(fold) or (word.capital and dictionary.is_word(fold, "en")) or len(fold) < 4:
        if not capital and word.plain and known.population in "bcd":
            return "possible" if _arrives_plainly(context, word) else None
        if not capital or (word.begins and word.index):
            return None
        return "possible" if _arrives(context, word) or _stands(context, word, known) else None
    if capital:
        return "probable"
    return "probable" if len(fold) > 4 or _arrives(context, word) else None


def _arrives(context: chains.Context, word: Word) -> bool:
    """Whether one is there, goes there or comes from there: "à X", "la commune de X"."""
    before = context.reading.folded[max(0, word.start - 30) : word.start]
    return _ARRIVING.search(before) is not None


def _arrives_plainly(context: chains.Context, word: Word) -> bool:
    """The same where case says nothing, of a word that is in the dictionary, too: "à muret"."""
    if lexicon.is_common(word.fold) or trades.is_verb(word.fold) or word.fold in _STOP:
        return False
    return (
        word.index > 0
        and context.words[word.index - 1].fold == "a"
        and _plain_place(context, "a ", word.index)
    )


def _stands(context: chains.Context, word: Word, known: communes.Commune) -> bool:
    """Whether a capital within a sentence is that of a large town."""
    if known.population not in "cd":
        return False
    before = context.words[word.index - 1] if word.index else None
    if before is None or before.fold not in _DETERMINERS:
        return not known.articled
    return known.articled and before.fold in ("le", "la", "les", "l", "du", "des", "au", "aux")


def _single(context: chains.Context, index: int) -> bool:
    word = context.words[index]
    ordinary = (
        word.fold in gazetteer.ORDINARY
        or word.fold in first_names.FIRST_NAMES
        or (not word.capital and lexicon.is_common(word.fold))
    )
    if context.is_kept(word.start, word.end):
        return False
    if not word.capital and context.is_english(word) and dictionary.is_word(word.fold, "en"):
        return False
    # The letter of "[nom A]" is no preposition.
    near = index and not word.begins and "]" not in word.gap
    before = context.words[index - 1] if near else None
    if before is not None and "-" in word.gap and before.capital and lexicon.is_common(before.fold):
        return word.capital
    if word.fold == "orange":  # more often the operator
        return before is not None and word.capital and before.fold in ("a", "d", "vers")
    if not ordinary:
        return len(word.fold) > 3 or word.capital
    if word.capital and not word.begins and not word.plain:
        return word.fold not in first_names.FIRST_NAMES or (
            before is not None and before.fold in ("a", "de", "d", "vers")
        )
    if before is None or len(word.gap) > 2:
        return False
    if word.plain and word.fold in _ONCE_TOWNS:
        return before.fold in ("a", "de", "d", "vers", "depuis", "entre", "sur", "pres")
    if before.fold != "a" or word.fold in gazetteer.PHRASES:
        return False
    # "LE NOTAIRE A VIRE LA SOMME": without accents, a verb may follow another.
    verb = word.plain and not context.accented and dictionary.is_word(f"{word.fold}r")
    return not verb


def _told(context: chains.Context) -> Iterator[Mention]:
    folded = context.reading.folded
    for match in _SHAPE.finditer(folded):
        words = context.reading.words_in(match.start(), match.end())
        if words[0].fold in lexicon.HOLLOW or len(words) < 2:
            continue
        if words[1].fold in ("sous", "sur") and words[1].gap == " " and not words[-1].capital:
            continue  # "sous-titre" after somebody's name
        lower = not any(word.capital for word in words)
        if _CALENDAR.search(folded[max(0, match.start() - 3) : match.end()]):
            continue
        if lower and (
            "-" not in match.group()
            or all(lexicon.is_common(w.fold) or _ordinary(w.fold) for w in words)
        ):
            continue
        if not lower and not (words[-1].capital or (words[0].capital and "-" in match.group())):
            continue
        if words[0].begins and lexicon.is_common(words[0].fold) and not words[-1].capital:
            continue
        yield Mention(match.start(), match.end(), "LOC", "probable", "place-shape")
    yield from _listed_after(context)
    for pattern, headed in ((_HEADED, True), (_AT, False)):
        for match in pattern.finditer(folded):
            word = context.reading.word_at(match.end())
            if word is None or not _name_word(context, word.index):
                continue
            if word.plain and not headed and not _plain_place(context, match.group(), word.index):
                continue
            if (
                word.plain
                and headed
                and not match.group().rstrip().endswith(("de", "d'", "du", "of"))
            ):
                continue
            end = context.run(word.index, 4 if not word.plain else 2)
            if end == word.index:
                continue
            start = match.start() if headed else word.start
            reason = "place-head" if headed else "place-preposition"
            certainty = "probable" if headed else "possible"
            yield Mention(start, context.words[end - 1].end, "LOC", certainty, reason)


def _listed_after(context: chains.Context) -> Iterator[Mention]:
    """In a text without capitals, what a known place brings: "à agen et boé"."""
    words = context.words
    for word in words[:-1]:
        if not word.plain or word.fold not in gazetteer.SINGLE or not _single(context, word.index):
            continue
        index = word.index + 1
        if words[index].gap == " " and words[index].fold == "et" and index + 1 < len(words):
            index += 1
        elif words[index].gap != ", ":
            continue
        other = words[index]
        if (
            context.unknown(other)
            and not lexicon.looks_common(other.fold)
            and (other.fold not in first_names.FIRST_NAMES)
        ):
            yield Mention(other.start, other.end, "LOC", "possible", "place-list")


def _plain_place(context: chains.Context, preposition: str, index: int) -> bool:
    word = context.words[index]
    if preposition.strip() not in ("a", "pres de", "autour de", "aux environs de"):
        return False
    if (
        preposition == "a "
        and context.accented
        and "à" not in context.reading.clean[word.start - 2 : word.start].lower()
    ):
        return False
    before = context.words[index - 2].fold if index > 1 else ""
    if before in ("il", "elle", "on", "qui", "l", "y", "n", "nous", "asso", "association") or (
        before in first_names.FIRST_NAMES
    ):
        return False  # "a" is the verb
    return (
        word.fold not in _STOP and not word.fold.endswith(("er", "ir", "re")) and len(word.fold) > 3
    )


def _name_word(context: chains.Context, index: int) -> bool:
    word = context.words[index]
    if not context.name_like(word) or word.fold in first_names.FIRST_NAMES - gazetteer.SINGLE:
        return False
    if word.fold in gazetteer.FAR or word.fold in _AFTER_NAME:
        return False
    if word.capital and lexicon.is_common(word.fold):
        following = context.words[index + 1] if index + 1 < len(context.words) else None
        return (
            following is not None
            and following.capital
            and not lexicon.is_common(following.fold)
            and following.gap in (" ", "-", "'")
        )
    return True
