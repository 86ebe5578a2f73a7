"""Days, in figures, in words or by their feast: a season or a vague moment replaces them."""

import re
from collections.abc import Iterator

from commons.anonymisation.facts import founding
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, feasts, months

_ENGLISH_ONLY = frozenset(("may", "march", "jun", "jul", "aug", "sep", "jan", "feb", "apr"))
_DAYS = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
_SHORT_DAYS = r"(?:lun|mar|mer|jeu|ven|sam|dim|mon|tues?|wed|thurs?|thu|fri|sat|sun)\.?"
_WEEKDAY = rf"(?:(?:{_DAYS}|{_SHORT_DAYS}),? (?:le )?)?"
_DAY_WORDS = (
    rf"(?:premiers?|1 ?er|(?:{months.FIGURE}\d|\d{months.FIGURE}?|[li]o)(?:er|st|nd|rd|th)?"
    r"|vingt(?:[ -](?:et[ -])?(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf))?"
    r"|trente(?:[ -]et[ -]un)?|dix(?:[ -](?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze"
    r"|seize|deux|trois|quatre|cinq|six|sept|huit|neuf|first|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth"
    r"|seventeenth|eighteenth|nineteenth|twentieth|twenty[ -](?:first|second|third|fourth|fifth"
    r"|sixth|seventh|eighth|ninth)|thirtieth|thirty[ -]first)"
)
_LEAD = (
    r"(?:(?P<lead>le |du |au |les |des |aux |on (?:the )?|the |dans la nuit du |(?:le |ce"
    r" |du |au )?"
    r"(?:week-?end|w-?e|we) (?:du |des )?))?"
)
_DATE = re.compile(
    rf"(?<![\w/.,-]){_LEAD}{_WEEKDAY}(?P<range>(?:{_DAY_WORDS}(?: {months.MONTH})?"
    rf" ?(?:-|et|au|/|,|&|et le|ou) ?{_WEEKDAY}){{1,4}})?"
    rf"(?P<day>{_DAY_WORDS})(?: of| du mois de| de)? ?-?(?P<month>{months.MONTH})(?![\w])"
    rf"(?:[ ,-]{{1,2}}(?:de l'annee )?{months.ANY_YEAR}| ?'?\d\d(?= ?[.,;:)!?\n]|$)| (?:dernier"
    rf"|passe|prochain)\b| vingt[ -](?:et[ -]un|deux|trois|quatre|cinq|six)(?= ?[.,;:)!?\n]|$"
    rf"| (?:on|nous|il|elle|j|a|au)\b))?"
)
_ENGLISH_DATE = re.compile(
    rf"\b(?P<lead>on )?{_WEEKDAY}(?P<month>january|february|march|april|may|june|july"
    r"|august|september|october|november|december|sept\.?|oct\.?|nov\.?|dec\.?|jan\.?|feb\.?)"
    rf" (?:the )?(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|(?:{_DAY_WORDS}))(?!\w)"
    rf"(?:,? {months.YEAR})?(?![\d%])"
)
_ORDINAL_DAY = re.compile(
    r"(?<![\w-])(?P<lead>le |du |au |les |on the |the )?(?:premiere?|1er|deuxieme|seconde?|2e|2eme"
    r"|troisieme|3e|3eme|quatrieme|4e|dernier|avant-dernier|first|second|third|fourth|last)s?"
    rf" (?:{_DAYS}s?|week-?ends?) (?:de |d'|du mois de |du mois d'|of |in"
    rf" )(?P<month>{months.MONTH})(?!\w)"
    rf"(?: (?:de l'annee )?{months.ANY_YEAR})?"
)
_NUMERIC = re.compile(
    rf"(?<![\w/.,-])(?P<lead>(?:le|du|au|on) )?(?:(?P<day>{months.FIGURE}?\d|\d{months.FIGURE})"
    r" ?[/.-] ?(?P<month>[0o]?[1-9]|[0o][il]|1[0-2o]|[il][0-2o]|(?:x?i{1,3}|i?[vx]|vi{1,3}|xi?))"
    rf" ?[/.-] ?(?:{months.YEAR}|\d\d)"
    r"|(?:19|20)\d\d[-/](?P<iso_month>0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01]))(?![\w/-]|\.\d)"
)
# "12 O6 2O24": no group of a longer number.
_SPACED = re.compile(
    rf"(?<![\w/.,+-])(?<!\d )(?P<lead>(?:le|du|au|on) )?"
    rf"(?P<day>[0o][1-9]|[12il]{months.FIGURE}|3[01])"
    rf" (?P<month>[0o][1-9]|1[0-2o]) {months.YEAR}(?![\w/-]|[ .]\d)"
)
_SHORT = re.compile(
    r"(?<![\w/])(?:(?P<lead>le|du|au|on|avant le|jusqu'au|des le|date ?:|rdv|ag|cr|reunion|pv)"
    rf" (?:(?:{_DAYS}|{_SHORT_DAYS}) )?|(?:{_DAYS}|{_SHORT_DAYS}) (?:le )?)"
    r"(?P<day>0?[1-9]|[12]\d|3[01])[/.](?P<month>0?[1-9]|1[0-2])(?![\w/]|[.,]\d| ?(?:€|%))"
)
# In a journal or a list of meetings: padded, at the head of a line, or with its hour.
_JOURNAL = re.compile(
    r"(?:(?P<head>(?:^|\n) ?(?:[-*•] ?)?)|(?<![\w/.,-])(?<!no )(?<!n° )(?<!numero )"
    r"(?<!note )(?<!page ))"
    r"(?P<day>0[1-9]|[12]\d|3[01])/(?P<month>0[1-9]|1[0-2])"
    r"(?P<hour> ?(?:a|-|,|:)? ?\d{1,2} ?h)?(?![\w/]|[.,]\d| ?(?:€|%))"
)
_WEEK = re.compile(
    r"\b(?P<lead>la |en |in )?(?:semaine|week) (?:no ?)?(?:9|[1-4]\d|5[0-3])"
    r"(?P<year>(?:,? (?:de |of )?|/)20\d\d)?(?= ?[.,;:!?)\n]|$| (?:on|nous|de|il|elle|we|a|en)\b)"
)
_BARE_DAY = re.compile(
    rf"\b(?P<lead>le |ce |du |au |on )?(?P<weekday>{_DAYS}) (?:le )?"
    r"(?P<day>0?[1-9]|[12]\d|3[01]|1er)(?:(?:th|st|nd|rd)\b|(?= ?[.,;:!?)\n]|$| (?:au|a|et|on"
    r"|nous|il|elle"
    r"|dans|devant|chez|pour|avec|matin|soir|apres|dernier)\b))"
)
# "avant le 24.": what month it was had been said.
_BY_THE_DAY = re.compile(
    r"(?<![\w-])(?:avant|jusqu'au|apres|depuis|des|d'ici|a partir du|pas avant|rdv|rendez-vous"
    r"|revoit|retrouve|reunit|revoyons|retrouvons|reunissons)(?: le| au)? "
    r"(?P<day>[2-9]|[12]\d|3[01])(?= ?(?:[.;!?)\n]|,(?! ?\d)|$)| (?:a la|au|dans la|chez"
    r"|avec)\b(?! \d))"
)
_SEASONS = (("hiver", "winter"), ("printemps", "spring"), ("été", "summer"), ("automne", "autumn"))
_FRONTS = ("", "d'", "à ")
_OF = {"printemps": "de printemps", "hiver": "d'hiver", "été": "d'été", "automne": "d'automne"}
_IN = {"printemps": "au printemps", "hiver": "en hiver", "été": "en été", "automne": "en automne"}
# In French, in English.
WORDINGS = (
    (
        *(f"{front}un {what} {of}" for of in _OF.values() for front in _FRONTS
          for what in ("jour", "week-end")),
        *_IN.values(), *(f"{front}un jour" for front in _FRONTS), "une semaine",
        *founding.WORDINGS[0],
    ),
    (
        *(f"one {english} day" for _, english in _SEASONS),
        *(f"in {english}" for _, english in _SEASONS),
        "one day", "one week", *founding.WORDINGS[1],
    ),
)  # fmt: skip


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Days become a day of their season; the month alone is no finding."""
    folded = context.reading.folded
    for pattern in (_DATE, _ENGLISH_DATE, _ORDINAL_DAY, _NUMERIC, _SPACED, _SHORT):
        for match in pattern.finditer(folded):
            yield from _day(match, language)
    for match in _JOURNAL.finditer(folded):
        # 10/10 and 12/12 are marks as often as days.
        if match["head"] is not None or match["hour"] or match["month"].startswith("0"):
            yield from _day(match, language)
    for match in _BARE_DAY.finditer(folded):
        wording = "one day" if language == "en" else _front(match["lead"]) + "un jour"
        yield Mention(match.start(), match.end(), "DATE", "probable", "date", "", wording)
    for match in _WEEK.finditer(folded):
        wording = "one week" if language == "en" else "une semaine"
        yield Mention(match.start(), match.end(), "DATE", "possible", "date", "", wording)
    for match in _BY_THE_DAY.finditer(folded):
        if re.search(r"\b(?:le|du|au)\b|jusqu'au", match.group()):
            yield Mention(*match.span("day"), "DATE", "possible", "date", "",
                          "one day" if language == "en" else None)  # fmt: skip
    for match, season in feasts.detect(folded):
        wording = _one_day(season, language, match["lead"])
        yield Mention(match.start(), match.end(), "DATE", "probable", "feast", "", wording)
    yield from founding.detect(context, language)


def _day(match: re.Match[str], language: str) -> Iterator[Mention]:
    found = match.groupdict()
    text = found.get("month") or found.get("iso_month") or ""
    name = months.named(text)
    day = found.get("day") or ""
    lead = (found.get("lead") or "").strip()
    if day.isalpha() and _is_quantity(name, text, match, day, lead):
        return
    if name in _ENGLISH_ONLY and language != "en" and not lead.startswith("on"):
        return
    if name == "may" and match.re is _ENGLISH_DATE and day.isalpha():
        return
    month = months.number(text)
    if month is None:
        return
    start, end = match.span()
    if match.re is _JOURNAL:
        start, end = match.start("day"), match.end("month")
    spread = bool(found.get("range")) or lead in ("les", "des", "aux")
    season = month % 12 // 3
    if language == "fr" and re.search(r"\bw", lead):
        wording = f"{_front(lead)}un week-end {_OF[_SEASONS[season][0]]}"
    elif spread:
        wording = f"in {_SEASONS[season][1]}" if language == "en" else _IN[_SEASONS[season][0]]
    else:
        wording = _one_day(season, language, lead)
    yield Mention(start, end, "DATE", "probable", "date", "", wording)


def _is_quantity(name: str | None, text: str, match: re.Match[str], day: str, lead: str) -> bool:
    """Whether words count something: "dix-sept parrains", "douze mars à distribuer"."""
    if name == "sept" and match.re is _DATE:
        return True  # dictated months aren't shortened
    bare = not lead and match.start() == match.start("day") and match.end() == match.end("month")
    closed = re.compile(r" ?[.,;:!?)\n]| ?$| (?:on|nous|il|je|c'est|au|a l|dernier)\b")
    return name in ("mars", "mai") and bare and not closed.match(match.string, match.end())


def _one_day(season: int | None, language: str, lead: str | None) -> str:
    """A day of a season, or one day where none is known."""
    french, english = _SEASONS[season] if season is not None else ("", "")
    if language == "en":
        return f"one {english} day" if english else "one day"
    return f"{_front(lead)}un jour {_OF[french]}" if french else f"{_front(lead)}un jour"


def _front(lead: str | None) -> str:
    first = (lead or "").strip().split(" ")[0]
    return {"du": "d'", "au": "à ", "jusqu'au": "jusqu'à "}.get(first, "")
