"""Numbers that have a shape, and a key where they have one: phones, registry, bank, plates."""

import functools
import re
from collections.abc import Iterator

import phonenumbers
from stdnum import iban as iban_numbers
from stdnum import luhn

from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import chains, normalisation, numerals

_D = r"[\doli]"  # figures as scanners read them
_GAP = r"[ .\-/·_,]{0,3}"
_PHONE = re.compile(
    # ten figures, or an international number, in pairs or not
    rf"(?<![\w+])(?:(?:\+|00) ?\d{{1,3}}{_GAP}(?:\( ?[0o] ?\){_GAP})?[1-9li]|\(?[0o]{_GAP}"
    rf"[1-9li]\)?|\([0o]\) ?[1-9li])"
    rf"(?:{_GAP}{_D}{_GAP}{_D}){{4}}(?![\d])"
    r"|(?<![\w+])0[1-9](?:[ .\-/][\dx*]{2}){2,4}(?![\dx/])(?: ?(?:\.\.\.|…|xx))?"
    r"|(?<![\w+])(?:\+|00) ?\d{2,3}(?:[ .\-/]{0,2}\d){6,10}(?!\d)"
    r"|(?<!\d)0 ?8\d\d(?:[ .]?\d{3}){2}(?!\d)"
)
# Territories whose own numbers have six digits or eight; told by what stands before.
_LOCAL_PHONE = re.compile(
    r"\b(?P<cue>tel(?:ephone)?|mob(?:ile)?|portable|fixe|gsm|vini|fax|appel(?:er|ez|le)"
    r"|joindre|joignable|numero"
    r"|whats ?app|sms au|au|phone|call)(?: (?:est|c'est|le|la|au|nous|moi|sur|le|est le"
    r"|du bureau))* ?[.:]{0,2} ?(?:n° ?)?"
    r"(?P<number>\d{2}(?:[ .\-]?\d{2}){2,3}|\d{3}[ .\-]\d{3})(?![\d]|[ .]\d| ?(?:€|euros?"
    r"|%|personnes))"
)
_REGIONS = ("FR", "NC", "PF", "WF", "BE", "CH")
_SAID = rf"(?:{numerals.IN_WORDS}|[\doli]{{1,2}}(?!\w)|zero|double)"
_COMMA = r"(?:[ ,.\-]{1,3}| et | puis )"
_SPELT_PHONE = re.compile(
    rf"(?<!\w)(?:(?:zero|[0o])[ -]?(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|[1-9])|0[1-9]"
    rf"|plus (?:trente[ -]trois|33|deux cent soixante[ -]deux|262|cinq cent"
    rf" quatre-vingt-\w+|590|596|594))"
    rf"(?:{_COMMA}{_SAID}){{2,12}}(?!\w)"
)
_TENS = re.compile(
    r"zero|soixante[ -](?:et[ -])?(?:dix(?:[ -](?:sept|huit|neuf))?|onze|douze|treize"
    r"|quatorze|quinze|seize)"
    r"|quatre[ -]vingts?[ -](?:dix(?:[ -](?:sept|huit|neuf))?|onze|douze|treize|quatorze"
    r"|quinze|seize)"
    r"|(?:vingt|trente|quarante|cinquante|soixante|septante|nonante|quatre["
    r" -]vingts?)(?:[ -](?:et[ -])?(?:une?|deux"
    r"|trois|quatre|cinq|six|sept|huit|neuf))?|dix[ -](?:sept|huit|neuf)|\w+"
)
# A run of figures or of words for them, announced by what they are.
_ANNOUNCED = re.compile(
    r"(?<!\w)(?P<what>siret|siren|rcs(?: [a-z-]+)?|rna|iban|rib|n° ?(?:de )?tva|tva"
    r" intra\w*|waldec|immatriculee?s?|plaque)"
    r"(?: (?:est|c'est|le|numero|n°|no|num|de l'asso(?:ciation)?|du fourgon|sous le|sous"
    r"|au|dicte|a|:|son|au numero)){0,4}"
    rf" ?[:=]? ?(?P<run>(?:w ?)?(?:{_SAID}|[a-z]{{1,2}}(?!\w)|{_D}{{3,14}}"
    rf"|tiret)(?:{_COMMA}(?:{_SAID}|[a-z]{{1,2}}(?!\w)|{_D}{{3,14}}|tiret)){{1,24}})(?!\w)"
)
_DIGITS = re.compile(
    rf"(?<![\w,.])(?:\d|[oli](?=\d)){_D}?(?:[ .\-/]{{0,2}}{_D}){{7,8}}(?:[ .\-/]{{0,2}}{_D}){{0,5}}"
    r"(?![\w]|[,.]\d| ?(?:€|euros?|eur\b|k€))"
)
_VAT = re.compile(rf"(?<!\w)fr ?{_D}{{2}}(?:[ .]?{_D}{{3}}){{3}}(?!\w)")
_RNA = re.compile(rf"(?<!\w)w[ .\-]?[0-9o][\dolia-z](?:[ .\-]?{_D}){{7}}(?!\w)")
# In Alsace and Moselle the court's register has volumes and folios.
_FOLIO = re.compile(
    r"\bvol(?:ume|\.)? ?(?:n° ?)?[\dxvil]{1,6},? ?(?:-|et)? ?fol(?:io|\.)? ?(?:n° ?)?\d{1,5}\b"
)
_FRENCH_IBAN = re.compile(rf"(?<!\w)fr[ .\-]?{_D}{{2}}(?:[ .\-]{{0,2}}[\da-z]){{23}}(?!\w)")
# Whatever its key and its length: a figure of it may be wrong or forgotten.
_GROUPED_IBAN = re.compile(
    r"(?<!\w)(?:fr|mc|be|ch|lu|de|es|it|pt|nl|gb|ie|at|pl|lt|ma|tn)\d\d(?: [a-z\d]{4}){3,7}"
    r"(?: [a-z\d]{1,3})?(?!\w)"
)
_RIB = re.compile(r"(?<![\w])\d{5}[ .\-]{0,2}\d{5}[ .\-]{0,2}[\da-z]{11}[ .\-]{0,2}\d{2}(?!\w)")
_L = r"[a-hj-np-tv-z]"
_PLATE = re.compile(
    rf"(?<![\w-])(?P<new>{_L}{{2}}(?P<s1>[ .·-]{{0,3}})[\dol]{{3}}(?P<s2>[ .·-]{{0,3}}){_L}"
    rf"{{2}})(?![\w-])"
    r"|(?<![\w.,-])(?P<old>\d{2,4}[ .-]?[a-z]{2,3}[ .-]?(?:\d\d|2[ab]|97[1-6]))(?![\w-]|"
    r" ?(?:€|euros|%))"
    r"|(?<![\w.,-])(?P<far>\d{3}[ .]?\d{3} ?(?:nc|p|wf))(?![\w-])"
    # boats: the two letters of their port
    r"|(?<![\w-])(?P<boat>[a-z]{2}[ .-]{0,2}[a-z]?\d{2,3}[ .]?\d{3})(?![\w%€-]|[.,]\d)"
)
_VEHICLE = re.compile(
    r"\b(?:immatricul\w*|plaques?|camions?|camionnettes?|voitures?|vehicules?|fourgons?"
    r"|fourgonnettes?|minibus|bus|utilitaires?|van|remorque"
    r"|estafette|kangoo|berlingo|trafic|master|jumper|ducato|partner|scooter|moto|4l|2cv"
    r"|tracteur|caravane|food ?truck|plate|car|bateaux?|pirogues?|barques?|voiliers?|chaloupes?"
    r"|canots?|zodiacs?|vedettes?|catamarans?|saintoises?|yoles?|pinasses?|kwassas?)\b"
)
# Two letters that are words: "de 123 en" is no plate.
_FRENCH_PAIRS = normalisation.listed(
    "de du en an et sa ma ta le la ne ce se te me va ca pa km kg cm mm ml ch"
)
_MISREAD = str.maketrans("oli", "011")


