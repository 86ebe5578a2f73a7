"""Finds in a text whatever could tell which association wrote it, and proposes other words."""

import dataclasses
import functools
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from commons import vocabulary
from commons.anonymisation import (
    addresses,
    ages,
    amounts,
    chains,
    clues,
    communes,
    contacts,
    dictionary,
    doubts,
    entities,
    events,
    failsafe,
    first_names,
    grammar,
    grants,
    heads,
    lexicon,
    mentions,
    model,
    moments,
    names,
    normalisation,
    organisations,
    patterns,
    places,
    rarity,
    replacement,
    roles,
    software,
    withheld,
)
from commons.anonymisation import (
    profile as own,
)
from commons.anonymisation.doubts import Doubt
from commons.anonymisation.profile import Profile
from commons.anonymisation.replacement import Published

__all__ = [
    "Anonymised",
    "Doubt",
    "Finding",
    "Profile",
    "Published",
    "anonymise",
    "doubtful",
    "rewrite",
    "scan",
    "unflagged",
    "warm_up",
]

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
    tell: Iterable[Doubt] = (),
    judged: Mapping[str, str] | None = None,
    with_model: bool = True,
) -> tuple[Finding, ...]:
    """The findings of all fields of one document, in the order of the fields.

    `keep` holds what the author keeps, ids of findings or words such as a tool outside the
    catalogue; a finding that is certain stays all the same. `tell` are doubts the author
    confirmed: each of their mentions is a finding. `judged` holds what `unflagged` left of
    the fields before their decisions: words that were there and are not certain to identify are
    not asked about again, whatever stands around them now. The names model is used where it is
    installed, unless `with_model` is false.
    """
    kept = frozenset(keep)
    kept_words = frozenset(filter(None, (normalisation.fold(word).strip() for word in kept)))
    own_letters = own.letters(profile)
    passages = {
        field: _passage(normalisation.Reading(text), published, own_letters, kept_words)
        for field, text in fields.items()
    }
    readings = {field: passage.reading for field, passage in passages.items()}
    found = {
        field: _resolved(passage, profile, published, with_model)
        for field, passage in passages.items()
    }
    if tell := tuple(tell):
        found = {name: _confirmed(passages[name], each, tell) for name, each in found.items()}
    found = _echoes(passages, found)
    grouped = entities.group(readings, found)
    found = entities.joined(readings, found, grouped)
    document = _document(readings, found, grouped, published, profile)
    findings: list[Finding] = []
    known = frozenset(
        word for text in (*(judged or {}).values(), *kept_words) for word in _words(text)
    )
    for field, passage in passages.items():
        seen: dict[tuple[str, ...], int] = {}
        after = 0
        for mention in found[field]:
            if mention.wording and own.recalls(profile, mention.wording):
                mention = dataclasses.replace(mention, wording=None)
            if judged and _is_judged(passage, mention, known):
                continue
            finding = _finding(field, passage.reading, mention, document, seen, after)
            after = mention.end
            accepted = finding.id in kept or (
                normalisation.fold(finding.text).strip() in kept_words
                or passage.kept.is_kept(mention.start, mention.end)
            )
            if not (finding.keepable and accepted):
                findings.append(finding)
    return tuple(findings)


def doubtful(
    fields: Mapping[str, str],
    findings: Iterable[Finding],
    profile: Profile,
    published: Published = replacement.NO_LABEL,
    *,
    answered: Iterable[str] = (),
) -> tuple[Doubt, ...]:
    """What of a document no finding holds and its author should say yes or no to, riskiest first.

    `answered` are the ids that were answered before: they are listed whatever their rank.
    """
    covered: dict[str, list[tuple[int, int, str]]] = {}
    for finding in findings:
        place = (finding.start, finding.end, finding.kind)
        covered.setdefault(finding.field, []).append(place)
    own_letters = own.letters(profile)
    contexts = {
        field: _passage(normalisation.Reading(text), published, own_letters, frozenset()).guessed
        for field, text in fields.items()
    }
    return doubts.detect(
        contexts,
        covered,
        functools.partial(own.recalls, profile),
        published.language,
        frozenset(answered),
    )


def unflagged(fields: Mapping[str, str], findings: Iterable[Finding]) -> dict[str, str]:
    """The fields less what was found in them: words a later scan need not ask about again."""
    held: dict[str, list[tuple[int, int, str]]] = {}
    for finding in findings:
        held.setdefault(finding.field, []).append((finding.start, finding.end, " "))
    return {field: rewrite(text, held.get(field, ())) for field, text in fields.items()}


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
    text: str,
    profile: Profile,
    published: Published = replacement.NO_LABEL,
    *,
    with_model: bool = True,
) -> Anonymised:
    """The text with every proposal accepted, until a new scan finds nothing."""
    findings = scan({"text": text}, profile, published, with_model=with_model)
    anonymised, rest = text, findings
    for _ in range(_ROUNDS):
        if not rest:
            break
        anonymised = rewrite(anonymised, ((f.start, f.end, f.replacement) for f in rest))
        rest = scan({"text": anonymised}, profile, published, with_model=with_model)
    return Anonymised(text, findings, anonymised)


def _words(text: str) -> Iterator[str]:
    return (word.fold for word in normalisation.Reading(text).words)


def _is_judged(passage: "_Passage", mention: mentions.Mention, known: frozenset[str]) -> bool:
    """Whether a guess holds only words that were judged before."""
    return mention.certainty != "certain" and all(
        word.fold in known or passage.guessed.is_kept(word.start, word.end)
        for word in passage.reading.words_in(mention.start, mention.end)
    )


