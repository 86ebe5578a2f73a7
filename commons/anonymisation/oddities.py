"""Odd words that no finding holds: unknown ones, capitals, names, words where names stand."""

import functools
import re
from collections.abc import Callable, Mapping

from commons import vocabulary
from commons.anonymisation.software import products
from commons.anonymisation.words import (
    chains,
    communes,
    dictionary,
    everyday,
    first_names,
    gazetteer,
    lexicon,
    normalisation,
)
from commons.anonymisation.words.normalisation import Word


def risk(
    context: chains.Context,
    word: Word,
    taken: Mapping[int, str],
    recalls: Callable[[str], bool],
    language: str,
) -> tuple[int, str]:
    """How much a word may tell, 0 for not at all, and what kind of finding it would be."""
    fold = word.fold
    if _is_scanned(context, word, language):
        return 0, ""
    kept = context.is_kept(word.start, word.end)
    if not fold.isalpha():
        letters = sum(map(str.isalpha, fold))
        coined = letters > (0 if fold[0].isalpha() else 3) and len(fold) > 2
        return (50, "NAME") if coined and not kept else (0, "")
    titled = word.text[1:].islower() and word.text[0].isupper()
    capital = word.capital and not word.plain and not word.begins and not _quoted(context, word)
    if _clings(context, word, taken):
        return 60, "NAME"
    if fold in gazetteer.FAR or (fold in _FEASTS and _is_dated(context, word)):
        return 0, ""
    ordinary = lexicon.is_common(fold) or dictionary.is_word(fold, language)
    if recalls(fold) and (not ordinary or _may_name(context, word, capital)):
        return 100, "NAME"
    if titled and word.begins and len(fold) > 2 and not kept and fold not in lexicon.HOLLOW:
        short = len(fold) < 5 and not dictionary.is_word(fold) and fold not in _PIECES
        if short and not dictionary.is_word(fold, "en") and fold not in _WRITTEN_SHORT:
            return 66, "NAME"
    if kept:
        # Acronyms that anybody may write are written in capitals or without any.
        acronym = (
            len(fold) < 5
            and lexicon.GENERIC.fullmatch(fold) is not None
            and not products.is_name(fold)
        )
        return (55, "NAME") if capital and titled and acronym else (0, "")
    if len(fold) < 2:
        return 0, ""
    if fold in lexicon.HOLLOW or fold in _PIECES:
        return (52, "NAME") if capital and titled and len(fold) > 2 else (0, "")
    named = _name(context, word, capital, ordinary, language)
    if named is not None:
        return named
    if lexicon.is_common(fold) or fold in _vocabulary():
        return (58, "NAME") if capital and titled else _placed(context, word, taken)
    if dictionary.is_word(fold, language):
        return (80, "NAME") if capital else _placed(context, word, taken)
    if _ADVERB.fullmatch(fold) and not capital:
        return 0, ""
    if dictionary.is_word(fold, "fr" if language == "en" else "en"):
        return (85, "NAME") if capital else (40, "NAME")
    if capital or word.plain:
        return 90, "NAME"
    return (65 if lexicon.looks_common(fold) else 75), "NAME"


def _is_scanned(context: chains.Context, word: Word, language: str) -> bool:
    """Whether it is an ordinary word misread, or broken at the end of a line: "Cornmune"."""
    before, after = _beside(context, word)
    if word.gap == "-\n" and before is not None and not word.text[0].isupper():
        return _is_ordinary(before.fold + word.fold, language)
    if after is not None and after.gap == "-\n" and not after.text[0].isupper():
        return _is_ordinary(word.fold + after.fold, language)
    if len(word.fold) < 4 or word.fold.isdigit() or word.text[1:].isupper():
        return False
    if word.fold.isalpha() and _is_ordinary(word.fold, language):
        return False
    return any(
        read != word.fold and _is_ordinary(read, language)
        for letters in _MISREAD
        for read in (word.fold.translate(letters), word.fold.translate(letters).replace("rn", "m"))
    )


_MISREAD = tuple(str.maketrans("0158", read) for read in ("oisb", "olsb"))


def _is_ordinary(fold: str, language: str) -> bool:
    return len(fold) > 3 and (lexicon.is_common(fold) or dictionary.is_word(fold, language))


# Dictionaries miss many of those that anybody makes.
_ADVERB = re.compile(r"[a-z]{4,}ment")