def detect(context: chains.Context) -> Iterator[Mention]:
    """Phones, registry and bank numbers, plates."""
    folded = context.reading.folded
    yield from _phones(folded)
    yield from _registry(folded)
    yield from _banks(folded)
    yield from _plates(context)
    for match in _ANNOUNCED.finditer(folded):
        yield from _announced(match)


def _phones(folded: str) -> Iterator[Mention]:
    for match in _PHONE.finditer(folded):
        text = match.group()
        if sum(map(str.isdigit, text)) >= 6 and not _is_date(text):
            yield Mention(match.start(), match.end(), "PHONE", "certain", "phone")
    for match in _LOCAL_PHONE.finditer(folded):
        sure = match["cue"] not in ("au", "numero", "call")
        if _is_date(match["number"]) or not _is_phone(match["number"], sure):
            continue
        yield Mention(*match.span("number"), "PHONE", "certain" if sure else "probable", "phone")
    for match in _SPELT_PHONE.finditer(folded):
        said = _TENS.findall(match.group())
        if len(said) >= 4 and not match.group().isdigit():
            yield Mention(match.start(), match.end(), "PHONE", "certain", "phone")


@functools.lru_cache(maxsize=256)
def _is_phone(text: str, announced: bool) -> bool:
    """Whether some French-speaking place has such numbers: its length alone if it is announced."""
    for region in _REGIONS:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return True
        if announced and region in ("NC", "PF", "WF") and phonenumbers.is_possible_number(number):
            return True
    return False


