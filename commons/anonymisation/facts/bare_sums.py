"""Sums that nobody gave a currency: what was said around the number tells that it is money."""

import bisect
import re
from collections.abc import Iterable, Iterator

from commons.anonymisation.words import numerals

_NUMBER = re.compile(
    rf"(?<![\w.,'/@-])(?P<number>{numerals.IN_FIGURES}|{numerals.IN_WORDS})"
    r"(?:(?P<thousands> ?k)(?: ?(?P<rest>\d{1,3}))?(?!\w)|(?!\w))"
    r"(?:,-|\.-)?"
    r"(?: (?:(?P<counted>nets?|bruts?)|tout ronds?|tout pile|pile|et quelques|et des poussieres))?"
)
_RESULT_VERB = (
    r"(?:(?:recolt|collect|ramass|engrang|encaiss|rapport|amass|lev|empoch|gagn|ramen|laiss|legu"
    r"|degag|depens|mobilis|vers|touch|donn)e(?:e?s?|nt)"
    r"|recueillie?s?|raised|collected|made|left us|ended up with|cout(?:e|ait|era)(?: en tout)?"
    r"|cagnotte(?: a| de)?|(?:a|ont|avons|ai|avait|avions|s'est) (?:meme |deja |aussi |encore "
    r"|bien |quand meme )?(?:eu|fait|recu|rentre|mis|offert"
    r"|vire|promis|ajoute|obtenu|depasse|atteint)|vis(?:ait|ions)"
    r"|(?:ca|cela|quete|loto|tombola|buvette|cheque) (?:a |nous )?fai[st]"
    r"|(?:loto|tombola|buvette|kermesse|quete|vente|tirelire|repas"
    r"|concert)\b[^.!?;:,\n\d]{0,45}? fait"
    # "la mairie a dit ok pour 1500"
    r"|(?:dit?|donne|vote|accorde|signe) (?:(?:oui|ok|son accord|d'accord|banco) )?"
    r"(?:pour|pr|por)"
    r"|manqu(?:e|ait|aient|era|er)(?: encore| toujours)?|perdu|perdait|cherch(?:e|ait|ions|ons)"
    r"|valeur(?: euh)?(?: comptable| estimee)?|vaut|valait|valorise[es]*"
    r"|(?:en|on|nous) (?:est|etait|sommes|etions) (?:deja |rendus? )?a|stood at|came to|totalled"
    r"|(?:monte|arrive|passe|grimpe|arrete|fini)[es]{0,2}"
    r" (?:a|de|jusqu'a))"
)
_FILLER = (
    r"(?:genre |euh |bien |un total de |en tout |au total |seulement |quand meme |tout de meme "
    r"|autour de |a peu pres"
    r" |environ |pres de |presque |plus de |jusqu'a |exactement |deja |un peu plus de |dans les"
    r" |les |pas loin de |in total |about |nearly |over )?"
)
_RESULT = re.compile(rf"\b{_RESULT_VERB} {_FILLER}$")
_TITLES = (
    r"ca|valeur|resultats?|gains?|total|bilan|recu|recettes?|benefices?|benefs?|collectes?"
    r"|cagnotte|montant"
    r"|somme|en ligne|papier|caisse|dons?|net|soldes?|depenses|cotisations|adhesions|subventions?"
    r"|budget|produit|quete|loto|tombola|buvette|chiffre d'affaires|supplements? percus?"
    r"|recupere[es]*|raised|takings|income|expenses|donations|en [\w-]+ (?:mois|semaines?|jours?"
    r"|soirs?|soirees?|ans?|heures?)"
)
# What needs no colon before its sum: "objectif 15 000", "résultat neuf mille".
_HEADED = re.compile(
    r"\b(?:objectif|resultat|recettes?|benefices?|benefs?|montant|cumul|gain|produit)"
    rf"(?: (?:net|brut|final|total|global))? {_FILLER}$"
)
# What a collection made, however small; by ear, too: "le chapo fesé 60".
_MADE = re.compile(
    r"\b(?:chap(?:eau|o)|quete|urne|tirelire|tronc|buvette|loto|tombola|cagnotte|kermesse)s? "
    r"(?:(?:a|ont|avait|avaient) )?(?:fai(?:sai)?(?:t|ent)|fese"
    r"|fesait|feze|fezait|rapport\w+|donne)"
    rf" {_FILLER}$"
)
# "Subvention : FDVA 2, volet Aveyron, 2 500."
_GRANTED = re.compile(
    r"\b(?:subventions?|dotations?|aides?|financements?|legs|mecenat|sponsoring) ?:"
    r"[^.!?;:\n]{2,50}[,(–-] ?$"
)
# "la première fois 300 €, cinq cents la deuxième", "300 € le samedi cinq cents le dimanche"
_TURN = (
    r"(?:l[ae] )?(?:premiere?|1ere?|seconde?|deuxieme|troisieme|derniere?|lundi|mardi|mercredi"
    r"|jeudi|vendredi|samedi|dimanche)(?: (?:fois|annee|an|jour|soir|matin|edition|semaine|mois))?"
)
_IN_TURN = re.compile(rf"(?:,? ?{_TURN})?,? (?:et |puis )?(?:{_TURN} )?")
_NEXT_TURN = re.compile(rf" {_TURN}\b")
# "4 064 km donc 812,80": euros and cents.
_CENTS = re.compile(r"\d,\d\d$")
_SO = re.compile(r"(?:\b(?:donc|soit|dc|total|en tout|au final|ca fait|ca donne)|=) ?:? ?$")
_EQUALS = re.compile(r"[=→] ?$")
_TITLE = re.compile(
    rf"\b(?:{_TITLES})\b(?: (?:19|20)\d\d)?[^.!?;\n\d]{{0,24}}(?:[:=|→>]|  |-) ?{_FILLER}$"
)
# What says in a clause that money is counted there.
_MONEY = re.compile(
    r"\b(?:recolt\w*|collectee?s?|ramasse|encaiss\w*|rapporte|recettes?|benefs?|benefices?"
    r"|cagnottes?"
    r"|butin|tresorerie|caisse|solde|deficit|quetes?|legs|dons(?! de)|subvention|dotation|budget"
    r"|enveloppe|cotisations|depenses?|depense|tirelire|urne|tronc|chapeau|montant|somme|gains?"
    r"|total|bilan|au final|(?:en tout|total) (?:ca|on) (?:fait|a)|en tout|cheque|takings|raised"
    r"|legacy|donations|fund|opened|page|appel)\b[^.!?;\n\d]{0,40}$"
)
# What is counted that is not money: what a number after it counts as well.
_COUNTED = re.compile(
    r"\b(?:on compte de|comptons de|participant\w*|personnes?|gens|presents?"
    r"|benevoles?|adherente?s?|membres?|abonnee?s?"
    r"|inscrit\w*|votants?|votes?|voix|visit\w+|vues?|clics?|mails?|courriels?|messages?|envois?"
    r"|lettres?|sms|tracts?|affiches?|repas|crepes?|kilos?|kg|km|kilometres?|signatures?|reponses?"
    r"|heures?|minutes?|jours?|pages|photos?|partages?|likes?|followers?|contacts?|questions?"
    r"|code|numero|tel|telephone|departement|cp|bp|reference|poste|salle|article|loi|norme"
    r"|version|rue|batiment|lignes?|places?|familles?|enfants?|eleves?|signed|people|visitors"
    r"|views|calories|degres|pas|metres?|litres?|pour cent|taux|age|ans|(?:on|nous) (?:etait"
    r"|etions|sommes|est)|etaient|posts?|publications?|we (?:are|were))\b[^.!?;\n]{0,24}$"
)
_GIVERS = re.compile(
    r"\b(?:contribut(?:eurs|rices|ions)|donat(?:eurs|rices)|parrains|marraines|soutiens|mecenes"
    r"|promesses|dons|souscripteurs|backers|donors|gifts)\b[^.!?;\n]{0,12}[,(] ?$"
)
_BEGINS = re.compile(r"(?:[.!?;:\n]|^) ?$")
_LINKED = re.compile(
    r"[^.!?\n\d]{0,36}?(?:\b(?:dont|soit|puis|et|contre|ou|plus|moins|a|vers|then|and|to|against"
    r"|or)"
    r"|[|,:;=(-]|, (?:l[ea]s? |l')?[a-z]+(?: [a-z]+)?) ?"
    r"(?:presque |environ |pres de |a peu pres |seulement |about )?"
)
_RHYTHM = re.compile(r"^ (?:par|chaque) (?:an|mois|semaine|jour|heure)\b")
_OF_MONEY = (
    r"(?:de |d'|of |in )(?:recettes?|benef\w*|dons\b|cotisations|adhesions|arrhes|promesses|ventes"
    r"|budget|subventions?|plus\b|moins\b|cagnotte|deficit|dettes?|marge|donations|gifts|bar\b"
    r"|buvette|entrees|billetterie|tombola|quete|frais|charges|depenses|achats)"
    r"|(?:dans (?:l'enveloppe|les? caisses?|la caisse"
    r"|la boite|la cagnotte|la tirelire|l'urne|le chapeau|le tronc|le pot)|en (?:caisse|banque"
    r"|poche|liquide|especes|cheques?|monnaie|pieces|billets))\b"
)
_OUTRIGHT = re.compile(
    rf" (?:{_OF_MONEY}|(?:recolt|collect|ramass|engrang|encaiss|empoch)ee?s?\b|raised\b"
    r"|a (?:trouver|financer|payer|collecter|recolter|rembourser|regler)\b)(?! \d)"
)
_ALONE = re.compile(
    r"(?= ?(?:[.,;:!?)|\n/→<]|$)| - )| (?:(?:en(?! ligne)|via|sur|avec|grace|la|le|les|cette"
    r"|rien|au|aux|pour|contre|et|mais|ce|cet|quand|alors|pendant|apres|par|dont|soit|in|from"
    r"|through|on|nous|ils?|elles?|guillemets|stop|point|virgule|c'est|ca|du|depuis|a|chez|lors"
    r"|seulement|tout|deja|hier|avant|auparavant|autrefois|jadis|entre|chaque|mdr|lol|ptdr"
    r"|de (?:la|l'|nos|notre) ?(?:metropole|region|mairie|ville|commune|agglo|caf|prefecture"
    r"|fondation|banque|drac|etat"
    r"|communaute)|du (?:departement|conseil|fdva|credit|mecene|sponsor)|and|for|at|by|so|but"
    r"|after|sont|qu'en|presque|environ)(?!\w)"
    rf"|[ld]'(?=\w)|{_OF_MONEY})"
)
_APART = re.compile(r" (?:stop|point|par (?:mois|an|semaine))\b| ?[.;)](?!\w)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_YEAR = re.compile(
    r"\b(?:en|depuis|des|l'an|annee|in|since|janvier|fevrier|mars|avril|mai|juin|juillet|aout"
    r"|septembre|octobre|novembre|decembre) $"
)
_BREAKS = re.compile(r"[!?;\n•]|\.(?!\d)")


