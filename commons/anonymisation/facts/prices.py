"""Tells the sums that an association gained or spent from prices, rates and single gifts."""

import bisect
import functools
import re

from commons import vocabulary
from commons.anonymisation.words import chains, dictionary, lexicon, normalisation, numerals

# What says that a sum came in, went out or is left.
_GAINED = (
    r"(?:recolt\w*|collect(?:e|ee|es|ees|ons|ait|ant|er|ed)|ramass\w*|engrang\w*|encaiss\w*"
    r"|rapport(?:e|ee|es|ait|aient|ent|er)|apport(?:e|es|ait|ent|er|aient)|recueilli\w*|amass\w*"
    r"|reuni[ste]?\b|gagn(?:e|es|ait|er)"
    r"|leve[es]?|obten\w*|recu[es]?|perdu[es]?|benefices?|recettes?|total|bilan|resultat|raised"
    r"|collected|earned|cagnotte|butin|tresorerie|solde|deficit|manque|chiffre d'affaires"
    r"|rentre[er]?|empoche\w*|gains?|depasse|atteint|arrive[es]?|monte[es]?|grimpe|plafonne\w*"
    r"|fini[ste]?|versee?s?|versent|verse|legs|legue\w*|laiss(?:e|es|ee|ent|ait)|subventions?|aide"
    r"|dotation|grant|budget|enveloppe|profits?|mis de cote|brought(?: in)?|made|received"
    r"|donations?|en caisse|dans la caisse|au compteur|touche[er]?s?|fait|font|couvr(?:e|ait|ent)"
    r"|reste\w*|depens\w*|degag\w*|represent\w*|chapeau|soutiens|parrains|marraines|donateurs"
    r"|donatrices|quetes?|urnes?|troncs?|tirelires?|ramen(?:e|es|ee|ait)|economis\w*|pourboires?"
    r"|(?:dons?|panier|cadeau|versement) moyens?|average (?:gift|donation)|gave|gives|got|get"
    r"|cleared|takings|took|left us|worth|sold|held|refund\w*|rembours\w*|produit|marge|impayes"
    r"|(?:a|ont|avait) donne"
    r"|dons?(?! (?:de|d'|moyens?|en ligne)\b| ?d'|\w))"
)
_OUTRIGHT = re.compile(
    r"\b(?:recolt|collect|ramass|engrang|encaiss|rapport|apport|recueil|amass|gagn|perd|benefice"
    r"|recette|total|bilan|cagnotte|tresorerie|solde|deficit|caisse|raised|cagnotte|earned|moyen"
    r"|reste|degag|touche|represent|average|impaye|fait$)"
)
_PRICED = (
    r"(?:cout(?:e|es|ent|ait|aient|er|era)?|prix|tarifs?|tarification|abonnements?|licences?"
    r"|forfaits?|factur\w*|payons|payait|payions|paye[esr]?|paie|payant[es]*|frais"
    r"|commissions?|prelevent|preleve|ponctionne|cotisations?|adhesions?|inscriptions?|dossards?"
    r"|tickets?|billets?|entrees?|places?|par don|vendu[es]*|vendait|options?|versions?|formules?"
    r"|heberg\w+|host(?:ing|ed)|devis|loyer|location|mensualites?|prices?|costs?|fees?|subscription"
    r"|a partir de|dons? de|dons? d'|gifts? of|donation of|donne[rz]?|donnent|arrondi\w*"
    r"|minimum|maximum|plafond|seuil|moins de|tranche|under|charge[sd]?|paid|pay|achete\w*|lots? de"
    r"|bons? d'achat|cheques? cadeau|carte|cher|gratuite?s?(?: jusqu'a)?"
    r"|revient a|revenait a|valait|vaut|demandent|bought|rent(?:ed|al)?|plans?|licen[sc]e"
    r"|tried|essai|soldee?s?|promo|packs?)"
)
# What has a price of its own, unless money came through it: "sur la borne on a eu 40 euros".
_BOUGHT = (
    r"(?:outils?|logiciels?|applis?|applications?|plugins?|modules?|terminal|terminaux|lecteurs?"
    r"|bornes?|boitiers?|tablettes?|routeurs?|serveurs?|crm|nom de domaine|prestataires?|imprimante"
    r"|camera|micro|ecran|scanner|douchette|tpe|numero court|tools?|readers?|software|devices?)"
)
_CUE = re.compile(rf"\b(?:(?P<gain>{_GAINED})|(?P<price>{_PRICED})|(?P<thing>{_BOUGHT}))(?!\w)")
_THROUGH = re.compile(
    r"\b(?:sur|via|par|avec|dans|grace a|au|aux|on|with|through|by|via)"
    r" (?:(?:le|la|les|l'|un|une|des|notre|nos|the|our|a) ?)?$"
)
_STRONG_PRICE = re.compile(
    r"\b(?:cout(?:e|ent|ait|aient|er|era)?|abonnements?|licences?|tarifs?|prix|forfaits?|devis"
    r"|subscription|price|costs?|facture[es]?|facturait)\b[^.!?;,\n]{0,40}$"
)
_EVERY = (
    r"(?:par|chaque|tous les|toutes les|a|per|each|every) ?(?:mois|an\b|annee|trimestre|semaine"
)
_RHYTHM = re.compile(
    rf"^ ?(?:/ ?(?:mois|an)\b|mensuels?|annuels?|{_EVERY}|jour|month|year|week)\b)"
)
_UNIT_AFTER = re.compile(
    r"^ ?(?:ht\b|ttc\b|/ ?(?:mois|an|pers|personne|utilisateur)|(?:par|l'|le|la|the|a|per|chaque) ?"
    r"(?:mois|an(?:nee)?\b(?! (?:derni|passe|d'avant|prochain))|trimestre|billet"
    r"|entree|place|ticket|dossard|appareil|licence|boitier"
    r"|personne|tete|unite|envoi|sms|adherente?|transaction|part|paire|heure|famille"
    r"|foyer|piece|utilisateur"
    r"|inscription|utilisateur|month|year|ticket|seat|person|user|user)"
    r"|piece\b|de frais\b|de commission|l'abonnement|d'abonnement|mensuels?|annuels?"
    r"|au lieu de)"
)
_PER_ITEM = re.compile(
    r"^ ?(?:(?:par|la|le|l'|per) ?(?:billet|entree|place|ticket|dossard|personne|tete|unite|envoi"
    r"|sms|adherente?|transaction|part|licence|boitier|appareil|heure|seat|person|user)"
    r"|piece\b|each\b|apiece\b|chacune?\b|de frais"
    r"|ht\b|/ ?(?:mois ?/|pers)|(?:de|d') ?(?:commission|abonnement|hebergement))"
)
# What each one gives or pays, or one giver of their own pocket: "chaque femme met mille francs".
_EACH = re.compile(
    r"\bcha(?:que|cune?) (?!an|mois|semaine|jour|fois|edition|soir|trimestre|lundi|mardi|mercredi"
    r"|jeudi|vendredi|samedi|dimanche|ete|hiver|rentree)[^.!?;,\n\d]{0,30}?\b(?:met|mett\w+|donn\w+"
    r"|vers\w+|pa(?:ie|ye)\w*|cotis\w+) $"
    r"|\bcha(?:cun|cune) (?:sa |son |leur )?$"
)
_OWN_POCKET = re.compile(r"^ ?(?:de (?:sa|leur|son) (?:propre )?(?:poche|porte-?monnaie))\b")
# "soixante titres à cinq cents euros", "200 billets à 5 euros"
_PIECES = re.compile(
    rf"(?:\d|\b{numerals.IN_WORDS}) (?!euros|ans|mois|jours|dons|fois|heures)[^\W\d_]{{3,}}s a $"
)
_MOVED = re.compile(r"\b(?:pass\w+|mont\w+|grimp\w+|arriv\w+|baiss\w+) ")
# "elle remboursait 40 € le 5 du mois"
_REPAYING = re.compile(r"\b(?:il|elle|ils|elles) rembours\w+ $")
_AVERAGE = re.compile(
    r"\b(?:(?:dons?|panier|cadeau|versement|gift|basket) moyens?|average (?:gift|donation|basket))"
    r"\b[^.!?;,\n\d]{0,40}$"
)
_BREAKS = re.compile(r"[!?;\n•]|\.(?!\d)")
# "on fait parrainer pour 5 €": nothing is made.
_CAUSED = re.compile(r"\b(?:fai(?:t|sait|sons) [^\W\d_]+er|se fai(?:t|sait|sons))\b")
# Words of small gifts: with a large sum they tell of results.
_WEAK_PRICE = re.compile(
    r"donne[rz]?|donnent|dons? de|dons? d'|par don|cheques? cadeau|carte|moins de|a"
    r" partir de|lots? de|adhesions?"
    r"|cotisations?|billets?|tickets?|places?|entrees?|inscriptions?|dossards?|frais"
    r"|paye[esr]?|paie|minimum"
    r"|vendu[es]*|achete\w*|gifts? of|donation of|moins|tranche|paid|hebergement|loyer|versions?"
    r"|arrondi\w*|essai|soldee?s?|plans?|gratuits?|cher|tried"
)
_FROM_GIVERS = re.compile(
    r"^ ?(?:de |d'|en |of |in )(?:cotisations|adhesions|dons\b|recettes?|benef\w*|promesses"
    r"|billetterie|ventes|buvette|gains?|plus|budget|subventions?|dettes?|deficit|pertes?|pourboires?"
    r"|marge|donations|profit|gifts)"
)


