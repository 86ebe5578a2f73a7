"""Finds in a text whatever could tell which association wrote it, and proposes other words."""

import functools
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commons import vocabulary
from commons.anonymisation import (
    amounts,
    chains,
    failsafe,
    first_names,
    lexicon,
    mentions,
    moments,
    names,
    normalisation,
    organisations,
    patterns,
    places,
    rarity,
    replacement,
    withheld,
)
from commons.anonymisation import (
    profile as own,
)
from commons.anonymisation.profile import Profile
from commons.anonymisation.replacement import Published

__all__ = ["Anonymised", "Finding", "Profile", "Published", "anonymise", "rewrite", "scan"]

_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """A span of a field that may tell who wrote it; offsets in code points of the raw text."""

    id: str
    field: str
    start: int
    end: int
    text: str
    kind: str
    identifier: str
    certainty: str
    reason: str
    replacement: str
    entity: str

    @property
    def keepable(self) -> bool:
        """Whether the author may keep it with a reason."""
        return not (self.identifier == "direct" and self.certainty == "certain")


@dataclass(frozen=True, slots=True)
class Anonymised:
    """A text, what was found in it, and the text once every proposal is accepted."""

    text: str
    findings: tuple[Finding, ...]
    anonymised: str


def scan(
    fields: Mapping[str, str],
    profile: Profile,
    published: Published = replacement.NO_LABEL,
    *,
    keep: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """The findings of all fields of one document, in the order of the fields.

    `keep` holds what the author keeps, ids of findings or words such as a tool outside the
    catalogue; a finding that is direct and certain stays all the same.
    """
    kept = frozenset(keep)
    kept_words = frozenset(filter(None, (normalisation.fold(word).strip() for word in kept)))
    readings = {field: normalisation.Reading(text) for field, text in fields.items()}
    found = {
        field: _resolved(reading, profile, published, kept_words)
        for field, reading in readings.items()
    }
    found = _echoes(readings, found, published, kept_words)
    entities = _entities(readings, found)
    wordings = replacement.Wordings(published, list(fields.values()))
    findings: list[Finding] = []
    for field, reading in readings.items():
        seen: dict[str, int] = {}
        after = 0
        for mention in found[field]:
            finding = _finding(field, reading, mention, entities, wordings, seen, after)
            after = mention.end
            if finding.keepable and (
                finding.id in kept or normalisation.fold(finding.text).strip() in kept_words
            ):
                continue
            findings.append(finding)
    return tuple(findings)


def rewrite(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """The text with each (start, end, words) applied; overlapping changes are a ValueError."""
    pieces: list[str] = []
    position = 0
    for start, end, words in sorted(changes):
        if start < position or end < start or end > len(text):
            raise ValueError(f"change {start}–{end} overlaps another or leaves the text")
        pieces += (text[position:start], words)
        position = end
    return "".join((*pieces, text[position:]))


def anonymise(
    text: str, profile: Profile, published: Published = replacement.NO_LABEL
) -> Anonymised:
    """The text with every proposal accepted, until a new scan finds nothing."""
    findings = scan({"text": text}, profile, published)
    anonymised, rest = text, findings
    for _ in range(_ROUNDS):
        if not rest:
            break
        anonymised = rewrite(anonymised, ((f.start, f.end, f.replacement) for f in rest))
        rest = scan({"text": anonymised}, profile, published)
    return Anonymised(text, findings, anonymised)


@functools.cache
def _catalogue() -> re.Pattern[str]:
    """Tools and channels, by every name they have."""
    known = set()
    for tool in vocabulary.tools().values():
        known |= {tool.name, *tool.aliases}
    for channel in vocabulary.terms("channels").values():
        known |= {channel.fr, channel.en, *channel.synonyms, *channel.synonyms_en}
    folded = {normalisation.fold(name).strip() for name in known}
    ordered = sorted((name for name in folded if len(name) > 1), key=len, reverse=True)
    return re.compile(rf"(?<![\w@])(?:{'|'.join(map(re.escape, ordered))})(?![\w])")


def _kept_regions(
    reading: normalisation.Reading, kept_words: frozenset[str]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """What names of tools and public bodies cover, and what our own replacements cover."""
    folded = reading.folded
    kept = [
        match.span()
        for pattern in (_catalogue(), lexicon.PRODUCTS, lexicon.GENERIC)
        for match in pattern.finditer(folded)
    ]
    for word in kept_words:
        kept += [m.span() for m in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", folded)]
    protected = [match.span() for match in replacement.PROTECTED.finditer(folded)]
    return kept, protected


def _resolved(
    reading: normalisation.Reading,
    profile: Profile,
    published: Published,
    kept_words: frozenset[str],
) -> list[mentions.Mention]:
    kept, protected = _kept_regions(reading, kept_words)
    context = chains.Context(reading, kept + protected)
    sure = [*own.detect(context, profile), *patterns.detect(context)]
    named = [*organisations.detect(context, published.language), *places.detect(context)]
    taken = [
        m
        for m in named
        if m.reason in ("named-kind", "place", "place-shape", "place-head", "media")
    ]
    found = [
        *sure,
        *named,
        *moments.detect(context, published.language),
        *amounts.detect(context, published.language),
        *rarity.detect(context, published.language),
        *withheld.detect(
            context, published.withheld_field, published.withheld_sizes, published.language
        ),
        *names.detect(context, [*taken, *sure]),
    ]
    shelter = chains.Context(reading, protected)
    found = [
        m
        for m in found
        if m.end > m.start
        and not shelter.is_kept(m.start, m.end)
        and (
            m.direct
            or m.reason in ("withheld-label", "superlative", "clue")
            or not context.is_kept(m.start, m.end)
        )
    ]
    found = [m for m in found if not _straddles(m, protected) and not _is_hollow(reading, m)]
    resolved = mentions.resolve(found, reading.folded, lexicon.HOLLOW)
    rest = list(failsafe.detect(context, resolved))
    return mentions.resolve([*resolved, *rest], reading.folded, lexicon.HOLLOW)


def _is_hollow(reading: normalisation.Reading, mention: mentions.Mention) -> bool:
    """Whether a capital alone made a name of articles and pronouns."""
    words = reading.words_in(mention.start, mention.end)
    return (
        bool(words)
        and mention.entity != "asso:own"
        and replacement.swallows(mention.kind)
        and all(word.fold in lexicon.HOLLOW for word in words)
        and mention.kind != "PERSON"
    )


def _straddles(mention: mentions.Mention, protected: list[tuple[int, int]]) -> bool:
    """Whether a mention would take in words that are already a replacement."""
    return any(start < mention.end and mention.start < end for start, end in protected)


def _echoes(
    readings: Mapping[str, normalisation.Reading],
    found: dict[str, list[mentions.Mention]],
    published: Published,
    kept_words: frozenset[str],
) -> dict[str, list[mentions.Mention]]:
    """Add the other places where a name found once stands alone."""
    sought: dict[str, str] = {}
    for field, reading in readings.items():
        for mention in found[field]:
            if mention.kind not in ("PERSON", "PARTNER", "NAME", "LOC", "VENUE", "EVENT", "HANDLE"):
                continue
            for word in reading.words_in(mention.start, mention.end):
                if (
                    len(word.fold) > 3
                    and word.fold.isalpha()
                    and not lexicon.looks_common(word.fold)
                ):
                    sought.setdefault(word.fold, mention.kind)
    if not sought:
        return found
    complete: dict[str, list[mentions.Mention]] = {}
    for field, reading in readings.items():
        kept, protected = _kept_regions(reading, kept_words)
        context = chains.Context(reading, kept + protected)
        more = []
        for word in reading.words:
            kind = sought.get(word.fold)
            if kind is None or context.is_kept(word.start, word.end):
                continue
            lower = word.plain or not word.text[0].isupper()
            if lower and (word.fold in first_names.ORDINARY or _is_thing(reading, word)):
                continue
            more.append(
                mentions.Mention(
                    word.start, word.end, "PERSON" if kind == "PERSON" else kind, "possible", "echo"
                )
            )
        complete[field] = _with_echoes(found[field], more, reading) if more else found[field]
    return complete


def _is_thing(reading: normalisation.Reading, word: normalisation.Word) -> bool:
    """Whether an article makes an ordinary noun of a word in lower case."""
    return (
        not word.plain
        and word.index > 0
        and reading.words[word.index - 1].fold in ("le", "la", "les", "un", "une", "des", "du")
    )


def _with_echoes(
    settled: list[mentions.Mention], more: list[mentions.Mention], reading: normalisation.Reading
) -> list[mentions.Mention]:
    covered = {c for m in settled for c in range(m.start, m.end)}
    fresh = [m for m in more if m.start not in covered and m.end - 1 not in covered]
    return mentions.resolve([*settled, *fresh], reading.folded, lexicon.HOLLOW)


def _entities(
    readings: Mapping[str, normalisation.Reading], found: Mapping[str, list[mentions.Mention]]
) -> dict[tuple[str, int], str]:
    """The entity of each mention, people joined by a name they share."""
    entities: dict[tuple[str, int], str] = {}
    people: list[tuple[str, set[str], set[str]]] = []  # key, first names, other names
    declared = [
        m.entity for field in readings for m in found[field] if m.entity.startswith("person:")
    ]
    for key in dict.fromkeys(declared):
        parts = key.removeprefix("person:").split()
        firsts = {w for w in parts if w in first_names.FIRST_NAMES}
        people.append((key, firsts, set(parts) - firsts))
    for field, reading in readings.items():
        for mention in found[field]:
            if mention.entity:
                entities[field, mention.start] = mention.entity
                continue
            text = reading.folded[mention.start : mention.end]
            words = [w for w in normalisation.words_of(text) if w not in lexicon.HOLLOW]
            if mention.kind != "PERSON":
                entities[field, mention.start] = f"{mention.kind.lower()}:{' '.join(words) or text}"
                continue
            firsts = {w for w in words if w in first_names.FIRST_NAMES}
            others = {w for w in words if w not in firsts and len(w) > 1 and w not in names.TITLES}
            for key, known_firsts, known_others in people:
                clash = firsts and known_firsts and not firsts & known_firsts
                apart = others and known_others and not others & known_others
                if not clash and not apart and (firsts & known_firsts or others & known_others):
                    known_firsts |= firsts
                    known_others |= others
                    entities[field, mention.start] = key
                    break
            else:
                key = f"person:{' '.join(words)}"
                people.append((key, firsts, others))
                entities[field, mention.start] = key
    return entities


def _finding(
    field: str,
    reading: normalisation.Reading,
    mention: mentions.Mention,
    entities: Mapping[tuple[str, int], str],
    wordings: replacement.Wordings,
    seen: dict[str, int],
    after: int,
) -> Finding:
    entity = entities[field, mention.start]
    start = mention.start
    word = mention.wording or wordings.word(mention.kind, entity)
    if replacement.swallows(mention.kind):
        start, word = _with_determiner(reading, mention, word, after)
    raw_start, raw_end = reading.raw_span(start, mention.end)
    text = reading.raw[raw_start:raw_end]
    first = reading.word_at(start)
    opens = text[:1].isupper() or (text[:1].isdigit() and first is not None and first.begins)
    if mention.wording and opens and word[:1].islower():
        word = word[:1].upper() + word[1:]
    folded = reading.folded[start : mention.end]
    ordinal = seen.get(folded, 0)
    seen[folded] = ordinal + 1
    digest = hashlib.sha256(f"{field}\0{folded}\0{ordinal}".encode()).hexdigest()[:16]
    return Finding(
        digest,
        field,
        raw_start,
        raw_end,
        text,
        mention.kind,
        "direct" if mention.direct else "quasi",
        mention.certainty,
        mention.reason,
        word,
        entity,
    )


def _with_determiner(
    reading: normalisation.Reading, mention: mentions.Mention, word: str, after: int
) -> tuple[int, str]:
    """Take in the determiner before a name, unless it lies before `after`, and word the whole."""
    first = reading.word_at(mention.start)
    if first is not None and first.index and not (first.begins and first.gap.strip()):
        before = reading.words[first.index - 1]
        fold = before.fold
        tight = first.gap in (" ", "'", "' ")
        elided = first.gap.startswith("'")
        if (
            tight
            and before.start >= after
            and (
                (elided and fold in ("l", "d"))
                or (not elided and fold in replacement.DETERMINERS and len(fold) > 1)
            )
        ):
            return before.start, replacement.joined(before.text, word)
        if tight and fold == "de" and before.start >= after and word.startswith("une "):
            return before.start, replacement.joined("d", word)
    text = reading.clean[mention.start : mention.end]
    inner = re.match(r"(?i)(les?|la|l'|du|des|d'|aux?|the)(?: |(?<=')|\b)", text)
    if inner and mention.wording is None:
        return mention.start, replacement.joined(inner[1].rstrip("'"), word)
    if first is not None and first.begins and word[:1].isalpha():
        word = word[:1].upper() + word[1:]
    return mention.start, word
