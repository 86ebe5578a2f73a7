"""What a named thing is, in the word that numbers it: its kind, never finer than the labels.

Nothing here tells an island, a valley or a coast from any other place, nor a village from a
city: the label plan has no such class (see docs/decisions/0014).
"""

import functools
import re

from commons.anonymisation.bodies import withheld
from commons.anonymisation.words import chains, communes, gazetteer, lexicon, normalisation

# In French, in English.
LABELS = {
    "person": ("personne", "person"),
    "name": ("nom", "name"),
    "place": ("lieu", "place"),
    "town": ("commune", "town"),
    "quarter": ("quartier", "neighbourhood"),
    "department": ("département", "département"),
    "region": ("région", "region"),
    "school": ("école", "school"),
    "hall": ("salle", "hall"),
    "stadium": ("stade", "stadium"),
    "church": ("église", "church"),
    "library": ("bibliothèque", "library"),
    "centre": ("centre", "centre"),
    "partner": ("partenaire", "partner"),
    "company": ("entreprise", "company"),
    "bank": ("banque", "bank"),
    "newspaper": ("journal", "newspaper"),
    "radio": ("radio", "radio"),
    "association": ("association", "association"),
    "foundation": ("fondation", "foundation"),
    "body": ("organisme", "public body"),
    "town-hall": ("mairie", "town hall"),
    "council": ("collectivité", "council"),
    "grant": ("financement", "grant"),
    "event": ("événement", "event"),
}
GENERIC = {
    "PERSON": "person", "PARTNER": "partner", "LOC": "place", "VENUE": "place", "PUBLIC": "body",
    "GRANT": "grant", "EVENT": "event", "NAME": "name",
}  # fmt: skip
# By kind of mention, the words that begin such a name.
_HEADS = {
    kind: {head: label for label, heads in labels.items() for head in heads.split()}
    for kind, labels in {
        "LOC": {
            "town": "commune ville village bourg bourgade town city",
            "quarter": "quartier quartiers cite arrondissement neighbourhood",
            "department": "departement",
            "region": "region",
        },
        "VENUE": {
            "school": "ecole ecoles college colleges lycee lycees universite fac creche school",
            "hall": "salle halle foyer theatre cinema zenith kiosque hall theatre",
            "stadium": "stade gymnase complexe velodrome hippodrome stadium",
            "church": "eglise chapelle cathedrale basilique abbaye paroisse church",
            "library": "mediatheque bibliotheque ludotheque library",
            "centre": "centre",
        },
        "PARTNER": {
            "company": """menuiserie garage boulangerie patisserie pharmacie entreprise entreprises
societe sarl sas sasu eurl sci gaec earl scea scop scic cuma cabinet supermarche hypermarche magasin
superette intermarche leclerc super hyper carrefour auchan biocoop lidl decathlon imprimerie
librairie epicerie traiteur boucherie charcuterie laboratoire laboratoires agence prestataire
transport transports etablissements ets caves brasserie verrerie usine laiterie biscuiterie
fromagerie chocolaterie scierie carrosserie plomberie maconnerie charpente electricite opticien
fleuriste startup jardinerie quincaillerie confiserie mutuelle company bakery firm agency""",
            "bank": "banque credit caisse cic bnp bank",
            "newspaper": "journal hebdomadaire quotidien gazette newspaper",
            "radio": "radio webradio",
            "association": """association asso federation club comite amicale collectif lions rotary
kiwanis soroptimist ong ligue confrerie fanfare harmonie chorale troupe secours restos emmaus mjc
amap adapei apf udaf charity""",
            "foundation": "fondation foundation",
        },
        "PUBLIC": {
            "town-hall": "mairie ville commune municipalite town city",
            "council": """communaute comcom com agglomeration agglo metropole departement region
conseil council""",
        },
    }.items()
}  # fmt: skip
_BROADCASTERS = re.compile(
    r"\b(?:france (?:bleu|3)|ici|rc[fi]|rad(?:io|yo)|tv|tele|webtele|bfm|rtl2?|nrj|cherie|fm"
    r"|la 1ere)\b"
)


def kind_of(kind: str, folded: str, reason: str) -> str:
    """A key of LABELS for a mention: its folded text, and why it was taken for one."""
    words = normalisation.words_of(folded)
    while len(words) > 1 and words[0] in lexicon.HOLLOW:
        words = words[1:]
    if kind == "LOC":
        return _place(words, folded, reason)
    if reason == "media":
        return "radio" if _BROADCASTERS.search(folded) else "newspaper"
    if reason == "company-form":
        return "company"
    return _HEADS.get(kind, {}).get(words[0] if words else "", GENERIC[kind])


def _place(words: tuple[str, ...], folded: str, reason: str) -> str:
    if reason == "department-number":
        return "quarter" if "arr" in folded else "department"
    if reason == "zone":
        return "region"
    if not words or reason == "demonym":
        return "place"
    if words[0] in _HEADS["LOC"]:
        return _HEADS["LOC"][words[0]]
    name = " ".join(words)
    if name in _names("region"):
        return "region"
    known = communes.find(communes.key(list(words)))
    if name in _names("department") and (known is None or known.population not in "cd"):
        return "department"
    return "town" if known is not None and known.population != "p" else "place"


@functools.cache
def _names(label: str) -> frozenset[str]:
    listed = gazetteer.REGIONS if label == "region" else gazetteer.DEPARTMENTS
    return frozenset(" ".join(normalisation.words_of(name)) for name in listed)


def bare(folded: str) -> tuple[str, ...]:
    """The words of a place without what it is: "la ville de Redon" is Redon."""
    words = tuple(w for w in normalisation.words_of(folded) if w not in lexicon.HOLLOW)
    spelt = tuple({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)
    return spelt[1:] if len(spelt) > 1 and spelt[0] in _HEADS["LOC"] else spelt


@functools.cache
def says_withheld(label: str, field: str | None) -> bool:
    """Whether the word for a kind would tell the field that the labels withhold."""
    return any(
        next(
            withheld.detect(
                chains.Context(normalisation.Reading(word), []), field, False, language
            ),
            None,
        )
        for word, language in zip(LABELS[label], ("fr", "en"), strict=True)
    )
