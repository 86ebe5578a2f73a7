"""When an association began, and how old it is: vague moments replace them."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, months, numerals

_BEGAN = (
    r"(?:fond(?:e|ee|es|ees|ation|er)|cre(?:e|ee|es|ees|ation|er)|nee|nees|nes|naissance"
    r"|exist(?:e|ons|ait"
    r"|ence|ent)|lance[es]*|ouvert[es]*|ouverture|declare[es]*|immatricule[es]*|debut[es]*"
    r"|demarre[es]*|depose[es]*|parution|constituee?s?|monte[es]*|sommes la|est la|founded|created"
    r"|established|born|started|set up|existence|opened|going|running)"
)
_YEARS = (
    rf"(?P<year>(?:en|in|depuis|des|since|de|d'|annee|around|vers|au|a) (?:l'annee |l'an |le "
    rf"|(?:le |l')?(?:printemps|ete|automne|hiver) (?:de )?|{months.MONTH} )?{months.ANY_YEAR}"
    r"|(?:depuis|dans|de|des|since|in|from) (?:les|the) (?:annees )?(?:(?:19)?[1-9]0s?\b|soixante"
    r"(?:-dix)?\b|quatre-vingts?(?:-dix)?\b|trente\b|quarante\b|cinquante\b|sixties|seventies"
    r"|eighties|nineties))"
)
_FOUNDED = re.compile(rf"(?<![\w-]){_BEGAN}(?: [\w'-]+){{0,6}}?,? {_YEARS}(?! (?:euros|€))")
_FOUNDED_SHORT = re.compile(
    rf"(?<![\w-]){_BEGAN}(?: [\w'-]+){{0,3}}? (?P<year>en (?:[4-9]\d\b(?! ?(?:%|€|euros"
    rf"|jours|heures"
    rf"|minutes|mois|ans))|{months.LESS_THAN_HUNDRED}\b(?! (?:jours|heures|minutes|mois|ans))))"
)
# "Fondée 1987", "Création : 1976"
_FOUNDED_BARE = re.compile(
    r"(?<![\w-])(?:fond(?:e|ee|es|ees|ation)|cre(?:e|ee|es|ees|ation)|nee?s?|naissance|immatriculee?"
    r"|declaree?|founded|created|established|est\.|born)(?: (?:en|in)| l'annee| l'an)? ?[:(,]? ?"
    rf"(?P<year>{months.ANY_YEAR})"
)
_YEAR_FIRST = re.compile(
    rf"(?<![\w/.-])(?P<year>(?:(?:en|depuis|des|in|since) )?{months.ANY_YEAR})"
    r"(?:,? (?:est |etait )?(?:l'annee|l'an) (?:ou|de|du)\b| ?: ?(?:creation|naissance"
    r"|fondation|debut)"
    r"|,? (?:c'est )?(?:la )?(?:date|annee) de (?:creation|fondation|naissance)"
    r"|,? (?:date|annee) (?:de|d')"
    r"|,? que (?:[\w'-]+ ){1,8}(?:fonde|cree|nee?s?|ouvert|lance|existe|demarre)\w*)"
)
# Folded, "né" reads like the negation "ne": only after these is it a birth.
_BORN = re.compile(
    rf"(?:, ?|\( ?)(?P<year>nee?s? (?:en|in) {months.YEAR})\b|\b(?:est|etait|soit) ne"
    rf" (?P<then>(?:en|in) {months.YEAR})\b"
)
# A year of the last century tells a story of one's own: "en 1921, nos anciens …".
_SINCE = re.compile(
    rf"\b(?P<year>(?:(?:en|in|l'an|l'annee) 1[89]{months.FIGURE}{{2}}|(?:depuis|since|des)"
    rf" (?:l'annee |l'an )?(?:1[89]{months.FIGURE}{{2}}|200\d|201[0-5]"
    rf"|(?:mille (?:neuf|huit|sept)|dix[ -](?:neuf|huit)) cents?(?:["
    rf" -](?:{months.LESS_THAN_HUNDRED}|{months.TEENS}))?|deux mille(?:"
    r" (?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze))?)))(?![\w-]| (?:euros|€))"
)
# "le plus vieux club du bocage, 1921, on…"
_APART = re.compile(
    r"\b(?:club|asso(?:ciation)?|amicale|societe|fanfare|chorale|harmonie|troupe|compagnie|comite"
    r"|patronage|foyer|orchestre|cercle|union)\b[^.!?\n,(]{0,50}[,(] ?(?P<year>(?:1[89]\d\d|200\d))"
    r"(?= ?[,)])"
)
# In answer to who one is: "Les Aînés, Corte, 1998, onze adhérents"
_PRESENTED = re.compile(
    r"(?:^|\n)(?:[-*•] ?)?[^\n.:;!?,\d]{3,50}(?:, ?[^\n.:;!?,\d]{3,40})?, ?"
    r"(?P<year>1[89]\d\d|200\d|201[0-5])(?=, )"
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
_AGO, _SINCE_LONG, _YEARS_OF = (
    "il y a plusieurs années",
    "depuis plusieurs années",
    "plusieurs années",
)
# In French, in English.
WORDINGS = (
    (
        _AGO, _SINCE_LONG, f"né {_AGO}", f"née {_AGO}", "né autrefois", "notre anniversaire",
        "l'anniversaire", "leur anniversaire", "son anniversaire", f"{_YEARS_OF} d'existence",
    ),
    ("several years ago", "for several years"),
)  # fmt: skip


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Founding years and birthdays of the association."""
    folded = context.reading.folded
    for pattern in (_FOUNDED, _FOUNDED_SHORT, _FOUNDED_BARE, _YEAR_FIRST, _BORN, _SINCE, _APART,
                    _PRESENTED):  # fmt: skip
        for match in pattern.finditer(folded):
            yield from _founded(context, match, language)
    for match in _LASTED.finditer(folded):
        if _speaks_of_itself(match):
            yield _since(match.span("year"), folded, language)
    for match in _OWN_AGE.finditer(folded):
        yield _anniversary(match, language)


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
