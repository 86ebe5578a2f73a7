"""The own town, département and further places of an association, never to be published."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commons.anonymisation.mentions import Mention
from commons.anonymisation.own.own_forms import EDGES
from commons.anonymisation.words import (
    chains,
    dictionary,
    first_names,
    gazetteer,
    lexicon,
    normalisation,
    spelling,
)
from commons.anonymisation.words.normalisation import Word

_ARTICLES = frozenset(("le", "la", "les", "l"))
_CONTRACTED = {"le": ("au", "du"), "les": ("aux", "des")}
_SAINTS = {"saint": ("saint", "st"), "sainte": ("sainte", "ste")}
_BEFORE = normalisation.listed(
    """
a de d vers depuis entre in at from to near of
"""
)
# A town that is better known for something else needs a preposition to be sure.
_BRANDS = frozenset(("orange",))
_ENDINGS = tuple(
    normalisation.listed(
        """
ais aise aises ois oise oises ien ienne iens iennes een eenne eens ain aine ains aines in ine ins
ines ault ot ote ots ard arde ards eau on onne ons asque asques
"""
    )
)


# In the order of their numbers, from 01; Corsica and overseas apart.
_NUMBERED = normalisation.fold(
    """
ain;aisne;allier;alpes-de-haute-provence;hautes-alpes;alpes-maritimes;ardeche;ardennes;ariege;aube
aude;aveyron;bouches-du-rhone;calvados;cantal;charente;charente-maritime;cher;correze;corse;cote-d'or
cotes-d'armor;creuse;dordogne;doubs;drome;eure;eure-et-loir;finistere;gard;haute-garonne;gers;gironde
herault;ille-et-vilaine;indre;indre-et-loire;isere;jura;landes;loir-et-cher;loire;haute-loire
loire-atlantique;loiret;lot;lot-et-garonne;lozere;maine-et-loire;manche;marne;haute-marne;mayenne
meurthe-et-moselle;meuse;morbihan;moselle;nievre;nord;oise;orne;pas-de-calais;puy-de-dome
pyrenees-atlantiques;hautes-pyrenees;pyrenees-orientales;bas-rhin;haut-rhin;rhone;haute-saone
saone-et-loire;sarthe;savoie;haute-savoie;paris;seine-maritime;seine-et-marne;yvelines;deux-sevres
somme;tarn;tarn-et-garonne;var;vaucluse;vendee;vienne;haute-vienne;vosges;yonne
territoire-de-belfort;essonne;hauts-de-seine;seine-saint-denis;val-de-marne;val-d'oise
"""
)
_NUMBERS = {
    " ".join(normalisation.words_of(name)): f"{number:02}"
    for number, name in enumerate(_NUMBERED.strip().replace("\n", ";").split(";"), start=1)
} | {
    "corse du sud": "2a", "haute corse": "2b", "guadeloupe": "971", "martinique": "972",
    "guyane": "973", "la reunion": "974", "reunion": "974", "mayotte": "976",
    "nouvelle caledonie": "988", "polynesie francaise": "987",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place as words, without its article."""

    entity: str
    reason: str
    article: str  # "le" of "Le Havre", or nothing
    words: tuple[str, ...]
    ordinary: bool  # its words mean something else too: only its place in a sentence tells


class OwnPlaces:
    """The places of an association prepared for matching."""

    def __init__(self, commune: str | None, department: str | None, others: Iterable[str]) -> None:
        kinds = [("commune", commune), ("department", department)]
        kinds += [(f"place-{number}", other) for number, other in enumerate(others)]
        read = ((kind, normalisation.words_of(text or "")) for kind, text in kinds)
        self.places = tuple(_place(kind, words) for kind, words in read if words)
        spelt = " ".join(normalisation.words_of(department or ""))
        self.number = _NUMBERS.get(spelt, "")
        self.recut = spelling.Recut(
            (words, place)
            for place in self.places
            for words in (
                place.words,
                (place.article, *place.words) if place.article else place.words,
                (_SAINTS.get(place.words[0], (place.words[0],))[-1], *place.words[1:]),
            )
            if len("".join(words)) > 2
        )
        # What tells nothing of a name that has it; "nouvelle" of a region may be a name's own word.
        self.set_aside = frozenset(
            word
            for place in self.places
            for word in place.words
            if len(word) > 2 and not (place.reason == "own-place" and lexicon.is_common(word))
        )

    def telling(self) -> frozenset[str]:
        """Words that recall a place wherever they stand."""
        return frozenset(
            word
            for place in self.places
            for word in place.words
            if word not in EDGES and len(word) > 2
        )


def _place(kind: str, words: tuple[str, ...]) -> Place:
    article = words[0] if len(words) > 1 and words[0] in _ARTICLES else ""
    rest = words[1:] if article else words
    content = [word for word in rest if word not in EDGES] or list(rest)
    ordinary = all(map(lexicon.is_common, content)) and rest[0] not in _SAINTS
    if len(content) == 1:
        ordinary |= content[0] in gazetteer.ORDINARY or content[0] in first_names.FIRST_NAMES
        # "vif" and "mens" are words of every day in one of their forms.
        ordinary |= len(content[0]) < 5 and dictionary.is_word(content[0])
    reason = "own-place" if kind.startswith("place-") else f"own-{kind}"
    return Place(f"place:own-{kind}", reason, article, rest, ordinary)


