"""People as English names them: greeted, signing, introduced, or called by an ordinary word."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, dictionary, first_names, lexicon, normalisation
from commons.anonymisation.words.normalisation import Word

_TIMES = frozenset(("may", "june", "april", "august", "avril", "summer", "autumn", "winter"))
# What somebody is wished or wishes others, rather than who: a verb of saying must follow.
_VIRTUES = normalisation.listed(
    "hope faith joy grace patience charity prudence honour honor mercy luck chance summer winter"
    " autumn rain may"
)
_ACTS = normalisation.listed(
    """
    said says told tells asked asks thinks thought wrote writes came comes gave gives took takes
    brought brings makes made runs ran keeps kept sold sells paid pays counted counts found finds
    knows knew wants wanted left helped helps baked bakes drove drives lent lends rang rings called
    suggested suggests noticed remembers insisted insists joined joins reckons laughed cried agreed
    agrees refused refuses organised organises handles handled started stopped sorted cooked built
    designed printed posted phoned answered explained showed taught tried prefers likes loves hates
    bought calls looks looked
    """
)
_STATES = normalisation.listed("is was has had will would can could did does won and who")
_AFTER_COMMA = normalisation.listed(
    "our my who the his her could can would will please thank thanks you did do are"
)
_TITLES = (
    r"(?:mister|missus|mrs?|ms|miss|mx|dr|rev(?:eren)?d?|canon|cllr|councillor|prof(?:essor)?|lady"
    r"|lord|sir|dame|father|sister|brother|mother|aunt(?:ie|y)?|uncle|gran(?:ny|nie|dma|dpa|dad)?"
    r"|nana?|nanny|captain|major|sergeant|constable)"
)
_TITLED = re.compile(rf"(?<![\w'-])(?:old |young |dear )?{_TITLES}(?:\. ?| )(?=[a-z])")
# Nothing but a name follows these, were it an ordinary word: "mr pike".
_CIVIL = re.compile(r"(?:old )?(?:mister|mrs?|ms|dr|revd?|cllr)\b")
_GREETED = re.compile(
    rf"(?:^|[\n.!?] *)(?:(?:my )?dear(?:est)?|hi|hiya|hello|hey|good (?:morning|afternoon|evening))"
    rf",? (?:old )?(?:{_TITLES}\.? )?(?=[a-z])"
)
_CLOSED = re.compile(
    r"(?<!\w)(?:(?:kind|kindest|best|warm|warmest) (?:regards|wishes)|regards|all the best|cheers"
    r"|yours(?: sincerely| faithfully| truly| ever)?|sincerely|(?:lots of |much )?love"
    r"|(?:many |with )?thanks|thank you|take care|bye(?: for now)?|signed)(?:[,.!]* *\n+ *|, *)"
    r"(?=[a-z])"
)
_ALONE = re.compile(r" ?x{0,3}[.!]? ?(?:\(.{0,60}\)|,.{0,60})?(?=\n|$)")
_INTRODUCED = re.compile(
    r"(?<![\w'])(?:my (?:first )?name(?: is|'s)|i'm called|(?:someone|somebody|(?:wo)?man|lady|girl"
    r"|boy|chap|gentleman|bloke|lad|volunteer|member|student|friend|neighbour) (?:called|named)"
    r"|this is(?= [a-z]+ (?:from|here|at|speaking|writing|calling)\b)"
    r"|calls? (?:him|her|me|them)(?: big| little| old| young)?"
    r"|it'?s(?= [a-z]+ (?:here|speaking)\b)|i'?m(?= [a-z]+,? (?:from|and i)\b)) (?=[a-z])"
)
_NOBODY = normalisation.listed(
    """
    all everyone everybody friend friends member members team sir sirs madam there folks colleague
    colleagues volunteer volunteers supporter supporters reader readers donor donors committee
    ladies gentlemen neighbour neighbours parents editor trustee trustees again both you we i god
    diary santa father mother me the our your a an to for from and of in it that not no
    """
)


def detect(context: chains.Context) -> Iterator[Mention]:
    """People in the English passages of a text; all else is left alone."""
    if not any(context.is_english(word) for word in context.words):
        return
    yield from _by_title(context)
    yield from _by_opening(context)
    yield from _by_closing(context)
    yield from _by_word(context)


def _by_title(context: chains.Context) -> Iterator[Mention]:
    for match in _TITLED.finditer(context.reading.folded):
        word = context.reading.word_at(match.end())
        sure = word is not None and word.plain and word.fold.isalpha() and len(word.fold) > 2
        civil = _CIVIL.match(match.group()) is not None
        if word is None or word.fold in _NOBODY:
            continue
        if _may_be_named(context, word) or (civil and sure):
            yield _person(context, match.start(), word, "title")


def _by_opening(context: chains.Context) -> Iterator[Mention]:
    folded = context.reading.folded
    for pattern in (_GREETED, _INTRODUCED):
        for match in pattern.finditer(folded):
            word = context.reading.word_at(match.end())
            while word is not None and _may_be_named(context, word) and word.fold not in _NOBODY:
                yield _person(context, word.start, word, "announced")
                nearby = context.words[_end(context, word) : _end(context, word) + 2]
                listed = len(nearby) == 2 and nearby[0].fold == "and" and pattern is _GREETED
                word = nearby[1] if listed else None


def _by_closing(context: chains.Context) -> Iterator[Mention]:
    for match in _CLOSED.finditer(context.reading.folded):
        word = context.reading.word_at(match.end())
        if word is None or word.fold in _NOBODY or not _may_be_named(context, word, signed=True):
            continue
        mention = _person(context, word.start, word, "signature")
        if _ALONE.match(context.reading.folded, mention.end):
            yield mention


def _by_word(context: chains.Context) -> Iterator[Mention]:
    """ "Mark will mark you down": a capital inside a sentence, or an act at its beginning."""
    for word in context.words:
        named = word.fold in first_names.ENGLISH_WORDS or word.fold in first_names.FIRST_NAMES
        if not named or not word.text[0].isupper() or not context.is_english(word):
            continue
        if word.plain and not word.begins:
            continue
        if context.is_kept(word.start, word.end) or (word.text.isupper() and len(word.text) > 2):
            continue
        before = context.words[word.index - 1] if word.index and not word.begins else None
        told = _acts(context, word) if before is None else _is_named_after(context, word, before)
        if told:
            yield _person(context, word.start, word, "first-name")


def _acts(context: chains.Context, word: Word) -> bool:
    """Whether a sentence tells what its first word did or is to do."""
    if word.index + 1 == len(context.words):
        return False
    following = context.words[word.index + 1]
    if following.begins:
        return False
    if following.gap == "'" and following.fold == "s":
        return word.fold not in _VIRTUES | _TIMES
    if following.gap != " ":
        return following.gap == ", " and following.fold in _AFTER_COMMA
    if following.fold == "to":  # "Tom to thank them": minutes
        verb = context.words[word.index + 2] if word.index + 2 < len(context.words) else None
        return verb is not None and not verb.begins and verb.fold not in _NOBODY
    if following.fold == "and":
        other = context.words[word.index + 2] if word.index + 2 < len(context.words) else None
        return other is not None and other.capital and not other.begins
    states = word.fold not in _VIRTUES and following.fold in _STATES
    return following.fold in _ACTS or states


def _is_named_after(context: chains.Context, word: Word, before: Word) -> bool:
    if not word.capital or before.fold in ("the", "a", "an", "this", "that", "some", "no", "any"):
        return False
    if any(mark in word.gap for mark in ":\"'“«-"):
        return False
    if word.fold in _TIMES:
        if before.fold in ("in", "last", "by", "of", "until", "till", "since", "next", "early"):
            return False
        return before.fold in ("with", "and", "asked", "called") and _acts(context, word)
    return True


def _person(context: chains.Context, start: int, word: Word, reason: str) -> Mention:
    end = context.words[_end(context, word) - 1].end
    return Mention(start, end, "PERSON", "probable" if word.capital else "possible", reason)


def _end(context: chains.Context, word: Word) -> int:
    """The index after the last word of a name."""
    end = word.index + 1
    while end < len(context.words) and end < word.index + 4:
        following = context.words[end]
        if following.gap not in (" ", "-", "'", ". ") or following.begins:
            break
        if following.gap == ". " and len(context.words[end - 1].text) > 1:
            break
        known = lexicon.is_common(following.fold) or dictionary.is_word(following.fold, "en")
        if following.plain and (known or len(following.fold) < 3):
            break
        if not following.plain and not following.capital:
            break
        if context.is_kept(following.start, following.end):
            break
        end += 1
    return end


def _may_be_named(context: chains.Context, word: Word, *, signed: bool = False) -> bool:
    """Whether a word where a name is due is one: a capital, or no word in a text without any."""
    if not context.is_english(word) or context.is_kept(word.start, word.end):
        return False
    if not word.fold.isalpha() and not (len(word.text) == 1 and signed):
        return False
    if not word.plain:
        return word.text[0].isupper() and (
            not lexicon.is_common(word.fold)
            or word.fold in first_names.ENGLISH_WORDS
            or word.begins is signed
        )
    if word.fold in first_names.FIRST_NAMES or word.fold in first_names.ENGLISH_WORDS:
        return True
    return (
        len(word.fold) > 2
        and not lexicon.looks_common(word.fold)
        and not dictionary.is_word(word.fold, "en")
    )
