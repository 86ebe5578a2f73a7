"""Sums of money, in digits or in words, except prices, rates and what one giver gives."""

import re
from collections.abc import Iterator

from commons import vocabulary
from commons.anonymisation import chains, numerals
from commons.anonymisation.mentions import Mention

_CURRENCY = (
    r"(?:€(?:\d\d(?!\d))?|eur[o0]s?\b|eur\b|e\b(?=[\s,.;:!?)]|$)|francs?(?: (?:cfp|pacifique|cfa"
    r"|suisses))?\b|f ?cfp\b|xpf\b|xaf\b|chf\b|(?:dinars?|dirhams?|ariary|roupies?|livres"
    r" sterling)\b|f\b(?=[\s,.;:!?)]|$)"
    r"|(?:balles?|boules?|roros?)\b(?! de )|pounds?\b|quid\b|dollars?\b|£|\$)"
)
_SCALE = (
    r"(?: ?k(?=\W|e|$)| ?m(?=[ €$£])| (?:mille|millions?|milliers?)(?: (?:et demie?"
    r"|de?)\b)?(?: d')?)"
)
_LEAD = (
    r"(?:(?P<of>d')?(?:environ|a peu pres|approximativement|a peine|exactement|quasi(?:ment)?"
    r"|pres de|presque|un peu (?:plus|moins) (?:de|d')|plus de|pas loin de|autour de|tout juste"
    r"|au moins|dans les|l'equivalent de|around|about|nearly|almost|over|just (?:over"
    r"|under))(?: |(?<=')))?"
)
_ROUND = r"(?: (?:tout ronds?|tout pile|pile|nets?|bruts?|et quelques|et des poussieres))?"
_FIGURES = re.compile(
    rf"(?<![\w.,'@/-])(?P<lead>{_LEAD})(?P<number>{numerals.IN_FIGURES})(?P<scale>{_SCALE})?"
    rf" ?{_CURRENCY}(?: (?P<cents>\d\d)(?![\d.,]\d|\d| ?(?:%|€|pers|dons|adh|euros|ans|fois)))?"
    rf"{_ROUND}"
    rf"|(?<!\w)(?:[€£$]|eur ) ?(?P<leading>{numerals.IN_FIGURES})(?P<leading_scale> ?[km]\b)?"
)
_IN_WORDS = re.compile(
    rf"(?<![\w-])(?P<lead>{_LEAD})(?P<words>{numerals.IN_WORDS}|(?:une?|deux|trois|quatre|cinq|six)"
    r" (?:million|millier)s?)(?: et (?P<half>demie?|quelques|des poussieres))?"
    r" ?(?:€|(?:d'|de )?(?:euros?|dinars?|dirhams?|francs?(?: (?:pacifique|cfp|cfa"
    r"|suisses))?|balles?(?! de )"
    r"|boules?(?! de )|roros?|pounds|quid|dollars)\b)"
    rf"(?: (?:et )?(?P<coins>{numerals.IN_WORDS})(?: centimes?| cents?\b|(?=[ .,;:!?)]"
    rf"|$)(?! [a-z])))?{_ROUND}"
)
# "de 1 200 à 3 400 euros": the first number is a sum too.
_PAIR = re.compile(
    rf"(?<![\w.,'/-])(?P<first>{numerals.IN_FIGURES}|{numerals.IN_WORDS})(?P<scale> ?k)?"
    r" ?(?:a|et|ou|puis|contre|vers|to|and|or|-|->|→|/) (?:presque |pres de |plus de |environ )?$"
)
_CIPHERS = re.compile(
    r"\b(?P<front>a |de |en |sur )?(?P<number>quatre|cinq|six|sept|[4-7])"
    r" chiffres?\b(?! (?:apres|cles?|secrets?|du|de la))|\b(?P<english>four|five|six)[ -]figures?\b"
)
_GAINED = (
    r"(?:recolt\w*|collect(?:e|ee|es|ees|ons|ait|ant|er|ed)|ramass\w*|engrang\w*|encaiss\w*"
    r"|rapport(?:e|ee|es|ait|aient|ent|er)|recueilli\w*|reuni[ste]?\b|amass\w*|gagn(?:e|es|ait|er)"
    r"|leve[es]?|obten\w*|recu[es]?|perdu[es]?|benefices?|recettes?|total|bilan|resultat|raised"
    r"|collected|earned|cagnotte|butin|tresorerie|solde|deficit|manque|chiffre d'affaires"
    r"|rentre[er]?"
    r"|empoche\w*|gains?|depasse|atteint|arrive[es]?|monte[es]?|grimpe|plafonne\w*|fini[ste]?"
    r"|versee?s?|legs|legue\w*|subventions?|aide|dotation|grant|budget|enveloppe|profits?"
    r"|mis de cote"
    r"|brought in|made|received|donations?|en caisse|dans la caisse|au compteur|touche[er]?s?|fait)"
)
_PRICED = (
    r"(?:cout(?:e|es|ent|ait|aient|er|era)?|prix|tarifs?|tarification|abonnements?|licences?"
    r"|forfaits?|factur\w*|payons|payait|payions|paye[esr]?|paie|payant|frais"
    r"|commissions?|prelevent|preleve|ponctionne|cotisations?|adhesions?|inscriptions?|dossards?"
    r"|tickets?|billets?|entrees?|places?|panier moyen|(?:dons? )?moyen(?:ne)?|par don|vendu[es]*"
    r"|vendait|options?|versions?|formules?|hebergement|devis|loyer|location|mensualites?|prices?"
    r"|costs?|fees?|subscription|a partir de|dons? de|dons? d'|gifts? of|donation of|donne[rz]?"
    r"|donnent|arrondi\w*|minimum|maximum|plafond|seuil|moins de|tranche|under|charge[sd]?"
    r"|paid|pay|achete\w*|lots? de|bons? d'achat|cheques? cadeau|carte)"
)
_CUE = re.compile(rf"\b(?:(?P<gain>{_GAINED})|(?P<price>{_PRICED}))(?!\w)")
_STRONG_PRICE = re.compile(
    r"\b(?:cout(?:e|ent|ait|aient|er|era)?|abonnements?|licences?|tarifs?|prix|forfaits?|devis"
    r"|subscription|price|costs?|facture[es]?|facturait)\b[^.!?;,\n]{0,40}$"
)
_UNIT_AFTER = re.compile(
    r"^ ?(?:ht\b|ttc\b|/ ?(?:mois|an|pers|personne|utilisateur)|(?:par|l'|le|la|the|a|per|chaque) ?"
    r"(?:mois|an\b|annee(?! (?:derniere|passee|d'avant|prochaine))|trimestre|billet"
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
    r"|piece\b|de frais"
    r"|ht\b|/ ?(?:mois|pers)|(?:de|d') ?(?:commission|abonnement|hebergement))"
)
_BREAKS = re.compile(r"[!?;\n•]|\.(?!\d)")


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Own results: bands replace them; prices, fees and sums of a few euros stay."""
    folded = context.reading.folded
    for match in _FIGURES.finditer(folded):
        if match["number"]:
            amount = numerals.value_of_figures(match["number"])
            scale, start = match["scale"], match.start("number")
        else:
            amount = numerals.value_of_figures(match["leading"])
            scale, start = match["leading_scale"], match.start()
        if amount is not None:
            yield from _judged(folded, match, start, amount, scale or "", language)
    for match in _IN_WORDS.finditer(folded):
        spoken = numerals.value_of_words(re.sub(r" milliers?$", " mille", match["words"]))
        if spoken is not None:
            spoken = round(spoken * 1.5) if match["half"] in ("demi", "demie") else spoken
            yield from _judged(folded, match, match.start("words"), spoken, "", language)
    for match in _BARE.finditer(folded):
        bare = numerals.value(match["number"])
        if bare is not None and _stands_for_euros(match, bare):
            bare *= 1000 if match["thousands"] else 1
            yield _mention(
                match.start("number"), match.end("sum"), bare, "", language, folded=folded
            )
    for match in _CIPHERS.finditer(folded):
        before = folded[max(0, match.start() - 60) : match.start()]
        if re.search(r"\b(?:code|numero|mot de passe|pin|annee|identifiant|chiffre)\b", before):
            continue
        figures = {"quatre": 4, "four": 4, "4": 4, "cinq": 5, "five": 5, "5": 5, "sept": 7, "7": 7}
        count = figures.get(match["number"] or match["english"], 6)
        front = "de " if match["front"] else ""
        yield _mention(match.start(), match.end(), 2.0 * 10 ** (count - 1), front, language)


_RESULT_VERB = (
    r"(?:recolte|collecte|ramasse|engrange|encaisse|rapporte|recueilli|amasse|leve|raised"
    r"|collected|empoche"
    r"|gagne|cagnotte(?: a| de)?|(?:a|ont|avons|ai) (?:eu|fait|donne|recu|rentre|touche"
    r"|obtenu|verse|depasse|atteint)"
    r"|en (?:est|etait|sommes|etions) a|(?:montee?|arrivee?|passee?|grimpe)s? (?:a|de|jusqu'a))e?s?"
)
_TITLE = (
    r"(?:resultat|gain|total|bilan|recu|recette|recettes|benefice|collecte|collectes"
    r"|cagnotte|montant|somme|en ligne|papier"
    r"|en caisse|dons|don|net|solde|en [\w-]+ (?:mois|semaines?|jours?|soirs?|soirees?"
    r"|ans?|heures?)|supplements? percus?|recupere[es]*"
    r"|raised)"
)
_BARE = re.compile(
    rf"(?:\b{_RESULT_VERB} (?:un total de |en tout |au total |seulement |quand meme |tout"
    rf" de meme |autour de "
    r"|a peu pres |environ |pres de |presque |plus de |jusqu'a |exactement |deja |un peu"
    r" plus de |dans les |les )?"
    rf"|\b{_TITLE}(?: [\w']+)? ?: ?|\b(?:total|gain|recette|benefice)s? (?:de |final )?"
    rf"|(?:[.!?;:\n]|^) ?(?=[a-z]))"
    rf"(?P<sum>(?P<number>{numerals.IN_FIGURES}|{numerals.IN_WORDS})(?P<thousands> ?k\b(?:"
    rf" ?\d)?)?{_ROUND})"
    r"(?= ?(?:[.,;:!?)\n]|$)| (?:en (?!ligne)|via|sur|avec|grace|la |le |l'|cette|rien|au"
    r"|pour|contre"
    r"|et|mais|ce|cet|quand|alors|pendant|apres|par|dont|soit|in|from|through|on|nous"
    r"|guillemets|stop|c'est"
    r"|(?:par|chaque) (?:mois|an|semaine)|sont (?:arrive|rentre|tombe|parti)e?s)\b)"
)


def _stands_for_euros(match: re.Match[str], value: float) -> bool:
    """Whether a number without a unit is a sum: no year, no few."""
    year = re.fullmatch(r"(?:19|20)\d\d", match["number"]) is not None
    return (value >= 100 and not year) or match["thousands"] is not None


def _judged(
    folded: str, match: re.Match[str], start: int, amount: float, scale: str, language: str
) -> Iterator[Mention]:
    """The sum, when it is a result, and the one that goes before it in a pair."""
    value = _scaled(amount, scale.strip())
    if not _is_result(folded, start, match.end(), value):
        return
    front = ""
    lead = match["lead"] or ""
    if lead:
        start = match.start("lead")
        front = "de " if match["of"] and language == "fr" else ""
    yield _mention(start, match.end(), value, front, language, _after_plural(folded, start), folded)
    pair = _PAIR.search(folded, max(0, start - 60), start)
    if pair is None:
        return
    first = numerals.value(pair["first"])
    if first is not None and first >= 1:
        if pair["scale"] or (first < 100 <= value and first * 10 < value):
            # "de 3 à 5 k€", "deux à trois mille euros"
            first *= 1000 if value >= 1000 else 100
        if first >= 30:
            yield _mention(pair.start(), pair.end("scale") if pair["scale"] else pair.end("first"),
                           first, "", language, _after_plural(folded, pair.start()))  # fmt: skip


def _after_plural(folded: str, start: int) -> bool:
    return folded[max(0, start - 6) : start].endswith(
        ("les ", "nos ", "ces ", "ses ", "mes ", "vos ", "des ", "aux ", "leurs ")
    )


def _scaled(amount: float, scale: str) -> float:
    if scale == "k" or (scale.startswith("mill") and not scale.startswith("million")):
        return amount * 1000 + (500 if "demi" in scale else 0)
    if scale == "m" or scale.startswith("million"):
        return amount * 1_000_000 + (500_000 if "demi" in scale else 0)
    return amount


def _is_result(folded: str, start: int, end: int, value: float) -> bool:
    """Whether the sum is what the association gained or spent, told by the nearest cue."""
    before = _BREAKS.split(folded[max(0, start - 70) : start])[-1]
    after = _BREAKS.split(folded[end : end + 50])[0]
    if value < 1000 and _PER_ITEM.match(after):
        return False
    if _FROM_GIVERS.match(after):
        return value >= 20
    nearest = _nearest(before, after, value)
    strong = _STRONG_PRICE.search(before) is not None
    if value >= 1000:
        return not (value < 20_000 and nearest != "gain" and strong)
    if value >= 100:
        # A sum per month is a fee unless it comes from givers.
        return nearest != "price"
    return value >= 20 and nearest == "gain" and not _UNIT_AFTER.match(after)


def _nearest(before: str, after: str, value: float) -> str | None:
    """Which kind of cue stands closest to a sum in its clause."""
    found = None
    for match in _CUE.finditer(before, max(0, len(before) - 48)):
        if match["price"] and value >= 100 and _WEAK_PRICE.fullmatch(match["price"]):
            continue
        found = match
    aside = found is not None and found["price"] and "," in before[found.end() :]
    if found is not None and not (aside and not _UNIT_AFTER.match(after)):
        return "gain" if found["gain"] else "price"
    following = _CUE.search(after, 0, 30)
    if following is None or (value >= 100 and _WEAK_PRICE.fullmatch(following.group())):
        return None
    return "gain" if following["gain"] else "price"


# Words of small gifts: with a large sum they tell of results.
_WEAK_PRICE = re.compile(
    r"donne[rz]?|donnent|dons? de|dons? d'|par don|cheques? cadeau|carte|moins de|a"
    r" partir de|lots? de|adhesions?"
    r"|cotisations?|billets?|tickets?|places?|entrees?|inscriptions?|dossards?|frais"
    r"|paye[esr]?|paie|minimum"
    r"|vendu[es]*|achete\w*|gifts? of|donation of|moins|tranche|paid|hebergement|loyer|versions?"
)
_FROM_GIVERS = re.compile(
    r"^ ?(?:de |d'|en )(?:cotisations|adhesions|dons\b|recettes?|benef\w*|promesses"
    r"|billetterie|ventes|buvette|gains?|plus"
    r"|marge|donations)"
)
_RHYTHM = re.compile(
    r" (?:(?P<monthly>(?:par|chaque|tous les) mois|mensuels?|mensuellement|a month|per month)"
    r"|par (?:an|semaine|jour|trimestre)\b|a year\b|per year\b)(?!\w)"
)
_BANDS = {
    "under-100": ("quelques dizaines d'euros", "a few dozen euros"),
    "100-499": ("quelques centaines d'euros", "a few hundred euros"),
    "500-999": ("plusieurs centaines d'euros", "several hundred euros"),
    "1k-4k": ("quelques milliers d'euros", "a few thousand euros"),
    "5k-9k": ("plusieurs milliers d'euros", "several thousand euros"),
    "10k-49k": ("quelques dizaines de milliers d'euros", "a few tens of thousands of euros"),
    "50k-199k": ("plusieurs dizaines de milliers d'euros", "many tens of thousands of euros"),
    "200k-999k": ("plusieurs centaines de milliers d'euros", "hundreds of thousands of euros"),
    "1m-plus": ("plus d'un million d'euros", "more than a million euros"),
}
# After "les" or "nos", "plusieurs" can't stand.
_PLURAL = {
    french: french.replace("plusieurs", "quelques")
    for french, _ in _BANDS.values()
    if french.startswith("plusieurs")
}
# In French, in English.
WORDINGS = tuple(zip(*_BANDS.values(), strict=True))


def _mention(
    start: int,
    end: int,
    value: float,
    front: str,
    language: str,
    plural: bool = False,
    folded: str = "",
) -> Mention:
    french, english = _BANDS[vocabulary.amount_band(int(value * 100))]
    wording = english if language == "en" else (_PLURAL.get(french, french) if plural else french)
    rhythm = _RHYTHM.match(folded, end)
    if rhythm is not None:
        end = rhythm.end()
        every = "a month" if language == "en" else "par mois"
        wording += f" {every}" if rhythm["monthly"] else rhythm.group()
    entity = f"amount:{wording}"
    return Mention(start, end, "AMOUNT", "probable", "amount", entity, front + wording)