def detect(context: chains.Context, known: OwnPlaces) -> Iterator[Mention]:
    """Every mention of a place; certain where nothing else can be meant, inhabitants probable."""
    words = context.words
    for place in known.places:
        root = _root(place)
        for word in words:
            if _stands(words, word.index, place):
                yield from _judged(context, place, word.index)
            elif root and _inhabits(word, root):
                yield Mention(word.start, word.end, "LOC", "probable", "demonym")
    yield from _numbered(context, known.number)
    for first, last, place in known.recut.find(words):
        start, end = words[first].start, words[last].end
        yield Mention(start, end, "LOC", "certain", place.reason, place.entity)


def _numbered(context: chains.Context, number: str) -> Iterator[Mention]:
    """The own département by its number: "dans le 56", "les assos du 974", "(29)"."""
    if not number:
        return
    said = rf"(?:\b(?:dans|sur) le|\bhors du|[\w]s du|\bdu departement|\() ?(?P<number>{number})"
    for match in re.finditer(
        rf"{said}(?![\w%€]|[ .,:]?\d| ?(?:%|€|euros|ans|jours|mars|h\b))", context.reading.folded
    ):
        yield Mention(
            *match.span("number"), "LOC", "probable", "own-department", "place:own-department"
        )


def _root(place: Place) -> str:
    """What the inhabitants' name begins with, nothing for a short name."""
    strange = (w for w in place.words if w not in EDGES and w not in _SAINTS)
    main = next((word for word in strange if not lexicon.is_common(word)), "")
    return main[: max(4, len(main) - 2)] if len(main) >= 5 else ""


def _inhabits(word: Word, root: str) -> bool:
    ending = word.fold.startswith(root) and word.fold.endswith(_ENDINGS)
    return ending and not lexicon.is_common(word.fold)


def _stands(words: list[Word], index: int, place: Place) -> bool:
    if index + len(place.words) > len(words):
        return False
    for offset, known in enumerate(place.words):
        word = words[index + offset]
        if offset and (len(word.gap) > 2 or word.begins):
            return False
        if word.fold not in _SAINTS.get(known, ()) and not spelling.alike(word.fold, known):
            return False
    return True


def _judged(context: chains.Context, place: Place, index: int) -> Iterator[Mention]:
    words = context.words
    inside = words[index : index + len(place.words)]
    # The letter of "[nom A]" is no preposition.
    near = index and not inside[0].begins and "]" not in inside[0].gap
    before = words[index - 1] if near else None
    first, led = inside[0], False
    if place.article and before is not None and len(inside[0].gap) < 3:
        led = before.fold in (place.article, *_CONTRACTED.get(place.article, ()))
        if before.fold == place.article:
            first = before
            before = words[index - 2] if index > 1 and not first.begins else None
    exact = all(
        word.fold in (known, *_SAINTS.get(known, ()))
        for word, known in zip(inside, place.words, strict=True)
    )
    if not place.ordinary:
        if _is_word(context, inside[-1], before):
            return
        calendar = place.words[0] in _SAINTS and before is not None and before.fold == "la"
        certainty = "certain" if exact and not calendar else "probable"
    else:
        told = _ordinary(context, place, inside, before, led=led)
        if told is None:
            return
        certainty = told if exact else "probable"
    yield Mention(first.start, inside[-1].end, "LOC", certainty, place.reason, place.entity)


def _is_word(context: chains.Context, main: Word, before: Word | None) -> bool:
    """Whether a word without its capital is only the word: "le débat fut vif", "a nice day"."""
    if main.capital or main.plain or not context.is_ordinary(main):
        return False
    cue = before.fold if before is not None else ""
    return cue not in _BEFORE or (cue == "a" and context.is_english(main))


def _ordinary(
    context: chains.Context, place: Place, inside: list[Word], before: Word | None, *, led: bool
) -> str | None:
    """How sure it is that ordinary words are the name of a place there, None if they are not."""
    main = next((word for word in reversed(inside) if word.fold not in EDGES), inside[-1])
    cue = before.fold if before is not None else ""
    if main.begins and len(inside) == 1:
        return "probable" if main.text[0].isupper() and _acts(context, main) else None
    if main.plain or not main.capital:
        at = cue in ("a", "vers") and (not context.accented or _accented(context, before))
        at = (at or (cue in _BEFORE and not lexicon.is_common(main.fold))) and not (
            cue == "a" and context.is_english(main)
        )
        at = at and not context.is_english(main)
        if len(inside) > 1:
            joined = any("-" in word.gap for word in inside[1:])
            return "probable" if joined or (main.plain and cue in _BEFORE) else None
        if place.article:
            meeting = main.fold == "reunion"
            here = main.plain and led and (at or cue in ("au", "aux"))
            return "probable" if here and not meeting else None
        return "probable" if at and (main.plain or main.fold not in gazetteer.PHRASES) else None
    if len(inside) > 1:
        return "certain"
    if place.article:
        return "certain" if led else None
    if cue in _BEFORE:
        return "certain"
    if main.fold in first_names.FIRST_NAMES:
        return None
    unsure = main.fold in _BRANDS or context.is_kept(main.start, main.end) or "-" in main.gap
    return "probable" if unsure else "certain"


def _acts(context: chains.Context, word: Word) -> bool:
    """Whether a verb follows."""
    if word.index + 1 == len(context.words):
        return False
    following = context.words[word.index + 1]
    return following.gap == " " and (following.fold == "a" or lexicon.is_verb(following.fold))


def _accented(context: chains.Context, word: Word | None) -> bool:
    """Whether it is the preposition, in a text that writes accents, and not the verb "a"."""
    if word is None or word.fold != "a":
        return True
    return context.reading.clean[word.start : word.end] in ("à", "À")
