"""What an association is called: its declared names, and the forms in which they are said."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commons.anonymisation.words import lexicon, normalisation, spelling

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
    strong = frozenset(w for w in core if w not in _GENERIC and w not in lexicon.HOLLOW)
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
