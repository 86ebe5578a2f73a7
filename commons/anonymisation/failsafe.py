"""What still has a capital once everything known is set aside."""

import re
from collections.abc import Iterable, Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, dictionary, gazetteer, lexicon, normalisation
from commons.anonymisation.words.normalisation import Word

_FINITE = normalisation.listed(
    """
a est ont sont avait etait avaient etaient s nous vous m fait font gere dit donne vend offre prete
propose finance aide paie refuse accepte imprime has have is was were gave gives offers helped
"""
)
_MIXED = re.compile(r"[A-ZÀ-Ý]*[a-zà-ÿ]+[A-ZÀ-Ý]\w*|[A-Za-z]+\d+[A-Za-z]?\d*|\d+[A-Za-z]{2,}\d*")
_ORDINAL = re.compile(
    r"\d+(?:e|er|ere|eme|h|km|kg|g|cm|mm|m|m2|mn|min|k|mo|go|x|ans?|h\d+|st|nd|rd|th|j"
    r"|s|a|b|d|ko|ml|l|am|pm|i|ieme)|a[0-6]|u\d{1,2}",
    re.I,
)


def detect(context: chains.Context, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Capitalised words nobody explains and, where case says nothing, words no dictionary has."""
    covered = bytearray(len(context.reading.clean) + 1)
    for mention in mentions:
        covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    index = 0
    words = context.words
    while index < len(words):
        word = words[index]
        if covered[word.start] or not _suspect(context, word):
            index += 1
            continue
        end = index + 1
        while (
            end < len(words)
            and words[end].gap in (" ", "-", "'", " & ", "&", "’")
            and not covered[words[end].start]
            and (words[end].capital or words[end].gap == "-" or _stranger(context, words[end]))
            and not context.is_kept(words[end].start, words[end].end)
        ):
            end += 1
        chain = words[index:end]
        # An ordinary word that opens the chain because it opens the sentence is left out.
        while chain and _explained(context, chain[0], chain):
            chain = chain[1:]
        if chain:
            reason = "capitalised" if any(each.capital for each in chain) else "unknown-word"
            yield Mention(chain[0].start, chain[-1].end, "NAME", "possible", reason)
        index = end


def _compound(context: chains.Context, word: Word) -> bool:
    """Whether hyphens join this word to a later capital: "Plaine-des-Palmistes"."""
    index = word.index + 1
    while index < len(context.words) and context.words[index].gap == "-":
        if context.words[index].capital and not lexicon.is_common(context.words[index].fold):
            return True
        index += 1
    return False


def _explained(context: chains.Context, word: Word, chain: list[Word]) -> bool:
    if word.begins and context.is_english(word) and context.is_ordinary(word):
        return True
    if not (lexicon.is_common(word.fold) or _is_request(word)):
        return False
    return word.begins or len(chain) == 1 or all(lexicon.is_common(w.fold) for w in chain)


def _is_request(word: Word) -> bool:
    """Whether a sentence begins with what its reader should do: "Prenez Martin"."""
    return word.begins and word.fold.endswith("ez") and dictionary.is_word(word.fold)


def _stranger(context: chains.Context, word: Word) -> bool:
    """Whether a word written without a meaningful capital is no word of the language."""
    return (
        word.plain
        and len(word.fold) > 2
        and word.fold.isalpha()
        and not lexicon.looks_common(word.fold)
        and not context.is_ordinary(word)
    )


def _suspect(context: chains.Context, word: Word) -> bool:
    if context.is_kept(word.start, word.end) or len(word.text) == 1 or word.text.isdigit():
        return False
    if word.fold in gazetteer.FAR:
        return False
    if _MIXED.fullmatch(word.text) and not _ORDINAL.fullmatch(word.text):
        return not (lexicon.is_common(word.fold) or context.is_ordinary(word))
    if not word.capital or word.plain:
        return _stranger(context, word)
    if _compound(context, word):
        return True
    following = context.words[word.index + 1] if word.index + 1 < len(context.words) else None
    if word.text.isupper() and len(word.text) > 1:
        return not lexicon.is_common(word.fold)
    # In a cell and after a label an ordinary word has its capital as it has in a sentence.
    ordinary = context.is_ordinary(word) or lexicon.looks_common(word.fold)
    if not (word.begins or (ordinary and context.opens(word))):
        quoted = word.gap.strip(" (")[-1:] in ("«", '"', "“", ":", "-")
        if quoted and lexicon.looks_common(word.fold):
            return False
        joined = following is not None and following.capital and following.gap in (" ", "-")
        return not lexicon.is_common(word.fold) or joined
    if following is None or following.begins:
        return False
    if (
        following.capital
        and following.gap in (" ", "-", "'")
        and not lexicon.is_common(following.fold)
    ):
        return not context.is_kept(following.start, following.end)
    return (
        following.gap == " "
        and following.fold in _FINITE
        and not lexicon.looks_common(word.fold)
        and word.fold not in ("ont", "sont")  # "Ont aidé : …"
    )
