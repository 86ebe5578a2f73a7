"""Sums of money, in digits or in words, except prices, rates and what one giver gives."""

import re
from collections.abc import Iterator

from commons import vocabulary
from commons.anonymisation.facts import bare_sums, prices
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, numerals

# However misspelt, misread or cut at the end of a line.
_EURO = r"[zn]?(?:eu(?:-\n)?r(?:-\n)?[o0](?:-\n)?[sz5]{0,2}|eurs?|euors?|eruos?|eyros?)\b"
_SLANG = r"(?:balles?|boules?|roros?)\b(?! de )|pounds?\b|quid\b|dollars?\b"
_FRANCS = (
    r"francs?(?: (?:cfp|pacifique|cfa|suisses|comoriens))?\b|f ?c ?f? ?[pa]\b|cfp\b|xpf\b|xaf\b"
    r"|frs?\b|xof\b|chf\b|(?:dinars?|dirhams?|ariary|roupies?|livres sterling)\b"
)
_SINGLE = r"[ef]\b(?=[\s,.;:!?)]|$)"
_CURRENCY = rf"(?:€(?:\d\d(?!\d))?|{_EURO}|{_SINGLE}|{_FRANCS}|{_SLANG}|£|\$)"
_SCALE = (
    r"(?: ?k ?\d{1,3}(?= ?(?:€|e\b|eur))| ?k(?=\W|e|$)| ?m(?=[ €$£])"
    r"| (?:mille|millions?|milliers?)(?: (?:et demie?|de?|\d{1,3}(?! ?\d))\b)?(?: d')?)"
)
_LEAD = (
    r"(?:(?P<of>d')?(?:environ|a peu pres|approximativement|a peine|exactement|quasi(?:ment)?"
    r"|pres de|presque|un peu (?:plus|moins) (?:de|d')|plus de|pas loin de|autour de|tout juste"
    r"|au moins|dans les|l'equivalent de|around|about|nearly|almost|over|just (?:over"
    r"|under))(?: |(?<=')))?"
)
_ROUND = (
    r"(?: (?:tout ronds?|tout pile|pile|nets?|bruts?|et quelques|et des poussieres|or so|environ"
    r"|presque))?"
)
_FIGURES = re.compile(
    rf"(?<![\w.,'@/-])(?P<lead>{_LEAD})(?P<number>{numerals.IN_FIGURES})(?P<scale>{_SCALE})?"
    rf" ?{_CURRENCY}(?: (?P<cents>\d\d)(?: centimes?|(?![\d.,]\d|\d| ?(?:%|€|pers|dons|adh|euros"
    rf"|ans|fois))))?{_ROUND}"
    rf"|(?<!\w)(?:[€£$]|eur ) ?(?P<leading>{numerals.IN_FIGURES})(?P<leading_scale> ?[km]\b)?"
)
# After the euros, their cents end the sum where no noun follows: "euros vingt bénévoles".
_NO_NOUN = (
    r"(?= ?(?:[.,;:!?)\n]|$)| (?:et|en|par|pour|sur|au|aux|avec|dans|le|la|les|l'|mais|donc|ce|ca"
    r"|qui|on|nous|c'est|a|grace|stop|point|virgule|de|du|alors|quand)(?!\w))"
)
_IN_WORDS = re.compile(
    rf"(?<![\w-])(?P<lead>{_LEAD})(?P<words>{numerals.IN_WORDS}"
    r"|(?:(?:une?|deux|trois|quatre|cinq|six) (?:petit |bon |gros |demi-?)?|demi-)"
    r"(?:million|millier)s?)(?: et (?P<half>demie?|quelques|des poussieres))?(?P<scale> ?k\b)?"
    rf" ?(?:(?:d'|de )?(?:€|{_EURO}|{_FRANCS}|{_SLANG})|(?P<single>{_SINGLE}))"
    rf"(?: (?:et )?(?P<coins>{numerals.IN_WORDS})(?: centimes?| cents?\b|{_NO_NOUN}))?{_ROUND}"
)
_ORDINAL = re.compile(r"\de$")
_IN_CREOLE = re.compile(
    rf"(?<![\w-])(?P<lead>)(?P<words>{numerals.IN_CREOLE}) (?:e(?:u)?ros?|lero|zero|ewo|fran)\b"
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

# A small sum close after a result is one too: "276 € en août, 19 € en janvier".
_BESIDE = 40


def detect(context: chains.Context, language: str) -> Iterator[Mention]:
    """Own results: bands replace them; prices, fees and sums of a few euros stay."""
    folded = context.reading.folded
    sums = sorted(_with_currency(folded), key=lambda each: each[0].start())
    results: list[Mention] = []
    for match, value in sums:
        last = results[-1].end if results else -_BESIDE - 1
        beside = match.start() - last <= _BESIDE and "\n" not in folded[last : match.start()]
        start = match.end("lead") if match["lead"] else match.start()
        if prices.is_result(context, start, match.end(), value, beside=beside):
            results += _results(folded, match, start, value, language)
    found = [(match.start(), match.end()) for match, _ in sums]
    yield from results
    for start, end, value in bare_sums.detect(folded, found):
        yield _mention(start, end, value, "", language, _after_plural(folded, start), folded)
    for match in _CIPHERS.finditer(folded):
        before = folded[max(0, match.start() - 60) : match.start()]
        if re.search(r"\b(?:code|numero|mot de passe|pin|annee|identifiant|chiffre)\b", before):
            continue
        figures = {"quatre": 4, "four": 4, "4": 4, "cinq": 5, "five": 5, "5": 5, "sept": 7, "7": 7}
        count = figures.get(match["number"] or match["english"], 6)
        front = "de " if match["front"] else ""
        yield _mention(match.start(), match.end(), 2.0 * 10 ** (count - 1), front, language)


def _with_currency(folded: str) -> Iterator[tuple[re.Match[str], float]]:
    """Each sum that says its currency, and its value in euros or francs."""
    for match in _FIGURES.finditer(folded):
        amount = numerals.value_of_figures(match["number"] or match["leading"])
        # "au 4e étage"
        if amount is not None and not (amount < 100 and _ORDINAL.search(match.group())):
            yield match, _scaled(amount, (match["scale"] or match["leading_scale"] or "").strip())
    for match in _IN_WORDS.finditer(folded):
        words = re.sub(r"\b(?:petit |bon |gros |demi-?)", "", match["words"])
        spoken = numerals.value_of_words(re.sub(r"\bmilliers?$", "mille", words))
        if spoken is not None and not (match["single"] and spoken < 100):
            spoken = round(spoken * 1.5) if match["half"] in ("demi", "demie") else spoken
            yield match, spoken * (1000 if match["scale"] else 1)
    for match in _IN_CREOLE.finditer(folded):
        yield match, numerals.value_of_creole(match["words"])


def _results(
    folded: str, match: re.Match[str], start: int, value: float, language: str
) -> Iterator[Mention]:
    """The sum, and the one that goes before it in a pair."""
    front = ""
    if match["lead"]:
        start = match.start("lead")
        front = "de " if match["of"] and language == "fr" else ""
    pair = _PAIR.search(folded, max(0, start - 60), start)
    first = numerals.value(pair["first"]) if pair else None
    if pair and first is not None and first >= 1:
        if pair["scale"] or (first < 100 <= value and first * 10 < value):
            # "de 3 à 5 k€", "deux à trois mille euros"
            first *= 1000 if value >= 1000 else 100
        if first >= 30 or 10 <= first < value < 100:
            yield _mention(pair.start(), pair.end("scale") if pair["scale"] else pair.end("first"),
                           first, "", language, _after_plural(folded, pair.start()))  # fmt: skip
    yield _mention(start, match.end(), value, front, language, _after_plural(folded, start), folded)


def _after_plural(folded: str, start: int) -> bool:
    return folded[max(0, start - 6) : start].endswith(
        ("les ", "nos ", "ces ", "ses ", "mes ", "vos ", "des ", "aux ", "leurs ")
    )


def _scaled(amount: float, scale: str) -> float:
    if rest := re.fullmatch(r"k ?(\d{1,3})", scale):
        return amount * 1000 + float(f"0.{rest[1]}") * 1000
    if rest := re.fullmatch(r"millions? (\d{1,3})", scale):
        # "1 million 2" is said of 1 200 000, "1 million 200" too.
        return amount * 1_000_000 + float(f"0.{rest[1]}") * 1_000_000
    if scale == "k" or (scale.startswith("mill") and not scale.startswith("million")):
        return amount * 1000 + (500 if "demi" in scale else 0)
    if scale == "m" or scale.startswith("million"):
        return amount * 1_000_000 + (500_000 if "demi" in scale else 0)
    return amount


_RHYTHM = re.compile(
    r" (?:(?P<monthly>(?:par|chaque|tous les) mois|mensuels?|mensuellement|a month|per month)"
    r"|par (?:an|semaine|jour|trimestre|soir|marche|seance)\b|(?:a|per) (?:year|week|day)\b)(?!\w)"
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
_FEW = ("une poignée d'euros", "a handful of euros")
# After "les" or "nos", "plusieurs" can't stand.
_PLURAL = {
    french: french.replace("plusieurs", "quelques")
    for french, _ in _BANDS.values()
    if french.startswith("plusieurs")
}
# In French, in English.
WORDINGS = tuple(zip(*_BANDS.values(), _FEW, strict=True))


def _mention(
    start: int,
    end: int,
    value: float,
    front: str,
    language: str,
    plural: bool = False,
    folded: str = "",
) -> Mention:
    french, english = _FEW if value < 20 else _BANDS[vocabulary.amount_band(int(value * 100))]
    wording = english if language == "en" else (_PLURAL.get(french, french) if plural else french)
    rhythm = _RHYTHM.match(folded, end)
    if rhythm is not None:
        end = rhythm.end()
        every = "a month" if language == "en" else "par mois"
        wording += f" {every}" if rhythm["monthly"] else rhythm.group()
    entity = f"amount:{wording}"
    return Mention(start, end, "AMOUNT", "probable", "amount", entity, front + wording)