def _name(
    context: chains.Context, word: Word, capital: bool, ordinary: bool, language: str
) -> tuple[int, str] | None:
    """The same for what is in the lists of places and of first names, None for all else."""
    fold = word.fold
    for listed, homographs, kind in _NAMES:
        if fold in listed:
            if capital or not (fold in homographs or (ordinary and language == "en")):
                return 95, kind
            if word.plain:
                return 35 if _has_article(context, word) else 45, kind
    return None


_NAMES = (
    (gazetteer.SINGLE | gazetteer.DEMONYMS, gazetteer.ORDINARY | lexicon.COMMON, "LOC"),
    (first_names.FIRST_NAMES, first_names.ORDINARY, "PERSON"),
)
# Days everybody keeps, one of them a first name as well.
_FEASTS = normalisation.listed("noel paques toussaint pentecote ascension")
_WHEN = normalisation.listed(
    "avant apres a de depuis pour vers d la entre et before after at until"
)


def _is_dated(context: chains.Context, word: Word) -> bool:
    """Whether it is the day that is meant: "avant Noël"."""
    before, after = _beside(context, word)
    named = after is not None and after.capital and after.gap in (" ", "-")
    return before is not None and before.fold in _WHEN and not named


def _quoted(context: chains.Context, word: Word) -> bool:
    """Whether its capital is that of a quoted sentence: "« Gardez la monnaie »"."""
    _, after = _beside(context, word)
    opened = word.gap.strip()[-1:] in ("«", '"', "“", ":", ")")
    return opened and after is not None and after.gap in (" ", "'") and not after.capital


def _beside(context: chains.Context, word: Word) -> tuple[Word | None, Word | None]:
    """The words before and after."""
    index, words = word.index, context.words
    after = words[index + 1] if index + 1 < len(words) else None
    return (words[index - 1] if index else None), after


def _may_name(context: chains.Context, word: Word, capital: bool) -> bool:
    """Whether an ordinary word of one of our names may be that name where it stands."""
    if word.fold in lexicon.HOLLOW or word.fold in _PIECES:
        return False
    before, after = _beside(context, word)
    joined = any(gap in _SIGNS for gap in (word.gap, after.gap if after else ""))
    joined |= _is_odd_compound(word, before, after)
    if capital or joined:
        return True
    # Where a sentence begins, a capital says nothing either way; in a dictated text none does.
    if word.plain or (word.begins and word.text[0].isupper()):
        return True
    if word.fold in _QUALITIES:
        return False
    return _has_article(context, word) or _is_named_by(context, word)


def _is_odd_compound(word: Word, before: Word | None, after: Word | None) -> bool:
    """Whether a hyphen makes it one with a word that few people use: "evita-gosier"."""
    beside = (before if word.gap == "-" else None, after if after and after.gap == "-" else None)
    return any(
        each is not None and len(each.fold) > 3 and not lexicon.is_common(each.fold)
        for each in beside
    )


def _clings(context: chains.Context, word: Word, taken: Mapping[int, str]) -> bool:
    """Whether a sign makes it one with a finding: a part of an address, of a compound, initials."""
    before, after = _beside(context, word)
    elided = after is not None and after.gap == "'"
    gaps = []
    if before is not None and before.index in taken:
        gaps.append(word.gap)
    if after is not None and after.index in taken:
        gaps.append(after.gap)
    for gap in gaps:
        if len(word.fold) == 1 and gap in (".", ". ", "-") and word.text.isupper() and not elided:
            return True
        if gap in _SIGNS and len(word.fold) > 1:
            return True
        if gap in ("-", "-\n", " . ") and (word.capital or not lexicon.is_common(word.fold)):
            return True
    return False


_SIGNS = (".", "@", "_", "/")


def _placed(context: chains.Context, word: Word, taken: Mapping[int, str]) -> tuple[int, str]:
    """The risk of an ordinary word without a capital of its own, by where it stands."""
    before, _ = _beside(context, word)
    if word.begins or before is None:
        return 0, ""
    if word.gap == " " and before.fold in _HEADS and not lexicon.is_common(word.fold):
        return 48, "VENUE"
    if word.fold in _PLACES:
        return 38, "LOC"
    if word.fold in _NICKNAMES:
        return 43, "PERSON"
    if lexicon.is_common(word.fold):
        return 0, ""
    if _has_article(context, word):
        usual = _VERBAL.search(word.text.lower()) or everyday.holds(word.fold)
        return (0, "") if usual else (25, "NAME")
    bare = word.plain and before.fold == "de" and not everyday.holds(word.fold)
    called = _is_named_by(context, word) and not lexicon.looks_common(word.fold)
    if bare or called:
        return 42, "NAME"
    if word.plain and communes.find(word.fold) is not None:
        beside = word.gap == ", " and before.index in taken
        if beside or before.fold in _TOWARDS:
            return 44, "LOC"
    return 0, ""


