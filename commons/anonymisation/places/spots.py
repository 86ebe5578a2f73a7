"""Where one is, told without its commune: a postcode alone, a beach, a dyke, the port."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import (
    chains,
    communes,
    first_names,
    gazetteer,
    lexicon,
    normalisation,
)
from commons.anonymisation.words.normalisation import Word

_CODE = r"(?:0[1-9]|[1-8]\d|9[0-578]|2[ab])\d{3}"
_POSTCODE = re.compile(
    rf"\b(?:code postal|cp|c\.p\.?|codes postaux) ?[:=]? ?(?:du |de |le |est )?(?P<told>{_CODE})\b"
    rf"|(?<=[^\W\d_] )\((?P<aside>{_CODE})\)"
    rf"|(?<![\w'])(?:dans le|sur le|chez nous au|habitent? au|livre\w* (?:aussi )?(?:au|le)|et au"
    rf"|dans tout le|tout le|dessert le|vient du|viennent du) (?P<bare>{_CODE})(?= ?[.,;:!?)\n]|$"
    rf"| (?:et|ou|on|nous"
    rf"|mais|pour)\b)"
)
_SHORE = re.compile(
    r"(?<![\w'-])(?P<head>digue|jetee|plage|promenade|cale|remblai|front de mer|corniche|dunes?"
    r"|crique|calanque) (?P<link>de la |de l'|du |des |de |d')(?=[^\W\d_]{3})"
)
# What a stretch of anything is made of or meant for: "une plage de temps", "la cale du bateau".
_NO_SHORE = normalisation.listed(
    """
temps prix horaire horaires valeurs silence repos sable galets rêve lecture départ secours-mer
données couleurs dates discussion sécurité chantier quartier village bateau bateaux chevaux santé
deux trois quatre une leur notre nos chaque cette
"""
)
# Beaches and shores known by a name that is no commune's.
_KNOWN = re.compile(
    r"(?<![\w-])(?:boucan canot|roches noires|souris chaude|cap homard|trou d'eau|grand fond"
    r"|manapany|saline[- ]les[- ]bains|etang[- ]sale|malendure|raisins clairs|bas[- ]du[- ]fort"
    r"|pointe des chateaux|anse mitan|anses? d'arlets?|anse noire|anse dufour|cap chevalier"
    r"|pointe du bout|grande anse|pointe venus|anse vata|baie des citrons|ouen toro|n'?gouja"
    r"|sakouli|moutsamoudou|remire|montjoly|malo[- ]les[- ]bains|petit[- ]fort[- ]philippe"
    r"|cap[- ]ferret|le moulleau|pyla(?:[- ]sur[- ]mer)?|pontaillac|la grande conche|espiguette"
    r"|la franqui|pointe rouge|les goudes|l'estaque|le mourillon|les sablettes|bon[- ]secours"
    r"|le sillon|les catalans|pampelonne|l'escalet|palombaggia|santa giulia|rondinara|la cote des"
    r" basques|la milady|hendaye[- ]plage|socoa|la torche|tronoen|sainte[- ]barbe les flots)"
    r"(?![\w-])"
)
_RETREAT = re.compile(
    r"\b(?:a|plage de|vers|depuis|pres de|lagon de) l'(?P<name>h?ermitage)(?![\w-])"
    r"|\b(?:gens|habitants|boites?|entreprises?|maire|mairie|familles|jeunes|dockers|quartiers?"
    r"|college|lycee|assos?|associations?|usines?|magasins?) (?P<port>du port)"
    r"(?! (?:de|du|des|d')(?: |(?<='))|[\w-])"
)
_CORSICAN = re.compile(r"(?<![\w-])[Cc]orses?(?![\w-])")


def detect(context: chains.Context) -> Iterator[Mention]:
    """Every such place."""
    folded = context.reading.folded
    for match in _POSTCODE.finditer(folded):
        group = next(g for g in ("told", "aside", "bare") if match[g])
        if group == "told" or not match[group].endswith("00") or group == "aside":
            yield _place(*match.span(group))
    for match in _SHORE.finditer(folded):
        word = context.reading.word_at(match.end())
        if word is not None and (end := _shore_end(context, match, word)):
            yield _place(match.start(), end)
    for match in _KNOWN.finditer(folded):
        words = context.reading.words_in(match.start(), match.end())
        if words and (words[-1].plain or words[-1].capital) and not words[-1].begins:
            yield _place(match.start(), match.end())
    for match in _RETREAT.finditer(folded):
        group = "name" if match["name"] else "port"
        word = context.reading.word_at(match.start(group))
        if word is not None and word.plain:
            yield _place(*match.span(group))
    if context.accented:
        for match in _CORSICAN.finditer(context.reading.clean):
            yield Mention(match.start(), match.end(), "LOC", "possible", "demonym")


def _place(start: int, end: int) -> Mention:
    return Mention(start, end, "LOC", "possible", "place-head")


def _shore_end(context: chains.Context, match: re.Match[str], word: Word) -> int | None:
    """Where the name of a shore ends, None where the words are ordinary ones."""
    if word.begins or word.fold in _NO_SHORE or word.fold in lexicon.HOLLOW:
        return None
    if context.is_kept(word.start, word.end):
        return None
    if word.capital and not word.plain:
        return context.words[max(context.run(word.index, 4), word.index + 1) - 1].end
    if not word.plain:
        return None
    known = (
        word.fold in gazetteer.SINGLE
        or word.fold in first_names.FIRST_NAMES
        or (not lexicon.looks_common(word.fold) and communes.find(word.fold) is not None)
        or (context.unknown(word) and not lexicon.looks_common(word.fold))
    )
    return word.end if known else None
