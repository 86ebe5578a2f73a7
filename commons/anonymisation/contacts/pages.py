"""Accounts on networks, and the names of pages and groups there."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, lexicon

_NETWORK = (
    r"(?:facebook|fb|instagram|insta|whats ?app|youtube|tiktok|linkedin|twitter|x|discord"
    r"|telegram|signal"
    r"|twitch|mastodon|snapchat|snap|bluesky|threads|peertube|messenger|spotify"
    r"|soundcloud|strava|viber|skype)"
)
_HANDLE = re.compile(
    r"(?<![\w@./])@ ?[a-z0-9_][\w.-]{1,40}\w(?:@[\w.-]+\w)?|(?<![\w&#])#[a-z_][\w]{3,60}"
    r"|(?<![\w@./])(?:arobase|arobas) (?!point\b)[a-z0-9_][\w.-]{2,40}\w"
    rf"|(?<![\w@./]){_NETWORK} ?(?:/|slash\b) ?[\w.-]{{3,60}}|\b[\w.]{{2,30}}#\d{{4}}\b"
    r"|(?<![\w@./-])[a-z0-9]+(?:_[a-z0-9]+)+(?![\w@]|\.[a-z]|/)"
)
_FOLLOWED = re.compile(
    rf"(?<![\w@./-])(?P<account>\w{{2,40}}(?:[._]\w{{1,30}}){{0,3}}) (?:sur|on) "
    rf"(?:notre )?{_NETWORK}\b"
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
# On a forum: "Posté par evita-gosier", "pseudo : lou-du-63".
_POSTED = re.compile(
    r"\b(?:(?:poste|publie|ecrit|envoye|commente|partage|signale|mis en ligne|repondu|lance|redige"
    r"|cree)e?s?|message|avis|commentaire|reponse|post|posted|written)"
    r" (?:par|de|by) (?P<by>[a-z0-9][\w.]*(?:[-_.][\w]+)+|[a-z][a-z.]*\d[\w.-]*)(?![\w@])"
    r"|\b(?:pseudo(?:nyme)?|login|identifiant|nickname|username|user|auteure?|membre|compte)"
    r" ?[:=] ?"
    r"(?P<of>[a-z0-9][\w.]*(?:[-_.][\w]+)+|[a-z][a-z.]*\d[\w.-]*|[a-z0-9_]{4,30}(?=[,;\n]|$))"
    r"(?![\w@])"
)
_COMPOUND = re.compile(
    r"(?:non|sous|porte|mi|demi|ex|vice|co|anti|auto|semi|sur|pre|post|inter|avant|arriere|contre"
    r"|extra|mini|micro|multi|e|self|web|petit|grand|chef|moi|toi|lui|elle|eux)-[a-z]+"
)
_TOKEN = re.compile(r"[a-z0-9_](?:[\w.-]{1,40}[\w])?")


def detect(context: chains.Context) -> Iterator[Mention]:
    """Every account, page and group."""
    yield from _accounts(context)
    yield from _followed(context)
    yield from _pages(context)
    for match in _POSTED.finditer(context.reading.folded):
        part = "by" if match["by"] else "of"
        end = match.start(part) + len(match[part].rstrip(".-"))
        if not context.is_kept(match.start(part), end) and not _COMPOUND.fullmatch(match[part]):
            yield Mention(match.start(part), end, "HANDLE", "probable", "account")


def _accounts(context: chains.Context) -> Iterator[Mention]:
    for match in _HANDLE.finditer(context.reading.folded):
        text = match.group()
        parts = re.split(r"[_\W]+", text)
        if "_" in text and text[0] != "@" and all(map(lexicon.is_common, parts)):
            continue  # the name of a field: "nom_prenom"
        if text.startswith("aroba") and all(map(lexicon.is_common, parts[1:])):
            continue  # what is said of the sign itself: "arobase manque"
        if not context.is_kept(match.start() + 1, match.end()):
            certainty = "certain" if text[0] == "@" else "probable"
            yield Mention(match.start(), match.end(), "HANDLE", certainty, "account")


def _followed(context: chains.Context) -> Iterator[Mention]:
    """An account before its network: "usvif.foot sur insta"."""
    for match in _FOLLOWED.finditer(context.reading.folded):
        word = context.reading.word_at(match.start())
        if word is None or context.is_kept(*match.span("account")):
            continue
        solid = word.end == match.end("account")
        if not solid or (context.unknown(word) and not context.is_ordinary(word)):
            yield Mention(*match.span("account"), "HANDLE", "probable", "account")


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
        if word is None:
            continue
        token = _TOKEN.match(folded, word.start)
        if context.is_kept(word.start, max(word.end, token.end() if token else 0)):
            continue
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
    if words[index].fold in lexicon.HOLLOW - lexicon.ARTICLES:
        return index  # "sur Facebook, s'il vous plaît"
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
