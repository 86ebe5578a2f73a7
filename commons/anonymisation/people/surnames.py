"""How far a name goes after a first name, and before it: "Yvonne Le Goff", "VASSEUR Martine"."""

from commons.anonymisation.words import chains, first_names, gazetteer, lexicon
from commons.anonymisation.words.normalisation import Word


def end_of(context: chains.Context, index: int) -> int:
    """The index after the last word of the name whose first name stands at `index`."""
    words = context.words
    capital = words[index].text[0].isupper() and not words[index].plain
    end = index + 1
    names = 0
    while end < len(words) and names < 4:
        word = words[end]
        if word.gap not in (" ", "-", "'", " '", "\n", "  ") or word.begins:
            break
        if word.gap == "\n" and not capital:
            break
        if context.is_kept(word.start, word.end) and word.gap != "-":
            break
        if len(word.text) == 1 and (
            (word.text.isupper() and not word.plain)
            or (word.plain and context.reading.clean[word.end : word.end + 1] == ".")
        ):
            end += 1
            while end < len(words) and words[end].gap in ("-", ".", ".-"):
                if len(words[end].text) != 1 or not words[end].text.isupper():
                    break
                end += 1  # "Inès V.-B."
            break
        if word.gap == "-" or (word.capital and not word.plain):
            end += 1
            names += 1
            continue
        if word.fold in chains.PARTICLES and end + 1 < len(words):
            nearby = words[end + 1]
            if nearby.fold in chains.PARTICLES and end + 2 < len(words):
                nearby = words[end + 2]
            joined = len(nearby.gap) == 1 and not nearby.begins
            if joined and capital and nearby.capital and word.fold not in ("en", "sur"):
                if (
                    word.fold in ("de", "du", "des", "d")
                    and names
                    and _place_follows(context, nearby)
                ):
                    break
                end = nearby.index + 1
                names += 1
                continue
            if (
                joined
                and not capital
                and word.fold in ("le", "la", "el", "ben", "van", "da", "dos", "di", "de")
                and (context.unknown(nearby) and nearby.fold not in gazetteer.NAMES)
            ):
                end = nearby.index + 1
                names += 1
                continue
            break
        if not capital or word.plain:
            good = context.unknown(word) and names < 2 and len(word.fold) > 2
            known_first = word.fold in first_names.FIRST_NAMES and names == 0
            if (
                good
                and (not lexicon.looks_common(word.fold) or names == 0)
                and not is_conjugated(word.fold)
            ):
                end += 1
                names += 1
                continue
            if known_first and not lexicon.is_common(word.fold):
                end += 1
                names += 1
                continue
        break
    return end


def is_conjugated(fold: str) -> bool:
    """Whether an unknown word has the ending of a verb rather than of a surname."""
    return len(fold) > 5 and fold.endswith(("aient", "ait", "erons", "eront", "era", "ons"))


def _place_follows(context: chains.Context, word: Word) -> bool:
    """ "Claire S. de Barcelonnette": after a whole name, "de" brings a place."""
    return word.fold not in first_names.FIRST_NAMES


def start_of(context: chains.Context, index: int, titles: frozenset[str]) -> int:
    """The surname of "VASSEUR Martine" or "Le Goff Yvonne"."""
    words = context.words
    if index == 0 or words[index].begins or words[index].gap not in (" ", "-"):
        return index
    before = words[index - 1]
    upper = before.text.isupper() and len(before.text) > 2 and not before.plain
    if (
        before.fold in titles
        or context.is_kept(before.start, before.end)
        or lexicon.is_common(before.fold)
    ):
        return index
    if upper or (before.capital and not before.begins and context.unknown(before)):
        first = index - 1
        if (
            first
            and words[first - 1].fold in ("le", "la", "de", "du", "el", "ben")
            and words[first - 1].capital
        ):
            first -= 1
        return first
    return index
