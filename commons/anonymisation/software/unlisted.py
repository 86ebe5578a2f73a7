"""Tools no list is sure of, told from names of people and places by their frame.

"via X", "l'appli X", "on est passés de X à Y", "X, un outil gratuit": whatever stands there and
is no known name is kept, and so are its other mentions.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from commons import vocabulary
from commons.anonymisation.bodies import heads
from commons.anonymisation.software import products, tool_cells, tool_frames, tool_names
from commons.anonymisation.words import dictionary, first_names, gazetteer, lexicon, normalisation
from commons.anonymisation.words.normalisation import Reading, Word

# Word parts that make a name one of a tool, in a word no dictionary has.
_MORPHEMES = re.compile(
    r"(?:mail(?=[^lh])|billet|cotis|cotiz|ticket|collect|benev|sms|form(?=[^e])|compta|visio|crowd"
    r"|web|clic|klik|click)\w{2,}|\w{3,}(?:asso|app|pay|mail|soft|ware|forms|ticket|sign|drive"
    r"|cloud|fund|desk|hub|tool|sms|text|cash|meet|events?|planning|vote|flow|board|track|docs|crm"
    r"|visio|compta)|\w{5,}box"
)
_SUFFIXES = normalisation.listed(
    "pro premium plus collect dons don club asso pay send app mail forms crm ads cloud online money"
    " gestion compta"
)
_LINKS = frozenset(("a", "en", "de", "du", "et"))
_PLACING = frozenset(("a", "au", "aux", "en", "in", "at"))
_FAMOUS = frozenset(("lydia", "claude"))  # first names that most readers know as tools
_FEW = 20  # tools outside the lists that one text may misspell
_EDITIONS = frozenset(
    ("pro", "premium", "pay", "send", "app", "mail", "forms", "crm", "collect", "digital")
)
_OR = frozenset(("ou", "puis", "ni", "or", "vs"))
_JOINS = frozenset((" ", "-", " & ", "&", "+", "'"))
_CAMEL = re.compile(r"[A-Z]?[a-z]{2,}[A-Z][a-z]\w*|[a-z][A-Z][a-z]\w+")
_TITLES = normalisation.listed("m mme mr mlle mm monsieur madame docteur dr")
_BEFORE = 60  # characters that make the frame of a name
_AFTER = 60
_AROUND = 100  # the same for what may be said a sentence before


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tools:
    """What of a text are tools that no list is sure of, and which products are surely meant."""

    kept: list[Span]
    meant: frozenset[Span]


def detect(reading: Reading, known: Iterable[Span], perhaps: Iterable[Span]) -> Tools:
    """Tools by their frames; `known` are those of the lists, `perhaps` words that may be some."""
    listed = sorted(known)
    search = _Search(reading, listed, dict(perhaps))
    spans = {*search.framed(), *tool_cells.detect(reading, listed, search.perhaps)}
    said = set(tool_cells.said_so(reading))
    spans |= said
    spans |= set(search.coordinated([*listed, *spans]))
    spans |= set(search.misspelt({*listed, *spans}))
    products = {*listed, *search.perhaps.items()}
    meant = search.told | {span for span in products if _is_meant(reading, span)}
    again = search.again(spans)
    return Tools(sorted(spans | set(again)), frozenset((meant & products) | said))


def _is_meant(reading: Reading, span: Span) -> bool:
    """Whether a product cannot be an association of the same name there."""
    start, end = span
    before = reading.folded[max(0, start - _BEFORE) : start]
    after = reading.folded[end : end + _AFTER]
    return tool_frames.MEANT.search(before) is not None or tool_frames.SAID.match(after) is not None


class _Search:
    """A text, the tools known in it, and those found so far."""

    def __init__(self, reading: Reading, listed: list[Span], perhaps: dict[int, int]) -> None:
        self.reading = reading
        self.perhaps = perhaps
        self.inside = {c for start, end in listed for c in range(start, end)}
        self.told: set[Span] = set()  # in frames that hold for anybody's name

    def framed(self) -> Iterator[Span]:
        """What stands in a frame before it, or says itself what it is."""
        folded = self.reading.folded
        for pattern in (
            tool_frames.STRONG,
            tool_frames.WEAK,
            tool_frames.AROUND_WITH,
            tool_frames.TAKEN,
        ):
            for match in pattern.finditer(folded):
                word = self.reading.word_at(match.end())
                strong = pattern is tool_frames.STRONG
                if word is None or (word.begins and not strong and "?" not in match.group()):
                    continue
                before = folded[max(0, match.start() - _AROUND) : match.start()]
                if not (strong or self._holds(pattern, match, before)):
                    continue
                if strong and word.start in self.inside:
                    self.told |= {(word.start, end) for end in self._ends(word)}
                # "choisi La Besace", but "un papier dans La Tribune".
                told = strong or match.group()[:4] not in ("sur ", "dans")
                span = self._name(word, strong=strong, articled=told)
                if span and not tool_frames.AS_PERSON.match(folded[span[1] : span[1] + 30]):
                    if strong:
                        self.told.add(span)
                    yield span
        for word in self.reading.words:
            if word.start not in self.inside and not _titled(self.reading, word):
                yield from self._by_itself(word)

    def _holds(self, pattern: re.Pattern[str], frame: re.Match[str], before: str) -> bool:
        """Whether what stands around a weak frame speaks of tools and of nobody's deeds."""
        if tool_frames.PRESS.search(before):
            return False
        word = self.reading.word_at(frame.end())
        after = self.reading.folded[word.end : word.end + _AFTER // 2] if word else ""
        if pattern is tool_frames.TAKEN:
            rented = tool_frames.rented(f"{before}{frame.group()} {after}")
            return rented or tool_frames.PRICE.match(after) is not None
        if pattern is tool_frames.AROUND_WITH:
            clause = re.split(r"[.!?;:]", before)[-1]
            done = frame["by"] and word and word.start not in self.perhaps
            if tool_frames.APPOSED.match(after) or (done and tool_frames.DONE.search(before)):
                return False
            if frame["at"]:
                clause += re.split(r"[.!?;:,]", after)[0]
            spoken = tool_frames.HOUSED if frame["at"] else tool_frames.DIGITAL
            return not tool_frames.BY_HAND.search(before) and bool(spoken.search(clause))
        return True

    def _ends(self, word: Word) -> Iterator[int]:
        """Where a listed tool that begins at a word may end."""
        for each in self.reading.words[word.index : word.index + 4]:
            if each.start not in self.inside:
                break
            yield each.end

    def _by_itself(self, word: Word) -> Iterator[Span]:
        """The tool a word begins, by its own letters or by what is said after it."""
        if _CAMEL.fullmatch(word.text) and not word.plain and not tool_names.is_name(word.fold):
            yield word.start, word.end
            return
        before = self.reading.words[word.index - 1].fold if word.index else ""
        if before in _PLACING and not word.begins and self._opens(word.index - 1):
            return  # "À Kerlozic, une appli": a place
        unknown = tool_names.is_unknown(word, strong=False) and heads.kind_of(before) is None
        if unknown and _suffixed(self.reading, word):
            yield self._name(word, strong=False) or (word.start, word.end)
            return
        after = self.reading.folded[word.end : word.end + _AFTER]
        if unknown and (
            tool_frames.AFTER.match(after)
            or tool_frames.CHOICE.match(after)
            or (len(word.fold) > 6 and _MORPHEMES.fullmatch(word.fold))
        ):
            yield word.start, word.end
        elif span := self._said(word):
            self.told.add(span)
            yield span

    def _said(self, word: Word) -> Span | None:
        """A name of any words, in capitals, that is said to be a tool: "Carnet Zéro, une appli"."""
        if not word.text[0].isupper() or (
            word.plain and not tool_names.is_unknown(word, strong=False)
        ):
            if word.start not in self.perhaps:
                return None
        elif word.fold in lexicon.HOLLOW or self._continues(word):
            return None
        last = word
        for following in self.reading.words[word.index + 1 : word.index + 4]:
            if word.plain or following.begins or following.gap not in _JOINS:
                break
            if not following.text[0].isupper() and following.text != "s":
                break
            last = following
        end = max(last.end, self.perhaps.get(word.start, 0))
        after = self.reading.folded[end : end + _AFTER]
        if not tool_frames.SAID.match(after):
            tagged = self.reading.clean[max(0, word.start - _BEFORE) : word.start]
            priced = tool_frames.PRICE.match(after) and tool_frames.rented(
                normalisation.fold(tagged)
            )
            if not (priced and tool_names.is_unknown(word, strong=False)):
                return None
        if last is not word and tool_names.is_name(word.fold):
            return None  # somebody with a surname
        if last is word and not (
            tool_names.is_unknown(word, strong=False) or word.start in self.perhaps
        ):
            known = word.fold in first_names.FIRST_NAMES or word.fold in gazetteer.SINGLE
            if not word.capital or word.begins or known:
                return None
        return word.start, end

    def _opens(self, index: int) -> bool:
        """Whether a word opens its clause."""
        word = self.reading.words[index]
        return word.begins or "," in word.gap

    def _continues(self, word: Word) -> bool:
        """Whether a word follows another of the same name."""
        if not word.index or word.begins or word.gap not in _JOINS:
            return False
        before = self.reading.words[word.index - 1]
        return before.capital and not before.plain and before.fold not in lexicon.HOLLOW

    def coordinated(self, tools: list[Span]) -> Iterator[Span]:
        """What stands beside a tool: "Wave et Taptap Send", "de Notion à Grist", "X ou Ulule"."""
        waiting, seen = list(tools), set(tools)
        while waiting:
            start, end = waiting.pop()
            for span in (self._after(start, end), self._before(start)):
                if span and span not in seen:
                    seen.add(span)
                    yield span
                    waiting.append(span)

    def _after(self, start: int, end: int) -> Span | None:
        """The tool after another: "Wave et Zorblik", "de HelloAsso à Zorblik"."""
        folded = self.reading.folded
        for pattern in (tool_frames.ALSO, tool_frames.COMMA, tool_frames.TOWARDS):
            match = pattern.match(folded, end)
            word = match and self.reading.word_at(match.end())
            if not word or word.begins or not (span := self._name(word, strong=False)):
                continue
            before = folded[max(0, start - _BEFORE) : start]
            if pattern is tool_frames.ALSO:
                return span
            if pattern is tool_frames.COMMA:
                if tool_frames.LISTED.match(folded, span[1]):
                    return span
            elif tool_frames.INSTEAD.search(before):
                return span
        return None

    def _before(self, start: int) -> Span | None:
        """The tool before another: "Zorblik ou HelloAsso"."""
        word = self.reading.word_at(start)
        if word is None or word.index < 2 or word.begins or word.gap not in (" ", ", "):
            return None
        link = self.reading.words[word.index - 1]
        if link.begins or link.gap not in (" ", ", "):
            return None
        first = self.reading.words[word.index - 2]
        if first.start in self.inside:
            return None
        if first.start in self.perhaps:
            known = link.fold in _OR or link.fold in ("et", "and", "a", "to")
            return self._name(first, strong=False) if known else None
        told = self.reading.words[first.index - 1].fold if first.index else ""
        between = link.fold == "et" and told == "entre"
        if (
            not (link.fold in _OR or between)
            or _titled(self.reading, first)
            or not tool_names.is_unknown(first, strong=False)
        ):
            return None
        begun = first.begins and not first.text[0].isupper()
        return None if begun or self._continues(first) else (first.start, first.end)

    def misspelt(self, spans: set[Span]) -> Iterator[Span]:
        """A slip in the name of a tool: "Mailchip", or "optimi" beside "la plateforme optimy"."""
        said = {self.reading.folded[start:end] for start, end in spans}
        long = sorted(name for name in said if len(name) > 5 and name.isalpha())
        names = (*_long_names(), *long[:_FEW])
        for word in self.reading.words:
            if (
                len(word.fold) < 6
                or word.start in self.inside
                or not tool_names.is_unknown(word, strong=False)
            ):
                continue
            if not _titled(self.reading, word) and process.extractOne(
                word.fold, names, scorer=Levenshtein.distance, score_cutoff=1
            ):
                yield word.start, word.end

    def again(self, spans: set[Span]) -> Iterator[Span]:
        """Other mentions of the same words, but of first names and those with a title."""
        names: dict[str, set[tuple[str, ...]]] = {}
        for start, end in spans:
            folds = tuple(word.fold for word in self.reading.words_in(start, end))
            if (
                folds
                and len(folds[0]) > 2
                and not (len(folds) == 1 and tool_names.is_name(folds[0]))
            ):
                names.setdefault(folds[0], set()).add(folds)
        for word in self.reading.words:
            if word.fold not in names or _titled(self.reading, word):
                continue
            for folds in names[word.fold]:
                last = self.reading.words[word.index : word.index + len(folds)]
                if tuple(each.fold for each in last) == folds:
                    yield word.start, last[-1].end

    def _surnamed(self, word: Word) -> bool:
        """Whether a first name has a surname after it."""
        following = self.reading.words[word.index + 1 : word.index + 2]
        return (
            word.fold in first_names.FIRST_NAMES
            and bool(following)
            and following[0].capital
            and following[0].gap in (" ", "-")
            and following[0].fold not in _SUFFIXES
        )

    def _name(self, word: Word, *, strong: bool, articled: bool = False) -> Span | None:
        """The name that begins at a word, None if none does or somebody else bears it."""
        if word.start in self.inside:
            return None
        end = self.perhaps.get(word.start)
        if end is not None:
            # "sur Wave" with its capital, "sur wave" where case says nothing.
            shown = word.plain or word.text[0].isupper()
            if tool_names.is_name(word.fold) and not (strong or word.fold in _FAMOUS):
                return None
            return (word.start, end) if shown and not self._surnamed(word) else None
        if articled and word.capital and not word.plain and word.fold in lexicon.ARTICLES:
            after = self.reading.words[word.index + 1 : word.index + 2]
            if not after or not after[0].capital or after[0].begins:
                return None
            inner = self._name(after[0], strong=False)
            return inner and (word.start, inner[1])
        if not tool_names.is_unknown(word, strong=strong):
            return None
        last = word
        for following in self.reading.words[word.index + 1 : word.index + 4]:
            if following.begins or following.gap not in _JOINS or following.start in self.inside:
                break
            if following.fold in _LINKS and not word.plain:
                continue
            titled = following.capital and not following.plain and not word.plain
            linked = self.reading.words[following.index - 1] is not last
            if not (
                following.fold in _SUFFIXES
                or (titled and linked and dictionary.is_word(following.fold))  # "Trousse à Projets"
                or (titled and not linked and not tool_names.is_name(following.fold))
            ):
                break
            last = following
        end = last.end
        if self.reading.clean[end : end + 1] == "+":
            end += 1
        return word.start, end


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


@functools.cache
def _long_names() -> tuple[str, ...]:
    """Names of the lists too long to be somebody's by a slip of the pen."""
    names = {
        normalisation.fold(name).replace(" ", "")
        for tool in vocabulary.tools().values()
        for name in (tool.name, *tool.aliases)
    }
    return tuple(sorted(name for name in names | products.single() if len(name) > 7))
