"""How an association is written short: its acronym, its accounts, what of them stands in a link."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.own import own_frames
from commons.anonymisation.words import chains, dictionary, lexicon

_DETERMINERS = frozenset(("le", "la", "les", "du", "au", "des", "un", "une", "ce", "notre"))
# "CCAS a planté": no article, as of a name.
_ACTS = re.compile(r" (?:a|est|va|et nous|\() ?")
_DESIGNATES = re.compile(r"^(?:l[ae']?|de|du|a|au|chez|notre|\w*')$|'$|[.!?(]$")


def acronyms(
    context: chains.Context, known: frozenset[str], declared: frozenset[str]
) -> Iterator[Mention]:
    """Every acronym: in capitals, with dots or spaces, in lower case where it is no word."""
    if not known:
        return
    longest = "|".join(
        r"(?: ?[.&+\-] ?| {0,2})".join(map(re.escape, acronym))
        for acronym in sorted(known, key=len, reverse=True)
    )
    for match in re.finditer(
        rf"(?<![^\W_])(?:{longest})(?:\.(?=\W))?(?![^\W_])", context.reading.folded
    ):
        text = context.reading.clean[match.start() : match.end()]
        letters = re.sub(r"[^a-z0-9]", "", match.group())
        solid = letters in match.group()
        if text.upper() != text or not any(map(str.isupper, text)):
            # In lower case an acronym must be no word: "sphf", not "amis".
            word = solid and len(letters) > 2 and not _is_word(letters)
            spaced = len(letters) > 2 and re.fullmatch(r"\w(?:(?: ?[.\-] ?| {1,2})\w)+\.?", text)
            if not (word or spaced or re.search(r"[&+]", text)):
                continue
        elif (
            solid
            and len(letters) < 4
            and lexicon.is_common(letters)
            and context.words
            and (any(w.plain for w in context.reading.words_in(match.start(), match.end())))
        ):
            continue
        if solid and context.is_kept(match.start(), match.end()):
            # "la clé USB" where the association is the USB: only what stands before can tell.
            before = context.reading.folded[: match.start()].split()[-1:]
            told = letters in declared and before and _DESIGNATES.search(before[0])
            following = context.reading.folded[match.end() : match.end() + 8]
            alone = len(letters) > 3 and not (before and before[0] in _DETERMINERS)
            if not told and not (alone and _ACTS.match(following)):
                continue
        yield Mention(match.start(), match.end(), "ASSO", "certain", "own-acronym", "asso:own")


def accounts(context: chains.Context, known: frozenset[str]) -> Iterator[Mention]:
    """Every account, domain or hashtag that holds one of these names written solid."""
    for slug in known:
        start = context.reading.folded.find(slug)
        while start >= 0:
            end = start + len(slug)
            folded = context.reading.folded
            while start > 0 and (folded[start - 1].isalnum() or folded[start - 1] in "_-@#."):
                start -= 1
            while end < len(folded) and (
                folded[end].isalnum()
                or (folded[end] in "_-." and folded[end + 1 : end + 2].isalnum())
            ):
                end += 1
            if folded[start:end].isalpha() and dictionary.is_word(folded[start:end]):
                # "un dérailleur" is no account, "ledérailleur" is.
                start = folded.find(slug, end)
                continue
            word = context.reading.word_at(start)
            if (
                word
                and word.end == end
                and not word.capital
                and own_frames.is_thing(context, word.index)
            ):
                start = folded.find(slug, end)
                continue
            mail = "@" in folded[start + 1 : end]
            kind = "HANDLE" if folded[start] in "@#" else "EMAIL" if mail else "ASSO"
            yield Mention(start, end, kind, "certain", "own-handle", "asso:handle")
            start = folded.find(slug, end)


def _is_word(letters: str) -> bool:
    return lexicon.is_common(letters) or dictionary.is_word(letters)
