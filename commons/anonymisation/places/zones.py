"""Parts of France told without a name: numbers of départements, wards, points of the compass."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains

_NUMBERED = re.compile(
    r"\((?:dept?\.? ?|departement )?(?:0?[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-8]|98[678])\)"
    # Up to 31, "le 28" is a day.
    r"|\b(?:dans le|(?:du|le)(?= (?:3[2-9]|[4-9]\d|9-3|neuf)))"
    r" (?P<bare>0[1-9]|[1-8]\d|9[0-5]|97[1-8]|9-3|neuf[ -]trois)"
    r"(?= ?[.,;!?)\n]|$| (?:et|ou|ont|nous|on|depuis|avec)\b)"
    r"|\b(?P<ward>\d{1,2} ?(?:e|eme|er|ieme)) (?:arrondissement|arr\.)(?: de [a-z]+)?"
)
_ZONE = re.compile(
    r"\b(?:dans |de |vers |du |en |tout )?(?:l'|le |la )?(?:grand |grande )?(?:nord"
    r"|sud)[ -](?:est|ouest)\b(?: de la france| du pays)?"
    r"|\b(?:dans|de|vers) l'(?:ouest|est)\b(?: de la france| du pays)?"
    r"|\b(?:dans|de|vers) le (?:grand |petit )?(?:nord|sud|midi)\b(?! de l'europe)(?:"
    r" de la france| du pays)?"
    r"|\bdu (?:nord|sud|midi) (?:de la france|du pays)\b"
    r"|\b(?:en |d'|l'|les |des |d')?outre[ -]mer\b|\bdom[ -]tom\b|\bdans les dom\b|\bles dom\b"
    r"|\b(?:en |de |en france )metropole\b(?! (?:de|du|d'))|\bhexagone\b"
    r"|\b(?:en )?(?:grande couronne|petite couronne|region parisienne|banlieue parisienne)\b"
    r"|\bcote (?:atlantique|mediterraneenne|normande|d'opale|d'emeraude)\b|\bsud de la france\b"
    r"|\b(?:pres de|le long de|a) la frontiere (?:belge|suisse|espagnole|italienne"
    r"|allemande|luxembourgeoise)\b"
    r"|\b(?:in |from )?the (?:north|south|west|east)(?:[ -](?:west|east))? of france\b"
    r"|\boverseas territor(?:y|ies)\b"
    r"|\b(?:ocean indien|pacifique sud|caraibes?|mediterranee)\b"
)
# "dans le 15e, les gens…": a rank has its noun after it, and a second or third may have lost it.
_WARDS = re.compile(
    r"\b(?:dans le|habit\w+ le|vers le|mairie du|gens du|habitants du|quartiers? du|bas du|haut du"
    r"|nord du|sud du|est du|commerces du|ecoles du|jusqu'au|cote du) (?P<first>(?:[4-9]|1\d|20)"
    r" ?(?:e|eme|ieme))(?P<more>(?: et |, | ou )(?:dans )?(?:le |du )?(?:[1-9]|1\d|20)"
    r" ?(?:e|eme|ieme))?(?= ?(?:[.,;:!?)\n]|$)| (?:et|ou|on|nous|surtout|depuis|avec|pour|qui|ont"
    r"|a)\b)"
)


def detect(context: chains.Context) -> Iterator[Mention]:
    """Each number that stands for a place, each zone."""
    folded = context.reading.folded
    for match in _NUMBERED.finditer(folded):
        group = "ward" if match["ward"] else "bare" if match["bare"] else 0
        start, end = match.span(group) if group == "bare" else match.span()
        yield Mention(start, end, "LOC", "probable", "department-number")
    for match in _WARDS.finditer(folded):
        end = match.end("more") if match["more"] else match.end("first")
        yield Mention(match.start("first"), end, "LOC", "possible", "department-number")
    for match in _ZONE.finditer(folded):
        yield Mention(match.start(), match.end(), "LOC", "possible", "zone", "place:zone")
