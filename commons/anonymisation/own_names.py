"""The own name of an association, whole or in part, even misspelt or cut short."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from commons.anonymisation import (
    chains,
    dictionary,
    first_names,
    gazetteer,
    lexicon,
    normalisation,
    own_accounts,
    own_frames,
    spelling,
)
from commons.anonymisation.mentions import Mention
from commons.anonymisation.normalisation import Word

_GENERIC = normalisation.listed(
    """
association associations asso club amicale comite centre maison amis amies collectif groupe union
federation fondation fonds ligue mouvement reseau societe cercle foyer espace atelier ateliers
compagnie theatre ecole ensemble culturelle culturel culture sportive sportif sport sociale social
solidarite solidaire solidaires secours aide jeunes jeunesse enfants enfant familles famille
femmes parents eleves amitie vie vivre local locale locaux pays ville village quartier commune
departement departementale departementales region regionale nationale national france francais
francaise musique danse gymnastique football foot basket judo tennis chorale orchestre
bibliotheque ludotheque refuge animaux nature environnement sante handicap handicapes anciens
section antenne delegation comites fetes fete loisirs gym gymnastique fanfare harmonie troupe
jardin jardins relais case toit toits ferme moulin epicerie boutique boulodrome recyclerie
ressourcerie cafe cinema radio accueil entraide partage trait union main mains bois atelier paysan
paysans velo lecture livre livres cyclo rando randonneurs petanque boules quartier quartiers
passerelle education populaire populaires usagers habitants pour contre avec sans de et en du la
le les des au aux l d a sur the of and charity society trust community friends
"""
)
EDGES = normalisation.listed(
    """
le la les l un une des du de d au aux the et en a pour sur
"""
)
# "Asso. Sol. Paysans" and, without the dot, what everybody cuts there.
_CUT_SHORT = frozenset(
    ("asso", "assoc", "fede", "com", "coop", "biblio", "cine", "mediath", "ludo", "comm")
)
_FIGURES = {
    "1": "un", "2": "deux", "3": "trois", "4": "quatre", "5": "cinq", "6": "six", "7": "sept",
    "8": "huit", "9": "neuf", "10": "dix", "12": "douze", "100": "cent", "1000": "mille",
}  # fmt: skip
# How like, of 100, one word alone must be to its word of the name.
_SURELY = 88
# With a capital they are said of any association, ours or not.
_OF_ANY = frozenset(
    ("association", "associations", "asso", "club", "federation", "union", "france")
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as words."""

    words: tuple[str, ...]  # in order, articles included
    core: tuple[str, ...]  # without edges, places and particles
    strong: frozenset[str]  # words that tell it from other names
    placed: frozenset[str] = frozenset()  # words that say where it is


def name_of(words: tuple[str, ...], places: frozenset[str]) -> Name:
    """A name of the association, whose place says nothing of it."""
    # The number of a département at the end is a place, too.
    ends = words[-1:] if words[-1].isdigit() and len(words) > 1 else ()
    places = places.union(ends)
    core = tuple(w for w in words if w not in places and w not in EDGES)
    core = core or tuple(w for w in words if w not in EDGES) or words
    strong = frozenset(w for w in core if w not in _GENERIC)
    return Name(words, core, strong, frozenset(words) & places)


