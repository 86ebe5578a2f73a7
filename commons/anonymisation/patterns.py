"""Numbers, addresses and accounts that have a shape, checked by their key where they have one."""

import re
from collections.abc import Iterator

from stdnum import iban as iban_numbers
from stdnum import luhn

from commons.anonymisation import chains, lexicon, normalisation
from commons.anonymisation.mentions import Mention

_AT = r"(?:\s?@\s?|\s?[\(\[{]\s?(?:at|arobase?|@)\s?[\)\]}]\s?|\s(?:arobase|arobas|chez)\s)"
_DOT = r"(?:\.|\s?[\(\[{]\s?(?:dot|point|\.)\s?[\)\]}]\s?|\spoint\s)"
_EMAIL = re.compile(
    rf"(?<![\w.+-])\w[\w.+-]{{0,63}}(?:\spoint\s\w{{1,40}})?{_AT}\w[\w-]{{0,62}}(?:{_DOT}\w[\w-]{{0,62}}){{1,4}}(?![\w@])"
)
_SPACED_EMAIL = re.compile(
    r"(?<![\w.+-])\w[\w.+-]{0,63}\s?[\(\[{]\s?(?:at|arobase?|@|a)\s?[\)\]}]\s?\w[\w-]{0,62}(?:\s?(?:\."
    r"|point|[\(\[]\s?(?:dot|point)\s?[\)\]])\s?\w[\w-]{1,62}){1,3}"
    r"|(?<![\w.+-])\w[\w.+-]{0,63} ?@ ?\w[\w-]{0,62} ?\. ?[a-z]{2,12}(?!\w)"
)
_ENDING = (
    r"(?:fr|com|org|net|eu|info|asso|bzh|re|gp|mq|gf|yt|nc|pf|paris|alsace|corsica|cat"
    r"|io|site|be|ch|de|uk"
    r"|example|ovh|tv|me|xyz|online|shop|blog|coop|gouv|test|app|ly|gl|co)"
)
_URL = re.compile(
    rf"(?:https?\s?:\s?//\s?[^\s<>\"«»]{{3,300}}|www\s?\.\s?[^\s<>\"«»]{{3,300}}"
    rf"|(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,4}}{_ENDING}(?![\w@-])(?:/[^\s<>\"«»,;)]{{0,200}})?)",
)
_HANDLE = re.compile(r"(?<![\w@./])@[a-z0-9_][\w.-]{1,40}\w|(?<![\w&])#[a-z_][\w]{3,60}")
_PAGE = re.compile(
    r"\b(?:page|groupe|compte|profil|chaine|serveur|event|evenement|communaute)\s"
    r"(?:(?:public|prive|pro|officiel(?:le)?)\s)?"
    r"(?:facebook|fb|instagram|insta|whats ?app|youtube|tiktok|linkedin|twitter|x"
    r"|discord|telegram|signal|twitch|mastodon|snapchat)"
    r"\s?(?:\(|:|,)?\s?(?:est |s'appelle |se nomme |nommee? |appelee? |intitulee? |called )?"
)
_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)\s?\d{2,3}[\s.\-/]{0,2}(?:\(\s?0\s?\)[\s.\-/]{0,2})?[1-9o]"
    r"|[0o][\s.\-/]?[1-9])"
    r"(?:[\s.\-/]{0,3}[\do][\s.\-/]?[\do]){4}(?!\d)"
    r"|(?<![\w+])0[1-9](?:[ .\-/][\dx]{2}){2,4}(?![\dx/])(?: ?(?:\.\.\.|xx))?"
    r"|(?<![\w+])(?:\+|00)\s?\d{2,3}(?:[\s.\-/]{0,2}\d){6,10}(?!\d)"
    r"|(?<!\d)0 ?8\d\d(?:[ .]?\d{3}){2}(?!\d)"
)
_SPELT = (
    r"(?:zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize"
    r"|quatorze|quinze|seize|vingt|trente"
    r"|quarante|cinquante|soixante|et|\d\d?)"
)
_SPELT_PHONE = re.compile(
    rf"\bzero[ -](?:un|deux|trois|quatre|cinq|six|sept|neuf)(?:[ ,-]{{1,2}}{_SPELT}){{4,20}}\b"
)
_DIGITS = re.compile(
    r"(?<![\w,.])\d(?:[ .\-]?\d){8}(?:[ .\-]?\d){0,5}(?![\w]|[,.]\d| ?(?:€|euros?|eur\b|k€))"
)
_RNA = re.compile(r"(?<!\w)w ?[0-9][0-9a-z](?:[ .]?\d){7}(?!\w)")
_IBAN = re.compile(
    r"(?<!\w)[A-Z]{2} ?\d{2}(?:[ .]?[A-Z0-9]{4}){3,7}(?:[ .]?[A-Z0-9]{1,3})?(?!\w)", re.I
)
_PLATE = re.compile(
    r"(?<![\w-])[A-HJ-NP-TV-Z]{2}[ -]?\d{3}[ -]?[A-HJ-NP-TV-Z]{2}(?![\w-])"
    r"|(?<![\w-])[a-hj-np-tv-z]{2}-\d{3}-[a-hj-np-tv-z]{2}(?![\w-])"
    r"|(?<![\w-])\d{2,4} [A-Z]{2,3} (?:\d{2}|2[AB]|97\d)(?![\w])"
)
_WAYS = (
    r"(?:rue|ruelle|avenue|av\.?|ave|boulevard|bd\.?|bld|blvd|place|pl\.|chemin"
    r"|che?m\.|impasse|imp\.|allees?|all\.|route|rte|quai"
    r"|cours|square|lotissement|lot\.|residence|faubourg|fbg|passage|sentier|esplanade"
    r"|rond-point|hameau|montee|venelle|traverse"
    r"|villa|cite|lieu-dit|lieudit|zone artisanale|za|zi|zac|promenade|mail|parvis"
    r"|rampe|cote|street|road|lane)"
)
_WAY = re.compile(
    rf"(?<![\w,.])(?P<number>\d{{1,4}} ?(?:bis|ter|quater|[a-d]\b)?(?: ?[-/]"
    rf" ?\d{{1,4}})?(?: ?,)?\s)?(?P<way>{_WAYS})\s"
)
_POSTCODE = re.compile(
    r"(?<![\w.,-])(?:f-)?(?:0[1-9]|[1-8]\d|9[0-8]|2[ab]) ?\d{3}(?![\d.,]\d|\d)\s+(?=[a-z])"
)
_BOX = re.compile(r"\b(?:bp|cs|b\.p\.) ?\d{1,6}\b")
_WORDED_WAYS = normalisation.listed(
    """
place cours cote mail passage villa cite residence promenade route quai
"""
)
_NOT_TOWNS = normalisation.listed(
    """
euros eur personnes dons habitants
"""
)


