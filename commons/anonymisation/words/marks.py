"""Labels of forms and lists: "Q3.", "II.", "T2 :", "A/" are signs of order, and name nothing."""

import re
from collections.abc import Iterator

from commons.anonymisation.words.normalisation import Reading

_ROMAN = r"(?:X{0,2}(?:IX|IV|V?I{0,3}))(?<=[IVX])"
# At the beginning of a line: a letter and a figure, or a Roman figure, and what follows a label.
_OPENING = re.compile(
    rf"(?:^|(?<=\n))[ \t]*(?:[-*•#>(\[] ?)?(?P<mark>[A-Z]{{1,2}}\d{{1,2}}|{_ROMAN}|[A-Za-z])"
    r"(?P<sign> ?[.):/°|\]]| ?[-–—] | ?\.{2,}| ?\t)"
)
# Quarters, half-years, weeks, rounds and versions, where a date or a figure goes with them.
_PERIOD = re.compile(
    r"(?<![\w-])(?P<mark>[TSHQ][1-4])(?= ?(?:20\d\d|[:=|(,]|et [TSHQ][1-4]|\.{2,}|/))"
    r"|(?:\b[Ff]in|\b[Aa]u|\b[Dd][uèe]s?|\b[Ee]n|\b[Dd]ébut|\b[Ss]ur)(?: le)? (?P<part>[TSQ][1-4])"
    r"(?= 20\d\d|[ ,.;:]*(?:\n|$))"
    r"|(?<![\w-])(?P<day>[JDSMH][+-]\d{1,3})(?!\w)"
    r"|(?<!\w)(?P<times>[xX]\d{1,3})(?!\w)"
)
# What Roman figures count in running text.
_COUNTED = re.compile(
    r"\b(?:[Aa]rticles?|[Pp]arties?|[Cc]hapitres?|[Pp]oints?|[Tt]itres?|[Aa]nnexes?|[Ll]ots?|[Pp]hases?"
    r"|[Tt]omes?|[Vv]olumes?|[Nn]iveaux?|[Aa]ctes?|[Ss]aisons?|[Éé]tapes?|[Vv]olets?|[Tt]rimestres?"
    rf"|[Ss]emestres?|[Ss]iècles?|[Vv]ersions?|[Ss]ections?|[Aa]xes?) (?P<mark>{_ROMAN})(?!\w)"
    rf"|(?<!\w)(?P<century>{_ROMAN}(?:er?|ème)) siècles?\b"
)
# The Roman figures on either side of those that are letters.
_ROMAN_NEIGHBOURS: dict[str, set[str]] = {"I": {"II"}, "V": {"IV", "VI"}, "X": {"IX", "XI"}}


def find(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where a label stands; a lone letter is one only beside the next of its row."""
    opening = list(_OPENING.finditer(reading.clean))
    said = {match["mark"].upper() for match in opening}
    for match in opening:
        mark = match["mark"].upper()
        if len(mark) > 1 or not said.isdisjoint(_beside(mark, match["sign"])):
            yield match.span("mark")
    figured = "|".join(mark for mark in sorted(said) if mark[-1].isdigit())
    if figured:  # "voir Q7"
        yield from (m.span() for m in re.finditer(rf"(?<!\w)(?:{figured})(?!\w)", reading.clean))
    for pattern in (_PERIOD, _COUNTED):
        for match in pattern.finditer(reading.clean):
            yield match.span(match.lastgroup or 0)


def _beside(mark: str, sign: str) -> set[str]:
    """What stands before or after a letter where it counts."""
    near = _ROMAN_NEIGHBOURS.get(mark, set())
    if sign == ".":
        return near  # "A. Boulanger" above "B. Martin" is somebody
    return near | {chr(ord(mark) - 1), chr(ord(mark) + 1)}
