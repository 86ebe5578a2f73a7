"""Public bodies told by the place they serve: "mairie de Sens", "PREFECTURE DE L'ALLIER"."""

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

_HEADS = (
    r"mairies?|ville|commune|municipalite|communaute (?:de communes|d'agglomeration|urbaine)"
    r"|comcom|com com|cdc|agglomeration|agglo|metropole|departement|region"
    r"|conseil (?:departemental|regional|municipal|general|communautaire|citoyen)"
    r"|(?:sous[ -])?prefecture|collectivite(?: territoriale| europeenne)?|cti|ctm|ctg"
    r"|caf|ccas|cias|cpam|carsat|urssaf|msa|pmi|mdph|mds|ars|ddt|ddcs|ddets|sdjes"
    r"|inspection academique"
    r"|office (?:de tourisme|du tourisme|public|hlm)|syndicat (?:mixte|intercommunal|d'initiative)"
    r"|sivom|sivu|smictom|sictom|petr|drac|dreets|dreal|academie|rectorat|tribunal(?: judiciaire)?"
    r"|cour d'appel|mission locale|france travail|pole emploi|parc (?:naturel"
    r"|national)(?: regional)?"
    r"|pays d'art et d'histoire|gendarmerie|commissariat|police municipale|brigade|caserne"
    r"|pompiers|sapeurs-pompiers|sdis|perception|tresorerie|tresor public|centre des impots|poste"
    r"|chambre (?:d'agriculture|de commerce|des metiers)|cci|cma|universite|iut|ehesp|chu|chs|ch"
    r"|hopital|centre hospitalier|maison d'arret|centre penitentiaire|gare|evech?e|diocese|province"
    r"|service (?:jeunesse|culturel|culture|social|des sports|sports|animation|enfance|education"
    r"|vie associative|technique|des fetes|des affaires scolaires|logement|communication|politique"
    r" de la ville)|pole (?:culture|jeunesse|solidarite|social|enfance|sport)|direction (?:de la"
    r" (?:culture|jeunesse|vie associative|cohesion sociale)|des (?:sports|solidarites|affaires"
    r" culturelles))|maison (?:de l'emploi|du departement|de la region|des services)"
    r"|france services|point jeunes|pij|bij|sous-prefet|prefet|conseil municipal des (?:jeunes"
    r"|enfants)|rectorat|vice-rectorat|haut-commissariat|gouvernement|congres|assemblee"
    r"|town hall|city hall|council|city council|town council|county council|village council"
)
_LINK = (
    r" (?:de la |de l'|du |des |de |d'|of )(?:(?:ville|commune|mairie|metropole|agglomeration|agglo"
    r"|communaute (?:de communes|d'agglomeration|urbaine)|prefecture|region)"
    r" (?:de la |de l'|du |des |de |d'))?"
)
_HEADED = re.compile(rf"(?<![\w-])(?P<head>{_HEADS})(?P<link>{_LINK}| )(?:[\"«“] ?)?(?=[^\W\d_])")
_FOLLOWED = re.compile(
    r"(?<=[^\W\d_]) (?P<head>(?:town|city|county|parish|district|borough|village|regional"
    r"|departmental) (?:council|hall)|prefecture|town hall)(?![\w-])"
)
_VENUES = re.compile(r"chu|chs|ch|hopital|centre hospitalier|universite|iut|caserne|gare")
# Heads that say where by themselves only with a capital or a place one knows.
_LOOSE = normalisation.listed(
    "ville commune region departement agglo agglomeration metropole province"
)
_BODIES = {
    "caf": "la CAF", "ccas": "le CCAS", "cias": "le CIAS", "cpam": "la CPAM", "msa": "la MSA",
    "mairie": "la mairie", "prefecture": "la préfecture",
    "sous-prefecture": "la sous-préfecture", "sous prefecture": "la sous-préfecture",
    "municipalite": "la municipalité", "gendarmerie": "la gendarmerie",
    "commissariat": "le commissariat", "pompiers": "les pompiers", "tresorerie": "la trésorerie",
    "conseil departemental": "le Conseil départemental",
    "conseil general": "le Conseil départemental",
    "conseil regional": "le Conseil régional", "conseil municipal": "le conseil municipal",
    "office de tourisme": "l'office de tourisme", "mission locale": "la mission locale",
    "communaute de communes": "la communauté de communes",
    "comcom": "la communauté de communes", "com com": "la communauté de communes",
    "communaute d'agglomeration": "l'agglomération", "agglomeration": "l'agglomération",
    "agglo": "l'agglomération", "metropole": "l'agglomération", "rectorat": "le rectorat",
    "academie": "l'académie", "drac": "la DRAC", "tribunal": "le tribunal",
    "town hall": "the town hall", "council": "the council", "city council": "the council",
}  # fmt: skip

_SPELT = frozenset(" ".join(normalisation.words_of(name)) for name in gazetteer.NAMES)


