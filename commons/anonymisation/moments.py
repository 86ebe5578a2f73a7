"""Days and founding years, in figures or in words: a season or a vague moment replaces them."""

import re
from collections.abc import Iterator

from commons.anonymisation import chains, numerals
from commons.anonymisation.mentions import Mention

_MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7,
    "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12, "janv": 1,
    "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7,
    "august": 8, "september": 9, "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2,
    "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
}  # fmt: skip
_SHORTENED = frozenset(name for name in _MONTHS if len(name) < 5) - {
    "mars",
    "mai",
    "may",
    "juin",
    "aout",
}
_ENGLISH_ONLY = frozenset(("may", "march", "jun", "jul", "aug", "sep", "jan", "feb", "apr"))
_MONTH = (
    r"(?:"
    + "|".join(
        re.sub("[ilo]", lambda m: {"i": "[il1]", "l": "[li1]", "o": "[o0]"}[m[0]], name)
        + (r"\.?" if name in _SHORTENED else "")
        for name in sorted(_MONTHS, key=len, reverse=True)
    )
    + r")"
)
_DAYS = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
_WEEKDAY = rf"(?:{_DAYS},? (?:le )?)?"
_FIGURE = r"[\doli]"  # as scanners read them
_YEAR = rf"(?:19|2[0o]|l9){_FIGURE}{{2}}"
_LESS_THAN_HUNDRED = (
    r"(?:quatre[ -]vingts?(?:[ -]dix)?|soixante(?:[ -]et)?(?:[ -]dix)?|cinquante|quarante|trente"
    r"|vingt)(?:[ -](?:et[ -])?(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze"
    r"|treize|quatorze|quinze|seize))?(?:[ -](?:sept|huit|neuf))?"
)
_TEENS = (
    r"(?:dix(?:[ -](?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize|une?|deux|trois"
    r"|quatre|cinq|six|sept|huit|neuf)"
)
_YEAR_WORDS = (
    rf"(?:deux mille(?:[ -](?:et )?(?:{_LESS_THAN_HUNDRED}|{_TEENS}))?"
    rf"|(?:mille (?:neuf|huit|sept)|dix[ -](?:neuf|huit)) cents?(?:["
    rf" -](?:{_LESS_THAN_HUNDRED}|{_TEENS}))?"
    r"|twenty[ -](?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty(?:[ -](?:one|two|three|four|five|six))?))"
)
_ANY_YEAR = rf"(?:{_YEAR}|{_YEAR_WORDS})\b"
_DAY_WORDS = (
    rf"(?:premiers?|1 ?er|(?:{_FIGURE}\d|\d{_FIGURE}?|[li]o)(?:er|st|nd|rd|th)?"
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
    rf"(?<![\w/.,-]){_LEAD}{_WEEKDAY}(?P<range>(?:{_DAY_WORDS}(?: {_MONTH})?"
    rf" ?(?:-|et|au|/|,|&|et le|ou) ?{_WEEKDAY}){{1,4}})?"
    rf"(?P<day>{_DAY_WORDS})(?: of| du mois de| de)? ?-?(?P<month>{_MONTH})(?![\w])"
    rf"(?:[ ,-]{{1,2}}(?:de l'annee )?{_ANY_YEAR}| ?'?\d\d(?= ?[.,;:)!?\n]|$)| (?:dernier"
    rf"|passe|prochain)\b)?"
)
_ENGLISH_DATE = re.compile(
    rf"\b(?P<lead>on )?{_WEEKDAY}(?P<month>january|february|march|april|may|june|july"
    r"|august|september|october|november|december|sept\.?|oct\.?|nov\.?|dec\.?|jan\.?|feb\.?)"
    rf" (?:the )?(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|(?:{_DAY_WORDS}))(?!\w)(?:,? {_YEAR})?(?![\d%])"
)
_ORDINAL_DAY = re.compile(
    r"(?<![\w-])(?P<lead>le |du |au |les |on the |the )?(?:premiere?|1er|deuxieme|seconde?|2e|2eme"
    r"|troisieme|3e|3eme|quatrieme|4e|dernier|avant-dernier|first|second|third|fourth|last)s?"
    rf" (?:{_DAYS}s?|week-?ends?) (?:de |d'|du mois de |du mois d'|of |in"
    rf" )(?P<month>{_MONTH})(?!\w)"
    rf"(?: (?:de l'annee )?{_ANY_YEAR})?"
)
_NUMERIC = re.compile(
    rf"(?<![\w/.,-])(?P<lead>(?:le|du|au|on) )?(?:(?P<day>{_FIGURE}?\d|\d{_FIGURE}) ?[/.-]"
    rf" ?(?P<month>[0o]?[1-9]|[0o][il]|1[0-2o]|[il][0-2o]) ?[/.-] ?(?:{_YEAR}|\d\d)"
    rf"|(?:19|20)\d\d[-/](?P<iso_month>0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01]))(?![\w/-]|\.\d)"
)
_SHORT = re.compile(
    r"\b(?P<lead>le|du|au|on) (?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?"
    r"(?P<day>0?[1-9]|[12]\d|3[01])[/.](?P<month>0?[1-9]|1[0-2])(?![\w/]|[.,]\d| ?(?:h|€|%))"
)
_BARE_DAY = re.compile(
    rf"\b(?P<lead>le |ce |du |au |on )?(?P<weekday>{_DAYS}) (?:le )?"
    r"(?P<day>0?[1-9]|[12]\d|3[01]|1er)(?:th|st|nd|rd)?(?= ?[.,;:!?)\n]|$| (?:au|a|et|on"
    r"|nous|il|elle"
    r"|dans|devant|chez|pour|avec|matin|soir|apres|dernier)\b)"
)
_BEGAN = (
    r"(?:fond(?:e|ee|es|ees|ation|er)|cre(?:e|ee|es|ees|ation|er)|nee|nees|nes|naissance"
    r"|exist(?:e|ons|ait"
    r"|ence|ent)|lance[es]*|ouvert[es]*|ouverture|declare[es]*|immatricule[es]*|debut[es]*"
    r"|demarre[es]*|depose[es]*|parution|constituee?s?|monte[es]*|sommes la|est la|founded|created"
    r"|established|born|started|set up|existence|opened|going|running)"
)
_YEARS = (
    rf"(?P<year>(?:en|in|depuis|des|since|de|d'|annee|around|vers|au|a) (?:l'annee |l'an |le "
    rf"|(?:le |l')?(?:printemps|ete|automne|hiver) (?:de )?|{_MONTH} )?{_ANY_YEAR})"
)
_FOUNDED = re.compile(rf"(?<![\w-]){_BEGAN}(?: [\w'-]+){{0,6}}?,? {_YEARS}(?! (?:euros|€))")
_FOUNDED_SHORT = re.compile(
    rf"(?<![\w-]){_BEGAN}(?: [\w'-]+){{0,3}}? (?P<year>en (?:[4-9]\d\b(?! ?(?:%|€|euros"
    rf"|jours|heures"
    rf"|minutes|mois|ans))|{_LESS_THAN_HUNDRED}\b(?! (?:jours|heures|minutes|mois|ans))))"
)
_YEAR_FIRST = re.compile(
    rf"(?<![\w/.-])(?P<year>(?:(?:en|depuis|des|in|since) )?{_ANY_YEAR})"
    r"(?:,? (?:est |etait )?(?:l'annee|l'an) (?:ou|de|du)\b| ?: ?(?:creation|naissance"
    r"|fondation|debut)"
    r"|,? (?:c'est )?(?:la )?(?:date|annee) de (?:creation|fondation|naissance)"
    r"|,? (?:date|annee) (?:de|d')"
    r"|,? que (?:[\w'-]+ ){1,8}(?:fonde|cree|nee?s?|ouvert|lance|existe|demarre)\w*)"
)
# Folded, "né" reads like the negation "ne": only after these is it a birth.
_BORN = re.compile(
    rf"(?:, ?|\( ?)(?P<year>nee?s? (?:en|in) {_YEAR})\b|\b(?:est|etait|soit) ne"
    rf" (?P<then>(?:en|in) {_YEAR})\b"
)
_SINCE = re.compile(
    rf"\b(?P<year>(?:depuis|since|des) (?:l'annee |l'an )?(?:1[89]{_FIGURE}{{2}}|200\d|201[0-5]"
    rf"|(?:mille (?:neuf|huit|sept)|dix[ -](?:neuf|huit)) cents?(?:["
    rf" -](?:{_LESS_THAN_HUNDRED}|{_TEENS}))?|deux mille(?:"
    r" (?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze))?))(?![\w-]| (?:euros|€))"
)
_STATUTES = re.compile(r"\b(?:loi|lois|type|regie par la loi)\b[^.;\n]{0,25}$")
_COUNT = (
    rf"(?:\d{{1,3}}|{numerals.IN_WORDS}|une? (?:petite |bonne )?(?:vingtaine|trentaine"
    rf"|quarantaine|cinquantaine|soixantaine|quinzaine|centaine|dizaine) d')"
)
_BODY = (
    r"(?:asso(?:ciation)?s?|club|amicale|collectif|federation|troupe|chorale|compagnie"
    r"|radio|fanfare"
    r"|harmonie|structure|maison|section|charity|group|on existe|existe|existons|cree[es]*"
    r"|fonde[es]*"
    r"|nee|nees|nes)"
)
_LASTED = re.compile(
    rf"(?<![\w-])(?:{_BODY}|on|nous)\b(?P<between>[^.!?;\n]{{0,50}}?) (?P<year>(?:depuis"
    rf" (?:plus de |pres de |maintenant |bientot )?"
    rf"|il y a (?:plus de |pres de |deja |maintenant )?){_COUNT} ?ans)\b"
)
_OWN_AGE = re.compile(
    rf"(?<![\w-])(?:l'association|l'asso|notre asso(?:ciation)?|notre club|le club|la"
    rf" troupe|la chorale"
    rf"|l'amicale|le collectif|la structure) a (?:deja |maintenant |bientot"
    rf" )?(?P<age>{_COUNT} ?ans)\b"
    rf"|(?P<existence>{_COUNT} ?ans d'(?:existence|age|histoire|activite associative))\b"
    rf"|(?P<ours>(?P<whose>les|nos|ses|leurs|aux|des) {_COUNT} ?ans) (?:de (?:l'asso"
    rf"|l'amicale|la|notre)|du"
    r" (?:club|comite|collectif|foyer|groupe)|d'existence)"
    rf"|(?:fete\w*|celebr\w*|pour|souffl\w*) (?P<party>(?P<their>nos|ses|leurs|les)"
    rf" {_COUNT} (?:ans|bougies))\b"
    rf"(?! (?:de|d'|a)\b)|(?P<jubilee>(?:\d{{1,3}} ?(?:e|eme)|dixieme|quinzieme|vingtieme"
    rf"|trentieme|quarantieme"
    r"|cinquantieme|soixantieme|centieme|vingt-cinquieme) anniversaire)\b"
)
_SEASONS = (("hiver", "winter"), ("printemps", "spring"), ("été", "summer"), ("automne", "autumn"))
_FRONTS = ("", "d'", "à ")
_OF = {"printemps": "de printemps", "hiver": "d'hiver", "été": "d'été", "automne": "d'automne"}
_IN = {"printemps": "au printemps", "hiver": "en hiver", "été": "en été", "automne": "en automne"}
_AGO, _SINCE_LONG, _YEARS_OF = (
    "il y a plusieurs années",
    "depuis plusieurs années",
    "plusieurs années",
)
# In French, in English.
WORDINGS = (
    (
        *(f"{front}un {what} {of}" for of in _OF.values() for front in _FRONTS
          for what in ("jour", "week-end")),
        *_IN.values(), _AGO, _SINCE_LONG, f"né {_AGO}", f"née {_AGO}", "né autrefois",
        *(f"{front}un jour" for front in _FRONTS), "notre anniversaire", "l'anniversaire",
        "leur anniversaire", "son anniversaire", f"{_YEARS_OF} d'existence",
    ),
    (
        *(f"one {english} day" for _, english in _SEASONS),
        *(f"in {english}" for _, english in _SEASONS),
        "several years ago", "for several years", "one day",
    ),
)  # fmt: skip


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Days become a day of their season; the month alone is no finding."""
    folded = context.reading.folded
    for pattern in (_DATE, _ENGLISH_DATE, _ORDINAL_DAY, _NUMERIC, _SHORT):
        for match in pattern.finditer(folded):
            yield from _day(context, match, language)
    for match in _BARE_DAY.finditer(folded):
        wording = "one day" if language == "en" else _front(match["lead"]) + "un jour"
        yield Mention(match.start(), match.end(), "DATE", "probable", "date", "", wording)
    for pattern in (_FOUNDED, _FOUNDED_SHORT, _YEAR_FIRST, _BORN, _SINCE):
        for match in pattern.finditer(folded):
            yield from _founded(context, match, language)
    for match in _LASTED.finditer(folded):
        if _speaks_of_itself(match):
            yield _since(match.span("year"), folded, language)
    for match in _OWN_AGE.finditer(folded):
        yield _anniversary(match, language)


def _day(context: chains.Context, match: re.Match[str], language: str) -> Iterator[Mention]:
    found = match.groupdict()
    name = _month_name((found.get("month") or found.get("iso_month") or "").rstrip("."))
    day = found.get("day") or ""
    lead = (found.get("lead") or "").strip()
    if name == "mars" and day.isalpha() and not lead and match.end() == match.end("month"):
        return
    if name in _ENGLISH_ONLY and language != "en" and not (lead or "").startswith("on"):
        return
    if name == "may" and match.re is _ENGLISH_DATE and day.isalpha():
        return
    month = _MONTHS.get(name) or 0
    if not month:
        figures = name.translate(str.maketrans("oil", "011"))
        month = int(figures) if figures.isdigit() else 0
    if not 1 <= month <= 12:
        return
    french, english = _SEASONS[month % 12 // 3]
    spread = bool(found.get("range")) or lead in ("les", "des", "aux")
    if language == "en":
        wording = f"in {english}" if spread else f"one {english} day"
    elif re.search(r"\bw", lead):
        wording = f"{_front(lead)}un week-end {_OF[french]}"
    elif spread:
        wording = _IN[french]
    else:
        wording = f"{_front(lead)}un jour {_OF[french]}"
    yield Mention(match.start(), match.end(), "DATE", "probable", "date", "", wording)


def _month_name(text: str) -> str:
    """The month as it is spelt, whatever a scanner made of its letters."""
    if text in _MONTHS or text.isdigit():
        return text
    return next(
        (name for name in _MONTHS if name.translate(_ALIKE) == text.translate(_ALIKE)), text
    )


_ALIKE = str.maketrans("il0", "11o")


def _front(lead: str | None) -> str:
    first = (lead or "").split(" ")[0]
    return {"du": "d'", "au": "à "}.get(first, "")


def _founded(context: chains.Context, match: re.Match[str], language: str) -> Iterator[Mention]:
    folded = context.reading.folded
    born = match.re is _BORN and match["year"] is not None
    start, end = match.span("then" if match.re is _BORN and not born else "year")
    if _STATUTES.search(folded[max(0, start - 40) : start]) or folded[start:end].endswith("1901"):
        return
    if born and language == "fr":
        wording = f"{context.reading.clean[start:end].split(' ')[0]} {_AGO}"
        yield Mention(start, end, "DATE", "probable", "founding-year", "", wording)
        return
    yield _since((start, end), folded, language)


def _since(span: tuple[int, int], folded: str, language: str) -> Mention:
    since = folded[slice(*span)].startswith(("depuis", "since", "des "))
    if language == "en":
        wording = "for several years" if since else "several years ago"
    else:
        wording = _SINCE_LONG if since else _AGO
    return Mention(*span, "DATE", "probable", "founding-year", "", wording)


def _speaks_of_itself(match: re.Match[str]) -> bool:
    """Whether a duration tells when the association began: "on existe depuis dix-sept ans"."""
    whole = match.group()
    if re.match(r"(?:exist|cree|fonde|nee?s? )", whole):
        return True
    if whole.startswith(("on ", "nous ")):
        return re.search(r"\b(?:exist\w+|est la|sommes la|cree\w*|fonde\w*)\b", whole) is not None
    between = match["between"]
    return re.search(r"\b(?:cherch|utilis|travaill|teste|essa|util)\w*", between) is None


def _anniversary(match: re.Match[str], language: str) -> Mention:
    group = match.lastgroup or "age"
    for name in ("age", "existence", "ours", "party", "jubilee"):
        if match[name]:
            group = name
    whose = match["whose"] or match["their"] or ""
    if language == "en":
        wording: str | None = None
    elif group in ("ours", "party"):
        owner = {"nos": "notre", "ses": "son", "leurs": "leur", "les": "l'"}.get(whose)
        wording = f"{owner} anniversaire".replace("' ", "'") if owner else None
    elif group == "existence":
        wording = f"{_YEARS_OF} d'existence"
    else:
        wording = "anniversaire" if group == "jubilee" else _YEARS_OF
    return Mention(*match.span(group), "DATE", "possible", "anniversary", "", wording)
