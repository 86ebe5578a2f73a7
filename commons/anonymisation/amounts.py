"""Sums of money, in digits or in words, except prices and small unit sums."""

import re
from collections.abc import Iterator

from commons import vocabulary
from commons.anonymisation import chains
from commons.anonymisation.mentions import Mention

_UNITS = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
    "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13,
    "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30,
    "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80,
    "nonante": 90, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {"mille": 1000, "mil": 1000, "thousand": 1000, "million": 10**6, "millions": 10**6}
_HUNDREDS = {"cent", "cents", "hundred"}
_NUMBER_WORDS = (
    r"(?:" + "|".join(sorted([*_UNITS, *_SCALES, *_HUNDREDS], key=len, reverse=True)) + r")"
)
NUMBER_IN_WORDS = rf"{_NUMBER_WORDS}(?:(?:[ -]et[ -]|[ -]and[ -]|[ -]){_NUMBER_WORDS}){{0,14}}"
_CURRENCY = (
    r"(?:€|euros?\b|eur\b|e\b(?=[\s,.;:)]|$)|francs?(?: (?:cfp|pacifique|cfa))?\b|f ?cfp\b"
    r"|xpf\b|pounds?\b|dollars?\b|£)"
)
_DIGITS = r"\d{1,3}(?:[ .,']{1,2}\d{3}){1,4}(?:,\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?P<number>{_DIGITS}) ?(?P<scale>k|m|millions? d'|milliers? d'|mille "
    rf"|million )? ?{_CURRENCY}"
    rf"|(?<!\w)[€£] ?(?P<leading>{_DIGITS})(?P<leading_scale> ?k\b| ?m\b)?"
)
_IN_WORDS = re.compile(
    rf"\b(?P<words>{NUMBER_IN_WORDS}) (?:d')?(?:euros?|francs(?: pacifique| cfp)?|pounds|dollars)\b"
)
_PRICE_BEFORE = re.compile(
    r"\b(?:cout(?:e|es|ent|ait|aient|er|era)?|prix|tarif|tarifs|abonnement|abonnements"
    r"|licences?|forfait|facture[esz]?|"
    r"payons|payait|payions|frais|commissions?|cotisations?|adhesions?|ticket|tickets|billets?|"
    r"entree|places?|panier moyen|don moyen|par don|vendus?|vendues|option|version|formule|"
    r"hebergement|devis|loyer|mensualite|price|costs?|fee|fees|subscription|ticket|a partir de|"
    r"dons? de|gift of|gifts of|donation of|donner|donnent|arrondi|minimum|maximum"
    r"|plafond|moins de|plus de|under)\b[^.!?;\n]{0,30}$"
)
_STRONG_PRICE = re.compile(
    r"\b(?:cout(?:e|ent|ait|aient|era)|abonnement|licences?|tarif|prix|forfait|devis"
    r"|subscription|price|costs?|facture[es]?)\b[^.!?;,\n]{0,40}$"
)
_PRICE_AFTER = re.compile(
    r"^ ?(?:ht|ttc|/ ?mois|par mois|par an|/ ?an|le billet|l'entree|la place|par"
    r" personne|l'unite|piece|"
    r"de frais|a month|per month|a year|chacun des|par envoi|par sms|par adherent|par"
    r" transaction|de commission)"
)
_RESULT = re.compile(
    r"\b(?:recolt|collect|recu|recueill|rapport|total|dons?|recett|benefic|resultat"
    r"|gagn|verse|subvention|"
    r"legs|mecen|donn|obten|raised|received|grant|benefit|offert|reun|engrang|cagnotte)\w*"
)


def value_of_words(text: str) -> int | None:
    """The integer that folded number words say, None when they say none."""
    total = current = 0
    for word in re.split(r"[ -]+", text):
        if word in ("et", "and"):
            continue
        if word in _UNITS:
            unit = _UNITS[word]
            # "quatre-vingt": twenty multiplies what stands before it.
            current = (
                current - current % 10 + (current % 10) * 20
                if (unit == 20 and current % 10 == 4)
                else current + unit
            )
        elif word in _HUNDREDS:
            current = max(current, 1) * 100
        elif word in _SCALES:
            total += max(current, 1) * _SCALES[word]
            current = 0
        else:
            return None
    return total + current


def _value_of_digits(text: str, scale: str | None) -> float | None:
    compact = re.sub(r"[ ']", "", text)
    compact = re.sub(r"[.,](?=\d{3}(?!\d))", "", compact).replace(",", ".")
    try:
        value = float(compact)
    except ValueError:
        return None
    scale = (scale or "").strip()
    if scale == "k" or scale.startswith(("millier", "mille")):
        return value * 1000
    if scale == "m" or scale.startswith("million"):
        return value * 1_000_000
    return value


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Own results: bands replace them; prices, fees and sums of a few euros stay."""
    folded = context.reading.folded
    for match in _AMOUNT.finditer(folded):
        value = (
            _value_of_digits(match["number"], match["scale"])
            if match["number"]
            else _value_of_digits(match["leading"], match["leading_scale"])
        )
        if value is not None and _is_result(folded, match.start(), match.end(), value):
            yield _mention(match.start(), match.end(), value, language)
    for match in _IN_WORDS.finditer(folded):
        words_value = value_of_words(match["words"])
        if words_value is not None and _is_result(folded, match.start(), match.end(), words_value):
            yield _mention(match.start(), match.end(), words_value, language)


def _is_result(folded: str, start: int, end: int, value: float) -> bool:
    before = re.split(r"[.!?\n](?!\d)", folded[max(0, start - 70) : start])[-1]
    after = folded[end : end + 30]
    if value >= 1000:
        return not (_STRONG_PRICE.search(before) and value < 20_000)
    if _PRICE_AFTER.search(after) or _PRICE_BEFORE.search(before):
        return False
    if value >= 100:
        return True
    around = before[-45:] + " " + re.split(r"[.!?;\n]", after)[0]
    return value >= 30 and value % 10 != 0 and _RESULT.search(around) is not None


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
# In French, in English.
WORDINGS = tuple(zip(*_BANDS.values(), strict=True))


def _mention(start: int, end: int, value: float, language: str) -> Mention:
    french, english = _BANDS[vocabulary.amount_band(int(value * 100))]
    wording = english if language == "en" else french
    return Mention(start, end, "AMOUNT", "probable", "amount", f"amount:{wording}", wording)
