"""Postal addresses: a number and a way, a named street, a box, a postcode and its town."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, gazetteer, lexicon, normalisation, numerals

_WAYS = (
    r"(?:rue|ruelle|r\.|avenue|av\.?|ave\.?|boulevard|boul\.|bd\.?|bld\.?|bvd\.?|blvd\.?"
    r"|place|pl\.?|placette|chemin"
    r"|che?m\.|ch\.|impasse|imp\.|allees?|all\.?|route|rte\.?|quai|cours|cour|square|sq\."
    r"|lotissement|lot\.?|residence|res\.?"
    r"|faubourg|fbg\.?|fg\.?|passage|pass\.|sentier|sente|esplanade|rond-point|hameau"
    r"|montee|venelle|traverse|villa|cite|clos"
    r"|lieu-dit|lieudit|ld|zone (?:artisanale|industrielle|d'activites?)|za|zi|zac|zae"
    r"|promenade|mail|parvis|rampe|cote"
    r"|levee|chaussee|corniche|carrefour|galerie|voie|descente|digue|enclos|servitude"
    r"|carriera|straed|karrika|gasse"
    r"|bourg|le bourg|domaine|mas|street|road|lane|avenue)"
)
_NUMBER = (
    rf"(?:\d[\doli]{{0,3}}|(?<![\w'])(?:un|{numerals.IN_WORDS}))(?: ?(?:bis|ter|quater|[a-d]\b)"
    rf")?(?: ?[-/&] ?\d{{1,4}}(?: ?(?:bis|ter|[a-d]\b))?)?"
)
_NUMBERED = re.compile(
    rf"(?<![\w,.-])(?:(?:au |le |n ?° ?|n° ?|no |numero |au numero )?(?P<number>{_NUMBER})"
    rf" ?,? (?:de la |de l'|du |des |de )?)"
    rf"(?P<way>{_WAYS})(?: |(?<=\.))"
)
_NAMED = re.compile(
    r"(?<![\w-])(?P<way>rue|ruelle|avenue|av\.|boulevard|bd\.?|place|chemin|impasse"
    r"|allees?|route|quai|cours|square"
    r"|lotissement|residence|faubourg|passage|sentier|esplanade|rond-point|hameau|montee"
    r"|venelle|traverse|villa|cite|clos"
    r"|lieu-dit|lieudit|za|zi|zac|zone (?:artisanale|industrielle|d'activites?)|promenade"
    r"|mail|parvis|rampe|cote|chaussee"
    r"|corniche|carrefour|street|road|lane) "
)
_SPOKEN = re.compile(
    r"(?<![\w-])(?P<way>rue|avenue|boulevard|impasse|ruelle|allee) (?P<link>des |du |de"
    r" la |de l'|d')(?P<name>[^\W\d_]\w+)"
)
# What tells the door: "bâtiment C", "(1er étage, porte gauche)", "2e portail".
_DETAIL = (
    r"(?:(?:bat(?:iment)?|esc(?:alier)?|appt?|appartement|apt|etage|porte|portail|portillon|lot"
    r"|immeuble|imm|tour|hall|cage|entree|local|bureau|bte|boite|digicode|interphone|n°|no|numero)"
    r"\.? ?(?:n° ?)?\w{1,10}|\d{1,2} ?(?:er|e|eme|nd) (?:etage|et\b\.?|portail|porte|cour|cage"
    r"|sous-sol)"
    r"(?: (?:droite|gauche))?|rez[ -]de[ -]chaussee|rdc|sous-sol|fond de (?:la )?cour|1st floor"
    r"|(?:first|second|third|ground) floor|(?:flat|unit|floor|room|apt) \w{1,4})(?!\w)"
)
_DWELLING = re.compile(
    rf"[ ,\n-]{{1,3}}{_DETAIL}\.?|[ ,\n]{{1,2}}\({_DETAIL}(?:[ ,-]{{1,3}}{_DETAIL}){{0,3}}\)"
)
# What stands before the street: a business park, a housing estate.
_ESTATE = re.compile(
    r"(?<![\w-])(?:zone (?:industrielle|artisanale|d'activites?|commerciale)|zi|za|zac|zae"
    r"|parc d'activites?|(?:residence|lotissement|ferme|domaine|hameau)(?: [\w'-]+){1,4}"
    r"|lieu-dit(?: [\w'-]+){1,3})(?: (?:de la |de l'|du |des |de |d')[\w'-]+)?[,(]? ?$"
)
_MONTHS = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
)
_DATED_WAY = re.compile(
    r"(?<![\w-])(?:(?:\d{1,4}(?: ?(?:bis|ter))?,? )?(?:rue|avenue|av\.?|boulevard|bd\.?|place|pl\.?"
    r"|allee|impasse|quai|square|chemin|cours|esplanade|rond-point|passage) (?:du|des) "
    rf"(?:\d{{1,2}}|1er|premier|onze|quatorze|huit|dix-neuf)[ -]{_MONTHS})"
    r"(?:[ -](?:1[789]\d\d|20\d\d|mille neuf cent [\w-]{4,20}))?(?!\w)"
)
_ENGLISH = re.compile(
    r"(?<![\w.,-])\d{1,4}[a-d]?,? (?:[A-Z][\w'-]+ ){1,3}(?:Street|Road|Lane|Avenue|Close|Drive|Way"
    r"|Square|Terrace|Court|Gardens|Hill|Row|Crescent|Mews|St\.|Rd\.?|Ave\.?)(?!\w)"
)
_DOOR = re.compile(
    r"\b(?:appt?|apt|appartement|bat|batiment|esc|escalier|porte)\.? \w{1,4} ?[,-]? ?$"
)
_POSTCODE = re.compile(
    r"(?<![\w.,-])(?:f-)?(?:[0o][1-9li]|[1-8li][\doli]|9[0-8o]|2[ab]) ?[\doli]{3}(?!"
    r"[\doli]|[.,]\d)(?: ?[-,]?)[ \n]{1,2}(?=[a-z])"
)
# "CHEMIN BOIS D'INDE, 97200 FORT DE FRANCE": the postcode says that a way's name stands before.
_POSTED = re.compile(
    r"(?<![\w-])(?:rue|ruelle|avenue|av\.|boulevard|bd\.?|place|chemin|che?m\.|impasse|allees?|route"
    r"|rte\.?|quai|cours|square|lotissement|residence|quartier|faubourg|passage|sentier|esplanade"
    r"|montee|venelle|traverse|cite|clos|lieu-dit|lieudit|za|zi|zac|zae|promenade|corniche|hameau"
    r"|habitation|morne|domaine) (?:[^\W\d_][\w'.-]*[ ]){0,5}?[^\W\d_][\w'.-]*(?:,? |, ?|\n| - )"
    r"(?P<post>(?:0[1-9]|[1-8]\d|9[0-8]|2[ab])\d{3}) (?P<town>[^\W\d_])"
)
_IN_TOWNS = frozenset(("saint", "sainte", "st", "ste", "le", "la", "les", "l", "fort", "grand"))
_BOX = re.compile(
    r"\b(?:bp|cs|b\.p\.|tsa|boite postale)(?: n° ?)? ?\d[\d ]{0,6}\d?\b(?: ?[-,]? ?\d{5}"
    r"(?: [a-z'-]+)? cedex(?: \d+)?)?"
)
_MILESTONE = re.compile(r"\bpk ?\d{1,3}(?:[.,]\d{1,3})?(?:,? cote (?:mer|montagne))?")
_WORDED = normalisation.listed(
    """
