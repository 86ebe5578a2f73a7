"""Exact dates, founding years, ages of persons and counts of tiny groups."""

import re
from collections.abc import Iterator

from commons.anonymisation import amounts, chains
from commons.anonymisation.mentions import Mention

_MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7,
    "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12, "janv": 1,
    "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12, "january": 1,
    "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
_FRENCH = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
_ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SHORTENED = ("janv", "fevr", "avr", "juil", "sept", "oct", "nov", "dec")
_MONTH = (
    r"(?:"
    + "|".join(
        name + (r"\.?" if name in _SHORTENED else "") for name in sorted(_MONTHS, key=len)[::-1]
    )
    + r")"
)
_WEEKDAY = (
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday),? )?"
)
_YEAR = r"(?:19|20)\d\d"
_YEAR_WORDS = (
    r"(?:deux mille(?:[ -](?:et |[a-z]+)){0,3}?(?:[ -](?:un|deux|trois|quatre|cinq|six"
    r"|sept|huit|neuf|dix|onze|douze|treize|quatorze"
    r"|quinze|seize|vingt|trente))*|mille neuf cents?(?:[ -](?:vingts?|trente|quarante"
    r"|cinquante|soixante|quatre|dix|onze|douze|treize"
    r"|quatorze|quinze|seize|et|un|deux|trois|cinq|six|sept|huit|neuf))*)"
)
_DAY_WORDS = (
    r"(?:premier|1 ?er|1st|\d{1,2}(?:st|nd|rd|th)?|deux|trois|quatre|cinq|six|sept"
    r"|huit|neuf|dix(?:[ -](?:sept|huit|neuf))?|onze"
    r"|douze|treize|quatorze|quinze|seize|vingt(?:[ -](?:et[ -])?(?:un|deux|trois"
    r"|quatre|cinq|six|sept|huit|neuf))?|trente(?:[ -]et[ -]un)?)"
)
_DATE = re.compile(
    rf"\b(?P<lead>le |du |au |les |on (?:the )?)?{_WEEKDAY}(?P<range>\d{{1,2}}(?:er)?"
    rf" ?(?:-|et|au|/|,) ?)?"
    rf"(?P<day>{_DAY_WORDS})(?: of)? (?P<month>{_MONTH})(?!\w)(?:,? (?:{_YEAR}|{_YEAR_WORDS}\b))?"
)
_ENGLISH_DATE = re.compile(
    rf"\b(?P<lead>on )?{_WEEKDAY}(?P<month>january|february|march|april|may|june|july"
    rf"|august|september|october|november|december)"
    rf" (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? {_YEAR})?(?![\d%])"
)
_NUMERIC = re.compile(
    r"(?<![\w/.-])(?P<lead>(?:le|du|au) )?(?:(?P<day>0?[1-9]|[12]\d|3[01]) ?[/.-]"
    r" ?(?P<month>0?[1-9]|1[0-2]) ?[/.-] ?(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d-(?P<iso_month>0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?![\w/-]|\.\d)"
)
_SHORT = re.compile(
    r"\b(?P<lead>le|du|au) (?P<day>0?[1-9]|[12]\d|3[01])/(?P<month>0?[1-9]|1[0-2])(?![\w/])"
)
_FOUNDED = re.compile(
    rf"\b(?:fonde|fondee|cree|creee|crees|nee|nes|existe|existons|lancee?|ouverte?"
    rf"|declaree?|naissance|creation|fondation"
    rf"|founded|created|established|born|started|set up|existence)(?: [\w']+){{0,4}}?"
    rf" (?P<year>(?:en|in|depuis|since|de|des) (?P<digits>{_YEAR}|{_YEAR_WORDS})\b)"
)
# Folded, "né" reads like the negation "ne": only after these is it a birth.
_BORN = re.compile(rf"(?:\b(?:est|etait|soit)|,) ne (?P<year>en {_YEAR})\b")
_SINCE = re.compile(
    r"\b(?P<year>(?:depuis|since) (?:l'annee )?(?P<digits>1[89]\d\d|200\d|mille neuf"
    r" cents?(?:[ -]\w+){1,3}))\b"
)
_AGE = re.compile(
    rf"(?:\bagee?s? de (?:plus de |pres de )?|\ba (?=\d\d? ans (?:passes|reunis))|,"
    rf" (?=\d{{1,3}} ans[,.)\s])|\((?=\d{{1,3}} ans\))|\baged )"
    rf"(?!\S+ ans (?:de|en) moyenne)(?P<age>(?:\d{{1,3}}|{amounts.NUMBER_IN_WORDS})(?:"
    rf" ans(?: et demi)?| months)?)\b|\b(?P<old>\d{{1,3}}[ -]years?[ -]old)\b"
)
_OLD = re.compile(
    rf"\b(?:ses|mes|leurs|fetera ses|fete ses) (?P<age>{amounts.NUMBER_IN_WORDS}|\d{{2,3}}) ans\b"
)
_MEMBERS = (
    r"(?:adherents?|adherentes|membres?|licencies?|licenciees|familles|choristes"
    r"|musiciens|musiciennes|joueurs|joueuses|comediens"
    r"|benevoles|jeunes|enfants|eleves|habitants|residents|pensionnaires|cavaliers"
    r"|danseuses|danseurs|paysans|beneficiaires|chanteurs"
    r"|members|volunteers|families|children)"
)
_SMALL = rf"(?:\d{{1,2}}|{amounts.NUMBER_IN_WORDS})"
_COUNT = re.compile(
    rf"\b(?P<lead>nos|les|our|the) (?P<number>{_SMALL}) (?:seuls )?{_MEMBERS}\b"
    rf"|\b(?P<we>(?:nous (?:ne )?sommes|on est|on n'est que|we are)(?: que| only|"
    rf" seulement| just)?) (?P<size>{_SMALL})(?= (?:{_MEMBERS}|en tout|au total|a faire"
    rf"|dans l|only|in all)|[.,;!])"
)
_PEOPLE = re.compile(
    r"\b(?:village|commune|bourg|hameau|ile|town|village) (?:de|of)"
    r" (?P<count>\d{1,3}(?: \d{3})?|[a-z]+ cents?) (?:habitants|ames|inhabitants"
    r"|people)\b"
)