class OwnNames:
    """The names of an association prepared for matching."""

    def __init__(
        self,
        names: Iterable[str],
        acronym: str | None,
        accounts: Iterable[str],
        place_words: frozenset[str],
    ) -> None:
        names = tuple(names)
        # "MDL Jean-Moulin" is declared as an acronym and read as a name.
        spelt = acronym if acronym and re.search(r"[^\W_]{2,}[ \-]|[a-z]{3}", acronym) else None
        self.names = [
            name_of(words, place_words)
            for name in (*names, *_inner_names(names), spelt)
            if name and (words := normalisation.words_of(name))
        ]
        self.initials = frozenset(_initials(self.names, place_words))
        self.acronyms = frozenset(_written_as_acronym(names, acronym)) | {
            letters for letters in self.initials if 3 <= len(letters) <= 8
        }
        self.declared = frozenset(
            re.sub(r"[^a-z0-9]", "", normalisation.fold(text)) for text in (acronym, *names) if text
        )
        joined = {
            "".join(words)
            for name in self.names
            for words in (name.words, name.core, _without_article(name.words))
        }
        self.slugs = frozenset(
            slug
            for slug in joined.union(accounts)
            if len(slug) >= 6 and not lexicon.is_common(slug) and slug not in _GENERIC
        )
        self.recut = spelling.Recut(
            (words, "own-name")
            for name in self.names
            for words in (name.words, name.core, _without_article(name.words))
            if len("".join(words)) > 2
        )
        self.garbled = spelling.Garbled(
            (words, name) for name in self.names for words in _forms(name)
        )

    def telling(self) -> frozenset[str]:
        """Words that recall the association wherever they stand."""
        return self.acronyms.union(*(name.strong for name in self.names))


def _inner_names(names: tuple[str, ...]) -> Iterator[str]:
    """What follows the kind of association: "La Grenouille" of "Fanfare La Grenouille"."""
    for name in names:
        if inner := re.search(r"(?<=[^\W_] )(?:(?:La|Le|Les) |L['\u2019])(?=[A-ZÀ-Ý]).+", name):
            yield inner.group()


