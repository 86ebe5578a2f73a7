"""A finding is a mention as its author reads it: in the raw text, with words to replace it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from commons.anonymisation import mentions, replacement
from commons.anonymisation.own import profile as own
from commons.anonymisation.own.profile import Profile
from commons.anonymisation.people import roles
from commons.anonymisation.replacement import Published
from commons.anonymisation.words import grammar, lexicon, normalisation

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
class Document:
    """What the replacements of a document depend on, beyond each mention."""

    language: str
    entities: Mapping[tuple[str, int], str]
    wordings: replacement.Wordings
    roles: roles.Roles


def document(
    readings: Mapping[str, normalisation.Reading],
    found: Mapping[str, list[mentions.Mention]],
    grouped: Mapping[tuple[str, int], str],
    published: Published,
    profile: Profile,
) -> Document:
    """What is true of a whole document: how each person, place and body of it is said."""
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
    return Document(published.language, grouped, wordings, told)


def present(
    field: str,
    reading: normalisation.Reading,
    mention: mentions.Mention,
    within: Document,
    seen: dict[tuple[str, ...], int],
    after: int,
) -> Finding:
    """The finding of a mention; `seen` counts its likes, `after` ends the one before it."""
    entity = within.entities[field, mention.start]
    start, end, word = _replaced(field, reading, mention, within, after)
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
    within: Document,
    after: int,
) -> tuple[int, int, str]:
    """Where a replacement begins and ends, and its words."""
    if role := within.roles.said.get((field, mention.start)):
        return role.start, role.end, role.words
    if mention.reason == "demonym" and within.language == "fr":
        people = replacement.inhabitants(reading, mention)
        if people is not None and people[0] >= after:
            return people[0], mention.end, people[1]
    entity = within.entities[field, mention.start]
    text = reading.folded[mention.start : mention.end]
    word = mention.wording or within.wordings.word(mention.kind, entity, text)
    if mention.reason == "zone":
        # "de l'Ouest" and "dans le Sud" bring their preposition along.
        lead = re.match(r"(dans|vers|de|en|in|from|d(?='|u |es )) ?", text)
        word = f"{'de' if lead[1] == 'd' else lead[1]} {word}" if lead else word
    # "un 14 juillet" is "un jour d'été": what brings its own article takes the one before it.
    if not (replacement.swallows(mention.kind) or grammar.is_determined(word)):
        return mention.start, mention.end, word
    span = (mention.start, mention.end)
    start, word = grammar.joined(reading, span, word, after, within.language)
    return start, mention.end, word
