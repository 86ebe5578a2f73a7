"""E-mail addresses and sites, however they are spelt, scanned or dictated."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, lexicon, normalisation, numerals

# A sign, the sign in brackets, what scanners read for it, or its name.
_SIGN = r"ar{1,2}obas{1,2}e?|ar{1,2}obaze?|aerobase|a commercial|a rond|at sign"
_AT_SIGN = (
    rf"(?: ?@{{1,3}} ?| ?[\(\[{{<] ?(?:at|{_SIGN}|@|a|chez|q) ?[\)\]}}>] ?| ?© ?"
    rf"| ?[-_](?:at|{_SIGN})[-_] ?| (?:{_SIGN}) )"
)
_AT_WORD = r"(?: at | chez )"
_BRACKETED = r" ?[\(\[{<] ?(?:dot|point|\.|pt) ?[\)\]}>] ?"
_SPOKEN = rf"(?:{_BRACKETED}|[ _-](?:point|dot|pt)[ _-])"
# A point and a space end a sentence, but before the commonest endings.
_STOP = rf"(?:\.| \. ?|\. (?=(?:fr|com|org|net)\b)|{_SPOKEN})"
_ENDINGS = normalisation.listed(
    """
fr com org net eu info asso bzh re gp mq gf yt nc pf pm wf paris alsace corsica cat eus io site be
ch de uk lu ca it es pt ma tn dz sn ci cm mg mu example ovh tv me xyz online shop blog coop gouv
test app ly gl co gg ee group gd link page chat cloud earth ngo ong foundation social academy club
center team world today website space store pro name biz mobi fm ac cc im to nu sh so st us tel
museum invalid localhost immo media design studio radio bio eco art live events tools digital
network sport run bike dev ai
"""
)
# Said after "point" they are an ending, whatever stands before; others are words of a sentence.
_SURE = normalisation.listed(
    "fr org com net eu bzh gp mq gf yt nc pf pm wf re gouv example ovh eus corsica alsace lu ch be"
)


def _either(words: frozenset[str]) -> str:
    return rf"(?:{'|'.join(sorted(words, key=lambda word: (-len(word), word)))})"


_TLD = _either(_ENDINGS)
_SURE_TLD = _either(_SURE)
_LABEL = r"\w[\w-]{0,62}"
_DASH = r"(?: (?:tiret du (?:bas|six|huit)|tiret bas|tiret|trait d'union|underscore|dash) )"
_PIECE = r"[^\W_]{1,40}"
_LOCAL = re.compile(
    rf"(?<![\w.+-]){_PIECE}(?:(?:[+_-]{{1,2}}| ?\. ?| (?:moins|plus) |{_SPOKEN}|{_DASH})"
    rf"{_PIECE}){{0,8}}$"
)
_AT = re.compile(rf"{_AT_SIGN}|{_AT_WORD}")
_HOST = re.compile(
    rf"{_LABEL}(?:(?:{_STOP}|{_DASH}){_LABEL}){{0,4}}{_STOP}{_TLD}(?!\w)"
    rf"|(?:{_LABEL} ){{1,5}}?(?:point|dot) {_TLD}(?!\w)"
)
# After a sign, a name that is cut in two, an ending that scanners misread, or none that is known.
_ANY_HOST = re.compile(
    rf"{_LABEL} {_LABEL}\.{_SURE_TLD}(?!\w)|{_LABEL}(?:[.,;] ?{_LABEL}){{1,3}}(?!\w)"
)
_PROVIDER = (
    r"(?:gmail|orange|wanadoo|free|laposte|la poste|hotmail|outlook|yahoo|sfr|protonmail"
    r"|proton|icloud|live|riseup|gmx|mailo|numericable|bbox|aol|zaclys|lilo|ik)"
)
_AT_PROVIDER = re.compile(rf"{_PROVIDER}(?:{_STOP}{_TLD})?(?!\w)")
# "mon mail c'est les amis du clocher arobase": what is announced belongs to it.
_ANNOUNCED = re.compile(
    r"\b(?:mails?|mel|e-mail|courriel|adresse|ecrire|contact|joindre|ecrivez|site|blog|web)\b"
    r"(?: (?:a|c'est|est|c|sur|au)\b)?"
    r" ?:? ?(?P<words>(?:[\w'-]+ ){1,7})$"
)
_ANNOUNCEMENTS = frozenset(("est", "c", "sur", "a", "adresse", "mail", "internet", "site", "web"))
_JOINED = r"(?:tout (?:attache|colle|accroche)|en un (?:seul )?mot|d'un seul mot|sans espaces?)"
_JOINED_BEFORE = re.compile(rf"\b{_JOINED},? ?$")
_WWW = r"(?:www|triple (?:double )?v|3 ?w|trois (?:w|double v)|w w w|(?:double v ){2}double v)"
_SCHEME = r"(?:(?:htt|hxx|ht|tt)ps? ?[:;]? ?/ ?/ ?)"
_PATH = (
    r"(?: ?/ ?[^\s<>\"«»,;)]{1,120}| slash (?:l[ae]s? |l'|d[eu]s? |un |une )?[\w-]+"
    rf"(?:(?:{_SPOKEN}|{_DASH})[\w-]+){{0,4}}){{0,6}}/?"
)
_TIGHT_PATH = r"(?:/[^\s<>\"«»,;)]{0,200})?"
# Words of one label, said apart: "radio bartas point example".
_MORE = r"(?: (?!point\b|dot\b|pt\b|tiret\b)[\w-]{1,63}){0,2}"
_SPACED_STOP = r"(?: \.| ?\. ?(?=(?:fr|com|org|net)\b)|\.|,)"
_URL = re.compile(
    rf"(?<!\w){_SCHEME}{_LABEL}(?:{_SPACED_STOP}{_LABEL}){{1,5}}[^\s<>\"«»]{{0,200}}"
    rf"|(?<!\w){_SCHEME}[^\s<>\"«»]{{3,300}}"
    rf"|(?<![\w@.-]){_WWW}(?: ?(?:{_STOP}|,) ?| (?={_LABEL}(?:\.|{_SPOKEN}))){_LABEL}"
    rf"(?:(?:{_SPOKEN}|{_DASH}| ?[.,] ?){_LABEL}){{0,5}}{_PATH}"
    rf"|(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,4}}{_TLD}(?![\w@-])(?::\d+)?{_TIGHT_PATH}"
    rf"|(?<![\w@.-])[\w-]{{1,63}}(?:(?:{_SPOKEN}|{_DASH}|\.)[\w-]{{1,63}}{_MORE}){{0,5}}{_SPOKEN}{_TLD}"
    rf"(?![\w@-]){_PATH}"
    rf"|(?<![\w@.-])[\w-]{{2,63}} \. (?:[\w-]{{1,63}} \. )?{_TLD}(?![\w@-]){_PATH}"
    rf"|(?<![\w@.,-])[a-z][\w-]{{3,63}},(?:fr|org|com|net|bzh)(?![\w-])"
)
_SPACED_PATH = re.compile(r"(?: / | ?/ ?)[\w.-]+(?:(?: / | ?/ ?)[\w.-]+){0,4}")
_SOCIAL = re.compile(r"(?:^|\.)(?:facebook|fb|instagram|youtube|tiktok|linkedin|helloasso)\.\w+$")


def detect(context: chains.Context) -> Iterator[Mention]:
    """Everything one could write to or open."""
    yield from _emails(context)
    yield from _sites(context)


def _emails(context: chains.Context) -> Iterator[Mention]:
    folded, clean = context.reading.folded, context.reading.clean
    done = 0
    for sign in _AT.finditer(folded):
        spoken = sign.group().strip()
        host = _HOST.match(folded, sign.end())
        if spoken not in ("at", "chez"):
            host = host or _AT_PROVIDER.match(folded, sign.end())
            if spoken not in ("a commercial", "a rond"):
                host = host or _ANY_HOST.match(folded, sign.end())
        elif host is None and spoken == "chez":
            host = _AT_PROVIDER.match(folded, sign.end())
        if host is None:
            continue
        local = _LOCAL.search(folded, max(done, sign.start() - 90), sign.start())
        if local is None:
            continue
        if sign.group() == " @" and context.is_kept(*local.span()):
            continue  # "insta @lesamis" is an account
        if spoken in ("at", "chez"):
            shouted = clean[sign.start() : sign.end()].strip() == "AT" and not clean.isupper()
            if not (
                re.search(rf"{_SPOKEN}{_SURE_TLD}$", host.group())
                or re.search(r"[\d._-]", local.group())
                or shouted
            ):
                continue  # "on est chez orange"
        start = local.start()
        if len(spoken) > 3:
            start = _announced(context, max(done, start - 70), start)
        done = host.end()
        yield Mention(start, done, "EMAIL", "certain", "e-mail")


def _announced(context: chains.Context, low: int, start: int) -> int:
    """Where what is dictated begins: after the words that announce it, or with its numbers."""
    folded = context.reading.folded
    announced = _ANNOUNCED.search(folded, low, start)
    if announced:
        begin = announced.start("words")
        words = context.reading.words_in(begin, start)
        while words and words[0].fold in _ANNOUNCEMENTS:
            words = words[1:]
        return words[0].start if words else start
    word = context.reading.word_at(start)
    while word is not None and word.index and word.gap == " " and not word.begins:
        before = context.words[word.index - 1]
        if before.start < low or not _dictated(word.fold):
            break
        if lexicon.is_common(before.fold) and not _dictated(before.fold):
            break
        word = before
    return start if word is None else word.start


def _dictated(fold: str) -> bool:
    """Whether a word is a number, which nobody writes to alone."""
    return fold.isdigit() or numerals.value_of_words(fold) is not None


def _sites(context: chains.Context) -> Iterator[Mention]:
    folded = context.reading.folded
    for match in _URL.finditer(folded):
        start, end = match.start(), match.start() + len(match.group().rstrip(".,;:!?)'-"))
        if " " in match.group() or _SOCIAL.search(match.group()):
            spaced = _SPACED_PATH.match(folded, end - (folded[end - 1] == "/"))
            end = spaced.end() if spaced else end
        if context.is_kept(start, end) or _is_sentence(context, start, end):
            continue
        if _is_service(context, start, end) or _AT_PROVIDER.fullmatch(folded, start, end):
            continue
        if " slash " in match.group():
            end = _rest_of_path(context, end)
        first = context.reading.word_at(start)
        if first is not None and re.match(rf"{_LABEL}{_SPOKEN}", match.group()):
            joined = _JOINED_BEFORE.search(folded, max(0, start - 30), first.end)
            start = _announced(context, max(0, start - 70), joined.start() if joined else start)
        yield Mention(start, end, "URL", "certain", "site")


def _rest_of_path(context: chains.Context, end: int) -> int:
    """Where a dictated path ends: with the last of the words that no dictionary has."""
    following = context.reading.words_in(end, min(end + 60, len(context.reading.folded)))
    for word in following:
        if word.begins or word.gap not in (" ", "-") or context.is_ordinary(word):
            break
        end = word.end
    return end


def _is_sentence(context: chains.Context, start: int, end: int) -> bool:
    """Whether the point ends a sentence, the space after it forgotten: "c'est fini.De plus"."""
    words = context.reading.words_in(start, end)
    clean = context.reading.clean[start:end]
    if len(words) < 2 or "/" in clean or clean.lower().startswith(("www", "http")):
        return False
    last, before = words[-1], words[-2]
    if before.fold in ("point", "dot", "pt"):
        if len(words) > 3:
            return False
        unsaid = words[0].fold in lexicon.HOLLOW or words[0].fold in lexicon.ARTICLES
        return unsaid or (last.fold not in _SURE and lexicon.is_common(words[0].fold))
    if last.text[:1].isupper() and not last.text.isupper() and before.text[-1:].islower():
        return True
    if last.gap.strip() == "." and last.gap != ".":
        return last.gap != " . " or (lexicon.is_common(before.fold) and last.fold in lexicon.HOLLOW)
    return len(before.text) == 1 and len(words) == 2


def _is_service(context: chains.Context, start: int, end: int) -> bool:
    """Whether a bare host with a capital is a service one passes by: "via Cagette.net"."""
    clean = context.reading.clean[start:end]
    if "/" in clean or " " in clean or clean.count(".") != 1:
        return False
    label = clean.split(".")[0]
    if context.is_kept(start, start + len(label)):
        return True
    if not (clean[0].isupper() and clean[1:].islower()):
        return False
    first = context.reading.word_at(start)
    if first is None or not first.index or first.gap != " ":
        return False
    return context.words[first.index - 1].fold in _PASSING


_PASSING = normalisation.listed(
    "via par avec sur utilise utilisons choisi teste testons essaye chez using with through on"
)
