"""Numbers as people write them: figures however separated or misread, words in two languages."""

import re

_UNITS = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
    "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13,
    "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30,
    "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80,
    "octante": 80, "nonante": 90, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {
    "mille": 1000, "mil": 1000, "milles": 1000, "thousand": 1000, "million": 10**6,
    "millions": 10**6,
}  # fmt: skip
_HUNDREDS = frozenset(("cent", "cents", "hundred"))
_FORMS = sorted([*_UNITS, *_SCALES, *_HUNDREDS], key=len, reverse=True)
_WORD = rf"(?:{'|'.join(_FORMS)})\b"
# A number in words, on folded text; "mille" and "un" are numbers too.
# A scanned line may end within one, with a hyphen or without.
_JOINT = r"(?:[ \n]et[ \n-]|-et-|[ \n]and[ \n]|-?\n|[ -])"
IN_WORDS = rf"{_WORD}(?:{_JOINT}{_WORD}){{0,14}}"
# What a scanner makes of figures: o for 0, l and i for 1, s for 5, b for 8, z for 2.
_GROUP = r"(?:\d[\dolisbz]{0,2}|[oli]{1,2}\d[\doli]?|[lis](?= [\doli]{3}))"
_THREE = r"(?:ooo|(?=[olisbz]{0,2}\d)[\dolisbz]{3})"
_CENTS = r"(?:[.,](?:\d{1,2}(?!\d)|\d[oli](?!\w)|[oli]\d(?!\w)|oo(?!\w)))?"
IN_FIGURES = (
    rf"(?:{_GROUP}(?:[ .,']{{1,2}}{_THREE}(?!(?![ef](?!\w))\w)){{1,4}}"
    rf"{_CENTS}"
    rf"|\d[\doli]{{0,8}}{_CENTS})"
)
_MISREAD = str.maketrans("olisbz", "011582")
# Creole and misspelt numbers, hundreds and thousands run together: "mil katsan", "dé mil sensan".
_CREOLE_UNITS = {
    "en": 1, "enn": 1, "de": 2, "twa": 3, "troi": 3, "trwa": 3, "kat": 4, "senk": 5, "sink": 5,
    "sen": 5, "sis": 6, "si": 6, "set": 7, "uit": 8, "wit": 8, "ui": 8, "nef": 9, "dis": 10,
    "di": 10, "onz": 11, "douz": 12, "trez": 13, "katoz": 14, "katorz": 14, "kenz": 15, "kinz": 15,
    "sez": 16, "diset": 17, "dizwit": 18, "dizuit": 18, "diznef": 19, "ven": 20, "vin": 20,
    "vent": 20, "trant": 30, "karant": 40, "senkant": 50, "sinkant": 50, "swasant": 60,
    "swasann": 60, "soisant": 60, "swasanndis": 70, "katreven": 80, "katreven-dis": 90,
    "katrevin": 80, "katrevendis": 90,
}  # fmt: skip
_ATOM = rf"(?:{'|'.join(sorted(_CREOLE_UNITS, key=len, reverse=True))})"
_CREOLE_WORD = rf"(?:(?:{_ATOM} ?)?(?:san|mil)(?![a-z])|{_ATOM}(?![a-z]))"
IN_CREOLE = rf"{_CREOLE_WORD}(?:[ -](?:e )?{_CREOLE_WORD}){{0,7}}"


def value_of_words(text: str) -> int | None:
    """The integer that folded number words say, None when they say none."""
    total = current = 0
    for word in re.split(r"[ \n-]+", text):
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


def value_of_creole(text: str) -> int:
    """The integer that numbers of `IN_CREOLE` say."""
    total = current = 0
    for word in re.findall(rf"{_ATOM}(?=[ -]|san|mil|$)|san|mil", text):
        if word == "san":
            current = max(current, 1) * 100
        elif word == "mil":
            total, current = total + max(current, 1) * 1000, 0
        else:
            current += _CREOLE_UNITS[word]
    return total + current


def value_of_figures(text: str) -> float | None:
    """The number that folded figures say, None when they say none."""
    compact = re.sub(r"[ ']", "", text).translate(_MISREAD)
    compact = re.sub(r"[.,](?=\d{3}(?!\d))", "", compact).replace(",", ".")
    try:
        return float(compact)
    except ValueError:
        return None


def value(text: str) -> float | None:
    """The number that folded figures or words say, None when they say none."""
    return value_of_figures(text) if re.search(r"\d", text) else value_of_words(text)