# The three provinces of New Caledonia, the five groups of islands of French Polynesia.
_PROVINCES = re.compile(
    r"(?<![\w-])(?:province (?:sud|nord|des iles(?: loyaute)?)"
    r"|(?:archipel|circonscription|subdivision)"
    r" des (?:marquises|tuamotu(?:-gambier)?|australes|iles[- ](?:sous[- ]le[- ]vent|du[- ]vent))"
    r"|aire coutumiere [a-z]+(?:[- ][a-z]+)?)(?![\w-])"
)


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Each body with its place; the generic body is left, in words that the labels know."""
    for match in _HEADED.finditer(context.reading.folded):
        word = context.reading.word_at(match.end())
        head = context.reading.word_at(match.start())
        if word is None or head is None or word.begins:
            continue
        if end := _end(context, head, word, match):
            yield _body(context, match["head"], match.start(), end, language, head)
    for match in _PROVINCES.finditer(context.reading.folded):
        yield Mention(match.start(), match.end(), "PUBLIC", "probable", "named-kind")
    for match in _FOLLOWED.finditer(context.reading.folded):
        yield from _followed(context, match, language)


def _body(
    context: chains.Context, name: str, start: int, end: int, language: str, head: Word
) -> Mention:
    wording = _BODIES.get(name) if language == "fr" else None
    kind = "PUBLIC"
    if name in ("ville", "commune") and not head.capital:
        kind, wording = "LOC", None
    elif name in _LOOSE:
        wording = None
    return Mention(start, context.words[end - 1].end, kind, "probable", "named-kind", "", wording)


def _followed(context: chains.Context, match: re.Match[str], language: str) -> Iterator[Mention]:
    """ "Corrèze county council": the place comes first in English."""
    head = context.reading.word_at(match.start("head"))
    if head is None or not head.index:
        return
    first = head.index - 1
    place = context.words[first]
    if context.is_kept(place.start, place.end) or place.fold in lexicon.HOLLOW:
        return
    named = (place.capital and not place.plain) or place.fold in gazetteer.SINGLE
    if not named or (place.begins and lexicon.is_common(place.fold)):
        return
    while (
        first
        and context.words[first].gap in (" ", "-", "'")
        and context.words[first - 1].capital
        and not (context.words[first].begins or context.words[first - 1].fold in lexicon.HOLLOW)
    ):
        first -= 1
    start = context.words[first].start
    wording = _BODIES.get(match["head"].split()[-1]) if language == "fr" else None
    yield Mention(start, match.end("head"), "PUBLIC", "probable", "named-kind", "", wording)


def _end(context: chains.Context, head: Word, word: Word, match: re.Match[str]) -> int:
    """The index after the place, 0 if none is named."""
    linked = bool(match["link"].strip())
    if context.is_kept(word.start, word.end):
        return 0
    if word.capital and not word.plain:
        if known := known_end(context, word.index, sure=linked):
            return max(known, _joined(context, word.index)) if linked else known
        if word.fold in gazetteer.FAR or (lexicon.is_common(word.fold) and not linked):
            return _joined(context, word.index) if match["head"].startswith("communaute") else 0
        if not linked and (match["head"] in _LOOSE or word.text.isupper()):
            return 0
        return _joined(context, word.index)
    if not word.plain:
        return 0
    if known := known_end(context, word.index, sure=linked):
        return known
    if word.fold in first_names.FIRST_NAMES or not context.name_like(word):
        return 0
    return context.run(word.index, 3) if linked or match["head"] not in _LOOSE else 0


def _joined(context: chains.Context, index: int) -> int:
    """A run of capitals, with the "et" of "Cœur et Coteaux du Comminges" inside."""
    end = context.run(index, 6)
    words = context.words
    while (
        end > index
        and end + 1 < len(words)
        and words[end].fold == "et"
        and words[end].gap == words[end + 1].gap == " "
        and words[end + 1].capital
        and not communes.find(words[index].fold)
    ):
        end = max(context.run(end + 1, 6), end + 2)
    return end


def known_end(context: chains.Context, index: int, *, sure: bool) -> int:
    """The index after the longest known place that begins at a word, 0 if none does.

    `sure` takes ordinary words as well, where nothing but a place is expected.
    """
    words = context.words
    for length in range(min(6, len(words) - index), 0, -1):
        inside = words[index : index + length]
        if any(w.begins or w.gap not in (" ", "-", "'") for w in inside[1:]):
            continue
        folds = [w.fold for w in inside]
        name, key = " ".join(folds), communes.key(folds)
        known = communes.find(key)
        listed = name in _SPELT
        if length == 1 and len(name) < 3:
            continue
        if listed or (
            known is not None and (length > 1 or sure or not _ordinary(context, inside[0]))
        ):
            small = known is None or known.population in "fp" or lexicon.is_common(name)
            if small and length == 1 and not listed and _ordinary(context, inside[0]):
                continue
            return index + length
    return 0


def _ordinary(context: chains.Context, word: Word) -> bool:
    return lexicon.is_common(word.fold) or context.is_ordinary(word)
