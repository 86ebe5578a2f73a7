"""Ages of persons, and counts of a group so small that its size tells it."""

import re
from collections.abc import Iterator

from commons.anonymisation import chains, numerals
from commons.anonymisation.mentions import Mention

_NUMBER = rf"(?:\d{{1,3}}|{numerals.IN_WORDS})"
_KIN = (
    r"(?:fils|filles?|freres?|soeurs?|meres?|peres?|maman|papa|mamie|papi|grand-(?:mere"
    r"|pere)|cousine?s?"
    r"|neveux?|nieces?|petite?-(?:fils|fille)|bebes?|enfants?|garcons?|gamine?s?|gosses?"
    r"|ados?|jeunes?"
    r"|eleves?|femmes?|hommes?|dames?|messieurs|monsieur|madame|benevoles?|adherente?s?"
    r"|membres?|doyenne?s?"
    r"|presidente?s?|tresoriere?s?|secretaires?|ancienne?s?|retraitee?s?|veuves?|veuf"
    r"|voisine?s?|amie?s?"
    r"|stagiaires?|animateurs?|animatrices?|salariee?s?|choristes?|personnes?"
    r"|etudiante?s?|lyceenne?s?"
    r"|collegienne?s?|copine?s?|mari|epoux|epouse|compagnon|compagne|type|mec|nana|mome"
    r"|jumeaux|jumelles"
    r"|residente?s?|beneficiaires?|joueu(?:r|se)s?|coureu(?:r|se)s?|participante?s?"
    r"|donateurs?|donatrices?"
    r"|monitrices?|moniteurs?|entraineu(?:r|se)s?|institutrice|instituteur|infirmiere?"
    r"|agriculteur|paysanne?"
    r"|marin|pecheur|boy|girl|son|daughter|man|woman|mother|father|grandmother"
    r"|grandfather|volunteer)"
)
_YEARS_OLD = r"(?:ans|balais|piges|berges)"
_AGE = re.compile(
    # "âgé de 9 ans", "aged 82"
    rf"\b(?P<told>(?:agee?s? de|aged) (?:plus de |pres de |a peine |seulement )?{_NUMBER}"
    rf"(?: ans(?: et demi)?"
    rf"|(?: mois| months| years)?))\b"
    # "ma fille de 9 ans"
    rf"|\b{_KIN}(?: [\w'-]+){{0,2}}? (?:de|d') ?(?P<kin>{_NUMBER} (?:ans|mois)(?: et demi)?)\b"
    # "une volontaire de 19 ans", but no lease of 9
    rf"|\b(?:une?|ma|mon|sa|son|notre|leur) (?P<what>[\w-]+) (?:de|d') ?(?P<noun>{_NUMBER} ans)\b"
    # "elle a 82 ans", "j'ai trente ans"
    rf"|(?<![\w'-])(?:(?P<subject>[\w'-]{{1,25}}) |j')(?:a|ai|avait|aura|avais|as|vient"
    rf" d'avoir|va avoir|allait avoir|is|was|turned)"
    rf" (?:deja |maintenant |seulement |bientot |tout juste |pas loin de |presque |pres de"
    rf" |que |plus de )?"
    rf"(?P<has>{_NUMBER} (?:{_YEARS_OLD}(?: passes| bien sonnes| revolus| et demi)?"
    rf"|printemps|years old))\b"
    # ", 82 ans," or "(82 ans)"
    rf"|(?:[,(:.!?\n-]|^) ?(?P<aside>{_NUMBER} {_YEARS_OLD}(?: et demi| passes| au"
    rf" compteur| aux \w+)?)(?= ?[,.;)!\-:]| et | qui |$)"
    # "à 82 ans", "du haut de ses 82 ans"
    rf"|(?:\ba|\b(?:ses|mes|leurs|malgre ses|du haut de ses|fete\w* ses)) (?P<at>{_NUMBER}"
    rf" (?:{_YEARS_OLD}|printemps|bougies)"
    rf"(?: passes| bien sonnes| revolus)?)(?! (?:de|d'|en)\b|\w)"
    rf"|\b(?P<english>{_NUMBER}[ -]years?[ -]old|{_NUMBER}-year-old)\b"
)
_NOT_HERS = re.compile(
    r"(?:asso|association|club|outil|logiciel|site|fichier|systeme|contrat|ordinateur"
    r"|machine|tablette"
    r"|projet|partenariat|base|formulaire|appli|application|materiel|version|bail|minibus"
    r"|camion|ca|cela"
    r"|y|qu'il y|structure|festival|troupe|chorale|collectif|fondation|radio|compagnie|il y)"
)
_DURATION = re.compile(
    r"\b(?:depuis|pendant|durant|pour|en|sur|dans|il y|apres|tous les|de plus de|moins de"
    r"|engagement de"
    r"|moyenne (?:de|est)|moyenne|age moyen|entre|des|jusqu'|jusqu'a|au bout de|plus de)\s*$"
)
# "de 6 à 12 ans": a public, not a person.
_FROM = re.compile(rf"(?:\d|\b{numerals.IN_WORDS})(?: ans)? $")
_LASTING = re.compile(
    r"(?:contrat|bail|engagement|experience|recul|partenariat|duree|periode|plan|carriere"
    r"|pret|fichier|logiciel"
    r"|histoire|retard|absence|vie|garantie|mandat|cycle|projet|programme|travail"
    r"|abonnement|licence|convention"
    r"|anciennete|pratique|collaboration|delai|bilan|avance|chantier|credit|fidelite"
    r"|pause|moyenne|ecart|conservation"
    r"|archive|seance|relation|feuille|strategie|campagne|serie|bataille|lutte|sommeil|attente)s?"
)
_DECADES = re.compile(
    r"(?<![\w-])(?:(?P<article>un|une|des|les|nos|notre|la|le|l'|d'un|d'une) ?)?(?:jeune "
    r"|jeunes |fringante? )?"
    r"(?P<decade>(?:octo|nona|septua|sexa|quinqua|quadra)g(?:enaires?|eneraires?)"
    r"|nonagenaires?|centenaires?"
    r"|trentenaires?|octogenarians?|nonagenarians?|septuagenarians?)\b"
)
_VAGUE = {"un": "une personne âgée", "une": "une personne âgée", "des": "des personnes âgées",
          "les": "les personnes âgées", "nos": "nos personnes âgées", "d'un": "d'une personne âgée",
          "d'une": "d'une personne âgée"}  # fmt: skip
