"""Addresses in another order than number, way, town: the number last, a stall in a port."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.places import addresses
from commons.anonymisation.words import chains, communes, lexicon

_POST = r"(?:f-)?(?:[0o][1-9li]|[1-8li][\doli]|9[0-8o]|2[ab]) ?[\doli]{3}(?![\w,.]\d)"
_LAST = r"\d{1,4}(?: ?(?:bis|ter|quater)| ?[a-d](?!\w))?"
# "quai des hollandais au 27", "rue Basse n°19", "quai du Bosc 3bis", "rue Haute, 4, 29000 Brest"
_WAY_FIRST = re.compile(
    r"(?<![\w-])(?:rue|r\.|avenue|av\.|boulevard|bd\.?|quai|place|allees?|chemin|impasse|route|rte"
    r"|cours|square|faubourg|ruelle|passage|montee|venelle|sente|residence|lotissement|straed)"
    r" (?:de la |de l'|du |des |de |d')?[^\W\d_][^\W\d_'-]*(?:[ '-][^\W\d_]+){0,3}?"
    r"(?:,? (?:au (?:numero |no |n° ?)?|numero |no |n° ?)(?P<said>\d{1,4}(?: ?(?:bis|ter))?)"
    r"|,? (?P<bis>\d{1,4} ?(?:bis|ter|quater))"
    rf"|,? {_LAST}(?P<posted>[ ,\n-]{{1,3}}{_POST}))"
    r"(?![\w%€/]|[.,:]\d| ?(?:euros?|h\b|km|m\b|personnes|places|er|e\b|janv|fev"
    r"|mars|avr|mai|jui|aou|sep|oct|nov|dec))"
)
# "Karrikaburu 11, 64240 Hasparren": no word of ours says that it is a way.
_FOREIGN = re.compile(
    rf"(?<![\w-])(?P<name>[^\W\d_]{{4,}}(?:[ -][^\W\d_]+){{0,2}}),? {_LAST}[ ,\n-]{{1,3}}"
    rf"(?P<post>{_POST})[ \n]{{1,2}}(?P<town>[^\W\d_])"
)
# "cabane 37, port de Larros", "ponton C, marina du Marin", "box 12, halles de la Mouche"
_STALL = re.compile(
    r"(?<![\w-])(?:cabane|hangar|box|ponton|chalet|mobil-home|emplacement|anneau|carrelet|casier"
    r"|entrepot|bungalow|cellule|alveole|boutique|local|parcelle|lot|stand|batiment|bat\.?|atelier"
    r"|bureau|garage|quai|case) (?:n° ?|no |numero )?(?:\d{1,4}|[a-z])(?:bis|ter)?"
    r"(?: ?,| ?-|,? au) ?(?:l[ae] |l')?"
    r"(?P<site>(?:vieux |ancien(?:ne)? |petit |nouveau )?(?:port|marina|zone|camping"
    r"|domaine|parc|residence|village|base|jardins?|halles?|marche|centre|gare|friche|ferme|caserne"
    r"|cite|lotissement|pole|pepiniere|quartier|immeuble|darse|bassin|ecluse|plage|route|chemin"
    r"|rue|avenue|allee|quai)) (?:de la |de l'|des |du |de |d'|a la |aux? )?(?P<name>[^\W\d_])"
)
# A way as a scanner read it: "2 irnpasse de la Blies", "14 nue", "5 p1ace".
_SCANNED = re.compile(
    r"(?<![\w,.-])\d[\doli]{0,3}(?: ?(?:bis|ter))?,? "
    r"(?P<way>(?:i|l|1|j)(?:m|rn|nn|in)pa(?:ss|5s|s5|55)e"
    r"|r(?:u|ii|li|il)[ec]|a(?:v|u|y)(?:e|c)n(?:u|ii|v|n)e|p[l1i]a(?:c|e)e|che(?:m|rn|nn)(?:i|1|l)n"
    r"|a[l1i]{2}ees?|b[o0]u[l1i]e?va(?:r|n)d|r[o0]u[t1]e|[qg]ua[i1l]|p[l1i]ace|squane|square"
    r"|cour5|f(?:a|o)ub[o0]urg|re5idence|l[o0]ti55e(?:m|rn)ent) "
    r"(?=(?:de |du |des |d'|la |le )?[^\W\d_])"
)
_OPEN = re.compile(r"(?:de la |de l'|des |du |de |d'|la |le |l')?")


def detect(context: chains.Context) -> Iterator[Mention]:
    """Addresses whose number or way is not where it is looked for."""
    folded = context.reading.folded
    for match in _WAY_FIRST.finditer(folded):
        stop = match.end()
        if match["posted"]:
            stop = match.start("posted")
        yield _address(match.start(), addresses.with_town(context, stop))
    for match in _FOREIGN.finditer(folded):
        town = context.reading.word_at(match.start("town"))
        if town is None or not (town.capital or town.plain) or _is_counted(context, match):
            continue
        yield _address(match.start(), addresses.with_town(context, match.start("post") - 1))
    for match in _STALL.finditer(folded):
        word = context.reading.word_at(match.start("name"))
        if word is None or not (word.capital or not context.is_ordinary(word)):
            continue
        end = context.words[max(context.run(word.index), word.index + 1) - 1].end
        yield _address(match.start(), _with_town(context, end))
    for match in _SCANNED.finditer(folded):
        name = _OPEN.match(folded, match.end())
        word = context.reading.word_at(name.end() if name else match.end())
        if word is None or word.begins or not word.capital:
            continue
        end = context.words[max(context.run(word.index), word.index + 1) - 1].end
        yield _address(match.start(), addresses.with_town(context, end))


def _address(start: int, end: int) -> Mention:
    return Mention(start, end, "ADDRESS", "probable", "postal-address")


def _is_counted(context: chains.Context, match: re.Match[str]) -> bool:
    """Whether the words before the number are a sentence's: "nous étions 11, 64240 pas"."""
    words = context.reading.words_in(*match.span("name"))
    if words[0].begins and lexicon.is_common(words[0].fold):
        return True
    return not all(word.capital or word.fold in lexicon.HOLLOW for word in words)


def _with_town(context: chains.Context, end: int) -> int:
    """The end of an address with a town after its comma, whether or not it has a postcode."""
    stop = addresses.with_town(context, end)
    word = context.reading.word_at(end + 2) if stop == end else None
    if word is None or word.begins or word.gap != ", " or not (word.capital or word.plain):
        return stop
    last = max(context.run(word.index), word.index + 1)
    said = " ".join(each.fold for each in context.words[word.index : last])
    return context.words[last - 1].end if communes.find(said) is not None else stop