def detect(context: chains.Context) -> Iterator[Mention]:
    """E-mails, sites, accounts, phones, registry and bank numbers, plates, postal addresses."""
    folded, clean = context.reading.folded, context.reading.clean
    if "@" in folded or "arobas" in folded or "at" in folded or "chez" in folded:
        for match in _EMAIL.finditer(folded):
            if " chez " not in match.group() or " point " in match.group():
                yield Mention(match.start(), match.end(), "EMAIL", "certain", "e-mail")
    for match in _SPACED_EMAIL.finditer(folded):
        yield Mention(match.start(), match.end(), "EMAIL", "certain", "e-mail")
    for match in _URL.finditer(folded):
        end = match.start() + len(match.group().rstrip(".,;:!?)'"))
        if not context.is_kept(match.start(), end):
            yield Mention(match.start(), end, "URL", "certain", "site")
    for match in _HANDLE.finditer(folded):
        if not context.is_kept(match.start() + 1, match.end()):
            certainty = "certain" if match.group()[0] == "@" else "probable"
            yield Mention(match.start(), match.end(), "HANDLE", certainty, "account")
    yield from _pages(context)
    for match in _PHONE.finditer(folded):
        if sum(map(str.isdigit, match.group())) >= 6 and not _is_date(match.group()):
            yield Mention(match.start(), match.end(), "PHONE", "certain", "phone")
    for match in _SPELT_PHONE.finditer(folded):
        yield Mention(match.start(), match.end(), "PHONE", "certain", "phone")
    yield from _registry(context)
    for match in _IBAN.finditer(clean):
        compact = re.sub(r"[^A-Za-z0-9]", "", match.group()).upper()
        if iban_numbers.is_valid(compact):
            yield Mention(match.start(), match.end(), "IBAN", "certain", "checksum")
        elif compact.startswith("FR") and sum(map(str.isdigit, compact)) >= 16:
            yield Mention(match.start(), match.end(), "IBAN", "probable", "shape")
    for match in _PLATE.finditer(clean):
        yield Mention(match.start(), match.end(), "PLATE", "probable", "shape")
    yield from _addresses(context)


def _is_date(text: str) -> bool:
    return re.fullmatch(r"\d\d[/.-]\d\d[/.-](?:19|20)?\d\d", text) is not None