# What is done, what it is like, and who does it: names of places are seldom made so.
_VERBAL = re.compile(
    r"(?:ait|aient|ons|ez|ant|ée?s?|ing|ed|[tsx]ions?|ments?|[ae]nces?|ités?|ismes?|istes?|euses?"
    r"|iques?|ifs?|ives?|ables?|ures?|eurs?|tudes?|ness)$"
)


def _is_named_by(context: chains.Context, word: Word) -> bool:
    """Whether the word before gives a name: "chez", "moi c'est", "signé"."""
    before, _ = _beside(context, word)
    return before is not None and before.fold in _NAMERS and word.gap == " "


# Ordinary words that many a family and village made a name of.
_NICKNAMES = normalisation.listed(
    "gus tonton tata tatie mamie mamy papi papy loulou titi toto bibi coco juju zaza nono"
)
_NAMERS = normalisation.listed("chez moi est signe bises bisous surnomme appelle nomme dit")
_TOWARDS = normalisation.listed("a sur vers depuis pres commune ville village in at near")
# Said of anything: in lower case they name nobody.
_QUALITIES = normalisation.listed(
    """
petit petits petite petites grand grands grande grandes gros grosse bon bons bonne bonnes beau belle
haut haute bas basse vieux vieille jeune jeunes nouveau nouvelle deux trois quatre cinq six sept
huit neuf dix cent mille plus tout tous toute toutes ensemble little big old new good two three
"""
)
# Openings and labels that everybody writes short.
_WRITTEN_SHORT = normalisation.listed(
    """
slt bjr bsr cdt cdlt rdv asso mail tel mob adr env info infos nb ps pj cc cr pv ca ag ok bcp pb sms
rep obj dest exp ref rem tot quest resp dir pres cf mdr lol ouf bof hop top euh hum yes
"""
)
# What elision, hyphens and mailboxes leave of ordinary words.
_PIECES = normalisation.listed(
    "quelqu lorsqu puisqu jusqu presqu quoiqu aujourd hui dela deca ci re tr fwd"
)
# Buildings, landmarks and fêtes of which a place often has one.
_PLACES = normalisation.listed(
    """
abbaye anse arenes aerodrome aeroport barrage basilique bateau bois bourg butte calvaire canal camp
cap carenage carriere caserne cathedrale centrale chaloupe chapelle chateau cimetiere citadelle
cirque cite col colline couvent crique delta dent digue donjon ecluse eglise esplanade estuaire
etang falaise filature fontaine foret forge fort forteresse foyer gare glacier gorge gorges grotte
halle halles hameau hippodrome ile ilet ilot isthme jetee kiosque lac lagon lavoir manoir marais
marina mine mines monastere mont montagne monument mosquee moulin olympiades medievales papeterie
parvis passerelle phare pic piscine piton plage plateau pointe pont port prieure prison puits quai
quartier rade ravine remparts rocher ruines sanctuaire sommet source statue station sucrerie
synagogue tanneries temple terminus terril tour usine vallee vallon velodrome viaduc village volcan
zoo island river harbour castle lighthouse
"""
)
_HEADS = _PLACES | normalisation.listed(
    """
place rue avenue boulevard chemin impasse allee salle ecole college lycee stade gymnase parc jardin
maison residence centre cafe bar restaurant
"""
)


def _has_article(context: chains.Context, word: Word) -> bool:
    """Whether a determiner makes an ordinary noun of it."""
    before, _ = _beside(context, word)
    return before is not None and before.fold in _DETERMINERS


_DETERMINERS = normalisation.listed(
    "le la les l un une des du au aux ce cet cette ces mon ma mes notre nos leur leurs the a an our"
)


@functools.cache
def _vocabulary() -> frozenset[str]:
    """The single words of the controlled lists: anybody of the field uses them."""
    said = set()
    for name in ("themes", "channels", "metrics", "publics", "human_means", "needs"):
        for term in vocabulary.terms(name).values():
            for wording in (term.fr, term.en, *term.synonyms, *term.synonyms_en):
                said |= set(normalisation.words_of(wording))
    return frozenset(said)
