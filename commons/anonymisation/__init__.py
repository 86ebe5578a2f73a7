"""Finds in a text whatever could tell which association wrote it, and proposes other words."""

import dataclasses
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
# How far the words of a sentence count, on either side: some texts have no full stop.
_NEAR = 20


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
        """Whether the author may keep it with a reason: only what might be something else.

        What is certain names somebody directly, or is a place of the author's own.
        """
        return self.certainty != "certain"


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
    catalogue; a finding that is certain stays all the same.
    """
    kept = frozenset(keep)
    kept_words = frozenset(filter(None, (normalisation.fold(word).strip() for word in kept)))
    own_letters = own.letters(profile)
    passages = {
        field: _passage(normalisation.Reading(text), published, own_letters, kept_words)
        for field, text in fields.items()
    }
    readings = {field: passage.reading for field, passage in passages.items()}
    found = {field: _resolved(passage, profile, published) for field, passage in passages.items()}
    found = _echoes(passages, found)
    entities = _entities(readings, found)
    wordings = replacement.Wordings(published, list(fields.values()), own_letters)
    findings: list[Finding] = []
    for field, passage in passages.items():
        seen: dict[tuple[str, ...], int] = {}
        after = 0
        for mention in found[field]:
            if mention.wording and own.recalls(profile, mention.wording):
                mention = dataclasses.replace(mention, wording=None)
            finding = _finding(field, passage.reading, mention, entities, wordings, seen, after)
            after = mention.end
            accepted = finding.id in kept or (
                normalisation.fold(finding.text).strip() in kept_words
                or passage.kept.is_kept(mention.start, mention.end)
            )
            if not (finding.keepable and accepted):
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


@dataclass(frozen=True, slots=True)
class _Passage:
    """A field as read, and what of it the detectors leave alone."""

    reading: normalisation.Reading
    shelter: replacement.Shelter
    kept: chains.Context  # the words that the author keeps
    certain: chains.Context  # for what the author cannot keep: tools and public bodies
    guessed: chains.Context  # for all else: what the author keeps and our own wordings, too


def _passage(
    reading: normalisation.Reading,
    published: Published,
    own_letters: frozenset[str],
    kept_words: frozenset[str],
) -> _Passage:
    folded = reading.folded
    known = [
        match.span()
        for pattern in (_catalogue(), lexicon.PRODUCTS, lexicon.GENERIC)
        for match in pattern.finditer(folded)
    ]
    kept = [
        match.span()
        for word in kept_words
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", folded)
    ]
    shelter = replacement.Shelter(reading, published, own_letters)
    return _Passage(
        reading,
        shelter,
        chains.Context(reading, kept),
        chains.Context(reading, known),
        chains.Context(reading, known + kept + shelter.regions),
    )


def _resolved(passage: _Passage, profile: Profile, published: Published) -> list[mentions.Mention]:
    reading, context = passage.reading, passage.guessed
    sure = [*own.detect(passage.certain, profile), *patterns.detect(passage.certain)]
    named = [*organisations.detect(context, published.language), *places.detect(context)]
    taken = [
        m
        for m in named
        if m.reason in ("named-kind", "place", "place-shape", "place-head", "media")
    ]
    labels = withheld.detect(
        context, published.withheld_field, published.withheld_sizes, published.language
    )
    guessed = [
        *named,
        *moments.detect(context, published.language),
        *amounts.detect(context, published.language),
        *rarity.detect(context, published.language),
        *names.detect(context, [*taken, *sure]),
    ]
    told = [m for m in sure if m.direct or m.certainty == "certain"]
    rest = [m for m in sure if not (m.direct or m.certainty == "certain")]
    found = [
        fitting
        for group, is_told in (((*told, *labels), True), ((*rest, *guessed), False))
        for m in group
        if m.end > m.start
        and (
            is_told
            or m.direct
            or m.reason in ("superlative", "clue")
            or not context.is_kept(m.start, m.end)
        )
        and (fitting := passage.shelter.fit(m, told=is_told)) is not None
        and not _is_hollow(reading, fitting)
    ]
    resolved = mentions.resolve(found, reading.folded, lexicon.HOLLOW)
    unexplained = failsafe.detect(context, resolved)
    return mentions.resolve([*resolved, *unexplained], reading.folded, lexicon.HOLLOW)


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


def _echoes(
    passages: Mapping[str, _Passage], found: dict[str, list[mentions.Mention]]
) -> dict[str, list[mentions.Mention]]:
    """Add the other places where a name found once stands alone."""
    sought: dict[str, str] = {}
    for field, passage in passages.items():
        for mention in found[field]:
            if mention.kind not in ("PERSON", "PARTNER", "NAME", "LOC", "VENUE", "EVENT", "HANDLE"):
                continue
            for word in passage.reading.words_in(mention.start, mention.end):
                if (
                    len(word.fold) > 3
                    and word.fold.isalpha()
                    and not lexicon.looks_common(word.fold)
                ):
                    sought.setdefault(word.fold, mention.kind)
    if not sought:
        return found
    complete: dict[str, list[mentions.Mention]] = {}
    for field, passage in passages.items():
        reading, context = passage.reading, passage.guessed
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
    seen: dict[tuple[str, ...], int],
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
    if first is not None and not first.begins:
        # A name has its capital anywhere, the words for it only where a sentence begins.
        word = word[:1].lower() + word[1:]
    # A decision belongs to these words in this sentence, wherever the sentence goes in its field.
    alike = (
        field, mention.kind, reading.folded[start : mention.end],
        reading.around(mention.start, _NEAR),
    )  # fmt: skip
    ordinal = seen.get(alike, 0)
    seen[alike] = ordinal + 1
    digest = hashlib.sha256("\0".join((*alike, str(ordinal))).encode()).hexdigest()[:16]
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
