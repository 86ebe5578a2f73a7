"""Ages of persons, in figures, in words or by decade."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, first_names, lexicon, numerals
from commons.anonymisation.words.normalisation import Word

# "l6 ans" is what a scanner makes of sixteen.
_NUMBER = rf"(?:\d{{1,3}}|[lio]\d|\d[lio]|{numerals.IN_WORDS})"
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
_YEARS_OLD = r"(?:ans|balais|piges|berges|printemps|hivers)"
_AGE = re.compile(
    # "âgé de 9 ans", "aged 82"
    rf"\b(?P<told>(?:agee?s? de|aged) (?:plus de |pres de |a peine |seulement )?{_NUMBER}"
    rf"(?: ans(?: et demi)?"
    rf"|(?: mois| months| years)?))\b"
    # "ma fille de 9 ans"
    rf"|\b{_KIN}(?: [\w'-]+){{0,2}}? (?:de|d') ?"
    rf"(?P<kin>{_NUMBER} (?:{_YEARS_OLD}|mois)(?: et demi)?)\b"
    # "une volontaire de 19 ans", but no lease of 9
    rf"|\b(?:une?|ma|mon|sa|son|notre|leur) (?P<what>[\w-]+) (?:de|d') ?"
    rf"(?P<noun>{_NUMBER} {_YEARS_OLD})\b"
    # "elle a 82 ans", "j'ai trente ans"
    rf"|(?<![\w'-])(?:(?P<subject>[\w'-]{{1,25}}) |j')(?:a|ai|avait|aura|avais|as|vient"
    rf" d'avoir|va avoir|allait avoir|is|was|turned)"
    rf" (?:deja |maintenant |seulement |bientot |tout juste |pas loin de |presque |pres de"
    rf" |que |plus de )?"
    rf"(?P<has>{_NUMBER} (?:{_YEARS_OLD}(?: passes| bien sonnes| revolus| et demi)?"
    rf"|years old))\b"
    # ", 82 ans," or "(82 ans)"
    rf"|(?:[,(:.!?\n-]|^) ?(?:(?:bientot|deja|presque|a peine|tout juste|environ|pas encore"
    rf"|seulement) )?(?P<aside>{_NUMBER} {_YEARS_OLD}(?: et demi| passes| au"
    rf" compteur| aux \w+)?)(?= ?[,.;)!\-:]| et | qui |$)"
    # "sa fille Lumière douze ans", "la lumière quoi douze ans et elle rendait"
    rf"|\b(?:(?:sa|son|ma|mon|notre|leur) {_KIN}(?: (?!agee?s?\b|de\b|ont\b|a\b|est\b|fait\b"
    rf"|pendant\b|depuis\b|attend\w*|dur\w+|pass\w+)[\w'-]+){{0,2}}?|quoi|euh|hein|voila|ben)"
    rf" (?P<beside>{_NUMBER} {_YEARS_OLD})\b"
    rf"(?! (?:de|d'|plus|apres|avant|durant|pendant|auparavant|que)\b)"
    # "il a 17 an"
    rf"|\b(?:il|elle|j'|je|qui) ?(?:a|ai|avait|aura) (?P<single>(?:[1-9][0-9]|[2-9]) an)\b"
    # "à 82 ans", "du haut de ses 82 ans"
    rf"|(?:\ba|\b(?:ses|mes|leurs|malgre ses|du haut de ses|fete\w* ses)) (?P<at>{_NUMBER}"
    rf" (?:{_YEARS_OLD}|bougies)"
    rf"(?: passes| bien sonnes| revolus)?)(?! (?:de|d'|en)\b|\w)"
    # "un service civique de 19 ans"
    rf"|\b(?:service civique|jeune en service civique|volontaire|alternante?|apprentie?) de"
    rf" (?P<young>{_NUMBER} ans)\b"
    # "Lulu 82a", "M. Abadie 70 ans connaît"
    rf"|(?<![\w-])(?P<short>[2-9]\d ?a)(?= (?:tient|et|fait|est|a)\b)"
    rf"|\b(?:m\.|mme|mr|monsieur|madame|mamie|papi|tata|tonton) [a-z-]+ (?P<titled>{_NUMBER}"
    rf" {_YEARS_OLD})\b(?! (?:de|d'|plus)\b)"
    # "soixante seize ans présidente du club"
    rf"|\b(?P<post>{_NUMBER} ans),? (?:presidente?|tresoriere?|secretaire|retraitee?|doyenne?"
    rf"|benevole)\b(?! (?:depuis|durant))"
    rf"|\b(?P<english>{_NUMBER}[ -]years?[ -]old|{_NUMBER}-year-old)\b"
)
_NOT_HERS = re.compile(
    r"(?:asso|association|club|outil|logiciel|site|fichier|systeme|contrat|ordinateur"
    r"|machine|tablette"
    r"|projet|partenariat|base|formulaire|appli|application|materiel|version|bail|minibus"
    r"|camion|ca|cela"
    r"|y|qu'il y|structure|festival|troupe|chorale|collectif|fondation|radio|compagnie|il y"
    r"|tool|software|charity|group|website|van|computer|project|it)"
)
_THINGS = re.compile(
    r"\b(?:tool|software|charity|association|club|group|website|van|computer|project|building|it)"
    r" (?:is|was|are) (?:only |now |nearly |almost )?$"
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
# "la soixantaine", not "la soixantaine de bénévoles".
_AROUND = re.compile(
    r"(?:\b(?:dans|a|avait|ont|avec|passe|,|\() ?|[,(] ?)(?P<decade>la (?:petite |bonne )?(?:"
    r"vingtaine|trentaine|quarantaine|cinquantaine|soixantaine|septantaine|huitantaine)"
    r"(?: (?:bien |a peine |largement )?(?:passee|sonnee|entamee|tassee|rayonnante|energique|alerte"
    r"|dynamique|fringante))?)(?! (?:de|d')\b| d')(?!\w)"
    r"|\b(?P<whose>(?:in )?(?:his|her|their|my) (?:early |mid[ -]|late )?(?:teens|twenties|thirties"
    r"|forties|fifties|sixties|seventies|eighties|nineties|[2-9]0s))\b"
)
# English tells an age without "years": "I am 39", "she turned ninety".
_AGED = (
    r"(?:1[2-9]|[2-9]\d|10\d|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one"
    r"|two|three|four|five|six|seven|eight|nine))?|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen)"
)
_ENGLISH = re.compile(
    rf"\b(?:i am|i'm|i was|he is|she is|he's|she's|he was|she was|who is|he turned|she turned"
    rf"|who was|just turned|has turned) (?:only |now |nearly |almost |about |just )?"
    rf"(?P<is>{_AGED})(?![\w%])"
    r"(?= ?[.,;:!?)\n]|$| (?:and|but|now|years|in|this|last|next|when|or|so)\b)"
    rf"|\b(?:have|has|had) (?P<has>{_AGED} years)(?= ?[.,;:!?)\n]|$| (?:and|old|but)\b)"
    rf"|(?:^|[.!?,;:\n] )at (?P<at>{_AGED})(?=,? (?:he|she|i|they|and)\b)"
    rf"|\b(?:son|daughter|mother|father|brother|sister|grandson|granddaughter|nephew|niece|wife"
    rf"|husband), (?P<kin>{_AGED})(?=,)"
)
# "Fatou, 26, a monté la page", "M. Abadie 70 ans"
_BESIDE_NAME = re.compile(
    r"(?<!\w)(?P<name>[^\W\d_]{2,})(?:, (?P<age>(?:1[0-9]|[2-9]\d|10\d))(?=, [a-z])"
    r"| \((?:1[0-9]|[2-9]\d|10\d)(?=\)))"
)
_VAGUE = {"un": "une personne âgée", "une": "une personne âgée", "des": "des personnes âgées",
          "les": "les personnes âgées", "nos": "nos personnes âgées", "d'un": "d'une personne âgée",
          "d'une": "d'une personne âgée"}  # fmt: skip


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Ages in years, in words or by decade."""
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
    for match in _AROUND.finditer(folded):
        start = match.start("whose" if match["whose"] else "decade")
        yield Mention(start, match.end(), "AGE", "possible", "age")
    for match in _ENGLISH.finditer(folded):
        yield Mention(*match.span(match.lastgroup or 0), "AGE", "possible", "age")
    for match in _BESIDE_NAME.finditer(folded):
        name = context.reading.word_at(match.start("name"))
        if (
            name
            and name.text[0].isupper()
            and not name.plain
            and _is_person(context, name, language)
        ):
            yield Mention(*match.span("age" if match["age"] else "aged"), "AGE", "possible", "age")


_GROUPS = (
    "told", "kin", "noun", "has", "aside", "at", "young", "short", "titled", "post", "english",
    "beside", "single",
)  # fmt: skip


def _is_person(context: chains.Context, name: Word, language: str) -> bool:
    """Whether a word with a capital ends the name of somebody, as far as its forms tell."""
    before = context.words[name.index - 1] if name.index else None
    parts = {name.fold, before.fold if before and before.capital and not name.begins else ""}
    if not first_names.FIRST_NAMES.isdisjoint(parts):
        return True
    titled = before is not None and before.capital and not before.begins
    return language == "en" and titled and not lexicon.is_common(name.fold)


def _age(folded: str, match: re.Match[str]) -> Iterator[Mention]:
    group = next(name for name in _GROUPS if match[name])
    start, end = match.span(group)
    if group == "single" and folded.endswith(("y a ", "y avait "), 0, start):
        return
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
    if group == "english" and _THINGS.search(folded[max(0, start - 24) : start]):
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
    if group == "kin" and folded[start:end].startswith("un mois"):
        return  # "les frères Martin ont reculé d'un mois"
    if group == "at" and figure is not None and figure < 5:
        return
    yield Mention(start, end, "AGE", "possible", "age")
