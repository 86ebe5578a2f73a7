"""E-mail addresses, sites, accounts, pages and group links, however they are spelt or dictated."""

import re
from collections.abc import Iterator

from commons.anonymisation import chains, lexicon, normalisation
from commons.anonymisation.mentions import Mention

# A sign, the sign in brackets, what scanners read for it, or its name.
_AT_SIGN = (
    r"(?: ?@ ?| ?[\(\[{<] ?(?:at|arobase?|arobas|@|a|chez|q) ?[\)\]}>] ?| ?© ?| ?[-_]at[-_] ?"
    r"| (?:arobas?e?|a commercial|at sign) )"
)
_AT_WORD = r"(?: at | chez )"
# A point and a space end a sentence, but before the commonest endings.
_STOP = (
    r"(?:\.| \. ?|\. (?=(?:fr|com|org|net)\b)| ?[\(\[{] ?(?:dot|point|\.|pt) ?[\)\]}] ?|"
    r" (?:point|dot|pt) )"
)
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
_TLD = rf"(?:{'|'.join(sorted(sorted(_ENDINGS), key=len, reverse=True))})"
_LABEL = r"\w[\w-]{0,62}"
_TIRET = r"(?: (?:tiret(?: du)? bas|tiret|underscore|dash) )"
_PIECE = r"[^\W_]{1,40}"
_LOCAL = re.compile(
    rf"(?<![\w.+-]){_PIECE}(?:(?:[+_-]{{1,2}}| ?\. ?| (?:point|dot|moins|plus) |{_TIRET})"
    rf"{_PIECE}){{0,8}}$"
)
_AT = re.compile(rf"{_AT_SIGN}|{_AT_WORD}")
_HOST = re.compile(
    rf"{_LABEL}(?:(?:{_STOP}|{_TIRET}){_LABEL}){{0,4}}{_STOP}{_TLD}(?!\w)"
    rf"|(?:{_LABEL} ){{1,5}}?(?:point|dot) {_TLD}(?!\w)"
)
# After a sign, an ending that scanners misread, or none that is known.
_ANY_HOST = re.compile(rf"{_LABEL}(?:[.,] ?{_LABEL}){{1,3}}(?!\w)")
_PROVIDER = (
    r"(?:gmail|orange|wanadoo|free|laposte|la poste|hotmail|outlook|yahoo|sfr|protonmail"
    r"|proton|icloud|live|riseup|gmx)"
)
_AT_PROVIDER = re.compile(rf"{_PROVIDER}(?:{_STOP}{_TLD})?(?!\w)")
# "mon mail c'est les amis du clocher arobase": what is announced belongs to it.
_ANNOUNCED = re.compile(
    r"\b(?:mail|mel|e-mail|courriel|adresse|ecrire|contact|joindre|ecrivez)(?: (?:a|c'est"
    r"|est|c|sur|au)\b)?"
    r" ?:? ?(?P<words>(?:\w+ ){1,5})$"
)
_SCHEME = r"(?:h(?:tt|xx)ps? ?: ?/ ?/ ?)"
_PATH = r"(?:(?: ?/ ?| slash )[^\s<>\"«»,;)]{1,120}){0,6}/?"
_TIGHT_PATH = r"(?:/[^\s<>\"«»,;)]{0,200})?"
_URL = re.compile(
    rf"{_SCHEME}[^\s<>\"«»]{{3,300}}"
    rf"|(?<![\w@.-])www ?(?:{_STOP}|,) ?{_LABEL}(?: ?(?:\.|,|point) ?{_LABEL}){{0,4}}{_TIGHT_PATH}"
    rf"|(?<![\w@.-])(?:triple v|3w|trois w|w w w) (?:point )?{_LABEL}(?:{_STOP}{_LABEL}){{0,3}}"
    rf"|(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,4}}{_TLD}(?![\w@-])(?::\d+)?{_TIGHT_PATH}"
    rf"|(?<![\w@.-])(?:[\w-]{{1,63}}(?: point |\[\.\]|\(\.\)| ?\[(?:dot|point)\] ?| dot"
    rf" )){{1,3}}{_TLD}(?![\w@-]){_PATH}"
    rf"|(?<![\w@.-])[\w-]{{2,63}} \. (?:[\w-]{{1,63}} \. )?{_TLD}(?![\w@-]){_PATH}"
)
_SPACED_PATH = re.compile(r"(?: / | ?/ ?)[\w.-]+(?:(?: / | ?/ ?)[\w.-]+){0,4}")
# Words that end a sentence before "point fr"; nothing of a host.
_NETWORK = (
    r"(?:facebook|fb|instagram|insta|whats ?app|youtube|tiktok|linkedin|twitter|x|discord"
    r"|telegram|signal"
    r"|twitch|mastodon|snapchat|snap|bluesky|threads|peertube|messenger|spotify"
    r"|soundcloud|strava|viber|skype)"
)
_HANDLE = re.compile(
    r"(?<![\w@./])@ ?[a-z0-9_][\w.-]{1,40}\w(?:@[\w.-]+\w)?|(?<![\w&#])#[a-z_][\w]{3,60}"
    r"|(?<![\w@./])(?:arobase|arobas) (?!point\b)[a-z0-9_][\w.-]{2,40}\w"
    rf"|(?<![\w@./]){_NETWORK} ?/ ?[\w.-]{{3,60}}|\b[\w.]{{2,30}}#\d{{4}}\b"
    r"|(?<![\w@./-])[a-z0-9]+(?:_[a-z0-9]+)+(?![\w@]|\.[a-z]|/)"
)
_CALLED = (
    r"(?:s'appelle(?:nt)?|se nomme|nommee?s?|appelee?s?|intitulee?s?|baptisee?s?|called"
    r"|named|c'est|est|:|sous le nom(?: de)?"
    r"|au nom de|qui s'appelle|sous|pseudo|alias)"
)
_PAGE = re.compile(
    r"\b(?:(?:page|groupe|compte|profil|chaine|serveur|event|evenement|communaute|canal"
    r"|salon|boucle|fil|pseudo|page|group|channel|account)s?"
    r" (?:(?:public|publique|prive|privee|pro|officiel(?:le)?|de la|du|de|sur|un|notre|le) ){0,2})?"
    rf"(?P<network>{_NETWORK})\b ?(?P<called>\(|:|,|=)? ?(?P<verb>{_CALLED} )?"
)
_TOKEN = re.compile(r"[a-z0-9_](?:[\w.-]{1,40}[\w])?")


