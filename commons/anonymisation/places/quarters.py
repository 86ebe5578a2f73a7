"""Places whose names lost their capital or a letter: quarters, scanned names, a single letter."""

import re
from collections.abc import Iterator

from commons.anonymisation.bodies import trades
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import (
    chains,
    communes,
    dictionary,
    gazetteer,
    lexicon,
    normalisation,
)

# Nouns that a name follows with no word between: "quartier acajou", "cap ferret".
_BESIDE = re.compile(
    r"(?<![\w-])(?:quartier|cite|hameau|lieu-dit|lieudit|tribu|causse|cap|pointe|anse|morne|ravine"
    r"|piton|ilet|pic|puy|col|baie|plage|faubourg|lotissement|esplanade) (?:la |le |les "
    r"|l')?(?=[^\W\d_]{3})"
)
_QUALITIES = normalisation.listed(
    """
prioritaire prioritaires populaire populaires libre nord sud est ouest historique latin voisin
entier calme vivant difficile sensible mixte durable jardin pour vers fixe bas haut neuf ancien
rural chinois portugais solidaire apaisé bénévole résidentiel pavillonnaire isolé perdu loin
politique
"""
)
# A name of one letter, only where a commune is meant.
_LETTER = re.compile(
    r"\b(?:[Cc]ommune|[Vv]illage|[Mm]airie|[Mm]aire|[Hh]abitants|[Gg]ens|[Bb]ourg|[Éé]cole"
    r"|[Rr]oute) d'(Y)\b"
    r"|(?<=[àÀ] )(Y)(?= ?[,.;)])"
)


def detect(context: chains.Context) -> Iterator[Mention]:
    """Each of them."""
    for match in _LETTER.finditer(context.reading.clean):
        yield Mention(match.end() - 1, match.end(), "LOC", "probable", "place")
    yield from _scanned(context)
    yield from _beside(context)


def _scanned(context: chains.Context) -> Iterator[Mention]:
    """Names that a scanner spoilt: a letter for another, a word cut at the end of its line."""
    for word in context.words:
        following = context.words[word.index + 1] if word.index + 1 < len(context.words) else None
        if following is not None and re.fullmatch(r"- ?\n ?", following.gap):
            whole = word.fold + following.fold
            known = communes.find(whole) is not None or whole in gazetteer.SINGLE
            if known and word.capital and not dictionary.is_word(whole):
                yield Mention(word.start, following.end, "LOC", "probable", "place")
        odd = any(map(str.isupper, word.text[1:])) or any(map(str.isdigit, word.text))
        if odd and not word.plain and not word.text.isupper() and communes.scanned(word.fold):
            yield Mention(word.start, word.end, "LOC", "probable", "place")


def _beside(context: chains.Context) -> Iterator[Mention]:
    """In a text without capitals, the name right after a quarter, a cape, a hamlet."""
    for match in _BESIDE.finditer(context.reading.folded):
        word = context.reading.word_at(match.end())
        if word is None or not word.plain or word.begins or word.fold in lexicon.HOLLOW:
            continue
        if word.fold in _QUALITIES or trades.is_verb(word.fold) or trades.is_quality(word.fold):
            continue
        if context.is_kept(word.start, word.end):
            continue
        yield Mention(match.start(), word.end, "LOC", "possible", "place-head")