def is_result(
    context: chains.Context, start: int, end: int, value: float, *, beside: bool = False
) -> bool:
    """Whether the sum is what the association gained or spent, told by the nearest cue.

    `beside` says that a result stands close before it. Where nothing tells, it is one, too:
    better a price too many hidden than a result shown.
    """
    folded = context.reading.folded
    before = _BREAKS.split(folded[max(0, start - 80) : start])[-1]
    after = _BREAKS.split(folded[end : end + 50])[0]
    if _AVERAGE.search(before):
        return True
    if _is_of_one(before, after, value):
        return False
    if value < 100 and context.reading.clean[max(0, start - 4) : start].lower() == "dès ":
        return False
    if value < 1000 and _PER_ITEM.match(after):
        return value >= 20 and any(map(_OUTRIGHT.match, _last_words(before)))
    if _FROM_GIVERS.match(after):
        return value >= 20
    nearest = _nearest(before, after, value)
    if value >= 1000:
        return not (value < 20_000 and nearest != "gain" and _STRONG_PRICE.search(before))
    if nearest is not None:
        if nearest == "gain" and value < 20:
            return not (_UNIT_AFTER.match(after) and _CAUSED.search(before)) and any(
                map(_OUTRIGHT.match, _last_words(before))
            )
        rhythm = _RHYTHM.match(after) is not None
        return nearest == "gain" and (value >= 100 or rhythm or not _UNIT_AFTER.match(after))
    if value < 20:
        return beside and value >= 10
    return not _of_a_tool(context, start - len(before), start, after)