def detect(context: chains.Context) -> Iterator[Mention]:
    """Everything one could write to, open or follow."""
    folded = context.reading.folded
    yield from _emails(folded)
    yield from _sites(context)
    for match in _HANDLE.finditer(folded):
        if (
            "_" in match.group()
            and match.group()[0] != "@"
            and all(map(lexicon.is_common, re.split(r"[_\W]+", match.group())))
        ):
            continue  # the name of a field: "nom_prenom"
        if not context.is_kept(match.start() + 1, match.end()):
            certainty = "certain" if match.group()[0] == "@" else "probable"
            yield Mention(match.start(), match.end(), "HANDLE", certainty, "account")
    yield from _pages(context)


def _emails(folded: str) -> Iterator[Mention]:
    done = 0
    for sign in _AT.finditer(folded):
        spoken = sign.group().strip()
        host = _HOST.match(folded, sign.end())
        if host is None and spoken not in ("at", "chez"):
            host = _ANY_HOST.match(folded, sign.end())
        if host is None and spoken != "at":
            host = _AT_PROVIDER.match(folded, sign.end())
        local = _LOCAL.search(folded, max(done, sign.start() - 90), sign.start())
        if host is None or local is None:
            continue
        if spoken in ("at", "chez") and not (
            " point " in host.group()
            or " dot " in host.group()
            or re.search(r"[\d._-]", local.group())
        ):
            continue  # "on est chez orange"
        start = local.start()
        if "arobas" in spoken:
            announced = _ANNOUNCED.search(folded, max(done, start - 60), start)
            start = announced.start("words") if announced else start
        done = host.end()
        yield Mention(start, done, "EMAIL", "certain", "e-mail")