def _without_article(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if words[0] in lexicon.ARTICLES else words


def _written_as_acronym(names: tuple[str, ...], acronym: str | None) -> Iterator[str]:
    """A declared acronym, and the names in capitals that look like one."""
    for text in (acronym, *names):
        if text and re.fullmatch(r"(?:[A-Z0-9][ .\-]?){2,8}", text.strip()):
            yield re.sub(r"[^a-z0-9]", "", text.lower())
    if acronym and len(letters := re.sub(r"[^a-z0-9]", "", normalisation.fold(acronym))) > 1:
        yield letters


def _initials(names: list[Name], places: frozenset[str]) -> Iterator[str]:
    for name in names:
        significant = [w for w in name.words if w not in lexicon.HOLLOW]
        for chosen in (significant, [w for w in significant if w not in places], name.words):
            yield "".join(w[0] for w in chosen)


def _forms(name: Name) -> Iterator[tuple[str, ...]]:
    """The name as it is said: whole, without article, place, generic head or small words."""
    whole = _without_article(name.words)
    content = tuple(w for w in whole if w not in lexicon.HOLLOW)
    yield from (name.words, whole, content)
    end = len(whole)
    while end > 1 and (whole[end - 1] in name.placed or whole[end - 1] in EDGES):
        end -= 1
    start = 0
    while start < end - 1 and (whole[start] in _GENERIC or whole[start] in lexicon.HOLLOW):
        start += 1
    spoken = [index for index, w in enumerate(whole) if w not in lexicon.HOLLOW]
    shorter = spoken[-2] + 1 if len(spoken) > 2 else end
    for words in (whole[:end], whole[start:end], whole[start:], whole[:shorter]):
        said = [w for w in words if w not in lexicon.HOLLOW]
        if len(said) > 1 and not name.strong.isdisjoint(said):
            yield words


def detect(context: chains.Context, known: OwnNames) -> Iterator[Mention]:
    """The association by name, part of a name, acronym or account."""
    for name in known.names:
        for first, last, said in _groups(context, name):
            yield from _judge(context, name, first, last, said)
    for first, last, name in known.garbled.find(context.words):
        yield from _garbled(context, name, first, last)
    yield from own_accounts.acronyms(context, known.acronyms, known.declared)
    yield from own_accounts.accounts(context, known.slugs)
    for first, last, reason in known.recut.find(context.words):
        start, end = context.words[first].start, context.words[last].end
        yield Mention(start, end, "ASSO", "certain", reason, "asso:own")


def _said(context: chains.Context, name: Name) -> dict[int, frozenset[str]]:
    """What words of the name each word of the text says."""
    vocabulary = frozenset(name.core)
    significant = [w for w in name.words if w not in lexicon.HOLLOW]
    letters = {
        "".join(w[0] for w in run): frozenset(run)
        for size in range(2, len(significant))
        for start in range(len(significant) - size + 1)
        if vocabulary.issuperset(run := significant[start : start + size])
    }
    found: dict[int, frozenset[str]] = {}
    for word in context.words:
        fold = _FIGURES.get(word.fold, word.fold)
        said = frozenset(w for w in vocabulary if spelling.alike(fold, w))
        if not said and (_dotted(context, word) or fold in _CUT_SHORT):
            said = frozenset(w for w in vocabulary if len(w) > len(fold) > 1 and w.startswith(fold))
        if said := said or letters.get(fold, said):
            found[word.index] = said
    return found


def _dotted(context: chains.Context, word: Word) -> bool:
    return context.reading.clean[word.end : word.end + 1] == "."


def _groups(
    context: chains.Context, name: Name
) -> Iterator[tuple[int, int, dict[int, frozenset[str]]]]:
    """Runs of words that say the name, at most two hollow ones between, within a sentence."""
    words = context.words
    said = _said(context, name)
    hits = list(said)
    position = 0
    while position < len(hits):
        first = last = hits[position]
        position += 1
        while position < len(hits):
            following = hits[position]
            between = words[last + 1 : following]
            if following - last > 3 or any(w.fold not in lexicon.HOLLOW for w in between):
                break
            if any(_parts(word, words[last], said) for word in words[last + 1 : following + 1]):
                break
            last = following
            position += 1
        yield first, last, {i: said[i] for i in range(first, last + 1) if i in said}


def _parts(word: Word, before: Word, said: dict[int, frozenset[str]]) -> bool:
    """Whether what stands before a word ends a name; the dot of a word cut short does not."""
    if (
        word.gap == ". "
        and before.index == word.index - 1
        and before.fold not in said[before.index]
    ):
        return False
    return word.begins or len(word.gap) > 3 or "," in word.gap


def _strange(fold: str) -> bool:
    """Whether a word is neither an ordinary one nor a well-known place."""
    return not (lexicon.is_common(fold) or fold in gazetteer.NAMES or dictionary.is_word(fold))


def _judge(
    context: chains.Context, name: Name, first: int, last: int, said: dict[int, frozenset[str]]
) -> Iterator[Mention]:
    """The mention that a run of words of the name makes, if it makes one."""
    words = context.words
    inside = words[first : last + 1]
    matched: frozenset[str] = frozenset().union(*said.values())
    exact = {words[i].fold for i in said} >= matched
    strong = matched & name.strong
    whole = matched.issuperset(name.core)
    capital = any(words[i].capital and not words[i].begins for i in said)
    strange = any(
        _strange(words[i].fold) and any(map(_strange, known & name.strong))
        for i, known in said.items()
    )
    named = strange or own_frames.names(context, first, last, name.words)
    if whole and len(name.core) > 1:
        if len(inside) > 2 * len(name.core) + 3 or not (named or _placed(context, name, last)):
            return
        reason = "own-name" if exact else "own-name-misspelt"
    elif whole:
        (only,) = name.core
        called = own_frames.called(context, inside[0])
        if only in first_names.FIRST_NAMES and not (capital or called):
            return
        if not (strange or (named and exact) or _placed(context, name, last)):
            return
        if strange and not capital and not called and own_frames.is_thing(context, first):
            return
        reason = "own-name" if exact else "own-name-misspelt"
        if len(inside) > 1 and not (capital or inside[0].capital):
            # "espoir et l'espoir": one word twice is no longer name.
            last = first
    elif len(matched) > 1 and strong:
        if not (strange or named):
            return
        reason = "own-name-part"
    elif len(matched) > 1 and _follows(context, name, said):
        reason = "own-name-part"
    elif strong:
        (only,) = strong
        if len(only) < 4 or only in first_names.FIRST_NAMES or only in gazetteer.NAMES:
            return
        begun = inside[0].plain or inside[0].begins
        if not capital and fuzz.ratio(inside[0].fold, only) < _SURELY:
            return
        if not (capital or own_frames.called(context, inside[0]) or (strange and begun)):
            return
        reason = "own-name-part"
    elif _placed(context, name, last) or _is_head(context, name, first, last):
        reason = "own-name-part"
    else:
        return
    certainty = (
        "certain" if reason == "own-name" and (len(name.core) > 1 or strange) else "probable"
    )
    first, last = _extended(context, name, first, last)
    yield Mention(words[first].start, words[last].end, "ASSO", certainty, reason, "asso:own")


def _garbled(context: chains.Context, name: Name, first: int, last: int) -> Iterator[Mention]:
    """The mention that words much like those of the name make, if they are no ordinary ones."""
    words = context.words
    while first < last and words[first].fold in EDGES and words[first].fold not in name.words:
        first += 1
    while first < last and words[last].fold in EDGES and words[last].fold != name.words[-1]:
        last -= 1
    inside = [word.fold for word in words[first : last + 1]]
    exact = set(inside) <= set(name.words)
    told = any(_strange(fold) or fold in name.placed for fold in inside)
    if not (told or own_frames.names(context, first, last, name.words)):
        return
    first, last = _extended(context, name, first, last)
    certainty, reason = ("certain", "own-name") if exact else ("probable", "own-name-misspelt")
    yield Mention(words[first].start, words[last].end, "ASSO", certainty, reason, "asso:own")


def _placed(context: chains.Context, name: Name, last: int) -> bool:
    """Whether the place of the name follows, as in the name."""
    for word in context.words[last + 1 : last + 4]:
        if word.begins or "," in word.gap:
            return False
        if any(spelling.alike(word.fold, place) for place in name.placed):
            return True
        if word.fold not in lexicon.HOLLOW:
            return False
    return False


def _is_head(context: chains.Context, name: Name, first: int, last: int) -> bool:
    """Whether it is the first word of the name, alone with its capital: "la Ferme"."""
    word = context.words[first]
    content = [w for w in name.words if w not in EDGES]
    if first != last or word.begins or not word.capital or word.fold in _OF_ANY:
        return False
    if (
        word.fold != content[0]
        or not first
        or context.words[first - 1].fold not in lexicon.ARTICLES
    ):
        return False
    if last + 1 == len(context.words):
        return True
    following = context.words[last + 1]
    if following.begins or "," in following.gap:
        return True
    return not following.capital and following.fold not in ("de", "du", "des", "d", "pour")


def _follows(context: chains.Context, name: Name, said: dict[int, frozenset[str]]) -> bool:
    """Whether ordinary words, each with a capital, follow one another as in the name."""
    places = [min(map(name.core.index, known)) for known in said.values()]
    steps = [b - a for a, b in itertools.pairwise(places)]
    capitals = all(context.words[index].text[0].isupper() for index in said)
    return capitals and steps == [1] * len(steps) and len(said) > 1


def _extended(context: chains.Context, name: Name, first: int, last: int) -> tuple[int, int]:
    """Take in the article, generic words and the place that belong to the name."""
    words = context.words
    rest = set(name.words)

    def belongs(index: int, neighbour: int) -> bool:
        word = words[index]
        gap = words[max(index, neighbour)].gap
        return (
            _FIGURES.get(word.fold, word.fold) in rest
            and len(gap) <= 2
            and "," not in gap
            and "." not in gap
            and "\n" not in gap
        )

    reach = last
    for index in range(last + 1, min(last + 6, len(words))):
        if not belongs(index, index - 1):
            break
        if words[index].fold not in EDGES:
            reach = index
    last = reach
    reach = first
    for index in range(first - 1, max(first - 6, -1), -1):
        if words[index + 1].begins or not belongs(index, index + 1):
            break
        if words[index].fold not in lexicon.ARTICLES or index == first - 1:
            reach = index
    return reach, last
