"""Plain text as people type it: what is refused, what is tidied, never what is meant."""

import re
import unicodedata

from commons.refusals import Refusal

TITLE_LIMIT = 160
TEXT_LIMIT = 20_000

# C0 but tab and line ends, DEL, C1, bidirectional controls (Unicode TR 36, "Trojan source"),
# lone surrogates: none carries meaning in a practice, all can hide some.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})


class TextTooLong(Refusal):
    code = "text-too-long"


class ForbiddenCharacter(Refusal):
    code = "forbidden-character"


def tidy(text: str | None, *path: str | int, limit: int = TEXT_LIMIT) -> str | None:
    """The text with ``\\n`` line ends and no outer blanks; None when nothing is left.

    Raises TextTooLong (``limit`` in code points) and ForbiddenCharacter (NUL, control and
    bidirectional characters).
    """
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _FORBIDDEN.search(text)
    if found:
        raise ForbiddenCharacter(*path, character=f"U+{ord(found.group()):04X}")
    text = text.strip()
    if len(text) > limit:
        raise TextTooLong(*path, limit=limit, length=len(text))
    return text or None


def tidy_line(text: str | None, *path: str | int, limit: int = TITLE_LIMIT) -> str | None:
    """One line: like ``tidy``, with every run of white space made one space."""
    tidied = tidy(text, *path, limit=TEXT_LIMIT)
    if tidied is None:
        return None
    line = " ".join(tidied.split())
    if len(line) > limit:
        raise TextTooLong(*path, limit=limit, length=len(line))
    return line


def folded(text: str) -> str:
    """The words of a text in lower case without accents, one blank before and after each.

    A word, its beginning or several in a row are then found by comparing characters, which every
    database does alike. Nothing but letters, digits and blanks remains.
    """
    opened = unicodedata.normalize("NFKD", text.lower()).lower().translate(_LIGATURES)
    # Accents and soft hyphens are inside of words, all other signs between them.
    inside = (sign for sign in opened if unicodedata.category(sign) not in ("Mn", "Cf"))
    words = "".join(sign if sign.isalnum() else " " for sign in inside).split()
    return f" {' '.join(words)} " if words else ""
