"""The own name of an association, its acronym and its accounts, even misspelt."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commons.anonymisation import chains, first_names, gazetteer, lexicon, normalisation, spelling
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
_CALLED = re.compile(
    r"(?:\bchez|\bl'asso(?:ciation)?|\bassociation|\basso|\bnomme[e]?|\bappelee?|["
    r"\"«“])\s*(?:l[ae']s?\s*)?$"
)
_DESIGNATES = re.compile(r"^(?:l[ae']?|de|du|a|au|chez|notre|\w*')$|'$|[.!?(]$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as words."""

    words: tuple[str, ...]  # in order, articles included
    core: tuple[str, ...]  # without edges, places and particles
    strong: frozenset[str]  # words that tell it from other names


def name_of(words: tuple[str, ...], places: frozenset[str]) -> Name:
    """A name of the association, whose place says nothing of it."""
    core = tuple(w for w in words if w not in places and w not in EDGES)
    core = core or tuple(w for w in words if w not in EDGES) or words
    strong = frozenset(w for w in core if w not in _GENERIC)
    return Name(words, core, strong)


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
            for name in (*names, spelt)
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

    def telling(self) -> frozenset[str]:
        """Words that recall the association wherever they stand."""
        return self.acronyms.union(*(name.strong for name in self.names))


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


def detect(context: chains.Context, known: OwnNames) -> Iterator[Mention]:
    """The association by name, part of a name, acronym or account."""
    yield from _own_names(context, known)
    yield from _own_acronyms(context, known)
    yield from _own_slugs(context, known)
    for first, last, reason in known.recut.find(context.words):
        start, end = context.words[first].start, context.words[last].end
        yield Mention(start, end, "ASSO", "certain", reason, "asso:own")


def _own_names(context: chains.Context, known: OwnNames) -> Iterator[Mention]:
    words = context.words
    for name in known.names:
        vocabulary = set(name.core)
        hits: list[int] = []
        for word in words:
            if any(spelling.alike(word.fold, w) for w in vocabulary):
                hits.append(word.index)
        for first, last in _groups(words, hits):
            mention = _judge(context, name, first, last)
            if mention is not None:
                yield mention


def _groups(words: list[Word], hits: list[int]) -> Iterator[tuple[int, int]]:
    """Runs of hits with at most two hollow words between, within a sentence."""
    position = 0
    while position < len(hits):
        first = last = hits[position]
        position += 1
        while position < len(hits):
            following = hits[position]
            between = words[last + 1 : following]
            if following - last > 3 or any(w.fold not in lexicon.HOLLOW for w in between):
                break
            if any(
                w.begins or len(w.gap) > 3 or "," in w.gap for w in words[last + 1 : following + 1]
            ):
                break
            last = following
            position += 1
        yield first, last


def _judge(context: chains.Context, name: Name, first: int, last: int) -> Mention | None:
    words = context.words
    inside = words[first : last + 1]
    matched = {w for w in name.core if any(spelling.alike(x.fold, w) for x in inside)}
    exact = {w for w in name.core if any(x.fold == w for x in inside)}
    strong = matched & name.strong
    whole = len(matched) == len(name.core)
    capital = any(
        w.capital and not w.begins
        for w in inside
        if any(spelling.alike(w.fold, s) for s in matched)
    )
    rare = any(not lexicon.looks_common(w) and w not in gazetteer.NAMES for w in strong)
    before = context.reading.folded[max(0, inside[0].start - 24) : inside[0].start]
    called = _CALLED.search(before) is not None
    if whole and len(name.core) > 1:
        in_order = len(inside) <= 2 * len(name.core) + 3
        if not (in_order and (strong or capital or called or inside[0].plain)):
            return None
        if not rare and len(name.core) < 3 and not (capital or called or inside[0].plain):
            # Two ordinary words side by side, in lower case: "la maison verte".
            first_capital = inside[0].begins and inside[0].capital
            if not first_capital:
                return None
        certainty, reason = (
            ("certain", "own-name") if exact == matched else ("probable", "own-name-misspelt")
        )
    elif whole:
        (only,) = name.core
        if rare:
            certainty, reason = (
                ("certain", "own-name") if exact else ("probable", "own-name-misspelt")
            )
        elif (capital or called or _subject(context, first)) and exact:
            certainty, reason = "probable", "own-name"
        else:
            return None
        if only in first_names.FIRST_NAMES and not capital and not called:
            return None
    elif len(matched) >= 2 and strong:
        if not (rare or capital or len(matched) >= 3):
            return None
        certainty, reason = "probable", "own-name-part"
    elif len(matched) >= 2 and _follows(name, inside):
        certainty, reason = "probable", "own-name-part"
    elif strong:
        (only,) = matched
        if len(only) < 4 or only in first_names.FIRST_NAMES or only in gazetteer.NAMES:
            return None
        if not (capital or called or (rare and (inside[0].plain or inside[0].begins))):
            return None
        certainty, reason = "probable", "own-name-part"
    else:
        return None
    first, last = _extended(context, name, first, last)
    return Mention(words[first].start, words[last].end, "ASSO", certainty, reason, "asso:own")


