"""Newspapers, radios and televisions, by their names and by the shape their names have."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, communes, gazetteer, lexicon, normalisation
from commons.anonymisation.words.normalisation import Word

_KNOWN = re.compile(
    r"(?<![\w-])(?:ouest[- ]france|le telegramme|sud[- ]ouest|la voix du nord|le progres"
    r"|la provence|nice[- ]matin|var[- ]matin|corse[- ]matin|vosges[- ]matin|monaco[- ]matin"
    r"|la montagne|l'est (?:republicain|eclair)|le dauphine(?: libere)?|paris[- ]normandie"
    r"|midi libre|l'independant|la depeche(?: du midi)?|(?:le )?courrier (?:picard|cauchois)"
    r"|le bien public|la republique du centre|le populaire du centre|l'yonne republicaine"
    r"|le republicain lorrain|les dernieres nouvelles d'alsace|dna|l'alsace|l'union|l'ardennais"
    r"|(?:le )?berry republicain|la nouvelle republique|(?:le )?maine libre|(?:la )?charente libre"
    r"|(?:la )?manche libre|(?:le )?tarn libre|l'orne combattante|l'aisne nouvelle|presse[- ]ocean"
    r"|nord[- ](?:eclair|littoral)|centre[- ]presse|le journal du centre|la liberte de l'est"
    r"|le courrier (?:de l'ouest|de mantes|du pays de retz|vendeen|indochinois|cevenol|de l'eure)"
    r"|l'echo republicain|le petit bleu(?: d'agen)?|l'eveil (?:de la haute-loire|normand|de bernay)"
    r"|sud[- ]radio|la gazette (?:de montpellier|des communes|du val d'oise|nord-pas-de-calais)"
    r"|le pays (?:roannais|briard|d'auge|malouin|gessien)|pays roannais|lyon capitale|rue89(?: "
    r"[a-z]+)?|mediacites|made in marseille|marsactu|le poulpe|le ravi|le d'oc|grand[- ]lille tv"
    r"|le parisien|le perche|le reveil (?:de neufchatel|normand|du vivarais|de berck)"
    r"|les nouvelles (?:caledoniennes|de falaise|de sable)|le messager(?= de| du|,|\.)"
    r"|le bonhomme picard|l'impartial|la renaissance(?: du bessin| le bessin)|le publicateur libre"
    r"|france[- ]antilles|france[- ]guyane|la semaine guyanaise|le quotidien de la reunion"
    r"|clicanoo|le jir|zinfos ?974|imaz press|linfo\.re|tahiti infos|la depeche de tahiti"
    r"|le journal de mayotte|mayotte hebdo|radio caraibes|guyaweb|madinin'art|karibinfo"
    r"|france bleu(?: [a-z]+)?|ici (?:armorique|breizh izel|provence|nord|alsace|azur|gironde"
    r"|isere|normandie|berry|auxerre|besancon|bearn|creuse|drome ardeche|gard lozere|herault"
    r"|landes|limousin|loire ocean|lorraine|maine|mayenne|occitanie|orleans|pays basque|perigord"
    r"|picardie|poitou|roussillon|saint-etienne|savoie|touraine|vaucluse|bourgogne|champagne)"
    r"|france 3(?: [a-z]+)?|rcf(?: [a-z]+)?|rci|radio france|tebeo|tebesud|tv vendee"
    r"|tv (?:tours|rennes|78|lozere|paese)|bip tv|viaoccitanie|via93|telenantes|angers tele|weo"
    r"|corse net infos|alta frequenza|polynesie 1ere|nouvelle[- ]caledonie la 1ere|mosaik cristal"
    r"|l'ami hebdo|le journal des flandres|l'indicateur des flandres|l'echo de la lys"
    r"|l'echo (?:de thierache|du berry|de la baie|d'ancenis|de la presqu'ile)"
    r"|la thierache|l'abeille (?:de la ternoise|de fontainebleau)|les echos du touquet"
    r"|la lozere nouvelle|lozere nouvelle|le villefranchois|la semaine des pyrenees"
    r"|l'eveil hebdo|la voix (?:du jura|de l'ain|du cantal)|le pays comtois|l'hebdo de l'ardeche"
    r"|la gazette de la (?:loire|haute-loire)|les petites affiches|agri 53|paysan breton"
    r"|la france agricole|ouest medias|le marin|le peuple breton|ar men|bretagne actuelle"
    r"|mediabask|enbata|berria|kanaldude|gure irratia|irulegi irratia|xiberoko botza|euskal"
    r" irratiak|arritti|radio corse frequenza mora|rcfm|nice-presse|monaco hebdo"
    r"|l'independant du (?:midi|haut-jura)|tvr|tv rennes|vosges tv|via matele|alsace 20"
    r"|totem fm|radio (?:kerne|dreyeckland|balagne|bresse|scoop|espace|star|emotion|intensite|mega"
    r"|grenouille|galere|campus|alpes 2|liberte|judaica|cristal|resonance|zinzine|saint affrique)"
    r"|alouette fm|hit west|oceane fm|champagne fm|est fm|jordanne fm|chante france|evasion fm"
    r"|radio freedom|exo fm|kreol fm|antenne reunion|atv|canal 10|alizes tv|zouk tv|rrb"
    r"|radio djiido|djiido|nrj antilles|trace fm|bel radio|rci martinique|rci guadeloupe"
    r"|kwezi tv|hashtag mayotte|flash infos mayotte|guyane la 1ere|une saison en guyane"
    r"|radio peyi|tntv|tahiti nui television|radio 1 tahiti|radio tefana|tefana"
    r"|moselle tv|la 1ere|(?:reunion|guadeloupe|martinique|guyane|mayotte|polynesie)"
    r" la 1ere|le pays|la marseillaise|la gazette)(?![\w-])"
)
# Their titles are words of every day: without a capital, the press must be named nearby.
_ORDINARY = normalisation.listed(
    """