place cours cour cote mail passage villa cite residence promenade route quai hameau clos za zi zac
traverse montee chemin rampe carrefour parvis mas domaine bourg
"""
)
_NOT_TOWNS = normalisation.listed(
    """
euros eur euro personnes dons habitants francs balles signatures adherents membres visites vues
abonnes mails courriels e-mails exemplaires billets contacts donateurs kilometres km km2 pas
tonnes repas k pages
"""
)
_NO_STREET = normalisation.listed(
    """
village quartier bourg ville haut bas coin bout cote cotes a notre nos mon ma gens dessus dessous
milieu centre meme rue marche retour jour temps service presse quoi tout tous chez moi
"""
)
_TITLES = normalisation.listed(
    """
docteur dr general marechal abbe president commandant colonel capitaine professeur saint sainte st
ste pere soeur frere amiral sergent lieutenant cardinal pasteur cure maire jean pierre paul
"""
)


def detect(context: chains.Context) -> Iterator[Mention]:
    """Addresses, certain when they are numbered."""
    folded = context.reading.folded
    for match in _NUMBERED.finditer(folded):
        yield from _numbered(context, match)
    for match in _NAMED.finditer(folded):
        yield from _named(context, match)
    for match in _SPOKEN.finditer(folded):
        word = context.reading.word_at(match.start("name"))
        if word is None or word.fold in _NO_STREET or context.is_kept(word.start, word.end):
            continue
        if not (word.capital or context.unknown(word) or match["way"] != "allee"):
            continue
        stop = with_town(context, context.words[_street_end(context, word.index, True) - 1].end)
        start = _estate_start(context, match.start())
        yield Mention(start, stop, "ADDRESS", "probable", "postal-address")
    for match in _POSTCODE.finditer(folded):
        word = context.reading.word_at(match.end())
        if word is None or word.fold in _NOT_TOWNS or not re.search(r"\d", match.group()):
            continue
        if context.name_like(word) or (word.plain and word.fold in gazetteer.SINGLE):
            stop = context.words[max(context.run(word.index), word.index + 1) - 1].end
            cedex = re.compile(r" cedex(?: \d{1,2})?").match(folded, stop)
            yield Mention(
                match.start(),
                cedex.end() if cedex else stop,
                "ADDRESS",
                "probable",
                "postal-address",
            )
    for match in _DATED_WAY.finditer(folded):
        stop = with_town(context, match.end())
        start = _estate_start(context, match.start())
        yield Mention(start, stop, "ADDRESS", "probable", "postal-address")
    for match in _ENGLISH.finditer(context.reading.clean):
        stop = with_town(context, match.end())
        yield Mention(match.start(), stop, "ADDRESS", "certain", "postal-address")
    for match in _POSTED.finditer(folded):
        if (ended := _posted_end(context, match)) is not None:
            yield Mention(match.start(), ended, "ADDRESS", "certain", "postal-address")
    for pattern in (_BOX, _MILESTONE):
        for match in pattern.finditer(folded):
            yield Mention(match.start(), match.end(), "ADDRESS", "probable", "postal-address")


def _posted_end(context: chains.Context, match: re.Match[str]) -> int | None:
    """The end of the town after a postcode, None where the digits count something."""
    word = context.reading.word_at(match.start("town"))
    if word is None or word.begins or word.fold in _NOT_TOWNS or not (word.plain or word.capital):
        return None
    words, end = context.words, max(context.run(word.index), word.index + 1)
    while (
        end < len(words)
        and words[end - 1].fold in _IN_TOWNS
        and words[end].gap in (" ", "-", "'")
        and not words[end].begins
    ):
        end = max(context.run(end), end + 1)
    cedex = re.compile(r" cedex(?: \d{1,2})?").match(context.reading.folded, words[end - 1].end)
    return cedex.end() if cedex else words[end - 1].end


def _numbered(context: chains.Context, match: re.Match[str]) -> Iterator[Mention]:
    word = context.reading.word_at(match.end())
    way = match["way"].rstrip(".")
    if word is None or (word.begins and "." not in match.group()[-2:]):
        return
    spelt = not match["number"][:1].isdigit()
    if spelt and way in _WORDED and not word.capital:
        return  # "deux places", "une cour", "trois cités"
    if way in (
        "cote",
        "cour",
        "cours",
        "pass",
        "mail",
        "place",
        "domaine",
        "voie",
        "passage",
        "ch",
        "r",
        "lot",
        "res",
    ) and not (word.capital and not word.plain):
        linked = word.fold in chains.PARTICLES and word.fold != "en"
        if way in ("cote", "cour", "mail", "lot", "domaine", "voie") or not (linked or word.plain):
            return
    end = _street_end(context, word.index, True)
    start = match.start("number")
    if dwelling := _DOOR.search(context.reading.folded, max(0, start - 30), start):
        start = dwelling.start()
    stop = with_town(context, context.words[end - 1].end)
    yield Mention(start, stop, "ADDRESS", "probable" if spelt else "certain", "postal-address")


def _named(context: chains.Context, match: re.Match[str]) -> Iterator[Mention]:
    word = context.reading.word_at(match.end())
    if word is None or word.begins or len(word.gap) > 2:
        return
    words, index = context.words, word.index
    while (
        index < len(words)
        and words[index].fold in chains.PARTICLES
        and words[index].gap in (" ", "'")
    ):
        index += 1
    if index >= len(words) or words[index].begins:
        return
    main = words[index]
    if main.capital and not main.plain:
        end = max(context.run(word.index if word.capital else index, 6), index + 1)
        if context.is_kept(main.start, main.end):
            return
    elif main.plain and context.unknown(main) and match["way"] not in _WORDED:
        end = index + 1
    else:
        return
    stop = with_town(context, words[end - 1].end)
    start = _estate_start(context, match.start())
    yield Mention(start, stop, "ADDRESS", "probable", "postal-address")


def _estate_start(context: chains.Context, start: int) -> int:
    """Where an address begins once the estate before its street is taken in."""
    low = max(0, start - 60)
    estate = _ESTATE.search(context.reading.folded[low:start])
    return low + estate.start() if estate else start


def _street_end(context: chains.Context, index: int, numbered: bool) -> int:
    """The index after the last word of a street's name."""
    words = context.words
    first = index
    while (
        index < len(words) - 1
        and words[index].fold in chains.PARTICLES
        and len(words[index + 1].gap) < 3
    ):
        index += 1
    if words[index].capital and not words[index].plain:
        end = max(context.run(first, 7), context.run(index, 7), index + 1)
        return _dated(context, end)
    if words[index].text.isdigit():  # "rue du 8 mai 1945"
        end = index + 1
        while end < len(words) and end - index < 3 and words[end].gap == " ":
            end += 1
        return end
    end = index + 1
    # A comma, a postcode or the end says where the name ends; else take what is unknown.
    reach = end
    while (
        reach < len(words)
        and reach - index < 7
        and words[reach].gap in (" ", "-", "'")
        and not words[reach].begins
    ):
        if re.fullmatch(r"[\doli]{5}", words[reach].fold) and words[reach].fold[0].isdigit():
            return reach
        reach += 1
    if reach - index < 5 and (
        reach == len(words) or words[reach].begins or words[reach].gap.strip()
    ):
        return reach
    while (
        end < len(words)
        and end - index < 4
        and words[end].gap in (" ", "-", "'")
        and not words[end].begins
    ):
        word = words[end]
        if (
            words[end - 1].fold in _TITLES
            and not lexicon.is_verb(word.fold)
            and word.fold not in lexicon.HOLLOW
        ):
            end += 1
        elif word.fold in chains.PARTICLES and word.fold not in (
            "en",
            "sur",
            "le",
            "la",
            "les",
            "l",
        ):
            step = end + 1
            while step < len(words) and words[step].fold in ("la", "l", "les") and step - end < 2:
                step += 1
            if (
                step >= len(words)
                or words[step].gap not in (" ", "-", "'")
                or lexicon.is_common(words[step].fold)
            ):
                break
            end = step + 1
        elif lexicon.is_common(word.fold) or context.is_kept(word.start, word.end):
            break
        else:
            end += 1
    return end