def _is_date(text: str) -> bool:
    return re.fullmatch(r"\d\d[/.-]\d\d[/.-](?:19|20)?\d\d", text) is not None and (
        int(text[:2]) <= 31 and int(text[3:5]) <= 12
    )


def _registry(folded: str) -> Iterator[Mention]:
    for match in _DIGITS.finditer(folded):
        digits = re.sub(r"[^\doli]", "", match.group()).translate(_MISREAD)
        before = folded[max(0, match.start() - 40) : match.start()]
        named = re.search(r"\b(?:siret|siren|rcs|insee|identifiant)\b", before) is not None
        kind = {9: "SIREN", 14: "SIRET"}.get(len(digits))
        if kind is not None and luhn.is_valid(digits):
            yield Mention(match.start(), match.end(), kind, "certain", "checksum")
        elif named:
            yield Mention(match.start(), match.end(), kind or "SIRET", "certain", "announced")
        elif kind == "SIRET":
            yield Mention(match.start(), match.end(), kind, "probable", "shape")
    for match in _VAT.finditer(folded):
        yield Mention(match.start(), match.end(), "SIREN", "certain", "shape")
    for pattern in (_RNA, _FOLIO):
        for match in pattern.finditer(folded):
            yield Mention(match.start(), match.end(), "RNA", "certain", "shape")


def _banks(folded: str) -> Iterator[Mention]:
    for match in _FRENCH_IBAN.finditer(folded):
        if sum(map(str.isdigit, match.group())) >= 16:
            sure = iban_numbers.is_valid(_compact(match.group()))
            certainty, reason = ("certain", "checksum") if sure else ("probable", "shape")
            yield Mention(match.start(), match.end(), "IBAN", certainty, reason)
    for start in re.finditer(r"(?<!\w)[a-z]{2}[ .\-]?\d\d(?=[ .\-]{0,2}[a-z\d])", folded):
        run = re.compile(r"(?:[ .\-]{0,2}[a-z\d]){11,34}").match(folded, start.start())
        if run is None:
            continue
        end = _valid_end(folded, run.start(), run.end())
        if end:
            yield Mention(run.start(), end, "IBAN", "certain", "checksum")
    for match in _GROUPED_IBAN.finditer(folded):
        if 2 * sum(map(str.isdigit, match.group())) > len(match.group()):
            yield Mention(match.start(), match.end(), "IBAN", "probable", "shape")
    for match in _RIB.finditer(folded):
        before = folded[max(0, match.start() - 40) : match.start()]
        if _has_rib_key(_compact(match.group())) or re.search(r"\b(?:rib|compte|iban)\b", before):
            yield Mention(match.start(), match.end(), "IBAN", "certain", "checksum")


