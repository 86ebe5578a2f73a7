"""How few an association is, where the number alone could tell it, and the people of a village."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, numerals

# Above this, a number of members could be that of many associations.
_TINY = 60
# For those who may be served rather than belong.
_TINY_WIDE = 40
_ABOUT = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
    "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "dozen": 12,
}  # fmt: skip
_NUMBER = (
    r"(?:\d{1,2}(?!\d|[.,]\d)|(?:une?|a) (?:petite |bonne |grosse |petit )?"
    rf"(?:{'|'.join(_ABOUT)})(?: d'| de)?|{numerals.IN_WORDS})"
)
# Who belongs to an association.
_BELONG = (
    r"(?:adherente?s|membres|licenciee?s|familles adherentes|foyers adherents|choristes"
    r"|musicien(?:ne)?s|cotisants|societaires|members|singers|players|sonneurs|comedien(?:ne)?s"
    r"|danseu(?:rs|ses)|cavali(?:ers|eres)|joueu(?:rs|ses)|archers|rameu(?:rs|ses)|nageu(?:rs|ses)"
    r"|boulistes|judokas|gymnastes|plongeu(?:rs|ses)|amapiens)"
)
_MEMBERS = (
    rf"(?:{_BELONG}|familles|benevoles|jeunes|enfants|eleves|habitants|residente?s|pensionnaires"
    r"|paysan(?:ne)?s|beneficiaires|chanteu(?:rs|ses)|coureu(?:rs|ses)|retraitee?s?|salariee?s?"
    r"|copains|copines|personnes|filles|gars|femmes|hommes|bonshommes|pelerins|pecheurs|couturieres"
    r"|tricoteuses|jardiniers|apiculteurs|artistes|administrat(?:eurs|rices)|mamans|papas|parents"
    r"|meres|peres|mamies|papis|voisine?s|etudiante?s|profs|producteurs|eleveurs|vignerons|artisans"
    r"|conteu(?:rs|ses)|lect(?:eurs|rices)|brodeuses|randonneu(?:rs|ses)|marcheu(?:rs|ses)|anciens"
    r"|veuves|peles|tondus|clampins|gugusses|pekins|zigotos|pelerins|garcons|dames|potes|ames"
    r"|volunteers|families|children|people|of us|relais|foyers|maraichers)"
)
_MODEST = (
    r"(?:(?:seuls?|seules?|petits?|petites?|only|just|fideles|malheureux|malheureuses|pauvres"
    r"|vieux|vieilles|joyeux|irreductibles|gentils) )?"
)
_ONLY = r"(?: que| only| seulement| just| a peine| environ| en tout| plus que| about| maintenant)?"
_BODY = (
    r"(?:asso(?:ciation)?|club|chorale|troupe|equipe|groupe|collectif|amap|fanfare|structure"
    r"|charity"
    r"|association|choir|village|bande|amicale|comite|orchestre|ensemble|compagnie|section|ape"
    r"|foyer"
    r"|cercle|confrerie|banda|batucada|atelier|team|band|group)"
)
_NOT_A_SHARE = r"(?! (?:sur|out|max\w*|au (?:plus|maximum)|minimum|par)\b)"
_COUNT = re.compile(
    rf"\b(?P<lead>(?:tou(?:s|tes) )?(?:nos|les)|(?:all )?(?:our|the)|all) (?P<number>{_NUMBER})"
    rf" {_MODEST}(?P<members>{_MEMBERS})\b{_NOT_A_SHARE}"
    rf"|\b(?P<we>(?:(?:nous )?(?:qui |ne )?(?:sommes|etions|restons|voila|serons)|on (?:n')?(?:est"
    rf"|etait|reste|sera)|we are|we're|we were|there are|(?:asso(?:ciation)?|ape|club|equipe|bande"
    rf"|chorale|amap|collectif|comite|fanfare|troupe|nous)\b[^.!?;:\n]{{0,24}}? c'est){_ONLY})"
    rf" (?P<size>{_NUMBER})(?: ?{_MODEST}(?P<some>{_MEMBERS})\b{_NOT_A_SHARE})?"
    rf"(?P<more> (?:en tout|au total|maintenant|pas plus|seulement|desormais))?"
    r"(?P<closed>(?= ?[.,;:!?)\n]|$| (?:en tout|au total|a (?:faire|tourner|tenir|porter|jour)|dans"
    r" l|only|in all|pas plus|maintenant|desormais|pour|seulement|et|dont|mais|point|virgule|stop"
    r"|au (?:ca|bureau|conseil|depart|debut|lancement)|dans le|chez|ici|cette|a se|on|with|at"
    r"|depuis|donc|alors)\b| a (?:tout |le |la |les |nous |se |s'|y )?[^\W\d_]{2,}(?:er|ir|re)\b"
    r"))?"
    rf"|\b(?P<alone>a (?:nous )?(?P<hands>trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze"
    rf"|\d{{1,2}})(?: benevoles)?)"
    r"(?= (?:au bureau|pour tout|dans l'asso|seulement)|(?<=benevoles) ?(?:[.,;!?)]|$))"
    rf"|\b{_BODY} (?:[\w'-]+ ){{0,2}}?(?:de|d'|of|a) ?(?P<sized>(?P<of>{_NUMBER})"
    rf" ?{_MODEST}(?:{_MEMBERS}|voix))\b"
    rf"|\b(?:compte|comptons|comptions|compter|comptait|avons|on a|reunit|regroupe"
    rf"|rassemble|gagne|avec|we have|have|has){_ONLY} (?P<having>(?P<owned>{_NUMBER}) ?{_MODEST}"
    rf"{_BELONG})\b{_NOT_A_SHARE}(?! (?:du|of) )"
    rf"|(?:[,:(.!?;\n-]|^) ?(?P<apart>(?P<few>{_NUMBER}) ?{_MODEST}{_BELONG}"
    rf"(?: (?:tres )?acti(?:f|ve)s| benevoles| fideles| en tout| au total| seulement| pas plus"
    rf"| a jour)?)(?= ?[,.;:!?)\n]|$)"
    rf"|\b(?P<whole>(?P<entire>{_NUMBER}) ?{_MODEST}(?:(?:familles|foyers) adhere?n?te?s"
    rf"|(?:{_BELONG}|familles|benevoles) (?:en tout|au total|pas plus)))\b"
    rf"|\b(?:effectifs?|nombre (?:d'adherents|de (?:membres|licencies|choristes))|adherents"
    rf"|licencies|membres|members|membership) ?: ?(?P<titled>{_NUMBER})(?= ?[.,;)\n]|$)"
)
# Those of the group without a noun, or those who came of those who belong.
_UNNAMED = re.compile(
    # "huit on était", "neuf nous sommes"
    rf"(?:[,(:.!?;\n-]|^) ?(?P<inverted>{_NUMBER}) (?:qu')?(?:on (?:est|etait)|nous (?:sommes"
    r"|etions)|we (?:are|were))(?= ?[.,;:!?)\n]|$| (?:a|au|et|mais|en|pour|ce|cette|dans)\b)"
    # "le stand on l'a fait à cinq dont Bachir"
    r"|\b(?:on|nous) (?:l'|les |se |s'|y |en )?(?:a |avons |est |etait )?(?:tous |toutes )?"
    r"(?:fait\w*|faisons|tenu\w*|tient|tenons|port\w+|mont\w+|lanc\w+|ger\w+|tourn\w+|organis\w+"
    r"|anim\w+|prepar\w+|demarr\w+|commenc\w+|bosse\w*|travaill\w+)(?: tout| tous| toutes| ca)? a"
    rf" (?P<hands>{_NUMBER})(?= (?:dont|seulement|pour tout|en tout|benevoles)\b| ?[.;!?)\n]|$)"
    # "14 présents sur 19 membres"
    rf"|(?<![\w,.])(?P<came>{_NUMBER}) (?:membres |adherente?s |personnes )?(?:presente?s|votante?s"
    rf"|representee?s|(?:presente?s )?(?:et|ou) representee?s|pouvoirs|voix) (?:sur|pour) (?:nos )?"
    rf"(?P<all>{_NUMBER})(?: {_BELONG}| inscrite?s| a jour)?\b"
    # "quatre bénévoles c'est trop peu"
    rf"|\b(?P<scarce>{_NUMBER})(?= {_MEMBERS},? (?:c'est|ca fait|c'etait)"
    r" (?:tout\b|(?:trop |bien |tres )?peu|pas (?:beaucoup|lourd|assez)|maigre|juste))"
    # "Présents : A. Martin, trois stagiaires"
    rf"|(?:^|\n| )(?:presente?s|etaient presente?s|etaient la) ?: ?[^\n:]{{1,100}}?(?:,| et)"
    rf" (?P<attending>{_NUMBER})(?= [^\W\d_]+)"
)
_GIRLS = r"(?:filles|mamans|mamies|femmes|meres|dames|grand-meres|nanas|soeurs|joueuses|gamines)"
_BOYS = r"(?:garcons?|papas?|papis?|hommes?|peres?|gars|messieurs|mecs?|freres|joueurs?)"
_TEAM = r"(?:equipe|section|groupe|club|asso(?:ciation)?|troupe|chorale|bureau|atelier|effectif)"
# Girls and boys counted apart, and how many of them a team has.
_SORTS = re.compile(
    rf"\b(?:c'?est|on est|nous sommes|reste|restent|avec|etait"
    rf"|sommes) (?P<pair>(?P<first>{_NUMBER})"
    rf" (?:{_GIRLS} et (?:{_NUMBER}|une?) {_BOYS}|{_BOYS} et (?:{_NUMBER}|une?) (?:{_GIRLS}|fille"
    rf"|maman|femme|dame)|peles et (?:{_NUMBER}|un) tondus?))\b"
    rf"|(?P<both>(?P<two>{_NUMBER}) {_GIRLS} et (?:{_NUMBER}|une?) {_BOYS})(?= (?:tiennent|font"
    rf"|en tout"
    rf"|seulement|au bureau|portent|animent)| ?[.;!]? ?(?:$|c'est tout))"
    rf"|\b(?:on a|nous avons|il reste|il y a|y a|on compte)(?: que"
    rf"| seulement)? (?P<ours>(?P<of_ours>"
    rf"{_NUMBER}) (?:{_GIRLS}|{_BOYS}|jeunes|enfants|gamins|minots|gosses|ados|seniors|cadettes"
    rf"|benjamines?|minimes))"
    rf"(?= (?:dans|ds|en|a|au) (?:l'|la |le |notre )?{_TEAM}\b)"
    rf"|\b(?:et|dont|mais) (?P<last>(?P<of_last>{_NUMBER}) (?:hommes|garcons|filles|femmes|gars"
    rf"|papas"
    rf"|mamans|jeunes))(?= (?:en tout|seulement|au total|pas plus)\b)"
)
_SORT_GROUPS = {"pair": "first", "both": "two", "ours": "of_ours", "last": "of_last"}
_PEOPLE = re.compile(
    r"\b(?:village|commune|bourg|hameau|ile|ilot|town|bourgade|vallee) (?:de|d'|of|a)"
    r" ?(?:a peine |moins de )?"
    rf"(?P<count>(?:\d{{1,3}}(?: \d{{3}})?|{numerals.IN_WORDS}) (?:habitante?s?|ames|feux"
    rf"|inhabitants|people))\b"
)


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Few members; the people of a small place."""
    for match in _COUNT.finditer(context.reading.folded):
        yield from _count(context, match, language)
    for match in _SORTS.finditer(context.reading.folded):
        group = next(name for name in _SORT_GROUPS if match[name])
        value = _value(match[_SORT_GROUPS[group]])
        if value is not None and 2 < value <= _TINY_WIDE:
            wording = "a few people" if language == "en" else "quelques personnes"
            yield Mention(*match.span(group), "COUNT", "possible", "count", "", wording)
    for match in _UNNAMED.finditer(context.reading.folded):
        yield from _unnamed(match, language)
    for match in _PEOPLE.finditer(context.reading.folded):
        yield Mention(match.start(), match.end(), "CLUE", "possible", "village-size")


