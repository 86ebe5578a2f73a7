"""Feasts of the calendar that say a day: "le lendemain de la Toussaint", "Sainte-Cécile 2018".

A feast that is only a time of the year, as in "à Noël, les dons doublent", says no more than a
month does, and stays.
"""

import re
from collections.abc import Iterator

WINTER, SPRING, SUMMER, AUTUMN = range(4)
# Feasts of the whole country or of a religion, by season; None where it moves through the year.
_PUBLIC = {
    "toussaint": AUTUMN, "fete des morts": AUTUMN, "jour des morts": AUTUMN, "armistice": AUTUMN,
    "beaujolais nouveau": AUTUMN, "halloween": AUTUMN, "immaculee conception": WINTER,
    "noel": WINTER, "jour de l'an": WINTER, "nouvel an": WINTER, "epiphanie": WINTER,
    "rois": WINTER, "chandeleur": WINTER, "nouvel an chinois": WINTER, "tet": WINTER,
    "nouvel an lunaire": WINTER, "pongal": WINTER, "hanouka": WINTER, "hanoucca": WINTER,
    "mardi gras": WINTER, "mardi-gras": WINTER, "mercredi des cendres": WINTER,
    "mi-careme": SPRING, "rameaux": SPRING, "jeudi saint": SPRING, "vendredi saint": SPRING,
    "samedi saint": SPRING, "paques": SPRING, "pessah": SPRING, "pourim": SPRING,
    "norouz": SPRING, "nowruz": SPRING, "newroz": SPRING, "holi": SPRING, "ascension": SPRING,
    "pentecote": SPRING, "trinite": SPRING, "fete-dieu": SPRING, "fete du travail": SPRING,
    "fete des meres": SPRING, "fete des peres": SUMMER, "fete nationale": SUMMER,
    "assomption": SUMMER, "fete de la musique": SUMMER, "rosh hashana": AUTUMN,
    "roch hachana": AUTUMN, "yom kippour": AUTUMN, "kippour": AUTUMN, "souccot": AUTUMN,
    "diwali": AUTUMN, "divali": AUTUMN, "deepavali": AUTUMN, "dipavali": AUTUMN,
    "christmas": WINTER, "boxing day": WINTER, "new year's eve": WINTER, "new year's day": WINTER,
    "easter": SPRING, "good friday": SPRING, "whitsun": SPRING, "all saints": AUTUMN,
    "bastille day": SUMMER, "aid": None, "aid el-fitr": None, "aid el fitr": None,
    "aid el-kebir": None, "aid el kebir": None, "aid al-adha": None, "tabaski": None,
    "korite": None, "mawlid": None, "mouloud": None, "achoura": None, "ramadan": None, "eid": None,
}  # fmt: skip
# So common as times of the year that even their eve is told of everywhere.
_TIMES = (
    "noel|christmas|nouvel an|jour de l'an|halloween|fete des meres|fete des peres|rois"
    "|fete de la musique|paques|easter|ramadan|new year's eve|boxing day|fete du travail|rameaux"
)
# Saints whose day people keep, by season.
_SAINTS = {
    WINTER: """andre eloi barbe nicolas lucie sylvestre antoine sebastien vincent paul blaise agathe
        valentin patrick joseph ambroise odile etienne gatien genevieve apolline
        thomas hilaire""",
    SPRING: """benoit georges marc philippe yves medard fortunat honore isidore pancrace servais
        mamert bernardin""",
    SUMMER: """jean jean-baptiste pierre madeleine jacques anne christophe laurent
        roch louis barthelemy fiacre gilles clair martial thibault dominique
        victor bernard augustin""",
    AUTUMN: """michel denis luc crepin hubert martin cecile catherine gerard maurice mathieu
        matthieu
        francois therese simon gabriel firmin remi leger bruno lambert romain saturnin nicaise
        edmond""",
}  # fmt: skip
_SEASON_OF = {saint: season for season, names in _SAINTS.items() for saint in names.split()}
_SAINT = r"(?:saint|sainte|st|ste)[ -](?P<saint>[a-z]{3,}(?:-[a-z]{2,})*)(?:'s)?"
_NAMES = "|".join(re.escape(name) for name in sorted(_PUBLIC, key=len, reverse=True))
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|week-?end|pont)"
_DAY = (
    rf"(?:(?:jour|soir|matin|lendemain|surlendemain|veille|avant-veille|nuit"
    rf"|soiree|journee|messe|{_WEEKDAY})"
    r"|(?:day|eve|evening|morning) (?:of|after|before))"
)
_YEAR = r"(?: (?:de |of )?(?:19|2[0o])[\do]{2}\b)"
_FEAST = re.compile(
    rf"(?<![\w-])(?P<lead>le |la |l'|les |du |au |ce |the )?"
    rf"(?:(?P<day>{_DAY}) (?:de l'|de la |des |de |du |d'|a |of )?)?"
    rf"(?P<feast>(?P<public>{_NAMES})|{_SAINT})(?: day)?(?P<year>{_YEAR})?(?!\w|-\w)"
)
# After these a saint's name is that of a place, a church or a holiday.
_NOT_A_DAY = re.compile(
    r"\b(?:vacances|conges|chapelle|eglise|paroisse|rue|place|quartier|ecole|college|lycee|hopital"
    r"|clinique|commune|village|basilique|cathedrale|abbaye|harmonie|chorale|fanfare|faubourg"
    r"|maison|marche|marches|club|stade|salle|foyer|centre|groupe|entre|bourse|foire|fete|ordre)"
    r" (?:de la |de |du |d'|des )?$"
)


def detect(folded: str) -> Iterator[tuple[re.Match[str], int | None]]:
    """Each feast that says a day, and its season; a year makes a day of any."""
    for match in _FEAST.finditer(folded):
        public, year = match["public"], match["year"] is not None
        named_day = match["day"] or (public and re.match(_WEEKDAY, public))
        if not year and not named_day:
            continue
        if not year and public and re.fullmatch(_TIMES, public):
            continue
        if _NOT_A_DAY.search(folded[max(0, match.start() - 24) : match.start()]):
            continue
        if not public and not year and not _is_kept_day(match, folded):
            continue
        season = _PUBLIC.get(public) if public else _SEASON_OF.get(match["saint"])
        yield match, season


def _is_kept_day(match: re.Match[str], folded: str) -> bool:
    """Whether a saint's name after a day is a feast: "le soir de la Saint-Jean", no town."""
    return folded[: match.start("feast")].endswith("la ") or match["saint"] == "sylvestre"