def warm_up() -> None:
    """Read every list, and the names model, now: the first text waits some seconds otherwise."""
    dictionary.warm_up()
    communes.warm_up()
    model.warm_up()


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
    unlisted = software.detect(reading, known)
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
        chains.Context(reading, known + unlisted + kept + shelter.regions),
    )


def _resolved(
    passage: _Passage, profile: Profile, published: Published, with_model: bool
) -> list[mentions.Mention]:
    reading, context = passage.reading, passage.guessed
    sure = [*own.detect(passage.certain, profile), *patterns.detect(passage.certain)]
    sure += [*contacts.detect(passage.certain), *addresses.detect(passage.certain)]
    named = [
        *organisations.detect(context, published.language),
        *heads.houses(context),
        *places.detect(context),
    ]
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
        *ages.detect(context, published.language),
        *events.detect(context),
        *grants.detect(context),
        *clues.detect(context, published.language),
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
    unexplained = [*failsafe.detect(context, resolved)]
    resolved = mentions.resolve([*resolved, *unexplained], reading.folded, lexicon.HOLLOW)
    if with_model:
        guesses = [*model.detect(context, resolved)]
        resolved = mentions.resolve([*resolved, *guesses], reading.folded, lexicon.HOLLOW)
    return heads.extend(context, resolved)


def _confirmed(
    passage: _Passage, found: list[mentions.Mention], tell: Iterable[Doubt]
) -> list[mentions.Mention]:
    """Add what the author said may tell."""
    reading = passage.reading
    told = [
        fitting
        for doubt in tell
        for m in doubts.told(reading, doubt)
        if (fitting := passage.shelter.fit(m, told=True)) is not None
    ]
    return mentions.resolve([*found, *told], reading.folded, lexicon.HOLLOW) if told else found


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


@dataclass(frozen=True, slots=True)
class _Document:
    """What the replacements of a document depend on, beyond each mention."""

    language: str
    entities: Mapping[tuple[str, int], str]
    wordings: replacement.Wordings
    roles: roles.Roles


def _document(
    readings: Mapping[str, normalisation.Reading],
    found: Mapping[str, list[mentions.Mention]],
    grouped: Mapping[tuple[str, int], str],
    published: Published,
    profile: Profile,
) -> _Document:
    texts = [
        readings[field].folded[m.start : m.end]
        for field, each in found.items()
        for m in each
        if m.kind == "PERSON"
    ]
    people = frozenset(w for t in texts for w in normalisation.words_of(t)) - lexicon.HOLLOW

    def recalls(words: str) -> bool:
        """Whether words would say again a name of the profile, or of somebody in the text."""
        return own.recalls(profile, words) or not people.isdisjoint(normalisation.words_of(words))

    wordings = replacement.Wordings(
        published, [reading.raw for reading in readings.values()], own.letters(profile), recalls
    )
    for (field, reading), mention in (
        (pair, m) for pair in readings.items() for m in found[pair[0]]
    ):
        entity = grouped[field, mention.start]
        wordings.learn(mention, entity, reading.folded[mention.start : mention.end])
    told = roles.find(readings, found, grouped, recalls)
    for entity, words in told.people.items():
        wordings.say(entity, words)
    return _Document(published.language, grouped, wordings, told)


def _finding(
    field: str,
    reading: normalisation.Reading,
    mention: mentions.Mention,
    document: _Document,
    seen: dict[tuple[str, ...], int],
    after: int,
) -> Finding:
    entity = document.entities[field, mention.start]
    start, end, word = _replaced(field, reading, mention, document, after)
    raw_start, raw_end = reading.raw_span(start, end)
    text = reading.raw[raw_start:raw_end]
    first = next(iter(reading.words_in(start, end)), None)
    if first is not None and (not first.begins or ";" in first.gap):
        # A name has its capital anywhere, the words for it only where a sentence begins.
        word = word[:1].lower() + word[1:]
    elif not text[:1].islower():
        word = word[:1].upper() + word[1:]
    # A decision belongs to these words in this sentence, wherever the sentence goes in its field.
    alike = (
        field, mention.kind, reading.folded[mention.start : mention.end],
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


def _replaced(
    field: str,
    reading: normalisation.Reading,
    mention: mentions.Mention,
    document: _Document,
    after: int,
) -> tuple[int, int, str]:
    """Where a replacement begins and ends, and its words."""
    if role := document.roles.said.get((field, mention.start)):
        return role.start, role.end, role.words
    if mention.reason == "demonym" and document.language == "fr":
        people = replacement.inhabitants(reading, mention)
        if people is not None and people[0] >= after:
            return people[0], mention.end, people[1]
    entity = document.entities[field, mention.start]
    text = reading.folded[mention.start : mention.end]
    word = mention.wording or document.wordings.word(mention.kind, entity, text)
    if mention.reason == "zone":
        # "de l'Ouest" and "dans le Sud" bring their preposition along.
        lead = re.match(r"(dans|vers|de|en|in|from|d(?='|u |es )) ?", text)
        word = f"{'de' if lead[1] == 'd' else lead[1]} {word}" if lead else word
    if not replacement.swallows(mention.kind):
        return mention.start, mention.end, word
    span = (mention.start, mention.end)
    start, word = grammar.joined(reading, span, word, after, document.language)
    return start, mention.end, word