_FRONTS = ("", "d'", "à ")
# In French, in English.
WORDINGS = (
    (
        *(f"{front}un jour {of}{m}" for m in _FRENCH for front in _FRONTS for of in ("de ", "d'")),
        "il y a plusieurs années", "depuis plusieurs années", "un jour", "d'un jour", "à un jour",
    ),
    (
        *(f"one day in {m}" for m in _ENGLISH),
        "several years ago", "for several years", "one day",
    ),
)  # fmt: skip


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Days become a day of their month; the month alone is no finding."""
    folded = context.reading.folded
    for pattern in (_DATE, _ENGLISH_DATE, _NUMERIC, _SHORT):
        for match in pattern.finditer(folded):
            found = match.groupdict()
            name = (found.get("month") or found.get("iso_month") or "").rstrip(".")
            if name == "mars" and (found["day"] or "").isalpha() and not found.get("lead"):
                continue
            if name == "may" and found["day"] is not None and language != "en":
                continue
            month = _MONTHS.get(name) or (int(name) if name.isdigit() else 0)
            wording = _day(month, (found.get("lead") or "").strip(), language)
            yield Mention(match.start(), match.end(), "DATE", "probable", "date", "", wording)
    for pattern in (_FOUNDED, _BORN, _SINCE):
        for match in pattern.finditer(folded):
            start, end = match.span("year")
            since = folded[start:end].startswith(("depuis", "since"))
            if language == "en":
                wording = "for several years" if since else "several years ago"
            else:
                wording = "depuis plusieurs années" if since else "il y a plusieurs années"
            yield Mention(start, end, "DATE", "probable", "founding-year", "", wording)
    for pattern in (_AGE, _OLD):
        for match in pattern.finditer(folded):
            group = "age" if match.groupdict().get("age") else "old"
            yield Mention(*match.span(group), "AGE", "possible", "age")
    for match in _COUNT.finditer(folded):
        yield from _count(match, language)
    for match in _PEOPLE.finditer(folded):
        yield Mention(*match.span(), "CLUE", "possible", "village-size")


def _count(match: re.Match[str], language: str) -> Iterator[Mention]:
    group = "number" if match["number"] else "size"
    text = match[group]
    value = int(text) if text.isdigit() else amounts.value_of_words(text)
    if value is None or not 3 <= value < 40 or (group == "number" and value < 5):
        return
    if group == "number":
        few = "few" if language == "en" else "quelques"
        rest = match.group()[len(match["lead"]) + 1 + len(text) :].removeprefix(" seuls")
        wording = f"{match['lead']} {few}{rest}"
        yield Mention(match.start(), match.end(), "COUNT", "possible", "count", "", wording)
    else:
        wording = "a few" if language == "en" else "quelques-uns"
        yield Mention(*match.span("size"), "COUNT", "possible", "count", "", wording)


def _day(month: int, lead: str, language: str) -> str:
    if language == "en":
        return f"one day in {_ENGLISH[month - 1]}" if month else "one day"
    front = {"du": "d'", "au": "à "}.get(lead, "")
    if not month:
        return f"{front}un jour"
    name = _FRENCH[month - 1]
    return f"{front}un jour {'d’' if name[0] in 'aoe' else 'de '}{name}".replace("’", "'")
