"""Months and years as people write, dictate and shorten them, and as scanners misread them."""

MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7,
    "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12, "janv": 1,
    "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7,
    "august": 8, "september": 9, "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2,
    "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
}  # fmt: skip
_SHORTENED = frozenset(name for name in MONTHS if len(name) < 5) - {
    "mars",
    "mai",
    "may",
    "juin",
    "aout",
}
# What a scanner makes of a letter: "rnars", "févrler", "juln".
_MISREAD = {"m": "(?:m|rn)", "i": "[il1]", "l": "[li1]", "o": "[o0]", "e": "[ec]", "s": "[s5]"}


def _as_read(name: str) -> str:
    """A pattern of a month's name, however misread, cut at the end of a line or shortened."""
    cut = r"(?:-\n)?" if len(name) > 4 else ""
    letters = cut.join(_MISREAD.get(letter, letter) for letter in name)
    return letters + (r"\.?" if name in _SHORTENED else "")


MONTH = rf"(?:{'|'.join(map(_as_read, sorted(MONTHS, key=len, reverse=True)))})"
_ALIKE = str.maketrans("l10c5", "iioes")
_BY_LOOK = {name.translate(_ALIKE): name for name in reversed(MONTHS)}
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = {name: number for number, name in enumerate(_ROMANS, start=1)}


def named(text: str) -> str | None:
    """The name of the month that a text of `MONTH` stands for, whatever a scanner made of it."""
    text = text.rstrip(".").replace("-\n", "")
    if text in MONTHS:
        return text
    return _BY_LOOK.get(text.replace("rn", "m").translate(_ALIKE))


def number(text: str) -> int | None:
    """The month that a name, figures or a Roman numeral say, None where they say none."""
    if name := named(text):
        return MONTHS[name]
    if text in _ROMAN and text != "ii":
        return _ROMAN[text]
    figures = text.translate(str.maketrans("oil", "011"))
    return int(figures) if figures.isdigit() and 1 <= int(figures) <= 12 else None


FIGURE = r"[\doli]"  # as scanners read them
YEAR = rf"(?:19|2[0o]|l9){FIGURE}{{2}}"
LESS_THAN_HUNDRED = (
    r"(?:quatre[ -]vingts?(?:[ -]dix)?|soixante(?:[ -]et)?(?:[ -]dix)?|cinquante|quarante|trente"
    r"|vingt)(?:[ -](?:et[ -])?(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze"
    r"|treize|quatorze|quinze|seize))?(?:[ -](?:sept|huit|neuf))?"
)
TEENS = (
    r"(?:dix(?:[ -](?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize|une?|deux|trois"
    r"|quatre|cinq|six|sept|huit|neuf)"
)
YEAR_WORDS = (
    rf"(?:deux mille(?:[ -](?:et )?(?:{LESS_THAN_HUNDRED}|{TEENS}))?"
    rf"|(?:mille (?:neuf|huit|sept)|dix[ -](?:neuf|huit)) cents?(?:["
    rf" -](?:{LESS_THAN_HUNDRED}|{TEENS}))?"
    r"|twenty[ -](?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty(?:[ -](?:one|two|three|four|five|six))?))"
)
ANY_YEAR = rf"(?:{YEAR}|{YEAR_WORDS})\b"