def _unnamed(match: re.Match[str], language: str) -> Iterator[Mention]:
    """The number, or both where some came of all."""
    for group in ("inverted", "hands", "came", "all", "scarce", "attending"):
        value = _value(match[group]) if match[group] else None
        if value is None or not 3 <= value <= _TINY:
            continue
        some = "quelques" if group in ("scarce", "attending") else "quelques-uns"
        wording = "a few" if language == "en" else some
        yield Mention(*match.span(group), "COUNT", "possible", "count", "", wording)


_NUMBERED = {
    "number": "number", "size": "size", "alone": "hands", "sized": "of", "having": "owned",
    "apart": "few", "whole": "entire", "titled": "titled",
}  # fmt: skip


def _count(context: chains.Context, match: re.Match[str], language: str) -> Iterator[Mention]:
    group = next(name for name in _NUMBERED if match[name])
    value = _value(match[_NUMBERED[group]])
    members = match["members"] or ""
    belong = group != "number" or re.fullmatch(_BELONG, members) is not None
    if value is None or not 3 <= value <= (_TINY if belong else _TINY_WIDE):
        return
    if group == "number" and match["lead"] in ("les", "the") and value < 5:
        return
    if group == "size" and not match["some"] and (match["closed"] is None or value > _TINY_WIDE):
        return
    clean, english = context.reading.clean, language == "en"
    few, some = ("a few", "a few") if english else ("quelques", "quelques-uns")
    if group == "number":
        start, end = match.start(), match.end()
        front = clean[start : match.start("number")].rstrip()
        rest = clean[match.start("members") : end]
        wording = f"{front} {'few' if english else few} {rest}"
    elif group == "size":
        start, end = match.start(), match.end("more" if match["more"] else "size")
        wording = f"{clean[start : match.end('we')]} {some}"
        if match["some"] and not match["more"]:
            end = match.end("some")
            wording = f"{clean[start : match.end('we')]} {few} {clean[match.start('some') : end]}"
    elif group == "alone":
        start, end, wording = *match.span("alone"), "à quelques-uns"
    elif group == "titled":
        start, end, wording = *match.span("titled"), some
    else:
        start, end = match.span(group)
        rest = clean[match.end(_NUMBERED[group]) : end].strip()
        wording = f"{few} {rest}"
    yield Mention(start, end, "COUNT", "possible", "count", "", wording)


def _value(figure: str) -> float | None:
    about = next((number for name, number in _ABOUT.items() if name in figure.split()), None)
    return about if about is not None else numerals.value(re.sub(r" d[e']?$", "", figure))