def _dated(context: chains.Context, end: int) -> int:
    words = context.words
    if (
        end < len(words)
        and re.fullmatch(r"(?:19|18)\d\d", words[end].text)
        and words[end].gap == " "
    ):
        return end + 1
    return end


_TAIL = re.compile(
    r"[ ,\n\-–]{0,4}(?:(?:bp|cs|tsa) ?\d{1,6}[ ,\n\-]{0,4})?(?:f-)?[\doli][\doabli]"
    r" ?[\doli]{3}(?![\w])[ \n,]{1,2}"
    r"|, (?:a )?| a | - |,?\n"
)


def with_town(context: chains.Context, end: int) -> int:
    """The end of an address once its building, postcode and town are taken in."""
    folded = context.reading.folded
    for _ in range(3):
        dwelling = _DWELLING.match(folded, end)
        if dwelling is None:
            break
        end = dwelling.end()
    tail = _TAIL.match(folded, end)
    if tail is None or not any(map(str.isdigit, tail.group())):
        bare = re.compile(r"[ ,\n-]{1,3}\d[\doli]{4}(?!\w)").match(folded, end)
        if tail is None or bare:
            return bare.end() if bare else end
    postcode = any(map(str.isdigit, tail.group()))
    word = context.reading.word_at(tail.end())
    if word is None:
        return end + len(tail.group().rstrip(" ,\n")) if postcode else end
    town = context.run(word.index)
    if (
        postcode
        and town == word.index
        and word.gap in (" ", "\n", ", ")
        and word.fold not in lexicon.HOLLOW
    ):
        town = word.index + 1
    if town == word.index or (
        not postcode
        and (
            word.begins
            or lexicon.is_common(word.fold)
            or (word.plain and word.fold not in gazetteer.SINGLE)
        )
    ):
        return end + len(tail.group().rstrip(" ,\n")) if postcode else end
    stop = context.words[town - 1].end
    cedex = re.compile(r" cedex(?: \d{1,2})?").match(folded, stop)
    return cedex.end() if cedex else stop
