"""What stands in the place of a finding, and how a reader recognises it later."""

import bisect
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from commons.anonymisation.bodies import kinds
from commons.anonymisation.facts import amounts, moments, rarity
from commons.anonymisation.mentions import Mention
from commons.anonymisation.words import lexicon
from commons.anonymisation.words.normalisation import Reading


@dataclass(frozen=True, slots=True)
class Published:
    """What the labels of the publication will say, and so what replacements may say."""

    language: str = "fr"
    field: str | None = None
    zone: str | None = None
    withheld_field: str | None = None
    withheld_sizes: bool = False


NO_LABEL = Published()
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
    "NUMBER": ("nombre", "number"),
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
# The own places of an association: those of its zone, or its own and no more.
_OWN_PLACES = {
    "town": (("notre commune", "our town"), ("une commune", "a town")),
    "department": (("notre département", "our département"), ("un département", "a département")),
    "region": (("notre région", "our region"), ("une région", "a region")),
}
_OF_ZONES = {
    "north-west": ("de l'Ouest", "in the north-west of France"),
    "north-east": ("du Nord ou de l'Est", "in the north or the east of France"),
    "paris": ("de la région parisienne", "in the Paris region"),
    "south-west": ("du Sud-Ouest ou du Centre", "in the south-west or the centre of France"),
    "south-east": ("du Sud-Est", "in the south-east of France"),
    "overseas": ("d'outre-mer", "in an overseas territory of France"),
}
_SWALLOWING = frozenset(
    ("ASSO", "PERSON", "PARTNER", "LOC", "VENUE", "PUBLIC", "GRANT", "EVENT", "NAME")
)


_LABELS = sorted({label for pair in kinds.LABELS.values() for label in pair}, key=len, reverse=True)
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
        places = tuple(own_place(label, published) for label in _OWN_PLACES)
        neutral = (amounts.WORDINGS, moments.WORDINGS, rarity.WORDINGS)
        self.placeholders = [
            match.span()
            for match in _PLACEHOLDER.finditer(reading.clean)
            if reading.is_verbatim(*match.span()) and match["letters"] not in own_letters
        ]
        self._own, self._places, self._neutral = (
            [
                match.span()
                for match in _exactly(wordings).finditer(reading.clean)
                if reading.is_verbatim(*match.span())
            ]
            for wordings in (
                (association,),
                places,
                tuple(wording for pair in neutral for wording in pair[column]),
            )
        )

    @property
    def regions(self) -> list[tuple[int, int]]:
        """Everything a detector of names leaves alone."""
        return [*self.placeholders, *self._own, *self._places, *self._neutral]

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
        own, places = _touched(mention, self._own), _touched(mention, self._places)
        if mention.kind == "LOC" and _inside(mention, places):
            return None  # the zone that is published, even for whoever is of the département Nord
        if told and not (mention.kind == "ASSO" and _inside(mention, own)):
            return mention
        wordings = [*own, *places, *_touched(mention, self._neutral)]
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


def own_place(label: str, published: Published) -> str:
    """The words for the own town, département or region: of the zone if the labels say it."""
    column = 1 if published.language == "en" else 0
    plain, zoned = _OWN_PLACES[label]
    if published.zone is None:
        return plain[column]
    return f"{zoned[column]} {_OF_ZONES[published.zone][column]}"


class Wordings:
    """The replacements of one document: an entity keeps the words it was first given."""

    def __init__(
        self,
        published: Published,
        texts: Iterable[str],
        own_letters: frozenset[str],
        recalls: Callable[[str], bool],
    ) -> None:
        self._column = 1 if published.language == "en" else 0
        self._published = published
        self._recalls = recalls
        self._labels: dict[str, str] = {}
        self._given: dict[str, str] = {}
        self._used: dict[str, set[str]] = {}
        self._numbers: dict[str, Iterator[int]] = {}
        self._own_letters = own_letters
        for text in texts:
            for label, taken in _TAKEN.findall(text):
                self._used.setdefault(label, set()).add(taken)

    def learn(self, mention: Mention, entity: str, folded: str) -> None:
        """Note what a mention tells of the kind of its entity: the first that tells counts."""
        if mention.kind not in kinds.GENERIC:
            return
        label = kinds.kind_of(mention.kind, folded, mention.reason)
        if entity in ("place:own-commune", "place:own-department"):
            label = "town" if entity == "place:own-commune" else "department"
        known = self._labels.get(entity)
        if known is None or known in ("name", kinds.GENERIC[mention.kind]):
            self._labels[entity] = label

    def word(self, kind: str, entity: str, text: str) -> str:
        """The words for an entity, without regard to what stands before; `text` is what it says."""
        if kind == "ASSO":
            if entity == "asso:handle" and "." in text:
                return f"[{_FIXED['URL'][self._column]}]"
            return ASSOCIATIONS.get(self._published.field or "", _OWN)[self._column]
        if kind in _FIXED:
            return f"[{_FIXED[kind][self._column]}]"
        if entity not in self._given:
            self._given[entity] = self._place(entity) or self._numbered(kind, entity)
        return self._given[entity]

    def say(self, entity: str, words: str) -> None:
        """Give an entity these words, "notre trésorière", wherever it is mentioned."""
        self._given[entity] = words

    def _place(self, entity: str) -> str | None:
        """The words for a place of the association's own; a further town is like any other."""
        label = self._labels.get(entity)
        if not entity.startswith("place:own-") or label not in _OWN_PLACES:
            return None
        if label == "town" and entity != "place:own-commune":
            return None
        words = own_place(label, self._published)
        # Whether a zone is said must not tell whose places it recalls.
        return None if self._published.zone is None and self._recalls(words) else words

    def _numbered(self, kind: str, entity: str) -> str:
        generic = kinds.GENERIC[kind]
        labels = (self._labels.get(entity, generic), generic, "name")
        fitting = (label for label in labels if not self._tells(label))
        word = kinds.LABELS[next(fitting, generic)][self._column]
        return f"[{word} {self._letters(word)}]"

    def _tells(self, label: str) -> bool:
        """Whether a label would say a name again, or the field that is withheld."""
        return self._recalls(kinds.LABELS[label][self._column]) or kinds.says_withheld(
            label, self._published.withheld_field
        )

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


_INHABITANTS = {
    "les": "les habitants", "des": "des habitants", "aux": "aux habitants", "nos": "les habitants",
    "un": "un habitant", "une": "une habitante",
}  # fmt: skip
# "basque" and "corse" are of either gender.
_FEMININE = re.compile(r".*(?:aise|oise|enne|onne|aine|ine|ane|ote|arde|elle|ale)s?")
_MASCULINE = re.compile(r".*[^e](?<!es)")
_NO_NOUN = lexicon.HOLLOW | lexicon.ARTICLES


def inhabitants(reading: Reading, mention: Mention) -> tuple[int, str] | None:
    """Where to begin and what to say for people or things called after a place, in French.

    "les Vannetais" are "les habitants", "le journal vannetais" is "le journal local".
    """
    first = reading.word_at(mention.start)
    if first is None or not first.index or first.gap != " ":
        return None
    before = reading.words[first.index - 1]
    if before.fold in _INHABITANTS:
        return before.start, _INHABITANTS[before.fold]
    if first.text[0].isupper() or before.fold in _NO_NOUN or not lexicon.is_common(before.fold):
        return None
    plural = before.fold.endswith(("s", "x"))
    if _FEMININE.fullmatch(first.fold):
        return mention.start, "locales" if plural else "locale"
    if _MASCULINE.fullmatch(first.fold):
        return mention.start, "locaux" if plural else "local"
    return None