def _pages(context: chains.Context) -> Iterator[Mention]:
    """The name of a page or group that follows the name of the network."""
    folded = context.reading.folded
    for match in _PAGE.finditer(folded):
        rest = folded[match.end() : match.end() + 80]
        quoted = re.match(r"[\"«“'] ?([^\"»”\n]{2,60}?) ?[\"»”']", rest)
        if quoted:
            yield Mention(
                match.end() + quoted.start(1),
                match.end() + quoted.end(1),
                "HANDLE",
                "probable",
                "page",
            )
            continue
        word = context.reading.word_at(match.end())
        if word is not None and word.capital and not word.plain:
            end = context.run(word.index)
            if end > word.index:
                yield Mention(word.start, context.words[end - 1].end, "HANDLE", "probable", "page")


def _registry(context: chains.Context) -> Iterator[Mention]:
    folded = context.reading.folded
    for match in _DIGITS.finditer(folded):
        digits = re.sub(r"\D", "", match.group())
        before = folded[max(0, match.start() - 30) : match.start()]
        named = "siret" in before or "siren" in before
        kind = {9: "SIREN", 14: "SIRET"}.get(len(digits))
        if kind is not None and luhn.is_valid(digits):
            yield Mention(match.start(), match.end(), kind, "certain", "checksum")
        elif named:
            yield Mention(match.start(), match.end(), kind or "SIRET", "certain", "announced")
        elif kind == "SIRET":
            yield Mention(match.start(), match.end(), kind, "probable", "shape")
    for match in _RNA.finditer(folded):
        yield Mention(match.start(), match.end(), "RNA", "certain", "shape")


def _addresses(context: chains.Context) -> Iterator[Mention]:
    folded = context.reading.folded
    for match in _WAY.finditer(folded):
        numbered = match["number"] is not None
        word = context.reading.word_at(match.end())
        if word is None:
            continue
        end = _street_end(context, word.index, numbered)
        if end is None or (not numbered and match["way"] in _WORDED_WAYS):
            continue
        street = context.words[word.index : end]
        if not numbered and not any(w.capital or (w.plain and context.unknown(w)) for w in street):
            continue
        stop = _with_town(context, context.words[end - 1].end)
        certainty = "certain" if numbered else "probable"
        yield Mention(match.start(), stop, "ADDRESS", certainty, "postal-address")
    for match in _POSTCODE.finditer(folded):
        word = context.reading.word_at(match.end())
        if word is not None and word.fold not in _NOT_TOWNS and context.name_like(word):
            stop = context.words[context.run(word.index) - 1].end
            yield Mention(match.start(), stop, "ADDRESS", "probable", "postal-address")
    for match in _BOX.finditer(folded):
        yield Mention(match.start(), match.end(), "ADDRESS", "probable", "postal-address")


def _street_end(context: chains.Context, index: int, numbered: bool) -> int | None:
    """The index after the last word of a street's name, None if there is no name."""
    words = context.words
    while (
        index < len(words) and words[index].fold in chains.PARTICLES and len(words[index].gap) < 3
    ):
        index += 1
    if index >= len(words) or words[index].begins or len(words[index].gap) > 2:
        return None
    if words[index].capital or words[index].fold in chains.PARTICLES:
        end = context.run(index, 6)
        return max(end, index + 1)
    if not numbered:
        return index + 1 if words[index].plain and context.unknown(words[index]) else None
    end = index + 1
    while end < len(words) and end - index < 8 and words[end].gap in (" ", "-", "'"):
        end += 1
    if (end - index < 7 and (end == len(words) or words[end].begins or "," in words[end].gap)) or (
        end < len(words) and words[end].text.isdigit()
    ):
        return end
    end = index + 1
    while end < len(words) and end - index < 4 and words[end].gap in (" ", "-", "'"):
        if words[end].fold in chains.PARTICLES and words[end].fold != "en":
            nearby = words[end + 1] if end + 1 < len(words) else None
            if (
                nearby is None
                or nearby.gap not in (" ", "-", "'")
                or lexicon.is_common(nearby.fold)
            ):
                break
        elif lexicon.is_common(words[end].fold):
            break
        end += 1
    return end


def _with_town(context: chains.Context, end: int) -> int:
    """The end of an address once its postcode and town are taken in."""
    folded = context.reading.folded
    tail = re.compile(
        r"[ ,\n\-]{0,4}(?:(?:bp|cs) ?\d{1,6}[ ,\n\-]{0,4})?(?:f-)?\d{2} ?\d{3}["
        r" \n]{1,2}|, | a | - |,?\n"
    ).match(folded, end)
    if tail is None:
        return end
    postcode = any(map(str.isdigit, tail.group()))
    word = context.reading.word_at(tail.end())
    if word is None:
        return tail.end() if postcode else end
    town = context.run(word.index)
    if town == word.index or (not postcode and (word.begins or lexicon.is_common(word.fold))):
        return tail.end() - 1 if postcode else end
    stop = context.words[town - 1].end
    cedex = re.compile(r" cedex(?: \d{1,2})?").match(folded, stop)
    return cedex.end() if cedex else stop