def _sites(context: chains.Context) -> Iterator[Mention]:
    reading = context.reading
    folded = reading.folded
    for match in _URL.finditer(folded):
        end = match.start() + len(match.group().rstrip(".,;:!?)'-"))
        if context.is_kept(match.start(), end) or _is_sentence(context, match.start(), end):
            continue
        if _is_service(context, match.start(), end):
            continue
        spaced = _SPACED_PATH.match(folded, end) if " . " in match.group() else None
        yield Mention(match.start(), spaced.end() if spaced else end, "URL", "certain", "site")


def _is_sentence(context: chains.Context, start: int, end: int) -> bool:
    """Whether the point ends a sentence, the space after it forgotten: "c'est fini.De plus"."""
    words = context.reading.words_in(start, end)
    clean = context.reading.clean[start:end]
    if len(words) < 2 or "/" in clean or clean.lower().startswith(("www", "http")):
        return False
    last, before = words[-1], words[-2]
    if " point " in clean.lower() and len(words) == 3:
        return lexicon.is_common(words[0].fold) and last.fold in (
            "de",
            "me",
            "to",
            "so",
            "re",
            "est",
            "pro",
            "live",
            "club",
        )
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


def _pages(context: chains.Context) -> Iterator[Mention]:
    """The name of a page or group that follows the name of the network."""
    folded, words = context.reading.folded, context.words
    for match in _PAGE.finditer(folded):
        cued = match.group("called") or match["verb"] or match.start("network") > match.start()
        rest = folded[match.end() : match.end() + 80]
        quoted = re.match(r" ?[\"«“'] ?([^\"»”\n]{2,60}?) ?[\"»”']", rest)
        if quoted:
            start, end = match.end() + quoted.start(1), match.end() + quoted.end(1)
            yield Mention(start, end, "HANDLE", "probable", "page")
            continue
        word = context.reading.word_at(match.end())
        if word is None or context.is_kept(word.start, word.end):
            continue
        token = _TOKEN.match(folded, word.start)
        if (
            token is not None
            and re.search(r"[\w][_.]\w|[a-z]\d|\d[a-z]{2}", token.group())
            and not word.begins
        ):
            yield Mention(word.start, token.end(), "HANDLE", "probable", "page")
        elif word.capital and not word.plain:
            if word.begins and not cued:
                continue
            if lexicon.is_common(word.fold) and not (match["verb"] or match["called"]):
                continue
            end_index = context.run(word.index)
            if end_index > word.index:
                yield Mention(word.start, words[end_index - 1].end, "HANDLE", "probable", "page")
        elif cued and (match["verb"] or match["called"]) and not word.begins:
            end_index = _plain_page(context, word.index)
            if end_index > word.index:
                yield Mention(word.start, words[end_index - 1].end, "HANDLE", "probable", "page")
        elif (
            cued
            and context.unknown(word)
            and not lexicon.looks_common(word.fold)
            and not word.begins
        ):
            yield Mention(word.start, word.end, "HANDLE", "probable", "page")


def _plain_page(context: chains.Context, index: int) -> int:
    """The index after a title in small letters, none if it tells nothing."""
    words = context.words
    end, strange = index, False
    while end < len(words) and end - index < 5 and not (end > index and words[end].begins):
        word = words[end]
        if end > index and (
            word.gap not in (" ", "-", "'")
            or word.fold in ("et", "on", "nous", "mais", "ou", "qui", "pour", "a", "est")
        ):
            break
        if lexicon.is_verb(word.fold) or context.is_kept(word.start, word.end):
            break
        strange |= context.unknown(word) and not lexicon.looks_common(word.fold)
        end += 1
    return end if strange else index