def _follows(name: Name, inside: list[Word]) -> bool:
    """Whether ordinary words, each with a capital, follow one another as in the name."""
    said = [w for w in inside if w.fold in name.core]
    places = [name.core.index(w.fold) for w in said]
    steps = [b - a for a, b in itertools.pairwise(places)]
    return all(w.capital for w in said) and steps == [1] * len(steps) and len(said) > 1


def _subject(context: chains.Context, index: int) -> bool:
    """Whether a bare capitalised word that begins a sentence is followed by a verb or a comma."""
    word = context.words[index]
    if not (word.begins and word.capital and index + 1 < len(context.words)):
        return False
    following = context.words[index + 1]
    acts = lexicon.is_verb(following.fold) and following.gap == " "
    return acts or following.fold in ("a", "s")


def _extended(context: chains.Context, name: Name, first: int, last: int) -> tuple[int, int]:
    """Take in the article, generic words and the place that belong to the name."""
    words = context.words
    rest = set(name.words)

    def belongs(index: int, neighbour: int) -> bool:
        word = words[index]
        gap = words[max(index, neighbour)].gap
        return (
            word.fold in rest
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


def _own_acronyms(context: chains.Context, known: OwnNames) -> Iterator[Mention]:
    if not known.acronyms:
        return
    longest = "|".join(
        r"[ .\-]{0,2}".join(map(re.escape, acronym))
        for acronym in sorted(known.acronyms, key=len, reverse=True)
    )
    for match in re.finditer(
        rf"(?<![^\W_])(?:{longest})(?:\.(?=\W))?(?![^\W_])", context.reading.folded
    ):
        text = context.reading.clean[match.start() : match.end()]
        letters = re.sub(r"[^a-z0-9]", "", match.group())
        solid = letters in match.group()
        if text.upper() != text or not any(map(str.isupper, text)):
            # In lower case an acronym must be no word: "sphf", not "amis".
            word = solid and len(letters) > 2 and not lexicon.is_common(letters)
            spaced = len(letters) > 2 and re.fullmatch(r"\w(?:[ .\-]{1,2}\w)+\.?", text)
            if not (word or spaced):
                continue
        elif (
            solid
            and len(letters) < 4
            and lexicon.is_common(letters)
            and context.words
            and (any(w.plain for w in context.reading.words_in(match.start(), match.end())))
        ):
            continue
        if solid and context.is_kept(match.start(), match.end()):
            # "la clé USB" where the association is the USB: only what stands before can tell.
            before = context.reading.folded[: match.start()].split()[-1:]
            if letters not in known.declared or not before or not _DESIGNATES.search(before[0]):
                continue
        yield Mention(match.start(), match.end(), "ASSO", "certain", "own-acronym", "asso:own")


def _own_slugs(context: chains.Context, known: OwnNames) -> Iterator[Mention]:
    for slug in known.slugs:
        start = context.reading.folded.find(slug)
        while start >= 0:
            end = start + len(slug)
            folded = context.reading.folded
            while start > 0 and (folded[start - 1].isalnum() or folded[start - 1] in "_-@#."):
                start -= 1
            while end < len(folded) and (
                folded[end].isalnum()
                or (folded[end] in "_-." and folded[end + 1 : end + 2].isalnum())
            ):
                end += 1
            mail = "@" in folded[start + 1 : end]
            kind = "HANDLE" if folded[start] in "@#" else "EMAIL" if mail else "ASSO"
            yield Mention(start, end, kind, "certain", "own-handle", "asso:handle")
            start = folded.find(slug, end)