def _compact(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", text).upper()


def _valid_end(folded: str, start: int, end: int) -> int | None:
    """Where the longest bank number that begins there ends, by its country's length and key."""
    compact = _compact(folded[start:end])
    length = _IBAN_LENGTHS.get(compact[:2])
    if length is None or len(compact) < length or not iban_numbers.is_valid(compact[:length]):
        return None
    seen = 0
    for position in range(start, end):
        seen += folded[position].isalnum()
        if seen == length:
            return position + 1
    return None


_IBAN_LENGTHS = {
    "FR": 27, "MC": 27, "BE": 16, "CH": 21, "LU": 20, "DE": 22, "ES": 24, "IT": 27, "PT": 25,
    "NL": 18,
    "GB": 22, "IE": 22, "AT": 20, "PL": 28, "LT": 20, "MA": 28, "TN": 24,
}  # fmt: skip


def _has_rib_key(compact: str) -> bool:
    """The key of a French account: its letters count as figures, the whole is a multiple of 97."""
    letters = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
    figures = compact.translate(letters)
    return figures.isdigit() and int(figures) % 97 == 0


def _plates(context: chains.Context) -> Iterator[Mention]:
    folded, clean = context.reading.folded, context.reading.clean
    for match in _PLATE.finditer(folded):
        text = clean[match.start() : match.end()]
        letters = re.sub(r"[^a-z]", "", text.lower())
        before = folded[max(0, match.start() - 60) : match.start()]
        told = _VEHICLE.search(before) or _VEHICLE.search(folded[match.end() : match.end() + 25])
        upper = text.upper() == text
        if match["new"]:
            tight = "-" in match["s1"] or not match["s1"]
            words = letters[:2] in _FRENCH_PAIRS or letters[-2:] in _FRENCH_PAIRS
            if not (told or tight or (upper and not (words and context.words[0].plain))):
                continue
            if not any(map(str.isdigit, text)) or (not told and not upper and words):
                continue
        elif match["old"]:
            if not (told or (upper and " " in text)) or letters in (
                "eme",
                "ans",
                "er",
                "km",
                "et",
                "de",
                "kg",
            ):
                continue
        elif match["boat"]:
            if not told or letters[:2] in _FRENCH_PAIRS or not upper:
                continue
        elif not (told or upper):
            continue
        yield Mention(match.start(), match.end(), "PLATE", "probable", "shape")


def _announced(match: re.Match[str]) -> Iterator[Mention]:
    """A number dictated after its name: "le siret c'est sept trois deux…"."""
    run = match["run"]
    said = [word for word in re.split(r"[ ,.\-]+", run) if word]
    numbers = [
        w for w in said if any(map(str.isdigit, w)) or numerals.value_of_words(w) is not None
    ]
    plate = match["what"].startswith(("immat", "plaque"))
    if len(numbers) < (1 if plate else 4) or (plate and len(said) < 3):
        return
    if match["what"] == "rna" and len(numbers) < 3:
        return
    kinds = {
        "sire": None,
        "iban": "IBAN",
        "rib": "IBAN",
        "rna": "RNA",
        "wald": "RNA",
        "imma": "PLATE",
        "plaq": "PLATE",
    }
    kind = kinds.get(match["what"][:4], "SIREN") or match["what"].upper()
    yield Mention(*match.span("run"), kind, "certain", "announced")
