"""What an association declares of itself, and where a text says it, even misspelt."""

import functools
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from rapidfuzz import fuzz

from commons.anonymisation import chains, first_names, gazetteer, lexicon, normalisation
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
_EDGES = normalisation.listed(
    """
le la les l un une des du de d au aux the et en a pour sur
"""
)
_LOCAL = frozenset(("dans", "vers", "sur", "de", "du", "des", "d", "en", "a", "au", "aux"))
_CALLED = re.compile(
    r"(?:\bchez|\bl'asso(?:ciation)?|\bassociation|\basso|\bnomme[e]?|\bappelee?|["
    r"\"«“])\s*(?:l[ae']s?\s*)?$"
)
_DESIGNATES = re.compile(r"^(?:l[ae']?|de|du|a|au|chez|notre|\w*')$|'$|[.!?(]$")
_SEASONS = frozenset(("noel", "toussaint"))
_BEFORE_SEASONS = frozenset(("a", "de", "la", "pour", "avant", "apres", "depuis", "vers", "joyeux"))
_ARTICLES_OF_THINGS = frozenset(("le", "la", "les", "un", "une", "des", "du", "au", "aux"))
_CIVIL = normalisation.listed(
    """
m mr mme mlle monsieur madame mademoiselle dr docteur maitre me
"""
)
_SURNAME_PARTICLES = normalisation.listed(
    """
le la de du des d l van von el al ben da dos
"""
)
_ENDINGS = (
    "ais",
    "aise",
    "aises",
    "ois",
    "oise",
    "oises",
    "ien",
    "ienne",
    "iens",
    "iennes",
    "een",
    "eenne",
    "eens",
    "ain",
    "aine",
    "ains",
    "aines",
    "in",
    "ine",
    "ins",
    "ines",
    "ault",
    "ot",
    "ote",
    "ots",
    "ard",
    "arde",
    "ards",
    "eau",
    "on",
    "onne",
    "ons",
    "asque",
    "asques",
    "ard",
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the association declares of itself; every part may be missing."""

    name: str | None = None
    aliases: tuple[str, ...] = ()
    acronym: str | None = None
    commune: str | None = None
    department: str | None = None
    people: tuple[str, ...] = ()
    domain: str | None = None
    handles: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object]) -> "Profile":
        """A profile out of JSON; a wrong type or an unknown key is a ValueError that names it."""
        known = {field.name: field.default for field in fields(cls)}
        values: dict[str, str | tuple[str, ...] | None] = {}
        for key, value in mapping.items():
            if key not in known:
                raise ValueError(f"{key!r} is not part of a profile")
            if value is None:
                continue
            if known[key] is None:
                if not isinstance(value, str):
                    raise ValueError(f"{key!r} must be a text")
                values[key] = value
            elif isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
                values[key] = tuple(value)
            else:
                raise ValueError(f"{key!r} must be a list of texts")
        return cls(**values)  # type: ignore[arg-type]  # checked key by key above


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]  # in order, articles included
    core: tuple[str, ...]  # without edges, places and particles
    strong: frozenset[str]  # words that tell it from other names


@dataclass(frozen=True, slots=True)
class _Person:
    key: str
    first: tuple[str, ...]
    last: tuple[str, ...]  # with particles


class _Known:
    """A profile prepared for matching."""

    def __init__(self, profile: Profile) -> None:
        place_words = set()
        for place in (profile.commune, profile.department):
            place_words |= {w for w in normalisation.words_of(place or "") if len(w) > 2}
        self.places = tuple(
            (kind, normalisation.words_of(place))
            for kind, place in (("commune", profile.commune), ("department", profile.department))
            if place and normalisation.words_of(place)
        )
        self.names: list[_Name] = []
        acronym = profile.acronym
        # "MDL Jean-Moulin" is declared as an acronym and read as a name.
        spelt = acronym if acronym and re.search(r"[^\W_]{2,}[ \-]|[a-z]{3}", acronym) else None
        for name in (profile.name, *profile.aliases, spelt):
            if name and (words := normalisation.words_of(name)):
                self.names.append(_name(words, place_words))
        self.acronyms = _acronyms(profile, self.names, place_words)
        self.declared = frozenset(
            re.sub(r"[^a-z0-9]", "", normalisation.fold(text))
            for text in (profile.acronym, profile.name, *profile.aliases)
            if text
        )
        self.people = tuple(p for p in map(_person, profile.people) if p is not None)
        self.slugs = _slugs(profile, self.names, self.people)
        self.digits = tuple(
            digits for n in profile.numbers if len(digits := re.sub(r"[^0-9A-Za-z]", "", n)) >= 5
        )


def _name(words: tuple[str, ...], places: set[str]) -> _Name:
    core = tuple(w for w in words if w not in places and w not in _EDGES)
    core = core or tuple(w for w in words if w not in _EDGES) or words
    strong = frozenset(w for w in core if w not in _GENERIC)
    return _Name(words, core, strong)


def _acronyms(profile: Profile, names: list[_Name], places: set[str]) -> frozenset[str]:
    """Declared acronyms, aliases written as one, and the initials of the name."""
    found = set()
    declared = [profile.acronym, *profile.aliases, profile.name]
    for text in declared:
        if text and re.fullmatch(r"(?:[A-Z0-9][ .\-]?){2,8}", text.strip()):
            found.add(re.sub(r"[^a-z0-9]", "", text.lower()))
    if profile.acronym:
        found.add(re.sub(r"[^a-z0-9]", "", normalisation.fold(profile.acronym)))
    for name in names:
        significant = [w for w in name.words if w not in lexicon.HOLLOW]
        for chosen in (significant, [w for w in significant if w not in places], name.words):
            initials = "".join(w[0] for w in chosen)
            if 3 <= len(initials) <= 8:
                found.add(initials)
    return frozenset(a for a in found if len(a) >= 2)


def _person(text: str) -> _Person | None:
    words = tuple(w for w in normalisation.words_of(text) if w not in _CIVIL)
    if not words:
        return None
    if len(words) == 1:
        single = words[0] in first_names.FIRST_NAMES
        return _Person(words[0], words if single else (), () if single else words)
    # "DUPONT Martine" is declared as often as "Martine Dupont".
    if words[0] not in first_names.FIRST_NAMES and words[-1] in first_names.FIRST_NAMES:
        return _Person(" ".join(words), words[-1:], words[:-1])
    cut = len(normalisation.words_of(text.split()[0])) if text.split()[0][:1].isalpha() else 1
    cut = min(max(cut, 1), len(words) - 1)
    while (
        cut < len(words) - 1
        and words[cut] in first_names.FIRST_NAMES
        and (f"{words[cut - 1]}-{words[cut]}" in normalisation.fold(text))
    ):
        cut += 1
    return _Person(" ".join(words), words[:cut], words[cut:])


def _slugs(profile: Profile, names: list[_Name], people: tuple[_Person, ...]) -> frozenset[str]:
    found = {normalisation.fold(h).lstrip("@") for h in profile.handles}
    for name in names:
        found |= {"".join(name.words), "".join(name.core)}
    for person in people:
        if person.first and person.last:
            found |= {"".join(person.first + person.last), "".join(person.last + person.first)}
    if profile.domain:
        host = normalisation.fold(profile.domain).removeprefix("https://").removeprefix("http://")
        host = host.removeprefix("www.").split("/")[0]
        found |= {host, host.split(".")[0], host.split(".")[0].replace("-", "")}
    return frozenset(
        slug
        for slug in found
        if len(slug) >= 6 and not lexicon.is_common(slug) and slug not in _GENERIC
    )


@functools.lru_cache(maxsize=64)
def _known(profile: Profile) -> _Known:
    return _Known(profile)


@functools.lru_cache(maxsize=50_000)
def _alike(word: str, known: str) -> bool:
    """Same word, or the same but for a slip of the pen."""
    if word == known:
        return True
    if min(len(word), len(known)) < 4 or lexicon.is_common(word) or word in first_names.FIRST_NAMES:
        # Plurals of ordinary words are still the name's words.
        return len(word) > 4 and len(known) > 4 and word.rstrip("sx") == known.rstrip("sx")
    return abs(len(word) - len(known)) <= 2 and fuzz.ratio(word, known) >= (
        75 if len(known) < 6 else 80
    )


def detect(context: chains.Context, profile: Profile) -> Iterator[Mention]:
    """Every mention of the association, its people, its place and its accounts."""
    known = _known(profile)
    yield from _own_names(context, known)
    yield from _own_acronyms(context, known)
    yield from _own_people(context, known)
    yield from _own_places(context, known)
    yield from _own_slugs(context, known)
    for digits in known.digits:
        pattern = r"[ .\-]{0,2}".join(map(re.escape, digits.lower()))
        kind = {9: "SIREN", 14: "SIRET", 10: "RNA"}.get(len(digits), "SIRET")
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", context.reading.folded):
            yield Mention(match.start(), match.end(), kind, "certain", "own-number")


def _own_names(context: chains.Context, known: _Known) -> Iterator[Mention]:
    words = context.words
    for name in known.names:
        vocabulary = set(name.core)
        hits: list[int] = []
        for word in words:
            if any(_alike(word.fold, w) for w in vocabulary):
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


def _judge(context: chains.Context, name: _Name, first: int, last: int) -> Mention | None:
    words = context.words
    inside = words[first : last + 1]
    matched = {w for w in name.core if any(_alike(x.fold, w) for x in inside)}
    exact = {w for w in name.core if any(x.fold == w for x in inside)}
    strong = matched & name.strong
    whole = len(matched) == len(name.core)
    capital = any(
        w.capital and not w.begins for w in inside if any(_alike(w.fold, s) for s in matched)
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


def _follows(name: _Name, inside: list[Word]) -> bool:
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


def _extended(context: chains.Context, name: _Name, first: int, last: int) -> tuple[int, int]:
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
        if words[index].fold not in _EDGES:
            reach = index
    last = reach
    reach = first
    for index in range(first - 1, max(first - 6, -1), -1):
        if words[index + 1].begins or not belongs(index, index + 1):
            break
        if words[index].fold not in lexicon.ARTICLES or index == first - 1:
            reach = index
    return reach, last


def _own_acronyms(context: chains.Context, known: _Known) -> Iterator[Mention]:
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


def _own_people(context: chains.Context, known: _Known) -> Iterator[Mention]:
    words = context.words
    for person in known.people:
        key = f"person:{person.key}"
        sure = frozenset(person.first + person.last)
        for word in words:
            first = _starts(words, word.index, person.first)
            last = _starts(words, word.index, person.last)
            if first and person.last:
                after = _starts(words, word.index + first, person.last)
                if after:
                    yield _person_mention(context, word.index, first + after, key, sure)
                    continue
                if _initial_of(words, word.index + first, person.last):
                    yield _person_mention(context, word.index, first + 1, key, None)
                    continue
            if last and person.first:
                after = _starts(words, word.index + last, person.first)
                if after:
                    yield _person_mention(context, word.index, last + after, key, sure)
                    continue
                before = _initials_before(words, word.index, person.first)
                if before:
                    yield _person_mention(context, word.index - before, last + before, key, None)
                    continue
            if first and _alone(context, word, person.first):
                yield _person_mention(context, word.index, first, key, None)
            elif last and _alone(context, word, person.last):
                yield _person_mention(context, word.index, last, key, None)
            elif _initials_of(words, word, person):
                yield _person_mention(context, word.index, 2, key, None)


def _starts(words: list[Word], index: int, sought: tuple[str, ...]) -> int:
    """How many words from `index` say `sought`, slips allowed; 0 if they do not."""
    if not sought or index + len(sought) > len(words):
        return 0
    for offset, known in enumerate(sought):
        word = words[index + offset]
        if offset and (len(word.gap) > 2 or word.begins or "," in word.gap):
            return 0
        if not _alike(word.fold, known) and not (
            # A misspelt name has a capital; "valerie" and "valeria" are two people in lower case.
            len(known) >= 5
            and word.fold[0] == known[0]
            and fuzz.ratio(word.fold, known) >= 84
            and not lexicon.is_common(word.fold)
        ):
            return 0
    if words[index].index != index:
        return 0
    return len(sought)


def _initial_of(words: list[Word], index: int, sought: tuple[str, ...]) -> bool:
    if index >= len(words):
        return False
    word = words[index]
    heads = {w[0] for w in sought[:1]} | {w[0] for w in sought if w not in _SURNAME_PARTICLES}
    return len(word.text) == 1 and word.text.isupper() and word.fold in heads and len(word.gap) <= 2


def _initials_of(words: list[Word], word: Word, person: _Person) -> bool:
    """Whether "M. V." stands there."""
    return (
        bool(person.first and person.last)
        and len(word.text) == 1
        and word.capital
        and word.fold == person.first[0][0]
        and _initial_of(words, word.index + 1, person.last)
        and words[word.index + 1].gap in (".", ". ", ".-")
    )


def _initials_before(words: list[Word], index: int, first: tuple[str, ...]) -> int:
    count = 0
    for known in reversed(first):
        position = index - 1 - count
        if position < 0 or len(words[position + 1].gap) > 2 or words[position + 1].gap == ", ":
            break
        if words[position].fold != known[0]:
            break
        count += 1
    return count


_AFTER_PERSON = normalisation.listed(
    """
a est s qui nous avait etait fait gere dit tient vient m m'a raconte explique propose pense y
"""
)


def _alone(context: chains.Context, word: Word, sought: tuple[str, ...]) -> bool:
    """Whether a first name or surname by itself is somebody rather than a word."""
    if len(sought) > 1 and not all(len(w) < 3 for w in sought):
        return True
    ordinary = lexicon.is_common(word.fold)
    if word.index:
        cue = context.words[word.index - 1].fold
        if context.is_kept(word.start, word.end) and cue in chains.TOOL_CUES:
            return False
        if word.fold in _SEASONS and cue in _BEFORE_SEASONS:
            return False
        if cue in _ARTICLES_OF_THINGS and not (word.capital or word.plain):
            return False
    if not ordinary and (word.fold == sought[0] or word.capital or word.plain):
        return len(word.fold) > 2 or word.capital
    if word.capital and not word.begins:
        return True
    before = context.words[word.index - 1] if word.index else None
    titled = before is not None and not word.begins and before.fold in _CIVIL
    following = context.words[word.index + 1] if word.index + 1 < len(context.words) else None
    acts = (
        following is not None
        and following.fold in _AFTER_PERSON
        and following.gap == " "
        and (before is None or word.begins or before.fold not in lexicon.ARTICLES)
    )
    return titled or (acts and (word.capital or word.plain))


def _person_mention(
    context: chains.Context, index: int, count: int, key: str, sure: frozenset[str] | None
) -> Mention:
    inside = context.words[index : index + count]
    end = inside[-1].end
    if len(inside[-1].text) == 1 and context.reading.clean[end : end + 1] == ".":
        end += 1
    exact = sure is not None and all(word.fold in sure for word in inside)
    if exact:
        certainty, reason = "certain", "own-person"
    elif sure is not None:
        certainty, reason = "probable", "own-person-misspelt"
    else:
        certainty, reason = "probable", "own-person-part"
    return Mention(inside[0].start, end, "PERSON", certainty, reason, key)


def _own_places(context: chains.Context, known: _Known) -> Iterator[Mention]:
    words = context.words
    for kind, sought in known.places:
        content = [w for w in sought if w not in _EDGES]
        ordinary = len(content) == 1 and (
            lexicon.is_common(content[0]) or content[0] in gazetteer.ORDINARY
        )
        for word in words:
            if _place_at(words, word.index, sought):
                if ordinary and not _is_place(context, word, len(sought)):
                    continue
                last = words[word.index + len(sought) - 1]
                yield Mention(
                    word.start, last.end, "LOC", "probable", f"own-{kind}", f"place:own-{kind}"
                )
            elif content and len(content[0]) >= 5 and word.fold.endswith(_ENDINGS):
                root = content[0][: max(4, len(content[0]) - 2)]
                if word.fold.startswith(root) and not lexicon.is_common(word.fold):
                    yield Mention(word.start, word.end, "LOC", "probable", "demonym")


def _place_at(words: list[Word], index: int, sought: tuple[str, ...]) -> bool:
    if index + len(sought) > len(words):
        return False
    for offset, known in enumerate(sought):
        word = words[index + offset]
        if offset and (len(word.gap) > 2 or word.begins):
            return False
        saint = known in ("saint", "sainte") and word.fold in ("st", "ste", "saint", "sainte")
        if not saint and not _alike(word.fold, known):
            return False
    return True


def _is_place(context: chains.Context, word: Word, count: int) -> bool:
    if word.capital and not word.begins:
        return True
    before = context.words[word.index - 1] if word.index and not word.begins else None
    return before is not None and before.fold in ("a", "vers") and before.fold in _LOCAL


def _own_slugs(context: chains.Context, known: _Known) -> Iterator[Mention]:
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
            kind = "HANDLE" if folded[start] in "@#" else "ASSO"
            yield Mention(start, end, kind, "certain", "own-handle", "asso:handle")
            start = folded.find(slug, end)