def detect(folded: str, sums: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, float]]:
    """Start, end and value of numbers that stand for money; `sums` are those with a currency."""
    known = sorted(sums)
    ends = [end for _, end in known]
    last = -1
    for match in _NUMBER.finditer(folded):
        start = match.start()
        after = bisect.bisect_right(ends, start)
        if after < len(known) and known[after][0] < match.end():
            continue  # a number of theirs
        value = _value(match)
        if value is None or value < 20:
            continue
        sum_before = max(ends[after - 1] if after else -1, last)
        if _is_money(folded, match, value, sum_before):
            last = match.end()
            yield start, last, value


def _value(match: re.Match[str]) -> float | None:
    value = numerals.value(match["number"])
    if value is None or not match["thousands"]:
        return value
    rest = match["rest"]
    return value * 1000 + float(f"0.{rest or 0}") * 1000


def _is_money(folded: str, match: re.Match[str], value: float, sum_before: int) -> bool:
    start, end = match.start(), match.end()
    if match["thousands"] is None and _YEAR.fullmatch(match["number"]):
        return False
    before = folded[max(0, start - 80) : start]
    if 1900 <= value < 2040 and _IN_YEAR.search(before):
        return False
    if before.endswith("pour ") and match["number"] == "cent":
        return False
    if _OUTRIGHT.match(folded, end):
        return value >= 20
    after_sum = 0 <= start - sum_before <= 60 and sum_before >= 0
    if after_sum and _NEXT_TURN.match(folded, end) and _IN_TURN.fullmatch(folded[sum_before:start]):
        return True
    if after_sum and before.endswith("dont ") and folded.startswith(" des ", end):
        return True  # "47 215 euros, dont 5 000 des anciens"
    if not _ALONE.match(folded, end):
        return False
    if _MADE.search(before) or (_CENTS.search(match["number"]) and _SO.search(before)):
        return True
    if after_sum:
        between = _RHYTHM.sub("", folded[sum_before:start])
        if _LINKED.fullmatch(between) and not _COUNTED.search(between):
            return True
    if value < 100:
        return False
    if any(cue.search(before) for cue in (_RESULT, _TITLE, _HEADED, _GIVERS)):
        return True
    if match["counted"] and not _COUNTED.search(before):
        return True  # "3840 brut"
    if value >= 1000 and _EQUALS.search(before):
        return True
    clause = _BREAKS.split(before)[-1]
    if _COUNTED.search(clause):
        return False
    if _MONEY.search(clause):
        return True
    if match["thousands"] and before.endswith((": ", "(", "→ ", "= ")):
        return True
    apart = _APART.match(folded, end) is not None and before.endswith((", ", ": ", "("))
    if apart and _GRANTED.search(before):
        return True
    return not match["number"][0].isdigit() and (apart or _BEGINS.search(before) is not None)