def _is_of_one(before: str, after: str, value: float) -> bool:
    """Whether a sum is what one gives, pays or owes, or the price of each thing sold."""
    if value < 1000 and (_OWN_POCKET.match(after) or (value < 100 and _REPAYING.search(before))):
        return True
    if _PIECES.search(before):
        return value < 1000 and not _MOVED.search(before)
    return value <= 1000 and _EACH.search(before) is not None


def _nearest(before: str, after: str, value: float) -> str | None:
    """Which kind of cue stands closest to a sum in its clause."""
    found = None
    for match in _CUE.finditer(before, max(0, len(before) - 56)):
        if match["price"] and value >= 100 and _WEAK_PRICE.fullmatch(match["price"]):
            continue
        if match["thing"] and _THROUGH.search(before[: match.start()]):
            continue
        found = match
    aside = found is not None and not found["gain"] and "," in before[found.end() :]
    if found is not None and not (aside and not _UNIT_AFTER.match(after)):
        return "gain" if found["gain"] else "price"
    following = _CUE.search(after, 0, 30)
    if following is None or following["thing"]:
        return None
    if value >= 100 and _WEAK_PRICE.fullmatch(following.group()):
        return None
    return "gain" if following["gain"] else "price"


def _last_words(before: str) -> list[str]:
    return before[-30:].split()


def _of_a_tool(context: chains.Context, clause: int, start: int, after: str) -> bool:
    """Whether a sum without a cue is the price of a tool beside it: "Brevo : 25 €"."""
    folded = context.reading.folded
    first = bisect.bisect_left(context.kept, (clause,))
    last = bisect.bisect_left(context.kept, (start,))
    for low, high in context.kept[first:last]:
        if not _is_tool(context, low, high) or _THROUGH.search(folded[max(0, low - 20) : low]):
            continue
        if _RHYTHM.match(after) or start - high <= 16:
            return True
    return False


@functools.cache
def _tools() -> frozenset[str]:
    """The tools of the catalogue by every name they have."""
    tools = vocabulary.tools().values()
    return frozenset(normalisation.fold(n).strip() for t in tools for n in (t.name, *t.aliases))


def _is_tool(context: chains.Context, low: int, high: int) -> bool:
    """Whether a kept region is a tool, and neither a channel nor a public body."""
    kept = context.reading.folded[low:high]
    if context.reading.clean[low].isupper():
        return lexicon.GENERIC.fullmatch(kept) is None
    return kept in _tools() and not dictionary.is_word(kept)  # "ils ont arrondi à 500 €"
