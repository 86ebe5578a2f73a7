"""What stands in the place of a finding, and how a reader recognises it later."""

import re
from dataclasses import dataclass

from commons.anonymisation import amounts, moments, normalisation, rarity


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
_ASSOCIATIONS = {
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


def _protected() -> re.Pattern[str]:
    fixed = sorted({label for pair in _FIXED.values() for label in pair}, key=len, reverse=True)
    phrases = [
        *_OWN,
        *(wording for pair in _ASSOCIATIONS.values() for wording in pair),
        *amounts.WORDINGS,
        *moments.WORDINGS,
        *rarity.WORDINGS,
        "notre région",
        "dans notre région",
        "our area",
    ]
    ordered = sorted({normalisation.fold(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile(
        rf"\[(?:(?:{'|'.join(map(normalisation.fold, _LABELS))}) [a-z]{{1,3}}"
        rf"|{'|'.join(map(normalisation.fold, fixed))})\]"
        rf"|(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)"
    )


PROTECTED = _protected()
_TAKEN = re.compile(rf"\[({'|'.join(_LABELS)}) ([A-Z]{{1,3}})\]")


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

    def __init__(self, published: Published, texts: list[str]) -> None:
        self._english = published.language == "en"
        self._field = published.field
        self._given: dict[tuple[str, str], str] = {}
        self._used: dict[str, set[str]] = {}
        for text in texts:
            for label, taken in _TAKEN.findall(text):
                self._used.setdefault(label, set()).add(taken)

    def word(self, kind: str, entity: str) -> str:
        """The words for an entity, without regard to what stands before."""
        column = 1 if self._english else 0
        if kind == "ASSO":
            pair = _ASSOCIATIONS.get(self._field or "", _OWN)
            return pair[column]
        if kind in _FIXED:
            return f"[{_FIXED[kind][column]}]"
        label = _NUMBERED[kind][column]
        key = (label, entity)
        if key not in self._given:
            used = self._used.setdefault(label, set())
            number = 0
            while letter(number) in used:
                number += 1
            used.add(letter(number))
            self._given[key] = f"[{label} {letter(number)}]"
        return self._given[key]


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
