"""What stands in the place of a finding, and how a reader recognises it later."""

import bisect
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from commons.anonymisation import amounts, moments, rarity
from commons.anonymisation.mentions import Mention
from commons.anonymisation.normalisation import Reading


@dataclass(frozen=True, slots=True)
class Published:
    """What the labels of the publication will say, and so what replacements may say."""

    language: str = "fr"
    field: str | None = None
    withheld_field: str | None = None
    withheld_sizes: bool = False


NO_LABEL = Published()
_NUMBERED = {
    "PERSON": ("personne", "person"),
    "PARTNER": ("partenaire", "partner"),
    "LOC": ("lieu", "place"),
    "VENUE": ("lieu", "place"),
    "PUBLIC": ("organisme", "public body"),
    "GRANT": ("financement", "grant"),
    "EVENT": ("événement", "event"),
    "NAME": ("nom", "name"),
}
_FIXED = {
    "EMAIL": ("adresse e-mail", "e-mail address"),
    "URL": ("site", "website"),
    "HANDLE": ("compte", "account"),
    "PHONE": ("téléphone", "phone"),
    "SIREN": ("numéro SIREN", "SIREN number"),
    "SIRET": ("numéro SIRET", "SIRET number"),
    "RNA": ("numéro RNA", "RNA number"),
    "IBAN": ("IBAN", "IBAN"),
    "ADDRESS": ("adresse", "address"),
    "PLATE": ("immatriculation", "number plate"),
    "DATE": ("date", "date"),
    "AGE": ("âge", "age"),
    "AMOUNT": ("montant", "amount"),
    "COUNT": ("effectif", "number"),
    "SUPERLATIVE": ("précision", "detail"),
    "CLUE": ("détail", "detail"),
}
ASSOCIATIONS = {
    "culture": ("une association culturelle", "a cultural association"),
    "sport": ("une association sportive", "a sports association"),
    "leisure": ("une association de loisirs", "a leisure association"),
    "education": ("une association d'éducation", "an education association"),
    "health": ("une association de santé", "a health association"),
    "social": ("une association d'action sociale", "a social services association"),
    "charity": ("une association caritative", "a charity"),
    "environment": ("une association d'environnement", "an environmental association"),
    "rights": ("une association de défense des droits", "a rights association"),
    "local": ("une association de développement local", "a local development association"),
    "professional": ("une association professionnelle", "a professional association"),
    "religion": ("une association cultuelle", "a religious association"),
}
_OWN = ("notre association", "our association")
# A determiner swallowed with the name, and the preposition that stays of it.
DETERMINERS = {
    "le": "",
    "la": "",
    "les": "",
    "l": "",
    "du": "de ",
    "des": "de ",
    "au": "à ",
    "aux": "à ",
    "the": "",
}
_SWALLOWING = frozenset(
    ("ASSO", "PERSON", "PARTNER", "LOC", "VENUE", "PUBLIC", "GRANT", "EVENT", "NAME")
)


_LABELS = sorted({label for pair in _NUMBERED.values() for label in pair}, key=len, reverse=True)
_SIGNS = sorted({label for pair in _FIXED.values() for label in pair}, key=len, reverse=True)
_TAKEN = re.compile(rf"\[(?P<label>{'|'.join(_LABELS)}) (?P<letters>[A-Z]{{1,2}})\]")
_PLACEHOLDER = re.compile(rf"{_TAKEN.pattern}|\[(?:{'|'.join(_SIGNS)})\]")
# Z is 25, ZZ is 701: a name in three letters would read as an acronym.
_LAST = 701


@functools.cache
def _exactly(wordings: tuple[str, ...]) -> re.Pattern[str]:
    """These words as they are written here, or with the capital of a beginning."""
    ordered = sorted(wordings, key=len, reverse=True)
    starts = (f"[{w[0]}{w[0].upper()}]{re.escape(w[1:])}" for w in ordered)
    return re.compile(rf"(?<!\w)(?:{'|'.join(starts)})(?!\w)")


