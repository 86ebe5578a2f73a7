"""A field as read: what of it detectors leave alone, and what they see in the rest."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from commons import vocabulary
from commons.anonymisation import doubts, failsafe, mentions, model, replacement
from commons.anonymisation.bodies import heads, namesakes, organisations, withheld
from commons.anonymisation.contacts import contacts, pages, patterns, sites
from commons.anonymisation.doubts import Doubt
from commons.anonymisation.facts import amounts, counts, events, grants, moments, rarity
from commons.anonymisation.own import profile as own
from commons.anonymisation.own.profile import Profile
from commons.anonymisation.people import ages, english, familiar, introductions, names
from commons.anonymisation.places import (
    address_orders,
    addresses,
    clues,
    spots,
    toponyms,
    whereabouts,
)
from commons.anonymisation.replacement import Published
from commons.anonymisation.software import products, unlisted
from commons.anonymisation.words import (
    chains,
    first_names,
    lexicon,
    marks,
    nationwide,
    normalisation,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A field as read, and what of it the detectors leave alone."""

    reading: normalisation.Reading
    shelter: replacement.Shelter
    meant: frozenset[tuple[int, int]]  # products that no namesake can be where they stand
    kept: chains.Context  # the words that the author keeps
    certain: chains.Context  # for what the author cannot keep: tools and public bodies
    guessed: chains.Context  # for all else: what the author keeps and our own wordings, too
    asked: chains.Context  # for the doubts: that some word is a tool may be guessed, not taken


def read(
    reading: normalisation.Reading,
    published: Published,
    own_letters: frozenset[str],
    kept_words: frozenset[str],
) -> Passage:
    """Set aside what is known to tell nothing: tools, channels, our own wordings, kept words."""
    folded, language = reading.folded, published.language
    known = [
        (match.start(), sites.host_end(folded, match.end()))
        for pattern in (_catalogue(), lexicon.GENERIC, sites.WELL_KNOWN)
        for match in pattern.finditer(folded)
    ]
    perhaps = {
        span
        for span in known
        if folded[slice(*span)] in first_names.FIRST_NAMES
        and not lexicon.GENERIC.fullmatch(folded, *span)
    }
    for start, end, sure in products.find(reading):
        (known.append if sure else perhaps.add)((start, end))
    known = [span for span in known if span not in perhaps]
    tools = unlisted.detect(reading, known, perhaps)
    kept = [
        match.span()
        for word in kept_words
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", folded)
    ]
    shelter = replacement.Shelter(reading, published, own_letters)
    signs = [*marks.find(reading), *nationwide.find(reading)]
    return Passage(
        reading,
        shelter,
        tools.meant,
        chains.Context(reading, kept, language),
        chains.Context(reading, known + [s for s in tools.kept if s in perhaps], language),
        chains.Context(reading, known + tools.kept + kept + signs + shelter.regions, language),
        chains.Context(reading, known + kept + signs + shelter.regions, language),
    )


def resolved(
    passage: Passage, profile: Profile, published: Published, with_model: bool
) -> list[mentions.Mention]:
    """What every detector sees, as mentions that never overlap."""
    reading, context = passage.reading, passage.guessed
    declared = (m for m in own.detect(passage.certain, profile) if not _is_product(passage, m))
    sure = [*declared, *patterns.detect(passage.certain)]
    for detector in (contacts, pages, addresses, address_orders):
        sure += detector.detect(passage.certain)
    named = [
        *organisations.detect(context, published.language),
        *heads.houses(context),
        *namesakes.detect(context),
        *spots.detect(context),
        *toponyms.detect(context),
    ]
    taken = [
        m
        for m in named
        if m.reason in ("named-kind", "place", "place-shape", "place-head", "media")
    ]
    days = [*moments.detect(context, published.language)]
    taken += (m for m in days if m.reason == "feast")  # "la Sainte-Cécile 2018" names nobody
    labels = withheld.detect(
        context, published.withheld_field, published.withheld_sizes, published.language
    )
    guessed = [
        *named,
        *days,
        *ages.detect(context, published.language),
        *counts.detect(context, published.language),
        *events.detect(context),
        *grants.detect(context),
        *clues.detect(context, published.language),
        *whereabouts.detect(context),
        *amounts.detect(context, published.language),
        *rarity.detect(context, published.language),
        *names.detect(context, [*taken, *sure]),
        *familiar.detect(context),
        *introductions.detect(context),
        *english.detect(context),
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
            or (m.direct and not _is_product(passage, m))
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


def confirmed(
    passage: Passage, found: list[mentions.Mention], tell: Iterable[Doubt]
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


def _is_product(passage: Passage, mention: mentions.Mention) -> bool:
    """Whether a name of the association or of somebody is the product of the same name."""
    if not passage.meant or mention.kind not in ("ASSO", "PERSON"):
        return False
    words = passage.reading.words_in(mention.start, mention.end)
    said = [word for word in words if word.fold not in lexicon.HOLLOW]
    return bool(said) and any(
        start <= said[0].start and said[-1].end <= end for start, end in passage.meant
    )


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