_MEMBERS = (
    r"(?:adherente?s?|membres?|licenciee?s?|familles?|choristes?|musicien(?:ne)?s|jou(?:eurs|euses)"
    r"|comedien(?:ne)?s|benevoles?|jeunes|enfants|eleves|habitants|residente?s|pensionnaires"
    r"|cavali(?:ers|eres)|danseu(?:ses|rs)|paysan(?:ne)?s|beneficiaires|chanteu(?:rs|ses)"
    r"|coureu(?:rs|ses)"
    r"|retraitee?s?|salariee?s?|copains|copines|personnes|filles|gars|femmes|hommes"
    r"|bonshommes|pelerins"
    r"|pecheurs|couturieres|tricoteuses|jardiniers|apiculteurs|artistes|administrateurs"
    r"|cotisants|members"
    r"|volunteers|families|children|singers|players|people|of us|relais|foyers|maraichers)"
)
_MODEST = r"(?:(?:seuls?|seules?|petits?|petites?|only|just|fideles|malheureux|pauvres) )?"
_COUNT = re.compile(
    rf"\b(?P<lead>nos|les|our|the) (?P<number>\d{{1,2}}|{numerals.IN_WORDS}) {_MODEST}"
    rf"(?P<members>{_MEMBERS})\b"
    rf"|\b(?P<we>(?:(?:nous )?(?:qui |ne )?sommes|nous etions|on (?:n')?est|on"
    rf" (?:n')?etait|we are|we're|there are)"
    r"(?: que| only| seulement| just| a peine| environ| en tout| plus que| about| maintenant)?)"
    rf" (?P<size>\d{{1,2}}|{numerals.IN_WORDS})(?: {_MODEST}(?P<some>{_MEMBERS})\b)?"
    rf"(?P<more> (?:en tout|au total|maintenant|pas plus|seulement))?"
    r"(?= ?[.,;:!?)\n]|$| (?:en tout|au total|a (?:faire|tourner|tenir|porter|jour)|dans"
    r" l|only|in all|pas plus"
    r"|maintenant|pour|seulement|et|dont|mais|au (?:ca|bureau|conseil|depart|debut"
    r"|lancement)|chez|ici|cette|a se|on|with|at|depuis)\b)"
    rf"|\b(?P<alone>a (?:nous )?(?P<hands>trois|quatre|cinq|six|sept|huit|neuf|dix|onze"
    rf"|douze|\d{{1,2}}))"
    r"(?= (?:au bureau|benevoles|pour tout|dans l'asso|seulement))"
    rf"|\b(?:asso(?:ciation)?|club|chorale|troupe|equipe|groupe|collectif|amap|fanfare"
    rf"|structure|charity"
    rf"|association|choir|village) (?:[\w'-]+ ){{0,2}}?(?:de|d'|of|a)"
    rf" ?(?P<sized>(?P<of>\d{{1,2}}|{numerals.IN_WORDS})"
    rf" {_MODEST}{_MEMBERS})\b"
    rf"|\b(?:compte|comptons|comptions|compter|comptait|avons|on a|reunit|regroupe"
    rf"|rassemble|gagne|avec|we have|perdu)(?: que"
    rf"| seulement| a peine| only| just)? (?P<having>(?P<owned>\d{{1,2}}"
    rf"|{numerals.IN_WORDS}) {_MODEST}"
    r"(?:adherente?s|membres|licenciee?s|choristes|musicien(?:ne)?s|cotisants"
    r"|members))\b(?! (?:du|of) )"
    rf"|[,:(] ?(?P<apart>(?P<few>\d{{1,2}}|{numerals.IN_WORDS}) {_MODEST}(?:adherente?s"
    rf"|membres|licenciee?s|choristes"
    r"|familles|benevoles|members|volunteers)(?: en tout| au total| seulement| pas"
    r" plus)?)(?= ?[,.;:!?)\n]|$)"
)
_PEOPLE = re.compile(
    r"\b(?:village|commune|bourg|hameau|ile|ilot|town|bourgade|vallee) (?:de|d'|of|a)"
    r" ?(?:a peine |moins de )?"
    rf"(?P<count>(?:\d{{1,3}}(?: \d{{3}})?|{numerals.IN_WORDS}) (?:habitante?s?|ames|feux"
    rf"|inhabitants|people))\b"
)
# Above this, a number of members could be that of many associations.
_TINY = 40


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Ages in years, in words or by decade; few members; the people of a small place."""
    folded = context.reading.folded
    for match in _AGE.finditer(folded):
        yield from _age(folded, match)
    for match in _DECADES.finditer(folded):
        article = match["article"] or ""
        wording = _VAGUE.get(article) if language == "fr" else None
        start = match.start() if wording else match.start("decade")
        if not wording and language == "fr":
            wording = "d'un certain âge"
        if re.search(
            r"\b(?:arbre|chene|maison|asso\w*|club|entreprise)s? $",
            folded[max(0, start - 14) : start],
        ):
            continue
        yield Mention(start, match.end(), "AGE", "possible", "age", "", wording)
    for match in _COUNT.finditer(folded):
        yield from _count(context, match, language)
    for match in _PEOPLE.finditer(folded):
        yield Mention(match.start(), match.end(), "CLUE", "possible", "village-size")


def _age(folded: str, match: re.Match[str]) -> Iterator[Mention]:
    group = next(
        name for name in ("told", "kin", "noun", "has", "aside", "at", "english") if match[name]
    )
    start, end = match.span(group)
    if group in ("kin", "aside") and _DURATION.search(folded[max(0, start - 25) : start]):
        return
    if group == "kin" and (
        told := re.search(r"\bagee?s? (?:de|d')$", folded[max(0, start - 9) : start].rstrip())
    ):
        start -= len(told.group()) + 1
    if group == "has" and (match["subject"] or "").isdigit():
        return  # "de 6 à 12 ans"
    if group == "noun" and _LASTING.fullmatch(match["what"]):
        return
    if group == "has" and _NOT_HERS.fullmatch((match["subject"] or "").split("'")[-1]):
        return
    if group == "kin" and re.match(r" (?:a|et|-) \d", folded[end:]):
        return
    after = folded[end : end + 14]
    if re.match(
        r" (?:de|d'|en) (?:moyenne|recul|experience|benevolat|retard|existence|plus)", after
    ):
        return
    if group == "at" and _FROM.search(folded[max(0, match.start() - 16) : match.start()]):
        return
    figure = numerals.value(
        re.sub(
            r"^(?:agee?s? de|aged) (?:plus de |pres de |a peine |seulement )?| (?:ans"
            r"|mois|printemps|bougies|years?|months).*",
            "",
            folded[start:end],
        )
    )
    if figure is not None and (figure < 1 or figure > 115):
        return
    if group == "at" and figure is not None and figure < 5:
        return
    yield Mention(start, end, "AGE", "possible", "age")


def _count(context: chains.Context, match: re.Match[str], language: str) -> Iterator[Mention]:
    figure = (
        match["number"]
        or match["size"]
        or match["hands"]
        or match["of"]
        or match["owned"]
        or match["few"]
    )
    value = numerals.value(figure)
    if value is None or not 3 <= value <= _TINY or (match["lead"] in ("les", "the") and value < 5):
        return
    folded = context.reading.folded
    few = "a few" if language == "en" else "quelques"
    if match["number"]:
        few = "few" if language == "en" else "quelques"
        wording = f"{match['lead']} {few} {match['members']}"
        start, end = match.start(), match.end()
        wording = wording.replace(
            match["members"], context.reading.clean[match.start("members") : end]
        )
    elif match["size"]:
        start = match.start()
        if match["more"]:
            end = match.end("more")
            wording = f"{match['we']} {'a few' if language == 'en' else 'quelques-uns'}"
        elif match["some"]:
            end = match.end("some")
            rest = context.reading.clean[match.start("some") : end]
            wording = f"{match['we']} {few} {rest}"
        else:
            end = match.end("size")
            some = "a few" if language == "en" else "quelques-uns"
            wording = f"{match['we']} {some}"
        front = context.reading.clean[match.start("we") : match.end("we")]
        wording = front + wording[len(match["we"]) :]
        only = re.search(r" (?:que|plus que)$", match["we"])
        if only and language == "fr" and not match["some"]:
            wording = re.sub(r" (?:plus )?que quelques-uns$", " que quelques-uns", wording)
    elif match["alone"]:
        start, end, wording = *match.span("alone"), "à quelques-uns"
    else:
        group = "sized" if match["of"] else "having" if match["having"] else "apart"
        start, end = match.span(group)
        number = len(figure)
        wording = few + context.reading.clean[start + number : end]
    if folded[start:end].isdigit():
        return
    yield Mention(start, end, "COUNT", "possible", "count", "", wording)
