"""Tools told by where they stand: a column or a list of tools, an edition, advice, a till."""

import re
from collections.abc import Iterable, Iterator, Mapping

from commons.anonymisation.bodies import heads
from commons.anonymisation.software import tool_frames, tool_names
from commons.anonymisation.words import lexicon, normalisation
from commons.anonymisation.words.normalisation import Reading, Word

Span = tuple[int, int]

_EDITIONS = normalisation.listed(
    """
pro pros plus premium business digital cloud online lite max free starter team teams desktop mobile
web connect live studio suite workspace forms sign mail pay air solo enterprise essentials express
basic standard education edu nonprofit kids ads messenger express desk drive docs sheets slides
collect dons donation events event asso assos associations ultimate starter unlimited family
"""
)
_HEADING = re.compile(
    r"(?:(?:nom|nos|les|l') ?(?:du |de l'|des )?)?(?:outils?|logiciels?|applis?|applications?"
    r"|plate-?formes?|solutions?|services?(?: en ligne)?|prestataires? (?:web|internet|technique)s?"
    r"|moyens? (?:technique|utilise)s?|supports?|tools?|software|apps?|platforms?)"
    r"(?: (?:utilise|employe|teste|choisi|retenu|numerique|essaye|compare|used|tested|chosen)e?s?)?"
)
_ITEM = re.compile(r"[ \t]*(?:[-*•·o>]|\d{1,2}[.)])[ \t]+(?=[^\W\d_])")
_JOINS = frozenset((" ", "-", "'", "&", " & ", "."))
_LONGEST = 4  # words of a name in a cell


def detect(reading: Reading, listed: Iterable[Span], perhaps: Mapping[int, int]) -> Iterator[Span]:
    """Tools that stand where only a tool does; `perhaps` says where words may be products end."""
    taken = {start for start, _ in listed}
    for start, end in _cells(reading):
        yield from _named(reading, start, end, taken, perhaps)
    for _, end in listed:
        yield from _edition(reading, end)
    for start, end in perhaps.items():
        if _is_told(reading, start, end):
            yield start, end
    for match in tool_frames.NAMED_AFTER.finditer(reading.folded):
        word = reading.word_at(match.end())
        if word and word.start not in taken and _is_shown(word):
            yield word.start, word.end
    for match in tool_frames.DESCRIBED.finditer(reading.clean):
        word = reading.word_at(match.end())
        if word and word.index and word.start not in taken and _is_shown(word):
            before = reading.words[word.index - 1].fold
            if before not in lexicon.HOLLOW and heads.kind_of(before) is None:
                yield word.start, word.end


def said_so(reading: Reading) -> Iterator[Span]:
    """What a text itself says to be software, whoever else bears the name, and where it is again.

    With a surname after it, it is somebody: "Marguerite est un logiciel, Marguerite Pagès, non".
    """
    names: dict[str, set[tuple[str, ...]]] = {}
    for word in reading.words:
        if (
            word.capital
            and not word.plain
            and tool_frames.CALLED_SO.match(reading.folded, word.end)
        ):
            first = word.index
            while first and _is_capital(reading.words[first]) and reading.words[first].gap == " ":
                if reading.words[first].begins or not _is_capital(reading.words[first - 1]):
                    break
                first -= 1
            folds = tuple(each.fold for each in reading.words[first : word.index + 1])
            names.setdefault(folds[0], set()).add(folds)
    for word in reading.words:
        for folds in names.get(word.fold, ()):
            end = word.index + len(folds)
            following = reading.words[end : end + 1]
            surnamed = bool(following) and _is_capital(following[0]) and not following[0].begins
            if tuple(each.fold for each in reading.words[word.index : end]) == folds and not (
                surnamed and following[0].gap == " "
            ):
                yield word.start, reading.words[end - 1].end


def _is_capital(word: Word) -> bool:
    return word.capital and not word.plain


def _is_shown(word: Word) -> bool:
    """Whether a word with a capital that means something is known of nobody."""
    return word.capital and not word.plain and tool_names.is_unknown(word, strong=False)


def _is_told(reading: Reading, start: int, end: int) -> bool:
    """Whether a word is a product as it is advised, or paid with beside cash."""
    word = reading.word_at(start)
    if word is None or tool_names.is_name(word.fold):
        return False
    if tool_frames.CASHED.match(reading.folded[end : end + 30]):
        return word.plain or word.capital
    shown = word.capital and not word.plain
    return shown and bool(tool_frames.ADVISED.search(reading.folded[max(0, start - 40) : start]))


def _edition(reading: Reading, end: int) -> Iterator[Span]:
    """What follows a known tool as its edition: "Leboncoin Pro"."""
    following = reading.word_at(end + 1)
    if (
        following is not None
        and following.gap == " "
        and following.fold in _EDITIONS
        and following.capital
        and not following.plain
    ):
        yield following.start, following.end


def _cells(reading: Reading) -> Iterator[Span]:
    """The cells of a column of tools, and the items of a list of them."""
    column: int | None = None
    separator, listing, position = "", False, 0
    for line in reading.folded.split("\n"):
        sign = next((each for each in ("|", ";") if line.count(each) > 1), "")
        if sign:
            cells = list(_split(line, sign, position))
            if column is None or sign != separator:
                heads = [reading.folded[start:end] for start, end in cells]
                column = next((n for n, h in enumerate(heads) if _HEADING.fullmatch(h)), None)
                separator = sign
            elif column < len(cells):
                yield cells[column]
        elif line.strip():
            column = None
        heading = line.strip(" *#_").removesuffix(":").strip()
        if line.strip():
            item = _ITEM.match(line) if listing else None
            if item:
                yield position + item.end(), position + len(line)
            else:
                listing = bool(_HEADING.fullmatch(heading))
        position += len(line) + 1


def _split(line: str, sign: str, position: int) -> Iterator[Span]:
    if line.startswith(sign):
        line, position = line[1:], position + 1
    for cell in line.split(sign):
        start = position + len(cell) - len(cell.lstrip())
        yield start, start + len(cell.strip())
        position += len(cell) + 1


def _named(
    reading: Reading, start: int, end: int, taken: set[int], perhaps: Mapping[int, int]
) -> Iterator[Span]:
    """The name a cell or an item begins with, and those that follow it."""
    name: list[Word] = []
    for word in [*reading.words_in(start, end), None]:
        if word is not None and name and _goes_on(name, word):
            name.append(word)
            continue
        if name and _is_tool(name):
            while name[-1].fold in lexicon.HOLLOW:
                name.pop()
            yield name[0].start, name[-1].end
        opens = word is not None and (
            word.start == start or word.gap.strip() in (",", "/", "+", "&", "→", "->")
        )
        name = []
        if word is not None and opens and word.start not in taken:
            if word.start in perhaps:
                yield word.start, perhaps[word.start]
            else:
                name = [word]


def _goes_on(name: list[Word], word: Word) -> bool:
    """Whether a word belongs to the name before it in a cell."""
    fitting = word.capital or word.fold in lexicon.HOLLOW or name[0].plain
    return fitting and word.gap in _JOINS and len(name) < _LONGEST


def _is_tool(name: list[Word]) -> bool:
    """Whether no word of a name is one of people or places, and one at least is no word."""
    said = [word for word in name if word.fold not in lexicon.HOLLOW]
    return (
        bool(said)
        and not any(tool_names.is_name(word.fold) for word in said)
        and any(
            tool_names.is_unknown(word, strong=word.capital and not word.plain) for word in said
        )
    )
