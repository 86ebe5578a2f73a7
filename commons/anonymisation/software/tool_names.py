"""Whether a word may be the name of a tool, or is that of people and places."""

from commons.anonymisation.bodies import brands
from commons.anonymisation.words import communes, dictionary, first_names, gazetteer, lexicon
from commons.anonymisation.words.normalisation import Word


def is_unknown(word: Word, *, strong: bool) -> bool:
    """Whether a word may name a tool: no ordinary word, nor the known name of anybody."""
    fold = word.fold
    if len(fold) < 3 or not fold[0].isalpha() or fold in lexicon.HOLLOW:
        return False
    if is_name(fold) and not (strong and word.capital and not word.plain):
        return False
    ordinary = fold in lexicon.COMMON or dictionary.is_word(fold)
    if word.capital and not word.plain:
        return not ordinary or strong or not word.begins
    return not ordinary and not lexicon.looks_common(fold)


def is_name(fold: str) -> bool:
    """Whether people or places are known by this word more than it is known as a word."""
    return (
        fold in first_names.FIRST_NAMES
        or fold in gazetteer.SINGLE
        or fold in gazetteer.DEMONYMS
        or brands.is_brand(fold)
        or communes.scanned(fold)
        or (communes.find(fold) is not None and not dictionary.is_word(fold))
    )