progres provence montagne independant depeche alsace union pays marseillaise gazette perche ravi
poulpe impartial republique parisien ouest messager telegramme
"""
)
_PRESS = re.compile(
    r"\b(?:journ\w+|quotidien|hebdo\w*|presse|article|papier|pages?|parus?|parue?s?|lignes?|encart"
    r"|correspondante?s?|interview\w*|une|reportage|photographe|redaction|abonnes?)\b[^.!?\n]{0,24}$"
)
_HEADS = (
    r"(?:courrier|republique|depeche|voix|echos?|eclair|journal|gazette|progres|reveil|eveil"
    r"|independant|republicaine?|nouvelles|dernieres nouvelles|presse|messager|essor|patriote"
    r"|populaire|telegramme|tribune|semaine|avenir|liberte|phare|democrate|regional|impartial"
    r"|midi|abeille|publicateur|renaissance|observateur|sentinelle|petit bleu|petite gazette"
    r"|petit journal|quotidien|hebdo|moniteur|bulletin|express|canard|infos?|actu|mensuel"
    r"|bonhomme|croix|chronique)"
)
# Heads that are papers whatever the case of the text.
_PLAIN_HEADS = normalisation.listed(
    "gazette tribune hebdo quotidien journal eveil echo republicain midi"
)
_TITLED = re.compile(rf"(?<![\w-])(?P<head>{_HEADS}) (?:de la |de l'|du |des |de |d')(?=[^\W\d_])")
_SECOND = (
    r"(?:libre|matin|hebdo|presse|infos?|eclair|combattante?|republicaine?|magazine|mag|capitale"
    r"|actu|actualites|soir|dimanche|agricole|tv|fm|news|nouvelle|picard|cauchois|vendeen)"
)
_DOUBLE = re.compile(rf"(?<![\w'-])(?P<first>[^\W\d_]{{3,}})[ -](?P<second>{_SECOND})(?![\w-])")
# "delta fm", "tropiques f m": what is heard on the air, in any case.
_WAVES = re.compile(
    r"(?<![\w'-])(?:(?P<first>[^\W\d_]{3,}) f\.? ?m\.?"
    r"|(?P<hebdo>ami|sept|le bien|republicain|pays|mayotte|paris|bearn|loiret|oise|vendee|lot|tarn"
    r"|bretagne|flandres?|jura|savoie|ain|corse|caraibe|karib|reunion) hebdo)(?![\w-])"
)
_NO_STATION = normalisation.listed(
    "radio radios bande fréquence station émetteur poste modulation sur avec les des une onde ondes"
)
_LEADING = re.compile(
    r"(?<![\w-])(?:actu|infos?|tv|tele|webtele|bfm|radio|radyo|rtl2?|cherie fm|nrj|virgin radio)"
    r" (?=[^\W\d_])"
)
_LANDS = frozenset(("pays", "val", "vallee", "haut", "bas"))


def detect(context: chains.Context) -> Iterator[Mention]:
    """Titles of the press, known ones and those that look like one."""
    folded = context.reading.folded
    for match in _KNOWN.finditer(folded):
        if _is_title(context, match):
            yield _media(match.start(), match.end())
    for match in _TITLED.finditer(folded):
        head, word = context.reading.word_at(match.start()), context.reading.word_at(match.end())
        if head is None or word is None or not (head.capital or head.plain):
            continue
        if head.plain and match["head"] not in _PLAIN_HEADS:
            continue
        if word.capital and not word.plain:
            end = context.run(word.index, 4)
        else:
            end = word.index + 1 if word.plain and _is_place(context, word) else word.index
            if word.plain and word.fold in _LANDS:
                end = _land_end(context, word)
        if end > word.index:
            yield _media(match.start(), context.words[end - 1].end)
    for match in _DOUBLE.finditer(folded):
        first = context.reading.word_at(match.start("first"))
        second = context.reading.word_at(match.start("second"))
        if first is None or second is None or context.is_kept(first.start, second.end):
            continue
        if not first.capital or first.plain or first.fold in lexicon.HOLLOW:
            continue
        if (second.capital and not second.plain) or (
            not first.begins and _is_place(context, first)
        ):
            yield _media(match.start(), match.end())
    for match in _WAVES.finditer(folded):
        first = context.reading.word_at(match.start())
        if first is None or first.fold in _NO_STATION or first.fold in lexicon.HOLLOW:
            continue
        if not lexicon.is_verb(first.fold) and not context.is_kept(match.start(), match.end()):
            yield _media(match.start(), match.end())
    for match in _LEADING.finditer(folded):
        head, word = context.reading.word_at(match.start()), context.reading.word_at(match.end())
        if head is None or word is None or word.begins or not (word.plain or word.capital):
            continue
        if head.plain and word.fold in _LANDS and _land_end(context, word) > word.index:
            yield _media(match.start(), context.words[_land_end(context, word) - 1].end)
            continue
        if _is_place(context, word) or (head.capital and word.capital and not word.plain):
            end = max(context.run(word.index, 3), word.index + 1)
            yield _media(match.start(), context.words[end - 1].end)


def _land_end(context: chains.Context, word: Word) -> int:
    """The index after "pays de caux", "val d'orge"; that of the word if no place follows."""
    words = context.words
    if word.index + 2 >= len(words) or words[word.index + 1].fold not in ("de", "d", "du", "des"):
        return word.index
    place = words[word.index + 2]
    named = not place.begins and (_is_place(context, place) or context.name_like(place))
    return place.index + 1 if named else word.index


def _media(start: int, end: int) -> Mention:
    return Mention(start, end, "PARTNER", "probable", "media")


def _is_title(context: chains.Context, match: re.Match[str]) -> bool:
    words = context.reading.words_in(match.start(), match.end())
    if not words or context.is_kept(match.start(), match.end()):
        return False
    last = words[-1]
    if last.capital and not last.plain:
        return len(words) > 1 or not last.begins
    if last.fold in _ORDINARY and len(words) < 3:
        before = context.reading.folded[max(0, match.start() - 40) : match.start()]
        return last.plain and _PRESS.search(before) is not None
    return any(word.capital and not word.begins for word in words) or len(match.group()) > 9


def _is_place(context: chains.Context, word: Word) -> bool:
    """Whether a word is the name of a place, or that of its people."""
    if word.fold in gazetteer.NAMES or word.fold in gazetteer.DEMONYMS:
        return True
    if context.is_kept(word.start, word.end) or lexicon.looks_common(word.fold):
        return False
    return communes.find(word.fold) is not None
