"""Which mentions of a document name the same person, place or body."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from commons.anonymisation.bodies import kinds
from commons.anonymisation.mentions import CERTAINTIES, Mention
from commons.anonymisation.people import names
from commons.anonymisation.words import first_names, lexicon, normalisation, spelling
from commons.anonymisation.words.normalisation import Reading

_BODIES = frozenset(("PARTNER", "VENUE", "PUBLIC", "GRANT", "EVENT", "NAME"))


def group(
    readings: Mapping[str, Reading], found: Mapping[str, list[Mention]]
) -> dict[tuple[str, int], str]:
    """The entity of each mention, by field and start."""
    people, places, bodies = _People(), _Places(), _Bodies()
    every = [(field, reading, m) for field, reading in readings.items() for m in found[field]]
    for _, reading, mention in every:
        if mention.entity.startswith("person:"):
            people.declare(mention.entity)
        elif mention.entity.startswith("place:own-"):
            places.declare(mention.entity, reading.folded[mention.start : mention.end])
    grouped: dict[tuple[str, int], str] = {}
    # People first: a lone surname elsewhere is theirs.
    for field, reading, mention in sorted(every, key=lambda each: each[2].kind != "PERSON"):
        text = reading.folded[mention.start : mention.end]
        if mention.entity and mention.reason != "zone":
            entity = mention.entity
        elif mention.kind == "PERSON":
            entity = people.find(text)
        elif mention.kind == "LOC":
            entity = places.find(text)
        elif mention.kind in _BODIES:
            entity = (people.named(text) if mention.kind == "NAME" else "") or bodies.find(text)
        else:
            entity = f"{mention.kind.lower()}:{' '.join(_content(text)) or text}"
        grouped[field, mention.start] = entity
    return grouped


def joined(
    readings: Mapping[str, Reading],
    found: Mapping[str, list[Mention]],
    grouped: Mapping[tuple[str, int], str],
) -> dict[str, list[Mention]]:
    """The mentions, those of one entity that stand side by side made one."""
    made: dict[str, list[Mention]] = {}
    for field, each in found.items():
        made[field] = []
        for mention in each:
            last = made[field][-1] if made[field] else None
            if (
                last is not None
                and last.kind == mention.kind
                and mention.kind in (*_BODIES, "PERSON", "LOC", "ASSO")
                and grouped[field, last.start] == grouped[field, mention.start]
                and readings[field].clean[last.end : mention.start] == " "
            ):
                surer = min(last, mention, key=lambda one: CERTAINTIES[one.certainty])
                made[field][-1] = replace(surer, start=last.start, end=mention.end)
            else:
                made[field].append(mention)
    return made


def _content(text: str) -> tuple[str, ...]:
    return tuple(word for word in normalisation.words_of(text) if word not in lexicon.HOLLOW)


def _heard(word: str) -> Iterator[str]:
    """A word, and what it sounds like: keys that misspellings share, at a linear cost."""
    yield word
    if len(word) > 3 and len(sound := spelling.sound(word)) > 2:
        yield f"/{sound}/"


class _People:
    """Somebody is one person by whatever part of the name is said."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[set[str], set[str]]] = {}  # first names, other names
        self._by_word: dict[str, list[str]] = {}

    def declare(self, key: str) -> None:
        """Somebody of the profile, by the words of the key."""
        words = key.removeprefix("person:").split()
        firsts = {word for word in words if word in first_names.FIRST_NAMES}
        if key not in self._known:
            self._known[key] = (set(), set())
            self._add(key, firsts, set(words) - firsts)

    def _add(self, key: str, firsts: set[str], others: set[str]) -> None:
        for known, words in zip(self._known[key], (firsts, others), strict=True):
            for word in words - known:
                known.add(word)
                for heard in _heard(word):
                    keys = self._by_word.setdefault(heard, [])
                    if key not in keys[-1:]:
                        keys.append(key)

    def find(self, text: str) -> str:
        """Who is named, known before or not."""
        words = _content(text)
        firsts = {w for w in words if w in first_names.FIRST_NAMES}
        others = {w for w in words if w not in firsts and len(w) > 1 and w not in names.TITLES}
        for key in self._candidates(firsts | others):
            known_firsts, known_others = self._known[key]
            shared = _share(others, known_others)
            clash = firsts and known_firsts and not firsts & known_firsts
            apart = others and known_others and not shared
            if not clash and not apart and (firsts & known_firsts or shared):
                self._add(key, firsts, others)
                return key
        key = f"person:{' '.join(words)}"
        self._known.setdefault(key, (set(), set()))
        self._add(key, firsts, others)
        return key

    def _candidates(self, words: set[str]) -> list[str]:
        heard = [key for word in sorted(words) for key in _heard(word)]
        # Of those who share a first name, the first few: whoever is meant was named with a surname.
        return list(dict.fromkeys(k for key in heard for k in self._by_word.get(key, ())[:9]))

    def named(self, text: str) -> str:
        """Whose surname a word is, empty if nobody's."""
        words = set(_content(text))
        owners = self._candidates(words)
        return next((key for key in owners if words and words <= self._known[key][1]), "")


def _share(some: set[str], others: set[str]) -> bool:
    heard = {key for word in others for key in _heard(word)}
    return any(key in heard for word in some for key in _heard(word))


class _Places:
    """A place is one with or without what it is, "Redon" and "la ville de Redon"."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], str] = {}

    def declare(self, entity: str, text: str) -> None:
        """A place of the association's own as the text names it."""
        for key in _spelt(kinds.bare(text)):
            self._known.setdefault(key, entity)

    def find(self, text: str) -> str:
        """Which place is named, known before or not."""
        words = kinds.bare(text)
        for key in _spelt(words):
            if key in self._known:
                return self._known[key]
        entity = f"loc:{' '.join(words) or text}"
        for key in _spelt(words):
            self._known.setdefault(key, entity)
        return entity


def _spelt(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    if any(len(word) > 5 for word in words):
        yield tuple(list(_heard(word))[-1] for word in words)


class _Bodies:
    """A body is one by its whole name, by the words that tell it from others, by its initials."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], str] = {}
        self._by_strange: dict[str, list[tuple[str, ...]]] = {}
        self._by_initials: dict[str, str] = {}

    def find(self, text: str) -> str:
        """Which body is named, known before or not."""
        words = _content(text)
        if words in self._known:
            return self._known[words]
        strange = [word for word in words if not lexicon.looks_common(word)]
        entity = next(
            (
                self._known[known]
                for word in strange
                for known in self._by_strange.get(word, ())[:9]
                if set(known) < set(words) or set(words) < set(known)
            ),
            None,
        )
        initials = "".join(word[0] for word in words) if len(words) > 2 else "".join(words)
        if entity is None and not lexicon.is_common(initials):
            entity = self._by_initials.get(initials)
        entity = entity or f"body:{' '.join(words) or text}"
        self._known[words] = entity
        for word in strange:
            self._by_strange.setdefault(word, []).append(words)
        if (len(words) > 2 or strange) and 2 < len(initials) < 9:
            self._by_initials.setdefault(initials, entity)
        return entity
