"""Phrases that may tell whatever their words: numbers, spelt names, local places, claims."""

import re
from collections.abc import Iterator

from commons.anonymisation.words import chains, lexicon, normalisation, numerals

# A risk orders what the author is asked about; only its rank means something.
Phrase = tuple[int, int, int, str]  # start and end in the clean text, risk, kind of finding


def detect(context: chains.Context) -> Iterator[Phrase]:
    """Every phrase of a text that may tell; the first of those that overlap is the best guess."""
    yield from _spelt(context)
    yield from _odd(context)
    yield from _numbers(context)
    yield from _headed(context)
    yield from _claims(context)


# Numbers

_SMALL = 10
NUMBER = re.compile(
    r"(?<![\w.,])(?P<digits>\d{1,3}(?:[ .]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)*)(?P<tail>\w{0,3})"
    r"(?!\w)"
    rf"|\b(?P<words>{numerals.IN_WORDS})\b"
    r"|\b(?P<tens>(?:vingt|trent|quarant|cinquant|soixant)aine|milliers?(?= d'euros| de francs))\b"
)
_PEOPLE = re.compile(
    r" (?:adherente?s?|membres?|benevoles?|salariee?s?|enfants?|habitante?s?|familles?|personnes?"
    r"|jeunes|eleves|licenciee?s?|beneficiaires?|residente?s?|foyers?|joueu\w+|choristes?"
    r"|administrat\w+|employee?s?|ans|printemps|members?|volunteers?|children|residents?"
    r"|years old)\b"
)
_OURS = re.compile(
    r" (?:adherente?s?|membres?|benevoles?|salariee?s?|licenciee?s?|choristes?|joueu\w+|familles?"
    r"|administrat\w+|employee?s?|members?|volunteers?|employees"
    r"|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b"
)
_MEASURED = re.compile(
    r" ?(?:%|pour ?cent|pourcent|h\b|heures?|minutes?|min\b|mn\b|secondes?|jours?|semaines?|mois"
    r"|fois|percent|hours?|days?|weeks?|months?|times?)"
)
_THOUSANDS = re.compile(r" ?(?:k\b|mille)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_AGED = re.compile(r" (?:ans|printemps|years old)\b")
# "on l'a fait à cinq", "nous étions six": people, though nobody says of what.
_AMONG = re.compile(
    r"\b(?:a|etions|etaient|etait|sommes|sont|est|on|nous|reste\w*|parle\w*|ecrit\w*|douzaine) $"
)
_GROUP = re.compile(r" ?(?:[.,;:!?)]|$|dont\b|et\b|mais\b|autour\b|au\b|en tout|pour\b|a\b)")
_LENDERS = re.compile(r" (?:[^\W\d_]{3,}(?:eu?rs|eu?ses|trices|istes|ants|antes|iens|iennes))\b")
_LIST_SIGN = re.compile(r"(?:^|\n)\s*$")


def _numbers(context: chains.Context) -> Iterator[Phrase]:
    folded = context.reading.folded
    for match in NUMBER.finditer(folded):
        start, end = match.span()
        after = folded[end : end + 20]
        people = _PEOPLE.match(after)
        among = _AMONG.search(folded, max(0, start - 12), start) and _GROUP.match(after)
        told = people or among or _LENDERS.match(after)
        money = re.match(r" ?(?:€|euros?\b|k\b)", after)
        if match["words"]:
            value = numerals.value_of_words(match["words"])
            counts = _OURS.match(after) or _THOUSANDS.match(after) or _AGED.match(after)
            counts = counts or among or _LENDERS.match(after)
            if value is None or (value <= _SMALL and not (value > 1 and counts)):
                continue
        elif _LIST_SIGN.search(folded[:start]) and after[:1] in (".", ")", "-"):
            continue
        # A scanner reads o for 0, l and i for 1.
        digits = re.sub(r"[^\doli]", "", (match["digits"] or "") + (match["tail"] or ""))
        if people or money:
            risk = 70
        elif _MEASURED.match((match["tail"] or "") + after):
            continue  # how long and which share is what a practice is about
        elif len(match.group()) == 1 and not told:
            continue
        elif len(digits) >= 3 or (match["words"] and " " in match["words"]):
            risk = 60
        else:
            risk = 35
        # What is counted belongs to the form: 14 members are not 14 posters.
        counted = re.match(r" (?:[^\W\d_]|-){3,}", after)
        if counted and counted.group().strip() not in lexicon.HOLLOW:
            end += counted.end()
        yield start, end, risk, "DATE" if _YEAR.fullmatch(folded[start:end]) else "NUMBER"


# Names said letter by letter

_SPELT = re.compile(r"(?<!\w)[^\W\d_](?:(?:-|[ .]{1,3})[^\W\d_]){2,}(?!\w)\.?")


def _spelt(context: chains.Context) -> Iterator[Phrase]:
    for match in _SPELT.finditer(context.reading.folded):
        yield *match.span(), 92, "NAME"


# Initials, and figures and letters strung together, whatever they are meant to be

_INITIALS = re.compile(r"(?<![\w.])[A-ZÀ-Ý](?:\.[ -]?|-)[A-ZÀ-Ý](?:[.-][A-ZÀ-Ý])?(?!\w)\.?")
_STRUNG = re.compile(
    r"(?<!\w)[^\W_]+(?:[./·_-][^\W_]+){2,}(?!\w)|(?<!\w)@[\w.]{2,}"
    r"|(?<!\w)[^\W\d_]{3,}[._]\d{1,4}(?![\w,]|\.\d)"  # "minette.83"
)


def _odd(context: chains.Context) -> Iterator[Phrase]:
    for match in _INITIALS.finditer(context.reading.clean):
        yield *match.span(), 57, "NAME"
    for match in _STRUNG.finditer(context.reading.folded):
        text = match.group()
        mixed = any(map(str.isdigit, text)) and any(map(str.isalpha, text))
        if (mixed or "@" in text) and not context.is_kept(*match.span()):
            yield *match.span(), 62, "NAME"


# Places and events said with ordinary words

_HEADED = re.compile(
    r"\b(?:(?P<place>rue|avenue|boulevard|place|quai|chemin|impasse|allee|quartier|hameau|lieu-dit"
    r"|village|bourg|pont|port|plage|vallee|vallon|col|mont|montagne|ile|presqu'ile|lac|etang|foret"
    r"|marais|canal|halles?|gare|moulin|chateau|tour|abbaye|chapelle|eglise|paroisse|temple"
    r"|mosquee|synagogue|salle|gymnase|stade|parc|jardins?|ferme|maison|ecole|college|lycee|clinique"
    r"|hopital|musee|theatre|cinema|bibliotheque|cafe|bar|auberge|epicerie|boulangerie|librairie"
    r"|garage|pharmacie|cite|residence|foyer|centre|cap|pointe|rocher|grotte|source)"
    r"|(?P<event>fete|foire|festival|nuit|course|trail|marathon|bal|carnaval|salon|marche|kermesse"
    r"|tournoi|trophee|coupe|grand prix|concours|brocante|vide-grenier|procession|pardon|bingo|loto"
    r"|tombola|the dansant|soiree|gala|banquet))"
    r" (?:de la|de l'|de l|du|des|de|d'|aux|au|a la|sur)\b ?(?!(?:notre|nos|votre|vos|leurs?|son|sa"
    r"|ses|ce|cet|cette|ces|chaque|tous|toutes|plus|un|une|l'annee|quartier|ville|village|commune)\b)"
    r"[^\W\d_]{3,}(?:-[^\W\d_]+)*"
)
_GENERIC_HEADED = normalisation.listed(
    """
fetes jeux sport sports musique paroles parole fait travail repas don dons paiement jour soir fin
bord cote debut formation loisirs gestion soins sante retraite jeunes quartier vie quoi texte boite
bout insertion jeu fond contact presse rencontre danse concert spectacle reunion reunions concerts
spectacles attente classe repos conference conferences associations benevoles donateurs adherents
noel culture secteur ressources
"""
)


def _headed(context: chains.Context) -> Iterator[Phrase]:
    for match in _HEADED.finditer(context.reading.folded):
        last = normalisation.words_of(match.group())[-1]
        # "Fermé au bout d'un an" is no farm.
        closed = context.reading.clean[match.start() : match.end()].lower().startswith("fermé")
        if last not in _GENERIC_HEADED and not closed and not context.is_kept(*match.span()):
            yield *match.span(), 55, "VENUE" if match["place"] else "EVENT"


_CLAIM = re.compile(
    r"\b(?:(?:seule|premiere?|unique) (?:asso|association|club|foyer|ecole|structure|section|troupe"
    r"|chorale|commune|village|equipe|epicerie|centre)"
    r"|(?:la|le|les|l')(?: |(?<='))?(?:seule?s?|uniques?|derniere?s?|doyenne?s?"
    r"|plus (?:ancienne?s?|vieux|vieille|petite?s?|grande?s?|haute?s?|isolee?s?|jeunes?))"
    r" (?!fois|annee|semaine|mois|jour|chose|moment|mail|message|minute|relance|etape)[^\W\d_]{3,}"
    r"|(?:premiere?s?|seule?s?|derniere?s?) (?:du|de la|de l'|des|de toute?|dans)"
    r" (?:departement|region|canton|ville|ile|vallee|village|pays|secteur|agglomeration"
    r"|metropole|france|commune|quartier|monde|coin)"
    r"|(?:y a|il n'y a|n'y a|a part|sauf) que nous|que nous qui|nous seuls"
    r"|aucune? autre [^\W\d_]{3,}|centenaire|bicentenaire|jumelee?s?"
    r"|the (?:only|oldest|smallest|last) [^\W\d_]{3,})\b"
)


def _claims(context: chains.Context) -> Iterator[Phrase]:
    for match in _CLAIM.finditer(context.reading.folded):
        yield *match.span(), 50, "CLUE"