class Shelter:
    """What of a text this package wrote itself, for the same publication."""

    def __init__(self, reading: Reading, published: Published, own_letters: frozenset[str]) -> None:
        column = 1 if published.language == "en" else 0
        association = ASSOCIATIONS.get(published.field or "", _OWN)[column]
        neutral = (amounts.WORDINGS, moments.WORDINGS, rarity.WORDINGS)
        self.placeholders = [
            match.span()
            for match in _PLACEHOLDER.finditer(reading.clean)
            if reading.is_verbatim(*match.span()) and match["letters"] not in own_letters
        ]
        self._own, self._neutral = (
            [
                match.span()
                for match in _exactly(wordings).finditer(reading.clean)
                if reading.is_verbatim(*match.span())
            ]
            for wordings in (
                (association,),
                tuple(wording for pair in neutral for wording in pair[column]),
            )
        )

    @property
    def regions(self) -> list[tuple[int, int]]:
        """Everything a detector of names leaves alone."""
        return [*self.placeholders, *self._own, *self._neutral]

    def fit(self, mention: Mention, *, told: bool) -> Mention | None:
        """The mention unless it is only a replacement; `told` by the profile, a pattern, a label.

        Whoever writes a name into words that look like ours does not hide it.
        """
        for start, end in _touched(mention, self.placeholders):
            if start <= mention.start and mention.end <= end:
                return None
            if not (told or mention.direct):
                return None
            mention = replace(mention, start=min(start, mention.start), end=max(end, mention.end))
        own = _touched(mention, self._own)
        if told and not (mention.kind == "ASSO" and _inside(mention, own)):
            return mention
        wordings = [*own, *_touched(mention, self._neutral)]
        lost = _inside(mention, wordings) if mention.direct else wordings
        return None if lost else mention


def _touched(mention: Mention, regions: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The regions, sorted and apart from one another, that share a character with a mention."""
    index = bisect.bisect_left(regions, mention.start, key=lambda region: region[1])
    found = []
    while index < len(regions) and regions[index][0] < mention.end:
        if regions[index][1] > mention.start:
            found.append(regions[index])
        index += 1
    return found


def _inside(mention: Mention, regions: list[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in regions)


def letter(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


class Wordings:
    """The replacements of one document: an entity keeps the words it was first given."""

    def __init__(
        self, published: Published, texts: list[str], own_letters: frozenset[str] = frozenset()
    ) -> None:
        self._column = 1 if published.language == "en" else 0
        self._field = published.field
        self._given: dict[tuple[str, str], str] = {}
        self._used: dict[str, set[str]] = {}
        self._numbers: dict[str, Iterator[int]] = {}
        self._own_letters = own_letters
        for text in texts:
            for label, taken in _TAKEN.findall(text):
                self._used.setdefault(label, set()).add(taken)

    def word(self, kind: str, entity: str) -> str:
        """The words for an entity, without regard to what stands before."""
        if kind == "ASSO":
            return ASSOCIATIONS.get(self._field or "", _OWN)[self._column]
        if kind in _FIXED:
            return f"[{_FIXED[kind][self._column]}]"
        label = _NUMBERED[kind][self._column]
        key = (label, entity)
        if key not in self._given:
            self._given[key] = f"[{label} {self._letters(label)}]"
        return self._given[key]

    def _letters(self, label: str) -> str:
        """The first letters that are free; once all are taken, entities share the last ones."""
        used = self._used.setdefault(label, set()) | self._own_letters
        for number in self._numbers.setdefault(label, iter(range(_LAST))):
            if letter(number) not in used:
                return letter(number)
        return letter(_LAST)


def swallows(kind: str) -> bool:
    """Whether the determiner before a mention goes with it."""
    return kind in _SWALLOWING


def joined(determiner: str, word: str) -> str:
    """A determiner and a replacement as one grammatical whole: "du" + X is "de X"."""
    front = DETERMINERS.get(determiner.lower(), "")
    if determiner.lower() == "d":
        front = "de "
    if front == "de " and word.startswith("une "):
        front = "d'"
    text = (front + word).replace("de le ", "du ").replace("à le ", "au ")
    return text[:1].upper() + text[1:] if determiner[:1].isupper() else text
